"""Drawing on the map with real clicks and keys: parcels split and merge, QGIS gets its tool back."""

from __future__ import annotations

import pytest
import shapely
from qgis.core import QgsCoordinateReferenceSystem, QgsFeedback, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtTest import QTest

from tests.qgis.gui.drawing_table import ACROSS, LEFT, NONE, RIGHT, Table
from weipian_plugin.domain.records import Record, ReferenceLayer
from weipian_plugin.gui.geometry.drawing import Pen
from weipian_plugin.gui.geometry.geometries import Geometries
from weipian_plugin.gui.geometry.grips import BoundaryGrip
from weipian_plugin.gui.geometry.how_to import how_to
from weipian_plugin.gui.geometry.measuring import MapRuler, area_text
from weipian_plugin.gui.geometry.reference_shapes import shapes_in
from weipian_plugin.gui.geometry.snapping import Snapper
from weipian_plugin.gui.patches.cells import BASIC, REDLINE
from weipian_plugin.gui.patches.cells import area_text as in_queue
from weipian_plugin.gui.patches.patches_dock import PatchesDock
from weipian_plugin.jobs.drawing.geometry import shape_from
from weipian_plugin.workspace.workspace import Workspace

pytestmark = pytest.mark.usefixtures("raising")
K = Qt.Key


def test_a_drawn_line_splits_the_parcel_and_tells_what_became_of_it(table, told) -> None:
    before, pan = table.shape(), table.canvas.mapTool()
    table.drawing.split()
    assert isinstance(table.canvas.mapTool(), Pen)
    table.draw(*ACROSS)
    parts = table.parts()
    assert len(parts) >= 2 and table.session.current == parts[0]
    assert shapely.union_all([table.shape(part) for part in parts]).symmetric_difference(before).area < 0.01
    assert [row.dkbh for row in table.workspace.queue() if row.jcbh == table.jcbh] == [
        f"{table.jcbh}_{number}" for number in range(1, len(parts) + 1)]
    assert table.canvas.mapTool() is pan and table.drawing.tool is None
    assert table.workspace.parcel(parts[1]).dkbh in told[-1][0]
    assert all(table.workspace.measured(part).area_m2 > 0 for part in parts)


def test_the_areas_of_the_parts_are_told_at_the_cursor_before_anything_is_kept(table) -> None:
    table.drawing.split()
    table.click(table.pixel(*ACROSS[0]))
    table.move(table.pixel(0.5, 0.5))
    label = table.drawing.tool._label
    assert label.text() == "" and label.isHidden()
    table.move(table.pixel(*ACROSS[1]))
    said = [float(text) for text in label.text().replace("亩", "").replace("mu", "").split("+")]
    assert sum(said) == pytest.approx(table.workspace.own_area(table.workspace.parcel(table.session.current).wkb)
                                      * 0.0015, abs=0.02)
    assert len(said) >= 2 and len(table.parts()) == 1 and table.workspace.history(table.session.current) == []


def test_what_cannot_be_done_says_why_and_the_drawing_stays_to_be_bettered(table, monkeypatch) -> None:
    from weipian_plugin.gui import messages

    heard: list = []
    monkeypatch.setattr(messages, "_swallow", lambda error, tell: heard.append(error.code))
    table.drawing.split()
    table.draw((-0.2, 0.5), (0.4, 0.5))
    assert heard == ["LINE_DOES_NOT_CROSS"] and len(table.drawing.tool.points) == 2
    table.draw((1.2, 0.52))
    assert len(table.parts()) >= 2 and table.drawing.tool is None


def test_backspace_enter_and_escape_work_the_pen(table) -> None:
    pan = table.canvas.mapTool()
    table.drawing.split()
    for place in (ACROSS[0], (0.5, 0.9), (0.5, 0.1)):
        table.click(table.pixel(*place))
    table.key(K.Key_Backspace)
    table.key(K.Key_Backspace)
    assert len(table.drawing.tool.points) == 1
    table.click(table.pixel(*ACROSS[1]))
    table.key(K.Key_Return)
    assert len(table.parts()) >= 2
    table.drawing.cut_out()
    table.click(table.pixel(0.4, 0.4))
    table.key(K.Key_Escape)
    assert table.drawing.tool.points == [] and table.canvas.mapTool() is table.drawing.tool
    table.key(K.Key_Escape)
    assert table.drawing.tool is None and table.canvas.mapTool() is pan


