"""Sends parcels back with a reason, passes them, leaves aside what is not one's own, and takes the county's answers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Collection, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.forms.audits import PASSED, RETURNED, next_round, with_known_rounds
from ...domain.forms.codes import ILLEGAL, code_list
from ...domain.forms.record_kinds import kind_of
from ...domain.records import SIGNED, Finding, Record
from ...domain.review.blind_files import NOT_MINE
from ...domain.review.states import ANSWERED, BY_CODE, COUNTY, REVIEWING, Position, may_move, waits_only_for
from .filed_list import disputed_among, left_aside, number_of, positions_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

LEAST_LETTERS = kind_of("audit").by_code["SHSM"].min_length
"""Of the words with which something is sent back, answered, or called false."""
_MOST_LETTERS = 500
_NAMED = 5


@dataclass(frozen=True)
class Mark:
    """A sketch that goes with a return: WKT in the workspace's CRS, what is said of it, and whose it is (of those that
    are sent back together; "" for the first of them).
    """

    shape: str
    text: str = ""
    parcel: str = ""


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


@dataclass(frozen=True)
class Passing:
    """What would come of passing parcels: those that pass; those on which readers disagree and nobody has ruled (they
    pass where that is wished); 违法 that were not opened, and what may not be passed now: both stay.
    """

    ready: Tuple[str, ...] = ()
    disputed: Tuple[str, ...] = ()
    unopened: Tuple[str, ...] = ()
    refused: Tuple[Finding, ...] = ()

    @property
    def stays(self) -> int:
        """How many may not be passed now."""
        return sum(int(str(found.values.get("count") or 0)) for found in self.refused)


def reasons() -> Tuple[str, ...]:
    """Why something is sent back: the city's three [DOC 2], and 其他."""
    return tuple(entry.code for entry in code_list("SHYY").codes)


def send_back(workspace: Workspace, parcels: Sequence[str], level: str, reason: str, words: str,
              mark: Optional[Mark] = None, day: str = "") -> Moved:
    """Send parcels back to the county: an audit each of this level's next round, with ``reason`` (SHYY) and ``words``.

    The ``mark``, where one is given, is kept with its parcel in the same transaction, as one of this level and round.
    What this level may not send back stays, and is told. Raises RETURN_REASON, RETURN_WORDS, AUDIT_LEVEL.
    """
    if reason not in reasons():
        raise WeipianError("RETURN_REASON", value=reason or "-", known="、".join(reasons()))
    _require_words(words, "RETURN_WORDS")
    _require_level(level)
    said = {"SHYY": reason, "SHSM": words.strip()}
    movable, refused = _movable(workspace, parcels, level, RETURNED)
    records = [_audit(workspace, parcel, level, RETURNED, day, said) for parcel in movable]
    marked = [audit for audit in records if mark is not None and audit.parcels[0] == (mark.parcel or movable[0])]
    records += [_sketch(audit, mark, words) for audit in marked if mark is not None]
    return Moved(tuple(workspace.many.put_records(records, as_one=True)), refused)


def what_passes(workspace: Workspace, parcels: Sequence[str], level: str, opened: Collection[str]) -> Passing:
    """What would come of passing these parcels at a level; nothing is kept. ``opened``: those that whoever passes them
    has had before them. Raises AUDIT_LEVEL.
    """
    _require_level(level)
    movable, refused = _movable(workspace, parcels, level, PASSED)
    outcomes = workspace.filed.outcomes(movable)
    unopened = tuple(one for one in movable if ILLEGAL in outcomes.get(one, ()) and one not in opened)
    seen = [parcel for parcel in movable if parcel not in set(unopened)]
    disputed = tuple(disputed_among(workspace, seen))
    return Passing(tuple(one for one in seen if one not in set(disputed)), disputed, unopened, refused)


def accept(workspace: Workspace, parcels: Sequence[str], level: str, opened: Collection[str], words: str = "",
           day: str = "", but_disputed: bool = False) -> Moved:
    """Pass parcels, one or many; one undoing takes all of them back. ``opened``: as in `what_passes`; ``but_disputed``:
    those on which readers disagree stay, and are told.

    A 违法 that was not opened stays where it is and is told with its number, as does what this level may not pass.
    Raises AUDIT_LEVEL.
    """
    found = what_passes(workspace, parcels, level, opened)
    said = {"SHSM": words.strip()} if words.strip() else {}
    wanted = set(found.ready if but_disputed else (*found.ready, *found.disputed))
    passed = [parcel for parcel in dict.fromkeys(parcels) if parcel in wanted]
    records = [_audit(workspace, parcel, level, PASSED, day, said) for parcel in passed]
    told = (*found.refused, *(_finding(code, workspace, some) for code, some in (
        ("PASS_UNOPENED", found.unopened), ("PASS_DISPUTED", found.disputed if but_disputed else ())) if some))
    return Moved(tuple(workspace.many.put_records(records, as_one=True)), told)


