"""What every calculator hands back: its lines, its result or 不可计算, what must be said with it, and its marks."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..areas.units import EXACT, Number, exact, round2, share_by_largest_remainder
from ..errors import WeipianError
from ..profiles import PROPOSED, TAGS, Basis, PolicyProfile
from ..records import Finding
from .names import VALUE_TITLES

MU, RATIO, COUNT, PLACE, YES_NO = "亩", "比例", "个", "名", "是否"
NUMERATOR, DENOMINATOR = "分子", "分母"
PLUS, MINUS, EQUALS = "+", "−", "="
NOT_COMPUTABLE = ("不可计算", "cannot be computed")
_SIDES_EN = {NUMERATOR: "numerator", DENOMINATOR: "denominator", "数量": "quantity", "冻结": "frozen"}
_UNITS_EN = {MU: "mu", COUNT: "", PLACE: ""}

Words = Tuple[str, str]


@dataclass(frozen=True)
class Line:
    """One step: what, whose, how much, in which sum (``side``: 分子, 分母 …) and with which sign, upon what basis.

    ``amount`` None: not known. A line without sign explains and is no part of a sum. ``rounded``: the 亩 as
    shown, where the line is a part of a sum that is shown too (see `adding_up`).
    """

    label: str
    label_en: str
    amount: Optional[Fraction] = None
    unit: str = MU
    sign: str = ""
    side: str = ""
    parcels: Tuple[str, ...] = ()
    basis: Optional[Basis] = None
    words: str = ""
    words_en: str = ""
    rounded: Optional[Decimal] = None

    @property
    def mark(self) -> str:
        """The evidence tag (official, proposed, practice, known); empty where the line is plain arithmetic."""
        return self.basis.tag if self.basis else ""

    @property
    def signed(self) -> Fraction:
        """What the line adds to its sum."""
        amount = self.amount or Fraction(0)
        return {PLUS: amount, MINUS: -amount}.get(self.sign, Fraction(0))

    def basis_words(self, language: str = "zh") -> str:
        """Tag, sentence and note of the basis, in one line."""
        return self.basis.in_words(language) if self.basis else ""

    def shown(self, language: str = "zh") -> str:
        """The amount as people read it: ``42.35 亩``, ``15.00 %``, ``不可计算``."""
        return shown_amount(self.amount, self.unit, language, self.rounded)


@dataclass(frozen=True)
class Share:
    """What one parcel does to a ratio, 亩: its part in both sums, and how much of it each bucket took."""

    parcel: str
    kind: str
    farmland: Fraction
    numerator: Fraction
    denominator: Fraction
    taken: Tuple[Tuple[str, Fraction], ...] = ()


@dataclass(frozen=True)
class Calculation:
    """A result a person can follow. ``result`` None is 不可计算; ``fires`` says whether a duty or trigger follows
    (None: no question of that, or not to be told); ``why`` names which of its conditions are reached and which are
    not, where it does not fire; ``variants`` are the readings that a document leaves open.
    """

    title: str
    title_en: str
    lines: Tuple[Line, ...]
    result: Optional[Fraction]
    unit: str = MU
    fires: Optional[bool] = None
    conclusion: Words = ("", "")
    remarks: Tuple[Finding, ...] = ()
    marks: Tuple[str, ...] = ()
    profile: str = ""
    variants: Tuple[Calculation, ...] = ()
    shares: Tuple[Share, ...] = ()
    figures: Mapping[str, Optional[Fraction]] = field(default_factory=dict)
    why: Words = ("", "")

    def __post_init__(self) -> None:
        object.__setattr__(self, "lines", adding_up(self.lines))

    @property
    def proposed(self) -> bool:
        """True where something in it is a proposal (拟) and must be shown as one."""
        return PROPOSED in self.marks

    def shown(self, language: str = "zh") -> str:
        """The result as people read it."""
        return shown_amount(self.result, self.unit, language)

    def mark_words(self, language: str = "zh") -> Tuple[str, ...]:
        """The marks in words: 拟, 通行规定（待核原文） …; official text needs none."""
        return tuple(TAGS[mark][0 if language.startswith("zh") else 1] for mark in self.marks)

    def total(self, side: str) -> Fraction:
        """The lines of one sum added up; equals the figure of that name."""
        return sum((line.signed for line in self.lines if line.side == side), Fraction(0))

    def with_remarks(self, *remarks: Finding) -> Calculation:
        """This calculation with more to say."""
        return replace(self, remarks=self.remarks + remarks)


class Values:
    """A profile's values as one calculation asks for them: remembers what it used and what the profile lacks."""

    def __init__(self, profile: PolicyProfile) -> None:
        self.profile = profile
        self._used: Dict[str, Basis] = {}
        self._remarks: List[Finding] = []
        self.refused: List[str] = []

    def number(self, name: str) -> Optional[Fraction]:
        """The figure, or None with a remark naming what the profile lacks."""
        found = self._value(name)
        if found is None:
            return None
        if isinstance(found, bool) or not isinstance(found, (int, float, str)):
            self._refuse(name, found)
            return None
        try:
            return exact(found)
        except WeipianError:
            self._refuse(name, found)
            return None

    def names(self, name: str, known: Iterable[str] = ()) -> Optional[Tuple[str, ...]]:
        """The list, or None with a remark; an entry outside ``known`` (where given) is refused."""
        found = self._value(name)
        if found is None:
            return None
        allowed = tuple(known)
        if not isinstance(found, tuple) or (allowed and any(entry not in allowed for entry in found)):
            self._refuse(name, found)
            return None
        return found

    def switch(self, name: str) -> Optional[bool]:
        """The 是/否, or None with a remark."""
        found = self._value(name)
        if found is None or isinstance(found, bool):
            return found
        self._refuse(name, found)
        return None

    def choice(self, name: str, known: Iterable[str]) -> Optional[str]:
        """The choice, or None with a remark where it is missing or none of ``known``."""
        found = self._value(name)
        if isinstance(found, str) and found in tuple(known):
            return found
        if found is not None:
            self._refuse(name, found)
        return None

    def at(self, name: str, level: str) -> str:
        """The name of the value for a level: ``name_at_level`` where the profile tells that level apart."""
        special = f"{name}_at_{level}"
        return special if special in self.profile.values else name

    def has(self, name: str) -> bool:
        """Does the profile say anything of it? Asking for it then leaves no remark."""
        return name in self.profile.values

    def basis(self, name: str) -> Optional[Basis]:
        """What the value rests on."""
        return self.profile.values[name].basis if name in self.profile.values else None

    def reaches(self, amount_mu: Fraction, limit_mu: Fraction) -> bool:
        """``amount ≥ limit`` as the profile compares areas: as shown with two decimals, or exactly."""
        shown = amount_mu if self.profile.threshold_compare == EXACT else Fraction(round2(amount_mu))
        return shown >= limit_mu

    @property
    def remarks(self) -> Tuple[Finding, ...]:
        """What the profile lacks, each once."""
        return tuple(self._remarks)

    @property
    def marks(self) -> Tuple[str, ...]:
        """The tags of what was used that are not official text."""
        return tuple(sorted({basis.tag for basis in self._used.values()} - {"official"}))

    def _value(self, name: str) -> object:
        value = self.profile.values.get(name)
        if value is None:
            self._say("VALUE_MISSING", name, "")
            return None
        self._used[name] = value.basis
        return value.value

    def _refuse(self, name: str, found: object) -> None:
        self._say("VALUE_NOT_UNDERSTOOD", name, found)

    def _say(self, code: str, name: str, found: object) -> None:
        if name in self.refused:
            return
        self.refused.append(name)
        value = "、".join(found) if isinstance(found, tuple) else found
        self._remarks.append(Finding(code, "W", {"profile": self.profile.id, "name": name, "value": value,
                                                 "title": VALUE_TITLES.get(name, name)}))


