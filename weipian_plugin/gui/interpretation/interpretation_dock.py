"""The Interpretation dock: what was measured, what the rules suggest, and what a person answers and signs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, FrozenSet, List, Mapping, Optional, Sequence

from qgis.PyQt.QtCore import QEvent, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QWidget

from ...domain.dates import parse_date
from ...domain.definitions import LAND, MINERAL, is_mineral
from ...domain.errors import WeipianError
from ...domain.records import SIGNED, STUB, SUPERSEDED, ParcelRecord, Record
from ..fields.answer_form import OUTCOME
from ..forms import load_form
from ..session import Session
from .answer_buttons import AnswerButtons
from .cleared_line import ClearedLine, cleared_by
from .facts_panel import FactsPanel
from .history_view import HistoryView
from .live_findings import LiveFindings
from .parcel_forms import ParcelForms, Shown, subject_to_sign
from .parcel_papers import ParcelPapers
from .parcel_reading import how_to_begin, keep, read_parcel, show_header
from .patch_header import closed_in_words
from .remarks_bar import FLAG, NOTE, RemarksBar
from .scrolling import Scrolling
from .sign_bar import SignBar
from .signing import Signing
from .suggestion_card import SuggestionCard


class InterpretationDock(QDockWidget):
    """One parcel at a time. Every change is saved as 初判 at once, texts after a pause or on leaving."""

    sheetWanted = pyqtSignal()  # noqa: N815 - Qt's way of naming signals

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("weipianInterpretation")
        self.setWindowTitle(self.tr("Interpretation"))
        self._ui = QWidget(self)
        load_form("interpretation", self._ui)
        self.setWidget(self._ui)
        self.facts, self.card = FactsPanel(self._ui), SuggestionCard(self._ui)
        self.forms = ParcelForms(self._place_of, self._ui)
        self.papers = ParcelPapers(session, self.forms.onsite)
        self.form, self.remarks = self.forms.answer, RemarksBar(self._ui)
        self.sign_bar, self.history = SignBar(self._ui), HistoryView(self._ui)
        self.bars = {LAND: self.sign_bar, MINERAL: self.forms.mineral.sign_bar}
        self._scrolling = Scrolling(self._ui.scroll, self._ui.content, self)
        self.signing = Signing(session, self.bars, self.forms.form_of, self._bring_up_keyboard, self)
        self.cleared, self.findings = ClearedLine(self._ui), LiveFindings(session, self._ui)
        self._buttons = AnswerButtons(self._ui.outcomeRow, self._ui.quickGrid, self._ui)
        self.answer_buttons = self._buttons.by_digit
        self._workspace: Any = None
        self._uuid = ""
        self._shown: Optional[Shown] = None
        self._unlocked: FrozenSet[str] = frozenset()
        self._place_parts()
        self._connect()
        self._show_parcel(session.current)

    def focus_note(self) -> None:
        """The keyboard into the note."""
        self._bring_up(self.remarks)
        self.remarks.noteEdit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_flag_reason(self) -> None:
        """A line for the flag's reason, with the keyboard in it."""
        self._bring_up(self.remarks)
        self.remarks.ask_flag_reason()
        self._scrolling.show_keyboard_soon()

    def show_fields(self, codes: Sequence[str]) -> None:
        """The keyboard into the first of these fields that a form has, else the answer's form into view."""
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
        """Show who said what of this patch, or hide it."""
        self._ui.historyButton.toggle()

    def sign(self, subject: str = "") -> None:
        """Sign the current 初判 of the subject, or of what is to be signed next."""
        self.save_pending()
        shown = self._shown
        if shown is None or shown.parcel.status in (STUB, SUPERSEDED):
            return
        subject = subject or subject_to_sign(shown)
        if shown.signed(subject) is None:
            if subject == MINERAL:
                self.forms.mineral_section.open()
            self.signing.sign(subject, shown.held)

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
        bar = self._ui.scroll.verticalScrollBar().sizeHint().width()
        return int(self._ui.content.minimumSizeHint().width() + bar + 2 * self.fontMetrics().averageCharWidth())

    def shut_down(self) -> None:
        """Save what is being written and let go of the session, before the dock is deleted."""
        self.save_pending()
        self.forms.onsite.attachments.thumbnails.stop()
        for signal, slot in self._heard():
            signal.disconnect(slot)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "card"):
            self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter or Esc that a field leaves to us: it is written, and the next key is an answer again."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self._free_keyboard()
        else:
            super().keyPressEvent(event)

    def _place_of(self, record: Record) -> Path:
        return self.papers.place_of(record)

    def _place_parts(self) -> None:
        ui, forms = self._ui, self.forms
        ui.headerFrame.layout().addWidget(self.history)
        self.history.hide()
        ui.findingsLabel.hide()
        content = ui.content.layout()
        parts = (self.facts, self.card, forms.facts_section, ui.answerPart, self.cleared, self.form,
                 forms.onsite_section, forms.mineral_section, self.findings, self.remarks)
        for place, part in enumerate(parts):
            if part is not ui.answerPart:
                content.insertWidget(place, part)
        ui.patchPage.layout().addWidget(self.sign_bar)

    def _heard(self) -> List[Any]:
        """The session's signals and who hears them here."""
        session = self.session
        return [(session.workspaceChanged, self._change_workspace), (session.currentChanged, self._show_parcel),
                (session.parcelUpdated, self._update_parcel), (session.queueChanged, self._look_again),
                (session.blindChanged, self._hide_or_show_suggestion), (session.layersChanged, self._refresh)]

    def _connect(self) -> None:
        for signal, slot in self._heard():
            signal.connect(slot)
        self.findings.fieldsWanted.connect(lambda codes: self.show_fields(codes.split()))
        self.card.evidenceWanted.connect(self.show_evidence)
        self.forms.edited.connect(self._answer)
        self.forms.onsite.sheetWanted.connect(self.sheetWanted)
        self.forms.onsite_section.opened.connect(self._show_offers)
        self.forms.mineral_section.opened.connect(self._refresh)  # only now its bar knows what is missing
        self._buttons.chosen.connect(self._answer)
        self.cleared.undoWanted.connect(self._undo_clearing)
        self.remarks.edited.connect(self._remark)
        for subject, bar in self.bars.items():
            bar.signed.connect(lambda subject=subject: self.sign(subject))
            bar.withdrawn.connect(lambda subject=subject: self._withdraw(subject))
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
            self._scrolling.bring_up(self._ui.answerPart)

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
        self.session.tell(self.tr("Change an answer: that withdraws the signature and is kept in the history."))

    def _change_workspace(self) -> None:
        self.save_pending()
        self._workspace = self.session.workspace
        self.cleared.hide()
        self._show_parcel(self.session.current)

    def _update_parcel(self, uuid: str) -> None:
        self._tell_cleared(uuid)
        if uuid == self._uuid:
            self._unlocked = frozenset(one for one in self._unlocked if not self.signing.is_last(uuid, one))
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
            self._ui.emptyLabel.setText(how_to_begin(self._workspace is not None))
            self._ui.pages.setCurrentWidget(self._ui.emptyPage)
            return
        self._ui.pages.setCurrentWidget(self._ui.patchPage)
        with self.session.guard():
            self._show(parcel, begin)

    def _show(self, parcel: ParcelRecord, begin: bool) -> None:
        workspace, blind = self._workspace, self.session.blind
        stored = None if blind else workspace.suggestion(parcel.uuid)
        profile = self._profile()
        self.card.setVisible(not blind)
        self.card.show_suggestion(stored, parcel.status == SIGNED, profile.published if profile is not None else None,
                                  parse_date(self.session.settings.today))
        suggestion = None if blind else self.card.suggestion
        shown = self._shown = read_parcel(workspace, parcel, suggestion, profile, self._unlocked)
        show_header(self._ui, workspace, shown)
        self.facts.show_measured(parcel, shown.measured, stored, profile, self.session.changed_roles)
        self._show_answers(shown, begin)
        checked = not closed_in_words(parcel) and not blind
        self.findings.setVisible(checked)
        if checked:
            self.findings.show_parcel(parcel.uuid)
        if self._ui.historyButton.isChecked():
            self.history.show_events(workspace.history(parcel.uuid))

    def _profile(self) -> Any:
        """The profile in force, ``None`` where none is chosen; whoever computes with an unreadable one tells it."""
        try:
            return self.session.profile
        except WeipianError:
            return None

    def _show_answers(self, shown: Shown, begin: bool) -> None:
        answers, signed = shown.answers(LAND), shown.signed(LAND) is not None
        if begin or answers.get(OUTCOME) != self.form.current_answers().get(OUTCOME):
            self.form.take_pending()  # what is still being written belongs to fields that are gone
            self._free_keyboard()
        self.forms.show(shown, begin)
        self.remarks.show_draft(shown.draft, read_only=not shown.writable)
        self._buttons.show_answers(answers, shown.writable and not signed)
        title = self.tr("Your judgement, signed") if signed else self.tr("Your answer (draft)")
        self._ui.answerLabel.setText(f"<b>{title}</b>")
        of_land = not is_mineral(shown.parcel.attributes)
        self._ui.answerPart.setVisible(of_land)
        closed = "" if shown.writable else (
            closed_in_words(shown.parcel) or self.tr("Read-only: nothing can be decided here."))
        for bar in self.bars.values():
            self.forms.show_bar(bar, self.session.settings.operator, begin, closed)
        self.sign_bar.setVisible(of_land)
        if self.forms.onsite_section.is_open:
            self._show_offers()

    def _show_offers(self) -> None:
        """What may be taken over from earlier patches here."""
        shown = self._shown
        if shown is not None:
            with self.session.guard():
                self.papers.show_offers(bool(shown.parcel.earlier), shown.writable)

    def _free_keyboard(self) -> None:
        """Out of the field that goes away, into no other: the next key is an answer, not a letter in a note."""
        focused = QApplication.focusWidget()
        if focused is not None and self._ui.isAncestorOf(focused):
            self._ui.scroll.setFocus(Qt.FocusReason.OtherFocusReason)

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
