"""Make resources/templates/dossier/*.qpt: the pages of a dossier as QGIS print layouts. Run it when a page changes."""

from __future__ import annotations

import io
import os
import re
import sys
from base64 import b64encode
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402 - the plugin is found beside this folder
    QgsApplication,
    QgsFillSymbol,
    QgsLayoutItemLabel,
    QgsLayoutItemMap,
    QgsLayoutItemMapGrid,
    QgsLayoutItemPage,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutMeasurement,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLineSymbol,
    QgsPrintLayout,
    QgsProject,
    QgsReadWriteContext,
    QgsRectangle,
    QgsScaleBarSettings,
    QgsTextBufferSettings,
    QgsUnitTypes,
)
from qgis.PyQt.QtCore import Qt  # noqa: E402
from qgis.PyQt.QtGui import QColor  # noqa: E402

from weipian_plugin.delivery.dossier.layouts import BODY, FOLDER, LEGEND, PAGES, PAPER, PHOTO, PageKind  # noqa: E402
from weipian_plugin.delivery.layout_text import set_font, text_format  # noqa: E402
from weipian_plugin.delivery.sheets.normal import normalise_zip  # noqa: E402
from weipian_plugin.paths import TEMPLATES  # noqa: E402

if TYPE_CHECKING:
    from docx.document import Document

FAMILY = "Noto Sans CJK SC"
GREY, DARK, RED = "#666666", "#222222", "#c01c28"
LANDSCAPE, PORTRAIT = (297.0, 210.0), (210.0, 297.0)
NORTH = ('<svg xmlns="http://www.w3.org/2000/svg" width="70" height="100" viewBox="0 0 70 100">'
         '<path d="M35 2 L62 96 L35 76 Z" fill="#222222"/><path d="M35 2 L8 96 L35 76 Z" fill="#ffffff" '
         'stroke="#222222" stroke-width="4" stroke-linejoin="round"/></svg>')
LEFT, CENTRE, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignHCenter, Qt.AlignmentFlag.AlignRight


