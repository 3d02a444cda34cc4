"""The figures tables and docks show for one parcel."""

from __future__ import annotations

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from weipian_plugin.domain.areas.landclass import classify
from weipian_plugin.domain.areas.table_areas import ShownAreas, shown_areas, shown_farmland, shown_of_parts, shown_role
from weipian_plugin.domain.areas.units import MU, SQUARE_METRES, exact, shown, split_shown
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import ClassArea, Measured, NestedAreas, RoleAreas

CLASSES = ("0101", "0103", "0301", "0702", "1006", "1106", "1201", "0201K")


def measured(total: float, **classes: float) -> Measured:
    rows = tuple(ClassArea(code.strip("_"), m2, m2) for code, m2 in classes.items())
    return Measured(total, {"dltb": RoleAreas("dltb", sum(classes.values()), classes=rows)})


@given(st.lists(st.floats(0, 50000), min_size=1, max_size=len(CLASSES)), st.floats(0, 3000))
def test_the_shown_groups_always_add_up_to_the_shown_parcel(areas, uncovered):
    parts = dict(zip(CLASSES, areas))
    shown = shown_areas(measured(sum(areas) + uncovered, **parts))
    assert shown.balanced
    groups = [shown.values[code] for code in ("NYDMJ", "JSYDMJ", "WLYDMJ", "WTHMJ")]
    assert sum(groups) == shown.values["DKMJ"]
    assert sum(area for _, area in shown.classes) + shown.values["WTHMJ"] == shown.values["DKMJ"]


def with_ridges(areas: list[tuple[float, float]], uncovered: float = 0.0) -> Measured:
    """Areas of CLASSES with their KCXS: of 耕地 that share is ridges."""
    rows = tuple(ClassArea(code, m2, m2 * (1 - kcxs) if code.startswith("01") else m2)
                 for code, (m2, kcxs) in zip(CLASSES, areas))
    total = sum(m2 for m2, _ in areas)
    return Measured(total + uncovered, {"dltb": RoleAreas("dltb", total, classes=rows)})


def must_add_up(found: ShownAreas, measured: Measured) -> None:
    """Every level exactly: groups to the parcel, classes to their group, net classes with ridges to the parcel."""
    assert found.balanced and found.values["DKMJ"] == shown(measured.area_m2, found.unit)
    for classes in (found.classes, found.net_classes):
        assert all(area >= 0 for _, area in classes)
        assert sum(area for _, area in classes) + found.values["WTHMJ"] == found.values["DKMJ"]
        for code, group in (("NYDMJ", "N"), ("JSYDMJ", "J"), ("WLYDMJ", "W")):
            assert sum(area for land, area in classes if land.group == group) == found.values[code]
    gross = {land.code: area for land, area in found.classes}
    assert all(area <= gross[land.code] for land, area in found.net_classes if land.code != "1203")
    assert 0 <= found.values["GDJMJ"] <= found.values["GDMJ"]


AREAS = st.lists(st.tuples(st.floats(0, 50000), st.sampled_from([0.0, 0.0523, 0.1123, 0.9999]) | st.floats(0, 0.999)),
                 min_size=1, max_size=len(CLASSES))


@pytest.mark.parametrize("unit", [MU, SQUARE_METRES])
@given(areas=AREAS, uncovered=st.just(0.0) | st.floats(0, 3000))
def test_gross_and_net_figures_add_up_at_every_level_and_are_near_what_was_measured(unit, areas, uncovered):
    parcel = with_ridges(areas, uncovered)
    found = shown_areas(parcel, unit=unit)
    must_add_up(found, parcel)
    for (_, area), row in zip(found.classes, parcel.roles["dltb"].classes):
        assert abs(area - shown(row.area_m2, unit)) <= Decimal("0.02")
    ridges = sum(area for land, area in found.net_classes if land.code == "1203")
    assert ridges == found.values["GDMJ"] - found.values["GDJMJ"]


def test_what_kcxs_takes_off_is_1203_and_stays_agricultural():
    """§5.5: 12345.67 m² at 0.1123 are 1386.42 m² of ridges and 10959.25 m² net."""
    parcel = Measured(13345.67, {"dltb": RoleAreas("dltb", 13345.67, classes=(
        ClassArea("0103", 12345.67, 12345.67 * (1 - 0.1123)), ClassArea("1203", 1000.0, 1000.0)))})
    found = shown_areas(parcel, unit=SQUARE_METRES)
    net = {land.code: area for land, area in found.net_classes}
    assert net == {"0103": Decimal("10959.25"), "1203": Decimal("2386.42")}
    assert (found.values["GDMJ"], found.values["GDJMJ"], found.values["NYDMJ"]) == (
        Decimal("12345.67"), Decimal("10959.25"), Decimal("13345.67"))
    assert not classify("1203").farmland


