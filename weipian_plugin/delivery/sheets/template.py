"""A replaceable xlsx template: the row of field codes says where each column goes, named cells take the headings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.forms.fields import Field, folded, is_empty
from ..packages import require
from .cells import clean_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.workbook.defined_name import DefinedName
    from openpyxl.worksheet.worksheet import Worksheet

ORDINAL = "XH"  # 序号: the running number, which is no field
TITLE = "WP_TITLE"
SEARCHED_ROWS = 30
_LEAST_CODES = 3
HOLE = "{}"
"""Where the text of a named cell takes its value."""


@dataclass
class Template:
    """An opened template: the sheet to fill, the column of each field code, the first row for data."""

    workbook: Workbook
    sheet: Worksheet
    columns: Dict[str, int]
    first_row: int
    unknown_codes: Tuple[str, ...]


@dataclass(frozen=True)
class CodeRow:
    """A row of a sheet that holds field codes: its number, and (code, column) as they stand, from left to right."""

    sheet: Worksheet
    row: int
    codes: Tuple[Tuple[str, int], ...]


def open_template(path: Path, fields: Sequence[Field], needed: Sequence[str] = ()) -> Template:
    """Open a template and find its code row.

    A column whose code is no field of ``fields`` stays as it is and is named in ``unknown_codes``; of a code that
    stands twice the first column is filled.  Raises ``TEMPLATE_UNREADABLE`` where the file cannot be opened,
    ``TEMPLATE_WITHOUT_CODES`` where no row holds the codes, ``TEMPLATE_LACKS_FIELDS`` where a code of ``needed`` has
    no place.
    """
    workbook = load(path)
    known = {field.code for field in fields}
    found = code_rows(workbook, known)
    if not found:
        raise WeipianError("TEMPLATE_WITHOUT_CODES", file=str(path))
    row = found[0]
    columns: Dict[str, int] = {}
    for code, column in row.codes:
        columns.setdefault(code, column)
    missing = [f"{f.zh}({f.code})" for f in fields if f.code in needed and f.code not in columns]
    if missing:
        raise WeipianError("TEMPLATE_LACKS_FIELDS", file=str(path), fields="、".join(missing))
    unknown = tuple(code for code in columns if code not in known and code != ORDINAL)
    return Template(workbook, row.sheet, columns, row.row + 1, unknown)


def fill_named_cells(template: Template, values: Mapping[str, str]) -> None:
    """Write ``values`` into the cells that the template names so; it need not have all of them.

    A cell keeps its text where this holds ``{}``, which the value replaces.
    """
    for name, value in values.items():
        for sheet, reference in named_cells(template.workbook, name):
            cell = sheet[reference]
            pattern = cell.value if isinstance(cell.value, str) and HOLE in cell.value else HOLE
            cell.value = clean_text(pattern.replace(HOLE, value))
            cell.data_type = "s"


def named_cells(workbook: Workbook, name: str) -> List[Tuple[Worksheet, str]]:
    """The single cells that a name stands for; of a range its first, and none where it points nowhere."""
    defined = workbook.defined_names.get(name)
    found = []
    for title, reference in defined.destinations if defined is not None else ():
        if title in workbook.sheetnames and "#REF" not in reference:
            found.append((workbook[title], reference.replace("$", "").partition(":")[0]))
    return found


def all_names(workbook: Workbook) -> Dict[str, DefinedName]:
    """The names a workbook defines (openpyxl 3.0, which Debian has, keeps them in a list)."""
    kept = workbook.defined_names
    listed = getattr(kept, "definedName", None)
    return {one.name: one for one in listed} if listed is not None else dict(kept.items())


def load(path: Path) -> Workbook:
    """The workbook of a template. Raises ``TEMPLATE_UNREADABLE``, ``PACKAGE_MISSING``."""
    require("openpyxl")
    from openpyxl import load_workbook

    try:
        return load_workbook(path)
    except Exception as error:  # openpyxl raises whatever the zip and XML layers raise on a damaged file
        raise WeipianError("TEMPLATE_UNREADABLE", file=str(path), detail=str(error)) from error


def code_rows(workbook: Workbook, known: set[str]) -> List[CodeRow]:
    """Of each sheet the row with the most known codes, where it has at least three; the sheets in their order."""
    found = []
    for sheet in workbook.worksheets:
        best, most = None, _LEAST_CODES - 1
        for row in sheet.iter_rows(min_row=1, max_row=SEARCHED_ROWS):
            codes = tuple((as_code(cell.value), cell.column) for cell in row if not is_empty(cell.value))
            count = len(known.intersection(code for code, _ in codes))
            if count > most:
                best, most = CodeRow(sheet, row[0].row, codes), count
        if best is not None:
            found.append(best)
    return found


def as_code(value: object) -> str:
    """A cell of the code row as a code: Excel users type full-width letters, small letters and spaces."""
    text = folded(str(value)).strip().strip("　")
    return text.upper() if text.isascii() else text


def own_or_shipped(own_folder: Optional[Path], shipped: Path) -> Path:
    """The user's own template of the same name where there is one, else the one that comes with the plugin."""
    own = own_folder / shipped.name if own_folder else None
    return own if own and own.exists() else shipped
