"""The same state gives the same bytes: entries of a zip in one order with one date, a workbook without the clock."""

from __future__ import annotations

import contextlib
import re
import zipfile
from dataclasses import dataclass
from datetime import datetime, timezone
from io import BytesIO
from pathlib import Path
from shutil import copyfileobj
from typing import IO, TYPE_CHECKING, Iterator, List, Optional, Union

from ..files import in_one_move

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
    from openpyxl.worksheet.worksheet import Worksheet

MAKER = "卫片判读 Weipian"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_NO_MOMENT = datetime(2000, 1, 1)  # noqa: DTZ001 – a workbook's dates are UTC without saying so
_ROW = re.compile(rb'<row r="(\d+)"')
_END_OF_ROWS, _NO_ROWS = b"</sheetData>", b"<sheetData/>"
_LARGE = 1 << 30


@dataclass(frozen=True)
class RowsFile:
    """Rows of a sheet that were written to a file of their own, as XML; they go before its first row after ``above``.
    """

    sheet: str
    above: int
    path: Path


def save_book(workbook: Workbook, path: Path, moment: str = "", rows: Optional[RowsFile] = None) -> None:
    """Save a workbook in one move: the same bytes for the same content. ``moment``: ISO, the dates it tells.

    Raises ``OUTPUT_NOT_WRITABLE``.
    """
    with in_one_move(path, (Exception,)) as part:  # lxml tells a full disk in a way of its own
        head = BytesIO()
        with _no_leftovers():
            _write(workbook, head, _utc(moment))
        at = f"xl/worksheets/sheet{workbook.sheetnames.index(rows.sheet) + 1}.xml" if rows is not None else ""
        normalise_zip(head, part, at, rows)


def normalise_zip(source: Union[Path, IO[bytes]], target: Union[Path, IO[bytes]], spliced: str = "",
                  rows: Optional[RowsFile] = None) -> None:
    """Copy a zip (xlsx, docx …) so that its bytes follow from its content: entries by name, one date, one system."""
    with zipfile.ZipFile(source) as archive, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out:
        for name in sorted(archive.namelist()):
            entry = zipfile.ZipInfo(name, _FIXED_DATE)
            entry.compress_type, entry.create_system, entry.external_attr = zipfile.ZIP_DEFLATED, 0, 0
            if rows is None or name != spliced:
                out.writestr(entry, archive.read(name))
                continue
            before, after = _around(archive.read(name), rows.above)
            with out.open(entry, "w", force_zip64=rows.path.stat().st_size > _LARGE) as sheet, \
                    rows.path.open("rb") as made:
                sheet.write(before)
                copyfileobj(made, sheet, 1 << 20)
                sheet.write(after)


def _around(xml: bytes, above: int) -> tuple[bytes, bytes]:
    """The sheet before and after the place for its rows."""
    if _NO_ROWS in xml:
        xml = xml.replace(_NO_ROWS, b"<sheetData>" + _END_OF_ROWS, 1)
    at = next((found.start() for found in _ROW.finditer(xml) if int(found.group(1)) > above),
              xml.rindex(_END_OF_ROWS))
    return xml[:at], xml[at:]


def _write(workbook: Workbook, target: IO[bytes], moment: datetime) -> None:
    from openpyxl.worksheet.cell_range import MultiCellRange
    from openpyxl.writer.excel import ExcelWriter

    class InOrder(MultiCellRange):  # openpyxl keeps merged cells as a set, in which Python orders them
        def __iter__(self) -> Iterator[object]:
            return iter(in_order(self))

    about = workbook.properties
    about.created = about.modified = moment
    about.creator, about.lastModifiedBy, about.revision = MAKER, None, None
    for sheet in workbook.worksheets:
        sheet.merged_cells = InOrder(list(sheet.merged_cells.ranges))
        _empty_what_is_empty(sheet)
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        ExcelWriter(workbook, archive).save()


def _empty_what_is_empty(sheet: Worksheet) -> None:
    """openpyxl writes a text of no letters as an inline string without a string, for which Excel asks to repair."""
    for cell in sheet._cells.values():
        if cell.data_type == "s" and not cell.value:
            cell.value = None


def in_order(areas: MultiCellRange) -> List[CellRange]:
    """Ranges of cells from the left and the top (openpyxl 3.0, which Debian has, cannot sort them itself)."""
    return sorted(areas.ranges, key=lambda one: one.bounds)


@contextlib.contextmanager
def _no_leftovers() -> Iterator[None]:
    """Take away the temporary files that openpyxl leaves where saving fails."""
    from openpyxl.worksheet import _writer

    kept: List[str] = getattr(_writer, "ALL_TEMP_FILES", [])
    before = set(kept)
    try:
        yield
    finally:
        for leftover in [Path(name) for name in kept if name not in before]:
            with contextlib.suppress(OSError):
                leftover.unlink()


def _utc(moment: str) -> datetime:
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return _NO_MOMENT
    return found.astimezone(timezone.utc).replace(tzinfo=None, microsecond=0) if found.tzinfo else found
