"""Deadlines of the bundled profiles against the tables of dates, each named by the clause of its document."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import List, Optional

import pytest
import yaml

from weipian_plugin.domain.calendar.dates import add_months, parse_date, years_between
from weipian_plugin.domain.calendar.deadlines import (
    Deadline,
    Extension,
    calendar,
    deadlines,
    effective_deadline,
    lead_days,
    light,
    next_deadline,
    with_extension,
)
from weipian_plugin.domain.calendar.holidays import read_holidays
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.suggest import suggest_for
from weipian_plugin.domain.profile_schema import build_profile
from weipian_plugin.domain.profiles import PolicyProfile

RESOURCES = Path(__file__).parents[2] / "resources"
PROFILES = RESOURCES / "profiles"
HOLIDAYS = RESOURCES / "calendar" / "holidays.yaml"


@pytest.fixture(scope="module")
def ziyuan() -> PolicyProfile:
    return _profile("GX_ZY2023")


def _profile(profile_id: str) -> PolicyProfile:
    documents = {file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in PROFILES.glob("*.yaml")}
    table = read_holidays(yaml.safe_load(HOLIDAYS.read_text(encoding="utf-8")), HOLIDAYS.name)
    return replace(build_profile(documents, profile_id), holidays=table)


@pytest.fixture(scope="module")
def ministry_2019() -> PolicyProfile:
    return _profile("MNR2019")


@pytest.fixture(scope="module")
def ministry_2021() -> PolicyProfile:
    return _profile("MNR2021")


@pytest.fixture(scope="module")
def jiangmen() -> PolicyProfile:
    return _profile("GD_JM2021")


def _report(profile: PolicyProfile, jclb: str, issued: str, year: Optional[int] = None) -> Deadline:
    found = effective_deadline(deadlines(profile, jclb, issued, patch_year=year))
    assert found is not None
    return found


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
    assert (shown.colour, shown.zh) == ("past", "已过期（方案印发前）")
    assert not next(d for d in calendar(ziyuan) if d.task == "YEAR").before_plan


def test_the_next_deadline_is_the_earliest_to_come_of_all_tasks_and_the_last_once_all_have_passed(
        ziyuan: PolicyProfile) -> None:
    found = deadlines(ziyuan, "XZFN", "2023-12-21")
    told = [next_deadline(found, day) for day in (date(2023, 12, 22), date(2023, 12, 31), date(2024, 1, 1),
                                                  date(2024, 1, 20), date(2024, 3, 1))]
    assert [(one.task, one.due.isoformat()) for one in told if one] == [
        ("CHECK", "2023-12-31"), ("CHECK", "2023-12-31"), ("FIX_CITY", "2024-01-10"),
        ("FIX_REGION", "2024-01-20"), ("QUARTER_CLEAR", "2024-01-20")]
    assert next_deadline([], date(2024, 1, 1)) is None


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
        deadlines(ziyuan, "XZFN", "2023-08-15", {"interviewed": date(2026, 12, 30)})
    assert refused.value.code == "NO_HOLIDAY_TABLE" and refused.value.values["year"] == 2027


def test_without_a_holiday_table_working_days_are_refused_and_never_counted_by_weekdays(ziyuan: PolicyProfile) -> None:
    with pytest.raises(WeipianError) as refused:
        deadlines(replace(ziyuan, holidays=None), "XZFN", "2023-08-15", {"interviewed": date(2023, 9, 28)})
    assert refused.value.code == "NO_HOLIDAY_TABLE"


def test_nothing_is_fed_back_in_the_quarterly_monitoring() -> None:
    quarterly = _profile("MNR2024Q")
    found = deadlines(quarterly, "JD", "2024-04-08")
    assert not quarterly.feedback_required
    assert [(d.task, d.due) for d in found] == [("SELF_CORRECTION", date(2024, 12, 31))]
    assert effective_deadline(found) is None


@pytest.mark.parametrize(
    ("year", "issued", "task", "due"),
    [
        (2019, "2019-03-20", "QUARTER_REPORT", "2019-04-30"),
        (2019, "2019-04-01", "QUARTER_REPORT", "2019-07-31"),
        (2019, "2019-09-30", "QUARTER_REPORT", "2019-10-31"),
        (2019, "2019-10-01", "YEAR_2019", "2020-01-31"),
        (2019, "2019-12-31", "YEAR_2019", "2020-01-31"),
        (2018, "2019-03-20", "YEAR_2018", "2019-06-30"),
        (2018, "2019-04-28", "YEAR_2018", "2019-06-30"),
    ],
)
def test_7_1_dates_of_2019_follow_from_the_patch_year_and_the_quarter_of_issue(
    ministry_2019: PolicyProfile, year: int, issued: str, task: str, due: str
) -> None:
    """2019 年方案 七（二）; patches of 2018 and of 2019 were issued in the same months (A26)."""
    report = _report(ministry_2019, "T", issued, year)
    assert (report.task, report.due.isoformat()) == (task, due)


def test_7_1_the_quarter_counts_only_in_the_patch_s_own_year(ministry_2019: PolicyProfile) -> None:
    assert {d.task for d in deadlines(ministry_2019, "T", "2018-08-10", patch_year=2019)} == {"YEAR_2019"}


def test_7_1_a_suggestion_knows_the_year_of_its_patch(ministry_2019: PolicyProfile) -> None:
    issued = {"JCBH": "1", "JCLB": "T", "XFSJ": "2019-03-20", "NF": 2018}
    due = {d.task: d.due for d in suggest_for(issued, None, ministry_2019).deadlines}
    assert due == {"YEAR_2018": "2019-06-30"}


def test_7_1_the_fourth_quarter_of_2019_is_reported_with_the_year_only(ministry_2019: PolicyProfile) -> None:
    found = {d.task for d in deadlines(ministry_2019, "T", "2019-11-02")}
    assert found == {"YEAR_2019"}


@pytest.mark.parametrize(
    ("task", "due"),
    [("ISSUE_2018", "2019-04-30"), ("ISSUE_2019", "2019-12-31"), ("YEAR_REPORT_2018", "2019-06-30"),
     ("YEAR_REPORT_2019", "2020-01-31"), ("ACCEPTANCE", "2020-09-30"), ("NATIONAL_SUMMARY", "2020-06-30")],
)
def test_7_1_the_calendar_of_2019(ministry_2019: PolicyProfile, task: str, due: str) -> None:
    """2019 年方案 五、七."""
    assert [d.due.isoformat() for d in calendar(ministry_2019) if d.task == task] == [due]


@pytest.mark.parametrize(
    ("issued", "due"),
    [("2021-03-15", "2021-04-30"), ("2021-04-01", "2021-05-31"), ("2021-06-08", "2021-07-31"),
     ("2021-12-31", "2022-01-31")],
)
def test_7_2_month_end_of_2021_for_county_and_province(ministry_2021: PolicyProfile, issued: str, due: str) -> None:
    """自然资办发〔2021〕29号 二（二）, 三（一）; TV12."""
    found = {d.task: d.due.isoformat() for d in deadlines(ministry_2021, "TK", issued)}
    assert found == {"MONTH_FILL": due, "PROVINCE_CONFIRM": due}
    assert _report(ministry_2021, "TK", issued).task == "MONTH_FILL"


def test_7_2_half_year_year_and_quarters_of_2021(ministry_2021: PolicyProfile) -> None:
    """自然资办发〔2021〕29号 三（二）（三）; the day of the quarter is marked as proposed."""
    dates = {task: [d for d in calendar(ministry_2021) if d.task == task] for task in ("HALF", "YEAR", "QUARTER_CHECK")}
    assert [d.due.isoformat() for d in dates["HALF"]] == ["2021-07-31"]
    assert [d.due.isoformat() for d in dates["YEAR"]] == ["2022-03-31"]
    assert [d.due.isoformat() for d in dates["QUARTER_CHECK"]] == [
        "2021-03-31", "2021-06-30", "2021-09-30", "2021-12-31"]
    assert all(d.effective and "拟" in d.mark for d in dates["QUARTER_CHECK"])


def test_7_2_the_county_leads_by_ten_days_unless_the_person_says_otherwise(ministry_2021: PolicyProfile) -> None:
    """§7.2: county and province are due on the same day; county −10 is proposed."""
    report = _report(ministry_2021, "TK", "2021-06-08")
    assert report.internal(lead_days(ministry_2021)) == date(2021, 7, 21) and report.due == date(2021, 7, 31)
    assert ministry_2021.values["lead_days"].basis.tag == "proposed"
    assert (lead_days(ministry_2021, 3), lead_days(ministry_2021, 0), lead_days(ministry_2021, -1)) == (3, 0, 10)
    assert lead_days(_profile("GX_ZY2023")) == 0


def test_6_9_ten_working_days_from_image_to_push(ministry_2021: PolicyProfile) -> None:
    """自然资办发〔2021〕29号 二（一）; the Dragon Boat holiday lies between."""
    due = {d.task: d.due for d in deadlines(ministry_2021, "TK", "2021-07-01", {"captured": date(2021, 6, 8)})}
    assert due["IMAGE_PUSH"] == date(2021, 6, 23)


@pytest.mark.parametrize(
    ("jclb", "issued", "due"),
    [
        ("TK", "2021-01-01", "2021-04-30"), ("TK", "2021-03-31", "2021-04-30"),
        ("TK", "2021-04-01", "2021-05-15"), ("TK", "2021-06-08", "2021-07-15"), ("TK", "2021-11-30", "2021-12-15"),
        ("TK", "2021-12-31", "2022-01-15"), ("", "2021-12-31", "2022-01-15"),
        ("BC", "2021-12-28", "2022-03-05"), ("BC", "2022-01-20", "2022-03-05"), ("K", "2021-06-08", "2021-07-31"),
    ],
)
def test_7_3_the_city_s_dates_of_2021(jiangmen: PolicyProfile, jclb: str, issued: str, due: str) -> None:
    """江府办函〔2021〕83号 三（一）; A7; TV12. Mineral patches keep the month's end."""
    assert _report(jiangmen, jclb, issued).due.isoformat() == due


