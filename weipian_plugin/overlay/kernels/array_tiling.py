"""The proof of `tiling` by numpy: for some patches at a time, all edges near them at once."""

from __future__ import annotations

from typing import Tuple

import numpy as np
from numpy.typing import NDArray

from .array_geometry import numbered, slices
from .arrays import Flags, Floats, Indices
from .boxtree import Sides, boxes_apart, sides_of, touching
from .polygons import IndexedPolygons, Polygons

# Vertices under one box.
_RUN = 8
# A patch that meets a feature with more vertices is not looked at: there are few others to compare such a one with.
_MOST_VERTICES = 5_000
# Edges are thrown into 2^20 heaps by some bits of their number; 48 of them are their weight: sums of up to 32 weights
# are exact in double precision, and more in one heap nobody meets. Who shares a heap with an edge without a twin is
# tried again by other bits.
_HEAP_BITS, _WEIGHT_BITS = 20, 48
_TRIALS = 3


def without_lonely_edges(patches: IndexedPolygons, features: IndexedPolygons, patch: Indices, feature: Indices,
                         wanted: Indices) -> Flags:
    """For each of the ``wanted`` patches whether every edge of its candidates that may lie in or at it has its twin."""
    polygons = features.polygons
    vertices = polygons.ring_start[polygons.first_ring]
    proven = np.zeros(len(patches), dtype=bool)
    proven[wanted] = True
    proven[patch[np.diff(vertices)[feature] > _MOST_VERTICES]] = False
    rows = np.flatnonzero(proven[patch])
    patch, feature = patch[rows], feature[rows]
    runs = _sides_of_runs(polygons.xy)
    own = sides_of(patches.boxes)
    is_edge = np.ones(len(polygons.xy), dtype=bool)
    is_edge[polygons.ring_start[1:] - 1] = False  # between two rings there is no edge
    begin, end = vertices[feature] // _RUN, -(-vertices[feature + 1] // _RUN)
    starts = np.flatnonzero(np.diff(patch, prepend=-1))
    for some in slices(np.add.reduceat(end - begin, starts) if len(starts) else starts):
        pairs = slice(starts[some][0], np.append(starts, len(patch))[some.stop])
        of, edge = _edges_near(own, patch[pairs], begin[pairs], end[pairs], vertices[feature[pairs]],
                               vertices[feature[pairs] + 1], runs, polygons, is_edge)
        lonely = _without_twin(of, edge, polygons.xy)
        of, edge = of[lonely], edge[lonely]
        proven[of[~boxes_apart(_boxes_of_edges(polygons.xy, edge), of, patches)]] = False
    return proven[wanted]


def _sides_of_runs(xy: Floats) -> Sides:
    """Of vertices 0–8, 8–16, …: the edges that begin with the first eight."""
    first = np.arange(0, len(xy), _RUN)
    following = xy[np.minimum(first + _RUN, len(xy) - 1)]
    x, y = np.ascontiguousarray(xy[:, 0]), np.ascontiguousarray(xy[:, 1])
    west, south, east, north = (extreme(extreme.reduceat(column, first), following[:, axis])
                                for extreme in (np.minimum, np.maximum) for axis, column in enumerate((x, y)))
    return west, south, east, north


def _boxes_of_edges(xy: Floats, edge: Indices) -> Floats:
    here, there = xy.take(edge, axis=0), xy.take(edge + 1, axis=0)
    return np.hstack([np.minimum(here, there), np.maximum(here, there)])


def _edges_near(patches: Sides, patch: Indices, begin: Indices, end: Indices, first: Indices, last: Indices,
                runs: Sides, polygons: Polygons, is_edge: Flags) -> Tuple[Indices, Indices]:
    """(patch, edge) of the edges, of the features with vertices first … last−1, whose boxes meet the patch's.

    The runs of a feature are ``begin`` … ``end``−1.
    """
    owner, within = numbered(end - begin)
    run = begin[owner] + within
    hit = np.flatnonzero(touching(runs, run, patches, patch[owner]))
    owner = np.repeat(owner[hit], _RUN)
    edge = (run[hit, None] * _RUN + np.arange(_RUN)).ravel()
    own = np.flatnonzero((edge >= first[owner]) & (edge < last[owner]) & is_edge.take(edge, mode="clip"))
    owner, edge = owner[own], edge[own]
    boxes = sides_of(_boxes_of_edges(polygons.xy, edge))
    near = np.flatnonzero(touching(boxes, np.arange(len(edge)), patches, patch[owner]))
    return patch[owner[near]], edge[near]


def _without_twin(patch: Indices, edge: Indices, xy: Floats) -> Indices:
    """Positions of those edges that may have no twin at the same patch: in heaps whose sum is not nought."""
    here, there = _vertex_numbers(xy.take(edge, axis=0)), _vertex_numbers(xy.take(edge + 1, axis=0))
    number = _mixed(here ^ there) ^ _mixed(patch.astype(np.uint64))  # the same either way
    sign = np.where(here < there, 1.0, -1.0)
    left = np.flatnonzero(here != there)
    for _ in range(_TRIALS):
        number = _mixed(number)
        some = number[left]
        heap = (some >> np.uint64(64 - _HEAP_BITS)).astype(np.int64)
        weight = (_mixed(some) >> np.uint64(64 - _WEIGHT_BITS)).astype(np.float64) * sign[left]
        left = left[np.bincount(heap, weight, minlength=1 << _HEAP_BITS)[heap] != 0.0]
    return left


def _vertex_numbers(points: Floats) -> NDArray[np.uint64]:
    """A 64-bit number for each vertex, in which every bit depends on every bit of its coordinates."""
    bits = np.ascontiguousarray(points).view(np.uint64)
    return _mixed(_mixed(bits[:, 0] + np.uint64(0x9E3779B97F4A7C15)) ^ bits[:, 1])


def _mixed(number: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64."""
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        number = number ^ (number >> np.uint64(shift))
        number *= np.uint64(factor)
    return number ^ (number >> np.uint64(31))
