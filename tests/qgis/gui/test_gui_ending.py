"""Unloading, which QGIS does when it quits, too: no thread, no process and no open image of ours stays behind."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from osgeo import gdal
from qgis.core import QgsApplication
from qgis.PyQt import sip
from qgis.PyQt.QtCore import QThreadPool

from weipian_plugin.domain.records import CLIPS, Scene
from weipian_plugin.jobs.imagery import scene_shelf
from weipian_plugin.jobs.measuring import worker as worker_module

pytestmark = pytest.mark.usefixtures("raising")


@pytest.fixture()
def looking(window, workspace_file: Path, demo: Path, qtbot):
    """A started plugin at a patch of which both dates are shown; it is up to the test to unload it."""
    from weipian_plugin.plugin import WeipianPlugin

    window.window.show()
    plugin = WeipianPlugin(window)
    plugin.initGui()
    plugin.session.open(str(workspace_file))
    for name, date in (("before_20161209_rgb8.tif", "2016-12-09"), ("after_20180309_rgb8.tif", "2018-03-09")):
        plugin.session.workspace.set_scene(Scene(str(demo / name), date, "Sentinel-2", True))
    plugin.session.queueChanged.emit()
    plugin.workbench.registry["workbench"].setChecked(True)
    qtbot.waitUntil(lambda: len(shelf_of(plugin)._layers) > 1, timeout=20_000)
    yield plugin
    plugin.unload()


def shelf_of(plugin) -> scene_shelf.SceneShelf:
    return plugin.workbench.compare.pictures._shelf


def test_no_image_stays_open_whoever_still_holds_its_layer(looking):
    shelf = shelf_of(looking)
    held = [*shelf._layers.values(), *shelf._plain.values()]
    looking.session.step(1)
    looking.unload()
    assert held and all(sip.isdeleted(layer) for layer in held)
    assert not gdal.ReadDir("/vsimem/weipian")


def test_images_the_shelf_has_let_go_of_are_closed_as_well(looking):
    shelf = shelf_of(looking)
    held = [*shelf._layers.values(), *shelf._plain.values()]
    looking.session.close()
    assert not shelf._layers and not any(sip.isdeleted(layer) for layer in held)
    looking.unload()
    assert all(sip.isdeleted(layer) for layer in held)


def test_no_thread_stays(looking, tmp_path, monkeypatch):
    go, begun, folders = threading.Event(), threading.Event(), []

    def listed(folder: str) -> None:
        folders.append(folder)
        begun.set()
        go.wait(20)

    monkeypatch.setattr(scene_shelf, "clip_folder", listed)
    before = set(threading.enumerate())
    shelf_of(looking).warm([Scene(str(tmp_path), "", "clips", True, CLIPS)] * 3)
    assert begun.wait(20)
    threading.Timer(0.2, go.set).start()
    pools = looking.workbench.compare.findChildren(QThreadPool)
    looking.session.step(1)
    looking.unload()
    assert len(folders) == 1  # and none of the two that waited
    assert not [each for each in set(threading.enumerate()) - before if each.daemon]
    assert pools and not any(pool.activeThreadCount() for pool in pools)
    assert QgsApplication.taskManager().countActiveTasks() == 0


def test_a_part_that_fails_at_its_end_keeps_no_other_from_ending(looking, window, monkeypatch):
    def fails() -> None:
        raise OSError("the network is gone")

    shelf = shelf_of(looking)
    held = list(shelf._layers.values())
    worker_module.shared_worker().start()
    pid = worker_module.shared_worker().pid
    monkeypatch.setattr(looking.workbench.trainings, "close", fails)
    with pytest.raises(OSError, match="network"):
        looking.unload()
    assert all(sip.isdeleted(layer) for layer in held) and not window.factories
    assert pid and not Path(f"/proc/{pid}").exists()
    assert QgsApplication.processingRegistry().providerById("weipian") is None


def test_every_worker_ends_not_only_the_shared_one(looking):
    mine = worker_module.OverlayWorker()
    mine.start()
    pid = mine.pid
    looking.unload()
    assert pid and not mine.running and not Path(f"/proc/{pid}").exists()
