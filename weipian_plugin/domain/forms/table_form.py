"""What a table that is handed in is: its columns, its template, what one row of it is; no writer knows one by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Callable, Generic, Iterator, Mapping, Protocol, Sequence, Tuple, TypeVar

from ..records import Finding
from .fields import Field

Item = TypeVar("Item")
Row = Mapping[str, object]
"""Values by field code as they are stored: areas m² (a `Decimal` is 亩 already), dates ISO, booleans 0/1, codes."""



class Rows(Protocol):
    """Rows of which it is known how many they are; they may be made as they go by."""

    def __len__(self) -> int:
        """How many."""

    def __iter__(self) -> Iterator[Row]:
        """One after another."""


PARCEL, ACT, UNIT = "parcel", "act", "unit"


@dataclass(frozen=True)
class TableForm:
    """A table. ``number`` as the scheme counts it ("" for a list that is no 附表); ``template`` the name of its xlsx;
    ``needed`` the codes that a template must have; ``per`` what a row is; ``proposed``: its layout is ours (拟);
    ``totals`` the codes of which a last row 合计 has the sums.
    """

    id: str
    number: str
    title: str
    template: str
    fields: Tuple[Field, ...]
    needed: Tuple[str, ...]
    per: str = PARCEL
    proposed: bool = True
    totals: Tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """``附表2-1 土地卫片图斑核查情况登记表``: its title, and how its file begins."""
        return f"{self.number} {self.title}" if self.number else self.title

    @property
    def by_code(self) -> Mapping[str, Field]:
        """Its fields by their codes."""
        return {field.code: field for field in self.fields}


def _nothing() -> Tuple[Finding, ...]:
    return ()


@dataclass(frozen=True)
class Made(Generic[Item]):
    """Rows that are made one by one while they are written. ``told``: what was remarked in making them, asked after."""

    items: Sequence[Item]
    make: Callable[[Item], Row]
    told: Callable[[], Tuple[Finding, ...]] = _nothing

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.items)

    def __iter__(self) -> Iterator[Row]:
        """The rows."""
        return map(self.make, self.items)
