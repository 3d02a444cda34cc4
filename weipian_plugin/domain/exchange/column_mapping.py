"""How a receiving platform names our columns: header, unit, date form, code translations; read from editable data."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Collection, Dict, List, Mapping, Optional, Tuple

from ..forms.fields import DEGREE_DECIMALS, Field, FieldType
from ..forms.table_form import TableForm
from ..forms.table_forms import TABLE_FORMS
from ..profile_schema.problems import Keys, ProfileProblem, Report
from ..profile_schema.reading import Reader

Node = Mapping[str, object]
MU, SQUARE_METRES, HECTARES = "亩", "m2", "公顷"
UNITS: Dict[str, int] = {MU: 2, SQUARE_METRES: 2, HECTARES: 4}
"""Units of areas, with the decimals that are written where a column does not say how many."""
DATE_FORMS: Dict[str, str] = {"YYYY-MM-DD": "%Y-%m-%d", "YYYYMMDD": "%Y%m%d", "YYYY/MM/DD": "%Y/%m/%d",
                              "YYYY年MM月DD日": "%Y年%m月%d日"}
FORMATS = ("xlsx", "csv", "csv-gbk")
_MAPPING = (("id", "title", "tables"), ("note", "source"))
_TABLE = (("id", "file", "format", "columns"), ())
_COLUMN = (("header",), ("code", "unit", "decimals", "date", "codes", "text"))
_MOST_DECIMALS = 6


@dataclass(frozen=True)
class MappedColumn:
    """One of their columns. ``field``: ours, ``None`` for a column that always says ``text`` (or nothing). ``unit`` of
    an area, ``decimals``, ``date_form`` (of `DATE_FORMS`); ``codes``: our code or 中文 term → their code.
    """

    header: str
    field: Optional[Field] = None
    text: str = ""
    unit: str = MU
    decimals: int = 2
    date_form: str = ""
    codes: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class MappedTable:
    """One of their tables, made of one of our forms; ``file`` is its name without ending."""

    form: TableForm
    file: str
    format: str
    columns: Tuple[MappedColumn, ...]


@dataclass(frozen=True)
class ColumnMapping:
    """What one platform takes. ``note`` says where it is from; what no official text is known for says 拟."""

    id: str
    title: str
    tables: Tuple[MappedTable, ...]
    note: str = ""


def read_mapping(document: Node, name: str) -> Tuple[Optional[ColumnMapping], List[ProfileProblem]]:
    """The mapping that a parsed document of this ``name`` says, or ``None`` and everything that is wrong with it."""
    report = Report(name)
    reader = Reader(document, report, {})
    reader.keys(document, (), *_MAPPING)
    title, note = reader.text(document, "title", ()), reader.text(document, "note", ()) if "note" in document else ""
    tables = []
    for number, node in enumerate(_listed(reader, document, "tables", ())):
        at: Keys = ("tables", number)
        table = _table(reader, node, at) if isinstance(node, Mapping) else None
        if table is not None:
            tables.append(table)
        elif not isinstance(node, Mapping):
            reader.report.add("NOT_A_MAPPING", at)
    if report.problems:
        return None, report.problems
    return ColumnMapping(str(document["id"]), title, tuple(tables), note), []


def _table(reader: Reader, node: Node, at: Keys) -> Optional[MappedTable]:
    reader.keys(node, at, *_TABLE)
    form = reader.name("table", node, "id", at, tuple(TABLE_FORMS))
    kind = reader.name("format", node, "format", at, FORMATS)
    file = reader.text(node, "file", at)
    fields = TABLE_FORMS[form].by_code if form in TABLE_FORMS else {}
    columns = []
    for number, each in enumerate(_listed(reader, node, "columns", at)):
        place: Keys = (*at, "columns", number)
        if isinstance(each, Mapping):
            columns.append(_column(reader, each, place, fields))
        else:
            reader.report.add("NOT_A_MAPPING", place)
    return MappedTable(TABLE_FORMS[form], file, kind, tuple(columns)) if fields else None


def _column(reader: Reader, node: Node, at: Keys, fields: Mapping[str, Field]) -> MappedColumn:
    reader.keys(node, at, *_COLUMN)
    header = reader.text(node, "header", at)
    text = reader.text(node, "text", at) if node.get("text") not in (None, "") else ""
    code = reader.name("field", node, "code", at, tuple(fields)) if "code" in node else ""
    found = fields.get(code)
    if found is None:
        return MappedColumn(header, None, text)
    unit, form, allowed = MU, "", _meant_for(found)
    for key in ("unit", "date", "codes", "decimals"):
        if key in node and key not in allowed:
            reader.report.add("UNKNOWN_KEY", (*at, key), key=key, known=("code", "header", *sorted(allowed)), hint="")
    if "unit" in node and "unit" in allowed:
        unit = reader.name("unit", node, "unit", at, tuple(UNITS)) or MU
    if "date" in node and "date" in allowed:
        form = reader.name("date form", node, "date", at, tuple(DATE_FORMS))
    decimals = reader.whole(node, "decimals", at, _MOST_DECIMALS) if "decimals" in node else (
        DEGREE_DECIMALS if found.coordinate else UNITS.get(unit, 2))
    codes = _codes(reader, node, at) if "codes" in node and "codes" in allowed else {}
    return MappedColumn(header, found, text, unit, decimals, form, codes)


def _meant_for(found: Field) -> Collection[str]:
    """What can be said of a column of this type."""
    return {FieldType.AREA: ("unit", "decimals"), FieldType.NUMBER: ("decimals",), FieldType.DATE: ("date",),
            FieldType.CODE: ("codes",), FieldType.BOOLEAN: ("codes",), FieldType.TEXT: ("codes",)}.get(found.type, ())


def _codes(reader: Reader, node: Node, at: Keys) -> Dict[str, str]:
    found = {}
    for ours, theirs in reader.mapping(node, "codes", at).items():
        if theirs is None or isinstance(theirs, (Mapping, list, bool, float)):
            reader.report.add("NOT_A_TEXT", (*at, "codes", str(ours)), value=theirs)
        else:
            found[str(ours)] = str(theirs)
    return found


def _listed(reader: Reader, node: Node, key: str, at: Keys) -> List[object]:
    value = node.get(key, [])
    if isinstance(value, list):
        return value
    reader.report.add("NOT_A_LIST", (*at, key))
    return []
