"""The rows of the queue by columns: what is filtered, ordered and counted as arrays, a hundred thousand at a time."""

from __future__ import annotations

from typing import Any, Callable, Collection, Dict, Iterable, List, Optional, Sequence, Tuple, Union

import numpy as np

from ...domain.records import DRAFT, SIGNED, STUB, SUPERSEDED, UNJUDGED, QueueRow
from ...domain.review.blind_files import CANNOT_TELL, NOT_MINE
from ...workspace.queue_lines import QueueLines

FLAGGED = "flagged"
STATES = (UNJUDGED, DRAFT, SIGNED, FLAGGED, STUB, SUPERSEDED)
_CODES = {state: code for code, state in enumerate(STATES)}
ANSWERED = (DRAFT, SIGNED)
"""What counts as done wherever it is counted: answered by an 初判 or signed, flagged or not."""
NO_ANSWERS = (CANNOT_TELL, NOT_MINE)
"""What stands in place of an answer in a review file."""
NEVER = np.iinfo(np.int32).max
"""Days left where nothing is due: after everything that is."""

_FILTERED_TEXTS = ("status", "township", "tblx", "jclb", "suggestion", "outcome", "assigned", "flag", "batch_uuid",
                   "issued", "year")
_FILTERED_VALUES = ("state", "lights", "returned", "lacking", "unfinished", "area_m2", "farmland_m2",
                    "basic_farmland_m2", "redline_m2")
DUE_BY = ("batch_uuid", "jclb", "issued", "year")
_NOTHING_DUE = (SIGNED, STUB)

DaysOf = Callable[[QueueRow], Optional[Tuple[int, str]]]
Alone = Optional[Collection[str]]
"""The parcels that have a deadline of their own; all others have that of their batch, task, date of issue and year.
None: any may have."""


def state_of(row: QueueRow) -> str:
    """What the row shows as its status: a flag stands before draft and to do, never before a signature."""
    return FLAGGED if row.flag and row.status in (UNJUDGED, DRAFT) else row.status


def is_answered(row: QueueRow, in_review: bool = False) -> bool:
    """Does progress count it, in all and in the heading of its group? In a review file it is read also where the
    reviewer has said that it cannot be told, or is not theirs.
    """
    return row.status in ANSWERED or (in_review and row.flag in NO_ANSWERS)


class Categories:
    """One text column as numbers: the different texts once, and which of them each row has."""

    def __init__(self, texts: Sequence[str]) -> None:
        known = self._known = {text: number for number, text in enumerate(dict.fromkeys(texts))}
        self.codes = np.fromiter(map(known.__getitem__, texts), dtype=np.int32, count=len(texts))

    @property
    def texts(self) -> List[str]:
        """The different texts, each at its number."""
        return list(self._known)

    def put(self, place: int, text: str) -> None:
        """Another text for one row."""
        self.codes[place] = self._known.setdefault(text, len(self._known))

    def among(self, wanted: Iterable[str]) -> Any:
        """A mask of the rows that have one of these texts."""
        return self.matching(frozenset(wanted).__contains__)

    def matching(self, test: Callable[[str], bool]) -> Any:
        """A mask of the rows whose text passes a test, which is asked once for each text."""
        return np.array([test(text) for text in self._known] or [False])[self.codes]

    def counts(self, mask: Any = None) -> Dict[str, int]:
        """How many rows (of a mask) have each text."""
        codes = self.codes if mask is None else self.codes[mask]
        numbers = np.bincount(codes, minlength=len(self._known))
        return {text: int(number) for text, number in zip(self._known, numbers)}

    def ranks(self) -> Any:
        """For each row the place of its text among all texts in alphabetical order."""
        rank = {text: place for place, text in enumerate(sorted(self._known))}
        return np.array([rank[text] for text in self._known] or [0])[self.codes]



_AREAS = ("area_m2", "farmland_m2", "basic_farmland_m2", "redline_m2")


