"""Compiled reading of well-known binary: which blobs are plain polygons, and their rings as flat arrays.

Every count is held against the bytes that are there before it is believed, so no blob can make this read elsewhere.
"""

from __future__ import annotations

from typing import Tuple

import numpy as np
from numpy.typing import NDArray

from ..kernels.arrays import Floats
from ..kernels.jit import jit

# The state of a blob: plain, plain but for heights or measures, empty, with a coordinate that is not finite, and
# whatever else, for others to look at with care (other types, byte order, open or short rings, cut short).
PLAIN, FLAT, EMPTY, ENDLESS, ODD = 0, 1, 2, 3, 4
# Rings of so many points and more are copied, and looked through for what is not finite, by numpy: as one block.
LONG = 1024


@jit
def _uint32(content: NDArray[np.uint8], at: int) -> int:
    return (np.int64(content[at]) | np.int64(content[at + 1]) << 8 | np.int64(content[at + 2]) << 16
            | np.int64(content[at + 3]) << 24)


@jit
def _dimensions(kind: int) -> int:
    """2, 3 or 4, as ISO (thousands) and PostGIS (high bits) say it; 0 where there is more to the type."""
    if kind & 0x30000000:
        return 0
    thousands = (kind & 0x0FFFFFFF) // 1000
    if thousands > 3:
        return 0
    iso = 2 if thousands == 3 else 1 if thousands > 0 else 0
    high = (1 if kind & 0x80000000 else 0) + (1 if kind & 0x40000000 else 0)
    return 2 + max(iso, high)


@jit
def _body_at(content: NDArray[np.uint8], at: int, end: int) -> int:
    """Where the WKB of a GeoPackage blob begins; −1 where its header is broken, −2 where it says empty."""
    if end - at < 8 or content[at] != 71 or content[at + 1] != 80:
        return -1
    flags = content[at + 3]
    envelope = (flags >> 1) & 7
    if envelope > 4 or flags & 0x20:
        return -1
    if flags & 0x10:
        return -2
    return at + 8 + (0 if envelope == 0 else 32 if envelope == 1 else 64 if envelope == 4 else 48)


@jit
def _is_finite(content: NDArray[np.uint8], at: int) -> bool:
    """Of a little-endian double: its exponent is not all ones."""
    return (content[at + 7] & 0x7F) != 0x7F or (content[at + 6] & 0xF0) != 0xF0


@jit
def _ring_state(content: NDArray[np.uint8], at: int, count: int, stride: int) -> int:
    """Plain where a ring's first point is its last, byte for byte, and every coordinate (of a short one) is finite."""
    last = at + (count - 1) * stride
    for byte in range(16):
        if content[at + byte] != content[last + byte]:
            return ODD
    if stride == 16 and count >= LONG:
        return PLAIN
    for vertex in range(at, last, stride):
        if not _is_finite(content, vertex) or not _is_finite(content, vertex + 8):
            return ENDLESS
    return PLAIN


@jit
def _scan_polygon(content: NDArray[np.uint8], at: int, end: int, sizes: NDArray[np.int64]) -> Tuple[int, int]:
    """(where it ends, state) of one WKB polygon; adds its part, rings and vertices to ``sizes``."""
    if end - at < 9 or content[at] != 1:
        return at, ODD
    kind = _uint32(content, at + 1)
    dimensions = _dimensions(kind)
    if dimensions == 0 or (kind & 0x0FFFFFFF) % 1000 != 3:
        return at, ODD
    rings = _uint32(content, at + 5)
    at += 9
    if rings == 0:  # one of several parts may be empty: care
        return at, ODD
    worst = FLAT if dimensions > 2 else PLAIN
    for _ in range(rings):
        if end - at < 4:
            return at, ODD
        count = _uint32(content, at)
        at += 4
        if count < 4 or count > (end - at) // (8 * dimensions):
            return at, ODD
        state = _ring_state(content, at, count, 8 * dimensions)
        worst = max(worst, state)
        at += 8 * dimensions * count
        sizes[2] += count
    sizes[1] += rings
    sizes[0] += 1
    return at, worst


