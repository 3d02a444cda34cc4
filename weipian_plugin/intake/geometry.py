"""Polygons into the workspace's CRS, and a valid polygon beside an issued one that is not."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, List, Optional, Sequence, Tuple

from qgis.core import (  # type: ignore[attr-defined]
    Qgis,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsWkbTypes,
)

from ..domain.errors import WeipianError
from ..domain.records import Finding
from .crs import Bounds, bounds_of

_ELLIPSOID = "EPSG:7019"  # GRS80: CGCS2000's to 4 decimals of a m² (domain §5.4)
_DEGREES = "EPSG:4490"
_FARTHEST = 1e8  # metres: eastings with a zone number before them stay below 7.6e7
_POLYGONS = (QgsWkbTypes.Type.Polygon, QgsWkbTypes.Type.MultiPolygon)


@dataclass(frozen=True)
class Shape:
    """A patch's polygon: as issued, repaired where that differs, its area in m² on the ellipsoid, what was found."""

    wkb: Optional[bytes]
    repaired: Optional[bytes] = None
    area_m2: float = 0.0
    findings: Tuple[Finding, ...] = ()

    @property
    def usable(self) -> Optional[bytes]:
        """The polygon to measure."""
        return self.repaired or self.wkb


_OUT_OF_RANGE = Shape(None, findings=(Finding("GEOMETRY_OUT_OF_RANGE", "E"),))


class Projector:
    """From the source's CRS to the workspace's; may be used in a background thread."""

    def __init__(self, source: str, target: str) -> None:
        self.target = _crs(target)
        context = QgsCoordinateTransformContext()
        self._transform = QgsCoordinateTransform(_crs(source), self.target, context)
        self._from_degrees = QgsCoordinateTransform(_crs(_DEGREES), self.target, context)
        self._ruler = QgsDistanceArea()
        self._ruler.setSourceCrs(self.target, context)
        self._ruler.setEllipsoid(_ELLIPSOID)

    def shape(self, wkb: Optional[bytes]) -> Shape:
        """The polygon in the workspace's CRS; an unusable one becomes none, with its finding."""
        if not wkb:
            return Shape(None, findings=(Finding("GEOMETRY_EMPTY", "E"),))
        if not bounds_of([wkb]):
            return Shape(None, findings=(Finding("GEOMETRY_UNUSABLE", "E", {"reason": "NaN"}),))
        geometry = QgsGeometry()
        geometry.fromWkb(wkb)
        if geometry.isNull() or not _is_polygon(geometry):
            return Shape(None, findings=(Finding("GEOMETRY_NOT_POLYGON", "E"),))
        try:
            if self._transform.sourceCrs() != self.target:
                geometry.transform(self._transform)
        except QgsCsException:
            return _OUT_OF_RANGE
        issued = bytes(geometry.asWkb())
        # The transform does not fail on every stray vertex: some come out infinite, or beyond any zone.
        reach = max((abs(side) for box in bounds_of([issued]) for side in box), default=math.inf)
        if reach >= _FARTHEST:
            return _OUT_OF_RANGE
        if geometry.isGeosValid():
            return Shape(issued, None, self._ruler.measureArea(geometry))
        return self._repair(geometry, issued)

    def _repair(self, geometry: QgsGeometry, issued: bytes) -> Shape:
        """The polygon part of GEOS's repair. What the change is worth in m² is told on the finding."""
        problem = next(iter(geometry.validateGeometry(_geos_engine())), None)
        reason = problem.what() if problem is not None else geometry.lastError()
        place = problem.where() if problem is not None and problem.hasWhere() else geometry.boundingBox().center()
        before = abs(self._ruler.measureArea(geometry))
        valid = _polygons_of(geometry.makeValid())
        values = {"reason": reason, "x": round(place.x(), 2), "y": round(place.y(), 2), "before": round(before, 2)}
        if valid is None:
            return Shape(issued, None, 0.0, (Finding("GEOMETRY_UNUSABLE", "E", {"reason": reason}),))
        area = self._ruler.measureArea(valid)
        values.update(after=round(area, 2), change=round(area - before, 2))
        return Shape(issued, bytes(valid.asWkb()), area, (Finding("V04_GEOMETRY", "E", values),))

    def metres_from(self, shape: Shape, longitude: float, latitude: float) -> float:
        """Metres between the polygon and a point in degrees (0 inside); plane metres are enough to say “near”."""
        geometry = QgsGeometry()
        geometry.fromWkb(shape.usable or b"")
        try:
            point = self._from_degrees.transform(QgsPointXY(longitude, latitude))
        except QgsCsException:
            return float("inf")
        return geometry.distance(QgsGeometry.fromPointXY(point))


def middle_longitude(boxes: Sequence[Bounds], source: str) -> float:
    """Degrees east of the middle of ``boxes``, which are in ``source``'s coordinates."""
    ordered: List[Bounds] = sorted(boxes)
    west, south, east, north = ordered[len(ordered) // 2]
    transform = QgsCoordinateTransform(_crs(source), _crs(_DEGREES), QgsCoordinateTransformContext())
    try:
        return transform.transform(QgsPointXY((west + east) / 2, (south + north) / 2)).x()
    except QgsCsException as error:
        raise WeipianError("CRS_UNKNOWN", file=source, crs=source, proposed="") from error


def _crs(authid: str) -> QgsCoordinateReferenceSystem:
    crs = QgsCoordinateReferenceSystem(authid)
    if not crs.isValid():
        raise WeipianError("CRS_UNKNOWN", file="", crs=authid, proposed="")
    return crs


def _is_polygon(geometry: QgsGeometry) -> bool:
    return QgsWkbTypes.flatType(geometry.wkbType()) in _POLYGONS


def _geos_engine() -> Any:
    """GEOS as validator, under the name it has before and after QGIS 3.36."""
    if hasattr(Qgis, "GeometryValidationEngine"):
        return Qgis.GeometryValidationEngine.Geos
    return QgsGeometry.ValidationMethod.ValidatorGeos  # type: ignore[attr-defined]


def _polygons_of(geometry: QgsGeometry) -> Optional[QgsGeometry]:
    """The polygon part; None where nothing with an area is left."""
    if geometry.isNull():
        return None
    if not _is_polygon(geometry):
        polygons = [part for part in geometry.asGeometryCollection() if _is_polygon(part)]
        geometry = QgsGeometry.unaryUnion(polygons) if polygons else QgsGeometry()
    return None if geometry.isNull() or geometry.isEmpty() or geometry.area() <= 0 else geometry
