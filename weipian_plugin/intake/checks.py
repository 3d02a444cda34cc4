"""Remarks on a patch as issued: V02–V06 of the validation rules (domain §2.9), each with the values it saw."""

from __future__ import annotations

import re
from typing import Iterator, List, Mapping, Optional

from ..domain.areas.units import mu_round2
from ..domain.records import Finding
from .geometry import Projector, Shape

TOLERANCE_M2 = 20 / 3 + 0.01  # 0.01 亩, as tables are rounded
_NEAR_METRES = 50.0
_AREA_SHARE = 0.05


def check_patch(jcbh: str, attributes: Mapping[str, object], shape: Shape, projector: Projector) -> List[Finding]:
    """All findings of one patch; areas in m²."""
    return [*_place(jcbh, attributes, shape, projector), *_dates(attributes), *_sums(attributes),
            *_limits(attributes), *_size(attributes, shape)]


def _place(jcbh: str, values: Mapping[str, object], shape: Shape, projector: Projector) -> Iterator[Finding]:
    county = values.get("XZQDM")
    if isinstance(county, str):
        if not re.fullmatch(r"\d{6}", county):
            yield Finding("V02_COUNTY_CODE", "W", {"value": county})
        elif re.match(r"\d{6}", jcbh) and not jcbh.startswith(county):
            yield Finding("V02_PREFIX", "W", {"jcbh": jcbh, "county": county})
    longitude, latitude = _number(values, "LZB"), _number(values, "BZB")
    if longitude is None or latitude is None:
        return
    if not (73 <= longitude <= 136 and 3 <= latitude <= 54):
        yield Finding("CENTRE_OUTSIDE", "W", {"longitude": longitude, "latitude": latitude})
    elif shape.usable is not None:
        distance = projector.metres_from(shape, longitude, latitude)
        if distance > _NEAR_METRES:
            yield Finding("CENTRE_FAR", "W", {
                "longitude": longitude, "latitude": latitude, "metres": f"{distance:.0f}"})


def _dates(values: Mapping[str, object]) -> Iterator[Finding]:
    """QSX < HSX ≤ XFSJ, as far as they are given (ISO texts compare as dates do)."""
    before, after, issued = (str(values.get(code) or "") for code in ("QSX", "HSX", "XFSJ"))
    if (before and after and before >= after) or (after and issued and after > issued):
        yield Finding("V03_DATES", "E", {"qsx": before or "–", "hsx": after or "–", "xfsj": issued or "–"})


def _sums(values: Mapping[str, object]) -> Iterator[Finding]:
    """农用地 + 建设用地 + 未利用地 = 监测面积; of minerals 界内 + 界外 = 图斑面积; where a table gives them all."""
    inside, outside, patch = (_number(values, code) for code in ("JNMJ", "JWMJ", "TBMJ"))
    if inside is not None and outside is not None and patch is not None and (
            abs(inside + outside - patch) > TOLERANCE_M2):
        yield Finding("MINERAL_SUM", "E", {"inside": str(mu_round2(inside)), "outside": str(mu_round2(outside)),
                                           "whole": str(mu_round2(patch))})
    whole = _number(values, "JCMJ")
    parts = [_number(values, code) for code in ("NYDMJ2", "JSYDMJ", "WLYDMJ")]
    if whole is None or any(part is None for part in parts):
        return
    total = sum(part for part in parts if part is not None)
    if abs(total - whole) > TOLERANCE_M2:
        yield Finding("V05_SUM", "E", {"sum": str(mu_round2(total)), "whole": str(mu_round2(whole))})


_NESTED = (("JCGDMJ", "NYDMJ"), ("GDMJ", "NYDMJ2"), ("JCGDMJ", "JCMJ"), ("NYDMJ", "JCMJ"), ("YJJBNTMJ", "JCMJ"),
           ("ZYJJBNTMJ", "JCMJ"), ("GDMJ", "JCMJ"), ("NYDMJ2", "JCMJ"), ("JSYDMJ", "JCMJ"), ("WLYDMJ", "JCMJ"),
           ("JNMJ", "TBMJ"), ("JWMJ", "TBMJ"))


def _limits(values: Mapping[str, object]) -> Iterator[Finding]:
    """0 ≤ 耕地 ≤ 农用地 ≤ 面积; 永农 ≤ 面积."""
    for code in sorted({code for pair in _NESTED for code in pair}):
        area = _number(values, code)
        if area is not None and (area < 0 or (code == "JCMJ" and area == 0)):
            yield Finding("V06_NEGATIVE", "E", {"field": code, "value": area})
    for inner, outer in _NESTED:
        part, whole = _number(values, inner), _number(values, outer)
        if part is not None and whole is not None and part - whole > TOLERANCE_M2:
            yield Finding("V06_LARGER", "E", {"inner": inner, "part": str(mu_round2(part)), "outer": outer,
                                              "whole": str(mu_round2(whole))})


def _size(values: Mapping[str, object], shape: Shape) -> Iterator[Finding]:
    """The issued area against the polygon's: far apart means another unit, or another polygon."""
    issued = _number(values, "JCMJ")
    if issued and shape.area_m2 and abs(issued - shape.area_m2) > max(_AREA_SHARE * shape.area_m2, TOLERANCE_M2):
        yield Finding("AREA_DIFFERS", "W", {"issued": str(mu_round2(issued)), "shape": str(mu_round2(shape.area_m2))})


def _number(values: Mapping[str, object], code: str) -> Optional[float]:
    value = values.get(code)
    return float(value) if isinstance(value, (int, float)) else None
