"""Reads conditions: all / any / not, switches of the profile, and comparisons of facts that mean what they say."""

from __future__ import annotations

from typing import Collection, Mapping, Optional, Sequence, Tuple

from ..calendar.dates import parse_date
from ..forms.codes import CODE_LISTS
from ..judging.facts import DATE, FACTS, FLAG, RATIO, TEXT
from ..judging.rules import (
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
from ..profiles import Value
from .problems import Keys
from .reading import Node, Reader, fits_unit, shown
from .tables import CHOICES, CODED_FACTS, FORMS, NUMBER_FORM, SHARE, SWITCH, UNITS_OF_FACT

_NOTHING = AllOf(())
_FORMS_OF_FACT = {
    FLAG: FORMS[SWITCH], RATIO: FORMS[SHARE], DATE: ("日期，如 2023-06-30", "a date like 2023-06-30"),
    TEXT: ("一个词", "a word"),
}


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
    expected = reader.limit(node, "is", at)
    if not fits_unit(expected, setting.unit):
        form, form_en = FORMS.get(setting.unit, NUMBER_FORM)
        reader.report.add("VALUE_AGAINST_UNIT", (*at, "is"), value=shown(expected), unit=setting.unit, form=form,
                          form_en=form_en)
    elif setting.name in CHOICES and expected not in CHOICES[setting.name]:
        reader.report.unknown("choice", expected, CHOICES[setting.name], (*at, "is"))
    return SettingIs(setting.title, expected, setting.value, setting.name)


def _read_comparison(reader: Reader, node: Node, at: Keys) -> Condition:
    reader.keys(node, at, {"fact", "op"}, {"value", "unit", "limit"})
    name = reader.name("fact", node, "fact", at, FACTS)
    op = reader.name("operator", node, "op", at, OPERATORS)
    if "limit" in node:
        _setting(reader, node, "limit", at)
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
    if FACTS[name].unit == TEXT and isinstance(limit, int) and not isinstance(limit, bool):
        limit = str(limit)
    _check_unit(reader, name, unit, place, also)
    if (op in MEMBERSHIPS) != isinstance(limit, tuple):
        reader.report.add("LIST_AGAINST_OPERATOR", place, _value_of(also), op=op, value=limit)
    elif not also and "value" in node and not _fits_fact(name, limit):
        form, form_en = _FORMS_OF_FACT.get(FACTS[name].unit, NUMBER_FORM)
        reader.report.add("VALUE_AGAINST_FACT", place, value=shown(limit), fact=name, form=form, form_en=form_en)
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


def _fits_fact(name: str, limit: Limit) -> bool:
    """Is it written as what the fact says can be? What is not would never hold, or stop the rule at work."""
    kind = FACTS[name].unit
    if kind == FLAG:
        return isinstance(limit, bool)
    if kind == DATE:
        return parse_date(limit) is not None
    if kind == TEXT:
        return isinstance(limit, (str, tuple))
    return fits_unit(limit, SHARE if kind == RATIO else "")


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
    lost = [str(code) for code in (limit if isinstance(limit, tuple) else (limit,)) if str(code) not in known]
    if name == "tblx" and also and lost and reader.has_own_tblx:
        reader.report.add("NOT_IN_TBLX", ("tblx", "codes"), _value_of(also), name=also[1], lost=tuple(lost))
    else:
        for code in lost:
            reader.report.unknown("code", code, known, place, _value_of(also))


def _value_of(also: Keys) -> Keys:
    return (*also[:-1], "value") if also else ()


def codes_of(reader: Reader, fact: str) -> Collection[str]:
    """The codes a coded fact can have under this profile."""
    if fact == "tblx":
        return tuple(reader.tblx)
    return tuple(entry.code for name in CODED_FACTS[fact] for entry in CODE_LISTS[name].codes)
