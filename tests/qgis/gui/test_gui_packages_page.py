"""收发 in the window: a package made, dropped packages looked into, merged, and a conflict decided for a reason."""

from __future__ import annotations

import shutil

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QMimeData, QUrl
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QInputDialog, QMainWindow, QMessageBox

from tests.qgis import returned_scene
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.codes import label
from weipian_plugin.domain.records import Record
from weipian_plugin.domain.review.office_state import Conflict, Side
from weipian_plugin.gui.messages import language
from weipian_plugin.gui.reviewing import conflict_words
from weipian_plugin.gui.reviewing.package_columns import package_columns
from weipian_plugin.gui.reviewing.review_desk import ReviewDesk
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.intake.office_package import read_manifest
from weipian_plugin.jobs.offices.keys import make_key
from weipian_plugin.jobs.offices.making import PackageWish, make_package
from weipian_plugin.jobs.offices.merging import LookedInto, look_into
from weipian_plugin.jobs.offices.own_level import settled_level
from weipian_plugin.workspace.workspace import Workspace

OTHER, ILLEGAL = (label("PDLX", code, language()) for code in ("其他", "违法"))
PLACE = 6  # of the patch that both have answered


@pytest.fixture(scope="module")
def counties(demo, tmp_path_factory):
    """Two counties' packages, one signed, and a damaged one; the folder of the keys; a county's workspace."""
    folder = tmp_path_factory.mktemp("two_counties")
    (folder / "keys").mkdir()
    key = make_key(folder / "keys" / "甲", "甲县局").key
    scene = returned_scene.make(demo, folder / "scene.gpkg")
    for name, actor, answer, note in (("甲县局", "甲某", "其他", "有批文"), ("乙县局", "乙某", "违法", "没有批文")):
        path = folder / f"{name}.gpkg"
        shutil.copy(scene, path)
        with Workspace.open(path, actor=actor) as workspace:
            # A copy of a file would be the same office.
            workspace._database.connection.execute("UPDATE meta SET value = ? WHERE key = 'workspace_id'", (name,))
        with Workspace.open(path, actor=actor) as workspace:
            uuid = workspace.queue()[PLACE].parcel_uuid
            workspace.save_draft(uuid, {"PDLX": answer})
            workspace.set_note(uuid, note)
            make_package(workspace, folder / f"{name}.wpk", PackageWish(name, key=key if name == "甲县局" else None))
    (folder / "坏.wpk").write_bytes((folder / "甲县局.wpk").read_bytes()[:-200])
    return folder


@pytest.fixture()
def page(session, counties, tmp_path, raising, qtbot):
    with Workspace.open(counties / "scene.gpkg", read_only=True) as workspace:
        crs = workspace.crs_authid
    path = tmp_path / "province.gpkg"
    Workspace.create(path, crs=crs, quarantine_path=tmp_path / "q.sqlite").close()
    session.settings.operator = "王主任"
    session.open(str(path))
    QgsSettings().setValue("weipian/offices/keys", str(counties / "keys"))
    runner, parent = TaskRunner(), QMainWindow()
    qtbot.addWidget(parent)
    desk = ReviewDesk(session, runner, lambda *_: None, None, parent)
    desk.open("packages_page")
    page = desk.window.pages["packages_page"]
    idle(page, qtbot)
    yield page
    desk.close()
    runner.stop()


def idle(page, qtbot):
    desk = page.desk
    qtbot.waitUntil(lambda: desk._task is None and not desk.window._busy and not desk.window._soon.isActive()
                    and not page._again.isActive(), timeout=20000)


def dropped(page, qtbot, *paths):
    class Event:
        accepted = 0

        def mimeData(self):
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
            return data

        def acceptProposedAction(self):
            self.accepted += 1

    event = Event()
    page.dragEnterEvent(event)
    if event.accepted:
        page.dropEvent(event)
        idle(page, qtbot)
    return event.accepted


def merged(page, qtbot, counties):
    dropped(page, qtbot, counties / "甲县局.wpk", counties / "乙县局.wpk")
    page.mergeButton.click()
    idle(page, qtbot)


def cells(rows, column):
    return [rows.index(row, column).data() for row in range(rows.rowCount())]


