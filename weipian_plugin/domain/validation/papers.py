"""Checks of what proves a case: legal papers and their range (V09, V10), facility (V12), basic farmland under what may
not lie on it (V13), temporary use (V14), rural road (V15).
"""

from __future__ import annotations

from fractions import Fraction
from typing import Dict, Iterator, List, NamedTuple, Optional

from ..areas.units import exact, mu_round2, round2, threshold_value
from ..definitions import EVIDENCE_BLOCKS
from ..errors import WeipianError
from ..forms.codes import LEGAL, OTHER
from ..forms.fields import Field
from ..roles import ROLES
from .areas import unmeasured
from .case import ParcelCase
from .check import Remark, Said, mu_said, not_checked, wanting, wrong

FACILITY, TEMPORARY, RURAL_ROAD, PHOTOVOLTAIC = "Q1", "Q2", "Q3", "Q4"
NOT_ON_BASIC_FARMLAND = (FACILITY, RURAL_ROAD, PHOTOVOLTAIC, TEMPORARY)

FIELDS: Dict[str, Field] = {field.code: field for field in EVIDENCE_BLOCKS}


class Papers(NamedTuple):
    """Where the papers of a case stand: fields of number, date and area, and the role of the layer of their ranges."""

    number: str
    date: str
    area: str
    role: str = ""


# The supply's own papers stand beside H1's conversion; whether they must is the profile's to say, and the rules'.
PAPERS: Dict[str, Papers] = {
    "H1": Papers("NZYPZWH", "NZYPZSJ", "NZYPZMJ", "pzyd"),
    "H2": Papers("NZYPZWH", "NZYPZSJ", "NZYPZMJ", "pzyd"),
    "H3": Papers("NZYPZWH", "NZYPZSJ", "NZYPZMJ", "pzyd"),
    "H4": Papers("ZJGXMBH", "", "ZJGDKMJ", "zjgg"),
    "H5": Papers("BDCZH", "BDCDJSJ", "BDCMJ", "bdc"),
    "H6": Papers("LSPPZWH", "LSPPZSJ", "LSPPZMJ"),
    "H7": Papers("LSPPZWH", "LSPPZSJ", "LSPPZMJ"),
}
SUPPLY = Papers("GDSJGH", "GDSSJ", "GDSMJ", "gd")


def legal_has_its_paper(case: ParcelCase) -> Iterator[Remark]:
    """V09: a paper with number, date, area and range, dated no later than the issue."""
    papers = PAPERS.get(case.case) if case.outcome == LEGAL else None
    if papers is None:
        return
    if _is_filled(case, papers):
        yield from _paper_remarks(case, papers)
    elif not (papers.role and (case.m2(f"{papers.role}_valid_m2") or 0.0) > 0):
        yield wrong("V09_NO_PAPER", papers.number)
    if case.case == "H1" and _is_filled(case, SUPPLY):
        yield from _late(case, SUPPLY)
    yield from _range_remarks(case, papers)


def _is_filled(case: ParcelCase, papers: Papers) -> bool:
    return any(case.text(code) for code in (papers.number, papers.date, papers.area) if code)


def _paper_remarks(case: ParcelCase, papers: Papers) -> Iterator[Remark]:
    lacking = [FIELDS[code] for code in (papers.number, papers.date, papers.area) if code and not case.text(code)]
    if lacking:
        yield wrong("V09_LACKS", *(field.code for field in lacking), fields=names_of(lacking))
    yield from _late(case, papers)


def _late(case: ParcelCase, papers: Papers) -> Iterator[Remark]:
    if not papers.date:
        return
    day, issued = case.day(papers.date), case.issued_day("XFSJ")
    if case.text(papers.date) and (day is None or issued is None):
        yield not_checked("UNCHECKED_DATE", papers.date, field=Said("手续日期或下发时间", "date of paper or issue"))
    elif day is not None and issued is not None and day > issued:
        yield wrong("V09_LATE", papers.date, "XFSJ", day=day, issued=issued)


def _range_remarks(case: ParcelCase, papers: Papers) -> Iterator[Remark]:
    if not papers.role:
        yield not_checked("V10_BY_HAND", papers.number)
        return
    covered = case.m2(f"{papers.role}_m2")
    if covered is None:
        yield unmeasured(case, papers.role)
    elif covered <= 0:
        yield wrong("V09_NO_RANGE", papers.number, layer=_role(papers.role))


