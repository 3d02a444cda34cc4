"""The result of a test as a file: Excel, CSV or a page for the browser; each carries that it is for training."""

from __future__ import annotations

import csv
from html import escape
from pathlib import Path
from typing import Callable, Dict, List, Sequence

from ..domain.training import STAMP
from ..domain.training.exam_tables import ExamTable, as_text
from .files import csv_text, in_one_move, writer_for
from .sheets.cells import put
from .sheets.normal import save_book

_WIDTHS = {"逐题": (8, 24, 14, 14, 8, 12, 90)}
_STYLE = ("body{font-family:sans-serif;margin:2em}table{border-collapse:collapse;margin:.5em 0 1.5em}"
          "td,th{border:1px solid #888;padding:.25em .6em;text-align:left;vertical-align:top}th{background:#eee}")


def write_exam_result(tables: Sequence[ExamTable], path: Path) -> Path:
    """Write the tables to ``path`` by its ending (.xlsx, .csv, .html), in one move.

    Raises ``ENDING_UNKNOWN``, ``OUTPUT_NOT_WRITABLE``.
    """
    writer = writer_for(path, WRITERS)
    with in_one_move(path) as part:
        writer(tables, part)
    return path


def _as_workbook(tables: Sequence[ExamTable], path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    workbook = Workbook()
    workbook.remove(workbook.active)
    for table in tables:
        sheet = workbook.create_sheet(table.title)
        put(sheet.cell(row=1, column=1), f"{table.title}（{STAMP}）")
        sheet.cell(row=1, column=1).font = Font(bold=True)
        for line, row in enumerate((table.header, *table.rows), 2):
            for column, value in enumerate(row, 1):
                cell = sheet.cell(row=line, column=column)
                put(cell, value)
                cell.font = Font(bold=line == 2)
                cell.alignment = Alignment(wrap_text=True, vertical="top")
        _widen(sheet, table)
        sheet.oddFooter.left.text = STAMP
    save_book(workbook, path)


def _widen(sheet: object, table: ExamTable) -> None:
    from openpyxl.utils import get_column_letter

    widths = _WIDTHS.get(table.title, (28, *(18 for _ in table.header[1:])))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width  # type: ignore[attr-defined]


def _as_csv(tables: Sequence[ExamTable], path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[csv_text(cell) for cell in line] for line in as_text(tables)])



def _as_page(tables: Sequence[ExamTable], path: Path) -> None:
    parts: List[str] = [f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{escape(STAMP)}</title>'
                        f"<style>{_STYLE}</style><p><b>{escape(STAMP)}</b></p>"]
    for table in tables:
        head = "".join(f"<th>{escape(name)}</th>" for name in table.header)
        rows = "".join("<tr>" + "".join(f"<td>{escape('' if cell is None else str(cell))}</td>" for cell in row)
                       + "</tr>" for row in table.rows)
        parts.append(f"<h2>{escape(table.title)}</h2><table><tr>{head}</tr>{rows}</table>")
    path.write_text("".join(parts) + "</html>\n", encoding="utf-8")


WRITERS: Dict[str, Callable[[Sequence[ExamTable], Path], None]] = {
    ".xlsx": _as_workbook, ".csv": _as_csv, ".html": _as_page,
}
