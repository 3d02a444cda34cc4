"""Audits of city and province, round by round: whose turn it is, what came back, and block E of 附表2-1 (§2.3 E)."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.definitions import AUDIT
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.act_progress import is_closed
from weipian_plugin.domain.forms.audits import audit_columns, is_returned, next_level, next_round
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
