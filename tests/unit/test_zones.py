"""CGCS2000 zones both ways, and recognising them in .prj texts and in ranges of coordinates."""

from __future__ import annotations

import pyproj
import pytest

from weipian_plugin.domain.areas import zones
from weipian_plugin.domain.areas.zones import (
    BEIJING54,
    DEGREES,
    OTHER,
    PROJECTED,
    UNKNOWN,
    WGS84,
    XIAN80,
    GaussKruger,
    describe_epsg,
    epsg_of_zone,
    recognise_coordinates,
    recognise_crs,
    recognise_epsg,
    zone_of_epsg,
    zone_of_longitude,
)

ALL_ZONE_CODES = range(4491, 4555)


@pytest.mark.parametrize(("width", "zone", "prefixed", "code"), [
    (3, 38, True, 4526), (3, 38, False, 4547), (6, 19, True, 4497), (6, 19, False, 4508),
    (3, 25, True, 4513), (3, 45, True, 4533), (6, 13, True, 4491), (6, 23, False, 4512),
])
def test_zone_has_the_epsg_code_of_the_reference(width: int, zone: int, prefixed: bool, code: int) -> None:
    assert epsg_of_zone(width, zone, prefixed) == code
    assert zone_of_epsg(code) == GaussKruger(width, zone, prefixed)


@pytest.mark.parametrize("code", ALL_ZONE_CODES)
def test_zone_parameters_agree_with_the_epsg_database(code: int) -> None:
    zone = zone_of_epsg(code)
    assert zone is not None
    parameters = {item.name: item.value for item in pyproj.CRS.from_epsg(code).coordinate_operation.params}
    assert parameters["Longitude of natural origin"] == zone.central_meridian
    assert parameters["False easting"] == zone.false_easting


@pytest.mark.parametrize("version", ["WKT1_GDAL", "WKT1_ESRI", "WKT2_2019"])
@pytest.mark.parametrize("code", ALL_ZONE_CODES)
def test_every_spelling_of_a_zone_is_recognised_from_its_text(code: int, version: str) -> None:
    assert recognise_crs(pyproj.CRS.from_epsg(code).to_wkt(version)).epsg == code


@pytest.mark.parametrize("version", ["WKT1_GDAL", "WKT1_ESRI", "WKT2_2019"])
@pytest.mark.parametrize(("code", "kind"), [
    (4490, DEGREES), (4326, WGS84), (4610, XIAN80), (2362, XIAN80), (2383, XIAN80), (4214, BEIJING54),
    (21419, BEIJING54), (21459, BEIJING54), (2433, BEIJING54), (32649, OTHER), (3857, OTHER),
])
def test_other_systems_are_told_apart_by_text_and_by_code(code: int, kind: str, version: str) -> None:
    assert recognise_crs(pyproj.CRS.from_epsg(code).to_wkt(version)).kind == kind
    assert recognise_epsg(code).kind == kind


def test_the_prj_of_a_county_delivery_is_degrees() -> None:
    text = ('GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,'
            '298.257222101]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]')
    assert recognise_crs(text).epsg == zones.CGCS2000_DEGREES


def test_a_plane_with_its_own_meridian_is_no_zone() -> None:
    text = pyproj.CRS.from_epsg(4546).to_wkt("WKT1_ESRI")
    assert "111.0" in text
    assert recognise_crs(text.replace("111.0", "110.5")).kind == OTHER
    assert recognise_crs(text.replace('"Scale_Factor",1.0', '"Scale_Factor",0.9996')).kind == OTHER


@pytest.mark.parametrize("text", ["", None, "   ", "not a prj"])
def test_no_text_or_nonsense_is_unknown(text: str) -> None:
    assert recognise_crs(text).kind == UNKNOWN


@pytest.mark.parametrize(("longitude", "width", "zone"), [
    (110.6, 3, 37), (109.49, 3, 36), (109.5, 3, 37), (113.9, 3, 38), (109.6, 6, 19), (114.0, 6, 20), (107.99, 6, 18),
])
def test_zone_of_longitude(longitude: float, width: int, zone: int) -> None:
    assert zone_of_longitude(longitude, width) == zone


@pytest.mark.parametrize(("bounds", "kind", "zone"), [
    ((109.48, 21.53, 109.56, 21.62), DEGREES, None),
    ((37342920.0, 2382630.0, 37350480.0, 2392040.0), PROJECTED, GaussKruger(3, 37, True)),
    ((19500123.0, 2382630.0, 19512000.0, 2392040.0), PROJECTED, GaussKruger(6, 19, True)),
    ((342920.0, 2382630.0, 350480.0, 2392040.0), PROJECTED, None),
    ((24500000.0, 2382630.0, 24500100.0, 2392040.0), UNKNOWN, None),
    ((2382630.0, 37342920.0, 2392040.0, 37350480.0), UNKNOWN, None),
    ((0.0, 0.0, 10.0, 10.0), UNKNOWN, None),
])
def test_a_range_of_coordinates_tells_degrees_six_and_eight_digits(bounds, kind, zone) -> None:
    guess = recognise_coordinates(bounds)
    assert (guess.kind, guess.zone) == (kind, zone)


@pytest.mark.parametrize("number", [24, 46, 0])
def test_there_is_no_zone_outside_china(number: int) -> None:
    with pytest.raises(ValueError, match="no 3-degree zone"):
        GaussKruger(3, number, True)


def test_descriptions_are_for_people_in_both_languages() -> None:
    assert describe_epsg(4525) == "CGCS2000 3度带 第37带（中央经线111°，横坐标加带号）"
    assert describe_epsg(4508, "en") == (
        "CGCS2000 6-degree Gauss-Kruger zone 19 (central meridian 111E, without zone prefix)")
    assert describe_epsg(4610) == "1980西安坐标系"
    assert describe_epsg(3857) == "EPSG:3857"
