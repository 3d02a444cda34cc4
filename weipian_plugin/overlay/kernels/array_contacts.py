"""Which features may be invalid, in plain numpy: boundaries that touch or cross themselves, rings wrongly nested.

Conservative: an invalid polygon is always named, a valid one may be (a hole that touches its shell at a point). Chunks
of one feature whose boxes touch are found by a sweep, and their edges compared with exact signs.
"""

from __future__ import annotations

from typing import Iterator, Optional, Tuple

import numpy as np
from numpy.typing import NDArray

from .array_geometry import (
    boxes_meet,
    edges_meeting,
    numbered,
    pairs_of_edges,
    sign_of_cross,
    slices,
    summed,
    turns_around,
)
from .arrays import Floats, Indices
from .polygons import CHUNK_EDGES, IndexedPolygons

# Powers of two between which products of coordinate differences, and their errors, stay within the range of doubles.
_EXPONENTS = 300


def contacts(features: IndexedPolygons, only: Optional[NDArray[np.bool_]] = None) -> NDArray[np.bool_]:
    """(n) True where two edges of a feature touch or cross other than neighbours do at their common vertex, where
    neighbours fold back, where a ring lies on the wrong side of another, or where none of this can be told exactly.

    ``only``: for each chunk of the index whether it matters; edges of the others are not looked at.
    """
    index = features.index
    chunk = np.arange(len(index.chunk_ring)) if only is None else np.flatnonzero(only)
    if len(chunk) == 0:
        return np.zeros(len(features), dtype=bool)
    owner = features.polygons.owner_of_rings()[index.chunk_ring[chunk]]
    flagged = _with_inexact_differences(features, chunk, owner)
    for first, second in _touching_chunks(features, chunk, owner):
        open_question = ~flagged[owner[first]]  # one contact is enough
        first, second = first[open_question], second[open_question]
        for part in slices(np.full(len(first), CHUNK_EDGES)):
            meet = _chunks_in_contact(features, chunk[first[part]], chunk[second[part]])
            flagged[owner[first[part][meet]]] = True
    flagged |= _wrongly_nested(features, chunk, flagged)
    return flagged


def _touching_chunks(features: IndexedPolygons, chunk: Indices, owner: Indices) -> Iterator[Tuple[Indices, Indices]]:
    """Pairs of positions in ``chunk`` – each with itself, too – of one feature whose boxes touch, each pair once.

    The sweep runs along each feature's longer side. Sorted by their low ends, the partners of a box are those after it
    that begin before it ends; merging low and high ends in one order counts them.
    """
    box, whole = features.index.chunk_box.take(chunk, axis=0), features.index.box
    tall = (whole[:, 3] - whole[:, 1] > whole[:, 2] - whole[:, 0])[owner]
    low, high = np.where(tall, box[:, 1], box[:, 0]), np.where(tall, box[:, 3], box[:, 2])
    order = np.lexsort((low, owner))
    count = len(order)
    is_high = np.repeat([False, True], count)
    merged = np.lexsort((is_high, np.concatenate([low, high]), np.concatenate([owner, owner])))
    lows_so_far = np.cumsum(merged < count)
    end = np.empty(2 * count, dtype=np.int64)
    end[merged] = lows_so_far
    partners = end[count:][order] - np.arange(count)
    for part in slices(partners):
        start, within = numbered(partners[part])
        first = order[part.start + start]
        second = order[part.start + start + within]
        kept = boxes_meet(box.take(first, axis=0), box.take(second, axis=0))
        yield first[kept], second[kept]


def _chunks_in_contact(features: IndexedPolygons, chunk: Indices, other: Indices) -> Indices:
    """Positions k where an edge of chunk[k] is in contact with one of other[k]."""
    boxes = features.index.chunk_box
    pair, first, second = pairs_of_edges(edges_meeting(features, chunk, boxes, other),
                                         edges_meeting(features, other, boxes, chunk), len(chunk))
    same = chunk[pair] == other[pair]
    kept = np.flatnonzero(~same | (first < second))
    pair, first, second = pair[kept], np.minimum(first, second)[kept], np.maximum(first, second)[kept]
    ring = features.index.chunk_ring[chunk[pair]]
    same_ring = ring == features.index.chunk_ring[other[pair]]
    start = features.polygons.ring_start
    follows = second == first + 1
    closes = same_ring & (first == start[ring]) & (second == start[ring + 1] - 2)
    apart = ~follows & ~closes
    bad = np.zeros(len(pair), dtype=bool)
    bad[apart] = _meet(features.polygons.xy, first[apart], second[apart])
    bad[follows] = _fold_back(features.polygons.xy, first[follows], second[follows])
    bad[closes] |= _fold_back(features.polygons.xy, second[closes], first[closes])
    return pair[bad]


