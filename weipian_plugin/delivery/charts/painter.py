"""Paints a chart with a QPainter: on paper, as a picture, in a dock. Says where each bar stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Tuple

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from ...domain.statistics.figures import Figure
from .look import FAMILIES, ON_LIGHT, TONES, Look
from .patterns import fill
from .scale import short, ticks
from .spec import Chart, Kind, amount
from .texts import elided, wrapped

_LEFT, _RIGHT, _CENTRE = (Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight, Qt.AlignmentFlag.AlignHCenter)
_MIDDLE, _TOP, _BOTTOM = (Qt.AlignmentFlag.AlignVCenter, Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignBottom)
_MARKERS = 3
_HEAD = 7.0
"""Letters that title, legend and axis take."""
_NOTHING = "（本期无数据）"


@dataclass(frozen=True)
class Bar:
    """Where a bar (or a point of a line) stands, and its figure."""

    rect: QRectF
    figure: Figure
    series: str
    category: str


def font_of(look: Look, bold: bool = False, share: float = 1.0) -> QFont:
    """The chart's font, ``share`` of the usual size."""
    font = QFont()
    font.setFamilies([look.family] if look.family else list(FAMILIES))
    font.setPixelSize(max(1, round(look.size * share)))
    font.setBold(bold)
    return font


def paint(chart: Chart, painter: QPainter, rect: QRectF, look: Look = ON_LIGHT) -> Tuple[Bar, ...]:
    """Paint the chart into ``rect``; the bars with their places, to be pointed at."""
    return _Painting(chart, painter, rect, look).paint()


def height_for(chart: Chart, width: float, look: Look = ON_LIGHT) -> float:
    """How high a chart of this width wants to be."""
    if chart.kind is not Kind.ACROSS:
        return max(width * 0.42, look.size * 20)
    return look.size * (_HEAD + max(len(chart.categories), 2) * _row(chart))


