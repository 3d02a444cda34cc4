"""What was filed of a parcel and what it finally is: true, overturned or concealed (瞒报), as the profile says."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ..calculators.calculation import Values
from ..definitions.mineral_check import is_mineral
from ..forms.audits import PROVINCE
from ..forms.codes import CASES, MINERAL_CASES
from ..forms.fields import is_empty
from ..profiles import Basis, PolicyProfile
from ..records import Finding, Judgement, Record, TableRow
from . import readings
from .truth_rules import (
    BEFORE_FIRST_WORD,
    BY_PROVINCE,
    BY_READINGS,
    BY_RULING,
    FILED_AT,
    FINALLY_BY,
    SAME_CASE,
    SAME_OUTCOME,
    TRUTHFUL_WHEN,
)

DAYS: Mapping[str, str] = {"recheck": "FPSJ", "ruling": "CDSJ", "audit": "SHSJ", "image_check": "YXSJ",
                           "discovery": "FXSJ"}
"""The field that says of which day a record is, by its kind."""


@dataclass(frozen=True)
class TruthRules:
    """What the profile says. ``concealed_filed`` and ``concealed_finally`` empty: it does not speak of 瞒报.

    ``told``: does it say what is true? ``remarks`` name what it lacks; ``bases`` by value what each rests on.
    """

    finally_by: Tuple[str, ...] = FINALLY_BY
    truthful_when: str = SAME_OUTCOME
    filed_at: str = BEFORE_FIRST_WORD
    concealed_filed: Tuple[str, ...] = ()
    concealed_finally: Tuple[str, ...] = ()
    told: bool = False
    marks: Tuple[str, ...] = ()
    remarks: Tuple[Finding, ...] = ()
    bases: Tuple[Tuple[str, Optional[Basis]], ...] = ()

    @property
    def tells_concealment(self) -> bool:
        """Does the profile say what 瞒报 is?"""
        return bool(self.concealed_filed and self.concealed_finally)

    def basis(self, name: str) -> Optional[Basis]:
        """What a value rests on."""
        return dict(self.bases).get(name)


def truth_rules(profile: PolicyProfile) -> TruthRules:
    """The profile's rules; what it lacks is named, and read as the first of its choices: 附表5 has its counts."""
    values = Values(profile)
    by = values.names("final_outcome_by", FINALLY_BY)
    when = values.choice("truthful_when", TRUTHFUL_WHEN)
    filed = values.choice("filed_outcome_at", FILED_AT)
    told = None not in (by, when, filed)
    remarks, marks = values.remarks, values.marks
    concealed = [values.names(name) if values.has(name) else () for name in ("concealed_filed_as", "concealed_finally")]
    names = ("final_outcome_by", "truthful_when", "filed_outcome_at", "concealed_filed_as", "concealed_finally")
    return TruthRules(by or FINALLY_BY, when or SAME_OUTCOME, filed or BEFORE_FIRST_WORD, concealed[0] or (),
                      concealed[1] or (), told, marks, remarks, tuple((name, values.basis(name)) for name in names))


