"""Writing 勘测定界坐标文件, so that what is read from it again is the same to a tenth of a millimetre."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import Any, Iterator, List, Mapping, Sequence, Tuple, Union

import numpy as np
import shapely

from ..domain.areas.zones import GaussKruger, zone_of_longitude
from ..domain.errors import WeipianError
from .kernels.arrays import Geometries
from .kernels.plane import JobPlane, SourceCrs, degrees_to_zone
from .kernels.polygons import from_geometries, ring_areas
from .readers.survey_text import SECTION_HEAD, SECTION_PARCELS

_CODECS = {"GBK": "gb18030", "GB18030": "gb18030", "UTF-8": "utf-8"}
_DECIMALS = 4
_SQUARE_METRES_A_HECTARE = 10000.0
Values = Union[str, Mapping[str, Any]]


def write_survey_text(path: Path, shapes: Geometries, parcels: Sequence[Values], crs: SourceCrs, maker: str = "",
                      encoding: str = "GBK") -> int:
    """Write parcels to ``path``: X (north) first, four decimals, rings closed, shells before their holes; how many.

    ``shapes``: Polygons or MultiPolygons in ``crs``, easting first; those in degrees are brought into their 3° zone.
    ``parcels``: of each its number, or its values by the columns of `readers.survey_text` (面积 in hectares, as
    given; without it the area on the ellipsoid). ``encoding``: GBK, GB18030 or UTF-8.
    Raises WeipianError SURVEY_TEXT_SHAPE (no polygon, coordinates that are no numbers), OUTPUT_NOT_WRITTEN.
    """
    values = [parcel if isinstance(parcel, Mapping) else {"地块编号": parcel} for parcel in parcels]
    for shape, given in zip(shapes, values):
        _check(shape, _text(given, "地块编号"))
    zone, planar = _in_a_zone(shapes, crs)
    lines = list(_head(zone, maker))
    for shape, given, area in zip(planar, values, _hectares(planar, zone)):
        lines.extend(_parcel(shape, given, _text(given, "面积") or f"{area:.{_DECIMALS}f}"))
    _put(path, "".join(line + "\r\n" for line in lines).encode(_CODECS[encoding]))
    return len(values)


def _put(path: Path, content: bytes) -> None:
    """At once and whole, so that a full disk leaves what was there."""
    part = path.with_name(f"~{path.name}")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        with suppress(OSError):
            part.unlink()
        detail = error.strerror or type(error).__name__
        raise WeipianError("OUTPUT_NOT_WRITTEN", file=str(path), detail=detail) from error


def _check(shape: Any, name: str) -> None:
    if shape is None or shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
        raise WeipianError("SURVEY_TEXT_SHAPE", name=name, detail=getattr(shape, "geom_type", "∅"))
    if not np.isfinite(shapely.get_coordinates(shape)).all():
        raise WeipianError("SURVEY_TEXT_SHAPE", name=name, detail="NaN, ∞")


def _in_a_zone(shapes: Geometries, crs: SourceCrs) -> Tuple[GaussKruger, Geometries]:
    """The zone to write in, and the shapes there."""
    if crs.zone is not None:
        return crs.zone, shapes
    middle = float(np.mean(shapely.total_bounds(shapes)[[0, 2]]))
    try:
        zone = GaussKruger(3, zone_of_longitude(middle), True)
    except (ValueError, OverflowError) as error:
        raise WeipianError("LAYER_OUTSIDE_CHINA", longitude=middle) from error
    return zone, np.asarray(shapely.transform(shapely.force_2d(shapes), lambda xy: degrees_to_zone(xy, zone)))


def _hectares(shapes: Geometries, zone: GaussKruger) -> Sequence[float]:
    """Areas on the ellipsoid."""
    projected = JobPlane(zone).project(from_geometries(shapes), SourceCrs(zone, f"EPSG:{zone.epsg}"))
    areas = np.bincount(projected.owner_of_rings(), ring_areas(projected.xy, projected.ring_start), len(projected))
    return [float(area) / _SQUARE_METRES_A_HECTARE for area in areas]


def _head(zone: GaussKruger, maker: str) -> Iterator[str]:
    yield SECTION_HEAD
    yield "格式版本号=1.01"
    yield "数据产生单位=" + _plain(maker)
    yield "坐标系=2000国家大地坐标系"
    yield f"几度分带={zone.width}"
    yield "投影类型=高斯克吕格"
    yield "计量单位=米"
    yield f"带号={zone.zone}"
    yield f"精度={10.0 ** -_DECIMALS:.{_DECIMALS}f}"
    yield "转换参数=,,,,,,"
    yield SECTION_PARCELS


def _parcel(shape: Any, values: Mapping[str, Any], area: str) -> Iterator[str]:
    """A parcel's head and its points, each ring numbered from J1."""
    rings: List[Any] = [np.round(shapely.get_coordinates(ring), _DECIMALS)
                        for ring in shapely.get_rings(shapely.get_parts(np.array([shape], dtype=object)))]
    if any(len(np.unique(ring, axis=0)) < 3 for ring in rings):
        raise WeipianError("SURVEY_TEXT_SHAPE", name=_text(values, "地块编号"), detail=f"< 3 × {10.0 ** -_DECIMALS} m")
    told = [_text(values, name) for name in ("地块编号", "地块名称")]
    rest = [_text(values, name) for name in ("图幅号", "用途", "地类编码")]
    yield ",".join([str(sum(map(len, rings))), area, *told, "面", *rest, "@"])
    for number, ring in enumerate(rings, 1):
        for point, (east, north) in enumerate(ring.tolist()):
            yield f"J{point % (len(ring) - 1) + 1},{number},{north:.{_DECIMALS}f},{east:.{_DECIMALS}f}"


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return "" if value is None else _plain(str(value))


def _plain(text: str) -> str:
    """Nothing that would end a field or a line."""
    return " ".join(text.replace(",", "，").split())
