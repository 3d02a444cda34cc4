"""Where a person works: keys bring the keyboard into a field for a moment, and back."""

from __future__ import annotations

from typing import Callable, Optional

from qgis.PyQt import sip
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QApplication, QWidget


class KeyboardPlace:
    """Remembers from where the keyboard came into ``part``; ``leave`` takes it out for who came from nowhere else."""

    def __init__(self, part: QWidget, leave: Callable[[], None]) -> None:
        self._part, self._leave = part, leave
        self.came_from: Optional[QWidget] = None

    def remember(self) -> None:
        """Where a person worked when a key brought them here: on the map, in the queue."""
        focused, part = QApplication.focusWidget(), self._part
        if focused is None or focused is part or part.isAncestorOf(focused):
            return
        if focused.window() is part.window():
            self.came_from = focused

    def give_back(self) -> None:
        """Out of the field, to where a person came from."""
        back, self.came_from = self.came_from, None
        if back is not None and not sip.isdeleted(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._leave()
