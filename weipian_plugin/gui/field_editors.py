"""One small editor per kind of field: code list, yes/no, area in 亩, texts. Nothing is filled in by itself."""

from __future__ import annotations

from typing import Callable, Dict, Optional, Type

from qgis.PyQt.QtCore import QEvent, QObject, QSignalBlocker, pyqtSignal
from qgis.PyQt.QtGui import QFontMetrics, QWheelEvent
from qgis.PyQt.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..domain.codes import code_list
from ..domain.errors import WeipianError
from ..domain.fields import Field, FieldType
from ..domain.units import exact, m2_of_mu, mu_round2
from .messages import language
from .wording import mu_text, mu_unit


class Editor(QWidget):
    """Edits one field. ``changed`` tells a finished value, ``typing`` that one is being written."""

    changed = pyqtSignal()
    typing = pyqtSignal()

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.field = field
        self.setObjectName(f"field_{field.code}")

    def value(self) -> object:
        """What stands there, as it is stored; ``None`` for nothing."""
        raise NotImplementedError

    def show_value(self, value: object) -> None:
        """Show a stored value without telling it as an edit."""
        raise NotImplementedError

    def refresh_value(self, value: object) -> None:
        """The value as it was saved: what a person is writing, and means the same, is left as it is."""
        self.show_value(value)

    def settle(self) -> None:
        """What stands here has been saved: leaving the field need not tell it again."""

    def set_read_only(self, read_only: bool) -> None:
        """A signed or foreign answer can be read and copied, not changed."""
        self.setEnabled(not read_only)

    def complaint(self) -> str:
        """What is wrong with the text as it stands, in words; empty if nothing is."""
        return ""


class CodeEditor(Editor):
    """A code list; nothing chosen to begin with. The wheel scrolls the form, never the answer."""

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent)
        self.box = _CalmComboBox(self)
        self.box.addItem("—", None)
        for entry in code_list(field.codes).codes:
            name = entry.zh if language() == "zh" else entry.en
            text = name if entry.code == entry.zh else f"{entry.code} {name}"
            self.box.addItem(text, entry.code)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(8)
        self.box.activated.connect(lambda _index: self.changed.emit())
        _fill(self, self.box)

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
    """是 or 否, neither to begin with."""

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent)
        self.yes, self.no = QRadioButton(self.tr("Yes"), self), QRadioButton(self.tr("No"), self)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.yes, self.no):
            self._group.addButton(button)
            row.addWidget(button)
            button.clicked.connect(lambda _checked: self.changed.emit())
        row.addStretch(1)
        self.setFocusProxy(self.yes)

    def value(self) -> object:
        return 1 if self.yes.isChecked() else 0 if self.no.isChecked() else None

    def show_value(self, value: object) -> None:
        self._group.setExclusive(False)
        self.yes.setChecked(value is not None and bool(value))
        self.no.setChecked(value is not None and not value)
        self._group.setExclusive(True)


class AreaEditor(Editor):
    """An area in 亩, stored in m². The measured one is offered at a button and as a placeholder, never put in."""

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent)
        self.line = QLineEdit(self)
        self.line.setMinimumWidth(QFontMetrics(self.line.font()).averageCharWidth() * 14)
        self.line.textEdited.connect(self._edited)
        self.line.editingFinished.connect(self._finished)
        self.fill = QToolButton(self)
        self.fill.clicked.connect(self._take_measured)
        self.fill.setVisible(False)
        self._stored: Optional[float] = None
        self._measured: Optional[float] = None
        self._limit: Optional[float] = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.line, 1)
        row.addWidget(QLabel(mu_unit(), self))
        row.addWidget(self.fill)
        self.setFocusProxy(self.line)

    def offer(self, measured_m2: Optional[float], limit_m2: Optional[float]) -> None:
        """Offer the measured area, m²; ``limit_m2`` is the parcel's, which no part can exceed."""
        self._measured, self._limit = measured_m2, limit_m2
        self.fill.setVisible(measured_m2 is not None)
        if measured_m2 is not None:
            self.line.setPlaceholderText(self.tr("measured {area}").format(area=mu_text(measured_m2)))
            self.fill.setText(self.tr("Fill in {area}").format(area=mu_text(measured_m2)))
            self.fill.setToolTip(self.tr("Fill in the measured area"))

    def value(self) -> object:
        return self._stored

    def show_value(self, value: object) -> None:
        self._stored = float(str(value)) if value is not None and str(value) else None
        self.line.setText(mu_text(self._stored))

    def refresh_value(self, value: object) -> None:
        if value != self._parse(self.line.text()):
            self.show_value(value)

    def settle(self) -> None:
        self.line.setModified(False)

    def set_read_only(self, read_only: bool) -> None:
        self.line.setReadOnly(read_only)
        self.fill.setEnabled(not read_only)

    def complaint(self) -> str:
        text = self.line.text().strip()
        if text and self._parse(text) is None:
            return self.tr("not an area in {unit}").format(unit=mu_unit())
        if self._stored is not None and self._limit is not None and mu_round2(self._stored) > mu_round2(self._limit):
            return self.tr("more than the parcel's {area}").format(area=mu_text(self._limit))
        return ""

    def _edited(self, text: str) -> None:
        self._stored = self._parse(text)
        self.typing.emit()

    def _finished(self) -> None:
        if self.line.isModified():
            self.line.setModified(False)
            self.changed.emit()

    def _take_measured(self) -> None:
        self.show_value(self._measured)
        self.changed.emit()

    @staticmethod
    def _parse(text: str) -> Optional[float]:
        try:
            area = float(m2_of_mu(exact(text.strip().replace("，", "").replace(",", ""))))
        except WeipianError:
            return None
        return area if area >= 0 else None


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
    """A reason in some sentences; Tab goes on to the next field, leaving the field saves."""

    LINES = 3

    def __init__(self, field: Field, parent: Optional[QWidget] = None) -> None:
        super().__init__(field, parent)
        self.text = QPlainTextEdit(self)
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


class _CalmComboBox(QComboBox):
    """A combo box that the wheel changes only while its list is open."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _quiet(widget: QWidget) -> QSignalBlocker:
    return QSignalBlocker(widget)


def _fill(editor: Editor, widget: QWidget) -> None:
    layout = QVBoxLayout(editor)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    editor.setFocusProxy(widget)


_BY_TYPE: Dict[FieldType, Type[Editor]] = {
    FieldType.CODE: CodeEditor, FieldType.BOOLEAN: BooleanEditor, FieldType.AREA: AreaEditor,
}


def editor_for(field: Field, parent: Optional[QWidget] = None) -> Editor:
    """The editor that fits the field's type; a text with a minimum length gets room to be written in."""
    make: Callable[..., Editor] = _BY_TYPE.get(field.type, TextEditor if field.min_length else LineEditor)
    return make(field, parent)
