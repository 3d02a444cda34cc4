"""A package enters once, whole or not at all; what was issued before is the same, different, or quarantined."""

from __future__ import annotations

import shutil
import struct
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from qgis.core import QgsVectorLayer

from weipian_plugin.domain.definitions import ISSUED
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.fields import FieldType
from weipian_plugin.domain.records import (
    ClassArea,
    FeatureArea,
    Finding,
    IssuedPatch,
    Measured,
    NewBatch,
    OverlayRun,
    ReferenceLayer,
    RoleAreas,
    Scene,
)
from weipian_plugin.workspace.workspace import Workspace

FIRST = NewBatch("2023-08", "2023-08-01", "first.zip", "d1", "GX2023", "450512", (Finding("UNKNOWN_PARCEL"),))
SECOND = NewBatch("2023-09", "2023-09-01", "second.zip", "d2")


def square(x, y, side=20.0):
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


def patch(number, **attributes):
    jcbh = f"4505122023{number:05}"
    values = {"JCBH": jcbh, "TBLX": "20", "JCMJ": 400.0, "XZMC": "铁山港镇", **attributes}
    return IssuedPatch(jcbh, values, square(37500000.0 + 30 * number, 2400000.0), extra={"标注": number})


PACKAGE = [patch(number) for number in range(5)]


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "q.sqlite")
    yield made
    made.close()


def everything(workspace):
    return list(workspace._database.connection.iterdump())


def test_scene_comes_in_with_its_text_and_its_vertices(workspace, demo, tmp_path):
    shutil.copy(demo / "beihai_scene.gpkg", tmp_path / "scene.gpkg")
    layer = QgsVectorLayer(f"{tmp_path / 'scene.gpkg'}|layername=wptb_auto", "scene", "ogr")
    issued = []
    for feature in layer.getFeatures():
        values = {name: None if feature[name] is None else str(feature[name]) for name in ("JCBH", "TBLX", "XMC", "BZ")}
        shape = bytes(feature.geometry().asWkb())
        issued.append(IssuedPatch(values["JCBH"], values, shape, extra={"YZB": feature["YZB"]}))
    assert workspace.add_batch(FIRST, issued).added == 405
    shapes = {jcbh: wkb for _, jcbh, wkb in workspace.patch_shapes()}
    records = [row.parcel for row in workspace.table_rows()]
    assert [record.jcbh for record in records] == [each.jcbh for each in issued]
    assert [record.attributes.get("XMC") for record in records] == [each.attributes["XMC"] for each in issued]
    assert any(not text.isascii() for record in records for text in record.attributes.values() if isinstance(text, str))
    assert [shapely.from_wkb(shapes[each.jcbh]).equals_exact(_single(each.wkb), 0) for each in issued] == [True] * 405
    assert len(workspace.compare(issued).identical) == 405


def _single(wkb):
    shape = shapely.from_wkb(wkb)
    return shape.geoms[0] if shape.geom_type == "MultiPolygon" and len(shape.geoms) == 1 else shape


def test_batch_is_one_event_and_its_rows_are_in_the_order_of_issue(workspace):
    receipt = workspace.add_batch(FIRST, PACKAGE[::-1])
    assert (receipt.added, receipt.identical, receipt.quarantined) == (5, 0, 0)
    rows = workspace.queue(receipt.batch_uuid)
    assert [row.jcbh for row in rows] == [each.jcbh for each in PACKAGE[::-1]]
    assert {(row.status, row.township, row.issued, row.tblx) for row in rows} == {
        ("todo", "铁山港镇", "2023-08-01", "20")}
    assert rows[-1].centre == (37500010.0, 2400010.0)
    batch = workspace.batches()[0]
    assert (batch.label, batch.patch_count, batch.imported_by, batch.profile_id) == ("2023-08", 5, "甲", "GX2023")
    assert [event.kind for event in workspace.history()] == ["import"]


def test_a_patch_with_its_own_day_of_issue_has_its_deadlines_from_that_day(workspace):
    workspace.add_batch(FIRST, [patch(1, XFSJ="2023-01-25"), patch(2)])
    assert [row.issued for row in workspace.queue()] == ["2023-01-25", "2023-08-01"]


