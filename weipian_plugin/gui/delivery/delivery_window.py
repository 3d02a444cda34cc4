"""上报: choose the batch or the period, see what the check says, tick the products, make them, open what was made."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Dict, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QBrush, QDesktopServices
from qgis.PyQt.QtWidgets import QFileDialog, QProgressBar, QTreeWidgetItem, QWidget

from ...domain.exchange.column_mapping import ColumnMapping
from ...jobs.handing_in.deliver_all import DeliveryReport
from ...jobs.handing_in.products import PRODUCTS
from ...jobs.handing_in.self_check import BLOCKS, NOTES, WARNS, Line
from ..forms import fit_to_screen, load_form
from ..messages import language
from ..standing_window import StandingWindow
from ..wording import BAD, WARN, coloured, make_bar_readable, muted, tone
from .product_tree import ProductTree

ALL, BATCH = "all", "batch"
Scopes = Dict[str, List[Tuple[str, str]]]
"""By kind (batch, quarter, half, year, all): (value, title) of what there is."""
_DATA = Qt.ItemDataRole.UserRole
_SIGNS = {BLOCKS: "✖", WARNS: "⚠", NOTES: "•"}
_MOST_PARCELS = 200


class DeliveryWindow(StandingWindow):
    """Not modal. Wishes only: ``checkWanted``, ``makeWanted`` (as a draft, reason), ``stopWanted``, …"""

    checkWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals
    makeWanted = pyqtSignal(bool, str)  # noqa: N815
    stopWanted = pyqtSignal()  # noqa: N815
    parcelWanted = pyqtSignal(str)  # noqa: N815
    findingsWanted = pyqtSignal()  # noqa: N815
    tableWanted = pyqtSignal()  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("delivery", self)
        fit_to_screen(self)
        self._scopes: Scopes = {}
        self._lines: Optional[Tuple[Line, ...]] = None
        self._report: Optional[DeliveryReport] = None
        self._busy, self._step = False, ""
        self.products = ProductTree(self.productsTree, self.checkWanted.emit)
        self._kinds = {BATCH: self.tr("Batch"), "quarter": self.tr("Quarter"), "half": self.tr("Half-year"),
                       "year": self.tr("Year"), ALL: self.tr("Everything")}
        self._connect()
        for bar in self.findChildren(QProgressBar):
            make_bar_readable(bar)
        self.splitter.setSizes([self.width() * 9 // 20, self.width() * 11 // 20])
        self.show_busy(False)

    def _connect(self) -> None:
        self.kindBox.activated.connect(lambda _row: self._fill_which())
        self.whichBox.activated.connect(lambda _row: self.checkWanted.emit())
        self.againButton.clicked.connect(lambda _checked: self.checkWanted.emit())
        self.checkTree.itemActivated.connect(self._open_line)
        self.checkTree.currentItemChanged.connect(lambda item, _old: self._show_line(item))
        self.resultTree.itemActivated.connect(lambda _item, _column: self._open_file())
        self.resultTree.itemSelectionChanged.connect(self._enable)
        self.openButton.clicked.connect(lambda _checked: self._open_file())
        self.openFolderButton.clicked.connect(lambda _checked: self._open_folder())
        self.folderButton.clicked.connect(lambda _checked: self._choose_folder())
        self.folderEdit.editingFinished.connect(self.checkWanted)
        self.reasonEdit.textChanged.connect(lambda _text: self._enable())
        self.stopButton.clicked.connect(lambda _checked: self.stopWanted.emit())
        self.tableButton.clicked.connect(lambda _checked: self.tableWanted.emit())
        self.makeButton.clicked.connect(lambda _checked: self.makeWanted.emit(False, ""))
        self.draftButton.clicked.connect(lambda _checked: self.makeWanted.emit(True, self.reason))
        self.closeButton.clicked.connect(lambda _checked: self.reject())

    # What is wanted

    def show_choices(self, scopes: Scopes, ticked: Sequence[str], mappings: Sequence[ColumnMapping], folder: str,
                     chosen: Tuple[str, str]) -> None:
        """Offer what may be handed in and how; ``chosen`` kind and value stand first."""
        self._scopes = scopes
        self.kindBox.clear()
        for kind, title in self._kinds.items():
            if scopes.get(kind):
                self.kindBox.addItem(title, kind)
        self.kindBox.setCurrentIndex(max(self.kindBox.findData(chosen[0]), 0))
        self._fill_which(chosen[1], tell=False)
        self.products.fill(ticked, mappings)
        self.folderEdit.setText(folder)

    @property
    def scope(self) -> Tuple[str, str]:
        """The kind, and the batch or period."""
        return str(self.kindBox.currentData() or ALL), str(self.whichBox.currentData() or "")

    @property
    def folder(self) -> Optional[Path]:
        """Where it goes."""
        text = str(self.folderEdit.text()).strip()
        return Path(text) if text else None

    @property
    def reason(self) -> str:
        """Why a draft goes out."""
        return str(self.reasonEdit.text()).strip()

    def _fill_which(self, chosen: str = "", tell: bool = True) -> None:
        self.whichBox.clear()
        for value, title in self._scopes.get(str(self.kindBox.currentData()), []):
            self.whichBox.addItem(title, value)
        self.whichBox.setCurrentIndex(max(self.whichBox.findData(chosen), 0))
        self.whichBox.setEnabled(self.whichBox.count() > 1)
        if tell:
            self.checkWanted.emit()

    def _choose_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder for what is handed in"), str(self.folder or ""))
        if folder:
            self.folderEdit.setText(folder)
            self.checkWanted.emit()

    # The check

    def show_checking(self) -> None:
        """What was checked before holds no more."""
        self._lines = None
        self.checkLabel.setText(self.tr("Checking …"))
        self._enable()

    def show_check(self, lines: Sequence[Line], parcels: int, signed: int) -> None:
        """What the check says."""
        self._lines = tuple(lines)
        counts = {grade: sum(line.grade == grade for line in lines) for grade in (BLOCKS, WARNS, NOTES)}
        text = escape(self.tr("{signed} of {parcels} parcels are signed.").format(signed=signed, parcels=parcels)) + " "
        if counts[BLOCKS]:
            said = self.tr("{n} points hold it back; {w} warnings.").format(n=counts[BLOCKS], w=counts[WARNS])
            text += coloured(f"✖ {said}", BAD, self.palette(), bold=True)
        elif counts[WARNS]:
            said = self.tr("Nothing holds it back; {w} warnings.").format(w=counts[WARNS])
            text += coloured(f"⚠ {said}", WARN, self.palette(), bold=True)
        else:
            text += escape(self.tr("Nothing holds it back."))
        self.checkLabel.setText(text)
        self._fill_check()
        if counts[BLOCKS]:
            self.tabs.setCurrentWidget(self.checkPage)
        self._enable()

    def show_failed_check(self, sentence: str) -> None:
        """It could not be checked."""
        self._lines = None
        self.checkTree.clear()
        self.checkLabel.setText(coloured(f"✖ {sentence}", BAD, self.palette()))
        self.tabs.setCurrentWidget(self.checkPage)
        self._enable()

    def _fill_check(self) -> None:
        tree = self.checkTree
        tree.clear()
        self._show_line(None)
        headings = {BLOCKS: self.tr("Holds it back"), WARNS: self.tr("Warnings"), NOTES: self.tr("To be known")}
        tones = {BLOCKS: tone(BAD, self.palette()), WARNS: tone(WARN, self.palette()), NOTES: muted(self.palette())}
        for grade, heading in headings.items():
            own = [line for line in self._lines or () if line.grade == grade]
            if not own:
                continue
            top = QTreeWidgetItem(tree, [f"{_SIGNS[grade]} {heading} ({len(own)})"])
            top.setForeground(0, QBrush(tones[grade]))
            for line in own:
                item = QTreeWidgetItem(top, [line.sentence(language())])
                item.setToolTip(0, line.sentence(language()))
                item.setData(0, _DATA, ("check", line.check) if line.check else _only_parcel(line))
                for uuid, name in line.parcels[:_MOST_PARCELS] if len(line.parcels) > 1 or line.check else ():
                    QTreeWidgetItem(item, [name]).setData(0, _DATA, ("parcel", uuid))
            top.setExpanded(grade != NOTES)

    def _show_line(self, item: Optional[QTreeWidgetItem]) -> None:
        """The whole sentence of the chosen line, which the tree may cut."""
        text = str(item.toolTip(0)) if item is not None else ""
        self.lineLabel.setText(text)
        self.lineLabel.setVisible(bool(text))

    def _open_line(self, item: QTreeWidgetItem, _column: int) -> None:
        what, value = item.data(0, _DATA) or ("", "")
        if what == "parcel":
            self.parcelWanted.emit(value)
        elif what == "check":
            self.findingsWanted.emit()

    # Making

    def show_busy(self, busy: bool, text: str = "", done: int = 0, total: int = 0) -> None:
        """Making, or not."""
        self._busy = busy
        self.progressBar.setVisible(busy)
        self.stopButton.setVisible(busy)
        self.progressBar.setRange(0, max(total, 0))
        self.progressBar.setValue(done)
        self._step = (text or self._step) if busy else ""
        self.progressBar.setFormat(f"%p %  {self._step}" if total else self._step)
        self._enable()

    def _enable(self) -> None:
        known = self._lines is not None
        lines = self._lines or ()
        blocked = any(line.grade == BLOCKS for line in lines)
        hard = any(line.hard for line in lines)
        draft = known and not hard
        ready = known and not self._busy and self.folder is not None and bool(
            set(self.products.ticked) & set(PRODUCTS))
        for widget in (self.reasonLabel, self.reasonEdit):
            widget.setVisible(draft)
        self.draftButton.setVisible(draft)
        self.draftButton.setEnabled(ready and bool(self.reason or not blocked))
        self.makeButton.setEnabled(ready and not blocked)
        for widget in (self.kindBox, self.againButton, self.productsTree, self.folderEdit, self.folderButton,
                       self.tableButton, self.reasonEdit):
            widget.setEnabled(not self._busy)
        self.whichBox.setEnabled(not self._busy and self.whichBox.count() > 1)
        self.openButton.setEnabled(bool(self._chosen_file()))
        self.openFolderButton.setEnabled(self._report is not None)

    # What was made

    def show_result(self, report: DeliveryReport) -> None:
        """The files by product, and what is remarked."""
        self._report = report
        zh = 0 if language() == "zh" else 1
        tree = self.resultTree
        tree.clear()
        for one in report.made:
            kept = self.tr("as it was") if one.kept else self.tr("made")
            top = QTreeWidgetItem(tree, [f"{PRODUCTS[one.product].title[zh]}  ({len(one.files)}, {kept})"])
            for remark in one.remarks:
                item = QTreeWidgetItem(top, [f"⚠ {remark.sentence(language())}"])
                item.setForeground(0, QBrush(tone(WARN, self.palette())))
                item.setToolTip(0, remark.sentence(language()))
            for path in one.files[:_MOST_PARCELS]:
                item = QTreeWidgetItem(top, [path.relative_to(report.folder / PRODUCTS[one.product].folder).as_posix()])
                item.setData(0, _DATA, str(path))
                item.setToolTip(0, str(path))
            top.setExpanded(len(one.files) <= 12)
        for path in report.lists:
            QTreeWidgetItem(tree, [path.name]).setData(0, _DATA, str(path))
        told = [self.tr("{n} files in {folder}").format(n=report.files, folder=report.folder)]
        told += [f"⚠ {remark.sentence(language())}" for remark in report.remarks]
        self.resultLabel.setText(escape("\n".join(told)).replace("\n", "<br>"))
        self.tabs.setCurrentWidget(self.resultPage)
        self._enable()

    def show_failure(self, sentence: str) -> None:
        """Nothing was delivered, and why."""
        self.resultLabel.setText(coloured(f"✖ {sentence}", BAD, self.palette()))
        self.resultTree.clear()
        self._report = None
        self.tabs.setCurrentWidget(self.resultPage)
        self._enable()

    def _chosen_file(self) -> str:
        items = self.resultTree.selectedItems()
        return str(items[0].data(0, _DATA) or "") if items else ""

    def _open_file(self) -> None:
        if self._chosen_file():
            QDesktopServices.openUrl(QUrl.fromLocalFile(self._chosen_file()))

    def _open_folder(self) -> None:
        if self._report is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._report.folder)))


def _only_parcel(line: Line) -> Tuple[str, str]:
    return ("parcel", line.parcels[0][0]) if len(line.parcels) == 1 else ("", "")
