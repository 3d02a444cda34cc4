"""Colours and patterns of charts: told apart without colour too, on light and on dark ground."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Tuple

FAMILIES = ("Microsoft YaHei", "Noto Sans CJK SC", "PingFang SC", "SimSun", "sans-serif")
PLAIN, HATCHED, DOTTED, CROSSED, BACK_HATCHED = "", "/", ".", "x", "\\"

# Hues that the colour-blind tell apart (Okabe and Ito), each with a pattern of its own beside its neighbours.
TONES: Dict[str, Tuple[str, str, str]] = {
    "legal": ("#0072b2", "#4fb0ec", PLAIN), "illegal": ("#d55e00", "#ff8c4b", HATCHED),
    "other": ("#009e73", "#3cc9a0", DOTTED), "pending": ("#b9c0c8", "#6d7782", PLAIN),
    "begun": ("#e69f00", "#f2bd4b", BACK_HATCHED),
    "area": ("#8795a5", "#9aa9ba", PLAIN), "farmland": ("#e69f00", "#f2bd4b", PLAIN),
    "basic": ("#009e73", "#3cc9a0", HATCHED), "redline": ("#cc3311", "#ff7a66", CROSSED),
    "now": ("#0072b2", "#4fb0ec", PLAIN), "before": ("#e69f00", "#f2bd4b", HATCHED),
    "year": ("#8795a5", "#9aa9ba", DOTTED),
    "late": ("#cc3311", "#ff7a66", CROSSED), "soon": ("#e69f00", "#f2bd4b", HATCHED),
    "later": ("#56b4e9", "#7cc8f2", PLAIN),
}
"""Colour on light, colour on dark, pattern."""


@dataclass(frozen=True)
class Look:
    """``size``: of the text, in the painter's units; ``ground`` "" leaves what is there."""

    size: float = 12.0
    dark: bool = False
    ground: str = "#ffffff"
    text: str = "#222222"
    faint: str = "#6b6b6b"
    grid: str = "#dddddd"
    family: str = ""
    titled: bool = True

    def colour(self, tone: str) -> str:
        """The colour of a series."""
        light, dark, _pattern = TONES[tone]
        return dark if self.dark else light


ON_LIGHT = Look()
ON_DARK = Look(dark=True, ground="#2b2b2b", text="#eeeeee", faint="#b0b0b0", grid="#4a4a4a")
