"""The keys of 判读 mode: taken from QGIS while the focus is in our docks or on the map, given back on leaving."""

from __future__ import annotations

from typing import Callable, Iterable, List, Optional

from qgis.PyQt.QtCore import QEvent, QObject, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent, QKeySequence
from qgis.PyQt.QtWidgets import (
    QAbstractSpinBox,
    QAction,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QRadioButton,
    QTextEdit,
    QWidget,
)

from .actions import ActionRegistry
from .form_fields import is_bare_arrow, is_form_field

_EDITORS = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)
_TEXT_COMMANDS = (Qt.Key.Key_Z, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_C)
_MODIFIERS = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta, Qt.Key.Key_AltGr)
REPEATED_WITHIN_MS = 5
"""By the clock of the one who sent them. X gives the release and the press of a held key that repeats one time; no hand
lets go of a key and presses it again as soon as this.
"""


class KeyFilter(QObject):
    """Watches the one widget that has the focus, and only while it lies in a place of ours and the mode is on.

    Watching the application instead would send every event of QGIS through Python.
    """

    answeredInForm = pyqtSignal()  # noqa: N815 - Qt's way of naming signals; a key that judges, in a form: not done

    def __init__(self, registry: ActionRegistry, places: Callable[[], Iterable[QWidget]],
                 parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self._places = places
        self._watched: Optional[QWidget] = None
        self._held: Optional[QAction] = None
        self._held_key, self._held_by_several = 0, False
        self._let_go_of = (0, 0)  # the key that went up last, and when
        self._active = False

    def set_active(self, on: bool) -> None:
        """Take the keys, or give them back."""
        if on == self._active:
            return
        self._active = on
        application = QApplication.instance()
        if on:
            application.focusChanged.connect(self._follow_focus)
            self._follow_focus(None, QApplication.focusWidget())
        else:
            application.focusChanged.disconnect(self._follow_focus)
            self._follow_focus(None, None)

    def _follow_focus(self, _old: Optional[QWidget], new: Optional[QWidget]) -> None:
        self._release()
        if self._watched is not None:
            self._watched.destroyed.disconnect(self._forget)
            self._watched.removeEventFilter(self)
            self._watched = None
        if new is not None and self._is_ours(new):
            self._watched = new
            new.installEventFilter(self)
            new.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._watched = None

    def _is_ours(self, widget: QWidget) -> bool:
        return any(place is widget or place.isAncestorOf(widget) for place in self._places())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accept the override, act on the press, let go on the release; everything else passes."""
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride:
            if self._chooses(watched, event) or self._action_of(watched, event) is not None:
                event.accept()
                return True
        elif kind == QEvent.Type.KeyPress:
            return self._press(watched, event)
        elif kind == QEvent.Type.KeyRelease:
            if not event.isAutoRepeat():
                self._let_go_of = (event.key(), event.timestamp())
            return self._let_go(event)
        return False

    def _press(self, watched: QObject, event: QKeyEvent) -> bool:
        action = self._action_of(watched, event)
        if action is None:
            return False
        holds = action.property("released") is not None
        if event.isAutoRepeat() or (self._was_held(event) and not holds):
            return True
        if action.property("judges") and is_form_field(watched):
            self.answeredInForm.emit()
            return True
        if holds:
            self._held, self._held_key = action, event.key()
            self._held_by_several = bool(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier)
        if action.isEnabled():
            action.trigger()
        return True

    def _was_held(self, event: QKeyEvent) -> bool:
        """Qt calls it a repeat only where the press waits already when the release is read, and on a busy machine it
        does not always: one key held down would answer several patches.
        """
        key, up = self._let_go_of
        return key == event.key() and up > 0 and 0 <= event.timestamp() - up < REPEATED_WITHIN_MS

    def _let_go(self, event: QKeyEvent) -> bool:
        """By the key itself, or by a modifier that it was pressed with: a sign is another key without it."""
        by_modifier = self._held_by_several and event.key() in _MODIFIERS
        if self._held is None or not (event.key() == self._held_key or by_modifier):
            return False
        if not event.isAutoRepeat():
            self._release()
        return True

    def _release(self) -> None:
        held, self._held = self._held, None
        if held is not None:
            released = held.property("released")
            if released is not None:
                released()

    def _action_of(self, watched: QObject, event: QKeyEvent) -> Optional[QAction]:
        """The action this key means here; none in composition, for a bare modifier, or for an editor's own keys."""
        key = event.key()
        if key in (0, Qt.Key.Key_unknown, *_MODIFIERS) or self._belongs_to_editor(watched, event):
            return None
        for sequence in _sequences(event):
            action = self._registry.key_for(sequence)
            if action is not None:
                return action
        return None

    @staticmethod
    def _chooses(watched: QObject, event: QKeyEvent) -> bool:
        """Space on a choice that is not made yet makes it, and the arrows go from the one to the other."""
        if is_form_field(watched) and is_bare_arrow(event):
            return True
        return event.key() == Qt.Key.Key_Space and isinstance(watched, QRadioButton) and not watched.isChecked()

    def _belongs_to_editor(self, watched: QObject, event: QKeyEvent) -> bool:
        if self._chooses(watched, event):
            return True
        editing = isinstance(watched, _EDITORS) or (isinstance(watched, QComboBox) and watched.isEditable())
        if not editing:
            return False
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return not control or event.key() in _TEXT_COMMANDS


def _sequences(event: QKeyEvent) -> List[QKeySequence]:
    """How the pressed key may be written: Enter of the number pad as Return, ``?`` with or without its Shift."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    key = Qt.Key.Key_Return if event.key() == Qt.Key.Key_Enter else event.key()
    without_shift = modifiers & ~Qt.KeyboardModifier.ShiftModifier
    written = [_sequence(key, modifiers)]
    if without_shift != modifiers and Qt.Key.Key_Exclam <= key <= Qt.Key.Key_AsciiTilde and not chr(key).isalnum():
        written.append(_sequence(key, without_shift))
    return written


def _sequence(key: int, modifiers: Qt.KeyboardModifiers) -> QKeySequence:
    value = getattr(modifiers, "value", modifiers)
    return QKeySequence(int(key) | int(value))
