"""盲判: files for reviewers who see no answers, their readings collected, rulings where they disagree."""

from __future__ import annotations

from .page import Page


class BlindPage(Page):
    """Blind files, readings, rulings."""

    def title(self) -> str:
        return self.tr("Blind reading")
