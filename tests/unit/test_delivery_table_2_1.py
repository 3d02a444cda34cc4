"""附表2-1 as it is handed in: one row a parcel, figures that add up, nothing unsigned, no formula."""

from __future__ import annotations

import tempfile
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from weipian_plugin.delivery.sheets.template import open_template
from weipian_plugin.delivery.tables import Dress, Written, write_table
from weipian_plugin.domain.definitions import JUDGEMENT, SIGNATURE, TABLE_2_1
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.table_2_1 import RowsOf21
from weipian_plugin.domain.forms.table_form import Made
from weipian_plugin.domain.forms.table_forms import form_of
from weipian_plugin.domain.marks import FOOTER
from weipian_plugin.domain.records import Batch, ClassArea, Judgement, Measured, ParcelRecord, RoleAreas, TableRow
from weipian_plugin.paths import TEMPLATES

FORM = form_of("2-1")
SHIPPED_TEMPLATE = TEMPLATES / FORM.template
HEADINGS = {"WP_BATCH": "2023年8月批次", "WP_PROFILE": "GX2023", "WP_DATE": "2023-09-01"}
BATCH = Batch("b", "2023年8月批次", "2023-08-15", "x.zip", "GX2023", "450512", "", "", 2)


def parcel(number: int = 1, **attributes: object) -> ParcelRecord:
    jcbh = f"450512WP{number:07d}"
    return ParcelRecord(f"uuid-{number}", f"patch-{number}", "b", jcbh, f"{jcbh}_1", "todo",
                        {"JCBH": jcbh, "XMC": "铁山港区", "JCLB": "XZFN", **attributes}, {}, (), None)


def measured(area: float, classes: dict[str, float], net: float = 1.0) -> Measured:
    rows = tuple(ClassArea(code, m2, m2 * net if code.startswith("01") else m2) for code, m2 in classes.items())
    land = RoleAreas("dltb", sum(classes.values()), classes=rows)
    return Measured(area, {"dltb": land, "yjjbnt": RoleAreas("yjjbnt", 3333.33)})


def judged(**answers: object) -> Judgement:
    return Judgement("uuid-1", {"PDLX": "合法", "HFJTQX": "H1", "SFFNH": 0, **answers}, "demo",
                     "2023-09-01T10:00:00+08:00", "实地")


def write_21(rows: tuple[TableRow, ...] | list[TableRow], path: Path, **options) -> Written:
    maker = RowsOf21.of(rows)
    return write_table(FORM, Made(rows, maker.values, maker.remarks), path, Dress(HEADINGS), **options)


@pytest.fixture
def written(tmp_path):
    """Write rows, read the sheet back: a list of {code: cell}."""

    def write(*rows: TableRow, **options: object):
        path = tmp_path / "附表2-1.xlsx"
        report = write_21(rows, path, **options)
        template = open_template(path, TABLE_2_1)
        lines = [{code: template.sheet.cell(row=template.first_row + i, column=column)
                  for code, column in template.columns.items()} for i in range(len(rows))]
        return report, lines, template

    return write


def test_every_column_of_the_form_has_its_place_in_the_shipped_template():
    template = open_template(SHIPPED_TEMPLATE, TABLE_2_1)
    assert {f.code for f in TABLE_2_1} <= set(template.columns)
    for definition in TABLE_2_1:
        heading = template.sheet.cell(row=template.first_row - 2, column=template.columns[definition.code]).value
        assert heading.startswith(definition.zh)


def test_an_unsigned_parcel_has_its_row_and_an_empty_block_b(written):
    _, [line], _ = written(TableRow(parcel(), BATCH, measured(1000.0, {"0101": 1000.0})))
    assert line["JCBH"].value == "450512WP0000001"
    assert [line[f.code].value for f in (*JUDGEMENT, *SIGNATURE)] == [None] * (len(JUDGEMENT) + len(SIGNATURE))


def test_a_signed_parcel_shows_terms_not_codes_with_signer_time_and_basis(written):
    _, [line], _ = written(TableRow(parcel(), BATCH, None, judged()))
    assert (line["PDLX"].value, line["HFJTQX"].value) == ("合法", "已依法批准（2022年起须批文+供地手续）")
    assert (line["SFFNH"].value, line["QRR"].value, line["QRYJ"].value) == ("否", "demo", "实地")
    assert line["XFSJ"].value.date() == date(2023, 8, 15)
    assert line["JCLB"].value == "新增非农建设类"


def test_areas_are_in_mu_and_add_up_to_the_parcel_as_shown(written):
    thirds = {"0101": 1111.13, "0301": 1111.13, "0702": 1111.13, "1106": 0.0}
    _, [line], _ = written(TableRow(parcel(), BATCH, measured(3333.39, thirds)))
    shown = {code: line[code].value for code in ("DKMJ", "NYDMJ", "JSYDMJ", "WLYDMJ", "WTHMJ", "YJJBNTMJ")}
    assert shown["DKMJ"] == 5.0
    assert round(shown["NYDMJ"] + shown["JSYDMJ"] + shown["WLYDMJ"] + shown["WTHMJ"], 2) == shown["DKMJ"]
    assert shown["YJJBNTMJ"] == 5.0
    assert line["DKMJ"].number_format == "0.00"


def test_what_was_not_measured_is_empty_and_not_zero(written):
    report, [line], _ = written(TableRow(parcel(), BATCH, Measured(1000.0, {})))
    assert line["DKMJ"].value == 1.5
    assert [line[code].value for code in ("GDMJ", "YJJBNTMJ", "STHXMJ", "WTHMJ")] == [None] * 4


