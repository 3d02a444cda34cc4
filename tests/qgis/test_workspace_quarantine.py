"""Military and classified patches leave no trace: not in the file's bytes, not in its journal, not in what is read."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import struct
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsVectorLayer

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import (
    ClassArea,
    Finding,
    IssuedPatch,
    Measured,
    NestedAreas,
    NewBatch,
    OverlayRun,
    Record,
    RoleAreas,
)
from weipian_plugin.jobs.registers.attachments import attach
from weipian_plugin.workspace import quarantine as quarantine_module
from weipian_plugin.workspace import records
from weipian_plugin.workspace.workspace import Workspace

NAME = "某某部队营区"
SECRET = "450512202300003"
SHAPE_DIGEST = "5f0c3a9be17d42e8"
BATCH = NewBatch("2023-08", "2023-08-01", "x.zip", "d")


def square(x, y, side=20.0):
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


def patch(number, **attributes):
    jcbh = f"4505122023{number:05}"
    values = {"JCBH": jcbh, "TBLX": "20", "XZMC": NAME if jcbh == SECRET else "铁山港镇", **attributes}
    return IssuedPatch(jcbh, values, square(37500000.123 + 31.7 * number, 2400000.456 + 13.9 * number),
                       extra={"单位": NAME} if jcbh == SECRET else {})


PACKAGE = [patch(number) for number in range(200)]
COORDINATES = [struct.pack("<d", value) for value in (37500000.123 + 31.7 * 3, 2400000.456 + 13.9 * 3)]
TRACES = [SECRET.encode(), NAME.encode(), *COORDINATES]


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "away" / "q.sqlite")
    yield made
    made.close()


def traces(workspace):
    """Which of the patch's id, name and coordinates are found in any file beside or of the workspace."""
    beside = Path(workspace.path).parent
    files = [file for file in beside.rglob("*") if file.is_file() and file.parent != beside / "away"
             and beside / "away" not in file.parents]
    assert files
    return [trace for file in files for trace in TRACES if trace in file.read_bytes()]


def uuid_of(workspace, jcbh):
    return next(row.parcel_uuid for row in workspace.queue() if row.jcbh == jcbh)


def worked_on(workspace):
    """A workspace in which people have been busy with the patch, and have mentioned it elsewhere."""
    workspace.add_batch(replace(BATCH, findings=(Finding("DUPLICATE_ID", "W", {"jcbh": SECRET, "count": 1}),)), PACKAGE)
    uuid, other = uuid_of(workspace, SECRET), uuid_of(workspace, PACKAGE[7].jcbh)
    workspace.store_overlay(
        OverlayRun({"m": 1}, ({"code": "X", "patch": SECRET},)),
        {uuid: Measured(400.0, {"dltb": RoleAreas("dltb", 400.0, 400.0, (ClassArea("0101", 400.0, 400.0),))},
                        {("yjjbnt",): NestedAreas(("yjjbnt",), 1.0)})}, digests={uuid: {"dltb": SHAPE_DIGEST}})
    workspace.store_suggestions({uuid: {"kind": "待查", "text": NAME}})
    workspace.save_draft(uuid, {"PDLX": "其他", "QTJTQX": "Q9", "QTPDYJSM": NAME + "，由实地核查确认", "WYHCSM": NAME,
                                "KPDLX": "其他", "KPDYJSM": NAME + "，没有开采活动"})
    workspace.sign(uuid, "甲", "实地")
    workspace.sign(uuid, "甲", "实地", subject="mineral")
    act = workspace.put_record(Record("", "act", (uuid,), values={"WFXWBH": "1", "WFZRZT": NAME}))
    workspace.put_record(Record("", "rectification", (), act.uuid, {"ZGFS": "拆除复耕", "ZGCS": NAME}))
    workspace.put_record(Record("", "review", (other, uuid), values={"HSJL": f"{SECRET} 无异议"}))
    workspace.put_record(Record("", "survey", (uuid,), values={"BGDCBS": "单独标识为违法用地", "BGDCSM": NAME}))
    workspace.remove_record(workspace.put_record(Record("", "transfer", (uuid,), values={"JSDW": NAME})).uuid)
    photo = Path(workspace.path).with_name("source.jpg")
    photo.write_bytes(NAME.encode() * 100)
    attach(workspace, uuid, photo, "zp")
    photo.unlink()
    workspace.set_note(uuid, NAME)
    workspace.set_note(other, f"与 {SECRET} 相邻")
    workspace.undo()
    workspace.set_flag(other, f"同 {SECRET}")
    return uuid


