"""The front door: what the plugin puts into a window, and that it takes all of it away again."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsExpression, QgsProject
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QCoreApplication, QEvent
from qgis.PyQt.QtWidgets import QAction, QDockWidget, QToolBar, QWidget

from weipian_plugin.domain.forms.codes import ANSWERS

pytestmark = pytest.mark.usefixtures("raising")


def flush_deletions() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def trace_of(window) -> dict:
    """Everything of a window a plugin could leave behind."""
    main = window.window
    return {
        "docks": sorted(dock.objectName() for dock in main.findChildren(QDockWidget)),
        "toolbars": sorted(bar.objectName() for bar in main.findChildren(QToolBar)),
        "menu": [action.text() for action in window.plugins.actions()],
        "window actions": len(main.findChildren(QAction)),
        "widgets": sorted(type(widget).__name__ for widget in main.children() if isinstance(widget, QWidget)),
        "shortcuts": sorted(action.objectName() for action in QgsGui.shortcutsManager().listActions()),
        "providers": sorted(p.id() for p in QgsApplication.processingRegistry().providers()),
        "options": len(window.factories),
        "locator": sorted(found.name() for found in window.locator.filters()),
        "functions": [each.name() for each in QgsExpression.Functions() if each.name().startswith("weipian")],
        "layers": list(QgsProject.instance().mapLayers()),
        "tree": [child.name() for child in QgsProject.instance().layerTreeRoot().children()],
        "scene": len(window.canvas.scene().items()),
    }


def test_docks_actions_menu_toolbar_options_and_provider_are_there(plugin, window):
    assert set(plugin.docks) == {"patches", "interpretation", "compare"}
    assert {"weipianPatches", "weipianCompare"} <= {d.objectName() for d in window.window.findChildren(QDockWidget)}
    names = {action.objectName() for action in QgsGui.shortcutsManager().listActions()}
    assert {f"weipian_answer_{answer.digit}" for answer in ANSWERS} <= names
    assert QgsApplication.processingRegistry().providerById("weipian") is not None
    assert len(window.factories) == 1 and window.plugins.actions()
    assert not any(dock.isVisible() for dock in plugin.docks.values())


def test_unloading_leaves_no_trace(window, workspace_file):
    from weipian_plugin.plugin import WeipianPlugin

    before = trace_of(window)
    plugin = WeipianPlugin(window)
    plugin.initGui()
    plugin.session.open(str(workspace_file))
    plugin.workbench.registry["workbench"].setChecked(True)
    plugin.workbench.show_keys()
    assert plugin.session.interpreting and QgsProject.instance().mapLayers()
    plugin.unload()
    flush_deletions()
    assert trace_of(window) == before
    assert not workspace_file.with_name(f"{workspace_file.name}.lock").exists()


def test_a_plugin_can_be_loaded_again_after_unloading(window):
    from weipian_plugin.plugin import WeipianPlugin

    for _ in range(2):
        plugin = WeipianPlugin(window)
        plugin.initGui()
        plugin.unload()
        flush_deletions()


IN_A_NEW_PROCESS = """
import importlib.util, sys
from qgis.core import QgsApplication
application = QgsApplication([], True)
application.initQgis()
spec = importlib.util.spec_from_file_location("conftest_of_gui", sys.argv[1])
helpers = importlib.util.module_from_spec(spec)
before = set(sys.modules)
spec.loader.exec_module(helpers)
for name in [name for name in sys.modules if name.startswith("weipian_plugin")]:
    del sys.modules[name]
