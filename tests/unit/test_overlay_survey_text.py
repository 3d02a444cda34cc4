"""勘测定界 texts: rings, axis orders, zones and encodings read rightly or refused by line number; round trips."""

from __future__ import annotations

from pathlib import Path
from typing import Optional

import numpy as np
import pytest
import shapely

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.overlay.kernels.plane import JobPlane, source_crs
from weipian_plugin.overlay.kernels.polygons import from_geometries, indexed, ring_areas
from weipian_plugin.overlay.readers.opening import open_reader
from weipian_plugin.overlay.readers.survey_text import COLUMNS
from weipian_plugin.overlay.sources import open_source, read_features
from weipian_plugin.overlay.survey_text_writer import write_survey_text

HEAD = {"格式版本号": "1.01", "坐标系": "2000国家大地坐标系", "几度分带": "3", "投影类型": "高斯克吕格",
        "计量单位": "米", "带号": "38", "精度": "0.001", "转换参数": ",,,,,,"}
NORTH, EAST = 2500000.0, 38500000.0


def box(size: float, east: float = 0.0, north: float = 0.0, closed: bool = True) -> list:
    """(north, east) points of a square about a corner."""
    points = [(north, east), (north, east + size), (north + size, east + size), (north + size, east)]
    return [*points, points[0]] if closed else points


def lines_of(*rings: list, numbers: Optional[list] = None, base: tuple = (NORTH, EAST), swapped: bool = False) -> list:
    lines = []
    for place, ring in enumerate(rings):
        for point, (north, east) in enumerate(ring):
            pair = (base[0] + north, base[1] + east)
            first, second = pair[::-1] if swapped else pair
            lines.append(f"J{point + 1},{numbers[place] if numbers else place + 1},{first:.3f},{second:.3f}")
    return lines


def write(path: Path, points: list, parcel: str = "{},1.0,DK-1,一号地块,面,H49,住宅,0701,@", encoding: str = "gb18030",
          head: Optional[dict] = None) -> Path:
    given = {**HEAD, **(head or {})}
    text = ["[属性描述]", *(f"{key}={value}" for key, value in given.items() if value is not None), "[地块坐标]",
            parcel.format(len(points)), *points]
    path.write_bytes("\r\n".join(text).encode(encoding))
    return path


def read(path: Path) -> shapely.Geometry:
    return read_features(open_source(str(path)), []).geometries[0]


def refused(path: Path) -> WeipianError:
    with pytest.raises(WeipianError) as error:
        reader = open_reader(open_source(str(path)))
        list(reader.blocks([], lambda: None))
    assert "?" not in error.value.sentence("zh")
    assert "?" not in error.value.sentence("en")
    return error.value


@pytest.fixture
def text(tmp_path: Path) -> Path:
    return tmp_path / "红线 1#.txt"


def test_x_is_north_and_the_zone_is_told(text: Path) -> None:
    source = open_source(str(write(text, lines_of(box(100)))))
    assert source.crs.text == "EPSG:4526"
    assert source.fields == COLUMNS
    assert source.count == 1
    features = read_features(source, list(COLUMNS))
    assert shapely.bounds(features.geometries[0]).tolist() == [EAST, NORTH, EAST + 100, NORTH + 100]
    assert [features.columns[name][0] for name in COLUMNS] == ["DK-1", "一号地块", 1.0, "面", "H49", "住宅", "0701"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "utf-8-sig", "utf-16"])
def test_either_encoding_reads_as_chinese(text: Path, encoding: str) -> None:
    source = open_source(str(write(text, lines_of(box(100)), encoding=encoding)))
    assert read_features(source, ["地块名称"]).columns["地块名称"].tolist() == ["一号地块"]


@pytest.mark.parametrize(("base", "crs"), [
    ((NORTH, EAST), "EPSG:4526"), ((NORTH, 500000.0), "EPSG:4547"), ((330000.0, EAST), "EPSG:4526"),
    ((21.5, 109.1), "EPSG:4490"),
])
@pytest.mark.parametrize("swapped", [False, True])
def test_the_order_of_the_axes_is_seen_by_their_size(text: Path, base: tuple, crs: str, swapped: bool) -> None:
    size = 0.01 if base[0] < 90 else 100
    write(text, lines_of(box(size), base=base, swapped=swapped))
    source = open_source(str(text))
    assert source.crs.text == crs
    assert shapely.bounds(read(text)).tolist() == pytest.approx([base[1], base[0], base[1] + size, base[0] + size])


