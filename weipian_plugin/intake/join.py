"""Rows of a shape and of its table brought together by JCBH: one set of values, every contradiction told."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple

from ..domain.errors import WeipianError
from ..domain.forms.codes import is_classified
from ..domain.forms.fields import Field, FieldType, normalise_heading
from ..domain.records import Finding
from .area_units import half_step_m2, to_m2
from .mapping import BY_CODE
from .received import M2, TABLE, RawRow, RawTable
from .values import as_id, as_text, convert, has_lost_digits, is_blank

_DATES = ("QSX", "HSX", "XFSJ")
_MERGED_TEXT = "BZ"
_DEGREES_STEP = 1e-5
_MARK = "SFJY"
_MARK_HEADING = re.compile(r"SFJY|SFSM|(是否)?(为)?(属于)?(涉密|军用|涉军|军事)(土地|用地|图斑|设施|标记)?")

Mapped = Mapping[str, Optional[Field]]


@dataclass
class Record:
    """One row of one source with its values by field code, areas still in the source's unit."""

    jcbh: str
    number: int
    values: Dict[str, object] = field(default_factory=dict)
    extra: Dict[str, object] = field(default_factory=dict)
    findings: List[Finding] = field(default_factory=list)
    wkb: Optional[bytes] = None


def id_of(row: RawRow, mapping: Mapped) -> str:
    """The row's patch id as it is compared, "" for none."""
    heading = _heading_of("JCBH", mapping)
    return "" if heading in row.problems else as_id(row.values.get(heading))


def _heading_of(code: str, mapping: Mapped) -> str:
    return next((heading for heading, known in mapping.items() if known is not None and known.code == code), "")


def classified_ids(sources: Iterable[Tuple[RawTable, Mapped]]) -> Set[str]:
    """Ids marked military or classified in any source, chosen or not.

    Raises ``CLASSIFIED_WITHOUT_ID`` where a marked row's id cannot be read: its shape could not be told from others.
    """
    ids: Set[str] = set()
    for table, mapping in sources:
        heading = _heading_of("JCBH", mapping)
        for row in table.rows:
            if not _is_marked(row, mapping):
                continue
            jcbh = id_of(row, mapping)
            if not jcbh or has_lost_digits(row.values.get(heading), table.kind == TABLE):
                raise WeipianError("CLASSIFIED_WITHOUT_ID", file=table.name)
            ids.add(jcbh)
    return ids


def _is_marked(row: RawRow, mapping: Mapped) -> bool:
    marks = [value for heading, value in row.values.items() if _means_mark(heading, mapping)]
    by_name = {re.sub(r"_\d+$", "", heading.strip()): value for heading, value in row.values.items()}
    return is_classified(by_name) or any(is_classified({_MARK: value}) for value in marks)


def _means_mark(heading: str, mapping: Mapped) -> bool:
    """Is this the column that says 军用 or 涉密, however offices put it (是否军用（是/否）, a second SFJY)?"""
    known = mapping.get(heading)
    plain = re.sub(r"\(.*?\)|_\d+$|[:：?？]", "", normalise_heading(heading))
    return (known is not None and known.code == _MARK) or _MARK_HEADING.fullmatch(plain) is not None


def check_ids(table: RawTable, mapping: Mapped, classified: Set[str]) -> List[RawRow]:
    """The rows of ``table`` that are not classified, each with an id of its own.

    Raises ``JCBH_MISSING``, ``JCBH_CELL``, ``JCBH_EMPTY``, ``JCBH_DOUBLED``, naming rows.
    """
    heading = _heading_of("JCBH", mapping)
    if not heading:
        raise WeipianError("JCBH_MISSING", file=table.name, headings="、".join(table.headings))
    rows = [row for row in table.rows if id_of(row, mapping) not in classified]
    for row in rows:
        if heading in row.problems:
            problem = row.problems[heading]
            raise WeipianError("JCBH_CELL", file=table.name, cell=problem.cell, text=problem.text)
    empty = [row.number for row in rows if not id_of(row, mapping)]
    if empty:
        raise WeipianError("JCBH_EMPTY", file=table.name, rows=shown_numbers(empty), count=len(empty))
    counts = Counter(id_of(row, mapping) for row in rows if not _spoiled(row, heading, table))
    doubled = [jcbh for jcbh, count in counts.items() if count > 1]
    if doubled:
        numbers = [row.number for row in rows if id_of(row, mapping) in set(doubled)]
        raise WeipianError("JCBH_DOUBLED", file=table.name, rows=shown_numbers(numbers), first=doubled[0],
                           count=len(doubled))
    return rows


