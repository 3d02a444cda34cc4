"""Asks the rules about parcels that changed and stores what they suggest; never touches a draft or a judgement."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, List, Mapping, Optional, Tuple

from ..domain.analyst_facts import Stated, facts_of
from ..domain.dates import parse_date
from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.paper_facts import TEMPORARY_USE
from ..domain.profiles import PolicyProfile
from ..domain.records import DRAFT, SIGNED, UNJUDGED, Batch, Measured, TableRow
from ..domain.roles import ROLES, paper_of
from ..domain.suggest import Context, Suggester
from ..domain.suggestion import FORMAT
from .attachments import evidence_at_hand, rectified_by
from .beyond import Beyond
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
            feedback: Optional[Feedback] = None, force: bool = False, today: Optional[date] = None) -> Suggested:
    """Suggestions for all parcels (of one batch), stored in one transaction; how many of each kind.

    Made anew where the measurement, the issued attributes, what a person stated or attached, or the profile are others
    than the stored suggestion follows from (how a person judged is no part of it), or everywhere with ``force``.
    ``profile_id`` replaces the batches' own profile and is recorded with them. A parcel that was not measured gets a
    suggestion too: one that says what is not known. ``today`` (the day it is, if none is given) tells which temporary
    uses are over. Raises PROFILE_UNDECIDED, UNKNOWN_PROFILE, JOB_CANCELLED.
    """
    feedback, today = feedback or NullFeedback(), today or _this_day()
    profiles = {one.uuid: _profile_of(one, profile_id) for one in workspace.batches() if batch in (None, "", one.uuid)}
    suggesters = {profile.id: Suggester(profile) for profile in profiles.values()}
    told_of = {profile.id: digest_of([FORMAT, _canonical(profile)]) for profile in profiles.values()}
    rows, known = workspace.table_rows(batch), {} if force else workspace.suggestion_digests()
    said, beyond = _Said(workspace, batch), Beyond(workspace)
    stored: Dict[str, Mapping[str, object]] = {}
    digests: Dict[str, str] = {}
    kinds: Counter[str] = Counter()
    for number, row in enumerate(rows):
        if number % _TOLD_EVERY == 0:
            stop_if_cancelled(feedback)
            feedback.progress(number, len(rows), row.parcel.dkbh)
        profile, uuid = profiles[row.batch.uuid], row.parcel.uuid
        stated, have = said.of(uuid)
        issued = _issued(row)
        stated.update(beyond.of(uuid, row.parcel.wkb, issued, row.measured, stated, profile))
        digest = _digest(told_of[profile.id], issued, row.measured, stated, have, today)
        earlier, kind = known.get(uuid, ("", ""))
        if digest != earlier:
            found = suggesters[profile.id].suggest_for(
                issued, row.measured, stated, Context(have=have, today=today))
            stored[uuid], digests[uuid], kind = found.to_json(), digest, found.kind
        kinds[kind] += 1
    stop_if_cancelled(feedback)
    workspace.store_suggestions(stored, {uuid: profile.id for uuid, profile in profiles.items()}, digests)
    feedback.progress(len(rows), len(rows), "")
    result = Suggested(sorted(kinds.items()))
    result.remade, result.reused = len(stored), len(rows) - len(stored)
    return result


class _Said:
    """What people stated and attached, read once for all parcels."""

    def __init__(self, workspace: Workspace, batch: Optional[str]) -> None:
        self._drafts, self._papers = workspace.drafts(batch), workspace.attachments()
        self._rectified = rectified_by(workspace.records("rectification"))

    def of(self, uuid: str) -> Tuple[Dict[str, Stated], FrozenSet[str]]:
        """The facts stated of a parcel, and the codes of the evidence that is there."""
        draft = self._drafts.get(uuid)
        answers = draft.answers if draft is not None else {}
        stated = facts_of(answers)
        if uuid in self._rectified:
            stated["rectified"] = self._rectified[uuid]
        return stated, evidence_at_hand(answers, self._papers.get(uuid, ()))


class SuggestAnew:
    """Suggests on one parcel at a time, as `suggest` would, after a decision about it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._known: Dict[str, Tuple[PolicyProfile, Suggester, str]] = {}

    def suggest(self, uuid: str) -> bool:
        """Store what the rules say now, where that is not what is stored; ``True`` if so.

        A parcel on which nothing was suggested yet stays without. Raises what `load_profile` raises.
        """
        workspace = self.workspace
        stored = workspace.suggestion(uuid)
        if stored is None:
            return False
        parcel = workspace.parcel(uuid)
        batch = next((one for one in workspace.batches() if one.uuid == parcel.batch_uuid), None)
        if batch is None or not batch.profile_id or parcel.status not in (UNJUDGED, DRAFT, SIGNED):
            return False
        profile, suggester, told = self._by(batch.profile_id)
        row = TableRow(parcel, batch, workspace.measured(uuid))
        answers = workspace.draft(uuid).answers
        stated, have = facts_of(answers), evidence_at_hand(answers, workspace.records("attachment", uuid))
        rectified = rectified_by(workspace.records("rectification", uuid))
        if uuid in rectified:
            stated["rectified"] = rectified[uuid]
        today, issued = _this_day(), _issued(row)
        stated.update(Beyond(workspace).of(uuid, parcel.wkb, issued, row.measured, stated, profile))
        found = suggester.suggest_for(issued, row.measured, stated, Context(have=have, today=today))
        made = found.to_json()
        if json.loads(json.dumps(made)) == stored:
            return False
        digest = _digest(told, issued, row.measured, stated, have, today)
        workspace.store_suggestions({uuid: made}, digests={uuid: digest})
        return True

    def _by(self, profile_id: str) -> Tuple[PolicyProfile, Suggester, str]:
        profile = load_profile(profile_id)
        known = self._known.get(profile_id)
        if known is None or known[0] is not profile:
            told = digest_of([FORMAT, _canonical(profile)])
            known = self._known[profile_id] = (profile, Suggester(profile), told)
        return known


def _issued(row: TableRow) -> Dict[str, object]:
    issued = dict(row.parcel.attributes)
    issued["XFSJ"] = issued.get("XFSJ") or row.batch.issued
    issued["XZQDM"] = issued.get("XZQDM") or row.batch.county
    return issued


def _digest(profile: str, issued: Mapping[str, object], measured: Optional[Measured], stated: Mapping[str, Stated],
            have: FrozenSet[str], today: date) -> str:
    """What a suggestion follows from; of the day it is only which papers of a temporary use are over."""
    inside = {} if measured is None else {"+".join(zones): areas for zones, areas in measured.nested.items()}
    areas = None if measured is None else [measured.area_m2, measured.class_table, measured.roles, inside]
    return digest_of([profile, issued, areas, stated, sorted(have), _over(measured, today)], _members)


def _over(measured: Optional[Measured], today: date) -> List[bool]:
    """Of each paper of a temporary use on the parcel: has it run out by ``today``?"""
    found = measured.roles.get(TEMPORARY_USE) if measured is not None else None
    papers = [paper_of(ROLES[TEMPORARY_USE], each.attributes) for each in found.features] if found is not None else []
    days = [parse_date(paper.expiry) for paper in papers]
    return [day is not None and day < today for day in days]


def _this_day() -> date:
    return date.today()  # noqa: DTZ011 - papers run out by local days


def _members(value: Any) -> object:
    return vars(value) if is_dataclass(value) else str(value)


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
