"""What was filed of each parcel before the province had first looked at it, and what it finally is."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence

from ...domain.calendar.dates import parse_date
from ...domain.definitions import LAND, MINERAL
from ...domain.definitions.mineral_check import is_mineral
from ...domain.records import Judgement, Record, TableRow
from ...domain.review.truth import (
    TruthRules,
    Verdict,
    by_parcel,
    day_of,
    final_word,
    is_word,
    said_by_county,
)
from ...domain.review.truth_rules import BEFORE_FIRST_WORD

if TYPE_CHECKING:
    from ...workspace.past import Past

_JUDGED_KINDS = ("recheck", "ruling", "audit")


def counted_records(past: Past, day: Optional[date]) -> List[Record]:
    """The records as they stood at the end of ``day``, without those that say of themselves that they are later."""
    if day is None:
        return past.records()
    latest = day.isoformat()
    return [record for record in past.records() if day_of(record) <= latest]


def verdicts_of(past: Past, rows: Sequence[TableRow], records: Sequence[Record], rules: TruthRules
                ) -> Dict[str, Verdict]:
    """The verdict of each parcel that the province has looked at.

    Filed is what the county had signed when the first second reading, audit of the province or ruling was made: by its
    own date or when it was recorded, whichever is earlier. What the county corrected after that changes nothing.
    """
    here = {row.parcel.uuid: row for row in rows}
    words = [record for record in records if record.kind in _JUDGED_KINDS and is_word(record)]
    known = {uuid: some for uuid, some in by_parcel(words).items() if uuid in here}
    filed = _filed(past, here, known) if rules.filed_at == BEFORE_FIRST_WORD and known else here
    found = {}
    for uuid, some in known.items():
        final, undecided = final_word(uuid, some, rules)
        found[uuid] = Verdict(said_by_county(filed[uuid]), final, undecided)
    return found


def filed_before_words(past: Past, rows: Sequence[TableRow], records: Sequence[Record]) -> Dict[str, TableRow]:
    """By parcel that the province has looked at: its row with what was signed of it before that."""
    here = {row.parcel.uuid: row for row in rows}
    words = [record for record in records if record.kind in _JUDGED_KINDS and is_word(record)]
    known = {uuid: some for uuid, some in by_parcel(words).items() if uuid in here}
    return _filed(past, here, known) if known else {}


def _filed(past: Past, here: Mapping[str, TableRow], known: Mapping[str, Sequence[Record]]) -> Dict[str, TableRow]:
    """The rows with what was signed of them before their first word."""
    recorded = past.first_recorded(_JUDGED_KINDS)
    moments = {uuid: min(_moment(record, recorded) for record in some) for uuid, some in known.items()}
    land, mineral = past.judged_before(moments, LAND), past.judged_before(
        {uuid: moment for uuid, moment in moments.items() if is_mineral(here[uuid].parcel.attributes)}, MINERAL)
    return {uuid: _with(here[uuid], land[uuid], mineral.get(uuid)) for uuid in moments}


def _with(row: TableRow, land: Optional[Judgement], mineral: Optional[Judgement]) -> TableRow:
    return TableRow(row.parcel, row.batch, None, land, mineral)


def _moment(record: Record, recorded: Mapping[str, float]) -> float:
    """When a record was made, Julian days: at the end of its own day, or when it was kept, whichever is earlier."""
    return min(_end_of(day_of(record)), recorded.get(record.uuid, inf))


@lru_cache(maxsize=1024)
def _end_of(text: str) -> float:
    from ...workspace.past import end_of

    day = parse_date(text)
    return inf if day is None else end_of(day)
