"""By when what was sent back is to be answered, by parcel, with the profile of its batch and its extensions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.calendar.deadlines import Deadline
from ...domain.errors import WeipianError
from ...domain.records import Record
from ...domain.review.return_deadlines import DAYS_TO_ANSWER, TASK, TASKS, answer_due
from ..judging.due import extensions_by_parcel
from ..rules.profiles import load_profile

if TYPE_CHECKING:
    from ...domain.profiles import PolicyProfile
    from ...workspace.workspace import Workspace


@dataclass(frozen=True)
class OpenReturn:
    """An audit that sent a parcel back and is not answered, and by when it is to be."""

    audit: Record
    due: Optional[Deadline]


def open_returns(workspace: Workspace, parcel: str, days: int = DAYS_TO_ANSWER) -> List[OpenReturn]:
    """The returns of one parcel that wait for the county's answer, the highest level's first; of each level one."""
    waiting = workspace.filed.open_returns([parcel]).get(parcel, ())
    if not waiting:
        return []
    batch, dues = workspace.batch_of(parcel), ReturnDues(workspace, days)
    return [OpenReturn(audit, dues.due_of(audit, parcel, batch.uuid if batch is not None else ""))
            for audit in waiting]


class ReturnDues:
    """By when what was sent back is answered, by parcel; looked up once for each, until it is forgotten."""

    def __init__(self, workspace: Workspace, days: int = DAYS_TO_ANSWER,
                 profiles: Optional[Mapping[str, Optional[PolicyProfile]]] = None) -> None:
        self._workspace, self._days = workspace, days
        self._profiles: Dict[str, Optional[PolicyProfile]] = dict(profiles or {})
        self._profile_ids = workspace.lists.profile_ids()
        self._put_off = extensions_by_parcel(workspace)
        self._audits = workspace.filed.open_returns()

    def audits(self, parcel: str) -> Tuple[Record, ...]:
        """The audits that sent it back and are not answered."""
        if parcel not in self._audits:
            self._audits.update(self._workspace.filed.open_returns([parcel]))
        return self._audits.get(parcel, ())

    def audit(self, parcel: str) -> Optional[Record]:
        """The highest level's of them."""
        return next(iter(self.audits(parcel)), None)

    def due(self, parcel: str, batch: str) -> Optional[Deadline]:
        """The day by which this parcel of a batch is answered, the earliest; ``None`` where it was not sent back."""
        found = [due for audit in self.audits(parcel) if (due := self.due_of(audit, parcel, batch)) is not None]
        return min(found, key=lambda due: due.due, default=None)

    def due_of(self, audit: Record, parcel: str, batch: str) -> Optional[Deadline]:
        """The day by which this return of a parcel is answered; ``None`` where it says no day."""
        profile = self._profile_of(batch)
        given = [one for one in self._put_off.get(parcel, ()) if one.task in (TASK, *TASKS.values())]
        found = answer_due(audit.values, profile, self._days)
        if found is None or not given:
            return found
        try:
            return answer_due(audit.values, profile, self._days, [replace(one, task=found.task) for one in given])
        except WeipianError:
            return found  # an extension that moves nothing is told where it was written

    def forget(self, parcels: Sequence[str]) -> None:
        """Something was said of these."""
        for parcel in parcels:
            self._audits.pop(parcel, None)

    def _profile_of(self, batch: str) -> Optional[PolicyProfile]:
        profile_id = self._profile_ids.get(batch, "")
        if profile_id not in self._profiles:
            try:
                self._profiles[profile_id] = load_profile(profile_id) if profile_id else None
            except WeipianError:
                self._profiles[profile_id] = None  # what is wrong with it is told when the workspace is opened
        return self._profiles[profile_id]
