"""Runs the check of a workspace for its window, goes to the places of findings, keeps what a person explains."""

from __future__ import annotations

from typing import Any, Callable, Optional

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QApplication, QWidget

from ...domain.calendar.dates import parse_date
from ..session import Session
from .validation_window import ValidationWindow

ShowField = Callable[[Any], None]


class Validations(QObject):
    """One window; what is decided while it is open shows when it is checked again, its own explanations at once."""

    def __init__(self, session: Session, show_fields: ShowField, window: QWidget) -> None:
        """``show_fields``: puts the keyboard into the first of these fields that there is."""
        super().__init__(window)
        self._session, self._show_fields, self._parent = session, show_fields, window
        self._batch: Optional[str] = None
        self.window: Optional[ValidationWindow] = None
        session.workspaceChanged.connect(self.close)

    def check(self, batch: Optional[str] = None, errors_only: bool = False) -> None:
        """Check the workspace (or the batch that is shown) and open the window."""
        if self._session.workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        self._batch = batch
        if self.window is None:
            self.window = ValidationWindow(self._parent)
            self.window.parcelWanted.connect(self._session.select)
            self.window.fieldWanted.connect(self._go_to_field)
            self.window.explained.connect(self._explain)
            self.window.againWanted.connect(self._refresh)
            self.window.finished.connect(lambda _result: self._closed())
        self._refresh()
        if errors_only and self.window is not None:
            self.window.show_open_errors()
        self.window.show()
        self.window.raise_()

    def _refresh(self) -> None:
        from ...jobs.checking.validate import validate

        session = self._session
        with session.guard():
            if session.workspace is None or self.window is None:
                return
            QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
            try:
                report = validate(session.workspace, self._batch, today=parse_date(session.settings.today))
            finally:
                QApplication.restoreOverrideCursor()
            self.window.show_report(report, session.writable)

    def _explain(self, entry: Any, reason: str) -> None:
        from ...jobs.checking.validate import explain

        session = self._session
        with session.guard():
            if session.workspace is not None:
                explain(session.workspace, entry.found, reason, parse_date(session.settings.today))
                session.parcelUpdated.emit(entry.found.parcel)
                self._refresh()

    def _go_to_field(self, parcel: str, fields: Any) -> None:
        self._session.select(parcel)
        self._show_fields(fields)

    def _closed(self) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()

    def close(self) -> None:
        """Another workspace, or the plugin's unload."""
        if self.window is not None:
            self.window.reject()
