"""weipian:buildpackage, weipian:deliver and weipian:verifypackage: made, told, verified; the workspace is only read."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from tests.qgis.gui.conftest import beihai_patches
from weipian_plugin.algorithms.build_package import BuildPackage, Deliver, VerifyPackage
from weipian_plugin.domain.records import NewBatch
from weipian_plugin.workspace.workspace import Workspace


def run(algorithm, feedback=None, **parameters):
    algorithm.initAlgorithm()
    feedback = feedback or QgsProcessingFeedback(False)
    return algorithm.run(parameters, QgsProcessingContext(), feedback, {}, True)


@pytest.fixture()
def path(demo: Path, tmp_path: Path, qgis_app) -> Path:
    with Workspace.create(tmp_path / "w.gpkg", crs="EPSG:4525", actor="t") as workspace:
        workspace.add_batch(NewBatch("2023-08", "2023-08-15", "x.zip", "d", "GX_ZY2023", "450512"),
                            beihai_patches(demo, 5))
        uuid = workspace.queue()[0].parcel_uuid
        workspace.save_draft(uuid, {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "经实地核查，现状与前时相一致"})
        workspace.sign(uuid, "甲", "实地")
    return tmp_path / "w.gpkg"


def test_the_package_is_held_back_goes_out_as_a_draft_and_is_verified(path, tmp_path):
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    _, ok = run(BuildPackage(), WORKSPACE=str(path), FOLDER=str(tmp_path / "out"))
    assert not ok and not (tmp_path / "out").exists()
    found, ok = run(BuildPackage(), WORKSPACE=str(path), FOLDER=str(tmp_path / "out"), PERIOD="2023Q3", DRAFT=True,
                    DESPITE="先行沟通", MAPPINGS="provincial_example")
    assert ok and found["IS_DRAFT"] and found["BLOCKS"] == 1
    assert hashlib.sha256(Path(str(found["PATH"])).read_bytes()).hexdigest() == found["SHA256"]
    verified, ok = run(VerifyPackage(), INPUT=found["PATH"])
    assert ok and verified["HOLDS"] and verified["RIGHT"] == found["FILES"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before


def test_a_set_is_made_of_the_products_that_are_named_and_says_where_it_does_not_hold(path, tmp_path):
    found, ok = run(Deliver(), WORKSPACE=str(path), FOLDER=str(tmp_path / "out"), BATCH="2023-08", DRAFT=True,
                    PRODUCTS="tables、lists")
    assert ok and {one.name[:2] for one in Path(str(found["PATH"])).iterdir() if one.is_dir()} == {"00", "01", "02"}
    next(Path(str(found["PATH"])).rglob("*.html")).unlink()
    verified, ok = run(VerifyPackage(), FOLDER=found["PATH"])
    assert ok and not verified["HOLDS"] and "自检报告.html" in str(verified["WRONG"])


@pytest.mark.parametrize("parameters", [{"PRODUCTS": "tabels"}, {"PERIOD": "2023Q5"}, {"MAPPINGS": "nobody"},
                                        {"PATCHES": "没有的图斑", "PRODUCTS": "dossiers"}])
def test_what_is_not_there_is_told_and_nothing_is_delivered(path, tmp_path, parameters):
    feedback = QgsProcessingFeedback(False)
    _, ok = run(Deliver(), feedback, WORKSPACE=str(path), FOLDER=str(tmp_path / "out"), DRAFT=True, **parameters)
    assert not ok and not list((tmp_path / "out").rglob("交付清单.json"))


def test_nothing_and_no_package_are_told(path, tmp_path):
    for given in ({}, {"INPUT": str(path)}, {"FOLDER": str(tmp_path)}, {"INPUT": str(tmp_path / "none.zip")}):
        assert not run(VerifyPackage(), **given)[1]