def test_farmland_net_of_ridges_stands_beside_the_gross_figure(written):
    _, [line], _ = written(TableRow(parcel(), BATCH, measured(10000.0, {"0103": 10000.0}, net=0.9)))
    assert (line["GDMJ"].value, line["GDJMJ"].value) == (15.0, 13.5)


def test_a_layer_that_overlaps_itself_is_reported_instead_of_balanced(written):
    report, [line], template = written(TableRow(parcel(), BATCH, measured(1000.0, {"0101": 900.0, "0301": 900.0})))
    assert [remark.code for remark in report.remarks] == ["ROWS_NOT_BALANCED"]
    assert "450512WP0000001_1" in str([cell.value for cell in template.workbook["说明"]["B"]])
    assert line["GDMJ"].value == 1.35


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_never_becomes_a_formula(written, start):
    text = start + "cmd|'/c calc'!A1"
    _, [line], template = written(TableRow(parcel(XZMC=text), BATCH))
    assert line["XZMC"].value == text
    assert line["XZMC"].data_type == "s"
    assert line["XZMC"].quotePrefix and not line["XMC"].quotePrefix
    assert "<f>" not in _sheet_xml(template.workbook, line["XZMC"])
    assert line["XMC"].fill.start_color.rgb == line["XZMC"].fill.start_color.rgb


def _sheet_xml(book: Workbook, cell) -> str:
    import io

    buffer = io.BytesIO()
    book.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_the_page_is_set_up_for_a4_landscape_with_footer_and_page_numbers(written):
    _, _, template = written(TableRow(parcel(), BATCH))
    sheet = template.sheet
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.print_title_rows == "$1:$7"
    assert FOOTER in sheet.oddFooter.left.text
    assert "&P" in sheet.oddFooter.right.text
    assert sheet.cell(row=template.first_row + 1, column=1).value == FOOTER
    assert sheet["A2"].value == "批次：2023年8月批次"


def test_code_columns_offer_their_list(written):
    _, _, template = written(TableRow(parcel(), BATCH), TableRow(parcel(2), BATCH))
    rules = {str(rule.sqref): rule.formula1 for rule in template.sheet.data_validations.dataValidation}
    column = get_column_letter(template.columns["PDLX"])
    source = rules[f"{column}8:{column}9"]
    title, cells = source.replace("'", "").split("!")
    offered = [row[0].value for row in template.workbook[title][cells.replace("$", "")]]
    assert offered == ["合法", "违法", "其他"]


def test_a_template_of_ones_own_decides_where_the_columns_go(tmp_path):
    book = Workbook()
    book.active.append(["某县表样"])
    book.active.append(["XH", "DKBH", "自定", "PDLX", "JCBH"])
    own = tmp_path / "own.xlsx"
    book.save(own)
    report = write_21([TableRow(parcel(), BATCH, None, judged())], tmp_path / "out.xlsx", template=own)
    sheet = load_workbook(tmp_path / "out.xlsx").worksheets[0]
    assert [c.value for c in sheet[3]] == [1, "450512WP0000001_1", None, "合法", "450512WP0000001"]
    assert [remark.code for remark in report.remarks] == ["ROWS_NOT_MEASURED", "TEMPLATE_CODES_UNKNOWN"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [([["a", "b"]], "TEMPLATE_WITHOUT_CODES"), ([["DKBH", "XMC", "PDLX"]], "TEMPLATE_LACKS_FIELDS")],
)
def test_a_template_that_cannot_serve_is_refused_by_name(tmp_path, rows, code):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(tmp_path / "bad.xlsx")
    with pytest.raises(WeipianError) as caught:
        write_21([], tmp_path / "out.xlsx", template=tmp_path / "bad.xlsx")
    assert caught.value.code == code
    assert "bad.xlsx" in caught.value.sentence("zh")


def test_a_damaged_template_is_refused(tmp_path):
    (tmp_path / "bad.xlsx").write_bytes(b"PK\x03\x04 not a zip")
    with pytest.raises(WeipianError, match="bad.xlsx"):
        open_template(tmp_path / "bad.xlsx", TABLE_2_1)


def test_a_failed_export_leaves_the_file_that_was_there(tmp_path, monkeypatch):
    path = tmp_path / "附表2-1.xlsx"
    path.write_bytes(b"yesterday's table")

    def full_disk(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full_disk)
    with pytest.raises(WeipianError) as caught:
        write_21([TableRow(parcel(), BATCH)], path)
    assert caught.value.code == "OUTPUT_NOT_WRITABLE"
    assert path.read_bytes() == b"yesterday's table"
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_temporary_folder_is_told_and_leaves_nothing_there(tmp_path, monkeypatch):
    scratch, out = tmp_path / "tmp", tmp_path / "out"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))

    def full(*_):  # as lxml says it: no OSError
        raise RuntimeError("IO_WRITE")

    monkeypatch.setattr("openpyxl.worksheet._writer.WorksheetWriter.write_rows", full)
    with pytest.raises(WeipianError) as caught:
        write_21([TableRow(parcel(), BATCH)], out / "附表2-1.xlsx")
    assert caught.value.code == "OUTPUT_NOT_WRITABLE" and "临时文件夹" in caught.value.sentence("zh")
    assert list(scratch.iterdir()) == [] and list(out.iterdir()) == []


def test_cancelling_writes_nothing(tmp_path):
    class Cancelled:
        def progress(self, done, total, text):
            raise AssertionError("asked for progress after cancelling")

        def cancelled(self):
            return True

    with pytest.raises(WeipianError, match="Cancelled"):
        write_21([TableRow(parcel(), BATCH)], tmp_path / "x.xlsx", feedback=Cancelled())
    assert not (tmp_path / "x.xlsx").exists()
