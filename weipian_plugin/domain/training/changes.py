"""One fact otherwise: its new value, and every fact that is reckoned from it, so that the facts still agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Dict, Iterable, List, Mapping, Optional, Tuple

from ..areas.units import mu_text
from ..errors import WeipianError
from ..judging.fact_table import AREA, AREA_ROLES, EXPIRING_ROLES, FACTS, Fact, FactValue
from ..judging.facts import Facts
from ..judging.rules import facts_in
from ..profiles import PolicyProfile
from ..roles import EVIDENCE

_PATCH = "patch_m2"
# What is reckoned from an outcome or from other facts, not looked at: nothing to change by hand.
_RECKONED = frozenset({"outcome", "case_code", "farmland_counted_m2", "illegal_farmland_m2", "illegal_yjjbnt_m2",
                       "illegal_stbhhx_m2", "illegal_mining_m2", "class_after_unknown"})
_FARMLAND = ("farmland_m2", "farmland_net_m2", "farmland_counted_m2")


@dataclass(frozen=True)
class _Covered:
    """An area fact, and those that say the same of the rest of the parcel or as a share."""

    uncovered: str = ""
    ratio: str = ""


def _covered_facts() -> Iterable[Tuple[str, _Covered]]:
    yield "js_m2", _Covered(ratio="js_ratio")
    for role in AREA_ROLES:
        yield f"{role.key}_m2", _Covered(f"{role.key}_uncovered_m2", f"{role.key}_ratio")
        if role.kind == EVIDENCE:
            for state in ("valid", "expired", "once") if role.key in EXPIRING_ROLES else ("valid",):
                yield f"{role.key}_{state}_m2", _Covered(f"{role.key}_{state}_uncovered_m2")


_COVERED: Dict[str, _Covered] = dict(_covered_facts())
_BASE: Dict[str, str] = {name: base for base, covered in _COVERED.items()
                         for name in (covered.uncovered, covered.ratio) if name}


def changed(facts: Facts, name: str, value: Optional[FactValue]) -> Facts:
    """The facts with ``name`` otherwise, ``None`` for unknown; shares and rests are reckoned anew, m².

    A layer of which an area is given counts as looked at; one of which an area is unknown was not looked at at all.
    Raises UNKNOWN_FACT, AREA_BEYOND_PARCEL.
    """
    if name not in FACTS:
        raise WeipianError("UNKNOWN_FACT", fact=name)
    _require_inside(name, value, facts.values)
    role = FACTS[name].role
    if value is None:
        gone = {name, *(fact.name for fact in FACTS.values() if role and fact.role == role)}
        return Facts({key: old for key, old in facts.values.items() if key not in gone}, facts.layers - {role})
    values = {**facts.values, name: value, **_followers(name, value, facts.values)}
    return Facts({key: one for key, one in values.items() if one is not None},
                 facts.layers | {role} if role else facts.layers)


def followers(facts: Facts, name: str, value: Optional[FactValue]) -> Tuple[str, ...]:
    """The other facts that become otherwise with it."""
    before, after = facts.values, changed(facts, name, value).values
    return tuple(one for one in dict.fromkeys((*before, *after)) if one != name and before.get(one) != after.get(one))


def changeable(profiles: Iterable[PolicyProfile]) -> List[Fact]:
    """The facts that rules, marks and duties of these profiles speak about and a person can give, by their kind.

    What lies outside an area, and its share, are changed by changing that area.
    """
    names: List[str] = [_PATCH]
    for profile in profiles:
        for condition in (*(rule.when for rule in (*profile.rules, *profile.mineral_rules)),
                          *(flag.when for flag in profile.flags), *(duty.when for duty in profile.onsite)):
            names += [_base_of(name) for name in facts_in(condition)]
    offered = [FACTS[name] for name in dict.fromkeys(names) if name not in _RECKONED]
    return [*(fact for fact in offered if fact.unit == AREA), *(fact for fact in offered if fact.unit != AREA)]


def _base_of(name: str) -> str:
    return "farmland_m2" if name in _FARMLAND else _BASE.get(name, name)


def _require_inside(name: str, value: Optional[FactValue], values: Mapping[str, FactValue]) -> None:
    patch = values.get(_PATCH)
    if FACTS[name].unit != AREA or not isinstance(value, (int, float)) or name == _PATCH:
        return
    if value < 0 or (isinstance(patch, (int, float)) and value > patch):
        raise WeipianError("AREA_BEYOND_PARCEL", fact=FACTS[name].zh, value=mu_text(value),
                           parcel=mu_text(patch) if isinstance(patch, (int, float)) else "?")


def _followers(name: str, value: FactValue, values: Mapping[str, FactValue]) -> Dict[str, Optional[FactValue]]:
    """What is reckoned from the fact; nothing for one that is no area."""
    if not isinstance(value, (int, float)) or FACTS[name].unit != AREA:
        return {}
    area = float(value)
    if name == _PATCH:
        return _of_the_parcel(area, values)
    patch = _number(values.get(_PATCH))
    found: Dict[str, Optional[FactValue]] = {}
    if name in _COVERED:
        found.update(_rest(_COVERED[name], area, patch))
    found.update(_of_the_layer(name, area, values, patch))
    if name in _FARMLAND:
        found.update({other: _scaled(_number(values.get(other)), _number(values.get(name)), area)
                      for other in _FARMLAND if other != name})
    return found


def _of_the_parcel(patch: float, values: Mapping[str, FactValue]) -> Dict[str, Optional[FactValue]]:
    """Another parcel area: what is covered stays as far as it fits, rest and share follow."""
    found: Dict[str, Optional[FactValue]] = {}
    for base, covered in _COVERED.items():
        area = _number(values.get(base))
        if area is not None:
            found[base] = min(area, patch)
            found.update(_rest(covered, min(area, patch), patch))
    return found


def _rest(covered: _Covered, area: float, patch: Optional[float]) -> Dict[str, Optional[FactValue]]:
    """What the area leaves of the parcel and which share it is; unknown without the parcel's own area."""
    found: Dict[str, Optional[FactValue]] = {}
    if covered.uncovered:
        found[covered.uncovered] = None if patch is None else max(0.0, patch - area)
    if covered.ratio:
        found[covered.ratio] = area / patch if patch else None
    return found


def _of_the_layer(name: str, area: float, values: Mapping[str, FactValue], patch: Optional[float]
                  ) -> Dict[str, Optional[FactValue]]:
    """A paper that is valid on more ground than the layer covered: the layer covers that ground, too."""
    whole = f"{FACTS[name].role}_m2"
    if name not in _COVERED or name == whole or whole not in _COVERED:
        return {}
    covered = _number(values.get(whole))
    if covered is not None and covered >= area:
        return {}
    return {whole: area, **_rest(_COVERED[whole], area, patch)}


def _scaled(other: Optional[float], before: Optional[float], after: float) -> float:
    """Farmland net of ridges shrinks and grows with the gross one; where there was none it is as large."""
    return other * after / before if other is not None and before else after


def _number(value: Optional[FactValue]) -> Optional[float]:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
