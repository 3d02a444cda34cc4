"""One value, converted once by its field's type: dates, numbers, yes and no, codes, ids that Excel spoiled."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import NamedTuple, Optional

from ..domain.calendar.dates import parse_date
from ..domain.forms.codes import CODE_LISTS, normalise_code
from ..domain.forms.fields import Field, FieldType, folded

_EMPTY = frozenset({"", "-", "--", "—", "/", "\\", "无", "NULL", "<NULL>", "NONE", "NAN", "N/A"})
_YES = frozenset({"是", "1", "Y", "YES", "T", "TRUE", "有", "√", "对"})
_NO = frozenset({"否", "0", "N", "NO", "F", "FALSE", "×", "不", "2"})
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_EXACT_DIGITS = 10**15
_LARGEST = 1e13  # all of China is 9.6e12 m²
_EXCEL_DAY_ZERO = date(1899, 12, 30)


class Converted(NamedTuple):
    """``problem`` is the code of a finding, or ""."""

    value: object
    problem: str = ""


def convert(field: Field, raw: object, from_sheet: bool = False) -> Converted:
    """The value as `fields.FieldType` stores it; areas stay in the source's unit here.

    What cannot be read becomes None with ``VALUE_UNREADABLE``; a number of more than 15 digits from a sheet
    has lost its end and comes with ``DIGITS_LOST``; a code its list does not know stays, with ``CODE_UNKNOWN``.
    """
    if is_blank(raw):
        return Converted(None)
    if field.type in (FieldType.NUMBER, FieldType.AREA):
        return _number(raw)
    if field.type is FieldType.INTEGER:
        converted = _number(raw)
        whole = isinstance(converted.value, float) and converted.value.is_integer()
        return Converted(int(converted.value)) if whole and isinstance(converted.value, float) else Converted(
            None, "VALUE_UNREADABLE")
    if field.type is FieldType.DATE:
        return _date(raw)
    if field.type is FieldType.BOOLEAN:
        plain = folded(as_text(raw)).upper()
        return Converted(1) if plain in _YES else Converted(0) if plain in _NO else Converted(None, "VALUE_UNREADABLE")
    if field.type is FieldType.CODE:
        return _code(field, raw)
    return Converted(as_text(raw), "DIGITS_LOST" if has_lost_digits(raw, from_sheet) else "")


def is_blank(raw: object) -> bool:
    """Is there nothing, or one of the signs people put for nothing? 0 and 否 are answers."""
    return raw is None or (isinstance(raw, str) and raw.strip().upper() in _EMPTY)


def as_text(raw: object) -> str:
    """Text of a cell: whole numbers without a decimal point, dates ISO, ends stripped."""
    if isinstance(raw, bool):
        return "1" if raw else "0"
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    if isinstance(raw, (datetime, date)):
        return raw.isoformat()[:10]
    return str(raw).strip()


def as_id(raw: object) -> str:
    """A patch id as it is compared: full-width folded, without spaces, number and text alike."""
    return "" if is_blank(raw) else re.sub(r"\s+", "", folded(as_text(raw)))


def has_lost_digits(raw: object, from_sheet: bool) -> bool:
    """Has a long number lost its last digits? Excel keeps 15, and shows them as ``4.50512E+17``."""
    if isinstance(raw, float):
        return abs(raw) >= _EXACT_DIGITS
    if isinstance(raw, int):
        return from_sheet and abs(raw) >= _EXACT_DIGITS
    return isinstance(raw, str) and _SCIENTIFIC.fullmatch(raw.strip()) is not None


def _number(raw: object) -> Converted:
    if isinstance(raw, (datetime, date)):
        return Converted(None, "VALUE_UNREADABLE")
    text = folded(as_text(raw)).replace(",", "").rstrip("%")
    text = re.sub(r"(亩|平方米|公顷|m2|m²|㎡|°|度)$", "", text).strip()
    try:
        value = float(text)
    except ValueError:
        return Converted(None, "VALUE_UNREADABLE")
    return Converted(value) if abs(value) < _LARGEST else Converted(None, "VALUE_UNREADABLE")


def _date(raw: object) -> Converted:
    found = parse_date(folded(as_text(raw)) if not isinstance(raw, (datetime, date)) else raw)
    if found is None:
        found = _excel_day(raw)
    return Converted(found.isoformat()) if found and 1949 <= found.year <= 2100 else Converted(None, "VALUE_UNREADABLE")


def _excel_day(raw: object) -> Optional[date]:
    """A day counted by Excel that lost its date format: 45153 is 2023-08-15."""
    text = as_text(raw)
    if re.fullmatch(r"[34]\d{4}|5[0-4]\d{3}", text):
        return _EXCEL_DAY_ZERO + timedelta(days=int(text))
    return None


def _code(field: Field, raw: object) -> Converted:
    text = folded(as_text(raw))
    if field.codes not in CODE_LISTS:
        return Converted(text)
    code = normalise_code(field.codes, text)
    return Converted(code) if code is not None else Converted(text, "CODE_UNKNOWN")
