"""Reading of plain well-known binary by numpy, where there is no compiler: all blobs together, ring by ring.

Every count is held against the bytes that are there before it is believed, so no blob can make this read elsewhere.
"""

from __future__ import annotations

from typing import List, Tuple

import numpy as np
from numpy.typing import NDArray

from ..kernels.arrays import Flags, Floats, Indices
from ..kernels.polygons import Polygons, oriented

_POLYGON, _MULTIPOLYGON = 3, 6
_FILE_HEADER, _COUNTED, _COUNT, _POINT = 8, 9, 4, 16
_ENVELOPE_BYTES = np.array([0, 32, 48, 48, 64, 0, 0, 0])
_LAST_ENVELOPE = 4
# Flags of a GeoPackage blob: empty, or of a type that only its maker knows.
_EMPTY_OR_OWN = 0x30
_FEWEST_POINTS = 4
# Blobs with more rings are rare, and GEOS takes them as they are.
_MOST_RINGS = 200


def plain_polygons(blobs: List[bytes], with_header: bool) -> Tuple[Polygons, Flags]:
    """(polygons, is plain) of the blobs that are flat little-endian (multi)polygons, finite and closed, oriented.

    All others, the empty ones too, are features without parts.
    """
    offsets = np.zeros(len(blobs) + 1, dtype=np.int64)
    np.cumsum(np.fromiter(map(len, blobs), dtype=np.int64, count=len(blobs)), out=offsets[1:])
    joined = b"".join(blobs)
    content = np.frombuffer(joined, dtype=np.uint8)
    body, plain = _bodies(content, offsets, with_header)
    row, at, count, is_shell = _rings(content, body, offsets[1:], plain)
    while True:
        kept = plain[row]
        polygons, good = _filled(joined, len(blobs), row[kept], at[kept], count[kept], is_shell[kept])
        if good.all():
            return oriented(polygons), plain
        plain[row[kept][~good]] = False


def _bodies(content: NDArray[np.uint8], offsets: Indices, with_header: bool) -> Tuple[Indices, Flags]:
    """Where each WKB body begins, and whether there is one that can be plain."""
    at, end = offsets[:-1].copy(), offsets[1:]
    plain = end - at >= (_FILE_HEADER + _COUNTED if with_header else _COUNTED)
    if with_header:
        some = np.flatnonzero(plain)
        first = at[some]
        flags = content[first + 3]
        envelope = (flags >> 1) & 7
        plain[some] = ((content[first] == ord("G")) & (content[first + 1] == ord("P"))
                       & (flags & _EMPTY_OR_OWN == 0) & (envelope <= _LAST_ENVELOPE))
        at[some] += _FILE_HEADER + _ENVELOPE_BYTES[envelope]
        plain &= end - at >= _COUNTED
    return at, plain


def _rings(content: NDArray[np.uint8], body: Indices, end: Indices, plain: Flags) -> Tuple[
        Indices, Indices, Indices, Flags]:
    """(row, where its points begin, how many, whether it is a shell) of the rings, in their order.

    ``plain`` is taken from those that turn out to be something else.
    """
    at, parts, rings = body.copy(), np.ones(len(body), dtype=np.int64), np.zeros(len(body), dtype=np.int64)
    active = np.flatnonzero(plain)
    kind = _numbers(content, at[active] + 1)
    several = active[kind == _MULTIPOLYGON]
    parts[several] = _numbers(content, at[several] + 5)
    at[several] += _COUNTED
    plain[active] &= ((kind == _POLYGON) | (kind == _MULTIPOLYGON)) & (content[body[active]] == 1) & (parts[active] > 0)
    active = active[plain[active]]
    found: List[Tuple[Indices, Indices, Indices, Flags]] = []
    for _ in range(_MOST_RINGS):
        is_shell = rings[active] == 0
        begun = active[is_shell]
        rings[begun] = _ring_counts(content, at[begun], end[begun])
        plain[begun] = rings[begun] > 0
        parts[begun] -= 1
        at[begun] += _COUNTED
        fits = plain[active] & (end[active] - at[active] >= _COUNT)
        count = np.zeros(len(active), dtype=np.int64)
        count[fits] = _numbers(content, at[active[fits]])
        at[active] += _COUNT
        fits &= (count >= _FEWEST_POINTS) & (count <= (end[active] - at[active]) // _POINT)
        plain[active[~fits]] = False
        active, count, is_shell = active[fits], count[fits], is_shell[fits]
        found.append((active, at[active], count, is_shell))
        at[active] += _POINT * count
        rings[active] -= 1
        active = active[(rings[active] > 0) | (parts[active] > 0)]
        if len(active) == 0:
            break
    plain[active] = False
    row, place, count, is_shell = (np.concatenate(column) for column in zip(*found))
    order = np.argsort(place, kind="stable")
    return row[order], place[order], count[order], is_shell[order]


def _ring_counts(content: NDArray[np.uint8], at: Indices, end: Indices) -> Indices:
    """How many rings the polygons have that begin at ``at``; 0 where there is no plain one."""
    rings = np.zeros(len(at), dtype=np.int64)
    fits = np.flatnonzero(end - at >= _COUNTED)
    first = at[fits]
    good = (content[first] == 1) & (_numbers(content, first + 1) == _POLYGON)
    rings[fits[good]] = _numbers(content, first[good] + 5)
    return rings


def _numbers(content: NDArray[np.uint8], at: Indices) -> Indices:
    """The little-endian 32-bit numbers that begin at ``at``."""
    number = content[at].astype(np.int64)
    for byte in range(1, 4):
        number |= content[at + byte].astype(np.int64) << (8 * byte)
    return number


def _filled(content: bytes, rows: int, row: Indices, at: Indices, count: Indices,
            is_shell: Flags) -> Tuple[Polygons, Flags]:
    """The rings as polygons, and which of them are closed and finite."""
    view = memoryview(content)
    points = bytearray().join([view[first:last] for first, last in zip(at.tolist(), (at + _POINT * count).tolist())])
    xy: Floats = np.frombuffer(points, dtype="<f8").reshape(-1, 2)
    ring_start = np.concatenate([[0], np.cumsum(count)])
    good = np.asarray((xy[ring_start[:-1]] == xy[ring_start[1:] - 1]).all(axis=1), dtype=bool)
    if not np.isfinite(xy).all():
        endless = np.flatnonzero(~np.isfinite(xy).all(axis=1))
        good[np.searchsorted(ring_start, endless, side="right") - 1] = False
    start = np.concatenate([[0], np.cumsum(np.bincount(row[is_shell], minlength=rows))])
    return Polygons(xy, ring_start, np.append(np.flatnonzero(is_shell), len(count)), start), good
