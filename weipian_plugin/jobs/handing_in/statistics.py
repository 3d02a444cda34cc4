"""What a scope adds up to, read once: tables of figures, ratio, comparison, findings; it goes to any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.areas.landclass import SEPARATE
from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.records import Record, TableRow
from ...domain.statistics.anomalies import anomalies
from ...domain.statistics.breakdowns import (
    cases,
    issued_by_county,
    issued_by_place,
    issued_by_task,
    outcomes,
    outcomes_by_place,
    outcomes_by_task,
    place_of,
    special_violations,
    violation_natures,
    violation_types,
    violation_uses,
    violations_by_place,
    violations_of,
)
from ...domain.statistics.comparison import PREVIOUS, YEAR_BEFORE, Figures, comparison, headlines
from ...domain.statistics.counted import counted
from ...domain.statistics.figures import Figure, FigureTable
from ...domain.statistics.minerals import mineral_outcomes, mineral_violations, minerals_of
from ...domain.statistics.rectification import (
    Acts,
    acts_of,
    balance_of,
    cases_and_penalties,
    disposals,
    penalties,
    rectified_ways,
    subjects,
)
from ...domain.statistics.selection import Selection
from ..checking.validate import Stated, validate
from ..progress import part_of
from ..rules.profiles import load_profile
from .assessment import Assessment, assess
from .scope import Scope, scope_of_period
from .state import State, state_of

if TYPE_CHECKING:
    from ...domain.calendar.periods import Period
    from ...domain.profiles import PolicyProfile
    from ...workspace.workspace import Workspace

_READ, _CHECKED = 30, 90
"""Percent of the progress after which it is read, and checked."""


@dataclass(frozen=True)
class Statistics:
    """``tables`` by their number (``2-1``), ``headlines`` by name, ``names`` 地块编号 by parcel uuid.

    ``found``: what the checks say, where it was asked; ``signed`` the parcels with a judgement.
    """

    scope: Scope
    state: State
    tables: Mapping[str, FigureTable]
    headlines: Figures
    names: Mapping[str, str]
    penalties: Tuple[Figure, ...] = ()
    assessment: Optional[Assessment] = None
    found: Tuple[Stated, ...] = ()
    signed: frozenset[str] = frozenset()
    profiles: Tuple[PolicyProfile, ...] = ()
    training: bool = False
    has_minerals: bool = False
    quarantined: int = 0

    @property
    def figures(self) -> Dict[str, Figure]:
        """Every figure by its id, in the order of the report."""
        every = [*self.headlines.values(), *(each for table in self.tables.values() for each in table.figures),
                 *self.penalties]
        return {figure.id: figure for figure in every}


def read_statistics(workspace: Workspace, scope: Scope, feedback: Optional[Feedback] = None,
                    checked: bool = True, rows: Optional[Sequence[TableRow]] = None) -> Statistics:
    """Read and add up; ``checked``: with the checks (for a report, not for what is refreshed all the time).

    ``rows``: those of the scope, where they have been read. Nothing of what is in quarantine is read. Raises
    JOB_CANCELLED.
    """
    feedback = feedback or NullFeedback()
    profiles = profiles_of(scope)
    feedback.progress(0, 100, scope.title)
    rows = scope.rows(workspace) if rows is None else rows
    records = workspace.records()
    stop_if_cancelled(feedback)
    whole = whole_of(scope, rows, profiles)
    land = whole.where("不是矿产图斑", lambda parcel: not parcel.is_mineral)
    acts = acts_of(whole.scope, records, whole.uuids)
    feedback.progress(_READ, 100, scope.title)
    stated = _stated(workspace, scope, part_of(feedback, _READ, _CHECKED)) if checked else ()
    stop_if_cancelled(feedback)
    assessment = assess(workspace, scope, list(profiles.values()))
    tables = _parcel_tables(whole, land)
    tables += _record_tables(whole, acts, assessment)
    minerals = minerals_of(whole)
    tables += [mineral_outcomes(minerals), *mineral_violations(minerals)]
    now = headlines(whole, land, acts)
    if scope.period is not None:
        tables.append(_compared(workspace, scope, now, records))
    if checked:
        entries = [(each.found.check, each.state, each.found.parcel) for each in stated]
        tables.append(anomalies(whole.scope, entries))
    feedback.progress(100, 100, scope.title)
    return Statistics(
        scope, state_of(workspace), {table.id: table for table in sorted(tables, key=lambda table: table.id)}, now,
        {parcel.uuid: parcel.name for parcel in whole.parcels}, penalties(acts), assessment, tuple(stated),
        frozenset(row.parcel.uuid for row in rows if row.judgement is not None or row.mineral is not None),
        tuple({each.id: each for each in profiles.values()}.values()), bool(workspace.is_training),
        bool(minerals.parcels), sum(workspace.progress(batch.uuid)["stub"] for batch in scope.batches))


def profiles_of(scope: Scope) -> Dict[str, PolicyProfile]:
    """The 政策口径 of the batches by batch uuid; without those that have none, or one that cannot be read."""
    found: Dict[str, PolicyProfile] = {}
    for batch in scope.batches:
        if not batch.profile_id:
            continue
        try:
            found[batch.uuid] = load_profile(batch.profile_id)
        except WeipianError:
            continue  # what is wrong with a profile is told where profiles are chosen
    return found


def whole_of(scope: Scope, rows: Sequence[TableRow], profiles: Mapping[str, PolicyProfile]) -> Selection:
    """Everything of a scope."""
    return Selection(words_for(scope), counted(rows, _adjustable(profiles)))


def words_for(scope: Scope) -> str:
    """How figures name their scope."""
    if scope.period is not None:
        return f"{scope.title}下发的图斑"
    return f"批次“{scope.title}”的图斑" if len(scope.batches) == 1 else f"{scope.title}的图斑"


def _adjustable(profiles: Mapping[str, PolicyProfile]) -> Callable[[TableRow], str]:
    return lambda row: profiles[row.batch.uuid].grouping.adjustable if row.batch.uuid in profiles else SEPARATE


def _parcel_tables(whole: Selection, land: Selection) -> List[FigureTable]:
    illegal, place = violations_of(land), place_of(whole.parcels)
    tables = [issued_by_task(whole), issued_by_place(whole), outcomes(land), cases(land), outcomes_by_task(land),
              outcomes_by_place(land), violation_types(illegal), violation_natures(illegal), violation_uses(illegal),
              special_violations(illegal), violations_by_place(illegal, place)]
    if len({parcel.county for parcel in whole.parcels}) > 1:
        tables.append(issued_by_county(whole))
    return tables


def _record_tables(whole: Selection, acts: Acts, assessment: Optional[Assessment]) -> List[FigureTable]:
    tables = [subjects(acts), disposals(acts), cases_and_penalties(acts), rectified_ways(acts)]
    if assessment is not None:
        registered = [uuid for act in acts.acts for uuid in act.parcels]
        tables.append(balance_of(whole.scope, assessment.violations, registered))
        tables.append(assessment.table)
    return tables


def _stated(workspace: Workspace, scope: Scope, feedback: Feedback) -> Tuple[Stated, ...]:
    """What the checks find, as of the day of the state: the clock is in no report."""
    today = parse_date(state_of(workspace).day)
    entries: List[Stated] = []
    for number, batch in enumerate(scope.batches):
        share = part_of(feedback, 100 * number // len(scope.batches), 100 * (number + 1) // len(scope.batches))
        entries += validate(workspace, batch.uuid, share, today).entries
    return tuple(entries)


def _compared(workspace: Workspace, scope: Scope, now: Figures, records: Sequence[Record]) -> FigureTable:
    period = scope.period
    if period is None:
        raise ValueError(scope.title)
    others: List[Tuple[str, str, Optional[Figures]]] = []
    for name, other in ((PREVIOUS, period.previous), (YEAR_BEFORE, period.year_before)):
        if other.title not in [title for _name, title, _then in others]:
            others.append((name, other.title, _headlines_of(workspace, other, records)))
    return comparison(now, others, period.title)


def _headlines_of(workspace: Workspace, period: Period, records: Sequence[Record]) -> Optional[Figures]:
    try:
        scope = scope_of_period(workspace, period)
    except WeipianError as error:
        if error.code not in ("NOTHING_TO_EXPORT", "NOTHING_IN_PERIOD"):
            raise
        return None
    whole = whole_of(scope, scope.rows(workspace), profiles_of(scope))
    land = whole.where("不是矿产图斑", lambda parcel: not parcel.is_mineral)
    return headlines(whole, land, acts_of(whole.scope, records, whole.uuids))


