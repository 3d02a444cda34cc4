"""Photos and evidence packages as tests need them: EXIF of one's own in a real photo; SQLite by hand."""

from __future__ import annotations

import sqlite3
import struct
from pathlib import Path

PHOTOS = Path(__file__).resolve().parents[2] / "data" / "photos"
PLAIN, EDITED = "Kodak_CX7530.jpg", "iPhone XR 真北.jpg"
TURNED, CUT_OFF = "Samsung GT-I9000.jpg", "Sony 磁北 不完整.jpg"


_NUMBERS = {
    "Software": (0x0131, 0), "DateTimeOriginal": (0x9003, 1), "OffsetTimeOriginal": (0x9011, 1),
    "GPSLatitudeRef": (1, 2),
    "GPSLatitude": (2, 2), "GPSLongitudeRef": (3, 2), "GPSLongitude": (4, 2), "GPSAltitudeRef": (5, 2),
    "GPSAltitude": (6, 2), "GPSDOP": (11, 2), "GPSImgDirectionRef": (16, 2), "GPSImgDirection": (17, 2)}


def exif(**tags):
    """Tags (texts, a byte, pairs of a rational) as big-endian EXIF: three directories and what does not fit in."""
    inside = [sorted((_NUMBERS[name][0], value) for name, value in tags.items() if _NUMBERS[name][1] == which)
              for which in range(3)]
    sizes = [2 + 12 * (len(some) + (2 if which == 0 else 0)) + 4 for which, some in enumerate(inside)]
    first, second = 8 + sizes[0], 8 + sizes[0] + sizes[1]
    inside[0] += [(0x8769, first), (0x8825, second)]
    at, data, written = 8 + sum(sizes), b"", b""
    for which, some in enumerate(inside):
        written += struct.pack(">H", len(some))
        for number, value in some:
            if which == 0 and isinstance(value, int):
                kind, count, raw = 4, 1, struct.pack(">L", value)
            elif isinstance(value, int):
                kind, count, raw = 1, 1, bytes([value])
            elif isinstance(value, str):
                kind, count, raw = 2, len(value.encode()) + 1, value.encode() + b"\0"
            else:
                kind, count, raw = 5, len(value), b"".join(struct.pack(">LL", *pair) for pair in value)
            written += struct.pack(">HHL", number, kind, count)
            written += raw.ljust(4, b"\0") if len(raw) <= 4 else struct.pack(">L", at + len(data))
            data += raw if len(raw) > 4 else b""
        written += bytes(4)
    return b"Exif\0\0MM\0*" + struct.pack(">L", 8) + written + data


def with_tags(**tags):
    """As small a JPEG as there is, with these tags."""
    body = exif(**tags)
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xda\0\x02..\xff\xd9"


def place_tags(longitude, latitude):
    """A position in degrees, as EXIF has it."""
    return {"GPSLatitude": [(round(abs(latitude) * 10**7), 10**7), (0, 1), (0, 1)],
            "GPSLatitudeRef": "N" if latitude >= 0 else "S",
            "GPSLongitude": [(round(abs(longitude) * 10**7), 10**7), (0, 1), (0, 1)],
            "GPSLongitudeRef": "E" if longitude >= 0 else "W"}


def photo(target, position=None, taken="2023:09:01 10:00:00", azimuth=None, reference="T", software="HUAWEI", **tags):
    """A real photo with EXIF of a position (degrees), a time and a direction; no two are the same bytes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    written = {"DateTimeOriginal": taken, "Software": software, **tags}
    written.update(place_tags(*position) if position is not None else {})
    if azimuth is not None:
        written.update({"GPSImgDirection": [(round(azimuth * 100), 100)], "GPSImgDirectionRef": reference})
    body, content = exif(**written), (PHOTOS / PLAIN).read_bytes()
    after = next(at for at in _segments(content) if content[at + 1] == 0xDB)
    comment = target.name.encode()
    target.write_bytes(content[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + b"\xff\xfe" +
                       struct.pack(">H", len(comment) + 2) + comment + content[after:])
    return target


def _segments(content):
    at = 2
    while content[at + 1] != 0xDA:
        yield at
        at += 2 + int.from_bytes(content[at + 2:at + 4], "big")


def evidence_package(path, rows, patches=(), columns=None):
    """A 互联网+举证 package: rows of FJ as dictionaries, patches (JCBH, WKT)."""
    columns = columns or ("F_ID TEXT PRIMARY KEY, TCBM TEXT, TBYBH TEXT, XZQDM TEXT, JKBSM TEXT, FJMC TEXT, FJLX TEXT, "
                          "FJ BLOB, PSSJ TEXT, PSJD INTEGER, PSRY TEXT, Longitude REAL, Latitude REAL, XZB REAL, "
                          "YZB REAL, metaRecord TEXT, JYM TEXT")
    base = sqlite3.connect(path)
    base.execute(f"CREATE TABLE FJ ({columns})")
    base.execute("CREATE TABLE JCTB (JCBH TEXT PRIMARY KEY, TBLX TEXT, XZQDM TEXT, TBFW TEXT)")
    for row in rows:
        names = ", ".join(row)
        base.execute(f"INSERT INTO FJ ({names}) VALUES ({', '.join('?' * len(row))})", tuple(row.values()))
    base.executemany("INSERT INTO JCTB (JCBH, TBFW) VALUES (?, ?)", patches)
    base.commit()
    base.close()
    return path
