"""One office's state becomes part of another's: in one transaction, whatever was there before, in whatever order."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import Dict, Iterator, List, Mapping, Sequence, Set, Tuple

from ...domain.areas.parcel_parts import OWN_SOURCE
from ...domain.errors import WeipianError
from ...domain.records import RETIRED, Finding
from ...domain.review.office_state import OFFICES, SIGNED_OFF, MergeReceipt, OfficeState, Row
from ..batches import Place
from ..database import Database, insert
from ..events import now, to_json
from ..geopackage import update_extents
from ..parcel_ground import Plane
from ..quarantine import Quarantine
from ..quarantined_records import without_ids
from ..schema import PARCELS, RECORDS
from ..without_collecting import without_collecting
from . import issued, log, measured
from .checking import require_sound, strange, unknown_fields
from .conflict_list import relist
from .incoming import Incoming
from .issued import Sorted
from .leaving import told_of
from .levels import (
    LEVEL,
    Trust,
    decisions_in,
    is_decision,
    levels_known,
    note_level,
    of_question,
    own_level,
    records_with_words,
)
from .office_names import names_in, office_names, with_package
from .pieces import known_wholes, with_names
from .portions import among, portioned, put, rows_among
from .projecting import Projection, Said, records_here
from .questions import looking_up, related, relist_questions, standing_values
from .reissued import Contest, follow
from .streams import Stream, grouped
from .told import ISSUED, RECORD, REMARK, SAID, Told, mapping, named, parts_of, touched


class Office:
    """Who merges: the parts of a workspace that merging writes with."""

    def __init__(self, database: Database, quarantine: Quarantine, plane: Plane, place: Place, crs: str, actor: str,
                 meta: Mapping[str, str]) -> None:
        self.database, self.quarantine, self.plane, self.place = database, quarantine, plane, place
        self.crs, self.actor, self.meta = crs, actor, meta


_NAMED = 5
_UNSOUND = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError)
"""What rows that are not what they should be end in."""


class _Rehearsed(Exception):
    """Ends a transaction of which only the receipt is wanted."""

    def __init__(self, receipt: MergeReceipt) -> None:
        super().__init__()
        self.receipt = receipt


def rehearsed(office: Office, state: OfficeState, sender: str) -> MergeReceipt:
    """What `merge` would do; the transaction is rolled back."""
    try:
        merge(office, state, sender, "", "", rehearsal=True)
    except _Rehearsed as rehearsal:
        return rehearsal.receipt
    raise WeipianError("OFFICE_STATE_FORMAT")


def merge(office: Office, state: OfficeState, sender: str, digest: str, signature: str, rehearsal: bool = False
          ) -> MergeReceipt:
    """Let a state enter; see `OfficeDesk.merge`."""
    office.database.require_writable()
    try:
        with without_collecting():
            require_sound(state, office.meta)
            incoming = Incoming(state, office.crs, unknown_fields(state))
            with office.database.transaction() as connection:
                receipt = _received(_Merging(connection, office, incoming, sender), digest, signature)
                if rehearsal:
                    raise _Rehearsed(receipt)
                return receipt
    except _UNSOUND as error:
        raise WeipianError("OFFICE_STATE_ROW", table="-", row=0, detail=f"{type(error).__name__}: {error}") from error


def _received(merging: _Merging, digest: str, signature: str) -> MergeReceipt:
    """What SQLite does not take is the package's fault, not the disk's."""
    try:
        return merging.receipt(digest, signature)
    except (sqlite3.IntegrityError, sqlite3.InterfaceError, sqlite3.ProgrammingError) as error:
        raise WeipianError("OFFICE_STATE_ROW", table="-", row=0, detail=str(error)) from error


class _Merging:
    """One merging, inside its transaction."""

    def __init__(self, connection: sqlite3.Connection, office: Office, incoming: Incoming, sender: str) -> None:
        self.connection, self.office, self.incoming, self.sender = connection, office, incoming, sender
        self.sorted: Sorted = issued.sort_out(connection, office.quarantine, office.place, incoming)
        self.workspace_id = office.meta["workspace_id"]
        self.awaiting: Set[str] = set()  # records that are known here and concern parcels that come in now
        self.asked: Set[str] = set()  # what is newly asked of words in the name of a level
        self._drawn: Dict[str, None] = {}  # the parcels of whose shapes anything was said
        known = levels_known(connection)
        before = known.get(incoming.workspace_id)
        note_level(known, incoming.workspace_id, incoming.meta.get(LEVEL))
        self._changed_level = known.get(incoming.workspace_id) != before
        level = own_level(connection, incoming.counties(self.sorted.new))
        self._changed_own = level != own_level(connection)
        self.trust = Trust(self.workspace_id, level, known, looking_up(connection))

    def receipt(self, digest: str, signature: str) -> MergeReceipt:
        found = self.sorted
        differing = issued.list_differing(self.connection, self.incoming, found, self.sender, self.workspace_id)
        contest = Contest(self.connection, self.office.plane, self.incoming, found, self._office_names())
        differing += contest.settle()
        self._before = log.known_events(self.connection)
        self._wholes = known_wholes(self.incoming.events, self._before.__contains__)
        self._know_parcels()
        fresh = self._fresh_events()
        coming = list(map(told_of, fresh))
        told = grouped(coming, self.patch_of)
        fresh_in = {name for name in told if self._is_here(name)} | {named(SAID, uuid) for uuid in contest.switched}
        again = self._judged_anew(coming)
        known_of_them = self._old(fresh_in | again)
        old = grouped(known_of_them, self.patch_of)
        self._decisions = decisions_in([*known_of_them, *coming])
        targets = fresh_in | again | self.awaiting | {name for name in old if self._is_of_new(name)}
        concerned = [parts_of(name)[1] for name in targets if name.startswith(RECORD)]
        kinds = [kind for kind in RECORDS if kind in {row.get("kind") for row in self.incoming.rows("records")}]
        known_records = records_here(self.connection, concerned, kinds)
        issued.enter_patches(self.connection, self.office.place, self.incoming, found)
        actors, self._names = self._actors(), self._office_names()
        log.append_foreign(self.connection, fresh)
        self._make_room()
        conflicts = differing
        for names, new in self._portions([name for name in {**old, **told} if name in targets]):
            conflicts += self._show({name: Stream(name, [*old.get(name, ()), *told.get(name, ())], self.patch_of)
                                     for name in names}, new)
        parcels = self._parcels_of(fresh_in)
        measured.take_over(self.connection, self.incoming, self._enterable_parcels(), self.office.place.geographic)
        measured.own_areas(self.connection, self.office.plane, list(self._drawn))
        measured.give_up(self.connection, self.office.plane,
                         [uuid for patch in contest.open for uuid in self.parcels.get(patch, ())])
        if found.new or contest.switched:
            update_extents(self.connection)
        here = records_here(self.connection, concerned, kinds)
        new_patches = set(found.new)
        receipt = MergeReceipt(
            self.sender, len(new_patches), len(fresh), len(here - known_records),
            len(self._patches_of(fresh_in) - new_patches), conflicts + len(self.asked),
            sum(row["uuid"] in self._before or row["uuid"] in self._wholes for row in self.incoming.events),
            self._left_out(),
            tuple(self._findings(fresh, actors)), parcels)
        self._note(receipt, digest, signature)
        return receipt

    def _judged_anew(self, coming: Sequence[Told]) -> Set[str]:
        """Records that are known here of which other words may count now: somebody decided, an office has said of
        which level it is, or ours is taken for another since others' patches come.
        """
        decided = [each.chain for each in coming if is_decision(each)]
        changed = records_with_words(self.connection, self._judged_otherwise())
        records = [uuid for uuid, in among(
            self.connection, "SELECT DISTINCT parcel_uuid FROM events WHERE parcel_uuid IN", [*decided, *changed])]
        return {named(RECORD, uuid) for uuid in related(self.connection, [str(each) for each in records])}

    def _judged_otherwise(self) -> List[str]:
        """The workspaces of whose words that are known here others may count now."""
        if self._changed_own:
            return [str(row[0]) for row in self.connection.execute(
                "SELECT DISTINCT workspace_id FROM events WHERE workspace_id <> ?", (self.workspace_id,)).fetchall()]
        return [self.incoming.workspace_id] if self._changed_level else []

    def _know_parcels(self) -> None:
        held = self.sorted.held
        self.patch_of, self.parcels = log.parcels_by_patch(self.connection)
        for uuid, patch in self.incoming.patch_of.items():
            if patch not in held and uuid not in self.patch_of:
                self.patch_of[uuid] = patch
                self.parcels.setdefault(patch, []).append(uuid)
        self.new = set(self.sorted.new)
        self.held_parcels = {uuid for uuid, patch in self.incoming.patch_of.items() if patch in held}
        secret = self.sorted.secret
        self.secret_ids = {*secret, *(uuid for uuid, patch in self.incoming.patch_of.items() if patch in secret)}

    def _make_room(self) -> None:
        """Rows for the parts that others made of patches that are here; whether they stand is said by the events."""
        wanted = [row for uuid, row in self.incoming.parcels.items()
                  if row["patch_uuid"] not in self.new and uuid in self.patch_of]
        here = rows_among(self.connection, "parcels", (), "uuid", (str(row["uuid"]) for row in wanted))
        missing = [row for row in wanted if row["uuid"] not in here]
        patches = rows_among(self.connection, "patches", ("batch_uuid", "position"), "uuid",
                             (str(row["patch_uuid"]) for row in missing))
        put(self.connection, PARCELS, [
            {"uuid": row["uuid"], "patch_uuid": row["patch_uuid"], "dkbh": row.get("dkbh"), "status": RETIRED,
             **patches[str(row["patch_uuid"])]} for row in missing])

    def _fresh_events(self) -> List[Row]:
        """What is not known here and may enter; of what is in our quarantine nothing does, not even a uuid."""
        held = {*self.sorted.held, *self.held_parcels}
        fresh = [row for row in self.incoming.events if row["uuid"] not in self._before and row["uuid"] not in
                 self._wholes and row["parcel_uuid"] not in held and not self._only_of(held, row)]
        if self._wholes:
            fresh = [with_names(row, lambda _, event: self._wholes.get(event, event)) for row in fresh]
        if not self.secret_ids:
            return fresh
        return [{**row, "payload": without_ids(row["payload"], self.secret_ids),
                 "parcels": without_ids(row.get("parcels"), self.secret_ids),
                 "follows": {name: before for name, before in mapping(row.get("follows")).items()
                             if parts_of(name)[1] not in self.secret_ids}} for row in fresh]

    def _only_of(self, held: Set[str], row: Row) -> bool:
        named_there = mapping(row["payload"]).get("parcels")
        return isinstance(named_there, list) and bool(named_there) and held.issuperset(named_there)

    def _is_here(self, name: str) -> bool:
        kind, uuid = parts_of(name)
        patch = self.patch_of.get(uuid, "") if kind == REMARK else uuid
        return kind == RECORD or (bool(patch) and patch not in self.sorted.held)

    def _is_of_new(self, name: str) -> bool:
        kind, uuid = parts_of(name)
        patch = self.patch_of.get(uuid, "") if kind == REMARK else uuid
        return kind != RECORD and (patch in self.new or patch in self.sorted.released)

    def _patches_of(self, targets: Set[str]) -> Set[str]:
        found = {self.patch_of.get(uuid, "") if kind == REMARK else uuid
                 for kind, uuid in map(parts_of, targets) if kind != RECORD}
        return found - {""}

    def _old(self, targets: Set[str]) -> List[Told]:
        """What the workspace knows already of these streams, and of patches that come in now."""
        patches = self._patches_of(targets) | self.sorted.released
        chains = [chain for patch in patches if patch not in self.new
                  for chain in log.cluster(patch, self.parcels)]
        chains += [uuid for kind, uuid in map(parts_of, targets) if kind == RECORD]
        if self._before:
            coming = [uuid for patch in self.new for uuid in self.parcels.get(patch, ())]
            self.awaiting = {name for each in log.told_about(self.connection, coming)
                             for name in touched(each, self.patch_of) if name.startswith(RECORD)}
            chains += [*coming, *(parts_of(name)[1] for name in self.awaiting)]
        return log.told_about(self.connection, chains)

    def _portions(self, names: Sequence[str]) -> Iterator[Tuple[List[str], List[Row]]]:
        """The streams of some patches, and the parcels of those of them that are new; at last the records."""
        by_patch: Dict[str, List[str]] = {uuid: [] for uuid in self.sorted.new}
        records: List[str] = []
        for name in names:
            kind, uuid = parts_of(name)
            if kind == RECORD:
                records.append(name)
            else:
                by_patch.setdefault(self.patch_of.get(uuid, "") if kind == REMARK else uuid, []).append(name)
        parcels: Dict[str, List[Row]] = {uuid: [] for uuid in self.sorted.new}
        for row in self.incoming.parcels.values():
            if row["patch_uuid"] in self.new:
                parcels[str(row["patch_uuid"])].append(row)
        for some in portioned(list(by_patch)):
            yield ([name for patch in some for name in by_patch[patch]],
                   [row for patch in some for row in parcels.get(patch, ())])
        yield records, []

    def _show(self, streams: Mapping[str, Stream], new: Sequence[Row]) -> int:
        """Write what stands now; how many conflicts are new."""
        follow(self.connection, self.office.plane, streams)
        said = Said({name: standing_values(stream, self.trust, self._decisions.get(parts_of(name)[1], ()))
                     for name, stream in streams.items()})
        Projection(self.connection, self.office.plane, said).write(new)
        self._drawn.update(dict.fromkeys(uuid for some in said.grounds.values() for uuid in some))
        self._drawn.update(dict.fromkeys(uuid for name in streams if parts_of(name)[0] == ISSUED
                                         for uuid in self.parcels.get(parts_of(name)[1], ())))
        self.asked |= relist_questions(self.connection, streams, self.trust, self._decisions, self.patch_of,
                                       self._names)
        others = {name: stream for name, stream in streams.items() if parts_of(name)[0] != ISSUED}
        return relist(self.connection, others, self.patch_of, self._names)

    def _parcels_of(self, targets: Set[str]) -> List[str]:
        """The parcels of which something is new."""
        found: Dict[str, None] = {}
        for kind, uuid in map(parts_of, sorted(targets)):
            if kind == REMARK:
                found[uuid] = None
            elif kind in (SAID, ISSUED):
                found.update(dict.fromkeys(self.parcels.get(uuid, ())))
        for patch in self.sorted.new:
            found.update(dict.fromkeys(self.parcels.get(patch, ())))
        records = {uuid for kind, uuid in map(parts_of, targets) if kind == RECORD}
        for row in self.incoming.rows("records"):
            parcels = row.get("parcels")
            if row["uuid"] in records and isinstance(parcels, list):
                found.update(dict.fromkeys(uuid for uuid in parcels if uuid in self.patch_of))
        return list(found)

    def _enterable_parcels(self) -> List[str]:
        held = self.sorted.held
        return [uuid for uuid, patch in self.incoming.patch_of.items() if patch not in held]

    def _actors(self) -> Dict[str, Set[str]]:
        found: Dict[str, Set[str]] = {}
        for actor, workspace in self.connection.execute("SELECT DISTINCT actor, workspace_id FROM events").fetchall():
            found.setdefault(actor, set()).add(workspace)
        return found

    def _findings(self, fresh: Sequence[Row], actors: Mapping[str, Set[str]]) -> List[Finding]:
        found = strange(fresh, actors, datetime.now().astimezone())
        if self.incoming.unknown:
            found.append(Finding("OFFICE_STATE_MORE", "W", {
                "office": self.sender, "fields": "、".join(self.incoming.unknown)}))
        if self._is_of_another_workspace():
            found.append(Finding("OFFICE_IN_TWO_WORKSPACES", "W", {"office": self.sender}))
        if self.sorted.secret:
            found.append(Finding("PATCHES_SET_APART_HERE", "W", {"count": len(self.sorted.secret)}))
        numbers = sorted(uuid for uuid, here in self.sorted.differing.items()
                         if uuid != here and self.incoming.patches[uuid].get("TBLY") == OWN_SOURCE)
        if numbers:
            named_there = [str(self.incoming.patches[uuid].get("JCBH")) for uuid in numbers]
            found.append(Finding("OWN_NUMBER_HELD", "W", {"count": len(numbers), "office": self.sender, "numbers":
                                                          "、".join(named_there[:_NAMED])}))
        others = self.sorted.differing.keys() - set(numbers)
        for code, patches in (("ISSUED_HELD", others), ("ISSUED_REFUSED", self.sorted.refused)):
            if patches:
                found.append(Finding(code, "W", {"count": len(patches), "office": self.sender}))
        return found + [self._asked(name) for name in sorted(self.asked)]

    def _is_of_another_workspace(self) -> bool:
        """Has an office of that name sent packages of another workspace before?"""
        return self.connection.execute(
            "SELECT 1 FROM packages WHERE office = ? AND office_workspace <> ? LIMIT 1",
            (self.sender, self.incoming.workspace_id)).fetchone() is not None

    def _asked(self, name: str) -> Finding:
        """What is asked of words that another office made in the name of a level."""
        workspace, level = of_question(name)
        count = self.connection.execute("SELECT count(*) FROM conflicts WHERE stream = ?", (name,)).fetchone()[0]
        told = {"count": count, "level": level, "office": self._names.get(workspace, "")}
        if self._has_come(workspace):
            return Finding("WORDS_OF_A_LEVEL", "W", {**told, "theirs": self.trust.known.get(workspace) or "—"})
        return Finding("WORDS_OF_AN_OFFICE_TO_COME" if told["office"] else "WORDS_OF_AN_UNKNOWN_OFFICE", "W", told)

    def _has_come(self, workspace: str) -> bool:
        """Has a package of its own come from this workspace, now or before?"""
        return workspace == self.incoming.workspace_id or self.connection.execute(
            "SELECT 1 FROM packages WHERE office_workspace = ? LIMIT 1", (workspace,)).fetchone() is not None

    def _left_out(self) -> Dict[str, int]:
        counts = {"quarantined": len(self.sorted.secret), "issued": len(self.sorted.differing),
                  "refused": len(self.sorted.refused)}
        return {reason: count for reason, count in counts.items() if count}

    def _office_names(self) -> Dict[str, str]:
        return with_package(office_names(self.connection), self.incoming.meta, self.sender)

    def _note(self, receipt: MergeReceipt, digest: str, signature: str) -> None:
        known = self.connection.execute("SELECT 1 FROM packages WHERE digest = ?", (digest,)).fetchone()
        if known is None:
            meta = self.incoming.meta
            insert(self.connection, "packages", [{
                "digest": digest, "office": self.sender, "office_workspace": self.incoming.workspace_id,
                "made_at": meta.get("made_at", ""), "made_by": meta.get("made_by", ""), "signature": signature,
                "merged_at": now(), "merged_by": self.office.actor, "counts": to_json({
                    "new_patches": receipt.new_patches, "new_events": receipt.new_events,
                    "new_records": receipt.new_records, "changed_patches": receipt.changed_patches,
                    "conflicts": receipt.conflicts, "known_events": receipt.known_events,
                    "left_out": dict(receipt.left_out), "batches": sorted(self.incoming.batches),
                    LEVEL: meta.get(LEVEL, ""), OFFICES: names_in(meta),
                    SIGNED_OFF: meta.get(SIGNED_OFF, "")})}])


