"""The facts in the Interpretation dock: 耕地 with what of it is 永农 and what is not, and what is not known of that."""

from __future__ import annotations

from decimal import Decimal

import pytest

from weipian_plugin.domain.records import ClassArea, Measured, NestedAreas, RoleAreas
from weipian_plugin.gui.interpretation import facts_rows
from weipian_plugin.gui.interpretation.facts_rows import FactRow, cover_rows, land_rows
from weipian_plugin.gui.interpretation.facts_view import FactsView

MU = 2000 / 3
LAND = RoleAreas("dltb", 10 * MU, 9.5 * MU, (ClassArea("0101", 6 * MU, 5.5 * MU), ClassArea("0301", 4 * MU, 4 * MU)))
IN_BASIC = NestedAreas(("yjjbnt",), 5 * MU, (ClassArea("0101", 4.5 * MU, 4.125 * MU),
                                              ClassArea("0301", MU / 2, MU / 2)))
IN_REDLINE = NestedAreas(("stbhhx",), MU, (ClassArea("0101", MU, MU),))


def parcel(*nested: NestedAreas, **roles: RoleAreas) -> Measured:
    return Measured(10 * MU, {"dltb": LAND, **roles}, {areas.zones: areas for areas in nested})


@pytest.fixture
def known() -> Measured:
    return parcel(IN_BASIC, IN_REDLINE, NestedAreas(("pzyd",)), yjjbnt=RoleAreas("yjjbnt", 5 * MU),
                  stbhhx=RoleAreas("stbhhx", MU), pzyd=RoleAreas("pzyd", 0.0))


def by_key(rows: list[FactRow]) -> dict[str, FactRow]:
    return {row.key: row for row in rows}


def test_below_farmland_stands_what_of_it_is_basic_and_general_farmland_and_in_the_redline(known) -> None:
    rows = land_rows(known)
    assert [row.key for row in rows][:4] == [
        "farmland", "farmland_in_yjjbnt", facts_rows.GENERAL, "farmland_in_stbhhx"]
    found = by_key(rows)
    assert (found["farmland_in_yjjbnt"].area, found[facts_rows.GENERAL].area) == (Decimal("4.50"), Decimal("1.50"))
    assert found["farmland_in_yjjbnt"].share == 0.75 and found["farmland_in_yjjbnt"].net == Decimal("4.13")
    assert found["farmland"].net == Decimal("5.50")
    assert "farmland_in_pzyd" not in found  # none was approved: the row of the approvals says so


@pytest.mark.parametrize("measured", [
    parcel(), parcel(yjjbnt=RoleAreas("yjjbnt", 5 * MU))], ids=["not loaded", "measured by an older plugin"])
def test_what_of_the_farmland_is_basic_farmland_is_not_zero_where_nobody_looked(measured) -> None:
    found = by_key(land_rows(measured))
    assert found["farmland_in_yjjbnt"].area is None and found[facts_rows.GENERAL].area is None


def test_without_farmland_nothing_is_said_of_its_parts() -> None:
    forest = RoleAreas("dltb", 10 * MU, 10 * MU, (ClassArea("0301", 10 * MU, 10 * MU),))
    assert not [row for row in land_rows(parcel(dltb=forest)) if row.of_farmland]


def test_the_dock_shows_them_with_share_and_net_area(known, qtbot) -> None:
    view = FactsView()
    qtbot.addWidget(view)
    view.show_rows(land_rows(known), cover_rows(known))
    assert view.texts["farmland_in_yjjbnt"] == "of it: Basic farmland 4.50 mu"
    assert view.texts[facts_rows.GENERAL] == "General farmland 1.50 mu"
    hint = view._lines[1]["area"].toolTip()
    assert "75.0 % of the farmland" in hint and "net of field ridges 4.13 mu" in hint
    view.show_rows(land_rows(parcel()), cover_rows(parcel()))
    assert view.texts["farmland_in_yjjbnt"].endswith("not checked")
    assert "yjjbnt" in view.texts and facts_rows.GENERAL in view.texts


def test_a_rule_on_general_farmland_marks_its_row() -> None:
    assert facts_rows._row_of("ybgd_m2") == facts_rows.GENERAL
    assert facts_rows._row_of("farmland_in_stbhhx_m2") == "farmland_in_stbhhx"
    assert facts_rows._row_of("farmland_in_lsyd_m2") == "lsyd"
    assert facts_rows._row_of("farmland_m2") == facts_rows.FARMLAND
