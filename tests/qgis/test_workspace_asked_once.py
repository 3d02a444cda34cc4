"""What several ask of a parcel in one step is read once, and anew as soon as anything was written, by whomever."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
from weipian_plugin.workspace.workspace import Workspace

LEGAL = {"PDLX": "合法"}


@pytest.fixture()
def workspace(qgis_app, tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w.gpkg", crs="EPSG:4525", actor="甲")
    made.add_batch(NewBatch("批", "2023-09-01", "p.zip", "digest", "", "450512"),
                   [IssuedPatch(f"450512202300000{number}", {"TBLX": "20"}) for number in range(3)])
    yield made
    made.close()


@pytest.fixture()
def uuid(workspace: Workspace) -> str:
    return workspace.rules.parcels()[0]


def statements(workspace: Workspace, ask) -> list[str]:
    """What of SQL an asking needs, but for whether anything was written."""
    said: list[str] = []
    workspace._database.connection.set_trace_callback(said.append)
    ask()
    workspace._database.connection.set_trace_callback(None)
    return [each for each in said if "data_version" not in each]


@pytest.mark.parametrize("ask", ["parcel", "measured", "suggestion", "draft", "judgement", "batch_of"])
def test_asked_again_nothing_is_read(workspace, uuid, ask):
    assert statements(workspace, lambda: getattr(workspace, ask)(uuid))
    assert not statements(workspace, lambda: getattr(workspace, ask)(uuid))


@pytest.mark.parametrize("ask", ["references", "scenes", "overlay_run", "in_correction"])
def test_what_is_the_same_for_all_parcels_is_read_once(workspace, ask):
    assert statements(workspace, getattr(workspace, ask))
    assert not statements(workspace, getattr(workspace, ask))
    workspace.set_note(workspace.rules.parcels()[0], "说明")
    assert statements(workspace, getattr(workspace, ask))


def test_what_whoever_asks_does_with_the_answer_is_not_seen_by_the_next(workspace, uuid):
    workspace.save_draft(uuid, LEGAL)
    workspace.draft(uuid).answers["PDLX"] = "违法"
    workspace.in_correction().add(uuid)
    workspace.scenes().append(None)
    assert workspace.draft(uuid).answers == LEGAL
    assert workspace.in_correction() == set() and workspace.scenes() == []


def test_in_one_step_it_is_looked_once_whether_anybody_else_wrote(workspace, uuid):
    said: list[str] = []
    workspace._database.connection.set_trace_callback(said.append)
    with workspace.standing_still():
        for ask in (workspace.parcel, workspace.measured, workspace.draft, workspace.suggestion):
            ask(uuid)
    assert len([each for each in said if "data_version" in each]) == 1
    workspace._database.connection.set_trace_callback(None)


def test_in_one_step_what_is_written_here_counts_at_once_and_what_others_wrote_with_the_next(workspace, uuid):
    with workspace.standing_still():
        assert workspace.parcel(uuid).status == "todo"
        workspace.save_draft(uuid, LEGAL)
        assert workspace.parcel(uuid).status == "draft"
        write_elsewhere(workspace, uuid)
        assert workspace.parcel(uuid).dkbh != "另"
    assert workspace.parcel(uuid).dkbh == "另"


def test_of_a_parcel_without_records_no_table_of_records_is_read_twice(workspace, uuid):
    assert len(statements(workspace, lambda: workspace.records(parcel=uuid))) == 1
    assert not statements(workspace, lambda: workspace.records("act", uuid))
    kept = workspace.put_record(Record("", "sketch", (uuid,), values={"BHNR": "路", "BHTX": "POINT(1 1)", "BHR": "乙"}))
    assert [each.uuid for each in workspace.records(parcel=uuid)] == [kept.uuid]
    assert [each.uuid for each in workspace.records("sketch", uuid)] == [kept.uuid]
    assert workspace.records("act", uuid) == []


def test_after_a_decision_the_parcel_is_as_it_is_now(workspace, uuid):
    assert workspace.parcel(uuid).status == "todo"
    workspace.save_draft(uuid, LEGAL)
    assert workspace.parcel(uuid).status == "draft"
    workspace.undo()
    assert workspace.parcel(uuid).status == "todo"


def test_what_another_connection_writes_is_seen(workspace, uuid):
    assert workspace.parcel(uuid).dkbh
    write_elsewhere(workspace, uuid)
    assert workspace.parcel(uuid).dkbh == "另"


def write_elsewhere(workspace: Workspace, uuid: str) -> None:
    other = sqlite3.connect(workspace.path)
    for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
        other.create_function(name, 1, lambda _shape: None)
    other.execute("UPDATE parcels SET dkbh = '另' WHERE uuid = ?", (uuid,))
    other.commit()
    other.close()


def test_what_never_came_to_be_is_forgotten(workspace, uuid):
    with pytest.raises(RuntimeError), workspace._database.transaction() as connection:
        connection.execute("UPDATE parcels SET status = 'draft' WHERE uuid = ?", (uuid,))
        assert workspace.parcel(uuid).status == "draft"
        raise RuntimeError
    assert workspace.parcel(uuid).status == "todo"


def test_the_parcel_answered_last_is_the_last_of_those_that_were(workspace):
    first, second, third = workspace.rules.parcels()
    assert workspace.last_answered_by("甲") == ""
    for uuid in (first, second, third, first):
        workspace.save_draft(uuid, {"PDLX": "合法", "HFSJYT": f"用途{uuid[:2]}{len(workspace.history(uuid))}"})
    workspace.actor = "乙"
    workspace.save_draft(first, {"HFSJYT": "商服"})
    for actor in ("甲", "乙"):
        assert workspace.last_answered_by(actor) == workspace.answered_by(actor)[-1]
    assert workspace.last_answered_by("甲") == third
