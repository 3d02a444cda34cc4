"""Photos and papers of an act or of a part of its rectification: listed, opened, attached by hand."""

from __future__ import annotations

from html import escape
from typing import Dict, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt, QUrl
from qgis.PyQt.QtGui import QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from ...domain.forms.codes import label
from ...domain.records import Record
from ..messages import language
from ..session import Session


class AttachedPapers(QWidget):
    """What is attached to an act (a part) or to its parcels; a new file is kept with each of these, byte for byte, and
    tied to the act (the part).
    """

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._session = session
        self._owner: Optional[Record] = None
        self._parcels: Tuple[str, ...] = ()
        self.list = QLabel(self)
        self.list.setWordWrap(True)
        self.list.setTextFormat(Qt.TextFormat.RichText)
        self.list.linkActivated.connect(self._open)
        self.attachButton = QPushButton(self.tr("Attach photos or papers…"), self)
        self.attachButton.setWhatsThis(self.tr("They belong to this record, and are copied beside the workspace"))
        self.attachButton.setAutoDefault(False)
        self.attachButton.clicked.connect(lambda _checked: self._choose())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.list)
        layout.addWidget(self.attachButton, 0, Qt.AlignmentFlag.AlignLeft)

    def show_owner(self, owner: Optional[Record], writable: bool) -> None:
        """Show what is tied to this act or part, and what its parcels have that is tied to nothing."""
        self._owner = owner
        self._parcels = owner.parcels if owner is not None else ()
        self.setVisible(bool(self._parcels))
        self.attachButton.setEnabled(writable)
        lines = [self._line(record) for record in self._attachments()]
        name = self.tr("Photos and papers")  # not inside the f-string: pylupdate does not see it there
        title = f"<b>{escape(name)}</b>"
        self.list.setText("<br>".join([title, *(lines or [escape(self.tr("none"))])]))

    def attach(self, files: Sequence[str]) -> None:
        """Keep these files with every parcel of the act or part, tied to it."""
        from ...jobs.registers.attachments import attach

        workspace = self._session.workspace
        owner = self._owner
        if workspace is None or owner is None:
            return
        with self._session.guard():
            for path in files:
                for parcel in owner.parcels:
                    self._session.tell_record(attach(workspace, parcel, path, owner=owner.uuid))

    def _attachments(self) -> List[Record]:
        workspace, owner = self._session.workspace, self._owner
        if workspace is None or owner is None:
            return []
        known = [*workspace.records("attachment", act=owner.uuid),
                 *(record for parcel in owner.parcels for record in workspace.records("attachment", parcel)
                   if not record.act)]
        found: Dict[str, Record] = {}
        for record in known:
            found.setdefault(str(record.values.get("SHA256")), record)
        return list(found.values())

    def _line(self, record: Record) -> str:
        values = record.values
        parts = [label("FJLX", values.get("FJLX"), language()), str(values.get("PSSJ") or "").replace("T", " ")]
        if not record.act:
            parts.append(self.tr("of the parcel"))
        about = " · ".join(escape(part) for part in parts if part)
        return f'<a href="{escape(record.uuid)}">{escape(str(values.get("FJMC") or "?"))}</a>&nbsp; {about}'

    def _choose(self) -> None:
        files, _ = QFileDialog.getOpenFileNames(self.window(), self.tr("Attach photos or papers"))
        if files:
            self.attach(files)

    def _open(self, uuid: str) -> None:
        from ...jobs.registers.attachments import file_of

        with self._session.guard():
            workspace = self._session.workspace
            if workspace is not None:
                QDesktopServices.openUrl(QUrl.fromLocalFile(str(file_of(workspace, workspace.record(uuid)))))
