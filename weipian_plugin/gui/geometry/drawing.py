"""The pen: points on the map one after another, snapped, with what they would make told at the cursor."""

from __future__ import annotations

from typing import Any, Callable, List, Optional

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapMouseEvent, QgsMapTool, QgsRubberBand, QgsVertexMarker
from qgis.PyQt.QtCore import QPoint, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QKeyEvent
from qgis.PyQt.QtWidgets import QLabel

from ...domain.errors import WeipianError
from .snapping import Place, Snapper

INK, FILL, SNAPPED = QColor(255, 120, 40), QColor(255, 120, 40, 50), QColor(255, 0, 255)
CASING = QColor(0, 0, 0, 200)
REACH_PIXELS = 12
"""How near to the cursor, in pixels, a vertex or an edge is meant."""
_WIDTH, _BESIDE_CURSOR = 2, QPoint(16, 18)
Points = List[QgsPointXY]
Words = Callable[[Points], str]


class CursorWords(QLabel):
    """A few words that go with the cursor and hide nothing from the mouse."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas.viewport())
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setStyleSheet("background: rgba(0, 0, 0, 190); color: white; padding: 3px 6px; border-radius: 3px;")
        self.hide()

    def say(self, text: str, at: QPoint) -> None:
        """Show ``text`` beside a place of the view, inside of it; nothing for no text."""
        self.setText(text)
        self.setVisible(bool(text))
        if text:
            self.adjustSize()
            room = self.parentWidget().size()
            place = at + _BESIDE_CURSOR
            self.move(max(0, min(place.x(), room.width() - self.width())),
                      max(0, min(place.y(), room.height() - self.height())))


class Pen(QgsMapTool):
    """A map tool that draws a line or an outline in the workspace's CRS, whatever CRS the map is in.

    Left click: a point; right click, Enter or a double click: done; Backspace: the last point away; Esc: all of them
    away, and once more: no pen. ``drawn`` brings the points; they stay until `start_anew`, so that what could not be
    done can be bettered. At `rest` it stands as it is while the mouse moves.
    """

    drawn = pyqtSignal(object)  # List[QgsPointXY]
    left = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, crs: str, outline: bool, words: Words, snapper: Optional[Snapper]) -> None:
        super().__init__(canvas)
        self._crs = QgsCoordinateReferenceSystem(crs)
        self._outline, self._words, self._snapper = outline, words, snapper
        self.points: Points = []
        self._cursor: Optional[QgsPointXY] = None
        self._at = QPoint()
        self._resting = self._waiting = self._double = False
        self._band = QgsRubberBand(canvas, QgsWkbTypes.PolygonGeometry if outline else QgsWkbTypes.LineGeometry)
        self._band.setStrokeColor(INK)
        self._band.setSecondaryStrokeColor(CASING)
        self._band.setFillColor(FILL)
        self._band.setWidth(_WIDTH)
        self._mark = QgsVertexMarker(canvas)
        self._mark.setColor(SNAPPED)
        self._mark.setPenWidth(_WIDTH)
        self._mark.hide()
        self._label = CursorWords(canvas)
        self.setCursor(Qt.CursorShape.CrossCursor)

    def canvasMoveEvent(self, event: Any) -> None:
        if self._waiting:
            return
        place = self._place(event)
        self._show_mark(place)
        if not self._resting:
            self._cursor, self._at = place.point, event.pos()
            self._draw()

    def canvasPressEvent(self, _event: Any) -> None:
        self._double = False

    def canvasReleaseEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.RightButton:
            self.finish()
        elif event.button() == Qt.MouseButton.LeftButton and not self._double and not self._waiting:
            self._at = event.pos()
            self.add(self._place(event).point)

    def canvasDoubleClickEvent(self, _event: Any) -> None:
        self._double = True  # its button is still to be let go: that is no further point
        self.finish()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.finish()
        elif key in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            self.step_back()
        elif key == Qt.Key.Key_Escape:
            self.give_up()
        else:
            event.ignore()
            return
        event.accept()

    def add(self, point: QgsPointXY) -> None:
        """One more point, in the workspace's CRS; the first of another drawing where this one rests."""
        if self._resting:
            self.start_anew()
        if not self.points or point != self.points[-1]:
            self.points.append(QgsPointXY(point))
        self._draw()

    def step_back(self) -> None:
        """The last point away."""
        self._resting = self._waiting = False
        if self.points:
            self.points.pop()
        self._draw()

    def give_up(self) -> None:
        """All points away; without any, the pen."""
        if self.points:
            self.start_anew()
        else:
            self.left.emit()

    def finish(self) -> None:
        """That is all of the drawing."""
        if self.points and not self._resting and not self._waiting:
            self.drawn.emit(list(self.points))

    def rest(self, wait: bool = False) -> None:
        """Done: it is shown as it is until the next click begins anew, or (``wait``) until `go_on`."""
        self._resting, self._waiting, self._cursor = not wait, wait, None
        self._mark.hide()
        self._draw()

    def go_on(self) -> None:
        """The drawing goes on where it was."""
        self._resting = self._waiting = False
        self._draw()

    def start_anew(self) -> None:
        """An empty map again."""
        self.points, self._cursor = [], None
        self._resting = self._waiting = False
        if self._snapper is not None:
            self._snapper.forget()
        self._draw()

    def redraw(self) -> None:
        """As the map is now: it may lie in another CRS."""
        self._draw()

    def activate(self) -> None:
        """What is drawn already is seen again."""
        super().activate()
        self._draw()

    def deactivate(self) -> None:
        self._band.reset(QgsWkbTypes.PolygonGeometry if self._outline else QgsWkbTypes.LineGeometry)
        self._mark.hide()
        self._label.hide()
        super().deactivate()

    def remove(self) -> None:
        """Off the canvas for good."""
        scene = self.canvas().scene()
        scene.removeItem(self._band)
        scene.removeItem(self._mark)
        self._label.deleteLater()

    def to_workspace(self, point: QgsPointXY) -> QgsPointXY:
        """A place of the map in the workspace's CRS."""
        return self._transform().transform(point)

    def reach(self, point: QgsPointXY) -> float:
        """`REACH_PIXELS` around a place of the map, in units of the workspace's CRS."""
        pixel = self.canvas().mapUnitsPerPixel()
        beside = self.to_workspace(QgsPointXY(point.x() + REACH_PIXELS * pixel, point.y()))
        return float(beside.distance(self.to_workspace(point)))

    def _transform(self) -> QgsCoordinateTransform:
        return QgsCoordinateTransform(self.canvas().mapSettings().destinationCrs(), self._crs, QgsProject.instance())

    def _place(self, event: QgsMapMouseEvent) -> Place:
        point = event.mapPoint()
        try:
            inside = self.to_workspace(point)
            if self._snapper is None:
                return Place(inside)
            return self._snapper.snap(inside, self.reach(point), self._own_line())
        except QgsCsException:
            return Place(self._cursor or QgsPointXY())

    def _own_line(self) -> Optional[QgsGeometry]:
        """What is drawn already is snapped to as well: an outline is closed at its first point."""
        return QgsGeometry.fromMultiPointXY(self.points[:1]) if self._outline and len(self.points) > 1 else None

    def _show_mark(self, place: Place) -> None:
        self._mark.setVisible(bool(place.on))
        if place.on:
            icons = QgsVertexMarker.IconType
            self._mark.setIconType(icons.ICON_BOX if place.on == "vertex" else icons.ICON_X)
            back = QgsCoordinateTransform.ReverseTransform
            self._mark.setCenter(self._transform().transform(place.point, back))

    def _draw(self) -> None:
        corners = [*self.points, *([self._cursor] if self._cursor is not None else [])]
        kind = QgsWkbTypes.PolygonGeometry if self._outline and len(corners) > 2 else QgsWkbTypes.LineGeometry
        self._band.reset(kind)
        if len(corners) > 1:
            shape = QgsGeometry.fromPolygonXY([corners]) if kind == QgsWkbTypes.PolygonGeometry else (
                QgsGeometry.fromPolylineXY(corners))
            self._band.setToGeometry(shape, self._crs)
        self._label.say(self._said(corners), self._at)

    def _said(self, corners: Points) -> str:
        try:
            return self._words(corners)
        except WeipianError:
            return ""  # not yet: it is told when it is finished
