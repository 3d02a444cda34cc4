"""What came back as a table: one change a row, filtered by state, column and words, sorted by any column."""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Sequence

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QPalette

from ...jobs.returned.change import CONFLICT, IMPOSSIBLE, OPEN, REFUSED, Change
from ..messages import language
from ..table_rows import ChosenRows
from ..wording import BAD, GOOD, WARN, muted, tone

STATE, PATCH, COLUMN, WAS, BECOMES, WHERE, PROBLEM = range(7)
ALL = ""
# Signs differ in shape, so that colour is never the only one.
SIGNS = {OPEN: "○", CONFLICT: "⚠", REFUSED: "✎", IMPOSSIBLE: "✖"}


class ChangeRows(ChosenRows):
    """Rows are `Change`; what is shown is what passes the filters."""

    def __init__(self, palette: QPalette, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._palette = palette
        self._state, self._column, self._words = ALL, ALL, ""
        self._headings = (self.tr("State"), self.tr("Patch"), self.tr("Column"), self.tr("Was"), self.tr("Becomes"),
                          self.tr("In the file"), self.tr("Remark"))
        self.states: Dict[str, str] = {OPEN: self.tr("To decide"), CONFLICT: self.tr("Changed in both"),
                                       REFUSED: self.tr("Refused"), IMPOSSIBLE: self.tr("Cannot be taken")}

    def show_changes(self, changes: Sequence[Change]) -> None:
        """Show these, as filtered and sorted before."""
        self._change(lambda: setattr(self, "_all", list(changes)))

    def show_only(self, state: Optional[str] = None, column: Optional[str] = None,
                  words: Optional[str] = None) -> None:
        """Set filters; ``""`` lets everything pass, ``None`` leaves the filter as it is."""
        def change() -> None:
            self._state = self._state if state is None else state
            self._column = self._column if column is None else column
            self._words = self._words if words is None else words.strip().lower()
        self._change(change)

    def change_at(self, row: int) -> Change:
        """The change in this row."""
        return self._shown[row]

    @property
    def shown(self) -> List[Change]:
        """All that pass the filters, as they are sorted."""
        return list(self._shown)

    def row_of(self, key: str) -> int:
        """Where a change stands now, -1 where it does not."""
        return next((place for place, change in enumerate(self._shown) if change.key == key), -1)

    def columns(self) -> List[str]:
        """The columns that changes are of, each once, in the order of the file."""
        return list(dict.fromkeys(name for change in self._all if (name := title_of(change))))

    def _passes(self, change: Change) -> bool:
        return (self._state in (ALL, change.state) and self._column in (ALL, title_of(change))
                and (not self._words or any(self._words in self._text(change, column).lower()
                                            for column in range(len(self._headings)))))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        change, column = self._shown[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            text = self._text(change, column)
            return text if role == Qt.ItemDataRole.ToolTipRole else text.replace("\n", " ")
        if role == Qt.ItemDataRole.ForegroundRole and column == STATE:
            return QBrush(self._colour(change))
        return None

    def _place(self, change: Change, column: int) -> Any:
        return (change.row, change.cell) if column == WHERE else self._text(change, column)

    def _text(self, change: Change, column: int) -> str:
        return (f"{SIGNS[change.state]} {self.states[change.state]}", change.label, title_of(change),
                change.was or ("—" if change.kind else ""), change.becomes or ("—" if change.kind else ""),
                change.cell or self.tr("row {n}").format(n=change.row),
                " ".join(one.sentence(language()) for one in change.why))[column]

    def _colour(self, change: Change) -> Any:
        if change.state == REFUSED:
            return muted(self._palette)
        return tone({OPEN: GOOD, CONFLICT: WARN, IMPOSSIBLE: BAD}[change.state], self._palette)


def title_of(change: Change) -> str:
    """What the column is called in the reader's language."""
    return change.title[0] if language() == "zh" else change.title[1] or change.title[0]
