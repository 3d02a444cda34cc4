"""The Interpretation dock: what was measured, what the rules suggest, and what a person answers and signs."""

from __future__ import annotations

from typing import Any, Dict, FrozenSet, List, Mapping, Optional, Sequence

from qgis.PyQt import sip
from qgis.PyQt.QtCore import QEvent, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QWidget

from ...domain.definitions import LAND, MINERAL, is_mineral
from ...domain.errors import WeipianError
from ...domain.records import STUB, SUPERSEDED, ParcelRecord
from ..fields.answer_form import OUTCOME
from ..session import Session
from .cleared_line import cleared_by
from .parcel_forms import Shown, subject_to_sign
from .parcel_reading import keep, read_parcel
from .patch_page import PatchPage
from .remarks_bar import FLAG, NOTE
from .signing import Signing


class InterpretationDock(QDockWidget):
    """One parcel at a time. Every change is saved as 初判 at once, texts after a pause or on leaving."""

    sheetWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("weipianInterpretation")
        self.setWindowTitle(self.tr("Interpretation"))
        page = self._ui = self.page = PatchPage(session, self)
        self.setWidget(page)
        self.facts, self.card, self.history = page.facts, page.card, page.history
        self.forms, self.papers, self.form = page.forms, page.papers, page.forms.answer
        self.remarks, self.sign_bar, self.bars = page.remarks, page.sign_bar, page.bars
        self.cleared, self.findings, self.answer_buttons = page.cleared, page.findings, page.buttons.by_digit
        self._scrolling = page.scrolling
        self.signing = Signing(session, self.bars, self.forms.form_of, self._bring_up_keyboard, self.show_fields, self)
        self._workspace: Any = None
        self._uuid = ""
        self._shown: Optional[Shown] = None
        self._unlocked: FrozenSet[str] = frozenset()
        self._came_from: Optional[QWidget] = None
        self._dressing = QTimer(self)  # once every widget has the colours of another theme
        self._dressing.setSingleShot(True)
        self._dressing.timeout.connect(self._refresh)
        self._connect()
        self._show_parcel(session.current)

    def focus_note(self) -> None:
        """The keyboard into the note."""
        self._remember_keyboard()
        self._bring_up(self.remarks)
        self.remarks.noteEdit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_flag_reason(self) -> None:
        """A line for the flag's reason, with the keyboard in it."""
        self._remember_keyboard()
        self._bring_up(self.remarks)
        self.remarks.ask_flag_reason()
        self._scrolling.show_keyboard_soon()

    def show_fields(self, codes: Sequence[str]) -> None:
        """The keyboard into the first of these fields that a form has, else the answer's form into view."""
        self._remember_keyboard()
        self._bring_up(self.form)
        if any(self.forms.focus(code) is not None for code in codes):
            self._scrolling.show_keyboard_soon()

    def show_evidence(self, code: str) -> None:
        """Ask for the files that prove this piece of evidence, among what was found on site."""
        if self._shown is not None and self._shown.writable:
            self.forms.onsite_section.open()
            self._bring_up(self.forms.onsite_section)
            self.forms.onsite.attachments.choose_files(code)

    def toggle_history(self) -> None:
        """Show who said what of this patch, with the keyboard in it, or hide it and give the keyboard back."""
        self._remember_keyboard()
        self._ui.historyButton.toggle()
        if self._ui.historyButton.isChecked():
            self.show()
            self.raise_()
            self.history.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._give_keyboard_back()

    def sign(self, subject: str = "") -> None:
        """Sign the current 初判 of the subject, or of what is to be signed next."""
        self.save_pending()
        shown = self._shown
        if shown is None or shown.parcel.status in (STUB, SUPERSEDED):
            return
        self._remember_keyboard()
        subject = subject or subject_to_sign(shown)
        if shown.signed(subject) is None:
            if subject == MINERAL:
                self.forms.mineral_section.open()
            self.signing.sign(subject, shown.held, self.findings.against(subject))

    def unlock(self) -> None:
        """Withdraw the signature shown, or open it to be changed; that of what the keys answer before the other."""
        self.save_pending()
        shown, first = self._shown, self._subject_of_keys
        signed = [] if shown is None else [one for one in (first, LAND, MINERAL) if shown.signed(one) is not None]
        if not signed:
            self.session.tell(self.tr("There is no signature here to be withdrawn or opened."))
        elif shown is not None and shown.writable:
            self._withdraw(signed[0])

    @property
    def locked(self) -> bool:
        """True while a signed judgement is shown and nobody has opened it again: no key may change it unseen."""
        return self._shown is not None and self._shown.signed(self._subject_of_keys) is not None

    @property
    def _subject_of_keys(self) -> str:
        """What the keys 1…9 answer: of a mineral patch the mining, else the land."""
        return MINERAL if self._shown is not None and is_mineral(self._shown.parcel.attributes) else LAND

    def meant(self, values: Mapping[str, object]) -> Dict[str, object]:
        """A key's answer as it is meant here: of a mineral patch the outcome alone, of the mining."""
        if self._subject_of_keys == LAND:
            return dict(values)
        if set(values) == {OUTCOME}:
            return {"KPDLX": values[OUTCOME]}
        self.session.tell(self.tr("This is a mineral patch: 1, 2 and 3 answer for the mining, it has no land cases."))
        return {}

    def save_pending(self) -> None:
        """Save what is still being written, to the parcel it was written for – also when the session has moved on."""
        answers, remarks = self.forms.take_pending(), self.remarks.take_pending()
        keep(self.session, self._workspace, self._uuid, answers, remarks)

    def reading_width(self) -> int:
        """The width at which no answer's name is cut off."""
        return self.page.reading_width()

    def shut_down(self) -> None:
        """Save what is being written and let go of the session, before the dock is deleted."""
        self.save_pending()
        self.forms.onsite.attachments.thumbnails.stop()
        for signal, slot in self._heard():
            signal.disconnect(slot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_dressing"):
            self._dressing.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Esc that a field leaves to us: it is written, and the next key is an answer again."""
        if event.key() == Qt.Key.Key_Escape and self.history.isVisible() and self.history.hasFocus():
            self.toggle_history()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._give_keyboard_back()
        else:
            super().keyPressEvent(event)

    def _heard(self) -> List[Any]:
        """The session's signals and who hears them here."""
        session = self.session
        return [(session.workspaceChanged, self._change_workspace), (session.currentChanged, self._show_parcel),
                (session.parcelUpdated, self._update_parcel), (session.queueChanged, self._look_again),
                (session.partsChanged, self._forget_findings),
                (session.blindChanged, self._hide_or_show_suggestion), (session.layersChanged, self._refresh),
                (session.measuringBegun, self._refresh)]

    def _connect(self) -> None:
        for signal, slot in self._heard():
            signal.connect(slot)
        self.findings.fieldsWanted.connect(lambda codes: self.show_fields(codes.split()))
        self.card.evidenceWanted.connect(self.show_evidence)
        self.forms.edited.connect(self._answer)
        self.forms.onsite.sheetWanted.connect(self.sheetWanted)
        self.forms.onsite_section.opened.connect(self._show_offers)
        self.forms.mineral_section.opened.connect(self._refresh)  # only now its bar knows what is missing
        self.page.buttons.chosen.connect(self._answer)
        self.cleared.undoWanted.connect(self._undo_clearing)
        self.remarks.edited.connect(self._remark)
        for subject, bar in self.bars.items():
            bar.signed.connect(lambda subject=subject: self.sign(subject))
            bar.withdrawn.connect(lambda subject=subject: self._withdraw(subject))
            bar.fieldsWanted.connect(lambda codes: self.show_fields(codes.split()))
        self._ui.findingsButton.toggled.connect(self._ui.findingsLabel.setVisible)
        self._ui.historyButton.toggled.connect(self._show_history)

    def _answer(self, answers: Mapping[str, object]) -> None:
        """Save answers of the parcel on the table; the patch stays."""
        self.save_pending()
        if not self._is_current():
            keep(self.session, self._workspace, self._uuid, answers, {})
            return
        outcome_before = self.form.current_answers().get(OUTCOME)
        self.session.answer(dict(answers), advance=False)
        if OUTCOME in answers and answers[OUTCOME] != outcome_before:
            self._scrolling.bring_up(self.form)

    def _is_current(self) -> bool:
        """False while the session has moved on and this dock has not yet: a field left just then is not lost."""
        return self._uuid == self.session.current and self._workspace is self.session.workspace

    def _remark(self, what: str, text: str) -> None:
        if what == NOTE and self._is_current():
            self.session.set_note(text)
        elif what == FLAG and self._is_current():
            self.session.set_flag(text)
        else:
            keep(self.session, self._workspace, self._uuid, {}, {what: text})

    def _undo_clearing(self) -> None:
        """What is still being written is a decision of its own: it is let go, not undone in the place of the other."""
        self.forms.take_pending()
        self.session.undo()

    def _withdraw(self, subject: str) -> None:
        """Undo the signature if it is the last decision; else open the form: a changed answer withdraws it."""
        if self.signing.is_last(self._uuid, subject):
            self.session.undo()
            return
        self._unlocked |= {subject}
        self._refresh()
        self.session.tell(self.tr(
            "Open to be changed. The signature still stands; changing an answer withdraws it. The history keeps both."))

    def _change_workspace(self) -> None:
        self.save_pending()
        self._workspace = self.session.workspace
        self.cleared.hide()
        self._show_parcel(self.session.current)

    def _update_parcel(self, uuid: str) -> None:
        self._tell_cleared(uuid)
        if uuid == self._uuid:
            self._unlocked = frozenset(one for one in self._unlocked if not self.signing.is_last(uuid, one))
            if not self.session.moves_on:
                self._refresh()

    def _tell_cleared(self, uuid: str) -> None:
        """The line about what the decision just saved has cleared; it stands until the next decision."""
        workspace, shown = self.session.workspace, self._shown
        cleared = []
        if workspace is not None and shown is not None and uuid == shown.parcel.uuid:
            now = workspace.draft(uuid).answers
            if any(code not in now for code in shown.draft.answers):
                cleared = cleared_by(workspace.history(uuid)[-1])
        self.cleared.show_cleared(shown.parcel.jcbh if shown is not None else "", cleared)

    def _show_parcel(self, uuid: str) -> None:
        """Another parcel on the table; what was being written for the one before is saved first."""
        self.save_pending()
        self._workspace, self._uuid = self.session.workspace, uuid
        self.papers.show_parcel(uuid)
        self._unlocked = frozenset()
        self._scrolling.leave_alone()
        self._ui.findingsButton.setChecked(False)
        self.card.detailButton.setChecked(False)
        self._refresh(begin=True)
        self._ui.scroll.verticalScrollBar().setValue(0)

    def _hide_or_show_suggestion(self, _blind: bool) -> None:
        self._refresh()

    def _forget_findings(self, _uuids: object) -> None:
        """Parts come or go: the one on the table is told by itself."""
        self.findings.forget()

    def _look_again(self) -> None:
        """Layers, batches or measurements are others: what was gathered for the checks is, too."""
        self.findings.forget()
        self._refresh()

    def _refresh(self, begin: bool = False) -> None:
        """Read the parcel from the workspace and show it."""
        self._shown = parcel = None
        with self.session.guard():
            if self._workspace is not None and self._uuid:
                parcel = self._workspace.parcel(self._uuid)
        if parcel is None:
            self.page.show_nothing(self._workspace is not None)
            return
        with self.session.guard():
            self._show(parcel, begin)

    def _show(self, parcel: ParcelRecord, begin: bool) -> None:
        workspace, blind, profile = self._workspace, self.session.blind, self._profile()
        stored = None if blind else workspace.suggestion(parcel.uuid)
        self.page.show_suggestion(parcel, stored, profile)
        suggestion = None if blind else self.card.suggestion
        shown = self._shown = read_parcel(workspace, parcel, suggestion, profile, self._unlocked)
        self.page.show_parcel(workspace, shown, stored, profile, begin,
                              lambda subject: self.signing.is_last(parcel.uuid, subject))

    def _profile(self) -> Any:
        """The profile in force, ``None`` where none is chosen; whoever computes with an unreadable one tells it."""
        try:
            return self.session.profile
        except WeipianError:
            return None

    def _show_offers(self) -> None:
        if self._shown is not None:
            self.page.show_offers(self._shown)

    def _remember_keyboard(self) -> None:
        """Where a person worked when a key brought them here: on the map, in the queue."""
        focused = QApplication.focusWidget()
        if focused is not None and focused.window() is self.window() and not self.isAncestorOf(focused):
            self._came_from = focused

    def _give_keyboard_back(self) -> None:
        """Out of the field, to where a person came from; who came from nowhere else answers on here."""
        back, self._came_from = self._came_from, None
        if back is not None and not sip.isdeleted(back) and back.isVisible():
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.page.free_keyboard()

    def _bring_up(self, part: QWidget) -> None:
        self.show()
        self.raise_()
        self._scrolling.reveal(part)

    def _bring_up_keyboard(self, part: QWidget) -> None:
        self._bring_up(part)
        self._scrolling.show_keyboard_soon()

    def _show_history(self, on: bool) -> None:
        self.history.setVisible(on)
        if on and self._workspace is not None and self._uuid:
            with self.session.guard():
                self.history.show_events(self._workspace.history(self._uuid))
