"""Sends parcels back with a reason, passes them, leaves aside what is not one's own, and takes the county's answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Collection, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.forms.audits import PASSED, RETURNED, next_round
from ...domain.forms.codes import ILLEGAL, code_list
from ...domain.records import SIGNED, Finding, Record
from ...domain.review.states import BY_CODE, REVIEWING, may_audit
from .filed_list import NOT_MINE, known_of, left_aside, number_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

LEAST_LETTERS = 4
"""Of the words with which something is sent back, answered, or called false."""
_MOST_LETTERS = 500
_NAMED = 5


@dataclass(frozen=True)
class Mark:
    """A sketch that goes with a return: WKT in the workspace's CRS, and what is said of it."""

    shape: str
    text: str = ""


@dataclass(frozen=True)
class Moved:
    """What was kept, of which parcels, and why others stayed where they are (with their numbers)."""

    records: Tuple[Record, ...] = ()
    refused: Tuple[Finding, ...] = ()
    taken_up: Tuple[str, ...] = ()

    @property
    def parcels(self) -> Tuple[str, ...]:
        """The parcels that were moved."""
        return tuple(dict.fromkeys((*self.taken_up, *(each for record in self.records for each in record.parcels))))


def reasons() -> Tuple[str, ...]:
    """Why something is sent back: the city's three [DOC 2], and 其他."""
    return tuple(entry.code for entry in code_list("SHYY").codes)


def send_back(workspace: Workspace, parcels: Sequence[str], level: str, reason: str, words: str,
              mark: Optional[Mark] = None, day: str = "") -> Moved:
    """Send parcels back to the county: an audit each of this level's next round, with ``reason`` (SHYY) and ``words``.

    The ``mark``, where one is given, is kept with the first of them, in the same transaction. What this level may not
    send back stays, and is told. Raises RETURN_REASON, RETURN_WORDS, AUDIT_LEVEL.
    """
    if reason not in reasons():
        raise WeipianError("RETURN_REASON", value=reason or "-", known="、".join(reasons()))
    _require_words(words, "RETURN_WORDS")
    _require_level(level)
    said = {"SHYY": reason, "SHSM": words.strip()}
    movable, refused = _movable(workspace, parcels, level, RETURNED)
    records = [_audit(workspace, parcel, level, RETURNED, day, said) for parcel in movable]
    if mark is not None and movable:
        records.append(Record("", "sketch", (movable[0],), values={
            "BHTX": mark.shape, "BHNR": mark.text.strip() or words.strip(), "BHYS": "doubt", "BHR": workspace.actor,
            "BHSJ": day or today()}))
    return Moved(tuple(workspace.many.put_records(records)), refused)


def accept(workspace: Workspace, parcels: Sequence[str], level: str, opened: Collection[str], words: str = "",
           day: str = "") -> Moved:
    """Pass parcels, one or many. ``opened``: those that whoever passes them has had before them.

    A 违法 that was not opened stays where it is and is told with its number, as does what this level may not pass.
    Raises AUDIT_LEVEL.
    """
    _require_level(level)
    movable, refused = _movable(workspace, parcels, level, PASSED)
    outcomes = workspace.filed.outcomes(movable)
    unseen = [parcel for parcel in movable if ILLEGAL in outcomes.get(parcel, ()) and parcel not in opened]
    said = {"SHSM": words.strip()} if words.strip() else {}
    records = [_audit(workspace, parcel, level, PASSED, day, said) for parcel in movable if parcel not in set(unseen)]
    told = (*refused, *([_finding("PASS_UNOPENED", workspace, unseen)] if unseen else []))
    return Moved(tuple(workspace.many.put_records(records)), told)


def leave_aside(workspace: Workspace, parcels: Sequence[str], words: str = "", day: str = "") -> Moved:
    """These are not this reviewer's (非本人任务): a second reading of each says so, it comes up no more."""
    known = left_aside(workspace, workspace.actor)
    new = [parcel for parcel in dict.fromkeys(parcels) if parcel not in known]
    return Moved(tuple(workspace.many.put_records([Record("", "recheck", (parcel,), values={
        "FPR": workspace.actor, "FPSJ": day or today(), "FPJG": NOT_MINE, "FPSM": words.strip()[:_MOST_LETTERS],
        "FPMP": 0}) for parcel in new])))


