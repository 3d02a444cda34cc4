"""Well-known binary into flat polygons: plain polygons at once by compiled code or arrays, what is odd by GEOS."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

import numpy as np
import shapely
from numpy.typing import NDArray

from ..kernels.arrays import Floats, Geometries, Indices
from ..kernels.jit import HAS_NUMBA
from ..kernels.polygons import Polygons, from_geometries
from .array_wkb import plain_polygons
from .compiled_wkb import EMPTY, ENDLESS, FLAT, ODD, fill, orient, scan

# Features that are left out, each code with a count.
WITHOUT_SHAPE, NOT_FINITE = "FEATURES_WITHOUT_SHAPE", "FEATURES_NOT_FINITE"
NOT_POLYGONS, UNREADABLE = "FEATURES_NOT_POLYGONS", "FEATURES_UNREADABLE"
# Features that entered, with something done to them.
FLATTENED, CLOSED, CURVED = "FEATURES_FLATTENED", "FEATURES_CLOSED", "FEATURES_CURVED"

_POLYGON, _MULTIPOLYGON, _COLLECTION = 3, 6, 7
_CURVES = (8, 9, 10, 11, 12, 13, 14)
_SURFACES = (15, 16, 17)
_ENVELOPE_BYTES = (0, 32, 48, 48, 64)
_HEADER_BYTES = 8
CAN_CLOSE = tuple(int(part) for part in shapely.__version__.split(".")[:2]) >= (2, 1)


@dataclass(frozen=True)
class Decoded:
    """n blobs as n features; those that are ``lost`` (code → count) have no parts; ``told`` entered with a remark.

    ``curved``: rows whose arcs GEOS cannot take, without parts and not counted yet.
    """

    polygons: Polygons
    lost: Dict[str, int]
    told: Dict[str, int]
    curved: Indices

    def completed(self, others: Decoded, code: str) -> Decoded:
        """With ``others`` in the place of what was curved, those that came told under ``code``."""
        lost, told = dict(self.lost), dict(self.told)
        add_counts(lost, others.lost)
        add_counts(told, others.told)
        _count(told, code, int(np.count_nonzero(np.diff(others.polygons.start))))
        return Decoded(_put(self.polygons, self.curved, others.polygons), lost, told, self.curved[:0])


def decode(blobs: Sequence[object], with_header: bool = False) -> Decoded:
    """Polygons of WKB, or of GeoPackage blobs (``with_header``): 2D, oriented, closed, finite; never raises.

    Whatever is not bytes is no shape.
    """
    whole: List[bytes] = [blob if isinstance(blob, bytes) else b"" for blob in blobs]
    lost: Dict[str, int] = {}
    told: Dict[str, int] = {}
    if HAS_NUMBA:
        polygons, state = _decode_plain(whole, with_header)
        _count(lost, WITHOUT_SHAPE, int(np.count_nonzero(state == EMPTY)))
        _count(lost, NOT_FINITE, int(np.count_nonzero(state == ENDLESS)))
        _count(told, FLATTENED, int(np.count_nonzero(state == FLAT)))
        odd = np.flatnonzero(state == ODD)
    else:
        polygons, plain = plain_polygons(whole, with_header)
        odd = np.flatnonzero(~plain)
    if len(odd) == 0:
        return Decoded(polygons, lost, told, odd)
    careful = _decode_carefully([whole[row] for row in odd.tolist()], with_header)
    polygons = _put(polygons, odd, from_geometries(careful.geometries))
    for counts, more in ((lost, careful.lost), (told, careful.told)):
        for code, count in more.items():
            _count(counts, code, count)
    return Decoded(polygons, lost, told, odd[careful.curved])


def joined(pieces: Sequence[Polygons]) -> Polygons:
    """The features of all ``pieces``, one after the other."""
    if len(pieces) == 1:
        return pieces[0]
    if not pieces:
        nothing = np.zeros(1, dtype=np.int64)
        return Polygons(np.empty((0, 2)), nothing, nothing, nothing)
    return Polygons(np.concatenate([piece.xy for piece in pieces]), _chained([piece.ring_start for piece in pieces]),
                    _chained([piece.part_start for piece in pieces]), _chained([piece.start for piece in pieces]))


def add_counts(counts: Dict[str, int], more: Dict[str, int]) -> None:
    """``more`` added to ``counts``."""
    for code, count in more.items():
        _count(counts, code, count)


def _chained(starts: Sequence[Indices]) -> Indices:
    shifts = np.cumsum([0] + [int(start[-1]) for start in starts])
    return np.concatenate([np.zeros(1, dtype=np.int64)] + [start[1:] + shift for start, shift in zip(starts, shifts)])


def _count(counts: Dict[str, int], code: str, count: int) -> None:
    if count:
        counts[code] = counts.get(code, 0) + count


def _put(polygons: Polygons, rows: Indices, others: Polygons) -> Polygons:
    """``polygons`` with ``others`` in the place of the given rows (which have no parts)."""
    places = np.arange(len(polygons))
    places[rows] = len(polygons) + np.arange(len(rows))
    return joined([polygons, others]).take(places)


@dataclass(frozen=True)
class _Careful:
    geometries: Geometries
    lost: Dict[str, int]
    told: Dict[str, int]
    curved: Indices


def _decode_carefully(blobs: Sequence[bytes], with_header: bool) -> _Careful:
    """Any blobs, by GEOS; unclosed rings are closed, collections give their polygons."""
    bodies = [_body(blob) if with_header and blob else blob for blob in blobs]
    kinds = np.array([_kind(body) for body in bodies], dtype=np.int64)
    empty = np.array([body == b"" for body in bodies], dtype=bool)
    curved = np.isin(kinds, _CURVES)
    readable = np.flatnonzero(~empty & (kinds >= 0) & ~curved & ~np.isin(kinds, _SURFACES))
    raw = np.full(len(bodies), None, dtype=object)
    raw[readable] = from_wkb([bodies[row] or b"" for row in readable.tolist()], "ignore")
    told: Dict[str, int] = {}
    open_rings = readable[shapely.is_missing(raw[readable])]
    if CAN_CLOSE and len(open_rings):
        closed = from_wkb([bodies[row] or b"" for row in open_rings.tolist()], "fix")
        raw[open_rings] = np.where(shapely.area(closed) > 0, closed, None)
        _count(told, CLOSED, int(np.count_nonzero(~shapely.is_missing(raw[open_rings]))))
    flattened = np.array([_is_more_than_flat(body) for body in bodies], dtype=bool)
    usable, lost = usable_polygons(shapely.force_2d(raw), empty | curved)
    _count(lost, WITHOUT_SHAPE, int(empty.sum()))
    _count(told, FLATTENED, int(np.count_nonzero(flattened & ~shapely.is_missing(usable))))
    return _Careful(usable, lost, told, np.flatnonzero(curved))


def usable_polygons(raw: Geometries, excused: NDArray[np.bool_]) -> Tuple[Geometries, Dict[str, int]]:
    """2D geometries as Polygons or MultiPolygons (None where there is none), and what was lost how.

    None counts as unreadable unless ``excused``.
    """
    lost: Dict[str, int] = {}
    geometries = raw.copy()
    _count(lost, UNREADABLE, int(np.count_nonzero(shapely.is_missing(geometries) & ~excused)))
    hollow = shapely.is_empty(geometries)
    _count(lost, WITHOUT_SHAPE, int(np.count_nonzero(hollow)))
    geometries[hollow] = None
    kinds = shapely.get_type_id(geometries)
    several = np.flatnonzero((kinds == _COLLECTION) | ((kinds == _MULTIPOLYGON)
                                                        & (shapely.get_num_geometries(geometries) > 1)))
    for row in several.tolist():
        geometries[row] = _polygons_in(geometries[row])
    kinds = shapely.get_type_id(geometries)
    no_ground = ~np.isin(kinds, (_POLYGON, _MULTIPOLYGON)) & ~shapely.is_missing(raw) & ~hollow
    _count(lost, NOT_POLYGONS, int(np.count_nonzero(no_ground)))
    geometries[no_ground] = None
    coordinates, owner = shapely.get_coordinates(geometries, return_index=True)
    endless = np.unique(owner[~np.isfinite(coordinates).all(axis=1)])
    _count(lost, NOT_FINITE, len(endless))
    geometries[endless] = None
    return geometries, lost


def _polygons_in(geometry: object) -> object:
    """The polygons with ground of a (nested) collection: itself where that is all there is, else a MultiPolygon."""
    parts = shapely.get_parts(np.array([geometry], dtype=object))
    kinds = shapely.get_type_id(parts)
    if np.all(kinds == _POLYGON) and not shapely.is_empty(parts).any() and shapely.get_type_id(geometry) != _COLLECTION:
        return geometry
    while np.any(shapely.get_type_id(parts) > _POLYGON):
        parts = shapely.get_parts(parts)
    parts = parts[(shapely.get_type_id(parts) == _POLYGON) & ~shapely.is_empty(parts)]
    return shapely.multipolygons(parts) if len(parts) else None


def from_wkb(blobs: Sequence[bytes], on_invalid: str) -> Geometries:
    """GEOS's reading, None where it has none; one blob it throws at does not take the others with it."""
    column = np.empty(len(blobs), dtype=object)
    column[:] = blobs
    with np.errstate(invalid="ignore"):  # NaN coordinates are dealt with later
        try:
            return np.asarray(shapely.from_wkb(column, on_invalid=on_invalid), dtype=object)
        except (NotImplementedError, shapely.errors.GEOSException, ValueError, TypeError):
            if len(blobs) == 1:
                return np.array([None], dtype=object)
    middle = len(blobs) // 2
    return np.concatenate([from_wkb(blobs[:middle], on_invalid), from_wkb(blobs[middle:], on_invalid)])


