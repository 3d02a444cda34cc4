"""What may not be merged is refused whole or left out, told without detail, and the workspace is as it was before."""

from __future__ import annotations

import dataclasses
import json
import random
import subprocess
import sys
from datetime import datetime, timedelta

import pytest
import shapely

from tests.qgis.offices_scene import (
    UNCHANGED,
    as_sent,
    assert_replayed,
    made,
    measure,
    scene_crs,
    scene_patches,
    work,
)
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, Record
from weipian_plugin.domain.review.office_state import OfficeState
from weipian_plugin.workspace.merging.entering import Projection
from weipian_plugin.workspace.workspace import Workspace


@pytest.fixture()
def issued(demo, qgis_app):
    return scene_patches(demo)[:12], scene_crs(demo)


@pytest.fixture()
def county(issued, tmp_path):
    with made(tmp_path, "甲县", *issued) as workspace:
        yield workspace


@pytest.fixture()
def province(issued, tmp_path):
    with made(tmp_path, "省厅", [], issued[1]) as workspace:
        yield workspace


def sent(workspace, **named):
    return as_sent(workspace.offices.leave(office="甲县", **named))


def changed(state, table, number, **values):
    """The state with other values in one row, as who does not know better could make it."""
    rows = [dict(row) for row in state.tables[table]]
    rows[number].update(values)
    return OfficeState(state.meta, {**state.tables, table: rows})


def refused(workspace, state):
    before = workspace.offices.fingerprint()
    with pytest.raises(WeipianError) as caught:
        workspace.offices.merge(state, "甲县", "1")
    assert workspace.offices.fingerprint() == before and workspace.offices.packages() == []
    assert "{" not in caught.value.sentence("zh") and "{" not in caught.value.sentence("en")
    return caught.value


def test_one_military_row_anywhere_refuses_the_package_and_says_nothing_of_it(county, province):
    uuid = county.queue()[0].parcel_uuid
    county.save_draft(uuid, UNCHANGED)
    county.put_record(Record("", "act", (uuid,), "", {"WFND": 2023, "WFXWMS": "未批先建"}))
    state = sent(county)
    jcbh = state.tables["patches"][3]["JCBH"]
    event = dict(state.tables["events"][0])
    event["payload"] = {**event["payload"], "after": {"answers": {"PDLX": "其他", "QTJTLX": "JY"}}}
    for doctored in (changed(state, "patches", 3, SFJY=1),
                     changed(state, "patches", 3, extra='{"是否涉密": "是"}'),
                     changed(state, "drafts", 0, QTJTLX="SM"),
                     changed(state, "events", 0, **event),
                     changed(state, "records", 0, values={"SFJY": 1})):
        error = refused(province, doctored)
        assert error.code == "OFFICE_STATE_CLASSIFIED" and not error.values
        assert jcbh not in error.sentence() and uuid not in error.sentence("en")


def test_nothing_of_quarantine_leaves_and_what_is_set_apart_here_does_not_come_in(county, province, issued):
    first, second = county.queue()[:2]
    county.save_draft(first.parcel_uuid, {"PDLX": "合法"})
    county.many.flag([first.parcel_uuid, second.parcel_uuid], "一并")
    county.put_record(Record("", "act", (first.parcel_uuid, second.parcel_uuid), "", {"WFND": 2023, "WFXWMS": "连片"}))
    alone = county.put_record(Record("", "act", (first.parcel_uuid,), "", {"WFND": 2023, "WFXWMS": "独自"}))
    whole = sent(county)
    patch = county.parcel(first.parcel_uuid).patch_uuid
    county.quarantine(first.parcel_uuid)
    left = repr(sent(county))
    for secret in (first.parcel_uuid, patch, first.jcbh, "quarantine", "stub"):
        assert secret not in left
    province.add_batch(*_batch([issued[0][0]]))
    province.quarantine(province.queue()[0].parcel_uuid)
    receipt = province.offices.merge(whole, "甲县", "1")
    assert receipt.left_out == {"quarantined": 1} and receipt.new_patches == 11
    assert [one.code for one in receipt.findings] == ["PATCHES_SET_APART_HERE"]
    assert first.jcbh not in receipt.findings[0].sentence() and first.parcel_uuid not in receipt.parcels
    content = (province._database.path).read_bytes()
    for secret in (first.parcel_uuid, patch, first.jcbh):
        assert secret.encode() not in content
    assert [record.parcels for record in province.records("act")] == [(second.parcel_uuid,)]
    assert alone.uuid.encode() not in content
    assert province.draft(second.parcel_uuid).flag == "一并"
    assert province.offices.merge(whole, "甲县", "1").changed_nothing


