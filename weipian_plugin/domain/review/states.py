"""The states of a parcel from import to closing (§8.2, 拟), and who moves it: told from what is there, never kept.

A state is no second truth beside answers, signatures and records: it is what they add up to. Up to the signature, and
from the disposal on, that is all there is to it. Between them levels take turns: `MOVES` says who may do what.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..forms.audits import CITY, PASSED, PROVINCE, RETURNED, levels_passed, of_level, open_returns
from ..forms.codes import ILLEGAL
from ..forms.fields import is_empty
from ..records import DRAFT, SIGNED, Record

COUNTY, MINISTRY = "县级", "部级"
REVIEWING = (CITY, PROVINCE, MINISTRY)
"""Who passes and sends back, from below."""
ANSWERED = "答复"
"""What the county does with what was sent back; with 通过 and 退回 the moves there are."""


@dataclass(frozen=True)
class State:
    """A state: its code as §8.2 numbers it, and its names. ``r`` after a number: sent back."""

    code: str
    zh: str
    en: str


IMPORTED, OVERLAID, LOOKED_AT, DRAFTED, DISCUSSED, SIGNED_HERE, FILED = "01", "02", "03", "04", "05", "06", "07"
CITY_PASSED, CITY_RETURNED, PROVINCE_PASSED, PROVINCE_RETURNED = "08", "08r", "09", "09r"
HANDLED, RECTIFYING, RECTIFIED, CLOSED = "10", "11", "12", "13"

STATES: Tuple[State, ...] = (
    State(IMPORTED, "已导入", "Imported"),
    State(OVERLAID, "内业套合", "Measured"),
    State(LOOKED_AT, "外业核查", "Looked at on site"),
    State(DRAFTED, "初判", "Draft answer"),
    State(DISCUSSED, "集体会审", "Discussed together"),
    State(SIGNED_HERE, "县级已确认", "Signed by the county"),
    State(FILED, "已填报", "Filed"),
    State(CITY_PASSED, "市审通过", "Passed by the city"),
    State(CITY_RETURNED, "市退回", "Sent back by the city"),
    State(PROVINCE_PASSED, "省审通过", "Passed by the province"),
    State(PROVINCE_RETURNED, "省退回", "Sent back by the province"),
    State(HANDLED, "立案/非立案/移交", "Case, no case, or handed over"),
    State(RECTIFYING, "整改中", "Being rectified"),
    State(RECTIFIED, "整改到位", "Rectified"),
    State(CLOSED, "销号", "Closed"),
)
BY_CODE: Mapping[str, State] = {state.code: state for state in STATES}
RETURNED_STATES = (CITY_RETURNED, PROVINCE_RETURNED)


@dataclass(frozen=True)
class Move:
    """One way on: from which states to which, who may do it, and what is done: 通过, 退回 (with a reason), 答复."""

    sources: Tuple[str, ...]
    target: str
    levels: Tuple[str, ...]
    done: str


_NOT_PASSED = (SIGNED_HERE, FILED)
_PASSED_BY_ALL = (PROVINCE_PASSED, HANDLED, RECTIFYING, RECTIFIED)
MOVES: Tuple[Move, ...] = (
    Move(_NOT_PASSED, CITY_PASSED, (CITY,), PASSED),
    Move((*_NOT_PASSED, CITY_PASSED), CITY_RETURNED, (CITY,), RETURNED),
    Move((*_NOT_PASSED, CITY_PASSED), PROVINCE_PASSED, (PROVINCE, MINISTRY), PASSED),
    Move((PROVINCE_PASSED,), PROVINCE_PASSED, (MINISTRY,), PASSED),
    Move((*_NOT_PASSED, CITY_PASSED, *_PASSED_BY_ALL), PROVINCE_RETURNED, (PROVINCE, MINISTRY), RETURNED),
    Move(RETURNED_STATES, FILED, (COUNTY,), ANSWERED),
)
"""A level passes only what every level below it has passed, as far as the profile has them audit: `may_move`."""


@dataclass(frozen=True)
class Known:
    """What is there of one parcel. ``filed``: it came signed, in a package that its office had signed off. ``records``:
    those about it of the kinds audit, act, rectification and review. ``levels``: who audits by the profile, from below.
    """

    status: str
    outcome: str = ""
    measured: bool = False
    on_site: bool = False
    filed: bool = False
    records: Sequence[Record] = ()
    levels: Tuple[str, ...] = REVIEWING


@dataclass(frozen=True)
class Position:
    """Where a parcel stands: its state (code), who audits it, from below, and whose passing of it holds."""

    state: str
    levels: Tuple[str, ...] = REVIEWING
    passed: Tuple[str, ...] = ()


def state_of(known: Known) -> str:
    """The code of the state that follows from what is there."""
    return position_of(known).state


def position_of(known: Known) -> Position:
    """Where a parcel stands. Sent back and not answered goes before all else; an answer is a new filing, which those
    who passed the one before pass again; what comes after the audits (立案, 整改, 销号) is reached once the last of
    them has passed it.
    """
    audits = [record for record in known.records if record.kind == "audit"]
    waiting = open_returns(audits) if audits else []
    passed = levels_passed(audits) if audits and known.status == SIGNED else ()
    return Position(_state(known, audits, waiting, passed), known.levels, passed)


def _state(known: Known, audits: Sequence[Record], waiting: Sequence[Record], passed: Sequence[str]) -> str:
    if waiting:
        return CITY_RETURNED if waiting[0].values.get("SHJB") == CITY else PROVINCE_RETURNED
    if known.status != SIGNED:
        return _before_the_signature(known)
    if PROVINCE in passed and _is_closed(audits):
        return CLOSED
    if PROVINCE in passed or MINISTRY in passed:
        return _after_the_audits(known, PROVINCE_PASSED)
    filed = CITY_PASSED if CITY in passed else FILED if audits or known.filed else SIGNED_HERE
    # Where the profile has no level above the city's (no level at all) nobody else passes it.
    is_over = not known.levels or (CITY in passed and known.levels[-1] == CITY)
    return _after_the_audits(known, filed) if is_over else filed


def auditing_levels(named: Iterable[str]) -> Tuple[str, ...]:
    """Those of the levels that a profile names (``audit_levels``) that audit, from below; all above the county where it
    names none; nobody where it names the county alone.
    """
    wanted = tuple(named)
    return tuple(level for level in REVIEWING if level in wanted) if wanted else REVIEWING


def may_move(position: Position, level: str, done: str) -> Optional[Move]:
    """The move by which this level passes (通过), sends back (退回) or answers (答复) what stands so; ``None``: it may
    not, for the state, for the profile has it not audit, or for a level below has not passed it yet.
    """
    if level != COUNTY and level not in position.levels:
        return None
    if done == PASSED and (level in position.passed or levels_before(position, level)):
        return None
    return next((move for move in MOVES
                 if position.state in move.sources and level in move.levels and move.done == done), None)


def levels_before(position: Position, level: str) -> Tuple[str, ...]:
    """The levels below this one that audit by the profile and have not passed it yet."""
    below = position.levels[:position.levels.index(level)] if level in position.levels else ()
    return tuple(each for each in below if each not in position.passed)


def waits_only_for(position: Position, level: str) -> Tuple[str, ...]:
    """The levels below whose passing is all that this level lacks to pass it itself; none where it lacks more."""
    alone = replace(position, levels=(level,))
    return levels_before(position, level) if may_move(alone, level, PASSED) is not None else ()


def waits_for(position: Position, level: str) -> bool:
    """Is it this level's turn: may it pass what it has not passed yet?"""
    return may_move(position, level, PASSED) is not None


