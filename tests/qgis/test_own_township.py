"""The township of a patch drawn here: from a registered layer, or entered as a decision; never an issued one's."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsGeometry,
    QgsPointXY,
    QgsVectorFileWriter,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QVariant

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, ReferenceLayer
from weipian_plugin.jobs.drawing.shape_edits import ShapeEdits
from weipian_plugin.workspace.workspace import Workspace

X, Y = 37500000.0, 2400000.0
RING = [QgsPointXY(X + 200, Y), QgsPointXY(X + 300, Y), QgsPointXY(X + 300, Y + 80), QgsPointXY(X + 200, Y + 80)]


def box(left: float, right: float) -> bytes:
    ring = (left, Y, right, Y, right, Y + 60, left, Y + 60, left, Y)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


@pytest.fixture
def workspace(tmp_path, qgis_app):
    with Workspace.create(tmp_path / "w.gpkg", actor="甲", quarantine_path=tmp_path / "q.sqlite") as made:
        made.add_batch(NewBatch("2023-08", "2023-08-01", "x.zip", "d"),
                       [IssuedPatch("450512202300001", {"XZMC": "甲镇", "TBLY": "部"}, box(X, X + 60))])
        yield made


@pytest.fixture
def own(workspace) -> str:
    return ShapeEdits(workspace).draw(RING)[0]


def layer(workspace, tmp_path: Path, crs: str = "EPSG:4525", **areas: str) -> None:
    """A layer of 行政区 with polygons (WKT) by name, registered."""
    fields = QgsFields()
    fields.append(QgsField("XZQDM", QVariant.String))
    fields.append(QgsField("XZQMC", QVariant.String))
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = "XZQ"
    path = tmp_path / "xzq.gpkg"
    writer = QgsVectorFileWriter.create(str(path), fields, QgsWkbTypes.Polygon, QgsCoordinateReferenceSystem(crs),
                                        QgsCoordinateTransformContext(), options)
    for name, wkt in areas.items():
        feature = QgsFeature(fields)
        feature.setAttributes(["450512101", name])
        feature.setGeometry(QgsGeometry.fromWkt(wkt))
        writer.addFeature(feature)
    del writer
    workspace.set_reference(ReferenceLayer("xzq", str(path), "XZQ"))


def rectangle(left: float, right: float) -> str:
    return f"POLYGON(({left} {Y - 500}, {right} {Y - 500}, {right} {Y + 500}, {left} {Y + 500}, {left} {Y - 500}))"


def township(workspace, uuid: str) -> str:
    (row,) = workspace.lists.rows([uuid])
    assert str(workspace.parcel(uuid).attributes.get("XZMC") or "") == row.township
    return row.township


def test_without_a_layer_no_township_is_guessed(workspace, own) -> None:
    assert township(workspace, own) == ""


def test_the_registered_layer_says_in_which_township_most_of_it_lies(workspace, tmp_path) -> None:
    layer(workspace, tmp_path, 某县=rectangle(X - 900, X + 900), 东镇=rectangle(X + 240, X + 900),
          西街道=rectangle(X - 900, X + 240))
    assert township(workspace, ShapeEdits(workspace).draw(RING)[0]) == "东镇"


def test_a_layer_of_counties_and_one_of_another_place_name_no_township(workspace, tmp_path) -> None:
    beside = f"POLYGON(({X + 280} {Y - 900}, {X + 900} {Y - 900}, {X + 900} {Y + 900}, {X + 280} {Y - 900}))"
    layer(workspace, tmp_path, 某县=rectangle(X - 900, X + 900), 远镇=rectangle(X + 4000, X + 9000), 旁镇=beside)
    assert township(workspace, ShapeEdits(workspace).draw(RING)[0]) == ""


def test_what_the_person_gives_goes_before_the_layer(workspace, tmp_path) -> None:
    layer(workspace, tmp_path, 东镇=rectangle(X - 900, X + 900))
    assert township(workspace, ShapeEdits(workspace).draw(RING, {"XZMC": "自划镇"})[0]) == "自划镇"


def test_it_is_entered_as_one_event_that_undo_takes_back_also_after_reopening(workspace, own) -> None:
    assert workspace.many.name_township([own], " 自划镇 ") == (own,)
    assert workspace.many.name_township([own], "自划镇") == ()
    assert township(workspace, own) == "自划镇" and workspace.lists.townships() == ["甲镇", "自划镇"]
    event = workspace.history(own)[-1]
    assert event.kind == "township" and event.actor == "甲"
    path = workspace.path
    workspace.close()
    with Workspace.open(path, actor="甲") as again:
        again.undo()
        assert township(again, own) == ""
        again.redo()
        assert township(again, own) == "自划镇"
        again.many.name_township([own], "")
        assert township(again, own) == ""


def test_a_township_entered_after_an_undoing_leaves_nothing_to_be_done_again(workspace, own) -> None:
    workspace.set_note(own, "看一下")
    workspace.undo()
    workspace.many.name_township([own], "自划镇")
    assert workspace.last_undone() is None and workspace.redo() is None


def test_all_parts_of_the_patch_lie_where_the_patch_lies(workspace, own) -> None:
    parts = ShapeEdits(workspace).split(own, [QgsPointXY(X + 250, Y - 10), QgsPointXY(X + 250, Y + 90)])
    assert set(workspace.many.name_township([parts[1]], "自划镇")) == set(parts)
    assert [township(workspace, part) for part in parts] == ["自划镇"] * 2
    workspace.undo()
    assert [township(workspace, part) for part in parts] == [""] * 2


def test_what_was_issued_keeps_its_township_and_nothing_is_changed_with_it(workspace, own) -> None:
    issued = workspace.queue()[0].parcel_uuid
    with pytest.raises(WeipianError) as caught:
        workspace.many.name_township([own, issued], "自划镇")
    assert caught.value.code == "TOWNSHIP_ISSUED" and "450512202300001" in caught.value.sentence("zh")
    assert (township(workspace, issued), township(workspace, own)) == ("甲镇", "")


def test_undo_is_refused_where_another_has_said_otherwise_since(workspace, own) -> None:
    workspace.many.name_township([own], "自划镇")
    workspace.actor = "乙"
    workspace.many.name_township([own], "另镇")
    workspace.actor = "甲"
    with pytest.raises(WeipianError) as caught:
        workspace.undo()
    assert caught.value.code == "UNDO_OVERTAKEN" and township(workspace, own) == "另镇"
