"""The review's figures as a workbook: all figures of all units, then a sheet for each with the patches behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, List, Sequence, Tuple, Union

from .sheets.cells import put
from .sheets.normal import save_book

Row = Tuple[Union[str, int, float, None], ...]
_MOST_WIDE, _LEAST_WIDE = 60, 8
_LOOKED_AT = 200


@dataclass(frozen=True)
class Page:
    """A sheet: its name, what is said above the table, the heading, the rows, what is said below."""

    name: str
    said: Tuple[str, ...]
    header: Tuple[str, ...]
    rows: Sequence[Row]
    after: Tuple[str, ...] = ()


def write_pages(pages: Sequence[Page], footer: str, path: Path) -> Path:
    """Write an .xlsx in one move, row by row: a sheet may have a hundred thousand. Raises ``OUTPUT_NOT_WRITABLE``."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for page in pages:
        _write(book.create_sheet(page.name), page, footer)
    save_book(book, path)
    return path


def _write(sheet: Any, page: Page, footer: str) -> None:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    head = len(page.said) + 1
    for column, width in enumerate(_widths(page), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"A{head + 1}"
    sheet.oddFooter.left.text = footer
    bold = Font(bold=True)

    def cell(value: Union[str, int, float, None], strong: bool = False) -> Any:
        made = WriteOnlyCell(sheet)
        put(made, None if value == "" else value)  # an inline text without text is none that Excel knows
        if strong:
            made.font = bold
        return made

    for number, said in enumerate(page.said):
        sheet.append([cell(said, number == 0)])
    sheet.append([cell(name, True) for name in page.header])
    for row in page.rows:
        sheet.append([cell(value) for value in row])
    for said in (*page.after, footer):
        sheet.append([cell(said)])


def _widths(page: Page) -> List[int]:
    """As wide as the first rows need."""
    rows = [page.header, *page.rows[:_LOOKED_AT]]
    return [min(_MOST_WIDE, max(_LEAST_WIDE, *(_wide(row[column]) for row in rows if column < len(row)))) + 2
            for column in range(len(page.header))]


def _wide(value: object) -> int:
    return sum(2 if ord(letter) > 255 else 1 for letter in str("" if value is None else value))
