"""A workbook that came back, row by row: guarded against bombs and passwords, its formulas and merged cells told."""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Iterator, List, Optional, Sequence, Set, Tuple

from ...domain.errors import WeipianError
from ..archive import swells
from ..csv_table import read_csv
from ..sheets import MAX_UNPACKED

MAX_COLUMNS = 400
MAX_STRINGS = 192 * 1024**2
"""Bytes of the shared texts, which are all held at once."""
_LOOKED_THROUGH = 64 * 1024**2
_MAX_PARTS = 5_000
_OLE, _ENCRYPTED = b"\xd0\xcf\x11\xe0", "EncryptedPackage".encode("utf-16-le")
_CHUNK, _OVERLAP = 1024**2, 256
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)")
_ERROR = re.compile(r"#(REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")

NO_VALUE, CELL_ERROR, MERGED_IN = "RETURNED_NO_VALUE", "RETURNED_CELL_ERROR", "RETURNED_MERGED"


@dataclass(frozen=True)
class Line:
    """A row as people count it (from 1), its values from the first column on, and by column (from 0) the code of what
    is wrong with a cell that has no value of its own.
    """

    number: int
    values: Sequence[object]
    wrong: Dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Seen:
    """What a look through a sheet's XML gave."""

    formulas: bool
    merged: Tuple[Tuple[int, int, int, int], ...]


class Sheet:
    """A sheet whose rows may be gone through any number of times."""

    def __init__(self, name: str, rows: Sequence[Sequence[object]] = (), shown: Any = None, written: Any = None,
                 seen: Optional[_Seen] = None) -> None:
        self.name = name
        self._rows, self._shown, self._written = rows, shown, written
        self._seen = seen or _Seen(False, ())

    @property
    def has_formulas(self) -> bool:
        """Is there any formula in it?"""
        return self._seen.formulas

    def lines(self) -> Iterator[Line]:
        """The rows, with what a merged area says in each of its rows."""
        if self._shown is None:
            yield from (Line(number, row) for number, row in enumerate(self._rows, 1))
            return
        merged = _Merged(self._seen.merged)
        for number, (values, formulas) in enumerate(self._values(), 1):
            cells = [_clean(value) for value in values[:MAX_COLUMNS]]
            wrong = {column: NO_VALUE for column in formulas if column < len(cells) and cells[column] is None}
            wrong.update({column: CELL_ERROR for column, value in enumerate(cells)
                          if isinstance(value, str) and value[:1] == "#" and _ERROR.fullmatch(value.strip())})
            merged.fill(number, cells, wrong)
            yield Line(number, cells, wrong)

    def _values(self) -> Iterator[Tuple[Sequence[object], Sequence[int]]]:
        rows = self._shown.iter_rows(values_only=True)
        if not self._seen.formulas:
            yield from ((row, ()) for row in rows)
            return
        for row, written in zip(rows, self._written.iter_rows()):
            yield row, [place for place, cell in enumerate(written) if getattr(cell, "data_type", "") == "f"]


class _Merged:
    """Merged areas as one goes down the rows: the first column says the same in each row, the others say nothing."""

    def __init__(self, areas: Sequence[Tuple[int, int, int, int]]) -> None:
        self._coming = sorted(areas, reverse=True)
        self._open: List[Tuple[Tuple[int, int, int, int], object]] = []

    def fill(self, row: int, cells: List[object], wrong: Dict[int, str]) -> None:
        """Say in this row what the areas say that reach into it."""
        while self._coming and self._coming[-1][0] <= row:
            area = self._coming.pop()
            self._open.append((area, cells[area[1] - 1] if area[1] <= len(cells) else None))
        self._open = [one for one in self._open if one[0][2] >= row]
        for (_top, left, _bottom, right), value in self._open:
            if left <= len(cells):
                cells[left - 1] = value
            wrong.update(dict.fromkeys(range(left, min(right, len(cells))), MERGED_IN))


