"""Paints the dates over a map canvas, pixel by pixel: one whole, the other parted, in a lens, or in its place."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import Optional

from qgis.core import QgsPointXY
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF, QTransform
from qgis.PyQt.QtWidgets import QStyleOptionGraphicsItem, QWidget

from .map_marks import HALO, INK, ViewItem
from .rendering import MapImage

MAP_Z = -10.0
"""QGIS's map itself, alone at the bottom of its canvas."""
PICTURE_Z = -5.0
"""Above the map, below everything anybody draws on it."""
WAITING = QColor(128, 128, 128)
HANDLE_RADIUS = 13.0
LEAST_LENS, MOST_LENS = 40.0, 600.0


@dataclass(frozen=True)
class Shown:
    """An image in a view: ``exact`` was made for just this view, any other one lies where its ground is."""

    image: Optional[MapImage]
    exact: bool


@dataclass(frozen=True)
class Parting:
    """A line through the view at ``at`` (view pixels): ``upright``, the other date at its left; else above it.

    ``grip`` is where along the line its handle sits.
    """

    at: float
    grip: float
    upright: bool = True

    def other_side(self, view: QRectF) -> QRectF:
        """The part of the view that shows the other date."""
        if self.upright:
            return QRectF(view.left(), view.top(), self.at, view.height())
        return QRectF(view.left(), view.top(), view.width(), self.at)

    def handle(self) -> QPointF:
        """The middle of the handle."""
        return QPointF(self.at, self.grip) if self.upright else QPointF(self.grip, self.at)

    def edge(self, view: QRectF) -> QPolygonF:
        """The line itself."""
        if self.upright:
            return QPolygonF([QPointF(self.at, view.top()), QPointF(self.at, view.bottom())])
        return QPolygonF([QPointF(view.left(), self.at), QPointF(view.right(), self.at)])

    def touched(self, before: Parting, view: QRectF) -> QRectF:
        """What has to be painted anew when the line was at ``before``."""
        if before.upright != self.upright:
            return view
        low, high = min(before.at, self.at), max(before.at, self.at)
        room = HANDLE_RADIUS + 4
        if self.upright:
            return QRectF(low - room, view.top(), high - low + 2 * room, view.height())
        return QRectF(view.left(), low - room, view.width(), high - low + 2 * room)


@dataclass(frozen=True)
class Lens:
    """A circle (view pixels) in which the other date is seen."""

    centre: QPointF
    radius: float

    def box(self) -> QRectF:
        """What it covers, with its ring."""
        reach = self.radius + 4
        return QRectF(self.centre.x() - reach, self.centre.y() - reach, 2 * reach, 2 * reach)


