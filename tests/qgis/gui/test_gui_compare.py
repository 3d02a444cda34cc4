"""The Compare dock on the real Beihai images: the same ground in both views, before and after where they belong."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsFeature,
    QgsFillSymbol,
    QgsGeometry,
    QgsMapRendererParallelJob,
    QgsMapSettings,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsSingleSymbolRenderer,
    QgsVectorLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage, QMouseEvent, QWheelEvent
from qgis.PyQt.QtWidgets import QApplication, QMainWindow

from weipian_plugin.domain.records import Scene
from weipian_plugin.gui.imagery.compare_dock import CompareDock
from weipian_plugin.gui.imagery.comparing import LEAST_BLINK_MS
from weipian_plugin.gui.imagery.image_store import ImageStore
from weipian_plugin.gui.imagery.linked_views import FollowingCanvas, LinkedViews
from weipian_plugin.gui.imagery.map_marks import ViewItem
from weipian_plugin.gui.imagery.rendering import Rendering, Wish, wish_for
from weipian_plugin.gui.imagery.still_views import LONGEST_MS
from weipian_plugin.gui.imagery.view_picture import MAP_Z, ViewPicture
from weipian_plugin.jobs.imagery.chip import LEAST_GROUND_M
from weipian_plugin.jobs.imagery.scene_shelf import open_scene
from weipian_plugin.workspace.issued_places import issued_centre

BEFORE, AFTER = "2016-12-09", "2018-03-09"


@pytest.fixture()
def scenes(demo: Path) -> list[Scene]:
    return [Scene(str(demo / "before_20161209_rgb8.tif"), BEFORE, "Sentinel-2", True),
            Scene(str(demo / "after_20180309_rgb8.tif"), AFTER, "Sentinel-2", True)]


@pytest.fixture()
def with_scenes(opened, scenes):
    for scene in scenes:
        opened.workspace.set_scene(scene)
    opened.settings.match_dates = False  # so that the files' own colours are seen
    return opened


@pytest.fixture()
def window(qgis_app, qtbot):
    window = QMainWindow()
    canvas = QgsMapCanvas(window)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4525"))
    window.setCentralWidget(canvas)
    window.canvas = canvas
    qtbot.addWidget(window)
    window.resize(700, 900)
    window.show()
    yield window
    canvas.setLayers([])
    QgsProject.instance().clear()


def test_a_patch_without_a_shape_is_shown_around_its_issued_centre(bench, monkeypatch):
    workspace = bench.session.workspace
    original, attributes = workspace.parcel, {"LZB": 109.13, "BZB": 21.48}
    monkeypatch.setattr(workspace, "parcel", lambda uuid: replace(
        original(uuid), wkb=None, attributes={**original(uuid).attributes, **attributes}))
    bench._show_current()
    bench.back_to_patch()
    assert bench.views.patch.ground is None
    around, core = bench.views.grounds_of(bench.views.patch)
    x, y = issued_centre(attributes, workspace.crs_authid)
    assert (core.center().x(), core.center().y()) == pytest.approx((x, y), abs=0.01)
    assert around.width() == pytest.approx(LEAST_GROUND_M) == around.height()
    assert bench.canvas.extent().contains(QgsPointXY(x, y)) and bench.canvas.extent().width() < 5 * LEAST_GROUND_M
    assert {band.numberOfVertices() for band in bench._outlines[bench.canvas]._bands} == {1}
    attributes["LZB"] = 0.0
    bench._show_current()
    assert bench.views.grounds_of(bench.views.patch) is None


def dock_on(session, window) -> CompareDock:
    dock = CompareDock(session, window.canvas, window)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    window.resizeDocks([dock], [420], Qt.Orientation.Vertical)
    dock.show()
    return dock


@pytest.fixture()
def bench(window, with_scenes, qtbot, raising):
    """A dock beside a main map without layers, in 判读 mode, on the first patch."""
    with_scenes.set_mode(True)
    dock = dock_on(with_scenes, window)
    dock.back_to_patch()
    settle(dock, qtbot)
    yield dock
    dock.shut_down()
    with_scenes.set_mode(False)


def settle(dock: CompareDock, qtbot) -> None:
    """Until both views are drawn to the pixel, and nothing more is being made ready."""
    views = dock.views
    for _ in range(2):
        qtbot.wait(30)
        qtbot.waitUntil(lambda: views.complete and not (
            dock.pictures.waiting or views.store.busy or views._vector_store.busy
            or any(timer.isActive() for timer in (views._look_soon, views._idle, views._one_ahead,
                                                  views._vectors_soon))), timeout=10000)


def ground_of(canvas: QgsMapCanvas, path: str) -> QImage:
    """What an image alone looks like on the ground of this canvas."""
    layer = QgsRasterLayer(path, "alone")
    settings = QgsMapSettings(canvas.mapSettings())
    settings.setLayers([layer])
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def likeness(seen: QImage, wanted: QImage, points: list[QPoint]) -> float:
    """Share of the points (view pixels) where two images have the same colour (marks on top cover a few)."""
    assert seen.devicePixelRatio() == wanted.devicePixelRatio()
    assert seen.size() == wanted.size()
    points = [point * seen.devicePixelRatio() for point in points]
    same = [abs(QColor(seen.pixel(p)).lightness() - QColor(wanted.pixel(p)).lightness()) <= 2
            and abs(QColor(seen.pixel(p)).red() - QColor(wanted.pixel(p)).red()) <= 3 for p in points]
    return sum(same) / len(same)


def grid(left: float, right: float, canvas: QgsMapCanvas, top: float = 0.15, bottom: float = 1.0) -> list[QPoint]:
    size = canvas.viewport().size()
    return [QPoint(int(size.width() * x / 40), int(size.height() * y / 40))
            for x in range(int(left * 40) + 1, int(right * 40)) for y in range(int(top * 40), int(bottom * 40))]


def seen(canvas: QgsMapCanvas) -> QImage:
    return canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_ARGB32)


def drag(canvas: QgsMapCanvas, begin: QPoint, *ways: QPoint) -> None:
    """A drag with the left button, as Qt hands it on."""
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    send_mouse(canvas, QEvent.Type.MouseButtonPress, begin, left, left)
    for at in ways:
        send_mouse(canvas, QEvent.Type.MouseMove, at, none, left)
    send_mouse(canvas, QEvent.Type.MouseButtonRelease, ways[-1], left, none)


def send_mouse(canvas: QgsMapCanvas, kind, at: QPoint, button=Qt.MouseButton.NoButton,
               held=Qt.MouseButton.NoButton) -> None:
    viewport = canvas.viewport()
    event = QMouseEvent(kind, QPointF(at), QPointF(viewport.mapToGlobal(at)), button, held,
                        Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(viewport, event)


def square(corner: QgsPointXY, side: float) -> QgsGeometry:
    return QgsGeometry.fromRect(QgsRectangle(corner.x(), corner.y(), corner.x() + side, corner.y() + side))


def own_layer(canvas: QgsMapCanvas, share: float = 0.5) -> QgsVectorLayer:
    """A person's own layer: a red square over the middle of the view."""
    layer = QgsVectorLayer("Polygon?crs=EPSG:4525", "own", "memory")
    feature = QgsFeature()
    extent = canvas.extent()
    feature.setGeometry(QgsGeometry.fromRect(QgsRectangle.fromCenterAndSize(
        extent.center(), extent.width() * share, extent.height() * share)))
    layer.dataProvider().addFeature(feature)
    layer.setRenderer(QgsSingleSymbolRenderer(QgsFillSymbol.createSimple({"color": "255,0,0", "outline_style": "no"})))
    return layer


