"""Plain words in free text that make a person look whether a patch must be set apart; they decide nothing themselves.

What is marked (SFJY, SFSM, 是否军用 …) is set apart, see `codes.is_classified`; 国防路 in a name is no reason to.
"""

from __future__ import annotations

import re
from typing import Iterable

_WORDS = re.compile(r"(?<![非不无未])(?<!不涉及)(?<!未涉及)(?<!不属于)(军用|军事|涉军|涉密|国防)")


def has_secret_words(values: Iterable[object]) -> bool:
    """Does any of these texts speak of 军用, 军事, 涉军, 涉密 or 国防 (and not only to say that it is not)?"""
    return any(_WORDS.search(text) is not None for text in values
               if isinstance(text, str) and ("军" in text or "密" in text or "国防" in text))
