"""The area that a patch and a feature share, compiled: a boundary integral over exact crossings, with a certificate.

With w(P), w(Q) the winding numbers of patch and feature (1 inside, 0 outside), the shared area is the integral of
w(P)·w(Q) over the plane, and by Green's theorem

    ½ ∮ along ∂P of w(Q)·(x dy − y dx)  +  ½ ∮ along ∂Q of w(P)·(x dy − y dx).

So each boundary is walked once, with the winding number of the other polygon in hand: it is known at the start of a
ring (`winding`) and changes by one at each crossing. Nothing is ever built. Which edges cross, and to which side, is
exact after a symbolic shift of the patch (see `compiled_geometry`), so the walks miss nothing and count nothing twice.

Rounding. Coordinates are taken relative to the patch's first vertex (differences are exact). A crossing's place along
its two edges, t = c₁/(c₁−c₂) from cross products that are right to 3u (u = 2⁻⁵³; the two have opposite signs, nothing
cancels), is right to 8u, so a crossing point misses either edge by at most 8u of its length, 1e-11 m on 10 km, which
displaces the boundary by that much: far below an ulp of the coordinates times the perimeter.
The order of two crossings on an edge can be mistaken only where they are 16u of its length apart; a mistake would add
that gap times the extent of the pair, which is below the same bound. Within such a gap the winding number in
hand may be off for a moment: it is looked at only on stretches longer than SHORT (less than a step of the lattice).

Certificate. The figure is certified when every sign was known; every winding number met on a stretch was 0 or 1; every
ring came back to the winding number it began with, and every run of a feature's edges that enters the patch's box left
it outside the patch; the assembled boundary closes; and the area lies between 0 and the patch's.
A feature may cross itself where no patch is (`reduce_far`): only what is in the patch's box matters. What lies wholly
inside the patch is not checked against itself: that features are valid near the patches is the caller's to see to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Tuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Indices
from .compiled_crossings import (
    NO_ROOM,
    UNCERTAIN,
    Crossings,
    Near,
    corners,
    find_crossings,
    find_near_chunks,
    holds,
    meets,
    room_for_chunks,
    room_for_crossings,
    sort_crossings,
)
from .compiled_geometry import Shapes, winding
from .jit import HAS_NUMBA, inlined, jit
from .polygons import IndexedPolygons, Polygons, indexed

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

Flags: TypeAlias = NDArray[np.bool_]

# A stretch of boundary shorter than this (metres) may have a winding number in hand that is not 0 or 1.
SHORT = 1e-9
# Area (m²) that a boundary which does not quite close, or a sum of many rounded terms, may be off by; and the same as
# a length that the boundary is off by all along it (a quarter of what is allowed: 4 ulp of 4e6 m, 2^-29).
AREA_SLACK, BOUNDARY_SLACK = 2.5e-6, 2.0 ** -31
# Crossings of one pair that are kept room for to begin with, and at most: beyond that GEOS does the pair.
FEWEST_CROSSINGS, MOST_CROSSINGS = 1 << 10, 1 << 20

CERTAIN = 0


class Stretch(NamedTuple):
    """A piece of one boundary as walked: the next crossing, the other's winding number at the end, twice the integral
    over it, the sum of its steps, its length (|dx|+|dy|), and whether all winding numbers met were 0 or 1.
    """

    crossing: int
    turns: int
    integral: float
    step_x: float
    step_y: float
    length: float
    proper: bool


def available() -> bool:
    """Whether numba is there."""
    return HAS_NUMBA


def pair_areas(patches: IndexedPolygons, features: IndexedPolygons, patch: Indices, feature: Indices
               ) -> Tuple[Floats, Flags]:
    """Area (m²) shared by patch[k] and feature[k], and whether it is certified, for each k.

    Valid patches, features valid near them; both oriented, metres. Certified areas are right within
    max(1e-5 m², 4 ulp of the coordinates × the pair's perimeter); the others mean nothing. The interpreter's lock is
    released and nothing is shared: threads may measure different pairs of the same polygons.
    """
    return areas_of_pairs(shapes_of(patches), shapes_of(features), _readonly(patch, np.int64),
                          _readonly(feature, np.int64))


def shapes_of(polygons: IndexedPolygons) -> Shapes:
    """The arrays of ``polygons``; the same types whether they are in memory, read-only or memory-mapped files."""
    shape, index = polygons.polygons, polygons.index
    whole, real = np.int64, np.float64
    return Shapes(
        _readonly(shape.xy, real), _readonly(shape.ring_start, whole), _readonly(shape.part_start, whole),
        _readonly(shape.start, whole), _readonly(index.ring_area, real), _readonly(index.chunk_first, whole),
        _readonly(index.chunk_last, whole), _readonly(index.chunk_ring, whole), _readonly(index.chunk_box, real),
        _readonly(index.group_first, whole), _readonly(index.group_last, whole), _readonly(index.group_box, real),
        _readonly(index.group_start, whole), _readonly(index.box, real))


def _readonly(array: NDArray[Any], kind: type) -> NDArray[Any]:
    view = np.ascontiguousarray(array, dtype=kind).view(np.ndarray)
    view.flags.writeable = False
    return view


def warm_up() -> None:
    """Compile everything, or load what an earlier process compiled."""
    ring = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]])
    one = np.array([0, 1], dtype=np.int64)
    triangle = indexed(Polygons(ring, np.array([0, 4], dtype=np.int64), one, one))
    pair_areas(triangle, triangle, one[:1], one[:1])


@jit
def areas_of_pairs(patches: Shapes, features: Shapes, patch: Indices, feature: Indices) -> Tuple[Floats, Flags]:
    """The pairs one after the other; room for crossings grows with the pairs that need it."""
    area = np.zeros(len(patch))
    certified = np.zeros(len(patch), dtype=np.bool_)
    crossings = room_for_crossings(FEWEST_CROSSINGS)
    near = room_for_chunks(FEWEST_CROSSINGS)
    other = room_for_chunks(FEWEST_CROSSINGS)
    for k in range(len(patch)):
        while True:
            shared, answer = area_of_pair(patches, patch[k], features, feature[k], other, near, crossings)
            if answer != NO_ROOM or len(crossings.rises) >= MOST_CROSSINGS:
                break
            crossings = room_for_crossings(8 * len(crossings.rises))
            near = room_for_chunks(len(crossings.rises))
            other = room_for_chunks(len(crossings.rises))
        if answer == CERTAIN:
            area[k] = shared
            certified[k] = True
    return area, certified


@inlined
def area_of_pair(patches: Shapes, i: int, features: Shapes, j: int, on_patch: Near, on_feature: Near,
                 crossings: Crossings) -> Tuple[float, int]:
    """Area of patch i ∩ feature j, and CERTAIN, UNCERTAIN or NO_ROOM."""
    if patches.group_start[i] == patches.group_start[i + 1] or features.group_start[j] == features.group_start[j + 1]:
        return 0.0, CERTAIN
    west, south, east, north = corners(patches.box, i)
    if not np.isfinite(west + south + east + north + features.box[j].sum()):
        return 0.0, UNCERTAIN
    if not meets(features.box, j, west, south, east, north):
        return 0.0, CERTAIN
    patch_area = area_of_patch(patches, i)
    near_count = find_near_chunks(features, j, west, south, east, north, on_feature)
    if near_count == 0:  # no boundary of the feature in the patch's box: it covers all of it or nothing
        start = patches.ring_start[patches.part_start[patches.start[i]]]
        turns = turns_around(features, j, patches.xy[start, 0], patches.xy[start, 1], 1)
        return turns * patch_area, (CERTAIN if is_proper(turns) else UNCERTAIN)
    west, south, east, north = corners(features.box, j)
    if near_count < 0 or find_near_chunks(patches, i, west, south, east, north, on_patch) < 0:
        return 0.0, NO_ROOM
    count = find_crossings(patches, i, on_patch, features, on_feature, near_count, crossings)
    if count == -NO_ROOM:
        return 0.0, NO_ROOM
    if count < 0:
        return 0.0, UNCERTAIN
    sort_crossings(crossings, 0, count)
    sort_crossings(crossings, 1, count)
    inner = walk_patch(patches, i, features, j, crossings, count)
    other = walk_feature(patches, i, features, crossings, count, on_feature, near_count)
    return certified_sum(inner, other, patches, i, patch_area)


@inlined
def certified_sum(inner: Stretch, other: Stretch, patches: Shapes, i: int, patch_area: float) -> Tuple[float, int]:
    """The area within ∂P (``inner``) and ∂Q (``other``) as walked, and CERTAIN or UNCERTAIN."""
    shared = 0.5 * (inner.integral + other.integral)
    gap = abs(inner.step_x + other.step_x) + abs(inner.step_y + other.step_y)
    west, south, east, north = corners(patches.box, i)
    slack = max(AREA_SLACK, BOUNDARY_SLACK * (inner.length + other.length))
    closes = gap * ((east - west) + (north - south)) <= slack
    certain = inner.proper and other.proper and closes and -slack <= shared <= patch_area + slack
    return max(shared, 0.0), (CERTAIN if certain else UNCERTAIN)


@jit
def area_of_patch(shapes: Shapes, row: int) -> float:
    """m²: the rings' signed areas."""
    first, last = shapes.part_start[shapes.start[row]], shapes.part_start[shapes.start[row + 1]]
    return shapes.ring_area[first:last].sum()


@inlined
def is_proper(turns: int) -> bool:
    """Whether a winding number is one of a valid polygon."""
    return turns in (0, 1)


@inlined
def turns_around(shapes: Shapes, row: int, x: float, y: float, shift: int) -> int:
    """As `winding`, without looking where the point is outside the feature's box."""
    return winding(shapes, row, x, y, shift) if holds(shapes.box, row, x, y) else 0


@inlined
def walk_patch(patches: Shapes, i: int, features: Shapes, j: int, crossings: Crossings, count: int) -> Stretch:
    """∂P, weighted with the winding number of the feature."""
    origin = patches.ring_start[patches.part_start[patches.start[i]]]
    walked = Stretch(0, 0, 0.0, 0.0, 0.0, 0.0, True)
    for ring in range(patches.part_start[patches.start[i]], patches.part_start[patches.start[i + 1]]):
        first, last = patches.ring_start[ring], patches.ring_start[ring + 1] - 1
        turns = turns_around(features, j, patches.xy[first, 0], patches.xy[first, 1], 1)
        k = walked.crossing
        if k < count and crossings.edges[0, crossings.order[0, k]] < last:
            piece = walk(patches.xy, first, last, turns, crossings, 0, 1, k, count,
                         patches.xy[origin, 0], patches.xy[origin, 1])
            walked = joined(walked, piece, turns)
        else:
            walked = joined(walked, Stretch(k, turns, 2 * turns * patches.ring_area[ring], 0.0, 0.0, 0.0,
                                            is_proper(turns)), turns)
    return walked


@inlined
def walk_feature(patches: Shapes, i: int, features: Shapes, crossings: Crossings, count: int, near: Near,
                 near_count: int) -> Stretch:
    """∂Q where it is in the patch's box, weighted with the winding number of the patch.

    It is walked in runs of neighbouring chunks. A run that does not begin where its ring does begins with the last
    vertex of a chunk outside the box, where the patch's winding number is 0; and so for the end.
    """
    origin = patches.ring_start[patches.part_start[patches.start[i]]]
    walked = Stretch(0, 0, 0.0, 0.0, 0.0, 0.0, True)
    at_ring_start = 0
    k = 0
    while k < near_count:
        chunk = near.chunks[k]
        ring, first, last = features.chunk_ring[chunk], features.chunk_first[chunk], features.chunk_last[chunk]
        k += 1
        while k < near_count and near.chunks[k] == chunk + 1 and features.chunk_ring[chunk + 1] == ring:
            chunk += 1
            last = features.chunk_last[chunk]
            k += 1
        turns = 0
        if first == features.ring_start[ring]:
            turns = turns_around(patches, i, features.xy[first, 0], features.xy[first, 1], -1)
            at_ring_start = turns
        piece = walk(features.xy, first, last, turns, crossings, 1, -1, walked.crossing, count,
                     patches.xy[origin, 0], patches.xy[origin, 1])
        closes = (last == features.ring_start[ring + 1] - 1
                  and holds(patches.box, i, features.xy[last, 0], features.xy[last, 1]))
        walked = joined(walked, piece, at_ring_start if closes else 0)
    return walked


@inlined
def joined(walked: Stretch, piece: Stretch, expected: int) -> Stretch:
    """Both, one after the other; ``piece`` is proper only if it ends with the ``expected`` winding number."""
    return Stretch(piece.crossing, piece.turns, walked.integral + piece.integral, walked.step_x + piece.step_x,
                   walked.step_y + piece.step_y, walked.length + piece.length,
                   walked.proper and piece.proper and piece.turns == expected)


@jit
def walk(xy: Floats, first: int, last: int, turns: int, crossings: Crossings, which: int, sign: int, k: int,
         count: int, origin_x: float, origin_y: float) -> Stretch:
    """From vertex ``first`` to ``last``, weighted with the other polygon's winding number, ``turns`` at the start;
    ``k`` is the first crossing not yet passed, ``which`` the column of this boundary (0 ∂P, 1 ∂Q).
    """
    edges, order = crossings.edges[which], crossings.order[which]
    integral = step_x = step_y = length = 0.0
    proper = True
    x, y, vertex = xy[first, 0] - origin_x, xy[first, 1] - origin_y, first
    while True:
        stop = edges[order[k]] if k < count and edges[order[k]] < last else last
        if turns == 0:
            if vertex < stop:
                x, y = xy[stop, 0] - origin_x, xy[stop, 1] - origin_y
        else:
            before = length
            for v in range(vertex + 1, stop + 1):
                dx, dy = (xy[v, 0] - origin_x) - x, (xy[v, 1] - origin_y) - y
                integral += turns * (x * dy - y * dx)
                step_x += turns * dx
                step_y += turns * dy
                length += abs(dx) + abs(dy)
                x, y = xy[v, 0] - origin_x, xy[v, 1] - origin_y
            proper = proper and (turns == 1 or length - before <= SHORT)
        if stop == last:
            return Stretch(k, turns, integral, step_x, step_y, length, proper)
        vertex = stop
        while k < count and edges[order[k]] == stop:
            crossing = order[k]
            dx, dy = crossings.point[0, crossing] - x, crossings.point[1, crossing] - y
            if turns != 0:
                integral += turns * (x * dy - y * dx)
                step_x += turns * dx
                step_y += turns * dy
                length += abs(dx) + abs(dy)
                proper = proper and (turns == 1 or abs(dx) + abs(dy) <= SHORT)
            x, y = crossings.point[0, crossing], crossings.point[1, crossing]
            turns += sign * crossings.rises[crossing]
            k += 1
