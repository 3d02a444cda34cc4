"""What is claimed as demolished, as rows of a table: patch, day, areas, duties, newest image, what was seen."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

from qgis.PyQt.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush
from qgis.PyQt.QtWidgets import QApplication

from ...domain.forms.codes import label
from ...domain.review.image_checks import DEMOLISHED, STANDING, TICKS, UNCERTAIN, remarks_on
from ...jobs.reviewing.image_checks import Listed
from ..messages import language
from ..wording import BAD, GOOD, WARN, mu_text, tone

NUMBER, TOWNSHIP, CLAIMED, RESTORED, RECULTIVATED, DUTIES, NEWEST, SEEN, IMAGE = range(9)
ALL, UNCHECKED = "", "unchecked"
SIGNS = {DEMOLISHED: "✔", STANDING: "✖", UNCERTAIN: "?"}
_TONES = {DEMOLISHED: GOOD, STANDING: BAD, UNCERTAIN: WARN}


class ClaimRows(QAbstractTableModel):
    """Rows are `Listed`, in the order of issue; ``which``: all, unchecked, or one of the ticks."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Listed] = ()
        self._shown: List[Listed] = []
        self._which = ALL
        self._headings = (
            self.tr("Patch"), self.tr("Township"), self.tr("Demolished on (claimed)"), self.tr("Restored, mu"),
            self.tr("Recultivated, mu"), self.tr("On-site duty"), self.tr("Newest image"), self.tr("Seen"),
            self.tr("In the image of"))

    def show_claims(self, claims: Sequence[Listed]) -> None:
        """These."""
        self._all = claims
        self._arrange()

    def show_only(self, which: str) -> None:
        """All, those nobody has looked at, those with one result."""
        self._which = which
        self._arrange()

    def row_at(self, line: int) -> Listed:
        """That of a line."""
        return self._shown[line]

    def line_of(self, rectification: str, parcel: str) -> int:
        """Where a claim stands, -1 where it is not shown."""
        return next((line for line, one in enumerate(self._shown)
                     if (one.claim.rectification, one.claim.parcel) == (rectification, parcel)), -1)

    @property
    def shown(self) -> List[Listed]:
        """As they stand."""
        return list(self._shown)

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = [one for one in self._all if self._which in (ALL, seen(one) or UNCHECKED)]
        self.endResetModel()

    def rowCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's way
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: QModelIndex = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._headings[section]
        return None

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one, column = self._shown[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(one, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == SEEN and seen(one) in _TONES:
            return QBrush(tone(_TONES[seen(one)], QApplication.palette()))
        if role == Qt.ItemDataRole.ForegroundRole and column == NEWEST and (
                not one.newest or remarks_on(one.claim, one.newest)):
            return QBrush(tone(WARN, QApplication.palette()))
        return None

    def text(self, one: Listed, column: int) -> str:
        """What stands in a cell."""
        claim, check = one.claim, one.check.values if one.check is not None else {}
        if column == SEEN:
            tick = seen(one)
            false = self.tr("false rectification") if check.get("YXXJ") == 1 else ""
            return f"{SIGNS[tick]} {label('YXJG', tick, language())}  {false}".rstrip() if tick else "—"
        if column == IMAGE:
            return " ".join(str(check.get(code) or "") for code in ("YXRQ", "YXMC")).strip()
        return {
            NUMBER: one.number, TOWNSHIP: one.township,
            CLAIMED: claim.claimed.isoformat() if claim.claimed is not None else self.tr("no day"),
            RESTORED: mu_text(claim.restored_m2), RECULTIVATED: mu_text(claim.recultivated_m2),
            DUTIES: "、".join(f"{duty.id}{' ?' if duty.open else ''}" for duty in one.duties),
            NEWEST: one.newest or self.tr("no image")}[column]


def seen(one: Listed) -> str:
    """What was seen last, of `TICKS`; "" for nothing yet."""
    tick = str(one.check.values.get("YXJG") or "") if one.check is not None else ""
    return tick if tick in TICKS else ""
