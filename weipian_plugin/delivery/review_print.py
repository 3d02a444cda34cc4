"""Pages of HTML printed as PDF, each upon one page of A4: what is too long for it is set smaller, not torn in two."""

from __future__ import annotations

from pathlib import Path
from typing import List, Sequence, Tuple

from qgis.PyQt.QtCore import QMarginsF, QRectF, QSizeF, Qt
from qgis.PyQt.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPalette, QPdfWriter, QTextDocument

_MARGIN_MM, _FOOT_MM, _FOOT_POINTS = 12.0, 7.0, 8
_SIZES = tuple(percent / 100 for percent in range(100, 55, -5))
"""How small a page may be set, step by step."""
_TOGETHER = 0.75
"""How small it may be so that what ends the sheet stands with it; else that has a page of its own."""
_GREY = "#555555"


def print_pages(pages: Sequence[str], ending: str, style: str, footer: str, path: Path) -> None:
    """Print ``pages`` (HTML bodies), each on a page of its own, and ``ending`` under the last of them where it fits.

    Raises OSError.
    """
    with path.open("wb"):  # Qt says nothing where it cannot write
        pass
    writer = QPdfWriter(str(path))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(*[_MARGIN_MM] * 4), QPageLayout.Unit.Millimeter)
    foot = _FOOT_MM / 25.4 * writer.resolution()
    room = QSizeF(writer.width(), writer.height() - foot)
    printed = [_fitted(body, style, room, writer) for body in (*pages[:-1], pages[-1] + ending)]
    if printed[-1][1] < _TOGETHER:
        printed[-1:] = [_fitted(body, style, room, writer) for body in (pages[-1], ending)]
    _paint(printed, room, writer, footer)
    del writer  # it writes its end when it goes
    if not path.stat().st_size:
        raise OSError("PDF")


def _fitted(body: str, style: str, room: QSizeF, writer: QPdfWriter) -> Tuple[QTextDocument, float]:
    """The page laid out as large as it fits, and at which share of its size; over several pages where it never does."""
    document = QTextDocument()
    document.setDocumentMargin(0)
    layout = document.documentLayout()
    if layout is not None:
        layout.setPaintDevice(writer)
    document.setHtml(f"<html><head><style>{style}</style></head><body>{body}</body></html>")
    for share in _SIZES:
        document.setTextWidth(room.width() / share)
        if document.size().height() * share <= room.height():
            return document, share
    return document, _SIZES[-1]


def _paint(printed: List[Tuple[QTextDocument, float]], room: QSizeF, writer: QPdfWriter, footer: str) -> None:
    whole = 0
    for document, share in printed:
        document.setPageSize(room / share)
        whole += document.pageCount()
    painter, number = QPainter(writer), 0
    try:
        for document, share in printed:
            for part in range(document.pageCount()):
                if number:
                    writer.newPage()
                number += 1
                _paint_part(painter, document, share, part)
                _paint_foot(painter, room, footer, f"第 {number} 页 共 {whole} 页")
    finally:
        painter.end()


def _paint_part(painter: QPainter, document: QTextDocument, share: float, part: int) -> None:
    from qgis.PyQt.QtGui import QAbstractTextDocumentLayout

    size = document.pageSize()
    shown = QRectF(0, part * size.height(), size.width(), size.height())
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor("black"))  # whatever the window's colours are
    context.clip = shown
    painter.save()
    painter.scale(share, share)
    painter.translate(0, -shown.top())
    painter.setClipRect(shown)
    layout = document.documentLayout()
    if layout is not None:
        layout.draw(painter, context)
    painter.restore()


def _paint_foot(painter: QPainter, room: QSizeF, footer: str, number: str) -> None:
    font = QFont()
    font.setFamilies(["Noto Sans CJK SC", "Microsoft YaHei", "SimSun"])
    font.setPointSizeF(_FOOT_POINTS)
    painter.setFont(font)
    painter.setPen(QColor(_GREY))
    device = painter.device()
    below = QRectF(0, room.height(), room.width(), (device.height() if device is not None else 0) - room.height())
    bottom = Qt.AlignmentFlag.AlignBottom
    painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft | bottom), footer)
    painter.drawText(below, int(Qt.AlignmentFlag.AlignRight | bottom), number)
