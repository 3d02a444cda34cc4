"""A thousand random actions at the real docks end without a fault, with a history that holds, and leave nothing behind.

``WEIPIAN_SLOW=1`` goes on for many more seeds; ``WEIPIAN_MONKEY=seed:count`` repeats the beginning of a run (`monkey`).
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from qgis.core import QgsProject
from qgis.gui import QgsLayerTreeMapCanvasBridge
from qgis.PyQt.QtCore import QEvent, QObject
from qgis.PyQt.QtWidgets import QApplication

from tests.qgis.gui import monkey_checks as checks
from tests.qgis.gui.monkey import DIALOGS, LOOK_EVERY, Faults, Monkey, numbers_of, settle
from tests.qgis.gui.monkey_hands import Files, Hands
from weipian_plugin.domain.records import RETIRED, Scene
from weipian_plugin.workspace.workspace import Workspace

SLOW = os.environ.get("WEIPIAN_SLOW") == "1"
AGAIN = os.environ.get("WEIPIAN_MONKEY", "")
RUNS = [(seed, 1000) for seed in range(1, 21)] if SLOW else [(1, 1000), (2, 300), (4, 300)]
OPERATOR = "张三"


@dataclass
class World:
    """A window with the plugin on a measured workspace with images, and what was there before."""

    window: Any
    plugin: Any
    files: Files
    faults: Faults
    pristine: dict[str, list[Any]]
    before: dict[str, Any]

    def look(self) -> None:
        """What holds between any two actions."""
        session, workspace = self.plugin.session, self.plugin.session.workspace
        interpretation = self.plugin.docks["interpretation"]
        assert interpretation._uuid == session.current and interpretation._workspace is workspace
        if workspace is None:
            assert session.current == "" and session.order == []
            return
        if session.current:
            assert workspace.parcel(session.current).status != RETIRED
        if workspace.writable:
            checks.assert_history_adds_up(workspace)
            checks.assert_patches_are_whole(workspace)

    def end(self) -> None:
        """Everything comes to rest; undo and redo meet in the workspace that it began with."""
        compare, workbench = self.plugin.workbench.compare, self.plugin.workbench
        self.faults.dialogs_allowed = DIALOGS
        workbench.registry["mode"].setChecked(False)  # a timer that blinks never rests
        settle(lambda: bool(workbench.geometries.remeasuring.running), lambda: compare.pictures.waiting)
        self.look()
        self.plugin.session.close()
        with Workspace.open(self.files.workspace, actor=OPERATOR) as workspace:
            assert workspace.writable
            checks.assert_undo_and_redo_meet(workspace, self.pristine)

    def unload(self) -> None:
        """Nothing stays: neither in the window nor in QGIS nor in Python's memory."""
        self.plugin.unload()
        self.plugin = None
        QgsProject.instance().clear()
        settle()
        checks.flush_deletions()
        left = checks.what_is_left(self.before, checks.trace_of(self.window))
        assert not left, left
        assert not list(self.files.workspace.parent.glob("*.lock"))


@pytest.fixture()
def world(window, measured_template: Path, workspace_template: Path, demo: Path, tmp_path: Path,
          monkeypatch) -> Iterator[World]:
    from weipian_plugin.jobs.training import training
    from weipian_plugin.plugin import WeipianPlugin

    monkeypatch.setattr(training, "training_folder", lambda: tmp_path / "training")
    images = tuple(tmp_path / name for name in ("before_20161209_rgb8.tif", "after_20180309_rgb8.tif"))
    for image in images:
        shutil.copy(demo / image.name, image)
    files = Files(tmp_path / "w" / "beihai.gpkg", tmp_path / "w" / "other.gpkg", images, tmp_path / "project.qgz")
    files.workspace.parent.mkdir()
    shutil.copy(measured_template, files.workspace)
    shutil.copy(workspace_template, files.other)
    with Workspace.open(files.workspace, actor=OPERATOR) as workspace:
        for image, date in zip(images, ("2016-12-09", "2018-03-09")):
            workspace.set_scene(Scene(str(image), date, "Sentinel-2", True))
        pristine = checks.tables(workspace)
    monkeypatch.setenv("WEIPIAN_OPERATOR", OPERATOR)
    bridge = QgsLayerTreeMapCanvasBridge(QgsProject.instance().layerTreeRoot(), window.canvas)
    window.window.show()
    QApplication.setActiveWindow(window.window)
    with Faults() as faults:
        checks.flush_deletions()
        before = checks.trace_of(window)
        plugin = WeipianPlugin(window)
        plugin.initGui()
        plugin.session.message.connect(faults.told)
        plugin.session.open(str(files.workspace))
        plugin.workbench.registry["workbench"].setChecked(True)
        world = World(window, plugin, files, faults, pristine, before)
        yield world
        if world.plugin is not None:
            world.plugin.unload()
    del bridge


def play(world: World, seed: int, numbers: Iterable[int], every: int = LOOK_EVERY) -> None:
    """A whole game: actions, rest, undo and redo, unload."""
    monkey = Monkey(seed, Hands(world.plugin, world.window, world.files, world.faults), world.look, world.faults,
                    every)
    monkey.run(numbers)
    monkey.check(world.end)
    del monkey._hands
    monkey.check(world.unload)


@pytest.mark.timeout(1800 if SLOW else 600)
@pytest.mark.parametrize(("seed", "actions"), RUNS)
def test_whatever_a_monkey_does_no_fault_comes_of_it_and_nothing_is_lost_or_left(
        world: World, seed: int, actions: int):
    play(world, seed, range(actions))


@pytest.mark.skipif(not AGAIN, reason="WEIPIAN_MONKEY=seed:count repeats a run")
def test_again(world: World):
    play(world, *numbers_of(AGAIN))


class Clumsy(QObject):
    """Raises in what Qt calls."""

    def event(self, _event: QEvent) -> bool:
        raise ZeroDivisionError("on purpose")


def test_the_monkey_sees_what_is_raised_where_qt_calls(world: World):
    clumsy = Clumsy()
    QApplication.sendEvent(clumsy, QEvent(QEvent.Type.User))
    assert "on purpose" in world.faults.found[0]


def test_the_same_numbers_are_the_same_actions_also_when_some_are_left_out():
    assert numbers_of("7:3") == (7, [0, 1, 2], LOOK_EVERY)
    assert numbers_of("7:3,40-42/1") == (7, [3, 40, 41, 42], 1)
