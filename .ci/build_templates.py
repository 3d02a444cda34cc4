"""Make resources/templates/table_2_1.xlsx from the field definitions. Run it when a definition of the form changes."""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from openpyxl import Workbook  # noqa: E402
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: E402
from openpyxl.utils import get_column_letter  # noqa: E402
from openpyxl.workbook.defined_name import DefinedName  # noqa: E402
from openpyxl.worksheet.worksheet import Worksheet  # noqa: E402

from weipian_plugin.domain.definitions import EVIDENCE_BLOCKS, TABLE_2_1  # noqa: E402
from weipian_plugin.domain.forms.fields import Field, FieldType  # noqa: E402

TITLE_ROW, NOTE_ROW, GROUP_ROW, HEADING_ROW, CODE_ROW, DATA_ROW = 1, 2, 3, 4, 5, 6
THIN = Side(style="thin", color="808080")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
BLOCK_FILLS = {"A": "DDEBF7", "B": "FFF2CC", "C": "FCE4D6", "D": "EDEDED", "签": "E2EFDA"}
WIDTHS = {FieldType.AREA: 11, FieldType.DATE: 11.5, FieldType.BOOLEAN: 8, FieldType.CODE: 14, FieldType.TEXT: 14}
WIDE = {"JCBH": 20, "DKBH": 20, "HFPDYJSM": 30, "WFPDYJSM": 30, "QTPDYJSM": 30, "HFJTQX": 20, "QTJTQX": 20, "QRSJ": 20}
BLOCK_OF_GROUP = {"判定": "B", "合法": "B", "违法": "B", "其他": "B", "外业核查": "D", "确认": "签",
                  **{field.group: "C" for field in EVIDENCE_BLOCKS}}
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)


def main() -> None:
    """Write the template."""
    book = Workbook()
    book.properties.creator = "卫片判读 Weipian"
    sheet = book.active
    sheet.title = "附表2-1"
    columns = ordered()
    last = get_column_letter(len(columns) + 1)
    title(sheet, last)
    note(book, sheet, last)
    head(sheet, 1, "序号", "XH", "A")
    sheet.merge_cells(start_row=GROUP_ROW, end_row=HEADING_ROW, start_column=1, end_column=1)
    sheet.cell(row=GROUP_ROW, column=1, value="序号")
    sheet.column_dimensions["A"].width = 6
    column = 2
    for group, members in groupby(columns, key=lambda f: f.group):
        fields = list(members)
        block = BLOCK_OF_GROUP.get(group, "A")
        sheet.merge_cells(start_row=GROUP_ROW, end_row=GROUP_ROW, start_column=column,
                          end_column=column + len(fields) - 1)
        sheet.cell(row=GROUP_ROW, column=column, value=group)
        for offset, definition in enumerate(fields):
            head(sheet, column + offset, heading(definition), definition.code, block)
            data_style(sheet, column + offset, definition)
        column += len(fields)
    page(sheet, last)
    target = ROOT / "resources" / "templates" / "table_2_1.xlsx"
    target.parent.mkdir(parents=True, exist_ok=True)
    book.save(target)
    sys.stdout.write(f"{target.relative_to(ROOT)}: {len(columns)} columns\n")


def ordered() -> list[Field]:
    """The columns in their groups' order of first appearance, so that each group stands together."""
    groups = list(dict.fromkeys(f.group for f in TABLE_2_1))
    return sorted(TABLE_2_1, key=lambda f: groups.index(f.group))


def heading(definition: Field) -> str:
    """Chinese heading with its unit; what no known form has is marked 拟."""
    unit = "亩" if definition.type is FieldType.AREA else definition.unit
    text = definition.zh + (f"\n（{unit}）" if unit else "")
    return text + ("〔拟〕" if definition.proposed else "")


def title(sheet: Worksheet, last: str) -> None:
    """The merged title row; to the left, so that it is whole on the first printed page."""
    sheet.merge_cells(f"A{TITLE_ROW}:{last}{TITLE_ROW}")
    cell = sheet.cell(row=TITLE_ROW, column=1, value="附表2-1　土地卫片图斑核查情况登记表")
    cell.font = Font(name="宋体", size=18, bold=True)
    cell.alignment = Alignment(horizontal="left", vertical="center", indent=1)
    sheet.row_dimensions[TITLE_ROW].height = 32


def note(book: Workbook, sheet: Worksheet, last: str) -> None:
    """Batch, profile, date and unit; the named cells that the export fills."""
    cells = (("A", "C", "WP_BATCH", "批次：{}"), ("D", "H", "WP_PROFILE", "政策口径：{}"),
             ("I", "K", "WP_DATE", "制表日期：{}"))
    for first, end, name, text in cells:
        sheet.merge_cells(f"{first}{NOTE_ROW}:{end}{NOTE_ROW}")
        sheet[f"{first}{NOTE_ROW}"].value = text
        book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!${first}${NOTE_ROW}")
    sheet.merge_cells(f"L{NOTE_ROW}:{last}{NOTE_ROW}")
    sheet[f"L{NOTE_ROW}"].value = "单位：亩　　版式为拟定：有当年正式表样时，以正式表样替换本模板"
    sheet.row_dimensions[NOTE_ROW].height = 20


def head(sheet: Worksheet, column: int, text: str, code: str, block: str) -> None:
    """Heading and code of one column; the code row is small: it is for the export, not for the reader."""
    fill = PatternFill("solid", start_color=BLOCK_FILLS[block])
    for row, value, size in ((GROUP_ROW, None, 10), (HEADING_ROW, text, 10), (CODE_ROW, code, 7)):
        cell = sheet.cell(row=row, column=column)
        if value is not None:
            cell.value = value
        cell.font = Font(name="宋体", size=size, bold=row != CODE_ROW, color="808080" if row == CODE_ROW else "000000")
        cell.fill, cell.border, cell.alignment = fill, BORDER, CENTRE
    data = sheet.cell(row=DATA_ROW, column=column)
    data.border, data.alignment, data.font = BORDER, CENTRE, Font(name="宋体", size=10)


def data_style(sheet: Worksheet, column: int, definition: Field) -> None:
    """Width and alignment of a column by what it holds; the export takes the look of this first data row."""
    letter = get_column_letter(column)
    sheet.column_dimensions[letter].width = WIDE.get(definition.code, WIDTHS.get(definition.type, 12))
    if definition.type is FieldType.AREA:
        sheet.cell(row=DATA_ROW, column=column).alignment = Alignment(horizontal="right", vertical="center")
    elif definition.length >= 254:
        sheet.cell(row=DATA_ROW, column=column).alignment = Alignment(vertical="center", wrap_text=True)


def page(sheet: Worksheet, last: str) -> None:
    """A4 landscape, headings and ids on each page, panes frozen below the codes and after the ids."""
    sheet.row_dimensions[GROUP_ROW].height, sheet.row_dimensions[HEADING_ROW].height = 20, 62
    sheet.row_dimensions[CODE_ROW].height = 12
    sheet.freeze_panes = f"D{DATA_ROW}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 3, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows, sheet.print_title_cols = f"{TITLE_ROW}:{CODE_ROW}", "A:C"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.auto_filter.ref = f"A{CODE_ROW}:{last}{CODE_ROW}"


if __name__ == "__main__":
    main()
