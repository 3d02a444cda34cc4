"""What people draw on the land: patches, redline polygons of many thousand vertices, approved sites."""

from __future__ import annotations

from typing import Any, List, Tuple

import numpy as np
import shapely
from numpy.random import Generator
from numpy.typing import NDArray

from benchmarks.ground import GRID

Floats = NDArray[np.float64]
Shapes = NDArray[np.object_]
Bounds = Tuple[float, float, float, float]

# Nothing is drawn nearer than this (m) to the county's border, which bends by up to 230 m.
MARGIN = 1000.0
FEWEST_REDLINE, MANY_REDLINE, MOST_REDLINE = 1_000, 40_000, 150_000


def blob(east: float, north: float, radius: float, count: int, rough: float, random: Generator) -> Floats:
    """A closed ring of ``count`` vertices about a point, within radius·(1±rough): rough like a coast at every scale."""
    waves = np.zeros(count // 2 + 1, dtype=complex)
    used = np.arange(1, max(3, min(count // 3, 3000)))
    waves[used] = random.normal(size=len(used)) * used**-1.15 * np.exp(2j * np.pi * random.random(len(used)))
    height = np.fft.irfft(waves, count)
    height /= np.abs(height).max()
    angle = (np.arange(count) + random.uniform(0, 0.8, count)) * 2 * np.pi / count
    reach = radius * (1 + rough * height)
    ring = np.round(np.column_stack([east + reach * np.cos(angle), north + reach * np.sin(angle)]), GRID)
    return np.concatenate([ring, ring[:1]])


def redline(count: int, bounds: Bounds, random: Generator, times: int = 1) -> Shapes:
    """Polygons of 1,000 to 150,000 vertices (``times`` as many), up to eight holes each, that do not meet."""
    west, south, east, north = bounds
    side = int(np.ceil(np.sqrt(count * 1.2)))
    width, height = (east - west) / side, (north - south) / side
    radius = 0.5 * min(width, height) / 1.4
    vertices = np.exp(random.uniform(np.log(FEWEST_REDLINE), np.log(MANY_REDLINE), count)).astype(int)
    vertices[: max(1, count // 40)] = MOST_REDLINE
    made: List[Any] = []
    for site, many in zip(random.permutation(side * side)[:count], vertices.tolist()):
        x, y = west + (site % side + 0.5) * width, south + (site // side + 0.5) * height
        shell = blob(x, y, radius, many * times, 0.38, random)
        turns = np.arange(random.integers(0, 9)) * 2 * np.pi / 9
        holes = [blob(x + 0.32 * radius * np.cos(turn), y + 0.32 * radius * np.sin(turn), 0.07 * radius,
                      int(random.integers(20, 800)) * times, 0.3, random) for turn in turns]
        made.append(shapely.Polygon(shell, holes))
    return np.array(made, dtype=object)


def sites(count: int, bounds: Bounds, smallest: float, largest: float, random: Generator) -> Shapes:
    """Plots of smallest … largest m²: a third rotated rectangles, the rest blobs; half of them huddled together."""
    west, south, east, north = bounds
    low, high = np.array([west, south]) + MARGIN, np.array([east, north]) - MARGIN
    centres = random.uniform(low, high, (count, 2))
    towns = random.uniform(low, high, (max(4, count // 60), 2))
    huddled = np.flatnonzero(random.random(count) < 0.5)
    centres[huddled] = towns[random.integers(0, len(towns), len(huddled))] + random.normal(0, 400, (len(huddled), 2))
    centres = centres.clip(low, high)
    areas = np.exp(random.uniform(np.log(smallest), np.log(largest), count))
    made: List[Any] = []
    for (x, y), area in zip(centres.tolist(), areas.tolist()):
        if random.random() < 0.35:
            made.append(_rectangle(x, y, area, random))
        else:
            made.append(shapely.Polygon(blob(x, y, (area / np.pi) ** 0.5, int(random.integers(12, 60)), 0.3, random)))
    return np.array(made, dtype=object)


def _rectangle(x: float, y: float, area: float, random: Generator) -> Any:
    length = float(np.sqrt(area * random.uniform(0.4, 2.5)))
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * np.array([length, area / length]) / 2
    turn = random.uniform(0, np.pi)
    turned = corners @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    return shapely.Polygon(np.round(turned + np.array([x, y]), GRID))


def patches(count: int, bounds: Bounds, parcels: Shapes, random: Generator) -> Shapes:
    """Patches as a county gets them: mostly plots of 200 m² to 2 ha, and of each hundred five in several parts, five
    with a hole, one a road of up to 12 km × 15 m and one the exact copy of a parcel; a few of up to 1 km².
    """
    drawn = sites(count, bounds, 200.0, 20_000.0, random)
    order = random.permutation(count).tolist()
    for index in [order.pop() for _ in range(count // 20)]:
        aside = random.uniform(300, 400) * np.array([1.0, -0.4])
        drawn[index] = shapely.MultiPolygon([drawn[index], _moved(drawn[index], aside)])
    for index in [order.pop() for _ in range(count // 20)]:
        drawn[index] = _with_hole(drawn[index])
    for index in [order.pop() for _ in range(max(3, count // 100))]:
        drawn[index] = _road(bounds, random)
    for index in [order.pop() for _ in range(max(2, count // 500))]:
        drawn[index] = sites(1, bounds, 200_000.0, 1_000_000.0, random)[0]
    copied = [order.pop() for _ in range(max(3, count // 100))]
    drawn[copied] = parcels[random.choice(len(parcels), len(copied), replace=False)]
    return drawn


def _moved(polygon: Any, aside: Floats) -> Any:
    return shapely.transform(polygon, lambda xy: np.round(xy + aside, GRID))


def _with_hole(polygon: Any) -> Any:
    """A third its size about an inner point; where that does not fit the polygon stays as it is."""
    middle = shapely.get_coordinates(polygon.point_on_surface())
    hole = shapely.transform(polygon, lambda xy: np.round(middle + (xy - middle) / 3, GRID))
    return shapely.Polygon(polygon.exterior, [hole.exterior]) if polygon.contains_properly(hole) else polygon


def _road(bounds: Bounds, random: Generator) -> Any:
    """A winding strip, 10 to 15 m wide and up to 12 km long, as far as the county lets it."""
    west, south, east, north = bounds
    room = min(east - west, north - south) - 2 * MARGIN
    length = min(random.uniform(1500, 12_000), 0.9 * room)
    turn = random.uniform(0, np.pi / 2)
    ahead = np.array([np.cos(turn), np.sin(turn)])
    left = np.array([-ahead[1], ahead[0]])
    start = np.array([west, south]) + MARGIN + random.random(2) * (room - length * ahead)
    along = np.linspace(0, length, int(length / 60) + 2)
    swing = 60 * np.sin(along / 500 + random.uniform(0, 6))
    swing -= swing[0]
    line = start + along[:, None] * ahead + swing[:, None] * left
    half = random.uniform(5.0, 7.5)
    ring = np.concatenate([line - half * left, (line + half * left)[::-1]])
    return shapely.Polygon(np.round(ring, GRID))
