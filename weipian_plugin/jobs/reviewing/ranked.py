"""违法用地总量、违法占用耕地比例综合排名 of a workspace's cities, counties or townships, the method named (拟)."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Dict, List, Mapping, Sequence, Tuple

from ...domain.areas.units import total_of
from ...domain.calculators.calculation import NUMERATOR, PLACE, Calculation
from ...domain.calculators.ranking import RANK_SUM, RankedUnit, ranking
from ...domain.calculators.ratio import ratio
from ...domain.review.review_figure import ReviewFigure
from ...domain.review.units import CITY, COUNTY, NO_TOWNSHIP, TOWNSHIP, UNKNOWN, Unit, names_told_apart
from ..accounting.accountability import alike_as_one
from .review_input import ReviewInput

_NONE = Fraction(0)


@dataclass(frozen=True)
class Ranking:
    """``calculations`` by level; ``places`` and ``figures`` by key of the unit."""

    calculations: Mapping[str, Calculation] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    figures: Mapping[str, ReviewFigure] = field(default_factory=dict)


def rankings(given: ReviewInput) -> Ranking:
    """Cities against cities, counties against counties; townships where all are of one county."""
    calculations: Dict[str, Calculation] = {}
    places: Dict[str, int] = {}
    figures: Dict[str, ReviewFigure] = {}
    for level, units in _groups(given):
        names = names_told_apart(units)
        illegal = {unit.key: tuple([row.parcel.uuid for row in given.rows[unit.key]
                                    if row.parcel.uuid in given.violations]) for unit in units}
        found = ranking([_ranked(given, unit, names[unit.key], illegal[unit.key]) for unit in units], given.profile)
        calculations[level] = found
        for unit in units:
            place = found.figures.get(names[unit.key])
            if place is not None:
                places[unit.key] = int(place)
            figures[unit.key] = _figure(illegal[unit.key], found, len(names), place)
    return Ranking(calculations, places, figures)


def _groups(given: ReviewInput) -> List[tuple[str, List[Unit]]]:
    known = [unit for unit in given.units if not unit.key.startswith(UNKNOWN)
             and not unit.key.endswith(NO_TOWNSHIP)]
    by_level = {level: [unit for unit in known if unit.level == level] for level in (CITY, COUNTY, TOWNSHIP)}
    found = [(level, by_level[level]) for level in (CITY, COUNTY) if len(by_level[level]) > 1]
    if len(by_level[COUNTY]) == 1 and len(by_level[TOWNSHIP]) > 1:
        found.append((TOWNSHIP, by_level[TOWNSHIP]))
    return found


def _ranked(given: ReviewInput, unit: Unit, name: str, illegal: Sequence[str]) -> RankedUnit:
    areas = [given.violations[uuid].total for uuid in illegal]
    found = ratio(alike_as_one(given.rows[unit.key], given.book, given.farmland), given.profile, unit.level)
    return RankedUnit(name, total_of(area for area in areas if area is not None), found.result,
                      found.figures.get(NUMERATOR) or _NONE)


def _figure(illegal: Tuple[str, ...], found: Calculation, units: int, place: object) -> ReviewFigure:
    method = (f"方法：{RANK_SUM}", "method: sum of ranks")
    said = f"共 {units} 个单位", f"of {units} units"
    return ReviewFigure("rank", ("综合排名", "Ranking"), place if isinstance(place, Fraction) else None, PLACE, illegal,
                        limit=method, conclusion=said, marks=found.marks, calculation=found)
