"""The same table as CSV, GBK CSV, GeoPackage and GBK shapefile; and names that Windows takes."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
import time
from decimal import Decimal
from pathlib import Path

import pytest
from osgeo import gdal, ogr

from weipian_plugin.delivery.names import check_path, safe_name, unique_name
from weipian_plugin.delivery.tables import Dress, write_table
from weipian_plugin.delivery.vectors import short_names
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.fields import Field, FieldType
from weipian_plugin.domain.forms.table_form import TableForm
from weipian_plugin.domain.forms.table_forms import form_of
from weipian_plugin.domain.marks import CLEAN, FOOTER, Mark

MOMENT, CRS = "2023-09-30T10:00:00+08:00", "EPSG:4525"
FIELDS = (Field("JCBH", "图斑编号", "Number", length=10), Field("DKMJ", "地块面积", "Area", FieldType.AREA),
          Field("XFSJ", "下发时间", "Day", FieldType.DATE), Field("SFFNH", "是否非农化", "Flag", FieldType.BOOLEAN),
          Field("PDLX", "判定类型", "Kind", FieldType.CODE, codes="PDLX"),
          Field("TYWZJCTBWQBH", "往期图斑编号", "Earlier", length=20),
          Field("TYWZJCTBWQSM", "往期图斑说明", "Earlier, text", length=20),
          Field("JD", "季度", "Quarter", FieldType.INTEGER))
FORM = TableForm("t", "附表9", "示例表", "table_9.xlsx", FIELDS, ("JCBH",))
SQUARE = ogr.CreateGeometryFromWkt("POLYGON((36500000 2400000,36500100 2400000,36500100 2400100,36500000 2400000))")
SHAPES = (bytes(SQUARE.ExportToWkb()), None)
ROWS = ({"JCBH": "=A1", "DKMJ": 6666.6667, "XFSJ": "2023-08-15", "SFFNH": 0, "PDLX": "违法", "TYWZJCTBWQBH": "甲",
         "TYWZJCTBWQSM": "𠮷野\n二", "JD": 3}, {"JCBH": "长" * 12, "DKMJ": Decimal("0.00")})
DRAFT = Mark("草稿", (("V16", "没有影像"),))


def write(path: Path, kind: str, mark: Mark = CLEAN) -> tuple[str, ...]:
    written = write_table(FORM, ROWS, path, Dress(mark=mark, moment=MOMENT), format=kind, shapes=SHAPES, crs=CRS)
    return tuple(remark.code for remark in written.remarks)


def test_csv_for_excel_has_its_mark_headings_values_and_footer_and_no_formula(tmp_path):
    assert write(tmp_path / "t.csv", "csv") == ()
    assert (tmp_path / "t.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    with (tmp_path / "t.csv").open(encoding="utf-8-sig", newline="") as file:
        title, head, first, second, last = csv.reader(file)
    assert title == ["附表9 示例表"] and last == [FOOTER]
    assert head[:3] == ["图斑编号", "地块面积（亩）", "下发时间"]
    assert first == ["'=A1", "10.00", "2023-08-15", "否", "违法", "甲", "𠮷野\n二", "3"]
    assert second[1:4] == ["0.00", "", ""]


def test_what_gbk_cannot_hold_is_counted_and_named_and_not_dropped(tmp_path):
    assert write(tmp_path / "t.csv", "csv-gbk") == ("GBK_LACKS",)
    text = (tmp_path / "t.csv").read_bytes().decode("gbk")
    assert "〓野" in text
    told = write_table(FORM, ROWS, tmp_path / "t.csv", Dress(), format="csv-gbk").remarks[0].sentence("zh")
    assert "第 1 行 往期图斑说明：𠮷（U+20BB7）" in told and "UTF-8" in told


def test_a_draft_says_so_at_the_head_of_its_csv(tmp_path):
    write(tmp_path / "t.csv", "csv", DRAFT)
    assert (tmp_path / "t.csv").read_text(encoding="utf-8-sig").startswith("【草稿】附表9 示例表\nV16 没有影像\n")


def test_a_geopackage_has_codes_as_names_headings_as_aliases_and_areas_in_mu(tmp_path):
    assert write(tmp_path / "t.gpkg", "gpkg", DRAFT) == ()
    dataset = ogr.Open(str(tmp_path / "t.gpkg"))
    layer = dataset.GetLayer(0)
    definition = layer.GetLayerDefn()
    assert [definition.GetFieldDefn(i).GetName() for i in range(definition.GetFieldCount())] == [f.code for f in FIELDS]
    if int(gdal.VersionInfo()) >= 3070000:  # older ones do not keep it
        assert definition.GetFieldDefn(1).GetAlternativeName() == "地块面积（亩）"
    first, second = layer
    assert (first["DKMJ"], first["SFFNH"], first["TYWZJCTBWQSM"]) == (10.0, "否", "𠮷野\n二")
    assert first.GetGeometryRef().GetGeometryName() == "MULTIPOLYGON" and second.GetGeometryRef() is None
    assert second["XFSJ"] is None and second["DKMJ"] == 0.0
    assert layer.GetSpatialRef().GetAuthorityCode(None) == "4525"
    assert "【草稿】" in layer.GetMetadataItem("DESCRIPTION") and FOOTER in layer.GetMetadataItem("DESCRIPTION")


@pytest.mark.parametrize("as_qgis_sets_it", [None, ""])
def test_a_shapefile_is_gbk_with_short_names_and_tells_what_it_cut(tmp_path, as_qgis_sets_it):
    before = gdal.GetConfigOption("SHAPE_ENCODING")
    gdal.SetConfigOption("SHAPE_ENCODING", as_qgis_sets_it)
    try:
        look_at_the_shapefile(tmp_path)
    finally:
        gdal.SetConfigOption("SHAPE_ENCODING", before)


def look_at_the_shapefile(tmp_path):
    assert write(tmp_path / "名.shp", "shp") == ("GBK_LACKS", "TEXTS_CUT")
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".cpg", ".dbf", ".prj", ".shp", ".shx"]
    assert (tmp_path / "名.cpg").read_text() == "GBK"
    assert "4525" in (tmp_path / "名.prj").read_text() or "CGCS2000" in (tmp_path / "名.prj").read_text()
    dataset = gdal.OpenEx(str(tmp_path / "名.shp"), open_options=["ENCODING=GBK"])
    layer = dataset.GetLayer(0)
    names = [layer.GetLayerDefn().GetFieldDefn(i).GetName() for i in range(len(FIELDS))]
    assert names == ["JCBH", "DKMJ", "XFSJ", "SFFNH", "PDLX", "TYWZJCTBWQ", "TYWZJCTBW2", "JD"]
    first, second = layer
    assert (first["XFSJ"], first["DKMJ"], first["TYWZJCTBWQ"]) == ("20230815", 10.0, "甲")
    assert second["JCBH"] == "长" * 10
    assert (tmp_path / "名.dbf").read_bytes()[1:4] == bytes((2023 - 1900, 9, 30))
    assert "违法".encode("gbk") in (tmp_path / "名.dbf").read_bytes()


def test_short_names_are_never_the_same_whatever_the_capitals():
    assert short_names(["ABCDEFGHIJKL", "abcdefghijkm", "ABCDEFGHIJ"]) == ["ABCDEFGHI2", "abcdefghi3", "ABCDEFGHIJ"]


WRITE = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from tests.unit.test_delivery_formats import write
for name, kind in (("t.csv", "csv"), ("g.csv", "csv-gbk"), ("t.gpkg", "gpkg"), ("t.shp", "shp")):
    write(Path(sys.argv[2]) / name, kind)
"""


