"""Side by side: the same ground under other facts or another profile, where the paths part, and on which sentence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import List, Optional, Tuple

from ..calendar.dates import parse_date
from ..calendar.deadlines import not_yet_in_force
from ..profiles import PolicyProfile, Value
from .facts import FACTS, Facts
from .rule_words import fact_in_words, unit_name, value_name
from .rules import Limit
from .suggest import Context, suggest
from .suggestion import Suggestion
from .trace import LAND, MINERAL, Trace, TracedRule, trace

_SINCE_NOTHING = "—"
_NOTHING_MORE = Context()


@dataclass(frozen=True)
class ChangedFact:
    """A fact that is not the same on both sides, in words; 未核 where a side does not know it."""

    name: str
    zh: str
    en: str
    a: str
    b: str
    a_en: str = ""
    b_en: str = ""

    def told(self, language: str = "zh") -> Tuple[str, str, str]:
        """The fact's name, and what it is on either side."""
        return (self.zh, self.a, self.b) if language.startswith("zh") else (self.en, self.a_en, self.b_en)


@dataclass(frozen=True)
class ChangedValue:
    """A figure or switch that the two profiles have otherwise, each with its basis; ``None``: only the other has it.

    ``decisive``: the rule at which the paths part rests on it.
    """

    name: str
    title: str
    a: Optional[Value]
    b: Optional[Value]
    decisive: bool

    @property
    def shown(self) -> Tuple[str, str]:
        """Both values with their units."""
        return self.told()[1:]

    def told(self, language: str = "zh") -> Tuple[str, str, str]:
        """What the value is, and both values with their units."""
        title = self.title if language.startswith("zh") else value_name(self.name, self.title)
        return title, _shown(self.a, language), _shown(self.b, language)


@dataclass(frozen=True)
class Parting:
    """The first rule that comes out otherwise: as each side has it (``None`` where its table lacks the rule)."""

    rule: str
    a: Optional[TracedRule]
    b: Optional[TracedRule]


@dataclass(frozen=True)
class Differences:
    """What differs, and why. ``sentences`` are the documents' words on both sides that the difference rests on; in
    ``sentences_en`` what stands around the cited words is English. ``later``: that a side's profile was not yet in
    force when the patch was issued, 中文 and English.
    """

    a: Suggestion
    b: Suggestion
    trace_a: Trace
    trace_b: Trace
    parting: Optional[Parting]
    facts: Tuple[ChangedFact, ...]
    values: Tuple[ChangedValue, ...]
    sentences: Tuple[Tuple[str, str], ...]
    sentences_en: Tuple[Tuple[str, str], ...] = ()
    later: Tuple[Optional[Tuple[str, str]], Optional[Tuple[str, str]]] = (None, None)

    @property
    def same_outcome(self) -> bool:
        """Do both sides suggest the same outcome and case?"""
        return (self.a.pdlx, self.a.code) == (self.b.pdlx, self.b.code)

    @property
    def decisive(self) -> Tuple[ChangedValue, ...]:
        """The values that part the paths."""
        return tuple(value for value in self.values if value.decisive)


def compared(
    facts_a: Facts, profile_a: PolicyProfile, facts_b: Facts, profile_b: PolicyProfile, subject: str = LAND,
    context: Context = _NOTHING_MORE,
) -> Differences:
    """How the suggestion on ``facts_a`` by ``profile_a`` and that on ``facts_b`` by ``profile_b`` differ.

    ``context``: the evidence at hand and the dates of acts, the same on both sides.
    """
    found_a, found_b = (_suggested(suggest(*pair, context), subject)
                        for pair in ((facts_a, profile_a), (facts_b, profile_b)))
    trace_a, trace_b = trace(facts_a, profile_a, subject), trace(facts_b, profile_b, subject)
    parting = _parting(trace_a, trace_b)
    values = _changed_values(profile_a, profile_b, parting)
    zh, en = (_sentences(parting, values, (trace_a, trace_b), language) for language in ("zh", "en"))
    later = (not_yet_in_force(profile_a, _issued(facts_a)), not_yet_in_force(profile_b, _issued(facts_b)))
    return Differences(found_a, found_b, trace_a, trace_b, parting, _changed_facts(facts_a, facts_b), values, zh, en,
                       later)


