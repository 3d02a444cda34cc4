"""One small editor per kind of field: code list, yes/no, texts, areas and dates. Nothing is filled in by itself."""

from __future__ import annotations

from typing import Callable, Dict, Optional, Sequence, Type

from qgis.PyQt.QtCore import QEvent, QObject, QSignalBlocker, Qt
from qgis.PyQt.QtGui import QFontMetrics, QKeyEvent, QWheelEvent
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ...domain.forms.codes import code_list
from ...domain.forms.fields import Field, FieldType
from ..form_fields import BACK, ChoiceKeys, is_bare_arrow, leave_keyboard, mark_form_field
from ..messages import language
from .editor import Editor
from .read_editors import AreaEditor, DateEditor, NumberEditor

__all__ = ["AreaEditor", "BooleanEditor", "CodeEditor", "DateEditor", "Editor", "LineEditor", "NumberEditor",
           "Sentences", "TextEditor", "editor_for"]


_LETTERS = 11
"""Of a code's name that are shown at least; the whole name is the tool tip."""


class CodeEditor(Editor):
    """A code list; nothing chosen to begin with. The wheel scrolls the form, never the answer."""

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent)
        self.box = _CalmComboBox(self)
        mark_form_field(self.box)
        self._offer([entry.code for entry in code_list(field.codes).codes])
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(_LETTERS)
        self.box.currentTextChanged.connect(self.box.setToolTip)
        self.box.activated.connect(lambda _index: self.changed.emit())
        _fill(self, self.box)

    def offer_only(self, codes: Sequence[str]) -> None:
        """Offer these codes and no others; one that is chosen already stays."""
        chosen = self.value()
        with _quiet(self.box):
            self.box.clear()
            self._offer([*codes, *([str(chosen)] if chosen and chosen not in codes else [])])
        self.show_value(chosen)

    def leave_keyboard(self) -> None:
        leave_keyboard(self.box)

    def _offer(self, codes: Sequence[str]) -> None:
        self.box.addItem("—", None)
        for entry in code_list(self.field.codes).codes:
            name = entry.zh if language() == "zh" else entry.en
            if entry.code in codes:
                self.box.addItem(name if entry.code == entry.zh else f"{entry.code} {name}", entry.code)

    def value(self) -> object:
        return self.box.currentData()

    def show_value(self, value: object) -> None:
        with _quiet(self.box):
            index = self.box.findData(value)
            if index < 0 and value not in (None, ""):
                self.box.addItem(str(value), value)
                index = self.box.count() - 1
            self.box.setCurrentIndex(max(index, 0))


class BooleanEditor(Editor):
    """是 or 否, neither to begin with; an answer can be taken back."""

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent)
        self.yes, self.no = QRadioButton(self.tr("Yes"), self), QRadioButton(self.tr("No"), self)
        self.clear = QToolButton(self)
        self.clear.setText("✕")
        self.clear.setAutoRaise(True)
        self.clear.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clear.setToolTip(self.tr("Take the answer back: not known"))
        policy = self.clear.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(policy)
        self.clear.clicked.connect(self._take_back)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.yes, self.no):
            self._group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _checked: self._told())
        self._keys = ChoiceKeys((self.yes, self.no), self)
        row.addWidget(self.clear)
        row.addStretch(1)
        self.setFocusProxy(self.yes)
        self.clear.hide()

    def value(self) -> object:
        return 1 if self.yes.isChecked() else 0 if self.no.isChecked() else None

    def show_value(self, value: object) -> None:
        self._group.setExclusive(False)
        self.yes.setChecked(value is not None and bool(value))
        self.no.setChecked(value is not None and not value)
        self._group.setExclusive(True)
        self.clear.setVisible(value is not None)

    def leave_keyboard(self) -> None:
        leave_keyboard(self.yes, self.no)

    def _told(self) -> None:
        self.clear.show()
        self.changed.emit()

    def _take_back(self) -> None:
        self.show_value(None)
        self.changed.emit()


