"""A time limit that holds with an event loop (by a timer) and without one (whoever waits asks it)."""

from __future__ import annotations

import time
from typing import Callable, Optional

from qgis.PyQt.QtCore import QTimer


class Deadline:
    """Calls its action once, when the time is up and it was not cleared before."""

    def __init__(self, action: Callable[[], None]) -> None:
        self._action = action
        self._until: Optional[float] = None
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._ring)

    def set(self, seconds: float) -> None:
        """Counts from now; a limit set before is forgotten."""
        self._until = time.monotonic() + seconds
        self._timer.start(int(seconds * 1000) + 1)

    def clear(self) -> None:
        """The limit was kept."""
        self._until = None
        self._timer.stop()

    def _ring(self) -> None:
        # Qt lets a timer be early by a twentieth: before its time nothing happens, and it is set for the rest.
        self.check()
        if self._until is not None:
            self._timer.start(max(int((self._until - time.monotonic()) * 1000) + 1, 1))

    def check(self) -> None:
        """Acts if the time is up: every loop that waits without events must ask."""
        if self._until is not None and time.monotonic() >= self._until:
            self.clear()
            self._action()
