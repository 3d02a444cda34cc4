"""Why a rule that was tried did not hold, in words: made when it is shown, from what the suggestion keeps of it."""

from __future__ import annotations

from typing import Any, Tuple

from .fact_table import FACTS
from .rule_words import around, fact_in_words
from .rules import Comparison
from .suggestion import Reason, Suggestion, TriedRule


def why(suggestion: Suggestion, tried: TriedRule, language: str = "zh") -> str:
    """The comparisons that decided a rule of ``suggestion.tried``, each with the measured value in brackets.

    Suggestions of earlier formats were stored with these words and keep them.
    """
    chinese = language.startswith("zh")
    stored = tried.why if chinese else tried.why_en
    if stored or not tried.because:
        return stored
    return ("；" if chinese else "; ").join(
        _told(reason, suggestion.values.get(reason.fact), "zh" if chinese else "en") for reason in tried.because)


def _told(reason: Reason, value: Any, language: str) -> str:
    before, behind, shown = _words(reason, value, language)
    return f"{before}（{shown}）{behind}" if language == "zh" else f"{before} ({shown}){behind}"


def _words(reason: Reason, value: Any, language: str) -> Tuple[str, str, str]:
    if reason.fact not in FACTS:  # a suggestion outlives the table of facts it was made with
        return reason.fact, f" {reason.op} {reason.limit} {reason.unit}".rstrip(), str(value)
    comparison = Comparison(reason.fact, reason.op, reason.limit, reason.unit)
    return (*around(comparison, language), fact_in_words(reason.fact, value, language))
