"""Taking hold of parcels on the map: a neighbour to merge with, a boundary to move."""

from __future__ import annotations

from typing import Any, Callable, Collection, Iterable, Mapping, Optional

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCsException,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsWkbTypes,
)
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsRubberBand, QgsVertexMarker
from qgis.PyQt.QtCore import QCoreApplication, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent

from ...domain.errors import WeipianError
from ..messages import language
from .drawing import CASING, FILL, INK, REACH_PIXELS, SNAPPED, CursorWords
from .snapping import Snapper

Shapes = Mapping[str, QgsGeometry]
_WIDTH, _HANDLE, _THERE = 3, 8, 1e-12


def short_of(error: WeipianError) -> str:
    """What is wrong, without what to do about it."""
    return error.sentence(language()).partition("，" if language() == "zh" else ":")[0]


class Grip(QgsMapTool):
    """What both have in common: a place in the workspace's CRS, a band, Esc."""

    left = pyqtSignal()

    def __init__(self, canvas: QgsMapCanvas, crs: str) -> None:
        super().__init__(canvas)
        self._crs = QgsCoordinateReferenceSystem(crs)
        self._band = QgsRubberBand(canvas, QgsWkbTypes.PolygonGeometry)
        self._band.setStrokeColor(INK)
        self._band.setSecondaryStrokeColor(CASING)
        self._band.setFillColor(FILL)
        self._band.setWidth(_WIDTH)
        self._label = CursorWords(canvas)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            event.accept()
        else:
            event.ignore()

    def deactivate(self) -> None:
        self._band.reset(QgsWkbTypes.PolygonGeometry)
        self._label.hide()
        super().deactivate()

    def remove(self) -> None:
        """Off the canvas for good."""
        self.canvas().scene().removeItem(self._band)
        self._label.deleteLater()

    def _inside(self, point: QgsPointXY) -> Optional[QgsPointXY]:
        transform = QgsCoordinateTransform(
            self.canvas().mapSettings().destinationCrs(), self._crs, QgsProject.instance())
        try:
            return transform.transform(point)
        except QgsCsException:
            return None

    def _outward(self, place: QgsPointXY) -> Optional[QgsPointXY]:
        """A place in the workspace's CRS on the map."""
        transform = QgsCoordinateTransform(
            self._crs, self.canvas().mapSettings().destinationCrs(), QgsProject.instance())
        try:
            return transform.transform(place)
        except QgsCsException:
            return None

    def _reach(self, point: QgsPointXY) -> float:
        beside = self._inside(QgsPointXY(point.x() + REACH_PIXELS * self.canvas().mapUnitsPerPixel(), point.y()))
        here = self._inside(point)
        return float(beside.distance(here)) if beside is not None and here is not None else 0.0


class NeighbourGrip(Grip):
    """Points at another parcel of the patch: it lights up, a click chooses it; a click beside them is answered."""

    chosen = pyqtSignal(str)

    def __init__(self, canvas: QgsMapCanvas, crs: str, shapes: Callable[[], Shapes],
                 words: Callable[[str], str]) -> None:
        super().__init__(canvas, crs)
        self._shapes, self._words = shapes, words
        self.hint = ""

    def canvasMoveEvent(self, event: Any) -> None:
        uuid = self.parcel_at(event.mapPoint())
        self._band.reset(QgsWkbTypes.PolygonGeometry)
        if uuid:
            self._band.setToGeometry(self._shapes()[uuid], self._crs)
        self.hint = "" if uuid else self.hint
        self._label.say(self._words(uuid) or self.hint, event.pos())

    def canvasReleaseEvent(self, event: Any) -> None:
        uuid = self.parcel_at(event.mapPoint())
        if event.button() == Qt.MouseButton.LeftButton and uuid:
            self.chosen.emit(uuid)
        elif event.button() == Qt.MouseButton.LeftButton:
            self.hint = QCoreApplication.translate("NeighbourGrip", "Click the other part, the neighbouring one")
            self._label.say(self.hint, event.pos())
        elif event.button() == Qt.MouseButton.RightButton:
            self.left.emit()

    def parcel_at(self, point: QgsPointXY) -> str:
        """The parcel at a place of the map, empty where there is none that can be chosen."""
        place = self._inside(point)
        if place is None:
            return ""
        spot = QgsGeometry.fromPointXY(place)
        return next((uuid for uuid, shape in self._shapes().items() if shape.contains(spot)), "")


