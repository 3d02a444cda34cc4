"""What makes a photo of the place no sure proof: it is broken, cannot be shown, or was taken away from its patch."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Optional, Tuple

from ...domain.errors import WeipianError
from ...domain.records import Finding, Record
from ...intake.photos.facts import facts_of_file
from ..evidence.options import EvidenceOptions
from ..evidence.places import Places
from ..evidence.remarks import stand_of
from ..registers.attachments import PHOTO

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

BROKEN, NOT_SHOWN, FAR = "PHOTO_CUT_OFF", "PHOTO_HEIC", "PHOTO_FAR"
_OF_FILE = {"PHOTO_EMPTY": BROKEN, "PHOTO_CUT_OFF": BROKEN, "PHOTO_NOT_A_PICTURE": BROKEN, "PHOTO_HEIC": NOT_SHOWN}
_KNOWN_KINDS = (".jpg", ".jpeg", ".png", ".tif", ".tiff")


class PhotoDoubts:
    """Looks at photos of a workspace; positions are measured against the patches as they stand."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._options = workspace, EvidenceOptions()
        self._places: Optional[Places] = None

    def of(self, record: Record, path: Path) -> Tuple[Finding, ...]:
        """``PHOTO_CUT_OFF`` (it is broken), ``PHOTO_HEIC`` (it cannot be shown), ``PHOTO_FAR``; none of what is no
        photo, nor of a file that is not there.
        """
        if record.values.get("FJLX") != PHOTO:
            return ()
        return (*self._of_file(path), *self._of_place(record))

    def _of_file(self, path: Path) -> Tuple[Finding, ...]:
        try:
            told = facts_of_file(path).findings
        except OSError:
            return ()
        codes = {_OF_FILE[one.code] for one in told if one.code in _OF_FILE and (
            one.code != "PHOTO_NOT_A_PICTURE" or path.suffix.lower() in _KNOWN_KINDS)}
        return tuple(Finding(code) for code in sorted(codes))

    def _of_place(self, record: Record) -> Tuple[Finding, ...]:
        if not record.parcels:
            return ()
        self._places = self._places or Places(self._workspace)
        try:
            stand = stand_of(record, self._places, self._options)
        except WeipianError:  # its parcel stands no more
            return ()
        if stand is None or stand.distance <= self._options.reach_m:
            return ()
        return (Finding(FAR, values={"distance": round(stand.distance), "reach": round(self._options.reach_m)}),)


def in_short(doubt: Finding) -> str:
    """A doubt as it follows upon 有，但."""
    if doubt.code == FAR:
        return f"拍摄位置距图斑 {doubt.values.get('distance')} 米"
    return "文件不完整，打不开" if doubt.code == BROKEN else "HEIC 格式，无法显示"
