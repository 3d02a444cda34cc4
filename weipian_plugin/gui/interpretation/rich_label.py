"""A label of rich text that is broken into lines: laid out once for a width, where Qt's own tries five of them."""

from __future__ import annotations

from collections import OrderedDict
from math import ceil
from typing import Dict, Optional

from qgis.PyQt.QtCore import QEvent, QSize, Qt
from qgis.PyQt.QtGui import QAbstractTextDocumentLayout, QFontMetrics, QPainter, QPaintEvent, QPalette, QTextDocument
from qgis.PyQt.QtWidgets import QLabel, QWidget

from ..wording import seen

_LETTERS, _LEAST_LETTERS = 20, 8
_KEPT = 6
"""Texts that were shown last: of many patches the same is said."""


class _Laid:
    """A text laid out. Of the few widths for which layouts ask the heights are known."""

    def __init__(self, document: QTextDocument) -> None:
        self._document, self._width = document, -1
        self._heights: Dict[int, int] = {}

    def height(self, width: int) -> int:
        """Pixels, where it is as wide as this."""
        if width not in self._heights:
            self._heights[width] = ceil(self.document(width).size().height())
        return self._heights[width]

    def document(self, width: int) -> QTextDocument:
        """As wide as this."""
        if width != self._width:
            self._document.setTextWidth(width)
            self._width = width
        return self._document

    @property
    def width(self) -> int:
        """As wide as it was wanted last, -1 where nobody did yet."""
        return self._width


class RichLabel(QLabel):
    """As wide as its place; links work as in any label."""

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._known: OrderedDict[str, _Laid] = OrderedDict()
        self._now: Optional[_Laid] = None
        self._metrics: Optional[QSize] = None
        self.setTextFormat(Qt.TextFormat.RichText)
        self.setWordWrap(True)

    @classmethod
    def instead_of(cls, label: QLabel) -> RichLabel:
        """Takes the place of a label of a Designer form, with its name and help."""
        mine = cls(label.parentWidget())
        mine.setObjectName(label.objectName())
        mine.setToolTip(label.toolTip())
        mine.setWhatsThis(label.whatsThis())
        label.parentWidget().layout().replaceWidget(label, mine)
        label.setParent(None)
        label.deleteLater()
        return mine

    def setText(self, text: str) -> None:
        if text != self.text():
            self._now = None
            super().setText(text)

    def clear(self) -> None:
        self.setText("")

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._laid.height(width)

    def sizeHint(self) -> QSize:
        laid = self._laid
        return QSize(self._letter.width() * _LETTERS, laid.height(self.width() if laid.width < 0 else laid.width))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._letter.width() * _LEAST_LETTERS, self._letter.height())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._known.clear()
            self._now = self._metrics = None
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        document, painter = self._laid.document(self.width()), QPainter(self)
        context = QAbstractTextDocumentLayout.PaintContext()
        group = QPalette.ColorGroup.Active if self.isEnabled() else QPalette.ColorGroup.Disabled
        context.palette.setColor(QPalette.ColorRole.Text,
                                 seen(self.palette()).color(group, QPalette.ColorRole.WindowText))
        painter.translate(0, max(0.0, (self.height() - document.size().height()) / 2))
        document.documentLayout().draw(painter, context)

    @property
    def _letter(self) -> QSize:
        """How large a letter is; each layout asks several times."""
        if self._metrics is None:
            metrics = QFontMetrics(self.font())
            self._metrics = QSize(metrics.averageCharWidth(), metrics.height())
        return self._metrics

    @property
    def _laid(self) -> _Laid:
        if self._now is None:
            text = self.text()
            self._now = self._known.pop(text, None) or self._make(text)
            self._known[text] = self._now
            if len(self._known) > _KEPT:
                self._known.popitem(last=False)
        return self._now

    def _make(self, text: str) -> _Laid:
        document = QTextDocument()
        document.setDocumentMargin(0)
        document.setDefaultFont(self.font())
        document.setHtml(text)
        return _Laid(document)
