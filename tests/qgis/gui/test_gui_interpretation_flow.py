"""The Interpretation dock by keys alone: what came back first, a text and on, the history at one key, fields kept."""

from __future__ import annotations

from html import escape

import pytest
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QFontMetrics, QPalette, QTextDocument
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QMainWindow, QPushButton

from weipian_plugin.domain.records import Record
from weipian_plugin.gui.interpretation import parcel_reading
from weipian_plugin.gui.interpretation.header_lines import HeaderLines
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.session import Session
from weipian_plugin.gui.settings import Settings
from weipian_plugin.gui.wording import is_dark, muted

pytestmark = pytest.mark.usefixtures("raising")
SAME_LINE = 4
"""Pixels by which what stands side by side may differ in height."""
OTHER = {"PDLX": "其他", "QTJTQX": "Q6", "QTPDYJSM": "矿坑回填复绿，属生态修复项目用地"}
RETURNED = {"RCJC_YY": "其他", "RCJC_SM": "边界与影像不符", "FKWH": "示例函〔2023〕3号", "FKRQ": "2023-09-01",
            "FKJG": "示例耕保科"}


@pytest.fixture()
def main(measured, qtbot) -> QMainWindow:
    """A window with a button that stands for the map, and the dock beside it."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QPushButton("map"))
    window.dock = InterpretationDock(measured, window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, window.dock)
    window.resize(900, 900)
    window.show()
    window.activateWindow()
    window.centralWidget().setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.centralWidget())
    yield window
    window.dock.shut_down()


@pytest.fixture()
def dock(main) -> InterpretationDock:
    return main.dock


def press(qtbot, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key, modifier)


def test_a_returned_patch_begins_with_why_it_came_back(dock, measured, qtbot):
    first = dock.page.remarks_first
    assert not first.isVisibleTo(dock)
    record = measured.put_record(Record("", "correction", (measured.current,), values=RETURNED))
    said = first.label.text()
    assert all(words in said for words in ("边界与影像不符", "示例函〔2023〕3号", "示例耕保科", "2023-09-01"))
    qtbot.waitUntil(lambda: 0 < first.height() <= dock.facts.y() and first.visibleRegion().boundingRect().height() > 20)
    measured.put_record(Record(record.uuid, "correction", record.parcels, values={**RETURNED, "HDJL": "维持"}))
    assert not first.isVisibleTo(dock)


def test_what_was_remarked_on_the_map_is_read_first(dock, measured, qtbot):
    measured.put_record(Record("", "sketch", (measured.current,), values={
        "BHNR": "此处为临时道路", "BHTX": "POINT(1 1)", "BHR": "李四"}))
    said = dock.page.remarks_first.label.text()
    assert "此处为临时道路" in said and "李四" in said
    measured.step(1)
    qtbot.waitUntil(lambda: not dock.page.remarks_first.isVisibleTo(dock))


def test_the_head_names_what_comes_due_first_as_the_card_does(dock, measured):
    suggested = dock.card.suggestion.deadlines
    due = [deadline.due for deadline in suggested if deadline.effective]
    assert any(day in dock.page.stateLabel.text() for day in due)


def test_enter_keeps_a_note_and_gives_the_keyboard_back_to_the_map(dock, main, measured, qtbot):
    dock.focus_note()
    qtbot.keyClicks(QApplication.focusWidget(), "seen")
    press(qtbot, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(QApplication.focusWidget(), "twice")
    press(qtbot, Qt.Key.Key_Return)
    assert measured.workspace.draft(measured.current).note == "seen\ntwice"
    assert QApplication.focusWidget() is main.centralWidget()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape], ids=["enter", "esc"])
def test_the_reason_of_a_flag_is_kept_and_the_keyboard_goes_back_to_the_map(dock, main, measured, qtbot, key):
    dock.ask_flag_reason()
    qtbot.keyClicks(QApplication.focusWidget(), "edge")
    press(qtbot, key)
    assert measured.workspace.draft(measured.current).flag == "edge"
    assert QApplication.focusWidget() is main.centralWidget()


def test_enter_in_a_reason_writes_it_and_leaves_the_field(dock, main, measured, qtbot):
    measured.answer({"PDLX": "其他", "QTJTQX": "Q6"}, advance=False)
    dock.show_fields(["QTPDYJSM"])
    qtbot.keyClicks(QApplication.focusWidget(), "filled in and green again")
    press(qtbot, Qt.Key.Key_Return)
    assert measured.workspace.draft(measured.current).answers["QTPDYJSM"] == "filled in and green again"
    assert QApplication.focusWidget() is main.centralWidget()


def test_tab_goes_from_head_to_foot_whichever_fields_were_made_first(dock, measured, qtbot):
    for digit in ("3", "1", "2"):
        dock.answer_buttons[digit].click()
    qtbot.waitUntil(lambda: not dock.page._tabs.is_due)
    stops, widget = [], dock.page.historyButton
    for _ in range(80):
        widget = widget.nextInFocusChain()
        if widget.isVisibleTo(dock.page) and widget.isEnabled() and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(widget)
    tops = [stop.mapTo(dock.page, QPoint()).y() for stop in stops[:stops.index(dock.sign_bar.signButton)]
            if dock.page.content.isAncestorOf(stop)]
    assert len(tops) > 20
    assert all(below >= above - SAME_LINE for above, below in zip(tops, tops[1:]))
    assert stops.index(dock.answer_buttons["1"]) < stops.index(dock.form.editors["WFLX1"].box) < stops.index(
        dock.remarks.noteEdit) < stops.index(dock.sign_bar.signButton)


def test_a_field_made_once_is_kept_and_shows_the_next_patchs_answer(dock, measured):
    measured.answer({"PDLX": "违法", "WFLX1": "W1", "WFSJYT": "工业"}, advance=False)
    editor = dock.form.editors["WFSJYT"]
    measured.answer(OTHER, advance=False)
    assert "WFSJYT" not in dock.form.editors and editor.isHidden()
    measured.step(1)
    measured.answer({"PDLX": "违法", "WFLX1": "W1"}, advance=False)
    assert dock.form.editors["WFSJYT"] is editor and not editor.isHidden()
    assert editor.value() in (None, "") and "WFSJYT" not in measured.workspace.draft(measured.current).answers


def test_the_history_opens_at_one_key_and_gives_the_keyboard_back(dock, main, measured):
    dock.toggle_history()
    assert dock.history.isVisible() and dock.history.hasFocus()
    dock.toggle_history()
    assert not dock.history.isVisible() and QApplication.focusWidget() is main.centralWidget()


def test_the_history_says_what_an_answer_was_before_and_can_be_taken_along(dock, measured, qtbot):
    measured.answer(OTHER, advance=False)
    measured.answer({"QTPDYJSM": "复垦后种植，仍为耕地用途"}, advance=False)
    dock.toggle_history()
    assert f"{OTHER['QTPDYJSM']} → 复垦后种植，仍为耕地用途" in dock.history.topLevelItem(0).text(2)
    press(qtbot, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    event = measured.workspace.history(measured.current)[-1]
    assert lines[1].split("\t")[:2] == [event.recorded_at, event.actor] and len(lines) > 2


def test_the_reasoning_is_written_for_the_patch_on_which_it_is_opened(dock, measured):
    assert dock.card.detailLabel.text() == ""
    dock.card.detailButton.setChecked(True)
    first = dock.card.detailLabel.text()
    assert dock.card.suggestion.rule in first
    row = next(row for row in measured.workspace.queue()
               if (measured.workspace.suggestion(row.parcel_uuid) or {}).get("rule") != dock.card.suggestion.rule)
    measured.select(row.parcel_uuid)
    dock.card.detailButton.setChecked(True)
    assert dock.card.suggestion.rule in dock.card.detailLabel.text() != first


def test_the_answer_given_yesterday_can_be_copied_today(measured):
    first, second = measured.order[:2]
    measured.select(first)
    measured.answer(OTHER)
    path = str(measured.workspace.path)
    measured.close()
    again = Session(Settings.load())
    again.settings.operator = measured.settings.operator
    again.open(path)
    again.select(second)
    again.copy_last()
    assert again.workspace.draft(second).answers["QTPDYJSM"] == OTHER["QTPDYJSM"]
    again.close()


def test_another_theme_dresses_the_rows_of_areas_anew(dock, measured, qtbot):
    dark = QPalette()
    for role, colour in ((QPalette.ColorRole.Base, "#202020"), (QPalette.ColorRole.Window, "#303030"),
                         (QPalette.ColorRole.Text, "#f0f0f0"), (QPalette.ColorRole.WindowText, "#f0f0f0")):
        dark.setColor(role, QColor(colour))
    lines = dock.facts.view.lines
    faint = next(line for line in lines.lines if line.faint)
    light, said = muted(dock.palette()).name(), dock.facts.view.nothing
    assert lines.colour_of(faint).name() == light and light in said.text()
    dock.setPalette(dark)
    qtbot.waitUntil(lambda: muted(dark).name() in said.text())
    assert lines.colour_of(faint).name() == muted(dark).name() != light and light not in said.text()


def test_under_qgis_dark_theme_no_text_is_dark_on_dark(dock, main, qtbot):
    QgsApplication.setUITheme("Night Mapping")
    try:
        qtbot.waitUntil(lambda: is_dark(dock.page.palette()))
        assert muted(dock.page.palette()).lightness() > 100
        qtbot.waitUntil(lambda: muted(main.palette()).name() in dock.page.contextLabel.text())
    finally:
        QgsApplication.setUITheme("default")


def test_on_a_low_page_the_answers_are_reached_without_scrolling(dock, main, measured, qtbot):
    """A screen of 1600×1000 at 150 % leaves the dock 500 pixels."""
    main.resize(900, 500)
    qtbot.waitUntil(lambda: dock.page.height() < 500)
    area = dock._ui.scroll
    for uuid in measured.order[:6]:
        measured.select(uuid)
        qtbot.wait(20)
        for digit in "123":
            button = dock.answer_buttons[digit]
            assert not area.isAncestorOf(button)
            assert button.visibleRegion().boundingRect() == button.rect(), digit
        assert area.viewport().height() > 100
    assert not dock.answer_buttons["4"].isVisible()
    dock.page.casesButton.click()
    assert all(dock.answer_buttons[digit].isVisible() for digit in "456789")
    dock.page.casesButton.click()
    main.resize(900, 1100)
    qtbot.waitUntil(dock.answer_buttons["4"].isVisible)
    assert not dock.page.casesButton.isVisible()


def test_the_head_keeps_its_height_from_patch_to_patch(dock, main, measured, qtbot, monkeypatch):
    main.resizeDocks([dock], [260], Qt.Orientation.Horizontal)
    heights, dated = set(), set()
    for place, uuid in enumerate(measured.order[:6]):
        measured.select(uuid)
        if place == 3:  # as of a patch nobody has measured yet
            monkeypatch.setattr(parcel_reading, "first_in_words", lambda *_what: "")
            dock._refresh()
        qtbot.wait(10)
        dated.add("202" in dock.page.stateLabel.text())
        heights.add(dock.page.stateLabel.height() + dock.page.contextLabel.height())
    assert dated == {True, False}
    assert len(heights) == 1


def test_a_line_of_the_head_that_does_not_fit_stands_whole_in_its_tip(dock, measured):
    lines = HeaderLines(2)
    lines.show_lines(["<b>" + "W" * 200 + "end</b>", ""])
    assert lines.toolTip().endswith("end</b><br>") and lines.text() == lines.toolTip()
    assert lines.sizeHint().height() >= 2 * QFontMetrics(lines.font()).lineSpacing()
    lines.resize(200, lines.sizeHint().height())
    lines.setPalette(QApplication.style().standardPalette())
    image, letter = lines.grab().toImage(), QFontMetrics(lines.font())
    edge = range(200 - letter.horizontalAdvance("…") + 1, 200)
    inked = {y for y in range(lines.height() // 2) for x in edge if image.pixelColor(x, y) != image.pixelColor(199, 0)}
    assert inked and min(inked) > lines.height() // 4, "letters are cut off where an ellipsis is to stand"


def test_notes_stand_whole_in_the_history(dock, main, measured, qtbot):
    short, long = "复核时注意东侧边界", "前后影像对比，东侧新增硬化地面约三分之一，西侧仍为水田；" * 8
    for note in (short, long):
        measured.set_note(note)
    dock.toggle_history()
    view = dock.history
    qtbot.waitUntil(lambda: view.visualItemRect(view.topLevelItem(0)).height() > 100)
    column = 2
    for row, note in ((0, long), (1, short)):
        item = view.topLevelItem(row)
        assert note in item.text(column)
        document = QTextDocument()
        document.setDefaultFont(view.font())
        document.setDocumentMargin(0)
        document.setTextWidth(view.columnWidth(column) - 8)
        document.setPlainText(item.text(column))
        assert view.visualItemRect(item).height() >= document.size().height()
    assert view.textElideMode() == Qt.TextElideMode.ElideNone
    assert view.verticalScrollMode() == view.ScrollMode.ScrollPerPixel


def test_escape_closes_the_history(main, measured):
    dock = main.dock
    dock.toggle_history()
    assert dock.history.isVisibleTo(dock)
    QTest.keyClick(dock.history, Qt.Key.Key_Escape)
    assert not dock.page.historyButton.isChecked() and not dock.history.isVisibleTo(dock)


def test_the_history_gives_way_on_a_low_screen(main, measured):
    dock = main.dock
    uuid = measured.current
    for number in range(20):
        measured.workspace.set_note(uuid, f"note {number}")
    before = dock.page.minimumSizeHint().height()
    dock.toggle_history()
    line = dock.fontMetrics().lineSpacing()
    assert dock.history.sizeHint().height() > 8 * line
    assert dock.page.minimumSizeHint().height() - before < 8 * line


def test_a_first_compiling_is_told_and_nobody_is_sent_to_the_toolbar(main, measured):
    dock = main.dock
    uuid = next(row.parcel_uuid for row in measured.workspace.queue())
    parcel = measured.workspace.parcel(uuid)
    dock.page.facts.show_measured(parcel, None, None, None, measuring=True, compiling=True)
    assert "first time" in dock.page.facts.trouble.text()
    dock.card.show_suggestion(None, False, measured.settings.lights(), measuring=True)
    assert "Measure and suggest" not in dock.card.ruleLabel.text()


def test_a_batch_is_cut_in_its_middle_where_the_head_is_narrow(qtbot):
    lines = HeaderLines(1)
    qtbot.addWidget(lines)
    batch = "示例市示例县 2023 年第三季度 & 卫片 批次" * 2
    lines.show_lines([f"2016 · {escape(batch)}"], batch)
    lines.resize(260, 20)
    shown = lines._shortened(lines._lines[0]).toPlainText()
    assert shown.startswith("2016") and "…" in shown and shown.endswith("批次") and batch in lines.toolTip().replace(
        "&amp;", "&")
