"""Shapes: each act of a person one event, taken back and done again at any time; parts always add up to their patch."""

from __future__ import annotations

import random
import struct
from datetime import date
from pathlib import Path

import pyproj
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from qgis.core import QgsGeometry
from shapely.ops import split

from weipian_plugin.domain.areas.parcel_parts import own_number
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, Measured, NewBatch, OverlayRun, Record, RoleAreas
from weipian_plugin.workspace import events, geometry_edits, records
from weipian_plugin.workspace.ground import Ground
from weipian_plugin.workspace.layers import make_layers, refresh
from weipian_plugin.workspace.workspace import Workspace

X, Y = 37500000.0, 2400000.0
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
           "WFPDYJSM": "无批准文件，已建成厂房", "WFMJ": 812.5, "WFGDMJ": 0, "WFJBNTMJ": 0}
LEGAL = {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "桂政土批函〔2019〕12号已批准",
         "NZYPZWH": "桂政土批函〔2019〕12号", "NZYPZSJ": "2019-03-12", "NZYPZMJ": 20000.0}


def box(x0, y0, x1, y1):
    """WKB of a rectangle, metres from the corner of the scene."""
    return shapely.box(X + x0, Y + y0, X + x1, Y + y1).wkb


def square(number, side=100.0):
    return box(200 * number, 0, 200 * number + side, side)


def open_made(folder, shapes=None):
    made = Workspace.create(folder / "w.gpkg", actor="甲", quarantine_path=folder / "q.sqlite")
    shapes = shapes or [square(number) for number in range(3)]
    made.add_batch(NewBatch("2023-08", "2023-08-01", "x.zip", "d", profile_id="MNR2021", county="450512"), [
        IssuedPatch(f"4505122023{i:05}", {"TBLX": "20", "XZQDM": "450512"}, shape) for i, shape in enumerate(shapes)])
    return made


@pytest.fixture
def workspace(tmp_path):
    made = open_made(tmp_path)
    yield made
    made.close()


@pytest.fixture
def uuid(workspace):
    return workspace.queue()[0].parcel_uuid


def code_of(call, *values, **named):
    with pytest.raises(WeipianError) as caught:
        call(*values, **named)
    assert "{" not in caught.value.sentence("zh") and "{" not in caught.value.sentence("en")
    return caught.value.code


def left_and_right(at=40.0, number=0):
    start = 200 * number
    return [box(start, 0, start + at, 100), box(start + at, 0, start + 100, 100)]


def shape(workspace, uuid):
    return shapely.from_wkb(workspace.parcel(uuid).wkb)


def every_event(workspace):
    rows = workspace._database.rows("SELECT * FROM events ORDER BY sequence")
    return [events.event_of(dict(row)) for row in rows]


TABLES = ("parcels", "actual_parcels", "drafts", "judgements", "record_act", "record_attachment", "record_correction",
          "record_survey", "record_sketch")


def tables(workspace, retired=False):
    """What the tables hold, without numbers of rows; of parcels that do not stand only where asked."""
    found = {}
    for name in TABLES:
        rows = [{k: v for k, v in dict(row).items() if k not in ("fid", "area_m2")}
                for row in workspace._database.rows(f'SELECT * FROM "{name}"')]
        found[name] = sorted((row for row in rows if retired or row.get("status") != "retired"), key=repr)
    links = workspace._database.rows("SELECT record_uuid, parcel_uuid, kind, position FROM record_parcels")
    found["links"] = sorted(tuple(row) for row in links)
    own = workspace._database.rows("SELECT parcel_uuid, round(area_m2, 6) FROM overlay_parcels")
    found["areas"] = sorted(tuple(row) for row in own)
    return found


def assert_replayed(workspace):
    """What the events add up to is what the tables hold."""
    told = every_event(workspace)
    rows = {row["uuid"]: dict(row) for row in workspace._database.rows("SELECT * FROM parcels")}
    for uuid, content in geometry_edits.replay(told).items():
        if content is None:
            assert rows[uuid]["status"] == "retired" and rows[uuid]["geom"] is None
        else:
            parcel = workspace.parcel(uuid)
            assert parcel.status in ("todo", "draft", "signed")
            assert (parcel.dkbh, parcel.wkb.hex(), (parcel.actual or b"").hex()) == (
                content["dkbh"], content["wkb"], content["actual"])
    for uuid, state in events.replay(told).items():
        draft, judgement = workspace.draft(uuid), workspace.judgement(uuid)
        assert (draft.answers, draft.note, draft.confidence, draft.flag) == (
            state["answers"], state["note"], state["confidence"], state["flag"])
        assert (judgement.answers if judgement else None) == (state["judgement"] or {"answers": None})["answers"]
    assert records.replay(told) == {record.uuid: record for record in workspace.records()}


