"""Two offices decide of the same thing: nothing is overwritten silently, a person decides, and it stays decided."""

from __future__ import annotations

import random

import pytest

from tests.qgis.offices_scene import (
    ILLEGAL,
    UNCHANGED,
    as_sent,
    assert_replayed,
    halves,
    made,
    scene_crs,
    scene_patches,
    work,
)
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record


@pytest.fixture()
def offices(demo, tmp_path, qgis_app):
    """Three offices that have the same twelve patches, issued to each of them."""
    patches, crs = scene_patches(demo)[:12], scene_crs(demo)
    opened = [made(tmp_path, name, patches, crs) for name in ("甲县", "乙县", "省厅")]
    yield opened
    for workspace in opened:
        workspace.close()


def send(source, target):
    state = as_sent(source.offices.leave(office=source.actor))
    return target.offices.merge(state, source.actor, f"{source.actor}-{len(target.offices.packages())}")


def code_of(call, *values, **named):
    with pytest.raises(WeipianError) as caught:
        call(*values, **named)
    assert "{" not in caught.value.sentence("zh") and "?" not in caught.value.sentence("zh")
    return caught.value.code


def parcels(workspace):
    return [row.parcel_uuid for row in workspace.queue()]


def shown(workspace):
    """What offices must agree upon in the end."""
    held = workspace.offices.told_apart()
    told = [{name: value for name, value in sorted(row.items()) if name not in ("batch_uuid", "assigned", "fid")}
            for row in map(dict, workspace._database.rows("SELECT * FROM parcels WHERE status <> 'stub'"))]
    return {"drafts": held["drafts"], "judgements": held["judgements"], "records": workspace.records() and sorted(
        map(repr, workspace.records())), "parcels": sorted(map(repr, told)), "actual": held["actual_parcels"]}


def test_a_newer_package_goes_ahead_and_an_older_one_after_it_changes_nothing(offices):
    county, _, province = offices
    uuid = parcels(county)[0]
    county.save_draft(uuid, {"PDLX": "合法"})
    older = as_sent(county.offices.leave(office="甲县"))
    county.save_draft(uuid, {"PDLX": "违法"})
    county.set_note(uuid, "更正")
    newer = as_sent(county.offices.leave(office="甲县"))
    assert province.offices.merge(older, "甲县", "1").new_events == 1
    assert province.draft(uuid).answers["PDLX"] == "合法"
    receipt = province.offices.merge(newer, "甲县", "2")
    assert (receipt.new_events, receipt.changed_patches, receipt.conflicts) == (2, 1, 0)
    assert receipt.parcels == [uuid]
    held = province.offices.told_apart()
    assert province.offices.merge(older, "甲县", "3").changed_nothing
    assert all(rows == held[name] for name, rows in province.offices.told_apart().items() if name != "packages")
    assert province.draft(uuid).answers["PDLX"] == "违法" and province.draft(uuid).note == "更正"
    assert province.offices.conflicts() == [] and len(province.offices.packages()) == 3


def test_two_answers_of_which_neither_knew_are_listed_and_our_own_word_stays(offices):
    county, other, province = offices
    uuid = parcels(county)[0]
    county.save_draft(uuid, {"PDLX": "合法"})
    other.save_draft(uuid, {"PDLX": "违法"})
    province.save_draft(uuid, {"PDLX": "其他"})
    assert send(county, province).conflicts == 1
    assert send(other, province).conflicts == 1
    (conflict,) = province.offices.conflicts()
    assert conflict.kind == "said" and conflict.jcbh == province.parcel(uuid).jcbh and conflict.parcels == (uuid,)
    said = {side.side: side.state[uuid]["answers"]["PDLX"] for side in conflict.sides}
    assert said == {county.workspace_id: "合法", other.workspace_id: "违法", province.workspace_id: "其他"}
    assert [side.side for side in conflict.sides if side.stands] == [province.workspace_id]
    assert {side.office for side in conflict.sides} == {"甲县的人", "乙县的人", ""}
    assert province.draft(uuid).answers["PDLX"] == "其他" and province.parcel(uuid).status == "draft"
    assert len([one for one in province.history(uuid) if one.kind == "draft"]) == 3


