"""查处整改: the window in which acts and what follows from a judgement are entered and followed."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Dict, List, Optional

from qgis.PyQt.QtCore import QEvent, QTimer
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QDialogButtonBox, QShortcut, QWidget

from ...domain.forms.record_kinds import RECORD_KINDS
from ...domain.holder import holder_in_words
from ...domain.records import Record
from ..forms import fit_to_screen, load_form
from ..messages import language
from ..session import Session
from ..standing_window import StandingWindow
from ..wording import WARN, coloured
from .letter_pages import AuditPage, LetterPage
from .parcel_links import Parcels
from .record_page import RecordPage
from .record_pages import (
    ActPage,
    CheckedPage,
    CorrectionPage,
    ExtensionPage,
    ReviewPage,
    SurveyPage,
    TransferPage,
)


class ActsWindow(StandingWindow):
    """Not modal: one enters here and looks at the map. A tab for each kind of record."""

    keeps_words = True

    def __init__(self, session: Session, undo_keys: List[QKeySequence], parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("acts", self)
        fit_to_screen(self)
        self.session = session
        self.parcels = Parcels(session, self)
        self.acts = ActPage(session, self.parcels, self)
        self.transfers = TransferPage(session, self.parcels, self)
        self.reviews = ReviewPage(session, self.parcels, self)
        self.corrections = CorrectionPage(session, self.parcels, self)
        self.extensions = ExtensionPage(session, self.parcels, self)
        self.surveys = SurveyPage(session, self.parcels, self)
        self.letters = LetterPage(session, self.parcels, self)
        self.audits = AuditPage(session, self.parcels, self)
        self.pages: Dict[str, RecordPage] = {page.KIND: page for page in (
            self.acts, self.letters, self.transfers, self.reviews, self.audits, self.corrections, self.extensions,
            self.surveys)}
        for page in self.pages.values():
            kind = RECORD_KINDS[page.KIND]
            self.tabs.addTab(page, kind.zh if language() == "zh" else kind.en)
            page.parcelWanted.connect(session.select)
        # Events about many parcels come one by one: what they change is shown once.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._connect(undo_keys)
        self.refresh()

    def _parts_changed(self, _uuids: object) -> None:
        self._soon.start()

    def refresh(self) -> None:
        """Read everything again."""
        self._show_state()
        for page in self.pages.values():
            if isinstance(page, CheckedPage):
                page.forget()
            page.refresh()

    def show_act_of(self, parcel: str) -> None:
        """The first act of this parcel, if it has any."""
        self.tabs.setCurrentWidget(self.acts)
        workspace = self.session.workspace
        if workspace is None or not parcel:
            return
        with self.session.guard():
            own = workspace.records("act", parcel)
            if own and (self.acts.current is None or self.acts.current.uuid not in {act.uuid for act in own}):
                self.acts.choose(own[0].uuid)

    def new_act_of(self, parcel: str) -> None:
        """A new act about this parcel."""
        self.tabs.setCurrentWidget(self.acts)
        self.acts.create((parcel,))

    def save_pending(self) -> None:
        """Save what is still being written."""
        for page in self.pages.values():
            page.save_pending()

    def _connect(self, undo_keys: List[QKeySequence]) -> None:
        session = self.session
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))
        self.buttons.rejected.connect(self.reject)
        self.undoButton.clicked.connect(lambda _checked: self._undo())
        for keys in undo_keys:
            QShortcut(keys, self).activated.connect(self._undo)
        self.acts.handOverWanted.connect(self._hand_over)
        session.queueChanged.connect(self._soon.start)
        session.partsChanged.connect(self._parts_changed)  # a function of no object would outlive this window
        session.parcelUpdated.connect(self._parcel_updated)
        self._soon.timeout.connect(self.refresh)
        self.tabs.currentChanged.connect(lambda _index: self._show_page())

    def _undo(self) -> None:
        self.save_pending()
        self.session.undo()

    def _hand_over(self, act: Record) -> None:
        """A 移交 of the act's parcels, with what the act says of it."""
        values = {target: act.values[source] for source, target in (("YJDW", "JSDW"), ("YJWH", "YJWH"),
                                                                    ("YJSJ", "YJSJ")) if act.values.get(source)}
        known = self.session.workspace.records("transfer", act=act.uuid) if self.session.workspace is not None else []
        self.tabs.setCurrentWidget(self.transfers)
        if known:
            self.transfers.choose(known[0].uuid)
            return
        made = self.transfers.create(act.parcels)
        if made is not None:
            with self.session.guard():
                self.session.put_record(replace(made, act=act.uuid, values={**made.values, **values}))

    def _parcel_updated(self, _uuid: str) -> None:
        """A judgement or a draft is another: what acts are offered and what checks say may be, too."""
        page = self.tabs.currentWidget()
        if isinstance(page, RecordPage) and page.isVisible():
            page.show_current(fresh=False)

    def _show_page(self) -> None:
        page = self.tabs.currentWidget()
        if isinstance(page, RecordPage):
            page.show_current(fresh=False)

    def _show_state(self) -> None:
        workspace = self.session.workspace
        said = ""
        if workspace is not None and not workspace.writable:
            text = self.tr("⊘ Read-only: {holder} has this workspace open. Nothing can be changed here.")
            if not workspace.holder:
                text = self.tr("⊘ Read-only: the file or folder cannot be written. Nothing can be changed here.")
            holder = holder_in_words(workspace.holder, language())
            said = coloured(text.format(holder=holder), WARN, self.palette(), bold=True)
        elif workspace is not None and workspace.is_training:
            said = escape(self.tr("A training workspace: nothing of it is handed in."))
        self.stateLabel.setText(said)
        self.stateLabel.setVisible(bool(said))
        self.undoButton.setEnabled(self.session.writable)
        self.hintLabel.setVisible(self.session.writable)

    def changeEvent(self, event: QEvent) -> None:
        """Who only looks sees what the other window has written meanwhile."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and not self.session.writable:
            self.parcels.forget()
            self._soon.start()

    def done(self, result: int) -> None:
        """Nothing that was written is lost with the window."""
        self.save_pending()
        super().done(result)
