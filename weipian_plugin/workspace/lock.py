"""Who writes: a lock file beside the workspace, taken by one window; whoever comes second is told by whom."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtCore import QLockFile


class WriterLock:
    """The lock ``<workspace>.lock``. It is never stale by age; that of a dead process can be taken at once."""

    def __init__(self, workspace: Path) -> None:
        self._path = workspace.with_name(workspace.name + ".lock")
        self._lock = QLockFile(str(self._path))
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """Take the lock if nobody holds it."""
        return bool(self._lock.tryLock(0))

    @property
    def folder_is_read_only(self) -> bool:
        """True where the lock could not be taken because no file can be made here."""
        return bool(self._lock.error() == QLockFile.LockError.PermissionError)

    def holder(self) -> str:
        """Who holds it: ``user@host (pid 123)``; empty where nobody can be named."""
        known, pid, host, _application = self._lock.getLockInfo()
        return f"{self._owner()}{host} (pid {pid})" if known else ""

    def _owner(self) -> str:
        try:
            return f"{self._path.owner()}@"
        except (OSError, KeyError, NotImplementedError):  # Windows, or a user without a name
            return ""

    def release(self) -> None:
        """Give the lock back."""
        self._lock.unlock()
