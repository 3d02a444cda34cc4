"""Text and tables that flow over pages: cut into strips that are as high as they are, and painted line by line."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Callable, Iterator, List, Sequence, Tuple, Union

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QFontMetricsF, QImage, QPainter, QPen

from ..layout_text import MM_PER_POINT, wrapped

_LINE = 1.4
_PAD = 1.1
"""Between a cell's frame and its text, mm."""
_FRAME, _HEAD, _GROUP = "#8c8c8c", "#e9eef3", "#f5f5f2"
_HAIR = 0.12
KEY_SIZE = (9.0, 4.4)
"""Of a symbol in a legend, mm."""
_MOST_LINES = 30
"""Of a row; what is longer goes on in a row under it, so that no row is higher than a page."""


@dataclass(frozen=True)
class Text:
    """A paragraph; ``size`` is relative to the body's."""

    text: str
    bold: bool = False
    size: float = 1.0
    colour: str = "#000000"
    above: float = 0.0


@dataclass(frozen=True)
class Grid:
    """A table. ``widths`` are shares of the width; a row of one cell spans all columns and heads a group; ``right``:
    the columns of figures.
    """

    widths: Tuple[float, ...]
    rows: Tuple[Tuple[str, ...], ...]
    head: Tuple[str, ...] = ()
    right: Tuple[int, ...] = ()
    bold: Tuple[int, ...] = ()
    size: float = 1.0


@dataclass(frozen=True)
class Key:
    """A line of a legend: how it is drawn, and what it is."""

    picture: QImage
    text: str


Block = Union[Text, Grid, Key]


@dataclass(frozen=True)
class Pen:
    """With what a body is written: font family, points, and device units a millimetre."""

    family: str
    points: float
    scale: float


@dataclass(frozen=True)
class Strip:
    """What is not torn apart: its height (mm), how it is painted at (x, y) mm, and whether the next belongs to it."""

    height: float
    paint: Callable[[QPainter, float, float], None]
    with_next: bool = False
    again: Tuple[Strip, ...] = ()


def flowed(blocks: Sequence[Block], width: float, heights: Callable[[int], float], pen: Pen) -> List[List[Strip]]:
    """The strips of each page; ``heights`` says how high (mm) the body of a page, counted from 0, is.

    A table that goes on has its head again. What is higher than a page is put on one of its own.
    """
    pages: List[List[Strip]] = [[]]
    left = heights(0)
    strips = [strip for block in blocks for strip in _strips(block, width, pen)]
    for place, strip in enumerate(strips):
        needed = strip.height
        if strip.with_next and place + 1 < len(strips):
            needed += strips[place + 1].height
        if needed > left and pages[-1]:
            pages.append(list(strip.again))
            left = heights(len(pages) - 1) - sum(one.height for one in strip.again)
        pages[-1].append(strip)
        left -= strip.height
    return pages


def paint_strips(painter: QPainter, strips: Sequence[Strip], x: float, y: float) -> float:
    """Paint strips under each other from (x, y) mm; where they end."""
    for strip in strips:
        strip.paint(painter, x, y)
        y += strip.height
    return y


def _strips(block: Block, width: float, pen: Pen) -> Iterator[Strip]:
    if isinstance(block, Text):
        yield from _paragraph(block, width, pen)
    elif isinstance(block, Key):
        yield _key(block, width, pen)
    else:
        yield from _table(block, width, pen)


def _paragraph(block: Text, width: float, pen: Pen) -> Iterator[Strip]:
    points = pen.points * block.size
    height = points * MM_PER_POINT * _LINE
    if block.above:
        yield Strip(block.above, lambda painter, x, y: None, with_next=True)
    for line in (one for part in block.text.split("\n") for one in _lines(part, pen.family, points, width)):
        yield Strip(height, _writing(line, points, block.bold, block.colour, height, pen), with_next=block.bold)


def _writing(line: str, points: float, bold: bool, colour: str, height: float,
             pen: Pen) -> Callable[[QPainter, float, float], None]:
    return lambda painter, x, y: write(painter, line, x, y, height, points, pen, bold, colour)


def _key(block: Key, width: float, pen: Pen) -> Strip:
    (wide, high), gap = KEY_SIZE, 2.0
    lines = _lines(block.text, pen.family, pen.points, width - wide - gap)
    height = max(5.0, len(lines) * pen.points * MM_PER_POINT * _LINE) + 0.8

    def paint(painter: QPainter, x: float, y: float) -> None:
        place = QRectF(x * pen.scale, (y + 0.4) * pen.scale, wide * pen.scale, high * pen.scale)
        painter.drawImage(place, block.picture)
        line_height = pen.points * MM_PER_POINT * _LINE
        top = y + max(0.0, (5.0 - len(lines) * line_height) / 2)
        for line in lines:
            write(painter, line, x + wide + gap, top, line_height, pen.points, pen)
            top += line_height

    return Strip(height, paint)