def _body(blob: bytes) -> Optional[bytes]:
    """The WKB of a GeoPackage blob: b"" where its header says empty, None where it is none."""
    if len(blob) < _HEADER_BYTES or blob[:2] != b"GP":
        return None
    flags = blob[3]
    envelope = (flags >> 1) & 7
    if envelope >= len(_ENVELOPE_BYTES) or flags & 0x20:  # 0x20: a type that only its maker knows
        return None
    if flags & 0x10:
        return b""
    return blob[_HEADER_BYTES + _ENVELOPE_BYTES[envelope]:] or None


def _kind(body: Optional[bytes]) -> int:
    """The WKB type (3 polygon, 6 multipolygon, …) without its dimensions; −1 where there is none."""
    if not body or len(body) < 5 or body[0] > 1:
        return -1
    return (_code(body) & 0x0FFFFFFF) % 1000


def _is_more_than_flat(body: Optional[bytes]) -> bool:
    """Whether heights or measures are in it, as ISO (thousands) or PostGIS (high bits) says."""
    if body is None or _kind(body) < 0:
        return False
    return bool(_code(body) & 0xC0000000) or (_code(body) & 0x0FFFFFFF) >= 1000


def _code(body: bytes) -> int:
    return int(struct.unpack_from("<I" if body[0] else ">I", body, 1)[0])


