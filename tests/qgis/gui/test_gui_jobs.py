"""The jobs behind the buttons, with the real worker; tasks that end, fail or are cancelled."""

from __future__ import annotations

import threading
import time

import pytest
from qgis.core import Qgis, QgsApplication, QgsSettings, QgsTask

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.terms import kind_name
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
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    rows = ready.session.workspace.queue()
    assert all(row.area_m2 and row.farmland_m2 is not None and row.suggestion for row in rows)
    shown = ready.workbench.patches.model
    assert shown.index(0, 2).data() != "–" and shown.index(0, 7).data() == kind_name(rows[0].suggestion, "en")
    assert heard[-1][1] == int(Qgis.MessageLevel.Success)
    assert not ready.workbench.patches._body.jobPanel.isVisibleTo(ready.workbench.patches)


def test_measuring_again_keeps_what_has_not_changed_and_everything_is_measured_on_request(ready, heard, qtbot):
    ready.session.settings.engine = "geos"
    for wanted, words in ((False, "30 patches measured."), (False, "the areas of all 30 patches hold"),
                          (True, "30 patches measured.")):
        heard.clear()
        ready.workbench.jobs.measure_and_suggest(everything=wanted)
        qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
        assert words in heard[-1][0] and heard[-1][1] == int(Qgis.MessageLevel.Success)
        assert "Engine geos" in heard[-1][2] and "left to GEOS" in heard[-1][2]


def test_areas_of_a_layer_that_was_replaced_are_called_so_in_both_docks_until_measured_again(ready, heard, demo, qtbot):
    hint, trouble = ready.workbench.patches._body.hintLabel, ready.workbench.interpretation.facts.trouble
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    qtbot.wait(300)
    assert ready.session.changed_roles == () and hint.text() == ""
    ready.session.workspace.remove_reference("yjjbnt", "")
    ready.session.workspace.set_reference(ReferenceLayer("yjjbnt", str(demo / "beihai_scene.gpkg"), "stbhhx_pseudo"))
    ready.session.queueChanged.emit()
    qtbot.waitUntil(lambda: ready.session.changed_roles == ("yjjbnt",))
    for shown in (hint, trouble):
        assert "measure again" in shown.text() and not shown.isHidden()
    ready.workbench.jobs.measure_and_suggest()
    ready.workbench.jobs.cancel()
    qtbot.waitUntil(lambda: len(heard) == 2, timeout=60_000)
    assert "measure again" in hint.text()
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(lambda: len(heard) == 3 and ready.session.changed_roles == (), timeout=60_000)
    assert hint.text() == "" and "measure again" not in trouble.text()


def test_parcels_are_written_as_survey_text_and_the_file_is_named(ready, heard, tmp_path, qtbot):
    ready.workbench.jobs.write_survey_text(tmp_path / "地块.txt")
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert "地块.txt" in heard[-1][0] and "30" in heard[-1][0]
    assert "[地块坐标]" in (tmp_path / "地块.txt").read_text(encoding="gb18030")


@pytest.mark.parametrize("by", ["button", "task panel"])
def test_a_measurement_that_is_cancelled_stores_nothing_and_ends_cancelled_before_it_is_told(ready, heard, by, qtbot):
    ready.workbench.jobs.measure_and_suggest()
    ends, settings, begun = [], QgsSettings(), QgsSettings().value("app/minTaskLengthForSystemNotification")
    face = ready.workbench.jobs._face

    def as_qgis_does(_number, status):
        if status in (QgsTask.Complete, QgsTask.Terminated):
            ends.append((status, len(heard), int(settings.value("app/minTaskLengthForSystemNotification", 5))))

    QgsApplication.taskManager().statusChanged.connect(as_qgis_does)
    qtbot.waitUntil(lambda: face.status() == QgsTask.Running)
    ready.workbench.jobs.cancel() if by == "button" else face.cancel()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    QgsApplication.taskManager().statusChanged.disconnect(as_qgis_does)
    assert not ready.workbench.jobs.busy and ready.session.workspace.overlay_run() is None
    assert heard[-1][1] == int(Qgis.MessageLevel.Info) and len(heard) == 1
    (status, told_before, announced_from), = ends
    assert (status, told_before) == (QgsTask.Terminated, 0)
    # QGIS before 3.26 would call it failed in a message of its own.
    assert hasattr(QgsTask, "Silent") or announced_from > 10 ** 6
    assert settings.value("app/minTaskLengthForSystemNotification") == begun


