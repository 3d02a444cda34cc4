"""The due dates of a workspace's parcels: the profile's rules, the patch's own dates, and the extensions recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple

from ...domain.calendar.dates import parse_date
from ...domain.calendar.deadlines import Deadline, Extension, deadlines, patch_year, with_extension
from ...domain.errors import WeipianError
from ...domain.forms.codes import ILLEGAL
from ...domain.judging.suggest import shown_deadline
from ...domain.judging.suggestion import Suggestion
from ...domain.profiles import PolicyProfile
from ...domain.records import ParcelRecord, Record, TableRow

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


def extensions_by_parcel(workspace: Workspace) -> Dict[str, Tuple[Extension, ...]]:
    """The recorded extensions (延期) by parcel, in the order they were recorded; incomplete ones are left out."""
    found: Dict[str, Tuple[Extension, ...]] = {}
    for record in workspace.records("extension"):
        extension = extension_of(record.values)
        if extension is not None:
            for parcel in record.parcels:
                found[parcel] = (*found.get(parcel, ()), extension)
    return found


def extension_of(values: Mapping[str, object]) -> Optional[Extension]:
    """An extension from the values of its record, ``None`` while task, date or basis is missing."""
    until = parse_date(values.get("YQZ"))
    task = str(values.get("QXBH") or "").strip()
    basis = " ".join(str(values.get(code) or "").strip() for code in ("YQYJ", "YQWH")).strip()
    return Extension(task, until, basis) if until and task and basis else None


def with_recorded_extensions(suggestion: Suggestion, parcel: ParcelRecord, profile: PolicyProfile,
                             records: Iterable[Record]) -> Suggestion:
    """The suggestion with its deadlines as the parcel's recorded extensions put them off; as it is where there are
    none, or one of them moves nothing.
    """
    extensions = [one for one in (extension_of(record.values) for record in records) if one is not None]
    if not extensions:
        return suggestion
    issued = parcel.attributes
    try:
        found = with_extension(deadlines(profile, str(issued.get("JCLB") or ""), issued.get("XFSJ"),
                                         patch_year=patch_year(issued.get("NF"))), extensions)
    except WeipianError:
        return suggestion
    return replace(suggestion, deadlines=tuple(shown_deadline(one) for one in found))


def row_deadlines(row: TableRow, profile: PolicyProfile, extensions: Sequence[Extension] = ()) -> List[Deadline]:
    """All due dates of a parcel, with those of acts once it is judged 违法, put off where that is recorded.

    Raises NO_ISSUE_DATE, NO_HOLIDAY_TABLE, EXTENSION_NOT_LATER.
    """
    attributes, judged = row.parcel.attributes, judged_on(row)
    found = deadlines(profile, str(attributes.get("JCLB") or ""), attributes.get("XFSJ") or row.batch.issued,
                      {"judged": judged} if judged else {}, patch_year(attributes.get("NF")))
    return with_extension(found, extensions) if extensions else found


def judged_on(row: TableRow) -> Optional[date]:
    """The day on which a person signed 违法, from which 整改 counts; ``None`` for all others."""
    judgement = row.judgement
    if judgement is None or judgement.answers.get("PDLX") != ILLEGAL:
        return None
    return parse_date(judgement.signed_at)
