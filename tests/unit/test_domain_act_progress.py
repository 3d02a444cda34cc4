"""How far an act is rectified, and when a record asks for nothing any more."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weipian_plugin.domain.areas.units import mu_round2
from weipian_plugin.domain.forms.act_progress import is_closed, progress_of
from weipian_plugin.domain.records import Record

MU = 2000 / 3
AREAS = st.floats(0, 1e7, allow_nan=False)


def act(**values):
    return Record("a", "act", ("p",), "", values)


def part(mu, done=False, way="拆除复耕"):
    return Record("", "rectification", ("p",), "a", {"ZGFS": way, "ZGMJ": mu * MU, "SFZGDW": int(done)})


def test_what_is_left_is_the_whole_without_what_is_done_not_without_what_is_planned():
    progress = progress_of(act(SXWFMJ=10 * MU), [part(4, True), part(3), part(1, True, "补办")])
    assert (progress.planned, progress.done) == (Decimal("8.00"), Decimal("5.00"))
    assert (progress.left, progress.unplanned, progress.excess) == (Decimal("5.00"), Decimal("2.00"), Decimal("0.00"))


def test_without_a_suspected_area_nothing_is_said_of_what_is_left():
    progress = progress_of(act(), [part(4, True)])
    assert progress.left is None and progress.unplanned is None and not progress.excess


@given(AREAS, st.lists(st.tuples(AREAS, st.booleans()), max_size=6))
def test_nothing_is_left_below_zero_and_where_it_would_be_the_excess_tells_it(whole, parts):
    records = [Record("", "rectification", ("p",), "a", {"ZGMJ": area, "SFZGDW": int(done)}) for area, done in parts]
    progress = progress_of(act(SXWFMJ=whole), records)
    assert progress.left >= 0 and progress.unplanned >= 0
    if progress.done > mu_round2(whole):
        assert progress.excess > 0 and progress.left == 0
    else:
        assert progress.left + progress.done == mu_round2(whole)


@pytest.mark.parametrize(("values", "parts", "closed"), [
    ({}, (), False),
    ({"SXWFMJ": 5 * MU}, (part(5),), False),
    ({"SXWFMJ": 5 * MU}, (part(5, True),), True),
    ({"SXWFMJ": 5 * MU}, (part(4, True),), False),
    ({"SXWFMJ": 5 * MU}, (part(5, True), part(1)), False),
    ({"CLFS": "不予立案"}, (), False),
    ({"CLFS": "不予立案", "BYLASM": "过追诉时效"}, (), True),
    ({"CLFS": "立案", "SFJA": 1}, (), True),
    ({"SXWFMJ": 0.0}, (), False),
], ids=["new", "planned", "done", "part of it", "a part is open", "no reason", "no case", "case closed", "no parts"])
def test_an_act_is_closed_once_nothing_is_left_to_do(values, parts, closed):
    assert is_closed(act(**values), parts) is closed


@pytest.mark.parametrize(("kind", "values"), [
    ("transfer", {"FKSJ": "2023-12-01"}), ("correction", {"HDJL": "属实"}), ("review", {"HSJL": "违法"}),
    ("rectification", {"SFZGDW": 1}),
])
def test_other_records_are_closed_by_what_they_wait_for(kind, values):
    assert not is_closed(Record("", kind, ("p",))) and is_closed(Record("", kind, ("p",), "", values))
