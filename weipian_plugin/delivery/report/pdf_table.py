"""A table on the pages of a PDF: its head on each of them, no line of it broken in two."""

from __future__ import annotations

from typing import List, Sequence, Tuple

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor

from ..charts.texts import wrapped
from .model import Table
from .pdf_page import BODY, Pages, mm

_PADDING = mm(1.0)
_HEAD, _STRONG, _RULES = "#e9eef4", "#f4f4f4", "#999999"
_LINES = 60
"""A cell has no more: it would not stand on a page."""

Cells = List[List[str]]


def draw_table(book: Pages, table: Table) -> None:
    """Caption, head, lines, note."""
    edges = _edges(table.shares)
    head = _broken(book, table.head, edges, "head_cell")
    head_height = _height(book, head, "head_cell")
    rows = [_broken(book, row, edges, _style(table, place)) for place, row in enumerate(table.rows)]
    first = _height(book, rows[0], "cell") if rows else 0.0
    if table.title:
        book.room_for(mm(9) + head_height + first)
        book.text(table.title, "caption")
    book.room_for(head_height + first)
    _draw_row(book, head, edges, head_height, "head_cell", (), _HEAD)
    for place, row in enumerate(rows):
        style = _style(table, place)
        height = _height(book, row, style)
        if book.y + height > BODY.bottom():
            book.turn()
            _draw_row(book, head, edges, head_height, "head_cell", (), _HEAD)
        _draw_row(book, row, edges, height, style, table.words, _STRONG if place in table.strong else "")
    book.skip(1.2)
    if table.note:
        book.text(f"注：{table.note}", "note")
    book.skip(1.8)


def _style(table: Table, place: int) -> str:
    return "strong_cell" if place in table.strong else "cell"


def _edges(shares: Sequence[float]) -> List[float]:
    edges = [BODY.left()]
    for share in shares:
        edges.append(edges[-1] + BODY.width() * share)
    return edges


def _broken(book: Pages, cells: Sequence[str], edges: Sequence[float], style: str) -> Cells:
    metrics = book.metrics(style)
    return [[line for part in cell.split("\n") for line in wrapped(part, metrics, right - left - 2 * _PADDING, _LINES)]
            for cell, left, right in zip(cells, edges, edges[1:])]


def _height(book: Pages, row: Cells, style: str) -> float:
    return max(len(lines) for lines in row) * book.line_height(style) + _PADDING * 1.6


def _draw_row(book: Pages, row: Cells, edges: Sequence[float], height: float, style: str, words: Tuple[int, ...],
              ground: str) -> None:
    painter, top = book.painter, book.y
    is_head = style == "head_cell"
    if ground:
        painter.fillRect(QRectF(edges[0], top, edges[-1] - edges[0], height), QColor(ground))
    line_height = book.line_height(style)
    for column, lines in enumerate(row):
        y = top + (height - line_height * len(lines)) / 2
        for line in lines:
            box = QRectF(edges[column] + _PADDING, y, edges[column + 1] - edges[column] - 2 * _PADDING, line_height)
            book.put(box, line, style, centred=is_head, right=not is_head and column not in words)
            y += line_height
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for x in edges:
        book.rule(QPointF(x, top), QPointF(x, top + height), _RULES, 0.1)
    for y in (top, top + height):
        book.rule(QPointF(edges[0], y), QPointF(edges[-1], y), _RULES, 0.1)
    book.y = top + height
