"""Which coordinate system a layer is in: what it says held against its numbers; asked for only when neither tells."""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass
from statistics import median
from typing import Iterable, List, Optional, Sequence, Tuple

from ..domain.areas.zones import (
    BEIJING54,
    DEGREES,
    PROJECTED,
    UNKNOWN,
    WGS84,
    XIAN80,
    CoordinateGuess,
    CrsGuess,
    GaussKruger,
    describe_epsg,
    epsg_of_zone,
    recognise_coordinates,
    recognise_crs,
    zone_of_epsg,
    zone_of_longitude,
)
from ..domain.errors import WeipianError
from ..domain.records import Finding

Bounds = Tuple[float, float, float, float]


@dataclass(frozen=True)
class SourceCrs:
    """The source's CRS as ``EPSG:n``, and what is to be told about how it was found."""

    authid: str
    findings: Tuple[Finding, ...] = ()


def bounds_of(shapes: Iterable[bytes]) -> List[Bounds]:
    """(min x, min y, max x, max y) of each WKB polygon whose coordinates are all finite."""
    found = []
    for wkb in shapes:
        points = list(_points(wkb))
        if points and all(math.isfinite(x) and math.isfinite(y) for x, y in points):
            xs, ys = [x for x, _ in points], [y for _, y in points]
            found.append((min(xs), min(ys), max(xs), max(ys)))
    return found


def _points(wkb: bytes) -> Iterable[Tuple[float, float]]:
    """The vertices of a 2-D ISO WKB polygon, multipolygon or collection of them."""
    position = 0
    pending = 1
    while pending and position + 9 <= len(wkb):
        order = "<" if wkb[position] == 1 else ">"
        kind, count = struct.unpack_from(order + "II", wkb, position + 1)
        position += 9
        pending -= 1
        if kind in (6, 7):
            pending += count
        elif kind == 3:
            for _ in range(count):
                (number,) = struct.unpack_from(order + "I", wkb, position)
                yield from struct.iter_unpack(order + "dd", wkb[position + 4:position + 4 + 16 * number])
                position += 4 + 16 * number
        else:
            return


def recognise_source(text: str, boxes: Sequence[Bounds], override: str, file: str) -> SourceCrs:
    """The CRS of a layer whose .prj or database says ``text`` and whose polygons have these ``boxes``.

    Raises ``CRS_LEGACY`` (Xi'an 80, Beijing 54), ``CRS_UNKNOWN`` (its value ``proposed`` is what the numbers
    suggest if the datum is CGCS2000, or ""), ``COORDINATES_SWAPPED``, ``COORDINATES_OUTSIDE``.
    """
    said = recognise_crs(override or text)
    if said.kind in (XIAN80, BEIJING54):
        raise WeipianError("CRS_LEGACY", file=file, crs=said.name)
    seen = _look_at(boxes)
    if override:
        if said.epsg is None:
            raise WeipianError("CRS_UNKNOWN", file=file, crs=override, proposed=_proposal(seen))
        return SourceCrs(f"EPSG:{said.epsg}")
    if said.kind == UNKNOWN or said.epsg is None:
        raise WeipianError("CRS_UNKNOWN", file=file, crs=said.name or "–", proposed=_proposal(seen))
    if seen is None:
        return SourceCrs(f"EPSG:{said.epsg}")
    return _reconcile(said, seen, boxes, file)


def _look_at(boxes: Sequence[Bounds]) -> Optional[CoordinateGuess]:
    """What the numbers are; a single stray polygon does not hide what all the others say."""
    if not boxes:
        return None
    whole = (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    guess = recognise_coordinates(whole)
    return recognise_coordinates(_middle(boxes)) if guess.kind == UNKNOWN else guess


def _middle(boxes: Sequence[Bounds]) -> Bounds:
    x, y = median([(b[0] + b[2]) / 2 for b in boxes]), median([(b[1] + b[3]) / 2 for b in boxes])
    return (x, y, x, y)


def _proposal(seen: Optional[CoordinateGuess]) -> str:
    if seen is None:
        return ""
    if seen.kind == DEGREES:
        return "EPSG:4490"
    return f"EPSG:{seen.zone.epsg}" if seen.zone else ""


def _reconcile(said: CrsGuess, seen: CoordinateGuess, boxes: Sequence[Bounds], file: str) -> SourceCrs:
    """The datum is what the text says; degrees, zone and prefix are what the numbers are."""
    if seen.kind == UNKNOWN:
        x, y, _, _ = _middle(boxes)
        if recognise_coordinates((y, x, y, x)).kind != UNKNOWN:
            raise WeipianError("COORDINATES_SWAPPED", file=file, x=round(x, 4), y=round(y, 4))
        raise WeipianError("COORDINATES_OUTSIDE", file=file, x=round(x, 4), y=round(y, 4))
    if said.kind == WGS84:
        if seen.kind != DEGREES:
            raise WeipianError("CRS_UNKNOWN", file=file, crs=said.name, proposed=_proposal(seen))
        return SourceCrs("EPSG:4326", (Finding("CRS_WGS84", "W", {"file": file}),))
    actual = _actual(said.zone, seen)
    if actual is None:
        raise WeipianError("CRS_UNKNOWN", file=file, crs=said.name, proposed="")
    if actual == said.epsg:
        return SourceCrs(f"EPSG:{actual}")
    told = Finding("CRS_MISMATCH", "W", {"file": file, "said": describe_epsg(said.epsg or 0),
                                         "used": describe_epsg(actual)})
    return SourceCrs(f"EPSG:{actual}", (told,))


def _actual(zone: Optional[GaussKruger], seen: CoordinateGuess) -> Optional[int]:
    if seen.kind == DEGREES:
        return 4490
    if seen.kind == PROJECTED and seen.zone is not None:
        return seen.zone.epsg
    return epsg_of_zone(zone.width, zone.zone, False) if zone is not None else None


def working_crs(source: str, target: str, middle_longitude: float) -> str:
    """The CRS to work in: ``target``, else the source's own 3° zone, else that of ``middle_longitude``, with prefix."""
    if target:
        return target
    zone = zone_of_epsg(int(source.partition(":")[2]))
    number = zone.zone if zone is not None and zone.width == 3 else zone_of_longitude(middle_longitude)
    return f"EPSG:{epsg_of_zone(3, number, True)}"
