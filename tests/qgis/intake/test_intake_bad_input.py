"""What bad input gets: one clear sentence in Chinese, nothing half done, nothing left behind."""

from __future__ import annotations

import errno
import os
import re
import shutil
import struct
import zipfile

import openpyxl
import pytest
from osgeo import ogr
from qgis.core import QgsGeometry

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.intake import IntakeOptions, read_package, shapes
from weipian_plugin.intake.scratch import scratch_folder

MARKED = (37347000.0, 2387000.0, 50.0)


@pytest.fixture(autouse=True)
def nothing_is_left_behind(scratch):
    yield
    assert list(scratch.iterdir()) == []


def refuse(path, **options) -> WeipianError:
    """The error; its sentence names the file, is Chinese, and says what to do."""
    with pytest.raises(WeipianError) as caught:
        read_package(path, IntakeOptions(**options))
    sentence = caught.value.sentence("zh")
    assert "?" not in sentence and re.search(r"请", sentence), sentence
    assert re.search(r"[一-鿿]", sentence) and "?" not in caught.value.sentence("en")
    return caught.value


def codes(patch) -> list:
    return [finding.code for finding in patch.findings]


@pytest.mark.parametrize(("name", "code"), [("批次.xls", "OLD_EXCEL"), ("批次.rar", "ARCHIVE_KIND"),
                                            ("批次.7z", "ARCHIVE_KIND"), ("批次.zip", "ZIP_DAMAGED"),
                                            ("批次.xlsx", "TABLE_NOT_XLSX"), ("说明.txt", "NO_GEOMETRY_FILE")])
def test_files_of_another_kind_are_told_what_to_do(build, name, code):
    (build.folder / name).write_bytes(b"Rar! or whatever")
    error = refuse(build.folder / name)
    assert error.code == code and name in error.sentence("zh")


def test_nothing_there_and_nothing_inside(build, tmp_path):
    assert refuse(tmp_path / "没有.zip").code == "PACKAGE_NOT_FOUND"
    assert refuse(build.folder).code == "NO_GEOMETRY_FILE"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as package:
        package.writestr("读我.txt", "x")
        package.writestr("内层.zip", "x")
    error = refuse(tmp_path / "a.zip")
    assert error.code == "NO_GEOMETRY_FILE" and "内层.zip" in error.sentence("zh")


@pytest.mark.parametrize("missing", [".dbf", ".shx"])
def test_a_missing_part_is_named(build, missing):
    path = build.layer()
    path.with_suffix(missing).unlink()
    error = refuse(path)
    assert error.code == "SHAPEFILE_PART_MISSING" and missing in error.sentence("zh")


@pytest.mark.parametrize(("part", "keep", "code"), [
    (".shp", -8, "FILE_TRUNCATED"), (".shp", 40, "FILE_TRUNCATED"), (".shx", -8, "FILE_TRUNCATED"),
    (".dbf", -3, "FILE_TRUNCATED"), (".dbf", 20, "FILE_TRUNCATED")])
def test_a_file_cut_on_its_way_is_named(build, part, keep, code):
    path = build.layer().with_suffix(part)
    path.write_bytes(path.read_bytes()[:keep])
    error = refuse(build.folder / "图斑.shp")
    assert error.code == code and f"图斑{part}" in error.sentence("zh")


def test_a_damaged_file_and_parts_of_two_sets(build):
    path = build.layer()
    other = build.layer("另.shp", build.rows()[:1])
    content = path.read_bytes()
    path.write_bytes(b"\0\0\0\0" + content[4:])
    assert refuse(path).code == "FILE_DAMAGED"
    path.write_bytes(content)
    path.with_suffix(".dbf").write_bytes(other.with_suffix(".dbf").read_bytes())
    assert refuse(path).code == "SHAPEFILE_PARTS_DIFFER"
    broken = build.folder / "坏.gpkg"
    broken.write_bytes(b"SQLite format 3\0" + b"\0" * 200)
    assert refuse(broken).code == "FILE_DAMAGED"


@pytest.mark.parametrize(("epsg", "code"), [(2361, "CRS_LEGACY"), (4610, "CRS_LEGACY"), (2413, "CRS_LEGACY"),
                                            (32649, "CRS_UNKNOWN"), (None, "CRS_UNKNOWN")])