def test_every_definition_has_its_column_and_gives_its_value_back(workspace):
    samples = {FieldType.INTEGER: 2023, FieldType.NUMBER: 0.5, FieldType.AREA: 12.25, FieldType.BOOLEAN: 0,
               FieldType.DATE: "2023-08-01", FieldType.TEXT: "文字", FieldType.CODE: "01"}
    values = {field.code: samples[field.type] for field in ISSUED}
    issued = IssuedPatch("450512202300001", {**values, "JCBH": "450512202300001"}, square(0, 0), None, {"未识别": "值"},
                         (Finding("UNKNOWN_PARCEL", "E", {"parcel": 3}),))
    workspace.add_batch(FIRST, [issued])
    record = workspace.parcel(workspace.queue()[0].parcel_uuid)
    assert record.attributes == issued.attributes
    assert record.extra == issued.extra
    assert record.findings == issued.findings
    assert record.dkbh == issued.jcbh
    assert workspace.queue()[0].findings == 1


def test_repaired_shape_is_the_parcels_and_the_issued_one_the_patchs(workspace):
    bow = struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, 0, 0, 10, 10, 10, 0, 0, 10, 0, 0)
    mended = square(0, 0, 10)
    workspace.add_batch(FIRST, [replace(PACKAGE[0], wkb=bow, repaired=mended), replace(PACKAGE[1], wkb=None)])
    assert [wkb for _, _, wkb in workspace.patch_shapes()] == [bow]
    assert [wkb for _, wkb in workspace.parcel_shapes()] == [mended]
    assert len(workspace.queue()) == 2
    assert workspace.queue()[1].centre is None


def test_same_package_twice_changes_nothing_and_says_so(workspace):
    workspace.add_batch(FIRST, PACKAGE)
    before = everything(workspace), Path(workspace.path).read_bytes()
    receipt = workspace.add_batch(replace(FIRST, source="again.zip"), PACKAGE)
    assert (receipt.batch_uuid, receipt.added, receipt.identical) == ("", 0, 5)
    assert [finding.code for finding in receipt.findings] == ["IMPORT_CHANGED_NOTHING"]
    assert "5" in receipt.findings[0].sentence()
    assert (everything(workspace), Path(workspace.path).read_bytes()) == before


def test_difference_is_shown_field_by_field_and_has_to_be_decided(workspace):
    workspace.add_batch(FIRST, PACKAGE)
    again = [replace(PACKAGE[0], attributes={**PACKAGE[0].attributes, "TBLX": "YH"}),
             replace(PACKAGE[1], wkb=square(37500031.0, 2400000.0)), replace(PACKAGE[2], extra={"标注": 7}),
             PACKAGE[3], patch(9)]
    comparison = workspace.compare(again)
    assert (comparison.new, comparison.identical) == ((again[4].jcbh,), (again[3].jcbh,))
    first, second, third = comparison.differing
    assert (first.fields, first.shape_differs) == ((("TBLX", "20", "YH"),), False)
    assert (second.fields, second.shape_differs) == ((), True)
    assert third.fields == (("extra", '{"标注":2}', '{"标注":7}'),)
    before = everything(workspace)
    with pytest.raises(WeipianError) as caught:
        workspace.add_batch(SECOND, again, decisions={first.jcbh: "keep"})
    assert caught.value.code == "REISSUE_UNDECIDED" and caught.value.values["count"] == 2
    assert everything(workspace) == before


