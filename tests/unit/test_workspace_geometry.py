"""Polygons as GeoPackage blobs: vertices come back as they went in, and the header says where they are."""

from __future__ import annotations

import struct

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.workspace.geometry import blob_of, centre_of, polygons_of, same_shape, wkb_of

HOLED = shapely.Polygon([(0, 0), (9, 0), (9, 9), (0, 9)], [[(2, 2), (3, 2), (3, 3)]])
numbers = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("shape", [HOLED, shapely.MultiPolygon([HOLED, shapely.box(20, 20, 30, 31)])])
@pytest.mark.parametrize("byte_order", [0, 1])
@pytest.mark.parametrize("flavor", ["iso", "extended"])
@pytest.mark.parametrize("raised", [False, True])
def test_shape_comes_back_in_two_dimensions(shape, byte_order, flavor, raised):
    given_shape = shapely.force_3d(shape, 7.0) if raised else shape
    wkb = shapely.to_wkb(given_shape, byte_order=byte_order, flavor=flavor, output_dimension=3 if raised else 2)
    back = shapely.from_wkb(wkb_of(blob_of(wkb, 4525)))
    assert back.equals_exact(shape, 0)
    assert not shapely.has_z(back)


def test_little_endian_polygon_comes_back_byte_for_byte():
    wkb = shapely.to_wkb(HOLED, byte_order=1)
    assert wkb_of(blob_of(wkb, 4525)) == wkb


@given(st.lists(st.tuples(numbers, numbers), min_size=4, max_size=8))
def test_header_holds_the_envelope_and_vertices_are_not_touched(points):
    flat = [value for point in [*points, points[0]] for value in point]
    wkb = struct.pack("<BII", 1, 3, 1) + struct.pack(f"<I{len(flat)}d", len(flat) // 2, *flat)
    blob = blob_of(wkb, 4525)
    assert blob[:4] == b"GP\x00\x03"
    expected = (min(flat[0::2]), max(flat[0::2]), min(flat[1::2]), max(flat[1::2]))
    assert struct.unpack("<i4d", blob[4:40]) == (4525, *expected)
    assert wkb_of(blob) == wkb


@pytest.mark.parametrize("wkb", [shapely.to_wkb(shapely.Point(1, 2)), shapely.to_wkb(HOLED)[:40], b"\x01"])
def test_what_is_no_polygon_is_refused(wkb):
    with pytest.raises(WeipianError) as caught:
        polygons_of(wkb)
    assert caught.value.code == "WORKSPACE_GEOMETRY"


def test_no_shape_and_an_empty_one_are_no_blob():
    assert blob_of(None, 4525) is None
    assert blob_of(shapely.to_wkb(shapely.Polygon()), 4525) is None
    assert wkb_of(None) is None
    assert centre_of(None) is None


def test_shapes_are_the_same_to_the_noise_of_a_projection_and_no_further():
    wkb = shapely.to_wkb(HOLED)
    noise = shapely.to_wkb(shapely.transform(HOLED, lambda c: c + 1e-9))
    moved = shapely.to_wkb(shapely.transform(HOLED, lambda c: c + 1e-3))
    assert same_shape(wkb, noise, geographic=False)
    assert not same_shape(wkb, noise, geographic=True)
    assert not same_shape(wkb, moved, geographic=False)
    assert not same_shape(wkb, None, geographic=False)
    assert not same_shape(wkb, shapely.to_wkb(shapely.box(0, 0, 9, 9)), geographic=False)
