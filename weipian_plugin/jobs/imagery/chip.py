"""The ground that a patch is shown within: 1.8 times its bounding box, at least 200 m (拟, a patch's picture too)."""

from __future__ import annotations

from typing import List, Optional

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsRectangle,
)

CONTEXT_FACTOR = 1.8
LEAST_GROUND_M = 200.0
ALIKE = 0.02
"""A frame is that of the chip if their ratios of width to height differ by at most this share (拟)."""

_FIRST_MERIDIAN, _ZONE, _LAST_ZONE, _FIRST_EPSG = 75.0, 3.0, 20, 4534


def map_crs(crs: QgsCoordinateReferenceSystem, extent: QgsRectangle) -> QgsCoordinateReferenceSystem:
    """The workspace's CRS; where that is in degrees, CGCS2000 in the 3° zone of the extent (EPSG:4534 is 75°E)."""
    if not crs.isGeographic():
        return crs
    zone = min(max(round((extent.center().x() - _FIRST_MERIDIAN) / _ZONE), 0), _LAST_ZONE)
    return QgsCoordinateReferenceSystem(f"EPSG:{_FIRST_EPSG + zone}")


def chip_extents(patch: QgsRectangle) -> List[QgsRectangle]:
    """What a picture of the patch may show, ``patch`` in metres: each side 1.8 times its own, or the longer one's."""
    width, height = (max(side * CONTEXT_FACTOR, LEAST_GROUND_M) for side in (patch.width(), patch.height()))
    side = max(width, height)
    return [_around(patch, width, height), _around(patch, side, side)]


def fitting_chip(patch: QgsRectangle, columns: int, rows: int) -> Optional[QgsRectangle]:
    """The chip's extent that has the ratio of a picture of ``columns`` × ``rows`` pixels; ``None`` where none has."""
    for extent in chip_extents(patch):
        if rows and abs(columns / rows * extent.height() / extent.width() - 1.0) <= ALIKE:
            return extent
    return None


def surroundings(patch: QgsRectangle, times: float = 2.0) -> QgsRectangle:
    """The square around the patch that is looked at beside it: its chip, ``times`` as wide (metres)."""
    side = chip_extents(patch)[1].width() * times
    return _around(patch, side, side)


def carried(box: QgsRectangle, source: QgsCoordinateReferenceSystem,
            target: QgsCoordinateReferenceSystem) -> QgsRectangle:
    """The box in another CRS. Raises QgsCsException where it has no place there."""
    if source == target or not source.isValid() or not target.isValid():
        return QgsRectangle(box)
    return QgsCoordinateTransform(source, target, QgsCoordinateTransformContext()).transformBoundingBox(box)


def _around(patch: QgsRectangle, width: float, height: float) -> QgsRectangle:
    centre = patch.center()
    return QgsRectangle(centre.x() - width / 2, centre.y() - height / 2,
                        centre.x() + width / 2, centre.y() + height / 2)
