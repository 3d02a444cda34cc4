"""From a profile's document to a `PolicyProfile`: extends is merged, every key, unit, fact and citation is checked."""

from __future__ import annotations

from datetime import date
from typing import Dict, List, Mapping, NoReturn, Optional, Sequence, Set, Tuple

from .codes import CASES, CODE_LISTS, PENDING
from .dates import parse_date
from .errors import WeipianError
from .facts import AREA, DATE, FACTS, FLAG, NUMBER, RATIO, TEXT
from .landclass import AS_FARMLAND, SEPARATE
from .profiles import (
    OFFICIAL,
    TAGS,
    Basis,
    Citation,
    DeadlineRule,
    Evidence,
    Flag,
    Holidays,
    OnSiteRule,
    Outcome,
    PolicyProfile,
    Rule,
    Validity,
    Value,
)
from .roles import ROLES
from .rules import (
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
    roles_in,
)
from .units import EXACT, ROUND2

Node = Mapping[str, object]

UNITS = frozenset({"亩", "m2", "m", "天", "月", "日", "工作日", "比例", "是否", "选项", "清单"})
CHOICES = {
    "threshold_compare": (ROUND2, EXACT),
    "kcxs_mode": ("net", "gross"),
    "adjustable": (SEPARATE, AS_FARMLAND),
    "class_table": ("SD",),
}
# The values code asks for by name, which every profile must therefore have.
REQUIRED_VALUES = ("threshold_compare", "kcxs_mode", "adjustable", "layers_before_illegal", "feedback_required",
                   "supply_required")
DEADLINE_KINDS: Dict[str, Tuple[str, ...]] = {
    "days_after_issue": ("days",),
    "monthly_cycle": ("cutoff_day", "due_day"),
    "day_of_month_after": ("after", "day"),
    "by_quarter": ("due",),
    "fixed": ("due",),
    "fixed_if_issued_by": ("issued_by", "due"),
    "months_after_event": ("event", "months"),
    "working_days_after_event": ("event", "days"),
}
SCOPES = ("patch", "act", "county")

_TOP_KEYS = {"id", "title", "title_en", "extends", "abstract", "published", "documents", "validity", "values",
             "evidence", "rules", "flags", "onsite", "deadlines", "labels", "holidays"}
_LISTS_BY_ID = ("rules", "flags", "onsite", "deadlines")
_BASIS_KEYS = {"tag", "note", "reference"}
_UNIT_OF_FACT = {AREA: ("亩", "m2"), RATIO: ("比例",), NUMBER: ("m",), FLAG: ("是否", ""), TEXT: ("选项", "清单", ""),
                 DATE: ("", "日期")}


def build_profile(documents: Mapping[str, Node], profile_id: str) -> PolicyProfile:
    """The profile ``profile_id`` out of parsed documents by id, with all it extends merged in.

    Raises ``PROFILE_INVALID`` with profile, key path and reason for an unknown key, fact, role, outcome or unit, a
    missing citation, and whatever else would make a rule mean something other than it says.
    """
    chain = _chain(documents, profile_id)
    merged: Dict[str, object] = {}
    for document_id in chain:
        merged = _merged(merged, documents[document_id])
    own = documents[profile_id]
    for key in ("abstract", "extends"):
        merged.pop(key, None)
    merged.update({key: own[key] for key in ("abstract", "extends") if key in own})
    return _Builder(profile_id, merged, tuple(chain[:-1])).build()


def build_all(documents: Mapping[str, Node]) -> Dict[str, PolicyProfile]:
    """Every profile among the documents, by id."""
    return {profile_id: build_profile(documents, profile_id) for profile_id in sorted(documents)}


def _chain(documents: Mapping[str, Node], profile_id: str) -> List[str]:
    """Ids from the root to the profile itself."""
    chain: List[str] = []
    current: object = profile_id
    while current:
        if current in chain or current not in documents:
            reason = "extends 循环" if current in chain else f"没有名为 {current} 的口径"
            raise WeipianError("PROFILE_INVALID", profile=profile_id, path="extends", reason=reason)
        chain.insert(0, str(current))
        current = documents[str(current)].get("extends")
    return chain


