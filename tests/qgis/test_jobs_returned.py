"""Tables that come back: unedited they say nothing; edited, each cell is a change to be accepted or refused."""

from __future__ import annotations

import shutil
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from qgis.core import QgsGeometry

from tests.qgis.returned_scene import (
    HEADED,
    UNCHANGED,
    edit,
    labels,
    make,
    sheet_of,
    through_office,
    uuid_of,
    write,
)
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Measured, OverlayRun, Record
from weipian_plugin.jobs.returned.change import CONFLICT, IMPOSSIBLE, OPEN, REFUSED, Wish
from weipian_plugin.jobs.returned.deciding import accept, refuse
from weipian_plugin.jobs.returned.differences import differences
from weipian_plugin.jobs.returned.rows_of_forms import TAKEN
from weipian_plugin.workspace.workspace import Workspace


@pytest.fixture(scope="module")
def template(demo, tmp_path_factory, qgis_app) -> Path:
    return make(demo, tmp_path_factory.mktemp("returned") / "w.gpkg")


@pytest.fixture()
def workspace(template, tmp_path):
    shutil.copy(template, tmp_path / "w.gpkg")
    with Workspace.open(tmp_path / "w.gpkg", actor="李四", quarantine_path=tmp_path / "q.sqlite") as opened:
        yield opened


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    return tmp_path_factory.mktemp("office")


def table(workspace, tmp_path, cells, form="2-1", number="DKBH"):
    return edit(write(workspace, tmp_path, form), cells, number)


def unmerge_tail(sheet):
    """openpyxl leaves merged cells where they are when rows move; Excel takes them along."""
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row > HEADED:
            sheet.unmerge_cells(str(merged))


def codes(changes):
    return {(change.label, change.code, change.state) for change in changes}


def why(change):
    return [one.code for one in change.why]


@pytest.mark.parametrize("format_", ["xlsx", "csv", "csv-gbk"])
@pytest.mark.parametrize("form", TAKEN)
def test_an_unedited_table_says_nothing_new(workspace, tmp_path, form, format_):
    found = differences(workspace, write(workspace, tmp_path, form, format_))
    assert found.changes == () and found.form == form
    assert found.rows == found.same > 0


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
@pytest.mark.parametrize("to", ["xlsx", "csv"])
@pytest.mark.parametrize("form", ["2-1", "2-2", "4", "township"])
def test_saved_by_libreoffice_without_an_edit_it_says_nothing_new(workspace, tmp_path, profile, form, to):
    saved = through_office(write(workspace, tmp_path, form), tmp_path / "lo", to, profile)
    found = differences(workspace, saved)
    assert found.changes == () and found.rows == found.same > 0


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_cells_edited_and_saved_by_libreoffice_come_back_as_what_was_edited(workspace, tmp_path, profile):
    label = labels(workspace)[3]
    path = table(workspace, tmp_path, {(label, "QTPDYJSM"): "前后影像一致，现场拍照核实", (label, "SJDKMJ"): 3.25})
    for to in ("xlsx", "csv"):
        found = differences(workspace, through_office(path, tmp_path / to, to, profile))
        assert codes(found.changes) == {(label, "QTPDYJSM", OPEN), (label, "SJDKMJ", OPEN)}
        area = next(one for one in found.changes if one.code == "SJDKMJ")
        assert area.becomes == "3.25" and area.value == pytest.approx(3.25 * 2000 / 3)