def test_legacy_foreign_and_missing_systems_are_refused(build, epsg, code):
    error = refuse(build.layer(epsg=epsg))
    assert error.code == code and "图斑.shp" in error.sentence("zh")


def test_swapped_axes_and_another_continent(build):
    swapped = [(a, "POLYGON((2390000 37345000,2390040 37345000,2390040 37345040,2390000 37345000))")
               for a, _ in build.rows()[:1]]
    assert refuse(build.layer("a.shp", swapped)).code == "COORDINATES_SWAPPED"
    away = [(a, "POLYGON((-70 -20,-70 -19,-69 -19,-70 -20))") for a, _ in build.rows()[:1]]
    assert refuse(build.layer("b.shp", away, epsg=4490)).code == "COORDINATES_OUTSIDE"
    assert refuse(build.layer("c.shp", away, epsg=4490), crs="EPSG:4490").code == "COORDINATES_OUTSIDE"


@pytest.mark.parametrize("kind", [ogr.wkbPoint, ogr.wkbLineString])
def test_a_point_or_line_layer_is_no_patch_layer(build, kind):
    wkt = "POINT(37345000 2390000)" if kind == ogr.wkbPoint else "LINESTRING(37345000 2390000,37345040 2390000)"
    assert refuse(build.layer(rows=[({"JCBH": "P1"}, wkt)], kind=kind)).code == "NOT_POLYGONS"
    assert refuse(build.layer("a.gpkg", [({"JCBH": "P1"}, wkt)], kind=kind, driver="GPKG")).code == "NOT_POLYGONS"


def test_ids_missing_empty_or_doubled_name_the_rows(build):
    rows = build.rows()
    nameless = [({"NAME": "x"}, wkt) for _, wkt in rows]
    error = refuse(build.layer("a.shp", nameless))
    assert error.code == "JCBH_MISSING" and "NAME" in error.sentence("zh")
    empty = [({**rows[0][0]}, rows[0][1]), ({**rows[1][0], "JCBH": " "}, rows[1][1])]
    error = refuse(build.layer("b.shp", empty))
    assert (error.code, error.values["rows"]) == ("JCBH_EMPTY", "2")
    doubled = [rows[0], ({**rows[1][0], "JCBH": rows[0][0]["JCBH"] + " "}, rows[1][1])]
    error = refuse(build.layer("c.shp", doubled))
    assert (error.code, error.values["rows"]) == ("JCBH_DOUBLED", "1、2")
    assert rows[0][0]["JCBH"] in error.sentence("zh")


def test_several_layers_are_listed_and_one_may_be_named(build):
    build.layer("甲.shp")
    build.layer("乙.shp")
    error = refuse(build.folder)
    assert error.code == "SEVERAL_LAYERS" and set(error.values["choices"]) == {"甲.shp", "乙.shp"}
    assert len(read_package(build.folder, IntakeOptions(layer="乙.shp")).patches) == 2
    assert refuse(build.folder, layer="丙.shp").code == "LAYER_UNKNOWN"


def test_a_locked_workbook_stops_the_batch_rather_than_entering_half_of_it(build):
    path = build.layer()
    (build.folder / "附表1-1.xlsx").write_bytes(b"\xd0\xcf\x11\xe0" + b"\0" * 600)
    error = refuse(path)
    assert error.code == "XLSX_PASSWORD" and "附表1-1.xlsx" in error.sentence("zh")


def test_formula_errors_enter_with_the_cell_named(build):
    path = build.layer()
    build.table([["JCBH", "XMC", "监测面积（亩）"], ["450512A001", "铁山港区", "#REF!"],
                 ["450512A002", "铁山港区", 5.4]])
    first, second = read_package(path).patches
    assert [(f.code, f.values["cell"]) for f in first.findings] == [("CELL_ERROR", "C2")] and codes(second) == []
    assert first.attributes["JCMJ"] == 1600.0


