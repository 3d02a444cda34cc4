"""Which features may be invalid, compiled: boundaries that touch or cross themselves, rings wrongly nested.

Conservative: an invalid polygon is always named, a valid one may be (a hole that touches its shell at a point). The
groups of a feature's edges are swept from left to right; in groups whose boxes touch the chunks are compared, in chunks
whose boxes touch the edges: first all pairs are counted that may touch, in vector instructions; only where these are
more than there are neighbours, one by one with exact signs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Indices
from .compiled_geometry import UNKNOWN, Shapes, exact_side, is_above, ray_meets, turns_of_edges
from .compiled_pairs import shapes_of
from .jit import jit
from .polygons import CHUNK_EDGES, IndexedPolygons

if TYPE_CHECKING:
    from typing_extensions import TypeAlias

Flags: TypeAlias = NDArray[np.bool_]
# A computed sum of two products beyond SURE times their sizes has the right sign (see `compiled_geometry`).
SURE, TINY = 4 * 2.0 ** -53, 2.0 ** -900


def contacts(features: IndexedPolygons, only: Optional[Flags] = None) -> Flags:
    """(n) True where two edges of a feature touch or cross other than neighbours do at their common vertex, where
    neighbours fold back or have no length, or where a ring lies on the wrong side of another.

    ``only``: for each chunk of the index whether it matters; edges of the others are not looked at.
    """
    if only is None:
        only = np.ones(len(features.index.chunk_first), dtype=bool)
    return _contacts(shapes_of(features), only)


@jit
def _contacts(shapes: Shapes, only: Flags) -> Flags:
    flagged = np.zeros(len(shapes.start) - 1, np.bool_)
    place = np.zeros(len(only), np.int64)
    boxes, ends = np.empty((4, 64 * CHUNK_EDGES)), np.empty((2, 64 * (CHUNK_EDGES + 1)))
    for row in range(len(flagged)):
        begin, end = shapes.group_start[row], shapes.group_start[row + 1]
        if begin == end:
            continue
        first, last = shapes.group_first[begin], shapes.group_last[end - 1]
        count = np.count_nonzero(only[first:last])
        if count == 0:
            continue
        if CHUNK_EDGES * count > boxes.shape[1]:
            boxes, ends = np.empty((4, 2 * CHUNK_EDGES * count)), np.empty((2, 2 * (CHUNK_EDGES + 1) * count))
        _lay_out(shapes, first, last, only, place, boxes, ends)
        flagged[row] = (_chunk_folds_back(shapes, first, last, only)
                        or _groups_touch(shapes, begin, end, only, place, boxes, ends)
                        or _is_wrongly_nested(shapes, row, only))
    return flagged


@jit
def _lay_out(shapes: Shapes, first: int, last: int, only: Flags, place: Indices, boxes: Floats, ends: Floats) -> None:
    """Put the edges of those chunks first … last−1 that matter side by side, so that loops over eight edges become
    vector instructions: their boxes (sides × edges; nowhere where a chunk has fewer than eight) and their vertices
    (axes × nine a chunk). ``place``: the how-maniest a chunk is.
    """
    xy, chunk_first, chunk_last = shapes.xy, shapes.chunk_first, shapes.chunk_last
    count = 0
    for chunk in range(first, last):
        if not only[chunk]:
            continue
        place[chunk] = count
        begin, end = chunk_first[chunk], chunk_last[chunk]
        for k in range(CHUNK_EDGES + 1):
            vertex = min(begin + k, end)
            ends[0, (CHUNK_EDGES + 1) * count + k] = xy[vertex, 0]
            ends[1, (CHUNK_EDGES + 1) * count + k] = xy[vertex, 1]
        for k in range(CHUNK_EDGES):
            edge, at = begin + k, CHUNK_EDGES * count + k
            if edge < end:
                boxes[0, at], boxes[2, at] = min(xy[edge, 0], xy[edge + 1, 0]), max(xy[edge, 0], xy[edge + 1, 0])
                boxes[1, at], boxes[3, at] = min(xy[edge, 1], xy[edge + 1, 1]), max(xy[edge, 1], xy[edge + 1, 1])
            else:
                boxes[0, at], boxes[1, at], boxes[2, at], boxes[3, at] = np.inf, np.inf, -np.inf, -np.inf
        count += 1


@jit
def _chunk_folds_back(shapes: Shapes, first: int, last: int, only: Flags) -> bool:
    """Whether an edge of chunks first … last−1 folds back on the one before, both in chunks that matter."""
    xy, chunk_first, chunk_last, chunk_ring = shapes.xy, shapes.chunk_first, shapes.chunk_last, shapes.chunk_ring
    first_of_ring = first
    for chunk in range(first, last):
        if chunk_ring[chunk] != chunk_ring[first_of_ring]:
            first_of_ring = chunk
        if not only[chunk]:
            continue
        for edge in range(chunk_first[chunk], chunk_last[chunk] - 1):
            if _folds_back(xy, edge, edge + 1):
                return True
        closes = chunk + 1 == len(chunk_ring) or chunk_ring[chunk + 1] != chunk_ring[chunk]
        following = first_of_ring if closes else chunk + 1
        if only[following] and _folds_back(xy, chunk_last[chunk] - 1, chunk_first[following]):
            return True
    return False


@jit
def _groups_touch(shapes: Shapes, begin: int, end: int, only: Flags, place: Indices, boxes: Floats,
                  ends: Floats) -> bool:
    """Whether edges of groups ``begin`` … ``end``−1 touch: swept from left to right, each with those it overlaps."""
    # Arrays taken out of their tuple once: in an inner loop that costs more than what is done there.
    xy, box, group_box, ring_start = shapes.xy, shapes.chunk_box, shapes.group_box, shapes.ring_start
    first, last, chunk_ring = shapes.chunk_first, shapes.chunk_last, shapes.chunk_ring
    group_first, group_last = shapes.group_first, shapes.group_last
    order = begin + np.argsort(group_box[begin:end, 0]) if end > begin + 1 else np.arange(begin, end)
    for i in range(len(order)):
        group = order[i]
        for k in range(i, len(order)):
            other = order[k]
            if group_box[other, 0] > group_box[group, 2]:
                break
            if not _boxes_meet(group_box, group, group_box, other):
                continue
            for chunk in range(group_first[group], group_last[group]):
                if not only[chunk] or not _boxes_meet(box, chunk, group_box, other):
                    continue
                ring = chunk_ring[chunk]
                for partner in range(chunk if other == group else group_first[other], group_last[other]):
                    if only[partner] and _boxes_meet(box, chunk, box, partner) and _chunks_touch(
                            first[chunk], last[chunk], first[partner], last[partner], place[chunk], place[partner],
                            ring_start[ring], ring_start[ring + 1] - 2, xy, boxes, ends):
                        return True
    return False


@jit
def _boxes_meet(boxes: Floats, k: int, others: Floats, other: int) -> bool:
    return (boxes[k, 0] <= others[other, 2] and boxes[k, 2] >= others[other, 0]
            and boxes[k, 1] <= others[other, 3] and boxes[k, 3] >= others[other, 1])


@jit
def _chunks_touch(first: int, last: int, others: int, last_other: int, place: int, other_place: int,
                  first_of_ring: int, last_of_ring: int, xy: Floats, boxes: Floats, ends: Floats) -> bool:
    """Whether edges first … last−1 of a chunk (whose ring has the edges first_of_ring … last_of_ring) touch edges
    others … last_other−1 of another or the same.

    An edge's box meets its own and those of its neighbours, and none of these is beside it: their common vertex lies on
    its line, and the computed sum there is 0. Their number is known; where no more pairs are counted, nothing touches.
    """
    known = _count_neighbours(first, last, others, last_other, first_of_ring, last_of_ring)
    one, two = CHUNK_EDGES * place, CHUNK_EDGES * other_place
    if (_count_boxes_met(boxes, one, two) == known
            or _count_not_beside(boxes, one, two, ends, one + place, two + other_place) == known
            or (one != two and _count_not_beside(boxes, two, one, ends, two + other_place, one + place) == known)):
        return False
    for edge in range(first, last):
        at = one + edge - first
        before = last_of_ring if edge == first_of_ring else edge - 1
        after = first_of_ring if edge == last_of_ring else edge + 1
        for other in range(edge + 1 if first == others else others, last_other):
            k = two + other - others
            # One branch, seldom taken, is faster than four that nobody can foresee.
            meets = ((boxes[0, k] <= boxes[2, at]) & (boxes[2, k] >= boxes[0, at]) & (boxes[1, k] <= boxes[3, at])
                     & (boxes[3, k] >= boxes[1, at]) & (other != before) & (other != after))
            if meets and _edges_touch(xy, edge, other):
                return True
    return False


@jit
def _count_neighbours(first: int, last: int, others: int, last_other: int, first_of_ring: int,
                      last_of_ring: int) -> int:
    """How many pairs (edge of the one chunk, edge of the other) are the same edge or neighbours. Numbers of edges tell:
    between two rings a number is left out.
    """
    edges = last - first
    closing = last_of_ring - first_of_ring > 1
    if first == others:
        return 3 * edges - 2 + (2 if closing and edges == last_of_ring - first_of_ring + 1 else 0)
    count = 1 if last == others or last_other == first else 0
    if closing and ((first == first_of_ring and last_other == last_of_ring + 1)
                    or (others == first_of_ring and last == last_of_ring + 1)):
        count += 1
    return count


@jit
def _count_boxes_met(boxes: Floats, first: int, others: int) -> int:
    """How many of the eight boxes from ``first`` meet which of the eight from ``others``: without branches, the inner
    loop is a few vector instructions.
    """
    count = 0
    for at in range(first, first + CHUNK_EDGES):
        west, south, east, north = boxes[0, at], boxes[1, at], boxes[2, at], boxes[3, at]
        for k in range(others, others + CHUNK_EDGES):
            count += (boxes[0, k] <= east) & (boxes[2, k] >= west) & (boxes[1, k] <= north) & (boxes[3, k] >= south)
    return count


@jit
def _count_not_beside(boxes: Floats, first: int, others: int, ends: Floats, vertex: int, other_vertex: int) -> int:
    """How many of those pairs are left when an edge of the second eight may lie wholly on one side of one of the first,
    for certain: as in `_is_beside`, without branches. The vertices of each eight are the nine from ``vertex``.
    """
    count = 0
    for i in range(CHUNK_EDGES):
        at = first + i
        west, south, east, north = boxes[0, at], boxes[1, at], boxes[2, at], boxes[3, at]
        x, y = ends[0, vertex + i], ends[1, vertex + i]
        along, up = ends[0, vertex + i + 1] - x, ends[1, vertex + i + 1] - y
        for k in range(CHUNK_EDGES):
            one, two = along * (ends[1, other_vertex + k] - y), up * (ends[0, other_vertex + k] - x)
            three, four = along * (ends[1, other_vertex + k + 1] - y), up * (ends[0, other_vertex + k + 1] - x)
            beside = (((one - two) * (three - four) > 0) & (abs(one - two) > SURE * (abs(one) + abs(two)) + TINY)
                      & (abs(three - four) > SURE * (abs(three) + abs(four)) + TINY))
            meets = ((boxes[0, others + k] <= east) & (boxes[2, others + k] >= west)
                     & (boxes[1, others + k] <= north) & (boxes[3, others + k] >= south))
            count += meets & (not beside)
    return count


@jit
def _edges_touch(xy: Floats, edge: int, other: int) -> bool:
    """Whether two edges whose boxes touch have a point in common: neither lies clearly on one side of the other."""
    return not (_is_beside(xy, edge, other) or _is_beside(xy, other, edge) or _is_apart(xy, edge, other))


@jit
def _is_beside(xy: Floats, edge: int, other: int) -> bool:
    """Whether the ends of ``other`` are both on one side of the line of ``edge``, beyond all rounding."""
    x, y = xy[edge, 0], xy[edge, 1]
    along, up = xy[edge + 1, 0] - x, xy[edge + 1, 1] - y
    first, second = along * (xy[other, 1] - y), up * (xy[other, 0] - x)
    third, fourth = along * (xy[other + 1, 1] - y), up * (xy[other + 1, 0] - x)
    one, another = first - second, third - fourth
    return (one * another > 0 and abs(one) > SURE * (abs(first) + abs(second)) + TINY
            and abs(another) > SURE * (abs(third) + abs(fourth)) + TINY)


@jit
def _is_apart(xy: Floats, edge: int, other: int) -> bool:
    """Whether one of two edges certainly lies on one side of the other."""
    return (_side(xy, edge, other) * _side(xy, edge, other + 1) == 1
            or _side(xy, other, edge) * _side(xy, other, edge + 1) == 1)


@jit
def _folds_back(xy: Floats, edge: int, following: int) -> bool:
    """Whether the edge that follows runs back along the first, or one of them has no length.

    In either case both terms of the scalar product are 0 or less, rounded or not: a positive one is proof enough.
    """
    ax, ay, bx, by = xy[edge, 0], xy[edge, 1], xy[edge + 1, 0], xy[edge + 1, 1]
    cx, cy = xy[following + 1, 0], xy[following + 1, 1]
    if (bx - ax) * (cx - bx) + (by - ay) * (cy - by) > 0:
        return False
    first, second = (bx - ax) * (cy - ay), (by - ay) * (cx - ax)
    if abs(first - second) > SURE * (abs(first) + abs(second)) + TINY:
        return False
    side = exact_side(ax, ay, bx, by, cx, cy)
    return side in (0, UNKNOWN)


@jit
def _side(xy: Floats, edge: int, vertex: int) -> int:
    return exact_side(xy[edge, 0], xy[edge, 1], xy[edge + 1, 0], xy[edge + 1, 1], xy[vertex, 0], xy[vertex, 1])


@jit
def _is_wrongly_nested(shapes: Shapes, row: int, only: Flags) -> bool:
    """Whether, of a feature of several rings that do not touch, a ring with chunks that matter is in the wrong place.

    Such rings lie wholly on one side of each other, so one vertex of each tells. The other rings of its own part must
    wind around a hole's vertex once and around a shell's not at all; those of the other parts around neither.
    """
    first_part, last_part = shapes.start[row], shapes.start[row + 1]
    if last_part == first_part or shapes.part_start[last_part] - shapes.part_start[first_part] < 2:
        return False
    part = first_part
    done = -1
    for group in range(shapes.group_start[row], shapes.group_start[row + 1]):
        ring = shapes.chunk_ring[shapes.group_first[group]]
        if ring == done:
            continue
        while ring >= shapes.part_start[part + 1]:
            part += 1
        for chunk in range(shapes.group_first[group], shapes.group_last[group]):
            if only[chunk]:
                done = ring
                if not _is_in_place(shapes, row, part, ring, shapes.chunk_first[chunk]):
                    return True
                break
    return False


@jit
def _is_in_place(shapes: Shapes, row: int, part: int, ring: int, vertex: int) -> bool:
    x, y = shapes.xy[vertex, 0], shapes.xy[vertex, 1]
    in_own, in_others = 0, 0
    for group in range(shapes.group_start[row], shapes.group_start[row + 1]):
        passed = shapes.chunk_ring[shapes.group_first[group]]
        if passed == ring or not ray_meets(shapes.group_box, group, x, y, 1):
            continue
        turns = _turns_of_group(shapes, group, x, y)
        if shapes.part_start[part] <= passed < shapes.part_start[part + 1]:
            in_own += turns
        else:
            in_others += turns
    is_hole = 1 if ring != shapes.part_start[part] else 0
    return in_own == is_hole and in_others == 0


@jit
def _turns_of_group(shapes: Shapes, group: int, x: float, y: float) -> int:
    """What a group's edges add to the winding number around a point, counted on the ray to the right."""
    turns = 0
    for chunk in range(shapes.group_first[group], shapes.group_last[group]):
        if not ray_meets(shapes.chunk_box, chunk, x, y, 1):
            continue
        first, last = shapes.chunk_first[chunk], shapes.chunk_last[chunk]
        if shapes.chunk_box[chunk, 0] > x:
            turns += is_above(shapes.xy[last, 1], y, 1) - is_above(shapes.xy[first, 1], y, 1)
        else:
            turns += turns_of_edges(shapes.xy, first, last, x, y, 1)
    return turns
