"""互联网+举证 packages: SQLite files, read only and piece by piece; a piece is its original bytes or it is nothing."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, List, Optional, Set, Tuple

from osgeo import gdal

from ..domain.errors import WeipianError, refuse_foreign_name
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled

SQLITE = b"SQLite format 3\0"
LARGEST_PIECE = 1 << 30
_FJ = "FJ"
_NEEDED = ("TBYBH", "FJ")
_STEP = 100
_TOLD = ("F_ID", "TBYBH", "FJMC", "FJLX", "PSSJ", "PSRY", "PSJD", "LONGITUDE", "LATITUDE", "JYM")
_PATCHES = 'SELECT "JCBH" FROM "JCTB"'
_ONE = 'SELECT "FJ" FROM "FJ" WHERE rowid ='
_ROW, _LENGTH, _TABLE, _COLUMNS = "rowid", 'length("FJ")', '"FJ"', 'PRAGMA table_info("FJ")'


@dataclass(frozen=True)
class Piece:
    """One row of table FJ without its bytes. ``row`` finds them again; ``size`` in bytes, 0 where there are none.

    ``kind`` is FJLX as it stands: no code list is known. ``azimuth`` degrees, position degrees (WGS84).
    """

    row: int
    number: str
    patch: str
    name: str
    kind: str
    size: int
    taken_at: str = ""
    taken_by: str = ""
    azimuth: Optional[float] = None
    longitude: Optional[float] = None
    latitude: Optional[float] = None
    check_code: str = ""

    @property
    def shown(self) -> str:
        """Its name, else its number, else its row: something to look it up by."""
        return self.name or self.number or str(self.row)


class EvidencePackage:
    """An open package; made by `opened_package`."""

    def __init__(self, dataset: Any, path: Path) -> None:
        self._dataset, self.path = dataset, path
        # Never by a layer of GDAL's: to know its columns, and to skip some, it reads the first picture (3.6).
        self._columns = self._columns_now()
        missing = [name for name in _NEEDED if name not in self._columns] if self._columns else [_FJ]
        if missing:
            raise WeipianError("EVIDENCE_FOREIGN", file=path.name, missing="、".join(missing),
                               found="、".join(sorted(self._columns)) or _names(dataset))

    def _columns_now(self) -> Set[str]:
        try:
            with self._asked(_COLUMNS) as rows:
                return {str(each.GetField("name")).upper() for each in _features(rows)}
        except WeipianError:
            return set()  # GDAL has no answer where there is no such table

    def pieces(self, feedback: Optional[Feedback] = None) -> List[Piece]:
        """What the package holds, in its order, no bytes of it. Raises ``JOB_CANCELLED``, ``EVIDENCE_DAMAGED``."""
        watched, total, found = feedback or NullFeedback(), self._count(), []
        names = [name for name in _TOLD if name in self._columns]
        columns = ", ".join((_ROW, _LENGTH, *(f'"{name}"' for name in names)))
        with self._asked(" ".join(("SELECT", columns, "FROM", _TABLE))) as rows:
            for number, feature in enumerate(_features(rows)):
                if number % _STEP == 0:
                    stop_if_cancelled(watched)
                    watched.progress(number, total, self.path.name)
                found.append(_piece(feature, names))
        if len(found) < total:
            raise WeipianError("EVIDENCE_DAMAGED", file=self.path.name, read=len(found), of=total)
        return found

    def content(self, piece: Piece) -> bytes:
        """The bytes of one piece as they lie in the package. Raises ``EVIDENCE_PIECE_BROKEN``."""
        if not 0 < piece.size <= LARGEST_PIECE:
            raise self._broken(piece)
        try:
            with self._asked(" ".join((_ONE, str(int(piece.row))))) as rows:
                feature = rows.GetNextFeature()
                content = bytes(feature.GetFieldAsBinary(0)) if feature is not None else b""
        except (RuntimeError, TypeError, MemoryError, WeipianError) as error:
            raise self._broken(piece) from error
        if len(content) != piece.size:
            raise self._broken(piece)
        return content

    def patches(self) -> List[str]:
        """The numbers (JCBH) of the package's own patches, of table JCTB; none where it has no such table."""
        try:
            with self._asked(_PATCHES) as rows:
                return [number for each in _features(rows) if (number := _text(each.GetField(0)))]
        except WeipianError:
            return []

    def _count(self) -> int:
        with self._asked(" ".join(("SELECT", "count(*) AS pieces", "FROM", _TABLE))) as rows:
            return next((int(each.GetField("pieces")) for each in _features(rows)), 0)

    @contextmanager
    def _asked(self, query: str) -> Iterator[Any]:
        """The answer to a query of constant words. Raises ``EVIDENCE_DAMAGED`` where there is none."""
        try:
            result = self._dataset.ExecuteSQL(query)
        except RuntimeError:
            result = None
        if result is None:
            raise WeipianError("EVIDENCE_DAMAGED", file=self.path.name, read=0, of="?")
        try:
            yield result
        finally:
            self._dataset.ReleaseResultSet(result)

    def _broken(self, piece: Piece) -> WeipianError:
        return WeipianError("EVIDENCE_PIECE_BROKEN", file=self.path.name, name=piece.shown, row=piece.row)


