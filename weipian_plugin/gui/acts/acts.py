"""Opens the window of acts and rectification, and writes what is asked of it: the review's sheet, the survey's list."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ...domain.records import Record
from ..session import Session
from .acts_window import ActsWindow

SHEETS = "PDF (*.pdf);;Excel (*.xlsx);;HTML (*.html)"
LISTS = "Excel (*.xlsx);;CSV (*.csv)"


class Acts(QObject):
    """One window on the session's workspace; it goes with the workspace."""

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._parent = session, window
        self.window: Optional[ActsWindow] = None
        session.workspaceChanged.connect(self.close)

    def show(self, undo_keys: List[QKeySequence]) -> Optional[ActsWindow]:
        """Open the window at the current parcel's act."""
        session = self._session
        if session.workspace is None:
            session.tell(self.tr("Open a workspace first."))
            return None
        if self.window is None:
            self.window = ActsWindow(session, undo_keys, self._parent)
            self.window.reviews.sheetWanted.connect(self._choose_sheet)
            self.window.surveys.listWanted.connect(self._choose_list)
            self.window.finished.connect(lambda _result: self._closed())
        self.window.show_act_of(session.current)
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        return self.window

    def new_act(self, undo_keys: List[QKeySequence]) -> None:
        """A new act from the current parcel, in the window."""
        session = self._session
        if session.workspace is not None and not session.writable:
            with session.guard():
                session.workspace.require_writable()
            return
        if session.workspace is not None and not session.may_answer():
            return
        window = self.show(undo_keys)
        if window is not None and session.current:
            window.new_act_of(session.current)

    def write_sheet(self, review: Record, path: Path) -> None:
        """Write the agenda or the minutes of a review."""
        from ...jobs.registers.review_sheet import export_review_sheet

        session = self._session
        with session.guard():
            if session.workspace is not None:
                self._written(export_review_sheet(session.workspace, review, path))

    def write_list(self, path: Path) -> None:
        """Write the list of survey flags."""
        from ...jobs.registers.survey_flags import export_survey_flags

        session = self._session
        with session.guard():
            if session.workspace is not None:
                self._written(export_survey_flags(session.workspace, path).path)

    def _choose_sheet(self, review: Record) -> None:
        name = f"集体会审 {review.values.get('HSSJ') or ''}".strip()
        path = self._asked(self.tr("Agenda and minutes"), f"{name}.pdf", SHEETS)
        if path is not None:
            self.write_sheet(review, path)

    def _choose_list(self) -> None:
        path = self._asked(self.tr("List of survey flags"), "变更调查标识清单.xlsx", LISTS)
        if path is not None:
            self.write_list(path)

    def _asked(self, title: str, name: str, kinds: str) -> Optional[Path]:
        workspace = self._session.workspace
        if workspace is None:
            return None
        proposed = str(Path(str(workspace.path)).with_name(name))
        path, _ = QFileDialog.getSaveFileName(self.window or self._parent, title, proposed, kinds)
        return Path(path) if path else None

    def _written(self, path: Path) -> None:
        link = f'<a href="{QUrl.fromLocalFile(str(path)).toString()}">{path.name}</a>'
        self._session.tell(self.tr("Written: {files}").format(files=link), int(Qgis.MessageLevel.Success))

    def _closed(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()

    def close(self) -> None:
        """Another workspace, or the plugin's unload."""
        if self.window is not None:
            self.window.reject()
