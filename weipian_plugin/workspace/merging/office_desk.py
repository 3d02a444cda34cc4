"""What offices hand each other, as other rooms know it: a state leaves, a state enters, conflicts are decided."""

from __future__ import annotations

import hashlib
import json
from typing import Dict, List, Mapping, NamedTuple, Optional, Sequence

from ...domain.records import Event
from ...domain.review.office_state import Conflict, MergeReceipt, OfficeState
from ..batches import Place
from ..database import Database, quoted
from ..events import to_json
from ..parcel_ground import Plane
from ..quarantine import Quarantine
from ..schema import TABLES
from ..without_collecting import without_collecting
from .conflict_list import conflicts
from .conflicts import Settling
from .entering import Office, merge, rehearsed
from .leaving import leave

_OF_THIS_FILE = ("fid", "sequence", "merged_at", "merged_by", "counts", "follows")
_NOT_HANDED_ON = ("reference_layers", "scenes", "suggestions", "suggestion_parts", "stubs")


class Merged(NamedTuple):
    """A package that was merged. ``counts`` as `MergeReceipt` has them."""

    digest: str
    office: str
    workspace_id: str
    made_at: str
    made_by: str
    signature: str
    merged_at: str
    merged_by: str
    counts: Mapping[str, object]


class OfficeDesk:
    """The desk where packages of other offices are opened: a database and who sits at it."""

    def __init__(self, database: Database, quarantine: Quarantine, plane: Plane, place: Place, meta: Mapping[str, str],
                 actor: str) -> None:
        self._database, self._meta, self._actor = database, meta, actor
        self._office = Office(database, quarantine, plane, place, meta["crs"], actor, meta)
        self._settling = Settling(database, plane, actor)

    def leave(self, batches: Optional[Sequence[str]] = None, parcels: Optional[Sequence[str]] = None, office: str = "",
              with_reviewers: bool = False) -> OfficeState:
        """The state of some batches' patches, of the patches to which some parcels belong, or of all, as plain rows.

        ``office``: who hands it on. Samples, second readings and rulings go along only ``with_reviewers``; who is to
        judge what, layers, imagery and suggestions stay here, and of quarantine there is nothing, not even a stub.
        """
        with self._database.errors(), without_collecting():
            return leave(self._database, self._meta, self._actor, office, batches, parcels, with_reviewers)

    def merge(self, state: OfficeState, office: str, digest: str, signature: str = "") -> MergeReceipt:
        """Let a state enter, in one transaction: a union of events.

        What only one office decided stands, whichever that is. Where two decided without knowing of each other, what
        this workspace itself said stays, else one side by a rule that does not depend on the order of merging; it is
        listed as a conflict until a person decides. Merging again changes nothing. ``digest`` tells the package from
        others. Raises what `checking.require_sound` raises, and what `Database.transaction` raises: nothing changes.
        """
        return merge(self._office, state, office, digest, signature)

    def compare(self, state: OfficeState, office: str) -> MergeReceipt:
        """What merging would do; nothing is changed. Raises what `merge` raises."""
        return rehearsed(self._office, state, office)

    def conflicts(self) -> List[Conflict]:
        """What stands open, in the order in which it was found."""
        with self._database.errors():
            return conflicts(self._database)

    def decide(self, stream: str, side: str, reason: str) -> None:
        """Make what a side says the workspace's; an event like every decision. See `Settling.decide`."""
        self._settling.decide(stream, side, reason)

    def compensate(self, event: Event, kind: str) -> Event:
        """Take a decision back, or do it again; see `Settling.compensate`."""
        return self._settling.compensate(event, kind)

    def packages(self) -> List[Merged]:
        """What was merged here, in the order in which it was."""
        found = self._database.rows("SELECT * FROM packages ORDER BY fid")
        return [Merged(row["digest"], row["office"], row["office_workspace"], row["made_at"], row["made_by"],
                       row["signature"], row["merged_at"], row["merged_by"], json.loads(row["counts"]))
                for row in found]

    def fingerprint(self) -> str:
        """By what two workspaces are told apart that hold the same, in whatever order it came: everything that offices
        hand on, without numbers of rows, times of merging, and what was new at each.
        """
        digest = hashlib.sha256()
        for table, rows in self.told_apart().items():
            digest.update(to_json([table, rows]).encode())
        return digest.hexdigest()

    def told_apart(self) -> Dict[str, List[str]]:
        """What `fingerprint` is of: by table, its rows as texts in their own order."""
        found: Dict[str, List[str]] = {}
        for table in TABLES:
            if table.name not in _NOT_HANDED_ON:
                rows = self._database.rows(" ".join(("SELECT * FROM", quoted(table.name))))
                found[table.name] = sorted(to_json({
                    name: value.hex() if isinstance(value, bytes) else value for name, value in dict(row).items()
                    if name not in _OF_THIS_FILE}) for row in rows)
        return found
