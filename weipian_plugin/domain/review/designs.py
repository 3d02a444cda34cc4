"""The design of a sample: its rules in order, its strata with what was drawn of each, round by round; as JSON and back.

A parcel belongs to the stratum of the first rule that claims it: what is taken whole (指定, 达到标准全部, 全部) comes
first, of the rest a share or a number of each class or unit. So every parcel has one probability, and it is exact.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any, Dict, Mapping, Optional, Sequence, Tuple

from ..areas.units import Number, exact, round2
from ..calculators.calculation import percent
from ..calculators.sampling import ROUND_HALF, ROUND_UP, sample_size
from ..errors import WeipianError
from .members import COUNTY, DIVISIONS, INTERPRETER, NOT_STATED, OUTCOME, SIGNER, TASK, TOWNSHIP, Member

FORMAT = 2
_BY_SIGNER = 1
"""The format in which 判读人 was who had signed."""
BY_CLASS, ALL_ABOVE, BY_UNIT, ALL, NAMED = "按类抽样", "达到标准全部", "按单位抽样", "全部", "指定"
MINERALS = "矿产全部"
"""The stratum of minerals that are all taken; its rule's method is 全部."""
CLOSED = -1
"""The rule of a stratum of which the plan of today says nothing: what was drawn of it stays, and no more is."""
DIVISION_NAMES: Mapping[str, Tuple[str, str]] = {
    OUTCOME: ("判定类型", "outcome"), COUNTY: ("县", "county"), TOWNSHIP: ("乡镇", "township"),
    INTERPRETER: ("判读人", "interpreter"), SIGNER: ("签字人", "signed by"), TASK: ("监测类型", "patch class"),
}


@dataclass(frozen=True)
class Rule:
    """What is taken of whom. ``limits``: 亩 by field code, one of which an area reaches; ``share`` or ``number`` of
    each part of the divisions ``by`` (``least``: at least so many of each; ``shares``: another share of some outcomes).
    """

    method: str
    by: Tuple[str, ...] = ()
    share: Optional[Fraction] = None
    number: Optional[int] = None
    least: int = 0
    shares: Mapping[str, Fraction] = field(default_factory=dict)
    limits: Mapping[str, Fraction] = field(default_factory=dict)
    named: Tuple[str, ...] = ()
    minerals_only: bool = False
    outcomes: Tuple[str, ...] = ()

    def __post_init__(self) -> None:
        shares = [each for each in (self.share, *self.shares.values()) if each is not None]
        if any(not 0 < each <= 1 for each in shares) or self.least < 0 or (self.number is not None and self.number < 1):
            number = () if self.number is None else (str(self.number),)
            raise WeipianError("DESIGN_SHARE", share="、".join((*(percent(each) for each in shares), *number)))
        if any(division not in DIVISIONS for division in self.by):
            raise WeipianError("DESIGN_DIVISION", name="、".join(self.by))
        if any(limit <= 0 for limit in self.limits.values()):
            raise WeipianError("DESIGN_LIMIT", limit=str(min(self.limits.values())))

    @property
    def is_certain(self) -> bool:
        """Is everything taken that it claims?"""
        return self.method in (ALL_ABOVE, ALL, NAMED)

    @property
    def divides(self) -> Tuple[object, ...]:
        """What may not be another in a top-up: a stratum would no longer be what was drawn from."""
        return (self.method, self.by, self.minerals_only, self.outcomes)

    def claims(self, member: Member) -> bool:
        """Does the parcel belong to one of its strata?"""
        if self.method == NAMED:
            return member.uuid in self._named
        if (self.minerals_only and not member.is_mineral) or (self.outcomes and member.outcome not in self.outcomes):
            return False
        if self.method == ALL_ABOVE:
            return any(code in member.areas and member.areas[code] >= round2(limit)
                       for code, limit in self.limits.items())
        return True

    @property
    def _named(self) -> frozenset[str]:
        found: Optional[frozenset[str]] = self.__dict__.get("_set")
        if found is None:
            found = frozenset(self.named)
            object.__setattr__(self, "_set", found)
        return found

    def stratum_of(self, member: Member) -> str:
        """The name of the stratum in which the parcel is."""
        if self.is_certain:
            return MINERALS if self.method == ALL and self.minerals_only else self.method
        return "/".join(member.part(division) or NOT_STATED for division in self.by) or ALL

    def size(self, stratum: str, population: int, rounding: str = ROUND_UP) -> int:
        """How many of a stratum are drawn."""
        if self.is_certain:
            return population
        if self.number is not None:
            return min(self.number, population)
        share = self._share_of(stratum)
        return min(population, max(sample_size(share, population, rounding), self.least))

    def _share_of(self, stratum: str) -> Fraction:
        parts = stratum.split("/")
        outcome = parts[self.by.index(OUTCOME)] if OUTCOME in self.by and len(parts) == len(self.by) else ""
        return self.shares.get(outcome, self.share or Fraction(1))


