"""What was measured of parcels beside each other, as of the one parcel they are together."""

from __future__ import annotations

from typing import Callable, Dict, Iterable, List, Sequence, Tuple, TypeVar

from ..domain.records import ClassArea, FeatureArea, Measured, NestedAreas, RoleAreas

Part = TypeVar("Part")
Key = TypeVar("Key")


def together(parts: Sequence[Measured]) -> Measured:
    """The sums, m²: parts of a parcel lie beside each other. A role that was not asked of all of them is left out.

    ``parts``: at least one; a single one is returned as it is.
    """
    if len(parts) == 1:
        return parts[0]
    roles = [role for role in parts[0].roles if all(role in part.roles for part in parts)]
    zones = [each for each in parts[0].nested if all(each in part.nested for part in parts)]
    return Measured(
        sum(part.area_m2 for part in parts),
        {role: _role(role, [part.roles[role] for part in parts]) for role in roles},
        {each: NestedAreas(each, sum(part.nested[each].total_m2 for part in parts),
                           _classes(one for part in parts for one in part.nested[each].classes)) for each in zones},
        parts[0].class_table)


def _role(role: str, parts: Sequence[RoleAreas]) -> RoleAreas:
    features = _grouped((one for part in parts for one in part.features),
                        lambda one: (one.class_code, tuple(sorted((k, str(v)) for k, v in one.attributes.items()))))
    return RoleAreas(
        role, sum(part.total_m2 for part in parts), sum(part.net_m2 for part in parts),
        _classes(one for part in parts for one in part.classes),
        tuple(FeatureArea(some[0].class_code, sum(one.area_m2 for one in some), some[0].attributes)
              for some in features), all(part.declared_empty for part in parts))


def _classes(parts: Iterable[ClassArea]) -> Tuple[ClassArea, ...]:
    return tuple(ClassArea(some[0].class_code, sum(one.area_m2 for one in some), sum(one.net_area_m2 for one in some))
                 for some in _grouped(parts, lambda one: one.class_code))


def _grouped(parts: Iterable[Part], key: Callable[[Part], Key]) -> List[List[Part]]:
    groups: Dict[Key, List[Part]] = {}
    for one in parts:
        groups.setdefault(key(one), []).append(one)
    return list(groups.values())