class Page:
    """One layout; places and sizes in millimetres."""

    def __init__(self, name: str, size: tuple[float, float], pages: Mapping[str, PageKind] = PAGES) -> None:
        self.name, self.wide, self.high = name, *size
        self.kind = pages[name]
        self.project = QgsProject()
        self.layout = QgsPrintLayout(self.project)
        self.layout.setName(self.kind.title)
        sheet = QgsLayoutItemPage(self.layout)
        sheet.setPageSize(QgsLayoutSize(*size))
        self.layout.pageCollection().addPage(sheet)
        self.items = 0
        self.frame_of_page()

    def frame_of_page(self) -> None:
        """Head and foot, the same on all pages."""
        full, side = self.wide - 24, 70
        self.label(12, 6.5, side, 6, "图斑 [% @wp_number %]", 8.5, colour=GREY)
        self.label(12, 5, full, 9, "[% @wp_mark %][% @wp_title %]", 15, bold=True, align=CENTRE)
        self.label(self.wide - 12 - side, 6.5, side, 6, "[% @wp_batch %]", 8.5, colour=GREY, align=RIGHT)
        self.rule(12, 15, full)
        foot = self.high - 12
        self.rule(12, foot, full)
        self.label(12, foot + 1, 60, 5, "编制依据截至 [% @wp_date %]", 7, colour=GREY)
        self.label(12, foot + 1, full, 5, "[% @wp_footer %]", 7, colour=GREY, align=CENTRE)
        self.label(self.wide - 52, foot + 1, 40, 5, "第 [% @wp_page %] 页　共 [% @wp_pages %] 页", 7, colour=GREY,
                   align=RIGHT)

    def label(self, x: float, y: float, wide: float, high: float, text: str, points: float, bold: bool = False,
              colour: str = DARK, align: Qt.AlignmentFlag = LEFT, name: str = "", white: bool = False) -> None:
        """A line of words."""
        item = QgsLayoutItemLabel(self.layout)
        item.setText(text)
        set_font(item, FAMILY, points, bold, colour)
        item.setMarginX(0.8 if white else 0)
        item.setMarginY(0)
        item.setHAlign(align)
        item.setVAlign(Qt.AlignmentFlag.AlignVCenter)
        item.setBackgroundEnabled(white)
        if white:
            item.setBackgroundColor(QColor(255, 255, 255, 215))
        self.put(item, x, y, wide, high, name)

    def place(self, x: float, y: float, wide: float, high: float, name: str, points: float) -> None:
        """Where the dossier writes; the label itself is not printed."""
        self.label(x, y, wide, high, name, points, name=name, colour=GREY)

    def rule(self, x: float, y: float, wide: float) -> None:
        """A thin line."""
        shape = QgsLayoutItemShape(self.layout)
        shape.setShapeType(QgsLayoutItemShape.Shape.Rectangle)
        shape.setSymbol(QgsFillSymbol.createSimple({"color": GREY, "style": "solid", "outline_style": "no"}))
        self.put(shape, x, y, wide, 0.2)

    def map(self, x: float, y: float, wide: float, high: float, name: str, grid: bool = False) -> None:
        """A map with its scale bar and north arrow inside."""
        item = QgsLayoutItemMap(self.layout)
        self.put(item, x, y, wide, high, name)
        item.setExtent(QgsRectangle(0, 0, wide * 1000, high * 1000))  # 1:1000000; without one it is saved as nan
        item.setFrameEnabled(True)
        item.setFrameStrokeWidth(QgsLayoutMeasurement(0.2))
        item.setBackgroundColor(QColor("white"))
        item.setKeepLayerSet(True)
        if grid:
            self.grid(item)
        bar = QgsLayoutItemScaleBar(self.layout)
        bar.setLinkedMap(item)
        bar.setStyle("Single Box")
        bar.setUnits(QgsUnitTypes.DistanceMeters)
        bar.setUnitLabel("米")
        bar.setSegmentSizeMode(QgsScaleBarSettings.SegmentSizeFitWidth)
        bar.setMinimumBarWidth(22)
        bar.setMaximumBarWidth(42)
        bar.setNumberOfSegments(2)
        bar.setNumberOfSegmentsLeft(0)
        bar.setHeight(1.6)
        bar.setTextFormat(text_format(FAMILY, 7, False, DARK))
        bar.setBackgroundEnabled(True)
        bar.setBackgroundColor(QColor(255, 255, 255, 215))
        corner = bar.ReferencePoint.LowerRight if grid else bar.ReferencePoint.LowerLeft
        bar.setReferencePoint(corner)
        self.layout.addLayoutItem(bar)
        self.items += 1
        bar.setZValue(self.items)
        # Coordinates stand inside the frame, on the left and below.
        bar.attemptMove(QgsLayoutPoint(x + wide - 1.5, y + high - 5.5) if grid else
                        QgsLayoutPoint(x + 1.5, y + high - 1.5))
        north = QgsLayoutItemPicture(self.layout)
        north.setPicturePath("base64:" + b64encode(NORTH.encode()).decode())
        self.label(x + wide - 9.5, y + 1.5, 8, 15, "", 6, white=True)
        self.label(x + wide - 9.5, y + 1.8, 8, 4.5, "北", 8.5, bold=True, align=CENTRE)
        self.put(north, x + wide - 9, y + 6.2, 7, 10)

    def grid(self, item: QgsLayoutItemMap) -> None:
        """Coordinates along the frame."""
        grid = QgsLayoutItemMapGrid("坐标", item)
        grid.setEnabled(True)
        grid.setUnits(QgsLayoutItemMapGrid.DynamicPageSizeBased)
        grid.setMinimumIntervalWidth(35)
        grid.setMaximumIntervalWidth(70)
        grid.setStyle(QgsLayoutItemMapGrid.Cross)
        grid.setCrossLength(2)
        grid.setLineSymbol(QgsLineSymbol.createSimple({"color": "255,255,255,200", "width": "0.2"}))
        grid.setAnnotationEnabled(True)
        grid.setAnnotationPrecision(0)
        words = text_format(FAMILY, 6.5, True, DARK)
        edge = QgsTextBufferSettings()
        edge.setEnabled(True)
        edge.setSize(0.7)
        edge.setColor(QColor("white"))
        words.setBuffer(edge)
        grid.setAnnotationTextFormat(words)
        for side in (QgsLayoutItemMapGrid.Left, QgsLayoutItemMapGrid.Right, QgsLayoutItemMapGrid.Top,
                     QgsLayoutItemMapGrid.Bottom):
            shown = side in (QgsLayoutItemMapGrid.Left, QgsLayoutItemMapGrid.Bottom)
            grid.setAnnotationDisplay(
                QgsLayoutItemMapGrid.ShowAll if shown else QgsLayoutItemMapGrid.HideAll, side)
            grid.setAnnotationPosition(QgsLayoutItemMapGrid.InsideMapFrame, side)
        item.grids().addGrid(grid)

    def put(self, item: object, x: float, y: float, wide: float, high: float, name: str = "") -> None:
        """Into the layout."""
        self.layout.addLayoutItem(item)
        self.items += 1
        item.setZValue(self.items)  # what is put later lies above
        if name:
            item.setId(name)
        item.attemptMove(QgsLayoutPoint(x, y))
        item.attemptResize(QgsLayoutSize(wide, high))

    def save(self) -> None:
        """Write the template; its random ids become numbers, so that the same page is the same file."""
        path = TEMPLATES / self.kind.folder / f"{self.name}.qpt"
        self.layout.saveAsTemplate(str(path), QgsReadWriteContext())
        text = path.read_text(encoding="utf-8")
        for number, found in enumerate(dict.fromkeys(re.findall(r"\{[0-9a-f]{8}-[0-9a-f-]{27}\}", text)), 1):
            text = text.replace(found, f"{{00000000-0000-4000-8000-{number:012d}}}")
        path.write_text(text, encoding="utf-8")


