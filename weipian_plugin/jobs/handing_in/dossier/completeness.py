"""What a dossier must hold by its outcome (§4 evidence, §8.4), and what of it is there."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import AbstractSet, Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple

from ....domain.definitions import ON_SITE_RECORD
from ....domain.forms.codes import ILLEGAL
from ....domain.forms.fields import is_empty
from ....domain.profiles import PolicyProfile, Rule
from ...registers.attachments import PHOTO
from .contents import Contents, Part, content_key

ACT_REGISTERED = "违法行为登记（附表4）"
PROPOSED = "拟"
"""What our own list of the pieces asks for, with no document that does."""
_SEEN = {"zp", "hcyj"}
"""Evidence that somebody was there: a photo, an opinion."""
TORN = "有，但打不开"
_CASES = ("HFJTQX", "WFLX1", "QTJTQX")


@dataclass(frozen=True)
class Piece:
    """Something a dossier needs: of which parcel ("" for the whole patch), what, whether it is there, and by which
    right it is asked for. ``torn``: there is something, but it cannot be opened, which is as nothing; ``doubt``: why
    what is there is no sure proof.
    """

    parcel: str
    title: str
    have: bool
    why: str = ""
    torn: bool = False
    doubt: str = ""

    @property
    def state(self) -> str:
        """有, 有，但… or 缺, as papers say it."""
        if self.have:
            return f"有，但{self.doubt}" if self.doubt else "有"
        return TORN if self.torn else "缺"


def pieces_of(contents: Contents, pictures: Mapping[str, str],
              unreadable: AbstractSet[str] = frozenset(),
              doubtful: Optional[Mapping[str, str]] = None) -> Tuple[Piece, ...]:
    """Everything that is needed, in the order of the folder. ``pictures``: by 前时相/后时相 why there is no image, ""
    where there is one; ``unreadable``: photos that cannot be opened, by `content_key`; ``doubtful``: those that are no
    sure proof, and why.
    """
    several = len(contents.parts) > 1
    found = [Piece("", f"{name}影像" + (f"（{trouble}）" if trouble else ""), not trouble, PROPOSED)
             for name, trouble in pictures.items()]
    for part in contents.parts:
        found += _of_part(part, part.name if several else "", contents, unreadable, doubtful or {})
    return tuple(found)


def missing(pieces: Sequence[Piece]) -> List[str]:
    """The titles of what is not there, or is no sure proof."""
    return [(f"{piece.parcel}：" if piece.parcel else "") + piece.title + (
        f" {piece.state}" if piece.torn or piece.doubt else "") for piece in pieces if not piece.have or piece.doubt]


def outcome_of(part: Part) -> Tuple[str, str]:
    """(outcome, case) as judged, both empty where nobody has."""
    answers = part.judged
    outcome = str(answers.get("PDLX") or "")
    return outcome, next((str(answers[code]) for code in _CASES if not is_empty(answers.get(code))), "")


def _of_part(part: Part, name: str, contents: Contents, unreadable: AbstractSet[str],
             doubtful: Mapping[str, str]) -> List[Piece]:
    outcome, case = outcome_of(part)
    sound = replace(part, attachments=tuple(one for one in part.attachments if content_key(one) not in unreadable))
    torn = part.have() - sound.have()
    sure = replace(sound, attachments=tuple(one for one in sound.attachments if content_key(one) not in doubtful))
    doubted = sound.have() - sure.have()
    doubt = "、".join(dict.fromkeys(doubtful[content_key(one)] for one in sound.attachments
                                   if content_key(one) in doubtful))
    found = [Piece(name, "地块图形", part.parcel.wkb is not None, PROPOSED),
             Piece(name, "套合面积", part.measured is not None and bool(part.measured.roles), PROPOSED),
             Piece(name, "判定（经确认人签署）", part.signed is not None, PROPOSED)]
    met = [one for one in contents.records.get("review", ()) if part.parcel.uuid in one.parcels]
    if met:
        concluded = any(not is_empty(one.values.get("HSJL")) for one in met)
        found.append(Piece(name, "集体会审结论", concluded, PROPOSED))
    if outcome:
        asked = _evidence(sound, outcome, case, contents.profile, torn)
        found += [Piece(name, title, have, why, code in torn, doubt if code in doubted else "")
                  for code, title, have, why in asked]
        if outcome == ILLEGAL:
            found += _of_violation(sound, name, {code for code, *_ in asked}, part,
                                   "" if _photographed(sure) else doubt)
    return found


def _evidence(part: Part, outcome: str, case: str, profile: Optional[PolicyProfile],
              torn: FrozenSet[str]) -> List[Tuple[str, str, bool, str]]:
    """The evidence that the profile's rule for this outcome asks for: the suggestion's own rule where it says the same,
    else what all rules with this outcome have in common. What is only ``torn`` is not there, whatever was suggested.
    """
    have, suggestion = part.have(), part.suggestion
    if suggestion is not None and (suggestion.pdlx, suggestion.code) == (outcome, case):
        return [(piece.code, piece.title, (piece.have or piece.code in have) and piece.code not in torn,
                 _document(suggestion.basis)) for piece in suggestion.evidence]
    if profile is None:
        return []
    rules = [rule for rule in profile.rules if (rule.outcome.pdlx, rule.outcome.code) == (outcome, case)]
    known: Dict[str, bool] = {piece.code: piece.have and piece.code not in torn
                              for piece in suggestion.evidence} if suggestion is not None else {}
    return [(code, profile.evidence[code].title, code in have or known.get(code, False), profile.title)
            for code in _in_common(rules)]


def _document(basis: str) -> str:
    """The document of a rule and its clause; what it says and what is noted of it stands with the suggestion."""
    return basis.partition("；")[0].partition("：“")[0]


def _in_common(rules: Sequence[Rule]) -> List[str]:
    if not rules:
        return []
    common = set(rules[0].evidence).intersection(*(rule.evidence for rule in rules[1:]))
    return [code for code in rules[0].evidence if code in common]


def _of_violation(part: Part, name: str, asked: Set[str], as_attached: Part, doubt: str) -> List[Piece]:
    photographed = _photographed(part)
    on_site = not any(is_empty(part.judged.get(code)) for code in ON_SITE_RECORD)
    reasoned = part.signed is not None and bool(part.signed.reason)
    shown = Piece(name, "现场照片或核查意见（或书面理由）", photographed or on_site or reasoned, PROPOSED,
                  torn=not photographed and _photographed(as_attached),
                  doubt="" if on_site or reasoned or not photographed else doubt)
    found = [*([] if asked & _SEEN else [shown]),
             Piece(name, ACT_REGISTERED, bool(part.acts), "附表4")]
    if part.acts:
        of_case = {act.uuid for act in part.acts}
        found.append(Piece(name, "违法案件处理材料", any(one.act in of_case for one in part.attachments), PROPOSED))
    done = [one for one in part.rectifications if one.values.get("SFZGDW") == 1]
    if done:
        proved = {one.act for one in part.attachments}
        there = all(one.uuid in proved for one in done)
        found.append(Piece(name, "整改（拆除复耕、补办、验收）材料", there, PROPOSED))
    return found


def _photographed(part: Part) -> bool:
    return any(one.values.get("FJLX") == PHOTO for one in part.attachments)
