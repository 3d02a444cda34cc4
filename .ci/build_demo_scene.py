"""Builds resources/demo from the source scene: imagery, vectors, made-up papers, and the zip a county receives.

Usage: build_demo_scene.py SOURCE   (SOURCE holds beihai/ and southjordan/). Runs with python3-gdal and openpyxl.
The result is tracked in git; this says where each made-up thing comes from and can make it again.
"""

from __future__ import annotations

import shutil
import sqlite3
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from osgeo import ogr, osr

ogr.UseExceptions()
DEMO = Path(__file__).resolve().parent.parent / "resources" / "demo"
MARK = "虚构示例，非官方"
STEM = "450512WP180"
FOLDER = "450512_铁山港区_2018年示例批次"
ZIP_NAME = "450512_2018年示例批次_土地卫片.zip"
SHAPE_NAME = "450512_土地卫片图斑"
TABLE_NAME = "附表1-1 土地卫片执法图斑基本信息表.xlsx"
STAMP = (2023, 8, 15, 9, 0, 0)
CONSTRUCTION = ("06", "07")

# Change types that the automatic extraction could not have known, set by hand so that each rule has its patch.
MADE_UP_TBLX = {
    "0136": "ND", "0180": "ND", "0156": "ND", "0273": "GF", "0147": "GF", "0279": "CK", "0271": "DL2", "0394": "DL1",
    "0067": "GEF",
}
# The table says otherwise than the shape here: shown as a difference at import.
TABLE_SAYS_TBLX = {"0122": "TD"}
# Issue dates around the borders of the reporting rules (domain §7.4); everything else was issued on MAIN_DATE.
MAIN_DATE = "2023-08-15"
ISSUE_DATES = {
    "0001": "2023-01-25", "0002": "2023-01-25", "0003": "2023-06-20", "0004": "2023-06-20", "0005": "2023-06-20",
    "0006": "2023-06-21", "0008": "2023-06-21", "0010": "2023-08-20", "0012": "2023-08-21", "0015": "2023-08-21",
    "0018": "2023-09-25", "0020": "2023-09-25", "0022": "2023-12-21", "0024": "2023-12-21",
}
# Classes set by hand: on-site duties (§6.2) need large patches of the named classes, the half-year date a QTXZ one.
MADE_UP_JCLB = {
    "0129": "新增非农建设类", "0394": "年度内持续变化类", "0247": "新增非农建设类", "0218": "年度内持续变化类",
    "0231": "其他新增建设类", "0003": "新增非农建设类", "0004": "其他新增建设类", "0005": "其他变化类",
    "0006": "其他新增建设类", "0008": "新增非农建设类", "0012": "年度内持续变化类", "0022": "新增非农建设类",
}
WITHOUT_ROW = "0391"
WITHOUT_SHAPE = "0406"


@dataclass(frozen=True)
class Paper:
    """One made-up polygon: around these patches, whole or their western part, with these attributes."""

    patches: tuple[str, ...]
    values: dict[str, str]
    share: float = 1.0


def approval(number: int, date: str, *patches: str, share: float = 1.0) -> Paper:
    """A made-up approval of construction land."""
    values = {"XMMC": f"示例项目{number}", "PZWH": f"示例批〔{date[:4]}〕{number}号", "PZRQ": date,
              "PZJG": "示例批准机关"}
    return Paper(patches, values, share)


def supply(number: int, date: str, *patches: str, share: float = 1.0) -> Paper:
    """A made-up supply of land."""
    return Paper(patches, {"DZJGH": f"示例监管{number:03d}", "GDRQ": date, "GDFS": "挂牌出让"}, share)


def filing(number: int, date: str, use: str, *patches: str, share: float = 1.0) -> Paper:
    """A made-up filing of an agricultural facility."""
    return Paper(patches, {"BAH": f"示例设农备〔{date[:4]}〕{number}号", "BARQ": date, "YT": use}, share)


