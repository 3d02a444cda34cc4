"""抽样: the sample the rules ask for, drawn again from its seed, and topped up."""

from __future__ import annotations

from .page import Page


class SamplingPage(Page):
    """Samples and what is drawn."""

    def title(self) -> str:
        return self.tr("Sample")
