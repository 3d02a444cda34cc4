"""How fast the views answer in the real window: key to picture, swipe, lens and blink, and how long the window stood.

Inside QGIS by ``.ci/window.sh``: a startup script puts ``WEIPIAN_CI`` and the repository on its path and goes through
the generators below, which drive the real docks with real key presses. By itself, for a look::

    WEIPIAN_WORKSPACE=build/demo/weipian.gpkg WEIPIAN_VIEWS=v.json .ci/window.sh benchmarks/workbench_views.py v.png

``WEIPIAN_SCREEN=3840x2160`` for a 4K canvas. Figures are milliseconds.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any, Callable, Dict, List, NamedTuple, Union

from osgeo import gdal
from qgis.core import QgsMapRendererParallelJob, QgsMapSettings
from qgis.PyQt.QtCore import QEvent, QEventLoop, QPoint, QPointF, Qt, QTimer
from qgis.PyQt.QtGui import QMouseEvent, QPainter
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication

Steps = Generator[Union[float, Callable[[], bool]], None, None]
BEAT_MS = 2
MILLISECONDS = 1000.0
FRAMES = 120
PAUSE_S = 0.35


class Gap(NamedTuple):
    """The longest time, in ms, between two beats: by the clock, and of it what the window's thread computed itself."""

    wall: float
    computing: float


class Heart:
    """Beats in the window's thread: a beat that comes late says how long nothing else could happen there.

    By the clock it is late as well when the machine gives the processor to somebody else, or waits for its disk; what
    the thread has computed between two beats is its own doing.
    """

    def __init__(self) -> None:
        self.gaps: List[Gap] = []
        self._last = self._computed = 0.0
        self._timer = QTimer()
        self._timer.setInterval(BEAT_MS)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)

    def start(self) -> None:
        """From now on."""
        self.gaps, self._last, self._computed = [], time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> Gap:
        """The longest time without a beat since the start; what was computed most between two need not be the same."""
        self._beat()
        self._timer.stop()
        return Gap(max(gap.wall for gap in self.gaps), max(gap.computing for gap in self.gaps))

    def _beat(self) -> None:
        now, computed = time.perf_counter(), time.thread_time()
        self.gaps.append(Gap((now - self._last) * MILLISECONDS, (computed - self._computed) * MILLISECONDS))
        self._last, self._computed = now, computed


def turn() -> None:
    """One turn of the event loop, which waits as the window's own does: asking again and again would take a processor
    from those who render. Something has to wake it: a `Heart` that beats does.
    """
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def turn_for(seconds: float) -> None:
    """Turns of the event loop for so long."""
    until = time.perf_counter() + seconds
    while time.perf_counter() < until:
        turn()


class Painted:
    """Knows when both views were last painted to the pixel, by watching them paint."""

    def __init__(self, dock: Any) -> None:
        self.dock = dock
        self.pictures = [dock.views.here, dock.views.there]
        self.times = [0.0, 0.0]
        self._kind = type(dock.views.here)
        self._paint = self._kind.paint

    def watch(self) -> None:
        """Look at every painting; `leave` ends it."""
        paint, self_ = self._paint, self

        def painted(picture: Any, painter: QPainter, option: Any = None, widget: Any = None) -> None:
            paint(picture, painter, option, widget)
            if picture.own is not None and picture.own.exact:
                self_.times[self_.pictures.index(picture)] = time.perf_counter()

        self._kind.paint = painted

    def leave(self) -> None:
        """As it was."""
        self._kind.paint = self._paint

    def both_since(self, begun: float) -> bool:
        """Both views were painted exact after ``begun``, and nothing has come between since."""
        return self.dock.views.complete and min(self.times) > begun


def focus(widget: Any) -> None:
    """The focus where a person has it; on a screen without a window manager no window is active by itself."""
    QApplication.setActiveWindow(widget.window())
    widget.setFocus()


