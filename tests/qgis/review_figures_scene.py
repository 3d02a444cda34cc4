"""Three counties of Beihai patches with seeded, known differences between what was filed and what it finally is."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from qgis.core import QgsVectorLayer

from weipian_plugin.domain.records import ClassArea, IssuedPatch, Measured, NewBatch, OverlayRun, Record, RoleAreas
from weipian_plugin.domain.review.designs import Design, Plan, Round, Stratum, Wave, by_class
from weipian_plugin.domain.review.members import packed
from weipian_plugin.workspace import events
from weipian_plugin.workspace.workspace import Workspace

ANSWERS = {
    "合法": {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "已依法批准并供地，范围一致",
           "NZYPZWH": "示例批〔2020〕1号", "NZYPZSJ": "2020-03-01", "NZYPZMJ": 2000.0},
    "违法": {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
           "WFPDYJSM": "未批先建厂房，现场已核实", "WFMJ": 2000.0, "WFGDMJ": 1000.0, "WFJBNTMJ": 0.0},
    "其他": {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化", "WBHBZ": "=无变化"},
}
MINERAL = {"KPDLX": "合法", "KXKZH": "示例采矿证001", "KPDYJSM": "在批准的矿区范围内开采"}
A, B, C = "450512", "450502", "450521"
NAMES = {A: "铁山港区", B: "海城区", C: "合浦县"}
TOWNS = {A: "兴港镇", B: "高德街道", C: "廉州镇"}
ISSUED = {A: "2021-05-10", B: "2021-05-10", C: "2021-08-16"}
RULING, PROVINCE, ONE, TWO, DIFFER, NOBODY = "裁定", "省级判定", "一人复判", "两人复判", "复判不一致", ""
SIGNED_ON, READ_ON, DAY, LATE = "2021-06-02", "2021-09-10", "2021-09-30", "2021-10-20"


@dataclass(frozen=True)
class Seed:
    """So many patches of a county: filed as (empty: nothing was signed), finally what, by whom."""

    county: str
    filed: str
    final: str
    by: str
    count: int
    mineral: bool = False
    drawn: bool = False


SEEDS = (
    Seed(A, "合法", "合法", PROVINCE, 40), Seed(A, "合法", "违法", RULING, 6), Seed(A, "其他", "违法", TWO, 5),
    Seed(A, "违法", "违法", ONE, 30), Seed(A, "其他", "其他", PROVINCE, 20), Seed(A, "违法", "合法", RULING, 4),
    Seed(A, "合法", "其他", PROVINCE, 5), Seed(A, "合法", "", DIFFER, 3), Seed(A, "", "违法", ONE, 2),
    Seed(A, "违法", "", NOBODY, 5), Seed(A, "", "", NOBODY, 13), Seed(A, "合法", "", NOBODY, 2, drawn=True),
    Seed(B, "合法", "违法", PROVINCE, 10), Seed(B, "合法", "合法", ONE, 50), Seed(B, "违法", "违法", TWO, 40),
    Seed(B, "违法", "", NOBODY, 10), Seed(B, "", "", NOBODY, 25),
    Seed(C, "合法", "违法", ONE, 2, mineral=True), Seed(C, "其他", "合法", RULING, 1), Seed(C, "违法", "违法", ONE, 34),
    Seed(C, "", "", NOBODY, 23),
)
"""The hand computation of tests/data/review_figures/hand_computation.csv is made from this."""


class Clock:
    """Whoever writes writes at its moment."""

    def __init__(self, monkeypatch) -> None:
        self.moment = ""
        monkeypatch.setattr(events, "now", lambda: self.moment)

    def at(self, day: str, hour: str = "10:00:00.000") -> None:
        self.moment = f"{day}T{hour}+08:00"


def make(demo: Path, path: Path, clock: Clock) -> Path:
    """Everything as it stands in the end; what is later than `DAY` was recorded later too."""
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    shapes = [(feature["JCBH"], bytes(feature.geometry().asWkb())) for feature in layer.getFeatures()]
    clock.at("2021-05-11")
    with Workspace.create(path, crs=layer.crs().authid(), actor="省厅",
                          quarantine_path=path.with_suffix(".sqlite")) as workspace:
        given = iter(shapes)
        for county in (A, B, C):
            patches = [_patch(county, number, seed, *next(given)) for number, seed in enumerate(
                each for each in SEEDS if each.county == county for _ in range(each.count))]
            batch = NewBatch(f"{NAMES[county]}批", ISSUED[county], "x.zip", county, "GD2021", county)
            workspace.add_batch(batch, patches)
        uuids = [row.parcel_uuid for row in workspace.queue()]
        workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {uuid: Measured(2000.0, {
            "dltb": RoleAreas("dltb", 2000.0, 2000.0, (ClassArea("0101", 1000.0, 1000.0),
                                                       ClassArea("1001", 1000.0, 1000.0))),
            "yjjbnt": RoleAreas("yjjbnt")}) for uuid in uuids})
        _fill(workspace, iter(uuids), clock)
    return path


def _patch(county: str, number: int, seed: Seed, jcbh: str, wkb: bytes) -> IssuedPatch:
    town = TOWNS[county] if number % 3 else f"{TOWNS[county]}二"
    issued = {"JCBH": jcbh, "XZQDM": county, "XMC": NAMES[county], "CMC": "北海市", "XZMC": town, "TBLX": "20",
              "JCLB": "K" if seed.mineral else "XZFN", "QSX": "2020-12-09", "HSX": "2021-03-09", "XFSJ": ISSUED[county]}
    return IssuedPatch(jcbh, issued, wkb)


def _fill(workspace: Workspace, uuids, clock: Clock) -> None:
    records = []
    corrected = rectified = ""
    for seed in SEEDS:
        for number in range(seed.count):
            uuid = next(uuids)
            clock.at(SIGNED_ON if seed.county != C else "2021-08-30")
            sign(workspace, uuid, seed.filed, seed.mineral)
            records += _said(seed, uuid)
            if (seed.county, seed.by, number) == (B, PROVINCE, 0):
                corrected = uuid
            if (seed.county, seed.filed, number) == (C, "违法", 0):
                rectified = uuid
    clock.at("2021-09-01")
    sample = workspace.put_record(Record("", "sample", (), "", {
        "CYMC": "三季度抽查", "CYFF": "按类抽样", "CYZZ": "北海", "CYJZ": "2021-09-01", "CYSJ": "{}"}))
    drawn = [one for one in records if one.kind == "drawn"]
    workspace.many.put_records([Record("", "drawn", one.parcels, sample.uuid, one.values) for one in drawn])
    clock.at(READ_ON)
    workspace.many.put_records([one for one in records if one.kind != "drawn"])
    workspace.put_record(Record("", "image_check", (rectified,), "", {
        "YXJG": "未拆除", "YXMC": "示例影像", "YXRQ": "2021-09-01", "YXR": "省厅", "YXSJ": "2021-09-12", "YXXJ": 1}))
    clock.at("2021-09-20")
    sign(workspace, corrected, "违法", False)  # sent back and corrected: it was filed as it was
    clock.at(LATE)
    workspace.put_record(ruling(rectified, "合法", LATE))
    sign(workspace, rectified, "其他", False)


def more(workspace: Workspace, clock: Clock) -> None:
    """What the figures beside the sampled ones are made of: the sample's design, acts, leads; before `DAY`."""
    uuids = iter([row.parcel_uuid for row in workspace.queue()])
    of = {seed: [next(uuids) for _ in range(seed.count)] for seed in SEEDS}
    clock.at("2021-09-12")
    (sample,) = workspace.records("sample")
    workspace.put_record(Record(sample.uuid, "sample", (), "", {**sample.values, "CYSJ": _design(of).to_json()}))
    illegal, legal = of[Seed(A, "违法", "违法", ONE, 30)], of[Seed(A, "合法", "合法", PROVINCE, 40)]
    acts = [workspace.put_record(Record("", "act", (uuid,), "", {"WFXWBH": f"A{number}", **handled}))
            for number, (uuid, handled) in enumerate(zip(illegal, ({"CLFS": "立案"}, {"CLFS": "非立案拆除"}, {})))]
    workspace.put_record(Record("", "rectification", (illegal[0],), acts[0].uuid, {
        "ZGFS": "拆除复耕", "ZGMJ": 2000.0, "SFZGDW": 1, "HFYMMJ": 2000.0}))
    false = of[Seed(C, "违法", "违法", ONE, 34)][0]  # said to be rectified, and called 虚假整改 since
    workspace.put_record(Record("", "rectification", (false,), "", {
        "ZGFS": "拆除复耕", "ZGMJ": 2000.0, "SFZGDW": 1, "HFYMMJ": 2000.0}))
    for source, day, parcels, unit in (
            ("巡查", "2021-04-01", illegal[:1], A), ("12336", "2021-05-20", illegal[1:2], A),
            ("微信", "2021-04-02", legal[:1], A), ("巡查", "2021-04-03", [], A),
            ("12336", "2021-08-01", of[Seed(C, "违法", "违法", ONE, 34)][1:2], C)):
        workspace.put_record(Record("", "discovery", tuple(parcels), "", {
            "FXLY": source, "FXSJ": day, "FXDW": unit, "FXZB": "POINT(1 1)"}))


