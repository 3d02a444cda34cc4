"""Inside QGIS, for `.ci/pictures.sh`: the pictures of docs/images, on a copy of the demonstration's workspace."""

import importlib
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, os.environ["WEIPIAN_CI"])
import qgis.utils
import window
from qgis.PyQt.QtWidgets import QLabel

IMAGES = Path(os.environ["WEIPIAN_IMAGES"])
FOLDER = Path(os.environ["WEIPIAN_FOLDER"])
PATCH = "450512WP1800129"
CONTEXT = 1.35


def saved(name):
    """The picture of the whole screen becomes docs/images/<name>.png."""
    shutil.copyfile(window.SHOT, IMAGES / f"{name}.png")


def grabbed(widget, name):
    widget.grab().save(str(IMAGES / f"{name}.png"))


def opened(plugin, which):
    """A dialog as the plugin makes it, beside its window; not modal, so that this script goes on."""
    package = plugin.session.__class__.__module__.rpartition(".")[0]
    module = importlib.import_module(f"{package}.{which}")
    main = qgis.utils.iface.mainWindow()
    if which == "import_dialog":
        dialog = module.ImportDialog(plugin.session, plugin.workbench.runner, True, main)
    else:
        dialog = module.LayersDialog(plugin.session, main, preparations=plugin.workbench.preparations)
    dialog.show()
    return dialog


def show_patch(plugin):
    """The chosen patch in both views, as it is a moment before it is signed (an answer that changes withdraws that)."""
    workspace = plugin.session.workspace
    row = next(row for row in workspace.queue() if row.jcbh == PATCH)
    for use in ("仓储物流", "工业"):
        workspace.save_draft(row.parcel_uuid, {"WFSJYT": use})
    plugin.session.queueChanged.emit()
    plugin.session.select(row.parcel_uuid)
    plugin.docks["compare"].back_to_patch()


def script():
    plugin = window.plugin()
    plugin.session.open(str(FOLDER / "示例.gpkg"))
    plugin.workbench.registry["workbench"].trigger()
    yield lambda: all(dock.isVisible() for dock in plugin.docks.values())
    # QGIS zooms to the first layer of a project some time after it was added.
    yield 3
    show_patch(plugin)
    yield 1
    canvas = qgis.utils.iface.mapCanvas()
    canvas.zoomByFactor(CONTEXT)
    yield 2
    yield lambda: not canvas.isDrawing()
    qgis.utils.iface.messageBar().clearWidgets()
    # The decisions were replayed by a program: their pace is nobody's.
    plugin.docks["patches"].findChild(QLabel, "paceLabel").hide()
    yield 1
    yield window.picture()
    saved("window")

    plugin.workbench.show_keys()
    yield 1
    grabbed(plugin.workbench._key_panel, "keys")
    plugin.workbench._key_panel.close()

    dialog = opened(plugin, "layers_dialog")
    yield lambda: dialog.rows["dltb"].prepared.state is not None
    yield 1
    grabbed(dialog, "layers")
    dialog.close()

    dialog = opened(plugin, "import_dialog")
    dialog.show_package(str(next(FOLDER.glob("*.zip"))))
    yield lambda: dialog.plan is not None
    yield 1
    grabbed(dialog, "import")
    if os.environ.get("WEIPIAN_ALL_PICTURES"):
        for number in range(dialog.tabs.count()):
            dialog.tabs.setCurrentIndex(number)
            yield 0.5
            grabbed(dialog, f"import-{number}")
    dialog.close()


window.run(script)