def compare() -> None:
    """Both dates beside each other at the same extent and scale."""
    page = Page("compare", LANDSCAPE)
    for x, name, field in ((12, "wp_before", "前时相"), (151, "wp_after", "后时相")):
        page.label(x, 17.5, 134, 6.5, f"{field} [% @{name} %]", 11, bold=True, align=CENTRE)
        page.map(x, 24.5, 134, 134, name)
        page.label(x, 159, 134, 5, f"[% @{name}_source %]", 7.5, colour=GREY, align=CENTRE)
    page.place(12, 165.5, 273, 30, BODY, 8)
    page.save()


def overlay() -> None:
    """The patch on the layers it was measured in."""
    page = Page("overlay", LANDSCAPE)
    page.map(12, 19, 186, 168, "wp_overlay")
    page.label(12, 188, 186, 5, "[% @wp_caption %]", 7.5, colour=GREY)
    page.label(203, 18, 82, 6, "图例", 10, bold=True)
    page.place(203, 24.5, 82, 72, LEGEND, 8)
    page.label(203, 98, 82, 6, "套合面积", 10, bold=True)
    page.place(203, 104.5, 82, 90, BODY, 8)
    page.save()


def location() -> None:
    """Where the patch lies."""
    page = Page("location", LANDSCAPE)
    page.map(12, 19, 186, 168, "wp_location", grid=True)
    page.label(12, 188, 186, 5, "[% @wp_caption %]", 7.5, colour=GREY)
    page.place(203, 19, 82, 175, BODY, 8.5)
    page.save()


def photo_map() -> None:
    """From where and which way the photos were taken."""
    page = Page("photo_map", LANDSCAPE)
    page.map(12, 19, 176, 168, "wp_photo_map")
    page.label(12, 188, 176, 5, "[% @wp_caption %]", 7.5, colour=GREY)
    page.place(192, 19, 93, 175, BODY, 7.5)
    page.save()


