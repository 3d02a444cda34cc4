"""判定建议: what the rules say of a parcel, in a form that can be stored, shown and defended years later."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Dict, Mapping, Tuple

from .codes import PENDING
from .errors import WeipianError

FORMAT = 1


@dataclass(frozen=True)
class UsedFact:
    """A fact as the rule saw it: stored value (areas m²) and the text people read (亩)."""

    name: str
    zh: str
    en: str
    unit: str
    value: Any
    text: str
    text_en: str


@dataclass(frozen=True)
class TriedRule:
    """A rule weighed before the one that holds: ``false`` or ``unknown`` (未核), and what decided it."""

    id: str
    title: str
    title_en: str
    truth: str
    why: str
    why_en: str
    missing_layers: Tuple[str, ...]
    missing_facts: Tuple[str, ...]


@dataclass(frozen=True)
class NeededEvidence:
    """A piece of evidence the rule asks for, and whether it is there."""

    code: str
    title: str
    title_en: str
    have: bool


@dataclass(frozen=True)
class ShownMark:
    """A flag or an on-site duty beside the outcome; ``open`` means it could not be told."""

    id: str
    title: str
    title_en: str
    words: str
    basis: str
    hard: bool = False
    open: bool = False


@dataclass(frozen=True)
class ShownDeadline:
    """A due date, ISO."""

    task: str
    title: str
    title_en: str
    due: str
    sentence: str
    effective: bool
    before_plan: bool


@dataclass(frozen=True)
class Suggestion:
    """Never a judgement: an outcome with its rule, the rule's source, the measured facts, and all that is missing.

    ``pdlx`` is 合法, 违法, 其他 or 待查; ``code`` the case (H1 …), for 待查 at most a hint. ``held_back`` tells that a
    violation was not presumed because ``missing_layers`` or ``missing_facts`` are not known.
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

    @property
    def kind(self) -> str:
        """What suggestions are counted by: outcome and case, ``其他·Q1``; 待查 alone."""
        return f"{self.pdlx}·{self.code}" if self.code and self.pdlx != PENDING else self.pdlx

    @property
    def evidence_missing(self) -> Tuple[NeededEvidence, ...]:
        """What still has to be brought."""
        return tuple(piece for piece in self.evidence if not piece.have)

    def to_json(self) -> Dict[str, Any]:
        """A plain dict of text, numbers, booleans and lists, as the workspace stores it."""
        return {"format": FORMAT, "kind": self.kind, **_plain(asdict(self))}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Suggestion:
        """The suggestion a dict of :meth:`to_json` holds; raises ``SUGGESTION_UNREADABLE``."""
        values = {key: value for key, value in stored.items() if key not in ("format", "kind")}
        try:
            if stored["format"] != FORMAT:
                raise KeyError(stored["format"])
            for name, kind in _PARTS.items():
                values[name] = tuple(kind(**_tupled(part)) for part in values[name])
            return cls(**_tupled(values))
        except (KeyError, TypeError) as error:
            raise WeipianError("SUGGESTION_UNREADABLE", reason=error) from error


_PARTS: Dict[str, Any] = {
    "facts": UsedFact, "evidence": NeededEvidence, "tried": TriedRule, "flags": ShownMark, "duties": ShownMark,
    "deadlines": ShownDeadline,
}


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(part) for key, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, (list, tuple)) else value


def _tupled(values: Mapping[str, Any]) -> Dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
