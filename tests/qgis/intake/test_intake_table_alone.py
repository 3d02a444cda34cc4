"""附表1-2 issued as a table without shapes: entered by its rows, its areas as issued, nothing measured (§2.2)."""

from __future__ import annotations

import csv

import openpyxl
import pytest

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.intake import IntakeOptions, read_package
from weipian_plugin.jobs.import_batch import import_package, opened

HEADS = ["图斑编号", "行政区代码", "中心点经度", "中心点纬度", "矿种（推断）", "矿类", "目标类型", "图斑面积（亩）",
         "许可证号", "有效期止", "界内面积（亩）", "界外面积（亩）", "下发时间", "是否军用"]
QUARRY = ["450512K001", "450512", 109.52, 21.61, "花岗岩", "非金属矿产", "采场", 6.3, "C4505002019", "2025-06-30",
          4.3, 2.0, "2023-04-10", "否"]
ADIT = ["450512K002", "450512", 109.53, 21.62, "高岭土", "非金属", "硐口", 0.6, None, None, None, None, "2023-04-10",
        "否"]
MARKED = ["450512K003", "450512", 109.54, 21.63, "花岗岩", "非金属", "采场", 9.9, None, None, None, None, "2023-04-10",
          "是"]


def codes(findings):
    return [finding.code for finding in findings]


def write_csv(path, rows, encoding, separator=","):
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=separator).writerows(rows)
    return path


def refuse(path, **options):
    with pytest.raises(WeipianError) as caught:
        read_package(path, IntakeOptions(**options))
    return caught.value


def test_a_workbook_alone_enters_with_the_areas_that_were_issued(build):
    delivery = read_package(build.table([HEADS, QUARRY, ADIT], "附表1-2.xlsx"))
    quarry, adit = delivery.patches
    assert quarry.wkb is None and quarry.repaired is None
    assert {code: quarry.attributes[code] for code in ("KZ", "KL", "MBLX", "XKZH", "JCLB", "XFSJ", "XZQDM")} == {
        "KZ": "花岗岩", "KL": "非金属", "MBLX": "采场", "XKZH": "C4505002019", "JCLB": "K", "XFSJ": "2023-04-10",
        "XZQDM": "450512"}
    assert (quarry.attributes["TBMJ"], quarry.attributes["JNMJ"], quarry.attributes["JWMJ"]) == pytest.approx(
        (4200.0, 6.3 / 6.3 * 4.3 * 2000 / 3, 2.0 * 2000 / 3))
    assert adit.attributes["MBLX"] == "硐口"
    assert codes(quarry.findings) == ["MINERAL_NO_SHAPE"] and "UNIT_ASSUMED" not in codes(delivery.findings)
    (told,) = [finding for finding in delivery.findings if finding.code == "MINERAL_WITHOUT_SHAPES"]
    assert told.values["count"] == 2 and "下发数" in told.sentence("zh")
    assert (delivery.crs, delivery.issued, delivery.county) == ("EPSG:4525", "2023-04-10", "450512")
    assert delivery.rows_without_shape == ["450512K001", "450512K002"] and delivery.shapes_without_row == []


@pytest.mark.parametrize(("encoding", "separator"), [("gb18030", ","), ("utf-8", "\t"), ("utf-8-sig", ";")])
def test_a_csv_is_read_like_its_workbook(build, encoding, separator):
    book = read_package(build.table([HEADS, QUARRY, ADIT], "附表1-2.xlsx"))
    (build.folder / "附表1-2.xlsx").unlink()
    rows = [["" if cell is None else cell for cell in row] for row in (HEADS, QUARRY, ADIT)]
    read = read_package(write_csv(build.folder / "附表1-2.csv", rows, encoding, separator))
    assert [patch.attributes for patch in read.patches] == [patch.attributes for patch in book.patches]
    assert read.encoding.startswith("GB18030" if encoding == "gb18030" else "UTF-8")


def test_a_folder_without_shapes_enters_by_its_table(build):
    build.table([HEADS, QUARRY, ADIT], "附表1-2.xlsx")
    assert len(read_package(build.folder).patches) == 2


def test_the_table_that_is_chosen_is_read_not_the_one_beside_it(build):
    build.table([HEADS, QUARRY], "一季度.xlsx")
    chosen = build.table([HEADS, ADIT], "二季度.xlsx")
    assert [patch.jcbh for patch in read_package(chosen).patches] == ["450512K002"]


