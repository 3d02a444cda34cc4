"""The session on a real workspace: every decision at once, the order of the queue, errors told once."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path
from urllib.parse import quote

import pytest
from qgis.core import Qgis, QgsGeometry, QgsPointXY, QgsSettings
from qgis.PyQt.QtTest import QSignalSpy

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import SIGNED
from weipian_plugin.gui.left_places import left_folder
from weipian_plugin.gui.patches.filters import Filter
from weipian_plugin.gui.session import Session
from weipian_plugin.gui.settings import Settings
from weipian_plugin.jobs.drawing.shape_edits import ShapeEdits
from weipian_plugin.jobs.drawing.sketches import keep_sketch
from weipian_plugin.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("raising")
COMPLETE = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后时相一致，实地没有变化。"}


def test_opening_shows_the_first_patch_and_returns_later_to_the_one_that_was_left(opened, workspace_file):
    first = opened.workspace.queue()[0].parcel_uuid
    assert opened.current == first
    left = opened.order[7]
    opened.select(left)
    opened.close()
    assert opened.current == "" and opened.workspace is None
    opened.open(str(workspace_file))
    assert opened.current == left


def test_an_answer_is_on_the_disk_at_once_and_moves_on(opened, workspace_file):
    answered, following = opened.order[0], opened.order[1]
    updated = QSignalSpy(opened.parcelUpdated)
    opened.answer({"PDLX": "其他", "QTJTQX": "Q5"})
    assert opened.current == following
    assert [list(call) for call in updated] == [[answered]]
    with Workspace.open(workspace_file, read_only=True) as elsewhere:
        assert elsewhere.draft(answered).answers["QTJTQX"] == "Q5"


def test_an_answer_without_advance_stays(opened):
    here = opened.current
    opened.answer({"PDLX": "合法"}, advance=False)
    assert opened.current == here


def test_stepping_follows_the_order_shown_and_stops_at_its_ends(opened, told):
    shown = list(reversed(opened.order[:4]))
    opened.set_order(shown)
    opened.select(shown[0])
    opened.step(1)
    assert opened.current == shown[1]
    opened.step(-1)
    opened.step(-1)
    assert opened.current == shown[0]
    assert len(told) == 1


def test_stepping_to_the_unfinished_skips_complete_drafts_but_not_incomplete_ones(opened):
    order = opened.order
    opened.select(order[1])
    opened.answer(COMPLETE, advance=False)
    opened.select(order[2])
    opened.answer({"PDLX": "违法"}, advance=False)
    opened.select(order[0])
    opened.step(1, unfinished=True)
    assert opened.current == order[2]


def test_what_was_answered_and_filtered_away_keeps_its_place(opened):
    order = opened.order
    opened.select(order[3])
    opened.set_order(order[:3] + order[4:])
    opened.step(1)
    assert opened.current == order[4]
    opened.select(order[3])
    opened.set_order(order)
    opened.set_order(order[:3] + order[4:])
    opened.step(-1)
    assert opened.current == order[2]


def test_at_the_end_of_the_list_it_is_said_how_much_of_it_is_left(opened, told):
    last, left = opened.order[-1], len(opened.order) - 1
    opened.select(last)
    opened.answer({"PDLX": "合法"})
    assert told[-1][0].endswith(f"Still unfinished in it: {left + 1}.")  # 合法 asks for more than that
    opened.set_order([last])
    opened.workspace.save_draft(last, COMPLETE)
    opened.answer({"PDLX": "其他"})
    assert "all of them are finished" in told[-1][0]


def test_of_an_empty_list_no_last_patch_is_told(patches_dock, session, told):
    patches_dock._filter(Filter(states=(SIGNED,)))
    assert session.order == [] and session.current
    session.answer({"PDLX": "合法"})
    assert "nothing left in this list" in told[-1][0]
    told.clear()
    session.step(1)
    assert "nothing left in this list" in told[-1][0]


def test_the_list_of_the_dock_counts_what_is_unfinished_as_the_session_does(patches_dock, session, told):
    session.select(session.order[-1])
    session.answer(COMPLETE)
    assert told[-1][0].endswith(f"Still unfinished in it: {len(session.order) - 1}.")


def _mark(session, uuids) -> None:
    session.tell_record(keep_sketch(session.workspace, session.current, QgsGeometry.fromWkt("POINT (1 1)"), "x"))


def _cut(session, uuids) -> None:
    shape = QgsGeometry()
    shape.fromWkb(session.workspace.parcel(session.current).wkb)
    box = shape.boundingBox()
    middle = (box.yMinimum() + box.yMaximum()) / 2
    session.tell_shapes(ShapeEdits(session.workspace).split(session.current, [
        QgsPointXY(box.xMinimum() - 9, middle), QgsPointXY(box.xMaximum() + 9, middle)]))


@pytest.mark.parametrize("decide", [
    _mark, _cut, lambda session, uuids: session.assign(uuids, "王五"),
    lambda session, uuids: session.flag_together(uuids, "看"), lambda session, _uuids: session.set_note("x"),
    lambda session, _uuids: session.answer({"PDLX": "合法"})],
    ids=["sketch", "split", "assign", "flags", "note", "answer"])
def test_whoever_does_something_first_is_asked_for_their_name(opened, decide):
    opened.settings.operator = ""
    wanted = QSignalSpy(opened.nameWanted)
    decide(opened, opened.order[:2])
    assert len(wanted)
    opened.settings.operator = "张三"
    asked = len(wanted)
    decide(opened, opened.order[:2])
    assert len(wanted) == asked


def test_copying_the_last_answer_takes_codes_and_texts_but_no_areas(opened):
    first, second = opened.order[:2]
    opened.answer({"PDLX": "违法", "WFLX1": "W2", "WFMJ": 120.5})
    assert opened.current == second
    opened.copy_last()
    answers = opened.workspace.draft(second).answers
    assert answers["WFLX1"] == "W2"
    assert not answers.get("WFMJ")
    assert opened.workspace.draft(first).answers["WFMJ"] == 120.5


def test_undo_takes_back_the_last_decision_and_shows_its_patch(opened):
    first = opened.current
    opened.answer({"PDLX": "合法"})
    opened.undo()
    assert opened.current == first
    assert not opened.workspace.draft(first).answers.get("PDLX")


def test_undo_with_nothing_to_undo_says_so(opened, told):
    while opened.workspace.undo() is not None:
        pass
    opened.undo()
    assert len(told) == 1


def test_signing_asks_for_a_name_first(opened, told):
    opened.settings.operator = ""
    asked = QSignalSpy(opened.operatorNeeded)
    opened.sign("内业")
    assert len(asked) == 1 and len(told) == 1
    assert opened.workspace.judgement(opened.current) is None


def test_a_complete_draft_is_signed_by_the_operator(opened):
    here = opened.current
    opened.answer({"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后时相一致，实地没有变化。"}, advance=False)
    opened.sign("内业")
    judged = opened.workspace.judgement(here)
    assert judged.signed_by == "张三" and judged.basis == "内业"
    assert opened.current != here


def test_an_incomplete_draft_is_refused_in_one_sentence(opened):
    with pytest.raises(WeipianError) as refused:
        opened.sign("内业")
    assert refused.value.code == "NOT_COMPLETE"


def test_flag_and_note_are_kept(opened):
    here = opened.current
    opened.set_flag("边界不清")
    opened.set_note("与上期重叠")
    draft = opened.workspace.draft(here)
    assert (draft.flag, draft.note) == ("边界不清", "与上期重叠")


def test_quarantine_takes_the_patch_out_and_shows_the_next(opened):
    gone, following = opened.order[0], opened.order[1]
    opened.quarantine_current()
    assert opened.current == following
    row = next((row for row in opened.workspace.queue() if row.parcel_uuid == gone), None)
    assert row is None or row.status == "stub"


def test_a_second_window_may_look_but_not_write_and_is_told_who_holds_the_file(opened, workspace_file):
    second, heard = Session(Settings.load()), []
    second.message.connect(lambda *words: heard.append(words))
    second.open(str(workspace_file))
    try:
        assert not second.writable and len(second.order) == len(opened.order)
        assert heard[0][1] == int(Qgis.MessageLevel.Warning)
        with pytest.raises(WeipianError) as refused:
            second.answer({"PDLX": "合法"})
        assert refused.value.code == "WORKSPACE_READ_ONLY"
    finally:
        second.close()


def test_opening_a_file_that_is_no_workspace_leaves_the_open_one(opened, demo):
    before = opened.workspace
    with pytest.raises(WeipianError):
        opened.open(str(demo / "beihai_scene.gpkg"))
    assert opened.workspace is before


def test_the_mode_is_told_once_for_each_change(session):
    changes = QSignalSpy(session.modeChanged)
    session.set_mode(True)
    session.set_mode(True)
    session.set_mode(False)
    assert [list(call) for call in changes] == [[True], [False]]


class TestWithoutReraising:
    """The guard as users have it."""

    @pytest.fixture(autouse=True)
    def raising(self):
        """Overrides the module's fixture: errors end in the guard."""

    def test_an_error_is_told_once_with_its_sentence_and_detail(self, opened, told):
        opened.sign("内业")
        (sentence, level, detail), = told
        assert level == int(Qgis.MessageLevel.Warning)
        assert "NOT_COMPLETE" not in sentence and "Traceback" in detail

    def test_an_unexpected_error_is_told_and_goes_no_further(self, session, told):
        with session.guard():
            raise ZeroDivisionError("x")
        assert told[0][1] == int(Qgis.MessageLevel.Critical)


