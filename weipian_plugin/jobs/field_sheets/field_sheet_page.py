"""The page of a 外业核查表 as a QGIS print layout: maps on the imagery, tables, ticks and lines to write on."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Sequence, Tuple

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFillSymbol,
    QgsLayout,
    QgsLayoutExporter,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemPage,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsMapLayer,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QMarginsF, Qt
from qgis.PyQt.QtGui import QColor, QPageSize, QPainter, QPdfWriter

from ...delivery.layout_text import MM_PER_POINT, font_family, set_font, wrapped
from ...domain.errors import WeipianError
from ...domain.records import ParcelRecord
from ..imagery.scenes import AFTER_DATE, BEFORE_DATE, Picture
from .field_sheet_maps import SheetMaps
from .field_sheet_words import (
    MINING_ON_THE_SPOT,
    ON_THE_SPOT,
    PAPERS_ON_THE_SPOT,
    SAFETY,
    SIGNED_BY,
    Pairs,
    SheetWords,
)

WIDTH, HEIGHT, MARGIN = 210.0, 297.0, 12.0
_SCALES = (200, 500, 1000, 2000, 5000, 10000, 20000, 50000, 100000)
_ROOM = 1.5
"""How much more than the patch a map shows."""
_LINE = 1.35
_MAP_SIZE, _SMALL_SIZE = (118.0, 96.0), (57.5, 46.0)
_BLANK_LINE = 7.5
_RED, _GREY = "#e01b24", "#666666"


class SheetPdf:
    """A PDF of A4 pages that is written page by page."""

    def __init__(self, path: Path, dpi: int) -> None:
        self._path, self._dpi = path, dpi
        self._writer = QPdfWriter(str(path))
        self._writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._writer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._writer.setResolution(dpi)
        self._painter: Optional[QPainter] = None

    def add(self, page: SheetPage, first: bool) -> None:
        """Write one page. Raises OUTPUT_NOT_WRITABLE."""
        if first:
            self._painter = QPainter()
            if not self._painter.begin(self._writer):
                self._painter = None
                raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(self._path), detail="PDF")
        elif not self._writer.newPage():
            raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(self._path), detail="PDF")
        page.layout.renderContext().setDpi(self._dpi)
        QgsLayoutExporter(page.layout).renderPage(self._painter, 0)

    def close(self) -> None:
        """Write the end of the file."""
        if self._painter is not None:
            self._painter.end()
            self._painter = None


def page_of(words: SheetWords, maps: SheetMaps, parcel: ParcelRecord) -> SheetPage:
    """One A4 page, portrait."""
    page = SheetPage(maps.crs_of(parcel))
    y = page.heading(words)
    right = MARGIN + _MAP_SIZE[0] + 4
    below_map = page.maps(words, maps, parcel, y)
    beside = page.table(right, y, WIDTH - MARGIN - right, "下发信息", words.issued)
    beside = page.table(right, beside + 2, WIDTH - MARGIN - right, "套合面积", words.areas)
    y = max(below_map, beside) + 2
    page.fill(y, words)
    return page


class SheetPage:
    """Puts texts, frames and maps at places in millimetres. It holds the project without which the layout cannot be."""

    def __init__(self, crs: QgsCoordinateReferenceSystem) -> None:
        self._project = QgsProject()
        self._project.setCrs(crs)
        self.layout = QgsLayout(self._project)
        sheet = QgsLayoutItemPage(self.layout)
        sheet.setPageSize(QgsLayoutSize(WIDTH, HEIGHT))
        pages = self.layout.pageCollection()
        if pages is not None:
            pages.addPage(sheet)
        self._family = font_family()
        self._kept: List[QgsMapLayer] = []  # a map item does not hold its layers

    def heading(self, words: SheetWords) -> float:
        """Title and number; where the text under them begins."""
        full = WIDTH - 2 * MARGIN
        y = self.text(MARGIN, 9, full, "外业核查表", 16, bold=True, centred=True)
        if words.stamp:
            y = self.text(MARGIN, y, full, words.stamp, 11, bold=True, centred=True, colour=_RED)
        y = self.text(MARGIN, y, full, f"图斑 {words.number}", 11, centred=True)
        return self.text(MARGIN, y, full, words.headline, 9, centred=True, colour=_GREY) + 2

    def maps(self, words: SheetWords, maps: SheetMaps, parcel: ParcelRecord, y: float) -> float:
        """The patch on the newer image, and small on both; where they end."""
        extent = maps.extent_of(parcel)
        if extent is None:
            self.text(MARGIN, y, _MAP_SIZE[0], "（本图斑没有图形）", 10)
            return y + 10
        patch = maps.patch(parcel)
        after, after_layers = maps.pictures(parcel, AFTER_DATE)
        before, before_layers = maps.pictures(parcel, BEFORE_DATE)
        self._map(MARGIN, y, _MAP_SIZE, extent, maps.around(patch, after_layers, named=True), with_scale=True)
        y += _MAP_SIZE[1]
        said = f"后时相 {after.date or '—'}{_remark(after, after_layers)}；红线为本图斑，黄线为其他图斑"
        if words.centre:
            said += f"；中心点 {words.centre}"
        y = self.text(MARGIN, y + 0.5, _MAP_SIZE[0], said, 7, colour=_GREY)
        if not before_layers and not after_layers:
            return y
        for place, (name, picture, layers) in enumerate((("前时相", before, before_layers),
                                                         ("后时相", after, after_layers))):
            x = MARGIN + place * (_SMALL_SIZE[0] + 3)
            self._map(x, y + 0.5, _SMALL_SIZE, extent, maps.around(patch, layers, named=False))
            self.text(x, y + 0.5 + _SMALL_SIZE[1], _SMALL_SIZE[0],
                      f"{name} {picture.date or '—'}{_remark(picture, layers)}", 7, colour=_GREY)
        return y + _SMALL_SIZE[1] + 4.5

    def table(self, x: float, y: float, width: float, title: str, pairs: Pairs) -> float:
        """Names and values in two columns; where it ends."""
        y = self.text(x, y, width, title, 9, bold=True) + 0.5
        self._line(x, y, width)
        for name, value in pairs:
            left = self.text(x, y + 0.6, width * 0.42, name, 8)
            right = self.text(x + width * 0.44, y + 0.6, width * 0.56, value, 8)
            y = max(left, right) + 0.4
            self._line(x, y, width)
        return y

    def fill(self, y: float, words: SheetWords) -> None:
        """From ``y`` to the foot: suggestion, what to look for, what is found on site, and who says so."""
        full = WIDTH - 2 * MARGIN
        foot = self._foot(words)
        y = self.text(MARGIN, y, full, f"内业建议（机器生成，不是判定）：{words.suggestion}", 9) + 1
        y = self.text(MARGIN, y, full, "核查要点", 9, bold=True) + 0.5
        y = self._ticks(y, full, words.checks, foot - 52) + 1
        y = self.text(MARGIN, y, full, "现场情况", 9, bold=True) + 1
        for line in (*ON_THE_SPOT, *(MINING_ON_THE_SPOT if words.mining else ()), PAPERS_ON_THE_SPOT):
            y = self.text(MARGIN, y, full, line, 9) + 1
        y = self.text(MARGIN, y, full, "核查意见：", 9, bold=True)
        while y + _BLANK_LINE < foot - 9:
            y += _BLANK_LINE
            self._line(MARGIN, y, full)
        self.text(MARGIN, foot - 7.5, full, SIGNED_BY, 9)

    def _ticks(self, y: float, width: float, checks: Tuple[str, ...], end: float) -> float:
        """As many points as there is room for; how many more there are is said."""
        for place, check in enumerate(checks):
            lines = wrapped(f"□ {check}", self._family, 8.5, width)
            height = len(lines) * 8.5 * MM_PER_POINT * _LINE
            left = len(checks) - place
            if y + height > end - (4 if left > 1 else 0):
                return self.text(MARGIN, y, width, f"……另有 {left} 项，见工作库", 8.5, colour=_GREY)
            y = self.text(MARGIN, y, width, f"□ {check}", 8.5)
        return y

    def _foot(self, words: SheetWords) -> float:
        """Safety and the notice at the foot of the page; where they begin."""
        full = WIDTH - 2 * MARGIN
        safety = wrapped(SAFETY, self._family, 8, full - 4)
        height = len(safety) * 8 * MM_PER_POINT * _LINE + 3
        top = HEIGHT - 13 - height
        self._frame(MARGIN, top, full, height)
        self.text(MARGIN + 2, top + 1.5, full - 4, SAFETY, 8, bold=False)
        self.text(MARGIN, HEIGHT - 11, full, words.footer, 8, centred=True, colour=_GREY)
        return top - 1

    def text(self, x: float, y: float, width: float, text: str, points: float, bold: bool = False,
             centred: bool = False, colour: str = "#000000") -> float:
        """Text in lines of this width, one item a line; where it ends."""
        height = points * MM_PER_POINT * _LINE
        for line in wrapped(text, self._family, points, width):
            item = self._label(line, points, bold, colour)
            item.setHAlign(Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft)
            self._place(item, x, y, width + 1, height)
            y += height
        return y

    def _label(self, text: str, points: float, bold: bool = False, colour: str = "#000000") -> QgsLayoutItemLabel:
        item = QgsLayoutItemLabel(self.layout)
        item.setText(text)
        set_font(item, self._family, points, bold, colour)
        item.setMarginX(0)
        item.setMarginY(0)
        item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
        return item

    def _map(self, x: float, y: float, size: Tuple[float, float], extent: QgsRectangle, layers: List[QgsMapLayer],
             with_scale: bool = False) -> None:
        self._kept += layers
        item = QgsLayoutItemMap(self.layout)
        self._place(item, x, y, *size)
        item.setCrs(self._project.crs())
        item.setLayers(layers)
        item.setKeepLayerSet(True)
        item.setExtent(_at_scale(extent, size))
        item.setFrameEnabled(True)
        item.setBackgroundColor(QColor("white"))
        if with_scale:
            scale = f"1:{useful_scale(extent, size):.0f}"
            label = self._label(scale, 9, bold=True)
            label.setBackgroundEnabled(True)
            label.setHAlign(Qt.AlignmentFlag.AlignHCenter)
            self._place(label, x + 1, y + size[1] - 6, 17, 5)

    def _line(self, x: float, y: float, width: float) -> None:
        self._frame(x, y, width, 0.01)

    def _frame(self, x: float, y: float, width: float, height: float) -> None:
        shape = QgsLayoutItemShape(self.layout)
        shape.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        shape.setSymbol(QgsFillSymbol.createSimple(
            {"style": "no", "outline_color": _GREY, "outline_width": "0.15"}))
        self._place(shape, x, y, width, height)

    def _place(self, item: QgsLayoutItem, x: float, y: float, width: float, height: float) -> None:
        self.layout.addLayoutItem(item)
        item.attemptMove(QgsLayoutPoint(x, y))
        item.attemptResize(QgsLayoutSize(width, height))


def _remark(picture: Picture, layers: Sequence[QgsMapLayer]) -> str:
    """What is to be said beside a date."""
    if not layers:
        return "（无可用影像）"
    return "（未配准）" if picture.unregistered else ""


def useful_scale(extent: QgsRectangle, size: Tuple[float, float]) -> float:
    """The largest of the usual scales at which a map of this size (mm) shows the patch (metres) and what is around."""
    needed = max(extent.width() / size[0], extent.height() / size[1]) * 1000 * _ROOM
    return float(next((scale for scale in _SCALES if scale >= needed), needed))


def _at_scale(extent: QgsRectangle, size: Tuple[float, float]) -> QgsRectangle:
    """Around the patch, in the proportions of the map: another extent would change the size of the item."""
    metres = [useful_scale(extent, size) * side / 1000 for side in size]
    centre = extent.center()
    return QgsRectangle(centre.x() - metres[0] / 2, centre.y() - metres[1] / 2,
                        centre.x() + metres[0] / 2, centre.y() + metres[1] / 2)
