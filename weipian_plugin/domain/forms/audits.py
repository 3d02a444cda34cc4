"""What city and province said of a parcel, round by round, as the columns of 附表2-1 block E show it (§2.3 E)."""

from __future__ import annotations

from typing import Dict, Iterable, List, Optional, Sequence, Tuple

from ..records import Judgement, Record, Value
from .fields import is_empty

CITY, PROVINCE = "市级", "省级"
PASSED, RETURNED = "通过", "退回"
_LEVELS = ("县级", CITY, PROVINCE, "部级")
_CLOSING = ("XHZT", "XHR", "XHSJ", "XHYY", "WXHYY")


def of_level(records: Iterable[Record], level: str) -> List[Record]:
    """The audits at this level, round by round."""
    found = [record for record in records if record.kind == "audit" and record.values.get("SHJB") == level]
    return sorted(found, key=_round)


def next_round(records: Iterable[Record], level: str) -> int:
    """The round that comes next at this level, from 1."""
    return max((_round(record)[0] for record in of_level(records, level)), default=0) + 1


def next_level(records: Sequence[Record], levels: Sequence[str]) -> str:
    """The level whose turn it is: the first above the county's (who files) that has not passed the parcel yet; the
    last where all have; "" where nobody audits.
    """
    auditing = [level for level in levels if level != "县级"]
    for level in auditing:
        own = of_level(records, level)
        if not own or own[-1].values.get("SHJG") != PASSED:
            return level
    return auditing[-1] if auditing else ""


def latest_audit(records: Iterable[Record]) -> Optional[Record]:
    """What was said last of a parcel by whichever level; of one day the higher level's word, then the later round's."""
    said = [record for record in records if record.kind == "audit" and not is_empty(record.values.get("SHJG"))]
    return max(said, key=_when, default=None)


def is_open(audit: Record) -> bool:
    """Does this audit send the parcel back, and has the county not answered it yet?"""
    return audit.values.get("SHJG") == RETURNED and is_empty(audit.values.get("DFSJ"))


def is_returned(records: Sequence[Record]) -> bool:
    """Was the parcel sent back by whoever looked last, and has the county not answered yet?"""
    latest = latest_audit(records)
    return latest is not None and is_open(latest)


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


def _when(record: Record) -> Tuple[str, int, Tuple[int, str]]:
    level = str(record.values.get("SHJB") or "")
    rank = _LEVELS.index(level) if level in _LEVELS else -1
    return str(record.values.get("SHSJ") or ""), rank, _round(record)


def _round(record: Record) -> Tuple[int, str]:
    number = record.values.get("SHLC")
    return (int(number) if isinstance(number, (int, float)) else 0, str(record.values.get("SHSJ") or ""))
