"""The page of returns and the loop it closes: sent back, on top of the county's queue, answered in its dock."""

from __future__ import annotations

import shutil

import pytest
from qgis.PyQt.QtCore import QItemSelection, QItemSelectionModel, Qt
from qgis.PyQt.QtTest import QTest

from tests.qgis.returned_scene import make
from weipian_plugin.domain.records import Record
from weipian_plugin.domain.review.states import FILED, SIGNED_HERE
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.interpretation.review_bar import ReviewBar
from weipian_plugin.gui.patches.kept_list import KeptList
from weipian_plugin.gui.patches.patches_dock import PatchesDock
from weipian_plugin.gui.reviewing.filed_rows import ANSWER, DUE, NUMBER, OUTCOME, REASON, ROUND, SECOND, STATE, WORDS
from weipian_plugin.gui.reviewing.review_desk import ReviewDesk
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.offices.own_level import own_level, settle_level, settled_level
from weipian_plugin.jobs.reviewing.filed_list import ANSWERED, EVERYTHING, OPEN, OVERDUE, WAITING
from weipian_plugin.jobs.reviewing.returning import Mark, answer, send_back

PROOFS, SAID = "证明材料的充分性", "缺设施农用地备案号"


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
    wait(page, qtbot, page.question.isVisible)
    QTest.mouseClick(page.question.yesButton, Qt.MouseButton.LeftButton)
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
    page.wordsEdit.setText(SAID)
    QTest.keyClick(page.wordsEdit, Qt.Key.Key_Return)
    wait(page, qtbot, lambda: page.rows.count(OPEN) == 1)
    show(page, OPEN)
    (row,) = page.rows.shown
    assert row.uuid == uuids[2] and "08r" in page.rows.text(row, STATE) and page.rows.text(row, DUE)
    as_level(page, "县级")
    assert page.showBox.currentData() == OPEN and page.countyPart.isVisibleTo(page)
    assert page.showBox.findData(WAITING) < 0 and not page.reviewPart.isVisibleTo(page)
    choose(page, uuids[2])
    assert SAID in page.detailLabel.text()
    QTest.keyClick(page.filedView, Qt.Key.Key_H)
    assert page.history.isVisibleTo(page) and SAID in page.history.as_text()
    page.answerEdit.setText("已补备案号")
    QTest.keyClick(page.answerEdit, Qt.Key.Key_Return)
    wait(page, qtbot, lambda: page.rows.count(ANSWERED) == 1)
    assert page.rows.count(OPEN) == 0 and page.rows.shown == []
    show(page, ANSWERED)
    choose(page, uuids[2])
    assert "已补备案号" in page.history.as_text() and SAID in page.history.as_text()


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
    send_back(filed.workspace, [uuids[4]], "市级", PROOFS, SAID, day="2023-09-04")
    filed.settings.today = "2023-09-12"
    filed.queueChanged.emit()
    return uuids[4]


def test_the_county_finds_it_on_top_of_its_queue_with_light_and_words_until_it_says_otherwise(filed, returned, uuids):
    dock = PatchesDock(filed)
    dock.reload()
    model = dock.model
    assert model.uuids[0] == returned and model.uuids[1:3] == uuids[:2]
    cells, row = model._cells, model.queue_row(0)
    assert cells.due(row).light == "red" and cells.due(row).days == -2 and SAID in cells.due(row).tip
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
    assert first.isVisibleTo(dock) and SAID in first.label.text() and "2023-09-10" in first.label.text()
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
    send_back(filed.workspace, [uuids[4]], "市级", PROOFS, SAID, day="2023-09-04")
    filed.rowsChanged.emit([uuids[4]])
    wait(page, qtbot, lambda: page.rows.count(OVERDUE) == 1)


def test_page_and_dock_begin_at_the_level_of_the_office_and_a_person_may_choose_another(page, filed, uuids, qtbot):
    """A county that merged the package of what came back is still the county; nobody chose anything yet."""
    assert page.level == own_level(filed.workspace) == filed.review_level == "县级"
    page.desk.close()
    settle_level(filed.workspace, "市级")
    page.desk.open("returns_page")
    again = page.desk.window.pages["returns_page"]
    wait(again, qtbot, lambda: again.listing is not None)
    assert again.level == filed.review_level == "市级"
    as_level(again, "省级")
    assert filed.review_level == "省级" and own_level(filed.workspace) == "市级"  # what was settled stays


