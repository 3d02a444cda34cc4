"""Checks a workspace (校验): what is wrong, what could not be told, what is explained, what is resolved."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Set, Tuple

from ...domain.definitions import LAND
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.records import SIGNED, Record, TableRow
from ...domain.validation import BY_ID, CHECKS, ERROR, Found, check_parcel, check_workspace
from ...workspace.decisions import KEPT_AS
from ...workspace.events import DESPITE
from ..measuring.reuse import digest_of
from .validation_cases import Surroundings, this_day, workspace_case

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

OPEN, EXPLAINED, RESOLVED, UNCHECKED = "open", "explained", "resolved", "unchecked"
STATES = (OPEN, EXPLAINED, UNCHECKED, RESOLVED)
KIND = "finding"
_TOLD_EVERY = 100
_KEPT = 8
"""Parcels that were looked at last by `validate_parcel`."""
_ORDER = {check.id: number for number, check in enumerate(CHECKS)}

Key = Tuple[str, str]


@dataclass(frozen=True)
class Stated:
    """A finding and what became of it. ``reason`` is the latest explanation, also where it no longer holds (open).

    ``parcels``: of how many parcels it is said (see `Report.gathered`).
    """

    found: Found
    state: str
    reason: str = ""
    by: str = ""
    on: str = ""
    parcels: int = 1

    @property
    def holds_back(self) -> bool:
        """Does it stop a hand-in? Errors do, until they are gone; explained ones only where the check says so."""
        lifted = self.state == EXPLAINED and BY_ID[self.found.check].lifted_by_reason
        return self.found.severity == ERROR and self.state in (OPEN, EXPLAINED) and not lifted


@dataclass(frozen=True)
class Report:
    """What a check of a workspace gave: errors first, then warnings, what could not be checked, what is resolved."""

    entries: Tuple[Stated, ...]
    parcels: int = 0

    def of_state(self, state: str) -> List[Stated]:
        """The findings in this state."""
        return [entry for entry in self.entries if entry.state == state]

    def counts(self) -> Dict[str, Dict[str, int]]:
        """By check, by state: how many; only what is there, in the order of the checks."""
        counted = Counter((entry.found.check, entry.state) for entry in self.entries)
        return {check.id: {state: counted[check.id, state] for state in STATES if counted[check.id, state]}
                for check in CHECKS if any(counted[check.id, state] for state in STATES)}

    def gathered(self) -> Report:
        """The same, with one entry for all parcels on which a check could not be made for want of the same layer or
        value of the profile, or of the same thing on every parcel there is: it is one thing that is missing.
        """
        wants = Counter(_want(entry) for entry in self.entries if entry.state == UNCHECKED)
        told: Set[Tuple[str, str]] = set()
        entries: List[Stated] = []
        for entry in self.entries:
            want = _want(entry)
            if entry.state != UNCHECKED or not (entry.found.of_all or wants[want] == self.parcels):
                entries.append(entry)
            elif want not in told:
                told.add(want)
                entries.append(replace(entry, parcels=wants[want]))
        return Report(tuple(entries), self.parcels)

    def count(self, severity: str) -> int:
        """How many findings of this severity are open."""
        return sum(entry.state == OPEN and entry.found.severity == severity for entry in self.entries)


def _want(entry: Stated) -> Tuple[str, str]:
    """What is missing, by check and sentence."""
    return entry.found.check, entry.found.zh


def validate(workspace: Workspace, batch: Optional[str] = None, feedback: Optional[Feedback] = None,
             today: Optional[date] = None) -> Report:
    """Check every parcel (of a batch). Nothing is stored: states follow from what was explained and what is there now.

    Raises JOB_CANCELLED.
    """
    feedback = feedback or NullFeedback()
    stop_if_cancelled(feedback)
    case = workspace_case(Surroundings(workspace, today), batch)
    found: List[Found] = []
    for number, each in enumerate(case):
        if number % _TOLD_EVERY == 0:
            stop_if_cancelled(feedback)
            feedback.progress(number, len(case.parcels), each.place)
        found += check_parcel(each)
    found = _together(found + check_workspace(case))
    places = {each.uuid: each.place for each in case}
    records = [record for record in workspace.records(kind=KIND) if set(record.parcels) & set(places)]
    entries = _stated(workspace, found, records, places)
    order = {uuid: number for number, uuid in enumerate(places)}
    entries.sort(key=lambda entry: (STATES.index(entry.state) > 1, STATES.index(entry.state) if entry.state not in
                                    (OPEN, EXPLAINED) else 0, entry.found.severity, _ORDER[entry.found.check],
                                    order.get(entry.found.parcel, 0)))
    feedback.progress(len(case.parcels), len(case.parcels), "")
    return Report(tuple(entries), len(case.parcels))


def validate_parcel(around: Surroundings, uuid: str) -> List[Stated]:
    """The findings of one parcel as it is now; what only shows across parcels is left to `validate`. Of one that is as
    it was when it was looked at last they are the same.

    Raises UNKNOWN_PARCEL.
    """
    told = around.told_of(uuid)
    records = around.workspace.records(kind=KIND, parcel=uuid)
    before, found, place = around.checked.pop(uuid, (None, [], ""))
    if before != told:
        case = around.case(*told)
        found, place = check_parcel(case), case.place
    around.checked[uuid] = (told, found, place)
    if len(around.checked) > _KEPT:
        around.checked.popitem(last=False)
    stated = _stated(around.workspace, found, records, {uuid: place})
    return [entry for entry in stated if entry.state != RESOLVED]


def explain(workspace: Workspace, found: Found, reason: str, today: Optional[date] = None) -> None:
    """Keep a person's reason for a finding. It holds as long as the values stand that the finding is about.

    Raises REASON_MISSING, NOTHING_TO_EXPLAIN for a check that was not made, WORKSPACE_READ_ONLY.
    """
    if not reason.strip():
        raise WeipianError("REASON_MISSING")
    if found.unchecked:
        raise WeipianError("NOTHING_TO_EXPLAIN", check=found.check)
    workspace.put_record(explanation(found, reason, workspace.actor, today))


def explanation(found: Found, reason: str, actor: str, today: Optional[date] = None) -> Record:
    """A person's reason for a finding, to be kept."""
    return Record("", KIND, (found.parcel,), "", {
        "JYBH": found.check, "CLZT": EXPLAINED, "CLSM": reason.strip(), "CLR": actor,
        "CLSJ": (today or this_day()).isoformat(), "JYZY": _digest(found)})


