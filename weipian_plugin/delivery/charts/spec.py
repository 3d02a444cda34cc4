"""What a chart compares: series of figures over categories; every bar is a figure with its parcels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction
from typing import Optional, Sequence, Tuple

from ...domain.statistics.figures import RATIO, Figure, FigureRow, FigureTable


class Kind(str, Enum):
    """How it is drawn."""

    UPRIGHT = "upright"
    ACROSS = "across"
    LINE = "line"


@dataclass(frozen=True)
class Series:
    """Figures of one sort, one for each category; ``tone`` is one of `look.TONES`, ``tones`` those of each category
    where they differ.
    """

    name: str
    figures: Tuple[Optional[Figure], ...]
    tone: str
    tones: Tuple[str, ...] = ()

    def tone_at(self, place: int) -> str:
        """The tone of a category's bar."""
        return self.tones[place] if self.tones else self.tone


@dataclass(frozen=True)
class Chart:
    """``stacked``: bars of a category stand on each other and their sum is written at the end. ``reach``: the largest
    amount of the whole chart that this one is a part of. ``unit_line``: how the unit is said, "" as in Chinese.
    """

    id: str
    title: str
    kind: Kind
    categories: Tuple[str, ...]
    series: Tuple[Series, ...]
    unit: str = ""
    stacked: bool = False
    note: str = ""
    reach: float = 0.0
    unit_line: str = ""

    @property
    def unit_said(self) -> str:
        """The line by the axis."""
        return self.unit_line or (f"单位：{self.unit}" if self.unit else "")

    @property
    def is_empty(self) -> bool:
        """Is there nothing to draw but noughts?"""
        return not self.reach and not any(amount(figure) for each in self.series for figure in each.figures)

    @property
    def highest(self) -> float:
        """The largest amount of a bar, of stacked ones of their sum."""
        if not self.stacked:
            return max(self.reach, *(amount(figure) for each in self.series for figure in each.figures), 0.0)
        return max(self.reach, *(sum(self.amounts(place)) for place in range(len(self.categories))), 0.0)

    def amounts(self, place: int) -> Tuple[float, ...]:
        """The amounts of one category."""
        return tuple(amount(each.figures[place]) for each in self.series)


def split(chart: Chart, count: int) -> Tuple[Chart, Chart]:
    """The first ``count`` categories of a chart and the others, with one scale; the note stands under the second."""
    def part(first: int, last: int, word: str, note: str) -> Chart:
        series = tuple(replace(one, figures=one.figures[first:last], tones=one.tones[first:last])
                       for one in chart.series)
        return replace(chart, id=f"{chart.id}-{word}", title=f"{chart.title}（{word}）", series=series, note=note,
                       categories=chart.categories[first:last], reach=chart.highest)

    return part(0, count, "一", ""), part(count, len(chart.categories), "二", chart.note)


def amount(figure: Optional[Figure]) -> float:
    """How long a figure's bar is: shares in percent, what is not known 0."""
    if figure is None or figure.value is None:
        return 0.0
    return float(Fraction(figure.value) * (100 if figure.unit == RATIO else 1))


def chart_of(table: FigureTable, columns: Sequence[Tuple[int, str, str]], kind: Kind, title: str = "", unit: str = "",
             stacked: bool = False, rows: Optional[Sequence[FigureRow]] = None, identity: str = "") -> Chart:
    """A chart of some columns of a table: (column, name of the series, tone); its categories are the table's parts."""
    lines = table.parts if rows is None else tuple(rows)
    series = tuple(Series(name, tuple(line.figures[column] for line in lines), tone) for column, name, tone in columns)
    return Chart(identity or table.id, title or table.title, kind, tuple(line.title for line in lines), series, unit,
                 stacked)
