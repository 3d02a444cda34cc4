"""Records beside the answers: one event each, undone and replayed, sound values, and a judgement they can hold open."""

from __future__ import annotations

import struct

import pytest

from weipian_plugin.domain.definitions import SIX_DUTIES
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.record_kinds import RECORD_KINDS
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
from weipian_plugin.workspace import records
from weipian_plugin.workspace.workspace import Workspace

OTHER = {"PDLX": "其他", "QTJTQX": "Q9", "QTPDYJSM": "边坡治理，未改变用途"}


def square(x, y, side=20.0):
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "q.sqlite")
    shapes = (square(37500000.0 + 30 * i, 2400000.0) for i in range(4))
    made.add_batch(NewBatch("2023-08", "2023-08-01", "x.zip", "d"),
                   [IssuedPatch(f"4505122023{i:05}", {"TBLX": "20"}, shape) for i, shape in enumerate(shapes)])
    yield made
    made.close()


@pytest.fixture
def uuids(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


def code_of(call):
    with pytest.raises(WeipianError) as caught:
        call()
    assert "{" not in caught.value.sentence("zh") and "{" not in caught.value.sentence("en")
    return caught.value.code


def act(*parcels, **values):
    return Record("", "act", parcels, values={"WFXWBH": "WF-1", "SXWFMJ": 4000, **values})


def correction(*parcels, **values):
    return Record("", "correction", parcels, values={"RCJC_YY": "永农划定不符", "FKWH": "函〔2024〕3号", **values})


def test_an_act_and_parcels_are_many_to_many(workspace, uuids):
    one = workspace.put_record(act(uuids[0], uuids[1]))
    two = workspace.put_record(act(uuids[1], uuids[2], WFXWBH="WF-2"))
    assert workspace.records("act") == [one, two]
    assert workspace.records("act", uuids[1]) == [one, two] and workspace.records("act", uuids[0]) == [one]
    assert workspace.records(parcel=uuids[3]) == []
    assert workspace.record(two.uuid) == two and two.parcels == (uuids[1], uuids[2])
    assert one.values == {"WFXWBH": "WF-1", "SXWFMJ": 4000.0}


def test_parts_of_the_ground_are_rectified_apart(workspace, uuids):
    parent = workspace.put_record(act(uuids[0], uuids[1]))
    cleared = {"ZGFS": "拆除复耕", "ZGMJ": 2500, "ZRBM": "某镇", "ZGCS": "拆除", "GZSX": "2023年12月31日",
               "GDQ": "收割之后"}
    later = {"ZGFS": "补办", "ZGMJ": "1500", "BBWH": "桂政土批函〔2024〕1号", "BBSJ": "2024-02-01", "FGDWMJ": 10}
    parts = [workspace.put_record(Record("", "rectification", (uuid,), parent.uuid, values))
             for uuid, values in ((uuids[0], cleared), (uuids[1], later))]
    assert workspace.records("rectification", act=parent.uuid) == parts
    assert parts[0].values["GZSX"] == "2023-12-31" and parts[1].values["ZGMJ"] == 1500.0
    assert "FGDWMJ" not in parts[1].values  # 复耕到位面积 is no part of 补办
    assert code_of(lambda: workspace.remove_record(parent.uuid)) == "RECORD_IN_USE"
    for part in parts:
        workspace.remove_record(part.uuid)
    workspace.remove_record(parent.uuid)
    assert workspace.records() == []


def test_the_six_duties_are_ticked_one_by_one(workspace, uuids):
    kept = workspace.put_record(act(uuids[0], GSJ=True, GCC="否"))
    assert len(SIX_DUTIES) == 6 and {kept.values.get(code) for code in SIX_DUTIES} == {1, 0, None}


@pytest.mark.parametrize("kind", RECORD_KINDS)
def test_every_kind_is_kept_changed_and_taken_away_each_as_one_event(workspace, uuids, kind):
    text = next(f for f in RECORD_KINDS[kind].fields if f.type.value == "text" and f.when is None and f.code != "JYBH")
    made = workspace.put_record(Record("", kind, (uuids[0],), values={text.code: "一"}))
    changed = workspace.put_record(Record(made.uuid, kind, (uuids[0],), values={text.code: "二"}))
    assert workspace.put_record(changed) == changed
    workspace.remove_record(made.uuid)
    assert [event.kind for event in workspace.history(made.uuid)] == ["record", "record", "unrecord"]
    assert [event.predecessor for event in workspace.history(made.uuid)][1:] == [
        event.uuid for event in workspace.history(made.uuid)][:-1]
    for expected in ([changed], [made], []):
        event = workspace.undo()
        assert (event.kind, event.record, event.parcels) == ("undo", made.uuid, (uuids[0],))
        assert workspace.records() == expected
    assert workspace.undo() is None


def test_a_parcels_history_shows_what_was_recorded_about_it_also_when_it_no_longer_is(workspace, uuids):
    workspace.save_draft(uuids[0], OTHER)
    kept = workspace.put_record(act(uuids[0], uuids[1]))
    workspace.put_record(Record(kept.uuid, "act", (uuids[1],), values=kept.values))
    workspace.put_record(Record(kept.uuid, "act", (uuids[1],), values={}))
    assert [event.kind for event in workspace.history(uuids[0])] == ["draft", "record", "record"]
    assert len(workspace.history(uuids[1])) == 3


def test_undo_takes_decisions_and_records_back_in_the_order_they_were_made(workspace, uuids):
    workspace.save_draft(uuids[0], OTHER)
    kept = workspace.put_record(act(uuids[0]))
    workspace.set_flag(uuids[1], "存疑")
    assert workspace.undo().parcels == (uuids[1],)
    assert workspace.undo().record == kept.uuid
    assert workspace.undo().parcels == (uuids[0],)
    assert workspace.undo() is None and workspace.records() == []


def test_undo_does_not_run_over_what_another_recorded_since(workspace, uuids):
    kept = workspace.put_record(act(uuids[0]))
    workspace.actor = "乙"
    workspace.put_record(Record("", "rectification", (uuids[0],), kept.uuid, {"ZGFS": "补办"}))
    workspace.actor = "甲"
    assert code_of(workspace.undo) == "UNDO_OVERTAKEN"
    workspace.actor = "乙"
    workspace.undo()
    workspace.put_record(Record(kept.uuid, "act", (uuids[0],), values={"WFXWBH": "另号"}))
    workspace.actor = "甲"
    assert code_of(workspace.undo) == "UNDO_OVERTAKEN"
    assert workspace.record(kept.uuid).values == {"WFXWBH": "另号"}


def test_events_add_up_to_the_records_that_are_kept(workspace, uuids):
    parent = workspace.put_record(act(uuids[0], uuids[1]))
    part = workspace.put_record(Record("", "rectification", (uuids[1],), parent.uuid, {"ZGFS": "补办", "ZGMJ": 1.5}))
    gone = workspace.put_record(correction(uuids[2]))
    workspace.remove_record(gone.uuid)
    workspace.put_record(Record(part.uuid, "rectification", (uuids[1], uuids[0]), parent.uuid, {"ZGFS": "拆除复耕"}))
    workspace.put_record(act(uuids[3]))
    workspace.undo()
    known = [event for row in workspace._database.rows("SELECT DISTINCT parcel_uuid FROM events")
             for event in workspace.history(row[0])]
    replayed = records.replay(sorted({event.sequence: event for event in known}.values(), key=lambda e: e.sequence))
    assert replayed == {record.uuid: record for record in workspace.records()} and len(replayed) == 2


@pytest.mark.parametrize(("record", "code"), [
    (Record("", "telegram"), "UNKNOWN_RECORD_KIND"),
    (Record("", "act", values={"NOPE": 1}), "UNKNOWN_FIELD"),
    (Record("", "act", values={"CLFS": "罚酒三杯"}), "RECORD_VALUE"),
    (Record("", "act", values={"WFND": "去年"}), "RECORD_VALUE"),
    (Record("", "act", values={"SXWFMJ": "nan"}), "RECORD_VALUE"),
    (Record("", "act", values={"CLFS": "立案", "LASJ": "2023-02-30"}), "RECORD_VALUE"),
    (Record("", "act", values={"GCC": "也许"}), "RECORD_VALUE"),
    (Record("", "act", ("no such parcel",)), "UNKNOWN_PARCEL"),
    (Record("no such record", "act"), "UNKNOWN_RECORD"),
    (Record("", "rectification", (), "no such act"), "UNKNOWN_RECORD"),
    (Record("", "attachment"), "RECORD_PARCELS"),
])
def test_what_is_no_record_is_refused_and_nothing_is_kept(workspace, record, code):
    assert code_of(lambda: workspace.put_record(record)) == code
    assert workspace.records() == []


def test_a_record_does_not_change_its_kind_nor_belong_to_a_part(workspace, uuids):
    kept = workspace.put_record(act(uuids[0]))
    part = workspace.put_record(Record("", "rectification", (uuids[0],), kept.uuid))
    assert code_of(lambda: workspace.put_record(Record(kept.uuid, "review", (uuids[0],)))) == "UNKNOWN_RECORD"
    assert code_of(lambda: workspace.put_record(Record("", "act", (), part.uuid))) == "UNKNOWN_RECORD"
    assert code_of(lambda: workspace.record("nobody")) == "UNKNOWN_RECORD"
    assert code_of(lambda: workspace.remove_record("nobody")) == "UNKNOWN_RECORD"


def test_one_paper_belongs_to_one_parcel(workspace, uuids):
    assert code_of(lambda: workspace.put_record(Record("", "attachment", tuple(uuids)))) == "RECORD_PARCELS"


def test_a_findings_state_is_one_for_each_check_and_parcel(workspace, uuids):
    def state(parcel, check, how):
        values = {"JYBH": check, "CLZT": how, "CLSM": "说明"}
        return workspace.put_record(Record("", "finding", (parcel,), values=values))

    first = state(uuids[0], "V07", "explained")
    assert state(uuids[0], "V07", "已解决").uuid == first.uuid
    state(uuids[0], "V23", "open")
    state(uuids[1], "V07", "open")
    found = {(record.parcels[0], record.values["JYBH"]): record.values for record in workspace.records("finding")}
    assert len(found) == 3 and found[uuids[0], "V07"] == {"JYBH": "V07", "CLZT": "resolved"}
    workspace.undo()
    workspace.undo()
    workspace.undo()
    assert workspace.record(first.uuid).values["CLSM"] == "说明"


def test_no_case_needs_its_reason_and_another_disposal_has_none(workspace, uuids):
    kept = workspace.put_record(act(uuids[0], CLFS="不予立案", BYLASM="面积不足，已自行纠正"))
    assert kept.values["BYLASM"]
    values = {**kept.values, "CLFS": "立案", "LASJ": "20230901"}
    assert "BYLASM" not in workspace.put_record(Record(kept.uuid, "act", kept.parcels, values=values)).values


def test_an_open_correction_holds_the_judgement_until_its_conclusion(workspace, uuids):
    workspace.save_draft(uuids[0], OTHER)
    opened = workspace.put_record(correction(uuids[0]))
    assert workspace.in_correction() == {uuids[0]}
    assert code_of(lambda: workspace.sign(uuids[0], "甲", "内业")) == "CORRECTION_OPEN"
    workspace.save_draft(uuids[1], OTHER)
    workspace.sign(uuids[1], "甲", "内业")
    concluded = {**opened.values, "HDJL": "划定有误，已调整", "TZRQ": "2024-05-01", "XSX": "非永久基本农田"}
    workspace.put_record(Record(opened.uuid, "correction", opened.parcels, values=concluded))
    assert workspace.sign(uuids[0], "甲", "内业").signed_by == "甲" and workspace.in_correction() == set()


def test_what_was_signed_before_a_correction_is_held_back_from_the_table_and_by_undo(workspace, uuids):
    workspace.save_draft(uuids[0], OTHER)
    signed = workspace.sign(uuids[0], "甲", "内业")
    workspace.save_draft(uuids[0], {"QTJTLX": "边坡治理"})
    workspace.actor = "乙"
    workspace.put_record(correction(uuids[0]))
    workspace.actor = "甲"
    assert code_of(workspace.undo) == "CORRECTION_OPEN"
    workspace.actor = "乙"
    workspace.undo()
    workspace.actor = "甲"
    workspace.undo()
    assert workspace.table_rows()[0].judgement == signed
    workspace.put_record(correction(uuids[0]))
    assert workspace.table_rows()[0].judgement is None and workspace.judgement(uuids[0]) == signed


def test_survey_flags_are_listed_in_the_order_of_issue_one_a_parcel(workspace, uuids):
    apart, never, back = "单独标识为违法用地", "不得变更为新增建设用地", "下一年度恢复原地类"
    for uuid, flag in ((uuids[2], never), (uuids[0], apart), (uuids[2], back)):
        workspace.put_record(Record("", "survey", (uuid,), values={"BGDCBS": flag, "BGDCND": 2023}))
    assert [(flag.parcel_uuid, flag.jcbh, flag.flag, flag.year) for flag in workspace.survey_flags()] == [
        (uuids[0], "450512202300000", apart, 2023), (uuids[2], "450512202300002", back, 2023)]


def test_records_of_many_parcels_are_found_by_an_index(workspace):
    plan = workspace._database.rows(
        "EXPLAIN QUERY PLAN SELECT * FROM record_act WHERE uuid IN "
        "(SELECT record_uuid FROM record_parcels WHERE parcel_uuid = ?)", ("x",))
    assert not [row["detail"] for row in plan if row["detail"].startswith("SCAN")]


def test_what_is_kept_as_one_is_undone_and_done_again_as_one_and_nothing_beside_it(workspace, uuids):
    alone = workspace.put_record(act(uuids[3], WFXWBH="before"))
    workspace.many.put_records([act(uuid, WFXWBH=uuid[:8]) for uuid in uuids[:3]], as_one=True)
    after = workspace.put_record(act(uuids[3], WFXWBH="after"))
    together = {uuid[:8] for uuid in uuids[:3]}
    assert workspace.undo().record == after.uuid
    undone = workspace.undo()
    assert set(undone.parcels) == set(uuids[:3]) and list(undone.kept) == ["act"]
    assert workspace.records("act") == [alone]
    for _ in range(2):
        again = workspace.redo()
        assert set(again.parcels) == set(uuids[:3])
        assert {one.values["WFXWBH"] for one in workspace.records("act")} == {"before", *together}
        assert set(workspace.undo().parcels) == set(uuids[:3]) and workspace.records("act") == [alone]
    workspace.redo()
    assert workspace.redo().record == after.uuid
    assert {one.values["WFXWBH"] for one in workspace.records("act")} == {"before", "after", *together}


def test_what_is_kept_as_one_and_what_follows_it_as_one_are_two(workspace, uuids):
    first, second = (workspace.many.put_records([act(uuid, WFXWBH=name) for uuid in uuids[:2]], as_one=True)
                     for name in ("1", "2"))
    workspace.undo()
    assert {one.uuid for one in workspace.records("act")} == {one.uuid for one in first}
    workspace.undo()
    assert workspace.records("act") == []
    workspace.redo()
    workspace.redo()
    workspace.many.remove_records([one.uuid for one in second], as_one=True)
    workspace.undo()
    assert {one.uuid for one in workspace.records("act")} == {one.uuid for one in (*first, *second)}


def test_of_what_was_kept_as_one_none_is_taken_back_where_one_is_another_since(workspace, uuids):
    kept = workspace.many.put_records([act(uuid) for uuid in uuids[:3]], as_one=True)
    workspace.actor = "乙"
    workspace.put_record(Record(kept[0].uuid, "act", kept[0].parcels, values={**kept[0].values, "SXWFMJ": 1}))
    workspace.actor = "甲"
    assert code_of(workspace.undo) == "UNDO_OVERTAKEN"
    assert len(workspace.records("act")) == 3


def test_what_was_not_kept_as_one_is_undone_one_by_one(workspace, uuids):
    workspace.many.put_records([act(uuid) for uuid in uuids[:3]])
    workspace.undo()
    assert len(workspace.records("act")) == 2
