"""Where the boundaries of a patch and a feature cross, compiled: near chunks, exact crossings, their order."""

from __future__ import annotations

from typing import NamedTuple, Tuple

import numpy as np

from .arrays import Floats, Indices
from .compiled_geometry import Shapes, cross_product, side_after_shift
from .jit import inlined, jit

# Why crossings could not be found: a side could not be told, or there are more than there is room for.
UNCERTAIN, NO_ROOM = 1, 2
# Crossings sorted by insertion; more are sorted by merging.
FEW = 48


class Crossings(NamedTuple):
    """Where the two boundaries cross, in columns; ``rises``: how the feature's winding number changes along the patch's
    edge (the patch's changes the other way along the feature's edge). ``along`` (2×n): places along the patch's edge
    and the feature's, 0 … 1; ``point`` relative to the origin; ``order`` (2×n): along ∂P and along ∂Q.
    """

    edges: Indices
    rises: Indices
    along: Floats
    point: Floats
    order: Indices


class Near(NamedTuple):
    """Chunks of a feature that touch the box of another one, ascending; ``upto[g]`` of them are in its groups 0 … g."""

    chunks: Indices
    upto: Indices


@jit
def room_for_crossings(count: int) -> Crossings:
    """Columns for ``count`` crossings."""
    return Crossings(np.empty((2, count), dtype=np.int64), np.empty(count, dtype=np.int64), np.empty((2, count)),
                     np.empty((2, count)), np.empty((2, count), dtype=np.int64))


@jit
def room_for_chunks(count: int) -> Near:
    """For ``count`` chunks in at most as many groups."""
    return Near(np.empty(count, dtype=np.int64), np.empty(count, dtype=np.int64))


@inlined
def corners(boxes: Floats, k: int) -> Tuple[float, float, float, float]:
    """xmin, ymin, xmax, ymax of box k."""
    return boxes[k, 0], boxes[k, 1], boxes[k, 2], boxes[k, 3]


@inlined
def meets(boxes: Floats, k: int, west: float, south: float, east: float, north: float) -> bool:
    """Whether box k touches another."""
    return boxes[k, 0] <= east and boxes[k, 2] >= west and boxes[k, 1] <= north and boxes[k, 3] >= south


@inlined
def holds(boxes: Floats, k: int, x: float, y: float) -> bool:
    """Whether box k holds a point, also on its edge."""
    return boxes[k, 0] <= x <= boxes[k, 2] and boxes[k, 1] <= y <= boxes[k, 3]


@jit
def find_near_chunks(shapes: Shapes, row: int, west: float, south: float, east: float, north: float, near: Near
                     ) -> int:
    """Chunks of a feature that touch a box, into ``near``; their number, or −1 if there is no room."""
    count = 0
    first = shapes.group_start[row]
    if shapes.group_start[row + 1] - first > len(near.upto):
        return -1
    for group in range(first, shapes.group_start[row + 1]):
        if meets(shapes.group_box, group, west, south, east, north):
            for chunk in range(shapes.group_first[group], shapes.group_last[group]):
                if meets(shapes.chunk_box, chunk, west, south, east, north):
                    if count == len(near.chunks):
                        return -1
                    near.chunks[count] = chunk
                    count += 1
        near.upto[group - first] = count
    return count


@jit
def find_crossings(patches: Shapes, i: int, on_patch: Near, features: Shapes, on_feature: Near, near_count: int,
                   crossings: Crossings) -> int:
    """Fill ``crossings`` (all but ``order``) in any order; their number, or −UNCERTAIN, or −NO_ROOM."""
    count = 0
    first = patches.group_start[i]
    for k in range(near_count):
        chunk = on_feature.chunks[k]
        west, south, east, north = corners(features.chunk_box, chunk)
        upto = 0
        for group in range(patches.group_start[i + 1] - first):
            begin, upto = upto, on_patch.upto[group]
            if begin == upto or not meets(patches.group_box, first + group, west, south, east, north):
                continue
            for m in range(begin, upto):
                if meets(patches.chunk_box, on_patch.chunks[m], west, south, east, north):
                    count = cross_chunks(patches, on_patch.chunks[m], features, chunk, i, crossings, count)
                    if count < 0:
                        return count
    return count


