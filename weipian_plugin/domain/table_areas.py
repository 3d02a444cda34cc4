"""The areas of a parcel as tables and docks show them: 亩 with two decimals that add up, empty where not measured."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Callable, Dict, List, Mapping, Optional, Tuple

from .errors import WeipianError
from .landclass import AGRICULTURAL, CONSTRUCTION, SD, SEPARATE, UNUSED, LandClass, Table, classify
from .records import ClassArea, Measured, RoleAreas
from .units import balance, mu_round2

LAND_CLASSES, BASIC_FARMLAND, REDLINE = "dltb", "yjjbnt", "stbhhx"


@dataclass(frozen=True)
class ShownAreas:
    """Figures in 亩. ``values`` by field code of 附表2-1 (``None``: not measured); ``classes`` in 亩 by DLBM.

    ``balanced`` is False where the land-class layer overlaps itself, so that its classes exceed the parcel and the
    figures are rounded one by one.
    """

    values: Mapping[str, Optional[Decimal]]
    classes: Tuple[Tuple[LandClass, Decimal], ...] = ()
    balanced: bool = True


def shown_areas(measured: Optional[Measured], table: Table = SD, adjustable: str = SEPARATE) -> ShownAreas:
    """The overlay columns of 附表2-1 for one parcel (§2.3 A), balanced as §5.6.4 says.

    耕地 includes 可调整地类 only under ``adjustable="farmland"``.  Raises ``UNKNOWN_LAND_CLASS`` for a class code
    that is in no table.
    """
    if measured is None:
        return ShownAreas({})
    values: Dict[str, Optional[Decimal]] = {"DKMJ": mu_round2(measured.area_m2)}
    values["YJJBNTMJ"] = _total(measured.roles.get(BASIC_FARMLAND))
    values["STHXMJ"] = _total(measured.roles.get(REDLINE))
    land = measured.roles.get(LAND_CLASSES)
    if land is None or land.declared_empty:
        return ShownAreas(values)
    pairs = [(classify(area.class_code, table), area) for area in land.classes]
    shown, balanced = _shown_by_class(measured.area_m2, pairs)
    group_codes = (("NYDMJ", AGRICULTURAL), ("JSYDMJ", CONSTRUCTION), ("WLYDMJ", UNUSED))
    for code, group in group_codes:
        values[code] = _sum(shown, _of_group(group))
    farmland = _sum(shown, lambda c: c.counts_as_farmland(adjustable))
    values["GDMJ"] = farmland
    values["STMJ"] = _sum(shown, lambda c: c.paddy)
    values["GDJMJ"] = _net_farmland(pairs, adjustable, farmland)
    covered = sum((values[code] or Decimal(0) for code, _ in group_codes), Decimal(0))
    values["WTHMJ"] = max((values["DKMJ"] or Decimal(0)) - covered, Decimal("0.00"))
    return ShownAreas(values, tuple(shown), balanced)


def _total(role: Optional[RoleAreas]) -> Optional[Decimal]:
    return None if role is None else mu_round2(role.total_m2)


def _net_farmland(pairs: List[Tuple[LandClass, ClassArea]], adjustable: str, gross: Decimal) -> Decimal:
    """Net of KCXS; the balanced gross figure itself where nothing is deducted, so that the two columns agree."""
    areas = [area for land, area in pairs if land.counts_as_farmland(adjustable)]
    if all(area.net_area_m2 == area.area_m2 for area in areas):
        return gross
    return min(mu_round2(sum(area.net_area_m2 for area in areas)), gross)


def _of_group(group: str) -> Callable[[LandClass], bool]:
    return lambda c: c.group == group


def _sum(shown: List[Tuple[LandClass, Decimal]], wanted: Callable[[LandClass], bool]) -> Decimal:
    return sum((area for land, area in shown if wanted(land)), Decimal("0.00"))


def _shown_by_class(
    total_m2: float, pairs: List[Tuple[LandClass, ClassArea]]
) -> Tuple[List[Tuple[LandClass, Decimal]], bool]:
    groups: Dict[str, Dict[str, float]] = {}
    for land, area in pairs:
        groups.setdefault(land.group, {})[land.code] = area.area_m2
    try:
        classes = balance(total_m2, groups).classes
    except WeipianError as error:
        if error.code != "AREAS_DO_NOT_ADD_UP":
            raise
        return [(land, mu_round2(area.area_m2)) for land, area in pairs], False
    return [(land, classes[land.group][land.code]) for land, _ in pairs], True
