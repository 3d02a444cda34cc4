"""盲判 in the window: files made and collected in the background, both sides side by side, rulings; and a review file
in the workbench, where neither suggestion nor figures are shown and 复判 is.
"""

from __future__ import annotations

from fractions import Fraction

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from tests.qgis import blind_scene
from weipian_plugin.domain.records import Scene
from weipian_plugin.domain.review.blind_files import CANNOT_TELL, NOT_MINE, REASONS_EN, by_lot
from weipian_plugin.gui.messages import language
from weipian_plugin.gui.patches.models import DEADLINE, STATUS
from weipian_plugin.gui.patches.orders import LOT
from weipian_plugin.gui.reviewing.blind_page import ALL, OPEN, RULED
from weipian_plugin.gui.reviewing.review_desk import ReviewDesk
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.reviewing.blind import BlindWish, make_files
from weipian_plugin.workspace.workspace import Workspace

ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "WFPDYJSM": "有新建房屋<b>"}
UNCHANGED = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "地里是季节性作物"}


@pytest.fixture()
def province(session, demo, tmp_path):
    path = blind_scene.make(demo, tmp_path)
    session.settings.operator = "王主任"
    session.open(str(path))
    return session


@pytest.fixture()
def listed():
    return []


@pytest.fixture()
def desk(province, listed, raising, qtbot):
    runner, parent = TaskRunner(), QMainWindow()
    qtbot.addWidget(parent)
    desk = ReviewDesk(province, runner, lambda title, uuids: listed.append((title, list(uuids))), None, parent)
    yield desk
    desk.close()
    runner.stop()


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """The question whether files without images are wanted is answered with yes, unless a test puts another here."""
    roles = QMessageBox.ButtonRole
    wanted = {"press": roles.DestructiveRole, "seen": []}

    def answer(box):
        wanted["seen"].append(f"{box.text()} {box.informativeText()}")
        next(button for button in box.buttons() if box.buttonRole(button) == wanted["press"]).click()

    monkeypatch.setattr(QMessageBox, "exec", answer)
    return wanted


def idle(desk, qtbot):
    qtbot.waitUntil(lambda: desk._task is None and not desk.window._busy and not desk.window._soon.isActive(),
                    timeout=20000)


@pytest.fixture()
def page(desk, qtbot):
    desk.open("blind_page")
    page = desk.window.pages["blind_page"]
    qtbot.waitUntil(lambda: bool(page.seen.samples), timeout=20000)
    idle(desk, qtbot)
    return page


def made(page, qtbot, folder, names="甲\n乙", doubles=100):
    page.reviewersEdit.setPlainText(names)
    page.severalSpin.setValue(doubles)
    page.make(str(folder))
    qtbot.waitUntil(lambda: page.seen.handed_patches > 0, timeout=20000)
    idle(page.desk, qtbot)
    return sorted(folder.glob("复判*.gpkg"))


def read(files):
    for file in files:
        with Workspace.open(file) as workspace:
            who = workspace.review.reviewer
            workspace.actor = who
            for number, row in enumerate(sorted(workspace.queue(), key=lambda row: row.jcbh)):
                workspace.save_draft(row.parcel_uuid, ILLEGAL if number == 0 or (number == 2 and who == "甲")
                                     else UNCHANGED)


def collected(page, qtbot, files):
    page.collect([str(file) for file in files])
    qtbot.waitUntil(lambda: any(one.read for one in page.seen.progress), timeout=20000)
    idle(page.desk, qtbot)


def cells(model):
    return [[model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())]


def show(page, which):
    page.showBox.setCurrentIndex(page.showBox.findData(which))
    page.showBox.activated.emit(page.showBox.currentIndex())


def test_the_page_names_the_sample_and_offers_to_make_files_of_it(page):
    assert "一季度抽样" in page.sampleBox.currentText() and "9" in page.sampleBox.currentText()
    assert page.makeButton.isEnabled() and not page.ruleButton.isEnabled()
    assert page.filesLabel.text() and page.progress_rows.rowCount() == 0


def test_without_a_sample_it_says_what_to_do_first(session, workspace_file, qtbot):
    session.open(str(workspace_file))
    runner, parent = TaskRunner(), QMainWindow()
    qtbot.addWidget(parent)
    desk = ReviewDesk(session, runner, lambda *_: None, None, parent)
    desk.open("blind_page")
    page = desk.window.pages["blind_page"]
    idle(desk, qtbot)
    assert "Sample" in page.filesLabel.text() and not page.makeButton.isEnabled()
    desk.close()
    runner.stop()


