"""Polygons as flat arrays: what kernels read, what a prepared layer keeps on disk, and what shapely gives and takes.

A feature has parts, a part has rings (its shell first), a ring has vertices, the first repeated at the end. Shells run
counter-clockwise and holes clockwise, so the ground of a feature is the sum of its rings' signed areas, and lies to the
left of every edge.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Optional, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

from .arrays import Floats, Geometries, Indices
from .jit import HAS_NUMBA, jit

# Edges in a chunk, and chunks in a group: what is far away is passed over eight and a hundred and twenty-eight at once.
CHUNK_EDGES = 8
GROUP_CHUNKS = 16


@dataclass(frozen=True)
class Polygons:
    """n polygonal features; one without ground has no parts.

    ``xy`` (m×2, metres or the layer's own units); ring r is ``xy[ring_start[r]:ring_start[r+1]]``; the rings of part p
    are ``part_start[p]`` … ``part_start[p+1]``−1; the parts of feature i are ``start[i]`` … ``start[i+1]``−1.
    """

    xy: Floats
    ring_start: Indices
    part_start: Indices
    start: Indices

    def __len__(self) -> int:
        return len(self.start) - 1

    @cached_property
    def first_ring(self) -> Indices:
        """(n+1) the rings of feature i are ``first_ring[i]`` … ``first_ring[i+1]``−1."""
        return self.part_start[self.start]

    def take(self, rows: Indices) -> Polygons:
        """The given features, in the given order."""
        parts, start = _spread(self.start, rows)
        rings, part_start = _spread(self.part_start, parts)
        vertices, ring_start = _spread(self.ring_start, rings)
        return Polygons(self.xy[vertices], ring_start, part_start, start)

    def geometries(self) -> Geometries:
        """As shapely MultiPolygons; None where a feature has no parts."""
        made = np.full(len(self), None, dtype=object)
        some = np.diff(self.start) > 0
        if some.any():
            ragged = (self.ring_start, self.part_start, self.start)
            made[:] = shapely.from_ragged_array(shapely.GeometryType.MULTIPOLYGON, self.xy, ragged)
            made[~some] = None
        return made

    def owner_of_rings(self) -> Indices:
        """For each ring the feature it belongs to."""
        return np.repeat(np.arange(len(self)), np.diff(self.first_ring))

    def owner_of_vertices(self) -> Indices:
        """For each vertex the feature it belongs to."""
        return np.repeat(self.owner_of_rings(), np.diff(self.ring_start))

    def boxes(self) -> Floats:
        """(n×4) xmin, ymin, xmax, ymax; NaN for a feature without parts."""
        boxes = np.full((len(self), 4), np.nan)
        some = np.flatnonzero(np.diff(self.first_ring) > 0)
        if len(some):
            first = self.ring_start[self.first_ring[some]]
            boxes[some, :2] = np.minimum.reduceat(self.xy, first, axis=0)
            boxes[some, 2:] = np.maximum.reduceat(self.xy, first, axis=0)
        return boxes


def from_geometries(geometries: Geometries) -> Polygons:
    """Polygons and MultiPolygons (2D, finite); None and empty ones become features without parts."""
    kinds = shapely.get_type_id(geometries)
    present = np.flatnonzero((kinds >= 0) & ~shapely.is_empty(geometries))
    parts, owner = shapely.get_parts(geometries[present], return_index=True)
    start = np.concatenate([[0], np.cumsum(np.bincount(present[owner], minlength=len(geometries)))])
    if len(parts) == 0:
        nothing = np.zeros(1, dtype=np.int64)
        return Polygons(np.empty((0, 2)), nothing, nothing, start.astype(np.int64))
    _, xy, (ring_start, part_start) = shapely.to_ragged_array(parts, include_z=False)
    return oriented(Polygons(np.ascontiguousarray(xy), ring_start.astype(np.int64), part_start.astype(np.int64),
                             start.astype(np.int64)))


def oriented(polygons: Polygons) -> Polygons:
    """The same with shells counter-clockwise and holes clockwise."""
    areas = ring_areas(polygons.xy, polygons.ring_start)
    is_shell = np.zeros(len(areas), dtype=bool)
    is_shell[polygons.part_start[:-1]] = True
    wrong = np.flatnonzero((areas < 0) == is_shell)
    if len(wrong) == 0:
        return polygons
    xy = polygons.xy.copy()
    vertices, _ = _spread(polygons.ring_start, wrong)
    counts = np.diff(polygons.ring_start)[wrong]
    ends = np.repeat(polygons.ring_start[wrong] + polygons.ring_start[wrong + 1] - 1, counts)
    xy[vertices] = polygons.xy[ends - vertices]
    return Polygons(xy, polygons.ring_start, polygons.part_start, polygons.start)


def ring_areas(xy: Floats, ring_start: Indices) -> Floats:
    """Signed areas of the rings (counter-clockwise positive), each about its own first vertex.

    A term is the cross product of a vertex and the step to the next one: of two large vectors it would lose digits.
    """
    if HAS_NUMBA:
        return _compiled_ring_areas(np.ascontiguousarray(xy), np.ascontiguousarray(ring_start))
    counts = np.diff(ring_start)
    if len(counts) == 0:
        return np.zeros(0)
    local = xy - np.repeat(xy[ring_start[:-1]], counts, axis=0)
    terms = np.empty(len(xy))
    step = np.diff(xy, axis=0)
    terms[:-1] = local[:-1, 0] * step[:, 1] - step[:, 0] * local[:-1, 1]
    terms[ring_start[1:] - 1] = 0.0  # between two rings there is no edge
    return np.asarray(0.5 * np.add.reduceat(terms, ring_start[:-1]), dtype=np.float64)


@jit
def _compiled_ring_areas(xy: Floats, ring_start: Indices) -> Floats:
    areas = np.zeros(len(ring_start) - 1)
    for ring in range(len(areas)):
        first = ring_start[ring]
        total = 0.0
        x0, y0 = xy[first, 0], xy[first, 1]
        for vertex in range(first, ring_start[ring + 1] - 1):
            x, y = xy[vertex, 0], xy[vertex, 1]
            total += (x - x0) * (xy[vertex + 1, 1] - y) - (xy[vertex + 1, 0] - x) * (y - y0)
        areas[ring] = 0.5 * total
    return areas


def concatenated(first: Polygons, second: Polygons) -> Polygons:
    """The features of ``first``, then those of ``second``."""
    return Polygons(
        np.concatenate([first.xy, second.xy]),
        np.concatenate([first.ring_start, second.ring_start[1:] + first.ring_start[-1]]),
        np.concatenate([first.part_start, second.part_start[1:] + first.part_start[-1]]),
        np.concatenate([first.start, second.start[1:] + first.start[-1]]))


@dataclass(frozen=True)
class EdgeIndex:
    """Boxes (xmin, ymin, xmax, ymax) over the edges of `Polygons`, for passing over what is far away.

    Chunk c holds edges ``chunk_first[c]`` … ``chunk_last[c]``−1 of ring ``chunk_ring[c]`` (edge e runs from vertex e
    to e+1); group g holds chunks ``group_first[g]`` … ``group_last[g]``−1 of one ring; feature i has groups
    ``group_start[i]`` … ``group_start[i+1]``−1 and box ``box[i]`` (xmin > xmax for one without parts).
    ``ring_area`` is signed, m².
    """

    ring_area: Floats
    chunk_first: Indices
    chunk_last: Indices
    chunk_ring: Indices
    chunk_box: Floats
    group_first: Indices
    group_last: Indices
    group_box: Floats
    group_start: Indices
    box: Floats


@dataclass(frozen=True)
class IndexedPolygons:
    """Polygons of the plane, oriented, and their index, which is made when it is first asked for; also over
    memory-mapped arrays, with the index ``kept`` beside them.
    """

    polygons: Polygons
    kept: Optional[EdgeIndex] = None

    def __len__(self) -> int:
        return len(self.polygons)

    @cached_property
    def index(self) -> EdgeIndex:
        """The index of the edges."""
        return _edge_index(self.polygons) if self.kept is None else self.kept

    @cached_property
    def boxes(self) -> Floats:
        """(n×4) xmin, ymin, xmax, ymax; xmin > xmax for a feature without parts."""
        if self.kept is not None:
            return self.kept.box
        boxes = self.polygons.boxes()
        boxes[np.isnan(boxes[:, 0])] = np.inf, np.inf, -np.inf, -np.inf
        return boxes

    def areas(self) -> Floats:
        """(n) m²."""
        return np.bincount(self.polygons.owner_of_rings(), self.index.ring_area, minlength=len(self))


def indexed(polygons: Polygons) -> IndexedPolygons:
    """``polygons`` (oriented), to be indexed."""
    return IndexedPolygons(polygons)


def _edge_index(polygons: Polygons) -> EdgeIndex:
    ring_start, first_ring = polygons.ring_start, polygons.first_ring
    edges = np.maximum(np.diff(ring_start) - 1, 0)
    chunk_ring, within = _numbered(-(-edges // CHUNK_EDGES))
    chunk_first = ring_start[chunk_ring] + within * CHUNK_EDGES
    chunk_last = np.minimum(chunk_first + CHUNK_EDGES, ring_start[chunk_ring + 1] - 1)
    chunk_box = _boxes_of_runs(polygons.xy, chunk_first, chunk_last)
    chunks_of_ring = np.bincount(chunk_ring, minlength=len(edges))
    group_ring, within = _numbered(-(-chunks_of_ring // GROUP_CHUNKS))
    chunk_start = np.concatenate([[0], np.cumsum(chunks_of_ring)])
    group_first = chunk_start[group_ring] + within * GROUP_CHUNKS
    group_last = np.minimum(group_first + GROUP_CHUNKS, chunk_start[group_ring + 1])
    group_box = _joined_boxes(chunk_box, group_first)
    groups_of_ring = np.bincount(group_ring, minlength=len(edges))
    group_start = np.concatenate([[0], np.cumsum(groups_of_ring)])[first_ring]
    box = np.tile(np.array([np.inf, np.inf, -np.inf, -np.inf]), (len(polygons), 1))
    some = np.flatnonzero(np.diff(group_start) > 0)
    box[some] = _joined_boxes(group_box, group_start[some])
    return EdgeIndex(ring_areas(polygons.xy, ring_start), chunk_first, chunk_last, chunk_ring, chunk_box, group_first,
                     group_last, group_box, group_start, box)


def _boxes_of_runs(xy: Floats, first: Indices, last: Indices) -> Floats:
    """Boxes of vertices first … last (inclusive: runs share their end vertices)."""
    if HAS_NUMBA:
        return _compiled_boxes_of_runs(np.ascontiguousarray(xy), first, last)
    if len(first) == 0:
        return np.empty((0, 4))
    low = np.minimum.reduceat(xy, first, axis=0)
    high = np.maximum.reduceat(xy, first, axis=0)
    # Reduced up to where the next run begins: of its own vertices a run misses at most the last.
    return np.hstack([np.minimum(low, xy[last]), np.maximum(high, xy[last])])


@jit
def _compiled_boxes_of_runs(xy: Floats, first: Indices, last: Indices) -> Floats:
    boxes = np.empty((len(first), 4))
    for run in range(len(first)):
        x0, y0 = xy[first[run], 0], xy[first[run], 1]
        x1, y1 = x0, y0
        for vertex in range(first[run] + 1, last[run] + 1):
            x, y = xy[vertex, 0], xy[vertex, 1]
            x0, x1, y0, y1 = min(x0, x), max(x1, x), min(y0, y), max(y1, y)
        boxes[run, 0], boxes[run, 1], boxes[run, 2], boxes[run, 3] = x0, y0, x1, y1
    return boxes


def _joined_boxes(boxes: Floats, first: Indices) -> Floats:
    if len(first) == 0:
        return np.empty((0, 4))
    return np.hstack([np.minimum.reduceat(boxes[:, :2], first, axis=0),
                      np.maximum.reduceat(boxes[:, 2:], first, axis=0)])


def _numbered(counts: Indices) -> Tuple[Indices, Indices]:
    """(owner, number within the owner) for ``counts`` items each."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)


def _spread(start: Indices, rows: Indices) -> Tuple[Indices, Indices]:
    """The items of ``rows`` one after the other, and where each row's begin among them."""
    counts = start[rows + 1] - start[rows]
    owner, within = _numbered(counts)
    return start[rows][owner] + within, np.concatenate([[0], np.cumsum(counts)])


def boxes_touch(boxes: Floats, other: Floats) -> NDArray[np.bool_]:
    """Row by row: whether two boxes touch."""
    return np.asarray((boxes[:, 0] <= other[:, 2]) & (boxes[:, 2] >= other[:, 0])
                      & (boxes[:, 1] <= other[:, 3]) & (boxes[:, 3] >= other[:, 1]), dtype=bool)
