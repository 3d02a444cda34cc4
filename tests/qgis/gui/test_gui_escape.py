"""Esc in the windows that stand beside the work: it leaves a field, withdraws a question, and loses no typed word."""

from __future__ import annotations

import shutil

import pytest
from qgis.PyQt.QtCore import QEvent, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QShortcut, QTableWidget, QVBoxLayout

from tests.qgis.returned_scene import make
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.gui.reviewing.review_desk import ReviewDesk
from weipian_plugin.gui.reviewing.review_window import PAGES
from weipian_plugin.gui.standing_window import StandingWindow, typed_fields
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.reviewing.returning import accept

WINDOWS = (("accountability.accountability_window", "AccountabilityWindow"), ("acts.acts_window", "ActsWindow"),
           ("delivery.delivery_window", "DeliveryWindow"), ("evidence.evidence_window", "EvidenceWindow"),
           ("interpretation.sign_list", "SignListWindow"), ("layers.layers_dialog", "LayersDialog"),
           ("returned.returned_window", "ReturnedWindow"), ("reviewing.review_window", "ReviewWindow"),
           ("training.training_window", "TrainingWindow"), ("validation.validation_window", "ValidationWindow"))


@pytest.mark.parametrize(("module", "name"), WINDOWS, ids=[name for _module, name in WINDOWS])
def test_every_window_that_stands_beside_the_work_leaves_fields_with_esc(module, name):
    from importlib import import_module

    assert issubclass(getattr(import_module(f"weipian_plugin.gui.{module}"), name), StandingWindow)


@pytest.fixture()
def small(qtbot):
    """A list, a line of words and a search."""
    window = StandingWindow()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    window.list, window.words, window.search = QTableWidget(2, 2, window), QLineEdit(window), QLineEdit(window)
    window.words.setObjectName("wordsEdit")
    window.search.setObjectName("searchEdit")
    for widget in (window.list, window.words, window.search):
        layout.addWidget(widget)
    window.show()
    window.activateWindow()
    return window


def test_esc_leaves_the_field_for_the_list_and_then_shows_what_would_be_lost(small):
    small.words.setFocus()
    QTest.keyClicks(small.words, "abc")
    QTest.keyClick(small.words, Qt.Key.Key_Escape)
    assert small.isVisible() and small.focusWidget() is small.list and small.words.text() == "abc"
    QTest.keyClick(small.list, Qt.Key.Key_Escape)
    assert small.isVisible() and small.focusWidget() is small.words
    small.words.clear()
    small.list.setFocus()
    QTest.keyClick(small.list, Qt.Key.Key_Escape)
    assert not small.isVisible()


def test_what_is_searched_for_and_what_the_program_wrote_hold_no_window_open(small):
    small.words.setText("as it was kept")
    small.search.setFocus()
    QTest.keyClicks(small.search, "abc")
    assert typed_fields(small) == []
    small.list.setFocus()
    QTest.keyClick(small.list, Qt.Key.Key_Escape)
    assert not small.isVisible()


def test_in_a_real_window_a_typed_reason_outlives_esc(qtbot):
    from weipian_plugin.gui.validation.validation_window import ValidationWindow

    window = ValidationWindow()
    qtbot.addWidget(window)
    window.show()
    window.reasonEdit.setEnabled(True)
    window.reasonEdit.setFocus()
    QTest.keyClicks(window.reasonEdit, "why")
    for _ in range(4):
        QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Escape)
    assert window.isVisible() and window.reasonEdit.text() == "why"


# The review window

@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory, qgis_app):
    return make(demo, tmp_path_factory.mktemp("filed") / "县.gpkg")


@pytest.fixture()
def desk(session, scene, tmp_path, raising, qtbot):
    copy = tmp_path / "市.gpkg"
    shutil.copy(scene, copy)
    session.settings.operator = "李四"
    session.open(str(copy))
    uuids = [row.parcel_uuid for row in session.workspace.queue()]
    for uuid in uuids[2:4]:
        session.workspace.put_record(Record("", "rectification", (uuid,), "", {
            "ZGFS": "拆除复耕", "SFZGDW": 1, "CCSJ": "2023-11-20", "HFYMMJ": 1000.0, "FGDWMJ": 500.0}))
    session.settings.keep_review_level(session.workspace.workspace_id, "市级")
    runner = TaskRunner()
    desk = ReviewDesk(session, runner, lambda _title, _found: None, None, None)
    yield desk
    desk.close()
    runner.stop()


def page_of(desk, name, qtbot):
    desk.open(name)
    page = desk.window.pages[name]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: desk._task is None and not desk.window._soon.isActive() and not page._busy, timeout=20000)
    return page


