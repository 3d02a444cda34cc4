"""Progress of work in several stages: one share that only grows, and the stage it has come to."""

from __future__ import annotations

from typing import Callable, Mapping

Progress = Callable[[int, int, str], None]
At = Callable[[str, int, int], None]
"""(stage, done, total): so far the stage has come."""

WHOLE = 1000


def untold(stage: str, done: int, total: int) -> None:
    """For who does not want to know."""


class Stages:
    """Tells ``progress`` the thousandths done of all stages together; called as `At`."""

    def __init__(self, weights: Mapping[str, int], progress: Progress) -> None:
        """``weights``: the stages in order, and how much of the work each is about."""
        self._weights = weights
        self._progress = progress
        self._told = (0, "")

    def __call__(self, stage: str, done: int, total: int) -> None:
        """``done`` of ``total`` (0: unknown) pieces of ``stage``; what was told already is not told again."""
        before = 0
        for name, weight in self._weights.items():
            if name == stage:
                break
            before += weight
        share = before + self._weights[stage] * min(done / total if total > 0 else 0.0, 1.0)
        now = max(int(WHOLE * share / sum(self._weights.values())), self._told[0])
        if (now, stage) != self._told:
            self._told = (now, stage)
            self._progress(now, WHOLE, stage)
