"""The kinds of deadline rules a profile may hold, what each needs, and what is wrong with a rule's `timing`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Dict, List, Mapping, Sequence, Tuple, Union

from .dates import parse_date

Keys = Tuple[Union[str, int], ...]

PATCH, ACT, COUNTY = "patch", "act", "county"
SCOPES = (PATCH, ACT, COUNTY)
"""``patch``: reporting, over once the patch is signed; ``act``: what follows a judgement; ``county``: no patch."""

EVENTS: Dict[str, Tuple[str, str]] = {
    "captured": ("后时相影像拍摄", "after image taken"),
    "judged": ("判定确认", "judgement signed"),
    "interviewed": ("约谈", "interview held"),
    "accountability_started": ("启动问责", "accountability started"),
}

_COUNT, _OF_MONTH, _DAY, _DAYS, _TASK, _EVENT, _QUARTERS, _YEARS = (
    "count", "day of a month", "day", "days", "task", "event", "quarters", "years")
_WHOLE = {_COUNT: (0, 9999), _OF_MONTH: (1, 31)}


@dataclass(frozen=True)
class Kind:
    """What the timing of a kind holds: keys with the type of their value, the scopes it can have, and its sense."""

    needs: Mapping[str, str]
    scopes: Tuple[str, ...]
    sense: str


_WINDOW = {"issued_from": _DAY, "issued_to": _DAY}
"""Any rule of a patch may hold for patches issued in a window only, both days included."""

_OF_PATCH = (PATCH, ACT)
KINDS: Dict[str, Kind] = {
    "days_after_issue": Kind({"days": _COUNT}, _OF_PATCH, "下发后 days 日（日历日）"),
    "day_of_later_month": Kind({"months": _COUNT, "day": _OF_MONTH}, _OF_PATCH, "下发月之后第 months 个月的 day 日"),
    "last_day_of_later_month": Kind({"months": _COUNT}, _OF_PATCH, "下发月之后第 months 个月的最后一日"),
    "monthly_cycle": Kind({"cutoff_day": _OF_MONTH, "due_day": _OF_MONTH}, _OF_PATCH,
                          "cutoff_day 日（含）前下发的次月 due_day 日，其后下发的再晚一月"),
    "day_of_month_after": Kind({"after": _TASK, "day": _OF_MONTH}, _OF_PATCH,
                               "任务 after 的期限当日或其后的第一个 day 日"),
    "by_quarter": Kind({"due": _QUARTERS}, _OF_PATCH, "按下发季度查表，如 2023Q1"),
    "by_patch_year": Kind({"due": _YEARS}, _OF_PATCH, "按图斑年度（2018）或图斑年度与下发季度（2019Q1）查表"),
    "fixed": Kind({"due": _DAY}, SCOPES, "固定日期"),
    "dates": Kind({"due": _DAYS}, (COUNTY,), "几个固定日期"),
    "quarter_ends": Kind({"from": _DAY, "to": _DAY}, (COUNTY,), "期间内每个季度的最后一日"),
    "months_after_event": Kind({"event": _EVENT, "months": _COUNT}, (ACT,), "事件之后 months 个月"),
    "working_days_after_event": Kind({"event": _EVENT, "days": _COUNT}, (ACT,), "事件之后 days 个工作日"),
}

@dataclass(frozen=True)
class TimingFault:
    """One thing that is wrong: the way to it from the rule, its sentence (`PROFILE_PROBLEMS`) and what fills it."""

    keys: Keys
    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    known: Tuple[str, ...] = ()


def timing_faults(kind: str, scope: str, timing: Mapping[str, object]) -> List[TimingFault]:
    """Everything that is wrong with a rule of this kind and scope; empty for a sound one."""
    faults: List[TimingFault] = []
    if scope not in SCOPES:
        faults.append(TimingFault(("scope",), "UNKNOWN_NAME", {"what": "scope", "value": scope}, SCOPES))
    if kind not in KINDS:
        return [*faults, TimingFault(("kind",), "UNKNOWN_NAME", {"what": "kind", "value": kind}, tuple(KINDS))]
    known = KINDS[kind]
    if scope in SCOPES and scope not in known.scopes:
        faults.append(TimingFault(("scope",), "KIND_AGAINST_SCOPE", {"kind": kind, "scope": scope}, known.scopes))
    allowed = {**known.needs, **({} if scope == COUNTY else _WINDOW)}
    faults += [TimingFault(("timing", str(key)), "UNKNOWN_KEY", {"key": key}, tuple(allowed))
               for key in timing if key not in allowed]
    faults += [TimingFault(("timing", key), "MISSING_KEY", {"key": key}) for key in known.needs if key not in timing]
    for key, value in timing.items():
        if key in allowed:
            faults += _value_faults(("timing", key), allowed[key], value)
    start, end = (parse_date(timing.get(name)) for name in ("issued_from", "issued_to"))
    if start and end and end < start:
        faults.append(TimingFault(("timing", "issued_to"), "DATES_REVERSED", {"to": end, "since": start}))
    return faults


def _value_faults(keys: Keys, wanted: str, value: object) -> List[TimingFault]:
    if wanted in _WHOLE:
        least, most = _WHOLE[wanted]
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            return [TimingFault(keys, "NOT_WHOLE", {"value": _shown(value), "least": least, "most": most})]
    if wanted == _DAY:
        return _day_faults(keys, value)
    if wanted == _DAYS:
        if isinstance(value, str) or not isinstance(value, Sequence) or not value:
            return [TimingFault(keys, "NOT_A_LIST")]
        return [fault for number, day in enumerate(value) for fault in _day_faults((*keys, number), day)]
    if wanted == _EVENT and (not isinstance(value, str) or value not in EVENTS):
        return [TimingFault(keys, "UNKNOWN_NAME", {"what": "event", "value": _shown(value)}, tuple(EVENTS))]
    if wanted in (_QUARTERS, _YEARS):
        return _table_faults(keys, wanted, value)
    return []


def _table_faults(keys: Keys, wanted: str, value: object) -> List[TimingFault]:
    if not isinstance(value, Mapping) or not value:
        return [TimingFault(keys, "NOT_A_TABLE")]
    form = r"[0-9]{4}Q[1-4]" if wanted == _QUARTERS else r"[0-9]{4}(Q[1-4])?"
    faults: List[TimingFault] = []
    for key, day in value.items():
        if not re.fullmatch(form, str(key)):
            faults.append(TimingFault((*keys, str(key)), "NOT_A_QUARTER", {"value": key}))
        faults += _day_faults((*keys, str(key)), day)
    return faults


def _day_faults(keys: Keys, value: object) -> List[TimingFault]:
    return [] if parse_date(value) else [TimingFault(keys, "NOT_A_DATE", {"value": _shown(value)})]


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else "（空）" if value is None else str(value)
