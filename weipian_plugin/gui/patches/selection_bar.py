"""What is done to several patches at once: given to somebody, flagged with a reason. Never an outcome."""

from __future__ import annotations

from typing import Any, List, Optional

from qgis.PyQt.QtCore import QObject, Qt

from ..session import Session
from .queue_view import QueueView

SEVERAL = 2


class SelectionBar(QObject):
    """A line below the list, while several are selected or it was asked for."""

    def __init__(self, body: Any, view: QueueView, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._body, self._view, self._session = body, view, session
        self._asked = False
        body.selectionPanel.hide()
        view.selected.connect(self._show)
        session.currentChanged.connect(self._put_away)
        body.assignButton.clicked.connect(lambda _checked=False: self.assign())
        body.flagButton.clicked.connect(lambda _checked=False: self.flag())
        body.assignBox.lineEdit().returnPressed.connect(self.assign)
        body.reasonEdit.returnPressed.connect(self.flag)

    def _show(self) -> None:
        count = self._view.selected_count()
        wanted = self._session.writable and (count >= SEVERAL or (self._asked and count > 0))
        panel = self._body.selectionPanel
        if wanted and panel.isHidden():
            self._offer_names()
            self._body.reasonEdit.clear()
        self._body.selectedLabel.setText(self.tr("{n} selected").format(n=count))
        panel.setVisible(wanted)

    def _put_away(self, _uuid: str) -> None:
        self._asked = False
        self._show()

    def _offer_names(self) -> None:
        """Whoever patches were given to before, whoever signed, and who sits here."""
        box, session = self._body.assignBox, self._session
        names: List[str] = session.workspace.lists.people() if session.workspace is not None else []
        if session.settings.operator and session.settings.operator not in names:
            names.insert(0, session.settings.operator)
        box.clear()
        box.addItems(names)
        box.setCurrentIndex(-1)
        box.clearEditText()

    def ask_name(self) -> None:
        """Ask to whom the selected patches are given, one of them too."""
        self._asked = True
        self._show()
        self._body.assignBox.setFocus(Qt.FocusReason.OtherFocusReason)

    def assign(self) -> None:
        """Give the selected patches to whoever is named."""
        uuids = self._view.selected_uuids()
        self._session.assign(uuids, self._body.assignBox.currentText().strip())
        self._view.select(uuids)

    def flag(self) -> None:
        """Flag the selected patches for the reason that is written; none takes their flags away."""
        uuids = self._view.selected_uuids()
        self._session.flag_together(uuids, self._body.reasonEdit.text().strip())
        self._view.select(uuids)