def temporary(number: int, date: str, until: str, use: str, *patches: str) -> Paper:
    """A made-up permission for temporary use."""
    return Paper(patches, {"PZWH": f"示例临〔{date[:4]}〕{number}号", "PZRQ": date, "DQRQ": until, "YT": use})


PAPERS = {
    "pzyd_example": ("批准用地（虚构）", "PZMJ", (
        approval(1, "2017-06-01", "0315"),              # with supply: lawful
        approval(2, "2017-07-03", "0361"),              # no supply: not enough since 2022
        approval(3, "2023-10-10", "0053"),              # dated after the issue date
        approval(4, "2017-04-12", "0054", share=0.5),   # covers half: split
        approval(5, "2017-05-08", "0349"),              # its supply came after the issue date
        approval(6, "2016-11-21", "0394"),              # a large lawful one, over the on-site limit
    )),
    "gd_example": ("供地（虚构）", "GYMJ", (
        supply(1, "2017-10-20", "0315"),
        supply(4, "2017-09-01", "0054", share=0.5),
        supply(5, "2023-09-01", "0349"),
        supply(6, "2017-02-15", "0394"),
    )),
    "ssnyd_example": ("设施农用地备案（虚构）", "BAMJ", (
        filing(1, "2017-03-20", "水产养殖", "0368"),             # off basic farmland
        filing(2, "2017-08-09", "水产养殖", "0023"),             # on basic farmland
        filing(3, "2017-05-16", "养殖配套设施", "0108", share=0.5),  # covers half
    )),
    "lsyd_example": ("临时用地（虚构）", "PZMJ", (
        temporary(1, "2017-03-01", "2019-02-28", "施工便道", "0246"),   # valid at HSX
        temporary(2, "2016-02-01", "2018-01-31", "取土场", "0139"),     # expired before HSX
        temporary(3, "2017-09-01", "2021-08-31", "能源项目临时堆场", "0175"),  # four years, valid at HSX
    )),
}


def copy_imagery(source: Path) -> None:
    """The 8-bit copies, and the teaching pair."""
    for name in ("before_20161209_rgb8.tif", "after_20180309_rgb8.tif"):
        shutil.copyfile(source / "beihai" / name, DEMO / name)
    target = DEMO / "southjordan"
    target.mkdir(exist_ok=True)
    for name, dated in (("before.tif", "before_20110720.tif"), ("after.tif", "after_20180828.tif")):
        shutil.copyfile(source / "southjordan" / name, target / dated)
    copy_gpkg(source / "southjordan" / "changes_digitised.gpkg", target / "changes_digitised.gpkg")


def copy_gpkg(source: Path, target: Path) -> None:
    """A GeoPackage in rollback mode, without the files of a write-ahead log."""
    shutil.copyfile(source, target)
    connection = sqlite3.connect(target, isolation_level=None)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("VACUUM")
    connection.close()


def number_of(jcbh: str) -> str:
    return jcbh[-4:]


def made_up_papers(scene: ogr.DataSource) -> None:
    """made_up.gpkg: polygons drawn around patches of the scene."""
    shapes = {number_of(f["JCBH"]): f.GetGeometryRef().Clone() for f in scene.GetLayer("wptb_auto")}
    srs = scene.GetLayer("wptb_auto").GetSpatialRef()
    path = DEMO / "made_up.gpkg"
    path.unlink(missing_ok=True)
    target = ogr.GetDriverByName("GPKG").CreateDataSource(str(path), ["DATETIME_FORMAT=UTC"])
    for name, (title, area_field, papers) in PAPERS.items():
        layer = target.CreateLayer(name, srs, ogr.wkbMultiPolygon, [f"DESCRIPTION={title}", f"IDENTIFIER={name}"])
        for field in papers[0].values:
            layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
        layer.CreateField(ogr.FieldDefn(area_field, ogr.OFTReal))
        layer.CreateField(ogr.FieldDefn("BZ", ogr.OFTString))
        for paper in papers:
            layer.CreateFeature(paper_feature(layer, paper, area_field, shapes))
    del layer, target
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("UPDATE gpkg_contents SET last_change='2023-08-15T00:00:00.000Z'")
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.execute("VACUUM")
    connection.close()


