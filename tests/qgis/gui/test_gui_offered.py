"""What is offered when: a review before any workspace, panels with a workspace, and in a review file only reading."""

from __future__ import annotations

import shutil

import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtWidgets import QFileDialog, QInputDialog, QMessageBox

from tests.qgis import blind_scene, returned_scene
from weipian_plugin.domain.forms.codes import label
from weipian_plugin.gui.messages import language
from weipian_plugin.gui.offered import NOT_IN_REVIEW
from weipian_plugin.jobs.offices.making import PackageWish, make_package
from weipian_plugin.jobs.offices.merging import merge_packages
from weipian_plugin.jobs.offices.own_level import settle_level
from weipian_plugin.jobs.reviewing.blind import BlindWish, make_files
from weipian_plugin.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("raising")


@pytest.fixture(scope="module")
def package(demo, tmp_path_factory, qgis_app):
    folder = tmp_path_factory.mktemp("county")
    with Workspace.open(returned_scene.make(demo, folder / "county.gpkg"), actor="甲某", read_only=True) as county:
        make_package(county, folder / "甲县局.wpk", PackageWish("甲县局"))
    return folder / "甲县局.wpk"


@pytest.fixture(scope="module")
def reading(demo, tmp_path_factory, qgis_app):
    """Two review files of the same reviewer: without suggestions, and with them."""
    folder = tmp_path_factory.mktemp("province")
    with Workspace.open(blind_scene.make(demo, folder), actor="王主任") as province:
        sample = blind_scene.sample_uuid(province)
        return [folder / make_files(province, sample, folder, BlindWish(("甲",), hides_suggestions=hides, again=True)
                                    ).files[0][2] for hides in (True, False)]


@pytest.fixture()
def file(reading, tmp_path):
    return shutil.copy(reading[0], tmp_path / "复判.gpkg")


@pytest.fixture()
def front(plugin, window):
    window.window.show()
    return plugin._front


def in_menu(window, name):
    (menu,) = (action.menu() for action in window.plugins.actions() if action.menu() is not None)
    return next(action for action in menu.actions() if action.objectName() == f"weipian_{name}")


# A1: before any workspace

def test_a_review_can_begin_before_any_workspace_was_opened_with_and_without_the_panels(front, window):
    assert in_menu(window, "review").isEnabled() and front._bench is None
    assert not in_menu(window, "deliver").isEnabled()
    front.registry["workbench"].setChecked(True)
    assert in_menu(window, "review").isEnabled() and not in_menu(window, "deliver").isEnabled()


@pytest.mark.parametrize("from_panel", [False, True])
def test_a_province_begins_from_the_menu_of_a_fresh_profile_and_from_the_empty_panel(
        front, window, package, tmp_path, qtbot, monkeypatch, from_panel):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(package)], ""))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "省.gpkg"), ""))
    monkeypatch.setattr(QInputDialog, "getItem", lambda *_: (label("SHJB", "省级", language()), True))
    if from_panel:
        front.registry["workbench"].setChecked(True)
        body = front.bench.patches._body
        assert body.foundButton.isVisible()
        body.foundButton.click()
    else:
        in_menu(window, "review").trigger()
    bench = front.bench
    qtbot.waitUntil(lambda: bench.reviewing.window is not None
                    and bool(bench.reviewing.window.pages["packages_page"].looked), timeout=20000)
    page = bench.reviewing.window.pages["packages_page"]
    assert all(dock.isVisible() for dock in bench.docks.values()) and bench.reviewing.window.isVisible()
    assert [one.path for one in page.looked] == [package]
    assert bench.session.review_level == "省级" and bench.session.workspace.queue() == []
    hint = bench.patches._body.hintLabel
    assert not hint.isHidden() and "merge the counties' packages" in hint.text() and "issued" not in hint.text()


def test_with_the_panels_closed_a_review_is_of_the_workspace_worked_on_last(front, window, workspace_file, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: pytest.fail("nothing new is made"))
    QgsSettings().setValue("weipian/workspace", str(workspace_file))
    in_menu(window, "review").trigger()
    assert front.bench.reviewing.window is not None
    assert front.bench.session.workspace.path == str(workspace_file.resolve())


# C5: panels, and what is next

def test_opening_a_workspace_from_the_menu_shows_the_panels(front, window, workspace_file, monkeypatch):
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(workspace_file), ""))
    in_menu(window, "open").trigger()
    assert all(dock.isVisible() for dock in front.bench.docks.values())
    assert front.registry["workbench"].isChecked() and front.bench.session.interpreting
    front.registry["workbench"].setChecked(False)
    in_menu(window, "open").trigger()  # the same once more
    assert all(dock.isVisible() for dock in front.bench.docks.values())


def test_where_nothing_was_chosen_or_opened_nothing_is_shown(front, window, tmp_path, monkeypatch):
    from weipian_plugin.gui import messages

    monkeypatch.setattr(messages, "_swallow", lambda *_: None)
    (tmp_path / "x.gpkg").write_text("x", encoding="utf-8")
    for chosen in ("", str(tmp_path / "x.gpkg")):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, chosen=chosen: (chosen, ""))
        in_menu(window, "open").trigger()
        assert not any(dock.isVisible() for dock in front.bench.docks.values())


def test_a_panel_that_was_closed_beside_others_stays_closed_when_another_workspace_is_opened(
        front, window, workspace_file, tmp_path, monkeypatch):
    front.registry["workbench"].setChecked(True)
    bench = front.bench
    bench.session.open(str(workspace_file))
    bench.compare.hide()
    other = shutil.copy(workspace_file, tmp_path / "other.gpkg")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(other), ""))
    in_menu(window, "open").trigger()
    assert bench.patches.isVisible() and bench.compare.isHidden()