def test_what_a_county_types_is_understood(workspace, tmp_path):
    label = labels(workspace)[5]
    uuid = uuid_of(workspace, label)
    path = table(workspace, tmp_path, {
        (label, "WFMJ"): "1,234.50亩", (label, "SFLZGDJF"): "√", (label, "WFSJYT"): "仓储物流 ",
        (label, "WFLX2"): "违法占地", (label, "QRSJ"): None})
    found = differences(workspace, path)
    changed = {change.code: change for change in found.changes}
    assert changed["WFMJ"].value == pytest.approx(1234.5 * 2000 / 3) and changed["SFLZGDJF"].value == 1
    assert changed["WFSJYT"].value == "仓储物流" and changed["WFLX2"].alone and not changed["WFMJ"].alone
    assert changed["QRSJ"].state == IMPOSSIBLE and why(changed["QRSJ"]) == ["RETURNED_SIGNATURE"]
    done = accept(workspace, found, [changed["WFMJ"], changed["SFLZGDJF"], changed["WFSJYT"]])
    answers = workspace.draft(uuid).answers
    assert (answers["SFLZGDJF"], answers["WFSJYT"]) == (1, "仓储物流") and answers["WFMJ"] == pytest.approx(823000)
    assert workspace.judgement(uuid) is None and done.parcels == (uuid,)


@pytest.mark.parametrize("typed", ["2023年9月6日", "2023.9.6", "20230906", 45175, datetime(2023, 9, 6, 8), "2023/9/6"])
def test_a_date_is_a_date_however_it_is_typed(workspace, tmp_path, typed):
    path = table(workspace, tmp_path, {("450512-2023-001", "LASJ"): typed}, "4", "WFXWBH")
    (change,) = differences(workspace, path).changes
    assert (change.was, change.becomes, change.value) == ("2023-09-05", "2023-09-06", "2023-09-06")
    assert change.cell.endswith("8")


def test_accepting_is_one_event_a_parcel_that_names_its_row_withdraws_the_signature_and_can_be_undone(
        workspace, tmp_path):
    label = labels(workspace)[2]
    uuid = uuid_of(workspace, label)
    before, length = dict(workspace.draft(uuid).answers), len(workspace.history(uuid))
    path = table(workspace, tmp_path, {(label, "QTPDYJSM"): "实地核查，确无变化，见照片", (label, "WBHBZ"): "见照片"})
    found = differences(workspace, path)
    assert codes(found.changes) == {(label, "QTPDYJSM", OPEN), (label, "WBHBZ", OPEN)}
    decided = accept(workspace, found, found.changes)
    assert len(decided.taken) == 2 and decided.after == () and decided.left == ()
    *_, event = workspace.history(uuid)
    assert len(workspace.history(uuid)) == length + 1
    assert event.payload["origin"] == {"file": path.name, "row": found.changes[0].row}
    assert workspace.judgement(uuid) is None
    assert differences(workspace, path).changes == ()
    workspace.undo()
    assert workspace.draft(uuid).answers == before and workspace.judgement(uuid) is not None
    assert codes(differences(workspace, path).changes) == codes(found.changes)


def test_a_refused_change_is_remembered_and_not_offered_again_but_may_still_be_accepted(workspace, tmp_path):
    label = labels(workspace)[2]
    path = table(workspace, tmp_path, {(label, "QTPDYJSM"): "不采用的一句说明文字", (label, "WBHBZ"): "采用"})
    found = differences(workspace, path)
    wanted = [one for one in found.changes if one.code == "QTPDYJSM"]
    decided = refuse(workspace, found, wanted)
    assert codes(decided.after) == {(label, "QTPDYJSM", REFUSED), (label, "WBHBZ", OPEN)}
    again = differences(workspace, path)
    assert codes(again.changes) == codes(decided.after)
    assert workspace.draft(uuid_of(workspace, label)).answers["QTPDYJSM"] == UNCHANGED["QTPDYJSM"]
    assert accept(workspace, again, again.changes, together=True).taken[0].code == "WBHBZ"
    (refused,) = differences(workspace, path).changes
    assert accept(workspace, again, [refused]).taken == (refused,)
    assert differences(workspace, path).changes == ()


