"""Progress of jobs made of steps, and the seconds each took; `domain.feedback` says what a job tells and asks."""

from __future__ import annotations

import time
from typing import Callable, List, Tuple

from ..domain.feedback import Feedback


class Stopwatch:
    """Seconds spent in each named step, in order."""

    def __init__(self) -> None:
        self.steps: List[Tuple[str, float]] = []
        self._since = time.perf_counter()

    def lap(self, name: str) -> float:
        """The step ``name`` ends here; its seconds."""
        now = time.perf_counter()
        seconds, self._since = now - self._since, now
        self.steps.append((name, seconds))
        return seconds


def part_of(feedback: Feedback, first: int, last: int) -> Feedback:
    """A feedback for one step of a longer job: its 0…100 % become ``first``…``last`` % of the whole."""
    return _Part(feedback.progress, feedback.cancelled, first, last)


class _Part:
    def __init__(self, tell: Callable[[int, int, str], None], asked: Callable[[], bool], first: int, last: int) -> None:
        self._tell, self._asked, self._first, self._last = tell, asked, first, last

    def progress(self, done: int, total: int, text: str) -> None:
        share = min(max(done / total, 0.0), 1.0) if total > 0 else 0.0
        self._tell(int(self._first + share * (self._last - self._first)), 100, text)

    def cancelled(self) -> bool:
        return self._asked()
