"""The Patches dock on a real workspace, and its model with ten thousand rows."""

from __future__ import annotations

from decimal import Decimal

import pytest
from qgis.PyQt.QtCore import QModelIndex, Qt
from qgis.PyQt.QtWidgets import QMessageBox

from weipian_plugin.domain.areas.landclass import SEPARATE
from weipian_plugin.domain.areas.table_areas import shown_areas
from weipian_plugin.domain.records import DRAFT, SIGNED, STUB, UNJUDGED, QueueRow
from weipian_plugin.gui.interpretation.facts_rows import land_rows
from weipian_plugin.gui.patches.filters import Filter
from weipian_plugin.gui.patches.models import (
    AREA,
    DEADLINE,
    FARMLAND,
    FLAGGED,
    GLYPHS,
    NUMBER,
    OUTCOME,
    REDLINE,
    STATUS,
    SUGGESTION,
    UUID_ROLE,
    DueDay,
    QueueModel,
    TextFilter,
    area_text,
    short_number,
)
from weipian_plugin.gui.patches.pace import Pace, pace_of
from weipian_plugin.gui.patches.patches_dock import PatchesDock

pytestmark = pytest.mark.usefixtures("raising")


def row(number: int, **values) -> QueueRow:
    base = {"parcel_uuid": f"u{number}", "dkbh": f"450512{number:06d}", "jcbh": f"450512{number:06d}",
            "status": UNJUDGED, "flag": "", "jclb": "XZFN", "tblx": "20", "township": "", "issued": "2023-08-15",
            "batch_uuid": "b"}
    return QueueRow(**{**base, **values})


def column(model, place: int) -> list:
    return [model.index(line, place).data() for line in range(model.rowCount())]


@pytest.fixture()
def dock(patches_dock):
    return patches_dock


class TestModel:
    @pytest.fixture()
    def model(self, qgis_app):
        return QueueModel()

    def test_areas_are_in_mu_with_a_dash_where_nothing_was_measured(self, model):
        model.set_rows([row(1, area_m2=3333.33, redline_m2=0.0), row(2)], lambda _row: None)
        assert column(model, AREA) == ["5.00", "–"]
        assert column(model, REDLINE) == ["0", "–"]

    def test_farmland_is_shown_as_panel_and_tables_apportion_it(self, model):
        model.set_rows([row(1, farmland_m2=14.9), row(2, farmland_m2=14.9), row(3)], lambda _row: None,
                       lambda one: Decimal("0.03") if one.parcel_uuid == "u1" else None)
        assert column(model, FARMLAND) == ["0.03", "0.02", "–"]

    def test_suggestions_and_outcomes_are_told_in_the_users_language_and_found_in_both(self, model):
        model.set_rows([row(1, suggestion="其他·Q1", outcome="违法")], lambda _row: None)
        place = model.index(0, SUGGESTION)
        assert (place.data(), model.index(0, OUTCOME).data()) == ("Other·Q1", "Illegal")
        assert place.data(Qt.ItemDataRole.ToolTipRole) == "Other: Agricultural facility (Q1)"
        texts = TextFilter()
        texts.setSourceModel(model)
        for wanted in ("其他·Q1", "illegal"):
            texts.setFilterFixedString(wanted)
            assert texts.rowCount() == 1

    def test_every_state_has_a_shape_and_a_word_of_its_own(self, model):
        states = [row(1), row(2, status=DRAFT), row(3, status=SIGNED), row(4, flag="边界不清"), row(5, status=STUB)]
        model.set_rows(states, lambda _row: None)
        texts = column(model, STATUS)
        assert len({text.split()[0] for text in texts}) == len({text.split()[1] for text in texts}) == 5
        assert texts[3].startswith(GLYPHS[FLAGGED])

    def test_a_signed_patch_has_no_deadline_any_more(self, model):
        model.set_rows([row(1), row(2, status=SIGNED)], lambda _row: DueDay(-3, "3 d over", "red"))
        assert column(model, DEADLINE) == ["3 d over", "–"]

    @pytest.mark.parametrize("order", [Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder])
    def test_what_has_no_value_is_sorted_to_the_end(self, model, order):
        model.set_rows([row(1), row(2, area_m2=2000.0), row(3, area_m2=900.0)], lambda _row: None)
        model.sort(AREA, order)
        assert column(model, AREA)[-1] == "–"
        assert column(model, AREA)[0] == ("1.35" if order == Qt.SortOrder.AscendingOrder else "3.00")
        model.sort(-1)
        assert [model.queue_row(line).parcel_uuid for line in range(3)] == ["u1", "u2", "u3"]

    def test_ten_thousand_rows_sort_and_filter_at_once(self, model):
        model.set_rows([row(n, area_m2=float(n * 7919 % 10007), status=SIGNED if n % 4 else UNJUDGED)
                        for n in range(10_000)], lambda _row: None)
        model.sort(AREA, Qt.SortOrder.DescendingOrder)
        areas = [model.queue_row(line).area_m2 for line in range(10_000)]
        assert areas == sorted(areas, reverse=True)
        model.set_filter(Filter(states=(UNJUDGED,)))
        assert model.rowCount() == 2500
        model.set_filter(Filter(states=(UNJUDGED,), text="450512009996"))
        assert column(model, NUMBER) == ["…09996"]

    def test_the_short_number_keeps_what_tells_patches_and_parts_apart(self):
        assert short_number(row(31)) == "…00031"
        assert short_number(row(31, dkbh="450512000031_2")) == "…00031_2"
        assert short_number(row(31, dkbh="WP7")) == "WP7"

    def test_an_area_is_rounded_as_the_tables_round(self):
        assert [area_text(value) for value in (None, 0.0, 2.0, 6666.66)] == ["–", "0", "0", "10.00"]


