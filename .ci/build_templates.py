"""Make resources/templates/*.xlsx from the forms' fields. Run it when a form's fields change."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from openpyxl import Workbook  # noqa: E402
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side  # noqa: E402
from openpyxl.utils import get_column_letter  # noqa: E402
from openpyxl.workbook.defined_name import DefinedName  # noqa: E402
from openpyxl.worksheet.pagebreak import Break  # noqa: E402
from openpyxl.worksheet.worksheet import Worksheet  # noqa: E402

from weipian_plugin.delivery.sheets.cells import heading, number_format, text_lines  # noqa: E402
from weipian_plugin.delivery.sheets.normal import save_book  # noqa: E402
from weipian_plugin.domain.definitions import EVIDENCE_BLOCKS  # noqa: E402
from weipian_plugin.domain.forms.fields import Field, FieldType  # noqa: E402
from weipian_plugin.domain.forms.table_form import TableForm  # noqa: E402
from weipian_plugin.domain.forms.table_forms import OFFICIAL, TABLE_FORMS  # noqa: E402

TITLE_ROW, BATCH_ROW, PROFILE_ROW, DATE_ROW, GROUP_ROW, HEADING_ROW, CODE_ROW, DATA_ROW = range(1, 9)
THIN = Side(style="thin", color="808080")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
PALE = ("DDEBF7", "FFF2CC", "FCE4D6", "E2EFDA", "EDEDED", "E4DFEC", "DAEEF3")
WIDTHS = {FieldType.AREA: 11, FieldType.DATE: 11.5, FieldType.BOOLEAN: 8, FieldType.CODE: 14, FieldType.TEXT: 14,
          FieldType.INTEGER: 8, FieldType.NUMBER: 11}
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(vertical="center", wrap_text=True)
SCALE, PAGE, STUB, LONG = 55, 1470, 44, 254
"""Percent of a table of several pages' breadth; pixels that an A4 page across then holds; letters that titles need;
from where a text is a long one."""
LOOSE, STRETCH = 0.8, 1.3
"""Where a group would go over the page's edge, the page ends before it if so much of it is full; how much columns may
grow to fill their page."""
HEADING_LINES, CODES_SIZE, NOT_OURS = 4, 7, "〔拟〕"
PROPOSED = "〔拟〕版式为拟定：有当年正式表样时，以正式表样替换本模板（代码行与命名单元格照抄即可）"


@dataclass(frozen=True)
class Look:
    """How a template looks: the codes that come first, fills by group, widths by code; ``head`` and ``ink``: colours of
    all headings, where they are not by group; ``whole``: all columns on one page's breadth.
    """

    first: tuple[str, ...] = ()
    fills: dict[str, str] = field(default_factory=dict)
    widths: dict[str, float] = field(default_factory=dict)
    head: str = ""
    ink: str = "000000"
    portrait: bool = False
    whole: bool = False


BLOCKS = {"图斑": "DDEBF7", "位置": "DDEBF7", "套合面积": "DDEBF7", "实地": "DDEBF7",
          "判定": "FFF2CC", "合法": "FFF2CC", "违法": "FFF2CC",
          "其他": "FFF2CC", "外业核查": "EDEDED", "确认": "E2EFDA",
          **{one.group: "FCE4D6" for one in EVIDENCE_BLOCKS}}
LOOKS = {
    "2-1": Look(("JCBH", "DKBH"), BLOCKS, {
        "JCBH": 20, "DKBH": 20, "JCLB": 17, "HFPDYJSM": 30, "WFPDYJSM": 30, "QTPDYJSM": 30, "HFJTQX": 20, "QTJTQX": 20,
        "QRSJ": 20}),
    "2-2": Look(("JCBH",), {}, {"JCBH": 20, "KPDYJSM": 30, "QRSJ": 20}),
    "4": Look(("WFXWBH",), {}, {"WFXWBH": 20, "GLDKBH": 26, "WFXWMS": 30, "CZJY": 20, "ZGCSS": 26, "ZGLSS": 26}),
    "5": Look((), {}, {"PJDW": 22, "PJND": 10, "PJJD": 10}),
}


def main() -> None:
    """Write the templates of the official forms, or of those named; the lists have a script of their own."""
    for form_id in sys.argv[1:] or [form.id for form in OFFICIAL]:
        form = TABLE_FORMS[form_id]
        target = ROOT / "resources" / "templates" / form.template
        save_book(template_of(form, LOOKS.get(form_id, Look())), target)
        sys.stdout.write(f"{target.relative_to(ROOT)}: {len(form.fields)} columns\n")


def template_of(form: TableForm, look: Look) -> Workbook:
    """The workbook: titles over the first columns, groups, headings, codes, one styled row for data."""
    book = Workbook()
    sheet = book.active
    sheet.title = (form.number or form.title)[:31]
    columns = ordered(form, look)
    widths = [6.0, *(width_of(one, look) for one in columns)]
    narrow = look.whole or pixels(widths) <= PAGE * SCALE / 100
    stub = len(widths) if narrow else stub_of(widths)
    ends = [] if narrow else breaks(widths, columns, stub)
    widths = widths if narrow else stretched(widths, stub, ends)
    titles(book, sheet, form, stub, len(widths))
    head(sheet, 1, "序号", "XH", fill_of("序号", look, 0), look)
    sheet.cell(row=GROUP_ROW, column=1, value="序号")
    sheet.merge_cells(start_row=GROUP_ROW, end_row=HEADING_ROW, start_column=1, end_column=1)
    column = 2
    for number, (group, members) in enumerate(groupby(columns, key=lambda one: one.group)):
        fields = list(members)
        fill = fill_of(group, look, number)
        for offset, definition in enumerate(fields):
            head(sheet, column + offset, heading_of(definition), definition.code, fill, look)
            data_style(sheet, column + offset, definition)
        for first, last in parts(column, column + len(fields) - 1, [stub, *ends]):
            begun = column <= stub < first and first == stub + 1  # beside the repeated columns: said there
            sheet.cell(row=GROUP_ROW, column=first).value = None if begun else group or "图斑"
            if last > first:
                sheet.merge_cells(start_row=GROUP_ROW, end_row=GROUP_ROW, start_column=first, end_column=last)
        column += len(fields)
    for number, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    page(sheet, widths, stub, ends, look)
    return book


def ordered(form: TableForm, look: Look) -> list[Field]:
    """The columns in their groups' order of first appearance, so that each group stands together; some go first."""
    first = [form.by_code[code] for code in look.first]
    groups = list(dict.fromkeys([one.group for one in (*first, *form.fields)]))
    return sorted(form.fields, key=lambda one: (groups.index(one.group), one not in first))


