"""Drawing on the map where it is hard: small moves, nodes of three parcels, signatures, other CRS, work let go of."""

from __future__ import annotations

import threading
from decimal import Decimal

import pytest
import shapely
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsFeedback,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtTest import QTest

from tests.qgis.gui.drawing_table import ACROSS, LEFT, NONE, Table
from weipian_plugin.domain.records import ReferenceLayer
from weipian_plugin.gui.geometry import reference_shapes
from weipian_plugin.gui.geometry.reference_shapes import MOST_NEAR, shapes_in
from weipian_plugin.gui.geometry.snapping import Snapper
from weipian_plugin.gui.patches.models import AREA, FARMLAND
from weipian_plugin.gui.patches.patches_dock import PatchesDock

pytestmark = pytest.mark.usefixtures("raising")
LEGAL = {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "桂政土批函〔2019〕12号已批准",
         "NZYPZWH": "桂政土批函〔2019〕12号", "NZYPZSJ": "2019-03-12", "NZYPZMJ": 20000.0}


def drag(table: Table, start: QPoint, end: QPoint) -> None:
    table.move(start)
    QTest.mousePress(table.canvas.viewport(), LEFT, NONE, start)
    table.move(end)
    QTest.mouseRelease(table.canvas.viewport(), LEFT, NONE, end)


def cut_in_three(table: Table) -> list[str]:
    """A parcel cut by a line, and one part cut again up to that line: three parcels meet in one node."""
    x0, y0, x1, y1 = table.box
    middle = (y0 + y1) / 2
    edits = table.drawing._edits_now()
    edits.split(table.session.current, [QgsPointXY(x0 - 9, middle), QgsPointXY(x1 + 9, middle)])
    upper = max(table.parts(), key=lambda part: table.shape(part).centroid.y)
    x = table.shape(upper).representative_point().x
    edits.split(upper, [QgsPointXY(x, y1 + 9), QgsPointXY(x, middle)])
    table.session.tell_shapes(table.parts())
    return table.parts()


def nodes(table: Table, parts: list[str], holders: int) -> list[QgsPointXY]:
    places = table.drawing._edits_now().cutter.shared_places(table.drawing._all_parts())
    return [place for place in places if sum(
        table.shape(part).boundary.distance(shapely.Point(place.x(), place.y())) < 1e-6 for part in parts) == holders]


def covered(table: Table) -> shapely.Geometry:
    return shapely.union_all([table.shape(part) for part in table.parts()])


def test_what_can_be_taken_hold_of_is_marked_and_a_small_move_is_a_move(table) -> None:
    before = table.shape()
    table.drawing.split()
    table.draw((-0.2, 0.5), (0.5, 0.45), (1.2, 0.52))
    parts = table.parts()
    table.drawing.boundary()
    tool, holding = table.drawing.tool, table.drawing._all_parts()
    inner = [place for place in table.drawing._edits_now().cutter.shared_places(holding)
             if before.boundary.distance(shapely.Point(place.x(), place.y())) > 1]
    assert inner and tool._handles.numberOfVertices() >= len(inner)
    start = table.at(inner[0].x(), inner[0].y())
    areas = {part: table.shape(part).area for part in parts}
    drag(table, start, start + QPoint(0, -6))
    changed = [part for part in parts if table.shape(part).area != pytest.approx(areas[part])]
    assert len(changed) == 2
    assert covered(table).symmetric_difference(before).area < 0.01
    moved = table.at(inner[0].x(), inner[0].y()) + QPoint(0, -6)
    assert tool.place_of_boundary(table.canvas.getCoordinateTransform().toMapCoordinates(moved)) not in (None, inner[0])


def test_a_node_of_three_parcels_moves_in_all_three_as_one_event(table) -> None:
    before, parts = table.shape(), cut_in_three(table)
    node = next(place for place in nodes(table, parts, 3)
                if before.boundary.distance(shapely.Point(place.x(), place.y())) > 1)
    table.drawing.boundary()
    start = table.at(node.x(), node.y())
    drag(table, start, start + QPoint(7, 0))
    assert covered(table).symmetric_difference(before).area < 0.01
    assert sum(table.shape(part).area for part in table.parts()) == pytest.approx(before.area, abs=0.01)
    last = table.workspace.last_decision()
    assert last.kind == "reshape" and len(last.parcels) >= 2
    assert nodes(table, table.parts(), 3) and node not in nodes(table, table.parts(), 3)


