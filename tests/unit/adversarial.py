"""Pairs of polygons that break overlays, from a seed: valid polygons with lattice points, shared and collinear edges,
copies, touching vertices, holes that touch shells, near-zero and zone-prefixed coordinates, steps of one lattice unit.

Small pairs are drawn on a small grid, where GEOS measures them to the last digits, and then moved, scaled and sheared
exactly: so the true area is known far better than GEOS knows it at the place they are moved to.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

LATTICE = 2.0 ** -29
GRIDS = (2, 3, 4, 6, 12)
SCALES = (1.0, 2.0 ** -3, 2.0 ** 5, 2.0 ** 10, 2.0 ** -19, LATTICE)
ORIGINS = ((0.0, 0.0), (4.0e6, 8.0e6), (-4.0e6, 3.5e6), (LATTICE, -LATTICE), (1.0e6 + LATTICE, 5.0e6), (-3.0, -2.0))
# Matrices of determinant 1: what is level or upright on the grid becomes oblique, and stays on the grid.
SHEARS = ((1, 0, 0, 1), (1, 1, 0, 1), (2, 1, 1, 1), (0, -1, 1, 0), (3, 2, 1, 1), (1, 0, -3, 1))
LARGEST_RING = 150_000

Objects = NDArray[np.object_]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Pairs:
    """n valid patches and features, the true shared areas, and how far a right answer may be from them (m²)."""

    patches: Objects
    features: Objects
    area: Floats
    tolerance: Floats

    def __len__(self) -> int:
        return len(self.area)


def small_pairs(seed: int, count: int) -> Pairs:
    """At most ``count`` pairs (what is not valid is dropped), the same for the same arguments."""
    rng = np.random.default_rng(seed)
    grid = int(rng.choice(GRIDS))
    scale = float(rng.choice(SCALES))
    patches, features = drawn(rng, grid, count), drawn(rng, grid, count)
    valid = shapely.is_valid(patches)
    patches, features = patches[valid], related(rng, patches[valid], features[valid], 1024 if scale > 1e-6 else 1)
    valid = shapely.is_valid(features)
    patches, features = patches[valid], features[valid]
    truth = shapely.area(shapely.intersection(patches, features))
    matrix = np.array(SHEARS[rng.integers(len(SHEARS))]).reshape(2, 2)
    origin = np.array(ORIGINS[rng.integers(len(ORIGINS))])
    step = LATTICE if rng.random() < 0.4 else 0.0

    def placed(xy: Floats) -> Floats:
        jitter = step * rng.integers(-1, 2, xy.shape) * (rng.random((len(xy), 1)) < 0.3)
        return origin + scale * (xy @ matrix.T) + jitter

    patches, features = placed_rings(patches, placed), placed_rings(features, placed)
    valid = shapely.is_valid(patches) & shapely.is_valid(features)
    extent = 16.0 * grid * scale  # more than any side of a sheared box
    tolerance = np.full(len(truth), 1e-13 * extent ** 2 + 16 * step * extent + 16 * step ** 2)
    return Pairs(patches[valid], features[valid], truth[valid] * scale ** 2, tolerance[valid])


def drawn(rng: np.random.Generator, grid: int, count: int) -> Objects:
    """Polygons with whole coordinates 0 … ``grid``, some with a hole or a second part; not all are valid."""
    corners = int(rng.integers(3, 8))
    shells = random_rings(rng, grid, corners, count)
    kind = rng.integers(0, 4, count)
    shapes = shapely.polygons(shells)
    others = shapely.polygons(random_rings(rng, grid, int(rng.integers(3, 5)), count))
    # A hole may touch the shell, a second part the first.
    some = np.flatnonzero(kind == 0)
    with_hole = shapely.polygons(shapely.linearrings(shells[some]), shapely.get_exterior_ring(others[some])[:, None])
    shapes[some] = np.where(shapely.is_valid(with_hole), with_hole, shapes[some])
    some = np.flatnonzero(kind == 1)
    two = shapely.multipolygons(np.column_stack([shapes[some], others[some]]).ravel(), indices=np.repeat(
        np.arange(len(some)), 2))
    shapes[some] = np.where(shapely.is_valid(two), two, shapes[some])
    return shapes


def random_rings(rng: np.random.Generator, grid: int, corners: int, count: int) -> Floats:
    """(count × corners+1 × 2) closed rings, half of them sorted around their middle so that more are simple."""
    rings = rng.integers(0, grid + 1, (count, corners, 2)).astype(float)
    middle = rings.mean(axis=1, keepdims=True)
    angle = np.arctan2(rings[..., 1] - middle[..., 1], rings[..., 0] - middle[..., 0])
    order = np.argsort(angle, axis=1, kind="stable")
    order[rng.random(count) < 0.5] = np.arange(corners)
    rings = np.take_along_axis(rings, order[..., None], axis=1)
    return np.concatenate([rings, rings[:, :1]], axis=1)


def related(rng: np.random.Generator, patches: Objects, features: Objects, parts: int) -> Objects:
    """Half of the features become relatives of their patch: copies, shifted copies, copies with more vertices,
    triangles on one of its edges; coordinates that are not whole are rounded to ``parts`` of one.
    """
    features = features.copy()
    kind = rng.integers(0, 8, len(patches))
    features[kind == 0] = patches[kind == 0]
    shift = rng.integers(-1, 2, 2).astype(float)
    features[kind == 1] = shapely.transform(patches[kind == 1], lambda xy: xy + shift)
    features[kind == 2] = shapely.segmentize(patches[kind == 2], 1.0)
    some = np.flatnonzero(kind == 3)
    first = shapely.get_exterior_ring(shapely.get_geometry(patches[some], 0))
    away = shapely.get_coordinates(shapely.get_point(shapely.get_exterior_ring(
        shapely.get_geometry(features[some], 0)), 0))
    at = rng.integers(0, shapely.get_num_points(first) - 1)
    ends = [shapely.get_coordinates(shapely.get_point(first, at + k)) for k in (0, 1)]
    features[some] = shapely.polygons(np.stack([*ends, away, ends[0]], axis=1))
    return shapely.transform(features, lambda xy: np.rint(xy * parts) / parts)


def placed_rings(shapes: Objects, placed) -> Objects:
    """The same shapes with their vertices moved; the last vertex of a ring stays its first."""
    xy = shapely.get_coordinates(shapes)
    moved = placed(xy)
    rings = shapely.get_rings(shapely.get_parts(shapes))
    ends = np.cumsum(shapely.get_num_coordinates(rings))
    moved[ends - 1] = moved[np.concatenate([[0], ends[:-1]])]
    return shapely.set_coordinates(shapes.copy(), moved)


def large_pairs(seed: int, count: int, vertices: int = LARGEST_RING) -> Iterator[Tuple[str, Objects, Objects]]:
    """``count`` pairs (what it is, one patch, one feature) with rings of up to ``vertices`` vertices, valid, on the
    lattice.
    """
    rng = np.random.default_rng(seed)
    made = 0
    while made < count:
        outline = lattice(noisy_outline(rng, int(rng.integers(vertices // 10, vertices)),
                                        np.array(ORIGINS[rng.integers(len(ORIGINS))])))
        feature = shapely.Polygon(outline)
        kind = ("copy", "shifted", "steps", "parcel", "across", "bites")[rng.integers(6)]
        patch = partner(rng, kind, outline)
        if feature.is_valid and patch.is_valid and not patch.is_empty:
            made += 1
            yield kind, np.array([patch]), np.array([feature])


def noisy_outline(rng: np.random.Generator, vertices: int, origin: Floats) -> Floats:
    """A closed ring around ``origin``: a circle of 2 km with noise of all wavelengths, some as stairs."""
    angle = np.linspace(0, 2 * np.pi, vertices, endpoint=False)
    waves = sum(rng.normal() / k * np.cos(k * angle + rng.uniform(0, 6)) for k in range(2, 12))
    radius = 2000.0 * (1 + 0.1 * waves / 2) + rng.uniform(0, 1, vertices) * rng.choice([0.001, 0.1, 20.0])
    ring = origin + np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    if rng.random() < 0.3:  # stairs, as from a raster
        ring = np.repeat(np.rint(ring * 2) / 2, 2, axis=0)
        ring[1::2, 0] = np.roll(ring[::2, 0], -1)
    keep = np.any(ring != np.roll(ring, 1, axis=0), axis=1)
    return np.concatenate([ring[keep], ring[keep][:1]])


def lattice(xy: Floats) -> Floats:
    """Rounded to the plane's lattice."""
    return np.rint(xy / LATTICE) * LATTICE


