"""One fact otherwise: what is reckoned from it follows, the case itself stays as it was, nonsense is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.facts import FACTS, Facts
from weipian_plugin.domain.judging.suggest import suggest
from weipian_plugin.domain.training.case import Case
from weipian_plugin.domain.training.changes import changeable, changed, followers
from weipian_plugin.jobs.rules.profiles import load_profile
from weipian_plugin.jobs.training.training import load_scenarios

FACTORY = next(one for one in load_scenarios() if one.id == "S2").case
PROFILE = load_profile("GX_ZY2023")
FACTS_NOW = FACTORY.facts(PROFILE)
PATCH = float(FACTS_NOW.get("patch_m2"))


def test_the_rest_and_the_share_follow_an_area() -> None:
    after = changed(FACTS_NOW, "yjjbnt_m2", PATCH / 4)
    assert after.get("yjjbnt_uncovered_m2") == pytest.approx(PATCH * 3 / 4)
    assert after.get("yjjbnt_ratio") == pytest.approx(0.25)


def test_a_supply_that_is_valid_covers_the_ground_too() -> None:
    after = changed(FACTS_NOW, "gd_valid_m2", PATCH)
    assert after.get("gd_valid_uncovered_m2") == 0
    assert after.get("gd_m2") == PATCH and after.get("gd_uncovered_m2") == 0
    assert suggest(after, PROFILE).kind == "合法·H1"


def test_an_area_that_is_unknown_means_a_layer_that_was_not_loaded() -> None:
    after = changed(FACTS_NOW, "pzyd_m2", None)
    assert "pzyd" not in after.layers
    assert [name for name in after.values if FACTS[name].role == "pzyd"] == []
    assert suggest(after, PROFILE).pdlx == "待查"


def test_an_area_that_is_given_means_a_layer_that_was_looked_at() -> None:
    after = changed(changed(FACTS_NOW, "gd_m2", None), "gd_valid_m2", PATCH)
    assert "gd" in after.layers and after.get("gd_valid_uncovered_m2") == 0


def test_a_smaller_parcel_keeps_what_is_covered_as_far_as_it_fits() -> None:
    after = changed(FACTS_NOW, "patch_m2", PATCH / 2)
    assert after.get("pzyd_valid_m2") == PATCH / 2 and after.get("pzyd_valid_uncovered_m2") == 0


def test_farmland_net_of_ridges_changes_with_the_gross_area() -> None:
    facts = Facts({"patch_m2": 100.0, "farmland_m2": 80.0, "farmland_net_m2": 72.0, "farmland_counted_m2": 72.0},
                  frozenset({"dltb"}))
    after = changed(facts, "farmland_m2", 40.0)
    assert (after.get("farmland_net_m2"), after.get("farmland_counted_m2")) == (36.0, 36.0)


def test_a_flag_changes_nothing_but_itself() -> None:
    assert followers(FACTS_NOW, "site_changed", False) == ()


@pytest.mark.parametrize("value", [-1.0, PATCH + 1])
def test_an_area_beyond_the_parcel_is_refused(value: float) -> None:
    with pytest.raises(WeipianError) as error:
        changed(FACTS_NOW, "gd_valid_m2", value)
    assert error.value.code == "AREA_BEYOND_PARCEL"


def test_a_fact_that_no_table_has_is_refused() -> None:
    with pytest.raises(WeipianError) as error:
        changed(FACTS_NOW, "gd", 1.0)
    assert error.value.code == "UNKNOWN_FACT"


def test_the_case_stays_as_it_was() -> None:
    other = FACTORY.with_change("gd_valid_m2", PATCH)
    assert FACTORY.facts(PROFILE) == FACTS_NOW
    assert other.without_changes().facts(PROFILE) == FACTS_NOW
    assert other.facts(PROFILE) != FACTS_NOW


def test_the_later_change_of_the_same_fact_counts() -> None:
    other = FACTORY.with_change("gd_valid_m2", PATCH).with_change("gd_valid_m2", 0.0)
    assert other.facts(PROFILE).get("gd_valid_m2") == 0.0 and len(other.changes) == 1


def test_a_classified_patch_is_no_case() -> None:
    with pytest.raises(WeipianError) as error:
        Case({**FACTORY.issued, "SFJY": "是"}).facts(PROFILE)
    assert error.value.code == "CLASSIFIED_NO_SUGGESTION"


def test_what_a_person_can_change_is_never_what_is_reckoned() -> None:
    names = {fact.name for fact in changeable([PROFILE, load_profile("MNR2021")])}
    assert {"patch_m2", "pzyd_valid_m2", "gd_valid_m2", "yjjbnt_m2", "site_changed", "road_width_m", "tblx"} <= names
    assert not {name for name in names if name.endswith(("_uncovered_m2", "_ratio")) or name.startswith("illegal_")}
    assert not names & {"outcome", "case_code", "farmland_counted_m2"}


@given(share=st.floats(min_value=0, max_value=1))
def test_what_is_covered_and_the_rest_are_the_parcel(share: float) -> None:
    for name in ("pzyd_valid_m2", "yjjbnt_m2", "gd_m2"):
        after = changed(FACTS_NOW, name, PATCH * share)
        rest = after.get(name.replace("_m2", "_uncovered_m2"))
        assert after.get(name) + rest == pytest.approx(PATCH)
