"""The Interpretation dock: what was measured, what the rules suggest, and what a person answers and signs."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, Dict, FrozenSet, List, Mapping, Optional, Sequence

from qgis.core import Qgis
from qgis.PyQt.QtCore import QEvent, Qt, QTimer, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QDockWidget, QWidget

from ...domain.definitions import LAND, MINERAL, is_mineral
from ...domain.errors import WeipianError
from ...domain.records import STUB, SUPERSEDED, ParcelRecord
from ..fields.answer_form import OUTCOME
from ..in_turn import InTurn
from ..keyboard_place import KeyboardPlace
from ..session import Session
from .cleared_line import cleared_by
from .parcel_forms import Shown, subject_to_sign
from .parcel_reading import keep, kept_in_words, read_parcel
from .patch_page import PatchPage
from .remarks_bar import FLAG, NOTE
from .signing import Signing
from .steady_page import SteadyPage
from .unsaved import Unsaved, Written

AHEAD_MS = 120
"""How long nothing was shown anew before the next parcel is read: its pictures come first."""


class InterpretationDock(QDockWidget):
    """One parcel at a time. Every change is saved as 初判 at once, texts after a pause or on leaving."""

    sheetWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("weipianInterpretation")
        self.setWindowTitle(self.tr("Interpretation"))
        page = self._ui = self.page = PatchPage(session, self)
        self.setWidget(SteadyPage(page))
        self.facts, self.card, self.history = page.facts, page.card, page.history
        self.forms, self.papers, self.form = page.forms, page.papers, page.forms.answer
        self.remarks, self.sign_bar, self.bars = page.remarks, page.sign_bar, page.bars
        self.cleared, self.findings, self.answer_buttons = page.cleared, page.findings, page.buttons.by_digit
        self._scrolling = page.scrolling
        self.signing = Signing(session, self.bars, self.forms.form_of, self._bring_up_keyboard, self.show_fields, self)
        self._workspace: Any = None
        self._uuid = ""
        self._read: Optional[Shown] = None
        self._due = InTurn(self._show_page, self)
        session.may_answer = self.may_answer
        self._unlocked: FrozenSet[str] = frozenset()
        self._keyboard = KeyboardPlace(self, page.free_keyboard)
        self._unsaved = Unsaved()
        self._dressing = QTimer(self)  # once every widget has the colours of another theme
        self._dressing.setSingleShot(True)
        self._dressing.timeout.connect(self._refresh)
        self.ahead = QTimer(self)
        self.ahead.setSingleShot(True)
        self.ahead.setInterval(AHEAD_MS)
        self.ahead.timeout.connect(self._read_ahead)
        self._connect()
        self._show_parcel(session.current)

    def focus_note(self) -> None:
        """The keyboard into the note."""
        self._due.now()
        self._keyboard.remember()
        self._bring_up(self.remarks)
        self.remarks.write_note()

    def _refuses_writing(self) -> bool:
        """A window that may only look says so: True."""
        if self._workspace is None or self.session.writable:
            return False
        with self.session.guard():
            self._workspace.require_writable()
        return True

    def ask_flag_reason(self) -> None:
        """A line for the flag's reason, with the keyboard in it."""
        self._due.now()
        if self._refuses_writing():
            return
        self._keyboard.remember()
        self._bring_up(self.remarks)
        self.remarks.ask_flag_reason()
        self._scrolling.show_keyboard_soon()

    def show_fields(self, codes: Sequence[str]) -> None:
        """The keyboard into the first of these fields that a form has, else the answer's form into view."""
        self._due.now()
        self._keyboard.remember()
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
        self._due.now()
        self._keyboard.remember()
        self._ui.historyButton.toggle()
        if self._ui.historyButton.isChecked():
            self.show()
            self.raise_()
            self.history.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self._keyboard.give_back()

    def sign(self, subject: str = "") -> None:
        """Sign the current 初判 of the subject, or of what is to be signed next."""
        if not self.save_pending():
            return
        shown = self._shown
        if shown is None or shown.parcel.status in (STUB, SUPERSEDED):
            return
        if self._refuses_writing():
            return
        self._keyboard.remember()
        subject = subject or subject_to_sign(shown)
        if shown.signed(subject) is None:
            if subject == MINERAL:
                self.forms.mineral_section.open()
            if self.signing.sign(subject, shown.held, self.findings.against(subject)):
                self._keyboard.give_back()

    def unlock(self) -> None:
        """Withdraw the signature shown, or open it to be changed; that of what the keys answer before the other."""
        self.save_pending()
        shown, first = self._shown, self._subject_of_keys
        signed = [] if shown is None else [one for one in (first, LAND, MINERAL) if shown.signed(one) is not None]
        if not signed:
            self.session.tell(self.tr("There is no signature here to be withdrawn or opened."))
        elif shown is not None and shown.writable:
            self._withdraw(signed[0])

    def may_answer(self) -> bool:
        """True where what is shown is the patch that an answer would go to. Where it could not be read it is read now,
        and the person told to look first.
        """
        if not self.session.current or (self._shown is not None and self._is_current()):
            return True
        self._show_parcel(self.session.current)
        if self._shown is not None:
            self.session.tell(
                self.tr("Nothing was changed: this patch could not be read before. Now it is shown; look at it, then "
                        "go on."), int(Qgis.MessageLevel.Warning))
        return False

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

    def save_pending(self) -> bool:
        """Save what is still being written, to the parcel it was written for – also when the session has moved on.
        Where that fails it is being written still: False.
        """
        failed = self._save_written()
        self._put_back(failed)
        return not failed

    def _save_written(self, goes_on: bool = True) -> Written:
        """What was being written and could not be saved."""
        written = Written(self.forms.take_pending(), self.remarks.take_pending(), self._number)
        saved = keep(self.session, self._workspace, self._uuid, written.answers, written.remarks, goes_on)
        return Written() if saved else written

    def _put_back(self, written: Written) -> None:
        """Into the fields again; what a part holds that is closed is held for this parcel."""
        if written:
            self.remarks.put_back(written.remarks)
            self._unsaved.hold(self._workspace, self._uuid, Written(self.forms.put_back(written.answers),
                                                                     number=self._number))

    def _leave_parcel(self, goes_on: bool = True) -> None:
        """What was written of the parcel on the table and cannot be saved is held until it can: it is of no other."""
        self._unsaved.hold(self._workspace, self._uuid, self._save_written(goes_on))

    @property
    def _number(self) -> str:
        """Of the parcel that is shown, as people call it."""
        return "" if self._read is None else self._read.parcel.dkbh or self._read.parcel.jcbh

    def _come_back(self) -> None:
        """What is held of the parcel on the table: saved now, else being written again."""
        held = self._unsaved.take(self._uuid)
        if held and not keep(self.session, self._workspace, self._uuid, held.answers, held.remarks):
            self._put_back(held)

    def _save_held(self, goes_on: bool = True) -> None:
        """Something could be written: so can what could not before."""
        for workspace, uuid, held in self._unsaved.take_all():
            if not keep(self.session, workspace, uuid, held.answers, held.remarks, goes_on):
                self._unsaved.hold(workspace, uuid, held)

    def _give_up_held(self) -> None:
        """The workspace closes: what cannot be saved now either is told, its words go to the log."""
        self._save_held(goes_on=False)
        lost = self._unsaved.take_all()
        if lost:
            self.session.tell(
                self.tr("What was written of {n} patches could not be saved. Its words are in the log of messages.")
                .format(n=len(lost)), int(Qgis.MessageLevel.Critical),
                "\n\n".join(held.in_words() for _workspace, _uuid, held in lost))

    def reading_width(self) -> int:
        """The width at which no answer's name is cut off."""
        return self.page.reading_width()

    def shut_down(self) -> None:
        """Save what is being written and let go of the session, before the dock is deleted."""
        self._leave_parcel(goes_on=False)
        self._give_up_held()
        self.forms.onsite.attachments.thumbnails.stop()
        self.ahead.stop()
        self._due.drop()
        for signal, slot in self._heard():
            signal.disconnect(slot)
        self.session.may_answer = lambda: True

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange) and hasattr(self, "_dressing"):
            self._dressing.start()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Esc that a field leaves to us: it is written, and the next key is an answer again."""
        if event.key() == Qt.Key.Key_Escape and self.history.isVisible() and self.history.hasFocus():
            self.toggle_history()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._keyboard.give_back()
        else:
            super().keyPressEvent(event)

    def _heard(self) -> List[Any]:
        """The session's signals and who hears them here."""
        session = self.session
        return [(session.workspaceChanged, self._change_workspace), (session.currentChanged, self._show_parcel),
                (session.parcelUpdated, self._update_parcel), (session.queueChanged, self._look_again),
                (session.partsChanged, self._forget_findings), (session.wordsWanted, self.save_pending),
                (session.blindChanged, self._hide_or_show_suggestion), (session.layersChanged, self._refresh),
                (session.measuringBegun, self._refresh), (session.optionsChanged, self._heed_options),
                (session.operatorChanged, self._refresh)]

    def _connect(self) -> None:
        for signal, slot in self._heard():
            signal.connect(slot)
        self.findings.fieldsWanted.connect(lambda codes: self.show_fields(codes.split()))
        self.card.evidenceWanted.connect(self.show_evidence)
        self.forms.edited.connect(self._write)
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

    def _write(self, answers: Mapping[str, object]) -> None:
        """Save what a form tells; what cannot be saved is being written still."""
        with self.session.adding(kept_in_words()):
            saved = self._answer(answers)
        if not saved:
            self._put_back(Written(answers))

    def _answer(self, answers: Mapping[str, object]) -> bool:
        """Save answers of the parcel on the table; the patch stays. False where that failed."""
        if self._is_of_patch_before():
            return True
        self.save_pending()
        if not self._is_current():
            return keep(self.session, self._workspace, self._uuid, answers, {})
        outcome_before = self.form.current_answers().get(OUTCOME)
        saved = self.session.answer(dict(answers), advance=False)
        if saved and OUTCOME in answers and answers[OUTCOME] != outcome_before:
            self._scrolling.bring_up(self.form)
        return saved

    def _is_current(self) -> bool:
        """False while the session has moved on and this dock has not yet: a field left just then is not lost."""
        return self._uuid == self.session.current and self._workspace is self.session.workspace

    def _is_of_patch_before(self) -> bool:
        """The page was left, and the next one is due: what is clicked here is of neither, and changes nothing."""
        was_due = self._due.is_due
        self._due.now()
        return was_due

    def _remark(self, what: str, text: str) -> None:
        if self._is_of_patch_before():
            return
        with self.session.adding(kept_in_words()):
            if what == NOTE and self._is_current():
                saved = self.session.set_note(text)
            elif what == FLAG and self._is_current():
                saved = self.session.set_flag(text)
            else:
                saved = keep(self.session, self._workspace, self._uuid, {}, {what: text})
        if not saved:
            self.remarks.put_back({what: text})

    def _undo_clearing(self) -> None:
        """What is still being written is a decision of its own, kept and not undone in the place of the other: it goes
        on being written where there is still a field for it, else it is in the history.
        """
        answers, remarks = self.forms.take_pending(), self.remarks.take_pending()
        clearing = self.session.last_decision()
        if not keep(self.session, self._workspace, self._uuid, answers, {}):
            self._put_back(Written(answers, remarks))
            return
        if self.session.last_decision() != clearing:
            self.session.undo()
        self.session.undo()
        self.forms.put_back(answers)
        self.remarks.put_back(remarks)
        self.save_pending()

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
        self._leave_parcel()
        self._give_up_held()
        self._workspace, self._uuid = self.session.workspace, ""
        self.cleared.hide()
        self._show_parcel(self.session.current)

    def _update_parcel(self, uuid: str) -> None:
        self._tell_cleared(uuid)
        if uuid == self._uuid:
            self._unlocked = frozenset(one for one in self._unlocked if not self.signing.is_last(uuid, one))
            if not self.session.moves_on:
                self._refresh()
        if self._unsaved:
            self._save_held()

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
        """Another parcel on the table; what was being written for the one before is saved first. In passing, the page
        follows when the event loop turns: the views' pictures are on their way, and a key is heard in between.
        """
        self._leave_parcel()
        self.page.free_keyboard()
        self._workspace, self._uuid = self.session.workspace, uuid
        self._read, self._unlocked = None, frozenset()
        self._due.later()
        if not self.session.in_passing:
            self._due.now()

    @property
    def _shown(self) -> Optional[Shown]:
        """What is shown of the parcel on the table, ``None`` where it cannot be read."""
        self._due.now()
        return self._read

    def _show_page(self) -> None:
        self.papers.show_parcel(self._uuid)
        self._scrolling.leave_alone()
        self._ui.findingsButton.setChecked(False)
        self.card.detailButton.setChecked(False)
        self._refresh(begin=True)
        if self._unsaved:
            self._come_back()
        self._ui.scroll.verticalScrollBar().setValue(0)

    def _hide_or_show_suggestion(self, _blind: bool) -> None:
        self._refresh()

    def _forget_findings(self, _uuids: object) -> None:
        """Parts come or go: the one on the table is told by itself."""
        self.findings.forget()

    def _heed_options(self, names: FrozenSet[str]) -> None:
        if "lead_days" in names:
            self._refresh()

    def _look_again(self) -> None:
        """Layers, batches or measurements are others: what was gathered for the checks is, too."""
        self.findings.forget()
        self._refresh()

    def _refresh(self, begin: bool = False) -> None:
        """Read the parcel from the workspace and show it."""
        if self._due.is_due:
            self._due.now()
            return
        self._read = None
        is_whole = False
        with self.session.guard():
            if self._workspace is not None and self._uuid:
                with self._workspace.standing_still():
                    self._show(self._workspace.parcel(self._uuid), begin)
                is_whole = True
        self.ahead.start()
        if not is_whole:  # nor is half of a patch shown, beside what was there of another
            self._read = None
            self.page.show_nothing(self._workspace is not None, is_unreadable=bool(self._uuid))

    def _show(self, parcel: ParcelRecord, begin: bool) -> None:
        workspace, blind, profile = self._workspace, self.session.blind, self._profile()
        stored = None if blind else workspace.suggestion(parcel.uuid)
        self.page.show_suggestion(parcel, stored, profile)
        suggestion = None if blind else self.card.suggestion
        shown = self._read = read_parcel(workspace, parcel, suggestion, profile, self._unlocked)
        self.page.show_parcel(workspace, shown, stored, profile, begin,
                              lambda subject: self.signing.is_last(parcel.uuid, subject))

    def _read_ahead(self) -> None:
        """Nobody did anything for a moment: what the next parcel will show is read and computed, as its pictures are,
        and what a decision on this one waits for. What cannot be read is told when it is shown.
        """
        workspace = self.session.workspace
        if workspace is None or not workspace.writable:
            return  # who only looks may have to wait until the other window has written
        with self.session.guard(), suppress(WeipianError):
            self.session.make_ready()
            for uuid in self.session.coming(1):
                parcel, batch = workspace.parcel(uuid), workspace.batch_of(uuid)
                stored = None if self.session.blind else workspace.suggestion(uuid)
                profile = self.session.profile_of(batch.profile_id if batch is not None else "")
                self.page.read_ahead(workspace, parcel, stored, profile)

    def _profile(self) -> Any:
        """The profile in force, ``None`` where none is chosen; whoever computes with an unreadable one tells it."""
        try:
            return self.session.profile
        except WeipianError:
            return None

    def _show_offers(self) -> None:
        if self._shown is not None:
            self.page.show_offers(self._shown)

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
