"""The products of a hand-in as a list to tick, with the options of each below it."""

from __future__ import annotations

from dataclasses import replace
from typing import Callable, Dict, Iterable, List, Sequence, Tuple

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from ...domain.exchange.column_mapping import ColumnMapping
from ...jobs.handing_in.products import EVERYTHING, PACKAGE, PRODUCTS, REPORT, WALL_MAPS, PackageOptions, Wish
from ..messages import language

_KEY = Qt.ItemDataRole.UserRole
SMALLER, GBK_NAMES, ATTACHMENTS, LARGE_PAPER, COUNT_LINE, MAPPING = (
    "smaller", "gbk_names", "attachments", "a1", "tell_quarantined", "mapping:")
TICKED_AT_FIRST = (*EVERYTHING, ATTACHMENTS)


class ProductTree(QObject):
    """Over a QTreeWidget. Ticks are told as names: of products, and of options as above."""

    def __init__(self, tree: QTreeWidget, changed: Callable[[], None]) -> None:
        super().__init__(tree)
        self._tree = tree
        self._items: Dict[str, QTreeWidgetItem] = {}
        self._changed = changed
        tree.itemChanged.connect(lambda _item, column: self._changed() if column == 0 else None)

    def fill(self, ticked: Sequence[str], mappings: Iterable[ColumnMapping]) -> None:
        """Show products and options, those in ``ticked`` ticked."""
        tree, self._items = self._tree, {}
        zh = 0 if language() == "zh" else 1
        tree.blockSignals(True)
        tree.clear()
        for product in PRODUCTS.values():
            item = self._add(tree.invisibleRootItem(), product.id, product.title[zh], product.contains[zh], ticked)
            for key, title, contains in self._options(product.id, mappings):
                self._add(item, key, title, contains, ticked)
            item.setExpanded(True)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        tree.header().setStretchLastSection(True)
        tree.blockSignals(False)

    @property
    def ticked(self) -> Tuple[str, ...]:
        """The names of what is ticked."""
        return tuple(key for key, item in self._items.items() if item.checkState(0) == Qt.CheckState.Checked)

    def wish(self) -> Wish:
        """What is wanted. Raises NOTHING_TO_DELIVER."""
        ticked = self.ticked
        package = PackageOptions(
            mappings=tuple(key[len(MAPPING):] for key in ticked if key.startswith(MAPPING)),
            attachments=ATTACHMENTS in ticked, smaller=SMALLER in ticked, gbk_names=GBK_NAMES in ticked)
        wish = Wish(products=tuple(key for key in ticked if key in PRODUCTS), package=package,
                    paper="a1" if LARGE_PAPER in ticked else "a3")
        return replace(wish, tell_quarantined=COUNT_LINE in ticked)

    def _options(self, product: str, mappings: Iterable[ColumnMapping]) -> List[Tuple[str, str, str]]:
        if product == REPORT:
            return [(COUNT_LINE, self.tr("Line of what is set apart"),
                     self.tr("Says how many further records are handled as classified; nothing else of them"))]
        if product == WALL_MAPS:
            return [(LARGE_PAPER, self.tr("On A1"), self.tr("Instead of A3"))]
        if product != PACKAGE:
            return []
        return [(ATTACHMENTS, self.tr("Attachments"), self.tr("Photos and papers of the parcels")),
                (SMALLER, self.tr("Smaller copies"),
                 self.tr("Of pictures over 10 MB, which the platform does not take")),
                (GBK_NAMES, self.tr("Names in GBK"), self.tr("For systems that cannot read names in UTF-8")),
                *((MAPPING + one.id, one.title, one.note) for one in mappings)]

    def _add(self, parent: QTreeWidgetItem, key: str, title: str, contains: str, ticked: Sequence[str]
             ) -> QTreeWidgetItem:
        item = QTreeWidgetItem(parent, [title, contains])
        item.setData(0, _KEY, key)
        item.setToolTip(0, contains)
        item.setToolTip(1, contains)
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsSelectable)
        item.setCheckState(0, Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
        self._items[key] = item
        return item
