"""Polygons whose rings touch, cross or nest wrongly are named by numpy and by numba alike; plain valid ones are not."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any, Callable, List

import numpy as np
import pyogrio
import pytest
import shapely

from weipian_plugin.overlay.kernels import array_geometry
from weipian_plugin.overlay.kernels.array_contacts import contacts
from weipian_plugin.overlay.kernels.jit import HAS_NUMBA
from weipian_plugin.overlay.kernels.polygons import IndexedPolygons, Polygons, from_geometries, indexed

ROOT = Path(__file__).parents[2]
TESTED: List[Any] = [pytest.param(contacts, id="numpy")]
if HAS_NUMBA:
    from weipian_plugin.overlay.kernels.compiled_contacts import contacts as compiled_contacts

    TESTED.append(pytest.param(compiled_contacts, id="numba"))

Contacts = Callable[..., Any]


def shapes(polygons: Any) -> IndexedPolygons:
    return indexed(from_geometries(np.asarray(polygons, dtype=object)))


def ring(*corners: Any) -> Any:
    return shapely.Polygon(corners)


BIG = [(0, 0), (100, 0), (100, 100), (0, 100)]
SMALL = [(10, 10), (20, 10), (20, 20), (10, 20)]
INNER = [(12, 12), (18, 12), (18, 18), (12, 18)]
AWAY = [(210, 10), (220, 10), (220, 20), (210, 20)]
AROUND = [(-5, -5), (105, -5), (105, 105), (-5, 105)]


@pytest.mark.parametrize("which", TESTED)
@pytest.mark.parametrize("polygon", [
    ring((0, 0), (10, 10), (10, 0), (0, 10)),
    ring((0, 0), (10, 0), (10, 10), (5, 0), (0, 10)),
    ring((0, 0), (10, 0), (10, 5), (15, 5), (10, 5), (10, 10), (0, 10)),
    ring((0, 0), (10, 0), (4, 0), (4, 10), (0, 10)),
    ring((0, 0), (5, 5), (0, 10), (10, 10), (5, 5), (10, 0)),
    shapely.Polygon(BIG, [AWAY]), shapely.Polygon(BIG, [AROUND]), shapely.Polygon(BIG, [SMALL, INNER]),
    shapely.Polygon(BIG, [SMALL, SMALL]), shapely.Polygon(BIG, [[(90, 50), (110, 40), (110, 60)]]),
    shapely.MultiPolygon([shapely.Polygon(BIG), shapely.Polygon(SMALL)]),
    shapely.MultiPolygon([shapely.Polygon(BIG), shapely.Polygon(BIG)]),
    shapely.MultiPolygon([shapely.Polygon(BIG, [AWAY]), shapely.Polygon([(200, 0), (300, 0), (300, 100), (200, 100)])]),
    shapely.MultiPolygon([shapely.Polygon(BIG), shapely.Polygon([(100, 0), (200, 0), (200, 100), (100, 100)])]),
], ids=["bow-tie", "vertex on an edge", "spike out", "folded edge", "vertex on a vertex", "hole outside", "hole around",
        "hole in a hole", "two equal holes", "hole across", "shell in a shell", "two equal shells",
        "hole in the other part", "parts that share an edge"])
def test_an_invalid_polygon_is_named(which: Contacts, polygon: Any) -> None:
    assert not polygon.is_valid
    assert which(shapes([polygon])).tolist() == [True]


@pytest.mark.parametrize("which", TESTED)
@pytest.mark.parametrize("polygon", [
    shapely.Polygon(BIG), shapely.Polygon(BIG, [SMALL]), ring(*BIG[:3]),
    ring((0, 0), (5, 0), (10, 0), (10, 10), (0, 10)),
    shapely.MultiPolygon([shapely.Polygon(BIG, [SMALL]), shapely.Polygon(INNER)]),
    shapely.MultiPolygon([shapely.Polygon(BIG), shapely.Polygon(AWAY)]),
    shapely.Point(5e5, 4e6).buffer(300, quad_segs=64), None,
], ids=["square", "hole", "triangle", "straight on", "island in a hole", "two parts", "round", "nothing"])
def test_a_plain_valid_polygon_is_not_named(which: Contacts, polygon: Any) -> None:
    assert which(shapes([polygon])).tolist() == [False]


def rough(rng: np.random.Generator, count: int) -> Any:
    """Rings through random lattice points: some valid, most not; some with a second part or a hole."""
    made: List[Any] = []
    for _ in range(count):
        rings = [rng.integers(0, 7, (int(rng.integers(3, 7)), 2)) for _ in range(1 + int(rng.random() < 0.4))]
        hole = len(rings) == 2 and rng.random() < 0.5
        made.append(shapely.Polygon(rings[0], rings[1:]) if hole
                    else shapely.MultiPolygon([shapely.Polygon(part) for part in rings]))
    return np.array(made, dtype=object)


@pytest.mark.parametrize("which", TESTED)
@pytest.mark.parametrize("seed", range(3))
def test_every_invalid_polygon_of_a_lattice_is_named_and_most_valid_ones_are_not(which: Contacts, seed: int) -> None:
    drawn = rough(np.random.default_rng(seed), 2000)
    named, valid = which(shapes(drawn)), shapely.is_valid(drawn)
    assert 200 < np.count_nonzero(valid) < 1800
    assert named[~valid].all()
    assert np.count_nonzero(named & valid) < 0.1 * np.count_nonzero(valid)


@pytest.mark.parametrize("which", TESTED)
def test_the_invalid_ones_of_the_geos_tests_are_named(which: Contacts) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        odd = pyogrio.read_dataframe(ROOT / "tests" / "data" / "geometry" / "geos_polygons_part.gpkg").geometry.values
    odd = np.asarray(odd)[np.isfinite(shapely.bounds(odd)).all(axis=1)]
    odd = odd[[bool(np.isfinite(shapely.get_coordinates(one)).all()) for one in odd]]
    assert which(shapes(odd))[~shapely.is_valid(odd)].all()


def coast(vertices: int, seed: int) -> Any:
    rng = np.random.default_rng(seed)
    angle = np.sort(rng.random(vertices)) * 2 * np.pi
    reach = 5e4 * (1 + 0.2 * np.sin(7 * angle) + 0.02 * rng.random(vertices))
    xy = np.column_stack([reach * np.cos(angle), reach * np.sin(angle)]) + (1e5, 4e6)
    return np.rint(xy * 2.0 ** 29) / 2.0 ** 29


@pytest.mark.parametrize("which", TESTED)
def test_one_crossing_among_many_vertices_is_found_where_it_matters(which: Contacts) -> None:
    xy = coast(20_000, 1)
    assert not which(shapes([shapely.Polygon(xy)]))[0]
    xy[[7001, 7004]] = xy[[7004, 7001]]
    assert not shapely.Polygon(xy).is_valid
    crossed = shapes([shapely.Polygon(xy), shapely.Polygon(coast(300, 2))])
    assert which(crossed).tolist() == [True, False]
    matters = np.zeros(len(crossed.index.chunk_ring), dtype=bool)
    assert which(crossed, matters).tolist() == [False, False]
    # Of a ring that from_geometries has turned round or not, the two vertices are found by their place.
    vertex = int(np.flatnonzero((crossed.polygons.xy == xy[7001]).all(axis=1))[0])
    matters[abs(crossed.index.chunk_first - vertex) < 20] = True
    assert which(crossed, matters).tolist() == [True, False]
    assert which(crossed, ~matters).tolist() == [False, False]


@pytest.mark.parametrize("most", [1, 7, 100])
def test_the_size_of_the_slices_changes_nothing(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    drawn = rough(np.random.default_rng(9), 60)
    expected = contacts(shapes(drawn))
    monkeypatch.setattr(array_geometry.slices, "__defaults__", (most,))
    assert (contacts(shapes(drawn)) == expected).all()


@pytest.mark.parametrize("which", TESTED)
def test_a_ring_without_ground_is_named(which: Contacts) -> None:
    point = indexed(Polygons(np.full((4, 2), 3.0), np.array([0, 4]), np.array([0, 1]), np.array([0, 1])))
    assert which(point)[0]


def test_coordinates_whose_differences_would_be_rounded_are_named() -> None:
    assert contacts(shapes([ring((1e-30, 0), (10, 1e-25), (10, 10), (0, 10))]))[0]


@pytest.mark.skipif(not HAS_NUMBA, reason="there is no compiled twin without numba")
@pytest.mark.parametrize("seed", range(2))
def test_both_name_the_same(seed: int) -> None:
    drawn = rough(np.random.default_rng(100 + seed), 2000)
    assert (contacts(shapes(drawn)) == compiled_contacts(shapes(drawn))).all()
