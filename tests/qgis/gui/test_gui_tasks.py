"""A task never gets lost in QGIS's queue: it is handed over once QGIS has heard of all that have run."""

from __future__ import annotations

import time

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QThreadPool

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.gui.tasks import FaceTask, TaskRunner


@pytest.fixture()
def told(qgis_app) -> list:
    return []


@pytest.fixture()
def runner(qgis_app):
    runner = TaskRunner()
    yield runner
    runner.stop()


def one_that_ran(runner: TaskRunner, told: list):
    """Its work is over, and QGIS has not heard of it: no event was delivered since."""
    task = runner.run("first", lambda _feedback: "first", told.append, told.append)
    until = time.monotonic() + 10
    while not task.has_run and time.monotonic() < until:
        time.sleep(0.001)
    assert task.has_run and not told
    return task


def waits(task) -> bool:
    return task not in QgsApplication.taskManager().tasks()


def test_a_task_waits_until_the_end_of_the_one_before_was_told(runner, told, qtbot):
    one_that_ran(runner, told)
    second = runner.run("second", lambda _feedback: "second", told.append, told.append)
    assert waits(second)
    qtbot.waitUntil(lambda: told == ["first", "second"], timeout=10_000)


def test_one_that_is_begun_when_another_ends_runs_too_and_in_turn(runner, told, qtbot):
    def again(said: str) -> None:
        told.append(said)
        if len(told) < 5:
            runner.run("next", lambda _feedback: str(len(told)), again, told.append)

    runner.run("first", lambda _feedback: "0", again, told.append)
    qtbot.waitUntil(lambda: told == ["0", "1", "2", "3", "4"], timeout=10_000)


def test_who_cancels_a_task_that_waits_is_told_at_once_and_it_never_begins(runner, told, qtbot):
    one_that_ran(runner, told)
    second = runner.run("second", lambda _feedback: told.append("begun"), told.append, told.append)
    second.cancel()
    assert [error.code for error in told if isinstance(error, WeipianError)] == ["JOB_CANCELLED"]
    qtbot.waitUntil(lambda: "first" in told, timeout=10_000)
    qtbot.wait(50)
    assert "begun" not in told


def test_a_runner_that_stops_takes_its_waiting_tasks_with_it(runner, told, qtbot):
    other = TaskRunner()
    one_that_ran(runner, told)
    other.run("second", lambda _feedback: told.append("begun"), told.append, told.append)
    other.stop()
    qtbot.waitUntil(lambda: told == ["first"], timeout=10_000)
    qtbot.wait(50)
    assert told == ["first"]


def test_a_job_that_runs_elsewhere_waits_as_well(runner, told, qtbot):
    one_that_ran(runner, told)
    job = FaceTask("job")
    runner.start(job)
    assert waits(job)
    qtbot.waitUntil(lambda: not waits(job), timeout=10_000)
    job.end(True, lambda: told.append("job"))
    qtbot.waitUntil(lambda: told == ["first", "job"], timeout=10_000)


def test_of_many_short_tasks_behind_a_long_one_all_come_to_their_end(runner, told, qtbot):
    """The way in which QGIS 3.22 loses one in a few hundred, where they are handed to it at once."""
    pool = QThreadPool.globalInstance()
    threads = pool.maxThreadCount()
    pool.setMaxThreadCount(1)
    begun = 0
    try:
        for _ in range(20):
            for seconds, count in ((0.0, 10), (0.01, 1), (0.0, 10)):
                begun += count
                for _ in range(count):
                    runner.run("short", lambda _feedback, seconds=seconds: time.sleep(seconds), told.append,
                               told.append)
                time.sleep(0.005)
            qtbot.waitUntil(lambda count=begun: len(told) == count, timeout=10_000)
    finally:
        pool.setMaxThreadCount(threads)


def test_a_task_that_qgis_deleted_before_the_news_came_keeps_nobody_waiting(runner, told, qtbot):
    first = one_that_ran(runner, told)
    first.taskCompleted.disconnect()
    second = runner.run("second", lambda _feedback: "second", told.append, told.append)
    assert waits(second)
    qtbot.waitUntil(lambda: "second" in told, timeout=10_000)
