"""Random samples that can be drawn again (§6.3): how many of each outcome, and which, from a stored seed."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from typing import Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..errors import WeipianError
from ..profiles import PolicyProfile
from ..records import Finding
from .calculation import COUNT, EQUALS, PLUS, Calculation, Line, Values, not_computable, percent

ROUND_UP, ROUND_HALF = "进一", "四舍五入"
_TITLE = ("抽查数量", "Size of the sample")
_SEPARATOR = b"\x1f"


def sample_size(share: Fraction, number: int, rounding: str = ROUND_UP) -> int:
    """How many of ``number`` a share is, in whole numbers: 30 % of 47 is 15 (rounded up), of 0 is 0."""
    if number < 0:
        raise WeipianError("FIGURE_NEGATIVE", name="图斑数", value=number)
    top = share.numerator * number
    if rounding == ROUND_HALF:
        return (2 * top + share.denominator) // (2 * share.denominator)
    return -(-top // share.denominator)


def sample(ids: Iterable[str], seed: str, number: int) -> List[str]:
    """``number`` of the ids, the same for the same seed whatever their order: the lowest by the hash of seed and id.

    An id given twice counts once. Raises ``FIGURE_NEGATIVE``.
    """
    if number < 0:
        raise WeipianError("FIGURE_NEGATIVE", name="抽取数", value=number)
    return sorted(set(ids), key=lambda each: (_hash(seed, each), each))[:number]


def sample_sizes(numbers: Mapping[str, int], profile: PolicyProfile, minerals: Optional[int] = None) -> Calculation:
    """How many of each outcome the province samples, and of ``minerals`` how many are checked in the field."""
    values = Values(profile)
    rules = _rules(values)
    if rules is None:
        return not_computable(_TITLE, values, unit=COUNT)
    share, outcomes, rounding = rules
    lines = []
    for outcome in outcomes:
        total = numbers.get(outcome, 0)
        lines.append(Line(f"{outcome} {total} 个 × {percent(share)}，{rounding}", f"{outcome}: {total} × "
                          f"{percent(share)}", Fraction(sample_size(share, total, rounding)), COUNT, PLUS, "抽查",
                          basis=values.basis("sample_share")))
    if minerals is not None:
        lines += _mineral_line(minerals, values)
    whole = sum((line.signed for line in lines if line.side == "抽查"), Fraction(0))
    lines.append(Line("抽查图斑合计", "Sampled in all", whole, COUNT, EQUALS))
    return Calculation(*_TITLE, lines=tuple(lines), result=whole, unit=COUNT, remarks=values.remarks,
                       marks=values.marks, profile=profile.id)


def drawn(ids: Mapping[str, Sequence[str]], profile: PolicyProfile, seed: str) -> Calculation:
    """The sample itself: a line for each outcome with the ids drawn; the same seed draws the same again."""
    sizes = sample_sizes({outcome: len(set(members)) for outcome, members in ids.items()}, profile)
    if sizes.result is None:
        return sizes
    values = Values(profile)
    outcomes = values.names("sample_outcomes") or ()
    lines: List[Line] = []
    remarks: List[Finding] = []
    for outcome, line in zip(outcomes, sizes.lines):
        size = int(line.amount or 0)
        members = ids.get(outcome, ())
        lines.append(Line(line.label, line.label_en, line.amount, COUNT, PLUS, "抽查",
                          tuple(sample(members, f"{seed}/{outcome}", size)), line.basis,
                          f"种子 {seed}", f"seed {seed}"))
        if size and size == len(set(members)):
            remarks.append(Finding("SAMPLE_OF_ALL", "W", {"count": f"{outcome} {size}"}))
    lines.append(sizes.lines[-1])
    return Calculation("抽查图斑", "Sampled patches", tuple(lines), sizes.result, COUNT, remarks=tuple(remarks),
                       marks=sizes.marks, profile=profile.id)


def _hash(seed: str, identifier: str) -> str:
    return sha256(seed.encode("utf-8") + _SEPARATOR + identifier.encode("utf-8")).hexdigest()


def _rules(values: Values) -> Optional[Tuple[Fraction, Tuple[str, ...], str]]:
    share, outcomes = values.number("sample_share"), values.names("sample_outcomes")
    rounding = values.choice("sample_rounding", (ROUND_UP, ROUND_HALF))
    if share is None or outcomes is None or rounding is None:
        return None
    return share, outcomes, rounding


def _mineral_line(minerals: int, values: Values) -> List[Line]:
    share = values.number("mineral_field_check_share")
    checked = None if share is None else Fraction(sample_size(share, minerals))
    return [Line(f"矿产 {minerals} 个外业核实", f"Minerals: {minerals}, checked in the field", checked, COUNT,
                 basis=values.basis("mineral_field_check_share"))]


def by_outcome(pairs: Iterable[Tuple[str, str]]) -> Dict[str, List[str]]:
    """(id, outcome) pairs as ids by outcome."""
    found: Dict[str, List[str]] = {}
    for identifier, outcome in pairs:
        found.setdefault(outcome, []).append(identifier)
    return found
