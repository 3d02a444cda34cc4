"""The states of a parcel (§8.2) follow from answers, signatures and records; its level says who may move it."""

from __future__ import annotations

from datetime import date

import pytest

from weipian_plugin.domain.calendar.deadlines import Extension
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import DRAFT, SIGNED, UNJUDGED, Record
from weipian_plugin.domain.review.return_deadlines import answer_due
from weipian_plugin.domain.review.states import (
    MOVES,
    REVIEWING,
    STATES,
    Known,
    Position,
    auditing_levels,
    counts,
    levels_before,
    may_move,
    state_of,
    waits_for,
)
from weipian_plugin.jobs.rules.profiles import load_profile


def audit(level: str, result: str, number: int = 1, day: str = "2023-09-10", **more: object) -> Record:
    return Record(f"{level}{number}", "audit", ("p",), "", {
        "SHJB": level, "SHLC": number, "SHJG": result, "SHSJ": day, **more})


ANSWERED = {"DFSM": "已补备案号", "DFSJ": "2023-09-12"}
CITY_PASS, PROVINCE_PASS = audit("市级", "通过"), audit("省级", "通过", day="2023-09-20")
HANDLED = Record("a", "act", ("p",), "", {"CLFS": "立案"})


def part(done: int) -> Record:
    return Record(f"r{done}", "rectification", ("p",), "a", {"ZGFS": "拆除复耕", "SFZGDW": done})


@pytest.mark.parametrize(("known", "state"), [
    (Known(UNJUDGED), "01"),
    (Known(UNJUDGED, measured=True), "02"),
    (Known(UNJUDGED, measured=True, on_site=True), "03"),
    (Known(DRAFT, "违法", True, True), "04"),
    (Known(DRAFT, "违法", True, records=(Record("m", "review", ("p",), "", {"HSJL": "一致认定"}),)), "05"),
    (Known(DRAFT, "违法", True, records=(Record("m", "review", ("p",), "", {"HSSJ": "2023-09-01"}),)), "04"),
    (Known(SIGNED, "违法", True), "06"),
    (Known(SIGNED, "违法", True, filed=True), "07"),
    (Known(DRAFT, "违法", True, filed=True), "04"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS,)), "08"),
    (Known(SIGNED, "违法", True, records=(audit("市级", "退回"),)), "08r"),
    (Known(DRAFT, "其他", True, records=(audit("市级", "退回"),)), "08r"),
    (Known(SIGNED, "违法", True, records=(audit("市级", "退回", **ANSWERED),)), "07"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, PROVINCE_PASS)), "09"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, audit("省级", "退回", day="2023-09-20"))), "09r"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, audit("省级", "退回", day="2023-09-10"))), "09r"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, audit("省级", "退回", day="2023-09-20", **ANSWERED))), "07"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, PROVINCE_PASS, HANDLED)), "10"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, PROVINCE_PASS, HANDLED, part(1), part(0))), "11"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, PROVINCE_PASS, HANDLED, part(1))), "12"),
    (Known(SIGNED, "其他", True, records=(CITY_PASS, PROVINCE_PASS, HANDLED, part(1))), "09"),
    (Known(SIGNED, "违法", True, records=(HANDLED, part(1))), "06"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, audit("省级", "通过", XHZT="已销号"))), "13"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, audit("省级", "通过", XHZT="已销号"), audit(
        "省级", "退回", 2, "2023-09-25", **ANSWERED), audit("省级", "通过", 3, "2023-09-30"))), "09"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, HANDLED), levels=("市级",)), "10"),
    (Known(SIGNED, "违法", True, records=(CITY_PASS, HANDLED)), "08"),
    (Known(SIGNED, "违法", True, records=(HANDLED, part(1)), levels=()), "12"),
])
def test_the_state_follows_from_what_is_there(known, state):
    assert state_of(known) == state


def at(state: str, passed: tuple = (), levels: tuple = REVIEWING) -> Position:
    return Position(state, levels, passed)


def test_every_move_ends_in_a_state_and_leads_out_of_one():
    codes = {state.code for state in STATES}
    assert {move.target for move in MOVES} | {source for move in MOVES for source in move.sources} <= codes


