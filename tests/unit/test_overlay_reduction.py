"""Huge outlines made short far from the patches: what they share with the patches stays the same. And what may be
invalid is found: edges that touch, folds, rings in the wrong place.
"""

from __future__ import annotations

from typing import Callable, Optional, Tuple

import numpy as np
import pytest
import shapely
import shapely.affinity
from numpy.typing import NDArray

from weipian_plugin.overlay.kernels import array_contacts, jit, reduction
from weipian_plugin.overlay.kernels.arrays import Floats
from weipian_plugin.overlay.kernels.polygons import IndexedPolygons, Polygons, from_geometries, indexed, ring_areas
from weipian_plugin.overlay.kernels.reduction import NearGrid, near_cells, near_patches, reduce_far

Contacts = Callable[[IndexedPolygons, Optional[NDArray[np.bool_]]], NDArray[np.bool_]]


@pytest.fixture(autouse=True)
def shapes_of_500_vertices_are_huge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reduction, "_SMALL", 500)


@pytest.fixture(params=["compiled", "arrays"])
def contacts(request: pytest.FixtureRequest) -> Contacts:
    if request.param == "arrays":
        return array_contacts.contacts
    if not jit.HAS_NUMBA:
        pytest.skip("numba is not there")
    from weipian_plugin.overlay.kernels import compiled_contacts

    return compiled_contacts.contacts


def polygons_of(*shapes: shapely.Geometry) -> IndexedPolygons:
    return indexed(from_geometries(np.array(shapes, dtype=object)))


def outline(corners: int, size: float, noise: float, seed: int) -> shapely.Polygon:
    rng = np.random.default_rng(seed)
    angles = np.sort(rng.uniform(0, 2 * np.pi, corners))
    radii = size * (1 + noise * rng.uniform(-1, 1, corners)) * (1 + 0.3 * np.sin(5 * angles))
    return shapely.Polygon(np.column_stack([radii * np.cos(angles), radii * np.sin(angles)]))


def shortened(features: IndexedPolygons, near: Floats) -> Tuple[Polygons, NDArray[np.bool_]]:
    grid = NearGrid.around(near)
    return reduce_far(features, near_cells(features, grid))


def windings(shape: shapely.Geometry, points: Floats) -> NDArray[np.int64]:
    """Of a feature's rings as they are, valid or not."""
    turns = np.zeros(len(points), dtype=np.int64)
    flat = shape.polygons if isinstance(shape, IndexedPolygons) else from_geometries(np.array([shape], dtype=object))
    for begin, end in zip(flat.ring_start, flat.ring_start[1:]):
        (x1, y1), (x2, y2) = flat.xy[begin:end - 1].T[:, :, None], flat.xy[begin + 1:end].T[:, :, None]
        left = (x2 - x1) * (points[:, 1] - y1) - (y2 - y1) * (points[:, 0] - x1)
        turns += ((y1 <= points[:, 1]) & (y2 > points[:, 1]) & (left > 0)).sum(axis=0)
        turns -= ((y1 > points[:, 1]) & (y2 <= points[:, 1]) & (left < 0)).sum(axis=0)
    return turns


@pytest.mark.parametrize("seed", range(8))
def test_inside_the_boxes_every_winding_number_stays(seed: int) -> None:
    rng = np.random.default_rng(seed)
    hole = shapely.affinity.scale(outline(700, 1000, 0.05, seed + 50), 0.5, 0.5, origin=(0, 0))
    whole = outline(6000, 4000, 0.05, seed).difference(hole)
    middles = rng.uniform(-4500, 4500, (6, 2))
    near = np.vstack([np.hstack([middles - 60, middles + 60]), [[-30, -30, 30, 30], [-4400, 3000, -900, 3010]]])
    features = polygons_of(whole, outline(300, 2000, 0.1, 5), None)
    short, reduced = shortened(features, near)
    assert reduced.tolist() == [True, False, False]
    assert len(short.xy) < len(features.polygons.xy) / 2
    points = np.vstack([rng.uniform(box[:2], box[2:], (300, 2)) for box in near])
    after = indexed(short.take(np.array([0])))
    np.testing.assert_array_equal(windings(whole, points), windings(after, points))
    np.testing.assert_array_equal(short.take(np.array([1, 2])).xy, features.polygons.take(np.array([1, 2])).xy)


