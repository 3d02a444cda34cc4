"""Drives a script inside a real QGIS window that window.sh has started.

A startup script is a generator function; QGIS runs it step by step from a timer, so that the window lives meanwhile::

    import os, sys; sys.path.insert(0, os.environ["WEIPIAN_CI"])
    import window

    def script():
        plugin = window.plugin()
        yield 0.5                                   # seconds to wait
        yield lambda: plugin.docks["patches"].isVisible()   # or a condition to wait for
        yield window.picture()

    window.run(script)

When the script ends QGIS quits.  What it raises is written beside the picture, and window.sh tells it.
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Generator
from pathlib import Path
from typing import Any, Callable, Union

import qgis.utils
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication

Wait = Union[float, Callable[[], bool]]
Script = Callable[[], Generator[Wait, None, None]]

SHOT = Path(os.environ["WEIPIAN_SHOT"])
PATIENCE = 60.0
"""Seconds a condition may take to come true."""
_running: list[_Runner] = []
"""Qt holds no bound method's object: without this the runner would be gone before its timer fires."""


def plugin() -> Any:
    """The running plugin; fails with QGIS's own message when it did not load."""
    if "weipian" not in qgis.utils.plugins:
        raise AssertionError(f"the plugin did not load: {qgis.utils.plugin_times} {_complaints()}")
    return qgis.utils.plugins["weipian"]


def place(width: int = 1600, height: int = 1000) -> None:
    """The main window over the whole screen (there is no window manager to do it)."""
    window = qgis.utils.iface.mainWindow()
    window.showNormal()
    window.setGeometry(0, 0, width, height)


def picture() -> Callable[[], bool]:
    """A condition that is true once window.sh has taken the picture of the screen."""
    ready, taken = Path(f"{SHOT}.ready"), Path(f"{SHOT}.taken")
    taken.unlink(missing_ok=True)
    ready.touch()
    return taken.exists


def run(script: Script) -> None:
    """Run ``script`` once the event loop turns, then quit QGIS."""
    runner = _Runner(script)
    _running.append(runner)
    runner.start()


class _Runner:
    """Holds the script, what it waits for, and the timer."""

    def __init__(self, script: Script) -> None:
        self._steps = script()
        self._until = 0.0
        self._condition: Callable[[], bool] = lambda: True
        self._timer = QTimer()
        self._timer.setInterval(50)
        self._timer.timeout.connect(self._turn)

    def start(self) -> None:
        place()
        self._wait_for(1.0)
        self._timer.start()

    def _turn(self) -> None:
        try:
            if time.monotonic() > self._until:
                raise AssertionError(f"waited in vain at line {self._steps.gi_frame.f_lineno} of the startup script")
            if self._condition():
                self._wait_for(next(self._steps))
        except StopIteration:
            self._quit()
        except BaseException:
            Path(f"{SHOT}.failed").write_text(traceback.format_exc() + _complaints(), encoding="utf-8")
            self._quit()

    def _wait_for(self, what: Wait) -> None:
        now = time.monotonic()
        self._until = now + PATIENCE
        if callable(what):
            self._condition = what
        else:
            end = now + what
            self._until += what
            self._condition = lambda: time.monotonic() >= end

    def _quit(self) -> None:
        """As a person would; an unsaved project or a dialog left open must not hold it."""
        self._timer.stop()
        while QApplication.activeModalWidget() is not None:
            QApplication.activeModalWidget().close()
        QgsProject.instance().clear()
        QTimer.singleShot(100, qgis.utils.iface.actionExit().trigger)


def _complaints() -> str:
    """What QGIS shows in its message bar: that is where a plugin's failure to load is told."""
    return "\n".join(item.title() + " " + item.text() for item in qgis.utils.iface.messageBar().items())
