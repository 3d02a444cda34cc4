"""Acts and rectification in their window: entered, linked, followed, undone; nothing where one may only look."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence

from tests.qgis.gui.acts_hands import begin_to_write, choose, write
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.gui.acts.acts import Acts
from weipian_plugin.gui.acts.acts_window import ActsWindow
from weipian_plugin.gui.acts.parcel_links import ParcelPicker
from weipian_plugin.gui.acts.records_model import CLOSED, OPEN
from weipian_plugin.gui.interpretation.history_view import HistoryView
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.workspace.workspace import Workspace

MU = 2000 / 3
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "WFMJ": 6 * MU, "WFGDMJ": 4 * MU, "WFJBNTMJ": 1 * MU, "SFLZGDJF": 0,
           "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业", "WFPDYJSM": "未经批准占用耕地建设厂房，无任何用地手续"}


@pytest.fixture()
def order(opened):
    return [row.parcel_uuid for row in opened.workspace.queue()]


@pytest.fixture()
def signed(opened, order):
    """The first two parcels are signed as violations."""
    for uuid in order[:2]:
        opened.workspace.save_draft(uuid, ILLEGAL)
        opened.workspace.sign(uuid, "张三", "实地", "现场照片随后补录")
    opened.queueChanged.emit()
    opened.select(order[0])
    return opened


@pytest.fixture()
def shown(signed, qtbot, raising):
    acts = Acts(signed, None)
    window = acts.show([QKeySequence("Ctrl+Z")])
    qtbot.addWidget(window)
    yield window
    acts.close()


def cells(page, column: int) -> list[str]:
    return [page.model.index(row, column).data() for row in range(page.model.rowCount())]


def acts_of(window) -> list[Record]:
    return window.session.workspace.records("act")


def test_a_new_act_takes_over_what_was_signed_and_only_offers_areas(shown, order, qtbot):
    qtbot.mouseClick(shown.acts.newHereButton, Qt.MouseButton.LeftButton)
    [act] = acts_of(shown)
    assert act.parcels == (order[0],)
    assert (act.values["WFLX1"], act.values["SJYT"], act.values["WFND"]) == ("W1", "工业", 2023)
    assert "SXWFMJ" not in act.values and "WFXWBH" not in act.values
    area = shown.acts.form.editors["SXWFMJ"]
    assert area.line.text() == "" and "signed 6.00" in area.line.placeholderText()
    qtbot.waitUntil(lambda: area.fill.height() > 0)
    qtbot.mouseClick(area.fill, Qt.MouseButton.LeftButton)
    assert acts_of(shown)[0].values["SXWFMJ"] == pytest.approx(6 * MU)
    assert "Missing" in shown.acts.missingLabel.text() and "Act number" in shown.acts.missingLabel.text()


def test_parcels_are_linked_many_to_many_and_their_signed_areas_add_up(shown, order, monkeypatch, qtbot):
    shown.new_act_of(order[0])
    shown.session.select(order[1])
    qtbot.mouseClick(shown.acts.links.currentButton, Qt.MouseButton.LeftButton)
    assert acts_of(shown)[0].parcels == (order[0], order[1])
    assert "signed 12.00" in shown.acts.form.editors["SXWFMJ"].line.placeholderText()

    def pick(dialog):
        dialog.searchEdit.setText(dialog.model.index(0, 1).data()[-5:])
        assert dialog.shown.rowCount() < dialog.model.rowCount()
        dialog.searchEdit.clear()
        dialog.parcelView.selectAll()
        assert order[0] not in dialog.chosen() and order[1] not in dialog.chosen()
        dialog.parcelView.clearSelection()
        dialog.parcelView.selectRow(0)
        return 1

    monkeypatch.setattr(ParcelPicker, "exec", pick)
    qtbot.mouseClick(shown.acts.links.pickButton, Qt.MouseButton.LeftButton)
    assert acts_of(shown)[0].parcels == (order[0], order[1], order[2])
    shown.new_act_of(order[1])
    assert len(shown.session.workspace.records("act", order[1])) == 2
    shown.acts.links.parcelList.setCurrentRow(0)
    qtbot.mouseClick(shown.acts.links.unlinkButton, Qt.MouseButton.LeftButton)
    assert [act.parcels for act in acts_of(shown)] == [(order[0], order[1], order[2]), ()]


def test_every_change_is_one_event_at_once_and_undone(shown, order, qtbot):
    workspace = shown.session.workspace
    shown.new_act_of(order[0])
    [act] = acts_of(shown)
    before = len(workspace.history(act.uuid))
    choose(shown.acts.form.editors["CLFS"], "立案")
    write(shown.acts.form.editors["WFXWBH"], "WF-2023-1")
    assert len(workspace.history(act.uuid)) == before + 2
    assert acts_of(shown)[0].values["CLFS"] == "立案" and cells(shown.acts, 1) == ["WF-2023-1"]
    shown._undo()
    assert "WFXWBH" not in acts_of(shown)[0].values and shown.acts.form.editors["WFXWBH"].line.text() == ""
    shown._undo()
    assert "CLFS" not in acts_of(shown)[0].values and shown.acts.form.editors["CLFS"].value() is None
    shown._undo()
    assert acts_of(shown) == [] and shown.acts.model.rowCount() == 0 and shown.acts.current is None


def test_the_key_undoes_in_this_window_too(shown, order, qtbot):
    shown.new_act_of(order[0])
    shown.activateWindow()
    shown.acts.recordView.setFocus()
    qtbot.waitUntil(shown.isActiveWindow)
    qtbot.keyClick(shown.acts.recordView, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert acts_of(shown) == []


def test_text_that_is_still_being_written_is_kept_when_the_window_or_the_workspace_closes(shown, order):
    workspace, path = shown.session.workspace, shown.session.workspace.path
    shown.new_act_of(order[0])
    begin_to_write(shown.acts.form.editors["XMMC"], "厂房")
    assert "XMMC" not in workspace.records("act")[0].values
    shown.session.close()
    again = Workspace.open(path)
    assert again.records("act")[0].values["XMMC"] == "厂房"
    again.close()


def test_no_case_asks_for_its_reason_and_is_closed_with_it(shown, order):
    shown.new_act_of(order[0])
    choose(shown.acts.form.editors["CLFS"], "不予立案")
    assert "Why no case" in shown.acts.missingLabel.text() and "V18" in shown.acts.notesLabel.text()
    assert shown.acts.model.state_of(acts_of(shown)[0]) == OPEN
    reason = shown.acts.form.editors["BYLASM"]
    reason.text.setPlainText("经核查系历史遗留，已过追诉时效")
    shown.acts.save_pending()
    assert acts_of(shown)[0].values["BYLASM"].startswith("经核查")
    assert "V18" not in shown.acts.notesLabel.text()
    assert shown.acts.model.state_of(acts_of(shown)[0]) == CLOSED
    choose(shown.acts.form.editors["CLFS"], "立案")
    assert "BYLASM" not in acts_of(shown)[0].values and "BYLASM" not in shown.acts.form.editors


def test_an_answer_that_brings_fields_leaves_keyboard_and_scrolling_where_they_were(shown, order, qtbot):
    shown.new_act_of(order[0])
    shown.activateWindow()
    box = shown.acts.form.editors["CLFS"].box
    box.setFocus()
    bar = shown.acts.detailScroll.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100)
    bar.setValue(bar.maximum() // 2)
    place = bar.value()
    choose(shown.acts.form.editors["CLFS"], "立案")
    qtbot.wait(20)
    assert place > 0 and bar.value() == place
    editor = shown.acts.form.editors["CLFS"]
    assert editor.isAncestorOf(shown.focusWidget())


@pytest.fixture()
def act(shown, order):
    """An act of 6 亩 on the first parcel, its case decided."""
    shown.new_act_of(order[0])
    [made] = acts_of(shown)
    return shown.session.put_record(Record(made.uuid, "act", made.parcels, "", {
        **made.values, "WFXWBH": "WF-1", "SXWFMJ": 6 * MU, "CLFS": "立案", "SFCFDW": 1, "CFDWSJ": "2024-03-01"}))


def new_part(window, way: str, area: str):
    page = window.acts.rectification
    page.newButton.click()
    choose(page.form.editors["ZGFS"], way)
    write(page.form.editors["ZGMJ"], area)
    return page


def test_parts_are_rectified_apart_and_what_is_left_is_reckoned(shown, act, order):
    page = new_part(shown, "拆除复耕", "4")
    assert "left 6.00" in shown.acts.notesLabel.text() and "2.00 mu lie in no part" in shown.acts.notesLabel.text()
    page.form.editors["SFZGDW"].yes.click()
    assert "left 2.00" in shown.acts.notesLabel.text() and cells(shown.acts, 5) == ["2.00"]
    new_part(shown, "补办", "2")
    assert [part.parcels for part in shown.session.workspace.records("rectification", act=act.uuid)] == [
        (order[0],), (order[0],)]
    assert shown.acts.tabs.tabText(1) == "Rectification (2)"
    write(page.form.editors["ZGMJ"], "3.5")
    told = shown.acts.notesLabel.text()
    assert "1.50 mu more than the suspected area" in told and "left 2.00" in told and "V19" in told
    page.form.editors["SFZGDW"].yes.click()
    assert "left 0.00" in shown.acts.notesLabel.text()  # never below zero; that the parts exceed it is said


def test_an_approval_before_the_punishment_is_told_at_once(shown, act):
    page = new_part(shown, "补办", "2")
    shown.acts.tabs.setCurrentWidget(page)
    write(page.form.editors["BBSJ"], "2024-2-15")
    assert "V25" in page.notesLabel.text() and "before the punishment" in page.notesLabel.text()
    assert "V25" in shown.acts.notesLabel.text()
    write(page.form.editors["BBSJ"], "2024-03-02")
    assert "V25" not in page.notesLabel.text()


def test_photos_are_attached_to_the_parcels_of_a_part(shown, act, order, tmp_path):
    page = new_part(shown, "拆除复耕", "4")
    shown.acts.tabs.setCurrentWidget(page)
    write(page.form.editors["CCSJ"], "2024-04-01")
    assert "V17" in page.notesLabel.text()
    photo = tmp_path / "拆除后.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 not a real picture")
    page.papers.attach([str(photo)])
    assert "拆除后.jpg" in page.papers.list.text()
    [kept] = shown.session.workspace.records("attachment", order[0])
    assert kept.values["FJLX"] == "photo"
    shown._undo()
    assert "拆除后.jpg" not in page.papers.list.text()


def test_an_act_with_parts_stays_until_they_are_gone(shown, act, monkeypatch):
    new_part(shown, "拆除复耕", "4")
    with pytest.raises(WeipianError) as caught:
        shown.acts._remove()
    assert caught.value.code == "RECORD_IN_USE"
    shown.acts.rectification.removeButton.click()
    assert shown.session.workspace.records("rectification") == [] and cells(shown.acts, 5) == ["6.00"]
    shown.acts.removeButton.click()
    assert acts_of(shown) == [] and shown.acts.rectification.model.rowCount() == 0


def test_the_list_is_filtered_by_state_township_and_text(shown, act, order):
    shown.new_act_of(order[1])
    write(shown.acts.form.editors["WFZRZT"], "某某公司")
    closed = acts_of(shown)[1]
    shown.session.put_record(Record(closed.uuid, "act", closed.parcels, "", {
        **closed.values, "CLFS": "立案", "SFJA": 1}))
    page = shown.acts
    page.stateBox.setCurrentIndex(page.stateBox.findData(OPEN))
    page._filter()
    assert cells(page, 1) == ["WF-1"]
    page.stateBox.setCurrentIndex(page.stateBox.findData(CLOSED))
    page._filter()
    assert cells(page, 2) == ["某某公司"]
    page.stateBox.setCurrentIndex(0)
    page.searchEdit.setText("wf-1")
    page._filter()
    assert cells(page, 1) == ["WF-1"] and page.shownLabel.text() == "1 of 2"
    page.searchEdit.setText(shown.parcels.row(order[1]).jcbh)
    page._filter()
    assert cells(page, 2) == ["某某公司"]


def test_a_classified_parcel_can_be_linked_to_nothing_and_appears_nowhere(shown, order, raising):
    shown.new_act_of(order[1])
    session, number = shown.session, shown.parcels.row(order[1]).jcbh
    shown.acts.links.link((order[2],))
    session.select(order[1])
    session.quarantine_current()
    shown.refresh()
    [act] = acts_of(shown)
    assert act.parcels == (order[2],) and number not in " ".join(cells(shown.acts, 6))
    linkable = shown.parcels.linkable()
    assert len(linkable) == len(order) - 1 and {row.status for row in linkable} <= {"todo", "draft", "signed"}
    assert order[1] not in {row.parcel_uuid for row in linkable}
    shown.acts.links.link((order[1],))
    assert acts_of(shown)[0].parcels == (order[2],)
    with pytest.raises(WeipianError):
        shown.acts.create((order[1],))
    assert len(acts_of(shown)) == 1


def test_a_second_window_may_only_look(shown, act, qtbot, raising, order):
    from weipian_plugin.gui.session import Session
    from weipian_plugin.gui.settings import Settings

    other = Session(Settings.load())
    other.open(str(shown.session.workspace.path))
    assert not other.writable
    window = ActsWindow(other, [])
    qtbot.addWidget(window)
    window.show()
    window.acts.choose(act.uuid)
    page = window.acts
    assert "Read-only" in window.stateLabel.text() and not window.undoButton.isEnabled()
    assert not any(button.isEnabled() for button in (
        page.newButton, page.newHereButton, page.removeButton, page.links.pickButton, page.handOverButton,
        page.rectification.newButton))
    assert page.form.editors["WFXWBH"].line.isReadOnly() and not page.form.editors["CLFS"].isEnabled()
    page.form.edited.emit({"WFXWBH": "X"})
    assert shown.session.workspace.record(act.uuid).values["WFXWBH"] == "WF-1"
    shown.session.put_record(Record("", "act", (order[3],), "", {"WFXWBH": "WF-2"}))
    window.refresh()  # as when the window is looked at again
    assert sorted(cells(page, 1)) == ["WF-1", "WF-2"]
    window.close()
    other.close()


def test_the_history_of_a_parcel_tells_its_records_in_words(shown, act, order, qtbot):
    shown.session.undo()
    shown.acts.removeButton.click()
    view = HistoryView()
    qtbot.addWidget(view)
    view.show_events(shown.session.workspace.history(order[0]))
    told = [view.topLevelItem(row).text(2) for row in range(view.topLevelItemCount())]
    assert told[0].startswith("Removed: Act")
    assert told[1].startswith("Taken back: Act")
    assert told[2].startswith("Changed: Act WF-1") and "Suspected area 6.00 mu" in told[2]
    assert told[3].startswith("Entered: Act") and "Violation" in told[3]


def test_the_parcel_says_what_acts_it_belongs_to(signed, order, qtbot, raising):
    dock = InterpretationDock(signed)
    qtbot.addWidget(dock)
    signed.put_record(Record("", "act", (order[0],), "", {"WFXWBH": "WF-9"}))
    assert "WF-9" in dock._ui.stateLabel.text()
    dock.shut_down()


def test_the_menu_opens_the_window_and_a_parcel_makes_an_act(plugin, opened, raising):
    bench, path = plugin.workbench, str(opened.workspace.path)
    assert not bench.registry["acts"].isEnabled() and not bench.registry["new_act"].isEnabled()
    opened.close()
    bench.session.open(path)
    bench.registry["acts"].trigger()
    assert bench.acts.window.isVisible() and bench.session.workspace.records("act") == []
    bench.patches.actWanted.emit()
    [act] = bench.session.workspace.records("act")
    assert act.parcels == (bench.session.current,) and bench.acts.window.acts.current == act
    bench.session.close()
    assert bench.acts.window is None


def test_who_opens_the_window_finds_the_first_record_or_what_to_do(signed, act, order, qtbot, raising):
    acts = Acts(signed, None)
    signed.select(order[5])  # of no act
    window = acts.show([QKeySequence("Ctrl+Z")])
    qtbot.addWidget(window)
    assert window.acts.current is not None and window.acts.form.isVisible()
    assert not window.acts.beginLabel.isVisible()
    window.tabs.setCurrentWidget(window.transfers)
    assert window.transfers.current is None
    assert window.transfers.beginLabel.isVisible() and "Nothing entered yet" in window.transfers.beginLabel.text()
    window.tabs.setCurrentWidget(window.acts)
    window.acts.searchEdit.setText("nowhere")
    window.acts._filter()
    assert "Nothing passes the filters" in window.acts.beginLabel.text() and window.acts.beginLabel.isVisible()
    acts.close()
