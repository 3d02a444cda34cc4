"""Deadlines in the window: light, lead days, extension and the rule's sentence; the calendar file from the menu."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QPalette
from qgis.PyQt.QtWidgets import QFileDialog, QLabel, QToolButton, QWidget

from weipian_plugin.domain.calendar.deadlines import Lights
from weipian_plugin.domain.judging.suggest import suggest_for
from weipian_plugin.domain.judging.suggestion import Suggestion
from weipian_plugin.domain.records import Record
from weipian_plugin.gui.interpretation.deadline_words import first_in_words, next_two
from weipian_plugin.gui.interpretation.interpretation_dock import InterpretationDock
from weipian_plugin.gui.interpretation.parcel_reading import read_parcel
from weipian_plugin.gui.layers.preparations import Preparations
from weipian_plugin.gui.options import OptionsPage
from weipian_plugin.gui.patches import deadline_lights
from weipian_plugin.gui.patches.deadline_lights import deadline_reader
from weipian_plugin.gui.patches.filter_menu import FilterMenu
from weipian_plugin.gui.patches.models import DEADLINE, DueDay
from weipian_plugin.gui.patches.patches_dock import PatchesDock
from weipian_plugin.gui.patches.queue_table import LIGHTS
from weipian_plugin.gui.settings import Settings
from weipian_plugin.gui.tasks import TaskRunner
from weipian_plugin.gui.workspace_jobs import WorkspaceJobs


@pytest.fixture(params=["zh", "en"])
def language(request, monkeypatch):
    monkeypatch.setattr(deadline_lights, "language", lambda: request.param)
    return request.param


def first(session) -> DueDay:
    due = deadline_reader(session)(session.workspace.queue()[0])
    assert due is not None
    return due


def extend(session, **values) -> None:
    uuid = session.workspace.queue()[0].parcel_uuid
    session.workspace.put_record(Record("", "extension", (uuid,), "", {"QXBH": "report", "YQYJ": "洪灾", **values}))


def test_the_tip_has_the_date_the_light_and_the_rule_s_own_sentence(opened, language):
    opened.settings.today = "2023-09-15"
    due = first(opened)
    assert (due.days, due.light) == (5, "yellow")
    assert "2023-09-20" in due.tip and ("剩余 5 天" if language == "zh" else "5 days left") in due.tip
    assert "上报上月20日（含）前下发的" in due.tip and "资政办发〔2023〕29号" in due.tip


def test_lead_days_stand_beside_the_official_date_and_warn_earlier(opened):
    opened.settings.today = "2023-08-28"
    assert first(opened).light == "grey" and "2023-08-23" not in first(opened).tip
    opened.settings.lead_days = 18
    due = first(opened)
    assert (due.days, due.light) == (13, "yellow")
    assert "2023-09-10" in due.tip and "2023-08-23" in due.tip


def test_an_extension_is_shown_with_its_basis_and_only_for_its_patch(opened):
    opened.settings.today = "2023-10-01"
    assert (first(opened).days, first(opened).light) == (-11, "past")
    extend(opened, YQZ="2023-10-08")
    due = first(opened)
    assert (due.days, due.light) == (7, "yellow")
    assert "2023-09-20" in due.tip and "2023-10-08" in due.tip and "洪灾" in due.tip
    other = deadline_reader(opened)(opened.workspace.queue()[1])
    assert other is not None and other.days == -11
    opened.settings.today = "2023-10-09"
    assert first(opened).light == "red"


def test_an_extension_that_moves_nothing_is_told_beside_the_official_date(opened):
    opened.settings.today = "2023-09-15"
    extend(opened, YQZ="2023-09-01")
    due = first(opened)
    assert due.days == 5 and "2023-09-01" in due.tip


def test_what_had_passed_before_the_plan_is_past_and_not_overdue(opened):
    opened.settings.today = "2023-10-01"
    row = opened.workspace.queue()[0]
    row.issued = "2023-06-20"
    due = deadline_reader(opened)(row)
    assert due is not None and due.light == "past" and due.days < 0 and "d over" not in due.text


def test_a_date_that_was_given_anew_can_be_overdue_whenever_the_plan_was_issued(opened):
    opened.settings.today = "2023-10-01"
    extend(opened, YQZ="2023-09-22")
    assert first(opened).light == "red"


@pytest.mark.parametrize("today", ["2023-12-22", "2024-01-02", "2024-01-20", "2024-02-01"])
def test_list_and_panel_name_the_same_next_deadline_of_whatever_task_it_is(opened, today):
    opened.settings.today = today
    row = opened.workspace.queue()[0]
    row.issued = "2023-12-21"
    profile = opened.profile_of(opened.workspace.lists.profile_ids()[row.batch_uuid])
    due = deadline_reader(opened)(row)
    said = suggest_for({"JCLB": row.jclb, "XFSJ": row.issued}, None, profile)
    day = date.fromisoformat(today)
    of_panel = next_two(said, day)[0]
    assert due.days == (date.fromisoformat(of_panel.due) - day).days
    assert of_panel.due in due.tip and first_in_words(said, False, opened.settings.lights(profile), QPalette())
    if today == "2023-12-22":
        assert due.days == 9  # 核查上报 2023-12-31, not 季清 2024-01-20


def test_an_extension_moves_the_deadline_of_the_panel_as_that_of_the_list(opened):
    opened.settings.today = "2023-10-09"
    extend(opened, YQZ="2023-10-08")
    uuid = opened.workspace.queue()[0].parcel_uuid
    parcel = opened.workspace.parcel(uuid)
    profile = opened.profile_of(opened.workspace.lists.profile_ids()[opened.workspace.batch_of(uuid).uuid])
    said = suggest_for(parcel.attributes, None, profile)
    shown = read_parcel(opened.workspace, parcel, said, profile, frozenset()).suggestion
    of_panel = next_two(shown, date(2023, 10, 9))[0]
    assert first(opened).days == -1 and of_panel.due == "2023-10-08"
    assert "2023-10-08" in first(opened).tip and first(opened).light == "red"
    assert "■" in first_in_words(shown, False, Lights(date(2023, 10, 9), profile), QPalette())


def test_an_extension_moves_the_deadline_of_head_and_card_alike(measured, qtbot):
    dock = InterpretationDock(measured)
    qtbot.addWidget(dock)
    uuid = measured.workspace.queue()[0].parcel_uuid
    measured.select(uuid)
    dock._refresh()
    coming = next_two(dock.card.suggestion, date(2023, 1, 1))[0]
    measured.settings.today, later = coming.due, (date.fromisoformat(coming.due) + timedelta(days=15)).isoformat()
    measured.put_record(Record("", "extension", (uuid,), "", {"QXBH": coming.task, "YQYJ": "洪灾", "YQZ": later}))
    assert later in dock.page.stateLabel.text() and later in dock.card.dutyLabel.text()
    dock.card.detailButton.click()
    assert later in dock.card.detailLabel.text()


def test_the_panel_warns_as_early_as_the_list_as_soon_as_the_lead_days_are_others(measured, qtbot):
    dock = InterpretationDock(measured)
    qtbot.addWidget(dock)
    row = measured.workspace.queue()[0]
    due = date.fromisoformat(next_two(Suggestion.from_json(measured.workspace.suggestion(row.parcel_uuid)),
                                      date(2023, 1, 1))[0].due)
    measured.settings.today = (due - timedelta(days=18)).isoformat()
    measured.select(row.parcel_uuid)
    dock._refresh()

    def lights():
        head = dock.page.stateLabel.text()
        return (deadline_reader(measured)(row).light, *("△" in text for text in (head, dock.card.dutyLabel.text())))

    assert "18 days left" in dock.page.stateLabel.text() and lights() == ("grey", False, False)
    measured.change_options(lead_days=20)
    assert lights() == ("yellow", True, True)


def test_the_filter_tells_far_away_from_what_had_passed_before_the_plan(opened, qtbot):
    opened.settings.today = "2023-10-01"
    dock = PatchesDock(opened)
    qtbot.addWidget(dock)
    menu = FilterMenu(QToolButton(dock), QLabel(dock), dock.model, dock)
    row = opened.workspace.queue()[0]
    for issued, light, days in (("2023-12-21", "grey", 91), ("2023-06-20", "past", -73)):
        due = deadline_reader(opened)(replace(row, issued=issued))
        assert (due.light, due.days) == (light, days) and due.light in LIGHTS
    assert menu.word("lights", "grey") == "Further off"
    assert menu.word("lights", "past") == "Past before the plan was issued"
    assert len({menu.word("lights", light) for light in LIGHTS}) == len(LIGHTS) and "green" not in LIGHTS


def test_the_column_is_as_wide_as_the_longest_time_left_whatever_came_first(opened, qtbot):
    opened.settings.today = "2023-08-20"
    dock = PatchesDock(opened)
    qtbot.addWidget(dock)
    rows = opened.workspace.queue()
    rows[-1].issued = "2023-12-21"
    dock.model.set_rows(rows, deadline_reader(opened), alone=())
    longest = max((dock.model.index(line, DEADLINE).data() for line in range(dock.model.rowCount())), key=len)
    assert "133" in longest and longest in dock.model.widest(DEADLINE)


def test_the_year_of_the_patch_decides_in_2019(opened, monkeypatch):
    from weipian_plugin.jobs.rules.profiles import load_profile

    monkeypatch.setattr(opened, "profile_of", lambda _id: load_profile("MNR2019"))
    opened.settings.today = "2019-04-20"
    row = opened.workspace.queue()[0]
    row.issued, row.year = "2019-03-20", "2018"
    reader = deadline_reader(opened)
    assert reader(row).days == 71
    row.year = "2019"
    assert reader(row).days == 10


def test_the_column_of_the_dock_shows_light_and_tip(opened, qtbot):
    opened.settings.today = "2023-09-15"
    dock = PatchesDock(opened)
    qtbot.addWidget(dock)
    dock.reload()
    index = dock.model.index(0, DEADLINE)
    assert "5" in index.data() and "资政办发" in index.data(Qt.ItemDataRole.ToolTipRole)


def test_the_option_is_the_profile_s_until_a_person_sets_days(opened, qtbot):
    page = OptionsPage(opened)
    qtbot.addWidget(page)
    assert page.body.leadSpin.value() == -1 and page.body.leadSpin.text() == page.body.leadSpin.specialValueText()
    page.body.leadSpin.setValue(7)
    page.apply()
    assert Settings.load().lead_days == 7


def test_the_calendar_is_written_where_the_person_says(opened, qtbot, tmp_path, monkeypatch, raising):
    parent = QWidget()
    qtbot.addWidget(parent)
    jobs = WorkspaceJobs(opened, TaskRunner(parent), parent, Preparations(opened, TaskRunner(parent), parent))
    opened.settings.lead_days = 4
    told = []
    opened.message.connect(lambda text, *_: told.append(text))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "期限.ics"), ""))
    jobs.export_calendar()
    text = (tmp_path / "期限.ics").read_text(encoding="utf-8")
    assert f"DTSTART;VALUE=DATE:{date(2023, 12, 31):%Y%m%d}" in text and "TRIGGER:-P4D" in text
    assert any("期限.ics" in line for line in told)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    jobs.export_calendar()
    assert len(told) == 1
