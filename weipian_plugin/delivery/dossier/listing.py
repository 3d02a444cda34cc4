"""Every file of a dossier with its SHA-256, as CSV and JSON; the JSON also says of which state the dossier is."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence, Tuple

from ..files import csv_text
from .tree import LIST_CSV, LIST_JSON

FORMAT = 1
_CHUNK = 1 << 20


@dataclass(frozen=True)
class ListedFile:
    """A file by its place in the folder (with /), its digest and size in bytes."""

    place: str
    sha256: str
    size: int


def digest_of_file(path: Path) -> Tuple[str, int]:
    """SHA-256 and bytes of a file, read in pieces."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as source:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def listed(folder: Path, known: Optional[Mapping[str, Tuple[str, int]]] = None) -> List[ListedFile]:
    """The files below a folder, by name; the lists themselves are not in them. ``known``: digests at hand, by place."""
    at_hand = known or {}
    found = []
    for path in sorted(folder.rglob("*"), key=lambda one: one.relative_to(folder).as_posix()):
        place = path.relative_to(folder).as_posix()
        if path.is_file() and place not in (LIST_CSV, LIST_JSON):
            found.append(ListedFile(place, *(at_hand.get(place) or digest_of_file(path))))
    return found


def write_lists(folder: Path, files: Sequence[ListedFile], about: Mapping[str, object]) -> None:
    """文件清单.csv and 文件清单.json."""
    rows = [("序号", "文件", "大小（字节）", "SHA-256"),
            *((str(number), one.place, str(one.size), one.sha256) for number, one in enumerate(files, 1))]
    write_csv(folder / LIST_CSV, rows)
    content = {"format": FORMAT, **about,
               "files": [{"place": one.place, "sha256": one.sha256, "size": one.size} for one in files]}
    (folder / LIST_JSON).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")


def read_list(folder: Path) -> Dict[str, object]:
    """What 文件清单.json says; empty where there is none of ours."""
    try:
        found = json.loads((folder / LIST_JSON).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) and found.get("format") == FORMAT else {}


def is_whole(folder: Path, about: Mapping[str, object]) -> bool:
    """Are all files of the list there, each as large as it says?"""
    files = about.get("files")
    if not isinstance(files, list):
        return False
    try:
        return all((folder / str(one["place"])).stat().st_size == one["size"] for one in files)
    except (OSError, KeyError, TypeError):
        return False


def write_csv(path: Path, rows: Sequence[Sequence[str]]) -> None:
    """A CSV that Excel opens in Chinese, its texts no formulas."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([csv_text(cell) for cell in row] for row in rows)
    path.write_bytes(text.getvalue().encode("utf-8-sig"))