def adding_up(lines: Sequence[Line]) -> Tuple[Line, ...]:
    """The lines of each sum in 亩 rounded so that, as shown, they add up to the sum as shown; amounts stay exact.

    By the largest remainder, as areas in the tables (§5.6.4). A line that stands in both of two sums is shown alike in
    both; a sum below nothing is left as it is.
    """
    sums: Dict[str, Dict[str, Line]] = {}
    for line in lines:
        if line.sign in (PLUS, MINUS) and line.unit == MU and line.amount is not None:
            sums.setdefault(line.side, {})[_key(line)] = line
    sides = list(sums.values())
    common = [key for key, line in sides[0].items() if key in sides[1] and sides[1][key].amount == line.amount
              ] if len(sides) == 2 else []
    if any(_sum_of(side.values()) < 0 for side in sides) or (common and _sum_of(sides[0][key] for key in common) < 0):
        return tuple(lines)
    parts = {key: sides[0][key].signed for key in common}
    alike = round2(sum(parts.values(), Fraction(0)))
    shown = share_by_largest_remainder(alike, parts) if common else {}
    figures: Dict[Tuple[str, str], Decimal] = {}
    for name, side in sums.items():
        rest = {key: line.signed for key, line in side.items() if key not in shown}
        own = share_by_largest_remainder(round2(_sum_of(side.values())) - alike, rest) if rest else {}
        figures.update({(name, key): figure for key, figure in {**shown, **own}.items()})
    return tuple(_as_shown(line, figures.get((line.side, _key(line)))) for line in lines)


