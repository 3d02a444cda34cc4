"""Quarters, half-years and years."""

from __future__ import annotations

from datetime import date

import pytest

from weipian_plugin.domain.calendar.dates import moment_in_words
from weipian_plugin.domain.calendar.periods import Period, PeriodKind

QUARTER, HALF, YEAR = PeriodKind.QUARTER, PeriodKind.HALF, PeriodKind.YEAR


@pytest.mark.parametrize("period, first, last, title", [
    (Period(QUARTER, 2023, 1), date(2023, 1, 1), date(2023, 3, 31), "2023年第一季度"),
    (Period(QUARTER, 2023, 4), date(2023, 10, 1), date(2023, 12, 31), "2023年第四季度"),
    (Period(HALF, 2024, 1), date(2024, 1, 1), date(2024, 6, 30), "2024年上半年"),
    (Period(HALF, 2024, 2), date(2024, 7, 1), date(2024, 12, 31), "2024年下半年"),
    (Period(YEAR, 2024), date(2024, 1, 1), date(2024, 12, 31), "2024年度"),
])
def test_a_period_has_its_days_and_its_name(period: Period, first: date, last: date, title: str) -> None:
    assert period.days == (first, last) and period.title == title
    assert period.holds(first) and period.holds(last) and not period.holds(date(last.year + 1, 1, 1))


@pytest.mark.parametrize("kind", PeriodKind)
def test_each_day_of_two_years_lies_in_its_own_period_and_no_other(kind: PeriodKind) -> None:
    for ordinal in range(date(2023, 1, 1).toordinal(), date(2025, 1, 1).toordinal()):
        day = date.fromordinal(ordinal)
        period = Period.of(kind, day)
        assert period.holds(day) and not period.previous.holds(day) and not period.year_before.holds(day)


def test_the_one_before_reaches_into_the_year_before() -> None:
    assert Period(QUARTER, 2023, 1).previous == Period(QUARTER, 2022, 4)
    assert Period(HALF, 2023, 2).previous == Period(HALF, 2023, 1)
    assert Period(YEAR, 2023).previous == Period(YEAR, 2023).year_before == Period(YEAR, 2022)


@pytest.mark.parametrize("kind, number", [(QUARTER, 0), (QUARTER, 5), (HALF, 3), (YEAR, 2)])
def test_a_year_has_no_other_periods(kind: PeriodKind, number: int) -> None:
    with pytest.raises(ValueError):
        Period(kind, 2023, number)


@pytest.mark.parametrize("moment, words", [
    ("2023-08-15T12:53:07.114+00:00", "2023-08-15 20:53"), ("2023-08-15T23:10:00+08:00", "2023-08-15 23:10"),
    ("2023-08-15T20:53:00", "2023-08-15 20:53"), ("", "—"), ("某日", "某日"),
])
def test_a_moment_reads_by_the_clock_of_the_offices_on_every_machine(moment, words):
    assert moment_in_words(moment) == words
