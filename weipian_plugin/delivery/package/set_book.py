"""交付清单.xlsx: what a set holds, file by file with its SHA-256, and what is told of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Mapping, Sequence, Tuple

from ...domain.calendar.dates import moment_in_words
from ...domain.errors import WeipianError
from ...domain.marks import FOOTER
from ..sheets.cells import CellValue, put, row_height, text_lines
from ..sheets.normal import save_book
from ..sheets.page import add_reasons, furnish
from .manifest import Manifest, PackedFile

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEAD = ("序号", "成果", "文件", "大小（字节）", "SHA-256")
_WIDTHS = (6, 16, 100, 14, 72)


def write_set_book(path: Path, manifest: Manifest, files: Sequence[PackedFile], titles: Mapping[str, str],
                   moment: str) -> None:
    """Write it in one move; the same bytes for the same content. Raises PACKAGE_MISSING, OUTPUT_NOT_WRITABLE."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="openpyxl") from None
    book = Workbook()
    title = manifest.mark.title(manifest.title)
    listed = book.active
    listed.title = "交付清单"
    lines = [(number, titles.get(one.product, "其他"), one.place, one.size, one.sha256)
             for number, one in enumerate(sorted(files, key=lambda one: one.place), 1)]
    _fill(listed, title, _HEAD, lines, _WIDTHS)
    about = book.create_sheet("说明")
    _fill(about, title, ("项目", "内容"), _about(manifest), (24, 124))
    for sheet in (listed, about):
        furnish(sheet, manifest.title, manifest.mark)
    add_reasons(book, manifest.title, manifest.mark)
    save_book(book, path, moment)


def _about(manifest: Manifest) -> Sequence[Tuple[CellValue, ...]]:
    state = manifest.state
    moment = moment_in_words(str(state.get("moment") or ""))
    lines = [("数据截止", f"{moment}（{state.get('events')} 条记录，状态 {state.get('digest')}）")]
    lines += [("批次", f"{one.label}（下发 {one.issued}，县区 {one.county or '未注明'}）") for one in manifest.batches]
    lines += [("政策口径", f"{one['id']} {one['title']}") for one in manifest.profiles]
    lines += [("软件", f"{name} {version}") for name, version in manifest.software.items()]
    lines += [("套合", f"{run['batch']}：{run['layers']}") for run in manifest.overlay]
    lines += [("数量", f"{name} {count}") for name, count in manifest.counts.items()]
    lines += [("面积（亩）", f"{name}：" + "，".join(f"{column} {area}" for column, area in sums.items()))
              for name, sums in manifest.areas.items()]
    lines += [("备注", remark) for remark in manifest.remarks]
    return [*lines, ("说明", FOOTER)]


def _fill(sheet: Worksheet, title: str, head: Sequence[str], lines: Sequence[Sequence[CellValue]],
          widths: Sequence[int]) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    put(sheet.cell(row=1, column=1), title)
    sheet.cell(row=1, column=1).font = Font(name="宋体", size=14, bold=True)
    for column, (text, width) in enumerate(zip(head, widths), 1):
        cell = sheet.cell(row=2, column=column)
        put(cell, text)
        cell.font, cell.fill = Font(name="宋体", size=10, bold=True), PatternFill("solid", fgColor="DDE6F2")
        sheet.column_dimensions[get_column_letter(column)].width = width
    for number, line in enumerate(lines, 3):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(row=number, column=column)
            put(cell, value)
            cell.font = Font(name="宋体", size=10)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        wrapped = max(text_lines(str(value), width) for value, width in zip(line, widths))
        if wrapped > 1:
            sheet.row_dimensions[number].height = row_height(wrapped)
    sheet.freeze_panes, sheet.print_title_rows = "A3", "1:2"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
