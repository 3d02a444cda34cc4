"""Leads of 巡查, 12336 and 微信: read however an office wrote them, matched in space and time, held against imagery."""

from __future__ import annotations

import csv
import shutil
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from pyproj import Geod, Transformer
from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingFeedback

from tests.qgis import review_figures_scene as scene
from weipian_plugin.algorithms.import_discoveries import ImportDiscoveries
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch
from weipian_plugin.intake.discoveries import read_discoveries
from weipian_plugin.jobs.reviewing.discoveries import Matching, import_discoveries, match_again
from weipian_plugin.jobs.reviewing.figures import review_figures
from weipian_plugin.jobs.reviewing.review_input import Wish, read_review
from weipian_plugin.workspace.workspace import Workspace

HEADING = ("线索编号", "来源", "发现时间", "经度", "纬度", "线索描述")
GEOD = Geod(ellps="GRS80")


@pytest.fixture(scope="module")
def made(demo, tmp_path_factory, qgis_app):
    with pytest.MonkeyPatch.context() as patch:
        yield scene.make(demo, tmp_path_factory.mktemp("leads") / "w.gpkg", scene.Clock(patch))


@pytest.fixture()
def own(made, tmp_path, monkeypatch):
    path = tmp_path / "w.gpkg"
    shutil.copy(made, path)
    clock = scene.Clock(monkeypatch)
    clock.at("2021-09-25")
    with Workspace.open(path, actor="县局") as workspace:
        workspace.clock = clock
        yield workspace


