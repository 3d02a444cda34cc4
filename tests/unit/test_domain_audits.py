"""Audits of city and province, round by round: whose turn it is, what came back, and block E of 附表2-1 (§2.3 E)."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.definitions import AUDIT
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.act_progress import is_closed
from weipian_plugin.domain.forms.audits import (
    audit_columns,
    is_returned,
    latest_audit,
    levels_passed,
    next_level,
    next_round,
    open_returns,
    with_known_rounds,
)
from weipian_plugin.domain.forms.fields import missing_fields
from weipian_plugin.domain.forms.record_kinds import RECORD_KINDS, checked
from weipian_plugin.domain.records import Judgement, Record

LEVELS = ("县级", "市级", "省级")
JUDGED = Judgement("p", {"PDLX": "其他"}, "张三", "2023-09-01T10:00:00+08:00", "实地")


def audit(level: str, number: int, result: str, day: str = "2023-09-10", **more: object) -> Record:
    return Record(f"{level}{number}", "audit", ("p",), "", {
        "SHJB": level, "SHLC": number, "SHJG": result, "SHSJ": day, "SHR": "审核人", **more})


RETURNED = audit("市级", 1, "退回", "2023-09-10", SHYY="证明材料的充分性", SHSM="缺备案号")


@pytest.mark.parametrize(("known", "level"), [
    ((), "市级"), ((RETURNED,), "市级"), ((RETURNED, audit("市级", 2, "通过")), "省级"),
    ((audit("市级", 1, "通过"), audit("省级", 1, "退回")), "省级"),
    ((audit("市级", 1, "通过"), audit("省级", 1, "通过")), "省级")])
def test_the_next_level_is_the_first_that_has_not_passed_it(known, level):
    assert next_level(known, LEVELS) == level


def test_nobody_audits_where_only_the_county_files():
    assert next_level((), ("县级",)) == ""


def test_rounds_are_counted_by_level():
    known = (RETURNED, audit("市级", 2, "通过"), audit("省级", 1, "退回"))
    assert (next_round(known, "市级"), next_round(known, "省级"), next_round(known, "部级")) == (3, 2, 1)


def test_a_return_is_open_until_the_county_answers_or_a_later_word_passes_it():
    answered = audit("市级", 1, "退回", DFSM="已补备案号", DFSJ="2023-09-12")
    assert is_returned([RETURNED]) and not is_returned([answered])
    assert not is_returned([RETURNED, audit("市级", 2, "通过", "2023-09-15")]) and not is_returned([])
    assert not is_closed(RETURNED) and is_closed(answered) and is_closed(audit("省级", 1, "通过"))
    assert not is_closed(audit("省级", 1, "待审"))


def test_block_e_shows_the_latest_of_each_and_how_often_the_province_returned_it():
    known = [
        Record("r", "review", ("p",), "", {"HSSJ": "2023-08-30", "HSDW": "自然资源、农业农村", "HSJL": "一致认定"}),
        RETURNED, audit("市级", 2, "通过", "2023-09-15", SHSM="已补正"),
        audit("省级", 1, "退回", "2023-09-20", SHSM="照片不清"), audit("省级", 2, "退回", "2023-09-25", SHSM="仍不清"),
        audit("省级", 3, "通过", "2023-10-01", ZPDLX="违法", ZPDSM="现场已硬化", XHZT="未销号", WXHYY="整改中"),
    ]
    columns = audit_columns(JUDGED, known)
    assert set(columns) <= {field.code for field in AUDIT}
    assert columns == {
        "XTBR": "张三", "XTBSJ": "2023-09-01", "HSJL": "一致认定", "HSDW": "自然资源、农业农村", "HSSJ": "2023-08-30",
        "SHSJG": "通过", "SHSSM": "已补正", "SHSR": "审核人", "SHSSJ": "2023-09-15", "SJSJG": "通过", "SJTHCS": 2,
        "SJPDLX": "违法", "SJPDSM": "现场已硬化", "SJPDR": "审核人", "SJPDSJ": "2023-10-01", "XHZT": "未销号",
        "WXHYY": "整改中"}


def test_what_nobody_said_is_not_there():
    assert audit_columns(None, []) == {}
    assert "SJTHCS" not in audit_columns(JUDGED, [RETURNED])


def test_a_return_wants_its_reason_and_a_pass_does_not():
    fields = RECORD_KINDS["audit"].fields
    assert [f.code for f in missing_fields(fields, audit("市级", 1, "退回").values)] == ["SHSM", "SHYY"]
    assert missing_fields(fields, audit("市级", 1, "通过").values) == []


def test_the_provinces_outcome_is_the_provinces_and_a_letter_has_its_kind():
    assert "ZPDLX" not in checked(audit("市级", 1, "通过", ZPDLX="违法")).values
    letter = {"HJLX": "联合惩戒", "HJWH": "资卫〔2023〕9号", "HJRQ": "2023-09-12", "HJZS": "某项目业主单位"}
    assert [f.code for f in missing_fields(RECORD_KINDS["letter"].fields, letter)] == ["HJCJ"]
    with pytest.raises(WeipianError) as caught:
        checked(Record("", "letter", ("p",), "", {"HJLX": "表扬信"}))
    assert caught.value.code == "RECORD_VALUE"


SLOW, FAST = "2023-01-01", "2029-01-01"


def said(known, level, result, day, **more):
    """What is known, and one more audit that its level makes now, its clock at this day."""
    audit_ = audit(level, next_round(known, level), result, day, **more)
    return [*known, with_known_rounds(audit_, known)]


def answered(known, day="2023-09-12"):
    return [Record(one.uuid, one.kind, one.parcels, "", {**one.values, "DFSM": "已补备案号", "DFSJ": day})
            if one in open_returns(known) else one for one in known]


@pytest.mark.parametrize("day", [SLOW, "2023-09-10", FAST])
def test_a_return_is_open_whatever_the_clock_of_whoever_sent_it_back(day):
    known = said(said([], "市级", "通过", "2023-09-10"), "省级", "退回", day)
    assert [one.values["SHJB"] for one in open_returns(known)] == ["省级"]
    assert latest_audit(known).values["SHJB"] == "省级" and levels_passed(known) == ("市级",)


@pytest.mark.parametrize("day", [SLOW, "2023-09-10", FAST])
def test_what_the_city_sends_back_after_an_answered_return_of_the_province_is_seen(day):
    known = answered(said(said([], "市级", "通过", "2023-09-10"), "省级", "退回", "2023-09-10"))
    known = said(known, "市级", "退回", day)
    assert is_returned(known) and latest_audit(known).values["SHJB"] == "市级"


@pytest.mark.parametrize("day", [SLOW, "2023-09-10", FAST])
def test_an_answer_is_a_new_filing_that_the_city_passes_anew(day):
    known = answered(said(said([], "市级", "通过", FAST), "省级", "退回", SLOW))
    assert levels_passed(known) == () and next_level(known, LEVELS) == "市级"
    known = said(known, "市级", "通过", day)
    assert levels_passed(known) == ("市级",) and latest_audit(known) == known[-1]
    assert next_level(known, LEVELS) == "省级"
    assert levels_passed(said(known, "省级", "通过", SLOW)) == ("市级", "省级")


def test_who_passed_without_knowing_of_a_return_elsewhere_has_not_seen_what_was_corrected():
    """City and province each work in a file of their own; the two are merged afterwards."""
    city = said([], "市级", "通过", FAST)
    province = answered(said([], "省级", "退回", "2023-09-10"))
    assert levels_passed([*city, *province]) == levels_passed([*province, *city]) == ()


def test_returns_of_two_levels_wait_both_the_higher_first():
    known = [*said([], "市级", "退回", FAST), *said([], "省级", "退回", SLOW)]
    assert [one.values["SHJB"] for one in open_returns(known)] == ["省级", "市级"]
    assert open_returns(answered(known)) == []


def test_an_audit_names_the_rounds_that_were_known_and_of_a_list_those_up_to_its_day():
    known = answered(said(said([], "市级", "通过", "2023-09-10"), "省级", "退回", "2023-09-20"))
    later = audit("市级", 2, "通过", "2023-09-15")
    assert with_known_rounds(later, known).values["YZLC"] == "市级2 省级1"
    assert with_known_rounds(later, known, "2023-09-15").values["YZLC"] == "市级2"
    assert checked(with_known_rounds(later, known)).values["YZLC"] == "市级2 省级1"


def test_of_audits_that_name_no_rounds_the_days_decide():
    city, province = audit("市级", 1, "通过", "2023-09-10"), audit("省级", 1, "退回", "2023-09-20", DFSJ="2023-09-22")
    assert levels_passed([city, province]) == ()
    assert levels_passed([audit("市级", 1, "通过", "2023-09-21"), province]) == ()
    assert levels_passed([audit("市级", 1, "通过", "2023-09-22"), province]) == ("市级",)
    assert latest_audit([city, province]) is province


def test_what_says_nothing_yet_takes_back_nothing():
    known = said([], "市级", "通过", "2023-09-10")
    blank = Record("new", "audit", ("p",), "", {"SHJB": "市级", "SHLC": 2})
    assert levels_passed([*known, blank]) == ("市级",) and latest_audit([*known, blank]) == known[0]
