"""Where a patch without a shape lies: its 中心点经纬度 as issued, in the workspace's coordinates."""

from __future__ import annotations

from typing import Mapping, Optional, Tuple

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsPointXY,
)

_DEGREES = "EPSG:4490"
_WEST, _EAST, _SOUTH, _NORTH = 73, 136, 3, 54


class IssuedPlaces:
    """Takes LZB and BZB (degrees) to the CRS of a workspace."""

    def __init__(self, crs: str) -> None:
        self._transform = QgsCoordinateTransform(
            QgsCoordinateReferenceSystem(_DEGREES), QgsCoordinateReferenceSystem(crs), QgsCoordinateTransformContext())

    def centre(self, longitude: object, latitude: object) -> Optional[Tuple[float, float]]:
        """x and y; ``None`` where the degrees are not given or lie outside China."""
        if not isinstance(longitude, (int, float)) or not isinstance(latitude, (int, float)):
            return None
        if not (_WEST <= longitude <= _EAST and _SOUTH <= latitude <= _NORTH):
            return None
        try:
            point = self._transform.transform(QgsPointXY(longitude, latitude))
        except QgsCsException:
            return None
        return point.x(), point.y()


def issued_centre(attributes: Mapping[str, object], crs: str) -> Optional[Tuple[float, float]]:
    """The issued centre of one patch, as `IssuedPlaces.centre`."""
    return IssuedPlaces(crs).centre(attributes.get("LZB"), attributes.get("BZB"))
