"""Deadlines of a real workspace as a calendar file: what is in it, what is not, and what it says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import icalendar
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from weipian_plugin.algorithms.provider import WeipianProvider
from weipian_plugin.domain.calendar.deadlines import Extension, patch_year
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
from weipian_plugin.jobs.judging.calendar import LISTED, export_calendar
from weipian_plugin.jobs.judging.due import extension_of
from weipian_plugin.jobs.rules import holidays as holidays_job
from weipian_plugin.jobs.rules.holidays import holiday_problems, holiday_table
from weipian_plugin.jobs.rules.profiles import load_profile, load_profiles
from weipian_plugin.workspace.workspace import Workspace

STAMP = datetime(2023, 9, 24, tzinfo=timezone.utc)
COUNT = LISTED + 10
LEGAL = {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "桂政土批函〔2019〕12号已批准",
         "NZYPZWH": "桂政土批函〔2019〕12号", "NZYPZSJ": "2019-03-12", "NZYPZMJ": 20000.0}
VIOLATION = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": "否", "SFWHZJ": "否", "SFFNH": "是",
             "WFSJYT": "工业厂房", "WFPDYJSM": "未经批准擅自占用耕地建设厂房，现场正在施工，无用地手续",
             "WFMJ": 100, "WFGDMJ": 100, "WFJBNTMJ": 0}


def _patch(number: int, **attributes: object) -> IssuedPatch:
    jcbh = f"4505120{number:04d}"
    return IssuedPatch(jcbh, {"JCBH": jcbh, "JCLB": "XZFN", "TBLX": "20", "XFSJ": "2023-09-25", **attributes})


@pytest.fixture
def workspace(tmp_path: Path, qgis_app) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "q") as made:
        made.add_batch(NewBatch("2023年9月批", "2023-09-25", "a.zip", "d", "GX_ZY2023", "450329"),
                       [_patch(number) for number in range(COUNT)])
        yield made


def events(path: Path) -> list[icalendar.Event]:
    return list(icalendar.Calendar.from_ical(path.read_bytes()).walk("VEVENT"))


def by_summary(path: Path, beginning: str) -> list[icalendar.Event]:
    return [event for event in events(path) if str(event["SUMMARY"]).startswith(beginning)]


def test_a_task_and_a_date_are_one_event_with_the_count_and_a_limited_list(workspace, tmp_path) -> None:
    report = export_calendar(workspace, tmp_path / "c.ics", stamp=STAMP)
    clear = by_summary(tmp_path / "c.ics", "季清")
    assert [(str(e["SUMMARY"]), e.decoded("DTSTART")) for e in clear] == [
        (f"季清（{COUNT} 个图斑）", date(2023, 10, 20))]
    text = str(clear[0]["DESCRIPTION"])
    assert "10月20日前完成第三季度所有图斑的填报、自查自检" in text and "资政办发〔2023〕29号" in text
    assert text.count("4505120") == LISTED and "另有 10 个" in text
    assert report.parcels == COUNT and report.events == len(events(tmp_path / "c.ics"))
    assert [str(c) for c in clear[0]["CATEGORIES"].cats] == ["卫片", "GX_ZY2023"]


def test_only_dates_after_the_plan_and_effective_ones_are_there_beside_the_county_s(workspace, tmp_path) -> None:
    export_calendar(workspace, tmp_path / "c.ics", stamp=STAMP)
    starts = [event.decoded("DTSTART") for event in events(tmp_path / "c.ics")]
    assert starts == sorted(starts) and min(starts) >= date(2023, 9, 24)
    assert by_summary(tmp_path / "c.ics", "年度评估")[0].decoded("DTSTART") == date(2024, 1, 20)
    assert not by_summary(tmp_path / "c.ics", "半年")
    assert not by_summary(tmp_path / "c.ics", "月核上报")  # 20 November, after 季清


def test_lead_days_are_the_alarm_and_the_internal_date(workspace, tmp_path) -> None:
    export_calendar(workspace, tmp_path / "c.ics", own_lead=7, stamp=STAMP)
    clear = by_summary(tmp_path / "c.ics", "季清")[0]
    assert clear.walk("VALARM")[0].decoded("TRIGGER") == timedelta(days=-7)
    assert "内部提前 7 天：2023-10-13" in str(clear["DESCRIPTION"])


def test_taken_in_again_the_events_replace_the_earlier_ones(workspace, tmp_path) -> None:
    for name in ("a", "b"):
        export_calendar(workspace, tmp_path / f"{name}.ics", stamp=STAMP)
    first, second = ([str(e["UID"]) for e in events(tmp_path / f"{name}.ics")] for name in "ab")
    assert first == second and len(set(first)) == len(first)
    assert (tmp_path / "a.ics").read_bytes() == (tmp_path / "b.ics").read_bytes()


def test_a_signed_parcel_is_reported_and_a_violation_has_the_dates_of_its_rectification(workspace, tmp_path) -> None:
    uuid = workspace.queue()[0].parcel_uuid
    workspace.save_draft(uuid, VIOLATION)
    workspace.sign(uuid, "甲", "内业", "现场已封闭，以航拍为准")
    legal = workspace.queue()[1].parcel_uuid
    workspace.save_draft(legal, LEGAL)
    workspace.sign(legal, "甲", "内业")
    day = datetime.now(timezone.utc).astimezone().date()
    export_calendar(workspace, tmp_path / "c.ics", stamp=STAMP)
    assert str(by_summary(tmp_path / "c.ics", "季清")[0]["SUMMARY"]) == f"季清（{COUNT - 2} 个图斑）"
    restore = by_summary(tmp_path / "c.ics", "拆除复耕")
    assert [str(e["SUMMARY"]) for e in restore] == ["拆除复耕（1 个图斑）"] and restore[0].decoded("DTSTART") > day
    assert "拟自判定确认日起" in str(restore[0]["DESCRIPTION"])


def test_a_classified_patch_is_in_nothing(workspace, tmp_path) -> None:
    row = workspace.queue()[3]
    workspace.quarantine(row.parcel_uuid)
    report = export_calendar(workspace, tmp_path / "c.ics", stamp=STAMP)
    unfolded = (tmp_path / "c.ics").read_bytes().replace(b"\r\n ", b"")
    assert row.jcbh.encode() not in unfolded and report.parcels == COUNT - 1


def test_an_extension_moves_the_event_and_says_upon_what(workspace, tmp_path) -> None:
    row = workspace.queue()[0]
    export_calendar(workspace, tmp_path / "a.ics", stamp=STAMP)
    workspace.put_record(Record("", "extension", (row.parcel_uuid,), "", {
        "QXBH": "report", "YQZ": "2023-12-01", "YQYJ": "洪灾，已书面报告"}))
    export_calendar(workspace, tmp_path / "b.ics", stamp=STAMP)
    clear = by_summary(tmp_path / "b.ics", "季清")
    assert [(str(e["SUMMARY"]), e.decoded("DTSTART")) for e in clear] == [
        (f"季清（{COUNT - 1} 个图斑）", date(2023, 10, 20)), ("季清（1 个图斑）", date(2023, 12, 1))]
    assert "原期限 2023-10-20，延期至 2023-12-01；依据：洪灾，已书面报告" in str(clear[1]["DESCRIPTION"])
    assert str(clear[0]["UID"]) == str(by_summary(tmp_path / "a.ics", "季清")[0]["UID"]) != str(clear[1]["UID"])


def test_where_all_patches_are_put_off_the_event_itself_moves(workspace, tmp_path) -> None:
    export_calendar(workspace, tmp_path / "a.ics", stamp=STAMP)
    everybody = tuple(row.parcel_uuid for row in workspace.queue())
    values = {"QXBH": "report", "YQZ": "2023-12-01", "YQYJ": "洪灾"}
    workspace.put_record(Record("", "extension", everybody, "", values))
    export_calendar(workspace, tmp_path / "b.ics", stamp=STAMP)
    before, after = (by_summary(tmp_path / f"{name}.ics", "季清") for name in "ab")
    assert [e.decoded("DTSTART") for e in after] == [date(2023, 12, 1)]
    assert str(before[0]["UID"]) == str(after[0]["UID"])


def test_what_had_passed_when_the_plan_was_issued_is_left_out(workspace, tmp_path) -> None:
    workspace.add_batch(NewBatch("6月批", "2023-06-20", "b.zip", "e", "GX_ZY2023", "450329"),
                        [_patch(900, XFSJ="2023-06-20")])
    export_calendar(workspace, tmp_path / "c.ics", stamp=STAMP)
    assert min(event.decoded("DTSTART") for event in events(tmp_path / "c.ics")) >= date(2023, 9, 24)


def test_an_extension_that_moves_nothing_leaves_the_parcel_out_and_says_so(workspace, tmp_path) -> None:
    row = workspace.queue()[0]
    workspace.put_record(Record("", "extension", (row.parcel_uuid,), "", {
        "QXBH": "report", "YQZ": "2023-09-01", "YQYJ": "洪灾"}))
    report = export_calendar(workspace, tmp_path / "c.ics", stamp=STAMP)
    assert report.parcels == COUNT - 1
    assert [r.code for r in report.remarks] == ["CALENDAR_PARCEL_LEFT_OUT"]
    assert row.jcbh in report.remarks[0].sentence("zh") and "2023-09-01" in report.remarks[0].sentence("en")


def test_a_batch_without_profile_is_said_and_nothing_at_all_is_refused(tmp_path, qgis_app) -> None:
    with Workspace.create(tmp_path / "w.gpkg", quarantine_path=tmp_path / "q") as made:
        made.add_batch(NewBatch("无口径批", "2023-08-25", "a.zip", "d", "", "450329"), [_patch(1)])
        with pytest.raises(WeipianError) as refused:
            export_calendar(made, tmp_path / "c.ics")
        assert refused.value.code == "CALENDAR_EMPTY" and not list(tmp_path.glob("*.ics"))
        made.add_batch(NewBatch("有口径批", "2023-08-25", "b.zip", "e", "GX_ZY2023", "450329"), [_patch(2)])
        report = export_calendar(made, tmp_path / "c.ics", language="en")
        assert "无口径批" in report.remarks[0].sentence("en")
        assert any("(1 patches)" in str(e["SUMMARY"]) for e in events(tmp_path / "c.ics"))


def test_a_file_that_cannot_be_written_is_told_and_the_old_one_stays(workspace, tmp_path) -> None:
    folder = tmp_path / "there.ics"
    folder.mkdir()
    with pytest.raises(WeipianError) as refused:
        export_calendar(workspace, folder, stamp=STAMP)
    assert refused.value.code == "OUTPUT_NOT_WRITABLE" and folder.is_dir()
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("~")]


def test_of_two_batches_one_can_be_asked_for(workspace, tmp_path) -> None:
    workspace.add_batch(NewBatch("10月批", "2023-10-25", "b.zip", "e", "GX_ZY2023", "450329"),
                        [_patch(900, XFSJ="2023-10-25")])
    wanted = workspace.batches()[1].uuid
    report = export_calendar(workspace, tmp_path / "c.ics", wanted, stamp=STAMP)
    assert report.parcels == 1
    assert by_summary(tmp_path / "c.ics", "季清") == []  # 20 December by 月核, before 季清 on 20 January
    assert by_summary(tmp_path / "c.ics", "月核上报")[0].decoded("DTSTART") == date(2023, 12, 20)


def test_the_year_of_the_patch_decides_in_2019(tmp_path, qgis_app) -> None:
    with Workspace.create(tmp_path / "w.gpkg", quarantine_path=tmp_path / "q") as made:
        made.add_batch(NewBatch("2019批", "2019-03-20", "a.zip", "d", "MNR2019", "450329"), [
            _patch(1, JCLB="T", XFSJ="2019-03-20", NF=2018), _patch(2, JCLB="T", XFSJ="2019-03-20", NF=2019)])
        assert [row.year for row in made.queue()] == ["2018", "2019"]
        export_calendar(made, tmp_path / "c.ics")
    assert by_summary(tmp_path / "c.ics", "2018年度土地")[0].decoded("DTSTART") == date(2019, 6, 30)
    assert by_summary(tmp_path / "c.ics", "季度核实结果")[0].decoded("DTSTART") == date(2019, 4, 30)


def test_every_shipped_profile_has_the_one_holiday_table() -> None:
    table = holiday_table()
    assert {1, 2026} & table.years == {2026} and holiday_problems() == ()
    assert all(profile.holidays == table for profile in load_profiles().values())


def test_a_user_s_own_years_are_taken_in_at_once_and_a_broken_file_is_said(tmp_path, monkeypatch, workspace) -> None:
    own = tmp_path / "holidays.yaml"
    monkeypatch.setattr(holidays_job, "own_holidays_file", lambda: own)
    own.write_text("tag: known\nnote: 拟\nyears:\n  2027:\n    notice: 国办发明电\n    holidays:\n"
                   "      - {name: 元旦, from: 2027-01-01, to: 2027-01-03}\n", encoding="utf-8")
    assert 2027 in load_profile("GX_ZY2023").holidays.years
    own.write_text("years: [", encoding="utf-8")
    assert [error.code for error in holiday_problems()] == ["HOLIDAYS_UNREADABLE"]
    assert 2026 in load_profile("GX_ZY2023").holidays.years
    report = export_calendar(workspace, tmp_path / "c.ics", stamp=STAMP)
    assert str(own) in report.remarks[0].sentence("en") or own.name in report.remarks[0].sentence("en")


@pytest.mark.parametrize(
    ("values", "wanted"),
    [({"QXBH": "YEAR", "YQZ": "2024-02-01", "YQYJ": "洪灾", "YQWH": "〔2024〕1号"},
      Extension("YEAR", date(2024, 2, 1), "洪灾 〔2024〕1号")),
     ({"QXBH": "YEAR", "YQZ": "2024-02-01"}, None), ({"QXBH": "YEAR", "YQYJ": "洪灾"}, None), ({}, None)],
)
def test_an_extension_is_one_only_when_it_is_complete(values, wanted) -> None:
    assert extension_of(values) == wanted


@pytest.mark.parametrize(
    ("value", "year"), [(2018, 2018), ("2018年度", 2018), ("", None), (None, None), ("一八", None)])
def test_the_patch_year_is_read_as_it_is_written(value, year) -> None:
    assert patch_year(value) == year


def test_the_algorithm_writes_the_calendar_and_says_what_it_left_out(workspace, tmp_path, qgis_app) -> None:
    provider = WeipianProvider()
    provider.loadAlgorithms()
    algorithm = next(a for a in provider.algorithms() if a.name() == "exportcalendar")
    path = str(workspace.path)
    result, done = algorithm.run({"WORKSPACE": path, "FILE": str(tmp_path / "c.ics"), "LEAD_DAYS": 0},
                                 QgsProcessingContext(), QgsProcessingFeedback())
    assert done and result["PARCELS"] == COUNT and result["EVENTS"] == len(events(tmp_path / "c.ics"))
    with pytest.raises(QgsProcessingException):
        algorithm.run({"WORKSPACE": str(tmp_path / "none.gpkg"), "FILE": str(tmp_path / "d.ics")},
                      QgsProcessingContext(), QgsProcessingFeedback(), {}, False)