def test_replaced_patch_is_kept_out_of_the_work_and_kept_with_its_judgement(workspace):
    workspace.add_batch(FIRST, PACKAGE)
    old = workspace.queue()[0].parcel_uuid
    workspace.save_draft(old, {"PDLX": "合法"})
    again = [replace(each, attributes={**each.attributes, "TBLX": "YH"}) for each in PACKAGE[:2]]
    receipt = workspace.add_batch(
        SECOND, again, decisions={again[0].jcbh: "replace", again[1].jcbh: "keep"},
        links={again[0].jcbh: [(workspace.parcel(old).patch_uuid, 1.0), ("unknown", 0.5)]})
    assert (receipt.added, receipt.replaced, receipt.kept, receipt.linked) == (0, 1, 1, 1)
    rows = workspace.queue()
    assert len(rows) == 5 and rows[-1].jcbh == again[0].jcbh and rows[-1].status == "todo"
    assert {row.tblx for row in rows[:-1]} == {"20"} and rows[-1].tblx == "YH"
    record = workspace.parcel(rows[-1].parcel_uuid)
    assert [(link["jcbh"], link["iou"], link["status"]) for link in record.earlier] == [
        (again[0].jcbh, 1.0, "superseded")]
    assert workspace.parcel(old).status == "superseded"
    assert workspace.draft(old).answers == {"PDLX": "合法"}
    assert [event.kind for event in workspace.history(old)] == ["draft", "supersede"]
    with pytest.raises(WeipianError) as caught:
        workspace.save_draft(old, {"PDLX": "违法"})
    assert caught.value.code == "PARCEL_CLOSED"
    assert old not in {row.parcel.uuid for row in workspace.table_rows()}
    assert workspace.progress()["total"] == 5
    assert len(list(workspace.patch_shapes(exclude_batch=receipt.batch_uuid))) == 4


def test_failed_import_leaves_nothing(workspace):
    point = struct.pack("<BIdd", 1, 1, 0, 0)
    before = everything(workspace)
    for package in ([*PACKAGE, replace(patch(9), wkb=point)], [*PACKAGE, PACKAGE[0]]):
        with pytest.raises(WeipianError) as caught:
            workspace.add_batch(FIRST, package)
        assert caught.value.code in ("WORKSPACE_GEOMETRY", "DUPLICATE_ID")
        assert PACKAGE[0].jcbh in caught.value.sentence() or patch(9).jcbh in caught.value.sentence()
    assert everything(workspace) == before


def test_batch_that_fails_at_its_last_step_leaves_neither_patches_nor_imagery(workspace, monkeypatch):
    def unreachable(*_):
        raise WeipianError("QUARANTINE_UNREACHABLE", file="q.sqlite", detail="-")

    monkeypatch.setattr("weipian_plugin.workspace.quarantine.Quarantine.admit", unreachable)
    before = everything(workspace)
    with pytest.raises(WeipianError) as caught:
        workspace.add_batch(FIRST, PACKAGE, classified=[patch(9)], scenes=[Scene("/i/a.tif", "2018-03-09")])
    assert caught.value.code == "QUARANTINE_UNREACHABLE"
    assert everything(workspace) == before


def measured(farmland):
    return Measured(400.0, {
        "dltb": RoleAreas("dltb", 400.0, 380.0, (ClassArea("0101", farmland, farmland - 20.0),
                                                  ClassArea("1001", 400.0 - farmland, 400.0 - farmland))),
        "yjjbnt": RoleAreas("yjjbnt", 0.0, 0.0),
        "pzyd": RoleAreas("pzyd", 9.5, 9.5, (), (FeatureArea("", 9.5, {"PZWH": "桂政土批函〔2019〕12号"}),)),
        "stbhhx": RoleAreas("stbhhx", declared_empty=True),
    })


def test_measurements_come_back_as_they_were_stored_and_replace_older_ones(workspace):
    workspace.add_batch(FIRST, PACKAGE)
    uuids = [row.parcel_uuid for row in workspace.queue()]
    run = OverlayRun({"method": "三调", "layers": {"dltb": "2018-12-31"}}, ({"code": "X", "parcel": uuids[0]},))
    workspace.store_overlay(run, {uuid: measured(100.0) for uuid in uuids[:2]})
    workspace.store_overlay(run, {uuids[2]: measured(50.0), "gone": measured(1.0)})
    assert workspace.measured(uuids[0]) == measured(100.0)
    assert workspace.measured(uuids[4]) is None
    assert workspace.all_measured() == {uuid: workspace.measured(uuid) for uuid in uuids[:3]}
    assert workspace.overlay_run() == run
    workspace.store_overlay(OverlayRun({"method": "newer"}), {uuids[0]: measured(200.0)})
    assert workspace.measured(uuids[0]) == measured(200.0)
    assert workspace.overlay_run().provenance == {"method": "newer"}
    assert workspace.class_totals()[:2] == [("dltb", "0101", 350.0, 290.0), ("dltb", "1001", 850.0, 850.0)]
    row, *_, unmeasured = workspace.queue()
    assert (row.area_m2, row.farmland_m2, row.basic_farmland_m2, row.redline_m2) == (400.0, 200.0, 0.0, 0.0)
    assert (unmeasured.area_m2, unmeasured.farmland_m2, unmeasured.redline_m2) == (None, None, None)