def test_files_are_made_as_wished_and_each_reviewer_is_listed_with_what_is_left(page, qtbot, tmp_path, told):
    files = made(page, qtbot, tmp_path)
    assert [file.name[:4] for file in files] == ["复判_乙", "复判_甲"]
    assert cells(page.progress_rows) == [["甲", "8", "0", "8", "0", "0"], ["乙", "8", "0", "8", "0", "0"]]
    assert any(str(tmp_path) in sentence for sentence, _level, _detail in told)
    assert "No imagery" not in page.collectedLabel.text()  # it was asked before
    with Workspace.open(files[0], read_only=True) as file:
        assert file.review.hides_suggestions and file.review.shapes == "issued"


@pytest.mark.parametrize(("press", "named"), [
    (QMessageBox.ButtonRole.AcceptRole, [True]), (QMessageBox.ButtonRole.RejectRole, [])])
def test_that_there_are_no_images_is_asked_before_anything_is_made(
        page, desk, qtbot, tmp_path, asked, monkeypatch, press, named):
    folders, layers = [], []
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: folders.append(True) or str(tmp_path))
    desk.layersWanted.connect(lambda: layers.append(True))
    asked["press"] = press
    page.reviewersEdit.setPlainText("甲\n甲")
    QTest.mouseClick(page.makeButton, Qt.MouseButton.LeftButton)
    assert asked["seen"] == [] and "甲" in desk.window.tellLabel.text()  # what is wrong anyway is told first
    page.reviewersEdit.setPlainText("甲\n乙")
    QTest.mouseClick(page.makeButton, Qt.MouseButton.LeftButton)
    assert len(asked["seen"]) == 1 and "Name the images first" in asked["seen"][0]
    assert layers == named and folders == [] and desk._task is None and list(tmp_path.glob("复判*")) == []
    asked["press"] = QMessageBox.ButtonRole.DestructiveRole
    QTest.mouseClick(page.makeButton, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.seen.handed_patches > 0, timeout=20000)
    idle(desk, qtbot)
    assert len(list(tmp_path.glob("复判*.gpkg"))) == 2


def test_where_images_go_along_nothing_is_asked(page, qtbot, tmp_path, province, asked):
    province.workspace.set_scene(Scene(str(tmp_path / "影像.tif"), "2023-08-01"))
    made(page, qtbot, tmp_path)
    assert asked["seen"] == []


def test_files_made_anew_take_the_place_of_those_before_in_what_is_counted(page, qtbot, tmp_path):
    made(page, qtbot, tmp_path)
    page.againCheck.setChecked(True)
    anew = tmp_path / "anew"
    anew.mkdir()
    files = made(page, qtbot, anew)
    qtbot.waitUntil(lambda: len(page.seen.progress[0].files) == 2, timeout=20000)
    assert [row[:4] for row in cells(page.progress_rows)] == [["甲", "8", "0", "8"], ["乙", "8", "0", "8"]]
    read(files)
    collected(page, qtbot, files)
    assert [row[:4] for row in cells(page.progress_rows)] == [["甲", "8", "8", "0"], ["乙", "8", "8", "0"]]
    assert "16 of 16" in page.filesLabel.text()


def test_what_cannot_be_made_is_told_in_words(page, qtbot, desk, tmp_path, monkeypatch):
    from weipian_plugin.gui import messages

    monkeypatch.setattr(messages, "_swallow", lambda error, tell: None)
    page.reviewersEdit.setPlainText("甲\n甲")
    page.make(str(tmp_path))
    qtbot.waitUntil(lambda: bool(desk.window.tellLabel.text()), timeout=20000)
    assert "甲" in desk.window.tellLabel.text() and list(tmp_path.glob("复判*")) == []


def test_several_files_are_collected_at_once_and_a_wrong_one_is_told_beside_the_others(page, qtbot, tmp_path, told):
    files = made(page, qtbot, tmp_path)
    read(files)
    wrong = tmp_path / "wrong.gpkg"
    wrong.write_text("x", encoding="utf-8")
    collected(page, qtbot, [wrong, *files])
    assert [row[:4] for row in cells(page.progress_rows)] == [["甲", "8", "8", "0"], ["乙", "8", "8", "0"]]
    assert "wrong.gpkg" in page.collectedLabel.text() and "甲" in page.collectedLabel.text()
    assert any("1" in sentence and "2" in sentence for sentence, _level, _detail in told)


