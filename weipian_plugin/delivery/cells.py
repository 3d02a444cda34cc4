"""How a value becomes a spreadsheet cell: labels for codes, real dates and numbers, and never a formula."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Mapping, Tuple, Union

from ..domain.areas.units import mu_round2
from ..domain.forms.codes import Code, code_list
from ..domain.forms.fields import Field, FieldType, is_empty

if TYPE_CHECKING:
    from openpyxl.cell import Cell

CellValue = Union[None, str, int, float, Decimal, date]

YES, NO = "是", "否"
NUMBER_FORMATS: Mapping[FieldType, str] = {
    FieldType.AREA: "0.00",
    FieldType.DATE: "yyyy-mm-dd",
    FieldType.INTEGER: "0",
}
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def cell_value(field: Field, value: object) -> CellValue:
    """The value as the table shows it: areas m² → 亩 with two decimals, codes → 中文, booleans → 是/否.

    What is unknown stays empty, never 0 (§2).  An area that is a `Decimal` is already in 亩.
    """
    if is_empty(value):
        return None
    if field.type is FieldType.AREA:
        return value if isinstance(value, Decimal) else mu_round2(str(value))
    if field.type is FieldType.BOOLEAN:
        return YES if value in (1, True, "1", YES) else NO
    if field.type is FieldType.CODE:
        return code_label(field.codes, str(value))
    if field.type is FieldType.DATE:
        return _as_date(str(value))
    if isinstance(value, (int, float, Decimal)) and field.type in (FieldType.INTEGER, FieldType.NUMBER):
        return value
    return _CONTROL.sub("", str(value))


def code_terms(name: str) -> Tuple[str, ...]:
    """What a column of this code list may say, in the list's order."""
    return tuple(_term(entry) for entry in code_list(name).codes)


def code_label(name: str, value: str) -> str:
    """The term of a code in its own list; a value that is in no list is shown as it is, not dropped."""
    entry = code_list(name).find(value)
    return _term(entry) if entry else value


def _term(entry: Code) -> str:
    """中文 of the code; where the code is the Chinese term itself (合法, 违法), the form writes the code."""
    return entry.zh if entry.code.isascii() else entry.code


def put(cell: Cell, value: CellValue) -> None:
    """Write a value so that a text can never become a formula, also after it is edited in Excel."""
    if isinstance(value, str):
        cell.value = _CONTROL.sub("", value)
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
        return
    cell.value = value


def _as_date(text: str) -> CellValue:
    match = _ISO_DATE.match(text)
    return date(*(int(part) for part in match.groups())) if match else text
