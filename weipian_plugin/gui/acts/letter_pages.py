"""The pages of letters (提醒, 约谈, 联合惩戒 …) and of what city and province said of a parcel (审核)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from html import escape
from typing import TYPE_CHECKING, List, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QPalette

from ...domain.calendar.dates import parse_date
from ...domain.forms.audits import is_returned
from ...domain.forms.codes import label
from ...domain.forms.fields import is_empty
from ...domain.records import Record
from ..fields.field_editors import CodeEditor
from ..messages import language
from ..wording import BAD, GOOD, WARN, coloured
from .record_page import RecordPage

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

translate = QCoreApplication.translate


class LetterPage(RecordPage):
    """Letters to townships and units: open until they are answered."""

    KIND = "letter"

    def blank(self, parcels: Sequence[str]) -> Record:
        """A letter; where all its parcels are of one act, about that act."""
        workspace = self.session.workspace
        acts = [{act.uuid for act in workspace.records("act", uuid)} for uuid in parcels] if workspace else []
        shared = set.intersection(*acts) if acts else set()
        return replace(super().blank(parcels), act=shared.pop() if len(shared) == 1 else "")

    def notes(self, record: Record) -> List[str]:
        """Which act it is about, and whether an answer is late."""
        lines = []
        if record.act and self.session.workspace is not None:
            act = self.session.workspace.record(record.act)
            text = self.tr("About the act {number}")
            lines.append(escape(text.format(number=act.values.get("WFXWBH") or self.tr("without a number"))))
        wanted = parse_date(record.values.get("HJQX"))
        today = parse_date(self.session.settings.today) or date.today()  # noqa: DTZ011 - deadlines are local days
        if wanted is not None and is_empty(record.values.get("HFRQ")):
            days = (wanted - today).days
            text = self.tr("Answer wanted by {day}, {n} days left") if days >= 0 else self.tr(
                "Answer wanted by {day}, {n} days over")
            lines.append(coloured(text.format(day=wanted.isoformat(), n=abs(days)), WARN if days >= 0 else BAD,
                                  self.palette(), bold=True))
        return lines


class AuditPage(RecordPage):
    """What each level said of a parcel, round by round: open while a return is not answered."""

    KIND = "audit"

    def blank(self, parcels: Sequence[str]) -> Record:
        """The level whose turn it is by the parcel's profile, and its next round."""
        from ...jobs.registers.audits import audit_of_parcel

        workspace = self.session.workspace
        return super().blank(parcels) if workspace is None else audit_of_parcel(workspace, parcels[0])

    def to_keep(self, record: Record, workspace: Workspace) -> Record:
        """With the rounds that are known. Raises AUDIT_REFUSED where the level cannot say this of the parcel."""
        from ...jobs.registers.audits import audit_to_keep

        return audit_to_keep(workspace, record)

    def levels(self, record: Record) -> Tuple[str, ...]:
        """The levels that the parcel's profile lets audit."""
        from ...jobs.registers.audits import audit_levels

        workspace = self.session.workspace
        return audit_levels(workspace, record.parcels[0]) if workspace is not None and record.parcels else ()

    def show_current(self, fresh: bool = True) -> None:
        """The audit in its form; only the profile's levels are offered."""
        super().show_current(fresh)
        editor = self.form.editors.get("SHJB")
        if self._current is not None and isinstance(editor, CodeEditor):
            with self.session.guard():
                editor.offer_only(self.levels(self._current))

    def notes(self, record: Record) -> List[str]:
        """Where the parcel stands, and what every level has said of it."""
        workspace = self.session.workspace
        known = workspace.records("audit", record.parcels[0]) if workspace is not None and record.parcels else []
        returned = is_returned(known)
        state = (self.tr("↩ Returned: the county has not answered yet.") if returned
                 else self.tr("Nothing is waiting for the county's answer."))
        lines = [coloured(state, WARN if returned else GOOD, self.palette(), bold=returned)]
        lines += [escape(_said(one)) for one in known if not is_empty(one.values.get("SHJG"))]
        return lines


def letters_in_words(letters: Sequence[Record], palette: QPalette) -> List[str]:
    """A line for each letter about an act: its kind, number and day, and whether it is answered."""
    lines = []
    for letter in letters:
        values = letter.values
        name = " ".join(str(part) for part in (label("HJLX", values.get("HJLX"), language()), values.get("HJWH"),
                                               values.get("HJRQ"), values.get("HJZS")) if part)
        answered = values.get("HFRQ")
        text = (translate("LetterPage", "✉ {letter}: answered on {day}").format(letter=name, day=answered) if answered
                else translate("LetterPage", "✉ {letter}: not answered yet").format(letter=name))
        lines.append(coloured(text, GOOD if answered else WARN, palette))
    return lines


def _said(audit: Record) -> str:
    values = audit.values
    named = (label("SHJB", values.get("SHJB"), language()), f"#{values.get('SHLC') or '?'}", values.get("SHSJ"),
             label("SHJG", values.get("SHJG"), language()), label("SHYY", values.get("SHYY"), language()),
             values.get("SHSM"))
    return " ".join(str(part) for part in named if part)
