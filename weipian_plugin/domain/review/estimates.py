"""What a sample says of all it was drawn from: a share or an area total by strata, with its interval.

W. G. Cochran, Sampling Techniques (1977), §5.3–5.6: weighted means of strata, variances with the correction for finite
populations. A stratum of which all were read adds nothing to the variance; one with a single reading cannot tell its
own and takes the largest that is possible (of a share) or that of the others (of an area); one with none is left out.
Each is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from math import sqrt
from typing import AbstractSet, Any, Dict, FrozenSet, List, Mapping, Optional, Sequence, Tuple, Union

from ..records import Finding
from .designs import Design, Stratum
from .drawing import Place
from .intervals import LEVEL, Interval, wilson, z_of
from .members import mark, unpacked

Value = Union[int, Decimal, Fraction]
_NONE = Fraction(0)


@dataclass(frozen=True)
class Read:
    """A stratum as it was read: ``population`` N, ``n`` readings, their sum and the sum of their squares. ``whole``:
    all of it was drawn, so that what is not read of it is missing, not left to chance.
    """

    name: str
    population: int
    n: int
    total: Fraction
    squares: Fraction
    whole: bool = False

    @property
    def mean(self) -> Fraction:
        """Of the readings."""
        return self.total / self.n

    @property
    def spread(self) -> Fraction:
        """S²: the variance of the readings; of fewer than two there is none."""
        return (self.squares - self.total * self.total / self.n) / (self.n - 1)

    @property
    def left(self) -> Fraction:
        """1 − n ÷ N: what the correction for finite populations leaves."""
        return 1 - Fraction(self.n, self.population)


@dataclass(frozen=True)
class Estimate:
    """``value`` is a share or a total; ``None``: 不可计算. ``variance`` and ``interval`` are ``None`` where a stratum
    with one reading stands alone. ``left_out``: how many parcels are in strata of which nothing was read.
    """

    value: Optional[Fraction]
    variance: Optional[Fraction]
    interval: Optional[Interval]
    n: int
    population: int
    left_out: int = 0
    remarks: Tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Within:
    """A part of all parcels: those of a scope, a unit; and their marks (`members.mark`)."""

    parcels: AbstractSet[str]
    marks: AbstractSet[int]


def read(name: str, population: int, values: Sequence[Value], whole: bool = False) -> Read:
    """A stratum from its readings: 1 and 0 for a share, 亩 for areas; all of one type."""
    given: Sequence[Any] = values  # sums of whole numbers and decimals are quick, and as exact as those of fractions
    return Read(name, population, len(given), Fraction(sum(given)), Fraction(sum(value * value for value in given)),
                whole)


def strata_read(design: Design, placed: Mapping[str, Place], said: Mapping[str, Value],
                within: Optional[Within] = None) -> List[Read]:
    """The strata of a design with what was read of their parcels. Parcels that came in one round are a stratum of their
    own, unless nothing was read of one of the rounds: then they are taken together.

    ``within``: of a part of all that was drawn from. How many of a stratum are of the part is known, so the part is
    sampled as the stratum was (Cochran §2.13): strata that have none in it are not there.
    """
    by_stratum: Dict[str, List[str]] = {}
    for uuid, place in placed.items():
        if within is None or uuid in within.parcels:
            by_stratum.setdefault(place.stratum, []).append(uuid)
    found: List[Read] = []
    for stratum in design.strata:
        waves = [wave for wave in _waves_read(stratum, by_stratum.get(stratum.name, []), said, within)
                 if wave.population or within is None]
        if len(waves) > 1 and any(not wave.n for wave in waves):
            waves = [Read(stratum.name, sum(wave.population for wave in waves), sum(wave.n for wave in waves),
                          sum((wave.total for wave in waves), _NONE), sum((wave.squares for wave in waves), _NONE),
                          all(wave.whole for wave in waves))]
        found += waves
    return found


def _waves_read(stratum: Stratum, drawn: Sequence[str], said: Mapping[str, Value], within: Optional[Within]
                ) -> List[Read]:
    found = []
    alone = len(stratum.waves) == 1
    for wave in stratum.waves:
        marks = frozenset() if alone and within is None else _marks(wave.members)
        own = drawn if alone else [uuid for uuid in drawn if mark(uuid) in marks]
        name = stratum.name if alone else f"{stratum.name}（第{wave.round}轮）"
        population = wave.population if within is None else len(marks & within.marks)
        found.append(read(name, population, [said[uuid] for uuid in own if uuid in said],
                          wave.drawn == wave.population))
    return found


@lru_cache(maxsize=64)
def _marks(members: str) -> FrozenSet[int]:
    return unpacked(members)


def estimated_share(strata: Sequence[Read], level: float = LEVEL) -> Estimate:
    """The share of the whole population. Where no variance was seen at all, though not all were read, the interval is
    Wilson's for as many readings as the design is worth.
    """
    seen = [stratum for stratum in strata if stratum.n]
    whole = sum(stratum.population for stratum in seen)
    if not whole:
        return _nothing(strata)
    weights = [Fraction(stratum.population, whole) for stratum in seen]
    value = sum((weight * stratum.mean for weight, stratum in zip(weights, seen)), _NONE)
    parts = [weight ** 2 * stratum.left * (stratum.spread if stratum.n > 1 else _largest(stratum)) / stratum.n
             for weight, stratum in zip(weights, seen)]
    variance = sum(parts, _NONE)
    if variance:
        half = z_of(level) * sqrt(variance)
        interval: Optional[Interval] = Interval(max(0.0, float(value) - half), min(1.0, float(value) + half), level)
    else:
        worth = sum((weight ** 2 * stratum.left / stratum.n for weight, stratum in zip(weights, seen)), _NONE)
        interval = wilson(float(value / worth), float(1 / worth), level) if worth else Interval(
            float(value), float(value), level)
    return Estimate(value, variance, interval, sum(stratum.n for stratum in seen), whole, _left_out(strata),
                    _told(strata, "STRATUM_OF_ONE"))


def estimated_total(strata: Sequence[Read], level: float = LEVEL) -> Estimate:
    """The total of the whole population, in the unit of the readings; never below what was read."""
    seen = [stratum for stratum in strata if stratum.n]
    whole = sum(stratum.population for stratum in seen)
    if not whole:
        return _nothing(strata)
    value = sum((stratum.population * stratum.mean for stratum in seen), _NONE)
    pooled = _pooled(seen)
    variance: Optional[Fraction] = _NONE
    for stratum in seen:
        spread = stratum.spread if stratum.n > 1 else _NONE if not stratum.left else pooled
        variance = None if spread is None or variance is None else variance + (
            stratum.population ** 2 * stratum.left * spread / stratum.n)
    interval = None
    if variance is not None:
        half = z_of(level) * sqrt(variance)
        low = float(sum((stratum.total for stratum in seen), _NONE))
        interval = Interval(max(low, float(value) - half), float(value) + half, level)
    return Estimate(value, variance, interval, sum(stratum.n for stratum in seen), whole, _left_out(strata),
                    _told(strata, "STRATUM_OF_ONE_AREA"))


def _largest(stratum: Read) -> Fraction:
    """S² of a share of one half: no population of this size has a larger one."""
    return Fraction(stratum.population, 4 * (stratum.population - 1)) if stratum.population > 1 else _NONE


def _pooled(strata: Sequence[Read]) -> Optional[Fraction]:
    """S² within all strata that can tell theirs; ``None`` where none can."""
    told = [stratum for stratum in strata if stratum.n > 1]
    free = sum(stratum.n - 1 for stratum in told)
    return sum((stratum.spread * (stratum.n - 1) for stratum in told), _NONE) / free if free else None


def _nothing(strata: Sequence[Read]) -> Estimate:
    return Estimate(None, None, None, 0, 0, _left_out(strata), _told(strata, "STRATUM_OF_ONE"))


def _left_out(strata: Sequence[Read]) -> int:
    return sum(stratum.population for stratum in strata if not stratum.n)


def _told(strata: Sequence[Read], of_one: str) -> Tuple[Finding, ...]:
    found: List[Finding] = []
    for stratum in strata:
        values = {"stratum": stratum.name, "count": stratum.population}
        if not stratum.n and stratum.population:
            found.append(Finding("STRATUM_UNREAD", "W", values))
        elif stratum.n == stratum.population > 0:
            found.append(Finding("STRATUM_ALL_READ", "W", values))
        elif stratum.whole and stratum.n:
            found.append(Finding("STRATUM_WHOLE_UNREAD", "W", {**values, "read": stratum.n}))
        elif stratum.n == 1:
            found.append(Finding(of_one, "W", values))
    return tuple(found)