def categories_within(chart: Chart, height: float, look: Look = ON_LIGHT) -> int:
    """How many categories of a chart of rows have room in this height; 0 of one that has no rows."""
    return max(int((height / look.size - _HEAD) // _row(chart)), 0) if chart.kind is Kind.ACROSS else 0


def _row(chart: Chart) -> float:
    """How high the rows of a category are, in letters."""
    return 1.2 + 1.15 * (1 if chart.stacked else len(chart.series))


class _Painting:
    """One chart on one painter."""

    def __init__(self, chart: Chart, painter: QPainter, rect: QRectF, look: Look) -> None:
        self._chart, self._painter, self._look = chart, painter, look
        self._rect = QRectF(rect)
        self._unit = look.size
        self._font, self._small = font_of(look), font_of(look, share=0.92)
        self._metrics, self._small_metrics = QFontMetricsF(self._font), QFontMetricsF(self._small)
        self._bars: List[Bar] = []

    def paint(self) -> Tuple[Bar, ...]:
        painter, look = self._painter, self._look
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        if look.ground:
            painter.fillRect(self._rect, QColor(look.ground))
        inner = self._rect.adjusted(self._unit * 0.8, self._unit * 0.6, -self._unit * 0.8, -self._unit * 0.6)
        inner.setTop(self._heading(inner))
        if self._chart.note:
            inner.setBottom(self._footnote(inner))
        if self._chart.is_empty:
            self._text(inner, _NOTHING, self._font, look.faint, _CENTRE | _MIDDLE)
        elif self._chart.kind is Kind.ACROSS:
            self._across(inner)
        else:
            self._upright(inner)
        painter.restore()
        return tuple(self._bars)

    def _heading(self, inner: QRectF) -> float:
        """Title and legend; where the plot may begin."""
        top = inner.top()
        if self._look.titled:
            bold = font_of(self._look, bold=True, share=1.1)
            line = QRectF(inner.left(), top, inner.width(), QFontMetricsF(bold).height() * 1.15)
            self._text(line, elided(self._chart.title, QFontMetricsF(bold), inner.width()), bold, self._look.text,
                       _LEFT | _MIDDLE)
            top = line.bottom() + self._unit * 0.2
        return self._legend(inner, top) if len(self._chart.series) > 1 else top + self._unit * 0.2

    def _legend(self, inner: QRectF, top: float) -> float:
        x, height = inner.left(), self._small_metrics.height()
        for each in self._chart.series:
            width = self._unit * 2.1 + self._small_metrics.horizontalAdvance(each.name) + self._unit
            if x + width > inner.right() and x > inner.left():
                x, top = inner.left(), top + height * 1.25
            box = QRectF(x, top + height * 0.15, self._unit * 1.6, height * 0.7)
            self._fill(box, each.tone)
            self._text(QRectF(x + self._unit * 2.0, top, width, height), each.name, self._small, self._look.text,
                       _LEFT | _MIDDLE)
            x += width
        return top + height * 1.5

    def _footnote(self, inner: QRectF) -> float:
        height = self._small_metrics.height()
        line = QRectF(inner.left(), inner.bottom() - height, inner.width(), height)
        self._text(line, elided(self._chart.note, self._small_metrics, inner.width()), self._small, self._look.faint,
                   _LEFT | _MIDDLE)
        return line.top() - self._unit * 0.3

    # Bars upright, and lines.

    def _upright(self, inner: QRectF) -> None:
        chart, metrics = self._chart, self._small_metrics
        marks = self._ticks(5)
        left = inner.left() + max(metrics.horizontalAdvance(short(mark)) for mark in marks) + self._unit * 0.6
        slot = (inner.right() - left) / max(len(chart.categories), 1)
        labels = [wrapped(name, metrics, slot - self._unit * 0.4, 3) for name in chart.categories]
        lines = max((len(label) for label in labels), default=1)
        plot = QRectF(left, inner.top() + metrics.height() * 1.85, inner.right() - left, 0)
        plot.setBottom(inner.bottom() - lines * metrics.height() - self._unit * 0.4)
        if chart.unit:
            self._text(QRectF(inner.left(), inner.top(), inner.width(), metrics.height()), chart.unit_said,
                       self._small, self._look.faint, _LEFT | _TOP)
        self._grid_across(plot, marks)
        for place, label in enumerate(labels):
            foot = QRectF(plot.left() + place * slot, plot.bottom() + self._unit * 0.3, slot, lines * metrics.height())
            self._text(foot, "\n".join(label), self._small, self._look.text, _CENTRE | _TOP)
        if chart.kind is Kind.LINE:
            self._lines(plot, slot, marks[-1])
        else:
            for place in range(len(chart.categories)):
                self._upright_group(plot, slot, place, marks[-1])

    def _grid_across(self, plot: QRectF, marks: List[float]) -> None:
        for mark in marks:
            y = plot.bottom() - plot.height() * mark / marks[-1]
            self._rule(QPointF(plot.left(), y), QPointF(plot.right(), y), mark == 0)
            self._text(QRectF(plot.left() - self._unit * 20.4, y - self._unit, self._unit * 20, self._unit * 2),
                       short(mark), self._small, self._look.faint, _RIGHT | _MIDDLE)

    def _upright_group(self, plot: QRectF, slot: float, place: int, top: float) -> None:
        chart = self._chart
        count = 1 if chart.stacked else len(chart.series)
        width = min(slot * (0.72 if count == 1 else 0.9) / count, self._unit * 4.5)
        left = plot.left() + place * slot + (slot - width * count) / 2
        base = plot.bottom()
        for number, each in enumerate(chart.series):
            figure = each.figures[place]
            height = plot.height() * amount(figure) / top
            bar = QRectF(left, base - height, width, height)
            self._bar(bar, figure, number, place)
            if chart.stacked:
                self._inside(bar, figure)
                base -= height
            else:
                self._above(bar, figure, slot if count == 1 else width * 1.25)
                left += width
        if chart.stacked:
            whole = QRectF(left, base, width, plot.bottom() - base)
            self._label_above(whole, self._total(place), slot)

    def _lines(self, plot: QRectF, slot: float, top: float) -> None:
        for number, each in enumerate(self._chart.series):
            pen = QPen(QColor(self._look.colour(each.tone)), self._unit * 0.17)
            if number % 2:
                pen.setStyle(Qt.PenStyle.DashLine)
            points = [(place, QPointF(plot.left() + (place + 0.5) * slot,
                                      plot.bottom() - plot.height() * amount(figure) / top))
                      for place, figure in enumerate(each.figures) if figure is not None and figure.value is not None]
            self._painter.setPen(pen)
            for (_one, first), (_other, second) in zip(points, points[1:]):
                self._painter.drawLine(first, second)
            for place, point in points:
                self._point(point, number, place)

    def _point(self, point: QPointF, number: int, place: int) -> None:
        each, half = self._chart.series[number], self._unit * 0.32
        box = QRectF(point.x() - half, point.y() - half, half * 2, half * 2)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._look.colour(each.tone)))
        if number % _MARKERS == 0:
            self._painter.drawEllipse(box)
        elif number % _MARKERS == 1:
            self._painter.drawRect(box)
        else:
            self._painter.drawPolygon(QPointF(point.x(), box.top()), box.bottomLeft(), box.bottomRight())
        figure = each.figures[place]
        if figure is not None:
            self._bars.append(Bar(box.adjusted(-half, -half, half, half), figure, each.name,
                                  self._chart.categories[place]))
            self._label_above(box, figure.shown, self._unit * 8)

    # Bars across.

    def _across(self, inner: QRectF) -> None:
        chart, metrics = self._chart, self._small_metrics
        marks = self._ticks(5)
        widest = max((metrics.horizontalAdvance(name) for name in chart.categories), default=0.0)
        names = min(widest, inner.width() * 0.36) + self._unit * 0.6
        room = max(metrics.horizontalAdvance(self._longest_label()), self._unit * 2) + self._unit * 0.8
        plot = QRectF(inner.left() + names, inner.top(), inner.width() - names - room, 0)
        plot.setBottom(inner.bottom() - metrics.height() - self._unit * 0.2)
        slot = plot.height() / max(len(chart.categories), 1)
        for mark in marks:
            x = plot.left() + plot.width() * mark / marks[-1]
            self._rule(QPointF(x, plot.top()), QPointF(x, plot.bottom()), mark == 0)
            self._text(QRectF(x - self._unit * 5, plot.bottom() + self._unit * 0.1, self._unit * 10, metrics.height()),
                       short(mark), self._small, self._look.faint, _CENTRE | _TOP)
        if chart.unit:
            self._text(QRectF(inner.left(), plot.bottom() + self._unit * 0.1, names, metrics.height()),
                       chart.unit_said, self._small, self._look.faint, _LEFT | _TOP)
        for place, name in enumerate(chart.categories):
            line = QRectF(inner.left(), plot.top() + place * slot, names - self._unit * 0.6, slot)
            lines = wrapped(name, metrics, line.width(), max(1, min(2, int(slot / metrics.height()))))
            self._text(line, "\n".join(lines), self._small, self._look.text, _RIGHT | _MIDDLE)
            self._across_group(plot, slot, place, marks[-1])

    def _across_group(self, plot: QRectF, slot: float, place: int, top: float) -> None:
        chart = self._chart
        count = 1 if chart.stacked else len(chart.series)
        height = min(slot * 0.76 / count, self._unit * 2.0)
        y, x = plot.top() + place * slot + (slot - height * count) / 2, plot.left()
        for number, each in enumerate(chart.series):
            figure = each.figures[place]
            width = plot.width() * amount(figure) / top
            bar = QRectF(x, y, width, height)
            self._bar(bar, figure, number, place)
            if chart.stacked:
                self._inside(bar, figure)
                x += width
            else:
                self._beside(bar, "" if figure is None else figure.shown)
                y += height
        if chart.stacked:
            self._beside(QRectF(plot.left(), y, x - plot.left(), height), self._total(place))

    def _longest_label(self) -> str:
        chart = self._chart
        if chart.stacked:
            return max((self._total(place) for place in range(len(chart.categories))), key=len, default="")
        return max((figure.shown for each in chart.series for figure in each.figures if figure is not None), key=len,
                   default="")

    # What both are made of.

    def _ticks(self, most: int) -> List[float]:
        figures = [figure for each in self._chart.series for figure in each.figures if figure is not None]
        return ticks(self._chart.highest, most, all(isinstance(figure.value, int) for figure in figures))

    def _total(self, place: int) -> str:
        figures = [each.figures[place] for each in self._chart.series]
        known = [figure.value for figure in figures if figure is not None and figure.value is not None]
        total = sum(known)
        return str(total) if known else ""

    def _bar(self, bar: QRectF, figure: Optional[Figure], number: int, place: int) -> None:
        each = self._chart.series[number]
        if figure is None or figure.value is None:
            return
        if bar.width() > 0 and bar.height() > 0:
            self._fill(bar, each.tone_at(place))
        reach = self._unit * 0.25  # a thin bar can be hit too
        self._bars.append(Bar(bar.adjusted(0, -reach, reach, 0), figure, each.name, self._chart.categories[place]))

    def _fill(self, box: QRectF, tone: str) -> None:
        fill(self._painter, box, QColor(self._look.colour(tone)), QColor(self._look.ground or "#ffffff"),
             TONES[tone][2], self._unit)

    def _inside(self, bar: QRectF, figure: Optional[Figure]) -> None:
        """The amount within a part of a bar, where there is room for it."""
        if figure is None or not figure.value:
            return
        size = self._small_metrics.boundingRect(figure.shown)
        width = self._small_metrics.horizontalAdvance(figure.shown) + self._unit * 0.5
        if width > bar.width() or size.height() > bar.height():
            return
        plate = QRectF(0, 0, width, min(bar.height() * 0.96, self._small_metrics.height()))
        plate.moveCenter(bar.center())
        self._painter.setPen(Qt.PenStyle.NoPen)
        ground = QColor(self._look.ground or ("#2b2b2b" if self._look.dark else "#ffffff"))
        ground.setAlpha(215)
        self._painter.setBrush(ground)
        self._painter.drawRoundedRect(plate, self._unit * 0.2, self._unit * 0.2)
        self._text(plate, figure.shown, self._small, self._look.text, _CENTRE | _MIDDLE)

    def _above(self, bar: QRectF, figure: Optional[Figure], room: float) -> None:
        if figure is not None:
            self._label_above(bar, figure.shown, room)

    def _label_above(self, bar: QRectF, text: str, room: float) -> None:
        font, metrics = self._small, self._small_metrics
        if metrics.horizontalAdvance(text) > room:
            font = font_of(self._look, share=0.75)
            metrics = QFontMetricsF(font)
        height = metrics.height()
        box = QRectF(bar.center().x() - room, bar.top() - height - self._unit * 0.1, room * 2, height)
        self._text(box, text, font, self._look.text, _CENTRE | _BOTTOM)

    def _beside(self, bar: QRectF, text: str) -> None:
        height = self._small_metrics.height()
        box = QRectF(bar.right() + self._unit * 0.4, bar.center().y() - height / 2, self._unit * 20, height)
        self._text(box, text, self._small, self._look.text, _LEFT | _MIDDLE)

    def _rule(self, one: QPointF, other: QPointF, is_base: bool) -> None:
        colour = self._look.faint if is_base else self._look.grid
        self._painter.setPen(QPen(QColor(colour), self._unit * (0.1 if is_base else 0.06)))
        self._painter.drawLine(one, other)

    def _text(self, box: QRectF, text: str, font: QFont, colour: str, align: Qt.AlignmentFlag) -> None:
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(box, int(align), text)
