"""A measurement that ends in the background: who types, draws or compares meanwhile is not disturbed."""

from __future__ import annotations

import shutil

import pytest
from qgis.core import Qgis, QgsRectangle
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from tests.qgis.gui.monkey import settle
from weipian_plugin.domain.records import Scene
from weipian_plugin.jobs.measuring import measure
from weipian_plugin.workspace import areas
from weipian_plugin.workspace.workspace import Workspace

IMAGES = (("before_20161209_rgb8.tif", "2016-12-09"), ("after_20180309_rgb8.tif", "2018-03-09"))


@pytest.fixture()
def at_work(window, plugin, measured_template, demo, tmp_path):
    """The real docks over a measured workspace with images of three dates."""
    file = tmp_path / "beihai.gpkg"
    shutil.copy(measured_template, file)
    further = tmp_path / "further.tif"
    shutil.copy(demo / IMAGES[0][0], further)
    with Workspace.open(file, actor="张三") as workspace:
        for name, date in IMAGES:
            workspace.set_scene(Scene(str(demo / name), date, "Sentinel-2", True))
        workspace.set_scene(Scene(str(further), "2017-06-01", "Sentinel-2", True))
    plugin.session.settings.operator = "张三"
    window.window.show()
    plugin.session.open(str(file))
    plugin.workbench.registry["workbench"].setChecked(True)
    plugin.session.select(plugin.session.order[3])
    QApplication.setActiveWindow(window.window)
    settle(lambda: plugin.workbench.compare.pictures.waiting)
    return plugin


def measured_again(plugin, qtbot, monkeypatch, ends: str) -> None:
    """The whole workspace is measured anew, to the end or until it is cancelled while areas are stored."""
    if ends == "cancelled":
        monkeypatch.setattr(areas, "_PORTION", 5)
        monkeypatch.setattr(measure, "_PAUSE", 0.3)
    jobs, heard, stored = plugin.workbench.jobs, [], []
    keep = areas.put_measured
    monkeypatch.setattr(areas, "put_measured", lambda *given: (keep(*given), stored.append(1)))
    plugin.session.message.connect(lambda *said: heard.append(said))
    jobs.measure_and_suggest(everything=True)
    if ends == "cancelled":
        qtbot.waitUntil(lambda: bool(stored), timeout=60_000)
        jobs.cancel()
    qtbot.waitUntil(lambda: bool(heard) and not jobs.busy, timeout=60_000)
    assert len(heard) == 1 and (ends == "cancelled") == (heard[0][1] != int(Qgis.MessageLevel.Success))


@pytest.mark.parametrize("ends", ["done", "cancelled"])
def test_what_is_typed_goes_on_into_the_field_and_answers_nothing(at_work, qtbot, monkeypatch, ends):
    session, here = at_work.session, at_work.session.current
    note = at_work.workbench.interpretation.remarks.noteEdit
    at_work.workbench.interpretation.focus_note()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is note)
    qtbot.keyClicks(note, "1")
    measured_again(at_work, qtbot, monkeypatch, ends)
    QTest.keyClick(QApplication.focusWidget(), "2")
    assert note.toPlainText() == "12" and session.current == here
    assert not session.workspace.draft(here).answers


def test_the_suggestion_and_the_areas_of_the_patch_on_the_table_are_shown_anew(at_work, qtbot, monkeypatch):
    shown = []
    page = at_work.workbench.interpretation.page
    show = page.show_suggestion
    monkeypatch.setattr(page, "show_suggestion", lambda *given: (shown.append(given[0].uuid), show(*given)))
    measured_again(at_work, qtbot, monkeypatch, "done")
    assert shown and set(shown) == {at_work.session.current}


def test_a_pen_its_points_and_the_remark_being_written_stay(at_work, qtbot, monkeypatch, window):
    geometries, view = at_work.workbench.geometries, window.canvas.viewport()
    geometries.sketch()
    middle = view.rect().center()
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(40, 5))
    QTest.mouseClick(view, Qt.MouseButton.RightButton, Qt.KeyboardModifier.NoModifier, middle + QPoint(40, 5))
    pen, remark = geometries.tool, geometries.remark
    assert pen is not None and remark is not None
    measured_again(at_work, qtbot, monkeypatch, "done")
    assert geometries.tool is pen and geometries.remark is remark


def test_the_views_stay_where_they_were_moved_to_and_on_the_date_that_was_chosen(
        at_work, qtbot, monkeypatch, window):
    compare, canvas = at_work.workbench.compare, window.canvas
    compare.step_date(1)
    chosen = compare.views.before
    assert compare.views.patch.dates[chosen].date == "2017-06-01"
    centre = canvas.extent().center()
    width = canvas.extent().width()
    away = QgsRectangle(centre.x() + width, centre.y(), centre.x() + 2 * width, centre.y() + width)
    canvas.setExtent(away)
    place = canvas.extent().center()
    measured_again(at_work, qtbot, monkeypatch, "done")
    settle(lambda: compare.pictures.waiting)
    assert compare.views.before == chosen
    assert canvas.extent().center().distance(place) < width / 100


def test_the_lines_selected_in_the_list_stay_selected_with_the_reason_begun_for_them(at_work, qtbot, monkeypatch):
    patches, order = at_work.workbench.patches, at_work.session.order
    patches.view.select(order[2:6])
    patches._body.reasonEdit.setText("影像")
    measured_again(at_work, qtbot, monkeypatch, "done")
    assert patches.view.selected_uuids() == order[2:6]
    assert patches._body.selectionPanel.isVisibleTo(patches) and patches._body.reasonEdit.text() == "影像"
