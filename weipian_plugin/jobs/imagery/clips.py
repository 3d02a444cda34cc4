"""Pictures of single patches (前后时相截图): which of a folder's belong to a patch, and to which of its dates."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Dict, List, Mapping, Sequence, Set, Tuple

from ...domain.exchange.clip_names import CLIP_SUFFIXES, date_in, longest_number, numbers_in, phase_in, said_of

_IMAGE_FIELDS = (("QSIMG", "QSX"), ("HSIMG", "HSX"))


@dataclass(frozen=True)
class Clip:
    """One picture of a patch and its ISO date, "" where neither its name nor the patch's dates tell."""

    path: str
    date: str
    phase: str = ""


@dataclass(frozen=True)
class ClipCount:
    """What a folder holds for a workspace's patches, before it is taken in."""

    pictures: int
    matched: int
    patches: int
    undated: Tuple[str, ...] = ()


class ClipFolder:
    """The pictures below a folder, found by the numbers and by the whole names of their files."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._by_number: Dict[str, List[Path]] = {}
        self._by_name: Dict[str, Path] = {}
        self.size = 0
        for root, _, names in os.walk(folder):
            for name in names:
                if name.lower().endswith(CLIP_SUFFIXES):
                    self._add(Path(root) / name)

    def _add(self, path: Path) -> None:
        self.size += 1
        self._by_name.setdefault(path.name.lower(), path)
        for number in {*numbers_in(path.stem), *numbers_in(path.parent.name)}:
            self._by_number.setdefault(number, []).append(path)

    def clips_of(self, attributes: Mapping[str, object]) -> List[Clip]:
        """A patch's pictures: named by its JCBH (``…_Q_…``, ``…_前时相…``), or named in its QSIMG and HSIMG."""
        jcbh = str(attributes.get("JCBH") or "")
        found: Dict[str, Clip] = {}
        for field, phase in _IMAGE_FIELDS:
            named = self._by_name.get(_file_name(str(attributes.get(field) or "")))
            if named is not None:
                found[str(named)] = Clip(str(named), _iso(attributes.get(phase)), phase)
        for path in sorted(self._by_number.get(longest_number(jcbh), ())):
            folder = path.parent.name
            rest = said_of(jcbh, path.stem, folder)
            if rest is None or str(path) in found:
                continue
            phase = phase_in(rest) or phase_in(folder)
            date = date_in(rest) or _iso(attributes.get(phase)) or date_in(folder)
            found[str(path)] = Clip(str(path), date, phase)
        return list(found.values())

    def count(self, patches: Sequence[Mapping[str, object]]) -> ClipCount:
        """How many of the pictures belong to ``patches``, and which of them tell no date."""
        matched: Set[str] = set()
        owners, undated = 0, []
        for attributes in patches:
            clips = self.clips_of(attributes)
            owners += bool(clips)
            matched.update(clip.path for clip in clips)
            undated += [clip.path for clip in clips if not clip.date]
        return ClipCount(self.size, len(matched), owners, tuple(undated))


def clip_folder(folder: str) -> ClipFolder:
    """The folder's pictures, listed once for as long as it stays as it is. Safe in any thread."""
    try:
        stamp = Path(folder).stat().st_mtime_ns
    except OSError:
        stamp = -1
    return _listed(folder, stamp)


def forget_listings() -> None:
    """Look into the folders again when they are asked for."""
    _listed.cache_clear()


@lru_cache(maxsize=16)
def _listed(folder: str, _stamp: int) -> ClipFolder:
    return ClipFolder(folder)


def _file_name(written: str) -> str:
    """The last part of a path as any system writes it, or of an address."""
    return re.split(r"[\\/]", written.strip())[-1].lower()


def _iso(value: object) -> str:
    return str(value or "").strip()[:10]
