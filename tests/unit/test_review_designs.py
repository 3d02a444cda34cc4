"""Samples: the sizes of §6.3, the same from the same seed, what was drawn stays, every probability exact."""

from __future__ import annotations

import json
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from weipian_plugin.domain.calculators.sampling import sample
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.review.designs import (
    ALL_ABOVE,
    CLOSED,
    MINERALS,
    NAMED,
    Plan,
    all_above,
    all_minerals,
    by_class,
    by_hand,
    by_unit,
    design_of,
)
from weipian_plugin.domain.review.drawing import Drawing, draw, top_up
from weipian_plugin.domain.review.estimates import Read, estimated_share, estimated_total, read, strata_read
from weipian_plugin.domain.review.members import Member, mark, packed, unpacked

CLASSES = Plan((by_class(),))


def members(count, outcome="违法", start=0, **more):
    return [Member(f"uuid-{outcome}-{number}", str(number), outcome, **more) for number in range(start, start + count)]


def sizes(drawing):
    return {stratum.name: (stratum.population, stratum.drawn) for stratum in drawing.design.strata}


def drawn(found, plan=CLASSES, seed="粤〔2023〕1号"):
    return draw(found, plan, seed, "2023-10-31")


# §6.3, worked out in the domain reference.
@pytest.mark.parametrize("whole, size", [(47, 15), (23, 7), (30, 9), (9, 3), (3, 1), (1, 1)])
def test_of_each_class_the_rules_sizes_are_drawn(whole, size):
    assert sizes(drawn(members(whole))) == {"违法": (whole, size)}


def test_each_class_is_drawn_by_itself_as_the_calculator_draws():
    everyone = members(47, "合法") + members(23, "违法") + members(30, "其他")
    found = drawn(everyone)
    assert sizes(found) == {"合法": (47, 15), "违法": (23, 7), "其他": (30, 9)}
    for outcome, size in (("合法", 15), ("违法", 7), ("其他", 9)):
        own = [member.uuid for member in everyone if member.outcome == outcome]
        mine = sorted((uuid for uuid in found.placed if found.placed[uuid].stratum == outcome),
                      key=lambda uuid: found.placed[uuid].order)
        assert mine == sample(own, f"粤〔2023〕1号/{outcome}", size)
        assert {found.placed[uuid].probability for uuid in mine} == {Fraction(size, len(own))}


def test_the_same_seed_draws_the_same_in_whatever_order_another_seed_does_not():
    everyone = members(200)
    assert drawn(everyone).placed == drawn(everyone[::-1]).placed
    assert set(drawn(everyone).placed) != set(drawn(everyone, seed="另一个").placed)


def test_every_parcel_is_drawn_as_often_as_its_probability_says():
    """Over 400 seeds: 20 of 40 parcels, each 200 times but for chance (five standard deviations)."""
    half = Plan((by_class("0.5"),))
    times = Counter(uuid for seed in range(400) for uuid in drawn(members(40), half, str(seed)).placed)
    assert len(times) == 40 and all(abs(number - 200) < 50 for number in times.values())


def test_what_reaches_a_threshold_and_minerals_and_named_ones_are_taken_whole_before_the_rest_is_drawn():
    large = members(4, "违法", 100, areas={"GDMJ": Decimal("25.00")})
    small = members(20, "违法", areas={"GDMJ": Decimal("24.99")})
    mineral = members(3, "合法", 200, is_mineral=True)
    plan = Plan((by_hand([small[0].uuid]), all_above({"GDMJ": 25, "STHXMJ": 5}), all_minerals(), by_class()))
    found = drawn(large + small + mineral, plan)
    assert sizes(found) == {NAMED: (1, 1), ALL_ABOVE: (4, 4), MINERALS: (3, 3), "违法": (19, 6)}
    assert {found.placed[one.uuid].probability for one in large + mineral} == {Fraction(1)}