def leave_out_spoiled(table: RawTable, mapping: Mapped, rows: List[RawRow]) -> Tuple[List[RawRow], List[Finding]]:
    """Rows of a sheet whose id Excel has rounded cannot be joined: left out, and told by row."""
    heading = _heading_of("JCBH", mapping)
    spoiled = [row.number for row in rows if _spoiled(row, heading, table)]
    if not spoiled:
        return rows, []
    told = Finding("JCBH_DIGITS_LOST", "E", {"file": table.name, "rows": shown_numbers(spoiled), "count": len(spoiled)})
    return [row for row in rows if row.number not in set(spoiled)], [told]


def _spoiled(row: RawRow, heading: str, table: RawTable) -> bool:
    return table.kind == TABLE and has_lost_digits(row.values.get(heading), True)


def shown_numbers(numbers: Sequence[int], most: int = 10) -> str:
    """``3、7、9``, at most ten of them and an ellipsis."""
    return "、".join(map(str, numbers[:most])) + ("…" if len(numbers) > most else "")


def convert_row(table: RawTable, mapping: Mapped, row: RawRow) -> Record:
    """Values by field code, each converted once; what could not be converted is told and kept by its heading."""
    record = Record(id_of(row, mapping), row.number, wkb=row.wkb)
    for heading, raw in row.values.items():
        known = mapping.get(heading)
        where = {"file": table.name, "row": row.number, "field": heading}
        if heading in row.problems:
            problem = row.problems[heading]
            record.findings.append(Finding(problem.code, "E", {**where, "cell": problem.cell, "value": problem.text}))
        elif known is None:
            if not is_blank(raw):
                record.extra[heading] = raw if isinstance(raw, (int, float, str)) else as_text(raw)
        elif known.code == "JCBH":
            record.values["JCBH"] = record.jcbh
        else:
            _convert_value(record, known, raw, where, table.kind == TABLE)
    return record


def _convert_value(record: Record, known: Field, raw: object, where: Dict[str, object], from_sheet: bool) -> None:
    value, problem = convert(known, raw, from_sheet)
    if value is not None:
        record.values[known.code] = value
    if problem:
        severity = "E" if problem == "VALUE_UNREADABLE" and known.code in _DATES else "W"
        record.findings.append(Finding(problem, severity, {**where, "value": as_text(raw)[:60]}))
        if value is None:
            record.extra[str(where["field"])] = as_text(raw)


def scale_areas(record: Record, units: Mapping[str, str]) -> None:
    """Areas of the record into m²."""
    for code, unit in units.items():
        value = record.values.get(code)
        if isinstance(value, float) and BY_CODE[code].type is FieldType.AREA:
            record.values[code] = to_m2(value, unit)


def join(shape: Optional[Record], row: Optional[Record], shape_units: Mapping[str, str],
         row_units: Mapping[str, str]) -> Record:
    """One record of both. The table is the form: its values win; the same area written finer is kept finer."""
    if shape is None or row is None:
        alone = shape if shape is not None else row
        return alone if alone is not None else Record("", 0)
    both = Record(shape.jcbh, shape.number, {**shape.values, **row.values}, dict(shape.extra),
                  [*shape.findings, *row.findings], shape.wkb)
    for code in shape.values.keys() & row.values.keys():
        ours, theirs = shape.values[code], row.values[code]
        units = (shape_units.get(code, M2), row_units.get(code, M2))
        if code == _MERGED_TEXT:
            both.values[code] = "；".join(dict.fromkeys((str(theirs), str(ours))))
        elif _agree(BY_CODE[code], ours, theirs, units):
            finer = half_step_m2(units[0]) < half_step_m2(units[1]) and BY_CODE[code].type is FieldType.AREA
            both.values[code] = ours if finer else theirs
        else:
            both.findings.append(Finding("VALUES_DIFFER", "W", {
                "field": code, "name": BY_CODE[code].zh, "shape": _shown(ours), "table": _shown(theirs)}))
    for heading, value in row.extra.items():
        clash = heading in both.extra and both.extra[heading] != value
        both.extra[f"{heading}（表）" if clash else heading] = value
    return both


def _agree(known: Field, ours: object, theirs: object, units: Tuple[str, str]) -> bool:
    if isinstance(ours, float) and isinstance(theirs, float):
        if known.type is FieldType.AREA:
            return abs(ours - theirs) <= sum(half_step_m2(unit) for unit in units) + 1e-6
        return abs(ours - theirs) <= _DEGREES_STEP
    return ours == theirs


def _shown(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
