"""Keeps training apart: nothing of it is handed in as if it were real, and nothing of it enters a real workspace."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Iterator, Union

from ...domain.errors import WeipianError
from ...domain.training import STAMP
from ..reviewing.review_guard import refuse_review_file

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_GEOPACKAGE = ".gpkg"


def refuse_training(workspace: Workspace) -> None:
    """Nothing of a training workspace, nor of a review file, is handed in. Raises TRAINING_NOT_DELIVERED,
    BLIND_IS_REVIEW_FILE.
    """
    refuse_review_file(workspace)
    if workspace.is_training:
        raise WeipianError("TRAINING_NOT_DELIVERED", file=Path(workspace.path).name)


def require_training(workspace: Workspace) -> None:
    """What is stamped as training comes from a training workspace. Raises TRAINING_ONLY."""
    if not workspace.is_training:
        raise WeipianError("TRAINING_ONLY", file=Path(workspace.path).name)


def stamped(name: str) -> str:
    """A file name that says what the file is."""
    return name if STAMP in name else f"{STAMP} {name}"


def refuse_training_source(path: Union[str, Path]) -> None:
    """A file that came out of a training enters no workspace, nor does a folder or a zip with one in it.

    Raises TRAINING_NOT_IMPORTED, and of a zip that climbs or swells what `intake.archive.unpack` raises.
    """
    place = Path(path)
    for name in _names_in(place):
        if STAMP in name:
            raise WeipianError("TRAINING_NOT_IMPORTED", file=Path(name).name)
    from ...workspace.training import is_training_file

    with tempfile.TemporaryDirectory(prefix="weipian-") as scratch:
        for geopackage in _geopackages(place, Path(scratch)):
            if is_training_file(geopackage):
                raise WeipianError("TRAINING_NOT_IMPORTED", file=geopackage.name)


def _names_in(place: Path) -> Iterator[str]:
    yield place.name
    if place.is_dir():
        yield from (one.name for one in place.rglob("*") if one.is_file())
    elif zipfile.is_zipfile(place):
        with zipfile.ZipFile(place) as archive:
            yield from archive.namelist()


def _geopackages(place: Path, scratch: Path) -> Iterator[Path]:
    """Those of a folder or a zip, one unpacked at a time, or the file itself."""
    if place.is_dir():
        yield from (one for one in place.rglob("*") if one.suffix.lower() == _GEOPACKAGE)
    elif place.suffix.lower() == _GEOPACKAGE:
        yield place
    elif zipfile.is_zipfile(place):
        from ...intake.archive import require_bounded

        require_bounded(place)  # before any of it is unpacked
        with zipfile.ZipFile(place) as archive:
            for member in archive.infolist():
                if member.filename.lower().endswith(_GEOPACKAGE):
                    unpacked = scratch / Path(member.filename).name
                    with archive.open(member) as source, unpacked.open("wb") as target:
                        shutil.copyfileobj(source, target)
                    yield unpacked
                    unpacked.unlink()