def test_every_format_gives_the_same_bytes_again_on_another_day(tmp_path, root):
    made = []
    for seed in ("1", "2"):
        folder = tmp_path / seed
        folder.mkdir()
        subprocess.run([sys.executable, "-c", WRITE, str(root), str(folder)], check=True, cwd=root,
                       env={**os.environ, "PYTHONHASHSEED": seed, "TZ": f"UTC{'+' if seed == '1' else '-'}12"})
        made.append({path.name: path.read_bytes() for path in folder.iterdir()})
        time.sleep(1.1)
    assert set(made[0]) == {"t.csv", "g.csv", "t.gpkg", "t.shp", "t.shx", "t.dbf", "t.prj", "t.cpg"}
    assert [name for name in made[0] if made[0][name] != made[1][name]] == []


@pytest.mark.parametrize(("kind", "name"), [("gpkg", "t.gpkg"), ("shp", "t.shp"), ("csv", "t.csv"), ("xlsx", "t.xlsx")])
def test_what_cannot_be_written_is_told_and_leaves_what_was_there(tmp_path, kind, name):
    folder = tmp_path / "file"
    folder.write_text("no folder")
    form = form_of("2-1") if kind == "xlsx" else FORM
    with pytest.raises(WeipianError) as caught:
        write_table(form, ROWS, folder / name, Dress(), format=kind, shapes=SHAPES, crs=CRS)
    assert caught.value.code == "OUTPUT_NOT_WRITABLE"
    assert folder.read_text() == "no folder" and list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("kind", ["gpkg", "shp"])
