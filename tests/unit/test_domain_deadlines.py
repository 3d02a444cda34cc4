"""Deadlines of the bundled profiles against the table of dates."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from weipian_plugin.domain.dates import add_months, parse_date
from weipian_plugin.domain.deadlines import calendar, deadlines, effective_deadline, light
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.profile_schema import build_profile
from weipian_plugin.domain.profiles import PolicyProfile

PROFILES = Path(__file__).parents[2] / "resources" / "profiles"


@pytest.fixture(scope="module")
def ziyuan() -> PolicyProfile:
    return _profile("GX_ZY2023")


def _profile(profile_id: str) -> PolicyProfile:
    documents = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in PROFILES.glob("*.yaml")}
    return build_profile(documents, profile_id)


@pytest.mark.parametrize(
    ("issued", "check", "monthly", "quarter", "effective"),
    [
        ("2023-01-25", "2023-02-04", "2023-03-20", "2023-04-30", "2023-03-20"),
        ("2023-06-20", "2023-06-30", "2023-07-20", "2023-07-20", "2023-07-20"),
        ("2023-06-21", "2023-07-01", "2023-08-20", "2023-07-20", "2023-07-20"),
        ("2023-08-15", "2023-08-25", "2023-09-20", "2023-10-20", "2023-09-20"),
        ("2023-08-20", "2023-08-30", "2023-09-20", "2023-10-20", "2023-09-20"),
        ("2023-08-21", "2023-08-31", "2023-10-20", "2023-10-20", "2023-10-20"),
        ("2023-09-25", "2023-10-05", "2023-11-20", "2023-10-20", "2023-10-20"),
        ("2023-12-21", "2023-12-31", "2024-02-20", "2024-01-20", "2024-01-20"),
    ],
)
def test_the_county_s_dates_of_2023(
    ziyuan: PolicyProfile, issued: str, check: str, monthly: str, quarter: str, effective: str
) -> None:
    found = deadlines(ziyuan, "XZFN", issued)
    due = {deadline.task: deadline.due.isoformat() for deadline in found}
    assert (due["CHECK"], due["MONTH_REPORT"], due["QUARTER_CLEAR"]) == (check, monthly, quarter)
    report = effective_deadline(found)
    assert report is not None and report.due.isoformat() == effective
    assert sum(d.effective for d in found if d.group == "report") == 1
    assert next(d for d in found if d.task == "CHECK").effective


def test_other_classes_follow_the_quarter_and_the_half_year(ziyuan: PolicyProfile) -> None:
    early = effective_deadline(deadlines(ziyuan, "QTXZ", "2023-06-20"))
    late = effective_deadline(deadlines(ziyuan, "QTBH", "2023-06-21"))
    assert early is not None and (early.task, early.due) == ("HALF", date(2023, 6, 25))
    assert late is not None and (late.task, late.due) == ("QUARTER_CLEAR", date(2023, 7, 20))
    assert "MONTH_REPORT" not in {d.task for d in deadlines(ziyuan, "QTXZ", "2023-06-20")}
    assert "MONTH_REPORT" in {d.task for d in deadlines(ziyuan, "K", "2023-06-20")}


def test_a_date_before_the_plan_is_past_and_not_overdue(ziyuan: PolicyProfile) -> None:
    found = {d.task: d for d in deadlines(ziyuan, "XZFN", "2023-06-20")}
    assert found["CHECK"].before_plan
    shown = light(found["CHECK"].due, date(2023, 10, 1), published=ziyuan.published)
    assert (shown.colour, shown.zh) == ("grey", "已过期（方案印发前）")
    assert not next(d for d in calendar(ziyuan) if d.task == "YEAR").before_plan


@pytest.mark.parametrize(
    ("left", "colour"), [(11, "grey"), (10, "yellow"), (4, "yellow"), (3, "orange"), (0, "orange"), (-1, "red")]
)
def test_the_light_changes_with_the_days_left(left: int, colour: str) -> None:
    due = date(2024, 1, 20)
    assert light(due, date.fromordinal(due.toordinal() - left)).colour == colour
    assert light(due, date.fromordinal(due.toordinal() - left), done=True).colour == "green"


def test_months_clamp_to_the_end_of_the_month() -> None:
    assert add_months(date(2024, 1, 31), 1) == date(2024, 2, 29)
    assert add_months(date(2023, 11, 30), 3) == date(2024, 2, 29)


def test_acts_have_their_own_dates(ziyuan: PolicyProfile) -> None:
    events = {"judged": date(2023, 11, 30), "interviewed": date(2023, 9, 28)}
    due = {d.task: d.due for d in deadlines(ziyuan, "XZFN", "2023-08-15", events)}
    assert due["RESTORE"] == date(2023, 12, 30) and due["REGULARISE"] == date(2024, 2, 29)
    assert due["INTERVIEW_REPORT"] == date(2023, 10, 11)
    assert "RESTORE" not in {d.task for d in deadlines(ziyuan, "XZFN", "2023-08-15")}


def test_working_days_beyond_the_holiday_table_are_refused(ziyuan: PolicyProfile) -> None:
    with pytest.raises(WeipianError) as refused:
        deadlines(ziyuan, "XZFN", "2023-08-15", {"interviewed": date(2024, 12, 30)})
    assert refused.value.code == "NO_HOLIDAY_TABLE"


def test_nothing_is_fed_back_in_the_quarterly_monitoring() -> None:
    quarterly = _profile("MNR2024Q")
    found = deadlines(quarterly, "JD", "2024-04-08")
    assert not quarterly.feedback_required
    assert [(d.task, d.due) for d in found] == [("SELF_CORRECTION", date(2024, 12, 31))]
    assert effective_deadline(found) is None


def test_a_missing_date_of_issue_is_said(ziyuan: PolicyProfile) -> None:
    with pytest.raises(WeipianError) as refused:
        deadlines(ziyuan, "XZFN", "近期")
    assert refused.value.code == "NO_ISSUE_DATE"


@pytest.mark.parametrize(
    "value", ["2023-08-15", "20230815", 20230815, 20230815.0, "2023/8/15", "2023年8月15日", date(2023, 8, 15)]
)
def test_dates_are_read_as_offices_write_them(value: object) -> None:
    assert parse_date(value) == date(2023, 8, 15)


@pytest.mark.parametrize("value", [None, "", "2023-13-01", "20230230", "八月"])
def test_what_is_no_date_is_none(value: object) -> None:
    assert parse_date(value) is None