def _batch(patches):
    from weipian_plugin.domain.records import NewBatch
    return NewBatch("省", "2023-08-15", "省.zip", "省", "GX_ZY2023", "450512"), patches


def test_a_patch_put_in_quarantine_after_merging_leaves_no_trace_in_the_list_of_conflicts(county, province, issued):
    uuid, jcbh = county.queue()[0].parcel_uuid, county.queue()[0].jcbh
    province.add_batch(*_batch([dataclasses.replace(issued[0][0], attributes={
        **issued[0][0].attributes, "TBLX": "30"})]))
    second, third = county.queue()[1:3]
    county.save_draft(uuid, {"PDLX": "合法"})
    province.offices.merge(sent(county), "甲县", "1")
    assert [one.kind for one in province.offices.conflicts()] == ["issued"]
    county.set_flag(second.parcel_uuid, "先")
    county.many.flag([second.parcel_uuid, third.parcel_uuid], "一并")
    province.offices.merge(sent(county), "甲县", "2")
    patch = province.parcel(second.parcel_uuid).patch_uuid
    for secret in (uuid, second.parcel_uuid):
        province.quarantine(secret)
    assert province.offices.conflicts() == [] and province.draft(third.parcel_uuid).flag == "一并"
    content = province._database.path.read_bytes()
    for secret in (jcbh, second.jcbh, second.parcel_uuid, patch):
        assert secret.encode() not in content
    assert province.offices.merge(sent(county), "甲县", "3").changed_nothing


def test_a_training_workspace_and_a_real_one_are_never_merged(issued, county, province, tmp_path):
    with made(tmp_path, "培训", *issued, training=True) as training:
        assert refused(province, sent(training)).code == "OFFICE_STATE_TRAINING"
        assert refused(training, sent(county)).code == "OFFICE_STATE_TRAINING"


def test_what_is_not_known_is_refused_with_its_table_and_row(county, province):
    uuid = county.queue()[0].parcel_uuid
    county.save_draft(uuid, {"PDLX": "合法"})
    county.put_record(Record("", "act", (uuid,), "", {"WFND": 2023, "WFXWMS": "未批先建"}))
    state = sent(county)
    event = state.tables["events"][0]["payload"]
    for doctored, code, table in (
            (changed(state, "patches", 2, NEWCOLUMN=1), "OFFICE_STATE_UNKNOWN", "patches"),
            (changed(state, "records", 0, kind="novel"), "OFFICE_STATE_UNKNOWN", "records"),
            (changed(state, "records", 0, values={"XX": 1}), "OFFICE_STATE_UNKNOWN", "records"),
            (changed(state, "events", 0, kind="novel"), "OFFICE_STATE_UNKNOWN", "events"),
            (changed(state, "events", 0, payload={**event, "after": {"answers": {"XX": 1}}}), "OFFICE_STATE_UNKNOWN",
             "events"),
            (changed(state, "drafts", 0, PDLX="不知道"), "OFFICE_STATE_CODE", "drafts"),
            (changed(state, "events", 0, payload=[1]), "OFFICE_STATE_ROW", "events"),
            (changed(state, "patches", 0, geom="zz"), "OFFICE_STATE_ROW", "-"),
            (OfficeState(state.meta, {**state.tables, "novel": [{}]}), "OFFICE_STATE_UNKNOWN", "novel")):
        error = refused(province, doctored)
        assert (error.code, error.values["table"]) == (code, table)
    newer = OfficeState({**state.meta, "schema_version": "999"}, state.tables)
    assert refused(province, newer).code == "OFFICE_STATE_NEWER"
    assert refused(province, OfficeState({**state.meta, "format": "x"}, state.tables)).code == "OFFICE_STATE_FORMAT"


