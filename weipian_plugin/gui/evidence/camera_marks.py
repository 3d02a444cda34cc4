"""Where the photos of the patch on the table were taken: camera points with what they look at, over the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsPointXY,
    QgsProject,
)
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsMapToolIdentify, QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QMouseEvent, QPainter, QPen, QPolygonF
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from ...jobs.evidence.places import DEGREES, view_sector

VIEW_RADIUS_M = 35.0
"""How far a view is drawn, m (20–50 m, 拟; domain §9.1)."""
_DOT, _SMALLEST, _REACH, _Z = 9.0, 26.0, 12.0, 560.0
_FILL, _CHOSEN_FILL = QColor(86, 180, 233, 90), QColor(230, 159, 0, 120)
_LINE, _CHOSEN_LINE, _HALO = QColor("#0072b2"), QColor("#d55e00"), QColor(255, 255, 255, 220)


@dataclass(frozen=True)
class Camera:
    """A photo as the map shows it: position in degrees, azimuth in degrees or ``None``, its number in the viewer."""

    uuid: str
    longitude: float
    latitude: float
    azimuth: Optional[float]
    number: int


class CameraMark(QgsMapCanvasItem):
    """One camera: its view to scale (but never too small to see where it looks), a dot, its number."""

    def __init__(self, canvas: QgsMapCanvas, camera: Camera, place: QgsPointXY, view: Sequence[QgsPointXY]) -> None:
        super().__init__(canvas)
        self.camera, self.place = camera, place
        self._ring, self._chosen = list(view), False
        self._view = QPolygonF()
        self._font = QFont(canvas.font())
        self._font.setBold(True)
        self._font.setPixelSize(int(_DOT * 1.4))
        self.setZValue(_Z)
        self.updatePosition()

    def choose(self, chosen: bool) -> None:
        """The one that the viewer shows."""
        self._chosen = chosen
        self.setZValue(_Z + 1 if chosen else _Z)
        self.update()

    def updatePosition(self) -> None:
        self.prepareGeometryChange()
        here = self.toCanvasCoordinates(self.place)
        points = [self.toCanvasCoordinates(point) - here for point in self._ring]
        far = max((QPointF.dotProduct(point, point) ** 0.5 for point in points), default=0.0)
        grown = _SMALLEST / far if 0 < far < _SMALLEST else 1.0
        self._view = QPolygonF([point * grown for point in points])
        self.setPos(here)

    def boundingRect(self) -> QRectF:
        return self._view.boundingRect().united(QRectF(-_DOT, -_DOT, 2 * _DOT, 2 * _DOT)).adjusted(-4, -4, 4, 4)

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem = None, _widget: QWidget = None) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line, fill = (_CHOSEN_LINE, _CHOSEN_FILL) if self._chosen else (_LINE, _FILL)
        if self._view.count():
            painter.setPen(QPen(_HALO, 4))
            painter.setBrush(fill)
            painter.drawPolygon(self._view)
            painter.setPen(QPen(line, 2))
            painter.drawPolygon(self._view)
        painter.setPen(QPen(_HALO, 2))
        painter.setBrush(line)
        painter.drawEllipse(QPointF(0, 0), _DOT, _DOT)
        painter.setPen(Qt.GlobalColor.white)
        painter.setFont(self._font)
        painter.drawText(QRectF(-_DOT, -_DOT, 2 * _DOT, 2 * _DOT), int(Qt.AlignmentFlag.AlignCenter),
                         str(self.camera.number))


class CameraMarks(QObject):
    """The cameras of one patch; none is a layer of the person's project. A click on one tells it."""

    clicked = pyqtSignal(str)

    def __init__(self, canvas: QgsMapCanvas, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._canvas = canvas
        self.marks: List[CameraMark] = []
        self._cameras: Sequence[Camera] = ()
        self._pressed = ""
        canvas.viewport().installEventFilter(self)
        canvas.destinationCrsChanged.connect(self._again)

    def show(self, cameras: Sequence[Camera], chosen: str = "") -> None:
        """These, and no others."""
        self.clear()
        self._cameras = tuple(cameras)
        onto = QgsCoordinateTransform(QgsCoordinateReferenceSystem(DEGREES),
                                      self._canvas.mapSettings().destinationCrs(), QgsProject.instance())
        for camera in cameras:
            placed = _on_the_map(camera, onto)
            if placed is not None:
                self.marks.append(CameraMark(self._canvas, camera, *placed))
        self.choose(chosen)

    def choose(self, uuid: str) -> None:
        """Mark the one that is looked at."""
        for mark in self.marks:
            mark.choose(mark.camera.uuid == uuid)

    def clear(self) -> None:
        """Off the canvas."""
        for mark in self.marks:
            self._canvas.scene().removeItem(mark)
        self.marks, self._cameras, self._pressed = [], (), ""

    def at(self, point: QPoint) -> str:
        """The uuid of the photo whose camera is at a place of the view, "" for none."""
        near = [(_length(QPointF(point) - mark.pos()), mark.camera.uuid) for mark in self.marks]
        distance, uuid = min(near, default=(_REACH + 1, ""))
        return uuid if distance <= _REACH else ""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """A click on a camera while the map is only looked at; whoever draws or measures is not disturbed."""
        if event.type() not in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease) or not self.marks:
            return False
        if not isinstance(event, QMouseEvent) or event.button() != Qt.MouseButton.LeftButton:
            return False
        if event.type() == QEvent.Type.MouseButtonPress:
            tool = self._canvas.mapTool()
            looks = tool is None or isinstance(tool, (QgsMapToolPan, QgsMapToolIdentify))
            self._pressed = self.at(event.pos()) if looks else ""
            return bool(self._pressed)
        pressed, self._pressed = self._pressed, ""
        if pressed and self.at(event.pos()) == pressed:
            self.clicked.emit(pressed)
        return bool(pressed)

    def shut_down(self) -> None:
        """Off the canvas for good."""
        self._canvas.viewport().removeEventFilter(self)
        self._canvas.destinationCrsChanged.disconnect(self._again)
        self.clear()

    def _again(self) -> None:
        chosen = next((mark.camera.uuid for mark in self.marks if mark.zValue() > _Z), "")
        self.show(self._cameras, chosen)


def _on_the_map(camera: Camera, onto: QgsCoordinateTransform) -> Optional[Tuple[QgsPointXY, List[QgsPointXY]]]:
    ring = [] if camera.azimuth is None else view_sector(
        camera.longitude, camera.latitude, camera.azimuth, VIEW_RADIUS_M)
    try:
        place = onto.transform(QgsPointXY(camera.longitude, camera.latitude))
        return place, [onto.transform(QgsPointXY(*point)) for point in ring]
    except QgsCsException:
        return None


def _length(point: QPointF) -> float:
    return float(QPointF.dotProduct(point, point) ** 0.5)