def test_the_same_key_lays_the_pen_down_and_another_tool_takes_its_place(table, canvas) -> None:
    table.drawing.split()
    table.drawing.split()
    assert table.drawing.tool is None
    table.drawing.cut_out()
    own = QgsMapToolPan(canvas)
    canvas.setMapTool(own)
    assert table.drawing.tool is None and canvas.mapTool() is own
    table.drawing.measure()
    table.drawing.split()
    assert table.drawing.name == "split"
    table.session.step(1)
    assert table.drawing.tool is None and canvas.mapTool() is own


def test_an_area_is_cut_out_and_undone_and_done_again(table) -> None:
    before = table.workspace.parcel(table.session.current)
    place = shapely.centroid(table.shape()) if table.shape().contains(shapely.centroid(table.shape())) else (
        table.shape().representative_point())
    side = 6.0
    table.drawing.cut_out()
    for dx, dy in ((-side, -side), (side, -side), (side, side), (-side, side)):
        table.drawing.tool.add(QgsPointXY(place.x + dx, place.y + dy))
    table.key(K.Key_Return)
    assert len(table.parts()) == 2
    table.session.undo()
    assert table.parts() == [before.uuid] and table.workspace.parcel(before.uuid).wkb == before.wkb
    table.session.redo()
    assert len(table.parts()) == 2 and table.session.current == before.uuid


def test_undo_of_the_part_on_the_table_leaves_a_parcel_that_stands_there(table) -> None:
    table.drawing.split()
    table.draw(*ACROSS)
    table.session.select(table.parts()[1])
    table.session.undo()
    assert table.session.current == table.parts()[0] and len(table.parts()) == 1


def test_a_click_on_the_neighbour_merges_it_into_the_current_parcel(table) -> None:
    before = table.workspace.parcel(table.session.current)
    table.drawing.split()
    table.draw(*ACROSS)
    parts = table.parts()
    for part in parts[1:]:
        table.drawing.merge()
        spot = table.shape(part).representative_point()
        assert table.drawing.tool.parcel_at(QgsPointXY(spot.x, spot.y)) == part
        table.click(table.at(spot.x, spot.y))
    assert table.parts() == [before.uuid] and table.workspace.parcel(before.uuid).wkb == before.wkb


def test_without_a_neighbour_there_is_nothing_to_merge_or_move(table, told) -> None:
    table.drawing.merge()
    table.drawing.boundary()
    assert table.drawing.tool is None and len(told) == 2


def test_a_boundary_is_dragged_and_the_ground_stays_the_same(table) -> None:
    before = table.shape()
    table.drawing.split()
    table.draw(*ACROSS)
    one, two = table.parts()[:2]
    areas = [table.shape(each).area for each in (one, two)]
    common = shapely.line_merge(table.shape(one).intersection(table.shape(two)))
    line = max(shapely.get_parts(common), key=shapely.length)
    place = line.interpolate(0.5, normalized=True)
    table.drawing.boundary()
    tool = table.drawing.tool
    assert isinstance(tool, BoundaryGrip)
    start, end = table.at(place.x, place.y), table.at(place.x, place.y) + QPoint(0, -14)
    table.move(start)
    QTest.mousePress(table.canvas.viewport(), LEFT, NONE, start)
    table.move(end)
    QTest.mouseRelease(table.canvas.viewport(), LEFT, NONE, end)
    assert [table.shape(each).area for each in (one, two)] != areas
    assert shapely.union_all([table.shape(part) for part in table.parts()]).symmetric_difference(before).area < 0.01
    assert [event.kind for event in table.workspace.history(two)][-1] == "reshape"


def test_the_extent_on_the_ground_is_drawn_with_its_area(table) -> None:
    table.drawing.actual()
    table.draw((-0.2, -0.2), (1.2, -0.2), (1.2, 1.2), (-0.2, 1.2))
    parcel = table.workspace.parcel(table.session.current)
    assert table.workspace.draft(parcel.uuid).answers["SJDKMJ"] == pytest.approx(
        table.workspace.own_area(parcel.actual))
    assert shapely.from_wkb(parcel.actual).contains(shapely.from_wkb(parcel.wkb))
    table.drawing.clear_actual()
    assert table.workspace.parcel(parcel.uuid).actual is None


def test_the_extent_on_the_ground_and_sketches_are_seen_in_both_views(table, qtbot) -> None:
    table.drawing.shut_down()
    before = QgsMapCanvas()
    qtbot.addWidget(before)
    before.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4525"))
    table.drawing = drawing = Geometries(table.session, table.canvas, None, [before])

    def outlined() -> list[bool]:
        return [band.numberOfVertices() > 0 for outline in drawing.actuals for band in outline.bands]

    drawing.actual()
    table.draw((-0.2, -0.2), (1.2, -0.2), (1.2, 1.2), (-0.2, 1.2))
    assert outlined() == [True] * 4
    drawing.sketch()
    table.draw((0.2, 0.2), (0.4, 0.6))
    QTest.keyClick(drawing.remark, K.Key_Return)
    assert [len(marks.bands) for marks in drawing.all_marks] == [1, 1]
    table.session.step(1)
    assert not any(outlined()) and [len(marks.bands) for marks in drawing.all_marks] == [0, 0]
    table.session.step(-1)
    assert all(outlined())
    table.session.undo()
    table.session.undo()
    assert not any(outlined())


