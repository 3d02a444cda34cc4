"""A table under a platform's own headers, units and codes: CSV in UTF-8 or GBK, or a plain workbook."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import chain
from pathlib import Path
from typing import Dict, List, Tuple

from ...domain.areas.units import exact
from ...domain.errors import WeipianError
from ...domain.exchange.column_mapping import DATE_FORMS, HECTARES, MU, MappedColumn, MappedTable
from ...domain.feedback import Feedback, stop_if_cancelled
from ...domain.forms.fields import FieldType
from ...domain.forms.table_form import Row, Rows
from ...domain.marks import Mark
from ...domain.records import Finding
from ..csv_file import GBK, Missing
from ..files import csv_text, in_one_move
from ..sheets.cells import CellValue, cell_value, put
from ..sheets.normal import save_book

ENDINGS = {"xlsx": ".xlsx", "csv": ".csv", "csv-gbk": ".csv"}
_M2_PER_MU, _M2_PER_HECTARE = Decimal(2000) / Decimal(3), Decimal(10000)
_BETWEEN_REPORTS, _NAMED = 500, 5


class _Translation:
    """Rows as the platform wants them; remembers values for which the mapping has no code."""

    def __init__(self, table: MappedTable) -> None:
        self._table = table
        self._without: Dict[str, None] = {}

    def cells(self, row: Row) -> List[CellValue]:
        """The cells of a row."""
        return [self._cell(column, row) for column in self._table.columns]

    def remarks(self) -> Tuple[Finding, ...]:
        """What is told of them."""
        if not self._without:
            return ()
        named = list(self._without)
        return (Finding("MAPPING_CODES_UNMAPPED", "W", {
            "table": self._table.file, "count": len(named),
            "values": "、".join(named[:_NAMED]) + (" …" if len(named) > _NAMED else "")}),)

    def _cell(self, column: MappedColumn, row: Row) -> CellValue:
        if column.field is None:
            return column.text or None
        value = row.get(column.field.code)
        shown = cell_value(column.field, value)
        if shown is None:
            return column.text or None
        if column.field.type is FieldType.AREA:
            return _in_unit(value, column)
        if isinstance(shown, date):
            return shown.strftime(DATE_FORMS[column.date_form]) if column.date_form else shown
        if column.field.type is FieldType.NUMBER and isinstance(shown, (int, float, Decimal)):
            return _rounded(Decimal(str(shown)), column.decimals)
        if column.codes:
            return self._translated(column, value, str(shown))
        return shown

    def _translated(self, column: MappedColumn, value: object, shown: str) -> CellValue:
        found = column.codes.get(str(value), column.codes.get(shown))
        if found is None:
            self._without.setdefault(f"{column.header}={shown}")
        return shown if found is None else found


def write_mapped(table: MappedTable, rows: Rows, path: Path, mark: Mark, moment: str,
                 feedback: Feedback) -> Tuple[Finding, ...]:
    """Write a table of a mapping in one move; headings and rows only, since a system reads it (a mark is in the file's
    name and in the package's list). Raises ``OUTPUT_NOT_WRITABLE``, ``JOB_CANCELLED``.
    """
    made = _Translation(table)
    if table.format == "xlsx":
        _write_book(table, made, rows, path, mark, moment, feedback)
        return made.remarks()
    encoding = GBK if table.format == "csv-gbk" else "utf-8"
    missing = Missing(encoding)
    with in_one_move(path) as part, part.open("wb") as file:
        file.write(b"" if encoding == GBK else b"\xef\xbb\xbf")
        file.write(_line([missing.fit(column.header, "") for column in table.columns]).encode(encoding))
        for number, row in enumerate(rows, 1):
            texts = [missing.fit(csv_text(cell), f"第 {number} 行 {column.header}")
                     for column, cell in zip(table.columns, made.cells(row))]
            file.write(_line(texts).encode(encoding))
            _report(number, rows, path, feedback)
    return (*made.remarks(), *missing.remarks())


def _write_book(table: MappedTable, made: _Translation, rows: Rows, path: Path, mark: Mark, moment: str,
                feedback: Feedback) -> None:
    try:
        from openpyxl import Workbook
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="openpyxl") from None
    book = Workbook()
    sheet = book.active
    sheet.title = (mark.word or "数据")[:31]
    headers: List[CellValue] = [column.header for column in table.columns]
    for line, cells in enumerate(chain([headers], map(made.cells, rows)), 1):
        for place, value in enumerate(cells, 1):
            put(sheet.cell(row=line, column=place), value)
            if isinstance(value, Decimal) and value.as_tuple().exponent != 0:
                sheet.cell(row=line, column=place).number_format = f"0.{'0' * -int(value.as_tuple().exponent)}"
        _report(line, rows, path, feedback)
    sheet.freeze_panes = "A2"
    save_book(book, path, moment)


def _report(number: int, rows: Rows, path: Path, feedback: Feedback) -> None:
    if number % _BETWEEN_REPORTS == 0:
        stop_if_cancelled(feedback)
        feedback.progress(number, len(rows), path.name)


def _in_unit(value: object, column: MappedColumn) -> Decimal:
    """An area, m² as stored or 亩 as shown, in the column's unit."""
    if isinstance(value, Decimal):
        metres, shown = value * _M2_PER_MU, value
    else:
        found = exact(value if isinstance(value, (int, float, str)) else str(value))
        metres = Decimal(found.numerator) / Decimal(found.denominator)
        shown = metres / _M2_PER_MU
    if column.unit == MU:
        return _rounded(shown, column.decimals)
    return _rounded(metres / _M2_PER_HECTARE if column.unit == HECTARES else metres, column.decimals)


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _line(cells: List[str]) -> str:
    import csv
    from io import StringIO

    text = StringIO(newline="")
    csv.writer(text).writerow(cells)
    return text.getvalue()
