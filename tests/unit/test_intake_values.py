"""Single values, units, headings and coordinate systems, as they come through the door."""

from __future__ import annotations

import datetime
import struct

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.intake.area_units import decide_units, to_m2
from weipian_plugin.intake.crs import bounds_of, recognise_source, working_crs
from weipian_plugin.intake.join import Record, join
from weipian_plugin.intake.mapping import BY_CODE, field_of, id_rank, map_headings
from weipian_plugin.intake.received import MU, SHAPE, TABLE, RawTable
from weipian_plugin.intake.values import as_id, convert, has_lost_digits

WKT_4547 = ('PROJCS["CGCS2000_3_Degree_GK_CM_114E",GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",'
            'DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],PRIMEM["Greenwich",0.0],'
            'UNIT["Degree",0.0174532925199433]],PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",500000.0],'
            'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",114.0],PARAMETER["Scale_Factor",1.0],'
            'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]')
DEGREES = (109.49, 21.5, 109.56, 21.6)
ZONE_37 = (37343000.0, 2383000.0, 37349000.0, 2392000.0)
ZONE_19 = (19343000.0, 2383000.0, 19349000.0, 2392000.0)
SIX_DIGITS = (343000.0, 2383000.0, 349000.0, 2392000.0)


@pytest.mark.parametrize(("code", "raw", "value"), [
    ("XFSJ", 20230815, "2023-08-15"), ("XFSJ", "20230815", "2023-08-15"), ("XFSJ", 20230815.0, "2023-08-15"),
    ("XFSJ", "2023-8-15", "2023-08-15"), ("XFSJ", "2023年8月15日", "2023-08-15"), ("XFSJ", "2023/08/15", "2023-08-15"),
    ("XFSJ", datetime.datetime(2023, 8, 15, 9), "2023-08-15"), ("XFSJ", 45153, "2023-08-15"), ("XFSJ", "/", None),
    ("SFSK", "是", 1), ("SFSK", 0, 0), ("SFSK", False, 0), ("SFSK", "", None),
    ("TBLX", 1, "01"), ("TBLX", "01", "01"), ("TBLX", 20.0, "20"), ("TBLX", "ｄｔ", "DT"),
    ("JCLB", "新增非农建设类", "XZFN"), ("JCLB", "XZFN", "XZFN"),
    ("JCMJ", "1,234.5", 1234.5), ("JCMJ", "8.42亩", 8.42), ("JCMJ", None, None), ("JCMJ", 0, 0.0),
    ("XZQDM", 450512, "450512"), ("XZQDM", 450512.0, "450512"), ("JD", 3, "3"), ("NF", "2023", 2023),
])
def test_a_value_is_the_same_however_it_was_written(code, raw, value):
    assert convert(BY_CODE[code], raw) == (value, "")


@pytest.mark.parametrize(("code", "raw", "problem"), [
    ("XFSJ", "2023-13-01", "VALUE_UNREADABLE"), ("XFSJ", 12, "VALUE_UNREADABLE"),
    ("JCMJ", "约八亩", "VALUE_UNREADABLE"), ("JCMJ", float("nan"), "VALUE_UNREADABLE"),
    ("JCMJ", 1e308, "VALUE_UNREADABLE"), ("JCMJ", float("inf"), "VALUE_UNREADABLE"),
    ("SFSK", "也许", "VALUE_UNREADABLE"), ("NF", 2023.5, "VALUE_UNREADABLE"),
    ("TBLX", "ZZ9", "CODE_UNKNOWN"), ("PZWH", 4.50512180000123e17, "DIGITS_LOST"),
])
def test_what_cannot_be_read_is_told(code, raw, problem):
    assert convert(BY_CODE[code], raw, from_sheet=True).problem == problem


def test_ids_are_compared_as_people_mean_them():
    assert as_id("  450512wp 01 ") == "450512wp01" and as_id("４５０５１２") == as_id(450512.0) == as_id("450512")
    assert has_lost_digits(450512180000123456, True) and not has_lost_digits(450512180000123456, False)
    assert has_lost_digits("4.50512E+17", True) and not has_lost_digits("450512180000123456", True)


