"""A mark that a reviewer draws for a return, in the whole plugin: from the pen to what the county reads."""

from __future__ import annotations

import shutil

import pytest
from qgis.gui import QgsMapToolPan
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtTest import QTest

from tests.qgis.returned_scene import make
from weipian_plugin.jobs.drawing.geometry import shape_from
from weipian_plugin.jobs.offices.own_level import settle_level

NO_KEYS = Qt.KeyboardModifier.NoModifier
PROOFS, WORDS = "证明材料的充分性", "缺设施农用地备案号"


@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory, qgis_app):
    return make(demo, tmp_path_factory.mktemp("filed") / "县.gpkg")


@pytest.fixture()
def bench(plugin, window, scene, tmp_path, raising):
    window.window.show()
    copy = tmp_path / "市.gpkg"
    shutil.copy(scene, copy)
    bench = plugin.workbench
    bench.show(True)
    bench.session.settings.operator = "李四"
    bench.session.open(str(copy))
    return bench


def test_the_mark_is_drawn_on_the_map_and_kept_with_the_return_alone(bench, qtbot):
    workspace = bench.session.workspace
    uuid = [row.parcel_uuid for row in workspace.queue()][2]
    bench.reviewing.open("returns_page")
    page = bench.reviewing.window.pages["returns_page"]
    qtbot.waitUntil(lambda: page.listing is not None and not page._busy, timeout=20000)
    page.levelBox.setCurrentIndex(page.levelBox.findData("市级"))
    page.levelBox.activated.emit(page.levelBox.currentIndex())
    qtbot.waitUntil(lambda: not page._busy, timeout=20000)
    page.filedView.selectRow(page.rows.lines_of([uuid])[0])
    QTest.mouseClick(page.markButton, Qt.MouseButton.LeftButton)
    assert bench.session.current == uuid and bench.geometries.name == "sketch"
    assert not bench.reviewing.window.isVisible(), "it would lie over the map"
    assert bench.geometries.line.isVisibleTo(bench.geometries.line.parentWidget())
    assert "back to the review" in bench.geometries.line.text()
    centre = shape_from(workspace.parcel(uuid).wkb).centroid().asPoint()
    bench.geometries.tool.drawn.emit([centre])
    bench.geometries.remark.setText("此处为新建厂房")
    QTest.keyClick(bench.geometries.remark, Qt.Key.Key_Return)
    assert workspace.records("sketch") == [] and "此处为新建厂房" in page.markLabel.text()
    assert bench.reviewing.window.isVisible() and page.markPart.isVisible()
    assert len(bench.geometries.marks.bands) == 1
    qtbot.waitUntil(lambda: not page._busy, timeout=20000)
    page.reasonBox.setCurrentIndex(page.reasonBox.findData(PROOFS))
    page.wordsEdit.setText(WORDS)
    page.send_back_chosen()
    qtbot.waitUntil(lambda: not page._busy and len(workspace.records("sketch")) == 1, timeout=20000)
    (kept,) = workspace.records("sketch", uuid)
    assert (kept.values["SHJB"], kept.values["SHLC"], kept.values["BHNR"]) == ("市级", 1, "此处为新建厂房")
    assert bench.reviewing.mark.mark is None and len(bench.geometries.marks.bands) == 1
    assert "1" in bench.geometries.marks.texts[0]._text.split("此处")[0]  # of which round it is
    assert "此处为新建厂房" in bench.interpretation.page.remarks_first.label.text()
    bench.reviewing.mark.draw()
    bench.geometries.tool.drawn.emit([centre])
    QTest.keyClick(bench.geometries.remark, Qt.Key.Key_Return)
    assert len(bench.geometries.marks.bands) == 2
    bench.reviewing.close()
    assert len(bench.geometries.marks.bands) == 1 and len(workspace.records("sketch")) == 1


