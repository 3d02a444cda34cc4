"""At which parcel a person left a workspace: noted at each step, so in a file of its own that waits for no disk.

QGIS's settings are one file, which is written anew and flushed to the disk for every value: twice at each step from
patch to patch, and as long as the disk is busy the window's thread would stand still. A file system may let even a few
bytes wait for its journal: they are written beside the window's thread.
"""

from __future__ import annotations

import os
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import List, Sequence

from ..jobs.measuring.interpreter import user_folder

_writing: List[Thread] = []
"""The one that was begun last; each waits for the one before."""


def left_at(workspace_id: str, person: str) -> str:
    """The parcel's uuid, empty where nothing was noted."""
    wait_until_noted()
    try:
        return _file(workspace_id, person).read_text(encoding="utf-8").strip()
    except (OSError, ValueError):
        return ""


def leave_at(workspace_id: str, person: str, parcel_uuid: str) -> None:
    """Note it; whoever is killed the moment after has left it there. Where no file can be written nothing is noted."""
    writing = Thread(target=_write, args=(tuple(_writing), _file(workspace_id, person), parcel_uuid))
    _writing[:] = [writing]
    writing.start()


def wait_until_noted() -> None:
    """Until what was noted is written."""
    for writing in _writing:
        writing.join()


def _write(before: Sequence[Thread], file: Path, parcel_uuid: str) -> None:
    for writing in before:
        writing.join()  # what was noted last stands
    partial = file.with_suffix(f".{os.getpid()}")  # two windows of one person may look at the same workspace
    with suppress(OSError):
        file.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(parcel_uuid, encoding="utf-8")
        partial.replace(file)


def left_folder() -> Path:
    """Where it is noted: a file for each workspace and person."""
    return user_folder() / "left"


def _file(workspace_id: str, person: str) -> Path:
    return left_folder() / f"{sha256(f'{workspace_id}/{person}'.encode()).hexdigest()[:32]}.txt"
