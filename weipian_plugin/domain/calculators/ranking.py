"""综合排名 (§6.4), by sum of ranks: no document gives the weights, so the method is proposed and says so."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Dict, Iterable, List, Optional, Sequence

from ..areas.units import Number, round2
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import PLACE, Calculation, Line, Values, amount_of, not_computable, percent

RANK_SUM = "名次和"
_TITLE = ("违法用地总量、违法占用耕地比例综合排名", "Ranking by illegal land and share of farmland")


@dataclass(frozen=True)
class RankedUnit:
    """A city or county: 违法用地总量 and 违法占用耕地 (亩), and the ratio (None: 不可计算)."""

    name: str
    illegal_area: Number
    ratio: Optional[Fraction]
    illegal_farmland: Number = 0


def ranking(units: Iterable[RankedUnit], profile: PolicyProfile) -> Calculation:
    """The units in order, the worst first: the two ranks added, ties to the larger 违法占用耕地.

    ``figures`` has the place of each by name; units that tie in all share a place. ``result`` is how many were ranked.
    """
    values = Values(profile)
    if values.choice("ranking_method", (RANK_SUM,)) is None:
        return not_computable(_TITLE, values, unit=PLACE)
    given = sorted(units, key=lambda unit: unit.name)
    left_out = [unit.name for unit in given if unit.ratio is None]
    ranked = [unit for unit in given if unit.ratio is not None]
    areas = _ranks(ranked, [amount_of(unit.illegal_area, unit.name) for unit in ranked])
    ratios = _ranks(ranked, [unit.ratio or Fraction(0) for unit in ranked])
    keys = {u.name: (areas[u.name] + ratios[u.name], -amount_of(u.illegal_farmland, u.name)) for u in ranked}
    places = {name: 1 + sum(other < key for other in keys.values()) for name, key in keys.items()}
    lines = []
    for unit in sorted(ranked, key=lambda each: (places[each.name], each.name)):
        by_area, by_ratio = areas[unit.name], ratios[unit.name]
        area, share = round2(amount_of(unit.illegal_area, unit.name)), percent(unit.ratio or Fraction(0))
        lines.append(Line(
            f"第 {places[unit.name]} {unit.name}", f"{places[unit.name]} {unit.name}", Fraction(places[unit.name]),
            PLACE, parcels=(unit.name,), basis=values.basis("ranking_method"),
            words=f"总量 {area} 亩第 {by_area}，比例 {share} 第 {by_ratio}，名次和 {by_area + by_ratio}",
            words_en=f"total {area} mu rank {by_area}, ratio {share} rank {by_ratio}, sum {by_area + by_ratio}"))
    remarks = [Finding("METHOD_PROPOSED", "W", {"method": RANK_SUM})]
    if left_out:
        remarks.append(Finding("UNIT_NOT_RANKED", "W", {"units": "、".join(left_out)}))
    return Calculation(*_TITLE, lines=tuple(lines), result=Fraction(len(ranked)), unit=PLACE, remarks=tuple(remarks),
                       marks=values.marks, profile=profile.id,
                       figures={name: Fraction(place) for name, place in places.items()})


def _ranks(units: Sequence[RankedUnit], amounts: List[Fraction]) -> Dict[str, int]:
    """1 for the largest; equal amounts share a rank."""
    return {unit.name: 1 + sum(other > amount for other in amounts) for unit, amount in zip(units, amounts)}