def test_beside_the_patch_the_same_mark_is_drawn_and_goes_with_its_return(bench, qtbot):
    workspace = bench.session.workspace
    settle_level(workspace, "市级")
    uuid, other = [row.parcel_uuid for row in workspace.queue()][2:4]
    bench.session.select(uuid)
    bar = bench.interpretation.page.remarks_first.bar
    qtbot.waitUntil(lambda: bar.isVisible() and bar.markButton.isVisible(), timeout=20000)
    QTest.mouseClick(bar.markButton, Qt.MouseButton.LeftButton)
    centre = shape_from(workspace.parcel(uuid).wkb).centroid().asPoint()
    for text in ("画错了", "此处为新建厂房"):
        if text != "画错了":
            QTest.mouseClick(bar.markButton, Qt.MouseButton.LeftButton)
        assert bench.geometries.name == "sketch"
        bench.geometries.tool.drawn.emit([centre])
        bench.geometries.remark.setText(text)
        QTest.keyClick(bench.geometries.remark, Qt.Key.Key_Return)
        assert bar.markPart.isVisible() and text in bar.markLabel.text()
        assert len(bench.geometries.marks.bands) == 1 and workspace.records("sketch") == []
        if text == "画错了":
            QTest.mouseClick(bar.dropButton, Qt.MouseButton.LeftButton)
            assert not bar.markPart.isVisible() and len(bench.geometries.marks.bands) == 0
    bench.session.select(other)  # of this one nothing is marked
    qtbot.waitUntil(lambda: bar._parcel == other, timeout=20000)
    assert bar.markPart.isHidden()
    bench.reviewing.open("returns_page")
    page = bench.reviewing.window.pages["returns_page"]
    qtbot.waitUntil(lambda: page.listing is not None and not page._busy, timeout=20000)
    assert "此处为新建厂房" in page.markLabel.text()  # the window knows it too
    bench.session.select(uuid)
    qtbot.waitUntil(lambda: bar._parcel == uuid and bar.markPart.isVisible(), timeout=20000)
    bar.reasonBox.setCurrentIndex(bar.reasonBox.findData(PROOFS))
    bar.wordsEdit.setText(WORDS)
    QTest.mouseClick(bar.returnButton, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(workspace.records("sketch")) == 1, timeout=20000)
    (kept,) = workspace.records("sketch", uuid)
    assert (kept.values["SHJB"], kept.values["SHLC"], kept.values["BHNR"]) == ("市级", 1, "此处为新建厂房")
    assert bench.reviewing.mark.mark is None and bar.markPart.isHidden() and not page.markPart.isVisibleTo(page)


@pytest.mark.parametrize("how", ["esc", "another tool", "refused"])
def test_the_window_comes_back_by_itself_where_nothing_is_drawn(bench, window, qtbot, how):
    workspace = bench.session.workspace
    uuid = [row.parcel_uuid for row in workspace.queue()][2]
    bench.session.settings.keep_review_level(workspace.workspace_id, "市级")
    bench.reviewing.open("returns_page")
    page = bench.reviewing.window.pages["returns_page"]
    qtbot.waitUntil(lambda: page.listing is not None and not page._busy, timeout=20000)
    page.filedView.selectRow(page.rows.lines_of([uuid])[0])
    page.wordsEdit.setText("缺设施农用地备案号")
    if how == "refused":
        bench.session.may_answer = lambda: False
    QTest.mouseClick(page.markButton, Qt.MouseButton.LeftButton)
    if how == "refused":
        assert bench.geometries.tool is None
    else:
        assert not bench.reviewing.window.isVisible()
        if how == "esc":
            bench.geometries.tool.keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, NO_KEYS))
        else:
            window.canvas.setMapTool(QgsMapToolPan(window.canvas))
    assert bench.reviewing.window.isVisible() and page.wordsEdit.text() == "缺设施农用地备案号"
    assert bench.reviewing.mark.mark is None and page.markPart.isHidden()


def test_a_pen_for_anything_else_hides_no_window(bench, qtbot):
    bench.session.select([row.parcel_uuid for row in bench.session.workspace.queue()][2])
    bench.reviewing.open("returns_page")
    bench.geometries.sketch()
    assert bench.geometries.name == "sketch" and bench.reviewing.window.isVisible()
    bench.reviewing.draw_mark()  # the pen in the hand was for something else
    assert bench.geometries.name == "sketch" and not bench.reviewing.window.isVisible()
    bench.geometries.put_away()
    assert bench.reviewing.window.isVisible()
