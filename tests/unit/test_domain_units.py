"""亩 exactly, thresholds, and figures that add up."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weipian_plugin.domain.areas.units import (
    EXACT,
    ROUND2,
    UNCOVERED,
    balance,
    exact,
    holds,
    m2_of_mu,
    mu,
    mu_round2,
    threshold_value,
)
from weipian_plugin.domain.errors import WeipianError


@pytest.mark.parametrize(
    ("m2", "shown"),
    [(3333.33, "5.00"), (3330.00, "5.00"), (3329.99, "4.99"), (66666.66, "100.00"), (66663.33, "99.99"), (0, "0.00")],
    ids=["TV1", "TV2 half up", "TV2 below", "TV3", "TV3 below", "nothing"],
)
def test_mu_is_rounded_half_up_as_the_tables_show_it(m2: float, shown: str) -> None:
    assert str(mu_round2(m2)) == shown


def test_mu_keeps_the_raw_value() -> None:
    assert mu(3333.33) == Fraction("4.999995")
    assert m2_of_mu(100) == Fraction(200000, 3)


def test_five_mu_is_reached_by_the_shown_figure_and_not_by_the_raw_one() -> None:
    assert holds(threshold_value(3333.33, ROUND2), ">=", 5)
    assert not holds(threshold_value(3333.33, EXACT), ">=", 5)


def test_15_percent_is_compared_without_floating_error() -> None:
    assert holds(exact("100.00") * 100, ">=", exact("666.66") * 15)
    assert not holds(exact("100.00") * 100, ">=", exact("666.67") * 15)


@pytest.mark.parametrize("value", ["", "abc", None, float("nan"), float("inf")])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(WeipianError) as refused:
        exact(value)  # type: ignore[arg-type]
    assert refused.value.code == "NOT_A_NUMBER"


areas = st.floats(0, 5e5, allow_nan=False).map(lambda value: round(value, 4))


@given(st.dictionaries(st.sampled_from("NJW"), st.dictionaries(st.sampled_from("abcdefgh"), areas, max_size=8)), areas)
def test_balanced_figures_add_up_and_none_moves_by_a_hundredth(
    groups: dict[str, dict[str, float]], uncovered: float
) -> None:
    total = sum((exact(area) for classes in groups.values() for area in classes.values()), exact(uncovered))
    shown = balance(total, groups)
    assert sum(shown.groups.values()) == shown.total == mu_round2(total)
    for group, classes in shown.classes.items():
        assert sum(classes.values()) == shown.groups[group]
        for name, area in classes.items():
            assert abs(Fraction(area) - mu(groups[group][name])) < Fraction(1, 100)
    assert abs(Fraction(shown.groups[UNCOVERED]) - mu(uncovered)) < Fraction(1, 100)


def test_noise_of_a_tjunction_is_balanced_and_a_real_excess_is_refused() -> None:
    assert balance(1000.0, {"N": {"0101": 600.0}, "J": {"0701": 400.0012}}).groups[UNCOVERED] == Decimal("0.00")
    with pytest.raises(WeipianError) as refused:
        balance(1000.0, {"N": {"0101": 600.0}, "J": {"0701": 450.0}})
    assert refused.value.code == "AREAS_DO_NOT_ADD_UP"
