"""What is known of mining on a parcel beside its areas: the right as issued, and which minerals it is for."""

from __future__ import annotations

import re
from typing import Dict, FrozenSet, Mapping, Optional

from ..calendar.dates import parse_date
from ..records import Measured
from ..roles import ROLES
from .fact_table import FactValue

_FLAGS = (("sfsk", "SFSK"), ("strategic_mineral", "SFZLKZ"), ("changjiang", "SFCJ"), ("huanghe", "SFHH"),
          ("issued_protected", "SFBHD"))
_YES, _NO = frozenset({"1", "是", "true", "1.0"}), frozenset({"0", "否", "false", "0.0"})
_RIGHTS = ("ckq", "tkq")
_BETWEEN_MINERALS = re.compile(r"[、,，;；/和及\s]+")
_MINE_SUFFIX = re.compile(r"(矿石|矿)$")


def mineral_facts(
    issued: Mapping[str, object], measured: Optional[Measured], analyst: Mapping[str, FactValue]
) -> Dict[str, FactValue]:
    """The facts of 附表1-2 (§2.2) and of the rights' own minerals; what is not told is left out."""
    values: Dict[str, FactValue] = {}
    for name, column in _FLAGS:
        flag = _flag(issued.get(column))
        if flag is not None:
            values[name] = flag
    licence = _text(issued.get("XKZH"))
    if licence:
        values["issued_licence"] = licence
    valid = _was_valid(issued)
    if valid is not None:
        values["issued_right_valid"] = valid
    outside = issued.get("JWMJ")
    if isinstance(outside, (int, float)):
        values["issued_outside_m2"] = float(outside)
    values.update(_minerals(issued, measured, analyst))
    return values


def _minerals(
    issued: Mapping[str, object], measured: Optional[Measured], analyst: Mapping[str, FactValue]
) -> Dict[str, FactValue]:
    worked = _text(analyst.get("mineral")) or _text(issued.get("KZ"))
    licensed = "、".join(dict.fromkeys((*_of_rights(measured), _text(issued.get("SQKZ")))))
    found: Dict[str, FactValue] = {}
    if worked:
        found["mineral"] = worked
    if licensed.strip("、"):
        found["licensed_mineral"] = licensed.strip("、")
    if len(found) == 2:
        found["mineral_matches"] = _names(worked) <= _names(licensed)
    return found


def _of_rights(measured: Optional[Measured]) -> Dict[str, None]:
    """The minerals that the rights under a parcel name."""
    names: Dict[str, None] = {}
    for key in _RIGHTS if measured is not None else ():
        areas = measured.roles.get(key) if measured is not None else None
        for feature in areas.features if areas is not None else ():
            by_name = {name.upper(): value for name, value in feature.attributes.items()}
            for field in ROLES[key].mineral_fields:
                if _text(by_name.get(field)):
                    names[_text(by_name.get(field))] = None
                    break
    return names


def _names(minerals: str) -> FrozenSet[str]:
    """铁矿石、铜矿 → {铁, 铜}: one mineral is written with and without 矿."""
    return frozenset(_MINE_SUFFIX.sub("", part) or part for part in _BETWEEN_MINERALS.split(minerals) if part)


def _was_valid(issued: Mapping[str, object]) -> Optional[bool]:
    """Was the right of the issued table valid at the after image? Unknown without its end or without that date."""
    start, end = parse_date(issued.get("YXQQ")), parse_date(issued.get("YXQZ"))
    seen = parse_date(issued.get("HSX"))
    if end is None or seen is None:
        return None
    return (start is None or start <= seen) and seen <= end


def _flag(value: object) -> Optional[bool]:
    text = _text(value).lower()
    return True if text in _YES else False if text in _NO else None


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()
