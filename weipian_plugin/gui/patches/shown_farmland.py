"""耕地, and areas of parts, in the queue as panel and tables show them: they add up; read for the rows one looks at."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Callable, Dict, Optional, Sequence, Tuple

from ...domain.areas.landclass import SEPARATE
from ...domain.areas.table_areas import shown_areas
from ...domain.errors import WeipianError
from ...domain.records import Measured, QueueRow

if TYPE_CHECKING:
    from ..session import Session

FarmlandOf = Callable[[QueueRow], Optional[Decimal]]
_Figures = Tuple[str, Optional[float], Optional[float]]


class ShownFarmland:
    """From a row to its 耕地 in 亩 as shown; ``None`` where not measured or the classes cannot be read."""

    def __init__(self, session: Session) -> None:
        self._session, self._workspace = session, session.workspace
        self._profiles = {} if self._workspace is None else self._workspace.lists.profile_ids()
        self._known: Dict[_Figures, Optional[Decimal]] = {}
        self._parts: Dict[str, Optional[Decimal]] = {}

    def __call__(self, row: QueueRow) -> Optional[Decimal]:
        if row.farmland_m2 is None or self._workspace is None:
            return None
        if _figures(row) not in self._known:
            self.read((row,))
        return self._known.get(_figures(row))

    def area(self, row: QueueRow) -> Optional[Decimal]:
        """亩 of a part of a patch beside the other parts; ``None`` for a parcel that is its patch."""
        if row.dkbh == row.jcbh or row.area_m2 is None or self._workspace is None:
            return None
        if row.parcel_uuid not in self._parts:
            beside = list(self._workspace.siblings(row.parcel_uuid)) or [row.parcel_uuid]
            self._parts.update({**dict.fromkeys(beside), **self._workspace.lists.shown_of_parts(beside)})
        return self._parts.get(row.parcel_uuid)

    def forget(self) -> None:
        """Parcels are cut otherwise than before."""
        self._known.clear()
        self._parts.clear()

    def read(self, rows: Sequence[QueueRow]) -> None:
        """Read what is not known yet of these rows (at most a few hundred) at once, unless the first is known."""
        if self._workspace is None or not rows or _figures(rows[0]) in self._known:
            return
        wanted = [row for row in rows if row.farmland_m2 is not None and _figures(row) not in self._known]
        measured = self._workspace.lists.measured([row.parcel_uuid for row in wanted])
        for row in wanted:
            self._known[_figures(row)] = self._farmland(row, measured.get(row.parcel_uuid), self.area(row))

    def _farmland(self, row: QueueRow, measured: Optional[Measured], whole: Optional[Decimal]) -> Optional[Decimal]:
        try:
            profile = self._session.profile_of(self._profiles.get(row.batch_uuid, ""))
            adjustable = profile.grouping.adjustable if profile is not None else SEPARATE
            return shown_areas(measured, adjustable=adjustable, whole=whole).values.get("GDMJ")
        except WeipianError:
            return None  # what is wrong with profile or class code is told by panel and checks; a cell must not raise


def _figures(row: QueueRow) -> _Figures:
    return row.parcel_uuid, row.area_m2, row.farmland_m2


def farmland_reader(session: Session) -> ShownFarmland:
    """What reads 耕地 of the session's workspace as it is now."""
    return ShownFarmland(session)
