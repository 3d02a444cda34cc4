"""What the numpy kernels share: exact signs, ragged expansion in bounded slices, and winding numbers of many points."""

from __future__ import annotations

from typing import Iterator, Tuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Indices
from .polygons import IndexedPolygons

# Rows an array may be expanded to at once: small enough for a processor's cache, large enough for numpy.
ROWS_AT_ONCE = 1 << 16

# Veltkamp's splitter of a double into two halves of 26 bits.
_SPLITTER = 134217729.0
# Beyond these a product, or its error term, may leave the range of doubles.
_SMALLEST, _LARGEST = 1e-100, 1e100


def numbered(counts: Indices) -> Tuple[Indices, Indices]:
    """(owner, number within the owner) for ``counts`` items each."""
    owner = np.repeat(np.arange(len(counts)), counts)
    return owner, np.arange(len(owner)) - np.repeat(np.cumsum(counts) - counts, counts)


def summed(position: Indices, whole: Indices, length: int) -> Indices:
    """Sums of small whole numbers by position (`numpy.add.at` is slow before numpy 1.25)."""
    return np.rint(np.bincount(position, whole, length)).astype(np.int64)


def slices(counts: Indices, most: int = ROWS_AT_ONCE) -> Iterator[slice]:
    """Consecutive slices of ``counts`` whose sums stay within ``most``, or hold a single item."""
    ends = np.cumsum(counts)
    start, done = 0, 0
    while start < len(counts):
        stop = max(start + 1, int(np.searchsorted(ends, done + most, side="right")))
        yield slice(start, stop)
        start, done = stop, int(ends[stop - 1])


def boxes_meet(boxes: Floats, other: Floats) -> NDArray[np.bool_]:
    """Row by row: whether two boxes touch (by columns, which is what numpy compares fastest)."""
    meet = boxes[:, 0] <= other[:, 2]
    meet &= boxes[:, 2] >= other[:, 0]
    meet &= boxes[:, 1] <= other[:, 3]
    meet &= boxes[:, 3] >= other[:, 1]
    return np.asarray(meet, dtype=bool)


# Of many chunks: (number of the chunk, edge, its box) for each of their edges that is near.
EdgesNear = Tuple[Indices, Indices, Floats]


def edges_meeting(shapes: IndexedPolygons, chunk: Indices, boxes: Floats, other: Indices) -> EdgesNear:
    """(position in ``chunk``, edge, its box) of the edges of chunk[k] that touch boxes[other[k]]."""
    first = shapes.index.chunk_first[chunk]
    owner, within = numbered(shapes.index.chunk_last[chunk] - first)
    edge = first[owner] + within
    start, end = shapes.polygons.xy.take(edge, axis=0), shapes.polygons.xy.take(edge + 1, axis=0)
    box = np.concatenate([np.minimum(start, end), np.maximum(start, end)], axis=1)
    kept = np.flatnonzero(boxes_meet(box, boxes.take(other, axis=0).take(owner, axis=0)))
    return owner[kept], edge[kept], box.take(kept, axis=0)


def pairs_of_edges(first: EdgesNear, second: EdgesNear, chunks: int) -> Tuple[Indices, Indices, Indices]:
    """(number of the chunk, edge of ``first``, edge of ``second``) of edges of one number whose boxes touch."""
    owner, edge, box = first
    other_owner, other_edge, other_box = second
    counts = np.bincount(other_owner, minlength=chunks)
    position, within = numbered(counts[owner])
    other = (np.cumsum(counts) - counts)[owner][position] + within
    kept = np.flatnonzero(boxes_meet(box.take(position, axis=0), other_box.take(other, axis=0)))
    position, other = position[kept], other[kept]
    return owner[position], edge[position], other_edge[other]


def differences_are_exact(minuend: Floats, subtrahend: Floats, difference: Floats) -> NDArray[np.bool_]:
    """Whether ``difference`` is minuend − subtrahend without rounding, and safe to multiply.

    Taking the rounded difference back from the larger of the two is an exact operation (Dekker 1971), so an error
    shows in one of the two comparisons; without an error both hold.
    """
    exact = (difference + subtrahend == minuend) & (minuend - difference == subtrahend)
    size = np.abs(difference)
    return np.asarray(exact & ((size == 0) | ((size > _SMALLEST) & (size < _LARGEST))), dtype=bool)


def sign_of_cross(ax: Floats, ay: Floats, bx: Floats, by: Floats) -> NDArray[np.int8]:
    """Exact sign of ax·by − ay·bx for exact inputs.

    Rounding is monotonous, so two different rounded products are in the order of the true ones. Equal ones are told
    apart by their rounding errors, which Dekker's product gives exactly.
    """
    left, right = ax * by, ay * bx
    sign = (left > right).astype(np.int8) - (left < right).astype(np.int8)
    equal = np.flatnonzero(sign == 0)
    if len(equal):
        first = _product_error(ax[equal], by[equal], left[equal])
        second = _product_error(ay[equal], bx[equal], right[equal])
        sign[equal] = (first > second).astype(np.int8) - (first < second).astype(np.int8)
    return sign


def _product_error(a: Floats, b: Floats, product: Floats) -> Floats:
    """a·b − product, exactly."""
    a_high, a_low = _halves(a)
    b_high, b_low = _halves(b)
    return a_low * b_low - (((product - a_high * b_high) - a_low * b_high) - a_high * b_low)


def _halves(value: Floats) -> Tuple[Floats, Floats]:
    scaled = _SPLITTER * value
    high = scaled - (scaled - value)
    return high, value - high


