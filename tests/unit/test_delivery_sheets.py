"""Any table into any template: head and foot kept, rows streamed, the mark everywhere, the bytes the same."""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from tests.unit.ooxml import complaints, define
from weipian_plugin.delivery.sheets.cells import put, text_lines
from weipian_plugin.delivery.sheets.normal import normalise_zip, save_book
from weipian_plugin.delivery.sheets.template import open_template
from weipian_plugin.delivery.tables import Dress, write_table
from weipian_plugin.domain.forms.fields import Field, FieldType
from weipian_plugin.domain.forms.table_form import TableForm
from weipian_plugin.domain.forms.table_forms import TABLE_FORMS, form_of
from weipian_plugin.domain.marks import FOOTER, Mark
from weipian_plugin.paths import TEMPLATES

MOMENT = "2023-09-30T10:00:00+08:00"
DRAFT = Mark("草稿", (("V16", "450512WP1：没有影像"), ("V09", "=1+1")))
FIELDS = (Field("BH", "编号", "Number"), Field("MJ", "面积", "Area", FieldType.AREA),
          Field("LB", "类别", "Kind", FieldType.CODE, codes="PDLX"), Field("SM", "说明", "Text", length=500),
          Field("RQ", "日期", "Day", FieldType.DATE), Field("SF", "是否", "Flag", FieldType.BOOLEAN))
FORM = TableForm("list", "", "问题清单", "list.xlsx", FIELDS, ("BH",), totals=("MJ",))


def own_template(path: Path, below: bool = True) -> Path:
    """As an office might make one: a title, a code row, one styled row, who signs below, a rule and a colour."""
    book = Workbook()
    sheet = book.active
    sheet.title = "某县表样"
    sheet["A1"], sheet["A2"] = "{}", "批次：{}"
    sheet.merge_cells("A1:F1")
    define(book, "WP_TITLE", "'某县表样'!$A$1")
    define(book, "WP_BATCH", "'某县表样'!$A$2")
    for column, code in enumerate(("XH", "BH", "MJ", "LB", "SM", "RQ", "SF"), 1):
        sheet.cell(row=3, column=column, value=code)
        sheet.cell(row=4, column=column).font = Font(name="仿宋", size=12)
    sheet["E4"].alignment = Alignment(wrap_text=True)
    sheet.column_dimensions["E"].width = 20
    if below:
        sheet["B5"] = "填表人："
        sheet["D5"] = "{}"
        sheet.merge_cells("D5:F5")
        sheet.row_dimensions[5].height = 33
        define(book, "WP_WHO", "'某县表样'!$D$5")
    rule = DataValidation(type="list", formula1='"合法,违法"')
    rule.add("D4")
    sheet.add_data_validation(rule)
    sheet.conditional_formatting.add("C4", CellIsRule(operator="greaterThan", formula=["5"],
                                                      fill=PatternFill("solid", bgColor="FFC7CE")))
    sheet.freeze_panes, sheet.print_title_rows = "C4", "1:3"
    sheet.auto_filter.ref = "A3:G3"
    book.save(path)
    return path


def rows(count: int) -> list[dict[str, object]]:
    return [{"BH": f"编{number}", "MJ": Decimal("1.25"), "LB": "违法", "SM": "=1+1" if number == 1 else "一" * 40,
             "RQ": "2023-02-28", "SF": number % 2} for number in range(1, count + 1)]


@pytest.fixture
def written(tmp_path):
    def write(count: int = 3, dress: Dress | None = None, template: Path | None = None):
        own = template or own_template(tmp_path / "own.xlsx")
        write_table(FORM, rows(count), tmp_path / "out.xlsx", dress or Dress({"WP_BATCH": "甲", "WP_WHO": "乙"},
                    moment=MOMENT), own)
        assert complaints(tmp_path / "out.xlsx") == []
        return load_workbook(tmp_path / "out.xlsx")

    return write


def test_what_stands_under_the_rows_of_a_template_moves_down_with_its_name_and_its_merged_cells(written):
    book = written()
    sheet = book["某县表样"]
    assert [sheet.cell(row=line, column=2).value for line in (4, 5, 6)] == ["编1", "编2", "编3"]
    assert (sheet["B8"].value, sheet["D8"].value, sheet.row_dimensions[8].height) == ("填表人：", "乙", 33)
    assert "D8:F8" in [str(one) for one in sheet.merged_cells.ranges]
    assert book.defined_names.get("WP_WHO").attr_text == "'某县表样'!$D$8"
    assert sheet["A9"].value == FOOTER
    assert "$A$1:$G$9" in sheet.print_area  # openpyxl 3.0: a list of ranges; 3.1: a text with the sheet's name


def test_the_last_row_has_the_sums_of_what_is_shown(written):
    sheet = written()["某县表样"]
    assert (sheet["A7"].value, sheet["C7"].value, sheet["C7"].fill.start_color.rgb) == ("合计", 3.75, "00FFF2CC")


