"""The form of a package between offices: its members, its manifest, and the seal over the whole file.

A package (``.wpk``) is a zip: ``manifest.json``, ``signature.json`` where it is signed, ``tables/<name>.jsonl`` for
each table of an `OfficeState`, and ``files/<sha256>.<ending>`` for attachments that go with it. The zip's comment is
the seal: the SHA-256 of every byte before it.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import BinaryIO, Dict, Mapping, Optional, Sequence, Tuple

from .office_state import TABLES

ENDING = ".wpk"
PACKAGE_FORMAT = "weipian-office-package"
PACKAGE_VERSION = 1
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
FILES_FOLDER = "files/"
SEAL_LENGTH = 64
BLOCK_LINES = 100
"""Each so many lines of a table have a check sum of their own, by which the place of a damage is found."""
LONGEST_MANIFEST, LONGEST_SIGNATURE = 64 << 20, 64 << 10

_CHUNK = 1 << 20
_SHA256 = re.compile(r"[0-9a-f]{64}\Z")
_FILE = re.compile(r"files/[0-9a-f]{64}(\.[0-9a-z]{1,7})?\Z")
_META = ("format", "format_version", "schema_version", "workspace_id", "office", "crs", "profiles", "training")


def table_member(table: str) -> str:
    """The member that holds a table."""
    return f"tables/{table}.jsonl"


def file_member(sha256: str, suffix: str) -> str:
    """The member that holds an attachment's bytes; an ending that no member may have is left out."""
    name = f"{FILES_FOLDER}{sha256}{suffix.lower()}"
    return name if _FILE.match(name) else f"{FILES_FOLDER}{sha256}"


def digest_of(stream: BinaryIO, length: int) -> str:
    """SHA-256 of the next ``length`` bytes, in hexadecimal."""
    digest, left = hashlib.sha256(), length
    while left and (chunk := stream.read(min(_CHUNK, left))):
        digest.update(chunk)
        left -= len(chunk)
    return digest.hexdigest()


@dataclass(frozen=True)
class PackedMember:
    """A member with its size in bytes and its SHA-256; of a table its rows, and the CRC-32 of each `BLOCK_LINES`."""

    name: str
    size: int
    sha256: str
    rows: int = 0
    blocks: Tuple[str, ...] = ()

    @property
    def is_file(self) -> bool:
        """Is it an attachment?"""
        return self.name.startswith(FILES_FOLDER)


@dataclass(frozen=True)
class SignedOff:
    """Who stands for a package, and since which day (ISO)."""

    name: str
    date: str


@dataclass(frozen=True)
class PackageManifest:
    """What a package says of itself. ``meta`` is the state's; ``scope`` what was chosen (kind and its values);
    ``unfinished`` counts what is not judged or signed yet; ``key_id`` and ``key_name`` of the key it is signed with.
    """

    meta: Mapping[str, str]
    made_at: str
    made_by: str
    scope: Mapping[str, object] = field(default_factory=dict)
    signed_off: Optional[SignedOff] = None
    unfinished: Mapping[str, int] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    members: Tuple[PackedMember, ...] = ()
    key_id: str = ""
    key_name: str = ""

    @property
    def office(self) -> str:
        """Whose state it is."""
        return self.meta.get("office", "")

    @property
    def files(self) -> Tuple[PackedMember, ...]:
        """The attachments that go with it."""
        return tuple(one for one in self.members if one.is_file)


