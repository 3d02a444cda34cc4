"""Opens the review window, runs its pages' work in threads one at a time, and tells all docks what was changed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, List, Optional, Sequence

from qgis.core import Qgis, QgsSettings
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QFileDialog, QInputDialog, QWidget

from ...domain.errors import WeipianError
from ...domain.forms.codes import AUDIT_LEVELS, label
from ...domain.review.package_form import ENDING
from ..interpretation.return_mark import ReturnMark
from ..messages import describe, language
from ..session import Session
from ..tasks import TaskRunner, WorkTask
from .typed_words import Kept

if TYPE_CHECKING:
    from ..imagery.patch_pictures import PatchPictures
    from .page import Work
    from .review_window import ReviewWindow


class ReviewDesk(QObject):
    """One window, made when it is first asked for. ``show_parcels(title, uuids)`` lists parcels in the queue.
    ``founded``: a workspace was made of packages; ``layersWanted``: images or layers are to be named first.
    """

    founded = pyqtSignal()
    layersWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, session: Session, runner: TaskRunner, show_parcels: Callable[[str, Sequence[str]], None],
                 canvas: Any, window: QWidget) -> None:
        super().__init__(window)
        self.session, self.canvas = session, canvas
        self._runner, self._parent, self._show_parcels = runner, window, show_parcels
        self._task: Optional[WorkTask] = None
        self._makes_room = False
        self.mark = ReturnMark(self)
        """What is drawn on the map for a return; beside the patch it is the same one."""
        self.undo_keys: Callable[[], Sequence[QKeySequence]] = tuple
        self.typed: Kept = {}
        """Words of the window that nothing has taken up yet."""
        self.pictures: Optional[PatchPictures] = None
        """The dated pictures of the compare dock, whose files are open already."""
        self.window: Optional[ReviewWindow] = None
        session.workspaceChanged.connect(self.close)
        session.workspaceChanged.connect(self.mark.forget)
        session.workspaceChanged.connect(self.typed.clear)
        self.mark.drawing.connect(self._make_room)
        for changed in (session.queueChanged, session.parcelUpdated, session.rowsChanged, session.recordChanged,
                        session.partsChanged):
            changed.connect(lambda *_: self._changed())

    def open(self, page: str = "") -> None:
        """Show the window, at the page of this name (`review_window.PAGES`) where one is given."""
        if self.session.workspace is None:
            self.found()
            return
        if self.session.in_test:
            self.session.tell(self.tr("While a test runs nothing is reviewed here."))
            return
        if self.session.refuse_in_review():
            return
        if self.window is None:
            from .review_window import ReviewWindow

            self.window = ReviewWindow(self, self._parent)
            self.window.stopWanted.connect(self.stop)
            self.window.finished.connect(lambda _result: self._closed())
            self.session.message.connect(self._heard)
        self.window.show()
        self.window.raise_()
        self.window.turn_to(page)

    def found(self) -> None:
        """A city or a province begins: packages and a place are chosen, and an empty workspace is made for them."""
        folder = str(QgsSettings().value("weipian/offices/folder", "") or "")
        packages, _ = QFileDialog.getOpenFileNames(
            self._parent, self.tr("A new workspace for packages of other offices: choose the packages"), folder,
            self.tr("Packages ({patterns});;All files (*)").format(patterns=f"*{ENDING}"))
        if not packages:
            self.session.tell(self.tr("Open a workspace first, or choose packages for a new one."))
            return
        place, _ = QFileDialog.getSaveFileName(
            self._parent, self.tr("Where the new workspace goes"), str(Path(packages[0]).parent), "GeoPackage (*.gpkg)")
        if place:
            QgsSettings().setValue("weipian/offices/folder", str(Path(packages[0]).parent))
            self.found_at(place if place.lower().endswith(".gpkg") else f"{place}.gpkg", packages, self._asked_level())

    def _asked_level(self) -> str:
        """Of which level the office is that begins: whose audits count depends upon it. "" where nobody says so."""
        levels = {label("SHJB", level, language()): level for level in (*AUDIT_LEVELS[1:], AUDIT_LEVELS[0])}
        later = self.tr("not sure: guess it from the packages")
        said, wanted = QInputDialog.getItem(
            self._parent, self.tr("Level of this office"),
            self.tr("At which level does the office work whose workspace this is? It is kept in the workspace and goes "
                    "with its packages."), [later, *levels], 0, False)
        return levels.get(said, "") if wanted else ""

    def found_at(self, place: str, packages: Sequence[str], level: str = "") -> None:
        """Make the workspace in the packages' CRS, open it, and list them; nothing is merged before that is wished.
        ``level``: of the office, "" where nobody has said it.

        What is at ``place`` already stays, and that is told.
        """
        from ...jobs.offices.founding import crs_of_packages
        from .packages_page import PackagesPage

        def made(crs: str) -> None:
            self.session.create(place, crs)
            if self.session.workspace is None or Path(str(self.session.workspace.path)) != Path(place).resolve():
                return
            self.session.settle_level(level)
            self.founded.emit()
            self.open("packages_page")
            page = self.window.pages["packages_page"] if self.window is not None else None
            if isinstance(page, PackagesPage):
                page.add_when_read([Path(one) for one in packages])

        self._runner.run(self.tr("Weipian: a new workspace for packages"), lambda _feedback: crs_of_packages(packages),
                         made, lambda error: self._tell_wrong(error, None), lambda *_: None)

    def run(self, title: str, work: Work, done: Callable[[Any], None],
            failed: Optional[Callable[[BaseException], None]] = None, reading: bool = False) -> None:
        """Do ``work(workspace, feedback)`` in a thread on a connection of its own; ``done(result)`` follows here.

        What had come to its end when it was stopped is done, and told as that. Who began it is not called when the
        window has closed meanwhile, or something else was begun in it. What the window tells is over with what is begun
        next, unless that is only ``reading``.
        """
        workspace = self.session.workspace
        if workspace is None:
            return
        finished: List[Any] = []

        def in_thread(feedback: Any) -> Any:
            with workspace.again() as own:
                finished.append(work(own, feedback))
            return finished[0]

        def over(result: Any) -> None:
            if self._ended(task):
                with self.session.guard():
                    done(result)
            elif self.window is None and self.session.workspace is workspace:
                self.session.queueChanged.emit()

        def wrong(error: BaseException) -> None:
            if finished:
                over(finished[0])
            elif self._ended(task):
                self._tell_wrong(error, failed)
                if self.window is not None:
                    self.window.told_of_reading = reading
            elif self.window is None:
                self._tell_wrong(error, None)

        def step(part: int, total: int, text: str) -> None:
            if self._task is task:
                self._step(part, total, text)

        self.stop()
        if self.window is not None:
            self.window.begin(reading)
        self._step(0, 0, "")
        task = self._task = self._runner.run(title, in_thread, over, wrong, step)

    def _tell_wrong(self, error: BaseException, failed: Optional[Callable[[BaseException], None]]) -> None:
        if isinstance(error, WeipianError) and error.code == "JOB_CANCELLED":
            self.session.tell(describe(error)[0])
        elif failed is not None:
            with self.session.guard():
                failed(error)
        else:
            if self.window is not None:
                self.window.show_failure(describe(error)[0])
            with self.session.guard():
                raise error

    def tell_changed(self, parcels: Sequence[str]) -> None:
        """A job changed these parcels, or records about them: all docks show them anew."""
        self.session.queueChanged.emit()
        if self.session.current and self.session.current in set(parcels):
            self.session.parcelUpdated.emit(self.session.current)

    def show_parcels(self, title: str, uuids: Sequence[str]) -> None:
        """List these parcels in the queue, under their name."""
        if not uuids:
            self.session.tell(self.tr("There is no patch behind this figure."))
            return
        self._show_parcels(title, uuids)
        if self.session.current not in set(uuids):
            self.session.select(uuids[0])

    def tell_done(self, sentence: str, detail: str = "") -> None:
        """Say what was done."""
        self.session.tell(sentence, int(Qgis.MessageLevel.Success), detail)

    def draw_mark(self) -> None:
        """Take the pen for the patch on the table. While it is in the hand the window is out of the way."""
        self._makes_room = True
        self.mark.draw()
        self._makes_room = self.mark.is_drawing  # it may have been refused: that is told in the window

    def _make_room(self, drawing: bool) -> None:
        wanted, self._makes_room = self._makes_room, drawing
        if self.window is None or not wanted:
            return
        if drawing:
            self.window.hide()
            self._parent.activateWindow()
            self.canvas.setFocus()
        else:
            self.window.show()
            self.window.raise_()
            self.window.activateWindow()
            self.window.turn_to()

    def _heard(self, sentence: str, level: int, _detail: str) -> None:
        if self.window is not None:
            self.window.show_told(sentence, level)

    def _changed(self) -> None:
        if self.window is not None:
            self.window.show_stale()

    def _step(self, done: int, total: int, text: str) -> None:
        if self.window is not None:
            self.window.show_busy(True, text, done, total)

    def _ended(self, task: WorkTask) -> bool:
        """A task is over: was it the one that this window waits for?"""
        if self._task is not task:
            return False
        self._task = None
        if self.window is not None:
            self.window.show_busy(False)
        return True

    def stop(self) -> None:
        """What runs ends where it is; nothing half is kept."""
        if self._task is not None:
            self._task.cancel()

    def _closed(self) -> None:
        self.stop()
        self._task = None
        window, self.window = self.window, None
        if window is not None:
            self.session.message.disconnect(self._heard)
            window.deleteLater()

    def close(self) -> None:
        """Another workspace, or the plugin's unload."""
        if self.window is not None:
            self.window.reject()
        self.mark.forget()
