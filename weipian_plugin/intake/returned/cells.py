"""One cell of a table that came back, read as its field is stored: what Excel users type is understood, not guessed."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import NamedTuple, Optional

from ...domain.areas.units import m2_of_mu
from ...domain.forms.codes import code_list, is_classified, normalise_code
from ...domain.forms.fields import Field, FieldType, folded, is_empty
from ..area_units import to_m2
from ..received import HECTARE, M2
from ..values import as_text, convert, has_lost_digits

_FORMULA_MARK = re.compile(r"'[=+\-@\t\r]")
_PARTS = re.compile(r"[\s（）()：:、,，/／\-—–]+")
_THOUSANDS = re.compile(r"(?<=\d)[,，\s](?=\d{3}(\D|$))")
_MINUS = re.compile(r"^[−－﹣]")
_UNIT = re.compile(r"(亩|平方米|公顷|m2|m²|㎡|米|万元|元|吨|人|%|个|处)$")
_IN_M2, _IN_HECTARES = re.compile(r"(平方米|m2|m²|㎡)$"), re.compile(r"公顷$")


class ReadCell(NamedTuple):
    """``value`` as it is stored (areas m²), ``None`` for an empty cell; ``problem`` a code, or ""."""

    value: object
    problem: str = ""


def read_cell(field: Field, raw: object, unit: str = "") -> ReadCell:
    """The value of a cell in a column of ``field``, whose heading may name another ``unit`` than 亩.

    Problems: ``RETURNED_DIGITS_LOST``, ``RETURNED_NOT_READ``, ``RETURNED_NEGATIVE``, ``RETURNED_NO_CODE``,
    ``RETURNED_TOO_LONG``, ``RETURNED_CLASSIFIED``.
    """
    if is_empty(raw):
        return ReadCell(None)
    if field.type is FieldType.TEXT:
        return _text(field, raw)
    if field.type is FieldType.CODE:
        return _code(field, raw)
    if field.type in (FieldType.AREA, FieldType.NUMBER, FieldType.INTEGER):
        return _number(field, raw, unit)
    found = convert(field, raw, True)
    return ReadCell(found.value, "RETURNED_NOT_READ" if found.problem else "")


def text_of(raw: object) -> str:
    """What a cell shows, without the mark that keeps a text in a CSV from being a formula."""
    text = as_text(raw).replace("\r\n", "\n").replace("_x000D_", "")
    return text[1:] if _FORMULA_MARK.match(text) else text


def _text(field: Field, raw: object) -> ReadCell:
    if has_lost_digits(raw, True) and not isinstance(raw, str):
        return ReadCell(None, "RETURNED_DIGITS_LOST")
    text = text_of(raw)
    if field.length and len(text) > field.length:
        return ReadCell(text, "RETURNED_TOO_LONG")
    return ReadCell(text)


def _number(field: Field, raw: object, unit: str) -> ReadCell:
    if isinstance(raw, (bool, date, datetime)):
        return ReadCell(None, "RETURNED_NOT_READ")
    text = _MINUS.sub("-", folded(as_text(raw)).strip())
    area = field.type is FieldType.AREA
    if area and _IN_M2.search(text):
        unit = M2
    elif area and _IN_HECTARES.search(text):
        unit = HECTARE
    plain = _UNIT.sub("", _THOUSANDS.sub("", text)).strip()
    if "," in plain:  # 1,20: a slip, or a decimal point meant
        return ReadCell(None, "RETURNED_NOT_READ")
    found = convert(field, plain, True)
    if found.problem or found.value is None:
        return ReadCell(None, "RETURNED_NOT_READ")
    number = float(str(found.value))
    if number < 0:
        return ReadCell(None, "RETURNED_NEGATIVE")
    if not area:
        return ReadCell(found.value)
    return ReadCell(to_m2(number, unit) if unit in (M2, HECTARE) else float(m2_of_mu(number)))


def _code(field: Field, raw: object) -> ReadCell:
    """The code, its term, or both beside each other however they are put: ``Q1 设施农业用地``."""
    text = folded(text_of(raw)).strip()
    if is_classified({field.code: text}):
        return ReadCell(None, "RETURNED_CLASSIFIED")
    code = normalise_code(field.codes, text) or normalise_code(field.codes, text_of(raw)) or _of_parts(field, text)
    if code is None:
        return ReadCell(None, "RETURNED_NO_CODE")
    return ReadCell(None, "RETURNED_CLASSIFIED") if is_classified({field.code: code}) else ReadCell(code)


def _of_parts(field: Field, text: str) -> Optional[str]:
    found = {entry.code for part in _PARTS.split(text) if (entry := code_list(field.codes).find(part)) is not None}
    return found.pop() if len(found) == 1 else None
