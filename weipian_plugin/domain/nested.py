"""Areas inside areas: what of a parcel's farmland lies in a zone, and what of one zone lies in another."""

from __future__ import annotations

from typing import Callable, NamedTuple, Optional, Tuple

from .landclass import SEPARATE, LandClass, classify, known
from .records import ClassArea, Measured, NestedAreas
from .roles import Zones

LAND_CLASSES, BASIC_FARMLAND = "dltb", "yjjbnt"


class GrossAndNet(NamedTuple):
    """An area with and without the field ridges that KCXS takes off, m²."""

    gross: float
    net: float


def inside(measured: Measured, zones: Zones) -> Optional[NestedAreas]:
    """What lies in all of ``zones``; nothing where one of them was declared empty, ``None`` where it is not known."""
    areas = [measured.roles.get(key) for key in zones]
    if any(area is not None and area.declared_empty for area in areas):
        return NestedAreas(zones)
    return measured.nested.get(zones) if all(area is not None for area in areas) else None


def farmland(measured: Measured, adjustable: str = SEPARATE) -> Optional[GrossAndNet]:
    """耕地 of the parcel; 可调整地类 counts under ``adjustable="farmland"``. ``None``: no land class was measured."""
    land = measured.roles.get(LAND_CLASSES)
    return None if land is None else _sum_of(land.classes, _counts(adjustable))


def farmland_inside(measured: Measured, zones: Zones, adjustable: str = SEPARATE) -> Optional[GrossAndNet]:
    """耕地 inside all of ``zones``; ``None`` where the land classes or a zone are not known."""
    if farmland(measured) is None:
        return None
    if measured.roles[LAND_CLASSES].declared_empty:
        return GrossAndNet(0.0, 0.0) if all(key in measured.roles for key in zones) else None
    found = inside(measured, zones)
    return None if found is None else _sum_of(found.classes, _counts(adjustable))


def general_farmland(measured: Measured, adjustable: str = SEPARATE) -> Optional[GrossAndNet]:
    """一般耕地: 耕地 that is not 永久基本农田; ``None`` where one of the two is not known."""
    whole = farmland(measured, adjustable)
    basic = farmland_inside(measured, (BASIC_FARMLAND,), adjustable)
    if whole is None or basic is None:
        return None
    return GrossAndNet(max(0.0, whole.gross - basic.gross), max(0.0, whole.net - basic.net))


def share(part_m2: float, whole_m2: float) -> float:
    """Which share of the whole a part is, 0…1; 0 of nothing."""
    return min(part_m2 / whole_m2, 1.0) if whole_m2 > 0 else 0.0


def _counts(adjustable: str) -> Callable[[LandClass], bool]:
    return lambda land: land.counts_as_farmland(adjustable)


def _sum_of(classes: Tuple[ClassArea, ...], wanted: Callable[[LandClass], bool]) -> GrossAndNet:
    chosen = [area for area in classes if known(area.class_code) and wanted(classify(area.class_code))]
    return GrossAndNet(sum(area.area_m2 for area in chosen), sum(area.net_area_m2 for area in chosen))