def test_settings_come_from_the_environment_where_it_has_them(monkeypatch):
    settings = Settings.load()
    settings.store(operator="李四", blink_ms=250)
    assert Settings.load().operator == "李四"
    monkeypatch.setenv("WEIPIAN_OPERATOR", "王五")
    fixed = Settings.load()
    assert fixed.operator == "王五" and fixed.blink_ms == 250
    fixed.store(operator="赵六")
    assert fixed.operator == "王五"


def test_recent_workspaces_are_kept_newest_first_without_doubles():
    settings = Settings.load()
    for path in ("a", "b", "a"):
        settings.remember_workspace(path)
    assert Settings.load().recent == ("a", "b") and Settings.load().workspace == "a"


def test_who_is_killed_finds_the_work_where_it_was_left(opened, workspace_file, qtbot):
    opened.settings.store(operator="张三")
    third, workspace = opened.order[2], opened.workspace.workspace_id
    for uuid in opened.order[:3]:
        opened.select(uuid)
    qtbot.waitUntil(lambda: Settings.load().last_parcel(workspace) == third)


def test_a_step_writes_nothing_into_qgis_own_settings_which_wait_for_the_disk(opened, qtbot, monkeypatch):
    third, workspace = opened.order[2], opened.workspace.workspace_id
    written: list[str] = []
    monkeypatch.setattr(QgsSettings, "setValue", lambda _stored, key, _value, *_section: written.append(key))
    opened.select(third)
    qtbot.waitUntil(lambda: opened.settings.last_parcel(workspace) == third)
    assert written == []


