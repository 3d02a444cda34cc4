"""Flags of several patches: a reason gives them, nothing but a wish of its own takes them away."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QItemSelectionModel, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from weipian_plugin.gui import messages

pytestmark = pytest.mark.usefixtures("raising")


@pytest.fixture()
def patches(window, plugin, workspace_file):
    plugin.session.settings.operator = "张三"
    window.window.show()
    plugin.session.open(str(workspace_file))
    plugin.session.workspace.actor = "张三"
    plugin.workbench.registry["workbench"].setChecked(True)
    QApplication.setActiveWindow(window.window)
    return plugin.workbench.patches


def select(dock, *lines: int) -> list:
    chosen = dock.view.table.selectionModel()
    flags = QItemSelectionModel.SelectionFlag
    for line in lines:
        chosen.select(dock.model.index(line, 0), flags.Select | flags.Rows)
    return dock.view.selected_uuids()


def flags(dock) -> dict:
    return {uuid: draft.flag for uuid, draft in dock.session.workspace.drafts().items() if draft.flag}


@pytest.mark.parametrize("by", ["key", "menu"])
def test_with_several_selected_flag_asks_one_reason_for_them_all(patches, plugin, by):
    chosen = select(patches, 2, 3, 5)
    if by == "key":
        plugin.workbench.registry["flag"].trigger()
    else:
        patches.flagWanted.emit()
    edit = patches._body.reasonEdit
    assert QApplication.focusWidget() is edit
    QTest.keyClicks(edit, "yxmh")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    assert flags(patches) == dict.fromkeys(chosen, "yxmh")


def test_with_one_selected_flag_asks_where_the_patch_is_judged(patches, plugin):
    plugin.workbench.registry["flag"].trigger()
    assert QApplication.focusWidget() is plugin.workbench.interpretation.remarks.flagEdit


def test_without_a_reason_enter_takes_no_flag_away_and_says_what_to_do(patches, plugin):
    chosen = select(patches, 2, 3)
    patches._body.reasonEdit.setText("影像模糊")
    patches.selection.flag()
    assert patches._body.reasonEdit.text() == "", "the next selection is not flagged with this reason"
    told = []
    plugin.session.message.connect(lambda *said: told.append(said))
    patches.selection.flag()
    assert set(flags(patches)) == set(chosen) and len(told) == 1


def test_the_button_says_that_it_takes_flags_away_and_of_how_many(patches, plugin):
    body, session = patches._body, plugin.session
    select(patches, 2, 3)
    assert not body.flagButton.isEnabled() and body.flagButton.text() == "Flag"
    body.reasonEdit.setText("影像模糊")
    assert body.flagButton.isEnabled()
    body.flagButton.click()
    assert len(flags(patches)) == 3 and "3" in body.flagButton.text() and body.flagButton.text() != "Flag"
    told = []
    session.message.connect(lambda *said: told.append(said))
    body.flagButton.click()
    assert not flags(patches) and len(told) == 1 and "3" in told[0][0]
    assert body.flagButton.text() == "Flag" and not body.flagButton.isEnabled()
    session.undo()
    assert len(flags(patches)) == 3


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_after_enter_and_on_esc_the_keyboard_is_where_it_was(patches, plugin, window, key):
    select(patches, 2, 3)
    window.canvas.setFocus()
    plugin.workbench.registry["flag"].trigger()
    edit = patches._body.reasonEdit
    QTest.keyClicks(edit, "yxmh")
    QTest.keyClick(edit, key)
    assert QApplication.focusWidget() is window.canvas and edit.text() == ""
    assert bool(flags(patches)) is (key == Qt.Key.Key_Return)
    plugin.session.undo()
    assert not flags(patches)


def test_who_clicked_into_the_reason_goes_on_in_the_list(patches, plugin):
    select(patches, 2, 3)
    edit = patches._body.reasonEdit
    edit.setFocus()
    QTest.keyClick(edit, Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is patches.view.table


def test_without_a_reason_enter_leaves_the_keyboard_where_the_reason_is_to_be_written(patches, plugin):
    select(patches, 2, 3)
    plugin.workbench.registry["flag"].trigger()
    QTest.keyClick(patches._body.reasonEdit, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is patches._body.reasonEdit


def test_a_reason_that_could_not_be_saved_is_still_being_written(patches, plugin, monkeypatch):
    monkeypatch.setattr(messages, "_swallow", lambda _error, _tell: None)
    select(patches, 2, 3)
    connection = plugin.session.workspace._database.connection
    plugin.workbench.registry["flag"].trigger()
    edit = patches._body.reasonEdit
    QTest.keyClicks(edit, "yxmh")
    connection.execute("PRAGMA query_only = ON")
    QTest.keyClick(edit, Qt.Key.Key_Return)
    connection.execute("PRAGMA query_only = OFF")
    assert edit.text() == "yxmh" and QApplication.focusWidget() is edit and not flags(patches)
