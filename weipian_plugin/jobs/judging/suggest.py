"""Asks the rules about parcels that changed and stores what they suggest; never touches a draft or a judgement."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter, abc
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, Dict, FrozenSet, Iterator, List, Mapping, Optional, Sequence, Tuple

from ...domain.calendar.dates import parse_date
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.judging.analyst_facts import Stated, facts_of
from ...domain.judging.paper_facts import TEMPORARY_USE
from ...domain.judging.suggest import Context, Suggester
from ...domain.judging.suggestion import FORMAT, Suggestion
from ...domain.judging.suggestion_parts import Sharing
from ...domain.profiles import PolicyProfile
from ...domain.records import Batch, Measured, TableRow
from ...domain.roles import ROLES, paper_of
from ..measuring.reuse import digest_of
from ..registers.attachments import evidence_at_hand, rectified_by
from ..reviewing.review_guard import hides_suggestions
from ..rules.profiles import load_profile, profile_choices
from .beyond import Beyond

if TYPE_CHECKING:
    from ...workspace.rule_desk import RuleInput
    from ...workspace.suggestions import Kept
    from ...workspace.workspace import Workspace

_READ_AT_ONCE, _STORED_AT_ONCE = 100, 250
_PAUSE = 0.02  # between two portions that are written: whoever waits to decide something comes in here
_BREATH = 0.00005  # between two parcels: the window waits for Python no longer than one takes


class Suggested(Dict[str, int]):
    """How many suggestions of each kind there are (``违法·W1`` …); ``remade`` were made now, ``reused`` kept."""

    remade = 0
    reused = 0


def suggest(workspace: Workspace, batch: Optional[str] = None, profile_id: str = "",
            feedback: Optional[Feedback] = None, force: bool = False, today: Optional[date] = None) -> Suggested:
    """Suggestions for all parcels (of one batch); how many of each kind.

    Made anew where the measurement, the issued attributes, what a person stated or attached, or the profile are others
    than the stored suggestion follows from (how a person judged is no part of it), or everywhere with ``force``.
    ``profile_id`` replaces the batches' own profile and is recorded with them. A parcel that was not measured gets a
    suggestion too: one that says what is not known. ``today`` (the day it is, if none is given) tells which temporary
    uses are over.

    Nothing is stored before all are made: who cancels leaves everything as it was. They are then stored in portions,
    so that nobody who decides meanwhile waits for long. Parcels of which something was said meanwhile are suggested on
    again. In a review file that hides them none are made. Raises PROFILE_UNDECIDED, UNKNOWN_PROFILE, JOB_CANCELLED.
    """
    if hides_suggestions(workspace):
        return Suggested()
    job = _Job(workspace, batch, profile_id, force, today or _this_day())
    uuids = workspace.rules.parcels(batch)
    while uuids:
        job.make(uuids, feedback or NullFeedback())
        uuids = job.store()
    workspace.rules.drop_unused_parts()
    return job.result()


class _Rules:
    """The rules of one profile; ``told`` is what of a suggestion's digest they are."""

    def __init__(self, profile: PolicyProfile) -> None:
        self.profile, self.suggester = profile, Suggester(profile)
        self.told = digest_of([FORMAT, _canonical(profile)])


class _Asked:
    """What the rules are asked of one parcel, and what a suggestion on it follows from (``digest``)."""

    def __init__(self, given: RuleInput, rules: _Rules, beyond: Beyond, today: date) -> None:
        row, uuid = given.row, given.row.parcel.uuid
        self._suggester, self._measured, self._today = rules.suggester, row.measured, today
        self._issued, self._stated = _issued(row), facts_of(given.answers)
        self._have = evidence_at_hand(given.answers, given.attachments, self._issued, given.acts)
        rectified = rectified_by(given.rectifications)
        if uuid in rectified:
            self._stated["rectified"] = rectified[uuid]
        self._stated.update(beyond.of(uuid, row.parcel.wkb, self._issued, row.measured, self._stated, rules.profile))
        self.digest = _digest(rules.told, self._issued, row.measured, self._stated, self._have, today)

    def suggestion(self) -> Suggestion:
        """What the rules say."""
        context = Context(have=self._have, today=self._today)
        return self._suggester.suggest_for(self._issued, self._measured, self._stated, context)