def test_areas_name_the_measurements_they_rest_on_batch_by_batch(workspace):
    first = workspace.add_batch(FIRST, PACKAGE[:2]).batch_uuid
    second = workspace.add_batch(SECOND, [patch(7)]).batch_uuid
    one, other, later = (row.parcel_uuid for row in workspace.queue())
    whole, again, after = (OverlayRun({"layers": year}) for year in ("2018", "2019", "2020"))
    workspace.store_overlay(whole, {one: measured(100.0), other: measured(100.0), later: measured(100.0)})
    workspace.store_overlay(again, {one: measured(90.0)})
    assert workspace.overlay_runs() == workspace.overlay_runs(first) == [whole, again]
    assert workspace.overlay_runs(second) == [whole]
    workspace.store_overlay(after, {later: measured(80.0)})
    assert workspace.overlay_runs(second) == [after]


def test_patch_without_farmland_has_none_of_it_and_without_classes_it_is_not_known(workspace):
    workspace.add_batch(FIRST, PACKAGE[:2])
    first, second = (row.parcel_uuid for row in workspace.queue())
    workspace.store_overlay(OverlayRun({}), {
        first: Measured(400.0, {"dltb": RoleAreas("dltb", 400.0, 400.0, (ClassArea("1001", 400.0, 400.0),))}),
        second: Measured(400.0, {"yjjbnt": RoleAreas("yjjbnt", 7.0, 7.0)})})
    assert [(row.farmland_m2, row.basic_farmland_m2) for row in workspace.queue()] == [(0.0, None), (None, 7.0)]


def test_suggestions_are_kept_and_counted_by_kind(workspace):
    workspace.add_batch(FIRST, PACKAGE)
    uuids = [row.parcel_uuid for row in workspace.queue()]
    kinds = ("疑似违法", "疑似违法", "待查")
    workspace.store_suggestions({u: {"kind": k, "rule": "R1", "面积": 1.5} for u, k in zip(uuids, kinds)})
    assert workspace.suggestion(uuids[0]) == {"kind": "疑似违法", "rule": "R1", "面积": 1.5}
    assert workspace.suggestion(uuids[4]) is None
    assert workspace.suggestion_counts() == {"待查": 1, "疑似违法": 2}
    assert workspace.suggestion_counts("other batch") == {}
    assert [row.suggestion for row in workspace.queue()] == [*kinds, "", ""]


def test_suggestions_and_the_profile_they_hold_by_are_stored_together(workspace):
    batch = workspace.add_batch(FIRST, PACKAGE).batch_uuid
    uuid = workspace.queue()[0].parcel_uuid
    before = everything(workspace)
    with pytest.raises(WeipianError) as caught:
        workspace.store_suggestions({uuid: {"kind": "待查"}}, {batch: "MNR2024Q", "none": "MNR2024Q"})
    assert caught.value.code == "UNKNOWN_BATCH" and everything(workspace) == before
    for _ in range(2):
        workspace.store_suggestions({uuid: {"kind": "待查"}}, {batch: "MNR2024Q"})
    assert workspace.batches()[0].profile_id == "MNR2024Q"
    assert [event.kind for event in workspace.history()] == ["import", "profile"]