def test_a_state_of_an_older_plugin_comes_in_without_the_columns_it_did_not_have(county, province):
    uuid = county.queue()[0].parcel_uuid
    county.save_draft(uuid, {"PDLX": "合法"})
    state = sent(county)
    older = OfficeState({**state.meta, "schema_version": "7"}, {name: [
        {key: value for key, value in row.items() if key not in ("findings", "follows", "outcome", "position")}
        for row in rows] for name, rows in state.tables.items() if name not in ("overlay", "files")})
    assert province.offices.merge(older, "甲县", "1").new_patches == 12
    assert province.draft(uuid).answers["PDLX"] == "合法" and province.parcel(uuid).findings == ()
    county.save_draft(uuid, {"PDLX": "违法"})
    assert province.offices.merge(sent(county), "甲县", "2").conflicts == 0
    assert province.draft(uuid).answers["PDLX"] == "违法"


def test_clocks_do_not_order_but_a_wrong_one_is_told(county, province):
    uuid = county.queue()[0].parcel_uuid
    county.save_draft(uuid, {"PDLX": "合法"})
    county.save_draft(uuid, {"PDLX": "违法"})
    state = sent(county)
    ahead = (datetime.now().astimezone() + timedelta(days=400)).isoformat(timespec="milliseconds")
    receipt = province.offices.merge(changed(state, "events", 0, recorded_at=ahead), "甲县", "1")
    assert [one.code for one in receipt.findings] == ["EVENTS_OF_THE_FUTURE"]
    assert ahead[:10] in receipt.findings[0].sentence() and province.draft(uuid).answers["PDLX"] == "违法"


def test_the_same_name_in_two_offices_is_told(county, province, issued, tmp_path):
    uuid = county.queue()[0].parcel_uuid
    with made(tmp_path, "乙县", *issued) as other:
        for each in (county, other):
            each.actor = "王伟"
            each.set_note(uuid, "x")
        province.offices.merge(sent(county), "甲县", "1")
        receipt = province.offices.merge(sent(other), "乙县", "2")
    assert [one.code for one in receipt.findings] == ["ACTOR_IN_TWO_OFFICES"]
    assert "王伟" in receipt.findings[0].sentence()
    assert {(one.actor, one.workspace_id) for one in province.history(uuid)} == {
        ("王伟", county.workspace_id), ("王伟", other.workspace_id)}


def test_a_workspace_in_another_zone_gets_the_same_ground(county, issued, tmp_path):
    work(county, 3)
    measure(county)
    with made(tmp_path, "邻省", [], "EPSG:4526" if issued[1] != "EPSG:4526" else "EPSG:4525") as other:
        receipt = other.offices.merge(sent(county), "甲县", "1")
        assert receipt.new_patches == 12
        assert_replayed(other)
        for row in county.queue():
            ours, theirs = county.parcel(row.parcel_uuid), other.parcel(row.parcel_uuid)
            assert ours.wkb != theirs.wkb
            assert other.own_area(theirs.wkb) == pytest.approx(county.own_area(ours.wkb), rel=1e-6)
            assert (ours.actual is None) == (theirs.actual is None)
        assert other.offices.merge(sent(county), "甲县", "1").changed_nothing
        back = other.offices.leave(office="邻省")
        assert county.offices.merge(as_sent(back), "邻省", "2").changed_nothing


def test_the_same_number_issued_differently_waits_for_a_person(county, province, issued):
    patch = issued[0][0]
    uuid = county.queue()[0].parcel_uuid
    county.save_draft(uuid, {"PDLX": "合法"})
    county.set_note(county.queue()[1].parcel_uuid, "随之进来")
    province.add_batch(*_batch([dataclasses.replace(patch, attributes={**patch.attributes, "TBLX": "30"})]))
    state = sent(county)
    receipt = province.offices.merge(state, "甲县", "1")
    assert receipt.left_out == {"issued": 1} and receipt.conflicts == 1 and receipt.new_patches == 11
    (held,) = [one for one in receipt.findings if one.code == "ISSUED_HELD"]
    assert "再" in held.sentence("zh") and "merge this package again" in held.sentence("en")
    assert province.offices.merge(state, "甲县", "1").changed_nothing
    assert "PDLX" not in province.draft(uuid).answers and len(province.history(uuid)) == 0
    (conflict,) = province.offices.conflicts()
    assert conflict.kind == "issued" and conflict.jcbh == patch.jcbh
    assert {side.state["TBLX"] for side in conflict.sides} == {"20", "30"}
    province.offices.decide(conflict.stream, county.workspace_id, "以县级下发为准")
    assert province.parcel(uuid).attributes["TBLX"] == "20" and province.offices.conflicts() == []
    province.undo()
    assert province.parcel(uuid).attributes["TBLX"] == "30" and len(province.offices.conflicts()) == 1
    province.offices.decide(conflict.stream, province.workspace_id, "以省级下发为准")
    assert province.offices.merge(state, "甲县", "1").new_events == 1
    assert province.draft(uuid).answers["PDLX"] == "合法" and province.parcel(uuid).attributes["TBLX"] == "30"
    assert province.offices.merge(state, "甲县", "1").changed_nothing and province.offices.conflicts() == []


