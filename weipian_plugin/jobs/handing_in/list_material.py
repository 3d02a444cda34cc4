"""What lists want to know beside the tables: findings, due dates, acts with their parts, areas as in 附表2-1."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Dict, List, Mapping, NamedTuple, Optional, Tuple

from ...domain.areas.landclass import SEPARATE
from ...domain.areas.table_areas import ShownAreas, shown_areas
from ...domain.calendar.dates import parse_date
from ...domain.calendar.deadline_kinds import PATCH
from ...domain.calendar.deadlines import Deadline, Extension, light, next_deadline
from ...domain.errors import WeipianError
from ...domain.forms.codes import is_classified
from ...domain.forms.table_2_1 import RowsOf21
from ...domain.records import QueueRow, Record, TableRow
from ...domain.townships import Townships
from ...domain.validation import CLASSIFIED
from ..checking.validate import Stated, validate
from ..judging.due import extensions_by_parcel, row_deadlines
from .state import state_of

if TYPE_CHECKING:
    from ...domain.profiles import PolicyProfile
    from .material import Material

_HELD = "_lists"


class Due(NamedTuple):
    """A date, what is due then, and its light in words."""

    day: date
    title: str
    light: str


class ListMaterial:
    """The scope as the lists want it. Dates are held against the day of the state, never the clock's."""

    def __init__(self, material: Material) -> None:
        self._material = material
        self.workspace, self.scope = material.workspace, material.scope

    @cached_property
    def numbers(self) -> Dict[str, str]:
        """地块编号 by uuid of what may be named, of other batches too."""
        return {uuid: name for uuid, name in self._material.numbers.items() if uuid not in self._unmentionable}

    @cached_property
    def day(self) -> date:
        """The day of the state."""
        return parse_date(state_of(self.workspace).day) or date.min

    @cached_property
    def rows(self) -> List[TableRow]:
        """The parcels by county, township and village, else in the order of issue; none that is marked classified."""
        named = self._unmentionable
        rows = [row for row in self._material.rows if row.parcel.uuid not in named]
        return sorted(rows, key=lambda row: tuple(str(row.parcel.attributes.get(code) or "\uffff")
                                                  for code in ("XMC", "XZMC", "CUNMC")))

    @cached_property
    def townships(self) -> Townships:
        """How the townships of the rows are called."""
        return Townships(self.rows)

    @cached_property
    def findings(self) -> Dict[str, List[Stated]]:
        """What the checks say, by parcel; what could not be checked for want of a layer is with its first parcel."""
        found: Dict[str, List[Stated]] = defaultdict(list)
        for entry in self._checked:
            found[entry.found.parcel].append(entry)
        return found

    @cached_property
    def acts(self) -> Dict[str, List[Record]]:
        """The acts by parcel, in the order of their numbers."""
        found: Dict[str, List[Record]] = defaultdict(list)
        for act in sorted(self._material.of_kind("act"), key=act_order):
            for uuid in act.parcels:
                found[uuid].append(act)
        return found

    @cached_property
    def parts(self) -> Dict[str, List[Record]]:
        """The rectifications by act, in the order they were kept."""
        found: Dict[str, List[Record]] = defaultdict(list)
        for record in self._material.of_kind("rectification"):
            found[record.act].append(record)
        return found

    @property
    def all_acts(self) -> List[Record]:
        """Every act, in the order of their numbers."""
        return sorted(self._material.of_kind("act"), key=act_order)

    @cached_property
    def queue(self) -> Dict[str, QueueRow]:
        """The lines of the queue, by parcel."""
        return {row.parcel_uuid: row for row in self.workspace.queue()}

    def profile_of(self, row: TableRow) -> Optional[PolicyProfile]:
        """The profile of a parcel's batch."""
        return self._material.profiles.get(row.batch.uuid)

    def values_2_1(self, row: TableRow) -> Mapping[str, object]:
        """What 附表2-1 says of a parcel."""
        return self._maker.values(row)

    def areas(self, row: TableRow) -> ShownAreas:
        """Its areas as 附表2-1 shows them, with their classes."""
        maker = self._maker
        return shown_areas(row.measured, adjustable=maker.adjustable.get(row.batch.uuid, SEPARATE),
                           whole=self.whole_of(row))

    def whole_of(self, row: TableRow) -> Optional[Decimal]:
        """亩 of a part of a patch as it is shown beside the others, ``None`` for a patch that is one parcel."""
        return self._maker.wholes.get(row.parcel.uuid)

    def due(self, row: TableRow) -> Optional[Due]:
        """What a parcel has to be ready for next; where all has passed, the last. A signed one has no reporting dates
        any more, only those of what was found of it.
        """
        signed = row.judgement is not None
        found = [one for one in self._deadlines(row) if not (signed and one.scope == PATCH)]
        return self._next(row, found)

    def due_for_corrections(self, row: TableRow) -> Optional[Due]:
        """Until when what is wrong with a parcel has to be put right, signed or not."""
        return self._next(row, [one for one in self._deadlines(row) if one.scope == PATCH])

    def in_words(self, due: date, done: bool = False, published: Optional[date] = None) -> str:
        """The light of a day."""
        return light(due, self.day, done, published).zh

    def _next(self, row: TableRow, found: List[Deadline]) -> Optional[Due]:
        one = next_deadline(found, self.day)
        if one is None:
            return None
        profile = self.profile_of(row)
        published = None if one.extension or profile is None else profile.published
        return Due(one.due, one.title, self.in_words(one.due, published=published))

    def _deadlines(self, row: TableRow) -> List[Deadline]:
        profile = self.profile_of(row)
        if profile is None:
            return []
        try:
            return row_deadlines(row, profile, self._extensions.get(row.parcel.uuid, ()))
        except WeipianError:  # without a date of issue nothing is due; the checks tell it
            return []

    @cached_property
    def _extensions(self) -> Dict[str, Tuple[Extension, ...]]:
        return extensions_by_parcel(self.workspace)

    @cached_property
    def _maker(self) -> RowsOf21:
        adjustable = {uuid: profile.grouping.adjustable for uuid, profile in self._material.profiles.items()}
        return RowsOf21.of(self._material.rows, adjustable)

    @cached_property
    def _every_finding(self) -> List[Stated]:
        batches = {batch.uuid for batch in self.scope.batches}
        one = next(iter(batches)) if len(batches) == 1 else None
        return list(validate(self.workspace, one, today=self.day).gathered().entries)

    @cached_property
    def _checked(self) -> List[Stated]:
        here = {row.parcel.uuid for row in self.rows}
        return [entry for entry in self._every_finding if entry.found.parcel in here]

    @cached_property
    def _unmentionable(self) -> frozenset[str]:
        """Parcels that are marked classified and not set apart yet: no list says anything of them."""
        marked = {row.parcel.uuid for row in self._material.rows
                  if is_classified(row.parcel.attributes) or is_classified(row.parcel.extra)}
        return frozenset(marked | {entry.found.parcel for entry in self._every_finding
                                   if entry.found.check == CLASSIFIED})


def act_order(act: Record) -> Tuple[str, str]:
    """By number; records without one by their identity, so that the order is always the same."""
    return str(act.values.get("WFXWBH") or "\uffff"), act.uuid


def list_material(material: Material) -> ListMaterial:
    """The same for all lists of one hand-in: the checks run once, and are let go of with the material."""
    found = vars(material).get(_HELD)
    if not isinstance(found, ListMaterial):
        found = vars(material)[_HELD] = ListMaterial(material)
    return found
