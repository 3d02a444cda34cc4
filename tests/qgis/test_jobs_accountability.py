"""The ratio of a real workspace: what is signed counts, what is not is named, records of rectification deduct."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsVectorLayer,
)

from weipian_plugin.algorithms.provider import WeipianProvider
from weipian_plugin.domain.areas.units import m2_of_mu
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import ClassArea, IssuedPatch, Measured, NewBatch, OverlayRun, Record, RoleAreas
from weipian_plugin.jobs.accounting.accountability import (
    county_most_effective,
    county_ratio,
    county_what_if,
    draw_sample,
    frozen_reserve,
    ratio_input,
    township_ratios,
)
from weipian_plugin.jobs.accounting.rectified import stated_mu
from weipian_plugin.jobs.rules.profiles import load_profile
from weipian_plugin.workspace.workspace import Workspace

LEGAL = {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "批文与供地手续齐全，在批准范围内",
         "NZYPZWH": "示例政批〔2022〕1号", "NZYPZSJ": "2022-05-01", "NZYPZMJ": 400}
ILLEGAL = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
           "WFPDYJSM": "无用地手续，已建成厂房", "WFJBNTMJ": 0}
# DKBH by place in the queue, its township, its class, what is signed, its farmland in 亩
PARCELS = (("甲镇", "XZFN", "W1", 60), ("甲镇", "XZFN", "W1", 40), ("甲镇", "BC", "W1", 20), ("乙镇", "XZFN", "W2", 90),
           ("乙镇", "XZFN", "H1", 270), ("乙镇", "XZFN", "H1", 90), ("乙镇", "XZFN", "draft", 80),
           ("乙镇", "XZFN", "", 70))


def square(x: float) -> bytes:
    ring = (x, 2400000.0, x + 20, 2400000.0, x + 20, 2400020.0, x, 2400020.0, x, 2400000.0)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


def measured(area_mu: float) -> Measured:
    m2 = float(m2_of_mu(str(area_mu)))
    return Measured(m2, {"dltb": RoleAreas("dltb", m2, m2, (ClassArea("0103", m2, m2),))})


@dataclass
class Scene:
    workspace: Workspace
    uuids: list[str]
    path: Path

    def rectify(self, *places: int, act: str = "", **values: object) -> Record:
        given = {"ZRBM": "甲镇", "ZGCS": "整改", "GZSX": "2023-12-31", "ZGMJ": 1, **values}
        areas = {code: float(m2_of_mu(str(value))) if code.endswith("MJ") and code != "ZGMJ" else value
                 for code, value in given.items()}
        return self.workspace.put_record(Record("", "rectification", tuple(self.uuids[p] for p in places), act, areas))

    def act(self, *places: int, **values: object) -> Record:
        return self.workspace.put_record(Record("", "act", tuple(self.uuids[p] for p in places), values=values))


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    path = tmp_path / "w.gpkg"
    workspace = Workspace.create(path, actor="甲", quarantine_path=tmp_path / "q.sqlite")
    patches = [IssuedPatch(f"450329T{n:05}", {"TBLX": "20", "XZMC": township, "JCLB": jclb},
                           square(37500000.0 + 30 * n))
               for n, (township, jclb, _, _) in enumerate(PARCELS)]
    workspace.add_batch(NewBatch("2023-08", "2023-08-01", "x.zip", "d", "GX_ZY2023", "450329"), patches)
    uuids = [row.parcel_uuid for row in workspace.queue()]
    workspace.store_overlay(OverlayRun({}), {uuid: measured(area) for uuid, (*_, area) in zip(uuids, PARCELS)})
    for uuid, (_, _, case, area) in zip(uuids, PARCELS):
        answers = LEGAL if case == "H1" else {**ILLEGAL, "WFMJ": float(m2_of_mu(area)),
                                              "WFGDMJ": float(m2_of_mu(area)), **({"WFLX1": case} if case[:1] == "W"
                                                                                  else {})}
        if case:
            workspace.save_draft(uuid, answers)
        if case and case != "draft":
            workspace.sign(uuid, "确认人", "实地", "已到现场核实并有记录")
    yield Scene(workspace, uuids, path)
    workspace.close()


ZIYUAN = "GX_ZY2023"


def codes(remarks: object) -> set[str]:
    return {remark.code for remark in remarks}  # type: ignore[attr-defined]


def test_signed_parcels_with_open_errors_are_named_and_count_as_signed(scene: Scene) -> None:
    workspace, uuid = scene.workspace, scene.uuids[0]
    before = ratio_input(workspace, load_profile(ZIYUAN))
    assert uuid in before.with_errors  # V03: nobody gave the dates of its images
    workspace._database.connection.execute("UPDATE patches SET QSX = '2016-12-09', HSX = '2023-03-09'")
    without = {*ratio_input(workspace, load_profile(ZIYUAN)).with_errors}
    assert without == {uuid, scene.uuids[3]}  # V20: nobody looked on site
    workspace.save_draft(uuid, {"HCYJ": "现场已建厂房", "HCFZR": "乙"})
    workspace.sign(uuid, "确认人", "实地")
    assert ratio_input(workspace, load_profile(ZIYUAN)).with_errors == (scene.uuids[3],)
    workspace.save_draft(uuid, {"WFMJ": 1.0})  # less than its farmland
    assert ratio_input(workspace, load_profile(ZIYUAN)).with_errors == (scene.uuids[3],)  # a draft does not count
    workspace.sign(uuid, "确认人", "实地", "面积待复核")
    found = ratio_input(workspace, load_profile(ZIYUAN))
    assert set(found.with_errors) == without
    told = {remark.code: remark.sentence("zh") for remark in found.remarks}
    assert "450329T00000" in told["SIGNED_WITH_ERRORS"]
    assert "SIGNED_WITH_ERRORS" in codes(county_ratio(workspace, load_profile(ZIYUAN)).remarks)
    assert next(p for p in found.parcels if p.id == uuid).farmland == next(
        p for p in before.parcels if p.id == uuid).farmland


def test_signed_judgements_count_and_drafts_are_named_apart(scene: Scene) -> None:
    found = county_ratio(scene.workspace, load_profile(ZIYUAN))
    assert (found.figures["分子"], found.figures["分母"]) == (120, 480) and found.result == Fraction(1, 4)
    assert found.fires is True
    told = {remark.code: remark.sentence() for remark in found.remarks}
    assert "初判，不计入" in told["DRAFTS_APART"] and "450329T00006" in told["DRAFTS_APART"]
    assert "NOT_JUDGED_APART" in told
    w2 = next(line for line in found.lines if "口径不计入" in line.label)
    assert w2.parcels == (scene.uuids[3],) and w2.amount == 90


def test_a_quarantined_patch_is_nowhere(scene: Scene) -> None:
    scene.workspace.quarantine(scene.uuids[0])
    profile = load_profile(ZIYUAN)
    found = county_ratio(scene.workspace, profile)
    assert found.figures["分子"] == 60
    said = [line.parcels for line in found.lines] + [remark.values for remark in found.remarks]
    assert scene.uuids[0] not in str(said) and scene.uuids[0] not in str(ratio_input(scene.workspace, profile))


def test_rectification_records_deduct_their_own_farmland(scene: Scene) -> None:
    scene.rectify(0, ZGFS="拆除复耕", ZGGDMJ=20, FGDWMJ=20, SFZGDW=1, ZGDWSJ="2023-11-01")
    scene.rectify(0, ZGFS="补办", BBWH="示例〔2023〕1号", BBSJ="2023-12-01", BBMJ=15, BBGDMJ=10)
    scene.rectify(1, ZGFS="拆除复耕", ZGGDMJ=40, SFZGDW=0)  # planned only
    found = county_ratio(scene.workspace, load_profile(ZIYUAN))
    assert (found.figures["分子"], found.figures["分母"]) == (90, 460)
    assert found.total("分子") == 90 and found.total("分母") == 460


def test_an_area_shared_by_parcels_is_divided_and_marked(scene: Scene) -> None:
    scene.rectify(0, 1, ZGFS="拆除复耕", FGDWMJ=50, SFZGDW=1, ZGDWSJ="2023-11-01")
    found = county_ratio(scene.workspace, load_profile(ZIYUAN))
    assert found.figures["分子"] == 70 and "RECTIFICATION_SHARED" in codes(found.remarks)
    shares = {share.parcel: dict(share.taken) for share in found.shares}
    assert shares[scene.uuids[0]] == {"拆除复耕": 30} and shares[scene.uuids[1]] == {"拆除复耕": 20}


def test_what_still_stands_in_the_newest_image_deducts_nothing(scene: Scene) -> None:
    scene.rectify(0, ZGFS="拆除复耕", FGDWMJ=60, SFZGDW=1, ZGDWSJ="2023-11-01", YXFH="未拆除")
    found = county_ratio(scene.workspace, load_profile(ZIYUAN))
    assert found.figures["分子"] == 120 and "RESTORED_STILL_STANDS" in codes(found.remarks)


def test_a_permit_before_the_penalty_is_a_finding(scene: Scene) -> None:
    act = scene.act(0, CLFS="立案", CFSJ="2023-12-15")
    scene.rectify(0, act=act.uuid, ZGFS="补办", BBWH="示例〔2023〕1号", BBSJ="2023-12-01", BBMJ=60, BBGDMJ=60)
    assert "PERMIT_BEFORE_PENALTY" in codes(county_ratio(scene.workspace, load_profile(ZIYUAN)).remarks)


def test_major_projects_deduct_in_2021_only_where_the_duty_was_done(scene: Scene) -> None:
    profile = load_profile("MNR2021")
    act = scene.act(0, ZDSS="省级")
    found = county_ratio(scene.workspace, profile)
    assert found.figures["分子"] == 120 and "MAJOR_DUTY_OPEN" in codes(found.remarks)
    scene.workspace.put_record(Record(act.uuid, "act", act.parcels, values={"ZDSS": "省级", "SFLXZZ": 1}))
    assert county_ratio(scene.workspace, profile).figures["分子"] == 60
    assert county_ratio(scene.workspace, profile, "province").figures["分子"] == 120


def test_what_the_superior_finally_judged_is_added(scene: Scene) -> None:
    scene.act(5, SFSJZP=1)
    found = county_ratio(scene.workspace, load_profile(ZIYUAN))
    assert (found.figures["分子"], found.figures["分母"]) == (210, 480)


def test_farmland_that_nobody_measured_or_stated_makes_no_figure(scene: Scene) -> None:
    scene.workspace.store_overlay(OverlayRun({}), {scene.uuids[4]: Measured(1.0)})
    found = county_ratio(scene.workspace, load_profile(ZIYUAN))
    assert found.result is None and "FARMLAND_UNKNOWN" in codes(found.remarks)


def test_townships_and_batches_are_told_apart(scene: Scene) -> None:
    profile = load_profile(ZIYUAN)
    found = township_ratios(scene.workspace, profile)
    assert {name: each.figures["分子"] for name, each in found.items()} == {"甲镇": 120, "乙镇": 0}
    assert county_ratio(scene.workspace, profile, "township", township="甲镇").result == 1
    with pytest.raises(WeipianError) as refused:
        county_ratio(scene.workspace, profile, "township", township="甲乡")
    assert refused.value.code == "NO_SUCH_TOWNSHIP" and "乙镇" in refused.value.sentence("zh")
    assert county_ratio(scene.workspace, profile, batches=["none"]).result is None


def test_what_if_and_the_most_effective_parcels(scene: Scene) -> None:
    profile = load_profile(ZIYUAN)
    moved = county_what_if(scene.workspace, profile, {scene.uuids[0]: "拆除复耕"})
    assert (moved.before.fires, moved.after.fires) == (True, False)
    assert moved.after.result == county_ratio(scene.workspace, profile, assumed={scene.uuids[0]: "拆除复耕"}).result
    order = [line.parcels[0] for line in county_most_effective(scene.workspace, profile).lines[1:]]
    assert order == [scene.uuids[0], scene.uuids[1], scene.uuids[2]]


def test_the_frozen_reserve_waits_for_both_confirmations(scene: Scene) -> None:
    part = scene.rectify(0, ZGFS="拆除复耕", FGDWMJ=60, SFZGDW=1, ZGDWSJ="2023-11-01", SJYSSJ="2023-11-20")
    profile = load_profile(ZIYUAN)
    found = frozen_reserve(scene.workspace, profile)
    assert found.figures == {"冻结": 120, "解冻": 0, "扣减": 0, "余额": 120}
    assert "CONFIRMATION_MISSING" in codes(found.remarks)
    scene.workspace.put_record(Record(part.uuid, "rectification", part.parcels, values={
        **part.values, "ZZQQRSJ": "2023-12-01"}))
    assert frozen_reserve(scene.workspace, profile).result == 60


def test_a_sample_is_drawn_of_what_is_signed(scene: Scene) -> None:
    found = draw_sample(scene.workspace, load_profile("GD_JM2021"), "2021-06")
    assert [len(line.parcels) for line in found.lines[:3]] == [1, 2, 0]
    assert found == draw_sample(scene.workspace, load_profile("GD_JM2021"), "2021-06")


# The algorithm


@pytest.fixture(scope="module")
def provider(qgis_app: object) -> Iterator[WeipianProvider]:
    made = WeipianProvider()
    registry = QgsApplication.processingRegistry()
    known = registry.providerById("weipian")
    if known is None:
        assert registry.addProvider(made)
    yield made
    if known is None:
        registry.removeProvider(made)


def run(scene: Scene, **parameters: object) -> dict[str, object]:
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("weipian:accountability")
    given = {"WORKSPACE": str(scene.path), **parameters}
    results, ok = algorithm.run(given, QgsProcessingContext(), QgsProcessingFeedback(False), {}, False)
    assert ok
    return dict(results)


def test_the_algorithm_writes_every_line_as_a_table_and_a_page(provider: object, scene: Scene, tmp_path: Path) -> None:
    table, html = tmp_path / "ratio.csv", tmp_path / "ratio.html"
    found = run(scene, TABLE=str(table), HTML=str(html))
    assert (found["NUMERATOR"], found["DENOMINATOR_SUM"], found["RATIO"]) == (120, 480, 0.25)
    lines = list(QgsVectorLayer(str(table), "t", "ogr").getFeatures())
    told = json.loads(str(found["LINES"]))
    assert len(lines) == len(told) and any("四（一）" in str(line["basis"]) for line in lines)
    signed = [float(line["amount"]) * (-1 if line["sign"] == "−" else 1) for line in lines if line["side"] == "分母"]
    assert sum(signed) == 480
    text = html.read_text(encoding="utf-8")
    assert "25.00 %" in text and "450329T00000" in str(told) and scene.uuids[0] not in text


def test_the_algorithm_takes_assumptions_and_a_stated_denominator(provider: object, scene: Scene) -> None:
    names = {row.parcel_uuid: row.dkbh or row.jcbh for row in scene.workspace.queue()}
    assumed = json.dumps({names[scene.uuids[0]]: "拆除复耕"}, ensure_ascii=False)
    assert run(scene, ASSUMED=assumed)["RATIO"] == pytest.approx(60 / 420)
    found = run(scene, DENOMINATOR=1000, REASON="年度变更调查", LEVEL=1)
    assert found["NUMERATOR"] == 120 and found["DENOMINATOR_SUM"] == 1020  # 补充图斑 20 is added


@pytest.mark.parametrize("parameters", [{"ASSUMED": "nonsense"}, {"ASSUMED": '{"nobody": "补办"}'}])
def test_what_cannot_be_read_is_one_sentence(provider: object, scene: Scene, parameters: dict[str, object]) -> None:
    with pytest.raises(QgsProcessingException, match="assumptions|假设"):
        run(scene, **parameters)


def test_a_ratio_that_cannot_be_computed_gives_no_number(provider: object, scene: Scene) -> None:
    found = run(scene, PROFILE="MNR2024Q")
    assert "RATIO" not in found and found["CONCLUSION"] in ("不可计算", "cannot be computed")


@pytest.mark.parametrize(("m2", "expected"), [(26666.666666666668, 40), (3333.33, Fraction("4.999995")),
                                              (float(m2_of_mu("0.07")), Fraction("0.07")), (0, 0)])
def test_an_area_stated_in_mu_is_the_same_again(m2: float, expected: Fraction) -> None:
    assert stated_mu(m2) == expected
