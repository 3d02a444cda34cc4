"""Inside QGIS, for `benchmarks.workbench`: drives the real docks with real key presses and writes what it measured.

``WEIPIAN_WORKBENCH`` is a JSON file with what to do (``workspace``, ``presses``, ``patches``, ``parts``) and receives
the figures beside it. Times are milliseconds.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, Callable, Dict, List, Union

sys.path.insert(0, os.environ["WEIPIAN_CI"])
sys.path.insert(0, str(Path(os.environ["WEIPIAN_CI"]).parent))

import window
from qgis.core import QgsProject
from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

from benchmarks.decisions import Twin
from benchmarks.workbench_views import (
    MILLISECONDS,
    Gap,
    Heart,
    Painted,
    bare_rendering,
    drop_blocks,
    focus,
    frames,
    summary,
    tell_gaps,
    turn,
    turn_for,
)

Steps = Generator[Union[float, Callable[[], bool]], None, None]
TASK = Path(os.environ["WEIPIAN_WORKBENCH"])
PATIENCE_S, PAUSE_S = 10.0, 0.3
EVERY = 100
"""Patches after which memory is looked at."""


class FormPainted(QObject):
    """Knows when the form of the patch on the table was last painted."""

    def __init__(self, plugin: Any) -> None:
        super().__init__()
        self._dock, self.at = plugin.docks["interpretation"], 0.0
        self._content = self._dock._ui.content
        self._content.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Paints are noted once they were handed on; what is filled in must be of the patch on the table."""
        shown = self._dock._read
        if event.type() == QEvent.Type.Paint and shown is not None and shown.parcel.uuid == self._dock.session.current:
            self.at = time.perf_counter()
        return False

    def leave(self) -> None:
        """Look no more."""
        self._content.removeEventFilter(self)


class Presses:
    """Presses keys at the map and waits until both views are painted to the pixel and the form is filled."""

    def __init__(self, plugin: Any) -> None:
        self.plugin, self.dock = plugin, plugin.docks["compare"]
        self.painted, self.form, self.heart = Painted(self.dock), FormPainted(plugin), Heart()
        self.painted.watch()
        self.took: Dict[str, List[float]] = {}
        self.gaps: List[Gap] = []
        self._begun, self._watched = 0.0, 0.0
        focus(self.dock.canvas)  # all of the window is painted anew when it becomes the active one: no key does that

    def leave(self) -> None:
        """As it was."""
        self.painted.leave()
        self.form.leave()

    def press(self, key: Any) -> None:
        """One key; notes the whole time, that of views and of form, and the longest gap until all has settled."""
        session = self.plugin.session
        focus(self.dock.canvas)
        current = session.current
        self.heart.start()
        begun = self._begun = time.perf_counter()
        QTest.keyClick(self.dock.canvas, key)
        if session.current == current:
            raise AssertionError("the key did not reach the workbench, or there was no next patch")
        while not (self.painted.both_since(begun) and self.form.at > begun):
            turn()
            if time.perf_counter() - begun > PATIENCE_S:
                raise AssertionError(f"not shown: {self.painted.times} {self.form.at} {begun} {session.current}")
        self._note("views", max(self.painted.times) - begun)
        self._note("form", self.form.at - begun)
        self._note("all", max(*self.painted.times, self.form.at) - begun)

    def settle(self) -> None:
        """What follows belongs to the key, too: the next patches are read ahead."""
        turn_for(PAUSE_S)
        self.gaps.append(self.heart.stop())
        self._watched += time.perf_counter() - self._begun

    def nothing_pressed(self, times: int, found: Dict[str, Any]) -> Steps:
        """The same heart in the same window, as often and as long as the presses were watched: what the machine does
        by itself.
        """
        gaps, each = [], self._watched / max(times, 1)
        for _ in range(times):
            yield 0.05
            self.heart.start()
            turn_for(each)
            gaps.append(self.heart.stop())
        tell_gaps("nothing pressed: gap", gaps, found)
        self._watched = 0.0

    def told(self, name: str, found: Dict[str, Any]) -> None:
        """Under this name, and from now on anew."""
        for what, times in self.took.items():
            found[f"{name}: {what}"] = summary(times)
        if self.gaps:
            tell_gaps(f"{name}: gap", self.gaps, found)
        self.took, self.gaps = {}, []

    def _note(self, what: str, seconds: float) -> None:
        self.took.setdefault(what, []).append(seconds * MILLISECONDS)


def key_to_patch(plugin: Any, task: Dict[str, Any], found: Dict[str, Any]) -> Steps:
    """→ with the next images ready, and without; both beside the bare rendering of the same two views."""
    dock, presses = plugin.docks["compare"], Presses(plugin)
    try:
        for _ in range(task["presses"]):
            yield PAUSE_S
            yield lambda: not dock.views.store.busy and not dock.pictures.waiting
            presses.press(Qt.Key.Key_Right)
            presses.settle()
        presses.told("next, prefetched", found)
        yield lambda: not dock.views.store.busy
        yield from presses.nothing_pressed(task["presses"], found)
        yield from not_prefetched(plugin, presses, task["presses"], found)
    finally:
        presses.leave()