def test_who_looks_as_another_level_has_not_said_that_the_office_is_one(page, filed):
    before = own_level(filed.workspace)
    as_level(page, "省级")
    assert filed.review_level == "省级"
    assert settled_level(filed.workspace) == "" and own_level(filed.workspace) == before


def test_the_first_audit_above_the_county_settles_the_level_where_nobody_had_said_it(page, filed, uuids, qtbot):
    filed.settings.keep_review_level(filed.workspace.workspace_id, "市级")  # as it was kept before levels were settled
    page._begin_level()
    show(page, EVERYTHING)
    choose(page, uuids[4])
    page.reasonBox.setCurrentIndex(page.reasonBox.findData(PROOFS))
    page.wordsEdit.setText(SAID)
    assert settled_level(filed.workspace) == ""
    QTest.mouseClick(page.returnButton, Qt.MouseButton.LeftButton)
    wait(page, qtbot, lambda: bool(filed.workspace.records("audit", uuids[4])))
    assert settled_level(filed.workspace) == "市级"


def test_the_first_audit_in_the_dock_settles_the_level_too(page, filed, uuids):
    filed.settings.keep_review_level(filed.workspace.workspace_id, "省级")
    dock = InterpretationDock(filed)
    filed.select(uuids[4])
    bar = dock.findChild(ReviewBar)
    bar.reasonBox.setCurrentIndex(bar.reasonBox.findData(PROOFS))
    bar.wordsEdit.setText(SAID)
    bar.returnButton.click()
    assert settled_level(filed.workspace) == "省级"
    dock.shut_down()


def test_the_dock_offers_what_the_level_may_say_as_soon_as_it_is_chosen(page, filed, uuids, qtbot):
    dock = InterpretationDock(filed)
    filed.select(uuids[2])
    bar = dock.page.remarks_first.bar
    assert bar.reviewPart.isHidden()
    as_level(page, "市级")
    assert not bar.reviewPart.isHidden()
    as_level(page, "省级")  # the city has not passed it yet
    assert bar.reviewPart.isHidden()
    send_back(filed.workspace, [uuids[2]], "省级", PROOFS, SAID)
    filed.parcelUpdated.emit(uuids[2])
    assert bar.answerPart.isHidden()  # whoever sent it back does not answer it
    as_level(page, "县级")
    assert not bar.answerPart.isHidden()
    dock.shut_down()


def test_what_was_marked_on_the_map_goes_with_the_return_of_its_patch(page, filed, uuids, qtbot):
    taken, forgotten = [], []
    page.desk.mark.use(taken.append, lambda: forgotten.append(True))
    as_level(page, "市级")
    choose(page, uuids[3])
    QTest.mouseClick(page.markButton, Qt.MouseButton.LeftButton)
    assert filed.current == uuids[3] and not page.markPart.isVisibleTo(page)
    taken[0](uuids[3], "POINT (1 1)", "此处为新建")
    assert page.markPart.isVisibleTo(page) and "此处为新建" in page.markLabel.text()
    page.reasonBox.setCurrentIndex(page.reasonBox.findData(PROOFS))
    page.wordsEdit.setText(SAID)
    choose(page, uuids[4])
    page.send_back_chosen()  # another patch: the mark waits for its own
    wait(page, qtbot, lambda: len(filed.workspace.records("audit")) == 1)
    assert filed.workspace.records("sketch") == [] and page.desk.mark.mark is not None and not forgotten
    choose(page, uuids[3])
    page.wordsEdit.setText(SAID)
    page.send_back_chosen()
    wait(page, qtbot, lambda: len(filed.workspace.records("audit")) == 2)
    (sketch,) = filed.workspace.records("sketch", uuids[3])
    assert (sketch.values["BHTX"], sketch.values["SHJB"], sketch.values["SHLC"]) == ("POINT (1 1)", "市级", 1)
    assert page.desk.mark.mark is None and forgotten and not page.markPart.isVisibleTo(page)
    show(page, OPEN)
    choose(page, uuids[3])
    assert "此处为新建" in page.detailLabel.text()
    choose(page, uuids[4])
    assert "此处为新建" not in page.detailLabel.text()


def test_a_mark_that_went_with_no_return_is_gone_with_the_workspace_or_when_it_is_left_out(page, filed, uuids, qtbot):
    forgotten = []
    page.desk.mark.use(lambda _take: None, lambda: forgotten.append(True))
    as_level(page, "市级")
    page.desk.mark.take(uuids[3], "POINT (1 1)", "")
    QTest.mouseClick(page.dropButton, Qt.MouseButton.LeftButton)
    assert page.desk.mark.mark is None and len(forgotten) == 1
    page.desk.mark.take(uuids[3], "POINT (1 1)", "")
    page.desk.close()
    assert len(forgotten) == 2


