"""整改台账 edited and brought back: what people write is taken part by part; of computed tables nothing is."""

from __future__ import annotations

import shutil
from dataclasses import replace

import openpyxl
import pytest

from tests.qgis.returned_scene import HEADED, make, write
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs.import_batch import opened
from weipian_plugin.jobs.returned.deciding import accept
from weipian_plugin.jobs.returned.differences import differences

ACT = "450512-2023-001"


@pytest.fixture(scope="module")
def template(demo, tmp_path_factory, qgis_app):
    return make(demo, tmp_path_factory.mktemp("ledger") / "w.gpkg")


@pytest.fixture
def workspace(template, tmp_path):
    path = tmp_path / "w" / "w.gpkg"
    path.parent.mkdir()
    shutil.copy(template, path)
    with opened(path, actor="李四") as found:
        yield found


def edited(path, change):
    """The table with ``change(sheet, column by code, rows by number in their order)``."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    codes = {cell.value: cell.column for cell in sheet[HEADED] if cell.value}
    change(sheet, codes)
    book.save(path)
    return path


def rows_of(sheet, codes, number=ACT, code="WFXWBH"):
    return [row for row in range(HEADED + 1, sheet.max_row + 1) if sheet.cell(row, codes[code]).value == number]


def second_part(workspace, **values):
    act = workspace.records("act")[0]
    return workspace.put_record(Record("", "rectification", act.parcels, act.uuid, {
        "ZGFS": "补办", "ZGMJ": 200.0, "ZRBM": "示例县自然资源局", "GZSX": "2024-03-31", **values}))


def said(found):
    return {(change.code, change.becomes) for change in found.changes if change.kind}


@pytest.mark.parametrize("form", ["ledger", "5", "overlay-classes"])
def test_an_unedited_table_says_nothing_new(workspace, tmp_path, form):
    second_part(workspace)
    found = differences(workspace, write(workspace, tmp_path, form))
    assert found.changes == () and found.rows and found.same == found.rows


def test_measures_limits_and_results_are_taken_back_as_events(workspace, tmp_path):
    def change(sheet, codes):
        (row,) = rows_of(sheet, codes)
        for code, value in (("ZGCS", "拆除厂房并复耕"), ("GZSX", "2024-01-31"), ("SFZGDW", "是"), ("WXCFL", "")):
            sheet.cell(row, codes[code]).value = value

    found = differences(workspace, edited(write(workspace, tmp_path, "ledger"), change))
    assert said(found) == {("ZGCS", "拆除厂房并复耕"), ("GZSX", "2024-01-31"), ("SFZGDW", "是")}
    before = workspace.standing()[1]
    decided = accept(workspace, found, found.changes)
    assert len(decided.taken) == 3 and workspace.standing()[1] == before + 1
    part = workspace.records("rectification")[0]
    assert (part.values["ZGCS"], part.values["GZSX"], part.values["SFZGDW"]) == ("拆除厂房并复耕", "2024-01-31", 1)
    assert part.values["ZRBM"] == "示例镇人民政府"


def test_each_part_gets_what_its_row_says_also_where_rows_were_sorted(workspace, tmp_path):
    later = second_part(workspace)

    def change(sheet, codes):
        one, other = rows_of(sheet, codes)
        sheet.cell(one, codes["YSR"]).value, sheet.cell(other, codes["YSR"]).value = "王五", "赵六"
        for column in codes.values():  # the rows change their places
            first, second = sheet.cell(one, column), sheet.cell(other, column)
            first.value, second.value = second.value, first.value

    found = differences(workspace, edited(write(workspace, tmp_path, "ledger"), change))
    taken = {(change.target, change.becomes) for change in found.changes if change.kind}
    first = next(record for record in workspace.records("rectification") if record.uuid != later.uuid)
    assert taken == {(first.uuid, "王五"), (later.uuid, "赵六")}


def test_the_acts_own_values_are_taken_and_what_follows_from_others_is_told(workspace, tmp_path):
    def change(sheet, codes):
        (row,) = rows_of(sheet, codes)
        sheet.cell(row, codes["CLFS"]).value = "移交其他部门"
        sheet.cell(row, codes["SYWZGMJ"]).value = 0
        sheet.cell(row, codes["BZ"]).value = "已报县政府"

    found = differences(workspace, edited(write(workspace, tmp_path, "ledger"), change))
    assert said(found) == {("CLFS", "移交其他部门")}
    told = {change.code: change.why[0].code for change in found.changes if not change.kind}
    assert told == {"SYWZGMJ": "RETURNED_DERIVED", "BZ": "RETURNED_DERIVED"}


def test_what_was_changed_here_meanwhile_is_a_conflict(workspace, tmp_path):
    path = write(workspace, tmp_path, "ledger")
    part = workspace.records("rectification")[0]
    workspace.put_record(replace(part, values={**part.values, "ZGCS": "停止建设"}))
    found = differences(workspace, edited(path, lambda sheet, codes: sheet.cell(
        rows_of(sheet, codes)[0], codes["ZGCS"]).__setattr__("value", "拆除")))
    assert [change.state for change in found.changes if change.code == "ZGCS"] == ["conflict"]


def test_a_row_too_many_and_a_violation_without_an_act_are_told(workspace, tmp_path):
    for record in workspace.records("rectification"):
        workspace.remove_record(record.uuid)

    def change(sheet, codes):
        (row,) = rows_of(sheet, codes)
        sheet.cell(row, codes["ZGCS"]).value = "拆除"

    found = differences(workspace, edited(write(workspace, tmp_path, "ledger"), change))
    assert [change.why[0].code for change in found.changes] == ["RETURNED_PART_MISSING"]
    workspace.remove_record(workspace.records("act")[0].uuid)
    label = next(row.dkbh for row in workspace.queue() if workspace.judgement(row.parcel_uuid) is not None
                 and workspace.judgement(row.parcel_uuid).answers.get("PDLX") == "违法")

    def without(sheet, codes):
        (row,) = rows_of(sheet, codes, label, "GLDKBH")
        sheet.cell(row, codes["CLFS"]).value = "立案"

    found = differences(workspace, edited(write(workspace, tmp_path / "b", "ledger"), without))
    assert [(change.why[0].code, change.label) for change in found.changes] == [("RETURNED_ACT_MISSING", label)]


@pytest.mark.parametrize(("form", "code", "value"), [("5", "HSWCL", 0.99), ("overlay-classes", "DLMJ", 99.0)])
def test_cells_of_computed_tables_that_differ_are_listed_and_never_taken(workspace, tmp_path, form, code, value):
    def change(sheet, codes):
        sheet.cell(HEADED + 1, codes[code]).value = value

    found = differences(workspace, edited(write(workspace, tmp_path, form), change))
    (one,) = found.changes
    assert (one.code, one.kind, one.why[0].code) == (code, "", "RETURNED_COMPUTED") and one.becomes and one.label
    assert not accept(workspace, found, found.changes).taken
