"""What counts as having been on site, and what is attached: photos and images of a parcel, with their dates."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Iterable, List, NamedTuple, Optional

from ..calendar.dates import parse_date
from ..definitions import ON_SITE_RECORD
from .case import ParcelCase

if TYPE_CHECKING:
    from ..records import Record

PHOTO, IMAGE = "photo", "image"


class Attached(NamedTuple):
    """One paper, photo or image: its name, and the day it shows (``None``: not told)."""

    name: str
    day: Optional[date]


def attached(case: ParcelCase, kind: str) -> List[Attached]:
    """The attachments of this kind."""
    return shown_by(case.of_kind("attachment"), kind)


def shown_by(attachments: Iterable[Record], kind: str) -> List[Attached]:
    """What of these attachments is of this kind."""
    return [_attached(record) for record in attachments if str(record.values.get("FJLX")) == kind]


def has_on_site_record(case: ParcelCase) -> bool:
    """核查意见 with its 负责人, or a photo (§8.7)."""
    return all(case.text(code) for code in ON_SITE_RECORD) or bool(attached(case, PHOTO))


def _attached(record: Record) -> Attached:
    values = record.values
    name = str(values.get("FJMC") or values.get("FJLJ") or "").replace("\\", "/").rpartition("/")[2]
    told = str(values.get("PSSJ") or "").strip()
    return Attached(name or "—", parse_date(told[:10].replace(":", "-")))
