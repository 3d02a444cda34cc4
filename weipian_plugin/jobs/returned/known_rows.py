"""What the workspace would write into each row of a form now, whose row it is, and what a cell of it may change."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ...domain.definitions import ANSWERS, LAND, MINERAL, MINERAL_CHECK, SIGNATURE
from ...domain.forms.fields import Field, FieldType, FilledBy, is_empty
from ...domain.forms.list_forms import NON_AGRICULTURAL, TOWNSHIP
from ...domain.forms.record_kinds import kind_of
from ...domain.forms.table_2_1 import wall_time
from ...domain.forms.table_4 import PARCELS_OF_ACT, RECTIFIED
from ...domain.forms.table_form import Made, TableForm
from ...domain.records import Finding, Record, TableRow
from ...domain.validation import BY_ID
from ...intake.returned.table import Row
from ...intake.values import as_id, has_lost_digits
from ..checking.validate import UNCHECKED, Stated
from ..handing_in.lists import LIST_MAKERS
from ..handing_in.material import MAKERS, Material
from ..handing_in.scope import everything
from .base import Base
from .change import ANSWER, ASSIGNED, FINDING, FLAG, RECORD

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_ANSWERED = frozenset(field.code for field in ANSWERS)
_SIGNATURE = {"QRR": "signed_by", "QRSJ": "signed_at", "QRYJ": "basis"}
_ON_SITE = frozenset(("SJDKMJ", "SJGDMJ", "SJJBNTMJ"))
_ANSWERS_OF: Mapping[str, frozenset[str]] = {
    "2-1": _ANSWERED, "2-2": frozenset(field.code for field in MINERAL_CHECK),
    NON_AGRICULTURAL: frozenset(("WFSJYT", "WFMJ", "WFGDMJ", "WFJBNTMJ")), TOWNSHIP: frozenset(("WFMJ", "WFGDMJ")),
}
_OF_ONE_PART: Mapping[str, str] = {
    "ZGFSS": "ZGFS", "ZRBMS": "ZRBM", "ZGCSS": "ZGCS", "GZSXZ": "GZSX", "ZGLSS": "ZGLS", "HFYMHJ": "HFYMMJ",
    "FGDWHJ": "FGDWMJ", "BBWHS": "BBWH", "BBSJZ": "BBSJ", "BBMJHJ": "BBMJ", "BBGDHJ": "BBGDMJ",
}
"""Columns of 附表4 that are one value of the part where the act has one part only."""
_DERIVED_OF_ACT = frozenset(field.code for field in (*PARCELS_OF_ACT, *RECTIFIED))
_EXPLAINED = re.compile(r"已说明[:：](?P<reason>.*?)(（[^（）]* \d{4}-\d\d-\d\d）)?$", re.DOTALL)
_UNTOUCHED = frozenset(("未处理", "未能校验"))


@dataclass(frozen=True)
class Place:
    """What a cell changes: a kind of `change`, its target, and the field as it is stored."""

    kind: str
    target: str
    field: Field
    current: object = None
    extra: Optional[object] = None


Found = Tuple[Sequence[Any], Optional[Finding]]
PlaceOrWhy = Union[Place, Finding]


class KnownRows(ABC):
    """The rows of a form as the workspace has them now. Subclasses say what a row is about."""

    subject = LAND

    def __init__(self, workspace: Workspace, form: TableForm) -> None:
        self.workspace, self.form = workspace, form
        material = Material(workspace, everything(workspace))
        self._made = {**MAKERS, **LIST_MAKERS}[form.id](material).rows
        self.items: List[Any] = list(self._made.items if isinstance(self._made, Made) else self._made)
        self._by_number: Dict[str, List[Any]] = defaultdict(list)
        for item in self.items:
            for number in self.numbers(item):
                self._by_number[number].append(item)

    def numbers(self, item: Any) -> Tuple[str, ...]:
        """Under which numbers a row may stand for the item."""
        return (as_id(self.label(item)),)

    @abstractmethod
    def find(self, row: Row) -> Found:
        """The items a row may be about, or why there is none."""

    @abstractmethod
    def label(self, item: Any) -> str:
        """Its number."""

    @abstractmethod
    def parcels(self, item: Any) -> Tuple[str, ...]:
        """The parcels (uuid) that it concerns, the first to be shown."""

    def shown(self, item: Any) -> Mapping[str, object]:
        """What the table would show, by field code, as stored."""
        make: Callable[[Any], Mapping[str, object]] = self._made.make if isinstance(self._made, Made) else dict
        return make(item)

    @abstractmethod
    def place(self, item: Any, field: Field) -> PlaceOrWhy:
        """What a cell in the column of ``field`` changes, or why nothing."""

    @abstractmethod
    def before(self, item: Any, field: Field, base: Base) -> Tuple[bool, object, object]:
        """Is it known, what the table showed when it was written, and what was stored then."""


class ParcelRows(KnownRows):
    """Rows that are parcels: 附表2-1, 2-2, and the lists of parcels."""

    def __init__(self, workspace: Workspace, form: TableForm) -> None:
        super().__init__(workspace, form)
        self.subject = MINERAL if form.id == "2-2" else LAND
        self._drafts = workspace.drafts()
        self._assigned = {row.parcel_uuid: row.assigned for row in workspace.queue()} if form.id == TOWNSHIP else {}
        self._of_patch: Dict[str, List[Any]] = defaultdict(list)
        for item in self.items:
            self._of_patch[as_id(item.parcel.jcbh)].append(item)

    def numbers(self, item: Any) -> Tuple[str, ...]:
        return (as_id(item.parcel.dkbh or item.parcel.jcbh),)

    def label(self, item: TableRow) -> str:
        return item.parcel.dkbh or item.parcel.jcbh

    def parcels(self, item: TableRow) -> Tuple[str, ...]:
        return (item.parcel.uuid,)

    def find(self, row: Row) -> Found:
        lost = next((row.values[code] for code in ("DKBH", "JCBH", "XSBH") if code in row.values
                     and code in self.form.by_code and has_lost_digits(row.values[code], True)), None)
        if lost is not None or any(code in row.wrong for code in ("DKBH", "JCBH", "XSBH")):
            return (), Finding("RETURNED_NUMBER_LOST", "E", {"value": lost if lost is not None else "?"})
        parcel = as_id(row.values.get("DKBH")) or as_id(row.values.get("XSBH"))
        patch = as_id(row.values.get("JCBH"))
        if not parcel and not patch:
            return (), Finding("RETURNED_NUMBER_MISSING", "W", {})
        items = self._by_number.get(parcel, []) if parcel else self._of_patch.get(patch, [])
        if not items:
            return (), Finding("RETURNED_NUMBER_UNKNOWN", "W", {"value": parcel or patch})
        if parcel and patch and as_id(items[0].parcel.jcbh) != patch:
            return (), Finding("RETURNED_NUMBERS_DISAGREE", "W", {"value": f"{patch}、{parcel}"})
        return items, None

    def place(self, item: TableRow, field: Field) -> PlaceOrWhy:
        uuid, code = item.parcel.uuid, field.code
        if self.form.id == TOWNSHIP and code == "ZRR":
            return Place(ASSIGNED, uuid, field, self._assigned.get(uuid) or None)
        if self.form.id == TOWNSHIP and code == "BZ":
            draft = self._drafts.get(uuid)
            return Place(FLAG, uuid, field, draft.flag or None if draft is not None else None)
        if code in _ON_SITE and item.parcel.actual is not None:
            return Finding("RETURNED_ON_SITE", "W", {})
        if code in _ANSWERS_OF.get(self.form.id, ()):
            return Place(ANSWER, uuid, field, self.answers(item).get(code))
        return _why_not(field)

    def answers(self, item: TableRow) -> Mapping[str, object]:
        """The 初判 as it stands."""
        draft = self._drafts.get(item.parcel.uuid)
        return draft.answers if draft is not None else {}

    def before(self, item: TableRow, field: Field, base: Base) -> Tuple[bool, object, object]:
        uuid, code = item.parcel.uuid, field.code
        if self.form.id == TOWNSHIP and code == "BZ":
            return True, base.flag(uuid), base.flag(uuid) or None
        if code in _SIGNATURE:
            signed = str(base.signed(uuid, self.subject).get(_SIGNATURE[code]) or "")
            return True, wall_time(signed) if code == "QRSJ" else signed, None
        if code not in _ANSWERS_OF.get(self.form.id, ()):
            return False, None, None
        shown = base.signed(uuid, self.subject).get("answers")
        return True, shown.get(code) if isinstance(shown, dict) else None, base.answers(uuid).get(code)


class ActRows(KnownRows):
    """附表4: rows that are acts."""

    def __init__(self, workspace: Workspace, form: TableForm) -> None:
        self._parts: Dict[str, List[Record]] = defaultdict(list)
        for record in workspace.records("rectification"):
            self._parts[record.act].append(record)
        super().__init__(workspace, form)

    def label(self, item: Record) -> str:
        return str(item.values.get("WFXWBH") or "")

    def parcels(self, item: Record) -> Tuple[str, ...]:
        return item.parcels

    def find(self, row: Row) -> Found:
        raw = row.values.get("WFXWBH")
        if has_lost_digits(raw, True) or "WFXWBH" in row.wrong:
            return (), Finding("RETURNED_NUMBER_LOST", "E", {"value": raw})
        items = self._by_number.get(as_id(raw), [])
        if items:
            return items, None
        if is_empty(raw):
            return (), Finding("RETURNED_NUMBER_MISSING", "W", {})
        return (), Finding("RETURNED_NUMBER_UNKNOWN", "W", {"value": as_id(raw)})

    def place(self, item: Record, field: Field) -> PlaceOrWhy:
        code = field.code
        if code not in _DERIVED_OF_ACT:
            return Place(RECORD, item.uuid, field, item.values.get(code))
        parts = self._parts.get(item.uuid, [])
        if code not in _OF_ONE_PART or not parts:
            return Finding("RETURNED_DERIVED", "W", {})
        if len(parts) > 1:
            return Finding("RETURNED_PARTS", "W", {"count": len(parts)})
        stored = kind_of("rectification").by_code[_OF_ONE_PART[code]]
        return Place(RECORD, parts[0].uuid, stored, parts[0].values.get(stored.code))

    def before(self, item: Record, field: Field, base: Base) -> Tuple[bool, object, object]:
        place = self.place(item, field)
        if not isinstance(place, Place):
            return False, None, None
        record = base.record(place.target)
        value = record.values.get(place.field.code) if record is not None else None
        return record is not None, value, value


class IssueRows(KnownRows):
    """图斑审核问题清单: rows that are findings; what the county writes under 处理情况 is the reason it gives."""

    def label(self, item: Tuple[TableRow, Stated]) -> str:
        return item[0].parcel.dkbh

    def numbers(self, item: Tuple[TableRow, Stated]) -> Tuple[str, ...]:
        return tuple(f"{as_id(item[0].parcel.dkbh)}|{check}" for check in (
            item[1].found.check, BY_ID[item[1].found.check].zh))

    def parcels(self, item: Tuple[TableRow, Stated]) -> Tuple[str, ...]:
        return (item[0].parcel.uuid,)

    def find(self, row: Row) -> Found:
        number = as_id(row.values.get("DKBH"))
        if has_lost_digits(row.values.get("DKBH"), True):
            return (), Finding("RETURNED_NUMBER_LOST", "E", {"value": number})
        if not number:
            return (), Finding("RETURNED_NUMBER_MISSING", "W", {})
        check = str(row.values.get("WTYJ") or row.values.get("WT") or "").strip()
        items = self._by_number.get(f"{number}|{check}", [])
        return (items, None) if items else ((), Finding("RETURNED_NUMBER_UNKNOWN", "W", {
            "value": f"{number} {check}".strip()}))

    def place(self, item: Tuple[TableRow, Stated], field: Field) -> PlaceOrWhy:
        entry = item[1]
        if field.code != "CLQK" or entry.state == UNCHECKED:
            return Finding("RETURNED_DERIVED", "W", {})
        return Place(FINDING, entry.found.check, field, entry.reason or None, entry.found)

    def before(self, item: Tuple[TableRow, Stated], field: Field, base: Base) -> Tuple[bool, object, object]:
        return False, None, None


def reason_in(text: object) -> Optional[str]:
    """What a county wrote under 处理情况; ``None`` where it stands as the list was written."""
    said = "" if is_empty(text) else str(text).strip()
    if not said or said in _UNTOUCHED:
        return None
    found = _EXPLAINED.match(said)
    if found is None:
        return said
    return None if found.group(2) else found.group("reason").strip() or None


def _why_not(field: Field) -> Finding:
    if field in SIGNATURE:
        return Finding("RETURNED_SIGNATURE", "W", {})
    if field.type is FieldType.AREA and field.filled_by is FilledBy.OVERLAY:
        return Finding("RETURNED_MEASURED", "W", {})
    issued = field.filled_by in (FilledBy.ISSUED, FilledBy.SYSTEM)
    return Finding("RETURNED_ISSUED" if issued else "RETURNED_DERIVED", "W", {})