def test_what_is_named_again_as_it_was_is_no_event(workspace):
    workspace.add_batch(FIRST, PACKAGE[:1])
    farmland = ReferenceLayer("dltb", "/d/a.gpkg", "dltb", "DLBM", "2018-12-31")
    approved, redline = (ReferenceLayer(role, "/d/a.gpkg", role) for role in ("pzyd", "stbhhx"))
    second_sheet = replace(approved, layer="pzyd_2")
    for _ in range(2):
        for layer in (farmland, approved, second_sheet):
            workspace.set_reference(layer)
        workspace.set_scene(Scene("/i/a.tif", "2018-03-09"))
        workspace.remove_reference("lsyd")
    assert [event.kind for event in workspace.history()] == ["import", *["reference"] * 3, "scene"]
    workspace.store_overlay(OverlayRun({}), {}, [farmland, second_sheet, redline])
    assert workspace.references() == [farmland, second_sheet, redline]
    told = [event.payload for event in workspace.history()[5:]]
    assert [list(payload) for payload in told] == [["removed"], ["set"]]
    assert told[0]["removed"] == {"role": "pzyd", "source": "/d/a.gpkg", "layer": "pzyd"}


def test_layers_and_scenes_are_named_changed_and_taken_out(workspace):
    dltb = ReferenceLayer("dltb", "/d/a.gpkg", "dltb", "DLBM", "2018-12-31", "地类图斑")
    workspace.set_reference(ReferenceLayer("pzyd", declared_empty=True))
    workspace.set_reference(dltb)
    workspace.set_reference(replace(dltb, version_date="2019-12-31"))
    assert workspace.references() == [
        ReferenceLayer("pzyd", declared_empty=True), replace(dltb, version_date="2019-12-31")]
    approved = ReferenceLayer("pzyd", "/d/b.shp", "b")
    workspace.set_reference(approved)
    assert [r for r in workspace.references() if r.role == "pzyd"] == [approved]
    workspace.remove_reference("pzyd")
    workspace.remove_reference("dltb", "/elsewhere")
    assert [r.role for r in workspace.references()] == ["dltb"]
    after, before = Scene("/i/after.tif", "2018-03-09", "后时相"), Scene("/i/before.tif", "2016-12-09")
    workspace.set_scene(after)
    workspace.set_scene(before)
    workspace.set_scene(replace(after, unclassified=True))
    assert workspace.scenes() == [before, replace(after, unclassified=True)]
    workspace.remove_scene("/i/before.tif")
    assert [scene.path for scene in workspace.scenes()] == ["/i/after.tif"]


def test_profile_of_a_batch_is_recorded(workspace):
    batch = workspace.add_batch(SECOND, PACKAGE).batch_uuid
    workspace.set_profile(batch, "GX_ZY2023")
    assert workspace.batches()[0].profile_id == "GX_ZY2023"
    assert workspace.history()[-1].kind == "profile"
    with pytest.raises(WeipianError) as caught:
        workspace.set_profile("none", "GX2023")
    assert caught.value.code == "UNKNOWN_BATCH"


def test_table_rows_have_parcel_areas_judgement_and_batch(workspace):
    receipt = workspace.add_batch(FIRST, PACKAGE[:3])
    workspace.add_batch(SECOND, [patch(7)])
    uuids = [row.parcel_uuid for row in workspace.queue()]
    workspace.store_overlay(OverlayRun({}), {uuids[0]: measured(100.0)})
    workspace.save_draft(uuids[0], {
        "PDLX": "其他", "QTJTQX": "Q1", "QTPDYJSM": "设施农业用地已备案，编号见附件", "SSNSJYT": "养殖", "SSNWBA": 1})
    workspace.sign(uuids[0], "甲", "实地")
    workspace.save_draft(uuids[1], {"PDLX": "合法"})
    rows = workspace.table_rows()
    assert [row.parcel.uuid for row in rows] == uuids
    assert [row.batch.label for row in rows] == ["2023-08"] * 3 + ["2023-09"]
    assert [row.judgement is not None for row in rows] == [True, False, False, False]
    assert rows[0].measured == measured(100.0) and rows[1].measured is None
    assert len(workspace.table_rows(receipt.batch_uuid)) == 3
