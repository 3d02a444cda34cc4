"""What of 附表5 (§2.7) a workspace knows: counts and areas of its batches. What it does not know is asked, never 0."""

from __future__ import annotations

from fractions import Fraction
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.calculators.daily import DailyCounts
from ...domain.calculators.unresolved import Violation
from ...domain.calendar.dates import parse_date
from ...domain.calendar.deadlines import Extension, effective_deadline
from ...domain.errors import WeipianError
from ...domain.forms.audits import PROVINCE, of_level
from ...domain.forms.fields import is_empty
from ...domain.profiles import PolicyProfile
from ...domain.records import Record, TableRow
from ..judging.due import row_deadlines

_FILED, _NO_CASE, _MOVED = ("立案",), ("非立案拆除", "不予立案"), ("移交其他部门", "移送司法")
_DAILY_SOURCES = ("巡查", "12336", "微信")
_NONE = Fraction(0)


def known_counts(rows: Sequence[TableRow], records: Sequence[Record], violations: Mapping[str, Violation],
                 profile: PolicyProfile, extensions: Mapping[str, Tuple[Extension, ...]]) -> DailyCounts:
    """The counts of some batches. ``extensions``: what was put off, by parcel.

    Acts are known once any is registered, or where no patch is illegal; what the province sampled once any of its
    audits is; what was found before the issue where every illegal patch has an act with source and date of its lead.
    """
    here = {row.parcel.uuid for row in rows}
    acts = [record for record in records if record.kind == "act" and here & set(record.parcels)]
    registered = bool(acts) or not violations
    ways = [str(act.values.get("CLFS") or "") for act in acts]
    sampled = _sampled(rows, records)
    return DailyCounts(
        to_verify=len(rows), verified=sum(row.judgement is not None for row in rows),
        verified_in_time=_in_time(rows, profile, extensions),
        sampled=None if sampled is None else len(sampled), overturned=None if sampled is None else sum(sampled),
        acts=len(acts) if registered else None, acts_filed=_of(ways, _FILED, registered),
        acts_without_case=_of(ways, _NO_CASE, registered), acts_transferred=_of(ways, _MOVED, registered),
        illegal_area=_illegal_area(violations), eliminated_area=_eliminated_area(violations, registered),
        illegal_patches=len(violations), found_before_issue=_found_before_issue(rows, acts, violations))


def _of(ways: Sequence[str], wanted: Tuple[str, ...], registered: bool) -> Optional[int]:
    return sum(way in wanted for way in ways) if registered else None


def _illegal_area(violations: Mapping[str, Violation]) -> Optional[Fraction]:
    areas = [each.total for each in violations.values()]
    return None if any(area is None for area in areas) else sum((area for area in areas if area is not None), _NONE)


def _eliminated_area(violations: Mapping[str, Violation], registered: bool) -> Optional[Fraction]:
    """Without any act nobody has said what became of the ground."""
    gone = sum((min(each.rectified, each.total or _NONE) for each in violations.values()), _NONE)
    return gone if registered or gone else None


def _in_time(rows: Sequence[TableRow], profile: PolicyProfile,
             extensions: Mapping[str, Tuple[Extension, ...]]) -> Optional[int]:
    """Patches signed by the date by which their profile wants them reported; unknown where one of them has none."""
    count = 0
    for row in rows:
        signed = parse_date(row.judgement.signed_at) if row.judgement is not None else None
        if row.judgement is None:
            continue
        try:
            found = row_deadlines(row, profile, extensions.get(row.parcel.uuid, ()))
        except WeipianError:
            return None
        due = effective_deadline(found)
        if due is None or signed is None:
            return None
        count += signed <= due.due
    return count


def _sampled(rows: Sequence[TableRow], records: Sequence[Record]) -> Optional[List[bool]]:
    """Of each signed parcel the province has looked at: did it judge otherwise? ``None``: it has looked at none."""
    by_parcel: Dict[str, List[Record]] = {}
    for record in of_level(records, PROVINCE):
        for uuid in record.parcels:
            by_parcel.setdefault(uuid, []).append(record)
    found = []
    for row in rows:
        said = [one for one in by_parcel.get(row.parcel.uuid, ()) if not is_empty(one.values.get("ZPDLX"))]
        if said and row.judgement is not None:
            filed = row.judgement.answers.get("PDLX")
            found.append(any(one.values["ZPDLX"] != filed for one in said))
    return found or None


def _found_before_issue(rows: Sequence[TableRow], acts: Sequence[Record],
                        violations: Mapping[str, Violation]) -> Optional[int]:
    """Illegal patches that 巡查, 12336 or 微信 had told of before they were issued."""
    by_parcel: Dict[str, List[Record]] = {}
    for act in acts:
        for uuid in act.parcels:
            by_parcel.setdefault(uuid, []).append(act)
    count = 0
    for row in rows:
        if row.parcel.uuid not in violations:
            continue
        issued = parse_date(row.parcel.attributes.get("XFSJ") or row.batch.issued)
        leads = [(str(act.values.get("XSLY") or ""), parse_date(act.values.get("SLSJ")))
                 for act in by_parcel.get(row.parcel.uuid, ())]
        if issued is None or not leads or any(not source or day is None for source, day in leads):
            return None
        count += any(day is not None and day < issued and any(word in source for word in _DAILY_SOURCES)
                     for source, day in leads)
    return count
