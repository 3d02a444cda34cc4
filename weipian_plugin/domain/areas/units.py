"""Square metres to 亩, exactly: rounding, thresholds, and figures that add up as they are shown."""

from __future__ import annotations

import math
import operator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Callable, Dict, Iterable, Mapping, Optional, Tuple, Union

from ..errors import WeipianError

Number = Union[int, float, str, Decimal, Fraction]

MU_PER_M2 = Fraction(3, 2000)
_MU_NUMBER, _MU_PARTS = 3, 2000
MU, SQUARE_METRES = "mu", "m2"
_PER_M2: Dict[str, Fraction] = {MU: MU_PER_M2, SQUARE_METRES: Fraction(1)}
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
    """Areas with two decimals that add up: classes to their group, groups to the total."""

    total: Decimal
    groups: Dict[str, Decimal]
    classes: Dict[str, Dict[str, Decimal]]


def exact(value: Number) -> Fraction:
    """The number as it is written: a float counts as its shortest decimal text, so 3333.33 is 3333.33.

    Raises ``NOT_A_NUMBER`` for anything else, NaN and infinity included.
    """
    return value if isinstance(value, Fraction) else Fraction(*_written(value))


def _written(value: Number) -> Tuple[int, int]:
    """The number as a ratio of two whole ones, the second above 0."""
    try:
        if type(value) is float:  # nearly always: asked first, for to ask whether it is a fraction is slow
            return Decimal(repr(value)).as_integer_ratio()
        if isinstance(value, Fraction):
            return value.numerator, value.denominator
        text = str(float(value)) if isinstance(value, float) else str(value).strip()
        return Decimal(text).as_integer_ratio()
    except (ValueError, ArithmeticError, TypeError, OverflowError):
        raise WeipianError("NOT_A_NUMBER", value=value) from None


def mu(m2: Number) -> Fraction:
    """亩 of an area in m², exactly: m² × 3 / 2000."""
    number, parts = _written(m2)
    return Fraction(number * _MU_NUMBER, parts * _MU_PARTS)


def total_of(areas: Iterable[Fraction]) -> Fraction:
    """The exact sum. Fractions with the same denominator are added as whole numbers: for those of 100,000 patches."""
    numbers: Dict[int, int] = {}
    for area in areas:
        number, parts = area.as_integer_ratio()
        numbers[parts] = numbers.get(parts, 0) + number
    return sum((Fraction(number, parts) for parts, number in sorted(numbers.items())), Fraction(0))


def m2_of_mu(area_mu: Number) -> Fraction:
    """m² of an area in 亩, exactly."""
    return exact(area_mu) / MU_PER_M2


def round2(value: Number) -> Decimal:
    """Half-up to two decimals, as the tables show it."""
    return _cents(*_written(value))


def _cents(number: int, parts: int) -> Decimal:
    """A ratio of whole numbers half-up to two decimals: with whole numbers only, for a list asks it for each cell."""
    magnitude = (200 * abs(number) + parts) // (2 * parts)
    return Decimal(magnitude if number >= 0 else -magnitude).scaleb(-2)


def mu_round2(m2: Number) -> Decimal:
    """亩 of an area in m², half-up to two decimals: 3333.33 m² → 5.00."""
    number, parts = _written(m2)
    return _cents(number * _MU_NUMBER, parts * _MU_PARTS)


def mu_text(m2: Number) -> str:
    """``str(mu_round2(m2))``, fast: a float is only reckoned exactly where its third decimal is near a half."""
    return _rounded_text(m2, 0.15, mu_round2)


def percent_text(ratio: Number) -> str:
    """A ratio in %, half-up to two decimals: 0.15 → ``15.00``."""
    return _rounded_text(ratio, 10000.0, lambda value: round2(exact(value) * 100))


_HALF_NEAR = 1e-6  # in hundredths: far above the error of one multiplication, far below what a figure can mean
_LARGE = 1e8


def _rounded_text(value: Number, cents_per_unit: float, exactly: Callable[[Number], Decimal]) -> str:
    if isinstance(value, float) and 0.0 <= value < _LARGE:
        cents = value * cents_per_unit + 0.5
        whole = int(cents)
        if _HALF_NEAR < cents - whole < 1 - _HALF_NEAR:
            return f"{whole // 100}.{whole % 100:02d}"
    return str(exactly(value))


def shown(m2: Number, unit: str = MU) -> Decimal:
    """An area in m² as it is shown: ``MU`` or ``SQUARE_METRES``, half-up to two decimals."""
    return mu_round2(m2) if unit == MU else round2(exact(m2) * _PER_M2[unit])


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


def split_shown(total: Decimal, parts: Mapping[str, Number]) -> Dict[str, Decimal]:
    """A figure as it is shown, split like ``parts`` (areas in any unit, none negative) so that they add up to it.

    A part of nothing is nothing; where all are nothing, the first one has the whole.
    """
    values = {name: exact(value) for name, value in parts.items()}
    whole = sum(values.values(), Fraction(0))
    if whole == 0:
        return {name: total if number == 0 else Decimal("0.00") for number, name in enumerate(values)}
    scale = exact(total) / whole
    return share_by_largest_remainder(total, {name: value * scale for name, value in values.items()})


def balance(
    total_m2: Number, groups: Mapping[str, Mapping[str, Number]], unit: str = MU, total_shown: Optional[Decimal] = None
) -> BalancedAreas:
    """Nested balance (平差): classes inside 农/建/未 inside the patch, what none covers as 未套合.

    ``groups`` maps a group to its classes and their areas in m²; the result is in 亩 or, with ``SQUARE_METRES``, m².
    ``total_shown``: the total as it is shown, where that is not its own rounding (a part of a patch).
    What the classes miss of the total becomes the group ``UNCOVERED``. An excess of measuring noise (T-junctions,
    below 0.01 亩) is taken off in proportion; a larger one raises ``AREAS_DO_NOT_ADD_UP``.
    """
    total = exact(total_m2)
    classes = {group: {name: exact(area) for name, area in members.items()} for group, members in groups.items()}
    covered = sum((sum(members.values(), Fraction(0)) for members in classes.values()), Fraction(0))
    if (covered - total) * MU_PER_M2 >= _STEP:
        raise WeipianError("AREAS_DO_NOT_ADD_UP", total=mu_round2(total), parts=mu_round2(covered))
    uncovered = max(total - covered, Fraction(0))
    scale = _PER_M2[unit] * (total / covered if covered > total else Fraction(1))
    classes = {group: {name: area * scale for name, area in members.items()} for group, members in classes.items()}
    sums = {group: sum(members.values(), Fraction(0)) for group, members in classes.items()}
    sums[UNCOVERED] = sums.get(UNCOVERED, Fraction(0)) + uncovered * _PER_M2[unit]
    figure = shown(total, unit) if total_shown is None else total_shown
    groups_shown = share_by_largest_remainder(figure, sums)
    classes_shown = {group: share_by_largest_remainder(groups_shown[group], members)
                     for group, members in classes.items() if members}
    return BalancedAreas(figure, groups_shown, classes_shown)
