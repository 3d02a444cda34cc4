"""The newest wish wins: what was overtaken is never shown, and what is shown meanwhile is not called current."""

from __future__ import annotations

import gc
import sys
import threading

import pytest

from weipian_plugin.gui.newest import Newest
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.gui.without_pauses import without_pauses


@pytest.fixture()
def runner(qgis_app):
    runner = TaskRunner()
    yield runner
    runner.stop()


def test_of_many_wishes_the_first_runs_the_last_is_shown_and_those_between_are_never_begun(runner, qtbot):
    newest, go, begun, shown = Newest("try", runner), threading.Event(), [], []

    def wish(number):
        def work():
            begun.append(number)
            go.wait(5)
            return number
        newest.ask(work, shown.append, shown.append)

    wish(1)
    qtbot.waitUntil(lambda: begun == [1])
    for number in (2, 3, 4):
        wish(number)
    assert newest.is_working and shown == []
    go.set()
    qtbot.waitUntil(lambda: bool(shown))
    assert (begun, shown, newest.is_working) == ([1, 4], [4], False)


def test_what_is_forgotten_is_not_told_and_an_error_is(runner, qtbot):
    newest, go, shown, failed = Newest("try", runner), threading.Event(), [], []
    newest.ask(lambda: go.wait(5), shown.append, failed.append)
    newest.forget()
    go.set()
    newest.ask(lambda: 1 // 0, shown.append, failed.append)
    qtbot.waitUntil(lambda: bool(failed))
    assert shown == [] and isinstance(failed[0], ZeroDivisionError) and not newest.is_working


def test_without_a_runner_it_is_worked_out_at_once():
    shown, failed = [], []
    newest = Newest("try", None)
    newest.ask(lambda: 7, shown.append, failed.append)
    newest.ask(lambda: 1 // 0, shown.append, failed.append)
    assert shown == [7] and len(failed) == 1 and not newest.is_working


def test_threads_take_short_turns_while_anyone_works_and_as_long_ones_as_before_afterwards():
    before = sys.getswitchinterval()
    with without_pauses():
        with without_pauses():
            pass
        assert sys.getswitchinterval() < before
    assert sys.getswitchinterval() == before


def test_the_collector_is_off_while_anyone_works_and_as_it_was_before_afterwards(qtbot):
    qtbot.waitUntil(gc.isenabled, timeout=10000)  # what an earlier test began in a thread may still be ending
    with pytest.raises(ValueError), without_pauses():
        with without_pauses():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise ValueError
    assert gc.isenabled()
    gc.disable()
    try:
        with without_pauses():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_work_that_hangs_gives_the_collector_back_while_it_hangs(qtbot, monkeypatch):
    qtbot.waitUntil(gc.isenabled, timeout=10000)
    monkeypatch.setattr("weipian_plugin.gui.without_pauses.LONGEST_SECONDS", 0.02)
    before = sys.getswitchinterval()
    with without_pauses():
        qtbot.waitUntil(gc.isenabled, timeout=10000)
        qtbot.waitUntil(lambda: sys.getswitchinterval() == before, timeout=10000)
    assert gc.isenabled() and sys.getswitchinterval() == before
    monkeypatch.undo()
    with without_pauses():  # who has left has left once
        assert not gc.isenabled()
    assert gc.isenabled() and sys.getswitchinterval() == before


def test_whoever_puts_the_collector_as_it_was_while_a_thread_rested_does_not_leave_it_off(qtbot):
    """As PyQt does when it connects a signal: it finds it off, waits, and puts it off again."""
    qtbot.waitUntil(gc.isenabled, timeout=10000)
    rests, go = threading.Event(), threading.Event()

    def work() -> None:
        with without_pauses():
            rests.set()
            go.wait(10)

    thread = threading.Thread(target=work)
    thread.start()
    rests.wait(10)
    found = gc.isenabled()
    go.set()
    thread.join()
    (gc.enable if found else gc.disable)()
    assert not found
    qtbot.waitUntil(gc.isenabled, timeout=10000)
