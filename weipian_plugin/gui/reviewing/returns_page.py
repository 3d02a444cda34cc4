"""退回: what goes back with a reason, what is accepted, what was answered, what is overdue."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.core import Qgis
from qgis.PyQt.QtCore import QEvent, QItemSelection, QItemSelectionModel, QObject, QSignalBlocker, Qt
from qgis.PyQt.QtGui import QKeyEvent
from qgis.PyQt.QtWidgets import QWidget

from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.forms.codes import ILLEGAL, LEGAL, OTHER, label
from ...domain.forms.terms import kind_name
from ...domain.review.states import BY_CODE, COUNTY, REVIEWING, STATES, waits_only_for
from ...jobs.drawing.sketches import sketches_of
from ...jobs.reviewing.filed_list import (
    ANSWERED,
    ASIDE,
    EVERYTHING,
    OPEN,
    OVERDUE,
    PASSED_HERE,
    WAITING,
    WHICH,
    Filed,
    FiledList,
    filed_list,
    kinds_of,
    with_changed,
)
from ...jobs.reviewing.returning import (
    Moved,
    Passing,
    accept,
    answer,
    leave_aside,
    reasons,
    send_back,
    take_up,
    what_passes,
)
from ..forms import load_form
from ..interpretation.history_view import HistoryView
from ..interpretation.review_bar import has_name
from ..messages import describe, language
from .column_widths import ColumnWidths
from .filed_rows import ANSWER, REASON, WORDS, FiledRows, Wanted, due_in_words, state_in_words
from .page import Page
from .pass_question import PassQuestion

if TYPE_CHECKING:
    from .review_desk import ReviewDesk

_FEW = 200
"""So many parcels are told one by one; of more the whole queue is read again."""
_OF_COUNTY = (OPEN, OVERDUE, ANSWERED, EVERYTHING)


class ReturnsPage(Page):
    """Returns, round by round."""

    def __init__(self, desk: ReviewDesk, parent: Optional[QWidget] = None) -> None:
        super().__init__(desk, parent)
        load_form("review_returns", self)
        self.rows = FiledRows(self)
        self.listing: Optional[FiledList] = None
        self.kinds: Mapping[str, int] = {}
        self.history = HistoryView(self)
        self.history.hide()
        self.historyRow.addWidget(self.history)
        self.question = PassQuestion(self)
        self.layout().insertWidget(self.layout().indexOf(self.reviewPart), self.question)
        self._asked: Sequence[str] = ()
        self._busy = False
        self._names = {
            WAITING: self.tr("Waits for review"), OPEN: self.tr("Sent back, open"), OVERDUE: self.tr("Overdue"),
            ANSWERED: self.tr("Answered"), PASSED_HERE: self.tr("Passed here"), ASIDE: self.tr("Not mine"),
            EVERYTHING: self.tr("All that was filed")}
        self._keys: Dict[int, Callable[[], None]] = {
            int(Qt.Key.Key_Return): self.open_patch, int(Qt.Key.Key_Enter): self.open_patch,
            int(Qt.Key.Key_P): self.pass_chosen, int(Qt.Key.Key_R): self.wordsEdit.setFocus,
            int(Qt.Key.Key_N): self.set_aside, int(Qt.Key.Key_A): self.answerEdit.setFocus,
            int(Qt.Key.Key_H): self.historyButton.click}
        self._fill_boxes()
        self._connect()
        self._enable()
        self._tell_mark()

    def title(self) -> str:
        return self.tr("Return and accept")

    def _fill_boxes(self) -> None:
        for level in (COUNTY, *REVIEWING):
            self.levelBox.addItem(label("SHJB", level, language()), level)
        for reason in reasons():
            self.reasonBox.addItem(label("SHYY", reason, language()), reason)
        self.stateBox.addItem(self.tr("All"), "")
        for state in STATES:
            self.stateBox.addItem(state_in_words(state.code), state.code)
        self.outcomeBox.addItem(self.tr("All"), "")
        for outcome in (LEGAL, ILLEGAL, OTHER):
            self.outcomeBox.addItem(kind_name(outcome, language()), outcome)
        self.townshipBox.addItem(self.tr("All"), "")
        self.daysBox.setValue(self.session.settings.answer_days)
        view = self.filedView
        view.setModel(self.rows)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
        self.widths = ColumnWidths(view, (REASON, WORDS, ANSWER))
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        view.installEventFilter(self)

    def _connect(self) -> None:
        self.levelBox.activated.connect(lambda _row: self._change_level())
        for box in (self.showBox, self.stateBox, self.townshipBox, self.outcomeBox):
            box.currentIndexChanged.connect(lambda _row: self._filter())
        self.searchEdit.textChanged.connect(lambda _text: self._filter())
        self.countsLabel.linkActivated.connect(self._list_state)
        self.filedView.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_chosen())
        self.rows.modelReset.connect(self._show_chosen)
        self.filedView.doubleClicked.connect(lambda _index: self.open_patch())
        self.wordsEdit.returnPressed.connect(self.send_back_chosen)
        self.answerEdit.returnPressed.connect(self.answer_chosen)
        self.wordsEdit.textChanged.connect(lambda _text: self._enable())
        self.answerEdit.textChanged.connect(lambda _text: self._enable())
        self.historyButton.toggled.connect(lambda _on: self._show_history())
        self.daysBox.editingFinished.connect(self._change_days)
        self.desk.mark.changed.connect(self._tell_mark)
        self.question.answered.connect(self._pass_asked)
        self.question.withdrawn.connect(self._leave_asked)
        for button, act in ((self.returnButton, self.send_back_chosen), (self.passButton, self.pass_chosen),
                            (self.asideButton, self.set_aside), (self.markButton, self.mark_on_map),
                            (self.answerButton, self.answer_chosen), (self.dropButton, self.desk.mark.forget),
                            (self.openButton, self.open_patch), (self.queueButton, self._list_shown)):
            button.clicked.connect(lambda _checked=False, act=act: act())

    # What is shown

    def refresh(self) -> None:
        """Read what was filed anew, in a thread."""
        workspace = self.workspace
        if workspace is None:
            return
        if self.listing is None:
            self._begin_level()
        person, days = self.session.actor, self.daysBox.value()
        level, day = self.level, self.today

        def work(own: Any, feedback: Any) -> Tuple[FiledList, Mapping[str, int]]:
            found = filed_list(own, person, days, feedback)
            return found, kinds_of(found.rows, level, day)

        self.read(self.tr("Weipian: read what was filed"), work, lambda found: self._show(*found))

    def show_busy(self, busy: bool) -> None:
        """While anything runs nothing else is begun."""
        self._busy = busy
        self._enable()

    @property
    def level(self) -> str:
        """At which level whoever sits here reviews; 县级: they answer."""
        return str(self.levelBox.currentData())

    @property
    def today(self) -> date:
        """The day that lights count from."""
        return parse_date(self.session.settings.today) or date.today()  # noqa: DTZ011 - deadlines are local days

    def chosen(self) -> List[Filed]:
        """The rows that are selected, from top to bottom."""
        lines = sorted(index.row() for index in self.filedView.selectionModel().selectedRows())
        return [self.rows.row_at(line) for line in lines]

    def _begin_level(self) -> None:
        """As it was left, else the office's own."""
        self.levelBox.setCurrentIndex(max(0, self.levelBox.findData(self.session.review_level)))
        self._offer_kinds()

    def _offer_kinds(self) -> None:
        """What this level may ask for; first what it has to do."""
        with QSignalBlocker(self.showBox):
            self.showBox.clear()
            for which in _OF_COUNTY if self.level == COUNTY else WHICH:
                self.showBox.addItem(self._names[which], which)

    def _change_level(self) -> None:
        if self.workspace is not None:
            self.session.settings.keep_review_level(self.workspace.workspace_id, self.level)
        self._offer_kinds()
        self._filter()
        if self.listing is not None:
            self.kinds = kinds_of(self.listing.rows, self.level, self.today)
        self._count()
        if self.session.current:
            self.session.parcelUpdated.emit(self.session.current)  # the dock offers what this level may say

    def _change_days(self) -> None:
        if self.daysBox.value() != self.session.settings.answer_days:
            self.session.settings.store(answer_days=self.daysBox.value())
            self.session.queueChanged.emit()

    def _show(self, listing: FiledList, kinds: Mapping[str, int]) -> None:
        before = [row.uuid for row in self.chosen()]
        first = min(self.rows.lines_of(before), default=0)
        self.listing, self.kinds = listing, kinds
        with QSignalBlocker(self.townshipBox):
            kept = self.townshipBox.currentData()
            self.townshipBox.clear()
            self.townshipBox.addItem(self.tr("All"), "")
            for name in listing.townships:
                self.townshipBox.addItem(name, name)
            self.townshipBox.setCurrentIndex(max(0, self.townshipBox.findData(kept)))
        self._filter()
        self.rows.show_rows(listing.rows, self.today)
        self._select(before)
        if before and not self.chosen() and self.rows.rowCount():
            self.filedView.selectRow(min(first, self.rows.rowCount() - 1))  # what was decided is gone: on to the next
        self.widths.fit()
        self._count()

    def _filter(self) -> None:
        self.rows.show_only(Wanted(
            str(self.showBox.currentData() or EVERYTHING), self.level, str(self.stateBox.currentData() or ""),
            str(self.townshipBox.currentData() or ""), str(self.outcomeBox.currentData() or ""),
            self.searchEdit.text().strip().lower()))
        self.widths.fit()

    def _count(self) -> None:
        """Numbers beside each kind, and how many parcels are in each state."""
        with QSignalBlocker(self.showBox):
            for place in range(self.showBox.count()):
                which = str(self.showBox.itemData(place))
                self.showBox.setItemText(place, f"{self._names[which]} ({self.kinds.get(which, 0)})")
        counts = self.listing.counts if self.listing is not None else {}
        self.countsLabel.setText(" · ".join(
            f'<a href="{code}">{state_in_words(code)}</a> <b>{count}</b>' for code, count in counts.items() if count))

    def _select(self, uuids: Sequence[str]) -> None:
        chosen = QItemSelection()
        for line in self.rows.lines_of(uuids):
            chosen.select(self.rows.index(line, 0), self.rows.index(line, self.rows.columnCount() - 1))
        self.filedView.selectionModel().select(chosen, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def _show_chosen(self) -> None:
        chosen = self.chosen()
        if not self.question.isHidden() and {row.uuid for row in chosen} != set(self._asked):
            self.question.withdraw()
        self.detailLabel.setText(self._detail(chosen[0]) if len(chosen) == 1 else self._why_nothing())
        self.shownLabel.setText(self.tr("{n} listed, {chosen} selected").format(
            n=self.rows.rowCount(), chosen=len(chosen)))
        self._show_history()
        self._enable()

    def _why_nothing(self) -> str:
        """Where nothing waits for this level: what does for those below it."""
        if self.listing is None or self.rows.rowCount() or self.showBox.currentData() != WAITING:
            return ""
        below = [before for row in self.listing.rows if (before := waits_only_for(row.position, self.level))]
        if not below:
            return self.tr("Nothing waits for {level} here.").format(level=self.level)
        names = list(dict.fromkeys(name for before in below for name in before))
        return self.tr("Nothing waits for {level} yet: of {n} patches {before} comes first. Merge its package, or show "
                       "“{all}” to send back.").format(level=self.level, n=len(below), before="、".join(names),
                                                       all=self._names[EVERYTHING])

    def _detail(self, row: Filed) -> str:
        """The last words in full, the answer, the day."""
        lines = []
        if row.last is not None:
            by = " ".join(part for part in (row.said("SHR"), row.said("SHSJ")) if part)
            lines.append(self.tr("{level}, round {round}, {result} ({by}): {words}").format(
                level=row.said("SHJB"), round=row.said("SHLC"), result=label("SHJG", row.said("SHJG"), language()),
                by=by, words=" ".join(part for part in (row.said("SHYY"), row.said("SHSM")) if part) or "—"))
        lines += [self.tr("✎ On the map: {text}").format(text=text) for text in self._marked(row)]
        if row.said("DFSM"):
            lines.append(self.tr("The county answered on {day}: {words}").format(
                day=row.said("DFSJ"), words=row.said("DFSM")))
        if row.due is not None:
            mark = row.due.mark if language() == "zh" else row.due.mark_en
            title = row.due.title if language() == "zh" else row.due.title_en
            day = self.tr("To be answered by {day}").format(day=due_in_words(row, self.today))
            lines.append("  ".join(part for part in (day, title, mark) if part))
        return "\n".join(lines)

    def _marked(self, row: Filed) -> List[str]:
        """What was drawn for the round that is shown."""
        workspace = self.workspace
        sketches = sketches_of(workspace, row.uuid) if workspace is not None and row.last is not None else []
        shown = (row.uuid, row.said("SHJB"), row.said("SHLC"))
        return [sketch.text for sketch in sketches if (sketch.parcel, sketch.level, str(sketch.round)) == shown]

    def _show_history(self) -> None:
        chosen = self.chosen()
        on = self.historyButton.isChecked() and len(chosen) == 1 and self.workspace is not None
        self.history.setVisible(on)
        if on and self.workspace is not None:
            with self.session.guard():
                self.history.show_events(self.workspace.history(chosen[0].uuid))

    def _enable(self) -> None:
        chosen, county = self.chosen(), self.level == COUNTY
        may = bool(chosen) and not self._busy and self.session.writable
        self.reviewPart.setVisible(not county and self.question.isHidden())
        self.countyPart.setVisible(county)
        for button in (self.returnButton, self.passButton, self.asideButton, self.answerButton):
            button.setEnabled(may)
        self.markButton.setEnabled(len(chosen) == 1 and self.session.writable)
        self.openButton.setEnabled(len(chosen) == 1)
        self.historyButton.setEnabled(len(chosen) == 1 or self.historyButton.isChecked())
        self.queueButton.setEnabled(self.rows.rowCount() > 0)
        aside = bool(chosen) and all(row.aside for row in chosen)
        self.asideButton.setText(self.tr("Mine after all") if aside else self.tr("&Not mine"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            act = self._keys.get(int(event.key()))
            if act is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                act()
                return True
        return super().eventFilter(watched, event)

    # What is done

    def open_patch(self) -> None:
        """The selected patch on the table; the window stays."""
        chosen = self.chosen()
        if len(chosen) == 1:
            self.session.select(chosen[0].uuid)

    def mark_on_map(self) -> None:
        """Open the patch and take the pen: what is drawn goes with the return of this patch."""
        self.open_patch()
        self.desk.draw_mark()

    def _tell_mark(self) -> None:
        """What is drawn and goes with the return, or nothing."""
        mark, workspace = self.desk.mark, self.workspace
        self.markPart.setVisible(mark.mark is not None)
        if workspace is not None:
            self.markLabel.setText(mark.in_words(workspace))

    def send_back_chosen(self) -> None:
        """The selected patches go back with the reason, the words and what was marked on one of them."""
        level, reason, words = self.level, str(self.reasonBox.currentData()), self.wordsEdit.text()
        mark = self.desk.mark.of({row.uuid for row in self.chosen()})

        def sent() -> None:
            self.wordsEdit.clear()
            if mark is not None:
                self.desk.mark.forget()

        self._do(lambda own, uuids: send_back(own, uuids, level, reason, words, mark), sent, self.tr("{n} sent back."))

    def pass_chosen(self) -> None:
        """The selected patches are in order; of several, or where readers disagree, it is asked first."""
        uuids = [row.uuid for row in self.chosen()]
        if not uuids or self._busy or not self.session.writable or not has_name(self.session):
            return
        level, opened = self.level, self.session.opened
        self.run(self.tr("Weipian: review"), lambda own, _feedback: what_passes(own, uuids, level, opened),
                 lambda found: self._ask_to_pass(uuids, found), self._failed)

    def _ask_to_pass(self, uuids: Sequence[str], found: Passing) -> None:
        if {row.uuid for row in self.chosen()} != set(uuids):
            return  # others are chosen by now
        if len(found.ready) + len(found.disputed) == 0 or (len(uuids) == 1 and not found.disputed):
            self._pass(True)
            return
        self._asked = uuids
        self.question.ask(found, self.level)
        self._enable()

    def _pass_asked(self, disputed: bool) -> None:
        self._leave_asked()
        self._pass(not disputed)

    def _leave_asked(self) -> None:
        self._asked = ()
        self._enable()
        self.filedView.setFocus()

    def leave_question(self) -> bool:
        """Esc: nothing is passed."""
        asked = not self.question.isHidden()
        self.question.withdraw()
        return asked

    def _pass(self, but_disputed: bool) -> None:
        level, opened, words = self.level, self.session.opened, self.wordsEdit.text()
        self._do(lambda own, uuids: accept(own, uuids, level, opened, words, but_disputed=but_disputed),
                 self.wordsEdit.clear, self.tr("{n} passed."))

    def set_aside(self) -> None:
        """The selected patches are not this reviewer's, or are after all."""
        if self.level == COUNTY:
            return
        if all(row.aside for row in self.chosen()):
            self._do(take_up, lambda: None, self.tr("{n} are yours again."))
        else:
            words = self.wordsEdit.text()
            self._do(lambda own, uuids: leave_aside(own, uuids, words), self.wordsEdit.clear,
                     self.tr("{n} left aside as not yours."))

    def answer_chosen(self) -> None:
        """The county's answer to the selected patches."""
        words = self.answerEdit.text()
        self._do(lambda own, uuids: answer(own, uuids, words), self.answerEdit.clear, self.tr("{n} answered."))

    def _do(self, act: Callable[[Any, Sequence[str]], Moved], clear: Callable[[], Any], told: str) -> None:
        uuids = [row.uuid for row in self.chosen()]
        if not uuids or self._busy or not self.session.writable:
            return
        if not has_name(self.session):
            return

        before, person, days = self.listing, self.session.actor, self.daysBox.value()
        level, day = self.level, self.today

        def work(own: Any, _feedback: Any) -> Any:
            moved = act(own, uuids)
            if before is None or not 0 < len(moved.parcels) <= _FEW:
                return moved, None, {}
            after = with_changed(before, own, moved.parcels, person, days)
            return moved, after, kinds_of(after.rows, level, day)

        def over(found: Tuple[Moved, Optional[FiledList], Mapping[str, int]]) -> None:
            moved, after, kinds = found
            if moved.parcels:
                clear()
                if level != COUNTY:
                    self.session.settle_level(level)
            self._tell(moved, told)
            if after is not None:
                self._show(after, kinds)
                self.is_stale = False  # what these parcels changed is shown already

        self.run(self.tr("Weipian: review"), work, over, self._failed)

    def _failed(self, error: BaseException) -> None:
        """What was not sound stands in the window, beside the words that are to be changed."""
        if not isinstance(error, WeipianError):
            raise error
        if self.desk.window is not None:
            self.desk.window.show_failure(describe(error)[0])

    def _tell(self, moved: Moved, told: str) -> None:
        parcels = list(moved.parcels)
        if len(parcels) > _FEW:
            self.desk.tell_changed(parcels)
        elif parcels:
            self.session.rowsChanged.emit(parcels)
            if self.session.current in parcels:
                self.session.parcelUpdated.emit(self.session.current)
        sentences = [told.format(n=len(parcels))] if parcels else []
        sentences += [found.sentence(language()) for found in moved.refused]
        level = Qgis.MessageLevel.Warning if moved.refused else Qgis.MessageLevel.Success
        if sentences:
            self.tell(" ".join(sentences), int(level))

    def _list_shown(self) -> None:
        self.show_parcels(self._names[str(self.showBox.currentData())], [row.uuid for row in self.rows.shown])

    def _list_state(self, code: str) -> None:
        if self.listing is not None and code in BY_CODE:
            self.show_parcels(state_in_words(code), self.listing.parcels.get(code, ()))

