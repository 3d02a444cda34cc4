"""Conditions as data: all / any / not over comparisons of named facts, weighed with “not known” as third value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cached_property
from typing import Callable, Dict, List, Mapping, NamedTuple, Sequence, Tuple, Union

from ..areas.units import EXACT, exact, holds, threshold_value
from .fact_table import AREA, DATE, FACTS, NUMBER, RATIO, YEARS, FactValue
from .facts import Facts

ORDERINGS = {">=": "≥", ">": ">", "<=": "≤", "<": "<"}
EQUALITIES = {"==": "=", "!=": "≠"}
MEMBERSHIPS = {"in": "属于", "not in": "不属于"}
PRESENCES = {"known": "已查明", "unknown": "未查明"}
OPERATORS = {**ORDERINGS, **EQUALITIES, **MEMBERSHIPS, **PRESENCES}

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
    """One fact against a limit; ``unit`` is the limit's, ``setting`` the value of the profile it was taken from."""

    fact: str
    op: str
    limit: Limit = None
    unit: str = ""
    setting: str = ""

    @cached_property
    def tests(self) -> Dict[str, Test]:
        """The comparison made ready, by threshold mode. Filled as it is asked for, as everywhere below."""
        return {}

    @cached_property
    def words(self) -> Dict[str, Tuple[str, str]]:
        """By language: what stands before and behind the measured value. Filled as it is asked for."""
        return {}


@dataclass(frozen=True)
class SettingIs:
    """A switch of the profile stands so: known when the profile is built, shown like any other comparison."""

    title: str
    expected: Limit
    actual: Limit
    setting: str = ""

    @cached_property
    def tests(self) -> Dict[str, Test]:
        """See `Comparison`."""
        return {}


@dataclass(frozen=True)
class AllOf:
    """Every part holds."""

    parts: Tuple[Condition, ...]

    @cached_property
    def tests(self) -> Dict[str, Test]:
        """See `Comparison`."""
        return {}


@dataclass(frozen=True)
class AnyOf:
    """At least one part holds."""

    parts: Tuple[Condition, ...]

    @cached_property
    def tests(self) -> Dict[str, Test]:
        """See `Comparison`."""
        return {}


@dataclass(frozen=True)
class NotSo:
    """The part does not hold."""

    part: Condition

    @cached_property
    def tests(self) -> Dict[str, Test]:
        """See `Comparison`."""
        return {}


Condition = Union[Comparison, SettingIs, AllOf, AnyOf, NotSo]


class Weighing(NamedTuple):
    """How a condition came out, and the comparisons that made it so; of several that make an “all” fail, the first."""

    truth: Truth
    because: Tuple[Comparison, ...] = ()


# What a condition becomes once: facts by name in, outcome with its reasons out. Ten thousand parcels ask it.
Test = Callable[[Mapping[str, FactValue]], Weighing]


def weigh(condition: Condition, facts: Facts, mode: str) -> Weighing:
    """Evaluate a condition on facts; ``mode`` is how 亩 thresholds are compared (``round2`` or ``exact``)."""
    return test_of(condition, mode)(facts.values)


def test_of(condition: Condition, mode: str) -> Test:
    """The condition made ready for many parcels; made once and kept with it."""
    made = condition.tests.get(mode)
    if made is None:
        made = condition.tests[mode] = _make_test(condition, mode)
    return made


def _make_test(condition: Condition, mode: str) -> Test:
    if isinstance(condition, Comparison):
        return _comparison_test(condition, mode)
    if isinstance(condition, SettingIs):
        always = Weighing(Truth.TRUE if condition.actual == condition.expected else Truth.FALSE)
        return lambda _: always
    if isinstance(condition, NotSo):
        inner = test_of(condition.part, mode)

        def turned_over(values: Mapping[str, FactValue]) -> Weighing:
            truth, because = inner(values)
            return Weighing(truth.inverted(), because)

        return turned_over
    tests = tuple(test_of(part, mode) for part in condition.parts)
    return _all_test(tests) if isinstance(condition, AllOf) else _any_test(tests)


def _all_test(tests: Sequence[Test]) -> Test:
    """Kleene's and. The first part that fails is reason enough; of unknown or holding ones, all are."""

    def test(values: Mapping[str, FactValue]) -> Weighing:
        truth, because = _TRUE, _NO_REASONS
        for part in tests:
            outcome = part(values)
            found, reasons = outcome
            if found is _FALSE:
                return outcome
            if found is truth:
                because += reasons
            elif found is _UNKNOWN:
                truth, because = found, reasons
        return Weighing(truth, because)

    return test


def _any_test(tests: Sequence[Test]) -> Test:
    """Kleene's or, with all the parts that decided it as reasons."""

    def test(values: Mapping[str, FactValue]) -> Weighing:
        truth, because = _FALSE, _NO_REASONS
        for part in tests:
            found, reasons = part(values)
            if found is truth:
                because += reasons
            elif found is _TRUE or (found is _UNKNOWN and truth is _FALSE):
                truth, because = found, reasons
        return Weighing(truth, because)

    return test


