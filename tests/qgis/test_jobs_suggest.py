"""The suggestion job beside people who decide meanwhile: nothing they said is lost, whoever cancels changes nothing."""

from __future__ import annotations

import json
import sqlite3
import threading
import time

import pytest
from qgis.core import QgsGeometry

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.suggestion import FORMAT, Suggestion
from weipian_plugin.domain.records import ClassArea, IssuedPatch, Measured, NewBatch, OverlayRun, Record, RoleAreas
from weipian_plugin.jobs.judging import suggest as suggest_job
from weipian_plugin.jobs.judging.suggest import SuggestAnew, suggest
from weipian_plugin.workspace.workspace import Workspace

PARCELS = 7
STATED = {"SSBH": 1}


def shape(number: int) -> bytes:
    x, y = 37500000 + 100 * number, 2750000
    return bytes(QgsGeometry.fromWkt(f"Polygon(({x} {y},{x + 50} {y},{x + 50} {y + 50},{x} {y + 50},{x} {y}))").asWkb())


def measured(area: float) -> Measured:
    return Measured(area, {"dltb": RoleAreas("dltb", area, area, (ClassArea("0103", area, area),)),
                           "yjjbnt": RoleAreas("yjjbnt"), "stbhhx": RoleAreas("stbhhx")})


@pytest.fixture
def workspace(tmp_path, qgis_app):
    with Workspace.create(tmp_path / "w.gpkg", "EPSG:4525", "甲", tmp_path / "q.sqlite") as made:
        issued = {"TBLX": "20", "JCLB": "XZFN", "QSX": "2022-06-01", "HSX": "2023-06-01", "XFSJ": "2023-08-15"}
        made.add_batch(NewBatch("示例", "2023-08-15", "x.zip", "d", "GX_ZY2023", "450329"), [
            IssuedPatch(f"450329WP000000{number}", issued, shape(number)) for number in range(PARCELS)])
        uuids = made.rules.parcels()
        made.store_overlay(OverlayRun({}), {uuid: measured(900.0 + n) for n, uuid in enumerate(uuids)})
        yield made


class Meanwhile:
    """Does something once, when the job has made everything and stored nothing yet; cancels where it is told to."""

    def __init__(self, act=lambda: None, cancel: bool = False) -> None:
        self._act, self._cancel, self._done = act, cancel, False

    def progress(self, done: int, total: int, _text: str) -> None:
        if done == total and not self._done:
            self._done = True
            self._act()

    def cancelled(self) -> bool:
        return self._cancel and self._done


def contents(workspace: Workspace) -> list[dict]:
    with sqlite3.connect(workspace.path) as connection:
        return [dict(zip(("uuid", "content", "parts"), row)) for row in
                connection.execute("SELECT parcel_uuid, content, parts FROM suggestions ORDER BY parcel_uuid")]


def parts(workspace: Workspace) -> set[str]:
    with sqlite3.connect(workspace.path) as connection:
        return {row[0] for row in connection.execute("SELECT digest FROM suggestion_parts")}


def needed(workspace: Workspace) -> set[str]:
    return {digest for row in contents(workspace) for digest in row["parts"].split()}


def test_what_is_stored_is_slim_and_comes_back_whole(workspace) -> None:
    assert suggest(workspace).remade == PARCELS
    rows = contents(workspace)
    for row in rows:
        found = Suggestion.from_json(workspace.suggestion(row["uuid"]))
        assert found.tried and all(rule.title for rule in found.tried) and found.basis and found.deadlines
        assert "tried" not in json.loads(row["content"])
    assert needed(workspace) == parts(workspace)
    assert sum(len(row["content"]) for row in rows) * 4 < sum(
        len(json.dumps(workspace.suggestion(row["uuid"]), ensure_ascii=False)) for row in rows)


def test_a_suggestion_of_the_format_before_is_shown_and_made_anew_by_the_next_run(workspace) -> None:
    suggest(workspace)
    uuid = workspace.rules.parcels()[0]
    digest = workspace.suggestion_digests()[uuid][0]
    earlier = {**workspace.suggestion(uuid), "format": 3, "label": "那时的话"}
    workspace.store_suggestions({uuid: earlier}, digests={uuid: "of-format-3"})
    assert Suggestion.from_json(workspace.suggestion(uuid)).label == "那时的话"
    assert suggest(workspace).remade == 1
    now = workspace.suggestion(uuid)
    assert now["format"] == FORMAT and now["label"] != "那时的话" and workspace.suggestion_digests()[uuid][0] == digest


@pytest.mark.parametrize("before", [False, True], ids=["nothing suggested yet", "suggested before"])
def test_what_a_person_states_meanwhile_is_in_the_suggestion(workspace, before) -> None:
    uuid, other = workspace.rules.parcels()[:2]
    if before:
        suggest(workspace)

    def decide() -> None:
        workspace.save_draft(uuid, STATED)
        SuggestAnew(workspace).suggest(uuid)

    result = suggest(workspace, feedback=Meanwhile(decide), force=True)
    stored = workspace.suggestion(uuid)
    assert suggest(workspace).remade == 0 and sum(result.values()) == PARCELS
    assert stored["values"].get("site_changed") is True
    assert workspace.suggestion(other)["values"].get("site_changed") is None
    assert suggest(workspace, force=True).remade == PARCELS and workspace.suggestion(uuid) == stored


