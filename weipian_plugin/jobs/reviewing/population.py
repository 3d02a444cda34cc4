"""Who can be drawn: what was signed until a day, of some batches, counties and days, with what a design asks of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.areas.units import mu_text
from ...domain.calendar.dates import parse_date
from ...domain.definitions import is_mineral
from ...domain.errors import WeipianError
from ...domain.records import Batch, TableRow
from ...domain.review.members import Member
from ...domain.review.truth import signature_of
from ...domain.review.units import county_named
from ...domain.statistics.counted import AREA, BASIC, FARMLAND, REDLINE
from ...domain.townships import Townships
from ...workspace.without_collecting import without_collecting
from ..handing_in.scope import period_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_AREAS = (AREA, FARMLAND, BASIC, REDLINE)
_BETWEEN = " ·、，,/（）()"
"""What may stand between a label and its county."""


@dataclass(frozen=True)
class Scope:
    """Which part of a workspace is drawn from; what is empty does not narrow it. ``since``: signed on this day or later
    (ISO); ``period``: issued in this quarter, half or year (``2023Q3``, ``2023H1``, ``2023``).
    """

    batches: Tuple[str, ...] = ()
    counties: Tuple[str, ...] = ()
    since: str = ""
    period: str = ""

    def as_texts(self) -> Dict[str, str]:
        """As a design keeps it."""
        texts = {"batches": "、".join(self.batches), "counties": "、".join(self.counties), "since": self.since,
                 "period": self.period}
        return {name: text for name, text in texts.items() if text}

    @staticmethod
    def of_texts(texts: Mapping[str, str]) -> Scope:
        """From what a design kept."""
        parts = {name: tuple(part for part in texts.get(name, "").split("、") if part)
                 for name in ("batches", "counties")}
        return Scope(parts["batches"], parts["counties"], texts.get("since", ""), texts.get("period", ""))

    def in_words(self, labels: Mapping[str, str]) -> str:
        """For people: the period, the batches by their labels, the counties, the first day."""
        issued = f"{period_of(self.period).title}下发" if self.period else ""
        said = [issued, "、".join(labels.get(uuid, uuid) for uuid in self.batches) or ("" if issued else "全部批次"),
                "、".join(self.counties), f"{self.since} 起签字" if self.since else ""]
        return "；".join(part for part in said if part)

    def among(self, batches: Sequence[Batch]) -> List[Batch]:
        """Those of the batches that are drawn from. Raises ``NO_SUCH_PERIOD``."""
        period = period_of(self.period) if self.period else None
        found = [batch for batch in batches if not self.batches or batch.uuid in self.batches]
        days = {batch.uuid: parse_date(batch.issued) for batch in found}
        return [batch for batch in found
                if period is None or ((day := days[batch.uuid]) is not None and period.holds(day))]


@dataclass(frozen=True)
class Population:
    """``members`` were signed until the day; ``rows`` are theirs."""

    members: Tuple[Member, ...]
    rows: Mapping[str, TableRow] = field(default_factory=dict)

    @property
    def names(self) -> Dict[str, str]:
        """地块编号 by parcel."""
        return {member.uuid: member.name for member in self.members}


def population(workspace: Workspace, scope: Optional[Scope] = None, day: Optional[date] = None,
               with_areas: bool = True, with_interpreters: bool = False) -> Population:
    """The parcels with a signed judgement at the end of ``day`` (now for ``None``); quarantined ones are never here.

    While a 容错纠错 about a parcel is open, it is not there. ``with_areas``: what was measured of them too;
    ``with_interpreters``: who gave the answers that were signed. Raises ``NO_SUCH_COUNTY``.
    """
    wanted = scope or Scope()
    areas = _areas(workspace) if with_areas else {}
    members: List[Member] = []
    rows: Dict[str, TableRow] = {}
    with without_collecting():
        found = workspace.as_of(day).rows(wanted.among(workspace.batches()))
    _require_counties(wanted, found)
    people = _interpreters(workspace, found) if with_interpreters else {}
    townships = Townships(found)
    for row in found:
        signed = signature_of(row)
        if signed is None or signed.signed_at[:10] < wanted.since:
            continue
        county = county_named(row)
        if wanted.counties and county not in wanted.counties:
            continue
        members.append(Member(
            row.parcel.uuid, row.parcel.dkbh or row.parcel.jcbh, outcome_of(row), county,
            townships.name(row), people.get(row.parcel.uuid, ""), _text(row.parcel.attributes.get("JCLB")),
            concerns_mining(row), areas.get(row.parcel.uuid, {}), signed.signed_by))
        rows[row.parcel.uuid] = row
    return Population(tuple(members), rows)


def _require_counties(wanted: Scope, rows: Sequence[TableRow]) -> None:
    known = {county_named(row) for row in rows} - {""} if wanted.counties else set()
    unknown = [county for county in wanted.counties if county not in known]
    if known and unknown:
        raise WeipianError("NO_SUCH_COUNTY", county="、".join(unknown), known="、".join(sorted(known)))


def counties(workspace: Workspace) -> List[str]:
    """The counties of whose patches there are any, by name."""
    return sorted({county for county in (county_named(row) for row in workspace.as_of().rows()) if county})


def labels_told_apart(workspace: Workspace) -> Dict[str, str]:
    """How each batch is called by its uuid, wherever a person chooses one or is told of one: its label; where several
    have the same, the counties of its patches stand with it, and the day of issue where these are the same too.
    """
    batches = workspace.batches(counted=False)
    bare = {batch.uuid: batch.label or batch.issued for batch in batches}
    counted = Counter(bare.values())
    if len(counted) == len(bare):
        return bare
    names = workspace.filed.counties_of_batches()
    told = {batch.uuid: " · ".join(part for part in (
        bare[batch.uuid], "、".join(names.get(batch.uuid, ())) or batch.county) if part)
        if counted[bare[batch.uuid]] > 1 else bare[batch.uuid] for batch in batches}
    alike = Counter(told.values())
    return {batch.uuid: f"{told[batch.uuid]} · {batch.issued}" if alike[told[batch.uuid]] > 1 and batch.issued
            else told[batch.uuid] for batch in batches}


def batches_named(workspace: Workspace, wanted: str) -> Tuple[str, ...]:
    """The batches (uuid) that a person means: one by its uuid, all that have this label, or those of one county by
    label and county (name or code). Raises ``NO_SUCH_BATCH``.
    """
    batches = workspace.batches(counted=False)
    found = [one.uuid for one in batches if wanted in (one.uuid, one.label)]
    told = labels_told_apart(workspace)
    if not found:
        names = workspace.filed.counties_of_batches()
        found = [one.uuid for one in batches if wanted == told[one.uuid] or (
            wanted.startswith(one.label)
            and wanted[len(one.label):].strip(_BETWEEN) in {*names.get(one.uuid, ()), one.county} - {""})]
    if not found:
        raise WeipianError("NO_SUCH_BATCH", batch=wanted, known="；".join(dict.fromkeys(told.values())) or "–")
    return tuple(found)


def one_batch_named(workspace: Workspace, wanted: str) -> str:
    """The one batch (uuid) that a person means (`batches_named`). Raises ``NO_SUCH_BATCH``, ``BATCH_SEVERAL``."""
    found = batches_named(workspace, wanted)
    if len(found) > 1:
        told = labels_told_apart(workspace)
        alike = Counter(told[uuid] for uuid in found)
        known = (told[uuid] if alike[told[uuid]] == 1 else f"{told[uuid]}（{uuid}）" for uuid in found)
        raise WeipianError("BATCH_SEVERAL", batch=wanted, count=len(found), known="；".join(known))
    return found[0]


def concerns_mining(row: TableRow) -> bool:
    """Is it a 矿产图斑?"""
    return is_mineral(row.parcel.attributes)


def outcome_of(row: TableRow) -> str:
    """The signed outcome, "" where nothing was signed."""
    signed = signature_of(row)
    if signed is None:
        return ""
    return _text(signed.answers.get("KPDLX" if signed.subject == "mineral" else "PDLX"))


def _interpreters(workspace: Workspace, rows: Sequence[TableRow]) -> Dict[str, str]:
    judged = {row.parcel.uuid: signed for row in rows if (signed := signature_of(row)) is not None}
    beside = workspace.filed.as_signed(judged)
    return {uuid: beside.answered_by(uuid) for uuid in judged}


def _areas(workspace: Workspace) -> Dict[str, Dict[str, Decimal]]:
    """亩 with two decimals by field code, of what was measured."""
    return {uuid: {code: Decimal(mu_text(area)) for code, area in zip(_AREAS, areas) if area is not None}
            for uuid, areas in workspace.filed.areas().items()}


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
