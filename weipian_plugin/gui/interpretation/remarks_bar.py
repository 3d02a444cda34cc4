"""What a person adds beside the answer: note, confidence, and a flag with its reason; saved as it is written."""

from __future__ import annotations

from typing import Dict, Mapping, Optional

from qgis.PyQt.QtCore import QEvent, QObject, QSignalBlocker, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFontMetrics, QTextCursor
from qgis.PyQt.QtWidgets import QWidget

from ...domain.records import Draft
from ..fields.answer_form import TYPING_PAUSE_MS
from ..fields.field_editors import leaves
from ..forms import icon, load_form

NOTE, FLAG, CONFIDENCE = "note", "flag", "confidence"
CONFIDENCES = ("高", "中", "低")


class RemarksBar(QWidget):
    """Note, confidence and flag of one parcel. ``edited`` tells which of them is now what text."""

    edited = pyqtSignal(str, str)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("remarks", self)
        self._pending: Dict[str, str] = {}
        self._flag = ""
        metrics = QFontMetrics(self.noteEdit.font())
        self.noteEdit.setFixedHeight(metrics.lineSpacing() * 2 + 12)
        self.noteEdit.setPlaceholderText(self.tr("Enter keeps it, Shift+Enter begins a new line"))
        self.flagButton.setIcon(icon("flag"))
        for text, stored in ((self.tr("High"), "高"), (self.tr("Middle"), "中"), (self.tr("Low"), "低")):
            self.confidenceBox.addItem(text, stored)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.save_pending)
        self.noteEdit.textChanged.connect(self._note_typed)
        self.noteEdit.installEventFilter(self)
        self.confidenceBox.activated.connect(lambda _i: self._tell(CONFIDENCE, self.confidenceBox.currentData() or ""))
        self.flagButton.clicked.connect(self._flag_clicked)
        self.flagEdit.editingFinished.connect(self._flag_reason_given)

    def show_draft(self, draft: Draft, read_only: bool) -> None:
        """Show what is kept of the parcel; what is being written just now stays as it is."""
        self._flag = draft.flag
        confidence = self._pending.get(CONFIDENCE, draft.confidence)
        if NOTE not in self._pending and draft.note != self.noteEdit.toPlainText():
            with QSignalBlocker(self.noteEdit):
                self.noteEdit.setPlainText(draft.note)
        self.confidenceBox.setCurrentIndex(max(self.confidenceBox.findData(confidence), 0))
        self.flagButton.setChecked(bool(draft.flag))
        self.flagButton.setText(self.tr("Flagged") if draft.flag else self.tr("Flag"))
        if not self.flagEdit.hasFocus() and FLAG not in self._pending:
            self.flagEdit.setText(draft.flag)
            self.flagEdit.setVisible(bool(draft.flag))
        self.noteEdit.setReadOnly(read_only)
        for widget in (self.confidenceBox, self.flagButton, self.flagEdit):
            widget.setEnabled(not read_only)

    def write_note(self) -> None:
        """The keyboard into the note, behind what is written there."""
        self.noteEdit.moveCursor(QTextCursor.MoveOperation.End)
        self.noteEdit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_flag_reason(self) -> None:
        """Open the line for the flag's reason, with the keyboard in it."""
        self.flagEdit.setVisible(True)
        self.flagEdit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.flagEdit.selectAll()

    def take_pending(self) -> Dict[str, str]:
        """What was written and not yet told, once."""
        self._pause.stop()
        if self.flagEdit.isVisible() and self.flagEdit.isModified():
            self._pending[FLAG] = self.flagEdit.text().strip()
            self.flagEdit.setModified(False)
        pending, self._pending = self._pending, {}
        return pending

    def put_back(self, remarks: Mapping[str, str]) -> None:
        """These could not be saved: they are being written again."""
        self._pending = {**remarks, **self._pending}
        note, flag = self._pending.get(NOTE), self._pending.get(FLAG)
        if note is not None and note != self.noteEdit.toPlainText():
            with QSignalBlocker(self.noteEdit):
                self.noteEdit.setPlainText(note)
        if flag is not None and not self.flagEdit.hasFocus():
            self.flagEdit.setText(flag)
            self.flagEdit.setVisible(bool(flag))
        if CONFIDENCE in self._pending:
            self.confidenceBox.setCurrentIndex(max(self.confidenceBox.findData(self._pending[CONFIDENCE]), 0))

    def save_pending(self) -> None:
        """Tell what was written, if anything was."""
        for what, text in self.take_pending().items():
            self.edited.emit(what, text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A note is kept when it is left, by Enter too."""
        if event.type() == QEvent.Type.FocusOut:
            self.save_pending()
        return event.type() == QEvent.Type.KeyPress and leaves(event)

    def _note_typed(self) -> None:
        self._pending[NOTE] = self.noteEdit.toPlainText()
        self._pause.start()

    def _tell(self, what: str, text: str) -> None:
        self._pending.pop(what, None)
        self.edited.emit(what, text)

    def _flag_clicked(self, checked: bool) -> None:
        if checked:
            self.ask_flag_reason()
            self.flagButton.setChecked(bool(self._flag))
        else:
            self.flagEdit.clear()
            self._tell(FLAG, "")

    def _flag_reason_given(self) -> None:
        """A flag without a reason is none: the line closes again."""
        self.flagEdit.setModified(False)
        reason = self.flagEdit.text().strip()
        if reason != self._flag:
            self._tell(FLAG, reason)
        else:
            self._pending.pop(FLAG, None)
        if not reason:
            self.flagEdit.setVisible(False)