def test_a_marked_row_is_apart_from_the_others(build):
    delivery = read_package(build.table([HEADS, QUARRY, MARKED], "附表1-2.xlsx"))
    assert [patch.jcbh for patch in delivery.patches] == ["450512K001"]
    (apart,) = delivery.classified
    assert apart.jcbh == "450512K003" and apart.attributes["TBMJ"] == pytest.approx(6600.0)


def test_several_sheets_are_told_and_one_is_read(build):
    path = build.table([HEADS, QUARRY, ADIT], "附表1-2.xlsx")
    book = openpyxl.load_workbook(path)
    more = book.create_sheet("四季度")
    for row in (HEADS, MARKED[:-1] + ["否"]):
        more.append(row)
    book.save(path)
    delivery = read_package(path)
    assert len(delivery.patches) == 2
    assert [f.values["file"] for f in delivery.findings if f.code == "TABLE_NOT_READ"] == ["附表1-2.xlsx|四季度"]
    assert [patch.jcbh for patch in read_package(path, IntakeOptions(sheet="四季度")).patches] == ["450512K003"]


def test_a_land_table_alone_is_still_refused(build):
    heads, row = ["监测编号", "监测面积", "监测耕地面积", "农用地面积"], ["450512A001", 2.4, 0, 0]
    error = refuse(build.table([heads, row], "附表1-1.xlsx"))
    assert error.code == "NO_GEOMETRY_FILE" and "附表1-2" in error.sentence("zh")
    assert refuse(write_csv(build.folder / "附表1-1.csv", [heads, row], "utf-8")).code == "NO_GEOMETRY_FILE"


@pytest.mark.parametrize("rows", [
    [["图斑编号", "矿种（推断）", "备注"], ["450512K001", "花岗岩", "无"]],
    [["序号", "矿种"], [1, "花岗岩"]],
    [["附表1—2 矿产卫片执法图斑基本信息表"], ["图斑编号", "矿种"], ["450512K001", "花岗岩"]],
], ids=["named so", "without ids", "titled so"])
def test_a_table_that_is_called_1_2_without_its_columns_is_told_which_it_needs(build, rows):
    titled = "附表" in str(rows[0][0])
    error = refuse(build.table(rows, "矿产.xlsx" if titled else "附表1-2.xlsx"))
    assert error.code == "MINERAL_COLUMNS_MISSING"
    told = error.sentence("zh")
    assert "现有 矿种" in told and "许可证号" in told and "图斑面积" in told and "JCLB" in told


def test_a_table_that_tells_no_place_asks_for_it(build):
    heads, row = [*HEADS[:2], *HEADS[4:]], [*QUARRY[:2], *QUARRY[4:]]
    path = build.table([heads, row], "附表1-2.xlsx")
    assert refuse(path).code == "TABLE_PLACE_UNKNOWN"
    assert read_package(path, IntakeOptions(crs="EPSG:4525")).crs == "EPSG:4525"
    assert read_package(path, IntakeOptions(target_crs="EPSG:4525")).crs == "EPSG:4525"


def test_doubled_and_empty_ids_keep_the_table_out(build):
    assert refuse(build.table([HEADS, QUARRY, QUARRY], "附表1-2.xlsx")).code == "JCBH_DOUBLED"
    assert refuse(build.table([HEADS, QUARRY, [None, *ADIT[1:]]], "附表1-2.xlsx")).code == "JCBH_EMPTY"


def test_it_enters_a_workspace_as_parcels_that_nobody_has_measured(build, tmp_path):
    table = build.table([HEADS, QUARRY, ADIT], "附表1-2.xlsx")
    target = tmp_path / "w.gpkg"
    receipt, _ = import_package(table, target, IntakeOptions(), profile_id="MNR2021", actor="甲")
    assert receipt.added == 2
    with opened(target) as workspace:
        rows = {row.jcbh: row for row in workspace.queue()}
        assert rows["450512K001"].centre == pytest.approx((37346745, 2391346), abs=1)
        parcel = workspace.parcel(rows["450512K001"].parcel_uuid)
        assert parcel.wkb is None and parcel.attributes["TBMJ"] == pytest.approx(4200.0)
        assert workspace.measured(parcel.uuid) is None and rows["450512K001"].area_m2 is None
        workspace.save_draft(parcel.uuid, {"KPDLX": "其他", "KPDYJSM": "现场核实为伪变化，采场未开工"})
        assert workspace.draft(parcel.uuid).answers["KPDLX"] == "其他"
