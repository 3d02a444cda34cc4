"""The plane of the areas: the four rings of the regulation, against two other ways to compute them."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import List, Optional, Sequence, Tuple

import numpy as np
import pyproj
import pytest
import shapely

from weipian_plugin.domain.areas.zones import GaussKruger
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.overlay.kernels.plane import (
    PLANE_MERIDIAN,
    JobPlane,
    choose_plane,
    densify,
    source_crs,
    zone_to_degrees,
)
from weipian_plugin.overlay.kernels.polygons import Polygons, from_geometries, ring_areas

Ring = List[Tuple[float, float]]


def rectangle(x: float, y: float, width: float, height: float) -> Ring:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]


TRIANGLE: Ring = [(38450000, 3000000), (38450300, 3000050), (38450120, 3000400), (38450000, 3000000)]
RINGS = [
    pytest.param(rectangle(38500000, 2500000, 200, 250), 4526, 50000.0000, id="T1"),
    pytest.param(rectangle(38600000, 4060000, 200, 250), 4526, 49987.6627, id="T2"),
    pytest.param(rectangle(37410000, 2880000, 1000, 1000), 4525, 999802.3020, id="T3"),
    pytest.param(TRIANGLE, 4526, 56996.4866, id="T4"),
]


def projected(polygons: Sequence[shapely.Geometry], code: int, zone: Optional[GaussKruger] = None) -> Polygons:
    crs = source_crs(f"EPSG:{code}", "test")
    plane = JobPlane(zone or crs.zone)  # type: ignore[arg-type]
    return plane.project(from_geometries(np.array(polygons, dtype=object)), crs)


def area_here(polygons: Sequence[shapely.Geometry], code: int, zone: Optional[GaussKruger] = None) -> float:
    flat = projected(polygons, code, zone)
    return float(ring_areas(flat.xy, flat.ring_start).sum())


def divided(ring: Ring, longest: float = 70.0) -> Ring:
    points: Ring = []
    for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
        parts = max(1, math.ceil(math.hypot(x2 - x1, y2 - y1) / longest))
        points += [(x1 + (x2 - x1) * k / parts, y1 + (y2 - y1) * k / parts) for k in range(parts)]
    return [*points, ring[-1]]


def trapezoid_area(ring: Ring, central_meridian: float, false_easting: float) -> float:
    """The Third Survey's formula as printed: Gauss inverse by K0–K4 and series, then signed trapezoids A–E."""
    a, f = 6378137.0, 1 / 298.257222101
    b, e2, ep2, c = a * (1 - f), 0.0066943800229, 0.00673949677548, 6399593.62586
    k0, k1, k2, k3, k4 = (1.57048761144159e-7, 5.05250178820567e-3, 2.98472900956587e-5, 2.41626669230084e-7,
                          2.22241238938534e-9)

    def inverse(x: float, y: float) -> Tuple[float, float]:
        e = k0 * x
        s = math.sin(e)
        bf = e + math.cos(e) * (k1 * s - k2 * s**3 + k3 * s**5 - k4 * s**7)
        t, n2 = math.tan(bf), ep2 * math.cos(bf) ** 2
        v = math.sqrt(1 + n2)
        q = y * v / c
        latitude = bf - v * v * t / 2 * (q**2 - (5 + 3 * t**2 + n2 - 9 * n2 * t**2) * q**4 / 12
                                         + (61 + 90 * t**2 + 45 * t**4) * q**6 / 360)
        longitude = (q - (1 + 2 * t**2 + n2) * q**3 / 6
                     + (5 + 28 * t**2 + 24 * t**4 + 6 * n2 + 8 * n2 * t**2) * q**5 / 120) / math.cos(bf)
        return longitude, latitude

    series = (1 + 3/6*e2 + 30/80*e2**2 + 35/112*e2**3 + 630/2304*e2**4,
              -(1/6*e2 + 15/80*e2**2 + 21/112*e2**3 + 420/2304*e2**4),
              3/80*e2**2 + 7/112*e2**3 + 180/2304*e2**4, -(1/112*e2**3 + 45/2304*e2**4), 5/2304*e2**4)
    points = [inverse(y, x - false_easting) for x, y in divided(ring)]
    terms = []
    for (l1, b1), (l2, b2) in zip(points, points[1:]):
        half, middle = (b2 - b1) / 2, (b1 + b2) / 2
        terms.append(b * b * (l1 + l2) * sum(
            k * math.sin((2 * n + 1) * half) * math.cos((2 * n + 1) * middle) for n, k in enumerate(series)))
    return abs(math.fsum(terms))