def test_invalid_polygons_enter_repaired_beside_the_issued_shape(build):
    x, y = 37345000, 2390000
    bowtie = f"POLYGON(({x} {y},{x + 40} {y + 40},{x + 40} {y},{x} {y + 40},{x} {y}))"
    spike = f"POLYGON(({x} {y},{x} {y + 40},{x + 40} {y + 40},{x + 40} {y},{x + 90} {y},{x + 40} {y},{x} {y}))"
    nested = (f"MULTIPOLYGON((({x} {y},{x} {y + 40},{x + 40} {y + 40},{x + 40} {y},{x} {y})),"
              f"(({x + 10} {y + 10},{x + 10} {y + 20},{x + 20} {y + 20},{x + 20} {y + 10},{x + 10} {y + 10})))")
    flat = f"POLYGON(({x} {y},{x + 40} {y},{x} {y}))"
    rows = [({"JCBH": f"450512B00{i}"}, wkt) for i, wkt in enumerate((bowtie, spike, nested, flat, None), 1)]
    path = build.layer("a.gpkg", rows, driver="GPKG", kind=ogr.wkbUnknown)
    patches = read_package(path).patches
    assert [codes(p) for p in patches] == [["V04_GEOMETRY"]] * 3 + [["GEOMETRY_UNUSABLE"], ["GEOMETRY_EMPTY"]]
    issued, repaired = QgsGeometry(), QgsGeometry()
    for patch, wkt in zip(patches[:3], (bowtie, spike, nested)):
        issued.fromWkb(patch.wkb)
        repaired.fromWkb(patch.repaired)
        assert issued.equals(QgsGeometry.fromWkt(wkt)) and repaired.isGeosValid()
        assert patch.findings[0].severity == "E"
    repaired.fromWkb(patches[0].repaired)
    assert repaired.area() == pytest.approx(800.0)
    assert patches[0].findings[0].values["after"] == pytest.approx(800.0, rel=1e-3)
    assert patches[3].repaired is None and patches[4].wkb is None


def test_real_invalid_polygons_all_enter_and_none_crashes(build, data):
    """The invalid cases of GEOS's own tests, moved to the scene."""
    source = ogr.Open(str(next((data / "geometry").glob("*.gpkg"))))
    rows = []
    for feature in source.GetLayer(0):
        shape = feature.GetGeometryRef()
        if shape is not None and "POLYGON" in shape.GetGeometryName():
            rows.append(({"JCBH": f"G{len(rows):05d}"}, shape.Clone()))
    base = build.layer("geos.gpkg", build.rows(), driver="GPKG", kind=ogr.wkbUnknown)
    dataset = ogr.Open(str(base), 1)
    layer = dataset.GetLayer(0)
    dataset.StartTransaction()
    for attributes, shape in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["JCBH"] = attributes["JCBH"]
        feature.SetGeometryDirectly(moved(shape, 37345000.0, 2390000.0))
        layer.CreateFeature(feature)
    dataset.CommitTransaction()
    del feature, layer, dataset
    patches = read_package(base, IntakeOptions(crs="EPSG:4525", layer="patches")).patches
    assert len(patches) == len(rows) + 2 and len(rows) > 50
    seen = {code for patch in patches for code in codes(patch)}
    assert "V04_GEOMETRY" in seen
    for patch in patches:
        if patch.repaired is not None:
            repaired = QgsGeometry()
            repaired.fromWkb(patch.repaired)
            assert repaired.isGeosValid() and repaired.area() > 0


def moved(shape: ogr.Geometry, x: float, y: float) -> ogr.Geometry:
    """The polygon shifted by (x, y), vertex by vertex: NaN stays NaN."""
    for polygon in range(shape.GetGeometryCount()):
        part = shape.GetGeometryRef(polygon)
        for ring in range(max(part.GetGeometryCount(), 0)):
            points = part.GetGeometryRef(ring)
            for index in range(points.GetPointCount()):
                points.SetPoint_2D(index, points.GetX(index) + x, points.GetY(index) + y)
    return shape


def test_a_vertex_that_is_no_number_makes_its_patch_unusable_only(build):
    path = build.layer()
    content = path.read_bytes()
    assert struct.pack("<d", 37345040.0) in content
    path.write_bytes(content.replace(struct.pack("<d", 37345040.0), struct.pack("<d", float("nan"))))
    first, second = read_package(path).patches
    assert codes(first) == ["GEOMETRY_UNUSABLE"] and first.wkb is None
    assert codes(second) == [] and second.wkb


