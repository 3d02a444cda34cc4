"""Where a layer covers ground twice or leaves it out: found from the few edges that have no twin.

Let W(p) be how many features cover the point p. Walking across the plane, W changes only at edges: by one at each edge
of a feature, down where one leaves it and up where one enters. An edge and its twin – the same two vertices, the other
way round – cancel. So W is constant on each face of the arrangement made by the edges that are left over; a face with
W = 0 that those edges enclose is a gap, and every overlap lies in faces with W ≥ 2. In a layer that tiles the ground
few edges are left: the outline, the borders of gaps and overlaps, and T-junctions, where one neighbour has a vertex in
the middle of the other's edge; densified apart, the two leave hairs of some micrometres between them.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Callable, List, Tuple, TypeVar

import numpy as np
import shapely
from numpy.typing import NDArray

from ..engines import Engine, Tick, Whole
from ..kernels.arrays import Floats, Geometries, Indices
from ..kernels.boxtree import BoxTree
from ..kernels.polygons import IndexedPolygons, Polygons, indexed
from ..protocol import BORDERS, GAPS
from .stages import At, untold
from .stored import let_go

# A face smaller (m²) or narrower (m; the survey's own tolerance is a tenth of a millimetre) is a hair.
SMALLEST_GAP = 1e-4
NARROWEST_GAP = 1e-3
# Ground shared by two features below this (m²) is the noise of the arithmetic.
_NOISE = 1e-9
# Edges in hand at once; and how many without twin are still looked at as faces (a minute of noding).
_VERTICES_AT_ONCE = 200_000
_EDGES_SORTED = 8_000_000
_MOST_EDGES = 2_000_000
# Up to so many features at a face each is compared with each; at a larger face those whose boxes meet.
_FEW = 24
_PAIRS_AT_ONCE = 50_000
_TICK_SECONDS = 0.05
# The first bits of an edge's 63-bit number: enough to pass over nearly all that cancelled.
_FILTER_BITS = 22
_FILTER_SHIFT = np.uint64(63 - _FILTER_BITS)

Result = TypeVar("Result")


@dataclass(frozen=True)
class Coverage:
    """``shared``: (k×2) pairs of features that share ground, ``shared_m2`` of each; ``gaps``: polygons of the plane.

    ``hairs`` and ``hairs_m2``: faces too small or narrow to be told as gap or overlap. ``gaps_sought``: whether gaps
    and hairs were looked for; ``edges_without_twin``: how many there are, where the layer is meant as a tiling.
    """

    shared: Indices
    shared_m2: Floats
    gaps: Geometries
    hairs: int
    hairs_m2: float
    gaps_sought: bool
    edges_without_twin: int


def cover(features: IndexedPolygons, tree: BoxTree, whole: Whole, tiling: bool, engine: Engine, tick: Tick,
          at: At = untold) -> Coverage:
    """Overlaps of the layer and, where it is meant as a ``tiling``, its gaps; all in the plane."""
    gaps, hairs, hairs_m2 = np.empty(0, dtype=object), 0, 0.0
    edges = edges_without_twin(features.polygons, tick, at) if tiling else np.empty((0, 4))
    looked = tiling and len(edges) <= _MOST_EDGES
    at(GAPS, 0, 4)
    if looked:
        faces = while_ticking(lambda: _faces(edges), tick)
        at(GAPS, 1, 4)
        area = shapely.area(faces)
        hair = is_hair(faces)
        depth = np.zeros(len(faces), dtype=np.int64)
        depth[~hair] = _depths(faces[~hair], features, tree, whole, tick)
        at(GAPS, 2, 4)
        gaps = faces[~hair & (depth == 0)]
        hairs, hairs_m2 = int(np.count_nonzero(hair)), float(area[hair].sum())
        left, right = _pairs_at(faces[hair | (depth > 1)], features, tree, tick)
    else:
        left, right = _pairs_among(np.arange(len(features)), features, tree, tick)
    at(GAPS, 3, 4)
    area = _areas(features, left, right, whole, engine, tick)
    at(GAPS, 4, 4)
    kept = np.flatnonzero(area > _NOISE)
    return Coverage(np.column_stack([left[kept], right[kept]]), area[kept], gaps, hairs, hairs_m2, looked,
                    len(edges))


def at_boxes(tree: BoxTree, boxes: Floats) -> Tuple[Indices, Indices]:
    """(box, item): the items of the tree whose boxes touch each of ``boxes`` (n×4), sorted by box."""
    known = np.flatnonzero(boxes[:, 0] <= boxes[:, 2])
    # A rectangle's four edges are one chunk, whose box is the rectangle.
    corners = boxes[known][:, [0, 1, 2, 1, 2, 3, 0, 3, 0, 1]].reshape(-1, 2)
    each = np.arange(len(known) + 1)
    box, item = tree.query(indexed(Polygons(corners, 5 * each, each, each)))
    return known[box], item


def is_hair(faces: Geometries) -> NDArray[np.bool_]:
    """Whether each is too small or too narrow to be told."""
    area, length = shapely.area(faces), shapely.length(faces)
    return np.asarray((area < SMALLEST_GAP) | (2 * area < NARROWEST_GAP * length), dtype=bool)


def while_ticking(work: Callable[[], Result], tick: Tick) -> Result:
    """The result of ``work``, done in a thread while ``tick`` is called: GEOS lets go of Python's lock.

    Where ``tick`` raises, the thread's result is dropped when it comes.
    """
    pool = ThreadPoolExecutor(1)
    try:
        future = pool.submit(work)
        while not wait([future], _TICK_SECONDS).done:
            tick()
        return future.result()
    finally:
        pool.shutdown(wait=False)


def edges_without_twin(polygons: Polygons, tick: Tick, at: At = untold) -> Floats:
    """(k×4: x, y, x, y) the edges that are not met by as many the other way round.

    Edges are matched by 64-bit numbers made of both vertices' bits: with 10⁸ edges the chance that two different ones
    share a number is 3 in 10⁴, and then the two would still have to be without twin. Only the numbers are sorted, a
    share of them at a time, so memory is bounded whatever the layer's size and order.
    """
    passes = max(1, -(-len(polygons.xy) // _EDGES_SORTED))
    runs = _runs(len(polygons.xy))

    def told(walk: int, run: int) -> None:
        """Each pass walks through all edges, and so does the search at the end."""
        at(BORDERS, walk * len(runs) + run, (passes + 1) * len(runs))

    lonely = np.concatenate([_lonely_numbers(polygons, part, passes, tick, told) for part in range(passes)])
    lonely.sort()
    may_be_lonely = np.zeros(1 << _FILTER_BITS, dtype=bool)
    may_be_lonely[lonely >> _FILTER_SHIFT] = True
    found: List[Floats] = [np.empty((0, 4))]
    for run, (first, last) in enumerate(runs):
        tick()
        told(passes, run)
        let_go(polygons.xy)
        xy, numbers, rows = _numbered_edges(polygons, first, last)
        undirected = numbers >> np.uint64(1)
        few = np.flatnonzero(may_be_lonely[undirected >> _FILTER_SHIFT])
        few = few[np.isin(undirected[few], lonely)]
        found.append(np.hstack([xy[rows[few]], xy[rows[few] + 1]]))
    return np.concatenate(found)


def _runs(count: int) -> List[Tuple[int, int]]:
    return [(first, min(first + _VERTICES_AT_ONCE, count)) for first in range(0, count, _VERTICES_AT_ONCE)]


def _numbered_edges(polygons: Polygons, first: int, last: int) -> Tuple[Floats, NDArray[np.uint64], Indices]:
    """(vertices first … last, numbers, rows): the edges that begin at vertices first … last−1, at ``rows`` of these.

    The lowest bit of a number says which way the edge runs; the others are the same for its twin.
    """
    xy = np.ascontiguousarray(polygons.xy[first:last + 1])
    bits = (xy + 0.0).view(np.uint64)  # no negative zeros
    vertex = _mixed(_mixed(bits[:, 0]) ^ bits[:, 1])
    is_edge = np.ones(len(xy) - 1, dtype=bool)
    rings = np.searchsorted(polygons.ring_start, [first + 1, last + 1])
    ends = polygons.ring_start[rings[0]:rings[1]] - 1 - first  # from a ring's last vertex there is no edge
    is_edge[ends[ends < len(is_edge)]] = False
    rows = np.flatnonzero(is_edge & (vertex[:-1] != vertex[1:]))
    low, high = np.minimum(vertex[rows], vertex[rows + 1]), np.maximum(vertex[rows], vertex[rows + 1])
    forward = vertex[rows] < vertex[rows + 1]
    return xy, (_mixed(low * np.uint64(3) + high) & ~np.uint64(1)) | forward.astype(np.uint64), rows


def _mixed(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """64-bit numbers in which every bit depends on every bit of ``value`` (the finaliser of splitmix64)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


