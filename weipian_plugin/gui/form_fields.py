"""Fields of the forms beside the map: who has come into one by the keyboard fills it in, and judges no patch by it."""

from __future__ import annotations

from typing import Sequence

from qgis.PyQt.QtCore import QEvent, QObject, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QRadioButton, QWidget

BACK, FORTH = (Qt.Key.Key_Left, Qt.Key.Key_Up), (Qt.Key.Key_Right, Qt.Key.Key_Down)
_FIELD = "weipianFormField"


def mark_form_field(widget: QWidget) -> None:
    """From now on arrows choose in ``widget``, and no key answers for a patch while it has the keyboard."""
    widget.setProperty(_FIELD, True)


def is_form_field(widget: QObject) -> bool:
    """Is it a choice in a form? In a line of text every key is a letter anyway."""
    return bool(widget.property(_FIELD))


def is_bare_arrow(event: QKeyEvent) -> bool:
    """Is it ← → ↑ or ↓, with no other key held?"""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in (*BACK, *FORTH) and modifiers == Qt.KeyboardModifier.NoModifier


def leave_keyboard(*widgets: QWidget) -> None:
    """A click of the mouse on them takes nobody's keyboard: the next key is the map's or the list's as before."""
    for widget in widgets:
        widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)


class ChoiceKeys(QObject):
    """The arrows choose among ``buttons``, the first to the last. By itself Qt only moves the keyboard from the one to
    the other, as long as none is chosen.
    """

    def __init__(self, buttons: Sequence[QRadioButton], parent: QObject) -> None:
        super().__init__(parent)
        self._buttons = list(buttons)
        for button in self._buttons:
            mark_form_field(button)
            button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() not in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress) or not is_bare_arrow(event):
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress and watched in self._buttons:
            self._choose(self._buttons.index(watched) + (1 if event.key() in FORTH else -1))
        return True

    def _choose(self, place: int) -> None:
        button = self._buttons[min(max(place, 0), len(self._buttons) - 1)]
        button.setFocus(Qt.FocusReason.OtherFocusReason)
        if not button.isChecked():
            button.click()
