"""Reads 附表1-1 from Excel however the office laid it out: titles above, merged two-row headings, moved columns."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence, Tuple

from ..domain.errors import WeipianError
from ..domain.records import Finding
from .csv_table import read_csv
from .mapping import field_of, id_rank
from .received import HECTARE, M2, MU, TABLE, CellProblem, RawRow, RawTable

MAX_UNPACKED = 512 * 1024**2
_OLE = b"\xd0\xcf\x11\xe0"
_HEADING_WITHIN = 30
_FIRST_ROWS = 5
_BLANK_ROWS_END = 200
_MAX_COLUMNS = 400
_ERRORS = re.compile(r"#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_FOOTER = re.compile(r"(合计|总计|小计|填表|填报|审核|复核|制表|单位负责|负责人|备注|说明|注)\s*[:：]?")
_UNITS = (("亩", MU), ("公顷", HECTARE), ("平方米", M2), ("㎡", M2), ("m²", M2), ("m2", M2))


@dataclass
class Grid:
    """A sheet's values by (row, column) from 1, merged cells filled; what has no usable value in ``problems``."""

    name: str
    rows: List[List[object]]
    problems: Dict[Tuple[int, int], CellProblem] = field(default_factory=dict)
    hidden: bool = False

    def at(self, row: int, column: int) -> object:
        """The value, None outside."""
        if not 0 < row <= len(self.rows):
            return None
        cells = self.rows[row - 1]
        return cells[column - 1] if 0 < column <= len(cells) else None


@dataclass(frozen=True)
class Heading:
    """Where the heading is and what its columns are called: (column number, name, unit named in the heading)."""

    first_row: int
    last_row: int
    columns: Tuple[Tuple[int, str, str], ...]


def read_tables(path: Path, file: str, wanted_sheet: str = "", encoding: str = "") -> List[RawTable]:
    """Every sheet with a column of patch ids; a CSV is one. ``encoding`` is a CSV's. Raises ``XLSX_PASSWORD``,
    ``TABLE_NOT_XLSX``, ``TABLE_TOO_LARGE``, ``TABLE_UNREADABLE``, ``SHEET_UNKNOWN``, of a CSV ``ENCODING_UNKNOWN``.
    """
    if file.lower().endswith(".csv"):
        rows, used = read_csv(path, file, encoding)
        grid = Grid(file, [list(row) for row in rows])
        heading = find_heading(grid)
        return [replace(_table(grid, heading, file), encoding=used)] if heading is not None else []
    grids = _read_grids(path, file)
    if wanted_sheet:
        named = [grid for grid in grids if grid.name == wanted_sheet]
        if not named:
            raise WeipianError("SHEET_UNKNOWN", file=file, sheet=wanted_sheet, sheets="、".join(g.name for g in grids))
        grids = named
    found = []
    for grid in grids:
        heading = find_heading(grid)
        if heading is not None:
            found.append(_table(grid, heading, f"{file}|{grid.name}"))
    return found


def first_cells(path: Path, file: str, encoding: str = "") -> List[Tuple[str, List[str]]]:
    """Each sheet that is shown, with the texts of its first rows: title and headings. Raises as `read_tables`."""
    return [(grid.name, [text for row in grid.rows[:_FIRST_ROWS] for value in row if (text := _text(value))])
            for grid in grids_of(path, file, encoding)]


def grids_of(path: Path, file: str, encoding: str = "") -> List[Grid]:
    """The sheets that are shown of a workbook, or a CSV as one. Raises as `read_tables`."""
    if file.lower().endswith(".csv"):
        return [Grid(file, [list(row) for row in read_csv(path, file, encoding)[0]])]
    return [grid for grid in _read_grids(path, file) if not grid.hidden]


