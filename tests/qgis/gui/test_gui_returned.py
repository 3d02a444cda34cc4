"""What comes back in the window: read in the background, accepted and refused by buttons and keys, told to docks."""

from __future__ import annotations

import openpyxl
import pytest
from qgis.PyQt.QtCore import QItemSelectionModel, Qt
from qgis.PyQt.QtTest import QTest

from tests.qgis.returned_scene import ILLEGAL, UNCHANGED, edit, labels, uuid_of, write
from weipian_plugin.gui.interpretation.history_view import HistoryView
from weipian_plugin.gui.returned import columns_dialog
from weipian_plugin.gui.returned.change_rows import BECOMES, PROBLEM, STATE, WHERE
from weipian_plugin.gui.returned.columns_dialog import ColumnsDialog, kept_columns
from weipian_plugin.gui.returned.returns import Returns
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.returned.change import IMPOSSIBLE, OPEN, REFUSED, REVIEWS


@pytest.fixture()
def returns(opened, raising):
    runner = TaskRunner()
    found = Returns(opened, runner, None)
    yield found
    found.close()
    runner.stop()


@pytest.fixture()
def file(opened, tmp_path):
    """Of four patches something was edited: an outcome, words, a violation, and what is measured."""
    workspace = opened.workspace
    one, two, three, four = labels(workspace)[:4]
    for label in (one, two):
        workspace.save_draft(uuid_of(workspace, label), UNCHANGED)
        workspace.sign(uuid_of(workspace, label), "张三", "内业")
    workspace.save_draft(uuid_of(workspace, three), ILLEGAL)
    workspace.sign(uuid_of(workspace, three), "张三", "实地", "已核")
    return edit(write(workspace, tmp_path), {
        (one, "WBHBZ"): "县里改一", (two, "WBHBZ"): "县里改二", (three, "PDLX"): "合法", (four, "GDMJ"): 5,
        (one, "QTPDYJSM"): "县里重新写的判定依据说明"})


def read(returns, qtbot, path):
    returns.open(str(path))
    qtbot.waitUntil(lambda: returns.window.returned is not None and not returns.window._busy, timeout=20000)
    return returns.window


def shown(window, column):
    return [window.rows.index(row, column).data() for row in range(window.rows.rowCount())]


def choose(window, *codes):
    view = window.changesView
    view.clearSelection()
    for row in range(window.rows.rowCount()):
        if window.rows.change_at(row).code in codes:
            view.selectionModel().select(window.rows.index(row, 0), view.selectionModel().SelectionFlag.Select
                                         | view.selectionModel().SelectionFlag.Rows)


def show(window, state):
    window.showBox.setCurrentIndex(window.showBox.findData(state))
    window.showBox.activated.emit(window.showBox.currentIndex())


def press(window, key):
    window.activateWindow()
    window.changesView.setFocus()
    next(one for one in window._shortcuts if one.key().toString() == key).activated.emit()


def test_what_the_file_is_and_all_that_it_says_is_shown_before_anything_changes(returns, opened, file, qtbot):
    before = opened.workspace.standing()
    window = read(returns, qtbot, file)
    assert "附表2-1" in window.tellLabel.text() and window.listPart.isHidden()
    # What cannot be taken is seen at once, not only what is to be decided.
    assert sorted(shown(window, BECOMES)) == ["5", "县里改一", "县里改二", "县里重新写的判定依据说明", "合法"]
    show(window, OPEN)
    assert sorted(shown(window, BECOMES)) == ["县里改一", "县里改二", "县里重新写的判定依据说明", "合法"]
    show(window, IMPOSSIBLE)
    assert shown(window, BECOMES) == ["5"] and shown(window, PROBLEM)[0] and shown(window, WHERE)[0].endswith("11")
    assert not window.acceptButton.isEnabled()
    window.changesView.selectRow(0)
    assert not window.acceptButton.isEnabled()
    assert opened.workspace.standing() == before


