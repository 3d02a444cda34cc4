"""The facts known of one parcel, as issued attributes, measured areas and what a person stated give them.

A fact that nobody measured or stated is unknown, and stays so: it is not zero and not “no”.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property, lru_cache
from typing import Dict, FrozenSet, Mapping, Optional, Tuple

from ..areas.landclass import AGRICULTURAL, CONSTRUCTION, SEPARATE, UNUSED, ClassTable, class_table, understood
from ..areas.nested import BASIC_FARMLAND, LAND_CLASSES, GrossAndNet, farmland, farmland_inside, inside, share, table_of
from ..areas.units import mu_text, percent_text
from ..calendar.dates import parse_date
from ..errors import WeipianError
from ..forms.codes import normalise_code
from ..records import Measured, RoleAreas
from ..roles import ADMIN, EVIDENCE, LANDCLASS, NESTED_PAIRS, ROLES, Role, Zones
from .fact_table import AREA, AREA_ROLES, DATE, FACTS, FLAG, NUMBER, RATIO, TEXT, YEARS, Fact, FactValue
from .mineral_facts import mineral_facts
from .paper_facts import Dates, no_papers, paper_facts

__all__ = [
    "AREA",
    "DATE",
    "FACTS",
    "FLAG",
    "NUMBER",
    "RATIO",
    "TEXT",
    "YEARS",
    "Fact",
    "FactValue",
    "Facts",
    "Grouping",
    "collect_facts",
    "format_fact",
    "land_facts",
    "nested_facts",
]

NOT_CHECKED = ("未核", "not checked")


@dataclass(frozen=True)
class Facts:
    """The facts known of one parcel. A name that is absent is unknown; ``layers`` are the roles that were looked at."""

    values: Mapping[str, FactValue]
    layers: FrozenSet[str] = frozenset()

    def __post_init__(self) -> None:
        if not self.values.keys() <= FACTS.keys():
            unknown = [name for name in self.values if name not in FACTS]
            raise WeipianError("UNKNOWN_FACT", fact=", ".join(unknown))

    @cached_property
    def sentences(self) -> Dict[object, Tuple[str, str]]:
        """Comparisons in words, 中文 and English, by their template, as far as they were asked for."""
        return {}

    @cached_property
    def told(self) -> Dict[str, Tuple[str, str]]:
        """Facts in words, 中文 and English, by name, as far as they were asked for (`rule_words.told`)."""
        return {}

    def get(self, name: str) -> Optional[FactValue]:
        """The value, or ``None`` where it is unknown; raises ``UNKNOWN_FACT`` for a name that no table has."""
        value = self.values.get(name)
        if value is None and name not in FACTS:
            raise WeipianError("UNKNOWN_FACT", fact=name)
        return value

    def also(self, **more: Optional[FactValue]) -> Facts:
        """These facts and ``more``; what is ``None`` is left out."""
        return Facts({**self.values, **{name: v for name, v in more.items() if v is not None}}, self.layers)


@dataclass(frozen=True)
class Grouping:
    """The profile's switches for land classes: ``net`` or ``gross`` of KCXS, 可调整 ``separate`` or ``farmland``, and
    the code table of layers that name none of their own.
    """

    kcxs_mode: str = "net"
    adjustable: str = SEPARATE
    class_table: str = "SD"


def collect_facts(
    issued: Mapping[str, object],
    measured: Optional[Measured],
    grouping: Grouping,
    analyst: Optional[Mapping[str, FactValue]] = None,
    nested: bool = True,
    today: Optional[date] = None,
) -> Facts:
    """All facts known of a parcel: issued attributes, measured areas (m²), and what the analyst stated.

    A role that is absent from ``measured.roles`` was neither loaded nor declared empty: its facts are unknown.
    One declared empty gives zeros. ``nested``: also the areas inside areas (`is_nested`), for whoever asks for them.
    ``today``: the day on which it is asked; without one it is unknown what has run out since the after image.
    """
    values = _issued_facts(issued)
    layers: FrozenSet[str] = frozenset()
    table = table_of(measured, grouping.class_table)
    if measured is not None:
        values["patch_m2"] = measured.area_m2
        layers = frozenset(measured.roles)
        dates = Dates(_day(issued.get("HSX")), _day(issued.get("XFSJ")), today)
        for key, areas in measured.roles.items():
            role = ROLES.get(key)
            if role is not None:
                values.update(_role_facts(measured.area_m2, role, areas, dates, grouping, table))
        if nested:
            values.update(nested_facts(measured, table))
    values.update(mineral_facts(issued, measured, analyst or {}))
    values.update(_stated(analyst or {}, table))
    return Facts(values, layers)


def _role_facts(patch_m2: float, role: Role, areas: RoleAreas, dates: Dates, grouping: Grouping,
                table: ClassTable) -> Mapping[str, FactValue]:
    if role.kind == LANDCLASS:
        return land_facts(patch_m2, areas, grouping, table)
    if role.kind == ADMIN:
        return {}
    if areas.total_m2 <= 0 and not areas.features:
        return _nothing_of(role.key, patch_m2)
    found = _covered(patch_m2, role, areas)
    if role.kind == EVIDENCE:
        found.update(paper_facts(patch_m2, role, areas, dates))
    return found


def _nothing_of(key: str, patch_m2: float) -> Mapping[str, FactValue]:
    """The facts of a layer that does not meet a parcel."""
    uncovered, constant = _WHERE_NOTHING_IS[key]
    return {**constant, **dict.fromkeys(uncovered, patch_m2)}


def _where_nothing_is(role: Role) -> Tuple[Tuple[str, ...], Mapping[str, FactValue]]:
    """Which facts are the whole parcel where a layer does not meet it, and the others, which are the same for all."""
    whole = -1.0
    papers = no_papers(whole, role) if role.kind == EVIDENCE else {}
    found = {f"{role.key}_m2": 0.0, f"{role.key}_ratio": 0.0, f"{role.key}_uncovered_m2": whole, **papers}
    return (tuple(name for name, value in found.items() if value == whole),
            {name: value for name, value in found.items() if value != whole})


_WHERE_NOTHING_IS = {role.key: _where_nothing_is(role) for role in AREA_ROLES}


def land_facts(patch_m2: float, areas: RoleAreas, grouping: Grouping,
               table: Optional[ClassTable] = None) -> Dict[str, FactValue]:
    """Sums over the land classes of a parcel, m². An unknown code is summed apart, never as 未利用地.

    ``table``: the code table of the layer, where it is not the profile's.
    """
    table = table or class_table(grouping.class_table)
    groups = {AGRICULTURAL: 0.0, CONSTRUCTION: 0.0, UNUSED: 0.0}
    farm = net = counted = adjustable = paddy = unknown = 0.0
    for area in areas.classes:
        land, gross = understood(area.class_code, table), area.area_m2
        if land is None:
            unknown += gross
            continue
        groups[land.group] += gross
        if land.farmland:
            farm += gross
            net += area.net_area_m2
            paddy += gross if land.paddy else 0.0
        if land.adjustable:
            adjustable += gross
            counted += 0.0 if land.farmland or grouping.adjustable == SEPARATE else gross
    construction = groups[CONSTRUCTION]
    return {
        "farmland_m2": farm, "farmland_net_m2": net,
        "farmland_counted_m2": counted + (net if grouping.kcxs_mode == "net" else farm), "ktz_m2": adjustable,
        "st_m2": paddy, "ny_m2": groups[AGRICULTURAL], "js_m2": construction, "wl_m2": groups[UNUSED],
        "wth_m2": max(0.0, patch_m2 - areas.total_m2),
        "unknown_class_m2": unknown,
        "js_ratio": construction / patch_m2 if patch_m2 > 0 else 0.0,
    }


def nested_facts(measured: Measured, table: Optional[ClassTable] = None) -> Dict[str, FactValue]:
    """What lies inside what, m², and its shares: 耕地 in each zone, 一般耕地, one zone in another; what is not known
    is left out. 耕地 is base ``01``, as in ``farmland_m2``.
    """
    values: Dict[str, FactValue] = {}
    whole, roles = farmland(measured, table=table), measured.roles
    empty = {key for key, areas in roles.items() if areas.declared_empty}
    for key in roles:
        if key in _SINGLE and whole is not None:
            values.update(_farmland_in(measured, whole, (key,), key in empty, table))
    for pair in NESTED_PAIRS:
        known, is_empty = pair[0] in roles and pair[1] in roles, pair[0] in empty or pair[1] in empty
        if whole is not None and (known or (is_empty and LAND_CLASSES not in empty)):
            values.update(_farmland_in(measured, whole, pair, is_empty, table))
        if known or is_empty:
            values.update(_common(measured, pair))
    return values


_SINGLE = frozenset(role.key for role in AREA_ROLES)
_NOTHING_INSIDE: Dict[str, Mapping[str, FactValue]] = {
    name: {f"farmland_in_{name}_m2": 0.0, f"farmland_net_in_{name}_m2": 0.0, f"farmland_in_{name}_ratio": 0.0}
    for name in (*_SINGLE, *("_".join(pair) for pair in NESTED_PAIRS))}


def _farmland_in(measured: Measured, whole: GrossAndNet, zones: Zones, is_empty: bool,
                 table: Optional[ClassTable]) -> Mapping[str, FactValue]:
    """耕地 inside ``zones``, gross, net, and as a share of the parcel's, m²; with 一般耕地 where that follows."""
    name = "_".join(zones)
    if is_empty or measured.roles[LAND_CLASSES].declared_empty:
        nothing = _NOTHING_INSIDE[name]
        return {**nothing, "ybgd_m2": whole.gross, "ybgd_net_m2": whole.net} if name == BASIC_FARMLAND else nothing
    found = farmland_inside(measured, zones, table=table)
    if found is None:
        return {}
    values: Dict[str, FactValue] = {
        f"farmland_in_{name}_m2": found.gross, f"farmland_net_in_{name}_m2": found.net,
        f"farmland_in_{name}_ratio": share(found.gross, whole.gross)}
    if name == BASIC_FARMLAND:
        values["ybgd_m2"] = max(0.0, whole.gross - found.gross)
        values["ybgd_net_m2"] = max(0.0, whole.net - found.net)
    return values