def test_the_link_lets_go_where_the_views_items_are_gone_already(window):
    follower = FollowingCanvas()
    links = LinkedViews(window.canvas, follower)
    for cross in links._crosses.values():
        cross.canvas.scene().removeItem(cross)
        sip.delete(cross)
    links.stop()
    assert not links._crosses


def test_without_a_workspace_the_view_tells_how_to_begin(session, window, qtbot):
    dock = CompareDock(session, window.canvas, window)
    dock.show()
    assert "Import issued package" in dock._body.messageLabel.text()
    assert not dock._body.swipeButton.isEnabled()
    dock.shut_down()


def test_the_before_view_has_the_main_maps_centre_and_pixel_size(bench):
    main, before = bench.canvas, bench.before
    assert before.mapUnitsPerPixel() == pytest.approx(main.mapUnitsPerPixel(), rel=1e-9)
    assert before.extent().center().distance(main.extent().center()) < main.mapUnitsPerPixel() / 1000
    assert before.mapSettings().destinationCrs() == main.mapSettings().destinationCrs()


def test_views_of_one_size_have_one_extent(bench, qtbot):
    bench.setFloating(True)
    frame = bench.size() - bench.before.size()
    bench.resize(bench.canvas.size() + frame)
    qtbot.waitUntil(lambda: bench.before.size() == bench.canvas.size())
    ours, theirs = bench.before.extent(), bench.canvas.extent()
    hair = bench.canvas.mapUnitsPerPixel() / 1000
    for edge in ("xMinimum", "yMinimum", "xMaximum", "yMaximum"):
        assert getattr(ours, edge)() == pytest.approx(getattr(theirs, edge)(), abs=hair)


def test_moving_either_view_moves_the_other(bench):
    main, before = bench.canvas, bench.before
    place = QgsPointXY(main.extent().center().x() + 500, main.extent().center().y() - 300)
    main.setCenter(place)
    assert before.extent().center().distance(place) < 0.01
    other = QgsPointXY(place.x() - 900, place.y() + 700)
    before.setCenter(other)
    assert main.extent().center().distance(other) < 0.01
    before.zoomByFactor(0.5)
    assert main.mapUnitsPerPixel() == pytest.approx(before.mapUnitsPerPixel(), rel=1e-9)


def test_resizing_the_dock_does_not_move_the_main_map(bench, window, qtbot):
    bench.setFloating(True)
    qtbot.wait(100)
    extent = bench.canvas.extent()
    size = bench.canvas.size()
    bench.resize(bench.width() + 160, bench.height() + 90)
    qtbot.wait(50)
    assert bench.canvas.size() == size
    assert bench.canvas.extent() == extent
    assert bench.before.mapUnitsPerPixel() == pytest.approx(bench.canvas.mapUnitsPerPixel(), rel=1e-9)


def test_the_next_patch_comes_with_its_surroundings_into_both_views(bench, opened):
    opened.step(1)
    patch = bench.views.patch.ground.boundingBox()
    half = max(patch.width(), patch.height(), 200 / 1.8) * 1.8 / 2
    wide = QgsRectangle(patch.center().x() - half, patch.center().y() - half,
                        patch.center().x() + half, patch.center().y() + half)
    assert bench.canvas.extent().contains(wide)
    assert bench.before.extent().contains(patch)
    assert bench.canvas.extent().center().distance(patch.center()) < 0.01


def test_a_flat_before_view_still_holds_the_whole_patch(bench, qtbot):
    bench.setFloating(True)
    qtbot.wait(50)
    bench.resize(bench.width(), bench.minimumSizeHint().height() + 60)
    qtbot.wait(50)
    centre = bench.canvas.extent().center()
    bench.views.patch.ground = square(centre, 900)
    bench.back_to_patch()
    assert bench.before.height() < bench.canvas.height() / 3
    assert bench.before.extent().contains(bench.views.patch.ground.boundingBox())


def test_a_small_patch_is_shown_with_at_least_200_metres(bench, opened, monkeypatch):
    centre = bench.canvas.extent().center()
    bench.views.patch.ground = square(centre, 5)
    bench.back_to_patch()
    extent = bench.canvas.extent()
    assert min(extent.width(), extent.height()) >= 199.99


def test_each_view_shows_the_image_of_its_date(bench, scenes, qtbot):
    for canvas, own, other in ((bench.before, 0, 1), (bench.canvas, 1, 0)):
        points = grid(0.0, 1.0, canvas)
        assert likeness(seen(canvas), ground_of(canvas, scenes[own].path), points) > 0.9
        assert likeness(seen(canvas), ground_of(canvas, scenes[other].path), points) < 0.6


def test_imagery_is_neither_in_the_project_nor_a_layer_of_a_canvas(bench):
    assert QgsProject.instance().mapLayers() == {}
    assert bench.canvas.layers() == bench.before.layers() == []


def test_swipe_shows_before_at_the_left_of_the_line_and_after_at_the_right(bench, scenes, qtbot):
    bench.comparing.toggle_swipe()
    settle(bench, qtbot)
    canvas = bench.canvas
    y = canvas.viewport().height() // 2
    drag(canvas, QPoint(300, y), QPoint(290, y), QPoint(int(canvas.viewport().width() * 0.3), y))
    qtbot.wait(30)
    picture = seen(canvas)
    before, after = ground_of(canvas, scenes[0].path), ground_of(canvas, scenes[1].path)
    left, right = grid(0.0, 0.28, canvas), grid(0.32, 1.0, canvas)
    assert likeness(picture, before, left) > 0.9
    assert likeness(picture, after, left) < 0.6
    assert likeness(picture, after, right) > 0.9
    bench.comparing.toggle_swipe()
    qtbot.wait(50)
    assert likeness(seen(canvas), after, left) > 0.9


def test_the_first_pixels_of_a_drag_say_which_way_the_map_is_parted(bench, scenes, qtbot):
    bench.comparing.toggle_swipe()
    settle(bench, qtbot)
    canvas, here = bench.canvas, bench.views.here
    drag(canvas, QPoint(200, 200), QPoint(201, 202), QPoint(202, 209), QPoint(300, 330))
    assert (here.parting.upright, here.parting.at) == (False, 330)
    qtbot.wait(30)
    picture, height = seen(canvas), canvas.viewport().height()
    before, after = ground_of(canvas, scenes[0].path), ground_of(canvas, scenes[1].path)
    above, below = grid(0.0, 1.0, canvas, 0.15, 310 / height), grid(0.0, 1.0, canvas, 360 / height, 0.9)
    assert likeness(picture, before, above) > 0.9 and likeness(picture, after, above) < 0.6
    assert likeness(picture, after, below) > 0.9
    assert bench._captions[canvas].texts == (f"Before {BEFORE}", f"After {AFTER}")
    assert bench._captions[canvas]._below  # where the after image is
    drag(canvas, QPoint(200, 200), QPoint(208, 203), QPoint(250, 290))
    assert (here.parting.upright, here.parting.at) == (True, 250)
    assert not bench._captions[canvas]._below


def test_no_date_is_written_on_the_picture_of_the_other(bench, scenes, qtbot):
    bench.comparing.toggle_swipe()
    settle(bench, qtbot)
    canvas = bench.canvas
    width, before = canvas.viewport().width(), ground_of(canvas, scenes[0].path)
    drag(canvas, QPoint(200, 200), QPoint(208, 200), QPoint(width - 4, 200))
    qtbot.wait(30)
    corner = grid(1 - 60 / width, 1 - 12 / width, canvas, 0.01, 0.05)
    assert likeness(seen(canvas), before, corner) > 0.9


