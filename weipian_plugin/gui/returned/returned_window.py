"""导回: choose a file, see what it is and what it says otherwise, accept or refuse change by change."""

from __future__ import annotations

from pathlib import Path
from typing import List, Optional, Tuple

from qgis.PyQt.QtCore import QDate, QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import QDialogButtonBox, QFileDialog, QHeaderView, QShortcut, QWidget

from ...domain.forms.codes import AUDIT_LEVELS
from ...domain.forms.table_forms import TABLE_FORMS
from ...jobs.returned.change import IMPOSSIBLE, OPEN, REVIEWS, STATES, Change, Returned, Wish
from ...jobs.returned.rows_of_forms import TAKEN
from ..forms import fit_to_screen, load_form
from ..messages import language
from ..standing_window import StandingWindow
from .change_rows import ALL, PROBLEM, SIGNS, STATE, ChangeRows, title_of
from .columns_dialog import kept_columns

_MOST_REMARKS = 6


class ReturnedWindow(StandingWindow):
    """Not modal. Wishes only: ``readWanted`` (path, Wish), ``acceptWanted`` (changes, together), ``refuseWanted``, …"""

    readWanted = pyqtSignal(object, object)  # noqa: N815 - Qt's way of naming signals
    acceptWanted = pyqtSignal(list, bool)  # noqa: N815
    refuseWanted = pyqtSignal(list)  # noqa: N815
    columnsWanted = pyqtSignal()  # noqa: N815
    parcelWanted = pyqtSignal(str)  # noqa: N815
    stopWanted = pyqtSignal()  # noqa: N815

    def __init__(self, folder: str, today: Optional[QDate] = None, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("returned", self)
        fit_to_screen(self)
        self.returned: Optional[Returned] = None
        self._folder, self._busy, self._writable = folder, False, True
        self.rows = ChangeRows(self.palette(), self)
        self.dayEdit.setDate(today or QDate.currentDate())
        self._fill_boxes()
        self._arrange_view()
        self._connect()
        self.listPart.hide()
        self.show_busy(False)

    def _fill_boxes(self) -> None:
        self.formBox.addItem(self.tr("As recognised"), "")
        for form in (TABLE_FORMS[each] for each in TAKEN):
            self.formBox.addItem(f"{form.number} {form.title}".strip(), form.id)
        self.formBox.addItem(self.tr("Reviewers' list"), REVIEWS)
        self.levelBox.addItem(self.tr("Whose turn it is"), "")
        for level in AUDIT_LEVELS[1:]:
            self.levelBox.addItem(level, level)
        self.showBox.addItem(self.tr("All"), ALL)
        for state in STATES:
            self.showBox.addItem("", state)
        self.columnBox.addItem(self.tr("All"), ALL)

    def _arrange_view(self) -> None:
        view = self.changesView
        view.setModel(self.rows)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
        view.horizontalHeader().setStretchLastSection(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        close = self.buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setText(self.tr("Close"))
        close.setAutoDefault(False)
        self._shortcuts = []
        for keys, slot in (("A", self.accept_selected), ("R", self.refuse_selected)):
            shortcut = QShortcut(QKeySequence(keys), view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)  # where one writes, a letter is a letter
            shortcut.activated.connect(slot)
            self._shortcuts.append(shortcut)

    def _connect(self) -> None:
        self.chooseButton.clicked.connect(lambda _checked: self._choose())
        self.readButton.clicked.connect(lambda _checked: self.read())
        self.fileEdit.returnPressed.connect(self.read)
        self.fileEdit.textChanged.connect(lambda _text: self._forget())
        self.formBox.activated.connect(lambda _index: self._other_form())
        self.columnsButton.clicked.connect(lambda _checked: self.columnsWanted.emit())
        for box in (self.showBox, self.columnBox):
            box.activated.connect(lambda _index: self._filter())
        self.searchEdit.textChanged.connect(lambda _text: self._filter())
        selection = self.changesView.selectionModel()
        selection.selectionChanged.connect(lambda _new, _old: self._show_chosen())
        self.rows.modelReset.connect(self._show_chosen)
        self.changesView.clicked.connect(self._open_patch)
        self.acceptButton.clicked.connect(lambda _checked: self.accept_selected())
        self.refuseButton.clicked.connect(lambda _checked: self.refuse_selected())
        self.columnButton.clicked.connect(lambda _checked: self._accept_column())
        self.stopButton.clicked.connect(lambda _checked: self.stopWanted.emit())
        self.buttons.rejected.connect(self.reject)

    # What is shown

    def show_returned(self, returned: Returned, writable: bool) -> None:
        """What a file says; what there is to decide is shown, all where something cannot be taken."""
        self.returned, self._writable = returned, writable
        self.listPart.setVisible(returned.form == REVIEWS)
        self.rows.show_changes(returned.changes)
        self.columnBox.clear()
        self.columnBox.addItem(self.tr("All"), ALL)
        for name in self.rows.columns():
            self.columnBox.addItem(name, name)
        only_open = returned.of_state(OPEN) and not returned.of_state(IMPOSSIBLE)
        self.showBox.setCurrentIndex(self.showBox.findData(OPEN if only_open else ALL))
        self._filter()
        self._tell()
        self._fit_columns()

    def show_decided(self, returned: Returned, after: int) -> None:
        """What is left; the row ``after`` which the work goes on is selected."""
        self.returned = returned
        self.rows.show_changes(returned.changes)
        self._filter()
        self._tell()
        if self.rows.rowCount():
            self.changesView.selectRow(min(after, self.rows.rowCount() - 1))
        self.changesView.setFocus()

    def show_failure(self, sentence: str) -> None:
        """What went wrong, in words."""
        self.tellLabel.setText(sentence)

    def show_list_options(self) -> None:
        """It is a list, though it could not be read yet."""
        self.listPart.show()

    def show_busy(self, busy: bool, text: str = "", done: int = 0, total: int = 0) -> None:
        """Something is being read or taken over, or is no more."""
        self._busy = busy
        self.progressBar.setVisible(busy)
        self.stopButton.setVisible(busy)
        if busy:
            self.progressBar.setRange(0, total)
            self.progressBar.setValue(done)
            self.progressBar.setFormat(f"{text}  %v / %m" if total else text)
        self._enable()

    def wish(self) -> Tuple[Path, Wish]:
        """The file, and how it is to be read."""
        wish = Wish(str(self.formBox.currentData() or ""), kept_columns(), str(self.levelBox.currentData() or ""),
                    self.dayEdit.date().toString("yyyy-MM-dd"), self.personEdit.text().strip())
        return Path(self.fileEdit.text().strip().strip('"')), wish

    def read(self) -> None:
        """Wish that the file be read."""
        if self.fileEdit.text().strip() and not self._busy:
            self.readWanted.emit(*self.wish())

    # What a person wants

    def accept_selected(self) -> None:
        """Take the selected changes over; several at once never where a violation is concerned."""
        wanted = [change for change in self._chosen() if change.can_be_accepted]
        if wanted and self._writable and not self._busy:
            self.acceptWanted.emit(wanted, len({change.key for change in wanted}) > 1)

    def refuse_selected(self) -> None:
        """The selected changes are not wanted."""
        wanted = [change for change in self._chosen() if change.can_be_accepted]
        if wanted and self._writable and not self._busy:
            self.refuseWanted.emit(wanted)

    def _accept_column(self) -> None:
        names = {title_of(change) for change in self._chosen()}
        wanted = [change for change in self.rows.shown if title_of(change) in names and change.state == OPEN]
        if wanted and self._writable and not self._busy:
            self.acceptWanted.emit(wanted, True)

    @property
    def place(self) -> int:
        """The first selected row."""
        rows = sorted(index.row() for index in self.changesView.selectionModel().selectedRows())
        return rows[0] if rows else 0

    def _chosen(self) -> List[Change]:
        return [self.rows.change_at(index.row()) for index in self.changesView.selectionModel().selectedRows()]

    def _choose(self) -> None:
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("The file that came back"), self.fileEdit.text() or self._folder,
            self.tr("Tables ({patterns});;All files (*)").format(patterns="*.xlsx *.xlsm *.csv"))
        if path:
            self._folder = str(Path(path).parent)
            self.fileEdit.setText(path)
            self.read()

    def _other_form(self) -> None:
        self.listPart.setVisible(self.formBox.currentData() == REVIEWS)
        self._forget()
        self.read()

    def _forget(self) -> None:
        self.returned = None
        self.rows.show_changes(())
        self.tellLabel.clear()
        self._filter()

    def _filter(self) -> None:
        self.rows.show_only(str(self.showBox.currentData() or ALL), str(self.columnBox.currentData() or ALL),
                            self.searchEdit.text())
        self.shownLabel.setText(self.tr("{n} shown").format(n=self.rows.rowCount()))

    def _tell(self) -> None:
        returned = self.returned
        if returned is None:
            return
        for index in range(self.showBox.count()):
            state = str(self.showBox.itemData(index) or ALL)
            count = len(returned.of_state(state)) if state else len(returned.changes)
            name = f"{SIGNS[state]} {self.rows.states[state]}" if state else self.tr("All")
            self.showBox.setItemText(index, f"{name} ({count})")
        counts = returned.counts()
        text = self.tr("{title} (sheet {sheet}): {rows} rows, {same} of them say nothing new; {open} changes to "
                       "decide, {conflict} changed in both, {refused} refused, {impossible} cannot be taken.")
        lines = [text.format(title=returned.title, sheet=returned.sheet, **counts)]
        lines += [one.sentence(language()) for one in returned.remarks[:_MOST_REMARKS]]
        self.tellLabel.setText("\n".join(lines))

    def _fit_columns(self) -> None:
        view = self.changesView
        view.resizeColumnsToContents()
        widest = view.fontMetrics().horizontalAdvance("疑") * 15
        for column in range(PROBLEM):
            view.setColumnWidth(column, min(view.columnWidth(column) + 8, widest))
        longest = max(view.fontMetrics().horizontalAdvance(f"{SIGNS[state]} {name}") for state, name in
                      self.rows.states.items())  # what another filter shows stands in the same column
        view.setColumnWidth(STATE, longest + 16)
        view.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def _open_patch(self, index: QModelIndex) -> None:
        parcel = self.rows.change_at(index.row()).parcel
        if parcel:
            self.parcelWanted.emit(parcel)

    def _show_chosen(self) -> None:
        chosen = self._chosen()
        self.detailLabel.clear()
        if len(chosen) == 1:
            one = chosen[0]
            lines = [f"{one.label} {title_of(one)}：{one.was or '—'} → {one.becomes or '—'}" if one.kind else one.label,
                     *(why.sentence(language()) for why in one.why)]
            self.detailLabel.setText("\n".join(line for line in lines if line))
        elif chosen:
            self.detailLabel.setText(self.tr("{count} changes are selected").format(count=len(chosen)))
        self._enable()

    def _enable(self) -> None:
        idle = not self._busy
        can = idle and self._writable and any(change.can_be_accepted for change in self._chosen())
        for button in (self.acceptButton, self.refuseButton, self.columnButton):
            button.setEnabled(can)
        for widget in (self.fileEdit, self.chooseButton, self.readButton, self.formBox, self.listPart):
            widget.setEnabled(idle)
