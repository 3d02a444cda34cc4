"""When what is due: a small interpreter of a profile's deadline rules, and the traffic light over the days left.

“前”“底” include the stated day itself [KNOWN m]: due on the 20th means that the 20th is in time.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..errors import WeipianError
from ..profiles import OFFICIAL, DeadlineRule, PolicyProfile, mark_of_source
from .dates import (
    add_months,
    add_working_days,
    day_of_month,
    last_of_month,
    next_day_of_month,
    parse_date,
    quarter_ends,
    quarter_of,
)
from .deadline_kinds import COUNTY

REPORT = "report"
"""The group of the dates by which a patch is reported: its effective one is the deadline of the queue."""

WARNING_DAYS = 3
"""From here on a light is orange."""

PAST = "past"
"""The light of a date that had passed when the plan was issued."""

_NOTICE_DAYS = 10


@dataclass(frozen=True)
class Deadline:
    """One due date of a patch (or of the county) with the sentence it follows from.

    ``effective`` marks the earliest date of its group; ``before_plan`` a date that had passed when the plan was issued.
    ``mark`` is empty where the document says all of it, else the tag and note of what was added (拟 …). ``official`` is
    the date before an extension, ``extension`` what the extension rests on (empty: not extended).
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
    scope: str = "patch"
    mark: str = ""
    mark_en: str = ""
    official: Optional[date] = None
    extension: str = ""

    def internal(self, lead_days: int) -> date:
        """The office's own date, ``lead_days`` calendar days before the due date."""
        return self.due - timedelta(days=max(lead_days, 0))


@dataclass(frozen=True)
class Extension:
    """延期: the task (or the group, ``report``) is put off until a day (YQSJ), with what that rests on (依据)."""

    task: str
    until: date
    basis: str


@dataclass(frozen=True)
class Light:
    """A traffic light: colour key, words, and the days left (negative: overdue)."""

    colour: str
    zh: str
    en: str
    days: int


def deadlines(
    profile: PolicyProfile, jclb: str, xfsj: object, events: Optional[Mapping[str, date]] = None,
    patch_year: Optional[int] = None,
) -> List[Deadline]:
    """All due dates of a patch of class ``jclb`` issued on ``xfsj``, earliest first.

    ``events`` gives the dates on which acts happened (`deadline_kinds.EVENTS`); without one its deadlines are left out.
    ``patch_year`` is the year the patch was made for (NF; 2018 patches were issued in 2019), the year of issue where
    it is not stated. Rules that do not name classes hold for all. What had passed when the patch was issued is none of
    its deadlines; where the profile began later than that, each is marked so. Raises ``NO_ISSUE_DATE`` when ``xfsj`` is
    no date, ``NO_HOLIDAY_TABLE`` where working days lead into a year the table does not have.
    """
    issued = parse_date(xfsj)
    if issued is None:
        raise WeipianError("NO_ISSUE_DATE", value=xfsj)
    patch = _Patch(issued, patch_year or issued.year, events or {}, profile)
    wanted = [rule for rule in profile.deadlines
              if rule.scope != COUNTY and rule.holds_for(jclb) and _in_window(rule, issued)]
    dues: Dict[str, date] = {}
    for rule in wanted:
        due = patch.due(rule, dues)
        if due is not None and (due >= issued or "event" in rule.timing):
            dues[rule.id] = due
    later = not_yet_in_force(profile, issued)
    found = [_deadline(rule, dues[rule.id], profile) for rule in wanted if rule.id in dues]
    return _with_effective([_also_marked(one, later) for one in found] if later else found)


def not_yet_in_force(profile: PolicyProfile, issued: Optional[date]) -> Optional[Tuple[str, str]]:
    """That the profile holds from a later day than that on which a patch was ``issued``, 中文 and English; else
    ``None``. So it is where a patch is held against a later year's rules, as in training.
    """
    since = profile.validity.since if profile.validity else None
    if since is None or issued is None or issued >= since:
        return None
    day = since.isoformat()
    return f"该规定{day}起施行，图斑下发时尚未施行", f"in force from {day} only, not yet when the patch was issued"


def calendar(profile: PolicyProfile) -> List[Deadline]:
    """The dates of the county itself: quarters, half-year, year, reports (no patch is needed), earliest first."""
    return _with_effective([
        _deadline(rule, day, profile)
        for rule in profile.deadlines if rule.scope == COUNTY for day in _county_days(rule)
    ])


def effective_deadline(found: Iterable[Deadline]) -> Optional[Deadline]:
    """The report date that counts for a patch: the effective one of the group ``report``."""
    return next((deadline for deadline in found if deadline.group == REPORT and deadline.effective), None)


