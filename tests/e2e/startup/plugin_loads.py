"""Inside QGIS: the plugin has loaded and shows its docks; a picture; then QGIS quits with the plugin alive."""

import os
import sys

sys.path.insert(0, os.environ["WEIPIAN_CI"])
import window


def script():
    plugin = window.plugin()
    assert set(plugin.docks) == {"patches", "interpretation", "compare"}
    for dock in plugin.docks.values():
        dock.show()
    yield lambda: all(dock.isVisible() for dock in plugin.docks.values())
    yield 1
    yield window.picture()


window.run(script)
