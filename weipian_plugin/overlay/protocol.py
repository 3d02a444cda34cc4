"""Frames between QGIS and the overlay worker: standard library only, never pickle.

A frame is ``<u32 header length><u32 body length><JSON header, UTF-8><body>``, little-endian. ``header["kind"]``:

To the worker
    ``measure``    ``job`` (int, the caller's), ``patches`` (count), ``crs`` (``EPSG:n`` or WKT of the patches),
                   ``layers``: list of ``{"role", "source", "class_field", "attributes": [field, …]}``; an empty
                   ``class_field`` and absent ``attributes`` leave the choice to the role's lists of fields;
                   optional ``zone`` (EPSG code): the zone to measure in, as an earlier ``done`` told it; ``engine``
                   (``auto``, ``exact``, ``geos``); ``prepared``: the folder of prepared layers; ``inside``: list of
                   lists of roles, the combinations of zones in which land classes are wanted;
                   body: the patches' WKB by `pack_blobs` (empty = no geometry). Jobs wait for each other.
    ``inspect``    ``job``, ``layers`` as above, ``prepared``.
    ``prepare``    ``job``, ``prepared``, ``layer`` (as above, with ``version_date`` and ``title``), ``report``: path of
                   the GeoPackage to write or empty, ``county``: source of the county's boundary or empty; optional
                   ``zone`` as above, for data in degrees.
    ``survey_text``  ``job``, ``path``, ``crs``, ``encoding``, ``parcels``: attributes of each; body: their WKB.
    ``cancel``     ``job``; between two pieces of work the job ends with ``cancelled``.
    ``quit``       ends the worker after the jobs before it; closing its stdin ends it at once.

From the worker
    ``ready``      ``versions``, ``protocol`` (`VERSION`): once, when it can be asked.
    ``compiling``  the engine is compiled for the first time, a minute or less; ``compiled`` when that is over.
    ``progress``   ``job``, ``done``, ``total`` (patches; of a preparation thousandths, which only grow), ``text``: a
                   role's key, `COMPILING`, one of `STAGES`, or empty.
    ``rows``       ``job``, ``start``, ``stop`` (patches of this batch, at most 50), ``roles``, ``classes`` (text per
                   row), ``features``: list of ``{"patch", "role", "class", "attributes", "area_m2", "net_area_m2"}``
                   where attributes were asked; ``columns`` for `unpack_columns` of the body: ``patch``, ``role``
                   (position in ``roles``), ``area_m2``, ``net_area_m2``.
    ``nested``     ``job``, ``start``, ``stop``, ``zones`` (list of lists of roles), ``classes`` (text per row, empty:
                   of whatever class), ``columns``: ``patch``, ``zones`` (position), ``area_m2``, ``net_area_m2``: what
                   of the patch is of the class and in all of the zones.
    ``totals``     ``job``, ``start``, ``stop``, ``roles``, ``columns``: ``patch``, ``role``, ``area_m2``,
                   ``net_area_m2`` (ground once across classes; one entry a patch and role), ``uncovered_m2``;
                   and ``patch_area_m2`` of patches start…stop−1.
    ``done``       ``job``, ``roles``, ``provenance``, ``remarks`` (``{"code", "values"}``), ``zone`` (EPSG code),
                   ``engine`` (the one used), ``pairs``, ``redone`` (pairs that GEOS measured for the exact engine).
    ``inspected``  ``job``, ``layers``: ``{"source", "layer", "fields", "crs", "features", "driver", "class_field",
                   "prepared": none | current | outdated | broken | other_zone, "prepared_at"}``, or ``{"source",
                   "code", "values"}`` of what is wrong.
    ``prepared``   ``job``, ``features``, ``seconds``, ``report``, ``source_changed``, ``findings``: list of
                   ``{"kind", "count", "area_m2"}``.
    ``written``    ``job``, ``path``, ``parcels`` (count).
    ``cancelled``  ``job``.
    ``error``      ``job`` (or null), ``code``, ``values``: for the catalogue of sentences. The worker goes on.

Patches are numbered from 0 in the order given; areas are m².
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from typing import Any, Dict, Iterable, List, Mapping, Sequence, Tuple

VERSION = 2
COMPILING = "compiling"
"""Told as progress while the engine is made ready: seconds, after an installation up to a minute."""
READING, INDEXING, BORDERS, GAPS, VALUES = "reading", "indexing", "borders", "gaps", "values"
DOUBLED, COUNTY, REPORT, STORING = "doubled", "county", "report", "storing"
STAGES = (READING, INDEXING, BORDERS, GAPS, VALUES, DOUBLED, COUNTY, REPORT, STORING)
"""Told as progress while a layer is prepared: what is being done to it, or what of it is being examined."""
# A header or body beyond this is a broken stream, not a message.
LARGEST_HEADER = 64 * 1024 * 1024
LARGEST_BODY = 2 * 1024 * 1024 * 1024 - 1

_LENGTHS = struct.Struct("<II")
Frame = Tuple[Dict[str, Any], bytes]


class BrokenStream(Exception):
    """What arrived is no frame: the other side does not speak this protocol."""


def encode(header: Mapping[str, Any], body: bytes = b"") -> bytes:
    """One frame."""
    try:
        text = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    except UnicodeEncodeError:  # the name of a file that is not UTF-8: escaped it arrives as it is
        text = json.dumps(header, separators=(",", ":")).encode("ascii")
    if len(text) > LARGEST_HEADER or len(body) > LARGEST_BODY:
        raise BrokenStream(f"frame of {len(text)} + {len(body)} bytes is too large")
    return _LENGTHS.pack(len(text), len(body)) + text + body


class FrameReader:
    """Puts frames together from bytes as they arrive."""

    def __init__(self) -> None:
        """Nothing read yet."""
        self._buffer = bytearray()

    def feed(self, data: bytes) -> List[Frame]:
        """The frames that ``data`` completes, in order. Raises BrokenStream."""
        self._buffer += data
        frames: List[Frame] = []
        start = 0
        while len(self._buffer) - start >= _LENGTHS.size:
            header_length, body_length = _LENGTHS.unpack_from(self._buffer, start)
            if header_length > LARGEST_HEADER or body_length > LARGEST_BODY:
                raise BrokenStream(f"frame of {header_length} + {body_length} bytes announced")
            text_start = start + _LENGTHS.size
            body_start = text_start + header_length
            if len(self._buffer) < body_start + body_length:
                break
            frames.append((_header(bytes(self._buffer[text_start:body_start])),
                           bytes(self._buffer[body_start:body_start + body_length])))
            start = body_start + body_length
        del self._buffer[:start]
        return frames


def _header(text: bytes) -> Dict[str, Any]:
    try:
        header = json.loads(text.decode("utf-8"))
    except ValueError as error:
        raise BrokenStream("header is no JSON") from error
    if not isinstance(header, dict):
        raise BrokenStream("header is no JSON object")
    return header


def pack_blobs(blobs: Sequence[bytes]) -> bytes:
    """Byte strings (WKB; empty where there is none) as one: count, lengths, contents."""
    return struct.pack(f"<{len(blobs) + 1}I", len(blobs), *map(len, blobs)) + b"".join(blobs)


def unpack_blobs(body: bytes) -> List[bytes]:
    """What `pack_blobs` packed. Raises BrokenStream."""
    if len(body) < 4:
        raise BrokenStream("blob count is missing")
    (count,) = struct.unpack_from("<I", body)
    start = 4 + 4 * count
    if len(body) < start:
        raise BrokenStream("blob lengths are missing")
    blobs: List[bytes] = []
    for length in struct.unpack_from(f"<{count}I", body, 4):
        blobs.append(body[start:start + length])
        start += length
    if start != len(body):
        raise BrokenStream("blobs do not fill the body")
    return blobs


def pack_columns(columns: Sequence[Tuple[str, str, Iterable[float]]]) -> Tuple[List[List[Any]], bytes]:
    """(name, ``"i"`` int32 or ``"d"`` float64, values) … → description for the header, body."""
    description: List[List[Any]] = []
    body = b""
    for name, code, values in columns:
        column = array(code, values)
        description.append([name, code, len(column)])
        body += _little(column).tobytes()
    return description, body


def unpack_columns(description: Sequence[Sequence[Any]], body: bytes) -> Dict[str, List[float]]:
    """Columns by name. Raises BrokenStream."""
    columns: Dict[str, List[float]] = {}
    start = 0
    for name, code, count in description:
        if code not in ("i", "d"):
            raise BrokenStream(f"column type {code!r}")
        column = array(code)
        stop = start + count * column.itemsize
        if stop > len(body):
            raise BrokenStream("columns are longer than the body")
        column.frombytes(body[start:stop])
        columns[str(name)] = _little(column).tolist()
        start = stop
    return columns


def _little(column: array[Any]) -> array[Any]:
    if sys.byteorder == "big":
        column.byteswap()
    return column
