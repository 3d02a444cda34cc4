"""What is done to several patches at once: given to somebody, flagged with a reason. Never an outcome."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

from qgis.PyQt.QtCore import QObject, Qt

from ..keyboard_place import KeyboardPlace
from ..session import Session
from .line_keys import LineKeys
from .queue_view import QueueView

SEVERAL = 2


class SelectionBar(QObject):
    """A line below the list, while several are selected or it was asked for."""

    def __init__(self, body: Any, view: QueueView, session: Session, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._body, self._view, self._session = body, view, session
        self._asked = self._paused = False
        self._keyboard = KeyboardPlace(body.reasonEdit, lambda: view.table.setFocus(Qt.FocusReason.OtherFocusReason))
        body.selectionPanel.hide()
        view.selected.connect(self._show)
        session.currentChanged.connect(self._put_away)
        body.assignButton.clicked.connect(lambda _checked=False: self.assign())
        body.flagButton.clicked.connect(lambda _checked=False: self._flag_or_take_away())
        body.assignBox.lineEdit().returnPressed.connect(self.assign)
        body.reasonEdit.textChanged.connect(self._show_flagging)
        keys = LineKeys(body.reasonEdit, self)
        keys.entered.connect(self._enter)
        keys.escaped.connect(self._leave)

    def pause(self) -> List[str]:
        """The list is read anew: what is selected, and what was begun for it, stays. The parcels to `go_on` with."""
        self._paused = True
        return self._view.selected_uuids() if self._view.selected_count() >= SEVERAL else []

    def go_on(self, selected: Sequence[str]) -> None:
        """It is read."""
        listed = [uuid for uuid in selected if self._view.model.row_of(uuid) >= 0]
        if listed:
            self._view.select(listed)
        self._paused = False
        self._show()

    def rows_changed(self) -> None:
        """Other flags may stand there."""
        if not self._body.selectionPanel.isHidden():
            self._show_flagging()

    def _show(self) -> None:
        if self._paused:
            return
        count = self._view.selected_count()
        wanted = self._session.writable and (count >= SEVERAL or (self._asked and count > 0))
        panel = self._body.selectionPanel
        if wanted and panel.isHidden():
            self._offer_names()
            self._body.reasonEdit.clear()
        self._body.selectedLabel.setText(self.tr("{n} selected").format(n=count))
        panel.setVisible(wanted)
        if wanted:
            self._show_flagging()

    def _show_flagging(self) -> None:
        """With a reason the button flags; without one it takes flags away, and says so with their number."""
        button, flagged = self._body.flagButton, len(self._flagged())
        if self._reason or not flagged:
            button.setText(self.tr("Flag"))
        else:
            button.setText(self.tr("Take {n} flags away").format(n=flagged))
        button.setEnabled(bool(self._reason or flagged))

    @property
    def _reason(self) -> str:
        return str(self._body.reasonEdit.text()).strip()

    def _flagged(self) -> List[str]:
        """The selected parcels that have a flag."""
        table, chosen = self._view.model.table, self._view.selected_uuids()
        flagged = ~table.text("flag").among(("",))
        return [uuid for uuid in chosen if flagged[table.place(uuid)]]

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

    def ask_reason(self) -> None:
        """Ask why the selected patches are flagged."""
        self._keyboard.remember()
        self._body.reasonEdit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _leave(self) -> None:
        """Esc flags nothing; it and Enter give the keyboard back, so that the next key is an answer or an undo."""
        self._body.reasonEdit.clear()
        self._keyboard.give_back()

    def _enter(self) -> None:
        if self.flag():
            self._keyboard.give_back()

    def flag(self) -> bool:
        """Flag the selected patches for the reason that is written; without one nothing is done: False."""
        reason, uuids = self._reason, self._view.selected_uuids()
        if not reason:
            self._session.tell(self.tr("Write why the selected patches are flagged. The button takes flags away."))
            return False
        if not self._session.flag_together(uuids, reason):
            return False
        self._body.reasonEdit.clear()
        self._view.select(uuids)
        self.rows_changed()
        return True

    def _flag_or_take_away(self) -> None:
        flagged = [] if self._reason else self._flagged()
        if not flagged:
            self.flag()
            return
        uuids = self._view.selected_uuids()
        self._session.flag_together(flagged, "")
        self._view.select(uuids)
        self.rows_changed()
        left = len(self._flagged())
        if left < len(flagged):
            self._session.tell(self.tr("{n} flags were taken away; Undo brings them back.").format(
                n=len(flagged) - left))