def holding_back(workspace: Workspace, batch: Optional[str] = None,
                 feedback: Optional[Feedback] = None) -> List[Stated]:
    """The errors on signed parcels that stop a hand-in: their rows would say what does not hold."""
    signed = {row.parcel_uuid for row in workspace.queue(batch) if row.status == SIGNED}
    if not signed:
        return []
    return [entry for entry in validate(workspace, batch, feedback).entries
            if entry.holds_back and entry.found.parcel in signed]


def signed_with_errors(workspace: Workspace, rows: Sequence[TableRow], today: Optional[date] = None) -> List[str]:
    """Which of the signed parcels among ``rows`` carry errors that would stop a hand-in, by uuid in their order."""
    signed = [row for row in rows if row.judgement is not None]
    if not signed:
        return []
    case = workspace_case(Surroundings(workspace, today), rows=signed)
    found = _together([each for one in case for each in check_parcel(one)] + check_workspace(case))
    places = {row.parcel.uuid: row.parcel.dkbh for row in signed}
    records = [record for record in workspace.records(kind=KIND) if set(record.parcels) & set(places)]
    wrong = {entry.found.parcel for entry in _stated(workspace, found, records, places) if entry.holds_back}
    return [uuid for uuid in places if uuid in wrong]


def _together(found: Sequence[Found]) -> List[Found]:
    """What a check says of a parcel by itself and what it says across parcels, as one finding."""
    merged: Dict[Tuple[str, str, bool], Found] = {}
    for each in found:
        key = (each.check, each.parcel, each.unchecked)
        other = merged.get(key)
        merged[key] = each if other is None else Found(
            each.check, each.severity, each.parcel, each.place, tuple(dict.fromkeys((*other.fields, *each.fields))),
            other.zh + each.zh, f"{other.en} {each.en}", (*other.about, *each.about), each.unchecked,
            other.never_right or each.never_right, other.of_all and each.of_all)
    return list(merged.values())


def _stated(workspace: Workspace, found: Sequence[Found], records: Sequence[Record],
            places: Mapping[str, str]) -> List[Stated]:
    told: Dict[Key, Record] = {(str(record.values.get("JYBH")), uuid): record
                               for record in records for uuid in record.parcels}
    entries = []
    for each in found:
        record = told.get(each.key)
        if each.unchecked:
            entries.append(Stated(each, UNCHECKED))
        elif record is not None and _still_explains(record, each):
            entries.append(_with_record(each, EXPLAINED, record))
        else:
            still_open = Stated(each, OPEN) if record is None else _with_record(each, OPEN, record)
            entries.append(_explained_by_signing(workspace, each) or still_open)
    there = {each.key for each in found}  # what could not be checked this time is not resolved by that
    for key, record in told.items():
        if key not in there and key[0] in BY_ID and key[1] in places:
            check = BY_ID[key[0]]
            gone = Found(check.id, check.severity, key[1], places[key[1]], (), check.zh, check.en)
            entries.append(_with_record(gone, RESOLVED, record))
    return entries


def _still_explains(record: Record, found: Found) -> bool:
    return record.values.get("CLZT") == EXPLAINED and record.values.get("JYZY") == _digest(found)


def _explained_by_signing(workspace: Workspace, found: Found) -> Optional[Stated]:
    """The reason someone signed with in spite of this very finding, where a reason lifts it: it is not asked for twice.

    It holds as long as the land is signed with the answers it was given for, and the finding says the same.
    """
    signed = workspace.judgement(found.parcel) if BY_ID[found.check].lifted_by_reason else None
    if signed is None:
        return None
    for event in reversed(workspace.history(found.parcel)):
        stood_open, after = event.payload.get(DESPITE), event.payload.get("after")
        given = after.get(KEPT_AS[LAND]) if isinstance(after, dict) else None
        if isinstance(stood_open, dict) and isinstance(given, dict) and stood_open.get(found.check) == found.zh \
                and given["answers"] == signed.answers:
            return Stated(found, EXPLAINED, given["reason"], given["signed_by"], given["signed_at"][:10])
    return None


def _with_record(found: Found, state: str, record: Record) -> Stated:
    told = {code: str(record.values.get(code) or "") for code in ("CLSM", "CLR", "CLSJ")}
    return Stated(found, state, told["CLSM"], told["CLR"], told["CLSJ"])


def _digest(found: Found) -> str:
    return digest_of([found.check, found.about])
