"""One row that came back against the workspace: which cells were edited, and what became of them here meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Tuple

from ...delivery.csv_file import MISSING
from ...delivery.sheets.cells import CellValue, cell_value, clean_text, code_terms
from ...domain.areas.units import round2
from ...domain.definitions import MINERAL_OUTCOME, SIGNATURE
from ...domain.forms.codes import ILLEGAL
from ...domain.forms.fields import Field, FieldType, applicable, is_empty
from ...domain.records import Finding
from ...intake.returned.book import CELL_ERROR, MERGED_IN
from ...intake.returned.cells import read_cell, text_of
from ...intake.returned.table import OurTable, Row
from ...workspace.schema import ANSWER_FIELDS
from .base import Base
from .change import ANSWER, CONFLICT, FINDING, OPEN, RECORD, REFUSED, Change
from .known_rows import KnownRows, ParcelRows, Place, reason_in

if TYPE_CHECKING:
    from ...workspace.returned import Refusal

_OUTCOME_CODES = ("PDLX", MINERAL_OUTCOME)
_VIOLATIONS = ("WFLX1", "WFLX2", "WFLX3", "WFLX4", "KWFLX")
_KINDS = {FieldType.DATE: ("日期", "a date"), FieldType.BOOLEAN: ("是或否", "yes or no"),
          FieldType.AREA: ("面积", "an area"), FieldType.NUMBER: ("数字", "a number"),
          FieldType.INTEGER: ("整数", "a whole number")}
_MOST_TERMS = 12


class Comparing:
    """Holds rows of one table against what the workspace would write into them."""

    def __init__(self, table: OurTable, known: KnownRows, base: Optional[Base],
                 refused: Mapping[str, Refusal]) -> None:
        self._table, self._known, self._base, self._refused = table, known, base, refused
        self._fields = [(code, known.form.by_code[code]) for code in table.columns.places]

    def changes(self, row: Row, item: Any) -> List[Change]:
        """What the row says otherwise."""
        shown = self._known.shown(item)
        found: List[Change] = []
        for code, field in self._fields:
            change = self._cell(row, item, field, shown.get(code))
            if change is not None:
                found.append(change)
        if found and self._base is None and self._was_unsigned(row, item):
            found = [one for one in found if one.kind != ANSWER or not is_empty(one.value)]
        return self._with_needs(found, item)

    def _cell(self, row: Row, item: Any, field: Field, now: object) -> Optional[Change]:
        code = field.code
        raw, shown = row.values.get(code), cell_value(field, now)
        if code in row.wrong:
            return self._wrong_cell(row, item, field, shown)
        if (raw is None and shown is None) or is_shown_as(field, raw, shown):
            return None
        place = self._known.place(item, field)
        if isinstance(place, Finding):
            return self._untaken(row, item, field, shown, place)
        return self._edited(row, item, field, place)

    def _edited(self, row: Row, item: Any, field: Field, place: Place) -> Optional[Change]:
        raw = row.values.get(field.code)
        if place.kind == FINDING:
            raw = reason_in(raw)
            if raw is None:
                return None
        known, shown, stored = self._known.before(item, field, self._base) if self._base is not None else (
            False, None, None)
        if known and is_shown_as(field, raw, cell_value(field, shown)):
            return None
        read = read_cell(place.field, raw, self._table.columns.units.get(field.code, ""))
        value, now = shown_value(place.field, read.value), shown_value(place.field, place.current)
        if not read.problem and value == now:
            return None
        if known and not read.problem and value == shown_value(place.field, shown):
            return None
        change = self._new(row, item, field, in_words(now), text_of(raw) if read.problem else in_words(value))
        if read.problem:
            return replace(change, why=(_problem(read.problem, place.field, raw),))
        if MISSING in str(read.value or "") and self._known.form.id:
            return replace(change, why=(Finding("RETURNED_CHARACTERS_LOST", "W", {"value": read.value}),))
        change = replace(change, kind=place.kind, target=place.target, code=place.field.code, value=read.value,
                         stored=place.current, state=OPEN, extra=place.extra,
                         alone=_stands_alone(place, read.value))
        if known and shown_value(place.field, stored) != now:
            change = replace(change, state=CONFLICT, why=(Finding("RETURNED_CHANGED_IN_BOTH", "W", {
                "base": in_words(shown_value(place.field, stored)) or "（空）", "now": change.was or "（空）"}),))
        return as_refused(change, self._refused)

    def _untaken(self, row: Row, item: Any, field: Field, shown: CellValue, why: Finding) -> Optional[Change]:
        """A column that nobody changes from a table: told where it was edited, as far as that can be known."""
        raw = row.values.get(field.code)
        if field in SIGNATURE:
            if self._base is not None and is_shown_as(field, raw, cell_value(
                    field, self._known.before(item, field, self._base)[1])):
                return None
            if self._base is None and (raw is None or shown is None):
                return None
        if why.code == "RETURNED_DERIVED" and (self._base is None or not self._base.is_now):
            return None  # it follows from what was decided since
        if why.code == "RETURNED_MEASURED" and self._base is not None and self._base.standing.measured_since:
            why = Finding("RETURNED_MEASURED_SINCE", "W", {})
        return replace(self._new(row, item, field, in_words(shown), "" if raw is None else text_of(raw)), why=(why,))

    def _wrong_cell(self, row: Row, item: Any, field: Field, shown: CellValue) -> Optional[Change]:
        code, raw = row.wrong[field.code], row.values.get(field.code)
        if code == MERGED_IN and (shown is None or is_shown_as(field, raw, shown)):
            return None
        value = {"value": str(raw)} if code == CELL_ERROR else {}
        return replace(self._new(row, item, field, in_words(shown), str(raw or "")), why=(Finding(code, "W", value),))

    def _new(self, row: Row, item: Any, field: Field, was: str, becomes: str) -> Change:
        parcels = self._known.parcels(item)
        return Change(row.number, self._table.cell(field.code, row.number), self._known.label(item),
                      parcel=parcels[0] if parcels else "", code=field.code, title=(field.zh, field.en), was=was,
                      becomes=becomes)

    def _was_unsigned(self, row: Row, item: Any) -> bool:
        """Were the answers empty when the table was written, as they are until a person has signed?"""
        return not any(code in row.values for code, field in self._fields
                       if isinstance(place := self._known.place(item, field), Place) and place.kind == ANSWER)

    def _with_needs(self, changes: List[Change], item: Any) -> List[Change]:
        """What an answer rests upon in the same row; answers that go by themselves with another are not offered."""
        answers = [one for one in changes if one.kind == ANSWER]
        if not answers or not isinstance(self._known, ParcelRows):
            return changes
        before = dict(self._known.answers(item))
        given = {one.code: one.value for one in answers}
        together = {code: value for code, value in {**before, **given}.items() if value is not None}
        after = applicable(ANSWER_FIELDS, together)
        found = []
        for one in changes:
            if one.kind == ANSWER and one.value is None and one.code not in applicable(
                    ANSWER_FIELDS, {**together, one.code: one.stored}):
                continue
            if one.kind == ANSWER and one.value is not None:
                alone = applicable(ANSWER_FIELDS, {**before, one.code: one.value})
                if one.code not in after:
                    one = replace(one, state="impossible", kind="", why=(Finding("RETURNED_NOT_APPLICABLE", "W", {
                        "field": _condition(one.code)}),))
                elif one.code not in alone:
                    one = replace(one, needs={code: value for code, value in given.items() if code != one.code},
                                  why=(*one.why, Finding("RETURNED_NEEDS_FIRST", "W", {"field": _condition(one.code)})))
            found.append(one)
        return found


def is_shown_as(field: Field, raw: object, shown: CellValue) -> bool:
    """Does a cell say what the table would show, however Excel, WPS or a CSV have put it?"""
    if raw is None or shown is None:
        return (is_empty(raw) or text_of(raw) == "") and shown is None
    if isinstance(shown, date):
        return str(read_cell(field, raw).value or "") == shown.isoformat()
    if isinstance(shown, (int, float, Decimal)):
        try:
            number = Decimal(str(raw).strip().replace(",", ""))
        except ArithmeticError:
            return False
        return round2(number) == shown if isinstance(shown, Decimal) else abs(number - Decimal(str(shown))) <= abs(
            Decimal(str(shown))) * Decimal("1e-12")
    text = text_of(raw)
    return text == shown or text == _plain(shown) or (MISSING in text and text == _plain(_in_gbk(shown)))


def _plain(text: str) -> str:
    return clean_text(text).strip().replace("_x000D_", "")


def _in_gbk(text: str) -> str:
    return "".join(letter if _in(letter) else MISSING for letter in text)


def _in(letter: str) -> bool:
    try:
        letter.encode("gbk")
    except UnicodeEncodeError:
        return False
    return True


def shown_value(field: Field, value: object) -> CellValue:
    """A stored value as a table shows it, without what no reader sees."""
    shown = cell_value(field, value)
    return _plain(shown) if isinstance(shown, str) else shown


def in_words(value: CellValue) -> str:
    """A cell's value for people."""
    return "" if value is None else value.isoformat() if isinstance(value, date) else str(value)


