"""A real workspace of Beihai patches, a window like QGIS's, and a guard that lets errors through."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsLocator, QgsProject, QgsSettings, QgsVectorLayer
from qgis.gui import QgsGui, QgsMapCanvas, QgsMapToolPan, QgsMessageBar
from qgis.PyQt.QtCore import QObject, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDockWidget, QMainWindow, QMenu

from weipian_plugin.domain.records import IssuedPatch, NewBatch, ReferenceLayer
from weipian_plugin.gui import messages
from weipian_plugin.gui.left_places import left_folder, wait_until_noted
from weipian_plugin.gui.session import Session
from weipian_plugin.gui.settings import Settings
from weipian_plugin.workspace.workspace import Workspace

PATCHES = 30
ISSUED = "2023-08-15"


def beihai_patches(demo: Path, count: int = PATCHES) -> list[IssuedPatch]:
    """The first patches of the bundled scene, as intake would hand them over."""
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    assert layer.isValid()
    patches = []
    for feature in layer.getFeatures():
        attributes = {"JCBH": feature["JCBH"], "TBLX": "20", "JCLB": "XZFN", "QSX": "2016-12-09", "HSX": "2018-03-09",
                      "XFSJ": ISSUED, "XMC": feature["XMC"], "JCMJ": float(feature["JCMJ"])}
        patches.append(IssuedPatch(feature["JCBH"], attributes, bytes(feature.geometry().asWkb())))
        if len(patches) == count:
            break
    return patches


@pytest.fixture(scope="session")
def workspace_template(demo, tmp_path_factory, qgis_app) -> Path:
    """A workspace file with one batch; tests get copies."""
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    path = tmp_path_factory.mktemp("workspace") / "beihai.gpkg"
    workspace = Workspace.create(path, crs=layer.crs().authid(), actor="tester")
    workspace.add_batch(NewBatch("2023-08 批", ISSUED, "beihai.zip", "digest", "GX_ZY2023", "450512"),
                        beihai_patches(demo))
    workspace.close()
    return path


@pytest.fixture()
def workspace_file(workspace_template, tmp_path) -> Path:
    path = tmp_path / "beihai.gpkg"
    shutil.copy(workspace_template, path)
    return path


@pytest.fixture(autouse=True)
def clean_settings(qgis_app, monkeypatch):
    """Each test starts as a new user, whatever the environment of this machine says."""
    for name in ("OPERATOR", "PYTHON", "WORKSPACE", "TODAY"):
        monkeypatch.delenv(f"WEIPIAN_{name}", raising=False)
    _forget_settings()
    yield
    _forget_settings()


def _forget_settings() -> None:
    QgsSettings().remove("weipian")
    wait_until_noted()
    shutil.rmtree(left_folder(), ignore_errors=True)


@pytest.fixture()
def raising(monkeypatch):
    """What a slot's guard would swallow is raised again."""

    def raise_again(error, _tell):
        raise error

    monkeypatch.setattr(messages, "_swallow", raise_again)


@pytest.fixture()
def session(qgis_app):
    session = Session(Settings.load())
    session.settings.operator = "张三"
    yield session
    session.close()


@pytest.fixture()
def opened(session, workspace_file) -> Session:
    session.open(str(workspace_file))
    assert session.workspace is not None
    return session


@pytest.fixture()
def patches_dock(session, workspace_file, qtbot):
    """The Patches dock alone, with the example's workspace open."""
    from weipian_plugin.gui.patches.patches_dock import PatchesDock

    dock = PatchesDock(session)
    qtbot.addWidget(dock)
    session.open(str(workspace_file))
    dock.show()
    return dock


@pytest.fixture(scope="session")
def measured_template(workspace_template: Path, demo: Path, tmp_path_factory) -> Path:
    """The workspace with areas measured by the real worker and the suggestions that follow."""
    from weipian_plugin.jobs.judging.suggest import suggest
    from weipian_plugin.jobs.measuring.measure import measure

    path = tmp_path_factory.mktemp("measured") / "beihai.gpkg"
    shutil.copy(workspace_template, path)
    scene, made_up = str(demo / "beihai_scene.gpkg"), str(demo / "made_up.gpkg")
    with Workspace.open(path, actor="tester") as workspace:
        for role, layer, field in (("dltb", "dltb_pseudo", "DLBM"), ("yjjbnt", "yjjbnt_pseudo", ""),
                                   ("stbhhx", "stbhhx_pseudo", "")):
            workspace.set_reference(ReferenceLayer(role, scene, layer, field, "2016-12-31"))
        workspace.set_reference(ReferenceLayer("pzyd", made_up, "pzyd_example", "", "2023-01-01"))
        workspace.set_reference(ReferenceLayer("gd", declared_empty=True))
        measure(workspace)
        suggest(workspace)
    return path


