"""The keys of 判读 mode, pressed for real: ours while the focus is with us, QGIS's own otherwise."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import QEvent, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QLineEdit

from weipian_plugin.gui.help.guide import GUIDE

pytestmark = pytest.mark.usefixtures("raising")
K = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
QGIS_KEYS = ("S", "Space", "Left", "Right", "Ctrl+Z", "Ctrl+Right", "1", "F", "V", "Z", "C", "N")


@pytest.fixture()
def fired(window) -> list:
    """QGIS's own shortcuts on the same keys, and which of them fired."""
    heard: list = []
    for key in QGIS_KEYS:
        action = QAction(window.window)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False, key=key: heard.append(key))
        window.window.addAction(action)
    return heard


@pytest.fixture()
def working(plugin, window, workspace_file, fired, qtbot):
    """The workbench with a workspace, in 判读 mode, the focus in the queue."""
    window.window.show()
    QApplication.setActiveWindow(window.window)
    qtbot.waitUntil(window.window.isActiveWindow)
    plugin.session.settings.operator = "张三"
    plugin.session.open(str(workspace_file))
    plugin.workbench.registry["workbench"].setChecked(True)
    focus(plugin.workbench.patches._body.table, qtbot)
    return plugin


@pytest.fixture()
def told_by(working) -> list:
    """What the session tells from here on."""
    heard: list = []
    working.session.message.connect(lambda sentence, *_more: heard.append(sentence))
    return heard


def focus(widget, qtbot) -> None:
    widget.setFocus()
    qtbot.waitUntil(widget.hasFocus)


