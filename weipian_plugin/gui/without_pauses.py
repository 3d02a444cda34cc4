"""Keeps Python from stopping the window: no full search for cycles (0.05–0.2 s) while a thread works or a person
judges, and Python at once when the window asks.
"""

from __future__ import annotations

import gc
import sys
import threading
from contextlib import contextmanager
from typing import Iterator

SWITCH_SECONDS = 0.0005
"""How long a thread keeps Python when the window wants it. With Python's own 0.005 a table that is painted waits that
long for each of its hundreds of cells."""


class _Quiet:
    """How many are inside, whether the collector was on before the first came, and how fast threads took turns."""

    def __init__(self) -> None:
        self._lock, self._inside, self._was_on = threading.Lock(), 0, False
        self._turns = sys.getswitchinterval()

    def enter(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._was_on, self._turns = gc.isenabled(), sys.getswitchinterval()
                gc.disable()
                sys.setswitchinterval(min(SWITCH_SECONDS, self._turns))
            self._inside += 1

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                sys.setswitchinterval(self._turns)
                if self._was_on:
                    gc.enable()


_quiet = _Quiet()


def leave_aside_what_stands(on: bool) -> None:
    """What there is now – QGIS's Python and other plugins' above all – is left out of searches for cycles, so that no
    step from patch to patch waits for one; until it is told that this is over.
    """
    if on:
        gc.freeze()
    else:
        gc.unfreeze()


@contextmanager
def without_pauses() -> Iterator[None]:
    """No search for cycles inside, and short turns; for work of seconds that makes no cycles to speak of. Several
    threads may be inside.
    """
    _quiet.enter()
    try:
        yield
    finally:
        _quiet.leave()
