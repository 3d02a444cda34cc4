"""Records of one kind as a table: filtered by open and closed, township and text, sorted by any column."""

from __future__ import annotations

from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush, QPalette

from ...domain.forms.act_progress import is_closed, progress_of
from ...domain.forms.fields import Field, FieldType
from ...domain.forms.record_kinds import RecordKind
from ...domain.records import QueueRow, Record
from ..table_rows import ChosenRows
from ..wording import GOOD, WARN, field_name, mu_unit, tone
from .parcel_links import Parcels
from .record_words import value_text

ALL, OPEN, CLOSED = "", "open", "closed"
SIGNS = {OPEN: "○", CLOSED: "✔"}
_COLUMNS: Mapping[str, Tuple[str, ...]] = {
    "act": ("WFXWBH", "WFZRZT", "CLFS", "SXWFMJ"), "rectification": ("ZGFS", "ZGMJ", "ZRBM", "GZSX"),
    "transfer": ("JSDW", "YJWH", "YJSJ", "FKSJ"), "review": ("HSSJ", "HSZCR", "HSJL"),
    "correction": ("FKWH", "FKJG", "FKRQ", "HDJL"), "extension": ("QXBH", "YQZ", "YQYJ"),
    "survey": ("BGDCBS", "BGDCND", "BGDCDL"), "letter": ("HJLX", "HJWH", "HJRQ", "HJZS", "HFRQ"),
    "audit": ("SHJB", "SHLC", "SHJG", "SHSJ", "SHYY"),
}
_NUMBERS = (FieldType.AREA, FieldType.NUMBER, FieldType.INTEGER)
_NAMED = 3
Parts = Mapping[str, Sequence[Record]]