def test_violations_are_never_accepted_together_but_one_by_one(workspace, tmp_path):
    first, second, *_ = labels(workspace)[7:]
    path = table(workspace, tmp_path, {
        (first, "PDLX"): "违法", (first, "WFLX1"): "新增建设用地违法",
        (second, "PDLX"): "其他", (second, "QTJTQX"): "实地未变化"})
    found = differences(workspace, path)
    decided = accept(workspace, found, found.changes, together=True)
    assert codes(decided.taken) == {(second, "PDLX", OPEN), (second, "QTJTQX", OPEN)}
    assert {one.code for _, one in decided.left} == {"RETURNED_NOT_TOGETHER"}
    assert workspace.draft(uuid_of(workspace, first)).answers == {}
    outcome = next(one for one in found.changes if one.label == first and one.code == "PDLX")
    assert accept(workspace, found, [outcome]).taken == (outcome,)
    assert workspace.draft(uuid_of(workspace, first)).answers == {"PDLX": "违法"}


def test_turning_a_violation_into_something_else_is_not_accepted_together_either(workspace, tmp_path):
    label = labels(workspace)[5]
    found = differences(workspace, table(workspace, tmp_path, {(label, "PDLX"): "合法", (label, "WFMJ"): None}))
    assert codes(found.changes) == {(label, "PDLX", OPEN)}  # what went with the violation goes with it
    assert accept(workspace, found, found.changes, together=True).taken == ()
    accept(workspace, found, found.changes)
    assert workspace.draft(uuid_of(workspace, label)).answers == {"PDLX": "合法"}


def test_an_answer_that_means_nothing_without_another_says_so(workspace, tmp_path):
    label = labels(workspace)[8]
    path = table(workspace, tmp_path, {(label, "PDLX"): "其他", (label, "QTJTQX"): "Q1 设施农业用地",
                                       (labels(workspace)[9], "WFMJ"): 3})
    found = differences(workspace, path)
    case = next(one for one in found.changes if one.code == "QTJTQX")
    lost = next(one for one in found.changes if one.code == "WFMJ")
    assert case.value == "Q1" and why(case) == ["RETURNED_NEEDS_FIRST"]
    assert lost.state == IMPOSSIBLE and why(lost) == ["RETURNED_NOT_APPLICABLE"]
    decided = accept(workspace, found, [case])
    assert decided.taken == () and [one.code for _, one in decided.left] == ["RETURNED_NEEDS_FIRST"]
    outcome = next(one for one in found.changes if one.code == "PDLX")
    left = accept(workspace, found, [outcome]).after
    assert why(next(one for one in left if one.code == "QTJTQX")) == []


def test_what_was_changed_in_both_is_a_conflict_and_what_was_changed_only_here_is_no_change(workspace, tmp_path):
    third, fourth = labels(workspace)[3:5]
    path = table(workspace, tmp_path, {(third, "QTPDYJSM"): "县里改的说明，比较长一些"})
    workspace.save_draft(uuid_of(workspace, third), {"QTPDYJSM": "这里改的说明，也比较长"})
    workspace.save_draft(uuid_of(workspace, fourth), {"QTPDYJSM": "只在这里改过，县里没有动"})
    found = differences(workspace, path)
    assert codes(found.changes) == {(third, "QTPDYJSM", CONFLICT)}
    assert "前后影像一致" in found.changes[0].why[0].sentence("zh")
    assert accept(workspace, found, found.changes, together=True).taken == ()
    assert len(accept(workspace, found, found.changes).taken) == 1
    book, _, _, _ = sheet_of(path)
    del book["说明"]
    book.save(path)
    two_way = differences(workspace, path)
    assert "RETURNED_WITHOUT_STATE" in [one.code for one in two_way.remarks]
    assert (fourth, "QTPDYJSM", OPEN) in codes(two_way.changes)


def test_a_table_written_before_the_signing_takes_no_answer_away(workspace, tmp_path):
    label = labels(workspace)[8]
    uuid = uuid_of(workspace, label)
    path = write(workspace, tmp_path)
    workspace.save_draft(uuid, UNCHANGED)
    workspace.sign(uuid, "张三", "内业")
    assert differences(workspace, path).changes == ()
    book, *_ = sheet_of(path)
    del book["说明"]
    book.save(path)
    assert differences(workspace, path).changes == ()


