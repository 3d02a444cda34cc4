"""The check of a workspace: how much each check found, every finding a click from its parcel, explained in place."""

from __future__ import annotations

from html import escape
from typing import Optional, Tuple

from qgis.PyQt.QtCore import QModelIndex, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import QDialogButtonBox, QHeaderView, QTableWidgetItem, QWidget

from ...domain.validation import BY_ID, ERROR, WARNING
from ...jobs.checking.validate import EXPLAINED, OPEN, RESOLVED, STATES, UNCHECKED, Report, Stated
from ..forms import fit_to_screen, load_form
from ..messages import language
from ..standing_window import StandingWindow
from ..wording import muted
from .validation_rows import ALL, SIGNS, STATE_SIGNS, ValidationRows

_SHOWN_STATES = (OPEN, EXPLAINED, UNCHECKED, RESOLVED)


class ValidationWindow(StandingWindow):
    """Not modal: one reads here and works there. What a person wants is told by signals."""

    parcelWanted = pyqtSignal(str)  # noqa: N815 - Qt's way of naming signals
    fieldWanted = pyqtSignal(str, tuple)  # noqa: N815 - parcel, codes of the fields
    explained = pyqtSignal(object, str)  # Stated, reason
    againWanted = pyqtSignal()  # noqa: N815

    def __init__(self, parent: Optional[QWidget] = None) -> None:
        super().__init__(parent)
        load_form("validation", self)
        fit_to_screen(self)
        self.rows = ValidationRows(self.palette(), self)
        self._writable = True
        self._fill_filters()
        self._arrange_view()
        self._connect()
        self._show_entry(None)

    def show_report(self, report: Report, writable: bool) -> None:
        """Show what a check gave; the finding on which the window stood stays chosen."""
        self._writable, report = writable, report.gathered()
        chosen = self._chosen()
        self.rows.show_entries(report.entries)
        self._show_title(report)
        self._show_summary(report)
        self._count_shown()
        self.fit_columns()
        row = self.rows.row_of(chosen.found.key) if chosen is not None else -1
        if row >= 0:
            self.findingsView.selectRow(row)
        self._show_entry(self._chosen())

    def show_open_errors(self) -> None:
        """Nothing but what holds a table back."""
        self.severityBox.setCurrentIndex(self.severityBox.findData(ERROR))
        self.stateBox.setCurrentIndex(self.stateBox.findData(OPEN))
        self._filter()

    def fit_columns(self) -> None:
        """As wide as what is in them; the sentence has the rest."""
        view = self.findingsView
        view.resizeColumnsToContents()
        limit = view.fontMetrics().horizontalAdvance("疑") * 14
        for column in range(self.rows.columnCount() - 1):
            view.setColumnWidth(column, min(view.columnWidth(column), limit))

    def _fill_filters(self) -> None:
        self.severityBox.addItem(self.tr("All"), ALL)
        for severity in (ERROR, WARNING):
            self.severityBox.addItem(f"{SIGNS[severity]} {self.rows.severities[severity]}", severity)
        self.stateBox.addItem(self.tr("All"), ALL)
        for state in _SHOWN_STATES:
            self.stateBox.addItem(f"{STATE_SIGNS[state]} {self.rows.states[state]}", state)

    def _arrange_view(self) -> None:
        view = self.findingsView
        view.setModel(self.rows)
        view.verticalHeader().hide()
        view.verticalHeader().setDefaultSectionSize(int(view.fontMetrics().height() * 1.5))
        view.horizontalHeader().setStretchLastSection(True)
        view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
        self.buttons.button(QDialogButtonBox.StandardButton.Close).setText(self.tr("Close"))

    def _connect(self) -> None:
        self.buttons.rejected.connect(self.reject)
        self.summaryTable.itemSelectionChanged.connect(self._filter)
        self.severityBox.activated.connect(lambda _index: self._filter())
        self.stateBox.activated.connect(lambda _index: self._filter())
        self.findingsView.selectionModel().selectionChanged.connect(lambda _new, _old: self._show_entry(self._chosen()))
        self.findingsView.clicked.connect(self._go_to_parcel)
        self.findingsView.activated.connect(self._go_to_field)
        self.explainButton.clicked.connect(lambda _checked: self._explain())
        self.reasonEdit.returnPressed.connect(self._explain)
        self.reasonEdit.textChanged.connect(lambda _text: self._enable_explaining())
        self.againButton.clicked.connect(lambda _checked: self.againWanted.emit())

    def _show_title(self, report: Report) -> None:
        errors, warnings, unchecked = report.count(ERROR), report.count(WARNING), len(report.of_state(UNCHECKED))
        text = self.tr("{parcels} parcels: {errors} open errors, {warnings} open warnings, {unchecked} not checked. "
                       "Errors on signed parcels hold the tables back.")
        if not errors and not warnings:
            text = self.tr("{parcels} parcels: nothing is wrong; {unchecked} checks could not be made.")
        self.titleLabel.setText(text.format(parcels=report.parcels, errors=errors, warnings=warnings,
                                            unchecked=unchecked))

    def _show_summary(self, report: Report) -> None:
        table, counts = self.summaryTable, report.counts()
        chosen = self._chosen_check()
        totals = {state: sum(states.get(state, 0) for states in counts.values()) for state in STATES}
        lines = [(ALL, self.tr("All checks"), totals)]
        for check, states in sorted(counts.items(), key=lambda item: not item[1].get(OPEN)):  # what is open first
            lines.append((check, f"{SIGNS[BY_ID[check].severity]} {check} {BY_ID[check].title(language())}", states))
        table.blockSignals(True)
        table.setRowCount(len(lines))
        for row, (check, title, states) in enumerate(lines):
            texts = (title, *(str(states.get(state) or "") for state in _SHOWN_STATES))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setData(Qt.ItemDataRole.UserRole, check)
                item.setToolTip(BY_ID[check].remedy(language()) if check else "")
                if column:
                    item.setTextAlignment(int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter))
                table.setItem(row, column, item)
            if check == chosen:
                table.selectRow(row)
        table.blockSignals(False)
        header = table.horizontalHeader()
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in range(1, table.columnCount()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        line = int(table.fontMetrics().height() * 1.5)
        table.verticalHeader().setDefaultSectionSize(line)
        self.splitter.setSizes([line * (min(len(lines), 8) + 2), self.height()])

    def _filter(self) -> None:
        self.rows.show_only(self._chosen_check(), str(self.severityBox.currentData()), str(self.stateBox.currentData()))
        self._count_shown()
        self._show_entry(self._chosen())

    def _count_shown(self) -> None:
        self.shownLabel.setText(self.tr("{n} shown").format(n=self.rows.rowCount()))

    def _chosen_check(self) -> str:
        items = self.summaryTable.selectedItems()
        return str(items[0].data(Qt.ItemDataRole.UserRole)) if items else ALL

    def _chosen(self) -> Optional[Stated]:
        rows = self.findingsView.selectionModel().selectedRows()
        return self.rows.entry(rows[0].row()) if rows else None

    def _show_entry(self, entry: Optional[Stated]) -> None:
        self.detailFrame.setVisible(entry is not None)
        self.reasonEdit.clear()
        if entry is None:
            return
        check = BY_ID[entry.found.check]
        grey = muted(self.palette()).name()
        parts = [f"<b>{escape(check.id)} {escape(check.title(language()))}</b>",
                 escape(entry.found.sentence(language())), escape(check.remedy(language()))]
        if entry.reason:
            parts.append(self._reason_in_words(entry))
        basis = escape(check.basis.in_words(language()))
        self.detailLabel.setText("<br>".join(parts) + f'<br><span style="color:{grey}">{basis}</span>')
        can = entry.state in (OPEN, EXPLAINED) and self._writable
        for widget in (self.reasonLabel, self.reasonEdit, self.explainButton):
            widget.setVisible(can)
        self._enable_explaining()

    def _reason_in_words(self, entry: Stated) -> str:
        text = self.tr("Explained by {name} on {day}: {reason}")
        if entry.state == OPEN:
            text = self.tr("Explained before, of other values, by {name} on {day}: {reason}")
        elif entry.state == RESOLVED:
            text = self.tr("It does not occur any more. {name} had explained on {day}: {reason}")
        elif entry.state == EXPLAINED and entry.holds_back:
            text = self.tr("Explained by {name} on {day}: {reason} An error stays one until it is put right.")
        return escape(text.format(name=entry.by, day=entry.on, reason=entry.reason))

    def _enable_explaining(self) -> None:
        self.explainButton.setEnabled(bool(str(self.reasonEdit.text()).strip()))

    def _explain(self) -> None:
        entry, reason = self._chosen(), str(self.reasonEdit.text()).strip()
        if entry is not None and reason:
            self.explained.emit(entry, reason)

    def _go_to_parcel(self, index: QModelIndex) -> None:
        entry = self.rows.entry(index.row())
        if entry.parcels == 1:
            self.parcelWanted.emit(entry.found.parcel)

    def _go_to_field(self, index: QModelIndex) -> None:
        entry = self.rows.entry(index.row())
        if entry.parcels > 1:  # of all of them, and no field's fault
            return
        found = entry.found
        fields: Tuple[str, ...] = found.fields
        self.fieldWanted.emit(found.parcel, fields)
