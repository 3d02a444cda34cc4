"""Whether a package (a zip, or the folder it was unpacked to) is still what its list says, and where it is not."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Dict, List, Mapping, Optional, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.records import Finding
from .archive import name_of
from .manifest import LIST_TEXT, MANIFEST, SET_LIST, PackedFile, digest_of_list, files_of

_CHUNK = 1 << 20
_LONGEST_LIST = 256 << 20
_UNLISTED = frozenset({MANIFEST, SET_LIST, LIST_TEXT, "交付清单.xlsx"})
"""What says of the others, and so cannot say of itself."""
_NOBODY = NullFeedback()


@dataclass(frozen=True)
class Verified:
    """How many files are as listed, and what is not; ``told``: what the list says besides."""

    right: int
    wrong: Tuple[Finding, ...]
    told: Mapping[str, object]

    @property
    def holds(self) -> bool:
        """Is everything as listed?"""
        return not self.wrong


def verify_package(path: Path, feedback: Feedback = _NOBODY) -> Verified:
    """Compare every file with the list in the package. Raises ``PACKAGE_NOT_READABLE``, ``PACKAGE_WITHOUT_MANIFEST``,
    ``JOB_CANCELLED``.
    """
    if path.is_dir():
        return _verified(path, _Folder(path), feedback)
    try:
        with zipfile.ZipFile(path) as archive:
            return _verified(path, _Zip(archive), feedback)
    except (OSError, zipfile.BadZipFile) as error:
        detail = error.strerror if isinstance(error, OSError) else None
        raise WeipianError("PACKAGE_NOT_READABLE", file=path.name, detail=detail or str(error)) from error


class _Folder:
    def __init__(self, folder: Path) -> None:
        self._files = {one.relative_to(folder).as_posix(): one for one in sorted(folder.rglob("*")) if one.is_file()}
        self.names = list(self._files)

    def size(self, name: str) -> int:
        return self._files[name].stat().st_size

    def open(self, name: str) -> IO[bytes]:
        return self._files[name].open("rb")


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._infos: Dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            if not info.is_dir():
                self._infos[name_of(info)] = info
        self.names = list(self._infos)

    def size(self, name: str) -> int:
        return self._infos[name].file_size

    def open(self, name: str) -> IO[bytes]:
        return self._archive.open(self._infos[name])


_Source = Union[_Folder, _Zip]


def _verified(path: Path, source: _Source, feedback: Feedback) -> Verified:
    found = _list_in(source)
    if found is None:
        raise WeipianError("PACKAGE_WITHOUT_MANIFEST", file=path.name)
    name, told, files = found
    wrong: List[Finding] = []
    if told.get("files_digest") != digest_of_list(files):
        wrong.append(Finding("LIST_DIFFERS", "E", {"name": name}))
    there, right = set(source.names), 0
    for number, one in enumerate(files):
        stop_if_cancelled(feedback)
        feedback.progress(number, len(files), one.place)
        code = "FILE_MISSING" if one.place not in there else _difference(source, one)
        right += not code
        wrong += [Finding(code, "E", {"name": one.place})] if code else []
    listed = {one.place for one in files}
    wrong += [Finding("FILE_UNLISTED", "E", {"name": one}) for one in source.names
              if one not in listed and one not in _UNLISTED]
    return Verified(right, tuple(wrong), told)


def _list_in(source: _Source) -> Optional[Tuple[str, Mapping[str, object], List[PackedFile]]]:
    for name in (MANIFEST, SET_LIST):
        if name not in source.names or source.size(name) > _LONGEST_LIST:
            continue
        try:
            with source.open(name) as file:
                told = json.loads(file.read().decode("utf-8"))
            return name, told, files_of(told)
        except (OSError, ValueError, AttributeError, RecursionError, zipfile.BadZipFile, zlib.error):
            continue
    return None


def _difference(source: _Source, listed: PackedFile) -> str:
    """The code of what is wrong with a file, "" for nothing. No more is read than the list says there is."""
    try:
        if source.size(listed.place) != listed.size:
            return "FILE_DIFFERS"
        digest = hashlib.sha256()
        with source.open(listed.place) as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except (OSError, zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return "LISTED_FILE_DAMAGED"
    return "" if digest.hexdigest() == listed.sha256 else "FILE_DIFFERS"