def test_a_click_opens_the_patch_and_a_accepts(returns, opened, file, qtbot):
    window = read(returns, qtbot, file)
    show(window, OPEN)
    heard, rows = [], []
    opened.parcelUpdated.connect(heard.append)
    opened.rowsChanged.connect(rows.append)
    row = shown(window, BECOMES).index("县里改二")
    window.changesView.clicked.emit(window.rows.index(row, 0))
    uuid = uuid_of(opened.workspace, labels(opened.workspace)[1])
    assert opened.current == uuid
    qtbot.waitUntil(lambda: not window._busy, timeout=20000)
    wanted = window.rows.index(shown(window, BECOMES).index("县里改二"), 0)
    how = QItemSelectionModel.SelectionFlag  # `selectRow` asks which keys are held, and an earlier test held some
    window.changesView.selectionModel().select(wanted, how.ClearAndSelect | how.Rows)
    press(window, "A")
    qtbot.waitUntil(lambda: opened.workspace.draft(uuid).answers["WBHBZ"] == "县里改二")
    assert opened.workspace.judgement(uuid) is None and heard == [uuid] and rows == [[uuid]]
    assert "县里改二" not in shown(window, BECOMES) and window.rows.rowCount() == 3
    opened.undo()
    assert opened.workspace.draft(uuid).answers["WBHBZ"] == UNCHANGED["WBHBZ"]


def test_r_refuses_and_the_change_stands_under_refused(returns, opened, file, qtbot):
    window = read(returns, qtbot, file)
    show(window, OPEN)
    choose(window, "WBHBZ")
    press(window, "R")
    assert sorted(shown(window, BECOMES)) == ["县里重新写的判定依据说明", "合法"]
    show(window, REFUSED)
    assert shown(window, BECOMES) == ["县里改一", "县里改二"]
    window.read()
    qtbot.waitUntil(lambda: window.returned is not None and not window._busy, timeout=20000)
    assert len(window.returned.of_state(REFUSED)) == 2 and len(window.returned.of_state(OPEN)) == 2


def test_a_whole_column_is_accepted_but_never_a_violation(returns, opened, file, qtbot):
    window = read(returns, qtbot, file)
    show(window, OPEN)
    said = []
    opened.message.connect(lambda text, *_: said.append(text))
    choose(window, "WBHBZ")
    window.changesView.selectRow(shown(window, BECOMES).index("县里改一"))
    QTest.mouseClick(window.columnButton, Qt.MouseButton.LeftButton)
    workspace = opened.workspace
    assert [workspace.draft(uuid_of(workspace, label)).answers["WBHBZ"] for label in labels(workspace)[:2]] == [
        "县里改一", "县里改二"]
    assert sorted(shown(window, BECOMES)) == ["县里重新写的判定依据说明", "合法"]
    window.changesView.selectAll()
    press(window, "A")
    assert shown(window, BECOMES) == ["合法"] and len(said) == 2
    assert workspace.draft(uuid_of(workspace, labels(workspace)[2])).answers["PDLX"] == "违法"
    window.changesView.selectRow(0)
    press(window, "A")
    assert workspace.draft(uuid_of(workspace, labels(workspace)[2])).answers["PDLX"] == "合法"


def test_filters_narrow_what_is_shown(returns, opened, file, qtbot):
    window = read(returns, qtbot, file)
    window.searchEdit.setText("改二")
    assert shown(window, BECOMES) == ["县里改二"]
    window.searchEdit.clear()
    index = next(row for row in range(1, window.columnBox.count()) if window.columnBox.itemText(row) in (
        "判定类型", "Outcome"))
    window.columnBox.setCurrentIndex(index)
    window.columnBox.activated.emit(index)
    assert shown(window, BECOMES) == ["合法"] and shown(window, STATE)[0].startswith("○")


def test_what_is_no_table_is_said_in_the_window(returns, opened, tmp_path, qtbot):
    (tmp_path / "a.xlsx").write_bytes(b"x")
    returns.open(str(tmp_path / "a.xlsx"))
    qtbot.waitUntil(lambda: "a.xlsx" in returns.window.tellLabel.text(), timeout=20000)
    assert not returns.window._busy and returns.window.rows.rowCount() == 0