def test_another_shape_is_another_issue(county, province, issued):
    patch = issued[0][0]
    county.save_draft(county.queue()[0].parcel_uuid, {"PDLX": "合法"})
    moved = shapely.transform(shapely.from_wkb(patch.wkb), lambda points: points + 0.5).wkb
    province.add_batch(*_batch([dataclasses.replace(patch, wkb=moved)]))
    assert province.offices.merge(sent(county), "甲县", "1").left_out == {"issued": 1}
    (conflict,) = province.offices.conflicts()
    uuid = province.queue()[0].parcel_uuid
    province.offices.decide(conflict.stream, county.workspace_id, "以县级下发为准")
    assert province.parcel(uuid).wkb == patch.wkb
    assert province.offices.merge(sent(county), "甲县", "1").new_events == 1


def test_samples_second_readings_and_rulings_stay_in_the_province(county, province):
    province.offices.merge(sent(county), "甲县", "1")
    uuid = province.queue()[0].parcel_uuid
    sample = province.put_record(Record("", "sample", (), "", {
        "CYMC": "抽样", "CYFF": "按比例" , "CYZZ": "1", "CYJZ": "2023-10-01", "CYSJ": "{}"} | _method()))
    province.put_record(Record("", "drawn", (uuid,), sample.uuid, {
        "CYCC": "合法", "CYXH": 1, "CYLC": 1, "CYGL": "1/2"}))
    state = sent(province)
    assert state.tables["records"] == [] and state.tables["events"] == []
    assert sample.uuid not in repr(state)


def _method():
    from weipian_plugin.domain.forms.codes import CODE_LISTS
    return {"CYFF": CODE_LISTS["CYFF"].codes[0].code}


def test_only_the_patches_that_were_asked_for_leave(county, province):
    first, second = (row.parcel_uuid for row in county.queue()[:2])
    for uuid in (first, second):
        county.save_draft(uuid, {"PDLX": "合法"})
    state = sent(county, parcels=[first])
    assert [row["uuid"] for row in state.tables["parcels"]] == [first]
    assert len(state.tables["patches"]) == len(state.tables["events"]) == len(state.tables["drafts"]) == 1
    province.offices.merge(state, "甲县", "1")
    receipt = province.offices.merge(sent(county), "甲县", "2")
    assert (receipt.new_patches, receipt.new_events) == (11, 1) and province.draft(second).answers["PDLX"] == "合法"
    assert sent(county, batches=["none"]).tables["patches"] == []


def test_what_merging_would_do_can_be_asked_without_anything_being_done(county, province):
    work(county, 1)
    state = sent(county)
    before = province.offices.fingerprint()
    asked = province.offices.compare(state, "甲县")
    assert province.offices.fingerprint() == before
    done = province.offices.merge(state, "甲县", "1")
    assert dataclasses.replace(done, findings=()) == dataclasses.replace(asked, findings=())


def test_what_fails_half_way_leaves_the_workspace_as_it_was(county, province, monkeypatch):
    work(county, 2)
    state = sent(county)

    def fails(self):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Projection, "_records", fails)
    assert refused(province, state).code == "WORKSPACE_IO"
    monkeypatch.undo()
    assert province.offices.merge(state, "甲县", "1").new_patches == 12


KILLED = """
import json, os, sys
from qgis.core import QgsApplication
application = QgsApplication([], False)
from weipian_plugin.domain.review.office_state import OfficeState
from weipian_plugin.workspace.merging import measured
from weipian_plugin.workspace.workspace import Workspace
state = OfficeState(*json.load(open(sys.argv[2], encoding="utf-8")))
measured.take_over = lambda *_: os._exit(9)
Workspace.open(sys.argv[1]).offices.merge(state, "甲县", "1")
"""