def assert_tiled(workspace):
    """V04 at every patch: the parcels lie beside each other and together are the patch."""
    for patch, _, wkb in workspace.patch_shapes():
        rows = workspace._database.rows("SELECT uuid FROM open_parcels WHERE patch_uuid = ?", (patch,))
        parts = [shape(workspace, row[0]) for row in rows]
        whole = shapely.from_wkb(wkb)
        assert all(part.is_valid and part.area > 6 for part in parts)
        assert shapely.union_all(parts).symmetric_difference(whole).area < 0.01
        assert abs(sum(part.area for part in parts) - whole.area) < 0.01


def ellipsoidal(wkb):
    """m² by geodesics over a densified outline: nothing of the plugin's way of measuring."""
    to_degrees = pyproj.Transformer.from_crs("EPSG:4525", "EPSG:4490", always_xy=True)
    dense = shapely.segmentize(shapely.from_wkb(wkb), 20)
    geod = pyproj.Geod(a=6378137, rf=298.257222101)
    return abs(geod.geometry_area_perimeter(shapely.transform(
        dense, lambda xy: list(zip(*to_degrees.transform(xy[:, 0], xy[:, 1])))))[0])


def test_a_split_parcel_becomes_numbered_parts_of_its_patch(workspace, uuid):
    before = workspace.progress()["total"]
    parts = workspace.split(uuid, left_and_right())
    assert parts[0] == uuid and len(set(parts)) == 2
    rows = [row for row in workspace.queue() if row.jcbh == "450512202300000"]
    assert [(row.parcel_uuid, row.dkbh, row.status) for row in rows] == [
        (parts[0], "450512202300000_1", "todo"), (parts[1], "450512202300000_2", "todo")]
    assert workspace.siblings(uuid) == {row.parcel_uuid: row.dkbh for row in rows}
    assert workspace.progress()["total"] == before + 1 and workspace.batches()[0].patch_count == 3
    more = workspace.split(parts[1], [box(40, 0, 100, 50), box(40, 50, 100, 100)])
    assert [workspace.parcel(each).dkbh for each in (uuid, *more)] == [
        f"450512202300000_{number}" for number in (1, 2, 3)]
    assert [event.kind for event in workspace.history(parts[1])] == ["split", "split"]
    assert_tiled(workspace)
    assert_replayed(workspace)


def test_areas_are_those_of_today_at_once_and_none_of_before_is_left(workspace, uuid):
    areas = {"dltb": RoleAreas("dltb", 9000.0, 9000.0)}
    workspace.store_overlay(OverlayRun({"zone": 37}), {uuid: Measured(10000.0, areas)}, digests={uuid: {"dltb": "x"}})
    workspace.store_suggestions({uuid: {"kind": "违法·W1"}})
    parts = workspace.split(uuid, left_and_right())
    for part in parts:
        found = workspace.measured(part)
        assert found.roles == {} and found.area_m2 == pytest.approx(ellipsoidal(workspace.parcel(part).wkb), rel=1e-7)
        assert workspace.suggestion(part) is None
    assert uuid not in workspace.overlay_digests() or workspace.overlay_digests()[uuid] == {}
    assert sum(workspace.measured(part).area_m2 for part in parts) == pytest.approx(ellipsoidal(square(0)), abs=1e-3)
    assert workspace.overlay_run().provenance == {"zone": 37}


def test_parts_have_the_draft_without_the_areas_a_person_stated_and_undo_brings_them_back(workspace, uuid):
    workspace.save_draft(uuid, ILLEGAL)
    workspace.set_note(uuid, "东侧为厂房")
    workspace.set_flag(uuid, "存疑")
    before = tables(workspace)
    parts = workspace.split(uuid, left_and_right())
    for part in parts:
        draft = workspace.draft(part)
        assert draft.answers == {k: v for k, v in ILLEGAL.items() if k not in ("WFMJ", "WFGDMJ", "WFJBNTMJ")}
        assert (draft.note, draft.flag, workspace.parcel(part).status) == ("东侧为厂房", "存疑", "draft")
    workspace.save_draft(parts[1], {**LEGAL})
    assert workspace.draft(parts[0]).answers["PDLX"] == "违法"
    assert_replayed(workspace)
    workspace.undo()
    assert workspace.undo().parcels[0] == uuid
    assert {**tables(workspace), "areas": []} == {**before, "areas": []}
    assert workspace.parcel(parts[1]).status == "retired" and workspace.parcel(parts[1]).wkb is None
    assert_replayed(workspace)


