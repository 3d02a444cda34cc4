"""Keys of offices: what a package is signed with, and what a signature is worth to who receives it."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Iterable, Mapping, Optional, Tuple

KEY_FORMAT = "weipian-office-key"
ALGORITHM = "HMAC-SHA256"
SHORTEST_SECRET = 32  # characters: 128 bits in hexadecimal

VALID, UNKNOWN_KEY, UNSIGNED = "valid", "unknown_key", "unsigned"
SIGNATURES: Tuple[str, ...] = (VALID, UNKNOWN_KEY, UNSIGNED)
"""What can be said of the signature of a package that is let in; a forged one never is."""
_ID_LENGTH = 16


@dataclass(frozen=True)
class OfficeKey:
    """The secret that an office shares with those who check its packages; ``name`` is the office."""

    name: str
    secret: str = field(repr=False)
    made_at: str = ""

    @property
    def id(self) -> str:
        """What names the key without telling it."""
        return hashlib.sha256(f"{KEY_FORMAT}:{self.secret}".encode()).hexdigest()[:_ID_LENGTH]

    def sign(self, content: bytes) -> str:
        """HMAC-SHA256 (RFC 2104) over ``content``, in hexadecimal."""
        return hmac.new(self.secret.encode(), content, hashlib.sha256).hexdigest()

    def holds(self, content: bytes, signature: str) -> bool:
        """Did this key sign exactly this?"""
        return hmac.compare_digest(self.sign(content).encode(), signature.encode("utf-8", "replace"))


@dataclass(frozen=True)
class Signature:
    """How a package is signed: ``state`` of `SIGNATURES`, the key's id and the name under which it is known here."""

    state: str
    key_id: str = ""
    key_name: str = ""


def key_of(told: object) -> OfficeKey:
    """A key as its file tells it. Raises ValueError for anything else."""
    if not isinstance(told, Mapping) or told.get("format") != KEY_FORMAT:
        raise ValueError("format")
    name, secret = told.get("name"), told.get("key")
    if not isinstance(name, str) or not isinstance(secret, str) or len(secret) < SHORTEST_SECRET:
        raise ValueError("key")
    return OfficeKey(name, secret, str(told.get("made_at", "")))


def told_of(key: OfficeKey) -> Mapping[str, str]:
    """What a key's file says."""
    return {"format": KEY_FORMAT, "name": key.name, "key": key.secret, "made_at": key.made_at}


def key_with_id(keys: Iterable[OfficeKey], id_: str) -> Optional[OfficeKey]:
    """The known key of this id."""
    return next((key for key in keys if key.id == id_), None)
