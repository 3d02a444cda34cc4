"""Keys of offices on the disk: made once, kept where a person says, never beside what is handed on."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import List, Optional, Sequence, Tuple, Union

from ...delivery.files import in_one_move
from ...domain.errors import WeipianError
from ...domain.review.office_keys import OfficeKey, key_of, told_of

ENDING = ".wpkey"
_BYTES = 32
_LONGEST = 1 << 16
_FILES = ".files"
StrPath = Union[str, Path]


@dataclass(frozen=True)
class KeyFile:
    """A key and where it is kept."""

    path: Path
    key: OfficeKey


def make_key(path: StrPath, office: str, now: Optional[datetime] = None) -> KeyFile:
    """Make a new key of this office and keep it at ``path`` (ending ``.wpkey``), for its owner's eyes only.

    Raises ``OFFICE_NAME_EMPTY``, ``OFFICE_KEY_EXISTS``, ``OFFICE_KEY_PLACE`` in a folder of attachments,
    ``OUTPUT_NOT_WRITABLE``.
    """
    place = Path(path)
    if place.suffix.lower() != ENDING:
        place = place.with_name(place.name + ENDING)
    if not office.strip():
        raise WeipianError("OFFICE_NAME_EMPTY")
    if place.exists():
        raise WeipianError("OFFICE_KEY_EXISTS", file=place.name)
    travelling = next((one for one in place.parents if one.name.endswith(_FILES)), None)
    if travelling is not None:
        raise WeipianError("OFFICE_KEY_PLACE", folder=str(travelling))
    made_at = (now or datetime.now().astimezone()).isoformat(timespec="seconds")
    key = OfficeKey(office.strip(), secrets.token_hex(_BYTES), made_at)
    content = json.dumps(told_of(key), ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8")
    only_mine = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    with in_one_move(place) as part, os.fdopen(os.open(part, only_mine, 0o600), "wb") as file:
        file.write(content)
    return KeyFile(place, key)


def read_key(path: StrPath) -> KeyFile:
    """The key at ``path``. Raises ``OFFICE_KEY_FILE``."""
    place = Path(path)
    try:
        with place.open("rb") as file:
            return KeyFile(place, key_of(json.loads(file.read(_LONGEST).decode("utf-8"))))
    except (OSError, ValueError, RecursionError) as error:
        raise WeipianError("OFFICE_KEY_FILE", file=place.name) from error


def keys_in(folder: StrPath) -> Tuple[List[KeyFile], List[WeipianError]]:
    """The keys in a folder by the names of their offices, and why others of its files are none."""
    found, wrong = [], []
    place = Path(folder)
    for path in sorted(place.glob(f"*{ENDING}")) if str(folder) and place.is_dir() else ():
        try:
            found.append(read_key(path))
        except WeipianError as error:
            wrong.append(error)
    return sorted(found, key=lambda one: (one.key.name, one.key.made_at, one.path.name)), wrong


def known_keys(places: Sequence[StrPath]) -> List[OfficeKey]:
    """The keys at these places, each a file or a folder of them. Raises ``OFFICE_KEY_FILE`` for a file that is none."""
    found: List[OfficeKey] = []
    for place in places:
        found += [one.key for one in keys_in(place)[0]] if Path(place).is_dir() else [read_key(place).key]
    return found
