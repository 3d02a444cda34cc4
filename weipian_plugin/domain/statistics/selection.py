"""Parcels chosen step by step, with the words of each step: counts and sums that say by themselves what they are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Callable, List, Mapping, Optional, Sequence, Tuple

from .counted import (
    AREA,
    BASIC,
    FARMLAND,
    ILLEGAL_AREA,
    ILLEGAL_BASIC,
    ILLEGAL_FARMLAND,
    REDLINE,
    CountedParcel,
    of_each,
)
from .figures import COUNT, MU, NOT_STATED, RATIO, TOTAL, Figure, FigureRow, FigureTable, heading

Test = Callable[[CountedParcel], bool]

_NOTHING = Decimal("0.00")
MEASURE_WORDS: Mapping[str, str] = {
    AREA: "地块面积", FARMLAND: "耕地面积", BASIC: "永久基本农田面积", REDLINE: "生态保护红线面积",
    ILLEGAL_AREA: "违法面积", ILLEGAL_FARMLAND: "违法耕地面积", ILLEGAL_BASIC: "违法基本农田面积",
}


@dataclass(frozen=True)
class Selection:
    """Some of the parcels of a scope: ``scope`` and ``words`` say which, and every figure repeats them."""

    scope: str
    parcels: Tuple[CountedParcel, ...]
    words: Tuple[str, ...] = ()

    def where(self, words: str, test: Test) -> Selection:
        """Those of which ``test`` holds, which ``words`` say."""
        return replace(self, parcels=tuple(each for each in self.parcels if test(each)), words=(*self.words, words))

    def by(self, what: str, key: Callable[[CountedParcel], str], order: Sequence[str] = (),
           told: Callable[[str], str] = str) -> List[Tuple[str, str, Selection]]:
        """Divided by a name: (name, as it is read, its parcels); those of ``order`` first, the unnamed last."""
        groups = of_each(self.parcels, key)
        known = [name for name in order if name in groups]
        names = known + sorted(name for name in groups if name and name not in known) + ([""] if "" in groups else [])
        found = []
        for name in names:
            read = told(name) if name else NOT_STATED
            words = f"{what}为“{read}”" if name else f"{what}未填"
            found.append((name or NOT_STATED, read, replace(self, parcels=tuple(groups[name]),
                                                            words=(*self.words, words))))
        return found

    @property
    def said(self) -> str:
        """``2023年第三季度下发的图斑中，判定类型为“违法”且乡镇为“示例镇”的``."""
        conditions = "且".join(self.words)
        return f"{self.scope}中{conditions}的" if conditions else f"{self.scope}的"

    @property
    def uuids(self) -> Tuple[str, ...]:
        """The parcels."""
        return tuple(parcel.uuid for parcel in self.parcels)

    def count(self, identity: str, title: str = "地块数") -> Figure:
        """How many parcels."""
        return Figure(identity, title, len(self.parcels), COUNT, f"{self.said}地块个数", self.uuids)

    def patches(self, identity: str, title: str = "图斑数") -> Figure:
        """How many issued patches: the parts of one count once."""
        return Figure(identity, title, len({parcel.patch for parcel in self.parcels}), COUNT,
                      f"{self.said}图斑个数（拆分出的地块并为一个）", self.uuids)

    def area(self, identity: str, code: str, title: str = "") -> Figure:
        """The sum of an area of 附表2-1, each as it is shown there; not known where it is known of no parcel."""
        known = [parcel.areas[code] for parcel in self.parcels if code in parcel.areas]
        query = f"{self.said}“{MEASURE_WORDS[code]}”合计，按附表2-1所列两位小数逐个相加"
        lacking = len(self.parcels) - len(known)
        if lacking:
            query += f"（其中 {lacking} 个地块未套合或未填，未计入）"
        value = None if self.parcels and not known else sum(known, _NOTHING)
        return Figure(identity, title or MEASURE_WORDS[code], value, MU, query, self.uuids)

    def share_of(self, whole: Selection, identity: str, title: str) -> Figure:
        """How many of the parcels of ``whole`` these are; not known of nothing."""
        value = Fraction(len(self.parcels), len(whole.parcels)) if whole.parcels else None
        return Figure(identity, title, value, RATIO, f"{self.said}地块个数 ÷ {whole.said}地块个数", self.uuids)


@dataclass(frozen=True)
class Column:
    """A column of a table: ``figure(selection, id, title)`` gives its figure of a line."""

    key: str
    title: str
    unit: str
    figure: Callable[[Selection, str, str], Optional[Figure]]


def parcels_column(key: str = "地块数") -> Column:
    """How many parcels."""
    return Column(key, key, COUNT, lambda chosen, identity, title: chosen.count(identity, title))


def patches_column() -> Column:
    """How many issued patches."""
    return Column("图斑数", "图斑数", COUNT, lambda chosen, identity, title: chosen.patches(identity, title))


def area_column(code: str, title: str) -> Column:
    """An area of 附表2-1."""
    return Column(title, title, MU, lambda chosen, identity, name: chosen.area(identity, code, name))


def part_column(title: str, words: str, test: Test) -> Column:
    """How many of a line's parcels have something in common."""
    return Column(title, title, COUNT, lambda chosen, identity, name: chosen.where(words, test).count(identity, name))


def rate_column(title: str, words: str, test: Test) -> Column:
    """Which share of a line's parcels has something in common."""
    return Column(title, title, RATIO,
                  lambda chosen, identity, name: chosen.where(words, test).share_of(chosen, identity, name))


def share_column(title: str, whole: Selection) -> Column:
    """Which share of a whole a line is."""
    return Column(title, title, RATIO, lambda chosen, identity, name: chosen.share_of(whole, identity, name))


Line = Tuple[str, str, Selection]


def table_of(identity: str, title: str, head: str, lines: Sequence[Line], columns: Sequence[Column],
             total: Optional[Selection] = None, note: str = "") -> FigureTable:
    """A table of selections by columns, the ``total`` last; figure ids are ``表.行.列``."""
    rows = [_row(identity, key, name, chosen, columns) for key, name, chosen in lines]
    if total is not None:
        rows.append(_row(identity, TOTAL, TOTAL, total, columns, is_total=True))
    return FigureTable(identity, title, head, tuple(heading(each.title, each.unit) for each in columns), tuple(rows),
                       note)


def _row(table: str, key: str, name: str, chosen: Selection, columns: Sequence[Column],
         is_total: bool = False) -> FigureRow:
    figures = tuple(column.figure(chosen, f"{table}.{key}.{column.key}", f"{name}·{column.title}")
                    for column in columns)
    return FigureRow(key, name, figures, is_total)