def paper_feature(layer: ogr.Layer, paper: Paper, area_field: str, shapes: dict[str, ogr.Geometry]) -> ogr.Feature:
    """The feature of one paper; its area in m², rounded to whole metres: a paper says what it says."""
    whole = ogr.Geometry(ogr.wkbMultiPolygon)
    for patch in paper.patches:
        outline = shapes[patch].Buffer(6.0, 4)
        whole = whole.Union(outline if paper.share == 1.0 else western_part(outline, shapes[patch], paper.share))
    feature = ogr.Feature(layer.GetLayerDefn())
    feature.SetGeometry(ogr.ForceToMultiPolygon(whole))
    for field, value in paper.values.items():
        feature[field] = value
    feature[area_field] = float(round(whole.GetArea()))
    feature["BZ"] = MARK
    return feature


def western_part(outline: ogr.Geometry, patch: ogr.Geometry, share: float) -> ogr.Geometry:
    """The part of ``outline`` west of the meridian line that cuts ``share`` of the patch's area off."""
    west, east, south, north = outline.GetEnvelope()
    low, high = west, east
    for _ in range(40):
        middle = (low + high) / 2
        if patch.Intersection(box(west - 1, south - 1, middle, north + 1)).GetArea() < share * patch.GetArea():
            low = middle
        else:
            high = middle
    return outline.Intersection(box(west - 1, south - 1, round(high, 2), north + 1))


def box(west: float, south: float, east: float, north: float) -> ogr.Geometry:
    return ogr.CreateGeometryFromWkt(
        f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))")


def table_rows(scene: ogr.DataSource) -> list[dict[str, object]]:
    """The rows of 附表1-1: what an issuing office would have filled in, areas in 亩."""
    dltb, basic = scene.GetLayer("dltb_pseudo"), scene.GetLayer("yjjbnt_pseudo")
    to_degrees = osr.CoordinateTransformation(degrees_first_srs(scene), degrees())
    rows = []
    for number, patch in enumerate(scene.GetLayer("wptb_auto")):
        short = number_of(patch["JCBH"])
        if short == WITHOUT_ROW:
            continue
        row = table_row(short, number, patch["TBLX"])
        row.update(areas_in_mu(patch, dltb, basic))
        longitude, latitude, _ = to_degrees.TransformPoint(*patch.GetGeometryRef().PointOnSurface().GetPoint_2D(0))
        row["中心点经度"], row["中心点纬度"] = round(longitude, 6), round(latitude, 6)
        rows.append(row)
    lost = table_row(WITHOUT_SHAPE, 0, "20")
    lost.update({"监测面积": 2.35, "监测耕地面积": 1.2, "永久基本农田面积": 0, "农用地面积": 1.2, "农用地面积2": 1.2,
                 "耕地面积": 1.2, "建设用地面积": 1.15, "未利用地面积": 0, "村社区": "示例村01",
                 "中心点经度": 109.492, "中心点纬度": 21.61, "备注": f"{MARK}；本行无对应图形"})
    return [*rows, lost]


def table_row(short: str, number: int, tblx: str) -> dict[str, object]:
    """The columns that need no geometry."""
    code = TABLE_SAYS_TBLX.get(short, MADE_UP_TBLX.get(short, tblx))
    return {
        "年份": 2023, "季度": "3", "行政区代码": "450512", "省名称": "广西壮族自治区", "市名称": "北海市",
        "县名称": "铁山港区", "乡镇街道": "示例镇", "监测编号": STEM + short,
        "下发时间": ISSUE_DATES.get(short, MAIN_DATE), "监测类别": MADE_UP_JCLB.get(short) or patch_class(number, tblx),
        # Excel users type numbers: the code 20 arrives as a number in some rows, as text in others.
        "图斑类型": int(code) if code.isdigit() and number % 2 else code,
        "前时相": 20161209, "后时相": 20180309, "备注": MARK,
    }


