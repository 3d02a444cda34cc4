"""From a workspace to the ratio: signed judgements, measured farmland and the records of acts and rectification.

Only parcels that are judged here come in: a quarantined (military) one is in no list. Drafts do not count and are
named apart (“初判，不计入”).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Dict, Iterable, List, Optional, Sequence, Tuple

from ...domain.areas.units import total_of
from ...domain.calculators.calculation import Calculation
from ...domain.calculators.parcels import REGULARISED, RESTORED, RatioParcel
from ...domain.calculators.ratio import StatedDenominator, by_township, named, ratio
from ...domain.calculators.reserve import FrozenParcel, reserve_frozen
from ...domain.calculators.sampling import by_outcome, drawn
from ...domain.calculators.whatif import Assumed, WhatIf, assume, most_effective, what_if
from ...domain.errors import WeipianError
from ...domain.forms.codes import CASES, ILLEGAL
from ...domain.profiles import PolicyProfile
from ...domain.records import Finding
from ...domain.townships import Townships
from ..checking.validate import signed_with_errors
from .rectified import Book, Farmland, book_of, farmland_of

if TYPE_CHECKING:
    from ...domain.records import Draft, Judgement, TableRow
    from ...workspace.workspace import Workspace

Batches = Optional[Sequence[str]]
SUPPLEMENTARY_CLASS = "BC"


@dataclass(frozen=True)
class RatioInput:
    """What the calculators get: signed parcels, what must be said of the others, and what the records hold.

    ``with_errors``: the signed parcels (by uuid) that carry open errors of the checks; they count as they were signed.
    """

    parcels: Tuple[RatioParcel, ...]
    remarks: Tuple[Finding, ...]
    book: Book
    with_errors: Tuple[str, ...] = ()


def ratio_input(workspace: Workspace, profile: PolicyProfile, batches: Batches = None,
                township: str = "") -> RatioInput:
    """Every signed parcel (of the batches, of a township by its name, see `Townships`) with its farmland in 亩.

    违法: the farmland a person stated (WFGDMJ), else what was measured; 合法: what was measured. Not measured is not
    known, and stays so. Raises ``NO_SUCH_TOWNSHIP``.
    """
    judged = judged_rows(workspace, batches)
    known = Townships(judged)
    rows = _rows_of(judged, known, township)
    signed = [row for row in rows if row.judgement is not None]
    farmland = {row.parcel.uuid: farmland_of(row, profile) for row in signed}
    book = book_of(workspace, signed, farmland)
    parcels = tuple(ratio_parcel(row, book, farmland, known.name(row)) for row in signed)
    wrong = signed_with_errors(workspace, signed)
    remarks = (*_with_errors(signed, wrong), *_not_counted(workspace, rows), *book.remarks())
    return RatioInput(parcels, remarks, book, tuple(wrong))


def county_ratio(workspace: Workspace, profile: PolicyProfile, level: str = "county", batches: Batches = None,
                 township: str = "", assumed: Optional[Assumed] = None,
                 stated: Optional[StatedDenominator] = None) -> Calculation:
    """The ratio with all its lines; ``assumed`` (by parcel uuid: 拆除复耕, 补办, 合法, 其他) shows what would be.

    Raises ``UNKNOWN_LEVEL``, ``UNKNOWN_ASSUMPTION``, ``NO_SUCH_TOWNSHIP``.
    """
    found = ratio_input(workspace, profile, batches, township)
    parcels = assume(found.parcels, assumed) if assumed else found.parcels
    return ratio(parcels, profile, level, stated).with_remarks(*found.remarks)


def county_what_if(workspace: Workspace, profile: PolicyProfile, assumed: Assumed, level: str = "county",
                   batches: Batches = None, stated: Optional[StatedDenominator] = None) -> WhatIf:
    """The ratio before and after what is assumed of parcels (by uuid)."""
    return what_if(ratio_input(workspace, profile, batches).parcels, assumed, profile, level, stated)


def county_most_effective(workspace: Workspace, profile: PolicyProfile, level: str = "county",
                          kind: str = RESTORED, count: int = 10, batches: Batches = None) -> Calculation:
    """Which parcels would lower the ratio most, each rectified alone."""
    return most_effective(ratio_input(workspace, profile, batches).parcels, profile, level, kind, count)


def township_ratios(workspace: Workspace, profile: PolicyProfile, batches: Batches = None) -> Dict[str, Calculation]:
    """The ratio of each township by its name; parcels without one stand under an empty name."""
    return by_township(ratio_input(workspace, profile, batches).parcels, profile)


def frozen_reserve(workspace: Workspace, profile: PolicyProfile, batches: Batches = None) -> Calculation:
    """冻结补充耕地 of the signed violations."""
    return reserve_of(ratio_input(workspace, profile, batches), profile)


def reserve_of(found: RatioInput, profile: PolicyProfile, assumed: Optional[Assumed] = None) -> Calculation:
    """冻结补充耕地 of what was read; a parcel assumed to be 拆除复耕 counts as accepted and confirmed."""
    parcels = assume(found.parcels, assumed) if assumed else list(found.parcels)
    asked = {uuid for uuid, wish in (assumed or {}).items()
             if (wish if isinstance(wish, str) else wish.kind) == RESTORED}
    asked |= {f"{uuid}·{RESTORED}" for uuid in asked}
    frozen = [_frozen(each, found.book) for each in parcels if each.outcome == ILLEGAL]
    frozen = [replace(each, city_accepted=True, region_confirmed=True) if each.id in asked else each
              for each in frozen]
    return reserve_frozen(frozen, profile).with_remarks(*found.remarks)


def _frozen(parcel: RatioParcel, book: Book) -> FrozenParcel:
    """What is rectified never exceeds what was taken; farmland that is not known freezes nothing yet."""
    taken = parcel.farmland or Fraction(0)
    restored = min(parcel.buckets.get(RESTORED, Fraction(0)), taken)
    return FrozenParcel(parcel.id, taken, restored, parcel.id in book.city_accepted, parcel.id in book.region_confirmed,
                        min(parcel.buckets.get(REGULARISED, Fraction(0)), taken - restored),
                        book.quality.get(parcel.id, ""), parcel.case, parcel.shown)


def parcel_names(workspace: Workspace) -> Dict[str, str]:
    """地块编号 by parcel uuid, to show in the place of a uuid."""
    return {row.parcel.uuid: parcel_name(row) for row in workspace.table_rows()}


def draw_sample(workspace: Workspace, profile: PolicyProfile, seed: str, batches: Batches = None) -> Calculation:
    """The patches of each signed outcome that a sample with this seed takes, by 地块编号."""
    rows = [row for row in judged_rows(workspace, batches) if row.judgement is not None]
    return drawn(by_outcome((parcel_name(row), _outcome(row.judgement)[0]) for row in rows), profile, seed)


def judged_rows(workspace: Workspace, batches: Batches = None) -> List[TableRow]:
    """The parcels that are judged here, of the batches (by uuid) or of all."""
    rows = workspace.table_rows()
    return rows if batches is None else [row for row in rows if row.batch.uuid in set(batches)]


def ratio_parcel(row: TableRow, book: Book, farmland: Farmland, township: str = "") -> RatioParcel:
    """A signed parcel as the ratio wants it; ``township``: how its township is called, where that is told apart."""
    uuid = row.parcel.uuid
    outcome, case = _outcome(row.judgement)
    answers = row.judgement.answers if row.judgement else {}
    return RatioParcel(
        uuid, outcome, case, farmland[uuid],
        book.buckets.get(uuid, {}), township, row.parcel.attributes.get("JCLB") == SUPPLEMENTARY_CLASS,
        uuid in book.superior_final, answers.get("SFNRWFJS") in (0, False, "0"), parcel_name(row))


def alike_as_one(rows: Iterable[TableRow], book: Book, farmland: Farmland) -> List[RatioParcel]:
    """The signed parcels among some rows for a ratio of which only the sums are wanted: those of which nothing is
    deducted and whose farmland is known count as one with all that are alike. ``farmland``: of those that are signed.
    """
    alike: Dict[Tuple[object, ...], Tuple[TableRow, List[Fraction]]] = {}
    found: List[RatioParcel] = []
    apart = book.superior_final | book.buckets.keys()
    for row in rows:
        uuid, judged = row.parcel.uuid, row.judgement
        if judged is None or uuid not in farmland:
            continue
        area, answers = farmland[uuid], judged.answers
        if area is None or uuid in apart:
            found.append(ratio_parcel(row, book, farmland))
            continue
        key = (answers.get("PDLX"), answers.get("HFJTQX"), answers.get("WFLX1"), answers.get("SFNRWFJS"),
               row.parcel.attributes.get("JCLB"))
        if key not in alike:
            alike[key] = (row, [])
        alike[key][1].append(area)
    found += [replace(ratio_parcel(row, book, farmland), farmland=total_of(areas)) for row, areas in alike.values()]
    return found


def _outcome(judgement: Optional[Judgement]) -> Tuple[str, str]:
    answers = judgement.answers if judgement else {}
    outcome = str(answers.get("PDLX") or "")
    return outcome, str(answers.get(CASES.get(outcome, "")) or "")


def _with_errors(signed: Sequence[TableRow], wrong: Sequence[str]) -> List[Finding]:
    names = sorted(parcel_name(row) for row in signed if row.parcel.uuid in set(wrong))
    return [Finding("SIGNED_WITH_ERRORS", "W", named(names))] if names else []


def _not_counted(workspace: Workspace, rows: Sequence[TableRow]) -> List[Finding]:
    open_rows = [row for row in rows if row.judgement is None]
    drafts = workspace.drafts()
    begun = [parcel_name(row) for row in open_rows if _is_begun(drafts.get(row.parcel.uuid))]
    remarks = [Finding("DRAFTS_APART", "W", named(sorted(begun)))] if begun else []
    if len(open_rows) > len(begun):
        remarks.append(Finding("NOT_JUDGED_APART", "W", {"count": len(open_rows) - len(begun)}))
    return remarks


def _is_begun(draft: Optional[Draft]) -> bool:
    return draft is not None and bool(draft.answers.get("PDLX"))


def _rows_of(rows: Sequence[TableRow], known: Townships, township: str) -> List[TableRow]:
    """All rows, or those of the township; a name that no row has is a slip, not a township without judgements."""
    chosen = [row for row in rows if not township or known.name(row) == township]
    if township and not chosen:
        names = sorted({known.name(row) for row in rows} - {""})
        raise WeipianError("NO_SUCH_TOWNSHIP", township=township, known="、".join(names) or "—")
    return chosen


def parcel_name(row: TableRow) -> str:
    """地块编号, by which people know a parcel."""
    return row.parcel.dkbh or row.parcel.jcbh
