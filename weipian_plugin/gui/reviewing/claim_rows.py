"""What is claimed as demolished, as rows of a table: patch, day, areas, duties, newest image, what was seen."""

from __future__ import annotations

from typing import Any, List, Optional, Sequence

from qgis.PyQt.QtCore import QCoreApplication, QModelIndex, QObject, Qt
from qgis.PyQt.QtGui import QBrush
from qgis.PyQt.QtWidgets import QApplication

from ...domain.forms.codes import label
from ...domain.review.image_checks import DEMOLISHED, STANDING, TICKS, UNCERTAIN, remarks_on
from ...domain.review.restored_visits import EARLIER, LACKING, MADE, OPEN, UNDATED, Visit
from ...jobs.reviewing.image_checks import Listed
from ..messages import language
from ..table_rows import TableRows
from ..wording import BAD, GOOD, WARN, mu_text, tone

NUMBER, TOWNSHIP, CLAIMED, RESTORED, RECULTIVATED, DUTIES, VISITED, NEWEST, SEEN, IMAGE = range(10)
ALL, UNCHECKED, UNVISITED = "", "unchecked", "unvisited"
SIGNS = {DEMOLISHED: "✔", STANDING: "✖", UNCERTAIN: "?"}
_TONES = {DEMOLISHED: GOOD, STANDING: BAD, UNCERTAIN: WARN}


class ClaimRows(TableRows):
    """Rows are `Listed`, in the order of issue; ``which``: all, unchecked, those of which a visit on site is lacking,
    or one of the ticks.
    """

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Listed] = ()
        self._which = ALL
        self._headings = (
            self.tr("Patch"), self.tr("Township"), self.tr("Demolished on (claimed)"), self.tr("Restored, mu"),
            self.tr("Recultivated, mu"), self.tr("On-site duty"), self.tr("Looked at on site"),
            self.tr("Newest image"), self.tr("Seen"),
            self.tr("In the image of"))

    def show_claims(self, claims: Sequence[Listed]) -> None:
        """These."""
        self._all = claims
        self._arrange()

    def show_only(self, which: str) -> None:
        """All, those nobody has looked at, those whose visit is lacking, those with one result."""
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
        self._shown = [one for one in self._all if self._which in (ALL, seen(one) or UNCHECKED) or (
            self._which == UNVISITED and one.lacks_visit)]
        self.endResetModel()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        one, column = self._shown[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.text(one, column)
        if role == Qt.ItemDataRole.ForegroundRole and column == SEEN and seen(one) in _TONES:
            return QBrush(tone(_TONES[seen(one)], QApplication.palette()))
        if role == Qt.ItemDataRole.ForegroundRole and column == VISITED and one.lacks_visit:
            return QBrush(tone(BAD, QApplication.palette()))
        if role == Qt.ItemDataRole.ForegroundRole and column == NEWEST and (
                not one.newest or remarks_on(one.claim, one.newest, one.said)):
            return QBrush(tone(WARN, QApplication.palette()))
        return None

    def text(self, one: Listed, column: int) -> str:
        """What stands in a cell."""
        claim, check = one.claim, one.check.values if one.check is not None else {}
        if column == SEEN:
            tick = seen(one)
            false = self.tr("false rectification") if one.false is not None else ""
            return f"{SIGNS[tick]} {label('YXJG', tick, language())}  {false}".rstrip() if tick else "—"
        if column == IMAGE:
            return " ".join(str(check.get(code) or "") for code in ("YXRQ", "YXMC")).strip()
        return {
            NUMBER: one.number, TOWNSHIP: one.township,
            CLAIMED: claim.claimed.isoformat() if claim.claimed is not None else self.tr("no day"),
            RESTORED: mu_text(claim.restored_m2), RECULTIVATED: mu_text(claim.recultivated_m2),
            DUTIES: "、".join(f"{duty.id}{' ?' if duty.open else ''}" for duty in one.duties),
            VISITED: "、".join(f"{visit.duty.id} {visit_in_words(visit)}" for visit in one.visits) or "—",
            NEWEST: one.newest or self.tr("no image")}[column]


def visit_in_words(visit: Visit) -> str:
    """Whether, and on which day, a duty on site is recorded as met."""
    day = visit.day.isoformat() if visit.day is not None else ""
    words = {
        MADE: QCoreApplication.translate("ClaimRows", "✔ recorded"),
        UNDATED: QCoreApplication.translate("ClaimRows", "✔ recorded without its day"),
        EARLIER: QCoreApplication.translate("ClaimRows", "✖ only before the demolition"),
        LACKING: QCoreApplication.translate("ClaimRows", "✖ nothing recorded"),
        OPEN: QCoreApplication.translate("ClaimRows", "? cannot be told yet")}
    return f"{words[visit.state]} {day}".rstrip()


def seen(one: Listed) -> str:
    """What was seen last, of `TICKS`; "" for nothing yet."""
    tick = str(one.check.values.get("YXJG") or "") if one.check is not None else ""
    return tick if tick in TICKS else ""