@pytest.mark.parametrize("name", ["split", "cut_out", "actual", "own_patch", "sketch", "measure"])
def test_a_tool_says_at_once_what_to_do_and_how_to_end(table, name) -> None:
    line = table.drawing.line
    assert line.isHidden()
    getattr(table.drawing, name)()
    assert line.isVisible() and "Esc" in line.text() and "Enter" in line.text()
    assert line.parentWidget().rect().contains(line.geometry())
    table.key(K.Key_Escape)
    assert line.isHidden()


def test_what_to_do_with_a_neighbour_or_a_boundary_is_said_until_another_tool_is_taken(table, canvas) -> None:
    table.drawing.split()
    table.draw(*ACROSS)
    assert table.drawing.line.isHidden()
    for name in ("merge", "boundary", "redraw_boundary"):
        getattr(table.drawing, name)()
        assert table.drawing.line.text() == how_to(name) != ""
    canvas.setMapTool(QgsMapToolPan(canvas))
    assert table.drawing.line.isHidden()


def test_a_patch_of_ones_own_comes_to_the_table(table) -> None:
    table.drawing.own_patch()
    table.draw((1.1, 0.1), (1.35, 0.1), (1.35, 0.4))
    parcel = table.workspace.parcel(table.session.current)
    assert parcel.attributes["TBLY"] == "自主" and "ZZ" in parcel.jcbh
    table.session.undo()
    assert parcel.uuid not in [row.parcel_uuid for row in table.workspace.queue()]
    assert table.session.current in [row.parcel_uuid for row in table.workspace.queue()]


def test_a_sketch_with_its_remark_is_on_the_map_for_whoever_opens_the_patch_next(table) -> None:
    here = table.session.current
    table.drawing.sketch()
    table.draw((0.2, 0.2), (0.4, 0.6), (0.6, 0.2))
    line = table.drawing.remark
    QTest.keyClicks(line, "new shed")
    assert table.workspace.records("sketch") == []
    QTest.keyClick(line, K.Key_Return)
    (record,) = table.workspace.records("sketch")
    assert (record.parcels, record.values["BHNR"], record.values["BHR"]) == ((here,), "new shed", "张三")
    assert record.values["BHTX"].startswith("LineString") and table.drawing.tool is None
    assert len(table.drawing.marks.bands) == 1 and "new shed" in table.drawing.marks.texts[0]._text
    table.session.step(1)
    assert table.drawing.marks.bands == []
    table.session.step(-1)
    assert len(table.drawing.marks.bands) == 1
    table.session.undo()
    assert table.drawing.marks.bands == [] and table.workspace.records("sketch") == []


def test_escape_in_the_remark_keeps_the_drawing_and_saves_nothing(table) -> None:
    table.drawing.sketch()
    table.draw((0.2, 0.2))
    QTest.keyClick(table.drawing.remark, K.Key_Escape)
    assert table.drawing.remark is None and len(table.drawing.tool.points) == 1
    assert table.workspace.records("sketch") == []


def test_on_a_map_in_another_crs_the_same_ground_is_drawn(table, canvas) -> None:
    before = table.shape()
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    table.look()
    table.drawing.split()
    table.draw(*ACROSS)
    parts = [table.shape(part) for part in table.parts()]
    assert len(parts) >= 2 and shapely.union_all(parts).symmetric_difference(before).area < 0.01
    height = (table.box[1] + table.box[3]) / 2
    assert any(abs(y - height) < 0.1 * (table.box[3] - table.box[1]) for part in parts
               for _, y in shapely.get_coordinates(part))


