"""Says in one line which answers went away with their case, and brings them back on request."""

from __future__ import annotations

from html import escape
from typing import Any, List, Mapping, Optional

from qgis.PyQt.QtCore import Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from ...domain.definitions import ANSWERS
from ...domain.forms.fields import Field
from ...domain.records import Event
from ..forms import icon
from ..messages import language
from ..wording import WARN, coloured, field_name

_FIELDS = {field.code: field for field in ANSWERS}
_NAMED = 3
_DRAFTED = "draft"


class ClearedLine(QFrame):
    """Hidden until an answer has cleared others. ``undoWanted`` is the same wish as Ctrl+Z."""

    undoWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.label.setTextFormat(Qt.TextFormat.RichText)
        self.label.setWordWrap(True)
        self.button = QToolButton(self)
        self.button.setText(self.tr("Undo"))
        self.button.setIcon(icon("undo"))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolTip(self.tr("Brings the cleared answers back, as Ctrl+Z does"))
        self.button.clicked.connect(lambda _checked: self.undoWanted.emit())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_cleared(self, parcel: str, cleared: List[Field]) -> None:
        """Say what was cleared of the parcel with this number; nothing hides the line."""
        self.setVisible(bool(cleared))
        if not cleared:
            return
        joint = "、" if language() == "zh" else ", "
        names = joint.join(field_name(field) for field in cleared[:_NAMED])
        if len(cleared) > _NAMED:
            names = self.tr("{names} … ({count} in all)").format(names=names, count=len(cleared))
        said = self.tr("Cleared with the case ({parcel}): {names}").format(parcel=parcel, names=names)
        self.label.setText(coloured(f"⌫ {said}", WARN, self.palette()))
        self.label.setToolTip(joint.join(escape(field_name(field)) for field in cleared))


def cleared_by(event: Optional[Event]) -> List[Field]:
    """The answers that a decision cleared because another, on which they hang, was changed by it."""
    if event is None or event.kind != _DRAFTED:
        return []
    before, after = (_answers_in(event, name) for name in ("before", "after"))
    gone = [_FIELDS[code] for code, value in after.items()
            if value is None and before.get(code) is not None and code in _FIELDS]
    return [field for field in gone if field.when is not None and field.when[0] in after]


def _answers_in(event: Event, name: str) -> Mapping[str, Any]:
    part = event.payload.get(name)
    answers = part.get("answers") if isinstance(part, dict) else None
    return answers if isinstance(answers, dict) else {}