@contextmanager
def opened(path: Path, encoding: str = "") -> Iterator[List[Sheet]]:
    """The sheets of a table, those that are shown and those that are not; a CSV is one.

    Raises ``FILE_NOT_READABLE``, ``RETURNED_PASSWORD``, ``RETURNED_OLD_FORMAT``, ``RETURNED_NO_TABLE``,
    ``RETURNED_TOO_LARGE``, ``TABLE_UNREADABLE``, ``PACKAGE_MISSING``, and of a CSV ``ENCODING_UNKNOWN``.
    """
    try:
        if path.suffix.lower() in (".csv", ".txt"):
            yield [Sheet(path.stem, read_csv(path, path.name, encoding)[0])]
            return
        seen = _look_through(path)
    except OSError as error:
        raise WeipianError("FILE_NOT_READABLE", file=path.name, detail=error.strerror or str(error)) from error
    try:
        from openpyxl import load_workbook
    except ImportError as error:
        raise WeipianError("PACKAGE_MISSING", package="openpyxl") from error
    books: List[Any] = []
    try:
        books.append(load_workbook(path, read_only=True, data_only=True))
        if any(one.formulas for one in seen.values()):
            books.append(load_workbook(path, read_only=True, data_only=False))
        yield _sheets(books, seen)
    except WeipianError:
        raise
    except Exception as error:  # openpyxl raises whatever its parsers do; the file is what is wrong
        raise WeipianError("TABLE_UNREADABLE", file=path.name, detail=type(error).__name__) from error
    finally:
        for book in books:
            book.close()


def _sheets(books: Sequence[Any], seen: Dict[str, _Seen]) -> List[Sheet]:
    found = []
    for shown in books[0].worksheets:
        if not hasattr(shown, "iter_rows"):
            continue  # a sheet that is only a chart
        written = books[-1][shown.title]
        for one in (shown, written):
            if hasattr(one, "reset_dimensions"):
                one.reset_dimensions()  # what the file says of its size need not be true
        part = str(getattr(shown, "_worksheet_path", "")).lstrip("/")
        found.append(Sheet(shown.title, (), shown, written, seen.get(part)))
    return found


def _look_through(path: Path) -> Dict[str, _Seen]:
    """By part: are there formulas, which cells are merged. Raises what `opened` raises of files that are none."""
    with path.open("rb") as file:
        begin = file.read(4)
        if begin == _OLE:
            file.seek(0)
            code = "RETURNED_PASSWORD" if _ENCRYPTED in file.read(_LOOKED_THROUGH) else "RETURNED_OLD_FORMAT"
            raise WeipianError(code, file=path.name)
    if not zipfile.is_zipfile(path):
        raise WeipianError("RETURNED_NO_TABLE", file=path.name)
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
            _refuse_bomb(parts, path)
            sheets = [part for part in parts if part.filename.lstrip("/").startswith("xl/worksheets/")
                      and part.filename.endswith(".xml")]
            if "[Content_Types].xml" not in package.namelist() or not sheets:
                raise WeipianError("RETURNED_NO_TABLE", file=path.name)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with package.open(part) as content:
                        if _DOCTYPE.search(content.read(_CHUNK)):
                            raise WeipianError("TABLE_UNREADABLE", file=path.name, detail="DOCTYPE")
            return {part.filename.lstrip("/"): _look_into(package, part) for part in sheets}
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        raise WeipianError("TABLE_UNREADABLE", file=path.name, detail=type(error).__name__) from error


def _refuse_bomb(parts: Sequence[zipfile.ZipInfo], path: Path) -> None:
    strings = sum(one.file_size for one in parts if "sharedStrings" in one.filename)
    if any(map(swells, parts)) or len(parts) > _MAX_PARTS or strings > MAX_STRINGS or (
            sum(one.file_size for one in parts) > MAX_UNPACKED):
        raise WeipianError("RETURNED_TOO_LARGE", file=path.name, limit=MAX_UNPACKED // 1024**2)


def _look_into(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> _Seen:
    formulas, kept = False, b""
    merged: Set[Tuple[int, int, int, int]] = set()
    with package.open(part) as content:
        while True:
            chunk = content.read(_CHUNK)
            if not chunk:
                return _Seen(formulas, tuple(sorted(merged)))
            text = kept + chunk
            formulas = formulas or _FORMULA.search(text) is not None
            if b"mergeCell " in text:
                merged.update(_area(one.group(1).decode()) for one in _MERGED.finditer(text))
            kept = text[-_OVERLAP:]


def _area(reference: str) -> Tuple[int, int, int, int]:
    """``B7:C9`` as top, left, bottom, right from 1."""
    from openpyxl.utils import range_boundaries

    left, top, right, bottom = range_boundaries(reference)
    return top, left, bottom, right


def _clean(value: object) -> object:
    return None if isinstance(value, str) and not value.strip() else value


def column_letters(column: int) -> str:
    """``AB`` of a column from 0."""
    letters, number = "", column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
