"""Draws a sample from who was filed, and more of it later: what was drawn stays, sizes are exact, nothing is by chance
but the seed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from hashlib import sha256
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Set, Tuple

from ..errors import WeipianError
from ..records import Finding
from .designs import CLOSED, Design, Plan, Round, Rule, Stratum, Wave
from .members import Member, mark, packed, unpacked

_SEPARATOR = b"\x1f"


@dataclass(frozen=True)
class Place:
    """Where in a sample a parcel is: CYCC, CYXH, CYLC, CYGL of its record."""

    stratum: str
    order: int
    round: int
    probability: Fraction


@dataclass(frozen=True)
class Drawing:
    """A design with the parcels drawn, by uuid; ``added`` are those of the last round, in the order they were drawn."""

    design: Design
    placed: Mapping[str, Place] = field(default_factory=dict)
    added: Tuple[str, ...] = ()
    remarks: Tuple[Finding, ...] = ()


def draw(members: Sequence[Member], plan: Plan, seed: str, as_of: str, by: str = "",
         scope: Optional[Mapping[str, str]] = None) -> Drawing:
    """A sample of the members: in each stratum those whose hash of seed, stratum and uuid is lowest.

    Raises ``DESIGN_SEED``, ``DESIGN_NOBODY``.
    """
    if not seed.strip():
        raise WeipianError("DESIGN_SEED")
    if not members:
        raise WeipianError("DESIGN_NOBODY", day=as_of)
    return _drawn(members, Drawing(Design(plan, seed.strip(), scope=scope or {})), plan, as_of, by)


def top_up(members: Sequence[Member], before: Drawing, plan: Plan, as_of: str, by: str = "") -> Drawing:
    """More of a sample: of a larger share, or of parcels filed since; every parcel that was drawn stays drawn.

    Those that came since are drawn from by themselves, so that each parcel's probability is known exactly. Raises
    ``DESIGN_DIVIDED_OTHERWISE``.
    """
    plan.require_divides_like(before.design.plan)
    return _drawn(members, before, plan, as_of, by)


def lowest(uuids: Iterable[str], seed: str, stratum: str) -> List[str]:
    """The uuids of a stratum in the order in which they are drawn: by SHA-256 of ``seed/stratum`` and uuid."""
    begun = sha256(f"{seed}/{stratum}".encode() + _SEPARATOR)

    def hash_of(uuid: str) -> Tuple[bytes, str]:
        whole = begun.copy()
        whole.update(uuid.encode())
        return whole.digest(), uuid

    return sorted(uuids, key=hash_of)


def _drawn(members: Sequence[Member], before: Drawing, plan: Plan, as_of: str, by: str) -> Drawing:
    number = len(before.design.rounds) + 1
    rule_of = _rules_now(before.design, plan)
    kept: Dict[str, str] = {}
    open_: Dict[str, List[str]] = {}
    here = {member.uuid: member for member in members}
    for uuid, place in before.placed.items():
        kept[uuid] = place.stratum
        claimed = _claimed(plan, here[uuid]) if uuid in here else CLOSED
        if claimed != CLOSED and plan.rules[claimed].is_certain:  # taken whole now, whatever it was drawn of
            kept[uuid] = plan.rules[claimed].stratum_of(here[uuid])
            rule_of[kept[uuid]] = claimed
    for member in members:
        claimed = CLOSED if member.uuid in kept else _claimed(plan, member)
        if claimed != CLOSED:
            name = plan.rules[claimed].stratum_of(member)
            open_.setdefault(name, []).append(member.uuid)
            rule_of[name] = claimed
    names = [*dict.fromkeys([*(stratum.name for stratum in before.design.strata), *kept.values(), *sorted(open_)])]
    strata, placed, added = [], {}, []
    for name in names:
        rule = rule_of.get(name, CLOSED)
        drawer = _Drawer(name, None if rule == CLOSED else plan.rules[rule], plan.rounding, before, number)
        stratum, places, new = drawer.draw([uuid for uuid, stays in kept.items() if stays == name],
                                           open_.get(name, []))
        if stratum.population:
            strata.append(replace(stratum, rule=rule))
        placed.update(places)
        added += new
    strata.sort(key=lambda one: (one.rule == CLOSED, one.rule, one.name))
    rounds = (*before.design.rounds, Round(number, as_of, len(added), by))
    design = Design(plan, before.design.seed, tuple(strata), rounds, before.design.scope)
    return Drawing(design, placed, tuple(added), _remarks(design))


def _rules_now(before: Design, plan: Plan) -> Dict[str, int]:
    """By stratum the place of its rule in the plan of today, which may stand elsewhere than in that of before."""
    rules = {stratum.name: before.rule_of(stratum) for stratum in before.strata}
    return {name: CLOSED if rule is None else plan.place_of(rule) for name, rule in rules.items()}


def _claimed(plan: Plan, member: Member) -> int:
    return next((number for number, rule in enumerate(plan.rules) if rule.claims(member)), CLOSED)


class _Drawer:
    """Draws from one stratum, wave by wave."""

    def __init__(self, name: str, rule: Optional[Rule], rounding: str, before: Drawing, number: int) -> None:
        self._name, self._rule, self._rounding = name, rule, rounding
        self._seed, self._placed, self._number = before.design.seed, before.placed, number
        stratum = before.design.stratum(name)
        self._waves = stratum.waves if stratum is not None else ()

    def draw(self, kept: Sequence[str], left: Sequence[str]) -> Tuple[Stratum, Dict[str, Place], List[str]]:
        """The stratum, every parcel's place in it, and those that are new."""
        order = 1 + max((self._placed[uuid].order for uuid in kept if self._placed[uuid].stratum == self._name),
                        default=0)
        waves: List[Wave] = []
        placed: Dict[str, Place] = {}
        new: List[str] = []
        reached = taken = 0
        for number, stay, rest in self._divided(kept, left):
            population = len(stay) + len(rest)
            reached += population
            wanted = 0 if self._rule is None else self._rule.size(self._name, reached, self._rounding) - taken
            drawn = min(max(wanted, len(stay)), population)
            taken += drawn
            more = lowest(rest, self._seed, self._name)[:drawn - len(stay)]
            wave = Wave(number, population, drawn, packed([*stay, *rest]))
            waves.append(wave)
            for uuid in stay:
                was = self._placed[uuid]
                placed[uuid] = replace(was, probability=wave.probability) if was.stratum == self._name else Place(
                    self._name, order + len(new), was.round, wave.probability)
                order += int(was.stratum != self._name)
            for uuid in more:
                new.append(uuid)
                placed[uuid] = Place(self._name, order + len(new) - 1, self._number, wave.probability)
        return Stratum(self._name, 0, tuple(waves)), placed, new

    def _divided(self, kept: Sequence[str], left: Sequence[str]) -> List[Tuple[int, List[str], List[str]]]:
        """(round, drawn before, not yet) of each wave; what was in none is the wave of this round."""
        stay, rest = list(kept), list(left)
        found: List[Tuple[int, List[str], List[str]]] = []
        for wave in self._waves:
            marks = unpacked(wave.members)
            known: Set[str] = {uuid for uuid in (*stay, *rest) if mark(uuid) in marks}
            found.append((wave.round, [uuid for uuid in stay if uuid in known],
                          [uuid for uuid in rest if uuid in known]))
            stay, rest = ([uuid for uuid in some if uuid not in known] for some in (stay, rest))
        found.append((self._number, stay, rest))
        return [(number, own, others) for number, own, others in found if own or others]


def _remarks(design: Design) -> Tuple[Finding, ...]:
    """What a person should know of the strata before they go by them."""
    found = []
    for stratum in design.strata:
        rule = design.rule_of(stratum)
        if rule is None:
            found.append(Finding("SAMPLE_CLOSED", "W", {"stratum": stratum.name, "count": stratum.drawn}))
            continue
        wanted = rule.size(stratum.name, stratum.population, design.plan.rounding)
        if stratum.drawn > wanted:
            found.append(Finding("SAMPLE_ABOVE_DESIGN", "W", {"stratum": stratum.name, "count": stratum.drawn,
                                                              "wanted": wanted}))
        unseen = sum(wave.population for wave in stratum.waves if not wave.drawn)
        if unseen:
            found.append(Finding("SAMPLE_NONE_OF_NEW", "W", {"stratum": stratum.name, "count": unseen}))
        elif stratum.drawn == 1 and stratum.population > 1:
            found.append(Finding("SAMPLE_OF_ONE", "W", {"stratum": stratum.name, "count": stratum.population}))
    return tuple(found)
