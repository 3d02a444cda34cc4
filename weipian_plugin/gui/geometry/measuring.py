"""Distance, area and coordinates in words: on the ellipsoid, in 亩 and m², in the zone's plane and in degrees."""

from __future__ import annotations

from typing import List

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsPointXY,
)

from ...workspace.ground import Ground
from ..wording import mu_text, mu_unit

DEGREES = "EPSG:4490"
_OUTLINE = 3


def area_text(m2: float) -> str:
    """``12.34 亩 (8226.67 m²)``."""
    return f"{mu_text(m2)} {mu_unit()} ({m2:.2f} m²)"


class MapRuler:
    """Measures what is drawn in the CRS of a workspace."""

    def __init__(self, crs: str) -> None:
        system = QgsCoordinateReferenceSystem(crs)
        self._ground, self._name, self._geographic = Ground(crs), system.authid(), system.isGeographic()
        self._to_degrees = QgsCoordinateTransform(
            system, QgsCoordinateReferenceSystem(DEGREES), QgsCoordinateTransformContext())

    def distance(self, points: List[QgsPointXY]) -> float:
        """m along the points."""
        return self._ground.length(QgsGeometry.fromPolylineXY(points)) if len(points) > 1 else 0.0

    def area(self, points: List[QgsPointXY]) -> float:
        """m² inside the points, 0 where the outline crosses itself."""
        if len(points) < _OUTLINE:
            return 0.0
        outline = QgsGeometry.fromPolygonXY([[*points, points[0]]])
        return self._ground.area(outline) if outline.isGeosValid() else 0.0

    def place_text(self, point: QgsPointXY) -> str:
        """Northing and easting in the zone's plane, longitude and latitude in degrees."""
        place = self._to_degrees.transform(point)
        degrees = f"{place.x():.7f}° E, {place.y():.7f}° N"
        return degrees if self._geographic else f"X {point.y():.3f}, Y {point.x():.3f} ({self._name})\n{degrees}"

    def words(self, points: List[QgsPointXY]) -> str:
        """All of it for what is drawn so far; the last point is where the cursor is."""
        lines = [f"{self.distance(points):.2f} m"] if len(points) > 1 else []
        lines += [area_text(area)] if (area := self.area(points)) > 0 else []
        return "\n".join([*lines, *([self.place_text(points[-1])] if points else [])])
