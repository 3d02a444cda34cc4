"""Reads conditions: all / any / not, switches of the profile, and comparisons of facts that mean what they say."""

from __future__ import annotations

from typing import Collection, Mapping, Optional, Sequence, Tuple

from ..codes import CODE_LISTS
from ..facts import FACTS
from ..profiles import Value
from ..rules import (
    EQUALITIES,
    MEMBERSHIPS,
    OPERATORS,
    PRESENCES,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Limit,
    NotSo,
    SettingIs,
    is_ordered,
)
from .problems import Keys
from .reading import Node, Reader
from .tables import CODED_FACTS, UNITS_OF_FACT

_NOTHING = AllOf(())


def read_condition(reader: Reader, node: object, at: Keys) -> Condition:
    """The condition under ``at``; a wrong part reads as one that always holds, and is reported."""
    if not isinstance(node, Mapping):
        reader.report.add("NOT_A_CONDITION", at)
        return _NOTHING
    for key, kind in (("all", AllOf), ("any", AnyOf)):
        if key in node:
            reader.keys(node, at, {key})
            parts = node[key]
            if not isinstance(parts, Sequence) or isinstance(parts, str):
                reader.report.add("NOT_A_LIST", (*at, key))
                return _NOTHING
            return kind(tuple(read_condition(reader, part, (*at, key, number)) for number, part in enumerate(parts)))
    if "not" in node:
        reader.keys(node, at, {"not"})
        return NotSo(read_condition(reader, node["not"], (*at, "not")))
    if "setting" in node:
        return _read_setting(reader, node, at)
    if not {"fact", "op"} & set(node):
        reader.report.add("NOT_A_CONDITION", at)
        return _NOTHING
    return _read_comparison(reader, node, at)


def _read_setting(reader: Reader, node: Node, at: Keys) -> Condition:
    complete = reader.keys(node, at, {"setting", "is"})
    setting = _setting(reader, node, "setting", at)
    if setting is None or not complete:
        return _NOTHING
    return SettingIs(setting.title, reader.limit(node, "is", at), setting.value, setting.name)


def _read_comparison(reader: Reader, node: Node, at: Keys) -> Condition:
    if not reader.keys(node, at, {"fact", "op"}, {"value", "unit", "limit"}):
        return _NOTHING
    name = reader.name("fact", node, "fact", at, FACTS)
    op = reader.name("operator", node, "op", at, OPERATORS)
    if name not in FACTS or op not in OPERATORS:
        return _NOTHING
    if op in PRESENCES:
        return Comparison(name, op)
    if ("limit" in node) == ("value" in node):
        reader.report.add("VALUE_OR_LIMIT", at)
        return _NOTHING
    if op not in EQUALITIES and op not in MEMBERSHIPS and not is_ordered(name):
        reader.report.add("NOT_ORDERED", (*at, "op"), fact=name)
    read = _limit_of_settings(reader, node, at) if "limit" in node else _limit_of_node(reader, node, at)
    if read is None:
        return _NOTHING
    limit, unit, place, also = read
    _check_unit(reader, name, unit, place, also)
    if (op in MEMBERSHIPS) != isinstance(limit, tuple):
        reader.report.add("LIST_AGAINST_OPERATOR", place, _value_of(also), op=op, value=limit)
    _check_codes(reader, name, limit, place, also)
    return Comparison(name, op, limit, unit, str(node.get("limit", "")))


_Read = Tuple[Limit, str, Keys, Keys]  # the limit, its unit, where it stands, and where else it could be changed


def _limit_of_settings(reader: Reader, node: Node, at: Keys) -> Optional[_Read]:
    setting = _setting(reader, node, "limit", at)
    if setting is None:
        return None
    return setting.value, setting.unit, (*at, "limit"), ("values", setting.name, "unit")


def _limit_of_node(reader: Reader, node: Node, at: Keys) -> _Read:
    unit = reader.text(node, "unit", at) if "unit" in node else ""
    return reader.limit(node, "value", at), unit, (*at, "value"), ()


def _setting(reader: Reader, node: Node, key: str, at: Keys) -> Optional[Value]:
    # A value that is itself wrong has been reported already: it is there all the same.
    name = reader.name("value", node, key, at, tuple(reader.mapping(reader.document, "values", ())))
    reader.spoken_of.add(name)
    return reader.values.get(name)


def _check_unit(reader: Reader, name: str, unit: str, place: Keys, also: Keys) -> None:
    wanted = UNITS_OF_FACT[FACTS[name].unit]
    if unit not in wanted:
        place = (*place[:-1], "unit") if place[-1] == "value" else place
        reader.report.add("UNIT_AGAINST_FACT", place, also, unit=unit, fact=name,
                          known=tuple(one for one in wanted if one))


def _check_codes(reader: Reader, name: str, limit: Limit, place: Keys, also: Keys) -> None:
    if name not in CODED_FACTS or isinstance(limit, bool):
        return
    known = codes_of(reader, name)
    for code in limit if isinstance(limit, tuple) else (limit,):
        if str(code) not in known:
            reader.report.unknown("code", code, known, place, _value_of(also))


def _value_of(also: Keys) -> Keys:
    return (*also[:-1], "value") if also else ()


def codes_of(reader: Reader, fact: str) -> Collection[str]:
    """The codes a coded fact can have under this profile."""
    if fact == "tblx":
        return tuple(reader.tblx)
    return tuple(entry.code for name in CODED_FACTS[fact] for entry in CODE_LISTS[name].codes)
