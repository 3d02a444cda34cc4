"""问责比例: every column of the matrix of §6.7, its worked example, triggers and boundary, and what always holds."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from weipian_plugin.domain.areas.units import mu, round2
from weipian_plugin.domain.calculators.amounts import parts_of, shown_parts
from weipian_plugin.domain.calculators.calculation import DENOMINATOR, NUMERATOR, Calculation
from weipian_plugin.domain.calculators.parcels import BUCKETS, COUNTED, RatioParcel
from weipian_plugin.domain.calculators.ratio import StatedDenominator, by_township, ratio
from weipian_plugin.domain.calculators.whatif import Assumption, assume, most_effective, what_if
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.profile_schema import build_all
from weipian_plugin.domain.profiles import PolicyProfile

RESOURCES = Path(__file__).parents[2] / "resources"
DOCUMENTS = {f.stem: yaml.safe_load(f.read_text(encoding="utf-8")) for f in (RESOURCES / "profiles").glob("*.yaml")}
PROFILES = build_all(DOCUMENTS)
GUANGXI, ZIYUAN, Y2021, Y2019 = (PROFILES[name] for name in ("GX2023", "GX_ZY2023", "MNR2021", "MNR2019"))


def illegal(name: str, area: Any, case: str = "W1", **more: Any) -> RatioParcel:
    buckets = {key: Fraction(str(value)) for key, value in more.items() if key in BUCKETS}
    rest = {key: value for key, value in more.items() if key not in BUCKETS}
    return RatioParcel(name, "违法", case, None if area is None else Fraction(str(area)), buckets, **rest)


def legal(name: str, area: Any, case: str = "H1", **more: Any) -> RatioParcel:
    return RatioParcel(name, "合法", case, None if area is None else Fraction(str(area)), **more)


def worked(denominator: int = 1000) -> list[RatioParcel]:
    """§6.7: N₀ = 180, of it 补办 40, 拆除复耕 30, 国家级重大 20, 省级重大 40, rest 50."""
    return [illegal("补", 40, 补办=40), illegal("拆", 30, 拆除复耕=30), illegal("国", 20, 国家级重大=20),
            illegal("省", 40, 省级重大=40), illegal("余", 50), legal("合", denominator - 180)]


def codes(found: Calculation) -> set[str]:
    return {remark.code for remark in found.remarks}


def shown(found: Calculation) -> tuple[Any, Any, str]:
    assert found.result is not None
    return found.figures[NUMERATOR], found.figures[DENOMINATOR], f"{round2(found.result * 10000) / 100:.4f}"


@pytest.mark.parametrize(("profile", "level", "expected"), [
    ("MNR2019", "county", (120, 1000, "12.0000")),
    ("MNR2021", "county", (50, 910, "5.4945")),
    ("MNR2021", "city", (50, 910, "5.4945")),
    ("GD_JM2021", "county", (50, 910, "5.4945")),
    ("MNR2021", "province", (90, 950, "9.4737")),
    ("GD_JM2021", "province", (90, 950, "9.4737")),
    ("GX2023", "county", (110, 970, "11.3402")),
    ("GX_ZY2023", "county", (110, 970, "11.3402")),
])
def test_tv9_and_6_7_every_column_of_the_worked_example(profile: str, level: str, expected: tuple[Any, ...]) -> None:
    found = ratio(worked(), PROFILES[profile], level)
    numerator, denominator, _ = expected
    assert (found.figures[NUMERATOR], found.figures[DENOMINATOR]) == (numerator, denominator)
    assert found.result == Fraction(numerator, denominator)
    assert f"{float(found.result) * 100:.4f}" == expected[2]


def test_tv9_the_raw_ratio_is_18_percent() -> None:
    found = ratio([illegal("a", 180), legal("b", 820)], GUANGXI)
    assert found.result == Fraction(18, 100) and found.shown() == "18.00 %"


def test_6_7_2019_major_from_both_sums_is_shown_beside() -> None:
    found = ratio(worked(), Y2019)
    (other,) = found.variants
    assert (other.figures[NUMERATOR], other.figures[DENOMINATOR]) == (120, 940)
    assert f"{float(other.result or 0) * 100:.4f}" == "12.7660"
    assert "MAJOR_READ_OTHERWISE" in codes(other) and "proposed" in other.marks


def test_6_7_2023_with_a_denominator_of_700_leads_to_accountability() -> None:
    found = ratio(worked(700), ZIYUAN, "county")
    assert found.figures[DENOMINATOR] == 670 and f"{float(found.result or 0) * 100:.4f}" == "16.4179"
    assert found.fires is True and found.conclusion[0] == "纳入问责范围"
    assert ratio(worked(), ZIYUAN).fires is False  # N ≥ 100, R < 15 %


def test_where_the_conditions_are_not_reached_it_is_told_which_one() -> None:
    high = ratio([illegal("a", "64.71"), legal("b", 38)], ZIYUAN, "county")
    assert high.fires is False and high.why == ("比例已达 15 %，面积 64.71 < 100 亩",
                                                "the ratio reaches 15 %, area 64.71 < 100 mu")
    assert ratio(worked(), ZIYUAN).why[0].endswith(" < 15 %，面积已达 100 亩")
    assert ratio(worked(700), ZIYUAN, "county").why == ("", "")


@pytest.mark.parametrize(("level", "numerator", "denominator", "fires", "boundary"), [
    ("county", "100.00", "666.66", True, True),
    ("county", "100.00", "666.67", False, True),
    ("county", "99.99", "600", False, False),
    ("county", "110", "733.34", False, True),
    ("township", "5.00", "33.33", True, True),
    ("township", "5.00", "33.34", False, True),
    ("township", "4.99", "20", False, False),
    ("township", "6.20", "50", False, False),
])
def test_tv10_and_6_7_triggers_of_2023(level: str, numerator: str, denominator: str, fires: bool,
                                       boundary: bool) -> None:
    parcels = [illegal("a", numerator), legal("b", Fraction(denominator) - Fraction(numerator))]
    found = ratio(parcels, ZIYUAN, level)
    assert found.fires is fires
    assert ("RATIO_BOUNDARY" in codes(found)) is boundary
    assert ("边界，需人工复核" in found.conclusion[0]) is boundary


def test_a20_a_ratio_just_below_the_limit_never_shows_as_having_reached_it() -> None:
    found = ratio([illegal("a", 100), legal("b", "566.67")], ZIYUAN)
    line = next(line for line in found.lines if "交叉相乘" in line.label)
    assert "14.9999 % < 15.0000 %" in line.label
    said = next(remark for remark in found.remarks if remark.code == "RATIO_BOUNDARY").sentence()
    assert "14.9999 %" in said and "0.01 个百分点" in said


def test_a20_and_tv3_the_area_is_compared_as_the_tables_show_it_and_says_so() -> None:
    area = mu("66666.66")  # 99.99999 亩, shown as 100.00
    found = ratio([RatioParcel("a", "违法", "W1", area), legal("b", 300)], ZIYUAN)
    assert found.fires is True and "AREA_BOUNDARY" in codes(found)
    assert ratio([RatioParcel("a", "违法", "W1", mu("66663.33")), legal("b", 300)], ZIYUAN).fires is False


def test_a15_and_a33_a_level_without_a_number_gives_the_ratio_and_no_verdict() -> None:
    for profile, level in ((Y2021, "province"), (ZIYUAN, "city"), (GUANGXI, "township")):
        found = ratio(worked(), profile, level)
        assert found.result is not None and found.fires is None and "TRIGGER_MISSING" in codes(found)


def test_the_15_percent_of_2019_and_2021_carry_their_mark() -> None:
    for profile in (Y2019, Y2021):
        found = ratio([illegal("a", 20), legal("b", 80)], profile)
        assert found.fires is True and "known" in found.marks


def test_6_7_w2_and_w3_are_in_neither_sum_in_2023() -> None:
    found = ratio([*worked(), illegal("存量", 500, "W2"), illegal("破坏", 300, "W3")], GUANGXI)
    assert (found.figures[NUMERATOR], found.figures[DENOMINATOR]) == (110, 970)
    line = next(line for line in found.lines if "口径不计入" in line.label)
    assert line.parcels == ("存量", "破坏") and line.amount == 800 and line.sign == "" and line.mark == "official"


def test_6_7_what_the_superior_finally_judges_and_supplementary_patches_are_added_once() -> None:
    parcels = [illegal("a", 100), legal("b", 900),
               RatioParcel("c", "其他", "Q1", Fraction(10), superior_final=True),
               legal("d", 20, superior_final=True), illegal("e", 30, supplementary=True),
               illegal("f", 40, supplementary=True, superior_final=True)]
    found = ratio(parcels, GUANGXI)
    assert (found.figures[NUMERATOR], found.figures[DENOMINATOR]) == (200, 1100)
    added = [line for line in found.lines if line.side == NUMERATOR and "追加" in line.label]
    assert sorted(name for line in added for name in line.parcels) == ["c", "d", "e", "f"]


def test_a_profile_that_adds_nothing_says_which_patches_it_leaves_out() -> None:
    found = ratio([illegal("a", 10), legal("b", 90), illegal("e", 30, supplementary=True),
                   legal("d", 20, superior_final=True)], Y2019)
    assert (found.figures[NUMERATOR], found.figures[DENOMINATOR]) == (10, 120)
    assert [r.values["parcels"] for r in found.remarks if r.code == "ADDITION_NOT_STATED"] == ["d", "e"]


def test_the_overlap_guard_deducts_one_area_once_restored_before_major_before_regularised() -> None:
    parcels = [illegal("a", 100, 拆除复耕=30, 国家级重大=100, 补办=50), legal("b", 900)]
    found = ratio(parcels, Y2021)
    (share,) = [share for share in found.shares if share.parcel == "a"]
    assert share.taken == (("拆除复耕", 30), ("国家级重大", 70))
    assert (found.figures[NUMERATOR], found.figures[DENOMINATOR]) == (0, 900)


def test_6_7_2023_a_major_project_that_was_regularised_gets_that_deduction() -> None:
    found = ratio([illegal("a", 100, 国家级重大=100, 补办=100), legal("b", 900)], GUANGXI)
    assert (found.figures[NUMERATOR], found.figures[DENOMINATOR]) == (0, 1000)
    assert not found.variants


def test_6_7_2021_major_and_regularised_is_listed_and_both_variants_are_shown() -> None:
    found = ratio([illegal("a", 100, 省级重大=100, 补办=100), illegal("c", 50), legal("b", 850)], Y2021)
    assert found.result == Fraction(50, 900)
    (other,) = found.variants
    assert other.result == Fraction(50, 1000)
    assert [r.values["parcels"] for r in found.remarks if r.code == "MAJOR_AND_REGULARISED"] == ["a"]


@pytest.mark.parametrize("profile", ["MNR2021", "GD_JM2021", "GX2023"])
@pytest.mark.parametrize("bucket", ["宅基地", "保障性安居", "疫情医疗"])
def test_6_7_what_is_no_longer_deductible_is_kept_and_listed(profile: str, bucket: str) -> None:
    found = ratio([illegal("a", 100, **{bucket: 100}), legal("b", 900)], PROFILES[profile])
    assert found.result == Fraction(1, 10)
    assert any(line.label.startswith("不扣减：") and line.amount == 100 and line.basis_words() for line in found.lines)


def test_partial_areas_are_deducted_and_never_the_whole_parcel() -> None:
    found = ratio([illegal("a", 100, 拆除复耕=25, 补办=15), legal("b", 900)], GUANGXI)
    assert (found.figures[NUMERATOR], found.figures[DENOMINATOR]) == (60, 975)


def test_more_rectified_than_taken_is_deducted_once_and_said() -> None:
    found = ratio([illegal("a", 100, 拆除复耕=80, 补办=80), legal("b", 900)], GUANGXI)
    assert found.figures[NUMERATOR] == 0 and found.figures[DENOMINATOR] == 920 and "DEDUCTED_ONCE" in codes(found)


@pytest.mark.parametrize("parcels", [[], [illegal("a", 0)], [illegal("a", 10, 拆除复耕=10)],
                                     [RatioParcel("q", "其他", "Q1", Fraction(9))]])
def test_6_7_a_denominator_that_is_not_positive_cannot_be_computed(parcels: list[RatioParcel]) -> None:
    found = ratio(parcels, GUANGXI)
    assert found.result is None and found.fires is None
    assert found.conclusion[0] == "不可计算" and found.shown() == "不可计算"
    assert "DENOMINATOR_NOT_POSITIVE" in codes(found)


def test_farmland_that_is_not_known_makes_no_figure() -> None:
    for parcels in ([illegal("a", None), legal("b", 1)], [illegal("a", 1), legal("b", None)]):
        found = ratio(parcels, GUANGXI)
        assert found.result is None and "FARMLAND_UNKNOWN" in codes(found) and not found.lines
    stated = StatedDenominator(Fraction(10), "年度统计")
    assert ratio([illegal("a", 1), legal("b", None)], GUANGXI, stated=stated).result == Fraction(1, 10)


def test_a12_a_stated_denominator_takes_the_place_of_the_sum_and_says_why() -> None:
    parcels = [parcel for parcel in worked() if parcel.outcome == "违法"]
    found = ratio(parcels, GUANGXI, stated=StatedDenominator(Fraction(1000), "年度变更调查"))
    assert (found.figures[NUMERATOR], found.figures[DENOMINATOR]) == (110, 970)
    assert "年度变更调查" in next(r for r in found.remarks if r.code == "DENOMINATOR_STATED").sentence()


def test_the_quarterly_profile_names_the_values_it_lacks_and_gives_no_figure() -> None:
    found = ratio(worked(), PROFILES["MNR2024Q"])
    missing = {remark.values["name"] for remark in found.remarks if remark.code == "VALUE_MISSING"}
    assert found.result is None and {"regularised_deducted_from", "restored_deducted_from"} <= missing
    assert all("MNR2024Q" in remark.sentence() for remark in found.remarks)


def test_a_value_that_is_not_understood_is_named_and_not_guessed() -> None:
    value = replace(GUANGXI.values["restored_deducted_from"], value=("分母分子",))
    found = ratio(worked(), replace(GUANGXI, values={**GUANGXI.values, "restored_deducted_from": value}))
    assert found.result is None and codes(found) == {"VALUE_NOT_UNDERSTOOD"}
    kept = replace(value, value=())
    found = ratio(worked(), replace(GUANGXI, values={**GUANGXI.values, "restored_deducted_from": kept}))
    assert found.figures[NUMERATOR] == 140


def test_bad_input_is_refused_with_its_code() -> None:
    with pytest.raises(WeipianError) as error:
        ratio([illegal("a", 1), illegal("a", 2)], GUANGXI)
    assert error.value.code == "PARCEL_TWICE"
    for made, code in ((lambda: illegal("a", -1), "FIGURE_NEGATIVE"), (lambda: illegal("a", 1, 补办=-1),
                       "FIGURE_NEGATIVE"), (lambda: ratio([], GUANGXI, "state"), "UNKNOWN_LEVEL"),
                       (lambda: assume([illegal("a", 1)], {"a": "消失"}), "UNKNOWN_ASSUMPTION"),
                       (lambda: assume([illegal("a", 1)], {"a": Assumption("补办", 2)}), "FIGURE_EXCEEDS")):
        with pytest.raises(WeipianError) as error:
            made()
        assert error.value.code == code


def test_what_a_person_left_out_is_listed_and_not_counted() -> None:
    found = ratio([illegal("a", 10), illegal("x", 90, left_out=True), legal("b", 90)], GUANGXI)
    assert found.result == Fraction(1, 10)
    assert next(line for line in found.lines if "不纳入" in line.label).parcels == ("x",)


def test_each_township_has_its_own_ratio() -> None:
    found = by_township([illegal("a", 6, township="甲"), legal("b", 34, township="甲"),
                         illegal("c", 1, township="乙"), legal("d", 9, township="乙")], ZIYUAN)
    assert [(name, each.fires) for name, each in found.items()] == [("乙", False), ("甲", True)]


def test_every_line_of_a_sum_says_upon_what_and_marks_are_kept() -> None:
    found = ratio(worked(), GUANGXI)
    sums = [line for line in found.lines if line.side]
    assert all(line.basis_words() and line.mark for line in sums)
    assert found.proposed and "拟" in found.mark_words()
    assert any("只扣分子不扣分母" in line.basis_words() for line in sums)


# What if


def test_what_if_shows_both_and_the_movement() -> None:
    moved = what_if([illegal("a", 100), illegal("c", 80), legal("b", 820)], {"a": "拆除复耕"}, ZIYUAN)
    assert moved.before.result == Fraction(18, 100) and moved.after.result == Fraction(80, 900)
    assert moved.movement == (Fraction(80, 900) - Fraction(18, 100)) * 100
    assert (moved.before.fires, moved.after.fires) == (True, False)


def test_what_if_a_part_is_split_off_and_the_rest_stays() -> None:
    parcels = assume([illegal("a", 100, 拆除复耕=30, 补办=50)], {"a": Assumption("合法", 40)})
    assert [(p.id, p.outcome, p.farmland) for p in parcels] == [("a", "违法", 60), ("a·合法", "合法", 40)]
    assert parcels[0].buckets == {"拆除复耕": 30, "补办": 30}  # 20 not rectified go first, then 20 of 补办
    whole = what_if([illegal("a", 100), legal("b", 900)], {"a": Assumption("补办", 40)}, GUANGXI)
    assert whole.after.result == Fraction(60, 1000)


def test_what_if_a_major_project_split_covers_both_parts() -> None:
    parcels = assume([illegal("a", 100, 国家级重大=100)], {"a": Assumption("拆除复耕", 40)})
    assert [dict(p.buckets) for p in parcels] == [{"国家级重大": 60}, {"国家级重大": 40, "拆除复耕": 40}]


def test_the_most_effective_parcels_come_first_ties_by_area_then_by_id() -> None:
    parcels = [illegal("小", 10), illegal("大", 60), illegal("已", 90, 拆除复耕=90), illegal("丙", 10),
               illegal("存", 99, "W2"), legal("b", 800)]
    found = most_effective(parcels, GUANGXI)
    order = [line.parcels[0] for line in found.lines[1:]]
    assert order == ["大", "丙", "小"]
    alone = what_if(parcels, {"大": "拆除复耕"}, GUANGXI).after.result
    assert found.result == alone and "比例由" in found.lines[1].words
    assert [line.amount for line in found.lines[1:]] == [
        what_if(parcels, {name: "拆除复耕"}, GUANGXI).after.result for name in order]


def test_nothing_left_to_rectify_is_said() -> None:
    found = most_effective([illegal("a", 10, 拆除复耕=10), legal("b", 90)], GUANGXI)
    assert codes(found) == {"NO_EFFECT"} and found.result == 0
    assert most_effective([], GUANGXI).result is None


# What always holds

AREAS = st.decimals(0, 500, places=2).map(Fraction)


@st.composite
def parcel_sets(draw: st.DrawFn) -> list[RatioParcel]:
    found = []
    for number in range(draw(st.integers(0, 8))):
        outcome, case = draw(st.sampled_from([("违法", "W1"), ("违法", "W1"), ("违法", "W2"), ("违法", "W3"),
                                              ("合法", "H1"), ("其他", "Q1")]))
        buckets = {name: draw(AREAS) for name in draw(st.sets(st.sampled_from(sorted(BUCKETS)), max_size=3))}
        found.append(RatioParcel(f"p{number}", outcome, case, draw(AREAS), buckets,
                                 draw(st.sampled_from(["甲", "乙"])), draw(st.booleans()), draw(st.booleans()),
                                 draw(st.integers(0, 9)) == 0))
    return found


RATIO_PROFILES = st.sampled_from([Y2019, Y2021, PROFILES["GD_JM2021"], GUANGXI, ZIYUAN])
LEVELS = st.sampled_from(["township", "county", "city", "province"])


@settings(max_examples=150, deadline=None)
@given(parcel_sets(), RATIO_PROFILES, LEVELS)
def test_the_lines_add_up_to_both_sums_and_so_do_the_parcels(
    parcels: list[RatioParcel], profile: PolicyProfile, level: str
) -> None:
    whole = ratio(parcels, profile, level)
    for found in (whole, *whole.variants):
        for side, of in ((NUMERATOR, "numerator"), (DENOMINATOR, "denominator")):
            assert found.total(side) == found.figures[side] == sum(getattr(s, of) for s in found.shares)
        numerator, denominator = found.figures[NUMERATOR], found.figures[DENOMINATOR]
        assert numerator is not None and denominator is not None and 0 <= numerator <= denominator
        if found.result is not None:
            assert found.result == numerator / denominator and found.result <= 1
        for share in found.shares:
            assert sum(area for _, area in share.taken) <= share.farmland
            assert share.kind in COUNTED or share.numerator == 0


@settings(max_examples=60, deadline=None)
@given(parcel_sets(), RATIO_PROFILES, LEVELS, st.randoms(use_true_random=False))
def test_the_order_of_the_parcels_does_not_matter(
    parcels: list[RatioParcel], profile: PolicyProfile, level: str, random: Any
) -> None:
    shuffled = list(parcels)
    random.shuffle(shuffled)
    assert ratio(shuffled, profile, level) == ratio(parcels, profile, level)
    assert most_effective(shuffled, profile, level) == most_effective(parcels, profile, level)


@settings(max_examples=60, deadline=None)
@given(parcel_sets(), RATIO_PROFILES)
def test_what_if_of_nothing_changes_nothing(parcels: list[RatioParcel], profile: PolicyProfile) -> None:
    moved = what_if(parcels, {}, profile)
    assert moved.before == moved.after and moved.movement in (None, 0)
    assert assume(parcels, {"nobody": "补办"}) == parcels


@settings(max_examples=60, deadline=None)
@given(parcel_sets(), RATIO_PROFILES, st.sampled_from(["拆除复耕", "补办"]))
def test_rectifying_never_raises_the_ratio(parcels: list[RatioParcel], profile: PolicyProfile, kind: str) -> None:
    before = ratio(parcels, profile)
    after = what_if(parcels, {parcel.id: kind for parcel in parcels if parcel.id == "p0"}, profile).after
    numerators = after.figures.get(NUMERATOR), before.figures.get(NUMERATOR)
    if kind == "补办":
        # An area that a major project had deducted from both sums stays so; 补办 alone leaves 分母 as it is.
        assert numerators[0] is not None and numerators[1] is not None and numerators[0] <= numerators[1]
    elif before.result is not None and after.result is not None and not any(
            parcel.id == "p0" and any(parcel.buckets.values()) for parcel in parcels):
        # Ground that 补办 has taken from 分子 already takes only from 分母 when it is restored: the ratio may rise.
        assert after.result <= before.result


@settings(max_examples=60, deadline=None)
@given(parcel_sets(), RATIO_PROFILES)
def test_a_split_at_any_place_keeps_the_farmland(parcels: list[RatioParcel], profile: PolicyProfile) -> None:
    for parcel in parcels[:2]:
        part = (parcel.farmland or Fraction(0)) / 3
        split = assume([parcel], {parcel.id: Assumption("拆除复耕", part)})
        assert sum(each.farmland or 0 for each in split) == parcel.farmland


def line_figures(found: Calculation, side: str) -> Decimal:
    """The lines of a sum as they are read, added up as a person does on paper."""
    signs = {"+": 1, "−": -1}
    return sum((signs[line.sign] * Decimal(line.shown().split()[0]) for line in found.lines if line.side == side),
               Decimal(0))


LISTS = st.lists(st.fractions(0, 40, max_denominator=2000), min_size=1, max_size=6)


@given(LISTS, LISTS, LISTS)
@settings(max_examples=60)
def test_shown_lines_add_up_to_the_shown_sum_and_shown_parcels_to_their_line(
        taken: list[Fraction], lawful: list[Fraction], restored: list[Fraction]) -> None:
    parcels = [illegal(f"违{n}", area, 拆除复耕=min(area, gone)) for n, (area, gone) in enumerate(zip(taken, restored))]
    parcels += [illegal(f"补{n}", area, supplementary=True, 补办=area / 3) for n, area in enumerate(restored)]
    parcels += [legal(f"合{n}", area) for n, area in enumerate(lawful)]
    found = ratio(parcels, Y2021, "county")
    known = {parcel.id: parcel for parcel in parcels}
    for side in (NUMERATOR, DENOMINATOR):
        assert line_figures(found, side) == round2(found.figures[side] or 0)
        assert found.total(side) == found.figures[side]
    figures: dict[tuple[str, str], Decimal] = {}
    for line in found.lines:
        if line.side in (NUMERATOR, DENOMINATOR):
            figure = Decimal(line.shown().split()[0])
            assert abs(Fraction(figure) - (line.amount or 0)) < Fraction(1, 100)
            if line.parcels:
                assert sum(filter(None, shown_parts(line, parts_of(line, found, known))), Decimal(0)) == figure
            if not line.label.startswith("扣："):
                assert figures.setdefault((line.sign, line.label), figure) == figure


def test_three_thirds_are_shown_as_one_and_kept_as_thirds() -> None:
    parcels = [illegal(name, Fraction(1, 3), 拆除复耕=Fraction(1, 3)) for name in "甲乙丙"]
    found = ratio([*parcels, legal("丁", 10)], GUANGXI)
    line = found.lines[0]
    parts = parts_of(line, found, {parcel.id: parcel for parcel in parcels})
    assert line.shown() == "1.00 亩" and {amount for _, amount in parts} == {Fraction(1, 3)}
    assert sorted(map(str, shown_parts(line, parts))) == ["0.33", "0.33", "0.34"]