def test_dropped_packages_are_looked_into_and_those_that_are_refused_say_why(page, qtbot, counties):
    assert dropped(page, qtbot, counties / "scene.gpkg") == 0
    assert not page.mergeButton.isEnabled()
    before = page.workspace.offices.fingerprint()
    dropped(page, qtbot, counties / "甲县局.wpk", counties / "坏.wpk", counties / "乙县局.wpk")
    assert [text[0] for text in cells(page.package_rows, 0)] == ["✔", "✖", "⚠"]
    assert cells(page.package_rows, 1) == ["甲县局", "", "乙县局"] and "甲县局" in cells(page.package_rows, 3)[0]
    page.packagesView.selectRow(1)
    assert "坏.wpk" in page.detailLabel.text()
    page.packagesView.selectRow(2)
    assert "乙县局" in page.detailLabel.text()
    assert page.mergeButton.isEnabled() and page.workspace.offices.fingerprint() == before


def test_merging_takes_what_is_in_order_off_the_list_and_leaves_what_is_refused(page, qtbot, counties, told):
    dropped(page, qtbot, counties / "坏.wpk", counties / "甲县局.wpk")
    page.mergeButton.click()
    idle(page, qtbot)
    assert [one.path.name for one in page.looked] == ["坏.wpk"]
    assert "甲县局" in page.mergedLabel.text() and len(page.workspace.queue()) == returned_scene.PATCHES
    assert cells(page.before_rows, 2) == ["甲县局"] and not page.mergeButton.isEnabled()


def test_a_word_in_the_name_of_a_higher_office_is_asked_about_and_counts_when_somebody_says_so(
        page, qtbot, counties, tmp_path):
    path = tmp_path / "甲.gpkg"
    shutil.copy(counties / "甲县局.gpkg", path)
    with Workspace.open(path, actor="甲某") as workspace:
        uuid = workspace.queue()[0].parcel_uuid
        workspace.put_record(Record("", "audit", (uuid,), "", {"SHJB": "省级", "SHLC": 1, "SHJG": "通过"}))
        make_package(workspace, tmp_path / "甲.wpk", PackageWish("甲县局", level="县级"))
    page.unsignedCheck.setChecked(True)
    dropped(page, qtbot, tmp_path / "甲.wpk")
    assert "甲县局" in cells(page.package_rows, 1)[0] and cells(page.package_rows, 1)[0] != "甲县局"
    page.mergeButton.click()
    idle(page, qtbot)
    assert page.workspace.records("audit", uuid) == [] and page.levelBox.currentData() == "市级"
    (asked,) = [one for one in page.seen.conflicts if one.kind == "level"]
    page.conflictsView.selectRow(page.seen.conflicts.index(asked))
    assert "甲县局" in page.sidesView.toPlainText() and page.sideBox.count() == 3
    page.sideBox.setCurrentIndex(page.sideBox.findData("taken"))
    page.reasonEdit.setText("代省厅录入")
    page.decideButton.click()
    idle(page, qtbot)
    assert len(page.workspace.records("audit", uuid)) == 1
    assert [one for one in page.seen.conflicts if one.kind == "level"] == []


def test_the_level_is_chosen_once_and_kept_in_the_workspace(page, qtbot):
    page.levelBox.setCurrentIndex(page.levelBox.findData("市级"))
    page.levelBox.activated.emit(page.levelBox.currentIndex())
    idle(page, qtbot)
    assert page.workspace.offices.settled_level() == "市级" and page.levelBox.currentData() == "市级"


def test_only_signed_packages_are_merged_where_that_is_wished(page, qtbot, counties):
    page.signedCheck.click()
    dropped(page, qtbot, counties / "甲县局.wpk", counties / "乙县局.wpk")
    assert [text[0] for text in cells(page.package_rows, 0)] == ["✔", "✖"]


def test_a_conflict_shows_both_sides_and_is_decided_by_a_choice_and_a_reason(page, qtbot, counties):
    merged(page, qtbot, counties)
    number = next(place for place, one in enumerate(page.seen.conflicts)
                  if one.kind == "said" and OTHER in page.conflict_rows.index(place, 2).data())
    conflict = page.seen.conflicts[number]
    page.conflictsView.selectRow(number)
    shown = page.sidesView.toPlainText()
    assert all(word in shown for word in ("甲县局", "甲某", "乙县局", "乙某", OTHER, ILLEGAL))
    assert not page.decideButton.isEnabled()
    page.reasonEdit.setText("已看影像")
    assert not page.decideButton.isEnabled()  # nobody has said whose word stands
    page.sideBox.setCurrentIndex(next(place for place, side in enumerate(conflict.sides, 1) if side.actor == "乙某"))
    assert page.decideButton.isEnabled()
    page.reasonEdit.clear()
    assert not page.decideButton.isEnabled()
    page.reasonEdit.setText("已看影像")
    open_before = len(page.seen.conflicts)
    page.decideButton.click()
    idle(page, qtbot)
    assert page.workspace.draft(conflict.parcels[0]).answers["PDLX"] == "违法"
    assert len(page.seen.conflicts) == open_before - 1 and page.reasonEdit.text() == ""
    assert any("已看影像" in str(event.payload) for event in page.workspace.history(conflict.parcels[0]))


