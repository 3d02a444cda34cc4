"""What offices hand each other, as other rooms know it: a state leaves, a state enters, conflicts are decided."""

from __future__ import annotations

import hashlib
import json
from typing import Dict, List, Mapping, NamedTuple, Optional, Sequence, Set

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
from .levels import LEVEL, levels_known, own_counties, own_level, settle_level, settled_level
from .office_names import office_names
from .questions import questions

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

    def leave(self, batches: Optional[Sequence[str]] = None, parcels: Optional[Sequence[str]] = None, office: str = ""
              ) -> OfficeState:
        """The state of some batches' patches, of the patches to which some parcels belong, or of all, as plain rows.

        ``office``: who hands it on. Samples, second readings and rulings stay here, as do who is to judge what, layers,
        imagery and suggestions; of quarantine there is nothing, not even a stub. Of some patches' state nothing else
        goes than what belongs to them, or lies in their counties; see `belonging`.
        """
        with self._database.errors(), without_collecting():
            return leave(self._database, self._meta, self._actor, office, batches, parcels)

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
        """What stands open, in the order in which it was found; first whether words count that were made in the name
        of a level by an office of which that is not known.
        """
        with self._database.errors():
            asked = [dict(row) for row in self._database.rows(
                "SELECT * FROM conflicts WHERE kind = ? ORDER BY fid", (LEVEL,))]
            return [*questions(self._database, asked, levels_known(self._database.connection),
                               office_names(self._database.connection)),
                    *conflicts(self._database)]

    def level(self) -> str:
        """The level of this workspace's office: as a person has said it, else guessed; see `own_level`."""
        with self._database.errors():
            return own_level(self._database.connection)

    def own_counties(self) -> Set[str]:
        """The counties (codes) of the patches that were imported here."""
        with self._database.errors():
            return own_counties(self._database.connection)

    def settled_level(self) -> str:
        """The level as a person has said it, "" while nobody has."""
        with self._database.errors():
            return self._database.remembered(("settled level",), lambda: settled_level(self._database.connection))

    def settle_level(self, level: str) -> None:
        """A person says at which level this office works; what came in is judged by it anew. Raises ``OFFICE_LEVEL``,
        and what `Database.transaction` raises.
        """
        with self._database.transaction() as connection:
            settle_level(connection, level)
            self._settling.judge_all_anew(connection)

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
