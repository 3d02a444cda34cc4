"""What was filed against what was read again, class by class: confusion matrices whose cells hold their parcels."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from .agreement import Cell, Coefficient, Weight, cohens_kappa, nominal
from .intervals import Share
from .members import NOT_STATED

AREA_LIMITS: Tuple[int, ...] = (5, 10, 25, 50)
"""亩 of 耕地 at which rules begin to ask for more (§6.1, §6.2): the classes of areas are proposed between them."""
NO_FARMLAND = "0"


@dataclass(frozen=True)
class Matrix:
    """Lines: what was filed; columns: what the second reading (or the ruling) says; ``cells`` hold the parcels.

    ``classes`` in their order; one that occurs in neither is no line.
    """

    id: str
    title: str
    classes: Tuple[str, ...]
    cells: Mapping[Cell, Tuple[str, ...]]
    weight: Weight = nominal

    @property
    def counts(self) -> Dict[Cell, int]:
        """How many parcels each cell has."""
        return {cell: len(parcels) for cell, parcels in self.cells.items()}

    @property
    def agreement(self) -> Share:
        """The parcels on the diagonal among all."""
        return Share(self._of(lambda one, other: one == other), self._of(lambda _one, _other: True))

    @property
    def kappa(self) -> Coefficient:
        """Cohen's κ, weighted where the classes have an order."""
        return cohens_kappa(self.counts, self.classes, self.weight)

    def cell(self, filed: str, read: str) -> Tuple[str, ...]:
        """The parcels that were filed as the one and read as the other."""
        return self.cells.get((filed, read), ())

    def row(self, name: str) -> Tuple[str, ...]:
        """The parcels that were filed as this class."""
        return self._of(lambda filed, _read: filed == name)

    def column(self, name: str) -> Tuple[str, ...]:
        """The parcels that were read as this class."""
        return self._of(lambda _filed, read: read == name)

    def precision(self, name: str) -> Share:
        """Of what was filed as this class: how much the second reading says the same of."""
        return Share(self.cell(name, name), self.row(name))

    def recall(self, name: str) -> Share:
        """Of what the second reading says is this class: how much was filed as it."""
        return Share(self.cell(name, name), self.column(name))

    def _of(self, wanted: Callable[[str, str], bool]) -> Tuple[str, ...]:
        return tuple(parcel for one in self.classes for other in self.classes if wanted(one, other)
                     for parcel in self.cells.get((one, other), ()))


def matrix(identity: str, title: str, pairs: Iterable[Tuple[str, str, str]], order: Sequence[str] = (),
           weight: Weight = nominal) -> Matrix:
    """A matrix of (parcel, filed, read); classes in ``order``, others after them by name."""
    cells: Dict[Cell, List[str]] = {}
    for parcel, filed, read in pairs:
        cells.setdefault((filed, read), []).append(parcel)
    found = {name for cell in cells for name in cell}
    classes = [name for name in order if name in found] + sorted(found.difference(order))
    return Matrix(identity, title, tuple(classes), {cell: tuple(parcels) for cell, parcels in cells.items()}, weight)


@lru_cache(maxsize=8)
def area_classes(limits: Tuple[int, ...] = AREA_LIMITS) -> Tuple[str, ...]:
    """``0``, ``0–5亩`` … ``50亩以上``: lower ends belong to a class (以上 is ≥)."""
    return (NO_FARMLAND, *(f"{low}–{high}亩" for low, high in zip((0, *limits), limits)), f"{limits[-1]}亩以上")


def area_class(shown: Optional[Decimal], limits: Sequence[int] = AREA_LIMITS) -> str:
    """The class of an area in 亩 as it is shown, with two decimals: 4.995 亩 is 5.00."""
    if shown is None:
        return NOT_STATED
    if shown <= 0:
        return NO_FARMLAND
    return area_classes(tuple(limits))[1 + bisect_right(limits, shown)]
