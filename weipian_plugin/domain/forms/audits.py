"""What city and province said of a parcel, round by round, as the columns of 附表2-1 block E show it (§2.3 E).

What follows what is told by the rounds, never by the days: an audit names the rounds that were known when it was made
(`KNOWN_ROUNDS`). Only of audits that name none, as older workspaces have them, the days decide.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..records import Judgement, Record, Value
from .fields import is_empty

CITY, PROVINCE = "市级", "省级"
PASSED, RETURNED = "通过", "退回"
KNOWN_ROUNDS = "YZLC"
"""The field that names the rounds of every level that were known when an audit was made, its own among them."""
_LEVELS = ("县级", CITY, PROVINCE, "部级")
_CLOSING = ("XHZT", "XHR", "XHSJ", "XHYY", "WXHYY")


def of_level(records: Iterable[Record], level: str) -> List[Record]:
    """The audits at this level, round by round."""
    found = [record for record in records if record.kind == "audit" and record.values.get("SHJB") == level]
    return sorted(found, key=_round)


def next_round(records: Iterable[Record], level: str) -> int:
    """The round that comes next at this level, from 1."""
    return max((_round(record)[0] for record in of_level(records, level)), default=0) + 1


def with_known_rounds(audit: Record, records: Iterable[Record], until: str = "") -> Record:
    """The audit as it is kept, with the latest rounds of all levels that are known. ``until`` (ISO): of what was said
    after that day whoever made the audit knew nothing.
    """
    known = {str(audit.values.get("SHJB") or ""): _round(audit)[0]}
    for one in records:
        level, number = str(one.values.get("SHJB") or ""), _round(one)[0]
        is_other = one.kind == "audit" and one.uuid != audit.uuid and not is_empty(one.values.get("SHJG"))
        if is_other and (not until or str(one.values.get("SHSJ") or "") <= until):
            known[level] = max(number, known.get(level, 0))
    named = " ".join(f"{level}{known[level]}" for level in sorted(known, key=_rank))
    return replace(audit, values={**audit.values, KNOWN_ROUNDS: named})


def next_level(records: Sequence[Record], levels: Sequence[str]) -> str:
    """The level whose turn it is: the first above the county's (who files) whose passing does not hold (yet); the last
    where all have passed; "" where nobody audits.
    """
    auditing, passed = [level for level in levels if level != "县级"], levels_passed(records)
    return next((level for level in auditing if level not in passed), auditing[-1] if auditing else "")


def levels_passed(records: Iterable[Record]) -> Tuple[str, ...]:
    """The levels, from below, whose last round passed the parcel as it is filed now.

    What the county answered it filed anew: a level that passed it without knowing of that return has not seen it.
    """
    said = _said(records)
    last = {level: own[-1] for level, own in _by_level(said).items() if own[-1].values.get("SHJG") == PASSED}
    if not last:
        return ()
    answered = [one for one in said if one.values.get("SHJG") == RETURNED and not is_open(one)]
    return tuple(level for level in _LEVELS if level in last and all(
        _knows(last[level], one) for one in answered if one.values.get("SHJB") != level))


def open_returns(records: Iterable[Record]) -> List[Record]:
    """What sent the parcel back and waits for the county's answer, the highest level's first: at each level the last
    return, unless it is answered or the same level has passed the parcel since.
    """
    found: List[Record] = []
    said = _said(records)
    if not any(is_open(one) for one in said):
        return found
    for own in _by_level(said).values():
        decided = [one for one in own if one.values.get("SHJG") in (PASSED, RETURNED)]
        if decided and is_open(decided[-1]):
            found.append(decided[-1])
    return sorted(found, key=lambda one: -_rank(str(one.values.get("SHJB") or "")))


def latest_audit(records: Iterable[Record]) -> Optional[Record]:
    """What is read first of a parcel: what sent it back and is not answered, else what was said last: what no other
    level knew of when it spoke; of several such the latest by day, level and round.
    """
    said = _said(records)
    waiting = open_returns(said)
    if waiting or len(said) < 2:
        return next(iter(waiting or said), None)
    last = [own[-1] for own in _by_level(said).values()]
    unknown = [one for one in last if not any(_knows(other, one) for other in last if other is not one)]
    return max(unknown or last, key=_when, default=None)


def is_open(audit: Record) -> bool:
    """Does this audit send the parcel back, and has the county not answered it yet?"""
    return audit.values.get("SHJG") == RETURNED and is_empty(audit.values.get("DFSJ"))


def is_returned(records: Iterable[Record]) -> bool:
    """Does a return wait for the county's answer?"""
    return bool(open_returns(records))


