"""A window that may only look, and the one that writes: once that has gone this one writes, and what is told is so."""

from __future__ import annotations

import pytest

from weipian_plugin.gui.session import Session
from weipian_plugin.gui.settings import Settings
from weipian_plugin.workspace.workspace import Workspace


@pytest.fixture()
def writer(workspace_file):
    with Workspace.open(workspace_file, actor="李四") as workspace:
        yield workspace


@pytest.fixture()
def looking(writer, session, told, workspace_file) -> Session:
    session.open(str(workspace_file))
    assert not session.writable and "process" in told[-1][0]
    session.select(session.order[4])
    told.clear()
    return session


def sentences(told) -> list:
    return [sentence for sentence, *_more in told]


def test_choosing_it_again_opens_it_for_writing_where_it_was(looking, writer, told, workspace_file):
    here = looking.current
    writer.close()
    looking.open(str(workspace_file))
    assert looking.writable and looking.current == here
    assert "saved from now on" in sentences(told)[-1]
    assert looking.answer({"PDLX": "合法"}) and looking.workspace.draft(here).answers["PDLX"] == "合法"


def test_choosing_it_again_while_the_other_writes_says_who_does(looking, writer, told, workspace_file):
    here = looking.current
    looking.open(str(workspace_file))
    assert not looking.writable and looking.current == here
    assert len(told) == 1 and "nothing is saved" in told[0][0] and "process" in told[0][0]


def test_the_first_attempt_to_write_after_the_other_has_gone_makes_this_window_the_one_that_writes(
        looking, writer, told, qtbot):
    here = looking.current
    assert not looking.answer({"PDLX": "合法"})
    assert "may only look" in sentences(told)[-1]
    writer.close()
    assert not looking.answer({"PDLX": "合法"})
    assert "do it again" in sentences(told)[-1] and "process" not in sentences(told)[-1]
    qtbot.waitUntil(lambda: looking.writable)
    assert looking.current == here and looking.answer({"PDLX": "合法"})
    assert not looking._other_writer.timer.isActive()


def test_it_is_told_once_that_the_other_has_gone_and_nothing_is_taken_from_who_comes_then(
        looking, writer, told, workspace_file):
    looking._other_writer.timer.timeout.emit()
    assert told == []
    writer.close()
    looking._other_writer.timer.timeout.emit()
    assert len(told) == 1 and "no longer edits" in told[0][0] and not looking._other_writer.timer.isActive()
    with Workspace.open(workspace_file, actor="王五") as third:
        assert third.writable


def test_who_writes_is_named_as_it_is_now(looking, told, monkeypatch):
    monkeypatch.setattr("weipian_plugin.workspace.opening.taken", lambda _path: (None, "王五@other (pid 7)"))
    looking.answer({"PDLX": "合法"})
    assert "王五 on other (process 7)" in sentences(told)[-1]


def test_nothing_is_asked_of_a_workspace_that_this_window_writes_or_has_closed(looking, writer, workspace_file):
    timer = looking._other_writer.timer
    assert timer.isActive()
    looking.close()
    assert not timer.isActive()
    writer.close()
    looking.open(str(workspace_file))
    assert looking.writable and not timer.isActive()


def test_a_refusal_that_is_about_another_file_is_told_as_it_is(looking, writer, told, tmp_path):
    from weipian_plugin.domain.errors import WeipianError

    writer.close()
    with looking.guard():
        raise WeipianError("WORKSPACE_READ_ONLY", file=str(tmp_path / "another.gpkg"), holder_en="x")
    assert "another.gpkg" in sentences(told)[-1] and not looking.writable


def test_a_session_ends_while_it_only_looks(writer, workspace_file, qgis_app, qtbot):
    session = Session(Settings.load())
    session.open(str(workspace_file))
    writer.close()
    session.answer({"PDLX": "合法"})
    session.close()
    qtbot.wait(20)
    assert session.workspace is None