def test_rules_colours_and_filter_of_the_template_reach_the_last_row(written):
    sheet = written()["某县表样"]
    assert [(str(one.sqref), one.formula1) for one in sheet.data_validations.dataValidation] == [
        ("D4:D6", '"合法,违法"'), ("G4:G6", '"是,否"')]
    assert [str(one.sqref) for one in sheet.conditional_formatting] == ["C4:C6"]
    assert (sheet.auto_filter.ref, sheet.freeze_panes) == ("A3:G6", "C4")
    assert sheet.print_title_rows.replace("$", "") == "1:3"


def test_rows_have_the_look_of_the_templates_first_data_row_and_room_for_their_lines(written):
    sheet = written()["某县表样"]
    assert {sheet.cell(row=line, column=2).font.name for line in (4, 5, 6)} == {"仿宋"}
    assert sheet.row_dimensions[4].height is None and sheet.row_dimensions[5].height > 40
    assert sheet["C4"].number_format == "0.00" and sheet["F4"].number_format == "yyyy-mm-dd"


def test_what_was_changed_is_shown_and_nothing_else(written):
    sheet = written(dress=Dress(changed={2: frozenset({"MJ", "SM"})}))["某县表样"]
    pink = [cell.coordinate for row in sheet["A4:G6"] for cell in row if cell.fill.start_color.rgb == "00FFC7CE"]
    assert pink == ["C5", "E5"]


def test_a_draft_says_so_in_title_and_page_header_and_lists_why(written):
    book = written(dress=Dress(mark=DRAFT))
    sheet = book["某县表样"]
    assert sheet["A1"].value == "【草稿】问题清单"
    assert "【草稿】问题清单" in sheet.oddHeader.right.text
    told = [(row[0].value, row[1].value) for row in book["校验"].iter_rows(min_row=2)]
    assert told == [("V16", "450512WP1：没有影像"), ("V09", "=1+1")]
    assert book["校验"]["B3"].data_type == "s"
    assert all("【草稿】" in page.oddHeader.right.text for page in (book["校验"], book["说明"]))


def test_a_template_without_a_place_for_the_title_cannot_hide_that_it_is_a_draft(tmp_path, written):
    book = load_workbook(own_template(tmp_path / "own.xlsx"))
    del book.defined_names["WP_TITLE"]
    book.active["A1"] = "县里的标题"
    book.save(tmp_path / "own.xlsx")
    book = written(dress=Dress(mark=DRAFT), template=tmp_path / "own.xlsx")
    assert book["某县表样"]["A1"].value == "【草稿】县里的标题"


def test_a_clean_table_has_no_mark_and_no_list(written):
    book = written()
    assert "校验" not in book.sheetnames
    assert book["某县表样"].oddHeader.right.text is None and book["某县表样"]["A1"].value == "问题清单"


def test_an_empty_table_says_that_there_is_nothing(written):
    sheet = written(count=0)["某县表样"]
    texts = [cell.value for row in sheet.iter_rows(min_row=4) for cell in row if cell.value]
    assert any("零报告" in str(text) and FOOTER in str(text) for text in texts)


def test_an_empty_table_that_lacks_something_is_no_zero_report_and_says_what(written):
    for count in (0, 2):
        sheet = written(count=count, dress=Dress(lacking="尚有 7 个未登记。"))["某县表样"]
        texts = [str(cell.value) for row in sheet.iter_rows(min_row=4) for cell in row if cell.value]
        assert any(text == "尚有 7 个未登记。" + FOOTER for text in texts)
        assert not any("零报告" in text for text in texts)


@pytest.mark.parametrize("form_id", ["2-1", "2-2", "4", "5"])
def test_every_shipped_template_takes_its_form_without_anything_to_repair(tmp_path, form_id):
    form = form_of(form_id)
    values = {field.code: {FieldType.AREA: 1234567.0, FieldType.INTEGER: 3, FieldType.NUMBER: 99.5,
                           FieldType.DATE: "2023-08-15", FieldType.BOOLEAN: 1}.get(field.type, f"=示例{field.zh}&<>")
              for field in form.fields}
    written = write_table(form, [values] * 3, tmp_path / "t.xlsx", Dress(mark=DRAFT, moment=MOMENT))
    assert complaints(tmp_path / "t.xlsx") == [] and written.remarks == ()
    template = open_template(tmp_path / "t.xlsx", form.fields)
    for field in form.fields:
        shown = template.sheet.cell(row=template.first_row + 2, column=template.columns[field.code]).value
        assert shown is not None, field.code
    assert template.sheet.cell(row=1, column=1).value == f"【草稿】{form.number}　{form.title}"


def test_no_shipped_template_has_anything_to_repair_or_a_name_of_who_made_it():
    for form in TABLE_FORMS.values():
        assert complaints(TEMPLATES / form.template) == []
        assert load_workbook(TEMPLATES / form.template).properties.creator == "卫片判读 Weipian"


WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.unit.test_delivery_sheets import DRAFT, FORM, MOMENT, Dress, form_of, own_template, rows, write_table
folder = Path(sys.argv[2])
write_table(FORM, rows(20), folder / "own.xlsx", Dress(mark=DRAFT, moment=MOMENT), own_template(folder / "t.xlsx"))
write_table(form_of("2-1"), [{"JCBH": "甲", "PDLX": "违法"}] * 9, folder / "21.xlsx", Dress(moment=MOMENT))
"""


def test_the_same_rows_give_the_same_bytes_in_every_process(tmp_path, root):
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run([sys.executable, "-c", WRITE, str(root), str(folder)], check=True, cwd=root,
                       env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC+{seed}"})
        made.append([(folder / name).read_bytes() for name in ("own.xlsx", "21.xlsx")])
    assert made[0] == made[1]


def test_a_workbook_tells_the_moment_of_the_state_and_nobodys_name(tmp_path):
    book = Workbook()
    book.properties.creator = book.properties.lastModifiedBy = "某人"
    for line in range(1, 40):
        book.active.merge_cells(start_row=line, end_row=line, start_column=1, end_column=3)
    save_book(book, tmp_path / "b.xlsx", MOMENT)
    with zipfile.ZipFile(tmp_path / "b.xlsx") as archive:
        core = archive.read("docProps/core.xml").decode()
        assert [info.filename for info in archive.infolist()] == sorted(archive.namelist())
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        merged = re.findall(r'mergeCell ref="A(\d+):C', archive.read("xl/worksheets/sheet1.xml").decode())
    assert merged == [str(line) for line in range(1, 40)]
    assert "某人" not in core and core.count("2023-09-30T02:00:00Z") == 2


def test_a_text_of_no_letters_is_an_empty_cell_which_excel_does_not_want_to_repair(tmp_path):
    book = Workbook()
    put(book.active["A1"], "")
    put(book.active["B1"], "甲")
    save_book(book, tmp_path / "a.xlsx")
    assert complaints(tmp_path / "a.xlsx") == []
    assert [cell.value for cell in load_workbook(tmp_path / "a.xlsx").active[1]] == [None, "甲"]


def test_a_zip_of_the_same_entries_is_the_same_zip(tmp_path):
    for name, entries in (("a", ("x", "y")), ("b", ("y", "x"))):
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w") as archive:
            for entry in entries:
                archive.writestr(zipfile.ZipInfo(entry, (1990 + len(name), 1, 1, 0, 0, 0)), entry * 100)
        normalise_zip(tmp_path / f"{name}.zip", tmp_path / f"{name}.out")
    assert (tmp_path / "a.out").read_bytes() == (tmp_path / "b.out").read_bytes()


class Many:
    """So many rows, never all at once."""

    def __init__(self, count: int) -> None:
        self.count, self.alive, self.most = count, 0, 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self):
        for number in range(self.count):
            yield {"BH": f"编{number}", "MJ": Decimal("0.01"), "LB": "违法"}


def test_many_rows_are_streamed_under_the_head_of_the_template(tmp_path):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    write_table(FORM, Many(20_000), tmp_path / "many.xlsx", Dress(moment=MOMENT), own_template(tmp_path / "own.xlsx"))
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 40 * 1024  # KB
    sheet = load_workbook(tmp_path / "many.xlsx", read_only=True)["某县表样"]
    lines = [row[1] for row in sheet.iter_rows(min_row=1, max_col=3, values_only=True)]
    assert (lines[2], lines[3], lines[20_002]) == ("BH", "编0", "编19999")
    assert [row[2] for row in sheet.iter_rows(min_row=20_004, max_row=20_004, values_only=True)] == [200]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.xlsx", "own.xlsx"]


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_libreoffice_reads_what_openpyxl_reads(tmp_path):
    write_table(FORM, rows(3), tmp_path / "out.xlsx", Dress(mark=DRAFT, moment=MOMENT),
                own_template(tmp_path / "own.xlsx"))
    subprocess.run(["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless", "--convert-to",
                    "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,1", "--outdir",
                    str(tmp_path), str(tmp_path / "out.xlsx")], check=True, capture_output=True, timeout=120)
    text = next(tmp_path.glob("out*.csv")).read_text(encoding="utf-8")
    assert "【草稿】问题清单" in text and "1,编1,1.25,违法,=1+1,2023-02-28,是" in text and "#" not in text
    assert "合计,,3.75" in text


@pytest.mark.parametrize(("text", "width", "lines"), [
    ("图形有效", 16, 1), ("判定内容完整且只填一类", 16, 2), ("甲" * 30, 20, 4), ("甲\n乙\n丙", 20, 3), ("", 16, 1),
    ("未填：挖湖造景（SFWHZJ）、非农化（SFFNH）", 14, 5),  # a code is not broken in two
    ("a" * 100, 20, 6), ("甲" * 9 + "。", 20, 2),
])
def test_lines_of_a_cell_are_counted_by_whole_words_and_full_widths(text, width, lines):
    assert text_lines(text, width) == lines
