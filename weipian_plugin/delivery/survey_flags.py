"""The list for the survey team: parcels that 变更调查 must treat apart (BGDCBS, §8.5), as Excel or CSV."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from ..domain.definitions import SURVEY
from ..domain.records import SurveyFlag
from .files import csv_text, in_one_move, writer_for
from .sheets.cells import CellValue, cell_value, put
from .sheets.normal import save_book

HEADER: Tuple[str, ...] = ("序号", "地块编号", "图斑编号", "行政区", "地块面积（亩）", *(field.zh for field in SURVEY))
_WIDTHS = (6, 26, 24, 26, 12, 26, 14, 18, 40)


@dataclass(frozen=True)
class FlaggedParcel:
    """A flag with what tells the survey team where it is; ``area_mu`` in 亩, ``None``: not measured."""

    flag: SurveyFlag
    place: str = ""
    area_mu: Optional[Decimal] = None


def write_survey_flags(parcels: Sequence[FlaggedParcel], title: str, footer: str, path: Path) -> Path:
    """Write the list by the path's ending (.xlsx, .csv), in one move.

    Raises ``ENDING_UNKNOWN``, ``OUTPUT_NOT_WRITABLE``.
    """
    writer = writer_for(path, WRITERS)
    with in_one_move(path) as part:
        writer([_row(number, parcel) for number, parcel in enumerate(parcels, 1)], title, footer, part)
    return path


def _row(number: int, parcel: FlaggedParcel) -> List[CellValue]:
    values = parcel.flag.values
    return [number, parcel.flag.dkbh, parcel.flag.jcbh, parcel.place, parcel.area_mu,
            *(cell_value(field, values.get(field.code)) for field in SURVEY)]


def _as_workbook(rows: Sequence[Sequence[CellValue]], title: str, footer: str, path: Path) -> None:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    workbook = Workbook()
    sheet = workbook.active
    sheet.title = "变更调查标识"
    put(sheet.cell(row=1, column=1), title)
    sheet.cell(row=1, column=1).font = Font(bold=True, size=13)
    for line, row in enumerate((HEADER, *rows), 2):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(row=line, column=column)
            put(cell, value)
            cell.font = Font(bold=line == 2)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            if isinstance(value, Decimal):
                cell.number_format = "0.00"
    put(sheet.cell(row=len(rows) + 3, column=1), footer)
    sheet.cell(row=len(rows) + 3, column=1).font = Font(italic=True, size=9)
    for column, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A3"
    sheet.oddFooter.left.text = footer
    save_book(workbook, path)


def _as_csv(rows: Sequence[Sequence[CellValue]], title: str, footer: str, path: Path) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([[title], HEADER, *([csv_text(cell) for cell in row] for row in rows), [footer]])



WRITERS: Dict[str, Callable[[Sequence[Sequence[CellValue]], str, str, Path], None]] = {
    ".xlsx": _as_workbook, ".csv": _as_csv,
}
