"""Who switches the workbench off has the map as it was; who draws on a file that fails is told in a sentence."""

from __future__ import annotations

import pytest
from qgis.core import QgsPointXY
from qgis.PyQt.QtCore import QPoint, QPointF, Qt
from qgis.PyQt.QtTest import QTest

from tests.qgis.gui.failing import fails


def marks(bench) -> dict:
    compare, drawing = bench.compare, bench.geometries
    return {"outline": compare._outlines[compare.canvas]._bands[0].numberOfVertices() > 0,
            "caption": any(compare._captions[compare.canvas].texts),
            "sketch": bool(drawing.marks.bands), "actual": drawing.actuals[0].bands[0].numberOfVertices() > 0,
            "tool": drawing.tool is not None}


def test_nothing_of_ours_stays_on_the_map_and_all_of_it_comes_back(bench):
    session, drawing = bench.session, bench.geometries
    x, y = 0.0, 0.0
    outline = bench.compare.views.patch.place
    x, y = outline.centroid().asPoint()
    ring = [QgsPointXY(x, y), QgsPointXY(x + 50, y), QgsPointXY(x, y + 50)]
    drawing._shapes_kept(drawing._edits_now().set_actual(session.current, ring))
    drawing._keep_sketch("look here", ring[:1], None)
    drawing.measure()
    bench.compare._captions[bench.compare.canvas].say("2018-03-09")
    assert all(marks(bench).values())
    bench.registry["workbench"].setChecked(False)
    assert not any(marks(bench).values())
    session.queueChanged.emit()
    bench.compare.canvas.destinationCrsChanged.emit()
    session.step(1)
    session.step(-1)
    assert not any(marks(bench).values()), "whatever happens meanwhile"
    bench.registry["workbench"].setChecked(True)
    there = marks(bench)
    assert there["outline"] and there["sketch"] and there["actual"]


@pytest.mark.parametrize(("key", "read"), [("split", "references"), ("boundary", "siblings"), ("merge", "siblings"),
                                           ("redraw_boundary", "siblings"), ("split", "parcel"),
                                           ("remove_sketch", "records"), ("sketch", "references")])
def test_a_drawing_that_cannot_be_begun_is_told_as_what_it_is(bench, heard, monkeypatch, key, read):
    with monkeypatch.context() as broken:
        broken.setattr(bench.session.workspace, read, fails)
        bench.registry[key].trigger()
    assert len(heard) == 1 and "x.gpkg" in heard[0]
    assert bench.geometries.tool is None and bench.geometries.name == ""


def test_the_mouse_over_parcels_that_cannot_be_read_hurts_nobody(bench, heard, monkeypatch):
    session, drawing = bench.session, bench.geometries
    shape = bench.compare.views.patch.place.boundingBox()
    middle = (shape.yMinimum() + shape.yMaximum()) / 2
    drawing._shapes_kept(drawing._edits_now().split(session.current, [
        QgsPointXY(shape.xMinimum() - 9, middle), QgsPointXY(shape.xMaximum() + 9, middle)]))
    bench.registry["merge"].trigger()
    other = next(iter(drawing._other_parts()))
    assert drawing._number_of(other)
    heard.clear()
    with monkeypatch.context() as broken:
        broken.setattr(session.workspace, "parcel", fails)
        assert drawing._number_of(other) == ""
    bench.registry["split"].trigger()
    with monkeypatch.context() as broken:
        broken.setattr(session.workspace, "shapes_near", fails)
        view = bench.compare.canvas.viewport()
        for step in range(3):
            QTest.mouseMove(view, QPoint(40 + step, 40))
            drawing.tool.canvasMoveEvent(_at(bench.compare.canvas, QPoint(40 + step, 40)))
    assert len(heard) == 1 and "x.gpkg" in heard[0]


def _at(canvas, place: QPoint):
    from qgis.gui import QgsMapMouseEvent
    from qgis.PyQt.QtCore import QEvent
    from qgis.PyQt.QtGui import QMouseEvent

    none = Qt.MouseButton.NoButton
    return QgsMapMouseEvent(canvas, QMouseEvent(QEvent.Type.MouseMove, QPointF(place), none, none,
                                                Qt.KeyboardModifier.NoModifier))


@pytest.mark.parametrize("key", ["merge", "boundary", "redraw_boundary"])
def test_of_a_patch_that_is_one_parcel_it_is_said_that_it_has_no_neighbours(bench, heard, key):
    bench.registry[key].trigger()
    assert len(heard) == 1 and "is one parcel" in heard[0] and "choose" not in heard[0]
    assert bench.geometries.tool is None
