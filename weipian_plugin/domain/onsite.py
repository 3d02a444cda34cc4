"""Who must look on site: the profile's duties and marks, weighed on a parcel's facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Sequence, Tuple

from .codes import ILLEGAL, PENDING
from .facts import Facts
from .profiles import Flag, OnSiteRule, PolicyProfile
from .rules import Truth, facts_in, in_words, weigh

SUSPECTED = (ILLEGAL, PENDING)


@dataclass(frozen=True)
class Duty:
    """An on-site duty that fired, or (``open``) could not be told: what is missing then stands in ``unknown``."""

    id: str
    title: str
    title_en: str
    who: str
    who_en: str
    open: bool
    words: str
    sentence: str
    unknown: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Mark:
    """A flag that fired beside the outcome; a ``hard`` one stops until a person confirms."""

    id: str
    title: str
    title_en: str
    hard: bool
    words: str
    basis: str


def with_suspected_areas(facts: Facts, outcome: str) -> Facts:
    """The facts with the suspected illegal areas (m²) that follow from an outcome, where nobody stated them.

    Under 违法 and 待查 the whole parcel's areas are suspected, under 合法 and 其他 none. For the mining area it is
    what lies outside a valid mining right.
    """
    sources = {
        "illegal_farmland_m2": "farmland_counted_m2",
        "illegal_yjjbnt_m2": "yjjbnt_m2",
        "illegal_stbhhx_m2": "stbhhx_m2",
        "illegal_mining_m2": "ckq_valid_uncovered_m2",
    }
    derived = {
        name: facts.get(source) if outcome in SUSPECTED else 0.0
        for name, source in sources.items() if facts.get(name) is None
    }
    return facts.also(**derived)


def on_site_duties(facts: Facts, profile: PolicyProfile) -> List[Duty]:
    """Every duty that the facts fire, each rule on its own; one that cannot be told is listed as open."""
    duties = []
    for rule in profile.onsite:
        weighed = weigh(rule.when, facts, profile.threshold_compare)
        if weighed.truth is not Truth.FALSE:
            duties.append(_duty(rule, facts, weighed.truth))
    return duties


def marks(flags: Sequence[Flag], facts: Facts, mode: str) -> List[Mark]:
    """The flags that hold; one that cannot be told is not raised (its layer is listed as missing elsewhere)."""
    return [
        Mark(flag.id, flag.title, flag.title_en, flag.hard, in_words(flag.when, facts), flag.basis.in_words())
        for flag in flags if weigh(flag.when, facts, mode).truth is Truth.TRUE
    ]


def _duty(rule: OnSiteRule, facts: Facts, truth: Truth) -> Duty:
    unknown = tuple(name for name in facts_in(rule.when) if facts.get(name) is None)
    sentence = rule.basis.citation.in_words() if rule.basis.citation else rule.basis.in_words()
    return Duty(rule.id, rule.title, rule.title_en, rule.who, rule.who_en, truth is Truth.UNKNOWN,
                in_words(rule.when, facts), sentence, unknown if truth is Truth.UNKNOWN else ())
