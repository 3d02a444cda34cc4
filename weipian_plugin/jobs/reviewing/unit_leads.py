"""The leads of daily work beside the patches of a unit: how many met what, by source."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Container, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.calculators.calculation import COUNT, Calculation, Line, Words
from ...domain.calculators.unresolved import Violation
from ...domain.calendar.periods import Period
from ...domain.profiles import PROPOSED
from ...domain.records import Record
from ...domain.review.leads import (
    AFTER,
    BEFORE,
    NOT_ILLEGAL,
    NOTHING,
    Lead,
    LeadComparison,
    compare_leads,
    leads_of,
)
from ...domain.review.review_figure import ReviewFigure
from ...domain.review.units import ALL, NO_TOWNSHIP, Unit, county_of, keys_of
from ..accounting.daily_counts import issued_on
from .review_input import ReviewInput

MET_WORDS: Mapping[str, Words] = {
    BEFORE: ("下发前已发现违法图斑", "Illegal patch told of before its issue"),
    AFTER: ("下发后发现的违法图斑", "Illegal patch told of later"),
    NOT_ILLEGAL: ("遇到图斑，未判违法", "Met patches, none illegal"),
    NOTHING: ("没有对应图斑", "Met no patch"),
}
_LEADS: Words = ("日常发现线索", "Leads of daily work")
_KEYS = {BEFORE: "leads_before", AFTER: "leads_after", NOT_ILLEGAL: "leads_not_illegal", NOTHING: "leads_unmatched"}


@dataclass(frozen=True)
class Leads:
    """The leads of the scope; ``units`` has by key of a unit those of it, ``issued`` the day of issue of each patch of
    the scope that one met. ``records``: all that are kept; ``elsewhere``: those of the scope's time that met patches,
    but none of the scope.
    """

    records: Tuple[Record, ...]
    leads: Tuple[Lead, ...]
    units: Mapping[str, Tuple[Lead, ...]]
    issued: Mapping[str, Optional[date]] = field(default_factory=dict)
    elsewhere: Tuple[Lead, ...] = ()


def read_leads(given: ReviewInput) -> Leads:
    """The leads that met a patch of the scope, and those of its time that met no patch at all.

    The time of a scope is its period, of a batch the quarter in which it was issued. A lead belongs to the units of the
    patches it met, else to that it is said to lie in.
    """
    records = tuple(record for record in given.records if record.kind == "discovery")
    every = leads_of(records)
    wanted = {uuid for lead in every for uuid in lead.parcels}
    rows = [row for row in given.rows[""] if row.parcel.uuid in wanted] if wanted else []
    issued = {row.parcel.uuid: issued_on(row) for row in rows}
    inside = [lead for lead in every if _is_of(lead, issued, given.time)]
    elsewhere = tuple(lead for lead in every if lead.parcels and issued.keys().isdisjoint(lead.parcels)
                      and _is_in(lead, given.time))
    places = {row.parcel.uuid: keys_of(county_of(row), str(row.parcel.attributes.get("XZMC") or "").strip())
              for row in rows}
    for uuid, keys in places.items():
        unnamed = f"{keys[-1]}/{NO_TOWNSHIP}"
        places[uuid] = (*keys, unnamed) if unnamed in given.rows else keys
    units: Dict[str, List[Lead]] = {}
    for lead in inside:
        met = {key for uuid in lead.parcels for key in places.get(uuid, ())}
        county, _, township = lead.unit.partition("/")
        for key in met or set(keys_of(county, township) if county else ("",)):
            units.setdefault(key, []).append(lead)
    return Leads(records, tuple(inside), {key: tuple(some) for key, some in units.items()}, issued, elsewhere)


def _is_of(lead: Lead, issued: Mapping[str, Optional[date]], time: Optional[Period]) -> bool:
    return not issued.keys().isdisjoint(lead.parcels) if lead.parcels else _is_in(lead, time)


def _is_in(lead: Lead, time: Optional[Period]) -> bool:
    return time is None or (lead.day is not None and time.holds(lead.day))


def comparison_of(leads: Leads, unit: Unit, parcels: Container[str], violations: Mapping[str, Violation]
                  ) -> LeadComparison:
    """The leads of a unit against its patches (uuids)."""
    here = leads.units.get(unit.key, ()) if unit.level != ALL else leads.leads
    wanted = {uuid for lead in here for uuid in lead.parcels}
    return compare_leads(here, {uuid: leads.issued[uuid] for uuid in wanted
                                if uuid in leads.issued and uuid in parcels}, violations)


def lead_figures(leads: Leads, unit: Unit, parcels: Container[str], violations: Mapping[str, Violation]
                 ) -> List[ReviewFigure]:
    """How many leads there are, and what they met; none where no lead was brought in."""
    if not leads.leads and not leads.elsewhere:
        return []
    found = comparison_of(leads, unit, parcels, violations)
    lines = [Line(f"{one.source}：线索", f"{one.source}: leads", Fraction(len(one.leads)), COUNT)
             for one in found.sources]
    lines += [Line(f"{one.source}：下发前已发现的违法图斑", f"{one.source}: illegal patches told of before",
                   Fraction(len(one.found)), COUNT, parcels=one.found,
                   words=f"其中只由{one.source}发现 {len(one.found_alone)}",
                   words_en=f"of these by {one.source} alone {len(one.found_alone)}") for one in found.sources]
    if unit.level == ALL and leads.elsewhere:
        lines.append(Line("另有遇到本范围以外图斑的线索（不计入）",
                          "Besides: met patches outside the scope (not counted)",
                          Fraction(len(leads.elsewhere)), COUNT))
    all_met = tuple(dict.fromkeys(uuid for lead in found.leads for uuid in lead.parcels))
    figures = [ReviewFigure("leads", _LEADS, Fraction(len(found.leads)), COUNT, all_met, marks=(PROPOSED,),
                            calculation=_told(_LEADS, lines, len(found.leads)))]
    for what, words in MET_WORDS.items():
        some = found.that_met(what)
        title = (f"线索：{words[0]}", f"Leads: {words[1]}")
        figures.append(ReviewFigure(
            _KEYS[what], title, Fraction(len(some)), COUNT,
            tuple(dict.fromkeys(uuid for lead in some for uuid in lead.parcels)), marks=(PROPOSED,),
            calculation=_told(title, [_line(lead) for lead in some], len(some))))
    return figures


def _line(lead: Lead) -> Line:
    day = lead.day.isoformat() if lead.day else "—"
    words = f"{lead.source} {day} {lead.text}".strip()
    name = lead.number or lead.uuid[:8]
    return Line(name, name, Fraction(len(lead.parcels)), COUNT, parcels=lead.parcels, words=words, words_en=words)


def _told(title: Words, lines: Sequence[Line], number: int) -> Calculation:
    return Calculation(*title, lines=tuple(lines), result=Fraction(number), unit=COUNT, marks=(PROPOSED,))