def _read_grids(path: Path, file: str) -> List[Grid]:
    with path.open("rb") as opened:
        magic = opened.read(4)
    if magic == _OLE:
        raise WeipianError("XLSX_PASSWORD", file=file)
    if not zipfile.is_zipfile(path):
        raise WeipianError("TABLE_NOT_XLSX", file=file)
    with zipfile.ZipFile(path) as package:
        if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
            raise WeipianError("TABLE_TOO_LARGE", file=file, limit=MAX_UNPACKED // 1024**2)
    try:
        import openpyxl
    except ImportError as error:
        raise WeipianError("PACKAGE_MISSING", package="openpyxl") from error
    try:
        shown = openpyxl.load_workbook(path, data_only=True)
        written = openpyxl.load_workbook(path, data_only=False)
        return [_grid(shown[sheet.title], sheet) for sheet in written.worksheets]
    except Exception as error:  # openpyxl raises whatever its parsers do; the file is what is wrong
        raise WeipianError("TABLE_UNREADABLE", file=file, detail=type(error).__name__) from error


def _grid(shown: Any, written: Any) -> Grid:
    """Values as Excel showed them; a formula without a stored value is a problem, its text stands for it."""
    from openpyxl.utils import get_column_letter

    rows: List[List[object]] = []
    problems: Dict[Tuple[int, int], CellProblem] = {}
    blank = 0
    width = min(shown.max_column or 0, _MAX_COLUMNS)
    for number, values in enumerate(shown.iter_rows(max_col=width, values_only=True), 1):
        cells = [None if isinstance(value, str) and not value.strip() else value for value in values]
        for column in range(1, len(cells) + 1):
            formula = written.cell(number, column)
            place = f"{get_column_letter(column)}{number}"
            value = cells[column - 1]
            if formula.data_type == "f" and value is None:
                cells[column - 1] = "="
                problems[number, column] = CellProblem("CELL_NO_VALUE", place, "=")
            elif isinstance(value, str) and _ERRORS.fullmatch(value.strip()):
                problems[number, column] = CellProblem("CELL_ERROR", place, value.strip())
        blank = blank + 1 if all(value is None for value in cells) else 0
        rows.append(cells)
        if blank > _BLANK_ROWS_END:
            break
    grid = Grid(shown.title, rows, problems, shown.sheet_state != "visible")
    _fill_merged(grid, shown)
    return grid


def _fill_merged(grid: Grid, sheet: Any) -> None:
    for merged in sheet.merged_cells.ranges:
        value = grid.at(merged.min_row, merged.min_col)
        for row in range(merged.min_row, min(merged.max_row, len(grid.rows)) + 1):
            cells = grid.rows[row - 1]
            for column in range(merged.min_col, min(merged.max_col, len(cells)) + 1):
                cells[column - 1] = value


def find_heading(grid: Grid) -> Optional[Heading]:
    """The row, or two rows, in which most columns carry a known name, among them the patch id; None without one."""
    best: Optional[Tuple[Tuple[int, bool], Heading]] = None
    for row in range(1, min(len(grid.rows), _HEADING_WITHIN) + 1):
        for rows in (1, 2):
            columns = _name_columns(grid, row, rows)
            known = {f.code for f in (field_of(name) for _, name, _ in columns) if f is not None}
            score = (len(known), rows == 2 and _spans_two_rows(grid, row))
            if "JCBH" in known and (best is None or score > best[0]):
                best = (score, Heading(row, row + rows - 1, tuple(columns)))
    return best[1] if best else None


def _spans_two_rows(grid: Grid, row: int) -> bool:
    """Is the id's heading merged with the cell below, or one heading spread over columns that differ below?"""
    upper = [_text(value) for value in grid.rows[row - 1]]
    lower = [_text(grid.at(row + 1, column + 1)) for column in range(len(upper))]
    merged_down = any(a and a == b and id_rank([a]) is not None for a, b in zip(upper, lower))
    spread = any(a and a == b and c != d for a, b, c, d in zip(upper, upper[1:], lower, lower[1:]))
    return merged_down or spread


def _name_columns(grid: Grid, row: int, rows: int) -> List[Tuple[int, str, str]]:
    columns: List[Tuple[int, str, str]] = []
    sheet_unit = unit_in(" ".join(_text(v) for above in grid.rows[:row - 1] for v in above if "单位" in _text(v)))
    seen: Dict[str, int] = {}
    for column in range(1, len(grid.rows[row - 1]) + 1):
        upper = _text(grid.at(row, column))
        lower = _text(grid.at(row + 1, column)) if rows == 2 else ""
        name = _choose_name(upper, lower)
        if name:
            seen[name] = seen.get(name, 0) + 1
            unique = name if seen[name] == 1 else f"{name}_{seen[name]}"
            columns.append((column, unique, unit_in(lower) or unit_in(upper) or sheet_unit))
    return columns


def _choose_name(upper: str, lower: str) -> str:
    """The name of a column under a two-row heading: joined, or its lower part, whichever is known."""
    if not lower or upper == lower:
        return upper
    for name in (upper + lower, lower):
        if field_of(name) is not None:
            return name
    return f"{upper} {lower}".strip()


def unit_in(text: str) -> str:
    """The area unit a heading names, or ""."""
    return next((unit for sign, unit in _UNITS if sign in text), "")


def _text(value: object) -> str:
    return "" if value is None else re.sub(r"\s+", "", str(value))


def _table(grid: Grid, heading: Heading, name: str) -> RawTable:
    names = [title for _, title, _ in heading.columns]
    ids = [column for column, title, _ in heading.columns if _means_id(title, names)]
    rows: List[RawRow] = []
    skipped: List[int] = []
    for number in range(heading.last_row + 1, len(grid.rows) + 1):
        values = {title: grid.at(number, column) for column, title, _ in heading.columns}
        if all(value is None for value in values.values()) or _repeats_heading(values):
            continue
        if _has_no_id(grid, number, ids) and _is_footer(values):
            skipped.append(number)
            continue
        problems = {title: grid.problems[number, column] for column, title, _ in heading.columns
                    if (number, column) in grid.problems}
        rows.append(RawRow(number, values, None, problems))
    findings = [Finding("FOOTER_ROWS", "W", {"file": name, "rows": "、".join(map(str, skipped))})] if skipped else []
    units = {title: unit for _, title, unit in heading.columns if unit}
    return RawTable(name, TABLE, names, rows, units, findings=findings, hidden=grid.hidden)


def _means_id(title: str, names: Sequence[str]) -> bool:
    return id_rank([title]) is not None and id_rank([title]) == id_rank(list(names))


def _has_no_id(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    return all(grid.at(row, column) is None for column in columns)


def _is_footer(values: Dict[str, object]) -> bool:
    """A sum, a signature line, a note: its first words say so."""
    first = next((_text(value) for value in values.values() if value is not None), "")
    return _FOOTER.match(first) is not None


def _repeats_heading(values: Dict[str, object]) -> bool:
    """A row of field codes or of column numbers below the heading, or the heading again on a later page."""
    texts = [_text(value) for value in values.values() if value is not None]
    known = [text for text in texts if field_of(text) is not None]
    if len(texts) > 2 and len(known) >= 0.6 * len(texts) and id_rank(texts) is not None:
        return True
    numbers = [re.sub(r"[()（）]", "", text) for text in texts]
    return len(texts) > 3 and all(n.isdigit() for n in numbers) and [int(n) for n in numbers] == list(
        range(int(numbers[0]), int(numbers[0]) + len(numbers)))