def test_marked_patch_leaves_no_trace_and_everything_of_it_is_in_the_second_file(workspace):
    uuid = worked_on(workspace)
    events = workspace.history(uuid)
    assert len([event for event in events if event.record]) == 6
    assert set(traces(workspace)) == set(TRACES)
    workspace.quarantine(uuid)
    assert traces(workspace) == []
    assert uuid.encode() not in Path(workspace.path).read_bytes()
    assert SHAPE_DIGEST.encode() not in Path(workspace.path).read_bytes()
    second = sqlite3.connect(workspace.quarantine_path)
    kept = [(table, json.loads(content)) for table, content in
            second.execute("SELECT table_name, content FROM quarantined_rows")]
    assert {table for table, _ in kept} == {
        "patches", "parcels", "overlay_parcels", "overlay_roles", "overlay_areas", "overlay_nested", "suggestions",
        "drafts", "judgements", "events", "record_act", "record_rectification", "record_review", "record_survey",
        "record_attachment", "record_parcels"}
    shared = {record.uuid for record in workspace.records("review")}
    assert {row["uuid"] for table, row in kept if table == "events"} >= {
        event.uuid for event in events if event.record not in shared}
    shape = next(bytes.fromhex(row["geom"]["hex"]) for table, row in kept if table == "patches")
    assert shape.endswith(PACKAGE[3].wkb)
    second.close()


def test_traces_are_gone_with_a_layer_open_on_the_file(workspace):
    uuid = worked_on(workspace)
    layer = QgsVectorLayer(f"{workspace.path}|layername=parcels", "parcels", "ogr")
    assert layer.featureCount() == 200
    workspace.quarantine(uuid)
    assert traces(workspace) == []
    layer.dataProvider().reloadData()
    assert sum(1 for feature in layer.getFeatures() if feature.hasGeometry()) == 199


def test_no_page_is_left_free(workspace):
    uuid = worked_on(workspace)
    workspace.set_note(uuid, NAME * 20000)
    workspace.quarantine(uuid)
    assert workspace._database.value("PRAGMA freelist_count") == 0
    assert workspace._database.value("PRAGMA integrity_check") == "ok"
    assert traces(workspace) == []


def test_stub_has_a_random_id_and_nothing_else(workspace):
    uuid = worked_on(workspace)
    workspace.quarantine(uuid)
    assert len(workspace.queue()) == 199
    assert workspace.progress()["stub"] == 1 and workspace.progress()["total"] == 200
    assert SECRET not in {row.parcel.jcbh for row in workspace.table_rows()}
    stub = dict(workspace._database.row("SELECT * FROM parcels WHERE status = 'stub'"))
    assert stub["geom"] is None and stub["dkbh"] == "已隔离" and stub["patch_uuid"] == "" and stub["uuid"] != uuid
    assert [event.kind for event in workspace.history(stub["uuid"])] == ["quarantine"]
    assert workspace.history(stub["uuid"])[0].payload == {}
    for call in (lambda: workspace.parcel(uuid), lambda: workspace.quarantine(uuid),
                 lambda: workspace.save_draft(stub["uuid"], {"PDLX": "合法"})):
        with pytest.raises(WeipianError):
            call()


def test_mention_elsewhere_is_blackened_and_the_rest_stays(workspace):
    uuid = worked_on(workspace)
    workspace.quarantine(uuid)
    other = uuid_of(workspace, PACKAGE[7].jcbh)
    assert workspace.draft(other).flag == "同 已隔离"
    assert len(workspace.history(other)) == 4
    assert workspace.overlay_run().remarks == ({"code": "X", "patch": "已隔离"},)


def test_record_about_others_too_stays_with_them_and_its_events_say_the_same(workspace):
    uuid = worked_on(workspace)
    other = uuid_of(workspace, PACKAGE[7].jcbh)
    workspace.quarantine(uuid)
    (review,) = workspace.records()
    assert (review.parcels, review.values["HSJL"]) == ((other,), "已隔离 无异议")
    assert [event.kind for event in workspace.history(other) if event.record] == ["record"]
    assert records.replay(workspace.history(review.uuid)) == {review.uuid: review}
    assert workspace.survey_flags() == [] and workspace.attachments() == {}


