"""The Compare dock on the real Beihai images: the same ground in both views, before and after where they belong."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.core import QgsCoordinateReferenceSystem, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QColor, QImage
from qgis.PyQt.QtWidgets import QMainWindow

from weipian_plugin.domain.records import Scene
from weipian_plugin.gui.imagery.compare_dock import CompareDock
from weipian_plugin.gui.imagery.map_marks import ViewItem
from weipian_plugin.gui.imagery.rendering import MapImageRenderer, settings_like
from weipian_plugin.jobs.scenes import open_scene

BEFORE, AFTER = "2016-12-09", "2018-03-09"


@pytest.fixture()
def scenes(demo: Path) -> list[Scene]:
    return [Scene(str(demo / "before_20161209_rgb8.tif"), BEFORE, "Sentinel-2", True),
            Scene(str(demo / "after_20180309_rgb8.tif"), AFTER, "Sentinel-2", True)]


@pytest.fixture()
def with_scenes(opened, scenes):
    for scene in scenes:
        opened.workspace.set_scene(scene)
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


@pytest.fixture()
def bench(window, with_scenes, scenes, qtbot, raising):
    """A dock beside a main map that shows the after image, on the first patch."""
    after = QgsRasterLayer(scenes[1].path, "after")
    window.canvas.setLayers([after])
    dock = CompareDock(with_scenes, window.canvas, window)
    window.addDockWidget(Qt.DockWidgetArea.BottomDockWidgetArea, dock)
    window.resizeDocks([dock], [420], Qt.Orientation.Vertical)
    dock.show()
    dock.back_to_patch()
    settle(dock, qtbot)
    yield dock
    dock.shut_down()
    window.canvas.setLayers([])


def settle(dock: CompareDock, qtbot) -> None:
    """Until both maps and the image over the main map are drawn."""
    qtbot.wait(80)
    for canvas in (dock.canvas, dock.before):
        canvas.waitWhileRendering()
    if dock._layers:
        wanted = settings_like(dock.canvas, list(dock._layers))
        qtbot.waitUntil(lambda: dock._renderer.image_of(wanted) is not None, timeout=10000)
    qtbot.wait(50)


def ground_of(canvas: QgsMapCanvas, path: str) -> QImage:
    """What an image alone looks like on the ground of this canvas."""
    from qgis.core import QgsMapRendererParallelJob

    layer = QgsRasterLayer(path, "alone")
    job = QgsMapRendererParallelJob(settings_like(canvas, [layer]))
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


def grid(left: float, right: float, canvas: QgsMapCanvas) -> list[QPoint]:
    size = canvas.viewport().size()
    return [QPoint(int(size.width() * x / 40), int(size.height() * y / 40))
            for x in range(int(left * 40) + 1, int(right * 40)) for y in range(6, 40)]


def seen(canvas: QgsMapCanvas) -> QImage:
    return canvas.viewport().grab().toImage().convertToFormat(QImage.Format.Format_ARGB32)


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
    patch = bench._patch.boundingBox()
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
    bench._patch = QgsGeometry.fromRect(QgsRectangle(centre.x(), centre.y(), centre.x() + 900, centre.y() + 900))
    bench.back_to_patch()
    assert bench.before.height() < bench.canvas.height() / 3
    assert bench.before.extent().contains(bench._patch.boundingBox())


def test_a_small_patch_is_shown_with_at_least_200_metres(bench, opened, monkeypatch):
    centre = bench.canvas.extent().center()
    bench._patch = QgsGeometry.fromRect(QgsRectangle(centre.x(), centre.y(), centre.x() + 5, centre.y() + 5))
    bench.back_to_patch()
    extent = bench.canvas.extent()
    assert min(extent.width(), extent.height()) >= 199.99


def test_the_before_view_shows_the_image_of_the_patchs_before_date(bench, scenes, qtbot):
    assert [layer.source() for layer in bench.before.layers()] == [scenes[0].path]
    wanted = ground_of(bench.before, scenes[0].path)
    assert likeness(seen(bench.before), wanted, grid(0.0, 1.0, bench.before)) > 0.9
    wrong = ground_of(bench.before, scenes[1].path)
    assert likeness(seen(bench.before), wrong, grid(0.0, 1.0, bench.before)) < 0.6


def test_imagery_of_the_dock_is_not_in_the_project(bench):
    assert QgsProject.instance().mapLayers() == {}


def test_swipe_shows_before_at_the_left_of_the_mouse_and_after_at_the_right(bench, scenes, qtbot):
    bench.toggle_swipe()
    settle(bench, qtbot)
    canvas = bench.canvas
    qtbot.mouseMove(canvas.viewport(), QPoint(int(canvas.viewport().width() * 0.3), 200))
    bench._overlay.part_at(canvas.viewport().width() * 0.3)
    qtbot.wait(50)
    picture = seen(canvas)
    before, after = ground_of(canvas, scenes[0].path), ground_of(canvas, scenes[1].path)
    left, right = grid(0.0, 0.28, canvas), grid(0.32, 1.0, canvas)
    assert likeness(picture, before, left) > 0.9
    assert likeness(picture, after, left) < 0.6
    assert likeness(picture, after, right) > 0.9
    bench.toggle_swipe()
    qtbot.wait(50)
    assert likeness(seen(canvas), after, left) > 0.9


def test_the_line_follows_the_mouse_without_rendering(bench, qtbot):
    bench.toggle_swipe()
    settle(bench, qtbot)
    rendered = bench._renderer.renderings
    for x in range(20, 400, 10):
        qtbot.mouseMove(bench.canvas.viewport(), QPoint(x, 150))
    qtbot.wait(50)
    assert bench._overlay.split == 390
    assert bench._renderer.renderings == rendered


def test_blink_shows_the_whole_before_image_while_held(bench, scenes, qtbot):
    canvas = bench.canvas
    before, after = ground_of(canvas, scenes[0].path), ground_of(canvas, scenes[1].path)
    points = grid(0.0, 1.0, canvas)
    bench.blink(True)
    assert likeness(seen(canvas), before, points) > 0.9
    bench.blink(False)
    assert likeness(seen(canvas), after, points) > 0.9


def test_blink_before_the_image_is_ready_leaves_the_map_as_it_is(bench, scenes, qtbot, monkeypatch):
    canvas = bench.canvas
    bench._renderer.forget()
    monkeypatch.setattr(MapImageRenderer, "request", lambda self, settings: None)
    after = ground_of(canvas, scenes[1].path)
    bench.blink(True)
    assert likeness(seen(canvas), after, grid(0.0, 1.0, canvas)) > 0.9
    assert bench._captions[canvas].texts[0] == f"After {AFTER}"
    bench.blink(False)


def test_blink_never_shows_the_image_of_another_extent(bench, scenes, qtbot, monkeypatch):
    canvas = bench.canvas
    monkeypatch.setattr(MapImageRenderer, "request", lambda self, settings: None)
    canvas.zoomByFactor(0.6)
    canvas.waitWhileRendering()
    qtbot.wait(50)
    after = ground_of(canvas, scenes[1].path)
    bench.blink(True)
    assert likeness(seen(canvas), after, grid(0.0, 1.0, canvas)) > 0.9
    bench.blink(False)


def test_a_held_blink_shows_the_image_as_soon_as_it_is_ready(bench, scenes, qtbot):
    canvas = bench.canvas
    bench._renderer.forget()
    bench.blink(True)
    qtbot.waitUntil(lambda: bench._overlay.whole and bench._overlay.image is not None)
    before = ground_of(canvas, scenes[0].path)
    assert likeness(seen(canvas), before, grid(0.0, 1.0, canvas)) > 0.9
    bench.blink(False)


def test_one_image_is_rendered_for_an_extent_however_often_it_is_asked_for(bench, qtbot):
    rendered = bench._renderer.renderings
    for _ in range(5):
        bench.blink(True)
        bench.blink(False)
        bench.toggle_swipe()
        bench.toggle_swipe()
    assert bench._renderer.renderings == rendered
    bench.canvas.zoomByFactor(0.7)
    settle(bench, qtbot)
    assert bench._renderer.renderings == rendered + 1


def test_the_image_over_the_map_has_the_screens_own_pixels(bench, qtbot, monkeypatch):
    monkeypatch.setattr(bench.canvas, "devicePixelRatioF", lambda: 2.0)
    bench._renderer.forget()
    bench._render_before()
    qtbot.waitUntil(lambda: bench._renderer.image is not None)
    image = bench._renderer.image.image
    assert image.width() == 2 * bench.canvas.mapSettings().outputSize().width()
    assert image.devicePixelRatio() == 2.0


def test_captions_say_which_date_is_shown(bench, qtbot):
    captions = bench._captions
    assert captions[bench.before].texts == (f"Before {BEFORE}", "")
    assert captions[bench.canvas].texts == (f"After {AFTER}", "")
    bench.blink(True)
    assert captions[bench.canvas].texts == (f"Before {BEFORE}", "")
    bench.blink(False)
    bench.toggle_swipe()
    assert captions[bench.canvas].texts == (f"Before {BEFORE}", f"After {AFTER}")


def test_one_view_keeps_swipe_and_blink(bench, scenes, qtbot):
    bench.set_views(1)
    assert bench.views == 1
    bench.toggle_swipe()
    qtbot.waitUntil(lambda: bench._overlay.image is not None)
    bench.toggle_swipe()
    bench.set_views(2)
    assert bench.views == 2


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
    assert dock.before.layers() == []
    dock.blink(True)
    assert dock._renderer.renderings == 0
    dock.blink(False)
    dock._body.confirmButton.click()
    assert all(scene.unclassified for scene in opened.workspace.scenes())
    assert [layer.source() for layer in dock.before.layers()] == [scenes[0].path]
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


def test_closing_the_workspace_takes_its_images_and_outline_away(bench, opened):
    opened.close()
    assert bench.before.layers() == []
    assert bench._overlay.image is None
    assert bench._renderer.image is None
    assert all(band.asGeometry().isEmpty() for outline in bench._outlines.values() for band in outline._bands)


def test_shutting_down_leaves_nothing_on_the_main_canvas(with_scenes, window, qtbot, raising):
    before = len(window.canvas.scene().items())
    dock = CompareDock(with_scenes, window.canvas, window)
    dock.show()
    dock.toggle_swipe()
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
    ground = dock._to_canvas().transformBoundingBox(dock._patch.boundingBox())
    assert window.canvas.extent().contains(ground)
    dock.shut_down()


def test_scene_files_are_let_go_with_the_workspace(with_scenes, window, scenes, tmp_path, qtbot, raising):
    copy = tmp_path / "copy.tif"
    shutil.copy(scenes[0].path, copy)
    with_scenes.workspace.remove_scene(scenes[0].path)
    with_scenes.workspace.set_scene(Scene(str(copy), BEFORE, "", True))
    dock = CompareDock(with_scenes, window.canvas, window)
    assert [layer.source() for layer in dock.before.layers()] == [str(copy)]
    with_scenes.close()
    assert dock._layers == []
    assert dock._shelf._layers == {}
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