@dataclass(frozen=True)
class Plan:
    """The rules in their order, and how a part of a parcel is rounded."""

    rules: Tuple[Rule, ...]
    rounding: str = ROUND_UP

    def __post_init__(self) -> None:
        if not self.rules:
            raise WeipianError("DESIGN_EMPTY")
        if sum(not rule.is_certain for rule in self.rules) > 1 or len({rule.divides for rule in self.rules}) < len(
                self.rules):
            raise WeipianError("DESIGN_TWICE")
        if self.rounding not in (ROUND_UP, ROUND_HALF):
            raise WeipianError("DESIGN_ROUNDING", name=self.rounding)

    @property
    def method(self) -> str:
        """The method that the sample is called by: of the rule that draws, else of the first."""
        return next((rule.method for rule in self.rules if not rule.is_certain), self.rules[0].method)

    @property
    def drawing(self) -> Optional[Rule]:
        """The rule that draws; ``None`` where everything is taken whole."""
        return next((rule for rule in self.rules if not rule.is_certain), None)

    def place_of(self, other: Rule) -> int:
        """Where the rule stands that takes of the same parts in the same way; `CLOSED` where none does."""
        return next((place for place, rule in enumerate(self.rules) if rule.divides == other.divides), CLOSED)

    def within(self, other: Plan) -> Plan:
        """This plan with what only the other says where both draw by class: its outcomes, their own shares; and its
        rounding.
        """
        theirs = other.drawing
        return Plan(tuple(
            replace(rule, outcomes=theirs.outcomes, shares=theirs.shares)
            if theirs is not None and rule.method == theirs.method == BY_CLASS else rule
            for rule in self.rules), other.rounding)

    def with_more(self, rules: Sequence[Rule]) -> Tuple[Rule, ...]:
        """These rules as what is added to a sample that this plan drew: what it took whole it goes on taking, unless
        they say it anew; of parcels that are named more are.
        """
        said = {rule.method for rule in rules if not rule.minerals_only}
        whole = tuple(rule for rule in self.rules
                      if rule.is_certain and not rule.minerals_only and rule.method not in said)
        named = next((rule.named for rule in self.rules if rule.method == NAMED), ())
        return (*whole, *(by_hand((*named, *rule.named)) if rule.method == NAMED else rule for rule in rules))

    def require_divides_like(self, other: Plan) -> None:
        """Raises ``DESIGN_DIVIDED_OTHERWISE`` where what is drawn from would be divided in another way."""
        mine, theirs = self.drawing, other.drawing
        if (mine.divides if mine else None) != (theirs.divides if theirs else None) or self.rounding != other.rounding:
            raise WeipianError("DESIGN_DIVIDED_OTHERWISE")


def by_class(share: Number = Fraction(3, 10), outcomes: Sequence[str] = (), least: int = 0,
             within: Sequence[str] = (), shares: Optional[Mapping[str, Fraction]] = None) -> Rule:
    """A share of each outcome (§6.3: 30 %), or of each outcome within each county, township, interpreter."""
    return Rule(BY_CLASS, (*within, OUTCOME), exact(share), outcomes=tuple(outcomes), least=least, shares=shares or {})


def by_unit(division: str, share: Optional[Number] = None, number: Optional[int] = None, least: int = 0) -> Rule:
    """A share or a number of each county, township or interpreter."""
    if (share is None) == (number is None):
        raise WeipianError("DESIGN_SHARE", share=f"{share} {number}")
    return Rule(BY_UNIT, (division,), None if share is None else exact(share), number, least)


def all_above(limits: Mapping[str, Number]) -> Rule:
    """All whose areas reach one of these, 亩 by field code of 附表2-1 (DKMJ, GDMJ, YJJBNTMJ, STHXMJ)."""
    return Rule(ALL_ABOVE, limits={code: exact(limit) for code, limit in limits.items()})


def all_minerals() -> Rule:
    """All mineral patches (§6.3)."""
    return Rule(ALL, minerals_only=True)


def by_hand(uuids: Sequence[str]) -> Rule:
    """These parcels."""
    return Rule(NAMED, named=tuple(dict.fromkeys(uuids)))


@dataclass(frozen=True)
class Wave:
    """What came to a stratum in one round. ``members``: the marks of its ``population`` (`members.packed`)."""

    round: int
    population: int
    drawn: int
    members: str = ""

    @property
    def probability(self) -> Fraction:
        """With which each of its parcels is in the sample."""
        return Fraction(self.drawn, self.population) if self.population else Fraction(0)