class RecordsModel(ChosenRows):
    """Rows are records. Columns: state, the kind's telling fields, what is left (of acts), parcels, township."""

    def __init__(self, kind: RecordKind, parcels: Parcels, palette: QPalette, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self.kind, self._parcels, self._palette = kind, parcels, palette
        self._fields: List[Field] = [kind.by_code[code] for code in _COLUMNS[kind.name]]
        self._places: Dict[str, int] = {}
        self._parts: Dict[str, List[Record]] = {}
        self._state = self._township = self._sought = ALL
        self.states = {OPEN: self.tr("Open"), CLOSED: self.tr("Closed")}
        self._headings = [self.tr("State"), *(_heading(field) for field in self._fields)]
        if kind.name == "act":
            self._headings.append(self.tr("Left ({unit})").format(unit=mu_unit()))
        self._headings += [self.tr("Parcels"), self.tr("Township")]

    def show_records(self, records: Sequence[Record], parts: Optional[Parts] = None) -> None:
        """Show these records; ``parts``: the rectifications by act."""
        def change() -> None:
            self._all = list(records)
            self._parts = {act: list(own) for act, own in (parts or {}).items()}
        self._change(change)

    def show_only(self, state: Optional[str] = None, township: Optional[str] = None,
                  text: Optional[str] = None) -> None:
        """Set filters; ``""`` lets everything pass, ``None`` leaves a filter as it is."""
        def change() -> None:
            self._state = self._state if state is None else state
            self._township = self._township if township is None else township
            self._sought = self._sought if text is None else text.strip().casefold()
        self._change(change)

    def update_record(self, record: Record) -> None:
        """Show a record as it was kept: in its place, also where the filters would not let it pass now."""
        place = self._places.get(record.uuid)
        for number, known in enumerate(self._all):
            if known.uuid == record.uuid:
                self._all[number] = record
                break
        if place is not None:
            self._shown[place] = record
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def set_parts(self, act: str, parts: Sequence[Record]) -> None:
        """The rectifications of one act are these now."""
        self._parts[act] = list(parts)
        place = self._places.get(act)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, self.columnCount() - 1))

    def record(self, row: int) -> Record:
        """The record in this row."""
        return self._shown[row]

    def row_of(self, uuid: str) -> int:
        """Where a record stands now, -1 where it does not."""
        return self._places.get(uuid, -1)

    def parts_of(self, act: str) -> List[Record]:
        """The rectifications of an act."""
        return self._parts.get(act, [])

    def acts_with_parts(self) -> List[str]:
        """The acts of which any ground is being rectified."""
        return list(self._parts)

    @property
    def count(self) -> int:
        """All records, whatever the filters let pass."""
        return len(self._all)

    def state_of(self, record: Record) -> str:
        """Open or closed."""
        return CLOSED if is_closed(record, self.parts_of(record.uuid)) else OPEN

    def townships(self) -> List[str]:
        """Those in which any of the records lies."""
        return sorted({row.township for record in self._all for row in self._rows_of(record) if row.township})

    def _chosen(self) -> List[Record]:
        shown = super()._chosen()
        self._places = {record.uuid: place for place, record in enumerate(shown)}
        return shown

    def _in_order(self, rows: List[Record], column: int, descending: bool) -> List[Record]:
        """What says nothing comes last, whichever way."""
        keyed = [(self._key(record, column), record) for record in rows]
        known = sorted((pair for pair in keyed if pair[0] not in (None, "")), key=lambda pair: pair[0],
                       reverse=descending)
        return [record for _, record in known] + [record for key, record in keyed if key in (None, "")]

    def _passes(self, record: Record) -> bool:
        if self._state and self.state_of(record) != self._state:
            return False
        rows = self._rows_of(record)
        if self._township and not any(row.township == self._township for row in rows):
            return False
        if not self._sought:
            return True
        values = (value_text(field, record.values.get(field.code)) for field in self.kind.fields)
        return any(self._sought in text.casefold() for text in (*values, *(f"{row.dkbh} {row.jcbh}" for row in rows)))

    def _rows_of(self, record: Record) -> List[QueueRow]:
        return [row for uuid in record.parcels if (row := self._parcels.row(uuid)) is not None]

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        record, column = self._shown[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._cell(record, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(record, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == 0:
            return QBrush(tone(GOOD if self.state_of(record) == CLOSED else WARN, self._palette))
        if role == Qt.ItemDataRole.TextAlignmentRole and self._is_number(column):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _cell(self, record: Record, column: int) -> str:
        if column == 0:
            state = self.state_of(record)
            return f"{SIGNS[state]} {self.states[state]}"
        if column <= len(self._fields):
            field = self._fields[column - 1]
            return value_text(field, record.values.get(field.code), unit=False) or "–"
        if column == len(self._headings) - 1:
            return "、".join(dict.fromkeys(row.township for row in self._rows_of(record) if row.township))
        if column == len(self._headings) - 2:
            return self._parcel_names(record)
        left = progress_of(record, self.parts_of(record.uuid)).left
        return "–" if left is None else str(left)

    def _parcel_names(self, record: Record) -> str:
        names = [self._parcels.name(uuid) for uuid in record.parcels[:_NAMED]]
        more = len(record.parcels) - len(names)
        return "、".join(names) + (f" +{more}" if more else "")

    def _tip(self, record: Record, column: int) -> str:
        if column == len(self._headings) - 2:
            return "\n".join(self._parcels.name(uuid) for uuid in record.parcels)
        return self._cell(record, column)

    def _is_number(self, column: int) -> bool:
        if 1 <= column <= len(self._fields):
            return self._fields[column - 1].type in _NUMBERS
        return self.kind.name == "act" and column == len(self._fields) + 1

    def _key(self, record: Record, column: int) -> Any:
        if not self._is_number(column):
            text = self._cell(record, column)
            return "" if text == "–" else text
        if column <= len(self._fields):
            value = record.values.get(self._fields[column - 1].code)
            return float(value) if isinstance(value, (int, float)) else None
        return progress_of(record, self.parts_of(record.uuid)).left


def _heading(field: Field) -> str:
    return f"{field_name(field)} ({mu_unit()})" if field.type == FieldType.AREA else field_name(field)