def manifest_bytes(manifest: PackageManifest) -> bytes:
    """The manifest as it is written and signed; the same for the same content."""
    told: Dict[str, object] = {
        "format": PACKAGE_FORMAT, "format_version": PACKAGE_VERSION, "meta": dict(manifest.meta),
        "office": manifest.office, "made_at": manifest.made_at, "made_by": manifest.made_by,
        "scope": dict(manifest.scope), "unfinished": dict(manifest.unfinished), "counts": dict(manifest.counts),
        "signed_off": (None if manifest.signed_off is None
                       else {"name": manifest.signed_off.name, "date": manifest.signed_off.date}),
        "key": {"id": manifest.key_id, "name": manifest.key_name} if manifest.key_id else None,
        "members": [_told(one) for one in sorted(manifest.members, key=lambda one: one.name)],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8")


def _told(member: PackedMember) -> Dict[str, object]:
    told: Dict[str, object] = {"name": member.name, "size": member.size, "sha256": member.sha256}
    return told if member.is_file else {**told, "rows": member.rows, "blocks": " ".join(member.blocks)}


class NewerForm(ValueError):
    """The package is of a later form than is known here; its only argument is that form."""


def manifest_of(told: object) -> PackageManifest:
    """The manifest as it was read. Raises `NewerForm`, and ValueError naming what is not as it should be."""
    if not isinstance(told, Mapping) or told.get("format") != PACKAGE_FORMAT:
        raise ValueError("format")
    version = told.get("format_version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise ValueError("format_version")
    if version > PACKAGE_VERSION:
        raise NewerForm(version)
    members = tuple(_member_of(one) for one in _list(told, "members"))
    meta = {name: _text(value, f"meta.{name}") for name, value in _mapping(told, "meta").items()}
    lacking = [name for name in _META if name not in meta]
    if lacking:
        raise ValueError(f"meta.{lacking[0]}")
    key = told.get("key")
    signed = told.get("signed_off")
    manifest = PackageManifest(
        meta, _text(told.get("made_at"), "made_at"), _text(told.get("made_by"), "made_by"), _mapping(told, "scope"),
        None if signed is None else _signed_off(signed), _counts(told, "unfinished"), _counts(told, "counts"), members,
        *(("", "") if key is None else _named(key, "key", ("id", "name"))))
    _require_members(manifest)
    return manifest


def _require_members(manifest: PackageManifest) -> None:
    names = [one.name for one in manifest.members]
    if len(set(names)) != len(names):
        raise ValueError("members: " + next(name for name in names if names.count(name) > 1))
    tables = {table_member(table) for table in TABLES}
    for one in manifest.members:
        if one.name not in tables and not _FILE.match(one.name):
            raise ValueError(f"members: {one.name}")
        if one.is_file and one.sha256 != one.name[len(FILES_FOLDER):][:SEAL_LENGTH]:
            raise ValueError(f"members: {one.name}")
    lacking = tables - set(names)
    if lacking:
        raise ValueError(f"members: {min(lacking)}")
    rows = {one.name: one.rows for one in manifest.members}
    for table in TABLES:
        if manifest.counts.get(table) != rows[table_member(table)]:
            raise ValueError(f"counts.{table}")


def _member_of(told: object) -> PackedMember:
    if not isinstance(told, Mapping):
        raise ValueError("members")
    name, sha256 = _text(told.get("name"), "members"), _text(told.get("sha256"), "members")
    if not _SHA256.match(sha256):
        raise ValueError(f"members: {name}")
    rows, blocks = _number(told.get("rows", 0), name), tuple(_text(told.get("blocks", ""), name).split())
    if not name.startswith(FILES_FOLDER) and len(blocks) != -(-rows // BLOCK_LINES):
        raise ValueError(f"members: {name}")
    return PackedMember(name, _number(told.get("size"), name), sha256, rows, blocks)


def _signed_off(told: object) -> SignedOff:
    return SignedOff(*_named(told, "signed_off", ("name", "date")))


def _named(told: object, where: str, names: Sequence[str]) -> Tuple[str, str]:
    if not isinstance(told, Mapping):
        raise ValueError(where)
    first, second = (_text(told.get(name), f"{where}.{name}") for name in names)
    return first, second


def _mapping(told: Mapping[str, object], name: str) -> Mapping[str, object]:
    found = told.get(name)
    if not isinstance(found, Mapping):
        raise ValueError(name)
    return found


def _list(told: Mapping[str, object], name: str) -> Sequence[object]:
    found = told.get(name)
    if not isinstance(found, list):
        raise ValueError(name)
    return found


def _counts(told: Mapping[str, object], name: str) -> Dict[str, int]:
    return {key: _number(value, f"{name}.{key}") for key, value in _mapping(told, name).items()}


def _text(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ValueError(where)
    return value


def _number(value: object, where: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise ValueError(where)
    return value
