"""The lines of a queue as they were read: columns of a hundred thousand at once, a row only where one is looked at."""

from __future__ import annotations

from bisect import bisect_left
from typing import AbstractSet, Any, Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Set, Tuple

from ..domain.records import DRAFT, UNJUDGED, QueueRow
from .geometry import centre_of
from .queries import findings_of

Read = Tuple[Any, ...]
Places = Callable[[object, object], Optional[Tuple[float, float]]]

PARCEL_COLUMNS = """p.uuid, p.dkbh, p.status, p.outcome, p.batch_uuid, substr(p.geom, 1, 40), p.stated, p.lacking,
    p.assigned, p.patch_uuid"""
PATCH_COLUMNS = "t.uuid, t.JCBH, t.JCLB, t.TBLX, t.XZMC, t.XFSJ, t.NF, t.findings, t.LZB, t.BZB"
(_UUID, _DKBH, _STATUS, _OUTCOME, _BATCH, _HEAD, _STATED, _LACKING, _ASSIGNED, PATCH_OF_PARCEL, _PATCH, _JCBH, _JCLB,
 _TBLX, _XZMC, _XFSJ, _NF, _FINDINGS, _LZB, _BZB) = range(20)
_BLANK = ("", "", "", "", None, 0, 0, "", "", "", "", None, None, None, None, None, "[]", None, None)
"""After the uuid, for a line that was never read: its row says what is in it."""
_UNMEASURED = (None, None, None, None)
_PLAIN = {"parcel_uuid": _UUID, "dkbh": _DKBH, "status": _STATUS, "outcome": _OUTCOME, "batch_uuid": _BATCH,
          "assigned": _ASSIGNED, "jcbh": _JCBH}
_FIGURES = {"area_m2": 0, "farmland_m2": 1, "basic_farmland_m2": 2, "redline_m2": 3}


class Beside:
    """What other tables say of parcels, by their uuid: flags, suggestions, figures, what came back; when each batch was
    issued; and places.
    """

    def __init__(self, flags: Mapping[str, str], kinds: Mapping[str, str], figures: Mapping[str, Read],
                 returned: Set[str], issued: Mapping[str, str], places: Places) -> None:
        self.flags, self.kinds, self.figures, self.returned = flags, kinds, figures, returned
        self.issued, self.places = issued, places


class QueueLines(Sequence[QueueRow]):
    """A sequence of `QueueRow` in the order of issue, each made when it is first asked for.

    A row put at a place is what the columns tell from then on.
    """

    def __init__(self, read: Sequence[Read], beside: Beside) -> None:
        self._read, self._beside = list(read), beside
        self._made: Dict[int, QueueRow] = {}
        self._put: Set[int] = set()  # places of rows that are not as they were read
        self._areas: List[Read] = []

    def __len__(self) -> int:
        return len(self._read)

    def __getitem__(self, place: Any) -> Any:
        if isinstance(place, slice):
            return [self[each] for each in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        place %= len(self)
        if place not in self._made:
            self._made[place] = _row(self._read[place], self._beside)
        return self._made[place]

    def __setitem__(self, place: int, row: QueueRow) -> None:
        self._made[place] = row
        self._put.add(place)

    def __iter__(self) -> Iterator[QueueRow]:
        return map(self.__getitem__, range(len(self)))

    def with_rows(self, at: int, rows: Sequence[QueueRow], without: AbstractSet[str]) -> QueueLines:
        """These lines but for the parcels of ``without``, and ``rows`` before the line ``at``."""
        kept = [place for place, line in enumerate(self._read) if line[_UUID] not in without]
        before = bisect_left(kept, at)
        read = [self._read[place] for place in kept]
        read[before:before] = [(row.parcel_uuid, *_BLANK) for row in rows]
        other = QueueLines(read, self._beside)
        for place in self._put:
            found = bisect_left(kept, place)
            if found < len(kept) and kept[found] == place:
                other[found + (len(rows) if found >= before else 0)] = self._made[place]
        for number, row in enumerate(rows):
            other[before + number] = row
        return other

    def _figures(self) -> List[Read]:
        """The columns of `_FIGURES`, put beside the lines once for all of them."""
        if not self._areas:
            get = self._beside.figures.get
            self._areas = list(zip(*[get(line[_UUID], _UNMEASURED) for line in self._read])) or [(), (), (), ()]
        return self._areas

    def column(self, name: str) -> List[Any]:
        """What each row has under this name of `QueueRow`."""
        if name in _FIGURES:
            values = list(self._figures()[_FIGURES[name]])
        else:
            values = [line[_PLAIN[name]] for line in self._read] if name in _PLAIN else (
                _READ[name](self._read, self._beside))
        for place in self._put:
            values[place] = getattr(self._made[place], name)
        return values


def _row(line: Read, beside: Beside) -> QueueRow:
    (uuid, dkbh, status, outcome, batch, head, stated, lacking, assigned, _, _, jcbh, jclb, tblx, township, issued,
     year, findings, longitude, latitude) = line
    area, farmland, basic, redline = beside.figures.get(uuid, _UNMEASURED)
    return QueueRow(
        uuid, dkbh, jcbh, status, beside.flags.get(uuid, ""), jclb or "", tblx or "", township or "",
        issued or beside.issued[batch], batch, outcome, area, farmland, basic, redline, beside.kinds.get(uuid, ""),
        0 if findings == "[]" else len(findings_of(findings)), centre_of(head) or beside.places(longitude, latitude),
        str(year or ""),
        bool(stated) and status == UNJUDGED, assigned, uuid in beside.returned, bool(lacking) and status == DRAFT)


_READ: Dict[str, Callable[[Sequence[Read], Beside], List[Any]]] = {
    "jclb": lambda lines, _beside: [line[_JCLB] or "" for line in lines],
    "tblx": lambda lines, _beside: [line[_TBLX] or "" for line in lines],
    "township": lambda lines, _beside: [line[_XZMC] or "" for line in lines],
    "flag": lambda lines, beside: [beside.flags.get(line[_UUID], "") for line in lines],
    "suggestion": lambda lines, beside: [beside.kinds.get(line[_UUID], "") for line in lines],
    "issued": lambda lines, beside: [line[_XFSJ] or beside.issued.get(line[_BATCH], "") for line in lines],
    "year": lambda lines, _beside: [str(line[_NF] or "") for line in lines],
    "returned": lambda lines, beside: [line[_UUID] in beside.returned for line in lines],
    "lacking": lambda lines, _beside: [bool(line[_LACKING]) and line[_STATUS] == DRAFT for line in lines],
    "centre": lambda lines, beside: [centre_of(line[_HEAD]) or beside.places(line[_LZB], line[_BZB])
                                     for line in lines],
}
