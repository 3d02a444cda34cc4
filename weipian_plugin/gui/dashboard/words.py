"""Names of figures and charts as the window says them: in Chinese as products do, in English where QGIS is English."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Dict

from ...delivery.charts.spec import Chart
from ...domain.calculators.calculation import COUNT, MU
from ...domain.forms.codes import CODE_LISTS
from ...domain.statistics.figures import Figure
from ..messages import language

_TERMS: Dict[str, str] = {
    "下发图斑": "Issued patches", "核查地块": "Parcels", "图斑面积": "Area", "占用耕地": "Farmland",
    "核查完成率": "Done", "合法用地": "Legal", "违法用地": "Illegal", "其他用地": "Other", "违法面积": "Illegal area",
    "违法占用耕地": "Illegal on farmland", "违法占用永久基本农田": "Illegal on basic farmland", "合法": "Legal",
    "违法": "Illegal", "其他": "Other", "未判定": "Open", "已判定": "Judged", "初判": "Drafted", "未判": "Open",
    "已逾期": "Overdue", "3 日内": "Within 3 days", "10 日内": "Within 10 days", "10 日以后": "Later",
    "口径印发前已过": "Past before the profile was issued", "无期限": "Without a deadline", "未填": "Not given",
    "面积": "Area", "耕地": "Farmland", "永久基本农田": "Basic farmland", "生态保护红线": "Ecological redline",
    "核查进度": "Progress", "判定结果": "Outcomes", "未判定图斑的核查期限": "Deadlines of open patches",
    "下发图斑占用的耕地、永久基本农田、生态保护红线": "Issued: farmland, basic farmland, ecological redline",
    "各判定类型占用的耕地、永久基本农田、生态保护红线": "By outcome: farmland, basic farmland, ecological redline",
    "违法类型": "Violations by type", "违法用地分布": "Violations by place", "按图斑分类": "by class",
    "按村社区": "by village", "按乡镇街道": "by township", "按县区": "by county",
}
_UNITS = {COUNT: "", MU: "mu", "宗": ""}
_IN_BRACKETS = re.compile(r"^(.+?)（(.+)）$")
_BEYOND = re.compile(r"^只列最多的 (\d+) 项，其余 (\d+) 项.*$")


def in_words(text: str) -> str:
    """A name; what is not known (a village, a class of the county's own) stays as it is."""
    return text if language() == "zh" else _english(text)


def chart_in_words(chart: Chart) -> Chart:
    """The chart as the window shows it; what is saved as a picture is the chart itself."""
    if language() == "zh":
        return chart
    series = tuple(replace(one, name=_english(one.name)) for one in chart.series)
    unit = _UNITS.get(chart.unit, chart.unit)
    beyond = _BEYOND.match(chart.note)
    note = f"The {beyond.group(1)} largest; {beyond.group(2)} more are not shown." if beyond else chart.note
    return replace(chart, title=_english(chart.title), categories=tuple(map(_english, chart.categories)),
                   series=series, note=note, unit=unit, unit_line=unit)


def figure_in_words(figure: Figure) -> str:
    """The number with its unit."""
    if language() == "zh" or figure.unit not in _UNITS or figure.value is None:
        return figure.with_unit
    return f"{figure.shown} {_UNITS[figure.unit]}".strip()


def _english(text: str) -> str:
    known = _TERMS.get(text) or _codes().get(text)
    found = _IN_BRACKETS.match(text)
    if known is not None or found is None:
        return known or " · ".join(_TERMS.get(part, part) for part in text.split("·"))
    parts = [_english(part) for part in found.groups()]
    return f"{parts[0]} ({parts[1]})" if parts != list(found.groups()) else text


@lru_cache(maxsize=1)
def _codes() -> Dict[str, str]:
    """The words of code lists."""
    return {code.zh: code.en for codes in CODE_LISTS.values() for code in codes.codes}
