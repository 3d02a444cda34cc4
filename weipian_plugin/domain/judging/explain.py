"""A suggestion as one paragraph: the rule itself with the measured values in it, its source, and what is missing."""

from __future__ import annotations

from typing import Callable, List, Sequence

from ..forms.terms import kind_name
from ..roles import ROLES
from .facts import FACTS
from .suggestion import Suggestion, TriedRule

NOTICE = "本结果为内业辅助分析，不作为行政处罚依据，以实地核查和有关机关认定为准"
NOTICE_EN = (
    "A desk analysis only: no ground for an administrative penalty; the field check and the competent authority decide"
)


def explain(suggestion: Suggestion, language: str = "zh") -> str:
    """The whole reasoning in Chinese (``zh``) or English (``en``)."""
    return "".join(_chinese(suggestion)) if language.startswith("zh") else " ".join(_english(suggestion))


def _chinese(suggestion: Suggestion) -> List[str]:
    def names(keys: tuple[str, ...], name_of: Callable[[str], str]) -> str:
        return "、".join(name_of(key) for key in keys)

    case = f"·{suggestion.code}" if suggestion.code else ""
    doubt = "（存疑）" if suggestion.suspicious else ""
    parts = [f"建议{suggestion.pdlx}{case} {suggestion.label}{doubt}。"]
    if suggestion.words:
        parts.append(f"规则“{suggestion.rule_title}”（{suggestion.rule}）：{suggestion.words}。")
    if suggestion.basis:
        parts.append(f"出处：{suggestion.basis}。")
    facts = "，".join(f"{fact.zh} {fact.text}" for fact in suggestion.facts)
    if facts:
        parts.append(f"事实：{facts}。")
    if suggestion.missing_layers:
        parts.append(f"未加载且未声明为空的图层：{names(suggestion.missing_layers, lambda key: ROLES[key].zh)}。")
    if suggestion.missing_facts:
        parts.append(f"尚未查明：{names(suggestion.missing_facts, lambda name: FACTS[name].zh)}。")
    unchecked = [rule for rule in suggestion.tried if rule.truth == "unknown"]
    if unchecked:
        parts.append(f"未核：{_rules(unchecked)}。")
    unstated = tuple(dict.fromkeys(name for rule in unchecked for name in rule.missing_facts))
    if unstated and not suggestion.missing_facts:
        parts.append(f"待分析员说明：{names(unstated, lambda name: FACTS[name].zh)}。")
    failed = [rule for rule in suggestion.tried if rule.truth == "false"]
    if failed:
        parts.append(f"不成立：{_rules(failed)}。")
    if suggestion.evidence_missing:
        parts.append("缺：" + "、".join(piece.title for piece in suggestion.evidence_missing) + "。")
    if suggestion.flags:
        noted = [f"{'【须人工确认】' if flag.hard else ''}{flag.title}" for flag in suggestion.flags]
        parts.append("注意：" + "；".join(noted) + "。")
    if suggestion.marks:
        parts.append("标注：" + "、".join(suggestion.marks) + "。")
    if suggestion.mineral is not None:
        parts.append("矿产：" + "".join(_chinese(suggestion.mineral)[:-1]))
    duties = [duty for duty in suggestion.duties if not duty.open]
    if duties:
        parts.append("须实地核查：" + "；".join(duty.told()[0] for duty in duties) + "。")
    untold = [duty for duty in suggestion.duties if duty.open]
    if untold:
        parts.append("尚不能判断是否须实地核查：" + "；".join(duty.told()[0] for duty in untold) + "。")
    parts.append(f"{NOTICE}。")
    return parts


def _english(suggestion: Suggestion) -> List[str]:
    outcome = kind_name(suggestion.pdlx, "en").lower()
    case = f" {suggestion.code}" if suggestion.code else ""
    doubt = " (in doubt)" if suggestion.suspicious else ""
    parts = [f"Suggested: {outcome}{case}, {suggestion.label_en}{doubt}."]
    if suggestion.words_en:
        parts.append(f"Rule “{suggestion.rule_title_en}” ({suggestion.rule}): {suggestion.words_en}.")
    if suggestion.basis_en:
        parts.append(f"Source: {suggestion.basis_en}.")
    facts = ", ".join(f"{fact.en} {fact.text_en}" for fact in suggestion.facts)
    if facts:
        parts.append(f"Facts: {facts}.")
    if suggestion.missing_layers:
        layers = ", ".join(ROLES[key].en for key in suggestion.missing_layers)
        parts.append(f"Layers neither loaded nor declared empty: {layers}.")
    if suggestion.missing_facts:
        parts.append(f"Not known yet: {', '.join(FACTS[name].en for name in suggestion.missing_facts)}.")
    unchecked = [rule for rule in suggestion.tried if rule.truth == "unknown"]
    if unchecked:
        parts.append(f"Not checked: {_rules(unchecked, 'en')}.")
    unstated = list(dict.fromkeys(FACTS[name].en for rule in unchecked for name in rule.missing_facts))
    if unstated and not suggestion.missing_facts:
        parts.append(f"For the analyst to state: {', '.join(unstated)}.")
    failed = [rule for rule in suggestion.tried if rule.truth == "false"]
    if failed:
        parts.append(f"Do not hold: {_rules(failed, 'en')}.")
    if suggestion.evidence_missing:
        parts.append(f"Missing: {', '.join(piece.title_en for piece in suggestion.evidence_missing)}.")
    if suggestion.flags:
        parts.append(f"Note: {'; '.join(f.title_en + (' [confirm]' if f.hard else '') for f in suggestion.flags)}.")
    if suggestion.marks:
        parts.append(f"To be marked: {', '.join(suggestion.marks)}.")
    if suggestion.mineral is not None:
        parts.append("Mining: " + " ".join(_english(suggestion.mineral)[:-1]))
    for heading, is_open in (("On-site check", False), ("Not to be told yet whether an on-site check is due", True)):
        duties = [duty.told("en")[0] for duty in suggestion.duties if duty.open == is_open]
        if duties:
            parts.append(f"{heading}: {'; '.join(duties)}.")
    parts.append(f"{NOTICE_EN}.")
    return parts


def _rules(rules: Sequence[TriedRule], language: str = "zh") -> str:
    """Titles with the codes behind."""
    if language == "zh":
        return "；".join(f"{rule.title}（{rule.id}）" for rule in rules)
    return "; ".join(f"{rule.title_en} ({rule.id})" for rule in rules)
