"""Checks and makes a hand-in in the background for its window; ends cleanly with the workspace and the plugin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Tuple

from qgis.core import Qgis
from qgis.PyQt.QtCore import QObject, QUrl
from qgis.PyQt.QtWidgets import QWidget

from ...domain.calendar.periods import Period, PeriodKind
from ...domain.errors import WeipianError
from ..messages import describe
from ..newest import Newest
from ..session import Session
from ..tasks import TaskRunner, WorkTask

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from .delivery_window import DeliveryWindow, Scopes
    from .main_steps import MainSteps

_LETTERS = {PeriodKind.QUARTER: "Q", PeriodKind.HALF: "H", PeriodKind.YEAR: ""}


class Deliveries(QObject):
    """One window. ``export_tables``: the simple export; ``show_findings(batch)`` opens the checks."""

    def __init__(self, session: Session, runner: TaskRunner, export_tables: Callable[[Optional[str]], None],
                 show_findings: Callable[[Optional[str]], None], window: QWidget) -> None:
        super().__init__(window)
        self._session, self._runner, self._parent = session, runner, window
        self._export_tables, self._show_findings = export_tables, show_findings
        self._newest = Newest(self.tr("Weipian: check the hand-in"), runner, self)
        self._task: Optional[WorkTask] = None
        self._steps: Optional[MainSteps] = None
        self.window: Optional[DeliveryWindow] = None
        session.workspaceChanged.connect(self.close)

    def open(self, batch: Optional[str] = None) -> None:
        """Open the window, at the batch that is shown."""
        workspace = self._session.workspace
        if workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        if not workspace.batches():
            self._session.tell(self.tr("There is nothing to hand in yet: import an issued package first."))
            return
        with self._session.guard():
            if self.window is None:
                self._make_window(workspace, batch)
            if self.window is not None:
                self.window.show()
                self.window.raise_()

    def _make_window(self, workspace: Workspace, batch: Optional[str]) -> None:
        from ...jobs.handing_in.mappings import load_mappings
        from .delivery_window import ALL, BATCH, DeliveryWindow
        from .product_tree import TICKED_AT_FIRST

        settings, scopes = self._session.settings, scopes_of(workspace)
        chosen = (BATCH, batch) if batch else (BATCH if len(scopes[BATCH]) == 1 else ALL, "")
        window = self.window = DeliveryWindow(self._parent)
        folder = settings.delivery_folder or str(Path(str(workspace.path)).parent / "上报")
        window.show_choices(scopes, settings.delivery_products or TICKED_AT_FIRST, list(load_mappings()[0].values()),
                            folder, chosen)
        window.checkWanted.connect(self.check)
        window.makeWanted.connect(self.make)
        window.stopWanted.connect(self.stop)
        window.parcelWanted.connect(self._session.select)
        window.findingsWanted.connect(lambda: self._show_findings(self._batch()))
        window.tableWanted.connect(lambda: self._export_tables(self._batch()))
        window.finished.connect(lambda _result: self._closed())
        self.check()

    def _batch(self) -> Optional[str]:
        kind, value = self.window.scope if self.window is not None else ("", "")
        return value if kind == "batch" else None

    # The check

    def check(self) -> None:
        """Check what would be handed in, in the background; only the newest wish is answered."""
        workspace, window = self._session.workspace, self.window
        if workspace is None or window is None or self._task is not None:
            return
        window.show_checking()
        scope, folder = window.scope, window.folder
        try:
            wish = window.products.wish()
        except WeipianError as error:
            window.show_failed_check(describe(error)[0])
            return
        from ...jobs.handing_in.hand_in_place import check_pages

        pages = check_pages(wish)

        def work() -> Any:
            from ...jobs.handing_in.hand_in_place import check_place
            from ...jobs.handing_in.self_check import check_hand_in

            with workspace.again() as own:
                asked = _scope(own, scope)
                found = check_hand_in(own, asked, tell_quarantined=wish.tell_quarantined, limit=wish.package.limit)
                place = check_place(own, asked, found.state, folder, wish, pages) if folder is not None else []
                return found, place

        self._newest.ask(work, self._checked, self._not_checked)

    def _checked(self, outcome: Tuple[Any, List[Any]]) -> None:
        found, place = outcome
        if self.window is not None:
            order = "EWN"
            lines = sorted((*found.lines, *place), key=lambda line: (order.index(line.grade), not line.hard))
            self.window.show_check(lines, found.parcels, found.signed)

    def _not_checked(self, error: BaseException) -> None:
        if self.window is not None and not _is_cancelled(error):
            self.window.show_failed_check(describe(error)[0])

    # Making

    def make(self, draft: bool = False, reason: str = "") -> None:
        """Make what is ticked, in the background."""
        workspace, window = self._session.workspace, self.window
        if workspace is None or window is None or self._task is not None or window.folder is None:
            return
        from .main_steps import MainSteps

        with self._session.guard():
            wish, scope, folder = window.products.wish(), window.scope, window.folder
            self._session.settings.store(delivery_folder=str(folder), delivery_products=window.products.ticked)
            training = bool(workspace.is_training)
            steps = self._steps = MainSteps(workspace, self)

            def work(feedback: Any) -> Any:
                from ...jobs.handing_in.deliver_all import deliver_all

                with workspace.again() as own:
                    return deliver_all(own, _scope(own, scope), folder, wish, feedback, draft, reason, training,
                                       steps.run)

            self._newest.forget()
            self._show_step(0, 100, self.tr("Checking …"))
            self._task = self._runner.run(self.tr("Weipian: hand in"), work, self._made, self._failed, self._show_step)

    def _show_step(self, done: int, total: int, text: str) -> None:
        if self.window is not None:
            self.window.show_busy(True, text, done, total)

    def _ended(self) -> None:
        self._task = None
        steps, self._steps = self._steps, None
        if steps is not None:
            steps.stop()
            steps.deleteLater()
        if self.window is not None:
            self.window.show_busy(False)

    def _made(self, report: Any) -> None:
        self._ended()
        if self.window is not None:
            self.window.show_result(report)
        link = f'<a href="{QUrl.fromLocalFile(str(report.folder)).toString()}">{report.folder.name}</a>'
        self._session.tell(self.tr("Made: {n} files in {folder}").format(n=report.files, folder=link),
                           int(Qgis.MessageLevel.Success))

    def _failed(self, error: BaseException) -> None:
        self._ended()
        if _is_cancelled(error):
            if self.window is not None:
                self.window.show_failure(
                    self.tr("Stopped. What was delivered before is as it was; making it again goes on from here."))
            return
        if self.window is not None:
            self.window.show_failure(describe(error)[0])
        with self._session.guard():
            raise error

    def stop(self) -> None:
        """What is being made ends where it is."""
        if self._steps is not None:
            self._steps.stop()
        if self._task is not None:
            self._task.cancel()

    def _closed(self) -> None:
        """The window is closed; what is being made goes on and is told."""
        self._newest.forget()
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()

    def close(self) -> None:
        """Another workspace, or the plugin's unload."""
        self.stop()
        if self.window is not None:
            self.window.reject()


