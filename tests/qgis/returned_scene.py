"""A workspace of Beihai patches with answers, signatures and an act, and tables of it edited as counties do."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
from qgis.core import QgsVectorLayer

from weipian_plugin.domain.marks import CLEAN
from weipian_plugin.domain.records import ClassArea, IssuedPatch, Measured, NewBatch, OverlayRun, Record, RoleAreas
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.workspace.workspace import Workspace

PATCHES = 12
UNCHANGED = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化", "WBHBZ": "=无变化"}
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
           "WFPDYJSM": "未批先建厂房，现场已核实𠀀", "WFMJ": 1000.0, "WFGDMJ": 500.0, "WFJBNTMJ": 0.0}
HEADED = 7


def make(demo: Path, path: Path) -> Path:
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    patches = []
    for feature in layer.getFeatures():
        attributes = {"JCBH": feature["JCBH"], "XZQDM": "450512", "JCLB": "XZFN", "TBLX": "20", "QSX": "2016-12-09",
                      "HSX": "2018-03-09", "XFSJ": "2023-08-15", "XMC": "铁山港区", "JCMJ": float(feature["JCMJ"])}
        if len(patches) == 1:
            attributes.update(JCLB="K", SFSK=1)
        patches.append(IssuedPatch(feature["JCBH"], attributes, bytes(feature.geometry().asWkb())))
        if len(patches) == PATCHES:
            break
    with Workspace.create(path, crs=layer.crs().authid(), actor="张三",
                          quarantine_path=path.with_suffix(".sqlite")) as workspace:
        workspace.add_batch(NewBatch("2023-08", "2023-08-15", "x.zip", "d", "GX_ZY2023", "450512"), patches)
        uuids = [row.parcel_uuid for row in workspace.queue()]
        workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {uuid: Measured(2000.0 + number, {
            "dltb": RoleAreas("dltb", 2000.0 + number, 2000.0 + number, (
                ClassArea("0101", 1500.0, 1500.0), ClassArea("1001", 500.0 + number, 500.0 + number))),
            "yjjbnt": RoleAreas("yjjbnt", 12.5, 12.5), "stbhhx": RoleAreas("stbhhx")})
            for number, uuid in enumerate(uuids)})
        for uuid in uuids[2:5]:
            workspace.save_draft(uuid, UNCHANGED)
            workspace.sign(uuid, "张三", "内业")
        workspace.save_draft(uuids[5], ILLEGAL)
        workspace.sign(uuids[5], "张三", "实地", "现场已核")
        workspace.save_draft(uuids[6], {"PDLX": "合法", "HFJTQX": "H1"})
        workspace.set_flag(uuids[7], "影像不清")
        workspace.save_draft(uuids[1], {"KPDLX": "其他", "KPDYJSM": "没有开采痕迹，为修路取土"})
        workspace.sign(uuids[1], "张三", "内业", subject="mineral")
        act = workspace.put_record(Record("", "act", (uuids[5],), "", {
            "WFXWBH": "450512-2023-001", "WFND": 2023, "WFXWMS": "未经批准占用耕地建设厂房", "WFZRZT": "示例公司",
            "WFLX1": "W1", "WFXZ": "占地", "SXWFMJ": 1000.0, "SXWFGD": 500.0, "SXWFJBNT": 0.0, "CLFS": "立案",
            "LASJ": "2023-09-05", "FK": 12.5}))
        workspace.put_record(Record("", "rectification", (uuids[5],), act.uuid, {
            "ZGFS": "拆除复耕", "ZGMJ": 1000.0, "ZRBM": "示例镇人民政府", "GZSX": "2023-12-31"}))
    return path


def write(workspace: Workspace, folder: Path, form: str = "2-1", format_: str = "xlsx") -> Path:
    """The table as it is handed in; whether the checks would hold it back is not what is tested here."""
    (made,) = write_tables(workspace, everything(workspace), folder, (form,), (format_,), mark=CLEAN).tables
    return made.path


def edit(path: Path, cells: dict[tuple[str, str], object], number: str = "DKBH") -> Path:
    """Put values into the cells (number, code) with openpyxl, as Excel would."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    codes = {cell.value: cell.column for cell in sheet[HEADED]}
    rows = {sheet.cell(row, codes[number]).value: row for row in range(HEADED + 1, sheet.max_row + 1)}
    for (label, code), value in cells.items():
        sheet.cell(rows[label], codes[code]).value = value
    book.save(path)
    return path


def sheet_of(path: Path):
    """(workbook, sheet, column by code, row by DKBH or JCBH)."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    codes = {cell.value: cell.column for cell in sheet[HEADED] if cell.value}
    number = "DKBH" if "DKBH" in codes else "JCBH" if "JCBH" in codes else "WFXWBH"
    rows = {str(sheet.cell(row, codes[number]).value): row for row in range(HEADED + 1, sheet.max_row + 1)
            if sheet.cell(row, codes[number]).value}
    return book, sheet, codes, rows


def labels(workspace: Workspace) -> list[str]:
    return [row.dkbh for row in workspace.queue()]


def uuid_of(workspace: Workspace, label: str) -> str:
    return next(row.parcel_uuid for row in workspace.queue() if row.dkbh == label)


def through_office(path: Path, folder: Path, to: str, profile: Path) -> Path:
    """As LibreOffice saves it again."""
    folder.mkdir(exist_ok=True)
    kind = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "csv": "csv:Text - txt - csv (StarCalc):44,34,76,1"}[to]
    subprocess.run(["soffice", "--headless", f"-env:UserInstallation=file://{profile}", "--convert-to", kind,
                    "--outdir", str(folder), str(path)], check=True, capture_output=True, timeout=200)
    return folder / f"{path.stem}.{to}"

