"""The review's figures as a workbook: all figures of all units, then a sheet for each with the patches behind it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, List, Sequence, Tuple, Union

from .sheets.cells import put
from .sheets.normal import save_book

Row = Tuple[Union[str, int, float, None], ...]
_MOST_WIDE, _LEAST_WIDE = 40, 6
_LOOKED_AT = 200
_A4 = 9


@dataclass(frozen=True)
class Page:
    """A sheet: its name, what is said above the table, the heading, the rows, what is said below. ``list_at``:
    which of the rows is the heading of a list of patches below the table; -1 for none.
    """

    name: str
    said: Tuple[str, ...]
    header: Tuple[str, ...]
    rows: Sequence[Row]
    after: Tuple[str, ...] = ()
    list_at: int = -1


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
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    widths = _widths(page)
    room = sum(widths)
    said = [(part, number == 0) for number, one in enumerate(page.said) for part in folded(one, room)]
    head = len(said) + 1
    above = [line for row in page.rows[:max(page.list_at, 0)] for line in _in_lines(row, widths)]
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = f"A{head + 1}"
    _arrange(sheet, page, head + len(above) + 1 if page.list_at >= 0 else head, footer)
    bold, right, whole = Font(bold=True), Alignment(horizontal="right", indent=1), Alignment(wrap_text=True)

    def cell(value: Union[str, int, float, None], strong: bool = False) -> Any:
        made = WriteOnlyCell(sheet)
        put(made, None if value == "" else value)  # an inline text without text is none that Excel knows
        if strong:
            made.font = bold
        if isinstance(value, (int, float)):
            made.alignment = right
        return made

    for words, strong in said:
        sheet.append([cell(words, strong)])
    sheet.append([cell(name, True) for name in page.header])
    for row in above:
        cells = [cell(value) for value in row]
        if len(row) > 1 and isinstance(row[0], str) and _wide(row[0]) > widths[0]:
            cells[0].alignment = whole
        sheet.append(cells)
    for number, row in enumerate(page.rows[max(page.list_at, 0):]):
        sheet.append([cell(value, page.list_at >= 0 and number == 0) for value in row])
    for one in (*page.after, footer):
        for words in folded(one, room):
            sheet.append([cell(words)])


def folded(text: str, room: float) -> List[str]:
    """A text in parts that are no wider than ``room`` letters: what runs over the table makes the whole print small."""
    parts, wide = [""], 0
    for letter in text:
        more = _wide(letter)
        if wide + more > room:
            parts.append("")
            wide = 0
        parts[-1] += letter
        wide += more
    return parts


def _in_lines(row: Row, widths: Sequence[int]) -> List[Row]:
    """A row as the lines it takes where its last cell is a text that is wider than what is left of the table."""
    last = row[-1] if row else None
    if not isinstance(last, str):
        return [row]
    parts = folded(last, sum(widths[len(row) - 1:]))
    return [(*row[:-1], parts[0]), *((None,) * (len(row) - 1) + (part,) for part in parts[1:])]


def _arrange(sheet: Any, page: Page, heading: int, footer: str) -> None:
    """As wide as the paper; a list of patches upright, where more of its lines fit. ``heading``: the line that every
    page has.
    """
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.paperSize, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = _A4, 1, 0
    sheet.page_setup.orientation = "landscape" if page.list_at < 0 else "portrait"
    sheet.print_title_rows = f"{heading}:{heading}"
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = 0.4
    margins.bottom, margins.footer = 0.6, 0.3
    sheet.oddFooter.left.text, sheet.oddFooter.left.size = footer, 8
    sheet.oddFooter.right.text, sheet.oddFooter.right.size = "第 &P 页 共 &N 页", 8


def _widths(page: Page) -> List[int]:
    """As wide as the first rows need."""
    rows = [page.header, *page.rows[:_LOOKED_AT]]
    return [min(_MOST_WIDE, max(_LEAST_WIDE, *(_wide(row[column]) for row in rows if column < len(row)))) + 2
            for column in range(len(page.header))]


def _wide(value: object) -> int:
    return sum(2 if ord(letter) > 255 else 1 for letter in str("" if value is None else value))
