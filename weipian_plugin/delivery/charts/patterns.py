"""Fills a box with a colour and a pattern of lines: an SVG of Qt knows neither pattern brushes nor clipping."""

from __future__ import annotations

from typing import Iterator, Tuple

from qgis.PyQt.QtCore import QLineF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPen

from .look import BACK_HATCHED, CROSSED, DOTTED, HATCHED


def fill(painter: QPainter, box: QRectF, colour: QColor, ground: QColor, pattern: str, unit: float) -> None:
    """``unit`` is the size of the text; lines and dots are drawn in the colour of the ground."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRect(box)
    step = unit * 0.55
    painter.setPen(QPen(ground, unit * 0.11))
    if pattern in (HATCHED, CROSSED):
        painter.drawLines(list(_slanted(box, step, rising=True)))
    if pattern in (BACK_HATCHED, CROSSED):
        painter.drawLines(list(_slanted(box, step, rising=False)))
    if pattern == DOTTED:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        for x, y in _dots(box, step):
            painter.drawEllipse(QRectF(x - unit * 0.09, y - unit * 0.09, unit * 0.18, unit * 0.18))


def _slanted(box: QRectF, step: float, rising: bool) -> Iterator[QLineF]:
    """Lines at 45°, ended at the sides of the box; reckoned from its left so that neighbours look alike."""
    distance = step
    while distance < box.width() + box.height():
        # From the lower left corner: where x + y (measured up) is the distance.
        low_x, high_x = max(0.0, distance - box.height()), min(box.width(), distance)
        one, other = (low_x, distance - low_x), (high_x, distance - high_x)
        if rising:  # mirrored: y counts from the top
            yield QLineF(box.left() + one[0], box.top() + one[1], box.left() + other[0], box.top() + other[1])
        else:
            yield QLineF(box.left() + one[0], box.bottom() - one[1], box.left() + other[0], box.bottom() - other[1])
        distance += step * 1.4142


def _dots(box: QRectF, step: float) -> Iterator[Tuple[float, float]]:
    y, odd = box.bottom() - step * 0.6, False
    while y > box.top() + step * 0.25:
        x = box.left() + step * (1.1 if odd else 0.6)
        while x < box.right() - step * 0.25:
            yield x, y
            x += step
        y, odd = y - step * 0.8, not odd
