"""Asks the rules about every parcel and stores what they suggest; never touches a draft or a judgement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Tuple

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.profiles import PolicyProfile
from ..domain.records import STUB, SUPERSEDED, Batch, Measured
from ..domain.suggest import suggest_for
from .profiles import load_profile, profile_choices

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace

_TOLD_EVERY = 50


def suggest(workspace: Workspace, batch: Optional[str] = None, profile_id: str = "",
            feedback: Optional[Feedback] = None) -> Dict[str, int]:
    """Suggestions for all parcels (of one batch), stored in one transaction; how many of each kind (``违法·W1`` …).

    ``profile_id`` replaces the batches' own profile and is recorded with them. A parcel that was not measured gets a
    suggestion too: one that says what is not known. Raises PROFILE_UNDECIDED, UNKNOWN_PROFILE, JOB_CANCELLED.
    """
    feedback = feedback or NullFeedback()
    batches = {one.uuid: one for one in workspace.batches() if batch in (None, "", one.uuid)}
    profiles = {uuid: _profile_of(one, profile_id) for uuid, one in batches.items()}
    measured = workspace.all_measured(batch)
    rows = [row for row in workspace.queue(batch)
            if row.status not in (STUB, SUPERSEDED) and row.batch_uuid in batches]
    stored: Dict[str, Mapping[str, object]] = {}
    kinds: List[str] = []
    for number, row in enumerate(rows):
        if number % _TOLD_EVERY == 0:
            stop_if_cancelled(feedback)
            feedback.progress(number, len(rows), row.dkbh)
        kind, suggestion = _suggestion(workspace, row.parcel_uuid, batches[row.batch_uuid],
                                       measured.get(row.parcel_uuid), profiles[row.batch_uuid])
        stored[row.parcel_uuid] = suggestion
        kinds.append(kind)
    stop_if_cancelled(feedback)
    workspace.store_suggestions(stored)
    if profile_id:
        for uuid in batches:
            workspace.set_profile(uuid, profile_id)
    feedback.progress(len(rows), len(rows), "")
    return {kind: kinds.count(kind) for kind in sorted(set(kinds))}


def _suggestion(workspace: Workspace, uuid: str, batch: Batch, measured: Optional[Measured],
                profile: PolicyProfile) -> Tuple[str, Mapping[str, object]]:
    issued = dict(workspace.parcel(uuid).attributes)
    issued["XFSJ"] = issued.get("XFSJ") or batch.issued
    found = suggest_for(issued, measured, profile)
    return found.kind, found.to_json()


def _profile_of(batch: Batch, given: str) -> PolicyProfile:
    chosen = given or batch.profile_id
    if not chosen:
        raise WeipianError("PROFILE_UNDECIDED", issued=batch.issued, county=batch.county or "-",
                           candidates="、".join(profile.id for profile in profile_choices()))
    return load_profile(chosen)
