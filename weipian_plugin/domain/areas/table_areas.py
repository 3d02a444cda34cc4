"""The areas of a parcel as tables and docks show them: two decimals that add up, empty where not measured."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Tuple

from ..errors import WeipianError
from ..records import ClassArea, Measured
from .landclass import AGRICULTURAL, CONSTRUCTION, SEPARATE, UNUSED, ClassTable, LandClass, classify
from .nested import GrossAndNet, farmland, farmland_inside, table_of
from .units import MU, balance, exact, shown, split_shown

LAND_CLASSES, BASIC_FARMLAND, REDLINE = "dltb", "yjjbnt", "stbhhx"
FIELD_RIDGES = "田坎"
_GROUP_CODES = (("NYDMJ", AGRICULTURAL), ("JSYDMJ", CONSTRUCTION), ("WLYDMJ", UNUSED))
_IN, _OUT = "in", "out"
_NOTHING = Decimal("0.00")
_NOISE_M2 = 0.01

ByClass = Tuple[Tuple[LandClass, Decimal], ...]


@dataclass(frozen=True)
class ShownAreas:
    """Figures in ``unit`` (亩 or m²). ``values`` by field code of 附表2-1 (``None``: not measured).

    ``classes`` are gross; ``net_classes`` are the same ground with what KCXS takes off 耕地 under 田坎 (§5.5: 1203, or
    2303 in 用地用海).
    Each of the two, with 未套合 (``WTHMJ``), adds up to the parcel exactly; ``balanced`` is False where the land-class
    layer overlaps itself, so that its classes exceed the parcel and the figures are rounded one by one.
    """

    values: Mapping[str, Optional[Decimal]]
    classes: ByClass = ()
    balanced: bool = True
    net_classes: ByClass = ()
    unit: str = MU


@dataclass(frozen=True)
class ShownFarmland:
    """耕地 of a parcel inside and outside some zones, adding up to the 耕地 shown; gross, and net of ridges inside."""

    inside: Decimal
    inside_net: Decimal
    outside: Decimal


def shown_of_parts(parts: Iterable[Tuple[str, str, Optional[float]]], unit: str = MU) -> Dict[str, Decimal]:
    """The areas of the parcels of split patches as tables show them: they add up to the patch as it is shown (V04).

    ``parts``: patch, parcel, m². By parcel; without the patches that are one parcel, or of which one is not measured.
    """
    patches: Dict[str, Dict[str, Optional[float]]] = {}
    for patch, parcel, area in parts:
        patches.setdefault(patch, {})[parcel] = area
    found: Dict[str, Decimal] = {}
    for members in patches.values():
        areas = {parcel: exact(area) for parcel, area in members.items() if area is not None}
        if len(members) > 1 and len(areas) == len(members):
            found.update(split_shown(shown(sum(areas.values(), Fraction(0)), unit), areas))
    return found


def shown_areas(measured: Optional[Measured], table: Optional[ClassTable] = None, adjustable: str = SEPARATE,
                unit: str = MU, whole: Optional[Decimal] = None) -> ShownAreas:
    """The overlay columns of 附表2-1 for one parcel (§2.3 A), balanced as §5.6.4 says: patch, then 农/建/未/未套合,
    then classes, then what of a class is ridges.

    耕地 includes 可调整地类 only under ``adjustable="farmland"``.  Raises ``UNKNOWN_LAND_CLASS`` for a class code
    that is not in the code table (``table``, where it is not the layer's own). ``whole``: the parcel's area as it is
    shown beside the others of its patch (`shown_of_parts`).
    """
    if measured is None:
        return ShownAreas({}, unit=unit)
    values: Dict[str, Optional[Decimal]] = {"DKMJ": shown(measured.area_m2, unit) if whole is None else whole}
    values["YJJBNTMJ"] = shown_role(measured, BASIC_FARMLAND, unit, whole)
    values["STHXMJ"] = shown_role(measured, REDLINE, unit, whole)
    land = measured.roles.get(LAND_CLASSES)
    if land is None or land.declared_empty:
        return ShownAreas(values, unit=unit)
    table = table or table_of(measured)
    pairs = [(classify(area.class_code, table), area) for area in land.classes]
    gross, balanced = _shown_by_class(measured.area_m2, pairs, unit, whole)
    net = _net_of_each(pairs, gross)
    for code, group in _GROUP_CODES:
        values[code] = _sum(gross, _of_group(group))
    values["GDMJ"] = _sum(gross, lambda c: c.counts_as_farmland(adjustable))
    values["STMJ"] = _sum(gross, lambda c: c.paddy)
    values["GDJMJ"] = _sum(net, lambda c: c.counts_as_farmland(adjustable))
    covered = sum((values[code] or _NOTHING for code, _ in _GROUP_CODES), _NOTHING)
    values["WTHMJ"] = max((values["DKMJ"] or _NOTHING) - covered, _NOTHING)
    return ShownAreas(values, gross, balanced, _with_ridges(net, gross, table), unit)


def shown_farmland(measured: Measured, zones: Tuple[str, ...], adjustable: str = SEPARATE, unit: str = MU,
                   whole: Optional[Decimal] = None, areas: Optional[ShownAreas] = None) -> Optional[ShownFarmland]:
    """耕地 inside and outside all of ``zones`` (outside 永久基本农田 it is 一般耕地); ``None`` where not known.

    Inside is never above what `shown_role` shows of a zone, nor its net figure above the net 耕地: the cent that
    rounding would put there goes outside. ``whole``: see `shown_areas`; ``areas``: what that told, where it was asked.
    Raises ``UNKNOWN_LAND_CLASS``.
    """
    known, within = farmland(measured, adjustable), farmland_inside(measured, zones, adjustable)
    if known is None or within is None:
        return None
    values = (areas or shown_areas(measured, adjustable=adjustable, unit=unit, whole=whole)).values
    total, total_net = values.get("GDMJ") or _NOTHING, values.get("GDJMJ") or _NOTHING
    outside = max(0.0, known.gross - within.gross)
    if known.gross <= 0:
        return ShownFarmland(_NOTHING, _NOTHING, total)
    split = split_shown(total, {_IN: min(within.gross, known.gross), _OUT: outside})[_IN]
    zone_figures = (shown_role(measured, zone, unit, whole) for zone in zones)
    inside = min(split, *(figure for figure in zone_figures if figure is not None))
    return ShownFarmland(inside, min(_net(inside, within), total_net), total - inside)


def shown_role(measured: Measured, key: str, unit: str = MU, whole: Optional[Decimal] = None) -> Optional[Decimal]:
    """What of a parcel lies in a role, as it is shown; ``None`` where not measured.

    Of a part of a patch (``whole``: see `shown_areas`) not more than the part, and all of it where it lies inside.
    """
    role = measured.roles.get(key)
    if role is None:
        return None
    figure = shown(role.total_m2, unit)
    beyond = role.total_m2 - measured.area_m2
    if whole is None or role.total_m2 <= 0 or beyond > _NOISE_M2:
        return figure
    return whole if beyond >= -_NOISE_M2 else min(figure, whole)


def _net(gross: Decimal, area: GrossAndNet) -> Decimal:
    """The net part of a gross figure as shown: no more than it, and all of it where nothing is deducted."""
    if area.gross <= 0:
        return gross
    net = min(max(area.net, 0.0), area.gross)
    return split_shown(gross, {_IN: net, _OUT: area.gross - net})[_IN]


def _net_of_each(pairs: List[Tuple[LandClass, ClassArea]], gross: ByClass) -> ByClass:
    return tuple((land, _net(figure, GrossAndNet(area.area_m2, area.net_area_m2)))
                 for (land, figure), (_, area) in zip(gross, pairs))


def _with_ridges(net: ByClass, gross: ByClass, table: ClassTable) -> ByClass:
    """The net classes, and what they lack of the gross ones as 田坎, added to what the layer has of it."""
    code = table.code_of(FIELD_RIDGES)
    deducted = sum((whole - part for (_, whole), (_, part) in zip(gross, net)), _NOTHING)
    if not deducted:
        return net
    kept = tuple((land, figure) for land, figure in net if land.code != code)
    ridges = _sum(net, lambda land: land.code == code) + deducted
    return (*kept, (classify(code, table), ridges))


def _of_group(group: str) -> Callable[[LandClass], bool]:
    return lambda c: c.group == group


def _sum(figures: ByClass, wanted: Callable[[LandClass], bool]) -> Decimal:
    return sum((area for land, area in figures if wanted(land)), _NOTHING)


def _shown_by_class(total_m2: float, pairs: List[Tuple[LandClass, ClassArea]], unit: str,
                    whole: Optional[Decimal]) -> Tuple[ByClass, bool]:
    groups: Dict[str, Dict[str, float]] = {}
    for land, area in pairs:
        groups.setdefault(land.group, {})[land.code] = area.area_m2
    try:
        classes = balance(total_m2, groups, unit, whole).classes
    except WeipianError as error:
        if error.code != "AREAS_DO_NOT_ADD_UP":
            raise
        return tuple((land, shown(area.area_m2, unit)) for land, area in pairs), False
    return tuple((land, classes[land.group][land.code]) for land, _ in pairs), True
