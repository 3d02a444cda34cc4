"""The kernel in plain numpy certifies what is valid and nothing else, and agrees with GEOS on all it certifies."""

from __future__ import annotations

import tracemalloc
import warnings
from fractions import Fraction
from pathlib import Path
from typing import Any, Callable, List, Tuple

import numpy as np
import pyogrio
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import affinity

from weipian_plugin.overlay.kernels import array_geometry
from weipian_plugin.overlay.kernels.array_pairs import pair_areas
from weipian_plugin.overlay.kernels.jit import HAS_NUMBA
from weipian_plugin.overlay.kernels.polygons import IndexedPolygons, Polygons, from_geometries, indexed
from weipian_plugin.overlay.kernels.reduction import NearGrid, near_cells, reduce_far

ROOT = Path(__file__).parents[2]
LATTICE = 2.0 ** 29


def shapes(*polygons: Any) -> IndexedPolygons:
    return indexed(from_geometries(np.array(polygons, dtype=object)))


def one(patch: Any, feature: Any) -> Tuple[float, bool]:
    area, certified = pair_areas(shapes(patch), shapes(feature), np.array([0]), np.array([0]))
    return float(area[0]), bool(certified[0])


def compared(patches: Any, features: Any, i: Any, j: Any) -> Any:
    """Kernel and GEOS on the same pairs: every certified area within the issue's tolerance; returns certified."""
    area, certified = pair_areas(shapes(*patches), shapes(*features), i, j)
    expected = shapely.area(shapely.intersection(patches[i], features[j]))
    largest = max(np.abs(shapely.bounds(patches)).max(), np.abs(shapely.bounds(features)).max())
    tolerance = np.maximum(1e-5, 4 * np.spacing(largest) * (
        shapely.length(patches[i]) + shapely.length(features[j])))
    wrong = np.flatnonzero(certified & (np.abs(area - expected) > tolerance))
    assert len(wrong) == 0, (patches[i[wrong[0]]].wkt, features[j[wrong[0]]].wkt, area[wrong[0]], expected[wrong[0]])
    return certified


def patchwork(rng: np.random.Generator, count: int, size: int, share: float) -> Any:
    """Valid polygons made of half squares of one lattice: pairs share vertices, edges, parts of edges; holes touch
    shells, parts touch parts.
    """
    triangles = [[(0, 0), (1, 0), (0, 1)], [(1, 1), (0, 1), (1, 0)], [(0, 0), (1, 0), (1, 1)], [(0, 0), (1, 1), (0, 1)]]
    made: List[Any] = []
    while len(made) < count:
        turned = rng.random((size, size)) < 0.5
        cells = [shapely.Polygon(np.array(triangles[2 * turned[x, y] + half]) + (x, y))
                 for x, y, half in zip(*np.nonzero(rng.random((size, size, 2)) < share))]
        if cells:
            made.append(shapely.union_all(cells))
    return np.array(made, dtype=object)


PLACES: List[Tuple[str, Callable[[Any], Any]]] = [
    ("as drawn", lambda c: c),
    ("where the plane lies", lambda c: c @ np.array([[3.0, 1.0], [1.0, 2.0]]) + (4.1e6, 3.9e6)),
    ("west of the meridian", lambda c: c @ np.array([[0.0, -7.0], [5.0, 1.0]]) + (-3.1e6, 2.5e6)),
    ("with the zone's prefix", lambda c: c @ np.array([[2.0, -1.0], [1.0, 3.0]]) + (39_500_000.5, 4_400_000.25)),
    ("near zero", lambda c: (c - 2.0) * 2.0 ** -20),
]


@pytest.mark.parametrize(("place", "put"), PLACES, ids=[place for place, _ in PLACES])
@pytest.mark.parametrize("seed", range(3))
def test_polygons_of_one_lattice_are_certified_and_agree_with_geos(place: str, put: Callable[[Any], Any],
                                                                    seed: int) -> None:
    rng = np.random.default_rng(seed)
    drawn = patchwork(rng, 24, 2 + seed, [0.3, 0.5, 0.8][seed])
    patches = shapely.transform(drawn, put)
    finer = shapely.transform(shapely.segmentize(drawn, 0.75), put)
    moved = shapely.transform(drawn, lambda c: put(c + (0.5, 0.0)))
    i, j = (index.ravel() for index in np.indices((24, 24)))
    for features in (patches, finer, moved):
        assert compared(patches, features, i, j).all()


