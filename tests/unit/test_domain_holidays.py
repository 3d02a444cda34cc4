"""The holiday table against the library that others use, and what a wrong table gets."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Callable, Dict

import chinese_calendar
import pytest
import yaml

from weipian_plugin.domain.calendar.dates import add_working_days
from weipian_plugin.domain.calendar.holidays import joined, read_holidays
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.profiles import Holidays

FILE = Path(__file__).parents[2] / "resources" / "calendar" / "holidays.yaml"
DOCUMENT: Dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def table() -> Holidays:
    return read_holidays(DOCUMENT, FILE.name)


def test_the_table_has_every_year_of_the_profiles_with_its_notice(table: Holidays) -> None:
    assert sorted(table.years) == list(range(2019, 2027))
    assert all("国办发明电" in node["notice"] for node in DOCUMENT["years"].values())
    assert DOCUMENT["tag"] == "known"


@pytest.mark.parametrize("year", range(2019, 2027))
def test_every_day_agrees_with_chinesecalendar(table: Holidays, year: int) -> None:
    day, differing = date(year, 1, 1), []
    while day.year == year:
        ours = day in table.worked or (day.weekday() < 5 and day not in table.off)
        if ours != chinese_calendar.is_workday(day):
            differing.append(day.isoformat())
        day += timedelta(days=1)
    assert differing == []


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [("2023-09-28", 5, "2023-10-11"), ("2021-06-08", 10, "2021-06-23"), ("2020-01-23", 1, "2020-02-03"),
     ("2019-04-30", 1, "2019-05-05"), ("2023-12-29", 1, "2024-01-02"), ("2022-12-30", 1, "2023-01-03")],
)
def test_7_4_working_days_know_holidays_and_weekends_worked(
    table: Holidays, start: str, count: int, end: str
) -> None:
    day = add_working_days(date.fromisoformat(start), count, table.off, table.worked, table.years)
    assert day.isoformat() == end


@pytest.mark.parametrize("start", [date(2018, 12, 28), date(2026, 12, 31)])
def test_a_year_outside_the_table_is_refused(table: Holidays, start: date) -> None:
    with pytest.raises(WeipianError) as refused:
        add_working_days(start, 1, table.off, table.worked, table.years)
    assert refused.value.code == "NO_HOLIDAY_TABLE"


def test_a_later_table_takes_the_place_of_whole_years(table: Holidays) -> None:
    own = Holidays(frozenset({date(2027, 1, 1), date(2026, 1, 1)}), frozenset(), frozenset({2026, 2027}))
    both = joined([table, own])
    assert both.years == table.years | {2027}
    assert date(2026, 1, 2) not in both.off and date(2027, 1, 1) in both.off and date(2025, 10, 8) in both.off


def _without_notice(document: Dict[str, Any]) -> None:
    document["years"][2023]["notice"] = ""


def _backwards(document: Dict[str, Any]) -> None:
    document["years"][2023]["holidays"][0]["to"] = "2022-12-01"


def _impossible(document: Dict[str, Any]) -> None:
    document["years"][2023]["holidays"][0]["from"] = "2023-02-30"


def _worked_on_a_weekday(document: Dict[str, Any]) -> None:
    document["years"][2023]["holidays"][1]["worked"] = [date(2023, 1, 30)]


def _unknown_key(document: Dict[str, Any]) -> None:
    document["years"][2023]["holidays"][1]["work"] = []


def _year_as_text(document: Dict[str, Any]) -> None:
    document["years"]["二〇二三"] = document["years"].pop(2023)


def _no_years(document: Dict[str, Any]) -> None:
    del document["years"]


@pytest.mark.parametrize(
    ("spoil", "place"),
    [(_without_notice, "years.2023"), (_backwards, "years.2023.holidays[0]"), (_impossible, "years.2023.holidays[0]"),
     (_worked_on_a_weekday, "years.2023.holidays[1].worked"), (_unknown_key, "years.2023.holidays[1].work"),
     (_year_as_text, "years.二〇二三"), (_no_years, "years")],
)
def test_a_wrong_table_is_refused_with_file_and_place(spoil: Callable[[Dict[str, Any]], None], place: str) -> None:
    document = deepcopy(DOCUMENT)
    spoil(document)
    with pytest.raises(WeipianError) as refused:
        read_holidays(document, "holidays.yaml")
    assert refused.value.code == "HOLIDAYS_INVALID" and refused.value.values["place"] == place
    assert "holidays.yaml" in refused.value.sentence("zh")
