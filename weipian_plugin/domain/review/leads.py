"""日常发现 beside what the imagery found: which illegal patches were told of before, which leads met nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Container, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..calendar.dates import parse_date
from ..records import Record

DAILY_SOURCES = ("巡查", "12336", "微信")
BEFORE, AFTER, NOT_ILLEGAL, NOTHING = "before", "after", "not_illegal", "nothing"
"""What a lead met: an illegal patch before it was issued, one later, patches none of which is illegal, no patch."""


@dataclass(frozen=True)
class Lead:
    """One lead. ``unit``: key of the unit it lies in, as far as known; ``metres``: to the nearest patch it met."""

    uuid: str
    source: str
    day: Optional[date]
    number: str = ""
    text: str = ""
    parcels: Tuple[str, ...] = ()
    unit: str = ""
    metres: Optional[float] = None


@dataclass(frozen=True)
class SourceCount:
    """The leads of a source by what they met, and the illegal patches told of before their issue by it."""

    source: str
    leads: Tuple[str, ...] = ()
    met: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)
    found: Tuple[str, ...] = ()
    found_alone: Tuple[str, ...] = ()


@dataclass(frozen=True)
class LeadComparison:
    """``told_before``: by illegal patch the leads before its issue, the first first; ``sources``: 巡查, 12336 …"""

    leads: Tuple[Lead, ...]
    met: Mapping[str, str]
    told_before: Mapping[str, Tuple[str, ...]]
    sources: Tuple[SourceCount, ...]

    def that_met(self, what: str) -> Tuple[Lead, ...]:
        """The leads that met this."""
        return tuple(lead for lead in self.leads if self.met[lead.uuid] == what)


def leads_of(records: Iterable[Record]) -> List[Lead]:
    """The leads that are kept, in their order."""
    return [lead_of(record) for record in records if record.kind == "discovery"]


def lead_of(record: Record) -> Lead:
    """One of them."""
    values = record.values
    metres = values.get("FXJL")
    return Lead(record.uuid, str(values.get("FXLY") or ""), parse_date(values.get("FXSJ")),
                str(values.get("FXBH") or ""), str(values.get("FXMS") or ""), record.parcels,
                str(values.get("FXDW") or ""), float(metres) if isinstance(metres, (int, float)) else None)


def compare_leads(leads: Sequence[Lead], issued: Mapping[str, Optional[date]], illegal: Container[str]
                  ) -> LeadComparison:
    """Hold leads against patches: ``issued`` has the day of issue of each patch of the scope, ``illegal`` those signed
    违法. A lead of the day of issue itself came too late; one without a day met nothing before.
    """
    met: Dict[str, str] = {}
    told: Dict[str, List[Lead]] = {}
    for lead in leads:
        here = [uuid for uuid in lead.parcels if uuid in issued]
        earlier = [uuid for uuid in here if uuid in illegal and _is_before(lead.day, issued[uuid])]
        met[lead.uuid] = (BEFORE if earlier else AFTER if any(uuid in illegal for uuid in here)
                          else NOT_ILLEGAL if here else NOTHING)
        for uuid in earlier if lead.source in DAILY_SOURCES else ():
            told.setdefault(uuid, []).append(lead)
    before = {uuid: tuple(one.uuid for one in sorted(some, key=lambda one: (one.day or date.max, one.number)))
              for uuid, some in told.items()}
    return LeadComparison(tuple(leads), met, before, tuple(_sources(leads, met, told)))


def _is_before(day: Optional[date], issued: Optional[date]) -> bool:
    return day is not None and issued is not None and day < issued


def _sources(leads: Sequence[Lead], met: Mapping[str, str], told: Mapping[str, Sequence[Lead]]) -> List[SourceCount]:
    named = list(dict.fromkeys((*DAILY_SOURCES, *(lead.source for lead in leads))))
    found = []
    for source in named:
        own = [lead for lead in leads if lead.source == source]
        by = {what: tuple(lead.uuid for lead in own if met[lead.uuid] == what)
              for what in (BEFORE, AFTER, NOT_ILLEGAL, NOTHING)}
        patches = [uuid for uuid, some in told.items() if any(lead.source == source for lead in some)]
        alone = [uuid for uuid in patches if all(lead.source == source for lead in told[uuid])]
        found.append(SourceCount(source, tuple(lead.uuid for lead in own), by, tuple(patches), tuple(alone)))
    return found
