"""Polygons made fit for overlay, and ground counted once where pieces lie on each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Tuple

import numpy as np
import shapely

from .engines import Whole
from .kernels.arrays import Flags, Floats, Geometries, Indices
from .kernels.polygons import Polygons, concatenated, from_geometries
from .star_shaped import star_shaped

_POLYGON, _MULTIPOLYGON, _COLLECTION = 3, 6, 7
# Structure keeps ground that parts of one polygon share; older libraries only know linework, which drops it.
_STRUCTURE = (shapely.geos_version >= (3, 10, 0)
              and tuple(int(part) for part in shapely.__version__.split(".")[:2]) >= (2, 1))
VALIDITY_METHOD = "structure" if _STRUCTURE else "linework"
# Where the overlay fails on the coordinates as they are, it is repeated on this grid (metres).
_FALLBACK_GRID = 1e-6


@dataclass(frozen=True)
class Fit:
    """Polygons of the plane that kernels and GEOS can take, and by how many m² repair changed each (NaN: not at all).

    A feature of which nothing usable was left has no parts. ``shapes`` (n): whole, for GEOS, of those it has looked at.
    """

    polygons: Polygons
    changed_m2: Floats
    shapes: Geometries


def polygons_of(geometries: Geometries) -> Geometries:
    """The polygonal part of each geometry; None where there is none, or where a coordinate is not finite."""
    polygons = geometries.copy()
    kinds = shapely.get_type_id(polygons)
    for index in np.flatnonzero(kinds == _COLLECTION):
        polygons[index] = _polygonal(polygons[index])
    polygons[~np.isin(shapely.get_type_id(polygons), (_POLYGON, _MULTIPOLYGON))] = None
    polygons[shapely.is_empty(polygons)] = None
    coordinates, owner = shapely.get_coordinates(polygons, return_index=True)
    polygons[owner[~np.isfinite(coordinates).all(axis=1)]] = None
    return polygons


def _polygonal(geometry: Any) -> Any:
    """The polygons of a (nested) collection as one MultiPolygon, or None."""
    parts = shapely.get_parts(np.asarray(geometry, dtype=object))
    while np.any(np.isin(shapely.get_type_id(parts), (4, 5, _MULTIPOLYGON, _COLLECTION))):
        parts = shapely.get_parts(parts)
    parts = parts[shapely.get_type_id(parts) == _POLYGON]
    parts = parts[~shapely.is_empty(parts)]
    return shapely.multipolygons(parts) if len(parts) else None


def made_fit(polygons: Polygons, suspects: Indices, whole: Whole) -> Fit:
    """``polygons`` of the plane with those ``suspects`` replaced that GEOS finds invalid, once made valid.

    ``whole`` gives suspects as they are before any simplification.
    """
    changed = np.full(len(polygons), np.nan)
    finite = np.ones(len(polygons), dtype=bool)
    finite[polygons.not_finite()] = False
    suspects = suspects[finite[suspects]]
    shapes = whole(suspects)
    seen = np.full(len(polygons), None, dtype=object)
    seen[suspects] = shapes
    asked = np.flatnonzero(~_certainly_valid(shapes, np.diff(polygons.first_ring)[suspects]))
    bad = asked[~shapely.is_valid(shapes[asked]) & ~shapely.is_missing(shapes[asked])]
    rows = suspects[bad]
    repaired = made_valid(shapes[bad])
    changed[rows] = np.abs(np.nan_to_num(shapely.area(repaired)) - np.abs(shapely.area(shapes[bad])))
    if finite.all() and len(rows) == 0:
        return Fit(polygons, changed, seen)
    source = np.arange(len(polygons))
    source[rows] = len(polygons) + np.arange(len(rows))
    source[~finite] = len(polygons) + len(rows)
    nothing = np.full(1, None, dtype=object)
    extra = from_geometries(np.concatenate([repaired, nothing]))
    seen[rows] = repaired
    return Fit(concatenated(polygons, extra).take(source), changed, seen)


def _certainly_valid(shapes: Geometries, rings: Indices) -> Flags:
    """Polygons (counter-clockwise, with so many rings) of one star-shaped ring."""
    valid = (rings == 1) & ~shapely.is_missing(shapes)
    if valid.any():
        single = shapes[valid]
        start = np.concatenate([[0], np.cumsum(shapely.get_num_coordinates(single))])
        valid[valid] = star_shaped(shapely.get_coordinates(single), start)
    return np.asarray(valid, dtype=bool)


def all_fit(polygons: Polygons) -> Fit:
    """The same with every feature looked at by GEOS."""
    return made_fit(polygons, np.arange(len(polygons)), lambda rows: polygons.take(rows).geometries())


def made_valid(shapes: Geometries) -> Geometries:
    """The same with invalid ones (polygonal) made valid; None where nothing is left of one."""
    made = shapes.copy()
    for row in np.flatnonzero(~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)).tolist():
        made[row] = _made_valid(shapes[row])
    return made


def _made_valid(polygon: Any) -> Any:
    """A valid polygonal geometry covering the same ground, or None where nothing is left."""
    try:
        if _STRUCTURE:
            fixed = shapely.make_valid(polygon, method="structure", keep_collapsed=False)
        else:
            fixed = shapely.union_all(shapely.make_valid(shapely.get_parts(polygon)))
    except shapely.errors.GEOSException:
        return None
    return polygons_of(np.array([fixed], dtype=object))[0]


def intersections(first: Geometries, second: Geometries) -> Geometries:
    """The polygonal intersection of each pair (None where they share no ground)."""
    return polygons_of(_intersections(first, second))


def common_areas(first: Geometries, second: Geometries) -> Floats:
    """m² of the ground each pair shares."""
    return np.asarray(np.nan_to_num(shapely.area(_intersections(first, second))), dtype=np.float64)


def _intersections(first: Geometries, second: Geometries) -> Geometries:
    try:
        return np.asarray(shapely.intersection(first, second), dtype=object)
    except shapely.errors.GEOSException:
        return np.asarray(shapely.intersection(first, second, grid_size=_FALLBACK_GRID), dtype=object)


def ground_once(pieces: Geometries, factors: Floats) -> Tuple[float, float]:
    """m² of the ground that ``pieces`` cover together, and the same with each piece's share multiplied by its factor.

    Ground under several pieces takes the factor of the first.
    """
    if len(pieces) == 1 or np.all(factors == factors[0]):
        area = _union_area(pieces)
        return area, area * float(factors[0])
    # Differences of growing unions telescope, so the shares sum to the whole.
    covered = [0.0, *(_union_area(pieces[:count]) for count in range(1, len(pieces) + 1))]
    return covered[-1], float(np.diff(covered) @ factors)


def union_of(pieces: Geometries) -> Any:
    """The ground of ``pieces`` (at least one) as one polygon."""
    if len(pieces) == 1:
        return pieces[0]
    try:
        return shapely.union_all(pieces)
    except shapely.errors.GEOSException:
        return shapely.union_all(pieces, grid_size=_FALLBACK_GRID)


def _union_area(pieces: Geometries) -> float:
    return float(shapely.area(union_of(pieces)))