def _design(of: dict[Seed, list[str]]) -> Design:
    """All that was filed, by its outcome: of 违法 fifteen were not drawn."""
    strata = []
    for outcome, drawn in (("合法", 118), ("违法", 108), ("其他", 26)):
        members = [uuid for seed, some in of.items() if seed.filed == outcome for uuid in some]
        strata.append(Stratum(outcome, 0, (Wave(1, len(members), drawn, packed(members)),)))
    return Design(Plan((by_class(),)), "北海", tuple(strata), (Round(1, "2021-09-01", 252),))


def sign(workspace: Workspace, uuid: str, outcome: str, mineral: bool) -> None:
    if not outcome:
        return
    if mineral:
        workspace.save_draft(uuid, MINERAL)
        workspace.sign(uuid, "张三", "内业", subject="mineral")
        return
    workspace.save_draft(uuid, ANSWERS[outcome])
    workspace.sign(uuid, "张三", "实地", "现场已核")


def ruling(uuid: str, outcome: str, day: str) -> Record:
    return Record("", "ruling", (uuid,), "", {"CDDLX": outcome, "CDSM": "会商后裁定", "CDR": "省厅", "CDSJ": day})


def recheck(uuid: str, who: str, outcome: str, day: str = READ_ON) -> Record:
    return Record("", "recheck", (uuid,), "", {"FPR": who, "FPSJ": day, "FPJG": "已判", "FPDLX": outcome})


