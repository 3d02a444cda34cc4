"""Where reviewers, or reviewers and county, disagree: both sides side by side, a ruling, and what holds in the end."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence

from ...domain.definitions import is_mineral
from ...domain.errors import WeipianError
from ...domain.forms.record_kinds import kind_of
from ...domain.records import Record
from ...domain.review.readings import Disagreement, Said, disagreement, reading_of, said_by_answers
from ...domain.review.truth import said_by_county
from .filed_sides import WORDS, FiledSides, filed_sides

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

LEAST_LETTERS = kind_of("ruling").by_code["CDSM"].min_length
"""How long a ruling's reason is at least, without blanks."""


def disagreements(workspace: Workspace, sample: str, by_case: bool = False) -> List[Disagreement]:
    """The parcels of a sample of which two sides say different things, ruled upon or not, and all that were ruled upon;
    by their strata, in the order drawn.

    The county's side is what was filed before the province had looked at it, as everywhere: what the county corrects
    later ends no disagreement. ``by_case``: another case of the same outcome counts too.
    """
    past = workspace.as_of()
    readings, rulings = _by_parcel(workspace.records("recheck", act=sample)), rulings_of(workspace, sample)
    about = [parcel for parcel in _as_drawn(workspace, sample) if parcel in readings or parcel in rulings]
    about += [parcel for parcel in dict.fromkeys((*readings, *rulings)) if parcel not in set(about)]
    known = set(about)
    words = [record for kind in WORDS for record in past.records(kind) if known.intersection(record.parcels)]
    sides = filed_sides(workspace, past, about, words)
    found = []
    for parcel in about:
        said = sorted((reading_of(each) for each in readings.get(parcel, ())), key=lambda each: each.who)
        filed = _as_filed(sides, parcel)
        one = disagreement(parcel, said, filed, rulings.get(parcel), by_case)
        if one is not None:
            found.append(replace(one, county=_in_full(workspace, sides, filed, parcel)))
    return found


def _as_filed(sides: FiledSides, parcel: str) -> Optional[Said]:
    """What the county had signed, by outcome and case; ``None`` where nothing was."""
    row, signed = sides.filed.get(parcel), sides.signed(parcel)
    word = said_by_county(row) if row is not None else None
    return None if word is None or signed is None else Said(
        signed.signed_by, word.outcome, word.case, day=signed.signed_at[:10])


def _in_full(workspace: Workspace, sides: FiledSides, filed: Optional[Said], parcel: str) -> Optional[Said]:
    """The same with the reason that was signed, and the note and flag that stand beside it."""
    if filed is None:
        return None
    mineral = is_mineral(sides.filed[parcel].parcel.attributes)
    draft, reason = workspace.draft(parcel), said_by_answers(sides.beside.answers(parcel), mineral).remark
    return replace(filed, remark="；".join(text for text in (reason, draft.note, draft.flag) if text))


def _as_drawn(workspace: Workspace, sample: str) -> List[str]:
    drawn = [one for one in workspace.records("drawn", act=sample) if one.parcels]
    drawn.sort(key=lambda one: (str(one.values.get("CYCC") or ""), int(str(one.values.get("CYXH") or 0))))
    return [one.parcels[0] for one in drawn]


def rule(workspace: Workspace, sample: str, parcel: str, outcome: str, why: str, case: str = "",
         farmland_m2: Optional[float] = None) -> Record:
    """Say what holds of a parcel, and why; another ruling on it takes the place of the one before, as an event.

    ``farmland_m2``: its 耕地 in m², where that is ruled too.

    Raises BLIND_RULING_WANTS_READING, BLIND_RULING_WHY where ``why`` is too short, RECORD_VALUE for no outcome.
    """
    if not any(one.values.get("FPJG") for one in workspace.records("recheck", parcel=parcel, act=sample)):
        raise WeipianError("BLIND_RULING_WANTS_READING", number=workspace.parcel(parcel).jcbh)
    if len("".join(why.split())) < LEAST_LETTERS:
        raise WeipianError("BLIND_RULING_WHY", least=LEAST_LETTERS)
    known = rulings_of(workspace, sample).get(parcel)
    values: Dict[str, object] = {"CDDLX": outcome, "CDQX": case, "CDSM": why.strip(), "CDR": workspace.actor,
                                 "CDSJ": datetime.now().astimezone().date().isoformat()}
    if farmland_m2 is not None:
        values["CDGDMJ"] = farmland_m2
    return workspace.put_record(Record(known.uuid if known else "", "ruling", (parcel,), sample, values))


def rulings_of(workspace: Workspace, sample: str) -> Dict[str, Record]:
    """The rulings of a sample by parcel."""
    return {one.parcels[0]: one for one in workspace.records("ruling", act=sample)}


def _by_parcel(records: Sequence[Record]) -> Dict[str, List[Record]]:
    found: Dict[str, List[Record]] = {}
    for record in records:
        found.setdefault(record.parcels[0], []).append(record)
    return found
