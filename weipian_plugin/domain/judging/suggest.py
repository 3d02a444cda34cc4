"""The decision tables at work: the first rule that holds suggests, and what is not known is not illegal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Dict, FrozenSet, Iterator, List, Mapping, Optional, Sequence, Tuple

from ..calendar.deadlines import Deadline, deadlines, patch_year
from ..errors import WeipianError
from ..forms.codes import ILLEGAL, PENDING, is_classified
from ..hints import hints
from ..profiles import PROPOSED, Flag, OnSiteRule, PolicyProfile, Rule
from ..records import Measured
from .alike import Alike, Pattern
from .facts import FACTS, Facts, FactValue, collect_facts, is_nested
from .minerals import LAYERS_BEFORE_ILLEGAL, concerns_mining
from .onsite import Duty, Mark, duty_with, marked, with_suspected_areas
from .rule_words import sentence, told
from .rules import Comparison, Truth, Weighing, facts_in, roles_in, test_of
from .suggestion import NeededEvidence, Reason, ShownDeadline, ShownMark, Suggestion, TriedRule, UsedFact

# What an analyst always wants to see beside the rule's own facts.
_ALWAYS_SHOWN = ("patch_m2", "farmland_m2", "farmland_net_m2", "yjjbnt_m2", "stbhhx_m2", "js_m2", "pzyd_papers",
                 "lsyd_papers", "ssnyd_papers")
_ALWAYS_SHOWN_OF_MINING = (
    "patch_m2", "ckq_m2", "ckq_valid_m2", "ckq_valid_uncovered_m2", "ckq_outside_ratio", "ckq_papers", "tkq_papers",
    "mineral", "licensed_mineral", "outside_direction", "outside_reach_m", "issued_outside_m2",
)
_NO_RULE = "R_NONE"
_REMEMBERED = 4096  # paths through a table, and what fires beside it; dropped as a whole when there are more


@dataclass(frozen=True)
class Context:
    """What is known beside the facts: codes of evidence already attached, and the dates of acts (``judged`` …).

    ``today`` is the day on which it is asked: whether a paper has run out since the after image.
    """

    have: FrozenSet[str] = frozenset()
    events: Optional[Mapping[str, date]] = None
    patch_year: Optional[int] = None
    today: Optional[date] = None


@dataclass(frozen=True)
class _Weighed:
    rule: Rule
    weighing: Weighing


@dataclass(frozen=True)
class _Path:
    """The way through a table: the same for all parcels alike in its comparisons and in the layers looked at.

    ``decisive`` are the facts that decided the tried rules, ``shown`` those that are shown with the winner.
    """

    winner: Optional[Rule]
    tried: Tuple[TriedRule, ...]
    decisive: Tuple[str, ...]
    shown: Tuple[str, ...]
    lacking_layers: Tuple[str, ...]
    lacking_facts: Tuple[str, ...]
    unchecked_layers: Tuple[str, ...]


class _Table:
    """One decision table of a profile with what goes with it, and the paths through it that were met so far."""

    def __init__(self, profile: PolicyProfile, rules: Tuple[Rule, ...], layers_before_illegal: str,
                 always_shown: Tuple[str, ...]) -> None:
        self.rules = rules
        self._profile, self._before_illegal, self._always_shown = profile, layers_before_illegal, always_shown
        self._alike = Alike([rule.when for rule in rules], profile.threshold_compare)
        self._paths: Dict[Tuple[Pattern, FrozenSet[str]], _Path] = {}
        self._tried: Dict[TriedRule, TriedRule] = {}

    def path(self, facts: Facts) -> _Path:
        """The path that ``facts`` take."""
        key = (self._alike.pattern(facts.values), facts.layers)
        found = self._paths.get(key)
        if found is None:
            if len(self._paths) >= _REMEMBERED:
                self._paths.clear()
                self._tried.clear()
            found = self._paths[key] = self._path_anew(facts)
        return found

    def _path_anew(self, facts: Facts) -> _Path:
        before, winner = self._first_that_holds(facts)
        lacking = _missing_before_illegal(winner, self._profile.names(self._before_illegal), before, facts)
        tried = tuple(self._tried_rule(weighed, facts) for weighed in before)
        return _Path(
            winner, tried, tuple(dict.fromkeys(reason.fact for rule in tried for reason in rule.because)),
            _facts_to_show(winner, self._always_shown), *lacking, _unchecked_layers(before, facts))

    def _first_that_holds(self, facts: Facts) -> Tuple[List[_Weighed], Optional[Rule]]:
        before: List[_Weighed] = []
        for rule in self.rules:
            weighing = test_of(rule.when, self._profile.threshold_compare)(facts.values)
            if weighing.truth is Truth.TRUE:
                return before, rule
            before.append(_Weighed(rule, weighing))
        return before, None

    def _tried_rule(self, weighed: _Weighed, facts: Facts) -> TriedRule:
        rule, (truth, because) = weighed.rule, weighed.weighing
        reasons = tuple(Reason(one.fact, one.op, one.limit, one.unit) for one in because)
        unknown = _not_known(rule, because, facts) if truth is Truth.UNKNOWN else ((), ())
        made = TriedRule(rule.id, rule.title, rule.title_en, truth.value, reasons, *unknown)
        return self._tried.setdefault(made, made)


class _Beside:
    """What fires beside the outcome: flags, and on-site duties (with what is not known of them)."""

    def __init__(self, profile: PolicyProfile) -> None:
        self._profile = profile
        conditions = [*(flag.when for flag in profile.flags), *(duty.when for duty in profile.onsite)]
        self._alike = Alike(conditions, profile.threshold_compare)
        self._fired: Dict[Pattern, Tuple[Tuple[Flag, ...], Tuple[Tuple[OnSiteRule, Truth], ...]]] = {}

    def fired(self, facts: Facts) -> Tuple[Tuple[Flag, ...], Tuple[Tuple[OnSiteRule, Truth], ...]]:
        """The flags that hold; the duties that hold or cannot be told."""
        key = self._alike.pattern(facts.values)
        found = self._fired.get(key)
        if found is None:
            if len(self._fired) >= _REMEMBERED:
                self._fired.clear()
            mode, values, profile = self._profile.threshold_compare, facts.values, self._profile
            duties = [(rule, test_of(rule.when, mode)(values).truth) for rule in profile.onsite]
            found = self._fired[key] = (
                tuple(flag for flag in profile.flags if test_of(flag.when, mode)(values).truth is Truth.TRUE),
                tuple((rule, truth) for rule, truth in duties if truth is not Truth.FALSE))
        return found


class Suggester:
    """Suggests by one profile for many parcels, remembering what comes out the same again."""

    def __init__(self, profile: PolicyProfile) -> None:
        self.profile = profile
        self._land = _Table(profile, profile.rules, "layers_before_illegal", _ALWAYS_SHOWN)
        self._mining = _Table(profile, profile.mineral_rules, LAYERS_BEFORE_ILLEGAL, _ALWAYS_SHOWN_OF_MINING)
        self._beside = _Beside(profile)
        self._nested = any(is_nested(name) for name in _facts_spoken_of(profile))
        self._due: Dict[Tuple[object, ...], Tuple[ShownDeadline, ...]] = {}

    def suggest_for(
        self, issued: Mapping[str, object], measured: Optional[Measured],
        analyst: Optional[Mapping[str, FactValue]] = None, context: Context = Context(),
    ) -> Suggestion:
        """See :func:`suggest_for`."""
        if is_classified(issued):
            raise WeipianError("CLASSIFIED_NO_SUGGESTION")
        year = context.patch_year or patch_year(issued.get("NF"))
        if year != context.patch_year:
            context = replace(context, patch_year=year)
        facts = collect_facts(issued, measured, self.profile.grouping, analyst, self._nested, context.today)
        return self.suggest(facts, context)

    def suggest(self, facts: Facts, context: Context = Context()) -> Suggestion:
        """See :func:`suggest`."""
        land = self._by(self._land, facts, context)
        known = with_suspected_areas(facts, land.pdlx, land.code)
        flags, duties = self._beside.fired(known)
        return replace(
            land,
            flags=tuple([_shown_mark(marked(flag, known)) for flag in flags]),
            duties=tuple([_shown_duty(duty_with(rule, known, truth)) for rule, truth in duties]),
            deadlines=self._deadlines(facts, context),
            hints=hints(land.pdlx, land.code, facts),
            mineral=self._of_mining(facts, context),
        )

    def _of_mining(self, facts: Facts, context: Context) -> Optional[Suggestion]:
        if not self._mining.rules or not concerns_mining(facts, self.profile):
            return None
        return self._by(self._mining, facts, context)

    def _by(self, table: _Table, facts: Facts, context: Context) -> Suggestion:
        path, profile = table.path(facts), self.profile
        rule, values = path.winner, {name: _as_stored(facts.values.get(name)) for name in path.decisive}
        if rule is None:
            return _nothing_holds(profile, path, values)
        held_back = bool(path.lacking_layers or path.lacking_facts)
        label, label_en = rule.outcome.label, rule.outcome.label_en
        words, words_en = sentence(rule.when).filled(facts)
        if held_back:
            label, label_en = f"未核完，暂不推定（{label}）", f"Not fully checked, nothing presumed ({label_en})"
        return Suggestion(
            profile=profile.id, profile_title=profile.title, rule=rule.id, rule_title=rule.title,
            rule_title_en=rule.title_en, pdlx=PENDING if held_back else rule.outcome.pdlx, code=rule.outcome.code,
            label=label, label_en=label_en, suspicious=rule.outcome.suspicious or held_back, held_back=held_back,
            basis=rule.basis.in_words("zh"), basis_en=rule.basis.in_words("en"),
            proposed=rule.basis.tag == PROPOSED, words=words, words_en=words_en,
            facts=_used_facts(path.shown, facts), evidence=_needed(rule, facts, profile, context.have),
            missing_layers=path.lacking_layers or path.unchecked_layers, missing_facts=path.lacking_facts,
            tried=path.tried, values=values,
        )

    def _deadlines(self, facts: Facts, context: Context) -> Tuple[ShownDeadline, ...]:
        issued, jclb = facts.get("xfsj"), str(facts.get("jclb") or "")
        if issued is None:
            return ()
        key = (jclb, issued, tuple(sorted((context.events or {}).items())), context.patch_year)
        if key not in self._due:
            self._due[key] = tuple(
                shown_deadline(one)
                for one in deadlines(self.profile, jclb, issued, context.events, context.patch_year)
            )
        return self._due[key]


def shown_deadline(one: Deadline) -> ShownDeadline:
    """A due date as a suggestion keeps it."""
    return ShownDeadline(one.task, one.title, one.title_en, one.due.isoformat(), one.sentence, one.effective,
                         one.before_plan, one.mark, one.mark_en)


def suggest_for(
    issued: Mapping[str, object],
    measured: Optional[Measured],
    profile: PolicyProfile,
    analyst: Optional[Mapping[str, FactValue]] = None,
    context: Context = Context(),
) -> Suggestion:
    """The suggestion for a parcel with these issued attributes and measurements (m²).

    ``analyst`` holds facts of `facts.FACTS` that a person stated (``site_changed``, ``road_width_m`` …). Raises
    ``CLASSIFIED_NO_SUGGESTION`` for a military or classified patch. For many parcels keep one :class:`Suggester`.
    """
    return Suggester(profile).suggest_for(issued, measured, analyst, context)


def suggest(facts: Facts, profile: PolicyProfile, context: Context = Context()) -> Suggestion:
    """The first rule of the profile that holds on ``facts``, with its reasons and everything that was not known.

    A rule that suggests 违法 gives 待查 instead while a layer of the profile's ``layers_before_illegal`` is neither
    loaded nor declared empty, or while a rule before it that ``holds_back`` cannot be told. Mining on the same ground
    is suggested on by rules of its own (``mineral``).
    """
    return Suggester(profile).suggest(facts, context)


def _facts_spoken_of(profile: PolicyProfile) -> Iterator[str]:
    conditions = [rule.when for rule in (*profile.rules, *profile.mineral_rules)]
    conditions += [flag.when for flag in profile.flags] + [duty.when for duty in profile.onsite]
    for condition in conditions:
        yield from facts_in(condition)


def _missing_before_illegal(
    rule: Optional[Rule], layers_before: Sequence[str], before: Sequence[_Weighed], facts: Facts
) -> Tuple[Tuple[str, ...], Tuple[str, ...]]:
    """The layers and facts that must be known before ``rule`` may call the parcel 违法; empty for other outcomes."""
    if rule is None or rule.outcome.pdlx != ILLEGAL:
        return (), ()
    layers = [role for role in (*layers_before, *rule.layers) if role not in facts.layers]
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


def _not_known(
    rule: Rule, because: Sequence[Comparison], facts: Facts
) -> Tuple[Tuple[str, ...], Tuple[str, ...]]:
    """The layers that were not looked at and the facts that nobody stated, for want of which a rule is 未核."""
    roles = {FACTS[leaf.fact].role for leaf in because}
    layers = tuple(role for role in roles_in(rule.when) if role in roles and role not in facts.layers)
    return layers, tuple(dict.fromkeys(leaf.fact for leaf in because if FACTS[leaf.fact].role not in layers))


def _facts_to_show(rule: Optional[Rule], always_shown: Sequence[str]) -> Tuple[str, ...]:
    """The facts that a suggestion by ``rule`` shows where they are known, each once."""
    if rule is None:
        return ()
    layers = [f"{role}_m2" for role in rule.layers if f"{role}_m2" in FACTS]
    return tuple(dict.fromkeys((*facts_in(rule.when), *layers, *always_shown)))


def _used_facts(names: Sequence[str], facts: Facts) -> Tuple[UsedFact, ...]:
    shown = []
    for name in names:
        value = facts.values.get(name)
        if value is None or value == "":
            continue
        fact = FACTS[name]
        shown.append(UsedFact(name, fact.zh, fact.en, fact.unit, _as_stored(value), *told(facts, name)))
    return tuple(shown)


def _as_stored(value: Optional[FactValue]) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _needed(rule: Rule, facts: Facts, profile: PolicyProfile, have: FrozenSet[str]) -> Tuple[NeededEvidence, ...]:
    needed = []
    for code in rule.evidence:
        piece = profile.evidence[code]
        is_there = code in have or bool(piece.fact and facts.get(piece.fact))
        needed.append(NeededEvidence(code, piece.title, piece.title_en, is_there))
    return tuple(needed)


def _shown_mark(mark: Mark) -> ShownMark:
    return ShownMark(mark.id, mark.title, mark.title_en, mark.words, mark.words_en, mark.basis, mark.basis_en,
                     hard=mark.hard, mark=mark.mark)


def _shown_duty(duty: Duty) -> ShownMark:
    words, words_en = duty.words, duty.words_en
    if duty.open:
        words += "；未核：" + "、".join(f"{FACTS[name].zh}（未核）" for name in duty.unknown)
        words_en += "; not checked: " + ", ".join(FACTS[name].en for name in duty.unknown)
    return ShownMark(duty.id, f"{duty.title}（{duty.who}）", f"{duty.title_en} ({duty.who_en})", words, words_en,
                     duty.sentence, duty.sentence_en, open=duty.open)


def _nothing_holds(profile: PolicyProfile, path: _Path, values: Mapping[str, Any]) -> Suggestion:
    """No rule holds and none falls back: the profile gives no suggestion, and says which rules could not be told."""
    return Suggestion(
        profile=profile.id, profile_title=profile.title, rule=_NO_RULE, rule_title="没有规则成立",
        rule_title_en="No rule holds", pdlx=PENDING, code="", label="待查", label_en="To be checked", suspicious=True,
        held_back=False, basis="", basis_en="", proposed=True, words="", words_en="",
        missing_layers=path.unchecked_layers, tried=path.tried, values=values,
    )
