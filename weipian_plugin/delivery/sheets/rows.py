"""Rows of a table as the XML of a sheet, one at a time: a hundred thousand of them take no more memory than one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import IO, Dict, FrozenSet, List, Mapping, Optional, Sequence

from ...domain.feedback import Feedback, stop_if_cancelled
from ...domain.forms.fields import Field
from ...domain.forms.table_form import Row, Rows
from .cells import FORMULA_STARTS, CellValue, cell_value, row_height, text_lines

_BETWEEN_REPORTS = 500
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SURE_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
_MARKUP = re.compile("[&<>]")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_NONE = Decimal("0.00")


@dataclass(frozen=True)
class Looks:
    """Style numbers of a column: as it is, for a text that must not become a formula, and where it was changed."""

    plain: int
    quoted: int
    changed: int
    changed_quoted: int


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its letters, its looks, what it holds (``None``: the running number, or nothing we know);
    ``width``: in letters, of a column whose texts go on in a new line.
    """

    letters: str
    looks: Looks
    definition: Optional[Field] = None
    ordinal: bool = False
    width: float = 0.0


@dataclass
class RowWriter:
    """Writes rows from ``first_row`` on. ``height``: of each row in points, 0 to let the program that opens it choose,
    which a row of several lines exceeds (not every program finds that out by itself); ``totals``: the codes to add up;
    ``mac_dates``: the workbook counts days from 1904.
    """

    columns: Sequence[Column]
    first_row: int
    height: float = 0.0
    totals: FrozenSet[str] = frozenset()
    mac_dates: bool = False
    sums: Dict[str, Decimal] = field(default_factory=dict)

    def write(self, rows: Rows, file: IO[bytes], feedback: Feedback, text: str = "",
              changed: Optional[Mapping[int, FrozenSet[str]]] = None) -> int:
        """Write all rows; how many there were. ``changed``: codes by row number, from 1. Raises JOB_CANCELLED."""
        number, whole, pieces = 0, len(rows), []
        changed = changed or {}
        for number, row in enumerate(rows, 1):
            pieces.append(self._row(number, row, changed.get(number, frozenset())))
            if number % _BETWEEN_REPORTS == 0:
                stop_if_cancelled(feedback)
                feedback.progress(number, whole, text)
                file.write("".join(pieces).encode("utf-8"))
                pieces = []
        file.write("".join(pieces).encode("utf-8"))
        return number

    def _row(self, number: int, row: Row, changed: FrozenSet[str]) -> str:
        line, lines = self.first_row + number - 1, 1
        parts: List[str] = [""]
        for column in self.columns:
            definition = column.definition
            if definition is None:
                value: CellValue = number if column.ordinal else None
                parts.append(self._cell(column, line, value, False))
                continue
            code = definition.code
            stored = row.get(code)
            value = None if stored is None else cell_value(definition, stored)
            if value is not None and code in self.totals and isinstance(value, (int, float, Decimal)):
                self.sums[code] = self.sums.get(code, _NONE) + Decimal(str(value))
            if column.width and isinstance(value, str):
                lines = max(lines, text_lines(value, column.width))
            parts.append(self._cell(column, line, value, code in changed))
        parts.append("</row>")
        parts[0] = f'<row r="{line}"{self._height(lines)}>'
        return "".join(parts)

    def _height(self, lines: int) -> str:
        """Of a row with so many lines; one that is only as high as its lines need may still grow."""
        needed = row_height(lines) if lines > 1 else 0.0
        if self.height and needed <= self.height:
            return f' ht="{self.height:g}" customHeight="1"'
        return f' ht="{needed:g}"' if needed else ""

    def _cell(self, column: Column, line: int, value: CellValue, changed: bool) -> str:
        looks = column.looks
        style = looks.changed if changed else looks.plain
        if value is None:
            return f'<c r="{column.letters}{line}" s="{style}"/>'
        if isinstance(value, date):
            days = self._serial(value)
            if days is not None:
                return f'<c r="{column.letters}{line}" s="{style}"><v>{days}</v></c>'
            value = value.isoformat()
        if not isinstance(value, str):
            return f'<c r="{column.letters}{line}" s="{style}"><v>{value}</v></c>'
        if value.startswith(FORMULA_STARTS):
            style = looks.changed_quoted if changed else looks.quoted
        if _MARKUP.search(value):
            value = _MARKUP.sub(lambda found: _ENTITIES[found.group()], value)
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value else ""
        return f'<c r="{column.letters}{line}" s="{style}" t="inlineStr"><is><t{space}>{value}</t></is></c>'

    def _serial(self, day: date) -> Optional[int]:
        """Days as the workbook counts them; ``None`` for a day that it cannot count."""
        if day < _FIRST_SURE_DAY:
            return None
        return (day - (_EPOCH_1904 if self.mac_dates else _EPOCH_1900)).days

