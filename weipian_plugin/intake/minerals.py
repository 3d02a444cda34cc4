"""附表1-2 on its way in: its patch area stands for the area other rooms ask for, its patches are of class K."""

from __future__ import annotations

from typing import Dict, Iterable, Mapping

from ..domain.records import Finding
from .join import Record

MINERAL_CLASS = "K"
_OWN_AREA, _AREA = "TBMJ", "JCMJ"


def fill_patch_area(records: Iterable[Record], units: Dict[str, str]) -> None:
    """图斑面积 (TBMJ, m²) also as 监测面积, where the source names none, in the unit it was written in."""
    for record in records:
        if record.values.get(_OWN_AREA) is not None:
            record.values.setdefault(_AREA, record.values[_OWN_AREA])
    if _OWN_AREA in units:
        units.setdefault(_AREA, units[_OWN_AREA])


def fill_class(shapes: Mapping[str, Record], rows: Mapping[str, Record]) -> Finding:
    """Class K for every patch that no source gives a class; what is said of it."""
    every = {**shapes, **rows}
    lacking = [jcbh for jcbh in every if not any(
        jcbh in records and records[jcbh].values.get("JCLB") for records in (shapes, rows))]
    for jcbh in lacking:
        every[jcbh].values["JCLB"] = MINERAL_CLASS
    return Finding("MINERAL_TABLE", "W", {"count": len(every), "filled": len(lacking)})
