"""Keeps Python from stopping the window: no full search for cycles (0.05–0.2 s) while a thread works or a person
judges, and Python at once when the window asks.
"""

from __future__ import annotations

import gc
import sys
import threading
from contextlib import ExitStack, contextmanager
from typing import Iterator

from ..workspace.without_collecting import without_collecting

SWITCH_SECONDS = 0.0005
"""How long a thread keeps Python when the window wants it. With Python's own 0.005 a table that is painted waits that
long for each of its hundreds of cells."""
LONGEST_SECONDS = 60.0
"""Work that hangs, on a network share above all, keeps Python from searching for cycles no longer than this."""


class _Turns:
    """How many are inside, and how fast threads took turns before the first came."""

    def __init__(self) -> None:
        self._lock, self._inside, self._before = threading.Lock(), 0, sys.getswitchinterval()

    def enter(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._before = sys.getswitchinterval()
                sys.setswitchinterval(min(SWITCH_SECONDS, self._before))
            self._inside += 1

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                sys.setswitchinterval(self._before)


_turns = _Turns()


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
    threads may be inside. After ``LONGEST_SECONDS`` all is as it was, also inside.
    """
    with ExitStack() as inside:
        _turns.enter()
        inside.callback(_turns.leave)
        inside.enter_context(without_collecting())
        end = threading.Timer(LONGEST_SECONDS, inside.close)
        end.daemon = True
        end.start()
        try:
            yield
        finally:
            end.cancel()
            end.join()