def test_measured_and_issued_figures_are_told_and_not_taken(workspace, tmp_path):
    label = labels(workspace)[0]
    path = table(workspace, tmp_path, {(label, "GDMJ"): 9.99, (label, "XMC"): "别县", (label, "XFSJ"): "2023-08-16"})
    found = differences(workspace, path)
    assert {(one.title[0], one.state, *why(one)) for one in found.changes} == {
        ("耕地面积", IMPOSSIBLE, "RETURNED_MEASURED"), ("县", IMPOSSIBLE, "RETURNED_ISSUED"),
        ("下发时间", IMPOSSIBLE, "RETURNED_ISSUED")}
    cell = next(one for one in found.changes if one.title[0] == "耕地面积")
    assert cell.cell.endswith(str(cell.row)) and cell.becomes == "9.99" and cell.was == "2.25"
    assert accept(workspace, found, found.changes).taken == ()
    workspace.store_overlay(OverlayRun({}), {uuid_of(workspace, labels(workspace)[1]): Measured(5.0)})
    assert "RETURNED_MEASURED_SINCE" in [code for one in differences(workspace, path).changes for code in why(one)]


@pytest.mark.parametrize("code, typed, told", [
    ("WFMJ", "约三亩", "RETURNED_NOT_READ"), ("WFMJ", -2, "RETURNED_NEGATIVE"), ("WFMJ", "1,20", "RETURNED_NOT_READ"),
    ("SFFNH", "可能", "RETURNED_NOT_READ"),
    ("WFSJYT", "厂房吧", "RETURNED_NO_CODE"), ("WFPDYJSM", "长" * 501, "RETURNED_TOO_LONG"),
    ("WFPDYJSM", 4505122023081500001, "RETURNED_DIGITS_LOST"), ("QTJTQX", "军用土地", "RETURNED_CLASSIFIED"),
    ("WFSJYT", "#N/A", "RETURNED_CELL_ERROR"), ("WFSJYT", "=A1&B1", "RETURNED_NO_VALUE"),
])
def test_what_cannot_be_read_is_told_with_its_cell_and_nothing_is_guessed(workspace, tmp_path, code, typed, told):
    label = labels(workspace)[5]
    path = table(workspace, tmp_path, {(label, code): typed})
    found = differences(workspace, path)
    (change,) = [one for one in found.changes if one.label == label]
    assert change.state == IMPOSSIBLE and why(change) == [told] and change.cell.endswith(str(change.row))
    assert all(one.sentence(language) for one in change.why for language in ("zh", "en"))
    assert accept(workspace, found, found.changes).taken == ()


def test_rows_and_columns_may_be_moved_sorted_inserted_hidden_and_deleted(workspace, tmp_path):
    path = write(workspace, tmp_path)
    label = labels(workspace)[2]
    book, sheet, columns, rows = sheet_of(path)
    sheet.cell(rows[label], columns["WBHBZ"]).value = "移动后也认得"
    unmerge_tail(sheet)
    sheet.row_dimensions[rows[label]].hidden = True
    sheet.delete_rows(rows[labels(workspace)[9]])
    sheet.insert_rows(rows[labels(workspace)[6]], 2)
    sheet.insert_rows(1, 2)
    sheet.insert_cols(columns["DKMJ"], 2)
    sheet.cell(HEADED + 1, columns["DKMJ"]).value = "县里的备注"
    sheet.cell(HEADED + 4, columns["DKMJ"]).value = "随手写的"
    book.save(path)
    found = differences(workspace, path)
    assert codes(found.changes) == {(label, "WBHBZ", OPEN)}
    told = {one.code: one.sentence("zh") for one in found.remarks}
    assert "县里的备注" in told["RETURNED_COLUMNS_UNKNOWN"] and "1 个图斑" in told["RETURNED_ROWS_MISSING"]


