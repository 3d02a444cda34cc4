"""weipian:makepackage and weipian:mergepackages: a county's package made and merged without a window."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from tests.qgis import returned_scene
from weipian_plugin.algorithms.office_packages import MakePackage, MergePackages
from weipian_plugin.domain.records import IssuedPatch, NewBatch
from weipian_plugin.intake.office_package import read_manifest
from weipian_plugin.jobs.offices.keys import make_key
from weipian_plugin.workspace.workspace import Workspace


def ran(algorithm, **parameters):
    algorithm = algorithm.create()
    parameters = {"OPERATOR": "张三", **parameters}
    results, fine = algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(), catchExceptions=False)
    assert fine
    return results


@pytest.fixture(scope="module")
def county(demo, tmp_path_factory):
    return returned_scene.make(demo, tmp_path_factory.mktemp("county") / "county.gpkg")


@pytest.fixture
def province(county, tmp_path):
    with Workspace.open(county, read_only=True) as workspace:
        crs = workspace.crs_authid
    path = tmp_path / "province.gpkg"
    Workspace.create(path, crs=crs, quarantine_path=tmp_path / "q.sqlite").close()
    return path


def test_a_signed_package_goes_from_one_workspace_into_the_other(county, province, tmp_path):
    key = make_key(tmp_path / "keys" / "k", "铁山港区局").path
    made = ran(MakePackage(), WORKSPACE=str(county), FOLDER=str(tmp_path / "out"), OFFICE="铁山港区局", KEY=str(key),
               SIGNER="赵六", SIGNED_ON="2023-10-08", COUNTY="450512")
    assert made["PATCHES"] == returned_scene.PATCHES and made["UNFINISHED"] == 7
    assert json.loads(made["COUNTS"])["unfinished"]["signed"] == 5
    (tmp_path / "out" / "坏.wpk").write_bytes(b"x")
    given = {"WORKSPACE": str(province), "PACKAGE_FOLDER": str(tmp_path / "out"), "KEYS": str(tmp_path / "keys"),
             "REQUIRE_SIGNATURE": True}
    seen = ran(MergePackages(), **given, MODE="preview")
    with Workspace.open(province, read_only=True) as workspace:
        assert workspace.queue() == []
    assert (seen["MERGED"], seen["REFUSED"], seen["NEW_PATCHES"]) == (0, 1, returned_scene.PATCHES)
    done = ran(MergePackages(), **given, MODE="apply")
    assert (done["MERGED"], done["REFUSED"], done["NEW_PATCHES"]) == (1, 1, returned_scene.PATCHES)
    receipts = {one["file"]: one for one in json.loads(done["RECEIPTS"])}
    assert receipts["坏.wpk"]["refused"] == "OFFICE_NO_PACKAGE"
    assert next(one for one in receipts.values() if "office" in one)["signature"] == "valid"
    with Workspace.open(province, read_only=True) as workspace:
        assert len(workspace.queue()) == returned_scene.PATCHES
    again = ran(MergePackages(), **given, MODE="apply")
    assert again["NEW_PATCHES"] == again["NEW_EVENTS"] == 0


def test_nothing_to_merge_and_no_office_are_told_in_a_sentence(county, province, tmp_path):
    with pytest.raises(QgsProcessingException, match="package"):
        ran(MergePackages(), WORKSPACE=str(province), MODE="apply")
    with pytest.raises(QgsProcessingException, match="office"):
        ran(MakePackage(), WORKSPACE=str(county), FOLDER=str(tmp_path))


def test_the_level_is_kept_where_it_is_said_and_whose_patches_are_expected_follows_from_what_is_here(
        county, province, tmp_path):
    copy = tmp_path / "county.gpkg"
    shutil.copy(county, copy)
    made = ran(MakePackage(), WORKSPACE=str(copy), FOLDER=str(tmp_path / "1"), OFFICE="铁山港区局", LEVEL="县级")
    assert read_manifest(Path(made["PATH"]))[0].meta["level"] == "县级"
    made = ran(MakePackage(), WORKSPACE=str(copy), FOLDER=str(tmp_path / "2"), OFFICE="铁山港区局")
    assert read_manifest(Path(made["PATH"]))[0].meta["level"] == "县级"
    with Workspace.open(province, actor="省厅") as workspace:
        workspace.add_batch(NewBatch("合浦", "2023-08-15", "y.zip", "e", "GX_ZY2023", "450521"), [
            IssuedPatch("450521WP0000001", {"XZQDM": "450521"})])
    given = {"WORKSPACE": str(province), "PACKAGES": [made["PATH"]], "MODE": "preview"}
    for named, refused in (("", 1), ("*", 0), ("4505", 0)):
        assert ran(MergePackages(), **given, COUNTY=named)["REFUSED"] == refused
