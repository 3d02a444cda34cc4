"""What stands under the rows of a template – who filled it in, remarks – moves down as rows come in."""

from __future__ import annotations

import re
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Dict, List, Tuple

from .normal import in_order
from .template import Template, all_names

if TYPE_CHECKING:
    from openpyxl.cell import Cell

_CELL = re.compile(r"\$([A-Z]+)\$(\d+)$")


@dataclass
class Tail:
    """Cells, merged ranges (top, left, bottom, right) and row heights, as they are in the template."""

    cells: List[Cell]
    merged: List[Tuple[int, int, int, int]]
    heights: Dict[int, float]


def take_tail(template: Template) -> Tail:
    """Take from the sheet its first data row, and what is under it to be put back under the rows."""
    from openpyxl.cell import MergedCell

    sheet, first = template.sheet, template.first_row
    merged = []
    for one in in_order(sheet.merged_cells):
        if one.max_row < first:
            continue
        if one.min_row > first:
            merged.append((one.min_row, one.min_col, one.max_row, one.max_col))
        sheet.unmerge_cells(str(one))  # a data row has no merged cells: no row after it could have them
    under = [cell for (row, _), cell in sorted(sheet._cells.items()) if row > first]
    heights = {row: sheet.row_dimensions[row].height for row in sorted(sheet.row_dimensions) if row > first}
    for at in [at for at in sheet._cells if at[0] >= first]:
        del sheet._cells[at]
    for row in [row for row in sheet.row_dimensions if row >= first]:
        del sheet.row_dimensions[row]
    cells = [cell for cell in under if not isinstance(cell, MergedCell) and (cell.value is not None or cell.has_style)]
    return Tail(cells, merged, {row: height for row, height in heights.items() if height})


def put_tail(template: Template, tail: Tail, at: int) -> int:
    """Put it back from row ``at`` on; the first row after it."""
    sheet, down = template.sheet, at - template.first_row - 1
    last = at - 1
    for cell in tail.cells:
        copied = sheet.cell(row=cell.row + down, column=cell.column)
        copied.value, copied._style = cell.value, copy(cell._style)
        last = max(last, cell.row + down)
    for top, left, bottom, right in tail.merged:
        sheet.merge_cells(start_row=top + down, start_column=left, end_row=bottom + down, end_column=right)
        last = max(last, bottom + down)
    for row, height in tail.heights.items():
        sheet.row_dimensions[row + down].height = height
    _move_names(template, down)
    return last + 1


def _move_names(template: Template, down: int) -> None:
    """The names of cells under the rows go with them."""
    for defined in all_names(template.workbook).values():
        title, _, reference = (defined.attr_text or "").rpartition("!")
        found = _CELL.match(reference)
        if found and title.strip("'").replace("''", "'") == template.sheet.title and (
                int(found.group(2)) > template.first_row):
            defined.attr_text = f"{title}!${found.group(1)}${int(found.group(2)) + down}"
