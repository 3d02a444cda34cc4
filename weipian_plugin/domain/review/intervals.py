"""Intervals of shares (Wilson's) and of means (Student's); a share with what it was counted over."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import exp, lgamma, log, sqrt
from statistics import NormalDist
from typing import Callable, Mapping, Optional, Sequence, Tuple

from ..areas.units import round2
from ..calculators.calculation import NOT_COMPUTABLE, percent

LEVEL = 0.95
ALIKE, FEW = "alike", "few"
NO_INTERVAL: Mapping[str, Tuple[str, str]] = {
    ALIKE: ("各例相同，不给区间", "all alike: no interval"),
    FEW: ("例数太少，不给区间", "too few for an interval"),
}
"""Why a figure has no interval, in words."""
_STEPS, _TINY = 400, 1e-300


@dataclass(frozen=True)
class Interval:
    """From ``low`` to ``high``; ``level`` of such intervals hold what is sought."""

    low: float
    high: float
    level: float = LEVEL

    def shown(self, in_percent: bool = True) -> str:
        """``12.35 %–45.60 %``; of κ and areas ``0.31–0.52``."""
        low, high = (percent(Fraction(end)) if in_percent else str(round2(end)) for end in (self.low, self.high))
        return f"{low}–{high}" if in_percent else f"{low} – {high}"


def in_words(interval: Optional[Interval], why_not: str, language: str = "zh") -> str:
    """``0.31 – 0.52``, or why there is none (of `NO_INTERVAL`; empty: there is no figure either)."""
    if interval is not None:
        return interval.shown(in_percent=False)
    return NO_INTERVAL[why_not][0 if language.startswith("zh") else 1] if why_not else ""


def z_of(level: float = LEVEL) -> float:
    """The normal quantile of a two-sided level: 1.96 of 0.95."""
    return NormalDist().inv_cdf((1 + level) / 2)


def wilson(hits: float, number: float, level: float = LEVEL) -> Optional[Interval]:
    """Wilson's score interval of ``hits`` among ``number`` (E. B. Wilson, JASA 1927); ``None`` of nothing."""
    if number <= 0:
        return None
    z2 = z_of(level) ** 2
    share = hits / number
    middle = (share + z2 / (2 * number)) / (1 + z2 / number)
    half = sqrt(z2 * (share * (1 - share) / number + z2 / (4 * number * number))) / (1 + z2 / number)
    low = 0.0 if hits <= 0 else max(0.0, middle - half)
    return Interval(low, 1.0 if hits >= number else min(1.0, middle + half), level)


@lru_cache(maxsize=1024)
def t_of(free: int, level: float = LEVEL) -> float:
    """The quantile of Student's t of a two-sided level with ``free`` degrees of freedom: 2.26 of 0.95 with 9.

    The two tails of t are the incomplete beta function of free ÷ (free + t²) with free ÷ 2 and 1 ÷ 2.
    """
    share = _where(lambda x: _beta(x, free / 2, 0.5), 1 - level)
    return sqrt(free * (1 - share) / share)


def of_mean(values: Sequence[float], level: float = LEVEL) -> Optional[Interval]:
    """The interval of the mean of a population that these were drawn from, by Student's t; ``None`` for fewer than two,
    and where all are alike, which tells nothing of how they spread.
    """
    number = len(values)
    if number < 2 or min(values) == max(values):
        return None
    mean = sum(values) / number
    spread = sum((value - mean) ** 2 for value in values)
    half = t_of(number - 1, level) * sqrt(spread / (number - 1) / number)
    return Interval(mean - half, mean + half, level)


def _where(rising: Callable[[float], float], value: float) -> float:
    """Where a rising function of 0…1 takes a value: halved until floats end."""
    low, high = 0.0, 1.0
    while (middle := (low + high) / 2) not in (low, high):
        low, high = (middle, high) if rising(middle) < value else (low, middle)
    return low


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction (Lentz)."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x)) / a
    c, d, value = 1.0, 0.0, 1.0
    for step in range(_STEPS + int(sqrt(max(a, b)))):
        m = step // 2
        if step == 0:
            term = 1.0
        elif step % 2 == 0:
            term = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        else:
            term = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        d = 1 / ((1 + term * d) or _TINY)
        c = (1 + term / c) or _TINY
        value *= c * d
        if abs(1 - c * d) < 1e-15:
            break
    return front * (value - 1)


@dataclass(frozen=True)
class Share:
    """How many of how many: ``parcels`` are those counted over, ``found`` those that count."""

    found: Tuple[str, ...] = ()
    parcels: Tuple[str, ...] = ()

    @property
    def n(self) -> int:
        """Counted over."""
        return len(self.parcels)

    @property
    def value(self) -> Optional[Fraction]:
        """The share exactly; ``None`` of nothing: 不可计算."""
        return Fraction(len(self.found), self.n) if self.parcels else None

    @property
    def interval(self) -> Optional[Interval]:
        """Wilson's, at 95 %."""
        return wilson(len(self.found), self.n)

    @property
    def others(self) -> Tuple[str, ...]:
        """Counted over, and not found."""
        found = set(self.found)
        return tuple(each for each in self.parcels if each not in found)

    def shown(self, language: str = "zh") -> str:
        """``91.89 %``, ``不可计算``."""
        return NOT_COMPUTABLE[0 if language.startswith("zh") else 1] if self.value is None else percent(self.value)