@jit
def _scan_body(content: NDArray[np.uint8], at: int, end: int, sizes: NDArray[np.int64]) -> int:
    """The state of one WKB body."""
    if end - at < 9 or content[at] != 1:
        return ODD
    kind = _uint32(content, at + 1)
    if _dimensions(kind) == 0:
        return ODD
    plain = (kind & 0x0FFFFFFF) % 1000
    if plain == 3:
        if _uint32(content, at + 5) == 0:
            return EMPTY
        return _scan_polygon(content, at, end, sizes)[1]
    if plain != 6:
        return ODD
    parts = _uint32(content, at + 5)
    at += 9
    worst = PLAIN if parts else EMPTY
    for _ in range(parts):
        at, state = _scan_polygon(content, at, end, sizes)
        worst = max(worst, state)
        if state == ODD:
            break
    return worst


@jit
def scan(content: NDArray[np.uint8], offsets: NDArray[np.int64], with_header: bool,
          ) -> Tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int8]]:
    """Where each body begins, its (parts, rings, vertices: nought unless plain), and its state."""
    count = len(offsets) - 1
    body = np.zeros(count, dtype=np.int64)
    sizes = np.zeros((count, 3), dtype=np.int64)
    state = np.zeros(count, dtype=np.int8)
    for row in range(count):
        at, end = offsets[row], offsets[row + 1]
        if at == end:
            state[row] = EMPTY
            continue
        if with_header:
            at = _body_at(content, at, end)
            if at < 0:
                state[row] = EMPTY if at == -2 else ODD
                continue
        state[row] = _scan_body(content, at, end, sizes[row])
        body[row] = at
        if state[row] > FLAT:
            sizes[row, :] = 0
    return body, sizes, state


@jit
def _copy_ring(content: NDArray[np.uint8], at: int, stride: int, target: NDArray[np.uint8], first: int, last: int,
               ) -> None:
    for vertex in range(first, last):
        for byte in range(16):
            target[16 * vertex + byte] = content[at + byte]
        at += stride


@jit
def orient(xy: Floats, first: int, last: int, is_shell: bool) -> float:
    """Turn a ring round that runs the wrong way: shells counter-clockwise, holes clockwise. Twice its area as it ran:
    not finite where a coordinate is not (each is in a term of the sum, and no sum brings that back).
    """
    area = 0.0
    for vertex in range(first, last - 1):
        area += ((xy[vertex, 0] - xy[first, 0]) * (xy[vertex + 1, 1] - xy[first, 1])
                 - (xy[vertex + 1, 0] - xy[first, 0]) * (xy[vertex, 1] - xy[first, 1]))
    if (area < 0) == is_shell:
        low, high = first, last - 1
        while low < high:
            for axis in range(2):
                kept = xy[low, axis]
                xy[low, axis] = xy[high, axis]
                xy[high, axis] = kept
            low += 1
            high -= 1
    return area


@jit
def fill(content: NDArray[np.uint8], body: NDArray[np.int64], sizes: NDArray[np.int64],
          ) -> Tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64], Floats, NDArray[np.int64]]:
    """(start, part_start, ring_start, xy) of the bodies with parts, which have been scanned and found plain.

    Long rings are left out of ``xy``: the last array has for each where its points begin in ``content``, its first and
    last vertex (exclusive), whether it is a shell, and its row.
    """
    total = sizes.sum(axis=0)
    start = np.zeros(len(body) + 1, dtype=np.int64)
    part_start = np.zeros(total[0] + 1, dtype=np.int64)
    ring_start = np.zeros(total[1] + 1, dtype=np.int64)
    xy = np.empty((total[2], 2))
    target = xy.view(np.uint8).reshape(-1)
    left_out = np.empty((total[2] // LONG + 1, 5), dtype=np.int64)
    part = ring = vertex = long_rings = 0
    for row in range(len(body)):
        at = body[row]
        if sizes[row, 0] and (_uint32(content, at + 1) & 0x0FFFFFFF) % 1000 == 6:
            at += 9
        for _ in range(sizes[row, 0]):
            stride = 8 * _dimensions(_uint32(content, at + 1))
            rings = _uint32(content, at + 5)
            at += 9
            for number in range(rings):
                count = _uint32(content, at)
                at += 4
                if stride == 16 and count >= LONG:
                    left_out[long_rings] = at, vertex, vertex + count, 1 if number == 0 else 0, row
                    long_rings += 1
                else:
                    _copy_ring(content, at, stride, target, vertex, vertex + count)
                    orient(xy, vertex, vertex + count, number == 0)
                at += stride * count
                vertex += count
                ring += 1
                ring_start[ring] = vertex
            part += 1
            part_start[part] = ring
        start[row + 1] = part
    return start, part_start, ring_start, xy, left_out[:long_rings]
