"""Writes the pages of one dossier into one PDF: layout pages with what is painted upon them, A4 either way."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Optional

from qgis.core import QgsLayoutExporter, QgsPrintLayout
from qgis.PyQt.QtCore import QMarginsF, QSizeF
from qgis.PyQt.QtGui import QPageLayout, QPageSize, QPainter, QPdfWriter

from ...domain.errors import WeipianError

DPI = 300
SCALE = DPI / 25.4
"""Device units a millimetre."""

Painting = Callable[[QPainter], None]


class VolumePdf:
    """A PDF written page by page. Raises OUTPUT_NOT_WRITABLE where it cannot be."""

    def __init__(self, path: Path, title: str) -> None:
        self.path = path
        self._writer = QPdfWriter(str(path))
        self._writer.setResolution(DPI)
        self._writer.setTitle(title)
        self._writer.setCreator("Weipian")
        self._painter: Optional[QPainter] = None
        self.pages = 0

    def add(self, layout: QgsPrintLayout, paint: Optional[Painting] = None) -> int:
        """Write one page and what is painted upon it; its number."""
        self._turn(layout)
        if self._painter is None:
            self._painter = QPainter()
            if not self._painter.begin(self._writer):
                self._painter = None
                raise self._trouble("PDF")
        elif not self._writer.newPage():
            raise self._trouble("PDF")
        layout.renderContext().setDpi(DPI)
        QgsLayoutExporter(layout).renderPage(self._painter, 0)
        if paint is not None:
            self._painter.save()
            paint(self._painter)
            self._painter.restore()
        self.pages += 1
        return self.pages

    def close(self) -> Path:
        """Write the end. Qt says nothing where a disk is full: the file itself is looked at."""
        if self._painter is not None:
            self._painter.end()
            self._painter = None
        try:
            with self.path.open("rb") as written:
                written.seek(-32, 2)
                whole = b"%%EOF" in written.read()
        except OSError as error:
            raise self._trouble(error.strerror or type(error).__name__) from error
        if not whole:
            raise self._trouble("PDF")
        return self.path

    def _turn(self, layout: QgsPrintLayout) -> None:
        pages = layout.pageCollection()
        page = pages.page(0) if pages is not None else None
        size = page.pageSize() if page is not None else None
        wide, high = (size.width(), size.height()) if size is not None else (210.0, 297.0)
        upright = QSizeF(min(wide, high), max(wide, high))
        turned = QPageLayout.Orientation.Landscape if wide > high else QPageLayout.Orientation.Portrait
        self._writer.setPageLayout(QPageLayout(QPageSize(upright, QPageSize.Unit.Millimeter), turned,
                                               QMarginsF(0, 0, 0, 0)))

    def _trouble(self, detail: str) -> WeipianError:
        return WeipianError("OUTPUT_NOT_WRITABLE", file=str(self.path), detail=detail)
