"""What holds of every profile's deadlines on whatever day a patch is issued."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Dict

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from weipian_plugin.domain.calendar.dates import (
    add_months,
    add_working_days,
    last_of_month,
    next_day_of_month,
    quarter_ends,
)
from weipian_plugin.domain.calendar.deadlines import deadlines, effective_deadline
from weipian_plugin.domain.calendar.holidays import read_holidays
from weipian_plugin.domain.forms.codes import CODE_LISTS
from weipian_plugin.domain.profile_schema import build_all
from weipian_plugin.domain.profiles import PolicyProfile

RESOURCES = Path(__file__).parents[2] / "resources"
PROFILES: Dict[str, PolicyProfile] = build_all(
    {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in (RESOURCES / "profiles").glob("*.yaml")})
TABLE = read_holidays(
    yaml.safe_load((RESOURCES / "calendar" / "holidays.yaml").read_text(encoding="utf-8")), "holidays.yaml")

DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31))
ISSUED = st.dates(date(2018, 12, 1), date(2024, 12, 31))
CLASSES = st.sampled_from(["", *(code.code for code in CODE_LISTS["JCLB"].codes)])
NAMES = st.sampled_from(sorted(PROFILES))


@settings(deadline=None)
@given(NAMES, CLASSES, ISSUED)
def test_no_patch_is_due_before_it_was_issued_and_each_group_has_one_effective_date(
    name: str, jclb: str, issued: date
) -> None:
    found = deadlines(PROFILES[name], jclb, issued)
    assert all(one.due >= issued for one in found)
    assert [one.due for one in found] == sorted(one.due for one in found)
    groups = {one.group for one in found}
    for group in groups:
        members = [one for one in found if one.group == group]
        first = [one for one in members if one.effective]
        assert len(first) == 1 and first[0].due == min(one.due for one in members)


@settings(deadline=None)
@given(NAMES, CLASSES, ISSUED, st.integers(1, 400))
def test_a_later_patch_is_never_due_earlier_by_the_same_rule(name: str, jclb: str, issued: date, later: int) -> None:
    profile, second = PROFILES[name], issued + timedelta(days=later)
    first = {one.task: one.due for one in deadlines(profile, jclb, issued)}
    for one in deadlines(profile, jclb, second):
        assert one.due >= first.get(one.task, one.due)


@settings(deadline=None)
@given(st.dates(date(2023, 1, 1), date(2023, 12, 31)), st.integers(1, 364))
def test_the_county_s_report_date_never_moves_back(issued: date, later: int) -> None:
    profile, second = PROFILES["GX_ZY2023"], min(issued + timedelta(days=later), date(2023, 12, 31))
    one, other = (effective_deadline(deadlines(profile, "XZFN", day)) for day in (issued, second))
    assert one is not None and other is not None and one.due <= other.due


@given(DAYS, st.integers(0, 60))
def test_adding_months_keeps_the_day_or_clamps_it_to_the_month_s_end(day: date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and later == last_of_month(later))


@given(DAYS, st.integers(1, 31))
def test_the_next_such_day_is_within_a_month_or_so(start: date, wanted: int) -> None:
    found = next_day_of_month(start, wanted)
    assert start <= found <= start + timedelta(days=31)
    assert found.day == wanted or found == last_of_month(found)


@given(DAYS, DAYS)
def test_quarter_ends_lie_in_the_span_three_months_apart(start: date, end: date) -> None:
    ends = quarter_ends(start, end)
    assert all(start <= day <= end and day.month % 3 == 0 and day == last_of_month(day) for day in ends)
    assert all(add_months(a, 3).month == b.month for a, b in zip(ends, ends[1:]))


@given(st.dates(date(2019, 1, 1), date(2026, 6, 30)), st.integers(0, 60), st.integers(0, 60))
def test_working_days_add_up_and_end_on_one(start: date, first: int, second: int) -> None:
    def after(day: date, count: int) -> date:
        return add_working_days(day, count, TABLE.off, TABLE.worked, TABLE.years)

    assert after(after(start, first), second) == after(start, first + second)
    end = after(start, first)
    assert first == 0 or end in TABLE.worked or (end.weekday() < 5 and end not in TABLE.off)
    assert end >= start + timedelta(days=first)
