"""A workbook of small tables, one under another on named sheets, each with a heading; the footer below every sheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import List, Sequence, Tuple, Union

from .sheets.cells import letters, put
from .sheets.normal import save_book

Cell = Union[None, str, int, float]
_WIDEST, _NARROWEST = 40, 8
_A4 = 9


@dataclass(frozen=True)
class Table:
    """``heading`` stands above, ``header`` is its first line."""

    heading: str
    header: Tuple[str, ...]
    rows: Tuple[Tuple[Cell, ...], ...]


@dataclass(frozen=True)
class Leaf:
    """A sheet: its name, its title, what is said below it, its tables."""

    name: str
    title: str
    said: Tuple[str, ...]
    tables: Tuple[Table, ...]


def write_figure_book(leaves: Sequence[Leaf], footer: str, path: Path, moment: str = "") -> Path:
    """Write an .xlsx in one move: the same bytes for the same content. Raises ``OUTPUT_NOT_WRITABLE``."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
    from openpyxl.utils import get_column_letter

    bold, thin = Font(bold=True), Side(style="thin", color="FF999999")
    grid, shade = Border(thin, thin, thin, thin), PatternFill("solid", fgColor="FFEDEDED")
    workbook = Workbook()
    workbook.remove(workbook.active)
    for leaf in leaves:
        page = workbook.create_sheet(leaf.name)
        line = 1
        for text in (leaf.title, *leaf.said):
            put(page.cell(row=line, column=1), text)
            page.cell(row=line, column=1).font = bold if line == 1 else Font()
            line += 1
        for table in leaf.tables:
            line += 1
            put(page.cell(row=line, column=1), table.heading)
            page.cell(row=line, column=1).font = bold
            for offset, row in enumerate((table.header, *table.rows), 1):
                for column, value in enumerate(row, 1):
                    cell = page.cell(row=line + offset, column=column)
                    put(cell, value)
                    cell.border = grid
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
                    if offset == 1:
                        cell.font, cell.fill = bold, shade
            line += 1 + len(table.rows)
        put(page.cell(row=line + 2, column=1), footer)
        for column, width in enumerate(_widths(leaf.tables), 1):
            page.column_dimensions[get_column_letter(column)].width = width
        page.oddFooter.left.text = footer
        page.page_setup.orientation, page.page_setup.fitToWidth, page.page_setup.fitToHeight = "landscape", 1, 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.page_setup.paperSize = _A4
        page.oddFooter.right.text = "第 &P 页 共 &N 页"
        if len(leaf.tables) == 1:
            heading = len(leaf.said) + 4  # below its title, what is said, a gap and the table's own
            page.print_title_rows = f"{heading}:{heading}"
    save_book(workbook, path, moment)
    return path


def _widths(tables: Sequence[Table]) -> List[float]:
    """Letters of each column: the widest of its cells, within bounds."""
    widths: List[float] = []
    for table in tables:
        for row in (table.header, *table.rows):
            for place, value in enumerate(row):
                wide = min(_WIDEST, max(_NARROWEST, letters(str(value if value is not None else "")) + 2))
                if place == len(widths):
                    widths.append(wide)
                widths[place] = max(widths[place], wide)
    return widths
