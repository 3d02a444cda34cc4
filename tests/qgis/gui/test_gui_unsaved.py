"""What is being written while the workspace cannot be written, or while something is undone: no word is lost."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.definitions import ANSWERS
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.interpretation.parcel_reading import kept_in_words
from weipian_plugin.gui.wording import field_name
from weipian_plugin.workspace.workspace import Workspace

TEXT, NOTE = "季节变化", "看过两个时相"


@pytest.fixture()
def dock(measured, qtbot) -> InterpretationDock:
    measured.workspace.actor = measured.actor
    dock = InterpretationDock(measured)
    qtbot.addWidget(dock)
    dock.show()
    measured.answer({"PDLX": "其他"}, advance=False)
    yield dock
    dock.shut_down()


def refuse_writing(session, refused: bool) -> None:
    """What SQLite says of a file whose folder was made read-only; as root no permission holds it back."""
    session.workspace._database.connection.execute(f"PRAGMA query_only = {'ON' if refused else 'OFF'}")


def write(dock, text: str = TEXT) -> None:
    dock.form.editors["QTPDYJSM"].text.insertPlainText(text)


def on_disk(session, uuid: str):
    with Workspace.open(session.workspace.path, read_only=True) as elsewhere:
        return elsewhere.draft(uuid)


def test_text_that_could_not_be_saved_stays_and_is_saved_with_the_next_that_can(dock, measured, told, qtbot):
    here = measured.current
    refuse_writing(measured, True)
    write(dock)
    qtbot.waitUntil(lambda: len(told) == 1)  # after the pause in typing
    refuse_writing(measured, False)
    assert dock.form.editors["QTPDYJSM"].value() == TEXT
    measured.step(1)
    assert on_disk(measured, here).answers["QTPDYJSM"] == TEXT and len(told) == 1


def test_text_left_unsaved_goes_to_no_other_patch_and_is_there_again_on_coming_back(dock, measured, told, qtbot):
    first = measured.current
    dock.forms.onsite_section.open()
    on_site = next(code for code, editor in dock.forms.onsite.form.editors.items() if hasattr(editor, "text"))
    refuse_writing(measured, True)
    write(dock)
    dock.forms.onsite.form.editors[on_site].text.insertPlainText("铁丝网内两栋")
    dock.remarks.noteEdit.insertPlainText(NOTE)
    measured.step(1)
    assert measured.current != first and len(told) == 1
    qtbot.waitUntil(lambda: dock.remarks.noteEdit.toPlainText() == "")
    assert not any(form.pending() for form in dock.forms.forms)
    measured.step(-1)
    assert measured.current == first and dock.may_answer()
    assert dock.form.editors["QTPDYJSM"].value() == TEXT and dock.remarks.noteEdit.toPlainText() == NOTE
    assert dock.forms.onsite.form.editors[on_site].value() == "铁丝网内两栋"
    refuse_writing(measured, False)
    measured.step(1)
    kept = on_disk(measured, first)
    assert (kept.answers["QTPDYJSM"], kept.answers[on_site], kept.note) == (TEXT, "铁丝网内两栋", NOTE)
    assert not on_disk(measured, measured.current).answers


def test_text_left_unsaved_is_saved_as_soon_as_an_answer_to_another_patch_can_be(dock, measured):
    first = measured.current
    refuse_writing(measured, True)
    write(dock)
    dock.remarks.noteEdit.insertPlainText(NOTE)
    measured.step(1)
    refuse_writing(measured, False)
    measured.answer({"PDLX": "合法"}, advance=False)
    kept = on_disk(measured, first)
    assert (kept.answers["QTPDYJSM"], kept.note) == (TEXT, NOTE)


def test_nothing_is_signed_without_the_text_that_could_not_be_saved(dock, measured, told):
    measured.answer({"QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化"}, advance=False)
    refuse_writing(measured, True)
    write(dock, "，另见备注")
    dock.sign()
    refuse_writing(measured, False)
    assert len(told) == 1 and measured.workspace.judgement(measured.current) is None


def test_a_flag_and_a_confidence_that_could_not_be_saved_stay_to_be_seen_and_are_saved_later(dock, measured, told):
    here = measured.current
    refuse_writing(measured, True)
    box = dock.remarks.confidenceBox
    box.setCurrentIndex(box.findData("低"))
    box.activated.emit(box.currentIndex())
    dock.remarks.ask_flag_reason()
    dock.remarks.flagEdit.setText("边界不清")
    dock.remarks.flagEdit.editingFinished.emit()
    assert len(told) == 2
    refuse_writing(measured, False)
    measured.step(1)
    kept = on_disk(measured, here)
    assert (kept.flag, kept.confidence) == ("边界不清", "低")


def test_where_the_workspace_closes_what_cannot_be_saved_is_told_and_its_words_are_in_the_log(dock, measured, told):
    refuse_writing(measured, True)
    write(dock)
    measured.step(1)
    told.clear()
    measured.close()
    assert any(TEXT in detail for _sentence, _level, detail in told)


def test_the_log_of_what_is_lost_names_the_patch_and_the_field(dock, measured, told):
    number = dock._shown.parcel.dkbh or dock._shown.parcel.jcbh
    named = field_name(next(field for field in ANSWERS if field.code == "QTPDYJSM"))
    refuse_writing(measured, True)
    write(dock)
    dock.remarks.noteEdit.insertPlainText(NOTE)
    measured.step(1)
    told.clear()
    measured.close()
    words = next(detail for _sentence, _level, detail in told if TEXT in detail)
    assert number and number in words and f"{named} (QTPDYJSM): {TEXT}" in words and f"Note: {NOTE}" in words


def test_the_message_says_that_what_was_written_is_kept_but_not_where_the_workspace_closes(dock, measured, told, qtbot):
    refuse_writing(measured, True)
    write(dock)
    qtbot.waitUntil(lambda: len(told) == 1)
    assert kept_in_words() in told[0][0]
    dock.remarks.noteEdit.insertPlainText(NOTE)
    dock.remarks.save_pending()
    assert all(kept_in_words() in sentence for sentence, *_ in told) and len(told) > 1
    told.clear()
    measured.answer({"PDLX": "合法"}, advance=False)
    assert kept_in_words() not in told[0][0], "a key's answer is not kept"
    told.clear()
    measured.close()
    assert told and not any(kept_in_words() in sentence for sentence, *_ in told)


def test_undo_takes_back_what_is_being_written_and_not_the_decision_before_it(dock, measured):
    here = measured.current
    write(dock)
    measured.undo()
    assert measured.workspace.draft(here).answers == {"PDLX": "其他"}
    assert not dock.form.editors["QTPDYJSM"].value()
    measured.redo()
    assert measured.workspace.draft(here).answers == {"PDLX": "其他", "QTPDYJSM": TEXT}


def test_undo_at_the_cleared_answers_brings_them_back_and_keeps_what_is_being_written(dock, measured):
    here = measured.current
    dock.forms.onsite_section.open()
    on_site = dock.forms.onsite.form
    fact = next(code for code, editor in on_site.editors.items() if hasattr(editor, "text"))
    measured.answer({"QTPDYJSM": TEXT}, advance=False)
    measured.answer({"PDLX": "违法"}, advance=False)
    assert dock.cleared.isVisibleTo(dock)
    dock.form.editors["WFPDYJSM"].text.insertPlainText("未批先建")
    dock.remarks.noteEdit.insertPlainText(NOTE)
    on_site.editors[fact].text.insertPlainText("7")
    stated = on_site.pending()[fact]
    dock.cleared.button.click()
    now = measured.workspace.draft(here).answers
    assert now["PDLX"] == "其他" and now["QTPDYJSM"] == TEXT
    assert dock.remarks.noteEdit.toPlainText() == NOTE and on_site.editors[fact].value() == "7"
    kept = measured.workspace.draft(here)
    assert kept.note == NOTE and kept.answers[fact] == stated and kept.answers["QTPDYJSM"] == TEXT
    said = [event.payload["after"].get("answers", {}) for event in measured.workspace.history(here)]
    assert {"WFPDYJSM": "未批先建"}.items() <= next(each for each in said if "WFPDYJSM" in each).items()
