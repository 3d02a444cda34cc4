"""Shapes of parcels beside each other: valid or not, areas on the ellipsoid, do they tile, what they are together."""

from __future__ import annotations

from typing import List, Optional, Sequence

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsWkbTypes,
)

from ..domain.areas.parcel_parts import SMALLEST_M2, TOLERANCE_M2
from ..domain.errors import WeipianError
from .geometry import SAME_PLACE, SAME_PLACE_DEGREES

_ELLIPSOID = "EPSG:1024"  # of CGCS2000
_LONGEST_EDGE, _LONGEST_EDGE_DEGREES = 70.0, 0.0006  # domain §5.4: edges are as long when areas are measured


def shape_of(wkb: bytes) -> QgsGeometry:
    """A polygon from its WKB, without Z and M. Raises ``SHAPE_UNUSABLE`` for what is no valid polygon."""
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    if geometry.isNull() or geometry.type() != QgsWkbTypes.PolygonGeometry or geometry.isEmpty():
        raise WeipianError("SHAPE_UNUSABLE", detail="no polygon")
    if not geometry.isGeosValid():
        errors = geometry.validateGeometry(QgsGeometry.ValidatorGeos)
        raise WeipianError("SHAPE_UNUSABLE", detail=errors[0].what() if errors else "invalid")
    return geometry


class Ground:
    """The plane of a workspace: areas in m² on the ellipsoid of CGCS2000, and how far apart is the same place."""

    def __init__(self, crs: str) -> None:
        system = QgsCoordinateReferenceSystem(crs)
        self._same = SAME_PLACE_DEGREES if system.isGeographic() else SAME_PLACE
        self._edge = _LONGEST_EDGE_DEGREES if system.isGeographic() else _LONGEST_EDGE
        self._ruler = QgsDistanceArea()
        self._ruler.setSourceCrs(system, QgsCoordinateTransformContext())
        self._ruler.setEllipsoid(_ELLIPSOID)

    def area(self, shape: QgsGeometry) -> float:
        """m² on the ellipsoid, edges straight in the plane (domain §5.4; the worker's figure to 1e-6)."""
        return 0.0 if shape.isEmpty() else float(self._ruler.measureArea(shape.densifyByDistance(self._edge)))

    def length(self, line: QgsGeometry) -> float:
        """m along a line on the ellipsoid."""
        return float(self._ruler.measureLength(line))

    def require_tiles(self, whole: QgsGeometry, parts: Sequence[QgsGeometry]) -> None:
        """V04: the parts lie beside each other and together are the whole.

        Raises ``PART_TOO_SMALL``, ``PARTS_DO_NOT_TILE`` with what is missing or too much, m².
        """
        areas = [self.area(part) for part in parts]
        for area in areas:
            if area < SMALLEST_M2:
                raise WeipianError("PART_TOO_SMALL", area=round(area, 2), smallest=round(SMALLEST_M2, 2))
        # Slits where one has a vertex on its neighbour's edge have no area: no vertices need be taken over first.
        together = QgsGeometry.unaryUnion(list(parts))
        shared = sum(areas) - self.area(together)
        off = self.area(together.symDifference(whole))
        if max(shared, off) > TOLERANCE_M2:
            raise WeipianError("PARTS_DO_NOT_TILE", area=round(max(shared, off), 2))

    def together(self, shapes: Sequence[QgsGeometry]) -> QgsGeometry:
        """The ground of all the shapes as one, without slits where one has a vertex on its neighbour's edge."""
        noded = [QgsGeometry(shape) for shape in shapes]
        for number, shape in enumerate(noded):
            for other, neighbour in enumerate(shapes):
                if other != number and shape.boundingBox().buffered(self._same).intersects(neighbour.boundingBox()):
                    self._take_vertices(shape, neighbour)
        return QgsGeometry.unaryUnion(noded)

    def _take_vertices(self, shape: QgsGeometry, neighbour: QgsGeometry) -> None:
        """Give ``shape`` the vertices of a neighbour that lie on its edges: then both edges are the same."""
        known = {(vertex.x(), vertex.y()) for vertex in shape.vertices()}
        around = shape.boundingBox().buffered(self._same)
        for vertex in neighbour.vertices():
            place = QgsPointXY(vertex)
            if (place.x(), place.y()) in known or not around.contains(place):
                continue
            square, _, following, _ = shape.closestSegmentWithContext(place)
            if 0 <= square <= self._same ** 2 and shape.closestVertex(place)[4] > 0:
                shape.insertVertex(vertex.x(), vertex.y(), following)

    def same(self, one: QgsGeometry, other: QgsGeometry) -> bool:
        """Do two shapes cover the same ground, to `TOLERANCE_M2`?"""
        return self.area(one.symDifference(other)) <= TOLERANCE_M2


def wkb_of_shape(shape: QgsGeometry) -> bytes:
    """WKB as the workspace keeps it."""
    return bytes(shape.asWkb())


def pieces(shape: QgsGeometry) -> int:
    """How many polygons a shape is made of."""
    return len(shape.asGeometryCollection())


def union_of(wkbs: Sequence[Optional[bytes]], crs: str) -> Optional[bytes]:
    """The ground of all as one; ``None`` where there is none."""
    shapes: List[QgsGeometry] = [shape_of(wkb) for wkb in wkbs if wkb]
    return wkb_of_shape(Ground(crs).together(shapes)) if shapes else None
