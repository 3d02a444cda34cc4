"""The patches of a job: as they came, in the plane, and in the coordinates of each layer they are looked for in."""

from __future__ import annotations

from typing import Dict, Optional, Tuple

import numpy as np
import shapely

from .kernels.arrays import Geometries, Indices
from .kernels.plane import JobPlane, SourceCrs, from_degrees, to_degrees
from .kernels.polygons import IndexedPolygons, Polygons, from_geometries, indexed
from .kernels.validity import suspects
from .shapes import made_fit

# Around a patch when looking for candidates: an edge straight in one plane is bowed in another.
_MARGIN_SAME_PLANE = 1.0
_MARGIN_METRES = 100.0
_MARGIN_DEGREES = 0.002


class PatchSet:
    """Some patches (n shapely polygons or None, in ``crs``), numbered from 0."""

    def __init__(self, geometries: Geometries, crs: SourceCrs, plane: JobPlane) -> None:
        """Brings them into the plane, made valid; ``geometries`` as `shapes.polygons_of` gives them."""
        self._raw = from_geometries(geometries)
        self._crs = crs
        raw = indexed(self._raw)
        projected = plane.project(self._raw, crs)
        fit = made_fit(projected, suspects(raw, None), lambda rows: projected.take(rows).geometries())
        self.plane: IndexedPolygons = indexed(fit.polygons)
        self.changed_m2 = fit.changed_m2
        self._seen: Dict[Optional[Tuple[object, ...]], IndexedPolygons] = {_key(crs): raw}

    def __len__(self) -> int:
        return len(self._raw)

    @property
    def lost(self) -> Indices:
        """Patches of which nothing can be measured."""
        return np.flatnonzero(np.diff(self.plane.polygons.start) == 0)

    def in_crs(self, crs: SourceCrs) -> IndexedPolygons:
        """Their outlines in the coordinates of a layer; only for looking, with `margin`."""
        key = _key(crs)
        if key not in self._seen:
            self._seen[key] = indexed(_finite(in_other_crs(self._raw, self._crs, crs)))
        return self._seen[key]

    def margin(self, crs: SourceCrs) -> float:
        """How far, in a layer's units, a feature may lie from an outline and still meet the patch."""
        if crs.zone is None:
            return _MARGIN_DEGREES
        return _MARGIN_SAME_PLANE if crs.zone == self._crs.zone else _MARGIN_METRES


def _key(crs: SourceCrs) -> Optional[Tuple[object, ...]]:
    return None if crs.zone is None else (crs.zone,)


def in_other_crs(polygons: Polygons, crs: SourceCrs, other: SourceCrs) -> Polygons:
    """The same outlines with their vertices in the coordinates of ``other``."""
    if crs.zone == other.zone:
        return polygons
    xy = from_degrees(to_degrees(polygons.xy, crs), other)
    return Polygons(np.ascontiguousarray(xy), polygons.ring_start, polygons.part_start, polygons.start)


def _finite(polygons: Polygons) -> Polygons:
    """Without the features that have a coordinate which is not finite."""
    broken = polygons.not_finite()
    if len(broken) == 0:
        return polygons
    kept = np.ones(len(polygons), dtype=bool)
    kept[broken] = False
    geometries = np.full(len(polygons), None, dtype=object)
    geometries[kept] = polygons.take(np.flatnonzero(kept)).geometries()
    return from_geometries(geometries)


def middle_longitude(polygons: Geometries, crs: SourceCrs) -> float:
    """The longitude (degrees east) in the middle of some polygons, of which at least one is there."""
    ends = shapely.total_bounds(polygons).reshape(2, 2)
    return float(to_degrees(ends, crs)[:, 0].mean())