def test_notes_answers_and_records_of_one_patch_do_not_stand_in_each_others_way(offices):
    county, other, province = offices
    first, second = parcels(county)[:2]
    act = Record("", "act", (first,), "", {"WFND": 2023, "WFXWMS": "未批先建"})
    county.save_draft(first, ILLEGAL)
    county.put_record(act)
    other.set_note(first, "请核对影像")
    other.set_flag(second, "边界不清")
    province.put_record(Record("", "audit", (first,), "", {
        "SHJB": "省级", "SHLC": 1, "SHJG": "退回", "SHYY": "其他", "SHSM": "面积不符", "SHR": "省厅",
        "SHSJ": "2023-10-01"}))
    assert send(county, province).conflicts == send(other, province).conflicts == 0
    assert province.offices.conflicts() == []
    assert province.draft(first).note == "请核对影像" and province.draft(first).answers["PDLX"] == "违法"
    assert {one.kind for one in province.records(parcel=first)} == {"act", "audit"}
    assert_replayed(province)


def test_what_was_sent_back_comes_home_while_the_county_has_answered(offices):
    county, _, province = offices
    uuid = parcels(county)[0]
    county.save_draft(uuid, {"PDLX": "合法"})
    send(county, province)
    audit = province.put_record(Record("", "audit", (uuid,), "", {
        "SHJB": "省级", "SHLC": 1, "SHJG": "退回", "SHYY": "其他", "SHSM": "请补证", "SHR": "省厅",
        "SHSJ": "2023-10-01"}))
    county.save_draft(uuid, {"PDLX": "违法"})
    receipt = send(province, county)
    assert (receipt.new_records, receipt.conflicts) == (1, 0) and county.offices.conflicts() == []
    assert county.draft(uuid).answers["PDLX"] == "违法"
    assert [row.parcel_uuid for row in county.queue() if row.returned] == [uuid]
    answered = county.records("audit", uuid)[0]
    county.put_record(Record(audit.uuid, "audit", (uuid,), "", {
        **answered.values, "DFSM": "已补", "DFSJ": "2023-10-08"}))
    assert send(county, province).conflicts == 0
    assert province.records("audit", uuid)[0].values["DFSM"] == "已补"
    assert province.draft(uuid).answers["PDLX"] == "违法" and province.offices.conflicts() == []


def test_a_person_decides_and_it_stays_decided_everywhere(offices):
    county, other, province = offices
    uuid = parcels(county)[0]
    county.save_draft(uuid, UNCHANGED)
    county.sign(uuid, "甲", "内业")
    other.save_draft(uuid, {"PDLX": "违法", "WFMJ": 12.0})
    before = [as_sent(each.offices.leave(office="x")) for each in (county, other)]
    send(county, province)
    assert send(other, province).conflicts == 1
    (conflict,) = province.offices.conflicts()
    assert code_of(province.offices.decide, conflict.stream, other.workspace_id, " ") == "CONFLICT_WANTS_REASON"
    assert code_of(province.offices.decide, conflict.stream, "nobody", "现场") == "CONFLICT_SIDE"
    assert code_of(province.offices.decide, "said:x", other.workspace_id, "现场") == "CONFLICT_UNKNOWN"
    for side, outcome, signed in ((other, "违法", False), (county, "其他", True)):
        province.offices.decide(conflict.stream, side.workspace_id, "以现场为准")
        assert province.offices.conflicts() == []
        assert province.draft(uuid).answers["PDLX"] == outcome and bool(province.judgement(uuid)) == signed
        assert ("WFMJ" in province.draft(uuid).answers) == (not signed)
        assert province.parcel(uuid).status == ("signed" if signed else "draft")
        assert_replayed(province)
        if not signed:
            assert province.undo().kind == "undo"
            assert [one.stream for one in province.offices.conflicts()] == [conflict.stream]
            province.redo()
            assert province.offices.conflicts() == [] and province.draft(uuid).answers["PDLX"] == "违法"
            province.undo()
    for state in before:
        assert province.offices.merge(state, "x", "again").changed_nothing and province.offices.conflicts() == []
    for each in (county, other):
        receipt = send(province, each)
        assert receipt.conflicts == 0 and each.offices.conflicts() == []
        assert each.draft(uuid).answers["PDLX"] == "其他" and each.judgement(uuid).signed_by == "甲"
        assert_replayed(each)
    event = next(one for one in province.history(uuid) if one.kind == "settle")
    assert event.payload["reason"] == "以现场为准" and event.actor == "省厅的人"


def test_to_choose_what_stands_is_a_decision_too(offices):
    county, other, province = offices
    uuid = parcels(county)[0]
    county.set_note(uuid, "甲的备注")
    other.set_note(uuid, "乙的备注")
    send(county, province)
    send(other, province)
    (conflict,) = province.offices.conflicts()
    (stands,) = [side for side in conflict.sides if side.stands]
    assert conflict.kind == "remark" and province.draft(uuid).note == stands.state["note"]
    assert stands.head == min(side.head for side in conflict.sides)
    province.offices.decide(conflict.stream, stands.side, "以此为准")
    for each in (county, other):
        send(province, each)
        assert each.draft(uuid).note == stands.state["note"] and each.offices.conflicts() == []


