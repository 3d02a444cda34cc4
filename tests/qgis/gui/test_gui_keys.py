"""The keys of 判读 mode, pressed for real: ours while the focus is with us, QGIS's own otherwise."""

from __future__ import annotations

import pytest
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QEvent, QPoint, Qt, QTimer
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QLineEdit

from weipian_plugin.gui.help.guide import GUIDE
from weipian_plugin.gui.key_groups import groups_of

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


@pytest.mark.parametrize(("shortcut", "key", "modifier", "shift_first"), [
    ("Shift+B", K.Key_B, Qt.KeyboardModifier.ShiftModifier, False),
    ("Shift+B", K.Key_B, Qt.KeyboardModifier.ShiftModifier, True),
    ("Ctrl+B", K.Key_B, Qt.KeyboardModifier.ControlModifier, False),
    ("{", K.Key_BraceLeft, Qt.KeyboardModifier.ShiftModifier, True),
])
def test_a_held_key_with_a_modifier_ends_with_it_too(working, monkeypatch, shortcut, key, modifier, shift_first):
    blinks = []
    monkeypatch.setattr(working.workbench.compare, "blink", blinks.append)
    for action in working.workbench.registry.keys:
        if action.shortcut() == QKeySequence(shortcut):
            action.setShortcut(QKeySequence())
    working.workbench.registry["blink"].setShortcut(QKeySequence(shortcut))
    widget, none = QApplication.focusWidget(), Qt.KeyboardModifier.NoModifier

    def send(kind, which, how):
        QApplication.sendEvent(widget, QKeyEvent(kind, which, how))

    send(QEvent.Type.KeyPress, K.Key_Shift, modifier)
    send(QEvent.Type.KeyPress, key, modifier)
    assert blinks == [True]
    if shift_first:
        send(QEvent.Type.KeyRelease, K.Key_Shift, none)
        send(QEvent.Type.KeyRelease, K.Key_BracketLeft if key == K.Key_BraceLeft else key, none)
    else:
        send(QEvent.Type.KeyRelease, key, modifier)
    assert blinks == [True, False]


def test_how_sure_a_person_is_has_actions_in_the_shortcut_manager_and_never_over_a_signature(working):
    registry, session = working.workbench.registry, working.session
    for name, stored in (("confidence_high", "高"), ("confidence_middle", "中"), ("confidence_low", "低")):
        assert registry[name] in QgsGui.shortcutsManager().listActions()
        registry[name].setShortcut(QKeySequence("K"))
        press(K.Key_K)
        assert session.workspace.draft(session.current).confidence == stored
        assert working.workbench.interpretation.remarks.confidenceBox.currentData() == stored
        registry[name].setShortcut(QKeySequence())


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


def send_at(kind, key, when: int) -> None:
    """As the window system sends it: with the time at which it was so, and no word of a repeat."""
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, chr(key))
    event.setTimestamp(when)
    QApplication.sendEvent(QApplication.focusWidget(), event)


def test_a_held_digit_answers_one_patch_though_qt_does_not_know_its_repeats(working):
    first, second = working.session.order[:2]
    send_at(QEvent.Type.KeyPress, K.Key_2, 1000)
    for when in (1660, 1700, 1740):
        send_at(QEvent.Type.KeyRelease, K.Key_2, when)
        send_at(QEvent.Type.KeyPress, K.Key_2, when)
    send_at(QEvent.Type.KeyRelease, K.Key_2, 3000)
    drafts = working.session.workspace.draft
    assert drafts(first).answers and not drafts(second).answers
    assert working.session.current == second


@pytest.mark.parametrize("gap", [6, 60])
def test_quick_presses_of_one_key_are_an_answer_each(working, gap):
    for when in range(1000, 1000 + 3 * 2 * gap, 2 * gap):
        send_at(QEvent.Type.KeyPress, K.Key_8, when)
        send_at(QEvent.Type.KeyRelease, K.Key_8, when + gap)
    assert working.session.current == working.session.order[3]


def test_another_key_at_the_time_at_which_one_goes_up_is_a_press(working):
    send_at(QEvent.Type.KeyPress, K.Key_8, 1000)
    send_at(QEvent.Type.KeyRelease, K.Key_8, 1100)
    send_at(QEvent.Type.KeyPress, K.Key_1, 1100)
    assert working.session.current == working.session.order[2]


