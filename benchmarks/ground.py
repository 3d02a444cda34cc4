"""The synthetic land itself: an endless grid of cells with crooked borders, of which a county is a window.

What lies at cell (row, column) follows from the two numbers and the seed alone, so a small county is the south-west
corner of a larger one, parcel for parcel. Borders between cells are made once and used by both sides: parcels tile
the county exactly, vertex on vertex.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, List, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

SEED = 20250101
# South-west corner in EPSG:4527 (3° zone 39, metres, with the zone's number in front).
ORIGIN = (39_455_000.0, 3_420_000.0)
CELL = 76.0
# Every so many rows a road, every so many columns a ditch or river, each a thin row or column of cells.
ROAD_EVERY, ROAD_AT, ROAD_WIDTH = 29, 11, 12.0
WATER_EVERY, WATER_AT, WATER_WIDTH = 37, 17, 14.0
SEGMENTS = 10
GRID = 4  # decimals of a metre

# Classes of the third survey with their share of the parcels; those starting with 01 are cultivated and have KCXS.
CLASSES = {"0103": 21, "0101": 13, "0301": 14, "0204": 8, "0307": 7, "0102": 4, "0201": 6, "0305": 3, "0404": 5,
           "0601": 2, "0602": 1, "0701": 2, "0702": 8, "0809": 1, "1104": 4, "1202": 1}
ROAD, RIVER, DITCH, FOREST = "1006", "1101", "1107", "0301"
DEDUCTIONS = (0.0, 0.0512, 0.0987, 0.1268)


@dataclass(frozen=True)
class Land:
    """rows × columns cells: their outlines, the parcel each belongs to, and the land class of each."""

    outlines: NDArray[np.object_]
    parcel: Integers
    classes: NDArray[np.str_]
    # West, south, east, north of the land before it is bent, by up to 230 m.
    bounds: Tuple[float, float, float, float]


def noise(channel: int, *place: Any) -> Floats:
    """Numbers in [0, 1) that depend on channel and place only (splitmix64 over each in turn)."""
    with np.errstate(over="ignore"):
        mixed = np.uint64(SEED) + np.uint64(channel) * np.uint64(0x9E3779B97F4A7C15)
        for coordinate in place:
            mixed = mixed + np.asarray(coordinate).astype(np.uint64) * np.uint64(0xD1B54A32D192ED03)
            mixed = mixed + np.uint64(0x9E3779B97F4A7C15)
            mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            mixed = mixed ^ (mixed >> np.uint64(31))
    return np.asarray((mixed >> np.uint64(11)).astype(np.float64) / 2.0**53, dtype=np.float64)


def make_land(rows: int, columns: int, segments: int = SEGMENTS) -> Land:
    """The south-west ``rows`` × ``columns`` cells; ``segments`` edges to each side of a cell."""
    is_road = np.arange(rows) % ROAD_EVERY == ROAD_AT
    is_water = np.arange(columns) % WATER_EVERY == WATER_AT
    nodes = _nodes(is_road, is_water)
    across, upward = _borders(nodes, is_road, is_water, segments)
    rings = np.concatenate([across[:-1, :, :-1], upward[:, 1:, :-1], across[1:, :, :0:-1], upward[:, :-1, ::-1]],
                           axis=2)
    corners = rings.shape[2]
    outlines = shapely.polygons(shapely.linearrings(rings.reshape(-1, corners, 2)))
    forest = _forests(is_road, is_water)
    parcel = _parcels(is_road, is_water, forest)
    low, high = nodes[0, 0] + ORIGIN, nodes[-1, -1] + ORIGIN
    return Land(outlines, parcel.ravel(), _classes(is_road, is_water, forest).ravel(),
                (float(low[0]), float(low[1]), float(high[0]), float(high[1])))


def _nodes(is_road: NDArray[np.bool_], is_water: NDArray[np.bool_]) -> Floats:
    """Corners of cells before the land is bent: (rows+1) × (columns+1) × 2; both banks of a strip move together."""
    down = np.concatenate([[0.0], np.cumsum(np.where(is_road, ROAD_WIDTH, CELL))])
    along = np.concatenate([[0.0], np.cumsum(np.where(is_water, WATER_WIDTH, CELL))])
    row, column = np.meshgrid(_bank(is_road), _bank(is_water), indexing="ij")
    moved = np.stack([noise(1, row, column), noise(2, row, column)], axis=-1) - 0.5
    return np.stack(np.meshgrid(along, down), axis=-1) + 0.24 * CELL * moved


def _bank(is_strip: NDArray[np.bool_]) -> Integers:
    """For each line between cells the line whose shape it has: the far bank of a strip that of the near one."""
    lines = np.arange(len(is_strip) + 1)
    lines[1:][is_strip] -= 1
    return lines


def _borders(nodes: Floats, is_road: NDArray[np.bool_], is_water: NDArray[np.bool_],
             segments: int) -> Tuple[Floats, Floats]:
    """Borders running east (rows+1 × columns) and north (rows × columns+1), each of segments+1 points, in metres.

    A border leaves its chord by at most 22°, and corners are wider than 44°: borders meet at corners only.
    """
    row, column = np.meshgrid(_bank(is_road), np.arange(len(is_water)), indexing="ij")
    across = _crooked(3, nodes[:, :-1], nodes[:, 1:], row, column, np.where(is_water, 0.0, 1.0)[None, :], segments)
    row, column = np.meshgrid(np.arange(len(is_road)), _bank(is_water), indexing="ij")
    upward = _crooked(4, nodes[:-1], nodes[1:], row, column, np.where(is_road, 0.0, 1.0)[:, None], segments)
    return _bent(across), _bent(upward)


def _crooked(channel: int, start: Floats, end: Floats, row: Integers, column: Integers, strength: Floats,
             segments: int) -> Floats:
    """A random walk from start to end that comes home, never steeper than 0.4 against its chord."""
    steps = noise(channel, row[..., None], column[..., None], np.arange(segments)) * 0.4 - 0.2
    steps = (steps - steps.mean(axis=-1, keepdims=True)) * np.broadcast_to(strength, row.shape)[..., None]
    aside = np.concatenate([np.zeros((*row.shape, 1)), np.cumsum(steps, axis=-1)], axis=-1) / segments
    share = np.linspace(0.0, 1.0, segments + 1)[:, None]
    chord = end - start
    normal = np.stack([-chord[..., 1], chord[..., 0]], axis=-1)
    walk = start[..., None, :] * (1 - share) + end[..., None, :] * share + normal[..., None, :] * aside[..., None]
    walk[..., 0, :], walk[..., -1, :] = start, end
    return np.asarray(walk)


def _bent(points: Floats) -> Floats:
    """Long valleys and hills: a smooth bend of the whole land, in the map's coordinates, on the survey's grid."""
    x, y = points[..., 0], points[..., 1]
    east = x + 170.0 * np.sin(y / 2050.0) + 45.0 * np.sin(x / 830.0 + y / 610.0)
    north = y + 190.0 * np.sin(x / 2450.0) + 40.0 * np.cos(x / 720.0 - y / 540.0)
    return np.round(np.stack([east + ORIGIN[0], north + ORIGIN[1]], axis=-1), GRID)


def _forests(is_road: NDArray[np.bool_], is_water: NDArray[np.bool_]) -> Integers:
    """Number (from 1) of the large ragged wood a cell belongs to, or 0: woods have thousands of vertices and holes.

    One in 25 of the compartments between roads and waters has a wood: its cells with noise under 0.7 that hang
    together with the middle.
    """
    wood = np.zeros((len(is_road), len(is_water)), dtype=np.int64)
    count = 0
    for rows in _compartments(is_road):
        for columns in _compartments(is_water):
            row, column = np.mgrid[rows, columns]
            if noise(5, rows.start, columns.start) >= 0.04 or min(row.shape) < 9:
                continue
            count += 1
            wood[rows, columns][_hanging_together(noise(6, row, column) < 0.7)] = count
    return wood


def _compartments(is_strip: NDArray[np.bool_]) -> List[slice]:
    """Runs of cells between strips."""
    ends = [-1, *np.flatnonzero(is_strip).tolist(), len(is_strip)]
    return [slice(before + 1, after) for before, after in zip(ends, ends[1:]) if after > before + 1]


def _hanging_together(wooded: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """The cells of ``wooded`` that are reached from the middle over sides."""
    reached = np.zeros_like(wooded)
    middle = (wooded.shape[0] // 2, wooded.shape[1] // 2)
    wooded[middle] = reached[middle] = True
    while True:
        grown = reached.copy()
        grown[1:] |= reached[:-1]
        grown[:-1] |= reached[1:]
        grown[:, 1:] |= reached[:, :-1]
        grown[:, :-1] |= reached[:, 1:]
        grown &= wooded
        if (grown == reached).all():
            return reached
        reached = grown


def _parcels(is_road: NDArray[np.bool_], is_water: NDArray[np.bool_], forest: Integers) -> Integers:
    """The parcel number of each cell: single cells, rows and columns of a few, woods, kilometres of road and ditch."""
    shape = forest.shape
    parcel = np.arange(forest.size).reshape(shape)
    row, column = np.meshgrid(np.arange(shape[0]), np.arange(shape[1]), indexing="ij")
    field = ~is_road[:, None] & ~is_water[None, :] & (forest == 0)
    to_left = field & (noise(7, row, column) < 0.1)
    to_left[:, 0] = False
    to_left[:, 1:] &= field[:, :-1]
    for number in range(1, shape[1]):
        parcel[:, number] = np.where(to_left[:, number], parcel[:, number - 1], parcel[:, number])
    alone = field & ~to_left
    alone[:, :-1] &= ~to_left[:, 1:]
    to_south = alone & (noise(8, row, column) < 0.05)
    to_south[0] = False
    to_south[1:] &= field[:-1]
    for number in range(1, shape[0]):
        parcel[number] = np.where(to_south[number], parcel[number - 1], parcel[number])
    parcel = np.where(forest > 0, forest.size + forest, parcel)
    for number in np.flatnonzero(is_water):
        starts = (noise(9, np.arange(shape[0]), number) < 0.01) | is_road
        starts[1:] |= is_road[:-1]
        parcel[:, number] = _run_starts(starts) * shape[1] + number
    for number in np.flatnonzero(is_road):
        parcel[number] = number * shape[1] + _run_starts(noise(10, number, np.arange(shape[1])) < 0.01)
    return parcel


def _run_starts(starts: NDArray[np.bool_]) -> Integers:
    """For each position the last one up to it where a run starts."""
    return np.maximum.accumulate(np.where(starts, np.arange(len(starts)), 0))


def _classes(is_road: NDArray[np.bool_], is_water: NDArray[np.bool_], forest: Integers) -> NDArray[np.str_]:
    """The land class of each cell; near each other alike: 45 % have that of their block of 4 × 4."""
    names = np.array(list(CLASSES))
    shares = np.cumsum(list(CLASSES.values())) / sum(CLASSES.values())
    row, column = np.meshgrid(np.arange(forest.shape[0]), np.arange(forest.shape[1]), indexing="ij")
    own = np.where(noise(11, row, column) < 0.45, noise(12, row // 4, column // 4), noise(13, row, column))
    classes = names[np.searchsorted(shares, own, side="right").clip(max=len(names) - 1)]
    classes[forest > 0] = FOREST
    water = np.where(np.arange(len(is_water)) // WATER_EVERY % 3 == 1, RIVER, DITCH)
    classes[:, is_water] = water[is_water]
    classes[is_road] = ROAD
    return np.asarray(classes)


def joined(outlines: NDArray[np.object_], group: Integers) -> Tuple[NDArray[np.object_], Integers]:
    """Cells of the same group as one polygon, and the first cell of each, in the order of first cells."""
    _, first, member = np.unique(group, return_index=True, return_inverse=True)
    sizes = np.bincount(member)
    polygons = np.asarray(outlines[first], dtype=object).copy()
    ordered = np.argsort(member, kind="stable")
    begins = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    for size in np.unique(sizes[sizes > 1]):
        same = np.flatnonzero(sizes == size)
        cells = ordered[begins[same][:, None] + np.arange(size)]
        polygons[same] = shapely.coverage_union_all(outlines[cells], axis=1)
    order = np.argsort(first, kind="stable")
    return polygons[order], first[order]
