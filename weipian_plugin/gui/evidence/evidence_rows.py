"""The photos that were found, as rows: file, time, where, which patch, how it was found, what is told."""

from __future__ import annotations

from typing import Dict, Mapping, Optional, Sequence

from qgis.PyQt.QtCore import QModelIndex, QObject, Qt

from ...domain.forms.codes import label
from ...jobs.evidence.candidates import HAND, Candidate
from ..messages import language
from ..table_rows import TableRows

ALL, FOUND, LEFT, TOLD, BROKEN = "all", "found", "left", "told", "broken"
FILE, TIME, PLACE, PATCH, HOW, REMARKS = range(6)


class EvidenceRows(TableRows):
    """What a person says of a photo stands in ``by_hand``: its parcel by its key, "" for one that is left out."""

    def __init__(self, parent: Optional[QObject] = None) -> None:
        super().__init__(parent)
        self._all: Sequence[Candidate] = ()
        self._labels: Mapping[str, str] = {}
        self._filter, self._column, self._down = ALL, FILE, False
        self._remarks: Dict[str, str] = {}
        self.by_hand: Dict[str, str] = {}
        self._headings = (self.tr("File"), self.tr("Taken"), self.tr("Where"), self.tr("Patch"), self.tr("Found"),
                          self.tr("Remarks"))

    def show_candidates(self, candidates: Sequence[Candidate], labels: Mapping[str, str]) -> None:
        """These, and nothing said by hand yet; ``labels``: numbers by parcel."""
        self._all, self._labels, self.by_hand = tuple(candidates), labels, {}
        self._remarks = {one.key: " ".join(found.sentence(language()) for found in one.findings) for one in candidates}
        self._arrange()

    def show_only(self, which: str) -> None:
        """All, those with a patch, those left for a person, those with remarks, those of no use."""
        self._filter = which
        self._arrange()

    def count(self, which: str) -> int:
        """How many there are of a kind."""
        return sum(self._is(one, which) for one in self._all)

    def give(self, keys: Sequence[str], parcel: Optional[str]) -> None:
        """A person says where these belong: a parcel, "" for nowhere, ``None``: as it was found."""
        usable = {one.key for one in self._all if one.usable}
        for key in keys:
            if parcel is None:
                self.by_hand.pop(key, None)
            elif key in usable:
                self.by_hand[key] = parcel
        self._arrange()

    def parcel_of(self, one: Candidate) -> str:
        """Where it will go."""
        return self.by_hand.get(one.key, one.parcel) if one.usable else ""

    def candidate(self, row: int) -> Candidate:
        """That of a row."""
        return self._shown[row]

    def row_of(self, key: str) -> int:
        """Its row, -1 where it is not shown."""
        return next((row for row, one in enumerate(self._shown) if one.key == key), -1)

    def _is(self, one: Candidate, which: str) -> bool:
        parcel = self.parcel_of(one)
        return {ALL: True, FOUND: bool(parcel), LEFT: one.usable and not parcel, TOLD: bool(one.findings),
                BROKEN: not one.usable}[which]

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = [one for one in self._all if self._is(one, self._filter)]
        if self._column != FILE or self._down:
            self._shown.sort(key=lambda one: self._text(one, self._column), reverse=self._down)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """By a column; by file means as they lie in their folders."""
        self._column, self._down = max(column, FILE), order == Qt.SortOrder.DescendingOrder and column >= FILE
        self._arrange()

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        one = self._shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(one, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._remarks[one.key] if index.column() == REMARKS else self._text(one, index.column())
        return None

    def _text(self, one: Candidate, column: int) -> str:
        return _TEXTS[column](self, one)

    def _file(self, one: Candidate) -> str:
        return f"{one.folder}/{one.name}" if one.folder and one.piece is None else one.name

    def _time(self, one: Candidate) -> str:
        return one.facts.taken_at[:16].replace("T", " ")

    def _place(self, one: Candidate) -> str:
        facts = one.facts
        if facts.longitude is None or facts.latitude is None:
            return ""
        said = f"{facts.longitude:.5f}, {facts.latitude:.5f}"
        if one.distance is not None and self.by_hand.get(one.key, one.parcel) == one.parcel:
            said = self.tr("{metres} m away").format(metres=round(one.distance)) if one.distance >= 1 else self.tr(
                "in the patch")
        return f"{said}  {direction(facts.azimuth, facts.reference)}".strip()

    def _patch(self, one: Candidate) -> str:
        parcel = self.parcel_of(one)
        return self._labels.get(parcel, parcel)

    def _how(self, one: Candidate) -> str:
        if not one.usable:
            return self.tr("of no use")
        if one.key in self.by_hand:
            return label("GLFS", HAND, language()) if self.by_hand[one.key] else self.tr("left out")
        return label("GLFS", one.how, language()) if one.how else self.tr("left for you")

    def _said(self, one: Candidate) -> str:
        return self._remarks[one.key]


_TEXTS = {FILE: EvidenceRows._file, TIME: EvidenceRows._time, PLACE: EvidenceRows._place, PATCH: EvidenceRows._patch,
          HOW: EvidenceRows._how, REMARKS: EvidenceRows._said}


def direction(azimuth: Optional[float], reference: str) -> str:
    """An azimuth as people read it: ``135° (磁北)``."""
    if azimuth is None:
        return ""
    return f"{round(azimuth)}°" + (f" ({label('FWJZ', reference, language())})" if reference else "")