class _Job:
    """Suggestions on many parcels: `make` works them out, `store` keeps them and says which were overtaken."""

    def __init__(self, workspace: Workspace, batch: Optional[str], profile_id: str, force: bool, today: date) -> None:
        self._workspace, self._batch, self._profile_id, self._today = workspace, batch, profile_id, today
        self._rules: Dict[str, _Rules] = {}
        self._known = {} if force else workspace.suggestion_digests()
        self._sharing, self._beyond = Sharing(), Beyond(workspace)
        self._kinds: Dict[str, str] = {}
        self._made: Dict[str, Kept] = {}
        self._remade: Dict[str, None] = {}

    def make(self, uuids: Sequence[str], feedback: Feedback) -> None:
        """Work out what is to be stored of these parcels."""
        desk, aside = self._workspace.rules, threading.current_thread() is not threading.main_thread()
        self._read = desk.now()
        batches = {one.uuid: one for one in self._workspace.batches() if self._batch in (None, "", one.uuid)}
        rules = {uuid: self._rules_of(one) for uuid, one in batches.items()}
        self._chosen = {uuid: one.profile.id for uuid, one in rules.items()} if self._profile_id else {}
        self._read = self._read._replace(profiles={**self._read.profiles, **self._chosen})
        for start in range(0, len(uuids), _READ_AT_ONCE):
            stop_if_cancelled(feedback)
            feedback.progress(start, len(uuids), "")
            for given in desk.inputs(uuids[start:start + _READ_AT_ONCE], batches):
                self._make_one(given, rules[given.row.batch.uuid])
                if aside:
                    time.sleep(_BREATH)
        feedback.progress(len(uuids), len(uuids), "")
        stop_if_cancelled(feedback)

    def _rules_of(self, batch: Batch) -> _Rules:
        profile = _profile_of(batch, self._profile_id)
        known = self._rules.get(profile.id)
        if known is None or known.profile is not profile:
            known = self._rules[profile.id] = _Rules(profile)
        return known

    def _make_one(self, given: RuleInput, rules: _Rules) -> None:
        asked, uuid = _Asked(given, rules, self._beyond, self._today), given.row.parcel.uuid
        earlier, self._kinds[uuid] = self._known.get(uuid, ("", ""))
        if asked.digest != earlier:
            self._made[uuid] = made = _kept(self._sharing, asked.suggestion(), asked.digest)
            self._kinds[uuid] = made.kind

    def store(self) -> List[str]:
        """Store what was made, a portion at a time; the parcels that are to be asked about again."""
        overtaken: List[str] = []
        for number, portion in enumerate(_portions(self._made)):
            if number:
                time.sleep(_PAUSE)
            overtaken += self._workspace.rules.keep(portion, self._sharing.parts, self._chosen, self._read)
        if self._chosen and not self._made:
            self._workspace.rules.keep({}, {}, self._chosen)
        self._remade.update(dict.fromkeys(self._made))
        self._made = {}
        for uuid in overtaken:  # who decided may have had it suggested on already, from what was stored before
            self._known.pop(uuid, None)
            self._kinds.pop(uuid, None)
        return overtaken

    def result(self) -> Suggested:
        """How many of each kind there are."""
        found = Suggested(sorted(Counter(self._kinds.values()).items()))
        found.remade, found.reused = len(self._remade), len(self._kinds) - len(self._remade)
        return found


def _portions(made: Mapping[str, Kept]) -> Iterator[Dict[str, Kept]]:
    uuids = list(made)
    for start in range(0, len(uuids), _STORED_AT_ONCE):
        yield {uuid: made[uuid] for uuid in uuids[start:start + _STORED_AT_ONCE]}


def _kept(sharing: Sharing, found: Suggestion, digest: str) -> Kept:
    from ...workspace.suggestions import kept

    return kept(sharing.own(found), digest)


class SuggestAnew:
    """Suggests on one parcel at a time, as `suggest` would, after a decision about it."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._known: Dict[str, _Rules] = {}

    def suggest(self, uuid: str, first: bool = False) -> bool:
        """Store what the rules say now, where that is not what is stored; ``True`` if so.

        A parcel on which nothing was suggested yet stays without, but where this is to be the ``first`` time. Raises
        what `load_profile` raises.
        """
        workspace = self.workspace
        stored = workspace.suggestion(uuid)
        if (stored is None and not first) or hides_suggestions(workspace):
            return False
        batch = workspace.batch_of(uuid)
        found = workspace.rules.inputs([uuid], {batch.uuid: batch}) if batch is not None and batch.profile_id else []
        if not found:
            return False
        asked = _Asked(found[0], self._by(found[0].row.batch.profile_id), Beyond(workspace), _this_day())
        if asked.digest == workspace.rules.rests_on(uuid):
            return False
        made = asked.suggestion()
        if json.loads(json.dumps(made.to_json())) == stored:
            return False
        sharing = Sharing()
        workspace.rules.keep({uuid: _kept(sharing, made, asked.digest)}, sharing.parts)
        return True

    def make_ready(self, uuid: str) -> None:
        """The rules of the parcel's profile are made out, so that no decision waits for it. Raises what `load_profile`
        raises.
        """
        batch = self.workspace.batch_of(uuid)
        if batch is not None and batch.profile_id and not hides_suggestions(self.workspace):
            self._by(batch.profile_id)

    def _by(self, profile_id: str) -> _Rules:
        profile = load_profile(profile_id)
        known = self._known.get(profile_id)
        if known is None or known.profile is not profile:
            known = self._known[profile_id] = _Rules(profile)
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
    if value is None or isinstance(value, (str, int, float)):  # most of what there is
        return value
    names = _fields_of(value.__class__)
    if names is not None:
        return [type(value).__name__, *(_canonical(getattr(value, name)) for name in names)]
    if isinstance(value, abc.Mapping):
        return sorted(([str(key), _canonical(part)] for key, part in value.items()), key=str)
    if isinstance(value, (frozenset, set)):
        return sorted(str(part) for part in value)
    if isinstance(value, (list, tuple)):
        parts: List[Any] = [_canonical(part) for part in value]
        return parts
    return str(value)


@cache
def _fields_of(kind: type) -> Optional[Tuple[str, ...]]:
    """The names of a record's fields, ``None`` where it is no record."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else None


def _profile_of(batch: Batch, given: str) -> PolicyProfile:
    chosen = given or batch.profile_id
    if not chosen:
        raise WeipianError("PROFILE_UNDECIDED", issued=batch.issued, county=batch.county or "-",
                           candidates="、".join(profile.id for profile in profile_choices()))
    return load_profile(chosen)
