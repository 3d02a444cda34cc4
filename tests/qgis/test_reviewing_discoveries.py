"""Leads of 巡查, 12336 and 微信: read however an office wrote them, matched in space and time, held against imagery."""

from __future__ import annotations

import csv
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import openpyxl
import pytest
from pyproj import Geod, Transformer
from qgis.core import QgsGeometry, QgsProcessingContext, QgsProcessingFeedback

from tests.qgis import review_figures_scene as scene
from tests.qgis.offices_scene import as_sent
from weipian_plugin.algorithms.import_discoveries import ImportDiscoveries
from weipian_plugin.domain.calendar.periods import Period, PeriodKind
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
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
    assert again.kept == () and {finding.code for finding in again.findings} == {
        "DISCOVERY_TWICE", "DISCOVERY_DOUBLED"}


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


def kept(workspace, *leads):
    """(source, day, parcels, county) of leads, kept as they are."""
    workspace.many.put_records([Record("", "discovery", tuple(parcels), "", {
        "FXLY": source, "FXSJ": day, "FXZB": "POINT(1 1)", **({"FXDW": county} if county else {})})
        for source, day, parcels, county in leads])


def counted(figures, unit=""):
    return {key: int(figures.of(unit).figure(key).value) for key in (
        "leads", "leads_before", "leads_after", "leads_not_illegal", "leads_unmatched")}


def test_a_quarter_has_the_leads_of_its_patches_and_those_of_its_days_that_met_nothing(own):
    """A lead that met a patch of another quarter is neither of this one nor one that met nothing."""
    first, third = (Places(own).by_outcome[county, "违法"] for county in (scene.A, scene.C))
    kept(own, ("巡查", "2021-04-01", first[:1], ""), ("巡查", "2021-05-20", third[:1], ""),
         ("12336", "2021-06-30", (), scene.A), ("12336", "2021-07-01", (), scene.C),
         ("12336", "2019-06-30", (), scene.A), ("微信", "2021-03-31", first[1:2], ""))

    def of(number):
        return review_figures(read_review(own, Wish(date(2021, 9, 30), Period(PeriodKind.QUARTER, 2021, number))))

    second = of(2)
    assert counted(second) == {
        "leads": 3, "leads_before": 2, "leads_after": 0, "leads_not_illegal": 0, "leads_unmatched": 1}
    told = {line.label: line.amount for line in second.of("").figure("leads").calculation.lines}
    assert told["另有遇到本范围以外图斑的线索（不计入）"] == 1, "of the days of the quarter, a patch of the next"
    assert counted(of(3)) == {
        "leads": 2, "leads_before": 1, "leads_after": 0, "leads_not_illegal": 0, "leads_unmatched": 1}
    everything = review_figures(read_review(own, Wish(date(2021, 9, 30))))
    assert counted(everything)["leads"] == 6 and counted(everything)["leads_unmatched"] == 3
    batch = next(one for one in own.batches() if one.county == scene.C)
    assert counted(review_figures(read_review(own, Wish(date(2021, 9, 30), batch=batch.uuid)))) == counted(of(3))


@pytest.mark.parametrize(("day", "county", "known"), [
    ("2021-04-01", "", False), ("2021-04-01", scene.A, True), ("2018-04-01", scene.A, False),
    ("2020-05-10", scene.A, True), ("2020-05-09", scene.A, False), ("2021-05-10", scene.A, False),
    ("2021-05-09", scene.B, False)])
def test_the_rate_is_known_only_where_leads_of_the_county_and_the_time_before_the_issue_were_brought_in(
        own, day, county, known):
    """Issued on 2021-05-10. A lead of no county, of another one or another year says nothing: unknown, never 0 %."""
    kept(own, ("巡查", day, (), county))
    found = review_figures(read_review(own, Wish(date(2021, 9, 30))))
    rate = found.of(scene.A).figure("found_rate")
    assert rate.value == (0 if known else None) and (rate.shown() == "0.00 %") is known
    assert found.of("").figure("found_rate").value is None, "the other counties' is unknown"
    lacking = [one.values["units"] for one in found.of("").figure("found_rate").calculation.remarks
               if one.code == "REVIEW_NO_LEADS_OF"]
    assert lacking and (scene.NAMES[scene.A] in lacking[0]) is not known


