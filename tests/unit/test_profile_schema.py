"""Reading a profile: everything that is wrong is found at once, each thing with its key, reason and remedy."""

from __future__ import annotations

import copy
from fractions import Fraction
from typing import Any, Callable

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.profile_schema import InvalidProfile, ProfileProblem, build_profile, read_profile
from weipian_plugin.domain.sentences.profiles import PROFILE_PROBLEMS
from weipian_plugin.paths import PROFILES

Documents = dict[str, dict[str, Any]]
SHIPPED = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in PROFILES.glob("*.yaml")}
TEXT = "一、要求\n疑似违法占用耕地30亩以上的图斑，\n由县卫片办逐一实地核查。\n"
SENTENCE = "疑似违法占用耕地30亩以上的图斑，由县卫片办逐一实地核查"
REFERENCE = {"file": "own.txt", "clause": "一", "sentence": SENTENCE}


@pytest.fixture
def documents() -> Documents:
    county = {
        "id": "OWN", "extends": "GX2023", "title": "某县", "title_en": "Own", "published": "2023-10-08",
        "documents": {"own.txt": "某政办发〔2023〕1号"},
        "validity": {"from": "2023-01-01", "to": "2023-12-31", "place": "450399"},
        "values": {"onsite_farmland": {"title": "疑似违法占用耕地", "value": 30, "unit": "亩", "from": "2023-01-01",
                                       "tag": "official", "reference": dict(REFERENCE)}},
        "onsite": [{"id": "LH1", "title": "实地核查", "title_en": "On-site check", "who": "县卫片办",
                    "who_en": "county", "when": {"fact": "illegal_farmland_m2", "op": ">=", "limit": "onsite_farmland"},
                    "tag": "official", "reference": dict(REFERENCE)}],
    }
    return {**copy.deepcopy(SHIPPED), "OWN": county}


def problems(documents: Documents, texts: dict[str, str] | None = None) -> list[ProfileProblem]:
    used = {name: "" for document in SHIPPED.values() for name in document.get("values", {})}
    used["onsite_farmland"] = "亩"
    return read_profile(documents, "OWN", texts or {"own.txt": TEXT}, used)[1]


def test_a_whole_profile_has_no_problems_and_keeps_what_it_extends(documents: Documents) -> None:
    assert problems(documents) == []
    own = build_profile(documents, "OWN")
    assert own.number("onsite_farmland") == 30 and own.ancestors == ("PRECHECK", "GX2023")
    assert own.number("county_accountability_ratio") == Fraction(3, 20)


def test_a_figure_is_exact_and_nothing_else_is_a_figure(documents: Documents) -> None:
    own = build_profile(documents, "OWN")
    for name, code in (("supply_required", "NOT_A_NUMBER"), ("patch_classes", "NOT_A_NUMBER"),
                       ("kcxs_mode", "NOT_A_NUMBER"), ("nothing", "PROFILE_HAS_NO_VALUE")):
        with pytest.raises(WeipianError) as refused:
            own.number(name)
        assert refused.value.code == code


def test_all_that_is_wrong_is_told_at_once(documents: Documents) -> None:
    own = documents["OWN"]
    own["thresholds"] = {}
    own["published"] = "2023-02-30"
    del own["values"]["onsite_farmland"]["unit"]
    own["onsite"][0]["when"]["fact"] = "illegal_farmland"
    own["onsite"][0]["who"] = ["甲", "乙"]
    assert {(problem.code, problem.path) for problem in problems(documents)} == {
        ("UNKNOWN_KEY", "thresholds"), ("NOT_A_DATE", "published"), ("MISSING_KEY", "values.onsite_farmland.unit"),
        ("UNKNOWN_NAME", "onsite.LH1.when.fact"), ("NOT_A_TEXT", "onsite.LH1.who")}
    with pytest.raises(InvalidProfile) as refused:
        build_profile(documents, "OWN")
    for language in ("zh", "en"):
        assert len(refused.value.sentence(language).splitlines()) == 6


def test_a_misspelt_name_is_answered_with_the_right_one(documents: Documents) -> None:
    documents["OWN"]["onsite"][0]["when"]["fact"] = "illegal_farmland"
    (problem,) = problems(documents)
    assert "illegal_farmland_m2" in problem.remedy("zh") and "illegal_farmland_m2" in problem.remedy("en")
    documents["OWN"]["onsite"][0]["when"] = {"fact": "illegal_farmland_m2", "op": ">=", "limit": "onsite_farmlnd"}
    assert "onsite_farmland" in problems(documents)[0].remedy()


def _own(*path: Any, value: Any) -> Callable[[Documents], None]:
    def change(documents: Documents) -> None:
        node: Any = documents["OWN"]
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value

    return change


