"""The Interpretation dock on a real, measured workspace: what is typed is kept, what is missing named, who signed."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QPalette, QTextDocument
from qgis.PyQt.QtWidgets import QApplication, QLabel

from weipian_plugin.domain.areas.units import mu_round2
from weipian_plugin.domain.calendar.deadlines import Lights
from weipian_plugin.domain.definitions import JUDGEMENT
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.codes import ANSWERS
from weipian_plugin.domain.forms.fields import missing_fields
from weipian_plugin.domain.judging.facts import FACTS
from weipian_plugin.domain.records import ClassArea, Finding, Measured, RoleAreas
from weipian_plugin.domain.validation import Found
from weipian_plugin.gui import messages
from weipian_plugin.gui.fields.answer_form import AnswerForm
from weipian_plugin.gui.fields.field_editors import AreaEditor, BooleanEditor, CodeEditor, TextEditor
from weipian_plugin.gui.interpretation import facts_rows
from weipian_plugin.gui.interpretation.header_lines import HeaderLines
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.interpretation.live_findings import LiveFindings
from weipian_plugin.jobs.checking.validate import Stated
from weipian_plugin.workspace.workspace import Workspace

COMPLETE_OTHER = {"PDLX": "其他", "QTJTQX": "Q6", "QTPDYJSM": "矿坑回填复绿，属生态修复项目用地"}
UNPROVED = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化"}
COMPLETE_ILLEGAL = {
    "PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
    "WFPDYJSM": "未见用地批准文件，已建厂房一栋", "WFMJ": 500.0, "WFGDMJ": 250.0, "WFJBNTMJ": 0.0,
}


def test_the_line_of_keys_stays_one_line_however_narrow_the_dock_is(measured, qtbot):
    dock = InterpretationDock(measured)
    qtbot.addWidget(dock)
    line = dock.sign_bar.keysLine
    line.resize(60, line.sizeHint().height())
    assert not line.hasHeightForWidth() and line.minimumSizeHint().width() <= 0
    assert line.sizeHint().height() < 2 * line.fontMetrics().lineSpacing() and line.toolTip() == line.text != ""


@pytest.fixture()
def dock(measured, qtbot, raising) -> InterpretationDock:
    dock = InterpretationDock(measured)
    qtbot.addWidget(dock)
    dock.resize(430, 900)
    dock.show()
    yield dock
    dock.shut_down()


def draft(session) -> dict:
    return dict(session.workspace.draft(session.current).answers)


def kinds(session, uuid: str) -> list[str]:
    return [event.kind for event in session.workspace.history(uuid)]


def write(editor: TextEditor, qtbot, text: str) -> None:
    editor.text.setFocus()
    editor.text.insertPlainText(text)


def all_text(widget) -> str:
    return "\n".join(label.text() for label in (*widget.findChildren(QLabel), *widget.findChildren(HeaderLines))
                     if label.isVisibleTo(widget))


def test_without_a_workspace_the_dock_tells_how_to_begin(session, qtbot):
    dock = InterpretationDock(session)
    qtbot.addWidget(dock)
    dock.show()
    assert "Import issued package" in all_text(dock)
    dock.shut_down()


def test_the_header_names_the_patch_its_area_dates_batch_and_findings(dock, measured):
    workspace, uuid = measured.workspace, measured.current
    shown = all_text(dock)
    area = workspace.measured(uuid).area_m2
    assert workspace.parcel(uuid).jcbh in shown
    assert f"{mu_round2(area)} mu" in shown
    assert "2016-12-09 → 2018-03-09" in shown
    assert "2023-08 批" in shown
    assert "Building or structure" in shown
    assert "New non-agricultural construction" in shown


def test_findings_open_on_demand_in_the_language_of_the_catalogue(dock, measured, monkeypatch):
    workspace = measured.workspace
    finding = Finding("SOURCE_MISSING", "W", {"file": "照片.jpg"})
    original = workspace.parcel
    monkeypatch.setattr(workspace, "parcel", lambda uuid: replace(original(uuid), findings=(finding,)))
    measured.queueChanged.emit()
    assert dock._ui.findingsButton.text().endswith("1")
    assert not dock._ui.findingsLabel.isVisible()
    dock._ui.findingsButton.click()
    assert dock._ui.findingsLabel.isVisible()
    assert "照片.jpg" in dock._ui.findingsLabel.text()


def test_land_class_groups_add_up_to_the_parcel_as_shown(measured):
    for uuid in measured.order:
        found = measured.workspace.measured(uuid)
        rows = facts_rows.land_rows(found)
        assert sum(row.area for row in rows if not row.of_farmland) == mu_round2(found.area_m2)
        farmland = next(row.area for row in rows if row.key == facts_rows.FARMLAND)
        parts = {row.key: row.area for row in rows if row.of_farmland}
        if farmland:
            assert parts["farmland_in_yjjbnt"] + parts[facts_rows.GENERAL] == farmland


def test_a_role_that_was_not_measured_says_not_checked_and_never_zero(dock):
    assert dock.facts.view.texts["ssnyd"].endswith("not checked")
    assert dock.facts.view.texts["yjjbnt"].split(" ⚑")[0].endswith("mu")


def test_a_role_declared_empty_says_so():
    measured = Measured(1000.0, {"lsyd": RoleAreas("lsyd", declared_empty=True)})
    row = next(row for row in facts_rows.cover_rows(measured) if row.key == "lsyd")
    assert row.declared_empty
    assert row.area == 0


def test_a_reached_limit_is_flagged_at_its_row_and_names_the_rule(measured):
    profile = measured.profile
    areas = Measured(40000.0, {
        "dltb": RoleAreas("dltb", 40000.0, 40000.0, (ClassArea("0101", 40000.0, 40000.0),)),
        "yjjbnt": RoleAreas("yjjbnt", 0.0), "stbhhx": RoleAreas("stbhhx", 0.0),
    })
    issued = {"JCLB": "XZFN", "TBLX": "20", "XFSJ": "2023-08-15"}
    reached = facts_rows.limits_reached(issued, areas, profile, "违法", "W1")
    assert any("OS1" in remark for remark in reached[facts_rows.FARMLAND])
    assert "yjjbnt" not in reached
    row = next(row for row in facts_rows.land_rows(areas, remarks=reached) if row.key == facts_rows.FARMLAND)
    assert row.remarks
    smaller = replace(areas, roles={**areas.roles, "dltb": RoleAreas(
        "dltb", 40000.0, 40000.0, (ClassArea("0101", 3000.0, 3000.0), ClassArea("0601", 37000.0, 37000.0)))})
    assert not any("OS1" in remark for remark in facts_rows.limits_reached(
        issued, smaller, profile, "违法", "W1").get(facts_rows.FARMLAND, []))


def test_the_suggestion_is_marked_as_the_machines_with_rule_doubt_and_what_is_missing(dock, measured):
    stored = measured.workspace.suggestion(measured.current)
    shown = all_text(dock.card)
    assert "not a judgement" in shown
    assert stored["rule"] in shown
    assert "(in doubt)" in shown or not stored["suspicious"]
    assert "Missing: " in shown
    assert not dock.card.detailLabel.isVisible()
    dock.card.detailButton.click()
    assert dock.card.detailLabel.isVisible()
    assert "Rules tried before" in dock.card.detailLabel.text()
    assert measured.workspace.judgement(measured.current) is None
    assert draft(measured) == {}


@pytest.mark.parametrize(("today", "done", "shape", "words"), [
    ("2023-08-01", False, "○", "24 days left"), ("2023-08-20", False, "△", "5 days left"),
    ("2023-08-23", False, "▲", "2 days left"), ("2024-12-24", False, "■", "days overdue"),
    ("2024-12-24", True, "✔", "done"),
])
def test_the_deadline_light_is_words_and_shape_as_well_as_colour(dock, measured, today, done, shape, words):
    stored = measured.workspace.suggestion(measured.current)
    dock.card.show_suggestion(stored, done, Lights(date.fromisoformat(today)))
    shown = QTextDocument()
    shown.setHtml(dock.card.dutyLabel.text())
    assert any(line.startswith(shape) and words in line for line in shown.toPlainText().splitlines())


def test_the_day_that_is_taught_counts_for_the_lights(dock, measured, monkeypatch):
    workspace, days = measured.workspace, []
    stored = workspace.suggestion(measured.current)
    later = {**stored, "deadlines": [{**stored["deadlines"][0], "due": "2023-10-20", "effective": True}]}
    monkeypatch.setattr(workspace, "suggestion", lambda _uuid: later)
    for day in ("2023-10-19", "2023-10-17"):
        measured.settings.today = day
        measured.queueChanged.emit()
        days.append(dock.card.dutyLabel.text())
    assert "1 days left" in days[0]
    assert "3 days left" in days[1]


def test_every_fact_that_marks_a_row_exists():
    assert set(facts_rows.ROW_OF_LAND_FACT) <= set(FACTS)


def test_without_measurement_and_suggestion_the_dock_says_what_to_press(opened, qtbot, raising):
    dock = InterpretationDock(opened)
    qtbot.addWidget(dock)
    dock.show()
    assert all_text(dock).count("Measure and suggest") == 2
    dock.shut_down()


def test_a_form_has_exactly_the_fields_of_the_chosen_outcome(qtbot):
    form = AnswerForm()
    qtbot.addWidget(form)
    for outcome in ("合法", "违法", "其他"):
        form.show_answers({"PDLX": outcome}, read_only=False)
        expected = [field.code for field in JUDGEMENT if field.code != "PDLX" and field.applies({"PDLX": outcome})]
        assert list(form.editors) == expected
    form.show_answers({}, read_only=False)
    assert form.editors == {}


def test_missing_fields_are_named_at_the_field_and_in_the_foot(dock, measured):
    dock.answer_buttons["3"].click()
    assert "✱" in dock.form._labels["QTJTQX"].text()
    assert "✱" not in dock.form._labels["QTJTLX"].text()
    assert "missing, at least 10" in dock.form._labels["QTPDYJSM"].text()
    assert "Still missing (2): Case, Basis" in dock.sign_bar.stateLabel.text()
    measured.answer({"QTJTQX": "Q6", "QTPDYJSM": "短"}, advance=False)
    assert "9 more characters" in dock.form._labels["QTPDYJSM"].text()
    measured.answer({"QTPDYJSM": COMPLETE_OTHER["QTPDYJSM"]}, advance=False)
    assert "Complete" in dock.sign_bar.stateLabel.text()


def test_a_button_saves_its_answer_at_once_and_stays_on_the_patch(dock, measured):
    uuid = measured.current
    dock.answer_buttons["4"].click()
    assert draft(measured) == dict(ANSWERS[3].values)
    assert measured.current == uuid
    assert dock.answer_buttons["4"].isChecked()
    assert dock.answer_buttons["3"].isChecked()
    assert not dock.answer_buttons["1"].isChecked()


def test_a_click_that_could_not_be_saved_leaves_the_buttons_as_they_were(dock, measured, told, monkeypatch):
    def full(*_: object) -> None:
        raise WeipianError("WORKSPACE_DISK_FULL", file="x.gpkg")

    dock.answer_buttons["8"].click()
    marked = {digit for digit, button in dock.answer_buttons.items() if button.isChecked()}
    monkeypatch.setattr(messages, "_swallow", lambda error, tell: tell(error.code, 1, ""))
    monkeypatch.setattr(measured.workspace, "save_draft", full)
    dock.answer_buttons["6"].click()
    assert told[-1][0] == "WORKSPACE_DISK_FULL"
    assert {digit for digit, button in dock.answer_buttons.items() if button.isChecked()} == marked == {"3", "8"}


def test_codes_and_yes_no_are_saved_as_they_are_chosen(dock, measured, qtbot):
    dock.answer_buttons["2"].click()
    kind: CodeEditor = dock.form.editors["WFLX1"]
    index = kind.box.findData("W3")
    kind.box.setCurrentIndex(index)
    kind.box.activated.emit(index)
    greenhouse: BooleanEditor = dock.form.editors["SFLZGDJF"]
    assert greenhouse.value() is None
    greenhouse.no.click()
    assert draft(measured)["WFLX1"] == "W3"
    assert draft(measured)["SFLZGDJF"] == 0


def test_another_outcome_clears_the_fields_of_the_one_before(dock, measured):
    measured.answer(COMPLETE_ILLEGAL, advance=False)
    assert isinstance(dock.form.editors["WFMJ"], AreaEditor)
    dock.answer_buttons["1"].click()
    assert draft(measured) == {"PDLX": "合法"}
    assert "WFMJ" not in dock.form.editors


def test_areas_are_typed_in_mu_and_stored_in_square_metres(dock, measured, qtbot):
    dock.answer_buttons["2"].click()
    editor: AreaEditor = dock.form.editors["WFMJ"]
    qtbot.keyClicks(editor.line, "0.3")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert draft(measured)["WFMJ"] == pytest.approx(200.0)
    assert "WFGDMJ" not in draft(measured)


def test_a_text_that_is_no_area_is_complained_of_and_not_stored(dock, measured, qtbot):
    dock.answer_buttons["2"].click()
    editor: AreaEditor = dock.form.editors["WFMJ"]
    qtbot.keyClicks(editor.line, "3x")
    qtbot.keyClick(editor.line, Qt.Key.Key_Return)
    assert "not an area" in dock.form._labels["WFMJ"].text()
    assert draft(measured).get("WFMJ") is None


def test_an_area_above_the_parcels_is_pointed_out(dock, measured, qtbot):
    dock.answer_buttons["2"].click()
    editor: AreaEditor = dock.form.editors["WFMJ"]
    qtbot.keyClicks(editor.line, "99999")
    assert "more than the parcel" in dock.form._labels["WFMJ"].text()


def test_measured_areas_are_offered_and_filled_in_only_when_asked(dock, measured):
    dock.answer_buttons["2"].click()
    editor: AreaEditor = dock.form.editors["WFMJ"]
    area = measured.workspace.measured(measured.current).area_m2
    assert editor.line.text() == ""
    assert str(mu_round2(area)) in editor.line.placeholderText()
    assert "WFMJ" not in draft(measured)
    editor.fill.click()
    assert draft(measured)["WFMJ"] == pytest.approx(area)
    assert editor.line.text() == str(mu_round2(area))


def test_typing_is_saved_after_a_pause_without_leaving_the_field(dock, measured, qtbot):
    dock.answer_buttons["3"].click()
    write(dock.form.editors["QTPDYJSM"], qtbot, "季节变化")
    assert "QTPDYJSM" not in draft(measured)
    qtbot.waitUntil(lambda: draft(measured).get("QTPDYJSM") == "季节变化")
    assert dock.form.editors["QTPDYJSM"].value() == "季节变化"


def test_what_is_being_typed_is_saved_to_its_own_patch_when_the_next_one_comes(dock, measured, qtbot):
    first = measured.current
    dock.answer_buttons["3"].click()
    write(dock.form.editors["QTPDYJSM"], qtbot, "写到一半")
    dock.remarks.noteEdit.insertPlainText("备注写到一半")
    measured.step(1)
    assert measured.current != first
    kept = measured.workspace.draft(first)
    assert kept.answers["QTPDYJSM"] == "写到一半"
    assert kept.note == "备注写到一半"
    assert measured.workspace.draft(measured.current).answers == {}
    assert measured.workspace.draft(measured.current).note == ""
    qtbot.waitUntil(lambda: dock.remarks.noteEdit.toPlainText() == "")


def test_text_does_not_follow_the_keyboard_to_the_next_patch(dock, measured, qtbot):
    first, second = measured.order[:2]
    measured.workspace.save_draft(second, {"PDLX": "其他"})
    dock.answer_buttons["3"].click()
    dock.activateWindow()
    text = dock.form.editors["QTPDYJSM"].text
    text.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is text)
    qtbot.keyClicks(text, "only here")
    measured.step(1)
    assert measured.workspace.draft(first).answers["QTPDYJSM"] == "only here"
    assert measured.workspace.draft(second).answers == {"PDLX": "其他"}


def test_a_field_left_while_the_session_moves_on_is_saved_to_its_own_patch(measured, qtbot, raising):
    left: list = []
    measured.currentChanged.connect(lambda _uuid: [widget.clearFocus() for widget in left])
    dock = InterpretationDock(measured)
    qtbot.addWidget(dock)
    dock.show()
    dock.activateWindow()
    first = measured.current
    dock.answer_buttons["2"].click()
    # The form is made anew with each patch, so its editors are looked up when they are written to.
    places = (lambda: dock.form.editors["WFPDYJSM"].text, lambda: dock.form.editors["WFMJ"].line,
              lambda: dock.remarks.noteEdit)
    for index, (place, text) in enumerate(zip(places, ("reason", "1.5", "note"))):
        widget = place()
        left[:] = [widget]
        widget.setFocus()
        qtbot.waitUntil(lambda widget=widget: QApplication.focusWidget() is widget)
        qtbot.keyClicks(widget, text)
        measured.step(1 + index)
        assert measured.workspace.draft(measured.current).answers == {}
        assert measured.workspace.draft(measured.current).note == ""
        measured.select(first)
    kept = measured.workspace.draft(first)
    assert kept.answers == {"PDLX": "违法", "WFPDYJSM": "reason", "WFMJ": pytest.approx(1000.0)}
    assert kept.note == "note"
    dock.shut_down()


def test_what_is_being_typed_is_saved_when_the_workspace_closes(dock, measured, qtbot):
    uuid, path = measured.current, measured.workspace.path
    dock.answer_buttons["3"].click()
    write(dock.form.editors["QTPDYJSM"], qtbot, "关闭之前")
    measured.close()
    with Workspace.open(path, actor="tester") as again:
        assert again.draft(uuid).answers["QTPDYJSM"] == "关闭之前"


def test_what_is_being_typed_about_a_quarantined_patch_goes_nowhere(dock, measured, qtbot):
    uuid = measured.current
    dock.answer_buttons["3"].click()
    write(dock.form.editors["QTPDYJSM"], qtbot, "涉密")
    measured.quarantine_current()
    assert measured.current != uuid
    assert "涉密" not in Path(measured.workspace.path).read_bytes().decode("utf-8", "ignore")


def test_text_of_another_outcome_is_not_carried_over_by_a_key(dock, measured, qtbot):
    dock.answer_buttons["2"].click()
    write(dock.form.editors["WFPDYJSM"], qtbot, "占用耕地建厂房的依据")
    measured.answer({"PDLX": "其他"}, advance=False)
    assert draft(measured) == {"PDLX": "其他"}
    assert not dock.form.take_pending()


@pytest.mark.parametrize(("is_signed", "sign"), [(False, "⚠"), (True, "✖")])
def test_that_nobody_has_signed_a_draft_yet_warns_and_is_no_error(session, qtbot, is_signed, sign):
    findings = LiveFindings(session)
    qtbot.addWidget(findings)
    unsigned = Found("V24", "E", "u", "1", ("QRR",), "尚未签署", "Nobody has signed.")
    findings.show_findings([Stated(unsigned, "open"), Stated(replace(unsigned, check="V11"), "open")], is_signed)
    assert f"{sign} V24" in findings.label.text() and "✖ V11" in findings.label.text()


def test_signing_refuses_what_is_incomplete_and_names_it(dock, measured, told):
    dock.answer_buttons["3"].click()
    dock.sign()
    assert measured.workspace.judgement(measured.current) is None
    assert "Case" in told[-1][0]
    assert "Basis" in told[-1][0]
    missing = missing_fields(JUDGEMENT, draft(measured))
    assert [field.code for field in missing] == ["QTJTQX", "QTPDYJSM"]


def test_signing_asks_for_the_basis_before_it_signs(dock, measured, told):
    uuid = measured.current
    measured.answer(COMPLETE_OTHER, advance=False)
    dock.sign()
    assert measured.workspace.judgement(uuid) is None
    assert "on site or from the desk" in told[-1][0]
    dock.sign_bar.deskButton.click()
    dock.sign()
    signed = measured.workspace.judgement(uuid)
    assert (signed.signed_by, signed.basis) == ("张三", "内业")


def test_a_violation_from_the_desk_wants_a_reason_and_its_basis_is_asked_each_time(dock, measured, told):
    measured.answer(COMPLETE_OTHER, advance=False)
    dock.sign_bar.deskButton.click()
    dock.sign()
    uuid = measured.current
    measured.answer(COMPLETE_ILLEGAL, advance=False)
    assert dock.sign_bar.basis == ""
    dock.sign_bar.deskButton.click()
    assert dock.sign_bar.reasonEdit.isVisible()
    dock.sign()
    assert measured.workspace.judgement(uuid) is None
    assert "written reason" in told[-1][0]
    dock.sign_bar.reasonEdit.setText("现场道路中断，已附无人机影像")
    dock.sign()
    assert measured.workspace.judgement(uuid).reason == "现场道路中断，已附无人机影像"


def test_errors_of_the_checks_are_named_at_the_signature_and_want_a_written_reason(dock, measured, told, qtbot):
    uuid = measured.current
    measured.answer({**UNPROVED, "QTPDYJSM": "短"}, advance=False)
    assert "Still missing" in dock.sign_bar.stateLabel.text() and not dock.sign_bar.reasonEdit.isVisible()
    measured.answer(UNPROVED, advance=False)
    state = dock.sign_bar.stateLabel.text()
    assert "not passed (1)" in state and "V16" in state and "Complete" not in state
    dock.sign_bar.deskButton.click()
    dock.sign()
    assert measured.workspace.judgement(uuid) is None
    assert "V16" in told[-1][0]
    assert dock.sign_bar.reasonEdit.isVisible() and dock.sign_bar.reasonEdit.hasFocus()
    dock.sign_bar.reasonEdit.setText("截图随后补录")
    dock.sign()
    assert measured.workspace.judgement(uuid).reason == "截图随后补录"
    event = measured.workspace.history(uuid)[-1]
    assert list(event.payload["despite"]) == ["V16"] and "现场照片" in event.payload["despite"]["V16"]
    measured.select(uuid)
    assert "V16 did not pass" in dock.history.in_words(event)[0]


def test_what_contradicts_itself_is_not_signed_for_any_reason(dock, measured, told, qtbot):
    uuid = measured.current
    measured.answer({**COMPLETE_ILLEGAL, "WFGDMJ": 66000.0, "HCYJ": "现场已建厂房", "HCFZR": "乙"}, advance=False)
    assert "V06" in dock.sign_bar.stateLabel.text() and "correct it" in dock.sign_bar.stateLabel.text()
    assert not dock.sign_bar.reasonEdit.isVisible()
    dock.sign_bar.onSiteButton.click()
    dock.sign()
    assert measured.workspace.judgement(uuid) is None
    assert "V06" in told[-1][0] and "99.00" in told[-1][0]
    qtbot.wait(50)
    assert dock.form.editors["WFGDMJ"].isAncestorOf(dock.focusWidget())
    measured.answer({"WFGDMJ": 250.0}, advance=False)
    dock.sign()
    assert measured.workspace.judgement(uuid) is not None


def test_a_click_on_an_error_at_the_signature_goes_to_its_field(dock, measured, qtbot):
    measured.answer({**COMPLETE_ILLEGAL, "WFMJ": 99000.0}, advance=False)
    assert 'href="WFMJ' in dock.sign_bar.stateLabel.text()
    dock.sign_bar.stateLabel.linkActivated.emit("WFMJ DKMJ")
    qtbot.wait(50)
    assert dock.form.editors["WFMJ"].isAncestorOf(dock.focusWidget())


def test_in_an_exam_the_signature_tells_nothing_of_the_checks(dock, measured):
    measured.answer(UNPROVED, advance=False)
    measured._blind = True
    measured.blindChanged.emit(True)
    assert "V16" not in dock.sign_bar.stateLabel.text() and not dock.sign_bar.reason_needed


def test_the_basis_used_last_is_offered_again_but_never_for_a_violation(dock, measured):
    first = measured.current
    measured.answer(COMPLETE_ILLEGAL, advance=False)
    measured.step(1)
    measured.answer(COMPLETE_OTHER, advance=False)
    dock.sign_bar.deskButton.click()
    dock.sign()
    assert dock.sign_bar.basis == "内业"
    measured.select(first)
    assert dock.sign_bar.basis == ""


def test_a_signed_patch_shows_who_and_when_and_can_only_be_read(dock, measured):
    uuid = measured.current
    measured.answer(COMPLETE_OTHER, advance=False)
    dock.sign_bar.onSiteButton.click()
    dock.sign()
    measured.select(uuid)
    state = dock.sign_bar.stateLabel.text()
    assert "张三" in state
    assert measured.workspace.judgement(uuid).signed_at[:16].replace("T", " ") in state
    assert dock.form.editors["QTPDYJSM"].text.isReadOnly()
    assert not dock.answer_buttons["1"].isEnabled()
    assert not dock.sign_bar.signButton.isVisible()


def test_withdrawing_a_signature_just_given_is_an_undo_event(dock, measured):
    uuid = measured.current
    measured.answer(COMPLETE_OTHER, advance=False)
    dock.sign_bar.onSiteButton.click()
    dock.sign()
    measured.select(uuid)
    assert dock.sign_bar.undoButton.text() == "Withdraw the signature"
    dock.sign_bar.undoButton.click()
    assert measured.workspace.judgement(uuid) is None
    assert kinds(measured, uuid)[-2:] == ["sign", "undo"]
    assert draft(measured) == COMPLETE_OTHER
    assert not dock.form.editors["QTPDYJSM"].text.isReadOnly()


def test_withdrawing_an_older_signature_leaves_the_later_decisions_alone(dock, measured):
    first = measured.current
    measured.answer(COMPLETE_OTHER, advance=False)
    dock.sign_bar.onSiteButton.click()
    dock.sign()
    second = measured.current
    QApplication.processEvents()  # its page follows in its own turn
    dock.answer_buttons["1"].click()
    measured.select(first)
    assert dock.sign_bar.undoButton.text() == "Open to change"
    assert "stands until" in dock.sign_bar.undoButton.toolTip()
    dock.sign_bar.undoButton.click()
    assert "Still signed by 张三" in dock.sign_bar.stateLabel.text()
    assert measured.workspace.draft(second).answers == {"PDLX": "合法"}
    assert measured.workspace.judgement(first) is not None
    assert not dock.form.editors["QTPDYJSM"].text.isReadOnly()
    dock.answer_buttons["1"].click()
    assert measured.workspace.judgement(first) is None


def test_the_action_opens_or_withdraws_what_the_button_at_the_signature_does(dock, measured, told):
    first = measured.current
    dock.unlock()
    assert "no signature" in told[-1][0]
    measured.answer(COMPLETE_OTHER, advance=False)
    dock.sign_bar.onSiteButton.click()
    dock.sign()
    measured.select(first)
    dock.unlock()
    assert kinds(measured, first)[-2:] == ["sign", "undo"] and not dock.locked
    dock.sign_bar.onSiteButton.click()
    dock.sign()
    QApplication.processEvents()
    dock.answer_buttons["1"].click()
    measured.select(first)
    assert dock.locked
    dock.unlock()
    assert not dock.locked and measured.workspace.judgement(first) is not None


def test_withdrawing_never_takes_another_patchs_signature(dock, measured):
    patches = []
    for _ in range(2):
        patches.append(measured.current)
        measured.answer(COMPLETE_OTHER, advance=False)
        dock.sign_bar.onSiteButton.click()
        dock.sign()
    first, second = patches
    measured.select(first)
    dock.sign_bar.undoButton.click()
    measured.answer({"QTPDYJSM": COMPLETE_OTHER["QTPDYJSM"]}, advance=False)  # the same as before: nothing is decided
    assert not dock.form.editors["QTPDYJSM"].text.isReadOnly()
    dock.sign_bar.undoButton.click()
    assert measured.workspace.judgement(first) is not None
    assert measured.workspace.judgement(second) is not None


def test_a_flag_needs_a_reason_and_its_second_click_takes_it_away(dock, measured, qtbot):
    dock.ask_flag_reason()
    assert dock.remarks.flagEdit.isVisible()
    qtbot.keyClick(dock.remarks.flagEdit, Qt.Key.Key_Return)
    assert measured.workspace.draft(measured.current).flag == ""
    dock.ask_flag_reason()
    qtbot.keyClicks(dock.remarks.flagEdit, "boundary")
    qtbot.keyClick(dock.remarks.flagEdit, Qt.Key.Key_Return)
    assert measured.workspace.draft(measured.current).flag == "boundary"
    assert dock.remarks.flagButton.isChecked()
    dock.remarks.flagButton.click()
    assert measured.workspace.draft(measured.current).flag == ""


def test_a_pause_in_typing_changes_nothing_under_the_cursor(dock, measured, qtbot):
    dock.answer_buttons["2"].click()
    editor: AreaEditor = dock.form.editors["WFMJ"]
    editor.line.setFocus()
    qtbot.keyClicks(editor.line, "1")
    dock.form.save_pending()
    assert draft(measured)["WFMJ"] == pytest.approx(2000 / 3)
    qtbot.keyClicks(editor.line, "2.")
    dock.form.save_pending()
    qtbot.keyClicks(editor.line, "5")
    dock.form.save_pending()
    assert editor.line.text() == "12.5"
    assert mu_round2(draft(measured)["WFMJ"]) == Decimal("12.50")
    reason: TextEditor = dock.form.editors["WFPDYJSM"]
    write(reason, qtbot, "two words ")
    dock.form.save_pending()
    write(reason, qtbot, "more")
    assert reason.value() == "two words more"


def test_a_text_that_is_no_area_does_not_follow_to_the_next_patch(dock, measured, qtbot):
    first = measured.current
    dock.answer_buttons["2"].click()
    measured.step(1)
    QApplication.processEvents()
    dock.answer_buttons["2"].click()
    qtbot.keyClicks(dock.form.editors["WFMJ"].line, "3x")
    measured.select(first)
    assert dock.form.editors["WFMJ"].line.text() == ""


def test_an_unknown_land_class_is_told_and_the_rest_still_shown(dock, measured, monkeypatch):
    strange = Measured(1000.0, {"dltb": RoleAreas("dltb", 1000.0, 1000.0, (ClassArea("9999", 1000.0, 1000.0),)),
                                "yjjbnt": RoleAreas("yjjbnt", 400.0)})
    monkeypatch.setattr(measured.workspace, "measured", lambda _uuid: strange)
    measured.queueChanged.emit()
    assert "9999" in dock.facts.trouble.text()
    assert dock.facts.view.texts["yjjbnt"].startswith("Basic farmland 0.60 mu")


def test_confidence_is_kept(dock, measured):
    box = dock.remarks.confidenceBox
    index = box.findData("低")
    box.setCurrentIndex(index)
    box.activated.emit(index)
    assert measured.workspace.draft(measured.current).confidence == "低"


def test_the_history_tells_who_what_and_why_newest_first(dock, measured):
    measured.answer(COMPLETE_ILLEGAL, advance=False)
    uuid = measured.current
    dock.sign_bar.deskButton.click()
    dock.sign_bar.reasonEdit.setText("现场道路中断")
    dock.sign()
    measured.select(uuid)
    dock.toggle_history()
    top = dock.history.topLevelItem(0)
    assert top.text(2).startswith("Signed: by 张三")
    assert top.text(0) == top.toolTip(0)[:16].replace("T", "\n")
    assert dock.history.columnWidth(2) >= dock.history.columnWidth(3) - 1
    assert top.text(3) == "现场道路中断"
    below = dock.history.topLevelItem(1)
    assert "0.75 mu" in below.text(2)
    assert "Illegal" in below.text(2)


def test_another_windows_workspace_can_be_read_and_not_changed(session, measured_template, tmp_path, qtbot):
    path = tmp_path / "held.gpkg"
    shutil.copy(measured_template, path)
    with Workspace.open(path, actor="other"):
        session.open(str(path))
        dock = InterpretationDock(session)
        qtbot.addWidget(dock)
        dock.show()
        assert "Read-only" in all_text(dock)
        assert not any(button.isEnabled() for button in dock.answer_buttons.values())
        assert not dock.sign_bar.signButton.isVisible()
        dock.shut_down()
        session.close()


@pytest.mark.parametrize("move", [lambda s: s.step(1), lambda s: s.answer({"PDLX": "合法"}, advance=False)],
                         ids=["next patch", "other outcome"])
def test_the_keyboard_leaves_a_field_that_goes_away_and_enters_no_other(dock, measured, qtbot, move):
    dock.answer_buttons["3"].click()
    dock.activateWindow()
    dock.form.editors["QTPDYJSM"].text.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dock.form.editors["QTPDYJSM"].text)
    move(measured)
    assert QApplication.focusWidget() is dock._ui.scroll


def test_tab_goes_through_the_form_in_the_order_of_the_table(dock, measured, qtbot):
    dock.answer_buttons["3"].click()
    order, widget = [], dock.form.editors["QTJTQX"].box
    for _ in range(60):
        owner = widget
        while owner is not None and not owner.objectName().startswith("field_"):
            owner = owner.parentWidget()
        if owner is not None and owner.objectName() not in order:
            order.append(owner.objectName())
        widget = widget.nextInFocusChain()
    assert order == ["field_QTJTQX", "field_QTJTLX", "field_QTPDYJSM", "field_FJ"]


def test_colours_follow_a_dark_theme(qtbot):
    from weipian_plugin.gui.wording import BAD, is_dark, tone

    dark = QPalette()
    dark.setColor(QPalette.ColorRole.Base, QColor("#202020"))
    dark.setColor(QPalette.ColorRole.Text, QColor("#f0f0f0"))
    light = QPalette()
    light.setColor(QPalette.ColorRole.Base, QColor("white"))
    light.setColor(QPalette.ColorRole.Text, QColor("black"))
    assert is_dark(dark)
    assert not is_dark(light)
    assert tone(BAD, dark).lightness() > 120 > tone(BAD, light).lightness()


def test_filling_in_a_field_moves_no_other(dock, measured, qtbot):
    measured.answer({"PDLX": "违法"}, advance=False)
    editors = dock.form.editors
    qtbot.waitUntil(lambda: editors["WFMJ"].y() > editors["WFPDYJSM"].y() > 100)
    before = {code: editor.geometry() for code, editor in editors.items()}
    measured.answer({"WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业"}, advance=False)
    qtbot.wait(50)
    assert {code: editor.geometry() for code, editor in editors.items()} == before


def test_what_is_missing_is_named_in_one_line_and_the_first_of_it_is_seen(dock, measured, told, qtbot):
    dock.resize(430, 500)
    measured.answer({"PDLX": "违法"}, advance=False)
    editors = dock.form.editors
    qtbot.waitUntil(lambda: editors["WFMJ"].y() > editors["WFPDYJSM"].y() > 100)
    dock.sign()
    assert "in all" in told[-1][0]
    first, viewport = dock.form.editors["WFLX1"], dock._ui.scroll.viewport()
    qtbot.waitUntil(lambda: 0 <= first.mapTo(viewport, QPoint()).y() <= viewport.height() - first.height())


def test_at_the_reading_width_no_answer_is_cut_off(dock, measured, qtbot):
    dock.resize(dock.reading_width(), 1100)
    qtbot.waitUntil(lambda: all(button.mapTo(dock.page, button.rect().topRight()).x() <= dock.page.width()
                                and button.width() >= button.sizeHint().width()
                                for button in dock.answer_buttons.values()))
