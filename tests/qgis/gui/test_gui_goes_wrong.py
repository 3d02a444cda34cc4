"""What goes wrong around a person at work: no answer is lost, one sentence is told, the work goes on."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsGeometry, QgsPointXY, QgsProject
from qgis.gui import QgsLayerTreeMapCanvasBridge, QgsMapToolPan
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from tests.qgis.gui import monkey_checks as checks
from tests.qgis.gui.monkey import settle
from weipian_plugin.domain.records import ReferenceLayer, Scene
from weipian_plugin.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("raising")
IMAGES = (("before_20161209_rgb8.tif", "2016-12-09"), ("after_20180309_rgb8.tif", "2018-03-09"))
NOTE = "看过两个时相"


class Desk:
    """A person at the real docks, with the files they work on: all of them copies."""

    def __init__(self, window, plugin, workspace: Path, images: list[Path]) -> None:
        self.window, self.plugin, self.file, self.images = window, plugin, workspace, images
        self.told: list[str] = []
        self.session = plugin.session
        self.session.message.connect(lambda sentence, _level, _detail: self.told.append(sentence))

    def press(self, key, modifiers=Qt.KeyboardModifier.NoModifier) -> None:
        QApplication.setActiveWindow(self.window.window)
        self.window.canvas.setFocus()
        QTest.keyClick(self.window.canvas, key, modifiers)
        QApplication.processEvents()

    def begin_note(self) -> None:
        """In the middle of a note, the keyboard still in it."""
        self.press(Qt.Key.Key_N)
        edit = self.plugin.workbench.interpretation.remarks.noteEdit
        edit.setFocus()
        edit.insertPlainText(NOTE)

    def rest(self) -> None:
        compare = self.plugin.workbench.compare
        settle(lambda: compare.pictures.waiting, lambda: bool(self.plugin.workbench.geometries.remeasuring.running))

    def sees_the_patch(self) -> bool:
        """The patch lies in both views."""
        shape = QgsGeometry()
        shape.fromWkb(self.session.workspace.parcel(self.session.current).wkb)
        crs = QgsCoordinateReferenceSystem(self.session.workspace.crs_authid)
        seen = []
        for canvas in (self.window.canvas, self.plugin.workbench.compare.before):
            onto = QgsCoordinateTransform(crs, canvas.mapSettings().destinationCrs(), QgsProject.instance())
            seen.append(canvas.extent().contains(onto.transformBoundingBox(shape.boundingBox())))
        return all(seen)

    def assert_answers_go_on(self) -> None:
        """The next key answers the patch on the table, durably, and goes on to the next."""
        here = self.session.current
        following = self.session.order[self.session.order.index(here) + 1]
        self.press(Qt.Key.Key_8)
        with Workspace.open(self.file, read_only=True) as elsewhere:
            assert elsewhere.draft(here).answers["QTJTQX"] == "Q5"
            checks.assert_history_adds_up(elsewhere)
        assert self.session.current == following


@pytest.fixture()
def desk(window, plugin, measured_template: Path, demo: Path, tmp_path: Path):
    file = tmp_path / "beihai.gpkg"
    shutil.copy(measured_template, file)
    images = [tmp_path / name for name, _ in IMAGES]
    for image in images:
        shutil.copy(demo / image.name, image)
    with Workspace.open(file, actor="张三") as workspace:
        for image, (_, date) in zip(images, IMAGES):
            workspace.set_scene(Scene(str(image), date, "Sentinel-2", True))
    plugin.session.settings.operator = "张三"
    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), window.canvas)
    window.window.show()
    desk = Desk(window, plugin, file, images)
    desk.session.open(str(file))
    plugin.workbench.registry["workbench"].setChecked(True)
    desk.rest()
    desk.session.select(desk.session.order[3])
    desk.rest()
    desk.told.clear()
    yield desk
    del bridge


def test_an_image_that_vanishes_stops_nothing_and_its_view_says_so(desk):
    for image in desk.images:
        image.unlink()
    desk.assert_answers_go_on()
    here = desk.session.current
    desk.session.close()
    desk.session.open(str(desk.file))
    desk.rest()
    body = desk.plugin.workbench.compare._body
    assert desk.session.current == here
    assert body.pages.currentWidget() is body.messagePage and "before_20161209" in body.messageLabel.text()
    desk.assert_answers_go_on()


def test_an_image_that_is_back_is_shown_again(desk, demo):
    desk.images[0].unlink()
    desk.session.close()
    desk.session.open(str(desk.file))
    desk.rest()
    shutil.copy(demo / desk.images[0].name, desk.images[0])
    desk.press(Qt.Key.Key_Right)
    desk.rest()
    body = desk.plugin.workbench.compare._body
    assert body.pages.currentWidget() is body.viewPage


@pytest.mark.parametrize("how", ["F5", "the window", "back"])
@pytest.mark.parametrize("which", [0, 1])
@pytest.mark.parametrize("before", ["nothing", "half a file"])
def test_an_image_that_is_back_is_shown_when_a_person_looks_again(desk, demo, how, which, before):
    image = desk.images[which]
    image.unlink()
    if before == "half a file":
        image.write_bytes((demo / image.name).read_bytes()[:200])
    desk.session.close()
    desk.session.open(str(desk.file))
    desk.rest()
    compare = desk.plugin.workbench.compare
    body, label = compare._body, (compare._body.messageLabel, compare._body.afterLabel)[which]
    assert image.name in label.text() and "F5" in label.text()

    def look():
        if how == "F5":
            desk.window.canvas.refreshAllLayers()
        elif how == "the window":
            QApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationActive)
        else:
            desk.press(Qt.Key.Key_Z)
        desk.rest()

    look()
    assert image.name in label.text()
    shutil.copy(demo / image.name, image)
    look()
    assert body.pages.currentWidget() is body.viewPage and body.afterBar.isHidden()
    views = compare.views
    settle(lambda: not views.complete or views.here.own is None or views.there.own is None)
    assert views.here.own.exact and views.there.own.exact
    assert not views.here.own.image.complaints and not views.there.own.image.complaints


@pytest.mark.parametrize("removed", ["one layer", "the group", "everything"])
def test_who_removes_our_layers_goes_on_judging_and_has_them_again_with_the_next_batch(desk, removed):
    project = QgsProject.instance()
    root = project.layerTreeRoot()
    if removed == "one layer":
        project.removeMapLayer(desk.plugin.workbench.layers._vectors[0].id())
    elif removed == "the group":
        root.removeChildNode(root.findGroups()[0])
    else:
        project.removeAllMapLayers()
        root.clear()
    desk.rest()
    desk.assert_answers_go_on()
    for _ in range(2):
        desk.plugin.workbench.registry["mode"].trigger()
    desk.session.queueChanged.emit()
    desk.rest()
    assert len(root.findGroups()) == 1
    assert desk.told == []
    desk.session.close()
    assert not project.mapLayers() and not root.children()


@pytest.mark.parametrize("what", ["clear", "read"])
def test_a_project_closed_or_read_again_mid_patch_takes_no_word_and_shows_the_patch_again(desk, tmp_path, what):
    project, here = QgsProject.instance(), desk.session.current
    assert project.write(str(tmp_path / "mine.qgz"))
    desk.begin_note()
    if what == "read":
        assert project.read(str(tmp_path / "mine.qgz"))
    else:
        project.clear()
    desk.rest()
    assert desk.session.current == here and desk.sees_the_patch()
    desk.press(Qt.Key.Key_Right)
    with Workspace.open(desk.file, read_only=True) as elsewhere:
        assert elsewhere.draft(here).note == NOTE
    desk.assert_answers_go_on()
    assert desk.told == []


def test_a_new_project_has_the_layers_of_the_workspace_too(desk):
    """As QGIS makes one: it clears the one before; nothing is read."""
    project = QgsProject.instance()
    before = sorted(layer.name() for layer in project.mapLayers().values())
    project.clear()
    assert not project.mapLayers()
    desk.rest()
    assert sorted(layer.name() for layer in project.mapLayers().values()) == before != []
    assert len(project.layerTreeRoot().findGroups()) == 1
    assert project.crs().authid() == desk.session.workspace.crs_authid
    desk.session.close()
    assert not project.mapLayers() and not project.layerTreeRoot().children()


def test_a_project_that_is_read_has_the_layers_of_the_workspace_once_whatever_is_done_meanwhile(desk, tmp_path):
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "mine.qgz"))
    for layer in project.mapLayers().values():
        layer.setName("by hand " + layer.name())
    assert project.write(str(tmp_path / "mine.qgz"))
    # QGIS shows a window for layers that are missing while it reads: what waits for the event loop is called then.
    project.layerLoaded.connect(QApplication.processEvents)
    try:
        assert project.read(str(tmp_path / "mine.qgz"))
    finally:
        project.layerLoaded.disconnect(QApplication.processEvents)
    desk.rest()
    assert len(project.layerTreeRoot().findGroups()) == 1
    assert {layer.name()[:8] for layer in project.mapLayers().values()} == {"by hand "}


@pytest.mark.parametrize("what", ["new", "read"])
@pytest.mark.parametrize("pen", ["split", "sketch", "boundary", "measure"])
def test_a_pen_stays_in_the_hand_with_what_was_drawn_when_another_project_comes(desk, tmp_path, what, pen):
    project, canvas, drawing = QgsProject.instance(), desk.window.canvas, desk.plugin.workbench.geometries
    project.setCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    assert project.write(str(tmp_path / "mercator.qgz"))
    project.setCrs(QgsCoordinateReferenceSystem(desk.session.workspace.crs_authid))
    shape = QgsGeometry()
    shape.fromWkb(desk.session.workspace.parcel(desk.session.current).wkb)
    box = shape.boundingBox()
    middle = QgsPointXY(box.center())
    ends = [QgsPointXY(box.xMinimum() - 10, middle.y()), QgsPointXY(box.xMaximum() + 10, middle.y() + 1)]
    if pen == "boundary":
        drawing.split()
        drawing.tool.drawn.emit(ends)
        desk.rest()
    getattr(drawing, pen)()
    tool = drawing.tool
    if pen != "boundary":
        tool.add(ends[0])
        tool.add(middle)
    if what == "new":  # as QgisApp::fileNew: it clears, and takes its own hand at once
        project.clear()
        hand = QgsMapToolPan(canvas)
        canvas.setMapTool(hand)
    else:
        assert project.read(str(tmp_path / "mercator.qgz"))
        canvas.setDestinationCrs(project.crs())  # as QgisApp::projectCrsChanged
    desk.rest()
    assert (canvas.mapSettings().destinationCrs().authid() == "EPSG:3857") == (what == "read")
    assert drawing.tool is tool and canvas.mapTool() is tool and drawing.line.text()
    on_map = QgsCoordinateTransform(QgsCoordinateReferenceSystem(desk.session.workspace.crs_authid),
                                    canvas.mapSettings().destinationCrs(), project)
    if pen == "boundary":
        seen = tool._handles.asGeometry().boundingBox()
        assert not seen.isEmpty() and on_map.transformBoundingBox(box).buffered(1).contains(seen)
    else:
        seen = tool._band.asGeometry().vertexAt(0)
        assert QgsPointXY(seen).distance(on_map.transform(ends[0])) < 0.01
        tool.add(ends[1])
    if pen == "split":
        tool.finish()
        assert len(desk.session.workspace.siblings(desk.session.current)) > 1
    drawing.put_away()
    if what == "new":
        assert canvas.mapTool() is hand, "QGIS has the tool that it took"
    assert desk.sees_the_patch()


def test_another_tool_that_a_person_takes_after_a_new_project_is_theirs(desk):
    drawing, canvas = desk.plugin.workbench.geometries, desk.window.canvas
    drawing.split()
    QgsProject.instance().clear()
    desk.rest()
    own = QgsMapToolPan(canvas)
    canvas.setMapTool(own)
    desk.rest()
    assert drawing.tool is None and canvas.mapTool() is own


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4326", "EPSG:4547"])
def test_another_crs_on_the_canvas_shows_the_same_ground(desk, crs):
    QgsProject.instance().setCrs(QgsCoordinateReferenceSystem(crs))
    desk.window.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
    desk.press(Qt.Key.Key_Z)
    desk.rest()
    assert desk.sees_the_patch()
    desk.assert_answers_go_on()
    desk.rest()
    assert desk.sees_the_patch()
    assert desk.told == []


def test_a_workspace_that_can_no_longer_be_written_says_so_once_and_keeps_what_was_saved(desk, monkeypatch):
    from weipian_plugin.domain.errors import WeipianError
    from weipian_plugin.gui import messages

    seen = []
    monkeypatch.setattr(messages, "_swallow", lambda error, tell: (seen.append(error), tell(str(error), 1, "")))
    desk.assert_answers_go_on()
    here = desk.session.current
    # What SQLite says of a file whose folder was made read-only; as root no permission holds it back.
    desk.session.workspace._database.connection.execute("PRAGMA query_only = ON")
    desk.press(Qt.Key.Key_8)
    assert desk.session.current == here, "what is not saved is not left behind"
    assert [type(error) for error in seen] == [WeipianError] and len(desk.told) == 1
    desk.press(Qt.Key.Key_Right)
    desk.press(Qt.Key.Key_Left)
    assert len(desk.told) == 1
    desk.session.workspace._database.connection.execute("PRAGMA query_only = OFF")
    desk.assert_answers_go_on()


def test_a_reference_layer_that_was_changed_is_told_where_one_looks_and_stops_nothing(desk, demo, tmp_path):
    changed = tmp_path / "made_up.gpkg"
    shutil.copy(demo / "made_up.gpkg", changed)
    desk.session.workspace.set_reference(ReferenceLayer("pzyd", str(changed), "pzyd_example", "", "2023-01-01"))
    desk.session.queueChanged.emit()
    desk.rest()
    assert "pzyd" in desk.session.changed_roles
    assert desk.plugin.docks["patches"]._body.hintLabel.text()
    desk.assert_answers_go_on()


# Other processes: a second window on the same file, and one that is killed.

BEGIN = """
import importlib.util, os, signal, sys
from pathlib import Path
root, profile, file = sys.argv[1:4]
from qgis.core import QgsApplication
application = QgsApplication([], True, profile)
application.initQgis()
from qgis.PyQt.QtCore import QSettings, Qt
QSettings.setDefaultFormat(QSettings.Format.IniFormat)
QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, profile)
application.setOrganizationName("weipian-tests")
application.setApplicationName("goes-wrong")
from qgis.PyQt.QtTest import QTest
spec = importlib.util.spec_from_file_location("conftest_of_gui", root + "/tests/qgis/gui/conftest.py")
helpers = importlib.util.module_from_spec(spec)
spec.loader.exec_module(helpers)
from weipian_plugin.plugin import WeipianPlugin
window = helpers.Window()
window.window.show()
plugin = WeipianPlugin(window)
plugin.initGui()
told = []
plugin.session.message.connect(lambda sentence, level, detail: told.append(sentence))
plugin.session.open(file)
plugin.workbench.registry["workbench"].setChecked(True)
def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\\n")
    sys.stdout.flush()
