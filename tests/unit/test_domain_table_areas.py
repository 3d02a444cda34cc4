"""The figures tables and docks show for one parcel."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import ClassArea, Measured, RoleAreas
from weipian_plugin.domain.table_areas import shown_areas

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
