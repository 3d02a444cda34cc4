"""The few EXIF tags that evidence needs, read from a file's bytes. QgsExifTools cannot open Chinese paths on Windows
(QGIS issue 61141), nor bytes that are no file.
"""

from __future__ import annotations

import struct
from typing import Dict, Iterator, Optional, Tuple, Union

Tag = Union[str, Tuple[float, ...]]

_FIRST = {0x010F: "Make", 0x0110: "Model", 0x0112: "Orientation", 0x0131: "Software", 0x0132: "DateTime",
          0x8769: "ExifIFD", 0x8825: "GPSIFD"}
_PHOTO = {0x9003: "DateTimeOriginal", 0x9010: "OffsetTime", 0x9011: "OffsetTimeOriginal"}
_GPS = {1: "GPSLatitudeRef", 2: "GPSLatitude", 3: "GPSLongitudeRef", 4: "GPSLongitude", 5: "GPSAltitudeRef",
        6: "GPSAltitude", 11: "GPSDOP", 16: "GPSImgDirectionRef", 17: "GPSImgDirection"}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}
_FORMATS = {1: "B", 3: "H", 4: "L", 9: "l"}
_MOST_ENTRIES, _MOST_BYTES = 512, 4096
_EXIF = b"Exif\0\0"
_SOS, _EOI, _APP1 = 0xDA, 0xD9, 0xE1
_XMP = b"http://ns.adobe.com/xap/1.0/\0"


def exif_of(head: bytes) -> Dict[str, Tag]:
    """Tags by their EXIF names: texts, or numbers (rationals divided; one of 0/0 makes the tag missing).

    ``head``: the beginning of a JPEG, PNG, HEIC or DNG. What is broken is missing; nothing is raised.
    """
    tiff = _tiff_in(head)
    if tiff is None or tiff[:2] not in (b"II", b"MM"):
        return {}
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (first,) = struct.unpack_from(order + "L", tiff, 4)
    except struct.error:
        return {}
    found = dict(_directory(tiff, order, first, _FIRST))
    for pointer, names in (("ExifIFD", _PHOTO), ("GPSIFD", _GPS)):
        at = found.pop(pointer, None)
        if isinstance(at, tuple) and at:
            found.update(_directory(tiff, order, int(at[0]), names))
    return found


def xmp_of(head: bytes) -> str:
    """The XMP packet of a JPEG (or any file that holds one in the open); "" where there is none."""
    for marker, body in _segments(head):
        if marker == _APP1 and body.startswith(_XMP):
            return body[len(_XMP):].decode("utf-8", "replace")
    start = head.find(b"<x:xmpmeta")
    end = head.find(b"</x:xmpmeta>", start)
    return head[start:end].decode("utf-8", "replace") if 0 <= start < end else ""


def _tiff_in(head: bytes) -> Optional[bytes]:
    """Where the tags are: in a JPEG's APP1, a PNG's eXIf, an Exif item of HEIC, or the file itself is a TIFF."""
    if head[:2] == b"\xff\xd8":
        return next((body[len(_EXIF):] for marker, body in _segments(head)
                     if marker == _APP1 and body.startswith(_EXIF)), None)
    if head[:4] in (b"II*\0", b"MM\0*"):
        return head
    if head[:8] == b"\x89PNG\r\n\x1a\n":
        return _png_exif(head)
    if head[4:8] == b"ftyp":
        for sign in (b"Exif\0\0II*\0", b"Exif\0\0MM\0*"):
            at = head.find(sign)
            if at >= 0:
                return head[at + len(_EXIF):]
    return None


def header_length(head: bytes) -> int:
    """How many bytes of a JPEG come before its picture; all that there are where none comes."""
    at = max((end for _marker, _start, end in _places(head)), default=2)
    return at if head[at:at + 16].lstrip(b"\xff")[:1] == b"\xda" else len(head)


def _segments(head: bytes) -> Iterator[Tuple[int, bytes]]:
    """(marker, content) of a JPEG's segments before its picture."""
    return ((marker, head[start:end]) for marker, start, end in _places(head))


def _places(head: bytes) -> Iterator[Tuple[int, int, int]]:
    at = 2 if head[:2] == b"\xff\xd8" else len(head)
    while at + 4 <= len(head) and head[at] == 0xFF:
        marker = head[at + 1]
        if marker in (_SOS, _EOI):
            return
        if marker == 0xFF:  # filled up
            at += 1
            continue
        length = int.from_bytes(head[at + 2:at + 4], "big")
        if length < 2:
            return
        yield marker, at + 4, at + 2 + length
        at += 2 + length


def _png_exif(head: bytes) -> Optional[bytes]:
    at = 8
    while at + 8 <= len(head):
        length, name = int.from_bytes(head[at:at + 4], "big"), head[at + 4:at + 8]
        if name == b"eXIf":
            return head[at + 8:at + 8 + length]
        at += length + 12
    return None


def _directory(tiff: bytes, order: str, at: int, names: Dict[int, str]) -> Iterator[Tuple[str, Tag]]:
    try:
        (count,) = struct.unpack_from(order + "H", tiff, at)
    except struct.error:
        return
    for number in range(min(count, _MOST_ENTRIES)):
        try:
            tag, kind, length = struct.unpack_from(order + "HHL", tiff, at + 2 + 12 * number)
            value = _value(tiff, order, kind, length, at + 10 + 12 * number) if tag in names else None
        except struct.error:
            continue
        if value is not None:
            yield names[tag], value


def _value(tiff: bytes, order: str, kind: int, count: int, at: int) -> Optional[Tag]:
    size = _SIZES.get(kind, 0) * count
    if not 0 < size <= _MOST_BYTES:
        return None
    if size > 4:
        (at,) = struct.unpack_from(order + "L", tiff, at)
    if kind in (2, 7):
        raw = tiff[at:at + size].split(b"\0")[0]
        return _text(raw)
    if kind in (5, 10):
        parts = struct.unpack_from(f"{order}{2 * count}{'L' if kind == 5 else 'l'}", tiff, at)
        if any(below == 0 for below in parts[1::2]):
            return None
        return tuple(above / below for above, below in zip(parts[::2], parts[1::2]))
    return tuple(float(each) for each in struct.unpack_from(f"{order}{count}{_FORMATS[kind]}", tiff, at))


def _text(raw: bytes) -> str:
    """EXIF texts are ASCII; what Chinese devices write there is UTF-8 or GBK."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).strip()
        except UnicodeDecodeError:
            continue
    return raw.decode("ascii", "replace").strip()
