"""Reviewers' lists become audits: what was sent back is on top with its remark, a second reading adds nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.qgis.returned_scene import labels, make, uuid_of
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs.returned.change import CONFLICT, IMPOSSIBLE, OPEN, REFUSED, REVIEWS, Wish
from weipian_plugin.jobs.returned.deciding import accept, refuse
from weipian_plugin.jobs.returned.differences import differences
from weipian_plugin.workspace.workspace import Workspace

WISH = Wish(level="市级", day="2023-10-09", person="市局")


@pytest.fixture(scope="module")
def template(demo, tmp_path_factory, qgis_app) -> Path:
    return make(demo, tmp_path_factory.mktemp("reviewed") / "w.gpkg")


@pytest.fixture()
def workspace(template, tmp_path):
    shutil.copy(template, tmp_path / "w.gpkg")
    with Workspace.open(tmp_path / "w.gpkg", actor="李四", quarantine_path=tmp_path / "q.sqlite") as opened:
        yield opened


def listed(tmp_path: Path, *rows, headings=("图斑编号", "审核结果", "审核意见")) -> Path:
    book = openpyxl.Workbook()
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "审核清单.xlsx")
    return tmp_path / "审核清单.xlsx"


def why(change):
    return [one.code for one in change.why]


def test_what_was_sent_back_is_an_audit_and_returned_in_the_queue_and_a_second_reading_adds_nothing(
        workspace, tmp_path):
    back, passed = labels(workspace)[2:4]
    path = listed(tmp_path, (back, "退回", "照片不清"), (passed, "通过", None))
    found = differences(workspace, path, WISH)
    assert found.form == REVIEWS and [one.state for one in found.changes] == [OPEN, OPEN]
    assert found.changes[0].becomes == "市级 退回：照片不清"
    decided = accept(workspace, found, found.changes, together=True)
    assert len(decided.records) == 2
    (audit,) = workspace.records("audit", uuid_of(workspace, back))
    assert dict(audit.values) == {"SHJB": "市级", "SHLC": 1, "SHJG": "退回", "SHSM": "照片不清", "SHYY": "其他",
                                  "SHR": "市局", "SHSJ": "2023-10-09", "YZLC": "市级1"}
    assert {row.dkbh for row in workspace.queue() if row.returned} == {back}
    event = next(one for one in workspace.history(uuid_of(workspace, back)) if one.record)
    assert event.payload["origin"] == {"file": path.name, "row": 2}
    assert workspace.judgement(uuid_of(workspace, back)) is not None  # only the county's own change withdraws it
    assert differences(workspace, path, Wish(level="市级", day="2023-12-31")).changes == ()
    workspace.undo()
    workspace.undo()
    assert workspace.records("audit") == [] and len(differences(workspace, path, WISH).changes) == 2


def test_a_second_round_counts_on_and_the_same_words_after_an_answer_are_for_a_person(workspace, tmp_path):
    label = labels(workspace)[2]
    uuid = uuid_of(workspace, label)
    path = listed(tmp_path, (label, "退回", "照片不清"))
    found = differences(workspace, path, WISH)
    (kept,) = accept(workspace, found, found.changes).records
    workspace.put_record(Record(kept.uuid, "audit", (uuid,), "", {
        **kept.values, "DFSM": "已补照片", "DFSJ": "2023-10-20"}))
    (again,) = differences(workspace, path, WISH).changes
    assert again.state == CONFLICT and why(again)[0] == "RETURNED_SAME_AGAIN"
    assert accept(workspace, found, [again], together=True).taken == ()
    later = listed(tmp_path, (label, "通过", "已补齐"))
    found = differences(workspace, later, WISH)
    accept(workspace, found, found.changes)
    assert [one.values["SHLC"] for one in workspace.records("audit", uuid)] == [1, 2]
    assert not any(row.returned for row in workspace.queue())


def test_a_list_never_writes_over_a_round_that_is_kept(workspace, tmp_path):
    label = labels(workspace)[2]
    uuid = uuid_of(workspace, label)
    workspace.put_record(Record("", "audit", (uuid,), "", {"SHJB": "市级", "SHLC": 1, "SHJG": "通过", "SHR": "甲",
                                                           "SHSJ": "2023-09-01"}))
    path = listed(tmp_path, (label, "退回", "复核未通过", 1), headings=("图斑编号", "审核结果", "审核意见", "轮次"))
    found = differences(workspace, path, WISH)
    accept(workspace, found, found.changes)
    assert {(one.values["SHLC"], one.values["SHJG"]) for one in workspace.records("audit", uuid)} == {
        (1, "通过"), (2, "退回")}


def test_what_says_no_result_no_reason_or_no_known_number_is_listed(workspace, tmp_path):
    first, second, third = labels(workspace)[2:5]
    path = listed(tmp_path, (first, "再议", "下周"), (second, "退回", None), ("110101WP0001", "退回", "看"),
                  (third, "待审", None), (first, "退回", "看", "昨天"),
                  headings=("图斑编号", "审核结果", "审核意见", "审核时间"))
    found = differences(workspace, path, WISH)
    assert [(one.row, one.state, *why(one)) for one in found.changes] == [
        (2, IMPOSSIBLE, "RETURNED_NO_RESULT"), (3, IMPOSSIBLE, "RETURNED_NO_REASON"),
        (4, IMPOSSIBLE, "RETURNED_NUMBER_UNKNOWN"), (6, IMPOSSIBLE, "RETURNED_DAY_NOT_READ")]
    assert found.changes[0].cell == "B2"


def test_a_patch_that_was_never_signed_or_a_level_that_does_not_audit_is_said(workspace, tmp_path):
    label = labels(workspace)[8]
    (change,) = differences(workspace, listed(tmp_path, (label, "退回", "缺图")), WISH).changes
    assert change.state == OPEN and "RETURNED_NOT_SIGNED" in why(change)
    (change,) = differences(workspace, tmp_path / "审核清单.xlsx", Wish(level="部级", day="2023-10-09")).changes
    assert change.state == IMPOSSIBLE and why(change) == ["AUDIT_NOT_BY_PROFILE"]
    assert "市级、省级" in change.why[0].sentence("zh")


def test_what_the_county_has_not_signed_is_not_passed_by_a_list(workspace, tmp_path):
    path = listed(tmp_path, (labels(workspace)[8], "通过", None), (labels(workspace)[6], "通过", "属实"))
    found = differences(workspace, path, WISH)
    assert [(one.state, *why(one)) for one in found.changes] == [(IMPOSSIBLE, "AUDIT_PASSES_UNSIGNED")] * 2
    assert accept(workspace, found, found.changes).records == () and workspace.records("audit") == []


def test_a_list_passes_no_violation_with_others_and_says_so(workspace, tmp_path):
    passed, illegal = labels(workspace)[4:6]
    path = listed(tmp_path, (passed, "通过", None), (illegal, "通过", "属实"))
    found = differences(workspace, path, WISH)
    assert [one.state for one in found.changes] == [OPEN, OPEN] and why(found.changes[1]) == ["RETURNED_PASSES_ILLEGAL"]
    decided = accept(workspace, found, found.changes, together=True)
    assert [one.label for one in decided.taken] == [passed]
    assert workspace.records("audit", uuid_of(workspace, illegal)) == []
    assert len(accept(workspace, found, [found.changes[1]]).records) == 1  # a person looked at this one row


def test_a_list_passes_only_whose_turn_it_is_and_looks_again_when_it_is_taken(workspace, tmp_path):
    label = labels(workspace)[2]
    province = Wish(level="省级", day="2023-10-09", person="省厅")
    path = listed(tmp_path, (label, "通过", "已核"))
    (change,) = differences(workspace, path, province).changes
    assert change.state == IMPOSSIBLE and why(change) == ["AUDIT_NOT_YET"]
    city = differences(workspace, path, WISH)
    accept(workspace, city, city.changes)
    found = differences(workspace, path, province)
    assert [one.state for one in found.changes] == [OPEN]
    workspace.put_record(Record("", "audit", (uuid_of(workspace, label),), "", {
        "SHJB": "市级", "SHLC": 2, "SHJG": "退回", "SHYY": "其他", "SHSM": "又有问题", "SHSJ": "2023-10-08"}))
    decided = accept(workspace, found, found.changes)
    assert decided.records == () and [one.code for _, one in decided.left] == ["AUDIT_OUT_OF_TURN"]


def test_a_list_of_both_levels_lets_the_province_pass_what_the_city_passes_in_the_same_row(workspace, tmp_path):
    label = labels(workspace)[2]
    path = listed(tmp_path, (label, "通过", "无", "通过", "属实"),
                  headings=("图斑编号", "市级审核结果", "市级审核意见", "省级审核结果", "省级审核意见"))
    found = differences(workspace, path, Wish(day="2023-10-09", person="处"))
    assert [one.state for one in found.changes] == [OPEN, OPEN]
    assert len(accept(workspace, found, found.changes, together=True).records) == 2


def test_of_a_patch_that_was_set_apart_nothing_but_its_row_is_said(workspace, tmp_path):
    first, second = labels(workspace)[2:4]
    path = listed(tmp_path, (first, "退回", "不清"), (second, "退回", "不清"))
    workspace.quarantine(uuid_of(workspace, first))
    found = differences(workspace, path, WISH)
    assert why(found.changes[0]) == ["RETURNED_SET_APART"] and first not in str(found.changes)


def test_a_row_marked_military_is_not_read(workspace, tmp_path):
    label = labels(workspace)[2]
    path = listed(tmp_path, (label, "退回", "不清", "是"), headings=("图斑编号", "审核结果", "审核意见", "是否涉密"))
    (change,) = differences(workspace, path, WISH).changes
    assert why(change) == ["RETURNED_CLASSIFIED"] and label not in str(change)


def test_a_refused_audit_is_not_offered_again(workspace, tmp_path):
    path = listed(tmp_path, (labels(workspace)[2], "退回", "不清"))
    found = differences(workspace, path, WISH)
    refuse(workspace, found, found.changes)
    assert [one.state for one in differences(workspace, path, WISH).changes] == [REFUSED]


def test_a_list_of_another_county_and_one_whose_columns_are_not_known_are_refused(workspace, tmp_path):
    with pytest.raises(WeipianError) as told:
        differences(workspace, listed(tmp_path, ("110101WP0001", "退回", "看")), WISH)
    assert told.value.code == "RETURNED_OF_ANOTHER"
    path = listed(tmp_path, (labels(workspace)[2], "退回", "看"), headings=("图斑编号", "态度", "话"))
    with pytest.raises(WeipianError) as told:
        differences(workspace, path, WISH)
    assert told.value.code == "RETURNED_LIST_COLUMNS" and told.value.values["names"] == ("图斑编号", "态度", "话")
    chosen = Wish(level="市级", day="2023-10-09", columns={"result": "态度", "opinion": "话"})
    assert len(differences(workspace, path, chosen).changes) == 1


def test_a_list_with_columns_of_city_and_province_is_a_record_of_each_level(workspace, tmp_path):
    first, second, third = labels(workspace)[2:5]
    path = listed(tmp_path, (first, "通过", "无", "退回", "面积有误", "2023-11-02"),
                  (second, "退回", "照片不清", None, None, None),
                  (third, None, None, None, None, None),
                  headings=("图斑编号", "市级审核结果", "市级审核意见", "省级审核结果", "省级审核意见", "审核时间"))
    found = differences(workspace, path, Wish(day="2023-10-09", person="处"))
    assert (found.rows, found.same) == (3, 1)
    assert [(one.label, one.cell, one.becomes) for one in found.changes] == [
        (first, "B2", "市级 通过：无（2023-11-02）"), (first, "D2", "省级 退回：面积有误（2023-11-02）"),
        (second, "B3", "市级 退回：照片不清")]
    assert not [one for one in found.remarks if one.code == "RETURNED_COLUMNS_UNKNOWN"]
    assert len(accept(workspace, found, found.changes).records) == 3
    said = {(one.values["SHJB"], one.values["SHJG"], one.values["SHLC"])
            for one in workspace.records("audit", uuid_of(workspace, first))}
    assert said == {("市级", "通过", 1), ("省级", "退回", 1)}
    assert differences(workspace, path, Wish(day="2023-10-09", person="处")).changes == ()