def patch_class(number: int, tblx: str) -> str:
    """Made-up classes: bright ground is construction, bare ground goes on, water is another change."""
    if tblx == "SM":
        return "其他变化类"
    if number % 4 == 0:
        return "其他新增建设类"
    return "新增非农建设类" if tblx == "20" else "年度内持续变化类"


def areas_in_mu(patch: ogr.Feature, dltb: ogr.Layer, basic: ogr.Layer) -> dict[str, object]:
    """Class areas of a patch in 亩 with two decimals that add up, and the village with the largest share."""
    shape = patch.GetGeometryRef()
    scale = patch["JCMJ"] / patch["PMMJ"] * 3 / 2000
    farmland = construction = 0.0
    villages: dict[str, float] = {}
    dltb.SetSpatialFilter(shape)
    for piece in dltb:
        area = shape.Intersection(piece.GetGeometryRef()).GetArea() * scale
        farmland += area if piece["DLBM"].startswith("01") else 0.0
        construction += area if piece["DLBM"].startswith(CONSTRUCTION) else 0.0
        villages[piece["ZLDWMC"]] = villages.get(piece["ZLDWMC"], 0.0) + area
    basic.SetSpatialFilter(shape)
    occupied = ogr.Geometry(ogr.wkbMultiPolygon)
    for piece in basic:
        occupied = occupied.Union(piece.GetGeometryRef().MakeValid().Intersection(shape))
    total, built = round(patch["JCMJ"] * 3 / 2000, 2), round(construction, 2)
    fields = min(round(farmland, 2), round(total - built, 2))
    agricultural = round(total - built, 2)
    return {
        "监测面积": total, "监测耕地面积": fields, "永久基本农田面积": min(round(occupied.GetArea() * scale, 2), total),
        "农用地面积": agricultural, "农用地面积2": agricultural, "耕地面积": fields, "建设用地面积": built,
        "未利用地面积": 0, "村社区": max(villages, key=lambda name: villages[name]),
    }


def degrees() -> osr.SpatialReference:
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(4490)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


def degrees_first_srs(scene: ogr.DataSource) -> osr.SpatialReference:
    srs = scene.GetLayer("wptb_auto").GetSpatialRef()
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    return srs


# Heading groups of the sheet: (upper heading, lower headings); a heading without lower ones spans both rows.
HEADINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("年份", ()), ("季度", ()), ("行政区代码", ()),
    ("所在位置", ("省名称", "市名称", "县名称", "乡镇街道", "村社区")),
    ("监测编号", ()), ("下发时间", ()), ("监测类别", ()), ("图斑类型", ()),
    ("监测面积（亩）", ("监测面积", "监测耕地面积", "永久基本农田面积", "农用地面积")),
    ("影像时相", ("前时相", "后时相")), ("中心点坐标", ("中心点经度", "中心点纬度")),
    ("现状套合（亩）", ("农用地面积2", "耕地面积", "建设用地面积", "未利用地面积")), ("备注", ()),
)


def write_table(path: Path, rows: list[dict[str, object]]) -> None:
    """附表1-1 as offices make it: merged title, a line with the unit, two heading rows."""
    book = Workbook()
    sheet = book.active
    sheet.title = "附表1-1"
    columns = write_headings(sheet)
    for row in rows:
        sheet.append([row.get(name) for name in columns])
    thin = Side(style="thin")
    for cells in sheet.iter_rows(min_row=3, max_col=len(columns)):
        for cell in cells:
            cell.border = Border(thin, thin, thin, thin)
            if cell.row > 4 and "面积" in columns[cell.column - 1]:
                cell.number_format = "0.00"
    sheet.freeze_panes = "A5"
    book.properties.creator = "示例"
    book.save(path)
    pin_dates(path)


