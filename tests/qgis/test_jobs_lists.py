"""Lists that counties work from, on the scene with its demonstration decisions: rows, sums, what is left out, bytes."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader

from tests.qgis.judged_scene import judged_scene
from weipian_plugin.delivery.sheets.check import check_template
from weipian_plugin.domain.areas.units import mu_round2
from weipian_plugin.domain.forms.list_forms import (
    ISSUES,
    KINDS,
    LEDGER,
    LIST_FORMS,
    NON_AGRICULTURAL,
    OVERLAY_CLASSES,
    OVERLAY_REVIEW,
    TOWNSHIP,
)
from weipian_plugin.domain.forms.table_forms import TABLE_FORMS, form_of
from weipian_plugin.domain.marks import Mark
from weipian_plugin.domain.records import Record
from weipian_plugin.domain.validation import CHECKS
from weipian_plugin.jobs.checking.validate import OPEN, validate
from weipian_plugin.jobs.demo import OPERATOR
from weipian_plugin.jobs.handing_in.list_changes import changed_since
from weipian_plugin.jobs.handing_in.lists import LIST_MAKERS
from weipian_plugin.jobs.handing_in.material import MAKERS, Material
from weipian_plugin.jobs.handing_in.reviews import write_reviews
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.self_check import WARNS, check_hand_in
from weipian_plugin.jobs.handing_in.state import state_of
from weipian_plugin.jobs.handing_in.tables import template_of, write_tables
from weipian_plugin.jobs.handing_in.townships import write_township_lists
from weipian_plugin.jobs.import_batch import opened

MU = 2000 / 3
SUMMED = ("DKMJ", "GDMJ", "YJJBNTMJ", "STHXMJ")


@pytest.fixture(scope="module")
def scene(demo, tmp_path_factory, qgis_app) -> Path:
    return judged_scene(demo, tmp_path_factory.mktemp("lists") / "w.gpkg")


@pytest.fixture
def workspace(scene, tmp_path):
    shutil.copy(scene, tmp_path / "w.gpkg")
    with opened(tmp_path / "w.gpkg", OPERATOR) as found:
        yield found


def material_of(workspace) -> Material:
    return Material(workspace, everything(workspace))


def rows_of(workspace, form: str) -> list[dict]:
    return [dict(row) for row in LIST_MAKERS[form](material_of(workspace)).rows]


def sum_of(rows, code: str) -> Decimal:
    found = (row[code] for row in rows if row.get(code) is not None)
    return sum((one if isinstance(one, Decimal) else mu_round2(str(one)) for one in found), Decimal("0.00"))


def violations(workspace) -> list:
    return [row for row in workspace.table_rows()
            if row.judgement is not None and row.judgement.answers["PDLX"] == "违法"]


def act(workspace, parcels, number="示例违1号", area=6.0, **values) -> str:
    found = workspace.put_record(Record("", "act", tuple(parcels), "", {
        "WFXWBH": number, "WFND": 2023, "WFXWMS": "演示", "WFZRZT": "示例公司", "WFLX1": "W1", "WFXZ": "占地",
        "SXWFMJ": area * MU, "SXWFGD": 0, "SXWFJBNT": 0, "CLFS": "立案", **values}))
    return found if isinstance(found, str) else found.uuid


def part(workspace, owner: str, area: float, **values) -> None:
    workspace.put_record(Record("", "rectification", (), owner, {
        "ZGFS": "其他", "ZGMJ": area * MU, "ZRBM": "示例镇", "ZGCS": "清运", "GZSX": "2023-12-01", **values}))


def done(area: float = 0) -> dict:
    return {"SFZGDW": 1, "ZGDWSJ": "2023-11-01"}


def test_overlay_review_and_township_list_have_the_sums_of_table_2_1(workspace):
    official = [dict(row) for row in MAKERS["2-1"](material_of(workspace)).rows]
    for form in (OVERLAY_REVIEW, TOWNSHIP):
        rows = rows_of(workspace, form)
        assert len(rows) == len(official) == 406
        assert {code: sum_of(rows, code) for code in SUMMED} == {code: sum_of(official, code) for code in SUMMED}
    assert sum_of(rows_of(workspace, TOWNSHIP), "WFMJ") == sum_of(official, "WFMJ") > 0


def test_each_measured_parcel_of_the_overlay_review_is_balanced(workspace):
    rows = rows_of(workspace, OVERLAY_REVIEW)
    measured = [row for row in rows if row.get("DKMJ") is not None]
    assert len(measured) == 405 and all(row["PCTG"] == 1 for row in measured)
    for row in measured:
        parts = sum(row[code] for code in ("GDMJ", "FGNYDMJ", "JSYDMJ", "WLYDMJ", "WTHMJ"))
        assert parts == row["DKMJ"], row["DKBH"]
    unmeasured = [row for row in rows if row.get("DKMJ") is None]
    assert [row["BGDL"] for row in unmeasured] == ["未套合"] and "PCTG" not in unmeasured[0]


def test_classes_of_each_parcel_add_up_to_it(workspace):
    review = rows_of(workspace, OVERLAY_REVIEW)
    classes = rows_of(workspace, OVERLAY_CLASSES)
    assert sum_of(classes, "DLMJ") == sum_of(classes, "DLJMJ") == sum_of(review, "DKMJ") - sum_of(review, "WTHMJ")
    assert {row["SDL"] for row in classes} <= {"农用地", "建设用地", "未利用地"}


def test_the_sheet_says_which_layers_of_which_day_were_overlaid(workspace):
    notes = dict(LIST_MAKERS[OVERLAY_REVIEW](material_of(workspace)).notes)
    assert "地类图斑 2016-12-09" in notes["套合图层版本"] and "批准用地 2023-08-15" in notes["套合图层版本"]


def test_issue_list_has_every_open_finding_with_its_kind_and_what_to_do(workspace):
    rows = rows_of(workspace, ISSUES)
    told = sorted((row["DKBH"], row["WTYJ"]) for row in rows if row["CLQK"] == "未处理")
    expected = sorted((one.found.place, one.found.check) for one in validate(workspace).entries if one.state == OPEN)
    assert told == expected and expected
    unfilled = next(row for row in rows if row["DKBH"] == "450512WP1800001" and row["WTYJ"] == "V08")
    assert unfilled["WTLB"] == "数据信息的完备性" and "SFFNH" in unfilled["WTSM"] and unfilled["CLYQ"]
    assert unfilled["XZMC"] == "示例镇" and unfilled["CLQX"] == "2023-04-30"
    assert unfilled["DQTS"] == "已过期（方案印发前）"


def test_what_no_parcel_could_be_checked_for_is_one_note_and_no_issue_of_each(workspace):
    shaped = LIST_MAKERS[ISSUES](material_of(workspace))
    assert not [row for row in shaped.rows if row["WTYJ"] == "V02"]
    assert any(name == "未能校验" and text.startswith("V02") and "含未签署的，共 406 个地块" in text
               for name, text in shaped.notes)


def test_an_explained_finding_stays_with_its_reason(workspace):
    from weipian_plugin.jobs.checking.validate import explain

    found = next(one.found for one in validate(workspace).entries if one.state == OPEN and one.found.check == "V12")
    explain(workspace, found, "现场已督促备案")
    row = next(row for row in rows_of(workspace, ISSUES) if row["WTYJ"] == "V12" and row["DKBH"] == found.place)
    assert row["CLQK"].startswith("已说明：现场已督促备案")


def test_every_check_but_those_of_nobody_has_one_of_the_three_kinds():
    assert {check.id for check in CHECKS} - set(KINDS) == {"V21", "V24"}


def test_a_parcel_marked_classified_is_in_no_list(workspace):
    from weipian_plugin.jobs.handing_in import list_material as room

    secret = violations(workspace)[0]
    real = room.is_classified
    try:
        room.is_classified = lambda values: values is secret_values or real(values)
        material = material_of(workspace)
        secret_values = next(row for row in material.rows if row.parcel.uuid == secret.parcel.uuid).parcel.attributes
        act(workspace, [secret.parcel.uuid])
        for form in LIST_FORMS:
            told = [str(value) for row in LIST_MAKERS[form.id](material).rows for value in row.values()]
            assert not [text for text in told if secret.parcel.dkbh in text], form.id
    finally:
        room.is_classified = real


def test_non_agricultural_list_has_the_signed_ones_and_the_areas_of_table_2_1(workspace):
    rows = rows_of(workspace, NON_AGRICULTURAL)
    official = {row["DKBH"]: row for row in map(dict, MAKERS["2-1"](material_of(workspace)).rows)}
    signed = {row.parcel.dkbh for row in violations(workspace) if row.judgement.answers.get("WFLX1") == "W1"}
    assert {row["XSBH"] for row in rows} == signed and len(rows) == 5
    for row in rows:
        assert all(row[code] == official[row["XSBH"]][code] for code in ("WFMJ", "WFGDMJ", "WFJBNTMJ"))
        assert row["SFZG"] is None, "no act is registered: not known"


def test_non_agricultural_sheet_looks_as_in_hebei(workspace, tmp_path):
    report = write_tables(workspace, everything(workspace), tmp_path / "out", [NON_AGRICULTURAL], draft=True)
    sheet = openpyxl.load_workbook(report.paths[0]).worksheets[0]
    header = next(row for row in sheet.iter_rows(max_row=20) if any(cell.value == "XSBH" for cell in row))
    assert len(header) == 14 and {cell.fill.start_color.rgb[-6:] for cell in header} == {"4472C4"}
    total = next(row for row in sheet.iter_rows() if row[0].value == "合计")
    assert {cell.fill.start_color.rgb[-6:] for cell in total} == {"FFF2CC"}
    area = next(cell.column for cell in header if cell.value == "WFMJ")
    assert Decimal(str(total[area - 1].value)) == sum_of(rows_of(workspace, NON_AGRICULTURAL), "WFMJ")
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)


def test_cells_that_changed_since_the_previous_delivery_stand_out(workspace, tmp_path):
    scope = everything(workspace)
    before = write_tables(workspace, scope, tmp_path / "before", [NON_AGRICULTURAL])
    same = changed_since(before.paths[0], form_of(NON_AGRICULTURAL), rows_of(workspace, NON_AGRICULTURAL))
    assert same == {}
    first = rows_of(workspace, NON_AGRICULTURAL)[0]["XSBH"]
    owner = next(row for row in violations(workspace) if row.parcel.dkbh == first)
    act(workspace, [owner.parcel.uuid])
    after = write_tables(workspace, scope, tmp_path / "after", [NON_AGRICULTURAL], draft=True,
                         previous=tmp_path / "before")
    sheet = openpyxl.load_workbook(after.paths[0]).worksheets[0]
    pink = {(row[0].value, cell.value) for row in sheet.iter_rows() for cell in row
            if cell.fill.start_color.rgb[-6:] == "FFC7CE"}
    assert pink == {(1, "示例公司"), (1, "否")}


def test_lights_that_change_as_days_go_by_are_no_change(workspace, tmp_path):
    before = write_tables(workspace, everything(workspace), tmp_path / "before", [ISSUES], draft=True)
    later = [{**row, "DQTS": "剩余 1 天", "CLQX": "2030-01-01"} for row in rows_of(workspace, ISSUES)]
    assert changed_since(before.paths[0], form_of(ISSUES), later) == {}
    told = changed_since(before.paths[0], form_of(ISSUES), [{**later[0], "WTSM": "另一说明"}, *later[1:]])
    assert told == {1: frozenset({"WTSM"})}


def test_ledger_follows_each_part_and_what_is_left(workspace):
    first, second = [row.parcel.uuid for row in violations(workspace)][:2]
    owner = act(workspace, [first, second], area=6)
    part(workspace, owner, 2, **done())
    part(workspace, owner, 4, ZRBM="示例局")
    mine = [row for row in rows_of(workspace, LEDGER) if row.get("WFXWBH") == "示例违1号"]
    assert [row["ZRBM"] for row in mine] == ["示例镇", "示例局"]
    assert mine[0]["SYWZGMJ"] == Decimal("4.00") and mine[0]["SFXC"] == 0
    assert "SXWFMJ" not in mine[1] and sum_of(mine, "SXWFMJ") == Decimal("6.00"), "an act's area counts once"
    assert mine[0]["DQTS"] == "已完成" and mine[1]["DQTS"].startswith("逾期")


def test_ledger_names_signed_violations_of_which_no_act_is_registered(workspace):
    owner = violations(workspace)[0]
    act(workspace, [owner.parcel.uuid])
    rows = rows_of(workspace, LEDGER)
    without = {row["GLDKBH"] for row in rows if row.get("BZ") == "未登记违法行为（附表4）"}
    assert without == {row.parcel.dkbh for row in violations(workspace)} - {owner.parcel.dkbh}


def test_acts_of_earlier_batches_stay_until_the_illegal_state_is_eliminated(workspace, monkeypatch):
    first, second = violations(workspace)[:2]
    ended, stands = act(workspace, [first.parcel.uuid], "已消除", 2), act(workspace, [second.parcel.uuid], "未消除", 2,
                                                                     SFJA=1, JASJ="2023-12-01")
    part(workspace, ended, 2, **done())
    part(workspace, stands, 2)
    material = material_of(workspace)
    vars(material)["rows"] = [row for row in material.rows if row.parcel.uuid not in (
        first.parcel.uuid, second.parcel.uuid)]  # as if they were of an earlier batch
    rows = [dict(row) for row in LIST_MAKERS[LEDGER](material).rows]
    numbers = [row["WFXWBH"] for row in rows if row.get("WFXWBH")]
    assert numbers == ["未消除"], "a closed case does not end it, rectified ground does"
    assert "以前批次" in next(row["BZ"] for row in rows if row.get("WFXWBH"))


def test_township_list_tells_outcome_what_is_missing_and_the_light(workspace):
    rows = {row["DKBH"]: row for row in rows_of(workspace, TOWNSHIP)}
    open_one, drafted = rows["450512WP1800310"], rows["450512WP1800001"]
    assert open_one["PDJG"] == "未判定" and "判定（签署）" in open_one["SQNR"] and "材料：" in open_one["SQNR"]
    assert drafted["PDJG"].endswith("（初判，未签署）") and "V08" in drafted["SQNR"]
    illegal = violations(workspace)[0].parcel.dkbh
    assert rows[illegal]["PDJG"].startswith("违法：") and "违法行为登记（附表4）" in rows[illegal]["SQNR"]
    assert rows["450512WP1800315"]["DQTS"] == "已判定" and not rows["450512WP1800315"].get("CLQX")
    assert open_one["DQTS"].startswith(("逾期", "已过期", "剩余"))


def test_each_township_has_a_file_and_the_mark_is_in_its_name_and_title(workspace, tmp_path):
    mark = Mark("草稿", (("V09", "地块：演示"),))
    written = write_township_lists(workspace, everything(workspace), tmp_path / "towns", mark=mark)
    assert [table.rows for table in written] == [405, 1]
    for table, town in zip(written, ("示例镇", "未注明乡镇")):
        assert table.path.name.startswith("【草稿】") and town in table.path.name
        book = openpyxl.load_workbook(table.path)
        assert book.worksheets[0]["A1"].value == f"【草稿】{town}图斑清单" and "校验" in book.sheetnames
        assert f"{state_of(workspace).day}（到期以此日计）" in headings_of(book)


def test_a_list_that_tells_what_is_overdue_says_as_of_which_day(workspace, tmp_path):
    report = write_tables(workspace, everything(workspace), tmp_path, (ISSUES, OVERLAY_REVIEW), mark=Mark())
    issues, review = (headings_of(openpyxl.load_workbook(path)) for path in report.paths)
    assert f"{state_of(workspace).day}（到期以此日计）" in issues and "到期" not in review


def test_rows_are_told_also_where_table_2_1_is_not_among_the_tables(workspace, tmp_path):
    scope = everything(workspace)
    assert write_tables(workspace, scope, tmp_path, (TOWNSHIP,), ("csv",), mark=Mark()).rows == 406
    assert write_tables(workspace, scope, tmp_path, ("2-1", OVERLAY_CLASSES), ("csv",), mark=Mark()).rows == 406


def headings_of(book):
    rows = book.worksheets[0].iter_rows(max_row=6, values_only=True)
    return "".join(str(cell) for row in rows for cell in row if cell)


def test_lists_written_again_are_the_same_bytes(workspace, tmp_path):
    forms = [form.id for form in LIST_FORMS]
    one, other = (write_tables(workspace, everything(workspace), tmp_path / name, forms, draft=True) for name in "ab")
    assert len(one.paths) == len(LIST_FORMS)
    assert [path.read_bytes() for path in one.paths] == [path.read_bytes() for path in other.paths]


@pytest.mark.parametrize("form", LIST_FORMS, ids=lambda form: form.id)
def test_the_shipped_templates_place_every_field(form):
    assert not [one for one in check_template(template_of(form), form, TABLE_FORMS.values()) if one.severity == "E"]
    assert not [one for one in check_template(template_of(form), form) if one.code == "TEMPLATE_FIELDS_UNPLACED"]


def review(workspace, parcels, **values) -> None:
    workspace.put_record(Record("", "review", tuple(parcels), "", {
        "HSSJ": "2023-09-01", "HSDW": "自然资源局", **values}))


def test_agenda_has_a_block_a_page_and_the_maps_of_each_parcel(workspace, tmp_path):
    uuids = [row.parcel_uuid for row in workspace.queue()[:3]]
    review(workspace, uuids)
    book_path, pdf_path = write_reviews(workspace, everything(workspace), tmp_path / "r")
    book = openpyxl.load_workbook(book_path)
    sheet = book.worksheets[0]
    texts = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "图斑集体会审议程" in texts and "□ 合法　　□ 违法　　□ 其他　　□ 存疑，另行核查" in texts
    assert [text for text in texts if text.startswith(("1．", "2．", "3．"))] == [
        f"{number}．{workspace.parcel(uuid).dkbh}" for number, uuid in enumerate(uuids, 1)]
    assert len(sheet.row_breaks.brk) == 2 and len(sheet._images) == 9
    assert not [text for text in texts if "{" in text]
    assert len(PdfReader(pdf_path).pages) == 3


def test_what_is_long_is_set_smaller_so_that_a_parcel_has_its_page(workspace, tmp_path):
    uuid = workspace.queue()[0].parcel_uuid
    review(workspace, [uuid, workspace.queue()[1].parcel_uuid], FQYJ="分歧" * 150, HSJL="结论" * 200, HSYJ="依据" * 150)
    book_path, pdf_path = write_reviews(workspace, everything(workspace), tmp_path / "r")
    sheet = openpyxl.load_workbook(book_path).worksheets[0]
    assert len(PdfReader(pdf_path).pages) == 2 and len(sheet.row_breaks.brk) == 1
    begin = sheet.row_breaks.brk[0].id + 1
    high = sum(sheet.row_dimensions[row].height or 15 for row in range(begin, sheet.max_row + 1))
    assert high > 755 > high * sheet.page_setup.scale / 100  # points that A4 has between the margins
    assert not sheet.sheet_properties.pageSetUpPr.fitToPage  # Excel would leave out the breaks


def test_table_4_is_no_zero_report_while_signed_violations_have_no_act(workspace, tmp_path):
    count = len(violations(workspace))
    assert count > 1
    path, = write_tables(workspace, everything(workspace), tmp_path / "a", ("4",), mark=Mark()).paths
    told = texts_of(path)
    assert "零报告" not in told and f"尚有 {count} 个已签署的违法地块未登记违法行为" in told
    lines = {line.finding.code: line for line in check_hand_in(workspace, everything(workspace)).lines}
    assert (lines["ACTS_NOT_REGISTERED"].grade, len(lines["ACTS_NOT_REGISTERED"].parcels)) == (WARNS, count)
    assert "违法行为登记（附表4）" in lines["EVIDENCE_INCOMPLETE"].sentence()
    act(workspace, [row.parcel.uuid for row in violations(workspace)])
    path, = write_tables(workspace, everything(workspace), tmp_path / "b", ("4",), mark=Mark()).paths
    assert "未登记" not in texts_of(path)
    assert "ACTS_NOT_REGISTERED" not in {line.finding.code for line in check_hand_in(
        workspace, everything(workspace)).lines}


def texts_of(path: Path) -> str:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return "".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value)


def test_minutes_have_the_conclusion_and_the_users_own_template_wins(workspace, tmp_path, monkeypatch):
    from weipian_plugin.jobs import own_templates
    from weipian_plugin.jobs.registers import review_sheet as room

    folder = tmp_path / "own" / "templates"
    folder.mkdir(parents=True)
    book = openpyxl.load_workbook(Path(room.TEMPLATES) / "review_minutes.xlsx")
    book.worksheets[0]["A2"] = "本县表样"
    book.save(folder / "review_minutes.xlsx")
    monkeypatch.setattr(own_templates, "user_folder", lambda: tmp_path / "own")
    review(workspace, [workspace.queue()[0].parcel_uuid], HSJL="按违法处理")
    path = write_reviews(workspace, everything(workspace), tmp_path / "r", Mark("草稿"))[0]
    texts = [str(cell.value) for row in openpyxl.load_workbook(path).worksheets[0].iter_rows() for cell in row]
    assert path.name.startswith("【草稿】图斑集体会审记录") and "【草稿】图斑集体会审记录" in texts
    assert "按违法处理" in texts and "本县表样" in texts and "会审意见" not in texts


def test_reviews_written_again_are_the_same_bytes(workspace, tmp_path):
    review(workspace, [row.parcel_uuid for row in workspace.queue()[:2]])
    one, other = (write_reviews(workspace, everything(workspace), tmp_path / name) for name in "ab")
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
