"""The other figures of §6 and §2.7: filter, on-site duties, samples, audit, ranking, quotas, reserve, daily rates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from weipian_plugin.domain import calculators
from weipian_plugin.domain.areas.units import m2_of_mu, mu, mu_round2, round2
from weipian_plugin.domain.calculators.assessed import assessed_farmland
from weipian_plugin.domain.calculators.audit import Audit, interview, truthfulness
from weipian_plugin.domain.calculators.calculation import Calculation
from weipian_plugin.domain.calculators.daily import DailyCounts, daily_evaluation
from weipian_plugin.domain.calculators.immediate import Discovery, immediate_interview
from weipian_plugin.domain.calculators.names import VALUE_TITLES
from weipian_plugin.domain.calculators.onsite_duties import monitored, site_duties
from weipian_plugin.domain.calculators.parcels import RatioParcel
from weipian_plugin.domain.calculators.quota import (
    Unresolved,
    farmland_deducted,
    linked_parts,
    quota_balance,
    quota_frozen,
    quota_returned,
    quota_withheld,
)
from weipian_plugin.domain.calculators.ranking import RankedUnit, ranking
from weipian_plugin.domain.calculators.reserve import FrozenParcel, reserve_frozen
from weipian_plugin.domain.calculators.sampling import by_outcome, drawn, sample, sample_size, sample_sizes
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.judging.facts import Facts
from weipian_plugin.domain.profile_schema import build_all
from weipian_plugin.domain.profiles import PolicyProfile

RESOURCES = Path(__file__).parents[2] / "resources"
PROFILES = build_all({f.stem: yaml.safe_load(f.read_text(encoding="utf-8"))
                      for f in (RESOURCES / "profiles").glob("*.yaml")})
ZIYUAN, GUANGXI, GUANGDONG, Y2019, Y2021, Q2024 = (
    PROFILES[name] for name in ("GX_ZY2023", "GX2023", "GD_JM2021", "MNR2019", "MNR2021", "MNR2024Q"))
SHARE = Fraction(3, 10)


def m2(area_mu: float) -> float:
    return float(m2_of_mu(str(area_mu)))


def codes(found: Calculation) -> set[str]:
    return {remark.code for remark in found.remarks}


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(WeipianError) as error:
        call()
    return error.value.code


# §12.2 TV1–TV3: units


@pytest.mark.parametrize(("area", "expected"), [
    ("3333.33", "5.00"), ("3330.00", "5.00"), ("3329.99", "4.99"), ("66666.66", "100.00"), ("66663.33", "99.99")])
def test_tv1_tv2_tv3_mu_is_rounded_half_up(area: str, expected: str) -> None:
    assert mu_round2(area) == Decimal(expected)
    assert mu("3333.33") == Fraction(Decimal("4.999995"))


def test_tv4_ridges_are_taken_off_exactly() -> None:
    gross, share = Fraction("12345.67"), Fraction("0.1123")
    ridges = round2(gross * share)
    assert (ridges, round2(gross - Fraction(ridges))) == (Decimal("1386.42"), Decimal("10959.25"))


# §6.1


@pytest.mark.parametrize(("basic", "farmland", "tblx", "area", "expected"), [
    (5.00, 5.00, "20", 0.0, True), (4.99, 9.99, "DL1", 0.0, False), (0, 10.00, "GEF", 0.0, True),
    (6.00, 12.00, "GF", 0.0, False), (6.00, 12.00, "GF", 700.0, True)])
def test_6_1_the_monitored_filter(basic: float, farmland: float, tblx: str, area: float, expected: bool) -> None:
    facts = Facts({"yjjbnt_m2": m2(basic), "farmland_counted_m2": m2(farmland), "tblx": tblx, "zdqy_m2": area})
    found = monitored(facts, Q2024)
    assert found.fires is expected and found.lines[-1].words and "5亩" in found.lines[-1].basis_words()


def test_6_1_and_tv1_the_rounding_switch_decides_4_999995_mu() -> None:
    facts = Facts({"yjjbnt_m2": 3333.33, "farmland_counted_m2": 0.0, "tblx": "20", "zdqy_m2": 0.0})
    exactly = replace(Q2024, values={**Q2024.values, "threshold_compare": replace(
        Q2024.values["threshold_compare"], value="exact")})
    assert monitored(facts, Q2024).fires is True and monitored(facts, exactly).fires is False


def test_6_1_what_was_not_measured_is_not_told_and_another_profile_has_no_filter() -> None:
    assert monitored(Facts({"tblx": "20"}), Q2024).result is None
    found = monitored(Facts({}), ZIYUAN)
    assert found.result is None and codes(found) == {"RULE_MISSING"}


# §6.2 (A2–A5)

DUTIES: dict[str, tuple[dict[str, Any], list[str]]] = {
    "a": ({"jclb": "XZFN", "tblx": "20", "illegal_farmland_m2": 52.30}, ["OS1", "OS5"]),
    "b": ({"jclb": "CXBH", "tblx": "DL1", "illegal_farmland_m2": 49.99, "illegal_yjjbnt_m2": 25.00}, ["OS1"]),
    "c": ({"jclb": "QTXZ", "tblx": "DL1", "illegal_farmland_m2": 60}, []),
    "c, a building": ({"jclb": "QTXZ", "tblx": "20", "illegal_farmland_m2": 60}, ["OS5"]),
    "d": ({"rectified": "拆除复耕", "farmland_counted_m2": 12}, ["OS4"]),
    "e": ({"rectified": "拆除复耕", "farmland_counted_m2": 26}, ["OS3", "OS4"]),
    "f": ({"rectified": "拆除复耕", "yjjbnt_m2": 5.00}, ["OS3", "OS4"]),
    "g, 4.99": ({"jclb": "K", "illegal_mining_m2": 4.99}, []),
    "g, 5.00": ({"jclb": "K", "illegal_mining_m2": 5.00}, ["OS2"]),
}


@pytest.mark.parametrize("example", sorted(DUTIES))
def test_6_2_on_site_duties_a_to_g(example: str) -> None:
    given_facts, expected = DUTIES[example]
    nothing = dict.fromkeys(("illegal_farmland_m2", "illegal_yjjbnt_m2", "illegal_stbhhx_m2", "illegal_mining_m2",
                             "yjjbnt_m2", "stbhhx_m2", "farmland_counted_m2"), 0.0)
    facts: dict[str, Any] = {"jclb": "QTBH", "tblx": "QT", "rectified": "否", **nothing, **given_facts}
    facts.update({name: m2(value) for name, value in facts.items() if name.endswith("_m2")})
    found = site_duties(Facts(facts), ZIYUAN)
    assert [rule for rule, amount in found.figures.items() if amount] == expected
    assert found.result == len(expected) and len(found.lines) == len(ZIYUAN.onsite)
    assert all(line.basis_words() and line.words for line in found.lines)


@settings(max_examples=80, deadline=None)
@given(st.decimals(0, 200, places=2), st.decimals(0, 200, places=2), st.sampled_from(["XZFN", "CXBH", "K", "QTXZ"]),
       st.sampled_from(["拆除复耕", "补办"]), st.decimals(0, 100, places=2))
def test_6_2_more_basic_farmland_never_lifts_a_duty(
    basic: Decimal, more: Decimal, jclb: str, rectified: str, farmland: Decimal
) -> None:
    def fired(area: Decimal) -> set[str]:
        facts = Facts({"jclb": jclb, "tblx": "20", "rectified": rectified, "illegal_farmland_m2": m2(float(farmland)),
                       "illegal_yjjbnt_m2": m2(float(area)), "yjjbnt_m2": m2(float(area)), "illegal_stbhhx_m2": 0.0,
                       "stbhhx_m2": 0.0, "farmland_counted_m2": m2(float(farmland)), "illegal_mining_m2": 0.0})
        return {rule for rule, amount in site_duties(facts, ZIYUAN).figures.items() if amount}

    assert fired(basic) <= fired(basic + more)


def test_6_2_what_was_not_measured_stays_open_and_is_no_duty() -> None:
    found = site_duties(Facts({"jclb": "XZFN", "tblx": "20", "rectified": "否"}), ZIYUAN)
    assert found.figures["OS1"] is None and found.result == 0 and "未核" in found.lines[0].words


# §6.3


@pytest.mark.parametrize(("number", "expected"), [(47, 15), (23, 7), (30, 9), (9, 3), (3, 1), (1, 1), (0, 0)])
def test_tv6_and_6_3_the_size_of_the_sample(number: int, expected: int) -> None:
    assert sample_size(SHARE, number) == expected == (30 * number + 99) // 100
    found = sample_sizes({"合法": number}, GUANGDONG)
    assert found.lines[0].amount == expected and found.result == expected and found.proposed


def test_6_3_each_outcome_is_sampled_on_its_own_and_minerals_all_checked() -> None:
    found = sample_sizes({"合法": 47, "违法": 23, "其他": 1, "待查": 99}, GUANGDONG, minerals=12)
    assert found.result == 15 + 7 + 1 and found.lines[3].amount == 12 and found.lines[3].mark == "official"
    assert sample_sizes({"合法": 1}, Y2021).result is None


@settings(max_examples=60, deadline=None)
@given(st.sets(st.text(st.characters(codec="utf-8"), min_size=1, max_size=6), max_size=30), st.text(max_size=5),
       st.integers(0, 40))
def test_6_3_a_sample_is_drawn_again_from_its_seed_in_any_order(ids: set[str], seed: str, number: int) -> None:
    found = sample(sorted(ids), seed, number)
    assert found == sample(sorted(ids, reverse=True), seed, number) == sample([*ids, *ids], seed, number)
    assert len(found) == min(number, len(ids)) and set(found) <= ids
    assert sample(ids, seed, max(0, number - 1)) == found[:max(0, number - 1)]


def test_6_3_another_seed_draws_another_sample_and_every_patch_has_its_chance() -> None:
    ids = [f"450329{n:04d}" for n in range(200)]
    draws = [frozenset(sample(ids, f"seed {n}", 60)) for n in range(60)]
    assert len(set(draws)) == 60
    times = [sum(one in drawn_ids for drawn_ids in draws) for one in ids]
    assert min(times) >= 3 and max(times) <= 36  # 18 expected each


def test_6_3_the_drawn_sample_shows_its_ids_and_its_seed() -> None:
    ids = by_outcome([(f"合{n}", "合法") for n in range(47)] + [("违1", "违法")])
    found = drawn(ids, GUANGDONG, "2021-06")
    assert [len(line.parcels) for line in found.lines[:3]] == [15, 1, 0] and "2021-06" in found.lines[0].words
    assert found == drawn({name: list(reversed(members)) for name, members in ids.items()}, GUANGDONG, "2021-06")
    assert drawn(ids, Q2024, "x").result is None


@pytest.mark.parametrize(("good", "of", "criticised"), [(179, 200, True), (180, 200, False), (33, 37, True),
                                                         (34, 37, False)])
def test_6_3_truthfulness_below_90_percent_is_criticised(good: int, of: int, criticised: bool) -> None:
    found = truthfulness(good, of, Y2021)
    assert found.fires is criticised and found.result == Fraction(good, of)
    assert found.shown() == {179: "89.50 %", 180: "90.00 %", 33: "89.19 %", 34: "91.89 %"}[good]
    assert truthfulness(good, of, Y2021, false_rectifications=1).fires is True


def test_6_3_nothing_sampled_is_no_rate_but_false_rectification_counts() -> None:
    found = truthfulness(0, 0, Y2021)
    assert (found.result, found.fires) == (None, None) and found.shown() == "不可计算"
    assert truthfulness(0, 0, Y2021, 1).fires is True
    assert code_of(lambda: truthfulness(3, 2, Y2021)) == "FIGURE_EXCEEDS"
    assert truthfulness(1, 1, Y2019).result is None


# §6.4 (A12, A32)


@pytest.mark.parametrize(("concealed", "audited", "called"), [
    (11, 110, True), (10, 100, False), (11, 120, False), (11, 111, False), (25, 200, True), (9, 9, False)])
def test_tv7_and_6_4_rate_and_count_together(concealed: int, audited: int, called: bool) -> None:
    found = interview(Audit(concealed, audited), GUANGDONG)
    assert found.fires is called and found.result == Fraction(concealed, audited) and found.proposed


@pytest.mark.parametrize("circumstance", ["瞒报整改不落实", "虚假整改", "非法采矿较为严重"])
def test_a32_the_other_circumstances_call_alone(circumstance: str) -> None:
    assert interview(Audit(0, 100, (circumstance,)), GUANGDONG).fires is True
    assert interview(Audit(0, 0, (circumstance,)), GUANGDONG).fires is True


@pytest.mark.parametrize(("rank", "level", "called"), [(3, "city", True), (4, "city", False), (10, "county", True),
                                                      (11, "county", False), (1, "province", False)])
def test_6_4_the_first_3_cities_and_10_counties_are_called(rank: int, level: str, called: bool) -> None:
    assert interview(Audit(0, 100, rank=rank), GUANGDONG, level).fires is called


def test_6_4_nothing_audited_is_not_told_and_impossible_figures_are_refused() -> None:
    found = interview(Audit(0, 0), GUANGDONG)
    assert (found.result, found.fires) == (None, None) and "NOTHING_SAMPLED" in codes(found)
    assert code_of(lambda: interview(Audit(2, 1), GUANGDONG)) == "FIGURE_EXCEEDS"
    assert code_of(lambda: interview(Audit(0, 1, ("天气",)), GUANGDONG)) == "UNKNOWN_ASSUMPTION"
    assert code_of(lambda: interview(Audit(0, 1, rank=0), GUANGDONG)) == "RANK_BELOW_ONE"
    assert interview(Audit(11, 110), Y2021).fires is None


def test_6_4_the_ranking_by_sum_of_ranks_says_that_it_is_proposed() -> None:
    units = [RankedUnit("A", 900, Fraction(8, 100)), RankedUnit("B", 500, Fraction(20, 100)),
             RankedUnit("C", 300, Fraction(12, 100))]
    found = ranking(units, GUANGDONG)
    assert [line.parcels[0] for line in found.lines] == ["B", "A", "C"]
    assert [line.words.rpartition(" ")[2] for line in found.lines] == ["3", "4", "5"]
    assert "METHOD_PROPOSED" in codes(found) and found.proposed and ranking(units[::-1], GUANGDONG) == found


def test_6_4_ties_go_to_the_larger_farmland_and_full_ties_share_a_place() -> None:
    half = Fraction(1, 2)
    found = ranking([RankedUnit("甲", 10, half, 3), RankedUnit("乙", 10, half, 5), RankedUnit("丙", 10, half, 3),
                     RankedUnit("丁", 99, None)], GUANGDONG)
    assert found.figures == {"乙": 1, "甲": 2, "丙": 2} and "丁" in [r.values.get("units") for r in found.remarks]
    assert ranking([], Y2021).result is None


# §6.5 (A22)


@pytest.mark.parametrize(("illegal", "quota", "expected"), [("4000", "5000", "500"), ("2000", "5000", "300"),
                                                            ("3333.33", "5000", "499.9995")])
def test_tv8_and_6_5_2019_withheld_with_its_cap(illegal: str, quota: str, expected: str) -> None:
    found = quota_withheld(illegal, quota, Y2019)
    assert found.result == Fraction(expected) and round2(found.result) == round2(expected)
    assert "占补平衡" in next(r for r in found.remarks if r.code == "AMOUNT_NOT_IN_TEXT").sentence()


def test_6_5_2019_the_cap_is_lifted_with_a_reason_only() -> None:
    assert quota_withheld(4000, 5000, Y2019, " ").result == 500
    lifted = quota_withheld(4000, 5000, Y2019, "情节严重")
    assert lifted.result == 600 and "情节严重" in lifted.remarks[0].sentence()
    assert quota_withheld(2000, 5000, Y2019, "情节严重").result == 300
    assert quota_withheld(1, 1, Y2021).result is None


def test_6_5_2019_returned_in_proportion_and_nothing_where_it_was_falsified() -> None:
    found = quota_returned(500, 1000, 4000, Y2019)
    assert found.result == 125 and found.proposed
    assert quota_returned(500, 1000, 4000, Y2019, falsified=True).result == 0
    assert quota_returned(500, 0, 0, Y2019).result is None
    assert code_of(lambda: quota_returned(500, 5000, 4000, Y2019)) == "FIGURE_EXCEEDS"


def test_6_5_jiangmen_2021_three_parts() -> None:
    farmland, basic, other = linked_parts(Unresolved("42.35", "1.20", 320), GUANGDONG)
    assert farmland.result == Fraction("42.35") and other.result == 48
    assert basic.fires is True and "限期拆除复耕" in basic.conclusion[0]
    assert linked_parts(Unresolved(), GUANGDONG)[1].fires is False


def test_6_5_jiangmen_2021_batches_unfreeze_in_proportion() -> None:
    found = quota_balance(320, {"2021-09-30": 80}, GUANGDONG, on="2022-01-01")
    assert "仍冻结" in found.title and found.title != quota_frozen(320, GUANGDONG).title
    assert found.lines[-2].amount == 12 and found.result == 36 and found.figures["扣减"] == 0
    assert found.total("冻结") == found.result
    late = quota_balance(320, {"2021-09-30": 80}, GUANGDONG, on="2022-10-01")
    assert late.figures["扣减"] == 36 and "BATCHES_PAST" in codes(late)
    false = quota_balance(320, {"2021-09-30": 80}, GUANGDONG, falsified=True)
    assert false.figures["扣减"] == 48 and "FALSIFIED" in codes(false)
    odd = quota_balance(320, {"2021-10-01": 80}, GUANGDONG)
    assert odd.result == 48 and "UNKNOWN_RELEASE_BATCH" in codes(odd)
    assert code_of(lambda: quota_balance(320, {"2021-06-30": 200, "2021-09-30": 200}, GUANGDONG)) == "FIGURE_EXCEEDS"
    assert quota_balance(0, {}, GUANGDONG).result == 0


def test_6_5_the_ministry_2021_deducts_farmland_equally_and_has_no_15_percent() -> None:
    farmland, basic, other = linked_parts(Unresolved("42.35", 1, 320), Y2021)
    assert farmland.result == Fraction("42.35") and basic.fires is True
    assert other.result is None and [r.values["name"] for r in other.remarks] == ["quota_frozen_share"]
    assert farmland_deducted(1, Y2019).result is None and quota_frozen(1, ZIYUAN).result is None


@settings(max_examples=60, deadline=None)
@given(st.decimals(1, 1000, places=2), st.lists(st.integers(0, 20), min_size=5, max_size=5))
def test_6_5_what_is_released_and_what_stays_add_up_to_what_was_frozen(area: Decimal, shares: list[int]) -> None:
    days = GUANGDONG.names("quota_release_batches")
    accepted = {day: Fraction(area) * share / 100 for day, share in zip(days, shares)}
    found = quota_balance(area, accepted, GUANGDONG)
    released = -sum(line.signed for line in found.lines if line.sign == "−")
    assert found.result == Fraction(area) * Fraction(15, 100) - released >= 0


# §6.6


def test_6_6_frozen_reserve_with_and_without_the_second_confirmation() -> None:
    parcel = FrozenParcel("a", "42.35", "30.00", True, True, "10.00", "8")
    found = reserve_frozen([parcel], ZIYUAN)
    assert found.figures == {"冻结": Fraction("42.35"), "解冻": 30, "扣减": 10, "余额": Fraction("2.35")}
    assert found.proposed and found.total("冻结") == found.result and not found.remarks
    waiting = reserve_frozen([replace(parcel, region_confirmed=False)], ZIYUAN)
    assert waiting.result == Fraction("32.35") and "CONFIRMATION_MISSING" in codes(waiting)
    assert reserve_frozen([replace(parcel, city_accepted=False)], ZIYUAN).figures["解冻"] == 0


def test_6_6_only_what_the_profile_freezes_and_quality_is_asked_for() -> None:
    found = reserve_frozen([FrozenParcel("a", 5, case="W2"), FrozenParcel("b", 7, regularised=7)], GUANGXI)
    assert found.figures["冻结"] == 7 and found.result == 0 and codes(found) == {"QUALITY_MISSING"}
    assert reserve_frozen([], Y2021).result is None
    assert code_of(lambda: reserve_frozen([FrozenParcel("a", 5, 4, regularised=2)], GUANGXI)) == "FIGURE_EXCEEDS"
    assert code_of(lambda: reserve_frozen([FrozenParcel("a", 5), FrozenParcel("a", 5)], GUANGXI)) == "PARCEL_TWICE"


# §6.8 (A28)


@pytest.mark.parametrize(("found", "expected"), [
    (Discovery(("瞒案不报",), basic_farmland="5.00"), True),
    (Discovery(("瞒案不报",), general_farmland="9.99"), False),
    (Discovery((), basic_farmland=80), False),
    (Discovery(("弄虚作假",), reserve=5), True),
    (Discovery(("压案不查",), general_farmland=10), True),
    (Discovery(("压案不查",), severe=True, reason="媒体曝光"), True),
    (Discovery(("压案不查",), basic_farmland=80, severe=False, reason="已查处"), False),
])
def test_6_8_immediate_interview_of_2019(found: Discovery, expected: bool) -> None:
    told = immediate_interview(found, Y2019)
    assert told.fires is expected and told.result == int(expected)
    assert ("SEVERE_BY_HAND" in codes(told)) is (found.severe is not None)


def test_6_8_is_no_rule_of_other_years() -> None:
    assert immediate_interview(Discovery(("瞒案不报",)), Y2021).result is None
    assert code_of(lambda: immediate_interview(Discovery(("懒",)), Y2019)) == "UNKNOWN_ASSUMPTION"


# §2.7


def test_2_7_the_six_rates_of_daily_enforcement() -> None:
    counts = DailyCounts(200, 190, 180, 50, 3, 40, 20, 10, 5, "160.50", "80.25", 60, 45)
    found = daily_evaluation(counts)
    assert [(each.title, each.shown()) for each in found] == [
        ("核实完成率", "95.00 %"), ("按期率", "90.00 %"), ("判定准确率", "94.00 %"), ("违法处理率", "87.50 %"),
        ("整改到位率（面积）", "50.00 %"), ("日常发现率", "75.00 %")]
    assert all(each.proposed and each.lines[-1].mark == "proposed" for each in found)


def test_2_7_a_rate_of_nothing_cannot_be_computed() -> None:
    assert {(each.result, each.shown()) for each in daily_evaluation(DailyCounts())} == {(None, "不可计算")}
    assert code_of(lambda: daily_evaluation(DailyCounts(to_verify=1, verified=2))) == "FIGURE_EXCEEDS"
    assert code_of(lambda: daily_evaluation(DailyCounts(illegal_area=-1, eliminated_area=0))) == "FIGURE_NEGATIVE"


# 2024


def test_6_7_2024_what_corrected_itself_within_the_year_does_not_count() -> None:
    parcels = [RatioParcel("a", "违法", "W1", Fraction(30), {"拆除复耕": Fraction(12)}),
               RatioParcel("b", "违法", "W3", Fraction(9)), RatioParcel("c", "合法", "H1", Fraction(50))]
    found = assessed_farmland(parcels, Q2024)
    assert found.result == 18 == found.total("数量") and "自行纠正" in found.lines[1].basis_words()
    assert assessed_farmland(parcels, Y2021).result is None
    assert assessed_farmland([RatioParcel("a", "违法", "W1", None)], Q2024).result is None


# The values


def test_every_value_a_calculator_reads_is_documented_and_stands_in_a_profile_or_says_so() -> None:
    told = calculators.__doc__ or ""
    spoken = {name for name in VALUE_TITLES if "_at_" not in name and "_accountability_" not in name}
    assert {name for name in spoken if f"``{name}``" not in told} == set()
    held = {name for profile in PROFILES.values() for name in profile.values}
    assert {name for name in spoken if name not in held} == set()


@pytest.mark.parametrize("name", sorted(PROFILES))
def test_no_calculator_gives_a_figure_from_a_profile_without_its_values(name: str) -> None:
    profile = PROFILES[name]
    bare: PolicyProfile = replace(profile, values={key: value for key, value in profile.values.items()
                                                   if key not in VALUE_TITLES})
    for found in (truthfulness(1, 2, bare), interview(Audit(11, 110), bare), quota_withheld(1, 2, bare),
                  quota_returned(1, 1, 2, bare), *linked_parts(Unresolved(1, 1, 1), bare), ranking([], bare),
                  sample_sizes({}, bare), reserve_frozen([], bare), immediate_interview(Discovery(), bare),
                  assessed_farmland([], bare)):
        assert found.result is None and "VALUE_MISSING" in codes(found), found.title
        assert all(profile.id in remark.sentence("zh") for remark in found.remarks)
        assert any(remark.sentence("zh").startswith("本口径无此规定") for remark in found.remarks)


def test_every_remark_reads_in_both_languages() -> None:
    found = quota_withheld(4000, 5000, Y2019, "情节严重")
    assert all("?" not in remark.sentence(language) for remark in found.remarks for language in ("zh", "en"))