def test_words_on_the_page_of_returns_survive_esc_and_the_closing_of_the_window(desk, qtbot):
    page = page_of(desk, "returns_page", qtbot)
    page.filedView.selectRow(0)
    page.wordsEdit.setFocus()
    QTest.keyClicks(page.wordsEdit, "que shi pu")
    QTest.keyClick(page.wordsEdit, Qt.Key.Key_Escape)
    assert desk.window.isVisible() and desk.window.focusWidget() is page.filedView
    desk.mark.take(page.chosen()[0].uuid, "POINT (1 1)", "此处")
    QTest.keyClick(page.filedView, Qt.Key.Key_Escape)
    assert desk.window is None
    assert desk.mark.mark is not None, "what was drawn and not sent back yet is there as well"
    again = page_of(desk, "blind_page", qtbot)
    QTest.keyClicks(again.reviewersEdit, "zhang san")
    desk.window.close()
    assert page_of(desk, "returns_page", qtbot).wordsEdit.text() == "que shi pu"
    assert desk.window.pages["blind_page"].reviewersEdit.toPlainText() == "zhang san"
    desk.session.close()
    assert desk.typed == {} and desk.mark.mark is None


def test_what_was_sent_back_is_not_there_again(desk, qtbot):
    page = page_of(desk, "returns_page", qtbot)
    QTest.keyClicks(page.wordsEdit, "que bei an hao")
    page.reasonBox.setCurrentIndex(0)
    page.filedView.selectRow(0)
    page.send_back_chosen()
    qtbot.waitUntil(lambda: bool(desk.session.workspace.records("audit")) and page.wordsEdit.text() == "", timeout=9000)
    desk.window.close()
    assert page_of(desk, "returns_page", qtbot).wordsEdit.text() == ""


def test_esc_says_no_to_false_rectification_and_keeps_the_words_with_their_claim(desk, qtbot):
    page = page_of(desk, "image_check_page", qtbot)
    qtbot.waitUntil(lambda: page.walk is not None and page.current is not None, timeout=20000)
    first = page.current.claim.parcel
    QTest.mouseClick(page.falseButton, Qt.MouseButton.LeftButton)
    assert page.falsePart.isVisible() and desk.window.focusWidget() is page.wordsEdit
    QTest.keyClicks(page.wordsEdit, "still there")
    desk.session.queueChanged.emit()  # what is read anew meanwhile withdraws no question and wipes no word
    qtbot.waitUntil(desk.window._soon.isActive, timeout=5000)
    qtbot.waitUntil(lambda: not desk.window._soon.isActive() and desk._task is None, timeout=20000)
    assert page.falsePart.isVisible() and page.wordsEdit.text() == "still there"
    QTest.keyClick(page.wordsEdit, Qt.Key.Key_Escape)
    assert page.falsePart.isHidden() and desk.window.isVisible()
    assert desk.session.workspace.records("image_check") == []
    page.claimsView.selectRow(1)
    assert page.current.claim.parcel != first and page.wordsEdit.text() == ""
    page.claimsView.selectRow(0)
    assert page.wordsEdit.text() == "still there"
    desk.window.close()
    page = page_of(desk, "image_check_page", qtbot)
    qtbot.waitUntil(lambda: page.walk is not None and page.current is not None, timeout=20000)
    assert page.current.claim.parcel == first and page.wordsEdit.text() == "still there"


@pytest.mark.parametrize("name", [module for module, _class in PAGES])
def test_what_an_act_told_stands_while_a_page_is_read_anew_and_until_the_next_act(desk, qtbot, name):
    page = page_of(desk, name, qtbot)
    desk.tell_done("It is done.")
    page.refresh()
    qtbot.waitUntil(lambda: desk._task is None and not desk.window._soon.isActive(), timeout=20000)
    assert desk.window.tellLabel.text() == "✔ It is done."
    page.run("next", lambda _own, _feedback: None, lambda _nothing: None)
    assert desk.window.tellLabel.text() == ""
    qtbot.waitUntil(lambda: desk._task is None, timeout=20000)


def test_what_could_not_be_read_is_not_said_any_more_once_it_is_read_again(desk, qtbot):
    page = page_of(desk, "returns_page", qtbot)

    def fails(_own, _feedback):
        raise WeipianError("ANSWER_WORDS", least=4)

    page.read("fails", fails, lambda _nothing: None, page._failed)
    qtbot.waitUntil(lambda: desk.window.tellLabel.text().startswith("✖"), timeout=20000)
    page.refresh()
    assert desk.window.tellLabel.text() == ""
    qtbot.waitUntil(lambda: desk._task is None, timeout=20000)


def test_the_key_of_undo_is_that_of_the_workbench_in_this_window_too(desk, qtbot):
    desk.undo_keys = lambda: [QKeySequence("Ctrl+Z")]
    page = page_of(desk, "returns_page", qtbot)
    workspace = desk.session.workspace
    uuids = [row.uuid for row in page.listing.rows][:2]
    accept(workspace, uuids, "市级", uuids)
    assert len(workspace.records("audit")) == 2
    (shortcut,) = [each for each in desk.window.findChildren(QShortcut) if each.key() == QKeySequence("Ctrl+Z")]
    shortcut.activated.emit()
    assert workspace.records("audit") == []
    qtbot.waitUntil(lambda: desk._task is None and not desk.window._soon.isActive(), timeout=20000)
