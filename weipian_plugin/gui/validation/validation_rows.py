"""The findings of a check as a table: filtered by check, severity and state, sorted by any column."""

from __future__ import annotations

from typing import Any, Dict, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QPalette

from ...domain.validation import ERROR, WARNING
from ...jobs.checking.validate import EXPLAINED, OPEN, RESOLVED, UNCHECKED, Stated
from ..messages import language
from ..table_rows import ChosenRows
from ..wording import BAD, GOOD, WARN, muted, tone

CHECK, SEVERITY, STATE, PARCEL, SENTENCE = range(5)
ALL = ""
# Signs differ in shape, so that colour is never the only one.
SIGNS = {ERROR: "✖", WARNING: "⚠"}
STATE_SIGNS = {OPEN: "○", EXPLAINED: "✎", UNCHECKED: "？", RESOLVED: "✔"}


class ValidationRows(ChosenRows):
    """Rows are `Stated` findings; what is shown is what passes the three filters."""

    def __init__(self, palette: QPalette, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._check = self._severity = self._state = ALL
        self._headings = (self.tr("Check"), self.tr("Severity"), self.tr("State"), self.tr("Parcel"),
                          self.tr("Finding"))
        self.severities: Dict[str, str] = {ERROR: self.tr("Error"), WARNING: self.tr("Warning")}
        self.states: Dict[str, str] = {OPEN: self.tr("Open"), EXPLAINED: self.tr("Explained"),
                                       UNCHECKED: self.tr("Not checked"), RESOLVED: self.tr("Resolved")}

    def show_entries(self, entries: Sequence[Stated]) -> None:
        """Show these findings, as filtered and sorted before."""
        self._change(lambda: setattr(self, "_all", list(entries)))

    def show_only(self, check: Optional[str] = None, severity: Optional[str] = None,
                  state: Optional[str] = None) -> None:
        """Set filters; ``""`` lets everything pass, ``None`` leaves the filter as it is."""
        def change() -> None:
            self._check = self._check if check is None else check
            self._severity = self._severity if severity is None else severity
            self._state = self._state if state is None else state
        self._change(change)

    def entry(self, row: int) -> Stated:
        """The finding in this row."""
        return self._shown[row]

    def row_of(self, key: Tuple[str, str]) -> int:
        """Where a finding (check, parcel) stands now, -1 where it does not."""
        return next((place for place, entry in enumerate(self._shown) if entry.found.key == key), -1)

    def _passes(self, entry: Stated) -> bool:
        found = entry.found
        return (self._check in (ALL, found.check) and self._severity in (ALL, found.severity)
                and self._state in (ALL, entry.state))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry, column = self._shown[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(entry, column)
        if role == Qt.ItemDataRole.ForegroundRole and column in (SEVERITY, STATE):
            return QBrush(self._colour(entry, column))
        return None

    def _text(self, entry: Stated, column: int) -> str:
        found = entry.found
        return (found.check, f"{SIGNS[found.severity]} {self.severities[found.severity]}",
                f"{STATE_SIGNS[entry.state]} {self.states[entry.state]}",
                found.place if entry.parcels == 1 else self.tr("{n} parcels").format(n=entry.parcels),
                found.sentence(language()))[column]

    def _colour(self, entry: Stated, column: int) -> Any:
        if entry.state == UNCHECKED:
            return muted(self._palette)
        if column == SEVERITY:
            return tone(BAD if entry.found.severity == ERROR else WARN, self._palette)
        return tone({OPEN: BAD, EXPLAINED: WARN, RESOLVED: GOOD}[entry.state], self._palette)
