"""The menu of orders: one of them, what came back before the others, and the headings of the townships."""

from __future__ import annotations

from dataclasses import replace
from typing import Optional, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QActionGroup, QMenu, QToolButton

from .models import QueueModel
from .orders import COLUMN, DEADLINE, ISSUE, LOT, NEAR, WORST, Order


class OrderMenu(QObject):
    """``chosen`` carries an order, ``groupingChosen`` whether the townships have headings."""

    chosen = pyqtSignal(object)
    groupingChosen = pyqtSignal(bool)  # noqa: N815 - Qt's way of naming signals

    def __init__(self, button: QToolButton, model: QueueModel, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._model, self._button = model, button
        self.menu = QMenu(button)
        self.menu.setToolTipsVisible(True)
        self.menu.aboutToShow.connect(self._fill)
        button.setMenu(self.menu)

    def _words(self) -> Tuple[Tuple[str, str, str], ...]:
        return (
            (ISSUE, self.tr("As issued"), self.tr("Batch by batch, in the order of the package")),
            (WORST, self.tr("Worst overlay first"),
             self.tr("Most permanent basic farmland first; then most ecological redline; then most farmland")),
            (DEADLINE, self.tr("Deadline"), self.tr("What is due first, or overdue longest, comes first")),
            (NEAR, self.tr("Next to each other"), self.tr("Along a curve, so that the map moves little")),
            (LOT, self.tr("At random"),
             self.tr("Against the bias of an order; the same for you each time, another for each person")),
        )

    def _fill(self) -> None:
        self.menu.clear()
        group = QActionGroup(self.menu)
        order = self._model.order
        for kind, title, tip in self._words():
            action = self.menu.addAction(title)
            action.setToolTip(tip)
            action.setCheckable(True)
            action.setChecked(order.kind == kind)
            group.addAction(action)
            action.triggered.connect(lambda _on, chosen=kind: self.chosen.emit(
                Order(chosen, returned_first=self._model.order.returned_first)))
        self.menu.addSeparator()
        first = self.menu.addAction(self.tr("What came back first"))
        first.setCheckable(True)
        first.setChecked(order.returned_first)
        first.triggered.connect(
            lambda on: self.chosen.emit(replace(self._model.order, returned_first=on)))
        grouping = self.menu.addAction(self.tr("Group by township"))
        grouping.setCheckable(True)
        grouping.setChecked(self._model.is_grouped)
        grouping.triggered.connect(self.groupingChosen.emit)

    def show_order(self) -> None:
        """The order in force, in the button's tool tip."""
        words = {kind: title for kind, title, _ in self._words()}
        words[COLUMN] = self.tr("By a column")
        self._button.setToolTip(self.tr("Order: {order}").format(order=words[self._model.order.kind]))
