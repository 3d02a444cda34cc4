"""Deadlines as the text of a calendar file (RFC 5545): all-day events with an alarm, for every calendar."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Iterable, Iterator, List, Tuple

_LINE_OCTETS = 75
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


@dataclass(frozen=True)
class CalendarEvent:
    """One day on which something is due. ``key`` says what it is and is the same in every export of it: an event that
    is taken in again replaces the earlier one. ``alarm_days``: so many days before, at midnight, it is recalled.
    """

    key: str
    day: date
    summary: str
    description: str
    categories: Tuple[str, ...] = ()
    alarm_days: int = 0

    @property
    def uid(self) -> str:
        """Globally unique and stable: the digest of the key."""
        return f"{hashlib.sha256(self.key.encode('utf-8')).hexdigest()[:40]}@weipian"


def calendar_text(events: Iterable[CalendarEvent], stamp: datetime, name: str) -> str:
    """The whole file, lines ended by CRLF and folded at 75 octets; ``stamp`` (aware) is when it was made."""
    made = f"{stamp.astimezone(timezone.utc):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Weipian//weipian//ZH", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines += _event_lines(event, made)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event_lines(event: CalendarEvent, made: str) -> List[str]:
    summary = _escaped(event.summary)
    lines = ["BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{made}", f"DTSTART;VALUE=DATE:{event.day:%Y%m%d}",
             f"DTEND;VALUE=DATE:{event.day + timedelta(days=1):%Y%m%d}", f"SUMMARY:{summary}",
             f"DESCRIPTION:{_escaped(event.description)}"]
    if event.categories:
        lines.append("CATEGORIES:" + ",".join(_escaped(category) for category in event.categories))
    lines.append("TRANSP:TRANSPARENT")
    if event.alarm_days > 0:
        lines += ["BEGIN:VALARM", "ACTION:DISPLAY", f"TRIGGER:-P{event.alarm_days}D", f"DESCRIPTION:{summary}",
                  "END:VALARM"]
    return [*lines, "END:VEVENT"]


def _escaped(text: str) -> str:
    """TEXT of RFC 5545 §3.3.11; control characters, which no calendar may hold, are left out."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    for plain, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, written)
    return text


def _folded(line: str) -> Iterator[str]:
    """The line in parts of at most 75 octets, no character cut; every part but the first begins with a space."""
    part, octets = "", 0
    for character in line:
        size = len(character.encode("utf-8"))
        if octets + size > _LINE_OCTETS:
            yield part
            part, octets = " ", 1
        part += character
        octets += size
    yield part
