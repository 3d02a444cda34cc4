"""The workspace of the pictures: the demonstration's, with a made-up mining right, records, and patches half judged."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qgis.core import QgsApplication, QgsFeature, QgsGeometry, QgsRectangle, QgsVectorFileWriter, QgsVectorLayer  # noqa: E402

from weipian_plugin.domain.records import Record, ReferenceLayer  # noqa: E402
from weipian_plugin.jobs.demo import OPERATOR, build_demo  # noqa: E402
from weipian_plugin.jobs.import_batch import opened  # noqa: E402
from weipian_plugin.jobs.judging.suggest import suggest  # noqa: E402
from weipian_plugin.jobs.measuring.measure import measure  # noqa: E402
from weipian_plugin.jobs.registers.acts import act_of_parcel  # noqa: E402
from weipian_plugin.workspace.workspace import Workspace  # noqa: E402

MINE, FACILITY, ACTS = "450512WP1800279", "450512WP1800012", ("450512WP1800129", "450512WP1800361")
MINING_RIGHT = {"XKZH": "示例采矿证001", "KSMC": "示例采石场", "SQKZ": "建筑用石料",
                "YXQQ": "2015-01-01", "YXQZ": "2025-12-31"}
FACILITY_ANSWERS = {
    "PDLX": "其他", "QTJTQX": "Q1", "QTPDYJSM": "演示：畜禽棚舍，未见备案，已要求补办", "SSNXMMC": "示例养殖场",
    "SSNSJYT": "畜禽养殖", "SSNWBA": 1, "SSBH": 1, "SSYT": "设施农业（种植/养殖）",
}
MINE_ANSWERS = {
    "SSKH": "开采", "SSKZ": "建筑用石料", "KPDLX": "违法", "KWFLX": "越界开采", "SJKZ": "建筑用石料",
    "KCZT": "示例采石场", "KYXQQ": "2015-01-01", "KYXQZ": "2025-12-31", "KXYSL": 0, "YJFX": "东", "YJJL": 35,
    "SFCC": 0, "KSFBHD": 0, "KSFLY": 0, "KPDYJSM": "演示：采矿权范围以外的部分为越界开采", "KCLFS": "立案",
    "XCHSB": "示例现场核实表.pdf", "XCGZDW": "示例县自然资源局", "XCHSSJ": "2023-09-05",
}
PUNISHED = {
    "WFXWBH": "示例-2023-001", "WFXWMS": "演示：未经批准占用耕地建厂房", "WFZRZT": "企业", "SXDSR": "示例公司",
    "XMMC": "示例项目", "JSXZ": "已建成", "WFXZ": "占地", "CLFS": "立案", "AJBH": "示例案〔2023〕1号",
    "LASJ": "2023-09-12",
}


def mining_right(workspace: Workspace, uuid: str, path: Path) -> None:
    """A right over the western part of a patch: what lies east of it is beyond the boundary."""
    shape = QgsGeometry()
    shape.fromWkb(workspace.parcel(uuid).wkb)
    box = shape.boundingBox()
    edge = box.xMinimum() + 0.6 * box.width()
    west = QgsRectangle(box.xMinimum() - 200, box.yMinimum() - 60, edge, box.yMaximum() + 60)
    fields = "&".join(f"field={name}:string" for name in MINING_RIGHT)
    layer = QgsVectorLayer(f"Polygon?crs={workspace.crs_authid}&{fields}", "CKQ", "memory")
    feature = QgsFeature(layer.fields())
    feature.setAttributes(list(MINING_RIGHT.values()))
    feature.setGeometry(QgsGeometry.fromRect(west))
    layer.dataProvider().addFeatures([feature])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName, options.layerName = "GPKG", "CKQ"
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), layer.transformContext(), options)
    workspace.set_reference(ReferenceLayer("ckq", str(path), "CKQ", "", "2023-08-15", "采矿权（虚构）"))


def records(workspace: Workspace, uuids: list[str]) -> None:
    """An act of two parcels whose ground is rectified in two ways."""
    blank = act_of_parcel(workspace, uuids[0])
    areas = {"SXWFMJ": 0.0, "SXWFGD": 0.0, "SXWFJBNT": 0.0}
    for uuid in uuids:
        signed = workspace.judgement(uuid)
        for code, source in (("SXWFMJ", "WFMJ"), ("SXWFGD", "WFGDMJ"), ("SXWFJBNT", "WFJBNTMJ")):
            areas[code] += float(str(signed.answers.get(source) or 0)) if signed is not None else 0.0
    act = workspace.put_record(Record("", "act", tuple(uuids), "", {**blank.values, **PUNISHED, **areas}))
    common = {"ZRBM": "示例镇人民政府", "GZSX": "2023-12-31"}
    workspace.put_record(Record("", "rectification", (uuids[0],), act.uuid, {
        **common, "ZGFS": "拆除复耕", "ZGMJ": 8000.0, "ZGGDMJ": 8000.0, "ZGCS": "拆除地上建筑物，恢复耕种条件"}))
    workspace.put_record(Record("", "rectification", (uuids[1],), act.uuid, {
        **common, "ZGFS": "补办", "ZGMJ": 4000.0, "ZGCS": "补办用地手续", "BBWH": "示例批〔2023〕9号",
        "BBSJ": "2023-09-20", "BBMJ": 4000.0}))


def main(folder: Path) -> None:
    """Everything into ``folder``."""
    application = QgsApplication([], False)
    application.initQgis()
    report = build_demo(folder)
    with opened(report.workspace, OPERATOR) as workspace:
        parcels = {row.jcbh: row.parcel_uuid for row in workspace.queue()}
        mining_right(workspace, parcels[MINE], folder / "采矿权.gpkg")
        measure(workspace)
        workspace.save_draft(parcels[FACILITY], FACILITY_ANSWERS)
        workspace.save_draft(parcels[MINE], MINE_ANSWERS)
        measured = workspace.measured(parcels[MINE])
        inside = measured.roles["ckq"].total_m2 if measured is not None else 0.0
        workspace.save_draft(parcels[MINE], {"YJMJ": round(measured.area_m2 - inside, 2) if measured else 0.0})
        records(workspace, [parcels[jcbh] for jcbh in ACTS])
        suggest(workspace)


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
