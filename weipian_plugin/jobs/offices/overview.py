"""What there is to hand on, what was merged, and what offices say differently: all that the page of packages shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Dict, Mapping, Tuple

from ...domain.feedback import Feedback, stop_if_cancelled
from ...domain.review.office_state import Conflict
from ..reviewing.population import labels_told_apart
from .making import counties_of
from .own_level import own_area, own_level, settled_level

if TYPE_CHECKING:
    from ...workspace.merging.office_desk import Merged
    from ...workspace.workspace import Workspace


@dataclass(frozen=True)
class OfficesOverview:
    """``batches``: by uuid what they are called; ``progress``: parcels by status; ``labels``: the numbers of the
    parcels that conflicts name; ``level`` and ``area`` of this office, see `own_level`; ``settled``: a person has said
    the level.
    """

    batches: Mapping[str, str] = field(default_factory=dict)
    counties: Tuple[str, ...] = ()
    progress: Mapping[str, int] = field(default_factory=dict)
    conflicts: Tuple[Conflict, ...] = ()
    merged: Tuple[Merged, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)
    level: str = ""
    area: str = ""
    settled: bool = True


def offices_overview(workspace: Workspace, feedback: Feedback) -> OfficesOverview:
    """Read it. Raises ``JOB_CANCELLED``."""
    conflicts = tuple(workspace.offices.conflicts())
    stop_if_cancelled(feedback)
    labels: Dict[str, str] = {}
    named = {uuid for one in conflicts for uuid in one.parcels}
    if named:
        labels = {row.parcel_uuid: row.dkbh or row.jcbh for row in workspace.queue() if row.parcel_uuid in named}
    stop_if_cancelled(feedback)
    return OfficesOverview(labels_told_apart(workspace), tuple(counties_of(workspace)), workspace.progress(), conflicts,
                           tuple(workspace.offices.packages()), labels, own_level(workspace), own_area(workspace),
                           bool(settled_level(workspace)))
