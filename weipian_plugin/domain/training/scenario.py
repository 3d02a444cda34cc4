"""Training scenarios as data: a made-up parcel, the question, what the rules give, what to show step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Dict, FrozenSet, List, Mapping, Optional, Sequence, Tuple

from ..areas.units import Number, m2_of_mu
from ..calendar.dates import parse_date
from ..errors import WeipianError
from ..forms.codes import PENDING
from ..judging.fact_table import AREA, DATE, FACTS, FactValue
from ..records import ClassArea, FeatureArea, Measured, NestedAreas, RoleAreas
from .case import Case
from .exam import CLASSES, kind_of

QUESTION, ANSWER, COMPARISON = "question", "answer", "comparison"
_KEYS = frozenset({"id", "title", "jcbh", "question", "facts", "variants"})
_FACTS_KEYS = frozenset({"area", "issued", "land", "zones", "empty", "farmland_inside", "papers", "stated"})
_VARIANT_KEYS = frozenset({"profile", "change", "rule", "pdlx", "code", "flags", "duties", "said"})


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str

    def said(self, language: str) -> str:
        """In Chinese (``zh``) or English."""
        return self.zh if language.startswith("zh") else self.en


@dataclass(frozen=True)
class Variant:
    """The parcel under one profile, with some facts otherwise, and what must come out; ``said`` explains it.

    ``rule``: the winning rule; ``flags`` and ``duties``: marks and on-site duties that must be there (of several).
    """

    profile: str
    changes: Mapping[str, Optional[FactValue]]
    rule: str
    pdlx: str
    code: str
    flags: Tuple[str, ...]
    duties: Tuple[str, ...]
    said: Words

    @property
    def kind(self) -> str:
        """``违法·W1``."""
        return kind_of(self.pdlx, self.code)


@dataclass(frozen=True)
class Step:
    """One thing to show: the question, the answer with its trace, or ``variant`` beside the first one."""

    kind: str
    said: Words
    variant: int = 0


@dataclass(frozen=True)
class Scenario:
    """One lesson. ``jcbh`` is the patch of the bundled scene on whose ground it plays; its facts are made up."""

    id: str
    title: Words
    jcbh: str
    question: Words
    case: Case
    variants: Tuple[Variant, ...]

    @property
    def steps(self) -> Tuple[Step, ...]:
        """The question first, then the answer with its trace, then what would be otherwise."""
        others = tuple(Step(COMPARISON, variant.said, number) for number, variant in enumerate(self.variants) if number)
        return (Step(QUESTION, self.question), Step(ANSWER, self.variants[0].said), *others)

    def case_of(self, variant: Variant) -> Case:
        """The parcel with the variant's changes."""
        case = self.case
        for name, value in variant.changes.items():
            case = case.with_change(name, value)
        return case


def scenarios_of(document: object) -> Tuple[Scenario, ...]:
    """The scenarios that a document (as YAML gives it) holds. Raises SCENARIO_WRONG with the place."""
    entries = document.get("scenarios") if isinstance(document, Mapping) else None
    if not isinstance(entries, list) or not entries:
        raise WeipianError("SCENARIO_WRONG", scenario="-", place="scenarios", detail="-")
    scenarios = tuple(_Reader(entry, number).scenario() for number, entry in enumerate(entries, 1))
    doubled = [one.id for one in scenarios if [other.id for other in scenarios].count(one.id) > 1]
    if doubled:
        raise WeipianError("SCENARIO_WRONG", scenario=doubled[0], place="id", detail="id ×2")
    return scenarios


