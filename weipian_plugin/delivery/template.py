"""A replaceable xlsx template: the row of field codes says where each column goes, named cells take the headings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Mapping, Optional, Sequence, Tuple

from ..domain.errors import WeipianError
from ..domain.forms.fields import Field, is_empty

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

ORDINAL = "XH"  # 序号: the running number, which is no field
_SEARCHED_ROWS = 30
_LEAST_CODES = 3


@dataclass
class Template:
    """An opened template: the sheet to fill, the column of each field code, the first row for data."""

    workbook: Workbook
    sheet: Worksheet
    columns: Dict[str, int]
    first_row: int
    unknown_codes: Tuple[str, ...]


def open_template(path: Path, fields: Sequence[Field], needed: Sequence[str] = ()) -> Template:
    """Open a template and find its code row.

    A column whose code is no field of ``fields`` stays as it is and is named in ``unknown_codes``.  Raises
    ``TEMPLATE_UNREADABLE`` where the file cannot be opened, ``TEMPLATE_WITHOUT_CODES`` where no row holds the codes,
    ``TEMPLATE_LACKS_FIELDS`` where a code of ``needed`` has no place.
    """
    workbook = _load(path)
    known = {field.code for field in fields}
    for sheet in workbook.worksheets:
        row, columns = _code_row(sheet, known)
        if row:
            _require_columns(path, [f for f in fields if f.code in needed], columns)
            unknown = tuple(code for code in columns if code not in known and code != ORDINAL)
            return Template(workbook, sheet, columns, row + 1, unknown)
    raise WeipianError("TEMPLATE_WITHOUT_CODES", file=str(path))


def fill_named_cells(template: Template, values: Mapping[str, str]) -> None:
    """Write ``values`` into the cells that the template names so; it need not have all of them.

    A cell keeps its text where this holds ``{}``, which the value replaces.
    """
    for name, value in values.items():
        defined = template.workbook.defined_names.get(name)
        if defined is None:
            continue
        for title, reference in defined.destinations:
            cell = template.workbook[title][reference.replace("$", "")]
            pattern = cell.value if isinstance(cell.value, str) and "{}" in cell.value else "{}"
            cell.value = pattern.replace("{}", value)
            cell.data_type = "s"


def _load(path: Path) -> Workbook:
    from openpyxl import load_workbook

    try:
        return load_workbook(path)
    except Exception as error:  # openpyxl raises whatever the zip and XML layers raise on a damaged file
        raise WeipianError("TEMPLATE_UNREADABLE", file=str(path), detail=str(error)) from error


def _code_row(sheet: Worksheet, known: set[str]) -> Tuple[int, Dict[str, int]]:
    for row in sheet.iter_rows(min_row=1, max_row=_SEARCHED_ROWS):
        columns = {str(cell.value).strip(): cell.column for cell in row if not is_empty(cell.value)}
        if len(known.intersection(columns)) >= _LEAST_CODES:
            return row[0].row, columns
    return 0, {}


def _require_columns(path: Path, fields: Sequence[Field], columns: Mapping[str, int]) -> None:
    missing = [f"{f.zh}({f.code})" for f in fields if f.code not in columns]
    if missing:
        raise WeipianError("TEMPLATE_LACKS_FIELDS", file=str(path), fields="、".join(missing))


def own_or_shipped(own_folder: Optional[Path], shipped: Path) -> Path:
    """The user's own template of the same name where there is one, else the one that comes with the plugin."""
    own = own_folder / shipped.name if own_folder else None
    return own if own and own.exists() else shipped
