"""The window 上报: what is checked is shown, what is ticked is made, in a thread that ends with the workspace."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import Qt

from weipian_plugin.delivery.package.verify import verify_package
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import NewBatch
from weipian_plugin.gui.delivery.deliveries import Deliveries, scopes_of
from weipian_plugin.gui.delivery.main_steps import MainSteps
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.handing_in.products import DOSSIERS, LISTS, PACKAGE, PRODUCTS, REPORT, TABLES, WALL_MAPS


@pytest.fixture
def asked():
    return []


@pytest.fixture
def deliveries(opened, window, asked, raising):
    made = Deliveries(opened, TaskRunner(), lambda batch: asked.append(("table", batch)),
                      lambda batch: asked.append(("findings", batch)), window.window)
    yield made
    made.close()
    made._runner.stop()


@pytest.fixture
def window_of(deliveries, qtbot, tmp_path):
    """The open window, checked."""
    deliveries.open()
    window = deliveries.window
    window.folderEdit.setText(str(tmp_path / "上报"))
    window.checkWanted.emit()
    qtbot.waitUntil(lambda: window._lines is not None, timeout=30000)
    return window


def tick(window, *products):
    for key, item in window.products._items.items():
        item.setCheckState(0, Qt.CheckState.Checked if key in products else Qt.CheckState.Unchecked)


def checked(window, qtbot):
    qtbot.waitUntil(lambda: window._lines is not None, timeout=30000)


def finished(deliveries, qtbot):
    qtbot.waitUntil(lambda: deliveries._task is None, timeout=120000)


def flaw(session):
    """Sign a parcel so that an error stands against it."""
    uuid = session.workspace.queue()[0].parcel_uuid
    session.workspace.save_draft(uuid, {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "经实地核查，现状与前时相一致"})
    session.workspace.sign(uuid, "甲", "实地")
    return uuid


def lines_of(window):
    tree = window.checkTree
    return [tree.topLevelItem(i).child(j) for i in range(tree.topLevelItemCount())
            for j in range(tree.topLevelItem(i).childCount())]


def test_batches_and_the_periods_in_which_something_was_issued_are_offered(opened):
    opened.workspace.add_batch(NewBatch("2024-01 批", "2024-01-20", "b.zip", "e"), [])
    scopes = scopes_of(opened.workspace)
    assert scopes["quarter"][-1] == ("2023Q3", "2023年第三季度") and scopes["half"][-1] == ("2023H2", "2023年下半年")
    assert scopes["year"][-1] == ("2023", "2023年度") and scopes["batch"][-1][1] == "2023-08 批（2023-08-15）"


def test_a_line_of_the_check_opens_its_patch_or_the_checks(deliveries, window_of, opened, qtbot, asked):
    uuid = flaw(opened)
    window_of.againButton.click()
    checked(window_of, qtbot)
    line = next(item for item in lines_of(window_of) if item.text(0).startswith("V16"))
    window_of.checkTree.itemActivated.emit(line, 0)
    assert asked == [("findings", opened.workspace.batches()[0].uuid)]
    opened.select(opened.workspace.queue()[5].parcel_uuid)
    window_of.checkTree.itemActivated.emit(line.child(0), 0)
    assert opened.current == uuid


def test_what_is_ticked_is_made_and_listed(deliveries, window_of, qtbot, told):
    tick(window_of, TABLES, PACKAGE)
    checked(window_of, qtbot)
    assert window_of.makeButton.isEnabled() and window_of.draftButton.isEnabled()
    window_of.makeButton.click()
    finished(deliveries, qtbot)
    report = window_of._report
    assert verify_package(report.folder).holds and {one.product for one in report.made} == {TABLES, PACKAGE}
    assert window_of.tabs.currentWidget() is window_of.resultPage and told[-1][0].count("<a href=") == 1
    assert deliveries._session.settings.delivery_folder == str(window_of.folder)


def test_errors_leave_only_the_draft_and_only_with_a_reason(deliveries, window_of, opened, qtbot):
    flaw(opened)
    tick(window_of, TABLES)
    checked(window_of, qtbot)
    assert not window_of.makeButton.isEnabled()
    assert window_of.draftButton.isVisible() and not window_of.draftButton.isEnabled()
    window_of.reasonEdit.setText("先行沟通")
    assert window_of.draftButton.isEnabled()
    window_of.draftButton.click()
    finished(deliveries, qtbot)
    assert window_of._report.folder.name.startswith("【草稿】")


def test_nothing_ticked_or_no_folder_makes_nothing(deliveries, window_of, qtbot):
    tick(window_of)
    assert not window_of.makeButton.isEnabled()
    tick(window_of, TABLES)
    checked(window_of, qtbot)
    window_of.folderEdit.setText("")
    window_of.checkWanted.emit()
    checked(window_of, qtbot)
    assert not window_of.makeButton.isEnabled()


def test_wall_maps_are_laid_out_in_the_main_thread_while_the_rest_is_not(deliveries, window_of, qtbot, monkeypatch):
    from weipian_plugin.jobs.handing_in import tables, wall_map

    threads = {}
    sheets, write = wall_map.WallMapPrinting.sheets, tables.write_tables

    def noted(self):
        threads["maps"] = threading.current_thread()
        yield from sheets(self)

    def written(*arguments, **named):
        threads["tables"] = threading.current_thread()
        return write(*arguments, **named)

    monkeypatch.setattr(wall_map.WallMapPrinting, "sheets", noted)
    monkeypatch.setattr(tables, "write_tables", written)
    tick(window_of, TABLES, WALL_MAPS)
    checked(window_of, qtbot)
    window_of.makeButton.click()
    finished(deliveries, qtbot)
    assert threads["maps"] is threading.main_thread() and threads["tables"] is not threading.main_thread()
    assert {one.product for one in window_of._report.made if one.files} == {TABLES, WALL_MAPS}


def test_stopping_tells_so_and_making_it_again_goes_on(deliveries, window_of, qtbot):
    tick(window_of, TABLES, LISTS, REPORT)
    checked(window_of, qtbot)
    window_of.makeButton.click()
    qtbot.waitUntil(lambda: "清单" in window_of.progressBar.format() or "Lists" in window_of.progressBar.format(),
                    timeout=60000)
    window_of.stopButton.click()
    finished(deliveries, qtbot)
    assert window_of._report is None and not list(Path(window_of.folder).rglob("交付清单.json"))
    window_of.makeButton.click()
    finished(deliveries, qtbot)
    assert next(one for one in window_of._report.made if one.product == TABLES).kept


def test_another_workspace_closes_the_window_and_ends_the_work(deliveries, window_of, opened, qtbot, tmp_path):
    tick(window_of, *(product for product in PRODUCTS if product != DOSSIERS))
    checked(window_of, qtbot)
    window_of.makeButton.click()
    other = tmp_path / "other.gpkg"
    shutil.copy(opened.workspace.path, other)
    opened.open(str(other))
    assert deliveries.window is None
    finished(deliveries, qtbot)
    assert not list(tmp_path.rglob("交付清单.json"))


def test_the_simple_export_stays_within_reach(deliveries, window_of, opened, asked):
    window_of.tableButton.click()
    assert asked == [("table", opened.workspace.batches()[0].uuid)]


def test_a_thread_that_waits_for_the_main_thread_is_told_when_that_stops(opened, qtbot):
    steps, outcome = MainSteps(opened.workspace), []

    def endless(workspace):
        while True:
            yield str(len(workspace.queue()))

    def wait():
        try:
            steps.run(endless)
        except WeipianError as error:
            outcome.append(error.code)

    thread = threading.Thread(target=wait)
    thread.start()
    qtbot.wait(200)
    steps.stop()
    thread.join(5)
    assert outcome == ["JOB_CANCELLED"]


def test_a_draft_is_made_where_one_is_wanted_though_nothing_holds_back(deliveries, window_of, qtbot):
    tick(window_of, TABLES)
    checked(window_of, qtbot)
    window_of.draftButton.click()
    finished(deliveries, qtbot)
    assert window_of._report.folder.name.startswith("【草稿】")


def test_what_holds_back_after_a_hand_in_is_shown_in_front_of_its_result(deliveries, window_of, qtbot, tmp_path):
    tick(window_of, TABLES)
    checked(window_of, qtbot)
    window_of.makeButton.click()
    finished(deliveries, qtbot)
    assert window_of.tabs.currentWidget() is window_of.resultPage
    (tmp_path / "a file").write_text("")
    window_of.folderEdit.setText(str(tmp_path / "a file"))
    window_of.checkWanted.emit()
    checked(window_of, qtbot)
    assert not window_of.makeButton.isEnabled() and window_of.tabs.currentWidget() is window_of.checkPage


def test_the_complete_set_is_ticked_at_first(window_of):
    assert set(PRODUCTS) <= set(window_of.products.ticked)


def test_the_bar_says_which_product_is_made(deliveries, window_of, qtbot, monkeypatch):
    shown, show = [], deliveries._show_step

    def noted(done, total, text):
        show(done, total, text)
        shown.append(window_of.progressBar.text())

    monkeypatch.setattr(deliveries, "_show_step", noted)
    tick(window_of, TABLES, LISTS)
    checked(window_of, qtbot)
    window_of.makeButton.click()
    finished(deliveries, qtbot)
    assert len(shown) > 3 and all(text.strip(" 0123456789%") for text in shown)
    assert {"附表", "清单台账"} <= {word for text in shown for word in text.split()}
