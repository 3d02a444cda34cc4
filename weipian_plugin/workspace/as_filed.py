"""What was filed of a parcel beside the answers: who had given them, and the ground that they were signed for.

Order is the sequence of events alone: no clock has a part in it.
"""

from __future__ import annotations

import json
from typing import Any, Dict, Iterable, List, Mapping, NamedTuple, Optional, Sequence, Set, Tuple

from ..domain.records import RETIRED, Judgement, ParcelRecord, TableRow
from . import queries
from .database import MOST_MARKS, Database, marks_for
from .decisions import KEPT_AS
from .schema import ISSUED_FIELDS, values_of

_SHAPED = """SELECT sequence, payload FROM events
    WHERE kind IN ('split', 'merge', 'reshape', 'draw', 'undo', 'redo', 'settle') AND instr(payload, '"ground":')
    ORDER BY sequence"""
_SAID = """SELECT parcel_uuid, sequence, kind, actor, payload FROM events
    WHERE kind IN ('draft', 'sign', 'undo', 'redo', 'settle') AND parcel_uuid IN"""
_FIRST_KEPT = "SELECT parcel_uuid, min(sequence) FROM events WHERE kind = 'record' AND parcel_uuid IN"
_MEASURED = """SELECT o.parcel_uuid, r.recorded_at FROM overlay_parcels o
    JOIN overlay_runs r ON r.uuid = o.run_uuid WHERE o.parcel_uuid IN"""
_MERGED_AWAY = """SELECT p.uuid AS parcel_uuid, p.dkbh AS dkbh, p.batch_uuid AS batch, t.* FROM parcels p
    JOIN patches t ON t.uuid = p.patch_uuid WHERE p.status = ? AND p.uuid IN"""
_ANSWERS = '"answers":'


class Signing(NamedTuple):
    """When a signature was made (its event's sequence), and whose the answers were."""

    sequence: int
    answered_by: str


class _Shaped(NamedTuple):
    """A parcel got another shape; ``before`` is empty where it did not stand."""

    sequence: int
    before: str


class AsFiled:
    """Of these signed judgements (by parcel), which may be older than what is signed now."""

    def __init__(self, database: Database, judged: Mapping[str, Judgement]) -> None:
        self._database, self._judged = database, judged
        self.signings = _signings(database, {uuid: one.signed_at for uuid, one in judged.items()})
        self._shaped = _shaped(database, judged)

    def answered_by(self, parcel: str) -> str:
        """Who had given the answers that were signed; who signed where nobody is known to have."""
        signing = self.signings.get(parcel)
        signer = self._judged[parcel].signed_by if parcel in self._judged else ""
        return (signing.answered_by if signing is not None else "") or signer

    def answers(self, parcel: str) -> Mapping[str, object]:
        """All that was signed, with reasons and facts."""
        signing, judged = self.signings.get(parcel), self._judged[parcel]
        payload = self._database.value("SELECT payload FROM events WHERE sequence = ?", (signing.sequence,)) if (
            signing is not None) else None
        after = json.loads(str(payload)).get("after") if payload else None
        kept = after.get(KEPT_AS[judged.subject]) if isinstance(after, dict) else None
        answers = kept.get("answers") if isinstance(kept, dict) else None
        return answers if isinstance(answers, dict) else judged.answers

    @property
    def reshaped(self) -> Dict[str, bytes]:
        """The shapes (WKB) of those that have another since they were signed, as they were then."""
        found = {}
        for uuid in self._shaped:
            later = self._since(uuid)
            if later is not None and later.before:
                found[uuid] = bytes.fromhex(later.before)
        return found

    def of_other_ground(self, kept: Mapping[str, str]) -> Set[str]:
        """The parcels that had another shape when a record about them was first kept than when they were signed.
        ``kept``: the record's uuid by parcel.
        """
        wanted = {uuid: kept[uuid] for uuid in self._shaped if uuid in kept and uuid in self.signings}
        first = dict(_among(self._database, _FIRST_KEPT, list(wanted.values()), "GROUP BY parcel_uuid"))
        found = set()
        for uuid, record in wanted.items():
            signed, then = self.signings[uuid].sequence, int(first.get(record, 0))
            if any(min(signed, then) < one.sequence <= max(signed, then) for one in self._shaped[uuid]):
                found.add(uuid)
        return found

    def measured_at(self, parcels: Sequence[str]) -> Dict[str, str]:
        """When what is known of the areas of these parcels was measured (ISO, by the clock of where it was)."""
        return {str(uuid): str(at) for uuid, at in _among(self._database, _MEASURED, parcels)}

    def _since(self, parcel: str) -> Optional[_Shaped]:
        signing = self.signings.get(parcel)
        return None if signing is None else next(
            (one for one in self._shaped[parcel] if one.sequence > signing.sequence), None)


def merged_away(database: Database, parcels: Sequence[str]) -> List[TableRow]:
    """Those of these parcels that were merged into others since, or taken back: as they were numbered, with what was
    issued of their patches; never a quarantined one.
    """
    batches = {one.uuid: one for one in queries.batches(database)}
    found = []
    for start in range(0, len(parcels), MOST_MARKS):
        some = parcels[start:start + MOST_MARKS]
        for row in database.rows(" ".join((_MERGED_AWAY, marks_for(some))), (RETIRED, *some)):
            if row["batch"] in batches:
                found.append(TableRow(ParcelRecord(
                    row["parcel_uuid"], row["uuid"], row["batch"], str(row["JCBH"] or ""), str(row["dkbh"]), RETIRED,
                    values_of(ISSUED_FIELDS, dict(row)), {}, (), None), batches[row["batch"]]))
    return found


def _signings(database: Database, signed_at: Mapping[str, str]) -> Dict[str, Signing]:
    found: Dict[str, Signing] = {}
    answering: Dict[str, str] = {}
    for uuid, sequence, kind, actor, payload in _among(database, _SAID, list(signed_at), "ORDER BY sequence"):
        if uuid in found:
            continue
        if signed_at[uuid] and signed_at[uuid] in payload:  # a time to the millisecond: the first that has it made it
            found[uuid] = Signing(int(sequence), answering.get(uuid, ""))
        elif kind == "draft" or (kind != "sign" and _changes_answers(payload)):
            answering[uuid] = str(actor)
    return found


def _changes_answers(payload: str) -> bool:
    after = json.loads(payload).get("after") if _ANSWERS in payload else None
    return isinstance(after, dict) and "answers" in after  # a signature that is undone has answers within it


def _shaped(database: Database, parcels: Iterable[str]) -> Dict[str, List[_Shaped]]:
    """By parcel of these each change of its shape, in their order."""
    wanted = set(parcels)
    found: Dict[str, List[_Shaped]] = {}
    for sequence, payload in database.tuples(_SHAPED):
        ground = json.loads(payload).get("ground")
        before, after = (ground.get(side) or {} for side in ("before", "after")) if isinstance(ground, dict) else (
            {}, {})
        for uuid in wanted & after.keys():
            shapes = [str(content.get("wkb") or "") if isinstance(content, dict) else ""
                      for content in (before.get(uuid), after[uuid])]
            if shapes[0] != shapes[1]:
                found.setdefault(uuid, []).append(_Shaped(int(sequence), shapes[0]))
    return found


def _among(database: Database, query: str, values: Sequence[str], rest: str = "") -> List[Tuple[Any, ...]]:
    found: List[Tuple[Any, ...]] = []
    for start in range(0, len(values), MOST_MARKS):
        some = values[start:start + MOST_MARKS]
        found += database.tuples(" ".join((query, marks_for(some), rest)), some)
    return found