def _piece(feature: Any, names: List[str]) -> Piece:
    told = {name: _text(feature.GetField(2 + at)) if feature.IsFieldSetAndNotNull(2 + at) else ""
            for at, name in enumerate(names)}
    longitude, latitude = _number(told.get("LONGITUDE", ""), 180), _number(told.get("LATITUDE", ""), 90)
    placed = longitude is not None and latitude is not None and (longitude, latitude) != (0, 0)
    azimuth = _number(told.get("PSJD", ""), 360)
    return Piece(
        int(feature.GetField(0)), told.get("F_ID", ""), told.get("TBYBH", ""), told.get("FJMC", ""),
        told.get("FJLX", ""), int(feature.GetField(1) or 0), told.get("PSSJ", ""), told.get("PSRY", ""),
        azimuth % 360 if azimuth is not None else None, longitude if placed else None, latitude if placed else None,
        told.get("JYM", ""))


@contextmanager
def opened_package(path: Path) -> Iterator[EvidencePackage]:
    """Open a package to read. Raises ``PACKAGE_NOT_FOUND``, ``FILE_NOT_READABLE``, ``EVIDENCE_FOREIGN`` for what is no
    SQLite file or has no table FJ with the columns TBYBH and FJ.
    """
    _require_sqlite(path)
    refuse_foreign_name(str(path))
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        dataset = _open(path)
        if dataset is None:
            raise WeipianError("EVIDENCE_FOREIGN", file=path.name, missing=_FJ, found="—")
        package = EvidencePackage(dataset, path)
        yield package
        del dataset, package
    finally:
        gdal.PopErrorHandler()


def is_evidence_package(path: Path) -> bool:
    """Is it a SQLite file, by its bytes?"""
    try:
        with path.open("rb") as opened:
            return opened.read(len(SQLITE)) == SQLITE
    except OSError:
        return False


def _require_sqlite(path: Path) -> None:
    if not path.is_file():
        raise WeipianError("PACKAGE_NOT_FOUND", file=str(path))
    try:
        with path.open("rb") as opened:
            start = opened.read(len(SQLITE))
    except OSError as error:
        raise WeipianError("FILE_NOT_READABLE", file=path.name, detail=error.strerror or "") from error
    if start != SQLITE:
        raise WeipianError("EVIDENCE_FOREIGN", file=path.name, missing="SQLite", found="—")


def _open(path: Path) -> Any:
    try:
        return gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_READONLY, allowed_drivers=["SQLite", "GPKG"])
    except RuntimeError:  # another plugin may have switched GDAL to exceptions
        return None


def _names(dataset: Any) -> str:
    names: Tuple[str, ...] = tuple(dataset.GetLayer(number).GetName() for number in range(dataset.GetLayerCount()))
    return "、".join(names) or "—"


def _features(table: Any) -> Iterator[Any]:
    """Until the end, or until the file is too damaged to be read on."""
    while True:
        try:
            feature = table.GetNextFeature()
        except RuntimeError:
            return
        if feature is None:
            return
        yield feature


def _text(value: object) -> str:
    return "" if value is None else str(value).strip()


def _number(text: str, most: float) -> Optional[float]:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if -most <= number <= most else None
