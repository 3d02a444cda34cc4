"""Inside QGIS, for the picture of `make demo`: the demonstration's workspace, the docks, and one patch.

WEIPIAN_PATCH names the patch (JCBH); without it, the drafted one that takes the most farmland.
"""

import os
import sys

sys.path.insert(0, os.environ["WEIPIAN_CI"])
import qgis.utils
import window


def chosen(rows):
    wanted = [row for row in rows if row.jcbh == os.environ.get("WEIPIAN_PATCH")]
    drafted = [row for row in rows if row.status == "draft"]
    return (wanted or sorted(drafted, key=lambda row: row.farmland_m2 or 0.0, reverse=True) or rows)[0].parcel_uuid


def script():
    plugin = window.plugin()
    plugin.session.open(os.environ["WEIPIAN_WORKSPACE"])
    plugin.workbench.registry["workbench"].trigger()
    yield lambda: all(dock.isVisible() for dock in plugin.docks.values())
    # QGIS zooms to the first layer of a project some time after it was added.
    yield 3
    plugin.session.select(chosen(plugin.session.workspace.queue()))
    plugin.docks["compare"].back_to_patch()
    yield 2
    yield lambda: not qgis.utils.iface.mapCanvas().isDrawing()
    qgis.utils.iface.messageBar().clearWidgets()
    yield 1
    yield window.picture()


window.run(script)
