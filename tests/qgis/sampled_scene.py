"""A province's workspace of Beihai patches that a county has signed, measured, with what a review needs around them."""

from __future__ import annotations

from pathlib import Path
from typing import Callable, Mapping, Sequence

from qgis.core import QgsVectorLayer

from weipian_plugin.domain.records import ClassArea, IssuedPatch, Measured, NewBatch, OverlayRun, Record, RoleAreas
from weipian_plugin.jobs.checking.validation_cases import this_day
from weipian_plugin.workspace import decisions, events
from weipian_plugin.workspace.workspace import Workspace

CASES = {"合法": ("HFJTQX", "H1"), "违法": ("WFLX1", "W1"), "其他": ("QTJTQX", "Q5")}
TOWNSHIPS = ("甲镇", "乙镇", "丙镇")


def make(demo: Path, path: Path, outcomes: Sequence[str], signers: Callable[[int], str],
         farmland_m2: Callable[[int], float], minerals: int = 0) -> Path:
    """As many patches as there are outcomes, signed so; the last ``minerals`` of them are mineral ones."""
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    patches = []
    for number, feature in enumerate(layer.getFeatures()):
        if number == len(outcomes):
            break
        patches.append(IssuedPatch(feature["JCBH"], {
            "JCBH": feature["JCBH"], "XZQDM": "450512", "XMC": "铁山港区", "XZMC": TOWNSHIPS[number % 3], "TBLX": "20",
            "JCLB": "K" if number >= len(outcomes) - minerals else "XZFN", "QSX": "2016-12-09", "HSX": "2018-03-09",
            "XFSJ": "2023-08-15"}, bytes(feature.geometry().asWkb())))
    with Workspace.create(path, crs=layer.crs().authid(), actor="张三",
                          quarantine_path=path.with_suffix(".sqlite")) as workspace:
        workspace.add_batch(NewBatch("2023-08", "2023-08-15", "x.zip", "d", "GD2021", "450512"), patches)
        uuids = [row.parcel_uuid for row in workspace.queue()]
        workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {
            uuid: _measured(farmland_m2(number)) for number, uuid in enumerate(uuids)})
        for number, (uuid, outcome) in enumerate(zip(uuids, outcomes)):
            if outcome:
                sign(workspace, uuid, outcome, signers(number), mineral=number >= len(outcomes) - minerals)
    return path


def _measured(farmland: float) -> Measured:
    whole = farmland + 500.0
    return Measured(whole, {"dltb": RoleAreas("dltb", whole, whole, (
        ClassArea("0101", farmland, farmland), ClassArea("0301", 500.0, 500.0)))})


def sign(workspace: Workspace, uuid: str, outcome: str, signer: str, mineral: bool = False) -> None:
    """The signature's event and what follows from it, without the many facts that a whole form asks for."""
    code, case = CASES[outcome]
    answers = {"KPDLX": outcome} if mineral else {"PDLX": outcome, code: case}
    signed = {"answers": answers, "signed_by": signer, "signed_at": events.now(), "basis": "内业", "reason": ""}
    change = {"answers": answers, "mineral" if mineral else "judgement": signed}
    with workspace._database.transaction() as connection:
        before = decisions.state_now(connection, uuid)
        payload = {"before": events.reverse(before, change), "after": change}
        events.append(connection, events.SIGNED, signer, payload, uuid)
        decisions.project(connection, uuid, events.merged(before, change))


def recheck(uuid: str, sample: str, outcome: str, reader: str = "复核甲", **more: object) -> Record:
    """A second reading as it is collected from a blind file."""
    values: Mapping[str, object] = {"FPR": reader, "FPSJ": this_day().isoformat(), "FPJG": "已判", "FPDLX": outcome,
                                    "FPQX": CASES[outcome][1], **more}
    return Record("", "recheck", (uuid,), sample, values)
