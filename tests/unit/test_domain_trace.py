"""The readable path of a suggestion, and two of them side by side."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from weipian_plugin.domain.forms.codes import label, normalise_code
from weipian_plugin.domain.forms.terms import kind_name, kind_title
from weipian_plugin.domain.judging.compare import compared
from weipian_plugin.domain.judging.explain import explain
from weipian_plugin.domain.judging.facts import Facts, collect_facts
from weipian_plugin.domain.judging.rule_words import fact_in_words, in_words
from weipian_plugin.domain.judging.suggest import suggest
from weipian_plugin.domain.judging.suggestion import Reason, Suggestion, TriedRule
from weipian_plugin.domain.judging.trace import FAILED, HELD, MINERAL, NOT_REACHED, UNKNOWN, trace
from weipian_plugin.domain.judging.tried_words import why
from weipian_plugin.domain.profile_schema import build_all
from weipian_plugin.domain.records import ClassArea, FeatureArea, Measured, RoleAreas

FOLDER = Path(__file__).parents[2] / "resources" / "profiles"
PROFILES = build_all({f.stem: yaml.safe_load(f.read_text(encoding="utf-8")) for f in FOLDER.glob("*.yaml")})
ZIYUAN, EARLIER = PROFILES["GX_ZY2023"], PROFILES["MNR2021"]
M2 = 4000.0
ISSUED = {"TBLX": "20", "JCLB": "XZFN", "XFSJ": "2023-08-15", "HSX": "2023-06-01", "XZQDM": "450329"}


def facts(approved: bool = True, issued: dict[str, Any] = ISSUED, **stated: Any) -> Facts:
    areas = {key: RoleAreas(key, declared_empty=True) for key in ("pzyd", "gd", "ssnyd", "lsyd", "yjjbnt")}
    areas["dltb"] = RoleAreas("dltb", M2, M2, (ClassArea("0103", M2, M2),))
    if approved:
        papers = (FeatureArea("", M2, {"PZWH": "示例政批〔2021〕5号", "PZRQ": "2021-05-10"}),)
        areas["pzyd"] = RoleAreas("pzyd", M2, M2, features=papers)
    return collect_facts(issued, Measured(M2, areas), ZIYUAN.grouping, stated)


def test_all_rules_stand_in_their_order_with_how_they_came_out() -> None:
    path = trace(facts(advance_use=False), ZIYUAN)
    assert [row.id for row in path.rows] == [rule.id for rule in ZIYUAN.rules]
    assert path.winner == "R30_UNSUPPLIED"
    states = {row.id: row.state for row in path.rows}
    assert (states["R30_SUPPLY"], states["R31_ZJGG"], states["R30_UNSUPPLIED"], states["R99_ILLEGAL"]) == (
        FAILED, UNKNOWN, HELD, NOT_REACHED)
    after = path.row("R30_NOSUPPLY")
    assert after is not None and after.truth == "true" and after.state == NOT_REACHED


def test_each_comparison_shows_the_measured_value_and_its_truth() -> None:
    row = trace(facts(advance_use=False), ZIYUAN).row("R30_SUPPLY")
    assert row is not None
    assert [(part.depth, part.truth) for part in row.parts] == [
        (0, "false"), (1, "true"), (1, "false"), (2, "false"), (2, "false")]
    assert row.parts[1].words == "批准用地（手续有效）以外面积（0.00 亩） ≤ 0.01 亩"
    assert row.parts[4].words_en.endswith("(6.00 mu) ≤ 0.01 mu")
    assert row.citation is not None and "批文合法有效" in row.citation.sentence
    assert "supply_required" in row.settings


@pytest.mark.parametrize("profile", [name for name, profile in PROFILES.items() if not profile.abstract])
def test_the_path_ends_where_the_suggestion_does(profile: str) -> None:
    for known in (facts(), facts(False), facts(False, actual_use="设施农业（种植/养殖）"), facts(advance_use=False)):
        found, path = suggest(known, PROFILES[profile]), trace(known, PROFILES[profile])
        assert path.winner == found.rule
        before = [row.id for row in path.rows if row.state in (FAILED, UNKNOWN)]
        assert before == [tried.id for tried in found.tried]


def test_a_stored_suggestion_keeps_its_path() -> None:
    stored = Suggestion.from_json(json.loads(json.dumps(suggest(facts(advance_use=False), ZIYUAN).to_json())))
    path = trace(stored, ZIYUAN)
    live = trace(facts(advance_use=False), ZIYUAN)
    assert [(row.id, row.state) for row in path.rows] == [(row.id, row.state) for row in live.rows]
    winner = path.row("R30_UNSUPPLIED")
    assert winner is not None and "6.00 亩" in winner.parts[0].words


def test_a_stored_path_says_why_in_the_words_of_the_live_one() -> None:
    known = facts(advance_use=False)
    found = suggest(known, ZIYUAN)
    stored = Suggestion.from_json(json.loads(json.dumps(found.to_json())))
    for rule in stored.tried:
        for language in ("zh", "en"):
            assert why(stored, rule, language) == why(found, rule, language)
    supplied = next(rule for rule in stored.tried if rule.id == "R30_SUPPLY")
    assert why(stored, supplied) == "供地（手续有效）以外面积（6.00 亩） ≤ 0.01 亩"
    assert why(stored, supplied, "en").endswith("(6.00 mu) ≤ 0.01 mu")


def test_a_suggestion_stored_with_its_words_keeps_them_and_a_fact_nobody_knows_any_more_is_told_by_its_name() -> None:
    found = suggest(facts(False), ZIYUAN).to_json()
    tried = [{**rule, "why": "旧话", "why_en": "old words"} for rule in found["tried"]]
    for rule in tried:
        del rule["because"]
    earlier = Suggestion.from_json({**found, "format": 2, "tried": tried})
    assert (why(earlier, earlier.tried[0]), why(earlier, earlier.tried[0], "en")) == ("旧话", "old words")
    gone = TriedRule("R", "", "", "false", (Reason("fact_of_old", "<=", 2, "亩"),))
    told = replace(earlier, values={"fact_of_old": 3.5})
    assert why(told, gone) == "fact_of_old（3.5） <= 2 亩"


def test_a_rule_the_profile_has_no_longer_stays_in_a_stored_path() -> None:
    stored = suggest(facts(False), ZIYUAN)
    gone = Suggestion.from_json(json.loads(json.dumps(stored.to_json()).replace("R31_ZJGG", "R31_OLD")))
    row = trace(gone, ZIYUAN).row("R31_OLD")
    assert row is not None and row.state == UNKNOWN and row.basis == ""


def test_the_mineral_path_is_traced_too() -> None:
    mine = facts(False, {**ISSUED, "TBLX": "CK", "JCLB": "K"})
    path = trace(mine, ZIYUAN, MINERAL)
    assert path.winner == "K99_OPEN" and path.rows[0].id == "K10_NONE"
    assert trace(suggest(mine, ZIYUAN), ZIYUAN, MINERAL).winner == "K99_OPEN"
    assert trace(suggest(facts(False), ZIYUAN), ZIYUAN, MINERAL).rows == ()


def test_the_same_factory_is_legal_in_2021_and_not_in_2023_and_the_switch_says_why() -> None:
    factory = facts(advance_use=False)
    found = compared(factory, EARLIER, factory, ZIYUAN)
    assert (found.a.pdlx, found.b.pdlx) == ("合法", "违法") and not found.same_outcome and found.facts == ()
    assert found.parting is not None and found.parting.rule == "R30_SUPPLY"
    assert [value.name for value in found.decisive] == ["supply_required"]
    assert found.decisive[0].shown == ("否", "是")
    assert any("65号" in a and "65号" in b for a, b in found.sentences)


def test_one_changed_fact_is_named_with_the_rule_it_parts() -> None:
    found = compared(facts(False), ZIYUAN, facts(False, site_changed=False), ZIYUAN)
    assert (found.a.rule, found.b.rule) == ("R99_ILLEGAL", "R10_NOCHG")
    assert found.parting is not None and found.parting.rule == "R10_NOCHG"
    assert [(fact.name, fact.a, fact.b) for fact in found.facts] == [("site_changed", "未核", "否")]
    assert found.values == () and any("资政办发〔2023〕29号" in b for _, b in found.sentences)


def test_nothing_differs_from_itself() -> None:
    found = compared(facts(), ZIYUAN, facts(), ZIYUAN)
    assert found.same_outcome and found.parting is None and not (found.facts or found.values or found.sentences)


def test_both_ways_round_part_at_the_same_rule() -> None:
    factory = facts(advance_use=False)
    there, back = compared(factory, EARLIER, factory, ZIYUAN), compared(factory, ZIYUAN, factory, EARLIER)
    assert there.parting is not None and back.parting is not None and there.parting.rule == back.parting.rule
    assert {(b, a) for a, b in there.sentences} == set(back.sentences)


def test_deadlines_of_a_profile_later_than_the_patch_say_so() -> None:
    early = facts(advance_use=False, issued={**ISSUED, "XFSJ": "2021-05-13"})
    found = compared(early, EARLIER, early, ZIYUAN)
    assert found.later[0] is None and found.later[1] is not None and "2023-01-01起施行" in found.later[1][0]
    assert found.b.deadlines and all("2023-01-01起施行" in one.mark and "2023-01-01" in one.mark_en
                                     for one in found.b.deadlines)
    assert not any("起施行" in one.mark for one in found.a.deadlines)
    inside = suggest(facts(False), ZIYUAN)
    assert inside.deadlines and not any("起施行" in one.mark for one in inside.deadlines)


@pytest.mark.parametrize("name", [name for name in PROFILES if PROFILES[name].switch("supply_required") is False])
def test_where_supply_is_no_condition_no_label_and_no_evidence_speaks_of_it(name: str) -> None:
    rule = next(rule for rule in PROFILES[name].rules if rule.id == "R30_SUPPLY")
    assert "已供地" not in rule.title and "供地手续" not in rule.outcome.label and "gdsx" not in rule.evidence


def test_the_case_h1_is_true_of_all_years_and_its_earlier_name_is_still_read() -> None:
    assert "2022年起" in label("HFJTQX", "H1")
    assert normalise_code("HFJTQX", "已依法供地（批文+供地手续）") == "H1"


@pytest.mark.parametrize("name", list(PROFILES))
def test_every_condition_is_told_in_english_without_a_chinese_word(name: str) -> None:
    profile, nothing = PROFILES[name], Facts({}, frozenset())
    for item in (*profile.rules, *profile.mineral_rules, *profile.flags, *profile.onsite):
        words = in_words(item.when, nothing, "en")
        assert not re.search("[一-鿿、；（）]", words), (item.id, words)


def test_duties_have_their_title_before_their_code_and_are_told_in_english_too() -> None:
    found = suggest(facts(False), ZIYUAN)
    assert found.duties
    for duty in found.duties:
        title, words, _ = duty.told()
        assert title.endswith(f"（{duty.id}）") and words
        assert not re.search("[一-鿿]", " ".join(duty.told("en")[:2]))
        assert duty.told()[0] in explain(found) and duty.told("en")[0] in explain(found, "en")
        assert f"：{duty.id} " not in explain(found)
    assert Suggestion.from_json(json.loads(json.dumps(found.to_json()))) == found


@pytest.mark.parametrize(("kind", "name", "title"), [
    ("合法·H2", "Legal·H2", "Legal: Advance use approved (H2)"), ("待查", "To be checked", "To be checked"),
    ("违法·无证开采", "Illegal·Mining without a licence", "Illegal·Mining without a licence"), ("", "", "")])
def test_an_outcome_with_its_case_is_told_in_both_languages(kind: str, name: str, title: str) -> None:
    assert (kind_name(kind), kind_name(kind, "en"), kind_title(kind, "en")) == (kind, name, title)


def test_papers_are_told_in_english_around_their_numbers() -> None:
    told = "示例批〔2021〕18号，2021-05-18 批准，2023-05-18 到期（6.20 亩）"
    assert fact_in_words("pzyd_papers", told) == told
    assert fact_in_words("pzyd_papers", told, "en") == (
        "示例批〔2021〕18号, approved 2021-05-18, expires 2023-05-18 (6.20 mu)")
