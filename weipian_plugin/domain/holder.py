"""Who holds a workspace open, in words for people."""

from __future__ import annotations

import re

_HOLDER = re.compile(r"(?:(?P<user>.*)@)?(?P<host>.*) \(pid (?P<pid>\d+)\)")


def holder_in_words(holder: str, language: str) -> str:
    """The lock's ``user@host (pid 123)`` with its parts named; anything else as it is."""
    parts = _HOLDER.fullmatch(holder)
    if parts is None:
        return holder
    user, host, pid = parts.group("user", "host", "pid")
    if language == "zh":
        return f"{host} 上的 {user or '用户'}（进程 {pid}）"
    return f"{user or 'a user'} on {host} (process {pid})"
