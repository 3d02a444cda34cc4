"""Where reviewers, or reviewers and county, disagree: both sides side by side, a ruling, and what holds in the end."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence

from ...domain.definitions import MINERAL, is_mineral
from ...domain.errors import WeipianError
from ...domain.records import Record
from ...domain.review.readings import Disagreement, Final, Said, disagreement, final_of, reading_of, said_by_answers

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


def disagreements(workspace: Workspace, sample: str, by_case: bool = False, with_county: bool = True
                  ) -> List[Disagreement]:
    """The parcels of a sample of which two sides say different things, ruled upon or not, in the order drawn.

    ``by_case``: another case of the same outcome counts too. Without ``with_county`` only what the reviewers say is
    held against each other.
    """
    readings, rulings = _by_parcel(workspace.records("recheck", act=sample)), rulings_of(workspace, sample)
    found = []
    for parcel, records in readings.items():
        county = county_says(workspace, parcel) if with_county else None
        said = sorted((reading_of(each) for each in records), key=lambda each: each.who)
        one = disagreement(parcel, said, county, rulings.get(parcel), by_case)
        if one is not None:
            found.append(one)
    return found


def county_says(workspace: Workspace, parcel: str) -> Optional[Said]:
    """What the county says of a parcel: signed, else its 初判; ``None`` where it says nothing."""
    mineral = is_mineral(workspace.parcel(parcel).attributes)
    judged = workspace.judgement(parcel, MINERAL) if mineral else workspace.judgement(parcel)
    draft = workspace.draft(parcel)
    said = said_by_answers(judged.answers if judged is not None else draft.answers, mineral)
    if not said.pdlx:
        return None
    remark = "；".join(text for text in (said.remark, draft.note, draft.flag) if text)
    return Said(judged.signed_by if judged is not None else "", said.pdlx, said.case, remark,
                day=judged.signed_at[:10] if judged is not None else "")


def rule(workspace: Workspace, sample: str, parcel: str, outcome: str, why: str, case: str = "",
         farmland_m2: Optional[float] = None) -> Record:
    """Say what holds of a parcel, and why; another ruling on it takes the place of the one before, as an event.

    ``farmland_m2``: its 耕地 in m², where that is ruled too.

    Raises BLIND_RULING_WANTS_READING, BLIND_RULING_WHY where ``why`` is too short, RECORD_VALUE for no outcome.
    """
    if not any(one.values.get("FPJG") for one in workspace.records("recheck", parcel=parcel, act=sample)):
        raise WeipianError("BLIND_RULING_WANTS_READING", number=workspace.parcel(parcel).jcbh)
    if len(why.strip()) < _LEAST:
        raise WeipianError("BLIND_RULING_WHY", least=_LEAST)
    known = rulings_of(workspace, sample).get(parcel)
    values: Dict[str, object] = {"CDDLX": outcome, "CDQX": case, "CDSM": why.strip(), "CDR": workspace.actor,
                                 "CDSJ": datetime.now().astimezone().date().isoformat()}
    if farmland_m2 is not None:
        values["CDGDMJ"] = farmland_m2
    return workspace.put_record(Record(known.uuid if known else "", "ruling", (parcel,), sample, values))


def rulings_of(workspace: Workspace, sample: str) -> Dict[str, Record]:
    """The rulings of a sample by parcel."""
    return {one.parcels[0]: one for one in workspace.records("ruling", act=sample)}


def final_reading(workspace: Workspace, parcel: str, sample: str = "", as_of: str = "") -> Optional[Final]:
    """What holds of a parcel after the review (of a sample): the ruling, else what the readings agree upon; ``None``
    while neither is there. ``as_of``: later days (ISO) do not count.
    """
    return final_of(parcel, workspace.records("recheck", parcel=parcel, act=sample),
                    workspace.records("ruling", parcel=parcel, act=sample), as_of)


def final_readings(workspace: Workspace, sample: str, as_of: str = "") -> Dict[str, Final]:
    """The same of all parcels of a sample of which something holds, in a few queries."""
    rechecks = _by_parcel(workspace.records("recheck", act=sample))
    rulings = _by_parcel(workspace.records("ruling", act=sample))
    found = {parcel: final_of(parcel, rechecks.get(parcel, ()), rulings.get(parcel, ()), as_of)
             for parcel in dict.fromkeys((*rechecks, *rulings))}
    return {parcel: final for parcel, final in found.items() if final is not None}


_LEAST = 4


def _by_parcel(records: Sequence[Record]) -> Dict[str, List[Record]]:
    found: Dict[str, List[Record]] = {}
    for record in records:
        found.setdefault(record.parcels[0], []).append(record)
    return found
