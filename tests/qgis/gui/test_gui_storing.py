"""What was measured is stored beside the window, a few parcels at a time: who decides, cancels or closes meanwhile."""

from __future__ import annotations

import threading

import pytest
from qgis.core import Qgis

from weipian_plugin.domain.records import ReferenceLayer
from weipian_plugin.jobs.measuring import measure
from weipian_plugin.workspace import areas
from weipian_plugin.workspace.workspace import Workspace


@pytest.fixture()
def ready(plugin, workspace_file, demo, monkeypatch):
    """A workspace with one layer named, which is stored five parcels at a time and slowly."""
    plugin.session.open(str(workspace_file))
    plugin.session.workspace.set_reference(
        ReferenceLayer("dltb", str(demo / "beihai_scene.gpkg"), "dltb_pseudo", "DLBM", "2016-12-09"))
    monkeypatch.setattr(areas, "_PORTION", 5)
    monkeypatch.setattr(measure, "_PAUSE", 0.3)
    return plugin


@pytest.fixture()
def heard(ready) -> list:
    words: list = []
    ready.session.message.connect(lambda *said: words.append(said))
    return words


def stored(workspace) -> int:
    return sum(row.area_m2 is not None for row in workspace.queue())


def begin_storing(ready, qtbot):
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(lambda: stored(ready.session.workspace) > 0, timeout=60_000)


def test_storing_is_done_in_another_thread_and_a_decision_meanwhile_is_saved_at_once(ready, heard, monkeypatch, qtbot):
    threads, store = [], areas.put_measured

    def storing(*given):
        threads.append(threading.get_ident())
        store(*given)

    monkeypatch.setattr(areas, "put_measured", storing)
    begin_storing(ready, qtbot)
    session = ready.session
    session.answer({"PDLX": "合法"}, advance=False)
    assert session.workspace.draft(session.current).answers["PDLX"] == "合法"
    assert 0 < stored(session.workspace) < 30  # the others are still to come: nobody waited for them
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert heard[-1][1] == int(Qgis.MessageLevel.Success) and "30 patches measured" in heard[-1][0]
    assert stored(session.workspace) == 30 and len(threads) == 6 and threading.get_ident() not in threads
    assert session.workspace.draft(session.current).answers["PDLX"] == "合法"


@pytest.mark.parametrize("by", ["button", "task panel"])
def test_who_cancels_while_areas_are_stored_is_told_how_many_and_the_next_measurement_goes_on_from_there(
        ready, heard, by, qtbot):
    begin_storing(ready, qtbot)
    ready.workbench.jobs.cancel() if by == "button" else ready.workbench.jobs._face.cancel()
    qtbot.waitUntil(lambda: bool(heard) and not ready.workbench.jobs.busy, timeout=60_000)
    workspace = ready.session.workspace
    there = stored(workspace)
    assert 0 < there < 30 and there % 5 == 0
    assert len(heard) == 1 and f"{there} of 30" in heard[0][0]
    assert ready.workbench.patches.model.queue_row(0).area_m2 is not None  # the list shows what is there
    heard.clear()
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert heard[-1][1] == int(Qgis.MessageLevel.Success) and f"{30 - there} patches measured" in heard[-1][0]
    assert stored(workspace) == 30


def test_another_workspace_ends_the_storing_in_this_one_first(ready, qtbot, workspace_file):
    begin_storing(ready, qtbot)
    ready.session.close()
    with Workspace.open(workspace_file) as closed:
        there = stored(closed)
        assert 0 < there < 30 and closed.writable
    qtbot.wait(800)
    with Workspace.open(workspace_file) as closed:
        assert stored(closed) == there
    qtbot.waitUntil(lambda: not ready.workbench.jobs.busy, timeout=60_000)
