"""The search box lets the keyboard go, the list says what it leaves out, and progress is counted by one rule."""

from __future__ import annotations

from dataclasses import replace

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QSignalSpy, QTest
from qgis.PyQt.QtWidgets import QApplication

from weipian_plugin.domain.records import UNJUDGED
from weipian_plugin.gui.name_bar import NameBar
from weipian_plugin.gui.patches.pace import Pace, Today
from weipian_plugin.gui.patches.patches_dock import PatchesDock

pytestmark = pytest.mark.usefixtures("raising")
K = Qt.Key


@pytest.fixture()
def dock(opened, qtbot):
    dock = PatchesDock(opened)
    qtbot.addWidget(dock)
    dock.reload()
    dock.show()
    dock.activateWindow()
    qtbot.waitUntil(dock.isActiveWindow)
    opened.select(dock.model.uuids[0])
    dock._body.searchEdit.setFocus()
    qtbot.waitUntil(dock._body.searchEdit.hasFocus)
    return dock


def search(dock, text: str) -> None:
    dock._body.searchEdit.clear()
    QTest.keyClicks(dock._body.searchEdit, text)


def test_enter_opens_the_first_hit_at_once_and_gives_the_keys_back(dock, opened) -> None:
    wanted = opened.workspace.queue()[17]
    search(dock, wanted.jcbh)
    QTest.keyClick(dock._body.searchEdit, K.Key_Return)
    assert opened.current == wanted.parcel_uuid and dock.model.uuids == [wanted.parcel_uuid]
    assert dock._body.table.hasFocus()


def test_enter_finds_a_patch_under_a_folded_heading(dock, opened) -> None:
    rows = opened.workspace.queue()
    dock.model.set_grouped(True, {row.township for row in rows})
    search(dock, rows[9].jcbh)
    QTest.keyClick(dock._body.searchEdit, K.Key_Return)
    assert opened.current == rows[9].parcel_uuid


def test_enter_without_a_hit_opens_nothing_and_the_text_can_be_bettered(dock, opened) -> None:
    here = opened.current
    search(dock, "nothing like it")
    QTest.keyClick(dock._body.searchEdit, K.Key_Return)
    assert opened.current == here and dock._body.searchEdit.hasFocus()


def test_escape_takes_away_what_was_not_confirmed_and_leaves(dock) -> None:
    search(dock, "nothing like it")
    QTest.keyClick(dock._body.searchEdit, K.Key_Escape)
    assert dock._body.searchEdit.text() == "" and len(dock.model.uuids) == 30
    assert dock._body.table.hasFocus()


def test_escape_leaves_what_enter_confirmed(dock, opened) -> None:
    jcbh = opened.workspace.queue()[3].jcbh
    search(dock, jcbh)
    QTest.keyClick(dock._body.searchEdit, K.Key_Return)
    dock._body.searchEdit.setFocus()
    QTest.keyClick(dock._body.searchEdit, K.Key_Escape)
    assert dock._body.searchEdit.text() == jcbh == dock.model.filter.text
    assert dock._body.table.hasFocus()


def test_escape_brings_back_what_enter_confirmed_where_something_else_was_begun(dock, opened) -> None:
    jcbh = opened.workspace.queue()[3].jcbh
    search(dock, jcbh)
    QTest.keyClick(dock._body.searchEdit, K.Key_Return)
    search(dock, "nothing like it")
    QTest.keyClick(dock._body.searchEdit, K.Key_Escape)
    assert dock._body.searchEdit.text() == jcbh == dock.model.filter.text
    assert len(dock.model.uuids) == 1


def test_enter_in_the_emptied_box_lists_all_and_keeps_the_place(dock, opened) -> None:
    wanted = opened.workspace.queue()[17]
    search(dock, wanted.jcbh)
    QTest.keyClick(dock._body.searchEdit, K.Key_Return)
    dock._body.searchEdit.setFocus()
    dock._body.searchEdit.clear()
    QTest.keyClick(dock._body.searchEdit, K.Key_Return)
    assert opened.current == wanted.parcel_uuid and len(dock.model.uuids) == 30
    assert dock._body.table.hasFocus()
    search(dock, "nothing like it")
    QTest.keyClick(dock._body.searchEdit, K.Key_Escape)
    assert dock._body.searchEdit.text() == ""


def test_escape_brings_back_what_was_found_where_enter_found_nothing_since(dock, opened) -> None:
    jcbh = opened.workspace.queue()[3].jcbh
    search(dock, jcbh)
    QTest.keyClick(dock._body.searchEdit, K.Key_Return)
    dock._body.searchEdit.setFocus()
    search(dock, "nothing like it")
    QTest.keyClick(dock._body.searchEdit, K.Key_Return)
    QTest.keyClick(dock._body.searchEdit, K.Key_Escape)
    assert dock._body.searchEdit.text() == jcbh == dock.model.filter.text
    assert len(dock.model.uuids) == 1


def test_a_flagged_patch_that_is_not_judged_is_still_to_do(dock, opened) -> None:
    box = dock._body.stateBox
    opened.set_flag("look again")
    box.setCurrentIndex(box.findText(dock.model.labels[UNJUDGED]))
    assert len(dock.model.uuids) == 30 and opened.current in dock.model.uuids
    opened.answer({"PDLX": "合法"}, advance=False)
    assert len(dock.model.uuids) == 29


