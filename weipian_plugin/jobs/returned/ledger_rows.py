"""违法图斑查处整改台账 that came back: what people write of an act and of each part of its rectification is theirs."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Dict, List, Set, Tuple

from ...delivery.sheets.cells import cell_value
from ...domain.forms.fields import Field, is_empty
from ...domain.forms.record_kinds import kind_of
from ...domain.forms.table_form import TableForm
from ...domain.records import Finding, Record
from ...intake.returned.table import Row
from ...intake.values import as_id, has_lost_digits
from ..handing_in.list_ledger import OF_ACT, OF_PART, LedgerLine, ledger_lines
from ..handing_in.list_material import list_material
from ..handing_in.material import Material
from ..handing_in.scope import everything
from .base import Base
from .comparing import is_shown_as
from .known_rows import Found, KnownRows, Place, PlaceOrWhy

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_NUMBER = "WFXWBH"


class LedgerRows(KnownRows):
    """Rows that are parts of the rectification of an act. An act with several parts has as many rows: each is held
    against the part that it is most like, so that rows may be sorted.
    """

    def __init__(self, workspace: Workspace, form: TableForm) -> None:
        self.workspace, self.form = workspace, form
        self.items: List[LedgerLine] = ledger_lines(list_material(Material(workspace, everything(workspace))))
        self._by_number: Dict[str, List[LedgerLine]] = defaultdict(list)
        for line in self.items:
            self._by_number[as_id(self.label(line))].append(line)
        self._used: Set[int] = set()

    def label(self, item: LedgerLine) -> str:
        if item.act is None:
            return str(item.row.get("GLDKBH") or "")
        return str(item.act.values.get(_NUMBER) or "")

    def parcels(self, item: LedgerLine) -> Tuple[str, ...]:
        if item.act is not None:
            return item.act.parcels
        return tuple(row.parcel_uuid for row in self.workspace.queue() if row.dkbh == item.row.get("GLDKBH"))

    def shown(self, item: LedgerLine) -> Dict[str, object]:
        return dict(item.row)

    def find(self, row: Row) -> Found:
        raw = row.values.get(_NUMBER)
        if has_lost_digits(raw, True) or _NUMBER in row.wrong:
            return (), Finding("RETURNED_NUMBER_LOST", "E", {"value": raw})
        number = as_id(raw) or as_id(row.values.get("GLDKBH"))
        if not number:
            return (), Finding("RETURNED_NUMBER_MISSING", "W", {})
        items = self._by_number.get(number, [])
        if not items:
            return (), Finding("RETURNED_NUMBER_UNKNOWN", "W", {"value": number})
        left = [line for line in items if id(line) not in self._used] if len(items) > 1 else items
        if not left:
            return (), Finding("RETURNED_ROWS_TOO_MANY", "W", {"value": number, "count": len(items)})
        best = max(left, key=lambda line: self._alike(row, line))
        self._used.add(id(best))
        return [best], None

    def place(self, item: LedgerLine, field: Field) -> PlaceOrWhy:
        code = field.code
        if item.act is None and code in (*OF_ACT, *OF_PART):
            return Finding("RETURNED_ACT_MISSING", "W", {})
        if code in OF_ACT and code != _NUMBER and item.act is not None and item.first:
            return _place(item.act, code)
        if code in OF_PART:
            return _place(item.part, code) if item.part is not None else Finding("RETURNED_PART_MISSING", "W", {})
        return Finding("RETURNED_DERIVED", "W", {})

    def before(self, item: LedgerLine, field: Field, base: Base) -> Tuple[bool, object, object]:
        place = self.place(item, field)
        if not isinstance(place, Place):
            return False, None, None
        record = base.record(place.target)
        value = record.values.get(place.field.code) if record is not None else None
        return record is not None, value, value

    def _alike(self, row: Row, line: LedgerLine) -> int:
        """How many cells of the part stand as they would be written."""
        fields = [self.form.by_code[code] for code in OF_PART if not is_empty(line.row.get(code))]
        return sum(is_shown_as(field, row.values.get(field.code), cell_value(field, line.row.get(field.code)))
                   for field in fields)


def _place(record: Record, code: str) -> Place:
    return Place("record", record.uuid, kind_of(record.kind).by_code[code], record.values.get(code))
