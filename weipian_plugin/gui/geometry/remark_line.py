"""One line over the map, for the remark of a sketch or a township: no dialog, Enter keeps it, Esc leaves it."""

from __future__ import annotations

from typing import Callable, Sequence

from qgis.gui import QgsMapCanvas
from qgis.PyQt.QtCore import QCoreApplication, QPoint, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QCompleter, QLineEdit

from ..below_messages import covered_at_top

_LETTERS, _BELOW_TOP = 44, 12


class LineOverMap(QLineEdit):
    """Stands at the top of the map until Enter or Esc; an empty text is kept too."""

    def __init__(self, canvas: QgsMapCanvas, keep: Callable[[str], None], leave: Callable[[], None],
                 hint: str) -> None:
        super().__init__(canvas.viewport())
        self._leave = leave
        self.setPlaceholderText(hint)
        self.setToolTip(hint)
        width = min(_LETTERS * self.fontMetrics().averageCharWidth(), canvas.viewport().width() - 2 * _BELOW_TOP)
        self.setFixedWidth(max(width, 1))
        self.move(QPoint(max(0, (canvas.viewport().width() - self.width()) // 2),
                         _BELOW_TOP + covered_at_top(canvas)))
        self.returnPressed.connect(lambda: keep(self.text()))
        self.show()
        self.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
            event.accept()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Backspace):
            event.accept()  # the map must not take it for the pen's


class RemarkLine(LineOverMap):
    """For what is said of a sketch."""

    def __init__(self, canvas: QgsMapCanvas, keep: Callable[[str], None], leave: Callable[[], None]) -> None:
        super().__init__(canvas, keep, leave, QCoreApplication.translate(
            "RemarkLine", "Remark on the sketch – Enter keeps it, Esc leaves it"))
        self.setWhatsThis(QCoreApplication.translate(
            "RemarkLine", "What is to be said of the sketch. It is shown on the map to whoever opens the patch next, "
            "with your name."))


class DatesLine(LineOverMap):
    """For the dates of the images upon which a patch of one's own is judged."""

    def __init__(self, canvas: QgsMapCanvas, keep: Callable[[str], None], leave: Callable[[], None],
                 text: str = "") -> None:
        super().__init__(canvas, keep, leave, QCoreApplication.translate(
            "DatesLine", "Dates before and after, as 2023-03-15 2023-08-20 – Enter keeps them, Esc leaves them"))
        self.setWhatsThis(QCoreApplication.translate(
            "DatesLine", "Of which days the images are upon which the patch you drew is judged (QSX, HSX): the two "
            "views show them. Dates of issued patches are as they were issued."))
        self.setText(text)
        self.selectAll()


class TownshipLine(LineOverMap):
    """For the township of a patch of one's own; those that are known here are offered while it is written."""

    def __init__(self, canvas: QgsMapCanvas, keep: Callable[[str], None], leave: Callable[[], None],
                 known: Sequence[str], text: str = "") -> None:
        super().__init__(canvas, keep, leave, QCoreApplication.translate(
            "TownshipLine", "Township of this patch of your own – Enter keeps it, Esc leaves it"))
        self.setWhatsThis(QCoreApplication.translate(
            "TownshipLine", "In which township the patch you drew lies: the list of patches filters and groups by it. "
            "Townships of issued patches are as they were issued."))
        offered = QCompleter(list(known), self)
        offered.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(offered)
        self.setText(text)
        self.selectAll()
