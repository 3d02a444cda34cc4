"""The shipped scenarios give what they say, step by step; a file that is wrong is refused with the place."""

from __future__ import annotations

import copy
from fractions import Fraction

import pytest
import yaml

from weipian_plugin.domain.areas.units import mu
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.compare import compared
from weipian_plugin.domain.judging.suggest import suggest
from weipian_plugin.domain.judging.trace import HELD, NOT_REACHED, trace
from weipian_plugin.domain.training.scenario import ANSWER, COMPARISON, QUESTION, scenarios_of
from weipian_plugin.jobs.rules.profiles import load_profile
from weipian_plugin.jobs.training.training import SCENARIOS, load_scenarios

DOCUMENT = yaml.safe_load(SCENARIOS.read_text(encoding="utf-8"))
ALL = load_scenarios()
VARIANTS = [pytest.param(one, variant, id=f"{one.id}-{number}")
            for one in ALL for number, variant in enumerate(one.variants)]


def scenario(name: str):
    return next(one for one in ALL if one.id == name)


def test_the_eight_lessons_are_there_in_their_order() -> None:
    assert [one.id for one in ALL] == [f"S{number}" for number in range(1, 9)]


@pytest.mark.parametrize(("one", "variant"), VARIANTS)
def test_a_variant_comes_out_by_the_rule_it_names(one, variant) -> None:
    profile = load_profile(variant.profile)
    facts = one.case_of(variant).facts(profile)
    found = suggest(facts, profile)
    assert (found.rule, found.kind) == (variant.rule, variant.kind)
    assert set(variant.flags) <= {flag.id for flag in found.flags}
    assert set(variant.duties) <= {duty.id for duty in found.duties if not duty.open}


@pytest.mark.parametrize(("one", "variant"), VARIANTS)
def test_the_trace_leads_to_the_same_rule_and_stops_there(one, variant) -> None:
    profile = load_profile(variant.profile)
    path = trace(one.case_of(variant).facts(profile), profile)
    states = [row.state for row in path.rows]
    place = states.index(HELD)
    assert path.rows[place].id == variant.rule
    assert set(states[place + 1:]) <= {NOT_REACHED} and NOT_REACHED not in states[:place]


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_the_question_comes_first_then_the_answer_then_each_variant(one) -> None:
    kinds = [step.kind for step in one.steps]
    assert kinds == [QUESTION, ANSWER, *[COMPARISON] * (len(one.variants) - 1)]
    answers = {variant.kind for variant in one.variants}
    assert not any(kind in one.steps[0].said.zh for kind in answers if "·" in kind)


@pytest.mark.parametrize("one", ALL, ids=lambda one: one.id)
def test_the_facts_of_a_lesson_agree_with_each_other(one) -> None:
    facts = one.case.facts(load_profile(one.variants[0].profile))
    land = sum(facts.get(name) for name in ("ny_m2", "js_m2", "wl_m2", "unknown_class_m2"))
    assert land == pytest.approx(facts.get("patch_m2"))
    assert facts.get("farmland_in_yjjbnt_m2") <= facts.get("yjjbnt_m2") + 1e-6


def test_from_2021_to_2023_the_supply_decides() -> None:
    """Domain §4.5 (2): the same approval of May 2021 without supply is lawful under 2021 and a violation from 2022."""
    one = scenario("S2")
    old, new = (load_profile(name) for name in ("MNR2021", "GX_ZY2023"))
    found = compared(one.case.facts(old), old, one.case.facts(new), new)
    assert (found.a.kind, found.b.kind) == ("合法·H1", "违法·W1")
    assert found.parting.rule == "R30_SUPPLY"
    assert [value.name for value in found.decisive] == ["supply_required"]
    assert found.decisive[0].shown == ("否", "是")
    assert found.sentences


@pytest.mark.parametrize(("name", "area"), [("S1", "6.2"), ("S3", "3"), ("S4", "2.1")])
def test_areas_come_in_mu_and_are_kept_in_square_metres(name: str, area: str) -> None:
    assert float(mu(scenario(name).case.measured.area_m2)) == pytest.approx(float(Fraction(area)))


def test_a_hard_stop_is_raised_on_the_filed_barn() -> None:
    """Domain §4.5 (3): filed, but 0.8 mu on basic farmland."""
    one = scenario("S3")
    profile = load_profile("GX_ZY2023")
    assert "F_OTHER_ON_YJJBNT" in {flag.id for flag in suggest(one.case.facts(profile), profile).hard_stops}


def without(path: str):
    def change(document) -> None:
        *keys, last = path.split(".")
        part = document["scenarios"][0]
        for key in keys:
            part = part[int(key) if key.isdigit() else key]
        del part[last]
    return change


def put(path: str, value: object):
    def change(document) -> None:
        *keys, last = path.split(".")
        part = document["scenarios"][0]
        for key in keys:
            part = part[int(key) if key.isdigit() else key]
        part[last] = value
    return change


@pytest.mark.parametrize(("change", "place"), [
    (without("question"), "question"), (without("title.en"), "en"), (without("jcbh"), "jcbh"),
    (without("variants.0.rule"), "rule"), (put("variants.0.pdlx", "合格"), "variants.pdlx"),
    (without("variants.0.code"), "variants.code"), (put("variants.1.change", {"no_such": 1}), "no_such"),
    (put("facts.stated", {"road_built": "soon"}), "road_built"), (put("facts.land", [1]), "facts.land"),
    (put("variants", "none"), "variants"),
    (put("title.3 mu", None), "title.3 mu"), (put("fact", {}), "fact"), (put("facts.area", "large"), ""),
])
def test_a_wrong_scenario_is_refused_with_its_place(change, place: str) -> None:
    document = copy.deepcopy(DOCUMENT)
    change(document)
    with pytest.raises(WeipianError) as error:
        scenarios_of(document)
    assert error.value.code == "SCENARIO_WRONG"
    assert error.value.values["scenario"] == "S1"
    assert place in str(error.value.values["place"])


def test_two_scenarios_of_one_name_are_refused() -> None:
    document = copy.deepcopy(DOCUMENT)
    document["scenarios"][1]["id"] = "S1"
    with pytest.raises(WeipianError, match="S1"):
        scenarios_of(document)


def test_a_file_that_is_corrected_is_read_anew(tmp_path) -> None:
    path = tmp_path / "own.yaml"
    path.write_text("scenarios: [", encoding="utf-8")
    with pytest.raises(WeipianError) as error:
        load_scenarios(path)
    assert error.value.code == "SCENARIO_WRONG"
    path.write_text(SCENARIOS.read_text(encoding="utf-8") + "\n# corrected\n", encoding="utf-8")
    assert len(load_scenarios(path)) == 8
