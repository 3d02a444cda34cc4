"""The figures by which periods are compared, and the comparison (§2.5 7): what is not in the workspace is not 0."""

from __future__ import annotations

from typing import Dict, Mapping, Optional, Sequence, Tuple

from ..forms.codes import ILLEGAL, LEGAL, OTHER
from .breakdowns import is_judged, judged_of, outcome_of
from .counted import AREA, BASIC, FARMLAND, ILLEGAL_AREA, ILLEGAL_BASIC, ILLEGAL_FARMLAND, REDLINE
from .figures import POINTS, RATIO, Figure, FigureRow, FigureTable, difference, growth
from .rectification import Acts, cases_and_penalties, disposals
from .selection import Selection

Figures = Mapping[str, Figure]
PREVIOUS, YEAR_BEFORE = "上期", "上年同期"
HEADLINES = ("图斑", "面积", "耕地", "永农", "红线", "完成率", "合法", "违法", "其他", "违法面积", "违法耕地",
             "违法永农", "违法行为", "立案", "结案")


def headlines(whole: Selection, land: Selection, acts: Acts) -> Dict[str, Figure]:
    """The figures a reader looks for first, by `HEADLINES`."""
    judged = judged_of(land)
    illegal = outcome_of(judged, ILLEGAL)
    found = {
        "图斑": whole.patches("K.图斑", "下发图斑"),
        "地块": whole.count("K.地块", "核查地块"),
        "面积": whole.area("K.面积", AREA, "图斑面积"),
        "耕地": whole.area("K.耕地", FARMLAND, "占用耕地"),
        "永农": whole.area("K.永农", BASIC, "占用永久基本农田"),
        "红线": whole.area("K.红线", REDLINE, "占用生态保护红线"),
        "已判定": whole.where("状态为“已判定”", is_judged).count("K.已判定", "已判定地块"),
        "完成率": whole.where("状态为“已判定”", is_judged).share_of(whole, "K.完成率", "核查完成率"),
        "合法": outcome_of(judged, LEGAL).count("K.合法", "合法用地"),
        "违法": illegal.count("K.违法", "违法用地"),
        "其他": outcome_of(judged, OTHER).count("K.其他", "其他用地"),
        "违法面积": illegal.area("K.违法面积", ILLEGAL_AREA, "违法面积"),
        "违法耕地": illegal.area("K.违法耕地", ILLEGAL_FARMLAND, "违法占用耕地"),
        "违法永农": illegal.area("K.违法永农", ILLEGAL_BASIC, "违法占用永久基本农田"),
    }
    by_way, progress = disposals(acts), cases_and_penalties(acts)
    for key, title, row, table in (("违法行为", "违法行为", "合计", by_way), ("立案", "立案", "立案", progress),
                                   ("结案", "结案", "结案", progress)):
        figure = table.figure(row, 0)
        if figure is not None:
            found[key] = figure.renamed(f"K.{key}", title)
    return found


def comparison(now: Figures, titles: Sequence[Tuple[str, str, Optional[Figures]]], current: str) -> FigureTable:
    """7-1: this period beside others: (name, title, figures or None where the workspace has none of it)."""
    columns = [current]
    for name, title, _then in titles:
        columns += [f"{title}（{name}）", f"比{name}增减", "幅度"]
    rows = []
    for key in HEADLINES:
        figure = now.get(key)
        if figure is not None:
            rows.append(FigureRow(key, _with_unit(figure), _compared(figure, key, titles)))
    missing = [title for _name, title, then in titles if then is None]
    note = f"工作库中没有{'、'.join(missing)}下发的批次，不作比较。" if missing else ""
    return FigureTable("7-1", "主要指标比较", "指标", tuple(columns), tuple(rows), note)


def _compared(now: Figure, key: str,
              titles: Sequence[Tuple[str, str, Optional[Figures]]]) -> Tuple[Optional[Figure], ...]:
    cells = [now.renamed(f"7-1.{key}.本期")]
    for name, title, figures in titles:
        then = (figures or {}).get(key)
        base = f"7-1.{key}.{name}"
        earlier = (then or Figure("", "", None, now.unit, f"工作库中没有{title}下发的批次")).renamed(
            base, f"{now.title}·{title}")
        cells += [earlier, difference(now, then, f"{base}增减", name), growth(now, then, f"{base}幅度", name)]
    return tuple(cells)


def _with_unit(figure: Figure) -> str:
    return figure.title if figure.unit in (RATIO, POINTS) else f"{figure.title}（{figure.unit}）"
