"""The report as PDF: the same model, laid out here; header, footer, page numbers; the same bytes for the same state."""

from __future__ import annotations

from pathlib import Path
from typing import List

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF
from qgis.PyQt.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from ..charts.look import Look
from ..charts.painter import categories_within, height_for, paint
from ..charts.spec import Chart, split
from ..files import in_one_move
from ..pdf_normal import normalised
from ..sheets.normal import MAKER
from .model import Report, Section, Table
from .pdf_page import BODY, DPI, Pages, mm
from .pdf_table import draw_table

_CHART_TEXT = 9.6
_HIGHEST_MM = 205.0
_FEWEST = 3
"""Categories that a part of a chart has at least."""
_SMALLEST = 0.72
"""Share of its size to which a chart is made smaller: its text is then 7 points."""


def write_pdf(report: Report, path: Path) -> None:
    """Write the PDF at ``path`` in one move. Raises ``OUTPUT_NOT_WRITABLE``."""
    with in_one_move(path) as part:
        part.write_bytes(pdf_of(report))


def pdf_of(report: Report) -> bytes:
    """The report as PDF, A4 upright. It is laid out twice: the first time to know how many pages there are."""
    pages = _written(report, 0)[1]
    return normalised(_written(report, pages)[0], report.moment)


def _written(report: Report, pages: int) -> tuple[bytes, int]:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(report.marked_title)
    writer.setCreator(MAKER)
    writer.setResolution(DPI)
    writer.setPageLayout(QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait,
                                     QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Millimeter))
    painter = QPainter(writer)
    book = Pages(painter, writer.newPage, report, pages)
    _front(book, report)
    for section in report.sections:
        _section(book, section)
    for place, section in enumerate(report.annexes):
        if place == 0:
            book.turn()
        _section(book, section)
    painter.end()
    return bytes(data), book.number


def _front(book: Pages, report: Report) -> None:
    book.skip(8)
    book.text(report.marked_title, "title")
    book.text(report.subtitle, "subtitle")
    for name, text in report.head:
        book.text(f"{name}：{text}", "head")


def _section(book: Pages, section: Section) -> None:
    """A chart that has no room on the page lets what comes after it in its section go before."""
    book.text(section.heading, "heading")
    waiting: List[Chart] = []
    for block in section.blocks:
        if isinstance(block, Chart):
            waiting.append(block)
        elif isinstance(block, Table):
            draw_table(book, block)
        else:
            book.text(block.text, "note" if block.is_note else "body")
        while waiting and _share(book, waiting[0]):
            _chart(book, waiting.pop(0))
    for chart in waiting:
        _chart(book, chart)


def _look(share: float = 1.0) -> Look:
    return Look(size=mm(_CHART_TEXT * 25.4 / 72) * share, ground="")


def _height(chart: Chart) -> float:
    """As wide as the text; a higher one than a page is made to fit."""
    return min(height_for(chart, BODY.width(), _look()), mm(_HIGHEST_MM))


def _share(book: Pages, chart: Chart) -> float:
    """Of its size at which a chart stands on what is left of the page; 0 where it would become too small."""
    share = min((BODY.bottom() - book.y - mm(2)) / _height(chart), 1.0)
    return share if share >= _SMALLEST else 0.0


def _chart(book: Pages, chart: Chart) -> None:
    """Vectors; somewhat smaller where it then still stands on the page. Of rows those that have room stand here and the
    others on the next page; else all of it stands there.
    """
    share = _share(book, chart)
    here = categories_within(chart, BODY.bottom() - book.y - mm(2), _look())
    if not share and here >= _FEWEST <= len(chart.categories) - here:
        for part in split(chart, here):
            _chart(book, part)
        return
    if not share:
        book.turn()
        share = 1.0
    width, height = BODY.width() * share, _height(chart) * share
    left = BODY.left() + (BODY.width() - width) / 2
    paint(chart, book.painter, QRectF(left, book.y, width, height), _look(share))
    book.y += height + mm(2)