def test_a_ring_around_all_the_boxes_stays_around_them() -> None:
    features = polygons_of(shapely.Point(0, 0).buffer(10000, quad_segs=500))
    near = np.array([[-500, -500, -400, -400], [300, 300, 500, 310.0]])
    short, reduced = shortened(features, near)
    assert reduced.all()
    assert len(short.xy) < 40
    assert shapely.contains(short.geometries()[0], shapely.box(-500, -500, 500, 500))


def test_no_chord_is_drawn_across_a_box_from_one_near_place_to_another() -> None:
    turn = np.linspace(0, 2 * np.pi, 513)
    circle = shapely.Polygon(1000 * np.column_stack([np.cos(turn), np.sin(turn)]))
    at = 1000 * np.array([np.cos(0.15), np.sin(0.15)])  # on the circle: this makes the first quarter's edges near
    within = 900 * np.array([np.cos(0.8), np.sin(0.8)])  # on the inner side of their bow
    near = np.array([[*(p - 2), *(p + 2)] for p in (at, within)])
    short, reduced = shortened(polygons_of(circle), near)
    assert reduced.all()
    assert windings(indexed(short), within[None]).tolist() == [1]


def test_rings_far_from_everything_keep_their_place_and_four_points() -> None:
    far = shapely.MultiPolygon([shapely.Point(x, 0).buffer(10, quad_segs=5) for x in range(0, 2000, 50)])
    short, reduced = shortened(polygons_of(far), np.array([[1e6, 1e6, 1e6 + 1, 1e6 + 1]]))
    assert reduced.tolist() == [True]
    np.testing.assert_array_equal(short.start, [0, 40])
    np.testing.assert_array_equal(np.diff(short.part_start), [1] * 40)
    assert np.diff(short.ring_start).min() >= 4
    ends = short.xy[short.ring_start[1:] - 1]
    np.testing.assert_array_equal(short.xy[short.ring_start[:-1]], ends)


@pytest.mark.parametrize("near", [
    np.empty((0, 4)), np.full((2, 4), np.nan), np.array([[np.inf, np.inf, -np.inf, -np.inf]])])
def test_without_boxes_everything_is_far(near: Floats) -> None:
    short, reduced = shortened(polygons_of(outline(5000, 100, 0.1, 1)), near)
    assert reduced.all()
    assert len(short.xy) < 60


def test_small_features_stay_as_they_are() -> None:
    features = polygons_of(outline(400, 100, 0.1, 1))
    short, reduced = shortened(features, np.empty((0, 4)))
    assert short is features.polygons
    assert not reduced.any()


@pytest.mark.parametrize("count", [1, 7, 400])
def test_no_box_that_touches_another_is_called_free(count: int) -> None:
    rng = np.random.default_rng(count)
    corners = rng.uniform(0, 1000, (count, 2))
    near = np.hstack([corners, corners + rng.choice([0, 5, 80], (count, 2))])
    corners = rng.uniform(-300, 1300, (3000, 2))
    boxes = np.hstack([corners, corners + rng.choice([0, 5, 80, 900], (3000, 2))])
    boxes[:100, 2:] = near[rng.integers(0, count, 100), :2]  # corner to corner
    boxes[:100, :2] = boxes[:100, 2:] - 3
    free = NearGrid.around(near).free(boxes)
    touching = ((near[:, None, :2] <= boxes[:, 2:]) & (near[:, None, 2:] >= boxes[:, :2])).all(axis=2).any(axis=0)
    assert not (free & touching).any()
    assert free[~touching].mean() > 0.6


