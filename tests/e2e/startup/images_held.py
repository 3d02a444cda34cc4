"""Inside QGIS: it quits while Python still holds the layers of an image, which GDAL would abort it for."""

import builtins
import os
import sys

sys.path.insert(0, os.environ["WEIPIAN_CI"])
import window
from qgis.core import QgsCoordinateReferenceSystem


def script():
    plugin = window.plugin()
    plugin.docks["patches"].show()
    from weipian.weipian_plugin.domain.records import Scene
    from weipian.weipian_plugin.jobs.imagery.scenes import Picture, PictureState

    picture = Picture(PictureState.READY, "2018-03-09", (Scene(os.environ["WEIPIAN_IMAGE"], "2018-03-09", "", True),))
    shelf = plugin.workbench.compare.pictures._shelf
    held = shelf.layers_of(picture, QgsCoordinateReferenceSystem("EPSG:4525"))
    assert held and held[0].isValid() and held[0].source().startswith("/vsimem/")
    builtins.held = held
    yield 0.1


window.run(script)
