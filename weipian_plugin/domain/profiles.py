"""政策口径: the year's and level's values, rules, duties and deadlines, each with the sentence it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Dict, Iterable, Iterator, List, Mapping, Optional, Tuple

from .areas.units import exact
from .calendar.dates import parse_date
from .errors import WeipianError
from .judging.facts import Grouping
from .judging.rules import Condition, Limit

OFFICIAL, PROPOSED, PRACTICE, KNOWN = "official", "proposed", "practice", "known"
TAGS: Dict[str, Tuple[str, str]] = {
    OFFICIAL: ("文件原文", "official text"),
    PROPOSED: ("拟", "proposed"),
    PRACTICE: ("作业实践", "working practice"),
    KNOWN: ("通行规定（待核原文）", "known rule, text to be verified"),
}


@dataclass(frozen=True)
class Citation:
    """One sentence of one policy text: file under ``resources/policies``, clause, and the words as they stand there."""

    file: str
    document: str
    clause: str
    sentence: str

    def in_words(self) -> str:
        """``资政办发〔2023〕29号 二（二）：“……”``."""
        return f"{self.document} {self.clause}：“{self.sentence}”"


@dataclass(frozen=True)
class Basis:
    """Why a value or rule is as it is: its evidence tag, and a citation or a note (official ones have the citation)."""

    tag: str
    citation: Optional[Citation] = None
    note: str = ""

    def in_words(self, language: str = "zh") -> str:
        """Tag, sentence and note, in one line."""
        tag = TAGS[self.tag][0 if language.startswith("zh") else 1]
        words = [self.citation.in_words() if self.citation else "", self.note]
        return f"[{tag}] " + "；".join(word for word in words if word)


def mark_of_source(words: str) -> str:
    """“ [拟]” and the like, of a source in words (`Basis.in_words`); empty where the document itself says so."""
    found = re.match(r"\[([^\]]+)\]", words)
    return "" if found is None or found[1] in TAGS[OFFICIAL] else f" {found[0]}"


@dataclass(frozen=True)
class Value:
    """One figure or switch of a profile. ``since`` is the date it holds from."""

    name: str
    title: str
    value: Limit
    unit: str
    since: date
    basis: Basis


@dataclass(frozen=True)
class Outcome:
    """What a rule suggests. ``pdlx`` is 合法, 违法, 其他 or 待查; ``code`` its case, for 待查 only a hint."""

    pdlx: str
    code: str
    label: str
    label_en: str
    suspicious: bool


@dataclass(frozen=True)
class Rule:
    """One row of the decision table. ``holds_back``: while it cannot be told, no violation may be presumed."""

    id: str
    order: int
    title: str
    title_en: str
    when: Condition
    outcome: Outcome
    evidence: Tuple[str, ...]
    layers: Tuple[str, ...]
    holds_back: bool
    basis: Basis


@dataclass(frozen=True)
class Evidence:
    """A piece of evidence a rule asks for; ``fact`` tells from the measurements that it is there."""

    code: str
    title: str
    title_en: str
    fact: str = ""


@dataclass(frozen=True)
class Flag:
    """A mark beside the outcome (占永农 …); a ``hard`` one stops and asks for a person's confirmation.

    ``mark``: the words with which the parcel is to be marked (未备案 …), where the rules ask for it.
    """

    id: str
    title: str
    title_en: str
    when: Condition
    hard: bool
    basis: Basis
    mark: str = ""


@dataclass(frozen=True)
class OnSiteRule:
    """When a patch must be looked at on site, by whom."""

    id: str
    title: str
    title_en: str
    who: str
    who_en: str
    when: Condition
    basis: Basis


@dataclass(frozen=True)
class DeadlineRule:
    """How a due date follows from the date of issue; ``timing`` is the kind's own data (see `deadlines`).

    Rules of one ``group`` are the same task: the earliest date is the effective one. ``classes`` empty means all but
    ``not_classes``. Kinds and scopes: `deadline_kinds`.
    """

    id: str
    title: str
    title_en: str
    scope: str
    group: str
    classes: Tuple[str, ...]
    kind: str
    timing: Mapping[str, object]
    basis: Basis
    not_classes: Tuple[str, ...] = ()

    def holds_for(self, jclb: str) -> bool:
        """Is a patch of this class (empty: not stated) under the rule?"""
        return jclb not in self.not_classes and (not self.classes or jclb in self.classes)


@dataclass(frozen=True)
class Validity:
    """From when to when, and for which place: a prefix of the county code, empty for the whole country."""

    since: date
    until: date
    place: str

    def covers(self, day: date, county: str) -> bool:
        """Does a batch issued on ``day`` to ``county`` (six digits) fall under it?"""
        return self.since <= day <= self.until and county.startswith(self.place)


@dataclass(frozen=True)
class Holidays:
    """The State Council's calendar: days off, weekend days worked, and the years it covers."""

    off: frozenset[date]
    worked: frozenset[date]
    years: frozenset[int]