def test_a_disk_that_lets_one_wait_holds_no_window_and_what_was_noted_last_stands(opened, monkeypatch):
    replace, busy = Path.replace, threading.Event()
    monkeypatch.setattr(Path, "replace", lambda partial, file: (busy.wait(20), replace(partial, file))[1])
    workspace = opened.workspace.workspace_id
    for uuid in opened.order[:3]:
        opened.settings.leave_parcel(workspace, uuid)  # would wait here
    busy.set()
    assert opened.settings.last_parcel(workspace) == opened.order[2]


def test_where_qgis_settings_say_where_the_work_was_left_it_is_found(opened):
    third, workspace = opened.order[2], opened.workspace.workspace_id
    opened.close()
    shutil.rmtree(left_folder())
    QgsSettings().setValue(f"weipian/left/{workspace}/{quote(opened.settings.operator)}", third)
    assert opened.settings.last_parcel(workspace) == third


def test_who_closes_right_after_a_step_finds_the_work_there(opened):
    third, workspace = opened.order[2], opened.workspace.workspace_id
    opened.select(third)
    opened.close()
    assert opened.settings.last_parcel(workspace) == third


def test_the_signature_follows_as_soon_as_the_name_is_given(opened, told):
    here = opened.current
    opened.answer({"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后时相一致，实地没有变化。"}, advance=False)
    opened.settings.operator = ""
    opened.operatorNeeded.connect(lambda: opened.set_operator("李四"))
    opened.sign("内业")
    assert opened.workspace.judgement(here).signed_by == "李四"
    assert told == []


def test_a_file_that_cannot_be_written_is_told_and_no_other_window_named(session, workspace_file, told, monkeypatch):
    monkeypatch.setattr(Workspace, "writable", property(lambda _self: False))
    session.open(str(workspace_file))
    assert "cannot be written" in told[0][0] and "edited by" not in told[0][0]
