"""Two map canvases that show the same ground at the same pixel size, with one cursor in both."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.core import QgsMapSettings, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QObject, pyqtSignal
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QWidget

from .map_marks import CursorCross
from .view_extents import filling, seen_from


class FollowingCanvas(QgsMapCanvas):
    """A canvas that tells being resized apart from being moved by a person: QGIS reports both as a new extent."""

    resized = pyqtSignal()

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.resizing = False
        self.setRenderFlag(False)  # it has no layers: an empty map of QGIS's own would cost a rendering at each step

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.resizing = True
        try:
            super().resizeEvent(event)
        finally:
            self.resizing = False
        self.resized.emit()


class LinkedViews(QObject):
    """Keeps ``follower`` on ``leader``'s centre, pixel size, rotation and CRS, and the other way when it is moved."""

    def __init__(self, leader: QgsMapCanvas, follower: FollowingCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.leader, self.follower = leader, follower
        self._busy = False
        self._pan = QgsMapToolPan(follower)
        follower.setMapTool(self._pan)
        self._crosses = {leader: CursorCross(leader), follower: CursorCross(follower)}
        leader.extentsChanged.connect(self.follow)
        leader.rotationChanged.connect(self.follow)
        leader.destinationCrsChanged.connect(self.follow)
        follower.extentsChanged.connect(self._lead)
        follower.resized.connect(self.follow)
        for canvas in self._crosses:
            canvas.xyCoordinates.connect(self._move_cursor)
            canvas.viewport().installEventFilter(self)
        self.follow()

    def follow(self) -> None:
        """Bring the follower to where the leader is."""
        self._in_turn(self._bring_follower)

    @property
    def seen_follower(self) -> Optional[QgsMapSettings]:
        """The follower's view, ``None`` while nobody sees it."""
        return self.follower.mapSettings() if self.follower.isVisible() else None

    def filling(self, extent: QgsRectangle, core: QgsRectangle, pixel: Optional[float] = None) -> QgsRectangle:
        """The leader's extent that `show_extent` will choose."""
        return filling(extent, core, self.leader.mapSettings(), self.seen_follower, pixel)

    def show_extent(self, extent: QgsRectangle, core: QgsRectangle, pixel: Optional[float] = None) -> None:
        """``extent`` (in the leader's CRS) fills the leader; its ``core`` is wholly seen in the follower as well.

        ``pixel`` (map units) keeps that scale instead. QGIS's own map is not drawn anew yet.
        """
        self.leader.setExtent(self.filling(extent, core, pixel))
        self.follow()

    def stop(self) -> None:
        """Let go of the leader: signals, filter and cross."""
        for signal in (self.leader.extentsChanged, self.leader.rotationChanged, self.leader.destinationCrsChanged):
            signal.disconnect(self.follow)
        self.leader.xyCoordinates.disconnect(self._move_cursor)
        self.leader.viewport().removeEventFilter(self)
        for canvas, cross in self._crosses.items():
            if not sip.isdeleted(cross):  # after a failed start the canvas may be gone, and its items with it
                canvas.scene().removeItem(cross)
        self._crosses = {}

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            for cross in self._crosses.values():
                cross.move_to(None)
        return False

    def _lead(self) -> None:
        if not self.follower.resizing:
            self._in_turn(self._bring_leader)

    def _bring_leader(self) -> None:
        self.leader.setExtent(seen_from(self.follower.mapSettings(), self.leader.mapSettings()))
        self.leader.refresh()

    def _bring_follower(self) -> None:
        if self.follower.mapSettings().destinationCrs() != self.leader.mapSettings().destinationCrs():
            self.follower.setDestinationCrs(self.leader.mapSettings().destinationCrs())
        if self.follower.rotation() != self.leader.rotation():
            self.follower.setRotation(self.leader.rotation())
        if self.leader.mapUnitsPerPixel() > 0 and not self.leader.extent().isEmpty():
            self.follower.setExtent(seen_from(self.leader.mapSettings(), self.follower.mapSettings()))

    def _in_turn(self, *steps: Callable[[], None]) -> None:
        """One canvas moves the other, which must not move the first."""
        if self._busy:
            return
        self._busy = True
        try:
            for step in steps:
                step()
        finally:
            self._busy = False

    def _move_cursor(self, point: QgsPointXY) -> None:
        if self.follower.isVisible():
            for cross in self._crosses.values():
                cross.move_to(point)
