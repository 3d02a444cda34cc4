"""The forms as a whole: every field declared once, with its list, its block and its case; records of every kind."""

from __future__ import annotations

from collections import Counter

import pytest

from weipian_plugin.domain import definitions
from weipian_plugin.domain.definitions import (
    ANSWERS,
    EVIDENCE_BLOCKS,
    FIELD_CHECK,
    ISSUED_EITHER,
    ISSUED_MINERAL,
    LAND_ANSWERS,
    MINERAL_CHECK,
    TABLE_2_1,
    TABLE_2_2,
    concerns_mining,
)
from weipian_plugin.domain.forms.codes import CASES, CODE_LISTS
from weipian_plugin.domain.forms.fields import Field, FieldType, applicable, missing_fields
from weipian_plugin.domain.forms.record_kinds import RECORD_KINDS

FORMS = {name: form for name, form in vars(definitions).items()
         if isinstance(form, tuple) and form and isinstance(form[0], Field)}
BY_CODE = {field.code: field for field in ANSWERS}


def blocks_of(**answers):
    return {field.block for field in EVIDENCE_BLOCKS if field.applies(answers)}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_declares_each_code_once_and_each_field_fully(name):
    form = FORMS[name]
    assert [code for code, count in Counter(field.code.lower() for field in form).items() if count > 1] == []
    for field in form:
        assert field.zh and field.en and field.source, field
        assert (field.type is FieldType.CODE) == bool(field.codes) and field.codes in {"", *CODE_LISTS}, field
        assert field.unit == "" or field.type in (FieldType.NUMBER, FieldType.INTEGER), field


@pytest.mark.parametrize("name", [*FORMS, *RECORD_KINDS])
def test_a_field_hangs_upon_one_of_its_form_and_on_values_that_one_can_have(name):
    form = FORMS[name] if name in FORMS else RECORD_KINDS[name].fields
    known = {**BY_CODE, **{field.code: field for field in form}}
    for field in form:
        for condition in (field.when, field.required_when):
            if condition is not None:
                upon = known[condition[0]]
                listed = CODE_LISTS[upon.codes].codes if upon.codes else ()
                allowed = {"0", "1"} if upon.type is FieldType.BOOLEAN else {code.code for code in listed}
                assert set(condition[1]) <= allowed, field.code


@pytest.mark.parametrize(("case", "blocks"), [
    ("H1", {"NZY", "GDS"}), ("H2", {"NZY"}), ("H3", {"NZY"}), ("H4", {"ZJG"}), ("H5", {"BDC"}), ("H6", {"LSP"}),
    ("H7", {"LSP"}), ("Q1", {"SSN"}), ("Q2", {"LSY"}), ("Q3", {"NCD"}), ("Q4", {"GFY"}), ("Q5", {"WBH"}), ("Q6", set()),
    ("Q9", set()), ("W1", set()),
])
def test_each_case_opens_its_own_block(case, blocks):
    outcome = {"H": "合法", "Q": "其他", "W": "违法"}[case[0]]
    assert blocks_of(PDLX=outcome, **{CASES[outcome]: case}) == blocks


def test_a_blocks_fields_share_a_prefix_and_a_group_of_their_own():
    groups = {field.block: field.group for field in EVIDENCE_BLOCKS}
    assert len(set(groups.values())) == len(groups)
    assert all(field.code.startswith(field.block) and field.group == groups[field.block] for field in EVIDENCE_BLOCKS)


def test_what_hung_upon_a_case_goes_with_the_outcome_above_it():
    answers = {"PDLX": "违法", "QTJTQX": "Q9", "QTJTLX": "油田用地", "YTYXMMC": "某油田", "DCR": "乙"}
    assert applicable(BY_CODE, answers) == {"PDLX": "违法", "DCR": "乙"}


@pytest.mark.parametrize(("unfiled", "missing"), [
    (1, []), (True, []), (0, ["SSNPZWH", "SSNPZSJ", "SSNPZMJ"]), (False, ["SSNPZWH", "SSNPZSJ", "SSNPZMJ"]),
    (None, ["SSNWBA"])])
def test_only_what_is_filed_needs_its_number(unfiled, missing):
    answers = {"PDLX": "其他", "QTJTQX": "Q1", "QTPDYJSM": "用于养殖，属设施农业用地", "SSNSJYT": "养殖"}
    answers["SSNWBA"] = unfiled
    assert [field.code for field in missing_fields(LAND_ANSWERS, answers)] == missing


def test_the_field_check_is_part_of_every_answer():
    assert all(field.when is None for field in FIELD_CHECK) and set(FIELD_CHECK) < set(ANSWERS) & set(TABLE_2_1)


def test_mineral_forms_hold_the_issued_values_and_the_check():
    assert set(ISSUED_MINERAL) < set(ISSUED_EITHER) and set(TABLE_2_2) > {*ISSUED_MINERAL, *MINERAL_CHECK}


@pytest.mark.parametrize(("issued", "expected"), [
    ({"JCLB": "矿产图斑"}, True), ({"SFSK": 1}, True), ({"TBLX": "采矿"}, True),
    ({"JCLB": "XZFN", "SFSK": 0}, False), ({}, False)])
def test_which_patches_ask_for_a_mineral_judgement(issued, expected):
    assert concerns_mining(issued) is expected


def test_military_land_has_no_form():
    words = [text for form in FORMS.values() for field in form for text in (field.zh, field.group, field.source)]
    assert not [text for text in words if "军用土地" in text]
    assert not [kind.zh for kind in RECORD_KINDS.values() if "军" in kind.zh]