def test_a_list_whose_columns_are_not_known_asks_for_them_once(returns, opened, tmp_path, qtbot, monkeypatch):
    book = openpyxl.Workbook()
    book.active.append(["图斑编号", "态度", "话"])
    book.active.append([labels(opened.workspace)[0], "退回", "照片不清"])
    book.save(tmp_path / "l.xlsx")
    asked = []

    def answered(dialog):
        asked.append([dialog.boxes["result"].itemText(row) for row in range(dialog.boxes["result"].count())])
        ok = dialog.buttons.button(dialog.buttons.StandardButton.Ok)
        assert not ok.isEnabled()
        box = dialog.boxes["result"]
        box.setCurrentIndex(box.findData("态度"))
        box.activated.emit(box.currentIndex())
        assert ok.isEnabled()
        dialog.boxes["opinion"].setCurrentIndex(dialog.boxes["opinion"].findData("话"))
        return 1

    monkeypatch.setattr(columns_dialog.ColumnsDialog, "exec", answered)
    window = read(returns, qtbot, tmp_path / "l.xlsx")
    assert len(asked) == 1 and asked[0][1:] == ["图斑编号", "态度", "话"]
    assert window.returned.form == REVIEWS and window.listPart.isVisible()
    assert kept_columns() == {"number": "图斑编号", "result": "态度", "opinion": "话"}
    window.changesView.selectRow(0)
    press(window, "A")
    (audit,) = opened.workspace.records("audit")
    assert audit.values["SHJG"] == "退回" and audit.values["SHSJ"] == window.dayEdit.date().toString("yyyy-MM-dd")
    assert [row.dkbh for row in opened.workspace.queue() if row.returned] == [labels(opened.workspace)[0]]


def test_the_dialog_of_columns_proposes_what_it_knows(qgis_app):
    dialog = ColumnsDialog(["地块号", "审核结果", "别的"], {})
    assert dialog.chosen == {"number": "地块号", "result": "审核结果"}
    dialog.deleteLater()


def test_another_workspace_closes_the_window_and_a_workspace_that_may_only_be_read_decides_nothing(
        returns, opened, file, qtbot):
    window = read(returns, qtbot, file)
    window.show_returned(window.returned, False)
    show(window, OPEN)
    window.changesView.selectRow(0)
    assert not window.acceptButton.isEnabled()
    press(window, "A")
    assert window.rows.rowCount() == 4
    opened.close()
    assert returns.window is None


def test_many_changes_are_taken_over_in_the_background(returns, opened, tmp_path, qtbot):
    workspace = opened.workspace
    cells = {(label, code): value for label in labels(workspace)
             for code, value in (("PDLX", "其他"), ("QTJTQX", "实地未变化"))}
    window = read(returns, qtbot, edit(write(workspace, tmp_path), cells))
    assert len(window.returned.changes) == 60
    heard = []
    opened.queueChanged.connect(lambda: heard.append(1))
    window.changesView.selectAll()
    press(window, "A")
    qtbot.waitUntil(lambda: not window._busy and window.rows.rowCount() == 0, timeout=30000)
    assert heard and {workspace.draft(uuid_of(workspace, label)).answers["QTJTQX"] for label in labels(workspace)} == {
        "Q5"}


def test_the_history_names_the_table_and_its_row_and_what_was_refused(returns, opened, file, qtbot):
    window = read(returns, qtbot, file)
    row = shown(window, BECOMES).index("县里改二")
    window.changesView.selectRow(row)
    change = window.rows.change_at(row)
    press(window, "A")
    window.changesView.selectRow(shown(window, BECOMES).index("县里改一"))
    press(window, "R")
    view = HistoryView()
    accepted = opened.workspace.history(change.parcel)[-1]
    assert file.name in view.in_words(accepted)[1] and str(change.row) in view.in_words(accepted)[1]
    refused = opened.workspace.history(uuid_of(opened.workspace, labels(opened.workspace)[0]))[-1]
    assert "县里改一" in view.in_words(refused)[0] and file.name in view.in_words(refused)[1]
    view.deleteLater()
