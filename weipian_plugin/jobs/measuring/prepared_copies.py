"""The prepared copies on disk: how much room they take, and how they are thrown away; nothing else is ever touched."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Iterator

# A folder the worker has made (`overlay.prepared`): the key of layer and role, a dot, and what tells its copies apart.
_COPY = re.compile(r"[0-9a-f]{24}\..+")


@dataclass(frozen=True)
class Stored:
    """How many copies there are and how many bytes they take."""

    copies: int
    size: int


def stored(folder: Path) -> Stored:
    """What is in ``folder`` now."""
    copies = list(_copies(folder))
    return Stored(len(copies), sum(_size(copy) for copy in copies))


def clear(folder: Path) -> int:
    """Throw every copy away; how many could not be, because something still has them open."""
    left = 0
    for copy in list(_copies(folder)):
        shutil.rmtree(copy, ignore_errors=True)
        left += copy.exists()
    return left


def _copies(folder: Path) -> Iterator[Path]:
    """A person may have named a folder that holds other things too: only what bears a copy's name is one."""
    if folder.is_dir():
        yield from (each for each in folder.iterdir()
                    if _COPY.fullmatch(each.name) and each.is_dir() and not each.is_symlink())


def _size(copy: Path) -> int:
    total = 0
    for each in copy.iterdir():
        try:
            total += each.stat().st_size
        except OSError:  # gone meanwhile: it takes no room any more
            continue
    return total
