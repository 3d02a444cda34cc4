"""导入照片与举证: choose a folder or a package, see what was found and where it would go, say the rest, import."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Optional

from qgis.PyQt.QtCore import QModelIndex, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QImageReader, QPixmap
from qgis.PyQt.QtWidgets import (
    QCompleter,
    QDialogButtonBox,
    QFileDialog,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ...jobs.evidence.candidates import Candidate, Preview
from ...jobs.evidence.importing import EvidenceReport
from ...jobs.evidence.options import EvidenceOptions
from ..forms import fit_to_screen, load_form
from ..messages import language
from ..standing_window import StandingWindow
from .evidence_rows import ALL, BROKEN, FILE, FOUND, HOW, LEFT, PATCH, REMARKS, TOLD, EvidenceRows

_MOST_REMARKS = 8


@dataclass(frozen=True)
class Wish:
    """What to read, and how."""

    source: Path
    options: EvidenceOptions


class EvidenceWindow(StandingWindow):
    """Wishes only: ``readWanted`` (Wish), ``importWanted`` (Preview, parcels by key), ``stopWanted``, …"""

    readWanted = pyqtSignal(object)  # noqa: N815 - Qt's way of naming signals
    importWanted = pyqtSignal(object, dict)  # noqa: N815
    stopWanted = pyqtSignal()  # noqa: N815
    parcelWanted = pyqtSignal(str)  # noqa: N815
    smallerWanted = pyqtSignal(str)  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("evidence", self)
        fit_to_screen(self)
        name_buttons_close(self.buttons, self.tr("Import"), self.tr("Close"))
        self._ok = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        self._ok.setAutoDefault(False)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        self.smallerButton = self.buttons.addButton(self.tr("Smaller copies…"),
                                                    QDialogButtonBox.ButtonRole.ActionRole)
        self.smallerButton.setAutoDefault(False)
        self.smallerButton.setToolTip(self.tr(
            "Attachments over 10 MB, which the platform does not take: make smaller JPEG copies of them in a folder, "
            "with an index; the originals stay"))
        self.rows = EvidenceRows(self)
        self.preview: Optional[Preview] = None
        self._current = ""
        self._busy = self._writable = False
        self._uuids: Dict[str, str] = {}
        self._names = {ALL: self.tr("All"), FOUND: self.tr("With a patch"), LEFT: self.tr("Left for you"),
                       TOLD: self.tr("With remarks"), BROKEN: self.tr("Of no use")}
        for which, name in self._names.items():
            self.showBox.addItem(name, which)
        self._arrange_view()
        self._connect()
        self.show_busy(False)

    def _arrange_view(self) -> None:
        view = self.photosView
        view.setModel(self.rows)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
        view.horizontalHeader().setStretchLastSection(True)
        view.setItemDelegateForColumn(FILE, _EndOfName(view))
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)

    def _connect(self) -> None:
        self.folderButton.clicked.connect(lambda _checked: self._choose_folder())
        self.packageButton.clicked.connect(lambda _checked: self._choose_package())
        self.sourceEdit.textChanged.connect(lambda _text: self.forget())
        self.sourceEdit.returnPressed.connect(self.read)
        self.placeBox.toggled.connect(self.reachBox.setEnabled)
        self.readButton.clicked.connect(lambda _checked: self.read())
        self.showBox.activated.connect(lambda _row: self._show_only())
        self.photosView.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_chosen())
        self.rows.modelReset.connect(self._show_chosen)
        self.photosView.doubleClicked.connect(self._go_to_patch)
        self.handEdit.returnPressed.connect(self._give)
        self.handEdit.textChanged.connect(lambda _text: self._enable())
        self.giveButton.clicked.connect(lambda _checked: self._give())
        self.currentButton.clicked.connect(lambda _checked: self._say(self._current))
        self.leaveButton.clicked.connect(lambda _checked: self._say(""))
        self.resetButton.clicked.connect(lambda _checked: self._say(None))
        self.stopButton.clicked.connect(lambda _checked: self.stopWanted.emit())
        self.smallerButton.clicked.connect(lambda _checked: self._choose_target())
        self.buttons.accepted.connect(self._import)
        self.buttons.rejected.connect(self.reject)

    def show_place(self, current: str, writable: bool) -> None:
        """The patch that is open, and may anything be attached at all."""
        self._current, self._writable = current, writable
        self._enable()

    def show_preview(self, preview: Preview) -> None:
        """What was found; first what is left for a person, where anything is."""
        self.preview = preview
        self._uuids = {number: uuid for uuid, number in preview.labels.items()}
        completer = QCompleter(sorted(self._uuids), self.handEdit)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.handEdit.setCompleter(completer)
        self.rows.show_candidates(preview.candidates, preview.labels)
        self.showBox.setCurrentIndex(0)
        self._show_only()
        self._fit_columns()
        self._count()

    def show_report(self, report: EvidenceReport) -> None:
        """What an import did stands above the list until it is read again."""
        text = self.tr("{count} attached; {already} were there already, {elsewhere} belong to another patch, {left} "
                       "are left, {broken} are of no use.").format(
            count=report.count, already=report.already, elsewhere=report.elsewhere, left=report.left,
            broken=report.broken)
        if report.cancelled:
            text += " " + self.tr("Stopped before the end: Import goes on from there.")
        self.countLabel.setText(text)
        self._enable()

    def show_failure(self, sentence: str) -> None:
        """What went wrong, or was done, in words."""
        self.countLabel.setText(sentence)

    def show_busy(self, busy: bool, text: str = "", done: int = 0, total: int = 0) -> None:
        """Something is being read or attached, or is no more."""
        self._busy = busy
        self.progressBar.setVisible(busy)
        self.stopButton.setVisible(busy)
        if busy:
            self.progressBar.setRange(0, total)
            self.progressBar.setValue(done)
            self.progressBar.setFormat(f"{text}  %v / %m" if total else text)
        self._enable()

    def read(self) -> None:
        """Wish that the source be looked through."""
        text = self.sourceEdit.text().strip().strip('"')
        if text and not self._busy:
            self.readWanted.emit(Wish(Path(text), self.options()))

    def options(self) -> EvidenceOptions:
        """As they are ticked."""
        return EvidenceOptions(reach_m=float(self.reachBox.value()), by_place=self.placeBox.isChecked(),
                               shifted=self.shiftedBox.isChecked())

    def _choose_folder(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Folder of photos"), self.sourceEdit.text())
        if path:
            self._take(path)

    def _choose_package(self) -> None:
        path, _ = QFileDialog.getOpenFileName(self, self.tr("Evidence package"), self.sourceEdit.text(),
                                              self.tr("Evidence packages ({patterns});;All files (*)").format(
                                                  patterns="*.db *.sqlite"))
        if path:
            self._take(path)

    def _take(self, path: str) -> None:
        self.sourceEdit.setText(path)
        self.read()

    def show_too_large(self, count: int) -> None:
        """How many attachments of the workspace the platform would not take."""
        self.smallerButton.setVisible(count > 0)
        self.smallerButton.setText(self.tr("Smaller copies of {count}…").format(count=count))

    def _choose_target(self) -> None:
        path = QFileDialog.getExistingDirectory(self, self.tr("Folder for the smaller copies"))
        if path:
            self.smallerWanted.emit(path)

    def forget(self) -> None:
        """What was read holds no more: another source, or a patch of it is gone."""
        self.preview = None
        self.rows.show_candidates((), {})
        self.countLabel.setText("")
        self._enable()

    def _show_only(self) -> None:
        self.rows.show_only(str(self.showBox.currentData()))

    def _fit_columns(self) -> None:
        view = self.photosView
        view.resizeColumnsToContents()
        widest = view.fontMetrics().horizontalAdvance("疑") * 16
        for column in range(REMARKS):
            view.setColumnWidth(column, min(view.columnWidth(column), widest))
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _count(self) -> None:
        if self.preview is None:
            return
        for row, (which, name) in enumerate(self._names.items()):
            self.showBox.setItemText(row, f"{name} ({self.rows.count(which)})")
        text = self.tr("{all} photos: {found} have a patch, {left} are left for you, {broken} are of no use.").format(
            all=self.rows.count(ALL), found=self.rows.count(FOUND), left=self.rows.count(LEFT),
            broken=self.rows.count(BROKEN))
        if self.preview.set_apart:
            text += " " + self.tr("{count} of patches that were set apart are not listed.").format(
                count=self.preview.set_apart)
        told = [one.sentence(language()) for one in self.preview.findings]
        self.countLabel.setText("\n".join([text, *told[:_MOST_REMARKS]]))
        self._enable()

    def _chosen(self) -> List[Candidate]:
        return [self.rows.candidate(index.row()) for index in self.photosView.selectionModel().selectedRows()]

    def _say(self, parcel: Optional[str]) -> None:
        keys = [one.key for one in self._chosen()]
        if not keys:
            return
        self.rows.give(keys, parcel)
        for key in keys:
            row = self.rows.row_of(key)
            if row >= 0:
                self.photosView.selectionModel().select(
                    self.rows.index(row, 0), self.photosView.selectionModel().SelectionFlag.Select
                    | self.photosView.selectionModel().SelectionFlag.Rows)
        for column in (PATCH, HOW):
            wide = self.photosView.columnWidth(column)
            self.photosView.resizeColumnToContents(column)
            self.photosView.setColumnWidth(column, max(wide, self.photosView.columnWidth(column)))
        self._count()

    def _give(self) -> None:
        parcel = self._written()
        if parcel:
            self._say(parcel)

    def _written(self) -> str:
        """The patch whose number is written, or the only one whose number holds what is written."""
        text = self.handEdit.text().strip()
        if not text or text in self._uuids:
            return self._uuids.get(text, "")
        alike = [uuid for number, uuid in self._uuids.items() if text in number]
        return alike[0] if len(alike) == 1 else ""

    def _import(self) -> None:
        if self.preview is not None and not self._busy:
            self.importWanted.emit(self.preview, dict(self.rows.by_hand))

    def _go_to_patch(self, index: QModelIndex) -> None:
        parcel = self.rows.parcel_of(self.rows.candidate(index.row()))
        if parcel:
            self.parcelWanted.emit(parcel)

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.pictureLabel.clear()
        self.detailLabel.clear()
        if len(chosen) == 1:
            one = chosen[0]
            lines = [one.name, *(found.sentence(language()) for found in one.findings)]
            self.detailLabel.setText("\n".join(lines))
            if one.path is not None and one.usable:
                self.pictureLabel.setPixmap(small_picture(one.path, self.pictureLabel.minimumSize()))
        elif chosen:
            self.detailLabel.setText(self.tr("{count} photos are selected").format(count=len(chosen)))
        self._enable()

    def _enable(self) -> None:
        chosen, idle = bool(self._chosen()), not self._busy
        self.readButton.setEnabled(idle and bool(self.sourceEdit.text().strip()))
        for widget in (self.smallerButton, self.sourceEdit, self.folderButton, self.packageButton, self.placeBox,
                       self.shiftedBox):
            widget.setEnabled(idle)
        self.reachBox.setEnabled(idle and self.placeBox.isChecked())
        self.giveButton.setEnabled(chosen and idle and bool(self._written()))
        self.currentButton.setEnabled(chosen and idle and bool(self._current))
        for widget in (self.leaveButton, self.resetButton):
            widget.setEnabled(chosen and idle)
        self._ok.setEnabled(idle and self._writable and self.rows.count(FOUND) > 0)


class _EndOfName(QStyledItemDelegate):
    """Names of one camera differ in their ends: what is too long is cut at its beginning."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideLeft


def name_buttons_close(box: QDialogButtonBox, ok: str, close: str) -> None:
    """Our own words on both."""
    box.button(QDialogButtonBox.StandardButton.Ok).setText(ok)
    box.button(QDialogButtonBox.StandardButton.Close).setText(close)


def small_picture(path: Path, room: QSize) -> QPixmap:
    """The picture in a file, upright, no larger than the room; empty where there is none."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if size.isValid():
        turned = size.transposed() if is_turned(reader) else size
        fitted = turned.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(fitted.transposed() if is_turned(reader) else fitted)
    return QPixmap.fromImage(reader.read())


def is_turned(reader: QImageReader) -> bool:
    """Is it taken upright by a camera that keeps it lying?"""
    return int(reader.transformation()) in (4, 5, 6, 7)
