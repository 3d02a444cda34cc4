"""The tables in a dossier's folder: 套合面积表, and 附表2-1 of the patch's parcels alone."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple, Union

from ....delivery.sheets.cells import put
from ....delivery.sheets.normal import save_book
from ....domain.areas.units import mu_text
from ....domain.errors import WeipianError
from ....domain.marks import FOOTER
from ....domain.records import OverlayRun, ReferenceLayer
from ....domain.roles import LANDCLASS, ROLES
from ...basis import basis_lines
from .contents import Contents, Part
from .words import areas_of, zone_texts

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cell = Union[None, str, float]
_HEAD = ("地块", "图层", "编码", "名称", "面积（亩）", "椭球面积（㎡）", "图层版本")
_WIDTHS = (26, 22, 10, 30, 12, 15, 14)


def write_area_table(path: Path, contents: Contents, references: Sequence[ReferenceLayer],
                     runs: Sequence[OverlayRun]) -> None:
    """Areas by layer and class with the layers' versions; how they were measured on a second sheet.

    Raises PACKAGE_MISSING, OUTPUT_NOT_WRITABLE.
    """
    try:
        from openpyxl import Workbook
        from openpyxl.styles import Alignment, Font
    except ImportError as error:
        raise WeipianError("PACKAGE_MISSING", package="openpyxl") from error
    book = Workbook()
    sheet = book.active
    sheet.title = "套合面积"
    put(sheet.cell(1, 1), contents.task.mark.title(f"套合面积表　图斑 {contents.number}"))
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(_HEAD))
    sheet.cell(1, 1).font = Font(bold=True, size=14)
    sheet.cell(1, 1).alignment = Alignment(horizontal="center", vertical="center")
    sheet.row_dimensions[1].height = 26
    _rows(sheet, 2, [_HEAD, *(row for part in contents.parts for row in _areas(part, contents, references))])
    sheet.freeze_panes = "A3"
    _paper(sheet)
    told = book.create_sheet("说明")
    lines = basis_lines(runs, contents.profile.title if contents.profile is not None else "")
    _rows(told, 1, [("项目", "内容"), *lines])
    told.column_dimensions["A"].width, told.column_dimensions["B"].width = 22, 110
    for row in told.iter_rows(min_row=2, min_col=2, max_col=2):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    _paper(told)
    save_book(book, path, contents.moment)


def write_register(path: Path, contents: Contents, template: Optional[Path]) -> None:
    """附表2-1 with the rows of this patch. Raises what `delivery.tables.write_table` raises."""
    from ....delivery.sheets.fill import Dress
    from ....delivery.tables import write_table
    from ....domain.forms.table_2_1 import RowsOf21
    from ....domain.forms.table_forms import form_of

    profile = contents.profile
    form = form_of("2-1")
    wholes = {part.row.parcel.uuid: part.whole for part in contents.parts if part.whole is not None}
    adjustable = {contents.batch.uuid: profile.grouping.adjustable} if profile is not None else {}
    rows = [RowsOf21(wholes, adjustable).values(part.row) for part in contents.parts]
    dress = Dress(headings={"WP_BATCH": contents.batch.label, "WP_PROFILE": profile.title if profile else "",
                            "WP_DATE": contents.day},
                  basis=(), mark=contents.task.mark, moment=contents.moment)
    write_table(form, rows, path, dress, template)


def _areas(part: Part, contents: Contents, references: Sequence[ReferenceLayer]) -> List[Tuple[Cell, ...]]:
    if part.measured is None:
        return [(part.name, "", "", "未套合", None, None, "")]
    shown = areas_of(part, contents)
    versions = {one.role: one.version_date for one in references if one.version_date}
    rows: List[Tuple[Cell, ...]] = [
        (part.name, "地块", "", "地块面积", _number(shown.values.get("DKMJ") or mu_text(part.measured.area_m2)),
         round(part.measured.area_m2, 2), "")]
    for role, areas in part.measured.roles.items():
        if ROLES[role].kind == LANDCLASS:
            exact = {one.class_code: one.area_m2 for one in areas.classes}
            rows += [(part.name, ROLES[role].zh, land.code, land.zh, _number(area),
                      round(exact.get(land.code, 0.0), 2), versions.get(role, "")) for land, area in shown.classes]
    if shown.values.get("WTHMJ"):
        rows.append((part.name, "地类图斑", "", "未套合", _number(shown.values["WTHMJ"]), None, ""))
    for role, text in zone_texts(part):
        empty = part.measured.roles[role].declared_empty
        rows.append((part.name, ROLES[role].zh, "", "声明为空" if empty else "", 0.0 if empty else _number(text),
                     round(part.measured.roles[role].total_m2, 2), versions.get(role, "")))
    return rows


def _number(text: object) -> Cell:
    try:
        return float(str(text))
    except ValueError:
        return str(text)


def _rows(sheet: Worksheet, first: int, rows: Sequence[Sequence[Cell]]) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    thin = Side(style="thin", color="808080")
    for number, row in enumerate(rows, first):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            put(cell, value)
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
            if number == first:
                cell.font, cell.fill = Font(bold=True), PatternFill("solid", fgColor="DDEBF7")
                cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            elif isinstance(value, float):
                cell.number_format = "0.00"
    for column, width in enumerate(_WIDTHS[:len(rows[0])]):
        sheet.column_dimensions["ABCDEFG"[column]].width = width


def _paper(sheet: Worksheet) -> None:
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text, sheet.oddFooter.right.text = FOOTER, "第 &P 页 共 &N 页"
    sheet.oddFooter.center.size = sheet.oddFooter.right.size = 8
