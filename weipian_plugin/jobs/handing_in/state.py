"""The state that a product shows: its dates come from here and not from the clock, so that it can be built again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


@dataclass(frozen=True)
class State:
    """As of when: the latest wall time among the events (ISO), their number, and the digest of their identities."""

    moment: str
    events: int
    digest: str

    @property
    def day(self) -> str:
        """``2023-09-30``; "" for a workspace in which nothing has happened yet."""
        return self.moment[:10]

    @property
    def in_words(self) -> str:
        """As the sheet 说明 has it: a table that comes back is held against the state that it was written from."""
        return f"{self.events} 条记录，摘要 {self.digest[:16]}"


def state_of(workspace: Workspace) -> State:
    """The state a workspace is in."""
    moment, events, digest = workspace.standing()
    return State(moment, events, digest)