@given(AREAS, st.floats(0, 1), st.floats(0, 1))
def test_farmland_inside_and_outside_a_zone_is_the_farmland(areas, share, other):
    parcel = with_ridges(areas)
    inside = tuple(ClassArea(row.class_code, row.area_m2 * share, row.net_area_m2 * share)
                   for row in parcel.roles["dltb"].classes)
    total = parcel.area_m2 * share
    parcel = Measured(parcel.area_m2, {**parcel.roles, "yjjbnt": RoleAreas("yjjbnt", total)},
                      {("yjjbnt",): NestedAreas(("yjjbnt",), total, inside)})
    found = shown_farmland(parcel, ("yjjbnt",))
    assert found.inside + found.outside == shown_areas(parcel).values["GDMJ"]
    assert 0 <= found.inside_net <= found.inside and found.outside >= 0
    assert found.outside == 0 or share < 1


def in_basic_farmland(parcel: Measured, shares: list[float]) -> Measured:
    """The parcel with those shares of its classes in 永久基本农田."""
    inside = tuple(ClassArea(row.class_code, row.area_m2 * share, row.net_area_m2 * share)
                   for row, share in zip(parcel.roles["dltb"].classes, shares))
    total = min(sum(row.area_m2 for row in inside), parcel.area_m2)
    return Measured(parcel.area_m2, {**parcel.roles, "yjjbnt": RoleAreas("yjjbnt", total)},
                    {("yjjbnt",): NestedAreas(("yjjbnt",), total, inside)})


@pytest.mark.parametrize("unit", [MU, SQUARE_METRES])
@given(areas=AREAS, shares=st.lists(st.sampled_from([0.0, 1.0]) | st.floats(0, 1), min_size=len(CLASSES),
                                    max_size=len(CLASSES)),
       uncovered=st.floats(0, 3000), cents=st.sampled_from([None, -1, 0, 1]), only_farmland=st.booleans())
@example(areas=[(3337.3, 0.0), (0.0, 0.0), (666.7, 0.0)], shares=[2.0745 / 5.006] + [0.0] * 7,
         uncovered=0.0, cents=None, only_farmland=True)
def test_no_part_is_shown_above_its_zone_or_its_class(unit, areas, shares, uncovered, cents, only_farmland):
    shares = shares[:2] + [0.0] * (len(CLASSES) - 2) if only_farmland else shares
    parcel = in_basic_farmland(with_ridges(areas, uncovered), shares)
    whole = None if cents is None else max(shown(parcel.area_m2, unit) + Decimal(cents) / 100, Decimal("0.00"))
    areas_shown = shown_areas(parcel, unit=unit, whole=whole)
    assume(areas_shown.balanced)  # else a whole that these classes cannot have
    values, found = areas_shown.values, shown_farmland(parcel, ("yjjbnt",), unit=unit, whole=whole)
    assert found.inside <= values["YJJBNTMJ"] <= values["DKMJ"] and found.inside <= values["GDMJ"] <= values["DKMJ"]
    assert found.inside + found.outside == values["GDMJ"] and found.outside >= 0
    assert 0 <= found.inside_net <= min(found.inside, values["GDJMJ"])
    assert abs(found.inside - shown(sum(
        row.area_m2 for row in parcel.nested[("yjjbnt",)].classes if row.class_code.startswith("01")), unit)
    ) <= Decimal("0.03")


def test_the_cent_that_rounding_adds_inside_a_zone_goes_outside():
    """Farmland 5.006 亩, shown 5.01; of it 2.0745 in a zone of 2.0745, shown 2.07: split alone it would be 2.08."""
    land = (ClassArea("0103", 5.006 / 0.0015, 5.006 / 0.0015), ClassArea("0301", 1.0 / 0.0015, 1.0 / 0.0015))
    parcel = Measured(6.006 / 0.0015, {"dltb": RoleAreas("dltb", 6.006 / 0.0015, classes=land)})
    parcel = in_basic_farmland(parcel, [2.0745 / 5.006, 0.0])
    found = shown_farmland(parcel, ("yjjbnt",))
    assert split_shown(Decimal("5.01"), {"in": 2.0745, "out": 2.9315})["in"] == Decimal("2.08")
    assert shown_areas(parcel).values["YJJBNTMJ"] == Decimal("2.07") == found.inside
    assert found.inside + found.outside == shown_areas(parcel).values["GDMJ"] == Decimal("5.01")