@dataclass(frozen=True)
class Word:
    """An outcome with its case, who said it last (of `FINALLY_BY`; empty: the county) and on which day (ISO)."""

    outcome: str
    case: str = ""
    by: str = ""
    day: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the review found of one parcel. ``filed`` None: the county had signed nothing; ``final`` None: nobody has
    decided yet. ``undecided``: readers disagree and nobody has ruled. ``signature``: what was filed as it was signed;
    ``odd_clock``: clocks tell another order than that in which office and county acted. ``corrected``: another outcome
    than the one filed is signed now, or none.
    """

    filed: Optional[Word]
    final: Optional[Word]
    undecided: bool = False
    signature: Optional[Judgement] = None
    odd_clock: bool = False
    corrected: bool = False

    @property
    def counts(self) -> bool:
        """Is it one of the 抽查图斑: filed, and finally judged?"""
        return self.filed is not None and self.final is not None

    def is_true(self, rules: TruthRules) -> bool:
        """Filed as it finally is? The case counts only where the profile wants it and both have said one."""
        if self.filed is None or self.final is None or self.filed.outcome != self.final.outcome:
            return False
        cases = {self.filed.case, self.final.case} - {""}
        return rules.truthful_when != SAME_CASE or len(cases) < 2

    def is_concealed(self, rules: TruthRules) -> bool:
        """瞒报 as the profile has it; whoever calls asks only of land patches."""
        return (self.filed is not None and self.final is not None and self.filed.outcome in rules.concealed_filed
                and self.final.outcome in rules.concealed_finally)


def final_word(parcel: str, records: Iterable[Record], rules: TruthRules) -> Tuple[Optional[Word], bool]:
    """Of the ruling, the province's audit and the second readings the first in the profile's order that has said an
    outcome; and whether the readings disagree while nobody has.
    """
    of_kind: Dict[str, List[Record]] = {}
    for one in records:
        of_kind.setdefault(one.kind, []).append(one)
    for way in rules.finally_by:
        kind, said_by = _WAYS[way]
        word = said_by(parcel, of_kind[kind]) if kind in of_kind else None
        if word is not None:
            return word, False
    judged = [one for one in of_kind.get("recheck", ()) if one.values.get("FPJG") == readings.JUDGED]
    return None, BY_READINGS in rules.finally_by and len(judged) > 1


def _by_ruling(parcel: str, rulings: Sequence[Record]) -> Optional[Word]:
    found = readings.final_of(parcel, (), rulings)
    return Word(found.pdlx, found.case, BY_RULING, found.day) if found is not None and found.pdlx else None


def _by_readings(parcel: str, rechecks: Sequence[Record]) -> Optional[Word]:
    """As `readings.final_of` has it, of a single reading without asking: nine in ten have one."""
    if len(rechecks) == 1:
        values = rechecks[0].values
        if values.get("FPJG") != readings.JUDGED or not values.get("FPDLX"):
            return None
        return _word(str(values["FPDLX"]), str(values.get("FPQX") or ""), BY_READINGS, str(values.get("FPSJ") or ""))
    found = readings.final_of(parcel, rechecks, ())
    return Word(found.pdlx, found.case, BY_READINGS, found.day) if found is not None and found.pdlx else None


def _by_province(_: str, audits: Sequence[Record]) -> Optional[Word]:
    judged = [one for one in audits if is_province(one) and not is_empty(one.values.get("ZPDLX"))]
    if not judged:
        return None
    last = max(judged, key=lambda one: (_round(one), str(one.values.get("SHSJ") or "")))
    return Word(str(last.values["ZPDLX"]), "", BY_PROVINCE, str(last.values.get("SHSJ") or ""))


_WAYS: Mapping[str, Tuple[str, Callable[[str, Sequence[Record]], Optional[Word]]]] = {
    BY_RULING: ("ruling", _by_ruling), BY_PROVINCE: ("audit", _by_province), BY_READINGS: ("recheck", _by_readings)}


@lru_cache(maxsize=4096)
def _word(outcome: str, case: str, by: str, day: str) -> Word:
    """The same is said of thousands of patches on one day."""
    return Word(outcome, case, by, day)


def signature_of(row: TableRow) -> Optional[Judgement]:
    """What is signed of a parcel: of a 矿产图斑 its mining, else its land; ``None`` where nothing is."""
    return row.mineral if is_mineral(row.parcel.attributes) else row.judgement


def signature_filed(row: TableRow, verdicts: Mapping[str, Verdict]) -> Optional[Judgement]:
    """What counts as filed of a parcel: what was signed before the province first looked at it; what is signed where
    nothing was by then, or the province has not looked.
    """
    verdict = verdicts.get(row.parcel.uuid)
    if verdict is not None and verdict.signature is not None:
        return verdict.signature
    return row.mineral if is_mineral(row.parcel.attributes) else row.judgement


def said_by_county(row: TableRow) -> Optional[Word]:
    """The same as an outcome with its case."""
    signed = signature_of(row)
    if signed is None:
        return None
    answers, mining = signed.answers, signed is row.mineral
    outcome = str(answers.get("KPDLX" if mining else "PDLX") or "")
    case = (MINERAL_CASES if mining else CASES).get(outcome, "")
    return _word(outcome, str(answers.get(case) or "") if case else "", "", signed.signed_at[:10]) if outcome else None


def verdicts_now(rows: Sequence[TableRow], records: Sequence[Record], profile: PolicyProfile) -> Dict[str, Verdict]:
    """What the records say of each parcel that the province has looked at, beside what is signed of it now."""
    rules = truth_rules(profile)
    known = by_parcel([record for record in records if is_word(record)])
    found = {}
    for row in rows:
        if row.parcel.uuid in known:
            final, undecided = final_word(row.parcel.uuid, known[row.parcel.uuid], rules)
            found[row.parcel.uuid] = Verdict(said_by_county(row), final, undecided, signature_of(row))
    return found


def is_province(record: Record) -> bool:
    """Is it an audit of the province?"""
    return record.kind == "audit" and record.values.get("SHJB") == PROVINCE


def is_word(record: Record) -> bool:
    """Does the record say, or show, that the province has looked at its parcel?"""
    if record.kind == "recheck":
        return record.values.get("FPJG") == readings.JUDGED
    return record.kind == "ruling" or is_province(record)


def day_of(record: Record) -> str:
    """Of which day a record is (ISO); empty where its kind has no such day, or nobody said it."""
    return str(record.values.get(DAYS.get(record.kind, "")) or "")[:10]


def by_parcel(records: Sequence[Record]) -> Dict[str, List[Record]]:
    """The records about each parcel."""
    found: Dict[str, List[Record]] = {}
    for record in records:
        for parcel in record.parcels:
            found.setdefault(parcel, []).append(record)
    return found


def _round(record: Record) -> int:
    number = record.values.get("SHLC")
    return int(number) if isinstance(number, (int, float)) else 0