def photos() -> None:
    """Four to a page."""
    page = Page("photos", PORTRAIT)
    for number, (x, y) in enumerate(((12, 19), (107, 19), (12, 151), (107, 151)), 1):
        page.place(x, y, 91, 108, f"{PHOTO}{number}", 8)
        page.place(x, y + 109, 91, 20, f"{PHOTO}{number}_text", 8)
    page.save()


def statement() -> None:
    """情况说明 as a Word template."""
    from docx.shared import Pt

    document = _word()
    for mark, text, bold in (("{%p for section in sections %}", "", False), ("", "{{ section.title }}", True),
                             ("{%p for text in section.paragraphs %}", "", False), ("", "{{ text }}", False),
                             ("{%p endfor %}", "", False), ("{%p endfor %}", "", False)):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.line_spacing = 1.5
        if not mark and not bold:
            paragraph.paragraph_format.first_line_indent = Pt(24)
        paragraph.add_run(mark or text).bold = bold
    _save_word(document, "statement.docx", "情况说明",
               "编制人：＿＿＿＿＿＿　　审核人：＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日")


def meeting() -> None:
    """会审记录 as a Word template: a table for each meeting."""
    from docx.shared import Mm

    document = _word()
    document.add_paragraph("{%p for meeting in meetings %}")
    document.add_paragraph().add_run("{{ meeting.title }}").bold = True
    table = document.add_table(rows=3, cols=2, style="Table Grid")
    table.autofit = False
    for row, texts in zip(table.rows, (("{%tr for row in meeting.rows %}", ""), ("{{ row.name }}", "{{ row.text }}"),
                                       ("{%tr endfor %}", ""))):
        for cell, text, width in zip(row.cells, texts, (Mm(42), Mm(118))):
            cell.width = width
            cell.paragraphs[0].add_run(text).bold = text == "{{ row.name }}"
    document.add_paragraph()
    document.add_paragraph("{%p endfor %}")
    _save_word(document, "meeting.docx", "会审记录",
               "参会人员签字：＿＿＿＿＿＿＿＿＿＿＿＿＿＿　　＿＿＿＿年＿＿月＿＿日")


def _word() -> Document:
    """A page of A4 with its heading and what it is of."""
    from docx import Document
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(25)
    page.top_margin = page.bottom_margin = Mm(22)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(12)
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    heading = document.add_paragraph()
    heading.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = heading.add_run("{{ title }}")
    run.bold, run.font.size = True, Pt(18)
    line = document.add_paragraph("图斑编号：{{ number }}　　批次：{{ batch }}")
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    return document


def _save_word(document: Document, name: str, title: str, signed: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document.add_paragraph()
    for text in ("数据截至：{{ date }}", signed):
        document.add_paragraph(text).alignment = WD_ALIGN_PARAGRAPH.RIGHT
    foot = document.sections[0].footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot.add_run("{{ footer }}").font.size = Pt(8)
    about = document.core_properties
    about.author, about.title, about.comments = "卫片判读 Weipian", title, ""
    about.created = about.modified = datetime(2000, 1, 1)  # a file without a clock
    made = io.BytesIO()
    document.save(made)
    made.seek(0)
    normalise_zip(made, TEMPLATES / FOLDER / name)


def main() -> None:
    """Write all pages."""
    application = QgsApplication([], False)
    application.initQgis()
    (TEMPLATES / FOLDER).mkdir(parents=True, exist_ok=True)
    for made in (compare, overlay, location, photo_map, photos):
        made()
    for name in ("index", "statement", "judgement", "onsite", "evidence", "case"):
        page = Page(name, PORTRAIT)
        page.place(15, 19, 180, 262, BODY, 9.5)
        page.save()
    paper = Page("paper", PORTRAIT)
    paper.label(12, 16, 186, 6, "[% @wp_caption %]", 8, colour=GREY, align=CENTRE)
    paper.place(12, 22.5, 186, 260, PAPER, 9)
    paper.save()
    statement()
    meeting()
    del application


if __name__ == "__main__":
    main()
