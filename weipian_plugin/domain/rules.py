"""Conditions as data: all / any / not over comparisons of named facts, weighed with “not known” as third value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from typing import List, Optional, Sequence, Tuple, Union

from .codes import CODE_LISTS, label
from .facts import AREA, DATE, FACTS, NUMBER, RATIO, Facts, FactValue, format_fact
from .units import exact, holds, round2, threshold_value

ORDERINGS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}
EQUALITIES = {"==": "=", "!=": "≠"}
MEMBERSHIPS = {"in": "属于", "not in": "不属于"}
PRESENCES = {"known": "已查明", "unknown": "未查明"}
OPERATORS = {**ORDERINGS, **EQUALITIES, **MEMBERSHIPS, **PRESENCES}
_OPERATORS_EN = {
    **{op: op for op in OPERATORS}, ">=": "≥", "<=": "≤", "in": "in", "known": "is known", "unknown": "is not known",
}

Limit = Union[float, int, bool, str, Tuple[str, ...], None]


class Truth(Enum):
    """Kleene's three values: a comparison on an unknown fact is neither true nor false."""

    TRUE = "true"
    FALSE = "false"
    UNKNOWN = "unknown"

    def inverted(self) -> Truth:
        """not: unknown stays unknown."""
        return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(self, Truth.UNKNOWN)


@dataclass(frozen=True)
class Comparison:
    """One fact against a limit; ``unit`` is the limit's."""

    fact: str
    op: str
    limit: Limit = None
    unit: str = ""


@dataclass(frozen=True)
class SettingIs:
    """A switch of the profile stands so: known when the profile is built, shown like any other comparison."""

    title: str
    expected: Limit
    actual: Limit


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: Tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: Tuple[Condition, ...]


@dataclass(frozen=True)
class NotSo:
    """The part does not hold."""

    part: Condition


Condition = Union[Comparison, SettingIs, AllOf, AnyOf, NotSo]


@dataclass(frozen=True)
class Weighing:
    """How a condition came out, and the comparisons that made it so."""

    truth: Truth
    because: Tuple[Comparison, ...] = ()


def weigh(condition: Condition, facts: Facts, mode: str) -> Weighing:
    """Evaluate a condition on facts; ``mode`` is how 亩 thresholds are compared (``round2`` or ``exact``)."""
    if isinstance(condition, Comparison):
        return Weighing(_compare(condition, facts, mode), (condition,))
    if isinstance(condition, SettingIs):
        return Weighing(Truth.TRUE if condition.actual == condition.expected else Truth.FALSE)
    if isinstance(condition, NotSo):
        inner = weigh(condition.part, facts, mode)
        return Weighing(inner.truth.inverted(), inner.because)
    found = [weigh(part, facts, mode) for part in condition.parts]
    decisive, otherwise = (Truth.FALSE, Truth.TRUE) if isinstance(condition, AllOf) else (Truth.TRUE, Truth.FALSE)
    return _combine(found, decisive, otherwise)


def _combine(found: Sequence[Weighing], decisive: Truth, otherwise: Truth) -> Weighing:
    for truth in (decisive, Truth.UNKNOWN):
        reasons = [finding for finding in found if finding.truth is truth]
        if reasons:
            return Weighing(truth, tuple(leaf for finding in reasons for leaf in finding.because))
    return Weighing(otherwise, tuple(leaf for finding in found for leaf in finding.because))


def _compare(comparison: Comparison, facts: Facts, mode: str) -> Truth:
    value = facts.get(comparison.fact)
    if comparison.op in PRESENCES:
        return _truth((value is not None) == (comparison.op == "known"))
    if value is None:
        return Truth.UNKNOWN
    if comparison.op in MEMBERSHIPS:
        members = comparison.limit if isinstance(comparison.limit, tuple) else ()
        return _truth((str(value) in members) == (comparison.op == "in"))
    if comparison.op in EQUALITIES:
        return _truth(_same(value, comparison.limit) == (comparison.op == "=="))
    return _truth(_is_beyond(comparison, value, mode))


def _same(value: FactValue, limit: Limit) -> bool:
    return str(value) == str(limit) if isinstance(value, date) else value == limit


def _is_beyond(comparison: Comparison, value: FactValue, mode: str) -> bool:
    if isinstance(value, (date, str)):
        return holds(_ordinal(value), comparison.op, _ordinal(comparison.limit))
    measured = threshold_value(value, mode) if comparison.unit == "亩" else exact(value)
    return holds(measured, comparison.op, exact(comparison.limit))  # type: ignore[arg-type]


