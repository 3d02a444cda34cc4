"""The form of the 初判: the chosen outcome's fields only, made from their definitions; what is missing says so."""

from __future__ import annotations

from typing import Dict, List, Mapping, Optional

from qgis.PyQt.QtCore import Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFont, QFontMetrics
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QWidget

from ..domain.definitions import JUDGEMENT
from ..domain.fields import Field, is_empty, missing_fields
from .field_editors import AreaEditor, Editor, TextEditor, editor_for
from .wording import BAD, WARN, coloured, field_name

OUTCOME = "PDLX"
TYPING_PAUSE_MS = 600
MISSING = "✱"
"""The mark at a field still to be filled in; the foot of the dock explains it and names them all."""


class AnswerForm(QWidget):
    """Shows one 初判. ``edited`` carries answers to save: codes at once, texts after a pause or on leaving the field.

    What is still being written is given out by :meth:`take_pending`, so that nothing is lost when the patch changes.
    """

    edited = pyqtSignal(dict)

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.editors: Dict[str, Editor] = {}
        self._labels: Dict[str, QLabel] = {}
        self._answers: Dict[str, object] = {}
        self._pending: Dict[str, object] = {}
        self._offers: Mapping[str, float] = {}
        self._limit: Optional[float] = None
        self._read_only = False
        self._outcome: Optional[str] = None
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.save_pending)

    def offer_areas(self, offers: Mapping[str, float], limit_m2: Optional[float]) -> None:
        """Measured areas in m² by field code, offered at a button; ``limit_m2`` is the parcel's own."""
        self._offers, self._limit = offers, limit_m2
        for code, editor in self.editors.items():
            if isinstance(editor, AreaEditor):
                editor.offer(offers.get(code), limit_m2)

    def show_answers(self, answers: Mapping[str, object], read_only: bool, fresh: bool = True) -> None:
        """Show a 初判 (or a signed judgement, read-only). Unless it is a ``fresh`` one, what is being written stays."""
        self._answers, self._read_only = dict(answers), read_only
        outcome = str(answers.get(OUTCOME) or "")
        if outcome != self._outcome:
            self._pending.clear()
            self._rebuild(outcome)
        for code, editor in self.editors.items():
            if fresh:
                editor.show_value(answers.get(code))
            elif code not in self._pending:
                editor.refresh_value(answers.get(code))
            editor.set_read_only(read_only)
        self.mark_missing()

    def current_answers(self) -> Dict[str, object]:
        """The answers with what is being written."""
        return {**self._answers, **self._pending}

    def missing(self) -> List[Field]:
        """The required fields still to be filled in for the chosen outcome."""
        return missing_fields(JUDGEMENT, self.current_answers())

    def take_pending(self) -> Dict[str, object]:
        """What was written and not yet told, once."""
        self._pause.stop()
        pending, self._pending = self._pending, {}
        self._answers.update(pending)
        for editor in self.editors.values():
            editor.settle()
        return pending

    def save_pending(self) -> None:
        """Tell what was written, if anything was."""
        pending = self.take_pending()
        if pending:
            self.edited.emit(pending)

    def mark_missing(self) -> None:
        """Write at each field whether it is still missing or wrong: in words, a sign and a colour."""
        missing = {field.code: field for field in self.missing()}
        for code, editor in self.editors.items():
            note = ""
            if editor.complaint():
                note = coloured(f"⚠ {editor.complaint()}", WARN, self.palette())
            elif code in missing and not self._read_only:
                note = coloured(self._what_is_missing(missing[code]), BAD, self.palette(), bold=True)
            name = field_name(editor.field)
            self._labels[code].setText(f"{name}&nbsp; {note}" if note else name)

    def focus_first_missing(self) -> None:
        """The keyboard into the first field that is still missing."""
        for field in self.missing():
            if field.code in self.editors:
                self.editors[field.code].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _what_is_missing(self, field: Field) -> str:
        value = self.current_answers().get(field.code)
        if field.min_length and not is_empty(value):
            return self.tr("✱ {count} more characters").format(count=field.min_length - len(str(value).strip()))
        if field.min_length:
            return self.tr("✱ missing, at least {count} characters").format(count=field.min_length)
        return MISSING

    def _rebuild(self, outcome: str) -> None:
        self._outcome = outcome
        while self._layout.rowCount():
            self._layout.takeRow(0)
        for widget in (*self.editors.values(), *self._labels.values()):
            widget.hide()
            widget.deleteLater()  # one of them may be telling its own change just now
        self.editors, self._labels = {}, {}
        if not outcome:
            return
        for field in JUDGEMENT:
            if field.code != OUTCOME and field.applies({OUTCOME: outcome}):
                self._add_row(field)
        self.offer_areas(self._offers, self._limit)

    def _add_row(self, field: Field) -> None:
        editor = editor_for(field, self)
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setBuddy(editor)
        label.setMinimumWidth(_width_with_mark(label, field_name(field)))
        label.setToolTip(f"{field.code} · {field.source}")
        editor.changed.connect(lambda: self._finished(editor))
        editor.typing.connect(lambda: self._typing(editor))
        self.editors[field.code], self._labels[field.code] = editor, label
        if isinstance(editor, TextEditor):
            self._layout.addRow(label)
            self._layout.addRow(editor)
        else:
            self._layout.addRow(label, editor)

    def _typing(self, editor: Editor) -> None:
        self._pending[editor.field.code] = editor.value()
        self._pause.start()
        self.mark_missing()

    def _finished(self, editor: Editor) -> None:
        if not self._read_only:
            self._pending[editor.field.code] = editor.value()
            self.save_pending()
            self.mark_missing()


def _width_with_mark(label: QLabel, name: str) -> int:
    """As wide as with its mark: a field that is filled in moves none of the others under the mouse."""
    bold = QFont(label.font())
    bold.setBold(True)
    return int(label.fontMetrics().horizontalAdvance(f"{name}   ") + QFontMetrics(bold).horizontalAdvance(MISSING))
