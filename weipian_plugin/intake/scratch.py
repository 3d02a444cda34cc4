"""The folder a package is unpacked into: gone when reading ends, and swept later where a kill left it behind."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Iterator

from qgis.PyQt.QtCore import QLockFile

_PREFIX = "weipian-intake-"
_LOCK = "lock"
_YOUNG_SECONDS = 60  # its owner may not have taken the lock yet


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new temporary folder. Those of processes that are dead go first: they may hold what is classified."""
    _sweep()
    with tempfile.TemporaryDirectory(prefix=_PREFIX) as folder:
        lock = _lock_in(Path(folder))
        lock.tryLock(0)
        try:
            yield Path(folder)
        finally:
            lock.unlock()


def _sweep() -> None:
    for left in Path(tempfile.gettempdir()).glob(_PREFIX + "*"):
        with suppress(OSError):  # another user's, or another sweeper was faster
            if time.time() - left.stat().st_mtime < _YOUNG_SECONDS:
                continue
            lock = _lock_in(left)
            if lock.tryLock(0):
                shutil.rmtree(left)


def _lock_in(folder: Path) -> QLockFile:
    lock = QLockFile(str(folder / _LOCK))
    lock.setStaleLockTime(0)
    return lock