def is_nested(name: str) -> bool:
    """Is it a fact of areas inside areas, as `nested_facts` gives them?"""
    return "_in_" in name or name.startswith("ybgd")


def _common(measured: Measured, pair: Tuple[str, ...]) -> Dict[str, FactValue]:
    """What of one zone lies in another, m² and as a share of the first."""
    common = inside(measured, pair)
    if common is None:
        return {}
    name = "_in_".join(pair)
    found: Dict[str, FactValue] = {f"{name}_m2": common.total_m2}
    if pair[0] in measured.roles:
        found[f"{name}_ratio"] = share(common.total_m2, measured.roles[pair[0]].total_m2)
    return found


_day = lru_cache(maxsize=1024)(parse_date)
_code = lru_cache(maxsize=1024)(normalise_code)
_ISSUED_CODES = (("tblx", "TBLX"), ("jclb", "JCLB"))
_ISSUED_DATES = (("qsx", "QSX"), ("hsx", "HSX"), ("xfsj", "XFSJ"))


def _issued_facts(issued: Mapping[str, object]) -> Dict[str, FactValue]:
    values: Dict[str, FactValue] = {}
    for name, column in _ISSUED_CODES:
        raw = issued.get(column)
        if raw is not None and str(raw).strip():
            values[name] = _code(column, raw) or str(raw).strip()
    for name, column in _ISSUED_DATES:
        day = _day(issued.get(column))
        if day is not None:
            values[name] = day
    county = issued.get("XZQDM")
    if county is not None and str(county).strip():
        values["province"] = str(county).strip()[:2]
    return values