def not_prefetched(plugin: Any, presses: Presses, times: int, found: Dict[str, Any]) -> Steps:
    """→ with no picture kept and no block of the images, and by QGIS alone the same two views of the same patch, in
    turn the one first and the other: neither finds ready what the other one read.
    """
    store, bare, ratios = plugin.docks["compare"].views.store, [], []
    for _ in range(times):
        yield lambda: not store.busy
        store.forget()
        yield 0.05
        store.forget()
        drop_blocks()
        presses.press(Qt.Key.Key_Right)
        presses.settle()
        yield lambda: not store.busy
        yield 0.1
        drop_blocks()
        bare.append(bare_rendering(plugin))
        ratios.append(presses.took["all"][-1] / bare[-1])
    presses.told("next, not prefetched", found)
    found["bare rendering of both views"] = summary(bare)
    found["next, not prefetched: times the bare rendering"] = summary(ratios)


def decisions(plugin: Any, task: Dict[str, Any], found: Dict[str, Any]) -> Steps:
    """The answering key until it is durable, beside the bare commit of the same rows; and until the next patch."""
    session, dock = plugin.session, plugin.docks["compare"]
    workspace = session.workspace
    twin = Twin(workspace, TASK.with_suffix(".twin.gpkg"))
    save, at = workspace.save_draft, [0.0]

    def saved(*given: Any) -> Any:
        kept = save(*given)
        at[0] = time.perf_counter()
        return kept

    workspace.save_draft = saved
    durable: List[float] = []
    bare: List[float] = []
    times: List[float] = []
    presses = Presses(plugin)
    try:
        for number in range(task["presses"]):
            yield PAUSE_S
            yield lambda: not dock.views.store.busy and not dock.pictures.waiting
            begun = time.perf_counter()
            key = (Qt.Key.Key_1, Qt.Key.Key_4, Qt.Key.Key_8)[number % 3]
            _, alone = twin.took(lambda key=key: presses.press(key))
            presses.settle()
            durable.append((at[0] - begun) * MILLISECONDS)
            bare.append(alone)
            times.append(durable[-1] / alone)
        presses.told("answer and next, prefetched", found)
    finally:
        presses.leave()
        workspace._database.connection.set_trace_callback(None)
        del workspace.save_draft
        twin.close()
    found["decision: key to durable"] = summary(durable)
    found["decision: bare commit of the same rows"] = summary(bare)
    found["decision: times the bare commit"] = summary(times)


def memory(plugin: Any, task: Dict[str, Any], found: Dict[str, Any]) -> Steps:
    """MB that the process holds while patch follows patch, every so many."""
    presses, session = Presses(plugin), plugin.session
    held: List[float] = []
    try:
        for number in range(task["patches"] + 1):
            if number % EVERY == 0:
                gc.collect()
                held.append(_megabytes())
                yield 0.01
            if not session.coming(1):
                session.select(session.order[0])
                yield 0.5
            presses.press(Qt.Key.Key_Right)
    finally:
        presses.leave()
    presses.told("next, in a hurry", found)
    found["memory, MB, every 100 patches"] = held


def opening(plugin: Any, task: Dict[str, Any], found: Dict[str, Any]) -> Steps:
    """The workspace closed and opened again in the whole workbench; filtered and ordered."""
    from benchmarks.queue import Times, _filters, _orders

    times, session, heart, gaps = Times(), plugin.session, Heart(), []
    for _ in range(5):
        session.close()
        yield 0.5
        heart.start()
        times.take("open the workspace", lambda: session.open(task["workspace"]))
        yield 1
        gaps.append(heart.stop())
    for number in range(7):
        _filters(times, plugin.docks["patches"], number)
        _orders(times, plugin.docks["patches"])
        yield 0.05
    tell_gaps("longest gap while opening", gaps, found)
    found.update({name: summary([by_the_clock for by_the_clock, _computing in each]) for name, each in times.items()})


def _megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return round(pages * os.sysconf("SC_PAGE_SIZE") / 2**20, 1)


def looking(plugin: Any, _task: Dict[str, Any], found: Dict[str, Any]) -> Steps:
    """Swipe, lens and blink."""
    yield from frames(plugin, found)


PARTS = {"next": key_to_patch, "decisions": decisions, "memory": memory, "opening": opening, "looking": looking}


def script() -> Steps:
    """The parts that are asked for, one after the other."""
    task = json.loads(TASK.read_text(encoding="utf-8"))
    plugin = window.plugin()
    screen = QApplication.primaryScreen().size()
    window.place(screen.width(), screen.height())
    plugin.session.open(task["workspace"])
    plugin.session.settings.operator = "bench"
    plugin.workbench.registry["workbench"].trigger()
    yield lambda: all(dock.isVisible() for dock in plugin.docks.values())
    yield 3
    plugin.session.select(plugin.session.order[1])
    yield 1
    found: Dict[str, Any] = {"screen": [screen.width(), screen.height()], "patches": len(plugin.session.order)}
    for part in task["parts"]:
        yield from PARTS[part](plugin, task, found)
    views = plugin.docks["compare"].views
    found["canvases"] = [[each.viewport().width(), each.viewport().height()]
                         for each in (plugin.docks["compare"].canvas, plugin.docks["compare"].before)]
    found["cached images, MB"] = round(views.store.size_bytes / 2**20, 1)
    TASK.with_suffix(".found.json").write_text(json.dumps(found, indent=1), encoding="utf-8")
    yield window.picture()
    QgsProject.instance().setDirty(False)


window.run(script)