class ViewPicture(ViewItem):
    """Renders nothing: moving the mouse costs painting what changed, from images that are ready."""

    def __init__(self, canvas: QgsMapCanvas) -> None:
        super().__init__(canvas, PICTURE_Z)
        self.own: Optional[Shown] = None
        self.other: Optional[Shown] = None
        self.vectors: Optional[Shown] = None
        self.parting: Optional[Parting] = None
        self.lens: Optional[Lens] = None
        self.whole = False

    def show_dates(self, own: Optional[Shown], other: Optional[Shown], vectors: Optional[Shown]) -> None:
        """The view's own date (``None``: the canvas shows it itself), the other one, and what lies on both."""
        if (own, other, vectors) != (self.own, self.other, self.vectors):
            if (own is None) != (self.own is None):
                self._show_map(own is None)
            self.own, self.other, self.vectors = own, other, vectors
            self.update()

    def _show_map(self, on: bool) -> None:
        """QGIS's own map is not painted where all of it lies under ours: at 4K that takes as long as our picture."""
        for item in self.canvas.scene().items():
            if item.zValue() == MAP_Z:
                item.setVisible(on)

    def part(self, parting: Optional[Parting]) -> None:
        """Part the view, or end it."""
        before, self.parting = self.parting, parting
        if before is None or parting is None:
            self.update()
        elif parting != before:
            self.update(parting.touched(before, self.boundingRect()))

    def look_through(self, lens: Optional[Lens]) -> None:
        """Put the lens there, or take it away."""
        before, self.lens = self.lens, lens
        for one in (before, lens):
            if one is not None and before != lens:
                self.update(one.box())

    def cover(self, whole: bool) -> None:
        """The other date over the whole view, or no longer."""
        if whole != self.whole:
            self.whole = whole
            self.update()

    @property
    def covered(self) -> bool:
        """True while the other date is really what is seen: one that is not ready for this view never is."""
        return self.whole and self.other is not None and self.other.exact

    def paint(self, painter: QPainter, option: Optional[QStyleOptionGraphicsItem] = None,
              widget: Optional[QWidget] = None) -> None:
        view = self.boundingRect()
        if self.covered:
            self._paint_date(painter, self.other)
            return
        if self.own is not None:
            self._paint_date(painter, self.own)
        if self.other is None or self.whole:
            return
        if self.parting is not None:
            self._paint_other(painter, _rectangle(self.parting.other_side(view)))
            self._paint_edge(painter, self.parting, view)
        if self.lens is not None:
            circle = QPainterPath()
            circle.addEllipse(self.lens.centre, self.lens.radius, self.lens.radius)
            self._paint_other(painter, circle)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _stroke(painter, circle)

    def _paint_other(self, painter: QPainter, where: QPainterPath) -> None:
        painter.save()
        painter.setClipPath(where, Qt.ClipOperation.IntersectClip)
        self._paint_date(painter, self.other)
        painter.restore()

    def _paint_date(self, painter: QPainter, date: Optional[Shown]) -> None:
        if date is None:
            return
        if not date.exact:
            painter.fillRect(self.boundingRect(), WAITING)
        for shown in (date, self.vectors):
            if shown is not None and shown.image is not None:
                if shown.exact:
                    self._paint_pixels(painter, shown.image)
                else:
                    self._paint_ground(painter, shown.image)

    @staticmethod
    def _paint_pixels(painter: QPainter, image: MapImage) -> None:
        """Device pixel on device pixel, from the view's own corner, whatever the screen is scaled by."""
        painter.save()
        device, world = painter.deviceTransform(), painter.worldTransform()
        inverse, invertible = device.inverted()
        if invertible:
            # Halves upwards, as Qt rounds the edges of what may be painted.
            corner = QTransform.fromTranslate(floor(device.dx() + 0.5), floor(device.dy() + 0.5))
            painter.setWorldTransform(corner * inverse * world)
        painter.drawImage(QPointF(0, 0), image.image)
        painter.restore()

    def _paint_ground(self, painter: QPainter, image: MapImage) -> None:
        extent = image.extent
        top_left = self.toCanvasCoordinates(QgsPointXY(extent.xMinimum(), extent.yMaximum()))
        bottom_right = self.toCanvasCoordinates(QgsPointXY(extent.xMaximum(), extent.yMinimum()))
        painter.drawImage(QRectF(top_left, bottom_right), image.image, QRectF(image.image.rect()))

    @staticmethod
    def _paint_edge(painter: QPainter, parting: Parting, view: QRectF) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QPainterPath()
        line.addPolygon(parting.edge(view))
        _stroke(painter, line)
        middle = parting.handle()
        painter.setBrush(HALO)
        painter.setPen(QPen(INK, 1.5))
        painter.drawEllipse(middle, HANDLE_RADIUS, HANDLE_RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(INK)
        for side in (-1.0, 1.0):
            tip, foot, spread = side * 9.0, side * 4.0, 4.5
            arrow = [(tip, 0.0), (foot, -spread), (foot, spread)]
            painter.drawPolygon(QPolygonF([
                middle + (QPointF(along, across) if parting.upright else QPointF(across, along))
                for along, across in arrow]))


def _rectangle(where: QRectF) -> QPainterPath:
    path = QPainterPath()
    path.addRect(where)
    return path


def _stroke(painter: QPainter, path: QPainterPath) -> None:
    """A bright line with a dark casing: seen on sand and on forest."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((HALO, 4.0), (INK, 1.5)):
        painter.setPen(QPen(colour, width))
        painter.drawPath(path)