def test_without_the_row_of_codes_the_headings_tell(workspace, tmp_path):
    path = write(workspace, tmp_path)
    label = labels(workspace)[2]
    book, sheet, columns, rows = sheet_of(path)
    sheet.cell(rows[label], columns["WBHBZ"]).value = "没有代码行"
    unmerge_tail(sheet)
    sheet.delete_rows(HEADED)
    book.save(path)
    found = differences(workspace, path)
    assert codes(found.changes) == {(label, "WBHBZ", OPEN)}
    assert "RETURNED_BY_HEADINGS" in [one.code for one in found.remarks]


def test_merged_cells_say_the_same_downwards_and_nothing_sideways(workspace, tmp_path):
    path = write(workspace, tmp_path)
    book, sheet, columns, rows = sheet_of(path)
    second, third, fourth = labels(workspace)[2:5]
    down, right = columns["QTPDYJSM"], columns["QTJTQX"]
    sheet.cell(rows[second], down).value = "两个图斑同一说明，县里合并填写"
    sheet.merge_cells(start_row=rows[second], end_row=rows[third], start_column=down, end_column=down)
    sheet.merge_cells(start_row=rows[fourth], end_row=rows[fourth], start_column=columns["PDLX"], end_column=right)
    book.save(path)
    found = differences(workspace, path)
    assert {(second, "QTPDYJSM", OPEN), (third, "QTPDYJSM", OPEN)} <= codes(found.changes)
    sideways = [one for one in found.changes if one.label == fourth]
    assert [(one.title[0], *why(one)) for one in sideways] == [("其他—具体情形", "RETURNED_MERGED")]


def test_a_number_that_excel_has_shortened_is_said_and_not_guessed(workspace, tmp_path):
    path = write(workspace, tmp_path)
    book, sheet, columns, rows = sheet_of(path)
    label = labels(workspace)[2]
    sheet.cell(rows[label], columns["DKBH"]).value = 4.5051220230815e23
    sheet.cell(rows[labels(workspace)[3]], columns["DKBH"]).value = "4.5E+23"
    sheet.cell(rows[label], columns["WBHBZ"]).value = "不知是谁的"
    book.save(path)
    found = differences(workspace, path)
    assert [why(one) for one in found.changes] == [["RETURNED_NUMBER_LOST"]] * 2
    assert "4.5" in found.changes[1].why[0].sentence("zh") and not found.changes[0].can_be_accepted


def test_unknown_missing_doubled_and_contradicting_numbers_are_listed_with_their_rows(workspace, tmp_path):
    path = write(workspace, tmp_path)
    book, sheet, columns, rows = sheet_of(path)
    second, third, fourth, fifth = labels(workspace)[2:6]
    sheet.cell(rows[second], columns["DKBH"]).value = third
    sheet.cell(rows[second], columns["JCBH"]).value = None
    sheet.cell(rows[second], columns["WBHBZ"]).value = "重复"
    sheet.cell(rows[fourth], columns["DKBH"]).value = "450512XXXX0001"
    sheet.cell(rows[fifth], columns["JCBH"]).value = labels(workspace)[0]
    last = max(rows.values())
    for code in ("DKBH", "JCBH"):
        sheet.cell(last, columns[code]).value = None
    book.save(path)
    found = differences(workspace, path)
    told = {(one.row, *why(one)) for one in found.changes}
    assert told == {(rows[second], "RETURNED_NUMBER_TWICE"), (rows[third], "RETURNED_NUMBER_TWICE"),
                    (rows[fourth], "RETURNED_NUMBER_UNKNOWN"), (rows[fifth], "RETURNED_NUMBERS_DISAGREE"),
                    (last, "RETURNED_NUMBER_MISSING")}


def test_of_a_patch_that_was_set_apart_nothing_but_its_row_is_said(workspace, tmp_path):
    label = labels(workspace)[4]
    path = table(workspace, tmp_path, {(label, "WBHBZ"): "县里填的话"})
    workspace.quarantine(uuid_of(workspace, label))
    found = differences(workspace, path)
    (change,) = found.changes
    assert why(change) == ["RETURNED_SET_APART"]
    assert (change.label, change.was, change.becomes, change.cell) == ("", "", "", "")
    assert label not in str(found.changes) + str([one.sentence("zh") for one in found.remarks])


