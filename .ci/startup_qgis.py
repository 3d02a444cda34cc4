"""Inside QGIS, for `make qgis`: opens the demonstration's workspace and the workbench."""

import os

import qgis.utils
from qgis.PyQt.QtCore import QTimer


def begin():
    plugin = qgis.utils.plugins["weipian"]
    plugin.session.open(os.environ["WEIPIAN_WORKSPACE"])
    plugin.workbench.registry["workbench"].trigger()


QTimer.singleShot(0, begin)
