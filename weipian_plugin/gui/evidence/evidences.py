"""Imports photos and packages in the background, shows the cameras of the patch on the table, and its photos."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Optional

from qgis.core import Qgis
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QObject, Qt, QTimer
from qgis.PyQt.QtWidgets import QWidget

from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.records import Record
from ..messages import describe
from ..session import Session
from ..tasks import TaskRunner, WorkTask
from .camera_marks import Camera, CameraMarks

if TYPE_CHECKING:
    from .evidence_window import EvidenceWindow, Wish
    from .photo_viewer import PhotoViewer, Shown

SETTLED_MS = 120
"""The cameras are looked for when the person stays with a patch, not while they leaf through the queue."""


class Evidences(QObject):
    """One window that imports, one that shows; on the map the cameras of the current patch in 判读 mode."""

    def __init__(self, session: Session, runner: TaskRunner, canvas: QgsMapCanvas, window: QWidget) -> None:
        super().__init__(window)
        self._session, self._runner, self._parent, self._canvas = session, runner, window, canvas
        self._task: Optional[WorkTask] = None
        self._photos: List[Record] = []
        self.window: Optional[EvidenceWindow] = None
        self.viewer: Optional[PhotoViewer] = None
        self.marks = CameraMarks(canvas, self)
        self.marks.clicked.connect(self.show_photos)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLED_MS)
        self._soon.timeout.connect(self._look)
        session.workspaceChanged.connect(self._other_workspace)
        session.currentChanged.connect(self._other_parcel)
        session.parcelUpdated.connect(lambda _uuid: self._soon.start())
        session.recordChanged.connect(lambda kind, _uuid, _record: self._soon.start() if kind == "attachment" else None)
        session.queueChanged.connect(self._other_queue)
        session.modeChanged.connect(lambda _on: self._soon.start())

    # Importing

    def open(self, source: str = "") -> None:
        """Open the window that imports; ``source`` is read at once."""
        if self._session.workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        if self.window is None:
            from .evidence_window import EvidenceWindow

            self.window = EvidenceWindow(self._parent)
            self.window.readWanted.connect(self._read)
            self.window.importWanted.connect(self._import)
            self.window.stopWanted.connect(self.stop)
            self.window.parcelWanted.connect(self._session.select)
            self.window.smallerWanted.connect(self._make_smaller)
            self.window.finished.connect(lambda _result: self._closed())
        self.window.show_place(self._session.current, self._session.writable)
        self._count_large()
        self.window.show()
        self.window.raise_()
        if source:
            self.window.sourceEdit.setText(source)
            self.window.read()

    def _read(self, wish: Wish) -> None:
        from ...jobs.evidence.candidates import look_through

        workspace, options = self._session.workspace, self._with_today(wish.options)
        if workspace is None or self.window is None:
            return

        def work(feedback: Any) -> Any:
            with workspace.again() as own:
                return look_through(own, wish.source, options, feedback)

        self._begin(self.tr("Weipian: look through photos"), work, self._show_preview)

    def _import(self, preview: Any, by_hand: Dict[str, str]) -> None:
        from ...jobs.evidence.importing import attach_candidates, suggest_again

        workspace = self._session.workspace
        if workspace is None or self.window is None:
            return
        options = self._with_today(self.window.options())

        def work(feedback: Any) -> Any:
            with workspace.again() as own:
                report = attach_candidates(own, preview, by_hand, options, feedback)
                suggest_again(own, report.parcels)
                return report

        self._begin(self.tr("Weipian: import photos"), work, self._imported)

    def _begin(self, title: str, work: Any, done: Any) -> None:
        self.stop()
        self._show_step(0, 0, "")
        self._task = self._runner.run(title, work, done, self._failed, self._show_step)

    def _show_step(self, done: int, total: int, text: str) -> None:
        if self.window is not None:
            self.window.show_busy(True, text, done, total)

    def _ended(self) -> None:
        self._task = None
        if self.window is not None:
            self.window.show_busy(False)
            self.window.show_place(self._session.current, self._session.writable)

    def _count_large(self) -> None:
        from ...jobs.evidence.sizes import over_limit

        if self.window is not None and self._session.workspace is not None:
            with self._session.guard():
                self.window.show_too_large(len(over_limit(self._session.workspace)))

    def _make_smaller(self, folder: str) -> None:
        from ...jobs.evidence.sizes import make_smaller_copies

        workspace = self._session.workspace
        if workspace is None:
            return

        def work(feedback: Any) -> Any:
            with workspace.again() as own:
                return make_smaller_copies(own, Path(folder), feedback=feedback)

        self._begin(self.tr("Weipian: make smaller copies"), work, self._made_smaller)

    def _made_smaller(self, copies: Any) -> None:
        self._ended()
        if self.window is not None:
            text = self.tr("{count} smaller copies were made, with an index; the originals stay.").format(
                count=len(copies.made))
            if copies.failed:
                text += " " + self.tr("None could be made of: {names}").format(names="、".join(copies.failed[:6]))
            self.window.show_failure(text)

    def _show_preview(self, preview: Any) -> None:
        self._ended()
        if self.window is not None:
            with self._session.guard():
                self.window.show_preview(preview)

    def _imported(self, report: Any) -> None:
        self._ended()
        if self.window is not None:
            self.window.show_report(report)
            self._count_large()
        self._tell_of(report.parcels)
        self._session.tell(self.tr("{count} photos of {patches} patches were attached.").format(
            count=report.count, patches=len(report.parcels)), int(Qgis.MessageLevel.Success))

    def _tell_of(self, parcels: Any) -> None:
        session = self._session
        if session.workspace is not None:
            session.rowsChanged.emit(list(parcels))
            if session.current in parcels:
                session.parcelUpdated.emit(session.current)

    def _failed(self, error: BaseException) -> None:
        self._ended()
        if isinstance(error, WeipianError) and error.code == "JOB_CANCELLED":
            if self.window is not None:
                self.window.show_failure(
                    self.tr("Stopped. What was attached stays; importing again goes on from there."))
            if self._session.current:
                self._session.parcelUpdated.emit(self._session.current)
            return
        if self.window is not None:
            self.window.show_failure(describe(error)[0])
        with self._session.guard():
            raise error

    def stop(self) -> None:
        """What is being read or attached ends where it is."""
        if self._task is not None:
            self._task.cancel()

    def _with_today(self, options: Any) -> Any:
        from dataclasses import replace

        return replace(options, today=parse_date(self._session.settings.today))

    def _closed(self) -> None:
        self.stop()
        window, self.window = self.window, None
        if window is not None:
            window.deleteLater()

    # Looking

    def show_photos(self, uuid: str = "") -> None:
        """Open the viewer on the photos of the current patch, at this one."""
        if self._session.workspace is None:
            self._session.tell(self.tr("Open a workspace first."))
            return
        self._soon.stop()
        self._look()
        if not self._photos and self.viewer is None:
            self._session.tell(self.tr("This patch has no photos."))
            return
        if self.viewer is None:
            from .photo_viewer import PhotoViewer

            self.viewer = PhotoViewer(self._parent)
            self.viewer.shown.connect(self.marks.choose)
            self.viewer.finished.connect(lambda _result: self._viewer_closed())
        self.viewer.show_photos(self._with_remarks(), uuid)
        self.viewer.take_keyboard()

    def _viewer_closed(self) -> None:
        """The keyboard goes back to the map."""
        viewer, self.viewer = self.viewer, None
        if viewer is not None:
            self._canvas.window().activateWindow()
            self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)
        self.marks.choose("")
        if viewer is not None:
            viewer.deleteLater()

    def _other_parcel(self, _uuid: str) -> None:
        """At once: no camera of one patch is seen beside another, nor a photo of one that was set apart."""
        self._photos = []
        self.marks.clear()
        if self.viewer is not None:
            self.viewer.wait_for_photos()
        if self.window is not None:
            self.window.show_place(self._session.current, self._session.writable)
        self._soon.start()

    def _other_queue(self) -> None:
        """Patches came or went; what was read with one that is gone (it may have been set apart) is seen no more."""
        self._soon.start()
        workspace, window = self._session.workspace, self.window
        if workspace is None or window is None or window.preview is None:
            return
        with self._session.guard():
            gone = set(window.preview.labels) - set(workspace.rules.parcels())
            if gone:
                window.forget()

    def _look(self) -> None:
        session = self._session
        self._photos = []
        if session.workspace is not None and session.current:
            with session.guard():
                self._photos = [one for one in session.workspace.records("attachment", session.current)
                                if one.values.get("FJLX") == "photo"]
        shown = self.viewer.uuid if self.viewer is not None else ""
        cameras = [camera for number, one in enumerate(self._photos, 1)
                   if (camera := camera_of(one, number)) is not None]
        self.marks.show(cameras if session.interpreting else (), shown)
        if self.viewer is not None:
            self.viewer.show_photos(self._with_remarks())

    def _with_remarks(self) -> List[Shown]:
        from ...jobs.evidence.options import EvidenceOptions
        from ...jobs.evidence.places import Places
        from ...jobs.evidence.remarks import issued_on, remarks_on, stand_of
        from ...jobs.registers.attachments import file_of
        from .photo_viewer import Shown

        workspace = self._session.workspace
        if workspace is None:
            return []
        places, options = Places(workspace), self._with_today(EvidenceOptions())
        issued = issued_on(workspace, self._session.current) if self._photos else ""
        shown = []
        for one in self._photos:
            stand = stand_of(one, places, options)
            shown.append(Shown(one, file_of(workspace, one), tuple(remarks_on(one, issued, places, options)),
                               stand.distance if stand is not None else None))
        return shown

    def _other_workspace(self) -> None:
        self.close()
        self._photos = []
        self.marks.clear()

    def close(self) -> None:
        """Another workspace, or the plugin's unload."""
        self.stop()
        for window in (self.window, self.viewer):
            if window is not None:
                window.reject()

    def shut_down(self) -> None:
        """Off the map for good."""
        self._soon.stop()
        self._soon.timeout.disconnect(self._look)  # the session is closed after this, and tells of it
        self.close()
        self.marks.shut_down()


def camera_of(photo: Record, number: int) -> Optional[Camera]:
    """A photo as the map shows it; ``None`` where nobody knows where it was taken."""
    longitude, latitude, azimuth = (photo.values.get(code) for code in ("PSDJD", "PSDWD", "PSJD"))
    if longitude is None or latitude is None:
        return None
    return Camera(photo.uuid, float(str(longitude)), float(str(latitude)),
                  float(str(azimuth)) if azimuth is not None else None, number)
