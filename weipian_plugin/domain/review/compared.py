"""What was filed against what was read again, as figures: matrices, agreement by groups, area differences, readers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from itertools import combinations
from math import floor, sqrt
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ..areas.units import mu_round2
from .agreement import NO_COEFFICIENT, Coefficient, fleiss_kappa, krippendorff_interval, krippendorff_nominal, linear
from .intervals import ALIKE, FEW, LEVEL, Interval, Share, in_words, of_mean, z_of
from .matrices import Matrix, area_class, area_classes, matrix
from .members import NOT_STATED
from .readings import JUDGED, Said

OUTCOMES = ("合法", "违法", "其他")
OUTCOME, CASE, FARMLAND = "outcome", "case", "farmland"
INTERPRETER, SIGNER, TOWNSHIP, COUNTY, CLASS, PATCH_TYPE, TBLX = (
    "interpreter", "signer", "township", "county", "class", "task", "tblx")
GROUPS: Mapping[str, Tuple[str, str]] = {
    INTERPRETER: ("判读人", "Interpreter"), SIGNER: ("签字人", "Signed by"), TOWNSHIP: ("乡镇", "Township"),
    COUNTY: ("县", "County"),
    CLASS: ("县级判定类型", "Filed outcome"), PATCH_TYPE: ("监测类型（JCLB）", "Patch class (JCLB)"),
    TBLX: ("图斑类型（TBLX）", "Patch type (TBLX)"),
}
_CENTS = 100


@dataclass(frozen=True)
class Pair:
    """One parcel: what was filed and what holds against it, with what it is grouped by. Areas in 亩 as tables show
    them, with two decimals; ``None``: not known.
    """

    parcel: str
    name: str
    filed: str
    read: str
    filed_case: str = ""
    read_case: str = ""
    by: str = ""
    filed_mu: Optional[Decimal] = None
    read_mu: Optional[Decimal] = None
    groups: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def difference(self) -> Optional[Decimal]:
        """亩 read less 亩 filed."""
        return None if self.filed_mu is None or self.read_mu is None else self.read_mu - self.filed_mu


@dataclass(frozen=True)
class AreaDifferences:
    """亩 read less 亩 filed of ``parcels``, as they were compared; figures ``None`` of nothing. ``worst`` is the
    largest either way, signed; ``absolute`` the mean of what they differ by without sign.
    """

    parcels: Tuple[str, ...] = ()
    mean: Optional[Fraction] = None
    interval: Optional[Interval] = None
    median: Optional[Decimal] = None
    median_interval: Optional[Interval] = None
    absolute: Optional[Fraction] = None
    total: Optional[Decimal] = None
    worst: Optional[Decimal] = None
    worst_parcel: str = ""

    @property
    def n(self) -> int:
        """Compared."""
        return len(self.parcels)

    def interval_shown(self, language: str = "zh") -> str:
        """Of the mean, or why there is none."""
        return in_words(self.interval, "" if not self.n else FEW if self.n == 1 else ALIKE, language)


@dataclass(frozen=True)
class GroupLine:
    """One interpreter, township, class …: agreement, κ and areas of its parcels."""

    name: str
    agreement: Share
    kappa: Coefficient
    areas: AreaDifferences

    @property
    def n(self) -> int:
        """Parcels compared."""
        return self.agreement.n


@dataclass(frozen=True)
class Readers:
    """How readers agree among each other, on parcels that at least two of them judged, and with the rulings.

    ``pairs``: (reader, reader, matrix); ``rulings``: (reader, matrix of what they said against what was ruled).
    """

    parcels: Tuple[str, ...] = ()
    pairs: Tuple[Tuple[str, str, Matrix], ...] = ()
    fleiss: Coefficient = NO_COEFFICIENT
    readers_of_fleiss: int = 0
    alpha: Coefficient = NO_COEFFICIENT
    alpha_area: Coefficient = NO_COEFFICIENT
    rulings: Tuple[Tuple[str, Matrix], ...] = ()


def matrices_of(pairs: Sequence[Pair]) -> Tuple[Matrix, Matrix, Matrix]:
    """By outcome; by case, where both sides state one; by class of 耕地, whose κ falls with the distance (linear)."""
    outcome = matrix(OUTCOME, "判定类型", ((one.parcel, one.filed, one.read) for one in pairs), OUTCOMES)
    cases = [(one.parcel, f"{one.filed}·{one.filed_case}", f"{one.read}·{one.read_case}") for one in pairs
             if one.filed_case and one.read_case]
    known = [(one.parcel, area_class(one.filed_mu), area_class(one.read_mu)) for one in pairs
             if one.difference is not None]
    order = sorted({name for case in cases for name in case[1:]},
                   key=lambda name: (_place(OUTCOMES, name.split("·")[0]), name))
    return (outcome, matrix(CASE, "具体情形", cases, order),
            matrix(FARMLAND, "占用耕地面积分级", known, area_classes(), linear))


def differences_of(pairs: Sequence[Pair], level: float = LEVEL) -> AreaDifferences:
    """The mean with its interval by Student's t, the median with the one that order statistics give."""
    known = [(one.difference, one.parcel) for one in pairs if one.difference is not None]
    if not known:
        return AreaDifferences()
    values = sorted(value for value, _ in known)
    number, total = len(values), sum(values, Decimal(0))
    mean = Fraction(total) / number
    interval = of_mean([float(value) for value in values], level)
    worst = max(known, key=lambda one: (abs(one[0]), one[1]))
    return AreaDifferences(
        tuple(parcel for _, parcel in known), mean, interval, _middle(values), _around_middle(values, level),
        Fraction(sum((abs(value) for value in values), Decimal(0))) / number, total, worst[0], worst[1])