def test_each_return_stands_with_its_own_marks_and_those_of_rounds_that_are_over_do_not(filed, uuids):
    own = filed.workspace
    send_back(own, [uuids[2]], "市级", PROOFS, SAID, Mark("POINT (1 1)", "第一轮所画"), "2023-09-10")
    dock = InterpretationDock(filed)
    filed.select(uuids[2])
    text = dock.page.remarks_first.label.text
    assert "第一轮所画" in text()
    answer(own, [uuids[2]], "已补备案号", "2023-09-12")
    filed.parcelUpdated.emit(uuids[2])
    assert "第一轮所画" not in text()
    send_back(own, [uuids[2]], "市级", PROOFS, "仍缺备案号", Mark("POINT (2 2)", "第二轮所画"), "2023-09-13")
    own.put_record(Record("", "sketch", (uuids[2],), values={"BHTX": "POINT (3 3)", "BHNR": "随手所画"}))
    filed.parcelUpdated.emit(uuids[2])
    shown = text()
    assert "第一轮所画" not in shown and shown.index("第二轮所画") < shown.index("随手所画")
    dock.shut_down()


def test_a_violation_that_a_package_changed_after_it_was_opened_is_not_passed_unseen(page, filed, uuids, told, qtbot):
    as_level(page, "市级")
    filed.select(uuids[5])
    filed.select(uuids[2])
    assert {uuids[5], uuids[2]} <= filed.opened
    with filed.workspace.again() as other:  # as a merged package would: in another's name, while it is open here
        other.actor = "某县"
        other.save_draft(uuids[5], {"WFPDYJSM": "改了说法，厂房系新建"})
        other.sign(uuids[5], "某县", "实地", "现场已核")
    assert uuids[5] not in filed.opened and uuids[2] in filed.opened
    choose(page, uuids[5])
    page.pass_chosen()
    wait(page, qtbot, lambda: any(filed.workspace.parcel(uuids[5]).dkbh in sentence for sentence, _, _ in told))
    assert filed.workspace.records("audit", uuids[5]) == []
    filed.select(uuids[5])
    assert uuids[5] in filed.opened


@pytest.mark.parametrize("which", [WAITING, OPEN], ids=["rows at first", "nothing at first"])
def test_numbers_are_never_cut_off_also_where_nothing_is_listed_at_first(filed, uuids, qtbot, which):
    settle_level(filed.workspace, "市级")
    runner = TaskRunner()
    desk = ReviewDesk(filed, runner, lambda _title, _found: None, None, None)
    desk.open("returns_page")
    page = desk.window.pages["returns_page"]
    show(page, which)
    wait(page, qtbot, lambda: page.listing is not None)
    assert (page.rows.rowCount() == 0) == (which == OPEN)
    show(page, EVERYTHING)
    number = page.rows.index(0, NUMBER).data()
    assert page.filedView.columnWidth(NUMBER) > page.filedView.fontMetrics().horizontalAdvance(number)
    page.filedView.setColumnWidth(NUMBER, 300)
    show(page, WAITING)
    assert page.filedView.columnWidth(NUMBER) == 300  # as the person made it
    desk.close()
    runner.stop()


def test_what_was_done_is_told_in_the_window_and_the_next_row_is_chosen(page, filed, qtbot):
    as_level(page, "市级")
    show(page, WAITING)
    first, second = (page.rows.index(line, NUMBER).data() for line in (0, 1))
    page.filedView.selectRow(0)
    filed.select(page.chosen()[0].uuid)
    page.filedView.setFocus()
    QTest.keyClick(page.filedView, Qt.Key.Key_P)
    wait(page, qtbot, lambda: bool(page.desk.window.tellLabel.text()))
    assert page.desk.window.tellLabel.text().startswith("✔ ") and "1" in page.desk.window.tellLabel.text()
    wait(page, qtbot, lambda: page.rows.index(0, NUMBER).data() == second != first)
    assert [row.number for row in page.chosen()] == [second]