def test_the_same_table_brought_in_by_county_and_province_is_one_set_of_leads_after_merging(demo, made, tmp_path,
                                                                                            monkeypatch):
    """Each works the patches out by itself, the province with another distance: no conflict, and each counts once."""
    scene.Clock(monkeypatch).at("2021-09-25")
    for name in ("county", "province"):
        shutil.copy(made, tmp_path / f"{name}.gpkg")
    with Workspace.open(tmp_path / "county.gpkg", actor="县局") as county:
        places = Places(county)
        _, beside = places.north_of_all(60.0)
        file = table(tmp_path / "a.csv", [
            ("1", "巡查", "2021-04-01", *places.inside(places.by_outcome[scene.A, "违法"][0]), "厂房"),
            ("2", "12336", "2021-04-02", *beside, "堆土")])
        import_discoveries(county, file, "EPSG:4490")
        state = as_sent(county.offices.leave(office="县局"))
        crs, own_id = county.crs_authid, county.workspace_id
    with Workspace.create(tmp_path / "empty.gpkg", crs=crs, actor="省厅") as province:
        province.offices.merge(replace(state, tables={**state.tables, "records": [], "events": [
            row for row in state.tables["events"] if row["payload"].get("record") != "discovery"]}), "县局", "1")
        renamed = file.rename(tmp_path / "线索（省转）.csv")
        assert len(import_discoveries(province, renamed, "EPSG:4490", matching=Matching(70.0)).kept) == 2
        assert own_id != province.workspace_id and len(of_number(province)["2"].parcels) == 1
        province.offices.merge(state, "县局", "2")
        assert len(province.records("discovery")) == 2
        assert not [one for one in province.offices.conflicts() if one.kind == "record"]
        assert len(of_number(province)["2"].parcels) == 1, "what the province worked out stays its own"
        assert import_discoveries(province, renamed, "EPSG:4490").kept == ()


def test_leads_of_before_with_names_by_chance_stay_and_are_not_brought_in_twice(own, tmp_path):
    places = Places(own)
    file = table(tmp_path / "a.csv", [("1", "巡查", "2021-04-01", *places.inside(next(iter(places.shapes))), "")])
    (lead,) = import_discoveries(own, file, "EPSG:4490").kept
    own.remove_record(lead.uuid)
    old = own.put_record(replace(lead, uuid=""))
    assert old.uuid != lead.uuid
    assert import_discoveries(own, file, "EPSG:4490").kept == () and len(own.records("discovery")) == 1


def test_matched_again_a_lead_keeps_its_new_distance_and_what_its_table_says_of_its_county(own, tmp_path):
    places = Places(own)
    uuid, beside = places.north_of_all(40.0)
    file = table(tmp_path / "a.csv", [("1", "巡查", "2021-04-01", *beside, "", scene.NAMES[scene.B])],
                 (*HEADING, "县区"))
    (lead,) = import_discoveries(own, file, "EPSG:4490").kept
    assert (lead.parcels, lead.values["FXDW"], lead.values["FXXZ"]) == ((uuid,), scene.B, scene.B)
    assert match_again(own) == 0, "nothing is another"
    assert match_again(own, Matching(10.0)) == 1
    (lead,) = own.records("discovery")
    assert (lead.parcels, lead.values["FXDW"], "FXJL" in lead.values) == ((), scene.B, False)
    old = own.put_record(replace(lead, values={code: value for code, value in lead.values.items() if code != "FXXZ"}))
    assert match_again(own, Matching(11.0)) == 0 and own.record(old.uuid).values["FXDW"] == scene.B
    own.put_record(replace(lead, parcels=(uuid,), values={**lead.values, "FXJL": 7.0}))
    assert match_again(own) == 1 and own.record(lead.uuid).values["FXJL"] == pytest.approx(40.0, abs=0.05)


DOUBLED = [("1", "巡查", "2021-04-01", 109.5, 21.5, "厂房"), ("1", "巡查", "2021-04-01", 109.5, 21.5, "厂房在建"),
           ("", "12336", "2021-04-01", 109.5, 21.5, "厂房"), ("", "12336", "2021-04-01", 109.5, 21.5, "还在建"),
           ("1", "12336", "2021-04-02", 109.6, 21.5, "另一件"), ("7", "巡查", "2021-04-03", 109.7, 21.5, ""),
           ("7", "巡查", "2021-04-09", 109.8, 21.5, "")]


def test_a_row_doubled_in_the_table_is_told_and_taken_once_unless_both_are_leads(own, tmp_path):
    """Numbers are a source's own: the 12336's 1 is not the patrol's."""
    file = table(tmp_path / "重复.csv", DOUBLED)
    found = import_discoveries(own, file, "EPSG:4490")
    told = [each for each in found.findings if each.code == "DISCOVERY_DOUBLED"]
    assert [(each.values["row"], each.values["first"]) for each in told] == [(3, 2), (5, 4), (8, 7)]
    assert [each.values["same"] for each in told] == ["编号", "时间和位置", "编号"]
    assert sorted(lead.values.get("FXMS", "") for lead in own.records("discovery")) == [
        "", "厂房", "厂房", "另一件"]
    again = import_discoveries(own, file, "EPSG:4490", both=True)
    assert len(again.kept) == 3 and len(own.records("discovery")) == len(DOUBLED)


def test_the_algorithm_takes_doubled_rows_where_it_is_told_to(own, tmp_path):
    file = table(tmp_path / "重复.csv", DOUBLED)
    own.close()
    left = []
    for both in (False, True):
        algorithm = ImportDiscoveries()
        algorithm.initAlgorithm()
        found = algorithm.processAlgorithm(
            {"WORKSPACE": str(own.path), "FILE": str(file), "CRS": "EPSG:4490", "BOTH": both},
            QgsProcessingContext(), QgsProcessingFeedback(False))
        left.append((found["LEADS"], found["LEFT_OUT"]))
    assert left == [(4, 3), (3, 4)], "the four of before are there already"
