"""Rules of the profile shown as calculations: the monitored filter (§6.1) and the on-site duties (§6.2).

The rules themselves are the profile's ``flags:`` and ``onsite:``, weighed by `rules` and `onsite`; nothing is repeated
here but the showing.
"""

from __future__ import annotations

from fractions import Fraction
from typing import List, Optional, Tuple

from ..areas.units import mu
from ..judging.facts import AREA, FACTS, Facts, format_fact
from ..judging.onsite import on_site_duties, with_suspected_areas
from ..judging.rule_words import comparison_in_words, in_words
from ..judging.rules import Condition, Truth, facts_in, weigh
from ..profiles import Basis, PolicyProfile
from ..records import Finding
from .calculation import COUNT, MU, NOT_COMPUTABLE, YES_NO, Calculation, Line, Words

_MONITORED = ("季度重点监测对象", "Monitored object of the quarter")
_DUTIES = ("实地核查职责", "On-site duties")
_FLAG = "F_MONITORED"


def monitored(facts: Facts, profile: PolicyProfile) -> Calculation:
    """Would the ministry's filter issue this patch? Below it daily enforcement goes on all the same."""
    flag = next((flag for flag in profile.flags if flag.id == _FLAG), None)
    if flag is None:
        told = Finding("RULE_MISSING", "E", {"profile": profile.id, "rule": _FLAG})
        return Calculation(*_MONITORED, lines=(), result=None, unit=YES_NO, conclusion=NOT_COMPUTABLE, remarks=(told,),
                           profile=profile.id)
    weighed = weigh(flag.when, facts, profile.threshold_compare)
    because = "；".join(comparison_in_words(leaf, facts, "zh") for leaf in weighed.because)
    because_en = "; ".join(comparison_in_words(leaf, facts, "en") for leaf in weighed.because)
    fires, amount, words = _answer(weighed.truth)
    lines = (*_fact_lines(flag.when, facts, flag.basis),
             Line(flag.title, flag.title_en, amount, YES_NO, basis=flag.basis, words=because, words_en=because_en))
    return Calculation(*_MONITORED, lines=lines, result=amount, unit=YES_NO, fires=fires, conclusion=words,
                       marks=_marks(flag.basis), profile=profile.id)


def site_duties(facts: Facts, profile: PolicyProfile, outcome: str = "") -> Calculation:
    """Each on-site rule on its own; ``result`` is how many fire, ``figures`` says 1, 0 or None (open) by rule.

    ``outcome`` gives the suspected areas where nobody stated them (see `onsite.with_suspected_areas`).
    """
    known = with_suspected_areas(facts, outcome) if outcome else facts
    duties = {duty.id: duty for duty in on_site_duties(known, profile)}
    lines: List[Line] = []
    for rule in profile.onsite:
        duty = duties.get(rule.id)
        amount = Fraction(0) if duty is None else (None if duty.open else Fraction(1))
        unknown = duty.unknown if duty is not None else ()
        words, words_en = in_words(rule.when, known, "zh"), in_words(rule.when, known, "en")
        if unknown:
            words += f"；未核：{'、'.join(FACTS[name].zh for name in unknown)}"
            words_en += f"; not checked: {', '.join(FACTS[name].en for name in unknown)}"
        lines.append(Line(f"{rule.title}（{rule.who}，{rule.id}）", f"{rule.title_en} ({rule.who_en}, {rule.id})",
                          amount, YES_NO, basis=rule.basis, words=words, words_en=words_en))
    figures = {rule.id: line.amount for rule, line in zip(profile.onsite, lines)}
    fired = sum((amount for amount in figures.values() if amount), Fraction(0))
    marks = tuple(sorted({mark for rule in profile.onsite for mark in _marks(rule.basis)}))
    return Calculation(*_DUTIES, lines=tuple(lines), result=fired, unit=COUNT, fires=fired > 0, marks=marks,
                       profile=profile.id, figures=figures)


def _answer(truth: Truth) -> Tuple[Optional[bool], Optional[Fraction], Words]:
    if truth is Truth.UNKNOWN:
        return None, None, ("未核完，不可判断", "not fully checked")
    if truth is Truth.TRUE:
        return True, Fraction(1), ("属重点监测对象", "monitored")
    return False, Fraction(0), ("不属重点监测对象", "not monitored")


def _fact_lines(when: Condition, facts: Facts, basis: Basis) -> List[Line]:
    """The measured facts a rule speaks about, areas in 亩."""
    lines = []
    for name in facts_in(when):
        fact, value = FACTS[name], facts.get(name)
        if fact.unit == AREA:
            amount = mu(value) if isinstance(value, (int, float)) else None
            lines.append(Line(fact.zh, fact.en, amount, MU, words=format_fact(name, value, "zh"),
                              words_en=format_fact(name, value, "en"), basis=basis))
    return lines


def _marks(basis: Basis) -> Tuple[str, ...]:
    return () if basis.tag == "official" else (basis.tag,)
