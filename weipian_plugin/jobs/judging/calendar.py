"""Writes the due dates of a workspace as a calendar file: an event for each task and date, with its patches."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple, Union

from ...delivery.files import in_one_move
from ...domain.calendar.calendar_file import CalendarEvent, calendar_text
from ...domain.calendar.deadline_kinds import PATCH
from ...domain.calendar.deadlines import WARNING_DAYS, Deadline, Extension, calendar, lead_days, lead_mark
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.profiles import PolicyProfile
from ...domain.records import SIGNED, Batch, Finding, TableRow
from ..rules.holidays import holiday_problems
from ..rules.profiles import load_profile
from ..training.training_guard import refuse_training
from .due import extensions_by_parcel, row_deadlines

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

LISTED = 50
"""So many patch numbers are listed in an event; the rest are counted."""


@dataclass(frozen=True)
class CalendarReport:
    """What was written: the file, its events, how many parcels they are for, and what was left out and why."""

    path: Path
    events: int
    parcels: int
    remarks: Tuple[Finding, ...] = ()


_Key = Tuple[str, date, date]
"""Task, date of the rule, date with the extension."""


@dataclass
class _Task:
    """One task on one date: its deadline and the numbers of the patches."""

    deadline: Deadline
    numbers: List[str] = field(default_factory=list)


def export_calendar(workspace: Workspace, path: Union[str, Path], batch: Optional[str] = None,
                    own_lead: Optional[int] = None, feedback: Optional[Feedback] = None,
                    stamp: Optional[datetime] = None, language: str = "zh") -> CalendarReport:
    """Write the due dates of all batches (or of the one ``batch``) to ``path`` (.ics).

    Only effective dates; a parcel that is signed has no reporting dates any more, only those of its rectification; what
    had passed when the plan was issued is left out. Classified patches are in nothing. ``own_lead`` (days) stands
    before the profile's. Raises CALENDAR_EMPTY, OUTPUT_NOT_WRITABLE, JOB_CANCELLED,
    TRAINING_NOT_DELIVERED.
    """
    refuse_training(workspace)
    feedback = feedback or NullFeedback()
    remarks = [Finding(error.code, values=error.values) for error in holiday_problems()]
    batches = [one for one in workspace.batches() if batch in (None, "", one.uuid)]
    remarks += [Finding("CALENDAR_NO_PROFILE", values={"batch": one.label}) for one in batches if not one.profile_id]
    extensions = extensions_by_parcel(workspace)
    events: List[CalendarEvent] = []
    dated: Set[str] = set()
    profiles: Dict[str, PolicyProfile] = {}
    for one in batches:
        if one.profile_id:
            profile = profiles.setdefault(one.profile_id, load_profile(one.profile_id))
            tasks: Dict[_Key, _Task] = {}
            for row in workspace.table_rows(one.uuid):
                stop_if_cancelled(feedback)
                found = _open_deadlines(row, profile, extensions.get(row.parcel.uuid, ()), remarks, language)
                for deadline in found:
                    key = (deadline.task, deadline.official or deadline.due, deadline.due)
                    tasks.setdefault(key, _Task(deadline)).numbers.append(row.parcel.dkbh or row.parcel.jcbh)
                    dated.add(row.parcel.uuid)
            events += _batch_events(workspace.workspace_id, one, profile, tasks, own_lead, language)
    for profile in profiles.values():
        events += _county_events(workspace.workspace_id, profile, own_lead, language)
    if not events:
        raise WeipianError("CALENDAR_EMPTY")
    name = "卫片判读期限" if language == "zh" else "Weipian deadlines"
    events.sort(key=lambda event: (event.day, event.key))
    with in_one_move(Path(path)) as part:
        part.write_bytes(calendar_text(events, stamp or datetime.now(timezone.utc), name).encode("utf-8"))
    return CalendarReport(Path(path), len(events), len(dated), tuple(remarks))


def _open_deadlines(row: TableRow, profile: PolicyProfile, extensions: Sequence[Extension],
                    remarks: List[Finding], language: str) -> Iterable[Deadline]:
    """The dates that still ask for something; a parcel whose dates cannot be told is remarked upon."""
    try:
        found = row_deadlines(row, profile, extensions)
    except WeipianError as error:
        remarks.append(Finding("CALENDAR_PARCEL_LEFT_OUT", values={
            "parcel": row.parcel.dkbh or row.parcel.jcbh, "reason": error.sentence(language)}))
        return ()
    signed = row.parcel.status == SIGNED
    return [one for one in found if one.effective and not one.before_plan and not (signed and one.scope == PATCH)]


def _batch_events(workspace_id: str, batch: Batch, profile: PolicyProfile,
                  tasks: Mapping[_Key, _Task], own_lead: Optional[int], language: str) -> List[CalendarEvent]:
    lead = lead_days(profile, own_lead)
    events: List[CalendarEvent] = []
    taken: Set[str] = set()
    for (task, official, due), found in sorted(tasks.items(), key=lambda item: item[0]):
        # Where all of a task's patches were put off, their event takes the place of the one with the old date.
        key = f"{workspace_id}/{batch.uuid}/{task}/{official.isoformat()}"
        key = f"{key}/{due.isoformat()}" if key in taken else key
        taken.add(key)
        title = found.deadline.title if language == "zh" else found.deadline.title_en
        count = len(found.numbers)
        summary = f"{title}（{count} 个图斑）" if language == "zh" else f"{title} ({count} patches)"
        events.append(CalendarEvent(
            key, due, summary, _description(found, profile, batch.label, own_lead, language),
            ("卫片", profile.id), lead or WARNING_DAYS))
    return events


def _county_events(workspace_id: str, profile: PolicyProfile, own_lead: Optional[int],
                   language: str) -> List[CalendarEvent]:
    lead = lead_days(profile, own_lead)
    events: List[CalendarEvent] = []
    for one in calendar(profile):
        if not one.before_plan:
            title = one.title if language == "zh" else one.title_en
            key = f"{workspace_id}/{profile.id}/{one.task}/{one.due.isoformat()}"
            events.append(CalendarEvent(key, one.due, title, _description(_Task(one), profile, "", own_lead, language),
                                        ("卫片", profile.id), lead or WARNING_DAYS))
    return events


def _description(task: _Task, profile: PolicyProfile, label: str, own_lead: Optional[int], language: str) -> str:
    """The rule's sentence, its mark, the internal date, the extension, and the patches."""
    one, chinese = task.deadline, language == "zh"
    lines = [f"{one.source}：“{one.sentence}”"]
    mark = one.mark if chinese else one.mark_en
    if mark:
        lines.append(mark)
    if one.extension and one.official:
        before, after = one.official.isoformat(), one.due.isoformat()
        lines.append(f"原期限 {before}，延期至 {after}；依据：{one.extension}" if chinese else
                     f"Put off from {before} to {after}; basis: {one.extension}")
    lead = lead_days(profile, own_lead)
    if lead:
        day, marked = one.internal(lead).isoformat(), lead_mark(profile, own_lead, language)
        lines.append(f"内部提前 {lead} 天：{day}{marked}" if chinese else
                     f"Internal date, {lead} days before: {day}{marked}")
    lines.append(f"口径：{profile.title}" if chinese else f"Profile: {profile.title_en}")
    if task.numbers:
        shown = "、".join(task.numbers[:LISTED])
        more = len(task.numbers) - LISTED
        if more > 0:
            shown += f" 等，另有 {more} 个" if chinese else f" and {more} more"
        lines.append(f"批次 {label}，{len(task.numbers)} 个图斑：{shown}" if chinese else
                     f"Batch {label}, {len(task.numbers)} patches: {shown}")
    return "\n".join(lines)
