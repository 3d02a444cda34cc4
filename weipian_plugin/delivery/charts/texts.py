"""Texts that must fit: cut with “…”, or broken into lines where Chinese may be broken."""

from __future__ import annotations

import re
from typing import List

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QFontMetricsF

_NOT_AT_START, _NOT_AT_END = "，。；：、）】》”’%！？·〕", "（【《“‘〔"
_PIECES = re.compile(r"[A-Za-z0-9_.,:/+-]+ ?|.", re.DOTALL)


def elided(text: str, metrics: QFontMetricsF, width: float) -> str:
    """The text, its end cut off where it is too wide."""
    return str(metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(width, 0.0)))


def wrapped(text: str, metrics: QFontMetricsF, width: float, most: int) -> List[str]:
    """No more than ``most`` lines; what does not fit into the last is cut off. Numbers and codes stay whole."""
    pieces = [part for piece in _PIECES.findall(text) for part in _fitting(piece, metrics, width)]
    lines: List[str] = []
    line: List[str] = []
    for place, piece in enumerate(pieces):
        if line and metrics.horizontalAdvance("".join(line) + piece.rstrip()) > width:
            if len(lines) == most - 1:
                return [*lines, elided("".join(line + pieces[place:]), metrics, width)]
            carried: List[str] = []
            while len(line) > 1 and (line[-1] in _NOT_AT_END or (carried or [piece])[0] in _NOT_AT_START):
                carried.insert(0, line.pop())
            lines.append("".join(line).rstrip())
            line = carried
        line.append(piece)
    return [*lines, "".join(line)]


def _fitting(piece: str, metrics: QFontMetricsF, width: float) -> List[str]:
    """A code that is wider than a line, letter by letter."""
    return [piece] if len(piece) == 1 or metrics.horizontalAdvance(piece) <= width else list(piece)
