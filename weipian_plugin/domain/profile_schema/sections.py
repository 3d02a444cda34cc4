"""Reads the sections of a merged document, one by one, into the records a profile is made of."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Dict, List, Mapping, Optional, Tuple

from ..calendar.deadline_kinds import TimingFault, timing_faults
from ..forms.codes import CASES, CODE_LISTS, MINERAL_CASES, PENDING
from ..judging.facts import FACTS
from ..judging.rules import roles_in
from ..profiles import (
    DeadlineRule,
    Evidence,
    Flag,
    Holidays,
    OnSiteRule,
    Outcome,
    Rule,
    Validity,
    Value,
)
from ..roles import ROLES
from .conditions import read_condition
from .problems import Keys, nearest
from .reading import Node, Reader, fits_unit, with_basis
from .tables import (
    CHOICE,
    CHOICES,
    DEADLINE_KEYS,
    DEADLINE_REQUIRED,
    EVIDENCE_REQUIRED,
    EXAMPLES,
    FLAG_REQUIRED,
    FORMS,
    HOLIDAYS_REQUIRED,
    MINERAL_RULES,
    NUMBER_FORM,
    ONSITE_REQUIRED,
    OUTCOME_REQUIRED,
    REQUIRED_VALUES,
    RULE_REQUIRED,
    TBLX_REQUIRED,
    UNITS,
    VALIDITY_KEYS,
    VALUE_REQUIRED,
    members_of,
)


def read_documents(reader: Reader) -> Dict[str, str]:
    """File names of policy texts to the documents' numbers."""
    nodes = reader.mapping(reader.document, "documents", ())
    return {str(file): reader.text(nodes, file, ("documents",)) for file in nodes}


def read_values(reader: Reader) -> Dict[str, Value]:
    """The figures and switches by name; those that code asks for have to be there."""
    nodes = reader.mapping(reader.document, "values", ())
    for name in REQUIRED_VALUES:
        if name not in nodes:
            reader.missing(name, ("values",))
    found = {str(name): _value(reader, reader.mapping(nodes, name, ("values",)), ("values", str(name)))
             for name in nodes}
    return {name: value for name, value in found.items() if value is not None}


def _value(reader: Reader, node: Node, at: Keys) -> Optional[Value]:
    complete = reader.keys(node, at, VALUE_REQUIRED, with_basis(()))
    name, unit = str(at[-1]), reader.name("unit", node, "unit", at, UNITS)
    value, since, title = reader.limit(node, "value", at), reader.day(node, "from", at), reader.text(node, "title", at)
    basis = reader.basis(node, at)
    if "value" not in node or unit not in UNITS:
        return None
    if unit == CHOICE and isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not fits_unit(value, unit):
        form, form_en = FORMS.get(unit, NUMBER_FORM)
        reader.report.add("VALUE_AGAINST_UNIT", (*at, "value"), value=value, unit=unit, form=form, form_en=form_en)
    elif name in CHOICES and value not in CHOICES[name]:
        reader.report.unknown("choice", value, CHOICES[name], (*at, "value"))
    elif isinstance(value, tuple) and members_of(name):
        reader.names("code", node, "value", at, members_of(name))
    return Value(name, title, value, unit, since, basis) if complete else None


def read_tblx(reader: Reader) -> Tuple[str, Mapping[str, str]]:
    """(name of the year's list of 图斑类型, its codes with their names): the plugin's own where none is given."""
    own = {entry.code: entry.zh for entry in CODE_LISTS["TBLX"].codes}
    if "tblx" not in reader.document:
        return "", own
    node, at = reader.mapping(reader.document, "tblx", ()), ("tblx",)
    reader.keys(node, at, TBLX_REQUIRED, with_basis(("codes",)))
    reader.basis(node, at)
    name, codes = reader.text(node, "list", at), reader.mapping(node, "codes", at)
    for code in codes:
        if codes[code] is None and str(code) not in own:
            reader.report.add("NOT_A_TEXT", (*at, "codes", str(code)), value="")
    named = {str(code): own.get(str(code), "") if codes[code] is None else reader.text(codes, code, (*at, "codes"))
             for code in codes}
    return name, named or own