def test_the_unit_follows_from_the_geometry_not_from_the_heading():
    patches = [600.0, 2400.0, 6000.0]
    in_mu = [(area * 3 / 2000, area) for area in patches]
    units, told = decide_units({"JCMJ": in_mu, "GDMJ": [(0.3, 600.0)]}, {"JCMJ": "m2"}, TABLE, "t.xlsx")
    assert units == {"JCMJ": MU, "GDMJ": MU}
    assert [(f.code, f.values["said"], f.values["used"]) for f in told] == [("UNIT_HEADING_WRONG", "m2", MU)]
    assert decide_units({"JCMJ": [(a, a) for a in patches]}, {}, SHAPE, "s.shp") == ({"JCMJ": "m2"}, [])
    assert decide_units({"JCMJ": [(a / 10000, a) for a in patches]}, {}, SHAPE, "s.shp")[0] == {"JCMJ": "公顷"}


def test_a_column_in_another_unit_than_its_neighbour_is_recognised():
    patches = [600.0, 2400.0, 6000.0, 900.0]
    whole = [(area, area) for area in patches]
    assert decide_units({"JCMJ": whole, "GDMJ": [(a * 3 / 2000, a) for a in patches]}, {}, TABLE, "t")[0]["GDMJ"] == MU
    in_mu = [(area * 3 / 2000, area) for area in patches]
    assert decide_units({"JCMJ": in_mu, "GDMJ": [(0.4 * a, a) for a in patches]}, {}, TABLE, "t")[0]["GDMJ"] == "m2"


def test_a_unit_nobody_names_is_assumed_and_told():
    units, told = decide_units({"GDMJ": [(3.0, None)]}, {}, TABLE, "t.xlsx")
    assert units == {"GDMJ": MU} and [f.code for f in told] == ["UNIT_ASSUMED"]
    assert decide_units({"JCMJ": [(3.0, None)]}, {"JCMJ": MU}, TABLE, "t.xlsx") == ({"JCMJ": MU}, [])
    assert to_m2(3.0, MU) == 2000.0 and to_m2(0.5, "公顷") == 5000.0 and to_m2(7.25, "m2") == 7.25


def test_headings_are_known_by_code_name_alias_and_by_their_first_ten_bytes():
    assert field_of("监测面积\n（亩）").code == "JCMJ" and field_of("图斑编号").code == "JCBH"
    assert field_of("TYWZJCTBWQ", dbf=True).code == "TYWZJCTBWQBH" and field_of("TYWZJCTBWQ") is None
    assert field_of("合法性判定"[:5], dbf=True).code == "PDJG"
    assert id_rank(["XMC", "监测图斑编"], dbf=True) is not None and id_rank(["XMC", "监测图斑编"]) is None
    assert id_rank(["JCBH", "TBBH"]) == 0 < id_rank(["TBBH"]) < id_rank(["监测图斑编"], dbf=True)


def test_of_two_headings_for_one_field_the_official_name_wins_and_the_other_is_kept():
    table = RawTable("a.shp", SHAPE, ["TBMJ", "JCMJ", "XZB"], [])
    mapping = {heading: field.code if field else "" for heading, field in map_headings(table).items()}
    assert mapping == {"TBMJ": "", "JCMJ": "JCMJ", "XZB": ""}


@pytest.mark.parametrize(("text", "box", "authid", "told"), [
    ("EPSG:4490", DEGREES, "EPSG:4490", []),
    ("EPSG:4525", ZONE_37, "EPSG:4525", []),
    ("EPSG:4497", ZONE_19, "EPSG:4497", []),
    (WKT_4547, SIX_DIGITS, "EPSG:4547", []),
    ("EPSG:4546", ZONE_37, "EPSG:4525", ["CRS_MISMATCH"]),
    (WKT_4547, ZONE_37, "EPSG:4525", ["CRS_MISMATCH"]),
    ("EPSG:4526", SIX_DIGITS, "EPSG:4547", ["CRS_MISMATCH"]),
    ("EPSG:4490", ZONE_37, "EPSG:4525", ["CRS_MISMATCH"]),
    ("EPSG:4525", DEGREES, "EPSG:4490", ["CRS_MISMATCH"]),
    ("EPSG:4326", DEGREES, "EPSG:4326", ["CRS_WGS84"]),
])
def test_the_system_said_is_held_against_the_numbers(text, box, authid, told):
    found = recognise_source(text, [box], "", "a.shp")
    assert found.authid == authid and [f.code for f in found.findings] == told


