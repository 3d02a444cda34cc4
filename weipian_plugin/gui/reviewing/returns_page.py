"""退回: what goes back with a reason, what is accepted, what was answered, what is overdue."""

from __future__ import annotations

from .page import Page


class ReturnsPage(Page):
    """Returns, round by round."""

    def title(self) -> str:
        return self.tr("Return and accept")