def test_both_sides_are_shown_in_words_with_their_remarks(page, qtbot, tmp_path):
    files = made(page, qtbot, tmp_path)
    read(files)
    collected(page, qtbot, files)
    rows = cells(page.rows)
    assert len(rows) == len(page.seen.disagreements) == page.seen.open_ones > 2
    assert "open" in page.countLabel.text() and str(len(rows)) in page.countLabel.text()
    number = next(row for row, one in enumerate(rows) if one[0] == "450512WP1800005")
    assert sorted(text.strip() for text in rows[number][2].split("/")) == ["Illegal·W1", "Other·Q5"]
    page.disagreementView.selectRow(number)
    text = page.sidesView.toPlainText()
    for word in ("甲", "乙", "张三", "有新建房屋<b>", "地里是季节性作物", "前后影像一致，仅作物季节变化", "W1"):
        assert word in text, word


def test_a_ruling_is_kept_with_its_reason_and_the_next_disagreement_follows(page, qtbot, tmp_path, province):
    files = made(page, qtbot, tmp_path)
    read(files)
    collected(page, qtbot, files)
    page.disagreementView.selectRow(0)
    first, second = page.rows.rows[0], page.rows.rows[1]
    open_before = page.seen.open_ones
    page.whyEdit.setText("影像清楚，确为新建")
    page.outcomeBox.setCurrentIndex(page.outcomeBox.findData(""))
    assert not page.ruleButton.isEnabled()  # no outcome
    page.outcomeBox.setCurrentIndex(page.outcomeBox.findData("违法"))
    page.caseBox.setCurrentIndex(page.caseBox.findData("W1"))
    QTest.mouseClick(page.ruleButton, Qt.MouseButton.LeftButton)
    (record,) = province.workspace.records("ruling")
    assert record.parcels == (first.parcel,) and record.values["CDDLX"] == "违法" and record.values["CDQX"] == "W1"
    assert record.values["CDSM"] == "影像清楚，确为新建" and record.values["CDR"] == "王主任"
    assert page.seen.open_ones == open_before - 1 and page._chosen.parcel == second.parcel
    assert page.whyEdit.text() == ""
    idle(page.desk, qtbot)
    assert page.seen.open_ones == open_before - 1  # as the workspace says, too
    show(page, RULED)
    assert [one.parcel for one in page.rows.rows] == [first.parcel] and page.whyEdit.text() == "影像清楚，确为新建"
    assert "王主任" in page.sidesView.toPlainText()
    show(page, ALL)
    assert page.rows.rowCount() == open_before
    show(page, OPEN)
    province.undo()
    qtbot.waitUntil(lambda: page.seen.open_ones == open_before, timeout=20000)


def test_where_readers_agree_against_the_county_their_word_is_offered(page, qtbot, tmp_path):
    files = made(page, qtbot, tmp_path)
    read(files)
    collected(page, qtbot, files)
    number = next(row for row, one in enumerate(page.rows.rows) if one.kind == "county" and one.county.pdlx == "违法")
    page.disagreementView.selectRow(number)
    assert page.outcomeBox.currentData() == "其他" and page.caseBox.currentData() == "Q5"
    number = next(row for row, one in enumerate(page.rows.rows) if one.kind == "reviewers")
    page.disagreementView.selectRow(number)
    assert page.outcomeBox.currentData() == ""


def test_a_disagreement_opens_on_the_map_and_all_of_them_in_the_queue(page, qtbot, tmp_path, province, listed):
    files = made(page, qtbot, tmp_path)
    read(files)
    collected(page, qtbot, files)
    page.disagreementView.selectRow(2)
    page.mapButton.click()
    assert province.current == page.rows.rows[2].parcel
    page.listButton.click()
    assert listed[0][1] == [one.parcel for one in page.rows.rows]


# The review file in the workbench

@pytest.fixture()
def file(qgis_app, demo, tmp_path):
    with Workspace.open(blind_scene.make(demo, tmp_path), actor="王主任") as province:
        handed = make_files(province, blind_scene.sample_uuid(province), tmp_path,
                            BlindWish(("甲", "乙"), Fraction(1)))
    return tmp_path / handed.files[0][2]


@pytest.fixture()
def bench(plugin, window, raising):
    window.window.show()
    bench = plugin.workbench
    bench.show(True)
    bench.session.settings.operator = "甲"
    return bench


def test_the_queue_says_second_reading_and_starts_in_the_files_own_order(bench, file):
    bench.session.open(str(file))
    workspace = bench.session.workspace
    uuids = [row.parcel_uuid for row in workspace.queue()]
    assert bench.session.order == by_lot(sorted(uuids), workspace.review.seed)
    assert bench.patches.model.order.kind == LOT and "甲" in bench.patches.windowTitle()
    bench.session.close()
    assert "甲" not in bench.patches.windowTitle()


