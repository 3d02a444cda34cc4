"""The states of a parcel from import to closing (§8.2, 拟), and who moves it: told from what is there, never kept.

A state is no second truth beside answers, signatures and records: it is what they add up to.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..forms.audits import CITY, PASSED, PROVINCE, RETURNED, is_open, latest_audit, of_level
from ..forms.codes import ILLEGAL
from ..forms.fields import is_empty
from ..records import DRAFT, SIGNED, Record

COUNTY, MINISTRY = "县级", "部级"
REVIEWING = (CITY, PROVINCE, MINISTRY)
"""Who passes and sends back, from below."""


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
    """One way on: from which states to which, who may do it, what is written, and whether it needs a reason.

    ``record``: the kind of record (or what else) that makes the move; ``result`` the audit's 审核结果. That a parcel
    was handed in is known here once a level above the county has said something of it, or where it came in a package
    that its office had signed off.
    """

    sources: Tuple[str, ...]
    target: str
    levels: Tuple[str, ...]
    record: str
    result: str = ""
    needs_reason: bool = False


_REVIEWED_BY_PROVINCE = (SIGNED_HERE, FILED, CITY_PASSED)
MOVES: Tuple[Move, ...] = (
    Move((IMPORTED,), OVERLAID, (COUNTY,), "measurement"),
    Move((IMPORTED, OVERLAID), LOOKED_AT, (COUNTY,), "attachment"),
    Move((IMPORTED, OVERLAID, LOOKED_AT), DRAFTED, (COUNTY,), "draft"),
    Move((DRAFTED,), DISCUSSED, (COUNTY,), "review"),
    Move((DRAFTED, DISCUSSED), SIGNED_HERE, (COUNTY,), "signature"),
    Move((SIGNED_HERE,), FILED, (COUNTY,), "handing_in"),
    Move((SIGNED_HERE, FILED), CITY_PASSED, (CITY,), "audit", PASSED),
    Move((SIGNED_HERE, FILED, CITY_PASSED), CITY_RETURNED, (CITY,), "audit", RETURNED, True),
    Move(_REVIEWED_BY_PROVINCE, PROVINCE_PASSED, (PROVINCE, MINISTRY), "audit", PASSED),
    Move((*_REVIEWED_BY_PROVINCE, PROVINCE_PASSED, HANDLED, RECTIFYING, RECTIFIED), PROVINCE_RETURNED,
         (PROVINCE, MINISTRY), "audit", RETURNED, True),
    Move(RETURNED_STATES, FILED, (COUNTY,), "answer", "", True),
    Move((PROVINCE_PASSED,), HANDLED, (COUNTY,), "act"),
    Move((PROVINCE_PASSED, HANDLED), RECTIFYING, (COUNTY,), "rectification"),
    Move((RECTIFYING,), RECTIFIED, (COUNTY,), "rectification"),
    Move((PROVINCE_PASSED, HANDLED, RECTIFYING, RECTIFIED), CLOSED, (PROVINCE,), "closing"),
)


@dataclass(frozen=True)
class Known:
    """What is there of one parcel. ``filed``: it came signed, in a package that its office had signed off. ``records``:
    those about it of the kinds audit, act, rectification and review.
    """

    status: str
    outcome: str = ""
    measured: bool = False
    on_site: bool = False
    filed: bool = False
    records: Sequence[Record] = ()


def state_of(known: Known) -> str:
    """The code of the state that follows from what is there. Sent back and not answered goes before all else; what
    comes after the audits (立案, 整改, 销号) is reached once the last of them has passed it.
    """
    audits = [record for record in known.records if record.kind == "audit"]
    last = latest_audit(audits)
    if last is not None and is_open(last):
        return CITY_RETURNED if last.values.get("SHJB") == CITY else PROVINCE_RETURNED
    if known.status != SIGNED:
        return _before_the_signature(known)
    if _is_closed(audits):
        return CLOSED
    if any(_passed(audits, level) for level in (PROVINCE, MINISTRY)):
        return _after_the_audits(known)
    if _passed(audits, CITY):
        return CITY_PASSED
    return FILED if audits or known.filed else SIGNED_HERE


def moves_from(state: str, level: str) -> List[Move]:
    """What somebody of this level may do with a parcel in this state."""
    return [move for move in MOVES if state in move.sources and level in move.levels]


def may_audit(state: str, level: str, result: str) -> Optional[Move]:
    """The move by which this level passes (通过) or sends back (退回) a parcel in this state; ``None``: it may not."""
    return next((move for move in moves_from(state, level) if move.record == "audit" and move.result == result), None)


def waits_for(state: str, level: str) -> bool:
    """Is it this level's turn: may it pass what it has not passed yet?"""
    return may_audit(state, level, PASSED) is not None


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


def _after_the_audits(known: Known) -> str:
    if known.outcome != ILLEGAL:
        return PROVINCE_PASSED
    parts = [record.values for record in known.records if record.kind == "rectification"]
    if parts:
        return RECTIFIED if all(part.get("SFZGDW") == 1 for part in parts) else RECTIFYING
    handled = any(record.kind == "act" and not is_empty(record.values.get("CLFS")) for record in known.records)
    return HANDLED if handled else PROVINCE_PASSED


def _passed(audits: Sequence[Record], level: str) -> bool:
    own = of_level(audits, level)
    return bool(own) and own[-1].values.get("SHJG") == PASSED


def _is_closed(audits: Sequence[Record]) -> bool:
    own = [one for one in of_level(audits, PROVINCE) if not is_empty(one.values.get("XHZT"))]
    return bool(own) and own[-1].values.get("XHZT") == "已销号"
