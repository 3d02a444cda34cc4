"""What stands on every page: the footer of §8.7, page numbers, the mark; and the sheets 说明 and 校验."""

from __future__ import annotations

from typing import TYPE_CHECKING, Sequence, Tuple

from ...domain.marks import FOOTER, Mark
from .cells import put, row_height, text_lines

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

NOTES, REASONS = "说明", "校验"
_LONGEST_HEADER = 200
_RED = "C00000"
_A4 = 9


def furnish(sheet: Worksheet, title: str, mark: Mark) -> None:
    """Footer and page numbers on each page of a sheet, and in its header the mark with the title."""
    parts = [sheet.oddFooter]
    headers = [sheet.oddHeader]
    if sheet.HeaderFooter.differentOddEven:
        parts.append(sheet.evenFooter)
        headers.append(sheet.evenHeader)
    if sheet.HeaderFooter.differentFirst:
        parts.append(sheet.firstFooter)
        headers.append(sheet.firstHeader)
    for footer in parts:
        footer.left.text, footer.left.size = FOOTER, 8
        footer.right.text, footer.right.size = "第 &P 页 共 &N 页", 8
    margins = sheet.page_margins  # header and footer stand in them
    margins.top, margins.bottom = max(margins.top, 0.6), max(margins.bottom, 0.6)
    margins.header, margins.footer = min(margins.header, 0.3), min(margins.footer, 0.3)
    for header in headers if mark else ():
        header.right.text = mark.title(title).replace("&", "&&")[:_LONGEST_HEADER]
        header.right.size, header.right.color = 10, _RED


def add_notes(workbook: Workbook, lines: Sequence[Tuple[str, str]], title: str, mark: Mark) -> None:
    """The sheet 说明: name and text, line by line, and the footer."""
    sheet = workbook.create_sheet(NOTES)
    _two_columns(sheet, (*lines, ("说明", FOOTER)), 24)
    furnish(sheet, title, mark)


def add_reasons(workbook: Workbook, title: str, mark: Mark) -> None:
    """The sheet 校验: why the table is marked, check by check; none without a mark."""
    if not mark.reasons:
        return
    sheet = workbook.create_sheet(REASONS)
    _two_columns(sheet, (("标记", f"{mark.word}：下列问题未解决，本表不得作为正式成果上报"), *mark.reasons), 14)
    sheet.freeze_panes = "A2"
    furnish(sheet, title, mark)


def _two_columns(sheet: Worksheet, lines: Sequence[Tuple[str, str]], width: int) -> None:
    from openpyxl.styles import Alignment, Font

    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = width, 96
    for line, (name, text) in enumerate(lines, 1):
        for column, value in enumerate((name, text), 1):
            cell = sheet.cell(row=line, column=column)
            put(cell, value)
            cell.font = Font(name="宋体", size=10, bold=column == 1)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        if text_lines(text, 92) > 1:
            sheet.row_dimensions[line].height = row_height(text_lines(text, 92))
    sheet.page_setup.paperSize, sheet.page_setup.orientation = _A4, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