@pytest.mark.parametrize("seed", range(3))
def test_polygons_at_random_places_of_a_fine_lattice_agree_with_geos(seed: int) -> None:
    rng = np.random.default_rng(seed)
    drawn = patchwork(rng, 30, 4, 0.6)
    turned = [affinity.rotate(shape, angle) for shape, angle in zip(drawn, rng.random(30) * 360)]
    placed = shapely.transform(np.array(turned, dtype=object),
                               lambda c: np.rint((c * 37.7 + (1e5, 4e6)) * LATTICE) / LATTICE)
    i, j = (index.ravel() for index in np.indices((30, 30)))
    assert compared(placed, placed[::-1], i, j).all()


def _layer(path: Path, name: str) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pyogrio.read_dataframe(path, layer=name)


def test_the_demonstration_scene_is_certified_and_agrees_with_geos() -> None:
    scene = ROOT / "resources" / "demo" / "beihai_scene.gpkg"
    patches = np.asarray(_layer(scene, "wptb_auto").geometry.values)
    for name in ("dltb_pseudo", "yjjbnt_pseudo", "stbhhx_pseudo"):
        features = np.asarray(_layer(scene, name).geometry.values)
        i, j = shapely.STRtree(features).query(patches)
        assert len(i) > 0
        assert compared(patches, features, i, j).all()


def test_the_odd_polygons_of_the_geos_tests_give_a_right_area_or_none() -> None:
    odd = _layer(ROOT / "tests" / "data" / "geometry" / "geos_polygons_part.gpkg", "geos_polygons")
    odd = odd[shapely.is_valid(odd.geometry.values)]
    for _, case in odd.groupby("file"):
        polygons = np.asarray(case.geometry.values)
        i, j = (index.ravel() for index in np.indices((len(polygons), len(polygons))))
        compared(polygons, polygons, i, j)


def test_the_same_pair_the_other_way_round_has_the_same_area() -> None:
    drawn = patchwork(np.random.default_rng(5), 30, 5, 0.5)
    i, j = (index.ravel() for index in np.indices((30, 30)))
    there, _ = pair_areas(shapes(*drawn), shapes(*drawn), i, j)
    back, _ = pair_areas(shapes(*drawn), shapes(*drawn), j, i)
    assert np.allclose(there, back, rtol=0, atol=1e-12)


def test_rows_of_a_tiling_add_up_to_the_patch() -> None:
    rng = np.random.default_rng(8)
    cells = shapely.get_parts(shapely.voronoi_polygons(shapely.MultiPoint(rng.random((400, 2)) * 1000)))
    cells = shapely.set_precision(shapely.transform(cells, lambda c: c + (2e5, 4e6)), 2.0 ** -20)
    patch = affinity.rotate(shapely.box(200_300, 4_000_300, 200_700, 4_000_700), 17)
    patch = shapely.transform(patch, lambda c: np.rint(c * LATTICE) / LATTICE)
    some = np.arange(len(cells))
    area, certified = pair_areas(shapes(patch), shapes(*cells), np.zeros_like(some), some)
    assert certified.all()
    assert abs(area.sum() - patch.area) <= 1e-9 * patch.area


def test_where_a_pair_lies_does_not_change_its_area_by_a_bit() -> None:
    drawn = patchwork(np.random.default_rng(6), 20, 4, 0.6)
    turned = [affinity.rotate(shape, 11 * k) for k, shape in enumerate(drawn)]
    here = shapely.transform(np.array(turned, dtype=object), lambda c: np.rint(c * 2.0 ** 26) * 2.0 ** -20)
    there = shapely.transform(here, lambda c: c + (4_100_000, 7_900_000))
    i, j = (index.ravel() for index in np.indices((20, 20)))
    area, certified = pair_areas(shapes(*here), shapes(*here), i, j)
    again, _ = pair_areas(shapes(*there), shapes(*there), i, j)
    assert certified.all()
    assert (area == again).all()


def coast(vertices: int, radius: float, centre: Tuple[float, float], seed: int) -> Any:
    """A valid ring of many vertices around ``centre``, on the plane's lattice."""
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.random(vertices)) * 2 * np.pi
    reach = radius * (1 + 0.2 * np.sin(7 * angle) + 0.02 * rng.random(vertices))
    xy = np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]) + centre
    return shapely.Polygon(np.rint(xy * LATTICE) / LATTICE)


@pytest.mark.parametrize(("radius", "east"), [(50_000.0, 0.0), (40_000.0, 0.0), (300.0, 50_000.0)],
                         ids=["along each other", "inside", "at the shore"])