def test_attached_file_goes_with_it_unless_another_parcel_uses_it_too(workspace):
    uuid = worked_on(workspace)
    other = uuid_of(workspace, PACKAGE[7].jcbh)
    folder = Path(workspace.path).with_name("w.files")
    paper = Path(workspace.path).with_name("paper.pdf")
    paper.write_bytes(b"a paper of two places")
    for parcel in (uuid, other):
        attach(workspace, parcel, paper, "pzwh")
    paper.unlink()
    assert len([file for file in folder.rglob("*") if file.is_file()]) == 2
    workspace.quarantine(uuid)
    assert [file.read_bytes() for file in folder.rglob("*") if file.is_file()] == [b"a paper of two places"]
    away = Path(workspace.quarantine_path).with_name("q.sqlite.files")
    assert [file.read_bytes() for file in away.rglob("*") if file.is_file()] == [NAME.encode() * 100]
    assert traces(workspace) == []


def test_a_photo_of_it_goes_also_where_another_parcel_has_it_too(workspace):
    uuid = worked_on(workspace)
    other = uuid_of(workspace, PACKAGE[7].jcbh)
    photo = Path(workspace.path).with_name("photo of both.jpg")
    photo.write_bytes(b"a photo of two places")
    for parcel in (uuid, other):
        attach(workspace, parcel, photo, "zp")
    photo.unlink()
    workspace.quarantine(uuid)
    assert workspace.attachments() == {} and workspace.records("attachment", other) == []
    assert not [file for file in Path(workspace.path).with_name("w.files").rglob("*") if file.is_file()]
    away = Path(workspace.quarantine_path).with_name("q.sqlite.files")
    assert b"a photo of two places" in [file.read_bytes() for file in away.rglob("*") if file.is_file()]
    assert traces(workspace) == []
    workspace.undo()  # whatever is undone of the other parcel, the photo does not come back
    assert workspace.attachments() == {}


def renamed(workspace, files=shutil.move):
    """The workspace under another name, and its folder too."""
    old = Path(workspace.path)
    workspace.close()
    old.rename(old.with_name("新.gpkg"))
    files(str(old.with_name("w.files")), str(old.with_name("新.files")))
    return Workspace.open(old.with_name("新.gpkg"), actor="甲", quarantine_path=workspace.quarantine_path)


@pytest.mark.parametrize("files", [shutil.move, shutil.copytree])
def test_what_was_attached_before_the_workspace_was_renamed_goes_with_it_too(workspace, files):
    uuid = worked_on(workspace)
    under_its_new_name = renamed(workspace, files)
    assert under_its_new_name.quarantine(uuid) == ()
    away = Path(workspace.quarantine_path).with_name("q.sqlite.files")
    assert [file.read_bytes() for file in away.rglob("*") if file.is_file()] == [NAME.encode() * 100]
    assert traces(under_its_new_name) == []
    under_its_new_name.close()


def test_a_paper_attached_under_both_names_stays_for_the_other_parcel(workspace):
    uuid = worked_on(workspace)
    other = uuid_of(workspace, PACKAGE[7].jcbh)
    paper = Path(workspace.path).with_name("paper.pdf")
    paper.write_bytes(b"a paper of two places")
    attach(workspace, uuid, paper, "pzwh")
    under_its_new_name = renamed(workspace)
    attach(under_its_new_name, other, paper, "pzwh")
    paper.unlink()
    assert under_its_new_name.quarantine(uuid) == ()
    kept = [file for file in Path(workspace.path).with_name("新.files").rglob("*") if file.is_file()]
    assert [file.read_bytes() for file in kept] == [b"a paper of two places"]
    under_its_new_name.close()


def test_renamed_again_before_it_was_wiped_the_file_goes_at_the_next_opening(workspace, monkeypatch):
    uuid = worked_on(workspace)
    with monkeypatch.context() as patched:
        patched.setattr(quarantine_module, "wipe", lambda database: None)
        workspace.quarantine(uuid)
    assert NAME.encode() in b"".join(file.read_bytes() for file in Path(workspace.path).parent.glob("w.files/*/*"))
    under_its_new_name = renamed(workspace)
    assert not list(Path(workspace.path).parent.glob("*.files/*/*"))
    under_its_new_name.close()


