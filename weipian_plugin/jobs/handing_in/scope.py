"""What is handed in together: a batch, the batches of a quarter, half or year, or everything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Iterable, List, Optional, Tuple

from ...domain.calendar.dates import parse_date
from ...domain.calendar.periods import Period, PeriodKind
from ...domain.errors import WeipianError
from ...domain.records import Batch, TableRow

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


@dataclass(frozen=True)
class Scope:
    """Batches handed in together, in order of their issue; ``period`` where they are those of one."""

    title: str
    batches: Tuple[Batch, ...]
    period: Optional[Period] = None

    def rows(self, workspace: Workspace) -> List[TableRow]:
        """The rows of its parcels, batch by batch; nothing of what is in quarantine."""
        return [row for batch in self.batches for row in workspace.table_rows(batch.uuid)]


def scope_of_batch(workspace: Workspace, uuid: str) -> Scope:
    """One batch. Raises NOTHING_TO_EXPORT where there is none of this uuid."""
    return _filled(next((one.label for one in workspace.batches() if one.uuid == uuid), ""),
                   (one for one in workspace.batches() if one.uuid == uuid))


def scope_of_period(workspace: Workspace, period: Period) -> Scope:
    """The batches issued (下发时间) in the period. Raises NOTHING_TO_EXPORT where none was."""
    return _filled(period.title, (one for one in workspace.batches() if _issued_in(one, period)), period)


def everything(workspace: Workspace) -> Scope:
    """All batches. Raises NOTHING_TO_EXPORT where there is none."""
    return _filled("全部批次", workspace.batches())


def periods_of(workspace: Workspace, kind: PeriodKind) -> List[Period]:
    """The periods of this kind in which something was issued, the newest first."""
    days = [day for day in map(_day, workspace.batches()) if day is not None]
    return sorted({Period.of(kind, day) for day in days}, reverse=True)


def _filled(title: str, batches: Iterable[Batch], period: Optional[Period] = None) -> Scope:
    found = tuple(sorted(batches, key=lambda one: (one.issued, one.label, one.uuid)))
    if not found:
        raise WeipianError("NOTHING_TO_EXPORT")
    return Scope(title, found, period)


def _issued_in(batch: Batch, period: Period) -> bool:
    day = _day(batch)
    return day is not None and period.holds(day)


def _day(batch: Batch) -> Optional[date]:
    return parse_date(batch.issued)
