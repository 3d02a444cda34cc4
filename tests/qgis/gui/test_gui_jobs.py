"""The jobs behind the buttons, with the real worker; tasks that end, fail or are cancelled."""

from __future__ import annotations

import threading
import time

import pytest
from qgis.core import Qgis, QgsApplication

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import ReferenceLayer
from weipian_plugin.gui.tasks import TaskRunner


@pytest.fixture()
def ready(plugin, workspace_file, demo):
    """A workspace with its reference layers named."""
    plugin.session.open(str(workspace_file))
    scene = str(demo / "beihai_scene.gpkg")
    for role, layer, field in (("dltb", "dltb_pseudo", "DLBM"), ("yjjbnt", "yjjbnt_pseudo", ""),
                               ("stbhhx", "stbhhx_pseudo", "")):
        plugin.session.workspace.set_reference(ReferenceLayer(role, scene, layer, field, "2016-12-09"))
    return plugin


@pytest.fixture()
def heard(ready) -> list:
    words: list = []
    ready.session.message.connect(lambda *said: words.append(said))
    return words


def test_one_button_measures_and_suggests_and_the_queue_shows_it(ready, heard, qtbot):
    ready.workbench.patches._body.measureButton.click()
    assert ready.workbench.jobs.busy
    qtbot.waitUntil(lambda: not ready.workbench.jobs.busy, timeout=60_000)
    rows = ready.session.workspace.queue()
    assert all(row.area_m2 and row.farmland_m2 is not None and row.suggestion for row in rows)
    shown = ready.workbench.patches.shown
    assert shown.index(0, 2).data() != "–" and shown.index(0, 7).data() == rows[0].suggestion
    assert heard[-1][1] == int(Qgis.MessageLevel.Success)
    assert not ready.workbench.patches._body.jobPanel.isVisibleTo(ready.workbench.patches)


def test_measuring_again_keeps_what_has_not_changed_and_everything_is_measured_on_request(ready, heard, qtbot):
    ready.session.settings.engine = "geos"
    for wanted, words in ((False, "30 patches measured."), (False, "the areas of all 30 patches hold"),
                          (True, "30 patches measured.")):
        ready.workbench.jobs.measure_and_suggest(everything=wanted)
        qtbot.waitUntil(lambda: not ready.workbench.jobs.busy, timeout=60_000)
        assert words in heard[-1][0] and heard[-1][1] == int(Qgis.MessageLevel.Success)
        assert "Engine geos" in heard[-1][2] and "left to GEOS" in heard[-1][2]


def test_parcels_are_written_as_survey_text_and_the_file_is_named(ready, heard, tmp_path, qtbot):
    ready.workbench.jobs.write_survey_text(tmp_path / "地块.txt")
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert "地块.txt" in heard[-1][0] and "30" in heard[-1][0]
    assert "[地块坐标]" in (tmp_path / "地块.txt").read_text(encoding="gb18030")


def test_a_measurement_that_is_cancelled_stores_nothing_and_says_so(ready, heard, qtbot):
    ready.workbench.jobs.measure_and_suggest()
    ready.workbench.jobs.cancel()
    qtbot.waitUntil(lambda: not ready.workbench.jobs.busy, timeout=60_000)
    assert ready.session.workspace.overlay_run() is None
    assert heard[-1][1] == int(Qgis.MessageLevel.Info)


def test_without_a_python_for_the_worker_one_sentence_says_so(ready, heard, qtbot):
    ready.session.settings.python = "/nowhere/python"
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(lambda: not ready.workbench.jobs.busy, timeout=60_000)
    assert heard[-1][1] == int(Qgis.MessageLevel.Warning)
    assert ready.session.workspace.overlay_run() is None


def test_unloading_while_measuring_ends_the_worker(ready):
    from weipian_plugin.jobs import worker

    ready.workbench.jobs.measure_and_suggest()
    ready.unload()
    assert not worker._shared
    assert QgsApplication.taskManager().countActiveTasks() == 0


def test_the_table_is_written_and_named(ready, heard, tmp_path):
    ready.workbench.jobs.export_into(tmp_path)
    assert [path.suffix for path in tmp_path.iterdir() if "附表2-1" in path.name] == [".xlsx"]
    assert heard[-1][1] == int(Qgis.MessageLevel.Success) and "附表2-1" in heard[-1][0]


class TestTasks:
    @pytest.fixture()
    def runner(self, qgis_app):
        runner = TaskRunner()
        yield runner
        runner.stop()

    def test_the_result_comes_in_the_gui_thread_with_progress_before_it(self, runner, qtbot):
        told, steps = [], []

        def work(feedback):
            feedback.progress(1, 2, "half")
            return threading.get_ident()

        runner.run("work", work, lambda result: told.append((result, threading.get_ident())), told.append,
                   lambda *step: steps.append(step))
        qtbot.waitUntil(lambda: bool(told))
        assert told[0][0] != told[0][1] == threading.get_ident()
        assert steps == [(1, 2, "half")]

    def test_an_error_is_handed_over_as_it_was_raised(self, runner, qtbot):
        told: list = []

        def work(_feedback):
            raise WeipianError("NO_GEOMETRY_FILE", file="x.zip")

        runner.run("work", work, told.append, told.append)
        qtbot.waitUntil(lambda: bool(told))
        assert isinstance(told[0], WeipianError) and told[0].code == "NO_GEOMETRY_FILE"

    def test_cancelling_is_seen_by_the_work_and_told(self, runner, qtbot):
        told, began = [], threading.Event()

        def work(feedback):
            began.set()
            while not feedback.cancelled():
                time.sleep(0.01)

        task = runner.run("work", work, told.append, told.append)
        assert began.wait(5)
        task.cancel()
        qtbot.waitUntil(lambda: bool(told))
        assert told[0].code == "JOB_CANCELLED"

    def test_stopping_leaves_no_task_and_tells_nobody(self, runner, qtbot):
        told: list = []

        def work(feedback):
            while not feedback.cancelled():
                time.sleep(0.01)

        runner.run("work", work, told.append, told.append)
        runner.stop()
        qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0)
        assert told == []

    def test_stopping_after_everything_has_ended_is_harmless(self, runner, qtbot):
        told: list = []
        runner.run("work", lambda _feedback: 1, told.append, told.append)
        qtbot.waitUntil(lambda: bool(told))
        qtbot.wait(200)
        runner.stop()
