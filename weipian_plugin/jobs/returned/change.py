"""What a row that came back would change, or why it cannot: the one thing that window, algorithm and tests speak of."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Tuple

from ...domain.records import Finding

OPEN, CONFLICT, REFUSED, IMPOSSIBLE = "open", "conflict", "refused", "impossible"
STATES = (OPEN, CONFLICT, REFUSED, IMPOSSIBLE)
ANSWER, FLAG, ASSIGNED, RECORD, FINDING, AUDIT = "answer", "flag", "assigned", "record", "finding", "audit"
"""What is changed: an answer of the 初判, a parcel's flag, who judges it, a record's value, the reason of a finding, or
an audit is added."""
REVIEWS = "reviews"
"""The form of a reviewers' list, which is none of ours."""


@dataclass(frozen=True)
class Change:
    """A cell that says something else than the workspace, or a row that cannot be placed (``kind`` "").

    ``target`` is the record's uuid, the check's id, else the parcel's uuid; ``code`` the field as it is stored,
    ``title`` the column in Chinese and English; ``was`` and ``becomes`` are words, ``value`` what would be stored and
    ``stored`` what is stored now. ``alone``: never accepted with others (违法). ``needs``: the answers of the same row
    without which the value means nothing.
    """

    row: int
    cell: str = ""
    label: str = ""
    kind: str = ""
    parcel: str = ""
    target: str = ""
    code: str = ""
    title: Tuple[str, str] = ("", "")
    was: str = ""
    becomes: str = ""
    value: object = None
    stored: object = None
    state: str = IMPOSSIBLE
    why: Tuple[Finding, ...] = ()
    alone: bool = False
    needs: Mapping[str, object] = field(default_factory=dict)
    extra: Optional[object] = None

    @property
    def key(self) -> str:
        """The same for the same change, whichever file and row it comes in."""
        text = "|".join((self.kind, self.target, self.code, self.becomes))
        return hashlib.sha256(text.encode()).hexdigest()[:24]

    @property
    def can_be_accepted(self) -> bool:
        """May a person accept it? What was refused before, too."""
        return self.state in (OPEN, CONFLICT, REFUSED)


@dataclass(frozen=True)
class Wish:
    """How a file is to be read. ``form``: "" as recognised, else the id of a form or `REVIEWS`; of a reviewers' list:
    ``columns`` headings by role, ``level``, ``day`` (ISO), ``person`` where the list does not say them.
    """

    form: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    level: str = ""
    day: str = ""
    person: str = ""


@dataclass(frozen=True)
class Returned:
    """A file held against the workspace. ``rows`` were read, ``same`` of them say nothing new."""

    path: Path
    form: str
    title: str
    sheet: str
    rows: int = 0
    same: int = 0
    changes: Tuple[Change, ...] = ()
    remarks: Tuple[Finding, ...] = ()

    def of_state(self, *states: str) -> List[Change]:
        """The changes in these states."""
        return [change for change in self.changes if change.state in states]

    def counts(self) -> Dict[str, int]:
        """Rows, and changes by state."""
        return {"rows": self.rows, "same": self.same,
                **{state: len(self.of_state(state)) for state in STATES}}


def trouble(row: int, code: str, cell: str = "", label: str = "", parcel: str = "", title: Tuple[str, str] = ("", ""),
            becomes: str = "", was: str = "", **values: object) -> Change:
    """What cannot be taken, and why."""
    return Change(row, cell, label, parcel=parcel, title=title, was=was, becomes=becomes,
                  why=(Finding(code, "W", values),))

