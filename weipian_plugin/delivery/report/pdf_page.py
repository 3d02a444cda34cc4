"""Pages of a PDF: where the pen is, when the page is turned, what stands above and below each of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Dict, Tuple

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ..charts.texts import wrapped
from .model import Report

DPI = 300
SERIF = ("FangSong", "仿宋", "Noto Serif CJK SC", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "SimSun")
SANS = ("SimHei", "黑体", "Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "SimSun")
_LINES_WITH_HEADING = 4


def mm(value: float) -> float:
    """Millimetres in the PDF's units."""
    return value / 25.4 * DPI


BODY = QRectF(mm(25), mm(28), mm(160), mm(297 - 28 - 25))
"""Where text stands on each page."""


@dataclass(frozen=True)
class Style:
    """``size`` in points; distances in mm; ``indent`` in letters; ``line`` is the height of a line in letters."""

    size: float
    families: Tuple[str, ...] = SERIF
    bold: bool = False
    colour: str = "#111111"
    before: float = 0.0
    after: float = 0.0
    indent: float = 0.0
    line: float = 1.45
    centred: bool = False
    keeps_next: bool = False


STYLES: Dict[str, Style] = {
    "title": Style(20, SANS, True, after=3, centred=True, line=1.3),
    "subtitle": Style(14, SANS, after=4, centred=True),
    "head": Style(10, colour="#444444", centred=True, after=0.3),
    "heading": Style(14, SANS, True, before=6, after=2.4, keeps_next=True),
    "body": Style(11, indent=2, after=1.6, line=1.6),
    "note": Style(9, colour="#555555", after=1.4),
    "caption": Style(10, SANS, before=3, after=1.2, centred=True, keeps_next=True),
    "cell": Style(8.5, line=1.25),
    "head_cell": Style(8.5, SANS, True, line=1.25),
    "strong_cell": Style(8.5, SANS, True, line=1.25),
    "margin": Style(8.5, colour="#444444"),
}


def font_of(style: Style) -> QFont:
    """The style's font, in the PDF's units."""
    font = QFont()
    font.setFamilies(list(style.families))
    font.setPixelSize(round(style.size / 72 * DPI))
    font.setBold(style.bold)
    return font


class Pages:
    """Writes down page after page; ``number`` is the one it is at, ``y`` where the next line begins."""

    def __init__(self, painter: QPainter, turn: Callable[[], bool], report: Report, pages: int) -> None:
        self.painter, self._turn, self._report, self._pages = painter, turn, report, pages
        self.number, self.y = 1, BODY.top()
        self._fonts = {name: font_of(style) for name, style in STYLES.items()}
        self._metrics = {name: QFontMetricsF(font) for name, font in self._fonts.items()}
        self._margins()

    def metrics(self, style: str) -> QFontMetricsF:
        """How wide texts of a style are."""
        return self._metrics[style]

    def line_height(self, style: str) -> float:
        """How high a line of a style is."""
        return STYLES[style].size / 72 * DPI * STYLES[style].line

    def turn(self) -> None:
        """A new page."""
        self._turn()
        self.number, self.y = self.number + 1, BODY.top()
        self._margins()

    def skip(self, millimetres: float) -> None:
        """Leave some room."""
        self.y += mm(millimetres)

    def room_for(self, height: float) -> None:
        """A new page where so much does not fit any more."""
        if self.y + height > BODY.bottom() and self.y > BODY.top():
            self.turn()

    def text(self, text: str, style: str) -> None:
        """A paragraph, over the page's end where it must."""
        look, height = STYLES[style], self.line_height(style)
        self.y += mm(look.before) if self.y > BODY.top() else 0.0
        indent = look.indent * look.size / 72 * DPI
        lines = [line for part in text.split("\n") for line in self._broken(part, style, indent)]
        self.room_for(height * ((len(lines) + _LINES_WITH_HEADING) if look.keeps_next else min(len(lines), 2)))
        for place, line in enumerate(lines):
            self.room_for(height)
            left = indent if place == 0 else 0.0
            self.put(QRectF(BODY.left() + left, self.y, BODY.width() - left, height), line, style, look.centred)
            self.y += height
        self.y += mm(look.after)

    def _broken(self, text: str, style: str, indent: float) -> list[str]:
        """Lines; a first one that is indented is shorter by as much."""
        metrics, width = self._metrics[style], BODY.width()
        if not indent:
            return wrapped(text, metrics, width, 9999)
        first = wrapped(text, metrics, width - indent, 9999)[0]
        rest = text[len(first):].lstrip()
        return [first, *(wrapped(rest, metrics, width, 9999) if rest else [])]

    def put(self, box: QRectF, text: str, style: str, centred: bool = False, right: bool = False) -> None:
        """A text in a box, one line or several."""
        side = Qt.AlignmentFlag.AlignHCenter if centred else (
            Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft)
        self.painter.setFont(self._fonts[style])
        self.painter.setPen(QColor(STYLES[style].colour))
        self.painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), text)

    def rule(self, one: QPointF, other: QPointF, colour: str = "#888888", width: float = 0.15) -> None:
        """A line; ``width`` in mm."""
        self.painter.setPen(QPen(QColor(colour), mm(width)))
        self.painter.drawLine(one, other)

    def _margins(self) -> None:
        top, bottom, height = BODY.top() - mm(5), BODY.bottom() + mm(4), mm(6)
        for y in (top, bottom):
            self.rule(QPointF(BODY.left(), y), QPointF(BODY.right(), y))
        above = QRectF(BODY.left(), top - height, BODY.width(), height)
        self.put(above, self._report.marked_title, "margin")
        self.put(above, self._report.day, "margin", right=True)
        below = QRectF(BODY.left(), bottom, BODY.width(), height)
        self.put(below, self._report.footer, "margin")
        self.put(below, f"第 {self.number} 页 共 {self._pages or self.number} 页", "margin", right=True)