def test_by_unit_a_share_or_a_number_and_at_least_so_many():
    everyone = members(10, township="甲镇") + members(3, "合法", township="乙镇") + members(1, "其他", township="")
    assert sizes(drawn(everyone, Plan((by_unit("township", number=2),)))) == {
        "甲镇": (10, 2), "乙镇": (3, 2), "未填": (1, 1)}
    assert sizes(drawn(everyone, Plan((by_unit("township", "0.1", least=2),)))) == {
        "甲镇": (10, 2), "乙镇": (3, 2), "未填": (1, 1)}
    crossed = drawn(everyone, Plan((by_class(within=("township",)),)))
    assert sizes(crossed) == {"甲镇/违法": (10, 3), "乙镇/合法": (3, 1), "未填/其他": (1, 1)}


def test_a_larger_share_keeps_what_was_drawn_and_is_the_sample_of_that_share():
    everyone = members(47) + members(23, "合法")
    first = drawn(everyone)
    second = top_up(everyone, first, Plan((by_class("0.5"),)), "2023-11-30")
    assert set(first.placed) < set(second.placed) and sizes(second) == {"违法": (47, 24), "合法": (23, 12)}
    assert set(second.placed) == set(drawn(everyone, Plan((by_class("0.5"),))).placed)
    assert {place.round for uuid, place in second.placed.items() if uuid in first.placed} == {1}
    assert {second.placed[uuid].round for uuid in second.added} == {2}
    assert {place.probability for place in second.placed.values()} == {Fraction(24, 47), Fraction(12, 23)}