class LineEditor(Editor):
    """A short text."""

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit(self)
        if field.length:
            self.line.setMaxLength(field.length)
        self.line.textEdited.connect(lambda _text: self.typing.emit())
        self.line.editingFinished.connect(self._finished)
        _fill(self, self.line)

    def value(self) -> object:
        return self.line.text()

    def show_value(self, value: object) -> None:
        self.line.setText(_text(value))

    def refresh_value(self, value: object) -> None:
        if _text(value).strip() != self.line.text().strip():
            self.show_value(value)

    def settle(self) -> None:
        self.line.setModified(False)

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)

    def _finished(self) -> None:
        if self.line.isModified():
            self.line.setModified(False)
            self.changed.emit()


class TextEditor(Editor):
    """A reason in some sentences; Tab goes on to the next field, leaving the field saves.

    With ``enter_leaves`` Enter does, and Shift+Enter begins a new line.
    """

    LINES = 3

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent)
        self.text = Sentences(self)
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._edited)
        self.text.installEventFilter(self)
        height = QFontMetrics(self.text.font()).lineSpacing() * self.LINES
        self.text.setFixedHeight(height + 2 * int(self.text.document().documentMargin()) + 2 * self.text.frameWidth())
        self._written = False
        _fill(self, self.text)

    def value(self) -> object:
        return self.text.toPlainText()[: self.field.length or None]

    def show_value(self, value: object) -> None:
        with _quiet(self.text):
            self.text.setPlainText(_text(value))
        self._written = False

    def refresh_value(self, value: object) -> None:
        if _text(value).strip() != str(self.value()).strip():
            self.show_value(value)

    def settle(self) -> None:
        self._written = False

    def set_read_only(self, read_only: bool) -> None:
        self.text.setReadOnly(read_only)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusOut and self._written:
            self._written = False
            self.changed.emit()
        return False

    def _edited(self) -> None:
        self._written = True
        self.typing.emit()


class Sentences(QPlainTextEdit):
    """A text of some lines. ``enter_leaves``: Enter goes to whoever has the form, as from a field of one line."""

    enter_leaves = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not (self.enter_leaves and leaves(event)):
            super().keyPressEvent(event)


def leaves(event: QKeyEvent) -> bool:
    """Is it Enter without Shift? Then it is left to whoever has the field."""
    enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    if not enter or bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
        return False
    event.ignore()
    return True


class _CalmComboBox(QComboBox):
    """A combo box that the wheel changes only while its list is open; every arrow goes through it."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if is_bare_arrow(event):
            key = Qt.Key.Key_Up if event.key() in BACK else Qt.Key.Key_Down
            super().keyPressEvent(QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.NoModifier))
            event.accept()
        else:
            super().keyPressEvent(event)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _quiet(widget: QWidget) -> QSignalBlocker:
    return QSignalBlocker(widget)


def _fill(editor: Editor, widget: QWidget) -> None:
    layout = QVBoxLayout(editor)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    editor.setFocusProxy(widget)


_SENTENCES = 500
_BY_TYPE: Dict[FieldType, Type[Editor]] = {
    FieldType.CODE: CodeEditor, FieldType.BOOLEAN: BooleanEditor, FieldType.AREA: AreaEditor,
    FieldType.DATE: DateEditor, FieldType.NUMBER: NumberEditor, FieldType.INTEGER: NumberEditor,
}


def editor_for(field: Field, parent: Optional[QWidget] = None, roomy: bool = False) -> Editor:
    """The editor that fits the field's type; a text with a minimum length gets room to be written in, and with
    ``roomy`` every text of some sentences.
    """
    written = TextEditor if field.min_length or (roomy and field.length >= _SENTENCES) else LineEditor
    make: Callable[..., Editor] = _BY_TYPE.get(field.type, written)
    return make(field, parent)