def test_areas_in_papers_are_of_the_papers_and_stay(workspace, uuid):
    workspace.save_draft(uuid, LEGAL)
    assert [workspace.draft(part).answers for part in workspace.split(uuid, left_and_right())] == [LEGAL, LEGAL]


def test_records_concern_all_parts_papers_are_copied_sketches_stay(workspace, uuid):
    other = workspace.queue()[1].parcel_uuid
    act = workspace.put_record(Record("", "act", (other, uuid), values={"WFXWBH": "1"}))
    open_one = workspace.put_record(Record("", "correction", (uuid,), values={"FKWH": "12号"}))
    paper = workspace.put_record(Record("", "attachment", (uuid,), act.uuid, {"FJLX": "photo", "FJLJ": "a.jpg"}))
    workspace.put_record(Record("", "survey", (uuid,), values={"BGDCBS": "单独标识为违法用地"}))
    workspace.put_record(Record("", "sketch", (uuid,), values={"BHTX": "POINT (1 2)", "BHNR": "看这里"}))
    before = tables(workspace)
    parts = workspace.split(uuid, left_and_right())
    assert workspace.record(act.uuid).parcels == (other, *parts)
    assert workspace.in_correction() == set(parts) and workspace.record(open_one.uuid).parcels == tuple(parts)
    copies = workspace.records("attachment", parts[1])
    assert [(each.values, each.act) for each in copies] == [(paper.values, act.uuid)] and copies[0].uuid != paper.uuid
    assert [flag.parcel_uuid for flag in workspace.survey_flags()] == parts
    assert [each.parcels for each in workspace.records("sketch")] == [(uuid,)]
    assert [event.kind for event in workspace.history(act.uuid)] == ["record", "split"]
    assert_replayed(workspace)
    after = tables(workspace)
    workspace.undo()
    assert {**tables(workspace), "areas": []} == {**before, "areas": []}
    workspace.redo()
    assert tables(workspace) == after
    assert_replayed(workspace)


def test_merged_back_it_is_the_patch_again_with_everything_that_was_recorded(workspace, uuid):
    whole = workspace.parcel(uuid)
    act = workspace.put_record(Record("", "act", (uuid,), values={"WFXWBH": "1"}))
    workspace.put_record(Record("", "attachment", (uuid,), values={"FJLX": "photo", "FJLJ": "a.jpg"}))
    one, two = workspace.split(uuid, left_and_right(33.333))
    two, three = workspace.split(two, [box(33.333, 0, 100, 12.345), box(33.333, 12.345, 100, 100)])
    workspace.put_record(Record("", "attachment", (three,), values={"FJLX": "photo", "FJLJ": "b.jpg"}))
    workspace.set_note(one, "甲处")
    workspace.set_note(two, "乙处")
    workspace.set_flag(three, "存疑")
    assert workspace.merge([three, one, two]) == three
    merged = workspace.parcel(three)
    assert (merged.dkbh, merged.wkb) == (whole.dkbh, whole.wkb)
    assert (workspace.draft(three).note, workspace.draft(three).flag) == ("甲处；乙处", "存疑")
    assert workspace.record(act.uuid).parcels == (three,)
    assert sorted(each.values["FJLJ"] for each in workspace.records("attachment", three)) == ["a.jpg", "b.jpg"]
    assert workspace.siblings(three) == {three: whole.dkbh} and len(workspace.queue()) == 3
    assert_replayed(workspace)
    assert_tiled(workspace)


def test_two_of_three_merge_to_the_lower_number_only_where_they_share_an_edge(workspace, uuid):
    one, two = workspace.split(uuid, left_and_right(30))
    two, three = workspace.split(two, left_of_middle := [box(30, 0, 60, 100), box(60, 0, 100, 100)])
    assert code_of(workspace.merge, [one, three]) == "NOT_ADJACENT"
    assert workspace.merge([three, two]) == three and len(left_of_middle) == 2
    assert {row.dkbh for row in workspace.queue() if row.jcbh == "450512202300000"} == {
        "450512202300000_1", "450512202300000_2"}
    assert shape(workspace, three).equals(shapely.box(X + 30, Y, X + 100, Y + 100))
    assert code_of(workspace.merge, [three, workspace.queue()[-1].parcel_uuid]) == "OTHER_PATCH"
    assert code_of(workspace.merge, [three]) == "NOTHING_TO_MERGE"
    assert code_of(workspace.merge, [two, one]) == "PARCEL_CLOSED"


