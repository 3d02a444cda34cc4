"""What was filed, as rows of a table: number, place, outcome, state, second reading, round, last words, due."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QColor
from qgis.PyQt.QtWidgets import QApplication

from ...domain.calendar.deadlines import light
from ...domain.forms.codes import label
from ...domain.forms.terms import kind_name
from ...domain.review.states import BY_CODE, RETURNED_STATES
from ...jobs.reviewing.filed_list import EVERYTHING, Filed, shows
from ..messages import language
from ..table_rows import TableRows
from ..wording import BAD, GOOD, WARN, mu_text, readable, tone

NUMBER, TOWNSHIP, AREA, OUTCOME, STATE, DUE, SECOND, ROUND, REASON, WORDS, ANSWER = range(11)
_LIGHTS = {"red": "#c0392b", "orange": "#c77700", "yellow": "#a58a00"}


@dataclass(frozen=True)
class Wanted:
    """Which rows are shown: ``which`` of `filed_list.WHICH` for a level; "" lets everything pass."""

    which: str = EVERYTHING
    level: str = ""
    state: str = ""
    township: str = ""
    outcome: str = ""
    words: str = ""


class FiledRows(TableRows):
    """Rows are `Filed`; what is shown is what is wanted, in the order of issue or sorted by a column."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.wanted, self.today = Wanted(), date.min
        self._all: Sequence[Filed] = ()
        self._sorted: Tuple[int, bool] = (-1, False)
        self._headings = (
            self.tr("Patch"), self.tr("Township"), self.tr("mu"), self.tr("Filed as"), self.tr("State"),
            self.tr("Answer due"), self.tr("Second reading"), self.tr("Round"), self.tr("Reason"),
            self.tr("Last words"), self.tr("The county's answer"))

    def show_rows(self, rows: Sequence[Filed], today: date) -> None:
        """These, as they were filtered and sorted."""
        self._all, self.today = rows, today
        self._arrange()

    def show_only(self, wanted: Wanted) -> None:
        """Those that are wanted."""
        if wanted != self.wanted:
            self.wanted = wanted
            self._arrange()

    def count(self, which: str) -> int:
        """How many there are of a kind, for the level that is wanted."""
        return sum(shows(row, which, self.wanted.level, self.today) for row in self._all)

    @property
    def shown(self) -> List[Filed]:
        """As they stand."""
        return list(self._shown)

    def row_at(self, line: int) -> Filed:
        """That of a line."""
        return self._shown[line]

    def lines_of(self, uuids: Sequence[str]) -> List[int]:
        """The lines of these parcels, those that are shown."""
        wanted = frozenset(uuids)
        return [line for line, row in enumerate(self._shown) if row.uuid in wanted]

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order == Qt.SortOrder.DescendingOrder)
        self._arrange()

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = [row for row in self._all if self._passes(row)]
        column, down = self._sorted
        if column >= 0:
            self._shown.sort(key=_keys.get(column, lambda row: (self.text(row, column),)), reverse=down)
        self.endResetModel()

    def _passes(self, row: Filed) -> bool:
        wanted = self.wanted
        return (wanted.state in ("", row.state) and wanted.township in ("", row.township)
                and wanted.outcome in ("", row.outcome) and shows(row, wanted.which, wanted.level, self.today)
                and (not wanted.words or wanted.words in f"{row.number} {row.jcbh} {row.said('SHSM')}".lower()))

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self._shown[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == AREA:
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            return int(getattr(right, "value", right))
        if role == Qt.ItemDataRole.ForegroundRole:
            colour = self._colour(row, column)
            return QBrush(colour) if colour is not None else None
        return None

    def text(self, row: Filed, column: int) -> str:
        """What stands in a cell."""
        if column == DUE:
            return due_in_words(row, self.today)
        if column == STATE:
            since = self.tr("signed again since")
            return f"{state_in_words(row.state)}  {since}" if row.changed else state_in_words(row.state)
        if column == SECOND:
            return self._second(row)
        if column == ROUND:
            return self._round(row)
        return _TEXTS[column](row)

    def _second(self, row: Filed) -> str:
        """What was ruled; else what each reader said, and that nobody has ruled where they do not agree."""
        if row.ruling:
            return self.tr("ruled: {outcome}").format(outcome=kind_name(row.ruling, language()))
        said = " / ".join(kind_name(outcome, language()) for outcome in dict.fromkeys(row.seconds))
        return self.tr("{said}  to be ruled").format(said=said) if row.disputed else said

    def _round(self, row: Filed) -> str:
        """Of which level the last audit is, and the how many of its audits of this patch."""
        level, number = row.said("SHJB"), row.said("SHLC")
        if not level or not number:
            return level
        return self.tr("{level}, round {round}").format(level=label("SHJB", level, language()), round=number)

    def tip(self, row: Filed, column: int) -> str:
        """What stands in a cell, and what it means where that is not plain."""
        text = self.text(row, column)
        if column == SECOND and row.disputed and not row.ruling:
            text += "\n" + self.tr("Readers disagree, or read something else than what was filed, and nobody has "
                                   "ruled: that is done on the page “Blind reading”.")
        if column == ROUND and text:
            text += "\n" + self.tr("Each audit of a level is a round: one that is sent back in round 1 and passed "
                                   "after the answer is passed in round 2.")
        return text

    def _colour(self, row: Filed, column: int) -> Optional[QColor]:
        palette = QApplication.palette()
        if column == STATE:
            if row.state in RETURNED_STATES:
                return tone(WARN, palette)
            return tone(GOOD, palette) if row.state in ("08", "09", "12", "13") else None
        if column == SECOND and row.seconds:
            if len(set(row.seconds)) > 1 and not row.ruling:
                return tone(WARN, palette)  # nobody is refuted while they do not agree
            return tone(BAD, palette) if (row.ruling or row.seconds[0]) != row.outcome else None
        if column == DUE and row.due is not None:
            colour = _LIGHTS.get(light(row.due.due, self.today).colour)
            return readable(QColor(colour), palette) if colour else None
        return None


def state_in_words(code: str) -> str:
    """A state's number and name; an arrow where it was sent back."""
    state = BY_CODE[code]
    sign = "↩ " if code in RETURNED_STATES else ""
    return f"{sign}{code} {state.zh if language() == 'zh' else state.en}"


def due_in_words(row: Filed, today: date) -> str:
    """The day by which the county answers, with what is left of it."""
    if row.due is None:
        return ""
    shown = light(row.due.due, today)
    return f"{row.due.due.isoformat()}  {shown.zh if language() == 'zh' else shown.en}"


def _reason(row: Filed) -> str:
    return label("SHYY", row.said("SHYY"), language()) if row.said("SHYY") else ""


_TEXTS: Dict[int, Callable[[Filed], str]] = {
    NUMBER: lambda row: row.number, TOWNSHIP: lambda row: row.township, AREA: lambda row: mu_text(row.area_m2),
    OUTCOME: lambda row: kind_name(row.outcome, language()), REASON: _reason,
    WORDS: lambda row: row.said("SHSM"), ANSWER: lambda row: " ".join(
        part for part in (row.said("DFSM"), row.said("DFSJ")) if part),
}
_keys: Dict[int, Callable[[Filed], Tuple[Any, ...]]] = {
    AREA: lambda row: (row.area_m2 is None, row.area_m2 or 0.0),
    DUE: lambda row: (row.due is None, row.due.due if row.due is not None else date.max),
    STATE: lambda row: (row.state,), SECOND: lambda row: (not row.disputed, row.ruling, row.seconds),
    ROUND: lambda row: (row.said("SHJB"), row.said("SHLC").rjust(3)),
}