def take_up(workspace: Workspace, parcels: Sequence[str]) -> Moved:
    """These are this reviewer's after all; those of which they had said otherwise."""
    known, wanted = left_aside(workspace, workspace.actor), dict.fromkeys(parcels)
    for parcel in wanted:
        for uuid in known.get(parcel, ()):
            workspace.remove_record(uuid)
    return Moved(taken_up=tuple(parcel for parcel in wanted if parcel in known))


def answer(workspace: Workspace, parcels: Sequence[str], words: str, day: str = "") -> Moved:
    """The county's answer to what was sent back: it goes to whoever sent it back, and that round is over.

    What was not sent back, is answered already, or is not signed again stays and is told. Raises ANSWER_WORDS.
    """
    _require_words(words, "ANSWER_WORDS")
    wanted = list(dict.fromkeys(parcels))
    waiting = workspace.filed.open_returns(wanted)
    unsigned = [parcel for parcel in wanted if parcel in waiting and workspace.parcel(parcel).status != SIGNED]
    others = [parcel for parcel in wanted if parcel not in waiting]
    ready = [waiting[parcel] for parcel in wanted if parcel in waiting and parcel not in set(unsigned)]
    records = [replace(audit, values={**audit.values, "DFSM": words.strip(), "DFSJ": day or today()})
               for audit in ready]
    refused = [_finding(code, workspace, some) for code, some in (
        ("ANSWER_NOT_RETURNED", others), ("ANSWER_NOT_SIGNED", unsigned)) if some]
    return Moved(tuple(workspace.many.put_records(records)), tuple(refused))


def today() -> str:
    """The day it is, as records keep it."""
    return datetime.now().astimezone().date().isoformat()


def _movable(workspace: Workspace, parcels: Sequence[str], level: str,
             result: str) -> Tuple[List[str], Tuple[Finding, ...]]:
    """Those of the parcels that this level may pass (send back) as they stand now; what is said of the others."""
    movable: List[str] = []
    others: Dict[str, List[str]] = {}
    wanted = list(dict.fromkeys(parcels))
    known = known_of(workspace, wanted)  # in the order of the queue; a mark goes with the first that was named
    for parcel, state in ((each, known[each]) for each in wanted if each in known):
        if may_audit(state, level, result) is not None:
            movable.append(parcel)
        else:
            others.setdefault(state, []).append(parcel)
    told = [_finding("AUDIT_NOT_NOW", workspace, some, level=level, what=result, state=BY_CODE[state].zh,
                     state_en=BY_CODE[state].en, what_en="passed" if result == PASSED else "sent back")
            for state, some in sorted(others.items())]
    return movable, tuple(told)


def _audit(workspace: Workspace, parcel: str, level: str, result: str, day: str,
           said: Mapping[str, object]) -> Record:
    number = next_round(workspace.records("audit", parcel), level)
    return Record("", "audit", (parcel,), "", {
        "SHJB": level, "SHLC": number, "SHJG": result, "SHR": workspace.actor, "SHSJ": day or today(), **said})


def _finding(code: str, workspace: Workspace, parcels: Sequence[str], **more: object) -> Finding:
    first = [number_of(workspace.parcel(parcel)) for parcel in parcels[:_NAMED]]
    rest = "…" if len(parcels) > _NAMED else ""
    return Finding(code, "W", {"count": len(parcels), "numbers": "、".join(first) + rest, **more})


def _require_words(words: str, code: str) -> None:
    if len("".join(words.split())) < LEAST_LETTERS:
        raise WeipianError(code, least=LEAST_LETTERS)
    if len(words.strip()) > _MOST_LETTERS:
        raise WeipianError("RETURN_TOO_LONG", most=_MOST_LETTERS, length=len(words.strip()))


def _require_level(level: str) -> None:
    if level not in REVIEWING:
        raise WeipianError("AUDIT_LEVEL", level=level or "-", known="、".join(REVIEWING))