def test_a_file_that_is_not_found_or_stays_is_told(workspace):
    uuid = worked_on(workspace)
    beside = Path(workspace.path).parent
    (kept,) = (file for file in beside.glob("w.files/*/*") if file.is_file())
    place = kept.relative_to(beside).as_posix()
    workspace.put_record(Record("", "attachment", (uuid,), values={
        "FJLX": "paper", "FJLJ": f"扫描/{SECRET}.pdf", "FJMC": "批文.pdf", "SHA256": "1" * 64, "FJDX": 1}))
    kept.unlink()
    told = workspace.quarantine(uuid)
    assert [(one.code, one.values) for one in told] == [
        ("QUARANTINE_FILES_MISSING", {"count": 1, "files": place}), ("QUARANTINE_FILES_ELSEWHERE", {"count": 1})]
    for language in ("zh", "en"):
        assert not [one for one in told if SECRET in one.sentence(language) or "{" in one.sentence(language)]


def test_a_file_in_the_folder_of_another_workspace_is_copied_and_told_not_taken(workspace):
    uuid = worked_on(workspace)
    beside = Path(workspace.path).parent
    workspace.close()
    shutil.copy(workspace.path, beside / "副本.gpkg")  # without its folder
    copy = Workspace.open(beside / "副本.gpkg", actor="甲", quarantine_path=workspace.quarantine_path)
    assert [one.code for one in copy.quarantine(uuid)] == ["QUARANTINE_FILES_OF_OTHERS"]
    copy.close()
    away = Path(workspace.quarantine_path).with_name("q.sqlite.files")
    for folder in (away, beside / "w.files"):
        assert [file.read_bytes() for file in folder.rglob("*") if file.is_file()] == [NAME.encode() * 100]


def test_undo_does_not_bring_it_back(workspace):
    workspace.add_batch(BATCH, PACKAGE)
    uuid = uuid_of(workspace, SECRET)
    workspace.save_draft(uuid, {"PDLX": "合法"})
    workspace.quarantine(uuid)
    assert workspace.undo() is None


def test_index_and_extent_forget_the_place(workspace):
    far = IssuedPatch("450512202399999", {}, square(37600000.0, 2500000.0))
    workspace.add_batch(BATCH, [*PACKAGE, far])
    workspace.quarantine(uuid_of(workspace, far.jcbh))
    database = workspace._database
    for table in ("patches", "parcels"):
        boxes = database.rows(f"SELECT * FROM rtree_{table}_geom")
        assert len(boxes) == 200 and max(box["maxx"] for box in boxes) < 37510000
        assert database.value("SELECT max_x FROM gpkg_contents WHERE table_name = ?", (table,)) < 37510000
        nodes = b"".join(row[0] for row in database.rows(f"SELECT data FROM rtree_{table}_geom_node"))
        assert struct.pack(">f", 37600000.0) not in nodes
        assert database.value(f"SELECT rtreecheck('rtree_{table}_geom')") == "ok"


def test_classified_at_the_door_never_touches_the_file(workspace):
    receipt = workspace.add_batch(
        replace(BATCH, findings=(Finding("DUPLICATE_ID", "W", {"jcbh": SECRET}),)),
        [each for each in PACKAGE if each.jcbh != SECRET], classified=[PACKAGE[3]])
    assert (receipt.added, receipt.quarantined) == (199, 1)
    assert traces(workspace) == []
    assert workspace.progress() == {"total": 200, "todo": 199, "draft": 0, "signed": 0, "flagged": 0, "stub": 1}
    second = sqlite3.connect(workspace.quarantine_path)
    assert second.execute("SELECT jcbh FROM quarantined").fetchall() == [(SECRET,)]
    second.close()


@pytest.mark.parametrize("at_the_door", [True, False])
def test_issued_again_it_is_recognised_and_goes_to_quarantine(workspace, at_the_door):
    if at_the_door:
        workspace.add_batch(BATCH, [p for p in PACKAGE if p.jcbh != SECRET], classified=[PACKAGE[3]])
    else:
        workspace.add_batch(BATCH, PACKAGE)
        workspace.quarantine(uuid_of(workspace, SECRET))
    comparison = workspace.compare(PACKAGE)
    assert (comparison.new, len(comparison.identical), comparison.quarantined) == ((), 199, 1)
    receipt = workspace.add_batch(BATCH, PACKAGE)
    assert (receipt.batch_uuid, receipt.added, receipt.quarantined) == ("", 0, 1)
    assert [f.code for f in receipt.findings] == ["IMPORT_CHANGED_NOTHING"]
    before = Path(workspace.path).read_bytes(), Path(workspace.quarantine_path).read_bytes()
    workspace.add_batch(BATCH, PACKAGE)
    assert (Path(workspace.path).read_bytes(), Path(workspace.quarantine_path).read_bytes()) == before
    workspace.add_batch(replace(BATCH, label="next"), [replace(PACKAGE[3], extra={"单位": "改名"}), patch(900)])
    assert workspace.progress()["stub"] == 1
    assert traces(workspace) == []


