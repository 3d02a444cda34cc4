"""The before image over the main map: parted at the mouse (swipe), or whole while a key is held (blink)."""

from __future__ import annotations

from typing import Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QEvent, QLineF, QObject, QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QPainter, QPen
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from .map_marks import HALO, INK, ViewItem
from .rendering import MapImage

OVERLAY_Z = 400.0


class BeforeOverlay(ViewItem):
    """Paints an image that is ready; it renders nothing itself, so that moving the mouse costs one blit."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, OVERLAY_Z)
        self.image: Optional[MapImage] = None
        self.split: Optional[float] = None
        self.whole = False

    def show_image(self, image: Optional[MapImage]) -> None:
        """What there is of the before date for this view; ``None`` leaves the map as it is."""
        self.image = image
        self.update()

    def part_at(self, x: Optional[float]) -> None:
        """Before at the left of ``x`` (view pixels), after at the right; ``None`` ends it."""
        self.split = x
        self.update()

    def cover(self, whole: bool) -> None:
        """The before image over the whole view, or no longer."""
        self.whole = whole
        self.update()

    def paint(self, painter: QPainter, option: Optional[QStyleOptionGraphicsItem] = None,
              widget: Optional[QWidget] = None) -> None:
        if self.image is None or not (self.whole or self.split is not None):
            return
        view = self.boundingRect()
        if self.whole:
            self._paint_image(painter, self.image, view)
        elif self.split is not None:
            self._paint_image(painter, self.image, QRectF(0, 0, self.split, view.height()))
            edge = QLineF(self.split, 0, self.split, view.height())
            for colour, width in ((HALO, 4.0), (INK, 1.5)):
                painter.setPen(QPen(colour, width))
                painter.drawLine(edge)

    def _paint_image(self, painter: QPainter, image: MapImage, visible: QRectF) -> None:
        painter.save()
        painter.setClipRect(visible, Qt.ClipOperation.IntersectClip)
        painter.drawImage(self._place_of(image), image.image, QRectF(image.image.rect()))
        painter.restore()

    def _place_of(self, image: MapImage) -> QRectF:
        """Where the image lies in the view now: exactly the view if it was made for it, else where its ground is."""
        if image.extent == self.canvas.mapSettings().visibleExtent():
            return self.boundingRect()
        extent = image.extent
        top_left = self.toCanvasCoordinates(QgsPointXY(extent.xMinimum(), extent.yMaximum()))
        bottom_right = self.toCanvasCoordinates(QgsPointXY(extent.xMaximum(), extent.yMinimum()))
        return QRectF(QPointF(top_left), QPointF(bottom_right))


class MouseSplit(QObject):
    """Follows the mouse over a canvas and parts the overlay there."""

    def __init__(self, canvas: QgsMapCanvas, overlay: BeforeOverlay, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._viewport = canvas.viewport()
        self._overlay = overlay
        self.active = False

    def start(self) -> None:
        """Part the view in the middle, then follow the mouse."""
        self.active = True
        self._viewport.installEventFilter(self)
        self._overlay.part_at(self._viewport.width() / 2)

    def stop(self) -> None:
        """Leave the map whole."""
        self.active = False
        self._viewport.removeEventFilter(self)
        self._overlay.part_at(None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.MouseMove:
            self._overlay.part_at(float(event.pos().x()))
        return False
