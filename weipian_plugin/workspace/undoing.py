"""Undo and redo: each one event that compensates another, whatever that one changed."""

from __future__ import annotations

from typing import Optional

from ..domain.records import Event
from . import events
from .database import Database
from .decisions import Desk
from .geometry_edits import GeometryDesk
from .many import ManyDesk
from .merging.conflicts import Settling
from .merging.told import SETTLING
from .records import Register


class Undoing:
    """Takes back and does again what one person decided in this workspace; it is all in the file, so also tomorrow."""

    def __init__(self, database: Database, desk: Desk, shapes: GeometryDesk) -> None:
        self.database, self._desk, self._shapes = database, desk, shapes

    @property
    def last_decision(self) -> Optional[Event]:
        """What `undo` would take back."""
        return events.last_decision(self.database, self._desk.actor, self._desk.workspace_id, self._desk.nameless)

    @property
    def last_undone(self) -> Optional[Event]:
        """The undoing that `redo` would take back."""
        return events.last_undone(self.database, self._desk.actor, self._desk.workspace_id, self._desk.nameless)

    def undo(self) -> Optional[Event]:
        """Compensate this actor's last decision that is not undone, with all that was kept at once with it; ``None``
        where there is none.

        Raises ``UNDO_OVERTAKEN`` where someone has decided otherwise since, ``PARCEL_SIGNED`` for the shape of a parcel
        that is signed, ``CORRECTION_OPEN`` for a signature.
        """
        self.database.require_writable()
        last = self.last_decision
        return None if last is None else self._compensate(last, events.UNDONE)

    def redo(self) -> Optional[Event]:
        """Do again what this actor undid last; ``None`` where there is nothing, or they have decided anew since.

        Raises what `undo` raises.
        """
        self.database.require_writable()
        last = self.last_undone
        return None if last is None else self._compensate(last, events.REDONE)

    def _compensate(self, event: Event, kind: str) -> Event:
        if SETTLING in event.payload:
            return Settling(self.database, self._shapes.plane, self._desk.actor).compensate(event, kind)
        if event.changes_shapes:
            return self._shapes.compensate(event, kind)
        if event.record:
            act = str(event.payload.get(events.AT_ONCE) or "")
            register = Register(self.database, self._desk.actor, at_once=act)
            return register.compensate(events.kept_at_once(self.database, event), kind)
        if event.of_many:
            return ManyDesk(self.database, self._desk.actor).compensate(event, kind)
        return self._desk.compensate(event, kind)
