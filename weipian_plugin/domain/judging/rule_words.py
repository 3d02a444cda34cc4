"""Conditions in words: the rule as people read it, with the measured values in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import List, Optional, Tuple

from ..areas.units import exact, round2
from ..forms.terms import term
from .fact_table import AREA, FACTS, RATIO, FactValue
from .facts import Facts, area_in_words, format_fact
from .rules import (
    EQUALITIES,
    MEMBERSHIPS,
    ORDERINGS,
    PRESENCES,
    AllOf,
    AnyOf,
    Comparison,
    Condition,
    Limit,
    NotSo,
    SettingIs,
    parts_of,
)

_WORDS_ZH = {**ORDERINGS, **EQUALITIES, **MEMBERSHIPS, **PRESENCES}
_UNITS_EN = {"亩": "mu", "年": "years", "月": "months", "日": "days", "天": "days", "个": "", "宗": "", "名": "",
             "比例": "", "是否": "", "选项": "", "清单": ""}
_WORDS_EN = {**ORDERINGS, "==": "is", "!=": "is not", "in": "is one of", "not in": "is none of", "known": "is known",
             "unknown": "is not known"}


def in_words(condition: Condition, facts: Optional[Facts] = None, language: str = "zh") -> str:
    """The condition as a sentence; with ``facts``, each comparison shows the measured value in brackets."""
    if facts is None:
        return _words(condition, language, "") % ()
    return sentence(condition).filled(facts)[0 if language.startswith("zh") else 1]


def comparison_in_words(comparison: Comparison, facts: Optional[Facts] = None, language: str = "zh") -> str:
    """One comparison: “批准用地以外面积（0.00 亩） ≤ 0.01 亩”."""
    return in_words(comparison, facts, language)


def sentence(condition: Condition) -> Template:
    """The condition as a sentence, ready for any parcel's values; made once and kept with it."""
    made = condition.__dict__.get(_KEPT_AS)
    if made is None:
        made = Template(_words(condition, "zh", _BRACKETS["zh"]), _words(condition, "en", _BRACKETS["en"]),
                        tuple(_facts_of(condition)))
        condition.__dict__[_KEPT_AS] = made
    return made


_KEPT_AS = "sentence"
_BRACKETS = {"zh": "（%s）", "en": " (%s)"}


def _facts_of(condition: Condition) -> List[str]:
    """The facts in the order in which the sentence shows their values, each as often as it does."""
    if isinstance(condition, Comparison):
        return [condition.fact]
    return [name for part in parts_of(condition) for name in _facts_of(part)]


def _words(condition: Condition, language: str, brackets: str) -> str:
    """The sentence with ``brackets`` where the values go, and % doubled."""
    chinese = language.startswith("zh")
    if isinstance(condition, Comparison):
        before, behind = (text.replace("%", "%%") for text in around(condition, language))
        return f"{before}{brackets}{behind}"
    if isinstance(condition, SettingIs):
        expected, actual = _plain(condition.expected, language), _plain(condition.actual, language)
        shown = "" if expected == actual else _in_brackets(f"{'现为' if chinese else 'it is '}{actual}", language)
        title = condition.title if chinese else value_name(condition.setting, condition.title)
        return f"{title}{'为' if chinese else ' is '}{expected}{shown}".replace("%", "%%")
    if isinstance(condition, NotSo):
        return ("非" if chinese else "not") + _in_brackets(_words(condition.part, language, brackets), language)
    joint = (" 且 " if chinese else " and ") if isinstance(condition, AllOf) else (" 或 " if chinese else " or ")
    words = [_bracketed(part, _words(part, language, brackets), language) for part in condition.parts]
    return joint.join(words) if words else ("其余各条均不成立" if chinese else "no other rule holds")


@dataclass(frozen=True, eq=False)
class Template:
    """Comparisons joined in words, 中文 and English, with ``%s`` for each measured value of ``facts``."""

    zh: str
    en: str
    facts: Tuple[str, ...]

    def filled(self, facts: Facts) -> Tuple[str, str]:
        """The words with the values of a parcel in them; made once a parcel."""
        found = facts.sentences.get(self)
        if found is None:
            pairs = [told(facts, name) for name in self.facts]
            found = facts.sentences[self] = (
                self.zh % tuple([pair[0] for pair in pairs]), self.en % tuple([pair[1] for pair in pairs]))
        return found


def told(facts: Facts, name: str) -> Tuple[str, str]:
    """A fact of a parcel as people read it, 中文 and English; put into words once a parcel."""
    found = facts.told.get(name)
    if found is None:
        value = facts.values.get(name)
        found = facts.told[name] = (
            area_in_words(value) if isinstance(value, float) and FACTS[name].unit == AREA
            else (fact_in_words(name, value, "zh"), fact_in_words(name, value, "en")))
    return found


def fact_in_words(name: str, value: Optional[FactValue], language: str = "zh") -> str:
    """A fact's value as people read it, codes by their names in their own list."""
    return term(name, value, language) if isinstance(value, str) and value else format_fact(name, value, language)


def value_name(name: str, title: str) -> str:
    """A value of a profile in English: its name as words (``supply required``); profiles have Chinese titles only."""
    return name.replace("_", " ") or title


def around(comparison: Comparison, language: str) -> Tuple[str, str]:
    """What stands before and behind the measured value: “批准用地以外面积”, “ ≤ 0.01 亩”."""
    if language in comparison.words:
        return comparison.words[language]
    fact, chinese = FACTS[comparison.fact], language.startswith("zh")
    sign = (_WORDS_ZH if chinese else _WORDS_EN)[comparison.op]
    limit = "" if comparison.op in PRESENCES else f" {_limit_in_words(comparison, language)}"
    comparison.words[language] = (fact.zh if chinese else fact.en, f" {sign}{limit}")
    return comparison.words[language]


def _limit_in_words(comparison: Comparison, language: str) -> str:
    limit, fact = comparison.limit, FACTS[comparison.fact]
    chinese = language.startswith("zh")
    if isinstance(limit, tuple):
        return ("、" if chinese else " / ").join(term(fact.name, member, language) for member in limit)
    if isinstance(limit, str):
        return term(fact.name, limit, language)
    if isinstance(limit, bool) or limit is None:
        return _plain(limit, language)
    if fact.unit == RATIO:
        return f"{round2(exact(limit) * 100)} %"
    return f"{round2(limit) if fact.unit == AREA else limit} {unit_name(comparison.unit, language)}".rstrip()


def unit_name(unit: str, language: str = "zh") -> str:
    """A unit of profiles as it is read: ``m²``, ``亩`` or ``mu``."""
    if unit == "m2":
        return "m²"
    return unit if language.startswith("zh") else _UNITS_EN.get(unit, unit)


def _plain(value: Limit, language: str) -> str:
    if isinstance(value, bool):
        return ("是" if value else "否") if language.startswith("zh") else ("yes" if value else "no")
    return ("、" if language.startswith("zh") else ", ").join(value) if isinstance(value, tuple) else str(value)


def _bracketed(part: Condition, words: str, language: str) -> str:
    is_joint = isinstance(part, (AllOf, AnyOf)) and len(part.parts) > 1
    return _in_brackets(words, language).strip() if is_joint else words


def _in_brackets(words: str, language: str) -> str:
    return f"（{words}）" if language.startswith("zh") else f" ({words})"