@dataclass(frozen=True)
class Stratum:
    """A stratum and what was drawn of it. ``rule``: its place in the plan, or `CLOSED`."""

    name: str
    rule: int
    waves: Tuple[Wave, ...]

    @property
    def population(self) -> int:
        """N."""
        return sum(wave.population for wave in self.waves)

    @property
    def drawn(self) -> int:
        """n."""
        return sum(wave.drawn for wave in self.waves)

    @property
    def share(self) -> Optional[Fraction]:
        """n ÷ N."""
        return Fraction(self.drawn, self.population) if self.population else None


@dataclass(frozen=True)
class Round:
    """One drawing: its number, as of which day, how many it added, and by whom."""

    number: int
    as_of: str
    added: int
    by: str = ""


@dataclass(frozen=True)
class Design:
    """A sample's design as it is kept: with the same seed and the same parcels the same is drawn again."""

    plan: Plan
    seed: str
    strata: Tuple[Stratum, ...] = ()
    rounds: Tuple[Round, ...] = ()
    scope: Mapping[str, str] = field(default_factory=dict)

    @property
    def population(self) -> int:
        """N of all strata."""
        return sum(stratum.population for stratum in self.strata)

    @property
    def drawn(self) -> int:
        """n of all strata."""
        return sum(stratum.drawn for stratum in self.strata)

    def stratum(self, name: str) -> Optional[Stratum]:
        """The stratum of this name."""
        return next((each for each in self.strata if each.name == name), None)

    def rule_of(self, stratum: Stratum) -> Optional[Rule]:
        """The rule by which more of a stratum is drawn; ``None`` where none speaks of it any more."""
        return self.plan.rules[stratum.rule] if 0 <= stratum.rule < len(self.plan.rules) else None

    def to_json(self) -> str:
        """As `SAMPLE`'s CYSJ keeps it."""
        return json.dumps({
            "format": FORMAT, "seed": self.seed, "rounding": self.plan.rounding, "scope": dict(self.scope),
            "rules": [_rule_as_json(rule) for rule in self.plan.rules],
            "rounds": [{"round": each.number, "as_of": each.as_of, "added": each.added, "by": each.by}
                       for each in self.rounds],
            "strata": [{"name": each.name, "rule": each.rule, "N": each.population, "n": each.drawn, "waves": [
                {"round": wave.round, "N": wave.population, "n": wave.drawn,
                 "p": f"{wave.drawn}/{wave.population}", "members": wave.members} for wave in each.waves]}
                for each in self.strata],
        }, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def design_of(text: str) -> Design:
    """The design from its JSON. Raises ``DESIGN_UNREADABLE``."""
    try:
        read = json.loads(text)
        if read["format"] not in (FORMAT, _BY_SIGNER):
            raise ValueError(f"format {read['format']}")
        renamed = {INTERPRETER: SIGNER} if read["format"] == _BY_SIGNER else {}
        return Design(
            Plan(tuple(_rule_from_json(rule, renamed) for rule in read["rules"]), read["rounding"]), str(read["seed"]),
            tuple(Stratum(str(each["name"]), int(each["rule"]), tuple(
                Wave(int(wave["round"]), int(wave["N"]), int(wave["n"]), str(wave["members"]))
                for wave in each["waves"])) for each in read["strata"]),
            tuple(Round(int(each["round"]), str(each["as_of"]), int(each["added"]), str(each["by"]))
                  for each in read["rounds"]),
            {str(name): str(value) for name, value in read["scope"].items()})
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as error:
        raise WeipianError("DESIGN_UNREADABLE", detail=f"{type(error).__name__}: {error}"[:120]) from error


def _rule_as_json(rule: Rule) -> Dict[str, object]:
    found: Dict[str, object] = {"method": rule.method}
    for name, value in (("by", list(rule.by)), ("named", list(rule.named)), ("outcomes", list(rule.outcomes)),
                        ("number", rule.number), ("least", rule.least), ("minerals_only", rule.minerals_only),
                        ("share", None if rule.share is None else str(rule.share)),
                        ("shares", {key: str(share) for key, share in rule.shares.items()}),
                        ("limits", {key: str(limit) for key, limit in rule.limits.items()})):
        if value:
            found[name] = value
    return found


def _rule_from_json(read: Mapping[str, Any], renamed: Mapping[str, str]) -> Rule:
    share = read.get("share")
    return replace(
        Rule(str(read["method"])), by=tuple(renamed.get(name, name) for name in read.get("by", ())),
        named=tuple(read.get("named", ())),
        outcomes=tuple(read.get("outcomes", ())), number=read.get("number"), least=int(read.get("least", 0)),
        minerals_only=bool(read.get("minerals_only", False)), share=None if share is None else Fraction(share),
        shares={key: Fraction(value) for key, value in read.get("shares", {}).items()},
        limits={key: Fraction(value) for key, value in read.get("limits", {}).items()})