def test_a_measurement_that_is_done_tells_its_result_after_qgis_says_that_the_task_is_complete(ready, heard, qtbot):
    ends = []

    def as_qgis_does(_number, status):
        if status in (QgsTask.Complete, QgsTask.Terminated):
            ends.append((status, len(heard)))

    QgsApplication.taskManager().statusChanged.connect(as_qgis_does)
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    QgsApplication.taskManager().statusChanged.disconnect(as_qgis_does)
    assert ends[-1] == (QgsTask.Complete, 0) and heard[-1][1] == int(Qgis.MessageLevel.Success)


def test_who_cancels_while_the_rules_are_applied_keeps_the_areas_and_the_suggestions_of_before(
        ready, heard, monkeypatch, qtbot):
    from weipian_plugin.jobs.judging import suggest as suggest_job

    begun, begin = threading.Event(), suggest_job._Job.make

    def make(job, uuids, feedback):
        begun.set()
        while not feedback.cancelled():
            time.sleep(0.01)
        begin(job, uuids, feedback)

    monkeypatch.setattr(suggest_job._Job, "make", make)
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(begun.is_set, timeout=60_000)
    assert ready.workbench.jobs.busy and heard == []  # the window lives while the thread works
    ready.workbench.jobs.cancel()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert "30 patches measured" in heard[-1][0] and "as they were" in heard[-1][0] and len(heard) == 1
    rows = ready.session.workspace.queue()
    assert all(row.area_m2 and not row.suggestion for row in rows) and not ready.workbench.jobs.busy
    monkeypatch.undo()
    heard.clear()
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert all(row.suggestion for row in ready.session.workspace.queue())


def test_another_workspace_ends_the_rules_of_this_one_first(ready, heard, monkeypatch, tmp_path, qtbot):
    from weipian_plugin.jobs.judging import suggest as suggest_job

    begun, ended = threading.Event(), []

    def make(job, uuids, feedback):
        begun.set()
        while not feedback.cancelled():
            time.sleep(0.01)
        ended.append(ready.session.workspace)
        raise WeipianError("JOB_CANCELLED")

    monkeypatch.setattr(suggest_job._Job, "make", make)
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(begun.is_set, timeout=60_000)
    ready.session.close()
    assert ended == [None]
    qtbot.waitUntil(lambda: not ready.workbench.jobs.busy, timeout=60_000)


def test_without_a_python_for_the_worker_one_sentence_says_so(ready, heard, qtbot):
    ready.session.settings.python = "/nowhere/python"
    ready.workbench.jobs.measure_and_suggest()
    qtbot.waitUntil(lambda: bool(heard), timeout=60_000)
    assert heard[-1][1] == int(Qgis.MessageLevel.Warning)
    assert ready.session.workspace.overlay_run() is None


def test_unloading_while_measuring_ends_the_worker(ready):
    from weipian_plugin.jobs.measuring import worker

    ready.workbench.jobs.measure_and_suggest()
    ready.unload()
    assert not worker._shared
    assert QgsApplication.taskManager().countActiveTasks() == 0


def test_the_table_is_written_and_named_outside_the_gui_thread(ready, heard, tmp_path, qtbot, monkeypatch):
    from weipian_plugin.jobs.handing_in import tables

    threads, write = [], tables.write_tables

    def written(*arguments, **named):
        threads.append(threading.current_thread())
        return write(*arguments, **named)

    monkeypatch.setattr(tables, "write_tables", written)
    ready.workbench.jobs.export_into(tmp_path)
    qtbot.waitUntil(lambda: ready.workbench.jobs._export is None, timeout=60_000)
    assert threads and threads[0] is not threading.main_thread()
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