SQUARE = shapely.box(0, 0, 10, 10)
GOOD = {
    "square": SQUARE,
    "hole": SQUARE.difference(shapely.box(2, 2, 4, 4)),
    "island in a hole": shapely.MultiPolygon([SQUARE.difference(shapely.box(2, 2, 8, 8)), shapely.box(4, 4, 5, 5)]),
    "points along an edge": shapely.Polygon([(0, 0), (3, 0), (5, 0), (10, 0), (10, 10)]),
    "huge": outline(4000, 1000, 0.02, 3),
    "triangle": shapely.Polygon([(0, 0), (1, 0), (0, 1)]),
}
BAD = {
    "bow-tie": shapely.Polygon([(0, 0), (10, 10), (10, 0), (0, 10)]),
    "touches itself": shapely.Polygon([(0, 0), (10, 0), (5, 5), (10, 10), (0, 10), (5, 5)]),
    "vertex on an edge": shapely.Polygon([(0, 0), (10, 0), (10, 10), (5, 0), (0, 10)]),
    "spike": shapely.Polygon([(0, 0), (10, 0), (10, 10), (10, 15), (10, 10), (0, 10)]),
    "folds back": shapely.Polygon([(0, 0), (10, 0), (4, 0), (4, 10)]),
    "folds back where it closes": shapely.Polygon([(4, 0), (0, 0), (0, 10), (10, 10), (10, 0), (2, 0)]),
    "flat": shapely.Polygon([(0, 0), (10, 0), (5, 0)]),
    "hole outside": shapely.Polygon(SQUARE.exterior, [[(20, 0), (21, 0), (21, 1), (20, 1)]]),
    "hole in a hole": shapely.Polygon(SQUARE.exterior, [shapely.box(1, 1, 9, 9).exterior.coords,
                                                        shapely.box(3, 3, 5, 5).exterior.coords]),
    "part in a part": shapely.MultiPolygon([SQUARE, shapely.box(4, 4, 5, 5)]),
    "parts that share an edge": shapely.MultiPolygon([SQUARE, shapely.box(10, 0, 20, 10)]),
    "parts that cross": shapely.MultiPolygon([SQUARE, shapely.box(5, 5, 20, 20)]),
    "hole over the edge": shapely.Polygon(SQUARE.exterior, [shapely.box(5, 5, 15, 6).exterior.coords]),
}


@pytest.mark.parametrize("x", [0.0, 39448123.25])
@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_what_may_be_invalid_is_told_from_what_is_valid(contacts: Contacts, name: str, x: float) -> None:
    shape = shapely.transform(GOOD.get(name, BAD.get(name)), lambda xy: np.round((xy + [x, 0]) * 2**20) / 2**20)
    turned = shapely.transform(shape, lambda xy: xy[:, ::-1])
    together = polygons_of(shape, SQUARE, None, turned)
    assert contacts(together, None).tolist() == [name in BAD, False, False, name in BAD]


def test_an_invalid_polygon_is_always_named(contacts: Contacts) -> None:
    rng = np.random.default_rng(2)
    shapes = [shapely.Polygon(rng.integers(0, reach, (corners, 2))) for reach in (4, 9, 1000)
              for corners in (3, 4, 5, 8, 12) for _ in range(150)]
    shapes += [shapely.Polygon(rng.permutation(outline(12, 100, 0.3, k).exterior.coords[:-1])) for k in range(50)]
    shapes += [shapely.MultiPolygon([shapes[i], shapes[j]]) for i, j in rng.integers(0, 2000, (400, 2))]
    named = contacts(polygons_of(*shapes), None)
    valid = shapely.is_valid(np.array(shapes, dtype=object))
    assert (~valid).sum() > 500
    assert valid.sum() > 500
    assert named[~valid].all()
    assert named[valid].mean() < 0.3  # of those, some touch themselves


def test_one_crossing_in_a_huge_outline_is_found_where_it_matters(contacts: Contacts) -> None:
    corners = np.round(np.array(outline(20000, 1000, 0.001, 4).exterior.coords) * 2**24) / 2**24
    assert not contacts(polygons_of(shapely.Polygon(corners)), None).any()
    corners[5000:5020] = corners[5000:5020][::-1].copy()
    assert not shapely.Polygon(corners).is_valid
    features = polygons_of(shapely.Polygon(corners))
    at = corners[5000]
    here, elsewhere = (NearGrid.around(np.array([[*(p - 9), *(p + 9)]])) for p in (at, -at))
    assert contacts(features, None).tolist() == [True]
    assert contacts(features, near_cells(features, here).chunks).tolist() == [True]
    assert contacts(features, near_cells(features, elsewhere).chunks).tolist() == [False]


def test_both_ways_name_the_same_features() -> None:
    if not jit.HAS_NUMBA:
        pytest.skip("numba is not there")
    from weipian_plugin.overlay.kernels import compiled_contacts

    rng = np.random.default_rng(12)
    shapes = [shapely.Polygon(rng.integers(0, 7, (corners, 2)), [rng.integers(0, 7, (3, 2))] if k % 3 == 0 else [])
              for corners in (3, 4, 6) for k in range(400)]
    features = polygons_of(*shapes)
    only = rng.random(len(features.index.chunk_first)) < 0.8
    for chunks in (None, only):
        np.testing.assert_array_equal(compiled_contacts.contacts(features, chunks),
                                      array_contacts.contacts(features, chunks))
    assert ring_areas(features.polygons.xy, features.polygons.ring_start).any()


