"""What the monkey can do: keys, clicks and words, and all that may happen to project, files and windows."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QPoint, Qt
from qgis.PyQt.QtGui import QContextMenuEvent, QInputMethodEvent
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
    QTableView,
    QTextEdit,
    QWidget,
)

from .monkey import DIALOGS, Faults
from .monkey_map import CRS, DRAWN, LEFT, NONE, MapHands

COMPLETE = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后时相一致，实地没有变化。"}
WORDS = ("现场为大棚", "abc 123", "8", "否", "2023-05-01", "1.5", "示例镇", "＜&>'\"", "")
WINDOWS = ("training", "explain", "acts", "new_act", "accountability", "validate", "guide", "first_keys", "map_themes",
           "review")
EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


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


class Hands(MapHands):
    """Chooses among what is there; whatever is not there is no action and no fault."""

    def __init__(self, plugin: Any, window: Any, files: Files, faults: Faults) -> None:
        self.plugin, self.window, self.files, self.faults = plugin, window, files, faults
        self._held: Any = None
        self._all: list[tuple[int, str]] = [
            (14, "answer"), (4, "sign"), (10, "step"), (12, "key"), (6, "undo"), (4, "redo"), (8, "focus"),
            (12, "click"),
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
        focused = QApplication.focusWidget()
        # Space or Enter on a button of another window is a click on it; at docks and map a key never opens one.
        elsewhere = focused is not None and focused.window() is not self.window.window
        asked = name in ("click", "menu", "window") or (elsewhere and name in ("hold", "key", "write", "step"))
        self.faults.dialogs_allowed = DIALOGS if asked else frozenset()
        return name, getattr(self, f"_{name}")

    def _return_to_work(self) -> None:
        """A workspace on the table, the keys with us, the docks on the screen: else most actions come to nothing."""
        if self.session.workspace is None or self.session.workspace.is_training:
            self.session.open(str(self.files.workspace))
        self.plugin.workbench.registry["workbench"].setChecked(True)
        self.plugin.workbench.registry["mode"].setChecked(True)
        for dock in self.plugin.docks.values():
            dock.show()

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

    def _sign(self, chance: random.Random) -> str:
        """Mostly of a judgement that may be signed: what random keys leave is hardly ever complete."""
        if chance.random() < 0.8:
            self.session.answer(COMPLETE, advance=False)
        bar = self.plugin.workbench.interpretation.sign_bar
        if bar.deskButton.isVisible() and bar.deskButton.isEnabled():
            QTest.mouseClick(bar.deskButton, LEFT)
        said = self._at_map("sign")
        if bar.reasonEdit.isVisible() and not bar.reasonEdit.text():
            bar.reasonEdit.setText("示例理由")  # the checks stand against it: asked for once
            said = self._at_map("sign")
        return said

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
