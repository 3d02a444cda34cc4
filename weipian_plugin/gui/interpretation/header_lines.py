"""Lines of rich text that take the same room for every patch: what does not fit ends with … and stands in the tip."""

from __future__ import annotations

from collections import OrderedDict
from html import escape, unescape
from math import ceil
from typing import List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QEvent, QRectF, QSize, Qt
from qgis.PyQt.QtGui import (
    QAbstractTextDocumentLayout,
    QFontMetrics,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTextDocument,
    QTextOption,
)
from qgis.PyQt.QtWidgets import QSizePolicy, QWidget

from ..wording import seen

_LEAST_LETTERS = 8
_KEPT = 12
"""Lines that were written last."""


class HeaderLines(QWidget):
    """At least ``least`` lines high, whatever is said, and never wider than its place."""

    def __init__(self, least: int, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._least, self._height = least, 0
        self._lines: List[str] = []
        self._documents: List[QTextDocument] = []
        self._made: OrderedDict[Tuple[str, str], QTextDocument] = OrderedDict()  # the next patch says much the same
        self._shorten = ""
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def text(self) -> str:
        """What is shown, as rich text."""
        return "<br>".join(self._lines)

    def show_lines(self, lines: Sequence[str], shorten: str = "") -> None:
        """Show each of these as one line; their height changes only where they are more than there is room for.

        ``shorten``: plain words that are cut in their middle first where their line is too long.
        """
        before, self._lines = self._count, list(lines)
        self._shorten = escape(shorten)
        self._documents = []
        self.setToolTip(self.text())
        if self._count != before:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(self.font()).averageCharWidth() * 20, self._line_height() * self._count)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._forget()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._height = 0
            self._forget()
            self.updateGeometry()

    def _forget(self) -> None:
        self._documents = []
        self._made.clear()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if not self._documents:
            self._documents = [self._made_once(line) for line in self._lines]
        painter, metrics = QPainter(self), QFontMetrics(self.font())
        ellipsis, width, height = "…", self.width(), self._line_height()
        context = QAbstractTextDocumentLayout.PaintContext()
        text = seen(self.palette()).color(QPalette.ColorRole.WindowText)
        context.palette.setColor(QPalette.ColorRole.Text, text)
        for place, document in enumerate(self._documents):
            whole = document.idealWidth() <= width
            room = width if whole else width - metrics.horizontalAdvance(ellipsis)
            painter.save()
            painter.translate(0, place * height)
            painter.setClipRect(QRectF(0, 0, room, height))
            document.documentLayout().draw(painter, context)
            painter.restore()
            if not whole:
                painter.setPen(text)
                painter.drawText(QRectF(room, place * height, width - room, height), ellipsis)

    @property
    def _count(self) -> int:
        return max(len(self._lines), self._least)

    def _line_height(self) -> int:
        """Of a line with Chinese in it: that may come from another font, which is higher."""
        if not self._height:
            self._height = ceil(self._document("<b>图</b>图Ag").size().height())
        return self._height

    def _made_once(self, line: str) -> QTextDocument:
        key = (line, self._shorten)
        document = self._made.pop(key, None)
        self._made[key] = self._shortened(line) if document is None else document
        if len(self._made) > _KEPT:
            self._made.popitem(last=False)
        return self._made[key]

    def _shortened(self, line: str) -> QTextDocument:
        document, metrics = self._document(line), QFontMetrics(self.font())
        over = document.idealWidth() - self.width()
        if over <= 0 or not self._shorten or self._shorten not in line:
            return document
        words = unescape(self._shorten)
        room = max(metrics.horizontalAdvance(words) - ceil(over) - 1, metrics.averageCharWidth() * _LEAST_LETTERS)
        cut = metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room)
        return self._document(line.replace(self._shorten, escape(cut)))

    def _document(self, line: str) -> QTextDocument:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        document.setDefaultTextOption(option)
        document.setHtml(line)
        return document