def test_a_row_that_the_county_marks_as_military_is_not_read(workspace, tmp_path):
    path = write(workspace, tmp_path)
    label = labels(workspace)[4]
    book, sheet, columns, rows = sheet_of(path)
    place = max(columns.values()) + 1
    sheet.cell(HEADED - 1, place).value = "是否军用（是/否）"
    sheet.cell(rows[label], place).value = "是"
    sheet.cell(rows[labels(workspace)[3]], place).value = "否"
    sheet.cell(rows[label], columns["WBHBZ"]).value = "军用的话"
    book.save(path)
    found = differences(workspace, path)
    assert [(one.row, *why(one)) for one in found.changes] == [(rows[label], "RETURNED_CLASSIFIED")]
    assert label not in str(found.changes) and "军用的话" not in str(found.changes)


def test_a_split_patch_in_table_2_2_is_not_guessed(workspace, tmp_path):
    label = labels(workspace)[1]
    parcel = workspace.parcel(uuid_of(workspace, label))
    workspace.save_draft(parcel.uuid, {"KPDYJSM": "重新说明后再签，尚未签字"})
    shape = QgsGeometry()
    shape.fromWkb(parcel.wkb)
    box = shape.boundingBox()
    box.setXMaximum(box.center().x())
    left = shape.intersection(QgsGeometry.fromRect(box))
    workspace.split(parcel.uuid, [bytes(left.asWkb()), bytes(shape.difference(left).asWkb())])
    path = write(workspace, tmp_path, "2-2")
    assert differences(workspace, path).changes == ()
    book, sheet, columns, _ = sheet_of(path)
    sheet.cell(HEADED + 1, columns["KPDYJSM"]).value = "改了其中一块的说明文字"
    book.save(path)
    assert {code for one in differences(workspace, path).changes for code in why(one)} == {"RETURNED_NUMBER_OF_SEVERAL"}


def test_acts_and_their_only_part_are_changed_as_records(workspace, tmp_path):
    number = "450512-2023-001"
    path = table(workspace, tmp_path, {
        (number, "FK"): "15万元", (number, "ZRBMS"): "示例镇政府", (number, "GLDKS"): 5}, "4", "WFXWBH")
    found = differences(workspace, path)
    states = {one.title[0]: one for one in found.changes}
    assert states["罚款"].value == 15.0 and states["责任部门"].code == "ZRBM"
    assert why(states["关联地块数"]) == ["RETURNED_DERIVED"]
    accept(workspace, found, found.changes)
    (act,), (part,) = workspace.records("act"), workspace.records("rectification")
    assert (act.values["FK"], part.values["ZRBM"], act.values["WFND"]) == (15.0, "示例镇政府", 2023)
    assert workspace.history(act.uuid)[-1].payload["origin"]["file"] == path.name
    workspace.put_record(Record("", "rectification", part.parcels, act.uuid, {"ZGFS": "补办", "ZGMJ": 1.0}))
    path = table(workspace, tmp_path, {(number, "ZRBMS"): "又改"}, "4", "WFXWBH")
    assert [why(one) for one in differences(workspace, path).changes] == [["RETURNED_PARTS"]]


def test_a_refused_change_of_an_act_is_remembered_and_leaves_the_act_free(workspace, tmp_path):
    path = table(workspace, tmp_path, {("450512-2023-001", "WFZRZT"): "另一公司"}, "4", "WFXWBH")
    found = differences(workspace, path)
    refuse(workspace, found, found.changes)
    assert [one.state for one in differences(workspace, path).changes] == [REFUSED]
    (act,) = workspace.records("act")
    assert act.values["WFZRZT"] == "示例公司"
    workspace.undo()  # a refusal is no decision that Ctrl+Z takes back: the last one before it is


