"""The sketches of the patch as a menu: one that is pointed at stands out on the map, one that is chosen goes."""

from __future__ import annotations

from typing import Callable, List, Optional, Sequence

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QPoint
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtWidgets import QAction, QMenu

from ...jobs.drawing.sketches import Sketch
from .sketch_marks import SketchMarks, round_in_words

_MOST_LETTERS = 40


class SketchMenu(QMenu):
    """Opened over the map, the first one chosen; a click on a sketch there chooses that one. Nothing is asked again,
    undo brings a sketch back.
    """

    def __init__(self, canvas: QgsMapCanvas, sketches: Sequence[Sketch], marks: Sequence[SketchMarks],
                 remove: Callable[[Sketch], None]) -> None:
        super().__init__(canvas)
        self._marks = marks
        self._choices: List[QAction] = []
        title = self.addAction(QCoreApplication.translate("SketchMenu", "Remove a sketch"))
        title.setEnabled(False)
        self.addSeparator()
        for number, sketch in enumerate(sketches):
            action = self.addAction(_told(sketch))
            action.hovered.connect(lambda number=number: self._point_at(number))
            action.triggered.connect(lambda _checked=False, sketch=sketch: remove(sketch))
            self._choices.append(action)
        self.aboutToHide.connect(lambda: self._point_at(-1))

    def show_at(self, place: QPoint) -> None:
        """Open at a place of the screen: Enter takes the first one."""
        self.popup(place)
        self.setActiveAction(self._choices[0])

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        action = self._on_map(event)
        if action is not None:
            self.setActiveAction(action)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        action = self._on_map(event)
        if action is None:
            super().mousePressEvent(event)
            return
        self.close()
        action.trigger()

    def _on_map(self, event: QMouseEvent) -> Optional[QAction]:
        """The choice whose sketch lies under the mouse, beside the menu."""
        if self.rect().contains(event.pos()):
            return None
        place = self.mapToGlobal(event.pos())
        found = (number for marks in self._marks if (number := marks.at(place)) >= 0)
        number = next(found, -1)
        return self._choices[number] if number >= 0 else None

    def _point_at(self, number: int) -> None:
        for marks in self._marks:
            marks.point_at(number)


def _told(sketch: Sketch) -> str:
    text = sketch.text or QCoreApplication.translate("SketchMenu", "Without a remark")
    short = text if len(text) <= _MOST_LETTERS else text[:_MOST_LETTERS] + "…"
    about = (round_in_words(sketch.level, sketch.round), sketch.author, sketch.day)
    parts: List[str] = [short, *(part for part in about if part)]
    return "  ·  ".join(parts).replace("&", "&&")
