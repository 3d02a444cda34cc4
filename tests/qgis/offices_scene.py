"""Three counties' workspaces of the Beihai scene with differences that are known, and a province that merges them."""

from __future__ import annotations

import json
import random
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Dict, List, Sequence

import shapely
from qgis.core import QgsVectorLayer
from shapely.ops import split

from weipian_plugin.domain.definitions import LAND, MINERAL
from weipian_plugin.domain.records import ClassArea, IssuedPatch, Measured, NewBatch, OverlayRun, Record, RoleAreas
from weipian_plugin.domain.review.office_state import OfficeState
from weipian_plugin.workspace import decisions, events, geometry_edits, records
from weipian_plugin.workspace.workspace import Workspace

CRS = "EPSG:4525"
UNCHANGED = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化", "WBHBZ": "=无变化"}
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
           "WFPDYJSM": "未批先建厂房，现场已核实", "WFMJ": 1000.0, "WFGDMJ": 500.0, "WFJBNTMJ": 0.0}
COUNTIES = ("甲县", "乙县", "丙县")
SHARES = {"甲县": slice(0, 60), "乙县": slice(40, 100), "丙县": slice(80, 140)}
"""Which of the scene's patches each county has: at the seams two have the same."""


def scene_patches(demo: Path) -> List[IssuedPatch]:
    """The patches of the scene as they are issued, in their order."""
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    return [IssuedPatch(feature["JCBH"], {
        "JCBH": feature["JCBH"], "XZQDM": "450512", "JCLB": "XZFN", "TBLX": "20", "QSX": "2016-12-09",
        "HSX": "2018-03-09", "XFSJ": "2023-08-15", "XMC": "铁山港区", "JCMJ": float(feature["JCMJ"]),
    }, bytes(feature.geometry().asWkb())) for feature in layer.getFeatures()]


def scene_crs(demo: Path) -> str:
    return QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr").crs().authid()


def made(folder: Path, name: str, patches: Sequence[IssuedPatch], crs: str, training: bool = False) -> Workspace:
    folder.mkdir(parents=True, exist_ok=True)
    workspace = Workspace.create(folder / f"{name}.gpkg", crs=crs, actor=f"{name}的人", training=training,
                                 quarantine_path=folder / f"{name}.sqlite")
    if patches:
        workspace.add_batch(NewBatch("2023-08", "2023-08-15", f"{name}.zip", name, "GX_ZY2023", "450512"), patches)
    return workspace


def halves(wkb: bytes) -> List[bytes]:
    shape = shapely.from_wkb(wkb)
    x0, y0, x1, y1 = shape.bounds
    cut = shapely.LineString([((x0 + x1) / 2, y0 - 1), ((x0 + x1) / 2, y1 + 1)])
    return [part.wkb for part in split(shape, cut).geoms]


def work(workspace: Workspace, seed: int) -> Dict[str, List[str]]:
    """What people of a county do, by chance and always the same: the parcels (JCBH) by what was done."""
    chance, done = random.Random(seed), {}
    for row in workspace.queue():
        uuid, what = row.parcel_uuid, chance.choice(
            ("nothing", "draft", "sign", "illegal", "flag", "note", "split", "act", "audit", "undone", "actual"))
        done.setdefault(what, []).append(row.jcbh)
        if what == "draft":
            workspace.save_draft(uuid, {"PDLX": chance.choice(("合法", "违法", "其他"))})
        elif what == "sign":
            workspace.save_draft(uuid, UNCHANGED)
            workspace.sign(uuid, workspace.actor, "内业")
        elif what == "illegal":
            workspace.save_draft(uuid, ILLEGAL)
            workspace.sign(uuid, workspace.actor, "实地", "现场已核")
        elif what == "flag":
            workspace.set_flag(uuid, chance.choice(("影像不清", "边界不清")))
        elif what == "note":
            workspace.set_note(uuid, f"备注{chance.randrange(9)}")
            workspace.save_draft(uuid, {"PDLX": "其他"})
        elif what == "split":
            parts = halves(workspace.parcel(uuid).wkb)
            if len(parts) > 1:
                workspace.set_note(uuid, "待分割")
                second = workspace.split(uuid, parts)[1]
                workspace.save_draft(second, {"PDLX": "合法"})
        elif what == "act":
            act = workspace.put_record(Record("", "act", (uuid,), "", {"WFND": 2023, "WFXWMS": "未经批准建设"}))
            if chance.random() < 0.5:
                workspace.put_record(Record(act.uuid, "act", (uuid,), "", {"WFND": 2023, "WFXWMS": "已更正"}))
        elif what == "audit":
            workspace.put_record(Record("", "audit", (uuid,), "", {
                "SHJB": "县级", "SHLC": 1, "SHJG": "通过", "SHR": "审核", "SHSJ": "2023-09-09"}))
        elif what == "undone":
            workspace.save_draft(uuid, {"PDLX": "违法"})
            workspace.undo()
        elif what == "actual":
            workspace.set_actual(uuid, shapely.from_wkb(workspace.parcel(uuid).wkb).buffer(-1).wkb, {})
    uuids = [row.parcel_uuid for row in workspace.queue()]
    workspace.many.flag(uuids[:3], "一并标记")
    workspace.many.assign(uuids, "张三")
    return done


