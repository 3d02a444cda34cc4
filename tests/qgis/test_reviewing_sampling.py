"""Samples of a workspace: the sizes of §6.3, kept as records, read back, topped up, never in what counties get."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from tests.qgis.sampled_scene import make, recheck, sign
from weipian_plugin.algorithms.draw_sample import DrawSample
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.marks import CLEAN
from weipian_plugin.domain.records import ClassArea, IssuedPatch, Measured, NewBatch, OverlayRun, RoleAreas
from weipian_plugin.domain.review.designs import ALL_ABOVE, MINERALS, Plan, all_above, all_minerals, by_class, by_unit
from weipian_plugin.jobs.checking.validation_cases import this_day
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.offices.making import COUNTY, PackageScope, PackageWish, make_package
from weipian_plugin.jobs.reviewing.population import Scope, population
from weipian_plugin.jobs.reviewing.sampling import (
    draw_sample,
    explained,
    plan_of_profile,
    previewed,
    remove_sample,
    sample_of,
    samples,
    top_up_sample,
)
from weipian_plugin.jobs.rules.profiles import load_profile
from weipian_plugin.workspace.workspace import Workspace

# 47 合法, 23 违法, 30 其他 as in §6.3; four minerals, six that nobody signed.
OUTCOMES = ["合法"] * 47 + ["违法"] * 23 + ["其他"] * 30 + [""] * 6 + ["违法"] * 4
CLASSES = Plan((all_minerals(), by_class()))


@pytest.fixture(scope="module")
def template(demo, tmp_path_factory, qgis_app) -> Path:
    return make(demo, tmp_path_factory.mktemp("sampled") / "w.gpkg", OUTCOMES, lambda number: f"判读员{number % 4}",
                lambda number: 20000.0 if number < 2 else 1000.0, minerals=4)


@pytest.fixture()
def workspace(template, tmp_path):
    shutil.copy(template, tmp_path / "w.gpkg")
    with Workspace.open(tmp_path / "w.gpkg", actor="省厅", quarantine_path=tmp_path / "q.sqlite") as opened:
        yield opened


def sizes(sample):
    return {stratum.name: (stratum.population, stratum.drawn) for stratum in sample.design.strata}


def test_the_province_draws_thirty_per_cent_of_each_class_and_all_minerals(workspace):
    plan = plan_of_profile(load_profile("GD2021"))
    sample = draw_sample(workspace, "2023年三季度", plan, "粤〔2023〕1号", profile="GD2021")
    assert sizes(sample) == {MINERALS: (4, 4), "合法": (47, 15), "违法": (23, 7), "其他": (30, 9)}
    assert plan_of_profile(load_profile("GX2023")) is None


def test_a_sample_is_kept_and_read_back_as_it_was_drawn_and_drawn_again_from_its_seed(workspace, tmp_path):
    sample = draw_sample(workspace, "样本", CLASSES, "种子")
    kept = sample_of(workspace, "样本")
    assert kept.drawing.placed == sample.drawing.placed and kept.design == sample.design and kept.remarks == ()
    (record,) = workspace.records("drawn", kept.parcels[0])
    place = kept.drawing.placed[kept.parcels[0]]
    assert Fraction(record.values["CYGL"]) == place.probability and record.values["CYCC"] == place.stratum
    assert record.act == sample.head.uuid and workspace.records("sample")[0].parcels == ()
    assert set(previewed(workspace, CLASSES, "种子").placed) == set(kept.parcels)
    assert [(one.name, one.drawn, one.read) for one in samples(workspace)] == [("样本", 35, 0)]


def test_a_preview_keeps_nothing(workspace):
    assert len(previewed(workspace, CLASSES, "种子").placed) == 35
    assert workspace.records("sample") == workspace.records("drawn") == []


def test_only_what_was_signed_in_the_scope_until_the_day_is_drawn_from(workspace):
    assert len(population(workspace).members) == 104
    assert len(population(workspace, Scope(counties=("铁山港区",))).members) == 104
    with pytest.raises(WeipianError) as raised:
        population(workspace, Scope(counties=("别县",)))
    assert raised.value.code == "NO_SUCH_COUNTY" and "现有 铁山港区" in raised.value.sentence("zh")
    assert population(workspace, Scope(since=(this_day() + timedelta(days=1)).isoformat())).members == ()
    with pytest.raises(WeipianError) as error:
        previewed(workspace, CLASSES, "种子", None, this_day() - timedelta(days=1))
    assert error.value.code == "DESIGN_NOBODY"


def test_a_sample_of_a_quarter_is_drawn_from_what_was_issued_in_it_and_topped_up_from_that_alone(workspace):
    later = [IssuedPatch(f"450512WP99000{number:02}", {"JCBH": f"450512WP99000{number:02}", "XZQDM": "450512"}, wkb)
             for number, wkb in enumerate(spare_shapes(workspace, 6))]
    workspace.add_batch(NewBatch("2023-11", "2023-11-15", "y.zip", "e", "GD2021", "450512"), later)
    fresh = [row.parcel_uuid for row in workspace.queue() if row.jcbh.startswith("450512WP99")]
    for uuid in fresh[:4]:
        sign(workspace, uuid, "违法", "甲")
    third, fourth, year = (Scope(period=text) for text in ("2023Q3", "2023Q4", "2023"))
    assert [len(population(workspace, scope).members) for scope in (third, fourth, year)] == [104, 4, 108]
    sample = draw_sample(workspace, "四季度", CLASSES, "种子", fourth)
    assert sizes(sample) == {"违法": (4, 2)} and sample.head.said("CYZT") == "2023年第四季度下发"
    for uuid in fresh[4:]:
        sign(workspace, uuid, "违法", "甲")
    more = top_up_sample(workspace, sample_of(workspace, "四季度"), Plan((all_minerals(), by_class(1))))
    assert set(more.parcels) == set(fresh) and more.design.scope == {"period": "2023Q4"}
    with pytest.raises(WeipianError) as error:
        previewed(workspace, CLASSES, "种子", Scope(period="2024Q1"))
    assert error.value.code == "DESIGN_NOBODY"


def spare_shapes(workspace, number):
    return [workspace.parcel(row.parcel_uuid).wkb for row in workspace.queue()[:number]]


def test_an_interpreter_of_the_design_is_who_answered(workspace):
    numbers = [row.parcel_uuid for row in workspace.queue() if row.outcome == "合法"][:5]
    for uuid in numbers:
        workspace.save_draft(uuid, {"HFJTQX": "H2"})  # by the actor of this workspace: 省厅
        sign(workspace, uuid, "合法", "站长")
    by_answers = draw_sample(workspace, "判读人", Plan((by_unit("interpreter", number=2),)), "种子")
    by_signer = draw_sample(workspace, "签字人", Plan((by_unit("signer", number=2),)), "种子")
    assert sizes(by_answers)["省厅"] == sizes(by_signer)["站长"] == (5, 2)
    assert "站长" not in sizes(by_answers) and "省厅" not in sizes(by_signer)


def test_thresholds_go_by_what_was_measured_and_units_by_who_signed(workspace):
    above = draw_sample(workspace, "标准", Plan((all_above({"GDMJ": 30}),)), "种子")
    assert sizes(above) == {ALL_ABOVE: (2, 2)}
    by_person = draw_sample(workspace, "判读人", Plan((by_unit("interpreter", number=3),)), "种子")
    assert sizes(by_person) == {f"判读员{number}": (26, 3) for number in range(4)}
    with pytest.raises(WeipianError) as error:
        draw_sample(workspace, "空", Plan((all_above({"GDMJ": 500}),)), "种子")
    assert error.value.code == "DESIGN_NONE_CLAIMED"


def test_a_top_up_keeps_what_was_drawn_and_takes_in_what_was_filed_since(workspace):
    first = draw_sample(workspace, "样本", CLASSES, "种子")
    with pytest.raises(WeipianError) as error:
        top_up_sample(workspace, first)
    assert error.value.code == "SAMPLE_NOTHING_NEW"
    for row in [row for row in workspace.queue() if row.status == "todo"]:
        sign(workspace, row.parcel_uuid, "违法", "判读员9")
    second = top_up_sample(workspace, sample_of(workspace, "样本"))
    assert sizes(second)["违法"] == (29, 9) and set(first.parcels) < set(second.parcels)
    third = top_up_sample(workspace, sample_of(workspace, "样本"), Plan((all_minerals(), by_class("0.5"))))
    assert sizes(third) == {MINERALS: (4, 4), "合法": (47, 24), "违法": (29, 15), "其他": (30, 15)}
    read = sample_of(workspace, "样本")
    assert read.drawing.placed == third.drawing.placed and read.design == third.design
    assert len(workspace.records("drawn")) == 58 == len(read.records)
    assert {uuid: record.uuid for uuid, record in first.records.items()}.items() <= {
        uuid: record.uuid for uuid, record in read.records.items()}.items()


def test_what_was_measured_when_a_patch_was_drawn_stays_known_whatever_is_measured_later(workspace):
    first = draw_sample(workspace, "样本", CLASSES, "种子")
    workspace.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA"}), {
        row.parcel_uuid: Measured(77.0, {"dltb": RoleAreas("dltb", 77.0, 77.0, (ClassArea("0101", 77.0, 77.0),))})
        for row in workspace.queue()})
    top_up_sample(workspace, sample_of(workspace, "样本"), Plan((all_minerals(), by_class("0.5"))))
    kept = {one.parcels[0]: one.values["CYGDMJ"] for one in workspace.records("drawn")}
    assert {kept[uuid] for uuid in first.parcels} <= {1000.0, 20000.0}
    assert {kept[uuid] for uuid in kept.keys() - set(first.parcels)} == {77.0}


def test_nothing_is_drawn_where_the_name_is_taken_or_the_file_is_only_looked_at(workspace):
    draw_sample(workspace, "样本", CLASSES, "种子")
    with pytest.raises(WeipianError) as error:
        draw_sample(workspace, "样本", CLASSES, "另一个")
    assert error.value.code == "SAMPLE_NAME_TAKEN"
    with Workspace.open(workspace.path, read_only=True) as reader, pytest.raises(WeipianError):
        draw_sample(reader, "另一个", CLASSES, "种子")
    with pytest.raises(WeipianError) as error:
        sample_of(workspace, "没有")
    assert error.value.code == "NO_SUCH_SAMPLE" and "样本" in error.value.sentence("zh")


def test_a_sample_goes_as_a_whole_and_not_once_something_was_read_again(workspace):
    sample = draw_sample(workspace, "样本", CLASSES, "种子")
    kept = workspace.put_record(recheck(sample.parcels[0], sample.head.uuid, "合法"))
    with pytest.raises(WeipianError) as error:
        remove_sample(workspace, sample_of(workspace, "样本"))
    assert error.value.code == "RECORD_IN_USE" and len(workspace.records("drawn")) == 35
    workspace.remove_record(kept.uuid)
    remove_sample(workspace, sample_of(workspace, "样本"))
    assert workspace.records("drawn") == workspace.records("sample") == []


def test_a_drawn_patch_that_went_to_quarantine_is_gone_and_told(workspace):
    sample = draw_sample(workspace, "样本", CLASSES, "种子")
    workspace.quarantine(sample.parcels[0])
    read = sample_of(workspace, "样本")
    assert read.gone == 1 and "SAMPLE_MEMBERS_GONE" in [one.code for one in read.remarks]


def test_a_sample_explains_each_stratum_with_its_patches(workspace):
    sample = draw_sample(workspace, "样本", CLASSES, "种子")
    found = explained(sample, {row.parcel_uuid: row.dkbh for row in workspace.queue()})
    assert found.result == 35 and "种子" in found.conclusion[0] and found.proposed
    line = next(line for line in found.lines if line.label.startswith("违法"))
    assert line.label == "违法 23 个，× 30.00 %，进一" and len(line.parcels) == 7 and line.words == "第1轮 7/23"


def test_no_table_that_counties_get_tells_what_is_drawn(workspace, tmp_path):
    draw_sample(workspace, "只给省厅看的样本名", CLASSES, "只给省厅看的种子")
    for form in ("2-1", "2-2"):
        for made in write_tables(workspace, everything(workspace), tmp_path, (form,), ("xlsx",), mark=CLEAN).tables:
            with zipfile.ZipFile(made.path) as archive:
                text = "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
            assert "省厅看" not in text and "抽中" not in text


def run(**parameters):
    algorithm = DrawSample()
    algorithm.initAlgorithm()
    feedback = QgsProcessingFeedback()
    results, ok = algorithm.create().run(parameters, QgsProcessingContext(), feedback)
    return results, ok, feedback.textLog()


def test_the_algorithm_previews_draws_and_adds(workspace):
    given = {"WORKSPACE": workspace.path, "NAME": "样本", "SEED": "种子", "OPERATOR": "省厅"}
    workspace.close()
    results, ok, log = run(**given, MODE="preview", PROFILE="GD2021")
    assert ok, log
    assert (results["POPULATION"], results["DRAWN"]) == (104, 35)
    _, ok, log = run(**given, MODE="preview", PERIOD="2023年Q4")
    assert not ok
    results, ok, log = run(**given, MODE="preview", PERIOD="2023Q3", PROFILE="GD2021")
    assert ok and results["POPULATION"] == 104, log
    results, ok, log = run(**given, MODE="draw", METHOD="unit", UNIT="township", NUMBER=2, MINERALS=False)
    assert ok and results["DRAWN"] == 6, log
    results, ok, log = run(**given, MODE="topup", METHOD="unit", UNIT="township", NUMBER=3, MINERALS=False)
    assert ok and (results["ADDED"], results["DRAWN"]) == (3, 9), log
    _, ok, log = run(**given, MODE="draw", AS_OF="昨天")
    assert not ok and "昨天" in log


def test_a_top_up_is_as_the_sample_was_drawn_but_for_what_is_said(workspace):
    given = {"WORKSPACE": workspace.path, "NAME": "样本", "SEED": "种子", "OPERATOR": "省厅"}
    workspace.close()
    _, ok, log = run(**given, MODE="draw", PROFILE="GD_JM2021", LIMITS='{"GDMJ": 25}')
    assert ok, log
    with Workspace.open(given["WORKSPACE"], read_only=True) as kept:
        before = sample_of(kept, "样本").design
    results, ok, log = run(**given, MODE="topup", METHOD="class", SHARE=50)
    assert ok and results["ADDED"] > 0, log
    with Workspace.open(given["WORKSPACE"], read_only=True) as kept:
        after = sample_of(kept, "样本").design
    wanted = {"outcomes": before.plan.drawing.outcomes, "by": before.plan.drawing.by}
    assert len(wanted["outcomes"]) == 3 and after.plan.drawing.share == Fraction(1, 2)
    assert {name: getattr(after.plan.drawing, name) for name in wanted} == wanted
    assert after.plan.rounding == before.plan.rounding
    whole = [rule for rule in before.plan.rules if rule.is_certain]
    assert [rule for rule in after.plan.rules if rule.is_certain] == whole and len(whole) == 2


def test_a_top_up_of_which_nothing_is_said_draws_by_the_samples_own_rule(workspace):
    given = {"WORKSPACE": workspace.path, "NAME": "样本", "SEED": "种子", "OPERATOR": "省厅"}
    workspace.close()
    _, ok, log = run(**given, MODE="draw", METHOD="unit", UNIT="township", NUMBER=2, MINERALS=False)
    assert ok, log
    results, ok, log = run(**given, MODE="topup", LEAST=0)
    assert not ok and "no more patches" in log, log
    results, ok, log = run(**given, MODE="topup", NUMBER=3)
    assert ok and (results["ADDED"], results["DRAWN"]) == (3, 9), log
    _, ok, log = run(**given, MODE="topup")
    assert not ok and "no more patches" in log, log


def test_a_county_that_is_none_and_a_share_of_nothing_are_told_with_what_is_there(workspace):
    given = {"WORKSPACE": workspace.path, "SEED": "种子"}
    workspace.close()
    _, ok, log = run(**given, COUNTY="没有的县")
    assert not ok and "铁山港区" in log and "没有的县" in log
    _, ok, log = run(**given, SHARE=0)
    assert not ok and "“0.00 %”" in log, log


def test_a_day_is_read_as_people_write_it():
    from weipian_plugin.algorithms.draw_sample import day_of

    assert day_of("2023年10月31日") == day_of("2023-10-31") == date(2023, 10, 31) and day_of("") is None


def test_the_package_that_goes_back_to_a_county_holds_nothing_of_the_sample(workspace, tmp_path):
    sample = draw_sample(workspace, "只给省厅看的样本名", CLASSES, "只给省厅看的种子")
    workspace.put_record(recheck(sample.parcels[0], sample.head.uuid, "违法", "只给省厅看的人"))
    wish = PackageWish("省厅", PackageScope(COUNTY, ("450512",)))
    with zipfile.ZipFile(make_package(workspace, tmp_path / "back", wish).path) as archive:
        text = "".join(archive.read(name).decode("utf-8", "ignore") for name in archive.namelist())
    assert len(text) > 10_000 and "省厅看" not in text and sample.head.uuid not in text


def test_a_sample_is_taken_back_as_a_whole_and_drawn_again_as_a_whole(workspace):
    drawn = draw_sample(workspace, "一季度", CLASSES, "2023")
    assert drawn.head.drawn > 20
    workspace.undo()
    assert workspace.records("sample") == [] and workspace.records("drawn") == []
    workspace.redo()
    assert len(workspace.records("drawn")) == drawn.head.drawn and len(workspace.records("sample")) == 1
    remove_sample(workspace, sample_of(workspace, "一季度"))
    workspace.undo()
    assert len(workspace.records("drawn")) == drawn.head.drawn and len(workspace.records("sample")) == 1