def fill_of(group: str, look: Look, number: int) -> str:
    """The colour of a group's headings."""
    return look.head or look.fills.get(group) or PALE[number % len(PALE)]


def heading_of(definition: Field) -> str:
    """Chinese heading with its unit; what no known form has is marked 拟."""
    text = heading(definition, "\n")
    return text if not definition.proposed else text + (NOT_OURS if "\n" in text else f"\n{NOT_OURS}")


def width_of(definition: Field, look: Look) -> float:
    """Wide enough for what the column holds, and for its heading in four lines."""
    width = look.widths.get(definition.code) or WIDTHS.get(definition.type, 12)
    if definition.type is FieldType.TEXT and definition.length >= LONG and definition.code not in look.widths:
        width = 24
    while text_lines(heading_of(definition), width - 1) > HEADING_LINES:
        width += 1
    return width


def pixels(widths: list[float]) -> float:
    """What columns of these widths take on the screen at 100 %."""
    return sum(7 * width + 5 for width in widths)


def stub_of(widths: list[float]) -> int:
    """The number of the last column under the titles: they stand over the columns that every page repeats."""
    return next(number for number in range(1, len(widths) + 1) if sum(widths[:number]) >= STUB)


def breaks(widths: list[float], columns: list[Field], stub: int) -> list[int]:
    """The columns after which a page ends: before a group that would go over the edge, else where the page is full."""
    groups = ["", *(one.group for one in columns)]
    room = PAGE - pixels(widths[:stub])
    ends: list[int] = []
    begin = stub
    while pixels(widths[begin:]) > room:
        end = begin
        while pixels(widths[begin:end + 1]) <= room:
            end += 1
        edge = next((at for at in range(end, begin, -1) if groups[at] != groups[at - 1]), end)
        end = edge if pixels(widths[begin:edge]) >= LOOSE * room else end
        ends.append(end)
        begin = end
    return ends


def stretched(widths: list[float], stub: int, ends: list[int]) -> list[float]:
    """The columns of each page as much wider as fills it."""
    found, begin = widths[:stub], stub
    for end in [*ends, len(widths)]:
        own = pixels(widths[begin:end])
        share = min((PAGE - pixels(widths[:stub]) - 5 * (end - begin)) / (own - 5 * (end - begin)), STRETCH)
        found += [round(width * max(share, 1.0), 1) for width in widths[begin:end]]
        begin = end
    return found