def _lonely_numbers(polygons: Polygons, part: int, passes: int, tick: Tick,
                    told: Callable[[int, int], None]) -> NDArray[np.uint64]:
    """Numbers (without the lowest bit) of edges that do not cancel, of those in share ``part`` of ``passes``."""
    collected = []
    for run, (first, last) in enumerate(_runs(len(polygons.xy))):
        tick()
        told(part, run)
        let_go(polygons.xy)
        _, numbers, _ = _numbered_edges(polygons, first, last)
        collected.append(numbers if passes == 1 else numbers[(numbers >> np.uint64(1)) % np.uint64(passes) == part])
    numbers = np.concatenate(collected) if collected else np.empty(0, dtype=np.uint64)
    del collected
    while_ticking(numbers.sort, tick)
    undirected = numbers >> np.uint64(1)
    starts = np.flatnonzero(np.diff(undirected, prepend=~undirected[:1]))
    if len(starts) == 0:
        return undirected
    forward = np.add.reduceat((numbers & np.uint64(1)).astype(np.int64), starts)
    return undirected[starts[2 * forward != np.diff(np.append(starts, len(numbers)))]]


def _faces(edges: Floats) -> Geometries:
    """The bounded faces of the arrangement the edges make."""
    if len(edges) == 0:
        return np.empty(0, dtype=object)
    chains = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(edges.reshape(-1, 2, 2))))
    noded = shapely.union_all(shapely.get_parts(chains))
    return np.asarray(shapely.get_parts(shapely.polygonize(shapely.get_parts(noded))), dtype=object)


