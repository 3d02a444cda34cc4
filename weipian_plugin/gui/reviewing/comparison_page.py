"""比对: what the second readings say against what was filed, with agreement and intervals."""

from __future__ import annotations

from .page import Page


class ComparisonPage(Page):
    """Confusion matrices and agreement."""

    def title(self) -> str:
        return self.tr("Comparison")
