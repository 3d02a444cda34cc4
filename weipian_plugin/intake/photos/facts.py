"""What a photo says of itself: time, camera point, direction, device; what cannot be is told and not used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Tuple

from ...domain.records import Finding
from .exif import Tag, exif_of, header_length, xmp_of

TRUE, MAGNETIC = "T", "M"
HEAD_BYTES, TAIL_BYTES = 1 << 20, 1 << 18
VIDEOS = frozenset({".mp4", ".mov"})
SUFFIXES = frozenset({".jpg", ".jpeg", ".png", ".heic", ".heif", ".dng"}) | VIDEOS
EARLIEST = date(2000, 1, 1)
"""No digital photo of a patch is older: a camera without battery begins again in 1970 or 1980."""
_BEIJING = timezone(timedelta(hours=8))
_YAW = re.compile(r"drone-dji:(Gimbal|Flight)YawDegree\s*(?:=\s*[\"']|>)\s*([+-]?\d+(?:\.\d+)?)")
_OFFSET = re.compile(r"([+-])(\d{2}):?(\d{2})$")
_STARTS = {b"\xff\xd8\xff": "jpeg", b"\x89PNG\r\n\x1a\n": "png", b"II*\0": "tiff", b"MM\0*": "tiff"}


@dataclass(frozen=True)
class PhotoFacts:
    """``taken_at``: ISO wall time in 北京时间, "" where unknown. Position in degrees, WGS84; altitude in m. ``azimuth``
    in degrees 0…360 clockwise from north, ``reference`` T (真北) or M (磁北). ``yaw``: where a drone's camera looked,
    degrees from true north. ``orientation``: EXIF's 1…8.
    """

    taken_at: str = ""
    longitude: Optional[float] = None
    latitude: Optional[float] = None
    altitude: Optional[float] = None
    azimuth: Optional[float] = None
    reference: str = ""
    dop: Optional[float] = None
    device: str = ""
    software: str = ""
    yaw: Optional[float] = None
    orientation: int = 1
    findings: Tuple[Finding, ...] = ()

    @property
    def is_placed(self) -> bool:
        """Is the camera point known?"""
        return self.longitude is not None and self.latitude is not None


def facts_of_file(path: Path, today: Optional[date] = None) -> PhotoFacts:
    """What a file says; of a large one only its ends are read. Raises OSError."""
    size = path.stat().st_size
    with path.open("rb") as opened:
        head = opened.read(HEAD_BYTES)
        if size > HEAD_BYTES + TAIL_BYTES:
            opened.seek(-TAIL_BYTES, 2)
        tail = opened.read(TAIL_BYTES)
    return facts_of_bytes(head, path.suffix, today, tail, size)


def facts_of_bytes(head: bytes, suffix: str = ".jpg", today: Optional[date] = None, tail: bytes = b"",
                   size: int = -1) -> PhotoFacts:
    """What the beginning of a file says; ``tail``: what follows it, of a large file its end. ``today``: what is later
    cannot have been taken.
    """
    found: List[Finding] = []
    kind = _kind_of(head)
    if size == 0 or not head:
        return PhotoFacts(findings=(Finding("PHOTO_EMPTY"),))
    if suffix.lower() in VIDEOS or kind == "video":
        return PhotoFacts(findings=(Finding("PHOTO_IS_VIDEO"),))
    if not kind:
        return PhotoFacts(findings=(Finding("PHOTO_NOT_A_PICTURE"),))
    if kind == "jpeg" and not _ends_well(head, tail, size):
        found.append(Finding("PHOTO_CUT_OFF"))
    if kind == "heic":
        found.append(Finding("PHOTO_HEIC"))
    tags = exif_of(head) or (exif_of(head + tail) if kind == "heic" else {})
    yaw = _yaw(xmp_of(head))
    if not tags and yaw is None:
        found.append(Finding("PHOTO_NO_EXIF"))
    taken, told = _taken(tags, today)
    longitude, latitude, wrong = _place(tags)
    azimuth = _one(tags, "GPSImgDirection")
    azimuth = azimuth % 360 if azimuth is not None and -360 <= azimuth <= 360 else None
    reference = str(tags.get("GPSImgDirectionRef") or "").upper()[:1]
    if azimuth is None and yaw is not None:
        azimuth, reference = yaw % 360, TRUE
    return PhotoFacts(
        taken, longitude, latitude, _altitude(tags), azimuth, _reference(azimuth, reference), _dop(tags),
        _device(tags), str(tags.get("Software") or ""), yaw, int(_one(tags, "Orientation") or 1),
        (*found, *told, *wrong))


def _kind_of(head: bytes) -> str:
    for start, kind in _STARTS.items():
        if head.startswith(start):
            return kind
    if head[4:8] == b"ftyp":
        return "heic" if head[8:12] in (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"heif") else "video"
    return ""


def _ends_well(head: bytes, tail: bytes, size: int) -> bool:
    """Behind its picture a JPEG has EOI (the thumbnail before it has one too); devices append to it."""
    rest = tail if size > HEAD_BYTES + TAIL_BYTES else head[header_length(head):] + tail
    return b"\xff\xd9" in rest


def _one(tags: Mapping[str, Tag], name: str) -> Optional[float]:
    value = tags.get(name)
    return float(value[0]) if isinstance(value, tuple) and value else None


def _reference(azimuth: Optional[float], given: str) -> str:
    return "" if azimuth is None or given not in (TRUE, MAGNETIC) else given


def _device(tags: Mapping[str, Tag]) -> str:
    make, model = (str(tags.get(name) or "").strip() for name in ("Make", "Model"))
    return model if model.lower().startswith(make.lower()) else f"{make} {model}".strip()


def _dop(tags: Mapping[str, Tag]) -> Optional[float]:
    dop = _one(tags, "GPSDOP")
    return dop if dop is not None and dop > 0 else None


def _altitude(tags: Mapping[str, Tag]) -> Optional[float]:
    metres = _one(tags, "GPSAltitude")
    return None if metres is None else -metres if _one(tags, "GPSAltitudeRef") == 1 else metres


def _yaw(xmp: str) -> Optional[float]:
    """Where a DJI camera looked: the gimbal's yaw, else the aircraft's."""
    found: Dict[str, float] = {name: float(value) for name, value in _YAW.findall(xmp)}
    yaw = found.get("Gimbal", found.get("Flight"))
    return yaw if yaw is not None and -360 <= yaw <= 360 else None


def _place(tags: Mapping[str, Tag]) -> Tuple[Optional[float], Optional[float], Tuple[Finding, ...]]:
    """Longitude and latitude; 0/0 is what a phone writes that has no fix."""
    both = [_degrees(tags, name) for name in ("GPSLongitude", "GPSLatitude")]
    longitude, latitude = both
    if longitude is None or latitude is None:
        return None, None, ()
    if longitude == 0 and latitude == 0:
        return None, None, (Finding("PHOTO_PLACE_ZERO"),)
    if abs(longitude) > 180 or abs(latitude) > 90:
        return None, None, (Finding("PHOTO_PLACE_WRONG", values={"longitude": longitude, "latitude": latitude}),)
    return longitude, latitude, ()


def _degrees(tags: Mapping[str, Tag], name: str) -> Optional[float]:
    parts = tags.get(name)
    if not isinstance(parts, tuple) or not 1 <= len(parts) <= 3:
        return None
    value = sum(part / 60 ** power for power, part in enumerate(parts))
    return -value if str(tags.get(name + "Ref") or "").upper()[:1] in ("S", "W") else value


def _taken(tags: Mapping[str, Tag], today: Optional[date]) -> Tuple[str, Tuple[Finding, ...]]:
    text = str(tags.get("DateTimeOriginal") or tags.get("DateTime") or "")
    if not text.strip(" :0"):
        return "", ()
    moment = read_moment(text)
    if moment is None:
        return "", (Finding("PHOTO_TIME_UNREADABLE", values={"text": text}),)
    offset = _OFFSET.match(str(tags.get("OffsetTimeOriginal") or tags.get("OffsetTime") or ""))
    if offset is not None:
        minutes = int(offset[2]) * 60 + int(offset[3])
        zone = timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes)) if minutes < 1440 else _BEIJING
        try:
            moment = moment.replace(tzinfo=zone).astimezone(_BEIJING).replace(tzinfo=None)
        except OverflowError:
            return "", (Finding("PHOTO_TIME_UNREADABLE", values={"text": text}),)
    return believed(moment, today)


def believed(moment: datetime, today: Optional[date]) -> Tuple[str, Tuple[Finding, ...]]:
    """ISO wall time; "" and a remark for a time that cannot be."""
    told = {"moment": moment.isoformat(sep=" ", timespec="seconds")}
    if moment.date() < EARLIEST:
        return "", (Finding("PHOTO_TIME_TOO_EARLY", values=told),)
    if today is not None and moment.date() > today:
        return "", (Finding("PHOTO_TIME_FUTURE", values=told),)
    return moment.isoformat(timespec="seconds"), ()


_MOMENT = re.compile(r"\s*(\d{4})\D(\d{1,2})\D(\d{1,2})(?:\D{1,2}(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?)?")


def read_moment(text: str) -> Optional[datetime]:
    """``2023:05:06 10:00:00``, ``2023-05-06T10:00`` or ``2023/5/6``; ``None`` for what is no time."""
    found = _MOMENT.match(text)
    try:
        if found is None:
            return None
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001 - wall time
    except ValueError:
        return None
