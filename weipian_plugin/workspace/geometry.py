"""Polygons as GeoPackage blobs: WKB in, WKB out, vertices as they were; and what the R-tree's triggers ask of them."""

from __future__ import annotations

import sqlite3
import struct
from typing import List, Optional, Tuple

from ..domain.errors import WeipianError

Ring = Tuple[float, ...]  # x, y, x, y …
Polygons = List[List[Ring]]

HEADER_BYTES = 40
_POLYGON, _MULTIPOLYGON = 3, 6
_EWKB_Z, _EWKB_M, _EWKB_SRID = 0x80000000, 0x40000000, 0x20000000
_ONE_RING, _ONE_PART = struct.pack("<BII", 1, _POLYGON, 1), struct.pack("<BII", 1, _MULTIPOLYGON, 1)
_PLAIN_HEAD = 13
_BOUND = struct.Struct("<d")
_ENVELOPE_AT = 8
SAME_PLACE = 1e-6  # metres; a thousandth of that is what another PROJ version may change
SAME_PLACE_DEGREES = 1e-11


def polygons_of(wkb: bytes) -> Polygons:
    """The rings of a polygon or multipolygon, x and y only. Raises ``WORKSPACE_GEOMETRY`` for anything else."""
    try:
        return _read(wkb, 0)[0]
    except (struct.error, IndexError) as error:
        raise WeipianError("WORKSPACE_GEOMETRY", detail=str(error)) from error


def _read(wkb: bytes, at: int) -> Tuple[Polygons, int]:
    order = "<" if wkb[at] else ">"
    code, count = struct.unpack_from(order + "II", wkb, at + 1)
    at += 9
    if code & _EWKB_SRID:
        (count,) = struct.unpack_from(order + "I", wkb, at)
        at += 4
    kind = (code & 0xFFFF) % 1000
    iso = (code & 0xFFFF) // 1000
    dimensions = 2 + (bool(code & _EWKB_Z) or iso in (1, 3)) + (bool(code & _EWKB_M) or iso in (2, 3))
    if kind == _POLYGON:
        rings, at = _rings(wkb, at, order, count, dimensions)
        return [rings], at
    if kind != _MULTIPOLYGON:
        raise WeipianError("WORKSPACE_GEOMETRY", detail=f"WKB {code}")
    polygons: Polygons = []
    for _ in range(count):
        part, at = _read(wkb, at)
        polygons += part
    return polygons, at


def _rings(wkb: bytes, at: int, order: str, count: int, dimensions: int) -> Tuple[List[Ring], int]:
    rings: List[Ring] = []
    for _ in range(count):
        (points,) = struct.unpack_from(order + "I", wkb, at)
        values = struct.unpack_from(f"{order}{points * dimensions}d", wkb, at + 4)
        at += 4 + 8 * points * dimensions
        if dimensions > 2:
            values = tuple(v for i, v in enumerate(values) if i % dimensions < 2)
        rings.append(values)
    return rings, at


def blob_of(wkb: Optional[bytes], srid: int) -> Optional[bytes]:
    """The GeoPackage blob of a polygon: header with envelope, then a little-endian 2-D multipolygon."""
    if wkb is None:
        return None
    plain = _blob_of_plain(wkb, srid)
    if plain is not None:
        return plain
    polygons = [rings for rings in polygons_of(wkb) if rings and rings[0]]
    if not polygons:
        return None
    xs = [x for rings in polygons for ring in rings for x in ring[0::2]]
    ys = [y for rings in polygons for ring in rings for y in ring[1::2]]
    header = b"GP\x00\x03" + struct.pack("<i4d", srid, min(xs), max(xs), min(ys), max(ys))
    parts = [struct.pack("<BII", 1, _MULTIPOLYGON, len(polygons))]
    for rings in polygons:
        parts.append(struct.pack("<BII", 1, _POLYGON, len(rings)))
        parts += [struct.pack(f"<I{len(ring)}d", len(ring) // 2, *ring) for ring in rings]
    return header + b"".join(parts)


def _blob_of_plain(wkb: bytes, srid: int) -> Optional[bytes]:
    """The blob of one little-endian polygon of one ring in two dimensions, as nearly all are; ``None`` for others."""
    if len(wkb) < _PLAIN_HEAD or wkb[:9] != _ONE_RING:
        return None
    points = (len(wkb) - _PLAIN_HEAD) // 16
    if points < 1 or wkb[9:_PLAIN_HEAD] != struct.pack("<I", points) or len(wkb) != _PLAIN_HEAD + 16 * points:
        return None
    ring = struct.unpack_from(f"<{2 * points}d", wkb, _PLAIN_HEAD)
    xs, ys = ring[0::2], ring[1::2]
    return b"".join((b"GP\x00\x03", struct.pack("<i4d", srid, min(xs), max(xs), min(ys), max(ys)), _ONE_PART, wkb))


def wkb_of(blob: Optional[bytes]) -> Optional[bytes]:
    """The WKB in one of our blobs; a single part comes back as the polygon it was."""
    if not blob:
        return None
    wkb = bytes(blob[HEADER_BYTES:])
    kind, parts = struct.unpack_from("<II", wkb, 1)
    return wkb[9:] if kind == _MULTIPOLYGON and parts == 1 else wkb


def hex_of(blob: object) -> str:
    """The WKB in one of our blobs as text, "" for none: as shapes stand in events and in what offices hand on."""
    return (wkb_of(blob) or b"").hex() if isinstance(blob, bytes) else ""


def centre_of(blob: Optional[bytes]) -> Optional[Tuple[float, float]]:
    """The middle of the envelope, from the first `HEADER_BYTES` of a blob."""
    box = _envelope(blob)
    return None if box is None else ((box[0] + box[1]) / 2, (box[2] + box[3]) / 2)


def same_shape(one: Optional[bytes], other: Optional[bytes], geographic: bool) -> bool:
    """True where two WKB polygons have the same rings and vertices, to the noise of a projection."""
    if one is None or other is None:
        return one is other
    if one == other:
        return True
    tolerance = SAME_PLACE_DEGREES if geographic else SAME_PLACE
    ours, theirs = polygons_of(one), polygons_of(other)
    if [[len(r) for r in p] for p in ours] != [[len(r) for r in p] for p in theirs]:
        return False
    pairs = ((a, b) for p, q in zip(ours, theirs) for r, s in zip(p, q) for a, b in zip(r, s))
    return all(abs(a - b) <= tolerance for a, b in pairs)


def _envelope(blob: Optional[bytes]) -> Optional[Tuple[float, ...]]:
    if not blob or not (blob[3] >> 1) & 7:
        return None
    return struct.unpack(("<" if blob[3] & 1 else ">") + "4d", blob[8:HEADER_BYTES])


def _bound(index: int, blob: Optional[bytes]) -> Optional[float]:
    if blob and blob[3] == 3:  # as we write them
        found: float = _BOUND.unpack_from(blob, _ENVELOPE_AT + 8 * index)[0]
        return found
    box = _envelope(blob)
    return None if box is None else box[index]


def teach_geometry(connection: sqlite3.Connection) -> None:
    """Give a connection the five functions without which no feature table can be written (R-tree triggers)."""

    def is_empty(blob: Optional[bytes]) -> Optional[int]:
        return None if blob is None else (blob[3] >> 4) & 1

    connection.create_function("ST_IsEmpty", 1, is_empty, deterministic=True)
    for index, name in enumerate(("ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY")):
        connection.create_function(name, 1, lambda blob, i=index: _bound(i, blob), deterministic=True)
