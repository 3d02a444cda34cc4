"""One definition for each field: how it is recognised, when it exists, when it is missing."""

from __future__ import annotations

from collections import Counter

import pytest

from weipian_plugin.domain.definitions import ISSUED, JUDGEMENT, SIGNATURE, TABLE_2_1
from weipian_plugin.domain.forms.codes import CODE_LISTS
from weipian_plugin.domain.forms.fields import FieldType, index_by_heading, missing_fields, normalise_heading

BY_HEADING = index_by_heading(ISSUED)
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
           "WFPDYJSM": "现场为已建成厂房，未见批文", "WFMJ": 5614.2, "WFGDMJ": 0.0, "WFJBNTMJ": 0.0}


@pytest.mark.parametrize(
    ("heading", "code"),
    [
        ("JCBH", "JCBH"), ("监测编号", "JCBH"), ("图斑编号", "JCBH"), (" jcbh ", "JCBH"),
        ("监测面积\n（亩）", "JCMJ"), ("监测面积(㎡)", "JCMJ"), ("前 时 相", "QSX"), ("ＪＣＭＪ", "JCMJ"),
        ("县区代码", "XZQDM"), ("区县代码", "XZQDM"), ("县（区）代码", "XZQDM"), ("县(区)代码", "XZQDM"),
        ("乡镇（街道）", "XZMC"), ("农业项目破坏耕地（基本农田）", "NYXMPHGD"), ("MJ", "JCMJ"), ("SCSJ", "XFSJ"),
    ],
)
def test_a_heading_is_recognised_by_code_name_or_alias(heading, code):
    assert BY_HEADING[normalise_heading(heading)].code == code


def test_a_heading_nobody_declared_is_not_recognised():
    assert normalise_heading("自定义列") not in BY_HEADING


@pytest.mark.parametrize("fields", [ISSUED, TABLE_2_1], ids=["issued", "table 2-1"])
def test_no_code_is_declared_twice(fields):
    assert [code for code, n in Counter(f.code for f in fields).items() if n > 1] == []


def test_no_heading_means_two_fields():
    claims = Counter(name for f in ISSUED for name in {normalise_heading(n) for n in f.names})
    assert [name for name, n in claims.items() if n > 1] == []


def test_every_code_field_has_its_list():
    coded = [f for f in (*ISSUED, *TABLE_2_1) if f.type is FieldType.CODE]
    assert {f.codes for f in coded} <= set(CODE_LISTS)


def test_nothing_answered_misses_only_the_outcome():
    assert [f.code for f in missing_fields(JUDGEMENT, {})] == ["PDLX"]


def test_a_complete_illegal_answer_misses_nothing_and_zero_is_an_answer():
    assert missing_fields(JUDGEMENT, ILLEGAL) == []


@pytest.mark.parametrize("code", sorted(set(ILLEGAL) - {"PDLX"}))
def test_each_required_field_of_an_illegal_answer_is_missed(code):
    answers = {k: v for k, v in ILLEGAL.items() if k != code}
    assert [f.code for f in missing_fields(JUDGEMENT, answers)] == [code]


def test_a_basis_of_a_few_characters_is_not_a_basis():
    assert [f.code for f in missing_fields(JUDGEMENT, {**ILLEGAL, "WFPDYJSM": "违法"})] == ["WFPDYJSM"]


def test_what_no_official_form_has_is_marked_proposed():
    assert all(f.proposed for f in SIGNATURE)
