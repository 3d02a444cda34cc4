"""The State Council's holidays as data: reads a table of years, says what is wrong with it, and joins tables."""

from __future__ import annotations

from datetime import date, timedelta
from typing import FrozenSet, Iterator, List, Mapping, Sequence, Set

from ..errors import WeipianError
from ..profiles import TAGS, Holidays
from .dates import parse_date

_LONGEST = 15
"""A holiday longer than this is a slip of the pen."""


def read_holidays(document: Mapping[object, object], file: str) -> Holidays:
    """The table of a parsed ``holidays.yaml``.

    Raises ``HOLIDAYS_INVALID`` with file, place and reason: an unknown key, a year without notice, an impossible
    date, an end before its start, a day worked that is no weekend day or lies in the holiday.
    """
    _keys(file, "", document, {"tag", "note", "years"})
    years = document["years"]
    if document["tag"] not in TAGS or not isinstance(years, Mapping):
        raise _invalid(file, "years", "须有 tag、note 和按年份的 years")
    off: Set[date] = set()
    worked: Set[date] = set()
    known: Set[int] = set()
    for year, node in years.items():
        place = f"years.{year}"
        if not isinstance(year, int) or not isinstance(node, Mapping):
            raise _invalid(file, place, "年份须为整数，其下为 notice 和 holidays")
        _keys(file, place, node, {"notice", "holidays"})
        holidays = node["holidays"]
        if not node["notice"] or not isinstance(holidays, Sequence):
            raise _invalid(file, place, "须注明通知文号（notice），holidays 为列表")
        for number, holiday in enumerate(holidays):
            _read_holiday(file, f"{place}.holidays[{number}]", holiday, off, worked)
        known.add(year)
    return Holidays(frozenset(off), frozenset(worked), frozenset(known))


def joined(tables: Sequence[Holidays]) -> Holidays:
    """One table of all; the years of a later table take the place of an earlier one's."""
    off: Set[date] = set()
    worked: Set[date] = set()
    years: Set[int] = set()
    for table in tables:
        off = {day for day in off if day.year not in table.years} | table.off
        worked = {day for day in worked if day.year not in table.years} | table.worked
        years |= table.years
    return Holidays(frozenset(off), frozenset(worked), frozenset(years))


def _read_holiday(file: str, place: str, node: object, off: Set[date], worked: Set[date]) -> None:
    if not isinstance(node, Mapping):
        raise _invalid(file, place, "须为 name、from、to（及 worked）")
    _keys(file, place, node, {"name", "from", "to"}, frozenset({"worked"}))
    days = list(_days(file, place, node))
    at_work = _dates(file, f"{place}.worked", node.get("worked", ()))
    for day in at_work:
        if day.weekday() < 5 or day in days:
            raise _invalid(file, f"{place}.worked", f"{day.isoformat()} 不是调休上班的周末")
    off.update(day for day in days if day.weekday() < 5)
    worked.update(at_work)


def _days(file: str, place: str, node: Mapping[object, object]) -> Iterator[date]:
    start, end = parse_date(node["from"]), parse_date(node["to"])
    if start is None or end is None or not 0 <= (end - start).days < _LONGEST:
        raise _invalid(file, place, f"起止日期有误：{node['from']} 至 {node['to']}")
    for number in range((end - start).days + 1):
        yield start + timedelta(days=number)


def _dates(file: str, place: str, value: object) -> List[date]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _invalid(file, place, "须为日期的列表")
    days = [parse_date(day) for day in value]
    if None in days:
        raise _invalid(file, place, f"不是日期：{value[days.index(None)]}")
    return [day for day in days if day is not None]


def _keys(file: str, place: str, node: Mapping[object, object], required: Set[str],
          optional: FrozenSet[str] = frozenset()) -> None:
    for key in node:
        if key not in required | optional:
            raise _invalid(file, f"{place}.{key}".strip("."), "不识的键")
    for key in sorted(required - {str(key) for key in node}):
        raise _invalid(file, f"{place}.{key}".strip("."), "缺少")


def _invalid(file: str, place: str, reason: str) -> WeipianError:
    return WeipianError("HOLIDAYS_INVALID", file=file, place=place, reason=reason)