def _middle(values: Sequence[Decimal]) -> Decimal:
    half = len(values) // 2
    return values[half] if len(values) % 2 else (values[half - 1] + values[half]) / 2


def _around_middle(values: Sequence[Decimal], level: float) -> Optional[Interval]:
    """Between two of the values themselves: no shape of their distribution is assumed. Fewer than six cannot tell."""
    number = len(values)
    low = floor((number - z_of(level) * sqrt(number)) / 2)
    return Interval(float(values[low]), float(values[number - 1 - low]), level) if low >= 0 and number > 5 else None


def groups_of(pairs: Sequence[Pair], division: str) -> Tuple[GroupLine, ...]:
    """The pairs by interpreter, township …: the one with the most differences first."""
    found: Dict[str, List[Pair]] = {}
    for one in pairs:
        found.setdefault(one.groups.get(division) or NOT_STATED, []).append(one)
    lines = [line_of(name, some) for name, some in found.items()]
    return tuple(sorted(lines, key=lambda line: (-len(line.agreement.others), line.name)))


def line_of(name: str, pairs: Sequence[Pair]) -> GroupLine:
    """Agreement, κ and areas of some pairs."""
    of_outcome = matrix(OUTCOME, name, ((one.parcel, one.filed, one.read) for one in pairs), OUTCOMES)
    return GroupLine(name, of_outcome.agreement, of_outcome.kappa, differences_of(pairs))


def readers_of(read: Mapping[str, Sequence[Said]], ruled: Mapping[str, str]) -> Readers:
    """``read``: by parcel what readers said; ``ruled``: by parcel the outcome that was ruled."""
    judged = {parcel: _by_reader(said) for parcel, said in read.items()}
    several = {parcel: said for parcel, said in judged.items() if len(said) > 1}
    numbers = Counter(len(said) for said in several.values())
    most = max(numbers, key=lambda number: (numbers[number], number), default=0)
    names = sorted({name for said in judged.values() for name in said})
    return Readers(
        tuple(several), _couples(several),
        fleiss_kappa([Counter(one.pdlx for one in said.values()) for said in several.values() if len(said) == most]),
        most, krippendorff_nominal([[one.pdlx for one in said.values()] for said in several.values()]),
        krippendorff_interval([[_cents(one.farmland_m2) for one in said.values()] for said in several.values()]),
        tuple((name, against) for name in names if (against := _against(name, judged, ruled)).cells))


def _by_reader(said: Sequence[Said]) -> Dict[str, Said]:
    """The latest of each reader's judgements."""
    return {one.who: one for one in sorted(said, key=lambda one: one.day) if one.result == JUDGED and one.pdlx}


def _couples(several: Mapping[str, Mapping[str, Said]]) -> Tuple[Tuple[str, str, Matrix], ...]:
    found: Dict[Tuple[str, str], List[Tuple[str, str, str]]] = {}
    for parcel, said in several.items():
        for one, other in combinations(sorted(said), 2):
            found.setdefault((one, other), []).append((parcel, said[one].pdlx, said[other].pdlx))
    return tuple((one, other, matrix(f"{one}/{other}", f"{one}—{other}", triples, OUTCOMES))
                 for (one, other), triples in sorted(found.items()))


def _against(name: str, judged: Mapping[str, Mapping[str, Said]], ruled: Mapping[str, str]) -> Matrix:
    triples = [(parcel, said[name].pdlx, ruled[parcel]) for parcel, said in judged.items()
               if name in said and ruled.get(parcel)]
    return matrix(f"{name}/裁定", f"{name}—裁定", triples, OUTCOMES)


def _cents(area_m2: Optional[float]) -> Optional[int]:
    """Hundredths of a 亩, as tables show it: what they show alike is no difference."""
    return None if area_m2 is None else int(mu_round2(area_m2) * _CENTS)


def _place(order: Sequence[str], name: str) -> int:
    return order.index(name) if name in order else len(order)