_V = ("values", "onsite_farmland")
WRONG: dict[str, tuple[Callable[[Documents], None], str, str]] = {
    "a value below zero": (_own(*_V, "value", value=-1), "VALUE_AGAINST_UNIT", "values.onsite_farmland.value"),
    "a value that is no number": (_own(*_V, "value", value=float("nan")), "VALUE_AGAINST_UNIT",
                                  "values.onsite_farmland.value"),
    "a truth as a number": (_own(*_V, "value", value=True), "VALUE_AGAINST_UNIT", "values.onsite_farmland.value"),
    "15 for 15 %": (_own("values", "county_accountability_ratio",
                         value={"value": 15, "tag": "proposed", "note": "拟"}), "VALUE_AGAINST_UNIT",
                    "values.county_accountability_ratio.value"),
    "a value nothing uses": (_own("values", "onsite_farmlnd", value=dict(
        title="x", value=1, unit="亩", tag="proposed", note="x", **{"from": "2023-01-01"})), "UNUSED_VALUE",
                             "values.onsite_farmlnd"),
    "a figure in another unit than it is read in": (_own(*_V, "unit", value="m2"), "OTHER_UNIT",
                                                    "values.onsite_farmland.unit"),
    "a word the calculations do not know": (_own("values", "county_accountability_by", value={
        "value": ["面积", "比列"], "tag": "proposed", "note": "拟"}),
                                            "UNKNOWN_NAME", "values.county_accountability_by.value[1]"),
    "a sentence the text has not": (_own(*_V, "reference", "sentence", value="疑似违法占用耕地20亩以上的图斑"),
                                    "NOT_IN_TEXT", "values.onsite_farmland.reference.sentence"),
    "a document that is not listed": (_own(*_V, "reference", "file", value="owm.txt"), "UNKNOWN_DOCUMENT",
                                      "values.onsite_farmland.reference.file"),
    "a changed figure under the old source": (_own("values", "county_accountability_area", value={"value": 80}),
                                              "BASIS_NOT_OWN", "values.county_accountability_area.value"),
    "a rule left out that is not there": (_own("rules", value=[{"id": "R20_PRIO", "left_out": True}]),
                                          "NOTHING_LEFT_OUT", "rules.R20_PRIO.left_out"),
    "an item without id": (_own("deadlines", value=[{"title": "x"}]), "NO_ID", "deadlines[0]"),
    "an id twice": (_own("flags", value=[{"id": "F_CLUE", "left_out": True}] * 2), "ID_TWICE", "flags[1]"),
    "a section that is no list": (_own("onsite", value={"id": "LH1"}), "NOT_A_LIST", "onsite"),
    "the end before the beginning": (_own("validity", "to", value="2022-12-31"), "DATES_REVERSED", "validity.to"),
    "a place in words": (_own("validity", "place", value="广西"), "NOT_A_PLACE", "validity.place"),
    "no validity of its own": (lambda d: d["OWN"].pop("validity"), "MISSING_KEY", "validity"),
    "yes in words": (_own("abstract", value="是"), "NOT_A_SWITCH", "abstract"),
    "a unit the fact cannot have": (_own("onsite", 0, "when", value={"fact": "patch_m2", "op": ">", "value": 1,
                                                                     "unit": "天"}),
                                    "UNIT_AGAINST_FACT", "onsite.LH1.when.unit"),
    "no unit where one is needed": (_own("onsite", 0, "when", value={"fact": "patch_m2", "op": ">", "value": 1}),
                                    "UNIT_AGAINST_FACT", "onsite.LH1.when.unit"),
    "a class that no list has": (_own("onsite", 0, "when", value={"fact": "jclb", "op": "in", "value": ["XZF"],
                                                                  "unit": "清单"}),
                                 "UNKNOWN_NAME", "onsite.LH1.when.value"),
    "a list against an ordering": (_own("onsite", 0, "when", value={"fact": "patch_m2", "op": ">", "value": ["1"],
                                                                    "unit": "亩"}),
                                   "LIST_AGAINST_OPERATOR", "onsite.LH1.when.value"),
    "an ordering of texts": (_own("onsite", 0, "when", value={"fact": "pv_case", "op": ">", "value": "a"}),
                             "NOT_ORDERED", "onsite.LH1.when.op"),
    "a condition that is text": (_own("onsite", 0, "when", value="patch_m2 > 1"), "NOT_A_CONDITION", "onsite.LH1.when"),
    "a code of another year without a name": (_own("tblx", value={"list": "2021", "tag": "proposed", "note": "x",
                                                                  "codes": {"1A": None}}),
                                              "NOT_A_TEXT", "tblx.codes.1A"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_each_mistake_is_named_with_its_key_and_a_remedy(documents: Documents, fault: str) -> None:
    spoil, code, path = WRONG[fault]
    spoil(documents)
    found = {(problem.code, problem.path): problem for problem in problems(documents)}
    assert (code, path) in found
    for language in ("zh", "en"):
        problem = found[code, path]
        assert problem.reason(language) and problem.remedy(language) and "{" not in problem.reason(language)
        assert path in problem.sentence(language)


def test_every_kind_of_problem_has_reason_and_remedy_in_both_languages() -> None:
    for halves in PROFILE_PROBLEMS.values():
        assert all(text.strip() for half in halves for text in half)


def test_a_circle_is_told_with_its_way(documents: Documents) -> None:
    documents["PRECHECK"]["extends"] = "OWN"
    (problem,) = problems(documents)
    assert problem.code == "CIRCLE" and "OWN → GX2023 → PRECHECK → OWN" in problem.reason()


def test_a_rule_of_the_profile_above_can_be_left_out(documents: Documents) -> None:
    above = {rule.id for rule in build_profile(documents, "GX2023").rules}
    documents["OWN"]["rules"] = [{"id": "R42_ROAD", "left_out": True}]
    assert problems(documents) == []
    assert {rule.id for rule in build_profile(documents, "OWN").rules} == above - {"R42_ROAD"}


def test_who_gives_a_tag_gives_the_whole_source(documents: Documents) -> None:
    documents["OWN"]["values"]["county_accountability_area"] = {"value": 80, "tag": "proposed", "note": "本县拟定"}
    basis = build_profile(documents, "OWN").values["county_accountability_area"].basis
    assert basis.citation is None and basis.note == "本县拟定"


def test_a_years_own_list_of_change_types_is_what_its_rules_can_name(documents: Documents) -> None:
    shipped = build_profile(documents, "OWN")
    assert shipped.tblx["20"] == "建/构筑物" and shipped.tblx_list == "SD2026"
    names = {"structure_types": "1A", "mining_types": "2A", "rural_road_types": "3A", "photovoltaic_types": "4A"}
    documents["OWN"]["tblx"] = {"list": "本省2021", "codes": dict.fromkeys(names.values(), "类型"), "tag": "known",
                                "note": "本省表"}
    found = {str(problem.values["name"]) for problem in problems(documents) if problem.code == "NOT_IN_TBLX"}
    assert found >= {"mining_types", "rural_road_types", "photovoltaic_types"}
    assert {problem.path for problem in problems(documents)} == {"tblx.codes"}, "it is the list that does not fit"
    for name in found:
        codes = [names[name]] if name in names else []
        documents["OWN"]["values"][name] = {"value": codes, "tag": "known", "note": "x"}
    assert problems(documents) == []
    documents["OWN"]["values"]["mining_types"]["value"] = ["9Z"]
    (problem,) = problems(documents)
    assert "9Z" in problem.reason() and "mining_types" in problem.remedy()


def test_problems_of_a_broken_value_are_not_followed_by_problems_of_who_reads_it(documents: Documents) -> None:
    documents["OWN"]["values"]["onsite_farmland"]["unit"] = "公顷"
    assert [problem.path for problem in problems(documents)] == ["values.onsite_farmland.unit"]


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda parts: st.lists(parts, max_size=3) | st.dictionaries(st.text(max_size=6), parts, max_size=3), max_leaves=8)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(sorted(SHIPPED["PRECHECK"])), _JUNK)
def test_whatever_stands_under_a_key_is_refused_or_read_and_never_an_exception(key: str, junk: Any) -> None:
    documents = {**SHIPPED, "PRECHECK": {**SHIPPED["PRECHECK"], key: junk}}
    if key == "extends":
        return
    profile, found = read_profile(documents, "PRECHECK")
    assert (profile is None) == bool(found)
    for problem in found:
        assert problem.sentence("zh") and problem.sentence("en")


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(["rules", "values", "deadlines", "flags", "onsite"]), st.data())
def test_whatever_stands_deep_inside_is_refused_or_read(section: str, data: st.DataObject) -> None:
    documents = copy.deepcopy({name: SHIPPED[name] for name in ("PRECHECK", "GX2023", "GX_ZY2023")})
    node: Any = documents["GX_ZY2023"].get(section) or documents["PRECHECK"][section]
    while True:
        keys = list(node) if isinstance(node, dict) else list(range(len(node)))
        key = data.draw(st.sampled_from(keys))
        if not isinstance(node[key], (dict, list)) or not node[key] or data.draw(st.booleans()):
            node[key] = data.draw(_JUNK)
            break
        node = node[key]
    profile, found = read_profile(documents, "GX_ZY2023")
    assert (profile is None) == bool(found)
    for problem in found:
        assert problem.sentence("zh") and problem.sentence("en")
