"""The check of a workspace in its window, live under the form, and where it holds a table back."""

from __future__ import annotations

import pytest
from qgis.PyQt.QtCore import Qt

from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.validation.held_back import HeldBackDialog
from weipian_plugin.gui.validation.validation_rows import PARCEL, SENTENCE
from weipian_plugin.gui.validation.validation_window import ValidationWindow
from weipian_plugin.gui.validation.validations import Validations
from weipian_plugin.jobs.checking.validate import EXPLAINED, OPEN, UNCHECKED, validate

ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "WFMJ": 0.0, "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1}
UNCHANGED = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化", "WBHBZ": "无变化"}


@pytest.fixture()
def worked(opened):
    """The first parcel answered in a way that does not hold, the second without papers."""
    order = opened.order or [row.parcel_uuid for row in opened.workspace.queue()]
    opened.workspace.save_draft(order[0], ILLEGAL)
    opened.workspace.save_draft(order[1], UNCHANGED)
    opened.select(order[5])
    return opened, order


@pytest.fixture()
def shown(worked, qtbot):
    window = ValidationWindow()
    qtbot.addWidget(window)
    window.show_report(validate(worked[0].workspace), True)
    window.show()
    return window


@pytest.fixture()
def dock(worked, qtbot, raising):
    dock = InterpretationDock(worked[0])
    qtbot.addWidget(dock)
    dock.resize(430, 900)
    dock.show()
    yield dock
    dock.shut_down()


def rows(window, column: int) -> list[str]:
    return [window.rows.index(row, column).data() for row in range(window.rows.rowCount())]


def choose(window, check: str) -> None:
    table = window.summaryTable
    table.selectRow(next(row for row in range(table.rowCount())
                         if table.item(row, 0).data(Qt.ItemDataRole.UserRole) == check))


def test_the_window_counts_by_check_and_shows_what_a_click_asks_for(shown, worked):
    assert "30 parcels" in shown.titleLabel.text() and "errors" in shown.titleLabel.text()
    everything = shown.rows.rowCount()
    choose(shown, "V11")
    assert 0 < shown.rows.rowCount() < everything
    assert rows(shown, PARCEL) == [worked[0].workspace.parcel(worked[1][0]).dkbh]
    assert "above 0" in rows(shown, SENTENCE)[0]
    choose(shown, "")
    assert shown.rows.rowCount() == everything


def test_severity_and_state_filter_together(shown):
    shown.show_open_errors()
    states = {shown.rows.entry(row).state for row in range(shown.rows.rowCount())}
    severities = {shown.rows.entry(row).found.severity for row in range(shown.rows.rowCount())}
    assert (states, severities) == ({OPEN}, {"E"})
    shown.stateBox.setCurrentIndex(shown.stateBox.findData(UNCHECKED))
    shown._filter()
    assert {shown.rows.entry(row).state for row in range(shown.rows.rowCount())} == {UNCHECKED}
    assert shown.shownLabel.text().startswith(str(shown.rows.rowCount()))


def test_sorting_keeps_every_row(shown):
    before = sorted(rows(shown, SENTENCE))
    shown.findingsView.sortByColumn(SENTENCE, Qt.SortOrder.DescendingOrder)
    assert rows(shown, SENTENCE) == before[::-1]


def test_a_click_goes_to_the_parcel_and_a_double_click_to_its_field(shown, worked, qtbot):
    choose(shown, "V11")
    with qtbot.waitSignals([shown.parcelWanted, shown.fieldWanted]) as told:
        shown.findingsView.clicked.emit(shown.rows.index(0, 0))
        shown.findingsView.activated.emit(shown.rows.index(0, 0))
    assert told.all_signals_and_args[0].args == (worked[1][0],)
    assert told.all_signals_and_args[1].args == (worked[1][0], ("WFMJ",))


def test_a_reason_is_kept_in_place_and_the_finding_stays_chosen(worked, qtbot, raising):
    session, order = worked
    validations = Validations(session, lambda _codes: None, None)
    validations.check()
    window = validations.window
    qtbot.addWidget(window)
    choose(window, "V11")
    window.findingsView.selectRow(0)
    assert not window.explainButton.isEnabled()
    qtbot.keyClicks(window.reasonEdit, "not built yet")
    qtbot.mouseClick(window.explainButton, Qt.MouseButton.LeftButton)
    assert window.rows.entry(0).state == EXPLAINED
    assert "not built yet" in window.detailLabel.text() and "stays one" in window.detailLabel.text()
    [kept] = session.workspace.records(kind="finding")
    assert (kept.parcels, kept.values["CLSM"]) == ((order[0],), "not built yet")
    session.undo()
    assert session.current == order[0]
    window.againButton.click()
    assert window.rows.entry(0).state == OPEN and session.workspace.records(kind="finding") == []
    validations.close()
    assert validations.window is None


def test_what_was_not_checked_has_nothing_to_explain(shown):
    shown.stateBox.setCurrentIndex(shown.stateBox.findData(UNCHECKED))
    shown._filter()
    shown.findingsView.selectRow(0)
    assert shown.detailLabel.isVisible() and not shown.explainButton.isVisible()
    assert "Not checked" in shown.detailLabel.text()


