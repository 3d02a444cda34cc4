"""Preparing reference layers from the window: states, progress, cancel, the report and its way to the map."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
from qgis.core import Qgis, QgsApplication, QgsProject
from qgis.PyQt.QtCore import Qt

from weipian_plugin.domain.records import ReferenceLayer
from weipian_plugin.domain.roles import ROLES
from weipian_plugin.gui.layers.reference_rows import problem_of
from weipian_plugin.gui.layers.reference_sources import is_for_the_worker, shown_name, typed_source
from weipian_plugin.gui.layers.report_findings import AREA, PROBLEM
from weipian_plugin.gui.layers.report_window import ReportWindow, findings_layer, summary_in
from weipian_plugin.gui.options import OptionsPage
from weipian_plugin.jobs.measuring import question
from weipian_plugin.jobs.measuring.prepare import CURRENT, NONE, OUTDATED, FindingSummary
from weipian_plugin.jobs.measuring.prepared_copies import clear, stored
from weipian_plugin.jobs.measuring.worker import shared_worker

FAKE = Path(__file__).with_name("fake_worker.py")


@pytest.fixture()
def scene(demo, tmp_path) -> Path:
    """A copy of the bundled layers that a test may change."""
    return Path(shutil.copy(demo / "beihai_scene.gpkg", tmp_path / "scene.gpkg"))


@pytest.fixture()
def ready(plugin, workspace_file, scene, tmp_path, raising):
    plugin.session.settings.python = str(FAKE)
    plugin.session.settings.prepared_folder = str(tmp_path / "prepared")
    plugin.session.open(str(workspace_file))
    for role, layer, field in (("dltb", "dltb_pseudo", "DLBM"), ("yjjbnt", "yjjbnt_pseudo", "")):
        plugin.session.workspace.set_reference(ReferenceLayer(role, str(scene), layer, field, "2016-12-09"))
    return plugin


@pytest.fixture()
def dialog(ready, qtbot):
    ready.workbench.jobs.edit_layers()
    dialog = ready.workbench.jobs._layers
    qtbot.waitUntil(lambda: dialog.rows["dltb"].prepared.state is not None, timeout=20_000)
    return dialog


@pytest.fixture()
def heard(ready) -> list:
    words: list = []
    ready.session.message.connect(lambda *said: words.append(said))
    return words


def prepared(ready, dialog, qtbot, role="dltb"):
    """The role's layer prepared; its report window."""
    dialog.rows[role].prepared.button.click()
    qtbot.waitUntil(lambda: bool(ready.workbench.reports.windows), timeout=20_000)
    qtbot.waitUntil(lambda: dialog.rows[role].prepared.state is not None
                    and dialog.rows[role].prepared.state.prepared == CURRENT, timeout=20_000)
    return next(iter(ready.workbench.reports.windows.values()))


def test_the_dialog_leaves_the_map_free_and_is_there_once(ready, dialog):
    assert not dialog.isModal()
    ready.workbench.jobs.edit_layers()
    assert ready.workbench.jobs._layers is dialog
    ready.session.close()
    assert ready.workbench.jobs._layers is None


def test_each_layer_says_whether_it_is_prepared_and_roles_without_one_cannot_be(dialog):
    cell = dialog.rows["dltb"].prepared
    assert cell.state.prepared == NONE and "not prepared" in cell.label.text() and cell.button.isEnabled()
    assert not dialog.rows["glw"].prepared.isEnabled() and dialog.rows["glw"].prepared.label.text() == ""


def test_preparing_shows_its_progress_then_its_date_and_opens_the_report(ready, dialog, heard, qtbot):
    shown: list[str] = []
    ready.workbench.preparations.progressed.connect(
        lambda *_step: shown.append(dialog.rows["dltb"].prepared.label.text()))
    window = prepared(ready, dialog, qtbot)
    assert "reading 10 %" in shown and "borders 40 %" in shown
    assert "2023-10-12" in dialog.rows["dltb"].prepared.label.text()
    assert heard[-1][1] == int(Qgis.MessageLevel.Success) and "4321" in heard[-1][0]
    assert window.summaryTable.item(1, 1).text() == "2" and window.summaryTable.item(1, 2).text() == "35.50"
    assert QgsApplication.taskManager().countActiveTasks() == 0