def _merged(base: Mapping[str, object], over: Mapping[str, object]) -> Dict[str, object]:
    """``over`` upon ``base``: mappings merge, lists of items with ids merge by id, everything else is replaced."""
    result = dict(base)
    for key, value in over.items():
        mine = result.get(key)
        if key in ("when", "value", "timing", "outcome"):
            result[key] = value
        elif isinstance(mine, Mapping) and isinstance(value, Mapping):
            result[key] = _merged(mine, value)
        elif key in _LISTS_BY_ID and isinstance(mine, Sequence) and isinstance(value, Sequence):
            result[key] = _merged_by_id(mine, value)
        else:
            result[key] = value
    return result


def _merged_by_id(base: Sequence[object], over: Sequence[object]) -> List[object]:
    items = {item["id"]: item for item in base if isinstance(item, Mapping) and "id" in item}
    for item in over:
        if isinstance(item, Mapping) and item.get("id") in items:
            items[item["id"]] = _merged(items[item["id"]], item)
        elif isinstance(item, Mapping):
            items[item.get("id", len(items))] = item
    return list(items.values())


class _Builder:
    """Reads one merged document; every complaint carries the key path it is about."""

    def __init__(self, profile_id: str, document: Node, ancestors: Tuple[str, ...]) -> None:
        self._id = profile_id
        self._document = document
        self._ancestors = ancestors
        self._documents: Dict[str, str] = {}
        self._values: Dict[str, Value] = {}
        self._evidence: Dict[str, Evidence] = {}

    def build(self) -> PolicyProfile:
        document = self._document
        self._keys(document, "", {"id", "title", "title_en", "published", "documents", "values"}, _TOP_KEYS)
        if document["id"] != self._id:
            self._fail("id", f"与文件名不一致：{document['id']}")
        abstract = document.get("abstract") is True
        self._documents = {str(k): str(v) for k, v in self._mapping(document, "documents", "").items()}
        self._values = {name: self._value(name) for name in self._mapping(document, "values", "")}
        for name in REQUIRED_VALUES:
            if name not in self._values:
                self._fail(f"values.{name}", "缺少")
        for role in self._names("layers_before_illegal"):
            self._known_role(role, "values.layers_before_illegal")
        self._evidence = self._read_evidence()
        profile = PolicyProfile(
            id=self._id, title=str(document["title"]), title_en=str(document["title_en"]),
            ancestors=self._ancestors, abstract=abstract, published=self._date(document["published"], "published"),
            validity=self._read_validity(), values=self._values, evidence=self._evidence,
            rules=tuple(sorted((self._rule(n, p) for n, p in self._items("rules")), key=lambda rule: rule.order)),
            flags=tuple(self._flag(node, path) for node, path in self._items("flags")),
            onsite=tuple(self._onsite(node, path) for node, path in self._items("onsite")),
            deadlines=tuple(self._deadline(node, path) for node, path in self._items("deadlines")),
            labels={str(k): str(v) for k, v in self._mapping(document, "labels", "").items()},
            holidays=self._read_holidays(),
        )
        self._check_whole(profile)
        return profile

    def _check_whole(self, profile: PolicyProfile) -> None:
        orders = [rule.order for rule in profile.rules]
        if len(set(orders)) != len(orders):
            self._fail("rules", "order 重复，先后不定")
        if not profile.abstract and profile.validity is None:
            self._fail("validity", "缺少")
        tasks = {rule.id for rule in profile.deadlines}
        for rule in profile.deadlines:
            if rule.kind == "day_of_month_after" and rule.timing["after"] not in tasks:
                self._fail(f"deadlines.{rule.id}.timing.after", f"没有任务 {rule.timing['after']}")

    def _value(self, name: str) -> Value:
        path = f"values.{name}"
        node = self._mapping(self._mapping(self._document, "values", ""), name, "values")
        self._keys(node, path, {"title", "value", "unit", "from", "tag"},
                   {"title", "value", "unit", "from", *_BASIS_KEYS})
        unit = str(node["unit"])
        value = self._limit(node["value"])
        if unit not in UNITS:
            self._fail(f"{path}.unit", f"不识的单位 {unit}")
        fits = {"是否": isinstance(value, bool), "清单": isinstance(value, tuple), "选项": isinstance(value, str)}
        is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not fits.get(unit, is_number):
            self._fail(f"{path}.value", f"与单位 {unit} 不符：{value}")
        if name in CHOICES and value not in CHOICES[name]:
            self._fail(f"{path}.value", f"只能是 {'、'.join(CHOICES[name])}")
        return Value(name, str(node["title"]), value, unit, self._date(node["from"], f"{path}.from"),
                     self._basis(node, path))

    def _rule(self, node: Node, path: str) -> Rule:
        wanted = {"id", "order", "title", "title_en", "when", "outcome", "evidence", "tag"}
        self._keys(node, path, wanted, wanted | _BASIS_KEYS | {"layers", "holds_back"})
        when = self._condition(node["when"], f"{path}.when")
        evidence = self._texts(node["evidence"], f"{path}.evidence")
        for code in evidence:
            if code not in self._evidence:
                self._fail(f"{path}.evidence", f"没有证据 {code}")
        layers = self._texts(node.get("layers", ()), f"{path}.layers")
        for role in layers:
            self._known_role(role, f"{path}.layers")
        order = node["order"]
        if not isinstance(order, int):
            self._fail(f"{path}.order", "须为整数")
        return Rule(str(node["id"]), int(str(order)), str(node["title"]), str(node["title_en"]), when,
                    self._outcome(node, path), evidence, tuple(dict.fromkeys((*layers, *roles_in(when)))),
                    node.get("holds_back") is True, self._basis(node, path))

    def _outcome(self, node: Node, path: str) -> Outcome:
        path = f"{path}.outcome"
        outcome = self._mapping(node, "outcome", path)
        wanted = {"pdlx", "label", "label_en", "suspicious"}
        self._keys(outcome, path, wanted, wanted | {"code"})
        pdlx, code = str(outcome["pdlx"]), str(outcome.get("code", ""))
        if pdlx not in (*CASES, PENDING):
            self._fail(f"{path}.pdlx", f"不识的判定 {pdlx}")
        lists = [CASES[pdlx]] if pdlx in CASES else list(CASES.values())
        if not (any(code == entry.code for name in lists for entry in CODE_LISTS[name].codes)
                or (pdlx == PENDING and not code)):
            self._fail(f"{path}.code", f"{pdlx} 没有情形 {code or '（空）'}")
        return Outcome(pdlx, code, str(outcome["label"]), str(outcome["label_en"]), outcome["suspicious"] is True)

    def _flag(self, node: Node, path: str) -> Flag:
        wanted = {"id", "title", "title_en", "when", "hard", "tag"}
        self._keys(node, path, wanted, wanted | _BASIS_KEYS)
        return Flag(str(node["id"]), str(node["title"]), str(node["title_en"]),
                    self._condition(node["when"], f"{path}.when"), node["hard"] is True, self._basis(node, path))

    def _onsite(self, node: Node, path: str) -> OnSiteRule:
        wanted = {"id", "title", "title_en", "who", "who_en", "when", "tag"}
        self._keys(node, path, wanted, wanted | _BASIS_KEYS)
        return OnSiteRule(str(node["id"]), str(node["title"]), str(node["title_en"]), str(node["who"]),
                          str(node["who_en"]), self._condition(node["when"], f"{path}.when"), self._basis(node, path))

    def _deadline(self, node: Node, path: str) -> DeadlineRule:
        wanted = {"id", "title", "title_en", "scope", "kind", "timing", "tag"}
        self._keys(node, path, wanted, wanted | _BASIS_KEYS | {"group", "classes"})
        kind, scope = str(node["kind"]), str(node["scope"])
        if kind not in DEADLINE_KINDS or scope not in SCOPES:
            self._fail(f"{path}.kind", f"不识的期限 {kind}／{scope}")
        timing = self._mapping(node, "timing", path)
        self._keys(timing, f"{path}.timing", set(DEADLINE_KINDS[kind]), set(DEADLINE_KINDS[kind]))
        classes = self._texts(node.get("classes", ()), f"{path}.classes")
        for code in classes:
            if all(code != entry.code for entry in CODE_LISTS["JCLB"].codes):
                self._fail(f"{path}.classes", f"不识的监测类别 {code}")
        self._check_timing(timing, f"{path}.timing")
        return DeadlineRule(str(node["id"]), str(node["title"]), str(node["title_en"]), scope,
                            str(node.get("group", node["id"])), classes, kind, timing, self._basis(node, path))

    def _check_timing(self, timing: Node, path: str) -> None:
        for key, value in timing.items():
            if key in ("days", "day", "cutoff_day", "due_day", "months") and not isinstance(value, int):
                self._fail(f"{path}.{key}", "须为整数")
            if key == "due" and isinstance(value, Mapping):
                for quarter, day in value.items():
                    self._date(day, f"{path}.due.{quarter}")
            elif key in ("due", "issued_by"):
                self._date(value, f"{path}.{key}")

    def _condition(self, node: object, path: str) -> Condition:
        if not isinstance(node, Mapping):
            return self._fail(path, "须为 all / any / not 或比较")
        for key, kind in (("all", AllOf), ("any", AnyOf)):
            if key in node:
                self._keys(node, path, {key}, {key})
                parts = node[key]
                if not isinstance(parts, Sequence) or isinstance(parts, str):
                    return self._fail(f"{path}.{key}", "须为列表")
                return kind(tuple(self._condition(part, f"{path}.{key}[{i}]") for i, part in enumerate(parts)))
        if "not" in node:
            self._keys(node, path, {"not"}, {"not"})
            return NotSo(self._condition(node["not"], f"{path}.not"))
        if "setting" in node:
            self._keys(node, path, {"setting", "is"}, {"setting", "is"})
            setting = self._setting(str(node["setting"]), path)
            return SettingIs(setting.title, self._limit(node["is"]), setting.value)
        return self._comparison(node, path)

    def _comparison(self, node: Node, path: str) -> Comparison:
        self._keys(node, path, {"fact", "op"}, {"fact", "op", "value", "unit", "limit"})
        name, op = str(node["fact"]), str(node["op"])
        if name not in FACTS:
            self._fail(f"{path}.fact", f"不识的事实 {name}")
        if op not in OPERATORS:
            self._fail(f"{path}.op", f"不识的比较 {op}")
        if op in PRESENCES:
            return Comparison(name, op)
        if ("limit" in node) == ("value" in node):
            self._fail(path, "value 与 limit 须有且仅有其一")
        if op not in EQUALITIES and op not in MEMBERSHIPS and not is_ordered(name):
            self._fail(f"{path}.op", f"{name} 不能比大小")
        if "limit" in node:
            setting = self._setting(str(node["limit"]), path)
            limit, unit = setting.value, setting.unit
        else:
            limit, unit = self._limit(node["value"]), str(node.get("unit", ""))
        if unit not in _UNIT_OF_FACT[FACTS[name].unit]:
            self._fail(path, f"单位 {unit or '（空）'} 与事实 {name}（{FACTS[name].unit}）不符")
        if (op in MEMBERSHIPS) != isinstance(limit, tuple):
            self._fail(path, f"{op} 与所给的值不符")
        return Comparison(name, op, limit, unit)

    def _setting(self, name: str, path: str) -> Value:
        return self._values[name] if name in self._values else self._fail(path, f"values 中没有 {name}")

    def _basis(self, node: Node, path: str) -> Basis:
        tag = str(node["tag"])
        if tag not in TAGS:
            self._fail(f"{path}.tag", f"不识的标记 {tag}")
        citation = self._citation(node, path) if "reference" in node else None
        note = str(node.get("note", ""))
        if tag == OFFICIAL and citation is None:
            self._fail(f"{path}.reference", "official 须引原文（file、clause、sentence）")
        if citation is None and not note:
            self._fail(f"{path}.note", "没有原文的须说明出处（note）")
        return Basis(tag, citation, note)

    def _citation(self, node: Node, path: str) -> Citation:
        reference = self._mapping(node, "reference", path)
        wanted = {"file", "clause", "sentence"}
        self._keys(reference, f"{path}.reference", wanted, wanted)
        file, sentence = str(reference["file"]), str(reference["sentence"]).strip()
        if file not in self._documents or not sentence:
            self._fail(f"{path}.reference", f"documents 中没有 {file}，或引文为空")
        return Citation(file, self._documents[file], str(reference["clause"]), sentence)

    def _read_evidence(self) -> Dict[str, Evidence]:
        found = {}
        for code, node in self._mapping(self._document, "evidence", "").items():
            path = f"evidence.{code}"
            if not isinstance(node, Mapping):
                self._fail(path, "须为 title、title_en")
                continue
            self._keys(node, path, {"title", "title_en"}, {"title", "title_en", "fact"})
            fact = str(node.get("fact", ""))
            if fact and fact not in FACTS:
                self._fail(f"{path}.fact", f"不识的事实 {fact}")
            found[str(code)] = Evidence(str(code), str(node["title"]), str(node["title_en"]), fact)
        return found

    def _read_validity(self) -> Optional[Validity]:
        if "validity" not in self._document:
            return None
        node = self._mapping(self._document, "validity", "")
        self._keys(node, "validity", {"from", "to", "place"}, {"from", "to", "place"})
        since, until = self._date(node["from"], "validity.from"), self._date(node["to"], "validity.to")
        if until < since:
            self._fail("validity", "止早于起")
        return Validity(since, until, str(node["place"]))

    def _read_holidays(self) -> Optional[Holidays]:
        if "holidays" not in self._document:
            return None
        node = self._mapping(self._document, "holidays", "")
        self._keys(node, "holidays", {"days_off", "days_worked", "years", "tag"},
                   {"days_off", "days_worked", "years", *_BASIS_KEYS})
        self._basis(node, "holidays")
        off, worked = (
            frozenset(self._date(day, f"holidays.{key}") for day in self._texts(node[key], f"holidays.{key}"))
            for key in ("days_off", "days_worked")
        )
        return Holidays(off, worked, frozenset(int(year) for year in self._texts(node["years"], "holidays.years")))

    def _items(self, section: str) -> List[Tuple[Node, str]]:
        nodes = self._document.get(section, ())
        if not isinstance(nodes, Sequence) or isinstance(nodes, str):
            return self._fail(section, "须为列表")
        items: List[Tuple[Node, str]] = []
        seen: Set[str] = set()
        for position, node in enumerate(nodes):
            if not isinstance(node, Mapping) or "id" not in node or str(node["id"]) in seen:
                return self._fail(f"{section}[{position}]", "缺 id，或 id 重复")
            seen.add(str(node["id"]))
            items.append((node, f"{section}.{node['id']}"))
        return items

    def _names(self, value: str) -> Tuple[str, ...]:
        found = self._values[value].value
        return found if isinstance(found, tuple) else ()

    def _known_role(self, role: str, path: str) -> None:
        if role not in ROLES:
            self._fail(path, f"不识的图层角色 {role}")

    def _mapping(self, node: Node, key: str, path: str) -> Node:
        value = node.get(key, {})
        return value if isinstance(value, Mapping) else self._fail(f"{path}.{key}".strip("."), "须为映射")

    def _texts(self, value: object, path: str) -> Tuple[str, ...]:
        if isinstance(value, str) or not isinstance(value, Sequence):
            return self._fail(path, "须为列表")
        return tuple(str(item) for item in value)

    def _limit(self, value: object) -> Limit:
        if isinstance(value, (bool, int, float, str)):
            return value
        return self._texts(value, "value") if isinstance(value, Sequence) else str(value)

    def _date(self, value: object, path: str) -> date:
        return parse_date(value) or self._fail(path, f"不是日期：{value}")

    def _keys(self, node: Node, path: str, required: Set[str], allowed: Set[str]) -> None:
        for key in node:
            if key not in allowed:
                self._fail(f"{path}.{key}".strip("."), "不识的键")
        for key in sorted(required):
            if key not in node:
                self._fail(f"{path}.{key}".strip("."), "缺少")

    def _fail(self, path: str, reason: str) -> NoReturn:
        raise WeipianError("PROFILE_INVALID", profile=self._id, path=path, reason=reason)