def measure(workspace: Workspace) -> None:
    workspace.store_overlay(OverlayRun({"engine": workspace.actor}), {
        row.parcel_uuid: Measured(2000.0 + number, {"dltb": RoleAreas("dltb", 2000.0, 1900.0, (
            ClassArea("0101", 1500.0, 1400.0), ClassArea("1001", 500.0, 500.0))), "yjjbnt": RoleAreas("yjjbnt", 12.5)})
        for number, row in enumerate(workspace.queue())})


def copied(workspace_path: Path, place: Path, actor: str = "省厅") -> Workspace:
    """The same file at another place: the same workspace, before anything else happens to it."""
    place.parent.mkdir(exist_ok=True)
    shutil.copy(workspace_path, place)
    return Workspace.open(place, actor=actor, quarantine_path=place.with_suffix(".sqlite"))


def as_sent(state: OfficeState) -> OfficeState:
    """The state after it was written and read: what JSON does not hold is lost on the way."""
    return OfficeState(dict(state.meta), json.loads(json.dumps(
        {name: list(rows) for name, rows in state.tables.items()}, ensure_ascii=False)))


def every_event(workspace: Workspace):
    return [events.event_of(dict(row)) for row in workspace._database.rows("SELECT * FROM events ORDER BY sequence")]


def assert_replayed(workspace: Workspace) -> None:
    """Where nothing stands open, what the events add up to is what the tables hold."""
    open_patches = {conflict.patch_uuid for conflict in workspace.offices.conflicts()}
    open_records = {one.stream.partition(":")[2] for one in workspace.offices.conflicts() if one.kind == "record"}
    told = every_event(workspace)
    rows = {row["uuid"]: dict(row) for row in workspace._database.rows("SELECT * FROM parcels")}
    settled = {uuid for uuid, row in rows.items() if row["patch_uuid"] not in open_patches}
    for uuid, content in geometry_edits.replay(told).items():
        if uuid in settled and content is None:
            assert rows[uuid]["status"] == "retired" and rows[uuid]["geom"] is None
        elif uuid in settled:
            parcel = workspace.parcel(uuid)
            assert parcel.status in ("todo", "draft", "signed")
            assert (parcel.dkbh, parcel.wkb.hex(), (parcel.actual or b"").hex()) == (
                content["dkbh"], content["wkb"], content["actual"])
    states = events.replay(told)
    for uuid in settled - {uuid for uuid, row in rows.items() if row["status"] in ("retired", "stub")}:
        state = states.get(uuid, events.blank_state())
        with workspace._database.errors():
            assert decisions.state_now(workspace._database.connection, uuid) == state
        answers = state["answers"]
        columns = decisions.parcel_columns(state)
        assert {name: rows[uuid][name] for name in columns} == columns, answers
        for subject in (LAND, MINERAL):
            judged = workspace.judgement(uuid, subject)
            assert (judged.answers if judged else None) == (state[decisions.KEPT_AS[subject]] or {"answers": None})[
                "answers"]
    kept = {uuid: replace(one, parcels=tuple(each for each in one.parcels if each in rows))
            for uuid, one in records.replay(told).items() if uuid not in open_records
            and (not one.parcels or not rows.keys().isdisjoint(one.parcels))}  # others' parcels are shown nowhere
    assert kept == {one.uuid: one for one in workspace.records() if one.uuid not in open_records}
