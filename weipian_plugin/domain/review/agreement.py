"""Agreement of readers: observed, Cohen's κ (also weighted), Fleiss' κ, Krippendorff's α; exact, with intervals.

What is not defined (no pairs, or nobody ever said anything but one thing) is ``None``: 不可计算, never 0.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import Callable, Dict, Hashable, Iterable, List, Mapping, Optional, Sequence, Tuple
from typing import Counter as Counts

from ..areas.units import round2
from ..calculators.calculation import NOT_COMPUTABLE
from .intervals import ALIKE, FEW, LEVEL, Interval, in_words, t_of, z_of

Cell = Tuple[str, str]
Weight = Callable[[int, int, int], Fraction]
_NONE, _ONE = Fraction(0), Fraction(1)


@dataclass(frozen=True)
class Coefficient:
    """κ or α of ``n`` units. ``value`` ``None``: 不可计算; ``error``: its standard error, where one can be told.
    ``why``: of `intervals.NO_INTERVAL`, where there is a value and no interval.
    """

    value: Optional[Fraction]
    n: int
    error: Optional[float] = None
    interval: Optional[Interval] = None
    why: str = ""

    def shown(self, language: str = "zh") -> str:
        """``0.72``, ``不可计算``."""
        return NOT_COMPUTABLE[0 if language.startswith("zh") else 1] if self.value is None else str(round2(self.value))


    def interval_shown(self, language: str = "zh") -> str:
        """``0.31 – 0.52``, or why there is none."""
        return in_words(self.interval, self.why, language)


NO_COEFFICIENT = Coefficient(None, 0)


def nominal(row: int, column: int, _classes: int) -> Fraction:
    """Agreement is all or nothing."""
    return Fraction(int(row == column))


def linear(row: int, column: int, classes: int) -> Fraction:
    """Agreement falls evenly with the distance of ordered classes."""
    return _ONE - Fraction(abs(row - column), max(classes - 1, 1))


def quadratic(row: int, column: int, classes: int) -> Fraction:
    """Agreement falls with the square of the distance of ordered classes."""
    return _ONE - Fraction(abs(row - column), max(classes - 1, 1)) ** 2


def cohens_kappa(counts: Mapping[Cell, int], classes: Sequence[str] = (), weight: Weight = nominal,
                 level: float = LEVEL) -> Coefficient:
    """Cohen's κ (Educ. Psychol. Meas. 1960; weighted: Psychol. Bull. 1968) of pairs counted by what both say.

    ``classes`` gives the order that a weight goes by. The standard error is the asymptotic one of Fleiss, Cohen and
    Everitt (Psychol. Bull. 1969). It needs 2k² pairs of k classes (D. V. Cicchetti, Appl. Psychol. Meas. 1981), and is
    none where both always say the same: then there is no interval.
    """
    names = list(classes) or sorted({name for cell in counts for name in cell})
    place = {name: number for number, name in enumerate(names)}
    total = sum(counts.values())
    if not total:
        return Coefficient(None, 0)
    cells = {(place[one], place[other]): Fraction(number, total) for (one, other), number in counts.items() if number}
    size = len(names)
    rows, columns = _margins(cells, size)
    weights = [[weight(row, column, size) for column in range(size)] for row in range(size)]
    seen = sum((weights[row][column] * share for (row, column), share in cells.items()), _NONE)
    of_rows = [sum((weights[row][column] * columns[column] for column in range(size)), _NONE) for row in range(size)]
    of_columns = [sum((weights[row][column] * rows[row] for row in range(size)), _NONE) for column in range(size)]
    chance = sum((rows[row] * of_rows[row] for row in range(size)), _NONE)
    if chance == 1:
        return Coefficient(None, total)
    kappa = (seen - chance) / (1 - chance)
    spread = sum((share * (weights[row][column] - (of_rows[row] + of_columns[column]) * (1 - kappa)) ** 2
                  for (row, column), share in cells.items()), _NONE) - (kappa - chance * (1 - kappa)) ** 2
    error = sqrt(max(spread / total, _NONE)) / float(1 - chance)
    if kappa == 1 or total < 2 * size * size:
        return Coefficient(kappa, total, error, None, ALIKE if kappa == 1 else FEW)
    return _with_error(kappa, total, error, z_of(level), level)


def _margins(cells: Mapping[Tuple[int, int], Fraction], size: int) -> Tuple[List[Fraction], List[Fraction]]:
    rows, columns = [_NONE] * size, [_NONE] * size
    for (row, column), share in cells.items():
        rows[row] += share
        columns[column] += share
    return rows, columns


def _with_error(value: Fraction, number: int, error: float, times: float, level: float) -> Coefficient:
    half = times * error
    return Coefficient(value, number, error, Interval(max(-1.0, float(value) - half), min(1.0, float(value) + half),
                                                      level))


def fleiss_kappa(units: Iterable[Mapping[str, int]], level: float = LEVEL) -> Coefficient:
    """Fleiss' κ (Psychol. Bull. 1971): for each unit how many readers said what; as many readers of each unit.

    The standard error is the jackknife's over units. ``None`` where units differ in their number of readers.
    """
    patterns: Counts[Tuple[Tuple[str, int], ...]] = Counter(
        tuple(sorted((name, number) for name, number in unit.items() if number)) for unit in units)
    readers = {sum(number for _, number in pattern) for pattern in patterns}
    units_in_all = sum(patterns.values())
    if len(readers) != 1 or min(readers) < 2:
        return Coefficient(None, units_in_all)
    each = readers.pop()
    totals: Counts[str] = Counter()
    agreeing = 0
    for pattern, times in patterns.items():
        agreeing += times * _same_pairs(pattern)
        for name, number in pattern:
            totals[name] += times * number

    def kappa(units_left: int, pairs: int, said: Mapping[str, int]) -> Optional[Fraction]:
        if not units_left:
            return None
        seen = Fraction(pairs, units_left * each * (each - 1))
        chance = Fraction(sum(number * number for number in said.values()), (units_left * each) ** 2)
        return None if chance == 1 else (seen - chance) / (1 - chance)

    whole = kappa(units_in_all, agreeing, totals)
    if whole is None:
        return Coefficient(None, units_in_all)
    without = [(kappa(units_in_all - 1, agreeing - _same_pairs(pattern), _less(totals, pattern)), times)
               for pattern, times in patterns.items()]
    return _jackknifed(whole, units_in_all, without, level)


def _same_pairs(pattern: Sequence[Tuple[str, int]]) -> int:
    return sum(number * (number - 1) for _, number in pattern)


def _less(totals: Mapping[str, int], pattern: Sequence[Tuple[str, int]]) -> Dict[str, int]:
    left = dict(totals)
    for name, number in pattern:
        left[name] -= number
    return left


def _jackknifed(value: Fraction, units: int, without: Sequence[Tuple[Optional[Fraction], int]],
                level: float) -> Coefficient:
    """With the interval of the jackknife (Student's t, one degree of freedom less than units)."""
    error = _jackknife(without)
    if value == 1 or not error:
        return Coefficient(value, units, error, None, FEW if error is None and value != 1 else ALIKE)
    return _with_error(value, units, error, t_of(units - 1, level), level)


def _jackknife(without: Sequence[Tuple[Optional[Fraction], int]]) -> Optional[float]:
    """The standard error from the values without one unit each, which come so many times; ``None`` where one of them
    is not defined, or there are fewer than two.
    """
    number = sum(times for _, times in without)
    values = [(float(value), times) for value, times in without if value is not None]
    if number < 2 or len(values) != len(without):
        return None
    mean = sum(value * times for value, times in values) / number
    return sqrt((number - 1) / number * sum((value - mean) ** 2 * times for value, times in values))


def krippendorff_nominal(units: Iterable[Sequence[Optional[Hashable]]], level: float = LEVEL) -> Coefficient:
    """Krippendorff's α (Computing Krippendorff's Alpha-Reliability, 2011) of what readers said of each unit, in classes
    without an order. ``None`` is a missing value; a unit with fewer than two values is left out.

    The standard error is the jackknife's over units.
    """
    patterns: Counts[Tuple[Tuple[Hashable, int], ...]] = Counter()
    for unit in units:
        said = Counter(value for value in unit if value is not None)
        if sum(said.values()) > 1:
            patterns[tuple(sorted(said.items(), key=lambda one: str(one[0])))] += 1
    totals: Counts[Hashable] = Counter()
    agreeing = _NONE
    for pattern, times in patterns.items():
        agreeing += times * _coincidences(pattern)
        for value, number in pattern:
            totals[value] += times * number

    def alpha(same: Fraction, said: Mapping[Hashable, int]) -> Optional[Fraction]:
        values = sum(said.values())
        by_chance = sum(number * (number - 1) for number in said.values())
        apart = values * (values - 1) - by_chance
        return ((values - 1) * same - by_chance) / apart if apart else None

    def less(pattern: Sequence[Tuple[Hashable, int]]) -> Dict[Hashable, int]:
        left = dict(totals)
        for value, number in pattern:
            left[value] -= number
        return left

    without = [(alpha(agreeing - _coincidences(pattern), less(pattern)), times) for pattern, times in patterns.items()]
    return _alpha(alpha(agreeing, totals), sum(patterns.values()), without, level)


def _coincidences(pattern: Sequence[Tuple[Hashable, int]]) -> Fraction:
    values = sum(number for _, number in pattern)
    return Fraction(sum(number * (number - 1) for _, number in pattern), values - 1)


def krippendorff_interval(units: Iterable[Sequence[Optional[int]]], level: float = LEVEL) -> Coefficient:
    """The same of figures, whose disagreement is the square of their difference. Whole numbers (hundredths of 亩):
    sums stay exact, and α does not depend on the unit.
    """
    patterns: Counts[Tuple[int, int, int]] = Counter()  # how many values, their sum, the sum of their squares
    for unit in units:
        said = [value for value in unit if value is not None]
        if len(said) > 1:
            patterns[(len(said), sum(said), sum(value * value for value in said))] += 1
    number = sum(times * values for (values, _, _), times in patterns.items())
    whole = sum(times * added for (_, added, _), times in patterns.items())
    squares = sum(times * square for (_, _, square), times in patterns.items())
    apart = sum((times * _apart(pattern) for pattern, times in patterns.items()), _NONE)

    def alpha(values: int, added: int, square: int, within: Fraction) -> Optional[Fraction]:
        by_chance = values * square - added * added
        return 1 - (values - 1) * within / by_chance if by_chance else None

    without = [(alpha(number - pattern[0], whole - pattern[1], squares - pattern[2], apart - _apart(pattern)), times)
               for pattern, times in patterns.items()]
    return _alpha(alpha(number, whole, squares, apart), sum(patterns.values()), without, level)


def _apart(pattern: Tuple[int, int, int]) -> Fraction:
    values, added, squares = pattern
    return Fraction(values * squares - added * added, values - 1)


def _alpha(value: Optional[Fraction], units: int, without: Sequence[Tuple[Optional[Fraction], int]],
           level: float) -> Coefficient:
    if value is None:
        return Coefficient(None, units)
    return _jackknifed(value, units, without, level)