def test_whatever_is_being_examined_is_said_and_fits(dialog):
    cell = dialog.rows["dltb"].prepared
    for name in question.stage_texts().values():
        cell.show_progress(640, 1000, name)
        assert cell.label.text() == f"{name} 64 %"
        assert cell.label.fontMetrics().horizontalAdvance(cell.label.text()) <= cell.label.minimumWidth()
    cell.end_progress()


@pytest.mark.skipif(sys.platform != "linux", reason="only here are names bytes")
def test_a_file_whose_name_is_not_utf8_is_said_to_be_so_where_it_is_chosen(ready, scene):
    foreign = Path(shutil.copy(scene, scene.with_name("地类.gpkg".encode("gbk").decode("utf-8", "surrogateescape"))))
    lost = str(foreign).encode("utf-8", "surrogateescape").decode("utf-8", "replace")  # as Qt's dialogs give it
    for source in (str(foreign), lost):
        assert "convmv" in problem_of(ROLES["stbhhx"], ReferenceLayer("stbhhx", source, "stbhhx_pseudo"))
    assert "convmv" not in problem_of(ROLES["stbhhx"], ReferenceLayer("stbhhx", "/没有.gpkg", "stbhhx_pseudo"))


def test_a_source_that_changes_after_preparing_is_said_to_have_changed(ready, dialog, scene, qtbot):
    prepared(ready, dialog, qtbot)
    os.utime(scene, (1, 1))
    dialog.reject()
    ready.workbench.jobs.edit_layers()
    row = ready.workbench.jobs._layers.rows["dltb"]
    qtbot.waitUntil(lambda: row.prepared.state is not None, timeout=20_000)
    assert row.prepared.state.prepared == OUTDATED and "2023-10-12" in row.prepared.label.text()
    assert row.prepared.button.text() == "Prepare"


def test_cancelling_is_told_at_once_and_nothing_is_prepared(ready, dialog, scene, heard, qtbot):
    slow = Path(shutil.copy(scene, scene.with_name("slow.gpkg")))
    row = dialog.rows["stbhhx"]
    row.choose("slow", (str(slow), "stbhhx_pseudo"))
    qtbot.waitUntil(lambda: row.prepared.state is not None, timeout=20_000)
    row.prepared.button.click()
    qtbot.waitUntil(lambda: "%" in row.prepared.label.text() and row.prepared.label.text() != "0 %", timeout=20_000)
    assert row.prepared.button.text() == "Cancel"
    row.prepared.button.click()
    qtbot.waitUntil(lambda: not ready.workbench.preparations.running(), timeout=2_000)
    assert heard[-1][1] == int(Qgis.MessageLevel.Info)
    assert row.prepared.label.text() == "not prepared" and not ready.workbench.reports.windows
    qtbot.waitUntil(lambda: QgsApplication.taskManager().countActiveTasks() == 0)


def test_the_task_manager_cancels_too(ready, dialog, scene, heard, qtbot):
    slow = Path(shutil.copy(scene, scene.with_name("slow.gpkg")))
    ready.workbench.preparations.start(ReferenceLayer("stbhhx", str(slow), "stbhhx_pseudo"))
    qtbot.waitUntil(lambda: bool(QgsApplication.taskManager().activeTasks()))
    QgsApplication.taskManager().cancelAll()
    qtbot.waitUntil(lambda: not ready.workbench.preparations.running(), timeout=5_000)
    assert heard[-1][1] == int(Qgis.MessageLevel.Info)


def test_a_second_layer_waits_and_may_be_taken_back(ready, dialog, scene, qtbot):
    slow = Path(shutil.copy(scene, scene.with_name("slow.gpkg")))
    preparations = ready.workbench.preparations
    first = ReferenceLayer("stbhhx", str(slow), "stbhhx_pseudo")
    preparations.start(first)
    dialog.rows["dltb"].prepared.button.click()
    assert dialog.rows["dltb"].prepared.label.text() == "waiting"
    dialog.rows["dltb"].prepared.button.click()
    assert list(preparations.running()) == [("stbhhx", str(slow), "stbhhx_pseudo")]
    assert dialog.rows["dltb"].prepared.label.text() == "not prepared"
    preparations.stop()


def test_closing_the_dialog_does_not_stop_what_was_begun(ready, dialog, qtbot):
    dialog.rows["dltb"].prepared.button.click()
    dialog.reject()
    qtbot.waitUntil(lambda: bool(ready.workbench.reports.windows), timeout=20_000)