@pytest.mark.parametrize(("ring", "code", "expected"), RINGS)
def test_the_regulations_rings_have_their_areas(ring: Ring, code: int, expected: float) -> None:
    assert area_here([shapely.Polygon(ring)], code) == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize(("ring", "code", "expected"), RINGS)
def test_the_printed_formula_gives_the_same_areas(ring: Ring, code: int, expected: float) -> None:
    zone = code - 4488
    printed = trapezoid_area(ring, 3.0 * zone, zone * 1e6 + 5e5)
    assert printed == pytest.approx(expected, abs=1e-4)
    assert area_here([shapely.Polygon(ring)], code) == pytest.approx(printed, abs=1e-4)


@pytest.mark.parametrize(("ring", "code", "expected"), RINGS)
def test_proj_gives_the_same_areas(ring: Ring, code: int, expected: float) -> None:
    transformer = pyproj.Transformer.from_crs(code, f"+proj=cea +lon_0={3 * (code - 4488)} +ellps=GRS80",
                                              always_xy=True)
    by_proj = shapely.Polygon(zip(*transformer.transform(*zip(*divided(ring))))).area
    assert by_proj == pytest.approx(expected, abs=1e-4)
    assert area_here([shapely.Polygon(ring)], code) == pytest.approx(by_proj, abs=1e-6)


def test_neighbours_get_the_same_new_points_whichever_way_their_ring_runs() -> None:
    rng = np.random.default_rng(3)
    for ends in rng.uniform([38450000, 3000000], [38451000, 3001000], (200, 2, 2)):
        there, _ = densify(ends, np.array([0, 2]))
        back, _ = densify(ends[::-1].copy(), np.array([0, 2]))
        assert np.array_equal(there, back[::-1])


def test_rings_stay_apart_when_divided_and_short_edges_stay_whole() -> None:
    rings = np.array([[0.0, 0], [140, 0], [140, 70], [0, 0], [1000, 0], [1000, 60], [1060, 0], [1000, 0]])
    dense, offsets = densify(rings, np.array([0, 4, 8]))
    first, second = np.split(dense, offsets[1:-1])
    assert [len(first), len(second)] == [1 + 2 + 1 + 3, 1 + 1 + 2 + 1]
    assert np.array_equal(first[1], [70, 0])
    assert np.array_equal(second[[0, -1]], rings[[4, 7]])


def test_degrees_are_measured_as_their_zone_measures_them() -> None:
    zone = GaussKruger(3, 38, True)
    degrees = shapely.Polygon(zone_to_degrees(np.array(TRIANGLE), zone))
    assert area_here([degrees], 4490, zone) == pytest.approx(56996.4866, abs=1e-4)
    assert len(projected([degrees], 4490, zone).xy) == len(projected([shapely.Polygon(TRIANGLE)], 4526).xy)


def test_degrees_and_their_zone_give_the_same_points() -> None:
    zone = GaussKruger(3, 38, True)
    ring = [*TRIANGLE[:3], (38450020, 3000010), TRIANGLE[0]]  # also edges that are not divided
    degrees = shapely.Polygon(zone_to_degrees(np.array(ring), zone))
    np.testing.assert_allclose(projected([degrees], 4490, zone).xy, projected([shapely.Polygon(ring)], 4526).xy,
                               rtol=0, atol=1e-8)


def test_holes_and_parts_are_kept() -> None:
    shell, hole, island = (rectangle(38500000 + x, 2500000, *size) for x, size in
                           ((0, (1000, 1000)), (100, (300, 300)), (5000, (200, 200))))
    hole = [(x, y + 100) for x, y in hole]
    whole = shapely.MultiPolygon([shapely.Polygon(shell, [hole]), shapely.Polygon(island)])
    parts = [area_here([shapely.Polygon(ring)], 4526) for ring in (shell, hole, island)]
    assert area_here([whole], 4526) == pytest.approx(parts[0] - parts[1] + parts[2], abs=1e-6)
    flat = projected([shapely.Polygon(island), None, whole], 4526)
    np.testing.assert_array_equal(flat.start, [0, 1, 1, 3])
    np.testing.assert_array_equal(flat.part_start, [0, 1, 3, 4])
    assert shapely.area(flat.geometries()[0]) == pytest.approx(parts[2], abs=1e-6)


