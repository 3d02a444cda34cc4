"""A province's first hour in the window: a workspace out of packages, its own office's name, a name for every act."""

from __future__ import annotations

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QFileDialog, QInputDialog, QMainWindow

from tests.qgis import returned_scene
from tests.qgis.sampled_scene import make
from weipian_plugin.domain.forms.codes import AUDIT_LEVELS, label
from weipian_plugin.gui.messages import language
from weipian_plugin.gui.reviewing.review_desk import ReviewDesk
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.jobs.offices.keys import make_key
from weipian_plugin.jobs.offices.making import PackageWish, make_package
from weipian_plugin.jobs.offices.own_level import settled_level
from weipian_plugin.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def package(demo, tmp_path_factory):
    folder = tmp_path_factory.mktemp("county")
    county = returned_scene.make(demo, folder / "county.gpkg")
    with Workspace.open(county, actor="甲某", read_only=True) as workspace:
        make_package(workspace, folder / "甲县局.wpk", PackageWish("甲县局"))
    return folder / "甲县局.wpk"


@pytest.fixture()
def desk(session, raising, qtbot):
    runner, parent = TaskRunner(), QMainWindow()
    qtbot.addWidget(parent)
    desk = ReviewDesk(session, runner, lambda *_: None, None, parent)
    yield desk
    desk.close()
    runner.stop()


@pytest.fixture()
def told(session):
    heard = []
    session.message.connect(lambda sentence, _level, _detail: heard.append(sentence))
    return heard


def idle(desk, qtbot):
    qtbot.waitUntil(lambda: desk.window is not None and desk._task is None and not desk.window._busy
                    and not desk.window._soon.isActive(), timeout=20000)


@pytest.mark.parametrize("level", ["省级", "市级", ""])
def test_where_no_workspace_is_open_one_is_made_of_packages_and_they_wait_to_be_merged(
        desk, session, package, tmp_path, qtbot, monkeypatch, level):
    place = tmp_path / "province.gpkg"
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(package)], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "province"), ""))
    asked = []

    def choose(_parent, title, _words, items, current, _editable):
        asked.append((title, list(items), current))
        return label("SHJB", level, language()), bool(level)

    monkeypatch.setattr(QInputDialog, "getItem", choose)
    desk.open()
    qtbot.waitUntil(lambda: desk.window is not None and bool(desk.window.pages["packages_page"].looked), timeout=20000)
    idle(desk, qtbot)
    page = desk.window.pages["packages_page"]
    assert place.is_file() and session.workspace.queue() == []
    assert len(asked) == 1 and len(asked[0][1]) == 1 + len(AUDIT_LEVELS) and asked[0][2] == 0
    assert settled_level(session.workspace) == level and page.levelNote.isHidden() == bool(level)
    assert [one.path for one in page.looked] == [package] and page.mergeButton.isEnabled()
    session.settings.operator = "王主任"
    page.mergeButton.click()
    qtbot.waitUntil(lambda: len(session.workspace.queue()) == returned_scene.PATCHES, timeout=20000)
    idle(desk, qtbot)
    assert page.levelBox.currentData() == (level or "市级")  # the package is of one county


def test_a_file_that_is_there_is_never_written_over(desk, session, package, tmp_path, qtbot, told, monkeypatch):
    place = tmp_path / "there.gpkg"
    place.write_bytes(b"somebody's")
    errors = []
    monkeypatch.setattr("weipian_plugin.gui.messages._swallow", lambda error, _tell: errors.append(error.code))
    desk.found_at(str(place), [str(package)])
    qtbot.waitUntil(lambda: bool(errors), timeout=20000)
    assert errors == ["WORKSPACE_EXISTS"] and place.read_bytes() == b"somebody's" and desk.window is None


