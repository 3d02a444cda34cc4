"""Proof that features tile a patch: no ground twice, none left out, without comparing the features pair by pair.

Let W(p) be how many features cover the point p. W changes only across edges, by one for each edge of a feature. Where
every edge inside a patch has its twin – the same two vertices, the other way round, of another feature – the changes
cancel, so W is the same everywhere in a patch of one part; where the areas sum to the patch's own, that number is one.

Twins are found without sorting: each edge has a 64-bit number made of its two vertices, with the opposite sign for the
opposite direction, and the sum over a patch is zero when all cancel. That a sum is zero although they do not is as
likely as guessing 64 bits.
"""

from __future__ import annotations

from typing import Tuple

import numpy as np

from .array_tiling import without_lonely_edges
from .arrays import Flags, Floats, Indices
from .compiled_geometry import Shapes, winding
from .compiled_pairs import shapes_of
from .jit import HAS_NUMBA, inlined, jit
from .polygons import IndexedPolygons

# Where all edges cancel, the areas sum to a whole multiple of the patch but for rounding: no need to look elsewhere.
_SHARE = 1e-6
# Chunks of a patch's boundary that one chunk of a feature may meet.
_NEAR_CHUNKS = 256
# On which side of a patch's boundary a vertex lies.
_UNKNOWN, _OUTSIDE, _INSIDE = -1, 0, 1


def tiled_patches(patches: IndexedPolygons, features: IndexedPolygons, patch: Indices, feature: Indices,
                  covered: Floats) -> Flags:
    """For each patch whether its candidates (pairs sorted by patch: all whose boxes meet it) are proven to tile it.

    ``covered`` (one a patch, m²): the sum of its pairs' areas. Of a patch in several parts nothing is proven: W may be
    two in one of them and nought in another.
    """
    tiled = np.zeros(len(patches), dtype=bool)
    if len(patch) == 0:
        return tiled
    first = np.searchsorted(patch, np.arange(len(patches) + 1))
    own = patches.areas()
    wanted = np.flatnonzero((np.abs(covered - own) <= _SHARE * own) & (np.diff(first) > 0)
                            & (np.diff(patches.polygons.start) == 1))
    if not HAS_NUMBA:
        tiled[wanted] = without_lonely_edges(patches, features, patch, feature, wanted)
        return tiled
    others = shapes_of(features)
    tiled[wanted] = _edges_cancel(wanted, first, feature, shapes_of(patches), others, others.xy.view(np.int64))
    return tiled


