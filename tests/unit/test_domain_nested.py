"""Areas inside areas: which are asked, what follows from them, and what stays unknown."""

from __future__ import annotations

import pytest

from weipian_plugin.domain.areas.nested import farmland_inside, general_farmland
from weipian_plugin.domain.exchange.connections import is_database, without_password
from weipian_plugin.domain.judging.facts import FACTS, Grouping, collect_facts, nested_facts
from weipian_plugin.domain.records import ClassArea, Measured, NestedAreas, RoleAreas
from weipian_plugin.domain.roles import ADMIN, LANDCLASS, NESTED_PAIRS, ROLES, nested_zones

LAND = RoleAreas("dltb", 1000.0, 960.0, (ClassArea("0101", 400.0, 360.0), ClassArea("0201K", 100.0, 100.0),
                                         ClassArea("0301", 500.0, 500.0)))
BASIC = RoleAreas("yjjbnt", 350.0, 350.0)
IN_BASIC = NestedAreas(("yjjbnt",), 350.0, (ClassArea("0101", 250.0, 225.0), ClassArea("0201K", 50.0, 50.0),
                                            ClassArea("0301", 50.0, 50.0)))


def parcel(*roles: RoleAreas, nested: tuple[NestedAreas, ...] = ()) -> Measured:
    return Measured(1000.0, {areas.role: areas for areas in roles}, {areas.zones: areas for areas in nested})


def test_every_zone_and_paper_is_asked_by_land_class_and_pairs_where_both_are_loaded() -> None:
    assert nested_zones(["dltb", "yjjbnt", "pzyd", "xzq"]) == [("yjjbnt",), ("pzyd",), ("yjjbnt", "pzyd")]
    assert nested_zones(["yjjbnt", "stbhhx"]) == [("yjjbnt", "stbhhx")]
    assert nested_zones(["dltb"]) == []
    everything = nested_zones(list(ROLES))
    assert {zones[0] for zones in everything if len(zones) == 1} == {
        role.key for role in ROLES.values() if role.kind not in (LANDCLASS, ADMIN)}


def test_each_pair_stands_once_and_is_of_roles_there_are() -> None:
    assert len({frozenset(pair) for pair in NESTED_PAIRS}) == len(NESTED_PAIRS)
    assert all(key in ROLES and ROLES[key].kind not in (LANDCLASS, ADMIN) for pair in NESTED_PAIRS for key in pair)


def test_general_farmland_is_farmland_that_is_not_basic_farmland() -> None:
    facts = collect_facts({}, parcel(LAND, BASIC, nested=(IN_BASIC,)), Grouping())
    assert (facts.get("ybgd_m2"), facts.get("ybgd_net_m2")) == (150.0, 135.0)
    assert (facts.get("farmland_in_yjjbnt_m2"), facts.get("farmland_net_in_yjjbnt_m2")) == (250.0, 225.0)
    assert facts.get("farmland_in_yjjbnt_ratio") == pytest.approx(250 / 400)


def test_adjustable_land_is_in_it_only_where_the_profile_counts_it() -> None:
    found = general_farmland(parcel(LAND, BASIC, nested=(IN_BASIC,)), "farmland")
    assert found == (200.0, 185.0)


@pytest.mark.parametrize("measured", [
    parcel(LAND), parcel(BASIC), parcel(LAND, BASIC), parcel(BASIC, nested=(IN_BASIC,)),
    parcel(LAND, nested=(IN_BASIC,)),
], ids=["no basic farmland", "no land classes", "measured before areas inside areas were", "land classes gone",
        "basic farmland gone"])
def test_what_was_not_looked_at_is_unknown_and_not_nothing(measured: Measured) -> None:
    facts = collect_facts({}, measured, Grouping())
    assert facts.get("ybgd_m2") is None and facts.get("farmland_in_yjjbnt_m2") is None


def test_in_a_zone_declared_empty_there_is_nothing() -> None:
    empty = RoleAreas("yjjbnt", declared_empty=True)
    facts = nested_facts(parcel(LAND, empty))
    assert (facts["ybgd_m2"], facts["farmland_in_yjjbnt_m2"], facts["farmland_in_yjjbnt_ratio"]) == (400.0, 0.0, 0.0)
    assert facts["yjjbnt_in_pzyd_m2"] == 0.0 and facts["yjjbnt_in_pzyd_ratio"] == 0.0
    approved = nested_facts(parcel(LAND, RoleAreas("pzyd", declared_empty=True)))
    assert approved["yjjbnt_in_pzyd_m2"] == 0.0 and "yjjbnt_in_pzyd_ratio" not in approved


def test_where_no_land_classes_are_declared_there_is_no_farmland_in_any_zone() -> None:
    facts = nested_facts(parcel(RoleAreas("dltb", declared_empty=True), BASIC))
    assert (facts["ybgd_m2"], facts["farmland_in_yjjbnt_m2"]) == (0.0, 0.0)


def test_one_zone_in_another_is_a_share_of_the_first() -> None:
    both = NestedAreas(("yjjbnt", "pzyd"), 70.0, (ClassArea("0101", 40.0, 36.0),))
    facts = nested_facts(parcel(LAND, BASIC, RoleAreas("pzyd", 80.0), nested=(both,)))
    assert facts["yjjbnt_in_pzyd_m2"] == 70.0 and facts["yjjbnt_in_pzyd_ratio"] == pytest.approx(0.2)
    assert (facts["farmland_in_yjjbnt_pzyd_m2"], facts["farmland_net_in_yjjbnt_pzyd_m2"]) == (40.0, 36.0)


def test_an_unknown_class_inside_a_zone_is_no_farmland() -> None:
    odd = NestedAreas(("yjjbnt",), 350.0, (ClassArea("9999", 350.0, 350.0),))
    assert farmland_inside(parcel(LAND, BASIC, nested=(odd,)), ("yjjbnt",)) == (0.0, 0.0)


def test_every_fact_of_areas_inside_areas_is_in_the_table() -> None:
    every = [NestedAreas(zones, 1.0) for zones in nested_zones(list(ROLES))]
    found = nested_facts(parcel(*(RoleAreas(key, 1.0) for key in ROLES), nested=tuple(every)))
    assert set(found) == {name for name in FACTS if "_in_" in name or name.startswith("ybgd")}


@pytest.mark.parametrize(("text", "expected"), [
    ("PG:host=h dbname=d password=secret user=u|gis.dltb", "PG:host=h dbname=d password=*** user=u|gis.dltb"),
    ("PG:password='se cr\\'et|1' dbname=d|t", "PG:password=*** dbname=d|t"),
    ("PG:PASSWORD = secret", "PG:PASSWORD = ***"),
    ("postgresql://u:se:c@ret@host:5432/db|t", "postgresql://u:***@host:5432/db|t"),
    ("cannot connect to postgres://u:secret@h/db", "cannot connect to postgres://u:***@h/db"),
    ("PG:host=h sslpassword=secret", "PG:host=h sslpassword=***"),
    ("D:/data/password/x.gpkg", "D:/data/password/x.gpkg"),
])
def test_a_password_is_never_shown(text: str, expected: str) -> None:
    assert without_password(text) == expected


def test_a_database_is_told_from_a_file() -> None:
    assert is_database("PG:dbname=x|t") and is_database("postgresql://h/db")
    assert not is_database("C:/pg/x.gpkg") and not is_database("PG.gpkg")
