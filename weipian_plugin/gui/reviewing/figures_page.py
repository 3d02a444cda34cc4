"""指标: 真实性, 瞒报率, ranking, 附表5 and daily discoveries as of a date, each with its patches."""

from __future__ import annotations

from .page import Page


class FiguresPage(Page):
    """The figures of the rules."""

    def title(self) -> str:
        return self.tr("Figures")
