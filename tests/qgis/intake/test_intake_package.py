"""A whole package through the door: the bundled one, other containers, what is joined, what is told."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections import Counter

import pytest
from osgeo import ogr
from qgis.core import QgsCoordinateReferenceSystem, QgsDistanceArea, QgsGeometry

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.intake import IntakeOptions, read_package


def codes(patch) -> list:
    return [finding.code for finding in patch.findings]


def by_id(delivery) -> dict:
    return {patch.jcbh: patch for patch in delivery.patches}


@pytest.fixture
def delivery(package, demo, scratch, qgis_app):
    read = read_package(package, IntakeOptions(imagery=tuple(str(p) for p in sorted(demo.glob("*.tif")))))
    assert list(scratch.iterdir()) == []
    return read


def test_the_405_patches_come_in_with_their_chinese_right_and_their_areas_in_m2(delivery):
    shaped = [patch for patch in delivery.patches if patch.wkb]
    assert len(shaped) == 405 and delivery.encoding.startswith("GB18030")
    assert {p.attributes["XMC"] for p in delivery.patches} == {"铁山港区"}
    assert all("自动提取(未复核)，源：Sentinel-2" in p.attributes["BZ"] for p in shaped)
    assert (delivery.crs, delivery.source_crs) == ("EPSG:4525", "EPSG:4490")
    ruler = QgsDistanceArea()
    ruler.setEllipsoid("EPSG:7019")
    from qgis.core import QgsCoordinateTransformContext
    ruler.setSourceCrs(QgsCoordinateReferenceSystem("EPSG:4525"), QgsCoordinateTransformContext())
    for patch in shaped:
        shape = QgsGeometry()
        shape.fromWkb(patch.wkb)
        assert patch.attributes["JCMJ"] == pytest.approx(ruler.measureArea(shape), rel=2e-4, abs=0.1)


def test_places_agree_with_the_scene_to_a_millimetre(delivery, demo):
    scene = ogr.Open(str(demo / "beihai_scene.gpkg"))
    arrived = by_id(delivery)
    worst = 0.0
    for feature in scene.GetLayer("wptb_auto"):
        shape = QgsGeometry()
        shape.fromWkb(arrived[feature["JCBH"]].wkb)
        original = QgsGeometry.fromWkt(feature.GetGeometryRef().ExportToWkt())
        worst = max(worst, shape.hausdorffDistance(original))
    assert worst < 0.001


def test_what_does_not_match_is_listed(delivery):
    assert (delivery.rows_without_shape, delivery.shapes_without_row) == (["450512WP1800406"], ["450512WP1800391"])
    patches = by_id(delivery)
    assert patches["450512WP1800406"].wkb is None and codes(patches["450512WP1800406"]) == ["NO_SHAPE"]
    assert codes(patches["450512WP1800391"]) == ["NO_ROW"]
    differs = patches["450512WP1800122"]
    assert differs.attributes["TBLX"] == "TD" and codes(differs) == ["VALUES_DIFFER"]
    told = Counter(finding.code for patch in delivery.patches for finding in patch.findings)
    assert told == {"NO_SHAPE": 1, "NO_ROW": 1, "VALUES_DIFFER": 1} and delivery.findings == ()


def test_what_nobody_recognises_is_shown_and_kept(delivery):
    assert delivery.unrecognised == ["XZB", "YZB", "PMMJ"]
    assert by_id(delivery)["450512WP1800001"].extra == {"XZB": 2392000.0, "YZB": 37343795.0, "PMMJ": 600.0}
    assert "XZB" in delivery.summary("zh") and "GB18030" in delivery.summary("en")


def test_batch_facts_units_and_imagery(delivery):
    assert (delivery.issued, delivery.county) == ("2023-08-15", "450512")
    assert delivery.units["GDMJ"] == "亩" and delivery.units["JCMJ（图形）"] == "m2"
    assert sorted(s.date for s in delivery.imagery) == ["2016-12-09", "2018-03-09"]
    assert not any(scene.unclassified for scene in delivery.imagery)
    classes = {p.attributes["JCLB"] for p in delivery.patches if "JCLB" in p.attributes}
    assert classes == {"XZFN", "CXBH", "QTXZ", "QTBH"}


def test_zip_and_folder_are_the_same_delivery(package, unpacked, scratch, qgis_app):
    zipped, folder = read_package(package), read_package(unpacked)
    single = read_package(next(unpacked.glob("*.shp")))
    assert zipped.digest == folder.digest == single.digest
    assert [p.wkb for p in zipped.patches] == [p.wkb for p in folder.patches] == [p.wkb for p in single.patches]
    assert [p.attributes for p in zipped.patches] == [p.attributes for p in single.patches]
    (unpacked / "说明.txt").write_text("x")
    assert read_package(unpacked).digest == zipped.digest
    next(unpacked.glob("*.xlsx")).unlink()
    assert read_package(unpacked).digest != zipped.digest
    assert list(scratch.iterdir()) == []


def test_it_can_be_read_in_a_background_thread(package, qgis_app):
    results = []
    thread = threading.Thread(target=lambda: results.append(read_package(package)))
    thread.start()
    thread.join()
    assert len(results[0].patches) == 406


class Impatient:
    """Cancels at the n-th question."""

    def __init__(self, after: int) -> None:
        self.left, self.said = after, []

    def progress(self, done: int, total: int, text: str) -> None:
        self.said.append(text)

    def cancelled(self) -> bool:
        self.left -= 1
        return self.left < 0


def test_it_tells_what_it_does_and_stops_when_asked_leaving_nothing(package, scratch, qgis_app):
    patient = Impatient(10**6)
    read_package(package, feedback=patient)
    assert len(set(patient.said)) > 4
    for after in (0, 3, 8, 12):
        with pytest.raises(WeipianError) as stopped:
            read_package(package, feedback=Impatient(after))
        assert stopped.value.code == "JOB_CANCELLED"
    assert list(scratch.iterdir()) == []


def test_geopackage_and_its_table_beside_it(build, scratch):
    path = build.layer("a.gpkg", driver="GPKG")
    build.layer("a.gpkg", [({"DLBM": "0101", "TBBH": "1"}, "POLYGON((0 0,0 1,1 1,0 0))")], driver="GPKG", layer="dltb")
    build.table([["监测编号", "监测面积（亩）", "是否涉矿"], ["450512A001", 2.4, "否"], ["450512A002", 5.4, "是"]])
    before = {p.name: p.read_bytes() for p in build.folder.iterdir()}
    delivery = read_package(path)
    assert {p.name: p.read_bytes() for p in build.folder.iterdir()} == before
    assert [p.attributes["SFSK"] for p in delivery.patches] == [0, 1]
    assert [p.attributes["JCMJ"] for p in delivery.patches] == [1600.0, 3600.0]
    assert delivery.source_crs == delivery.crs == "EPSG:4525" and delivery.encoding == "UTF-8"
    assert list(scratch.iterdir()) == []


def test_a_geopackage_that_another_window_holds_is_read_from_a_copy(build):
    path = build.layer("a.gpkg", driver="GPKG")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    try:
        assert len(read_package(path).patches) == 2
    finally:
        other.close()


def test_file_geodatabase_as_folder_and_inside_a_zip(build, tmp_path):
    if ogr.GetDriverByName("OpenFileGDB").TestCapability("CreateDataSource") is not True:
        pytest.skip("this GDAL cannot write a file geodatabase")
    path = build.layer("批次.gdb", driver="OpenFileGDB", kind=ogr.wkbMultiPolygon)
    delivery = read_package(path)
    assert [p.jcbh for p in delivery.patches] == ["450512A001", "450512A002"] and delivery.crs == "EPSG:4525"
    zipped = shutil.make_archive(str(tmp_path / "批次"), "zip", build.folder)
    again = read_package(zipped)
    assert [p.wkb for p in again.patches] == [p.wkb for p in delivery.patches]


@pytest.mark.parametrize(("epsg", "x", "y"), [(4490, 109.52, 21.55), (4525, 37345000.0, 2385000.0),
                                              (4546, 345000.0, 2385000.0), (4497, 19345000.0, 2385000.0),
                                              (4508, 345000.0, 2385000.0)])
def test_degrees_and_zones_of_both_widths_with_and_without_prefix_end_in_one_place(build, epsg, x, y):
    side = 0.0004 if epsg == 4490 else 40.0
    wkt = f"POLYGON(({x} {y},{x} {y + side},{x + side} {y + side},{x + side} {y},{x} {y}))"
    delivery = read_package(build.layer(rows=[({"JCBH": "450512A1", "XMC": "铁山港区"}, wkt)], epsg=epsg))
    shape = QgsGeometry()
    shape.fromWkb(delivery.patches[0].wkb)
    centre = shape.centroid().asPoint()
    assert delivery.crs == "EPSG:4525" and delivery.source_crs == f"EPSG:{epsg}"
    assert 37340000 < centre.x() < 37350000 and 2380000 < centre.y() < 2390000
    if epsg != 4490:
        assert (round(centre.x()), round(centre.y())) == (37345020, 2385020)


def test_an_existing_workspaces_system_is_kept(build):
    delivery = read_package(build.layer(), IntakeOptions(target_crs="EPSG:4526"))
    assert delivery.crs == "EPSG:4526"


def test_a_missing_system_is_asked_for_with_a_proposal_and_taken_from_the_person(build):
    path = build.layer(epsg=None)
    with pytest.raises(WeipianError) as asked:
        read_package(path)
    assert asked.value.code == "CRS_UNKNOWN" and asked.value.values["proposed"] == "EPSG:4525"
    assert read_package(path, IntakeOptions(crs="EPSG:4525")).crs == "EPSG:4525"


def test_the_person_gives_issue_date_and_class_where_no_source_does(build):
    path = build.layer()
    assert [f.code for f in read_package(path).findings] == ["ISSUED_UNKNOWN"]
    delivery = read_package(path, IntakeOptions(issued="2023-08-15", jclb="新增非农建设类", label="八月"))
    assert (delivery.issued, delivery.label) == ("2023-08-15", "八月")
    assert {(p.attributes["XFSJ"], p.attributes["JCLB"]) for p in delivery.patches} == {("2023-08-15", "XZFN")}
    assert [f.code for f in delivery.findings] == ["FILLED_FROM_OPTIONS"] * 2


def test_another_sheet_and_an_old_file_are_told_and_left(build):
    path = build.layer()
    build.table([["JCBH", "XMC"], ["450512A001", "铁山港区"], ["450512A002", "铁山港区"]])
    build.table([["JCBH", "XMC"], ["999999X1", "别处"]], "其他县.xlsx")
    (build.folder / "附表.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    (build.folder / "证据.rar").write_bytes(b"Rar!")
    delivery = read_package(build.folder)
    assert sorted(f.code for f in delivery.findings) == ["ARCHIVE_KIND", "ISSUED_UNKNOWN", "OLD_EXCEL", "TABLE_LEFT"]
    assert len(delivery.patches) == 2 and all(not codes(p) for p in delivery.patches)
    assert len(read_package(path).patches) == 2


def test_rules_of_place_date_and_area_are_told_on_the_patch(build):
    rows = build.rows(XZQDM="450512", QSX="20161209", HSX="20180309", XFSJ="20230815")
    rows[0][0].update(XZQDM="450521", HSX="20161209")
    path = build.layer(rows=rows)
    build.table([["JCBH", "监测面积（亩）", "监测耕地面积", "农用地面积", "农用地面积2", "建设用地面积", "未利用地面积",
                  "经度", "纬度"],
                 ["450512A001", 2.4, 2.0, 1.0, 1.0, 1.0, 0, 109.9, 21.6],
                 ["450512A002", 9.0, 1.0, -1.0, 9.0, 0, 0, 21.5, 109.5]])
    first, second = read_package(path).patches
    assert [f.values["hsx"] for f in first.findings if f.code == "V03_DATES"] == ["2016-12-09"]
    assert sorted(codes(first)) == ["CENTRE_FAR", "V02_PREFIX", "V03_DATES", "V05_SUM", "V06_LARGER"]
    assert {"CENTRE_OUTSIDE", "V06_NEGATIVE", "VALUES_DIFFER", "AREA_DIFFERS"} <= set(codes(second))
    assert {f.code: f.severity for f in first.findings} == {
        "CENTRE_FAR": "W", "V02_PREFIX": "W", "V03_DATES": "E", "V05_SUM": "E", "V06_LARGER": "E"}
    assert all("?" not in f.sentence("zh") and "?" not in f.sentence("en").replace("together?", "").replace("unit?", "")
               for p in (first, second) for f in p.findings)


@pytest.mark.parametrize(("qsx", "hsx", "xfsj", "wrong"), [
    ("20161209", "20180309", "20180309", False), ("20161209", "20180309", "20180308", True),
    ("20180309", "20161209", "20230815", True), ("20161209", "", "20230815", False)])
def test_before_lies_before_after_and_issue_not_before_after(build, qsx, hsx, xfsj, wrong):
    delivery = read_package(build.layer(rows=build.rows(QSX=qsx, HSX=hsx, XFSJ=xfsj)))
    assert [("V03_DATES" in codes(p)) for p in delivery.patches] == [wrong, wrong]


def test_what_cannot_be_read_is_told_by_row_and_kept_as_it_stood(build):
    path = build.layer()
    build.table([["JCBH", "HSX", "图斑类型", "监测耕地面积"], ["450512A001", "三月", "ZZ", "约两亩"],
                 ["450512A002", 20180309, 1, 2]])
    first, second = read_package(path).patches
    assert [(f.code, f.severity, f.values["row"]) for f in first.findings] == [
        ("VALUE_UNREADABLE", "E", 2), ("CODE_UNKNOWN", "W", 2), ("VALUE_UNREADABLE", "W", 2)]
    assert first.extra == {"HSX": "三月", "监测耕地面积": "约两亩"} and first.attributes["TBLX"] == "ZZ"
    assert codes(second) == [] and second.attributes["TBLX"] == "01"


def test_a_date_that_is_none_is_refused_before_anything_is_read(build):
    with pytest.raises(WeipianError) as refused:
        read_package(build.layer(), IntakeOptions(issued="八月中"))
    assert refused.value.code == "ISSUED_UNREADABLE" and "八月中" in refused.value.sentence("zh")


def test_imagery_beside_the_package_finds_its_patches_by_date(build, demo):
    build.layer(rows=build.rows(QSX="20161209", HSX="20180309"))
    shutil.copyfile(demo / "before_20161209_rgb8.tif", build.folder / "前时相2016-12-09.tif")
    shutil.copyfile(demo / "before_20161209_rgb8.tif", build.folder / "底图.tif")
    shutil.copyfile(demo / "before_20161209_rgb8.tif", build.folder / "x20200101.tif")
    delivery = read_package(build.folder)
    assert sorted(s.date for s in delivery.imagery) == ["", "2016-12-09", "2020-01-01"]
    assert sorted(f.code for f in delivery.findings) == [
        "IMAGERY_MISSING", "IMAGERY_NO_DATE", "IMAGERY_UNMATCHED", "ISSUED_UNKNOWN"]
