"""On a screen of 1280×800 nothing is cut off or taken away without a word, and the form has the room."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QMainWindow, QWidget

from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.patches.cells import REDLINE
from weipian_plugin.gui.patches.patches_dock import PatchesDock

pytestmark = pytest.mark.usefixtures("raising")
OUTCOMES = ({"PDLX": "合法"}, {"PDLX": "违法", "WFLX1": "W1"}, {"PDLX": "其他", "QTJTQX": "Q1"},
            {"PDLX": "其他", "QTJTQX": "Q5"})
HIGH = 48
"""Lines of text that a page has on a screen of 900 pixels, and has not on one of 800."""


@pytest.fixture()
def narrow(measured, qtbot) -> InterpretationDock:
    """The Interpretation dock as narrow as its window lets it be."""
    window = QMainWindow()
    qtbot.addWidget(window)
    window.setCentralWidget(QWidget())
    dock = InterpretationDock(measured, window)
    window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
    window.resize(1280, 700)
    window.show()

    def is_narrow() -> bool:
        dock.setMaximumWidth(dock.minimumSizeHint().width())  # which is less once the page has been laid out
        return dock.width() == dock.maximumWidth()

    qtbot.waitUntil(is_narrow)
    QApplication.processEvents()
    qtbot.waitUntil(is_narrow)
    yield dock
    dock.shut_down()


def test_nothing_of_an_answer_is_cut_off_at_the_right_in_the_narrowest_dock(narrow, measured):
    scroll = narrow._ui.scroll
    for uuid in measured.order[:4]:
        measured.select(uuid)
        for answers in OUTCOMES:
            measured.answer(answers, advance=False)
            QApplication.processEvents()
            assert narrow.card.isVisible() and narrow.facts.isVisible() and narrow.form.isVisible()
            assert narrow._ui.content.width() <= scroll.viewport().width()


def test_what_is_wider_than_the_narrowest_dock_is_scrolled_to(narrow, qtbot):
    scroll = narrow._ui.scroll
    assert not scroll.horizontalScrollBar().isVisible()
    narrow.facts.setMinimumWidth(2 * narrow.width())
    qtbot.waitUntil(lambda: scroll.horizontalScrollBar().isVisible())
    assert scroll.horizontalScrollBar().maximum() > 0


def test_the_suggestion_says_whole_that_it_is_no_judgement_however_narrow(narrow, qtbot):
    label = narrow.card.markLabel
    assert label.height() >= label.heightForWidth(label.width()) > label.fontMetrics().height()


def test_a_low_page_leaves_the_form_the_room_of_the_answers_with_a_case(narrow, qtbot):
    page, line = narrow.page, narrow.page.fontMetrics().lineSpacing()
    for lines, shown in ((HIGH - 3, False), (HIGH + 1, True)):
        narrow.setFixedHeight(lines * line + narrow.height() - page.height())
        qtbot.waitUntil(lambda high=lines * line: abs(page.height() - high) <= 1)
        assert narrow.answer_buttons["9"].isVisible() is shown
        assert page.casesButton.isVisible() is not shown


def test_above_the_list_one_thing_is_asked_at_a_time(plugin, window, workspace_file, qtbot):
    window.window.show()
    bench, session = plugin.workbench, plugin.session
    session.settings.operator = ""
    session.open(str(workspace_file))
    bench.registry["workbench"].setChecked(True)
    keys, name = bench._first_keys, bench._name_bar
    assert keys.isVisible() and name.isHidden()
    session.answer({"PDLX": "合法"})
    assert name.isVisible() and keys.isHidden()
    session.answer({"PDLX": "合法"})
    assert name.isVisible() and keys.isHidden()
    session.set_operator("张三")
    assert keys.isVisible() and name.isHidden()
    keys.seenButton.click()
    assert keys.isHidden()


def test_keys_that_were_seen_do_not_come_back_when_the_name_is_given(plugin, window, workspace_file):
    window.window.show()
    bench, session = plugin.workbench, plugin.session
    session.settings.operator = ""
    session.open(str(workspace_file))
    bench.registry["workbench"].setChecked(True)
    session.answer({"PDLX": "合法"})
    bench.show_first_keys()
    bench._first_keys.seenButton.click()
    session.set_operator("张三")
    assert bench._first_keys.isHidden()



def test_a_column_that_gave_way_says_so_in_the_menu_and_a_click_brings_it_back(opened, qtbot):
    dock = PatchesDock(opened)
    qtbot.addWidget(dock)
    table, view = dock._body.table, dock.view
    dock.resize(view.reading_width() + 200, 600)
    dock.show()
    whole = {action.text(): action.isChecked() for action in view.columns_menu().actions() if action.text()}
    dock.resize(sum(view._widths[column] for column in view.shown_columns()) - 10, 600)
    qtbot.waitUntil(lambda: table.isColumnHidden(REDLINE))
    told = [action for action in view.columns_menu().actions() if "too narrow" in action.text()]
    assert len(told) == 1 and told[0].text() not in whole and not told[0].isCheckable() and told[0].isEnabled()
    taken_away = [action.text() for action in view.columns_menu().actions() if action.isCheckable()
                  and not action.isChecked() and whole[action.text()]]
    assert taken_away == []
    told[0].trigger()
    assert not table.isColumnHidden(REDLINE)
    assert not any("too narrow" in action.text() for action in view.columns_menu().actions())


def test_the_reading_width_is_that_of_the_answers_that_are_folded_on_a_low_page_too(narrow):
    assert not narrow.answer_buttons["9"].isVisible()
    low = narrow.reading_width()
    narrow.page.casesButton.click()
    QApplication.processEvents()
    cases = narrow.page.casesPart
    assert low == narrow.reading_width() >= cases.sizeHint().width()