def _covered(patch_m2: float, role: Role, areas: RoleAreas) -> Dict[str, FactValue]:
    return {
        f"{role.key}_m2": areas.total_m2,
        f"{role.key}_ratio": areas.total_m2 / patch_m2 if patch_m2 > 0 else 0.0,
        f"{role.key}_uncovered_m2": max(0.0, patch_m2 - areas.total_m2),
    }


def _stated(analyst: Mapping[str, FactValue], table: ClassTable) -> Dict[str, FactValue]:
    """What a person stated, codes as their list has them, the class after the change by its name."""
    values: Dict[str, FactValue] = {}
    for name, value in analyst.items():
        if value is None:
            continue
        fact = FACTS.get(name)
        if name == "class_after":
            land = understood(value, table)
            values.update({"class_after": land.zh} if land else {"class_after_unknown": True})
        elif fact is not None and fact.codes:
            values[name] = _code(fact.codes, value) or value
        else:
            values[name] = value
    return values


@lru_cache(maxsize=4096)
def area_in_words(m2: float) -> Tuple[str, str]:
    """An area in 亩 with its unit, 中文 and English."""
    text = mu_text(m2)
    return f"{text} 亩", f"{text} mu"


def format_fact(name: str, value: Optional[FactValue], language: str = "zh") -> str:
    """A fact's value as people read it: areas in 亩, ratios in %, dates ISO, unknown as 未核."""
    chinese = language.startswith("zh")
    if value is None:
        return NOT_CHECKED[0 if chinese else 1]
    unit = FACTS[name].unit
    if isinstance(value, bool):
        return ("是" if value else "否") if chinese else ("yes" if value else "no")
    if unit == AREA and isinstance(value, (int, float)):
        return area_in_words(value)[0 if chinese else 1]
    if unit == RATIO and isinstance(value, (int, float)):
        return f"{percent_text(value)} %"
    if unit == YEARS and isinstance(value, (int, float)):
        return f"{value:.3f}".rstrip("0").rstrip(".") + (" 年" if chinese else " years")
    return str(value) if str(value) else ("无" if chinese else "none")