def test_a_moved_boundary_is_one_event_of_both_neighbours(workspace, uuid):
    workspace.save_draft(uuid, ILLEGAL)
    one, two = workspace.split(uuid, left_and_right())
    workspace.save_draft(one, {"WFMJ": 300.0})
    before = tables(workspace)
    count = len(every_event(workspace))
    workspace.reshape({one: box(0, 0, 55, 100), two: box(55, 0, 100, 100)})
    assert len(every_event(workspace)) == count + 1
    assert "WFMJ" not in workspace.draft(one).answers and workspace.draft(one).answers["PDLX"] == "违法"
    assert [round(workspace.measured(each).area_m2 / 100) for each in (one, two)] == [55, 45]
    assert [event.kind for event in workspace.history(two)] == ["split", "reshape"]
    assert code_of(workspace.reshape, {one: box(0, 0, 60, 100), two: box(55, 0, 100, 100)}) == "PARTS_DO_NOT_TILE"
    assert code_of(workspace.reshape, {one: box(0, 0, 60, 100)}) == "PARTS_DO_NOT_TILE"
    assert_replayed(workspace)
    workspace.undo()
    assert tables(workspace) == before


@pytest.mark.parametrize(("parts", "code"), [
    ([box(0, 0, 100, 100)], "NOTHING_TO_SPLIT"),
    ([box(0, 0, 40, 100), box(41, 0, 100, 100)], "PARTS_DO_NOT_TILE"),
    ([box(0, 0, 41, 100), box(40, 0, 100, 100)], "PARTS_DO_NOT_TILE"),
    ([box(0, 0, 40, 100), box(40, 0, 101, 100)], "PARTS_DO_NOT_TILE"),
    ([box(0, 0, 0.06, 100), box(0.06, 0, 100, 100)], "PART_TOO_SMALL"),
    ([shapely.Polygon([(X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100)]).wkb, box(0, 0, 1, 1)],
     "SHAPE_UNUSABLE"),
    ([shapely.LineString([(X, Y), (X + 1, Y)]).wkb, box(0, 0, 1, 1)], "SHAPE_UNUSABLE"),
])
def test_parts_that_are_none_are_refused_and_nothing_changes(workspace, uuid, parts, code):
    before = tables(workspace, retired=True)
    assert code_of(workspace.split, uuid, parts) == code
    assert tables(workspace, retired=True) == before and workspace.history(uuid) == []


def test_a_signed_parcel_keeps_its_shape_until_the_signature_is_withdrawn(workspace, uuid):
    one, two = workspace.split(uuid, left_and_right())
    workspace.save_draft(one, LEGAL)
    workspace.sign(one, "甲", "内业")
    for refused in (lambda: workspace.split(one, [box(0, 0, 20, 100), box(20, 0, 40, 100)]),
                    lambda: workspace.merge([two, one]), lambda: workspace.set_actual(one, box(0, 0, 60, 100)),
                    lambda: workspace.reshape({one: box(0, 0, 50, 100), two: box(50, 0, 100, 100)})):
        assert code_of(refused) == "PARCEL_SIGNED"
    workspace.actor = "乙"
    workspace.save_draft(two, {"PDLX": "其他"})
    workspace.undo()
    workspace.actor = "甲"
    workspace.undo()
    assert len(workspace.split(one, [box(0, 0, 20, 100), box(20, 0, 40, 100)])) == 2


def test_what_is_signed_since_is_not_reshaped_by_undo(workspace, uuid):
    one, two = workspace.split(uuid, left_and_right())
    workspace.actor = "乙"
    workspace.save_draft(one, LEGAL)
    workspace.sign(one, "乙", "内业")
    workspace.actor = "甲"
    assert code_of(workspace.undo) == "PARCEL_SIGNED"
    assert workspace.judgement(one) is not None and workspace.parcel(two).status == "todo"