def test_a_shape_that_cannot_be_written_leaves_the_files_that_were_there(tmp_path, kind, monkeypatch):
    write(tmp_path / f"t.{kind}", kind)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    monkeypatch.setattr(ogr.Layer, "CreateFeature", lambda *_: ogr.OGRERR_FAILURE)
    with pytest.raises(WeipianError, match="cannot be written"):
        write(tmp_path / f"t.{kind}", kind)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_the_date_of_gdal_is_as_it_was_after_a_geopackage(tmp_path):
    write(tmp_path / "t.gpkg", "gpkg")
    assert gdal.GetConfigOption("OGR_CURRENT_DATE") is None


def test_more_than_a_shapefile_holds_is_refused_with_a_way_out(tmp_path):
    many = TableForm("m", "", "多列", "m.xlsx", tuple(Field(f"F{n}", f"列{n}", "") for n in range(256)), ())
    with pytest.raises(WeipianError, match="GeoPackage"):
        write_table(many, [{}], tmp_path / "m.shp", Dress(), format="shp")


@pytest.mark.parametrize(("text", "name"), [
    ('2023年8月 <甲>:"乙"/丙\\丁|戊?己*', "2023年8月 甲 乙 丙 丁 戊 己"),
    ("名称　　全角 空格", "名称 全角 空格"),
    ("末尾点和空格. . ", "末尾点和空格"),
    ("CON", "_CON"), ("nul.xlsx", "_nul.xlsx"), ("com1.tar.gz", "_com1.tar.gz"), ("COM¹", "_COM¹"),
    ("CONSOLE", "CONSOLE"),
    ("", "未命名"), ("...", "未命名"), ("a\x00b\tc", "a b c"), ("零\u200b宽\ufeff", "零 宽"),
])
def test_a_name_is_one_that_windows_takes(text, name):
    assert safe_name(text) == name


def test_a_long_name_keeps_its_ending_and_no_blank_before_it():
    assert safe_name("长" * 300 + ".xlsx", 20) == "长" * 15 + ".xlsx"
    assert safe_name("甲 " * 50 + ".xlsx", 20) == ("甲 " * 8)[:15].strip() + ".xlsx"


def test_names_in_one_folder_differ_also_for_windows():
    taken: set[str] = set()
    assert [unique_name(name, taken) for name in ("A.xlsx", "a.xlsx", "A.xlsx", "b")] == [
        "A.xlsx", "a (2).xlsx", "A (3).xlsx", "b"]


def test_a_path_that_windows_cannot_open_is_told_with_what_to_do(tmp_path):
    with pytest.raises(WeipianError) as caught:
        check_path(tmp_path / ("长" * 240))
    assert caught.value.code == "PATH_TOO_LONG" and "缩短" in caught.value.sentence("zh")
