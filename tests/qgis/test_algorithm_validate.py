"""weipian:validate in the registry: a table of findings with a point at each parcel; the workspace is only read."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsVectorLayer

from weipian_plugin.algorithms.validate import Validate
from weipian_plugin.domain.records import IssuedPatch, NewBatch
from weipian_plugin.workspace.workspace import Workspace


def run(**parameters: object) -> dict[str, object]:
    algorithm = Validate()
    algorithm.initAlgorithm()
    results, ok = algorithm.run(parameters, QgsProcessingContext(), QgsProcessingFeedback(False), {}, False)
    assert ok
    return results


@pytest.fixture()
def path(demo: Path, tmp_path: Path, qgis_app) -> Path:
    layer = QgsVectorLayer(f"{demo}/beihai_scene.gpkg|layername=wptb_auto", "patches", "ogr")
    patches = []
    for feature in layer.getFeatures():
        before, after = ("2016-12-09", "2018-03-09") if patches else ("2018-03-09", "2016-12-09")
        attributes = {"JCBH": feature["JCBH"], "XZQDM": "450512", "JCMJ": float(feature["JCMJ"]), "QSX": before,
                      "HSX": after}
        patches.append(IssuedPatch(feature["JCBH"], attributes, bytes(feature.geometry().asWkb())))
        if len(patches) == 5:
            break
    with Workspace.create(tmp_path / "w.gpkg", crs=layer.crs().authid(), actor="t") as workspace:
        workspace.add_batch(NewBatch("2023-08", "2023-08-15", "x.zip", "d", "GX_ZY2023", "450512"), patches)
    return tmp_path / "w.gpkg"


def test_findings_have_check_parcel_sentence_and_a_point(path, tmp_path):
    found = run(WORKSPACE=str(path), OUTPUT=str(tmp_path / "found.gpkg"), UNCHECKED_TOO=False)
    assert (found["ERRORS"], found["WARNINGS"]) == (1, 0)
    assert json.loads(str(found["COUNTS"]))["V03"] == {"open": 1}
    layer = QgsVectorLayer(str(tmp_path / "found.gpkg"), "found", "ogr")
    [row] = list(layer.getFeatures())
    assert (row["check"], row["severity"], row["state"], row["fields"]) == ("V03", "E", "open", "QSX HSX")
    assert "2018-03-09" in row["finding_zh"] and "before" in row["finding_en"]
    with Workspace.open(path, read_only=True) as workspace:
        parcel = next(one for one in workspace.queue() if one.dkbh == row["parcel"])
    assert (row.geometry().asPoint().x(), row.geometry().asPoint().y()) == pytest.approx(parcel.centre)


def test_what_could_not_be_checked_is_listed_unless_it_is_not_wanted(path, tmp_path):
    found = run(WORKSPACE=str(path), BATCH="2023-08", OUTPUT=str(tmp_path / "found.csv"))
    with (tmp_path / "found.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len([row for row in rows if row["state"] == "unchecked"]) == found["UNCHECKED"] == 15
    assert all("未核" in row["finding_zh"] for row in rows if row["state"] == "unchecked")
