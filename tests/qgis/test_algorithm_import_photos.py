"""weipian:importphotos in the registry: photos to their patches, counts for scripts, remarks as a table."""

from __future__ import annotations

import csv
import json

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback, QgsVectorLayer

from tests.qgis.intake.photo_bytes import photo
from weipian_plugin.algorithms.import_photos import ImportPhotos
from weipian_plugin.domain.records import IssuedPatch, NewBatch
from weipian_plugin.workspace.workspace import Workspace


def run(**parameters):
    algorithm = ImportPhotos()
    algorithm.initAlgorithm()
    return algorithm.processAlgorithm(parameters, QgsProcessingContext(), QgsProcessingFeedback(False))


@pytest.fixture()
def path(demo, tmp_path, qgis_app):
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    feature = next(layer.getFeatures())
    patch = IssuedPatch(feature["JCBH"], {"JCBH": feature["JCBH"]}, bytes(feature.geometry().asWkb()))
    with Workspace.create(tmp_path / "w.gpkg", crs=layer.crs().authid(), actor="t",
                          quarantine_path=tmp_path / "q.sqlite") as workspace:
        workspace.add_batch(NewBatch("2023-08", "2023-08-15", "x.zip", "d", "GX_ZY2023", "450512"), [patch])
        photo(tmp_path / "照片" / f"{feature['JCBH']}.jpg", taken="2023:09:01 10:00:00")
    photo(tmp_path / "照片" / "left.jpg")
    (tmp_path / "照片" / "bad.jpg").write_bytes(b"junk")
    return tmp_path / "w.gpkg"


def test_photos_are_attached_counted_and_remarked(path, tmp_path):
    found = run(WORKSPACE=str(path), FOLDER=str(path.parent / "照片"), OPERATOR="甲",
                REMARKS=str(tmp_path / "remarks.csv"))
    assert (found["ATTACHED"], found["ALREADY"], found["LEFT"], found["BROKEN"]) == (1, 0, 1, 1)
    assert json.loads(found["COUNTS"])["by"] == {"name": 1}
    with (tmp_path / "remarks.csv").open(encoding="utf-8") as file:
        told = {(row["file"], row["code"]) for row in csv.DictReader(file)}
    assert ("bad.jpg", "PHOTO_NOT_A_PICTURE") in told and ("left.jpg", "PHOTO_NO_PLACE") in told
    with Workspace.open(path, read_only=True) as workspace:
        (kept,) = workspace.records("attachment")
        assert [event.actor for event in workspace.history(kept.parcels[0]) if event.record] == ["甲"]
    again = run(WORKSPACE=str(path), FOLDER=str(path.parent / "照片"))
    assert (again["ATTACHED"], again["ALREADY"]) == (0, 1)


def test_a_folder_without_photos_is_told_as_that(path, tmp_path):
    (tmp_path / "空").mkdir()
    (tmp_path / "空" / "说明.txt").write_text("没有照片")
    found = run(WORKSPACE=str(path), FOLDER=str(tmp_path / "空"), REMARKS=str(tmp_path / "none.csv"))
    assert found["ATTACHED"] == 0
    with (tmp_path / "none.csv").open(encoding="utf-8") as file:
        assert [(row["file"], row["code"]) for row in csv.DictReader(file)] == [("空", "PHOTO_NONE_FOUND")]


def test_neither_folder_nor_package_is_said_in_a_sentence(path):
    with pytest.raises(QgsProcessingException):
        run(WORKSPACE=str(path))
    with pytest.raises(QgsProcessingException) as told:
        run(WORKSPACE=str(path), PACKAGE=str(path))
    assert "FJ" in str(told.value)
