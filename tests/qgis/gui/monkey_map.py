"""The monkey's hands on the map: pens, drags, views; and where in the window they find what they touch."""

from __future__ import annotations

import random
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRectangle,
)
from qgis.PyQt.QtCore import QEvent, QPoint, QPointF, Qt
from qgis.PyQt.QtGui import QMouseEvent, QWheelEvent
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QApplication, QLineEdit, QTabBar, QWidget

CRS = ("EPSG:4525", "EPSG:4326", "EPSG:3857", "EPSG:4547", "EPSG:4490")
NONE, LEFT, RIGHT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
DRAWN = {"split": 2, "cut_out": 4, "actual": 4, "own_patch": 4, "sketch": 3, "measure_map": 3, "redraw_boundary": 3}
"""Pens, and how many points they are given."""
OURS = "weipian"


class MapHands:
    """What is done at the map with keys and mouse, as a person does it."""

    plugin: Any
    window: Any

    def _write(self, chance: random.Random) -> str:
        raise NotImplementedError

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
            there = QgsPointXY(box.width() * chance.uniform(-1, 1), box.height() * chance.uniform(-1, 1))
            self.canvas.setExtent(box + (there - QgsPointXY(0, 0)))
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