def test_a_new_answer_after_the_decision_goes_ahead_where_it_knew_and_conflicts_where_it_did_not(offices):
    county, other, province = offices
    uuid = parcels(county)[0]
    county.save_draft(uuid, {"PDLX": "合法"})
    other.save_draft(uuid, {"PDLX": "违法"})
    send(county, province)
    send(other, province)
    province.offices.decide(province.offices.conflicts()[0].stream, county.workspace_id, "以甲为准")
    send(province, county)
    county.save_draft(uuid, {"PDLX": "其他"})
    assert send(county, province).conflicts == 0 and province.draft(uuid).answers["PDLX"] == "其他"
    other.save_draft(uuid, {"PDLX": "合法"})
    assert send(other, province).conflicts == 1 and province.draft(uuid).answers["PDLX"] == "其他"
    (conflict,) = province.offices.conflicts()
    assert {side.side for side in conflict.sides} == {county.workspace_id, other.workspace_id}


def test_a_split_in_one_county_and_a_signature_in_another_are_two_sides(offices):
    county, other, province = offices
    uuid = next(each for each in parcels(county) if len(halves(county.parcel(each).wkb)) > 1)
    whole = county.parcel(uuid).wkb
    parts = county.split(uuid, halves(whole))
    county.save_draft(parts[1], {"PDLX": "合法"})
    other.save_draft(uuid, UNCHANGED)
    other.sign(uuid, "乙", "内业")
    send(county, province)
    assert [row.parcel_uuid for row in province.queue() if row.parcel_uuid in parts] == parts
    assert all(province.parcel(part).wkb == county.parcel(part).wkb for part in parts)
    send(other, province)
    (conflict,) = province.offices.conflicts()
    assert set(conflict.parcels) == set(parts)
    for side in (other, county, other):
        if province.offices.conflicts():
            province.offices.decide(conflict.stream, side.workspace_id, "以现场为准")
        else:
            province.undo()
            province.offices.decide(conflict.stream, side.workspace_id, "以现场为准")
        standing = [row.parcel_uuid for row in province.queue() if row.parcel_uuid in parts]
        assert standing == ([uuid] if side is other else parts)
        assert bool(province.judgement(uuid)) == (side is other)
        assert province.parcel(uuid).wkb == (whole if side is other else county.parcel(uuid).wkb)
        area = province._database.value("SELECT sum(area_m2) FROM overlay_parcels WHERE parcel_uuid IN (?, ?)", parts)
        assert area == pytest.approx(province.own_area(whole), abs=0.01)
        assert_replayed(province)
    send(province, county)
    assert county.parcel(uuid).wkb == whole and county.judgement(uuid).signed_by == "乙"
    assert county.parcel(parts[1]).status == "retired"
    assert_replayed(county)


def test_a_record_changed_in_two_offices_is_a_conflict_of_the_record_alone(offices):
    county, other, province = offices
    uuid = parcels(county)[0]
    act = county.put_record(Record("", "act", (uuid,), "", {"WFND": 2023, "WFXWMS": "未批先建"}))
    send(county, other)
    for each, words in ((county, "甲改"), (other, "乙改")):
        each.put_record(Record(act.uuid, "act", (uuid,), "", {"WFND": 2023, "WFXWMS": words}))
    send(county, province)
    send(other, province)
    (conflict,) = province.offices.conflicts()
    assert conflict.kind == "record" and conflict.parcels == (uuid,)
    province.offices.decide(conflict.stream, other.workspace_id, "以乙为准")
    assert province.record(act.uuid).values["WFXWMS"] == "乙改"
    province.undo()
    assert len(province.offices.conflicts()) == 1
    province.redo()
    send(province, county)
    assert county.record(act.uuid).values["WFXWMS"] == "乙改" and county.offices.conflicts() == []


def test_a_record_taken_away_in_one_office_and_unchanged_in_the_other_goes(offices):
    county, _, province = offices
    uuid = parcels(county)[0]
    act = county.put_record(Record("", "act", (uuid,), "", {"WFND": 2023, "WFXWMS": "未批先建"}))
    send(county, province)
    county.remove_record(act.uuid)
    send(county, province)
    assert province.records("act") == []