def test_the_queue_is_shown_in_issue_order_and_its_first_patch_is_selected(dock, session):
    assert dock.model.rowCount() == len(session.workspace.queue()) == 30
    assert dock.shown_uuids() == [row.parcel_uuid for row in session.workspace.queue()]
    assert dock._body.table.currentIndex().data(UUID_ROLE) == session.current


def test_selecting_in_the_table_selects_in_the_session_and_the_other_way(dock, session):
    table = dock._body.table
    table.selectRow(5)
    assert session.current == dock.shown_uuids()[5]
    session.step(1)
    assert table.currentIndex().row() == 6


def test_sorting_by_a_heading_is_the_order_in_which_the_session_steps(dock, session):
    dock._body.table.sortByColumn(NUMBER, Qt.SortOrder.DescendingOrder)
    shown = dock.shown_uuids()
    assert shown == [row.parcel_uuid for row in reversed(session.workspace.queue())]
    session.select(shown[0])
    session.step(1)
    assert session.current == shown[1]


def test_an_answer_shows_at_once_in_its_row_and_in_the_progress(dock, session):
    uuid = session.current
    session.answer({"PDLX": "合法"})
    line = dock.shown_uuids().index(uuid)
    assert dock.model.index(line, STATUS).data().startswith(GLYPHS[DRAFT])
    assert dock.model.index(line, 8).data() == "Legal"
    assert dock._body.progressBar.value() == 1 and dock._body.progressBar.maximum() == 30


def test_the_progress_says_how_many_are_listed_only_while_a_filter_is_on(dock, session):
    bar, box = dock._body.progressBar, dock._body.stateBox
    assert "listed" not in bar.format()
    box.setCurrentIndex(box.findText(dock.model.labels[UNJUDGED]))
    assert bar.format() == "0/30 answered, 0 signed · 30 listed"
    session.answer({"PDLX": "合法"})
    assert bar.format() == "1/30 answered, 0 signed · 29 listed"
    dock.model.set_grouped(True, {row.township for row in dock.model.table.rows})
    dock._show_progress()
    assert "29 listed" in bar.format()
    box.setCurrentIndex(0)
    assert bar.format() == "1/30 answered, 0 signed"


def test_after_an_answer_signed_patches_are_passed_over_but_not_by_a_step(dock, session):
    order = dock.shown_uuids()
    dock.model.update_row(order[1], status=SIGNED)
    session.select(order[0])
    session.answer({"PDLX": "合法"})
    assert session.current == order[2]
    session.step(-1)
    assert session.current == order[1]
    for uuid in order[-2:]:
        dock.model.update_row(uuid, status=SIGNED)
    session.select(order[-3])
    session.answer({"PDLX": "合法"})
    assert session.current == order[-2]  # nothing else follows


def test_with_the_filter_on_to_do_an_answered_patch_goes_and_the_next_is_shown(dock, session):
    box = dock._body.stateBox
    box.setCurrentIndex(box.findText(dock.model.labels[UNJUDGED]))
    order = dock.shown_uuids()
    session.select(order[4])
    session.answer({"PDLX": "合法"})
    assert order[4] not in dock.shown_uuids()
    assert session.current == order[5]
    assert dock._body.table.currentIndex().data(UUID_ROLE) == order[5]


