"""How a value becomes a spreadsheet cell: labels for codes, real dates and numbers, and never a formula."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Mapping, Tuple, Union
from unicodedata import east_asian_width

from ...domain.areas.units import mu_round2
from ...domain.forms.codes import Code, code_list
from ...domain.forms.fields import DEGREE_DECIMALS, Field, FieldType, is_empty

if TYPE_CHECKING:
    from openpyxl.cell import Cell

CellValue = Union[None, str, int, float, Decimal, date]



class Share(float):
    """A ratio that a spreadsheet shows as a percentage."""


YES, NO = "是", "否"
NUMBER_FORMATS: Mapping[FieldType, str] = {
    FieldType.AREA: "0.00",
    FieldType.DATE: "yyyy-mm-dd",
    FieldType.INTEGER: "0",
}
_OF_UNIT: Mapping[str, str] = {"%": "0.00", "万元": "0.00", "㎡": "0.00", "米": "0.00"}
_DEGREES = "0." + "0" * DEGREE_DECIMALS
_ISO_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})$")
# What XML does not take: control characters, halves of a surrogate pair, two that are no characters.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
LINE = 15.0
"""Points of a line of 10 points, in the highest of the fonts that programs take for 宋体."""
_SURE = 0.94
"""Share of a column's width that surely takes letters: fonts differ, and so do the margins in a cell."""
_UNBROKEN = re.compile(r"[（“《【(]*(?:[A-Za-z0-9_.+%/-]+|.)[，。、；：！？）”》】,;:)]*")
"""What stays together at the end of a line: words and numbers, and marks with what they belong to."""
HIGHEST = 409.0
"""Points of the highest row that Excel has."""
_LONGEST_TEXT = 32767  # characters; Excel refuses the file with one more
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
    if isinstance(value, float) and field.coordinate:
        return round(value, DEGREE_DECIMALS)
    if isinstance(value, (int, float, Decimal)) and field.type in (FieldType.INTEGER, FieldType.NUMBER):
        return value
    return clean_text(str(value))


def clean_text(text: str) -> str:
    """A text without what no spreadsheet can hold."""
    return _NO_TEXT.sub("", text).replace("\r\n", "\n")[:_LONGEST_TEXT]


def number_format(field: Field) -> str:
    """How a spreadsheet shows the column's numbers; "" for texts."""
    return NUMBER_FORMATS.get(field.type) or (_DEGREES if field.coordinate else "") or (
        _OF_UNIT.get(field.unit, "") if field.type is FieldType.NUMBER else "")


def heading(field: Field, between: str = "") -> str:
    """中文 of the column with its unit: ``地块面积（亩）``."""
    unit = "亩" if field.type is FieldType.AREA else field.unit
    return field.zh + (f"{between}（{unit}）" if unit else "")


def text_lines(text: str, width: float) -> int:
    """Lines that a text takes in a column ``width`` letters wide; a Chinese letter is two. Words are not broken."""
    room = max(width * _SURE, 2.0)
    if len(text) * 2 <= room and "\n" not in text:
        return 1
    return sum(_lines(line, room) for line in text.split("\n"))


def row_height(lines: int) -> float:
    """Points of a row of so many lines, as far as a row can be."""
    return min(lines * LINE + 2, HIGHEST)


def _lines(line: str, room: float) -> int:
    count, used = 1, 0.0
    for piece in _UNBROKEN.findall(line):
        wide = letters(piece)
        if used + wide <= room:
            used += wide
            continue
        count += 1 if used else 0
        more = max(0, -int(-wide // room) - 1)  # one that is longer than a line goes on in the next
        count, used = count + more, wide - more * room
    return count


def letters(text: str) -> int:
    """Widths of plain letters that a text takes."""
    return sum(2 if east_asian_width(one) in "WFA" else 1 for one in text)


def code_terms(name: str) -> Tuple[str, ...]:
    """What a column of this code list may say, in the list's order."""
    return tuple(_term(entry) for entry in code_list(name).codes)


def code_label(name: str, value: str) -> str:
    """The term of a code in its own list; a value that is in no list is shown as it is, not dropped."""
    entry = code_list(name).find(value)
    return _term(entry) if entry else clean_text(value)


def _term(entry: Code) -> str:
    """中文 of the code; where the code is the Chinese term itself (合法, 违法), the form writes the code."""
    return entry.zh if entry.code.isascii() else entry.code


def put(cell: Cell, value: CellValue) -> None:
    """Write a value so that a text can never become a formula, also after it is edited in Excel."""
    if isinstance(value, str):
        cell.value = clean_text(value)
        cell.data_type = "s"
        if value.startswith(FORMULA_STARTS):
            cell.quotePrefix = True
        return
    cell.value = float(value) if isinstance(value, Share) else value
    if isinstance(value, Share):
        cell.number_format = "0.00%"


def _as_date(text: str) -> CellValue:
    match = _ISO_DATE.match(text)
    try:
        return date(*(int(part) for part in match.groups())) if match else clean_text(text)
    except ValueError:  # 2023-02-30 stays what was written
        return text