def audit_columns(judgement: Optional[Judgement], records: Iterable[Record]) -> Dict[str, Value]:
    """Block E of a parcel by the codes of `definitions.AUDIT`: who filed, the last 会审 with a conclusion, the latest
    word of city and province, how often the province sent it back. What is not known is not there.
    """
    known = list(records)
    columns: Dict[str, Value] = {}
    if judgement is not None:
        columns.update(XTBR=judgement.signed_by, XTBSJ=judgement.signed_at[:10])
    reviews = [one for one in known if one.kind == "review" and not is_empty(one.values.get("HSJL"))]
    if reviews:
        last = max(reviews, key=lambda one: str(one.values.get("HSSJ") or ""))
        columns.update({code: last.values.get(code) for code in ("HSJL", "HSDW", "HSSJ")})
    city, province = of_level(known, CITY), of_level(known, PROVINCE)
    if city:
        columns.update(_taken(city[-1], SHSJG="SHJG", SHSSM="SHSM", SHSR="SHR", SHSSJ="SHSJ"))
    if province:
        columns.update(_taken(province[-1], SJSJG="SHJG", SJSSM="SHSM"))
        columns["SJTHCS"] = sum(one.values.get("SHJG") == RETURNED for one in province)
    judged = [one for one in province if not is_empty(one.values.get("ZPDLX"))]
    if judged:
        columns.update(_taken(judged[-1], SJPDLX="ZPDLX", SJPDSM="ZPDSM", SJPDR="SHR", SJPDSJ="SHSJ"))
    closed = [one for one in province if not is_empty(one.values.get("XHZT"))]
    if closed:
        columns.update(_taken(closed[-1], **{code: code for code in _CLOSING}))
    return {code: value for code, value in columns.items() if not is_empty(value)}


def _taken(record: Record, **sources: str) -> Dict[str, Value]:
    return {code: record.values.get(source) for code, source in sources.items()}


def _said(records: Iterable[Record]) -> List[Record]:
    return [record for record in records if record.kind == "audit" and not is_empty(record.values.get("SHJG"))]


def _by_level(said: Iterable[Record]) -> Dict[str, List[Record]]:
    """The audits of each level, round by round."""
    found: Dict[str, List[Record]] = {}
    for one in said:
        found.setdefault(str(one.values.get("SHJB") or ""), []).append(one)
    return {level: sorted(own, key=_round) if len(own) > 1 else own for level, own in found.items()}


def _knows(audit: Record, other: Record) -> bool:
    """Was the other level's word, and what was answered to it, known when this audit was made?"""
    named = audit.values.get(KNOWN_ROUNDS)
    if not is_empty(named):
        return _rounds(str(named)).get(str(other.values.get("SHJB") or ""), 0) >= _round(other)[0]
    answered = str(other.values.get("DFSJ") or "")
    return _when(audit) > _when(other) if not answered else (
        _day(audit) > _day(other) and _day(audit) >= answered)


def _rounds(named: str) -> Mapping[str, int]:
    return {part.rstrip("0123456789"): int(part[len(part.rstrip("0123456789")):] or 0) for part in named.split()}


def _rank(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else -1


def _day(record: Record) -> str:
    return str(record.values.get("SHSJ") or "")


def _when(record: Record) -> Tuple[str, int, Tuple[int, str]]:
    return _day(record), _rank(str(record.values.get("SHJB") or "")), _round(record)


def _round(record: Record) -> Tuple[int, str]:
    number = record.values.get("SHLC")
    return (int(number) if isinstance(number, (int, float)) else 0, str(record.values.get("SHSJ") or ""))
