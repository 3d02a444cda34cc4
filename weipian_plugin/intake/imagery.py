"""Before and after imagery that came with a package: its date from name or tags, its patches by QSX and HSX."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sequence, Set, Tuple

from osgeo import gdal

from ..domain.calendar.dates import parse_date
from ..domain.errors import WeipianError, refuse_foreign_name
from ..domain.exchange.clip_names import CLIP_SUFFIXES, date_in, longest_number, numbers_in, phase_in, said_of
from ..domain.records import CLIPS, Finding, IssuedPatch, Scene
from .members import IMAGERY, Member

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
    named = date_in(path.stem)
    if named:
        return named
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


def clips_in(members: Sequence[Member], patches: Sequence[IssuedPatch]) -> Tuple[List[Scene], Set[Path]]:
    """The folders that hold pictures of single patches (前后时相截图), and those pictures: no scenes themselves.

    A picture named by a patch is one of those only if it also says before or after, or one of the patch's two dates:
    the others are photos.
    """
    by_number: Dict[str, List[IssuedPatch]] = {}
    for patch in patches:
        by_number.setdefault(longest_number(patch.jcbh), []).append(patch)
    folders: Set[Path] = set()
    pictures: Set[Path] = set()
    for member in members:
        path = member.path
        if path is None or member.suffix not in CLIP_SUFFIXES:
            continue
        in_name = any(_is_clip(path, patch) for number in numbers_in(path.stem) for patch in by_number.get(number, ()))
        in_folder = not in_name and any(_is_clip(path, patch) for number in numbers_in(path.parent.name)
                                        for patch in by_number.get(number, ()))
        if in_name or in_folder:
            pictures.add(path)
            folders.add(path.parent.parent if in_folder else path.parent)
    outermost = sorted(folder for folder in folders if not any(above in folders for above in folder.parents))
    return [Scene(str(folder), "", folder.name, kind=CLIPS) for folder in outermost], pictures


def _is_clip(path: Path, patch: IssuedPatch) -> bool:
    rest = said_of(patch.jcbh, path.stem, path.parent.name)
    if rest is None:
        return False
    dates = {str(patch.attributes.get(code) or "")[:10] for code in ("QSX", "HSX")} - {""}
    return bool(phase_in(rest) or phase_in(path.parent.name)) or date_in(rest) in dates


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
