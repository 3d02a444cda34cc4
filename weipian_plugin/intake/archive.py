"""Opens a zip as it is received: GBK or UTF-8 entry names, nothing outside its folder, nothing without bound."""

from __future__ import annotations

import re
import shutil
import zipfile
import zlib
from pathlib import Path, PurePosixPath
from typing import Dict, List, Optional, Tuple

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, stop_if_cancelled
from .members import Member, is_wanted

MAX_ENTRIES = 50_000
MAX_BYTES = 2 * 1024**3
MAX_RATIO = 200
_RATIO_FROM = 64 * 1024**2
_CHUNK = 1024**2
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1


def entry_name(info: zipfile.ZipInfo) -> str:
    """The entry's name as its maker meant it: UTF-8 where flagged or valid, else GBK."""
    name = info.orig_filename
    if info.flag_bits & _UTF8_FLAG or name.isascii():
        return name.replace("\\", "/")
    raw = name.encode("cp437")
    for codec in ("utf-8", "gb18030"):
        try:
            return raw.decode(codec).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return name.replace("\\", "/")


def unpack(path: Path, into: Path, password: str, feedback: Feedback) -> List[Member]:
    """Extract what intake reads into ``into``; imagery and the rest are listed, not extracted.

    Raises ``ZIP_CLIMBS`` (naming the entry) before anything is written, ``ZIP_TOO_LARGE``, ``ZIP_PASSWORD``,
    ``ZIP_DAMAGED``.
    """
    try:
        with zipfile.ZipFile(path) as package:
            entries = _checked_entries(package, path)
            return _extract(package, entries, path, into, password.encode("utf-8") or None, feedback)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise WeipianError("ZIP_DAMAGED", file=path.name) from error


def require_bounded(path: Path) -> None:
    """Raises what `unpack` raises of a zip that climbs or swells, before anything of it is unpacked."""
    try:
        with zipfile.ZipFile(path) as package:
            _checked_entries(package, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise WeipianError("ZIP_DAMAGED", file=path.name) from error


def _checked_entries(package: zipfile.ZipFile, path: Path) -> List[Tuple[zipfile.ZipInfo, str]]:
    infos = package.infolist()
    if len(infos) > MAX_ENTRIES:
        raise WeipianError("ZIP_TOO_LARGE", file=path.name, entries=len(infos))
    entries = [(info, entry_name(info)) for info in infos]
    for info, name in entries:
        for spelling in (name, info.orig_filename.replace("\\", "/")):
            if _climbs(spelling):
                raise WeipianError("ZIP_CLIMBS", file=path.name, entry=name.replace("\0", "?"))
    wanted = [(info, name) for info, name in entries if not info.is_dir() and is_wanted(name)]
    if any(swells(info) for info, _ in wanted) or sum(info.file_size for info, _ in wanted) > MAX_BYTES:
        raise WeipianError("ZIP_TOO_LARGE", file=path.name, entries=len(infos))
    return [(info, name) for info, name in entries if not info.is_dir()]


def swells(info: zipfile.ZipInfo) -> bool:
    """Is the entry as much smaller than what it holds as nothing that is received is?"""
    return info.file_size > _RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1)


def _climbs(name: str) -> bool:
    return (name.startswith("/") or "\0" in name or re.match(r"[A-Za-z]:", name) is not None
            or ".." in PurePosixPath(name).parts)


def _extract(package: zipfile.ZipFile, entries: List[Tuple[zipfile.ZipInfo, str]], path: Path, into: Path,
             password: Optional[bytes], feedback: Feedback) -> List[Member]:
    members: List[Member] = []
    taken: Dict[str, int] = {}
    for number, (info, name) in enumerate(entries):
        stop_if_cancelled(feedback)
        if not is_wanted(name):
            members.append(Member(name, None))
            continue
        if info.flag_bits & _ENCRYPTED_FLAG and password is None:
            raise WeipianError("ZIP_PASSWORD", file=path.name)
        target = into / _safe(name)
        taken[str(target).lower()] = taken.get(str(target).lower(), 0) + 1
        if taken[str(target).lower()] > 1:
            raise WeipianError("ZIP_DOUBLE_ENTRY", file=path.name, entry=name)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            with package.open(info, pwd=password) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out, _CHUNK)
        except RuntimeError as error:
            raise WeipianError("ZIP_PASSWORD", file=path.name) from error
        members.append(Member(name, target))
        feedback.progress(number + 1, len(entries), name)
    return members


def _safe(name: str) -> str:
    """The name with what Windows cannot write replaced, parts and order kept (a .gdb is a folder of its files)."""
    parts = [re.sub(r'[<>:"|?*\x00-\x1f]', "_", part).rstrip(" .") or "_" for part in PurePosixPath(name).parts]
    return "/".join(parts)
