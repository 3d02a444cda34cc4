"""By when a county answers what was sent back: the day a document names for its level, else some days (拟)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Iterable, Mapping, Optional

from ..calendar.dates import next_day_of_month, parse_date
from ..calendar.deadlines import Deadline, Extension, with_extension
from ..forms.audits import CITY, PROVINCE
from ..profiles import OFFICIAL, DeadlineRule, PolicyProfile
from ..records import Value

DAYS_TO_ANSWER = 10
"""Calendar days for an answer where no document names a date (拟)."""
TASK = "RETURNED"
TASKS: Mapping[str, str] = {CITY: "FIX_CITY", PROVINCE: "FIX_REGION"}
"""The profile's task by which the list of problems of a level is worked off, by that level."""

_OWN = "退回后 {days} 日内答复：文件没有规定，天数可在“退回与通过”页改"
_OWN_EN = "{days} days after it was sent back: no document says so, the page “Return and accept” changes the days"
_MONTH = "对应到单次退回的月份为拟：退回次日起的第一个该日"
_MONTH_EN = "which month a return belongs to is proposed: the first such day after the day of the return"


def answer_due(audit: Mapping[str, Value], profile: Optional[PolicyProfile] = None, days: int = DAYS_TO_ANSWER,
               extensions: Iterable[Extension] = ()) -> Optional[Deadline]:
    """By when the county answers an audit that sent a parcel back; ``None`` where the audit has no date.

    ``audit`` by field code (SHJB, SHSJ). Extensions (延期) of the task count where they are sound, see
    `with_extension`, which raises for those that are not.
    """
    returned = parse_date(audit.get("SHSJ"))
    if returned is None:
        return None
    rule = _rule(profile, str(audit.get("SHJB") or ""))
    found = _own(returned, days) if rule is None or profile is None else _of_rule(rule, profile, returned)
    return with_extension([found], extensions)[0]


def _rule(profile: Optional[PolicyProfile], level: str) -> Optional[DeadlineRule]:
    """The profile's rule for the list of problems of this level, where it names a day of the month."""
    wanted = TASKS.get(level)
    rules = profile.deadlines if profile is not None and wanted else ()
    return next((rule for rule in rules if rule.id == wanted and "day" in rule.timing), None)


def _own(returned: date, days: int) -> Deadline:
    due, own = returned + timedelta(days=days), _OWN.format(days=days)
    return Deadline(TASK, "答复退回", "Answer what was sent back", TASK, due, own, "拟", True, False,
                    mark=f"[拟] {own}", mark_en=f"[proposed] {_OWN_EN.format(days=days)}")


def _of_rule(rule: DeadlineRule, profile: PolicyProfile, returned: date) -> Deadline:
    due = next_day_of_month(returned + timedelta(days=1), int(str(rule.timing["day"])))
    basis = rule.basis
    cited = basis.citation if basis.tag == OFFICIAL else None
    return Deadline(rule.id, profile.label(rule.title), rule.title_en, TASK, due,
                    cited.sentence if cited else basis.note, cited.document if cited else basis.in_words(), True, False,
                    mark=f"注：{_MONTH}", mark_en=f"Note: {_MONTH_EN}")
