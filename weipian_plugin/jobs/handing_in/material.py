"""What the tables of a scope are made from, each read once; and the rows of each form."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Callable, Dict, List, Optional, Sequence, Tuple

from ...domain.areas.units import exact, round2
from ...domain.calculators.daily import DailyCounts
from ...domain.calendar.dates import parse_date
from ...domain.calendar.periods import Period, PeriodKind
from ...domain.forms.codes import ILLEGAL
from ...domain.forms.table_2_1 import RowsOf21
from ...domain.forms.table_2_2 import rows_of_table_2_2, table_2_2_values
from ...domain.forms.table_4 import table_4_values
from ...domain.forms.table_5 import evaluated_units, table_5_values
from ...domain.forms.table_form import Made, Row, Rows
from ...domain.records import DRAFT, SIGNED, UNJUDGED, Batch, Finding, Record, TableRow
from ...domain.review.truth import truth_rules
from ..accounting.daily_counts import DailyFacts
from ..accounting.situation import violations_of
from ..judging.due import extensions_by_parcel
from ..reviewing.verdicts import verdicts_of
from ..rules.profiles import load_profile
from .scope import Scope

if TYPE_CHECKING:
    from ...domain.profiles import PolicyProfile
    from ...workspace.workspace import Workspace

_OPEN = (UNJUDGED, DRAFT, SIGNED)
_PHOTO = "photo"


@dataclass(frozen=True)
class Shaped:
    """Rows of a form with their shapes (WKB or None by row; empty for a form that has none); ``notes``: further lines
    (name, text) of the sheet 说明; ``lacking``: what should be among the rows and is not.
    """

    rows: Rows
    shapes: Tuple[Optional[bytes], ...] = ()
    signed: int = 0
    notes: Tuple[Tuple[str, str], ...] = ()
    lacking: str = ""


class Material:
    """The scope of a workspace as tables want it; nothing of what is in quarantine."""

    def __init__(self, workspace: Workspace, scope: Scope) -> None:
        self.workspace, self.scope = workspace, scope

    @cached_property
    def rows(self) -> List[TableRow]:
        """A row for each parcel, batch by batch."""
        return self.scope.rows(self.workspace)

    @cached_property
    def profiles(self) -> Dict[str, PolicyProfile]:
        """The profile of each batch (by its uuid) that has one."""
        return {batch.uuid: load_profile(batch.profile_id) for batch in self.scope.batches if batch.profile_id}

    @cached_property
    def numbers(self) -> Dict[str, str]:
        """地块编号 by uuid of every parcel that may be named, of other batches too."""
        return {row.parcel_uuid: row.dkbh for row in self.workspace.queue() if row.status in _OPEN}

    @cached_property
    def records(self) -> List[Record]:
        """All records."""
        return self.workspace.records()

    def of_kind(self, kind: str) -> List[Record]:
        """The records of a kind."""
        return [record for record in self.records if record.kind == kind]


def rows_2_1(material: Material) -> Shaped:
    """附表2-1: each parcel, made as it is written."""
    adjustable = {uuid: profile.grouping.adjustable for uuid, profile in material.profiles.items()}
    maker = RowsOf21.of(material.rows, adjustable)
    return Shaped(Made(material.rows, maker.values, maker.remarks), _shapes(material.rows),
                  sum(row.judgement is not None for row in material.rows))


def rows_2_2(material: Material) -> Shaped:
    """附表2-2: the parcels that concern mining."""
    rows = rows_of_table_2_2(material.rows)
    return Shaped(Made(rows, table_2_2_values), _shapes(rows), sum(row.mineral is not None for row in rows))


def rows_4(material: Material) -> Shaped:
    """附表4: each act about a parcel of the scope, in the order of its number."""
    here = {row.parcel.uuid for row in material.rows}
    whole = len(material.scope.batches) == len(material.workspace.batches())
    parts: Dict[str, List[Record]] = {}
    for record in material.of_kind("rectification"):
        parts.setdefault(record.act, []).append(record)
    photos: Dict[str, int] = {}
    for record in material.of_kind("attachment"):
        if record.values.get("FJLX") == _PHOTO:
            photos[record.act] = photos.get(record.act, 0) + 1
    acts = [act for act in material.of_kind("act") if here & set(act.parcels) or (whole and not act.parcels)]
    acts.sort(key=lambda act: (str(act.values.get("WFXWBH") or ""), act.uuid))

    def make(act: Record) -> Row:
        own = parts.get(act.uuid, [])
        named = sorted(material.numbers[uuid] for uuid in act.parcels if uuid in material.numbers)
        return table_4_values(act, named, own, sum(photos.get(one.uuid, 0) for one in own) if own else None)

    unregistered = without_act(material.rows, material.records)
    lacking = Finding("TABLE_4_LACKS_ACTS", "W", {"count": len(unregistered)}).sentence("zh") if unregistered else ""
    return Shaped(Made(acts, make), lacking=lacking)


def without_act(rows: Sequence[TableRow], records: Sequence[Record]) -> List[TableRow]:
    """The rows signed 违法 about which no 违法行为 is registered."""
    named = {uuid for one in records if one.kind == "act" for uuid in one.parcels}
    return [row for row in rows if row.judgement is not None and row.judgement.answers.get("PDLX") == ILLEGAL
            and row.parcel.uuid not in named]


def rows_5(material: Material) -> Shaped:
    """附表5: for each quarter in which a batch of the scope was issued, the counties and each of their townships."""
    rows: List[Row] = []
    refuted: List[DailyCounts] = []
    for quarter, batches in _quarters(material.scope.batches):
        units = _of_quarter(material, batches)
        rows += [table_5_values(name, quarter, counts) for name, counts in units]
        refuted += [counts for _, counts in units[:1] if counts.refuted_area]
    area = round2(sum((exact(counts.refuted_area) for counts in refuted), Fraction(0)))
    told = Finding("RECTIFIED_REFUTED", "W", {"area": area}).sentence("zh")
    return Shaped(rows, notes=(("整改到位率", told),) if refuted else ())


MAKERS: Dict[str, Callable[[Material], Shaped]] = {"2-1": rows_2_1, "2-2": rows_2_2, "4": rows_4, "5": rows_5}
"""How the rows of a form are made, by its id."""


def _shapes(rows: Sequence[TableRow]) -> Tuple[Optional[bytes], ...]:
    return tuple(row.parcel.wkb for row in rows)


def _quarters(batches: Sequence[Batch]) -> List[Tuple[Optional[Period], List[Batch]]]:
    found: Dict[Optional[Period], List[Batch]] = {}
    for batch in batches:
        day = parse_date(batch.issued)
        found.setdefault(Period.of(PeriodKind.QUARTER, day) if day is not None else None, []).append(batch)
    return list(found.items())


def _of_quarter(material: Material, batches: Sequence[Batch]) -> List[Tuple[str, DailyCounts]]:
    """The units by name with what is known of each, all together first."""
    uuids = [batch.uuid for batch in batches]
    rows = [row for row in material.rows if row.batch.uuid in uuids]
    profile = next((material.profiles[uuid] for uuid in reversed(uuids) if uuid in material.profiles), None)
    units = evaluated_units(rows)
    if profile is None:  # without one nothing says what counts
        return [(name, DailyCounts()) for name, _ in units]
    violations = violations_of([row for row in rows if row.judgement is not None], material.records)
    facts = DailyFacts(rows, material.records, violations, profile, extensions_by_parcel(material.workspace),
                       verdicts_of(material.workspace.as_of(), rows, material.records, truth_rules(profile)))
    return [(name, facts.work([row.parcel.uuid for row in own]).counts) for name, own in units]
