"""Suggestions taken apart: what many parcels have in common is kept once, word for word, and not with each of them."""

from __future__ import annotations

import hashlib
import json
from typing import Any, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..errors import WeipianError
from .suggestion import FORMAT, NeededEvidence, ShownDeadline, ShownMark, Suggestion, UsedFact

WAY, BESIDE, MINERAL = "way", "beside", "mineral"
_LENGTH = 24  # hexadecimal places of a digest: 96 bits, nobody attacks it

# What is the same wherever the rules of a profile went the same way; with it stand the words of all tried rules.
_COMMON = ("profile", "profile_title", "rule", "rule_title", "rule_title_en", "pdlx", "code", "label", "label_en",
           "suspicious", "held_back", "basis", "basis_en", "proposed", "missing_layers", "missing_facts")
# What of each part is a parcel's own: measured values, and words in which they stand.
_OWN_OF_FACT = ("value", "text", "text_en")
_OF_FACT = tuple(name for name in UsedFact._fields if name not in _OWN_OF_FACT)
_OF_EVIDENCE = tuple(name for name in NeededEvidence._fields if name != "have")
_OWN_OF_MARK = ("words", "words_en")  # one behind the other, as `_of_beside` leaves them out
_OF_MARK = tuple(name for name in ShownMark._fields if name not in _OWN_OF_MARK)
_OF_DEADLINE = tuple(name for name in ShownDeadline._fields if name != "due")


class Sharing:
    """Takes suggestions apart. ``parts`` has, by digest, the text of all that they shared so far.

    A part holds nothing of any one parcel: neither a measured value nor a word or date made from one.
    """

    def __init__(self) -> None:
        self.parts: Dict[str, str] = {}
        self._ways: Dict[Tuple[Any, ...], str] = {}
        self._beside: Dict[Tuple[Any, ...], str] = {}
        self._held: List[object] = []  # what ids in the keys are of must not be given to others

    def own(self, suggestion: Suggestion) -> Dict[str, Any]:
        """What is to be kept with the parcel itself: its values, and the digests of the parts."""
        kept: Dict[str, Any] = {"format": FORMAT, "kind": suggestion.kind, **self._by_rule(suggestion)}
        if suggestion.mineral is not None:
            kept[MINERAL] = self._by_rule(suggestion.mineral)
        return kept

    def _by_rule(self, one: Suggestion) -> Dict[str, Any]:
        kept: Dict[str, Any] = {
            WAY: self._way(one), BESIDE: self._of_beside(one), "words": one.words, "words_en": one.words_en,
            "facts": [[fact.value, fact.text, fact.text_en] for fact in one.facts],
            "have": [int(piece.have) for piece in one.evidence],
            "values": list(one.values.values()),
            "flags": [[mark.words, mark.words_en] for mark in one.flags],
            "duties": [[mark.words, mark.words_en] for mark in one.duties],
            "due": [deadline.due for deadline in one.deadlines],
        }
        return {name: value for name, value in kept.items() if value}

    def _way(self, one: Suggestion) -> str:
        common = tuple([getattr(one, name) for name in _COMMON])
        key = (id(one.tried), common, tuple([fact.name for fact in one.facts]),
               tuple([piece.code for piece in one.evidence]), tuple(one.values))
        found = self._ways.get(key)
        if found is None:
            self._held.append(one.tried)
            found = self._ways[key] = self._kept({
                **dict(zip(_COMMON, common)), "tried": [rule.plain for rule in one.tried],
                "facts": _heads(one.facts, _OF_FACT), "evidence": _heads(one.evidence, _OF_EVIDENCE),
                "values": list(one.values)})
        return found

    def _of_beside(self, one: Suggestion) -> str:
        key = (tuple([mark[:3] + mark[5:] for mark in one.flags]), tuple([mark[:3] + mark[5:] for mark in one.duties]),
               tuple([deadline[:3] + deadline[4:] for deadline in one.deadlines]), one.hints)
        if not any(key):
            return ""
        found = self._beside.get(key)
        if found is None:
            found = self._beside[key] = self._kept({
                "flags": _heads(one.flags, _OF_MARK), "duties": _heads(one.duties, _OF_MARK),
                "deadlines": _heads(one.deadlines, _OF_DEADLINE), "hints": [hint._asdict() for hint in one.hints]})
        return found

    def _kept(self, part: Mapping[str, Any]) -> str:
        text = json.dumps(part, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
        self.parts[digest] = text
        return digest


def parts_of(own: Mapping[str, Any]) -> Tuple[str, ...]:
    """The digests of the parts that something kept by `Sharing.own` needs; none for a suggestion that is whole."""
    sides: List[Mapping[str, Any]] = [own] if own.get(WAY) else []
    if sides and isinstance(own.get(MINERAL), dict):
        sides.append(own[MINERAL])
    return tuple(str(side[name]) for side in sides for name in (WAY, BESIDE) if side.get(name))


def whole(own: Mapping[str, Any], parts: Mapping[str, str]) -> Dict[str, Any]:
    """What `Suggestion.to_json` gave, from what was kept with the parcel and the parts (texts by digest).

    A suggestion that was kept whole comes back as it is. Raises ``SUGGESTION_UNREADABLE``.
    """
    if not own.get(WAY):
        return dict(own)
    try:
        read = {digest: json.loads(parts[digest]) for digest in parts_of(own)}
        mineral = own.get(MINERAL)
        return {"format": own["format"], "kind": own["kind"], **_side(own, read),
                MINERAL: _side(mineral, read) if mineral else None}
    except (KeyError, TypeError, ValueError) as error:
        raise WeipianError("SUGGESTION_UNREADABLE", reason=error) from error


def _side(own: Mapping[str, Any], read: Mapping[str, Mapping[str, Any]]) -> Dict[str, Any]:
    way, beside = read[own[WAY]], read.get(own.get(BESIDE, ""), {})
    facts = [dict(zip(_OWN_OF_FACT, values)) for values in own.get("facts", ())]
    return {
        **{name: way[name] for name in _COMMON}, "tried": way["tried"], MINERAL: None,
        "words": own.get("words", ""), "words_en": own.get("words_en", ""),
        "facts": _joined(way["facts"], facts),
        "evidence": _joined(way["evidence"], _each("have", [bool(have) for have in own.get("have", ())])),
        "values": dict(zip(way["values"], own.get("values", ()))),
        "flags": _joined(beside.get("flags"), [dict(zip(_OWN_OF_MARK, words)) for words in own.get("flags", ())]),
        "duties": _joined(beside.get("duties"), [dict(zip(_OWN_OF_MARK, words)) for words in own.get("duties", ())]),
        "deadlines": _joined(beside.get("deadlines"), _each("due", own.get("due"))),
        "hints": beside.get("hints", []),
    }


def _heads(parts: Sequence[Any], names: Sequence[str]) -> List[Dict[str, Any]]:
    return [{name: getattr(part, name) for name in names} for part in parts]


def _each(name: str, values: Optional[Iterable[Any]]) -> List[Dict[str, Any]]:
    return [{name: value} for value in values or ()]


def _joined(heads: Optional[Sequence[Mapping[str, Any]]], own: Sequence[Mapping[str, Any]]) -> List[Dict[str, Any]]:
    if len(heads or ()) != len(own):
        raise ValueError(f"{len(heads or ())}/{len(own)}")
    return [{**head, **values} for head, values in zip(heads or (), own)]
