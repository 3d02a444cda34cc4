"""What lies far from every patch made short: huge outlines keep their shape near the patches only.

Why areas stay the same. A run of edges and its chord make a closed curve, which stays in the run's box. Such a curve
winds around no point outside that box; so with the chord in the run's place, the winding numbers of a ring change
inside the run's box only. A run is replaced where its box touches no patch: inside the patches every winding number is
as before, and with it every area shared with a patch. A ring around a patch stays a ring around it, if a coarse one.

A feature so reduced may touch or cross itself far from the patches: it is for kernels that integrate winding numbers
inside the patches, never for GEOS.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Tuple

import numpy as np
from numpy.typing import NDArray

from .array_geometry import numbered
from .arrays import Flags, Floats, Indices
from .jit import HAS_NUMBA, jit
from .polygons import IndexedPolygons, Polygons

# Features up to so many vertices are not worth the trouble.
_SMALL = 2_000
# Nor is a layer in which such features have less than this share of all vertices.
_WORTHWHILE = 0.25
# Cells of the grid for each box, and at most along a side.
_CELLS_PER_BOX, _MOST_CELLS = 64, 1024


@dataclass(frozen=True)
class NearGrid:
    """Which cells of a coarse grid boxes touch, so that to ask for any box costs four look-ups.

    ``table[r, c]`` counts the touched cells in the rows before r and the columns before c. Positions become cells by
    one rising function, so boxes that touch have cells in common: "free" is certain, "not free" may be a neighbour.
    """

    origin: Floats
    scale: Floats
    table: NDArray[np.int32]

    @classmethod
    def around(cls, boxes: Floats) -> NearGrid:
        """The grid of ``boxes`` (k×4; rows with a NaN or without extent count for nothing)."""
        boxes = boxes[(boxes[:, 0] <= boxes[:, 2]) & (boxes[:, 1] <= boxes[:, 3])]
        if len(boxes) == 0:
            return cls(np.zeros(2), np.zeros(2), np.zeros((4, 4), dtype=np.int32))
        side = int(min(_MOST_CELLS, np.ceil(np.sqrt(_CELLS_PER_BOX * len(boxes)))))
        origin = boxes[:, :2].min(axis=0)
        extent = boxes[:, 2:].max(axis=0) - origin
        grid = cls(origin, side / np.where(extent > 0, extent, 1.0), np.zeros((side + 4, side + 4), dtype=np.int32))
        # A border of cells takes what lies beyond: no box touches it.
        west, south, east, north = grid._cells(boxes)
        _count_touched(west, south, east, north, grid.table)
        return grid

    def free(self, boxes: Floats) -> Flags:
        """Whether each of ``boxes`` (n×4, finite) certainly touches none."""
        west, south, east, north = self._cells(boxes)
        east, north = east + 1, north + 1
        table, width = self.table.ravel(), self.table.shape[1]
        south, north = south * width, north * width
        return np.asarray(table[north + east] - table[north + west] - table[south + east] + table[south + west] == 0)

    def _cells(self, boxes: Floats) -> Tuple[Indices, Indices, Indices, Indices]:
        """Columns and rows of the corners, from 0 (all before the first cell) to side + 1 or + 2 (all behind)."""
        last = self.table.shape[0] - 2
        west, south, east, north = (
            np.clip((boxes[:, k] - self.origin[k % 2]) * self.scale[k % 2] + 1.0, 0.0, last).astype(np.int64)
            for k in range(4))
        return west, south, east, north


def _count_touched(west: Indices, south: Indices, east: Indices, north: Indices, table: NDArray[np.int32]) -> None:
    """Fill ``table`` (see `NearGrid`; all zero) with the touched cells; boxes by their first and last cells."""
    if HAS_NUMBA:
        _compiled_count_touched(west, south, east, north, table)
        return
    # +1 at a box's first corner, −1 behind its last ones, summed up along both axes: how many boxes lie on each cell.
    touched = np.zeros(table.shape, dtype=np.int32)
    for rows, columns, step in ((south, west, 1), (south, east + 1, -1), (north + 1, west, -1),
                                (north + 1, east + 1, 1)):
        np.add.at(touched, (rows, columns), step)
    occupied = (touched.cumsum(axis=0).cumsum(axis=1) > 0)[:-1, :-1]
    table[1:, 1:] = occupied.cumsum(axis=0, dtype=np.int32).cumsum(axis=1, dtype=np.int32)


@jit
def _compiled_count_touched(west: Indices, south: Indices, east: Indices, north: Indices,
                            table: NDArray[np.int32]) -> None:
    for box in range(len(west)):
        for row in range(south[box], north[box] + 1):
            for column in range(west[box], east[box] + 1):
                table[row + 1, column + 1] = 1
    for row in range(1, table.shape[0]):
        total = 0
        for column in range(1, table.shape[1]):
            total += table[row, column]
            table[row, column] = table[row - 1, column] + total


@dataclass(frozen=True)
class Near:
    """Of some features' index the groups, and in these the chunks of edges, that may come near a patch."""

    groups: Flags
    chunks: Flags


