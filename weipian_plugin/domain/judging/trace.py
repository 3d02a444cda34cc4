"""The rule's path as people read it: every rule in order, how it came out, by which comparisons and sentence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Iterator, List, Optional, Tuple, Union

from ..forms.terms import outcome_name
from ..profiles import Citation, PolicyProfile, Rule
from .facts import Facts
from .rule_words import in_words
from .rules import AllOf, AnyOf, Condition, NotSo, Truth, parts_of, settings_in, weigh
from .suggestion import Suggestion, TriedRule
from .tried_words import why

HELD, FAILED, UNKNOWN, NOT_REACHED = "held", "failed", "unknown", "not_reached"
STATES = {
    HELD: ("成立", "holds"), FAILED: ("不成立", "does not hold"), UNKNOWN: ("未核", "not checked"),
    NOT_REACHED: ("未轮到", "not reached"),
}
LAND, MINERAL = "land", "mineral"

_JOINTS = {
    AllOf: ("以下各项须均成立：", "all of these must hold:"),
    AnyOf: ("以下须至少一项成立：", "at least one of these must hold:"),
    NotSo: ("以下须不成立：", "this must not hold:"),
}
NOT_SO = _JOINTS[NotSo][1]


@dataclass(frozen=True)
class TracedPart:
    """One line of a condition: a comparison with the measured value, or what joins those below it (``depth``).

    ``truth`` is ``true``, ``false`` or ``unknown``; empty where it was not weighed.
    """

    depth: int
    words: str
    words_en: str
    truth: str


@dataclass(frozen=True)
class TracedRule:
    """One rule of the table: its state, its lines, what it would suggest, and what it rests on.

    ``tag`` is the evidence tag (official …), ``citation`` the sentence where it has one, ``settings`` the values of
    the profile that its condition names. ``truth`` is how it comes out even where it was not reached.
    """

    id: str
    title: str
    title_en: str
    state: str
    truth: str
    outcome: str
    outcome_en: str
    parts: Tuple[TracedPart, ...]
    basis: str
    basis_en: str
    tag: str
    citation: Optional[Citation] = None
    settings: Tuple[str, ...] = ()


@dataclass(frozen=True)
class Trace:
    """All rules of one table in their order; ``winner`` is the id of the one that holds, or empty."""

    profile: str
    subject: str
    rows: Tuple[TracedRule, ...]
    winner: str

    def row(self, rule: str) -> Optional[TracedRule]:
        """The rule with this id."""
        return next((row for row in self.rows if row.id == rule), None)


def trace(of: Union[Facts, Suggestion], profile: PolicyProfile, subject: str = LAND) -> Trace:
    """The path through the profile's table for land or ``MINERAL``.

    Of facts each comparison is weighed anew, also of rules that were not reached. Of a stored suggestion the lines are
    those it was stored with, and rules that the profile has no longer keep their place.
    """
    rules = profile.mineral_rules if subject == MINERAL else profile.rules
    if isinstance(of, Suggestion):
        found = of.mineral if subject == MINERAL else of
        return _stored(found, profile, rules, subject)
    rows: List[TracedRule] = []
    winner = ""
    for rule in rules:
        truth = weigh(rule.when, of, profile.threshold_compare).truth
        state = NOT_REACHED if winner else {Truth.TRUE: HELD, Truth.FALSE: FAILED}.get(truth, UNKNOWN)
        winner = winner or (rule.id if truth is Truth.TRUE else "")
        parts = tuple(_parts(rule.when, of, profile.threshold_compare, 0))
        rows.append(_row(rule, state, truth.value, parts))
    return Trace(profile.id, subject, tuple(rows), winner)


def _parts(condition: Condition, facts: Facts, mode: str, depth: int) -> Iterator[TracedPart]:
    truth = weigh(condition, facts, mode).truth.value
    joint = _JOINTS.get(type(condition))
    if joint is None or not parts_of(condition):
        yield TracedPart(depth, in_words(condition, facts, "zh"), in_words(condition, facts, "en"), truth)
        return
    yield TracedPart(depth, joint[0], joint[1], truth)
    for part in parts_of(condition):
        yield from _parts(part, facts, mode, depth + 1)


def _row(rule: Rule, state: str, truth: str, parts: Tuple[TracedPart, ...]) -> TracedRule:
    case = f"·{rule.outcome.code}" if rule.outcome.code else ""
    return TracedRule(
        rule.id, rule.title, rule.title_en, state, truth, f"{rule.outcome.pdlx}{case} {rule.outcome.label}",
        f"{outcome_name(rule.outcome.pdlx, 'en')}{case} {rule.outcome.label_en}", parts, rule.basis.in_words("zh"),
        rule.basis.in_words("en"), rule.basis.tag, rule.basis.citation, tuple(settings_in(rule.when)),
    )


def _stored(found: Optional[Suggestion], profile: PolicyProfile, rules: Tuple[Rule, ...], subject: str) -> Trace:
    if found is None:
        return Trace(profile.id, subject, (), "")
    known = {rule.id: rule for rule in rules}
    rows = [_tried(found, tried, known.get(tried.id)) for tried in found.tried]
    seen = {tried.id for tried in found.tried} | {found.rule}
    winner = TracedPart(0, found.words, found.words_en, Truth.TRUE.value)
    if found.rule in known:
        rows.append(_row(known[found.rule], HELD, Truth.TRUE.value, (winner,)))
    elif found.words:
        label = f"{found.pdlx} {found.label}", f"{outcome_name(found.pdlx, 'en')} {found.label_en}"
        rows.append(TracedRule(found.rule, found.rule_title, found.rule_title_en, HELD, Truth.TRUE.value, *label,
                               (winner,), found.basis, found.basis_en, ""))
    for rule in rules:
        if rule.id not in seen:
            words = TracedPart(0, in_words(rule.when), in_words(rule.when, language="en"), "")
            rows.append(_row(rule, NOT_REACHED, "", (words,)))
    return Trace(found.profile, subject, tuple(rows), found.rule if found.words else "")


def _tried(found: Suggestion, tried: TriedRule, rule: Optional[Rule]) -> TracedRule:
    part = TracedPart(0, why(found, tried, "zh"), why(found, tried, "en"), tried.truth)
    state = FAILED if tried.truth == Truth.FALSE.value else UNKNOWN
    if rule is not None:
        return _row(rule, state, tried.truth, (part,))
    return TracedRule(tried.id, tried.title, tried.title_en, state, tried.truth, "", "", (part,), "", "", "")