def test_an_act_that_names_the_person_brings_the_evidence_of_who_uses_the_land_and_goes_with_it(workspace) -> None:
    uuid = workspace.rules.parcels()[0]
    workspace.save_draft(uuid, {**STATED, "PDLX": "违法", "WFLX1": "W1", "WFSJYT": "工业", "WFMJ": 900.0})
    suggest(workspace)

    def has_user() -> bool:
        return {one["code"]: one["have"] for one in workspace.suggestion(uuid)["evidence"]}["zt"]

    assert not has_user()
    act = workspace.put_record(Record("", "act", (uuid,), values={"WFXWBH": "1", "WFZRZT": "某合作社"}))
    assert SuggestAnew(workspace).suggest(uuid) and has_user()
    assert suggest(workspace).remade == 0
    workspace.remove_record(act.uuid)
    assert suggest(workspace).remade == 1 and not has_user()


def test_areas_and_profiles_that_come_meanwhile_are_those_that_are_suggested_by(workspace) -> None:
    uuid = workspace.rules.parcels()[0]
    suggest(workspace, feedback=Meanwhile(
        lambda: workspace.store_overlay(OverlayRun({}), {uuid: measured(4321.5)})), force=True)
    assert {fact["name"]: fact["value"] for fact in workspace.suggestion(uuid)["facts"]}["patch_m2"] == 4321.5
    batch = workspace.batches()[0].uuid
    suggest(workspace, feedback=Meanwhile(lambda: workspace.set_profile(batch, "GX2023")), force=True)
    assert workspace.batches()[0].profile_id == "GX2023"
    assert {workspace.suggestion(each)["profile"] for each in workspace.rules.parcels()} == {"GX2023"}


def test_a_chosen_profile_is_recorded_also_where_another_was_chosen_meanwhile(workspace) -> None:
    batch = workspace.batches()[0].uuid
    suggest(workspace, profile_id="GX2023", feedback=Meanwhile(lambda: workspace.set_profile(batch, "MNR2021")))
    assert workspace.batches()[0].profile_id == "GX2023"
    assert {workspace.suggestion(each)["profile"] for each in workspace.rules.parcels()} == {"GX2023"}


def test_cancelling_leaves_every_suggestion_every_part_and_the_profile_as_they_were(workspace) -> None:
    suggest(workspace)
    before = contents(workspace), parts(workspace), workspace.batches(), workspace.history()
    with pytest.raises(WeipianError) as raised:
        suggest(workspace, profile_id="GX2023", feedback=Meanwhile(cancel=True))
    assert raised.value.code == "JOB_CANCELLED"
    assert (contents(workspace), parts(workspace), workspace.batches(), workspace.history()) == before


def test_in_a_thread_it_has_a_connection_of_its_own_and_who_decides_meanwhile_is_not_refused(workspace, monkeypatch):
    monkeypatch.setattr(suggest_job, "_STORED_AT_ONCE", 1)
    monkeypatch.setattr(suggest_job, "_READ_AT_ONCE", 2)
    uuids, outcome = workspace.rules.parcels(), []

    def work() -> None:
        try:
            with workspace.again() as beside:
                for _ in range(5):
                    outcome.append(suggest(beside, force=True))
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    decided = 0
    while thread.is_alive():
        workspace.save_draft(uuids[decided % PARCELS], {"SSBH": decided % 2})
        decided += 1
        time.sleep(0.01)
    thread.join()
    assert [type(each).__name__ for each in outcome] == ["Suggested"] * 5 and decided > 5
    suggest(workspace)
    for uuid in uuids:
        stated = workspace.draft(uuid).answers.get("SSBH")
        expected = None if stated is None else bool(stated)
        assert workspace.suggestion(uuid)["values"].get("site_changed") == expected


def test_parts_that_no_suggestion_needs_any_more_go(workspace) -> None:
    suggest(workspace)
    before = parts(workspace)
    suggest(workspace, profile_id="GX2023")
    assert parts(workspace) == needed(workspace) and not parts(workspace) <= before


def test_a_quarantined_parcels_suggestion_goes_whole_to_where_the_parts_are_not(workspace, tmp_path) -> None:
    suggest(workspace)
    uuid = workspace.rules.parcels()[0]
    whole = workspace.suggestion(uuid)
    workspace.quarantine(uuid)
    with sqlite3.connect(tmp_path / "q.sqlite") as second:
        kept, = second.execute("SELECT content FROM quarantined_rows WHERE table_name = 'suggestions'").fetchall()
    assert json.loads(json.loads(kept[0])["content"]) == whole
