"""How long each parcel lay on the table: the clock runs for one parcel at a time, and not while nobody is at it."""

from __future__ import annotations

from typing import Dict, Mapping


class ExamClock:
    """Told of every change with the time (seconds of a clock that never goes back)."""

    def __init__(self, seconds: Mapping[str, float]) -> None:
        """``seconds`` by parcel: what was counted before the test was interrupted."""
        self._seconds: Dict[str, float] = dict(seconds)
        self._parcel, self._since = "", 0.0

    def show(self, parcel: str, now: float) -> None:
        """From now on this parcel is on the table; an empty one: none is."""
        if self._parcel:
            self._seconds[self._parcel] = self.seconds(self._parcel, now)
        self._parcel, self._since = parcel, now

    def seconds(self, parcel: str, now: float) -> float:
        """How long this parcel has been on the table up to now."""
        running = max(0.0, now - self._since) if parcel == self._parcel else 0.0
        return self._seconds.get(parcel, 0.0) + running
