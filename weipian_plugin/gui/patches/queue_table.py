"""The rows of the queue by columns: what is filtered, ordered and counted as arrays, a hundred thousand at a time."""

from __future__ import annotations

from typing import Any, Callable, Dict, Iterable, List, Optional, Sequence, Tuple

import numpy as np

from ...domain.records import DRAFT, SIGNED, STUB, SUPERSEDED, UNJUDGED, QueueRow

FLAGGED = "flagged"
STATES = (UNJUDGED, DRAFT, SIGNED, FLAGGED, STUB, SUPERSEDED)
_CODES = {state: code for code, state in enumerate(STATES)}
NEVER = np.iinfo(np.int32).max
"""Days left where nothing is due: after everything that is."""

DaysOf = Callable[[QueueRow], Optional[Tuple[int, str]]]


def state_of(row: QueueRow) -> str:
    """What the row shows as its status: a flag stands before draft and to do, never before a signature."""
    return FLAGGED if row.flag and row.status in (UNJUDGED, DRAFT) else row.status


def is_answered(row: QueueRow) -> bool:
    """Does the heading of its group count it? Flagged ones are counted once they are signed."""
    return state_of(row) in (DRAFT, SIGNED)


class Categories:
    """One text column as numbers: the different texts once, and which of them each row has."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._known: Dict[str, int] = {}
        known = self._known
        self.codes = np.array([known.setdefault(text, len(known)) for text in texts], dtype=np.int32)

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

    def __init__(self, rows: Sequence[QueueRow] = (), days_of: DaysOf = lambda _row: None) -> None:
        self.rows: List[QueueRow] = list(rows)
        self.uuids: List[str] = [row.parcel_uuid for row in self.rows]
        self._places: Dict[str, int] = {uuid: place for place, uuid in enumerate(self.uuids)}
        self.days_of = days_of
        self._texts: Dict[str, Categories] = {}
        self._arrays: Dict[str, Any] = {}
        self._numbers: List[str] = []

    def __len__(self) -> int:
        return len(self.rows)

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
        else:
            self._arrays[name][place] = _VALUES[name](row)

    def text(self, name: str) -> Categories:
        """A column of texts that repeat: ``township``, ``tblx`` …"""
        if name not in self._texts:
            self._texts[name] = Categories([getattr(row, name) for row in self.rows])
        return self._texts[name]

    def values(self, name: str) -> Any:
        """A column of numbers: areas m² (nan where not measured), ``state``, ``returned``, ``days``, ``x``, ``y`` …"""
        if name not in self._arrays:
            self._make(name)
        return self._arrays[name]

    def _make(self, name: str) -> None:
        count = len(self.rows)
        if name in ("days", "lights"):
            self._make_days()
        elif name in ("x", "y"):
            centres = [_centre(row) for row in self.rows]
            both = np.array(centres, dtype=float).reshape(count, 2)
            self._arrays["x"], self._arrays["y"] = both[:, 0].copy(), both[:, 1].copy()
        else:
            value = _VALUES[name]
            kind = float if name in _AREAS else (np.int8 if name == "state" else bool)
            self._arrays[name] = np.fromiter((value(row) for row in self.rows), dtype=kind, count=count)

    def _make_days(self) -> None:
        due = [self._due(row) for row in self.rows]
        self._arrays["days"] = np.array([days for days, _ in due], dtype=np.int32)
        self._arrays["lights"] = np.array([light for _, light in due], dtype=np.int8)

    def _due(self, row: QueueRow) -> Tuple[int, int]:
        found = None if row.status in (SIGNED, STUB) else self.days_of(row)
        return (NEVER, -1) if found is None else (found[0], LIGHTS.index(found[1]))

    def numbers(self) -> List[str]:
        """The number of each patch and parcel, in small letters, as it is searched."""
        if not self._numbers:
            self._numbers = [row.jcbh.lower() if row.jcbh == row.dkbh else f"{row.jcbh} {row.dkbh}".lower()
                             for row in self.rows]
        return self._numbers


LIGHTS = ("red", "orange", "yellow", "green", "grey", "")
"""Deadline lights from overdue to far; grey is past before the plan was issued, empty a date without a light."""


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
    "unfinished": lambda row: row.status == UNJUDGED or row.lacking,
}
