"""日常执法情况评价 (附表5, §2.7): six rates, each a calculation of its own; all of them proposed (拟)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Optional, Tuple

from ..areas.units import Number, exact, round2
from ..profiles import PROPOSED, Basis
from ..records import Finding
from .calculation import COUNT, EQUALS, MU, NOT_COMPUTABLE, RATIO, Calculation, Line, Words, part_of

_BASIS = Basis(PROPOSED, note="附表5未得；2019年方案四只说两个方面，指标与公式为拟")
_BASIS_REFUTED = Basis(PROPOSED, note="附表5未得；所得文件未说虚假整改的面积如何计，不计入为拟")
REFUTED: Words = ("不计入：登记为已整改，影像复核认定虚假整改或仍未拆除",
                  "Not counted: recorded as rectified, but false or still standing in the image check")


@dataclass(frozen=True)
class DailyCounts:
    """What the quarter's work of one unit adds up to; counts, and areas in 亩. ``None``: unknown, which is not 0."""

    to_verify: Optional[int] = None
    verified: Optional[int] = None
    verified_in_time: Optional[int] = None
    sampled: Optional[int] = None
    overturned: Optional[int] = None
    acts: Optional[int] = None
    acts_filed: Optional[int] = None
    acts_without_case: Optional[int] = None
    acts_transferred: Optional[int] = None
    illegal_area: Optional[Number] = None
    eliminated_area: Optional[Number] = None
    illegal_patches: Optional[int] = None
    found_before_issue: Optional[int] = None
    refuted_area: Number = 0


def daily_evaluation(counts: DailyCounts) -> Tuple[Calculation, ...]:
    """The six metrics in the form's order; one whose denominator is zero, or of which a count is unknown, is 不可计算.

    Raises ``FIGURE_EXCEEDS`` where a part is more than its whole, ``FIGURE_NEGATIVE``.
    """
    ways = (counts.acts_filed, counts.acts_without_case, counts.acts_transferred)
    handled = None if any(way is None for way in ways) else sum(way or 0 for way in ways)
    return (
        _rate(("核实完成率", "Verified"), ("已核实图斑", "verified patches"), counts.verified,
              ("应核实图斑", "patches to verify"), counts.to_verify),
        _rate(("按期率", "Verified in time"), ("在期限内确认", "confirmed in time"), counts.verified_in_time,
              ("应核实图斑", "patches to verify"), counts.to_verify),
        _rate(("判定准确率", "Judged correctly"), ("抽查改判", "overturned"), counts.overturned,
              ("抽查图斑", "sampled"), counts.sampled, complement=True),
        _rate(("违法处理率", "Violations handled"), ("立案、非立案处理与移交", "filed, handled or transferred"),
              handled, ("违法行为", "violations"), counts.acts),
        _without_refuted(
            _rate(("整改到位率（面积）", "Rectified (area)"), ("已消除违法状态面积", "no longer illegal"),
                  counts.eliminated_area, ("违法面积", "illegal area"), counts.illegal_area, unit=MU),
            exact(counts.refuted_area)),
        _rate(("日常发现率", "Found by daily work"), ("下发前已由巡查、12336、微信发现", "found before issue"),
              counts.found_before_issue, ("违法图斑", "illegal patches"), counts.illegal_patches),
    )


def _without_refuted(found: Calculation, area: Fraction) -> Calculation:
    """Says what of the ground is recorded as rectified and does not count, as somebody saw it otherwise."""
    if not area:
        return found
    line = Line(*REFUTED, area, MU, basis=_BASIS_REFUTED)
    remark = Finding("RECTIFIED_REFUTED", "W", {"area": round2(area)})
    return replace(found, lines=(*found.lines, line), remarks=(*found.remarks, remark))


def _rate(title: Words, part: Words, amount: Optional[Number], whole: Words, of: Optional[Number], unit: str = COUNT,
          complement: bool = False) -> Calculation:
    if amount is None or of is None:
        return _unknown(title, ((part, amount), (whole, of)), unit)
    top, bottom = part_of(amount, of, part[0], whole[0])
    rate = None if not bottom else (1 - top / bottom if complement else top / bottom)
    formula = f"1 − {part[0]} ÷ {whole[0]}" if complement else f"{part[0]} ÷ {whole[0]}"
    formula_en = f"1 − {part[1]} ÷ {whole[1]}" if complement else f"{part[1]} ÷ {whole[1]}"
    lines = (Line(part[0], part[1], top, unit), Line(whole[0], whole[1], bottom, unit),
             Line(f"{title[0]} = {formula}", f"{title[1]} = {formula_en}", rate, RATIO, EQUALS, basis=_BASIS))
    if rate is not None:
        return Calculation(*title, lines=lines, result=rate, unit=RATIO, marks=(PROPOSED,))
    told = Finding("DENOMINATOR_NOT_POSITIVE", "E", {"denominator": f"{whole[0]} {round2(Fraction(0))}"})
    return Calculation(*title, lines=lines, result=None, unit=RATIO, conclusion=NOT_COMPUTABLE, remarks=(told,),
                       marks=(PROPOSED,))


def _unknown(title: Words, told: Tuple[Tuple[Words, Optional[Number]], ...], unit: str) -> Calculation:
    """What is known of a rate of which a count is not."""
    lines = tuple(Line(name[0], name[1], None if amount is None else exact(amount), unit) for name, amount in told)
    remark = Finding("COUNT_NOT_GIVEN", "W", {"what": title[0]})
    return Calculation(*title, lines=lines, result=None, unit=RATIO, conclusion=NOT_COMPUTABLE, remarks=(remark,),
                       marks=(PROPOSED,))