def test_killed_in_the_middle_of_merging_nothing_has_happened(county, province, tmp_path, root):
    work(county, 2)
    state = sent(county)
    (tmp_path / "state.json").write_text(json.dumps([state.meta, state.tables], ensure_ascii=False), encoding="utf-8")
    before, path = province.offices.fingerprint(), province.path
    province.close()
    ended = subprocess.run([sys.executable, "-c", KILLED, path, str(tmp_path / "state.json")], cwd=root, check=False)
    assert ended.returncode == 9
    with Workspace.open(path, actor="省厅", quarantine_path=tmp_path / "q.sqlite") as again:
        assert again.offices.fingerprint() == before and again.queue() == []
        assert again.offices.merge(state, "甲县", "1").new_patches == 12
        assert again._database.value("PRAGMA integrity_check") == "ok"


def test_our_own_measurement_stays_and_of_another_offices_two_the_later_is_kept(county, issued, tmp_path):
    measure(county)
    uuid = county.queue()[0].parcel_uuid
    with made(tmp_path, "省二", *issued) as province:
        province.offices.merge(sent(county), "甲县", "1")
        assert province.measured(uuid).roles["dltb"].net_m2 == 1900.0
        measure(county)
        later = county.overlay_run().provenance["engine"]
        province.offices.merge(sent(county), "甲县", "2")
        assert province._database.value("SELECT count(DISTINCT run_uuid) FROM overlay_parcels") == 1
        measure(province)
        own = province._database.value("SELECT run_uuid FROM overlay_parcels WHERE parcel_uuid = ?", (uuid,))
        measure(county)
        province.offices.merge(sent(county), "甲县", "3")
        assert later and province._database.value(
            "SELECT run_uuid FROM overlay_parcels WHERE parcel_uuid = ?", (uuid,)) == own


def test_two_copies_of_one_workspace_that_were_both_worked_in_are_two_sides(county, tmp_path):
    from tests.qgis.offices_scene import copied

    uuid = county.queue()[0].parcel_uuid
    county.save_draft(uuid, {"PDLX": "其他"})
    with copied(county.path, tmp_path / "copy" / "w.gpkg", "甲县的人") as copy:
        county.save_draft(uuid, {"PDLX": "合法"})
        copy.save_draft(uuid, {"PDLX": "违法"})
        assert county.offices.merge(sent(copy), "副本", "1").conflicts == 1
        (conflict,) = county.offices.conflicts()
        assert county.draft(uuid).answers["PDLX"] == "合法" and len({side.side for side in conflict.sides}) == 2
        (other,) = [side.side for side in conflict.sides if not side.stands]
        county.offices.decide(conflict.stream, other, "以副本为准")
        copy.offices.merge(sent(county), "甲县", "1")
        assert copy.draft(uuid).answers["PDLX"] == county.draft(uuid).answers["PDLX"] == "违法"


def test_patches_of_the_same_number_drawn_in_two_offices_wait_for_a_person(county, province, issued, tmp_path):
    wkb = county.parcel(county.queue()[0].parcel_uuid).wkb
    with made(tmp_path, "乙县", *issued) as other:
        uuids = [each.draw_patch(wkb, {"JCBH": "4505122023Z0001"}) for each in (county, other)]
        province.offices.merge(sent(county), "甲县", "1")
        receipt = province.offices.merge(sent(other), "乙县", "2")
        assert receipt.left_out == {"issued": 1}
        (conflict,) = province.offices.conflicts()
        province.offices.decide(conflict.stream, other.workspace_id, "以乙县为准")
        province.offices.merge(sent(other), "乙县", "2")
        standing = {row.parcel_uuid for row in province.queue() if row.jcbh == "4505122023Z0001"}
        assert standing == {uuids[1]} and province.offices.conflicts() == []


