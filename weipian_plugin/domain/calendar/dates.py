"""Dates as the offices write them, and the arithmetic of months and working days."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from typing import Collection, List, Optional

from ..errors import WeipianError

_FORMS = (
    re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?"),
    re.compile(r"(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[T ].*)?"),
    re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日?"),
    re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?"),
)

_BEIJING = timezone(timedelta(hours=8))


def moment_in_words(moment: str) -> str:
    """An ISO moment as people read it: ``2023-08-15 20:53``, by the one clock of the offices (UTC+8), so that it reads
    alike on every machine. One without a zone keeps its hour; what is no moment stays as it is, nothing is "—".
    """
    try:
        found = datetime.fromisoformat(moment)
    except ValueError:
        return moment or "—"
    return (found.astimezone(_BEIJING) if found.tzinfo else found).strftime("%Y-%m-%d %H:%M")


def parse_date(value: object) -> Optional[date]:
    """The date a value means, or ``None``: ``2023-08-15``, ``20230815`` (or the number), ``2023年8月15日``."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if value is None:
        return None
    text = str(value).strip()
    for form in _FORMS:
        match = form.fullmatch(text)
        if match:
            try:
                return date(int(match[1]), int(match[2]), int(match[3]))
            except ValueError:
                return None
    return None


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later, or the last day of that month: 2024-01-31 + 1 → 2024-02-29."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, _last_day(year, month + 1)))


def day_of_month(day: date, wanted: int) -> date:
    """The ``wanted`` day of the month of ``day``, at most its last."""
    return day.replace(day=min(wanted, _last_day(day.year, day.month)))


def last_of_month(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=_last_day(day.year, day.month))


def quarter_ends(start: date, end: date) -> List[date]:
    """The last day of every quarter from ``start`` to ``end``, both included."""
    ends = [last_of_month(date(year, month, 1)) for year in range(start.year, end.year + 1) for month in (3, 6, 9, 12)]
    return [day for day in ends if start <= day <= end]


def next_day_of_month(start: date, wanted: int) -> date:
    """The first ``wanted`` day of a month on or after ``start``."""
    here = day_of_month(start, wanted)
    return here if here >= start else day_of_month(add_months(start.replace(day=1), 1), wanted)


def quarter_of(day: date) -> int:
    """1 … 4."""
    return (day.month - 1) // 3 + 1


def add_working_days(
    start: date, count: int, holidays: Collection[date], worked: Collection[date], years: Collection[int]
) -> date:
    """``count`` working days after ``start``, with the State Council's holidays and the weekends worked instead (调休).

    Raises ``NO_HOLIDAY_TABLE`` when the way leads into a year that the table does not know.
    """
    day = start
    while count > 0:
        day += timedelta(days=1)
        if day.year not in years:
            raise WeipianError("NO_HOLIDAY_TABLE", year=day.year)
        if day in worked or (day.weekday() < 5 and day not in holidays):
            count -= 1
    return day


def _last_day(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def years_between(start: date, end: date) -> float:
    """Whole years by the calendar, and the days left over as a share of 365: exactly 2.0 to the same day two years on.

    What began on 29 February has its day on the 28th where a year has no other.
    """
    years = end.year - start.year
    if _anniversary(start, years) > end:
        years -= 1
    return years + (end - _anniversary(start, years)).days / 365


def _anniversary(start: date, years: int) -> date:
    return add_months(start, 12 * years)