def test_a_box_in_a_wide_bay_that_no_chunk_comes_near_stays_outside() -> None:
    # One group of 128 edges runs round the box on three sides: its chord would close the bay.
    bay = shapely.Polygon([(0, 0), (999, 0), (999, 300), (300, 300), (300, 700), (999, 700), (999, 999), (0, 999)])
    box = shapely.box(640, 480, 660, 500)
    short, reduced = shortened(polygons_of(shapely.segmentize(bay, 8.0)), np.array([shapely.bounds(box)]))
    assert reduced.all()
    assert not shapely.Polygon(short.xy).intersects(box)


@pytest.mark.parametrize("margin", [0.0, 3.0])
def test_every_chunk_that_comes_near_a_patch_is_called_near(margin: float) -> None:
    rng = np.random.default_rng(8)
    lake = outline(900, 300, 0.1, 2).difference(shapely.box(-150, -150, 150, 150))
    patches = polygons_of(*(shapely.affinity.translate(shapely.box(0, 0, 40, 8), *rng.uniform(-500, 500, 2))
                            for _ in range(25)), lake, None)
    features = polygons_of(*(shapely.affinity.translate(outline(700, 60, 0.3, k), *rng.uniform(-500, 500, 2))
                             for k in range(40)), None)
    widened = features.boxes[:, None] + np.array([-margin, -margin, margin, margin])
    feature, patch = np.nonzero(((widened[..., :2] <= patches.boxes[:, 2:])
                                 & (widened[..., 2:] >= patches.boxes[:, :2])).all(axis=2))
    near = near_patches(features, patches, patch, feature, margin)
    shapes = patches.polygons.geometries()
    for boxes, said in ((features.index.chunk_box, near.chunks), (features.index.group_box, near.groups)):
        grown = shapely.box(*(boxes + np.array([-margin, -margin, margin, margin])).T)
        meets = shapely.intersects(grown[:, None], shapes).any(axis=1)
        assert 0 < meets.sum() < len(meets)
        assert said[meets].all()
        if jit.HAS_NUMBA:  # without it, the grid's cells guess
            assert not said[shapely.distance(grown[:, None], shapely.union_all(shapes)).min(axis=1) > 200].any()


@pytest.mark.parametrize("count", [8, 9, 16, 17, 24, 130])
def test_neighbours_are_no_contacts_wherever_chunks_end(contacts: Contacts, count: int) -> None:
    turn = np.linspace(0, 2 * np.pi, count + 1)[:-1]
    ring = shapely.Polygon(np.round(100 * np.column_stack([np.cos(turn), np.sin(turn)]) * 2**20) / 2**20)
    zigzag = shapely.Polygon([*((k, 200.0 * (k % 2)) for k in range(count)), (count, 300), (-1, 300)])
    assert ring.is_valid
    assert zigzag.is_valid
    assert not contacts(polygons_of(ring, zigzag, shapely.transform(zigzag, lambda xy: xy[:, ::-1])), None).any()
    for at in range(1, count - 2):  # one tooth pushed across its neighbour
        corners = np.array(zigzag.exterior.coords)
        corners[at, 0] += 2.5
        crossed = shapely.Polygon(corners)
        assert crossed.is_valid or contacts(polygons_of(crossed), None).all()


@pytest.mark.parametrize("count", [5, 13, 41, 301])
@pytest.mark.parametrize("turned", [0, 3, 7])
def test_a_single_crossing_of_edges_far_from_each_other_along_the_ring_is_found(contacts: Contacts, count: int,
                                                                                turned: int) -> None:
    share = np.arange(0, 1, 1 / count)[:, None]
    corners = np.array([[0, 0], [1000, 1000], [2000, 500], [503, -100], [503, 1100], [-500, 500]])
    ring = np.vstack([a + (b - a) * share for a, b in zip(corners, np.roll(corners, -1, axis=0))])
    shape = shapely.Polygon(np.round(np.roll(ring, turned, axis=0) * 2**20) / 2**20)
    assert not shape.is_valid
    assert contacts(polygons_of(shape), None).all()