class _Reader:
    """One scenario on its way in; knows its name and the place for whoever wrote it."""

    def __init__(self, entry: object, number: int) -> None:
        self._name, self._place = f"#{number}", ""
        self._entry = self._mapping(entry, "")
        self._name = str(self._entry.get("id") or self._name)

    def scenario(self) -> Scenario:
        try:
            self._only(self._entry, _KEYS, "")
            facts = self._mapping(self._entry.get("facts"), "facts")
            self._only(facts, _FACTS_KEYS, "facts.")
            variants = tuple(self._variant(one) for one in self._list(self._entry.get("variants"), "variants"))
            return Scenario(self._text(self._entry, "id"), self._words("title"), self._text(self._entry, "jcbh"),
                            self._words("question"), self._case(facts), variants)
        except WeipianError as error:
            if error.code == "SCENARIO_WRONG":
                raise
            raise self._wrong(self._place, error.sentence("zh")) from error

    def _case(self, facts: Mapping[str, Any]) -> Case:
        stated = {name: self._value(name, value)
                  for name, value in self._mapping(facts.get("stated", {}), "facts.stated").items()}
        issued = {code: str(value) for code, value in self._mapping(facts.get("issued"), "facts.issued").items()}
        return Case(issued, self._measured(facts), {name: value for name, value in stated.items() if value is not None})

    def _measured(self, facts: Mapping[str, Any]) -> Measured:
        area = _m2(facts.get("area", 0))
        land = tuple(_class_area(code, mu) for code, mu in self._mapping(facts.get("land"), "facts.land").items())
        total = sum(one.area_m2 for one in land)
        roles: Dict[str, RoleAreas] = {"dltb": RoleAreas("dltb", total, total, land)}
        for role in self._list(facts.get("empty", []), "facts.empty"):
            roles[str(role)] = RoleAreas(str(role), declared_empty=True)
        for role, mu in self._mapping(facts.get("zones", {}), "facts.zones").items():
            roles[role] = RoleAreas(role, _m2(mu), _m2(mu))
        for role, papers in self._mapping(facts.get("papers", {}), "facts.papers").items():
            found = tuple(self._paper(paper) for paper in self._list(papers, f"facts.papers.{role}"))
            covered = min(area, sum(one.area_m2 for one in found))
            roles[role] = RoleAreas(role, covered, covered, features=found)
        nested: Dict[Tuple[str, ...], NestedAreas] = {
            (role,): self._nested(role, classes)
                  for role, classes in self._mapping(facts.get("farmland_inside", {}), "facts.farmland_inside").items()}
        return Measured(area, roles, nested)

    def _nested(self, role: str, classes: object) -> NestedAreas:
        found = tuple(_class_area(code, mu) for code, mu in self._mapping(classes, "facts.farmland_inside").items())
        return NestedAreas((role,), sum(one.area_m2 for one in found), found)

    def _paper(self, paper: object) -> FeatureArea:
        known = dict(self._mapping(paper, "facts.papers"))
        return FeatureArea("", _m2(known.pop("area", 0)), {name: str(value) for name, value in known.items()})

    def _variant(self, entry: object) -> Variant:
        self._place = "variants"
        known = self._mapping(entry, "variants")
        self._only(known, _VARIANT_KEYS, "variants.")
        changes = {name: self._value(name, value)
                   for name, value in self._mapping(known.get("change", {}), "variants.change").items()}
        pdlx = self._text(known, "pdlx")
        if pdlx not in CLASSES:
            raise self._wrong("variants.pdlx", pdlx)
        code = str(known.get("code") or "")
        if pdlx != PENDING and not code:
            raise self._wrong("variants.code", "-")
        flags, duties = (tuple(str(one) for one in self._list(known.get(name, []), f"variants.{name}"))
                         for name in ("flags", "duties"))
        return Variant(self._text(known, "profile"), changes, self._text(known, "rule"), pdlx, code, flags, duties,
                       self._said(known.get("said"), "variants.said"))

    def _value(self, name: str, value: Any) -> Optional[FactValue]:
        """A fact as the rules want it: areas come in 亩, dates as ISO, ``unknown`` is not known."""
        if name not in FACTS:
            raise self._wrong(name, "UNKNOWN_FACT")
        if value is None or value == "unknown":
            return None
        if FACTS[name].unit == AREA:
            return _m2(value)
        if FACTS[name].unit == DATE:
            day = parse_date(value)
            if day is None:
                raise self._wrong(name, str(value))
            return day
        return value if isinstance(value, bool) else float(value) if isinstance(value, (int, float)) else str(value)

    def _words(self, name: str) -> Words:
        return self._said(self._entry.get(name), name)

    def _said(self, entry: object, place: str) -> Words:
        known = self._mapping(entry, place)
        self._only(known, frozenset({"zh", "en"}), f"{place}.")
        return Words(self._text(known, "zh"), self._text(known, "en"))

    def _text(self, known: Mapping[str, Any], name: str) -> str:
        text = str(known.get(name) or "").strip()
        if not text:
            raise self._wrong(name, "-")
        return text

    def _only(self, known: Mapping[str, Any], names: FrozenSet[str], place: str) -> None:
        """No key that nobody reads: a comma in a text that is not quoted makes one."""
        for key in known:
            if key not in names:
                raise self._wrong(f"{place}{key}", key)

    def _mapping(self, value: object, place: str) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            raise self._wrong(place, str(value))
        return {str(key): part for key, part in value.items()}

    def _list(self, value: object, place: str) -> Sequence[Any]:
        if not isinstance(value, list):
            raise self._wrong(place, str(value))
        found: List[Any] = value
        return found

    def _wrong(self, place: str, detail: str) -> WeipianError:
        return WeipianError("SCENARIO_WRONG", scenario=self._name, place=place, detail=detail)


def _m2(mu: Number) -> float:
    return float(m2_of_mu(mu))


def _class_area(code: str, mu: Number) -> ClassArea:
    return ClassArea(code, _m2(mu), _m2(mu))
