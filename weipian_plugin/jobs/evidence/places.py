"""Camera points and patches: how far apart, does the camera look there, which patch is the nearest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Dict, List, Optional, Tuple

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsDistanceArea,
    QgsGeometry,
    QgsPointXY,
    QgsRectangle,
)

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

DEGREES = "EPSG:4326"
VIEW_WIDTH = 60.0
"""Degrees that a camera is taken to see (拟; domain §9.1)."""
_STEP = 10.0


@dataclass(frozen=True)
class Stand:
    """How a camera stands to a patch: metres between them (0 inside), does it look there (None: not known)."""

    parcel: str
    distance: float
    looks_at: Optional[bool] = None


class Places:
    """Distances on the ellipsoid between positions in degrees and the parcels of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        context = QgsCoordinateTransformContext()
        degrees = QgsCoordinateReferenceSystem(DEGREES)
        self._onto = QgsCoordinateTransform(degrees, QgsCoordinateReferenceSystem(workspace.crs_authid), context)
        self._ruler = QgsDistanceArea()
        self._ruler.setSourceCrs(degrees, context)
        self._ruler.setEllipsoid("EPSG:7030")
        self._shapes: Dict[str, QgsGeometry] = {}

    def nearest(self, longitude: float, latitude: float, azimuth: Optional[float], reach: float) -> Optional[Stand]:
        """The patch in whose ground the camera stands, else the nearest it looks at, else the nearest; within reach."""
        box = self._box(longitude, latitude, reach)
        if box is None:
            return None
        stands = [self._stand(uuid, self._shape(uuid, wkb), longitude, latitude, azimuth, reach)
                  for uuid, wkb in self._workspace.shapes_near(box)]
        near = [stand for stand in stands if stand is not None and stand.distance <= reach]
        return min(near, key=lambda one: (one.distance > 0, one.looks_at is False, one.distance), default=None)

    def stand(self, parcel: str, longitude: float, latitude: float, azimuth: Optional[float],
              reach: float) -> Optional[Stand]:
        """How the camera stands to this parcel; ``None`` where the parcel has no shape or the position no place."""
        if parcel not in self._shapes:
            wkb = self._workspace.parcel(parcel).wkb
            self._shape(parcel, wkb or b"")
        return self._stand(parcel, self._shapes[parcel], longitude, latitude, azimuth, reach)

    def apart(self, longitude: float, latitude: float, other_longitude: float, other_latitude: float) -> float:
        """Metres between two positions."""
        return float(self._ruler.measureLine(QgsPointXY(longitude, latitude),
                                             QgsPointXY(other_longitude, other_latitude)))

    def _shape(self, uuid: str, wkb: bytes) -> QgsGeometry:
        if uuid not in self._shapes:
            shape = QgsGeometry()
            shape.fromWkb(wkb)
            self._shapes[uuid] = shape
        return self._shapes[uuid]

    def _box(self, longitude: float, latitude: float, reach: float) -> Optional[Tuple[float, float, float, float]]:
        high = reach / 110000.0
        wide = high / max(math.cos(math.radians(latitude)), 0.01)
        try:
            box = self._onto.transformBoundingBox(QgsRectangle(
                longitude - wide, latitude - high, longitude + wide, latitude + high))
        except QgsCsException:
            return None
        return box.xMinimum(), box.yMinimum(), box.xMaximum(), box.yMaximum()

    def _stand(self, parcel: str, shape: QgsGeometry, longitude: float, latitude: float, azimuth: Optional[float],
               reach: float) -> Optional[Stand]:
        camera = QgsPointXY(longitude, latitude)
        try:
            here = QgsGeometry.fromPointXY(self._onto.transform(camera))
            if shape.isEmpty():
                return None
            nearest = shape.nearestPoint(here).asPoint()
            back = self._onto.transform(nearest, QgsCoordinateTransform.ReverseTransform)
        except (QgsCsException, TypeError, ValueError):
            return None
        distance = 0.0 if shape.intersects(here) else float(self._ruler.measureLine(camera, back))
        if azimuth is None:
            return Stand(parcel, distance)
        if distance == 0.0:
            return Stand(parcel, distance, True)
        return Stand(parcel, distance, bool(self._view(longitude, latitude, azimuth, 2 * reach).intersects(shape)))

    def _view(self, longitude: float, latitude: float, azimuth: float, reach: float) -> QgsGeometry:
        outline = [QgsPointXY(*point) for point in view_sector(longitude, latitude, azimuth, reach)]
        return QgsGeometry.fromPolygonXY([[self._onto.transform(point) for point in outline]])


def view_sector(longitude: float, latitude: float, azimuth: float, radius: float,
                width: float = VIEW_WIDTH) -> List[Tuple[float, float]]:
    """What a camera sees, as a closed ring of positions in degrees: ``radius`` m, ``azimuth`` degrees from north."""
    ruler = QgsDistanceArea()
    ruler.setEllipsoid("EPSG:7030")
    camera = QgsPointXY(longitude, latitude)
    steps = max(int(width / _STEP), 1)
    turns = [azimuth - width / 2 + width * step / steps for step in range(steps + 1)]
    arc = [ruler.computeSpheroidProject(camera, radius, math.radians(turn)) for turn in turns]
    return [(longitude, latitude), *((point.x(), point.y()) for point in arc), (longitude, latitude)]
