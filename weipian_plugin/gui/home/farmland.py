"""耕地 of parcels as panel and tables show it, for whoever asks from any thread: read where it is asked for."""

from __future__ import annotations

import threading
from collections import OrderedDict
from decimal import Decimal
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Tuple

from ...domain.areas.landclass import SEPARATE
from ...domain.errors import WeipianError
from ...domain.records import Measured, QueueRow

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace
    from ..session import Session
    from .parcel_index import Snapshot

AT_ONCE, KEPT = 64, 32
"""So many parcels of the list are read together, and so many such lots are kept: who draws a map asks for neighbours,
who fills a column for one after the other. Reckoned is only what is asked for: that costs most.
"""
_Figures = Tuple[str, Optional[float], Optional[float]]


class Farmland:
    """Of one snapshot: its parcels in their order. It is let go of where any of them is measured anew."""

    def __init__(self, session: Session, workspace: Workspace, snapshot: Snapshot) -> None:
        self._session, self._workspace, self.snapshot = session, workspace, snapshot
        self._lock = threading.Lock()
        self._known: Dict[_Figures, Optional[Decimal]] = {}
        self._order: List[str] = list(snapshot.rows)
        self._places: Dict[str, int] = {each: place for place, each in enumerate(self._order)}
        self._lots: OrderedDict[int, Mapping[str, Measured]] = OrderedDict()
        self._adjustable: Optional[Dict[str, str]] = None

    def of(self, row: QueueRow) -> Optional[Decimal]:
        """亩; ``None`` where not measured or the classes cannot be read. Raises what reading raises."""
        if row.farmland_m2 is None:
            return None
        figures = (row.parcel_uuid, row.area_m2, row.farmland_m2)
        if figures not in self._known:
            with self._lock:
                self._known[figures] = self._known.get(figures) or self._reckoned(row)
        return self._known[figures]

    def _reckoned(self, row: QueueRow) -> Optional[Decimal]:
        from ...domain.areas.table_areas import shown_areas, shown_of_parts

        measured = self._lot_of(row.parcel_uuid).get(row.parcel_uuid)
        if measured is None:
            return None
        whole = shown_of_parts((each.jcbh, each.parcel_uuid, each.area_m2) for each in self.snapshot.beside(row))
        adjustable = (self._adjustable or {}).get(row.batch_uuid, SEPARATE)
        try:
            return shown_areas(measured, adjustable=adjustable, whole=whole.get(row.parcel_uuid)).values.get("GDMJ")
        except WeipianError:
            return None  # told by panel and checks

    def _lot_of(self, uuid: str) -> Mapping[str, Measured]:
        lot = self._places.get(uuid, 0) // AT_ONCE
        if lot in self._lots:
            self._lots.move_to_end(lot)
        else:
            with self._workspace.again() as beside:
                self._adjustable = _adjustable(self._session, beside) if self._adjustable is None else self._adjustable
                self._lots[lot] = beside.lists.measured(self._order[lot * AT_ONCE:(lot + 1) * AT_ONCE])
            while len(self._lots) > KEPT:
                self._lots.popitem(last=False)
        return self._lots[lot]


def _adjustable(session: Session, workspace: Workspace) -> Dict[str, str]:
    """By batch how its profile counts adjustable land (恢复属性)."""
    known: Dict[str, str] = {}
    for batch in workspace.batches():
        try:
            profile = session.profile_of(batch.profile_id)
        except WeipianError:
            continue
        if profile is not None:
            known[batch.uuid] = profile.grouping.adjustable
    return known