def test_7_3_reports_and_batches_of_release(jiangmen: PolicyProfile) -> None:
    """江府办函〔2021〕83号 三（三）, 五; the first release had passed when the plan was issued."""
    dates = {task: [d.due.isoformat() for d in calendar(jiangmen) if d.task == task]
             for task in ("YEAR_REPORT", "UNFREEZE", "RECHECK")}
    assert dates == {"YEAR_REPORT": ["2022-03-10"], "RECHECK": ["2022-03-05"],
                     "UNFREEZE": ["2021-06-30", "2021-09-30", "2022-03-31", "2022-06-30", "2022-09-30"]}
    assert [d.before_plan for d in calendar(jiangmen) if d.task == "UNFREEZE"] == [True, False, False, False, False]
    assert {d.task: d.due for d in deadlines(jiangmen, "TK", "2021-06-08")}["SELF_CORRECTION"] == date(2021, 12, 31)


def test_tv11_a_patch_of_21_august_2023(ziyuan: PolicyProfile) -> None:
    assert _report(ziyuan, "XZFN", "2023-08-21").due == date(2023, 10, 20)


def test_tv13_five_working_days_over_the_national_holiday(ziyuan: PolicyProfile) -> None:
    """资政办发〔2023〕29号 六（三）: 约谈 and 启动问责 alike."""
    events = {"interviewed": date(2023, 9, 28), "accountability_started": date(2023, 9, 28)}
    due = {d.task: d.due for d in deadlines(ziyuan, "XZFN", "2023-08-15", events)}
    assert due["INTERVIEW_REPORT"] == due["ACCOUNTABILITY_REPORT"] == date(2023, 10, 11)


