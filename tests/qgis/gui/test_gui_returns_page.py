"""The page of returns and the loop it closes: sent back, on top of the county's queue, answered in its dock."""

from __future__ import annotations

import shutil

import pytest
from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, Qt
from qgis.PyQt.QtTest import QTest

from tests.qgis.returned_scene import make
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.patches.kept_list import KeptList
from weipian_plugin.gui.patches.patches_dock import PatchesDock
from weipian_plugin.gui.reviewing.filed_rows import DUE, STATE
from weipian_plugin.gui.reviewing.review_desk import ReviewDesk
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.reviewing.filed_list import ANSWERED, EVERYTHING, OPEN, OVERDUE, WAITING
from weipian_plugin.jobs.reviewing.returning import send_back

PROOFS, WORDS = "证明材料的充分性", "缺设施农用地备案号"


@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory, qgis_app):
    return make(demo, tmp_path_factory.mktemp("filed") / "县.gpkg")


@pytest.fixture()
def filed(session, scene, tmp_path, raising):
    copy = tmp_path / "市.gpkg"
    shutil.copy(scene, copy)
    session.settings.operator = "李四"
    session.open(str(copy))
    return session


@pytest.fixture()
def uuids(filed):
    return [row.parcel_uuid for row in filed.workspace.queue()]


@pytest.fixture()
def shown(filed):
    """What was listed in the queue: title and parcels."""
    return []


@pytest.fixture()
def page(filed, shown, qtbot):
    runner = TaskRunner()
    desk = ReviewDesk(filed, runner, lambda title, found: shown.append((title, list(found))), None, None)
    desk.open("returns_page")
    page = desk.window.pages["returns_page"]
    qtbot.waitUntil(lambda: page.listing is not None and not page._busy, timeout=20000)
    yield page
    desk.close()
    runner.stop()


def as_level(page, level):
    page.levelBox.setCurrentIndex(page.levelBox.findData(level))
    page.levelBox.activated.emit(page.levelBox.currentIndex())


def show(page, which):
    page.showBox.setCurrentIndex(page.showBox.findData(which))


def choose(page, *uuids):
    rows, chosen = page.rows, QItemSelection()
    for line in rows.lines_of(uuids):
        chosen.select(rows.index(line, 0), rows.index(line, rows.columnCount() - 1))
    page.filedView.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)


def wait(page, qtbot, condition):
    qtbot.waitUntil(lambda: not page._busy and condition(), timeout=20000)


def test_the_city_sees_what_waits_for_it_and_counts_of_all_states(page, filed, uuids, shown):
    as_level(page, "市级")
    assert {row.uuid for row in page.rows.shown} == {*uuids[1:6]} and page.showBox.currentData() == WAITING
    page._list_state("06")
    assert set(shown[0][1]) == {*uuids[1:6]} and "06" in shown[0][0]


def test_many_are_passed_with_a_key_but_no_violation_that_was_not_opened(page, filed, uuids, told, qtbot):
    as_level(page, "市级")
    choose(page, *uuids[2:6])
    QTest.keyClick(page.filedView, Qt.Key.Key_P)
    wait(page, qtbot, lambda: len(filed.workspace.records("audit")) == 3)
    assert filed.workspace.records("audit", uuids[5]) == []
    assert any(filed.workspace.parcel(uuids[5]).dkbh in sentence for sentence, _, _ in told)
    wait(page, qtbot, lambda: uuids[5] in [row.uuid for row in page.rows.shown])
    choose(page, uuids[5])
    QTest.keyClick(page.filedView, Qt.Key.Key_Return)
    assert filed.current == uuids[5]
    QTest.keyClick(page.filedView, Qt.Key.Key_P)
    wait(page, qtbot, lambda: len(filed.workspace.records("audit", uuids[5])) == 1)


def test_a_return_without_words_is_refused_in_words_and_keeps_nothing(page, filed, uuids, qtbot):
    as_level(page, "市级")
    choose(page, uuids[2])
    page.wordsEdit.setText("不行")
    QTest.mouseClick(page.returnButton, Qt.MouseButton.LeftButton)
    wait(page, qtbot, lambda: bool(page.desk.window.tellLabel.text()))
    assert "4" in page.desk.window.tellLabel.text() and page.wordsEdit.text() == "不行"
    assert filed.workspace.records("audit") == []