@pytest.mark.parametrize("epsg", [4525, 4490])
@pytest.mark.parametrize("far", ["1e15", "1e200"])
def test_a_vertex_beyond_every_zone_makes_its_patch_unusable_only(build, epsg, far):
    (attributes, wkt), other = build.rows(LZB=109.5, BZB=21.6)
    if epsg == 4490:
        wkt, other = "POLYGON((109.5 21.6,109.5 21.61,109.51 21.61,109.5 21.6))", (
            other[0], "POLYGON((109.51 21.6,109.51 21.601,109.511 21.601,109.51 21.6))")
    first = wkt.split("((")[1].split(",")[0]
    stray = wkt.replace(first, f"{first},{far} {far}", 1)
    patches = read_package(build.layer(rows=[(attributes, stray), other, ({**other[0], "JCBH": "3"}, other[1])],
                                       epsg=epsg)).patches
    assert codes(patches[0]) == ["GEOMETRY_OUT_OF_RANGE"] and patches[0].wkb is None
    assert patches[1].wkb and patches[2].wkb


def test_what_a_killed_intake_left_is_swept_by_the_next(build, scratch):
    left, fresh = scratch / "weipian-intake-dead", scratch / "weipian-intake-new"
    for folder in (left, fresh):
        (folder / "package").mkdir(parents=True)
        (folder / "package" / "图斑.shp").write_bytes(b"x")
    os.utime(left, (0, 0))
    read_package(build.layer())
    assert [folder.name for folder in scratch.iterdir()] == ["weipian-intake-new"]
    shutil.rmtree(fresh)


def test_the_folder_of_a_living_intake_is_not_swept(scratch):
    with scratch_folder() as held:
        os.utime(held, (0, 0))
        with scratch_folder() as other:
            assert held.is_dir() and other != held


def test_text_cut_by_a_field_and_a_lying_cpg_are_told(build):
    path = build.layer(rows=build.rows(BZ="北海市铁山港区" * 11 + "示"))
    path.with_suffix(".cpg").write_text("UTF-8")
    delivery = read_package(path)
    assert {f.code for f in delivery.findings} >= {"ENCODING_DECLARED_WRONG"}
    assert delivery.patches[0].attributes["XMC"] == "铁山港区"


def rows_with_a_mark(build, heading: str, mark: str) -> list:
    x, y, side = MARKED
    wkt = f"POLYGON(({x} {y},{x} {y + side},{x + side} {y + side},{x + side} {y},{x} {y}))"
    return [*((dict(a, **{heading: "否"}), w) for a, w in build.rows()),
            ({"JCBH": "450512JM777", "XMC": "密密县", "JCMJ": 2500.0, heading: mark}, wkt)]


def everything_said(delivery) -> str:
    return repr((delivery.patches, delivery.findings, delivery.summary("zh"), delivery.summary("en"), delivery.mapping,
                 delivery.rows_without_shape, delivery.shapes_without_row, delivery.imagery))


@pytest.mark.parametrize(("heading", "mark"), [("SFJY", "是"), ("SFJY", "1"), ("SFSM", "涉密"), ("QTJTLX", "JY"),
                                               ("SFJY", "不详")])
def test_a_marked_shape_goes_apart_at_the_door_and_is_in_nothing_else(build, heading, mark):
    delivery = read_package(build.layer(rows=rows_with_a_mark(build, heading, mark)))
    assert [p.jcbh for p in delivery.classified] == ["450512JM777"] and delivery.classified[0].wkb
    assert [p.jcbh for p in delivery.patches] == ["450512A001", "450512A002"]
    said = everything_said(delivery)
    assert "JM777" not in said and "密密县" not in said and "37347" not in said
    assert "另有 1 条按机要程序处理" in delivery.summary("zh")


@pytest.mark.parametrize(("column", "text", "count"), [
    ("TBLX", "军用土地", 2), ("BZ", "该处为军事设施", 2), ("说明", "涉密", 2), ("BZ", "非军用", 0),
    ("是否涉密", "否", 0)])
def test_unmarked_texts_that_speak_of_it_are_counted_without_detail_and_keep_nothing_out(build, column, text, count):
    delivery = read_package(build.layer(rows=build.rows(**{column: text})))
    assert len(delivery.patches) == 2 and delivery.classified == []
    told = [finding for finding in delivery.findings if finding.code == "SECRET_WORDS"]
    assert [finding.values for finding in told] == ([{"count": count}] if count else [])
    assert delivery.findings[0] in told or not count


def test_water_is_not_classified(build):
    delivery = read_package(build.layer(rows=build.rows(TBLX="SM")))
    assert delivery.classified == [] and len(delivery.patches) == 2


