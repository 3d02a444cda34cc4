"""What of 附表5 (§2.7) a workspace knows: counts and areas of its batches. What it does not know is asked, never 0."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Dict, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.areas.units import total_of
from ...domain.calculators.daily import DailyCounts
from ...domain.calculators.unresolved import Violation
from ...domain.calendar.dates import parse_date
from ...domain.calendar.deadlines import Extension, effective_deadline
from ...domain.errors import WeipianError
from ...domain.forms.codes import ILLEGAL
from ...domain.profiles import PolicyProfile
from ...domain.records import Judgement, Record, TableRow
from ...domain.review.leads import DAILY_SOURCES
from ...domain.review.truth import Verdict, signature_of, verdicts_now
from ...domain.review.units import county_of
from ..judging.due import row_deadlines

_FILED, _NO_CASE, _MOVED = ("立案",), ("非立案拆除", "不予立案"), ("移交其他部门", "移送司法")

_NONE = Fraction(0)

Extensions = Mapping[str, Tuple[Extension, ...]]


@dataclass(frozen=True)
class WorkedOut:
    """Kept from one call to the next: when patches are due, by what they have in common; who was in time, by uuid."""

    due: Dict[Tuple[object, ...], Optional[date]] = field(default_factory=dict)
    in_time: Dict[str, Optional[bool]] = field(default_factory=dict)


@dataclass(frozen=True)
class DailyWork:
    """The counts, and the parcels behind each by its name in `DailyCounts` (of acts those they concern)."""

    counts: DailyCounts
    parcels: Mapping[str, Tuple[str, ...]] = field(default_factory=dict)


def known_counts(rows: Sequence[TableRow], records: Sequence[Record], violations: Mapping[str, Violation],
                 profile: PolicyProfile, extensions: Extensions,
                 verdicts: Optional[Mapping[str, Verdict]] = None) -> DailyCounts:
    """The counts of some batches; see `daily_work`."""
    return daily_work(rows, records, violations, profile, extensions, verdicts).counts


def daily_work(rows: Sequence[TableRow], records: Sequence[Record], violations: Mapping[str, Violation],
               profile: PolicyProfile, extensions: Extensions, verdicts: Optional[Mapping[str, Verdict]] = None,
               worked_out: Optional[WorkedOut] = None) -> DailyWork:
    """What some batches know. ``extensions``: what was put off, by parcel. ``verdicts``: what the province's review
    found of each parcel; told from the records where none are given. ``worked_out``: by calls with the same profile.

    Acts are known once any is registered, or where no patch is illegal; what the province sampled once any patch has
    its last word; what was found before the issue where the leads of daily work were brought in, or every illegal
    patch has an act with source and date of its lead.
    """
    here = {row.parcel.uuid for row in rows}
    acts = [record for record in records if record.kind == "act" and not here.isdisjoint(record.parcels)]
    registered = bool(acts) or not violations
    sampled, overturned = _sampled(rows, verdicts_now(rows, records, profile) if verdicts is None else verdicts)
    signed = [(row, signature) for row in rows if (signature := signature_of(row)) is not None]
    verified = [row.parcel.uuid for row, _ in signed]
    in_time = _in_time(signed, profile, extensions, worked_out or WorkedOut())
    leads = [one for one in records if one.kind == "discovery"]
    found = _found_before_issue(rows, acts, leads, violations, _is_of_here(rows, here, leads))
    ways = {name: [act for act in acts if str(act.values.get("CLFS") or "") in wanted] for name, wanted in (
        ("acts_filed", _FILED), ("acts_without_case", _NO_CASE), ("acts_transferred", _MOVED))}
    counted = {name: len(some) if registered else None for name, some in ways.items()}
    counts = DailyCounts(
        to_verify=len(rows), verified=len(verified), verified_in_time=None if in_time is None else len(in_time),
        sampled=len(sampled) or None, overturned=len(overturned) if sampled else None,
        acts=len(acts) if registered else None, acts_filed=counted["acts_filed"],
        acts_without_case=counted["acts_without_case"], acts_transferred=counted["acts_transferred"],
        illegal_area=_illegal_area(violations), eliminated_area=_eliminated_area(violations, registered),
        illegal_patches=len(violations), found_before_issue=None if found is None else len(found))
    parcels = {
        "to_verify": tuple(row.parcel.uuid for row in rows), "verified": tuple(verified),
        "verified_in_time": tuple(in_time or ()), "sampled": tuple(sampled), "overturned": tuple(overturned),
        "acts": _of_acts(acts, here), **{name: _of_acts(some, here) for name, some in ways.items()},
        "illegal_area": tuple(violations), "illegal_patches": tuple(violations),
        "eliminated_area": tuple(uuid for uuid, each in violations.items() if each.rectified),
        "found_before_issue": tuple(found or ())}
    return DailyWork(counts, parcels)


def _of_acts(acts: Sequence[Record], here: Set[str]) -> Tuple[str, ...]:
    return tuple(dict.fromkeys(uuid for act in acts for uuid in act.parcels if uuid in here))


def _illegal_area(violations: Mapping[str, Violation]) -> Optional[Fraction]:
    areas = [each.total for each in violations.values() if each.total is not None]
    return total_of(areas) if len(areas) == len(violations) else None


def _eliminated_area(violations: Mapping[str, Violation], registered: bool) -> Optional[Fraction]:
    """Without any act nobody has said what became of the ground."""
    gone = total_of(min(each.rectified, each.total or _NONE) for each in violations.values() if each.rectified)
    return gone if registered or gone else None


def _in_time(rows: Sequence[Tuple[TableRow, Judgement]], profile: PolicyProfile, extensions: Extensions,
             worked_out: WorkedOut) -> Optional[List[str]]:
    """Patches signed by the date by which their profile wants them reported; unknown where one of them has none."""
    found = []
    for row, signature in rows:
        uuid = row.parcel.uuid
        if uuid not in worked_out.in_time:
            signed = _day(signature.signed_at[:10])
            due = _due(row, profile, extensions.get(uuid, ()), worked_out.due)
            worked_out.in_time[uuid] = None if due is None or signed is None else signed <= due
        in_time = worked_out.in_time[uuid]
        if in_time is None:
            return None
        if in_time:
            found.append(uuid)
    return found


def _due(row: TableRow, profile: PolicyProfile, extended: Tuple[Extension, ...],
         due_dates: Dict[Tuple[object, ...], Optional[date]]) -> Optional[date]:
    """When a patch is due; worked out once for all that are alike."""
    issued = row.parcel.attributes
    key = (profile.id, issued.get("JCLB"), issued.get("XFSJ") or row.batch.issued, issued.get("NF"),
           row.judgement.signed_at[:10] if row.judgement and row.judgement.answers.get("PDLX") == ILLEGAL else "",
           extended)
    if key not in due_dates:
        try:
            found = effective_deadline(row_deadlines(row, profile, extended))
            due_dates[key] = None if found is None else found.due
        except WeipianError:
            due_dates[key] = None
    return due_dates[key]


def _sampled(rows: Sequence[TableRow], verdicts: Mapping[str, Verdict]) -> Tuple[List[str], List[str]]:
    """The parcels that were filed and have their last word, and those of them that are finally something else."""
    sampled, overturned = [], []
    for row in rows:
        verdict = verdicts.get(row.parcel.uuid)
        if verdict is None or verdict.filed is None or verdict.final is None:
            continue
        sampled.append(row.parcel.uuid)
        if verdict.filed.outcome != verdict.final.outcome:
            overturned.append(row.parcel.uuid)
    return sampled, overturned


def _found_before_issue(rows: Sequence[TableRow], acts: Sequence[Record], leads: Sequence[Record],
                        violations: Mapping[str, Violation], brought_in: bool) -> Optional[List[str]]:
    """Illegal patches that 巡查, 12336 or 微信 had told of before they were issued, by a lead or by their act.

    ``brought_in``: were leads of these patches' counties brought in?
    """
    told = _days(leads, "FXLY", "FXSJ")
    of_acts = _days(acts, "XSLY", "SLSJ")
    found = []
    for row in rows if violations else ():
        uuid = row.parcel.uuid
        if uuid not in violations:
            continue
        known, more = of_acts.get(uuid, ()), told.get(uuid, ())
        if brought_in and not known and not more:
            continue
        issued = issued_on(row)
        if issued is None or (not brought_in and (not known or any(not way or day is None for way, day in known))):
            return None
        if any(day is not None and day < issued and any(word in source for word in DAILY_SOURCES)
               for source, day in (*known, *more)):
            found.append(uuid)
    return found


def issued_on(row: TableRow) -> Optional[date]:
    """The day on which a patch was issued."""
    return _day(row.parcel.attributes.get("XFSJ") or row.batch.issued)


@lru_cache(maxsize=1024)
def _day(text: object) -> Optional[date]:
    return parse_date(text)


def _days(records: Sequence[Record], source: str, day: str) -> Dict[str, List[Tuple[str, Optional[date]]]]:
    found: Dict[str, List[Tuple[str, Optional[date]]]] = {}
    for record in records:
        told = (str(record.values.get(source) or ""), parse_date(record.values.get(day)))
        for uuid in record.parcels:
            found.setdefault(uuid, []).append(told)
    return found


def _is_of_here(rows: Sequence[TableRow], here: Set[str], leads: Sequence[Record]) -> bool:
    """Were leads of these patches' counties brought in? Another county's say nothing of this one."""
    if any(not lead.values.get("FXDW") or not here.isdisjoint(lead.parcels) for lead in leads):
        return True
    told = {str(lead.values["FXDW"])[:6] for lead in leads}
    return bool(told) and any(county_of(row) in told for row in rows)