def test_notes_that_differ_stand_beside_each_other(page, qtbot, counties):
    merged(page, qtbot, counties)
    page.conflictsView.selectRow(next(place for place, one in enumerate(page.seen.conflicts) if one.kind == "remark"))
    assert "有批文" in page.sidesView.toPlainText() and "没有批文" in page.sidesView.toPlainText()


def test_county_that_is_expected_asks_about_others_until_one_says(page, qtbot, counties):
    dropped(page, qtbot, counties / "甲县局.wpk")
    qtbot.keyClicks(page.countyEdit, "4506")
    idle(page, qtbot)
    assert cells(page.package_rows, 0)[0].startswith("?") and not page.mergeButton.isEnabled()
    page.foreignBox.setCurrentIndex(page.foreignBox.findData("take"))
    page.foreignBox.activated.emit(page.foreignBox.currentIndex())
    idle(page, qtbot)
    assert page.mergeButton.isEnabled()


def test_a_package_is_made_with_what_was_chosen(page, qtbot, counties, tmp_path, monkeypatch):
    merged(page, qtbot, counties)
    assert not page.makeButton.isEnabled()
    page.officeEdit.setText("省厅")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_, **__: ("省厅密钥", True))
    page.newKeyButton.click()
    made = next(one for one in page.keys if one.key.name == "省厅")
    assert page.keyBox.currentData() == made.key.id and made.path.parent == counties / "keys"
    page.scopeBox.setCurrentIndex(page.scopeBox.findData("county:450512"))
    page.signerEdit.setText("赵六")
    page.make(tmp_path / "out")
    idle(page, qtbot)
    (path,) = (tmp_path / "out").glob("*.wpk")
    manifest, signature = read_manifest(path, [made.key])
    assert signature.state == "valid" and manifest.office == "省厅" and manifest.signed_off.name == "赵六"
    assert manifest.scope == {"kind": "county", "values": ["450512"]}
    assert path.name in page.madeLabel.text()
    made.path.unlink()


def test_shapes_that_differ_are_told_by_area_and_outline():
    one, two = ({"p": {"ground": {"dkbh": "x", "wkb": text, "actual": ""}}} for text in ("00", "01"))
    words = [conflict_words.words_of("said", Side("a", "甲", "x", "", "h", state), lambda wkb: 666.67)
             for state in (one, two)]
    assert words[0] != words[1] and all("1.00" in next(iter(said.values())) for said in words)
    gone = conflict_words.words_of("said", Side("a", "甲", "x", "", "h", {"p": {"ground": None}}))
    assert next(iter(gone.values()))


def test_what_an_office_wrote_is_never_markup(page):
    state = {"note": "<b>x</b><img src='y'>", "flag": ""}
    html = conflict_words.sides_html(Conflict("remark:p", "remark", "t", "1", ("p",), (
        Side("a", "<i>甲</i>", "<u>某</u>", "2023-01-01T00:00:00", "h", state, True),
        Side("b", "乙", "某", "", "h", {"note": "", "flag": ""}))), "own", lambda _: "<s>1</s>", QPalette())
    assert not any(mark in html for mark in ("<b>x", "<img", "<i>甲", "<u>某", "<s>1"))


def test_without_an_office_the_button_says_why_it_is_grey(page):
    page.officeEdit.clear()
    assert not page.makeButton.isEnabled() and page.officeEdit.placeholderText()
    grey = page.makeButton.toolTip()
    page.officeEdit.setText("某厅")
    assert page.makeButton.isEnabled() and grey and page.makeButton.toolTip() != grey


def test_a_guessed_level_is_shown_as_one_until_the_first_package_keeps_it(page, session, qtbot, counties, tmp_path):
    merged(page, qtbot, counties)
    assert not page.levelNote.isHidden() and page.levelBox.currentData() == "市级"
    session.settings.operator = "王主任"
    page.officeEdit.setText("某市局")
    page.make(tmp_path / "out")
    idle(page, qtbot)
    page.refresh()
    idle(page, qtbot)
    (path,) = (tmp_path / "out").glob("*.wpk")
    assert settled_level(page.workspace) == "市级" == read_manifest(path)[0].meta["level"] and page.levelNote.isHidden()


