"""Counts for the dashboard in the background, again after decisions while it is looked at, and opens what it shows."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Sequence, Tuple

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, Qt, QTimer, QUrl
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from ...domain.calendar.dates import parse_date
from ..messages import describe
from ..newest import Newest
from ..session import Session
from ..tasks import TaskRunner

if TYPE_CHECKING:
    from ...delivery.charts.spec import Chart
    from ...domain.statistics.figures import Figure
    from ...jobs.handing_in.overview import Overview
    from ...workspace.workspace import Workspace
    from .dashboard_dock import DashboardDock

LEAST_DELAY_MS = 2000
_PATIENCE = 8
"""It rests so many times as long as counting took: who judges patch after patch is not slowed down by it."""
_FORBIDDEN = '\\/:*?"<>|'
EVERYTHING, BATCH, PERIOD = "everything", "batch", "period"


class Dashboards(QObject):
    """One dock, made when it is first asked for. ``show_parcels(title, uuids)`` lists parcels in the queue."""

    def __init__(self, session: Session, runner: TaskRunner, iface: Any,
                 show_parcels: Callable[[str, Sequence[str]], None], what_if: Callable[[], None],
                 neighbour: Optional[QWidget] = None) -> None:
        super().__init__(iface.mainWindow())
        self._session, self._iface = session, iface
        self._show_parcels, self._what_if, self._neighbour = show_parcels, what_if, neighbour
        self._newest = Newest(self.tr("Weipian: dashboard"), runner, self)
        self.dock: Optional[DashboardDock] = None
        self._is_stale = True
        self._begun, self._took = 0.0, 0.0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.count)
        session.workspaceChanged.connect(self._other_workspace)
        session.queueChanged.connect(self._changed)
        session.parcelUpdated.connect(lambda _uuid: self._changed())
        session.rowsChanged.connect(lambda _uuids: self._changed())
        session.partsChanged.connect(lambda _uuids: self._changed())
        session.recordChanged.connect(lambda _kind, _uuid, _record: self._changed())
        session.blindChanged.connect(lambda _on: self._other_workspace())

    def open(self) -> None:
        """Show the dock, where it was left."""
        if self.dock is None:
            self._make()
        if self.dock is not None:
            self.dock.show()
            self.dock.raise_()

    def _make(self) -> None:
        from .dashboard_dock import DashboardDock

        window = self._iface.mainWindow()
        dock = self.dock = DashboardDock(window)
        dock.scopeChosen.connect(self.count)
        dock.againWanted.connect(self.count)
        dock.figureWanted.connect(self.open_figure)
        dock.pictureWanted.connect(self._save_picture)
        dock.picturesWanted.connect(self._save_pictures)
        dock.whatIfWanted.connect(self._what_if)
        if not window.restoreDockWidget(dock):
            self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
            if self._neighbour is not None and self._neighbour.isVisible():
                window.tabifyDockWidget(self._neighbour, dock)
        dock.visibilityChanged.connect(self._seen)
        self._seen(True)

    def _seen(self, visible: bool) -> None:
        """Who looks at it again sees it as it is now; while nobody looks nothing is counted."""
        if visible and self._is_stale:
            self.count()

    @property
    def is_looked_at(self) -> bool:
        """Is the dock on the screen?"""
        return self.dock is not None and self.dock.isVisible() and not self.dock.visibleRegion().isEmpty()

    def _other_workspace(self) -> None:
        self._newest.forget()
        self._timer.stop()
        self._is_stale = True
        if self.dock is not None:
            self.dock.scopeBox.clear()
            self.dock.show_nothing("")
        if self.is_looked_at:
            self.count()

    def _changed(self) -> None:
        self._is_stale = True
        if self.is_looked_at and self.dock is not None:
            if self.dock.overview is not None:
                self.dock.show_stale()
            self._timer.start(max(LEAST_DELAY_MS, round(self._took * 1000 * _PATIENCE)))

    def count(self) -> None:
        """Count in the background, and show it."""
        dock, workspace = self.dock, self._session.workspace
        self._timer.stop()
        if dock is None:
            return
        if workspace is None:
            dock.show_nothing(self.tr("Open a workspace first."))
            return
        if self._session.second_reader:
            dock.show_nothing(self.tr("This is a review file: figures are counted where it is collected."))
            return
        if self._session.blind:
            dock.show_nothing(self.tr("A test is going on: no figures until it is over."))
            return
        with self._session.guard():
            dock.offer(self._scopes(workspace))
            wanted, today = dock.chosen, parse_date(self._session.settings.today) or date.today()  # noqa: DTZ011
            lead = self._session.settings.lead_days
            dock.show_working()
            self._is_stale, self._begun = False, monotonic()
            self._newest.ask(lambda: _overview(workspace, wanted, today, lead), self._show, self._failed)

    def _scopes(self, workspace: Workspace) -> List[Tuple[str, Any]]:
        from ...domain.calendar.periods import PeriodKind
        from ...jobs.handing_in.scope import periods_of
        from ...jobs.reviewing.population import labels_told_apart

        found: List[Tuple[str, Any]] = [(self.tr("All batches"), (EVERYTHING, ""))]
        for kind in (PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR):
            found += [(period.title, (PERIOD, period)) for period in periods_of(workspace, kind)]
        return found + [(name, (BATCH, uuid)) for uuid, name in labels_told_apart(workspace).items()]

    def _show(self, overview: Optional[Overview]) -> None:
        self._took = monotonic() - self._begun
        if self.dock is None:
            return
        if overview is None:
            self.dock.show_nothing(self.tr("Next: import the package that was issued."))
        else:
            self.dock.show_overview(overview)
        if self._is_stale:
            self._changed()

    def _failed(self, error: BaseException) -> None:
        if self.dock is not None:
            self.dock.show_nothing(describe(error)[0])

    def open_figure(self, figure: Figure) -> None:
        """The parcels of a figure in the queue."""
        self._show_parcels(figure.title, figure.parcels)

    def _save_picture(self, chart: Chart) -> None:
        proposed = self._folder() / f"{_as_name(chart.title)}.png"
        path, chosen = QFileDialog.getSaveFileName(self.dock, self.tr("Save the picture"), str(proposed),
                                                   "PNG (*.png);;SVG (*.svg)")
        if path:
            ending = ".svg" if "svg" in chosen else ".png"
            self.save_to([(chart, Path(path) if Path(path).suffix else Path(path + ending))])

    def _save_pictures(self) -> None:
        if self.dock is None or self.dock.overview is None:
            return
        folder = QFileDialog.getExistingDirectory(self.dock, self.tr("Folder for the pictures"), str(self._folder()))
        if folder:
            charts = self.dock.overview.charts
            self.save_to([(chart, Path(folder) / f"{_as_name(chart.title)}{ending}")
                          for chart in charts for ending in (".png", ".svg")])

    def save_to(self, wanted: Sequence[Tuple[Chart, Path]]) -> None:
        """Write charts on light ground, for paper, and say where they are."""
        from ...delivery.charts.files import write_chart

        with self._session.guard():
            for chart, path in wanted:
                write_chart(chart, path)
            folder = wanted[0][1].parent
            link = f'<a href="{QUrl.fromLocalFile(str(folder)).toString()}">{folder.name}</a>'
            self._session.tell(self.tr("{n} pictures written: {folder}").format(n=len(wanted), folder=link),
                               int(Qgis.MessageLevel.Success))

    def _folder(self) -> Path:
        workspace = self._session.workspace
        return Path(str(workspace.path)).parent if workspace is not None else Path()

    def shut_down(self) -> None:
        """The plugin is unloaded: nothing more is counted, the dock goes."""
        self._timer.stop()
        self._newest.forget()
        dock, self.dock = self.dock, None
        if dock is not None:
            dock.visibilityChanged.disconnect(self._seen)
            self._iface.removeDockWidget(dock)
            dock.hide()
            dock.setParent(None)
            dock.deleteLater()


def _as_name(title: str) -> str:
    return "".join(" " if letter in _FORBIDDEN else letter for letter in title).strip()


def _overview(workspace: Workspace, wanted: Any, today: date, lead: int) -> Optional[Overview]:
    """In a thread, over a connection of its own."""
    from ...domain.errors import WeipianError
    from ...jobs.handing_in.overview import read_overview
    from ...jobs.handing_in.scope import everything, scope_of_batch, scope_of_period

    kind: str = wanted[0] if wanted else EVERYTHING
    value: Any = wanted[1] if wanted else ""
    with workspace.again() as beside:
        try:
            scope = (everything(beside) if kind == EVERYTHING else scope_of_batch(beside, value) if kind == BATCH
                     else scope_of_period(beside, value))
        except WeipianError as error:
            if error.code != "NOTHING_TO_EXPORT":
                raise
            return None
        return read_overview(beside, scope, today, lead)
