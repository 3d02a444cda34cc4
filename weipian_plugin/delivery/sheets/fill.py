"""A template filled with a table: head as it is, a row for each item, what stands under them moved down."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, FrozenSet, List, Mapping, Sequence, Tuple

from ...domain.feedback import Feedback
from ...domain.forms.table_form import Made, Rows, TableForm
from ...domain.marks import CLEAN, FOOTER, Mark
from ...domain.records import Finding
from ..files import scratch_beside
from .cells import number_format, put
from .code_lists import offer_code_lists
from .drawn_down import draw_filter_down, draw_formats_down
from .normal import RowsFile, save_book
from .page import add_notes, add_reasons, furnish
from .rows import Column, Looks, RowWriter
from .tail import put_tail, take_tail
from .template import ORDINAL, TITLE, Template, fill_named_cells, named_cells, open_template

if TYPE_CHECKING:
    from openpyxl.cell import Cell

NOTHING = "本表无应填事项（零报告）。"
_TOTAL, _TOTAL_FILL, _CHANGED_FILL = "合计", "FFF2CC", "FFC7CE"


@dataclass(frozen=True)
class Dress:
    """What a table carries beside its rows. ``headings``: for the template's named cells; ``basis``: lines of the sheet
    说明; ``moment``: ISO, of the state it shows; ``changed``: codes by row number (from 1) to be shown as changed;
    ``lacking``: what should be in the table and is not, said under the rows: such a table is no 零报告.
    """

    headings: Mapping[str, str] = field(default_factory=dict)
    basis: Sequence[Tuple[str, str]] = ()
    mark: Mark = CLEAN
    moment: str = ""
    changed: Mapping[int, FrozenSet[str]] = field(default_factory=dict)
    lacking: str = ""


def write_book(form: TableForm, rows: Rows, path: Path, dress: Dress, template_path: Path,
               feedback: Feedback) -> Tuple[Finding, ...]:
    """Fill the template with the rows and put it at ``path`` in one move; what is to be remarked.

    The rows go by, each written as it is made. Raises what `open_template` raises, ``OUTPUT_NOT_WRITABLE``,
    ``JOB_CANCELLED``.
    """
    template = open_template(template_path, form.fields, form.needed)
    title = form.name
    _say_title(template, form, dress)
    columns = _columns(template, form)
    tail = take_tail(template)
    height = template.sheet.row_dimensions[template.first_row].height if (
        template.first_row in template.sheet.row_dimensions) else None
    writer = RowWriter(columns, template.first_row, height or 0.0, frozenset(form.totals),
                       template.workbook.epoch.year == 1904)
    with scratch_beside(path) as scratch:
        with scratch.open("wb") as file:
            count = writer.write(rows, file, feedback, path.name, dress.changed)
        remarks = _remarks(rows, template)
        last_row = template.first_row + count - 1
        below = _write_totals(template, form, writer, last_row + 1)
        last = put_tail(template, tail, below)
        last = _write_footer(template, last, dress.lacking or ("" if count else NOTHING))
        offer_code_lists(template, form.fields, max(last_row, template.first_row))
        _finish_page(template, last_row, last)
        furnish(template.sheet, title, dress.mark)
        add_reasons(template.workbook, title, dress.mark)
        add_notes(template.workbook, (*dress.basis, *(("备注", one.sentence("zh")) for one in remarks)), title,
                  dress.mark)
        template.workbook.active = template.workbook.index(template.sheet)
        made = RowsFile(template.sheet.title, template.first_row - 1, scratch)
        save_book(template.workbook, path, dress.moment, made)
    return remarks


def _remarks(rows: Rows, template: Template) -> Tuple[Finding, ...]:
    told = rows.told() if isinstance(rows, Made) else ()
    if template.unknown_codes:
        told += (Finding("TEMPLATE_CODES_UNKNOWN", "W", {"codes": "、".join(template.unknown_codes)}),)
    return told


def _say_title(template: Template, form: TableForm, dress: Dress) -> None:
    """Title and headings; a template without a place for the title gets the mark before its first text."""
    fill_named_cells(template, {TITLE: dress.mark.title(f"{form.number}　{form.title}" if form.number else form.title),
                                **dress.headings})
    if dress.mark and not named_cells(template.workbook, TITLE):
        for row in template.sheet.iter_rows(max_row=template.first_row - 1):
            for cell in row:
                if isinstance(cell.value, str) and cell.value.strip():
                    cell.value = dress.mark.title(cell.value)
                    return


def _columns(template: Template, form: TableForm) -> List[Column]:
    """All columns of the template's table from the left, with the look of its first data row.

    So whoever edits the template decides the look. Raises nothing: a column that is no field stays empty.
    """
    from openpyxl.utils import get_column_letter

    by_column = {template.columns[one.code]: one for one in form.fields if one.code in template.columns}
    first, last = min(template.columns.values()), max(template.columns.values())
    found = []
    for number in range(first, last + 1):
        cell = template.sheet.cell(row=template.first_row, column=number)
        definition = by_column.get(number)
        shown = "0" if definition is None else number_format(definition)
        if shown and cell.number_format == "General":
            cell.number_format = shown
        letters = get_column_letter(number)
        wraps = definition is not None and bool(cell.alignment.wrap_text)
        found.append(Column(letters, _looks(cell), definition, number == template.columns.get(ORDINAL),
                            template.sheet.column_dimensions[letters].width if wraps else 0.0))
    return found


def _looks(cell: Cell) -> Looks:
    from openpyxl.styles import PatternFill

    def number(quoted: bool) -> int:
        cell._style = copy(cell._style)  # the workbook keeps the one that has a number
        cell.quotePrefix = quoted
        return cell.style_id

    plain, quoted = cell.style_id, number(True)
    cell._style = copy(cell._style)
    cell.fill = PatternFill("solid", start_color=_CHANGED_FILL)
    return Looks(plain, quoted, number(False), number(True))


def _write_totals(template: Template, form: TableForm, writer: RowWriter, line: int) -> int:
    """The row 合计 under the rows, of a form that has one; the first row after it."""
    from openpyxl.styles import Font, PatternFill

    if not form.totals:
        return line
    said = False
    for column in writer.columns:
        cell = template.sheet[f"{column.letters}{line}"]
        cell._style = copy(template.workbook._cell_styles[column.looks.plain])
        definition = column.definition
        if definition is not None and definition.code in form.totals:
            cell.value = writer.sums.get(definition.code, Decimal("0.00"))
        elif not said:
            put(cell, _TOTAL)
            said = True
        cell.fill = PatternFill("solid", start_color=_TOTAL_FILL)
        cell.font = Font(name=cell.font.name, size=cell.font.size, bold=True)
    return line + 1


def _write_footer(template: Template, line: int, told: str) -> int:
    """The line of §8.7 under everything, after what is ``told`` of the rows; its row."""
    from openpyxl.styles import Alignment, Font

    sheet = template.sheet
    cell = sheet.cell(row=line, column=1)
    sheet.merge_cells(start_row=line, end_row=line, start_column=1, end_column=max(template.columns.values()))
    put(cell, told + FOOTER)
    cell.font, cell.alignment = Font(italic=True, size=9), Alignment(horizontal="left", vertical="center")
    return line


def _finish_page(template: Template, last_row: int, last: int) -> None:
    """What is printed is all of it; what the template says of its first data row holds for every row."""
    from openpyxl.utils import get_column_letter

    template.sheet.print_area = f"A1:{get_column_letter(max(template.columns.values()))}{last}"
    draw_filter_down(template, last_row)
    draw_formats_down(template, last_row)