def test_a_held_space_goes_on_blinking_though_qt_does_not_know_its_repeats(working, monkeypatch):
    blinks = []
    monkeypatch.setattr(working.workbench.compare, "blink", blinks.append)
    send_at(QEvent.Type.KeyPress, K.Key_Space, 1000)
    send_at(QEvent.Type.KeyRelease, K.Key_Space, 1660)
    send_at(QEvent.Type.KeyPress, K.Key_Space, 1660)
    assert blinks[-1] is True
    send_at(QEvent.Type.KeyRelease, K.Key_Space, 2000)
    assert blinks[-1] is False


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


def test_the_dates_of_both_views_stand_together_and_say_of_which_view_they_are(working):
    groups = groups_of(working.workbench.registry)
    keys = working.workbench.registry.named("earlier", "later", "earlier_after", "later_after")
    assert [sum(key in actions for key in keys) for _title, actions in groups if keys[0] in actions] == [4]
    assert all("view" in key.text() or "map" in key.text() for key in keys)


def test_the_sheet_of_keys_has_the_key_of_the_mode(working):
    working.workbench.show_keys()
    sheet = working.workbench._key_panel.label.text()
    mode = working.workbench.registry["mode"]
    assert mode.shortcut().toString() in sheet and mode.text() in sheet


# The keyboard in a form

ILLEGAL = {"PDLX": "违法", "WFLX1": "W1"}


@pytest.fixture()
def asked(working, qtbot):
    """是否新增乱占耕地建房 of a violation, as Ctrl+Enter comes to it from the list."""
    working.session.answer(ILLEGAL, advance=False)
    press(K.Key_Return, CTRL)
    editor = working.workbench.interpretation.form.editors["SFLZGDJF"]
    qtbot.waitUntil(editor.yes.hasFocus)
    return editor


@pytest.mark.parametrize(("key", "value"), [(K.Key_Right, 0), (K.Key_Down, 0), (K.Key_Left, 1), (K.Key_Up, 1)])
def test_the_arrows_choose_yes_and_no_and_leave_the_patch_where_it_is(working, asked, fired, key, value):
    session, bar = working.session, working.workbench.interpretation._ui.scroll.verticalScrollBar()
    first, scrolled = session.current, bar.value()
    press(key)
    assert session.workspace.draft(first).answers["SFLZGDJF"] == value
    assert session.current == first and fired == [] and bar.value() == scrolled
    assert QApplication.focusWidget() is (asked.yes if value else asked.no)
    press(K.Key_Left if key == K.Key_Right else K.Key_Right)
    assert session.workspace.draft(first).answers["SFLZGDJF"] == (key == K.Key_Right)
    press(K.Key_Right, CTRL)
    assert session.current != first  # with Ctrl it is the key of the list as everywhere


def test_the_arrows_choose_the_basis(working, qtbot):
    bar, first = working.workbench.interpretation.sign_bar, working.session.current
    focus(bar.onSiteButton, qtbot)
    press(K.Key_Right)
    assert bar.basis == "内业" and bar.deskButton.hasFocus()
    press(K.Key_Left)
    assert bar.basis == "实地" and working.session.current == first


def test_the_arrows_go_through_a_list_of_codes(working, qtbot):
    working.session.answer(ILLEGAL, advance=False)
    first, editor = working.session.current, working.workbench.interpretation.form.editors["WFLX1"]
    focus(editor.box, qtbot)
    press(K.Key_Right)
    chosen = working.session.workspace.draft(first).answers["WFLX1"]
    assert chosen not in ("", "W1") and working.session.current == first
    press(K.Key_Left)
    assert working.session.workspace.draft(first).answers["WFLX1"] == "W1"


def test_keys_that_judge_do_nothing_in_a_form_and_say_how_to_go_on(working, asked, window, told_by):
    session, first = working.session, working.session.current
    said = session.workspace.draft(first).answers
    for key in (K.Key_2, K.Key_4, K.Key_C, K.Key_U):
        press(key)
    assert session.workspace.draft(first).answers == said and session.current == first
    assert told_by and all("the keyboard is in the form" in sentence for sentence in told_by)
    press(K.Key_Escape)
    assert working.workbench.patches._body.table.hasFocus()
    press(K.Key_8)
    assert session.workspace.draft(first).answers["QTJTQX"] == "Q5" and session.current != first
    assert not any("in the form" in item.text() for item in window.bar.items())


