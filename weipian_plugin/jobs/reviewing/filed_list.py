"""What a county filed, parcel by parcel: its state, its rounds, second readings and rulings, and what is overdue."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.calendar.deadlines import Deadline
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.audits import RETURNED, is_open, latest_audit
from ...domain.forms.fields import is_empty
from ...domain.records import SIGNED, ParcelRecord, Record
from ...domain.review.blind_files import NOT_MINE
from ...domain.review.return_deadlines import DAYS_TO_ANSWER
from ...domain.review.states import RETURNED_STATES, REVIEWING, Known, Position, counts, position_of, waits_for
from ...workspace.without_collecting import without_collecting
from ..registers.audits import LevelsOfBatches
from .return_dues import ReturnDues

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

WAITING, OPEN, ANSWERED, OVERDUE, PASSED_HERE, ASIDE, EVERYTHING = (
    "waiting", "open", "answered", "overdue", "passed", "aside", "all")
WHICH = (WAITING, OPEN, OVERDUE, ANSWERED, PASSED_HERE, ASIDE, EVERYTHING)
"""What a list of filed parcels shows: for this level to decide, sent back, late, answered, decided, not mine, all."""
_COLUMNS = ("parcel_uuid", "dkbh", "jcbh", "township", "batch_uuid", "status", "outcome", "area_m2")
_KINDS = ("audit", "act", "rectification", "review")
_TOLD_EVERY = 5000


@dataclass(frozen=True)
class Filed:
    """One parcel that was filed. ``outcome`` as filed (while it is corrected: the draft's), ``seconds`` what each
    second reader said last, by their names, ``ruling`` what was ruled, "" for nothing; ``last`` the latest audit;
    ``due`` by when the county answers; ``answered``: the latest audit sent it back and the county has answered;
    ``changed``: signed again since the last audit. ``levels`` audit it by its profile, from below; those ``passed`` it
    as it is filed.
    """

    uuid: str
    number: str
    jcbh: str
    township: str
    batch: str
    status: str
    outcome: str
    area_m2: Optional[float]
    state: str
    seconds: Tuple[str, ...] = ()
    ruling: str = ""
    last: Optional[Record] = None
    due: Optional[Deadline] = None
    answered: bool = False
    changed: bool = False
    aside: bool = False
    levels: Tuple[str, ...] = REVIEWING
    passed: Tuple[str, ...] = ()

    @property
    def position(self) -> Position:
        """Where it stands: its state, who audits it by its profile, and whose passing holds."""
        return Position(self.state, self.levels, self.passed)

    @property
    def disputed(self) -> bool:
        """Do its readers say different things, of each other or of what was filed, and nobody has ruled?"""
        return is_disputed(self.seconds, self.outcome, self.ruling)

    def said(self, code: str) -> str:
        """What the latest audit says under a field's code."""
        value = self.last.values.get(code) if self.last is not None else None
        return "" if is_empty(value) else str(value)


@dataclass(frozen=True)
class FiledList:
    """The parcels that were filed once, in the order of issue, and how many of all parcels are in each state."""

    rows: Tuple[Filed, ...]
    counts: Mapping[str, int]
    parcels: Mapping[str, Tuple[str, ...]]  # by state

    @property
    def townships(self) -> List[str]:
        """By name."""
        return sorted({row.township for row in self.rows if row.township})


def shows(row: Filed, which: str, level: str, today: date) -> bool:
    """Does a list of this kind (`WHICH`) show the row, for whoever reviews at this level (县级: whoever answers)?"""
    if which == EVERYTHING:
        return True
    if which == ASIDE:
        return row.aside
    is_returned = row.state in RETURNED_STATES
    if which == OPEN:
        return is_returned
    if which == OVERDUE:
        return is_returned and row.due is not None and row.due.due < today
    if which == ANSWERED:
        return row.answered
    if which == PASSED_HERE:
        return not is_returned and level in row.passed
    return not row.aside and waits_for(row.position, level)


def kinds_of(rows: Sequence[Filed], level: str, today: date) -> Dict[str, int]:
    """How many rows each kind of `WHICH` shows, for whoever reviews at this level."""
    return {which: sum(shows(row, which, level, today) for row in rows) for which in WHICH}


def filed_list(workspace: Workspace, person: str = "", days: int = DAYS_TO_ANSWER,
               feedback: Optional[Feedback] = None) -> FiledList:
    """Read it all in a few passes. ``person``: whose tasks are left aside; ``days``: see `return_deadlines`.

    Raises JOB_CANCELLED.
    """
    with without_collecting():
        lines = workspace.lists.queue()
        columns = [lines.column(name) for name in _COLUMNS]
        return _listed(workspace, columns, _about(workspace), person, days, feedback or NullFeedback())


def with_changed(before: FiledList, workspace: Workspace, parcels: Sequence[str], person: str = "",
                 days: int = DAYS_TO_ANSWER) -> FiledList:
    """The list as it is after something was said of these parcels, at the cost of them and of putting it together."""
    lines = workspace.lists.rows(parcels)
    columns = [[getattr(row, name) for row in lines] for name in _COLUMNS]
    changed = _listed(workspace, columns, _about(workspace, parcels), person, days, NullFeedback())
    fresh, gone = {row.uuid: row for row in changed.rows}, frozenset(parcels)
    rows = tuple(fresh.get(row.uuid, row) for row in before.rows if row.uuid not in gone or row.uuid in fresh)
    states = {state: tuple(uuid for uuid in uuids if uuid not in gone) for state, uuids in before.parcels.items()}
    for state, uuids in changed.parcels.items():
        states[state] = (*states.get(state, ()), *uuids)
    return _filed(rows, states)


def _listed(workspace: Workspace, columns: Sequence[Sequence[Any]], about: _About, person: str, days: int,
            feedback: Feedback) -> FiledList:
    stop_if_cancelled(feedback)
    on_site, signed = workspace.filed.looked_at_on_site(), workspace.filed.signed_since()
    filed = workspace.filed.came_signed_off()
    dues, aside, levels = ReturnDues(workspace, days), left_aside(workspace, person), LevelsOfBatches(workspace)
    rows: List[Filed] = []
    states: Dict[str, List[str]] = defaultdict(list)
    for place, (uuid, dkbh, jcbh, township, batch, status, outcome, area) in enumerate(zip(*columns)):
        if place % _TOLD_EVERY == 0:
            stop_if_cancelled(feedback)
            feedback.progress(place, len(columns[0]), "")
        records = about.records.get(uuid, ())
        position = position_of(Known(status, outcome, area is not None, uuid in on_site, uuid in filed, records,
                                     levels.of(batch)))
        state = position.state
        states[state].append(uuid)
        last = latest_audit(records)
        if status != SIGNED and last is None:
            continue
        rows.append(Filed(
            uuid, dkbh or jcbh, jcbh, township, batch, status, outcome, area, state, about.seconds.get(uuid, ()),
            about.rulings.get(uuid, ""), last, dues.due(uuid, batch) if state in RETURNED_STATES else None,
            last is not None and last.values.get("SHJG") == RETURNED and not is_open(last),
            last is not None and status == SIGNED and last.uuid in signed, uuid in aside, position.levels,
            position.passed))
    return _filed(tuple(rows), {state: tuple(uuids) for state, uuids in states.items()})


def _filed(rows: Tuple[Filed, ...], states: Mapping[str, Tuple[str, ...]]) -> FiledList:
    return FiledList(rows, counts(state for state, uuids in states.items() for _ in uuids), states)


def positions_of(workspace: Workspace, parcels: Sequence[str]) -> Dict[str, Position]:
    """Where these parcels stand now, by parcel; what is not judged here is left out."""
    filed, levels = workspace.filed.came_signed_off(parcels), LevelsOfBatches(workspace)
    found = {}
    for row in workspace.lists.rows(parcels):
        records = [record for kind in _KINDS for record in workspace.records(kind, row.parcel_uuid)]
        found[row.parcel_uuid] = position_of(Known(
            row.status, row.outcome, row.area_m2 is not None, filed=row.parcel_uuid in filed, records=records,
            levels=levels.of(row.batch_uuid)))
    return found


def is_disputed(seconds: Sequence[str], outcome: str, ruling: str) -> bool:
    """Do readers (their outcomes) say different things, or others than what was filed, while nobody has ruled?"""
    return bool(seconds) and not ruling and len({*seconds, *([outcome] if outcome else [])}) > 1


def disputed_among(workspace: Workspace, parcels: Sequence[str]) -> List[str]:
    """Those of the parcels on which second readers disagree, or with what was filed, and nobody has ruled."""
    about = _about(workspace, parcels)
    outcomes = {row.parcel_uuid: row.outcome for row in workspace.lists.rows(parcels)}
    return [parcel for parcel in parcels if is_disputed(
        about.seconds.get(parcel, ()), outcomes.get(parcel, ""), about.rulings.get(parcel, ""))]


def left_aside(workspace: Workspace, person: str) -> Dict[str, Tuple[str, ...]]:
    """By parcel that this reviewer said is not theirs: the records that say so."""
    found: Dict[str, Tuple[str, ...]] = {}
    for record in workspace.records("recheck"):
        if record.values.get("FPJG") == NOT_MINE and record.values.get("FPR") == person and not record.act:
            found[record.parcels[0]] = (*found.get(record.parcels[0], ()), record.uuid)
    return found


def number_of(parcel: ParcelRecord) -> str:
    """The number by which people call a parcel."""
    return parcel.dkbh or parcel.jcbh


@dataclass(frozen=True)
class _About:
    """By parcel: its records of `_KINDS`; the outcomes of its readers' latest words, by name; its ruling's."""

    records: Mapping[str, Sequence[Record]]
    seconds: Mapping[str, Tuple[str, ...]]
    rulings: Mapping[str, str]


def _about(workspace: Workspace, parcels: Optional[Sequence[str]] = None) -> _About:
    def of(kind: str) -> List[Record]:
        if parcels is None:
            return workspace.records(kind)
        return [record for parcel in parcels for record in workspace.records(kind, parcel)]

    records: Dict[str, List[Record]] = defaultdict(list)
    for kind in _KINDS:
        for record in of(kind):
            for parcel in record.parcels:
                records[parcel].append(record)
    return _About(records, _by_readers(of("recheck")), _latest(of("ruling"), "CDDLX", "CDSJ"))


def _by_readers(records: Sequence[Record]) -> Dict[str, Tuple[str, ...]]:
    readers: Dict[str, List[Record]] = defaultdict(list)
    for record in records:
        readers[str(record.values.get("FPR") or "")].append(record)
    found: Dict[str, Tuple[str, ...]] = {}
    for name in sorted(readers):
        for parcel, outcome in _latest(readers[name], "FPDLX", "FPSJ").items():
            found[parcel] = (*found.get(parcel, ()), outcome)
    return found


def _latest(records: Sequence[Record], code: str, day: str) -> Dict[str, str]:
    said = [record for record in records if not is_empty(record.values.get(code))]
    return {record.parcels[0]: str(record.values[code])
            for record in sorted(said, key=lambda one: str(one.values.get(day) or ""))}
