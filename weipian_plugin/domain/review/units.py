"""下级单位: the cities, counties and townships that a patch belongs to, and the patches of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, List, Mapping, Sequence, Tuple

from ..records import TableRow

ALL, CITY, COUNTY, TOWNSHIP = "all", "city", "county", "township"
LEVELS = (ALL, CITY, COUNTY, TOWNSHIP)
UNKNOWN = "（行政区不详）"
NO_TOWNSHIP = "未注明乡镇"
_SEPARATOR = "/"
_CITY_DIGITS, _COUNTY_DIGITS = 4, 6


@dataclass(frozen=True)
class Unit:
    """``key``: "" for all together, four digits of a city, six of a county, ``450512/某镇`` of a township."""

    key: str
    level: str
    title: str

    @property
    def parent(self) -> str:
        """The key of the unit above."""
        if self.level == TOWNSHIP:
            return self.key.partition(_SEPARATOR)[0]
        return self.key[:_CITY_DIGITS] if self.level == COUNTY else ""


def county_of_patch(issued: Mapping[str, object], batch_county: str = "", jcbh: str = "") -> str:
    """The county's six digits: as was issued (XZQDM), else its batch's, else the first of its number; "" where none
    says so.
    """
    said = str(issued.get("XZQDM") or batch_county or "").strip()[:_COUNTY_DIGITS]
    number = jcbh[:_COUNTY_DIGITS]
    return said or (number if len(jcbh) > _COUNTY_DIGITS and number.isdigit() and number.isascii() else "")


def county_of(row: TableRow) -> str:
    """The county's six digits of a parcel's patch; see `county_of_patch`."""
    return county_of_patch(row.parcel.attributes, row.batch.county, row.parcel.jcbh)


def county_named(row: TableRow) -> str:
    """The county by the name that was issued (XMC), else by its digits."""
    return str(row.parcel.attributes.get("XMC") or "").strip() or county_of(row)


def keys_of(county: str, township: str) -> Tuple[str, ...]:
    """The keys of a patch's units, the widest first."""
    keys = ["", county[:_CITY_DIGITS], county] if county else ["", UNKNOWN]
    return (*keys, f"{keys[-1]}{_SEPARATOR}{township}") if township else tuple(keys)


def by_unit(rows: Sequence[TableRow], all_title: str = "合计") -> Tuple[List[Unit], Dict[str, List[TableRow]]]:
    """The units in the order of their codes, a township after its county; and the rows of each by its key. A county
    of which some patches name a township has a unit for those that name none: its townships add up to it.
    """
    parts: Dict[str, List[TableRow]] = {"": []}
    titles: Dict[str, str] = {"": all_title}
    places: Dict[Tuple[object, ...], List[List[TableRow]]] = {}
    bare: Dict[str, List[TableRow]] = {}
    for row in rows:
        parcel = row.parcel
        issued = parcel.attributes
        place = (id(issued), id(row.batch), parcel.jcbh[:_COUNTY_DIGITS + 1])  # patches of a township share the first
        lists = places.get(place)
        if lists is None:
            county = county_of(row)
            keys = keys_of(county, str(issued.get("XZMC") or "").strip())
            lists = places[place] = [parts.setdefault(key, []) for key in keys]
            if _SEPARATOR not in keys[-1]:
                lists.append(bare.setdefault(keys[-1], []))
            for key, code in zip(keys[1:3], ("CMC", "XMC")) if county else ():
                if key not in titles and issued.get(code):
                    titles[key] = str(issued[code]).strip()
        for part in lists:
            part.append(row)
    with_townships = {key.partition(_SEPARATOR)[0] for key in parts if _SEPARATOR in key}
    parts.update((f"{county}{_SEPARATOR}{NO_TOWNSHIP}", some) for county, some in bare.items()
                 if county in with_townships)
    units = [Unit(key, _level(key), titles.get(key) or key.partition(_SEPARATOR)[2] or key) for key in parts]
    return sorted(units, key=lambda unit: (unit.key != "", *_order(unit))), parts


def names_told_apart(units: Sequence[Unit]) -> Dict[str, str]:
    """A name for each unit by its key; where two have the same, its code stands with it."""
    titles = [unit.title for unit in units]
    return {unit.key: unit.title if titles.count(unit.title) == 1 else f"{unit.title}（{unit.parent or unit.key}）"
            for unit in units}


def _level(key: str) -> str:
    if not key:
        return ALL
    if _SEPARATOR in key:
        return TOWNSHIP
    return COUNTY if len(key) > _CITY_DIGITS else CITY


def _order(unit: Unit) -> Tuple[str, bool, str]:
    county, _, township = unit.key.partition(_SEPARATOR)
    return county, township == NO_TOWNSHIP, township
