"""Decisions: each one event and its projections; undo compensates; what events say is what the tables hold."""

from __future__ import annotations

import inspect
import sqlite3
import struct

import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
from weipian_plugin.workspace import decisions, events
from weipian_plugin.workspace.workspace import Workspace

LEGAL = {
    "PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "桂政土批函〔2019〕12号已批准",
    "NZYPZWH": "桂政土批函〔2019〕12号", "NZYPZSJ": "2019-03-12", "NZYPZMJ": 20000.0,
}
ILLEGAL = {
    "PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
    "WFPDYJSM": "无批准文件，已建成厂房", "WFMJ": 812.5, "WFGDMJ": 0, "WFJBNTMJ": 0,
}


def square(x, y, side=20.0):
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


def patches(count):
    shapes = (square(37500000.0 + 30 * i, 2400000.0) for i in range(count))
    return [IssuedPatch(f"4505122023{i:05}", {"TBLX": "20"}, shape) for i, shape in enumerate(shapes)]


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "q.sqlite")
    made.add_batch(NewBatch("2023-08", "2023-08-01", "x.zip", "d"), patches(4))
    yield made
    made.close()


@pytest.fixture
def uuids(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


def projected(workspace):
    """Draft, judgement and status of every parcel, as the tables hold them."""
    found = {}
    for row in workspace.queue():
        draft, judgement = workspace.draft(row.parcel_uuid), workspace.judgement(row.parcel_uuid)
        found[row.parcel_uuid] = (draft, judgement, row.status, row.outcome, row.flag)
    return found


def test_draft_is_merged_and_on_disk_at_once(workspace, uuids):
    workspace.save_draft(uuids[0], {"PDLX": "合法"})
    workspace.save_draft(uuids[0], {"HFJTQX": "H1"})
    other = Workspace.open(workspace.path)
    assert not other.writable
    assert other.draft(uuids[0]).answers == {"PDLX": "合法", "HFJTQX": "H1"}
    assert [event.kind for event in other.history(uuids[0])] == ["draft", "draft"]
    other.close()


def test_empty_answer_takes_a_field_away(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    assert "HFSJYT" not in workspace.save_draft(uuids[0], {"HFSJYT": ""}).answers


def test_another_outcome_clears_what_belongs_to_the_first(workspace, uuids):
    workspace.save_draft(uuids[0], {**LEGAL, "FJ": "photo.jpg"})
    assert workspace.save_draft(uuids[0], {"PDLX": "其他", "QTJTQX": "Q1"}).answers == {
        "PDLX": "其他", "QTJTQX": "Q1", "FJ": "photo.jpg"}


def test_saying_the_same_again_is_no_event(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    workspace.save_draft(uuids[0], LEGAL)
    workspace.set_note(uuids[0], "")
    assert len(workspace.history(uuids[0])) == 1


def test_values_keep_their_types(workspace, uuids):
    answers = workspace.save_draft(uuids[0], {**ILLEGAL, "WFMJ": "812.5", "SFFNH": True}).answers
    assert answers["WFMJ"] == 812.5 and answers["WFGDMJ"] == 0.0 and answers["SFFNH"] == 1
    assert workspace.draft(uuids[0]).answers == answers


def test_unknown_field_and_parcel_are_named(workspace, uuids):
    with pytest.raises(WeipianError) as caught:
        workspace.save_draft(uuids[0], {"NOPE": 1})
    assert caught.value.code == "UNKNOWN_FIELD" and caught.value.values["field"] == "NOPE"
    with pytest.raises(WeipianError) as caught:
        workspace.save_draft("no such parcel", {"PDLX": "合法"})
    assert caught.value.code == "UNKNOWN_PARCEL"


def test_military_case_is_not_an_answer(workspace, uuids):
    with pytest.raises(WeipianError) as caught:
        workspace.save_draft(uuids[0], {"PDLX": "其他", "QTJTQX": "Q9", "QTJTLX": "JY"})
    assert caught.value.code == "ANSWER_IS_CLASSIFIED"
    assert workspace.history(uuids[0]) == []


def test_signing_refuses_what_is_incomplete_and_names_it(workspace, uuids):
    workspace.save_draft(uuids[0], {**LEGAL, "HFPDYJSM": "太短"})
    with pytest.raises(WeipianError) as caught:
        workspace.sign(uuids[0], "甲", "内业")
    assert caught.value.code == "NOT_COMPLETE"
    assert caught.value.values["codes"] == ("HFPDYJSM",)
    assert "合法—判断依据说明" in caught.value.sentence("zh")
    assert workspace.judgement(uuids[0]) is None


@pytest.mark.parametrize(("signer", "basis", "code"), [("", "内业", "SIGNER_MISSING"), ("甲", "猜测", "BASIS_UNKNOWN")])
def test_signing_needs_a_person_and_a_basis(workspace, uuids, signer, basis, code):
    workspace.save_draft(uuids[0], LEGAL)
    with pytest.raises(WeipianError) as caught:
        workspace.sign(uuids[0], signer, basis)
    assert caught.value.code == code


RECORDED = {"HCYJ": "现场为厂房，正在建设", "HCFZR": "乙"}


@pytest.mark.parametrize("level", ["W1", "W2", "W3"])
@pytest.mark.parametrize("basis", ["内业", "实地"])
@pytest.mark.parametrize("answers", [{}, {"HCYJ": RECORDED["HCYJ"]}, {"HCFZR": "乙"}])
def test_violation_needs_an_on_site_record_or_a_reason(workspace, uuids, level, basis, answers):
    workspace.save_draft(uuids[0], {**ILLEGAL, "WFLX1": level, **answers})
    for reason in ("", "  "):
        with pytest.raises(WeipianError) as caught:
            workspace.sign(uuids[0], "甲", basis, reason)
        assert caught.value.code == "ON_SITE_NEEDED"
    assert workspace.sign(uuids[0], "甲", basis, reason="现场已封闭，以航拍为准").reason


def test_violation_is_signed_upon_what_was_found_on_site(workspace, uuids):
    workspace.save_draft(uuids[0], {**ILLEGAL, **RECORDED})
    signed = workspace.sign(uuids[0], "甲", "实地")
    assert signed.answers["HCYJ"] == RECORDED["HCYJ"] and signed.reason == ""
    workspace.save_draft(uuids[0], {"HCFZR": None})
    assert workspace.judgement(uuids[0]) is None


@pytest.mark.parametrize(("kind", "enough"), [("photo", True), ("paper", False), ("image", False)])
def test_violation_is_signed_upon_a_photo_of_the_place_and_no_other_paper(workspace, uuids, kind, enough):
    paper = {"FJLX": kind, "FJLJ": "a.jpg", "SHA256": "0" * 64, "FJDX": 1}
    workspace.put_record(Record("", "attachment", (uuids[1],), values={**paper, "FJLX": "photo"}))
    workspace.put_record(Record("", "attachment", (uuids[0],), values=paper))
    workspace.save_draft(uuids[0], ILLEGAL)
    if enough:
        assert workspace.sign(uuids[0], "甲", "实地").reason == ""
    else:
        with pytest.raises(WeipianError, match="on-site"):
            workspace.sign(uuids[0], "甲", "实地")


def test_nothing_signs_many_at_once():
    signing = [name for name in dir(Workspace) if "sign" in name.lower() or "accept" in name.lower()]
    assert signing == ["sign"]
    assert inspect.signature(Workspace.sign).parameters["uuid"].annotation == "str"


def test_what_a_signature_was_given_in_spite_of_is_kept_when_it_is_done_again(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    workspace.sign(uuids[0], "甲", "内业", "说明", despite={"V16": "证据不全"})
    workspace.undo()
    again = workspace.redo()
    assert workspace.judgement(uuids[0]) is not None
    assert again.payload["despite"] == {"V16": "证据不全"}
    workspace.undo()
    assert "despite" not in workspace.history(uuids[0])[-1].payload
    assert workspace.redo().payload["despite"] == {"V16": "证据不全"}


def test_whose_answers_stand_is_told_by_who_answered_last(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    workspace.save_draft(uuids[1], LEGAL)
    workspace.save_draft(uuids[0], {"HFSJYT": "商服"})
    mine, workspace.actor = workspace.actor, "乙"
    assert workspace.answered_by(mine) == [uuids[1], uuids[0]]
    workspace.save_draft(uuids[0], {"HFSJYT": "工业"})
    assert workspace.answered_by(mine) == [uuids[1]] and workspace.answered_by("乙") == [uuids[0]]


def test_changed_answer_withdraws_the_signature_and_undo_brings_it_back(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    signed = workspace.sign(uuids[0], "甲", "内业")
    workspace.set_note(uuids[0], "说明")
    assert workspace.judgement(uuids[0]) == signed
    workspace.save_draft(uuids[0], {"HFSJYT": "商服"})
    assert workspace.judgement(uuids[0]) is None
    assert workspace.queue()[0].status == "draft"
    workspace.undo()
    assert workspace.judgement(uuids[0]) == signed
    assert workspace.queue()[0].status == "signed"


Q1_NOT_FILED = {"PDLX": "其他", "QTJTQX": "Q1", "QTPDYJSM": "用于养殖，属设施农业用地", "SSNSJYT": "养殖", "SSNWBA": 1}


def test_another_case_clears_the_first_ones_block_at_once_and_undo_brings_it_back(workspace, uuids):
    workspace.save_draft(uuids[0], {**LEGAL, "GDSJGH": "4505122019B00012", "DCR": "乙"})
    before = workspace.draft(uuids[0])
    count = len(workspace.history(uuids[0]))
    workspace.save_draft(uuids[0], {"HFJTQX": "H4"})
    answers = workspace.draft(uuids[0]).answers
    assert not {"NZYPZWH", "NZYPZSJ", "NZYPZMJ", "GDSJGH"} & set(answers) and answers["DCR"] == "乙"
    assert len(workspace.history(uuids[0])) == count + 1
    workspace.undo()
    assert workspace.draft(uuids[0]) == before


def test_another_outcome_clears_the_block_of_the_case_that_goes_with_it(workspace, uuids):
    workspace.save_draft(uuids[0], Q1_NOT_FILED)
    assert workspace.save_draft(uuids[0], {"PDLX": "违法"}).answers == {"PDLX": "违法"}
    workspace.undo()
    assert workspace.draft(uuids[0]).answers == Q1_NOT_FILED


def test_a_field_of_another_block_is_not_taken(workspace, uuids):
    assert "LSYPZWH" not in workspace.save_draft(uuids[0], {**Q1_NOT_FILED, "LSYPZWH": "临〔2023〕1号"}).answers


def test_what_is_not_filed_needs_no_number_and_what_is_filed_does(workspace, uuids):
    workspace.save_draft(uuids[0], Q1_NOT_FILED)
    assert workspace.sign(uuids[0], "甲", "内业")
    workspace.save_draft(uuids[0], {"SSNWBA": 0})
    assert workspace.judgement(uuids[0]) is None
    with pytest.raises(WeipianError) as caught:
        workspace.sign(uuids[0], "甲", "内业")
    assert caught.value.values["codes"] == ("SSNPZWH", "SSNPZSJ", "SSNPZMJ")


MINING = {"KPDLX": "违法", "KWFLX": "越界开采", "YJMJ": 1200.0, "KPDYJSM": "采场超出采矿许可证范围", "KCLFS": "立案"}


def test_land_and_mining_are_signed_apart(workspace, uuids):
    workspace.save_draft(uuids[0], {**LEGAL, **MINING})
    land = workspace.sign(uuids[0], "甲", "内业")
    assert workspace.queue()[0].status == "draft"
    mineral = workspace.sign(uuids[0], "乙", "内业", "以钻孔资料为准", subject="mineral")
    assert workspace.queue()[0].status == "signed"
    assert (land.subject, mineral.subject) == ("land", "mineral")
    assert workspace.judgement(uuids[0]) == land and workspace.judgement(uuids[0], "mineral") == mineral
    assert "KPDLX" not in land.answers and "PDLX" not in mineral.answers and mineral.answers["YJMJ"] == 1200.0
    row = workspace.table_rows()[0]
    assert (row.judgement, row.mineral) == (land, mineral)
    workspace.save_draft(uuids[0], {"YJMJ": 1300})
    assert workspace.judgement(uuids[0]) == land and workspace.judgement(uuids[0], "mineral") is None
    workspace.undo()
    workspace.save_draft(uuids[0], {"NZYPZMJ": 1})
    assert workspace.judgement(uuids[0]) is None and workspace.judgement(uuids[0], "mineral") == mineral
    workspace.undo()
    workspace.save_draft(uuids[0], {"WYHCSM": "到现场看过"})  # both rest upon what was found on site
    assert workspace.judgement(uuids[0]) is None and workspace.judgement(uuids[0], "mineral") is None


def test_mining_alone_is_a_judgement_of_a_mineral_patch(workspace, uuids):
    workspace.save_draft(uuids[0], {**MINING, "XCHSB": "核实表.pdf", "XCGZDW": "某县自然资源局"})
    with pytest.raises(WeipianError) as caught:
        workspace.sign(uuids[0], "甲", "实地")
    assert caught.value.values["codes"] == ("PDLX",)
    workspace.sign(uuids[0], "甲", "实地", subject="mineral")
    assert (workspace.queue()[0].status, workspace.queue()[0].outcome) == ("signed", "违法")


@pytest.mark.parametrize(("answers", "code"), [
    ({}, "ON_SITE_NEEDED"), ({"XCHSB": "核实表.pdf"}, "ON_SITE_NEEDED"), ({"KCLFS": "不处理"}, "NOT_COMPLETE")])
def test_mining_is_signed_like_any_violation(workspace, uuids, answers, code):
    workspace.save_draft(uuids[0], {**MINING, **answers})
    with pytest.raises(WeipianError) as caught:
        workspace.sign(uuids[0], "甲", "内业", subject="mineral")
    assert caught.value.code == code


def test_only_land_and_mining_can_be_signed(workspace, uuids):
    with pytest.raises(WeipianError) as caught:
        workspace.sign(uuids[0], "甲", "内业", subject="sea")
    assert caught.value.code == "SUBJECT_UNKNOWN"


def test_undo_goes_back_step_by_step_to_the_beginning(workspace, uuids):
    blank = projected(workspace)
    steps = [
        lambda: workspace.save_draft(uuids[0], LEGAL),
        lambda: workspace.set_flag(uuids[1], "边界不清"),
        lambda: workspace.sign(uuids[0], "甲", "内业"),
        lambda: workspace.set_note(uuids[2], "询问镇里"),
        lambda: workspace.set_confidence(uuids[0], "高"),
        lambda: workspace.save_draft(uuids[0], ILLEGAL),
    ]
    states = [blank]
    for step in steps:
        step()
        states.append(projected(workspace))
    for state in reversed(states[:-1]):
        assert workspace.undo().kind == "undo"
        assert projected(workspace) == state
    assert workspace.undo() is None
    assert sum(len(workspace.history(uuid)) for uuid in uuids) == 2 * len(steps)


def test_undo_is_of_ones_own_decisions_only(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    workspace.actor = "乙"
    assert workspace.undo() is None
    workspace.set_flag(uuids[0], "存疑")
    workspace.actor = "甲"
    workspace.undo()
    assert workspace.draft(uuids[0]).answers == {}
    assert workspace.draft(uuids[0]).flag == "存疑"


def test_undo_does_not_run_over_what_another_said_since(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    workspace.actor = "乙"
    workspace.save_draft(uuids[0], {"HFJTQX": "H2"})
    workspace.actor = "甲"
    with pytest.raises(WeipianError) as caught:
        workspace.undo()
    assert caught.value.code == "UNDO_OVERTAKEN"
    assert workspace.draft(uuids[0]).answers["HFJTQX"] == "H2"


def test_events_add_up_to_what_the_tables_hold(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    workspace.sign(uuids[0], "甲", "内业")
    workspace.save_draft(uuids[1], ILLEGAL)
    workspace.save_draft(uuids[1], {"PDLX": "其他"})
    workspace.set_flag(uuids[1], "存疑")
    workspace.undo()
    workspace.set_confidence(uuids[2], "低")
    workspace.save_draft(uuids[0], MINING)
    workspace.sign(uuids[0], "甲", "内业", "以资料为准", subject="mineral")
    workspace.put_record(Record("", "act", (uuids[0],), values={"WFXWBH": "1"}))
    replayed = events.replay(event for uuid in uuids for event in workspace.history(uuid))
    database = workspace._database
    stored = {}
    for uuid in uuids:
        draft = database.row("SELECT * FROM drafts WHERE parcel_uuid = ?", (uuid,))
        judged = {row["subject"]: dict(row) for row in database.rows(
            "SELECT * FROM judgements WHERE parcel_uuid = ?", (uuid,))}
        state = decisions.state_of_rows(dict(draft) if draft else None, judged.get("land"), judged.get("mineral"))
        if uuid in replayed or state != events.blank_state():
            stored[uuid] = state
    assert replayed == stored
    # … and writing them anew from the events changes nothing
    before = projected(workspace)
    with database.transaction() as connection:
        connection.execute("DELETE FROM drafts")
        connection.execute("DELETE FROM judgements")
        connection.execute("UPDATE parcels SET status = 'todo', outcome = '', flagged = 0")
        for uuid, state in replayed.items():
            decisions.project(connection, uuid, state)
    assert projected(workspace) == before


def test_each_event_names_the_one_before_it(workspace, uuids):
    for answers in (LEGAL, ILLEGAL, {"PDLX": "其他"}):
        workspace.save_draft(uuids[0], answers)
        workspace.save_draft(uuids[1], answers)
    chain = workspace.history(uuids[0])
    assert [event.predecessor for event in chain] == ["", *(event.uuid for event in chain[:-1])]
    assert {event.workspace_id for event in chain} == {workspace.workspace_id}
    assert {event.actor for event in chain} == {"甲"}
    assert all(event.recorded_at[-6] in "+-" for event in chain)


@pytest.mark.parametrize("statement", ["UPDATE events SET actor = '乙'", "DELETE FROM events"])
def test_events_can_be_neither_changed_nor_deleted(workspace, uuids, statement):
    workspace.save_draft(uuids[0], LEGAL)
    plain = sqlite3.connect(workspace.path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        plain.execute(statement)
    plain.close()
    assert workspace.history(uuids[0])[0].actor == "甲"


def test_progress_counts(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    workspace.sign(uuids[0], "甲", "内业")
    workspace.save_draft(uuids[1], {"PDLX": "违法"})
    workspace.set_flag(uuids[1], "存疑")
    assert workspace.progress() == {"total": 4, "todo": 2, "draft": 1, "signed": 1, "flagged": 1, "stub": 0}
    assert len(workspace.answered_times("2000-01-01T00:00:00+00:00")) == 2
    assert workspace.answered_times("2999-01-01T00:00:00+00:00") == []


@pytest.mark.parametrize("facts", [{"SSYT": "工业"}, {"SSBH": 0}, {"HCYJ": "现场无变化", "HCFZR": "乙"}])
def test_facts_alone_are_kept_and_are_no_answer_yet(workspace, uuids, facts):
    workspace.save_draft(uuids[0], facts)
    row = workspace.queue()[0]
    assert (row.status, row.outcome, row.stated) == ("todo", "", True)
    assert workspace.draft(uuids[0]).answers == facts
    assert (workspace.progress()["todo"], workspace.progress()["draft"]) == (4, 0)
    assert workspace.answered_times("2000-01-01T00:00:00+00:00") == []
    workspace.save_draft(uuids[0], {"PDLX": "违法"})
    assert (workspace.queue()[0].status, workspace.queue()[0].stated) == ("draft", False)
    workspace.undo()
    assert (workspace.queue()[0].status, workspace.queue()[0].stated) == ("todo", True)
    workspace.undo()
    assert not workspace.queue()[0].stated
    workspace.set_note(uuids[0], "询问镇里")
    assert not workspace.queue()[0].stated


def test_a_signature_in_spite_of_errors_wants_a_reason_and_keeps_both(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    with pytest.raises(WeipianError) as caught:
        workspace.sign(uuids[0], "甲", "内业", " ", despite={"V10": "5.17 亩在红线以外。"})
    assert caught.value.code == "ERRORS_WANT_REASON" and "V10" in caught.value.sentence("zh")
    assert workspace.judgement(uuids[0]) is None
    signed = workspace.sign(uuids[0], "甲", "内业", "红线图为旧版", despite={"V10": "5.17 亩在红线以外。"})
    assert signed.reason == "红线图为旧版"
    assert workspace.history(uuids[0])[-1].payload["despite"] == {"V10": "5.17 亩在红线以外。"}
    workspace.undo()
    assert workspace.judgement(uuids[0]) is None
    workspace.sign(uuids[0], "甲", "内业")
    assert "despite" not in workspace.history(uuids[0])[-1].payload


def test_full_file_leaves_the_workspace_as_it_was(workspace, uuids):
    workspace.save_draft(uuids[0], LEGAL)
    pages = workspace._database.value("PRAGMA page_count")
    workspace._database.connection.execute(f"PRAGMA max_page_count={pages}")
    with pytest.raises(WeipianError) as caught:
        for _ in range(1000):
            workspace.set_note(uuids[1], (workspace.draft(uuids[1]).note or "") + "很长的备注" * 50)
    assert caught.value.code == "WORKSPACE_DISK_FULL"
    before = projected(workspace)
    history = [len(workspace.history(uuid)) for uuid in uuids]
    workspace._database.connection.execute("PRAGMA max_page_count=1000000")
    assert projected(workspace) == before
    assert history[1] == len(workspace.history(uuids[1]))
    assert workspace._database.value("PRAGMA integrity_check") == "ok"
    workspace.set_note(uuids[1], "又可写")
