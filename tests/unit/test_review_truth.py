"""What a profile says of 真实 and 瞒报, who has the last word of a parcel, and which units a patch belongs to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
import yaml

from weipian_plugin.domain.profile_schema import read_profile
from weipian_plugin.domain.profiles import PROPOSED
from weipian_plugin.domain.records import Batch, ParcelRecord, Record, TableRow
from weipian_plugin.domain.review.leads import AFTER, BEFORE, NOT_ILLEGAL, NOTHING, Lead, compare_leads
from weipian_plugin.domain.review.truth import TruthRules, Verdict, Word, final_word, truth_rules
from weipian_plugin.domain.review.truth_rules import BY_PROVINCE, BY_READINGS, BY_RULING
from weipian_plugin.domain.review.units import by_unit
from weipian_plugin.jobs.rules.profiles import load_profile
from weipian_plugin.paths import PROFILES

RULES = TruthRules()


def recheck(who: str, outcome: str, result: str = "已判", case: str = "") -> Record:
    return Record(who, "recheck", ("p",), "", {"FPR": who, "FPSJ": "2021-09-01", "FPJG": result, "FPDLX": outcome,
                                               "FPQX": case})


def audit(outcome: str, number: int = 1) -> Record:
    return Record(f"a{number}", "audit", ("p",), "", {"SHJB": "省级", "SHLC": number, "ZPDLX": outcome,
                                                      "SHSJ": "2021-09-02"})


def ruling(outcome: str) -> Record:
    return Record("r", "ruling", ("p",), "", {"CDDLX": outcome, "CDSJ": "2021-09-03"})


@pytest.mark.parametrize(("records", "outcome", "by"), [
    ([recheck("甲", "违法"), audit("其他"), ruling("合法")], "合法", BY_RULING),
    ([recheck("甲", "违法"), audit("其他")], "其他", BY_PROVINCE),
    ([audit("其他", 1), audit("合法", 2)], "合法", BY_PROVINCE),
    ([recheck("甲", "违法"), recheck("乙", "违法")], "违法", BY_READINGS),
    ([recheck("甲", "违法"), recheck("乙", "", "无法判断")], "违法", BY_READINGS),
])
def test_the_last_word_is_the_first_of_ruling_province_and_agreeing_readings(records, outcome, by):
    word, undecided = final_word("p", records, RULES)
    assert (word.outcome, word.by, undecided) == (outcome, by, False)
    assert final_word("p", records[::-1], RULES)[0] == word, "the order in which they were kept means nothing"


@pytest.mark.parametrize(("records", "undecided"), [
    ([recheck("甲", "违法"), recheck("乙", "合法")], True), ([recheck("甲", "", "无法判断")], False),
    ([audit("")], False)])
def test_readings_that_disagree_and_readings_that_tell_nothing_are_no_word(records, undecided):
    assert final_word("p", records, RULES) == (None, undecided)


def test_a_case_counts_as_read_where_readings_agree_on_it():
    assert final_word("p", [recheck("甲", "违法", case="W2")], RULES)[0].case == "W2"
    assert final_word("p", [recheck("甲", "违法", case="W2"), recheck("乙", "违法", case="W1")], RULES)[0].case == ""


def test_only_what_the_profile_names_is_concealed():
    rules = TruthRules(concealed_filed=("合法",), concealed_finally=("违法",))
    cases = {("合法", "违法"): True, ("其他", "违法"): False, ("违法", "违法"): False, ("合法", "其他"): False}
    assert {case: Verdict(Word(case[0]), Word(case[1])).is_concealed(rules) for case in cases} == cases
    assert not Verdict(None, Word("违法")).is_concealed(rules)


@pytest.mark.parametrize("profile", ["MNR2021", "GD2021", "GD_JM2021"])
def test_the_profiles_of_2021_say_it_and_mark_it_as_proposed(profile):
    rules = truth_rules(load_profile(profile))
    assert rules.told and rules.marks == (PROPOSED,)
    assert rules.tells_concealment is (profile != "MNR2021"), "only the province's document knows 瞒报"
    known = [basis for _, basis in rules.bases if basis is not None]
    assert all(basis.tag == PROPOSED and "原文未定" in basis.note for basis in known)


@pytest.mark.parametrize(("name", "value"), [
    ("truthful_when", "差不多"), ("filed_outcome_at", "随时"), ("final_outcome_by", ["裁定", "掷币"]),
    ("concealed_filed_as", ["不知道"])])
def test_a_word_that_is_no_choice_is_refused_by_name(name, value):
    documents = {path.stem: yaml.safe_load(Path(path).read_text("utf-8")) for path in PROFILES.glob("*.yaml")}
    home = "GD2021" if name.startswith("concealed") else "MNR2021"
    documents[home]["values"][name]["value"] = value
    profile, problems = read_profile(documents, home)
    wrong = value if isinstance(value, str) else value[-1]
    assert profile is None and [name in problem.sentence("zh") and wrong in problem.sentence("zh")
                                for problem in problems] == [True]


def row(uuid: str, county: str, township: str = "", batch: str = "") -> TableRow:
    issued = {code: value for code, value in (("XZQDM", county), ("XZMC", township)) if value}
    return TableRow(ParcelRecord(uuid, uuid, "b", uuid, uuid, "todo", issued, {}, (), None),
                    Batch("b", "", "2021-05-01", "", "", batch, "", "", 1))


def test_a_patch_belongs_to_its_county_else_to_that_of_its_batch_and_nothing_is_counted_twice():
    units, parts = by_unit([row("a", "450512", "甲镇"), row("b", "", "甲镇", "450512"), row("c", "450521", "甲镇"),
                            row("d", "", "乙镇")])
    assert [(unit.key, unit.level) for unit in units] == [
        ("", "all"), ("4505", "city"), ("450512", "county"), ("450512/甲镇", "township"), ("450521", "county"),
        ("450521/甲镇", "township"), ("（行政区不详）", "county"), ("（行政区不详）/乙镇", "township")]
    assert {key: [each.parcel.uuid for each in some] for key, some in parts.items() if len(some) > 1} == {
        "": ["a", "b", "c", "d"], "4505": ["a", "b", "c"], "450512": ["a", "b"], "450512/甲镇": ["a", "b"]}


def test_a_lead_of_the_day_of_issue_came_too_late():
    issued = {"p": date(2021, 5, 10), "q": date(2021, 5, 10)}
    leads = [Lead("1", "巡查", date(2021, 5, 9), parcels=("p",)), Lead("2", "巡查", date(2021, 5, 10), parcels=("p",)),
             Lead("3", "12336", date(2021, 5, 1), parcels=("q",)), Lead("4", "微信", None), Lead(
                 "5", "其他", date(2021, 5, 1), parcels=("p",))]
    found = compare_leads(leads, issued, ["p"])
    assert found.met == {"1": BEFORE, "2": AFTER, "3": NOT_ILLEGAL, "4": NOTHING, "5": BEFORE}
    assert found.told_before == {"p": ("1",)}, "what is no daily work has found nothing"