# Of many points: (point number, ring passed, net turn of the ring around the point).
Turns = Tuple[Indices, Indices, Indices]


def turns_around(points: Floats, shapes: IndexedPolygons, polygon: Indices, shifted: bool) -> Tuple[
        Turns, NDArray[np.bool_]]:
    """What a ray from ``points[k]`` (n×2) towards +x meets of the rings of ``polygon[k]``, and where that is certain.

    The winding number of polygon k around its point is the sum of its turns: an edge that passes the ray upwards
    counts +1, downwards −1. For a run of edges wholly to the right of the point the sum telescopes to (its end is
    above the ray) − (its start is above), so groups and chunks there cost one look.

    Nothing lies on the ray or on the point: where a point belongs to a patch it is moved by (ε, ε²), ε → 0 from
    above; where the polygon is the patch (``shifted``), it is the polygon that has moved. So a vertex at the ray's
    height is below it in the first case and above it in the second; and a point on an edge's line is moved against
    the line: cross((dx, dy), (ε, ε²)) has the sign of −dy, or +dy in the second case, dy ≠ 0 as the edge passes.
    """
    index = shapes.index
    counts = index.group_start[polygon + 1] - index.group_start[polygon]
    found = [(np.empty(0, dtype=np.int64),) * 3]
    certain = np.ones(len(points), dtype=bool)
    for part in slices(counts):
        found.extend(_turns_of_part(points, shapes, polygon, shifted, np.arange(part.start, part.stop), certain))
    point, ring, turn = (np.concatenate(column) for column in zip(*found))
    return (point, ring, turn), certain


def _turns_of_part(points: Floats, shapes: IndexedPolygons, polygon: Indices, shifted: bool, part: Indices,
                   certain: NDArray[np.bool_]) -> Iterator[Turns]:
    """Groups, then chunks, then edges."""
    index = shapes.index
    first = index.group_start[polygon[part]]
    owner, within = numbered(index.group_start[polygon[part] + 1] - first)
    point, group = part[owner], first[owner] + within
    point, group, beyond = _passing(points, point, group, index.group_box, shifted)
    right = group[beyond]
    yield _telescoped(points, shapes, point[beyond], index.chunk_first[index.group_first[right]],
                      index.chunk_last[index.group_last[right] - 1],
                      index.chunk_ring[index.group_first[right]], shifted)
    point, group = point[~beyond], group[~beyond]
    owner, within = numbered(index.group_last[group] - index.group_first[group])
    point, chunk = point[owner], index.group_first[group][owner] + within
    point, chunk, beyond = _passing(points, point, chunk, index.chunk_box, shifted)
    right = chunk[beyond]
    yield _telescoped(points, shapes, point[beyond], index.chunk_first[right], index.chunk_last[right],
                      index.chunk_ring[right], shifted)
    point, chunk = point[~beyond], chunk[~beyond]
    owner, within = numbered(index.chunk_last[chunk] - index.chunk_first[chunk])
    edge = index.chunk_first[chunk][owner] + within
    yield _turns_of_edges(points, shapes, point[owner], edge, index.chunk_ring[chunk][owner], shifted, certain)


def _passing(points: Floats, point: Indices, item: Indices, boxes: Floats, shifted: bool) -> Tuple[
        Indices, Indices, NDArray[np.bool_]]:
    """The items whose box the ray may meet, and which of them lie wholly to the right of the point."""
    box, at = boxes.take(item, axis=0), points.take(point, axis=0)
    keep = _is_above(box[:, 3], at[:, 1], shifted) & ~_is_above(box[:, 1], at[:, 1], shifted)
    keep &= box[:, 2] >= at[:, 0]
    kept = np.flatnonzero(keep)
    return point[kept], item[kept], box[kept, 0] > at[kept, 0]


def _is_above(y: Floats, ray: Floats, shifted: bool) -> NDArray[np.bool_]:
    return np.asarray(y >= ray if shifted else y > ray, dtype=bool)


def _telescoped(points: Floats, shapes: IndexedPolygons, point: Indices, start: Indices, end: Indices, ring: Indices,
                shifted: bool) -> Turns:
    """Net turns of runs (vertices start … end) to the right of their points."""
    y, ray = shapes.polygons.xy[:, 1], points[point, 1]
    turn = (_is_above(y[end], ray, shifted).astype(np.int64) - _is_above(y[start], ray, shifted))
    return point, ring, turn


def _turns_of_edges(points: Floats, shapes: IndexedPolygons, point: Indices, edge: Indices, ring: Indices,
                    shifted: bool, certain: NDArray[np.bool_]) -> Turns:
    xy = shapes.polygons.xy
    start, end, at = xy.take(edge, axis=0), xy.take(edge + 1, axis=0), points.take(point, axis=0)
    up = _is_above(end[:, 1], at[:, 1], shifted)
    passing = np.flatnonzero(_is_above(start[:, 1], at[:, 1], shifted) != up)
    start, end, at, up = start[passing], end[passing], at[passing], up[passing]
    point, ring = point[passing], ring[passing]
    step, offset = end - start, at - start
    exact = differences_are_exact(end, start, step) & differences_are_exact(at, start, offset)
    certain[point[~exact.all(axis=1)]] = False
    side = sign_of_cross(step[:, 0], step[:, 1], offset[:, 0], offset[:, 1])
    direction = np.where(up, 1, -1)
    side = np.where(side == 0, direction if shifted else -direction, side)
    right = side == direction  # an upward edge has the point on its left when it lies to the right of it
    return point[right], ring[right], direction[right]