def test_what_could_be_either_is_asked_by_its_line(text: Path) -> None:
    error = refused(write(text, lines_of(box(100), base=(900000.0, 500000.0))))
    assert error.code == "SURVEY_TEXT_AXES"
    assert error.values["line"] == 12


def test_one_point_the_other_way_round_is_found(text: Path) -> None:
    points = lines_of(box(100))
    points[2] = lines_of(box(100), swapped=True)[2]
    error = refused(write(text, points))
    assert (error.code, error.values["line"]) == ("SURVEY_TEXT_AXES", 14)


@pytest.mark.parametrize(("width", "number", "easting", "crs"), [
    ("3", "38", EAST, "EPSG:4526"), ("", "", EAST, "EPSG:4526"), ("6", "19", 19500000.0, "EPSG:4497"),
    ("6", "19带", 500000.0, "EPSG:4508"), ("", "37", 500000.0, "EPSG:4546"),
])
def test_every_way_to_tell_the_zone(text: Path, width: str, number: str, easting: float, crs: str) -> None:
    write(text, lines_of(box(100), base=(NORTH, easting)), head={"几度分带": width, "带号": number})
    assert open_source(str(text)).crs.text == crs


@pytest.mark.parametrize(("head", "base", "code"), [
    ({"带号": ""}, (NORTH, 500000.0), "SURVEY_TEXT_ZONE"),
    ({"带号": "38", "几度分带": "6"}, (NORTH, EAST), "SURVEY_TEXT_ZONE"),
    ({"带号": "37"}, (NORTH, EAST), "SURVEY_TEXT_ZONE_CONTRADICTED"),
    ({"坐标系": "1980西安坐标系"}, (NORTH, EAST), "LAYER_CRS_LEGACY"),
    ({"坐标系": "北京54"}, (NORTH, EAST), "LAYER_CRS_LEGACY"),
    ({"坐标系": "地方独立坐标系"}, (NORTH, EAST), "SURVEY_TEXT_CRS"),
    ({"坐标系": None}, (NORTH, EAST), "SURVEY_TEXT_CRS"),
])
def test_a_coordinate_system_in_doubt_is_refused(text: Path, head: dict, base: tuple, code: str) -> None:
    assert refused(write(text, lines_of(box(100), base=base), head=head)).code == code


def test_the_closing_point_may_be_missing(text: Path) -> None:
    assert read(write(text, lines_of(box(100, closed=False)))).area == 10000


def test_rings_are_holes_or_outlines_by_where_they_lie(text: Path) -> None:
    rings = [box(10, 40, 40), box(100), box(50, 300, 0), box(60, 20, 20), box(50, 400, 400), box(20, 310, 10)]
    shape = read(write(text, lines_of(*rings)))
    # An island in a hole in the first outline, a hole in the second, a third without.
    assert shape.geom_type == "MultiPolygon"
    assert shape.is_valid
    assert shape.area == 10000 - 3600 + 100 + 2500 - 400 + 2500


def test_rings_that_share_their_number_are_told_apart_by_closing(text: Path) -> None:
    shape = read(write(text, lines_of(box(100), box(20, 10, 10), numbers=[1, 1])))
    assert shape.area == 10000 - 400


def test_rings_may_touch(text: Path) -> None:
    shape = read(write(text, lines_of(box(100), box(100, 100, 100), box(20, 0, 0))))
    assert shape.area == 20000 - 400


@pytest.mark.parametrize("other", [box(100, 50, 50), box(100)])
def test_rings_that_cross_or_repeat_each_other_are_refused(text: Path, other: list) -> None:
    error = refused(write(text, lines_of(box(100), other)))
    assert (error.code, error.values["line"], error.values["other"]) == ("SURVEY_TEXT_RINGS_CROSS", 11, 17)


@pytest.mark.parametrize(("change", "code", "line"), [
    (lambda points: [*points[:2], "J3,1,abc,2", *points[3:]], "SURVEY_TEXT_LINE", 14),
    (lambda points: [*points[:2], "J3,1,2500000", *points[3:]], "SURVEY_TEXT_LINE", 14),
    (lambda points: [*points[:2], "J3,1,nan,38500000", *points[3:]], "SURVEY_TEXT_LINE", 14),
    (lambda points: [points[0], points[1], points[0]], "SURVEY_TEXT_RING", 12),
])
def test_a_line_that_is_wrong_is_named(text: Path, change, code: str, line: int) -> None:  # type: ignore[no-untyped-def]
    error = refused(write(text, change(lines_of(box(100)))))
    assert (error.code, error.values["line"]) == (code, line)


