"""Drop-downs for columns of codes and of 是/否; lists stand on a sheet of their own (one in a formula ends at 255)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, Optional, Sequence

from ...domain.forms.codes import code_list
from ...domain.forms.fields import Field, FieldType
from .cells import NO, YES, code_terms, letters, put, row_height, text_lines
from .drawn_down import draw_rules_down
from .template import Template

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "代码表"
_LONGEST_TITLE, _WIDEST = 32, 24
_HINT = "请从列表中选择"


def offer_code_lists(template: Template, fields: Sequence[Field], last_row: int) -> None:
    """A drop-down from the first data row to ``last_row``; where the template has one of its own, that is drawn down.
    """
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    own = draw_rules_down(template, last_row)
    lists: Dict[str, str] = {}
    page: Optional[Worksheet] = None
    for definition in fields:
        column = template.columns.get(definition.code)
        if column is None or column in own or definition.type not in (FieldType.CODE, FieldType.BOOLEAN):
            continue
        if definition.type is FieldType.BOOLEAN:
            source = f'"{YES},{NO}"'
        else:
            if definition.codes not in lists:
                page = page or _list_sheet(template)
                lists[definition.codes] = _write_list(page, len(lists) + 1, definition.codes)
            source = lists[definition.codes]
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.errorTitle, rule.error = definition.zh[:_LONGEST_TITLE], _HINT
        letter = get_column_letter(column)
        rule.add(f"{letter}{template.first_row}:{letter}{last_row}")
        template.sheet.add_data_validation(rule)


def _list_sheet(template: Template) -> Worksheet:
    """A sheet for lists, printed on one page's breadth."""
    sheet = template.workbook.create_sheet(SHEET)
    sheet.page_setup.paperSize, sheet.page_setup.orientation = 9, "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return sheet


def _write_list(sheet: Worksheet, column: int, name: str) -> str:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    terms, listed = code_terms(name), code_list(name)
    title = f"{listed.zh}（{name}）" + ("〔拟〕" if listed.proposed else "")
    letter = get_column_letter(column)
    width = min(max(10, *(letters(term) + 2 for term in terms)), _WIDEST)
    sheet.column_dimensions[letter].width = width
    for line, term in enumerate((title, *terms), 1):
        cell = sheet.cell(row=line, column=column)
        put(cell, term)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.font = Font(name="宋体", size=10, bold=line == 1)
        height = row_height(text_lines(term, width))
        sheet.row_dimensions[line].height = max(height, sheet.row_dimensions[line].height or 0)
    return f"'{sheet.title}'!${letter}$2:${letter}${len(terms) + 1}"
