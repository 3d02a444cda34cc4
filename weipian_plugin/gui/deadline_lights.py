"""When a patch of the queue is due, with its light: the profile's deadlines, asked once for each class and date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Dict, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ..domain.dates import parse_date
from ..domain.errors import WeipianError
from ..domain.records import QueueRow
from .messages import language
from .models import DueDay, DueOf
from .session import Session

if TYPE_CHECKING:
    from ..domain.deadlines import Light

PAST_BEFORE_PLAN = "grey"
"""Overdue is red; a date that had passed when the plan was issued is not overdue."""


def deadline_reader(session: Session) -> DueOf:
    """A function from a row to its deadline, ``None`` where no profile is chosen or nothing is due."""
    workspace = session.workspace
    if workspace is None:
        return lambda _row: None
    profile_ids = {batch.uuid: batch.profile_id for batch in workspace.batches()}
    today = parse_date(session.settings.today) or date.today()  # noqa: DTZ011 - deadlines are local days
    known: Dict[Tuple[str, str, str], Optional[DueDay]] = {}

    def due_of(row: QueueRow) -> Optional[DueDay]:
        key = (profile_ids.get(row.batch_uuid, ""), row.jclb, row.issued)
        if key not in known:
            known[key] = _due_day(session, *key, today)
        return known[key]

    return due_of


def _due_day(session: Session, profile_id: str, jclb: str, issued: str, today: date) -> Optional[DueDay]:
    from ..domain.deadlines import deadlines, effective_deadline, light

    profile = session.profile_of(profile_id)
    if profile is None:
        return None
    try:
        due = effective_deadline(deadlines(profile, jclb, issued))
    except WeipianError:
        # A patch without a date of issue has no deadline; that it lacks the date is a finding of its own.
        return None
    if due is None:
        return None
    chinese = language() == "zh"
    shown = light(due.due, today, published=profile.published)
    title = due.title if chinese else due.title_en
    return DueDay(shown.days, _short(shown), shown.colour,
                  f"{title}  {due.due.isoformat()}  {shown.zh if chinese else shown.en}")


def _short(shown: Light) -> str:
    days = shown.days
    if days < 0 and shown.colour == PAST_BEFORE_PLAN:
        return QCoreApplication.translate("DeadlineLights", "past")
    if days < 0:
        return QCoreApplication.translate("DeadlineLights", "{n} d over").format(n=-days)
    if days == 0:
        return QCoreApplication.translate("DeadlineLights", "today")
    return QCoreApplication.translate("DeadlineLights", "{n} d").format(n=days)