def test_bar_and_time_left_are_about_what_is_given_to_me(dock, opened) -> None:
    mine = dock.model.uuids[:6]
    opened.assign(mine, "张三")
    dock._filter(replace(dock.model.filter, assigned=("张三",)))
    opened.answer({"PDLX": "合法"}, advance=False)
    bar = dock._body.progressBar
    assert (bar.value(), bar.maximum()) == (1, 6) and "1/6" in bar.format()
    asked: list = []
    dock._today.pace = lambda remaining: asked.append(remaining) or Pace()
    dock._show_progress()
    assert asked == [5]
    dock._filter(replace(dock.model.filter, townships=("nowhere",)))
    assert (bar.value(), bar.maximum()) == (1, 6)  # what is looked at is narrower, what is to be done is not


def test_the_pace_is_that_of_who_works_here(opened) -> None:
    workspace, uuids = opened.workspace, [row.parcel_uuid for row in opened.workspace.queue()]
    today = Today(workspace, "2000-01-01")
    for place, uuid in enumerate(uuids[:24]):
        workspace.actor = "李四" if place % 2 else "张三"
        workspace.save_draft(uuid, {"PDLX": "合法"})
    with workspace._database.transaction() as connection:
        for name, in connection.execute(
                "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'events'").fetchall():
            connection.execute(f'DROP TRIGGER "{name}"')
        for place, uuid in enumerate(uuids[:24]):
            connection.execute("UPDATE events SET recorded_at = ? WHERE parcel_uuid = ? AND kind = 'draft'",
                               (f"2023-08-16T08:{2 * place:02d}:{place % 2 * 30:02d}+00:00", uuid))
        connection.execute("UPDATE events SET workspace_id = 'another' WHERE parcel_uuid = ?", (uuids[22],))
    workspace.actor = "张三"
    assert today.pace(10) == Pace(240.0, 2400.0) and len(today._gaps) == 10
    workspace.actor = "李四"
    assert today.pace(10) == Pace(240.0, 2400.0) and len(today._gaps) == 11
    workspace.actor = "王五"
    assert today.pace(10) == Pace()


def test_the_list_says_that_the_patch_on_the_table_is_not_among_those_listed(dock, opened) -> None:
    rows = opened.workspace.queue()
    dock._body.searchEdit.setText(rows[5].jcbh)
    dock._filter_text()
    assert "not among those listed" in dock._body.hintLabel.text() and not dock._body.hintLabel.isHidden()
    opened.select(rows[5].parcel_uuid)
    assert "not among" not in dock._body.hintLabel.text()
    dock._body.searchEdit.setText("")
    dock._filter_text()
    dock.model.set_grouped(True, {row.township for row in rows})
    dock._show_hint()
    assert "not among" not in dock._body.hintLabel.text()  # folded is listed


def test_an_answer_that_leaves_the_filter_is_told_of_the_patch_that_stays_on_the_table(dock, opened) -> None:
    box = dock._body.stateBox
    box.setCurrentIndex(box.findText(dock.model.labels[UNJUDGED]))
    opened.answer({"PDLX": "合法"}, advance=False)
    assert "not among those listed" in dock._body.hintLabel.text()


def test_a_flagged_answer_counts_in_the_bar_as_in_the_headings(dock, opened) -> None:
    dock.model.set_grouped(True)
    opened.answer({"PDLX": "合法"}, advance=False)
    opened.set_flag("look again")

    def counted() -> int:
        return sum(group.answered for group in dock.model._lines.groups)

    assert counted() == dock._body.progressBar.value() == 1
    dock.reload()
    assert counted() == dock._body.progressBar.value() == 1
    opened.set_flag("")
    assert counted() == dock._body.progressBar.value() == 1


def test_the_first_answer_of_nobody_is_kept_and_the_name_is_asked_for_without_taking_the_keyboard(opened, qtbot):
    opened.settings.operator = ""
    bar = NameBar(opened)
    qtbot.addWidget(bar)
    first = opened.current
    focus = QApplication.focusWidget()
    opened.answer({"PDLX": "合法"})
    assert not bar.isHidden() and QApplication.focusWidget() is focus
    assert opened.workspace.draft(first).answers["PDLX"] == "合法"
    second = opened.current
    bar.nameEdit.setText("李四")
    QTest.keyClick(bar.nameEdit, K.Key_Return)
    assert bar.isHidden() and opened.settings.operator == "李四"
    opened.answer({"PDLX": "合法"})
    assert bar.isHidden() and opened.workspace.history(second)[-1].actor == "李四"


def test_who_is_known_is_not_asked_and_an_empty_name_is_none(opened, qtbot) -> None:
    bar = NameBar(opened)
    qtbot.addWidget(bar)
    wanted = QSignalSpy(opened.nameWanted)
    opened.set_flag("look again")
    assert len(wanted) == 0 and bar.isHidden()
    opened.settings.operator = ""
    opened.set_note("so it is")
    assert len(wanted) == 1 and not bar.isHidden()
    bar.nameEdit.setText("  ")
    QTest.keyClick(bar.nameEdit, K.Key_Return)
    assert not bar.isHidden() and not bar.keepButton.isEnabled() and opened.settings.operator == ""