def partner(rng: np.random.Generator, kind: str, outline: Floats) -> shapely.Geometry:
    """A patch that is hard to overlay with a polygon of this outline."""
    if kind == "copy":
        turned = np.roll(outline[:-1], int(rng.integers(len(outline))), axis=0)
        return shapely.Polygon(turned)
    if kind == "shifted":
        return shapely.Polygon(outline + rng.integers(-2, 3, 2) * rng.choice([LATTICE, 0.5, 10.0]))
    if kind == "steps":
        moved = outline + LATTICE * rng.integers(-1, 2, outline.shape) * (rng.random((len(outline), 1)) < 0.5)
        moved[-1] = moved[0]
        return shapely.Polygon(moved)
    if kind == "parcel":  # shares a run of edges, closed on one side or the other
        first = int(rng.integers(0, len(outline) // 2))
        run = outline[first:first + int(rng.integers(2, len(outline) // 3))]
        middle = outline[:-1].mean(axis=0)
        return shapely.Polygon(np.concatenate(
            [run, lattice(middle + (run[[-1, 0]] - middle) * rng.choice([0.3, 1.5]))]))
    middle, other = outline[rng.integers(len(outline), size=2)]
    if kind == "across":
        along = (other - middle) + 1.0
        return shapely.Polygon(lattice(np.array(
            [middle - along, middle + along, middle + along[::-1] * [1, -1] * 0.01])))
    ring = lattice(noisy_outline(rng, len(outline) // 3, middle))
    hole = np.rint(ring[:1]) + [[0, 0], [1, 0], [1, 1], [0, 1]]
    shape = shapely.Polygon(ring)
    holed = shapely.Polygon(ring, [hole - ring[0] + np.rint(middle)])
    return holed if holed.is_valid else shape


def is_wrong(area: float, patch: shapely.Geometry, feature: shapely.Geometry) -> bool:
    """Whether a shared area (m²) is off by more than 1e-5 m² and 4 ulp of the coordinates times the perimeters.

    GEOS is asked first. It snaps what is a few lattice steps apart, and is itself off by more then: where it does not
    agree, `trapezoid_area` decides.
    """
    ulp = np.spacing(np.abs(shapely.get_coordinates([patch, feature])).max())
    bound = max(1e-5, 4 * ulp * (patch.length + feature.length))
    return (not abs(area - patch.intersection(feature).area) <= bound
            and not abs(area - trapezoid_area(patch, feature)) <= bound)


def trapezoid_area(patch: shapely.Geometry, feature: shapely.Geometry) -> float:
    """Shared area, without crossings or points in polygons: a polygon is the sum of the trapezoids under its edges,
    taken as −1 under those that run eastwards, so what two share is the sum over all pairs of what two trapezoids do.
    In extended precision; slow.
    """
    low = np.minimum(patch.bounds[:2], feature.bounds[:2]).astype(np.longdouble)
    ours, theirs = upright_edges(patch, low), upright_edges(feature, low)
    theirs = theirs[np.argsort(theirs[:, 0])]
    widest = (theirs[:, 2] - theirs[:, 0]).max()
    first = np.searchsorted(theirs[:, 0], ours[:, 0] - widest)
    counts = np.searchsorted(theirs[:, 0], ours[:, 2]) - first
    total = np.longdouble(0)
    for begin in range(0, len(ours), 1000):
        some = counts[begin:begin + 1000]
        within = np.arange(some.sum()) - np.repeat(np.cumsum(some) - some, some)
        total += shared_trapezoids(np.repeat(ours[begin:begin + 1000], some, axis=0),
                                   theirs[np.repeat(first[begin:begin + 1000], some) + within])
    return float(total)


def upright_edges(shape: shapely.Geometry, low: Floats) -> Floats:
    """(m×5) west x, y, east x, y relative to ``low``, and the sign of the trapezoid below; no vertical edges."""
    rows = []
    for ring in shapely.get_rings(shapely.get_parts(shapely.orient_polygons(shape))):
        xy = shapely.get_coordinates(ring).astype(np.longdouble) - low
        rows.append(np.column_stack([xy[:-1], xy[1:], np.full(len(xy) - 1, -1)]))
    edges = np.concatenate(rows)
    westwards = edges[:, 2] < edges[:, 0]
    edges[westwards] = edges[westwards][:, [2, 3, 0, 1, 4]] * [1, 1, 1, 1, -1]
    return edges[edges[:, 0] != edges[:, 2]]


def shared_trapezoids(ours: Floats, theirs: Floats) -> np.longdouble:
    """Row by row: the signed ground under both of two edges, summed."""
    west, east = np.maximum(ours[:, 0], theirs[:, 0]), np.minimum(ours[:, 2], theirs[:, 2])
    some = west < east
    ours, theirs, west, east = ours[some], theirs[some], west[some], east[some]
    ends = [[edge[:, 1] + (x - edge[:, 0]) * ((edge[:, 3] - edge[:, 1]) / (edge[:, 2] - edge[:, 0]))
             for x in (west, east)] for edge in (ours, theirs)]
    left, right = np.minimum(ends[0][0], ends[1][0]), np.minimum(ends[0][1], ends[1][1])
    gap, later = ends[1][0] - ends[0][0], ends[1][1] - ends[0][1]
    cross = gap * later < 0
    place = np.where(cross, gap / np.where(cross, gap - later, 1), 0)
    middle = np.where(cross, ends[0][0] + place * (ends[0][1] - ends[0][0]), left)
    ground = ((left + middle) * place + (middle + right) * (1 - place)) * (east - west) / 2
    return (ground * ours[:, 4] * theirs[:, 4]).sum()