def next_deadline(found: Iterable[Deadline], today: date) -> Optional[Deadline]:
    """What a patch that is not answered has to be ready for next: of the effective dates of all its tasks the first
    that is not past; where all are, the last of them.
    """
    effective = sorted((one for one in found if one.effective), key=lambda one: one.due)
    return effective[place_of_next([one.due for one in effective], today)] if effective else None


def place_of_next(days: Sequence[date], today: date) -> int:
    """Of ``days``, earliest first, the place of the first that is not past; where all are, the place of the last."""
    return next((place for place, day in enumerate(days) if day >= today), len(days) - 1)


def with_extension(found: Sequence[Deadline], extensions: Iterable[Extension]) -> List[Deadline]:
    """The same deadlines, those of an extended task or group put off; which is effective is told anew.

    An extension moves a date later, never earlier; of several the latest counts. Raises ``EXTENSION_NO_BASIS`` for one
    without 依据 and ``EXTENSION_NOT_LATER`` for one that moves nothing.
    """
    extended = list(found)
    for extension in extensions:
        if not extension.basis.strip():
            raise WeipianError("EXTENSION_NO_BASIS", task=extension.task, until=extension.until.isoformat())
        named = [one for one in found if extension.task in (one.task, one.group)]
        if named and all(extension.until <= one.due for one in named):
            raise WeipianError("EXTENSION_NOT_LATER", task=extension.task, until=extension.until.isoformat(),
                               due=min(one.due for one in named).isoformat())
        extended = [_put_off(one, extension) if extension.task in (one.task, one.group) else one for one in extended]
    return _with_effective(extended)


def lead_days(profile: PolicyProfile, own: Optional[int] = None) -> int:
    """Calendar days of internal lead: the person's ``own`` where there is one, else the profile's, else none."""
    if own is not None and own >= 0:
        return own
    return int(str(profile.value("lead_days"))) if "lead_days" in profile.values else 0


def lead_mark(profile: PolicyProfile, own: Optional[int] = None, language: str = "zh") -> str:
    """“ [拟]” and the like where the lead is the profile's and no document says so; empty for a person's own."""
    if (own is not None and own >= 0) or "lead_days" not in profile.values:
        return ""
    return mark_of_source(profile.values["lead_days"].basis.in_words(language))


def patch_year(value: object) -> Optional[int]:
    """The year a patch was made for, from NF as it was issued; ``None`` where it is not stated."""
    found = re.match(r"\s*(\d{4})(?!\d)", str(value))
    return int(found[1]) if found else None


def light(due: date, today: date, done: bool = False, published: Optional[date] = None, lead: int = 0) -> Light:
    """>10 days grey, 4–10 (or within the ``lead``) yellow, 0–3 orange, overdue red, done green; the day is in time.

    A past date before the plan was ``published`` is 已过期（方案印发前）, a light of its own (`PAST`): neither overdue
    nor far away.
    """
    days = (due - today).days
    if done:
        return Light("green", "已完成", "done", days)
    if days < 0 and published is not None and due < published:
        return Light(PAST, "已过期（方案印发前）", "past before the plan was issued", days)
    if days < 0:
        return Light("red", f"逾期 {-days} 天", f"{-days} days overdue", days)
    colour = "orange" if days <= WARNING_DAYS else "yellow" if days <= max(_NOTICE_DAYS, lead) else "grey"
    return Light(colour, f"剩余 {days} 天" if days else "今日到期", f"{days} days left" if days else "due today", days)


@dataclass(frozen=True)
class Lights:
    """How deadlines look from a day, in an office with its ``own`` lead days (`None`, -1: those of the profile): where
    list, panel and overview have their lights from.
    """

    today: date
    profile: Optional[PolicyProfile] = None
    own: Optional[int] = None

    @property
    def lead(self) -> int:
        """Calendar days of internal lead; where no profile says any, only those of the office."""
        return max(self.own or 0, 0) if self.profile is None else lead_days(self.profile, self.own)

    def lead_mark(self, language: str) -> str:
        """“ [拟]” and the like where no document says the lead; empty for an office's own."""
        return "" if self.profile is None else lead_mark(self.profile, self.own, language)

    def of(self, due: date, done: bool = False, before_plan: bool = True) -> Light:
        """The light of a day. Not ``before_plan``: its date was given after the plan, as that of an extension."""
        published = self.profile.published if self.profile is not None and before_plan else None
        return light(due, self.today, done, published, self.lead)


def _also_marked(deadline: Deadline, words: Tuple[str, str]) -> Deadline:
    marks = [("；", deadline.mark, words[0]), ("; ", deadline.mark_en, words[1])]
    mark, mark_en = (joint.join(part for part in parts if part) for joint, *parts in marks)
    return replace(deadline, mark=mark, mark_en=mark_en)