def counts(states: Iterable[str]) -> Dict[str, int]:
    """How many parcels are in each state, in the order of §8.2; every state is there."""
    found = Counter(states)
    return {state.code: found[state.code] for state in STATES}


def _before_the_signature(known: Known) -> str:
    if known.status == DRAFT and known.outcome:
        discussed = any(record.kind == "review" and not is_empty(record.values.get("HSJL")) for record in known.records)
        return DISCUSSED if discussed else DRAFTED
    if known.on_site:
        return LOOKED_AT
    return OVERLAID if known.measured else IMPORTED


def _after_the_audits(known: Known, passed: str) -> str:
    if known.outcome != ILLEGAL:
        return passed
    parts = [record.values for record in known.records if record.kind == "rectification"]
    if parts:
        return RECTIFIED if all(part.get("SFZGDW") == 1 for part in parts) else RECTIFYING
    handled = any(record.kind == "act" and not is_empty(record.values.get("CLFS")) for record in known.records)
    return HANDLED if handled else passed


def _is_closed(audits: Sequence[Record]) -> bool:
    """What the province said last of closing it, since it last sent it back."""
    said: List[object] = []
    for audit in of_level(audits, PROVINCE):
        said = [] if audit.values.get("SHJG") == RETURNED else [*said, audit.values.get("XHZT")]
    told = [one for one in said if not is_empty(one)]
    return bool(told) and told[-1] == "已销号"
