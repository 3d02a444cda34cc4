"""The tables of a scope as handed in: which rows, which mark, which files, and nothing of what is set apart."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from qgis.core import QgsVectorLayer

from tests.unit.ooxml import complaints
from weipian_plugin.delivery.sheets.template import open_template
from weipian_plugin.domain.calendar.periods import Period, PeriodKind
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.table_forms import form_of
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record, ReferenceLayer
from weipian_plugin.jobs.handing_in.scope import everything, period_of, scope_asked, scope_of_batch
from weipian_plugin.jobs.handing_in.tables import check_templates, template_of, write_tables
from weipian_plugin.jobs.measuring.interpreter import user_folder
from weipian_plugin.jobs.measuring.measure import measure
from weipian_plugin.workspace.workspace import Workspace

FORMS = ("2-1", "2-2", "4", "5")
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "WFSJYT": "厂房", "WFPDYJSM": "示例：未经批准占用耕地建设",
           "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1,
           "WFMJ": 2000.0, "WFGDMJ": 0.0, "WFJBNTMJ": 0.0, "SFNRWFJS": 1}
UNCHANGED = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化", "WBHBZ": "无变化"}


@pytest.fixture(scope="module")
def template(demo: Path, tmp_path_factory, qgis_app) -> Path:
    """Twelve patches of the scene in two batches of two quarters, the first measured; some are mines."""
    folder = tmp_path_factory.mktemp("tables")
    scene = folder / "scene.gpkg"
    shutil.copy(demo / "beihai_scene.gpkg", scene)
    layer = QgsVectorLayer(f"{scene}|layername=wptb_auto", "patches", "ogr")
    patches = []
    for number, feature in enumerate(layer.getFeatures()):
        attributes = {"JCBH": feature["JCBH"], "XZQDM": "450512", "XMC": "铁山港区", "JCLB": "XZFN",
                      "QSX": "2016-12-09",
                      "XZMC": "甲镇" if number % 2 else "乙镇", "HSX": "2018-03-09", "SFSK": int(number == 3),
                      "JCMJ": float(feature["JCMJ"])}
        patches.append(IssuedPatch(feature["JCBH"], attributes, bytes(feature.geometry().asWkb())))
        if len(patches) == 12:
            break
    with Workspace.create(folder / "w.gpkg", crs=layer.crs().authid(), actor="张三") as workspace:
        workspace.add_batch(NewBatch("8月", "2023-08-15", "x.zip", "d", "GX_ZY2023", "450512"), patches[:8])
        for role, name, field in (("dltb", "dltb_pseudo", "DLBM"), ("yjjbnt", "yjjbnt_pseudo", "")):
            workspace.set_reference(ReferenceLayer(role, str(scene), name, field, "2016-12-31"))
        measure(workspace)
        workspace.add_batch(NewBatch("10月", "2023-10-15", "y.zip", "e", "GX_ZY2023", "450512"), patches[8:])
    return folder


@pytest.fixture()
def workspace(template: Path, tmp_path: Path) -> Iterator[Workspace]:
    shutil.copy(template / "w.gpkg", tmp_path / "w.gpkg")
    with Workspace.open(tmp_path / "w.gpkg", actor="张三") as opened:
        yield opened


def rows_of(path: Path, form_id: str) -> list[dict[str, object]]:
    """The rows of a written table, by code; only what is filled."""
    form = form_of(form_id)
    found = open_template(path, form.fields)
    lines = []
    for row in found.sheet.iter_rows(min_row=found.first_row):
        if isinstance(row[0].value, int):
            lines.append({code: row[column - 1].value for code, column in found.columns.items()
                          if row[column - 1].value is not None})
    return lines


def act_of(workspace: Workspace, *numbers: int, **values: object) -> Record:
    rows = workspace.table_rows()
    return workspace.put_record(Record("", "act", tuple(rows[number].parcel.uuid for number in numbers), "", {
        "WFXWBH": "示-1", "WFND": 2023, "WFXWMS": "示例", "WFZRZT": "示例单位", "WFLX1": "W1", "WFXZ": "占地",
        "SXWFMJ": 10000.0, "CLFS": "立案", **values}))


def test_every_table_of_a_scope_is_written_in_every_format_that_it_can_have(workspace, tmp_path):
    report = write_tables(workspace, everything(workspace), tmp_path / "out", FORMS,
                          ("xlsx", "csv", "csv-gbk", "gpkg", "shp"))
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert [remark.code for remark in report.remarks].count("TABLE_NEEDS_SHAPES") == 4
    assert {name.partition(" ")[0] for name in names} == {"附表2-1", "附表2-2", "附表4", "附表5"}
    assert [name.rpartition(".")[2] for name in names if name.startswith("附表5")] == ["csv", "csv", "xlsx"]
    assert {name.rpartition(".")[2] for name in names if name.startswith("附表2-1")} == {
        "csv", "xlsx", "gpkg", "shp", "shx", "dbf", "prj", "cpg"}
    assert sorted(path.name for path in report.files) == names
    assert (report.rows_of("2-1"), report.rows_of("2-2"), report.rows_of("4"), report.rows_of("5")) == (12, 1, 0, 6)
    for path in (tmp_path / "out").glob("*.xlsx"):
        assert complaints(path) == []


def test_a_second_time_the_same_state_gives_the_same_bytes_whatever_the_day(workspace, tmp_path, monkeypatch):
    act_of(workspace, 0, 1)
    made = []
    for folder in ("a", "b"):
        write_tables(workspace, everything(workspace), tmp_path / folder, FORMS, ("xlsx", "csv", "gpkg", "shp"))
        made.append({path.name: path.read_bytes() for path in (tmp_path / folder).iterdir()})
        monkeypatch.setenv("TZ", "UTC+12")
    assert len(made[0]) > 10 and made[0] == made[1]


def test_a_batch_and_a_period_have_only_their_own_rows_and_their_name(workspace, tmp_path):
    of_batch = write_tables(workspace, scope_of_batch(workspace, workspace.batches()[1].uuid), tmp_path, ("2-1",))
    assert (of_batch.rows_of("2-1"), of_batch.paths[0].stem[-3:]) == (4, "10月")
    of_quarter = write_tables(workspace, scope_asked(workspace, None, "2023Q3"), tmp_path, ("2-1", "5"))
    assert of_quarter.rows_of("2-1") == 8 and "2023年第三季度" in of_quarter.paths[0].name
    assert [(row["PJDW"], row["PJND"], row["PJJD"]) for row in rows_of(of_quarter.paths[1], "5")] == [
        ("铁山港区（合计）", 2023, 3), ("乙镇", 2023, 3), ("甲镇", 2023, 3)]


def test_a_period_is_read_from_text_and_anything_else_is_refused(workspace):
    assert period_of(" 2023q3 ") == Period(PeriodKind.QUARTER, 2023, 3)
    assert period_of("2023H2") == Period(PeriodKind.HALF, 2023, 2)
    assert period_of("2023年") == Period(PeriodKind.YEAR, 2023)
    for text in ("2023Q5", "23Q1", "第三季度", "2023H3"):
        with pytest.raises(WeipianError) as raised:
            scope_asked(workspace, None, text)
        assert raised.value.code == "NO_SUCH_PERIOD" and text in raised.value.sentence("zh")


@pytest.mark.parametrize(("asked", "there"), [("2020Q1", "2023Q4、2023Q3"), ("2024H1", "2023H2"), ("2020", "2023")])
def test_a_period_in_which_nothing_was_issued_is_told_with_those_in_which_something_was(workspace, asked, there):
    with pytest.raises(WeipianError) as raised:
        scope_asked(workspace, None, asked)
    assert (raised.value.code, raised.value.values) == ("NOTHING_IN_PERIOD", {"period": asked, "known": there})
    assert all(scope_asked(workspace, None, known).batches for known in there.split("、"))


def test_table_4_has_a_row_for_each_act_with_its_parcels_and_what_became_of_its_ground(workspace, tmp_path):
    rows = workspace.table_rows()
    act = act_of(workspace, 0, 1)
    for number, values in ((0, {"ZGFS": "拆除复耕", "ZGMJ": 3333.3333, "HFYMMJ": 3333.3333, "FGDWMJ": 2000.0,
                                "SFZGDW": 1, "ZGDWSJ": "2023-11-20", "GZSX": "2023-12-31"}),
                           (1, {"ZGFS": "补办", "ZGMJ": 3333.3333, "BBWH": "示批〔2023〕1号", "BBSJ": "2023-12-01",
                                "BBMJ": 3333.3333, "SFZGDW": 0, "GZSX": "2024-03-31"})):
        workspace.put_record(Record("", "rectification", (rows[number].parcel.uuid,), act.uuid,
                                    {"ZRBM": "示例镇", "ZGCS": f"措施{number}", **values}))
    act_of(workspace, 2, WFXWBH="示-2", CLFS="不予立案", BYLASM="已自行拆除")
    path = write_tables(workspace, everything(workspace), tmp_path, ("4",)).paths[0]
    first, second = rows_of(path, "4")
    assert first["GLDKBH"] == "、".join(row.parcel.dkbh for row in rows[:2]) and first["GLDKS"] == 2
    assert (first["SXWFMJ"], first["YZGMJ"], first["SYWZGMJ"], first["SFQBDW"]) == (15, 5, 10, "否")
    assert (first["HFYMHJ"], first["FGDWHJ"], first["BBMJHJ"], first["BBWHS"]) == (5, 3, 5, "示批〔2023〕1号")
    assert (first["ZGFSS"], first["ZGCSS"], first["ZRBMS"]) == ("拆除复耕、补办", "措施0；措施1", "示例镇")
    assert str(first["GZSXZ"])[:10] == "2024-03-31" and "BBGDHJ" not in first
    assert (second["WFXWBH"], second["CLFS"]) == ("示-2", "不予立案")
    assert not {"SYWZGMJ", "SFQBDW", "ZGZPS", "YZGMJ"} & set(second)


def test_an_act_about_parcels_of_another_batch_stands_in_the_table_of_that_one(workspace, tmp_path):
    act_of(workspace, 9)
    first, second = (scope_of_batch(workspace, batch.uuid) for batch in workspace.batches())
    assert write_tables(workspace, first, tmp_path, ("4",)).rows_of("4") == 0
    assert write_tables(workspace, second, tmp_path, ("4",)).rows_of("4") == 1


def test_table_5_leaves_empty_what_the_workspace_does_not_know(workspace, tmp_path):
    uuid = workspace.table_rows()[0].parcel.uuid
    workspace.save_draft(uuid, ILLEGAL)
    workspace.sign(uuid, "张三", "内业", "影像清楚")
    path = write_tables(workspace, scope_asked(workspace, None, "2023Q3"), tmp_path, ("5",), draft=True).paths[0]
    county, own, other = rows_of(path, "5")
    assert (county["HSWCL"], own["HSWCL"], other["HSWCL"]) == (12.5, 25, 0)
    assert not {"PDZQL", "WFCLL", "ZGDWL", "RCFXL"} & set(county)


def test_table_2_2_says_nothing_of_military_marks_and_has_only_what_concerns_mining(workspace, tmp_path):
    path = write_tables(workspace, everything(workspace), tmp_path, ("2-2",)).paths[0]
    [row] = rows_of(path, "2-2")
    assert row["JCBH"] == workspace.table_rows()[3].parcel.jcbh and row["SFSK"] == "是"
    with zipfile.ZipFile(path) as archive:
        assert not any("军" in archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())


def test_of_a_patch_that_is_set_apart_no_table_in_no_format_has_anything(workspace, tmp_path):
    row = workspace.table_rows()[1]
    act_of(workspace, 0, 1)
    workspace.quarantine(row.parcel.uuid)
    report = write_tables(workspace, everything(workspace), tmp_path / "out", FORMS,
                          ("xlsx", "csv", "csv-gbk", "gpkg", "shp"))
    assert report.rows_of("2-1") == 11 and report.rows_of("4") == 1
    contents = []
    for path in report.files:
        contents.append(path.read_bytes())
        if path.suffix == ".xlsx":
            with zipfile.ZipFile(path) as archive:
                contents += [archive.read(name) for name in archive.namelist()]
    assert len(contents) > 20
    assert not any(row.parcel.jcbh.encode() in content for content in contents)
    assert row.parcel.wkb is not None and not any(row.parcel.wkb[20:60] in content for content in contents)


def test_errors_hold_back_and_a_draft_is_one_in_name_title_header_and_list(workspace, tmp_path):
    uuid = workspace.table_rows()[0].parcel.uuid
    workspace.save_draft(uuid, UNCHANGED)
    workspace.sign(uuid, "张三", "内业")
    with pytest.raises(WeipianError) as raised:
        write_tables(workspace, everything(workspace), tmp_path / "out")
    assert raised.value.code == "ERRORS_HOLD_BACK" and not (tmp_path / "out").exists()
    report = write_tables(workspace, everything(workspace), tmp_path / "out", FORMS, ("xlsx", "csv"), reason="先核对")
    assert report.mark.word == "草稿" and all(path.name.startswith("【草稿】附表") for path in report.files)
    for path in (path for path in report.files if path.suffix == ".xlsx"):
        book = openpyxl.load_workbook(path)
        assert book.worksheets[0]["A1"].value.startswith("【草稿】附表")
        told = [row[0].value for row in book["校验"].iter_rows()]
        assert {"导出理由", "未解决", "V16"} <= set(told)
        assert all("【草稿】" in sheet.oddHeader.right.text for sheet in book.worksheets if sheet.title != "代码表")
    other = scope_of_batch(workspace, workspace.batches()[1].uuid)
    assert not write_tables(workspace, other, tmp_path / "other", ("2-1",)).mark
    workspace.add_batch(NewBatch("11月", "2023-11-15", "z.zip", "f", "GX_ZY2023", "450512"),
                        [IssuedPatch("450512WP9", {"JCBH": "450512WP9", "XZQDM": "450512", "JCLB": "XZFN"})])
    quarter = scope_asked(workspace, None, "2023Q4")
    assert len(quarter.batches) == 2 and not write_tables(workspace, quarter, tmp_path / "quarter", ("2-1",)).mark


def test_a_template_of_ones_own_is_filled_and_what_it_lacks_is_told(workspace, tmp_path, monkeypatch):
    folder = user_folder() / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / "table_2_1.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["某县表样"])
    book.active.append(["XH", "DKBH", "PDLX", "JCBH", "DKMJ"])
    book.save(own)
    try:
        assert template_of(form_of("2-1")) == own
        path, findings = check_templates(["2-1"])["2-1"]
        assert path == own and {"TEMPLATE_FIELDS_UNPLACED", "TEMPLATE_NAME_MISSING"} <= {one.code for one in findings}
        written = write_tables(workspace, everything(workspace), tmp_path, ("2-1",)).paths[0]
        sheet = openpyxl.load_workbook(written).worksheets[0]
        assert [cell.value for cell in sheet[3]][:2] == [1, workspace.table_rows()[0].parcel.dkbh]
    finally:
        own.unlink()


@pytest.mark.parametrize(("options", "code"), [
    ({"forms": ("2-1", "9-9")}, "UNKNOWN_TABLE"), ({"formats": ("pdf",)}, "FORMAT_UNKNOWN")])
def test_what_there_is_not_is_refused_by_name_before_anything_is_written(workspace, tmp_path, options, code):
    with pytest.raises(WeipianError) as raised:
        write_tables(workspace, everything(workspace), tmp_path / "out", **options)
    assert raised.value.code == code and not (tmp_path / "out").exists()


def test_a_folder_too_deep_for_windows_is_told(workspace, tmp_path):
    with pytest.raises(WeipianError) as raised:
        write_tables(workspace, everything(workspace), tmp_path / ("深" * 120) / ("深" * 100), ("2-1",))
    assert raised.value.code == "PATH_TOO_LONG"


def test_figures_are_the_same_in_every_format(workspace, tmp_path):
    report = write_tables(workspace, everything(workspace), tmp_path, ("2-1",), ("xlsx", "gpkg", "shp"))
    by_ending = {path.suffix: path for path in report.paths}
    shown = [Decimal(str(row.get("DKMJ", 0))) for row in rows_of(by_ending[".xlsx"], "2-1")]
    for ending in (".gpkg", ".shp"):
        layer = QgsVectorLayer(str(by_ending[ending]), "t", "ogr")
        assert layer.isValid() and layer.crs().isValid()
        assert [Decimal(str(feature["DKMJ"] or 0)) for feature in layer.getFeatures()] == shown
    assert json.dumps([str(area) for area in shown]).count(".") > 7