def test_an_empty_list_says_for_whom_the_patches_wait(page, filed, qtbot):
    as_level(page, "省级")
    show(page, WAITING)
    wait(page, qtbot, lambda: page.rows.rowCount() == 0)
    waiting = sum(row.position.state in (SIGNED_HERE, FILED) for row in page.listing.rows)
    assert waiting and str(waiting) in page.detailLabel.text() and "市级" in page.detailLabel.text()
    show(page, EVERYTHING)
    assert page.detailLabel.text() == ""


def read_again(workspace, uuid, **said):
    """Second readings by reviewers, each with an outcome."""
    for name, outcome in said.items():
        workspace.put_record(Record("", "recheck", (uuid,), values={
            "FPR": name, "FPSJ": "2023-09-01", "FPJG": "已判", "FPDLX": outcome, "FPMP": 1}))


def asked(page, qtbot, *uuids):
    choose(page, *uuids)
    page.filedView.setFocus()
    QTest.keyClick(page.filedView, Qt.Key.Key_P)
    wait(page, qtbot, page.question.isVisible)


def test_before_many_are_passed_it_is_said_what_will_happen_and_esc_passes_nothing(page, filed, uuids, qtbot):
    as_level(page, "市级")
    read_again(filed.workspace, uuids[3], 王五="违法", 赵六="其他")
    asked(page, qtbot, *uuids[1:6])
    passing = page.question.passing
    assert passing.disputed == (uuids[3],) and passing.unopened == (uuids[5],)
    assert set(passing.ready) == {uuids[1], uuids[2], uuids[4]}
    lines = page.question.wordsLabel.text().split("\n")
    assert len(lines) == 3 and ["3" in lines[0], "1" in lines[1], "1" in lines[2]] == [True] * 3
    assert "3" in page.question.yesButton.text()
    QTest.keyClick(page.question.yesButton, Qt.Key.Key_Escape)
    assert page.question.isHidden() and page.desk.window.isVisible() and page.reviewPart.isVisible()
    assert filed.workspace.records("audit") == [] and len(page.chosen()) == 5
    assert page.desk.window.focusWidget() is page.filedView
    asked(page, qtbot, *uuids[1:6])
    QTest.keyClick(page.question.yesButton, Qt.Key.Key_Return)
    wait(page, qtbot, lambda: len(filed.workspace.records("audit")) == 3)
    assert {audit.parcels[0] for audit in filed.workspace.records("audit")} == {uuids[1], uuids[2], uuids[4]}
    told = page.desk.window.tellLabel.text()
    assert filed.workspace.parcel(uuids[3]).dkbh in told and filed.workspace.parcel(uuids[5]).dkbh in told


def test_what_readers_disagree_on_is_passed_only_where_that_is_ticked(page, filed, uuids, qtbot):
    as_level(page, "市级")
    read_again(filed.workspace, uuids[3], 王五="违法", 赵六="其他")
    asked(page, qtbot, uuids[3])  # one alone too
    assert not page.question.yesButton.isEnabled()
    page.question.disputedCheck.setChecked(True)
    assert "1" in page.question.yesButton.text()
    QTest.mouseClick(page.question.yesButton, Qt.MouseButton.LeftButton)
    wait(page, qtbot, lambda: len(filed.workspace.records("audit", uuids[3])) == 1)


def test_the_question_goes_with_its_selection_and_one_alone_is_passed_at_once(page, filed, uuids, qtbot):
    as_level(page, "市级")
    asked(page, qtbot, uuids[2], uuids[3])
    choose(page, uuids[4])
    assert page.question.isHidden() and page.reviewPart.isVisible()
    QTest.keyClick(page.filedView, Qt.Key.Key_P)
    wait(page, qtbot, lambda: len(filed.workspace.records("audit")) == 1)
    assert filed.workspace.records("audit", uuids[4]) and page.question.isHidden()


def test_one_undo_takes_back_all_that_was_passed_at_once_and_one_redo_passes_them_again(page, filed, uuids, qtbot):
    as_level(page, "市级")
    asked(page, qtbot, *uuids[2:5])
    QTest.mouseClick(page.question.yesButton, Qt.MouseButton.LeftButton)
    wait(page, qtbot, lambda: len(filed.workspace.records("audit")) == 3)
    filed.undo()
    assert filed.workspace.records("audit") == [] and "3" in page.desk.window.tellLabel.text()
    wait(page, qtbot, lambda: {*uuids[2:5]} <= {row.uuid for row in page.rows.shown})
    filed.redo()
    assert {audit.parcels[0] for audit in filed.workspace.records("audit")} == {*uuids[2:5]}
    wait(page, qtbot, lambda: not {*uuids[2:5]} & {row.uuid for row in page.rows.shown})