def test_the_text_filter_finds_a_number(dock, session, qtbot):
    wanted = session.workspace.queue()[17]
    dock._body.searchEdit.setText(wanted.jcbh)
    qtbot.waitUntil(lambda: dock.model.rowCount() == 1)
    assert dock.shown_uuids() == [wanted.parcel_uuid]


def test_the_queue_the_panel_and_the_table_show_one_figure_of_farmland(measured, qtbot):
    dock = PatchesDock(measured)
    qtbot.addWidget(dock)
    dock.reload()
    told = 0
    for uuid in measured.order:
        areas = measured.workspace.measured(uuid)
        panel = {row.key: row.area for row in land_rows(areas)}.get("farmland")
        table = shown_areas(areas, adjustable=SEPARATE).values.get("GDMJ")
        text = dock.model.index(dock.model.row_of(uuid), FARMLAND).data()
        assert panel == table and (text == "–" if table is None else Decimal(text) == table)
        told += bool(table)
    assert told


def test_a_flag_is_shown_with_its_reason(dock, session):
    session.set_flag("边界不清")
    index = dock.model.index(0, STATUS)
    assert index.data().startswith(GLYPHS[FLAGGED])
    assert "边界不清" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_deadlines_count_from_the_day_that_is_set_and_overdue_is_red(dock, session):
    session.settings.today = "2023-09-15"
    dock.reload()
    text = dock.model.index(0, DEADLINE).data()
    assert "5" in text
    session.settings.today = "2024-03-01"
    dock.reload()
    overdue = dock.model.index(0, DEADLINE)
    assert overdue.data() != text


def test_closing_the_workspace_empties_the_dock(dock, session):
    session.close()
    assert dock.model.rowCount(QModelIndex()) == 0
    assert dock._body.pages.currentWidget() is dock._body.emptyPage
    assert not dock._body.measureButton.isEnabled() and dock._body.importButton.isEnabled()


def test_a_running_job_shows_its_progress_and_holds_the_buttons(dock):
    dock.show_job(3, 10, "…")
    assert dock._body.jobBar.value() == 3 and not dock._body.measureButton.isEnabled()
    dock.end_job()
    assert not dock._body.jobPanel.isVisible() and dock._body.measureButton.isEnabled()


@pytest.mark.parametrize("confirmed", [True, False])
def test_a_patch_is_set_apart_only_when_confirmed(dock, session, monkeypatch, confirmed):
    uuid = session.current

    def answer(box):
        chosen = next(b for b in box.buttons()
                      if (box.buttonRole(b) == QMessageBox.ButtonRole.DestructiveRole) == confirmed)
        monkeypatch.setattr(QMessageBox, "clickedButton", lambda _box: chosen)

    monkeypatch.setattr(QMessageBox, "exec", answer)
    dock.set_apart()
    left = next((row.status for row in session.workspace.queue() if row.parcel_uuid == uuid), STUB)
    assert (left == STUB) == confirmed


def test_the_reading_width_leaves_no_column_cut_off(dock):
    dock.resize(dock.reading_width(), 600)
    table = dock._body.table
    for place in dock.view.shown_columns():
        widest = max(table.fontMetrics().horizontalAdvance(text) for text in
                     [*column(dock.model, place), dock.model.headerData(place, Qt.Orientation.Horizontal)])
        assert table.columnWidth(place) >= widest


def test_the_pace_is_the_median_of_working_gaps_without_pauses_and_is_told_after_ten_answers():
    minutes = (0, 1, 3, 5, 7, 9, 10, 16, 18, 20, 22)  # six minutes from 10 to 16 are a pause
    times = [f"2023-09-01T09:{minute:02}:00+08:00" for minute in minutes]
    pace = pace_of(times, 10)
    assert pace.seconds == 120 and pace.left_seconds == 1200
    assert pace_of(times[:-1], 10).left_seconds is None


def test_the_queue_is_as_wide_before_measuring_as_afterwards(dock):
    metrics = dock._body.table.fontMetrics()
    assert dock.model.index(0, FARMLAND).data() == "–"
    padding = metrics.averageCharWidth() * 3 // 2
    assert dock._body.table.columnWidth(FARMLAND) >= metrics.horizontalAdvance("88.88") + padding


def test_a_pace_below_half_a_second_is_not_told_as_nothing(dock):
    assert dock._pace_text(Pace(0.4, 60.0)).startswith("<1 s each")
    assert dock._pace_text(Pace(0.6, 60.0)).startswith("1 s each")


def test_the_pace_takes_no_room_while_there_is_none(dock):
    assert dock._body.paceLabel.isHidden()