@pytest.mark.parametrize("code", ["WORKSPACE_READ_ONLY", "WORKSPACE_NOT_WRITABLE", "BLIND_IS_REVIEW_FILE"])
def test_a_good_package_is_not_called_refused_where_our_own_workspace_cannot_take_it(code, tmp_path):
    state = package_columns()[0][1]
    ours = LookedInto(tmp_path / "x.wpk", refused=WeipianError(code, file="w.gpkg"))
    theirs = LookedInto(tmp_path / "x.wpk", refused=WeipianError("OFFICE_NO_PACKAGE", file="x.wpk"))
    assert state(ours).startswith("—") and state(theirs).startswith("✖")


def test_a_package_held_against_a_workspace_that_may_only_be_read_says_that_it_is_the_workspace(page, counties):
    with Workspace.open(page.workspace.path, read_only=True) as own:
        looked = look_into(own, counties / "甲县局.wpk", [one.key for one in page.keys])
    assert looked.stopped_here and looked.manifest is not None
    assert "province.gpkg" in looked.refused.sentence("zh")


@pytest.mark.parametrize("answer", [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes])
def test_where_a_text_speaks_of_what_is_classified_somebody_says_that_it_was_looked_at(
        page, qtbot, counties, tmp_path, monkeypatch, answer):
    path = tmp_path / "丙.gpkg"
    shutil.copy(counties / "乙县局.gpkg", path)
    with Workspace.open(path, actor="丙某") as workspace:
        workspace.save_draft(workspace.queue()[PLACE].parcel_uuid, {"PDLX": "其他", "QTPDYJSM": "军用设施"})
        make_package(workspace, tmp_path / "丙.wpk", PackageWish("丙县局"))
    asked = []
    monkeypatch.setattr(QMessageBox, "question", lambda *given: asked.append(given[2]) or answer)
    dropped(page, qtbot, counties / "甲县局.wpk")
    page.mergeButton.click()
    idle(page, qtbot)
    assert asked == []
    dropped(page, qtbot, tmp_path / "丙.wpk")
    page.mergeButton.click()
    idle(page, qtbot)
    assert len(asked) == 1 and "丙.wpk" in asked[0] and "军用设施" not in asked[0]
    assert ("丙县局" in cells(page.before_rows, 2)) == (answer == QMessageBox.StandardButton.Yes)


def test_of_many_merged_packages_the_refused_stand_first_and_all_of_them_can_be_read(page, qtbot, counties):
    page.desk.window.resize(1000, 700)
    damaged = [counties / f"坏{number}.wpk" for number in range(9)]
    for path in damaged:
        shutil.copy(counties / "甲县局.wpk", path)
    dropped(page, qtbot, counties / "甲县局.wpk", *damaged)
    heard = []
    page.session.message.connect(lambda sentence, _level, _detail: heard.append(sentence))
    for path in damaged:
        path.write_bytes(path.read_bytes()[:-200])
    page.mergeButton.click()
    idle(page, qtbot)
    lines = page.mergedLabel.text().split("\n")
    signs = [line[0] for line in lines if line[0] in "✔✖"]
    assert signs == ["✖"] * 9 + ["✔"] and "…" not in lines
    assert page.lowerTabs.currentWidget() is page.mergedPage and "9" in page.lowerTabs.tabText(1)
    assert "9" in heard[0]
    for path in damaged:
        path.unlink()
    rows = page.packagesView.viewport().height() // page.packagesView.rowHeight(0)
    assert rows >= 5, "the report leaves the list its room"
    bar = page.mergedArea.verticalScrollBar()
    assert page.mergedArea.height() >= page.mergedLabel.height() or bar.maximum() > 0


def test_once_the_first_package_is_made_the_level_is_no_guess_any_more_and_it_is_told_once(
        page, session, qtbot, counties, tmp_path):
    merged(page, qtbot, counties)
    heard = []
    session.message.connect(lambda sentence, _level, _detail: heard.append(sentence))
    page.officeEdit.setText("某市局")
    assert not page.levelNote.isHidden()
    page.make(tmp_path / "out")
    idle(page, qtbot)
    assert page.levelNote.isHidden()
    assert len(heard) == 1 and heard[0] not in page.madeLabel.text() and page.madeLabel.text() not in heard[0]
