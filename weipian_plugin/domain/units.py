"""Square metres to 亩, exactly: rounding, thresholds, and figures that add up as they are shown."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Callable, Dict, Mapping, Union

from .errors import WeipianError

Number = Union[int, float, str, Decimal, Fraction]

MU_PER_M2 = Fraction(3, 2000)
ROUND2 = "round2"
EXACT = "exact"
UNCOVERED = "未套合"

_CENT = Decimal("0.01")
_STEP = Fraction(1, 100)
_OPERATORS: Dict[str, Callable[[Fraction, Fraction], bool]] = {
    ">=": operator.ge, ">": operator.gt, "<=": operator.le, "<": operator.lt, "==": operator.eq, "!=": operator.ne,
}


@dataclass(frozen=True)
class BalancedAreas:
    """Areas in 亩 with two decimals that add up: classes to their group, groups to the total."""

    total: Decimal
    groups: Dict[str, Decimal]
    classes: Dict[str, Dict[str, Decimal]]


def exact(value: Number) -> Fraction:
    """The number as it is written: a float counts as its shortest decimal text, so 3333.33 is 3333.33.

    Raises ``NOT_A_NUMBER`` for anything else, NaN and infinity included.
    """
    if isinstance(value, Fraction):
        return value
    try:
        if isinstance(value, float) and not math.isfinite(value):
            raise ValueError(value)
        return Fraction(Decimal(str(float(value)) if isinstance(value, float) else str(value).strip()))
    except (ValueError, ArithmeticError, TypeError, OverflowError):
        raise WeipianError("NOT_A_NUMBER", value=value) from None


def mu(m2: Number) -> Fraction:
    """亩 of an area in m², exactly: m² × 3 / 2000."""
    return exact(m2) * MU_PER_M2


def m2_of_mu(area_mu: Number) -> Fraction:
    """m² of an area in 亩, exactly."""
    return exact(area_mu) / MU_PER_M2


def round2(value: Number) -> Decimal:
    """Half-up to two decimals, as the tables show it."""
    cents = exact(value) * 100
    magnitude = math.floor(abs(cents) + Fraction(1, 2))
    return Decimal(magnitude if cents >= 0 else -magnitude).scaleb(-2).quantize(_CENT)


def mu_round2(m2: Number) -> Decimal:
    """亩 of an area in m², half-up to two decimals: 3333.33 m² → 5.00."""
    return round2(mu(m2))


def threshold_value(m2: Number, mode: str) -> Fraction:
    """The 亩 value a threshold is compared with: ``round2`` what the tables show, ``exact`` the raw value."""
    if mode == ROUND2:
        return Fraction(mu_round2(m2))
    if mode == EXACT:
        return mu(m2)
    raise WeipianError("UNKNOWN_THRESHOLD_MODE", mode=mode)


def holds(left: Number, op: str, right: Number) -> bool:
    """Compare exactly. 以上/达到/不低于 is ``>=``, 大于/超过 ``>``, 低于/不足 ``<`` (民法典 1259)."""
    return _OPERATORS[op](exact(left), exact(right))


def share_by_largest_remainder(total: Decimal, parts: Mapping[str, Fraction]) -> Dict[str, Decimal]:
    """Round ``parts`` to 0.01 so that they add up to ``total``, each by less than 0.01 away from its value.

    ``parts`` and ``total`` are in the same unit; ties go to the part that comes first. Raises ``AREAS_DO_NOT_ADD_UP``
    when the parts miss the total by more than rounding can make good.
    """
    floors = {name: math.floor(value / _STEP) for name, value in parts.items()}
    missing = int(total / _CENT) - sum(floors.values())
    if not 0 <= missing <= len(parts):
        raise WeipianError("AREAS_DO_NOT_ADD_UP", total=total, parts=round2(sum(parts.values(), Fraction(0))))
    remainders = {name: parts[name] / _STEP - floors[name] for name in parts}
    for name in sorted(parts, key=lambda part: -remainders[part])[:missing]:
        floors[name] += 1
    return {name: Decimal(cents).scaleb(-2).quantize(_CENT) for name, cents in floors.items()}


def balance(total_m2: Number, groups: Mapping[str, Mapping[str, Number]]) -> BalancedAreas:
    """Nested balance (平差): classes inside 农/建/未 inside the patch, what none covers as 未套合.

    ``groups`` maps a group to its classes and their areas in m²; the result is in 亩. What the classes miss of
    the total becomes the group ``UNCOVERED``. An excess of measuring noise (T-junctions, below 0.01 亩) is taken
    off in proportion; a larger one raises ``AREAS_DO_NOT_ADD_UP``.
    """
    total = mu(total_m2)
    exact_classes = {group: {name: mu(area) for name, area in classes.items()} for group, classes in groups.items()}
    covered = sum((sum(classes.values(), Fraction(0)) for classes in exact_classes.values()), Fraction(0))
    if covered - total >= _STEP:
        raise WeipianError("AREAS_DO_NOT_ADD_UP", total=round2(total), parts=round2(covered))
    scale = total / covered if covered > total else Fraction(1)
    exact_classes = {
        group: {name: area * scale for name, area in classes.items()} for group, classes in exact_classes.items()
    }
    sums = {group: sum(classes.values(), Fraction(0)) for group, classes in exact_classes.items()}
    sums[UNCOVERED] = sums.get(UNCOVERED, Fraction(0)) + total - covered * scale
    shown = share_by_largest_remainder(round2(total), sums)
    shown_classes = {
        group: share_by_largest_remainder(shown[group], classes) for group, classes in exact_classes.items() if classes
    }
    return BalancedAreas(round2(total), shown, shown_classes)