def test_lists_bring_back_whom_a_patch_was_given_to_its_flag_and_the_reasons_of_findings(workspace, tmp_path):
    label = labels(workspace)[7]
    uuid = uuid_of(workspace, label)
    path = table(workspace, tmp_path, {(label, "ZRR"): "王五", (label, "BZ"): "请乡镇补照片", (label, "SQNR"): "改了"},
                 "township")
    found = differences(workspace, path)
    assert {(one.title[0], one.state) for one in found.changes} == {
        ("责任人", OPEN), ("备注", OPEN), ("尚缺内容", IMPOSSIBLE)}
    accept(workspace, found, found.changes, together=True)
    assert workspace.draft(uuid).flag == "请乡镇补照片"
    assert next(row.assigned for row in workspace.queue() if row.parcel_uuid == uuid) == "王五"
    assert differences(workspace, path).of_state(OPEN, CONFLICT) == []
    path = write(workspace, tmp_path, "issues")
    book, sheet, columns, _ = sheet_of(path)
    sheet.cell(HEADED + 1, columns["CLQK"]).value = "已补充照片，见附件"
    label, check = (sheet.cell(HEADED + 1, columns[code]).value for code in ("DKBH", "WTYJ"))
    book.save(path)
    found = differences(workspace, path)
    assert [(one.label, one.target, one.becomes) for one in found.changes] == [(label, check, "已补充照片，见附件")]
    accept(workspace, found, found.changes)
    (kept,) = workspace.records("finding", uuid_of(workspace, label))
    assert (kept.values["CLSM"], kept.values["JYBH"], kept.values["CLR"]) == ("已补充照片，见附件", check, "李四")
    assert differences(workspace, path).changes == ()


def test_a_table_of_another_county_and_one_without_numbers_are_refused(workspace, tmp_path):
    path = write(workspace, tmp_path)
    book, sheet, columns, rows = sheet_of(path)
    for row in rows.values():
        sheet.cell(row, columns["DKBH"]).value = f"110101{row:06d}"
        sheet.cell(row, columns["JCBH"]).value = f"110101{row:06d}"
    book.save(path)
    with pytest.raises(WeipianError) as told:
        differences(workspace, path)
    assert told.value.code == "RETURNED_OF_ANOTHER" and told.value.values["count"] == len(rows)
    path = write(workspace, tmp_path)
    book, sheet, columns, _ = sheet_of(path)
    sheet.delete_cols(columns["DKBH"])
    sheet.delete_cols(columns["JCBH"])
    book.save(path)
    with pytest.raises(WeipianError) as told:
        differences(workspace, path)
    assert told.value.code == "RETURNED_NO_NUMBERS"
    path = tmp_path / "x.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["日期", date(2023, 1, 1)])
    book.save(path)
    with pytest.raises(WeipianError) as told:
        differences(workspace, path, Wish())
    assert told.value.code == "RETURNED_UNKNOWN"


def test_what_was_decided_here_between_reading_and_accepting_is_not_written_over(workspace, tmp_path):
    label = labels(workspace)[2]
    uuid = uuid_of(workspace, label)
    found = differences(workspace, table(workspace, tmp_path, {(label, "WBHBZ"): "表里的"}))
    workspace.save_draft(uuid, {"WBHBZ": "刚才改的"})
    decided = accept(workspace, found, found.changes)
    assert decided.taken == () and [one.code for _, one in decided.left] == ["RETURNED_OVERTAKEN"]
    assert workspace.draft(uuid).answers["WBHBZ"] == "刚才改的" and decided.after[0].was == "刚才改的"
    assert len(accept(workspace, found, decided.after).taken) == 1


def test_a_file_that_is_open_elsewhere_is_read_as_saved_and_said(workspace, tmp_path):
    path = write(workspace, tmp_path)
    (path.parent / f"~${path.name}").write_bytes(b"x")
    assert "RETURNED_OPEN" in [one.code for one in differences(workspace, path).remarks]
