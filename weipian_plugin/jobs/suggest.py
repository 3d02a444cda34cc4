"""Asks the rules about parcels that changed and stores what they suggest; never touches a draft or a judgement."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.profiles import PolicyProfile
from ..domain.records import Batch, TableRow
from ..domain.suggest import suggest_for
from ..domain.suggestion import FORMAT
from .profiles import load_profile, profile_choices
from .reuse import digest_of

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace

_TOLD_EVERY = 50


class Suggested(Dict[str, int]):
    """How many suggestions of each kind there are (``违法·W1`` …); ``remade`` were made now, ``reused`` kept."""

    remade = 0
    reused = 0


def suggest(workspace: Workspace, batch: Optional[str] = None, profile_id: str = "",
            feedback: Optional[Feedback] = None, force: bool = False) -> Suggested:
    """Suggestions for all parcels (of one batch), stored in one transaction; how many of each kind.

    Made anew where the measurement, the issued attributes or the profile are others than the stored suggestion follows
    from (what a person answered is no part of it), or everywhere with ``force``. ``profile_id`` replaces the batches'
    own profile and is recorded with them. A parcel that was not measured gets a suggestion too: one that says what is
    not known. Raises PROFILE_UNDECIDED, UNKNOWN_PROFILE, JOB_CANCELLED.
    """
    feedback = feedback or NullFeedback()
    profiles = {one.uuid: _profile_of(one, profile_id) for one in workspace.batches() if batch in (None, "", one.uuid)}
    told_of = {profile.id: digest_of([FORMAT, _canonical(profile)]) for profile in profiles.values()}
    rows, known = workspace.table_rows(batch), {} if force else workspace.suggestion_digests()
    stored: Dict[str, Mapping[str, object]] = {}
    digests: Dict[str, str] = {}
    kinds: Counter[str] = Counter()
    for number, row in enumerate(rows):
        if number % _TOLD_EVERY == 0:
            stop_if_cancelled(feedback)
            feedback.progress(number, len(rows), row.parcel.dkbh)
        profile, uuid = profiles[row.batch.uuid], row.parcel.uuid
        digest = digest_of([told_of[profile.id], _issued(row), _canonical(row.measured)])
        earlier, kind = known.get(uuid, ("", ""))
        if digest != earlier:
            found = suggest_for(_issued(row), row.measured, profile)
            stored[uuid], digests[uuid], kind = found.to_json(), digest, found.kind
        kinds[kind] += 1
    stop_if_cancelled(feedback)
    workspace.store_suggestions(stored, {uuid: profile.id for uuid, profile in profiles.items()}, digests)
    feedback.progress(len(rows), len(rows), "")
    result = Suggested(sorted(kinds.items()))
    result.remade, result.reused = len(stored), len(rows) - len(stored)
    return result


def _issued(row: TableRow) -> Dict[str, object]:
    issued = dict(row.parcel.attributes)
    issued["XFSJ"] = issued.get("XFSJ") or row.batch.issued
    return issued


def _canonical(value: Any) -> Any:
    """The same for the same value in every process: records with their kind, sets and mappings in order."""
    if is_dataclass(value) and not isinstance(value, type):
        return [type(value).__name__, *(_canonical(getattr(value, field.name)) for field in fields(value))]
    if isinstance(value, Mapping):
        return sorted(([str(key), _canonical(part)] for key, part in value.items()), key=str)
    if isinstance(value, (frozenset, set)):
        return sorted(str(part) for part in value)
    if isinstance(value, (list, tuple)):
        parts: List[Any] = [_canonical(part) for part in value]
        return parts
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def _profile_of(batch: Batch, given: str) -> PolicyProfile:
    chosen = given or batch.profile_id
    if not chosen:
        raise WeipianError("PROFILE_UNDECIDED", issued=batch.issued, county=batch.county or "-",
                           candidates="、".join(profile.id for profile in profile_choices()))
    return load_profile(chosen)
