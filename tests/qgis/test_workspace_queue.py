"""The queue of a workspace: what is kept for it beside answers and areas, what is decided of many parcels at once."""

from __future__ import annotations

import json
import shutil
import sqlite3
import struct
from pathlib import Path

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import (
    ClassArea,
    IssuedPatch,
    Measured,
    NewBatch,
    OverlayRun,
    Record,
    RoleAreas,
)
from weipian_plugin.workspace import events, queue_columns
from weipian_plugin.workspace.workspace import Workspace

DATA = Path(__file__).parents[1] / "data"
LEGAL = {
    "PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "桂政土批函〔2019〕12号已批准",
    "NZYPZWH": "桂政土批函〔2019〕12号", "NZYPZSJ": "2019-03-12", "NZYPZMJ": 20000.0,
}


def box(left, bottom, right, top):
    ring = (left, bottom, right, bottom, right, top, left, top, left, bottom)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


def patches(count):
    x, y = 37500000.0, 2400000.0
    return [IssuedPatch(f"4505122023{i:05}", {"TBLX": "20"}, box(x + 90 * i, y, x + 90 * i + 60, y + 60))
            for i in range(count)]


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "q.sqlite")
    made.add_batch(NewBatch("2023-08", "2023-08-01", "x.zip", "d"), patches(6))
    yield made
    made.close()


