"""Where the boundaries of patches and features cross: found through boxes, decided exactly, in plain numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np
from numpy.typing import NDArray

from .array_geometry import (
    boxes_meet,
    differences_are_exact,
    edges_meeting,
    numbered,
    pairs_of_edges,
    sign_of_cross,
    slices,
)
from .arrays import Floats, Indices
from .polygons import CHUNK_EDGES, IndexedPolygons


@dataclass(frozen=True)
class Near:
    """Rows: the chunks of each pair's polygon that touch the other's box, in the order of pairs and chunks; and the
    groups they are in: group g has rows ``row_start[g]`` … ``row_start[g+1]``−1, pair k groups ``pair_start[k]`` ….
    """

    shapes: IndexedPolygons
    polygon: Indices
    pair: Indices
    chunk: Indices
    group: Indices
    row_start: Indices
    group_pair: Indices
    pair_start: Indices

    def boxes_of_groups(self, group: Indices) -> Floats:
        return self.shapes.index.group_box.take(self.group[group], axis=0)

    def boxes_of_rows(self, row: Indices) -> Floats:
        return self.shapes.index.chunk_box.take(self.chunk[row], axis=0)


def near_chunks(shapes: IndexedPolygons, polygon: Indices, box: Floats) -> Near:
    """The chunks of ``polygon[k]`` that touch ``box[k]``, for each pair k."""
    index = shapes.index
    first = index.group_start[polygon]
    owner, within = numbered(index.group_start[polygon + 1] - first)
    group = first[owner] + within
    kept = np.flatnonzero(boxes_meet(index.group_box.take(group, axis=0), box.take(owner, axis=0)))
    group, group_pair = group[kept], owner[kept]
    first = index.group_first[group]
    owner, within = numbered(index.group_last[group] - first)
    chunk = first[owner] + within
    kept = np.flatnonzero(boxes_meet(index.chunk_box.take(chunk, axis=0), box.take(group_pair[owner], axis=0)))
    owner = owner[kept]
    return Near(shapes, polygon, group_pair[owner], chunk[kept], group,
                _starts(np.bincount(owner, minlength=len(group))), group_pair,
                _starts(np.bincount(group_pair, minlength=len(polygon))))


def _starts(counts: Indices) -> Indices:
    return np.concatenate([[0], np.cumsum(counts)])


@dataclass(frozen=True)
class Crossings:
    """Where the boundary of a pair's patch crosses that of its feature: rows of `Near` and edges of either, ``at``
    (n×2, metres from the pair's origin), ``turn`` +1 where the patch's boundary enters the feature, −1 where it leaves.
    """

    pair: Indices
    patch_row: Indices
    feature_row: Indices
    patch_edge: Indices
    feature_edge: Indices
    at: Floats
    turn: Indices


def find_crossings(patch: Near, feature: Near, origin: Floats, certified: NDArray[np.bool_]) -> Crossings:
    """All crossings of a block of pairs; ``certified`` becomes False where a difference of coordinates is not exact.

    Pairs of groups are looked at, then of chunks, then of edges, each only where boxes touch, a slice at a time.
    """
    nothing = np.empty(0, dtype=np.int64)
    found = [Crossings(*(nothing,) * 5, np.empty((0, 2)), nothing)]
    for part in slices(np.diff(patch.pair_start)[feature.group_pair]):
        feature_row, group = _rows_near_groups(patch, feature, *_touching_groups(patch, feature, part))
        for some in slices(np.diff(patch.row_start)[group]):
            rows = _touching_rows(patch, feature, feature_row[some], group[some])
            for few in slices(np.full(len(rows[0]), CHUNK_EDGES)):
                edges = _touching_edges(patch, feature, rows[0][few], rows[1][few])
                found.append(_crossings_of_edges(patch, feature, *edges, origin, certified))
    return Crossings(*(np.concatenate([getattr(one, name) for one in found]) for name in Crossings.__annotations__))


def _touching_groups(patch: Near, feature: Near, part: slice) -> Tuple[Indices, Indices]:
    """(feature's groups, patch's groups) of one pair whose boxes touch; the feature's are those in ``part``."""
    pair = feature.group_pair[part]
    first = patch.pair_start[pair]
    owner, within = numbered(patch.pair_start[pair + 1] - first)
    of_feature, of_patch = part.start + owner, first[owner] + within
    kept = boxes_meet(feature.boxes_of_groups(of_feature), patch.boxes_of_groups(of_patch))
    return of_feature[kept], of_patch[kept]


def _rows_near_groups(patch: Near, feature: Near, of_feature: Indices, of_patch: Indices) -> Tuple[Indices, Indices]:
    """(feature's rows, patch's groups) whose boxes touch."""
    first = feature.row_start[of_feature]
    owner, within = numbered(feature.row_start[of_feature + 1] - first)
    row, group = first[owner] + within, of_patch[owner]
    kept = boxes_meet(feature.boxes_of_rows(row), patch.boxes_of_groups(group))
    return row[kept], group[kept]


def _touching_rows(patch: Near, feature: Near, feature_row: Indices, of_patch: Indices) -> Tuple[Indices, Indices]:
    """(feature's rows, patch's rows) whose boxes touch."""
    first = patch.row_start[of_patch]
    owner, within = numbered(patch.row_start[of_patch + 1] - first)
    patch_row, feature_row = first[owner] + within, feature_row[owner]
    kept = boxes_meet(feature.boxes_of_rows(feature_row), patch.boxes_of_rows(patch_row))
    return feature_row[kept], patch_row[kept]


def _touching_edges(patch: Near, feature: Near, feature_row: Indices, patch_row: Indices) -> Tuple[
        Indices, Indices, Indices, Indices]:
    """(feature's row, patch's row, feature's edge, patch's edge) of pairs of edges whose boxes touch."""
    feature_chunk, patch_chunk = feature.chunk[feature_row], patch.chunk[patch_row]
    both, feature_edge, patch_edge = pairs_of_edges(
        edges_meeting(feature.shapes, feature_chunk, patch.shapes.index.chunk_box, patch_chunk),
        edges_meeting(patch.shapes, patch_chunk, feature.shapes.index.chunk_box, feature_chunk), len(feature_row))
    return feature_row[both], patch_row[both], feature_edge, patch_edge


def _crossings_of_edges(patch: Near, feature: Near, feature_row: Indices, patch_row: Indices, feature_edge: Indices,
                        patch_edge: Indices, origin: Floats, certified: NDArray[np.bool_]) -> Crossings:
    """The pairs of edges that cross, decided exactly.

    With q → q + s the feature's edge and p → p + d the patch's, moved by (ε, ε²): p lies left of the feature's edge
    where cross(s, p − q) > 0; the movement adds s.x·ε² − s.y·ε to it, which decides a zero. q lies left of the
    patch's edge where cross(d, q − p) > 0, from which the movement takes d.x·ε² − d.y·ε. An edge without length has
    sign 0 and crosses nothing.
    """
    patch_xy, feature_xy = patch.shapes.polygons.xy, feature.shapes.polygons.xy
    q, q_end = feature_xy.take(feature_edge, axis=0), feature_xy.take(feature_edge + 1, axis=0)
    p, p_end = patch_xy.take(patch_edge, axis=0), patch_xy.take(patch_edge + 1, axis=0)
    minuend = np.concatenate([q_end, p_end, p, p_end, q_end], axis=1)
    subtrahend = np.concatenate([q, p, q, q, p], axis=1)
    difference = minuend - subtrahend
    inexact = ~differences_are_exact(minuend, subtrahend, difference).all(axis=1)
    certified[patch.pair[patch_row[inexact]]] = False
    sx, sy, dx, dy, px, py, px_end, py_end, qx_end, qy_end = difference.T
    by_feature = np.where(sy != 0, -np.sign(sy), np.sign(sx))
    by_patch = np.where(dy != 0, np.sign(dy), -np.sign(dx))
    before = _decided(sign_of_cross(sx, sy, px, py), by_feature)
    after = _decided(sign_of_cross(sx, sy, px_end, py_end), by_feature)
    first = _decided(sign_of_cross(dx, dy, -px, -py), by_patch)
    last = _decided(sign_of_cross(dx, dy, qx_end, qy_end), by_patch)
    crossing = np.flatnonzero((before * after < 0) & (first * last < 0))
    pair = patch.pair[patch_row[crossing]]
    at = _meeting_points(difference[crossing], p[crossing] - origin[pair])
    return Crossings(pair, patch_row[crossing], feature_row[crossing], patch_edge[crossing],
                      feature_edge[crossing], at, np.where(before[crossing] < 0, 1, -1))


def _decided(sign: NDArray[np.int8], otherwise: Floats) -> NDArray[np.int8]:
    return np.where(sign == 0, otherwise, sign).astype(np.int8)


def _meeting_points(difference: Floats, start: Floats) -> Floats:
    """Where edges that cross do so (n×2), on the patch's edge from ``start``.

    For nearly parallel edges the share of the edge is ill-defined; but then the whole stretch in question lies within
    rounding of both edges, and one point of it is as good as another: both boundaries are cut at the same one.
    """
    sx, sy, dx, dy, px, py, px_end, py_end = difference[:, :8].T
    before, after = sx * py - sy * px, sx * py_end - sy * px_end
    apart = np.where(before == after, 1.0, before - after)
    share = np.clip(np.where(before == after, 0.5, before / apart), 0.0, 1.0)
    return start + share[:, None] * np.column_stack([dx, dy])