def leave_aside(workspace: Workspace, parcels: Sequence[str], words: str = "", day: str = "") -> Moved:
    """These are not this reviewer's (非本人任务): a second reading of each says so, it comes up no more."""
    known = left_aside(workspace, workspace.actor)
    new = [parcel for parcel in dict.fromkeys(parcels) if parcel not in known]
    return Moved(tuple(workspace.many.put_records([Record("", "recheck", (parcel,), values={
        "FPR": workspace.actor, "FPSJ": day or today(), "FPJG": NOT_MINE, "FPSM": words.strip()[:_MOST_LETTERS],
        "FPMP": 0}) for parcel in new], as_one=True)))


def take_up(workspace: Workspace, parcels: Sequence[str]) -> Moved:
    """These are this reviewer's after all: all of them or none; those of which they had said otherwise."""
    known, wanted = left_aside(workspace, workspace.actor), dict.fromkeys(parcels)
    workspace.many.remove_records([uuid for parcel in wanted for uuid in known.get(parcel, ())], as_one=True)
    return Moved(taken_up=tuple(parcel for parcel in wanted if parcel in known))


def answer(workspace: Workspace, parcels: Sequence[str], words: str, day: str = "") -> Moved:
    """The county's answer to what was sent back: it goes to all who sent it back, and their rounds are over.

    What was not sent back, is answered already, or is not signed again stays and is told. Raises ANSWER_WORDS.
    """
    _require_words(words, "ANSWER_WORDS")
    wanted = list(dict.fromkeys(parcels))
    waiting, known = workspace.filed.open_returns(wanted), positions_of(workspace, wanted)
    waiting = {parcel: found for parcel, found in waiting.items()
               if parcel in known and may_move(known[parcel], COUNTY, ANSWERED) is not None}
    unsigned = [parcel for parcel in wanted if parcel in waiting and workspace.parcel(parcel).status != SIGNED]
    others = [parcel for parcel in wanted if parcel not in waiting]
    ready = [audit for parcel in wanted if parcel not in set(unsigned) for audit in waiting.get(parcel, ())]
    records = [replace(audit, values={**audit.values, "DFSM": words.strip(), "DFSJ": day or today()})
               for audit in ready]
    refused = [_finding(code, workspace, some) for code, some in (
        ("ANSWER_NOT_RETURNED", others), ("ANSWER_NOT_SIGNED", unsigned)) if some]
    return Moved(tuple(workspace.many.put_records(records, as_one=True)), tuple(refused))


def today() -> str:
    """The day it is, as records keep it."""
    return datetime.now().astimezone().date().isoformat()


def _movable(workspace: Workspace, parcels: Sequence[str], level: str,
             result: str) -> Tuple[List[str], Tuple[Finding, ...]]:
    """Those of the parcels that this level may pass (send back) as they stand now; what is said of the others."""
    movable: List[str] = []
    others: Dict[Position, List[str]] = {}
    wanted = list(dict.fromkeys(parcels))
    known = positions_of(workspace, wanted)  # in the order of the queue; a mark goes with the first that was named
    for parcel in wanted:
        if parcel not in known:
            continue
        if may_move(known[parcel], level, result) is not None:
            movable.append(parcel)
        else:
            others.setdefault(known[parcel], []).append(parcel)
    told = [_why_not(workspace, position, some, level, result) for position, some in sorted(
        others.items(), key=lambda each: (each[0].state, each[0].levels, each[0].passed))]
    return movable, tuple(told)


def _why_not(workspace: Workspace, position: Position, parcels: Sequence[str], level: str, result: str) -> Finding:
    """Why a level may not pass (send back) parcels that stand so."""
    if level not in position.levels:
        levels = "、".join(position.levels) or "-"
        return _finding("AUDIT_NOT_THIS_LEVEL", workspace, parcels, level=level, levels=levels)
    before = waits_only_for(position, level) if result == PASSED else ()
    if before:
        return _finding("AUDIT_NOT_YET_HERE", workspace, parcels, level=level, before="、".join(before))
    state = BY_CODE[position.state]
    return _finding("AUDIT_NOT_NOW", workspace, parcels, level=level, what=result, state=state.zh, state_en=state.en,
                    what_en="passed" if result == PASSED else "sent back")


def _audit(workspace: Workspace, parcel: str, level: str, result: str, day: str,
           said: Mapping[str, object]) -> Record:
    known = workspace.records("audit", parcel)
    return with_known_rounds(Record("", "audit", (parcel,), "", {
        "SHJB": level, "SHLC": next_round(known, level), "SHJG": result, "SHR": workspace.actor,
        "SHSJ": day or today(), **said}), known)


def _sketch(audit: Record, mark: Mark, words: str) -> Record:
    said = audit.values
    return Record("", "sketch", audit.parcels, values={
        "BHTX": mark.shape, "BHNR": mark.text.strip() or words.strip(), "BHYS": "doubt", "BHR": said["SHR"],
        "BHSJ": said["SHSJ"], "SHJB": said["SHJB"], "SHLC": said["SHLC"]})


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