def test_a_file_cut_short_is_not_taken_for_a_smaller_parcel(text: Path) -> None:
    write(text, lines_of(box(100)))
    whole = text.read_bytes().split(b"\r\n")
    text.write_bytes(b"\r\n".join(whole[:-2]))
    error = refused(text)
    assert (error.code, error.values["line"], error.values["declared"], error.values["found"]) == (
        "SURVEY_TEXT_COUNT", 11, 5, 3)


@pytest.mark.parametrize("declared", ["5", "4", ""])
def test_makers_count_the_closing_point_or_not(text: Path, declared: str) -> None:
    assert read(write(text, lines_of(box(100)), parcel=declared + ",1.0,DK-1,地块,面,H49,住宅,0701,@")).area == 10000


def test_names_with_commas_missing_ends_and_wide_commas_are_read(text: Path) -> None:
    points = [line.replace(",", "，") for line in lines_of(box(100))]
    source = open_source(str(write(text, points, parcel="5,1.0,DK-1,甲,乙号,面,H49,住宅,0701")))
    features = read_features(source, ["地块名称", "地类编码"])
    assert (features.columns["地块名称"][0], features.columns["地类编码"][0]) == ("甲,乙号", "0701")


def test_lines_and_points_are_counted_as_no_polygons(text: Path) -> None:
    write(text, lines_of(box(100, closed=False)[:2]), parcel="2,0,L-1,线,线,,,,@")
    with text.open("ab") as file:
        file.write("\r\n5,1.0,DK-2,二,面,,,,@\r\n".encode("gb18030") + "\r\n".join(lines_of(box(100))).encode())
    block, = open_reader(open_source(str(text))).blocks(["地块编号"], lambda: None)
    assert block.lost == {"FEATURES_NOT_POLYGONS": 1}
    assert [shape is None for shape in block.geometries] == [True, False]
    assert block.columns["地块编号"].tolist() == ["L-1", "DK-2"]


@pytest.mark.parametrize("content", ["", "something else", "[属性描述]\n坐标系=2000国家大地坐标系\n[地块坐标]\n"])
def test_another_text_is_no_survey_text(text: Path, content: str) -> None:
    text.write_text(content, encoding="utf-8")
    assert refused(text).code == "SURVEY_TEXT_NO_BLOCKS"


def test_bytes_that_are_no_text_are_named_by_line(text: Path) -> None:
    write(text, lines_of(box(100)))
    lines = text.read_bytes().split(b"\r\n")
    lines[2] += b"\x80\xff\xff"
    text.write_bytes(b"\r\n".join(lines))
    assert (refused(text).code, refused(text).values["line"]) == ("SURVEY_TEXT_ENCODING", 3)


def test_parcels_near_a_patch_are_found(text: Path) -> None:
    write(text, lines_of(box(100)))
    with text.open("ab") as file:
        file.write("\r\n5,1.0,DK-2,二,面,,,,@\r\n".encode("gb18030")
                   + "\r\n".join(lines_of(box(100, 5000, 0))).encode())
    patch = indexed(from_geometries(np.array([shapely.box(EAST + 5010, NORTH, EAST + 5020, NORTH + 10)], dtype=object)))
    found = open_reader(open_source(str(text))).near(patch, 1.0, ["地块编号"], lambda: None)
    assert found.columns["地块编号"].tolist() == ["DK-2"]
    assert (found.patch.tolist(), found.feature.tolist()) == ([0], [0])


def test_a_changed_text_is_not_believed(text: Path) -> None:
    reader = open_reader(open_source(str(write(text, lines_of(box(100))))))
    write(text, lines_of(box(200), box(10, 50, 50)))
    with pytest.raises(WeipianError) as error:
        list(reader.blocks([], lambda: None))
    assert error.value.code == "SOURCE_CHANGED_WHILE_READ"


# Writing

SHAPES = np.array([
    shapely.Polygon([(EAST + x, NORTH + y) for x, y in ((0, 0), (123.4567, 0.5), (130, 99.9999), (-5.25, 80))]),
    shapely.MultiPolygon([
        shapely.box(EAST, NORTH, EAST + 100, NORTH + 100).difference(
            shapely.box(EAST + 20, NORTH + 20, EAST + 30, NORTH + 30)),
        shapely.box(EAST + 22, NORTH + 22, EAST + 24, NORTH + 24),
        shapely.box(EAST + 500, NORTH, EAST + 600, NORTH + 9),
    ]),
], dtype=object)
GIVEN = [{"地块编号": "450500-1", "地块名称": "甲,乙\n地块", "面积": "1.2345", "图幅号": "F49", "用途": "住宅",
          "地类编码": "0701"},
         "450500-2"]


