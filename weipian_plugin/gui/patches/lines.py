"""Which line of the list is which row: filtered, in order, under headings; and the order for whoever steps through."""

from __future__ import annotations

from typing import Any, Collection, Dict, List, NamedTuple, Sequence, Tuple

import numpy as np

from ...domain.records import SIGNED, UNJUDGED
from ..queue_order import QueueOrder
from .queue_table import QueueTable


class Group(NamedTuple):
    """A heading: the text its rows share, how many there are and how many of them are answered."""

    name: str
    total: int
    answered: int


class Lines:
    """Lines from top to bottom: the place of a row in the table, or -1 - n for the heading of group n."""

    def __init__(self, lines: Any, groups: Tuple[Group, ...], size: int) -> None:
        self.lines, self.groups = lines, groups
        self.line_of = np.full(size, -1, dtype=np.int32)
        shown = np.flatnonzero(lines >= 0) if groups else np.arange(len(lines))
        self.line_of[lines[shown]] = shown

    def __len__(self) -> int:
        return len(self.lines)

    @property
    def places(self) -> Any:
        """The rows without the headings."""
        return self.lines[self.lines >= 0] if self.groups else self.lines

    def heading_of(self, line: int) -> int:
        """The line of the heading under which this line stands."""
        return int(np.flatnonzero(self.lines[:line] < 0)[-1])

    def counted(self, heading: int, more: int) -> Lines:
        """With so many more answered under this heading."""
        number = -1 - int(self.lines[heading])
        changed = Lines.__new__(Lines)
        changed.lines, changed.line_of = self.lines, self.line_of
        changed.groups = tuple(group._replace(answered=group.answered + more) if place == number else group
                               for place, group in enumerate(self.groups))
        return changed

    def without(self, line: int) -> Lines:
        """One line less, where there are no headings."""
        return Lines(np.delete(self.lines, line), (), len(self.line_of))

    def with_row(self, line: int, place: int) -> Lines:
        """One row more, where there are no headings."""
        return Lines(np.insert(self.lines, line, place), (), len(self.line_of))


def plain(places: Any, size: int) -> Lines:
    """The rows one after the other."""
    return Lines(places.astype(np.int32), (), size)


def grouped(table: QueueTable, places: Any, collapsed: Collection[str]) -> Lines:
    """The rows under the headings of their townships, which stand in the order in which they first come."""
    column = table.text("township")
    codes = column.codes[places]
    found, first = np.unique(codes, return_index=True)
    answered = table.answered()[places]
    parts: List[Any] = []
    groups: List[Group] = []
    for code in found[np.argsort(first)]:
        members = codes == code
        name = column.texts[int(code)]
        parts.append(np.array([-1 - len(groups)], dtype=np.int32))
        groups.append(Group(name, int(members.sum()), int(answered[members].sum())))
        if name not in collapsed:
            parts.append(places[members].astype(np.int32))
    lines = np.concatenate(parts) if parts else np.empty(0, dtype=np.int32)
    return Lines(lines, tuple(groups), len(table))


class ShownOrder(QueueOrder):
    """The order of a list, made at each change of it at the cost of one array: the texts are the table's."""

    def __init__(self, table: QueueTable, lines: Lines) -> None:
        super().__init__()
        self._table, self._rows = table, lines.places
        self._at = lines.line_of if not lines.groups else Lines(self._rows, (), len(table)).line_of

    def __len__(self) -> int:
        return len(self._rows)

    def uuid(self, place: int) -> str:
        return self._table.uuids[self._rows[place]]

    def place(self, uuid: str) -> int:
        row = self._table.place(uuid)
        return -1 if row < 0 else int(self._at[row])

    def uuids(self, start: int = 0, stop: int = -1) -> List[str]:
        names = self._table.uuids
        return [names[row] for row in (self._rows[start:] if stop < 0 else self._rows[start:stop])]

    def next_unfinished(self, start: int, direction: int) -> int:
        rows = self._rows[start:] if direction > 0 else self._rows[start::-1] if start >= 0 else self._rows[:0]
        found = np.flatnonzero(self._table.values("unfinished")[rows])
        return -1 if not len(found) else start + direction * int(found[0])

    def count_unfinished(self) -> int:
        return int(np.count_nonzero(self._table.values("unfinished")[self._rows]))

    def next_unsigned(self, start: int) -> int:
        found = np.flatnonzero(~self._table.text("status").among((SIGNED,))[self._rows[start:]])
        return start + int(found[0]) if len(found) else start


def counts(table: QueueTable, batch: str, assigned: Sequence[str] = ()) -> Dict[str, int]:
    """How many rows (of a batch, given to one of these people) there are by what was done to them: total, answered,
    to_do, and each status; flagged ones count as draft or to do as well.
    """
    mask = np.ones(len(table), dtype=bool)
    if batch:
        mask &= table.text("batch_uuid").among((batch,))
    if assigned:
        mask &= table.text("assigned").among(assigned)
    found = table.text("status").counts(mask)
    answered, to_do = table.answered() & mask, table.in_states((UNJUDGED,)) & mask
    return {**found, "answered": int(np.count_nonzero(answered)), "to_do": int(np.count_nonzero(to_do)),
            "total": sum(found.values())}
