"""The decision table at work: the first rule that holds suggests, and what is not known is not illegal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import List, Mapping, Optional, Sequence, Tuple

from .codes import ILLEGAL, PENDING, is_classified
from .deadlines import deadlines
from .errors import WeipianError
from .facts import FACTS, Facts, collect_facts, format_fact
from .onsite import Duty, Mark, marks, on_site_duties, with_suspected_areas
from .profiles import PolicyProfile, Rule
from .records import Measured
from .rules import Truth, Weighing, comparison_in_words, fact_in_words, facts_in, in_words, roles_in, weigh
from .suggestion import NeededEvidence, ShownDeadline, ShownMark, Suggestion, TriedRule, UsedFact

# What an analyst always wants to see beside the rule's own facts.
_ALWAYS_SHOWN = ("patch_m2", "farmland_m2", "farmland_net_m2", "yjjbnt_m2", "stbhhx_m2", "js_m2", "pzyd_papers",
                 "lsyd_papers", "ssnyd_papers")
_NO_RULE = "R_NONE"


@dataclass(frozen=True)
class Context:
    """What is known beside the facts: codes of evidence already attached, and the dates of acts (``judged`` …)."""

    have: frozenset[str] = frozenset()
    events: Optional[Mapping[str, date]] = None


@dataclass(frozen=True)
class _Weighed:
    rule: Rule
    weighing: Weighing


def suggest_for(
    issued: Mapping[str, object],
    measured: Optional[Measured],
    profile: PolicyProfile,
    analyst: Optional[Mapping[str, object]] = None,
    context: Context = Context(),
) -> Suggestion:
    """The suggestion for a parcel with these issued attributes and measurements (m²).

    ``analyst`` holds facts of `facts.FACTS` that a person stated (``site_changed``, ``road_width_m`` …). Raises
    ``CLASSIFIED_NO_SUGGESTION`` for a military or classified patch.
    """
    if is_classified(issued):
        raise WeipianError("CLASSIFIED_NO_SUGGESTION")
    facts = collect_facts(issued, measured, profile.grouping, analyst)  # type: ignore[arg-type]
    return suggest(facts, profile, context)


def suggest(facts: Facts, profile: PolicyProfile, context: Context = Context()) -> Suggestion:
    """The first rule of the profile that holds on ``facts``, with its reasons and everything that was not known.

    A rule that suggests 违法 gives 待查 instead while a layer of the profile's ``layers_before_illegal`` is neither
    loaded nor declared empty, or while a rule before it that ``holds_back`` cannot be told.
    """
    before, winner = _first_that_holds(facts, profile)
    if winner is None:
        return _nothing_holds(facts, profile, before)
    rule = winner.rule
    missing_layers, missing_facts = _missing_before_illegal(rule, before, facts, profile)
    held_back = bool(missing_layers or missing_facts)
    pdlx = PENDING if held_back else rule.outcome.pdlx
    known = with_suspected_areas(facts, pdlx).also(outcome=pdlx, case_code=rule.outcome.code or None)
    label, label_en = rule.outcome.label, rule.outcome.label_en
    if held_back:
        label, label_en = f"未核完，暂不推定（{label}）", f"Not fully checked, nothing presumed ({label_en})"
    return Suggestion(
        profile=profile.id, profile_title=profile.title, rule=rule.id, rule_title=rule.title,
        rule_title_en=rule.title_en, pdlx=pdlx, code=rule.outcome.code, label=label, label_en=label_en,
        suspicious=rule.outcome.suspicious or held_back, held_back=held_back, basis=rule.basis.in_words("zh"),
        basis_en=rule.basis.in_words("en"), proposed=rule.basis.tag == "proposed",
        words=in_words(rule.when, facts, "zh"), words_en=in_words(rule.when, facts, "en"),
        facts=_used_facts(rule, facts), evidence=_needed(rule, facts, profile, context.have),
        missing_layers=missing_layers or _unchecked_layers(before, facts), missing_facts=missing_facts,
        tried=tuple(_tried(weighed, facts) for weighed in before),
        flags=tuple(_shown_mark(mark) for mark in marks(profile.flags, known, profile.threshold_compare)),
        duties=tuple(_shown_duty(duty) for duty in on_site_duties(known, profile)),
        deadlines=_deadlines(facts, profile, context),
    )


def _first_that_holds(facts: Facts, profile: PolicyProfile) -> Tuple[List[_Weighed], Optional[_Weighed]]:
    before: List[_Weighed] = []
    for rule in profile.rules:
        weighed = _Weighed(rule, weigh(rule.when, facts, profile.threshold_compare))
        if weighed.weighing.truth is Truth.TRUE:
            return before, weighed
        before.append(weighed)
    return before, None


def _missing_before_illegal(
    rule: Rule, before: Sequence[_Weighed], facts: Facts, profile: PolicyProfile
) -> Tuple[Tuple[str, ...], Tuple[str, ...]]:
    """The layers and facts that must be known before ``rule`` may call the parcel 违法; empty for other outcomes."""
    if rule.outcome.pdlx != ILLEGAL:
        return (), ()
    layers = [role for role in (*profile.names("layers_before_illegal"), *rule.layers) if role not in facts.layers]
    open_rules = [w for w in before if w.weighing.truth is Truth.UNKNOWN and w.rule.holds_back]
    unknown = [leaf.fact for weighed in open_rules for leaf in weighed.weighing.because]
    layers += [FACTS[name].role for name in unknown if FACTS[name].role and FACTS[name].role not in facts.layers]
    unknown = [name for name in unknown if not FACTS[name].role or FACTS[name].role in facts.layers]
    return tuple(dict.fromkeys(layers)), tuple(dict.fromkeys(unknown))


def _unchecked_layers(before: Sequence[_Weighed], facts: Facts) -> Tuple[str, ...]:
    """Layers whose absence left an earlier rule 未核."""
    unknown = [w for w in before if w.weighing.truth is Truth.UNKNOWN]
    roles = [FACTS[leaf.fact].role for weighed in unknown for leaf in weighed.weighing.because]
    return tuple(dict.fromkeys(role for role in roles if role and role not in facts.layers))


def _tried(weighed: _Weighed, facts: Facts) -> TriedRule:
    rule, weighing = weighed.rule, weighed.weighing
    unknown = [leaf.fact for leaf in weighing.because if weighing.truth is Truth.UNKNOWN]
    layers = [role for role in roles_in(rule.when) if role not in facts.layers] if unknown else []
    return TriedRule(
        rule.id, rule.title, rule.title_en, weighing.truth.value,
        "；".join(comparison_in_words(leaf, facts, "zh") for leaf in weighing.because),
        "; ".join(comparison_in_words(leaf, facts, "en") for leaf in weighing.because),
        tuple(role for role in layers if any(FACTS[name].role == role for name in unknown)),
        tuple(name for name in dict.fromkeys(unknown) if FACTS[name].role not in layers),
    )


def _used_facts(rule: Rule, facts: Facts) -> Tuple[UsedFact, ...]:
    layers = [f"{role}_m2" for role in rule.layers if f"{role}_m2" in FACTS]
    names = dict.fromkeys((*facts_in(rule.when), *layers, *_ALWAYS_SHOWN))
    shown = []
    for name in names:
        value = facts.get(name)
        if value is None or value == "":
            continue
        fact = FACTS[name]
        stored = value.isoformat() if isinstance(value, date) else value
        text = fact_in_words(name, value, "zh")
        shown.append(UsedFact(name, fact.zh, fact.en, fact.unit, stored, text, fact_in_words(name, value, "en")))
    return tuple(shown)


def _needed(rule: Rule, facts: Facts, profile: PolicyProfile, have: frozenset[str]) -> Tuple[NeededEvidence, ...]:
    needed = []
    for code in rule.evidence:
        piece = profile.evidence[code]
        is_there = code in have or bool(piece.fact and facts.get(piece.fact))
        needed.append(NeededEvidence(code, piece.title, piece.title_en, is_there))
    return tuple(needed)


def _shown_mark(mark: Mark) -> ShownMark:
    return ShownMark(mark.id, mark.title, mark.title_en, mark.words, mark.basis, hard=mark.hard)


def _shown_duty(duty: Duty) -> ShownMark:
    words = duty.words
    if duty.open:
        words += "；未核：" + "、".join(f"{FACTS[name].zh}（{format_fact(name, None)}）" for name in duty.unknown)
    return ShownMark(duty.id, f"{duty.title}（{duty.who}）", f"{duty.title_en} ({duty.who_en})", words, duty.sentence,
                     open=duty.open)


def _deadlines(facts: Facts, profile: PolicyProfile, context: Context) -> Tuple[ShownDeadline, ...]:
    issued = facts.get("xfsj")
    if issued is None:
        return ()
    found = deadlines(profile, str(facts.get("jclb") or ""), issued, context.events)
    return tuple(
        ShownDeadline(d.task, d.title, d.title_en, d.due.isoformat(), d.sentence, d.effective, d.before_plan)
        for d in found
    )


def _nothing_holds(facts: Facts, profile: PolicyProfile, before: Sequence[_Weighed]) -> Suggestion:
    """No rule holds and none falls back: the profile gives no suggestion, and says which rules could not be told."""
    return Suggestion(
        profile=profile.id, profile_title=profile.title, rule=_NO_RULE, rule_title="没有规则成立",
        rule_title_en="No rule holds", pdlx=PENDING, code="", label="待查", label_en="To be checked", suspicious=True,
        held_back=False, basis="", basis_en="", proposed=True, words="", words_en="",
        missing_layers=_unchecked_layers(before, facts), tried=tuple(_tried(weighed, facts) for weighed in before),
    )