def summary(values: List[float]) -> Dict[str, float]:
    """Median, 95 %, worst."""
    ranked = sorted(values)
    return {"n": len(ranked), "median": round(statistics.median(ranked), 1),
            "p95": round(ranked[max(0, -(-len(ranked) * 95 // 100) - 1)], 1), "worst": round(ranked[-1], 1)}


def tell_gaps(name: str, gaps: List[Gap], found: Dict[str, Any]) -> None:
    """By the clock under ``name``, and beside it what was computed."""
    found[name] = summary([gap.wall for gap in gaps])
    found[f"{name}, computing"] = summary([gap.computing for gap in gaps])


def key_to_pictures(plugin: Any, presses: int, found: Dict[str, Any], prefetched: bool = True) -> Steps:
    """→ so many times; from the key to both views painted exact. ``prefetched``: when the next ones are ready."""
    dock = plugin.docks["compare"]
    painted, heart = Painted(dock), Heart()
    painted.watch()
    took, gaps, cpu = [], [], []
    try:
        for _ in range(presses):
            if prefetched:
                yield PAUSE_S
                yield lambda: not dock.views.store.busy and not dock.pictures.waiting
            else:
                dock.views.store.forget()
                yield 0.05
                dock.views.store.forget()
            focus(dock.canvas)
            current = plugin.session.current
            heart.start()
            begun, busy = time.perf_counter(), time.thread_time()
            QTest.keyClick(dock.canvas, Qt.Key.Key_Right)
            if plugin.session.current == current:
                raise AssertionError("the key did not reach the workbench")
            while not painted.both_since(begun) and time.perf_counter() - begun < 5:
                turn()
            took.append((min(5.0, max(painted.times) - begun)) * MILLISECONDS)
            cpu.append((time.thread_time() - busy) * MILLISECONDS)
            turn_for(PAUSE_S)
            gaps.append(heart.stop())
    finally:
        painted.leave()
    name = "key to pictures, prefetched" if prefetched else "key to pictures, not prefetched"
    found[name] = summary(took)
    found[f"{name}: CPU of the window's thread"] = summary(cpu)
    tell_gaps(f"{name}: longest gap", gaps, found)


def drop_blocks() -> None:
    """Whatever was read from the images is forgotten: the next one who wants it reads and unpacks it."""
    most = gdal.GetCacheMax()
    gdal.SetCacheMax(0)
    gdal.SetCacheMax(most)


def bare_rendering(plugin: Any) -> float:
    """The same two views rendered by QGIS alone, both at once, as a measure for this machine: milliseconds."""
    wishes = [wish for wish in plugin.docks["compare"].views._wanted().values() if wish is not None]
    jobs = [QgsMapRendererParallelJob(QgsMapSettings(wish.settings)) for wish in wishes]
    begun = time.perf_counter()
    for job in jobs:
        job.start()
    for job in jobs:
        job.waitForFinished()
    return (time.perf_counter() - begun) * MILLISECONDS


def frames(plugin: Any, found: Dict[str, Any]) -> Steps:
    """The line of the swipe and the lens follow the mouse over the main map: milliseconds from move to painted."""
    dock = plugin.docks["compare"]
    canvas, comparing = dock.canvas, dock.comparing
    for name, toggle, held in (("swipe", comparing.toggle_swipe, Qt.MouseButton.LeftButton),
                               ("lens", comparing.toggle_lens, Qt.MouseButton.NoButton)):
        toggle()
        yield lambda: dock.views.complete and not dock.views.store.busy
        yield 0.5
        took = _moves(canvas, held)
        toggle()
        found[f"{name}: frame"] = {**summary(took), "fps at the median": round(MILLISECONDS / statistics.median(took))}
        yield 0.2
    took = []
    for turn in range(20):
        begun = time.perf_counter()
        dock.blink(turn % 2 == 0)
        _let_paint()
        took.append((time.perf_counter() - begun) * MILLISECONDS)
        yield 0.1
    dock.blink(False)
    found["blink: frame"] = summary(took)
    found["canvas"] = [canvas.viewport().width(), canvas.viewport().height()]


def _moves(canvas: Any, held: Any) -> List[float]:
    """A path across the view, fast and slow, as a hand moves."""
    viewport, took = canvas.viewport(), []
    width, height = viewport.width(), viewport.height()
    _mouse(viewport, QEvent.Type.MouseButtonPress, QPoint(width // 2, height // 2), held)
    for frame in range(FRAMES):
        share = abs((frame * 7 % (2 * FRAMES)) / FRAMES - 1.0)
        at = QPoint(round(20 + share * (width - 40)), round(height * (0.3 + 0.4 * share)))
        begun = time.perf_counter()
        _mouse(viewport, QEvent.Type.MouseMove, at, held)
        _let_paint()
        took.append((time.perf_counter() - begun) * MILLISECONDS)
    _mouse(viewport, QEvent.Type.MouseButtonRelease, at, held)
    return took[1:]


def _mouse(viewport: Any, kind: Any, at: QPoint, held: Any) -> None:
    none = Qt.MouseButton.NoButton
    if held == none and kind != QEvent.Type.MouseMove:
        return
    button = none if kind == QEvent.Type.MouseMove else held
    buttons = none if kind == QEvent.Type.MouseButtonRelease else held
    QApplication.sendEvent(viewport, QMouseEvent(kind, QPointF(at), QPointF(viewport.mapToGlobal(at)), button, buttons,
                                                 Qt.KeyboardModifier.NoModifier))


def _let_paint() -> None:
    """Updates that were asked for are painted and on the way to the screen."""
    QApplication.sendPostedEvents()
    QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)


def script() -> Steps:
    """All of it on the workspace of WEIPIAN_WORKSPACE, written to WEIPIAN_VIEWS."""
    import window

    plugin = window.plugin()
    screen = QApplication.primaryScreen().size()
    window.place(screen.width(), screen.height())
    plugin.session.open(os.environ["WEIPIAN_WORKSPACE"])
    plugin.workbench.registry["workbench"].trigger()
    yield lambda: all(dock.isVisible() for dock in plugin.docks.values())
    yield 3
    plugin.session.select(plugin.session.order[5])
    found: Dict[str, Any] = {"screen": [screen.width(), screen.height()]}
    presses = int(os.environ.get("WEIPIAN_PRESSES", "30"))
    yield from key_to_pictures(plugin, presses, found)
    yield from key_to_pictures(plugin, presses, found, prefetched=False)
    yield lambda: not plugin.docks["compare"].views.store.busy
    found["bare rendering of both views"] = summary([bare_rendering(plugin) for _ in range(15)])
    yield from frames(plugin, found)
    Path(os.environ["WEIPIAN_VIEWS"]).write_text(json.dumps(found, indent=1), encoding="utf-8")
    yield window.picture()


if "WEIPIAN_VIEWS" in os.environ and "WEIPIAN_CI" in os.environ:
    sys.path.insert(0, os.environ["WEIPIAN_CI"])
    import window as _window

    _window.run(script)