def _depths(faces: Geometries, features: IndexedPolygons, tree: BoxTree, whole: Whole, tick: Tick) -> Indices:
    """How many features cover each face."""
    points = shapely.get_coordinates(while_ticking(lambda: shapely.point_on_surface(faces), tick))
    face, feature = at_boxes(tree, np.hstack([points, points]))
    depth = np.zeros(len(faces), dtype=np.int64)
    for start in range(0, len(face), _PAIRS_AT_ONCE):
        tick()
        some = slice(start, start + _PAIRS_AT_ONCE)
        rows, place = np.unique(feature[some], return_inverse=True)
        shapes = whole(rows)
        shapely.prepare(shapes)
        inside = shapely.contains_xy(shapes[place], points[face[some]])
        depth += np.bincount(face[some], inside, minlength=len(faces)).astype(np.int64)
    return depth


def _pairs_at(faces: Geometries, features: IndexedPolygons, tree: BoxTree, tick: Tick) -> Tuple[Indices, Indices]:
    """Pairs of features whose boxes meet each other at one of the faces."""
    face, feature = at_boxes(tree, shapely.bounds(faces).reshape(-1, 4))
    order = np.lexsort((feature, face))
    face, feature = face[order], feature[order]
    count = np.bincount(face, minlength=len(faces))
    many = count[face] > _FEW
    left, right = _within_groups(face[~many])
    left, right = feature[~many][left], feature[~many][right]
    other_left, other_right = _pairs_among(np.unique(feature[many]), features, tree, tick)
    return _meeting(np.concatenate([left, other_left]), np.concatenate([right, other_right]), features)


def _within_groups(group: Indices) -> Tuple[Indices, Indices]:
    """Positions i < j of equal group, ``group`` being sorted."""
    starts = np.flatnonzero(np.diff(group, prepend=-1))
    counts = np.diff(np.append(starts, len(group)))
    later = np.repeat(starts + counts, counts) - np.arange(len(group)) - 1
    left = np.repeat(np.arange(len(group)), later)
    return left, left + 1 + np.arange(len(left)) - np.repeat(np.cumsum(later) - later, later)


def _pairs_among(rows: Indices, features: IndexedPolygons, tree: BoxTree, tick: Tick) -> Tuple[Indices, Indices]:
    """Pairs of the given features whose boxes meet."""
    chosen = np.zeros(len(features), dtype=bool)
    chosen[rows] = True
    lefts: List[Indices] = [np.empty(0, dtype=np.int64)]
    rights: List[Indices] = [np.empty(0, dtype=np.int64)]
    for start in range(0, len(rows), _PAIRS_AT_ONCE):
        tick()
        own = rows[start:start + _PAIRS_AT_ONCE]
        box, other = at_boxes(tree, features.index.box[own])
        left = own[box]
        wanted = (left < other) & chosen[other]
        left, other = _meeting(left[wanted], other[wanted], features)
        lefts.append(left)
        rights.append(other)
    return np.concatenate(lefts), np.concatenate(rights)


def _meeting(left: Indices, right: Indices, features: IndexedPolygons) -> Tuple[Indices, Indices]:
    """Each pair once, of those whose boxes share more than an edge."""
    key = np.unique(left * len(features) + right)
    left, right = key // max(len(features), 1), key % max(len(features), 1)
    one, two = features.index.box[left], features.index.box[right]
    meet = np.all((np.minimum(one[:, 2:], two[:, 2:]) > np.maximum(one[:, :2], two[:, :2])), axis=1)
    return left[meet], right[meet]


def _areas(features: IndexedPolygons, left: Indices, right: Indices, whole: Whole, engine: Engine,
           tick: Tick) -> Floats:
    """Shared ground of each pair; block by block, so that few features are in memory as whole polygons."""
    area = np.zeros(len(left))
    for start in range(0, len(left), _PAIRS_AT_ONCE):
        some = slice(start, start + _PAIRS_AT_ONCE)
        area[some] = engine.pair_areas(features, features, left[some], right[some], whole, tick).area
    return area
