"""Lines of areas painted at once: a name, a figure, a bar for the share, and what is remarked.

One widget for all of them: with a label for each of thirty words the window was laid out and painted three times as
long, at each step from patch to patch.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QEvent, QRectF, QSize, Qt
from qgis.PyQt.QtGui import QBrush, QColor, QFont, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QPalette
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from ..wording import BAD, is_dark, muted, seen, tone

FLAG = "⚑"
_GAP, _ROUND = 1, 2


def _flags(horizontal: Qt.AlignmentFlag) -> int:
    """For painting, which takes numbers."""
    both = horizontal | Qt.AlignmentFlag.AlignVCenter
    return int(getattr(both, "value", both))


_LEFT, _RIGHT = _flags(Qt.AlignmentFlag.AlignLeft), _flags(Qt.AlignmentFlag.AlignRight)
_BAR_LETTERS, _LEAST_BAR_LETTERS = 12, 4
_TROUGH_ALPHA, _BAR_HEIGHT, _LEAST_BAR = 28, 0.55, 2.0


@dataclass(frozen=True)
class FactLine:
    """``share`` 0…1 in the colour of ``hue`` (``None``: no bar); ``flagged``: a limit is reached; ``faint``: there is
    nothing of it, or it is not known; ``inner``: it is a part of the line above.
    """

    name: str
    area: str
    share: Optional[float] = None
    hue: str = ""
    hatched: bool = False
    percent: str = ""
    flagged: bool = False
    faint: bool = False
    inner: bool = False
    hint: str = ""


class FactLines(QWidget):
    """In four columns as wide as their texts, the bars as wide as there is room. The tool tip is each line's own."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.lines: List[FactLine] = []
        self._columns: Optional[Tuple[int, int, int]] = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_lines(self, lines: Sequence[FactLine]) -> None:
        """Show these, top first."""
        before = (self.sizeHint(), self.minimumSizeHint())
        self.lines, self._columns = list(lines), None
        self.setAccessibleDescription("\n".join(
            " ".join(part for part in (line.name, line.area, line.percent, FLAG if line.flagged else "") if part)
            for line in self.lines))
        if before != (self.sizeHint(), self.minimumSizeHint()):
            self.updateGeometry()
        self.update()

    def colour_of(self, line: FactLine) -> QColor:
        """What its words are written in, in the theme of the moment."""
        palette = self.palette()
        return muted(palette) if line.faint else seen(palette).color(QPalette.ColorRole.WindowText)

    def line_at(self, y: float) -> Optional[FactLine]:
        """The line at this height."""
        place = int(y // (self._height + _GAP))
        return self.lines[place] if 0 <= place < len(self.lines) else None

    def sizeHint(self) -> QSize:
        return self._size(_BAR_LETTERS)

    def minimumSizeHint(self) -> QSize:
        return self._size(_LEAST_BAR_LETTERS)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._columns = None
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            line = self.line_at(event.pos().y())
            QToolTip.showText(event.globalPos(), line.hint if line is not None else "", self)
            return True
        return bool(super().event(event))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plain, bold = self.font(), self._bold()
        name, area, remark = self._widths()
        bar_left = name + area + 2 * self._spacing
        bar_width = self.width() - bar_left - remark - self._spacing
        for place, line in enumerate(self.lines):
            top = place * (self._height + _GAP)
            if top > event.rect().bottom() or top + self._height < event.rect().top():
                continue
            painter.setFont(bold if line.flagged else plain)
            painter.setPen(self.colour_of(line))
            left = self._indent(line)
            painter.drawText(QRectF(left, top, name - left, self._height), _LEFT, line.name)
            painter.drawText(QRectF(name + self._spacing, top, area, self._height), _RIGHT, line.area)
            if line.share is not None:
                self._paint_bar(painter, line, QRectF(bar_left, top, bar_width, self._height))
            self._paint_remark(painter, line, QRectF(self.width() - remark, top, remark, self._height))

    def _paint_bar(self, painter: QPainter, line: FactLine, room: QRectF) -> None:
        height = self._height * _BAR_HEIGHT
        trough = QRectF(room.left(), room.top() + (room.height() - height) / 2, room.width() - 1, height)
        ground = QColor(seen(self.palette()).color(QPalette.ColorRole.WindowText))
        ground.setAlpha(_TROUGH_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(trough, _ROUND, _ROUND)
        if line.share:
            trough.setWidth(max(trough.width() * line.share, _LEAST_BAR))
            hue = QColor(line.hue).lighter(125) if is_dark(self.palette()) else QColor(line.hue)
            pattern = Qt.BrushStyle.BDiagPattern if line.hatched else Qt.BrushStyle.SolidPattern
            painter.setBrush(QBrush(hue, pattern))
            painter.drawRoundedRect(trough, _ROUND, _ROUND)

    def _paint_remark(self, painter: QPainter, line: FactLine, room: QRectF) -> None:
        if line.percent:
            painter.setFont(self.font())
            painter.setPen(seen(self.palette()).color(QPalette.ColorRole.WindowText))
            painter.drawText(room, _LEFT, line.percent)
        if line.flagged:
            before = self._before_flag(line)
            painter.setFont(self._bold())
            painter.setPen(tone(BAD, self.palette()))
            painter.drawText(room.adjusted(before, 0, 0, 0), _LEFT, FLAG)

    def _size(self, bar_letters: int) -> QSize:
        widths, count = self._widths(), len(self.lines)
        bar = QFontMetrics(self.font()).averageCharWidth() * bar_letters
        return QSize(sum(widths) + bar + 3 * self._spacing, count * (self._height + _GAP) - _GAP if count else 0)

    def _widths(self) -> Tuple[int, int, int]:
        """Of names, figures and remarks."""
        if self._columns is None:
            plain, bold = QFontMetrics(self.font()), QFontMetrics(self._bold())
            name = area = remark = 0
            for line in self.lines:
                metrics = bold if line.flagged else plain
                name = max(name, self._indent(line) + metrics.horizontalAdvance(line.name))
                area = max(area, metrics.horizontalAdvance(line.area))
                flag = bold.horizontalAdvance(FLAG) if line.flagged else 0
                remark = max(remark, ceil(self._before_flag(line)) + flag)
            self._columns = (name, area, remark)
        return self._columns

    def _before_flag(self, line: FactLine) -> float:
        return float(QFontMetrics(self.font()).horizontalAdvance(f"{line.percent} ")) if line.percent else 0.0

    def _indent(self, line: FactLine) -> int:
        return int(self.fontMetrics().height()) if line.inner else 0

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setBold(True)
        return font

    @property
    def _height(self) -> int:
        return int(self.fontMetrics().height())

    @property
    def _spacing(self) -> int:
        return int(self.fontMetrics().averageCharWidth())
