"""The queue as a table: one model of rows, sorted at the source, and a chain of filters over it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Callable, Dict, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, QSortFilterProxyModel, Qt
from qgis.PyQt.QtGui import QColor

from ...domain.records import DRAFT, SIGNED, STUB, SUPERSEDED, UNJUDGED, QueueRow
from ...domain.units import mu_round2

UUID_ROLE = int(Qt.ItemDataRole.UserRole) + 1
SEARCH_ROLE = UUID_ROLE + 1
STATE_ROLE = UUID_ROLE + 2

FLAGGED = "flagged"
STATUS, NUMBER, AREA, FARMLAND, BASIC, REDLINE, DEADLINE, SUGGESTION, OUTCOME = range(9)

# Glyphs differ in shape, so that colour is never the only sign. Mid-tones read on light and dark palettes.
GLYPHS = {UNJUDGED: "○", DRAFT: "◐", SIGNED: "●", FLAGGED: "⚑", STUB: "⊘", SUPERSEDED: "↩"}
COLOURS = {UNJUDGED: "#7a8794", DRAFT: "#2f7ed8", SIGNED: "#2e9e5b", FLAGGED: "#c77700", STUB: "#8c5a9e",
           SUPERSEDED: "#7a8794"}
LIGHT_COLOURS = {"red": "#c0392b", "orange": "#c77700", "yellow": "#a58a00", "green": "#2e9e5b"}

# What usually stands in a column: it is as wide before anything was measured as it is afterwards.
USUAL = {AREA: "88.88", FARMLAND: "88.88", BASIC: "88.88", REDLINE: "88.88", SUGGESTION: "违法·W1"}


@dataclass(frozen=True)
class DueDay:
    """A patch's deadline as it is shown: days left (negative: over), the text, the light, the reason as tool tip."""

    days: int
    text: str
    light: str
    tip: str = ""


DueOf = Callable[[QueueRow], Optional[DueDay]]


def short_number(row: QueueRow) -> str:
    """The part of the number that tells patches of one county apart, led by … where something is left out."""
    text = row.dkbh or row.jcbh
    head, _, tail = text.partition("_")
    short = f"…{head[-5:]}" if len(head) > 8 else head
    return f"{short}_{tail}" if tail else short


def area_text(m2: Optional[float]) -> str:
    """An area in 亩 with two decimals; a dash where it was not measured, a bare 0 for nothing."""
    if m2 is None:
        return "–"
    value = mu_round2(m2)
    return "0" if value == Decimal(0) else str(value)


