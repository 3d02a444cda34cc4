"""The facts in the Interpretation dock: 耕地 with what of it is 永农 and what is not, and what is not known of that."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from weipian_plugin.domain.records import ClassArea, Measured, NestedAreas, ParcelRecord, RoleAreas
from weipian_plugin.gui.interpretation import facts_rows
from weipian_plugin.gui.interpretation.facts_panel import FactsPanel
from weipian_plugin.gui.interpretation.facts_rows import FactRow, cover_rows, land_rows
from weipian_plugin.gui.interpretation.facts_view import FactsView
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock

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
    hint = view.lines.lines[1].hint
    assert "75.0 % of the farmland" in hint and "net of field ridges 4.13 mu" in hint
    view.show_rows(land_rows(parcel()), cover_rows(parcel()))
    assert view.texts["farmland_in_yjjbnt"].endswith("not checked")
    assert "yjjbnt" in view.texts and facts_rows.GENERAL in view.texts


def test_a_patch_without_a_shape_is_not_told_to_be_measured_but_shows_the_issued_area(qtbot) -> None:
    panel = FactsPanel()
    qtbot.addWidget(panel)
    mine = ParcelRecord("u", "p", "b", "450512K001", "450512K001", "未判定", {"TBMJ": 6.3 * MU}, {}, (), None)
    panel.show_measured(mine, None, None, None)
    assert "no shape" in panel.trouble.text() and "6.30 mu" in panel.trouble.text()
    panel.show_measured(replace(mine, wkb=b"1"), None, None, None)
    assert "Measure and suggest" in panel.trouble.text() and "no shape" not in panel.trouble.text()


def test_the_parts_of_the_farmland_stand_in_from_it_also_where_there_is_nothing_of_them(known, qtbot) -> None:
    view = FactsView()
    qtbot.addWidget(view)
    for measured in (known, parcel()):
        rows = list(land_rows(measured))
        view.show_rows(rows, [])
        with_bar = [row for row in rows if row.area or row.of_farmland]
        inner = [line.inner for line in view.lines.lines[:len(with_bar)]]
        parts = [row.key.startswith("farmland_in") or row.key == facts_rows.GENERAL for row in with_bar]
        assert inner == parts and any(inner)


def test_areas_that_are_nothing_or_not_known_take_one_line_together_and_keep_their_reason(known, qtbot) -> None:
    view = FactsView()
    qtbot.addWidget(view)
    land, cover = land_rows(known), cover_rows(known)
    view.show_rows(land, cover)
    said = view.nothing.text()
    bars = [line.name for line in view.lines.lines]
    empty = [row for row in cover if not row.area]
    assert empty and len(bars) < len(view.texts)
    for row in empty:
        assert row.names[1] in said and not any(row.names[1] == bar for bar in bars)
    not_checked = next(line for line in said.split("<br>") if "not checked" in line)
    assert "Filed facilities" in not_checked and "0 mu" not in not_checked


def test_a_rule_on_general_farmland_marks_its_row() -> None:
    assert facts_rows._row_of("ybgd_m2") == facts_rows.GENERAL
    assert facts_rows._row_of("farmland_in_stbhhx_m2") == "farmland_in_stbhhx"
    assert facts_rows._row_of("farmland_in_lsyd_m2") == "lsyd"
    assert facts_rows._row_of("farmland_m2") == facts_rows.FARMLAND


@pytest.fixture
def panel(qtbot) -> FactsPanel:
    panel = FactsPanel()
    qtbot.addWidget(panel)
    return panel


def test_while_a_new_shape_is_measured_nothing_is_called_unchecked(panel, known) -> None:
    record, own = ParcelRecord("u", "p", "b", "JC1", "JC1_1", "unjudged", {}, {}, (), None), Measured(10 * MU)
    panel.show_measured(record, own, None, None, measuring=True)
    assert "Measuring" in panel.trouble.text() and "not checked" not in panel.trouble.text()
    assert panel.view.isHidden()
    panel.show_measured(record, own, None, None)
    assert "not checked" in panel.trouble.text() and not panel.view.isHidden()
    panel.show_measured(record, known, None, None, measuring=True)
    assert panel.trouble.isHidden() and not panel.view.isHidden()


def test_the_area_of_the_actual_parcel_stands_below_the_facts(panel) -> None:
    panel.show_actual(3 * MU)
    assert panel.actual.text() == "Actual parcel 3.00 mu" and not panel.actual.isHidden()
    panel.show_actual(None)
    assert panel.actual.isHidden()


def test_the_dock_says_that_new_parts_are_being_measured(opened, qtbot) -> None:
    dock = InterpretationDock(opened)
    qtbot.addWidget(dock)
    opened.select(opened.workspace.queue()[0].parcel_uuid)
    opened.measuring = frozenset({opened.current})
    opened.measuringBegun.emit()
    assert "Measuring" in dock.page.facts.trouble.text()
    opened.measuring = frozenset()
    opened.parcelUpdated.emit(opened.current)
    assert "Measuring" not in dock.page.facts.trouble.text()
    opened.workspace.save_draft(opened.current, {"SJDKMJ": 2 * MU})
    opened.parcelUpdated.emit(opened.current)
    assert "2.00" in dock.page.facts.actual.text()
    dock.shut_down()
