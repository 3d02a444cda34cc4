"""A province's workspace of Beihai patches with a county's answers, notes, records and names, and a sample of some."""

from __future__ import annotations

import json
from pathlib import Path

from qgis.core import QgsGeometry

from tests.qgis import returned_scene
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs.checking.validation_cases import this_day
from weipian_plugin.workspace.workspace import Workspace

DRAWN = range(2, 10)
"""Places in the queue of what is drawn: unchanged, illegal, legal draft, flagged, and two that nobody has answered."""
SECRETS = ("未批先建厂房", "仅作物季节变化", "县里以为是厂房", "影像不清", "李检查员", "张三", "王五审核",
           "省厅意见：边界有误", "一号层违法类", "示例公司", "撤回以前的备注", "县级判定违法", "机密列内容",
           "县自然资源局李某的盘")
"""Words that stand in the province's file, in answers, notes, flags, records, names, events, issued columns, paths."""


def make(demo: Path, folder: Path) -> Path:
    """Everything of `SECRETS` is in the file; the sample is drawn by hand."""
    path = returned_scene.make(demo, folder / "province.gpkg")
    with Workspace.open(path, actor="李检查员") as workspace:
        uuids = [row.parcel_uuid for row in workspace.queue()]
        workspace.set_note(uuids[5], "县里以为是厂房")
        workspace.set_note(uuids[6], "撤回以前的备注")
        workspace.undo()
        workspace.many.assign(uuids[4:6], "王五审核")
        workspace.put_record(Record("", "audit", (uuids[5],), "", {
            "SHJB": "省级", "SHLC": 1, "SHJG": "退回", "SHSJ": this_day().isoformat(), "SHYY": "其他",
            "SHSM": "省厅意见：边界有误"}))
        suggestion = {"kind": "违法·W1", "label": "县级判定违法", "rule": "R9", "missing": ["县里以为是厂房"]}
        workspace.store_suggestions(dict.fromkeys(uuids, suggestion))
        split(workspace, uuids[8])
        sample(workspace, [row.parcel_uuid for row in workspace.queue() if row.jcbh in jcbh_of(workspace, uuids)])
    plant(path)
    return path


def jcbh_of(workspace: Workspace, uuids: list[str]) -> list[str]:
    return [workspace.parcel(uuids[place]).jcbh for place in DRAWN]


def split(workspace: Workspace, uuid: str) -> list[str]:
    """The county cut this patch in two, west and east."""
    shape = QgsGeometry()
    shape.fromWkb(workspace.parcel(uuid).wkb)
    box = shape.boundingBox()
    west = QgsGeometry.fromRect(box)
    west.translate(-box.width() / 2, 0)
    parts = [shape.intersection(west), shape.difference(west)]
    return workspace.split(uuid, [bytes(part.asWkb()) for part in parts])


def sample(workspace: Workspace, parcels: list[str], name: str = "一季度抽样", rounds: int = 1) -> str:
    """As the sampling job keeps it."""
    kept = workspace.put_record(Record("", "sample", (), "", {
        "CYMC": name, "CYFF": "按类抽样", "CYZZ": "seed", "CYJZ": "2023-10-01", "CYSJ": json.dumps({"a": 1})}))
    draw(workspace, kept.uuid, parcels, rounds)
    return kept.uuid


def draw(workspace: Workspace, uuid: str, parcels: list[str], rounds: int = 1) -> None:
    values = {"CYCC": "一号层违法类", "CYLC": rounds, "CYGL": "1/3"}
    workspace.many.put_records([Record("", "drawn", (parcel,), uuid, {**values, "CYXH": number})
                                for number, parcel in enumerate(parcels, 1)])


def plant(path: Path) -> None:
    """What an issued table may hold of what an office judged, and whose disk it came from."""
    import sqlite3

    from weipian_plugin.workspace.geometry import teach_geometry

    with sqlite3.connect(path) as connection:
        teach_geometry(connection)
        connection.execute("UPDATE patches SET PDJG = '违法', PDYJSM = '县级判定违法', BZ = '县里以为是厂房', "
                           "extra = '{\"自填栏\": \"机密列内容\"}'")
        connection.execute("UPDATE batches SET source = 'D:/县自然资源局李某的盘/x.zip', imported_by = '李检查员'")
        connection.execute("UPDATE overlay_runs SET remarks = '[{\"text\": \"机密列内容\"}]'")
    connection.close()


def sample_uuid(workspace: Workspace) -> str:
    return workspace.records("sample")[0].uuid
