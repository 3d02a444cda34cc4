"""Deadlines in the window: light, lead days, extension and the rule's sentence; the calendar file from the menu."""

from __future__ import annotations

from datetime import date

import pytest
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QFileDialog, QWidget

from weipian_plugin.domain.records import Record
from weipian_plugin.gui.layers.preparations import Preparations
from weipian_plugin.gui.options import OptionsPage
from weipian_plugin.gui.patches import deadline_lights
from weipian_plugin.gui.patches.deadline_lights import deadline_reader
from weipian_plugin.gui.patches.models import DEADLINE, DueDay
from weipian_plugin.gui.patches.patches_dock import PatchesDock
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
    opened.settings.today = "2023-09-05"
    assert first(opened).light == "grey" and "2023-09-02" not in first(opened).tip
    opened.settings.lead_days = 18
    due = first(opened)
    assert (due.days, due.light) == (15, "yellow")
    assert "2023-09-20" in due.tip and "2023-09-02" in due.tip


def test_an_extension_is_shown_with_its_basis_and_only_for_its_patch(opened):
    opened.settings.today = "2023-10-01"
    assert (first(opened).days, first(opened).light) == (-11, "grey")
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
    assert due is not None and due.light == "grey" and due.days < 0 and "d over" not in due.text


def test_a_date_that_was_given_anew_can_be_overdue_whenever_the_plan_was_issued(opened):
    opened.settings.today = "2023-10-01"
    extend(opened, YQZ="2023-09-22")
    assert first(opened).light == "red"


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