@pytest.mark.parametrize("encoding", ["GBK", "GB18030", "UTF-8"])
@pytest.mark.parametrize("crs", ["EPSG:4526", "EPSG:4547", "EPSG:4497", "EPSG:4508"])
def test_what_is_written_reads_back(text: Path, encoding: str, crs: str) -> None:
    zone = source_crs(crs, "").zone
    shift = zone.false_easting - EAST
    shapes = shapely.transform(SHAPES, lambda xy: xy + (shift, 0))
    assert write_survey_text(text, shapes, GIVEN, source_crs(crs, ""), maker="某单位", encoding=encoding) == 2
    source = open_source(str(text))
    assert source.crs.text == crs
    assert source.encoding == ("UTF-8" if encoding == "UTF-8" else "GB18030")
    back = read_features(source, list(COLUMNS))
    for shape, again in zip(shapes, back.geometries):
        assert again.is_valid
        assert shapely.hausdorff_distance(shape.boundary, again.boundary) < 1e-4
        assert again.area == pytest.approx(shape.area, rel=1e-6)
        assert len(shapely.get_parts(again)) == len(shapely.get_parts(shape))
    assert back.columns["地块名称"].tolist() == ["甲，乙 地块", ""]
    assert back.columns["面积"][0] == 1.2345
    assert back.columns["地块编号"].tolist() == ["450500-1", "450500-2"]


def test_the_form_is_the_usual_one(text: Path) -> None:
    write_survey_text(text, SHAPES, GIVEN, source_crs("EPSG:4526", ""))
    lines = text.read_bytes().decode("gb18030").split("\r\n")
    start = lines.index("[地块坐标]")
    assert {"坐标系=2000国家大地坐标系", "几度分带=3", "带号=38", "计量单位=米"} <= set(lines[:start])
    assert lines[start + 1] == "5,1.2345,450500-1,甲，乙 地块,面,F49,住宅,0701,@"
    assert lines[start + 2] == "J1,1,2500000.0000,38500000.0000"
    assert lines[start + 6] == "J1,1,2500000.0000,38500000.0000"
    second = lines[start + 7:-1]
    assert second[0].startswith("20,")
    assert [line.split(",")[:2] for line in second[5:8]] == [["J1", "1"], ["J1", "2"], ["J2", "2"]]


def test_an_area_not_given_is_that_on_the_ellipsoid(text: Path) -> None:
    crs = source_crs("EPSG:4526", "")
    write_survey_text(text, SHAPES, GIVEN, crs)
    plane = JobPlane(crs.zone).project(from_geometries(SHAPES), crs)
    hectares = ring_areas(plane.xy, plane.ring_start)[plane.owner_of_rings() == 1].sum() / 10000
    assert read_features(open_source(str(text)), ["面积"]).columns["面积"][1] == pytest.approx(hectares, abs=1e-4)


def test_degrees_are_written_in_their_zone(text: Path) -> None:
    write_survey_text(text, np.array([shapely.box(109.1, 21.5, 109.11, 21.51)], dtype=object), ["1"],
                      source_crs("EPSG:4490", ""))
    assert open_source(str(text)).crs.text == "EPSG:4524"


@pytest.mark.parametrize("shape", [None, shapely.Polygon(), shapely.Point(1, 1),
                                   shapely.Polygon([(EAST, NORTH), (EAST + 1, NORTH), (float("nan"), NORTH)]),
                                   shapely.box(EAST, NORTH, EAST + 1e-6, NORTH + 1e-6)])
def test_what_is_no_parcel_is_refused_and_nothing_is_left(text: Path, shape: Optional[shapely.Geometry]) -> None:
    with pytest.raises(WeipianError) as error:
        write_survey_text(text, np.array([shape], dtype=object), ["7号"], source_crs("EPSG:4526", ""))
    assert error.value.code == "SURVEY_TEXT_SHAPE"
    assert "7号" in error.value.sentence("zh")
    assert list(text.parent.iterdir()) == []


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(WeipianError) as error:
        write_survey_text(tmp_path / "a.txt", SHAPES, GIVEN, source_crs("EPSG:4526", ""))
    assert error.value.code == "OUTPUT_NOT_WRITTEN"
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]
