"""The list of patches: conditions together, orders, headings, several at once, and how it is found again."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from qgis.core import QgsSettings
from qgis.PyQt.QtCore import QItemSelectionModel, Qt
from qgis.PyQt.QtWidgets import QLabel, QToolButton

from weipian_plugin.domain.records import DRAFT, SIGNED, UNJUDGED, QueueRow, Record
from weipian_plugin.domain.review.blind_files import CANNOT_TELL, NOT_MINE
from weipian_plugin.gui.patches import orders
from weipian_plugin.gui.patches.cells import (
    ASSIGNED,
    COLUMN_NAMES,
    NUMBER,
    OUTCOME,
    REDLINE,
    RETURNED,
    STATUS,
    TOWNSHIP,
    DueDay,
)
from weipian_plugin.gui.patches.filter_menu import FilterMenu
from weipian_plugin.gui.patches.filters import NOBODY, Filter, mask_of
from weipian_plugin.gui.patches.kept_list import KeptList
from weipian_plugin.gui.patches.models import GROUP_ROLE, UUID_ROLE, QueueModel
from weipian_plugin.gui.patches.orders import DEADLINE, ISSUE, LOT, NEAR, WORST, Order
from weipian_plugin.gui.patches.patches_dock import PatchesDock
from weipian_plugin.gui.patches.queue_table import QueueTable
from weipian_plugin.gui.session import Session
from weipian_plugin.gui.settings import Settings

pytestmark = pytest.mark.usefixtures("raising")
MU = 2000 / 3


def row(number: int, **values) -> QueueRow:
    base = {"parcel_uuid": f"u{number}", "dkbh": f"450512{number:06d}", "jcbh": f"450512{number:06d}",
            "status": UNJUDGED, "flag": "", "jclb": "XZFN", "tblx": "20", "township": "", "issued": "2023-08-15",
            "batch_uuid": "b"}
    return QueueRow(**{**base, **values})


def ground(farmland: float, basic: float, redline: float) -> dict:
    """Areas in 亩."""
    return {"farmland_m2": farmland * MU, "basic_farmland_m2": basic * MU, "redline_m2": redline * MU}


def listed(model: QueueModel) -> list:
    return [int(uuid[1:]) for uuid in model.uuids]


@pytest.fixture()
def model(qgis_app):
    model = QueueModel()
    model.set_rows([
        row(0, township="甲镇", tblx="11", **ground(3, 0, 0)),
        row(1, township="乙镇", status=DRAFT, outcome="违法", **ground(2, 2, 0)),
        row(2, township="甲镇", status=SIGNED, outcome="合法", **ground(0, 0, 5)),
        row(3, township="乙镇", flag="边界不清", assigned="李四", **ground(9, 2, 0)),
        row(4, township="", jclb="XZTT", returned=True, status=DRAFT, lacking=True),
    ], lambda one: {"u0": DueDay(5, "5 d", "yellow"), "u1": DueDay(-2, "2 d over", "red")}.get(one.parcel_uuid))
    return model


@pytest.mark.parametrize("wanted, shown", [
    (Filter(), [0, 1, 2, 3, 4]),
    (Filter(states=(UNJUDGED,)), [0, 3]),
    (Filter(states=(UNJUDGED,), flagged=True), [3]),
    (Filter(states=(DRAFT,), flagged=True), []),
    (Filter(flagged=True), [3]),
    (Filter(townships=("甲镇",)), [0, 2]),
    (Filter(townships=("甲镇", "")), [0, 2, 4]),
    (Filter(classes=("11",)), [0]),
    (Filter(tasks=("XZTT",)), [4]),
    (Filter(outcomes=("违法", "合法")), [1, 2]),
    (Filter(hits=(("basic", 0.0),)), [1, 3]),
    (Filter(hits=(("farmland", 2.5),)), [0, 3]),
    (Filter(hits=(("farmland", 2.5), ("basic", 0.0))), [3]),
    (Filter(lights=("red",)), [1]),
    (Filter(lights=("red", "yellow")), [0, 1]),
    (Filter(lights=("none",)), [2, 3, 4]),
    (Filter(lights=("red", "none")), [1, 2, 3, 4]),
    (Filter(lights=("grey",)), []),
    (Filter(assigned=("李四",)), [3]),
    (Filter(assigned=(NOBODY,)), [0, 1, 2, 4]),
    (Filter(returned=True), [4]),
    (Filter(lacking=True), [4]),
    (Filter(text="乙"), [1, 3]),
    (Filter(text="000002"), [2]),
    (Filter(text="边界"), [3]),
    (Filter(text="illegal"), [1]),
    (Filter(townships=("乙镇",), states=(DRAFT,), hits=(("basic", 1.0),), text="4505"), [1]),
    (Filter(batch="another"), []),
], ids=str)
def test_conditions_hold_together(model, wanted, shown):
    model.set_filter(wanted)
    assert listed(model) == shown
    assert Filter.from_json(wanted.to_json()) == wanted


def test_a_filter_kept_by_an_earlier_version_asks_for_the_flag_as_such():
    assert Filter.from_json('{"states": ["flagged"], "text": "7"}') == Filter(flagged=True, text="7")


def test_what_a_review_file_counts_as_read_is_no_longer_to_do(model):
    model.set_rows([row(0), row(1, flag="看不清楚"), row(2, flag=CANNOT_TELL), row(3, flag=NOT_MINE, assigned="李四")],
                   lambda _row: None, in_review=True)
    model.set_filter(Filter(states=(UNJUDGED,)))
    assert listed(model) == [0, 1] and model.counts()["to_do"] == 2 and model.counts()["answered"] == 2
    model.update_row("u1", flag=CANNOT_TELL)
    assert listed(model) == [0] and model.leaves_out("u1")


def test_the_column_of_states_has_room_for_what_a_reader_says_instead_of_an_answer(model):
    def widest():
        return max(model.widest(STATUS), key=len)

    before = len(widest())
    assert any(RETURNED in text for text in model.widest(STATUS))  # one of the rows came back
    model.set_rows([row(0), row(1)], lambda _row: None, in_review=True)  # nobody has said so yet
    wanted = [model._cells.state(row(2, flag=flag)) for flag in (CANNOT_TELL, NOT_MINE)]
    assert set(wanted) <= set(model.widest(STATUS)) and len(widest()) > before
    model.set_rows([row(0), row(1)], lambda _row: None)
    assert not set(wanted) & set(model.widest(STATUS))


def test_the_menu_offers_every_light_there_is_with_its_number_and_the_flag_as_a_choice_of_its_own(model, qtbot):
    button, chips = QToolButton(), QLabel()
    for widget in (button, chips):
        qtbot.addWidget(widget)
    menu = FilterMenu(button, chips, model)
    menu._fill()
    lights = next(action.menu() for action in menu.menu.actions() if action.text() == "Deadline")
    assert [action.text() for action in lights.actions()] == [
        "Overdue  (1)", "Within 10 days  (1)", "No deadline  (3)"]
    menu.changed.connect(model.set_filter)
    lights.actions()[2].trigger()
    assert listed(model) == [2, 3, 4]
    next(action for action in menu.menu.actions() if action.text() == "Flagged  (1)").trigger()
    assert listed(model) == [3]
    menu.show_chips()
    assert "No&nbsp;deadline" in chips.text() and "Flagged" in chips.text()


def test_what_was_never_measured_meets_no_condition_upon_its_ground(model):
    model.set_filter(Filter(hits=(("farmland", 0.0),)))
    assert 4 not in listed(model)


def test_a_choice_is_added_and_taken_away_one_at_a_time():
    wanted = Filter().with_choice("townships", "甲镇", True).with_choice("townships", "乙镇", True)
    wanted = wanted.with_choice("returned", True, True).with_hit("basic", 1.0).with_hit("basic", 2.0)
    assert wanted.choices() == (("townships", "甲镇"), ("townships", "乙镇"), ("hits", ("basic", 2.0)),
                                ("returned", True))
    assert wanted.with_choice("townships", "甲镇", False).townships == ("乙镇",)
    assert not wanted.with_choice("returned", True, False).returned


def test_a_filter_that_cannot_be_read_shows_everything():
    for text in ("", "{", "[]", '{"states": 3, "hits": [["sea", 1]], "unknown": 1}'):
        assert Filter.from_json(text) == Filter()
    for text in ("", "nonsense", "[]", '{"order": {"kind": "sideways"}, "collapsed": 5}'):
        assert KeptList.from_json(text) == KeptList()


class TestOrders:
    def test_worst_is_basic_farmland_then_redline_then_farmland_and_the_unmeasured_last(self, model):
        model.set_order(Order(WORST))
        assert listed(model) == [3, 1, 2, 0, 4]

    def test_by_deadline_the_overdue_is_first_and_what_is_not_due_stays_as_issued(self, model):
        model.set_order(Order(DEADLINE))
        assert listed(model) == [1, 0, 2, 3, 4]

    def test_what_came_back_goes_before_any_order(self, model):
        model.set_order(Order(WORST, returned_first=True))
        assert listed(model) == [4, 3, 1, 2, 0]

    def test_lots_are_the_same_each_time_and_others_for_another_person(self, qgis_app):
        table = QueueTable([row(number) for number in range(200)])
        first = orders.arranged(table, Order(LOT), "workspace 张三")
        assert list(first) == list(orders.arranged(table, Order(LOT), "workspace 张三"))
        assert list(first) != list(orders.arranged(table, Order(LOT), "workspace 李四"))
        assert sorted(first) == list(range(200)) and list(first) != list(range(200))

    def test_along_the_curve_the_next_patch_is_next_to_this_one(self, qgis_app):
        side = 32
        places = [(x * 100.0, y * 100.0) for y in range(side) for x in range(side)]
        mixed = [places[number * 7919 % len(places)] for number in range(len(places))]
        table = QueueTable([row(n, centre=place) for n, place in enumerate(mixed)] + [row(5000)])
        order = orders.arranged(table, Order(NEAR))
        way = np.array([mixed[place] for place in order[:-1]])
        steps = np.hypot(*np.diff(way, axis=0).T)
        assert steps.max() < 300 and steps.mean() < 110 and order[-1] == len(mixed)

    def test_equal_ones_stay_in_the_order_of_issue(self, qgis_app):
        table = QueueTable([row(number, area_m2=float(number % 3)) for number in range(30)])
        order = list(orders.arranged(table, Order("column", "area_m2")))
        assert order == sorted(range(30), key=lambda number: (number % 3, number))


class TestHeadings:
    def test_townships_have_a_line_each_with_what_is_answered_and_steps_pass_over_them(self, model):
        model.set_grouped(True)
        assert [model.index(line, 0).data() for line in model.group_lines()] == [
            "▾ 甲镇   1/2", "▾ 乙镇   1/2", "▾ No township   1/1"]
        assert listed(model) == [0, 2, 1, 3, 4]
        assert model.shown_order().uuids() == ["u0", "u2", "u1", "u3", "u4"]
        assert not model.flags(model.index(0, 0)) & Qt.ItemFlag.ItemIsSelectable

    def test_a_folded_township_keeps_its_heading_only(self, model):
        model.set_grouped(True)
        model.toggle_group(0)
        assert listed(model) == [1, 3, 4] and model.rowCount() == 6
        assert model.row_of("u0") == -1
        model.toggle_group(0)
        assert listed(model) == [0, 2, 1, 3, 4]

    def test_an_answer_is_counted_in_its_heading_at_once(self, model):
        model.set_grouped(True)
        model.update_row("u0", status=DRAFT, outcome="合法")
        assert model.index(0, 0).data() == "▾ 甲镇   2/2"

    def test_a_filter_empties_headings_away(self, model):
        model.set_grouped(True)
        model.set_filter(Filter(townships=("乙镇",)))
        assert [model.index(line, 0).data(GROUP_ROLE) for line in model.group_lines()] == ["乙镇"]
        model.set_filter(Filter(text="nothing like it"))
        assert model.rowCount() == 0


@pytest.mark.parametrize("order", [ISSUE, WORST, DEADLINE])
@pytest.mark.parametrize("grouped", [False, True])
def test_a_row_that_changes_leaves_the_list_as_if_it_were_made_anew(model, order, grouped):
    wanted = Filter(states=(UNJUDGED, DRAFT))
    model.set_order(Order(order))
    model.set_grouped(grouped)
    model.set_filter(wanted)
    rows = list(model.table.rows)
    for number, values in ((0, {"status": SIGNED}), (2, {"status": DRAFT, "outcome": "其他"}), (1, {"flag": "x"}),
                           (0, {"status": UNJUDGED}), (4, {"township": "丙镇"}), (1, {"flag": ""})):
        rows[number] = replace(rows[number], **values)
        model.put_row(rows[number])
        fresh = mask_of(QueueTable(rows, model.table.days_of), wanted)
        assert sorted(listed(model)) == list(np.flatnonzero(fresh))
        ranks = [model._ranks[model.table.place(uuid)] for uuid in model.uuids]
        assert grouped or ranks == sorted(ranks)
        for line in range(model.rowCount()):
            uuid = model.index(line, NUMBER).data(UUID_ROLE)
            assert not uuid or model.row_of(uuid) == line


def test_conditions_and_counts_follow_a_row_that_changed(model):
    assert model.counts()["draft"] == 2
    model.set_filter(Filter(batch="another"))
    assert not model.counts()["total"]
    model.set_filter(Filter(outcomes=("其他",)))
    model.set_filter(Filter())
    model.update_row("u0", status=DRAFT, outcome="其他", assigned="李四", area_m2=5 * MU)
    assert model.counts()["draft"] == 3
    for wanted in (Filter(outcomes=("其他",)), Filter(assigned=("李四",), townships=("甲镇",)),
                   Filter(hits=(("area", 4.0),))):
        model.set_filter(wanted)
        assert listed(model) == [0]
    model.set_filter(Filter(lights=("yellow",)))
    model.update_row("u0", status=SIGNED)
    assert listed(model) == []


def test_the_order_of_the_session_is_the_list_without_a_text_being_copied(model):
    order = model.shown_order()
    assert len(order) == 5 and order.place("u3") == 3 and order.uuid(3) == "u3" and order.place("none") == -1
    assert order.uuids(1, 3) == ["u1", "u2"]
    assert order.next_unfinished(1, 1) == 3 and order.next_unfinished(2, -1) == 0 and order.next_unfinished(5, 1) == -1
    model.update_row("u3", status=SIGNED, flag="")
    assert order.next_unfinished(1, 1) == 4
    assert order.next_unsigned(3) == 4
    model.update_row("u4", status=SIGNED)
    assert order.next_unsigned(3) == 3 and order.next_unsigned(0) == 0


@pytest.fixture()
def dock(patches_dock):
    return patches_dock


def select(dock, *lines: int) -> list:
    chosen = dock.view.table.selectionModel()
    flags = QItemSelectionModel.SelectionFlag
    for line in lines:
        chosen.select(dock.model.index(line, 0), flags.Select | flags.Rows)
    return dock.view.selected_uuids()


class TestSeveralAtOnce:
    def test_the_bar_is_there_while_several_are_selected(self, dock, session):
        body = dock._body
        assert body.selectionPanel.isHidden()
        chosen = select(dock, 3, 4, 7)
        assert not body.selectionPanel.isHidden() and len(chosen) == 4  # the current one is the first
        session.step(1)
        assert body.selectionPanel.isHidden() and len(dock.view.selected_uuids()) == 1

    def test_they_are_given_to_someone_as_one_decision(self, dock, session):
        chosen = select(dock, 3, 4)
        dock._body.assignBox.setEditText(" 李四 ")
        dock.selection.assign()
        rows = {row.parcel_uuid: row.assigned for row in session.workspace.queue()}
        assert {uuid for uuid, name in rows.items() if name == "李四"} == set(chosen)
        assert dock.model.index(3, ASSIGNED).data() == "李四" and dock.view.selected_uuids() == chosen
        session.undo()
        assert not any(row.assigned for row in session.workspace.queue())
        assert dock.model.index(3, ASSIGNED).data() == ""
        session.redo()
        assert dock.model.index(3, ASSIGNED).data() == "李四"

    def test_names_that_were_given_before_are_offered(self, dock, session):
        session.assign([session.order[9]], "李四")
        select(dock, 3, 4)
        box = dock._body.assignBox
        assert [box.itemText(place) for place in range(box.count())] == ["张三", "李四"] and not box.currentText()

    def test_they_are_flagged_with_one_reason_and_nothing_else_is_said_of_them(self, dock, session):
        chosen = select(dock, 1, 2)
        dock._body.reasonEdit.setText("影像模糊")
        dock.selection.flag()
        drafts = session.workspace.drafts()
        assert set(drafts) == set(chosen)
        assert all(draft.flag == "影像模糊" and not draft.answers for draft in drafts.values())
        session.undo()
        assert not session.workspace.drafts()

    def test_a_key_answers_only_the_patch_on_the_table(self, dock, session):
        select(dock, 3, 4, 5)
        session.answer({"PDLX": "违法"}, advance=False)
        assert [row.outcome for row in session.workspace.queue()].count("违法") == 1

    def test_who_only_looks_cannot_assign(self, dock, session, workspace_file, qtbot):
        second = Session(Settings.load())
        looking = PatchesDock(second)
        qtbot.addWidget(looking)
        second.open(str(workspace_file))
        try:
            select(looking, 2, 3)
            assert looking._body.selectionPanel.isHidden()
        finally:
            second.close()


def test_what_came_back_is_marked_and_can_be_found(dock, session):
    uuid = session.order[5]
    correction = session.put_record(Record("", "correction", (uuid,), values={"FKWH": "12号"}))
    line = dock.model.row_of(uuid)
    assert dock.model.index(line, STATUS).data().endswith(RETURNED)
    dock._filter(Filter(returned=True))
    assert dock.shown_uuids() == [uuid]
    session.remove_record(correction)
    assert dock.shown_uuids() == []


def test_a_condition_is_a_chip_and_a_click_takes_it_away(dock):
    assert dock._body.chipsLabel.isHidden()
    dock._filter(Filter(townships=("",), hits=(("basic", 0.5),)))
    text = dock._body.chipsLabel.text()
    assert "No&nbsp;township" in text and "0.5" in text and not dock._body.chipsLabel.isHidden()
    dock._body.chipsLabel.linkActivated.emit("1")
    assert dock.model.filter == Filter(townships=("",))
    dock._body.chipsLabel.linkActivated.emit("0")
    assert dock.model.filter == Filter() and dock._body.chipsLabel.isHidden()


def test_the_filters_menu_offers_what_there_is_with_its_number(dock):
    dock.filters.menu.aboutToShow.emit()
    parts = {action.text(): action for action in dock.filters.menu.actions()}
    inside = parts["Class"].menu().actions()
    assert len(inside) == 1 and inside[0].text().startswith("20") and inside[0].text().endswith("(30)")
    inside[0].trigger()
    assert dock.model.filter.classes == ("20",)
    dock.filters.menu.aboutToShow.emit()
    again = next(action for action in dock.filters.menu.actions() if action.text() == "Class").menu().actions()[0]
    assert again.isChecked()


def test_an_empty_list_says_why(dock):
    dock._filter(Filter(text="no such number"))
    assert "conditions" in dock._body.hintLabel.text() and not dock._body.hintLabel.isHidden()


def test_filter_order_headings_and_place_are_found_again_by_the_same_person_only(dock, session, workspace_file, qtbot):
    session.settings.store(operator="张三")
    batch = session.workspace.batches()[0].uuid
    dock._filter(Filter(batch=batch, states=(UNJUDGED,), classes=("20",)))
    dock._order(Order(LOT))
    order = dock.shown_uuids()
    assert order != [row.parcel_uuid for row in session.workspace.queue()]
    session.select(order[4])
    session.close()
    session.open(str(workspace_file))
    assert dock.model.filter == Filter(batch=batch, states=(UNJUDGED,), classes=("20",))
    assert dock.shown_uuids() == order and session.current == order[4]
    assert dock._body.stateBox.currentIndex() == 1 and dock._body.batchBox.currentData() == batch
    session.close()
    session.settings.store(operator="李四")
    session.open(str(workspace_file))
    assert dock.model.filter == Filter() and dock.model.order == Order(returned_first=True)


def test_the_batch_of_the_kept_filter_must_still_be_there(dock, session, workspace_file):
    dock._filter(Filter(batch="gone"))
    session.close()
    session.open(str(workspace_file))
    assert dock.model.filter.batch == "" and len(dock.shown_uuids()) == 30


def test_columns_that_are_chosen_and_moved_are_found_again(dock, session, qtbot):
    dock.view.show_column(TOWNSHIP, True)
    dock.view.show_column(STATUS, False)
    header = dock.view.table.horizontalHeader()
    header.moveSection(header.visualIndex(TOWNSHIP), 0)
    assert Settings.load().queue_columns[:2] == ("township", "number")
    other = PatchesDock(Session(Settings.load()))
    qtbot.addWidget(other)
    assert other.view.shown_columns() == dock.view.shown_columns()
    other.view.reset_columns()
    assert [COLUMN_NAMES[column] for column in other.view.shown_columns()] == list(COLUMN_NAMES[:9])
    assert not QgsSettings().value("weipian/queue_columns", [])


def test_a_heading_sorts_and_an_order_of_the_menu_takes_the_arrow_away(dock):
    header = dock.view.table.horizontalHeader()
    dock.view.table.sortByColumn(NUMBER, Qt.SortOrder.DescendingOrder)
    assert dock.model.order == Order("column", "number", True, returned_first=True)
    dock._order(Order(WORST))
    assert header.sortIndicatorSection() == -1 and dock.model.order == Order(WORST)


def test_with_two_lines_of_the_table_selected_by_shift_the_session_is_at_the_second(dock, session, qtbot):
    table = dock.view.table
    for line, keys in ((2, Qt.KeyboardModifier.NoModifier), (5, Qt.KeyboardModifier.ShiftModifier)):
        place = table.visualRect(dock.model.index(line, NUMBER)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, keys, place)
    assert session.current == dock.shown_uuids()[5] and dock.view.selected_uuids() == dock.shown_uuids()[2:6]


def test_the_outcome_is_in_sight_on_a_narrow_screen_and_columns_come_back_with_room(opened, qtbot):
    dock = PatchesDock(opened)
    qtbot.addWidget(dock)
    table, view = dock._body.table, dock.view
    dock.resize(view.reading_width() + 200, 600)
    dock.show()
    qtbot.waitUntil(lambda: not table.isColumnHidden(REDLINE))
    needed = sum(view._widths[column] for column in view.shown_columns())
    dock.resize(needed - 10, 600)
    qtbot.waitUntil(lambda: table.isColumnHidden(REDLINE))
    shown = [column for column in view.shown_columns() if not table.isColumnHidden(column)]
    assert shown[-1] == OUTCOME
    assert table.columnViewportPosition(OUTCOME) + view._widths[OUTCOME] <= table.viewport().width()
    view.show_column(REDLINE, True)
    assert not table.isColumnHidden(REDLINE)
    view.reset_columns()
    assert table.isColumnHidden(REDLINE)
    dock.resize(needed + 200, 600)
    qtbot.waitUntil(lambda: not table.isColumnHidden(REDLINE))