def test_undo_and_redo_go_on_after_the_workspace_was_closed(tmp_path, workspace, uuid):
    workspace.save_draft(uuid, LEGAL)
    states = [tables(workspace)]
    one, two = workspace.split(uuid, left_and_right())
    states.append(tables(workspace))
    workspace.save_draft(two, {"PDLX": "其他"})
    states.append(tables(workspace))
    workspace.merge([one, two])
    states.append(tables(workspace))
    for turn in range(2):
        for expected in reversed(states[:-1]):
            workspace.close()
            workspace = Workspace.open(tmp_path / "w.gpkg", "甲")
            assert workspace.undo().kind == "undo"
            assert {**tables(workspace), "areas": []} == {**expected, "areas": []}, turn
        for expected in states[1:]:
            workspace.close()
            workspace = Workspace.open(tmp_path / "w.gpkg", "甲")
            assert workspace.redo().kind == "redo"
            assert tables(workspace) == expected, turn
        assert workspace.redo() is None
    assert_replayed(workspace)
    workspace.close()


def test_whoever_does_a_split_again_is_led_to_its_first_part(workspace, uuid):
    workspace.split(uuid, [box(20 * number, 0, 20 * number + 20, 100) for number in range(5)])
    workspace.undo()
    parts = workspace.redo().parcels
    assert [workspace.parcel(part).dkbh.rpartition("_")[2] for part in parts] == ["1", "2", "3", "4", "5"]


def test_a_new_decision_drops_what_could_be_done_again_another_persons_does_not(workspace, uuid):
    other = workspace.queue()[1].parcel_uuid
    workspace.split(uuid, left_and_right())
    workspace.undo()
    workspace.actor = "乙"
    workspace.save_draft(other, LEGAL)
    assert workspace.redo() is None
    workspace.actor = "甲"
    assert workspace.last_undone() is not None
    workspace.redo()
    assert len(workspace.siblings(uuid)) == 2
    workspace.undo()
    workspace.set_note(other, "新的")
    assert workspace.last_undone() is None and workspace.redo() is None
    assert len(workspace.siblings(uuid)) == 1


def test_answers_notes_and_records_are_done_again_too(workspace, uuid):
    workspace.save_draft(uuid, LEGAL)
    workspace.sign(uuid, "甲", "内业")
    kept = workspace.put_record(Record("", "act", (uuid,), values={"WFXWBH": "1"}))
    workspace.set_flag(uuid, "存疑")
    done = tables(workspace)
    assert [workspace.undo().kind for _ in range(4)] == ["undo"] * 4
    assert workspace.records() == [] and workspace.draft(uuid).answers == {}
    assert [workspace.redo().kind for _ in range(4)] == ["redo"] * 4
    assert workspace.redo() is None and tables(workspace) == done and workspace.record(kept.uuid) == kept
    assert workspace.undo().parcels == (uuid,) and workspace.draft(uuid).flag == ""
    assert_replayed(workspace)


def test_a_signature_is_not_done_again_under_answers_that_another_changed(workspace, uuid):
    workspace.save_draft(uuid, LEGAL)
    workspace.sign(uuid, "甲", "内业")
    workspace.undo()
    workspace.actor = "乙"
    workspace.save_draft(uuid, {"HFSJYT": "住宅"})
    workspace.actor = "甲"
    assert code_of(workspace.redo) == "UNDO_OVERTAKEN"
    assert workspace.judgement(uuid) is None


def test_what_another_said_of_a_part_is_not_lost_by_undoing_the_split(workspace, uuid):
    _, two = workspace.split(uuid, left_and_right())
    workspace.actor = "乙"
    workspace.save_draft(two, LEGAL)
    workspace.actor = "甲"
    assert code_of(workspace.undo) == "UNDO_OVERTAKEN"
    workspace.actor = "乙"
    workspace.undo()
    workspace.put_record(Record("", "transfer", (two,), values={"YJWH": "3号"}))
    workspace.actor = "甲"
    assert code_of(workspace.undo) == "UNDO_OVERTAKEN"
    workspace.actor = "乙"
    workspace.undo()
    workspace.split(two, [box(40, 0, 70, 100), box(70, 0, 100, 100)])
    workspace.actor = "甲"
    assert code_of(workspace.undo) == "UNDO_OVERTAKEN"
    assert len(workspace.siblings(uuid)) == 3