def test_own_patches_with_township_and_dates_come_along(offices):
    county, _, province = offices
    wkb = county.parcel(parcels(county)[0]).wkb
    uuid = county.draw_patch(wkb)
    county.many.name_township([uuid], "南康镇")
    county.many.give_dates([uuid], "2016-12-09", "2018-03-09")
    county.save_draft(uuid, {"PDLX": "合法"})
    assert send(county, province).new_patches == 1
    found = province.parcel(uuid)
    assert (found.attributes["XZMC"], found.attributes["QSX"], found.wkb) == ("南康镇", "2016-12-09", wkb)
    county.many.name_township([uuid], "营盘镇")
    assert send(county, province).conflicts == 0
    assert province.parcel(uuid).attributes["XZMC"] == "营盘镇"
    while county.last_decision() is not None:
        county.undo()
    send(county, province)
    assert uuid not in parcels(province)
    assert_replayed(province)


@pytest.mark.parametrize("seed", range(6))
def test_offices_that_work_send_and_decide_by_chance_agree_in_the_end(offices, seed):
    """Whatever is done in whatever order: when everything is decided and everybody has everything, all say the same."""
    chance = random.Random(seed)
    for turn in range(5):
        for number, each in enumerate(offices):
            if chance.random() < 0.6:
                work(each, 100 * seed + 10 * turn + number) if turn == 0 else _answer(each, chance)
        source, target = chance.sample(offices, 2)
        send(source, target)
        assert send(source, target).changed_nothing
        for conflict in target.offices.conflicts():
            if chance.random() < 0.3:
                target.offices.decide(conflict.stream, chance.choice(conflict.sides).side, "商定")
        assert_replayed(target)
    province = offices[2]
    for each in offices[:2]:
        send(each, province)
    for conflict in province.offices.conflicts():
        province.offices.decide(conflict.stream, chance.choice(conflict.sides).side, "最终")
    assert province.offices.conflicts() == []
    for each in offices[:2]:
        send(province, each)
        assert each.offices.conflicts() == []
        assert_replayed(each)
        assert shown(each) == shown(province)


def _answer(workspace, chance):
    for row in chance.sample(workspace.queue(), 4):
        what = chance.choice(("answer", "note", "act", "undo"))
        if what == "answer" and workspace.judgement(row.parcel_uuid) is None:
            workspace.save_draft(row.parcel_uuid, {"PDLX": chance.choice(("合法", "违法", "其他"))})
        elif what == "note":
            workspace.set_note(row.parcel_uuid, f"第{chance.randrange(99)}次")
        elif what == "act":
            for record in workspace.records("act", row.parcel_uuid):
                workspace.put_record(Record(record.uuid, "act", record.parcels, "", {
                    "WFND": 2023, "WFXWMS": f"改{chance.randrange(99)}"}))
        elif what == "undo":
            try:
                workspace.undo()
            except WeipianError as error:
                assert error.code in ("UNDO_OVERTAKEN", "PARCEL_SIGNED", "UNKNOWN_PARCEL")


def test_two_offices_that_say_the_same_are_no_conflict_until_one_says_otherwise(offices):
    county, other, province = offices
    uuid = parcels(county)[0]
    for each in (county, other):
        each.save_draft(uuid, {"PDLX": "合法"})
    send(county, province)
    assert send(other, province).conflicts == 0 and province.offices.conflicts() == []
    other.save_draft(uuid, {"PDLX": "违法"})
    assert send(other, province).conflicts == 1


def test_what_people_did_is_told_in_the_order_they_did_it_and_undo_takes_back_only_ones_own(offices):
    county, _, province = offices
    uuid = parcels(county)[0]
    county.save_draft(uuid, {"PDLX": "合法"})
    province.set_note(uuid, "省里的话")
    send(county, province)
    assert province.last_decision().kind == "note"
    province.undo()
    assert province.last_decision() is None and province.draft(uuid).answers["PDLX"] == "合法"
    assert [one.kind for one in province.history(uuid)] == ["note", "draft", "undo"]


def test_what_stands_once_by_its_key_meets_whoever_put_it(offices):
    county, other, province = offices
    uuid = parcels(county)[0]
    for each, words in ((county, "甲说"), (other, "乙说")):
        each.put_record(Record("", "finding", (uuid,), "", {"JYBH": "V01", "CLZT": "explained", "CLSM": words}))
    send(county, province)
    assert send(other, province).conflicts == 1
    assert len(province.records("finding", uuid)) == 1
    province.offices.decide(province.offices.conflicts()[0].stream, other.workspace_id, "以乙为准")
    assert "乙说" in repr(province.records("finding", uuid))
