"""违法占用耕地数量 for the 耕地保护考核 (2024): what corrected itself within the year does not count."""

from __future__ import annotations

from fractions import Fraction
from typing import Iterable

from ..forms.codes import ILLEGAL
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import EQUALS, MINUS, PLUS, Calculation, Line, Values, not_computable
from .parcels import RESTORED, RatioParcel
from .ratio import named

_TITLE = ("违法占用耕地数量（考核）", "Illegally taken farmland, as assessed")
_SIDE = "数量"


def assessed_farmland(parcels: Iterable[RatioParcel], profile: PolicyProfile) -> Calculation:
    """亩 of 新增违法占用耕地 less what was restored within the year; ``buckets`` must hold only what was in time.

    Farmland that is not known: 不可计算.
    """
    values = Values(profile)
    counted, not_counted = values.names("counted_violation_types"), values.switch("self_corrected_not_counted")
    if counted is None or not_counted is None:
        return not_computable(_TITLE, values)
    chosen = sorted((p for p in parcels if p.outcome == ILLEGAL and p.case in counted), key=lambda p: p.id)
    unknown = [parcel.shown for parcel in chosen if parcel.farmland is None]
    if unknown:
        return not_computable(_TITLE, values, (), Finding("FARMLAND_UNKNOWN", "E", named(unknown)))
    taken = sum((parcel.farmland or Fraction(0) for parcel in chosen), Fraction(0))
    lines = [Line("新增建设用地违法占用耕地", "Farmland illegally taken", taken, sign=PLUS, side=_SIDE,
                  parcels=tuple(parcel.id for parcel in chosen), basis=values.basis("counted_violation_types"))]
    corrected = [p for p in chosen if p.buckets.get(RESTORED)] if not_counted else []
    if corrected:
        area = sum((min(p.buckets[RESTORED], p.farmland or Fraction(0)) for p in corrected), Fraction(0))
        lines.append(Line("年度内自行纠正，不计入", "Corrected within the year", area, sign=MINUS, side=_SIDE,
                          parcels=tuple(p.id for p in corrected), basis=values.basis("self_corrected_not_counted")))
    result = sum((line.signed for line in lines), Fraction(0))
    lines.append(Line(*_TITLE, result, sign=EQUALS))
    return Calculation(*_TITLE, lines=tuple(lines), result=result, marks=values.marks, profile=profile.id)
