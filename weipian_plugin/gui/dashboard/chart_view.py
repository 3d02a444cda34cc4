"""A chart on the screen: bars tell what they count, a click opens their parcels, a menu saves the picture."""

from __future__ import annotations

from html import escape
from typing import Any, Optional, Tuple

from qgis.PyQt.QtCore import QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QPen
from qgis.PyQt.QtWidgets import QMenu, QSizePolicy, QToolTip, QWidget

from ...delivery.charts.look import Look
from ...delivery.charts.painter import Bar, height_for, paint
from ...delivery.charts.spec import Chart
from ..wording import is_dark, muted, seen
from .words import chart_in_words, figure_in_words

_STEPS = {int(Qt.Key.Key_Right): 1, int(Qt.Key.Key_Down): 1, int(Qt.Key.Key_Left): -1, int(Qt.Key.Key_Up): -1}
_LEAST_WIDTH = 30
"""Letters: what a chart needs to be read."""


class ChartView(QWidget):
    """Paints its chart as wide as it is; ``figureWanted``: the parcels of a bar are asked for."""

    figureWanted = pyqtSignal(object)  # noqa: N815 - Qt's way of naming signals
    pictureWanted = pyqtSignal(object)  # noqa: N815 - the chart is to be written to a file

    def __init__(self, chart: Chart, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.chart, self._shown = chart, chart_in_words(chart)
        self.bars: Tuple[Bar, ...] = ()
        self._marked = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        # Not fixed: that would hold it at the height of its hint, whatever the width makes of it.
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setMinimumWidth(_LEAST_WIDTH * self.fontMetrics().averageCharWidth())
        self._tell_chart()

    def show_chart(self, chart: Chart) -> None:
        """Another state of the chart."""
        self.chart, self._shown, self._marked = chart, chart_in_words(chart), -1
        self._tell_chart()
        self.updateGeometry()
        self.update()

    def _tell_chart(self) -> None:
        self.setAccessibleName(self._shown.title)
        self.setWhatsThis(self.tr("Each bar opens its patches in the queue. The menu saves the picture as PNG or SVG."))

    @property
    def look(self) -> Look:
        """As the theme of the window."""
        palette = seen(self.palette())
        text, ground = palette.color(QPalette.ColorRole.WindowText), palette.color(QPalette.ColorRole.Base)
        grid = QColor(*((a + 4 * b) // 5 for a, b in zip(text.getRgb()[:3], ground.getRgb()[:3])))
        return Look(self.fontMetrics().height() * 0.72, is_dark(self.palette()), ground.name(), text.name(),
                    muted(self.palette()).name(), grid.name(), self.font().family())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return round(height_for(self._shown, width, self.look))

    def sizeHint(self) -> QSize:
        width = 62 * self.fontMetrics().averageCharWidth()
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, _event: Any) -> None:
        painter = QPainter(self)
        self.bars = paint(self._shown, painter, QRectF(self.rect()), self.look)
        if 0 <= self._marked < len(self.bars):
            painter.setPen(QPen(QColor(self.look.text), 2))
            painter.drawRect(self.bars[self._marked].rect)
        painter.end()

    def bar_at(self, point: Any) -> int:
        """The place of the bar under a point, -1 for none; a small one goes before a large one."""
        under = [(bar.rect.width() * bar.rect.height(), place) for place, bar in enumerate(self.bars)
                 if bar.rect.contains(float(point.x()), float(point.y()))]
        return min(under)[1] if under else -1

    def mouseMoveEvent(self, event: Any) -> None:
        place = self.bar_at(event.pos())
        if place != self._marked:
            self._mark(place)
            if place >= 0:
                QToolTip.showText(self.mapToGlobal(event.pos()), self.told(place), self)
            else:
                QToolTip.hideText()

    def leaveEvent(self, _event: Any) -> None:
        self._mark(-1)

    def mouseReleaseEvent(self, event: Any) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.bar_at(event.pos()))

    def keyPressEvent(self, event: Any) -> None:
        step = _STEPS.get(int(event.key()))
        if step is not None and self.bars:
            self._mark((self._marked + step) % len(self.bars) if self._marked >= 0 else 0)
            QToolTip.showText(self.mapToGlobal(self.bars[self._marked].rect.center().toPoint()),
                              self.told(self._marked), self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self._marked)
        else:
            super().keyPressEvent(event)

    def _mark(self, place: int) -> None:
        self._marked = place
        can_open = 0 <= place < len(self.bars) and bool(self.bars[place].figure.parcels)
        self.setCursor(Qt.CursorShape.PointingHandCursor if can_open else Qt.CursorShape.ArrowCursor)
        self.update()

    def _open(self, place: int) -> None:
        if 0 <= place < len(self.bars) and self.bars[place].figure.parcels:
            self.figureWanted.emit(self.bars[place].figure)

    def told(self, place: int) -> str:
        """What a bar is, how much, and what exactly was counted."""
        bar = self.bars[place]
        head = f"{bar.category}·{bar.series}" if len(self.chart.series) > 1 else bar.category
        return (f"<b>{escape(head)}　{escape(figure_in_words(bar.figure))}</b>"
                f"<p style='width:{36 * self.fontMetrics().averageCharWidth()}px'>{escape(bar.figure.query)}</p>")

    def contextMenuEvent(self, event: Any) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Save the picture (PNG, SVG)…")).triggered.connect(
            lambda _checked=False: self.pictureWanted.emit(self.chart))
        menu.exec(event.globalPos())
        menu.deleteLater()