_TRUE, _FALSE, _UNKNOWN = Truth.TRUE, Truth.FALSE, Truth.UNKNOWN
_NO_REASONS: Tuple[Comparison, ...] = ()


def _comparison_test(comparison: Comparison, mode: str) -> Test:
    name, op = comparison.fact, comparison.op
    holding, failing, unknown = (Weighing(truth, (comparison,)) for truth in (Truth.TRUE, Truth.FALSE, Truth.UNKNOWN))
    if op in PRESENCES:
        there, absent = (holding, failing) if op == "known" else (failing, holding)
        return lambda values: absent if values.get(name) is None else there
    if comparison.unit == "亩" and op in ORDERINGS:
        return _area_test(comparison, mode, (holding, failing, unknown))
    decide = _decision(comparison)

    def test(values: Mapping[str, FactValue]) -> Weighing:
        value = values.get(name)
        if value is None:
            return unknown
        return holding if decide(value) else failing

    return test


def _decision(comparison: Comparison) -> Callable[[FactValue], bool]:
    op, limit = comparison.op, comparison.limit
    if op in MEMBERSHIPS:
        members, wanted = frozenset(limit if isinstance(limit, tuple) else ()), op == "in"
        return lambda value: (str(value) in members) == wanted
    if op in EQUALITIES:
        wanted = op == "=="
        return lambda value: _same(value, limit) == wanted
    return lambda value: _is_beyond(comparison, value)


def _area_test(comparison: Comparison, mode: str, outcomes: Tuple[Weighing, Weighing, Weighing]) -> Test:
    """An area in m² against 亩: by plain numbers away from the boundary, exactly near it."""
    holding, failing, unknown = outcomes
    name, op, limit = comparison.fact, comparison.op, exact(comparison.limit)  # type: ignore[arg-type]
    above, below = (holding, failing) if op in (">=", ">") else (failing, holding)
    boundary = _boundary_m2(limit, op, mode)
    high, low = boundary + _NEAR_M2, boundary - _NEAR_M2

    def test(values: Mapping[str, FactValue]) -> Weighing:
        value = values.get(name)
        if value is None:
            return unknown
        if value > high:  # type: ignore[operator]
            return above
        if value < low:  # type: ignore[operator]
            return below
        measured = threshold_value(value, mode)  # type: ignore[arg-type]
        return holding if holds(measured, op, limit) else failing

    return test


def _same(value: FactValue, limit: Limit) -> bool:
    return str(value) == str(limit) if isinstance(value, date) else value == limit


_NEAR_M2 = 0.001  # nearer to the boundary than this the comparison is made exactly
_HALF_A_CENT = Fraction(1, 200)


def _is_beyond(comparison: Comparison, value: FactValue) -> bool:
    if isinstance(value, (date, str)):
        return holds(_ordinal(value), comparison.op, _ordinal(comparison.limit))
    return holds(exact(value), comparison.op, exact(comparison.limit))  # type: ignore[arg-type]


def _boundary_m2(limit: Fraction, op: str, mode: str) -> float:
    """Where a comparison with ``limit`` 亩 turns over, m²; where an area is not near, the float decides rightly."""
    threshold_value(0, mode)  # refuses an unknown mode
    if mode == EXACT:
        return float(limit * 2000 / 3)
    if op in (">=", "<"):
        turn = Fraction(math.ceil(limit * 100), 100) - _HALF_A_CENT
    else:
        turn = Fraction(math.floor(limit * 100), 100) + _HALF_A_CENT
    return float(turn * 2000 / 3)


def _ordinal(value: object) -> int:
    return int(str(value).replace("-", ""))


def parts_of(condition: Condition) -> Tuple[Condition, ...]:
    """What a condition is made of; empty for a comparison or a switch."""
    if isinstance(condition, (Comparison, SettingIs)):
        return ()
    return (condition.part,) if isinstance(condition, NotSo) else condition.parts


def facts_in(condition: Condition) -> List[str]:
    """The names of the facts a condition speaks about, in order, each once."""
    if isinstance(condition, Comparison):
        return [condition.fact]
    return list(dict.fromkeys(name for part in parts_of(condition) for name in facts_in(part)))


def settings_in(condition: Condition) -> List[str]:
    """The values of the profile a condition rests on, in order, each once."""
    if isinstance(condition, (Comparison, SettingIs)):
        return [condition.setting] if condition.setting else []
    return list(dict.fromkeys(name for part in parts_of(condition) for name in settings_in(part)))


def roles_in(condition: Condition) -> List[str]:
    """The reference roles a condition needs measured, in order, each once."""
    return list(dict.fromkeys(FACTS[name].role for name in facts_in(condition) if FACTS[name].role))


def is_ordered(fact: str) -> bool:
    """May the fact be compared with ≥ and <? Areas, ratios, numbers and dates may; texts and flags may not."""
    return FACTS[fact].unit in (AREA, RATIO, DATE, NUMBER, YEARS)
