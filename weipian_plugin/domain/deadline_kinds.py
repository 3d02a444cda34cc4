"""The kinds of deadline rules a profile may hold, what each needs, and what is wrong with a rule's `timing`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Dict, List, Mapping, Sequence, Tuple

from .dates import parse_date

PATCH, ACT, COUNTY = "patch", "act", "county"
SCOPES = (PATCH, ACT, COUNTY)
"""``patch``: reporting, over once the patch is signed; ``act``: what follows a judgement; ``county``: no patch."""

EVENTS: Dict[str, Tuple[str, str]] = {
    "captured": ("后时相影像拍摄", "after image taken"),
    "judged": ("判定确认", "judgement signed"),
    "interviewed": ("约谈", "interview held"),
    "accountability_started": ("启动问责", "accountability started"),
}

_COUNT, _DAY, _DAYS, _TASK, _EVENT, _QUARTERS, _YEARS = "count", "day", "days", "task", "event", "quarters", "years"


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
    "day_of_later_month": Kind({"months": _COUNT, "day": _COUNT}, _OF_PATCH, "下发月之后第 months 个月的 day 日"),
    "last_day_of_later_month": Kind({"months": _COUNT}, _OF_PATCH, "下发月之后第 months 个月的最后一日"),
    "monthly_cycle": Kind({"cutoff_day": _COUNT, "due_day": _COUNT}, _OF_PATCH,
                          "cutoff_day 日（含）前下发的次月 due_day 日，其后下发的再晚一月"),
    "day_of_month_after": Kind({"after": _TASK, "day": _COUNT}, _OF_PATCH,
                               "任务 after 的期限当日或其后的第一个 day 日"),
    "by_quarter": Kind({"due": _QUARTERS}, _OF_PATCH, "按下发季度查表，如 2023Q1"),
    "by_patch_year": Kind({"due": _YEARS}, _OF_PATCH, "按图斑年度（2018）或图斑年度与下发季度（2019Q1）查表"),
    "fixed": Kind({"due": _DAY}, SCOPES, "固定日期"),
    "dates": Kind({"due": _DAYS}, (COUNTY,), "几个固定日期"),
    "quarter_ends": Kind({"from": _DAY, "to": _DAY}, (COUNTY,), "期间内每个季度的最后一日"),
    "months_after_event": Kind({"event": _EVENT, "months": _COUNT}, (ACT,), "事件之后 months 个月"),
    "working_days_after_event": Kind({"event": _EVENT, "days": _COUNT}, (ACT,), "事件之后 days 个工作日"),
}

Fault = Tuple[str, str, str]
"""Key below ``timing`` (empty: the rule itself), what is wrong, and what to write instead."""


def timing_faults(kind: str, scope: str, timing: Mapping[str, object]) -> List[Fault]:
    """Everything that is wrong with a rule of this kind and scope; empty for a sound one."""
    if kind not in KINDS:
        return [("kind", f"不识的期限 {kind}", f"可用：{'、'.join(KINDS)}")]
    known = KINDS[kind]
    if scope not in known.scopes:
        return [("scope", f"{kind} 不能用于 {scope}", f"可用：{'、'.join(known.scopes)}")]
    allowed = {**known.needs, **({} if scope == COUNTY else _WINDOW)}
    faults = [(f"timing.{key}", "不识的键", f"可用：{'、'.join(allowed)}") for key in timing if key not in allowed]
    faults += [(f"timing.{key}", "缺少", known.sense) for key in known.needs if key not in timing]
    for key, value in timing.items():
        if key in allowed:
            faults += _value_faults(f"timing.{key}", allowed[key], value)
    start, end = (parse_date(timing.get(name)) for name in _WINDOW)
    if start and end and end < start:
        faults.append(("timing.issued_to", "止早于起", "issued_to 不得早于 issued_from"))
    return faults


def _value_faults(path: str, wanted: str, value: object) -> List[Fault]:
    if wanted == _COUNT and (isinstance(value, bool) or not isinstance(value, int) or value < 0):
        return [(path, f"须为整数：{value}", "写一个不小于 0 的整数")]
    if wanted == _DAY:
        return _day_faults(path, value)
    if wanted == _DAYS:
        if isinstance(value, str) or not isinstance(value, Sequence) or not value:
            return [(path, "须为日期的列表", "如 [2023-06-30, 2023-12-31]")]
        return [fault for number, day in enumerate(value) for fault in _day_faults(f"{path}[{number}]", day)]
    if wanted == _EVENT and (not isinstance(value, str) or value not in EVENTS):
        return [(path, f"不识的事件 {value}", f"可用：{'、'.join(EVENTS)}")]
    if wanted in (_QUARTERS, _YEARS):
        return _table_faults(path, wanted, value)
    return []


def _table_faults(path: str, wanted: str, value: object) -> List[Fault]:
    if not isinstance(value, Mapping) or not value:
        return [(path, "须为期限表", "如 {2023Q1: 2023-04-30}")]
    form = r"\d{4}Q[1-4]" if wanted == _QUARTERS else r"\d{4}(Q[1-4])?"
    faults: List[Fault] = []
    for key, day in value.items():
        if not re.fullmatch(form, str(key)):
            faults.append((f"{path}.{key}", "不是季度" if wanted == _QUARTERS else "不是年度或季度", "如 2023Q1"))
        faults += _day_faults(f"{path}.{key}", day)
    return faults


def _day_faults(path: str, value: object) -> List[Fault]:
    return [] if parse_date(value) else [(path, f"不是日期：{value}", "写成 2023-06-30，且须有这一天")]
