"""When a patch of the queue is due, with its light: the profile's deadlines, asked once for each kind of patch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Mapping, Optional, Tuple

from qgis.PyQt.QtCore import QCoreApplication

from ...domain.errors import WeipianError
from ...domain.records import SIGNED, STUB, QueueRow
from ..messages import language
from ..session import Session
from .models import DueDay, DueOf

if TYPE_CHECKING:
    from ...domain.calendar.deadlines import Deadline, Extension, Light, Lights
    from ...jobs.reviewing.return_dues import ReturnDues
    from ...workspace.workspace import Workspace

_Kind = Tuple[str, str, str, str, Tuple["Extension", ...]]


def deadline_reader(session: Session, extensions: Optional[Mapping[str, Tuple[Extension, ...]]] = None,
                    returns: Optional[ReturnDues] = None, workspace: Optional[Workspace] = None) -> DueOf:
    """A function from a row to its deadline, ``None`` where no profile is chosen or nothing is due; ``extensions`` by
    parcel, where the caller has read them; with ``returns`` what came back is due when it is to be answered.
    ``workspace``: the session's over a connection of the thread that asks, where that is not the GUI's.
    """
    from ...jobs.judging.due import extensions_by_parcel

    workspace = workspace or session.workspace
    if workspace is None or session.second_reader:  # a review file is for reading: nothing is reported from it
        return lambda _row: None
    profile_ids = workspace.lists.profile_ids()
    if extensions is None:
        extensions = extensions_by_parcel(workspace)
    put_off = extensions
    known: Dict[_Kind, Optional[DueDay]] = {}

    def due_of(row: QueueRow) -> Optional[DueDay]:
        if row.returned and returns is not None:
            answer = _answer_day(session, returns, row)
            if answer is not None:
                return answer
        if row.status in (SIGNED, STUB):
            return None
        kind = (profile_ids.get(row.batch_uuid, ""), row.jclb, row.issued, row.year,
                put_off.get(row.parcel_uuid, ()))
        if kind not in known:
            known[kind] = _due_day(session, kind)
        return known[kind]

    return due_of


def _answer_day(session: Session, returns: ReturnDues, row: QueueRow) -> Optional[DueDay]:
    """By when what came back is answered, with who sent it back and why."""
    due, audit = returns.due(row.parcel_uuid, row.batch_uuid), returns.audit(row.parcel_uuid)
    if due is None or audit is None:
        return None
    lights = session.settings.lights()
    shown = lights.of(due.due)
    why = " ".join(str(audit.values.get(code) or "") for code in ("SHJB", "SHYY", "SHSM")).strip()
    back = QCoreApplication.translate("DeadlineLights", "Sent back: {why}").format(why=why)
    return DueDay(shown.days, _short(shown), shown.colour, "\n".join((back, _told(due, shown, lights))))


def _due_day(session: Session, kind: _Kind) -> Optional[DueDay]:
    from ...domain.calendar.deadlines import deadlines, next_deadline, patch_year, with_extension

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
    lights = session.settings.lights(profile)
    due = next_deadline(found, lights.today)
    if due is None:
        return None
    shown = lights.of(due.due, before_plan=due.before_plan)
    told = "\n".join(part for part in (_told(due, shown, lights), remark) if part)
    return DueDay(shown.days, _short(shown), shown.colour, told)


def _told(due: Deadline, shown: Light, lights: Lights) -> str:
    """The date and its light; the internal date; the extension; the rule's own sentence and what was added to it."""
    chinese = language() == "zh"
    translate = QCoreApplication.translate
    lines = [f"{due.title if chinese else due.title_en}  {due.due.isoformat()}  {shown.zh if chinese else shown.en}"]
    if due.extension and due.official:
        lines.append(translate("DeadlineLights", "Put off from {day}; basis: {basis}").format(
            day=due.official.isoformat(), basis=due.extension))
    if lights.lead:
        lines.append(translate("DeadlineLights", "Internal date, {n} days before: {day}").format(
            n=lights.lead, day=due.internal(lights.lead).isoformat()) + lights.lead_mark(language()))
    lines.append(f"{due.source}：“{due.sentence}”")
    lines.append(due.mark if chinese else due.mark_en)
    return "\n".join(line for line in lines if line)


def _short(shown: Light) -> str:
    from ...domain.calendar.deadlines import PAST

    days = shown.days
    if shown.colour == PAST:
        return QCoreApplication.translate("DeadlineLights", "past")
    if days < 0:
        return QCoreApplication.translate("DeadlineLights", "{n} d over").format(n=-days)
    if days == 0:
        return QCoreApplication.translate("DeadlineLights", "today")
    return QCoreApplication.translate("DeadlineLights", "{n} d").format(n=days)
