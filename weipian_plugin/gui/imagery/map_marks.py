"""What is drawn on top of both views: the patch's outline, the date of the picture, the shared cursor."""

from __future__ import annotations

from typing import Callable, List, Optional, Tuple

from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsWkbTypes
from qgis.gui import QgsMapCanvas, QgsMapCanvasItem, QgsRubberBand
from qgis.PyQt.QtCore import QLineF, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFontMetricsF, QPainter, QPen, QRegion, QTextOption
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

OUTLINE_Z, CURSOR_Z, CAPTION_Z = 500.0, 600.0, 700.0
POINT_SIZE = 21  # pixels
INK, HALO = QColor(255, 235, 59), QColor(0, 0, 0, 170)


class PatchOutline:
    """A hollow outline with a dark casing: seen on bright sand and on dark forest, and it hides no ground.

    Thicker than the layer's, so that the patch stands out among neighbours still to be judged, yellow as well.
    """

    def __init__(self, canvas: QgsMapCanvas) -> None:
        self._bands = [self._band(canvas, HALO, 6), self._band(canvas, INK, 3)]

    def show(self, geometry: Optional[QgsGeometry], crs: QgsCoordinateReferenceSystem) -> None:
        """Outline ``geometry`` (in ``crs``), or nothing; a point gets a cross."""
        is_point = geometry is not None and geometry.type() == QgsWkbTypes.PointGeometry
        for band in self._bands:
            band.reset(QgsWkbTypes.PointGeometry if is_point else QgsWkbTypes.PolygonGeometry)
            if geometry is not None and not geometry.isEmpty():
                band.setToGeometry(geometry, crs)

    def remove(self, canvas: QgsMapCanvas) -> None:
        """Take the outline off the canvas for good."""
        for band in self._bands:
            canvas.scene().removeItem(band)
        self._bands = []

    @staticmethod
    def _band(canvas: QgsMapCanvas, colour: QColor, width: int) -> QgsRubberBand:
        band = QgsRubberBand(canvas, QgsWkbTypes.PolygonGeometry)
        band.setStrokeColor(colour)
        band.setFillColor(QColor(Qt.GlobalColor.transparent))
        band.setWidth(width)
        band.setIcon(QgsRubberBand.IconType.ICON_CROSS)
        band.setIconSize(POINT_SIZE)
        band.setZValue(OUTLINE_Z)
        return band


class ViewItem(QgsMapCanvasItem):
    """An item as large as the view, in the view's pixels."""

    def __init__(self, canvas: QgsMapCanvas, z: float) -> None:
        super().__init__(canvas)
        self.canvas = canvas
        self.setZValue(z)

    def boundingRect(self) -> QRectF:
        return QRectF(self.canvas.viewport().rect())

    def updatePosition(self) -> None:
        """The item moves with the view, not with the map."""
        self.prepareGeometryChange()
        self.setPos(QPointF(0, 0))


class CursorCross(ViewItem):
    """A thin cross at the place under the mouse in the other view."""

    ARM, GAP = 14.0, 4.0

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, CURSOR_Z)
        self.point: Optional[QgsPointXY] = None

    def move_to(self, point: Optional[QgsPointXY]) -> None:
        """Show the cross at ``point`` (map coordinates), or nowhere."""
        self.point = point
        self.update()

    def paint(self, painter: QPainter, option: Optional[QStyleOptionGraphicsItem] = None,
              widget: Optional[QWidget] = None) -> None:
        if self.point is None:
            return
        centre = self.toCanvasCoordinates(self.point)
        for colour, width in ((HALO, 3.0), (INK, 1.0)):
            painter.setPen(QPen(colour, width))
            painter.drawLines(self._lines(centre))

    def _lines(self, centre: QPointF) -> List[QLineF]:
        x, y = centre.x(), centre.y()
        return [
            QLineF(x - self.ARM, y, x - self.GAP, y), QLineF(x + self.GAP, y, x + self.ARM, y),
            QLineF(x, y - self.ARM, x, y - self.GAP), QLineF(x, y + self.GAP, x, y + self.ARM),
        ]


class Caption(ViewItem):
    """Which date the picture shows, written on the picture: at the left, and where it is parted at the other end."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, CAPTION_Z)
        self.texts: Tuple[str, str] = ("", "")
        self._below = False
        self.first_side: Callable[[QRectF], Optional[QRectF]] = lambda _view: None
        self._from_top = 0

    def stand_below(self, pixels: int) -> None:
        """So much of the view is covered at the top."""
        if pixels != self._from_top:
            self._from_top = pixels
            self.update()

    def say(self, first: str, second: str = "", below: bool = False) -> None:
        """Write ``first`` in the upper left corner, ``second`` in the upper right or, ``below``, the lower left one."""
        if (*self.texts, self._below) != (first, second, below):
            self.texts, self._below = (first, second), below
            self.update()

    def paint(self, painter: QPainter, option: Optional[QStyleOptionGraphicsItem] = None,
              widget: Optional[QWidget] = None) -> None:
        font = self.canvas.font()
        font.setBold(True)
        painter.setFont(font)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(font)
        view = self.boundingRect()
        side = self.first_side(view) if all(self.texts) else None
        for text, is_second in zip(self.texts, (False, True)):
            if text:
                painter.save()
                if side is not None:  # neither is written on the other's picture, wherever the line is
                    there = QRegion(side.toRect())
                    painter.setClipRegion(QRegion(view.toRect()) - there if is_second else there,
                                          Qt.ClipOperation.IntersectClip)
                self._plate(painter, metrics, text, is_second)
                painter.restore()

    def _plate(self, painter: QPainter, metrics: QFontMetricsF, text: str, is_second: bool) -> None:
        pad = metrics.height() * 0.4
        width, height = metrics.horizontalAdvance(text) + 2 * pad, metrics.height() + pad
        view = self.boundingRect()
        left = view.width() - width - pad if is_second and not self._below else pad
        top = view.height() - height - pad if is_second and self._below else self._from_top + pad
        plate = QRectF(left, top, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(HALO)
        painter.drawRoundedRect(plate, pad / 2, pad / 2)
        painter.setPen(QColor(Qt.GlobalColor.white))
        painter.drawText(plate, text, QTextOption(Qt.AlignmentFlag.AlignCenter))