def test_who_may_pass_or_send_back_hangs_upon_the_level():
    assert may_move(at("06"), "市级", "通过").target == "08" and may_move(at("06"), "市级", "退回").target == "08r"
    assert may_move(at("08", ("市级",)), "省级", "通过").target == "09"
    assert may_move(at("09", ("市级", "省级")), "省级", "退回").target == "09r"
    assert may_move(at("09"), "市级", "退回") is None and may_move(at("08", ("市级",)), "市级", "通过") is None
    assert may_move(at("04"), "省级", "退回") is None and may_move(at("08r"), "市级", "通过") is None
    assert all(may_move(at(state.code), "县级", result) is None for state in STATES for result in ("通过", "退回"))
    assert waits_for(at("07"), "市级") and waits_for(at("08", ("市级",)), "省级")
    assert not waits_for(at("08", ("市级",)), "市级")


def test_a_level_waits_for_those_below_it_that_audit_by_the_profile_and_may_send_back_at_once():
    filed = at("07", levels=("市级", "省级"))
    assert not waits_for(filed, "省级") and levels_before(filed, "省级") == ("市级",)
    assert may_move(filed, "省级", "退回").target == "09r"
    assert waits_for(at("07", levels=("省级",)), "省级") and not waits_for(at("07", levels=("省级",)), "市级")
    assert may_move(at("07", levels=("省级",)), "市级", "退回") is None
    assert not any(waits_for(at("07", levels=()), level) for level in REVIEWING)
    assert waits_for(at("09", ("市级", "省级")), "部级") and not waits_for(at("09", REVIEWING), "部级")


def test_the_levels_of_a_profile_are_those_above_the_county_from_below_and_all_where_it_names_none():
    assert auditing_levels(("县级", "省级", "市级")) == ("市级", "省级")
    assert auditing_levels(("县级",)) == () and auditing_levels(()) == REVIEWING


def test_counts_hold_every_state():
    found = counts(["06", "06", "08r"])
    assert (found["06"], found["08r"], found["13"], sum(found.values())) == (2, 1, 0, 3)
    assert list(found) == [state.code for state in STATES]


@pytest.mark.parametrize(("level", "day", "due"), [
    ("市级", "2023-09-04", date(2023, 9, 10)), ("市级", "2023-09-10", date(2023, 10, 10)),
    ("市级", "2023-12-11", date(2024, 1, 10)), ("省级", "2023-09-10", date(2023, 9, 20)),
    ("省级", "2023-09-20", date(2023, 10, 20))])
def test_where_a_document_names_the_day_of_the_month_a_return_is_due_then(level, day, due):
    found = answer_due({"SHJB": level, "SHSJ": day}, load_profile("GX_ZY2023"))
    assert found.due == due and "问题清单" in found.sentence and "拟" in found.mark


def test_elsewhere_a_return_is_due_after_so_many_days_and_that_is_marked_as_proposed():
    found = answer_due({"SHJB": "市级", "SHSJ": "2021-09-04"}, load_profile("MNR2021"), 7)
    assert found.due == date(2021, 9, 11) and found.mark.startswith("[拟]")
    assert "7 日" in found.mark and "若干" not in found.mark and "7 days" in found.mark_en
    assert answer_due({"SHJB": "部级", "SHSJ": "2023-09-04"}, load_profile("GX_ZY2023"), 5).due == date(2023, 9, 9)
    assert answer_due({"SHJB": "市级"}, None) is None


def test_an_extension_puts_the_answer_off_but_never_earlier():
    audit_values = {"SHJB": "市级", "SHSJ": "2023-09-04"}
    later = Extension("FIX_CITY", date(2023, 10, 1), "示例函〔2023〕1号")
    found = answer_due(audit_values, load_profile("GX_ZY2023"), extensions=[later])
    assert found.due == date(2023, 10, 1) and found.official == date(2023, 9, 10)
    with pytest.raises(WeipianError) as error:
        answer_due(audit_values, load_profile("GX_ZY2023"), extensions=[Extension("FIX_CITY", date(2023, 9, 5), "x")])
    assert error.value.code == "EXTENSION_NOT_LATER"