def test_where_the_boundary_meets_the_outside_it_slides_along_it(table) -> None:
    before = table.shape()
    table.drawing.split()
    table.draw(*ACROSS)
    ends = [place for place in nodes(table, table.parts(), 2)
            if before.boundary.distance(shapely.Point(place.x(), place.y())) < 1e-6]
    table.drawing.boundary()
    for end in ends:
        start = table.at(end.x(), end.y())
        drag(table, start, start + QPoint(3, -5))
    assert covered(table).symmetric_difference(before).area < 0.01
    assert table.workspace.last_decision().kind == "reshape"


@pytest.mark.parametrize("what", ["split", "cut_out", "actual", "merge", "boundary", "redraw_boundary"])
def test_a_signature_is_told_before_anything_is_drawn(table, told, what) -> None:
    workspace, uuid = table.workspace, table.session.current
    workspace.save_draft(uuid, LEGAL)
    workspace.sign(uuid, "张三", "内业")
    getattr(table.drawing, what)()
    assert (table.drawing.tool is None and "签字" in told[-1][0]) or "signed" in told[-1][0]
    table.drawing.sketch()
    assert table.drawing.name == "sketch"


def test_a_patch_of_ones_own_needs_no_other_patch(table) -> None:
    corners = [(1.1, 0.1), (1.35, 0.1), (1.35, 0.4)]
    table.session._show("")
    table.drawing.own_patch()
    for corner in corners:
        table.click(table.pixel(*corner))
    table.drawing.tool.finish()
    parcel = table.workspace.parcel(table.session.current)
    assert parcel.attributes["TBLY"] == "自主"
    assert table.workspace.batch_of(parcel.uuid).source == "自主"


def test_sketches_go_with_the_map_into_another_crs(table) -> None:
    table.drawing.sketch()
    table.click(table.pixel(0.5, 0.5))
    table.drawing.tool.finish()
    table.drawing.remark.returnPressed.emit()
    before = QgsGeometry(table.drawing.marks.bands[0].asGeometry()).boundingBox().center()
    table.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    after = table.drawing.marks.bands[0].asGeometry().boundingBox().center()
    assert before.x() > 1000 and 100 < after.x() < 120


def test_while_the_remark_is_written_the_drawing_stands_still(table) -> None:
    table.drawing.sketch()
    table.click(table.pixel(0.3, 0.3))
    table.click(table.pixel(0.4, 0.5))
    table.drawing.tool.finish()
    table.click(table.pixel(0.8, 0.8))
    assert len(table.drawing.tool.points) == 2 and table.drawing.remark is not None
    table.drawing.remark._leave()
    table.click(table.pixel(0.8, 0.8))
    assert len(table.drawing.tool.points) == 3


def test_a_workspace_closed_while_its_new_parts_are_measured_hurts_nobody(measured, canvas, qtbot) -> None:
    measured.select(max(measured.workspace.queue(), key=lambda row: row.area_m2).parcel_uuid)
    table = Table(measured, canvas)
    path = str(measured.workspace.path)
    table.drawing.split()
    table.draw(*ACROSS)
    count = len(table.parts())
    measured.close()
    qtbot.wait(1500)
    assert not table.drawing.remeasuring.running
    measured.open(path)
    assert len(table.parts()) == count
    assert all(measured.workspace.measured(part).area_m2 > 0 for part in table.parts())
    table.drawing.shut_down()


def corner_of_reference(table, reference) -> QgsPointXY:
    """A corner of a reference layer inside the parcel's box, where no parcel is near."""
    box, alone = QgsRectangle(*table.box), Snapper(table.session, None)
    index, _whole = shapes_in(reference, box, table.workspace.crs_authid, QgsFeedback())
    reach = 12 * table.canvas.mapUnitsPerPixel()
    return next(corner for number in index.intersects(box)
                for corner in map(QgsPointXY, index.geometry(number).vertices())
                if box.contains(corner) and alone.snap(corner, 2 * reach).on == "")


def test_the_mouse_never_waits_for_a_reference_layer_that_is_read_for_long(table, demo, monkeypatch, qtbot) -> None:
    slow = ReferenceLayer("dltb", f"{demo}/beihai_scene.gpkg", "dltb_pseudo", "DLBM")
    quick = ReferenceLayer("yjjbnt", f"{demo}/beihai_scene.gpkg", "yjjbnt_pseudo")
    corner, may_go_on = corner_of_reference(table, slow), threading.Event()
    opened, threads = reference_shapes._opened, set()

    def opened_slowly(reference):
        threads.add(threading.current_thread())
        assert reference.role != "dltb" or may_go_on.wait(30)
        return opened(reference)

    monkeypatch.setattr(reference_shapes, "_opened", opened_slowly)
    for reference in (slow, quick):
        table.workspace.set_reference(reference)
    table.drawing.split()
    qtbot.waitUntil(lambda: len(threads) == 2)
    place = table.at(corner.x(), corner.y())
    table.move(place)  # would stand still here
    assert not table.drawing.tool._mark.isVisible()
    own = QgsPointXY(*shapely.get_parts(table.shape())[0].exterior.coords[0])
    table.move(table.at(own.x(), own.y()))
    assert table.drawing.tool._mark.isVisible()  # parcels are caught meanwhile
    may_go_on.set()

    def is_caught() -> bool:
        table.move(place + QPoint(1, 1))
        table.move(place)
        return table.drawing.tool._mark.isVisible()

    qtbot.waitUntil(is_caught)
    assert threading.main_thread() not in threads