@pytest.mark.parametrize(("level", "word"), [("", "a city or a province"), ("县级", "was issued."), ("市级", "merge")])
def test_what_is_next_in_an_empty_workspace_is_what_its_office_begins_with(
        patches_dock, session, tmp_path, level, word):
    with Workspace.create(tmp_path / "w.gpkg", crs="EPSG:4525", quarantine_path=tmp_path / "q.gpkg") as made:
        if level:
            settle_level(made, level)
    session.open(str(tmp_path / "w.gpkg"))
    assert word in patches_dock._body.hintLabel.text()


def test_who_has_merged_is_told_to_review_until_they_have_begun_and_a_county_to_name_layers(
        patches_dock, session, package, tmp_path):
    with Workspace.open(package.parent / "county.gpkg", read_only=True) as county:
        crs = county.crs_authid
    with Workspace.create(tmp_path / "w.gpkg", crs=crs, quarantine_path=tmp_path / "q.gpkg", actor="李四") as made:
        settle_level(made, "省级")
        (merged,) = merge_packages(made, [package], (), _merge_all())
        assert merged.receipt is not None
    session.open(str(tmp_path / "w.gpkg"))
    hint = patches_dock._body.hintLabel
    assert "review what the counties have filed" in hint.text() and "layers" not in hint.text()
    settle_level(session.workspace, "县级")
    session.queueChanged.emit()
    assert "name the reference layers" in hint.text()
    settle_level(session.workspace, "省级")
    blind_scene.sample(session.workspace, session.order[:2])
    session.queueChanged.emit()
    assert hint.text() == ""


def _merge_all():
    from weipian_plugin.jobs.offices.remarks import MergeWish

    return MergeWish()


# B13: in a review file

@pytest.mark.parametrize("with_suggestions", [False, True])
def test_what_the_menu_does_not_offer_in_a_review_file_no_button_begins(
        front, reading, workspace_file, tmp_path, monkeypatch, with_suggestions):
    bench, begun = front.bench, []
    bench.show(True)
    bench.session.settings.operator = "甲"
    bench.session.open(str(shutil.copy(reading[with_suggestions], tmp_path / "复判.gpkg")))
    for job in ("measure_and_suggest", "import_package"):
        monkeypatch.setattr(bench.jobs, job, lambda *_, job=job, **__: begun.append(job))
    monkeypatch.setattr(bench, "deliver", lambda: begun.append("deliver"))
    monkeypatch.setattr(bench, "new_act", lambda: begun.append("new_act"))
    assert not any(action.isEnabled() for action in front.registry.named(*NOT_IN_REVIEW))
    dock, body = bench.patches, bench.patches._body
    of_measuring = (body.measureButton, body.measureMenuButton, body.importButton, body.exportButton)
    assert not any(button.isEnabled() for button in of_measuring) and body.layersButton.isEnabled()
    for wanted in (dock.measureWanted, dock.measureAllWanted, dock.importWanted, dock.exportWanted, dock.actWanted):
        wanted.emit()
    dock.end_job()  # a job's end enables nothing that is not offered
    assert begun == [] and not any(button.isEnabled() for button in of_measuring)
    bench.session.open(str(workspace_file))
    assert all(button.isEnabled() for button in of_measuring)
    dock.measureWanted.emit()
    dock.measureAllWanted.emit()
    assert begun == ["measure_and_suggest"] * 2


# B6: whose review file

@pytest.fixture()
def bench(front):
    front.bench.show(True)
    return front.bench


def opened(bench, file, qtbot, operator):
    bench.session.settings.operator = operator
    bench.session.open(str(file))
    qtbot.waitUntil(lambda: bench.whose.box is not None, timeout=5000)
    return bench.whose.box


def press(box, role):
    next(button for button in box.buttons() if box.buttonRole(button) == role).click()


def test_a_file_of_another_reader_asks_once_naming_both_before_anything_is_answered(bench, file, qtbot):
    box = opened(bench, file, qtbot, "张三")
    assert "甲" in box.text() and "张三" in box.text() and box.isModal()
    assert {row.status for row in bench.session.workspace.queue()} == {"todo"}
    press(box, QMessageBox.ButtonRole.AcceptRole)
    assert bench.session.settings.operator == "甲" and bench.session.workspace.actor == "甲"
    assert "甲" in bench.interpretation.sign_bar.signButton.text()
    bench.session.answer({"PDLX": "其他", "QTJTQX": "Q5"})
    assert {event.actor for row in bench.session.workspace.queue()
            for event in bench.session.workspace.history(row.parcel_uuid)} == {"甲"}
    qtbot.wait(50)
    assert bench.whose.box is None


def test_who_reads_for_another_may_say_so_and_who_opened_the_wrong_file_closes_it(bench, file, qtbot, tmp_path):
    press(opened(bench, file, qtbot, "张三"), QMessageBox.ButtonRole.DestructiveRole)
    assert bench.session.settings.operator == "张三" and bench.session.second_reader == "甲"
    bench.session.close()
    press(opened(bench, file, qtbot, "张三"), QMessageBox.ButtonRole.RejectRole)
    assert bench.session.workspace is None and bench.session.settings.operator == "张三"


def test_where_nobody_has_a_name_yet_the_readers_is_offered_and_another_workspace_takes_the_question_away(
        bench, file, workspace_file, qtbot):
    box = opened(bench, file, qtbot, "")
    assert "甲" in box.text()
    bench.session.open(str(workspace_file))
    assert bench.whose.box is None
    qtbot.wait(50)
    assert bench.whose.box is None and bench.session.workspace.path == str(workspace_file.resolve())


def test_the_reader_is_not_asked(bench, file, qtbot):
    bench.session.settings.operator = "甲"
    bench.session.open(str(file))
    qtbot.wait(50)
    assert bench.whose.box is None
