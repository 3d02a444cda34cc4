"""The state that a table was written from: what the workspace said then, parcel by parcel and record by record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Tuple

from ...domain.definitions import LAND
from ...domain.records import Event, Record
from ...workspace.decisions import KEPT_AS
from ...workspace.events import State, blank_state
from ...workspace.events import replay as replayed_states
from ...workspace.records import replay as replayed_records

if TYPE_CHECKING:
    from ...workspace.returned import Standing
    from ...workspace.workspace import Workspace

_CORRECTION, _CONCLUDED = "correction", "HDJL"


class Base:
    """What was said of parcels and records when the table was written; looked up where it is asked for."""

    def __init__(self, workspace: Workspace, standing: Standing) -> None:
        self._workspace, self.standing = workspace, standing
        self._known: Dict[str, Tuple[State, Dict[str, Record]]] = {}

    @classmethod
    def of(cls, workspace: Workspace, state: Optional[Tuple[int, str]]) -> Optional[Base]:
        """For the state that a table names; ``None`` where it names none, or one in which this workspace never was."""
        standing = workspace.returned.standing_at(*state) if state is not None else None
        return None if standing is None else cls(workspace, standing)

    @property
    def is_now(self) -> bool:
        """Has nothing happened since?"""
        return not self.standing.decided_since and not self.standing.measured_since

    def answers(self, parcel: str) -> Mapping[str, object]:
        """The 初判 as it was."""
        return _mapping(self._state(parcel)["answers"])

    def flag(self, parcel: str) -> str:
        """The flag as it was."""
        return str(self._state(parcel)["flag"])

    def signed(self, parcel: str, subject: str = LAND) -> Mapping[str, object]:
        """The signature that the table showed (answers, signed_by, signed_at, basis), empty where it showed none."""
        if any(not record.values.get(_CONCLUDED) for record in self._looked_up(parcel)[1].values()
               if record.kind == _CORRECTION and parcel in record.parcels):
            return {}
        return _mapping(self._state(parcel)[KEPT_AS[subject]])

    def record(self, uuid: str) -> Optional[Record]:
        """A record as it was; ``None`` where it was not there yet."""
        return self._looked_up(uuid)[1].get(uuid)

    def _state(self, parcel: str) -> State:
        return self._looked_up(parcel)[0]

    def _looked_up(self, chain: str) -> Tuple[State, Dict[str, Record]]:
        if chain not in self._known:
            events: List[Event] = [event for event in self._workspace.history(chain)
                                   if event.sequence <= self.standing.sequence]
            state = replayed_states(events).get(chain, blank_state())
            self._known[chain] = state, replayed_records(events)
        return self._known[chain]


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}