def _stands_alone(place: Place, value: object) -> bool:
    if place.kind == RECORD:
        return False
    return place.field.code in _VIOLATIONS or (
        place.field.code in _OUTCOME_CODES and ILLEGAL in (value, place.current))


def as_refused(change: Change, refused: Mapping[str, Refusal]) -> Change:
    """The change as one that was refused before, where it was."""
    refusal = refused.get(change.key)
    if refusal is None:
        return change
    return replace(change, state=REFUSED, why=(Finding("RETURNED_REFUSED_BEFORE", "W", {
        "by": refusal.actor, "on": refusal.recorded_at[:10]}), *change.why))


def _problem(code: str, field: Field, raw: object) -> Finding:
    values: Dict[str, object] = {"value": text_of(raw)[:60]}
    if code == "RETURNED_NO_CODE":
        terms = code_terms(field.codes)
        values["terms"] = "、".join(terms[:_MOST_TERMS]) + ("…" if len(terms) > _MOST_TERMS else "")
    elif code == "RETURNED_TOO_LONG":
        values = {"count": len(text_of(raw)), "length": field.length}
    elif code == "RETURNED_NOT_READ":
        values["kind"], values["kind_en"] = _KINDS.get(field.type, ("", ""))
    elif code == "RETURNED_CLASSIFIED":
        values = {}
    return Finding(code, "W", values)


def _condition(code: str) -> str:
    """判定类型=违法: under what the field means something."""
    when = ANSWER_FIELDS[code].when
    if when is None:
        return code
    on: Tuple[str, Tuple[str, ...]] = when
    field = ANSWER_FIELDS[on[0]]
    return f"{field.zh}={'或'.join(in_words(cell_value(field, value)) for value in on[1])}"
