"""The second readings of a sample held against what was filed, against each other and against the rulings."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from ...domain.areas.units import exact, mu_round2
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.records import Finding, Record, TableRow
from ...domain.review.compared import (
    CLASS,
    COUNTY,
    GROUPS,
    INTERPRETER,
    PATCH_TYPE,
    SIGNER,
    TBLX,
    TOWNSHIP,
    GroupLine,
    Pair,
    Readers,
    groups_of,
    line_of,
    matrices_of,
    readers_of,
)
from ...domain.review.estimates import Estimate, estimated_share, estimated_total, strata_read
from ...domain.review.matrices import Matrix
from ...domain.review.readings import BY_RULING, JUDGED, Final, Said, final_of, reading_of
from ...domain.review.truth import day_of, said_by_county
from ...domain.townships import Townships
from ...workspace.without_collecting import without_collecting
from ..checking.validation_cases import this_day
from .filed_sides import WORDS, FiledFarmland, FiledSides, farmland_filed, filed_sides
from .overlaps import Overlaps, overlaps_of
from .sampling import RECHECK, Sample, sample_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

RULING = "ruling"
STEPS = 4


@dataclass(frozen=True)
class Comparison:
    """All figures of a comparison, each with its parcels. ``matrices``: by outcome, case, class of 耕地; ``groups``: by
    the divisions of `compared.GROUPS`; ``estimate`` and ``area_estimate`` (亩, read less filed) of all that was drawn
    from. ``names``: 地块编号 by parcel; ``read``: by parcel what readers said.
    """

    sample: Sample
    day: str
    pairs: Tuple[Pair, ...]
    matrices: Tuple[Matrix, Matrix, Matrix]
    whole: GroupLine
    groups: Mapping[str, Tuple[GroupLine, ...]]
    readers: Readers
    overlaps: Overlaps
    estimate: Estimate
    area_estimate: Estimate
    names: Mapping[str, str] = field(default_factory=dict)
    read: Mapping[str, Tuple[Said, ...]] = field(default_factory=dict)
    remarks: Tuple[Finding, ...] = ()
    training: bool = False

    @property
    def different(self) -> Tuple[Pair, ...]:
        """The parcels of which the second reading says another outcome."""
        return tuple(one for one in self.pairs if one.filed != one.read)


def compare_sample(workspace: Workspace, wanted: str, day: Optional[date] = None,
                   feedback: Optional[Feedback] = None) -> Comparison:
    """Everything about a sample (its uuid or name), as it stood at the end of ``day``.

    Filed is what was signed before the first second reading, audit or ruling of the province, with the shape that it
    was signed for and the areas that were known when it was drawn: what a county corrects after that changes no
    figure. An area that was measured later, or of another shape, is left out and told. Where there is a ruling it
    holds, else what all readers agree upon; of their areas the mean. Raises ``NO_SUCH_SAMPLE``, ``COMPARE_NOTHING``.
    """
    with without_collecting():
        return _compared(workspace, sample_of(workspace, wanted), day, feedback or NullFeedback())


def _compared(workspace: Workspace, sample: Sample, day: Optional[date], told: Feedback) -> Comparison:
    said = _said(workspace, sample, day)
    _step(told, 1)
    if not any(one.result == JUDGED for some in said.read.values() for one in some) and not said.rulings:
        raise WeipianError("COMPARE_NOTHING", name=sample.head.name, day=(day or this_day()).isoformat())
    past = workspace.as_of(day)
    drawn = sample.drawing.placed
    sides = filed_sides(workspace, past, list(drawn), said.words)
    farmland = farmland_filed(workspace, past, sides, sample.records, said.words)
    _step(told, 2)
    finals = said.finals(drawn)
    pairs = _pairs(sides, farmland.mu, finals, said.read)
    _step(told, 3)
    overlaps = overlaps_of(workspace, said.shapes, sides.names, sides.beside.reshaped)
    _step(told, 4)
    strata = strata_read(sample.design, drawn, {one.parcel: int(one.filed == one.read) for one in pairs})
    areas = strata_read(sample.design, drawn, {one.parcel: one.difference for one in pairs
                                               if one.difference is not None})
    return Comparison(
        sample, (day or this_day()).isoformat(), pairs, matrices_of(pairs), line_of("", pairs),
        {division: groups_of(pairs, division) for division in GROUPS},
        readers_of(said.read, {uuid: final.pdlx for uuid, final in finals.items() if final.by == BY_RULING}),
        overlaps, estimated_share(strata), estimated_total(areas), sides.names, said.read,
        (*sample.remarks, *_remarks(said, sides.rows, farmland, finals, pairs, overlaps, day)),
        bool(workspace.is_training))


@dataclass(frozen=True)
class _Words:
    """What was said of a sample's parcels until a day."""

    read: Mapping[str, Tuple[Said, ...]]
    rechecks: Mapping[str, Sequence[Record]]
    rulings: Mapping[str, Sequence[Record]]
    words: Sequence[Record]

    @property
    def shapes(self) -> List[Tuple[str, str, str]]:
        """(parcel, reader, WKT) where a reader changed the shape."""
        return [(uuid, str(one.values.get("FPR") or ""), str(one.values["FPTX"]))
                for uuid, some in self.rechecks.items() for one in some
                if one.values.get("FPTX") and one.values.get("FPJG") == JUDGED]

    def finals(self, drawn: Mapping[str, object]) -> Dict[str, Final]:
        """By parcel what holds; not where readers disagree and nobody has ruled."""
        found = {}
        for uuid in drawn:
            if uuid in self.rechecks or uuid in self.rulings:
                final = final_of(uuid, self.rechecks.get(uuid, ()), self.rulings.get(uuid, ()))
                if final is not None and final.pdlx:
                    found[uuid] = final
        return found


