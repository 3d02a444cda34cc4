"""Coordinate systems of Chinese land data: CGCS2000 zones both ways, and what a .prj or a range of numbers says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import List, Optional, Tuple

CGCS2000_DEGREES = 4490
WGS84_DEGREES = 4326

# Kinds of coordinate system, as `recognise_crs` and `recognise_coordinates` name them.
DEGREES = "cgcs2000-degrees"
PROJECTED = "cgcs2000-projected"
WGS84 = "wgs84"
XIAN80 = "xian80"
BEIJING54 = "beijing54"
OTHER = "other"
UNKNOWN = "unknown"

_ZONES = {3: range(25, 46), 6: range(13, 24)}
# EPSG code minus zone number, by (width, prefixed): domain reference §5.8, checked against the EPSG database.
_EPSG_OFFSETS = {(3, True): 4488, (3, False): 4509, (6, True): 4478, (6, False): 4489}
_XIAN80_CODES = ((4610, 4610), (2327, 2348), (2349, 2390))
_BEIJING54_CODES = ((4214, 4214), (21413, 21423), (21453, 21463), (2401, 2442))


@dataclass(frozen=True)
class GaussKruger:
    """One CGCS2000 Gauss-Krüger zone: ``width`` 3 or 6 degrees, number, the number in front of the easting or not."""

    width: int
    zone: int
    prefixed: bool

    def __post_init__(self) -> None:
        """Refuse a zone there is not: ValueError."""
        if self.zone not in _ZONES.get(self.width, ()):
            raise ValueError(f"no {self.width}-degree zone {self.zone} in China")

    @property
    def central_meridian(self) -> int:
        """Degrees east."""
        return 3 * self.zone if self.width == 3 else 6 * self.zone - 3

    @property
    def false_easting(self) -> float:
        """Metres."""
        return 500000.0 + (1000000.0 * self.zone if self.prefixed else 0.0)

    @property
    def epsg(self) -> int:
        """The EPSG code of this CGCS2000 projection."""
        return self.zone + _EPSG_OFFSETS[self.width, self.prefixed]


@dataclass(frozen=True)
class CrsGuess:
    """What a coordinate system turned out to be.

    ``kind`` is one of this module's kinds; ``zone`` is set for ``PROJECTED``; ``name`` is what the text calls itself.
    """

    kind: str
    zone: Optional[GaussKruger] = None
    name: str = ""

    @property
    def epsg(self) -> Optional[int]:
        """The EPSG code to give to QGIS, where it follows from the guess."""
        if self.zone is not None:
            return self.zone.epsg
        return {DEGREES: CGCS2000_DEGREES, WGS84: WGS84_DEGREES}.get(self.kind)


@dataclass(frozen=True)
class CoordinateGuess:
    """What a range of coordinates looks like.

    ``kind`` is ``DEGREES``, ``PROJECTED`` or ``UNKNOWN``; ``zone`` is set where eight digits name it;
    without it a projected range (six digits) needs its central meridian from elsewhere.
    """

    kind: str
    zone: Optional[GaussKruger] = None


def zone_of_longitude(longitude: float, width: int = 3) -> int:
    """The zone number that holds ``longitude`` (degrees east): round(λ/3), or floor(λ/6)+1 for 6° zones."""
    return int((longitude + 1.5) // 3) if width == 3 else int(longitude // 6) + 1


def epsg_of_zone(width: int, zone: int, prefixed: bool) -> int:
    """EPSG code of a CGCS2000 zone; ValueError where there is none."""
    return GaussKruger(width, zone, prefixed).epsg


def zone_of_epsg(code: int) -> Optional[GaussKruger]:
    """The CGCS2000 zone of an EPSG code, or None where the code is none of those."""
    for (width, prefixed), offset in _EPSG_OFFSETS.items():
        if code - offset in _ZONES[width]:
            return GaussKruger(width, code - offset, prefixed)
    return None


def zones_of_meridian(central_meridian: float, prefixed: bool = False) -> List[GaussKruger]:
    """The 3° zone, and the 6° zone where there is one, of a central meridian (degrees east)."""
    zones = [GaussKruger(3, int(central_meridian // 3), prefixed)] if _is_meridian(central_meridian, 3) else []
    if _is_meridian(central_meridian, 6):
        zones.append(GaussKruger(6, int(central_meridian + 3) // 6, prefixed))
    return zones


def _is_meridian(central_meridian: float, width: int) -> bool:
    number = central_meridian / 3 if width == 3 else (central_meridian + 3) / 6
    return number == int(number) and int(number) in _ZONES[width]


def recognise_epsg(code: int) -> CrsGuess:
    """What an EPSG code stands for, among the systems met in Chinese land data."""
    zone = zone_of_epsg(code)
    if zone is not None:
        return CrsGuess(PROJECTED, zone, f"EPSG:{code}")
    if code == CGCS2000_DEGREES:
        return CrsGuess(DEGREES, None, f"EPSG:{code}")
    if code == WGS84_DEGREES:
        return CrsGuess(WGS84, None, f"EPSG:{code}")
    for kind, ranges in ((XIAN80, _XIAN80_CODES), (BEIJING54, _BEIJING54_CODES)):
        if any(first <= code <= last for first, last in ranges):
            return CrsGuess(kind, None, f"EPSG:{code}")
    return CrsGuess(OTHER, None, f"EPSG:{code}")


def describe_epsg(code: int, language: str = "zh") -> str:
    """A coordinate system's name for people, in Chinese or English."""
    guess = recognise_epsg(code)
    zone = guess.zone
    if zone is None:
        names = {DEGREES: ("CGCS2000 经纬度", "CGCS2000 degrees"), WGS84: ("WGS84 经纬度", "WGS84 degrees"),
                 XIAN80: ("1980西安坐标系", "Xi'an 1980"), BEIJING54: ("1954北京坐标系", "Beijing 1954")}
        zh, en = names.get(guess.kind, (f"EPSG:{code}", f"EPSG:{code}"))
        return zh if language.startswith("zh") else en
    meridian = zone.central_meridian
    if language.startswith("zh"):
        prefix = "横坐标加带号" if zone.prefixed else "横坐标不加带号"
        return f"CGCS2000 {zone.width}度带 第{zone.zone}带（中央经线{meridian}°，{prefix}）"
    prefix = "with zone prefix" if zone.prefixed else "without zone prefix"
    return f"CGCS2000 {zone.width}-degree Gauss-Kruger zone {zone.zone} (central meridian {meridian}E, {prefix})"


