"""Polygons made fit for overlay, and ground counted once where pieces lie on each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

from .plane import Floats, Geometries, Indices, JobPlane, SourceCrs

_POLYGON, _MULTIPOLYGON, _COLLECTION = 3, 6, 7
# Structure keeps ground that parts of one polygon share; older libraries only know linework, which drops it.
_STRUCTURE = (shapely.geos_version >= (3, 10, 0)
              and tuple(int(part) for part in shapely.__version__.split(".")[:2]) >= (2, 1))
VALIDITY_METHOD = "structure" if _STRUCTURE else "linework"
# Where the overlay fails on the coordinates as they are, it is repeated on this grid (metres).
_FALLBACK_GRID = 1e-6


@dataclass(frozen=True)
class Projected:
    """Polygons in the equal-area plane (None where left out) and, for each, by how many m² repair changed it.

    ``changed_m2`` is NaN where nothing was repaired.
    """

    geometries: Geometries
    changed_m2: Floats


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


def project_valid(geometries: Geometries, crs: SourceCrs, plane: JobPlane) -> Projected:
    """``geometries`` (polygonal or None) as valid polygons of the equal-area plane."""
    projected = np.full(len(geometries), None, dtype=object)
    changed = np.full(len(geometries), np.nan)
    usable = np.flatnonzero(~shapely.is_missing(geometries))
    projected[usable] = plane.project(geometries[usable], crs)
    coordinates, owner = shapely.get_coordinates(projected, return_index=True)
    projected[owner[~np.isfinite(coordinates).all(axis=1)]] = None
    for index in np.flatnonzero(~shapely.is_valid(projected) & ~shapely.is_missing(projected)):
        before = float(shapely.area(projected[index]))
        projected[index] = _made_valid(projected[index])
        if projected[index] is not None:
            changed[index] = abs(float(shapely.area(projected[index])) - before)
    return Projected(projected, changed)


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
    try:
        pieces = shapely.intersection(first, second)
    except shapely.errors.GEOSException:
        pieces = shapely.intersection(first, second, grid_size=_FALLBACK_GRID)
    return polygons_of(np.asarray(pieces, dtype=object))


def shared_ground(pieces: Geometries, groups: Indices) -> Floats:
    """For each group (e.g. patch) 0 … max: the m² its pieces share with each other, summed over pairs."""
    counts = np.bincount(groups)
    crowded = np.flatnonzero(counts[groups] > 1)
    if len(crowded) == 0:
        return np.zeros(len(counts))
    left, right = _pairs_within(groups[crowded])
    left, right = crowded[left], crowded[right]
    meet = _boxes_meet(shapely.bounds(pieces[left]), shapely.bounds(pieces[right]))
    left, right = left[meet], right[meet]
    shared = np.nan_to_num(shapely.area(intersections(pieces[left], pieces[right])))
    return np.bincount(groups[left], shared, minlength=len(counts))


def _pairs_within(groups: Indices) -> Tuple[Indices, Indices]:
    """All index pairs i<j of equal group."""
    order = np.argsort(groups, kind="stable")
    edges = np.flatnonzero(np.diff(groups[order])) + 1
    left: List[Indices] = []
    right: List[Indices] = []
    for members in np.split(order, edges):
        first, second = np.triu_indices(len(members), 1)
        left.append(members[first])
        right.append(members[second])
    return np.concatenate(left), np.concatenate(right)


def _boxes_meet(first: Floats, second: Floats) -> NDArray[np.bool_]:
    """Whether the boxes share more than an edge."""
    width = np.minimum(first[:, 2], second[:, 2]) - np.maximum(first[:, 0], second[:, 0])
    height = np.minimum(first[:, 3], second[:, 3]) - np.maximum(first[:, 1], second[:, 1])
    return np.asarray((width > 0) & (height > 0), dtype=bool)


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


def _union_area(pieces: Geometries) -> float:
    if len(pieces) == 1:
        return float(shapely.area(pieces[0]))
    try:
        return float(shapely.area(shapely.union_all(pieces)))
    except shapely.errors.GEOSException:
        return float(shapely.area(shapely.union_all(pieces, grid_size=_FALLBACK_GRID)))