def test_nobody_draws_or_decides_without_a_name(desk, demo, session, tmp_path, qtbot):
    make(demo, tmp_path / "w.gpkg", ["违法"] * 10, lambda _number: "甲", lambda _number: 3000.0)
    session.open(str(tmp_path / "w.gpkg"))
    session.settings.operator = ""
    asked = []
    session.operatorNeeded.connect(lambda: asked.append(True))
    desk.open("sampling_page")
    page = desk.window.pages["sampling_page"]
    idle(desk, qtbot)
    page.nameEdit.setText("三季度")
    page.seedEdit.setText("种子")
    page.drawButton.click()
    assert asked == [True] and desk._task is None and page.workspace.records("sample") == []
    session.operatorNeeded.connect(lambda: session.set_operator("李四"))
    page.drawButton.click()
    qtbot.waitUntil(lambda: page.sample is not None, timeout=20000)
    idle(desk, qtbot)
    assert page.sample.head.said("CYR") == "李四" and len(asked) == 2
    qtbot.waitUntil(page.topUpButton.isEnabled, timeout=20000)
    page.shareSpin.setValue(80)
    page.topUpButton.click()
    qtbot.waitUntil(lambda: page.sample.head.drawn == 8, timeout=20000)
    idle(desk, qtbot)
    assert len(asked) == 2


def test_a_number_that_is_not_here_is_told_in_the_window(desk, demo, session, tmp_path, qtbot, told):
    make(demo, tmp_path / "w.gpkg", ["违法"] * 10, lambda _number: "甲", lambda _number: 3000.0)
    session.settings.operator = "李四"
    session.open(str(tmp_path / "w.gpkg"))
    desk.open("sampling_page")
    page = desk.window.pages["sampling_page"]
    idle(desk, qtbot)
    page.nameEdit.setText("三季度")
    page.seedEdit.setText("种子")
    page.namedEdit.setText("没有这个, 也没有")
    for button in (page.previewButton, page.drawButton):
        desk.window.tellLabel.clear()
        button.click()
        assert "没有这个" in desk.window.tellLabel.text() and "没有这个" in told[-1]
    assert desk._task is None and page.workspace.records("sample") == []


def test_an_undone_decision_asks_who_works(demo, session, tmp_path):
    make(demo, tmp_path / "w.gpkg", ["违法"] * 10, lambda _number: "甲", lambda _number: 3000.0)
    session.settings.operator = ""
    session.open(str(tmp_path / "w.gpkg"))
    session.set_note("看过")
    asked = []
    session.nameWanted.connect(lambda: asked.append(True))
    session.undo()
    session.redo()
    assert asked == [True, True]


def test_the_office_is_the_workspaces_and_not_the_persons(desk, session, package, tmp_path, qtbot):
    QgsSettings().setValue("weipian/offices/office", "甲县局")  # as earlier versions kept it
    session.settings.operator = "李四"
    with Workspace.open(package.parent / "county.gpkg", read_only=True) as county:
        crs = county.crs_authid
    for name in ("province", "other"):
        Workspace.create(tmp_path / f"{name}.gpkg", crs=crs, quarantine_path=tmp_path / f"{name}.q").close()

    def office(name):
        session.open(str(tmp_path / f"{name}.gpkg"))
        desk.open("packages_page")
        idle(desk, qtbot)
        return desk.window.pages["packages_page"]

    page = office("province")
    assert page.officeEdit.text() == ""
    page.officeEdit.setText("省厅")
    page.officeEdit.editingFinished.emit()
    assert office("other").officeEdit.text() == ""
    assert office("province").officeEdit.text() == "省厅"


def test_what_an_office_with_a_known_key_left_unsigned_waits_until_somebody_says_so(
        desk, session, package, tmp_path, qtbot):
    make_key(tmp_path / "keys" / "甲", "甲县局")
    QgsSettings().setValue("weipian/offices/keys", str(tmp_path / "keys"))
    with Workspace.open(package.parent / "county.gpkg", read_only=True) as county:
        Workspace.create(tmp_path / "p.gpkg", crs=county.crs_authid, quarantine_path=tmp_path / "q.sqlite").close()
    session.open(str(tmp_path / "p.gpkg"))
    desk.open("packages_page")
    idle(desk, qtbot)
    page = desk.window.pages["packages_page"]
    page.add([package])
    idle(desk, qtbot)
    assert page.looked[0].asks and not page.mergeButton.isEnabled() and "甲县局" in page.detailLabel.text()
    page.unsignedCheck.click()
    qtbot.waitUntil(lambda: not page._again.isActive(), timeout=20000)
    idle(desk, qtbot)
    assert not page.looked[0].asks and page.mergeButton.isEnabled()
