"""Python's search for cycles rests while many objects are made that have none; counted, for several threads may ask."""

from __future__ import annotations

import gc
import threading
from contextlib import contextmanager
from typing import Iterator

_AGAIN_SECONDS = 0.5


class _Rest:
    """How many want it off, and whether it was on before the first came. Whoever looks and switches without the lock
    may find it off because of another, and leave it off for good.
    """

    def __init__(self) -> None:
        self._lock, self._inside, self._was_on = threading.Lock(), 0, False

    def enter(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._was_on = gc.isenabled()
                gc.disable()
            self._inside += 1

    def leave(self) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0 and self._was_on:
                if not gc.get_freeze_count():  # what a window has left aside stays so
                    gc.freeze()  # what was made meanwhile counts as old, without being walked through at once
                    gc.unfreeze()
                gc.enable()
                if threading.current_thread() is not threading.main_thread():
                    again = threading.Timer(_AGAIN_SECONDS, self._look_again)
                    again.daemon = True
                    again.start()

    def _look_again(self) -> None:
        """PyQt switches the search off while it connects a signal, and then puts it as it had found it: off, where a
        thread rested at that moment, and nobody would ever put it on again.
        """
        with self._lock:
            if self._inside == 0 and not gc.isenabled():
                gc.enable()


_rest = _Rest()


@contextmanager
def without_collecting() -> Iterator[None]:
    """No search for cycles inside; on again, where it was on, when the last thread has left."""
    _rest.enter()
    try:
        yield
    finally:
        _rest.leave()
