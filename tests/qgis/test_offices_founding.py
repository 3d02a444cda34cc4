"""A province begins from packages alone; who leaves a signature away gets no further than who forges one."""

from __future__ import annotations

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from tests.qgis import offices_scene, returned_scene
from weipian_plugin.algorithms.draw_sample import DrawSample
from weipian_plugin.algorithms.office_packages import MergePackages
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.jobs.offices.founding import crs_of_packages
from weipian_plugin.jobs.offices.keys import make_key
from weipian_plugin.jobs.offices.making import PackageWish, make_package
from weipian_plugin.jobs.offices.merging import look_into, merge_packages
from weipian_plugin.jobs.offices.remarks import MergeWish
from weipian_plugin.workspace.workspace import Workspace


def ran(algorithm, **parameters):
    algorithm, context = algorithm.create(), QgsProcessingContext()
    right, told = algorithm.checkParameterValues(parameters, context)
    assert right, told
    return algorithm.run(parameters, context, QgsProcessingFeedback(), catchExceptions=False)[0]


@pytest.fixture(scope="module")
def packages(demo, tmp_path_factory):
    """The same county's package signed, unsigned and signed by somebody else; its key; one of a training; a broken."""
    folder = tmp_path_factory.mktemp("packages")
    (folder / "keys").mkdir()
    county = returned_scene.make(demo, folder / "county.gpkg")
    own, other = (make_key(folder / place, name).key for place, name in (("keys/a", "甲县局"), ("b", "乙县局")))
    with Workspace.open(county, actor="甲某", read_only=True) as workspace:
        for name, key in (("signed", own), ("unsigned", None), ("others", other)):
            make_package(workspace, folder / f"{name}.wpk", PackageWish("甲县局", key=key))
    crs, patches = offices_scene.scene_crs(demo), offices_scene.scene_patches(demo)[:3]
    with offices_scene.made(folder / "t", "t", patches, crs, training=True) as workspace:
        make_package(workspace, folder / "training.wpk", PackageWish("培训"))
    (folder / "broken.wpk").write_bytes(b"x")
    return folder, own, other


def test_a_workspace_that_does_not_exist_is_made_in_the_crs_of_the_packages(packages, tmp_path):
    folder, place = packages[0], tmp_path / "province.gpkg"
    given = {"WORKSPACE": str(place), "PACKAGES": [str(folder / "broken.wpk"), str(folder / "signed.wpk")]}
    seen = ran(MergePackages(), **given, MODE="preview")
    assert seen["NEW_PATCHES"] == returned_scene.PATCHES and not place.exists()
    done = ran(MergePackages(), **given, MODE="1")
    assert (done["MERGED"], done["REFUSED"]) == (1, 1)
    with Workspace.open(place, read_only=True) as made, Workspace.open(folder / "county.gpkg", read_only=True) as one:
        assert made.crs_authid == one.crs_authid and len(made.queue()) == returned_scene.PATCHES
        assert made.workspace_id != one.workspace_id and not made.is_training


def test_of_a_training_or_of_nothing_readable_no_workspace_is_made(packages, tmp_path):
    folder, place = packages[0], tmp_path / "province.gpkg"
    for name in ("training.wpk", "broken.wpk"):
        with pytest.raises(QgsProcessingException):
            ran(MergePackages(), WORKSPACE=str(place), PACKAGES=[str(folder / name)], MODE="apply")
        assert not place.exists()
    with pytest.raises(WeipianError) as told:
        crs_of_packages([folder / "signed.wpk", folder / "training.wpk"])
    assert told.value.code == "OFFICE_STATE_TRAINING"


def test_a_new_workspace_that_no_package_entered_is_gone_again(packages, tmp_path):
    folder, place = packages[0], tmp_path / "province.gpkg"
    done = ran(MergePackages(), WORKSPACE=str(place), PACKAGES=[str(folder / "unsigned.wpk")], MODE="apply",
               KEYS=str(folder / "keys"))
    assert (done["MERGED"], done["REFUSED"]) == (0, 1)
    assert list(tmp_path.glob("province*")) == []


@pytest.mark.parametrize("name", ["unsigned", "others"])
def test_a_package_of_an_office_that_signs_is_asked_about_where_its_key_did_not_sign_it(packages, tmp_path, name):
    folder, own, other = packages
    path, place = folder / f"{name}.wpk", tmp_path / "province.gpkg"
    with Workspace.create(place, crs=crs_of_packages([path]), quarantine_path=tmp_path / "q.sqlite") as province:
        seen = look_into(province, path, [own, other])
        assert seen.asks and seen.refused.code == "OFFICE_UNPROVED"
        assert merge_packages(province, [path], [own, other])[0].refused.code == "OFFICE_UNPROVED"
        assert province.queue() == []
        assert look_into(province, folder / "signed.wpk", [own, other]).refused is None
        assert look_into(province, folder / "unsigned.wpk", [other]).refused is None
        taken = merge_packages(province, [path], [own, other], MergeWish(unproved=True))[0]
        assert taken.receipt is not None and len(province.queue()) == returned_scene.PATCHES


def test_a_choice_is_given_by_word_or_number_and_a_share_is_never_a_fraction(packages):
    algorithm, context = DrawSample().create(), QgsProcessingContext()
    for value, right in (("preview", True), (1, True), ("2", True), (3, False), ("-1", False), ("所有", False)):
        assert algorithm.checkParameterValues({"WORKSPACE": "w.gpkg", "MODE": value}, context)[0] is right, value
    with pytest.raises(QgsProcessingException, match="0.3"):
        ran(DrawSample(), WORKSPACE=str(packages[0] / "county.gpkg"), MODE=0, SEED="s", SHARE=0.3)