def test_a_ring_of_150000_vertices_is_exact_and_takes_little_memory(radius: float, east: float) -> None:
    redline, patch = coast(150_000, 50_000.0, (1e5, 4e6), 3), coast(5_000, radius, (1e5 + east, 4e6), 4)
    sides = shapes(patch), shapes(redline)
    tracemalloc.start()
    area, certified = pair_areas(*sides, np.array([0]), np.array([0]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    expected = shapely.area(shapely.intersection(patch, redline))
    # Much better than asked: sums are taken near the patch, so the ring's 100 km cost no digits.
    assert certified[0]
    assert abs(area[0] - expected) < (1e-6 if east else 1e-3)
    assert peak < 150e6


def test_what_a_feature_is_like_far_from_the_patch_does_not_matter() -> None:
    redline = coast(20_000, 50_000.0, (1e5, 4e6), 3)
    around = np.arange(0, 6, 0.1)
    patches = shapes(*(coast(60, 200.0, (1e5 + 5e4 * np.cos(a), 4e6 + 5e4 * np.sin(a)), 9) for a in around))
    whole = shapes(redline)
    grid = NearGrid.around(patches.index.box)
    polygons, reduced = reduce_far(whole, near_cells(whole, grid))
    assert reduced.all()
    assert len(polygons.xy) < len(whole.polygons.xy)
    rows, zeros = np.arange(len(patches)), np.zeros(len(patches), dtype=np.int64)
    expected, _ = pair_areas(patches, whole, rows, zeros)
    area, certified = pair_areas(patches, indexed(polygons), rows, zeros)
    assert certified.all()
    assert np.allclose(area, expected, rtol=0, atol=1e-7)
    assert 0 < np.count_nonzero(expected) <= len(patches)


@pytest.mark.parametrize("most", [1, 7, 200])
def test_the_size_of_the_slices_changes_nothing(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    drawn = patchwork(np.random.default_rng(2), 7, 5, 0.5)
    big = coast(700, 3.0, (2.5, 2.5), 1)
    polygons = np.array([*drawn, big], dtype=object)
    i, j = (index.ravel() for index in np.indices((8, 8)))
    expected, _ = pair_areas(shapes(*polygons), shapes(*polygons), i, j)
    monkeypatch.setattr(array_geometry.slices, "__defaults__", (most if most > 1 else 64,))
    area, certified = pair_areas(shapes(*polygons), shapes(*polygons), i, j)
    assert certified.all()
    assert np.allclose(area, expected, rtol=0, atol=1e-12)


SQUARE = shapely.box(0, 0, 10, 10)


@pytest.mark.parametrize(("patch", "feature", "area"), [
    (SQUARE, SQUARE, 100.0),
    (SQUARE, shapely.box(10, 0, 20, 10), 0.0),
    (SQUARE, shapely.box(10, 10, 20, 20), 0.0),
    (SQUARE, shapely.box(3, 3, 4, 4), 1.0),
    (shapely.box(3, 3, 4, 4), SQUARE, 1.0),
    (SQUARE, shapely.box(0, 2, 10, 3), 10.0),
    (SQUARE, shapely.Polygon(shapely.box(-5, -5, 15, 15).exterior, [SQUARE.exterior]), 0.0),
    (SQUARE, shapely.Polygon(shapely.box(-5, -5, 15, 15).exterior, [shapely.box(2, 2, 3, 3).exterior]), 99.0),
    (shapely.Polygon(SQUARE.exterior, [[(0, 5), (4, 4), (4, 6)]]), SQUARE, 96.0),
    (shapely.MultiPolygon([shapely.box(0, 0, 5, 5), shapely.box(5, 5, 10, 10)]), SQUARE, 50.0),
    (SQUARE, shapely.Polygon([(0, 0), (0, 0), (10, 0), (10, 10), (10, 10), (0, 10)]), 100.0),
    (SQUARE, shapely.box(30, 30, 40, 40), 0.0),
    (SQUARE, None, 0.0),
], ids=["itself", "edge", "corner", "holds", "held", "strip", "in a hole", "around a hole", "touching hole",
        "touching parts", "repeated vertices", "apart", "nothing"])
def test_touching_and_nested_shapes(patch: Any, feature: Any, area: float) -> None:
    assert one(patch, feature) == (pytest.approx(area, abs=1e-12), True)


def raw(*rings: List[Tuple[float, float]]) -> IndexedPolygons:
    """One feature whose parts are exactly these rings, whichever way they run."""
    starts = np.concatenate([[0], np.cumsum([len(ring) for ring in rings])])
    each = np.arange(len(rings) + 1)
    return indexed(Polygons(np.concatenate([np.array(ring, dtype=float) for ring in rings]), starts, each,
                            np.array([0, len(rings)])))


def ring_of(shape: Any) -> List[Tuple[float, float]]:
    return list(shapely.get_coordinates(shapely.orient_polygons(shape)).tolist())


@pytest.mark.parametrize("feature", [
    raw(ring_of(shapely.box(-5, 2, 5, 8)), ring_of(shapely.box(-5, 4, 5, 6))),
    raw(ring_of(shapely.box(-5, -5, 15, 15)), ring_of(shapely.box(-6, -6, 16, 16))),
    raw(ring_of(shapely.box(2, 2, 5, 5))[::-1]),
    raw(ring_of(shapely.box(-5, 2, 5, 5))[::-1]),
    raw([(-5, 1), (15, 9), (15, 1), (-5, 9), (-5, 1)]),
], ids=["parts that overlap", "parts around the patch", "wrong way round", "wrong way round, across", "bow-tie"])
def test_a_winding_number_that_is_not_0_or_1_is_not_certified(feature: IndexedPolygons) -> None:
    nothing = np.array([0])
    _, certified = pair_areas(shapes(SQUARE), feature, nothing, nothing)
    assert not certified[0]
    _, certified = pair_areas(feature, shapes(SQUARE), nothing, nothing)
    assert not certified[0]


def test_a_winding_number_of_2_at_a_vertex_is_not_certified() -> None:
    feature = raw(ring_of(shapely.box(-5, 2, 5, 8)), ring_of(shapely.box(-5, 4, 4, 6)))
    _, certified = pair_areas(raw([(20, 0), (20, 10), (2, 5), (20, 0)]), feature, np.array([0]), np.array([0]))
    assert not certified[0]


def test_a_winding_number_of_2_between_two_crossings_of_one_edge_is_not_certified() -> None:
    # Along the patch's lower edge the number goes 1, 2, 1; at both of its ends it is 1.
    feature = raw(ring_of(shapely.box(-5, -5, 15, 5)), ring_of(shapely.box(4, -4, 6, 4)))
    _, certified = pair_areas(shapes(SQUARE), feature, np.array([0]), np.array([0]))
    assert not certified[0]


@pytest.mark.parametrize(("patch", "feature"), [
    (SQUARE, shapely.Polygon([(-20, 2), (1e-20, 5), (-20, 8)])),
    (shapely.box(0, -10, 5, -5), shapely.Polygon([(-50, -50), (200, -50), (200, 1e-20), (200, 50), (-50, 50)])),
], ids=["where edges may cross", "where a ray passes"])
def test_coordinates_whose_differences_would_be_rounded_are_not_certified(patch: Any, feature: Any) -> None:
    assert not one(patch, feature)[1]
    assert not one(feature, patch)[1]


def test_coordinates_that_are_not_finite_are_not_certified() -> None:
    broken, zero = raw([(0, 0), (10, 0), (float("nan"), 10), (0, 10), (0, 0)]), np.array([0])
    assert not pair_areas(shapes(SQUARE), broken, zero, zero)[1][0]
    assert not pair_areas(broken, shapes(SQUARE), zero, zero)[1][0]


numbers = st.integers(-2 ** 52, 2 ** 52).map(float)


@given(numbers, numbers, numbers, st.integers(-2, 2))
@settings(max_examples=300, deadline=None)
def test_signs_are_those_of_fractions(a: float, b: float, c: float, near: int) -> None:
    # The fourth number makes the two products nearly equal, where rounding would decide.
    d = float(round(Fraction(a) * Fraction(b) / Fraction(c)) + near) if c else float(near)
    exact = Fraction(a) * Fraction(b) - Fraction(c) * Fraction(d)
    sign = array_geometry.sign_of_cross(*(np.array([value]) for value in (a, c, d, b)))
    assert int(sign[0]) == (exact > 0) - (exact < 0)


@given(st.floats(-1e9, 1e9), st.floats(-1e9, 1e9))
@settings(max_examples=300, deadline=None)
def test_a_rounded_difference_is_noticed(a: float, b: float) -> None:
    difference = np.array([a - b])
    exact = Fraction(a) - Fraction(b) == Fraction(a - b)
    noticed = bool(array_geometry.differences_are_exact(np.array([a]), np.array([b]), difference)[0])
    assert noticed == (exact and (a == b or abs(a - b) > 1e-100))


@pytest.mark.skipif(not HAS_NUMBA, reason="there is no compiled kernel without numba")
def test_both_kernels_measure_the_same() -> None:
    from weipian_plugin.overlay.kernels import compiled_pairs

    drawn = patchwork(np.random.default_rng(11), 40, 5, 0.6)
    i, j = (index.ravel() for index in np.indices((40, 40)))
    area, certified = pair_areas(shapes(*drawn), shapes(*drawn), i, j)
    other, also = compiled_pairs.pair_areas(shapes(*drawn), shapes(*drawn), i, j)
    both = certified & also
    assert np.count_nonzero(both) > 0.9 * len(i)
    assert np.allclose(area[both], other[both], rtol=0, atol=1e-9)