@dataclass(frozen=True)
class PolicyProfile:
    """Everything one year's and level's policy says that this plugin computes with.

    ``tblx`` are the codes of 图斑类型 that the year's list ``tblx_list`` offers, with their names.
    """

    id: str
    title: str
    title_en: str
    ancestors: Tuple[str, ...]
    abstract: bool
    published: date
    validity: Optional[Validity]
    values: Mapping[str, Value]
    evidence: Mapping[str, Evidence]
    rules: Tuple[Rule, ...]
    flags: Tuple[Flag, ...]
    onsite: Tuple[OnSiteRule, ...]
    deadlines: Tuple[DeadlineRule, ...]
    labels: Mapping[str, str]
    holidays: Optional[Holidays]
    tblx: Mapping[str, str] = field(default_factory=dict)
    mineral_rules: Tuple[Rule, ...] = ()
    tblx_list: str = ""

    def value(self, name: str) -> Limit:
        """The figure or switch ``name``; raises ``PROFILE_HAS_NO_VALUE``."""
        try:
            return self.values[name].value
        except KeyError:
            raise WeipianError("PROFILE_HAS_NO_VALUE", profile=self.id, name=name) from None

    def number(self, name: str) -> Fraction:
        """The figure ``name`` in its unit, as it is written. Raises ``PROFILE_HAS_NO_VALUE``, ``NOT_A_NUMBER``."""
        value = self.value(name)
        if isinstance(value, (bool, str, tuple)) or value is None:
            raise WeipianError("NOT_A_NUMBER", value=f"{name}: {value}")
        return exact(value)

    def switch(self, name: str) -> bool:
        """A 是/否 of the profile; absent means 否."""
        return name in self.values and self.values[name].value is True

    def choice(self, name: str) -> str:
        """A choice of the profile, as text."""
        return str(self.value(name))

    def names(self, name: str) -> Tuple[str, ...]:
        """A list of the profile; absent means empty."""
        value = self.values[name].value if name in self.values else ()
        return value if isinstance(value, tuple) else ()

    @property
    def threshold_compare(self) -> str:
        """``round2`` or ``exact``."""
        return self.choice("threshold_compare")

    @property
    def feedback_required(self) -> bool:
        """Must the county file its findings upwards?"""
        return self.switch("feedback_required")

    @cached_property
    def grouping(self) -> Grouping:
        """The land-class switches, for `facts.collect_facts`."""
        table = self.choice("class_table") if "class_table" in self.values else ""
        return Grouping(self.choice("kcxs_mode"), self.choice("adjustable"), table)

    def label(self, name: str) -> str:
        """The year's word for a task (月清 or 月核 …); the name itself where the year has none."""
        return self.labels.get(name, name)

    def bases(self) -> Iterator[Tuple[str, Basis]]:
        """Every value, rule, flag, duty and deadline with what it rests on, by its path."""
        for name, value in self.values.items():
            yield f"values.{name}", value.basis
        for section, items in (("rules", self.rules), ("mineral_rules", self.mineral_rules), ("flags", self.flags),
                               ("onsite", self.onsite), ("deadlines", self.deadlines)):
            for item in items:
                yield f"{section}.{item.id}", item.basis

    def citations(self) -> List[Tuple[str, Citation]]:
        """Every sentence the profile quotes, by the path that quotes it."""
        return [(path, basis.citation) for path, basis in self.bases() if basis.citation]


def profiles_in_force(profiles: Iterable[PolicyProfile], issued: object, county: str) -> List[PolicyProfile]:
    """The profiles that a batch's date of issue and county code decide for, the nearest place first.

    A profile that a fitting one extends is left out. One result decides; several or none: the user chooses.
    """
    day = parse_date(issued)
    if day is None:
        return []
    fitting = [p for p in profiles if not p.abstract and p.validity and p.validity.covers(day, county.strip())]
    extended = {ancestor for profile in fitting for ancestor in profile.ancestors}
    remaining = [profile for profile in fitting if profile.id not in extended]
    return sorted(remaining, key=lambda profile: (-len(profile.validity.place if profile.validity else ""), profile.id))
