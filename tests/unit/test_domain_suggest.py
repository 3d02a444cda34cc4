"""What the rules suggest of measured facts, and what they leave open."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Optional

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from weipian_plugin.domain.areas.units import holds, threshold_value
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.explain import explain
from weipian_plugin.domain.judging.facts import FACTS, Facts, Grouping, collect_facts
from weipian_plugin.domain.judging.onsite import on_site_duties, with_suspected_areas
from weipian_plugin.domain.judging.rules import AllOf, AnyOf, Comparison, NotSo, Truth, weigh
from weipian_plugin.domain.judging.suggest import suggest_for
from weipian_plugin.domain.judging.suggestion import Suggestion
from weipian_plugin.domain.profile_schema import build_all
from weipian_plugin.domain.profiles import PolicyProfile
from weipian_plugin.domain.records import ClassArea, FeatureArea, Measured, RoleAreas

PROFILES = Path(__file__).parents[2] / "resources" / "profiles"
PATCH_M2 = 6000.0
ISSUED = {"TBLX": "20", "JCLB": "XZFN", "XFSJ": "2023-08-15", "HSX": "20230601"}
BEFORE_ILLEGAL = ("pzyd", "gd", "ssnyd", "lsyd")


@pytest.fixture(scope="module")
def profiles() -> dict[str, PolicyProfile]:
    return build_all({f.stem: yaml.safe_load(f.read_text(encoding="utf-8")) for f in PROFILES.glob("*.yaml")})


@pytest.fixture
def ziyuan(profiles: dict[str, PolicyProfile]) -> PolicyProfile:
    return profiles["GX_ZY2023"]


def land(**classes: float) -> RoleAreas:
    areas = tuple(ClassArea(code.strip("_"), m2, m2) for code, m2 in classes.items())
    return RoleAreas("dltb", sum(classes.values()), sum(classes.values()), areas)


def paper(role: str, m2: float = PATCH_M2, **attributes: object) -> RoleAreas:
    return RoleAreas(role, m2, m2, features=(FeatureArea("", m2, attributes),))


def measured(*roles: RoleAreas, empty: tuple[str, ...] = BEFORE_ILLEGAL, farmland: float = PATCH_M2) -> Measured:
    found = {key: RoleAreas(key, declared_empty=True) for key in empty}
    found["dltb"] = land(_0103=farmland, _0301=PATCH_M2 - farmland)
    return Measured(PATCH_M2, {**found, **{role.role: role for role in roles}})


APPROVED = paper("pzyd", PZWH="示例政批〔2022〕1号", PZRQ="2022-05-01")
SUPPLIED = paper("gd", DZJGH="示例4503292022B00001", GDSJ="20220901")
FILED = paper("ssnyd", BAH="示例备〔2023〕7号", BARQ="2023-02-01")


def outcome(found: Suggestion) -> tuple[str, str, str]:
    return found.rule, found.pdlx, found.code


def test_nothing_at_all_is_suspected_illegal_once_every_layer_was_looked_at(ziyuan: PolicyProfile) -> None:
    found = suggest_for(ISSUED, measured(), ziyuan)
    assert outcome(found) == ("R99_ILLEGAL", "违法", "W1")
    assert found.suspicious and "疑似" in found.label and found.proposed


@pytest.mark.parametrize("absent", BEFORE_ILLEGAL)
def test_what_is_not_known_is_not_illegal(ziyuan: PolicyProfile, absent: str) -> None:
    found = suggest_for(ISSUED, measured(empty=tuple(role for role in BEFORE_ILLEGAL if role != absent)), ziyuan)
    assert (found.pdlx, found.held_back) == ("待查", True)
    assert found.missing_layers == (absent,)


def test_an_unmeasured_patch_gets_no_violation(ziyuan: PolicyProfile) -> None:
    found = suggest_for(ISSUED, None, ziyuan)
    assert found.pdlx == "待查" and set(BEFORE_ILLEGAL) <= set(found.missing_layers)


def test_a_missing_layer_leaves_its_rule_unchecked_and_not_false(ziyuan: PolicyProfile) -> None:
    found = suggest_for(ISSUED, measured(), ziyuan)
    truths = {rule.id: rule.truth for rule in found.tried}
    assert truths["R31_ZJGG"] == "unknown" and truths["R40_TEMP"] == "false"
    assert "zjgg" in next(rule for rule in found.tried if rule.id == "R31_ZJGG").missing_layers


SCENES: dict[str, tuple[dict[str, Any], tuple[RoleAreas, ...], Optional[tuple[str, ...]], tuple[str, str, str]]] = {
    "approved and supplied": ({}, (APPROVED, SUPPLIED), None, ("R30_SUPPLY", "合法", "H1")),
    "approved, supply declared empty": ({}, (APPROVED,), None, ("R30_NOSUPPLY", "待查", "")),
    "approved, supply not loaded": ({}, (APPROVED,), ("ssnyd", "lsyd"), ("R30_SUPPLY_OPEN", "待查", "")),
    "half inside the approval": (
        {}, (paper("pzyd", 3000.0, PZWH="示例1号", PZRQ="2022-05-01"),), None, ("R01_GEOM", "待查", "")),
    "inside but for a hundredth of a mu": (
        {}, (paper("pzyd", 5994.0, PZWH="示例1号", PZRQ="2022-05-01"), SUPPLIED), None, ("R30_SUPPLY", "合法", "H1")),
    "approval without number": ({}, (paper("pzyd", PZRQ="2022-05-01"), SUPPLIED), None, ("R30_PAPER", "待查", "")),
    "approved after issue": (
        {}, (paper("pzyd", PZWH="示例1号", PZRQ="2023-08-16"), SUPPLIED), None, ("R99_ILLEGAL", "违法", "W1")),
    "approved on the day of issue": (
        {}, (paper("pzyd", PZWH="示例1号", PZRQ="2023-08-15"), SUPPLIED), None, ("R30_SUPPLY", "合法", "H1")),
    "linked block": ({}, (paper("zjgg", XMBH="示例挂钩1"),), None, ("R31_ZJGG", "合法", "H4")),
    "registered": ({}, (paper("bdc", BDCQZH="示例不动产权第0000001号"),), None, ("R32_REG", "合法", "H5")),
    "temporary in force": (
        {}, (paper("lsyd", PZWH="示例临1号", PZRQ="2022-03-01", DQRQ="2023-06-01"),), None, ("R40_TEMP", "其他", "Q2")),
    "temporary expired before the after image": (
        {}, (paper("lsyd", PZWH="示例临1号", PZRQ="2021-03-01", DQRQ="2023-05-31"),), None,
        ("R40_EXPIRED", "违法", "W1")),
    "facility filed": ({}, (FILED,), None, ("R41_FAC", "其他", "Q1")),
    "facility partly filed": ({}, (paper("ssnyd", 2000.0, BAH="示例备1号"),), None, ("R01_PART", "待查", "")),
    "mining": ({"TBLX": "CK"}, (), None, ("R60_MINE", "违法", "W1")),
    "photovoltaic, case not stated": ({"TBLX": "GF"}, (), None, ("R43_PV_OPEN", "待查", "")),
}


@pytest.mark.parametrize("scene", SCENES)
def test_the_decision_table(ziyuan: PolicyProfile, scene: str) -> None:
    issued, roles, empty, expected = SCENES[scene]
    found = suggest_for({**ISSUED, **issued}, measured(*roles, empty=empty or BEFORE_ILLEGAL), ziyuan)
    assert outcome(found) == expected


def test_construction_land_already_is_a_question_and_hints_at_existing_land(ziyuan: PolicyProfile) -> None:
    village = Measured(PATCH_M2, {**measured().roles, "dltb": land(_0702=5700.0, _0103=300.0)})
    found = suggest_for(ISSUED, village, ziyuan)
    assert outcome(found) == ("R20_PRIOR", "待查", "W2") and found.suspicious
    almost = Measured(PATCH_M2, {**measured().roles, "dltb": land(_0702=5699.0, _0103=301.0)})
    assert suggest_for(ISSUED, almost, ziyuan).rule == "R01_BASE"
    assert suggest_for(ISSUED, almost, ziyuan, {"not_to_split": True}).rule == "R99_ILLEGAL"


@pytest.mark.parametrize(("width", "expected"), [(8.0, "R42_ROAD"), (8.1, "R99_ILLEGAL"), (0.9, "R99_ILLEGAL")])
def test_a_rural_road_is_told_by_its_width(ziyuan: PolicyProfile, width: float, expected: str) -> None:
    areas = measured(empty=(*BEFORE_ILLEGAL, "glw"))
    assert suggest_for({**ISSUED, "TBLX": "ND"}, areas, ziyuan, {"road_width_m": width}).rule == expected


def test_a_rural_road_of_unknown_width_is_not_presumed_illegal(ziyuan: PolicyProfile) -> None:
    issued = {**ISSUED, "TBLX": "ND", "XZQDM": "450329"}
    found = suggest_for(issued, measured(empty=(*BEFORE_ILLEGAL, "glw")), ziyuan)
    assert (found.pdlx, found.held_back, found.missing_facts) == ("待查", True, ("road_width_m",))


def test_an_analyst_s_no_change_comes_before_the_papers(ziyuan: PolicyProfile) -> None:
    found = suggest_for(ISSUED, measured(APPROVED, SUPPLIED), ziyuan, {"site_changed": False})
    assert outcome(found) == ("R10_NOCHG", "其他", "Q5") and found.suspicious


def test_approval_alone_was_enough_under_a_profile_that_asks_for_no_supply(profiles: dict[str, PolicyProfile]) -> None:
    documents = {f.stem: yaml.safe_load(f.read_text(encoding="utf-8")) for f in PROFILES.glob("*.yaml")}
    documents["PRECHECK"]["values"]["supply_required"]["value"] = False
    earlier = build_all(documents)["GX_ZY2023"]
    assert outcome(suggest_for(ISSUED, measured(APPROVED), earlier)) == ("R30_SUPPLY", "合法", "H1")
    assert suggest_for(ISSUED, measured(APPROVED), profiles["GX_ZY2023"]).pdlx == "待查"


def test_a_filed_facility_on_basic_farmland_stops_for_a_person(ziyuan: PolicyProfile) -> None:
    found = suggest_for(ISSUED, measured(FILED, RoleAreas("yjjbnt", 533.0, 533.0)), ziyuan)
    assert found.code == "Q1"
    assert [flag.id for flag in found.flags if flag.hard] == ["F_OTHER_ON_YJJBNT"]


def test_photovoltaic_on_a_hundredth_of_a_mu_of_basic_farmland_is_blocked(ziyuan: PolicyProfile) -> None:
    areas = measured(RoleAreas("yjjbnt", 6.67, 6.67))
    found = suggest_for({**ISSUED, "TBLX": "GF"}, areas, ziyuan, {"pv_case": "光伏复合项目"})
    assert found.code != "Q4" and "F_PV_ON_YJJBNT" in [flag.id for flag in found.flags if flag.hard]


def test_overlapping_papers_never_claim_ground_that_no_valid_paper_covers() -> None:
    twice = RoleAreas("pzyd", PATCH_M2, PATCH_M2, features=(
        FeatureArea("", 3600.0, {"PZWH": "示例1号", "PZRQ": "2022-01-01"}),
        FeatureArea("", 3600.0, {"PZWH": "示例2号", "PZRQ": "2022-01-02"}),
        FeatureArea("", 2400.0, {"PZWH": "示例3号", "PZRQ": "2023-12-01"}),
    ))
    facts = collect_facts(ISSUED, measured(twice), Grouping())
    assert facts.get("pzyd_valid_m2") == 3600.0 and facts.get("pzyd_late_m2") == 2400.0


def test_papers_side_by_side_are_added_up() -> None:
    side_by_side = RoleAreas("pzyd", PATCH_M2, PATCH_M2, features=(
        FeatureArea("", 3000.0, {"PZWH": "示例1号", "PZRQ": "2022-01-01"}),
        FeatureArea("", 2000.0, {"PZWH": "示例2号", "PZRQ": "2022-01-02"}),
        FeatureArea("", 1000.0, {"PZRQ": "2022-01-03"}),
    ))
    facts = collect_facts(ISSUED, measured(side_by_side), Grouping())
    assert (facts.get("pzyd_valid_m2"), facts.get("pzyd_unproven_m2")) == (5000.0, 1000.0)


def test_a_paper_cannot_be_dated_against_a_patch_without_its_own_date(ziyuan: PolicyProfile) -> None:
    undated = {key: value for key, value in ISSUED.items() if key != "XFSJ"}
    found = suggest_for(undated, measured(APPROVED, SUPPLIED), ziyuan)
    assert found.pdlx == "待查" and found.held_back and found.deadlines == ()


def test_an_unknown_land_class_is_neither_unused_nor_silent(ziyuan: PolicyProfile) -> None:
    odd = Measured(PATCH_M2, {**measured().roles, "dltb": land(_9999=6000.0)})
    facts = collect_facts(ISSUED, odd, Grouping())
    assert (facts.get("wl_m2"), facts.get("unknown_class_m2")) == (0, 6000.0)
    assert "F_UNKNOWN_CLASS" in [flag.id for flag in suggest_for(ISSUED, odd, ziyuan).flags]


def test_what_no_land_class_covers_is_told_apart() -> None:
    areas = Measured(1000.0, {"dltb": RoleAreas("dltb", 900.0, 900.0, (ClassArea("0101", 900.0, 900.0),))})
    facts = collect_facts({}, areas, Grouping())
    assert (facts.get("wth_m2"), facts.get("wl_m2")) == (100.0, 0)


@pytest.mark.parametrize(("outcome", "area"), [("违法", 700.0), ("待查", 700.0), ("合法", 0.0), ("其他", 0.0)])
def test_ground_is_suspected_under_a_violation_and_while_nothing_is_decided(outcome: str, area: float) -> None:
    facts = Facts({"farmland_counted_m2": 700.0})
    assert with_suspected_areas(facts, outcome).get("illegal_farmland_m2") == area
    stated = facts.also(illegal_farmland_m2=5.0)
    assert with_suspected_areas(stated, outcome).get("illegal_farmland_m2") == 5.0


def test_farmland_is_counted_net_or_gross_as_the_profile_says() -> None:
    areas = Measured(1000.0, {"dltb": RoleAreas("dltb", 1000.0, 950.0, (
        ClassArea("0101", 500.0, 450.0), ClassArea("0201K", 500.0, 500.0)))})
    assert collect_facts({}, areas, Grouping("net")).get("farmland_counted_m2") == 450.0
    assert collect_facts({}, areas, Grouping("gross")).get("farmland_counted_m2") == 500.0
    assert collect_facts({}, areas, Grouping("net", "farmland")).get("farmland_counted_m2") == 950.0


def test_a_suggestion_survives_being_stored(ziyuan: PolicyProfile) -> None:
    found = suggest_for(ISSUED, measured(FILED), ziyuan)
    assert Suggestion.from_json(json.loads(json.dumps(found.to_json()))) == found
    with pytest.raises(WeipianError) as refused:
        Suggestion.from_json({"format": 0})
    assert refused.value.code == "SUGGESTION_UNREADABLE"


def test_the_explanation_is_the_rule_with_its_measured_values(ziyuan: PolicyProfile) -> None:
    found = suggest_for(ISSUED, measured(APPROVED, SUPPLIED), ziyuan)
    words = explain(found)
    for expected in ("批准用地（手续有效）以外面积（0.00 亩） ≤ 0.01 亩", "R30_SUPPLY", "示例政批〔2022〕1号",
                     "资政办发〔2023〕29号", "[拟]", "不作为行政处罚依据"):
        assert expected in words
    assert "≤ 0.01 mu" in explain(found, "en") and "（" not in found.words_en
    assert "应予处罚" not in words


def test_a_classified_patch_gets_no_suggestion(ziyuan: PolicyProfile) -> None:
    with pytest.raises(WeipianError) as refused:
        suggest_for({**ISSUED, "SFJY": "是"}, measured(), ziyuan)
    assert refused.value.code == "CLASSIFIED_NO_SUGGESTION"


def test_a_suggestion_carries_the_deadlines_of_its_patch(ziyuan: PolicyProfile) -> None:
    due = {deadline.task: deadline for deadline in suggest_for(ISSUED, measured(), ziyuan).deadlines}
    assert due["MONTH_REPORT"].due == "2023-09-20" and due["MONTH_REPORT"].effective


M2_PER_MU = 2000 / 3
ON_SITE: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a": ({"jclb": "XZFN", "tblx": "20", "illegal_farmland_m2": 52.30}, ["OS1", "OS5"]),
    "b": ({"jclb": "CXBH", "tblx": "DL1", "illegal_farmland_m2": 49.99, "illegal_yjjbnt_m2": 25.00}, ["OS1"]),
    "c road": ({"jclb": "QTXZ", "tblx": "DL1", "illegal_farmland_m2": 60}, []),
    "c structure": ({"jclb": "QTXZ", "tblx": "20", "illegal_farmland_m2": 60}, ["OS5"]),
    "d": ({"rectified": "拆除复耕", "farmland_counted_m2": 12}, ["OS4"]),
    "e": ({"rectified": "拆除复耕", "farmland_counted_m2": 26}, ["OS3", "OS4"]),
    "f": ({"rectified": "拆除复耕", "yjjbnt_m2": 5.00}, ["OS3", "OS4"]),
    "g below": ({"jclb": "K", "illegal_mining_m2": 4.99}, []),
    "g": ({"jclb": "K", "illegal_mining_m2": 5.00}, ["OS2"]),
}


@pytest.mark.parametrize("example", ON_SITE)
def test_who_must_look_on_site(ziyuan: PolicyProfile, example: str) -> None:
    given, expected = ON_SITE[example]
    base = {"jclb": "BC", "tblx": "QT", "rectified": "无", "illegal_farmland_m2": 0.0, "illegal_yjjbnt_m2": 0.0,
            "illegal_stbhhx_m2": 0.0, "illegal_mining_m2": 0.0, "farmland_counted_m2": 0.0, "yjjbnt_m2": 0.0,
            "stbhhx_m2": 0.0}
    facts = {name: value * M2_PER_MU if name.endswith("_m2") else value for name, value in {**base, **given}.items()}
    assert [duty.id for duty in on_site_duties(Facts(facts), ziyuan) if not duty.open] == expected


def test_a_duty_that_cannot_be_told_is_listed_as_open(ziyuan: PolicyProfile) -> None:
    found = suggest_for({**ISSUED, "JCLB": "K", "TBLX": "CK"}, measured(), ziyuan)
    duty = next(duty for duty in found.duties if duty.id == "OS2")
    assert duty.open and "未核" in duty.words


MONITORED: dict[str, tuple[dict[str, Any], bool]] = {
    "basic farmland 5.00": ({"tblx": "20", "yjjbnt_m2": 5.00, "farmland_counted_m2": 5.00}, True),
    "4.99 and 9.99": ({"tblx": "DL1", "yjjbnt_m2": 4.99, "farmland_counted_m2": 9.99}, False),
    "golf on farmland 10.00": ({"tblx": "GEF", "yjjbnt_m2": 0, "farmland_counted_m2": 10.00}, True),
    "photovoltaic is not monitored": ({"tblx": "GF", "yjjbnt_m2": 6.00, "farmland_counted_m2": 12.00}, False),
    "photovoltaic in a key area is": (
        {"tblx": "GF", "yjjbnt_m2": 6.00, "farmland_counted_m2": 12.00, "zdqy_m2": 1.0}, True),
    "a small one in a key area is not": (
        {"tblx": "GF", "yjjbnt_m2": 1, "farmland_counted_m2": 1, "zdqy_m2": 1.0}, False),
    "3333.33 m² counts as shown": ({"tblx": "20", "yjjbnt_m2": 3333.33 / M2_PER_MU, "farmland_counted_m2": 0}, True),
}


@pytest.mark.parametrize("example", MONITORED)
def test_the_quarterly_monitoring_threshold(profiles: dict[str, PolicyProfile], example: str) -> None:
    given, expected = MONITORED[example]
    base = {"zdqy_m2": 0.0, **given}
    facts = {name: round(value * M2_PER_MU, 6) if name.endswith("_m2") else value for name, value in base.items()}
    flag = next(flag for flag in profiles["MNR2024Q"].flags if flag.id == "F_MONITORED")
    assert (weigh(flag.when, Facts(facts), "round2").truth is Truth.TRUE) is expected
    if "3333" in example:
        assert weigh(flag.when, Facts(facts), "exact").truth is Truth.FALSE


LARGE = Comparison("patch_m2", ">", 5, "亩")
FARM = Comparison("farmland_m2", ">", 5, "亩")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (FARM, Truth.UNKNOWN), (AllOf((LARGE, FARM)), Truth.UNKNOWN), (AnyOf((LARGE, FARM)), Truth.TRUE),
        (AllOf((NotSo(LARGE), FARM)), Truth.FALSE), (AnyOf((NotSo(LARGE), FARM)), Truth.UNKNOWN),
        (NotSo(FARM), Truth.UNKNOWN), (AllOf(()), Truth.TRUE), (AnyOf(()), Truth.FALSE),
        (Comparison("farmland_m2", "unknown"), Truth.TRUE), (Comparison("farmland_m2", "known"), Truth.FALSE),
    ],
)
def test_not_known_is_a_third_value(condition: Any, expected: Truth) -> None:
    assert weigh(condition, Facts({"patch_m2": 6000.0}), "round2").truth is expected


@settings(max_examples=300, deadline=None)
@given(limit=st.integers(0, 3000).map(lambda number: number / 200), op=st.sampled_from([">=", ">", "<=", "<"]),
       cents=st.integers(-3, 3), off=st.floats(-0.01, 0.01), mode=st.sampled_from(["round2", "exact"]))
def test_a_threshold_is_compared_exactly_also_near_its_boundary(
    limit: float, op: str, cents: int, off: float, mode: str
) -> None:
    area = max(0.0, (limit + cents / 200) * 2000 / 3 + off)
    expected = holds(threshold_value(area, mode), op, limit)
    found = weigh(Comparison("patch_m2", op, limit, "亩"), Facts({"patch_m2": area}), mode)
    assert (found.truth is Truth.TRUE) is expected


def test_each_fact_has_one_meaning_and_a_name_in_both_languages() -> None:
    assert FACTS["gd_m2"].role == "gd" and FACTS["farmland_m2"].role == "dltb"
    assert all(fact.zh and fact.en for fact in FACTS.values())
    with pytest.raises(WeipianError):
        Facts({"nonsense": 1.0})