def test_which_layer_is_not_snapped_to_is_told_once_and_why(table, told, demo, tmp_path, qtbot) -> None:
    """Also one of a database, which nobody answers for here."""
    for reference in (ReferenceLayer("dltb", str(tmp_path / "gone.gpkg"), "dltb"),
                      ReferenceLayer("yjjbnt", "PG:host=127.0.0.1 port=1 dbname=land", "public.yjjbnt"),
                      ReferenceLayer("stbhhx", f"{demo}/beihai_scene.gpkg", "stbhhx_pseudo")):
        table.workspace.set_reference(reference)

    def heard() -> list:
        return sorted(words[0] for words in told if "is not snapped to" in words[0])

    for _ in range(2):
        table.drawing.split()
        qtbot.waitUntil(lambda: len(heard()) >= 2)
        table.drawing.put_away()
        qtbot.wait(200)
    assert len(heard()) == 2
    assert any("(dltb)" in text and "the file is not there" in text for text in heard())
    assert any("(public.yjjbnt)" in text and "it cannot be read" in text for text in heard())


def test_a_layer_in_another_crs_or_without_a_spatial_index_is_snapped_to(table, tmp_path) -> None:
    x, y = table.box[0] + 3.0, table.box[1] + 3.0
    layer = QgsVectorLayer(f"Polygon?crs={table.workspace.crs_authid}", "far", "memory")
    feature = QgsFeature()
    feature.setGeometry(QgsGeometry.fromWkt(f"POLYGON(({x} {y},{x + 5} {y},{x + 5} {y + 5},{x} {y}))"))
    layer.dataProvider().addFeatures([feature])
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "ESRI Shapefile"
    options.ct = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem("EPSG:4490"), QgsProject.instance())
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(tmp_path / "far.shp"),
                                              QgsProject.instance().transformContext(), options)
    (tmp_path / "far.qix").unlink(missing_ok=True)
    table.workspace.set_reference(ReferenceLayer("dltb", str(tmp_path / "far.shp")))
    snapper = Snapper(table.session, None).begin()
    place = snapper.snap(QgsPointXY(x + 5.2, y + 5.2), 1.0)
    assert place.on == "vertex" and place.point.distance(QgsPointXY(x + 5, y + 5)) < 1e-3


@pytest.mark.parametrize("most", [5000, MOST_NEAR])
def test_among_very_many_features_what_lies_at_the_cursor_is_still_snapped_to(
        table, tmp_path, monkeypatch, most) -> None:
    """Also where only some of those around the patch are read at first."""
    x, y = table.box[0], table.box[1]
    layer = QgsVectorLayer(f"Polygon?crs={table.workspace.crs_authid}", "dense", "memory")
    features = []
    for number in range(3 * MOST_NEAR):
        feature = QgsFeature()
        left, low = x - 30 + number % 20 * 3, y - 15 + number // 20 * 3
        feature.setGeometry(QgsGeometry.fromWkt(
            f"POLYGON(({left} {low},{left + 2} {low},{left + 2} {low + 2},{left} {low + 2},{left} {low}))"))
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(
        layer, str(tmp_path / "dense.gpkg"), QgsProject.instance().transformContext(), options)
    table.workspace.set_reference(ReferenceLayer("dltb", str(tmp_path / "dense.gpkg"), "dense"))
    monkeypatch.setattr("weipian_plugin.gui.geometry.reference_shapes.MOST_READ", most)
    for feature in features:
        corner = feature.geometry().asPolygon()[0][2]
        place = Snapper(table.session, None).begin().snap(QgsPointXY(corner.x() + 0.2, corner.y() + 0.2), 1.0)
        assert place.on == "vertex" and place.point.distance(corner) < 1e-3


