"""Areas inside areas: what of a parcel's farmland lies in a zone, and what of one zone lies in another."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple, Optional, Tuple

from ..records import ClassArea, Measured, NestedAreas
from ..roles import Zones
from .landclass import SEPARATE, ClassTable, class_table, understood

LAND_CLASSES, BASIC_FARMLAND = "dltb", "yjjbnt"


class GrossAndNet(NamedTuple):
    """An area with and without the field ridges that KCXS takes off, m²."""

    gross: float
    net: float


def inside(measured: Measured, zones: Zones) -> Optional[NestedAreas]:
    """What lies in all of ``zones``; nothing where one of them was declared empty, ``None`` where it is not known."""
    everywhere_known = True
    for key in zones:
        area = measured.roles.get(key)
        if area is None:
            everywhere_known = False
        elif area.declared_empty:
            return NestedAreas(zones)
    return measured.nested.get(zones) if everywhere_known else None


def table_of(measured: Optional[Measured], default: str = "") -> ClassTable:
    """The code table of a parcel's land classes: the layer's own, else the one named (a profile's), else 三调.

    Raises ``UNKNOWN_CLASS_TABLE``.
    """
    return class_table((measured.class_table if measured is not None else "") or default)


def farmland(measured: Measured, adjustable: str = SEPARATE, table: Optional[ClassTable] = None
             ) -> Optional[GrossAndNet]:
    """耕地 of the parcel; 可调整地类 counts under ``adjustable="farmland"``. ``None``: no land class was measured.

    ``table``: the code table, where it is not the layer's own.
    """
    land = measured.roles.get(LAND_CLASSES)
    return None if land is None else _sum_of(land.classes, adjustable, table or table_of(measured))


def farmland_inside(measured: Measured, zones: Zones, adjustable: str = SEPARATE, table: Optional[ClassTable] = None
                    ) -> Optional[GrossAndNet]:
    """耕地 inside all of ``zones``; ``None`` where the land classes or a zone are not known."""
    land = measured.roles.get(LAND_CLASSES)
    if land is None:
        return None
    if land.declared_empty:
        return _NOTHING if all(key in measured.roles for key in zones) else None
    found = inside(measured, zones)
    if found is None or not found.classes:
        return None if found is None else _NOTHING
    return _sum_of(found.classes, adjustable, table or table_of(measured))


def general_farmland(measured: Measured, adjustable: str = SEPARATE, table: Optional[ClassTable] = None
                     ) -> Optional[GrossAndNet]:
    """一般耕地: 耕地 that is not 永久基本农田; ``None`` where one of the two is not known."""
    whole = farmland(measured, adjustable, table)
    basic = farmland_inside(measured, (BASIC_FARMLAND,), adjustable, table)
    if whole is None or basic is None:
        return None
    return GrossAndNet(max(0.0, whole.gross - basic.gross), max(0.0, whole.net - basic.net))


def share(part_m2: float, whole_m2: float) -> float:
    """Which share of the whole a part is, 0…1; 0 of nothing."""
    return min(part_m2 / whole_m2, 1.0) if whole_m2 > 0 else 0.0


_NOTHING = GrossAndNet(0.0, 0.0)


@lru_cache(maxsize=4096)
def is_farmland(code: str, adjustable: str = SEPARATE, table: str = "") -> bool:
    """Does a land class of this code table (三调 where none is named) count as 耕地? A code it does not know: no.

    Raises ``UNKNOWN_CLASS_TABLE``.
    """
    land = understood(code, class_table(table))
    return land is not None and land.counts_as_farmland(adjustable)


def _sum_of(classes: Tuple[ClassArea, ...], adjustable: str, table: ClassTable) -> GrossAndNet:
    gross = net = 0.0
    for area in classes:
        land = understood(area.class_code, table)
        if land is not None and land.counts_as_farmland(adjustable):
            gross += area.area_m2
            net += area.net_area_m2
    return GrossAndNet(gross, net)