def audit(uuid: str, outcome: str, day: str = READ_ON) -> Record:
    return Record("", "audit", (uuid,), "", {
        "SHJB": "省级", "SHLC": 1, "SHJG": "退回", "SHSM": "与影像不符", "SHR": "省厅", "SHSJ": day,
        "SHYY": "类型确定的准确性", "ZPDLX": outcome})


def _said(seed: Seed, uuid: str) -> list[Record]:
    other = {"合法": "违法", "违法": "其他", "其他": "合法"}
    said = {
        RULING: lambda: [recheck(uuid, "甲", seed.filed), recheck(uuid, "乙", other[seed.filed]),
                         ruling(uuid, seed.final, READ_ON)],
        PROVINCE: lambda: [audit(uuid, seed.final), recheck(uuid, "甲", other[seed.final])],
        ONE: lambda: [recheck(uuid, "甲", seed.final)],
        TWO: lambda: [recheck(uuid, "甲", seed.final), recheck(uuid, "乙", seed.final)],
        DIFFER: lambda: [recheck(uuid, "甲", "合法"), recheck(uuid, "乙", "违法")],
        NOBODY: list,
    }[seed.by]()
    drawn = Record("", "drawn", (uuid,), "", {"CYCC": seed.filed or "未填", "CYXH": 1, "CYLC": 1, "CYGL": "1/1"})
    return [*said, drawn] if said or seed.drawn else said