def test_a_shape_that_changes_reads_the_lines_of_its_patch_only(opened, table) -> None:
    dock = PatchesDock(opened)
    dock.reload()
    heard: list = []
    opened.queueChanged.connect(lambda: heard.append(1))
    asked: list = []
    opened.workspace._database.connection.set_trace_callback(asked.append)
    table.drawing.split()
    table.draw(*ACROSS)
    opened.workspace._database.connection.set_trace_callback(None)
    assert heard == [] and not [query for query in asked if "WHERE '' = ''" in query]
    assert dock.model.uuids == [row.parcel_uuid for row in opened.workspace.queue()]
    opened.undo()
    assert dock.model.uuids == [row.parcel_uuid for row in opened.workspace.queue()]
    opened.redo()
    rows = opened.workspace.queue()
    assert dock.model.uuids == [row.parcel_uuid for row in rows]
    assert opened.current == next(row.parcel_uuid for row in rows if row.dkbh == f"{table.jcbh}_1")
    table.drawing.own_patch()
    table.draw((1.1, 0.1), (1.35, 0.1), (1.35, 0.4))
    assert dock.model.uuids == [row.parcel_uuid for row in opened.workspace.queue()]
    assert opened.current == dock.model.uuids[-1]
    dock.deleteLater()


def test_the_areas_of_parts_add_up_to_the_patch_in_list_head_and_facts(measured, canvas, qtbot) -> None:
    from weipian_plugin.gui.interpretation.facts_rows import land_rows
    from weipian_plugin.gui.interpretation.parcel_reading import read_parcel
    from weipian_plugin.gui.interpretation.patch_header import title_in_words

    workspace = measured.workspace
    dock = PatchesDock(measured)
    dock.reload()
    uneven = 0
    for row in sorted(workspace.queue(), key=lambda row: -row.area_m2)[:6]:
        measured.select(row.parcel_uuid)
        table = Table(measured, canvas)
        whole = Decimal(dock.model.index(dock.model.row_of(row.parcel_uuid), AREA).data())
        x0, y0, x1, y1 = table.box
        edits = table.drawing._edits_now()
        for share in (0.31, 0.53, 0.77):
            biggest = max(table.parts(), key=lambda part: table.shape(part).area)
            y = y0 + share * (y1 - y0)
            try:
                edits.split(biggest, [QgsPointXY(x0 - 9, y), QgsPointXY(x1 + 9, y)])
            except Exception:
                continue
        measured.tell_shapes(table.parts())
        lines = [dock.model.row_of(part) for part in table.parts()]
        assert sum(Decimal(dock.model.index(line, AREA).data()) for line in lines) == whole
        shown = [read_parcel(workspace, workspace.parcel(part), None, None, frozenset()) for part in table.parts()]
        assert sum(one.whole for one in shown) == whole
        for one, line in zip(shown, lines):
            assert str(one.whole) in title_in_words(one.parcel, one.measured.area_m2, dock.palette(), one.whole)
            assert dock.model.index(line, AREA).data() == str(one.whole)
        uneven += sum(workspace.measured(part).area_m2 * 0.0015 != 0 for part in table.parts())
        qtbot.waitUntil(lambda drawing=table.drawing: not drawing.remeasuring.running, timeout=30000)
        for part, line in zip(table.parts(), [dock.model.row_of(part) for part in table.parts()]):
            one = read_parcel(workspace, workspace.parcel(part), None, None, frozenset())
            rows = land_rows(one.measured, whole=one.whole)
            assert sum(each.area for each in rows if not each.of_farmland) == one.whole
            assert Decimal(dock.model.index(line, FARMLAND).data()) == rows[0].area
        table.drawing.shut_down()
    assert uneven
    dock.deleteLater()


def test_a_parcel_set_apart_while_its_new_shape_is_measured_stops_nothing_of_the_others(table, told, monkeypatch):
    from weipian_plugin.gui.geometry import remeasuring

    waiting = []

    def wait(again) -> None:
        waiting.append(again)

    monkeypatch.setattr(remeasuring.Remeasure, "start", wait)
    table.drawing.split()
    table.draw(*ACROSS)
    parts, session = table.parts(), table.session
    assert len(parts) == 2 and len(waiting) == 1
    other = next(uuid for uuid in session.order if uuid not in parts)
    waiting[0]._uuids += [other]
    updated = []
    session.parcelUpdated.connect(updated.append)
    session.quarantine_current()
    asked = []
    monkeypatch.setattr("weipian_plugin.jobs.drawing.shape_edits.SuggestAnew.suggest",
                        lambda _anew, uuid, first=False: asked.append(table.workspace.parcel(uuid).uuid))
    updated.clear()
    waiting[0]._end(())
    assert asked == [other] and not [words for words in told if "UNKNOWN" in words[0]]
    assert not set(updated) & set(parts) and session.measuring == frozenset()