@pytest.mark.parametrize(("text", "box", "code", "proposed"), [
    ("", ZONE_37, "CRS_UNKNOWN", "EPSG:4525"), ("", DEGREES, "CRS_UNKNOWN", "EPSG:4490"),
    ("", SIX_DIGITS, "CRS_UNKNOWN", ""), ("EPSG:4490", SIX_DIGITS, "CRS_UNKNOWN", ""),
    ("EPSG:32649", SIX_DIGITS, "CRS_UNKNOWN", ""), ('LOCAL_CS["x"]', ZONE_37, "CRS_UNKNOWN", "EPSG:4525"),
    ("EPSG:2361", ZONE_37, "CRS_LEGACY", None), ("EPSG:4214", DEGREES, "CRS_LEGACY", None),
    ('GEOGCS["GCS_Xian_1980",DATUM["D_Xian_1980",SPHEROID["Xian_1980",6378140.0,298.257]]]', DEGREES, "CRS_LEGACY",
     None),
    ("EPSG:4525", (2383000.0, 37343000.0, 2392000.0, 37349000.0), "COORDINATES_SWAPPED", None),
    ("EPSG:4490", (0.0, 0.0, 1.0, 1.0), "COORDINATES_OUTSIDE", None),
])
def test_what_neither_says_is_asked_for_with_a_proposal(text, box, code, proposed):
    with pytest.raises(WeipianError) as refused:
        recognise_source(text, [box], "", "a.shp")
    assert refused.value.code == code
    assert proposed is None or refused.value.values["proposed"] == proposed
    assert "a.shp" in refused.value.sentence("zh")


def test_the_person_may_name_the_system_but_no_legacy_one():
    assert recognise_source("", [SIX_DIGITS], "EPSG:4546", "a.shp").authid == "EPSG:4546"
    with pytest.raises(WeipianError):
        recognise_source("", [SIX_DIGITS], "EPSG:2361", "a.shp")


def test_one_stray_polygon_does_not_hide_the_system():
    boxes = [DEGREES, DEGREES, (0.0, 0.0, 0.1, 0.1)]
    assert recognise_source("EPSG:4490", boxes, "", "a.shp").authid == "EPSG:4490"


def test_work_is_done_in_the_prefixed_three_degree_zone_of_the_data():
    assert working_crs("EPSG:4490", "", 109.52) == "EPSG:4525" and working_crs("EPSG:4490", "", 109.49) == "EPSG:4524"
    assert working_crs("EPSG:4524", "", 109.52) == "EPSG:4524" and working_crs("EPSG:4546", "", 110.0) == "EPSG:4525"
    assert working_crs("EPSG:4490", "EPSG:4526", 109.52) == "EPSG:4526"


def test_bounds_are_read_from_polygons_and_multipolygons_and_never_from_nan():
    ring = struct.pack("<I8d", 4, 1.0, 2.0, 5.0, 2.0, 5.0, 7.0, 1.0, 2.0)
    polygon = b"\x01" + struct.pack("<II", 3, 1) + ring
    multi = b"\x01" + struct.pack("<II", 6, 2) + polygon + polygon
    assert bounds_of([polygon, multi]) == [(1.0, 2.0, 5.0, 7.0)] * 2
    assert bounds_of([polygon.replace(struct.pack("<d", 7.0), struct.pack("<d", float("nan")))]) == []


def test_the_table_wins_contradictions_are_told_and_a_finer_area_is_kept():
    shape = Record("A", 1, {"JCMJ": 599.64, "TBLX": "DT", "BZ": "甲", "XMC": "铁山港区"}, {"x": 1})
    row = Record("A", 9, {"JCMJ": 600.0, "TBLX": "20", "BZ": "乙", "XMC": "铁山港区"}, {"x": 2})
    both = join(shape, row, {"JCMJ": "m2"}, {"JCMJ": MU})
    assert both.values == {"JCMJ": 599.64, "TBLX": "20", "BZ": "乙；甲", "XMC": "铁山港区"}
    assert both.extra == {"x": 1, "x（表）": 2}
    assert [(f.code, f.values["field"], f.values["shape"], f.values["table"]) for f in both.findings] == [
        ("VALUES_DIFFER", "TBLX", "DT", "20")]
    far = join(shape, Record("A", 9, {"JCMJ": 700.0}), {"JCMJ": "m2"}, {"JCMJ": MU})
    assert far.values["JCMJ"] == 700.0 and far.findings[0].values["shape"] == "599.64"
