"""When what is due: a small interpreter of a profile's deadline rules, and the traffic light over the days left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Dict, List, Mapping, Optional

from .dates import add_months, add_working_days, day_of_month, next_day_of_month, parse_date, quarter_of
from .errors import WeipianError
from .profiles import DeadlineRule, PolicyProfile


@dataclass(frozen=True)
class Deadline:
    """One due date of a patch (or of the county) with the sentence it follows from.

    ``effective`` marks the earliest date of its task; ``before_plan`` a date that had passed when the plan was issued.
    """

    task: str
    title: str
    title_en: str
    group: str
    due: date
    sentence: str
    source: str
    effective: bool
    before_plan: bool


@dataclass(frozen=True)
class Light:
    """A traffic light: colour key, words, and the days left (negative: overdue)."""

    colour: str
    zh: str
    en: str
    days: int


def deadlines(
    profile: PolicyProfile, jclb: str, xfsj: object, events: Optional[Mapping[str, date]] = None
) -> List[Deadline]:
    """All due dates of a patch of class ``jclb`` issued on ``xfsj``, earliest first.

    ``events`` gives the dates on which acts happened (``judged``, ``interviewed`` …); without one its deadlines are
    left out. Rules that do not name classes hold for all. Raises ``NO_ISSUE_DATE`` when ``xfsj`` is no date.
    """
    issued = parse_date(xfsj)
    if issued is None:
        raise WeipianError("NO_ISSUE_DATE", value=xfsj)
    wanted = [r for r in profile.deadlines if r.scope in ("patch", "act") and (not r.classes or jclb in r.classes)]
    dues: Dict[str, date] = {}
    for rule in wanted:
        due = _due(rule, issued, dues, events or {}, profile)
        if due is not None:
            dues[rule.id] = due
    return _with_effective([rule for rule in wanted if rule.id in dues], dues, profile)


def calendar(profile: PolicyProfile) -> List[Deadline]:
    """The fixed dates of the county itself: half-year, year, reports (no patch is needed)."""
    rules = [rule for rule in profile.deadlines if rule.scope == "county" and rule.kind == "fixed"]
    return _with_effective(rules, {rule.id: _day(rule.timing["due"]) for rule in rules}, profile)


def effective_deadline(found: List[Deadline]) -> Optional[Deadline]:
    """The report date that counts for a patch: the effective one of the group ``report``."""
    return next((deadline for deadline in found if deadline.group == "report" and deadline.effective), None)


def light(due: date, today: date, done: bool = False, published: Optional[date] = None) -> Light:
    """>10 days grey, 4–10 yellow, 0–3 orange, overdue red, done green; the day itself is in time.

    A date before the plan was ``published`` is 已过期（方案印发前）, not overdue.
    """
    days = (due - today).days
    if done:
        return Light("green", "已完成", "done", days)
    if published is not None and due < published:
        return Light("grey", "已过期（方案印发前）", "past before the plan was issued", days)
    if days < 0:
        return Light("red", f"逾期 {-days} 天", f"{-days} days overdue", days)
    colour = "orange" if days <= 3 else "yellow" if days <= 10 else "grey"
    return Light(colour, f"剩余 {days} 天" if days else "今日到期", f"{days} days left" if days else "due today", days)


def _with_effective(rules: List[DeadlineRule], dues: Mapping[str, date], profile: PolicyProfile) -> List[Deadline]:
    first: Dict[str, str] = {}
    for rule in sorted(rules, key=lambda r: dues[r.id]):
        first.setdefault(rule.group, rule.id)
    found = [
        Deadline(
            rule.id, profile.label(rule.title), rule.title_en, rule.group, dues[rule.id],
            rule.basis.citation.sentence if rule.basis.citation else rule.basis.note,
            rule.basis.citation.document if rule.basis.citation else rule.basis.in_words(),
            first[rule.group] == rule.id, dues[rule.id] < profile.published,
        )
        for rule in rules
    ]
    return sorted(found, key=lambda deadline: deadline.due)


def _due(
    rule: DeadlineRule, issued: date, dues: Mapping[str, date], events: Mapping[str, date], profile: PolicyProfile
) -> Optional[date]:
    timing = rule.timing
    if rule.kind == "days_after_issue":
        return issued + timedelta(days=_number(timing["days"]))
    if rule.kind == "monthly_cycle":
        later = 1 if issued.day <= _number(timing["cutoff_day"]) else 2
        return day_of_month(add_months(issued.replace(day=1), later), _number(timing["due_day"]))
    if rule.kind == "day_of_month_after":
        start = dues.get(str(timing["after"]))
        return None if start is None else next_day_of_month(start, _number(timing["day"]))
    if rule.kind == "by_quarter":
        table = timing["due"]
        quarter = f"{issued.year}Q{quarter_of(issued)}"
        return _day(table[quarter]) if isinstance(table, Mapping) and quarter in table else None
    if rule.kind == "fixed":
        return _day(timing["due"])
    if rule.kind == "fixed_if_issued_by":
        return _day(timing["due"]) if issued <= _day(timing["issued_by"]) else None
    return _after_event(rule, events, profile)


def _after_event(rule: DeadlineRule, events: Mapping[str, date], profile: PolicyProfile) -> Optional[date]:
    happened = events.get(str(rule.timing["event"]))
    if happened is None:
        return None
    if rule.kind == "months_after_event":
        return add_months(happened, _number(rule.timing["months"]))
    if profile.holidays is None:
        raise WeipianError("NO_HOLIDAY_TABLE", year=happened.year)
    calendar_of_state = profile.holidays
    return add_working_days(happened, _number(rule.timing["days"]), calendar_of_state.off, calendar_of_state.worked,
                            calendar_of_state.years)


def _number(value: object) -> int:
    return int(str(value))


def _day(value: object) -> date:
    day = parse_date(value)
    if day is None:
        raise WeipianError("NO_ISSUE_DATE", value=value)
    return day