def _put_off(deadline: Deadline, extension: Extension) -> Deadline:
    if extension.until <= deadline.due:
        return deadline
    return replace(deadline, due=extension.until, extension=extension.basis.strip(),
                   official=deadline.official or deadline.due, before_plan=False)


def _in_window(rule: DeadlineRule, issued: date) -> bool:
    start, end = parse_date(rule.timing.get("issued_from")), parse_date(rule.timing.get("issued_to"))
    return (start is None or issued >= start) and (end is None or issued <= end)


def _county_days(rule: DeadlineRule) -> List[date]:
    timing = rule.timing
    if rule.kind == "quarter_ends":
        return quarter_ends(_day(timing["from"]), _day(timing["to"]))
    due = timing["due"]
    return [_day(day) for day in due] if isinstance(due, (list, tuple)) else [_day(due)]


def _deadline(rule: DeadlineRule, due: date, profile: PolicyProfile) -> Deadline:
    basis = rule.basis
    mark, mark_en = f"注：{basis.note}", f"Note: {basis.note}"
    if basis.tag != OFFICIAL:
        bare = replace(basis, citation=None)
        mark, mark_en = bare.in_words("zh"), bare.in_words("en")
    elif not basis.note:
        mark = mark_en = ""
    return Deadline(
        rule.id, profile.label(rule.title), rule.title_en, rule.group, due,
        basis.citation.sentence if basis.citation else basis.note,
        basis.citation.document if basis.citation else basis.in_words(),
        False, due < profile.published, rule.scope, mark, mark_en,
    )


def _with_effective(found: Iterable[Deadline]) -> List[Deadline]:
    """Earliest first, those of one day as they came; the task that is due first in its group is effective."""
    ordered = sorted(found, key=lambda one: one.due)
    first: Dict[str, str] = {}
    for one in ordered:
        first.setdefault(one.group, one.task)
    return [replace(one, effective=first[one.group] == one.task) for one in ordered]


@dataclass(frozen=True)
class _Patch:
    """What the rules ask about one patch."""

    issued: date
    year: int
    events: Mapping[str, date]
    profile: PolicyProfile

    def due(self, rule: DeadlineRule, dues: Mapping[str, date]) -> Optional[date]:
        """The due date, or ``None`` where the rule says nothing about this patch."""
        timing, issued = rule.timing, self.issued
        if "event" in timing:
            return self._after_event(rule)
        if rule.kind in ("by_quarter", "by_patch_year"):
            return self._in_table(rule)
        if rule.kind == "fixed":
            return _day(timing["due"])
        if rule.kind == "days_after_issue":
            return issued + timedelta(days=_number(timing["days"]))
        if rule.kind == "day_of_month_after":
            start = dues.get(str(timing["after"]))
            return None if start is None else next_day_of_month(start, _number(timing["day"]))
        if rule.kind == "monthly_cycle":
            later = 1 if issued.day <= _number(timing["cutoff_day"]) else 2
            return day_of_month(add_months(issued.replace(day=1), later), _number(timing["due_day"]))
        month = add_months(issued.replace(day=1), _number(timing["months"]))
        return last_of_month(month) if "day" not in timing else day_of_month(month, _number(timing["day"]))

    def _in_table(self, rule: DeadlineRule) -> Optional[date]:
        table = rule.timing["due"]
        if not isinstance(table, Mapping):
            return None
        # A year alone is an integer key in YAML.
        days = {str(key): day for key, day in table.items()}
        if rule.kind == "by_quarter":
            day = days.get(f"{self.issued.year}Q{quarter_of(self.issued)}")
        elif self.issued.year == self.year:
            day = days.get(f"{self.year}Q{quarter_of(self.issued)}", days.get(str(self.year)))
        else:
            day = days.get(str(self.year))
        return None if day is None else _day(day)

    def _after_event(self, rule: DeadlineRule) -> Optional[date]:
        happened = self.events.get(str(rule.timing["event"]))
        if happened is None:
            return None
        if rule.kind == "months_after_event":
            return add_months(happened, _number(rule.timing["months"]))
        table = self.profile.holidays
        if table is None:
            raise WeipianError("NO_HOLIDAY_TABLE", year=happened.year)
        return add_working_days(happened, _number(rule.timing["days"]), table.off, table.worked, table.years)


def _number(value: object) -> int:
    return int(str(value))


def _day(value: object) -> date:
    day = parse_date(value)
    if day is None:
        raise WeipianError("NO_ISSUE_DATE", value=value)
    return day