@pytest.mark.parametrize(
    ("task", "due"),
    [
        ("QUARTER_AUDIT", ["2023-03-31", "2023-06-30", "2023-09-30", "2023-12-31"]), ("HALF_REPORT", ["2023-06-25"]),
        ("YEAR", ["2024-01-20"]), ("TRANSFER_RESULTS", ["2023-12-31"]), ("SECRET_CHANNEL_JUNE", ["2023-06-30"]),
        ("SECRET_CHANNEL_DECEMBER", ["2023-12-31"]),
    ],
)
def test_7_4_the_calendar_of_the_county(ziyuan: PolicyProfile, task: str, due: List[str]) -> None:
    """资政办发〔2023〕29号 三, 二（五）: E at the quarter's end, F, G, H, J."""
    assert [d.due.isoformat() for d in calendar(ziyuan) if d.task == task] == due


def test_7_4_corrections_follow_the_check_on_the_10th_and_the_20th(ziyuan: PolicyProfile) -> None:
    """资政办发〔2023〕29号 三（一）: A, B, C are tasks of their own (A25); their month is marked as proposed."""
    found = {d.task: d for d in deadlines(ziyuan, "XZFN", "2023-08-21")}
    assert [found[task].due.isoformat() for task in ("CHECK", "FIX_CITY", "FIX_REGION")] == [
        "2023-08-31", "2023-09-10", "2023-09-20"]
    assert all(found[task].effective for task in ("CHECK", "FIX_CITY", "FIX_REGION"))
    assert not found["CHECK"].mark and "拟" in found["FIX_CITY"].mark


def test_7_4_supplementary_patches_are_due_with_the_year(ziyuan: PolicyProfile) -> None:
    assert _report(ziyuan, "BC", "2024-01-05").due == date(2024, 1, 20)