def test_closing_the_dialog_ends_no_measurement_behind_which_its_question_waits(ready, dialog, monkeypatch, qtbot):
    killed: list[bool] = []
    monkeypatch.setattr(shared_worker(str(FAKE)), "kill", lambda: killed.append(True))
    monkeypatch.setattr(question, "DEAF_SECONDS", 0.1)
    dialog.rows["stbhhx"].choose("x", ("/data/waits.gpkg", ""))
    qtbot.waitUntil(lambda: ready.workbench.jobs._layers._states._job is not None, timeout=5_000)
    dialog.reject()
    qtbot.wait(500)
    assert not killed


def test_unloading_while_preparing_leaves_no_process(ready, dialog, scene, qtbot):
    slow = Path(shutil.copy(scene, scene.with_name("slow.gpkg")))
    preparations = ready.workbench.preparations
    preparations.start(ReferenceLayer("stbhhx", str(slow), "stbhhx_pseudo"))
    worker = preparations._job._worker
    qtbot.waitUntil(lambda: bool(worker.versions), timeout=20_000)
    ready.unload()
    assert not worker.running and QgsApplication.taskManager().countActiveTasks() == 0


def test_a_click_on_a_finding_goes_to_its_place_and_the_layer_is_ours_and_read_only(ready, dialog, window, qtbot):
    report = prepared(ready, dialog, qtbot)
    assert report.layer.readOnly() and report.layer.customProperty("weipian/ours")
    assert report.layer in QgsProject.instance().mapLayers().values()
    window.canvas.setDestinationCrs(report.layer.crs())
    report.findingsView.clicked.emit(report.model.index(1, 0))
    place = report.layer.getFeature(2).geometry().boundingBox()
    assert window.canvas.extent().contains(place) and window.canvas.extent().width() < place.width() * 20


def test_a_kind_shows_only_its_findings_and_columns_sort_by_value(ready, dialog, qtbot):
    report = prepared(ready, dialog, qtbot)
    assert report.model.rowCount() == 3
    report.summaryTable.selectRow(1)
    assert report.model.rowCount() == 2
    area = report.model._columns.index(AREA)
    report.model.sort(area, Qt.SortOrder.AscendingOrder)
    assert [report.model.index(row, area).data() for row in range(2)] == ["5.50", "30.00"]
    report.summaryTable.selectRow(0)
    assert report.model.rowCount() == 3 and report.model._columns[0] == PROBLEM


def test_preparing_again_takes_the_old_report_off_the_map(ready, dialog, qtbot):
    first = prepared(ready, dialog, qtbot)
    path = first.layer.source()
    dialog.rows["dltb"].prepared._menu.actions()[0].trigger()
    qtbot.waitUntil(lambda: not ready.workbench.preparations.running(), timeout=20_000)
    ours = [layer for layer in QgsProject.instance().mapLayers().values() if layer.source() == path]
    assert len(ours) == 1 and len(ready.workbench.reports.windows) == 1


def test_another_workspace_closes_the_reports(ready, dialog, qtbot):
    prepared(ready, dialog, qtbot)
    ready.session.close()
    assert not ready.workbench.reports.windows
    assert not [layer for layer in QgsProject.instance().mapLayers().values() if layer.name().startswith("Findings")]


def test_a_source_the_worker_cannot_read_is_refused_in_its_sentence(ready, dialog, qtbot):
    row = dialog.rows["pzyd"]
    row.layer.lineEdit().setText("/data/gone.txt")
    row.layer.lineEdit().editingFinished.emit()
    assert row.source == ("/data/gone.txt", "")
    qtbot.waitUntil(lambda: row.prepared.state is not None, timeout=20_000)
    assert not row.prepared.button.isEnabled()
    dialog.accept()
    assert "gone.txt" in dialog.messageLabel.text() and dialog.isVisible()


