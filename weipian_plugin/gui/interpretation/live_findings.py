"""What the checks say of the parcel on the table, under its form: errors, warnings, and how much is not checked."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QVBoxLayout, QWidget

from ...domain.calendar.dates import parse_date
from ...domain.records import SIGNED
from ..messages import language
from ..session import Session
from ..wording import BAD, GOOD, WARN, coloured, muted, tone
from .rich_label import RichLabel

if TYPE_CHECKING:
    from ...jobs.checking.validate import Stated
    from ...jobs.checking.validation_cases import Surroundings
    from ...workspace.workspace import Workspace


class LiveFindings(QFrame):
    """A line for each finding, a link to its fields. ``fieldsWanted`` carries their codes, apart by spaces."""

    fieldsWanted = pyqtSignal(str)  # noqa: N815 - Qt's way of naming signals

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._around: Optional[Surroundings] = None
        self._is_signed = False
        self.entries: Tuple[Stated, ...] = ()
        self.label = RichLabel(self)
        self.label.linkActivated.connect(self.fieldsWanted.emit)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.label)

    def forget(self) -> None:
        """Layers, batches or the workspace may be others now."""
        self._around = None

    def show_parcel(self, uuid: str) -> None:
        """Check this parcel as it is saved, and show what is found."""
        workspace = self._session.workspace
        if workspace is None:
            self.show_nothing()
            return
        self.show_findings(self.check(workspace, uuid), workspace.parcel(uuid).status == SIGNED)

    def check(self, workspace: Workspace, uuid: str) -> List[Stated]:
        """The findings of a parcel of the open workspace, checked once while nothing is written."""
        from ...jobs.checking.validate import validate_parcel
        from ...jobs.checking.validation_cases import Surroundings

        if self._around is None or self._around.workspace is not workspace:
            self._around = Surroundings(workspace, parse_date(self._session.settings.today))
        around = self._around
        return workspace.remembered(("checked", around, uuid), lambda: validate_parcel(around, uuid))

    def show_nothing(self) -> None:
        """Nothing is checked: a parcel that is closed, or an exam."""
        self.entries = ()
        self.label.clear()

    def against(self, subject: str) -> Tuple[Stated, ...]:
        """The errors shown that stand against a signature of the subject."""
        from ...jobs.judging.sign import in_the_way

        return in_the_way(self.entries, subject)

    def elsewhere(self) -> Tuple[Stated, ...]:
        """The errors shown of what nobody answers here."""
        from ...jobs.judging.sign import elsewhere

        return elsewhere(self.entries)

    def show_findings(self, entries: Sequence[Stated], is_signed: bool = False) -> None:
        """Show these findings; what could not be checked is counted, and named in the tool tip.

        That nobody has signed yet is no mistake of a draft: it warns, and holds back only what is handed in.
        """
        from ...jobs.checking.validate import UNCHECKED

        self.entries, self._is_signed = tuple(entries), is_signed
        told = [entry for entry in entries if entry.state != UNCHECKED]
        unchecked = [entry for entry in entries if entry.state == UNCHECKED]
        name = self.tr("Checks")  # not inside the f-string: pylupdate does not see it there
        lines = [f"<b>{escape(name)}</b>" + self._verdict(told, len(unchecked))]
        lines += [self._line(entry) for entry in told]
        self.label.setText("<br>".join(lines))
        self.label.setToolTip("\n".join(f"{entry.found.check} {entry.found.sentence(language())}"
                                        for entry in unchecked))

    def _verdict(self, told: List[Stated], unchecked: int) -> str:
        parts = []
        if not told:
            parts.append(coloured(self.tr("✔ nothing found"), GOOD, self.palette()))
        if unchecked:
            grey = muted(self.palette()).name()
            text = escape(self.tr("{n} not checked").format(n=unchecked))
            parts.append(f'<span style="color:{grey}">？ {text}</span>')
        return "&nbsp; ".join(["", *parts])

    def _line(self, entry: Stated) -> str:
        from ...domain.validation import ERROR
        from ...jobs.checking.validate import EXPLAINED
        from ...jobs.judging.sign import BY_SIGNING

        found = entry.found
        is_explained = entry.state == EXPLAINED
        is_error = found.severity == ERROR and not (found.check == BY_SIGNING and not self._is_signed)
        sign = "✎" if is_explained else "✖" if is_error else "⚠"
        kind = BAD if is_error and not is_explained else WARN
        colour = tone(kind, self.palette()).name()
        link = f'<a href="{" ".join(found.fields)}" style="color:{colour}">{sign} {found.check}</a>'
        return f"{link} {escape(found.sentence(language()))}"