def _meet(xy: Floats, first: Indices, second: Indices) -> NDArray[np.bool_]:
    """Whether two edges whose boxes touch have a point in common: neither lies strictly on one side of the other."""
    start, start_other = xy.take(first, axis=0), xy.take(second, axis=0)
    step, step_other = xy.take(first + 1, axis=0) - start, xy.take(second + 1, axis=0) - start_other
    across = start_other - start
    meet = np.zeros(len(first), dtype=bool)
    maybe = np.flatnonzero(_is_reached(step, across, step_other))
    meet[maybe] = _is_reached(step_other[maybe], -across[maybe], step[maybe])
    return meet


def _is_reached(step: Floats, across: Floats, other: Floats) -> NDArray[np.bool_]:
    """Whether the edge from ``across`` to ``across + other`` reaches the line through 0 along ``step``."""
    end = across + other
    before = sign_of_cross(step[:, 0], step[:, 1], across[:, 0], across[:, 1])
    after = sign_of_cross(step[:, 0], step[:, 1], end[:, 0], end[:, 1])
    return np.asarray(before * after <= 0, dtype=bool)


def _fold_back(xy: Floats, edge: Indices, following: Indices) -> NDArray[np.bool_]:
    """Whether the edge that follows runs back along the first, or one of them has no length."""
    middle = xy.take(following, axis=0)
    step, turn = middle - xy.take(edge, axis=0), xy.take(following + 1, axis=0) - middle
    forward = np.flatnonzero(step[:, 0] * turn[:, 0] + step[:, 1] * turn[:, 1] <= 0)
    fold = np.zeros(len(edge), dtype=bool)
    fold[forward] = sign_of_cross(*step[forward].T, *turn[forward].T) == 0
    return fold


def _with_inexact_differences(features: IndexedPolygons, chunk: Indices, owner: Indices) -> NDArray[np.bool_]:
    """(n) features for which signs would not be exact: differences of their coordinates may have to be rounded.

    Where all coordinates are multiples of a power of two that is not smaller than 2^-52 of the box's longer side, no
    difference needs more than the 53 bits of a double.
    """
    index = features.index
    extent = np.maximum(index.box[:, 2] - index.box[:, 0], index.box[:, 3] - index.box[:, 1])
    exponent = np.frexp(np.where(extent > 0, extent, 1.0))[1] - 52
    first = index.chunk_first[chunk]
    number, within = numbered(index.chunk_last[chunk] - first + 1)
    of_vertex = owner[number]
    scaled = np.ldexp(features.polygons.xy.take(first[number] + within, axis=0), -exponent[of_vertex][:, None])
    inexact = np.zeros(len(features), dtype=bool)
    inexact[of_vertex[(scaled != np.rint(scaled)).any(axis=1)]] = True
    return inexact | (np.abs(exponent) > _EXPONENTS)


def _wrongly_nested(features: IndexedPolygons, chunk: Indices, flagged: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Features of several rings with a ring in the wrong place.

    Rings that do not touch lie wholly on one side of each other, so one vertex of each tells. Of the other rings, those
    of its own part must wind around a hole's vertex once and around a shell's not at all, and those of the other parts
    around neither.
    """
    polygons, index = features.polygons, features.index
    wrong = np.zeros(len(features), dtype=bool)
    owner = polygons.owner_of_rings()
    ring, first_of_ring = np.unique(index.chunk_ring[chunk], return_index=True)
    asked = np.flatnonzero((np.diff(polygons.first_ring)[owner[ring]] > 1) & ~flagged[owner[ring]])
    ring, vertex = ring[asked], index.chunk_first[chunk[first_of_ring[asked]]]
    if len(ring) == 0:
        return wrong
    (point, passed, turn), certain = turns_around(polygons.xy.take(vertex, axis=0), features, owner[ring], False)
    part = np.repeat(np.arange(len(polygons.part_start) - 1), np.diff(polygons.part_start))
    another = passed != ring[point]
    own = another & (part[passed] == part[ring[point]])
    inside_own = summed(point[own], turn[own], len(ring))
    inside_others = summed(point[another & ~own], turn[another & ~own], len(ring))
    is_hole = ring != polygons.part_start[part[ring]]
    right = (inside_own == is_hole) & (inside_others == 0) & certain
    wrong[owner[ring[~right]]] = True
    return wrong