def test_the_line_has_a_handle_that_is_seen(bench, qtbot):
    bench.comparing.toggle_swipe()
    settle(bench, qtbot)
    middle = bench.views.here.parting.handle().toPoint()
    picture = seen(bench.canvas)
    for away in (-7, 7):
        colour = QColor(picture.pixel(middle + QPoint(away, 0)))
        assert colour.red() > 240 and colour.green() > 220 and colour.blue() < 90


def test_a_drag_while_swiping_does_not_move_the_map(bench, qtbot):
    bench.canvas.setMapTool(tool := QgsMapToolPan(bench.canvas))
    bench.comparing.toggle_swipe()
    extent = bench.canvas.extent()
    drag(bench.canvas, QPoint(100, 100), QPoint(110, 100), QPoint(250, 120))
    assert bench.canvas.extent() == extent
    bench.comparing.toggle_swipe()
    drag(bench.canvas, QPoint(100, 100), QPoint(110, 100), QPoint(250, 120))
    assert bench.canvas.extent() != extent
    bench.canvas.unsetMapTool(tool)


def test_a_tool_in_use_keeps_its_clicks_unless_they_are_on_the_line(bench, qtbot):
    class Tool(QgsMapTool):
        def __init__(self, canvas):
            super().__init__(canvas)
            self.pressed = []

        def canvasPressEvent(self, event):
            self.pressed.append(event.pos().x())

    tool = Tool(bench.canvas)
    bench.canvas.setMapTool(tool)
    bench.comparing.toggle_swipe()
    line = round(bench.views.here.parting.at)
    drag(bench.canvas, QPoint(100, 100), QPoint(130, 100))
    assert tool.pressed == [100] and bench.views.here.parting.at == pytest.approx(line, abs=1)
    drag(bench.canvas, QPoint(line, 100), QPoint(line + 30, 100))
    assert tool.pressed == [100] and bench.views.here.parting.at == line + 30
    bench.canvas.unsetMapTool(tool)


def test_a_smaller_window_keeps_the_line_in_the_view(bench, window, qtbot):
    bench.comparing.toggle_swipe()
    drag(bench.canvas, QPoint(300, 200), QPoint(320, 200), QPoint(bench.canvas.viewport().width() - 10, 200))
    window.resize(500, 900)
    qtbot.waitUntil(lambda: bench.canvas.viewport().width() < 510)
    assert bench.views.here.parting.at <= bench.canvas.viewport().width()


def test_neither_line_nor_lens_render_anything_as_they_move(bench, qtbot):
    bench.comparing.toggle_swipe()
    bench.comparing.toggle_lens()
    settle(bench, qtbot)
    rendered = bench.views.store.renderings
    drag(bench.canvas, *(QPoint(x, 150) for x in range(20, 400, 10)))
    for canvas in (bench.canvas, bench.before):
        for x in range(20, 300, 10):
            send_mouse(canvas, QEvent.Type.MouseMove, QPoint(x, 100))
    settle(bench, qtbot)
    assert bench.views.here.parting.at == 390
    assert bench.views.store.renderings == rendered


