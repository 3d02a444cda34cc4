"""A figure that can be traced: its number, its unit, what exactly was counted, and the parcels it was counted over."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Iterator, Mapping, Optional, Tuple, Union

from ..areas.units import round2
from ..calculators.calculation import COUNT, MU, RATIO, percent

Amount = Union[int, Decimal, Fraction]

TOTAL = "合计"
NOT_KNOWN = "—"
NOT_STATED = "未填"
PERSONS, TEN_THOUSAND_YUAN, POINTS = "人", "万元", "个百分点"


@dataclass(frozen=True)
class Figure:
    """One number of a report. ``value``: ``int`` for counts, ``Decimal`` with two decimals for 亩, ``Fraction`` for a
    share (0.15 is 15.00 %); ``None``: not known, which is not 0. ``query`` says in plain Chinese what was counted.
    """

    id: str
    title: str
    value: Optional[Amount]
    unit: str = COUNT
    query: str = ""
    parcels: Tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The number as tables show it, without its unit: ``405``, ``12.35``, ``15.00 %``, ``—``."""
        if self.value is None:
            return NOT_KNOWN
        if self.unit == RATIO:
            return percent(Fraction(self.value))
        if self.unit == POINTS:
            return str(round2(Fraction(self.value) * 100))
        return str(self.value) if isinstance(self.value, int) else str(round2(self.value))

    @property
    def with_unit(self) -> str:
        """The number as sentences say it: ``405 个``, ``12.35 亩``, ``15.00 %``."""
        return self.shown if self.value is None or self.unit == RATIO else f"{self.shown} {self.unit}"

    def renamed(self, identity: str, title: str = "") -> Figure:
        """The same under another name."""
        return replace(self, id=identity, title=title or self.title)


@dataclass(frozen=True)
class FigureRow:
    """A line of a table: its name and a figure for each column, ``None`` where the column does not concern it."""

    key: str
    title: str
    figures: Tuple[Optional[Figure], ...]
    is_total: bool = False
    depth: int = 0


@dataclass(frozen=True)
class FigureTable:
    """``head`` names what the lines are; ``columns`` are headings with their unit. ``note`` is said below it."""

    id: str
    title: str
    head: str
    columns: Tuple[str, ...]
    rows: Tuple[FigureRow, ...]
    note: str = ""

    @property
    def figures(self) -> Iterator[Figure]:
        """All of its figures, line by line."""
        return (figure for row in self.rows for figure in row.figures if figure is not None)

    def figure(self, row: str, column: int) -> Optional[Figure]:
        """The figure in the line of this key."""
        return next((each.figures[column] for each in self.rows if each.key == row), None)

    @property
    def parts(self) -> Tuple[FigureRow, ...]:
        """The lines that are no total and of the first depth: together they are the whole."""
        return tuple(row for row in self.rows if not row.is_total and row.depth == 0)


def heading(title: str, unit: str) -> str:
    """``面积（亩）``; a share says its unit in every cell."""
    return title if unit in (RATIO, "") else f"{title}（{unit}）"


def difference(now: Figure, then: Optional[Figure], identity: str, than: str) -> Figure:
    """By how much a figure is more than another: of shares in percentage points; not known where one of them is not."""
    unit = POINTS if now.unit == RATIO else now.unit
    query = f"“{now.title}”本期减{than}"
    if then is None or now.value is None or then.value is None:
        return Figure(identity, f"{now.title}比{than}增减", None, unit, query)
    if now.unit == RATIO:
        value: Amount = Fraction(now.value) - Fraction(then.value)
    elif isinstance(now.value, int) and isinstance(then.value, int):
        value = now.value - then.value
    else:
        value = Decimal(str(now.value)) - Decimal(str(then.value))
    return Figure(identity, f"{now.title}比{than}增减", value, unit, query)


def growth(now: Figure, then: Optional[Figure], identity: str, than: str) -> Figure:
    """By which share a count or an area is more than another; not known against nothing, nor of shares."""
    query = f"（“{now.title}”本期－{than}）÷{than}"
    title = f"{now.title}比{than}增减幅度"
    known = then is not None and now.value is not None and then.value and now.unit != RATIO
    if not known or then is None or then.value is None or now.value is None:
        return Figure(identity, title, None, RATIO, query)
    return Figure(identity, title, Fraction(now.value) / Fraction(then.value) - 1, RATIO, query)


def by_id(tables: Mapping[str, FigureTable]) -> Mapping[str, Figure]:
    """Every figure of some tables by its id."""
    return {figure.id: figure for table in tables.values() for figure in table.figures}


__all__ = ["COUNT", "MU", "NOT_KNOWN", "NOT_STATED", "PERSONS", "POINTS", "RATIO", "TEN_THOUSAND_YUAN", "TOTAL",
           "Amount", "Figure", "FigureRow", "FigureTable", "by_id", "difference", "growth", "heading"]
