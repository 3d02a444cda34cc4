"""Quarters, half-years and years: their days, their names, the one before and the one a year ago (§2.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Tuple

from .dates import last_of_month

_NUMBERS = "一二三四"
_HALVES = ("上", "下")


class PeriodKind(str, Enum):
    """How long a period is."""

    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"

    @property
    def months(self) -> int:
        """Its length in months."""
        return {PeriodKind.QUARTER: 3, PeriodKind.HALF: 6, PeriodKind.YEAR: 12}[self]


@dataclass(frozen=True, order=True)
class Period:
    """A quarter (1–4), a half (1–2) or a whole year (1) of ``year``. Raises ValueError for a number it has not."""

    kind: PeriodKind
    year: int
    number: int = 1

    def __post_init__(self) -> None:
        """A number that the year has."""
        if not 1 <= self.number <= 12 // self.kind.months:
            raise ValueError(f"{self.kind.value} {self.number}")

    @classmethod
    def of(cls, kind: PeriodKind, day: date) -> Period:
        """The period of this kind in which ``day`` lies."""
        return cls(kind, day.year, (day.month - 1) // kind.months + 1)

    @property
    def days(self) -> Tuple[date, date]:
        """First and last day."""
        last_month = self.number * self.kind.months
        return date(self.year, last_month - self.kind.months + 1, 1), last_of_month(date(self.year, last_month, 1))

    @property
    def title(self) -> str:
        """``2023年第三季度``, ``2023年上半年``, ``2023年度``."""
        if self.kind is PeriodKind.YEAR:
            return f"{self.year}年度"
        if self.kind is PeriodKind.HALF:
            return f"{self.year}年{_HALVES[self.number - 1]}半年"
        return f"{self.year}年第{_NUMBERS[self.number - 1]}季度"

    @property
    def previous(self) -> Period:
        """The one just before it."""
        if self.number > 1:
            return replace(self, number=self.number - 1)
        return replace(self, year=self.year - 1, number=12 // self.kind.months)

    @property
    def year_before(self) -> Period:
        """The same period of the year before (上年同期)."""
        return replace(self, year=self.year - 1)

    def holds(self, day: date) -> bool:
        """Does ``day`` lie in it?"""
        first, last = self.days
        return first <= day <= last
