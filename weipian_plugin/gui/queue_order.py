"""The order in which the session steps: which parcel is at which place, without a list being made at each answer."""

from __future__ import annotations

from typing import Callable, Dict, List, Sequence


class QueueOrder:
    """Parcels in the order in which they are listed; here simply a list of them. It never changes once it is made."""

    def __init__(self, uuids: Sequence[str] = (), is_unfinished: Callable[[str], bool] = lambda _uuid: True) -> None:
        self._uuids, self._is_unfinished = list(uuids), is_unfinished
        self._places: Dict[str, int] = {uuid: place for place, uuid in enumerate(self._uuids)}

    def __len__(self) -> int:
        return len(self._uuids)

    def uuid(self, place: int) -> str:
        """The parcel at this place."""
        return self._uuids[place]

    def place(self, uuid: str) -> int:
        """The place of a parcel, -1 where it is not listed."""
        return self._places.get(uuid, -1)

    def uuids(self, start: int = 0, stop: int = -1) -> List[str]:
        """The parcels from one place to before another, to the end for -1."""
        return self._uuids[start:] if stop < 0 else self._uuids[start:stop]

    def first_among(self, other: QueueOrder, start: int) -> str:
        """The first parcel from ``start`` on that is listed in ``other`` too, "" for none."""
        places = range(start, len(self))
        return next((uuid for uuid in map(self.uuid, places) if other.place(uuid) >= 0), "")

    def next_unfinished(self, start: int, direction: int) -> int:
        """The first place from ``start`` on (backwards for -1) at which something is left to be said, -1 for none."""
        places = range(start, len(self)) if direction > 0 else range(start, -1, -1)
        return next((place for place in places if self._is_unfinished(self.uuid(place))), -1)

    def next_unsigned(self, start: int) -> int:
        """The first place from ``start`` on that is not signed, ``start`` where all are; a plain list knows of none."""
        return start

    def count_unfinished(self) -> int:
        """In how many of them something is left to be said."""
        return sum(map(self._is_unfinished, self._uuids))
