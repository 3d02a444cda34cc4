"""What a template says of its first data row holds for every row: drop-downs, formats, filter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Iterable, List, Set

from .normal import in_order

if TYPE_CHECKING:
    from openpyxl.worksheet.cell_range import CellRange

    from .template import Template


def draw_rules_down(template: Template, last_row: int) -> Set[int]:
    """Each of the template's validations about the first data row goes on to the last; the columns that have one."""
    from openpyxl.worksheet.cell_range import MultiCellRange

    own: Set[int] = set()
    for rule in template.sheet.data_validations.dataValidation:
        drawn = _drawn(in_order(rule.sqref), template.first_row, last_row)
        own.update(column for one in drawn if one.min_row <= template.first_row <= one.max_row
                   for column in range(one.min_col, one.max_col + 1))
        rule.sqref = MultiCellRange(drawn)
    return own


def draw_formats_down(template: Template, last_row: int) -> None:
    """Each of the template's conditional formats about the first data row goes on to the last."""
    from openpyxl.formatting.formatting import ConditionalFormattingList

    drawn = ConditionalFormattingList()
    for each in template.sheet.conditional_formatting:
        reference = " ".join(one.coord for one in _drawn(in_order(each.sqref), template.first_row, last_row))
        for rule in each.rules:
            drawn.add(reference, rule)
    template.sheet.conditional_formatting = drawn


def draw_filter_down(template: Template, last_row: int) -> None:
    """The template's filter reaches the last row of data."""
    from openpyxl.worksheet.cell_range import CellRange

    if template.sheet.auto_filter.ref:
        own = CellRange(template.sheet.auto_filter.ref)
        own.expand(down=max(last_row - own.max_row, 0))
        template.sheet.auto_filter.ref = own.coord


def _drawn(ranges: Iterable[CellRange], first_row: int, last_row: int) -> List[CellRange]:
    from openpyxl.worksheet.cell_range import CellRange

    return [CellRange(min_col=one.min_col, max_col=one.max_col, min_row=one.min_row, max_row=max(last_row, one.max_row))
            if one.min_row <= first_row <= one.max_row else one for one in ranges]