def test_what_was_done_stands_in_the_window_until_something_else_is_begun(page, filed, uuids, qtbot):
    as_level(page, "市级")
    filed.select(uuids[2])
    choose(page, uuids[2])
    page.pass_chosen()
    wait(page, qtbot, lambda: page.desk.window.tellLabel.text().startswith("✔ "))
    told = page.desk.window.tellLabel.text()
    before = page.listing
    filed.queueChanged.emit()  # as when many were passed: the list is read anew
    wait(page, qtbot, lambda: page.listing is not before and not page.desk.window._soon.isActive())
    assert page.desk.window.tellLabel.text() == told
    filed.select(uuids[3])
    choose(page, uuids[3])
    page.pass_chosen()
    assert page.desk.window.tellLabel.text() == ""


@pytest.mark.parametrize(("said", "ruled", "shown", "tone"), [
    ({"王五": "违法", "赵六": "其他"}, "", ("illegal", "other", "to be ruled"), "#b85c00"),
    ({"王五": "违法", "赵六": "违法"}, "", ("illegal", "to be ruled"), "#c0392b"),
    ({"王五": "其他"}, "", ("other",), None),
    ({"王五": "违法", "赵六": "其他"}, "其他", ("ruled", "other"), None)])
def test_a_second_reading_is_what_every_reader_said_and_not_the_last_of_them(page, filed, uuids, qtbot, said, ruled,
                                                                           shown, tone):
    as_level(page, "市级")
    read_again(filed.workspace, uuids[2], **said)
    if ruled:
        filed.workspace.put_record(Record("", "ruling", (uuids[2],), values={
            "CDDLX": ruled, "CDSM": "以实地为准", "CDR": "组长", "CDSJ": "2023-09-05"}))
    filed.queueChanged.emit()
    wait(page, qtbot, lambda: any(row.seconds for row in page.rows.shown))
    row = next(row for row in page.rows.shown if row.uuid == uuids[2])
    assert page.rows.text(row, OUTCOME).lower() == "other"
    text = page.rows.text(row, SECOND).lower()
    assert all(part in text for part in shown) and ("to be ruled" in text) == ("to be ruled" in shown)
    colour = page.rows._colour(row, SECOND)
    assert (colour is None) == (tone is None)


def test_no_column_is_cut_while_another_stands_empty_also_where_other_rows_came_first(page, filed, uuids, qtbot):
    as_level(page, "市级")
    page.desk.window.resize(2200, 720)
    words = "图上已标，请核对设施农用地备案号，并补充备案材料和现场照片"
    send_back(filed.workspace, [uuids[4]], "市级", PROOFS, words)
    filed.rowsChanged.emit([uuids[4]])
    wait(page, qtbot, lambda: page.rows.count(OPEN) == 1)
    show(page, OPEN)
    view, metrics = page.filedView, page.filedView.fontMetrics()
    for column in (STATE, DUE, ROUND, REASON, WORDS):
        assert view.columnWidth(column) > metrics.horizontalAdvance(page.rows.index(0, column).data()), column
    assert page.rows.index(0, ANSWER).data() == ""
    page.desk.window.resize(1500, 720)
    qtbot.waitUntil(lambda: view.columnWidth(WORDS) < metrics.horizontalAdvance(words), timeout=5000)
    for column in (STATE, DUE, ROUND):  # words give way, figures and names do not
        assert view.columnWidth(column) > metrics.horizontalAdvance(page.rows.index(0, column).data())


def test_a_round_says_that_it_is_one_and_of_which_level(page, filed, uuids, qtbot):
    as_level(page, "市级")
    send_back(filed.workspace, [uuids[4]], "市级", PROOFS, SAID)
    answer(filed.workspace, [uuids[4]], "已补备案号")
    filed.workspace.put_record(Record("", "audit", (uuids[4],), values={
        "SHJB": "市级", "SHLC": 2, "SHJG": "通过", "SHR": "李四", "SHSJ": "2023-09-20"}))
    filed.rowsChanged.emit([uuids[4]])
    show(page, EVERYTHING)
    wait(page, qtbot, lambda: any(row.said("SHLC") == "2" for row in page.rows.shown))
    row = next(row for row in page.rows.shown if row.uuid == uuids[4])
    assert "round 2" in page.rows.text(row, ROUND) and "round 1" in page.rows.tip(row, ROUND)