def _decode_plain(blobs: List[bytes], with_header: bool) -> Tuple[Polygons, NDArray[np.int8]]:
    """The blobs that are plain little-endian (multi)polygons, oriented; all others are features without parts."""
    offsets = np.zeros(len(blobs) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, blobs), dtype=np.int64, count=len(blobs)), out=offsets[1:])
    content = np.frombuffer(b"".join(blobs), dtype=np.uint8)
    body, sizes, state = scan(content, offsets, with_header)
    while True:
        start, part_start, ring_start, xy, long_rings = fill(content, body, sizes)
        endless = _copy_long_rings(content, xy, long_rings)
        if not endless:
            return Polygons(xy, ring_start, part_start, start), state
        state[endless] = ENDLESS
        sizes[endless] = 0


def _copy_long_rings(content: NDArray[np.uint8], xy: Floats, rings: Indices) -> List[int]:
    """Put the rings that `fill` left out into ``xy``; rows of those with a coordinate that is not finite."""
    target = xy.view(np.uint8).reshape(-1)
    endless = []
    for at, first, last, is_shell, row in rings.tolist():
        target[16 * first:16 * last] = content[at:at + 16 * (last - first)]
        if not np.isfinite(orient(xy, first, last, bool(is_shell))) and not np.isfinite(xy[first:last]).all():
            endless.append(row)
    return endless
