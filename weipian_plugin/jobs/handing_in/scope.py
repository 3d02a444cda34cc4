"""What is handed in together: a batch, the batches of a quarter, half or year, or everything."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Iterable, List, Optional, Tuple

from ...domain.calendar.dates import parse_date
from ...domain.calendar.periods import Period, PeriodKind
from ...domain.errors import WeipianError
from ...domain.records import Batch, TableRow

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


_PERIOD = re.compile(r"(\d{4})(?:年|-)?(?:([QH])(\d))?")
_KINDS = {"Q": PeriodKind.QUARTER, "H": PeriodKind.HALF, "": PeriodKind.YEAR}


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
    """The batches issued (下发时间) in the period. Raises NOTHING_IN_PERIOD where none was, with the periods of this
    kind in which one was; NOTHING_TO_EXPORT where there is none at all.
    """
    batches = workspace.batches()
    issued = [one for one in batches if _issued_in(one, period)]
    if batches and not issued:
        known = "、".join(map(written, periods_of(workspace, period.kind)))
        raise WeipianError("NOTHING_IN_PERIOD", period=written(period), known=known or "—")
    return _filled(period.title, issued, period)


def everything(workspace: Workspace) -> Scope:
    """All batches, one alone under its own name. Raises NOTHING_TO_EXPORT where there is none."""
    batches = workspace.batches()
    return _filled(batches[0].label if len(batches) == 1 else "全部批次", batches)


def scope_asked(workspace: Workspace, batch: Optional[str] = None, period: str = "") -> Scope:
    """The batch of this uuid, else the period as text (``2023Q3``, ``2023H1``, ``2023``), else everything.

    Raises NO_SUCH_PERIOD, NOTHING_IN_PERIOD, NOTHING_TO_EXPORT.
    """
    if batch:
        return scope_of_batch(workspace, batch)
    return scope_of_period(workspace, period_of(period)) if period.strip() else everything(workspace)


def period_of(text: str) -> Period:
    """The period that a text names. Raises NO_SUCH_PERIOD."""
    found = _PERIOD.fullmatch(text.strip().upper())
    if found is None:
        raise WeipianError("NO_SUCH_PERIOD", period=text)
    try:
        return Period(_KINDS[found.group(2) or ""], int(found.group(1)), int(found.group(3) or 1))
    except ValueError:  # a fifth quarter
        raise WeipianError("NO_SUCH_PERIOD", period=text) from None


def periods_of(workspace: Workspace, kind: PeriodKind) -> List[Period]:
    """The periods of this kind in which something was issued, the newest first."""
    days = [day for day in map(_day, workspace.batches()) if day is not None]
    return sorted({Period.of(kind, day) for day in days}, reverse=True)


def written(period: Period) -> str:
    """As `period_of` reads it."""
    letter = next(one for one, kind in _KINDS.items() if kind is period.kind)
    return f"{period.year}{letter}{period.number if letter else ''}"


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
