"""Where attached files are kept: in a folder beside the workspace, under the SHA-256 of their bytes."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Callable, Tuple
from uuid import uuid4

from ..domain.errors import WeipianError

FILES = ".files"
_CHUNK = 1 << 20
_LONGEST_SUFFIX = 8


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
    digest, size = hashlib.sha256(), 0
    try:
        reader = source.open("rb")
    except OSError as error:
        raise WeipianError("ATTACHMENT_UNREADABLE", file=str(source),
                           detail=error.strerror or type(error).__name__) from error
    with reader:
        while chunk := reader.read(_CHUNK):
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
    (workspace.parent / place).unlink(missing_ok=True)


def path_of(workspace: Path, place: str) -> Path:
    """Where an attachment's file is: beside the workspace, or where people keep it."""
    return workspace.parent / place