def test_patches_drawn_in_two_offices_keep_their_names_in_every_order(county, issued, tmp_path):
    """Each office gives its own numbers: both patches enter, and are called alike whoever was merged first."""
    wkb = county.parcel(county.queue()[0].parcel_uuid).wkb
    with made(tmp_path, "乙县", *issued) as other:
        drawn = {each.draw_patch(wkb): each for each in (county, other)}
        named_there = {uuid: each.parcel(uuid).jcbh for uuid, each in drawn.items()}
        states = [sent(county), sent(other)]
    assert len(set(named_there.values())) == 2
    for number, order in enumerate((states, states[::-1])):
        with made(tmp_path, f"省厅{number}", [], issued[1]) as province:
            for place, state in enumerate(order):
                assert province.offices.merge(state, "县", str(place)).left_out == {}
            assert {uuid: province.parcel(uuid).jcbh for uuid in named_there} == named_there


def test_a_patch_issued_anew_in_the_county_takes_the_place_of_the_earlier(county, province, issued):
    patch = issued[0][0]
    uuid = county.queue()[0].parcel_uuid
    county.save_draft(uuid, {"PDLX": "合法"})
    province.offices.merge(sent(county), "甲县", "1")
    again = IssuedPatch(patch.jcbh, {**patch.attributes, "TBLX": "30"}, patch.wkb)
    county.add_batch(*_batch([again]), decisions={patch.jcbh: "replace"})
    older = sent(county)
    receipt = province.offices.merge(older, "甲县", "2")
    assert receipt.new_patches == 1 and receipt.conflicts == 0
    (row,) = [row for row in province.queue() if row.jcbh == patch.jcbh]
    assert province.parcel(row.parcel_uuid).attributes["TBLX"] == "30" and row.outcome == ""
    assert province.parcel(uuid).status == "superseded"


def test_a_record_that_came_before_one_of_its_parcels_is_tied_to_it_when_it_comes(county, province):
    first, second = (row.parcel_uuid for row in county.queue()[:2])
    act = county.put_record(Record("", "act", (first,), "", {"WFND": 2023, "WFXWMS": "未批先建"}))
    county.put_record(Record(act.uuid, "act", (first, second), "", {"WFND": 2023, "WFXWMS": "连片"}))
    province.offices.merge(sent(county, parcels=[first]), "甲县", "1")
    assert province.record(act.uuid).parcels == (first,)
    province.offices.merge(sent(county), "甲县", "2")
    assert province.record(act.uuid).parcels == (first, second)
    assert province.record(act.uuid).values["WFXWMS"] == "连片"


@pytest.mark.parametrize("seed", range(25))
def test_rows_that_are_not_what_they_should_be_are_refused_or_harmless_and_never_half(county, province, seed):
    chance = random.Random(seed)
    work(county, seed)
    measure(county)
    state = sent(county)
    tables = {name: [dict(row) for row in rows] for name, rows in state.tables.items()}
    for _ in range(3):
        table = chance.choice([name for name, rows in tables.items() if rows])
        row = chance.choice(tables[table])
        inside = row.get("payload") if isinstance(row.get("payload"), dict) and chance.random() < 0.5 else row
        key = chance.choice(sorted(inside))
        if chance.random() < 0.3:
            del inside[key]
        else:
            inside[key] = chance.choice((None, [], {}, [[1]], {"x": {"y": 1}}, "zz", -1, 1e300, "\ud800", True))
    before = province.offices.fingerprint()
    try:
        province.offices.merge(OfficeState(state.meta, tables), "甲县", "1")
    except WeipianError as error:
        assert error.code.startswith("OFFICE_STATE") or error.code.startswith("WORKSPACE_GEOMETRY"), error
        assert province.offices.fingerprint() == before
        assert province.offices.merge(state, "甲县", "1").new_patches == 12
    assert province._database.value("PRAGMA integrity_check") == "ok"
    assert len(province._database.rows("SELECT 1 FROM packages")) == 1


def test_what_came_in_part_and_then_whole_is_no_conflict(county, province):
    first, second = (row.parcel_uuid for row in county.queue()[:2])
    county.set_flag(second, "先有的")
    county.many.flag([first, second], "一并")
    county.set_note(second, "后有的")
    assert province.offices.merge(sent(county, parcels=[first]), "甲县", "1").conflicts == 0
    assert province.draft(first).flag == "一并"
    assert province.offices.merge(sent(county), "甲县", "2").conflicts == 0
    assert (province.draft(second).flag, province.draft(second).note) == ("一并", "后有的")
    assert province.offices.conflicts() == [] and province.offices.merge(sent(county), "甲县", "3").changed_nothing
