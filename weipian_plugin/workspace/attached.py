"""Where attached files are kept: in a folder beside the workspace, under the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import BinaryIO, Callable, Tuple
from uuid import uuid4

from ..domain.errors import WeipianError

FILES = ".files"
_CHUNK = 1 << 20
_LONGEST_SUFFIX = 8
_PARTS = 3  # of a kept file's place: folder, first two digits, file


@dataclass(frozen=True)
class KeptFile:
    """A file as it is kept: its place relative to the workspace's folder, the digest and number of its bytes.

    ``fresh`` where these bytes were not kept before.
    """

    place: str
    sha256: str
    size: int
    fresh: bool


def files_folder(workspace: Path) -> Path:
    """The folder beside the workspace at this path."""
    return workspace.with_name(workspace.stem + FILES)


def keep_file(workspace: Path, source: Path) -> KeptFile:
    """Copy a file's bytes, unchanged, into the workspace's folder; the same bytes are kept once.

    Raises ``ATTACHMENT_UNREADABLE`` where the source cannot be read, ``ATTACHMENT_NOT_KEPT`` where nothing can be
    written.
    """
    return _keep(workspace, source.suffix, lambda target: _copied(source, target))


def keep_bytes(workspace: Path, content: bytes, suffix: str) -> KeptFile:
    """Keep bytes that are no file of their own, as `keep_file` does; no other copy of them is made on the way."""
    return _keep(workspace, suffix, lambda target: _written(content, target))


def keep_stream(workspace: Path, source: BinaryIO, suffix: str) -> KeptFile:
    """Keep what is read from ``source``, as `keep_file` does."""
    return _keep(workspace, suffix, lambda target: _poured(source, target))


def _keep(workspace: Path, suffix: str, copy: Callable[[BinaryIO], Tuple[str, int]]) -> KeptFile:
    folder = files_folder(workspace)
    try:
        folder.mkdir(exist_ok=True)
        part = folder / f"{uuid4().hex}.part"
        opened = part.open("xb")
    except OSError as error:
        raise _not_kept(folder, error) from error
    try:
        with opened:
            digest, size = copy(opened)
        suffix = suffix.lower() if len(suffix) <= _LONGEST_SUFFIX else ""
        target = folder / digest[:2] / (digest + suffix)
        fresh = not target.exists()
        if fresh:
            target.parent.mkdir(exist_ok=True)
            part.replace(target)
        return KeptFile(str(PurePosixPath(folder.name, digest[:2], target.name)), digest, size, fresh)
    except OSError as error:
        raise _not_kept(folder, error) from error
    finally:
        part.unlink(missing_ok=True)


def _copied(source: Path, target: BinaryIO) -> Tuple[str, int]:
    try:
        reader = source.open("rb")
    except OSError as error:
        raise WeipianError("ATTACHMENT_UNREADABLE", file=str(source),
                           detail=error.strerror or type(error).__name__) from error
    with reader:
        return _poured(reader, target)


def _poured(source: BinaryIO, target: BinaryIO) -> Tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    while chunk := source.read(_CHUNK):
        digest.update(chunk)
        size += target.write(chunk)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest(), size


def _written(content: bytes, target: BinaryIO) -> Tuple[str, int]:
    size = target.write(content)
    target.flush()
    os.fsync(target.fileno())
    return hashlib.sha256(content).hexdigest(), size


def _not_kept(folder: Path, error: OSError) -> WeipianError:
    return WeipianError("ATTACHMENT_NOT_KEPT", file=str(folder), detail=error.strerror or type(error).__name__)


def drop_file(workspace: Path, place: str) -> None:
    """Remove a file that was just kept and that no record names."""
    path_of(workspace, place).unlink(missing_ok=True)


def path_of(workspace: Path, place: str) -> Path:
    """Where an attachment's file is: beside the workspace, or where people keep it.

    What was attached before a workspace was renamed with its folder, and what another office attached, names another
    folder: its bytes, where they came along, are in this one's.
    """
    named = PurePosixPath(place)
    if _leads_out(place):
        return files_folder(workspace) / named.name  # where nothing is: no record may name what is not ours
    found = workspace.parent / place
    if is_kept(place):
        own = files_folder(workspace).joinpath(*named.parts[1:])
        return own if own.exists() or not found.exists() else found
    return found


def is_kept(place: str) -> bool:
    """Is it the place of a file that was copied into a workspace's folder, this one's or another's?"""
    parts = PurePosixPath(place).parts
    return not _leads_out(place) and len(parts) == _PARTS and parts[0].endswith(FILES)


def copies_of(workspace: Path, place: str) -> Tuple[Path, ...]:
    """The copies of a kept file that are this workspace's: in its folder, and in one of its former name that nobody has
    now. None of what people keep elsewhere, nor of what lies in the folder of a workspace that is there.
    """
    if not is_kept(place):
        return ()
    former, *below = PurePosixPath(place).parts
    folders = [files_folder(workspace)]
    if former != folders[0].name and not _has_owner(workspace.parent / former):
        folders.append(workspace.parent / former)
    return tuple(copy for copy in (folder.joinpath(*below) for folder in folders) if copy.is_file())


def _has_owner(folder: Path) -> bool:
    return folder.with_name(folder.name[:-len(FILES)] + ".gpkg").exists()


def _leads_out(place: str) -> bool:
    read = PureWindowsPath(place)  # which knows both kinds of slashes, and drives
    return bool(read.anchor) or ".." in read.parts
