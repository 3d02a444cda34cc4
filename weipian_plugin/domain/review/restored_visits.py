"""Whether ground that was reported as restored was looked at on site, as OS3 and OS4 ask (§6.2): duty by duty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Mapping, Optional

from ..calendar.dates import parse_date
from ..definitions import ON_SITE_RECORD
from ..forms.fields import is_empty
from ..judging.onsite import Duty
from ..validation.evidence import CITY_VERIFIES

MADE, UNDATED, EARLIER, LACKING, OPEN = "made", "undated", "earlier", "lacking", "open"
"""Recorded; recorded without its day; recorded, but of a day before the demolition; not recorded; cannot be told
whether anybody must."""
VISITS = (MADE, UNDATED, EARLIER, LACKING, OPEN)


@dataclass(frozen=True)
class Visit:
    """What is recorded of one duty, and of which day (HCSJ of the visit, HYSQSJ of the application)."""

    duty: Duty
    state: str
    day: Optional[date] = None

    @property
    def is_lacking(self) -> bool:
        """Is the duty there, and nothing recorded since the ground was restored?"""
        return self.state in (EARLIER, LACKING)


def visit_of(duty: Duty, answers: Mapping[str, object], restored: Optional[date]) -> Visit:
    """What the parcel's answers record of a duty. ``restored``: the day that is claimed, ``None`` where none is.

    A visit is recorded by its opinion and who answers for it (§8.7), an application to the city by its day.
    """
    if duty.open:
        return Visit(duty, OPEN)
    asks_city = duty.id == CITY_VERIFIES
    day = parse_date(answers.get("HYSQSJ" if asks_city else "HCSJ"))
    recorded = day is not None if asks_city else not any(is_empty(answers.get(code)) for code in ON_SITE_RECORD)
    if not recorded:
        return Visit(duty, LACKING)
    if day is None:
        return Visit(duty, UNDATED)
    return Visit(duty, EARLIER if restored is not None and day < restored else MADE, day)