def test_a_pasted_connection_is_kept_with_the_fields_the_worker_sees_and_shown_without_its_password(ready, dialog,
                                                                                                    qtbot):
    row = dialog.rows["dltb"]
    row.layer.lineEdit().setText("PG:host=db dbname=county user=u password=geheim|public.dltb")
    row.layer.lineEdit().editingFinished.emit()
    assert row.source == ("PG:host=db dbname=county user=u password=geheim", "public.dltb")
    qtbot.waitUntil(lambda: row.field.currentText() == "DLBM", timeout=20_000)
    texts = [row.layer.itemText(row.layer.currentIndex()), row.layer.currentText(),
             str(row.layer.itemData(row.layer.currentIndex(), Qt.ItemDataRole.ToolTipRole))]
    assert "geheim" not in " ".join(texts) and texts[0] == "public.dltb"
    dialog.accept()
    assert ".pgpass" in dialog.messageLabel.text() and "geheim" not in dialog.messageLabel.text()
    row.layer.lineEdit().setText("PG:host=db dbname=county user=u|public.dltb")
    row.layer.lineEdit().editingFinished.emit()
    qtbot.waitUntil(lambda: row.field.currentText() == "DLBM", timeout=20_000)
    dialog.accept()
    kept = {reference.role: reference for reference in ready.session.workspace.references()}["dltb"]
    assert (kept.source, kept.layer, kept.class_field) == ("PG:host=db dbname=county user=u", "public.dltb", "DLBM")


@pytest.mark.parametrize(("text", "source"), [
    ("/d/a.gpkg|DLTB", ("/d/a.gpkg", "DLTB")), ('"C:\\d\\a.gdb|layername=DLTB"', ("C:\\d\\a.gdb", "DLTB")),
    (" /d/红线.txt ", ("/d/红线.txt", "")), ("PG:host=h password='a|b'|s.t", ("PG:host=h password='a|b'", "s.t")),
])
def test_what_is_pasted_is_split_into_source_and_layer(text, source):
    assert typed_source(text) == source


@pytest.mark.parametrize(("path", "wanted"), [
    ("PG:host=h", True), ("postgresql://h/d", True), ("/d/a.TXT", True), ("/d/a.parquet", True), ("/d/a.gpkg", False),
])
def test_what_only_the_worker_reads(path, wanted):
    assert is_for_the_worker((path, "")) is wanted
    assert "geheim" not in shown_name(("PG:host=h password=geheim", ""))


def test_only_prepared_copies_are_cleared(tmp_path):
    copy = tmp_path / ("0123456789abcdef01234567" + ".0011223344")
    copy.mkdir()
    (copy / "xy.npy").write_bytes(b"x" * 1000)
    (tmp_path / "县里的数据.gpkg").write_bytes(b"keep")
    (tmp_path / "folder").mkdir()
    assert (stored(tmp_path).copies, stored(tmp_path).size) == (1, 1000)
    assert clear(tmp_path) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "县里的数据.gpkg"]
    assert stored(tmp_path / "none").copies == 0


def test_engine_and_folder_are_kept_by_the_options_and_the_folder_is_cleared(session, tmp_path, qtbot):
    copy = tmp_path / "0123456789abcdef01234567.aa"
    copy.mkdir()
    (copy / "xy.npy").write_bytes(b"x" * 1000)
    session.settings.store(prepared_folder=str(tmp_path / "none yet"))
    page = OptionsPage(session)
    qtbot.addWidget(page)
    assert page.body.engineBox.currentData() == "auto" and not page.body.clearButton.isEnabled()
    page.body.engineBox.setCurrentIndex(page.body.engineBox.findData("geos"))
    page.body.preparedFolder.setFilePath(str(tmp_path))
    assert str(tmp_path) in page.body.sizeLabel.text() and page.body.clearButton.isEnabled()
    page.apply()
    assert (session.settings.engine, session.settings.prepared_folder) == ("geos", str(tmp_path))
    page.prepared.clear()
    assert not copy.exists() and not page.body.clearButton.isEnabled()


def test_a_file_that_is_no_report_is_not_taken_for_one(qgis_app, demo):
    scene = demo / "beihai_scene.gpkg"
    assert findings_layer(scene) is None and summary_in(scene) == []


def test_hairs_that_are_counted_and_not_listed_are_explained_in_the_window(qgis_app, qtbot, tmp_path):
    window = ReportWindow(ReferenceLayer("dltb", str(tmp_path / "a.gpkg"), "a"), tmp_path / "none.gpkg")
    qtbot.addWidget(window)
    window._show_summary([FindingSummary("REPORT_HAIR", 8035, 0.25)])
    said = window.titleLabel.text()
    assert "8035 findings, 0 of them listed" in said and "narrower than 1 mm" in said and "not listed" in said
    assert window.findingsView.isHidden()