@pytest.fixture
def uuids(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


def code_of(call, *values):
    with pytest.raises(WeipianError) as caught:
        call(*values)
    return caught.value.code


def assigned(workspace):
    return {row.parcel_uuid: row.assigned for row in workspace.queue() if row.assigned}


def test_lines_read_again_are_those_of_the_whole_queue(workspace, uuids):
    workspace.save_draft(uuids[1], LEGAL)
    workspace.set_flag(uuids[2], "边界不清")
    workspace.store_suggestions({uuids[1]: {"kind": "合法·H1"}})
    workspace.store_overlay(OverlayRun({}), {uuids[3]: Measured(60.0, {"yjjbnt": RoleAreas("yjjbnt", 5.0)})})
    workspace.put_record(Record("", "correction", (uuids[4],), values={"FKWH": "12号"}))
    whole = {row.parcel_uuid: row for row in workspace.queue()}
    assert workspace.lists.rows(uuids[4:0:-1]) == [whole[uuid] for uuid in uuids[1:5]]
    assert workspace.lists.rows(["unknown"]) == []
    assert whole[uuids[4]].returned and whole[uuids[3]].basic_farmland_m2 == 5.0 and whole[uuids[2]].flag == "边界不清"


def test_a_draft_that_lacks_something_required_is_told_from_a_whole_one(workspace, uuids):
    workspace.save_draft(uuids[0], {"PDLX": "合法"})
    workspace.save_draft(uuids[1], LEGAL)
    workspace.set_note(uuids[2], "x")
    assert [row.lacking for row in workspace.queue()] == [True, False, False, False, False, False]
    workspace.undo()
    workspace.save_draft(uuids[1], {"HFSJYT": ""})
    assert workspace.lists.rows([uuids[1]])[0].lacking


@pytest.mark.parametrize("name", ["workspace_v1.gpkg", "workspace_v2.gpkg", "workspace_v3.gpkg"])
def test_what_an_older_version_did_not_keep_is_worked_out_at_opening(tmp_path, name):
    path = tmp_path / name
    shutil.copy(DATA / name, path)
    with Workspace.open(path, actor="甲") as opened:
        rows = opened.queue()
        for row in rows:
            measured, draft = opened.measured(row.parcel_uuid), opened.draft(row.parcel_uuid)
            classes = measured.roles.get("dltb") if measured else None
            farmland = None if classes is None else sum(
                part.area_m2 for part in classes.classes if part.class_code.startswith("01"))
            assert row.farmland_m2 == (None if farmland is None else pytest.approx(farmland))
            for value, role in ((row.basic_farmland_m2, "yjjbnt"), (row.redline_m2, "stbhhx")):
                assert value == (measured.roles[role].total_m2 if measured and role in measured.roles else None)
            assert row.stated == (row.status == "todo" and bool(draft.answers))
            assert row.lacking == (row.status == "draft" and queue_columns.is_lacking(draft.answers))
        assert rows


def test_drafts_are_looked_at_again_where_the_form_requires_other_things_now(workspace, uuids, monkeypatch):
    workspace.save_draft(uuids[0], {"PDLX": "合法"})
    path = workspace.path
    workspace.close()
    for name in ("LAND_ANSWERS", "_REQUIRED"):
        monkeypatch.setattr(queue_columns, name, queue_columns.LAND_ANSWERS[:1])  # the outcome alone
    with Workspace.open(path, read_only=True) as looking:
        assert looking.queue()[0].lacking  # who only looks sees it as it was kept
    with Workspace.open(path) as opened:
        assert not opened.queue()[0].lacking
        with opened._database.transaction() as connection:
            connection.execute("UPDATE parcels SET lacking = 1 WHERE uuid = ?", (uuids[0],))
    with Workspace.open(path) as opened:
        assert opened.queue()[0].lacking  # by the same definitions nothing is looked at again


def test_classes_that_are_no_farmland_are_nothing_and_not_unknown(workspace, uuids):
    dltb = RoleAreas("dltb", 60.0, 60.0, (ClassArea("0301", 60.0, 60.0),))
    workspace.store_overlay(OverlayRun({}), {uuids[0]: Measured(60.0, {"dltb": dltb}), uuids[1]: Measured(60.0, {})})
    assert [row.farmland_m2 for row in workspace.queue()[:3]] == [0.0, None, None]


class TestReturned:
    def audit(self, workspace, uuid, result, **values):
        return workspace.put_record(Record("", "audit", (uuid,), values={
            "SHJB": "市级", "SHLC": 1, "SHJG": result, "SHSJ": "2023-09-01", **values}))

    def test_a_patch_is_back_until_the_county_answers_or_someone_passes_it(self, workspace, uuids):
        def back():
            return [row.parcel_uuid for row in workspace.queue() if row.returned]

        sent = self.audit(workspace, uuids[0], "退回")
        self.audit(workspace, uuids[1], "通过")
        assert back() == [uuids[0]]
        workspace.put_record(Record(sent.uuid, "audit", sent.parcels, values={**sent.values, "DFSJ": "2023-09-05"}))
        assert back() == []
        self.audit(workspace, uuids[2], "退回")
        self.audit(workspace, uuids[2], "通过", SHLC=2, SHSJ="2023-09-08")
        assert back() == []

    def test_an_open_correction_counts_too(self, workspace, uuids):
        workspace.put_record(Record("", "correction", (uuids[3],), values={"FKWH": "12号"}))
        assert [row.returned for row in workspace.queue()].index(True) == 3


class TestMany:
    def test_giving_many_to_one_is_one_event_that_each_shows(self, workspace, uuids):
        before = workspace._database.value("SELECT count(*) FROM events")
        assert workspace.many.assign(uuids[:4], " 李四 ") == tuple(uuids[:4])
        assert assigned(workspace) == dict.fromkeys(uuids[:4], "李四")
        assert workspace._database.value("SELECT count(*) FROM events") == before + 1
        assert [event.kind for event in workspace.history(uuids[2])][-1] == "assign"
        assert "assign" not in [event.kind for event in workspace.history(uuids[5])]
        assert workspace.lists.people() == ["李四"]

    def test_what_is_so_already_is_no_event(self, workspace, uuids):
        workspace.many.assign(uuids[:2], "李四")
        assert workspace.many.assign(uuids[:3], "李四") == (uuids[2],)
        count = workspace._database.value("SELECT count(*) FROM events")
        assert workspace.many.assign(uuids[:3], "李四") == () == workspace.many.flag(uuids, "")
        assert workspace._database.value("SELECT count(*) FROM events") == count

    def test_undo_and_redo_take_all_of_them(self, workspace, uuids):
        workspace.many.assign(uuids[:2], "李四")
        workspace.many.assign(uuids[1:4], "王五")
        now = assigned(workspace)
        workspace.undo()
        assert assigned(workspace) == dict.fromkeys(uuids[:2], "李四")
        workspace.undo()
        assert assigned(workspace) == {}
        workspace.redo()
        event = workspace.redo()
        assert assigned(workspace) == now and set(event.parcels) == set(uuids[1:4]) and event.of_many

    def test_undo_after_reopening(self, workspace, uuids):
        workspace.many.flag(uuids[:3], "影像模糊")
        path = workspace.path
        workspace.close()
        with Workspace.open(path, actor="甲") as again:
            assert [row.flag for row in again.queue()[:4]] == ["影像模糊"] * 3 + [""]
            again.undo()
            assert not any(row.flag for row in again.queue()) and again.progress()["flagged"] == 0

    def test_undo_is_refused_where_another_has_decided_since(self, workspace, uuids):
        workspace.many.assign(uuids[:2], "李四")
        workspace.actor = "乙"
        workspace.many.assign(uuids[1:2], "王五")
        workspace.actor = "甲"
        assert code_of(workspace.undo) == "UNDO_OVERTAKEN"
        assert assigned(workspace) == {uuids[0]: "李四", uuids[1]: "王五"}

    def test_flags_are_what_the_events_add_up_to_and_answers_stay(self, workspace, uuids):
        workspace.save_draft(uuids[0], LEGAL)
        workspace.set_flag(uuids[1], "另一原因")
        workspace.many.flag(uuids[:3], "影像模糊")
        rows = workspace._database.rows("SELECT * FROM events ORDER BY sequence")
        states = events.replay(events.event_of(dict(row)) for row in rows)
        assert {uuid: states[uuid]["flag"] for uuid in uuids[:3]} == {
            uuid: workspace.draft(uuid).flag for uuid in uuids[:3]} == dict.fromkeys(uuids[:3], "影像模糊")
        assert workspace.draft(uuids[0]).answers["PDLX"] == "合法" == states[uuids[0]]["answers"]["PDLX"]
        workspace.undo()
        assert [row.flag for row in workspace.queue()[:3]] == ["", "另一原因", ""]
        assert workspace.draft(uuids[2]) == type(workspace.draft(uuids[2]))(uuids[2])

    def test_a_judgement_is_never_given_to_many(self, workspace):
        assert [name for name in dir(workspace.many) if not name.startswith("_")] == [
            "actor", "assign", "compensate", "database", "flag", "give_dates", "name_township",
            "put_records", "put_with_parts", "remove_records", "set_apart"]

    def test_who_may_not_write_assigns_nothing(self, workspace, uuids):
        with Workspace.open(workspace.path, read_only=True) as looking:
            assert code_of(looking.many.assign, uuids, "李四") == "WORKSPACE_NOT_WRITABLE"

    def test_parts_belong_to_whom_the_parcel_belonged(self, workspace, uuids):
        workspace.many.assign(uuids[:1], "李四")
        x, y = 37500000.0, 2400000.0
        parts = workspace.split(uuids[0], [box(x, y, x + 30, y + 60), box(x + 30, y, x + 60, y + 60)])
        assert assigned(workspace) == dict.fromkeys(parts, "李四")

    def test_a_classified_patch_takes_its_share_of_the_event_with_it(self, workspace, uuids, tmp_path):
        workspace.set_flag(uuids[0], "机密原因")
        workspace.many.flag(uuids[:3], "影像模糊")
        workspace.many.assign(uuids[:1], "李四")
        workspace.quarantine(uuids[0])
        payloads = [row[0] for row in workspace._database.rows("SELECT payload FROM events")]
        assert not any(uuids[0] in text or "机密原因" in text for text in payloads)
        assert "assign" not in [row[0] for row in workspace._database.rows("SELECT kind FROM events")]
        assert [row.flag for row in workspace.queue()] == ["影像模糊", "影像模糊", "", "", ""]
        with sqlite3.connect(tmp_path / "q.sqlite") as second:
            kept = [json.loads(row[0]) for row in second.execute(
                "SELECT content FROM quarantined_rows WHERE table_name = 'events'")]
        told = [json.loads(row["payload"]) for row in kept if row["kind"] == "flags"]
        assert [list(payload["together"]["before"].values()) for payload in told] == [["机密原因"]]
        assert uuids[1] not in json.dumps(told)
        workspace.undo()
        assert not any(row.flag for row in workspace.queue())


def test_answers_since_are_only_the_new_ones(workspace, uuids):
    workspace.save_draft(uuids[0], {"PDLX": "合法"})
    last, times = workspace.lists.answers_since(0, "2000-01-01")
    assert len(times) == 1
    assert workspace.lists.answers_since(last, "2000-01-01") == (last, [])
    workspace.save_draft(uuids[1], {"PDLX": "合法"})
    workspace.set_note(uuids[1], "x")
    assert len(workspace.lists.answers_since(last, "2000-01-01")[1]) == 1
    assert workspace.lists.answers_since(last, "2999-01-01")[1] == []