def read_evidence(reader: Reader) -> Dict[str, Evidence]:
    """The papers that rules may ask for, by code."""
    nodes, found = reader.mapping(reader.document, "evidence", ()), {}
    for code in nodes:
        node, at = reader.mapping(nodes, code, ("evidence",)), ("evidence", str(code))
        reader.keys(node, at, EVIDENCE_REQUIRED, {"fact"})
        fact = reader.name("fact", node, "fact", at, FACTS) if "fact" in node else ""
        title, title_en = (reader.text(node, key, at) for key in ("title", "title_en"))
        found[str(code)] = Evidence(str(code), title, title_en, fact)
    return found


def read_rules(reader: Reader, section: str = "rules") -> List[Rule]:
    """A decision table (``rules`` for land, ``mineral_rules``) in its order; no two rules may claim the same place."""
    found: Dict[int, Rule] = {}
    cases = MINERAL_CASES if section == MINERAL_RULES else CASES
    for node, at in reader.items(section):
        complete = reader.keys(node, at, RULE_REQUIRED, with_basis((), "layers", "holds_back"))
        order = reader.whole(node, "order", at)
        rule = Rule(
            str(at[-1]), order, reader.text(node, "title", at), reader.text(node, "title_en", at),
            read_condition(reader, node.get("when", {"all": []}), (*at, "when")), _outcome(reader, node, at, cases),
            reader.names("evidence", node, "evidence", at, reader.evidence),
            reader.names("role", node, "layers", at, ROLES), reader.switch(node, "holds_back", at),
            reader.basis(node, at))
        if complete and order in found:
            reader.report.add("ORDER_TWICE", (*at, "order"), order=order, other=found[order].id)
        found.setdefault(order, _with_its_layers(rule))
    return [found[order] for order in sorted(found)]


def _with_its_layers(rule: Rule) -> Rule:
    return replace(rule, layers=tuple(dict.fromkeys((*rule.layers, *roles_in(rule.when)))))


def _outcome(reader: Reader, node: Node, at: Keys, cases: Mapping[str, str]) -> Outcome:
    outcome, at = reader.mapping(node, "outcome", at), (*at, "outcome")
    if "outcome" in node:
        reader.keys(outcome, at, OUTCOME_REQUIRED, {"code"})
    pdlx = reader.name("outcome", outcome, "pdlx", at, (*cases, PENDING))
    code = reader.text(outcome, "code", at) if "code" in outcome else ""
    lists = [cases[pdlx]] if pdlx in cases else list(cases.values())
    known = [entry.code for name in lists if name for entry in CODE_LISTS[name].codes]
    may_be_empty = pdlx == PENDING or cases.get(pdlx) == ""
    if pdlx in (*cases, PENDING) and code not in known and not (may_be_empty and not code):
        reader.report.unknown("case", code, known, (*at, "code"))
    label, label_en = (reader.text(outcome, key, at) for key in ("label", "label_en"))
    return Outcome(pdlx, code, label, label_en, reader.switch(outcome, "suspicious", at))


def read_flags(reader: Reader) -> List[Flag]:
    """The marks beside the outcome."""
    found = []
    for node, at in reader.items("flags"):
        reader.keys(node, at, FLAG_REQUIRED, with_basis((), "mark"))
        found.append(Flag(str(at[-1]), reader.text(node, "title", at), reader.text(node, "title_en", at),
                          read_condition(reader, node.get("when", {"all": []}), (*at, "when")),
                          reader.switch(node, "hard", at), reader.basis(node, at),
                          reader.text(node, "mark", at) if "mark" in node else ""))
    return found


def read_onsite(reader: Reader) -> List[OnSiteRule]:
    """When somebody has to look on site."""
    found = []
    for node, at in reader.items("onsite"):
        reader.keys(node, at, ONSITE_REQUIRED, with_basis(()))
        title, title_en, who, who_en = (reader.text(node, key, at) for key in ("title", "title_en", "who", "who_en"))
        when = read_condition(reader, node.get("when", {"all": []}), (*at, "when"))
        found.append(OnSiteRule(str(at[-1]), title, title_en, who, who_en, when, reader.basis(node, at)))
    return found