class Places:
    """Points in and beside patches, in degrees."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.to_degrees = Transformer.from_crs(workspace.crs_authid, "EPSG:4490", always_xy=True).transform
        self.shapes = dict(workspace.parcel_shapes())
        self.by_outcome: dict[str, list[str]] = {}
        for row in workspace.table_rows():
            outcome = row.judgement.answers["PDLX"] if row.judgement else ""
            self.by_outcome.setdefault((row.parcel.attributes["XZQDM"], outcome), []).append(row.parcel.uuid)

    def inside(self, uuid: str) -> tuple[float, float]:
        shape = QgsGeometry()
        shape.fromWkb(self.shapes[uuid])
        point = shape.pointOnSurface().asPoint()
        return self.to_degrees(point.x(), point.y())

    def north_of_all(self, metres: float) -> tuple[str, tuple[float, float]]:
        """The northernmost patch, and a point so many metres north of its highest vertex."""
        tops = {}
        for uuid, wkb in self.shapes.items():
            shape = QgsGeometry()
            shape.fromWkb(wkb)
            tops[uuid] = max(shape.vertices(), key=lambda vertex: vertex.y())
        uuid = max(tops, key=lambda each: tops[each].y())
        lon, lat = self.to_degrees(tops[uuid].x(), tops[uuid].y())
        there = GEOD.fwd(lon, lat, 0, metres)
        return uuid, there[:2]


def table(path: Path, rows, heading=HEADING, encoding="utf-8") -> Path:
    with path.open("w", encoding=encoding, newline="") as opened:
        csv.writer(opened).writerows([heading, *rows])
    return path


def of_number(workspace):
    return {record.values.get("FXBH"): record for record in workspace.records("discovery")}


def test_a_lead_meets_the_patch_it_lies_in_else_the_nearest_within_the_distance(own, tmp_path):
    places = Places(own)
    illegal = places.by_outcome[scene.A, "违法"][0]
    uuid, beside = places.north_of_all(40.0)
    _, further = places.north_of_all(60.0)
    file = table(tmp_path / "巡查台账.csv", [
        ("内", "巡查", "2021-04-01", *places.inside(illegal), "厂房"), ("近", "12336", "2021/4/2", *beside, "堆土"),
        ("远", "微信", "2021年4月3日", *further, "𠀀地")], encoding="gb18030")
    found = import_discoveries(own, file, "EPSG:4490")
    leads = of_number(own)
    assert (len(found.kept), found.matched) == (3, 2)
    assert leads["内"].parcels == (illegal,) and leads["内"].values["FXJL"] == 0
    assert leads["近"].parcels == (uuid,) and leads["近"].values["FXJL"] == pytest.approx(40.0, abs=0.05)
    assert leads["远"].parcels == () and leads["远"].values["FXMS"] == "𠀀地"
    assert leads["内"].values["FXDW"].startswith(scene.A) and leads["远"].values["FXDW"]
    assert match_again(own, Matching(70.0)) == 1
    assert of_number(own)["远"].parcels == (uuid,)
    assert own.undo() is not None and of_number(own)["远"].parcels == ()


def test_of_two_patches_near_the_nearest_is_met_by_its_distance_on_the_ellipsoid_not_its_box(tmp_path, qgis_app):
    """In degrees: squares whose edges are 10 m west and 30 m east of a lead, and a lead diagonally beyond a corner."""
    lon, lat = 109.5, 21.5

    def square(number: int, west: float, east: float) -> IssuedPatch:
        (x0, _, _), (x1, _, _) = GEOD.fwd(lon, lat, 90, west), GEOD.fwd(lon, lat, 90, east)
        shape = QgsGeometry.fromWkt(f"POLYGON(({x0} 21.499,{x1} 21.499,{x1} 21.501,{x0} 21.501,{x0} 21.499))")
        jcbh = f"450512{number:06d}"
        return IssuedPatch(jcbh, {"JCBH": jcbh, "XFSJ": "2021-05-10"}, bytes(shape.asWkb()))

    (corner, _, _), (_, north, _) = GEOD.fwd(lon, lat, 90, 130), GEOD.fwd(lon, 21.501, 0, 36)
    (diagonal, _, _) = GEOD.fwd(corner, 21.501, 90, 36)
    with Workspace.create(tmp_path / "d.gpkg", crs="EPSG:4490", actor="甲") as workspace:
        workspace.add_batch(NewBatch("批", "2021-05-10", "x", "d", "GD2021", "450512"),
                            [square(1, -110, -10), square(2, 30, 130)])
        west, _ = [row.parcel_uuid for row in workspace.queue()]
        rows = [("中", "巡查", "2021-04-01", lon, lat, ""), ("角", "巡查", "2021-04-01", diagonal, north, "")]
        import_discoveries(workspace, table(tmp_path / "a.csv", rows), "EPSG:4490")
        leads = of_number(workspace)
    assert leads["中"].parcels == (west,) and leads["中"].values["FXJL"] == pytest.approx(10.0, abs=0.01)
    assert leads["角"].parcels == (), "36 m north and 36 m east of the corner are 51 m"


def test_only_what_was_found_within_so_many_days_of_the_issue_meets(own, tmp_path):
    places = Places(own)
    patch = places.by_outcome[scene.A, "违法"][0]  # issued 2021-05-10
    file = table(tmp_path / "a.csv", [(day, "巡查", day, *places.inside(patch), "") for day in (
        "2021-04-10", "2021-04-09", "2021-06-09", "2021-06-10")])
    import_discoveries(own, file, "EPSG:4490", matching=Matching(50, 30))
    assert {day: bool(lead.parcels) for day, lead in of_number(own).items()} == {
        "2021-04-10": True, "2021-04-09": False, "2021-06-09": True, "2021-06-10": False}


def test_the_comparison_tells_who_had_found_what_before_the_imagery(own, tmp_path):
    places = Places(own)
    wrong, legal = places.by_outcome[scene.A, "违法"], places.by_outcome[scene.A, "合法"]
    _, nowhere = places.north_of_all(900.0)
    rows = [("1", "巡查", "2021-04-01", *places.inside(wrong[0]), ""),
            ("2", "12336", "2021-04-20", *places.inside(wrong[0]), ""),
            ("3", "微信", "2021-05-09", *places.inside(wrong[1]), ""),
            ("4", "巡查", "2021-05-10", *places.inside(wrong[2]), ""),
            ("5", "巡查", "2021-04-01", *places.inside(legal[0]), ""),
            ("6", "12336", "2021-04-01", *nowhere, ""),
            ("7", "群众来信", "2021-04-01", *places.inside(wrong[3]), "")]
    import_discoveries(own, table(tmp_path / "a.csv", rows), "EPSG:4490")
    found = review_figures(read_review(own, Wish(date(2021, 9, 30))))
    county, whole = found.of(scene.A), found.of("")
    # Found before: patches 0 (twice) and 1. On the day of issue (4) is too late; 其他 (7) is no daily work.
    assert set(county.figure("found_rate").numerator) == {wrong[0], wrong[1]}
    assert county.figure("found_rate").value == Fraction(2, 39)
    assert found.of(scene.B).figure("found_rate").value is None, "another county's leads say nothing of this one"
    numbers = {key: int(whole.figure(key).value) for key in (
        "leads", "leads_before", "leads_after", "leads_not_illegal", "leads_unmatched")}
    assert numbers == {"leads": 7, "leads_before": 4, "leads_after": 1, "leads_not_illegal": 1, "leads_unmatched": 1}
    told = {line.label: (line.amount, line.words) for line in whole.figure("leads").calculation.lines}
    assert told["巡查：下发前已发现的违法图斑"] == (1, "其中只由巡查发现 0")
    assert told["微信：下发前已发现的违法图斑"] == (1, "其中只由微信发现 1")
    earlier = review_figures(read_review(own, Wish(date(2021, 9, 24))))
    assert "leads" not in earlier.of("").by_key, "the leads were brought in on the 25th"


def test_the_same_table_a_second_time_brings_nothing(own, tmp_path):
    places = Places(own)
    file = table(tmp_path / "a.csv", [("1", "巡查", "2021-04-01", *places.inside(next(iter(places.shapes))), "")] * 2)
    assert len(import_discoveries(own, file, "EPSG:4490").kept) == 1
    again = import_discoveries(own, file, "EPSG:4490")
    assert again.kept == () and {finding.code for finding in again.findings} == {"DISCOVERY_TWICE"}


def test_excel_with_titles_above_and_surveyors_x_north_is_read(own, tmp_path):
    """X is north and Y east with its zone, as survey offices write; the day is a date; the CRS stands in a column."""
    shape = QgsGeometry()
    uuid, wkb = next(iter(Places(own).shapes.items()))
    shape.fromWkb(wkb)
    point = shape.pointOnSurface().asPoint()
    book = openpyxl.Workbook()
    book.active.append(["2021年巡查台账"])
    book.active.append(["序号", "渠道", "巡查日期", "X(m)", "Y(m)", "坐标系", "县区"])
    book.active.append([1, "日常巡护", date(2021, 4, 1), point.y(), point.x(), own.crs_authid, scene.NAMES[scene.B]])
    book.save(tmp_path / "台账.xlsx")
    import_discoveries(own, tmp_path / "台账.xlsx")
    lead, = own.records("discovery")
    assert lead.parcels == (uuid,) and (lead.values["FXLY"], lead.values["FXSJ"]) == ("巡查", "2021-04-01")
    assert lead.values["FXDW"] == scene.B, "as the table says, whatever lies around"


@pytest.mark.parametrize(("heading", "row", "crs", "code"), [
    (HEADING, ("1", "巡查", "2021-04-01", 109.5, 21.5, ""), "", "DISCOVERIES_CRS"),
    ((*HEADING, "坐标系"), ("1", "巡查", "2021-04-01", 109.5, 21.5, "", "GCJ-02"), "", "DISCOVERIES_SHIFTED"),
    ((*HEADING[:3], "经度(高德)", "纬度(高德)"), ("1", "微信", "2021-04-01", 109.5, 21.5), "", "DISCOVERIES_SHIFTED"),
    (HEADING, ("1", "巡查", "2021-04-01", 21.5, 109.5, ""), "EPSG:4490", "COORDINATES_SWAPPED"),
    (HEADING[:3], ("1", "巡查", "2021-04-01"), "EPSG:4490", "DISCOVERIES_NO_PLACE"),
    (HEADING[2:], ("2021-04-01", 109.5, 21.5, ""), "EPSG:4490", "DISCOVERIES_NO_COLUMN"),
    (HEADING, ("1", "巡查", "去年", 109.5, 21.5, ""), "EPSG:4490", "DISCOVERIES_EMPTY"),
    ((*HEADING, "是否军用"), ("1", "巡查", "2021-04-01", 109.5, 21.5, "", "是"), "EPSG:4490", "DISCOVERIES_CLASSIFIED"),
])
def test_what_cannot_be_taken_is_refused_with_a_sentence_and_nothing_is_kept(own, tmp_path, heading, row, crs, code):
    with pytest.raises(WeipianError) as refused:
        import_discoveries(own, table(tmp_path / "a.csv", [row], heading), crs)
    assert refused.value.code == code and "{" not in refused.value.sentence("zh") + refused.value.sentence("en")
    assert "109.5" not in refused.value.sentence("zh") or code == "COORDINATES_SWAPPED"
    assert own.records("discovery") == []


def test_shifted_coordinates_are_refused_even_where_a_crs_is_named(tmp_path):
    file = table(tmp_path / "a.csv", [("1", "微信", "2021-04-01", 109.5, 21.5, "", "火星坐标")], (*HEADING, "坐标系"))
    with pytest.raises(WeipianError) as refused:
        read_discoveries(file, "EPSG:4490")
    assert refused.value.code == "DISCOVERIES_SHIFTED"


def test_wrong_rows_are_left_out_and_told_by_number_and_the_others_come_in(tmp_path):
    file = table(tmp_path / "a.csv", [
        ("1", "巡查", "2021-04-01", "109°30′36″", "21°30′00″", ""), ("2", "微信", "2021-04-01", "", 21.5, ""),
        ("3", "12336平台", "2021-13-40", 109.5, 21.5, ""), ("4", "群众来信", "2021-04-01 08:30:00", 109.5, 21.5, ""),
        ("5", "微信", "2021-04-01", 209.5, 21.5, "")])
    found = read_discoveries(file, "EPSG:4490")
    assert [(point.number, point.source) for point in found.points] == [("1", "巡查"), ("4", "其他")]
    assert (found.points[0].x, found.points[0].y) == (pytest.approx(109.51), pytest.approx(21.5))
    assert {finding.code: finding.values.get("row") for finding in found.findings} == {
        "DISCOVERY_NO_COORDINATES": 3, "DISCOVERY_NO_DAY": 4, "DISCOVERY_SOURCE_OTHER": 5, "DISCOVERY_OUTSIDE": 6}


def test_coordinates_of_a_telephone_are_taken_with_a_warning(tmp_path):
    file = table(tmp_path / "a.csv", [("1", "微信", "2021-04-01", 109.5, 21.5, "")])
    assert [finding.code for finding in read_discoveries(file, "EPSG:4490").findings] == ["DISCOVERIES_MAY_BE_SHIFTED"]


def test_coordinates_of_a_telephone_whose_system_the_table_names_bring_no_warning(tmp_path):
    lines = [("1", "微信", "2021-04-01", 109.5, 21.5, "", "CGCS2000"), ("2", "巡查", "2021-04-02", 109.5, 21.5, "", "")]
    assert read_discoveries(table(tmp_path / "a.csv", lines, (*HEADING, "坐标系"))).findings == ()
    patrol = table(tmp_path / "b.csv", [("1", "微信", "2021-04-01", 109.5, 21.5, ""),
                                        ("2", "巡查", "2021-04-02", 109.5, 21.5, "")])
    (told,) = read_discoveries(patrol, "EPSG:4490").findings
    assert (told.code, told.values["count"]) == ("DISCOVERIES_MAY_BE_SHIFTED", 1)


def test_the_algorithm_brings_them_in(own, tmp_path):
    places = Places(own)
    file = table(tmp_path / "a.csv", [("1", "2021-04-01", *places.inside(next(iter(places.shapes))))],
                 ("编号", "日期", "lng", "lat"))
    own.close()
    algorithm = ImportDiscoveries()
    algorithm.initAlgorithm()
    told = algorithm.processAlgorithm({
        "WORKSPACE": str(own.path), "FILE": str(file), "CRS": "EPSG:4490", "SOURCE": "巡查", "METRES": 20.0},
        QgsProcessingContext(), QgsProcessingFeedback(False))
    assert (told["LEADS"], told["MATCHED"], told["LEFT_OUT"]) == (1, 1, 0)
