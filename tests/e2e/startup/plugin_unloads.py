"""Inside QGIS: unloading takes away every action, dock, provider and file, and loading again brings them back."""

import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, os.environ["WEIPIAN_CI"])
import qgis.utils
import window
from qgis.core import QgsApplication
from qgis.PyQt.QtWidgets import QAction, QApplication, QDockWidget, QToolBar


def trace():
    """What of the plugin can be seen: QGIS's own objects are counted too, so that a leak of any kind shows."""
    main = qgis.utils.iface.mainWindow()
    return {
        "docks": sorted(dock.objectName() for dock in main.findChildren(QDockWidget)),
        "bars": sorted(bar.objectName() for bar in main.findChildren(QToolBar)),
        "actions": sorted(action.text() for action in main.findChildren(QAction)),
        "windows": sorted(type(widget).__name__ for widget in QApplication.topLevelWidgets() if widget.isVisible()),
        "providers": sorted(provider.id() for provider in QgsApplication.processingRegistry().providers()),
        "files": sorted(path.name for path in Path(tempfile.gettempdir()).glob("*weipian*")),
    }


def ours(seen):
    return {kind: [name for name in names if "weipian" in name.lower()] for kind, names in seen.items()}


def show_bench():
    for dock in window.plugin().docks.values():
        dock.show()


def script():
    show_bench()
    yield 1
    loaded = trace()
    assert "weipian" in loaded["providers"], loaded["providers"]
    assert len(ours(loaded)["docks"]) >= 3, loaded["docks"]
    assert qgis.utils.unloadPlugin("weipian")
    yield 1
    bare = trace()
    assert not any(names for kind, names in ours(bare).items() if kind != "files"), ours(bare)

    assert qgis.utils.loadPlugin("weipian")
    assert qgis.utils.startPlugin("weipian")
    show_bench()
    yield 1
    again = trace()
    assert again == loaded, {kind: set(again[kind]) ^ set(loaded[kind]) for kind in again}

    assert qgis.utils.unloadPlugin("weipian")
    yield 1
    left = trace()
    assert left == bare, {kind: set(left[kind]) ^ set(bare[kind]) for kind in left}


window.run(script)