def test_distance_area_and_place_are_told_in_mu_in_the_plane_and_in_degrees(table) -> None:
    ruler = MapRuler("EPSG:4526")
    corners = [QgsPointXY(38600000, 4060000), QgsPointXY(38600200, 4060000), QgsPointXY(38600200, 4060250),
               QgsPointXY(38600000, 4060250)]
    assert ruler.area(corners) == pytest.approx(49987.6627, abs=1e-3)  # domain §5.4, T2
    assert ruler.distance(corners[:2]) == pytest.approx(200 * (49987.6627 / 50000) ** 0.5, abs=1e-3)
    assert area_text(10000.0).startswith("15.00")
    said = ruler.words(corners)
    assert "74.98" in said and "4060250.000" in said and "38600000.000" in said and "° N" in said
    assert "km" not in MapRuler("EPSG:4490").place_text(QgsPointXY(109.1, 21.4))
    table.drawing.measure()
    table.click(table.pixel(0.1, 0.1))
    table.move(table.pixel(0.9, 0.9))
    assert " m\n" in table.drawing.tool._label.text() and "EPSG" in table.drawing.tool._label.text()
    table.click(table.pixel(0.9, 0.1))
    table.click(table.pixel(0.9, 0.9), RIGHT)
    said = table.drawing.tool._label.text()
    table.move(table.pixel(0.5, 0.9))
    assert table.drawing.tool._label.text() == said and not table.drawing.tool._label.isHidden()
    table.click(table.pixel(0.2, 0.2))
    assert len(table.drawing.tool.points) == 1 and table.workspace.history(table.session.current) == []


def test_a_double_click_ends_a_measurement_and_begins_none(table) -> None:
    table.drawing.measure()
    table.click(table.pixel(0.1, 0.1))
    place = table.pixel(0.8, 0.3)
    table.click(place)
    QTest.mouseDClick(table.canvas.viewport(), LEFT, NONE, place)
    QTest.mouseRelease(table.canvas.viewport(), LEFT, NONE, place)
    assert len(table.drawing.tool.points) == 2 and " m\n" in table.drawing.tool._label.text()


def test_vertices_and_edges_of_parcels_around_and_of_reference_layers_catch_the_cursor(table, demo) -> None:
    workspace = table.workspace
    ring = table.shape().exterior.coords if table.shape().geom_type == "Polygon" else (
        shapely.get_parts(table.shape())[0].exterior.coords)
    corner, following = QgsPointXY(*ring[0]), QgsPointXY(*ring[1])
    snapper = Snapper(table.session, None).begin()
    near = QgsPointXY(corner.x() + 0.4, corner.y() + 0.4)
    assert snapper.snap(near, 1.0) == (corner, "vertex")
    middle = QgsPointXY((corner.x() + following.x()) / 2, (corner.y() + following.y()) / 2)
    if corner.distance(following) > 4:
        assert snapper.snap(middle, 1.0).on == "edge"
    far = QgsPointXY(table.box[0] - 100000, table.box[1])
    assert snapper.snap(far, 1.0) == (far, "")
    workspace.set_reference(ReferenceLayer("dltb", f"{demo}/beihai_scene.gpkg", "dltb_pseudo", "DLBM"))
    shapes = shapes_in(workspace.references()[0], QgsRectangle(*table.box), workspace.crs_authid, QgsFeedback())[0]
    vertex = next(
        vertex for number in shapes.nearestNeighbor(middle, 60)
        for vertex in map(QgsPointXY, shapes.geometry(number).vertices())
        if snapper.snap(QgsPointXY(vertex.x() + 0.01, vertex.y()), 0.5).on == "")
    snapper.begin()
    assert snapper.snap(QgsPointXY(vertex.x() + 0.01, vertex.y()), 0.5).on == "vertex"


def test_a_read_only_workspace_refuses_to_be_drawn_on(workspace_file, session, canvas, told, monkeypatch) -> None:
    from weipian_plugin.gui import messages

    monkeypatch.setattr(messages, "_swallow", lambda error, tell: tell(error.code, 0, ""))
    with Workspace.open(workspace_file, "甲"):
        session.open(str(workspace_file))
        drawing = Geometries(session, canvas)
        drawing.split()
        assert drawing.tool is None and told[-1][0] == "WORKSPACE_READ_ONLY"
        drawing.measure()
        assert drawing.tool is not None
        drawing.shut_down()


def test_areas_in_the_layers_follow_without_being_asked_for(measured, canvas, qtbot) -> None:
    workspace = measured.workspace
    measured.select(max(workspace.queue(), key=lambda row: row.area_m2).parcel_uuid)
    table = Table(measured, canvas)
    heard: list = []
    table.drawing.split()
    table.draw(*ACROSS)
    parts = table.parts()
    assert measured.measuring == set(parts)
    measured.parcelUpdated.connect(heard.append)
    qtbot.waitUntil(lambda: set(parts) <= set(heard), timeout=30000)
    for part in parts:
        assert workspace.measured(part).roles["dltb"].total_m2 == pytest.approx(
            workspace.measured(part).area_m2, rel=1e-3)
        assert workspace.suggestion(part) is not None
    assert not measured.measuring
    table.drawing.shut_down()