def test_patch_that_turns_out_classified_later_moves_with_all_its_versions(workspace):
    uuid = worked_on(workspace)
    newer = replace(PACKAGE[3], attributes={**PACKAGE[3].attributes, "TBLX": "YH"})
    workspace.add_batch(replace(BATCH, label="again"), [newer], decisions={SECRET: "replace"},
                        links={SECRET: [(workspace.parcel(uuid).patch_uuid, 1.0)]})
    receipt = workspace.add_batch(replace(BATCH, label="third"), [patch(901)], classified=[newer])
    assert receipt.added == 1
    assert traces(workspace) == []
    assert workspace._database.value("SELECT count(*) FROM links") == 0
    assert len(workspace.queue()) == 200


def test_unreachable_second_file_stops_the_move_and_changes_nothing(tmp_path):
    (tmp_path / "blocked").write_text("a file where a folder should be")
    with Workspace.create(tmp_path / "w.gpkg", quarantine_path=tmp_path / "blocked" / "q.sqlite") as workspace:
        workspace.add_batch(BATCH, PACKAGE)
        uuid = uuid_of(workspace, SECRET)
        with pytest.raises(WeipianError) as caught:
            workspace.quarantine(uuid)
        assert caught.value.code == "QUARANTINE_UNREACHABLE"
        assert workspace.parcel(uuid).jcbh == SECRET
        assert workspace.progress()["stub"] == 0


def test_move_while_another_program_reads_is_refused_and_done_the_second_time(workspace):
    uuid = worked_on(workspace)
    workspace._database.connection.execute("PRAGMA busy_timeout=50")
    reader = sqlite3.connect(workspace.path)
    reader.execute("BEGIN")
    reader.execute("SELECT * FROM meta").fetchall()
    with pytest.raises(WeipianError) as caught:
        workspace.quarantine(uuid)
    assert caught.value.code == "WORKSPACE_BUSY"
    assert workspace.parcel(uuid).jcbh == SECRET and workspace.progress()["stub"] == 0
    reader.close()
    workspace.quarantine(uuid)
    assert traces(workspace) == []
    second = sqlite3.connect(workspace.quarantine_path)
    assert second.execute("SELECT count(*) FROM quarantined").fetchone() == (1,)
    assert second.execute("SELECT count(*) FROM quarantined_rows WHERE table_name = 'patches'").fetchone() == (1,)
    second.close()


def test_wipe_that_was_cut_short_is_done_at_the_next_opening(workspace, monkeypatch):
    uuid = worked_on(workspace)
    monkeypatch.setattr(quarantine_module, "wipe", lambda database: None)
    workspace.quarantine(uuid)
    workspace.close()
    os.link(workspace.path + "-journal", workspace.path + ".kept")
    assert SECRET.encode() in Path(workspace.path + ".kept").read_bytes()
    monkeypatch.undo()
    with Workspace.open(workspace.path) as again:
        assert [trace for file in Path(workspace.path).parent.glob("w.*") if file.is_file() for trace in TRACES
                if trace in file.read_bytes()] == []
        assert not list(Path(workspace.path).parent.glob("w.files/*/*"))
        assert not Path(workspace.path + "-journal").exists()
        assert not any(Path(workspace.path + ".kept").read_bytes())
        assert again.progress()["stub"] == 1


def test_second_file_is_beside_qgis_settings_unless_told_otherwise(tmp_path):
    with Workspace.create(tmp_path / "w.gpkg") as workspace:
        place = Path(workspace.quarantine_path)
        assert place.name == workspace.workspace_id + ".sqlite"
        assert place.parent.parts[-2:] == ("weipian", "quarantine")
        assert tmp_path not in place.parents
    with Workspace.open(workspace.path, quarantine_path=tmp_path / "elsewhere.sqlite") as again:
        assert again.quarantine_path == str(tmp_path / "elsewhere.sqlite")
