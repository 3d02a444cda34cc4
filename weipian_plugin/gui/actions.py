"""One registry owns every action and shortcut of the plugin, and takes them all away again."""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional

from qgis.PyQt.QtCore import QObject, Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QAction

from .forms import icon


class ActionRegistry:
    """Makes actions, puts them into QGIS's shortcut manager, and removes them on unload.

    A *key* action belongs to 判读 mode: its shortcut may be changed in QGIS's settings like any other, but Qt never
    fires it (widget context); `keys.KeyFilter` reads it, so that QGIS keeps S, Space, arrows … outside the mode.
    """

    def __init__(self, iface: Any, owner: QObject) -> None:
        self._iface = iface
        self._owner = owner
        self._actions: Dict[str, QAction] = {}
        self._keys: List[str] = []

    def add(self, name: str, text: str, slot: Callable[..., Any], shortcut: str = "", icon_name: str = "",
            checkable: bool = False) -> QAction:
        """An ordinary action; ``slot`` gets the checked state if ``checkable``, else nothing."""
        action = self._make(name, text, icon_name, checkable)
        if checkable:
            action.toggled.connect(slot)
        else:
            action.triggered.connect(lambda _checked=False: slot())
        self._register(action, shortcut)
        return action

    def add_key(self, name: str, text: str, slot: Callable[[], Any], shortcut: str, icon_name: str = "",
                released: Optional[Callable[[], Any]] = None, judges: bool = False) -> QAction:
        """An action of 判读 mode; with ``released`` it holds while its key is held. ``judges``: it answers for the
        patch on the table, which no key does from within a form.
        """
        action = self._make(name, text, icon_name, checkable=False)
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        action.triggered.connect(lambda _checked=False: slot())
        action.setProperty("released", released)
        action.setProperty("judges", judges)
        self._register(action, shortcut)
        self._keys.append(name)
        return action

    def _make(self, name: str, text: str, icon_name: str, checkable: bool) -> QAction:
        action = QAction(text, self._owner)
        action.setObjectName(f"weipian_{name}")
        action.setCheckable(checkable)
        if icon_name:
            action.setIcon(icon(icon_name))
        self._actions[name] = action
        return action

    def _register(self, action: QAction, shortcut: str) -> None:
        self._iface.registerMainWindowAction(action, shortcut)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def named(self, *names: str) -> List[QAction]:
        """The actions of these names, in this order."""
        return [self._actions[name] for name in names]

    def trigger(self, name: str) -> None:
        """As if it were chosen in the menu: nothing happens where the action is not offered (Qt 5 would not mind)."""
        action = self._actions[name]
        if action.isEnabled():
            action.trigger()

    @property
    def keys(self) -> List[QAction]:
        """The actions of 判读 mode, in the order in which they were added."""
        return [self._actions[name] for name in self._keys]

    def key_for(self, sequence: QKeySequence) -> Optional[QAction]:
        """The action of 判读 mode whose shortcut, as the person has set it, is ``sequence``."""
        for action in self.keys:
            if sequence in action.shortcuts():
                return action
        return None

    def remove_all(self) -> None:
        """Out of the shortcut manager, and gone."""
        for action in self._actions.values():
            self._iface.unregisterMainWindowAction(action)
            action.setProperty("released", None)
            action.deleteLater()
        self._actions.clear()
        self._keys.clear()