def _ordinal(value: object) -> int:
    return int(str(value).replace("-", ""))


def _truth(is_true: bool) -> Truth:
    return Truth.TRUE if is_true else Truth.FALSE


def facts_in(condition: Condition) -> List[str]:
    """The names of the facts a condition speaks about, in order, each once."""
    if isinstance(condition, Comparison):
        return [condition.fact]
    if isinstance(condition, SettingIs):
        return []
    parts: Tuple[Condition, ...] = (condition.part,) if isinstance(condition, NotSo) else condition.parts
    return list(dict.fromkeys(name for part in parts for name in facts_in(part)))


def roles_in(condition: Condition) -> List[str]:
    """The reference roles a condition needs measured, in order, each once."""
    return list(dict.fromkeys(FACTS[name].role for name in facts_in(condition) if FACTS[name].role))


def in_words(condition: Condition, facts: Optional[Facts] = None, language: str = "zh") -> str:
    """The condition as a sentence; with ``facts``, each comparison shows the measured value in brackets."""
    chinese = language.startswith("zh")
    if isinstance(condition, Comparison):
        return comparison_in_words(condition, facts, language)
    if isinstance(condition, SettingIs):
        expected, actual = _plain(condition.expected, language), _plain(condition.actual, language)
        shown = "" if expected == actual else _in_brackets(actual, language)
        return f"{condition.title}{'为' if chinese else ' is '}{expected}{shown}"
    if isinstance(condition, NotSo):
        return ("非" if chinese else "not") + _in_brackets(in_words(condition.part, facts, language), language)
    joint = (" 且 " if chinese else " and ") if isinstance(condition, AllOf) else (" 或 " if chinese else " or ")
    words = [_bracketed(part, in_words(part, facts, language), language) for part in condition.parts]
    return joint.join(words) if words else ("其余各条均不成立" if chinese else "no other rule holds")


def comparison_in_words(comparison: Comparison, facts: Optional[Facts] = None, language: str = "zh") -> str:
    """One comparison: “批准用地以外面积（0.00 亩） ≤ 0.01 亩”."""
    fact = FACTS[comparison.fact]
    name = fact.zh if language.startswith("zh") else fact.en
    value = fact_in_words(comparison.fact, facts.get(comparison.fact), language) if facts is not None else ""
    shown = _in_brackets(value, language) if value else ""
    operator = (OPERATORS if language.startswith("zh") else _OPERATORS_EN)[comparison.op]
    limit = "" if comparison.op in PRESENCES else f" {_limit_in_words(comparison, language)}"
    return f"{name}{shown} {operator}{limit}"


def fact_in_words(name: str, value: Optional[FactValue], language: str = "zh") -> str:
    """A fact's value as people read it, codes by their names in their own list."""
    listed = _CODED.get(name)
    if listed and value is not None:
        return label(listed, value, language)
    return format_fact(name, value, language)


_CODED = {"tblx": "TBLX", "jclb": "JCLB"}


def _limit_in_words(comparison: Comparison, language: str) -> str:
    limit, fact = comparison.limit, FACTS[comparison.fact]
    listed = CODE_LISTS.get(_CODED.get(comparison.fact, ""))
    if isinstance(limit, tuple):
        return "、".join(label(listed.name, member, language) if listed else member for member in limit)
    if isinstance(limit, (bool, str)) or limit is None:
        return label(listed.name, limit, language) if listed else _plain(limit, language)
    if fact.unit == RATIO:
        return f"{round2(Fraction(str(limit)) * 100)} %"
    unit = {"亩": "亩" if language.startswith("zh") else "mu", "m2": "m²"}.get(comparison.unit, comparison.unit)
    return f"{round2(limit) if fact.unit == AREA else limit} {unit}".rstrip()


def _plain(value: Limit, language: str) -> str:
    if isinstance(value, bool):
        return ("是" if value else "否") if language.startswith("zh") else ("yes" if value else "no")
    return "、".join(value) if isinstance(value, tuple) else str(value)


def _bracketed(part: Condition, words: str, language: str) -> str:
    is_joint = isinstance(part, (AllOf, AnyOf)) and len(part.parts) > 1
    return _in_brackets(words, language).strip() if is_joint else words


def _in_brackets(words: str, language: str) -> str:
    return f"（{words}）" if language.startswith("zh") else f" ({words})"


def is_ordered(fact: str) -> bool:
    """May the fact be compared with ≥ and <? Areas, ratios, numbers and dates may; texts and flags may not."""
    return FACTS[fact].unit in (AREA, RATIO, DATE, NUMBER)
