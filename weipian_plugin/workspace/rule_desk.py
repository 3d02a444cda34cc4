"""What the rules are asked about and where their suggestions go: a few parcels at a time, so that nobody waits long."""

from __future__ import annotations

from typing import Dict, FrozenSet, List, Mapping, NamedTuple, Optional, Sequence, Tuple

from ..domain.records import Batch, Record, TableRow
from . import areas, decisions, queries, records, suggestions
from .database import Database
from .suggestions import AsOf, Kept


class RuleInput(NamedTuple):
    """A parcel that is judged here with its batch and its areas; the answers of its 初判, its papers and photos,
    how it was rectified, and the 违法行为 it belongs to.
    """

    row: TableRow
    answers: Mapping[str, object]
    attachments: Tuple[Record, ...]
    rectifications: Tuple[Record, ...]
    acts: Tuple[Record, ...] = ()


class RuleDesk:
    """Where the rules are applied: a database and in whose name. At most `database.MOST_MARKS` parcels at once."""

    def __init__(self, database: Database, actor: str) -> None:
        self._database, self._actor = database, actor

    def now(self) -> AsOf:
        """The moment as of which what is read next is read."""
        return suggestions.as_of(self._database)

    def parcels(self, batch: Optional[str] = None) -> List[str]:
        """The parcels (of a batch) that are judged here, by uuid, in the order of issue."""
        found = self._database.rows(
            """SELECT p.uuid FROM open_parcels p JOIN batches b ON b.uuid = p.batch_uuid
               WHERE ? = '' OR p.batch_uuid = ? ORDER BY b.fid, p.position, p.fid""", (batch or "", batch or ""))
        return [str(row[0]) for row in found]

    def inputs(self, uuids: Sequence[str], batches: Mapping[str, Batch]) -> List[RuleInput]:
        """Of those of the parcels that are still judged here, in one of these batches."""
        if not uuids:
            return []
        base = self._database
        measured, drafts = areas.measured_among(base, uuids), decisions.drafts_among(base, uuids)
        papers = _by_parcel(records.among(base, "attachment", uuids))
        rectified = _by_parcel(records.among(base, "rectification", uuids))
        acts = _by_parcel(records.among(base, "act", uuids))
        found = []
        for parcel in queries.parcels_among(base, uuids):
            if parcel.batch_uuid in batches:
                uuid, draft = parcel.uuid, drafts.get(parcel.uuid)
                found.append(RuleInput(
                    TableRow(parcel, batches[parcel.batch_uuid], measured.get(uuid)), draft.answers if draft else {},
                    tuple(papers.get(uuid, ())), tuple(rectified.get(uuid, ())),
                    tuple(acts.get(uuid, ()))))
        return found

    def rests_on(self, uuid: str) -> str:
        """The digest of what the stored suggestion on a parcel follows from; empty where none is, or none was told."""
        return str(self._database.value("SELECT digest FROM suggestions WHERE parcel_uuid = ?", (uuid,)) or "")

    def keep(self, kept: Mapping[str, Kept], parts: Mapping[str, str], profiles: Optional[Mapping[str, str]] = None,
             read: Optional[AsOf] = None) -> FrozenSet[str]:
        """Put suggestions in the place of older ones, in one transaction; see `suggestions.store`.

        Those that were overtaken since ``read`` are left out and returned. Raises ``UNKNOWN_BATCH``.
        """
        return suggestions.store(self._database, self._actor, kept, profiles or {}, parts, read)

    def drop_unused_parts(self) -> None:
        """Delete what no suggestion needs any more."""
        suggestions.drop_unused_parts(self._database)


def _by_parcel(found: Sequence[Record]) -> Dict[str, List[Record]]:
    by_parcel: Dict[str, List[Record]] = {}
    for record in found:
        for parcel in record.parcels:
            by_parcel.setdefault(parcel, []).append(record)
    return by_parcel