from weipian_plugin.plugin import WeipianPlugin
plugin = WeipianPlugin(helpers.Window())
plugin.initGui()
print("\\n".join(sorted(set(sys.modules) - before)))  # QGIS 3.40 brings shapely itself
sys.stdout.flush()
plugin.unload()
import os
os._exit(0)
"""


def test_starting_imports_neither_the_workbench_nor_anything_heavy(root):
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(root)}
    run = subprocess.run([sys.executable, "-c", IN_A_NEW_PROCESS, str(Path(__file__).with_name("conftest.py"))],
                         capture_output=True, text=True, env=environment, cwd=root, timeout=120)
    loaded = set(run.stdout.split())
    assert "weipian_plugin.gui.front" in loaded, run.stderr
    heavy = {"openpyxl", "yaml", "shapely", "pyproj", "pyogrio", "geopandas"}
    rooms = {"weipian_plugin.gui.workbench", "weipian_plugin.gui.session", "weipian_plugin.workspace.workspace",
             "weipian_plugin.intake.package", "weipian_plugin.delivery.tables"}
    assert not loaded & (heavy | rooms)


def test_starting_is_quick(window, record_property):
    """Recorded, not asserted: the figure depends on the machine. The e2e tier measures the real QGIS."""
    from weipian_plugin.plugin import WeipianPlugin

    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        plugin = WeipianPlugin(window)
        plugin.initGui()
        seconds.append(time.perf_counter() - began)
        plugin.unload()
        flush_deletions()
    record_property("startup_ms", round(1000 * statistics.median(seconds)))


def test_the_workbench_shows_all_docks_and_switches_the_mode(plugin, window):
    window.window.show()
    action = plugin.workbench.registry["workbench"]
    action.setChecked(True)
    assert all(dock.isVisibleTo(window.window) for dock in plugin.docks.values())
    assert plugin.session.interpreting and plugin.workbench.registry["mode"].isChecked()
    action.setChecked(False)
    assert not any(dock.isVisibleTo(window.window) for dock in plugin.docks.values())
    assert not plugin.session.interpreting


def test_the_layers_of_the_workspace_are_in_one_group_and_read_only(plugin, workspace_file):
    plugin.session.open(str(workspace_file))
    group = QgsProject.instance().layerTreeRoot().children()[0]
    layers = [node.layer() for node in group.findLayers()]
    assert layers and all(layer.readOnly() and not layer.startEditing() for layer in layers)
    plugin.session.close()
    assert not QgsProject.instance().mapLayers()
    assert not QgsProject.instance().layerTreeRoot().children()


def test_a_new_project_does_not_break_the_open_workspace(plugin, workspace_file):
    plugin.session.open(str(workspace_file))
    QgsProject.instance().clear()
    plugin.session.answer({"PDLX": "合法"})
    plugin.session.queueChanged.emit()
    assert QgsProject.instance().mapLayers()


def test_a_message_is_shown_once(plugin, window):
    plugin.session.tell("同一句话")
    plugin.session.tell("同一句话")
    assert [item.text() for item in window.bar.items()].count("同一句话") == 1


def test_docks_are_arranged_at_first_and_later_stand_where_they_were_left(window):
    from weipian_plugin.plugin import WeipianPlugin

    main = window.window
    main.show()
    plugin = WeipianPlugin(window)
    plugin.initGui()
    plugin.workbench.registry["workbench"].setChecked(True)
    patches, compare = plugin.docks["patches"], plugin.docks["compare"]
    assert main.tabifiedDockWidgets(patches) == [window.layers_dock]
    main.tabifyDockWidget(patches, compare)
    state = main.saveState()
    plugin.unload()
    flush_deletions()

    main.restoreState(state)  # as QGIS does it at its next start
    plugin = WeipianPlugin(window)
    plugin.initGui()
    plugin.workbench.registry["workbench"].setChecked(True)
    tabs = main.tabifiedDockWidgets(plugin.docks["compare"])
    plugin.unload()
    assert {dock.objectName() for dock in tabs} == {"Layers", "weipianPatches"}


def test_docks_arranged_while_nothing_was_open_cut_no_column_off_once_it_is(plugin, window, workspace_file, qtbot):
    main = window.window
    main.resize(1920, 1080)
    main.show()
    plugin.workbench.registry["workbench"].setChecked(True)
    plugin.session.open(str(workspace_file))
    patches = plugin.docks["patches"]
    qtbot.waitUntil(lambda: patches.width() >= patches.reading_width())


def test_a_saved_project_brings_its_group_back_and_no_second_one(plugin, workspace_file, tmp_path, qtbot):
    plugin.session.open(str(workspace_file))
    project = QgsProject.instance()
    assert project.write(str(tmp_path / "saved.qgz"))
    assert project.read(str(tmp_path / "saved.qgz"))
    qtbot.wait(50)
    plugin.session.queueChanged.emit()
    groups = [node.name() for node in project.layerTreeRoot().children()]
    assert groups == ["卫片判读"]
    assert all(layer.readOnly() for layer in project.mapLayers().values())
    plugin.session.close()
    assert project.mapLayers() == {}


def test_closing_all_docks_leaves_the_workbench(plugin, window):
    window.window.show()
    action = plugin.workbench.registry["workbench"]
    action.setChecked(True)
    for name, dock in plugin.docks.items():
        assert action.isChecked(), name
        dock.close()
    assert not action.isChecked() and not plugin.session.interpreting
    action.trigger()
    assert all(dock.isVisible() for dock in plugin.docks.values())