def test_what_is_next_in_a_review_file_is_to_read_and_no_layer_has_changed_where_none_is_named(bench, file, qtbot):
    bench.session.open(str(file))
    hint = bench.patches._body.hintLabel.text()
    assert "judge each patch" in hint and "No imagery came along" in hint and "reference layers (" not in hint
    workspace = bench.session.workspace
    assert workspace.overlay_run() is not None and not workspace.references()
    qtbot.wait(300)
    assert bench.session.changed_roles == ()


def test_neither_suggestion_nor_checks_are_shown_and_none_is_made_by_answering(bench, file):
    session = bench.session
    session.open(str(file))
    assert session.blind and not session.in_test and session.second_reader == "甲"
    assert not bench.interpretation.card.isVisibleTo(bench.interpretation)
    first = session.current
    session.answer({"PDLX": "违法", "WFLX1": "W1"})
    assert session.workspace.suggestion(first) is None
    assert {row.suggestion for row in session.workspace.queue()} == {""}


def test_in_a_review_file_nothing_is_due_and_where_suggestions_are_hidden_none_can_be_asked_for(
        bench, file, workspace_file):
    def dues():
        model = bench.patches.model
        return {model.index(line, DEADLINE).data() for line in range(model.rowCount())}

    names = ("measure", "measure_all")
    bench.session.open(str(file))
    assert dues() == {"–"}
    assert not any(action.isEnabled() for action in bench.registry.named(*names))
    bench.session.open(str(workspace_file))
    assert dues() - {"–"} and all(action.isEnabled() for action in bench.registry.named(*names))


def test_where_suggestions_are_shown_the_card_is_there(bench, qgis_app, demo, tmp_path):
    with Workspace.open(blind_scene.make(demo, tmp_path), actor="王主任") as province:
        handed = make_files(province, blind_scene.sample_uuid(province), tmp_path,
                            BlindWish(("甲",), hides_suggestions=False))
    bench.session.open(str(tmp_path / handed.files[0][2]))
    assert not bench.session.blind and bench.session.second_reader == "甲"
    assert bench.interpretation.card.isVisibleTo(bench.interpretation)


def test_what_makes_figures_or_hands_in_is_not_offered_and_is_back_in_an_ordinary_workspace(
        bench, file, workspace_file):
    names = ("deliver", "export", "accountability", "training", "explain", "dashboard", "review", "import")
    bench.session.open(str(file))
    assert [action.isEnabled() for action in bench.registry.named(*names)] == [False] * len(names)
    bench.session.open(str(workspace_file))
    assert [action.isEnabled() for action in bench.registry.named(*names)] == [True] * len(names)
    assert all(action.isVisible() for action in bench.registry.named(*names))


def test_training_and_review_are_refused_in_words_also_where_they_are_asked_for_otherwise(bench, file):
    told = []
    bench.session.message.connect(lambda *words: told.append(words[0]))
    bench.session.open(str(file))
    bench.trainings.open()
    bench.trainings.explain()
    bench.reviewing.open()
    assert bench.trainings.window is None and bench.reviewing.window is None
    assert len([sentence for sentence in told if "review file" in sentence]) == 3


@pytest.mark.parametrize(("modifier", "reason"), [
    (Qt.KeyboardModifier.NoModifier, CANNOT_TELL), (Qt.KeyboardModifier.ShiftModifier, NOT_MINE)])
def test_a_key_says_that_it_cannot_be_told_or_is_not_mine_and_goes_on(bench, file, window, qtbot, modifier, reason):
    session = bench.session
    session.open(str(file))
    session.set_mode(True)
    first, second = session.order[:2]
    session.select(first)
    bench.patches._body.table.setFocus()
    qtbot.keyClick(bench.patches._body.table, Qt.Key.Key_U, modifier)
    assert session.workspace.draft(first).flag == reason and session.current == second
    model, words = bench.patches.model, reason if language() == "zh" else REASONS_EN[reason]
    assert words in model.index(model.row_of(first), STATUS).data()
    assert model.counts()["answered"] == 1 and bench.patches._body.progressBar.value() == 1
    session.select(first)
    session.step(1, unfinished=True)
    session.step(-1, unfinished=True)
    assert session.current != first
    bench.patches.reload()
    assert model.counts()["answered"] == 1
    session.undo()
    assert session.workspace.draft(first).flag == "" and model.counts()["answered"] == 0


def test_in_an_ordinary_workspace_the_key_says_what_to_do_instead(bench, workspace_file, monkeypatch):
    from weipian_plugin.gui import messages

    told = []
    monkeypatch.setattr(messages, "_swallow", lambda error, tell: told.append(error.code))
    bench.session.open(str(workspace_file))
    first = bench.session.current
    bench.registry["cannot_tell"].trigger()
    assert told == ["BLIND_NOT_REVIEW_FILE"] and bench.session.workspace.draft(first).flag == ""
