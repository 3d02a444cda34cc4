"""Before and after imagery that came with a package: its date from name or tags, its patches by QSX and HSX."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, Iterable, List, Optional, Sequence, Tuple

from osgeo import gdal

from ..domain.dates import parse_date
from ..domain.errors import WeipianError, refuse_foreign_name
from ..domain.records import Finding, IssuedPatch, Scene
from .members import IMAGERY, Member

_NAME_DATES = (re.compile(r"(?<!\d)((?:19|20)\d{2})(\d{2})(\d{2})(?!\d)"),
               re.compile(r"(?<!\d)((?:19|20)\d{2})[-_.年](\d{1,2})[-_.月](\d{1,2})(?!\d)"))
_TAGS = ("TIFFTAG_DATETIME", "ACQUISITION_DATE", "AcquisitionDate")


def find_scenes(paths: Iterable[Path]) -> List[Scene]:
    """A scene for each georeferenced raster; ``unclassified`` stays False until a person has said so."""
    return [Scene(str(path), date_of(path), path.stem) for path in paths if _is_georeferenced(path)]


def imagery_in(members: Sequence[Member], paths: Sequence[str]) -> Tuple[List[Path], int]:
    """(GeoTIFFs that stay where they are, how many lie inside the zip and cannot be used from there)."""
    tiffs = [member for member in members if member.suffix in IMAGERY]
    found = [member.path for member in tiffs if member.path is not None]
    return [*found, *(Path(path) for path in paths)], len(tiffs) - len(found)


def openable(paths: Sequence[Path]) -> Tuple[List[Path], List[Finding]]:
    """Those that programs of this system can open; of the others a finding each says what to do."""
    findings, good = [], []
    for path in paths:
        try:
            refuse_foreign_name(str(path))
        except WeipianError as error:
            findings.append(Finding(error.code, "W", error.values))
        else:
            good.append(path)
    return good, findings


def date_of(path: Path) -> str:
    """ISO date in the file's name, else in its tags, else ""."""
    for pattern in _NAME_DATES:
        for match in pattern.finditer(path.stem):
            day = parse_date("-".join(match.groups()))
            if day is not None:
                return day.isoformat()
    dataset = _open(path)
    if dataset is None:
        return ""
    tags = dataset.GetMetadata() or {}
    del dataset
    for tag in _TAGS:
        day = parse_date(str(tags.get(tag, ""))[:10].replace(":", "-"))
        if day is not None:
            return day.isoformat()
    return ""


def match_scenes(scenes: Sequence[Scene], patches: Sequence[IssuedPatch]) -> List[Finding]:
    """What the imagery leaves open: scenes without a date or a patch of their date, patches without a scene."""
    findings = []
    wanted = {str(patch.attributes[code]) for patch in patches for code in ("QSX", "HSX") if patch.attributes.get(code)}
    for scene in scenes:
        if not scene.date:
            findings.append(Finding("IMAGERY_NO_DATE", "W", {"file": Path(scene.path).name}))
        elif scene.date not in wanted:
            findings.append(Finding("IMAGERY_UNMATCHED", "W", {"file": Path(scene.path).name, "date": scene.date}))
    missing = sorted(wanted - {scene.date for scene in scenes})
    if scenes and missing:
        findings.append(Finding("IMAGERY_MISSING", "W", {"dates": "、".join(missing)}))
    return findings


def _is_georeferenced(path: Path) -> bool:
    dataset = _open(path)
    if dataset is None:
        return False
    transform = dataset.GetGeoTransform(can_return_null=True)
    del dataset
    return transform is not None


def _open(path: Path) -> Optional[Any]:
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        return gdal.OpenEx(str(path), gdal.OF_RASTER | gdal.OF_READONLY)
    except RuntimeError:  # another plugin may have switched GDAL to exceptions
        return None
    finally:
        gdal.PopErrorHandler()
