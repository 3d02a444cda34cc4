"""weipian:importreview in the registry: preview changes nothing, apply takes over what needs no person."""

from __future__ import annotations

import csv
import json

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from tests.qgis.returned_scene import edit, labels, make, uuid_of, write
from weipian_plugin.algorithms.import_review import ImportReview
from weipian_plugin.workspace.workspace import Workspace


def run(**parameters):
    algorithm = ImportReview()
    algorithm.initAlgorithm()
    return algorithm.processAlgorithm(parameters, QgsProcessingContext(), QgsProcessingFeedback(False))


@pytest.fixture()
def given(demo, tmp_path, qgis_app):
    path = make(demo, tmp_path / "w.gpkg")
    with Workspace.open(path, actor="t") as workspace:
        third, last = labels(workspace)[3], labels(workspace)[8]
        return path, edit(write(workspace, tmp_path), {
            (third, "WBHBZ"): "县里改的", (last, "PDLX"): "违法", (third, "GDMJ"): 99})


def test_preview_tells_and_apply_takes_over_all_but_violations_once(given, tmp_path):
    workspace, file = given
    seen = run(WORKSPACE=str(workspace), FILE=str(file), CHANGES=str(tmp_path / "c.csv"))
    assert (seen["FORM"], seen["OPEN"], seen["IMPOSSIBLE"], seen["ACCEPTED"]) == ("2-1", 2, 1, 0)
    with (tmp_path / "c.csv").open(encoding="utf-8") as opened:
        assert {row["becomes"] for row in csv.DictReader(opened)} == {"县里改的", "违法", "99"}
    done = run(WORKSPACE=str(workspace), FILE=str(file), MODE="apply", OPERATOR="甲")
    assert (done["ACCEPTED"], json.loads(done["COUNTS"])["open"]) == (1, 2)
    with Workspace.open(workspace, read_only=True) as held:
        uuid = uuid_of(held, labels(held)[3])
        assert held.draft(uuid).answers["WBHBZ"] == "县里改的" and held.history(uuid)[-1].actor == "甲"
        assert held.draft(uuid_of(held, labels(held)[8])).answers == {}
        before = held.standing()
    again = run(WORKSPACE=str(workspace), FILE=str(file), MODE="apply")
    assert (again["ACCEPTED"], again["OPEN"]) == (0, 1)
    with Workspace.open(workspace, read_only=True) as held:
        assert held.standing() == before


def test_a_file_that_is_none_is_said_in_a_sentence(given, tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"x")
    with pytest.raises(QgsProcessingException):
        run(WORKSPACE=str(given[0]), FILE=str(tmp_path / "a.xlsx"))
    with pytest.raises(QgsProcessingException):
        run(WORKSPACE=str(given[0]), FILE=str(given[1]), DATE="昨天")
