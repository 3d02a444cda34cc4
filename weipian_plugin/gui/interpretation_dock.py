"""The Interpretation dock: what was measured, what the rules suggest, and what a person answers and signs."""

from __future__ import annotations

from typing import Any, Dict, Mapping, Optional, Sequence

from qgis.core import Qgis
from qgis.PyQt.QtCore import QEvent, Qt, QTimer
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QApplication, QDockWidget, QPushButton, QWidget

from ..domain.codes import ANSWERS, Answer
from ..domain.dates import parse_date
from ..domain.errors import WeipianError
from ..domain.fields import Field
from ..domain.records import SIGNED, STUB, SUPERSEDED, Draft, Judgement, Measured, ParcelRecord
from .answer_form import OUTCOME, AnswerForm
from .facts_panel import FactsPanel
from .forms import load_form
from .history_view import HistoryView
from .messages import language
from .patch_header import closed_in_words, context_in_words, state_in_words, title_in_words
from .remarks_bar import CONFIDENCE, FLAG, NOTE, RemarksBar
from .session import Session
from .sign_bar import SignBar
from .suggestion_card import SuggestionCard
from .wording import field_name

SETTLED_MS = 300
NAMED = 2
"""Missing fields that a message names."""


class InterpretationDock(QDockWidget):
    """One parcel at a time. Every change is saved as 初判 at once, texts after a pause or on leaving."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        self.session = session
        self.setObjectName("weipianInterpretation")
        self.setWindowTitle(self.tr("Interpretation"))
        self._ui = QWidget(self)
        load_form("interpretation", self._ui)
        self.setWidget(self._ui)
        self.facts, self.card = FactsPanel(self._ui), SuggestionCard(self._ui)
        self.form, self.remarks = AnswerForm(self._ui), RemarksBar(self._ui)
        self.sign_bar, self.history = SignBar(self._ui), HistoryView(self._ui)
        self._workspace: Any = None
        self._uuid = ""
        self._parcel: Optional[ParcelRecord] = None
        self._judgement: Optional[Judgement] = None
        self._unlocked = False
        self._last_decided = ""
        self._bring_up_answers = False
        self.answer_buttons: Dict[str, QPushButton] = {}
        self._place_parts()
        self._connect()
        self._show_parcel(session.current)

    def focus_note(self) -> None:
        """The keyboard into the note."""
        self._reveal(self.remarks)
        self.remarks.noteEdit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_flag_reason(self) -> None:
        """A line for the flag's reason, with the keyboard in it."""
        self._reveal(self.remarks)
        self.remarks.ask_flag_reason()
        QTimer.singleShot(0, self._show_keyboard)

    def toggle_history(self) -> None:
        """Show who said what of this patch, or hide it."""
        self._ui.historyButton.toggle()

    def sign(self) -> None:
        """Sign the current 初判; if something is missing, say what, and put the keyboard there."""
        self.save_pending()
        if self._parcel is None or self._parcel.status == SIGNED:
            return
        missing = self.form.missing()
        bar = self.sign_bar
        if missing:
            self._warn(self.tr("Not signed. Still missing: {names}").format(names=self._named(missing)))
            self._reveal(self.form)
            self.form.focus_first_missing()
            QTimer.singleShot(0, self._show_keyboard)
        elif not bar.basis:
            self._warn(self.tr("Not signed. Choose upon what you sign: on site or from the desk."))
            bar.focus_basis()
        elif bar.reason_needed and not bar.reason:
            self._warn(self.tr("Not signed. A violation (W1, W3) wants an on-site record, or a written reason."))
            bar.focus_reason()
        else:
            bar.remember_basis()
            self.session.sign(bar.basis, bar.reason)

    def _named(self, fields: Sequence[Field]) -> str:
        """The first of ``fields`` and how many there are: the message bar shows one line, the foot shows all."""
        names = ("、" if language() == "zh" else ", ").join(field_name(field) for field in fields[:NAMED])
        if len(fields) <= NAMED:
            return names
        return self.tr("{names} … ({count} in all)").format(names=names, count=len(fields))

    @property
    def locked(self) -> bool:
        """True while a signed judgement is shown and nobody has opened it again: no key may change it unseen."""
        return self._parcel is not None and self._judgement is not None and not self._unlocked

    def save_pending(self) -> None:
        """Save what is still being written, to the parcel it was written for – also when the session has moved on."""
        self._keep(self.form.take_pending(), self.remarks.take_pending())

    def _keep(self, answers: Mapping[str, object], remarks: Mapping[str, str]) -> None:
        """Save to the parcel shown here, which need not be the session's current one any more."""
        workspace, uuid = self._workspace, self._uuid
        if not workspace or not uuid or not (answers or remarks) or not workspace.writable:
            return
        with self.session.guard():
            if not _is_open(workspace, uuid):
                return
            if answers:
                workspace.save_draft(uuid, answers)
            if NOTE in remarks:
                workspace.set_note(uuid, remarks[NOTE])
            if FLAG in remarks:
                workspace.set_flag(uuid, remarks[FLAG])
            if CONFIDENCE in remarks:
                workspace.set_confidence(uuid, remarks[CONFIDENCE])
            if self.session.workspace is workspace:
                self.session.parcelUpdated.emit(uuid)

    def reading_width(self) -> int:
        """The width at which no answer's name is cut off."""
        bar = self._ui.scroll.verticalScrollBar().sizeHint().width()
        return int(self._ui.content.minimumSizeHint().width() + bar + 2 * self.fontMetrics().averageCharWidth())

    def shut_down(self) -> None:
        """Save what is being written and let go of the session, before the dock is deleted."""
        self.save_pending()
        self.session.workspaceChanged.disconnect(self._change_workspace)
        self.session.currentChanged.disconnect(self._show_parcel)
        self.session.parcelUpdated.disconnect(self._update_parcel)
        self.session.queueChanged.disconnect(self._refresh)

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

    def _place_parts(self) -> None:
        ui = self._ui
        ui.headerFrame.layout().addWidget(self.history)
        self.history.hide()
        ui.findingsLabel.hide()
        content = ui.content.layout()
        for place, part in ((0, self.facts), (1, self.card), (3, self.form), (4, self.remarks)):
            content.insertWidget(place, part)
        ui.patchPage.layout().addWidget(self.sign_bar)
        for answer in ANSWERS:
            self._add_answer_button(answer)

    def _add_answer_button(self, answer: Answer) -> None:
        name = answer.zh if language() == "zh" else answer.en
        outcome_only = len(answer.values) == 1
        button = QPushButton(f"{answer.digit} {name}", self._ui)
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setToolTip(self.tr("Saves this answer and stays here; the key {digit} saves it and goes on.").format(
            digit=answer.digit))
        button.clicked.connect(lambda _checked, values=dict(answer.values): self._answer(values))
        if outcome_only:
            font = button.font()
            font.setBold(True)
            button.setFont(font)
            self._ui.outcomeRow.addWidget(button)
        else:
            index = len(self.answer_buttons) - self._ui.outcomeRow.count()
            self._ui.quickGrid.addWidget(button, index // 2, index % 2)
        self.answer_buttons[answer.digit] = button

    def _connect(self) -> None:
        self.session.workspaceChanged.connect(self._change_workspace)
        self.session.currentChanged.connect(self._show_parcel)
        self.session.parcelUpdated.connect(self._update_parcel)
        self.session.queueChanged.connect(self._refresh)
        self.form.edited.connect(self._answer)
        self.remarks.edited.connect(self._remark)
        self.sign_bar.signed.connect(self.sign)
        self.sign_bar.withdrawn.connect(self._withdraw)
        self._ui.scroll.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self._scroll_to_answers())
        self._ui.findingsButton.toggled.connect(self._ui.findingsLabel.setVisible)
        self._ui.historyButton.toggled.connect(self._show_history)

    def _answer(self, answers: Mapping[str, object]) -> None:
        """Save answers of the parcel on the table; the patch stays."""
        self.save_pending()
        if not self._is_current():
            self._keep(answers, {})
            return
        outcome_before = self.form.current_answers().get(OUTCOME)
        self.session.answer(dict(answers), advance=False)
        if OUTCOME in answers and answers[OUTCOME] != outcome_before:
            self._bring_up_answers = True
            QTimer.singleShot(0, self._scroll_to_answers)
            QTimer.singleShot(SETTLED_MS, self._leave_scrolling_alone)

    def _scroll_to_answers(self) -> None:
        """The answer and its form to the top; again when the new fields have made the form longer."""
        if self._bring_up_answers:
            self._ui.scroll.verticalScrollBar().setValue(self._ui.answerPart.y())

    def _leave_scrolling_alone(self) -> None:
        self._bring_up_answers = False

    def _is_current(self) -> bool:
        """False while the session has moved on and this dock has not yet: a field left just then is not lost."""
        return self._uuid == self.session.current and self._workspace is self.session.workspace

    def _remark(self, what: str, text: str) -> None:
        if what == NOTE and self._is_current():
            self.session.set_note(text)
        elif what == FLAG and self._is_current():
            self.session.set_flag(text)
        else:
            self._keep({}, {what: text})

    def _withdraw(self) -> None:
        """Undo the signature if it is the last decision; else open the form: a changed answer withdraws it."""
        if self._last_decided == self._uuid and self._last_event_is_my_signature():
            self.session.undo()
            return
        self._unlocked = True
        self._refresh()
        self.session.tell(self.tr("Change an answer: that withdraws the signature and is kept in the history."))

    def _last_event_is_my_signature(self) -> bool:
        events = self._workspace.history(self._uuid)
        return bool(events) and events[-1].kind == "sign" and events[-1].actor == self._workspace.actor

    def _change_workspace(self) -> None:
        self.save_pending()
        self._workspace = self.session.workspace
        self._last_decided = ""
        self._show_parcel(self.session.current)

    def _update_parcel(self, uuid: str) -> None:
        self._last_decided = uuid
        if uuid == self._uuid:
            self._unlocked = False
            self._refresh()

    def _show_parcel(self, uuid: str) -> None:
        """Another parcel on the table; what was being written for the one before is saved first."""
        self.save_pending()
        self._workspace, self._uuid = self.session.workspace, uuid
        self._unlocked = self._bring_up_answers = False
        self._ui.findingsButton.setChecked(False)
        self.card.detailButton.setChecked(False)
        self._refresh(begin=True)
        self._ui.scroll.verticalScrollBar().setValue(0)

    def _refresh(self, begin: bool = False) -> None:
        """Read the parcel from the workspace and show it."""
        self._parcel = None
        with self.session.guard():
            if self._workspace is not None and self._uuid:
                self._parcel = self._workspace.parcel(self._uuid)
        if self._parcel is None:
            self._ui.emptyLabel.setText(self._how_to_begin())
            self._ui.pages.setCurrentWidget(self._ui.emptyPage)
            return
        self._ui.pages.setCurrentWidget(self._ui.patchPage)
        with self.session.guard():
            self._show(self._parcel, begin)

    def _show(self, parcel: ParcelRecord, begin: bool) -> None:
        workspace = self._workspace
        measured = workspace.measured(parcel.uuid)
        suggestion = workspace.suggestion(parcel.uuid)
        draft = workspace.draft(parcel.uuid)
        self._judgement = workspace.judgement(parcel.uuid)
        self._show_header(parcel, measured)
        profile = self._profile()
        self.facts.show_measured(parcel, measured, suggestion, profile)
        published = profile.published if profile is not None else None
        today = parse_date(self.session.settings.today)
        self.card.show_suggestion(suggestion, parcel.status == SIGNED, published, today)
        self._show_answers(parcel, draft, measured, begin)
        if self._ui.historyButton.isChecked():
            self.history.show_events(workspace.history(parcel.uuid))

    def _show_header(self, parcel: ParcelRecord, measured: Optional[Measured]) -> None:
        ui, workspace = self._ui, self._workspace
        batch = next((batch for batch in workspace.batches() if batch.uuid == parcel.batch_uuid), None)
        ui.titleLabel.setText(title_in_words(parcel, measured.area_m2 if measured else None, self.palette()))
        ui.contextLabel.setText(context_in_words(parcel, batch, self.palette()))
        ui.stateLabel.setText(state_in_words(parcel, workspace.writable, str(workspace.holder or ""), self.palette()))
        ui.findingsButton.setVisible(bool(parcel.findings))
        ui.findingsButton.setText(self.tr("⚠ Findings: {count}").format(count=len(parcel.findings)))
        ui.findingsLabel.setText("\n".join(f"• {finding.sentence(language())}" for finding in parcel.findings))

    def _profile(self) -> Any:
        """The profile in force, ``None`` where none is chosen; whoever computes with an unreadable one tells it."""
        try:
            return self.session.profile
        except WeipianError:
            return None

    def _show_answers(self, parcel: ParcelRecord, draft: Draft, measured: Optional[Measured], begin: bool) -> None:
        signed = self._judgement is not None and not self._unlocked
        answers = self._answers_of(draft)
        writable = bool(self._workspace.writable) and not closed_in_words(parcel)
        if begin:
            self.sign_bar.begin(answers)
        if begin or answers.get(OUTCOME) != self.form.current_answers().get(OUTCOME):
            self.form.take_pending()  # what is still being written belongs to fields that are gone
            self._free_keyboard()
        self.form.offer_areas(_offers(measured), measured.area_m2 if measured else None)
        self.form.show_answers(answers, read_only=signed or not writable, fresh=begin)
        self.remarks.show_draft(draft, read_only=not writable)
        for digit, button in self.answer_buttons.items():
            values = next(answer.values for answer in ANSWERS if answer.digit == digit)
            button.setChecked(all(answers.get(code) == value for code, value in values.items()))
            button.setEnabled(writable and not signed)
        title = self.tr("Your judgement, signed") if signed else self.tr("Your answer (draft)")
        self._ui.answerLabel.setText(f"<b>{title}</b>")
        if not writable:
            self.sign_bar.show_closed(closed_in_words(parcel) or self.tr("Read-only: nothing can be decided here."))
        elif self._judgement is not None and signed:
            self.sign_bar.show_signed(self._judgement, writable)
        else:
            self.sign_bar.show_open(answers, self.form.missing(), self.session.settings.operator, writable)

    def _free_keyboard(self) -> None:
        """Out of the field that goes away, into no other: the next key is an answer, not a letter in a note."""
        focused = QApplication.focusWidget()
        if focused is not None and self._ui.isAncestorOf(focused):
            self._ui.scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answers_of(self, draft: Draft) -> Mapping[str, object]:
        return self._judgement.answers if self._judgement is not None and not self._unlocked else draft.answers

    def _show_history(self, on: bool) -> None:
        self.history.setVisible(on)
        if on and self._workspace is not None and self._uuid:
            with self.session.guard():
                self.history.show_events(self._workspace.history(self._uuid))

    def _how_to_begin(self) -> str:
        if self._workspace is None:
            return self.tr("No workspace is open.\n\nOpen one in the Patches dock, or begin with "
                           "“Import issued package…”. Then go patch by patch: look, answer with 1…9, sign.")
        return self.tr("No patch is chosen.\n\nClick one in the Patches dock, or press → .")

    def _show_keyboard(self) -> None:
        """Scroll to the field that has the keyboard, once the layout knows where it is."""
        focused = self._ui.focusWidget()
        if focused is not None and self._ui.content.isAncestorOf(focused):
            self._ui.scroll.ensureWidgetVisible(focused, 0, 2 * focused.fontMetrics().height())
            self._ui.scroll.horizontalScrollBar().setValue(0)

    def _warn(self, sentence: str) -> None:
        self.session.tell(sentence, int(Qgis.MessageLevel.Warning))

    def _reveal(self, part: QWidget) -> None:
        self.show()
        self.raise_()
        self._ui.scroll.ensureWidgetVisible(part, 0, 20)


def _is_open(workspace: Any, uuid: str) -> bool:
    """False for a parcel that has been quarantined or superseded meanwhile: what was being written on it is dropped."""
    try:
        return workspace.parcel(uuid).status not in (STUB, SUPERSEDED)
    except WeipianError as error:
        if error.code != "UNKNOWN_PARCEL":
            raise
        return False


def _offers(measured: Optional[Measured]) -> Dict[str, float]:
    """Measured areas that may be filled in for the illegal ones, m²: the parcel, its farmland, its basic farmland."""
    if measured is None:
        return {}
    offers = {"WFMJ": measured.area_m2}
    land, basic = measured.roles.get("dltb"), measured.roles.get("yjjbnt")
    if land is not None:
        offers["WFGDMJ"] = sum(area.area_m2 for area in land.classes if area.class_code.startswith("01"))
    if basic is not None:
        offers["WFJBNTMJ"] = basic.total_m2
    return offers