def test_neighbours_keep_the_very_same_vertices_whoever_they_are_projected_with() -> None:
    rng = np.random.default_rng(7)
    corners = np.cumsum(rng.uniform(5, 130, (400, 2)), axis=0) + [38410000.25, 3000000.125]
    upper = shapely.Polygon([*corners, (corners[0, 0], corners[-1, 1])])
    lower = shapely.Polygon([*corners[::-1], (corners[-1, 0], corners[0, 1])])
    short = [corners[k:k + 2] for k in range(399) if math.dist(corners[k], corners[k + 1]) <= 70]
    slivers = [shapely.Polygon([*edge, edge[0] + [0.5, -3]]) for edge in short]
    together, alone = projected([upper, lower, *slivers], 4526), projected([upper], 4526)
    seen = {tuple(point) for point in alone.xy}
    below = {tuple(point) for point in together.take(np.array([1])).xy}
    assert len(seen & below) >= 400  # the shared line, its dividing points too
    assert len(seen - below) < len(seen) / 2
    for k in range(len(slivers)):
        assert len({tuple(p) for p in together.take(np.array([2 + k])).xy} & seen) == 2


def test_the_planes_coordinates_lie_on_its_lattice_whatever_the_zone() -> None:
    rng = np.random.default_rng(5)
    for zone in (GaussKruger(3, 25, True), GaussKruger(3, 45, True), GaussKruger(6, 13, False)):
        ring = rng.uniform(-150, 150, (50, 2)) + [zone.false_easting, 5_900_000]
        xy = projected([shapely.Polygon(ring)], zone.epsg).xy
        np.testing.assert_array_equal(xy, np.rint(xy * 2.0**29) / 2.0**29)
        assert np.abs(xy).max() < 2**23
        assert xy[:, 0].mean() == pytest.approx(6378137 * math.radians(zone.central_meridian - PLANE_MERIDIAN), abs=99)


@pytest.mark.parametrize("bad", [1e15, 45_000_000.0, math.nan, math.inf])
def test_a_broken_coordinate_gives_no_area_and_no_endless_work(bad: float) -> None:
    flat = from_geometries(np.array([shapely.Polygon(ring) for ring in (TRIANGLE, TRIANGLE)], dtype=object))
    xy = flat.xy.copy()
    xy[1, 0] = bad
    crs = source_crs("EPSG:4526", "test")
    assert crs.zone is not None
    for there, where in ((xy, crs), (zone_to_degrees(xy, crs.zone), source_crs("EPSG:4490", "test"))):
        out = JobPlane(crs.zone).project(replace(flat, xy=there), where)
        broken, whole = (out.take(np.array([row])).xy for row in (0, 1))
        assert np.isnan(broken).all(axis=1).any()
        assert not np.isinf(broken).any()
        assert np.isfinite(whole).all()


def test_polygons_without_ground_are_no_trouble() -> None:
    crs = source_crs("EPSG:4526", "test")
    for nothing in ([], [None, shapely.Polygon()]):
        assert len(projected(nothing, 4526)) == len(nothing)
        assert len(projected(nothing, 4490, crs.zone)) == len(nothing)


@pytest.mark.parametrize(("text", "code"), [
    ("", "LAYER_CRS_MISSING"), (None, "LAYER_CRS_MISSING"), ("EPSG:2383", "LAYER_CRS_LEGACY"),
    ("EPSG:21419", "LAYER_CRS_LEGACY"), ("EPSG:32649", "LAYER_CRS_OTHER"), ("EPSG:3857", "LAYER_CRS_OTHER"),
])
def test_other_systems_are_refused(text: str, code: str) -> None:
    with pytest.raises(WeipianError) as refused:
        source_crs(text, "layer.shp")
    assert refused.value.code == code
    assert "layer.shp" in refused.value.sentence("zh")


def test_a_job_is_divided_in_the_zone_of_its_projected_layer_else_where_its_degrees_lie() -> None:
    degrees, zoned = source_crs("EPSG:4490", "a"), source_crs("EPSG:4525", "b")
    assert choose_plane([degrees, zoned], 109.4).zone == GaussKruger(3, 37, True)
    assert choose_plane([degrees], 109.4).zone == GaussKruger(3, 36, False)
    assert choose_plane([degrees], 109.4).meridian == choose_plane([zoned], 0.0).meridian == PLANE_MERIDIAN
    with pytest.raises(WeipianError, match="no zone"):
        choose_plane([degrees], 12.0)