def _said(workspace: Workspace, sample: Sample, day: Optional[date]) -> _Words:
    past, drawn, latest = workspace.as_of(day), sample.drawing.placed, day.isoformat() if day else ""
    found: Dict[str, Dict[str, List[Record]]] = {RECHECK: {}, RULING: {}}
    words: List[Record] = []
    for kind in WORDS:
        for record in past.records(kind):
            uuid = record.parcels[0] if record.parcels else ""
            if uuid not in drawn or (latest and day_of(record) > latest):
                continue
            words.append(record)
            if kind in found and record.act in (sample.head.uuid, ""):
                found[kind].setdefault(uuid, []).append(record)
    read = {uuid: tuple(reading_of(one) for one in some) for uuid, some in found[RECHECK].items()}
    return _Words(read, found[RECHECK], found[RULING], words)


def _pairs(sides: FiledSides, farmland: Mapping[str, Decimal], finals: Mapping[str, Final],
           read: Mapping[str, Sequence[Said]]) -> Tuple[Pair, ...]:
    pairs = []
    townships = Townships(list(sides.filed.values()))
    for uuid, final in finals.items():
        row, signed = sides.filed.get(uuid), sides.signed(uuid)
        said = said_by_county(row) if row is not None else None
        if row is None or said is None or signed is None:
            continue
        issued = row.parcel.attributes
        pairs.append(Pair(
            uuid, row.parcel.dkbh or row.parcel.jcbh, said.outcome, final.pdlx, said.case, final.case, final.by,
            farmland.get(uuid), _farmland(final, read.get(uuid, ())),
            {INTERPRETER: sides.beside.answered_by(uuid), SIGNER: signed.signed_by,
             TOWNSHIP: townships.name(row), COUNTY: townships.counties[townships.county(row)], CLASS: said.outcome,
             PATCH_TYPE: str(issued.get("JCLB") or ""), TBLX: str(issued.get("TBLX") or "")}))
    return tuple(pairs)


def _farmland(final: Final, readings: Sequence[Said]) -> Optional[Decimal]:
    """亩 as ruled, else as read; the mean where several readers agree and have stated one."""
    if final.farmland_m2 is not None or final.by == BY_RULING:
        return None if final.farmland_m2 is None else mu_round2(final.farmland_m2)
    stated = [exact(one.farmland_m2) for one in readings if one.result == JUDGED and one.farmland_m2 is not None]
    return mu_round2(sum(stated, Fraction(0)) / len(stated)) if stated else None


def _remarks(said: _Words, rows: Sequence[TableRow], farmland: FiledFarmland, finals: Mapping[str, Final],
             pairs: Sequence[Pair], overlaps: Overlaps, day: Optional[date]) -> Tuple[Finding, ...]:
    judged = {uuid for uuid, some in said.read.items() if any(one.result == JUDGED for one in some)}
    compared = {one.parcel for one in pairs}
    numbers = (
        ("COMPARE_NOT_READ", [row for row in rows if row.parcel.uuid not in said.read
                              and row.parcel.uuid not in said.rulings]),
        ("COMPARE_NOT_TOLD", [uuid for uuid in said.read if uuid not in judged and uuid not in finals]),
        ("COMPARE_SPLIT", [uuid for uuid in judged if uuid not in finals]),
        ("COMPARE_NOT_FILED", [uuid for uuid in finals if uuid not in compared]),
        ("COMPARE_RULED", [one for one in pairs if one.by == BY_RULING]),
        ("COMPARE_MEASURED_SINCE", [one for one in pairs if one.parcel in farmland.lost]),
        ("COMPARE_UNMEASURED", [one for one in pairs if one.difference is None and one.parcel not in farmland.lost]),
    )
    shown = {"day": (day or this_day()).isoformat()}
    found = [Finding(code, "W", {"count": len(some), **shown}) for code, some in numbers if some]
    if overlaps.unreadable:
        found.append(Finding("COMPARE_SHAPE", "W", {"count": len(overlaps.unreadable),
                                                    "numbers": "、".join(overlaps.unreadable[:5])}))
    return tuple(found)


def _step(feedback: Feedback, done: int) -> None:
    stop_if_cancelled(feedback)
    feedback.progress(done, STEPS, "")
