"""weipian:exportsurveyflags – the list for the survey team, and what it says where there is nothing to list."""

from __future__ import annotations

import csv
import struct

import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProcessingFeedback

from weipian_plugin.algorithms.provider import WeipianProvider
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record
from weipian_plugin.workspace.workspace import Workspace


def square(x, y, side=20.0):
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


@pytest.fixture()
def workspace(tmp_path, qgis_app):
    made = Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "q.sqlite")
    for number, label in enumerate(("一批", "二批")):
        made.add_batch(NewBatch(label, "2023-08-01", f"{label}.zip", label), [
            IssuedPatch(f"45051220230000{number}{each}", {"TBLX": "20", "XZMC": "=示例镇"},
                        square(37500000.0 + 100 * number + 30 * each, 2400000.0)) for each in range(2)])
    yield made
    made.close()


@pytest.fixture()
def algorithm(qgis_app):
    provider = WeipianProvider()
    provider.loadAlgorithms()
    yield next(each for each in provider.algorithms() if each.name() == "exportsurveyflags")


def run(algorithm, workspace, path, **more):
    return algorithm.run({"WORKSPACE": str(workspace.path), "FILE": str(path), **more}, QgsProcessingContext(),
                         QgsProcessingFeedback(), {}, False)


def test_the_list_has_the_flagged_parcels_of_a_batch_and_no_formula(algorithm, workspace, tmp_path):
    for row in workspace.queue():
        workspace.put_record(Record("", "survey", (row.parcel_uuid,), "", {
            "BGDCBS": "不得变更为新增建设用地", "BGDCND": 2023, "BGDCSM": "=1+1"}))
    result, done = run(algorithm, workspace, tmp_path / "all.csv")
    assert done and result["PARCELS"] == 4
    result, _ = run(algorithm, workspace, tmp_path / "one.csv", BATCH="二批")
    rows = list(csv.reader((tmp_path / "one.csv").open(encoding="utf-8-sig")))
    assert result["PARCELS"] == 2 and [row[2] for row in rows[2:4]] == ["450512202300001" + each for each in "01"]
    assert rows[2][3] == "'=示例镇" and rows[2][-1] == "'=1+1" and "不作为行政处罚依据" in rows[-1][0]


def test_without_flags_or_from_a_training_nothing_is_written(algorithm, workspace, tmp_path):
    with pytest.raises(QgsProcessingException, match="survey flag|变更调查标识"):
        run(algorithm, workspace, tmp_path / "none.xlsx")
    training = Workspace.create(tmp_path / "t.gpkg", actor="甲", training=True)
    with pytest.raises(QgsProcessingException):
        run(algorithm, training, tmp_path / "none.xlsx")
    training.close()
    assert not (tmp_path / "none.xlsx").exists()
