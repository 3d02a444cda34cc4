"""Does a ratio lead to 问责 at its level: area and share compared exactly, with a warning at the boundary."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Dict, Iterable, List, Optional

from ..areas.units import round2
from ..records import Finding
from .calculation import DENOMINATOR, MU, NUMERATOR, RATIO, Calculation, Line, Values, Words, plain

LEVELS: Dict[str, Words] = {
    "township": ("乡镇", "township"), "county": ("县", "county"), "city": ("市", "city"),
    "province": ("省", "province"),
}
BY_AREA, BY_RATIO = "面积", "比例"
_FIRES = ("纳入问责范围", "within the scope of accountability")
_FIRES_NOT = ("未达到问责条件", "the conditions of accountability are not reached")
_NOT_TOLD = ("未判断是否问责", "whether accountability follows is not told")
_BOUNDARY = ("（边界，需人工复核）", " (boundary, a person must check)")


def weigh_trigger(found: Calculation, values: Values, level: str) -> Calculation:
    """The ratio with its trigger weighed as the profile has it for the level; without such a value it is not told.

    The share is compared as N·q ≥ p·D in exact numbers, never by its two decimals.
    """
    name = f"{level}_accountability_by"
    conditions = values.names(name, (BY_AREA, BY_RATIO)) if values.has(name) else ()
    if not conditions:
        told = Finding("TRIGGER_MISSING", "W", {"profile": values.profile.id, "name": name})
        return replace(found, conclusion=_NOT_TOLD).with_remarks(told, *values.remarks)
    numerator, denominator = found.figures[NUMERATOR] or Fraction(0), found.figures[DENOMINATOR] or Fraction(0)
    lines: List[Line] = []
    remarks: List[Finding] = []
    answers: List[Optional[bool]] = []
    if BY_AREA in conditions:
        answers.append(_by_area(numerator, values, level, lines, remarks))
    if BY_RATIO in conditions:
        answers.append(_by_ratio(numerator, denominator, values, level, lines, remarks, answers))
    fires = False if False in answers else (None if None in answers else True)
    at_boundary = any(remark.code in ("RATIO_BOUNDARY", "AREA_BOUNDARY") for remark in remarks)
    zh, en = _NOT_TOLD if fires is None else (_FIRES if fires else _FIRES_NOT)
    why = _why(numerator, denominator, values, level, conditions) if fires is False else ("", "")
    if at_boundary:
        zh, en = zh + _BOUNDARY[0], en + _BOUNDARY[1]
    return replace(found, lines=found.lines + tuple(lines), fires=fires, conclusion=(zh, en), why=why,
                   remarks=(*found.remarks, *remarks, *values.remarks), marks=values.marks)


def _by_area(numerator: Fraction, values: Values, level: str, lines: List[Line],
             remarks: List[Finding]) -> Optional[bool]:
    name = f"{level}_accountability_area"
    limit = values.number(name)
    if limit is None:
        return None
    reached = values.reaches(numerator, limit)
    lines.append(Line(f"违法占用耕地 {round2(numerator)} 亩{_sign(reached)} {plain(limit)} 亩",
                      f"Farmland {round2(numerator)} mu{_sign(reached)} {plain(limit)} mu", limit, MU,
                      basis=values.basis(name)))
    if reached != (numerator >= limit):
        remarks.append(Finding("AREA_BOUNDARY", "W", {"area": round2(numerator), "limit": plain(limit)}))
    return reached


def _by_ratio(numerator: Fraction, denominator: Fraction, values: Values, level: str, lines: List[Line],
              remarks: List[Finding], answers: List[Optional[bool]]) -> Optional[bool]:
    name = f"{level}_accountability_ratio"
    limit, boundary = values.number(name), values.number("accountability_boundary")
    if limit is None or boundary is None:
        return None
    reached = numerator * limit.denominator >= limit.numerator * denominator
    shown, wanted = _four(numerator / denominator), _four(limit)
    lines.append(Line(f"比例 {shown}{_sign(reached)} {wanted}（交叉相乘，按原值）",
                      f"Ratio {shown}{_sign(reached)} {wanted} (cross-multiplied, exact)", limit, RATIO,
                      basis=values.basis(name)))
    is_near = abs(numerator / denominator - limit) < boundary
    if is_near and False not in answers:  # where the area is not reached, the share decides nothing
        remarks.append(Finding("RATIO_BOUNDARY", "W", {
            "ratio": shown, "limit": wanted, "boundary": _points(boundary)}))
    return reached


def _why(numerator: Fraction, denominator: Fraction, values: Values, level: str, conditions: Iterable[str]) -> Words:
    """Which condition is reached and which is not: ``比例已达 15 %，面积 64.71 < 100 亩``."""
    told: List[Words] = []
    share = values.number(f"{level}_accountability_ratio") if BY_RATIO in conditions else None
    if share is not None:
        limit, shown = f"{plain(share * 100)} %", _four(numerator / denominator)
        is_reached = numerator * share.denominator >= share.numerator * denominator
        told.append((f"比例已达 {limit}", f"the ratio reaches {limit}") if is_reached
                    else (f"比例 {shown} < {limit}", f"ratio {shown} < {limit}"))
    area = values.number(f"{level}_accountability_area") if BY_AREA in conditions else None
    if area is not None:
        limit, shown = plain(area), str(round2(numerator))
        told.append((f"面积已达 {limit} 亩", f"the area reaches {limit} mu") if values.reaches(numerator, area)
                    else (f"面积 {shown} < {limit} 亩", f"area {shown} < {limit} mu"))
    return "，".join(zh for zh, _ in told), ", ".join(en for _, en in told)


def _sign(reached: bool) -> str:
    return " ≥" if reached else " <"


def _four(ratio: Fraction) -> str:
    """A ratio with four decimals of a percent, cut and not rounded: 14.9999 % never shows as 15 %."""
    scaled = ratio * 1_000_000
    whole = scaled.numerator // scaled.denominator
    return f"{whole // 10_000}.{whole % 10_000:04d} %"


def _points(boundary: Fraction) -> str:
    """Percentage points."""
    return plain(boundary * 100)
