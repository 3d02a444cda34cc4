"""What the review adds up quickly is what the calculators say of each patch: farmland, and ratios of what is alike."""

from __future__ import annotations

import shutil

import pytest

from tests.qgis import review_figures_scene as scene
from weipian_plugin.domain.areas.nested import farmland
from weipian_plugin.domain.calculators.ratio import ratio
from weipian_plugin.domain.records import ClassArea, Measured, OverlayRun, Record, RoleAreas
from weipian_plugin.jobs.accounting.accountability import alike_as_one, ratio_parcel
from weipian_plugin.jobs.reviewing.review_input import Wish, read_review
from weipian_plugin.workspace.workspace import Workspace


@pytest.fixture()
def own(demo, tmp_path, qgis_app, monkeypatch):
    """The scene of the figures, to be written to."""
    made = scene.make(demo, tmp_path / "made.gpkg", scene.Clock(monkeypatch))
    path = tmp_path / "w.gpkg"
    shutil.copy(made, path)
    with Workspace.open(path, actor="省厅") as workspace:
        yield workspace


def land(*classes, **more):
    return {"dltb": RoleAreas("dltb", 100.0, 90.0, tuple(ClassArea(*one) for one in classes), **more)}


MEASURED = (
    Measured(100.0, land(("0101", 10.1, 9.7), ("0103", 20.2, 19.9), ("0301", 30.3, 0.0))),
    Measured(100.0, land(("0201K", 5.5, 5.25), ("0102", 7.0, 6.5))),
    Measured(100.0, land(("0301", 30.3, 30.3))),
    Measured(100.0, land(("不明", 30.3, 30.3), ("01", 1.1, 1.05))),
    Measured(100.0, land(declared_empty=True)),
    Measured(100.0, {"yjjbnt": RoleAreas("yjjbnt", 10.0)}),
    Measured(100.0, land(("010101", 3.0, 2.0), ("0101", 4.0, 3.5)), class_table="YDYH"),
)


@pytest.mark.parametrize("adjustable", ["separate", "farmland"])
@pytest.mark.parametrize("net", [False, True])
def test_farmland_summed_as_it_is_read_is_that_of_what_was_measured(own, adjustable, net):
    uuids = [row.parcel_uuid for row in own.queue()][:len(MEASURED)]
    own.store_overlay(OverlayRun({"engine": "test"}), dict(zip(uuids, MEASURED)))
    told = {uuid: farmland(one, adjustable) for uuid, one in zip(uuids, MEASURED)}
    assert own.as_of().farmland(set(uuids), adjustable, net) == {
        uuid: one.net if net else one.gross for uuid, one in told.items() if one is not None}
    assert told[uuids[5]] is None and told[uuids[4]].gross == 0.0


def test_a_ratio_of_those_that_are_alike_as_one_is_the_ratio_of_each(own):
    illegal = [row.parcel.uuid for row in own.as_of().rows()
               if row.judgement is not None and row.judgement.answers.get("PDLX") == "违法"]
    act = own.put_record(Record("", "act", tuple(illegal[:3]), "", {"WFXWBH": "1", "CLFS": "立案"}))
    own.put_record(Record("", "rectification", tuple(illegal[:2]), act.uuid, {
        "ZGFS": "拆除复耕", "ZGMJ": 500.0, "FGDWMJ": 300.0, "SFZGDW": 1}))
    given = read_review(own, Wish(profile="GX2023"))
    assert given.book.buckets.keys() == set(illegal[:2])
    for unit in given.units:
        rows = given.rows[unit.key]
        each = [ratio_parcel(row, given.book, given.farmland) for row in rows if row.parcel.uuid in given.farmland]
        alike = alike_as_one(rows, given.book, given.farmland)
        level = "county" if unit.level == "all" else unit.level
        one, other = (ratio(parcels, given.profile, level) for parcels in (alike, each))
        assert (one.result, one.figures) == (other.result, other.figures)
        assert len(alike) < len(each)
