"""The benchmark's county: parcels tile it exactly, a small one is the corner of a larger, and it is always the same."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest
import shapely

from benchmarks.ground import SEED, joined, make_land, noise
from benchmarks.outlines import MOST_REDLINE, patches, redline

ROWS, COLUMNS = 60, 50


@pytest.fixture(scope="module")
def land():
    return make_land(ROWS, COLUMNS)


@pytest.fixture(scope="module")
def parcels(land):
    return joined(land.outlines, land.parcel)[0]


def random(number=1):
    return np.random.default_rng([SEED, number])


def test_parcels_tile_the_county_vertex_on_vertex(land, parcels):
    assert shapely.is_valid(parcels).all()
    assert shapely.coverage_is_valid(parcels)
    assert shapely.area(parcels).sum() == pytest.approx(shapely.area(shapely.union_all(land.outlines)), rel=1e-12)


def test_some_parcels_are_kilometres_of_road_and_some_are_woods_with_holes(parcels):
    vertices = shapely.get_num_coordinates(parcels)
    assert np.median(vertices) == 41
    assert (shapely.area(parcels) / shapely.length(parcels) < 7).any()
    wide = make_land(120, 120)
    larger, _ = joined(wide.outlines, wide.parcel)
    assert shapely.get_num_coordinates(larger).max() > 1000
    assert shapely.get_num_interior_rings(larger).max() > 5


def test_a_small_county_is_the_south_west_corner_of_a_larger_one(land):
    corner = make_land(30, 30)
    same = np.arange(ROWS * COLUMNS).reshape(ROWS, COLUMNS)[:30, :30].ravel()
    assert shapely.equals_identical(corner.outlines, land.outlines[same]).all()
    assert (corner.classes == land.classes[same]).all()


def test_ten_times_the_vertices_still_tile(land):
    fine = make_land(40, 40, 100)
    finer, _ = joined(fine.outlines, fine.parcel)
    assert shapely.is_valid(finer).all()
    assert shapely.coverage_is_valid(finer)
    assert shapely.get_num_coordinates(fine.outlines[0]) == 401


def test_the_land_is_the_same_on_every_machine():
    written = shapely.to_wkb(make_land(8, 8).outlines)
    digest = hashlib.sha256(b"".join(written.tolist())).hexdigest()
    assert digest == "4e2254309ae3957928d05fcf1749913512920d2fb085f930de9c114068d5703b"


def test_noise_is_even_and_depends_on_its_channel():
    row, column = np.mgrid[0:200, 0:200]
    values = noise(1, row, column)
    assert 0.0 <= values.min() < 0.001 < 0.999 < values.max() < 1.0
    assert values.mean() == pytest.approx(0.5, abs=0.01)
    assert abs(np.corrcoef(values.ravel(), noise(2, row, column).ravel())[0, 1]) < 0.02


def test_redline_polygons_have_up_to_150_000_vertices_and_do_not_meet(land):
    drawn = redline(8, land.bounds, random())
    assert shapely.is_valid(drawn).all()
    vertices = shapely.get_num_coordinates(shapely.get_exterior_ring(drawn))
    assert vertices.max() == MOST_REDLINE + 1
    assert vertices.min() > 800
    assert shapely.get_num_interior_rings(drawn).max() > 0
    pairs = shapely.STRtree(drawn).query(drawn, predicate="intersects")
    assert (pairs[0] == pairs[1]).all()


def test_patches_are_of_every_kind(land, parcels):
    drawn = patches(400, land.bounds, parcels, random())
    assert shapely.is_valid(drawn).all()
    areas = shapely.area(drawn)
    assert (areas < 1000).sum() > 50
    assert (areas > 200_000).any()
    assert (shapely.get_type_id(drawn) == shapely.GeometryType.MULTIPOLYGON).sum() == 20
    assert (shapely.get_num_interior_rings(drawn) > 0).sum() >= 10
    assert (areas / shapely.length(drawn) < 8).sum() >= 4
    copies = sum(shapely.equals_identical(parcels, shape).any() for shape in drawn)
    assert copies == 4

