"""判定建议: what the rules say of a parcel, in a form that can be stored, shown and defended years later."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, Dict, List, Mapping, NamedTuple, Optional, Tuple

from ..errors import WeipianError
from ..forms.codes import PENDING

FORMAT = 4
# 1 had no marks, hints, minerals, nor marks of deadlines; 2 kept the words of tried rules, not their comparisons;
# up to 3 a suggestion was kept whole, since then in parts (`suggestion_parts`).
_READABLE = (1, 2, 3, FORMAT)


class UsedFact(NamedTuple):
    """A fact as the rule saw it: stored value (areas m²) and the text people read (亩)."""

    name: str
    zh: str
    en: str
    unit: str
    value: Any
    text: str
    text_en: str


class Reason(NamedTuple):
    """A comparison that decided a rule: the fact by its name, the operator, the limit in ``unit``."""

    fact: str
    op: str
    limit: Any = None
    unit: str = ""


@dataclass(frozen=True)
class TriedRule:
    """A rule weighed before the one that holds: ``false`` or ``unknown`` (未核), and what decided it (``because``).

    Its words are made when it is shown (`tried_words.why`); ``why`` and ``why_en`` are those of earlier formats.
    One object serves all parcels on which the rule came out so.
    """

    id: str
    title: str
    title_en: str
    truth: str
    because: Tuple[Reason, ...] = ()
    missing_layers: Tuple[str, ...] = ()
    missing_facts: Tuple[str, ...] = ()
    why: str = ""
    why_en: str = ""

    @cached_property
    def plain(self) -> Dict[str, Any]:
        """As it is stored, without what is empty."""
        found = {one.name: getattr(self, one.name) for one in fields(self)}
        found["because"] = [list(reason) for reason in self.because]
        return {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()
                if value or name in ("id", "title", "title_en", "truth")}


class NeededEvidence(NamedTuple):
    """A piece of evidence the rule asks for, and whether it is there."""

    code: str
    title: str
    title_en: str
    have: bool


class ShownMark(NamedTuple):
    """A flag or an on-site duty beside the outcome; ``open`` means it could not be told.

    ``mark``: the words with which the parcel is to be marked (未备案 …).
    """

    id: str
    title: str
    title_en: str
    words: str
    words_en: str = ""
    basis: str = ""
    basis_en: str = ""
    hard: bool = False
    open: bool = False
    mark: str = ""

    def told(self, language: str = "zh") -> Tuple[str, str, str]:
        """Title with its code behind, the condition with the measured values, and what it rests on.

        Of an earlier format only the title is there in English.
        """
        if language.startswith("zh"):
            return f"{self.title}（{self.id}）", self.words, self.basis
        return f"{self.title_en} ({self.id})", self.words_en or self.words, self.basis_en or self.basis


class ShownDeadline(NamedTuple):
    """A due date, ISO; ``mark`` says what of it is not in the document (拟 …), or that it was not yet in force."""

    task: str
    title: str
    title_en: str
    due: str
    sentence: str
    effective: bool
    before_plan: bool
    mark: str = ""
    mark_en: str = ""


class Hint(NamedTuple):
    """What a field of the form would be under this suggestion: a help to fill in, never an answer."""

    field: str
    value: str


@dataclass(frozen=True)
class Suggestion:
    """Never a judgement: an outcome with its rule, the rule's source, the measured facts, and all that is missing.

    ``pdlx`` is 合法, 违法, 其他 or 待查; ``code`` the case (H1 …), for 待查 at most a hint. ``held_back`` tells that a
    violation was not presumed because ``missing_layers`` or ``missing_facts`` are not known. ``mineral`` is what the
    rules for mining say of the same ground, where it concerns mining: its ``code`` is the kind of violation.
    ``values`` are the facts that decided the tried rules, as they were stored (areas m², dates ISO).
    """

    profile: str
    profile_title: str
    rule: str
    rule_title: str
    rule_title_en: str
    pdlx: str
    code: str
    label: str
    label_en: str
    suspicious: bool
    held_back: bool
    basis: str
    basis_en: str
    proposed: bool
    words: str
    words_en: str
    facts: Tuple[UsedFact, ...] = ()
    evidence: Tuple[NeededEvidence, ...] = ()
    missing_layers: Tuple[str, ...] = ()
    missing_facts: Tuple[str, ...] = ()
    tried: Tuple[TriedRule, ...] = ()
    flags: Tuple[ShownMark, ...] = ()
    duties: Tuple[ShownMark, ...] = ()
    deadlines: Tuple[ShownDeadline, ...] = ()
    hints: Tuple[Hint, ...] = ()
    mineral: Optional[Suggestion] = None
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """What suggestions are counted by: outcome and case, ``其他·Q1``; 待查 alone."""
        return f"{self.pdlx}·{self.code}" if self.code and self.pdlx != PENDING else self.pdlx

    @property
    def evidence_missing(self) -> Tuple[NeededEvidence, ...]:
        """What still has to be brought."""
        return tuple(piece for piece in self.evidence if not piece.have)

    @property
    def marks(self) -> Tuple[str, ...]:
        """The words the parcel is to be marked with: 未备案, 农业设施建设用地, 非农化 …"""
        return tuple(dict.fromkeys(flag.mark for flag in self.flags if flag.mark))

    @property
    def hard_stops(self) -> Tuple[ShownMark, ...]:
        """The flags that a person must confirm before the suggestion may be followed."""
        return tuple(flag for flag in self.flags if flag.hard)

    def to_json(self) -> Dict[str, Any]:
        """A plain dict of text, numbers, booleans and lists: the whole of it, as the workspace gives it back."""
        return {"format": FORMAT, "kind": self.kind, **self._plain()}

    def _plain(self) -> Dict[str, Any]:
        stored = {name: getattr(self, name) for name in _NAMES}
        for name in _PARTS:
            stored[name] = [part._asdict() for part in stored[name]]
        stored["tried"] = [rule.plain for rule in self.tried]
        stored["missing_layers"], stored["missing_facts"] = list(self.missing_layers), list(self.missing_facts)
        stored["mineral"] = self.mineral._plain() if self.mineral is not None else None
        return stored

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Suggestion:
        """The suggestion a dict of :meth:`to_json` holds; raises ``SUGGESTION_UNREADABLE``."""
        try:
            if stored["format"] not in _READABLE:
                raise KeyError(stored["format"])
            return _from_plain({key: value for key, value in stored.items() if key not in ("format", "kind")})
        except (KeyError, TypeError, ValueError) as error:
            raise WeipianError("SUGGESTION_UNREADABLE", reason=error) from error


_NAMES = tuple(one.name for one in fields(Suggestion))
_PARTS: Dict[str, Any] = {
    "facts": UsedFact, "evidence": NeededEvidence, "flags": ShownMark, "duties": ShownMark,
    "deadlines": ShownDeadline, "hints": Hint,
}


def _from_plain(stored: Mapping[str, Any]) -> Suggestion:
    values = dict(stored)
    for name, kind in _PARTS.items():
        if name in values:
            parts: List[Mapping[str, Any]] = values[name]
            values[name] = tuple(kind(**part) for part in parts)
    values["tried"] = tuple(_tried(rule) for rule in values.get("tried", ()))
    if values.get("mineral") is not None:
        values["mineral"] = _from_plain(values["mineral"])
    return Suggestion(**_tupled(values))


def _tried(stored: Mapping[str, Any]) -> TriedRule:
    values = _tupled(stored)
    values["because"] = tuple(
        Reason(fact, op, tuple(limit) if isinstance(limit, list) else limit, unit)
        for fact, op, limit, unit in values.get("because", ()))
    return TriedRule(**values)


def _tupled(values: Mapping[str, Any]) -> Dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
