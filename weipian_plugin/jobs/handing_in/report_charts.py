"""The charts of a report and of the dashboard, out of the tables of figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple

from ...delivery.charts.spec import Chart, Kind, amount, chart_of
from ...domain.calculators.calculation import COUNT, MU
from ...domain.forms.codes import ILLEGAL, LEGAL, OTHER
from ...domain.statistics.counted import BEGUN, JUDGED, OPEN
from ...domain.statistics.figures import FigureRow, FigureTable

if TYPE_CHECKING:
    from .statistics import Statistics

MOST = 15
"""Lines of a chart that can still be read; the others are added up in none of them, and the chart says so."""
_PROGRESS, _OUTCOME = 6, 1
_COMPARED = ("合法", "违法", "其他", "违法行为", "立案")
_PARTS = ((1, "面积", "area"), (2, "耕地", "farmland"), (3, "永久基本农田", "basic"), (4, "生态保护红线", "redline"))


def progress_chart(found: Statistics) -> Chart:
    """How far each patch class is."""
    columns = tuple((_PROGRESS + place, name, tone) for place, (name, tone) in enumerate(
        ((JUDGED, "legal"), (BEGUN, "begun"), (OPEN, "pending"))))
    return chart_of(found.tables["1-1"], columns, Kind.UPRIGHT, "核查进度（按图斑分类）", COUNT, stacked=True)


def outcome_chart(found: Statistics, table: str) -> Chart:
    """Outcomes by patch class (2-3) or by place (2-4)."""
    columns = ((_OUTCOME, LEGAL, "legal"), (_OUTCOME + 1, ILLEGAL, "illegal"), (_OUTCOME + 2, OTHER, "other"),
               (_OUTCOME + 3, "未判定", "pending"))
    chosen = found.tables[table]
    kind = Kind.ACROSS if table == "2-4" else Kind.UPRIGHT
    return _limited(chosen, columns, kind, "", COUNT, stacked=True)


def outcome_areas_chart(found: Statistics) -> Chart:
    """耕地, 永久基本农田 and 生态保护红线 of each outcome."""
    columns = ((3, "耕地", "farmland"), (4, "永久基本农田", "basic"), (5, "生态保护红线", "redline"))
    return chart_of(found.tables["2-1"], columns, Kind.UPRIGHT, "各判定类型占用的耕地、永久基本农田、生态保护红线", MU,
                    identity="2-1")


def issued_areas_chart(found: Statistics) -> Chart:
    """耕地, 永久基本农田 and 生态保护红线 of what was issued, by patch class."""
    columns = ((3, "耕地", "farmland"), (4, "永久基本农田", "basic"), (5, "生态保护红线", "redline"))
    return chart_of(found.tables["1-1"], columns, Kind.UPRIGHT, "下发图斑占用的耕地、永久基本农田、生态保护红线", MU,
                    identity="1-1b")


def violations_chart(found: Statistics, table: str) -> Chart:
    """Illegal ground by type (3-1), use (3-3) or place (3-5)."""
    return _limited(found.tables[table], _PARTS, Kind.ACROSS, "", MU)


def comparison_chart(found: Statistics) -> Optional[Chart]:
    """Counts of this period beside others; nothing where there is no other."""
    table = found.tables.get("7-1")
    if table is None:
        return None
    rows = [row for row in table.rows if row.key in _COMPARED]
    columns = [(0, table.columns[0], "now")]
    for place, tone in ((1, "before"), (4, "year")):
        if place < len(table.columns) and any(amount(row.figures[place]) for row in rows):
            columns.append((place, table.columns[place], tone))
    if len(columns) == 1:
        return None
    return chart_of(table, columns, Kind.UPRIGHT, "与上期、上年同期比较", COUNT, rows=rows)


def report_charts(found: Statistics) -> Tuple[Chart, ...]:
    """Every chart of the report that has something to show, in its order."""
    charts = [progress_chart(found), issued_areas_chart(found), outcome_chart(found, "2-3"),
              outcome_chart(found, "2-4"), outcome_areas_chart(found), violations_chart(found, "3-1"),
              violations_chart(found, "3-3"), violations_chart(found, "3-5"), comparison_chart(found)]
    return tuple(chart for chart in charts if chart is not None and not chart.is_empty and chart.categories)


def _limited(table: FigureTable, columns: Sequence[Tuple[int, str, str]], kind: Kind, title: str, unit: str,
             stacked: bool = False) -> Chart:
    """The lines with the most, in the table's order, and how many are left out."""
    rows: List[FigureRow] = list(table.parts)
    if len(rows) > MOST:
        most = sorted(rows, key=lambda row: -sum(amount(row.figures[column]) for column, _name, _tone in columns))
        kept = {row.key for row in most[:MOST]}
        left = len(rows) - MOST
        rows = [row for row in rows if row.key in kept]
        chart = chart_of(table, columns, kind, title, unit, stacked, rows)
        return Chart(chart.id, chart.title, kind, chart.categories, chart.series, unit, stacked,
                     f"只列最多的 {MOST} 项，其余 {left} 项见表{table.id}。")
    return chart_of(table, columns, kind, title, unit, stacked, rows)
