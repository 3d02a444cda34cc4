"""附表5 日常执法情况评价表 (§2.7): one row a unit and quarter; a rate of which a count is unknown stays empty."""

from __future__ import annotations

from typing import Dict, List, Optional, Sequence, Tuple

from ..areas.units import round2
from ..calculators.daily import DailyCounts, daily_evaluation
from ..calendar.periods import Period
from ..definitions import EVALUATION
from ..records import TableRow
from ..townships import Townships, own_name

_WHOLE = "（合计）"
_CITY_DIGITS, _LONGEST_NAME = 4, 60
_RATES = tuple(field.code for field in EVALUATION if field.group == "指标")


def table_5_values(unit: str, quarter: Optional[Period], counts: DailyCounts) -> Dict[str, object]:
    """Values by field code of `definitions.EVALUATION`; rates in percent with two decimals.

    ``quarter`` ``None``: nobody knows when the patches were issued."""
    values: Dict[str, object] = {"PJDW": unit}
    if quarter is not None:
        values.update(PJND=quarter.year, PJJD=quarter.number)
    for code, rate in zip(_RATES, daily_evaluation(counts)):
        if rate.result is not None:
            values[code] = round2(rate.result * 100)
    return values


def evaluated_units(rows: Sequence[TableRow]) -> List[Tuple[str, List[TableRow]]]:
    """The units that have a row, by name, each with its parcels: all together, and the townships of the one county; of
    several counties (and cities) each, before its townships, whose names begin with the county's.
    """
    known = Townships(rows)
    parts: Dict[Tuple[str, str, str], List[TableRow]] = {}
    cities: Dict[str, str] = {}
    for row in rows:
        county = known.county(row)
        city = county[:_CITY_DIGITS] if county.isdigit() else ""
        if city and not cities.get(city):
            cities[city] = str(row.parcel.attributes.get("CMC") or "").strip()
        keys = {(city, "", ""), (city, county, ""), (city, county, own_name(row))}
        for key in keys:
            parts.setdefault(key, []).append(row)
    found = [(_all_together(list(known.counties.values())), list(rows))]
    for key in sorted(parts):
        city, county, township = key
        name = known.counties.get(county, "")
        if township:
            found.append((township if len(known.counties) == 1 else f"{name}{township}", parts[key]))
        elif county and len(known.counties) > 1:
            found.append((f"{name}{_WHOLE}", parts[key]))
        elif city and not county and len(cities) > 1:
            found.append((f"{cities[city] or city}{_WHOLE}", parts[key]))
    return found


def _all_together(counties: Sequence[str]) -> str:
    """``甲县、乙县（合计）``, or how many there are where the names do not fit."""
    name = "、".join(one for one in counties if one) + _WHOLE
    return name if len(name) <= _LONGEST_NAME else f"{len(counties)} 个县（市、区）{_WHOLE}"
