"""QGIS's locator (Ctrl+K) finds patches: by any part of their number, by township, by the number of an act."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Optional, Tuple

from qgis.core import QgsFeedback, QgsLocatorContext, QgsLocatorFilter, QgsLocatorResult
from qgis.PyQt.QtCore import QCoreApplication

from ...domain.areas.units import mu_round2
from ...domain.forms.terms import kind_name
from ...domain.records import STUB, QueueRow
from ..forms import icon
from ..messages import language
from .parcel_index import ParcelIndex, Snapshot

if TYPE_CHECKING:
    Jump = Callable[[str], None]

PREFIX = "wpp"
MOST, LEAST_LETTERS = 50, 3
PATIENCE_S, LOOKS_EVERY_S = 3.0, 0.02
"""How long the search's own thread waits for the parcels to be read; nobody waits for it."""


class PatchLocator(QgsLocatorFilter):
    """QGIS asks a clone of it in a thread: that one only ever looks into the index's snapshot."""

    def __init__(self, index: ParcelIndex, jump: Jump) -> None:
        super().__init__()
        self._index, self._jump = index, jump

    def clone(self) -> PatchLocator:
        return PatchLocator(self._index, self._jump)

    def name(self) -> str:
        return "weipian_patches"

    def displayName(self) -> str:
        return QCoreApplication.translate("PatchLocator", "Patches (Weipian)")

    def description(self) -> str:
        return QCoreApplication.translate(
            "PatchLocator", "Goes to a patch: part of its number, its township, or the number of an act or case")

    def prefix(self) -> str:
        return PREFIX

    def priority(self) -> QgsLocatorFilter.Priority:
        return QgsLocatorFilter.Priority.High

    def prepare(self, string: Optional[str], context: QgsLocatorContext) -> List[str]:
        """In the GUI thread, before each search."""
        if self._index.has_workspace:
            self._index.want()
        return []

    def fetchResults(self, string: Optional[str], context: QgsLocatorContext, feedback: Optional[QgsFeedback]) -> None:
        """In a thread of the locator's."""
        sought = (string or "").strip()
        least = 1 if context.usingPrefix or not sought.isascii() else LEAST_LETTERS
        if feedback is None or len(sought) < least or not self._index.has_workspace:
            return
        snapshot = self._snapshot(feedback)
        if snapshot is None:
            return
        for score, row, why in matches(snapshot, sought, feedback.isCanceled):
            if feedback.isCanceled():
                return
            self.resultFetched.emit(self._result(score, row, why, snapshot))

    def _snapshot(self, feedback: QgsFeedback) -> Optional[Snapshot]:
        until = time.monotonic() + PATIENCE_S
        while self._index.snapshot is None and time.monotonic() < until and not feedback.isCanceled():
            self._index.ready.wait(LOOKS_EVERY_S)
        return self._index.snapshot

    def _result(self, score: float, row: QueueRow, why: str, snapshot: Snapshot) -> QgsLocatorResult:
        result = QgsLocatorResult(self, row.dkbh or row.jcbh, row.parcel_uuid)
        area = "" if row.area_m2 is None else f"{mu_round2(row.area_m2)} {'亩' if language() == 'zh' else 'mu'}"
        outcome = kind_name(row.outcome, language()) if row.outcome else ""
        result.description = "  ".join(part for part in (row.township, area, outcome, why) if part)
        result.icon = icon("patches")
        result.score = score
        return result

    def triggerResult(self, result: QgsLocatorResult) -> None:
        """In the GUI thread: go there."""
        self._jump(_parcel_of(result))


def _parcel_of(result: Any) -> str:
    """The parcel a result was made for; QGIS named the way to it anew in 3.34."""
    return str(result.getUserData() if hasattr(result, "getUserData") else result.userData)


def matches(snapshot: Snapshot, sought: str,
            is_cancelled: Callable[[], bool] = lambda: False) -> List[Tuple[float, QueueRow, str]]:
    """The best `MOST` parcels with their score (0 to 1, as QGIS sorts them) and the act's number, where that is why.

    A number that ends or begins as is written stands before one that has it inside, then places, then acts.
    """
    wanted = sought.casefold()
    found: Dict[float, List[Tuple[float, QueueRow, str]]] = {}
    for count, (uuid, row) in enumerate(list(snapshot.rows.items())):
        if count % 1000 == 0 and is_cancelled():
            return []
        score, why = _score(row, wanted, snapshot.cases.get(uuid, ()))
        if score and row.status != STUB:
            found.setdefault(score, []).append((score, row, why))
    best: List[Tuple[float, QueueRow, str]] = []
    for score in sorted(found, reverse=True):
        best += found[score][:MOST - len(best)]
    return best


def _score(row: QueueRow, wanted: str, cases: Tuple[str, ...]) -> Tuple[float, str]:
    numbers = (row.dkbh.casefold(), row.jcbh.casefold())
    if wanted in numbers:
        return 1.0, ""
    if any(number.endswith(wanted) for number in numbers):
        return 0.9, ""
    if any(number.startswith(wanted) for number in numbers):
        return 0.8, ""
    if any(wanted in number for number in numbers):
        return 0.7, ""
    if wanted in row.township.casefold():
        return 0.5, ""
    case = next((number for number in cases if wanted in number.casefold()), "")
    return (0.4, case) if case else (0.0, "")
