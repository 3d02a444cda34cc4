"""The form of a record, made from the fields of its kind: groups, what is required, areas that are proposed."""

from __future__ import annotations

from html import escape
from typing import List, Mapping, Optional, Sequence

from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtWidgets import QApplication, QCompleter, QWidget

from ...domain.forms.fields import Field, FilledBy
from ...domain.forms.record_kinds import RecordKind
from ..fields.answer_form import FieldForm
from ..fields.field_editors import AreaEditor, LineEditor
from ..messages import language
from ..wording import BAD, coloured, field_name, mu_text

_GROUPS = {
    "违法行为": "The act", "涉嫌违法面积": "Suspected area", "处理": "Disposal", "案件": "Case", "责任追究": "Persons",
    "六个该": "The six duties", "问责评估": "Accountability", "台账": "Ledger", "整改": "Rectification",
    "拆除复耕": "Demolished and recultivated", "补办": "Approved later", "整改影像复核": "Check on the newest image",
    "移交其他部门": "Handed to another authority", "集体会审": "Collective review", "容错纠错": "Correction",
    "变更调查": "Land survey", "延期": "Extension", "函件": "Letter", "回复": "Answer", "审核": "Audit",
    "退回": "Returned", "省级判定": "The province's judgement", "销号": "Closing",
}


class RecordForm(FieldForm):
    """Shows one record at a time; every finished change is told by ``edited`` to be saved at once."""

    enter_leaves = False

    def __init__(self, kind: RecordKind, parent: Optional[QWidget] = None) -> None:
        super().__init__([field for field in kind.fields if field.filled_by is not FilledBy.SYSTEM], parent)
        self._choices: Mapping[str, List[str]] = {}

    def wanted(self, answers: Mapping[str, object]) -> List[Field]:
        """The fields that apply, each group in one piece."""
        fields = super().wanted(answers)
        groups = list(dict.fromkeys(field.group for field in self.fields))
        return sorted(fields, key=lambda field: groups.index(field.group))

    def heading_of(self, field: Field) -> str:
        """The group's name, where the kind has more than one."""
        if len({other.group for other in self.fields}) < 2:
            return ""
        return field.group if language() == "zh" else _GROUPS.get(field.group, field.group)

    def show_record(self, values: Mapping[str, object], read_only: bool, fresh: bool = True) -> None:
        """Show a record's values; unless it is a ``fresh`` one, what is being written stays."""
        self.show_answers(values, read_only, fresh)
        self._offer_choices()

    def propose_areas(self, proposed: Mapping[str, float]) -> None:
        """Areas (m², by field code) that signed judgements state, offered at a button and never put in."""
        self.offer_areas(proposed, None)
        for code, editor in self.editors.items():
            if isinstance(editor, AreaEditor) and code in proposed:
                editor.line.setPlaceholderText(self.tr("signed {area}").format(area=mu_text(proposed[code])))
                editor.fill.setToolTip(self.tr("Fill in what the signed judgements of the parcels state"))

    def offer_choices(self, choices: Mapping[str, List[str]]) -> None:
        """What texts (by field code) are usually one of; the first word of a line is what is stored."""
        self._choices = dict(choices)
        self._offer_choices()

    def missing_in_words(self) -> str:
        """A line of what is still to be filled in; empty for nothing."""
        missing = self.missing()
        if not missing:
            return ""
        names = ("、" if language() == "zh" else ", ").join(field_name(field) for field in missing)
        return coloured("✱ ", BAD, self.palette(), bold=True) + escape(self.tr("Missing: {names}").format(names=names))

    def _rebuild(self, fields: Sequence[Field]) -> None:
        """The keyboard stays in the field whose answer made others come and go, and the form where it was scrolled."""
        focused = QApplication.focusWidget()
        code = next((code for code, editor in self.editors.items()
                     if focused is not None and editor.isAncestorOf(focused)), "")
        if focused is not None and code:
            focused.clearFocus()
        super()._rebuild(fields)
        if code in self.editors:
            self.editors[code].setFocus(Qt.FocusReason.OtherFocusReason)

    def _offer_choices(self) -> None:
        for code, lines in self._choices.items():
            editor = self.editors.get(code)
            if isinstance(editor, LineEditor):
                completer = QCompleter(lines, editor.line)
                completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
                completer.activated[str].connect(lambda line, e=editor: self._choose(e, line))
                editor.line.setCompleter(completer)
                editor.line.setPlaceholderText(self.tr("↓ shows the choices") if lines else "")
                editor.line.setToolTip("\n".join(lines))

    def _choose(self, editor: LineEditor, line: str) -> None:
        # The completer writes the whole line after this; the change is told once it has.
        QTimer.singleShot(0, lambda: self._take_choice(editor, line))

    def _take_choice(self, editor: LineEditor, line: str) -> None:
        if not sip.isdeleted(editor):  # the window may be gone by now
            editor.show_value(line.partition(" ")[0])
            editor.changed.emit()
