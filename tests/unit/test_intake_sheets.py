"""Excel tables as offices make them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.intake import sheets
from weipian_plugin.intake.join import check_ids, convert_row, leave_out_spoiled
from weipian_plugin.intake.mapping import map_headings
from weipian_plugin.intake.received import RawTable
from weipian_plugin.intake.sheets import read_tables


def book(path: Path, rows: list, merges: tuple = (), title: str = "附表1-1") -> Path:
    workbook = openpyxl.Workbook()
    workbook.active.title = title
    for row in rows:
        workbook.active.append(row)
    for merged in merges:
        workbook.active.merge_cells(merged)
    workbook.save(path)
    return path


def read(path: Path) -> RawTable:
    tables = read_tables(path, path.name)
    assert len(tables) == 1
    return tables[0]


def records(table: RawTable) -> list:
    mapping = map_headings(table)
    return [convert_row(table, mapping, row) for row in table.rows]


def test_the_bundled_table_is_read_under_its_merged_title_and_two_row_heading(demo, tmp_path):
    with zipfile.ZipFile(next((demo / "delivery").glob("*.zip"))) as package:
        entry = next(name for name in package.namelist() if name.endswith(".xlsx"))
        path = tmp_path / "附表1-1.xlsx"
        path.write_bytes(package.read(entry))
    table = read(path)
    assert len(table.rows) == 405 and table.rows[0].number == 5
    assert {table.units[heading] for heading in ("监测面积", "耕地面积", "永久基本农田面积")} == {"亩"}
    first = records(table)[0]
    assert (first.jcbh, first.values["JCLB"], first.values["XMC"]) == ("450512WP1800001", "QTXZ", "铁山港区")
    assert {type(row.values["图斑类型"]) for row in table.rows} == {int, str}
    assert {r.values["TBLX"] for r in records(table)} == {"20", "DT", "SM", "ND", "GF", "CK", "DL1", "DL2", "GEF", "TD"}


def test_moved_columns_titles_code_rows_number_rows_and_footers(tmp_path):
    rows = [["卫片表", None, None, None], ["单位：公顷"], [None], ["备注", "监测面积", "图斑编号", "XFSJ"],
            ["BZ", "JCMJ", "JCBH", "XFSJ"], [1, 2, 3, 4], [None, 0.5, "P1", "2023年8月15日"], [None],
            ["x", 0.25, 77, 45153], ["合计", 0.75, None, None], ["填表人：", None, None, None]]
    table = read(book(tmp_path / "t.xlsx", rows, merges=("A1:D1",)))
    assert [(r.jcbh, r.values.get("JCMJ"), r.values["XFSJ"]) for r in records(table)] == [
        ("P1", 0.5, "2023-08-15"), ("77", 0.25, "2023-08-15")]
    assert table.units["监测面积"] == "公顷"
    assert [(f.code, f.values["rows"]) for f in table.findings] == [("FOOTER_ROWS", "10、11")]


def test_a_two_row_heading_is_joined_where_only_both_rows_together_mean_a_field(tmp_path):
    rows = [["监测编号", "前时相", None, "其他", None], [None, "日期", "景号", "甲", "乙"],
            ["P1", "20161209", "S2A", 1, 2]]
    table = read(book(tmp_path / "t.xlsx", rows, merges=("A1:A2", "B1:C1", "D1:E1")))
    record = records(table)[0]
    assert record.values["QSX"] == "2016-12-09"
    assert record.extra == {"前时相 景号": "S2A", "其他 甲": 1, "其他 乙": 2}


def test_a_middle_row_without_id_refuses_the_whole_and_names_the_row(tmp_path):
    table = read(book(tmp_path / "t.xlsx", [["JCBH", "XMC"], ["P1", "甲"], [None, "乙"], ["P3", "丙"]]))
    with pytest.raises(WeipianError) as refused:
        check_ids(table, map_headings(table), set())
    assert refused.value.code == "JCBH_EMPTY" and refused.value.values["rows"] == "3"


def test_doubled_ids_are_refused_text_and_number_alike(tmp_path):
    table = read(book(tmp_path / "t.xlsx", [["JCBH"], ["450512001"], ["x"], [450512001], ["450512 001"]]))
    with pytest.raises(WeipianError) as refused:
        check_ids(table, map_headings(table), set())
    assert refused.value.code == "JCBH_DOUBLED" and refused.value.values["rows"] == "2、4、5"
    assert "450512001" in refused.value.sentence("zh")


def test_ids_that_excel_rounded_are_told_by_row_and_left_out(tmp_path):
    rows = [["JCBH", "YSTBBH"], ["450512180000000001", 1], [450512180000123456, 2], [4.50512180000123e17, 3],
            ["4.50512E+17", 4], ["p", 450512180000123456]]
    table = read(book(tmp_path / "t.xlsx", rows))
    mapping = map_headings(table)
    kept, told = leave_out_spoiled(table, mapping, check_ids(table, mapping, set()))
    assert [row.number for row in kept] == [2, 6]
    assert [(f.code, f.severity, f.values["rows"]) for f in told] == [("JCBH_DIGITS_LOST", "E", "3、4、5")]
    lost = convert_row(table, mapping, kept[1]).findings
    assert [(f.code, f.values["row"]) for f in lost] == [("DIGITS_LOST", 6)]


def test_formula_errors_and_formulas_without_result_are_told_by_cell(tmp_path):
    path = book(tmp_path / "t.xlsx", [["JCBH", "XMC", "JCMJ"], ["P1", "#REF!", "=A1+1"], ["P2", "乙", 3]])
    table = read(path)
    record = records(table)[0]
    assert [(f.code, f.severity, f.values["cell"]) for f in record.findings] == [
        ("CELL_ERROR", "E", "B2"), ("CELL_NO_VALUE", "E", "C2")]
    assert "XMC" not in record.values and "JCMJ" not in record.values
    assert all("请在 Excel 中" in f.sentence("zh") and f.values["cell"] in f.sentence("zh") for f in record.findings)
    broken = read(book(tmp_path / "u.xlsx", [["JCBH", "XMC"], ["P1", "甲"], ["#N/A", "乙"]]))
    with pytest.raises(WeipianError) as refused:
        check_ids(broken, map_headings(broken), set())
    assert refused.value.code == "JCBH_CELL" and refused.value.values["cell"] == "A3"


def test_a_password_an_old_file_and_a_damaged_one_each_say_what_to_do(tmp_path):
    locked = tmp_path / "锁.xlsx"
    locked.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    noise = tmp_path / "noise.xlsx"
    noise.write_bytes(b"no workbook")
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("a.txt", "x")
    hollow = tmp_path / "hollow.xlsx"
    hollow.write_bytes(empty.getvalue())
    for path, code in ((locked, "XLSX_PASSWORD"), (noise, "TABLE_NOT_XLSX"), (hollow, "TABLE_UNREADABLE")):
        with pytest.raises(WeipianError) as refused:
            read_tables(path, path.name)
        assert refused.value.code == code and path.name in refused.value.sentence("zh")
        assert "另存为 .xlsx" in refused.value.sentence("zh")
    assert refused.value.sentence("en").replace("hollow.xlsx", "").isascii()


def test_a_workbook_too_large_to_unpack_says_how_large_one_may_be(tmp_path, monkeypatch):
    monkeypatch.setattr(sheets, "MAX_UNPACKED", 1)
    with pytest.raises(WeipianError) as refused:
        read_tables(book(tmp_path / "t.xlsx", [["JCBH"], ["P1"]]), "t.xlsx")
    assert refused.value.code == "TABLE_TOO_LARGE" and "512" not in refused.value.sentence("en")


def test_a_sheet_may_be_named_and_one_without_ids_is_none(tmp_path):
    path = book(tmp_path / "t.xlsx", [["名称", "值"], ["a", 1]])
    assert read_tables(path, "t.xlsx") == []
    with pytest.raises(WeipianError) as refused:
        read_tables(path, "t.xlsx", "没有")
    assert refused.value.code == "SHEET_UNKNOWN" and "附表1-1" in refused.value.sentence("zh")


def test_merged_data_cells_hold_for_each_of_their_rows(tmp_path):
    rows = [["JCBH", "XMC"], ["P1", "铁山港区"], ["P2", None]]
    table = read(book(tmp_path / "t.xlsx", rows, merges=("B2:B3",)))
    assert [r.values["XMC"] for r in records(table)] == ["铁山港区", "铁山港区"]
