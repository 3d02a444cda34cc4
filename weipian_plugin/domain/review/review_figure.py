"""A figure of the review: its value, limit and conclusion, its lines, and the patches above and below the line."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Mapping, Optional, Tuple

from ..calculators.calculation import COUNT, Calculation, Words, shown_amount
from ..profiles import PROPOSED, TAGS
from .intervals import Interval
from .units import Unit

NO_WORDS: Words = ("", "")


@dataclass(frozen=True)
class ReviewFigure:
    """``value`` None: 不可计算. ``numerator`` and ``denominator`` are parcels; of a count only the first. ``fires``:
    does a consequence follow (None: no question of that, or not told)? ``marks``: tags of what is no
    official text. ``amounts`` in ``amount_unit``: part and whole of a ratio that is not one of patches.
    """

    key: str
    title: Words
    value: Optional[Fraction]
    unit: str = COUNT
    numerator: Tuple[str, ...] = ()
    denominator: Tuple[str, ...] = ()
    limit: Words = NO_WORDS
    conclusion: Words = NO_WORDS
    fires: Optional[bool] = None
    marks: Tuple[str, ...] = ()
    calculation: Optional[Calculation] = None
    interval: Optional[Interval] = None
    amounts: Optional[Tuple[Fraction, Fraction]] = None
    amount_unit: str = ""

    @property
    def proposed(self) -> bool:
        """Is something of it a proposal (拟)?"""
        return PROPOSED in self.marks

    def shown(self, language: str = "zh") -> str:
        """``91.89 %``, ``12``, ``不可计算``."""
        return shown_amount(self.value, self.unit, language)

    def shown_amount(self, side: int, language: str = "zh") -> str:
        """``12.35 亩`` above (0) or below (1) the line of a ratio that is not one of patches; "" of any other."""
        return shown_amount(self.amounts[side], self.amount_unit, language) if self.amounts is not None else ""

    def mark_words(self, language: str = "zh") -> str:
        """``拟`` and the like."""
        return "、".join(TAGS[mark][0 if language.startswith("zh") else 1] for mark in self.marks)


@dataclass(frozen=True)
class UnitFigures:
    """All figures of a unit, by their keys in the order of the page."""

    unit: Unit
    figures: Tuple[ReviewFigure, ...]

    def figure(self, key: str) -> ReviewFigure:
        """The one of this key; raises KeyError."""
        return self.by_key[key]

    @property
    def by_key(self) -> Mapping[str, ReviewFigure]:
        """By their keys."""
        return {figure.key: figure for figure in self.figures}


def of_calculation(key: str, found: Calculation, numerator: Tuple[str, ...], denominator: Tuple[str, ...],
                   limit: Words = NO_WORDS, interval: Optional[Interval] = None) -> ReviewFigure:
    """The figure of a calculation whose first two lines are part and whole; they name their parcels."""
    parcels = (numerator, denominator)
    lines = tuple(replace(line, parcels=parcels[place]) if place < len(parcels) and parcels[place] else line
                  for place, line in enumerate(found.lines))
    named = replace(found, lines=lines)
    return ReviewFigure(key, (found.title, found.title_en), found.result, found.unit, numerator, denominator, limit,
                        found.conclusion, found.fires, found.marks, named, interval)


def counted(key: str, title: Words, parcels: Tuple[str, ...], marks: Tuple[str, ...] = ()) -> ReviewFigure:
    """A count of parcels."""
    return ReviewFigure(key, title, Fraction(len(parcels)), COUNT, parcels, marks=marks)
