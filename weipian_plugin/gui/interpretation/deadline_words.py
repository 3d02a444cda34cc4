"""Deadlines in words: the light as sign, sentence and colour, for the head of the dock and for the suggestion."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import List, Optional

from qgis.PyQt.QtGui import QPalette

from ...domain.calendar.dates import parse_date
from ...domain.calendar.deadlines import PAST, Lights, place_of_next
from ...domain.judging.suggestion import ShownDeadline, Suggestion
from ...domain.profiles import mark_of_source
from ..messages import language
from ..wording import BAD, GOOD, WARN, coloured

_LIGHTS = {"green": ("✔", GOOD), "grey": ("○", ""), PAST: ("○", ""), "yellow": ("△", WARN), "orange": ("▲", WARN),
           "red": ("■", BAD)}
_URGENT = ("orange", "red")


def next_two(suggestion: Suggestion, today: date) -> List[ShownDeadline]:
    """The effective deadlines that come next; where all have passed, the last of them."""
    effective = [deadline for deadline in suggestion.deadlines if deadline.effective]
    place = place_of_next([parse_date(deadline.due) or today for deadline in effective], today)
    return effective[place:place + 2] if effective else []


def mark_of(deadline: ShownDeadline) -> str:
    """What of a deadline is not in the document, or that it was not yet in force."""
    return deadline.mark if language() == "zh" else deadline.mark_en or deadline.mark


def in_words(deadline: ShownDeadline, done: bool, lights: Lights, palette: QPalette) -> str:
    """The light, what is due and when, as rich text; ``done`` once it is signed."""
    title = escape(deadline.title if language() == "zh" else deadline.title_en)
    due = parse_date(deadline.due)
    if due is None:
        return title
    mark = escape(mark_of_source(mark_of(deadline)))
    shown = _light_in_words(deadline, due, done, lights, palette)
    return f"{shown} · {title} {due.isoformat()}{mark}"


def _light_in_words(deadline: ShownDeadline, due: date, done: bool, lights: Lights, palette: QPalette) -> str:
    """Sign, words and colour of the light of a day."""
    shown = lights.of(due, done, deadline.before_plan)
    shape, kind = _LIGHTS[shown.colour]
    words = f"{shape} {shown.zh if language() == 'zh' else shown.en}"
    return coloured(words, kind, palette, bold=shown.colour in _URGENT) if kind else escape(words)


def first_in_words(suggestion: Optional[Suggestion], done: bool, lights: Lights, palette: QPalette) -> str:
    """The deadline that comes first, for the head; empty where none is known. The day stands before the title: the
    head cuts off what it has no room for.
    """
    coming = next_two(suggestion, lights.today) if suggestion is not None else []
    due = parse_date(coming[0].due) if coming else None
    if due is None:
        return in_words(coming[0], done, lights, palette) if coming else ""
    title = coming[0].title if language() == "zh" else coming[0].title_en
    mark = mark_of_source(mark_of(coming[0]))
    shown = _light_in_words(coming[0], due, done, lights, palette)
    return f"{shown} · {due.isoformat()} {escape(title + mark)}"
