"""整改影像复核 by offices of several levels: whose word stands, and what is told where they contradict each other."""

from __future__ import annotations

import itertools

import pytest

from weipian_plugin.domain.records import Record
from weipian_plugin.domain.review.image_checks import (
    Claim,
    called_false,
    contradictions,
    counts_of,
    remarks_on,
    said_of,
    still_stands,
    takes_back,
)

CLAIM = Claim("r", "p")


def check(uuid, tick, level="", image="2024-01-05", day="2024-01-20", false=0, by="某"):
    values = {"YXJG": tick, "YXRQ": image, "YXSJ": day, "YXXJ": false, "YXR": by, "YXJB": level}
    return Record(uuid, "image_check", ("p",), "r", {code: value for code, value in values.items() if value != ""})


FALSE = check("p1", "未拆除", "省级", false=1)


def outcome(*checks):
    """What comes of the checks, whatever the order in which they are kept."""
    found = set()
    for order in itertools.permutations(checks):
        said = said_of(CLAIM, order)
        counts = counts_of([CLAIM], order)
        found.add((next(tick for tick, parcels in counts.by_tick.items() if parcels), counts.false, counts.contradicted,
                   still_stands(said)))
    (only,) = found
    return only


def test_a_county_s_later_tick_of_the_same_image_cancels_nothing_and_is_told():
    later = check("c1", "已拆除", "县级", day="2024-01-21")
    assert outcome(FALSE, later) == ("未拆除", ("p",), ("p",), True)
    (told,) = remarks_on(Claim("r", "p", claimed=None), "2024-01-05", said_of(CLAIM, [later, FALSE]))[1:]
    assert told.code == "CHECKS_CONTRADICT"
    for language in ("zh", "en"):
        assert "省级" in told.sentence(language) and "县级" in told.sentence(language)
        assert "{" not in told.sentence(language)


def test_a_county_s_newer_image_is_what_was_seen_last_but_takes_nothing_back():
    newer = check("c1", "已拆除", "县级", image="2024-03-01", day="2024-03-02")
    assert outcome(FALSE, newer) == ("已拆除", ("p",), ("p",), True)
    agreed = check("p2", "已拆除", "省级", image="2024-03-01", day="2024-03-05")
    assert outcome(FALSE, newer, agreed) == ("已拆除", (), (), False)


def test_the_level_that_said_it_and_a_higher_one_take_it_back():
    assert outcome(FALSE, check("p2", "已拆除", "省级", day="2024-01-22")) == ("已拆除", (), (), False)
    assert outcome(FALSE, check("m", "已拆除", "部级", day="2024-01-19"))[:2] == ("已拆除", ())
    assert outcome(FALSE, check("m", "已拆除", "市级", day="2024-01-22"))[:2] == ("未拆除", ("p",))
    own = check("c1", "未拆除", "县级", false=1)
    assert outcome(own, check("c2", "不确定", "县级", day="2024-01-22")) == ("不确定", (), (), False)
    assert called_false([own]) == own and contradictions([own, FALSE]) == []


def test_what_was_kept_before_levels_were_said_stands_over_the_county_and_under_the_city():
    old = check("o", "未拆除", false=1)
    assert outcome(old, check("c", "已拆除", "县级", day="2024-01-22", by="别人"))[:2] == ("未拆除", ("p",))
    assert outcome(old, check("s", "已拆除", "市级", day="2024-01-22"))[:2] == ("已拆除", ())
    assert takes_back("县级", "某", old) and not takes_back("县级", "别人", old)


def test_of_one_day_and_level_it_is_the_same_check_in_whatever_order_they_came():
    one, other = check("a", "已拆除", "市级"), check("b", "未拆除", "市级")
    assert outcome(one, other)[0] == "未拆除"


@pytest.mark.parametrize("level", ["县级", "市级", "省级", "部级"])
def test_who_may_take_back(level):
    assert takes_back(level, "别人", FALSE) == (level in ("省级", "部级"))
