"""The photos and papers of a parcel: dropped in or chosen, shown small, opened, told what they prove, taken away."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QSignalBlocker, QSize, Qt, QUrl, pyqtSignal
from qgis.PyQt.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QKeyEvent
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...domain.forms.codes import code_list, label
from ...domain.records import Record
from ..messages import language
from .thumbnails import SIDE, Thumbnails

_UUID = int(Qt.ItemDataRole.UserRole)
_SMALL = SIDE * 2 // 3

Choices = Sequence[Tuple[str, str]]


class AttachmentsView(QWidget):
    """Wishes only; who listens decides: ``filesGiven`` (paths, evidence code), ``changed`` (uuid, field values),
    ``removed`` (uuid), ``tied`` (uuid, uuid of the act or part it belongs to or "").
    """

    filesGiven = pyqtSignal(list, str)  # noqa: N815 - Qt's way of naming signals
    changed = pyqtSignal(str, dict)
    removed = pyqtSignal(str)
    tied = pyqtSignal(str, str)

    def __init__(self, place_of: Callable[[Record], Path], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self._place_of = place_of
        self._records: Mapping[str, Record] = {}
        self._evidence: Choices = ()
        self._owners: Choices = ()
        self._writable = False
        self._folder = ""
        self.thumbnails = Thumbnails(self)
        self.thumbnails.made.connect(self._show_picture)
        self.list = _FileList(self)
        self.list.setWhatsThis(self.tr("Photos and papers of the patch; drop files here, Delete takes one away"))
        self.list.removeWanted.connect(self._remove)
        self.list.itemActivated.connect(lambda _item: self._open())
        self.list.currentItemChanged.connect(lambda _new, _old: self._show_chosen())
        self.hint = QLabel(self.tr("Drop photos and papers here, or"), self)
        self.hint.setWordWrap(True)
        self.addButton = self._button(self.tr("Attach…"), self.choose_files)
        self.addButton.setWhatsThis(self.tr("Choose photos and papers; they are copied beside the workspace"))
        self.openButton = self._button(self.tr("Open"), self._open)
        self.openButton.setWhatsThis(self.tr("Look at the file with the program this computer has for it"))
        self.removeButton = self._button(self.tr("Remove"), self._remove)
        self.removeButton.setToolTip(self.tr("Take this file away from the patch; Ctrl+Z brings it back"))
        self.kindBox, self.evidenceBox = QComboBox(self), QComboBox(self)
        self.kindBox.setWhatsThis(self.tr("What kind of file it is"))
        self.evidenceBox.setWhatsThis(self.tr("Which piece of evidence it is"))
        self.evidenceBox.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.evidenceBox.setMinimumContentsLength(10)
        self.ownerBox = QComboBox(self)
        self.ownerBox.setToolTip(self.tr("The act, or the part of its rectification, that this file belongs to"))
        self.ownerBox.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.ownerBox.setMinimumContentsLength(10)
        self.ownerBox.activated.connect(lambda _i: self._tell_owner())
        for entry in code_list("FJLX").codes:
            self.kindBox.addItem(entry.zh if language() == "zh" else entry.en, entry.code)
        self.kindBox.activated.connect(lambda _i: self._tell("FJLX", self.kindBox.currentData()))
        self.evidenceBox.activated.connect(lambda _i: self._tell("ZJDM", self.evidenceBox.currentData()))
        self._place_parts()

    def _button(self, text: str, slot: Callable[[], Any]) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda _checked: slot())
        return button

    def _place_parts(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.hint, 1)
        above.addWidget(self.addButton)
        self.chosen = QWidget(self)
        for widget in (self.kindBox, QLabel(self.tr("proves"), self), self.evidenceBox):
            below.addWidget(widget, 1 if widget is self.evidenceBox else 0)
        below.addWidget(self.openButton)
        below.addWidget(self.removeButton)
        below.setContentsMargins(0, 0, 0, 0)
        self.ownerRow = QWidget(self.chosen)
        beside = QHBoxLayout(self.ownerRow)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(QLabel(self.tr("belongs to"), self.ownerRow))
        beside.addWidget(self.ownerBox, 1)
        both = QVBoxLayout(self.chosen)
        both.setContentsMargins(0, 0, 0, 0)
        both.addLayout(below)
        both.addWidget(self.ownerRow)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(above)
        layout.addWidget(self.list)
        layout.addWidget(self.chosen)

    def show_records(self, records: Sequence[Record], evidence: Choices, writable: bool,
                     owners: Choices = ()) -> None:
        """Show these attachments; ``evidence`` are codes and titles of what a file may prove, ``owners`` uuids and
        names of what it may belong to.
        """
        chosen = self._chosen_uuid()
        self._writable = writable
        self._owners = tuple(owners)
        self._records = {record.uuid: record for record in records}
        self._offer(evidence)
        with QSignalBlocker(self.list):
            self.list.clear()
            for record in records:
                self.list.addItem(self._item(record))
                if record.uuid == chosen:
                    self.list.setCurrentRow(self.list.count() - 1)
        self.list.setVisible(bool(records))
        self.addButton.setEnabled(writable)
        self.setAcceptDrops(writable)
        self._show_chosen()

    def choose(self, uuid: str) -> None:
        """Mark this attachment, so that it can be told what it proves."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_UUID) == uuid:
                self.list.setCurrentRow(row)

    def choose_files(self, evidence: str = "") -> None:
        """Ask for files; they are given as proof of ``evidence``."""
        paths, _ = QFileDialog.getOpenFileNames(self, self.tr("Photos and papers of this patch"), self._folder)
        if paths:
            self._folder = str(Path(paths[0]).parent)
            self.filesGiven.emit(paths, evidence)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._writable and paths_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.filesGiven.emit(paths_in(event), "")

    def _offer(self, evidence: Choices) -> None:
        if tuple(evidence) == tuple(self._evidence) and self.evidenceBox.count():
            return
        self._evidence = tuple(evidence)
        self.evidenceBox.clear()
        self.evidenceBox.addItem("—", "")
        for code, title in evidence:
            self.evidenceBox.addItem(title, code)

    def _item(self, record: Record) -> QListWidgetItem:
        values = record.values
        name = str(values.get("FJMC") or "")
        kind = label("FJLX", values.get("FJLX"), language())
        proves = dict(self._evidence).get(str(values.get("ZJDM") or ""), str(values.get("ZJDM") or ""))
        item = QListWidgetItem(name)
        item.setData(_UUID, record.uuid)
        path = self._place_of(record)
        lines = [name, kind, proves, str(values.get("PSSJ") or "").replace("T", " "), str(values.get("PSR") or "")]
        if not path.exists():
            lines.append(self.tr("The file is not there any more: {path}").format(path=path))
            item.setText(f"⚠ {name}")
        elif values.get("FJLX") != "paper":
            picture = self.thumbnails.icon(path)
            if picture is not None:
                item.setIcon(picture)
        if item.icon().isNull():
            item.setIcon(self.style().standardIcon(QStyle.StandardPixmap.SP_FileIcon))
        item.setToolTip("\n".join(line for line in lines if line))
        return item

    def _show_picture(self, path: str) -> None:
        for row in range(self.list.count()):
            record = self._records.get(self.list.item(row).data(_UUID))
            if record is not None and str(self._place_of(record)) == path:
                picture = self.thumbnails.icon(Path(path))
                if picture is not None:
                    self.list.item(row).setIcon(picture)

    def _chosen_uuid(self) -> str:
        item = self.list.currentItem()
        return str(item.data(_UUID)) if item is not None else ""

    def _show_chosen(self) -> None:
        record = self._records.get(self._chosen_uuid())
        self.chosen.setVisible(record is not None)
        if record is None:
            return
        evidence = str(record.values.get("ZJDM") or "")
        if self.evidenceBox.findData(evidence) < 0:
            self.evidenceBox.addItem(evidence, evidence)
        self.kindBox.setCurrentIndex(self.kindBox.findData(record.values.get("FJLX")))
        self.evidenceBox.setCurrentIndex(self.evidenceBox.findData(evidence))
        for widget in (self.kindBox, self.evidenceBox, self.removeButton, self.ownerBox):
            widget.setEnabled(self._writable)
        self._show_owner(record.act)

    def _show_owner(self, owner: str) -> None:
        """Nothing is asked where there is nothing to belong to."""
        self.ownerRow.setVisible(bool(self._owners or owner))
        self.ownerBox.clear()
        self.ownerBox.addItem(self.tr("the parcel"), "")
        for uuid, name in self._owners:
            self.ownerBox.addItem(name, uuid)
        if owner and self.ownerBox.findData(owner) < 0:
            self.ownerBox.addItem(self.tr("something of another parcel"), owner)
        self.ownerBox.setCurrentIndex(self.ownerBox.findData(owner))

    def _tell_owner(self) -> None:
        uuid, owner = self._chosen_uuid(), str(self.ownerBox.currentData() or "")
        if uuid and self._writable and owner != self._records[uuid].act:
            self.tied.emit(uuid, owner)

    def _tell(self, code: str, value: object) -> None:
        uuid = self._chosen_uuid()
        if uuid and self._writable:
            self.changed.emit(uuid, {code: value})

    def _open(self) -> None:
        record = self._records.get(self._chosen_uuid())
        if record is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._place_of(record))))

    def _remove(self) -> None:
        uuid = self._chosen_uuid()
        if uuid and self._writable:
            self.removed.emit(uuid)


class _FileList(QListWidget):
    """The files as small pictures; Delete wishes one away."""

    removeWanted = pyqtSignal()  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setWrapping(True)
        self.setUniformItemSizes(True)
        self.setIconSize(QSize(_SMALL, _SMALL))
        line = self.fontMetrics().lineSpacing()
        cell = QSize(_SMALL + 4 * self.fontMetrics().averageCharWidth(), _SMALL + line + 10)
        self.setGridSize(cell)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setFixedHeight(cell.height() + 2 * self.frameWidth() + 4)
        self.setAcceptDrops(False)  # the view around it takes what is dropped

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete:
            self.removeWanted.emit()
        else:
            super().keyPressEvent(event)


def paths_in(event: QDropEvent) -> List[str]:
    """The local files that are being dropped."""
    if not event.mimeData().hasUrls():
        return []
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