def test_undo_reaches_a_split_though_other_parcels_were_worked_on_since(workspace, uuid):
    first = workspace.parcel(uuid)
    workspace.split(uuid, left_and_right())
    others = [row.parcel_uuid for row in workspace.queue() if row.jcbh != first.jcbh]
    workspace.actor = "乙"
    workspace.split(others[0], left_and_right(number=1))
    workspace.save_draft(others[1], LEGAL)
    workspace.actor = "甲"
    workspace.undo()
    assert (workspace.parcel(uuid).wkb, workspace.parcel(uuid).dkbh) == (first.wkb, first.dkbh)
    assert len(workspace.siblings(others[0])) == 2


def test_numbers_are_never_given_twice_by_doing_again(workspace, uuid):
    one, two = workspace.split(uuid, left_and_right())
    workspace.split(one, [box(0, 0, 20, 100), box(20, 0, 40, 100)])
    workspace.undo()
    workspace.actor = "乙"
    workspace.split(two, [box(40, 0, 70, 100), box(70, 0, 100, 100)])
    workspace.actor = "甲"
    assert code_of(workspace.redo) == "UNDO_OVERTAKEN"


def test_the_extent_on_the_ground_is_a_shape_of_its_own_with_its_areas(workspace, uuid):
    reach = box(-20, 0, 120, 100)
    workspace.set_actual(uuid, reach, {"SJDKMJ": 14000.0, "SJGDMJ": 9000.0})
    parcel = workspace.parcel(uuid)
    assert (parcel.actual, parcel.wkb) == (reach, square(0))
    assert workspace.draft(uuid).answers == {"SJDKMJ": 14000.0, "SJGDMJ": 9000.0}
    stored = workspace._database.value("SELECT area_m2 FROM actual_parcels")
    assert stored == pytest.approx(ellipsoidal(reach), rel=1e-7)
    one, two = workspace.split(uuid, left_and_right())
    assert workspace.parcel(one).actual == reach and workspace.parcel(two).actual is None
    assert "SJDKMJ" not in workspace.draft(one).answers
    workspace.set_actual(two, box(30, 0, 140, 100))
    assert workspace.merge([two, one]) == two
    assert shapely.from_wkb(workspace.parcel(two).actual).equals(shapely.box(X - 20, Y, X + 140, Y + 100))
    assert_replayed(workspace)
    workspace.set_actual(two, None)
    assert workspace.parcel(two).actual is None
    workspace.undo()
    assert workspace.parcel(two).actual is not None
    for _ in range(4):
        workspace.undo()
    assert workspace.parcel(uuid).actual is None and workspace.draft(uuid).answers == {}
    assert workspace._database.value("SELECT count(*) FROM actual_parcels") == 0


def test_a_patch_of_ones_own_is_judged_like_any_other_and_can_be_taken_back(workspace):
    batch = workspace.batches()[0].uuid
    made = workspace.draw_patch(box(800, 0, 900, 50), {"XZMC": "铁山港镇"}, batch)
    parcel = workspace.parcel(made)
    number = own_number("450512", "2023", (), workspace.workspace_id)
    assert parcel.jcbh == parcel.dkbh == number and parcel.status == "todo"
    assert parcel.attributes["TBLY"] == "自主" and parcel.attributes["XZQDM"] == "450512"
    assert workspace.measured(made).area_m2 == pytest.approx(ellipsoidal(box(800, 0, 900, 50)), rel=1e-7)
    assert workspace.queue()[-1].parcel_uuid == made
    second = workspace.draw_patch(box(1000, 0, 1100, 50))
    own = workspace.batches()[-1]
    assert (own.label, own.profile_id, own.issued) == ("自主图斑", "MNR2021", str(date.today()))
    assert workspace.parcel(second).batch_uuid == own.uuid
    workspace.undo()
    workspace.undo()
    assert len(workspace.queue()) == 3 and len(list(workspace.patch_shapes())) == 3
    workspace.redo()
    assert workspace.parcel(made).wkb == box(800, 0, 900, 50) and len(workspace.queue()) == 4
    workspace.split(made, [box(800, 0, 850, 50), box(850, 0, 900, 50)])
    assert [row.dkbh for row in workspace.queue()][-2:] == [f"{number}_1", f"{number}_2"]
    assert code_of(workspace.draw_patch, box(0, 0, 1, 1)) == "PART_TOO_SMALL"
    assert code_of(workspace.draw_patch, box(0, 0, 9, 9), {"JCBH": "450512202300000"}) == "DUPLICATE_ID"
    assert code_of(workspace.draw_patch, box(0, 0, 9, 9), {}, "no batch") == "UNKNOWN_BATCH"
    assert_replayed(workspace)