def read_deadlines(reader: Reader) -> List[DeadlineRule]:
    """What is due when; a task that follows another needs that other."""
    nodes = reader.items("deadlines")
    tasks = [str(at[-1]) for _, at in nodes]
    return [_deadline(reader, node, at, tasks) for node, at in nodes]


def _deadline(reader: Reader, node: Node, at: Keys, tasks: List[str]) -> DeadlineRule:
    reader.keys(node, at, DEADLINE_REQUIRED, DEADLINE_KEYS)
    kind, scope, title, title_en = (reader.text(node, key, at) for key in ("kind", "scope", "title", "title_en"))
    timing = reader.mapping(node, "timing", at)
    if kind and scope and "timing" in node:
        for fault in timing_faults(kind, scope, timing):
            reader.report.add(fault.code, (*at, *fault.keys), (), **_with_help(fault))
    if kind == "day_of_month_after" and "after" in timing:
        reader.name("task", timing, "after", (*at, "timing"), [task for task in tasks if task != at[-1]])
    known = [entry.code for entry in CODE_LISTS["JCLB"].codes]
    classes, not_classes = (reader.names("code", node, key, at, known) for key in ("classes", "not_classes"))
    group = reader.text(node, "group", at) if "group" in node else str(at[-1])
    return DeadlineRule(str(at[-1]), title, title_en, scope, group, classes, kind, timing, reader.basis(node, at),
                        not_classes)


def _with_help(fault: TimingFault) -> Dict[str, object]:
    """What fills the fault's sentence, with an example of what is missing and the name that was meant."""
    filled = dict(fault.values)
    if fault.code == "MISSING_KEY":
        filled["example"] = EXAMPLES.get(str(fault.keys[-1]), "…")
    if fault.known:
        filled.update(known=fault.known, hint=nearest(filled.get("value", fault.keys[-1]), fault.known))
    return filled


def read_labels(reader: Reader) -> Dict[str, str]:
    """The year's words for its tasks."""
    nodes = reader.mapping(reader.document, "labels", ())
    return {str(name): reader.text(nodes, name, ("labels",)) for name in nodes}


def read_validity(reader: Reader) -> Optional[Validity]:
    """From when to when, and where; only a profile that nobody chooses can do without."""
    if "validity" not in reader.document:
        if reader.document.get("abstract") is not True:
            reader.missing("validity", ())
        return None
    node, at = reader.mapping(reader.document, "validity", ()), ("validity",)
    complete, before = reader.keys(node, at, VALIDITY_KEYS), len(reader.report.problems)
    since, until = (reader.day(node, key, at) for key in ("from", "to"))
    if len(reader.report.problems) == before and date.min != until < since:
        reader.report.add("DATES_REVERSED", (*at, "to"), to=until, since=since)
    written = node.get("place")
    place = "" if written is None else str(written).strip()
    if not re.fullmatch(r"([1-9][0-9]{0,11})?", place) or isinstance(written, bool):
        reader.report.add("NOT_A_PLACE", (*at, "place"), value=place)
    return Validity(since, until, place) if complete else None


def read_holidays(reader: Reader) -> Optional[Holidays]:
    """The State Council's calendar."""
    if "holidays" not in reader.document:
        return None
    node, at = reader.mapping(reader.document, "holidays", ()), ("holidays",)
    complete = reader.keys(node, at, HOLIDAYS_REQUIRED, with_basis(()))
    reader.basis(node, at)
    off, worked = (
        frozenset(reader.date_of(day, (*at, key, number)) for number, day in enumerate(reader.texts(node, key, at)))
        for key in ("days_off", "days_worked"))
    years = reader.texts(node, "years", at)
    wrong = [number for number, year in enumerate(years) if not re.fullmatch(r"\d{4}", year)]
    for number in wrong:
        reader.report.add("NOT_WHOLE", (*at, "years", number), value=years[number], least=1949, most=2100)
    return Holidays(off, worked, frozenset(map(int, years))) if complete and not wrong else None