def test_the_lens_shows_the_other_date_at_the_mouse_in_either_view(bench, scenes, qtbot):
    bench.comparing.toggle_lens()
    settle(bench, qtbot)
    for canvas, own, other in ((bench.canvas, 1, 0), (bench.before, 0, 1)):
        size = canvas.viewport().size()
        middle = QPoint(size.width() // 2, size.height() // 2)
        send_mouse(canvas, QEvent.Type.MouseMove, middle)
        qtbot.wait(20)
        picture, radius = seen(canvas), bench.comparing._lenses[0].radius
        points = grid(0.0, 1.0, canvas)
        apart = [((p - middle).x() ** 2 + (p - middle).y() ** 2) ** 0.5 for p in points]
        inside = [p for p, far in zip(points, apart) if far < radius - 5]
        outside = [p for p, far in zip(points, apart) if far > radius + 8]
        assert likeness(picture, ground_of(canvas, scenes[other].path), inside) > 0.75  # less the outline
        assert likeness(picture, ground_of(canvas, scenes[own].path), inside) < 0.6
        assert likeness(picture, ground_of(canvas, scenes[own].path), outside) > 0.9
    bench.comparing.toggle_lens()
    assert bench.views.here.lens is None and bench.views.there.lens is None


def test_shift_and_the_wheel_change_the_size_of_the_lens_and_not_the_map(bench, qtbot):
    bench.comparing.toggle_lens()
    canvas, at = bench.canvas, QPoint(200, 200)
    send_mouse(canvas, QEvent.Type.MouseMove, at)
    extent, radius = canvas.extent(), bench.views.here.lens.radius

    def wheel(turned: int, modifier=Qt.KeyboardModifier.ShiftModifier) -> None:
        QApplication.sendEvent(canvas.viewport(), QWheelEvent(
            QPointF(at), QPointF(canvas.viewport().mapToGlobal(at)), QPoint(), QPoint(0, turned),
            Qt.MouseButton.NoButton, modifier, Qt.ScrollPhase.NoScrollPhase, False))

    wheel(120)
    assert bench.views.here.lens.radius > radius
    for _ in range(50):
        wheel(-120)
    assert bench.views.here.lens.radius == 40
    assert bench.session.settings.lens_radius == 40
    assert canvas.extent() == extent
    wheel(120, Qt.KeyboardModifier.NoModifier)
    assert canvas.extent() != extent and bench.views.here.lens.radius == 40


def test_blink_shows_the_whole_before_image_while_held(bench, scenes, qtbot):
    canvas = bench.canvas
    before, after = ground_of(canvas, scenes[0].path), ground_of(canvas, scenes[1].path)
    points = grid(0.0, 1.0, canvas)
    bench.blink(True)
    assert likeness(seen(canvas), before, points) > 0.9
    bench.blink(False)
    assert likeness(seen(canvas), after, points) > 0.9


def test_the_timer_changes_the_dates_and_stops_with_the_after_image(bench, scenes, qtbot, monkeypatch):
    bench.session.settings.blink_ms = LEAST_BLINK_MS
    changes = []
    cover = bench.views.here.cover
    monkeypatch.setattr(bench.views.here, "cover", lambda whole: (changes.append(whole), cover(whole)))
    bench.comparing.toggle_timer()
    qtbot.waitUntil(lambda: len(changes) == 3, timeout=5000)
    assert changes == [True, False, True]
    bench.comparing.toggle_timer()
    assert not bench.comparing.blinking and not bench.views.here.covered


def test_the_dates_never_change_more_than_three_times_a_second(bench):
    bench.session.settings.blink_ms = 50
    bench.comparing.toggle_timer()
    assert bench.comparing._beat.interval() * 3 >= 1000
    bench.comparing.toggle_timer()


def test_the_timer_waits_for_an_image_that_is_not_ready(bench, qtbot, monkeypatch):
    monkeypatch.setattr(bench.views.store, "_start", lambda wish: None)
    bench.canvas.zoomByFactor(0.9)
    bench.session.settings.blink_ms = LEAST_BLINK_MS
    bench.comparing.toggle_timer()
    qtbot.wait(LEAST_BLINK_MS * 3 // 2)
    assert not bench.views.here.covered and not bench.views.here.whole
    bench.comparing.toggle_timer()


def test_blink_before_the_image_is_ready_leaves_the_map_as_it_is(bench, scenes, qtbot, monkeypatch):
    canvas = bench.canvas
    after = bench.views.here.own
    bench.views.store.forget()
    bench.views.store._images[after.image.key] = after.image
    monkeypatch.setattr(bench.views.store, "_start", lambda wish: None)
    bench.blink(True)
    assert likeness(seen(canvas), ground_of(canvas, scenes[1].path), grid(0.0, 1.0, canvas)) > 0.9
    assert bench._captions[canvas].texts[0] == f"After {AFTER}"
    bench.blink(False)


def test_blink_never_shows_the_image_of_another_extent(bench, scenes, qtbot, monkeypatch):
    canvas, start = bench.canvas, bench.views.store._start
    monkeypatch.setattr(bench.views.store, "_start", lambda wish: None)
    canvas.zoomByFactor(0.6)
    qtbot.wait(50)
    bench.blink(True)
    assert not bench.views.here.covered
    monkeypatch.setattr(bench.views.store, "_start", start)
    bench.views.look()
    qtbot.waitUntil(lambda: bench.views.here.covered)
    bench.blink(False)


def test_until_the_exact_image_is_there_the_last_one_stays_where_its_ground_lies(bench, scenes, qtbot, monkeypatch):
    canvas = bench.canvas
    monkeypatch.setattr(bench.views.store, "_start", lambda wish: None)
    canvas.zoomByFactor(0.8)
    canvas.waitWhileRendering()
    qtbot.wait(50)
    assert not bench.views.here.own.exact
    close = ground_of(canvas, scenes[1].path)
    picture = seen(canvas)
    points = grid(0.0, 1.0, canvas)
    apart = sorted(abs(QColor(picture.pixel(p)).lightness() - QColor(close.pixel(p)).lightness()) for p in points)
    assert apart[len(apart) * 3 // 4] <= 12


def test_ground_never_seen_before_is_grey_until_it_is_rendered_and_never_another_places_picture(
        bench, qtbot, monkeypatch):
    canvas = bench.canvas
    monkeypatch.setattr(bench.views.store, "_start", lambda wish: None)
    extent = canvas.extent()
    canvas.setCenter(QgsPointXY(extent.center().x() + extent.width() * 3, extent.center().y()))
    qtbot.wait(50)
    picture = seen(canvas)
    assert all(QColor(picture.pixel(p)) == QColor(128, 128, 128) for p in grid(0.0, 1.0, canvas))


def test_qgis_draws_its_map_under_ours_only_once_it_is_seen_again(bench, opened, qtbot, monkeypatch):
    asked: list[str] = []
    monkeypatch.setattr(bench.canvas, "refresh", lambda: asked.append(opened.current))
    for _ in range(2):
        opened.step(1)
        settle(bench, qtbot)
    assert asked == []
    opened.set_mode(False)
    assert asked == [opened.current]


def test_where_no_picture_of_ours_covers_it_qgis_draws_its_map_at_once(bench, opened, monkeypatch):
    asked: list[str] = []
    opened.set_mode(False)
    monkeypatch.setattr(bench.canvas, "refresh", lambda: asked.append(opened.current))
    opened.step(1)
    assert asked == [opened.current]


def test_no_maps_are_drawn_around_a_map_that_is_covered(bench, opened):
    canvas, views = bench.canvas, bench.views
    canvas.setPreviewJobsEnabled(True)  # as QGIS's own window has it
    views.look()
    assert views.here.own is not None and not canvas.previewJobsEnabled()
    opened.set_mode(False)
    assert views.here.own is None and canvas.previewJobsEnabled()
    opened.set_mode(True)
    assert not canvas.previewJobsEnabled()


def test_without_the_dock_qgis_draws_the_maps_around_its_own_as_before(window, with_scenes, qtbot):
    window.canvas.setPreviewJobsEnabled(True)
    with_scenes.set_mode(True)
    dock = dock_on(with_scenes, window)
    dock.back_to_patch()
    settle(dock, qtbot)
    assert not window.canvas.previewJobsEnabled()
    dock.shut_down()
    with_scenes.set_mode(False)
    assert window.canvas.previewJobsEnabled()


def maps_of_qgis(*canvases: QgsMapCanvas) -> list[bool]:
    """Are QGIS's own maps painted?"""
    return [item.isVisible() for canvas in canvases for item in canvas.scene().items() if item.zValue() == MAP_Z]


def test_qgis_map_is_not_painted_under_a_picture_that_covers_it(bench, opened, qtbot):
    canvases = (bench.canvas, bench.before)
    assert maps_of_qgis(*canvases) == [False, False]
    opened.set_mode(False)
    assert maps_of_qgis(bench.canvas) == [True]
    opened.set_mode(True)
    settle(bench, qtbot)
    assert maps_of_qgis(*canvases) == [False, False]


@pytest.fixture()
def painted(bench, monkeypatch):
    """Of each painting of a view, whether it showed the picture made for it."""
    paint, exact = ViewPicture.paint, []

    def noted(picture, *given):
        exact.append(picture.own is not None and picture.own.exact)
        paint(picture, *given)

    monkeypatch.setattr(ViewPicture, "paint", noted)
    bench.views.store.forget()
    return exact


def test_from_patch_to_patch_no_view_is_painted_before_its_picture_is_there(bench, opened, painted, qtbot):
    opened.step(1)
    assert not bench.views.complete and not bench.canvas.viewport().updatesEnabled()
    qtbot.waitUntil(lambda: len(painted) >= 2)
    assert all(painted)
    assert all(canvas.viewport().updatesEnabled() for canvas in (bench.canvas, bench.before))


def test_a_picture_that_takes_long_is_not_waited_for_longer_than_a_moment(bench, opened, painted, qtbot, monkeypatch):
    monkeypatch.setattr(bench.views.store, "_start", lambda wish: None)
    opened.step(1)
    qtbot.wait(LONGEST_MS // 2)
    opened.step(1)  # a key that is held does not keep the views still for ever
    qtbot.waitUntil(lambda: len(painted) >= 2, timeout=1000)
    assert not any(painted) and bench.canvas.viewport().updatesEnabled()


def test_a_hand_that_moves_the_map_sees_it_move_at_once(bench, painted, qtbot, monkeypatch):
    monkeypatch.setattr(bench.views.store, "_start", lambda wish: None)
    bench.canvas.zoomByFactor(0.8)
    bench.views.look()
    assert not bench.views.complete and bench.canvas.viewport().updatesEnabled()


def test_views_that_stand_still_are_painted_again_when_the_workspace_closes(bench, opened, painted, monkeypatch):
    monkeypatch.setattr(bench.views.store, "_start", lambda wish: None)
    opened.step(1)
    assert not bench.canvas.viewport().updatesEnabled()
    bench.views.forget()
    assert all(canvas.viewport().updatesEnabled() for canvas in (bench.canvas, bench.before))


def test_the_map_is_qgis_own_again_when_the_plugin_goes_while_it_stands_still(window, with_scenes, monkeypatch):
    with_scenes.set_mode(True)
    dock = dock_on(with_scenes, window)
    monkeypatch.setattr(dock.views.store, "_start", lambda wish: None)
    with_scenes.step(1)
    assert not window.canvas.viewport().updatesEnabled() and maps_of_qgis(window.canvas) == [False]
    asked: list[bool] = []
    monkeypatch.setattr(window.canvas, "refresh", lambda: asked.append(True))
    dock.shut_down()
    assert asked == [True]
    assert window.canvas.viewport().updatesEnabled() and maps_of_qgis(window.canvas) == [True]
    with_scenes.set_mode(False)


def test_a_held_blink_shows_the_image_as_soon_as_it_is_ready(bench, scenes, qtbot):
    canvas = bench.canvas
    canvas.zoomByFactor(0.9)
    bench.blink(True)
    qtbot.waitUntil(lambda: bench.views.here.covered)
    before = ground_of(canvas, scenes[0].path)
    assert likeness(seen(canvas), before, grid(0.0, 1.0, canvas)) > 0.9
    bench.blink(False)


def test_one_image_is_rendered_for_an_extent_however_often_it_is_asked_for(bench, qtbot):
    rendered = bench.views.store.renderings
    for _ in range(5):
        bench.blink(True)
        bench.blink(False)
        bench.comparing.toggle_swipe()
        bench.comparing.toggle_swipe()
    settle(bench, qtbot)
    assert bench.views.store.renderings == rendered
    bench.canvas.zoomByFactor(0.7)
    settle(bench, qtbot)
    assert bench.views.store.renderings == rendered + 3  # each view's own date, and the other one here


def test_the_next_three_patches_are_shown_without_rendering(bench, opened, qtbot, monkeypatch):
    rendered = bench.views.store.renderings
    started = []
    monkeypatch.setattr(bench.views.store, "_start", started.append)
    for _ in range(3):
        opened.step(1)
        bench.blink(True)
        assert bench.views.complete and bench.views.here.covered
        bench.blink(False)
    assert bench.views.store.renderings == rendered and started == []
    opened.step(1)
    qtbot.waitUntil(lambda: started != [])


def test_picture_outline_and_caption_of_the_next_patch_are_there_in_the_same_moment(bench, opened, qtbot):
    for _ in range(2):
        settle(bench, qtbot)
        opened.step(1)
        at_once = [seen(canvas) for canvas in (bench.canvas, bench.before)]
        settle(bench, qtbot)
        assert [seen(canvas) for canvas in (bench.canvas, bench.before)] == at_once


def test_a_patch_of_another_shape_is_outlined_anew_and_an_answer_renders_nothing(bench, opened, qtbot, monkeypatch):
    rendered = bench.views.store.renderings
    opened.answer({"PDLX": "合法"}, advance=False)
    settle(bench, qtbot)
    assert bench.views.store.renderings == rendered
    smaller = bench.views.patch.ground.buffer(-3, 2)
    parcel = opened.workspace.parcel(opened.current)
    monkeypatch.setattr(opened.workspace, "parcel", lambda uuid: replace(parcel, wkb=bytes(smaller.asWkb())))
    opened.parcelUpdated.emit(opened.current)
    assert bench.views.patch.ground.equals(smaller)
    shown = bench._outlines[bench.canvas]._bands[0].asGeometry()
    assert shown.area() == pytest.approx(smaller.area(), rel=1e-6)


def test_with_the_scale_kept_the_next_patches_are_ready_at_that_scale(bench, opened, qtbot, monkeypatch):
    opened.settings.keep_scale = True
    bench.canvas.zoomByFactor(1.3)
    settle(bench, qtbot)
    pixel = bench.canvas.mapUnitsPerPixel()
    monkeypatch.setattr(bench.views.store, "_start", lambda wish: None)
    opened.step(1)
    assert bench.views.complete
    assert bench.canvas.mapUnitsPerPixel() == pytest.approx(pixel)
    ground = bench.views.grounds_of(bench.views.patch)[1]
    assert bench.canvas.extent().center().distance(ground.center()) < pixel
    bench.back_to_patch()
    assert bench.canvas.mapUnitsPerPixel() != pytest.approx(pixel)


def test_whoever_waits_goes_before_what_is_fetched_ahead(bench, scenes, qtbot):
    def wish(metres: int):
        view = QgsMapSettings(bench.canvas.mapSettings())
        view.setExtent(QgsRectangle.fromCenterAndSize(view.extent().center(), metres, metres))
        return wish_for(view, [layer], 1.0, QColor("white"))

    layer, ended = QgsRasterLayer(scenes[0].path, "before"), []
    store = ImageStore(64 * 1024 * 1024)
    ahead, wanted = [wish(500), wish(600), wish(700)], wish(800)
    store.prefetch(ahead)
    store._go_on()
    fetched = store._running[ahead[0].key]
    store.want({"here": wanted})
    assert fetched.cancelled and list(store._running) == [wanted.key]
    store.ready.connect(lambda: ended.append(list(store._images)))
    qtbot.waitUntil(lambda: len(store._images) == 4)
    assert ended == [[wanted.key]]
    store.want({})
    store.prefetch([wish(900), ahead[0]])
    store._go_on()
    store.prefetch([ahead[0]])
    assert not store._running  # nobody wants that one any more
    store.shut_down()


def test_images_take_no_more_memory_than_the_options_say(bench, opened, qtbot):
    opened.settings.image_cache_mb = 4
    for _ in range(6):
        opened.step(1)
        settle(bench, qtbot)
        assert bench.views.complete
    on_screen = sum(shown.image.size_bytes for shown in (bench.views.here.own, bench.views.there.own))
    assert bench.views.store.size_bytes <= max(4 * 1024 * 1024, on_screen)


def test_the_image_over_the_map_has_the_screens_own_pixels(bench, qtbot, monkeypatch):
    monkeypatch.setattr(bench.canvas, "devicePixelRatioF", lambda: 1.5)
    bench.views.look()
    settle(bench, qtbot)
    image = bench.views.here.own.image
    size = bench.canvas.mapSettings().outputSize()
    assert image.image.size() == QSize(round(size.width() * 1.5), round(size.height() * 1.5))
    assert image.ratio == 1.5


def test_captions_say_which_date_is_shown(bench, qtbot):
    captions = bench._captions
    assert captions[bench.before].texts == (f"Before {BEFORE}", "")
    assert captions[bench.canvas].texts == (f"After {AFTER}", "")
    bench.blink(True)
    assert captions[bench.canvas].texts == (f"Before {BEFORE}", "")
    bench.blink(False)
    bench.comparing.toggle_swipe()
    assert captions[bench.canvas].texts == (f"Before {BEFORE}", f"After {AFTER}")


def test_a_drawn_patch_is_given_the_dates_that_the_views_show_and_they_follow_when_changed(bench, scenes, qtbot):
    assert bench.shown_dates() == (BEFORE, AFTER)
    workspace = bench.session.workspace
    shape = workspace.parcel(bench.session.current).wkb
    own = workspace.draw_patch(shape, {"QSX": BEFORE})
    bench.session.tell_shapes([own])
    assert bench.shown_dates() == (BEFORE, "")
    workspace.many.give_dates([own], BEFORE, AFTER)
    bench.session.parcelUpdated.emit(own)
    assert bench.shown_dates() == (BEFORE, AFTER)


def test_where_an_image_ends_the_canvas_has_its_own_colour(bench, scenes, qtbot):
    edge = QgsRasterLayer(scenes[0].path, "edge").extent()
    bench.canvas.setCenter(QgsPointXY(edge.center().x(), edge.yMaximum()))
    settle(bench, qtbot)
    for canvas in (bench.canvas, bench.before):
        picture = seen(canvas)
        assert all(QColor(picture.pixel(p)) == QColor("white") for p in grid(0.0, 1.0, canvas, 0.2, 0.4))
        assert likeness(picture, ground_of(canvas, scenes[canvas is bench.canvas].path), grid(0.0, 1.0, canvas)) > 0.9


def test_further_dates_are_stepped_through_in_the_before_view(bench, opened, scenes, tmp_path, qtbot, told):
    between = tmp_path / "between.tif"
    shutil.copy(scenes[1].path, between)
    opened.workspace.set_scene(Scene(str(between), "2017-06-01", "", True))
    opened.queueChanged.emit()
    captions = bench._captions[bench.before]
    assert captions.texts[0] == f"Before {BEFORE}  1/3"
    bench._body.laterButton.click()
    assert captions.texts[0] == "2017-06-01  2/3"
    settle(bench, qtbot)
    points = grid(0.0, 1.0, bench.before)
    assert likeness(seen(bench.before), ground_of(bench.before, scenes[1].path), points) > 0.9
    bench.blink(True)
    assert bench._captions[bench.canvas].texts[0] == "2017-06-01  2/3"
    bench.blink(False)
    bench.step_date(-1)
    bench.step_date(-1)
    assert captions.texts[0] == f"Before {BEFORE}  1/3"
    assert "no further date" in told[-1][0]


def test_the_after_view_stays_as_it_is_while_a_further_date_is_matched(bench, opened, scenes, tmp_path, qtbot):
    between = tmp_path / "between.tif"
    shutil.copy(scenes[0].path, between)
    opened.workspace.set_scene(Scene(str(between), "2017-06-01", "", True))
    opened.settings.match_dates = True
    opened.queueChanged.emit()
    settle(bench, qtbot)
    views, calm = bench.views, seen(bench.canvas)
    bench.step_date(1)
    assert bench.pictures.waiting  # the brightness of the further date is not known yet
    assert views.here.own.image is not None and views.here.own.exact
    assert views.there.own.image is None  # nothing of that date was ever seen
    assert likeness(seen(bench.canvas), calm, grid(0.0, 1.0, bench.canvas)) > 0.99
    settle(bench, qtbot)
    assert likeness(seen(bench.before), ground_of(bench.before, scenes[1].path), grid(0.0, 1.0, bench.before)) < 0.6
    assert views.there.own.exact


def test_the_main_map_can_step_through_the_dates_as_well(bench, opened, scenes, tmp_path, qtbot, told):
    for number, date in enumerate(("2017-06-01", "2019-06-01")):
        further = tmp_path / f"further_{number}.tif"
        shutil.copy(scenes[0].path, further)
        opened.workspace.set_scene(Scene(str(further), date, "", True))
    opened.queueChanged.emit()
    main, before = bench._captions[bench.canvas], bench._captions[bench.before]
    assert main.texts[0] == f"After {AFTER}  3/4"
    bench.step_date(1, of_after=True)
    assert main.texts[0] == "2019-06-01  4/4" and before.texts[0] == f"Before {BEFORE}  1/4"
    settle(bench, qtbot)
    points = grid(0.0, 1.0, bench.canvas)
    assert likeness(seen(bench.canvas), ground_of(bench.canvas, scenes[0].path), points) > 0.9
    bench.step_date(1, of_after=True)
    assert "no further date" in told.pop()[0]
    bench.step_date(-1, of_after=True)
    bench.step_date(-1, of_after=True)
    assert main.texts[0] == "2017-06-01  2/4"
    bench.step_date(-1, of_after=True)  # the before view shows that one
    assert "no further date" in told.pop()[0] and main.texts[0] == "2017-06-01  2/4"
    bench.step_date(1)
    assert before.texts[0] == f"After {AFTER}  3/4" and main.texts[0] == "2017-06-01  2/4"
    opened.step(1)
    assert main.texts[0] == f"After {AFTER}  3/4" and before.texts[0] == f"Before {BEFORE}  1/4"


def test_a_picture_that_was_read_badly_is_read_again_by_itself_and_when_the_person_comes_back(
        bench, qtbot, monkeypatch):
    image, bad = Rendering.image, [True]
    monkeypatch.setattr(Rendering, "image", lambda self: replace(
        image(self), complaints=("tile: timeout",) if bad[0] else ()))
    store = bench.views.store
    store._later.setInterval(1)
    bench.canvas.zoomByFactor(0.9)
    settle(bench, qtbot)
    qtbot.wait(100)
    settle(bench, qtbot)
    shown = bench.views.here.own
    assert shown.exact and shown.image.complaints
    begun = store.renderings
    bench.views.look()
    settle(bench, qtbot)
    assert store.renderings == begun  # not for ever
    bad[0] = False
    bench.views.store.try_again()
    assert bench.views.here.own.image is shown.image  # it stays until then
    settle(bench, qtbot)
    assert not bench.views.here.own.image.complaints and store.renderings == begun + 2
    bad[0] = True
    bench.canvas.zoomByFactor(0.8)
    qtbot.waitUntil(lambda: bool(store._failed))
    bad[0] = False  # the server answers again
    settle(bench, qtbot)
    qtbot.waitUntil(lambda: not any(
        picture.own.image.complaints for picture in (bench.views.here, bench.views.there)))


def test_back_to_the_patch_reads_again_what_was_read_badly(bench, qtbot, monkeypatch):
    image, bad = Rendering.image, [True]
    monkeypatch.setattr(Rendering, "image", lambda self: replace(
        image(self), complaints=("tile: timeout",) if bad[0] else ()))
    bench.views.store.forget()
    bench.back_to_patch()
    settle(bench, qtbot)
    assert bench.views.here.own.image.complaints
    bad[0] = False
    bench.back_to_patch()
    settle(bench, qtbot)
    assert not bench.views.here.own.image.complaints


def test_three_patches_ahead_fit_on_any_screen_unless_the_person_has_set_the_memory(bench, opened, monkeypatch):
    four_k = 3840 * 2160 * 4
    monkeypatch.setattr(Wish, "size_bytes", property(lambda _self: four_k))
    bench.views.look()
    assert bench.views.store.limit_bytes >= 4 * 3 * four_k
    opened.settings.image_cache_mb = 300
    bench.views.look()
    assert bench.views.store.limit_bytes == 300 * 1024 * 1024


def test_of_two_dates_no_other_is_offered_and_the_maps_own_is_stepped_over(bench, opened, scenes, tmp_path, told):
    captions = bench._captions[bench.before]
    for by in (1, -1):
        bench.step_date(by)
        assert captions.texts[0] == f"Before {BEFORE}"
        assert "no further date" in told.pop()[0]
    later = tmp_path / "later.tif"
    shutil.copy(scenes[1].path, later)
    opened.workspace.set_scene(Scene(str(later), "2019-06-01", "", True))
    opened.queueChanged.emit()
    bench.step_date(1)
    assert captions.texts[0] == "2019-06-01  3/3" and not told
    bench.step_date(1)
    assert "no further date" in told.pop()[0]
    bench.step_date(-1)
    assert captions.texts[0] == f"Before {BEFORE}  1/3"


def test_the_brightness_by_hand_changes_that_dates_picture_only(bench, scenes, qtbot):
    bench._fill_brightness()
    sliders = bench._brightness._sliders
    assert list(sliders) == [BEFORE, AFTER]
    calm = {canvas: seen(canvas) for canvas in (bench.canvas, bench.before)}
    sliders[BEFORE][0].setValue(80)
    settle(bench, qtbot)
    points = grid(0.0, 1.0, bench.before)

    def light(image: QImage) -> float:
        return sum(QColor(image.pixel(p)).lightness() for p in points) / len(points)

    assert light(seen(bench.before)) > light(calm[bench.before]) + 20
    assert likeness(seen(bench.canvas), calm[bench.canvas], grid(0.0, 1.0, bench.canvas)) > 0.95
    bench._brightness.reset()
    settle(bench, qtbot)
    assert likeness(seen(bench.before), calm[bench.before], points) > 0.95


def test_matching_takes_the_haze_and_can_be_switched_off(bench, opened, qtbot):
    plain = seen(bench.before)
    bench._body.matchButton.click()
    assert opened.settings.match_dates
    settle(bench, qtbot)
    points = grid(0.0, 1.0, bench.before)
    assert likeness(seen(bench.before), plain, points) < 0.6
    bench._body.matchButton.click()
    settle(bench, qtbot)
    assert likeness(seen(bench.before), plain, points) > 0.95


def test_outside_of_the_mode_the_main_map_is_the_persons_own(bench, opened, scenes, qtbot):
    opened.set_mode(False)
    qtbot.wait(30)
    assert bench.views.here.own is None
    assert bench._captions[bench.canvas].texts == ("", "")
    assert likeness(seen(bench.canvas), ground_of(bench.canvas, scenes[1].path), grid(0.0, 1.0, bench.canvas)) < 0.3
    assert bench._body.afterBar.isVisible()
    opened.set_mode(True)
    settle(bench, qtbot)
    assert bench.views.here.own.exact and not bench._body.afterBar.isVisible()


def test_what_the_project_shows_itself_is_not_painted_over(bench, scenes, qtbot):
    after = QgsRasterLayer(scenes[1].path, "after")
    QgsProject.instance().addMapLayer(after)
    bench.canvas.setLayers([after])
    qtbot.wait(50)
    assert bench.views.here.own is None
    assert bench._captions[bench.canvas].texts == (f"After {AFTER}", "")
    bench.canvas.setLayers([])
    settle(bench, qtbot)
    assert bench.views.here.own.exact


def test_a_persons_own_layers_lie_on_both_dates(bench, scenes, qtbot):
    canvas = bench.canvas
    own = own_layer(canvas)
    QgsProject.instance().addMapLayer(own)
    canvas.setLayers([own])
    bench.back_to_patch()
    settle(bench, qtbot)
    centre, corner = grid(0.35, 0.65, canvas, 0.35, 0.65), grid(0.0, 0.2, canvas, 0.8)
    for covered, path in ((False, scenes[1].path), (True, scenes[0].path)):
        bench.blink(covered)
        qtbot.wait(20)
        picture = seen(canvas)
        red = [QColor(picture.pixel(p)) == QColor(255, 0, 0) for p in centre]
        assert sum(red) / len(red) > 0.8  # less the outline of the patch
        assert likeness(picture, ground_of(canvas, path), corner) > 0.9
    bench.blink(False)
    bench.views._map_is_drawn()
    bench.views.look()
    assert bench.views.here.vectors.exact  # what was drawn stays, pixel on pixel, until it is drawn anew
    own.renderer().symbol().setColor(QColor(0, 0, 255))
    own.triggerRepaint()
    at = canvas.viewport().rect().center() - QPoint(60, 3)
    qtbot.waitUntil(lambda: QColor(seen(canvas).pixel(at)) == QColor(0, 0, 255), timeout=5000)
    canvas.setLayers([])
    settle(bench, qtbot)
    assert likeness(seen(canvas), ground_of(canvas, scenes[1].path), grid(0.0, 1.0, canvas)) > 0.9


def test_layers_removed_while_they_are_drawn_hurt_nobody(bench, qtbot):
    canvas, project = bench.canvas, QgsProject.instance()
    for turn in range(12):
        own = own_layer(canvas)
        project.addMapLayer(own)
        canvas.setLayers([own])
        canvas.zoomByFactor(1.02)
        qtbot.wait(turn * 3)
        canvas.setLayers([])
        if turn % 2:
            project.clear()
        else:
            project.removeMapLayer(own.id())
        del own
    settle(bench, qtbot)
    assert bench.views.here.own.exact and bench.views.here.vectors is None


def test_layers_taken_out_of_the_project_go_from_the_picture_at_once(bench, qtbot):
    own = own_layer(bench.canvas)
    QgsProject.instance().addMapLayer(own)
    bench.canvas.setLayers([own])
    settle(bench, qtbot)
    qtbot.waitUntil(lambda: bench.views.here.vectors is not None, timeout=5000)
    bench.canvas.blockSignals(True)  # as QGIS keeps silent about a map's last layers
    QgsProject.instance().removeAllMapLayers()
    bench.canvas.setLayers([])
    bench.canvas.blockSignals(False)
    qtbot.wait(50)
    assert bench.views.here.vectors is None


def test_a_project_that_is_closed_or_read_anew_brings_the_patch_back(bench, qtbot, tmp_path):
    canvas, project = bench.canvas, QgsProject.instance()
    wanted = canvas.extent()
    project.clear()
    canvas.setExtent(QgsRectangle(0, 0, 1000, 1000))
    settle(bench, qtbot)
    assert canvas.extent().center().distance(wanted.center()) < 1
    path = str(tmp_path / "own.qgs")
    project.write(path)
    project.read(path)
    canvas.setExtent(QgsRectangle(0, 0, 1000, 1000))
    settle(bench, qtbot)
    assert canvas.extent().center().distance(wanted.center()) < 1
    assert bench.views.here.own.exact


def test_a_workspace_closed_while_its_images_are_rendered_hurts_nobody(bench, opened, qtbot, workspace_file, tmp_path):
    other = tmp_path / "other.gpkg"
    shutil.copy(workspace_file, other)
    for turn in range(8):
        opened.step(1)
        bench.canvas.zoomByFactor(1.05)
        qtbot.wait(turn * 4)
        opened.close()
        qtbot.wait(turn)
        opened.open(str((other, workspace_file)[turn % 2]))
    settle(bench, qtbot)
    assert bench.views.here.own.exact and bench.views.there.own.exact


def test_what_could_not_be_read_wholly_is_marked_at_its_date(bench, qtbot, monkeypatch):
    image = Rendering.image
    monkeypatch.setattr(Rendering, "image", lambda self: replace(image(self), complaints=("block 7",)))
    bench.canvas.zoomByFactor(0.9)
    settle(bench, qtbot)
    assert bench._captions[bench.before].texts[0] == f"Before {BEFORE}  ⚠ not all of it could be read"
    assert bench._captions[bench.canvas].texts[0] == f"After {AFTER}  ⚠ not all of it could be read"


def test_another_crs_of_the_canvas_shows_the_same_ground(bench, qtbot):
    canvas = bench.canvas
    for authid in ("EPSG:3857", "EPSG:4490", "EPSG:4525"):
        canvas.setDestinationCrs(QgsCoordinateReferenceSystem(authid))
        bench.back_to_patch()
        settle(bench, qtbot)
        ground = bench.views.grounds_of(bench.views.patch)[1]
        assert canvas.extent().contains(ground) and bench.before.extent().contains(ground)
        assert bench.views.here.own.image.crs == authid


def test_a_turned_map_turns_both_pictures(bench, scenes, qtbot):
    bench.canvas.setRotation(30)
    bench.canvas.refresh()
    settle(bench, qtbot)
    for canvas, scene in ((bench.canvas, scenes[1]), (bench.before, scenes[0])):
        assert canvas.rotation() == 30
        assert likeness(seen(canvas), ground_of(canvas, scene.path), grid(0.0, 1.0, canvas)) > 0.9


def test_a_file_that_vanishes_is_told_at_the_next_look_and_found_again(
        opened, window, scenes, tmp_path, qtbot, raising):
    opened.settings.match_dates = False
    copies = [tmp_path / "before.tif", tmp_path / "after.tif"]
    for scene, copy in zip(scenes, copies):
        shutil.copy(scene.path, copy)
        opened.workspace.set_scene(replace(scene, path=str(copy)))
    opened.set_mode(True)
    dock = dock_on(opened, window)
    dock.back_to_patch()
    settle(dock, qtbot)
    copies[0].rename(tmp_path / "away.tif")
    opened.step(1)
    settle(dock, qtbot)
    assert "not where it was" in dock._body.messageLabel.text()
    assert dock.views.here.own.exact
    (tmp_path / "away.tif").rename(copies[0])
    copies[1].unlink()
    opened.step(-1)
    settle(dock, qtbot)
    assert dock._body.pages.currentWidget() is dock._body.viewPage and dock.views.there.own.exact
    assert dock._captions[window.canvas].texts[0] == f"no image of {AFTER}"
    assert "not where it was" in dock._body.afterLabel.text()
    dock.shut_down()


def test_one_view_keeps_swipe_and_blink(bench, scenes, qtbot):
    bench.set_views(1)
    assert bench.view_count == 1
    bench.comparing.toggle_swipe()
    qtbot.waitUntil(lambda: bench.views.here.other is not None and bench.views.here.other.exact)
    bench.comparing.toggle_swipe()
    bench.set_views(2)
    assert bench.view_count == 2


def test_the_cursor_is_shared(bench):
    place = bench.canvas.extent().center()
    bench.canvas.xyCoordinates.emit(place)
    crosses = bench._links._crosses
    assert crosses[bench.before].point == place
    other = QgsPointXY(place.x() + 10, place.y())
    bench.before.xyCoordinates.emit(other)
    assert crosses[bench.canvas].point == other


def test_an_image_nobody_confirmed_as_unclassified_is_not_shown_until_someone_does(
        opened, window, scenes, qtbot, raising):
    for scene in scenes:
        opened.workspace.set_scene(Scene(scene.path, scene.date, scene.title, unclassified=False))
    dock = CompareDock(opened, window.canvas, window)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    dock.show()
    assert "unclassified" in dock._body.messageLabel.text()
    dock.blink(True)
    assert dock.views.store.renderings == 0
    dock.blink(False)
    dock._body.confirmButton.click()
    assert all(scene.unclassified for scene in opened.workspace.scenes())
    dock.back_to_patch()
    qtbot.waitUntil(lambda: dock.views.there.own is not None and dock.views.there.own.exact)
    assert dock._body.pages.currentWidget() is dock._body.viewPage
    dock.shut_down()


@pytest.mark.parametrize(("path", "date", "words"), [
    ("/nowhere/before.tif", BEFORE, "not where it was"),
    ("/nowhere/before.tif", "2015-01-01", f"no image of {BEFORE}"),
])
def test_a_missing_image_is_told_in_the_view(opened, window, qtbot, raising, path, date, words):
    opened.workspace.set_scene(Scene(path, date, "", True))
    dock = CompareDock(opened, window.canvas, window)
    dock.show()
    assert words in dock._body.messageLabel.text()
    dock.shut_down()


def test_an_image_that_is_none_and_one_that_lies_elsewhere_are_told_apart(
        opened, window, demo, tmp_path, qtbot, raising):
    broken = tmp_path / "broken.tif"
    broken.write_text("not a picture")
    opened.workspace.set_scene(Scene(str(broken), BEFORE, "", True))
    dock = CompareDock(opened, window.canvas, window)
    assert "cannot be read" in dock._body.messageLabel.text()
    opened.workspace.remove_scene(str(broken))
    elsewhere = next((demo / "southjordan").glob("*.tif"))
    opened.workspace.set_scene(Scene(str(elsewhere), BEFORE, "", True))
    dock._show_current()
    assert "does not reach this patch" in dock._body.messageLabel.text()
    dock.shut_down()


def test_the_after_image_can_be_put_on_the_map(with_scenes, window, scenes, qtbot, raising):
    dock = CompareDock(with_scenes, window.canvas, window)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    dock.show()
    assert dock._body.afterBar.isVisible()
    assert dock._captions[window.canvas].texts == ("", "")
    dock._body.showAfterButton.click()
    added = list(QgsProject.instance().mapLayers().values())
    assert [layer.source() for layer in added] == [scenes[1].path]
    window.canvas.setLayers(added)
    assert not dock._body.afterBar.isVisible()
    assert dock._captions[window.canvas].texts == (f"After {AFTER}", "")
    dock.shut_down()


def test_closing_the_workspace_takes_its_images_and_outline_away(bench, opened, qtbot):
    opened.close()
    qtbot.wait(30)
    for picture in (bench.views.here, bench.views.there):
        assert (picture.own, picture.other, picture.vectors) == (None, None, None)
    assert bench.views.store.size_bytes == 0 and not bench.views.store.busy
    assert all(band.asGeometry().isEmpty() for outline in bench._outlines.values() for band in outline._bands)


def test_shutting_down_leaves_nothing_on_the_main_canvas(with_scenes, window, qtbot, raising):
    before = len(window.canvas.scene().items())
    dock = CompareDock(with_scenes, window.canvas, window)
    dock.show()
    dock.comparing.toggle_swipe()
    dock.shut_down()
    assert len(window.canvas.scene().items()) == before
    assert not any(isinstance(item, ViewItem) for item in window.canvas.scene().items())
    window.canvas.setExtent(QgsRectangle(0, 0, 10, 10))
    window.canvas.xyCoordinates.emit(QgsPointXY(1, 1))
    with_scenes.step(1)


def test_a_canvas_in_degrees_shows_the_same_ground(with_scenes, window, qtbot, raising):
    window.canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:4490"))
    dock = CompareDock(with_scenes, window.canvas, window)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    dock.show()
    dock.back_to_patch()
    assert dock.before.mapSettings().destinationCrs().authid() == "EPSG:4490"
    assert window.canvas.extent().contains(QgsPointXY(109.5, 21.5)) or 109 < window.canvas.extent().center().x() < 110
    ground = dock.views.grounds_of(dock.views.patch)[1]
    assert window.canvas.extent().contains(ground)
    dock.shut_down()


def test_scene_files_are_let_go_with_the_workspace(with_scenes, window, scenes, tmp_path, qtbot, raising):
    copy = tmp_path / "copy.tif"
    shutil.copy(scenes[0].path, copy)
    with_scenes.workspace.remove_scene(scenes[0].path)
    with_scenes.workspace.set_scene(Scene(str(copy), BEFORE, "", True))
    dock = CompareDock(with_scenes, window.canvas, window)
    layers = dock.pictures.layers(dock.views.patch, dock.views.before, (), False)
    assert len(layers) == 1
    with_scenes.close()
    assert dock.pictures.layers(dock.views.patch, dock.views.before, (), False) == []
    assert not dock.pictures._shelf._layers and not dock.pictures._shelf._plain
    dock.shut_down()


def test_imagery_that_is_named_later_is_shown_at_once(opened, window, scenes, qtbot, raising):
    dock = CompareDock(opened, window.canvas, window)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    dock.show()
    assert f"no image of {BEFORE}" in dock._body.messageLabel.text()
    for scene in scenes:
        opened.workspace.set_scene(scene)
    opened.queueChanged.emit()
    assert dock._body.pages.currentWidget() is dock._body.viewPage
    dock.shut_down()


def test_the_first_layers_of_a_map_do_not_take_the_patch_away(opened, window, scenes, qtbot, raising):
    dock = CompareDock(opened, window.canvas, window)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    dock.show()
    layer = QgsRasterLayer(scenes[1].path, "after")
    window.canvas.setLayers([layer])
    window.canvas.zoomToFullExtent()  # as QGIS does it
    assert window.canvas.extent().width() > 5000
    qtbot.waitUntil(lambda: window.canvas.extent().width() < 1000)
    window.canvas.setLayers([])
    dock.shut_down()


@pytest.mark.parametrize(("title", "name"), [("Sentinel-2", f"Sentinel-2 {BEFORE}"), (f"前 {BEFORE}", f"前 {BEFORE}")])
def test_a_layer_of_imagery_says_its_date_once(scenes, title, name):
    layer = open_scene(replace(scenes[0], title=title), QgsCoordinateReferenceSystem())
    assert layer.name() == name
