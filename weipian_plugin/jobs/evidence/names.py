"""Which patch the name of a file or of its folder says it belongs to."""

from __future__ import annotations

import re
from typing import Dict, Iterable, List, Optional, Sequence, Set, Tuple

from ...domain.records import QueueRow

SHORTEST_INSIDE = 5
"""A shorter number counts only as a whole name: “12” is also the day in 20230512.jpg."""
_WORDS = re.compile(r"[0-9A-Za-z]+")
_MOST_WORDS = 24


class Names:
    """The numbers (DKBH, JCBH) of the parcels that are judged here."""

    def __init__(self, rows: Iterable[QueueRow]) -> None:
        self._parcels: Dict[str, List[str]] = {}
        self._whole: Dict[str, List[str]] = {}
        for row in rows:
            self._whole.setdefault(_plain(row.dkbh), []).append(row.parcel_uuid)
            if _plain(row.jcbh) != _plain(row.dkbh):
                self._parcels.setdefault(_plain(row.jcbh), []).append(row.parcel_uuid)
        for number, uuids in self._parcels.items():
            self._whole.setdefault(number, uuids)

    def of_number(self, number: str) -> Tuple[str, ...]:
        """The parcels with this DKBH or JCBH; several where a patch was split."""
        return tuple(self._whole.get(_plain(number), ()))

    def named_by(self, stem: str, folders: Sequence[str]) -> Tuple[str, ...]:
        """The parcels that the file's name tells, else the nearest folder's that tells any; the longest number in a
        name counts. Several: they share the number, or a name tells more than one.
        """
        for text in (stem, *reversed(folders)):
            found = self._in_text(text)
            if found:
                return found
        return ()

    def _in_text(self, text: str) -> Tuple[str, ...]:
        found: Dict[str, Tuple[str, ...]] = {}
        for part, whole in spans(text):
            if (whole or len(part) >= SHORTEST_INSIDE) and _plain(part) in self._whole:
                found[_plain(part)] = self.of_number(part)
        longest = [number for number in found if not any(number != other and number in other for other in found)]
        return tuple(dict.fromkeys(uuid for number in longest for uuid in found[number]))


def spans(text: str) -> List[Tuple[str, bool]]:
    """Each run of words of a text, as it stands there, and is it the whole text: what may be a number."""
    words = list(_WORDS.finditer(text))[:_MOST_WORDS]
    parts = {text[first.start():last.end()] for at, first in enumerate(words) for last in words[at:]}
    return [(text.strip(), True), *((part, part == text.strip()) for part in sorted(parts))]


def numbers_in(texts: Iterable[str]) -> Set[str]:
    """Whatever in these texts may be the number of a patch."""
    return {part for text in texts for part, whole in spans(text) if part and (whole or len(part) >= SHORTEST_INSIDE)}


def _plain(number: str) -> str:
    return number.strip().upper()


def only(uuids: Sequence[str]) -> Optional[str]:
    """The one there is, ``None`` for none or several."""
    return uuids[0] if len(uuids) == 1 else None