class QueueModel(QAbstractTableModel):
    """Rows of `Workspace.queue`; sorting is done here, where it costs one pass over plain values."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._rows: List[QueueRow] = []
        self._issued: List[QueueRow] = []
        self._places: Dict[str, int] = {}
        self._due_of: DueOf = lambda _row: None
        self._due: Dict[str, Optional[DueDay]] = {}
        self._sorted_by: Tuple[int, bool] = (-1, False)
        self.labels = {
            UNJUDGED: self.tr("To do"), DRAFT: self.tr("Draft"), SIGNED: self.tr("Signed"), FLAGGED: self.tr("Flagged"),
            STUB: self.tr("Set apart"), SUPERSEDED: self.tr("Superseded"),
        }
        self._headings = (
            self.tr("Status"), self.tr("No."), self.tr("mu"), self.tr("Farm"), self.tr("Basic"), self.tr("Redline"),
            self.tr("Due"), self.tr("Suggestion"), self.tr("Outcome"),
        )
        self._tips = (
            self.tr("Status of the patch"), self.tr("Patch number"), self.tr("Area in mu"),
            self.tr("Farmland in mu"), self.tr("Permanent basic farmland in mu"),
            self.tr("Ecological redline in mu"), self.tr("Days until it is to be reported"),
            self.tr("What the rules suggest; never a judgement"), self.tr("Outcome chosen by a person"),
        )

    def set_rows(self, rows: Sequence[QueueRow], due_of: DueOf) -> None:
        """Show these rows, in issue order or as sorted before."""
        self.beginResetModel()
        self._issued = list(rows)
        self._rows = list(rows)
        self._due_of = due_of
        self._due = {}
        self._arrange()
        self.endResetModel()

    def update_row(self, uuid: str, **values: Any) -> None:
        """Change one row in place; its place in the order stays until the next sorting."""
        place = self._places.get(uuid)
        if place is None:
            return
        old = self._rows[place]
        self._rows[place] = replace(old, **values)
        self._issued[self._issued.index(old)] = self._rows[place]
        self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def widest(self, column: int) -> List[str]:
        """Texts among which the widest of a column is, without writing out every row."""
        if column == STATUS:
            return [f"{GLYPHS[state]} {label}" for state, label in self.labels.items() if state != SUPERSEDED]
        if column == DEADLINE:
            kinds = {(row.batch_uuid, row.jclb, row.issued): row for row in self._rows if row.status != SIGNED}
            return [self._text(row, DEADLINE) for row in kinds.values()]
        if AREA <= column <= REDLINE:
            known = [area for row in self._rows if (area := _areas(row)[column]) is not None]
            return [area_text(max(known, default=100.0))]
        if column == NUMBER:
            return sorted({short_number(row) for row in self._rows}, key=len)[-1:]
        return sorted({self._text(row, column) for row in self._rows}, key=len)[-1:]

    def row_of(self, uuid: str) -> int:
        """The place of a parcel in this model, -1 if it is not here."""
        return self._places.get(uuid, -1)

    def queue_row(self, row: int) -> QueueRow:
        """The row at this place."""
        return self._rows[row]

    @property
    def uuids(self) -> List[str]:
        """Parcels in the order of this model."""
        return [row.parcel_uuid for row in self._rows]

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation,
                   role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._headings):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tips[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == UUID_ROLE:
            return row.parcel_uuid
        if role == STATE_ROLE:
            return state_of(row)
        if role == SEARCH_ROLE:
            return " ".join((row.dkbh, row.jcbh, row.township, row.tblx, row.suggestion, row.outcome, row.flag))
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; -1 is the order of issue."""
        self._sorted_by = (column, order == Qt.SortOrder.DescendingOrder)
        self.layoutAboutToBeChanged.emit()
        before = self.persistentIndexList()
        kept = [(self._rows[i.row()].parcel_uuid, i.column()) for i in before]
        self._arrange()
        after = [self.index(self._places[uuid], place) for uuid, place in kept]
        self.changePersistentIndexList(before, after)
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        column, descending = self._sorted_by
        self._rows = list(self._issued)
        if column >= 0:
            # What has no value stays at the end, whichever way the rest is sorted.
            keyed = [(self._key(row, column), row) for row in self._rows]
            known = [pair for pair in keyed if pair[0] is not None]
            known.sort(key=lambda pair: pair[0], reverse=descending)
            self._rows = [row for _, row in known] + [row for key, row in keyed if key is None]
        self._places = {row.parcel_uuid: place for place, row in enumerate(self._rows)}

    def _key(self, row: QueueRow, column: int) -> Any:
        if column == STATUS:
            return tuple(GLYPHS).index(state_of(row))
        if column == DEADLINE:
            due = self._due_day(row)
            return None if due is None else due.days
        texts = {NUMBER: row.dkbh or row.jcbh, SUGGESTION: row.suggestion or None, OUTCOME: row.outcome or None}
        return texts[column] if column in texts else _areas(row)[column]

    def _text(self, row: QueueRow, column: int) -> str:
        if column == STATUS:
            state = state_of(row)
            return f"{GLYPHS[state]} {self.labels[state]}"
        if column == NUMBER:
            return short_number(row)
        if column == DEADLINE:
            due = self._due_day(row)
            return due.text if due else "–"
        if column == SUGGESTION:
            return row.suggestion
        if column == OUTCOME:
            return row.outcome
        return area_text(_areas(row)[column])

    def _due_day(self, row: QueueRow) -> Optional[DueDay]:
        if row.status in (SIGNED, STUB):
            return None
        if row.parcel_uuid not in self._due:
            self._due[row.parcel_uuid] = self._due_of(row)
        return self._due[row.parcel_uuid]

    def _colour(self, row: QueueRow, column: int) -> Optional[QColor]:
        if column == STATUS:
            return QColor(COLOURS[state_of(row)])
        if column == DEADLINE:
            due = self._due_day(row)
            colour = LIGHT_COLOURS.get(due.light, "") if due else ""
            return QColor(colour) if colour else None
        return None

    def _tip(self, row: QueueRow, column: int) -> str:
        if column == STATUS and row.flag:
            return self.tr("Flag: {reason}").format(reason=row.flag)
        if column == DEADLINE:
            due = self._due_day(row)
            return due.tip if due else ""
        return row.suggestion if column == SUGGESTION else row.dkbh or row.jcbh


def state_of(row: QueueRow) -> str:
    """What the row shows as its status: a flag stands before draft and to do, never before a signature."""
    return FLAGGED if row.flag and row.status in (UNJUDGED, DRAFT) else row.status


def _areas(row: QueueRow) -> Dict[int, Optional[float]]:
    return {AREA: row.area_m2, FARMLAND: row.farmland_m2, BASIC: row.basic_farmland_m2, REDLINE: row.redline_m2}


def _alignment(column: int) -> int:
    horizontal = Qt.AlignmentFlag.AlignRight if AREA <= column <= DEADLINE else Qt.AlignmentFlag.AlignLeft
    both = horizontal | Qt.AlignmentFlag.AlignVCenter
    return int(getattr(both, "value", both))


class _SourceSorted(QSortFilterProxyModel):
    """A filter that leaves the sorting to the model below."""

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.sourceModel().sort(column, order)


class StateFilter(_SourceSorted):
    """Lets pass the states asked for."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.setDynamicSortFilter(True)
        self._states: Tuple[str, ...] = ()

    def show_states(self, states: Sequence[str]) -> None:
        """Only these states; none means all."""
        self._states = tuple(states)
        self.invalidateFilter()

    def filterAcceptsRow(self, row: int, parent: QModelIndex) -> bool:
        return not self._states or state_of(self.sourceModel().queue_row(row)) in self._states


class TextFilter(_SourceSorted):
    """Lets pass the rows whose number, township, suggestion, outcome or flag holds the text."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.setFilterRole(SEARCH_ROLE)
        self.setFilterKeyColumn(0)
        self.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