def test_7_5_the_issue_windows_and_the_days_left_of_2024() -> None:
    """自然资办发〔2024〕4号 二（一）3, 二（二）2."""
    quarterly = _profile("MNR2024Q")
    assert [d.due.isoformat() for d in calendar(quarterly)] == ["2024-04-10", "2024-07-10", "2024-10-10"]
    cut_off = deadlines(quarterly, "JD", "2024-10-08")[0]
    assert light(cut_off.due, date(2024, 10, 8)).zh == "剩余 84 天" and "年度内" in cut_off.mark


def test_what_had_passed_when_the_patch_was_issued_is_no_deadline_of_it(ziyuan: PolicyProfile) -> None:
    assert "SUPPLEMENT" not in {d.task for d in deadlines(ziyuan, "BC", "2024-02-01")}


def test_an_extension_moves_its_task_and_tells_the_effective_date_anew(ziyuan: PolicyProfile) -> None:
    found = deadlines(ziyuan, "XZFN", "2023-08-15")
    put_off = with_extension(found, [Extension("MONTH_REPORT", date(2023, 11, 5), "洪灾，书面报告〔2023〕1号")])
    moved = next(d for d in put_off if d.task == "MONTH_REPORT")
    assert (moved.due, moved.official, moved.extension) == (
        date(2023, 11, 5), date(2023, 9, 20), "洪灾，书面报告〔2023〕1号")
    report = effective_deadline(put_off)
    assert report is not None and (report.task, report.due) == ("QUARTER_CLEAR", date(2023, 10, 20))
    whole = effective_deadline(with_extension(found, [Extension("report", date(2023, 11, 5), "洪灾")]))
    assert whole is not None and whole.due == date(2023, 11, 5)
    assert [d.due for d in put_off] == sorted(d.due for d in put_off)


@pytest.mark.parametrize(
    ("until", "basis", "code"),
    [(date(2023, 12, 1), " ", "EXTENSION_NO_BASIS"), (date(2023, 9, 20), "洪灾", "EXTENSION_NOT_LATER")],
)
def test_an_extension_needs_a_basis_and_a_later_day(ziyuan: PolicyProfile, until: date, basis: str, code: str) -> None:
    with pytest.raises(WeipianError) as refused:
        with_extension(deadlines(ziyuan, "XZFN", "2023-08-15"), [Extension("MONTH_REPORT", until, basis)])
    assert refused.value.code == code


def test_an_extension_of_a_group_leaves_its_later_dates_where_they_are(ziyuan: PolicyProfile) -> None:
    found = with_extension(deadlines(ziyuan, "XZFN", "2023-08-15"), [Extension("report", date(2023, 10, 1), "洪灾")])
    due = {d.task: (d.due, d.extension) for d in found}
    assert due["MONTH_REPORT"] == (date(2023, 10, 1), "洪灾") and due["QUARTER_CLEAR"] == (date(2023, 10, 20), "")


def test_an_extension_of_another_task_changes_nothing(ziyuan: PolicyProfile) -> None:
    found = deadlines(ziyuan, "XZFN", "2023-08-15")
    assert with_extension(found, [Extension("HALF", date(2024, 1, 1), "无")]) == found


def test_within_the_lead_days_the_light_is_yellow_already() -> None:
    assert light(date(2024, 1, 20), date(2024, 1, 5)).colour == "grey"
    assert light(date(2024, 1, 20), date(2024, 1, 5), lead=15).colour == "yellow"


@pytest.mark.parametrize("name", [path.stem for path in sorted(PROFILES.glob("*.yaml"))])
def test_every_deadline_has_a_sentence_or_says_what_it_is(name: str) -> None:
    for rule in _profile(name).deadlines:
        assert rule.basis.citation is not None or rule.basis.note
        if rule.basis.citation is not None:
            text = (RESOURCES / "policies" / rule.basis.citation.file).read_text(encoding="utf-8")
            assert rule.basis.citation.sentence in text


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


@pytest.mark.parametrize(("start", "end", "years"), [
    ("2022-03-01", "2024-03-01", 2.0), ("2022-03-01", "2023-02-28", 364 / 365),
    ("2022-03-01", "2024-03-02", 2 + 1 / 365), ("2020-02-29", "2022-02-28", 2.0),
    ("2020-02-29", "2024-02-29", 4.0), ("2022-03-01", "2022-03-01", 0.0)])
def test_a_term_in_years_ends_on_the_same_day(start: str, end: str, years: float) -> None:
    assert years_between(date.fromisoformat(start), date.fromisoformat(end)) == years