@inlined
def cross_chunks(patches: Shapes, chunk: int, features: Shapes, other: int, i: int, crossings: Crossings, count: int
                 ) -> int:
    """Add the crossings of the edges of two chunks; their number then, or −UNCERTAIN, or −NO_ROOM."""
    west, south, east, north = corners(patches.chunk_box, chunk)
    origin = patches.ring_start[patches.part_start[patches.start[i]]]
    for edge in range(features.chunk_first[other], features.chunk_last[other]):
        ax, ay, bx, by = features.xy[edge, 0], features.xy[edge, 1], features.xy[edge + 1, 0], features.xy[edge + 1, 1]
        left, right, low, high = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        if left > east or right < west or low > north or high < south:
            continue
        for crosser in range(patches.chunk_first[chunk], patches.chunk_last[chunk]):
            px, qx = patches.xy[crosser, 0], patches.xy[crosser + 1, 0]
            if (px < left and qx < left) or (px > right and qx > right):
                continue
            py, qy = patches.xy[crosser, 1], patches.xy[crosser + 1, 1]
            if (py < low and qy < low) or (py > high and qy > high):
                continue
            sides = side_after_shift(ax, ay, bx, by, px, py, 1) * side_after_shift(ax, ay, bx, by, qx, qy, 1)
            if sides == 1:
                continue
            others = side_after_shift(px, py, qx, qy, ax, ay, -1) * side_after_shift(px, py, qx, qy, bx, by, -1)
            if others == 1:
                continue
            if sides != -1 or others != -1:
                return -UNCERTAIN
            if count == len(crossings.rises):
                return -NO_ROOM
            along, other_along = places_of_crossing(px, py, qx, qy, ax, ay, bx, by)
            if not (0.0 <= along <= 1.0 and 0.0 <= other_along <= 1.0):
                return -UNCERTAIN
            crossings.edges[0, count], crossings.edges[1, count] = crosser, edge
            crossings.rises[count] = side_after_shift(ax, ay, bx, by, qx, qy, 1)
            crossings.along[0, count], crossings.along[1, count] = along, other_along
            crossings.point[0, count] = (px - patches.xy[origin, 0]) + along * (qx - px)
            crossings.point[1, count] = (py - patches.xy[origin, 1]) + along * (qy - py)
            count += 1
    return count


@jit
def places_of_crossing(px: float, py: float, qx: float, qy: float, ax: float, ay: float, bx: float, by: float
                       ) -> Tuple[float, float]:
    """Where p→q and a→b, which cross, do so: the place along either, 0 … 1; NaN where a difference is not exact."""
    begin, end = cross_product(ax, ay, bx, by, px, py), cross_product(ax, ay, bx, by, qx, qy)
    other_begin, other_end = cross_product(px, py, qx, qy, ax, ay), cross_product(px, py, qx, qy, bx, by)
    return begin / (begin - end), other_begin / (other_begin - other_end)


@jit
def sort_crossings(crossings: Crossings, which: int, count: int) -> None:
    """Fill ``order[which]``: by edge, then by place along it."""
    edges, along, order = crossings.edges[which], crossings.along[which], crossings.order[which]
    if count > FEW:
        placed = np.argsort(along[:count], kind="mergesort")
        order[:count] = placed[np.argsort(edges[placed], kind="mergesort")]
        return
    for k in range(count):
        hole = k
        while hole > 0:
            before = order[hole - 1]
            if edges[before] < edges[k] or (edges[before] == edges[k] and along[before] <= along[k]):
                break
            order[hole] = before
            hole -= 1
        order[hole] = k
