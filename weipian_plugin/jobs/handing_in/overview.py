"""What the dashboard shows of a scope: the figures without the checks, and how many patches are due when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...delivery.charts.spec import Chart, Kind, Series
from ...domain.calculators.calculation import COUNT
from ...domain.calendar.deadlines import PAST, Extension, Lights, next_deadline
from ...domain.errors import WeipianError
from ...domain.records import TableRow
from ...domain.statistics.figures import Figure, FigureRow, FigureTable, heading
from ..judging.due import extensions_by_parcel, row_deadlines
from .report_charts import (
    issued_areas_chart,
    outcome_areas_chart,
    outcome_chart,
    progress_chart,
    violations_chart,
)
from .scope import Scope
from .statistics import Statistics, profiles_of, read_statistics, words_for

if TYPE_CHECKING:
    from ...domain.profiles import PolicyProfile
    from ...workspace.workspace import Workspace

# As the queue's lights, in the order of their urgency: colour of `light`, words, tone.
_DUE = (("red", "已逾期", "late"), ("orange", "3 日内", "soon"), ("yellow", "10 日内", "begun"),
        ("grey", "10 日以后", "later"), (PAST, "口径印发前已过", "pending"), ("", "无期限", "pending"))
_Known = Dict[Tuple[object, ...], str]


@dataclass(frozen=True)
class Overview:
    """The figures of a scope, and its charts in the order they are looked at."""

    statistics: Statistics
    due: FigureTable
    charts: Tuple[Chart, ...]


def read_overview(workspace: Workspace, scope: Scope, today: date, own_lead: Optional[int] = None) -> Overview:
    """Read it, outside the GUI's thread. ``today``: from which deadlines count; ``own_lead``: days before them."""
    rows = scope.rows(workspace)
    found = read_statistics(workspace, scope, checked=False, rows=rows)
    open_rows = [row for row in rows if row.judgement is None and row.mineral is None]
    due = deadlines_of(open_rows, profiles_of(scope), extensions_by_parcel(workspace), today, words_for(scope),
                       own_lead)
    charts = (progress_chart(found), _due_chart(due), outcome_chart(found, "2-3"), outcome_chart(found, "2-4"),
              issued_areas_chart(found), outcome_areas_chart(found), violations_chart(found, "3-1"),
              violations_chart(found, "3-5"))
    return Overview(found, due, tuple(chart for chart in charts if not chart.is_empty))


def _due_chart(due: FigureTable) -> Chart:
    tones = {words: tone for _colour, words, tone in _DUE}
    series = Series("未判定", tuple(row.figures[0] for row in due.rows), "later",
                    tuple(tones[row.key] for row in due.rows))
    return Chart(due.id, due.title, Kind.ACROSS, tuple(row.title for row in due.rows), (series,), COUNT)


def deadlines_of(rows: Sequence[TableRow], profiles: Mapping[str, PolicyProfile],
                 extensions: Mapping[str, Tuple[Extension, ...]], today: date, scope: str,
                 own_lead: Optional[int] = None) -> FigureTable:
    """How many parcels without a judgement are due when, as the queue's lights tell it."""
    groups: Dict[str, List[str]] = {}
    known: _Known = {}
    for row in rows:
        put_off = extensions.get(row.parcel.uuid, ())
        issued = row.parcel.attributes
        key = (row.batch.uuid, issued.get("JCLB"), issued.get("XFSJ"), issued.get("NF"), put_off)
        if key not in known:
            known[key] = _colour(row, profiles.get(row.batch.uuid), put_off, today, own_lead)
        groups.setdefault(known[key], []).append(row.parcel.uuid)
    lines = []
    for colour, words, _tone in _DUE:
        parcels = tuple(groups.get(colour, ()))
        figure = Figure(f"D.{words}", f"未判定·{words}", len(parcels), COUNT,
                        f"{scope}中尚未签署判定、核查期限为“{words}”的地块个数（截至 {today.isoformat()}）", parcels)
        if parcels or colour in ("red", "orange", "yellow", "grey"):
            lines.append(FigureRow(words, words, (figure,)))
    return FigureTable("D", "未判定图斑的核查期限", "期限", (heading("地块数", COUNT),), tuple(lines))


def _colour(row: TableRow, profile: Optional[PolicyProfile], put_off: Sequence[Extension], today: date,
            own_lead: Optional[int]) -> str:
    if profile is None:
        return ""
    try:
        due = next_deadline(row_deadlines(row, profile, put_off), today)
    except WeipianError:
        return ""  # without a date of issue there is no deadline; that it lacks is a finding of the checks
    if due is None:
        return ""
    shown = Lights(today, profile, own_lead).of(due.due, before_plan=due.before_plan)
    return shown.colour if shown.colour in {colour for colour, _words, _tone in _DUE} else ""