def test_a_code_chosen_with_the_mouse_leaves_the_keyboard_where_it_was(working, asked, qtbot):
    table = working.workbench.patches._body.table
    focus(table, qtbot)
    first = working.session.current
    form = working.workbench.interpretation.form
    QTest.mouseClick(asked.no, Qt.MouseButton.LeftButton, pos=QPoint(8, asked.no.height() // 2))
    assert working.session.workspace.draft(first).answers["SFLZGDJF"] == 0 and table.hasFocus()
    form.editors["WFLX1"].box.showPopup()
    form.editors["WFLX1"].box.hidePopup()
    QTest.mouseClick(working.workbench.interpretation.sign_bar.deskButton, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
    assert working.workbench.interpretation.sign_bar.basis == "内业" and table.hasFocus()
    press(K.Key_Right)
    assert working.session.current == working.session.order[1]


COMPLETE = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后时相一致，实地没有变化。"}


@pytest.fixture()
def signing(working, qtbot, monkeypatch):
    """A complete answer against which a check speaks, about to be signed by somebody who has not said their name; the
    basis was asked for and chosen, then the reason, in which the keyboard is.
    """
    monkeypatch.setattr(working.session.settings, "operator", "")
    working.session.answer(COMPLETE, advance=False)
    bar = working.workbench.interpretation.sign_bar
    press(K.Key_Return, CTRL)
    qtbot.waitUntil(bar.onSiteButton.hasFocus)
    press(K.Key_Right)
    press(K.Key_Return, CTRL)
    qtbot.waitUntil(bar.reasonEdit.hasFocus)
    QTest.keyClicks(bar.reasonEdit, "seen on site")
    return working


def name_is_given(window, name: str) -> None:
    """In the dialog that asks for it, as soon as it is there."""
    def give() -> None:
        form = QApplication.activeModalWidget()
        form.nameEdit.setText(name)
        form.accept()
    QTimer.singleShot(50, give)


@pytest.mark.parametrize("place", ["list", "map"])
def test_after_the_first_signature_the_keyboard_is_where_it_was_before_signing(working, window, qtbot, request, place):
    back = window.canvas if place == "map" else working.workbench.patches._body.table
    focus(back, qtbot)
    session = request.getfixturevalue("signing").session
    first, second = session.order[:2]
    name_is_given(window, "张三")
    press(K.Key_Return, CTRL)
    QApplication.setActiveWindow(window.window)
    qtbot.waitUntil(back.hasFocus)
    assert session.workspace.judgement(first).signed_by == "张三" and session.current == second
    press(K.Key_8)
    assert session.workspace.draft(second).answers["QTJTQX"] == "Q5"
    assert working.workbench.interpretation.sign_bar.reasonEdit.text() == ""


def test_what_was_not_signed_and_why_is_not_told_above_the_next_patch(signing, window, qtbot):
    told = [item.text() for item in window.bar.items()]
    assert sum("Not signed" in text or "reason" in text for text in told) == 2
    others = window.bar.pushMessage("QGIS", "a layer is gone") or window.bar.currentItem()
    name_is_given(window, "张三")
    press(K.Key_Return, CTRL)
    assert [item.text() for item in window.bar.items()] == [others.text()]


def test_who_was_nowhere_but_in_the_reason_writes_no_letter_of_the_next_patchs(signing, window, qtbot):
    dock, second = signing.workbench.interpretation, signing.session.order[1]
    dock._keyboard.came_from = None
    name_is_given(window, "张三")
    press(K.Key_Return, CTRL)
    QApplication.setActiveWindow(window.window)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    press(K.Key_8)
    assert signing.session.workspace.draft(second).answers["QTJTQX"] == "Q5"
    assert dock.sign_bar.reasonEdit.text() == ""


def test_all_that_was_said_of_a_patch_goes_with_the_decision_that_answers_it(signing, window):
    assert len(window.bar.items()) == 2
    signing.session.answer({"PDLX": "合法"}, advance=False)
    assert window.bar.items() == []


def test_why_a_patch_was_not_signed_goes_with_it_when_one_steps_on(working, window):
    press(K.Key_Return, CTRL)
    working.session.tell("Of no patch.", 1)
    assert len(window.bar.items()) == 2
    working.session.step(1)
    assert [item.text() for item in window.bar.items()] == ["Of no patch."]
