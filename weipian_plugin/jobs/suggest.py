"""Asks the rules about every parcel and stores what they suggest; never touches a draft or a judgement."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Dict, Mapping, Optional

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.profiles import PolicyProfile
from ..domain.records import Batch, TableRow
from ..domain.suggest import suggest_for
from ..domain.suggestion import Suggestion
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
    profiles = {one.uuid: _profile_of(one, profile_id) for one in workspace.batches() if batch in (None, "", one.uuid)}
    rows = workspace.table_rows(batch)
    stored: Dict[str, Mapping[str, object]] = {}
    kinds: Counter[str] = Counter()
    for number, row in enumerate(rows):
        if number % _TOLD_EVERY == 0:
            stop_if_cancelled(feedback)
            feedback.progress(number, len(rows), row.parcel.dkbh)
        found = _suggestion(row, profiles[row.batch.uuid])
        stored[row.parcel.uuid] = found.to_json()
        kinds[found.kind] += 1
    stop_if_cancelled(feedback)
    workspace.store_suggestions(stored, {uuid: profile.id for uuid, profile in profiles.items()})
    feedback.progress(len(rows), len(rows), "")
    return dict(sorted(kinds.items()))


def _suggestion(row: TableRow, profile: PolicyProfile) -> Suggestion:
    issued = dict(row.parcel.attributes)
    issued["XFSJ"] = issued.get("XFSJ") or row.batch.issued
    return suggest_for(issued, row.measured, profile)


def _profile_of(batch: Batch, given: str) -> PolicyProfile:
    chosen = given or batch.profile_id
    if not chosen:
        raise WeipianError("PROFILE_UNDECIDED", issued=batch.issued, county=batch.county or "-",
                           candidates="、".join(profile.id for profile in profile_choices()))
    return load_profile(chosen)