def _key(line: Line) -> str:
    return f"{line.sign}{line.label}"


def _sum_of(lines: Iterable[Line]) -> Fraction:
    return sum((line.signed for line in lines), Fraction(0))


def _as_shown(line: Line, figure: Optional[Decimal]) -> Line:
    return line if figure is None else replace(line, rounded=-figure if line.sign == MINUS else figure)


def not_computable(title: Words, values: Values, lines: Iterable[Line] = (), *remarks: Finding,
                   unit: str = MU) -> Calculation:
    """不可计算, with the lines that can be told and why."""
    return Calculation(*title, lines=tuple(lines), result=None, unit=unit, conclusion=NOT_COMPUTABLE,
                       remarks=(*values.remarks, *remarks), marks=values.marks, profile=values.profile.id)


def amount_of(value: Number, name: str) -> Fraction:
    """The figure exactly. Raises ``NOT_A_NUMBER``, ``FIGURE_NEGATIVE``."""
    found = exact(value)
    if found < 0:
        raise WeipianError("FIGURE_NEGATIVE", name=name, value=round2(found))
    return found


def part_of(part: Number, whole: Number, name: str, of: str) -> Tuple[Fraction, Fraction]:
    """Both figures exactly, the part no more than the whole. Raises ``FIGURE_EXCEEDS``, ``FIGURE_NEGATIVE``."""
    found, total = amount_of(part, name), amount_of(whole, of)
    if found > total:
        raise WeipianError("FIGURE_EXCEEDS", name=name, value=plain(found), of=of, limit=plain(total))
    return found, total


def side_name(side: str, language: str = "zh") -> str:
    """A sum's name as people read it: ``分子``, ``numerator``."""
    return side if language.startswith("zh") else _SIDES_EN.get(side, side)


def percent(ratio: Fraction) -> str:
    """``15.00 %``: half-up to two decimals."""
    return f"{round2(ratio * 100)} %"


def plain(value: Fraction) -> str:
    """A figure without needless decimals: ``10``, ``42.35``."""
    return str(value.numerator) if value.denominator == 1 else str(round2(value))


def shown_amount(amount: Optional[Fraction], unit: str, language: str = "zh", rounded: Optional[Decimal] = None) -> str:
    """An amount in its unit: ``42.35 亩``, ``15.00 %``, ``15``; ``不可计算`` for None; 亩 as ``rounded`` elsewhere."""
    chinese = language.startswith("zh")
    if amount is None:
        return NOT_COMPUTABLE[0 if chinese else 1]
    if unit == YES_NO:
        return ("是" if amount else "否") if chinese else ("yes" if amount else "no")
    if unit == RATIO:
        return percent(amount)
    if unit == MU:
        return f"{round2(amount) if rounded is None else rounded} {unit if chinese else _UNITS_EN[unit]}"
    return f"{plain(amount)} {unit if chinese else _UNITS_EN.get(unit, unit)}".strip()
