"""What long work tells while it runs, and how it learns that a person wants it to stop; spoken by every room."""

from __future__ import annotations

from typing import Protocol

from .errors import WeipianError


class Feedback(Protocol):
    """Handed to everything that takes its time."""

    def progress(self, done: int, total: int, text: str) -> None:
        """``done`` of ``total`` steps are behind us (``total`` 0: not known); ``text`` says what is being done."""

    def cancelled(self) -> bool:
        """True once the work should stop, leaving things as they were."""
        ...


class NullFeedback:
    """Nobody watches and nobody cancels."""

    def progress(self, done: int, total: int, text: str) -> None:
        """Ignored."""

    def cancelled(self) -> bool:
        """Never."""
        return False


def stop_if_cancelled(feedback: Feedback) -> None:
    """Raises ``JOB_CANCELLED`` once the person wants the work to stop."""
    if feedback.cancelled():
        raise WeipianError("JOB_CANCELLED")
