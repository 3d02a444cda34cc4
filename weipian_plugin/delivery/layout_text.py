"""Chinese text in a print layout: which font writes it, where its lines break, how a label is told its font."""

from __future__ import annotations

from typing import List

from qgis.core import QgsLayoutItemLabel, QgsTextFormat
from qgis.PyQt.QtGui import QColor, QFont, QFontDatabase, QFontMetricsF

MM_PER_POINT = 25.4 / 72
_FONTS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "Microsoft YaHei",
          "PingFang SC", "SimHei", "SimSun", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback")
_CLOSING, _OPENING = "，。；：、）》”", "（《“"


def font_family() -> str:
    """A font that has Chinese: one of those that Debian, Windows and macOS come with, else any that can write it."""
    database = QFontDatabase()
    families = set(database.families())
    known = next((name for name in _FONTS if name in families), "")
    if known:
        return known
    chinese = database.families(QFontDatabase.WritingSystem.SimplifiedChinese)
    return str(chinese[0]) if chinese else QFont().family()


def wrapped(text: str, family: str, points: float, width: float) -> List[str]:
    """The text in lines no wider than ``width`` mm; Chinese may break anywhere, words and numbers stay whole."""
    font = QFont(family)
    font.setPixelSize(100)
    metrics = QFontMetricsF(font)
    room = width / (points * MM_PER_POINT) * 100
    lines: List[str] = []
    line = ""
    for piece in _pieces(text):
        if line and metrics.horizontalAdvance(line + piece) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line] if line or not lines else lines


def _pieces(text: str) -> List[str]:
    """Runs of ASCII without spaces, and single characters; closing and opening marks stay with what they enclose."""
    pieces: List[str] = []
    for letter in text:
        joins = pieces and ((letter.isascii() and letter != " " and pieces[-1][-1].isascii() and pieces[-1] != " ")
                            or letter in _CLOSING or pieces[-1][-1] in _OPENING)
        if joins:
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def text_format(family: str, points: float, bold: bool, colour: str) -> QgsTextFormat:
    font = QFont(family)
    font.setBold(bold)
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)  # else Qt's PDFs have digits that cannot be searched
    text = QgsTextFormat()
    text.setFont(font)
    text.setSize(points)
    text.setColor(QColor(colour))
    return text


def set_font(item: QgsLayoutItemLabel, family: str, points: float, bold: bool, colour: str) -> None:
    """Text formats came to layout labels after 3.22, and plain fonts go."""
    if hasattr(item, "setTextFormat"):
        item.setTextFormat(text_format(family, points, bold, colour))
        return
    font = QFont(family)
    font.setPointSizeF(points)
    font.setBold(bold)
    item.setFont(font)
    item.setFontColor(QColor(colour))
