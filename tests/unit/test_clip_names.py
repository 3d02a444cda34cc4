"""What the names of patches' pictures say."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.exchange.clip_names import date_in, longest_number, phase_in, said_of

JCBH = "4505122018A0031"


@pytest.mark.parametrize(("stem", "phase", "date"), [
    (f"{JCBH}_Q_20161209", "QSX", "2016-12-09"), (f"{JCBH}_H_2018-03-09", "HSX", "2018-03-09"),
    (f"{JCBH}前", "QSX", ""), (f"后时相_{JCBH}", "HSX", ""), (f"{JCBH}_QSX", "QSX", ""), (f"{JCBH} after", "HSX", ""),
    (f"{JCBH}_2017年5月3日", "", "2017-05-03"), (JCBH, "", ""),
])
def test_a_picture_of_a_patch_says_before_or_after_and_its_day(stem, phase, date):
    rest = said_of(JCBH, stem, "")
    assert rest is not None and (phase_in(rest), date_in(rest)) == (phase, date)


@pytest.mark.parametrize("stem", [f"{JCBH}1_Q", f"1{JCBH}_Q", f"x{JCBH}_Q", "4505122018A003_Q", f"{JCBH}_前后时相对比"])
def test_another_patchs_picture_and_a_sheet_of_both_dates_are_not_taken(stem):
    assert said_of(JCBH, stem, "") is None


def test_a_number_that_looks_like_a_day_is_no_day():
    rest = said_of("20180309", "20180309_Q", "")
    assert rest is not None and date_in(rest) == ""


def test_the_number_may_be_that_of_the_folder():
    assert said_of(JCBH, "前时相", JCBH) == "前时相"
    assert said_of(JCBH, "前时相", "4505122018A0032") is None


def test_a_name_that_says_both_says_nothing():
    assert phase_in("前后时相截图") == "" and phase_in("Q_H") == ""


def test_pictures_are_looked_up_by_the_longest_run_of_digits():
    assert longest_number(JCBH) == "4505122018" and longest_number("没有") == ""