def test_a_part_that_lies_in_a_zone_is_shown_with_its_own_area_there():
    land = RoleAreas("dltb", 3336.7, classes=(ClassArea("0103", 3336.7, 3336.7),))
    inside = in_basic_farmland(Measured(3336.7, {"dltb": land}), [1.0])  # 5.00505 亩
    nearly = in_basic_farmland(Measured(3336.7, {"dltb": land}), [1 - 1e-9])  # the noise of measuring
    for parcel, whole in product((inside, nearly), (Decimal("5.00"), Decimal("5.01"))):
        assert shown_role(parcel, "yjjbnt", whole=whole) == shown_areas(parcel, whole=whole).values["DKMJ"]
        found = shown_farmland(parcel, ("yjjbnt",), whole=whole)
        assert found.inside + found.outside == whole == found.inside


def test_farmland_inside_a_zone_nobody_asked_about_is_not_known():
    land = {"dltb": RoleAreas("dltb", 1000.0, classes=(ClassArea("0101", 1000.0, 1000.0),))}
    assert shown_farmland(Measured(1000.0, land), ("yjjbnt",)) is None
    asked_before = Measured(1000.0, {**land, "yjjbnt": RoleAreas("yjjbnt", 500.0)})
    assert shown_farmland(asked_before, ("yjjbnt",)) is None
    empty = Measured(1000.0, {**land, "yjjbnt": RoleAreas("yjjbnt", declared_empty=True)})
    found = shown_farmland(empty, ("yjjbnt",))
    assert (found.inside, found.outside) == (Decimal("0.00"), Decimal("1.50"))


@given(st.decimals(0, 10000, places=2), st.lists(st.floats(0, 1e6), min_size=1, max_size=6))
def test_a_figure_is_split_without_rest_and_nothing_gets_nothing(total, parts):
    named = {str(number): part for number, part in enumerate(parts)}
    found = split_shown(total, named)
    assert sum(found.values()) == total
    if any(parts):
        assert all(found[name] == 0 for name, part in named.items() if part == 0)
        whole = sum(map(exact, parts))
        assert all(abs(exact(found[name]) - exact(total) * exact(part) / whole) < exact("0.01")
                   for name, part in named.items())


def test_a_layer_that_overlaps_itself_is_shown_as_measured_and_said_to_be_unbalanced():
    parcel = Measured(1000.0, {"dltb": RoleAreas("dltb", 1000.0, classes=(
        ClassArea("0101", 900.0, 800.0), ClassArea("0301", 200.0, 200.0)))})
    found = shown_areas(parcel, unit=SQUARE_METRES)
    assert not found.balanced
    assert (found.values["GDMJ"], found.values["GDJMJ"]) == (Decimal("900.00"), Decimal("800.00"))


def test_farmland_is_01_and_paddy_a_part_of_it():
    shown = shown_areas(measured(2000.0, _0101=1000.0, _0103=500.0, _0301=500.0)).values
    assert (shown["GDMJ"], shown["STMJ"], shown["NYDMJ"]) == (Decimal("2.25"), Decimal("1.50"), Decimal("3.00"))


@pytest.mark.parametrize(("adjustable", "farmland"), [("separate", "0.00"), ("farmland", "1.50")])
def test_adjustable_land_counts_as_farmland_only_where_the_profile_says_so(adjustable, farmland):
    areas = Measured(1000.0, {"dltb": RoleAreas("dltb", 1000.0, classes=(ClassArea("0201K", 1000.0, 1000.0),))})
    assert shown_areas(areas, adjustable=adjustable).values["GDMJ"] == Decimal(farmland)


def test_an_unknown_class_is_an_error_and_never_unused_land():
    with pytest.raises(WeipianError, match="9999"):
        shown_areas(measured(1000.0, _9999=1000.0))


def test_a_parcel_that_was_not_measured_has_no_figures():
    assert shown_areas(None).values == {}


def test_a_zone_layer_that_was_not_loaded_has_no_figure():
    assert shown_areas(Measured(1000.0, {})).values == {"DKMJ": Decimal("1.50"), "YJJBNTMJ": None, "STHXMJ": None}


def test_parts_of_a_patch_add_up_to_it_as_they_are_shown() -> None:
    areas = {"a": 3336.7, "b": 3336.7, "c": 3336.7}  # 5.00505 亩 each, 15.01515 together
    found = shown_of_parts([*(("P", part, area) for part, area in areas.items()), ("Q", "d", 100.0),
                            ("R", "e", 100.0), ("R", "f", None)])
    assert found == {"a": Decimal("5.01"), "b": Decimal("5.01"), "c": Decimal("5.00")}
    assert sum(found.values()) == Decimal("15.02")  # one by one they would be 15.03
    land = RoleAreas("dltb", 3336.7, 3336.7, (ClassArea("0101", 3330.0, 3330.0), ClassArea("1101", 6.7, 6.7)))
    part = shown_areas(Measured(3336.7, {"dltb": land}), whole=found["c"])
    assert part.values["DKMJ"] == Decimal("5.00") == sum(figure for _, figure in part.classes) and part.balanced
