"""What if: a person says what parcels would be and sees at once how the figures move; nothing of it is stored."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

from qgis.PyQt.QtCore import QAbstractItemModel, QModelIndex, QObject, QPoint, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHeaderView, QMenu, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ...domain.calculators.parcels import REGULARISED, RESTORED, RatioParcel
from ..forms import load_form
from .what_if_rows import DONE, EFFECT, PART, WISH, WhatIfRows

NOT_GIVEN = 0.0
_ROWS_MEASURED = 50


class WishDelegate(QStyledItemDelegate):
    """A list to choose from, in the one cell that is being edited: no widget for each of 10,000 rows."""

    def __init__(self, rows: WhatIfRows, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._rows = rows

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, _index: QModelIndex) -> QWidget:
        box = QComboBox(parent)
        for kind, text in self._rows.kinds.items():
            box.addItem(text, kind)
        box.activated.connect(lambda _chosen: self._commit(box))
        QTimer.singleShot(0, box.showPopup)
        return box

    def _commit(self, box: QComboBox) -> None:
        self.commitData.emit(box)
        self.closeEditor.emit(box)

    def setEditorData(self, editor: Any, index: QModelIndex) -> None:
        editor.setCurrentIndex(max(editor.findData(index.data(Qt.ItemDataRole.EditRole)), 0))

    def setModelData(self, editor: Any, model: QAbstractItemModel, index: QModelIndex) -> None:
        if editor.currentData() != index.data(Qt.ItemDataRole.EditRole):
            model.setData(index, editor.currentData())


class WhatIfPanel(QWidget):
    """``changed``: the figures are to be worked out anew. ``kindChanged``: whose effect is asked for."""

    changed = pyqtSignal()
    kindChanged = pyqtSignal(str)  # noqa: N815 - Qt's way of naming signals
    parcelWanted = pyqtSignal(str)  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("accountability_what_if", self)
        self.rows = WhatIfRows(self.palette(), self)
        for kind in (RESTORED, REGULARISED):
            self.kindBox.addItem(self.rows.kinds[kind], kind)
        view = self.parcelsView
        view.setModel(self.rows)
        view.setItemDelegateForColumn(WISH, WishDelegate(self.rows, view))
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.6))
        view.horizontalHeader().setSortIndicator(EFFECT, Qt.SortOrder.DescendingOrder)
        view.horizontalHeader().setResizeContentsPrecision(_ROWS_MEASURED)
        view.horizontalHeader().setSectionResizeMode(DONE, QHeaderView.ResizeMode.Stretch)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)
        view.clicked.connect(self._edit_wish)
        view.doubleClicked.connect(self._go_or_edit)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.changed.emit)
        self.rows.assumptionsChanged.connect(self._assumptions_changed)
        self.kindBox.activated.connect(lambda _index: self.kindChanged.emit(self.kind))
        self.quotaSpin.valueChanged.connect(lambda _value: self._timer.start(0))
        self.resetButton.clicked.connect(lambda _checked: self.rows.reset())
        self._assumptions_changed()

    @property
    def kind(self) -> str:
        """The rectification whose effect is shown."""
        return str(self.kindBox.currentData())

    @property
    def province_quota(self) -> Optional[str]:
        """部下达该省计划指标总量, 亩, as it is written; None where nobody gave it."""
        value = self.quotaSpin.value()
        return None if value == NOT_GIVEN else f"{value:.2f}"

    def show_parcels(self, parcels: Sequence[RatioParcel], asks_quota: bool) -> None:
        """Show the parcels of the numerator; ``asks_quota``: the profile's quota has a cap."""
        self.rows.show_parcels(parcels)
        for widget in (self.quotaLabel, self.quotaSpin):
            widget.setVisible(asks_quota)
        self.fit_columns()
        self._count()

    def fit_columns(self) -> None:
        """As wide as what is in them, the choice as wide as its longest."""
        view = self.parcelsView
        view.resizeColumnsToContents()
        metrics = view.fontMetrics()
        widest = max(metrics.horizontalAdvance(f"{text} ▾▾") for text in self.rows.kinds.values())
        view.setColumnWidth(WISH, max(widest + metrics.horizontalAdvance("疑"), view.columnWidth(WISH)))
        for column in range(EFFECT + 1):
            most = metrics.horizontalAdvance("疑") * 16
            view.setColumnWidth(column, min(view.columnWidth(column) + metrics.horizontalAdvance("0") * 2, most))

    def _assumptions_changed(self) -> None:
        self._count()
        self._timer.start(0)  # several rows at once are one change

    def _count(self) -> None:
        n = len(self.rows.assumed)
        self.assumedLabel.setText(self.tr("{n} of {all} parcels assumed otherwise").format(
            n=n, all=self.rows.rowCount()))
        self.resetButton.setEnabled(n > 0)

    def chosen(self) -> List[str]:
        """The parcels whose rows are chosen."""
        return [self.rows.parcel(index.row()).id for index in self.parcelsView.selectionModel().selectedRows()]

    def menu_for_chosen(self) -> QMenu:
        """What can be said of the chosen rows at once."""
        menu, uuids = QMenu(self), self.chosen()
        for kind, text in self.rows.kinds.items():
            action = menu.addAction(self.tr("Would be: {kind}").format(kind=text))
            action.triggered.connect(lambda _checked, kind=kind: self.rows.assume(uuids, kind))
        menu.addSeparator()
        show = menu.addAction(self.tr("Show on the map"))
        show.triggered.connect(lambda _checked: self.parcelWanted.emit(uuids[0]))
        return menu

    def _show_menu(self, place: QPoint) -> None:
        if self.chosen():
            menu = self.menu_for_chosen()
            menu.exec(self.parcelsView.viewport().mapToGlobal(place))
            menu.deleteLater()

    def _edit_wish(self, index: QModelIndex) -> None:
        if index.column() == WISH:
            self.parcelsView.edit(index)

    def _go_or_edit(self, index: QModelIndex) -> None:
        if index.column() == PART:
            self.parcelsView.edit(index)
        elif index.column() != WISH:
            self.parcelWanted.emit(self.rows.parcel(index.row()).id)
