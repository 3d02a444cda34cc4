"""Why a rate of 附表5 is 不可计算 in the review's figures: what the workspace lacks; nothing is filled in there."""

from __future__ import annotations

from dataclasses import replace
from typing import Mapping, Sequence, Tuple

from ...domain.calculators.calculation import NOT_COMPUTABLE, Words
from ...domain.records import Finding
from ...domain.review.review_figure import ReviewFigure
from ..accounting.daily_counts import DailyWork

_ASKED, _NAMED = "COUNT_NOT_GIVEN", 3
_REASONS: Mapping[str, Tuple[str, Words]] = {
    "in_time_rate": ("REVIEW_NO_DEADLINE", ("有图斑推不出期限", "patches without a deadline")),
    "accuracy_rate": ("REVIEW_NOTHING_JUDGED", ("没有最终判定的图斑", "no patch is finally judged")),
    "handled_rate": ("REVIEW_NO_ACTS", ("没有登记违法行为", "no act is registered")),
    "rectified_rate": ("REVIEW_NO_ACTS", ("没有登记违法行为", "no act is registered")),
}
_NO_AREA = ("REVIEW_NO_ILLEGAL_AREA", ("有违法图斑没有面积", "illegal patches without an area"))


def with_reason(figure: ReviewFigure, work: DailyWork, lacking: Sequence[str]) -> ReviewFigure:
    """The figure that says first what it lacks; any other as it is. ``lacking``: counties without leads."""
    calculation = figure.calculation
    if figure.value is not None or calculation is None or _ASKED not in {one.code for one in calculation.remarks}:
        return figure
    if figure.key == "found_rate":
        units, some = "、".join(lacking), "、".join(lacking[:_NAMED])
        finding = Finding("REVIEW_NO_LEADS_OF", "W", {"units": units})
        more = len(lacking) > _NAMED
        words = (f"缺 {some}{f' 等 {len(lacking)} 个县' if more else ''} 的线索",
                 f"no leads of {some}{' …' if more else ''}")
    else:
        no_area = figure.key == "rectified_rate" and work.counts.illegal_area is None
        code, words = _NO_AREA if no_area else _REASONS[figure.key]
        finding = Finding(code, "W", {})
    conclusion = (f"{NOT_COMPUTABLE[0]}：{words[0]}", f"{NOT_COMPUTABLE[1]}: {words[1]}")
    remarks = (finding, *(one for one in calculation.remarks if one.code != _ASKED))
    return replace(figure, conclusion=conclusion,
                   calculation=replace(calculation, remarks=remarks, conclusion=conclusion))
