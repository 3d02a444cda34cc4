"""The exact kernel in plain numpy: areas shared by patches and features, each with a certificate.

The method. Let P(x) and Q(x) be the winding numbers of a patch and a feature: 1 on their ground, 0 elsewhere. By
Green's theorem the area they share is ½∮ Q·(x dy − y dx) along the patch's rings plus ½∮ P·(x dy − y dx) along the
feature's. Along a ring the other's winding number is constant but for jumps of ±1 where the boundaries cross, so with
F the running integral of (x dy − y dx) along an edge, an edge from a to b, at whose end the number is w, gives by parts

    w·F(b) − Σ jump·F(crossing)        (F from the edge's start).

Nothing in this depends on the order of crossings along an edge. What must be right is *which* edges cross, in which
sense, and one winding number for each ring; these are decided exactly. Only positions of crossings are rounded, and
those move the area by no more than rounding does: the origin is a corner of the two boxes' intersection.

Degenerate positions. The patch is moved by (ε, ε²), ε → 0 from above: then no vertex lies on an edge of the other and
no two edges overlap, and the area is that of ε = 0, being continuous. Where the sign of a cross product is zero, the
sign of what the movement adds to it decides.

What is near. A feature's chunk that does not touch the patch's box lies where P = 0, and the other way round: only
chunks that do touch are looked at ("rows"), and a run of such chunks that has a chunk outside before or after it starts
or ends with the number 0. Only a ring wholly inside the other's box needs a ray. So what a feature is like far from the
patch is never read.

The certificate. Coordinate differences were exact; every ring's jumps sum to zero, and to zero along each run; each
winding number met – at every edge's end, between crossings of one edge that lie apart, at every ray – is 0 or 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np
from numpy.typing import NDArray

from .array_crossings import Near, find_crossings, near_chunks
from .array_geometry import boxes_meet, numbered, slices, summed, turns_around
from .arrays import Floats, Indices
from .polygons import IndexedPolygons

# Crossings of one edge closer than this (share of the edge) are taken as one when winding numbers are checked.
_APART = 1e-9
# m²: an area below zero by more than rounding has been measured along rings that run the wrong way.
_BELOW_ZERO = 1e-5


def pair_areas(patches: IndexedPolygons, features: IndexedPolygons, patch: Indices, feature: Indices) -> Tuple[
        Floats, NDArray[np.bool_]]:
    """(area in m² of patch[k] ∩ feature[k], whether it is certified) for each k.

    An area that is not certified means nothing. Needs memory for one block of pairs, whatever their number.
    """
    area = np.zeros(len(patch))
    patch_box, feature_box = patches.index.box[patch], features.index.box[feature]
    certified = ~(np.isnan(patch_box).any(axis=1) | np.isnan(feature_box).any(axis=1))
    touching = np.flatnonzero(certified & boxes_meet(patch_box, feature_box))
    work = _chunks_at_most(patches, patch[touching]) + _chunks_at_most(features, feature[touching])
    for part in slices(work):
        rows = touching[part]
        area[rows], certified[rows] = _areas_of_block(patches, features, patch[rows], feature[rows])
    return area, certified


def _chunks_at_most(shapes: IndexedPolygons, polygon: Indices) -> Indices:
    index = shapes.index
    first, last = index.group_start[polygon], index.group_start[polygon + 1] - 1
    return index.group_last[last] - index.group_first[first]


def _areas_of_block(patches: IndexedPolygons, features: IndexedPolygons, patch: Indices, feature: Indices) -> Tuple[
        Floats, NDArray[np.bool_]]:
    patch_box, feature_box = patches.index.box[patch], features.index.box[feature]
    near_patch = near_chunks(patches, patch, feature_box)
    near_feature = near_chunks(features, feature, patch_box)
    certified = np.ones(len(patch), dtype=bool)
    origin = np.maximum(patch_box[:, :2], feature_box[:, :2])
    found = find_crossings(near_patch, near_feature, origin, certified)
    along_patch = _Side(near_patch, origin, found.pair, found.patch_row, found.patch_edge, found.turn, found.at, False)
    along_feature = _Side(near_feature, origin, found.pair, found.feature_row, found.feature_edge, -found.turn,
                          found.at, True)
    twice = _integral(along_patch, near_feature, certified) + _integral(along_feature, near_patch, certified)
    certified &= twice > -2 * _BELOW_ZERO
    return np.maximum(0.5 * twice, 0.0), certified


@dataclass(frozen=True)
class _Side:
    """One of the two boundaries: the chunks near the other; its crossings with the other (pair, row, edge, jump of the
    other's winding number, position); and whether the other is the patch, which is the one that is moved.
    """

    near: Near
    origin: Floats
    pair: Indices
    row: Indices
    edge: Indices
    turn: Indices
    at: Floats
    other_is_patch: bool


def _integral(side: _Side, other: Near, certified: NDArray[np.bool_]) -> Floats:
    """∮ w·(x dy − y dx) for each pair, w the other's winding number along this side's rings."""
    near, index = side.near, side.near.shapes.index
    total = np.zeros(len(near.polygon))
    if len(near.chunk) == 0:
        return total
    turns = summed(side.row, side.turn, len(near.chunk))
    crossed = np.zeros(len(near.chunk), dtype=bool)
    crossed[side.row] = True
    run = _runs(side, turns, certified)
    run_crossed = np.logical_or.reduceat(crossed, run.first)
    base = np.where(run.opens_ring, -run.turns, 0)
    base[run.whole] = _winding_numbers(side, other, run, certified)
    quiet = run.whole & ~run_crossed
    inside = np.flatnonzero(quiet & (base == 1))
    row = run.first[inside]
    total += np.bincount(near.pair[row], 2 * index.ring_area[index.chunk_ring[near.chunk[row]]], len(total))
    before = np.cumsum(turns) - turns
    before += (base - before[run.first])[run.number]
    active = np.flatnonzero((crossed | (before != 0)) & ~quiet[run.number])
    _add_rows(side, active, before[active], total, certified)
    return total


@dataclass(frozen=True)
class _Runs:
    """Rows that follow each other along a ring: ``number`` of each row's run; for each run its first row, the sum of
    its jumps, whether it opens its ring, and whether it is the whole ring.
    """

    number: Indices
    first: Indices
    turns: Indices
    opens_ring: NDArray[np.bool_]
    whole: NDArray[np.bool_]


def _runs(side: _Side, turns: Indices, certified: NDArray[np.bool_]) -> _Runs:
    near, index, ring_start = side.near, side.near.shapes.index, side.near.shapes.polygons.ring_start
    ring = index.chunk_ring[near.chunk]
    other_ring = np.ones(len(ring), dtype=bool)
    other_ring[1:] = (near.pair[1:] != near.pair[:-1]) | (ring[1:] != ring[:-1])
    starts = other_ring.copy()
    starts[1:] |= near.chunk[1:] != near.chunk[:-1] + 1
    first = np.flatnonzero(starts)
    last = np.append(first[1:], len(ring)) - 1
    opens = index.chunk_first[near.chunk[first]] == ring_start[ring[first]]
    closes = index.chunk_last[near.chunk[last]] == ring_start[ring[first] + 1] - 1
    run_turns = np.add.reduceat(turns, first)
    unbalanced = ~opens & ~closes & (run_turns != 0)
    certified[near.pair[first[unbalanced]]] = False
    ring_first = np.flatnonzero(other_ring)
    unbalanced = np.add.reduceat(turns, ring_first) != 0
    certified[near.pair[ring_first[unbalanced]]] = False
    return _Runs(np.cumsum(starts) - 1, first, run_turns, opens, opens & closes)


def _winding_numbers(side: _Side, other: Near, run: _Runs, certified: NDArray[np.bool_]) -> Indices:
    """The other's winding number at the first vertex of each whole ring."""
    row = run.first[run.whole]
    pair, shapes = side.near.pair[row], side.near.shapes
    points = shapes.polygons.xy.take(shapes.index.chunk_first[side.near.chunk[row]], axis=0)
    (point, _, turn), certain = turns_around(points, other.shapes, other.polygon[pair], side.other_is_patch)
    number = summed(point, turn, len(row))
    certified[pair[~certain | (number < 0) | (number > 1)]] = False
    return number


def _add_rows(side: _Side, active: Indices, before: Indices, total: Floats, certified: NDArray[np.bool_]) -> None:
    """Add to ``total`` what the edges of the ``active`` rows give; ``before``: winding number where each row starts."""
    if len(active) == 0:
        return
    near, index, xy = side.near, side.near.shapes.index, side.near.shapes.polygons.xy
    first = index.chunk_first[near.chunk[active]]
    counts = index.chunk_last[near.chunk[active]] - first
    owner, within = numbered(counts)
    edge, pair = first[owner] + within, near.pair[active][owner]
    position_of_row = np.zeros(len(near.chunk), dtype=np.int64)
    position_of_row[active] = np.cumsum(counts) - counts
    crossed = position_of_row[side.row] + side.edge - index.chunk_first[near.chunk[side.row]]
    jump = summed(crossed, side.turn, len(edge))
    after = np.cumsum(jump)
    begin = position_of_row[active]
    after += (before - (after - jump)[begin])[owner]
    certified[pair[(after < 0) | (after > 1)]] = False
    vertex = xy.take(edge, axis=0)
    step = xy.take(edge + 1, axis=0) - vertex
    start = vertex - side.origin.take(pair, axis=0)
    terms = after * (start[:, 0] * step[:, 1] - start[:, 1] * step[:, 0])
    here = start[crossed]
    to_crossing = side.at - here
    terms -= np.bincount(crossed, side.turn * (here[:, 0] * to_crossing[:, 1] - here[:, 1] * to_crossing[:, 0]),
                         len(terms))
    pairs = np.flatnonzero(np.append(True, pair[1:] != pair[:-1]))
    total[pair[pairs]] += np.add.reduceat(terms, pairs)  # which numpy sums pairwise: errors stay at a few roundings
    share = np.einsum("ij,ij->i", to_crossing, step[crossed]) / np.einsum("ij,ij->i", step[crossed], step[crossed])
    _check_between_crossings(crossed, share, side.turn, (after - jump)[crossed], side.pair, certified)


def _check_between_crossings(edge: Indices, share: Floats, turn: Indices, before: Indices, pair: Indices,
                             certified: NDArray[np.bool_]) -> None:
    """Un-certify pairs where between two crossings of one edge that lie apart the winding number is not 0 or 1."""
    order = np.lexsort((share, edge))
    edge, share, turn = edge[order], share[order], turn[order]
    same = np.append(edge[1:] == edge[:-1], False)
    apart = same & (np.append(share[1:], 0.0) - share > _APART)
    running = np.cumsum(turn)
    opening = np.flatnonzero(np.append(True, ~same[:-1]))
    number = np.cumsum(np.append(True, ~same[:-1])) - 1
    after = before[order] + running - (running - turn)[opening][number]
    certified[pair[order[apart & ((after < 0) | (after > 1))]]] = False