def press(key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
    """As the keyboard does: the override first, then the key, to whoever has the focus."""
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def test_a_digit_answers_saves_and_goes_on(working, fired):
    first, second = working.session.order[:2]
    press(K.Key_8)
    press(K.Key_1)
    assert working.session.workspace.draft(first).answers["QTJTQX"] == "Q5"
    assert working.session.workspace.draft(second).answers["PDLX"] == "合法"
    assert working.session.current == working.session.order[2]
    assert fired == []


def test_arrows_step_and_ctrl_arrows_step_to_the_unfinished(working, fired):
    order = working.session.order
    press(K.Key_Right)
    press(K.Key_Right)
    press(K.Key_Left)
    assert working.session.current == order[1]
    press(K.Key_Right, CTRL)
    assert working.session.current == order[2]
    assert fired == []


def test_undo_and_copy_are_ours(working, fired):
    first, second = working.session.order[:2]
    press(K.Key_4)
    press(K.Key_C)
    assert working.session.workspace.draft(second).answers["QTJTQX"] == "Q1"
    press(K.Key_Z, CTRL)
    assert working.session.current == second
    assert not working.session.workspace.draft(second).answers.get("PDLX")
    assert working.session.workspace.draft(first).answers["QTJTQX"] == "Q1"
    assert fired == []


def test_holding_space_blinks_until_it_is_released(working, fired, monkeypatch):
    blinks = []
    monkeypatch.setattr(working.workbench.compare, "blink", blinks.append)
    widget = QApplication.focusWidget()
    QTest.keyPress(widget, K.Key_Space)
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
        QApplication.sendEvent(widget, QKeyEvent(kind, K.Key_Space, Qt.KeyboardModifier.NoModifier, " ", True))
    assert blinks == [True]
    QTest.keyRelease(widget, K.Key_Space)
    assert blinks == [True, False]
    assert fired == []


def test_losing_the_focus_ends_blinking(working, window, monkeypatch, qtbot):
    blinks = []
    monkeypatch.setattr(working.workbench.compare, "blink", blinks.append)
    QTest.keyPress(QApplication.focusWidget(), K.Key_Space)
    window.canvas.setFocus()
    qtbot.waitUntil(lambda: blinks == [True, False])


def test_repeated_presses_of_a_held_key_do_nothing(working):
    widget = QApplication.focusWidget()
    event = QKeyEvent(QEvent.Type.KeyPress, K.Key_1, Qt.KeyboardModifier.NoModifier, "1", True)
    QApplication.sendEvent(widget, event)
    assert working.session.current == working.session.order[0]


def test_the_keys_work_on_the_map_too(working, window, fired, qtbot):
    focus(window.canvas, qtbot)
    press(K.Key_1)
    assert working.session.workspace.draft(working.session.order[0]).answers["PDLX"] == "合法"
    assert fired == []


def test_the_first_answer_of_nobody_asks_for_a_name_above_the_list_and_the_keys_go_on(working, qtbot):
    working.session.settings.operator = ""
    bar, first, second = working.workbench._name_bar, *working.session.order[:2]
    assert bar.isHidden()
    press(K.Key_1)
    assert bar.isVisible() and working.workbench.patches._body.table.hasFocus()
    press(K.Key_1)
    drafts = working.session.workspace.draft
    assert drafts(first).answers["PDLX"] == drafts(second).answers["PDLX"] == "合法"
    focus(bar.nameEdit, qtbot)
    bar.nameEdit.setText("李四")
    press(K.Key_Return)
    assert bar.isHidden() and working.session.actor == "李四"
    press(K.Key_Right)
    assert working.session.current == working.session.order[3]  # the keys work again


def test_the_lists_menu_asks_for_the_image_dates_of_a_patch_of_ones_own(working):
    bench, session = working.workbench, working.session
    own = session.workspace.draw_patch(session.workspace.parcel(session.current).wkb)
    session.tell_shapes([own])
    assert session.current == own
    bench.patches.datesWanted.emit()
    assert bench.geometries.remark.isVisible()
    bench.compare.views.patch = bench.compare.pictures.read(session.order[0])
    bench.compare.views.before, bench.compare.views.after = 0, 1
    shown = bench.compare.shown_dates()
    given = bench.geometries._own.first_attributes()
    assert all(shown) and (given["QSX"], given["HSX"]) == shown


def test_a_text_field_keeps_its_letters_digits_arrows_and_undo(working, fired, qtbot):
    search: QLineEdit = working.workbench.patches._body.searchEdit
    focus(search, qtbot)
    QTest.keyClicks(search, "1sz ")
    press(K.Key_Left)
    assert search.text() == "1sz " and search.cursorPosition() == 3
    press(K.Key_Z, CTRL)
    assert search.text() != "1sz "
    assert working.session.workspace.draft(working.session.order[0]).answers.get("PDLX") is None
    assert fired == []


def test_outside_the_mode_qgis_has_its_keys_back(working, fired):
    working.session.set_mode(False)
    for key in (K.Key_S, K.Key_Space, K.Key_Left, K.Key_1):
        press(key)
    press(K.Key_Z, CTRL)
    assert fired == ["S", "Space", "Left", "1", "Ctrl+Z"]
    assert working.session.current == working.session.order[0]


def test_with_the_focus_elsewhere_qgis_has_its_keys(working, window, fired, qtbot):
    window.layers_dock.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    focus(window.layers_dock, qtbot)
    press(K.Key_S)
    press(K.Key_1)
    assert fired == ["S", "1"]


def test_a_key_the_person_changed_is_the_one_that_counts(working):
    working.workbench.registry["answer_1"].setShortcut(QKeySequence("Q"))
    press(K.Key_1)
    assert working.session.current == working.session.order[0]
    press(K.Key_Q)
    assert working.session.workspace.draft(working.session.order[0]).answers["PDLX"] == "合法"


def test_the_enter_of_the_number_pad_signs_as_well(working, monkeypatch):
    signed = []
    monkeypatch.setattr(working.workbench.interpretation, "sign", lambda: signed.append(True))
    press(K.Key_Return, CTRL)
    press(K.Key_Enter, CTRL | Qt.KeyboardModifier.KeypadModifier)
    assert len(signed) == 2


def test_a_question_mark_shows_the_keys_and_hides_them(working, qtbot):
    press(K.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    panel = working.workbench._key_panel
    assert panel.isVisible() and "Ctrl+Enter" in panel.label.text()
    panel.close()


def test_esc_closes_the_sheet_of_keys_with_the_keyboard_on_the_map(working, window, qtbot):
    focus(window.mapCanvas(), qtbot)
    press(K.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    panel = working.workbench._key_panel
    qtbot.waitUntil(panel.isVisible)
    QApplication.setActiveWindow(window.window)
    focus(window.mapCanvas(), qtbot)
    press(K.Key_Escape)
    assert not panel.isVisible()


def test_keys_do_nothing_while_no_workspace_is_open(working, fired):
    working.session.close()
    press(K.Key_1)
    assert working.session.workspace is None


def test_space_chooses_a_basis_that_has_the_keyboard_and_blinks_once_it_is_chosen(working, qtbot, monkeypatch):
    blinks = []
    monkeypatch.setattr(working.workbench.compare, "blink", blinks.append)
    bar = working.workbench.interpretation.sign_bar
    focus(bar.deskButton, qtbot)
    press(K.Key_Space)
    assert bar.basis == "内业" and blinks == []
    press(K.Key_Space)
    assert blinks == [True, False]


@pytest.mark.parametrize("key", [K.Key_Return, K.Key_Escape])
def test_enter_and_esc_leave_the_reason_of_a_flag_and_the_next_key_is_an_answer(working, qtbot, key):
    first = working.session.current
    press(K.Key_F)
    edit = working.workbench.interpretation.remarks.flagEdit
    qtbot.waitUntil(edit.hasFocus)
    QTest.keyClicks(edit, "1")
    press(key)
    assert not edit.hasFocus()
    press(K.Key_3)
    assert working.session.workspace.draft(first).flag == "1"
    assert working.session.workspace.draft(first).answers["PDLX"] == "其他"


def test_esc_leaves_the_note(working, qtbot):
    press(K.Key_N)
    edit = working.workbench.interpretation.remarks.noteEdit
    qtbot.waitUntil(edit.hasFocus)
    press(K.Key_Escape)
    assert not edit.hasFocus()


def test_no_key_changes_a_signed_patch_unseen(working, window):
    session = working.session
    first = session.current
    press(K.Key_1)
    session.select(first)
    session.answer({"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后时相一致，实地没有变化。"}, advance=False)
    session.sign("内业")
    session.select(first)
    for key in (K.Key_2, K.Key_C):
        press(key)
        assert session.workspace.judgement(first).answers["PDLX"] == "其他"
        assert session.current == first
    assert "signed" in window.bar.currentItem().text()


def test_a_reason_that_is_asked_for_is_seen(working, window, qtbot):
    dock = working.workbench.interpretation
    window.window.resize(1200, 420)
    press(K.Key_F)
    edit, viewport = dock.remarks.flagEdit, dock._ui.scroll.viewport()
    qtbot.waitUntil(lambda: 0 <= edit.mapTo(viewport, QPoint()).y() <= viewport.height() - edit.height())


def test_a_warning_goes_with_the_decision_that_answers_it(working, window):
    press(K.Key_Return, CTRL)
    assert "Not signed" in window.bar.currentItem().text()
    press(K.Key_3)
    assert [item.text() for item in window.bar.items() if "Not signed" in item.text()] == []


def test_outside_of_the_mode_the_guides_key_opens_it_in_our_docks_only(working, window, qtbot, monkeypatch):
    heard, shown = [], []
    theirs = QAction(window.window)
    theirs.setShortcut(QKeySequence("F1"))
    theirs.triggered.connect(lambda _checked=False: heard.append("QGIS"))
    window.window.addAction(theirs)
    monkeypatch.setattr(GUIDE, "show", lambda place="", parent=None: shown.append(place))
    working.workbench.registry["mode"].setChecked(False)
    working.session.set_mode(False)
    for dock in ("patches", "interpretation"):
        place = working.workbench.patches._body.table if dock == "patches" else working.workbench.interpretation.page
        place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        focus(place, qtbot)
        press(K.Key_F1)
    assert (shown, heard) == (["patches", "interpretation"], [])
    focus(window.mapCanvas(), qtbot)
    press(K.Key_F1)
    assert (len(shown), heard) == (2, ["QGIS"])
    working.session.set_mode(True)
    focus(working.workbench.patches._body.table, qtbot)
    press(K.Key_F1)
    assert (shown[2:], heard) == (["patches"], ["QGIS"])


def test_who_comes_from_the_locator_has_the_keys_at_once(working, window, qtbot):
    seeker = QLineEdit(window.window)
    seeker.show()
    for uuid in (working.session.order[3], working.session.order[3]):
        focus(seeker, qtbot)
        working.workbench._jump(uuid)
        qtbot.waitUntil(window.mapCanvas().hasFocus)
        assert working.session.current == uuid
    press(K.Key_1)
    assert working.session.workspace.draft(working.session.order[3]).answers["PDLX"] == "合法"


def test_a_digit_judges_the_current_patch_of_several_selected_and_says_so(working, told_by):
    session, view = working.session, working.workbench.patches.view
    first, second = session.order[:2]
    view.select([first, second])
    working.workbench.answer({"PDLX": "合法"})
    assert session.workspace.draft(first).answers["PDLX"] == "合法"
    assert session.workspace.draft(second).answers == {}
    assert any("Only the current patch" in sentence for sentence in told_by)
    told_by.clear()
    working.workbench.answer({"PDLX": "合法"})
    assert told_by == []


def test_the_sheet_of_keys_has_the_key_of_the_mode(working):
    working.workbench.show_keys()
    sheet = working.workbench._key_panel.label.text()
    mode = working.workbench.registry["mode"]
    assert mode.shortcut().toString() in sheet and mode.text() in sheet
