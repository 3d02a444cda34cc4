"""Which cells of a table are unlike the previous delivery's, told by the files that were handed in then."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Dict, FrozenSet, Iterable, List, Mapping, Optional, Tuple

from ...domain.forms.fields import is_empty
from ...domain.forms.table_form import Row, TableForm
from ...domain.marks import unmarked

if TYPE_CHECKING:
    from ...delivery.sheets.cells import CellValue

Key = Tuple[str, ...]
_KEYS = ("WFXWBH", "XSBH", "DKBH", "JCBH", "GLDKBH", "ZGFS", "DLBM", "WTYJ", "KPDLX", "PJDW", "PJND", "PJJD")
"""The fields by which a row is found again, as far as the form has them."""
_NEVER = frozenset(("DQTS", "CLQX", "QXSX"))
"""What changes by itself as days go by."""


def earlier_file(folder: Path, form: TableForm) -> Optional[Path]:
    """The Excel file of this form in the folder of a previous delivery, drafts too; of several the last by name."""
    found = sorted(path for path in folder.glob("*.xlsx")
                   if unmarked(path.name).startswith(form.name) and not path.name.startswith("~"))
    return found[-1] if found else None


def changed_since(previous: Path, form: TableForm, rows: Iterable[Row]) -> Dict[int, FrozenSet[str]]:
    """Codes by row number (from 1) whose cells are unlike those of ``previous``; of a new row all.

    Raises TEMPLATE_UNREADABLE, TEMPLATE_WITHOUT_CODES for a file that is none of this form.
    """
    from ...delivery.sheets.cells import cell_value

    earlier = _rows_of(previous, form)
    keys = tuple(code for code in _KEYS if code in form.by_code)
    found: Dict[int, FrozenSet[str]] = {}
    for number, row in enumerate(rows, 1):
        shown = {code: _text(cell_value(field, row.get(code))) for code, field in form.by_code.items()}
        before = _taken(earlier, tuple(shown[code] for code in keys))
        codes = frozenset(code for code, text in shown.items() if code not in _NEVER and (
            text if before is None else code in before and before[code] != text))
        if codes:
            found[number] = codes
    return found


def _taken(earlier: Dict[Key, List[Mapping[str, str]]], key: Key) -> Optional[Mapping[str, str]]:
    """The first row of this key that was not taken yet: two alike stand in one order."""
    rows = earlier.get(key)
    return rows.pop(0) if rows else None


def _rows_of(path: Path, form: TableForm) -> Dict[Key, List[Mapping[str, str]]]:
    from ...delivery.sheets.template import open_template

    book = open_template(path, form.fields)
    keys = tuple(code for code in _KEYS if code in form.by_code)
    found: Dict[Key, List[Mapping[str, str]]] = {}
    for line in book.sheet.iter_rows(min_row=book.first_row):
        row = {code: _text(line[column - 1].value) for code, column in book.columns.items() if code in form.by_code}
        if any(row.get(code) for code in keys):
            found.setdefault(tuple(row.get(code, "") for code in keys), []).append(row)
    return found


def _text(value: CellValue) -> str:
    """A cell as it is compared: numbers by value, dates as days."""
    if is_empty(value):
        return ""
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    if isinstance(value, (int, float, Decimal)):
        try:
            return format(Decimal(str(value)).normalize(), "f")
        except InvalidOperation:
            return str(value)
    return str(value).strip()