class QueueTable:
    """Rows in the order of issue; the columns are made when they are first asked for, and follow a row that changes."""

    def __init__(self, rows: Sequence[QueueRow] = (), days_of: DaysOf = lambda _row: None,
                 alone: Alone = None, in_review: bool = False) -> None:
        self.in_review = in_review
        self.rows: Union[QueueLines, List[QueueRow]] = rows if isinstance(rows, QueueLines) else list(rows)
        self.uuids: List[str] = self.column("parcel_uuid")
        self._places: Dict[str, int] = dict(zip(self.uuids, range(len(self.uuids))))
        self.days_of, self.alone = days_of, alone
        self._texts: Dict[str, Categories] = {}
        self._arrays: Dict[str, Any] = {}
        self._numbers: List[str] = []

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> List[Any]:
        """What each row has under this name, in the order of issue."""
        if isinstance(self.rows, QueueLines):
            return self.rows.column(name)
        return [getattr(row, name) for row in self.rows]

    def with_rows(self, at: int, rows: Sequence[QueueRow], without: Collection[str]) -> QueueTable:
        """Another table: these rows but for the parcels of ``without``, and ``rows`` before the place ``at``."""
        known, gone = self.rows, frozenset(without)
        if isinstance(known, QueueLines):
            return QueueTable(known.with_rows(at, rows, gone), self.days_of, self.alone, self.in_review)
        kept = [row for row in known[at:] if row.parcel_uuid not in gone]
        return QueueTable([*(row for row in known[:at] if row.parcel_uuid not in gone), *rows, *kept], self.days_of,
                          self.alone, self.in_review)

    def answered(self) -> Any:
        """A mask of the rows that progress counts: `is_answered`."""
        found = self.text("status").among(ANSWERED)
        return found | self.text("flag").among(NO_ANSWERS) if self.in_review else found

    def in_states(self, states: Collection[str]) -> Any:
        """A mask of the rows with one of these statuses, flagged or not; what a review file counts as read is no longer
        to do.
        """
        status = self.text("status")
        mask = status.among(states)
        if self.in_review and UNJUDGED in states:
            mask &= ~(status.among((UNJUDGED,)) & self.answered())
        return mask

    def alone_of(self, row: QueueRow) -> QueueTable:
        """A table of this one row, to be asked as this one is."""
        return QueueTable([row], self.days_of, in_review=self.in_review)

    def place(self, uuid: str) -> int:
        """The place of a parcel in the order of issue, -1 if it is not here."""
        return self._places.get(uuid, -1)

    def put(self, row: QueueRow) -> int:
        """Put a row in the place of the one of the same parcel; its place. The deadline hangs upon its status too."""
        place = self._places[row.parcel_uuid]
        self.rows[place] = row
        for name, known in self._texts.items():
            known.put(place, getattr(row, name))
        for name in self._arrays:
            self._put_value(name, place, row)
        return place

    def _put_value(self, name: str, place: int, row: QueueRow) -> None:
        if name in ("days", "lights"):
            self._arrays["days"][place], self._arrays["lights"][place] = self._due(row)
        elif name in ("x", "y"):
            self._arrays[name][place] = _centre(row)[name == "y"]
        elif name == "unfinished":
            self._arrays[name][place] = (row.status == UNJUDGED and not is_answered(row, self.in_review)) or row.lacking
        else:
            self._arrays[name][place] = _VALUES[name](row)

    def prepare(self) -> bool:
        """Make one more of the columns that filters ask for; False where all are there."""
        for name in _FILTERED_TEXTS:
            if name not in self._texts:
                self.text(name)
                return True
        for name in _FILTERED_VALUES:
            if name not in self._arrays:
                self.values(name)
                return True
        if len(self._numbers) == len(self):
            return False
        self.numbers()
        return True

    def text(self, name: str) -> Categories:
        """A column of texts that repeat: ``township``, ``tblx`` …"""
        if name not in self._texts:
            self._texts[name] = Categories(self.column(name))
        return self._texts[name]

    def values(self, name: str) -> Any:
        """A column of numbers: areas m² (nan where not measured), ``state``, ``returned``, ``days``, ``x``, ``y`` …"""
        if name not in self._arrays:
            self._make(name)
        return self._arrays[name]

    def _make(self, name: str) -> None:
        if name in ("days", "lights"):
            self._make_days()
        elif name in ("x", "y"):
            unknown = (np.nan, np.nan)
            both = np.array([centre or unknown for centre in self.column("centre")], dtype=float).reshape(len(self), 2)
            self._arrays["x"], self._arrays["y"] = both[:, 0].copy(), both[:, 1].copy()
        elif name == "state":
            self._arrays[name] = self._states()
        elif name == "unfinished":
            to_do = self.text("status").among((UNJUDGED,))
            self._arrays[name] = (to_do & ~self.answered()) | self.values("lacking")
        else:
            self._arrays[name] = np.array(self.column(name), dtype=float if name in _AREAS else bool)

    def _states(self) -> Any:
        status = self.text("status")
        codes = np.array([_CODES[text] for text in status.texts] or [0], dtype=np.int8)[status.codes]
        flagged = np.array([bool(text) for text in self.column("flag")], dtype=bool)
        codes[flagged & status.among((UNJUDGED, DRAFT))] = _CODES[FLAGGED]
        return codes

    def _make_days(self) -> None:
        """Asked once for all that are due alike: there are a few kinds among a hundred thousand."""
        if self.alone is None:
            due = [self._due(row) for row in self.rows]
            days = np.array([each for each, _ in due], dtype=np.int32)
            lights = np.array([light for _, light in due], dtype=np.int8)
        else:
            days, lights = self._days_by_kind(self.alone)
        self._arrays["days"], self._arrays["lights"] = days, lights

    def _days_by_kind(self, alone: Collection[str]) -> Tuple[Any, Any]:
        kinds, firsts = self.kinds(DUE_BY)
        apart = np.zeros(len(self), dtype=bool)
        apart[[place for place in map(self.place, alone) if place >= 0]] = True
        returned = self.values("returned")  # each has the day by which it is answered, signed or not
        apart |= returned | self.text("status").among(_NOTHING_DUE)
        due = np.full((len(firsts), 2), (NEVER, -1), dtype=np.int64)
        usual = np.flatnonzero(~apart)
        found, first = np.unique(kinds[usual], return_index=True)
        for kind, place in zip(found, usual[first]):
            due[kind] = self._due(self.rows[int(place)])
        every = due[kinds]
        every[apart] = (NEVER, -1)
        for place in {*map(self.place, alone), *map(int, np.flatnonzero(returned))}:
            if place >= 0:
                every[place] = self._due(self.rows[place])
        return every[:, 0].astype(np.int32), every[:, 1].astype(np.int8)

    def kinds(self, names: Sequence[str]) -> Tuple[Any, Any]:
        """Rows that have the same in all these columns of texts are of one kind: the kind of each row by number, and
        the place of the first row of each kind.
        """
        codes = np.zeros(len(self), dtype=np.int64)
        for name in names:
            column = self.text(name)
            codes = codes * max(1, len(column.texts)) + column.codes
        _, firsts, kinds = np.unique(codes, return_index=True, return_inverse=True)
        return kinds, firsts

    def _due(self, row: QueueRow) -> Tuple[int, int]:
        found = None if row.status in _NOTHING_DUE and not row.returned else self.days_of(row)
        return (NEVER, -1) if found is None else (found[0], LIGHTS.index(found[1]))

    def numbers(self) -> List[str]:
        """The number of each patch and parcel, in small letters, as it is searched."""
        if not self._numbers and self.rows:
            both = zip(self.column("jcbh"), self.column("dkbh"))
            told = [jcbh if jcbh == dkbh else f"{jcbh} {dkbh}" for jcbh, dkbh in both]
            self._numbers = "\n".join(told).lower().split("\n")  # in one go: ten times as quick
        return self._numbers


LIGHTS = ("red", "orange", "yellow", "grey", "past", "")
"""Deadline lights from overdue to far; then what had passed when the plan was issued; empty: a date without a light."""
NO_DEADLINE = "none"
"""As a light: nothing is due, or not any more."""


def _centre(row: QueueRow) -> Tuple[float, float]:
    return row.centre if row.centre is not None else (np.nan, np.nan)


def _area(name: str) -> Callable[[QueueRow], float]:
    def value(row: QueueRow) -> float:
        area = getattr(row, name)
        return np.nan if area is None else float(area)
    return value


_VALUES: Dict[str, Callable[[QueueRow], Any]] = {
    **{name: _area(name) for name in _AREAS},
    "state": lambda row: _CODES[state_of(row)],
    "returned": lambda row: row.returned,
    "lacking": lambda row: row.lacking,
}