def parts(first: int, last: int, ends: list[int]) -> list[tuple[int, int]]:
    """A group's columns, page by page."""
    found = []
    for end in ends:
        if first <= end < last:
            found.append((first, end))
            first = end + 1
    return [*found, (first, last)]


def titles(book: Workbook, sheet: Worksheet, form: TableForm, stub: int, whole: int) -> None:
    """Title, batch, profile, date and unit: named cells, so that the export finds them."""
    end = get_column_letter(stub)
    unit = "单位：亩　　" if any(one.type is FieldType.AREA for one in form.fields) else ""
    beside = stub < whole
    lines = ((TITLE_ROW, "WP_TITLE", "{}"), (BATCH_ROW, "WP_BATCH", "批次：{}"),
             (PROFILE_ROW, "WP_PROFILE", "政策口径：{}"),
             (DATE_ROW, "WP_DATE", f"制表日期：{{}}　　{unit}" + ("" if beside or not form.proposed else PROPOSED)))
    for row, name, text in lines:
        sheet.merge_cells(f"A{row}:{end}{row}")
        cell = sheet.cell(row=row, column=1, value=text.strip("　"))
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)
        cell.font = Font(name="宋体", size=14 if row == TITLE_ROW else 10, bold=row == TITLE_ROW)
        book.defined_names[name] = DefinedName(name, attr_text=f"'{sheet.title}'!$A${row}")
        sheet.row_dimensions[row].height = 40 if row == TITLE_ROW else 15
    sheet.row_dimensions[PROFILE_ROW].height = 27
    if beside and form.proposed:
        cell = sheet.cell(row=DATE_ROW, column=stub + 1, value=PROPOSED)
        cell.font = Font(name="宋体", size=9, italic=True, color="808080")
        cell.alignment = Alignment(vertical="center")


def head(sheet: Worksheet, column: int, text: str, code: str, fill: str, look: Look) -> None:
    """Heading and code of one column; the code row is small: it is for the export, not for the reader."""
    for row, value, size in ((GROUP_ROW, None, 10), (HEADING_ROW, text, 10), (CODE_ROW, code, CODES_SIZE)):
        cell = sheet.cell(row=row, column=column)
        if value is not None:
            cell.value = value
        pale = row == CODE_ROW and not look.head
        cell.font = Font(name="宋体", size=size, bold=row != CODE_ROW, color="808080" if pale else look.ink)
        cell.fill, cell.border, cell.alignment = PatternFill("solid", start_color=fill), BORDER, CENTRE
    data = sheet.cell(row=DATA_ROW, column=column)
    data.border, data.alignment, data.font = BORDER, CENTRE, Font(name="宋体", size=10)


def data_style(sheet: Worksheet, column: int, definition: Field) -> None:
    """How a column's cells stand, by what it holds; the export takes the look of this first data row."""
    cell = sheet.cell(row=DATA_ROW, column=column)
    cell.number_format = number_format(definition) or "General"
    if definition.type in (FieldType.AREA, FieldType.NUMBER):
        cell.alignment = Alignment(horizontal="right", vertical="center")
    elif definition.length >= LONG:
        cell.alignment = LEFT


def page(sheet: Worksheet, widths: list[float], stub: int, ends: list[int], look: Look) -> None:
    """A4, headings and first columns on each page, panes frozen below the codes and after the first columns."""
    for row, height in ((GROUP_ROW, 28), (HEADING_ROW, 60), (CODE_ROW, 11)):
        sheet.row_dimensions[row].height = height
    several = stub < len(widths)
    sheet.freeze_panes = f"{get_column_letter((stub if several else 2) + 1)}{DATA_ROW}"
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "portrait" if look.portrait else "landscape"
    sheet.page_setup.pageOrder = "overThenDown"
    sheet.print_title_rows = f"{TITLE_ROW}:{CODE_ROW}"
    if several:
        sheet.page_setup.scale = SCALE
        sheet.print_title_cols = f"A:{get_column_letter(stub)}"
        sheet.print_options.horizontalCentered = True
        for end in ends:
            sheet.col_breaks.append(Break(id=end))
    else:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 0.4
    margins.top, margins.bottom, margins.header, margins.footer = 0.6, 0.6, 0.3, 0.3
    sheet.auto_filter.ref = f"A{CODE_ROW}:{get_column_letter(len(widths))}{CODE_ROW}"


if __name__ == "__main__":
    main()
