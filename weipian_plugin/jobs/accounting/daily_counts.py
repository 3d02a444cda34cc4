"""What of 附表5 (§2.7) a workspace knows: counts and areas of its batches. What it does not know is asked, never 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Collection, Dict, FrozenSet, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.areas.units import total_of
from ...domain.calculators.daily import DailyCounts
from ...domain.calculators.unresolved import Violation
from ...domain.calendar.dates import parse_date
from ...domain.calendar.deadlines import Extension, effective_deadline
from ...domain.definitions import LAND, OUTCOMES
from ...domain.errors import WeipianError
from ...domain.forms.codes import ILLEGAL
from ...domain.profiles import PolicyProfile
from ...domain.records import Judgement, Record, TableRow
from ...domain.review.leads import DAILY_SOURCES
from ...domain.review.truth import Verdict, signature_filed, verdicts_now
from ...domain.review.units import county_of
from ..judging.due import row_deadlines

_FILED, _NO_CASE, _MOVED = ("立案",), ("非立案拆除", "不予立案"), ("移交其他部门", "移送司法")

_NONE = Fraction(0)
_COUNTY_DIGITS, _DAY = 6, 10
_YEAR = timedelta(days=365)

_Told = Tuple[str, Optional[date]]  # the source of a lead, and its day
Extensions = Mapping[str, Tuple[Extension, ...]]


@dataclass(frozen=True)
class DailyWork:
    """The counts, and the parcels behind each by its name in `DailyCounts` (of acts those they concern)."""

    counts: DailyCounts
    parcels: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)


def known_counts(rows: Sequence[TableRow], records: Sequence[Record], violations: Mapping[str, Violation],
                 profile: PolicyProfile, extensions: Extensions,
                 verdicts: Optional[Mapping[str, Verdict]] = None) -> DailyCounts:
    """The counts of some batches; see `DailyFacts`."""
    return DailyFacts(rows, records, violations, profile, extensions, verdicts).work().counts


class DailyFacts:
    """What is known of each patch, worked out once; the counts of any part of them.

    ``filed`` is by parcel the outcome that was filed. ``extensions``: what was put off, by parcel. ``verdicts``: what
    the province's review found of each parcel; told from the records where none are given. What was filed, and when, is
    what was filed before the province first looked (`truth.signature_filed`): a correction after a return makes nothing
    late, and nothing right. Acts are known once any is registered, or where no patch is illegal; what the province
    sampled once any patch has its last word; what was found before the issue where leads of its county were brought in
    (`_counties_with_leads`), or the patch has an act with source and date of its lead.
    """

    def __init__(self, rows: Sequence[TableRow], records: Sequence[Record], violations: Mapping[str, Violation],
                 profile: PolicyProfile, extensions: Extensions, verdicts: Optional[Mapping[str, Verdict]] = None
                 ) -> None:
        known = verdicts_now(rows, records, profile) if verdicts is None else verdicts
        self._rows, self._violations = rows, violations
        self._acts = [record for record in records if record.kind == "act"]
        self.filed, self._in_time, self._unknown = _filed_in_time(rows, known, profile, extensions)
        self._sampled, self._overturned = _sampled(self.filed, known)
        self._rectified = {uuid for uuid, each in violations.items() if each.rectified}
        self._refuted = {uuid for uuid, each in violations.items() if each.refuted}
        leads = [one for one in records if one.kind == "discovery"]
        found = _found_before_issue(rows, violations, self._acts, leads)
        self._not_told = {uuid for uuid, each in found.items() if each is None}
        self._found = {uuid for uuid, each in found.items() if each}

    def work(self, uuids: Optional[Sequence[str]] = None, among: Optional[FrozenSet[str]] = None) -> DailyWork:
        """The counts of these parcels (of all), and the parcels behind each. ``among``: the same as a set."""
        wanted = [row.parcel.uuid for row in self._rows] if uuids is None else uuids
        here = frozenset(wanted) if among is None else among
        acts = [act for act in self._acts if not here.isdisjoint(act.parcels)]
        parcels = self._parcels(wanted)
        violations = [self._violations[uuid] for uuid in parcels["illegal_patches"]]
        registered = bool(acts) or not violations
        in_time = parcels["verified_in_time"] if self._unknown.isdisjoint(here) else None
        found = parcels["found_before_issue"] if self._not_told.isdisjoint(here) else None
        ways = {name: [act for act in acts if str(act.values.get("CLFS") or "") in these] for name, these in (
            ("acts_filed", _FILED), ("acts_without_case", _NO_CASE), ("acts_transferred", _MOVED))}
        counted = {name: len(some) if registered else None for name, some in ways.items()}
        sampled = len(parcels["sampled"])
        counts = DailyCounts(
            to_verify=len(wanted), verified=len(parcels["verified"]),
            verified_in_time=None if in_time is None else len(in_time), sampled=sampled or None,
            overturned=len(parcels["overturned"]) if sampled else None,
            acts=len(acts) if registered else None, acts_filed=counted["acts_filed"],
            acts_without_case=counted["acts_without_case"], acts_transferred=counted["acts_transferred"],
            illegal_area=_illegal_area(violations), eliminated_area=_eliminated_area(violations, registered),
            illegal_patches=len(violations), found_before_issue=None if found is None else len(found),
            refuted_area=total_of(min(each.refuted, each.total or _NONE) for each in violations if each.refuted))
        return DailyWork(counts, {**parcels, "verified_in_time": in_time or (), "found_before_issue": found or (),
                                  "acts": _of_acts(acts, here),
                                  **{name: _of_acts(some, here) for name, some in ways.items()}})

    def without_leads(self, uuids: Sequence[str]) -> Tuple[str, ...]:
        """The illegal ones of these parcels of which nothing tells whether they were found before."""
        return those_of(uuids, self._not_told)

    def _parcels(self, wanted: Sequence[str]) -> Dict[str, Tuple[str, ...]]:
        verified, read = those_of(wanted, self.filed), those_of(wanted, self._sampled)
        illegal = those_of(wanted, self._violations)
        return {
            "to_verify": tuple(wanted), "verified": verified, "verified_in_time": those_of(verified, self._in_time),
            "sampled": read, "overturned": those_of(read, self._overturned),
            "illegal_area": illegal, "illegal_patches": illegal, "eliminated_area": those_of(illegal, self._rectified),
            "refuted_area": those_of(illegal, self._refuted),
            "found_before_issue": those_of(illegal, self._found)}


def those_of(parcels: Sequence[str], some: Collection[str]) -> Tuple[str, ...]:
    """The parcels that are among some (a set, or the keys of a mapping), in their order."""
    return tuple(filter(some.__contains__, parcels)) if some else ()


def _of_acts(acts: Sequence[Record], here: FrozenSet[str]) -> Tuple[str, ...]:
    return tuple(dict.fromkeys(uuid for act in acts for uuid in act.parcels if uuid in here))


def _illegal_area(violations: Sequence[Violation]) -> Optional[Fraction]:
    areas = [each.total for each in violations if each.total is not None]
    return total_of(areas) if len(areas) == len(violations) else None


def _eliminated_area(violations: Sequence[Violation], registered: bool) -> Optional[Fraction]:
    """Without any act nobody has said what became of the ground."""
    gone = total_of(min(each.rectified, each.total or _NONE) for each in violations if each.rectified)
    return gone if registered or gone or any(each.refuted for each in violations) else None


def _filed_in_time(rows: Sequence[TableRow], verdicts: Mapping[str, Verdict], profile: PolicyProfile,
                   extensions: Extensions) -> Tuple[Dict[str, str], Set[str], Set[str]]:
    """By patch the outcome that was filed; those filed by the date by which their profile wants it; those of which no
    date is known.
    """
    filed: Dict[str, str] = {}
    in_time: Set[str] = set()
    unknown: Set[str] = set()
    alike: Dict[Tuple[object, ...], Set[str]] = {}  # of a township's patches that were signed on one day
    late: Set[str] = set()
    for row in rows:
        signed = signature_filed(row, verdicts)
        if signed is None:
            continue
        parcel, day, outcome = row.parcel, signed.signed_at[:_DAY], signed.answers.get(OUTCOMES[signed.subject])
        uuid, land = parcel.uuid, signed if signed.subject == LAND else row.judgement
        extended = extensions.get(uuid, ()) if extensions else ()
        filed[uuid] = str(outcome or "")
        key = (id(parcel.attributes), id(row.batch), day,
               land.signed_at[:_DAY] if land is not None and land.answers.get("PDLX") == ILLEGAL else "", extended)
        if key not in alike:
            due, filed_on = _due(row, land, profile, extended), parse_date(day)
            alike[key] = unknown if due is None or filed_on is None else in_time if filed_on <= due else late
        alike[key].add(uuid)
    return filed, in_time, unknown


def _due(row: TableRow, land: Optional[Judgement], profile: PolicyProfile, extended: Tuple[Extension, ...]
         ) -> Optional[date]:
    """When a patch is due; ``land``: the land judgement that counts of it."""
    as_filed = TableRow(row.parcel, row.batch, row.measured, land, row.mineral)
    try:
        found = effective_deadline(row_deadlines(as_filed, profile, extended))
    except WeipianError:
        return None
    return None if found is None else found.due


def _sampled(filed: Mapping[str, str], verdicts: Mapping[str, Verdict]) -> Tuple[Set[str], Set[str]]:
    """The parcels that were filed and have their last word, and those of them that are finally something else."""
    sampled: Set[str] = set()
    overturned: Set[str] = set()
    for uuid, verdict in verdicts.items():
        if verdict.filed is not None and verdict.final is not None and uuid in filed:
            sampled.add(uuid)
            if verdict.filed.outcome != verdict.final.outcome:
                overturned.add(uuid)
    return sampled, overturned


def _found_before_issue(rows: Sequence[TableRow], illegal: Collection[str], acts: Sequence[Record],
                        leads: Sequence[Record]) -> Dict[str, Optional[bool]]:
    """Of illegal patches: had 巡查, 12336 or 微信 told of them before they were issued, by a lead or by their act?

    ``None``: nothing tells.
    """
    told, of_acts = _days(leads, "FXLY", "FXSJ"), _days(acts, "XSLY", "SLSJ")
    alike: Dict[Tuple[object, ...], List[TableRow]] = {}  # patches of one county that were issued on one day
    places: Dict[str, str] = {}
    for row in rows:
        parcel = row.parcel
        key = (id(parcel.attributes), id(row.batch), parcel.jcbh[:_COUNTY_DIGITS + 1])
        if key not in alike:
            alike[key] = [row]
        if parcel.uuid in illegal:
            alike[key].append(row)
        if parcel.uuid in told:
            places[parcel.uuid] = county_of(row)
    counties = _counties_with_leads([some[0] for some in alike.values()], places, leads)
    found: Dict[str, Optional[bool]] = {}
    for first, *others in alike.values():
        untold = _was_found(first, (), (), counties)
        for row in others:
            uuid = row.parcel.uuid
            known, more = of_acts.get(uuid, ()), told.get(uuid, ())
            found[uuid] = _was_found(row, known, more, counties) if known or more else untold
    return found


def _was_found(row: TableRow, known: Sequence[_Told], more: Sequence[_Told], counties: FrozenSet[str]
               ) -> Optional[bool]:
    """``known``: what its acts say of it, ``more``: what leads do."""
    issued = issued_on(row)
    if issued is not None and any(day is not None and day < issued and any(word in source for word in DAILY_SOURCES)
                                  for source, day in (*known, *more)):
        return True
    if known and issued is not None and not any(not way or day is None for way, day in known):
        return False
    return False if counties and county_of(row) in counties and (
        issued is not None or not (known or more)) else None


def _counties_with_leads(rows: Sequence[TableRow], places: Mapping[str, str], leads: Sequence[Record]
                         ) -> FrozenSet[str]:
    """The counties of which leads were brought in that can tell of these patches: found within a year before the first
    of the county's patches was issued, or until its last was. A lead of no known county, or of another year, says
    nothing. ``rows``: one of each county and day of issue; ``places``: by parcel that a lead met, its county.
    """
    spans: Dict[str, Tuple[date, date]] = {}
    for row in rows if leads else ():
        county, issued = county_of(row), issued_on(row)
        if issued is not None and county:
            first, last = spans.get(county, (issued, issued))
            spans[county] = (min(first, issued), max(last, issued))
    found = set()
    for lead in leads:
        day = parse_date(lead.values.get("FXSJ"))
        said = str(lead.values.get("FXDW") or "")[:_COUNTY_DIGITS]
        for county in {said, *(places[uuid] for uuid in lead.parcels if uuid in places)} & spans.keys():
            first, last = spans[county]
            if day is not None and first - _YEAR <= day < last:
                found.add(county)
    return frozenset(found)


def issued_on(row: TableRow) -> Optional[date]:
    """The day on which a patch was issued."""
    return _day(row.parcel.attributes.get("XFSJ") or row.batch.issued)


@lru_cache(maxsize=1024)
def _day(text: object) -> Optional[date]:
    return parse_date(text)


def _days(records: Sequence[Record], source: str, day: str) -> Dict[str, List[_Told]]:
    found: Dict[str, List[_Told]] = {}
    for record in records:
        told = (str(record.values.get(source) or ""), parse_date(record.values.get(day)))
        for uuid in record.parcels:
            found.setdefault(uuid, []).append(told)
    return found