def scopes_of(workspace: Workspace) -> Scopes:
    """What may be handed in: batches newest first, the periods in which any was issued, everything."""
    from ...jobs.handing_in.scope import periods_of
    from ...jobs.reviewing.population import labels_told_apart

    names = labels_told_apart(workspace)
    batches = sorted(workspace.batches(), key=lambda one: one.issued, reverse=True)
    found: Scopes = {"batch": [(one.uuid, names[one.uuid] if not one.issued or one.issued in names[one.uuid]
                                else f"{names[one.uuid]}（{one.issued}）") for one in batches]}
    for kind in PeriodKind:
        found[kind.value] = [(_text(period), period.title) for period in periods_of(workspace, kind)]
    found["all"] = [("", "全部批次")] if len(batches) > 1 else []
    return found


def _text(period: Period) -> str:
    letter = _LETTERS[period.kind]
    return f"{period.year}{letter}{period.number}" if letter else str(period.year)


def _scope(workspace: Workspace, chosen: Tuple[str, str]) -> Any:
    from ...jobs.handing_in.scope import scope_asked

    kind, value = chosen
    return scope_asked(workspace, value if kind == "batch" else None, "" if kind in ("batch", "all") else value)


def _is_cancelled(error: BaseException) -> bool:
    return isinstance(error, WeipianError) and error.code == "JOB_CANCELLED"
