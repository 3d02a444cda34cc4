"""What was filed of each parcel before the province had first looked at it, and what it finally is."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from math import inf
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Mapping, Optional, Sequence

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
    signature_of,
)
from ...domain.review.truth_rules import BEFORE_FIRST_WORD

if TYPE_CHECKING:
    from ...workspace.past import Asked, Look, Past

_ZONE = -6
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

    Filed is what the county had signed when the first second reading, audit of the province or ruling was made: the
    signature that this word names. Only of a word of before words named any the clocks tell: by its own date or when
    it was recorded, whichever is earlier. What the county corrected after that changes nothing.
    """
    here = {row.parcel.uuid: row for row in rows}
    words = [record for record in records if record.kind in _JUDGED_KINDS and is_word(record)]
    known = {uuid: some for uuid, some in by_parcel(words).items() if uuid in here}
    filed: Mapping[str, TableRow] = here
    odd: FrozenSet[str] = frozenset()
    if rules.filed_at == BEFORE_FIRST_WORD and known:
        looks = past.first_looks(_JUDGED_KINDS)
        others = {uuid: some for uuid, some in known.items() if not _stands_as_seen(here[uuid], some, looks)}
        filed = {**here, **_filed(past, here, others, looks)}
        odd = _against_the_clock(here, filed, others, looks)
    found = {}
    for uuid, some in known.items():
        final, undecided = final_word(uuid, some, rules)
        row = filed[uuid]
        said = said_by_county(row)
        now = said if row is here[uuid] else said_by_county(here[uuid])
        corrected = said is not None and (now is None or now.outcome != said.outcome)
        found[uuid] = Verdict(said, final, undecided, signature_of(row), uuid in odd, corrected)
    return found


def filed_before_words(past: Past, rows: Sequence[TableRow], records: Sequence[Record]) -> Dict[str, TableRow]:
    """By parcel that the province has looked at: its row with what was signed of it before that."""
    here = {row.parcel.uuid: row for row in rows}
    words = [record for record in records if record.kind in _JUDGED_KINDS and is_word(record)]
    known = {uuid: some for uuid, some in by_parcel(words).items() if uuid in here}
    return _filed(past, here, known, past.first_looks(_JUDGED_KINDS)) if known else {}


def _filed(past: Past, here: Mapping[str, TableRow], known: Mapping[str, Sequence[Record]], looks: Mapping[str, Look]
           ) -> Dict[str, TableRow]:
    """The rows with what was signed of them before their first word."""
    minerals = {uuid for uuid in known if is_mineral(here[uuid].parcel.attributes)}
    land = past.judged_upon({uuid: _asked(some, looks, LAND) for uuid, some in known.items()}, LAND)
    mineral = past.judged_upon({uuid: _asked(known[uuid], looks, MINERAL) for uuid in minerals}, MINERAL)
    return {uuid: _with(here[uuid], land[uuid], mineral.get(uuid)) if land[uuid] is not here[uuid].judgement
            or mineral.get(uuid) is not here[uuid].mineral else here[uuid] for uuid in known}


def _stands_as_seen(row: TableRow, words: Sequence[Record], looks: Mapping[str, Look]) -> bool:
    """Is there one word, which names the land judgement that the row has, made before by clocks of one zone? Of nearly
    all that is so: what was filed is what stands, and no clock is odd.
    """
    look, signed = looks.get(words[0].uuid) if len(words) == 1 else None, row.judgement
    if look is None or look.names is None or signed is None or is_mineral(row.parcel.attributes):
        return False
    at = signed.signed_at
    return (look.names.get(LAND) == f"{at} {signed.signed_by}" and at <= look.since
            and at[_ZONE:] == look.since[_ZONE:])


def _asked(words: Sequence[Record], looks: Mapping[str, Look], subject: str) -> Asked:
    """How the first of some words is known."""
    from ...workspace.past import Asked

    names, unnamed, first = [], inf, inf
    for record in words:
        look = looks.get(record.uuid)
        if look is not None and look.names is not None:
            names.append(look.names.get(subject, ""))
            first = min(first, look.recorded)
        else:
            unnamed = min(unnamed, _moment(record, look))
    return Asked(frozenset(names), unnamed, min(first, unnamed))


def _against_the_clock(here: Mapping[str, TableRow], filed: Mapping[str, TableRow],
                       known: Mapping[str, Sequence[Record]], looks: Mapping[str, Look]) -> FrozenSet[str]:
    """The parcels of which a clock says that the province looked before what it looked at was signed, or that what it
    had not seen when it looked was signed before: a clock is wrong, or a correction came late.
    """
    found = set()
    for uuid, some in known.items():
        since = [look.since for record in some if (look := looks.get(record.uuid)) is not None
                 and look.names is not None]
        before = signature_of(filed[uuid])
        now = before if filed[uuid] is here[uuid] else signature_of(here[uuid])
        if not since or (now is before and (before is None or (before.signed_at[_ZONE:] == since[0][_ZONE:]
                                            and before.signed_at <= min(since)))):
            continue
        corrected = now if now is not before and now != before else None
        if (before is not None and any(_is_earlier(text, before.signed_at) for text in since)) or (
                corrected is not None and all(_is_earlier(corrected.signed_at, text) for text in since)):
            found.add(uuid)
    return frozenset(found)


def _is_earlier(one: str, other: str) -> bool:
    """Is an ISO time before another? Those of one zone are told apart as texts, which is quick."""
    if one[_ZONE:] == other[_ZONE:] and len(one) == len(other):
        return one < other
    first, second = (datetime.fromisoformat(text) for text in (one, other))
    return (first if first.tzinfo else first.astimezone()) < (second if second.tzinfo else second.astimezone())


def _with(row: TableRow, land: Optional[Judgement], mineral: Optional[Judgement]) -> TableRow:
    return TableRow(row.parcel, row.batch, None, land, mineral)


def _moment(record: Record, look: Optional[Look]) -> float:
    """When a record was made, Julian days: at the end of its own day, or when it was kept, whichever is earlier."""
    return min(_end_of(day_of(record)), look.recorded if look is not None else inf)


@lru_cache(maxsize=1024)
def _end_of(text: str) -> float:
    from ...workspace.past import end_of

    day = parse_date(text)
    return inf if day is None else end_of(day)