def test_a_mark_in_any_table_takes_the_shape_along_and_its_faults_stay_unsaid(build):
    rows = rows_with_a_mark(build, "BZ", "x")
    path = build.layer(rows=[*rows, rows[-1]])  # doubled, but nobody is told so
    build.table([["监测编号", "是否军用", "XFSJ", "XMC"], ["450512A001", "否", "20230815", "铁山港区"],
                 ["450512A002", None, "20230815", "铁山港区"]])
    build.table([["图斑编号", "军用", "XFSJ", "县名称", "村", "监测面积"],
                 [" 450512jm777".upper(), "军用", "乱", "#REF!", "密村", 3.75]], "附表9.xlsx")
    delivery = read_package(path)
    assert [p.jcbh for p in delivery.classified] == ["450512JM777"]
    assert delivery.classified[0].wkb and delivery.classified[0].attributes["SFJY"] == 1
    assert delivery.classified[0].attributes["CUNMC"] == "密村" and delivery.classified[0].extra["JCMJ"] == 3.75
    assert len(delivery.patches) == 2 and delivery.shapes_without_row == []
    said = everything_said(delivery)
    assert "JM777" not in said and "密密县" not in said and "乱" not in said


@pytest.mark.parametrize("heading", ["是 否\n军 用", "是否军用（是/否）", "军用土地", "是否为涉密图斑", "sfjy",
                                     "是否涉军？"])
def test_a_mark_counts_however_its_heading_is_put(build, heading):
    path = build.layer(rows=rows_with_a_mark(build, "BZ", "x"))
    build.table([["监测编号", heading], ["450512A001", "否"], ["450512JM777", "√"]])
    assert [p.jcbh for p in read_package(path).classified] == ["450512JM777"]


def test_a_mark_in_the_second_of_two_such_columns_counts(build):
    path = build.layer(rows=rows_with_a_mark(build, "BZ", "x"))
    build.table([["监测编号", "SFJY", "SFJY"], ["450512A001", "否", "否"], ["450512JM777", "否", "是"]])
    assert [p.jcbh for p in read_package(path).classified] == ["450512JM777"]


def test_imagery_said_to_be_unclassified_marks_no_patch(build):
    path = build.layer()
    build.table([["监测编号", "影像是否非涉密"], ["450512A001", "是"], ["450512A002", "是"]])
    assert read_package(path).classified == []


def test_a_mark_on_a_hidden_sheet_counts_and_the_sheet_is_otherwise_left_alone(build):
    path = build.layer(rows=rows_with_a_mark(build, "BZ", "x"))
    book = openpyxl.Workbook()
    book.active.append(["说明"])
    hidden = book.create_sheet("隐藏")
    hidden.sheet_state = "hidden"
    for row in (["JCBH", "SFJY", "XMC"], ["450512JM777", "是", "密密县"], ["450512A001", "否", "别处"]):
        hidden.append(row)
    book.save(build.folder / "附表1-1.xlsx")
    delivery = read_package(path)
    assert [p.jcbh for p in delivery.classified] == ["450512JM777"]
    assert [p.attributes["XMC"] for p in delivery.patches] == ["铁山港区"] * 2
    assert "JM777" not in everything_said(delivery)


@pytest.mark.parametrize(("number", "code"), [(errno.ENOSPC, "DISK_FULL"), (errno.EACCES, "FILE_NOT_READABLE")])
def test_a_full_disk_and_a_file_that_may_not_be_read_say_so(build, monkeypatch, number, code):
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    path = build.layer()
    monkeypatch.setattr(shapes.shutil, "copyfile", fail)
    assert refuse(path).code == code


@pytest.mark.parametrize("jcbh", [None, 450512180000123456, "#REF!"])
def test_a_marked_row_whose_id_cannot_be_read_stops_everything(build, jcbh):
    path = build.layer()
    build.table([["JCBH", "SFJY", "XMC"], ["450512A001", "否", "铁山港区"], [jcbh, "是", "密密县"]])
    error = refuse(path)
    assert error.code == "CLASSIFIED_WITHOUT_ID" and "密密县" not in error.sentence("zh")


def test_imagery_named_after_a_marked_patch_is_not_listed(build, demo):
    (build.folder / "450512JM777_Q_20161209.tif").write_bytes((demo / "before_20161209_rgb8.tif").read_bytes())
    build.layer(rows=rows_with_a_mark(build, "SFJY", "是"))
    delivery = read_package(build.folder)
    assert delivery.imagery == [] and "JM777" not in everything_said(delivery)
