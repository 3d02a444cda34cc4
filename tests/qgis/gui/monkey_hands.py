"""What the monkey can do: keys, clicks, words, pens on the map, and all that may happen to project, files and windows."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QContextMenuEvent, QInputMethodEvent, QMouseEvent, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QTabBar,
    QTableView,
    QTextEdit,
    QWidget,
)

from .monkey import DIALOGS, Faults

CRS = ("EPSG:4525", "EPSG:4326", "EPSG:3857", "EPSG:4547", "EPSG:4490")
WORDS = ("现场为大棚", "abc 123", "8", "否", "2023-05-01", "1.5", "示例镇", "＜&>'\"", "")
NONE, LEFT, RIGHT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
DRAWN = {"split": 2, "cut_out": 4, "actual": 4, "own_patch": 4, "sketch": 3, "measure_map": 3, "redraw_boundary": 3}
"""Pens, and how many points they are given."""
WINDOWS = ("training", "explain", "acts", "new_act", "accountability", "validate", "guide", "first_keys", "map_themes")
EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
OURS = "weipian"


@dataclass(frozen=True)
class Files:
    """What the monkey may touch on the disk: all of it copies."""

    workspace: Path
    other: Path
    images: tuple[Path, Path]
    project: Path

    def lose(self, which: int) -> str:
        """The image is gone, or there again."""
        image = self.images[which]
        kept = image.with_suffix(".kept")
        if image.exists():
            shutil.move(image, kept)
            return f"{image.name} gone"
        shutil.move(kept, image)
        return f"{image.name} back"


class Hands:
    """Chooses among what is there; whatever is not there is no action and no fault."""

    def __init__(self, plugin: Any, window: Any, files: Files, faults: Faults) -> None:
        self.plugin, self.window, self.files, self.faults = plugin, window, files, faults
        self._held: Any = None
        self._all: list[tuple[int, str]] = [
            (14, "answer"), (10, "step"), (12, "key"), (6, "undo"), (4, "redo"), (8, "focus"), (12, "click"),
            (8, "write"), (10, "draw"), (4, "merge"), (4, "boundary"), (6, "table"), (8, "look"), (4, "drag"),
            (3, "hold"), (3, "filter"), (2, "sort"), (2, "menu"), (2, "crs"), (2, "layer_goes"), (2, "layer_comes"),
            (2, "image"), (1, "project"), (2, "workspace"), (2, "window"), (2, "close"), (2, "dock"), (2, "mode"),
            (3, "wait"), (1, "resize"), (2, "choose"), (1, "locate"),
        ]

    def choose(self, chance: random.Random) -> tuple[str, Callable[[random.Random], str]]:
        """An action, as often as its weight says."""
        if chance.random() < 0.25:
            self._return_to_work()
        names = [name for _, name in self._all]
        name = chance.choices(names, [weight for weight, _ in self._all])[0]
        self.faults.dialogs_allowed = DIALOGS if name in ("click", "menu", "window") else frozenset()
        return name, getattr(self, f"_{name}")

    def _return_to_work(self) -> None:
        """A workspace on the table, the keys with us, the docks on the screen: else most actions come to nothing."""
        if self.session.workspace is None or self.session.workspace.is_training:
            self.session.open(str(self.files.workspace))
        self.plugin.workbench.registry["workbench"].setChecked(True)
        self.plugin.workbench.registry["mode"].setChecked(True)
        for dock in self.plugin.docks.values():
            dock.show()

    # Where things are

    @property
    def session(self) -> Any:
        return self.plugin.session

    @property
    def canvas(self) -> Any:
        return self.window.canvas

    def _roots(self) -> list[QWidget]:
        """Docks, map, and the windows of ours that stand open."""
        others = [each for each in QApplication.topLevelWidgets()
                  if each.isVisible() and type(each).__module__.startswith(OURS)]
        docks = [dock for dock in self.plugin.docks.values() if dock.isVisible()]
        return [*docks, *others]

    def _widgets(self, *kinds: type) -> list[Any]:
        found = [each for root in self._roots() for kind in kinds for each in root.findChildren(kind)
                 if each.isVisible() and each.isEnabled()]
        return [each for each in found if not isinstance(each, QTabBar) or kinds == (QTabBar,)]

    def _keyboard(self) -> QWidget:
        """Who has the keyboard; the map where nobody of ours has it."""
        widget = QApplication.focusWidget()
        places = [*self._roots(), self.canvas]
        if widget is None or not any(place is widget or place.isAncestorOf(widget) for place in places):
            widget = self.canvas
            QApplication.setActiveWindow(self.window.window)
            widget.setFocus()
        return widget

    def _press(self, name: str, keyboard: Any = None) -> str:
        action = self.plugin.workbench.registry[name]
        shortcut = action.shortcut()
        if shortcut.isEmpty():
            action.trigger()
            return f"{name} by menu"
        widget = keyboard if keyboard is not None else self._keyboard()
        code = int(shortcut[0])
        modifiers = Qt.KeyboardModifiers(code & int(Qt.KeyboardModifier.KeyboardModifierMask))
        QTest.keyClick(widget, Qt.Key(code & ~int(Qt.KeyboardModifier.KeyboardModifierMask)), modifiers)
        return f"{name} at {type(widget).__name__} {widget.objectName()}"

    def _at_map(self, name: str) -> str:
        QApplication.setActiveWindow(self.window.window)
        self.canvas.setFocus()
        return self._press(name, self.canvas)

    # Keys

    def _answer(self, chance: random.Random) -> str:
        return self._at_map(f"answer_{chance.randint(1, 9)}")

    def _step(self, chance: random.Random) -> str:
        return self._press(chance.choice(("next", "next", "previous", "next_unfinished", "previous_unfinished")))

    def _key(self, chance: random.Random) -> str:
        """Any key of ours, wherever the keyboard is; then perhaps what it opens is written into."""
        names = [name for name in self.plugin.workbench.registry._keys if name not in DRAWN]
        said = self._press(chance.choice(names))
        return f"{said} {self._write(chance) if chance.random() < 0.3 else ''}"

    def _undo(self, chance: random.Random) -> str:
        times = chance.choice((1, 1, 2, 5))
        return f"{times} × {[self._at_map('undo') for _ in range(times)][-1]}"

    def _redo(self, chance: random.Random) -> str:
        times = chance.choice((1, 2, 4))
        return f"{times} × {[self._at_map('redo') for _ in range(times)][-1]}"

    def _hold(self, chance: random.Random) -> str:
        """Space held: let go, or the keyboard taken away from under it."""
        widget = self._keyboard()
        QTest.keyPress(widget, Qt.Key.Key_Space)
        QTest.qWait(chance.choice((0, 15, 40)))
        if chance.random() < 0.6:
            QTest.keyRelease(widget, Qt.Key.Key_Space)
            return f"let go at {type(widget).__name__}"
        return f"lost: {self._focus(chance)}"

    # The keyboard's place, clicks and words

    def _focus(self, chance: random.Random) -> str:
        there = [each for each in self._widgets(QWidget) if each.focusPolicy() & Qt.FocusPolicy.TabFocus]
        widget = chance.choice([self.canvas, *there])
        QApplication.setActiveWindow(widget.window())
        widget.setFocus()
        return f"{type(widget).__name__} {widget.objectName()}"

    def _click(self, chance: random.Random) -> str:
        there = self._widgets(QAbstractButton)
        if not there:
            return "nothing to click"
        button = chance.choice(there)
        said = f"{type(button).__name__} {button.objectName()} “{button.text()}”"
        QTest.mouseClick(button, LEFT)
        return said

    def _write(self, chance: random.Random) -> str:
        focused = QApplication.focusWidget()
        there = [each for each in self._widgets(*EDITORS) if not each.isReadOnly()]
        if not isinstance(focused, EDITORS) and there:
            focused = chance.choice(there)
            QApplication.setActiveWindow(focused.window())
            focused.setFocus()
        if not isinstance(focused, EDITORS):
            return "nowhere to write"
        word = chance.choice(WORDS)
        said = f"“{word}” into {type(focused).__name__} {focused.objectName()}"
        for letter in word:  # a field may go away under one's hands
            widget = QApplication.focusWidget()
            if isinstance(widget, EDITORS) and letter.isascii():
                QTest.keyClicks(widget, letter)
            elif isinstance(widget, EDITORS):
                composed = QInputMethodEvent()
                composed.setCommitString(letter)
                QApplication.sendEvent(widget, composed)
        key = chance.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab, None, None))
        if key is not None and QApplication.focusWidget() is not None:
            QTest.keyClick(QApplication.focusWidget(), key)
        return said

    def _choose(self, chance: random.Random) -> str:
        there = [box for box in self._widgets(QComboBox) if box.count()]
        if not there:
            return "nothing to choose"
        box = chance.choice(there)
        box.setFocus()
        at = chance.randrange(box.count())
        box.setCurrentIndex(at)
        box.activated.emit(at)
        return f"{box.objectName()} {at}"

    def _filter(self, chance: random.Random) -> str:
        dock = self.plugin.docks["patches"]
        boxes = [box for box in dock.findChildren(QComboBox) if box.isVisible() and box.count()]
        if boxes and chance.random() < 0.7:
            box = chance.choice(boxes)
            box.setCurrentIndex(chance.randrange(box.count()))
            return f"{box.objectName()} {box.currentIndex()} “{box.currentText()}”"
        edits = [edit for edit in dock.findChildren(QLineEdit) if edit.isVisible()]
        if not edits:
            return "no filter"
        edit = chance.choice(edits)
        edit.setText(chance.choice(("", "", "1", "示例", "45", "zzz")))
        return f"{edit.objectName()} “{edit.text()}”"

    def _sort(self, chance: random.Random) -> str:
        headers = [each for each in self._widgets(QHeaderView) if each.count()]
        if not headers:
            return "no header"
        header = chance.choice(headers)
        at = chance.randrange(header.count())
        place = QPoint(header.sectionViewportPosition(at) + 4, header.height() // 2)
        QTest.mouseClick(header.viewport(), LEFT, NONE, place)
        return f"column {at}"

    def _table(self, chance: random.Random) -> str:
        views = [each for each in self._widgets(QAbstractItemView) if each.model() is not None
                 and not isinstance(each, QHeaderView) and each.model().rowCount()]
        if not views:
            return "no rows"
        view = chance.choice(views)
        model = view.model()
        columns = view.horizontalHeader().count() if isinstance(view, QTableView) else 1
        index = model.index(chance.randrange(model.rowCount()), chance.randrange(max(1, columns)))
        view.scrollTo(index)
        place = view.visualRect(index).center()
        keys = chance.choice((NONE, NONE, NONE, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier))
        QTest.mouseClick(view.viewport(), LEFT, keys, place)
        if chance.random() < 0.2:
            QTest.mouseDClick(view.viewport(), LEFT, NONE, place)
        return f"{view.objectName()} row {index.row()}"

    def _menu(self, chance: random.Random) -> str:
        """A context menu somewhere; what is taken from it the guard decides by its number."""
        there = [each for each in self._widgets(QAbstractItemView, QAbstractButton)
                 if each.contextMenuPolicy() != Qt.ContextMenuPolicy.NoContextMenu]
        if not there:
            return "no menu"
        widget = chance.choice(there)
        target = widget.viewport() if isinstance(widget, QAbstractItemView) else widget
        place = QPoint(chance.randint(2, 40), chance.randint(2, 40))
        QApplication.sendEvent(target, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place,
                                                         target.mapToGlobal(place)))
        return f"at {type(widget).__name__} {widget.objectName()}"

    # The map

    def _box(self) -> tuple[QgsGeometry, QgsCoordinateTransform] | None:
        session = self.session
        if session.workspace is None or not session.current:
            return None
        shape = QgsGeometry()
        shape.fromWkb(session.workspace.parcel(session.current).wkb)
        crs = QgsCoordinateReferenceSystem(session.workspace.crs_authid)
        onto = QgsCoordinateTransform(crs, self.canvas.mapSettings().destinationCrs(), QgsProject.instance())
        return (shape, onto) if not shape.isEmpty() else None

    def _pixel(self, onto: QgsCoordinateTransform, x: float, y: float) -> QPoint:
        return self.canvas.getCoordinateTransform().transform(onto.transform(QgsPointXY(x, y))).toQPointF().toPoint()

    def _points(self, chance: random.Random, count: int) -> list[QPoint]:
        """Across the parcel, an outline within it, or anywhere."""
        found = self._box()
        if found is None or chance.random() < 0.15:
            return [QPoint(chance.randint(5, 600), chance.randint(5, 400)) for _ in range(count)]
        shape, onto = found
        box = shape.boundingBox()
        inside = shape.pointOnSurface().asPoint()
        if count == 2:
            across = chance.choice(((1.2, 0.0), (0.0, 1.2), (1.2, 0.9), (1.2, -0.9)))
            dx, dy = across[0] * box.width(), across[1] * box.height()
            places = [(inside.x() - dx, inside.y() - dy), (inside.x() + dx, inside.y() + dy)]
        else:
            size = chance.choice((0.1, 0.25, 0.7)) * min(box.width(), box.height())
            ring = [(-1, -1), (1, -1), (1, 1), (-1, 1)][:count]
            places = [(inside.x() + a * size, inside.y() + b * size) for a, b in ring]
        return [self._pixel(onto, x, y) for x, y in places]

    def _map_click(self, at: QPoint, button: Any = LEFT) -> None:
        QTest.mouseMove(self.canvas.viewport(), at)
        QTest.mouseClick(self.canvas.viewport(), button, NONE, at)

    def _draw(self, chance: random.Random) -> str:
        name = chance.choice(("split", "split", "split", *DRAWN))
        self._at_map("back")
        said = self._at_map(name)
        for at in self._points(chance, DRAWN[name]):
            self._map_click(at)
            if chance.random() < 0.05:
                QTest.keyClick(self.canvas, chance.choice((Qt.Key.Key_Backspace, Qt.Key.Key_Right, Qt.Key.Key_1)))
        end = chance.choice(("right", "right", "right", "right", "enter", "esc", "nothing"))
        if end == "right":
            self._map_click(QPoint(20, 20), RIGHT)
        elif end != "nothing":
            QTest.keyClick(self.canvas, Qt.Key.Key_Return if end == "enter" else Qt.Key.Key_Escape)
        if name == "sketch" and isinstance(QApplication.focusWidget(), QLineEdit):
            said += self._write(chance)
        return f"{said}, {end}"

    def _merge(self, chance: random.Random) -> str:
        self._at_map("back")
        said = self._at_map("merge")
        workspace, found = self.session.workspace, self._box()
        parts = [uuid for uuid in workspace.siblings(self.session.current) if uuid != self.session.current] \
            if found is not None else []
        if not parts:
            return f"{said}, alone"
        other = QgsGeometry()
        other.fromWkb(workspace.parcel(chance.choice(sorted(parts))).wkb)
        place = other.pointOnSurface().asPoint()
        self._map_click(self._pixel(found[1], place.x(), place.y()))
        return f"{said}, with another"

    def _boundary(self, chance: random.Random) -> str:
        self._at_map("back")
        said = self._at_map("boundary")
        found = self._box()
        if found is None:
            return said
        corners = list(found[0].vertices())
        corner = chance.choice(corners)
        begin = self._pixel(found[1], corner.x(), corner.y())
        self._drag_map(begin, begin + QPoint(chance.randint(-25, 25), chance.randint(-25, 25)))
        return said

    def _mouse(self, kind: Any, at: QPoint, button: Any, held: Any) -> None:
        viewport = self.canvas.viewport()
        QApplication.sendEvent(viewport, QMouseEvent(kind, QPointF(at), QPointF(viewport.mapToGlobal(at)), button, held,
                                                     NONE))

    def _drag_map(self, begin: QPoint, end: QPoint) -> None:
        none = Qt.MouseButton.NoButton
        self._mouse(QEvent.Type.MouseMove, begin, none, none)
        self._mouse(QEvent.Type.MouseButtonPress, begin, LEFT, LEFT)
        for share in (0.3, 0.7, 1.0):
            self._mouse(QEvent.Type.MouseMove, begin + (end - begin) * share, none, LEFT)
        self._mouse(QEvent.Type.MouseButtonRelease, end, LEFT, none)

    def _drag(self, chance: random.Random) -> str:
        """With the left button over the map: the swipe's line, the hand, a boundary, whatever is on."""
        size = self.canvas.size()
        begin, end = [QPoint(chance.randint(1, size.width()), chance.randint(1, size.height())) for _ in range(2)]
        self._drag_map(begin, end)
        return f"{begin.x()},{begin.y()} → {end.x()},{end.y()}"

    def _look(self, chance: random.Random) -> str:
        """Swipe, lens, blink, views, dates, zoom, pan, rotation."""
        what = chance.choice(("swipe", "lens", "blink_timer", "views", "earlier", "later", "back", "wheel", "pan",
                              "scale", "turn"))
        canvas = chance.choice((self.canvas, self.plugin.workbench.compare.before))
        if what == "wheel":
            at, steps = QPoint(chance.randint(10, 300), chance.randint(10, 200)), chance.choice((-120, 120, 240))
            QApplication.sendEvent(canvas.viewport(), QWheelEvent(
                QPointF(at), QPointF(canvas.viewport().mapToGlobal(at)), QPoint(), QPoint(0, steps),
                Qt.MouseButton.NoButton, NONE, Qt.ScrollPhase.NoScrollPhase, False))
        elif what == "pan":
            box = QgsRectangle(self.canvas.extent())
            box += QgsPointXY(box.width() * chance.uniform(-1, 1), box.height() * chance.uniform(-1, 1)) - QgsPointXY(0, 0)
            self.canvas.setExtent(box)
            self.canvas.refresh()
        elif what == "scale":
            self.canvas.zoomByFactor(chance.choice((0.2, 0.7, 1.6, 40.0)))
        elif what == "turn":
            self.canvas.setRotation(chance.choice((0.0, 0.0, 33.0, -90.0)))
        else:
            return self._press(what)
        return what

    def _crs(self, chance: random.Random) -> str:
        crs = chance.choice(CRS)
        QgsProject.instance().setCrs(QgsCoordinateReferenceSystem(crs))
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
        return crs

    # What happens to project, files and windows

    def _layer_goes(self, chance: random.Random) -> str:
        project = QgsProject.instance()
        layers = sorted(project.mapLayers().values(), key=lambda layer: layer.name())
        if not layers:
            return "none there"
        what = chance.choice(("layer", "layer", "group", "hidden", "all"))
        layer = chance.choice(layers)
        said = layer.name()
        if what == "layer":
            project.removeMapLayer(layer.id())
        elif what == "all":
            project.removeAllMapLayers()
        elif what == "hidden":
            node = project.layerTreeRoot().findLayer(layer.id())
            if node is not None:
                node.setItemVisibilityChecked(not node.itemVisibilityChecked())
        else:
            groups = project.layerTreeRoot().findGroups()
            if groups:
                project.layerTreeRoot().removeChildNode(groups[0])
        return f"{what} {said}"

    def _layer_comes(self, chance: random.Random) -> str:
        layer: Any
        if chance.random() < 0.5:
            layer = QgsVectorLayer(f"Polygon?crs={chance.choice(CRS)}&field=a:string", "own", "memory")
        else:
            layer = QgsRasterLayer(str(chance.choice(self.files.images)), "own image")
        QgsProject.instance().addMapLayer(layer)
        return f"{layer.name()} valid {layer.isValid()}"

    def _image(self, chance: random.Random) -> str:
        return self.files.lose(chance.randrange(2))

    def _project(self, chance: random.Random) -> str:
        project, what = QgsProject.instance(), chance.choice(("clear", "write", "read"))
        if what == "clear":
            project.clear()
        elif what == "write":
            project.write(str(self.files.project))
        elif self.files.project.exists():
            project.read(str(self.files.project))
        return what

    def _workspace(self, chance: random.Random) -> str:
        what = chance.choice(("close", "open", "open", "other", "again"))
        session = self.session
        if what in ("close", "again"):
            session.close()
        if what in ("open", "again"):
            session.open(str(self.files.workspace))
        elif what == "other":
            session.open(str(self.files.other))
        return what

    def _window(self, chance: random.Random) -> str:
        name = chance.choice(WINDOWS)
        action = self.plugin.workbench.registry[name]
        if action.isEnabled():
            action.trigger()
        return name

    def _close(self, chance: random.Random) -> str:
        there = [each for each in self._roots() if not isinstance(each, QDockWidget)]
        if not there:
            return "no window"
        window = chance.choice(there)
        window.close()
        return type(window).__name__

    def _dock(self, chance: random.Random) -> str:
        name, what = chance.choice(sorted(self.plugin.docks)), chance.choice(("close", "float", "tab", "show", "show"))
        dock = self.plugin.docks[name]
        if what == "close":
            dock.close()
        elif what == "float":
            dock.setFloating(not dock.isFloating())
        elif what == "tab":
            self.window.window.tabifyDockWidget(self.window.layers_dock, dock)
        else:
            dock.show()
        return f"{name} {what}"

    def _mode(self, chance: random.Random) -> str:
        """Off and, mostly, on again."""
        registry = self.plugin.workbench.registry
        action = registry[chance.choice(("mode", "workbench"))]
        action.trigger()
        if not action.isChecked() and chance.random() < 0.8:
            action.trigger()
        return f"{action.objectName()} {action.isChecked()}"

    def _wait(self, chance: random.Random) -> str:
        milliseconds = chance.choice((1, 20, 60, 150))
        QTest.qWait(milliseconds)
        return f"{milliseconds} ms"

    def _resize(self, chance: random.Random) -> str:
        width, height = chance.choice(((1200, 800), (800, 600), (1600, 1000)))
        self.window.window.resize(width, height)
        for bar in self._widgets(QScrollBar)[:2]:
            bar.setValue(chance.randint(bar.minimum(), bar.maximum()))
        return f"{width}×{height}"

    def _locate(self, chance: random.Random) -> str:
        """By the locator, as far as the workbench has one."""
        jump = getattr(self.plugin.workbench, "_jump", None)
        order = self.session.order
        if jump is None or not order:
            return "nowhere"
        jump(chance.choice(order))
        return "jumped"