def _issued(facts: Facts) -> Optional[date]:
    return parse_date(facts.get("xfsj"))


def _suggested(found: Suggestion, subject: str) -> Suggestion:
    return found.mineral if subject == MINERAL and found.mineral is not None else found


def _parting(a: Trace, b: Trace) -> Optional[Parting]:
    """In the order of ``a``'s table, then ``b``'s: the first rule weighed on either side that comes out otherwise."""
    order = list(dict.fromkeys((*_reached(a), *_reached(b), *(row.id for row in a.rows))))
    places = {row.id: place for place, row in enumerate(a.rows)}
    order.sort(key=lambda rule: places.get(rule, len(places)))
    for rule in order:
        row_a, row_b = a.row(rule), b.row(rule)
        if (row_a.truth if row_a else None) != (row_b.truth if row_b else None):
            return Parting(rule, row_a, row_b)
        if rule in (a.winner, b.winner):
            return None if a.winner == b.winner else Parting(rule, row_a, row_b)
    return None


def _reached(path: Trace) -> List[str]:
    return [row.id for row in path.rows if row.state != "not_reached"]


def _changed_facts(a: Facts, b: Facts) -> Tuple[ChangedFact, ...]:
    names = [name for name in FACTS if a.values.get(name) != b.values.get(name)]
    return tuple(
        ChangedFact(name, FACTS[name].zh, FACTS[name].en, *(
            fact_in_words(name, side.values.get(name), language) for language in ("zh", "en") for side in (a, b)))
        for name in names)


def _changed_values(a: PolicyProfile, b: PolicyProfile, parting: Optional[Parting]) -> Tuple[ChangedValue, ...]:
    rows = [row for row in (parting.a, parting.b) if row is not None] if parting else []
    decisive = {name for row in rows for name in row.settings}
    found = []
    for name in dict.fromkeys((*a.values, *b.values)):
        value_a, value_b = a.values.get(name), b.values.get(name)
        if _meaning(value_a) != _meaning(value_b):
            title = next(value.title for value in (value_a, value_b) if value is not None)
            found.append(ChangedValue(name, title, value_a, value_b, name in decisive))
    return tuple(sorted(found, key=lambda value: not value.decisive))


def _meaning(value: Optional[Value]) -> Optional[Tuple[Limit, str]]:
    return None if value is None else (value.value, value.unit)


def _sentences(
    parting: Optional[Parting], values: Tuple[ChangedValue, ...], traces: Tuple[Trace, Trace], language: str
) -> Tuple[Tuple[str, str], ...]:
    """Pairs of what each side rests on: the decisive values, the rule at which they part, the rules that hold."""
    pairs = [(_basis(value.a, language), _basis(value.b, language)) for value in values if value.decisive]
    rows = [(parting.a, parting.b)] if parting else []
    rows.append((traces[0].row(traces[0].winner), traces[1].row(traces[1].winner)))
    pairs += [(_rests_on(a, language), _rests_on(b, language)) for a, b in rows]
    return tuple(dict.fromkeys(pair for pair in pairs if pair[0] != pair[1]))


def _rests_on(row: Optional[TracedRule], language: str) -> str:
    if row is None:
        return _SINCE_NOTHING
    return row.basis if language == "zh" else row.basis_en


def _basis(value: Optional[Value], language: str) -> str:
    if value is None:
        return _SINCE_NOTHING
    if language == "zh":
        return f"{value.title}：{_shown(value, language)}。{value.basis.in_words()}"
    return f"{value_name(value.name, value.title)}: {_shown(value, language)}. {value.basis.in_words(language)}"


def _shown(value: Optional[Value], language: str) -> str:
    chinese = language.startswith("zh")
    if value is None:
        return _SINCE_NOTHING
    if isinstance(value.value, bool):
        return ("是" if value.value else "否") if chinese else ("yes" if value.value else "no")
    if isinstance(value.value, tuple):
        return ("、" if chinese else ", ").join(value.value)
    return f"{value.value} {unit_name(value.unit, language)}".strip()


