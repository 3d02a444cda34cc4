"""The Training window on real workspaces: what it shows, what it hides in a test, and that it stores nothing."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from qgis.PyQt.QtGui import QColor, QPalette, QWheelEvent
from qgis.PyQt.QtWidgets import QWidget

from weipian_plugin.domain.areas.units import m2_of_mu
from weipian_plugin.domain.judging.suggest import suggest
from weipian_plugin.domain.judging.trace import trace
from weipian_plugin.domain.records import Measured, OverlayRun, RoleAreas
from weipian_plugin.domain.training import STAMP, STAMP_EN
from weipian_plugin.domain.training.exam import ExamRules
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.patches.models import SUGGESTION
from weipian_plugin.gui.patches.patches_dock import PatchesDock
from weipian_plugin.gui.training.compare_text import DIFFERENT, ONLY_HERE
from weipian_plugin.gui.training.compare_view import CompareView
from weipian_plugin.gui.training.trace_view import decisive_parts, trace_html
from weipian_plugin.gui.training.training_fact_editor import FactEditor
from weipian_plugin.gui.training.training_window import COMPARE, EXAM, SCENARIOS, TRACE
from weipian_plugin.gui.training.trainings import Trainings
from weipian_plugin.jobs.rules.profiles import load_profile, profile_choices
from weipian_plugin.jobs.training import training as training_jobs
from weipian_plugin.jobs.training.exam import read_exam
from weipian_plugin.jobs.training.training import case_of_parcel, load_scenarios
from weipian_plugin.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("raising")
FACTORY = next(one for one in load_scenarios() if one.id == "S2")


def digest(path) -> str:
    return hashlib.sha256(Path(str(path)).read_bytes()).hexdigest()


@pytest.fixture()
def parent(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    return window


@pytest.fixture()
def trainings(session, parent, tmp_path, monkeypatch):
    monkeypatch.setattr(training_jobs, "training_folder", lambda: tmp_path / "training")
    made = Trainings(session, parent)
    yield made
    made.close()


@pytest.fixture()
def with_suggestions(opened):
    """Every parcel measured and suggested upon: there is something to hide."""
    workspace = opened.workspace
    profile = load_profile("GX_ZY2023")
    empty = {role: RoleAreas(role, declared_empty=True) for role in ("pzyd", "gd", "ssnyd", "lsyd", "bdc", "zjgg")}
    workspace.store_overlay(OverlayRun({"method": "test"}),
                            {row.parcel_uuid: Measured(4000.0, empty) for row in workspace.queue()})
    workspace.store_suggestions({
        row.parcel_uuid: suggest(case_of_parcel(workspace, row.parcel_uuid).facts(profile), profile).to_json()
        for row in workspace.queue()})
    return opened


def test_the_reasoning_of_the_patch_on_the_table_is_shown_and_follows_it(with_suggestions, trainings):
    session = with_suggestions
    trainings.explain()
    window = trainings.window
    assert window.tabs.currentIndex() == TRACE
    first = session.workspace.parcel(session.current)
    assert first.jcbh in window.trace.toPlainText()
    stored = session.workspace.suggestion(session.current)
    assert stored["rule"] in window.trace.toPlainText()
    session.step(1)
    assert session.workspace.parcel(session.current).jcbh in window.trace.toPlainText()


def test_what_a_person_states_in_the_form_changes_the_reasoning_at_once(with_suggestions, trainings):
    session = with_suggestions
    trainings.explain()
    session.answer({"SSBH": 0}, advance=False)
    assert re.search(r"✔ [^\n]+ \(R10_NOCHG\) — holds", trainings.window.trace.toPlainText())


def test_looking_and_changing_stores_nothing(with_suggestions, trainings):
    session = with_suggestions
    before = digest(session.workspace.path)
    trainings.open(TRACE)
    window = trainings.window
    window.show_tab(COMPARE)
    for name, value in (("site_changed", False), ("pzyd_valid_m2", 4000.0)):
        window.compare.change(name)
        window.compare.editor.unknown.setChecked(False)
        if isinstance(value, bool):
            window.compare.editor.flag.setCurrentIndex(0 if value else 1)
        else:
            window.compare.editor.number.setValue(6.0)
        window.compare.applyButton.click()
    window.compare.profileBBox.setCurrentIndex(window.compare.profileBBox.findData("MNR2021"))
    assert window.compare.case.changes
    assert digest(session.workspace.path) == before


@pytest.fixture()
def compare(qtbot):
    view = CompareView()
    qtbot.addWidget(view)
    view.show_case(FACTORY.case, profile_choices(), "MNR2021", "GX_ZY2023")
    return view


def test_2021_against_2023_stand_side_by_side_with_the_value_that_decides(compare):
    text = compare.result.toPlainText()
    assert "Legal·H1" in text and "Illegal·W1" in text and "(R30_SUPPLY)" in text
    assert "supply required: no" in text and "supply required: yes" in text
    assert [value.name for value in compare.differences.decisive] == ["supply_required"]


def test_deadlines_of_a_later_year_are_marked_and_2021_does_not_speak_of_supply(compare):
    text = compare.result.toPlainText()
    b = [line for line in text.splitlines() if "2023-" in line and "in force from" in line]
    assert b and all("in force from 2023-01-01 only, not yet when the patch was issued" in line for line in b)
    assert compare.differences.later[0] is None
    assert "Approved (before 2022 supply was not required)" in text
    assert "supplied" not in compare.differences.a.rule_title_en.lower()


def test_in_english_only_what_is_quoted_or_noted_stays_chinese(compare):
    found = compare.differences
    for text in (found.a.words_en, found.b.words_en, *(one.told("en")[1] for one in (*found.a.duties, *found.b.duties)),
                 *(part.words_en for path in (found.trace_a, found.trace_b) for row in path.rows for part in row.parts),
                 *(text for value in found.values for text in value.told("en")[:1])):
        assert not re.search("[一-鿿]", text), text


def test_differences_have_a_sign_and_not_only_a_colour(compare):
    text = compare.result.toPlainText()
    assert text.count(DIFFERENT) > 3 and text.count(ONLY_HERE) > 3
    found = compare.differences
    for piece in found.b.evidence:
        if piece.title not in {one.title for one in found.a.evidence}:
            assert f"{ONLY_HERE} ✘ {piece.title_en}" in text


def test_a_supply_that_is_put_in_makes_it_lawful_and_can_be_taken_back(compare):
    compare.change("gd_valid_m2")
    compare.editor.number.setValue(6.20)
    compare.applyButton.click()
    assert compare.differences.same_outcome and compare.differences.b.kind == "合法·H1"
    compare.resetButton.click()
    assert compare.differences.b.kind == "违法·W1" and not compare.resetButton.isEnabled()


def test_an_impossible_value_is_said_and_changes_nothing(compare):
    compare.change("gd_valid_m2")
    compare.editor.number.setValue(99)
    compare.applyButton.click()
    assert "6.20" in compare.changesLabel.text() and compare.differences.b.kind == "违法·W1"
    assert not compare.case.changes


@pytest.mark.parametrize(("name", "value"), [
    ("pzyd_valid_m2", float(m2_of_mu("3.3"))), ("site_changed", False), ("road_width_m", 5.5), ("tblx", "ND"),
    ("mineral", "石英砂"), ("pzyd_m2", 1234.56789),
])
def test_each_kind_of_fact_comes_out_of_its_editor_as_it_went_in(qtbot, name, value):
    from weipian_plugin.domain.judging.facts import FACTS

    editor = FactEditor()
    qtbot.addWidget(editor)
    editor.show_fact(FACTS[name], value)
    assert editor.value() == value
    editor.unknown.setChecked(True)
    assert editor.value() is None


def test_a_date_comes_out_of_its_editor_as_it_went_in(qtbot):
    from datetime import date

    from weipian_plugin.domain.judging.facts import FACTS

    editor = FactEditor()
    qtbot.addWidget(editor)
    editor.show_fact(FACTS["road_built"], date(2021, 11, 27))
    assert editor.value() == date(2021, 11, 27)


def test_the_wheel_changes_no_value(qtbot):
    from weipian_plugin.domain.judging.facts import FACTS

    editor = FactEditor()
    qtbot.addWidget(editor)
    editor.show_fact(FACTS["road_width_m"], 5.5)
    at = QPointF(3, 3)
    wheel = QWheelEvent(at, at, QPoint(0, 0), QPoint(0, 240), Qt.MouseButton.NoButton,
                        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    assert wheel.type() == QEvent.Type.Wheel
    assert editor.eventFilter(editor.number, wheel) and editor.value() == 5.5


def test_the_decisive_comparisons_are_those_that_made_the_rule_come_out_so(qtbot):
    profile = load_profile("GX_ZY2023")
    path = trace(FACTORY.case.facts(profile), profile)
    decided = [part.words for part, decides in decisive_parts(path.row("R30_SUPPLY")) if decides]
    assert any("供地（手续有效）以外面积（6.20 亩）" in words for words in decided)
    assert not any("批准用地" in words for words in decided)
    winner = [part.words for part, decides in decisive_parts(path.row(path.winner)) if decides]
    assert any("先行用地" in words for words in winner)


def test_every_rule_that_was_reached_shows_its_sentence_or_its_mark(qtbot):
    profile = load_profile("GX_ZY2023")
    path = trace(FACTORY.case.facts(profile), profile)
    html = trace_html(path, "x", QPalette(), everything=True)
    for row in path.rows:
        assert row.id in html
        if row.state != "not_reached":
            assert row.basis_en.startswith("[")
    assert "[proposed]" in html


def test_a_dark_theme_keeps_the_text_readable(trainings, with_suggestions):
    trainings.explain()
    dark = QPalette()
    dark.setColor(QPalette.ColorRole.Base, QColor("#202020"))
    dark.setColor(QPalette.ColorRole.Text, QColor("#eeeeee"))
    trainings.window.setPalette(dark)
    html = trainings.window.trace.toHtml()
    assert "#ff8a80" in html and "#b3261e" not in html


def test_scenarios_are_played_question_first(trainings):
    trainings.open()
    window = trainings.window
    assert window.tabs.currentIndex() == SCENARIOS
    player = window.player
    assert player.list.count() == 8
    titles = [one.title.said("en") for one in load_scenarios()]
    assert [player.list.item(row).toolTip() for row in range(8)] == titles
    letters = player.list.fontMetrics()
    longest = max(letters.horizontalAdvance(player.list.item(row).text()) for row in range(8))
    assert player.list.viewport().width() >= min(longest, player.splitter.width() * 0.3)
    for row in range(8):
        item, place = player.list.item(row), player.list.visualItemRect(player.list.item(row))
        room = QRect(0, 0, place.width() - 6, 1000)
        needed = player.list.fontMetrics().boundingRect(room, int(Qt.TextFlag.TextWordWrap), item.text())
        assert needed.height() <= place.height() and needed.width() <= place.width(), item.text()
    player.choose("S2")
    assert player.saidLabel.text() == FACTORY.question.en
    assert "R30" not in player.shown.toPlainText() and not player.tryButton.isEnabled()
    player.nextButton.click()
    assert re.search(r"✔ [^\n]+ \(R30_SUPPLY\) — holds", player.shown.toPlainText())
    player.nextButton.click()
    assert "R30_UNSUPPLIED" in player.shown.toPlainText()
    player.backButton.click()
    assert re.search(r"✔ [^\n]+ \(R30_SUPPLY\) — holds", player.shown.toPlainText())


def test_after_the_last_step_the_next_scenario_begins(trainings):
    trainings.open()
    player = trainings.window.player
    seen = []
    for _ in range(60):
        seen.append(player.scenario.id)
        if not player.nextButton.isEnabled():
            break
        player.nextButton.click()
    assert list(dict.fromkeys(seen)) == [one.id for one in load_scenarios()]
    assert len(seen) == sum(len(one.steps) for one in load_scenarios())


def test_the_map_goes_to_the_ground_of_a_scenario_and_back_home(opened, trainings, workspace_file):
    trainings.open()
    trainings.show_scenario("S2")
    session = trainings._session
    assert session.workspace.is_training
    assert session.workspace.parcel(session.current).jcbh == FACTORY.jcbh
    assert STAMP_EN in trainings.window.stampLabel.text() or STAMP in trainings.window.stampLabel.text()
    assert session.settings.workspace == str(workspace_file)
    trainings.window.player.choose("S4")
    assert session.workspace.parcel(session.current).jcbh == "450512WP1800180"
    assert "R30_SUPPLY" not in trainings.window.trace.toPlainText() or trainings.window._case is not None
    trainings.window.leaveButton.click()
    assert session.workspace.path == str(workspace_file) and not session.workspace.is_training


def test_on_scenario_ground_the_reasoning_is_of_the_lesson_and_not_of_the_borrowed_patch(opened, trainings):
    trainings.open()
    trainings.show_scenario("S3")
    trainings.window.show_tab(TRACE)
    assert re.search(r"✔ [^\n]+ \(R41_FAC\) — holds", trainings.window.trace.toPlainText())


def test_the_last_answer_of_a_training_is_not_copied_into_a_real_workspace(opened, trainings):
    trainings.open()
    trainings.show_scenario("S2")
    opened.answer({"PDLX": "违法", "WFLX1": "W1"}, advance=False)
    trainings.leave()
    opened.copy_last()
    assert not opened.workspace.draft(opened.current).answers


def begin(trainings, tmp_path, **rules):
    trainings.open()
    trainings.start_exam(False, 0, 1, ExamRules(**rules), str(tmp_path / "exam.gpkg"))
    return trainings.window.exam


def test_in_a_test_neither_suggestion_nor_reasoning_nor_key_is_shown(with_suggestions, trainings, tmp_path, qtbot):
    session = with_suggestions
    dock, patches = InterpretationDock(session), PatchesDock(session)
    qtbot.addWidget(dock)
    qtbot.addWidget(patches)
    session.queueChanged.emit()
    assert not dock.card.isHidden() and patches.model.index(0, SUGGESTION).data()
    for number, row in enumerate(session.workspace.queue()[:6]):
        session.workspace.save_draft(row.parcel_uuid, {"PDLX": "其他", "QTJTQX": "Q5",
                                                       "QTPDYJSM": f"第{number}块：前后影像一致，仅季节变化"})
        session.workspace.sign(row.parcel_uuid, "李四", "内业", "演示")
    trainings.open()
    trainings.start_exam(True, 5, 1, ExamRules(), str(tmp_path / "exam.gpkg"))
    exam = session.workspace
    assert session.blind and exam.is_training
    exam.store_suggestions({row.parcel_uuid: {"kind": "违法·W1"} for row in exam.queue()})
    session.queueChanged.emit()
    assert dock.card.isHidden() and dock.card.suggestion is None
    assert not patches.model.index(0, SUGGESTION).data()
    window = trainings.window
    assert [window.tabs.isTabEnabled(tab) for tab in (TRACE, COMPARE, SCENARIOS, EXAM)] == [False, False, False, True]
    assert "Q5" not in window.exam.factsView.toPlainText() and "季节变化" not in window.exam.askedLabel.text()
    told = []
    session.message.connect(lambda *words: told.append(words[0]))
    trainings.explain()
    assert told and window.tabs.currentIndex() == EXAM and window.trace.toPlainText() == ""


def test_a_test_that_was_left_is_blind_again_when_it_is_opened(opened, trainings, tmp_path):
    panel = begin(trainings, tmp_path)
    panel.buttons["违法"].click()
    trainings.leave()
    assert not opened.blind and trainings.run is None
    assert trainings.window.tabs.isTabEnabled(TRACE)
    opened.open(str(tmp_path / "exam.gpkg"))
    assert opened.blind and trainings.run is not None
    assert panel.buttons["违法"].isChecked()


def test_answers_of_the_panel_and_of_the_dock_are_the_same(opened, trainings, tmp_path):
    panel = begin(trainings, tmp_path)
    run, workspace = trainings.run, opened.workspace
    first, second = (question.parcel for question in run.exam.questions[:2])
    panel.buttons["其他"].click()
    panel.codeBox.setCurrentIndex(panel.codeBox.findData("Q3"))
    panel.codeBox.activated.emit(panel.codeBox.currentIndex())
    assert workspace.draft(first).answers["QTJTQX"] == "Q3"
    panel.nextButton.click()
    assert opened.current == second
    opened.answer({"PDLX": "合法", "HFJTQX": "H2"}, advance=False)
    assert panel.buttons["合法"].isChecked() and panel.codeBox.currentData() == "H2"
    panel.buttons["待查"].click()
    assert not workspace.draft(second).answers.get("PDLX")
    assert run.answer_to(second).pdlx == "待查" and run.answer_to(first).kind == "其他·Q3"
    assert run.done == 2


def test_time_is_counted_for_the_patch_on_the_table_while_the_window_is_open(opened, trainings, tmp_path, monkeypatch):
    from weipian_plugin.gui.training import exam_run

    now = [100.0]
    monkeypatch.setattr(exam_run, "monotonic", lambda: now[0])
    panel = begin(trainings, tmp_path)
    run = trainings.run
    now[0] += 12
    panel.nextButton.click()
    now[0] += 5
    trainings.window.hide()
    now[0] += 1000
    trainings.window.show()
    now[0] += 1
    panel.previousButton.click()
    first, second = run.exam.questions[:2]
    assert (run.answer_to(first.parcel).seconds, run.answer_to(second.parcel).seconds) == (12.0, 6.0)


def test_the_result_shows_score_matrix_and_each_miss_with_its_reasoning(opened, trainings, tmp_path):
    panel = begin(trainings, tmp_path)
    for question in trainings.run.exam.questions[:-1]:
        opened.select(question.parcel)
        trainings.run.answer(question.pdlx, question.code)
    trainings.hand_in()
    assert not opened.blind and panel.pages.currentWidget() is panel.resultPage
    text = panel.resultView.toPlainText()
    assert "7 of 8 right = 87.50 %" in text and "Passed" in text and "[2]" in text
    assert "R01_GEOM" in text
    missed = read_exam(opened.workspace).questions[-1]
    trainings._explain_miss(missed.parcel)
    window = trainings.window
    assert window.tabs.currentIndex() == TRACE
    assert re.search(r"✔ [^\n]+ \(R01_GEOM\) — holds", window.trace.toPlainText())


def test_a_result_is_written_with_its_stamp_and_seen_again_later(opened, trainings, tmp_path):
    begin(trainings, tmp_path)
    trainings.hand_in()
    trainings.export_result(str(tmp_path / "成绩.xlsx"))
    assert (tmp_path / f"{STAMP} 成绩.xlsx").exists()
    trainings.leave()
    trainings.open_exam(str(tmp_path / "exam.gpkg"))
    panel = trainings.window.exam
    assert panel.pages.currentWidget() is panel.resultPage


def test_a_table_of_a_training_is_written_stamped_and_only_from_the_training_window(opened, trainings, tmp_path):
    trainings.open()
    assert trainings.window.tableButton.isHidden()
    trainings.show_scenario("S2")
    assert not trainings.window.tableButton.isHidden()
    opened.answer({"PDLX": "违法", "WFLX1": "W1"}, advance=False)
    (tmp_path / "out").mkdir()
    trainings.export_table(str(tmp_path / "out"))
    assert [STAMP in one.name for one in (tmp_path / "out").iterdir()] == [True]


def test_a_workspace_that_holds_no_test_is_not_opened_as_one(opened, trainings, tmp_path, told, monkeypatch):
    from weipian_plugin.gui import messages

    monkeypatch.setattr(messages, "_swallow", lambda error, tell: tell(error.sentence("en"), 1, ""))
    trainings.open()
    with Workspace.create(tmp_path / "real.gpkg", crs="EPSG:4525"):
        pass
    trainings.open_exam(str(tmp_path / "real.gpkg"))
    assert "no training workspace" in told[-1][0] and not opened.workspace.is_training


def test_the_window_is_reached_from_menu_and_card(plugin, workspace_file):
    bench = plugin.workbench
    bench.registry["training"].trigger()
    assert bench.trainings.window.isVisible()
    assert bench.trainings.window.tabs.currentIndex() == SCENARIOS
    plugin.session.open(str(workspace_file))
    bench.interpretation.card.traceButton.click()
    assert bench.trainings.window.tabs.currentIndex() == TRACE
    bench.registry["explain"].trigger()
    assert plugin.session.workspace.parcel(plugin.session.current).jcbh in bench.trainings.window.trace.toPlainText()
