"""What the papers of an evidence layer prove of a parcel: ground under valid, undocumented, late and expired ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Dict, List, Mapping, Optional

from ..areas.units import mu_text
from ..calendar.dates import parse_date, years_between
from ..records import FeatureArea, RoleAreas
from ..roles import Paper, Role, paper_of
from .fact_table import EXPIRING_ROLES, RIGHTS, FactValue

# Which papers need a date of their own to be valid at issue; the others are valid by their number.
_DATED_ROLES = frozenset({"pzyd", "gd", "lsyd"})
TEMPORARY_USE = "lsyd"

_ANONYMOUS_M2 = 0.01  # a layer measured without its attributes; below this it is the noise of summing


@dataclass(frozen=True)
class Dates:
    """The days a paper is held against: after image, issue, and the day on which it is asked."""

    hsx: Optional[date]
    xfsj: Optional[date]
    today: Optional[date] = None


def no_papers(patch_m2: float, role: Role) -> Dict[str, FactValue]:
    """The facts of a layer in which nothing meets the parcel, m²."""
    key = role.key
    found: Dict[str, FactValue] = {
        f"{key}_papers": "", f"{key}_unproven_m2": 0.0, f"{key}_late_m2": 0.0, f"{key}_expired_m2": 0.0,
        f"{key}_valid_m2": 0.0, f"{key}_valid_uncovered_m2": patch_m2,
    }
    if key in EXPIRING_ROLES:
        found.update({f"{key}_once_m2": 0.0, f"{key}_once_uncovered_m2": patch_m2,
                      f"{key}_expired_uncovered_m2": patch_m2})
    if key in RIGHTS:
        found[f"{key}_outside_ratio"] = 1.0
    if key == TEMPORARY_USE:
        found["lsyd_over_m2"] = 0.0
    return found


def paper_facts(patch_m2: float, role: Role, areas: RoleAreas, dates: Dates) -> Dict[str, FactValue]:
    """Area under valid, undocumented, late and expired papers, m²; what cannot be told is left out.

    ``once`` counts valid and expired ones together: ground that had its paper at some time.
    """
    if areas.total_m2 <= 0 and not areas.features:
        return no_papers(patch_m2, role)
    key = role.key
    states: Dict[str, List[float]] = {"valid": [], "unproven": [], "late": [], "expired": [], "open": []}
    papers = []
    accounted = 0.0
    for feature in areas.features:
        paper = paper_of(role, feature.attributes)
        states[_state_of(role, paper, dates)].append(feature.area_m2)
        accounted += feature.area_m2
        papers.append(_paper_text(feature, paper))
    if areas.total_m2 - accounted > _ANONYMOUS_M2:
        states["unproven"].append(areas.total_m2 - accounted)
    values: Dict[str, FactValue] = {f"{key}_papers": "；".join(dict.fromkeys(papers))}
    for state in ("unproven", "late", "expired"):
        values[f"{key}_{state}_m2"] = min(areas.total_m2, sum(states[state]))
    if not states["open"]:
        valid = _surely_covered(areas.total_m2, states)
        values[f"{key}_valid_m2"] = valid
        values[f"{key}_valid_uncovered_m2"] = max(0.0, patch_m2 - valid)
        if key in RIGHTS:
            values[f"{key}_outside_ratio"] = max(0.0, patch_m2 - valid) / patch_m2 if patch_m2 > 0 else 0.0
        if key in EXPIRING_ROLES:
            values.update(_of_expired(patch_m2, key, areas.total_m2, states))
    if key == TEMPORARY_USE:
        values.update(_of_temporary_use(role, areas, dates))
    return values


def _of_temporary_use(role: Role, areas: RoleAreas, dates: Dates) -> Dict[str, FactValue]:
    """What ran out between the after image and today (m²; unknown without a day), and the longest term in years."""
    terms, over = [], 0.0
    for feature in areas.features:
        paper = paper_of(role, feature.attributes)
        begun, ends = parse_date(paper.date), parse_date(paper.expiry)
        if begun is not None and ends is not None and ends > begun:
            terms.append(years_between(begun, ends))
        if ends is not None and dates.today is not None and _state_of(role, paper, dates) == "valid":
            over += feature.area_m2 if ends < dates.today else 0.0
    found: Dict[str, FactValue] = {} if dates.today is None else {"lsyd_over_m2": min(areas.total_m2, over)}
    if terms:
        found["lsyd_term_years"] = max(terms)
    return found


def _of_expired(patch_m2: float, key: str, total_m2: float, states: Mapping[str, List[float]]) -> Dict[str, FactValue]:
    """What expired papers, and valid or expired ones together, cover and leave, m²."""
    expired = _surely_covered(total_m2, {**states, "valid": states["expired"], "expired": states["valid"]})
    once = _surely_covered(total_m2, {**states, "valid": states["valid"] + states["expired"], "expired": []})
    return {f"{key}_once_m2": once, f"{key}_once_uncovered_m2": max(0.0, patch_m2 - once),
            f"{key}_expired_uncovered_m2": max(0.0, patch_m2 - expired)}


def _surely_covered(total_m2: float, states: Mapping[str, List[float]]) -> float:
    """The least area that valid papers cover, polygons of one layer overlapping as they may: never claims too much."""
    invalid = sum(sum(areas) for state, areas in states.items() if state != "valid")
    return min(total_m2, max([total_m2 - invalid, *states["valid"], 0.0] if states["valid"] else [0.0]))


def is_valid_on(role: Role, attributes: Mapping[str, object], issued: Mapping[str, object]) -> bool:
    """Is a paper of ``role`` valid for a patch by the patch's dates?"""
    dates = Dates(parse_date(issued.get("HSX")), parse_date(issued.get("XFSJ")))
    return _state_of(role, paper_of(role, attributes), dates) == "valid"


def _state_of(role: Role, paper: Paper, dates: Dates) -> str:
    """``valid``, ``unproven`` (no number or date), ``late``, ``expired``, ``open`` (the patch lacks its date)."""
    issued_on, expiry = parse_date(paper.date), parse_date(paper.expiry)
    needs_date, expires = role.key in _DATED_ROLES, role.key in EXPIRING_ROLES
    if paper.number is None or (needs_date and issued_on is None) or (expires and expiry is None):
        return "unproven"
    latest = dates.hsx if role.key in RIGHTS else dates.xfsj
    if (issued_on is not None and latest is None) or (expires and dates.hsx is None):
        return "open"
    if issued_on is not None and latest is not None and issued_on > latest:
        return "late"
    if expires and expiry is not None and dates.hsx is not None and expiry < dates.hsx:
        return "expired"
    return "valid"


def _paper_text(feature: FeatureArea, paper: Paper) -> str:
    day, expiry = parse_date(paper.date), parse_date(paper.expiry)
    number = str(paper.number).strip() if paper.number is not None else "无文号"
    parts = [number, f"{day} 批准" if day else "", f"{expiry} 到期" if expiry else ""]
    return f"{'，'.join(part for part in parts if part)}（{mu_text(feature.area_m2)} 亩）"