class BoundaryGrip(Grip):
    """Drags a place of the boundary between the parcels of a patch; what that makes is seen while it is dragged.

    The vertices that can be taken hold of are marked. One at the outside of the patch slides along it.
    """

    moved = pyqtSignal(object, object)  # from, to: QgsPointXY in the workspace's CRS

    def __init__(self, canvas: QgsMapCanvas, crs: str, shapes: Callable[[], Shapes], snapper: Snapper,
                 preview: Callable[[QgsPointXY, QgsPointXY], Shapes], words: Callable[[Shapes], str],
                 places: Callable[[Shapes], Iterable[QgsPointXY]]) -> None:
        super().__init__(canvas, crs)
        self._shapes, self._snapper, self._preview, self._words = shapes, snapper, preview, words
        self._places_of = places
        self._start: Optional[QgsPointXY] = None
        self._outside: Optional[QgsGeometry] = None
        self._holding: Collection[str] = ()
        self._handles = QgsRubberBand(canvas, QgsWkbTypes.PointGeometry)
        self._handles.setIcon(QgsRubberBand.IconType.ICON_FULL_BOX)
        self._handles.setIconSize(_HANDLE)
        self._handles.setStrokeColor(INK)
        self._handles.setFillColor(INK)
        self._handles.setSecondaryStrokeColor(CASING)
        self._mark = QgsVertexMarker(canvas)
        self._mark.setColor(SNAPPED)
        self._mark.setPenWidth(2)
        self._mark.setIconType(QgsVertexMarker.IconType.ICON_BOX)
        self._mark.hide()
        self.show_handles()

    def show_handles(self) -> None:
        """Mark what can be taken hold of, as the parcels are now."""
        self._places = QgsGeometry.fromMultiPointXY(list(self._places_of(self._shapes())))
        self._handles.reset(QgsWkbTypes.PointGeometry)
        if not self._places.isEmpty():
            self._handles.setToGeometry(self._places, self._crs)

    def activate(self) -> None:
        """What can be taken hold of is marked again."""
        super().activate()
        self.show_handles()

    def deactivate(self) -> None:
        self._handles.reset(QgsWkbTypes.PointGeometry)
        self._mark.hide()
        super().deactivate()

    def remove(self) -> None:
        """Off the canvas for good."""
        self.canvas().scene().removeItem(self._handles)
        self.canvas().scene().removeItem(self._mark)
        super().remove()

    def canvasPressEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._start = self.place_of_boundary(event.mapPoint())
            self._outside, self._holding = None, ()
            if self._start is not None:
                shapes, start = self._shapes(), self._start
                self._holding = [uuid for uuid, shape in shapes.items() if _is_on(shape, start)]
                outside = QgsGeometry.unaryUnion(list(shapes.values())).convertToType(QgsWkbTypes.LineGeometry, True)
                self._outside = outside if _is_on(outside, start) else None

    def canvasMoveEvent(self, event: Any) -> None:
        self._band.reset(QgsWkbTypes.PolygonGeometry)
        if self._start is None:
            self._point_at(self.place_of_boundary(event.mapPoint()))
            return
        end = self._end(event.mapPoint())
        if end is None:
            return
        self._point_at(end)
        try:
            shapes = self._preview(self._start, end)
        except WeipianError as error:
            self._label.say(short_of(error), event.pos())
            return
        for shape in shapes.values():
            self._band.addGeometry(shape, self._crs)
        self._label.say(self._words(shapes), event.pos())

    def canvasReleaseEvent(self, event: Any) -> None:
        start = self._start
        end = self._end(event.mapPoint()) if start is not None else None
        self._start = None
        self._band.reset(QgsWkbTypes.PolygonGeometry)
        self._label.hide()
        if event.button() == Qt.MouseButton.RightButton:
            self.left.emit()
        elif start is not None and end is not None and end != start:
            self.moved.emit(start, end)

    def place_of_boundary(self, point: QgsPointXY) -> Optional[QgsPointXY]:
        """The vertex, else the place on an edge, that parcels of the patch share and that lies near the cursor."""
        place, reach = self._inside(point), self._reach(point)
        if place is None:
            return None
        if not self._places.isEmpty():
            vertex, _, _, _, square = self._places.closestVertex(place)
            if square <= reach ** 2:
                return QgsPointXY(vertex)
        found = None
        for shape in self._shapes().values():
            square, nearest, _, _ = shape.closestSegmentWithContext(place)
            if 0 <= square <= reach ** 2 and self._shared(nearest):
                found = QgsPointXY(nearest)
        return found

    def _point_at(self, place: Optional[QgsPointXY]) -> None:
        back = None if place is None else self._outward(place)
        self._mark.setVisible(back is not None)
        if back is not None:
            self._mark.setCenter(back)

    def _shared(self, place: QgsPointXY) -> bool:
        return sum(_is_on(shape, place) for shape in self._shapes().values()) > 1

    def _end(self, point: QgsPointXY) -> Optional[QgsPointXY]:
        """Where the vertex goes: along the outside where it lies there, else to what is snapped to; never back to the
        boundary that is being moved.
        """
        place = self._inside(point)
        if place is None:
            return None
        if self._outside is not None:
            vertex, _, _, _, square = self._outside.closestVertex(place)
            if square <= self._reach(point) ** 2 and vertex != self._start:
                return QgsPointXY(vertex)
            return QgsPointXY(self._outside.closestSegmentWithContext(place)[1])
        return self._snapper.snap(place, self._reach(point), without=self._holding).point


def _is_on(shape: QgsGeometry, place: QgsPointXY) -> bool:
    return bool(0 <= shape.closestSegmentWithContext(place)[0] <= _THERE)
