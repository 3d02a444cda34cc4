"""Each row of the decision table for land holds and fails as §4.5 says; the training scenarios; what never happens."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Callable, Optional

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from weipian_plugin.domain.forms.codes import CODE_LISTS
from weipian_plugin.domain.judging.analyst_facts import ANALYST_FACTS, facts_of
from weipian_plugin.domain.judging.explain import explain
from weipian_plugin.domain.judging.facts import FACTS
from weipian_plugin.domain.judging.suggest import Context, Suggester, suggest_for
from weipian_plugin.domain.judging.suggestion import Suggestion
from weipian_plugin.domain.profile_schema import build_all
from weipian_plugin.domain.profiles import PolicyProfile
from weipian_plugin.domain.records import ClassArea, FeatureArea, Measured, RoleAreas

ROOT = Path(__file__).parents[2] / "resources"
FILES = (ROOT / "profiles").glob("*.yaml")
PROFILES = build_all({file.stem: yaml.safe_load(file.read_text(encoding="utf-8")) for file in FILES})
ZIYUAN, EARLIER = PROFILES["GX_ZY2023"], PROFILES["MNR2021"]
SUGGESTERS = {name: Suggester(profile) for name, profile in PROFILES.items() if not profile.abstract}
M2 = 4000.0  # 6.00 亩
MU = 2000 / 3
ISSUED = {"TBLX": "20", "JCLB": "XZFN", "XFSJ": "2023-08-15", "HSX": "2023-06-01", "XZQDM": "450329"}
BEFORE_ILLEGAL = ("pzyd", "gd", "ssnyd", "lsyd")
LOOKED_AT = (*BEFORE_ILLEGAL, "bdc", "zjgg", "glw", "yjjbnt", "stbhhx")


def land(**classes: float) -> RoleAreas:
    areas = tuple(ClassArea(code.strip("_"), m2, m2) for code, m2 in classes.items())
    return RoleAreas("dltb", sum(classes.values()), sum(classes.values()), areas)


def paper(role: str, m2: float = M2, **attributes: object) -> RoleAreas:
    return RoleAreas(role, m2, m2, features=(FeatureArea("", m2, attributes),))


def zone(role: str, mu: float) -> RoleAreas:
    return RoleAreas(role, mu * MU, mu * MU)


def measured(*roles: RoleAreas, empty: tuple[str, ...] = LOOKED_AT) -> Measured:
    found = {key: RoleAreas(key, declared_empty=True) for key in empty}
    return Measured(M2, {**found, "dltb": land(_0103=M2), **{role.role: role for role in roles}})


def approved(m2: float = M2, day: str = "2021-05-10") -> RoleAreas:
    return paper("pzyd", m2, PZWH="示例政批〔2021〕5号", PZRQ=day)


def supplied(m2: float = M2) -> RoleAreas:
    return paper("gd", m2, DZJGH="示例4503292022B00001", GDSJ="2022-09-01")


def temporary(until: str) -> RoleAreas:
    return paper("lsyd", PZWH="示例临1号", PZRQ="2022-03-01", DQRQ=until)


FILED = paper("ssnyd", BAH="示例备〔2023〕7号", BARQ="2023-02-01")
BUILT = land(_0702=M2)

# rule → (issued, roles, stated) for which it holds, and one change after which it does not.
Case = tuple[dict[str, Any], tuple[RoleAreas, ...], dict[str, Any]]
ROWS: dict[str, tuple[Case, Case]] = {
    "R01_GEOM": (({}, (approved(2000.0),), {}), ({}, (approved(2000.0),), {"site_changed": False})),
    "R10_NOCHG": (({}, (), {"site_changed": False}), ({}, (), {"site_changed": True})),
    "R11_OLDROAD": (
        ({"TBLX": "ND"}, (), {"road_renewed": True, "road_built": "2021-11-26", "road_enlarged": False}),
        ({"TBLX": "ND"}, (), {"road_renewed": True, "road_built": "2021-11-27", "road_enlarged": False})),
    "R33_SPECIAL": (({}, (), {"title_kind": "特殊政策批准"}), ({}, (), {"title_kind": "无权源"})),
    "R20_TITLED": (({}, (BUILT,), {"planning_ok": True, "title_kind": "登记发证"}),
                   ({}, (BUILT,), {"planning_ok": False, "title_kind": "登记发证"})),
    "R20_OLDER": (({}, (BUILT,), {"planning_ok": True, "title_kind": "历史批文"}),
                  ({}, (BUILT,), {"planning_ok": True})),
    "R20_VIOLATION": (({}, (BUILT,), {"planning_ok": False}), ({}, (BUILT,), {"planning_ok": True})),
    "R20_PRIOR": (({}, (land(_0702=3800.0, _0103=200.0),), {}), ({}, (land(_0702=3799.0, _0103=201.0),), {})),
    "R30_SUPPLY": (({}, (approved(), supplied()), {}), ({}, (approved(day="2023-08-16"), supplied()), {})),
    "R30_ADVANCE": (({}, (), {"advance_use": True}), ({}, (), {"advance_use": False})),
    "R30_LEVEL": (({}, (approved(),), {"only_levelled": True}), ({}, (), {"only_levelled": True})),
    "R31_ZJGG": (({}, (paper("zjgg", XMBH="示例挂钩1"),), {}), ({}, (paper("zjgg", 2000.0, XMBH="示例挂钩1"),), {})),
    "R32_REG": (({}, (paper("bdc", BDCQZH="示例证1"),), {}), ({}, (paper("bdc"),), {})),
    "R33_OLDER": (({}, (), {"title_kind": "海域使用证"}), ({}, (), {"title_kind": "登记发证"})),
    "R01_SUPPLY": (({}, (approved(), supplied(2000.0)), {}), ({}, (approved(),), {})),
    "R30_UNSUPPLIED": (({}, (approved(),), {"advance_use": False}), ({}, (approved(),), {})),
    "R30_NOSUPPLY": (({}, (approved(),), {}), ({}, (approved(), supplied()), {})),
    "R30_PAPER": (({}, (paper("pzyd", PZRQ="2021-05-10"),), {}), ({}, (), {})),
    "R40_PERMANENT": (({}, (temporary("2023-07-01"),), {"permanent_building": True}),
                      ({}, (temporary("2023-07-01"),), {"permanent_building": False})),
    "R40_TEMP": (({}, (temporary("2023-06-01"),), {}), ({}, (temporary("2023-05-31"),), {})),
    "R40_RESTORED": (({}, (temporary("2023-05-01"),), {"restored": True}), ({}, (temporary("2023-05-01"),), {})),
    "R41_MISUSED": (({}, (FILED,), {"actual_use": "工业"}), ({}, (FILED,), {"actual_use": "设施农业（种植/养殖）"})),
    "R41_FAC": (({}, (FILED,), {}), ({}, (paper("ssnyd"),), {})),
    "R41_UNFILED": (({}, (), {"actual_use": "设施农业（种植/养殖）"}), ({}, (), {"class_after": "1201"})),
    "R01_PART": (({}, (paper("ssnyd", 2000.0, BAH="示例备1"),), {}), ({}, (), {})),
    "R42_ROAD": (({"TBLX": "ND"}, (), {"road_width_m": 8.0}), ({"TBLX": "ND"}, (), {"road_width_m": 8.1})),
    "R43_PV": (({"TBLX": "GF"}, (), {"pv_case": "c"}), ({"TBLX": "GF"}, (), {"pv_case": "d"})),
    "R43_BLOCKED": (({"TBLX": "GF"}, (zone("yjjbnt", 0.01),), {"pv_case": "c"}),
                    ({"TBLX": "GF"}, (zone("yjjbnt", 0.01),), {"pv_case": "d"})),
    "R43_PV_OPEN": (({"TBLX": "GF"}, (), {}), ({"TBLX": "20"}, (), {})),
    "R44_OTHER": (({}, (), {"other_type": "农村宅基地"}), ({}, (), {})),
    "R44_RESTORATION": (({}, (), {"restoration_project": True}), ({}, (), {"restoration_project": False})),
    "R01_BASE": (({}, (land(_0702=2000.0, _0103=2000.0),), {}),
                 ({}, (land(_0702=2000.0, _0103=2000.0),), {"not_to_split": True})),
    "R50_AGRI_DMG": (({}, (), {"lake_landscaping": True}), ({}, (land(_0301=M2),), {"lake_landscaping": True})),
    "R40_EXPIRED": (({}, (temporary("2023-05-01"),), {}), ({}, (temporary("2023-05-01"),), {"restored": True})),
    "R60_MINE": (({"TBLX": "CK"}, (), {}), ({"TBLX": "CK"}, (approved(), supplied()), {})),
    "R99_ILLEGAL": (({}, (), {}), ({}, (approved(), supplied()), {})),
}
OUTCOMES = {
    "R11_OLDROAD": ("其他", "Q5"), "R33_SPECIAL": ("合法", "H6"), "R20_TITLED": ("合法", "H5"),
    "R20_OLDER": ("合法", "H7"), "R20_VIOLATION": ("违法", "W2"), "R30_ADVANCE": ("合法", "H2"),
    "R30_LEVEL": ("合法", "H3"), "R31_ZJGG": ("合法", "H4"),
    "R33_OLDER": ("合法", "H7"), "R30_UNSUPPLIED": ("违法", "W1"), "R40_PERMANENT": ("违法", "W1"),
    "R41_MISUSED": ("违法", "W1"), "R41_UNFILED": ("其他", "Q1"), "R44_OTHER": ("其他", "Q9"),
    "R44_RESTORATION": ("其他", "Q6"), "R50_AGRI_DMG": ("违法", "W3"), "R40_EXPIRED": ("违法", "W1"),
}


def asked(case: Case, profile: PolicyProfile = ZIYUAN, **more: Any) -> Suggestion:
    issued, roles, stated = case
    return suggest_for({**ISSUED, **issued}, measured(*roles), profile, {**stated, **more})


def temporary_use(begun: str, until: str, today: Optional[date], **stated: Any) -> dict[str, bool]:
    """The hard stops of a temporary use that was valid at the after image (2023-06-01)."""
    roles = (paper("lsyd", PZWH="示例临1号", PZRQ=begun, DQRQ=until),)
    found = suggest_for(ISSUED, measured(*roles), ZIYUAN, stated, Context(today=today))
    assert (found.pdlx, found.code) == ("其他", "Q2")
    return {flag.id: flag.hard for flag in found.flags if flag.id.startswith("F_TEMP")}


@pytest.mark.parametrize(("today", "over"), [
    (None, {}), (date(2023, 8, 31), {}), (date(2023, 9, 1), {"F_TEMP_OVER": True})])
def test_a_temporary_use_that_has_run_out_since_the_after_image_stops_until_a_person_confirms(
    today: Optional[date], over: dict[str, bool]
) -> None:
    assert temporary_use("2022-03-01", "2023-08-31", today) == over
    assert temporary_use("2022-03-01", "2023-08-31", today, restored=True) == {}


@pytest.mark.parametrize(("until", "use", "stops"), [
    ("2024-03-01", "工业", False), ("2024-03-02", "工业", True), ("2024-03-02", None, True),
    ("2026-03-01", "公路", False), ("2026-03-02", "公路", True)])
def test_a_term_of_more_than_two_years_or_four_for_roads_power_and_water_stops(
    until: str, use: Optional[str], stops: bool
) -> None:
    stated = {} if use is None else {"actual_use": use}
    assert temporary_use("2022-03-01", until, date(2023, 8, 20), **stated) == ({"F_TEMP_TERM": True} if stops else {})


@pytest.mark.parametrize("profile", ["MNR2019", "MNR2021", "GD_JM2021"])
def test_before_2022_no_supply_layer_is_needed_to_presume_a_violation(profile: str) -> None:
    areas = measured()
    areas = Measured(M2, {key: area for key, area in areas.roles.items() if key != "gd"})
    assert suggest_for(ISSUED, areas, PROFILES[profile]).pdlx == "违法"
    assert suggest_for(ISSUED, areas, ZIYUAN).missing_layers == ("gd",)


@pytest.mark.parametrize("rule", ROWS)
def test_a_row_holds_where_its_conditions_do(rule: str) -> None:
    found = asked(ROWS[rule][0])
    assert found.rule == rule
    assert (found.pdlx, found.code) == OUTCOMES.get(rule, (found.pdlx, found.code))


@pytest.mark.parametrize("rule", ROWS)
def test_a_row_fails_where_one_of_its_conditions_does(rule: str) -> None:
    assert asked(ROWS[rule][1]).rule != rule


def test_every_row_of_the_table_is_tried_here() -> None:
    assert {rule.id for rule in PROFILES["PRECHECK"].rules} - set(ROWS) == {"R30_SUPPLY_OPEN"}


@pytest.mark.parametrize(
    ("scenario", "profile", "expected"),
    [
        ("1 factory without papers", ZIYUAN, ("R99_ILLEGAL", "违法", "W1")),
        ("2 factory with conversion only, 2021", EARLIER, ("R30_SUPPLY", "合法", "H1")),
        ("2 factory with conversion only, 2023", ZIYUAN, ("R30_UNSUPPLIED", "违法", "W1")),
        ("3 barn filed on basic farmland", ZIYUAN, ("R41_FAC", "其他", "Q1")),
        ("4 road 5.5 m", ZIYUAN, ("R42_ROAD", "其他", "Q3")), ("4 road 9 m", ZIYUAN, ("R99_ILLEGAL", "违法", "W1")),
        ("5 temporary yard expired", ZIYUAN, ("R40_EXPIRED", "违法", "W1")),
        ("6 plastic film", ZIYUAN, ("R10_NOCHG", "其他", "Q5")),
        ("7 photovoltaic on basic farmland", ZIYUAN, ("R43_BLOCKED", "待查", "")),
        ("8 half inside the approval", ZIYUAN, ("R01_GEOM", "待查", "")),
    ],
)
def test_the_training_scenarios(scenario: str, profile: PolicyProfile, expected: tuple[str, str, str]) -> None:
    cases: dict[str, Case] = {
        "1": ({}, (), {}), "2": ({}, (approved(),), {"advance_use": False}),
        "3": ({}, (FILED, zone("yjjbnt", 0.8)), {}),
        "4": ({"TBLX": "ND"}, (), {"road_width_m": 9.0 if "9 m" in scenario else 5.5}),
        "5": ({}, (temporary("2023-05-01"),), {}), "6": ({"TBLX": "QT"}, (), {"site_changed": False}),
        "7": ({"TBLX": "GF"}, (zone("yjjbnt", 0.3),), {"pv_case": "c"}), "8": ({}, (approved(2000.0),), {}),
    }
    found = asked(cases[scenario[0]], profile)
    assert (found.rule, found.pdlx, found.code) == expected
    if scenario[0] in "37":
        assert found.hard_stops


@pytest.mark.parametrize("width", [8.0, 8.1])
def test_tv15_a_road_of_eight_metres_is_the_last_rural_one(width: float) -> None:
    assert asked(({"TBLX": "ND"}, (), {"road_width_m": width})).rule == ("R42_ROAD" if width == 8.0 else "R99_ILLEGAL")


def test_tv16_a_hundredth_of_a_mu_of_basic_farmland_blocks_photovoltaic() -> None:
    found = asked(({"TBLX": "GF"}, (RoleAreas("yjjbnt", 6.67, 6.67),), {"pv_case": "光伏复合项目"}))
    assert found.pdlx == "待查" and "F_PV_ON_YJJBNT" in [flag.id for flag in found.hard_stops]
    on_farmland = asked(({"TBLX": "GF"}, (), {"pv_case": "a"}))
    assert on_farmland.rule == "R43_BLOCKED" and not on_farmland.hard_stops
    assert asked(({"TBLX": "GF"}, (land(_1206=M2),), {"pv_case": "a"})).code == "Q4"


@pytest.mark.parametrize(
    ("county", "stated", "width", "rural"),
    [("450329", {}, 1.0, True), ("450329", {}, 0.9, False), ("130100", {}, 1.9, False), ("130100", {}, 2.0, True),
     ("130100", {"north_south": "南方"}, 1.0, True), ("450329", {"north_south": "北方"}, 1.9, False)])
def test_a_narrow_road_is_rural_in_the_south_only(
    county: str, stated: dict[str, Any], width: float, rural: bool
) -> None:
    found = asked(({"TBLX": "ND", "XZQDM": county}, (), {**stated, "road_width_m": width}))
    assert (found.rule == "R42_ROAD") is rural


@pytest.mark.parametrize("code", ["1202", "0602"])
def test_the_class_after_the_change_is_read_by_the_layer_s_table(code: str) -> None:
    def rule(table: str) -> str:
        areas = measured()
        return suggest_for(ISSUED, Measured(M2, areas.roles, class_table=table), ZIYUAN, {"class_after": code}).rule
    assert (rule("SD") == "R41_UNFILED") is (code == "1202")
    assert (rule("YDYH") == "R41_UNFILED") is (code == "0602")


def test_an_unknown_class_after_the_change_stops_for_a_person() -> None:
    assert "F_UNKNOWN_CLASS" in [flag.id for flag in asked(({}, (), {"class_after": "9999"})).hard_stops]


def test_what_is_not_filed_is_marked_so_and_the_2021_notice_says_why() -> None:
    unfiled = asked(({}, (), {"actual_use": "设施农业（种植/养殖）", "topsoil_destroyed": True}), EARLIER)
    assert unfiled.marks == ("未备案", "农业设施建设用地") and "标注“未备案”" in unfiled.basis
    assert "标注：未备案、农业设施建设用地" in explain(unfiled) and "[文件原文]" in unfiled.basis
    assert asked(({}, (FILED,), {}), EARLIER).marks == ()


@pytest.mark.parametrize(
    ("stated", "flag"),
    [({"housing_on_farmland": True}, "F_HOUSING"), ({"actual_use": "农村住宅"}, "F_HOUSING"),
     ({"villa": True}, "F_VILLA"), ({"greenhouse_house": True}, "F_GREENHOUSE"), ({"actual_use": "高尔夫"}, "F_GOLF"),
     ({"lake_landscaping": True}, "F_LAKE"), ({"changjiang": True}, "F_CHANGJIANG"),
     ({"huanghe": True}, "F_HUANGHE"), ({"other_department": "林草"}, "F_TRANSFER")])
def test_what_is_to_be_watched_is_flagged(stated: dict[str, Any], flag: str) -> None:
    assert flag in [mark.id for mark in asked(({}, (), stated)).flags]
    assert flag not in [mark.id for mark in asked(({}, (), {})).flags]


def test_new_construction_on_farmland_is_marked_apart_in_ziyuan_alone() -> None:
    assert "非农化" in asked(({}, (), {})).marks and "非农化" not in asked(({}, (), {}), EARLIER).marks


def test_hints_name_the_levels_of_the_violation() -> None:
    assert dict(asked(({"TBLX": "CK"}, (), {})).hints) == {
        "WFLX1": "W1", "WFLX2": "违法占地", "WFLX3": "采矿用地", "WFLX4": "新增"}
    assert dict(asked(({}, (BUILT,), {"planning_ok": False})).hints)["WFLX4"] == "存量"
    assert asked(({}, (FILED,), {})).hints == ()
    assert all(dict(_hints(case)).items() <= _offered() for case, _ in ROWS.values())


def _hints(case: Case) -> tuple[tuple[str, str], ...]:
    return tuple((hint.field, hint.value) for hint in asked(case).hints)


def _offered() -> set[tuple[str, str]]:
    return {(name, code.code) for name in ("WFLX1", "WFLX2", "WFLX3", "WFLX4") for code in CODE_LISTS[name].codes}


def test_evidence_is_there_by_a_layer_s_papers_or_by_what_was_attached() -> None:
    found = suggest_for(ISSUED, measured(FILED), ZIYUAN, context=Context(have=frozenset({"zp"})))
    assert {piece.code: piece.have for piece in found.evidence} == {"bah": True, "ydxy": False, "zp": True}
    assert [piece.code for piece in found.evidence_missing] == ["ydxy"]


def test_every_fact_to_tick_is_in_the_table_of_facts_and_its_list_exists() -> None:
    codes, names = {fact.code for fact in ANALYST_FACTS}, {fact.name for fact in ANALYST_FACTS}
    assert len(codes) == len(names) == len(ANALYST_FACTS)
    for fact in ANALYST_FACTS:
        assert FACTS[fact.name].zh == fact.zh and (fact.kind != "code" or fact.codes in CODE_LISTS)


def test_answers_become_facts_and_what_is_not_answered_is_left_out() -> None:
    answers = {"SSBH": 0, "SSLK": "5.5", "SSLJ": "2020-01-02", "NCDKD": 7.0, "SSYT": "", "SFLZGDJF": "是", "SSGH": None}
    found = facts_of(answers)
    assert found["site_changed"] is False and found["road_width_m"] == 5.5 and found["housing_on_farmland"] is True
    assert str(found["road_built"]) == "2020-01-02" and set(found) == {
        "site_changed", "road_width_m", "road_built", "housing_on_farmland"}
    assert facts_of({"NCDKD": 7.0})["road_width_m"] == 7.0


FLAGS = [fact.name for fact in ANALYST_FACTS if fact.kind == "flag"]
CODED = [fact for fact in ANALYST_FACTS if fact.kind == "code"]
STATED = st.fixed_dictionaries({}, optional={
    **{name: st.booleans() for name in FLAGS},
    **{fact.name: st.sampled_from([code.code for code in CODE_LISTS[fact.codes].codes]) for fact in CODED},
    "road_width_m": st.floats(0.5, 12.0),
})
TYPES = st.sampled_from(["20", "GF", "ND", "CK", "DL1", "TD"])
COVERS: list[Callable[[], RoleAreas]] = [
    approved, lambda: approved(2000.0), supplied, lambda: temporary("2023-07-01"), lambda: temporary("2023-01-01"),
    lambda: FILED, lambda: BUILT, lambda: land(_0702=1000.0, _0103=3000.0)]
GROUND = st.lists(st.sampled_from(COVERS), max_size=3).map(lambda made: tuple(make() for make in made))


@settings(max_examples=150, deadline=None)
@given(stated=STATED, kind=TYPES, roles=GROUND, less=st.floats(0, 6), more=st.floats(0, 6),
       name=st.sampled_from(sorted(SUGGESTERS)))
def test_more_basic_farmland_never_removes_a_hard_stop(
    stated: dict[str, Any], kind: str, roles: tuple[RoleAreas, ...], less: float, more: float, name: str
) -> None:
    less, more = sorted((less, more))
    stops = [
        {flag.id for flag in SUGGESTERS[name].suggest_for(
            {**ISSUED, "TBLX": kind}, measured(*roles, zone("yjjbnt", mu)), stated).hard_stops} for mu in (less, more)]
    assert stops[0] <= stops[1]


@settings(max_examples=200, deadline=None)
@given(stated=STATED, kind=TYPES, roles=GROUND, absent=st.sampled_from(BEFORE_ILLEGAL),
       name=st.sampled_from(sorted(SUGGESTERS)))
def test_a_layer_that_was_not_looked_at_never_yields_a_violation(
    stated: dict[str, Any], kind: str, roles: tuple[RoleAreas, ...], absent: str, name: str
) -> None:
    areas = measured(*roles)
    areas = Measured(M2, {key: area for key, area in areas.roles.items() if key != absent})
    found = SUGGESTERS[name].suggest_for({**ISSUED, "TBLX": kind}, areas, stated)
    assert found.pdlx != "违法" or absent not in PROFILES[name].names("layers_before_illegal")


@settings(max_examples=100, deadline=None)
@given(cases=st.lists(st.tuples(STATED, TYPES, GROUND), min_size=2, max_size=5))
def test_a_suggestion_does_not_depend_on_what_was_suggested_before(
    cases: list[tuple[dict[str, Any], str, tuple[RoleAreas, ...]]]
) -> None:
    for stated, kind, roles in cases:
        issued, areas = {**ISSUED, "TBLX": kind}, measured(*roles)
        once: Optional[Suggestion] = suggest_for(issued, areas, ZIYUAN, stated)
        assert SUGGESTERS["GX_ZY2023"].suggest_for(issued, areas, stated) == once
