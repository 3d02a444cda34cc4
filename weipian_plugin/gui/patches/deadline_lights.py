"""When a patch of the queue is due, with its light: the profile's deadlines, asked once for each kind of patch."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Dict, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.records import SIGNED, STUB, QueueRow
from ..messages import language
from ..session import Session
from .models import DueDay, DueOf

if TYPE_CHECKING:
    from ...domain.calendar.deadlines import Deadline, Extension, Light
    from ...jobs.reviewing.return_dues import ReturnDues

PAST_BEFORE_PLAN = "grey"
"""Overdue is red; a date that had passed when the plan was issued is not overdue."""

_Kind = Tuple[str, str, str, str, Tuple["Extension", ...]]


def deadline_reader(session: Session, extensions: Optional[Mapping[str, Tuple[Extension, ...]]] = None,
                    returns: Optional[ReturnDues] = None) -> DueOf:
    """A function from a row to its deadline, ``None`` where no profile is chosen or nothing is due; ``extensions`` by
    parcel, where the caller has read them; with ``returns`` what came back is due when it is to be answered.
    """
    from ...jobs.judging.due import extensions_by_parcel

    workspace = session.workspace
    if workspace is None or session.second_reader:  # a review file is for reading: nothing is reported from it
        return lambda _row: None
    profile_ids = workspace.lists.profile_ids()
    if extensions is None:
        extensions = extensions_by_parcel(workspace)
    put_off = extensions
    today = parse_date(session.settings.today) or date.today()  # noqa: DTZ011 - deadlines are local days
    known: Dict[_Kind, Optional[DueDay]] = {}

    def due_of(row: QueueRow) -> Optional[DueDay]:
        if row.returned and returns is not None:
            answer = _answer_day(session, returns, row, today)
            if answer is not None:
                return answer
        if row.status in (SIGNED, STUB):
            return None
        kind = (profile_ids.get(row.batch_uuid, ""), row.jclb, row.issued, row.year,
                put_off.get(row.parcel_uuid, ()))
        if kind not in known:
            known[kind] = _due_day(session, kind, today)
        return known[kind]

    return due_of


def _answer_day(session: Session, returns: ReturnDues, row: QueueRow, today: date) -> Optional[DueDay]:
    """By when what came back is answered, with who sent it back and why."""
    from ...domain.calendar.deadlines import light

    due, audit = returns.due(row.parcel_uuid, row.batch_uuid), returns.audit(row.parcel_uuid)
    if due is None or audit is None:
        return None
    lead = max(session.settings.lead_days, 0)
    shown = light(due.due, today, lead=lead)
    why = " ".join(str(audit.values.get(code) or "") for code in ("SHJB", "SHYY", "SHSM")).strip()
    back = QCoreApplication.translate("DeadlineLights", "Sent back: {why}").format(why=why)
    return DueDay(shown.days, _short(shown), shown.colour, "\n".join((back, _told(due, shown, lead, ""))))


def _due_day(session: Session, kind: _Kind, today: date) -> Optional[DueDay]:
    from ...domain.calendar.deadlines import (
        deadlines,
        effective_deadline,
        lead_days,
        lead_mark,
        light,
        patch_year,
        with_extension,
    )

    profile_id, jclb, issued, year, extensions = kind
    try:
        profile = session.profile_of(profile_id)
    except WeipianError:
        return None  # what is wrong with it was told when the workspace was opened; a cell must not raise
    if profile is None:
        return None
    try:
        found = deadlines(profile, jclb, issued, patch_year=patch_year(year))
    except WeipianError:
        # A patch without a date of issue has no deadline; that it lacks the date is a finding of its own.
        return None
    remark = ""
    try:
        found = with_extension(found, extensions)
    except WeipianError as error:
        # The official date holds; what is wrong with the extension is told beside it.
        remark = error.sentence(language())
    due = effective_deadline(found)
    if due is None:
        return None
    lead = lead_days(profile, session.settings.lead_days)
    marked = lead_mark(profile, session.settings.lead_days, language())
    # What was put off is no longer past: its new date was given after the plan.
    shown = light(due.due, today, published=None if due.extension else profile.published, lead=lead)
    told = "\n".join(part for part in (_told(due, shown, lead, marked), remark) if part)
    return DueDay(shown.days, _short(shown), shown.colour, told)


def _told(due: Deadline, shown: Light, lead: int, marked: str) -> str:
    """The date and its light; the internal date; the extension; the rule's own sentence and what was added to it."""
    chinese = language() == "zh"
    translate = QCoreApplication.translate
    lines = [f"{due.title if chinese else due.title_en}  {due.due.isoformat()}  {shown.zh if chinese else shown.en}"]
    if due.extension and due.official:
        lines.append(translate("DeadlineLights", "Put off from {day}; basis: {basis}").format(
            day=due.official.isoformat(), basis=due.extension))
    if lead:
        lines.append(translate("DeadlineLights", "Internal date, {n} days before: {day}").format(
            n=lead, day=due.internal(lead).isoformat()) + marked)
    lines.append(f"{due.source}：“{due.sentence}”")
    lines.append(due.mark if chinese else due.mark_en)
    return "\n".join(line for line in lines if line)


def _short(shown: Light) -> str:
    days = shown.days
    if days < 0 and shown.colour == PAST_BEFORE_PLAN:
        return QCoreApplication.translate("DeadlineLights", "past")
    if days < 0:
        return QCoreApplication.translate("DeadlineLights", "{n} d over").format(n=-days)
    if days == 0:
        return QCoreApplication.translate("DeadlineLights", "today")
    return QCoreApplication.translate("DeadlineLights", "{n} d").format(n=days)