def test_what_is_sent_back_is_open_until_the_county_answers_and_the_history_shows_both(page, filed, uuids, qtbot):
    as_level(page, "市级")
    choose(page, uuids[2])
    page.reasonBox.setCurrentIndex(page.reasonBox.findData(PROOFS))
    page.wordsEdit.setText(WORDS)
    QTest.keyClick(page.wordsEdit, Qt.Key.Key_Return)
    wait(page, qtbot, lambda: page.rows.count(OPEN) == 1)
    show(page, OPEN)
    (row,) = page.rows.shown
    assert row.uuid == uuids[2] and "08r" in page.rows.text(row, STATE) and page.rows.text(row, DUE)
    as_level(page, "县级")
    assert page.showBox.currentData() == OPEN and page.countyPart.isVisibleTo(page)
    assert page.showBox.findData(WAITING) < 0 and not page.reviewPart.isVisibleTo(page)
    choose(page, uuids[2])
    assert WORDS in page.detailLabel.text()
    QTest.keyClick(page.filedView, Qt.Key.Key_H)
    assert page.history.isVisibleTo(page) and WORDS in page.history.as_text()
    page.answerEdit.setText("已补备案号")
    QTest.keyClick(page.answerEdit, Qt.Key.Key_Return)
    wait(page, qtbot, lambda: page.rows.count(ANSWERED) == 1)
    assert page.rows.count(OPEN) == 0 and page.rows.shown == []
    show(page, ANSWERED)
    choose(page, uuids[2])
    assert "已补备案号" in page.history.as_text() and WORDS in page.history.as_text()


def test_not_mine_comes_up_again_only_where_it_is_asked_for(page, filed, uuids, qtbot):
    as_level(page, "市级")
    choose(page, uuids[3])
    QTest.keyClick(page.filedView, Qt.Key.Key_N)
    wait(page, qtbot, lambda: uuids[3] not in [row.uuid for row in page.rows.shown])
    show(page, "aside")
    choose(page, uuids[3])
    QTest.mouseClick(page.asideButton, Qt.MouseButton.LeftButton)
    wait(page, qtbot, lambda: page.rows.count("aside") == 0)
    show(page, WAITING)
    assert uuids[3] in [row.uuid for row in page.rows.shown]


def test_the_level_is_found_again(page, filed, qtbot):
    as_level(page, "省级")
    page.desk.close()
    page.desk.open("returns_page")
    again = page.desk.window.pages["returns_page"]
    wait(again, qtbot, lambda: again.listing is not None)
    assert again.level == "省级"


def test_filters_hold_together(page, filed, uuids):
    as_level(page, "市级")
    show(page, EVERYTHING)
    page.outcomeBox.setCurrentIndex(page.outcomeBox.findData("违法"))
    assert [row.uuid for row in page.rows.shown] == [uuids[5]]
    page.searchEdit.setText("nothing like it")
    assert page.rows.shown == []


@pytest.fixture()
def returned(filed, uuids):
    """One that was sent back, in the middle of the order of issue and signed."""
    send_back(filed.workspace, [uuids[4]], "市级", PROOFS, WORDS, day="2023-09-04")
    filed.settings.today = "2023-09-12"
    filed.queueChanged.emit()
    return uuids[4]


def test_the_county_finds_it_on_top_of_its_queue_with_light_and_words_until_it_says_otherwise(filed, returned, uuids):
    dock = PatchesDock(filed)
    dock.reload()
    model = dock.model
    assert model.uuids[0] == returned and model.uuids[1:3] == uuids[:2]
    cells, row = model._cells, model.queue_row(0)
    assert cells.due(row).light == "red" and cells.due(row).days == -2 and WORDS in cells.due(row).tip
    assert model.table.values("days")[model.table.place(returned)] == -2
    dock._order(dock.model.order.__class__(returned_first=False))
    assert model.uuids[:2] == uuids[:2]
    path = str(filed.workspace.path)
    filed.close()
    filed.open(path)
    assert model.uuids[:2] == uuids[:2]
    dock.close()


def test_a_list_that_was_kept_before_or_cannot_be_read_begins_with_what_came_back():
    old = '{"order": {"kind": "worst", "column": "", "descending": false, "returned_first": false}}'
    assert all(KeptList.from_json(text).order.returned_first for text in ("", "junk", old))


def test_the_dock_says_first_why_it_came_back_and_takes_the_answer(filed, returned, uuids, qtbot):
    dock = InterpretationDock(filed)
    first = dock.page.remarks_first
    filed.select(uuids[0])
    assert not first.isVisibleTo(dock)
    filed.select(returned)
    assert first.isVisibleTo(dock) and WORDS in first.label.text() and "2023-09-10" in first.label.text()
    first.bar.answerEdit.setText("好")
    QTest.keyClick(first.bar.answerEdit, Qt.Key.Key_Return)
    assert first.isVisibleTo(dock) and "4" in first.bar.tellLabel.text()
    first.bar.answerEdit.setText("已补备案号，见附件")
    QTest.mouseClick(first.bar.answerButton, Qt.MouseButton.LeftButton)
    (audit,) = filed.workspace.records("audit", returned)
    assert audit.values["DFSM"] == "已补备案号，见附件" and not first.isVisibleTo(dock)
    filed.undo()
    assert first.isVisibleTo(dock)
    dock.shut_down()


def test_overdue_counts_from_the_day_after(page, filed, uuids, qtbot):
    filed.settings.today = "2023-09-11"
    send_back(filed.workspace, [uuids[4]], "市级", PROOFS, WORDS, day="2023-09-04")
    filed.rowsChanged.emit([uuids[4]])
    wait(page, qtbot, lambda: page.rows.count(OVERDUE) == 1)
