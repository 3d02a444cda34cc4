"""Attachments that are larger than the platform takes: told before export, and made smaller beside the original."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, List, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from qgis.PyQt.QtGui import QImage, QImageReader

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.fields import DEGREE_DECIMALS
from ...domain.records import Record
from ...workspace.attached import path_of
from .options import LIMIT_BYTES

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

HEADING = ("filename", "latitude", "longitude", "azimuth", "azimuth_ref", "taken_at", "sha256", "original_sha256")
INDEX_NAME = "照片索引.csv"
_QUALITIES, _SHRINK, _SMALLEST = (90, 80, 70), 0.8, 320
_LARGEST_PICTURE = 200 * 1000 * 1000


@dataclass(frozen=True)
class SmallerCopy:
    """The bytes of a JPEG copy, upright, without EXIF: where and when it was taken stands in `index_text`."""

    content: bytes
    width: int
    height: int


def over_limit(workspace: Workspace, limit: int = LIMIT_BYTES, parcels: Optional[Sequence[str]] = None) -> List[Record]:
    """The attachments (of these parcels) that are larger than ``limit`` bytes, the largest first."""
    wanted = None if parcels is None else set(parcels)
    found = [one for one in workspace.records("attachment") if int(str(one.values.get("FJDX") or 0)) > limit
             and (wanted is None or wanted & set(one.parcels))]
    return sorted(found, key=lambda one: -int(str(one.values["FJDX"])))


def smaller_copy(path: Path, limit: int = LIMIT_BYTES) -> SmallerCopy:
    """A JPEG of the picture in a file that has no more than ``limit`` bytes; the file itself is not touched.

    Raises ``PHOTO_NOT_SMALLER`` for what is no picture here (HEIC where Qt lacks it, video, paper) or cannot be.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > _LARGEST_PICTURE:
        raise WeipianError("PHOTO_NOT_SMALLER", file=path.name)
    image = reader.read()
    side = max(image.width(), image.height())
    while not image.isNull() and side >= _SMALLEST:
        smaller = image if side >= max(image.width(), image.height()) else image.scaled(
            QSize(side, side), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        for quality in _QUALITIES:
            content = _jpeg(smaller, quality)
            if 0 < len(content) <= limit:
                return SmallerCopy(content, smaller.width(), smaller.height())
        side = int(side * _SHRINK)
    raise WeipianError("PHOTO_NOT_SMALLER", file=path.name)


@dataclass(frozen=True)
class SmallerCopies:
    """What was made: files, and the names of those that could not be made smaller; ``index`` lies beside them."""

    made: Tuple[Path, ...]
    failed: Tuple[str, ...]
    index: Optional[Path]


def make_smaller_copies(workspace: Workspace, folder: Path, limit: int = LIMIT_BYTES,
                        parcels: Optional[Sequence[str]] = None, feedback: Optional[Feedback] = None) -> SmallerCopies:
    """A smaller JPEG of each attachment that is over the limit, into a folder, named by its patch, with an index.

    Originals stay as they are. Made again, the same files come out. Raises ``COPY_NOT_WRITTEN``, ``JOB_CANCELLED``.
    """
    watched, rows, made, failed = feedback or NullFeedback(), [], [], []
    large = over_limit(workspace, limit, parcels)
    for number, one in enumerate(large):
        stop_if_cancelled(watched)
        watched.progress(number, len(large), str(one.values.get("FJMC") or ""))
        try:
            copy = smaller_copy(path_of(Path(workspace.path), str(one.values["FJLJ"])), limit)
        except WeipianError:
            failed.append(str(one.values.get("FJMC") or ""))
            continue
        name = f"{workspace.parcel(one.parcels[0]).dkbh}_{str(one.values['SHA256'])[:8]}.jpg"
        made.append(_written(folder / name, copy.content))
        rows.append(index_row(name, one, hashlib.sha256(copy.content).hexdigest()))
    index = _written(folder / INDEX_NAME, index_text(rows).encode("utf-8-sig")) if rows else None
    return SmallerCopies(tuple(made), tuple(failed), index)


def _written(path: Path, content: bytes) -> Path:
    """In one move: never half a file."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise WeipianError("COPY_NOT_WRITTEN", file=str(path), detail=error.strerror or type(error).__name__) from error
    return path


def index_text(rows: Sequence[Sequence[object]]) -> str:
    """The index beside copies as CSV: position, direction and time as the originals had them. Rows as `index_row`."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(HEADING)
    writer.writerows(rows)
    return text.getvalue()


def index_row(name: str, attachment: Record, sha256: str) -> List[object]:
    """One line of the index: the copy's name and digest, the rest from the attachment it was made of."""
    values = attachment.values
    place = [round(float(str(value)), DEGREE_DECIMALS) if value not in (None, "") else ""
             for value in (values.get("PSDWD"), values.get("PSDJD"))]
    return [_plain(name), *place, *(values.get(code) if values.get(code) is not None else ""
                                    for code in ("PSJD", "FWJZ", "PSSJ")), sha256, values.get("SHA256")]


def _plain(name: str) -> str:
    """No formula for whoever opens the index as a table."""
    return "'" + name if name[:1] in ("=", "+", "-", "@", "\t", "\r") else name


def _jpeg(image: QImage, quality: int) -> bytes:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    opaque = image if not image.hasAlphaChannel() else image.convertToFormat(QImage.Format.Format_RGB32)
    written = opaque.save(buffer, "JPG", quality)
    buffer.close()
    return bytes(content.data()) if written else b""
