"""Inside QGIS: a script that fails, to see that the harness would tell."""

import os
import sys

sys.path.insert(0, os.environ["WEIPIAN_CI"])
import window


def script():
    yield 0.1
    raise AssertionError("told by window.sh")


window.run(script)