def _table(block: Grid, width: float, pen: Pen) -> Iterator[Strip]:
    total = sum(block.widths)
    columns = [width * share / total for share in block.widths]
    small = Pen(pen.family, pen.points * block.size, pen.scale)
    head: Tuple[Strip, ...] = ()
    if block.head:
        head = (_row(block.head, columns, small, frozenset(range(len(columns))), (), _HEAD),)
        yield Strip(head[0].height, head[0].paint, with_next=True)
    for row in block.rows:
        if len(row) == 1 and len(columns) > 1:
            strip = _row(row, [width], small, frozenset((0,)), (), _GROUP)
            yield Strip(strip.height, strip.paint, with_next=True, again=head)
            continue
        for part in _cut(row, columns, small):
            strip = _row(part, columns, small, frozenset(block.bold), block.right, "")
            yield Strip(strip.height, strip.paint, again=head)


def _cut(row: Sequence[str], columns: Sequence[float], pen: Pen) -> Iterator[Tuple[str, ...]]:
    """The row, in parts of at most so many lines."""
    cells = [_cell_lines(text, width, pen) for text, width in zip(row, columns)]
    most = max((len(lines) for lines in cells), default=1)
    for start in range(0, max(most, 1), _MOST_LINES):
        yield tuple("\n".join(lines[start:start + _MOST_LINES]) for lines in cells)


def _row(row: Sequence[str], columns: Sequence[float], pen: Pen, bold: frozenset[int], right: Sequence[int],
         fill: str) -> Strip:
    line_height = pen.points * MM_PER_POINT * _LINE
    cells = [_cell_lines(text, width, pen) for text, width in zip(row, columns)]
    height = max((len(lines) for lines in cells), default=1) * line_height + 2 * _PAD * 0.7

    def paint(painter: QPainter, x: float, y: float) -> None:
        for number, (lines, width) in enumerate(zip(cells, columns)):
            frame(painter, x, y, width, height, pen.scale, fill)
            top = y + (height - len(lines) * line_height) / 2
            for line in lines:
                write(painter, line, x + _PAD, top, line_height, pen.points, pen, number in bold,
                      width=width - 2 * _PAD if number in right else 0.0)
                top += line_height
            x += width

    return Strip(height, paint)


def _cell_lines(text: str, width: float, pen: Pen) -> List[str]:
    return [line for part in text.split("\n") for line in _lines(part, pen.family, pen.points, width - 2 * _PAD)]


@lru_cache(maxsize=4096)
def _lines(text: str, family: str, points: float, width: float) -> Tuple[str, ...]:
    return tuple(piece for line in wrapped(text, family, points, width) for piece in _hard(line, family, points, width))


def _hard(line: str, family: str, points: float, width: float) -> Iterator[str]:
    """A word that is wider than its place is broken where it must be."""
    metrics = _metrics(family)
    room = width / (points * MM_PER_POINT) * 100
    while len(line) > 1 and metrics.horizontalAdvance(line) > room * 1.01:
        fits = len(line) - 1
        while fits > 1 and metrics.horizontalAdvance(line[:fits]) > room:
            fits -= 1
        yield line[:fits]
        line = line[fits:]
    yield line


@lru_cache(maxsize=8)
def _metrics(family: str) -> QFontMetricsF:
    return QFontMetricsF(_font(family, 100, False))


@lru_cache(maxsize=64)
def _font(family: str, pixels: int, bold: bool) -> QFont:
    font = QFont(family)
    font.setPixelSize(pixels)
    font.setBold(bold)
    # Chinese needs no shaping; with it Qt writes digits into a PDF that nobody can search or copy.
    font.setStyleStrategy(QFont.StyleStrategy.PreferNoShaping)
    return font


def write(painter: QPainter, line: str, x: float, y: float, height: float, points: float, pen: Pen,
          bold: bool = False, colour: str = "#000000", width: float = 0.0) -> None:
    """One line in the middle of its ``height`` (mm); with a ``width`` it ends at its right."""
    font = _font(pen.family, max(1, round(points * MM_PER_POINT * pen.scale)), bold)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    place = QRectF(x * pen.scale, y * pen.scale, (width or 10000.0) * pen.scale, height * pen.scale)
    side = Qt.AlignmentFlag.AlignRight if width else Qt.AlignmentFlag.AlignLeft
    painter.drawText(place, int(side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), line)


def frame(painter: QPainter, x: float, y: float, width: float, height: float, scale: float, fill: str = "") -> None:
    """A thin rectangle, mm."""
    place = QRectF(x * scale, y * scale, width * scale, height * scale)
    if fill:
        painter.fillRect(place, QColor(fill))
    pen = QPen(QColor(_FRAME))
    pen.setWidthF(_HAIR * scale)
    painter.setPen(pen)
    painter.drawRect(place)


def paint_image(painter: QPainter, image: QImage, x: float, y: float, width: float, height: float,
                scale: float, at_foot: bool = False) -> None:
    """A picture as large as its place (mm) lets it be, in the middle of it or (where words follow) at its foot."""
    if image.isNull():
        return
    factor = min(width / image.width(), height / image.height())
    wide, high = image.width() * factor, image.height() * factor
    left, top = x + (width - wide) / 2, y + (height - high) / (1 if at_foot else 2)
    place = QRectF(left * scale, top * scale, wide * scale, high * scale)
    painter.drawImage(place, image)


