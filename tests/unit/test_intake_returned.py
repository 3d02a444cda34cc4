"""What comes back is read with care: bombs, passwords and old formats are said, lists of any layout understood."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.fields import Field, FieldType
from weipian_plugin.domain.forms.table_forms import TABLE_FORMS, form_of
from weipian_plugin.intake.returned.book import column_letters, opened
from weipian_plugin.intake.returned.cells import read_cell
from weipian_plugin.intake.returned.review_list import NUMBER, OPINION, RESULT, find_list, result_in
from weipian_plugin.intake.returned.table import find_table
from weipian_plugin.paths import TEMPLATES


def code_of(path: Path) -> str:
    with pytest.raises(WeipianError) as told, opened(path):
        raise AssertionError("it was opened")
    assert told.value.sentence("zh") and told.value.sentence("en")
    return told.value.code


def book(path: Path, rows, title: str = "Sheet1") -> Path:
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    made.save(path)
    return path


def repacked(path: Path, target: Path, part: str, content: bytes) -> Path:
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info, content if info.filename == part else old.read(info.filename))
    return target


def test_what_is_no_table_is_said_by_what_it_is(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.7 no table")
    assert code_of(tmp_path / "a.xlsx") == "RETURNED_NO_TABLE"
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert code_of(tmp_path / "old.xls") == "RETURNED_OLD_FORMAT"
    (tmp_path / "locked.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 80)
    assert code_of(tmp_path / "locked.xlsx") == "RETURNED_PASSWORD"
    with zipfile.ZipFile(tmp_path / "z.xlsx", "w") as made:
        made.writestr("readme.txt", "no workbook")
    assert code_of(tmp_path / "z.xlsx") == "RETURNED_NO_TABLE"
    assert code_of(tmp_path / "none.xlsx") == "FILE_NOT_READABLE"
    whole = book(tmp_path / "whole.xlsx", [["图斑编号"]]).read_bytes()
    (tmp_path / "half.xlsx").write_bytes(whole[:len(whole) // 2])
    assert code_of(tmp_path / "half.xlsx") == "RETURNED_NO_TABLE"


def test_a_bomb_is_refused_before_it_is_unpacked_and_so_is_a_document_type(tmp_path):
    plain = book(tmp_path / "a.xlsx", [["图斑编号"]])
    part = "xl/worksheets/sheet1.xml"
    bomb = repacked(plain, tmp_path / "bomb.xlsx", part, b"<x>" + b" " * (70 * 1024**2))
    assert bomb.stat().st_size < 1024**2
    assert code_of(bomb) == "RETURNED_TOO_LARGE"
    evil = repacked(plain, tmp_path / "evil.xlsx", part,
                    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>')
    with pytest.raises(WeipianError) as told, opened(evil):
        raise AssertionError("it was opened")
    assert (told.value.code, told.value.values["detail"]) == ("TABLE_UNREADABLE", "DOCTYPE")


def test_formulas_give_their_stored_values_and_none_where_there_is_none(tmp_path):
    path = book(tmp_path / "f.xlsx", [["a", '=HYPERLINK("http://x.example","看")', "=1+1", "x"]])
    with opened(path) as sheets:
        (line,) = sheets[0].lines()
        assert sheets[0].has_formulas
        assert line.values[1] is None and line.wrong == {1: "RETURNED_NO_VALUE", 2: "RETURNED_NO_VALUE"}
    with zipfile.ZipFile(path) as package:
        xml = package.read("xl/worksheets/sheet1.xml")
    stored = xml.replace(b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>").replace(b"<f>1+1</f><v />", b"<f>1+1</f><v>2</v>")
    assert stored != xml
    with opened(repacked(path, tmp_path / "g.xlsx", "xl/worksheets/sheet1.xml", stored)) as sheets:
        (line,) = sheets[0].lines()
        assert line.values[2] == 2 and line.wrong == {1: "RETURNED_NO_VALUE"}


@pytest.mark.parametrize("form", ["2-1", "2-2", "4", "5", "issues", "township", "overlay", "nonagricultural", "ledger"])
def test_each_template_is_recognised_as_its_own_form(form):
    with opened(TEMPLATES / form_of(form).template) as sheets:
        found = find_table(sheets, TABLE_FORMS.values())
        assert found is not None and found.form.id == form
        assert set(found.columns.places) == set(form_of(form).by_code)


@pytest.mark.parametrize("column, letters", [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"),
                                             (702, "AAA")])
def test_columns_are_named_as_excel_names_them(column, letters):
    assert column_letters(column) == letters


AREA = Field("WFMJ", "违法面积", "Area", FieldType.AREA)


@pytest.mark.parametrize("typed, unit, m2", [
    ("3", "", 2000), ("3亩", "", 2000), ("２０００平方米", "", 2000), (2000, "m2", 2000), ("0.2公顷", "", 2000),
    ("1,500.00", "", 1000000), ("0", "", 0), (0.2, "公顷", 2000)])
def test_an_area_is_read_in_the_unit_it_is_written_in(typed, unit, m2):
    assert read_cell(AREA, typed, unit) == (pytest.approx(m2), "")


REVIEW = [["450512WP1800001", "退回", "照片不清，请补充", "赵六", "2023年10月8日"],
          ["450512WP1800002", "审核通过", "", "赵六", "2023-10-08"]]


def rows_of(path: Path, name: str = "清单", chosen=None):
    with opened(path) as sheets:
        found = find_list(sheets, name, chosen)
        return found, list(found.rows()) if found is not None and found.is_complete else []


def test_a_list_is_understood_with_titles_above_and_a_level_in_its_heading(tmp_path):
    headings = ["序号", "监测编号", "市级审核结果", "市级审核意见", "审核人", "审核时间"]
    path = book(tmp_path / "l.xlsx", [["2023年第三季度退回清单"], [None], headings,
                                      *([number, *row] for number, row in enumerate(REVIEW, 1)), ["合计", "2 个"]])
    found, rows = rows_of(path)
    assert (found.level, found.places[NUMBER], found.places[OPINION]) == ("市级", 1, 3)
    assert [(one.number, one.result, one.day, one.row, one.level) for one in rows] == [
        ("450512WP1800001", "退回", "2023-10-08", 4, "市级"), ("450512WP1800002", "通过", "2023-10-08", 5, "市级")]
    assert rows[0].opinion == "照片不清，请补充" and rows[0].person == "赵六"


def test_a_list_of_what_was_sent_back_needs_no_column_of_results(tmp_path):
    path = book(tmp_path / "l.xlsx", [["图斑编号", "退回原因"], ["450512WP1800001", "证明材料的充分性"]])
    _, (row,) = rows_of(path)
    assert (row.result, row.reason, row.opinion) == ("退回", "证明材料的充分性", "")
    _, (row,) = rows_of(book(tmp_path / "m.xlsx", [["图斑编号", "意见"], ["450512WP1800001", "照片不清"]]))
    assert row.result == ""  # neither says that it was sent back: not guessed
    _, (row,) = rows_of(tmp_path / "m.xlsx", "省级退回")
    assert (row.result, row.level) == ("退回", "省级")


@pytest.mark.parametrize("heading, said, result", [
    ("是否通过", "是", "通过"), ("是否通过", "否", "退回"), ("是否退回", "是", "退回"), ("是否退回", "否", "通过"),
    ("审核结果", "不通过", "退回"), ("审核结果", "未通过，需补正", "退回"), ("审核结果", "同意", "通过"),
    ("审核结果", "无需退回", "通过"), ("审核结果", "待审核", "待审"), ("审核结果", "再议", "")])
def test_results_are_told_in_many_words_and_not_guessed(tmp_path, heading, said, result):
    _, (row,) = rows_of(book(tmp_path / "l.xlsx", [["图斑编号", heading, "意见"], ["450512WP1800001", said, "见附件"]]))
    assert row.result == result
    if heading == "审核结果":
        assert result_in(said) == result


def test_a_list_with_unknown_headings_says_which_there_are_and_takes_what_a_person_says(tmp_path):
    path = book(tmp_path / "l.xlsx", [["宗地", "省厅态度", "话"], ["450512WP1800001", "退回", "不清"]])
    found, rows = rows_of(path)
    assert not found.is_complete and [text for text, _ in found.headings] == ["宗地", "省厅态度", "话"]
    found, (row,) = rows_of(path, chosen={NUMBER: "宗地", RESULT: "省厅态度", OPINION: "话"})
    assert (row.number, row.result, row.opinion) == ("450512WP1800001", "退回", "不清")


def test_lists_come_as_csv_in_gbk_too_and_lost_numbers_are_said(tmp_path):
    (tmp_path / "l.csv").write_bytes("图斑编号,审核结果,审核意见\r\n450512WP1800001,退回,照片不清，补\r\n"
                                     "4.50512E+23,退回,看\r\n".encode("gbk"))
    _, (first, second) = rows_of(tmp_path / "l.csv")
    assert first.opinion == "照片不清，补" and second.wrong == "RETURNED_NUMBER_LOST"