def write_headings(sheet: object) -> list[str]:
    columns: list[str] = []
    for upper, lower in HEADINGS:
        first = len(columns) + 1
        columns.extend(lower or (upper,))
        sheet.cell(3, first, upper)
        if lower:
            sheet.merge_cells(start_row=3, end_row=3, start_column=first, end_column=len(columns))
            for offset, name in enumerate(lower):
                sheet.cell(4, first + offset, name)
        else:
            sheet.merge_cells(start_row=3, end_row=4, start_column=first, end_column=first)
    last = get_column_letter(len(columns))
    sheet["A1"] = "附表1-1  土地卫片执法图斑基本信息表（虚构示例）"
    sheet["A2"] = "填报单位：示例下发单位        单位：亩"
    sheet.merge_cells(f"A1:{last}1")
    sheet.merge_cells(f"A2:{last}2")
    sheet["A1"].font = Font(bold=True, size=16)
    for row in (1, 3, 4):
        for cell in sheet[row]:
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    for index, name in enumerate(columns, 1):
        sheet.column_dimensions[get_column_letter(index)].width = 20 if name in ("监测编号", "监测类别") else 12
    return columns


def pin_dates(path: Path) -> None:
    """Rewrite the workbook with one date, so that building twice gives the same bytes."""
    import re
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in sorted(book.namelist())}
    core = parts["docProps/core.xml"].decode("utf-8")
    parts["docProps/core.xml"] = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "2023-08-15T09:00:00Z", core).encode("utf-8")
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(zipfile.ZipInfo(name, STAMP), content, zipfile.ZIP_DEFLATED)


class GbkEntry(zipfile.ZipInfo):
    """An entry whose name is GBK without the UTF-8 flag, as Chinese Windows writes it."""

    __slots__ = ()

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def write_delivery(source: Path, rows: list[dict[str, object]]) -> None:
    """The zip as received: a Chinese folder, a GBK shapefile without .cpg in degrees, the Excel table."""
    target = DEMO / "delivery"
    target.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        table = Path(scratch) / "table.xlsx"
        write_table(table, rows)
        contents = {TABLE_NAME: table.read_bytes()}
    stem = source / "beihai" / "delivery_gbk_nocpg" / "wptb_cgcs2000_dd_gbk"
    for suffix in (".shp", ".shx", ".dbf", ".prj"):
        contents[SHAPE_NAME + suffix] = stem.with_suffix(suffix).read_bytes()
    contents[SHAPE_NAME + ".dbf"] = with_made_up_types(contents[SHAPE_NAME + ".dbf"])
    contents["说明.txt"] = "本批次为虚构示例，非官方下发数据。面积单位：表格为亩，图形属性为平方米。\r\n".encode("gbk")
    with zipfile.ZipFile(target / ZIP_NAME, "w") as package:
        for name, content in contents.items():
            package.writestr(GbkEntry(f"{FOLDER}/{name}", STAMP), content, zipfile.ZIP_DEFLATED)


def with_made_up_types(dbf: bytes) -> bytes:
    """The table with TBLX replaced where `MADE_UP_TBLX` says so, everything else byte for byte."""
    header, width = int.from_bytes(dbf[8:10], "little"), int.from_bytes(dbf[10:12], "little")
    content = bytearray(dbf)
    jcbh, tblx = (1, 80), (81, 80)
    for start in range(header, header + width * int.from_bytes(dbf[4:8], "little"), width):
        short = number_of(dbf[start + jcbh[0]:start + sum(jcbh)].decode("ascii").strip())
        if short in MADE_UP_TBLX:
            content[start + tblx[0]:start + sum(tblx)] = MADE_UP_TBLX[short].encode("ascii").ljust(tblx[1])
    return bytes(content)


def main() -> None:
    source = Path(sys.argv[1])
    DEMO.mkdir(parents=True, exist_ok=True)
    copy_imagery(source)
    copy_gpkg(source / "beihai" / "beihai_scene.gpkg", DEMO / "beihai_scene.gpkg")
    scene = ogr.Open(str(DEMO / "beihai_scene.gpkg"))
    made_up_papers(scene)
    write_delivery(source, table_rows(scene))
    size = sum(path.stat().st_size for path in DEMO.rglob("*") if path.is_file())
    print(f"{DEMO}: {size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
