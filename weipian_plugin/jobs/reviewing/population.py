"""Who can be drawn: what was signed until a day, of some batches, counties and days, with what a design asks of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Tuple

from ...domain.areas.units import mu_text
from ...domain.definitions import is_mineral
from ...domain.records import TableRow
from ...domain.review.members import Member
from ...domain.review.truth import signature_of
from ...domain.review.units import county_named
from ...domain.statistics.counted import AREA, BASIC, FARMLAND, REDLINE
from ...workspace.without_collecting import without_collecting

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_AREAS = (AREA, FARMLAND, BASIC, REDLINE)


@dataclass(frozen=True)
class Scope:
    """Which part of a workspace is drawn from; what is empty does not narrow it. ``since``: signed on this day or later
    (ISO).
    """

    batches: Tuple[str, ...] = ()
    counties: Tuple[str, ...] = ()
    since: str = ""

    def as_texts(self) -> Dict[str, str]:
        """As a design keeps it."""
        texts = {"batches": "、".join(self.batches), "counties": "、".join(self.counties), "since": self.since}
        return {name: text for name, text in texts.items() if text}

    @staticmethod
    def of_texts(texts: Mapping[str, str]) -> Scope:
        """From what a design kept."""
        parts = {name: tuple(part for part in texts.get(name, "").split("、") if part)
                 for name in ("batches", "counties")}
        return Scope(parts["batches"], parts["counties"], texts.get("since", ""))

    def in_words(self, labels: Mapping[str, str]) -> str:
        """For people: the batches by their labels, the counties, the first day."""
        said = ["、".join(labels.get(uuid, uuid) for uuid in self.batches) or "全部批次", "、".join(self.counties),
                f"{self.since} 起签字" if self.since else ""]
        return "；".join(part for part in said if part)


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
               with_areas: bool = True) -> Population:
    """The parcels with a signed judgement at the end of ``day`` (now for ``None``); quarantined ones are never here.

    While a 容错纠错 about a parcel is open, it is not there. ``with_areas``: what was measured of them too.
    """
    wanted = scope or Scope()
    areas = _areas(workspace) if with_areas else {}
    members: List[Member] = []
    rows: Dict[str, TableRow] = {}
    batches = [batch for batch in workspace.batches() if not wanted.batches or batch.uuid in wanted.batches]
    with without_collecting():
        found = workspace.as_of(day).rows(batches)
    for row in found:
        signed = signature_of(row)
        if signed is None or signed.signed_at[:10] < wanted.since:
            continue
        county = county_named(row)
        if wanted.counties and county not in wanted.counties:
            continue
        members.append(Member(
            row.parcel.uuid, row.parcel.dkbh or row.parcel.jcbh, outcome_of(row), county,
            _text(row.parcel.attributes.get("XZMC")), signed.signed_by, _text(row.parcel.attributes.get("JCLB")),
            concerns_mining(row), areas.get(row.parcel.uuid, {})))
        rows[row.parcel.uuid] = row
    return Population(tuple(members), rows)


def counties(workspace: Workspace) -> List[str]:
    """The counties of whose patches there are any, by name."""
    return sorted({county for county in (county_named(row) for row in workspace.as_of().rows()) if county})


def labels_told_apart(workspace: Workspace) -> Dict[str, str]:
    """The label of each batch by its uuid; where several have the same, the counties of its patches stand with it."""
    batches = workspace.batches()
    counted = Counter(batch.label for batch in batches)
    twice = {batch.uuid for batch in batches if counted[batch.label] > 1}
    names = workspace.filed.counties_of_batches() if twice else {}
    return {batch.uuid: f"{batch.label} · {'、'.join(names.get(batch.uuid, ())) or batch.county}"
            if batch.uuid in twice else batch.label for batch in batches}


def concerns_mining(row: TableRow) -> bool:
    """Is it a 矿产图斑?"""
    return is_mineral(row.parcel.attributes)


def outcome_of(row: TableRow) -> str:
    """The signed outcome, "" where nothing was signed."""
    signed = signature_of(row)
    if signed is None:
        return ""
    return _text(signed.answers.get("KPDLX" if signed.subject == "mineral" else "PDLX"))


def _areas(workspace: Workspace) -> Dict[str, Dict[str, Decimal]]:
    """亩 with two decimals by field code, of what was measured."""
    return {uuid: {code: Decimal(mu_text(area)) for code, area in zip(_AREAS, areas) if area is not None}
            for uuid, areas in workspace.filed.areas().items()}


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
