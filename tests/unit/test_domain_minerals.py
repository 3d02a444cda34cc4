"""Mining on a parcel: rights by validity, scope and mineral (§4.6), beside the land suggestion of the same ground."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Optional

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from weipian_plugin.domain.forms.codes import CODE_LISTS
from weipian_plugin.domain.judging.explain import explain
from weipian_plugin.domain.judging.suggest import Suggester, suggest_for
from weipian_plugin.domain.judging.suggestion import Suggestion
from weipian_plugin.domain.profile_schema import build_all
from weipian_plugin.domain.records import ClassArea, FeatureArea, Measured, RoleAreas

FOLDER = Path(__file__).parents[2] / "resources" / "profiles"
PROFILES = build_all({f.stem: yaml.safe_load(f.read_text(encoding="utf-8")) for f in FOLDER.glob("*.yaml")})
ZIYUAN = PROFILES["GX_ZY2023"]
SUGGESTER = Suggester(ZIYUAN)
M2 = 6000.0
ISSUED = {"TBLX": "CK", "JCLB": "K", "XFSJ": "2023-08-15", "HSX": "2023-06-01", "XZQDM": "450329"}
EMPTY = ("pzyd", "gd", "ssnyd", "lsyd", "ckq", "tkq")


def right(role: str = "ckq", m2: float = M2, **attributes: object) -> RoleAreas:
    licence = {"XKZH": "示例C4503292020", "YXQQ": "2020-01-01", "YXQZ": "2025-01-01", "SQKZ": "建筑用砂岩矿"}
    given = {**licence, **attributes}
    return RoleAreas(role, m2, m2, features=(FeatureArea("", m2, given),))


def found(
    *roles: RoleAreas, issued: Optional[dict[str, Any]] = None, empty: tuple[str, ...] = EMPTY, **stated: Any
) -> Suggestion:
    areas = {key: RoleAreas(key, declared_empty=True) for key in empty}
    areas["dltb"] = RoleAreas("dltb", M2, M2, (ClassArea("0301", M2, M2),))
    areas.update({role.role: role for role in roles})
    return suggest_for({**ISSUED, **(issued or {})}, Measured(M2, areas), ZIYUAN, stated)


EXPLORING = {"mining_activity": "勘查"}
ROWS: dict[str, tuple[tuple[RoleAreas, ...], dict[str, Any], dict[str, Any], tuple[str, str]]] = {
    "K10_NONE": ((right(),), {}, {"mining_seen": False}, ("其他", "")),
    "K20_DEPTH": ((right(),), {}, {"over_depth": True}, ("违法", "越界开采")),
    "K22_DESTRUCTIVE": ((right(),), {}, {"destructive_mining": True}, ("违法", "破坏性开采")),
    "K24_TRANSFER": ((right(),), {}, {"right_transferred": True}, ("违法", "非法转让采矿权")),
    "K26_TRANSFER_EXPLORATION": (
        (right("tkq"),), {}, {**EXPLORING, "right_transferred": True}, ("违法", "非法转让探矿权")),
    "K30_EXPLORING": ((right("tkq"),), {}, EXPLORING, ("合法", "")),
    "K32_EXPLORING_RENEWED": (
        (right("tkq", YXQZ="2023-01-01"),), {}, {**EXPLORING, "renewal_accepted": True}, ("合法", "")),
    "K34_EXPLORING_BEYOND": ((right("tkq", 4000.0),), {}, EXPLORING, ("违法", "越界勘查")),
    "K36_EXPLORING_UNLICENSED": ((), {}, EXPLORING, ("违法", "无证勘查")),
    "K40_MINERAL": ((right(),), {"KZ": "铁矿"}, {}, ("待查", "开采其他")),
    "K42_LICENSED": ((right(),), {"KZ": "建筑用砂岩"}, {"over_depth": False}, ("合法", "")),
    "K44_LICENSED_DEPTH_OPEN": ((right(),), {}, {}, ("合法", "")),
    "K46_RENEWED": ((right(YXQZ="2023-05-31"),), {}, {"renewal_accepted": True}, ("合法", "")),
    "K48_RENEWAL_OPEN": ((right(YXQZ="2023-05-31"),), {}, {}, ("待查", "无证开采")),
    "K50_UNPROVEN": ((right(YXQZ=None),), {}, {}, ("待查", "")),
    "K52_BEYOND": ((right(m2=4000.0),), {}, {}, ("违法", "越界开采")),
    "K54_EXPIRED": ((right(YXQZ="2023-05-31"),), {}, {"renewal_accepted": False}, ("违法", "无证开采")),
    "K56_UNLICENSED": ((), {}, {}, ("违法", "无证开采")),
}


@pytest.mark.parametrize("rule", ROWS)
def test_a_row_of_the_mineral_table_holds(rule: str) -> None:
    roles, issued, stated, expected = ROWS[rule]
    mineral = found(*roles, issued=issued, **stated).mineral
    assert mineral is not None and (mineral.rule, mineral.pdlx, mineral.code) == (rule, *expected)


def test_every_row_of_the_mineral_table_is_tried_here() -> None:
    open_rows = {"K60_ISSUED_BEYOND", "K99_OPEN"}
    assert {rule.id for rule in PROFILES["PRECHECK"].mineral_rules} == set(ROWS) | open_rows


def test_the_land_is_judged_apart_from_the_mine() -> None:
    both = found(right())
    assert (both.rule, both.pdlx) == ("R60_MINE", "违法") and both.mineral is not None and both.mineral.pdlx == "合法"


@pytest.mark.parametrize("issued", [{"TBLX": "20", "JCLB": "XZFN"}])
def test_ground_that_does_not_concern_mining_has_no_mineral_suggestion(issued: dict[str, Any]) -> None:
    assert found(issued=issued).mineral is None
    assert found(issued={**issued, "SFSK": "是"}).mineral is not None
    assert found(issued=issued, actual_use="采矿").mineral is not None


def test_a_right_that_began_after_the_image_is_no_right() -> None:
    mineral = found(right(YXQQ="2023-06-02")).mineral
    assert mineral is not None and mineral.rule == "K56_UNLICENSED"


def test_an_exploration_right_is_no_mining_right() -> None:
    mineral = found(right("tkq")).mineral
    assert mineral is not None and mineral.code == "无证开采"


def test_rights_that_were_not_looked_at_are_not_missing_rights() -> None:
    without = tuple(role for role in EMPTY if role != "ckq")
    mineral = found(empty=without).mineral
    assert mineral is not None and (mineral.rule, mineral.pdlx) == ("K99_OPEN", "待查")
    assert "ckq" in mineral.missing_layers
    told = found(empty=without, issued={"JWMJ": 900.0}).mineral
    assert told is not None and (told.rule, told.pdlx) == ("K60_ISSUED_BEYOND", "待查")


def test_how_far_beyond_is_among_the_facts_shown() -> None:
    mineral = found(right(m2=4000.0)).mineral
    assert mineral is not None
    shown = {fact.name: fact.text for fact in mineral.facts}
    assert shown["ckq_valid_uncovered_m2"] == "3.00 亩" and shown["ckq_outside_ratio"] == "33.33 %"


def test_beyond_the_layer_is_never_told_from_the_map() -> None:
    mineral = found(right()).mineral
    assert mineral is not None and mineral.suspicious and "超层须人工核" in mineral.label


def test_a_county_plan_s_sentence_on_mining_is_shown() -> None:
    mineral = found(right()).mineral
    assert mineral is not None and "采矿证许可范围内" in mineral.basis


def test_minerals_are_one_however_they_are_written() -> None:
    for worked, same in (("建筑用砂岩", True), ("建筑用砂岩矿石", True), ("铁矿、建筑用砂岩", False)):
        mineral = found(right(), issued={"KZ": worked}).mineral
        assert mineral is not None and (mineral.rule != "K40_MINERAL") is same


def test_it_survives_being_stored_and_is_told_in_the_explanation() -> None:
    both = found(right(m2=4000.0))
    assert Suggestion.from_json(json.loads(json.dumps(both.to_json()))) == both
    assert "矿产：建议违法·越界开采" in explain(both) and explain(both).count("不作为行政处罚依据") == 1


def test_a_suggestion_of_the_first_format_is_still_read() -> None:
    stored = json.loads(json.dumps(found().to_json()))
    for name in ("hints", "mineral"):
        del stored[name]
    for mark in (*stored["flags"], *stored["duties"], *stored["deadlines"]):
        del mark["mark"]
    earlier = Suggestion.from_json({**stored, "format": 1})
    assert earlier.rule == found().rule and earlier.mineral is None


STATED = st.fixed_dictionaries({}, optional={
    "over_depth": st.booleans(), "renewal_accepted": st.booleans(), "mining_seen": st.booleans(),
    "destructive_mining": st.booleans(), "right_transferred": st.booleans(),
    "mining_activity": st.sampled_from(["勘查", "开采"]), "mineral": st.sampled_from(["铁矿", "建筑用砂岩"])})
RIGHTS = st.lists(st.builds(
    right, st.sampled_from(["ckq", "tkq"]), st.sampled_from([500.0, 4000.0, M2]),
    YXQZ=st.sampled_from([None, "2023-01-01", "2025-01-01"])), max_size=2)


@settings(max_examples=200, deadline=None)
@given(stated=STATED, rights=RIGHTS)
def test_some_row_always_holds_and_its_case_is_in_the_list(stated: dict[str, Any], rights: list[RoleAreas]) -> None:
    mineral = found(*rights, **stated).mineral
    assert mineral is not None and mineral.rule != "R_NONE"
    assert mineral.pdlx != "违法" or mineral.code in {code.code for code in CODE_LISTS["KWFLX"].codes}


@settings(max_examples=100, deadline=None)
@given(stated=STATED)
def test_without_the_layer_of_rights_no_violation_is_called(stated: dict[str, Any]) -> None:
    mineral = found(empty=("pzyd", "gd", "ssnyd", "lsyd", "tkq"), **stated).mineral
    assert mineral is not None and mineral.pdlx != "违法"