def test_what_was_drawn_is_shown_among_the_ordinary_layers(workspace, uuid):
    workspace.split(uuid, left_and_right())
    workspace.set_actual(uuid, box(-20, 0, 40, 100))
    layers = {layer.source().split("layername=")[1].split("|")[0]: layer for layer in make_layers(workspace)}
    assert layers["parcels"].featureCount() == 4 and layers["actual_parcels"].featureCount() == 1
    assert layers["actual_parcels"].extent().xMinimum() == X - 20 and layers["actual_parcels"].isValid()
    numbers = {feature["dkbh"]: feature.geometry().area() for feature in layers["parcels"].getFeatures()}
    assert numbers["450512202300000_1"] == 4000 and numbers["450512202300000_2"] == 6000
    workspace.merge(list(workspace.siblings(uuid)))
    refresh(layers.values())
    assert len(list(layers["parcels"].getFeatures())) == 3


def test_a_patch_issued_anew_takes_all_its_parts_along_and_ends_their_undo(workspace, uuid):
    parts = workspace.split(uuid, left_and_right())
    workspace.save_draft(parts[1], LEGAL)
    workspace.add_batch(NewBatch("2023-09", "2023-09-01", "y.zip", "e"), [
        IssuedPatch("450512202300000", {"TBLX": "21"}, square(0))], decisions={"450512202300000": "replace"},
        links={"450512202300000": [(workspace.parcel(uuid).patch_uuid, 1.0)]})
    assert [workspace.parcel(part).status for part in parts] == ["superseded"] * 2
    assert [row.dkbh for row in workspace.queue()].count("450512202300000") == 1 and len(workspace.queue()) == 3
    fresh = workspace.parcel(workspace.queue()[-1].parcel_uuid)
    assert {link["parcel_uuid"] for link in fresh.earlier} == set(parts)
    assert workspace.undo() is None


def test_of_a_quarantined_patch_no_shape_and_no_undone_shape_is_left(tmp_path):
    secret = box(13.371337, 17.17, 77.7, 88.123456)
    workspace = open_made(tmp_path, [secret, square(1)])
    uuid, other = (row.parcel_uuid for row in workspace.queue())
    traces = [struct.pack("<d", value) for value in (X + 13.371337, Y + 88.123456, Y + 3.3333, X + 40.4242, Y - 5.55)]
    marks = [mark for trace in traces for mark in (trace, trace.hex().encode())] + [b"450512202300000", b"77.77777"]
    act = workspace.put_record(Record("", "act", (uuid, other), values={"WFXWBH": "1"}))
    one, two = workspace.split(uuid, [box(13.371337, 17.17, 40.4242, 88.123456), box(40.4242, 17.17, 77.7, 88.123456)])
    workspace.put_record(Record("", "sketch", (two,), values={"BHTX": "POINT (77.77777 5)"}))
    workspace.set_actual(two, box(40.4242, -5.55, 77.7, 88.123456), {"SJDKMJ": 5.0})
    workspace.merge([one, two])
    workspace.undo()
    workspace.undo()
    workspace.set_actual(one, box(13.371337, 3.3333, 40.4242, 88.123456))
    workspace.split(other, left_and_right(number=1))
    content = Path(workspace.path).read_bytes()
    assert [mark for mark in marks if mark not in content] == [traces[-1]]  # undone: in the history only
    workspace.quarantine(two)
    for file in Path(workspace.path).parent.rglob("w.gpkg*"):
        assert [mark for mark in marks if mark in file.read_bytes()] == []
        assert [each for each in (uuid, one, two) if each.encode() in file.read_bytes()] == []
    assert workspace.record(act.uuid).parcels[0] == other and len(workspace.record(act.uuid).parcels) == 2
    workspace.undo()
    assert workspace.record(act.uuid).parcels == (other,) and len(workspace.siblings(other)) == 1
    assert workspace.undo().record == act.uuid and workspace.undo() is None
    assert workspace.redo().record == act.uuid and len(workspace.redo().parcels) == 2
    assert_tiled(workspace)
    assert {row.status for row in workspace.queue()} == {"todo"}
    workspace.close()


