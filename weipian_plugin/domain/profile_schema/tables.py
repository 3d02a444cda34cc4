"""The words of a profile's file: its keys, units, choices and lists, as docs/profiles.*.md tell them."""

from __future__ import annotations

from typing import Dict, Tuple

from ..areas.landclass import AS_FARMLAND, CLASS_TABLES, SEPARATE
from ..areas.units import EXACT, ROUND2
from ..calculators.parcels import ADDITIONS, BUCKETS
from ..forms.codes import AUDIT_LEVELS, CODE_LISTS
from ..judging.facts import AREA, DATE, FACTS, FLAG, NUMBER, RATIO, TEXT, YEARS
from ..review.truth_rules import FILED_AT, FINALLY_BY, TRUTHFUL_WHEN
from ..roles import ROLES

SWITCH, CHOICE, LIST, SHARE = "是否", "选项", "清单", "比例"
NUMERIC_UNITS = ("亩", "m2", "m", "天", "月", "日", "年", "工作日", "个", "名", "份", SHARE)
UNITS: Tuple[str, ...] = (*NUMERIC_UNITS, SWITCH, CHOICE, LIST)
FORMS: Dict[str, Tuple[str, str]] = {
    SWITCH: (" true 或 false", "true or false"), CHOICE: ("一个词", "a word"),
    LIST: (" [甲, 乙]", "[a, b]"), SHARE: (" 0 到 1 的小数，如 0.15", "a number from 0 to 1, like 0.15"),
}
NUMBER_FORM = ("不小于 0 的数，不加单位", "a number not below 0, without the unit")

CHOICES: Dict[str, Tuple[str, ...]] = {
    "threshold_compare": (ROUND2, EXACT),
    "kcxs_mode": ("net", "gross"),
    "adjustable": (SEPARATE, AS_FARMLAND),
    "class_table": tuple(CLASS_TABLES),
    "truthful_when": TRUTHFUL_WHEN,
    "filed_outcome_at": FILED_AT,
}
NUMERATOR, DENOMINATOR = "分子", "分母"

# The values code asks for by name, which every profile must therefore have.
REQUIRED_VALUES = ("threshold_compare", "kcxs_mode", "adjustable", "layers_before_illegal", "feedback_required",
                   "supply_required")

PROFILE_REQUIRED = frozenset({"id", "title", "title_en", "published", "documents", "values"})
PROFILE_KEYS = frozenset({*PROFILE_REQUIRED, "extends", "abstract", "validity", "evidence", "rules", "flags", "onsite",
                          "deadlines", "labels", "holidays", "tblx", "mineral_rules"})
BASIS_KEYS = frozenset({"tag", "note", "reference"})
VALUE_REQUIRED = frozenset({"title", "value", "unit", "from", "tag"})
EVIDENCE_REQUIRED = frozenset({"title", "title_en"})
RULE_REQUIRED = frozenset({"id", "order", "title", "title_en", "when", "outcome", "evidence", "tag"})
OUTCOME_REQUIRED = frozenset({"pdlx", "label", "label_en", "suspicious"})
FLAG_REQUIRED = frozenset({"id", "title", "title_en", "when", "hard", "tag"})
ONSITE_REQUIRED = frozenset({"id", "title", "title_en", "who", "who_en", "when", "tag"})
DEADLINE_REQUIRED = frozenset({"id", "title", "title_en", "scope", "kind", "timing", "tag"})
DEADLINE_KEYS = frozenset({*DEADLINE_REQUIRED, *BASIS_KEYS, "group", "classes", "not_classes"})
HOLIDAYS_REQUIRED = frozenset({"days_off", "days_worked", "years", "tag"})
REFERENCE_KEYS = frozenset({"file", "clause", "sentence"})
VALIDITY_KEYS = frozenset({"from", "to", "place"})
TBLX_REQUIRED = frozenset({"list", "tag"})

MINERAL_RULES = "mineral_rules"
LISTS_BY_ID = ("rules", MINERAL_RULES, "flags", "onsite", "deadlines")
LEFT_OUT = "left_out"
# A profile says these of itself; they are never those of the profile it extends.
OWN_KEYS = ("id", "abstract", "extends", "title", "title_en", "published", "validity")
# Replaced as a whole, where other mappings are joined key by key; who changes one of them needs a source of his own.
WHOLE_KEYS = frozenset({"when", "value", "unit", "timing", "outcome", "from", "codes"})

UNITS_OF_FACT: Dict[str, Tuple[str, ...]] = {
    AREA: ("亩", "m2"), RATIO: (SHARE,), NUMBER: ("m",), YEARS: ("年",), FLAG: (SWITCH, ""), TEXT: (CHOICE, LIST, ""),
    DATE: ("", "日期"),
}
# Facts whose texts are codes of a list; those of tblx are what the profile's own list offers.
CODED_FACTS: Dict[str, Tuple[str, ...]] = {
    **{fact.name: (fact.codes,) for fact in FACTS.values() if fact.codes},
    "case_code": ("HFJTQX", "WFLX1", "QTJTQX"),
}
EXAMPLES: Dict[str, str] = {
    "id": "GX_LH2023", "title": "中文名称", "title_en": "its name", "published": "2023-10-08",
    "documents": "{mou_2023_1.txt: 某政办发〔2023〕1号}", "values": "{}", "unit": "亩", "value": "50",
    "from": "2023-01-01", "to": "2023-12-31", "place": "\"450399\"", "tag": "proposed", "file": "mou_2023_1.txt",
    "clause": "二（一）", "sentence": "原文一句", "order": "200", "hard": "false",
    "when": "{fact: patch_m2, op: \">\", value: 0, unit: 亩}",
    "suspicious": "true", "evidence": "[zp]", "who": "县卫片办", "who_en": "county patch office", "scope": "patch",
    "kind": "days_after_issue", "timing": "{days: 10}", "days": "10", "op": "\">=\"", "fact": "patch_m2",
    "months": "1", "day": "15", "cutoff_day": "15", "due_day": "25", "due": "2023-06-30", "event": "judged",
    "after": "CHECK", "validity": "{from: 2023-01-01, to: 2023-12-31, place: \"450399\"}", "pdlx": "待查",
    "label": "核查后再判",
    "label_en": "Check first", "outcome": "{pdlx: 待查, label: 核查后再判, label_en: Check first, suspicious: true}",
    "reference": "{file: mou_2023_1.txt, clause: 二（一）, sentence: 原文一句}", "note": "依据一句",
}


def members_of(name: str) -> Tuple[str, ...]:
    """What a list of ``values`` may have in it, by the list's name; empty: anything."""
    if name in _MEMBERS:
        return _MEMBERS[name]
    if name.endswith("_violation_types"):
        return _codes("WFLX1")
    if name.endswith("_accountability_by"):
        return ("面积", "比例")
    return (NUMERATOR, DENOMINATOR) if "_deducted_from" in name else ()


def _codes(listed: str) -> Tuple[str, ...]:
    return tuple(entry.code for entry in CODE_LISTS[listed].codes)


_MEMBERS: Dict[str, Tuple[str, ...]] = {
    "patch_classes": _codes("JCLB"), "onsite_classes": _codes("JCLB"), "layers_before_illegal": tuple(ROLES),
    "audit_levels": AUDIT_LEVELS, "legal_cases_in_denominator": _codes("HFJTQX"), "sample_outcomes": _codes("PDLX"),
    "deduction_order": tuple(BUCKETS), "added_to_ratio": tuple(ADDITIONS),
    "final_outcome_by": FINALLY_BY, "concealed_filed_as": _codes("PDLX"), "concealed_finally": _codes("PDLX"),
}
