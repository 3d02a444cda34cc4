"""What a package or a set says of itself: every file with size and SHA-256, counts, sums, software, layers, state."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, Iterable, List, Mapping, Sequence, Tuple

from ...domain.calendar.dates import moment_in_words
from ...domain.marks import FOOTER, Mark
from ...domain.records import Batch

FORMAT = 1
MANIFEST, SET_LIST, LIST_TEXT = "manifest.json", "交付清单.json", "清单.txt"
_CHUNK = 1 << 20
Lines = Sequence[Tuple[str, str]]


@dataclass(frozen=True)
class PackedFile:
    """A file by its place (with /), its size in bytes and its SHA-256; ``product`` says what it is of."""

    place: str
    size: int
    sha256: str
    product: str = ""


@dataclass(frozen=True)
class Manifest:
    """Everything that is told of a package beside its files. ``areas``: by outcome its sums in 亩 as texts; ``layers``
    and ``about`` lines (name, text) for whoever reads.
    """

    title: str
    kind: str
    mark: Mark
    batches: Tuple[Batch, ...]
    state: Mapping[str, object]
    software: Mapping[str, str]
    profiles: Sequence[Mapping[str, str]] = ()
    overlay: Sequence[Mapping[str, object]] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    areas: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tables: Mapping[str, int] = field(default_factory=dict)
    remarks: Sequence[str] = ()
    further: Mapping[str, object] = field(default_factory=dict)


def packed(place: str, path: Path, product: str = "") -> PackedFile:
    """A file with its digest, read in pieces. Raises OSError."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return PackedFile(place, size, digest.hexdigest(), product)


def packed_bytes(place: str, content: bytes, product: str = "") -> PackedFile:
    """Bytes as a file of a package."""
    return PackedFile(place, len(content), hashlib.sha256(content).hexdigest(), product)


def digest_of_list(files: Iterable[PackedFile]) -> str:
    """One digest over all files: who changes a line of the list changes it."""
    lines = sorted(f"{one.sha256}  {one.size}  {one.place}\n" for one in files)
    return hashlib.sha256("".join(lines).encode("utf-8")).hexdigest()


def manifest_bytes(manifest: Manifest, files: Sequence[PackedFile]) -> bytes:
    """The list as JSON; the same for the same content."""
    told: Dict[str, object] = {
        "format": FORMAT, "kind": manifest.kind, "title": manifest.mark.title(manifest.title),
        "mark": manifest.mark.word,
        "reasons": [{"check": check, "text": text} for check, text in manifest.mark.reasons],
        "batches": [{"label": one.label, "issued": one.issued, "county": one.county, "profile": one.profile_id}
                    for one in manifest.batches],
        "state": dict(manifest.state), "software": dict(manifest.software),
        "profiles": [dict(one) for one in manifest.profiles], "overlay": [dict(one) for one in manifest.overlay],
        "counts": dict(manifest.counts), "areas_mu": {name: dict(sums) for name, sums in manifest.areas.items()},
        "tables": dict(manifest.tables), "remarks": list(manifest.remarks), **manifest.further, "footer": FOOTER,
        "files_digest": digest_of_list(files),
        "files": [{"place": one.place, "size": one.size, "sha256": one.sha256, "product": one.product}
                  for one in sorted(files, key=lambda one: one.place)]}
    return json.dumps(told, ensure_ascii=False, indent=1).encode("utf-8")


def list_bytes(manifest: Manifest, files: Sequence[PackedFile]) -> bytes:
    """清单.txt: the same for people, with UTF-8's mark and Windows' line ends so that Notepad shows it."""
    lines: List[str] = [manifest.mark.title(manifest.title), ""]
    lines += [f"批次：{one.label}（下发 {one.issued}，县区 {one.county or '未注明'}）" for one in manifest.batches]
    digest = str(manifest.state.get("digest", ""))[:16]
    lines.append(f"数据截止：{moment_in_words(str(manifest.state.get('moment') or ''))}（状态 {digest}）")
    lines += [f"政策口径：{one['id']} {one['title']}" for one in manifest.profiles]
    lines += [f"软件：{name} {version}" for name, version in manifest.software.items()]
    for run in manifest.overlay:
        lines.append(f"套合（{run['batch']}）：{run['layers']}")
    lines += ["", "数量"]
    lines += [f"  {name}：{count}" for name, count in manifest.counts.items()]
    lines += ["", "面积（亩）"]
    lines += [f"  {name}：" + "，".join(f"{column} {area}" for column, area in sums.items())
              for name, sums in manifest.areas.items()]
    if manifest.mark.reasons:
        lines += ["", f"标记“{manifest.mark.word}”的理由"]
        lines += [f"  {check} {text}".rstrip() for check, text in manifest.mark.reasons]
    if manifest.remarks:
        lines += ["", "备注", *(f"  {one}" for one in manifest.remarks)]
    lines += ["", f"文件（{len(files)} 个）：SHA-256  字节  名称"]
    lines += [f"{one.sha256}  {one.size}  {one.place}" for one in sorted(files, key=lambda one: one.place)]
    lines += ["", FOOTER, ""]
    return b"\xef\xbb\xbf" + "\r\n".join(lines).encode("utf-8")


def files_of(told: Mapping[str, object]) -> List[PackedFile]:
    """The files that a list names. Raises ValueError where it is none of ours."""
    files = told.get("files")
    if told.get("format") != FORMAT or not isinstance(files, list):
        raise ValueError("format")
    try:
        return [PackedFile(str(one["place"]), int(one["size"]), str(one["sha256"]), str(one.get("product", "")))
                for one in files]
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("files") from error