@pytest.fixture()
def measured(session, measured_template: Path, tmp_path: Path):
    copy = tmp_path / "measured.gpkg"
    shutil.copy(measured_template, copy)
    session.open(str(copy))
    return session


@pytest.fixture()
def told(session) -> list:
    """Every (sentence, level, detail) the session tells."""
    heard: list = []
    session.message.connect(lambda *words: heard.append(words))
    return heard


class Window(QObject):
    """What the plugin uses of QgisInterface, over a real main window, canvas, message bar and shortcut manager."""

    initializationCompleted = pyqtSignal()  # noqa: N815

    def __init__(self) -> None:
        super().__init__()
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas(self.window)
        self.window.setCentralWidget(self.canvas)
        self.layers_dock = QDockWidget("Layers", self.window)
        self.layers_dock.setObjectName("Layers")
        self.window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, self.layers_dock)
        self.bar = QgsMessageBar(self.window)
        self.plugins = self.window.menuBar().addMenu("Plugins")
        self.factories: list = []
        self.locator = QgsLocator()
        self.window.resize(1200, 800)

    def mainWindow(self) -> QMainWindow:
        return self.window

    def mapCanvas(self) -> QgsMapCanvas:
        return self.canvas

    def messageBar(self) -> QgsMessageBar:
        return self.bar

    def pluginMenu(self) -> QMenu:
        return self.plugins

    def addToolBar(self, name):
        return self.window.addToolBar(name)

    def addDockWidget(self, area, dock):
        self.window.addDockWidget(area, dock)
        dock.show()

    def removeDockWidget(self, dock):
        self.window.removeDockWidget(dock)

    def registerMainWindowAction(self, action, shortcut):
        return QgsGui.shortcutsManager().registerAction(action, shortcut)

    def unregisterMainWindowAction(self, action):
        return QgsGui.shortcutsManager().unregisterAction(action)

    def registerOptionsWidgetFactory(self, factory):
        self.factories.append(factory)

    def unregisterOptionsWidgetFactory(self, factory):
        self.factories.remove(factory)

    def registerLocatorFilter(self, found):
        self.locator.registerFilter(found)

    def deregisterLocatorFilter(self, found):
        self.locator.deregisterFilter(found)


@pytest.fixture()
def window(qgis_app, qtbot):
    QgsProject.instance().clear()
    window = Window()
    qtbot.addWidget(window.window)
    yield window
    QgsProject.instance().clear()


@pytest.fixture()
def plugin(window):
    from weipian_plugin.plugin import WeipianPlugin

    plugin = WeipianPlugin(window)
    plugin.initGui()
    yield plugin
    plugin.unload()


@pytest.fixture()
def canvas(qgis_app, qtbot):
    """A map in the zone of the patches, in a window of its own."""
    window = QMainWindow()
    canvas = QgsMapCanvas(window)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4525"))
    window.setCentralWidget(canvas)
    qtbot.addWidget(window)
    window.resize(900, 700)
    window.show()
    canvas.setMapTool(QgsMapToolPan(canvas))
    yield canvas
    canvas.unsetMapTool(canvas.mapTool())


@pytest.fixture()
def table(opened, canvas):
    """The largest parcel on the table, for drawing."""
    import shapely  # a start that imports it is looked for in this process, too

    from tests.qgis.gui.drawing_table import Table

    opened.workspace.actor = "张三"
    largest = max(opened.workspace.parcel_shapes(), key=lambda each: shapely.from_wkb(each[1]).area)[0]
    opened.select(largest)
    table = Table(opened, canvas)
    yield table
    table.drawing.shut_down()


@pytest.fixture()
def bench(window, plugin, measured_template, tmp_path):
    """The workbench, shown, on a county that was measured."""
    copy = tmp_path / "measured.gpkg"
    shutil.copy(measured_template, copy)
    plugin.session.settings.operator = "张三"
    window.window.show()
    plugin.session.open(str(copy))
    plugin.workbench.registry["workbench"].setChecked(True)
    return plugin.workbench


@pytest.fixture()
def heard(bench) -> list:
    """The sentences the workbench tells."""
    told: list = []
    bench.session.message.connect(lambda sentence, *_: told.append(sentence))
    return told