def test_the_plugin_has_a_key_for_each_and_leaves_nothing_on_the_map(plugin, window, workspace_file) -> None:
    plugin.session.open(str(workspace_file))
    bench = plugin.workbench
    for name in ("split", "cut_out", "merge", "boundary", "redraw_boundary", "actual", "sketch", "measure_map", "redo"):
        assert bench.registry[name].isEnabled() and bench.registry[name].shortcut().toString()
        assert not bench.registry[name].icon().isNull()
    bench.registry["split"].trigger()
    assert bench.geometries.name == "split"
    bench.registry["measure_map"].trigger()
    assert bench.geometries.name == "measure"


def test_the_queue_shows_each_parts_own_areas_and_after_undo_the_wholes(measured, canvas, qtbot) -> None:
    workspace = measured.workspace
    dock = PatchesDock(measured)
    qtbot.addWidget(dock)
    dock.show()
    dock.reload()
    measured.select(max(workspace.queue(), key=lambda row: row.basic_farmland_m2 or 0).parcel_uuid)
    table, columns = Table(measured, canvas), {BASIC: "yjjbnt", REDLINE: "stbhhx"}

    def shown(uuid: str) -> list:
        """Of this parcel, as the queue shows it."""
        return [dock.model.index(dock.model.row_of(uuid), column).data() for column in columns]

    def own(uuid: str) -> list:
        return [in_queue(workspace.measured(uuid).roles[role].total_m2) for role in columns.values()]

    whole, before = measured.current, shown(measured.current)
    assert before == own(whole) and before[0] not in ("0", "–")
    table.drawing.split()
    table.draw(*ACROSS)
    parts = table.parts()
    assert len(parts) == 2 and all(shown(part)[0] != before[0] for part in parts)
    qtbot.waitUntil(lambda: not measured.measuring and all(workspace.measured(part) is not None for part in parts),
                    timeout=30000)
    qtbot.waitUntil(lambda: all(shown(part) == own(part) for part in parts))
    assert all(shown(part)[0] not in ("–", before[0]) for part in parts)
    measured.undo()
    assert table.parts() == [whole]
    qtbot.waitUntil(lambda: shown(whole) == before)
    table.drawing.shut_down()


def test_a_mark_for_a_return_is_handed_over_shown_until_it_is_forgotten_and_not_kept(table) -> None:
    here, taken = table.session.current, []
    table.drawing.mark(lambda *mark: taken.append(mark))
    table.draw((0.2, 0.2), (0.4, 0.6), (0.6, 0.2))
    QTest.keyClicks(table.drawing.remark, "new shed")
    QTest.keyClick(table.drawing.remark, K.Key_Return)
    ((parcel, shape, text),) = taken
    assert (parcel, text, table.drawing.tool) == (here, "new shed", None) and shape.startswith("LineString")
    assert table.workspace.records("sketch") == []
    assert len(table.drawing.marks.bands) == 1 and "new shed" in table.drawing.marks.texts[0]._text
    box, text = table.drawing.marks.bands[0].asGeometry().boundingBox(), table.drawing.marks.texts[0]
    corner = text.toCanvasCoordinates(QgsPointXY(box.xMaximum(), box.yMaximum()))
    # Beside the drawing and above it: what stands inside, as the patch's number, stays to be read.
    assert (text._place.x(), text._place.y()) == pytest.approx(
        (box.xMaximum(), box.yMaximum()), rel=0, abs=box.width() / 100)
    assert text.pos().x() > corner.x() and text.pos().y() + text.boundingRect().height() <= corner.y() + 1
    table.session.step(1)
    assert table.drawing.marks.bands == []
    table.session.step(-1)
    assert len(table.drawing.marks.bands) == 1
    table.drawing.sketches.forget()
    assert table.drawing.marks.bands == []


def test_a_sketch_of_a_return_says_on_the_map_of_which_round_it_is(table) -> None:
    here = table.session.current
    place = table.workspace.parcel(here)
    table.session.put_record(Record("", "sketch", (here,), values={
        "BHTX": shape_from(place.wkb).centroid().asWkt(), "BHNR": "此处", "SHJB": "省级", "SHLC": 2}))
    (text,) = table.drawing.marks.texts
    assert "2" in text._text and text._text.index("2") < text._text.index("此处")
    table.session.put_record(Record("", "sketch", (here,), values={
        "BHTX": shape_from(place.wkb).centroid().asWkt(), "BHNR": "随手"}))
    assert sorted(len(each._text.split("  ")) for each in table.drawing.marks.texts) == [1, 2]
