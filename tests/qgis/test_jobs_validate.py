"""The check of a real, measured workspace: what is found, what a reason settles, what holds a table back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record, ReferenceLayer
from weipian_plugin.domain.validation import check_parcel
from weipian_plugin.jobs.checking.validate import (
    EXPLAINED,
    OPEN,
    RESOLVED,
    UNCHECKED,
    Report,
    Stated,
    explain,
    holding_back,
    validate,
    validate_parcel,
)
from weipian_plugin.jobs.checking.validation_cases import Surroundings
from weipian_plugin.jobs.checking.validation_shapes import Ruler
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.judging.sign import sign_checked
from weipian_plugin.jobs.measuring.measure import measure
from weipian_plugin.workspace.workspace import Workspace

PATCHES = 40
FACILITY = {"PDLX": "其他", "QTJTQX": "Q1", "QTPDYJSM": "养殖设施，按现场核查情况判定", "SSNSJYT": "养殖", "SSNWBA": 1}
UNCHANGED = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化", "WBHBZ": "无变化"}


@pytest.fixture(scope="module")
def template(demo: Path, tmp_path_factory, qgis_app) -> Path:
    """The first patches of the scene, measured in copies of its layers."""
    folder = tmp_path_factory.mktemp("validated")
    scene = folder / "scene.gpkg"
    shutil.copy(demo / "beihai_scene.gpkg", scene)
    layer = QgsVectorLayer(f"{scene}|layername=wptb_auto", "patches", "ogr")
    patches = []
    for feature in layer.getFeatures():
        attributes = {"JCBH": feature["JCBH"], "XZQDM": "450512", "JCLB": "XZFN", "TBLX": "20", "QSX": "2016-12-09",
                      "HSX": "2018-03-09", "XFSJ": "2023-08-15", "JCMJ": float(feature["JCMJ"])}
        patches.append(IssuedPatch(feature["JCBH"], attributes, bytes(feature.geometry().asWkb())))
        if len(patches) == PATCHES:
            break
    with Workspace.create(folder / "w.gpkg", crs=layer.crs().authid(), actor="张三") as workspace:
        workspace.add_batch(NewBatch("2023-08", "2023-08-15", "x.zip", "d", "GX_ZY2023", "450512"), patches)
        for role, name, field in (("dltb", "dltb_pseudo", "DLBM"), ("yjjbnt", "yjjbnt_pseudo", ""),
                                  ("stbhhx", "stbhhx_pseudo", "")):
            workspace.set_reference(ReferenceLayer(role, str(scene), name, field, "2016-12-31"))
        measure(workspace)
    return folder


@pytest.fixture()
def workspace(template: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copy(template / "w.gpkg", tmp_path / "w.gpkg")
    with Workspace.open(tmp_path / "w.gpkg", actor="张三") as opened:
        yield opened


def on_basic_farmland(workspace: Workspace) -> str:
    return next(uuid for uuid, found in workspace.all_measured().items() if found.roles["yjjbnt"].total_m2 > 1000)


def off_basic_farmland(workspace: Workspace) -> str:
    return next(uuid for uuid, found in workspace.all_measured().items() if found.roles["yjjbnt"].total_m2 == 0)


def one(report: Report, check: str, uuid: str) -> Stated:
    [entry] = [entry for entry in report.entries if entry.found.key == (check, uuid)]
    return entry


def states(report: Report, check: str, uuid: str) -> list[str]:
    return [entry.state for entry in report.entries if entry.found.key == (check, uuid)]


def test_the_scene_as_issued_has_no_errors_and_tells_what_it_could_not_check(workspace):
    report = validate(workspace)
    assert report.parcels == PATCHES
    assert report.count("E") == 0
    assert report.counts()["V02"] == {UNCHECKED: PATCHES}
    assert {entry.found.check for entry in report.of_state(OPEN)} <= {"V07"}


def test_a_reason_settles_basic_farmland_as_long_as_its_area_stands(workspace):
    uuid = on_basic_farmland(workspace)
    workspace.save_draft(uuid, FACILITY)
    entry = one(validate(workspace), "V13", uuid)
    assert (entry.state, entry.holds_back) == (OPEN, True)
    explain(workspace, entry.found, "已实地核实，系划定有误")
    entry = one(validate(workspace), "V13", uuid)
    assert (entry.state, entry.reason, entry.by) == (EXPLAINED, "已实地核实，系划定有误", "张三")
    assert not entry.holds_back
    before = workspace.measured(uuid)
    smaller = {**before.roles, "yjjbnt": type(before.roles["yjjbnt"])("yjjbnt", 500.0)}
    workspace.store_overlay(workspace.overlay_run(), {uuid: type(before)(before.area_m2, smaller)})
    entry = one(validate(workspace), "V13", uuid)
    assert (entry.state, entry.reason) == (OPEN, "已实地核实，系划定有误")
    workspace.save_draft(uuid, {"PDLX": "违法"})
    assert states(validate(workspace), "V13", uuid) == [RESOLVED]


def test_the_reason_given_at_signing_is_the_confirmation_as_long_as_the_signature_and_the_finding_stand(workspace):
    uuid = on_basic_farmland(workspace)
    workspace.save_draft(uuid, FACILITY)
    sign_checked(Surroundings(workspace), uuid, "张三", "实地", "已实地核实，系划定有误")
    entry = one(validate(workspace), "V13", uuid)
    assert (entry.state, entry.reason, entry.by) == (EXPLAINED, "已实地核实，系划定有误", "张三")
    assert not entry.holds_back
    assert "V13" not in {held.found.check for held in holding_back(workspace)}
    sign_checked(Surroundings(workspace), uuid, "张三", "内业", "其余错误随后补正")  # the same answers once more
    assert states(validate(workspace), "V13", uuid) == [EXPLAINED]
    workspace.save_draft(uuid, {"SSNSJYT": "种植"})
    assert states(validate(workspace), "V13", uuid) == [OPEN]
    workspace.undo()
    assert states(validate(workspace), "V13", uuid) == [EXPLAINED]
    before = workspace.measured(uuid)
    smaller = {**before.roles, "yjjbnt": type(before.roles["yjjbnt"])("yjjbnt", 800.0)}
    workspace.store_overlay(workspace.overlay_run(), {uuid: type(before)(before.area_m2, smaller)})
    assert states(validate(workspace), "V13", uuid) == [OPEN]


def test_an_undone_signature_takes_its_reason_along_and_no_reason_lifts_another_error(workspace):
    uuid, unchanged = on_basic_farmland(workspace), off_basic_farmland(workspace)
    workspace.save_draft(unchanged, UNCHANGED)
    sign_checked(Surroundings(workspace), unchanged, "张三", "内业", "影像随后补报")
    assert states(validate(workspace), "V16", unchanged) == [OPEN]
    assert [held.found.check for held in holding_back(workspace)] == ["V16"]
    workspace.save_draft(uuid, FACILITY)
    sign_checked(Surroundings(workspace), uuid, "张三", "实地", "系划定有误")
    assert states(validate(workspace), "V13", uuid) == [EXPLAINED]
    workspace.undo()
    assert states(validate(workspace), "V13", uuid) == [OPEN]


def test_an_explanation_is_one_decision_and_can_be_undone(workspace):
    uuid = on_basic_farmland(workspace)
    workspace.save_draft(uuid, FACILITY)
    explain(workspace, one(validate(workspace), "V13", uuid).found, "理由")
    workspace.undo()
    assert states(validate(workspace), "V13", uuid) == [OPEN]


def test_no_reason_and_nothing_checked_cannot_be_explained(workspace):
    uuid = on_basic_farmland(workspace)
    workspace.save_draft(uuid, FACILITY)
    found = one(validate(workspace), "V13", uuid).found
    with pytest.raises(WeipianError, match="reason"):
        explain(workspace, found, "  ")
    unchecked = next(entry.found for entry in validate(workspace).of_state(UNCHECKED))
    with pytest.raises(WeipianError) as raised:
        explain(workspace, unchecked, "理由")
    assert raised.value.code == "NOTHING_TO_EXPLAIN"
    assert workspace.records(kind="finding") == []


def test_a_layer_that_changed_after_the_overlay_makes_its_figures_unknown(workspace, template, tmp_path):
    scene = tmp_path / "scene.gpkg"
    shutil.copy(template / "scene.gpkg", scene)
    for reference in workspace.references():
        workspace.remove_reference(reference.role)
        workspace.set_reference(ReferenceLayer(reference.role, str(scene), reference.layer, reference.class_field,
                                               reference.version_date))
    measure(workspace)
    uuid = on_basic_farmland(workspace)
    workspace.save_draft(uuid, FACILITY)
    assert states(validate(workspace), "V13", uuid) == [OPEN]
    workspace.set_reference(ReferenceLayer("yjjbnt", str(scene), "yjjbnt_pseudo", "", "2022-12-31"))
    workspace.remove_reference("yjjbnt")
    workspace.set_reference(ReferenceLayer("yjjbnt", str(scene), "yjjbnt_pseudo", "", "2022-12-31"))
    report = validate(workspace)
    assert states(report, "V13", uuid) == [UNCHECKED]
    assert "永久基本农田" in one(report, "V07", uuid).found.zh
    assert "亩" not in one(report, "V13", uuid).found.zh


def test_errors_on_signed_parcels_hold_the_table_back_and_a_draft_lists_them_with_the_reason(workspace, tmp_path):
    uuid = off_basic_farmland(workspace)
    workspace.save_draft(uuid, UNCHANGED)
    everything_here = everything(workspace)
    assert not write_tables(workspace, everything_here, tmp_path / "drafts", ("2-1",)).mark
    workspace.sign(uuid, "张三", "内业")
    workspace.save_draft(on_basic_farmland(workspace), {**FACILITY, "SSNWBA": 0})  # a draft holds nothing back
    assert [entry.found.check for entry in holding_back(workspace)] == ["V16"]
    with pytest.raises(WeipianError) as raised:
        write_tables(workspace, everything_here, tmp_path / "held")
    assert raised.value.code == "ERRORS_HOLD_BACK"
    assert workspace.parcel(uuid).dkbh in raised.value.sentence("zh") and "V16 ×1" in raised.value.sentence("zh")
    assert not (tmp_path / "held").exists()
    [path] = write_tables(workspace, everything_here, tmp_path / "given", ("2-1",), reason="影像随后补报").paths
    assert path.name.startswith("【草稿】")
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    assert sheet["A1"].value.startswith("【草稿】") and "【草稿】" in sheet.oddHeader.right.text
    told = [tuple(cell.value for cell in row) for row in book["校验"].iter_rows()]
    assert ("导出理由", "影像随后补报（张三）") in told
    assert [text for check, text in told if check == "V16" and workspace.parcel(uuid).dkbh in text]
    assert write_tables(workspace, everything_here, tmp_path / "plain", ("2-1",), draft=True).mark.word == "草稿"


def test_papers_that_are_brought_settle_the_error(workspace):
    uuid = off_basic_farmland(workspace)
    workspace.save_draft(uuid, UNCHANGED)
    for kind, day in (("photo", "2023-09-01"), ("image", "2016-12-09"), ("image", "2018-03-09")):
        workspace.put_record(Record("", "attachment", (uuid,), "", {
            "FJLX": kind, "FJLJ": f"附件/{kind}{day}.jpg", "PSSJ": day, "SHA256": "0" * 64, "FJDX": 1}))
    assert states(validate(workspace), "V16", uuid) == []
    assert states(validate(workspace), "V22", uuid) == []


def test_one_parcel_live_says_what_the_report_says_of_it(workspace):
    uuid = on_basic_farmland(workspace)
    workspace.save_draft(uuid, {**FACILITY, "SSNWBA": 0})
    live = validate_parcel(Surroundings(workspace), uuid)
    assert live == sorted((e for e in validate(workspace).entries if e.found.parcel == uuid), key=live.index)
    assert {"V08", "V12", "V13"} <= {entry.found.check for entry in live}


def test_the_duty_to_look_on_site_follows_from_what_the_person_judged(workspace):
    uuid = max(workspace.all_measured().items(), key=lambda item: item[1].area_m2)[0]
    illegal = {"PDLX": "违法", "WFLX1": "W1", "WFMJ": 40000.0, "WFGDMJ": 50 * 2000 / 3, "WFJBNTMJ": 0.0}
    workspace.save_draft(uuid, illegal)
    assert "OS1" in one(validate(workspace), "V20", uuid).found.zh
    workspace.save_draft(uuid, {"WFGDMJ": 49.99 * 2000 / 3})
    assert states(validate(workspace), "V20", uuid) == []


@pytest.mark.parametrize(("corner", "words"), [("111 23", "450521 某镇"), ("108.01 20.01", "任何一个县")])
def test_the_county_of_the_centre_comes_from_the_layer_of_counties(workspace, tmp_path, corner, words):
    path = tmp_path / "xzq.gpkg"
    fields = QgsFields()
    fields.append(QgsField("XZQDM", QVariant.String))
    fields.append(QgsField("XZQMC", QVariant.String))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "XZQ"
    crs = QgsCoordinateReferenceSystem("EPSG:4490")
    writer = QgsVectorFileWriter.create(str(path), fields, QgsWkbTypes.Polygon, crs, QgsCoordinateTransformContext(),
                                        options)
    feature = QgsFeature(fields)
    feature.setAttributes(["450521001", "某镇"])
    feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON((108 20, 111 20, {corner}, 108 23, 108 20))"))
    writer.addFeature(feature)
    del writer
    workspace.set_reference(ReferenceLayer("xzq", str(path), "XZQ"))
    report = validate(workspace)
    assert report.counts()["V02"] == {OPEN: PATCHES}
    assert any(words in entry.found.zh for entry in report.of_state(OPEN))


def test_overlaps_of_parcels_are_measured_in_square_metres_also_on_degrees():
    parcels = [(name, QgsGeometry.fromWkt(f"POLYGON(({x} 0,{x + 10} 0,{x + 10} 10,{x} 10,{x} 0))"))
               for name, x in (("a", 0), ("b", 8), ("c", 10))]
    found = Ruler("EPSG:4525").overlaps(parcels)
    assert {(overlap.one, overlap.other, overlap.area_m2) for overlap in found} == {("a", "b", 20.0), ("b", "c", 80.0)}
    second = QgsGeometry.fromWkt("POLYGON((109 21,109.001 21,109.001 21.001,109 21.001,109 21))")
    assert Ruler("EPSG:4490").area(second) == pytest.approx(103.9 * 110.75, rel=0.01)


def test_a_quarantined_parcel_is_in_no_report(workspace):
    uuid = on_basic_farmland(workspace)
    workspace.save_draft(uuid, FACILITY)
    explain(workspace, one(validate(workspace), "V13", uuid).found, "理由")
    number = workspace.parcel(uuid).jcbh
    workspace.quarantine(uuid)
    report = validate(workspace)
    assert report.parcels == PATCHES - 1
    assert all(number not in entry.found.place + entry.found.zh for entry in report.entries)


class Cancelled:
    def progress(self, done: int, total: int, text: str) -> None:
        """Ignored."""

    def cancelled(self) -> bool:
        return True


def test_cancelling_is_heard(workspace):
    with pytest.raises(WeipianError) as raised:
        validate(workspace, feedback=Cancelled())
    assert raised.value.code == "JOB_CANCELLED"


def test_an_act_of_two_parcels_is_added_up_once_over_both(workspace: Workspace) -> None:
    here, there = list(workspace.all_measured())[:2]
    act = workspace.put_record(Record("", "act", (here, there), values={"WFXWBH": "7", "SXWFMJ": 10000.0}))
    part = {"ZGFS": "没收", "ZGMJ": 6000.0}
    workspace.put_record(Record("", "rectification", (here,), act.uuid, part))
    assert not [one for one in validate(workspace).entries if one.found.check == "V19"]
    more = workspace.put_record(Record("", "rectification", (there,), act.uuid, part))
    found = [one.found for one in validate(workspace).entries if one.found.check == "V19"]
    assert {one.parcel for one in found} == {here, there} and all("18.00" in one.zh for one in found)
    alone = validate_parcel(Surroundings(workspace), here)
    assert [one.found.zh for one in alone if one.found.check == "V19"] == [found[0].zh]
    workspace.put_record(Record(more.uuid, "rectification", (here, there), act.uuid, {"ZGFS": "没收", "ZGMJ": 4000.0}))
    assert not [one for one in validate(workspace).entries if one.found.check == "V19"], "a part of both counts once"


def test_a_parcel_that_is_as_it_was_is_not_checked_again_and_one_that_is_not_is(workspace, monkeypatch):
    checked: list[str] = []
    check = check_parcel
    monkeypatch.setattr("weipian_plugin.jobs.checking.validate.check_parcel",
                        lambda case: (checked.append(case.uuid), check(case))[1])
    around = Surroundings(workspace)
    first, second = [row.parcel_uuid for row in workspace.queue()][:2]
    before = validate_parcel(around, first)
    workspace.save_draft(second, {"PDLX": "合法"})
    assert validate_parcel(around, first) == before and checked == [first]
    workspace.save_draft(first, {"PDLX": "违法"})
    after = validate_parcel(around, first)
    assert checked == [first, first] and after != before
    assert after == validate_parcel(Surroundings(workspace), first)


def test_a_parcel_split_meanwhile_is_checked_as_a_part(workspace):
    """Who checks parcel after parcel keeps the surroundings: the issued figures say nothing of a part."""
    uuid = workspace.queue()[0].parcel_uuid
    around = Surroundings(workspace)
    assert around.one(uuid).alone
    whole = QgsGeometry()
    whole.fromWkb(workspace.parcel(uuid).wkb)
    box = whole.boundingBox()
    box.setXMaximum(box.center().x())
    left = whole.intersection(QgsGeometry.fromRect(box))
    parts = workspace.split(uuid, [bytes(left.asWkb()), bytes(whole.difference(left).asWkb())])
    assert [around.one(part).alone for part in parts] == [False, False]


def test_what_is_missing_for_all_is_gathered_into_one_entry_and_what_concerns_one_parcel_is_not(workspace):
    report = validate(workspace)
    gathered = report.gathered()
    assert gathered.counts()["V02"] == {UNCHECKED: 1}
    [county] = [entry for entry in gathered.of_state(UNCHECKED) if entry.found.check == "V02"]
    assert county.parcels == report.parcels == PATCHES
    assert len(gathered.of_state(UNCHECKED)) < len(report.of_state(UNCHECKED))
    assert sum(entry.parcels for entry in gathered.of_state(UNCHECKED)) == len(report.of_state(UNCHECKED))
    assert [entry for entry in gathered.entries if entry.state != UNCHECKED] == [
        entry for entry in report.entries if entry.state != UNCHECKED]