def test_a_vertex_beside_a_neighbours_edge_leaves_no_slit_where_parcels_become_one(qgis_app):
    one = shapely.box(X, Y, X + 40, Y + 100)
    other = shapely.Polygon([(X + 40, Y), (X + 100, Y), (X + 100, Y + 100), (X + 40, Y + 100),
                             (X + 40 + 4e-7, Y + 37.1), (X + 40 - 4e-7, Y + 12.3)])
    shapes = []
    for each in (one, other):
        shapes.append(QgsGeometry())
        shapes[-1].fromWkb(each.wkb)
    together = shapely.from_wkb(bytes(Ground("EPSG:4525").together(shapes).asWkb()))
    assert together.geom_type == "Polygon" and list(together.interiors) == []
    assert len(shapely.from_wkb(bytes(QgsGeometry.unaryUnion(shapes).asWkb())).interiors) > 0


def test_multi_part_patches_with_holes_split_and_merge_to_what_they_were(tmp_path):
    outline = shapely.Polygon(
        [(X, Y), (X + 100, Y), (X + 100, Y + 100), (X, Y + 100)],
        [[(X + 40, Y + 40), (X + 60, Y + 40), (X + 60, Y + 60), (X + 40, Y + 60)]])
    whole = shapely.MultiPolygon([outline, shapely.box(X + 120, Y, X + 150, Y + 30)])
    workspace = open_made(tmp_path, [whole.wkb])
    uuid = workspace.queue()[0].parcel_uuid
    left = whole.intersection(shapely.box(X - 1, Y - 1, X + 50, Y + 101))
    one, two = workspace.split(uuid, [left.wkb, whole.difference(left).wkb])
    assert_tiled(workspace)
    assert workspace.merge([two, one]) == two
    assert shape(workspace, two).equals(whole) and workspace.parcel(two).dkbh == "450512202300000"
    workspace.close()


def split_by_line(wkb, start, end):
    parts = split(shapely.from_wkb(wkb), shapely.LineString([start, end])).geoms
    return [part.wkb for part in parts]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6))
def test_any_sequence_of_acts_keeps_the_ground_and_its_history(tmp_path_factory, seed):
    chance = random.Random(seed)
    workspace = open_made(tmp_path_factory.mktemp("any"))
    whole = {row.jcbh: workspace.measured(row.parcel_uuid) for row in workspace.queue()}
    assert set(whole.values()) == {None}
    done = 0
    for _ in range(14):
        rows = workspace.queue()
        row = chance.choice(rows)
        ring = shapely.from_wkb(workspace.parcel(row.parcel_uuid).wkb)
        act = chance.choice(("split", "split", "merge", "answer", "undo", "undo", "redo", "actor", "record"))
        before = tables(workspace, retired=True)
        try:
            if act == "split":
                x0, y0, x1, y1 = ring.bounds
                at = [(x0 - 1, chance.uniform(y0 - 1, y1 + 1)), (x1 + 1, chance.uniform(y0 - 1, y1 + 1))]
                if chance.random() < 0.5:
                    at = [(chance.uniform(x0, x1), y0 - 1), (chance.uniform(x0, x1), y1 + 1)]
                workspace.split(row.parcel_uuid, split_by_line(workspace.parcel(row.parcel_uuid).wkb, *at))
            elif act == "merge":
                beside = list(workspace.siblings(row.parcel_uuid))
                workspace.merge([row.parcel_uuid, *chance.sample(beside, chance.randint(1, len(beside)))])
            elif act == "answer":
                workspace.save_draft(row.parcel_uuid, chance.choice((ILLEGAL, LEGAL, {"PDLX": "其他"})))
            elif act == "record":
                workspace.put_record(Record("", chance.choice(("act", "survey")), (row.parcel_uuid,)))
            elif act == "actor":
                workspace.actor = chance.choice("甲乙")
            else:
                done += (workspace.undo() if act == "undo" else workspace.redo()) is not None
        except WeipianError as error:
            assert error.code in ("PART_TOO_SMALL", "NOTHING_TO_SPLIT", "NOTHING_TO_MERGE", "NOT_ADJACENT",
                                  "UNDO_OVERTAKEN"), error.code
            assert tables(workspace, retired=True) == before
        assert_tiled(workspace)
        assert len({each.dkbh for each in workspace.queue()}) == len(workspace.queue())
    assert_replayed(workspace)
    for row in workspace.queue():
        found = workspace.measured(row.parcel_uuid)
        if found is not None:
            assert found.area_m2 == pytest.approx(ellipsoidal(workspace.parcel(row.parcel_uuid).wkb), rel=1e-6)
    workspace.close()
