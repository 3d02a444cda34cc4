"""A folder of photos, with all below it, and the CSV index that may lie beside them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from ...domain.errors import WeipianError
from ...domain.records import Finding
from ..csv_table import read_csv
from .facts import SUFFIXES

_NAMES = {
    "filename": "name", "file": "name", "文件名": "name", "照片名称": "name", "照片": "name", "longitude": "longitude",
    "lon": "longitude", "经度": "longitude", "latitude": "latitude", "lat": "latitude", "纬度": "latitude",
    "azimuth": "azimuth", "方位角": "azimuth", "方位角°": "azimuth", "jcbh": "patch", "监测编号": "patch",
    "dkbh": "patch", "地块编号": "patch", "图斑编号": "patch",
}
_LARGEST_INDEX = 20 * 1000 * 1000
_HIDDEN = ("@eadir", "__macosx")


@dataclass(frozen=True)
class IndexLine:
    """What an index says of a photo: position (degrees, WGS84), azimuth (degrees), the patch it names; by its CSV."""

    longitude: Optional[float] = None
    latitude: Optional[float] = None
    azimuth: Optional[float] = None
    patch: str = ""
    file: str = ""


class Index:
    """The lines of all CSV indexes of a folder; ``findings`` tells those that cannot be read."""

    def __init__(self, lines: Mapping[str, Dict[Path, IndexLine]], findings: Sequence[Finding] = ()) -> None:
        self._lines, self.findings = lines, tuple(findings)

    def line_for(self, photo: Path) -> Optional[IndexLine]:
        """That of the nearest index above the photo which names it."""
        by_folder = self._lines.get(photo.name.lower(), {})
        return next((by_folder[folder] for folder in photo.parents if folder in by_folder), None)


def photos_in(folder: Path, unreadable: Callable[[OSError], None]) -> Iterator[Path]:
    """The photos and videos in a folder and below it, in a steady order; links to folders are not followed.

    ``unreadable`` is told what of it cannot be listed. Raises ``PHOTO_FOLDER_UNREADABLE`` for what is no folder.
    """
    if not folder.is_dir():
        raise WeipianError("PHOTO_FOLDER_UNREADABLE", file=str(folder))
    return _walk(folder, unreadable, SUFFIXES)


def _walk(folder: Path, unreadable: Callable[[OSError], None], suffixes: frozenset[str]) -> Iterator[Path]:
    for place, folders, files in os.walk(folder, onerror=unreadable):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name.lower() not in _HIDDEN)
        for name in sorted(files):
            if Path(name).suffix.lower() in suffixes and not name.startswith("."):
                yield Path(place) / name


def index_of(folder: Path) -> Index:
    """What the CSV files of a folder say of its photos; one that is no index is nobody's business."""
    lines: Dict[str, Dict[Path, IndexLine]] = {}
    told: List[Finding] = []
    for path in _walk(folder, lambda _error: None, frozenset({".csv"})):
        try:
            if path.stat().st_size > _LARGEST_INDEX:
                told.append(Finding("PHOTO_INDEX_UNREADABLE", values={"file": path.name}))
                continue
            rows, _encoding = read_csv(path, path.name)
        except (WeipianError, OSError):
            told.append(Finding("PHOTO_INDEX_UNREADABLE", values={"file": path.name}))
            continue
        for name, line in _lines_in(rows, path.name):
            lines.setdefault(name.lower(), {})[path.parent] = line
    return Index(lines, told)


def _lines_in(rows: Sequence[Sequence[object]], file: str) -> Iterator[Tuple[str, IndexLine]]:
    heading = {_NAMES.get(str(cell or "").strip().lower(), ""): column for column, cell in enumerate(rows[0])} \
        if rows else {}
    if "name" not in heading or not {"longitude", "latitude", "patch"} & set(heading):
        return
    for row in rows[1:]:
        def cell(key: str, row: Sequence[object] = row) -> str:
            column = heading.get(key, -1)
            return str(row[column] or "").strip() if 0 <= column < len(row) else ""

        # A path in the first column names its last part: indexes are made on other computers.
        name = cell("name").replace("\\", "/").rsplit("/", 1)[-1]
        longitude, latitude = _number(cell("longitude"), 180), _number(cell("latitude"), 90)
        placed = longitude is not None and latitude is not None and (longitude, latitude) != (0, 0)
        azimuth = _number(cell("azimuth"), 360)
        if name:
            yield name, IndexLine(longitude if placed else None, latitude if placed else None,
                                  azimuth % 360 if azimuth is not None else None, cell("patch"), file)


def _number(text: str, most: float) -> Optional[float]:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if -most <= number <= most else None
