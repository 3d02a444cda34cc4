"""A form over some fields of the 初判, made from their definitions: what applies is asked, what is missing says so."""

from __future__ import annotations

from html import escape
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QCoreApplication, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QFont, QFontMetrics
from qgis.PyQt.QtWidgets import QFormLayout, QLabel, QWidget

from ...domain.definitions import LAND_ANSWERS
from ...domain.forms.codes import CODE_LISTS, label
from ...domain.forms.fields import Field, FieldType, is_empty, missing_fields
from ..messages import language
from ..wording import BAD, WARN, coloured, field_name, muted
from .field_editors import AreaEditor, Editor, TextEditor, editor_for
from .laid_out_once import laid_out_once

translate = QCoreApplication.translate
"""Not ``self.tr``: that looks in the subclass's context only."""

OUTCOME = "PDLX"
TYPING_PAUSE_MS = 600
MISSING = "✱"
"""The mark at a field still to be filled in; the foot of the dock explains it and names them all."""
PROPOSED = "拟"
_SHORTEST_NAME = 3


class FieldForm(QWidget):
    """Shows some fields of one 初判. ``edited`` carries answers to save: codes at once, texts after a pause or on
    leaving the field. ``rebuilt``: other fields are shown.

    What is still being written is given out by :meth:`take_pending`, so that nothing is lost when the patch changes.
    """

    edited = pyqtSignal(dict)
    rebuilt = pyqtSignal()
    roomy = True
    enter_leaves = True

    def __init__(self, fields: Sequence[Field], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.fields = tuple(fields)
        self.editors: Dict[str, Editor] = {}
        self._labels: Dict[str, QLabel] = {}
        self._headings: List[QLabel] = []
        self._made: Dict[str, Tuple[Editor, QLabel]] = {}
        self._answers: Dict[str, object] = {}
        self._pending: Dict[str, object] = {}
        self._offers: Mapping[str, float] = {}
        self._stated: Mapping[str, object] = {}
        self._limit: Optional[float] = None
        self._read_only = False
        self._shown: Tuple[str, ...] = ()
        self._layout = QFormLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(self.save_pending)

    def wanted(self, answers: Mapping[str, object]) -> List[Field]:
        """The fields to show for these answers."""
        return [field for field in self.fields if field.applies(answers)]

    def name_of(self, field: Field) -> str:
        """How a field is called here."""
        return field_name(field)

    def heading_of(self, field: Field) -> str:
        """What stands over the first field of a group; empty for none."""
        return ""

    def offer_areas(self, offers: Mapping[str, float], limit_m2: Optional[float]) -> None:
        """Measured areas in m² by field code, offered at a button; ``limit_m2`` is the parcel's own."""
        self._offers, self._limit = offers, limit_m2
        for code, editor in self.editors.items():
            if isinstance(editor, AreaEditor):
                # A paper's area may well be larger than the parcel.
                editor.offer(offers.get(code), None if editor.field.block else limit_m2)

    def offer_stated(self, stated: Mapping[str, object]) -> None:
        """What the facts say of these fields: offered at a button while the field is empty."""
        self._stated = stated
        self._propose()

    def _propose(self) -> None:
        for code, editor in self.editors.items():
            value = self._stated.get(code)
            is_open = not self._read_only and is_empty(self.current_answers().get(code))
            editor.propose(value if is_open else None, value_in_words(editor.field, value))

    def show_answers(self, answers: Mapping[str, object], read_only: bool, fresh: bool = True) -> None:
        """Show a 初判 (or a signed judgement, read-only). Unless it is a ``fresh`` one, what is being written stays."""
        self._answers, self._read_only = dict(answers), read_only
        wanted, before = self.wanted(answers), set(self.editors)
        if self._shown != tuple(field.code for field in wanted):
            self._pending = {code: value for code, value in self._pending.items() if code in {f.code for f in wanted}}
            self._rebuild(wanted)
        for code, editor in self.editors.items():
            if fresh or code not in before:
                editor.show_value(answers.get(code))
            elif code not in self._pending:
                editor.refresh_value(answers.get(code))
            editor.set_read_only(read_only)
        self.mark_missing()

    def current_answers(self) -> Dict[str, object]:
        """The answers with what is being written."""
        return {**self._answers, **self._pending}

    def pending(self) -> Dict[str, object]:
        """What is being written and was not told yet."""
        return dict(self._pending)

    def missing(self) -> List[Field]:
        """The required fields still to be filled in."""
        return missing_fields(self.fields, self.current_answers())

    def take_pending(self) -> Dict[str, object]:
        """What was written and not yet told, once."""
        self._pause.stop()
        pending, self._pending = self._pending, {}
        self._answers.update(pending)
        for editor in self.editors.values():
            editor.settle()
        return pending

    def put_back(self, answers: Mapping[str, object]) -> Dict[str, object]:
        """These could not be saved: they are being written again. Those that no field here is for."""
        mine = {code: value for code, value in answers.items() if code in self.editors}
        self._pending = {**mine, **self._pending}
        for code in mine:
            self.editors[code].refresh_value(self._pending[code])
        if mine:
            self.mark_missing()
        return {code: value for code, value in answers.items() if code not in mine}

    def save_pending(self) -> None:
        """Tell what was written, if anything was."""
        pending = self.take_pending()
        if pending:
            self.edited.emit(pending)

    def mark_missing(self) -> None:
        """Write at each field whether it is still missing or wrong: in words, a sign and a colour."""
        missing = {field.code: field for field in self.missing()}
        grey = muted(self.palette()).name()
        for code, editor in self.editors.items():
            note = ""
            if editor.complaint():
                note = coloured(f"⚠ {editor.complaint()}", WARN, self.palette())
            elif code in missing and not self._read_only:
                note = coloured(self._what_is_missing(missing[code]), BAD, self.palette(), bold=True)
            name = escape(self.name_of(editor.field))
            if self._marks_proposed(editor.field):
                name += f'<span style="color:{grey}">&nbsp;{PROPOSED}</span>'
            self._labels[code].setText(f"{name}&nbsp; {note}" if note else name)
        self._propose()

    def focus_first_missing(self) -> None:
        """The keyboard into the first field that is still missing."""
        for field in self.missing():
            if field.code in self.editors:
                self.editors[field.code].setFocus(Qt.FocusReason.ShortcutFocusReason)
                return

    def _marks_proposed(self, field: Field) -> bool:
        """A form of which every field is proposed says so once, in its title."""
        return field.proposed and not all(other.proposed for other in self.fields)

    def _what_is_missing(self, field: Field) -> str:
        value = self.current_answers().get(field.code)
        if field.min_length and not is_empty(value):
            left = field.min_length - len(str(value).strip())
            return translate("FieldForm", "✱ {count} more characters").format(count=left)
        if field.min_length:
            return translate("FieldForm", "✱ missing, at least {count} characters").format(count=field.min_length)
        return MISSING

    def _rebuild(self, fields: Sequence[Field]) -> None:
        """Other rows; an editor that was made once is kept for the next parcel that asks for its field."""
        self._shown = tuple(field.code for field in fields)
        with laid_out_once(self._layout):
            self._lay_out(fields)
        self.offer_areas(self._offers, self._limit)
        self.rebuilt.emit()

    def _lay_out(self, fields: Sequence[Field]) -> None:
        while self._layout.rowCount():
            self._layout.takeRow(0)
        gone = [*self.editors.values(), *self._labels.values()]
        self.editors, self._labels = {}, {}
        for heading in self._headings:
            heading.hide()
            heading.deleteLater()
        self._headings, over = [], ""
        for field in fields:
            if self.heading_of(field) not in ("", over):
                over = self.heading_of(field)
                self._add_heading(over)
            self._add_row(field)
        shown = {*self.editors.values(), *self._labels.values()}
        for widget in gone:
            if widget not in shown:
                widget.hide()

    def _add_heading(self, text: str) -> None:
        heading = QLabel(f"<b>{escape(text)}</b>", self)
        heading.setTextFormat(Qt.TextFormat.RichText)
        self._headings.append(heading)
        self._layout.addRow(heading)

    def _add_row(self, field: Field) -> None:
        if field.code not in self._made:
            self._made[field.code] = self._make(field)
        editor, label = self.editors[field.code], self._labels[field.code] = self._made[field.code]
        if isinstance(editor, TextEditor):
            self._layout.addRow(label)
            self._layout.addRow(editor)
        else:
            self._layout.addRow(label, editor)
        editor.show()
        label.show()

    def _make(self, field: Field) -> Tuple[Editor, QLabel]:
        editor = editor_for(field, self, self.roomy)
        if self.enter_leaves:
            editor.leave_keyboard()
        if isinstance(editor, TextEditor):
            editor.text.enter_leaves = self.enter_leaves
        label = QLabel(self)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setBuddy(editor)
        label.setMinimumWidth(_width_with_mark(label, self.name_of(field)))
        label.setToolTip(self._origin_of(field))
        editor.changed.connect(lambda: self._finished(editor))
        editor.typing.connect(lambda: self._typing(editor))
        return editor, label

    def _origin_of(self, field: Field) -> str:
        """Code, form, and whether the field is proposed: in no official form that is known."""
        parts = [field.code, field.source]
        if field.proposed:
            parts.append(translate("FieldForm", "proposed (拟): no official form is known for it"))
        return " · ".join(part for part in parts if part)

    def _typing(self, editor: Editor) -> None:
        self._pending[editor.field.code] = editor.value()
        self._pause.start()
        self.mark_missing()

    def _finished(self, editor: Editor) -> None:
        if not self._read_only and editor.field.code in self.editors:
            self._pending[editor.field.code] = editor.value()
            self.save_pending()
            self.mark_missing()


class AnswerForm(FieldForm):
    """The land judgement: the chosen outcome's fields, and the evidence block of the chosen case under its name."""

    roomy = False

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(LAND_ANSWERS, parent)

    def wanted(self, answers: Mapping[str, object]) -> List[Field]:
        """Nothing before there is an outcome; then what it asks for, but for the outcome itself."""
        if not answers.get(OUTCOME):
            return []
        return [field for field in super().wanted(answers) if field.code != OUTCOME]

    def name_of(self, field: Field) -> str:
        """A field of a block without the block's name, which stands over it."""
        name = super().name_of(field)
        rest = name.removeprefix(field.group) if field.block else ""
        return rest if len(rest) >= _SHORTEST_NAME else name

    def heading_of(self, field: Field) -> str:
        """The evidence block's name."""
        if not field.block:
            return ""
        block = field.group if language() == "zh" else field.en.partition(": ")[0]
        return self.tr("Evidence: {block}").format(block=block)


def value_in_words(field: Field, value: object) -> str:
    """A stored code, yes or no, or number as it is read."""
    if field.type is FieldType.CODE and field.codes in CODE_LISTS:
        return label(field.codes, value, language())
    if field.type is FieldType.BOOLEAN:
        return translate("FieldForm", "Yes") if value else translate("FieldForm", "No")
    text = f"{value:g}" if isinstance(value, float) else str(value)
    return f"{text} {field.unit}" if field.unit else text


def _width_with_mark(label: QLabel, name: str) -> int:
    """As wide as with its mark: a field that is filled in moves none of the others under the mouse."""
    bold = QFont(label.font())
    bold.setBold(True)
    return int(label.fontMetrics().horizontalAdvance(f"{name}   ") + QFontMetrics(bold).horizontalAdvance(MISSING))
