"""Asks where the field sheets go and prints them page by page, so that the window lives and can stop it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Generator, List, Optional, Sequence

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, QTimer, QUrl, pyqtSignal
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from .session import Session

if TYPE_CHECKING:
    from ..jobs.field_sheets.field_sheet import FieldSheetPrinting

FILTER = "PDF (*.pdf)"


class FieldSheetPrinter(QObject):
    """``progressed`` tells how far it is, ``ended`` that it is over; a new wish waits until then."""

    progressed = pyqtSignal(int, int, str)
    ended = pyqtSignal()

    def __init__(self, session: Session, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._window = session, window
        self._printing: Optional[FieldSheetPrinting] = None
        self._pages: Optional[Generator[str, None, None]] = None
        self._done = 0
        self._turn = QTimer(self)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._next_page)
        session.workspaceChanged.connect(self.stop)

    @property
    def busy(self) -> bool:
        """True while pages are being written."""
        return self._printing is not None

    def ask(self, parcels: Sequence[str]) -> None:
        """Ask for the file and print the sheets of ``parcels`` (uuids)."""
        workspace = self._session.workspace
        if workspace is None or not parcels or self.busy:
            return
        name = workspace.parcel(parcels[0]).jcbh if len(parcels) == 1 else f"{len(parcels)}"
        proposed = str(Path(str(workspace.path)).with_name(f"外业核查表 {name}.pdf"))
        path, _ = QFileDialog.getSaveFileName(self._window, self.tr("Print field sheets"), proposed, FILTER)
        if path:
            self.write(path, parcels)

    def write(self, path: str, parcels: Sequence[str]) -> None:
        """Print the sheets of ``parcels`` into ``path``; the outcome is told."""
        from ..jobs.field_sheets.field_sheet import FieldSheetPrinting

        workspace = self._session.workspace
        if workspace is None or self.busy:
            return
        with self._session.guard():
            self._printing = FieldSheetPrinting(workspace, path, list(parcels))
            self._pages, self._done = self._printing.pages(), 0
            self._turn.start()

    def stop(self) -> None:
        """Write no further page, and leave no half file."""
        self._turn.stop()
        printing, self._printing, pages, self._pages = self._printing, None, self._pages, None
        if pages is not None:
            pages.close()  # the generator closes its file
        if printing is not None:
            printing.abandon()
            self.ended.emit()

    def _next_page(self) -> None:
        printing, pages = self._printing, self._pages
        if printing is None or pages is None:
            return
        try:
            number = next(pages)
        except StopIteration:
            self._printing = self._pages = None
            self._turn.stop()
            self._tell(printing)
            self.ended.emit()
        except Exception as error:
            self.stop()
            self._tell_error(error)
        else:
            self._done += 1
            text = self.tr("Field sheet {number}").format(number=number)
            self.progressed.emit(self._done, len(printing.wanted), text)

    def _tell(self, printing: FieldSheetPrinting) -> None:
        report = printing.report()
        link = f'<a href="{QUrl.fromLocalFile(str(report.path)).toString()}">{report.path.name}</a>'
        said: List[str] = [self.tr("{n} field sheets written: {file}").format(n=len(report.parcels), file=link)]
        if report.left_out:
            said.append(self.tr("{n} were left out.").format(n=report.left_out))
        self._session.tell(" ".join(said), int(Qgis.MessageLevel.Success))

    def _tell_error(self, error: Exception) -> None:
        with self._session.guard():
            raise error