def near_patches(features: IndexedPolygons, patches: IndexedPolygons, patch: Indices, feature: Indices,
                 margin: float) -> Near:
    """What of the features comes within ``margin`` (along an axis) of a patch, or, without numba, of its box.

    ``patch[k]``, ``feature[k]``: all pairs that a search by boxes finds; in the coordinates of the features.
    """
    if HAS_NUMBA:
        from .compiled_nearness import near_patches as compiled

        return Near(*compiled(features, patches, patch, feature, margin))
    boxes = patches.index.box[np.unique(patch)]
    return near_cells(features, NearGrid.around(boxes + np.array([-margin, -margin, margin, margin])))


def near_cells(features: IndexedPolygons, grid: NearGrid) -> Near:
    """What of the features may come near the boxes of ``grid``."""
    index = features.index
    groups = ~grid.free(index.group_box)
    chunks = np.repeat(groups, index.group_last - index.group_first)
    rows = np.flatnonzero(chunks)
    chunks[rows] = ~grid.free(index.chunk_box[rows])
    return Near(groups, chunks)


def reduce_far(features: IndexedPolygons, near: Near) -> Tuple[Polygons, Flags]:
    """(features, which were reduced): those of more than 2,000 vertices with whatever is not ``near`` made short.

    Groups of 128 edges become one edge, or chunks of 8. Features, parts and rings stay, each with four points at least.
    """
    polygons, index = features.polygons, features.index
    sizes = np.diff(polygons.ring_start[polygons.first_ring])
    reduced = sizes > _SMALL
    if sizes[reduced].sum() < _WORTHWHILE * sizes.sum() or not reduced.any():
        return polygons, np.zeros(len(reduced), dtype=bool)
    keep = np.zeros(len(polygons.xy), dtype=bool)
    keep[polygons.ring_start[1:] - 1] = True
    keep[index.chunk_first[index.group_first]] = True
    # Where the group's own box is near, though none of its chunks may be, its chord could cut off a box in a bay:
    # every chunk keeps its first vertex, and a near one all of them.
    count = index.group_last - index.group_first
    keep[index.chunk_first[np.repeat(near.groups, count)]] = True
    chunks = np.flatnonzero(near.chunks)
    owner, within = numbered(index.chunk_last[chunks] - index.chunk_first[chunks])
    keep[index.chunk_first[chunks][owner] + within] = True
    keep |= np.repeat(~reduced, sizes)
    kept = np.flatnonzero(keep)
    xy, ring_start = polygons.xy[kept], np.searchsorted(kept, polygons.ring_start)
    reduced &= np.diff(ring_start[polygons.first_ring]) < sizes
    return _with_four_points(Polygons(xy, ring_start, polygons.part_start, polygons.start)), reduced


def _with_four_points(polygons: Polygons) -> Polygons:
    """Rings with fewer points end with their last one several times."""
    missing = np.maximum(4 - np.diff(polygons.ring_start), 0)
    missing[np.diff(polygons.ring_start) == 0] = 0
    if not missing.any():
        return polygons
    last = polygons.ring_start[1:] - 1
    repeats = np.ones(len(polygons.xy), dtype=np.int64)
    repeats[last] += missing
    ring_start = polygons.ring_start + np.concatenate([[0], np.cumsum(missing)])
    return Polygons(np.repeat(polygons.xy, repeats, axis=0), ring_start, polygons.part_start, polygons.start)