def test_in_a_read_only_workspace_nothing_is_explained(worked, qtbot):
    window = ValidationWindow()
    qtbot.addWidget(window)
    window.show_report(validate(worked[0].workspace), False)
    window.show()
    choose(window, "V11")
    window.findingsView.selectRow(0)
    assert not window.explainButton.isVisible()


def test_the_window_says_what_the_check_rests_on(shown):
    choose(shown, "V11")
    shown.findingsView.selectRow(0)
    assert "official text" in shown.detailLabel.text() and "二（二）" in shown.detailLabel.text()


def test_the_strip_under_the_form_follows_parcel_and_answers(dock, worked):
    session, order = worked
    session.select(order[0])
    assert "V11" in dock.findings.label.text()
    session.answer({"WFMJ": 500.0}, advance=False)
    assert "V11" not in dock.findings.label.text()
    session.select(order[5])
    assert "nothing found" in dock.findings.label.text() and "not checked" in dock.findings.label.text()


def test_a_link_of_the_strip_puts_the_keyboard_into_the_field(dock, worked, qtbot):
    session, order = worked
    session.select(order[0])
    dock.findings.label.linkActivated.emit("NIRGENDS WFMJ")
    qtbot.wait(50)
    editor = dock.form.editors["WFMJ"]
    assert editor.isAncestorOf(dock.focusWidget())


def test_a_table_that_errors_hold_back_asks_for_a_reason_or_shows_them(plugin, opened, tmp_path, monkeypatch, raising,
                                                                              qtbot):
    bench = plugin.workbench
    bench.session.settings.operator = "张三"
    path = str(opened.workspace.path)
    opened.close()
    bench.session.open(path)
    workspace = bench.session.workspace
    uuid = bench.session.order[0]
    workspace.save_draft(uuid, UNCHANGED)
    workspace.sign(uuid, "张三", "内业")
    asked = []

    def refuse(dialog):
        asked.append(dialog.sentenceLabel.text())
        dialog._show_findings()
        return 0

    monkeypatch.setattr(HeldBackDialog, "exec", refuse)
    bench.jobs.export_into(tmp_path / "out")
    qtbot.waitUntil(lambda: bench.jobs._export is None, timeout=60_000)
    assert "V16 ×1" in asked[0] and not (tmp_path / "out").exists()
    assert bench.validations.window.isVisible()
    assert bench.validations.window.stateBox.currentData() == OPEN

    def give(dialog):
        dialog.reasonEdit.setText("影像随后补报")
        assert dialog.exportButton.isEnabled()
        return 1

    monkeypatch.setattr(HeldBackDialog, "exec", give)
    bench.jobs.export_into(tmp_path / "out")
    qtbot.waitUntil(lambda: bench.jobs._export is None, timeout=60_000)
    assert [path.name[:4] for path in (tmp_path / "out").glob("*.xlsx")] == ["【草稿】"]


def test_the_menu_checks_the_workspace(plugin, opened, raising):
    bench = plugin.workbench
    path = str(opened.workspace.path)
    opened.close()
    assert not bench.registry["validate"].isEnabled()
    bench.session.open(path)
    bench.registry["validate"].trigger()
    assert bench.validations.window.rows.rowCount() > 0
    uuid = bench.validations.window.rows.entry(0).found.parcel
    bench.validations.window.parcelWanted.emit(uuid)
    assert bench.session.current == uuid
    bench.session.close()
    assert bench.validations.window is None


def test_what_is_not_checked_for_want_of_a_layer_is_one_line_and_no_total_of_parcels(shown, worked, qtbot):
    report = validate(worked[0].workspace)
    missing = [entry for entry in report.of_state(UNCHECKED) if entry.found.check == "V02"]
    assert len(missing) == report.parcels > 1
    shown.stateBox.setCurrentIndex(shown.stateBox.findData(UNCHECKED))
    shown.stateBox.activated.emit(shown.stateBox.currentIndex())
    rows = [row for row in range(shown.rows.rowCount()) if shown.rows.entry(row).found.check == "V02"]
    assert len(rows) == 1
    texts = [shown.rows.index(rows[0], column).data() for column in range(shown.rows.columnCount())]
    assert texts[3] == f"{report.parcels} parcels" and texts[4].startswith("Not checked: ")
    gathered = report.gathered()
    assert gathered.counts()["V02"] == {UNCHECKED: 1} and gathered.parcels == report.parcels
    assert f"{len(gathered.of_state(UNCHECKED))} not checked" in shown.titleLabel.text()
    assert gathered.of_state(OPEN) == report.of_state(OPEN)
    asked = []
    shown.parcelWanted.connect(asked.append)
    shown.fieldWanted.connect(lambda *what: asked.append(what))
    index = shown.rows.index(rows[0], 0)
    shown.findingsView.clicked.emit(index)
    shown.findingsView.activated.emit(index)
    assert not asked


def test_what_is_missing_of_one_parcel_keeps_its_own_line(shown, worked):
    report = validate(worked[0].workspace).gathered()
    alone = [entry for entry in report.of_state(UNCHECKED) if entry.parcels == 1]
    alike = [entry for entry in report.of_state(UNCHECKED) if entry.parcels > 1]
    assert alike and len({(entry.found.check, entry.found.zh) for entry in alike}) == len(alike)
    assert all(entry.parcels == report.parcels for entry in alike if not entry.found.of_all)
    assert all(entry.found.parcel and entry.found.place for entry in alone)