def press(key):
    QgsApplication.setActiveWindow(window.window)
    window.canvas.setFocus()
    QTest.keyClick(window.canvas, key)
    QgsApplication.processEvents()
"""

ANSWER_AND_DIE = """
session = plugin.session
for key in (Qt.Key.Key_8, Qt.Key.Key_1, Qt.Key.Key_4):
    say("answered", session.current)
    press(key)
QTest.qWait(600)
say("here", session.current)
from weipian_plugin.workspace import decisions
projected = decisions.project
def and_die(*given):
    projected(*given)  # events and tables are written, nothing is committed
    os.kill(os.getpid(), signal.SIGKILL)
decisions.project = and_die
press(Qt.Key.Key_8)
"""

LOOK = """
say("here", plugin.session.current)
say("writable", plugin.session.writable)
press(Qt.Key.Key_8)
say("told", len(told), told[-1] if told else "")
plugin.unload()
say("unloaded")
sys.stdout.flush()
os._exit(0)
"""


def in_a_window(root: Path, profile: Path, file: Path, script: str) -> subprocess.CompletedProcess:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root), "WEIPIAN_OPERATOR": "张三"}
    environment.pop("QGIS_CUSTOM_CONFIG_PATH", None)
    return subprocess.run([sys.executable, "-c", BEGIN + textwrap.dedent(script), str(root), str(profile), str(file)],
                          capture_output=True, text=True, env=environment, cwd=root, timeout=120)


def said(run: subprocess.CompletedProcess, word: str) -> list[str]:
    found = [line.partition(" ")[2] for line in run.stdout.splitlines() if line.partition(" ")[0] == word]
    assert found, run.stdout + run.stderr
    return found


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is how POSIX kills")
def test_killed_in_the_middle_of_a_decision_nothing_answered_is_lost_and_the_same_patch_comes_up(
        root, tmp_path, measured_template):
    file, profile = tmp_path / "beihai.gpkg", tmp_path / "profile"
    shutil.copy(measured_template, file)
    killed = in_a_window(root, profile, file, ANSWER_AND_DIE)
    assert killed.returncode == -9, killed.stderr
    answered, here = said(killed, "answered"), said(killed, "here")[0]
    again = in_a_window(root, profile, file, LOOK)
    assert said(again, "here") == [here] and said(again, "writable") == ["True"]
    with Workspace.open(file, read_only=True) as workspace:
        assert [workspace.draft(uuid).answers.get("PDLX") for uuid in answered] == ["其他", "合法", "其他"]
        assert len([event for event in workspace.history(here) if event.kind == "draft"]) == 1, "the one after"
        checks.assert_history_adds_up(workspace)


def test_a_second_window_may_look_says_so_and_changes_nothing(root, desk, tmp_path):
    before = checks.tables(desk.session.workspace)
    second = in_a_window(root, tmp_path / "profile", desk.file, LOOK)
    assert said(second, "writable") == ["False"] and said(second, "unloaded") == [""]
    assert checks.tables(desk.session.workspace) == before
    desk.assert_answers_go_on()
