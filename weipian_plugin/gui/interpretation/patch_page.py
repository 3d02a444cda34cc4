"""The page of one patch in the Interpretation dock: its parts from head to foot, and a parcel shown in them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QResizeEvent
from qgis.PyQt.QtWidgets import QWidget

from ...domain.definitions import LAND, MINERAL, is_mineral
from ...domain.records import SIGNED, ParcelRecord, Record
from ..fields.answer_form import OUTCOME
from ..fields.laid_out_once import laid_out_once, lay_out_now
from ..forms import load_form
from ..in_turn import InTurn
from ..session import Session
from .answer_buttons import AnswerButtons
from .cleared_line import ClearedLine
from .facts_panel import FactsPanel
from .header_lines import HeaderLines
from .history_view import HistoryView
from .live_findings import LiveFindings
from .parcel_forms import ParcelForms, Shown
from .parcel_papers import ParcelPapers
from .parcel_reading import how_to_begin, how_to_read_again, read_parcel, show_header
from .patch_header import closed_in_words
from .remarks_bar import RemarksBar
from .remarks_first import RemarksFirst
from .scrolling import Scrolling
from .sign_bar import SignBar
from .suggestion_card import SuggestionCard
from .tab_order import tab_through

_ROOM_FOR_CASES = 48
"""Lines of text: a page as high as these shows the answers of the keys 4 to 9 too, a lower one when they are wanted: on
a screen of 800 pixels they would leave the form five rows.
"""


class PatchPage(QWidget):
    """Shows what it is handed; what a person wants is told by the signals of its parts."""

    def __init__(self, session: Session, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("interpretation", self)
        self.session = session
        self.contextLabel, self.stateLabel = HeaderLines(2, self), HeaderLines(2, self)
        self.remarks_first = RemarksFirst(session, self)
        self.facts, self.card = FactsPanel(self), SuggestionCard(self)
        self.forms = ParcelForms(self._place_of, self)
        self.papers = ParcelPapers(session, self.forms.onsite)
        self.remarks, self.history = RemarksBar(self), HistoryView(self)
        self.sign_bar = SignBar(self)
        self.bars: Dict[str, SignBar] = {LAND: self.sign_bar, MINERAL: self.forms.mineral.sign_bar}
        self.cleared, self.findings = ClearedLine(self), LiveFindings(session, self)
        self.buttons = AnswerButtons(self.outcomeRow, self.quickGrid, self)
        self.scrolling = Scrolling(self.scroll, self.content, self)
        self._tabs = InTurn(self._order_tabs, self)
        self._place_parts()
        self.casesButton.toggled.connect(lambda _on: self._show_cases())
        for form in self.forms.forms:
            form.rebuilt.connect(self._tabs.later)
        for section in (self.forms.facts_section, self.forms.onsite_section, self.forms.mineral_section):
            section.opened.connect(self._tabs.later)
        self._order_tabs()

    @property
    def parts(self) -> List[QWidget]:
        """What scrolls, from top to bottom."""
        forms = self.forms
        return [self.remarks_first, self.facts, self.card, forms.facts_section, self.cleared,
                forms.answer, forms.onsite_section, forms.mineral_section, self.findings, self.remarks]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """On a low page 1, 2 and 3 stand at the foot alone, so that facts and form have the room."""
        super().resizeEvent(event)
        self._show_cases()

    def _show_cases(self) -> None:
        has_room = self.height() >= _ROOM_FOR_CASES * self.fontMetrics().lineSpacing()
        self.casesButton.setVisible(not has_room)
        self.casesPart.setVisible(has_room or self.casesButton.isChecked())

    def show_nothing(self, has_workspace: bool, is_unreadable: bool = False) -> None:
        """No patch is on the table, or it cannot be read."""
        self.emptyLabel.setText(how_to_read_again() if is_unreadable else how_to_begin(has_workspace))
        self.pages.setCurrentWidget(self.emptyPage)

    def show_suggestion(self, parcel: ParcelRecord, stored: Any, profile: Any) -> None:
        """What the rules say; nothing of it in an exam."""
        self.pages.setCurrentWidget(self.patchPage)
        self.card.setVisible(not self.session.blind)
        self.card.show_suggestion(stored, parcel.status == SIGNED, self.session.settings.lights(profile),
                                  parcel.uuid in self.session.measuring, parcel.uuid)

    def read_ahead(self, workspace: Any, parcel: ParcelRecord, stored: Any, profile: Any) -> None:
        """What has to be computed of a parcel that comes next is ready when it is shown."""
        suggestion = self.card.read(parcel.uuid, stored)
        shown = read_parcel(workspace, parcel, suggestion, profile, frozenset())
        if shown.measured is not None:
            self.facts.rows_of(parcel, shown.measured, stored, profile, shown.whole)
        if self._is_checked(parcel):
            self.findings.check(workspace, parcel.uuid)

    def _is_checked(self, parcel: ParcelRecord) -> bool:
        return not closed_in_words(parcel) and not self.session.blind

    def show_parcel(self, workspace: Any, shown: Shown, stored: Any, profile: Any, begin: bool,
                    is_last: Callable[[str], bool]) -> None:
        """Show a parcel as it is kept; ``begin``: it is another one. ``is_last`` tells by subject whether its signature
        is what undo would take back.
        """
        with laid_out_once(self.content.layout()), laid_out_once(self.patchPage.layout()):
            self._fill(workspace, shown, stored, profile, begin, is_last)
            lay_out_now(self.scroll.viewport())  # first what is within: what is around it then asks it but once
        lay_out_now()

    def _fill(self, workspace: Any, shown: Shown, stored: Any, profile: Any, begin: bool,
              is_last: Callable[[str], bool]) -> None:
        parcel = shown.parcel
        self.remarks_first.show_remarks(workspace, parcel.uuid)
        lights = self.session.settings.lights(profile)
        show_header(self, workspace, shown, lights)
        if shown.suggestion is not None and shown.suggestion is not self.card.suggestion:
            self.card.put_off(shown.suggestion, parcel.status == SIGNED, lights)
        self.facts.show_measured(parcel, shown.measured, stored, profile, self.session.changed_roles,
                                 shown.whole, parcel.uuid in self.session.measuring, self.session.compiling)
        self.facts.show_actual(shown.answers(LAND).get("SJDKMJ"))
        checked = self._is_checked(parcel)
        self.findings.setVisible(checked)
        if checked:
            self.findings.show_parcel(parcel.uuid)
        else:
            self.findings.show_nothing()
        self._show_answers(shown, begin, is_last)
        if self.historyButton.isChecked():
            self.history.show_events(workspace.history(parcel.uuid))
        if self.forms.onsite_section.is_open:
            self.show_offers(shown)

    def show_offers(self, shown: Shown) -> None:
        """What may be taken over from earlier patches here."""
        with self.session.guard():
            self.papers.show_offers(bool(shown.parcel.earlier), shown.writable)

    def reading_width(self) -> int:
        """The width at which no answer's name is cut off."""
        bar = self.scroll.verticalScrollBar().sizeHint().width()
        margins = self.answerPart.layout().contentsMargins()
        answers = self.buttons.reading_width() + margins.left() + margins.right()
        widest = max(self.content.minimumSizeHint().width(), answers)
        return int(widest + bar + 2 * self.fontMetrics().averageCharWidth())

    def free_keyboard(self) -> None:
        """Out of the field that goes away, into no other: the next key is an answer, not a letter in a note."""
        focused = self.window().focusWidget()  # also while a dialog has just closed, and has the keyboard yet
        if focused is not None and self.isAncestorOf(focused):
            self.scroll.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_answers(self, shown: Shown, begin: bool, is_last: Callable[[str], bool]) -> None:
        form = self.forms.answer
        answers, signed = shown.answers(LAND), shown.signed(LAND) is not None
        if begin or answers.get(OUTCOME) != form.current_answers().get(OUTCOME):
            form.take_pending()  # what is still being written belongs to fields that are gone
            self.free_keyboard()
        self.forms.show(shown, begin)
        self.remarks.show_draft(shown.draft, read_only=not shown.writable)
        self.buttons.show_answers(answers, shown.writable and not signed)
        title = self.tr("Your judgement, signed") if signed else self.tr("Your answer (draft)")
        self.answerLabel.setText(f"<b>{title}</b>")
        of_land = not is_mineral(shown.parcel.attributes)
        self.answerPart.setVisible(of_land)
        closed = "" if shown.writable else (
            closed_in_words(shown.parcel) or self.tr("Read-only: nothing can be decided here."))
        for subject, bar in self.bars.items():
            last = shown.signed(subject) is not None and is_last(subject)
            self.forms.show_bar(bar, self.session.settings.operator, begin, closed, self.findings, last)
        self.sign_bar.setVisible(of_land)

    def _place_parts(self) -> None:
        header = self.headerFrame.layout()
        header.insertWidget(1, self.contextLabel)
        self.headerButtons.insertWidget(0, self.stateLabel, 1)
        header.addWidget(self.history)
        self.history.hide()
        self.findingsLabel.hide()
        # With the history open and 4…9 unfolded on a low screen it gives way: QGIS's window would outgrow the screen.
        self.scroll.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        content = self.content.layout()
        for place, part in enumerate(self.parts):
            content.insertWidget(place, part)
        self.patchPage.layout().addWidget(self.sign_bar)

    def _place_of(self, record: Record) -> Path:
        return self.papers.place_of(record)

    def _order_tabs(self) -> None:
        """Tab goes from head to foot as the eye does, whichever field was made first."""
        parts = self.parts
        parts.insert(parts.index(self.cleared), self.answerPart)  # first the answer, then what its form asks
        tab_through([self.findingsButton, self.historyButton, self.history, *parts, self.sign_bar])
