"""Names of files and folders that Windows, a zip and a government's upload page all take."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Set

from ..domain.errors import WeipianError

LONGEST_NAME, LONGEST_PATH = 120, 240
"""Characters: of one name, and of a whole path (Windows ends at 260, and zips are unpacked into a folder)."""
_FORBIDDEN = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f]+')
# Every blank that is not the plain one, the full-width one of Chinese typing among them, and marks without width.
_BLANKS = re.compile(r"[\s　\u00a0\u2000-\u200f\u2028-\u202f\u205f-\u2064\ufeff]+")
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|CLOCK\$|COM[0-9¹²³]|LPT[0-9¹²³])(?=\.|$)", re.IGNORECASE)
_NAMELESS = "未命名"


def safe_name(text: str, longest: int = LONGEST_NAME) -> str:
    """``text`` as the name of one file or folder: nothing that Windows forbids, plain single blanks, none and no dot at
    its end, no name of a device, at most ``longest`` characters; an ending of up to five letters is kept.
    """
    name = _BLANKS.sub(" ", _FORBIDDEN.sub(" ", text)).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if not dot or not ending.isalnum() or len(ending) > 5 or not stem.strip(" ."):
        stem, ending = name, ""
    tail = f".{ending}" if ending else ""
    stem = stem[:max(longest - len(tail), 1)].strip(" .") or _NAMELESS
    if _DEVICES.match(stem):
        stem = f"_{stem}"[:max(longest - len(tail), 1)]
    return stem + tail


def unique_name(name: str, taken: Set[str]) -> str:
    """``name``, or with a number before its ending where a folder already has it (Windows knows no capitals); it is
    added to ``taken``.
    """
    stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{stem} ({number}){dot}{ending}"
    taken.add(found.casefold())
    return found


def check_path(path: Path, longest: int = LONGEST_PATH) -> Path:
    """The path, where Windows can open it. Raises ``PATH_TOO_LONG`` with what to do."""
    if len(str(path)) > longest:
        raise WeipianError("PATH_TOO_LONG", file=path.name, length=len(str(path)), longest=longest)
    return path
