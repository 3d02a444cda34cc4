"""How fast the work goes today: seconds from one answer to the next, and the time that is left."""

from __future__ import annotations

from bisect import insort
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, List, Optional, Sequence

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

BREAK_SECONDS = 300.0
"""A longer gap between two answers was a break, not work."""
FASTEST_SECONDS = 0.3
"""Nobody judges faster: such answers were replayed or copied by a programme."""
FEWEST_GAPS = 9
"""Before ten answers a median says nothing, and the time left would only frighten."""


@dataclass(frozen=True)
class Pace:
    """``seconds`` per patch (median), ``left_seconds`` for what is not answered yet; None while nothing is known."""

    seconds: Optional[float] = None
    left_seconds: Optional[float] = None


class Today:
    """The answers of a day by who works here, read once and then only what came after."""

    def __init__(self, workspace: Workspace, since: str) -> None:
        self.workspace, self.since = workspace, since
        self._last: Optional[datetime] = None
        self._gaps: List[float] = []
        self._sequence, self._actor = 0, workspace.actor

    def pace(self, remaining: int) -> Pace:
        """The pace so far, and how long ``remaining`` patches will take at it."""
        if self._actor != self.workspace.actor:
            self._actor, self._sequence, self._last, self._gaps = self.workspace.actor, 0, None, []
        self._sequence, times = self.workspace.lists.answers_since(self._sequence, self.since, self._actor)
        for moment in sorted(datetime.fromisoformat(text) for text in times):
            if self._last is not None and _is_work(gap := (moment - self._last).total_seconds()):
                insort(self._gaps, gap)
            self._last = moment
        return _pace(self._gaps, remaining)


def pace_of(times: Sequence[str], remaining: int) -> Pace:
    """The pace of answers recorded at ``times`` (ISO texts), and how long ``remaining`` patches will take at it."""
    moments = sorted(datetime.fromisoformat(text) for text in times)
    gaps = [(later - earlier).total_seconds() for earlier, later in zip(moments, moments[1:])]
    return _pace(sorted(gap for gap in gaps if _is_work(gap)), remaining)


def _is_work(gap: float) -> bool:
    return FASTEST_SECONDS <= gap <= BREAK_SECONDS


def _pace(worked: Sequence[float], remaining: int) -> Pace:
    """From gaps in order of length."""
    if len(worked) < FEWEST_GAPS:
        return Pace()
    middle = len(worked) // 2
    seconds = worked[middle] if len(worked) % 2 else (worked[middle - 1] + worked[middle]) / 2
    return Pace(seconds, seconds * remaining)