@inlined
def _mixed(value: np.uint64) -> np.uint64:
    """A 64-bit number in which every bit depends on every bit of ``value`` (the finaliser of splitmix64)."""
    value = (value ^ (value >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    value = (value ^ (value >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return value ^ (value >> np.uint64(31))


@inlined
def _vertex_number(x: np.int64, y: np.int64) -> np.uint64:
    """A number for a vertex, from the bits of its coordinates."""
    return _mixed(_mixed(np.uint64(x) + np.uint64(0x9E3779B97F4A7C15)) ^ np.uint64(y))


@inlined
def _directed_edge_number(a: np.uint64, b: np.uint64) -> np.uint64:
    """A number for the edge from vertex a to vertex b; the edge from b to a has its negative (mod 2^64)."""
    if a < b:
        return _mixed(a * np.uint64(3) + b)
    return np.uint64(0) - _mixed(b * np.uint64(3) + a)


@jit
def _edges_cancel(wanted: Indices, first: Indices, feature: Indices, patches: Shapes, features: Shapes,
                  bits: Indices) -> Flags:
    """For each wanted patch whether the numbers of all candidates' edges in or at it sum to zero.

    The candidates of patch i are ``feature[first[i]]`` … ``feature[first[i+1]−1]``; ``bits``: the coordinates of the
    features, bit for bit.
    """
    # Arrays taken out of their tuples once: in an inner loop that costs more than what is done there.
    box, boundary = patches.box, patches.chunk_box
    xy, group_start, group_box, chunk_box = features.xy, features.group_start, features.group_box, features.chunk_box
    group_first, group_last = features.group_first, features.group_last
    chunk_first, chunk_last = features.chunk_first, features.chunk_last
    cancels = np.empty(len(wanted), dtype=np.bool_)
    near = np.empty(_NEAR_CHUNKS, dtype=np.int64)
    for k in range(len(wanted)):
        i = wanted[k]
        total = np.uint64(0)
        for row in range(first[i], first[i + 1]):
            j = feature[row]
            here, side = np.int64(-1), _UNKNOWN
            for group in range(group_start[j], group_start[j + 1]):
                if not _meet(group_box, group, box, i):
                    continue
                for chunk in range(group_first[group], group_last[group]):
                    if not _meet(chunk_box, chunk, box, i):
                        continue
                    if chunk_first[chunk] != here:
                        side = _UNKNOWN
                    here = chunk_last[chunk]
                    count = _boundary_near(chunk_box, chunk, i, patches, near)
                    more, side = _sum_of_edges(chunk_first[chunk], here, xy, bits, i, patches, boundary, near, count,
                                               side)
                    total += more
        cancels[k] = total == np.uint64(0)
    return cancels


@jit
def _boundary_near(boxes: Floats, k: int, i: int, patches: Shapes, near: Indices) -> int:
    """How many chunks of patch i's boundary have boxes that meet box k; the numbers of the first go to ``near``."""
    group_box, chunk_box = patches.group_box, patches.chunk_box
    group_first, group_last = patches.group_first, patches.group_last
    count = 0
    for group in range(patches.group_start[i], patches.group_start[i + 1]):
        if not _meet(group_box, group, boxes, k):
            continue
        for chunk in range(group_first[group], group_last[group]):
            if _meet(chunk_box, chunk, boxes, k):
                if count < len(near):
                    near[count] = chunk
                count += 1
    return count


@jit
def _sum_of_edges(first: int, last: int, xy: Floats, bits: Indices, i: int, patches: Shapes, boundary: Floats,
                  near: Indices, count: int, side: int) -> Tuple[np.uint64, int]:
    """(sum of the numbers of those edges first … last−1 that may lie in patch i, side of the last vertex).

    ``count`` pieces of the patch's boundary are ``near``; ``side``: of the first vertex, as far as it is known. An edge
    whose box meets none of these pieces lies on one side of the boundary, and the next one begins on that side.
    """
    total = np.uint64(0)
    if count == 0:
        if side == _UNKNOWN:
            side = _side_of(patches, i, xy[first, 0], xy[first, 1])
        if side == _OUTSIDE:
            return total, side
    before = _vertex_number(bits[first, 0], bits[first, 1])
    for e in range(first, last):
        after = _vertex_number(bits[e + 1, 0], bits[e + 1, 1])
        if count > 0 and _touches(xy, e, boundary, near, count):
            side = _UNKNOWN
        elif side == _UNKNOWN:
            side = _side_of(patches, i, xy[e, 0], xy[e, 1])
        if after != before and side != _OUTSIDE:
            total += _directed_edge_number(before, after)
        before = after
    return total, side


@jit
def _side_of(patches: Shapes, i: int, x: float, y: float) -> int:
    return _INSIDE if winding(patches, i, x, y, -1) != 0 else _OUTSIDE


@inlined
def _touches(xy: Floats, e: int, boundary: Floats, near: Indices, count: int) -> bool:
    """Whether the box of edge e meets the box of a piece of the boundary; so does its twin's, which is the same.

    Where the boundary has more pieces near than were noted, the edge is taken to.
    """
    west, east = min(xy[e, 0], xy[e + 1, 0]), max(xy[e, 0], xy[e + 1, 0])
    south, north = min(xy[e, 1], xy[e + 1, 1]), max(xy[e, 1], xy[e + 1, 1])
    found = count > len(near)
    for n in range(min(count, len(near))):
        c = near[n]
        if not (boundary[c, 0] > east or boundary[c, 2] < west or boundary[c, 1] > north or boundary[c, 3] < south):
            found = True
            break
    return found


@inlined
def _meet(boxes: Floats, k: int, others: Floats, i: int) -> bool:
    return (boxes[k, 0] <= others[i, 2] and boxes[k, 2] >= others[i, 0]
            and boxes[k, 1] <= others[i, 3] and boxes[k, 3] >= others[i, 1])
