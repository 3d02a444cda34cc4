"""Photos and papers of a dossier: copied byte for byte, listed, and opened as far as they can be shown on a page."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Dict, FrozenSet, List, Optional, Sequence, Set, Tuple

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QImage, QImageReader, QPainter

from ....delivery.dossier.binding import MOST_PAGES, page_count
from ....delivery.dossier.listing import write_csv
from ....delivery.dossier.tree import CASE, EVIDENCE, PHOTO_LIST, PHOTOS, RECTIFIED
from ....delivery.names import safe_name, unique_name
from ....domain.errors import WeipianError
from ....domain.forms.codes import label
from ....domain.records import Finding, Record
from ....intake.photos.facts import facts_of_file
from ...registers.attachments import PHOTO, file_of
from ..photo_doubts import BROKEN, FAR, PhotoDoubts, in_short
from .contents import Contents, content_key

if TYPE_CHECKING:
    from ....domain.profiles import PolicyProfile
    from ....workspace.workspace import Workspace

_CHUNK = 1 << 20
_MOST_PIXELS = 120_000_000
"""Of a picture that has to be opened whole; a JPEG is opened small at once, however large it is."""
_TOO_MANY_PAGES, _TOO_MANY_PIXELS = f"，超过 {MOST_PAGES} 页", " 像素过大"
_GLANCE = (64, 64)
_JPEG = (".jpg", ".jpeg")
_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".tif", ".tiff", ".bmp", ".webp"})


@dataclass(frozen=True)
class Paper:
    """An attachment in the dossier: its record, the place of its copy ("" where its file is gone), the number of its
    pages that can be bound, and why there are none; ``opens``: whether it can be opened at all; ``doubts``: why a photo
    that can is no sure proof.
    """

    record: Record
    place: str
    pages: int = 0
    trouble: str = ""
    opens: bool = True
    doubts: Tuple[Finding, ...] = ()

    @property
    def name(self) -> str:
        """As it was attached."""
        return str(self.record.values.get("FJMC") or "")

    @property
    def is_photo(self) -> bool:
        """Is it a photo of the place?"""
        return bool(self.record.values.get("FJLX") == PHOTO)

    @property
    def is_pdf(self) -> bool:
        """Is it a PDF whose pages are laid onto ours?"""
        return self.place.lower().endswith(".pdf")


class Copying:
    """Copies the attachments of a patch into its folder; ``digests`` by place, ``remarks`` of what went wrong."""

    def __init__(self, workspace: Workspace, folder: Path, room: int) -> None:
        self._workspace, self._folder, self._room = workspace, folder, room
        self._taken: Dict[str, Set[str]] = {}
        self._doubts = PhotoDoubts(workspace)
        self.digests: Dict[str, Tuple[str, int]] = {}
        self.remarks: List[Finding] = []

    def papers(self, contents: Contents) -> List[Paper]:
        """All attachments, photos first. Raises OUTPUT_NOT_WRITABLE."""
        photos = contents.photos()
        known = {one.uuid for one in photos}
        others = [one for one in contents.attachments if one.uuid not in known]
        return [self._paper(one, _folder_of(one, contents)) for one in (*photos, *others)]

    def _paper(self, record: Record, below: str) -> Paper:
        name = str(record.values.get("FJMC") or Path(str(record.values.get("FJLJ"))).name)
        source = file_of(self._workspace, record)
        unique = unique_name(safe_name(name, self._room), self._taken.setdefault(below, {PHOTO_LIST.casefold()}))
        place = f"{below}/{unique}"
        try:
            reader = source.open("rb")
        except OSError:
            self.remarks.append(Finding("DOSSIER_FILE_MISSING", "E", {"name": name}))
            return Paper(record, "", 0, "文件不在", opens=False)
        with reader:
            self.digests[place] = _copied(reader, self._folder / place)
        if record.values.get("SHA256") not in (None, "", self.digests[place][0]):
            self.remarks.append(Finding("DOSSIER_CHANGED_FILE", "E", {"name": name}))
        pages, trouble = pages_of(self._folder / place)
        if trouble:
            self.remarks.append(Finding("DOSSIER_NO_PREVIEW", "W", {"name": name, "detail": trouble}))
        opens = bool(pages) or _is_only_large(trouble)
        doubts = tuple(one for one in self._doubts.of(record, source) if one.code == FAR)
        self.remarks += [Finding("DOSSIER_PHOTO_DOUBTFUL", "W", {"name": name, "detail": in_short(one)})
                         for one in doubts]
        return Paper(record, place, pages, trouble, opens, doubts)


def pages_of(path: Path) -> Tuple[int, str]:
    """How many pages of a file can be bound, and why none can."""
    ending = path.suffix.lower()
    if ending == ".pdf":
        try:
            count = page_count(path)
        except ValueError as error:
            return 0, str(error)
        return (count, "") if count <= MOST_PAGES else (0, f"{count} 页{_TOO_MANY_PAGES}")
    if ending in _JPEG and any(one.code == BROKEN for one in facts_of_file(path).findings):
        return 0, "文件不完整"  # what is lacking would be printed as grey
    if ending not in _PICTURES:
        return 0, f"{ending.lstrip('.').upper() or '无扩展名'} 格式"
    reader = _reader(path)
    size = reader.size()
    if not reader.canRead() or not size.isValid():
        return 0, "文件损坏或不是图片"
    if size.width() * size.height() > _MOST_PIXELS and bytes(reader.format()) not in (b"jpeg", b"jpg"):
        return 0, f"{size.width()}×{size.height()}{_TOO_MANY_PIXELS}"
    if picture(path, _GLANCE).isNull():  # a sound head may stand before anything
        return 0, "文件损坏或不是图片"
    return 1, ""


def unreadable_of(papers: Sequence[Paper]) -> FrozenSet[str]:
    """The photos that nobody can look at here, by `content_key`: they show nothing."""
    return frozenset(content_key(one.record) for one in papers if one.is_photo and not one.opens)


def doubtful_of(papers: Sequence[Paper]) -> Dict[str, str]:
    """The photos that can be opened and are no sure proof, by `content_key`, and why."""
    return {content_key(one.record): "、".join(map(in_short, one.doubts)) for one in papers if one.opens and one.doubts}


def _is_only_large(trouble: str) -> bool:
    return trouble.endswith((_TOO_MANY_PAGES, _TOO_MANY_PIXELS))


def picture(path: Path, most: Tuple[int, int]) -> QImage:
    """A picture as it is to be looked at (turned by its EXIF), no larger than so many pixels; null where it is torn."""
    reader = _reader(path)
    size = reader.size()
    turned = bool(int(reader.transformation()) & 4)
    room = QSize(most[1], most[0]) if turned else QSize(*most)
    if size.isValid() and (size.width() > room.width() or size.height() > room.height()):
        reader.setScaledSize(size.scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    # Opaque on white: a picture with an alpha channel is kept without loss in a PDF, and large.
    if image.isNull() or not image.hasAlphaChannel():
        return image.convertToFormat(QImage.Format.Format_RGB32) if not image.isNull() else image
    plain = QImage(image.size(), QImage.Format.Format_RGB32)
    plain.fill(Qt.GlobalColor.white)
    painter = QPainter(plain)
    painter.drawImage(0, 0, image)
    painter.end()
    return plain


def write_photo_list(folder: Path, photos: Sequence[Paper]) -> None:
    """照片索引.csv: what, when, where, which way, by whom, and the digest."""
    head = ("序号", "文件名", "拍摄时间", "经度(WGS84)", "纬度(WGS84)", "方位角(°)", "方位角基准", "拍摄人", "SHA-256",
            "说明")
    rows = [head, *((str(number), Path(one.place).name or one.name, *photo_facts(one.record),
                     str(one.record.values.get("PSR") or ""), str(one.record.values.get("SHA256") or ""),
                     "；".join([*([f"无法预览：{one.trouble}"] if one.trouble else []), *map(in_short, one.doubts)]))
                    for number, one in enumerate(photos, 1))]
    write_csv(folder / PHOTOS / PHOTO_LIST, rows)


def photo_facts(record: Record) -> Tuple[str, str, str, str, str]:
    """Time, longitude, latitude, azimuth and from which north, as texts."""
    values = record.values
    place = [f"{float(str(values[code])):.6f}" if isinstance(values.get(code), (int, float)) else ""
             for code in ("PSDJD", "PSDWD")]
    azimuth = values.get("PSJD")
    base = label("FWJZ", values.get("FWJZ")) if values.get("FWJZ") else ""
    return (str(values.get("PSSJ") or "").replace("T", " "), place[0], place[1],
            f"{float(str(azimuth)):.0f}" if isinstance(azimuth, (int, float)) else "", base)


def listing_rows(papers: Sequence[Paper], profile: Optional[PolicyProfile]) -> List[Tuple[str, ...]]:
    """Number, kind, file, remark of each."""
    rows: List[Tuple[str, ...]] = []
    for number, one in enumerate(papers, 1):
        code = str(one.record.values.get("ZJDM") or "")
        known = profile.evidence.get(code) if profile is not None else None
        kind = known.title if known is not None else label("FJLX", one.record.values.get("FJLX"))
        said = f"无法预览（{one.trouble}），原文件照收" if one.place and one.trouble else one.trouble
        said = "；".join([*([said] if said else []), *map(in_short, one.doubts)])
        rows.append((str(number), kind, one.place or one.name, said))
    return rows


def _folder_of(record: Record, contents: Contents) -> str:
    owner = contents.owner_kind(record)
    if owner:
        return CASE if owner == "act" else RECTIFIED
    return PHOTOS if record.values.get("FJLX") == PHOTO else EVIDENCE


def _copied(reader: BinaryIO, target: Path) -> Tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    try:
        with target.open("wb") as out:
            while chunk := reader.read(_CHUNK):
                digest.update(chunk)
                size += out.write(chunk)
    except OSError as error:
        raise WeipianError("OUTPUT_NOT_WRITABLE", file=str(target),
                           detail=error.strerror or type(error).__name__) from error
    return digest.hexdigest(), size


def _reader(path: Path) -> QImageReader:
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    reader.setDecideFormatFromContent(True)
    return reader