def legal_lies_inside_its_range(case: ParcelCase) -> Iterator[Remark]:
    """V10: what lies outside the approved range is within the profile's tolerance."""
    papers = PAPERS.get(case.case) if case.outcome == LEGAL else None
    if papers is None:
        return
    if not papers.role:
        yield not_checked("V10_BY_HAND", "HFJTQX")
        return
    outside, tolerance = case.m2(f"{papers.role}_uncovered_m2"), case.number("coverage_tolerance")
    if outside is None:
        yield unmeasured(case, papers.role)
    elif tolerance is None:
        yield wanting("UNCHECKED_NO_PROFILE", name="coverage_tolerance")
    elif case.profile is not None and threshold_value(outside, case.profile.threshold_compare) > tolerance:
        yield wrong("V10_OUTSIDE", "HFJTQX", area=mu_said(outside), layer=_role(papers.role),
                    tolerance=round2(tolerance))


def facility_is_filed_or_marked(case: ParcelCase) -> Iterator[Remark]:
    """V12: a filing number, or 未备案 = 是."""
    if _is_other(case, FACILITY) and not case.text("SSNPZWH") and not case.is_yes("SSNWBA") \
            and not (case.m2("ssnyd_valid_m2") or 0.0) > 0:
        yield wrong("V12_NO_FILING", "SSNPZWH", "SSNWBA")


def basic_farmland_is_confirmed(case: ParcelCase) -> Iterator[Remark]:
    """V13: no basic farmland under facility, road, photovoltaic or temporary use without a person's confirmation."""
    if not _is_other(case, *NOT_ON_BASIC_FARMLAND):
        return
    area = case.m2("yjjbnt_m2")
    if area is None:
        yield unmeasured(case, "yjjbnt")
    elif mu_round2(area) > 0:
        yield wrong("V13_BASIC_FARMLAND", "QTJTQX", "YJJBNTMJ", area=mu_said(area))


def temporary_use_is_valid(case: ParcelCase) -> Iterator[Remark]:
    """V14: approved, with an expiry that is not before the after image."""
    if not _is_other(case, TEMPORARY):
        return
    approved, expiry, after = case.day("LSYPZSJ"), case.day("LSYDQSJ"), case.issued_day("HSX")
    in_layer = (case.m2("lsyd_valid_m2") or 0.0) > 0
    missing = [FIELDS[code] for code, day in (("LSYPZSJ", approved), ("LSYDQSJ", expiry)) if day is None]
    if missing and not in_layer:
        yield wrong("V14_NO_DATES", *(field.code for field in missing), fields=names_of(missing))
    if expiry is None:
        if not in_layer and (case.m2("lsyd_expired_m2") or 0.0) > 0:
            yield wrong("V14_LAYER_EXPIRED", "LSYDQSJ")
    elif after is None:
        yield not_checked("UNCHECKED_DATE", "HSX", field=Said("后时相", "date of the after image"))
    elif expiry < after:
        yield wrong("V14_EXPIRED", "LSYDQSJ", expiry=expiry, after=after)


def road_has_its_width(case: ParcelCase) -> Iterator[Remark]:
    """V15: a width within the profile's limits, metres."""
    if not _is_other(case, RURAL_ROAD):
        return
    width = _number(case.text("NCDKD"))
    widest, narrowest = case.number("road_width_max"), case.number("road_width_min")
    if width is None:
        yield wrong("V15_NO_WIDTH", "NCDKD")
        return
    if widest is None:
        yield wanting("UNCHECKED_NO_PROFILE", "NCDKD", name="road_width_max")
    elif width > widest:
        yield wrong("V15_TOO_WIDE", "NCDKD", width=_metres(width), limit=_metres(widest))
    if narrowest is not None and width < narrowest:
        yield wrong("V15_TOO_NARROW", "NCDKD", width=_metres(width), limit=_metres(narrowest))


def names_of(fields: List[Field]) -> Said:
    """Fields as a sentence lists them."""
    return Said("、".join(f"{field.zh}（{field.code}）" for field in fields),
                ", ".join(f"{field.en} ({field.code})" for field in fields))


def _is_other(case: ParcelCase, *cases: str) -> bool:
    return case.outcome == OTHER and case.case in cases


def _number(text: str) -> Optional[Fraction]:
    try:
        return exact(text) if text else None
    except WeipianError:
        return None


def _metres(width: Fraction) -> str:
    return f"{float(width):g}"


def _role(key: str) -> Said:
    return Said(ROLES[key].zh, ROLES[key].en)