def test_what_was_filed_since_is_drawn_from_by_itself_and_the_size_is_exact():
    first = drawn(members(47))
    later = members(47) + members(20, start=47)
    second = top_up(later, first, CLASSES, "2023-11-30")
    assert sizes(second) == {"违法": (67, 21)} and set(first.placed) < set(second.placed)
    assert [(wave.round, wave.population, wave.drawn) for wave in second.design.strata[0].waves] == [
        (1, 47, 15), (2, 20, 6)]
    assert all(int(uuid.rpartition("-")[2]) >= 47 for uuid in second.added)
    assert {second.placed[uuid].probability for uuid in second.added} == {Fraction(6, 20)}
    late = second.design.strata[0].waves[1]
    assert mark(second.added[0]) in unpacked(late.members)
    assert top_up(later, second, CLASSES, "2023-12-31").added == ()


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(1, 100)), min_size=2, max_size=5))
@settings(deadline=None, max_examples=60)
def test_whatever_comes_and_however_the_share_rises_nothing_drawn_is_lost_and_sizes_are_exact(steps):
    everyone, share, found = [], 0, None
    for more, percent in steps:
        everyone += members(more, start=len(everyone))
        share = max(share, percent)
        plan = Plan((by_class(Fraction(share, 100)),))
        before = set(found.placed) if found else set()
        found = drawn(everyone, plan) if found is None else top_up(everyone, found, plan, "2023-12-01")
        size = -(-share * len(everyone) // 100)
        assert before <= set(found.placed) and len(found.placed) == size == found.design.drawn
        assert found.design.population == len(everyone)
        weights = sum(1 / place.probability for place in found.placed.values())
        waves = [wave for stratum in found.design.strata for wave in stratum.waves]
        assert weights == sum(wave.population for wave in waves if wave.drawn)
    orders = [place.order for place in found.placed.values()]
    assert sorted(orders) == list(range(1, len(orders) + 1))


def test_one_that_was_drawn_stays_in_its_stratum_when_the_county_judges_it_otherwise_or_it_is_gone():
    everyone = members(10)
    first = drawn(everyone)
    one, gone = list(first.placed)[:2]
    later = [Member(member.uuid, member.name, "合法") if member.uuid == one else member
             for member in everyone if member.uuid != gone]
    second = top_up(later, first, Plan((by_class("0.5"),)), "2023-11-30")
    assert second.placed[one].stratum == second.placed[gone].stratum == "违法" and sizes(second) == {"违法": (10, 5)}


def test_a_lower_threshold_takes_over_what_was_drawn_and_it_is_certain():
    everyone = members(20, areas={"GDMJ": Decimal("30")}) + members(20, start=20)
    plan = Plan((all_above({"GDMJ": 50}), by_class()))
    first = drawn(everyone, plan)
    second = top_up(everyone, first, Plan((all_above({"GDMJ": 25}), by_class())), "2023-11-30")
    assert sizes(second)[ALL_ABOVE] == (20, 20) and set(first.placed) <= set(second.placed)
    assert {second.placed[member.uuid].probability for member in everyone[:20]} == {Fraction(1)}


def rules_of(found):
    """By stratum the method of the rule it is said to be drawn by."""
    rules = {stratum.name: found.design.rule_of(stratum) for stratum in found.design.strata}
    return {name: rule and rule.method for name, rule in rules.items()}


def test_a_top_up_without_a_rule_of_before_keeps_what_it_took_and_draws_no_more_of_it():
    everyone = members(3, "合法", 200, is_mineral=True) + members(1, "合法") + members(20)
    first = drawn(everyone, Plan((all_minerals(), by_class())))
    later = everyone + members(4, "合法", 300, is_mineral=True)
    second = top_up(later, first, CLASSES, "2023-11-30")
    assert first.placed.items() <= second.placed.items()
    assert sizes(second) == {"违法": (20, 6), "合法": (5, 2), MINERALS: (3, 3)}  # new minerals are drawn by class now
    assert rules_of(second) == {"违法": "按类抽样", "合法": "按类抽样", MINERALS: None}
    assert second.design.stratum(MINERALS).rule == CLOSED
    assert [(one.code, one.values["stratum"]) for one in second.remarks] == [("SAMPLE_CLOSED", MINERALS)]
    assert design_of(second.design.to_json()) == second.design
    third = top_up(later, second, Plan((all_minerals(), by_class())), "2023-12-31")  # and whole again
    assert rules_of(third)[MINERALS] == "全部" and second.placed.keys() <= third.placed.keys()
    assert sizes(third)[MINERALS] == (7, 7)


def test_a_rule_that_is_put_before_the_others_leaves_each_stratum_with_its_own():
    everyone = members(10) + members(1, "合法")
    first = drawn(everyone)  # of 合法 the only one is drawn: none is left of it
    named = next(member for member in everyone if member.uuid not in first.placed)
    second = top_up(everyone, first, Plan((by_hand([named.uuid]), all_above({"GDMJ": 25}), by_class())), "2023-11-30")
    assert rules_of(second) == {NAMED: NAMED, "违法": "按类抽样", "合法": "按类抽样"}
    assert sizes(second) == {NAMED: (1, 1), "违法": (9, 3), "合法": (1, 1)} and not second.design.stratum(ALL_ABOVE)


def test_a_smaller_share_takes_nothing_back_and_says_so():
    found = top_up(members(20), drawn(members(20)), Plan((by_class("0.1"),)), "2023-11-30")
    assert sizes(found) == {"违法": (20, 6)} and [one.code for one in found.remarks] == ["SAMPLE_ABOVE_DESIGN"]


def test_a_design_says_the_same_after_it_was_kept():
    plan = Plan((by_hand(["a"]), all_above({"GDMJ": "12.5"}), all_minerals(),
                 by_class("0.3", ("合法", "违法"), 2, ("county",), {"违法": Fraction(1, 2)})))
    found = draw(members(30, county="甲县"), plan, "种子", "2023-10-31", "省厅", {"since": "2023-01-01"})
    text = found.design.to_json()
    assert design_of(text) == found.design and design_of(text).to_json() == text
    read_ = json.loads(text)
    assert read_["strata"][0]["waves"][0]["p"] == "15/30" and read_["rounds"][0]["as_of"] == "2023-10-31"
    again = top_up(members(30, county="甲县"), Drawing(design_of(text), found.placed), plan, "2023-11-30")
    assert again.placed == found.placed


def test_a_plan_takes_over_what_another_says_of_the_same_division():
    kept = Plan((by_class("0.3", ("合法", "违法"), shares={"违法": Fraction(1)}),), "四舍五入")
    raised = Plan((all_minerals(), by_class("0.5"))).within(kept)
    assert raised == Plan((all_minerals(), by_class("0.5", ("合法", "违法"), shares={"违法": Fraction(1)})), "四舍五入")
    assert Plan((by_unit("county", "0.5"),)).within(kept).rules == (by_unit("county", "0.5"),)


def test_a_design_of_before_that_was_divided_by_interpreter_was_divided_by_who_had_signed():
    everyone = members(10, interpreter="甲", signer="站长")
    kept = json.loads(drawn(everyone, Plan((by_unit("signer", number=2),))).design.to_json())
    assert kept["format"] == 2
    kept["format"], kept["rules"][0]["by"] = 1, ["interpreter"]
    assert design_of(json.dumps(kept)).plan == Plan((by_unit("signer", number=2),))
    assert sizes(drawn(everyone, Plan((by_unit("interpreter", number=2),)))) == {"甲": (10, 2)}


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format":3}', '{"format":1,"rules":[]}', "种子"])
def test_a_design_that_cannot_be_read_is_told(text):
    with pytest.raises(WeipianError) as error:
        design_of(text)
    assert error.value.code == "DESIGN_UNREADABLE"


@pytest.mark.parametrize("make, code", [
    (lambda: by_class(0), "DESIGN_SHARE"), (lambda: by_class("1.2"), "DESIGN_SHARE"),
    (lambda: by_unit("county"), "DESIGN_SHARE"), (lambda: by_unit("county", number=0), "DESIGN_SHARE"),
    (lambda: by_unit("village", "0.3"), "DESIGN_DIVISION"), (lambda: all_above({"GDMJ": 0}), "DESIGN_LIMIT"),
    (lambda: Plan(()), "DESIGN_EMPTY"), (lambda: Plan((by_class(), by_unit("county", "0.3"))), "DESIGN_TWICE"),
    (lambda: Plan((by_class(),), "截尾"), "DESIGN_ROUNDING"), (lambda: drawn([]), "DESIGN_NOBODY"),
    (lambda: drawn(members(3), seed=" "), "DESIGN_SEED"),
    (lambda: top_up(members(9), drawn(members(9)), Plan((by_unit("county", "0.3"),)), "x"), "DESIGN_DIVIDED_OTHERWISE"),
])
def test_what_is_no_design_is_refused(make, code):
    with pytest.raises(WeipianError) as error:
        make()
    assert error.value.code == code and "?" not in error.value.sentence("zh")


@given(st.sets(st.text(min_size=1), max_size=60))
@settings(max_examples=40)
def test_marks_say_who_was_there(names):
    assert unpacked(packed(names)) == {mark(name) for name in names}


# Worked out by hand. Strata: 合法 N 40, 4 read, 3 true; 违法 N 60, 6 read, 3 true.
# share = 0.4·3/4 + 0.6·3/6 = 0.6; S² = 4/3·3/16 = 1/4 and 6/5·1/4 = 3/10;
# variance = 0.16·0.9·(1/4)/4 + 0.36·0.9·(3/10)/6 = 0.009 + 0.0162 = 0.0252; half = 1.959964·0.158745 = 0.311135
BY_HAND = (Read("合法", 40, 4, Fraction(3), Fraction(3)), Read("违法", 60, 6, Fraction(3), Fraction(3)))


def test_a_share_of_all_is_estimated_by_strata_as_by_hand():
    found = estimated_share(BY_HAND)
    assert (found.value, found.variance, found.n, found.population) == (
        Fraction(3, 5), Fraction("0.0252"), 10, 100)
    assert (round(found.interval.low, 6), round(found.interval.high, 6)) == (0.288865, 0.911135)


def test_an_area_is_estimated_by_strata_as_by_hand():
    """N 10 of which 1, 2, 3 亩 were read (S² 1), N 2 of which both were read (5 and 7 亩): 20 + 12 = 32 亩;
    variance 10²·0.7·1/3 = 23.333 and 0.
    """
    strata = [read("甲", 10, [Fraction(1), Fraction(2), Fraction(3)]), read("乙", 2, [Fraction(5), Fraction(7)])]
    found = estimated_total(strata)
    assert (found.value, found.variance) == (32, Fraction(70, 3)) and [one.code for one in found.remarks] == [
        "STRATUM_ALL_READ"]
    assert (round(found.interval.low, 3), round(found.interval.high, 3)) == (22.532, 41.468)


def test_where_all_were_read_there_is_no_error():
    found = estimated_share([Read("甲", 3, 3, Fraction(2), Fraction(2))])
    assert (found.value, found.variance) == (Fraction(2, 3), 0) and found.interval.low == found.interval.high


def test_one_reading_takes_the_largest_variance_and_of_an_area_that_of_the_others_or_none():
    found = estimated_share([Read("甲", 5, 1, Fraction(1), Fraction(1))])
    assert found.variance == Fraction(4, 5) * Fraction(5, 16) and [one.code for one in found.remarks] == [
        "STRATUM_OF_ONE"]
    alone = estimated_total([read("甲", 5, [Fraction(2)])])
    assert (alone.value, alone.variance, alone.interval) == (10, None, None)
    beside = estimated_total([read("甲", 5, [Fraction(2)]), read("乙", 4, [Fraction(1), Fraction(3)])])
    assert beside.variance == 25 * Fraction(4, 5) * 2 + 16 * Fraction(1, 2) * 2 / 2


def test_a_stratum_that_nobody_read_is_left_out_and_told_and_nothing_read_is_no_figure():
    found = estimated_share([*BY_HAND, Read("其他", 7, 0, Fraction(0), Fraction(0))])
    assert found.value == Fraction(3, 5) and found.left_out == 7 and [one.code for one in found.remarks] == [
        "STRATUM_UNREAD"]
    assert estimated_share([Read("其他", 7, 0, Fraction(0), Fraction(0))]).value is None
    assert estimated_total([]).value is None


def test_where_all_readings_are_alike_the_interval_is_not_a_point():
    found = estimated_share([Read("甲", 100, 10, Fraction(10), Fraction(10))])
    assert found.value == 1 and found.variance == 0 and 0.7 < found.interval.low < 0.8 and found.interval.high == 1


def test_rounds_are_strata_of_their_own_unless_one_of_them_was_not_read():
    found = top_up(members(67), drawn(members(47)), CLASSES, "2023-11-30")
    everything = dict.fromkeys(found.placed, 1)
    both = strata_read(found.design, found.placed, everything)
    assert [(one.population, one.n) for one in both] == [(47, 15), (20, 6)]
    first = {uuid: 1 for uuid, place in found.placed.items() if place.round == 1}
    assert [(one.population, one.n) for one in strata_read(found.design, found.placed, first)] == [(67, 15)]


def test_intervals_cover_the_truth_about_as_often_as_they_say():
    """A population of 300 in two classes, 400 samples: 95 % but for chance and for the shape of small samples."""
    everyone = members(200, "违法") + members(100, "合法")
    true = {member.uuid: int(number % 4 != 0) for number, member in enumerate(everyone)}
    share = Fraction(sum(true.values()), len(everyone))
    hits = 0
    for seed in range(400):
        found = drawn(everyone, seed=str(seed))
        estimate = estimated_share(strata_read(found.design, found.placed, {uuid: true[uuid] for uuid in found.placed}))
        hits += estimate.interval.low <= share <= estimate.interval.high
    assert 365 <= hits <= 398
