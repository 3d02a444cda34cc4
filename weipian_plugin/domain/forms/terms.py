"""Outcomes, cases and other terms that facts and rules hold as codes or in Chinese, in the words of the reader."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Dict, Tuple

from ..areas.landclass_tables import CLASS_TABLES
from ..judging.fact_table import FACTS
from .codes import CASES, CODE_LISTS, ILLEGAL, LEGAL, OTHER, PENDING

_OUTCOMES = {LEGAL: "Legal", ILLEGAL: "Illegal", OTHER: "Other", PENDING: "To be checked"}
# Facts that hold a code, or a term, of these lists and are told as they stand.
_LISTS_OF: Dict[str, Tuple[str, ...]] = {"case_code": tuple(CASES.values()), "rectified": ("ZGFS",)}


def outcome_name(pdlx: str, language: str = "zh") -> str:
    """合法, 违法, 其他, 待查 in the reader's language; anything else as it stands."""
    return pdlx if language.startswith("zh") else _OUTCOMES.get(pdlx, pdlx)


def kind_name(kind: str, language: str = "zh") -> str:
    """What suggestions are counted by, ``其他·Q1``, in the reader's language: ``Other·Q1``."""
    outcome, dot, case = kind.partition("·")
    if language.startswith("zh"):
        return kind
    known = CODE_LISTS["KWFLX"].find(case) if outcome == ILLEGAL else None
    return f"{outcome_name(outcome, language)}{dot}{known.en if known else case}"


def kind_title(kind: str, language: str = "zh") -> str:
    """An outcome with the name of its case, the code behind: ``其他：设施农业用地（Q1）``."""
    chinese = language.startswith("zh")
    outcome, _, case = kind.partition("·")
    name = CODE_LISTS[CASES[outcome]].find(case) if outcome in CASES and case else None
    if name is None:
        return kind_name(kind, language)
    if chinese:
        return f"{outcome}：{name.zh}（{name.code}）"
    return f"{outcome_name(outcome, 'en')}: {name.en} ({name.code})"


@lru_cache(maxsize=2048)
def term(fact: str, value: str, language: str = "zh") -> str:
    """A word that a fact holds: codes by their names, Chinese terms in English where there is a list of them."""
    chinese = language.startswith("zh")
    listed = [CODE_LISTS[FACTS[fact].codes]] if FACTS[fact].codes in CODE_LISTS else [
        CODE_LISTS[name] for name in _LISTS_OF.get(fact, ())]
    found = next((entry for codes in listed if (entry := codes.find(value)) is not None), None)
    if found is not None:
        name = found.zh if chinese else found.en
        if fact != "case_code":
            return name
        return f"{name}（{found.code}）" if chinese else f"{name} ({found.code})"
    if chinese:
        return value
    if fact.endswith("_papers"):
        return _papers_in_english(value)
    if fact == "class_after":
        return _LAND_CLASSES.get(value, value)
    return outcome_name(value, language) if fact == "outcome" else value


def _papers_in_english(papers: str) -> str:
    """Numbers and names of papers stay as they are; what the plugin wrote around them (`paper_facts`) does not."""
    for chinese, english in ((r"(\d{4}-\d\d-\d\d) 批准", r"approved \1"), (r"(\d{4}-\d\d-\d\d) 到期", r"expires \1"),
                             (r"（([\d.]+) 亩）", r" (\1 mu)"), ("，", ", "), ("；", "; ")):
        papers = re.sub(chinese, english, papers)
    return papers


_LAND_CLASSES: Dict[str, str] = {
    names[1]: names[2] for table in reversed(tuple(CLASS_TABLES.values()))
    for names in table.values()}