def recognise_crs(text: Optional[str]) -> CrsGuess:
    """What a ``EPSG:n`` or a WKT (as in a .prj file, ESRI's or OGC's spelling) stands for.

    A projected CGCS2000 text is recognised by its parameters, its name only says which width is meant where
    the parameters leave both open; a plane that is no regular zone is ``OTHER``.
    """
    text = (text or "").strip()
    if not text:
        return CrsGuess(UNKNOWN)
    authority = re.fullmatch(r"EPSG:(\d+)", text, re.IGNORECASE)
    if authority:
        return recognise_epsg(int(authority.group(1)))
    quoted = re.search(r'"([^"]*)"', text)
    name = quoted.group(1) if quoted else text[:60]
    kind = _datum_kind(text)
    projected = re.search(r"PROJCS|PROJCRS|PROJECTEDCRS", text, re.IGNORECASE) is not None
    if kind != DEGREES:
        return CrsGuess(OTHER if kind == WGS84 and projected else kind, None, name)
    if not projected:
        return CrsGuess(DEGREES, None, name)
    zone = _zone_of_wkt(text, name)
    return CrsGuess(PROJECTED if zone else OTHER, zone, name)


def _datum_kind(text: str) -> str:
    """The kind by the names of system and datum; ``DEGREES`` stands for the CGCS2000 datum here."""
    plain = re.sub(r"[\s_'’]+", "", text).lower()
    if re.search(r"cgcs2000|chinageodeticcoordinatesystem2000|chinageodetic2000|dchina2000|china2000", plain):
        return DEGREES
    if re.search(r"xian(19)?80|西安", plain):
        return XIAN80
    if re.search(r"beijing(19)?54|北京", plain):
        return BEIJING54
    if re.search(r"wgs(19)?84|worldgeodeticsystem1984", plain):
        return WGS84
    return OTHER if re.search(r"geogcs|geogcrs|geodcrs|projcs|projcrs|localcs|engcrs", plain) else UNKNOWN


def _zone_of_wkt(text: str, name: str) -> Optional[GaussKruger]:
    """The regular zone whose parameters the text has, else None."""
    meridian = _parameter(text, "central_meridian|longitude of natural origin")
    easting = _parameter(text, "false_easting|false easting")
    scale = _parameter(text, "scale_factor|scale factor at natural origin")
    origin = _parameter(text, "latitude_of_origin|latitude of natural origin")
    northing = _parameter(text, "false_northing|false northing")
    if meridian is None or easting is None or scale not in (None, 1.0) or origin or northing:
        return None
    zones = [zone for prefixed in (False, True) for zone in zones_of_meridian(meridian, prefixed)
             if zone.false_easting == easting]
    if len(zones) < 2:
        return zones[0] if zones else None
    # Both widths fit a zone without prefix on a shared meridian: the plane is the same, the name decides.
    six = re.search(r"3[\s_-]*deg", name, re.IGNORECASE) is None and re.search(r"CGCS2000_GK_CM|Gauss-Kruger CM", name)
    return zones[1] if six else zones[0]


def _parameter(text: str, names: str) -> Optional[float]:
    found = re.search(rf'PARAMETER\s*\[\s*"(?:{names})"\s*,\s*([-+0-9.eE]+)', text, re.IGNORECASE)
    return float(found.group(1)) if found else None


def recognise_coordinates(bounds: Tuple[float, float, float, float]) -> CoordinateGuess:
    """What (min x, min y, max x, max y) looks like: degrees in China, or an easting of six or eight digits in metres.

    Eight digits name the zone: 25–45 is a 3° zone, 13–23 a 6° one.
    """
    west, south, east, north = bounds
    if 73 <= west <= east <= 136 and 3 <= south <= north <= 54:
        return CoordinateGuess(DEGREES)
    if not 300000 <= south <= north <= 6000000:
        return CoordinateGuess(UNKNOWN)
    if 100000 <= west <= east < 1000000:
        return CoordinateGuess(PROJECTED)
    number = int(west // 1000000)
    if number == int(east // 1000000) and west % 1000000 >= 100000 and east < 50000000:
        for width, numbers in _ZONES.items():
            if number in numbers:
                return CoordinateGuess(PROJECTED, GaussKruger(width, number, True))
    return CoordinateGuess(UNKNOWN)
