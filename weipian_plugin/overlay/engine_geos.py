"""The reference engine: GEOS intersects each pair, block by block; slower, and nobody's invention but GEOS's."""

from __future__ import annotations

from typing import List, Tuple

import numpy as np
import shapely

from .engines import GEOS, PairAreas, Tick, Whole
from .kernels.arrays import Flags, Floats, Geometries, Indices
from .kernels.polygons import IndexedPolygons
from .shapes import common_areas

# Pairs between two questions whether the rest is still wanted: some 20 ms of ordinary parcels.
_BLOCK_VERTICES = 100_000
# DE-9IM: the insides have something in common.
_INSIDES = "T********"


class GeosEngine:
    """Vectorised shapely: what does not meet costs a predicate, what is covered costs its own area."""

    name = GEOS

    def pair_areas(self, patches: IndexedPolygons, features: IndexedPolygons, patch: Indices, feature: Indices,
                   whole: Whole, tick: Tick) -> PairAreas:
        """See `engines.Engine`."""
        del features  # may be simplified far from the patches
        return PairAreas(areas_by_geos(patches, patch, feature, whole, tick), np.zeros(len(patch), dtype=bool))

    def share_ground(self, features: IndexedPolygons, one: Indices, two: Indices, whole: Whole, tick: Tick) -> Flags:
        """See `engines.Engine`: whether their insides meet, which costs a third of an intersection."""
        del features
        shapes, position = whole_of(np.concatenate([one, two]), whole)
        first, second = position[:len(one)], position[len(one):]
        share = np.zeros(len(one), dtype=bool)
        weight = shapely.get_num_coordinates(shapes)
        shapely.prepare(shapes)
        for start, stop in blocks_by_weight(weight[first] + weight[second], _BLOCK_VERTICES):
            tick()
            share[start:stop] = shapely.relate_pattern(shapes[first[start:stop]], shapes[second[start:stop]], _INSIDES)
        return share


def areas_by_geos(patches: IndexedPolygons, patch: Indices, feature: Indices, whole: Whole, tick: Tick) -> Floats:
    """Area (m²) of each pair by GEOS."""
    area = np.zeros(len(patch))
    if len(patch) == 0:
        return area
    shapes, position = whole_of(feature, whole)
    own_numbers, own = np.unique(patch, return_inverse=True)
    owners = patches.polygons.take(own_numbers).geometries()
    shapely.prepare(owners)
    weight = shapely.get_num_coordinates(shapes)[position] + shapely.get_num_coordinates(owners)[own]
    for start, stop in blocks_by_weight(weight, _BLOCK_VERTICES):
        tick()
        area[start:stop] = _block(owners[own[start:stop]], shapes[position[start:stop]])
    return area


def whole_of(feature: Indices, whole: Whole) -> Tuple[Geometries, Indices]:
    """The features once each as shapely polygons, and for each entry of ``feature`` its place among them."""
    numbers, position = np.unique(feature, return_inverse=True)
    return whole(numbers), position


def _block(own: Geometries, other: Geometries) -> Floats:
    area = np.zeros(len(own))
    meets = np.flatnonzero(shapely.intersects(own, other))
    inside = shapely.covers(own[meets], other[meets])
    area[meets[inside]] = shapely.area(other[meets[inside]])
    cut = meets[~inside]
    area[cut] = common_areas(own[cut], other[cut])
    return area


def blocks_by_weight(weight: Indices, most: int) -> List[Tuple[int, int]]:
    """Runs of consecutive entries whose weights sum to about ``most``; an entry is never divided."""
    if len(weight) == 0:
        return []
    total = np.cumsum(weight)
    number = (total - 1) // max(most, 1)
    starts = np.concatenate([[0], np.flatnonzero(np.diff(number)) + 1])
    stops = np.append(starts[1:], len(weight))
    return list(zip(starts.tolist(), stops.tolist()))
