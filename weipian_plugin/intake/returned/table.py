"""A table of ours that came back: which one it is, where its columns stand now, and its rows by field code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Dict, Iterable, Iterator, List, Mapping, Optional, Sequence, Tuple

from ...domain.forms.codes import is_classified
from ...domain.forms.fields import Field, folded, is_empty, normalise_heading
from ...domain.forms.table_form import TableForm
from ...domain.marks import FOOTER
from ..sheets import unit_in
from .book import Line, Sheet, column_letters

SEARCHED_ROWS = 40
LEAST_COLUMNS = 3
ORDINAL = "XH"
STATE_LINE = "数据状态"
NOTES = "说明"
_STATE = re.compile(r"(\d+) 条记录，摘要 ([0-9a-f]{16})")
_PROPOSED = re.compile(r"〔.*?〕")
_LAST_BRACKETS = re.compile(r"\([^()]*\)$")
NOT_DATA = re.compile(  # how sums, signatures and footers begin
    r"(合计|总计|小计|填表|填报|审核人|复核|制表|单位负责|负责人|备注|说明|注[:：]|本表|第\d+页|本结果)")
_NOTES_READ = 200
_MARK = "SFJY"

IDENTITY: Mapping[str, Tuple[str, ...]] = {
    "2-1": ("DKBH", "JCBH"), "2-2": ("JCBH",), "4": ("WFXWBH",), "issues": ("DKBH",), "nonagricultural": ("XSBH",),
    "overlay": ("DKBH",), "township": ("DKBH",), "ledger": ("WFXWBH",), "5": ("PJDW",), "overlay-classes": ("DKBH",),
}
"""By form: the columns any of which says whose row it is."""


@dataclass(frozen=True)
class Row:
    """Values by field code as the cells hold them; ``wrong``: by code, the code of what is wrong with its cell.

    One that is ``classified`` (a column of the county's own says 军用 or 涉密) has none.
    """

    number: int
    values: Mapping[str, object]
    wrong: Mapping[str, str] = field(default_factory=dict)
    classified: bool = False


@dataclass(frozen=True)
class Columns:
    """Where a sheet has which form's columns: the first row of data, column (from 0) by field code, area units by
    code where a heading names one, and the headings that no field claims.
    """

    form: TableForm
    first_row: int
    places: Mapping[str, int]
    units: Mapping[str, str] = field(default_factory=dict)
    unknown: Tuple[str, ...] = ()
    by_codes: bool = True
    marks: Tuple[int, ...] = ()  # columns that say 军用 or 涉密, which no form has


@dataclass(frozen=True)
class OurTable:
    """A sheet recognised as one of our forms. ``state``: number and digest of the events it was written from."""

    sheet: Sheet
    columns: Columns
    state: Optional[Tuple[int, str]] = None

    @property
    def form(self) -> TableForm:
        """Which."""
        return self.columns.form

    def cell(self, code: str, row: int) -> str:
        """``AB12``."""
        return f"{column_letters(self.columns.places[code])}{row}"

    def rows(self) -> Iterator[Row]:
        """Its rows of data: what says whose row it is, or says something that is no sum, no signature and no footer."""
        places = self.columns.places
        for line in self.sheet.lines():
            if line.number < self.columns.first_row:
                continue
            values = {code: line.values[place] for code, place in places.items()
                      if place < len(line.values) and line.values[place] is not None}
            wrong = {code: line.wrong[place] for code, place in places.items() if place in line.wrong}
            if says_classified(line, self.columns.marks):
                yield Row(line.number, {}, classified=True)
                continue
            if not values or self._is_no_data(line, values, wrong):
                continue
            yield Row(line.number, values, wrong)

    def _is_no_data(self, line: Line, values: Mapping[str, object], wrong: Mapping[str, str]) -> bool:
        identity = IDENTITY.get(self.form.id, ())
        if any(code in values or code in wrong for code in identity):
            first = str(next(iter(values.values())))
            return _repeats_codes(values) or (first.startswith(FOOTER[:6]) and len(values) < LEAST_COLUMNS)
        texts = [str(value).strip() for value in line.values if not is_empty(value)]
        return bool(texts) and (NOT_DATA.match(texts[0]) is not None or len(texts) == 1)


def marks_among(headings: Iterable[Tuple[str, int]]) -> Tuple[int, ...]:
    """The columns (from 0) whose heading asks whether the patch is military or classified."""
    return tuple(place for text, place in headings if is_classified({_LAST_BRACKETS.sub("", _plain(text)): "是"}))


def says_classified(line: Line, marks: Sequence[int]) -> bool:
    """Does one of these columns say so? Whatever is not plainly a no counts (`codes.is_classified`)."""
    return any(is_classified({_MARK: line.values[place]}) for place in marks if place < len(line.values))


def _repeats_codes(values: Mapping[str, object]) -> bool:
    """The row of codes, or of headings, again on a later page."""
    return sum(_as_code(value) == code for code, value in values.items()) >= LEAST_COLUMNS


def find_table(sheets: Sequence[Sheet], forms: Iterable[TableForm]) -> Optional[OurTable]:
    """The sheet that is most like one of ``forms``: by its row of codes, or where that is gone by its headings."""
    known = list(forms)
    best: Optional[Tuple[Tuple[int, int, int], Sheet, Columns]] = None
    for sheet in sheets:
        head = first_lines(sheet)
        title = " ".join(str(value) for line in head[:6] for value in line.values if isinstance(value, str))
        for form in known:
            columns = _by_codes(head, form) or _by_headings(head, form)
            if columns is None:
                continue
            score = (len(columns.places) + (10_000 if columns.by_codes else 0), int(form.title in title),
                     -len(form.fields))
            if best is None or score > best[0]:
                best = (score, sheet, columns)
    if best is None:
        return None
    return OurTable(best[1], best[2], _state_of(sheets))


def first_lines(sheet: Sheet) -> List[Line]:
    """Title and headings, and the first rows under them."""
    found = []
    for line in sheet.lines():
        found.append(line)
        if line.number >= SEARCHED_ROWS:
            break
    return found


def _by_codes(head: Sequence[Line], form: TableForm) -> Optional[Columns]:
    known = form.by_code
    best: Optional[Columns] = None
    for line in head:
        codes = {place: _as_code(value) for place, value in enumerate(line.values) if not is_empty(value)}
        places: Dict[str, int] = {}
        for place, code in codes.items():
            if code in known:
                places.setdefault(code, place)
        if len(places) < LEAST_COLUMNS or (best is not None and len(places) <= len(best.places)):
            continue
        above = [one for one in head if one.number < line.number]
        unknown = tuple(_heading_at(above, place) or code for place, code in codes.items()
                        if code not in known and code != ORDINAL)
        extra = tuple(text for place in range(_width(above)) if place not in codes
                      and (text := _heading_at(above[-1:], place)) and normalise_heading(text) != "序号")
        units = {code: unit for code, place in places.items() if (unit := unit_in(_heading_at(above[-1:], place)))}
        marks = marks_among((_heading_at(above[-1:], place), place) for place in range(_width(above)))
        best = Columns(form, line.number + 1, places, units, (*unknown, *extra), marks=marks)
    return best


def _by_headings(head: Sequence[Line], form: TableForm) -> Optional[Columns]:
    index = _headings_of(form)
    best: Optional[Columns] = None
    for number, line in enumerate(head):
        above = head[number - 1:number]
        places: Dict[str, int] = {}
        units: Dict[str, str] = {}
        unknown: List[str] = []
        for place in range(max(len(line.values), _width(above))):
            text = _heading_at([line], place) or _heading_at(above, place)
            known = _meant(index, text)
            if known is not None and known.code not in places:
                places[known.code] = place
                units.update({known.code: unit_in(text)} if unit_in(text) else {})
            elif text and normalise_heading(text) != "序号":
                unknown.append(text)
        if len(places) >= LEAST_COLUMNS and any(code in places for code in IDENTITY.get(form.id, ())) and (
                best is None or len(places) > len(best.places)):
            marks = marks_among((_heading_at([line], place), place) for place in range(len(line.values)))
            best = Columns(form, line.number + 1, places, units, tuple(unknown), False, marks)
    return best


def _headings_of(form: TableForm) -> Dict[str, Field]:
    index: Dict[str, Field] = {}
    for each in form.fields:
        index.setdefault(_plain(each.zh), each)
    for each in form.fields:
        for name in (each.code, *each.aliases):
            index.setdefault(_plain(name), each)
    return index


def _plain(heading: object) -> str:
    return normalise_heading(_PROPOSED.sub("", str(heading)))


def _meant(index: Mapping[str, Field], text: str) -> Optional[Field]:
    plain = _plain(text)
    return index.get(plain) or index.get(_LAST_BRACKETS.sub("", plain)) if plain else None


def _heading_at(lines: Sequence[Line], place: int) -> str:
    values = lines[-1].values if lines else ()
    value = values[place] if place < len(values) else None
    return str(value) if isinstance(value, str) else ""


def _width(lines: Sequence[Line]) -> int:
    return len(lines[-1].values) if lines else 0


def _as_code(value: object) -> str:
    text = folded(str(value)).strip().strip("　")
    return text.upper() if text.isascii() else text


def _state_of(sheets: Sequence[Sheet]) -> Optional[Tuple[int, str]]:
    """What the sheet 说明 says of the state from which the table was written."""
    for sheet in sheets:
        if sheet.name != NOTES:
            continue
        for line in sheet.lines():
            if line.number > _NOTES_READ:
                break
            texts = [str(value) for value in line.values[:2]]
            found = _STATE.search(texts[1]) if len(texts) == 2 and texts[0].strip() == STATE_LINE else None
            if found:
                return int(found.group(1)), found.group(2)
    return None
