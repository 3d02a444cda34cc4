"""A calculation as a file that a person can follow: Excel, CSV or a page for the browser, with its marks and footer."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Callable, Dict, List, Sequence, Tuple, Union

from .files import csv_text, in_one_move, writer_for
from .sheets.cells import put
from .sheets.normal import save_book

Cell = Union[None, str, float]
_WIDTHS = (46, 8, 5, 16, 22, 18, 90)
_NUMBERS = 4
"""Column of the exact amount: a number."""
_STYLE = ("body{font-family:sans-serif;margin:2em}table{border-collapse:collapse;margin:.5em 0 1em}"
          "td,th{border:1px solid #999;padding:.25em .6em;text-align:left;vertical-align:top}th{background:#eee}"
          "td:nth-child(4),td:nth-child(5){text-align:right;white-space:nowrap}tr.part td{color:#555}"
          "footer{border-top:1px solid #999;padding-top:.5em}")


@dataclass(frozen=True)
class Sheet:
    """One calculation: title, what is said above its lines, header and rows (a bare label: part of the row above)."""

    title: str
    said: Tuple[str, ...]
    header: Tuple[str, ...]
    rows: Tuple[Tuple[Cell, ...], ...]
    parts: frozenset[int]
    after: Tuple[str, ...]


def write_sheets(sheets: Sequence[Sheet], footer: str, path: Path) -> Path:
    """Write to ``path`` by its ending (.xlsx, .csv, .html), in one move. Raises ``ENDING_UNKNOWN``,
    ``OUTPUT_NOT_WRITABLE``.
    """
    writer = writer_for(path, WRITERS)
    with in_one_move(path) as part:
        writer(sheets, footer, part)
    return path


def as_lines(sheets: Sequence[Sheet], footer: str) -> List[List[str]]:
    """All sheets one under another, as lines of cells."""
    lines: List[List[str]] = []
    for sheet in sheets:
        lines += [[sheet.title], *([each] for each in sheet.said), list(sheet.header)]
        lines += [["" if cell is None else str(cell) for cell in row] for row in sheet.rows]
        lines += [*([each] for each in sheet.after), []]
    return [*lines, [footer]]


def _as_workbook(sheets: Sequence[Sheet], footer: str, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    workbook.remove(workbook.active)
    for number, sheet in enumerate(sheets, 1):
        page = workbook.create_sheet(f"{number}")
        texts = ((sheet.title,), *((each,) for each in sheet.said), sheet.header, *sheet.rows,
                 *((each,) for each in sheet.after), (footer,))
        head = len(sheet.said) + 2
        for line, row in enumerate(texts, 1):
            for column, value in enumerate(row, 1):
                cell = page.cell(row=line, column=column)
                put(cell, value)
                if line in (1, head):
                    cell.font = Font(bold=True)
                cell.alignment = Alignment(wrap_text=line >= head and len(row) > 1, vertical="top")
        for line in sheet.parts:
            page.cell(row=head + 1 + line, column=1).alignment = Alignment(indent=2)
        for column, width in enumerate(_WIDTHS, 1):
            page.column_dimensions[get_column_letter(column)].width = width
        page.freeze_panes = page.cell(row=head + 1, column=1)
        page.oddFooter.left.text = footer
    save_book(workbook, path)


def _as_csv(sheets: Sequence[Sheet], footer: str, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[csv_text(cell) for cell in line] for line in as_lines(sheets, footer)])



def _as_page(sheets: Sequence[Sheet], footer: str, path: Path) -> None:
    title = escape(sheets[0].title if sheets else "")
    parts = [f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{title}</title><style>{_STYLE}</style>']
    for sheet in sheets:
        parts.append(f"<h2>{escape(sheet.title)}</h2>" + "".join(f"<p>{escape(each)}</p>" for each in sheet.said))
        parts.append("<table><tr>" + "".join(f"<th>{escape(name)}</th>" for name in sheet.header) + "</tr>")
        for line, row in enumerate(sheet.rows):
            kind = ' class="part"' if line in sheet.parts else ""
            cells = "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in row)
            parts.append(f"<tr{kind}>{cells}</tr>")
        parts.append("</table>" + "".join(f"<p>{escape(each)}</p>" for each in sheet.after))
    path.write_text("".join(parts) + f"<footer>{escape(footer)}</footer></html>\n", encoding="utf-8")


WRITERS: Dict[str, Callable[[Sequence[Sheet], str, Path], None]] = {
    ".xlsx": _as_workbook, ".csv": _as_csv, ".html": _as_page,
}
