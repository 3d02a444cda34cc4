"""How fast the work goes today: seconds from one answer to the next, and the time that is left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Optional, Sequence

BREAK_SECONDS = 600.0
"""A longer gap between two answers was a break, not work."""
FASTEST_SECONDS = 0.3
"""Nobody judges faster: such answers were replayed or copied by a programme."""
FEWEST_GAPS = 3
"""Before that many answers a median says nothing, and the time left would only frighten."""


@dataclass(frozen=True)
class Pace:
    """``seconds`` per patch (median), ``left_seconds`` for what is not answered yet; None while nothing is known."""

    seconds: Optional[float] = None
    left_seconds: Optional[float] = None


def pace_of(times: Sequence[str], remaining: int) -> Pace:
    """The pace of answers recorded at ``times`` (ISO texts), and how long ``remaining`` patches will take at it."""
    moments = sorted(datetime.fromisoformat(text) for text in times)
    gaps = [(later - earlier).total_seconds() for earlier, later in zip(moments, moments[1:])]
    worked = [gap for gap in gaps if FASTEST_SECONDS <= gap <= BREAK_SECONDS]
    if len(worked) < FEWEST_GAPS:
        return Pace()
    seconds = median(worked)
    return Pace(seconds, seconds * remaining)
