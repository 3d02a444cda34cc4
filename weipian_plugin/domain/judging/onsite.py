"""Who must look on site: the profile's duties and marks, weighed on a parcel's facts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Sequence, Tuple

from ..forms.codes import ILLEGAL, PENDING
from ..profiles import OFFICIAL, Flag, OnSiteRule, PolicyProfile
from .facts import Facts
from .rule_words import sentence
from .rules import Truth, facts_in, weigh

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
    words_en: str = ""
    sentence_en: str = ""


@dataclass(frozen=True)
class Mark:
    """A flag that fired beside the outcome; a ``hard`` one stops until a person confirms."""

    id: str
    title: str
    title_en: str
    hard: bool
    words: str
    basis: str
    mark: str = ""
    words_en: str = ""
    basis_en: str = ""


def with_suspected_areas(facts: Facts, outcome: str, case: str = "") -> Facts:
    """The facts with an outcome, its case and the suspected illegal areas (m²) that follow, where nobody stated them.

    Under 违法 and 待查 the whole parcel's areas are suspected, under 合法 and 其他 none. For the mining area it is
    what lies outside a valid mining right.
    """
    derived = {
        name: facts.get(source) if outcome in SUSPECTED else 0.0
        for name, source in _SUSPECTED_AREAS.items() if facts.get(name) is None
    }
    return facts.also(**derived, outcome=outcome or None, case_code=case or None)


_SUSPECTED_AREAS = {
    "illegal_farmland_m2": "farmland_counted_m2",
    "illegal_yjjbnt_m2": "yjjbnt_m2",
    "illegal_stbhhx_m2": "stbhhx_m2",
    "illegal_mining_m2": "ckq_valid_uncovered_m2",
}


def on_site_duties(facts: Facts, profile: PolicyProfile) -> List[Duty]:
    """Every duty that the facts fire, each rule on its own; one that cannot be told is listed as open."""
    found = (duty_of(rule, facts, profile.threshold_compare) for rule in profile.onsite)
    return [duty for duty in found if duty is not None]


def duty_of(rule: OnSiteRule, facts: Facts, mode: str) -> Optional[Duty]:
    """The duty of one rule, open where it cannot be told; ``None`` where it does not fire."""
    truth = weigh(rule.when, facts, mode).truth
    return None if truth is Truth.FALSE else duty_with(rule, facts, truth)


def marks(flags: Sequence[Flag], facts: Facts, mode: str) -> List[Mark]:
    """The flags that hold; one that cannot be told is not raised (its layer is listed as missing elsewhere)."""
    found = (mark_of(flag, facts, mode) for flag in flags)
    return [mark for mark in found if mark is not None]


def mark_of(flag: Flag, facts: Facts, mode: str) -> Optional[Mark]:
    """The mark of one flag; ``None`` where it does not hold or cannot be told."""
    return marked(flag, facts) if weigh(flag.when, facts, mode).truth is Truth.TRUE else None


def marked(flag: Flag, facts: Facts) -> Mark:
    """The mark of a flag that holds."""
    words, words_en = sentence(flag.when).filled(facts)
    return Mark(flag.id, flag.title, flag.title_en, flag.hard, words, flag.basis.in_words(), flag.mark, words_en,
                flag.basis.in_words("en"))


def duty_with(rule: OnSiteRule, facts: Facts, truth: Truth) -> Duty:
    """The duty of a rule that came out as ``truth``: it holds, or cannot be told."""
    is_open = truth is Truth.UNKNOWN
    unknown = tuple(name for name in facts_in(rule.when) if facts.get(name) is None) if is_open else ()
    words, words_en = sentence(rule.when).filled(facts)
    cited = rule.basis.citation.in_words() if rule.basis.citation and rule.basis.tag == OFFICIAL else ""
    return Duty(rule.id, rule.title, rule.title_en, rule.who, rule.who_en, is_open, words,
                cited or rule.basis.in_words(), unknown, words_en, cited or rule.basis.in_words("en"))
