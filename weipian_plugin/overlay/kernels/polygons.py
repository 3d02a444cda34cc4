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
# Vertices that arrays are made of at once.
_VERTICES_AT_ONCE = 1 << 13


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
        if len(rows) == len(self) and np.array_equal(rows, np.arange(len(self))):
            return self
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

    def not_finite(self) -> Indices:
        """The features with a coordinate that is not finite."""
        if np.isfinite(self.xy.sum()):  # NaN and infinities stay in a sum: mostly there are none
            return np.empty(0, dtype=np.int64)
        return np.unique(self.owner_of_vertices()[~np.isfinite(self.xy).all(axis=1)])

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
    # Some rings at a time, so that the numbers in between stay in the processor's cache.
    cuts = np.unique(np.searchsorted(ring_start, np.arange(0, ring_start[-1], _VERTICES_AT_ONCE)))
    areas = np.zeros(len(ring_start) - 1)
    for first, last in zip(cuts.tolist(), [*cuts[1:].tolist(), len(areas)]):
        if first < last:
            begin = ring_start[first]
            areas[first:last] = _areas_by_arrays(xy[begin:ring_start[last]], ring_start[first:last + 1] - begin)
    return areas


def _areas_by_arrays(xy: Floats, ring_start: Indices) -> Floats:
    counts, begins = np.diff(ring_start), ring_start[:-1]
    x, y = xy[:, 0].copy(), xy[:, 1].copy()
    terms = np.zeros(len(x))
    local_x, local_y = x - np.repeat(x[begins], counts), y - np.repeat(y[begins], counts)
    terms[:-1] = local_x[:-1] * np.diff(y) - np.diff(x) * local_y[:-1]
    terms[ring_start[1:] - 1] = 0.0  # between two rings there is no edge
    return np.asarray(0.5 * np.add.reduceat(terms, begins), dtype=np.float64)


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
    if HAS_NUMBA:
        return EdgeIndex(*_compiled_edge_index(*map(np.ascontiguousarray, (
            polygons.xy, polygons.ring_start, polygons.first_ring))))
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


@jit
def _compiled_edge_index(xy: Floats, ring_start: Indices, first_ring: Indices) -> Tuple[
        Floats, Indices, Indices, Indices, Floats, Indices, Indices, Floats, Indices, Floats]:
    """The fields of `EdgeIndex`: each vertex is looked at once, for its chunk's box and its ring's area."""
    chunks, groups = 0, 0
    for ring in range(len(ring_start) - 1):
        of_ring = -(-max(ring_start[ring + 1] - ring_start[ring] - 1, 0) // CHUNK_EDGES)
        chunks += of_ring
        groups += -(-of_ring // GROUP_CHUNKS)
    ring_area, chunk_box, group_box = np.zeros(len(ring_start) - 1), np.empty((chunks, 4)), np.empty((groups, 4))
    chunk_first, chunk_last, chunk_ring = (np.empty(chunks, np.int64), np.empty(chunks, np.int64),
                                           np.empty(chunks, np.int64))
    group_first, group_last = np.empty(groups, np.int64), np.empty(groups, np.int64)
    group_start, box = np.zeros(len(first_ring), np.int64), np.empty((len(first_ring) - 1, 4))
    chunk, group = 0, 0
    for row in range(len(first_ring) - 1):
        box[row, 0], box[row, 1], box[row, 2], box[row, 3] = np.inf, np.inf, -np.inf, -np.inf
        for ring in range(first_ring[row], first_ring[row + 1]):
            first, last, area = ring_start[ring], ring_start[ring + 1] - 1, 0.0
            for begin in range(first, last, CHUNK_EDGES):
                if (begin - first) % (CHUNK_EDGES * GROUP_CHUNKS) == 0:
                    group_first[group] = chunk
                    group_box[group] = np.inf, np.inf, -np.inf, -np.inf
                    group += 1
                end = min(begin + CHUNK_EDGES, last)
                area += _box_and_area(xy, first, begin, end, chunk_box, chunk)
                _widen(group_box, group - 1, chunk_box, chunk)
                chunk_first[chunk], chunk_last[chunk], chunk_ring[chunk] = begin, end, ring
                chunk += 1
                group_last[group - 1] = chunk
            ring_area[ring] = 0.5 * area
        for k in range(group_start[row], group):
            _widen(box, row, group_box, k)
        group_start[row + 1] = group
    return (ring_area, chunk_first, chunk_last, chunk_ring, chunk_box, group_first, group_last, group_box, group_start,
            box)


@jit
def _box_and_area(xy: Floats, origin: int, first: int, last: int, boxes: Floats, k: int) -> float:
    """Put the box of vertices first … last (runs share their end vertices) into ``boxes[k]``; twice what their edges
    add to the area about vertex ``origin`` (see `ring_areas`).
    """
    x0, y0 = xy[origin, 0], xy[origin, 1]
    x, y = xy[first, 0], xy[first, 1]
    west, south, east, north = x, y, x, y
    total = 0.0
    for vertex in range(first + 1, last + 1):
        next_x, next_y = xy[vertex, 0], xy[vertex, 1]
        total += (x - x0) * (next_y - y) - (next_x - x) * (y - y0)
        x, y = next_x, next_y
        west, east, south, north = min(west, x), max(east, x), min(south, y), max(north, y)
    boxes[k, 0], boxes[k, 1], boxes[k, 2], boxes[k, 3] = west, south, east, north
    return total


@jit
def _widen(boxes: Floats, k: int, others: Floats, other: int) -> None:
    boxes[k, 0], boxes[k, 1] = min(boxes[k, 0], others[other, 0]), min(boxes[k, 1], others[other, 1])
    boxes[k, 2], boxes[k, 3] = max(boxes[k, 2], others[other, 2]), max(boxes[k, 3], others[other, 3])


def _boxes_of_runs(xy: Floats, first: Indices, last: Indices) -> Floats:
    """Boxes of vertices first … last (inclusive: runs share their end vertices), by arrays."""
    if len(first) == 0:
        return np.empty((0, 4))
    low = np.minimum.reduceat(xy, first, axis=0)
    high = np.maximum.reduceat(xy, first, axis=0)
    # Reduced up to where the next run begins: of its own vertices a run misses at most the last.
    return np.hstack([np.minimum(low, xy[last]), np.maximum(high, xy[last])])


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
