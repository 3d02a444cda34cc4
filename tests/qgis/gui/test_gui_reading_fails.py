"""The workspace cannot be read for a while: what is shown is what is answered, or nothing is."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtGui import QTextCursor

from tests.qgis.gui.failing import fails
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.workspace.workspace import Workspace


def test_a_step_that_cannot_be_read_is_not_made(bench, heard, monkeypatch):
    session, here = bench.session, bench.session.current
    with monkeypatch.context() as broken:
        broken.setattr(session.workspace, "last_sequence", fails)
        session.step(1)
    assert session.current == here == bench.interpretation._uuid and any("x.gpkg" in sentence for sentence in heard)
    bench.registry["answer_1"].trigger()
    assert session.workspace.draft(here).answers and [*session.workspace.drafts()] == [here]


@pytest.mark.parametrize("what", ["parcel", "draft", "suggestion"])
def test_a_patch_that_cannot_be_read_is_not_shown_by_half_nor_answered_before_it_is(bench, heard, monkeypatch, what):
    session, dock = bench.session, bench.interpretation
    there = session.order[session.order.index(session.current) + 1]
    with monkeypatch.context() as broken:
        broken.setattr(session.workspace, what, fails)
        session._show(there)
        assert dock.page.pages.currentWidget() is dock.page.emptyPage
        for key in ("answer_1", "confidence_high", "copy", "flag"):
            bench.registry[key].trigger()
    assert session.workspace.drafts() == {}
    heard.clear()
    bench.registry["answer_1"].trigger()
    assert dock.page.pages.currentWidget() is dock.page.patchPage and len(heard) == 1
    assert session.workspace.drafts() == {}, "nobody has seen it yet"
    bench.registry["answer_1"].trigger()
    assert [*session.workspace.drafts()] == [there]


@pytest.mark.parametrize("key", ["split", "cut_out", "merge", "boundary", "actual", "clear_actual", "sketch",
                                 "remove_sketch", "township", "new_act"])
def test_a_patch_that_cannot_be_read_is_not_drawn_on_nor_given_an_act(bench, heard, monkeypatch, key):
    session, dock = bench.session, bench.interpretation
    there = session.order[session.order.index(session.current) + 1]
    events = session.workspace.last_sequence()
    with monkeypatch.context() as broken:
        broken.setattr(session.workspace, "parcel", fails)
        session._show(there)
        heard.clear()
        bench.registry[key].trigger()
        assert len(heard) == 1 and "x.gpkg" in heard[0]
        assert bench.geometries.tool is None and bench.geometries.remark is None and bench.acts.window is None
    heard.clear()
    bench.registry[key].trigger()
    assert len(heard) == 1 and "look at it" in heard[0]
    assert dock.page.pages.currentWidget() is dock.page.patchPage
    assert bench.geometries.tool is None and bench.acts.window is None
    assert session.workspace.last_sequence() == events
    heard.clear()
    bench.registry[key].trigger()
    assert not any("look at it" in sentence for sentence in heard)


def test_a_drawing_that_is_finished_while_the_patch_cannot_be_read_waits_in_the_hand(bench, heard, monkeypatch):
    from qgis.core import QgsPointXY

    session, drawing = bench.session, bench.geometries
    drawing.sketch()
    drawing.tool.add(QgsPointXY(0, 0))
    tool = drawing.tool
    with monkeypatch.context() as broken:
        broken.setattr(session.workspace, "parcel", fails)
        session.layersChanged.emit()  # the panel reads the patch again
        tool.finish()
        assert drawing.remark is None and drawing.tool is tool and len(tool.points) == 1
    tool.finish()
    assert drawing.remark is None and "look at it" in heard[-1]
    tool.finish()
    assert drawing.remark is not None and drawing.tool is tool


def test_in_the_window_of_acts_too_a_patch_is_only_taken_where_it_is_shown(bench, monkeypatch):
    session = bench.session
    bench.show_acts()
    page = bench.acts.window.acts
    with monkeypatch.context() as broken:
        broken.setattr(session.workspace, "parcel", fails)
        session.layersChanged.emit()
        page.newHereButton.click()
    assert session.workspace.records("act") == []
    page.newHereButton.click()
    assert session.workspace.records("act") == [], "nobody has seen it yet"
    page.newHereButton.click()
    assert len(session.workspace.records("act")) == 1


@pytest.fixture()
def looking(plugin, bench, monkeypatch):
    """This window looks at what another one writes. Gives that one, and how long this one has slept."""
    from weipian_plugin.workspace import database

    path, slept = str(bench.session.workspace.path), []
    bench.session.close()
    monkeypatch.setattr(database.time, "sleep", slept.append)
    with Workspace.open(path, actor="李四") as writer:
        bench.session.open(path)
        assert not bench.session.writable
        bench.session.select(bench.session.order[2])
        yield writer, slept


def write(writer) -> None:
    """As in the middle of a long transaction: nobody else may read."""
    writer._database.connection.execute("BEGIN EXCLUSIVE")


def test_who_only_looks_does_not_wait_for_who_writes_is_told_and_shown_it_afterwards(bench, heard, looking, qtbot):
    session, dock, (writer, slept) = bench.session, bench.interpretation, looking
    here, answered = session.current, session.order[3]
    assert session.workspace._database.value("PRAGMA busy_timeout") <= 10
    heard.clear()
    slept.clear()
    write(writer)
    for _ in range(3):
        session.step(1)
        session.layersChanged.emit()  # the panel reads the patch anew
    assert session.current == here and sum(slept) <= 0.05
    assert set(heard) == {heard[0]} and "by itself" in heard[0]
    assert dock.page.pages.currentWidget() is dock.page.emptyPage
    qtbot.wait(700)  # it is asked again
    assert dock.page.pages.currentWidget() is dock.page.emptyPage and sum(slept) <= 0.05
    writer._database.connection.execute("ROLLBACK")
    writer.save_draft(answered, {"PDLX": "合法"})
    qtbot.waitUntil(lambda: dock.page.pages.currentWidget() is dock.page.patchPage, timeout=3000)
    assert not session._again.isActive()
    session.step(1)
    assert session.current == answered
    qtbot.waitUntil(lambda: dock.form.current_answers().get("PDLX") == "合法")
    slept.clear()
    write(writer)
    session.step(1)
    assert 0 < sum(slept) <= 0.05, "a transaction that is over at once is waited for again"
    writer._database.connection.execute("ROLLBACK")


def test_another_thread_has_more_patience_with_who_writes(bench, looking):
    session, (writer, slept) = bench.session, looking
    with session.workspace.again() as beside:
        beside._database.connection.execute("PRAGMA busy_timeout=1")
        write(writer)
        slept.clear()
        with pytest.raises(WeipianError) as told:
            beside.queue()
        writer._database.connection.execute("ROLLBACK")
        assert told.value.code == "WORKSPACE_BUSY" and sum(slept) > 0.3
        assert len(beside.queue()) == len(session.order)


def test_nothing_is_asked_again_of_a_workspace_that_is_closed(bench, heard, looking, qtbot):
    session, (writer, _slept) = bench.session, looking
    write(writer)
    session.step(1)
    assert session._again.isActive()
    writer._database.connection.execute("ROLLBACK")
    session.close()
    heard.clear()
    qtbot.wait(400)
    assert not session._again.isActive() and heard == []


def test_the_note_is_gone_on_with_at_its_end(bench):
    bench.session.set_note("看过两个时相")
    edit = bench.interpretation.remarks.noteEdit
    edit.moveCursor(QTextCursor.MoveOperation.Start)
    bench.registry["note"].trigger()
    assert edit.textCursor().position() == len("看过两个时相")


@pytest.mark.parametrize("key", ["flag", "sign", "answer_1"])
def test_a_window_that_may_only_look_says_so_at_each_key_that_would_write(plugin, bench, heard, tmp_path, key):
    path = str(bench.session.workspace.path)
    bench.session.close()
    with Workspace.open(path, actor="李四"):
        bench.session.open(path)
        assert not bench.session.writable
        heard.clear()
        bench.registry[key].trigger()
        assert len(heard) == 1 and "may only look" in heard[0]
