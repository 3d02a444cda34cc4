"""A window that stands beside the work. Esc leaves what one is in, and closes only where nothing typed goes with it."""

from __future__ import annotations

from typing import List, Optional, Union

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

Field = Union[QLineEdit, QPlainTextEdit, QTextEdit]
_NO_LOSS = ("search", "filter", "qt_")  # what is looked for; Qt's own line in a box of numbers


class StandingWindow(QDialog):
    """Not modal. Esc: a question that is asked in the window is not done; else a field is left, for the list beside
    it; else the window closes, unless words that were typed would be lost: then the first of them are shown.
    """

    keeps_words = False
    """Are typed words kept when the window closes?"""

    def leave_question(self) -> bool:
        """Take back what is asked within the window; False where nothing is asked."""
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc (⌘. too) is ours; the rest is as in every dialog."""
        if not event.matches(QKeySequence.StandardKey.Cancel):
            super().keyPressEvent(event)
            return
        event.accept()
        if self.leave_question() or self._leave_field():
            return
        lost = [] if self.keeps_words else typed_fields(self)
        if lost:
            lost[0].setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.reject()

    def _leave_field(self) -> bool:
        field = self.focusWidget()
        if not is_field(field):
            return False
        (_list_beside(field, self) or self).setFocus(Qt.FocusReason.OtherFocusReason)
        return True


def is_field(widget: Optional[QWidget]) -> bool:
    """Is it something one writes or chooses in?"""
    if isinstance(widget, (QPlainTextEdit, QTextEdit, QLineEdit)):
        return not widget.isReadOnly()
    return isinstance(widget, (QAbstractSpinBox, QComboBox))


def typed_fields(widget: QWidget) -> List[Field]:
    """The fields in which a person has typed what nothing has taken up yet; what is searched for is no loss."""
    found: List[Field] = []
    for edit in widget.findChildren(QLineEdit):
        if edit.isModified() and edit.text().strip() and not edit.isReadOnly():
            found.append(edit)
    for kind in (QPlainTextEdit, QTextEdit):
        for area in widget.findChildren(kind):
            if area.document().isModified() and area.toPlainText().strip() and not area.isReadOnly():
                found.append(area)
    return [field for field in found if not str(field.objectName()).lower().startswith(_NO_LOSS)]


def _list_beside(field: QWidget, window: QWidget) -> Optional[QWidget]:
    """The nearest list or table that is shown: its keys are those of the window."""
    around = field.parentWidget()
    while around is not None:
        for view in around.findChildren(QAbstractItemView):
            if view.isVisible() and view.isEnabled() and view.window() is window and (
                    view.focusPolicy() != Qt.FocusPolicy.NoFocus):
                return view
        if around is window:
            return None
        around = around.parentWidget()
    return None
