"""Which features may be invalid, compiled: boundaries that touch or cross themselves, rings wrongly nested.

Conservative: an invalid polygon is always named, a valid one may be (a hole that touches its shell at a point). The
groups of a feature's edges are swept from left to right; in groups whose boxes touch the chunks are compared, in chunks
whose boxes touch the edges, with exact signs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

from .arrays import Floats, Indices
from .compiled_geometry import UNKNOWN, Shapes, exact_side, is_above, ray_meets, turns_of_edges
from .compiled_pairs import shapes_of
from .jit import jit
from .polygons import IndexedPolygons

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
    # Arrays taken out of their tuple once: in an inner loop that costs more than what is done there.
    first, last, box = shapes.chunk_first, shapes.chunk_last, shapes.chunk_box
    xy, group_start, group_box = shapes.xy, shapes.group_start, shapes.group_box
    group_first, group_last, chunk_ring, ring_start = (
        shapes.group_first, shapes.group_last, shapes.chunk_ring, shapes.ring_start)
    edge_box, shift = _boxes_of_edges(xy, first, last, only)
    flagged = np.zeros(len(shapes.start) - 1, np.bool_)
    for row in range(len(flagged)):
        begin, end = group_start[row], group_start[row + 1]
        flagged[row] = _groups_touch(begin, end, group_box, group_first, group_last, only, xy, edge_box, shift, first,
                                     last, box, chunk_ring, ring_start) or _is_wrongly_nested(shapes, row, only)
    return flagged


@jit
def _boxes_of_edges(xy: Floats, first: Indices, last: Indices, only: Flags) -> Tuple[Floats, Indices]:
    """The boxes of the edges in chunks that matter, and for each such chunk what makes of an edge's number its place
    among them: most of a huge outline is far from everything, and needs no room.
    """
    shift = np.zeros(len(first), np.int64)
    count = 0
    for chunk in range(len(first)):
        if only[chunk]:
            shift[chunk] = count - first[chunk]
            count += last[chunk] - first[chunk]
    boxes = np.empty((count, 4))
    for chunk in range(len(first)):
        if only[chunk]:
            for edge in range(first[chunk], last[chunk]):
                k = edge + shift[chunk]
                boxes[k, 0], boxes[k, 2] = min(xy[edge, 0], xy[edge + 1, 0]), max(xy[edge, 0], xy[edge + 1, 0])
                boxes[k, 1], boxes[k, 3] = min(xy[edge, 1], xy[edge + 1, 1]), max(xy[edge, 1], xy[edge + 1, 1])
    return boxes, shift


@jit
def _groups_touch(begin: int, end: int, group_box: Floats, group_first: Indices, group_last: Indices, only: Flags,
                  xy: Floats, edge_box: Floats, shift: Indices, first: Indices, last: Indices, box: Floats,
                  chunk_ring: Indices, ring_start: Indices) -> bool:
    """Whether edges of groups ``begin`` … ``end``−1 touch: swept from left to right, each with those it overlaps."""
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
                            chunk, partner, xy, edge_box, shift, first, last, box, ring_start[ring],
                            ring_start[ring + 1] - 2):
                        return True
    return False


@jit
def _boxes_meet(boxes: Floats, k: int, others: Floats, other: int) -> bool:
    return (boxes[k, 0] <= others[other, 2] and boxes[k, 2] >= others[other, 0]
            and boxes[k, 1] <= others[other, 3] and boxes[k, 3] >= others[other, 1])


@jit
def _chunks_touch(chunk: int, partner: int, xy: Floats, edge_box: Floats, shift: Indices, first: Indices,
                  last: Indices, box: Floats, first_of_ring: int, last_of_ring: int) -> bool:
    """Only edges that reach what the two boxes have in common can touch. The chunk's ring begins and ends with the two
    edges given; between two rings an edge's number is left out, so numbers that follow each other are neighbours.
    """
    west, south = max(box[chunk, 0], box[partner, 0]), max(box[chunk, 1], box[partner, 1])
    east, north = min(box[chunk, 2], box[partner, 2]), min(box[chunk, 3], box[partner, 3])
    for edge in range(first[chunk], last[chunk]):
        own = edge_box[edge + shift[chunk]]
        edge_west, edge_south, edge_east, edge_north = own[0], own[1], own[2], own[3]
        if edge_west > east or edge_east < west or edge_south > north or edge_north < south:
            continue
        for other in range(edge + 1 if chunk == partner else first[partner], last[partner]):
            # One branch, seldom taken, is faster than four that nobody can foresee.
            k = other + shift[partner]
            if not ((edge_box[k, 0] <= edge_east) & (edge_box[k, 2] >= edge_west)
                    & (edge_box[k, 1] <= edge_north) & (edge_box[k, 3] >= edge_south)):
                continue
            before, after = min(edge, other), max(edge, other)
            follows, closes = after == before + 1, before == first_of_ring and after == last_of_ring
            if not (follows or closes) and _edges_touch(xy, edge, other):
                return True
            if (follows and _folds_back(xy, before, after)) or (closes and _folds_back(xy, after, before)):
                return True
    return False


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
