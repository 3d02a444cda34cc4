"""Writes the state of an office as one file: a member for each table, a manifest, a signature, a seal."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from pathlib import Path
from typing import Dict, List, Mapping, Optional, Sequence, Union

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.review.office_keys import ALGORITHM, OfficeKey
from ..domain.review.office_state import TABLES, OfficeState, Row
from ..domain.review.package_form import (
    BLOCK_LINES,
    MANIFEST,
    SEAL_LENGTH,
    SIGNATURE,
    PackageManifest,
    PackedMember,
    SignedOff,
    digest_of,
    file_member,
    manifest_bytes,
    table_member,
)
from .files import in_one_move, scratch_beside
from .package.archive import write_zip
from .package.manifest import packed

_LINE = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
_NOBODY = NullFeedback()


def write_office_package(
    path: Path, state: OfficeState, *, made_at: str, made_by: str, scope: Optional[Mapping[str, object]] = None,
    signed_off: Optional[SignedOff] = None, unfinished: Optional[Mapping[str, int]] = None,
    files: Sequence[Path] = (), key: Optional[OfficeKey] = None, feedback: Feedback = _NOBODY,
) -> PackageManifest:
    """Write ``state`` to ``path`` in one move: the same bytes for the same arguments; what the manifest says.

    ``files`` are attachments that go with it. Raises ``OUTPUT_NOT_WRITABLE``, ``ATTACHMENT_UNREADABLE``,
    ``JOB_CANCELLED``: then what was at ``path`` is as it was.
    """
    with scratch_beside(path) as scratch:
        scratch.mkdir()
        entries: Dict[str, Union[Path, bytes]] = {}
        members: List[PackedMember] = []
        for number, table in enumerate(TABLES):
            feedback.progress(number, 2 * len(TABLES), "")
            target = scratch / f"{table}.jsonl"
            members.append(_write_table(target, table_member(table), state.tables.get(table, ()), feedback))
            entries[members[-1].name] = target
        for source in files:
            stop_if_cancelled(feedback)
            member = _packed_file(source)
            if member.name not in entries:
                members.append(member)
                entries[member.name] = source
        manifest = PackageManifest(
            dict(state.meta), made_at, made_by, dict(scope or {}), signed_off, dict(unfinished or {}), state.counts(),
            tuple(sorted(members, key=lambda one: one.name)), *(("", "") if key is None else (key.id, key.name)))
        entries[MANIFEST] = manifest_bytes(manifest)
        if key is not None:
            entries[SIGNATURE] = _signature(entries[MANIFEST], key)
        with in_one_move(path, (OSError, zipfile.LargeZipFile)) as part:
            write_zip(part, entries, feedback)
            seal(part)
    return manifest


def _write_table(target: Path, name: str, rows: Sequence[Row], feedback: Feedback) -> PackedMember:
    """One JSON object a line, keys in order, UTF-8."""
    digest, size, blocks = hashlib.sha256(), 0, []
    with target.open("wb") as file:
        for first in range(0, len(rows), BLOCK_LINES):
            stop_if_cancelled(feedback)
            block = "".join([_LINE.encode(row) + "\n" for row in rows[first:first + BLOCK_LINES]]).encode("utf-8")
            digest.update(block)
            blocks.append(f"{zlib.crc32(block):08x}")
            size += file.write(block)
    return PackedMember(name, size, digest.hexdigest(), len(rows), tuple(blocks))


def _packed_file(source: Path) -> PackedMember:
    try:
        found = packed("", source)
    except OSError as error:
        raise WeipianError("ATTACHMENT_UNREADABLE", file=str(source), detail=error.strerror or str(error)) from error
    return PackedMember(file_member(found.sha256, source.suffix), found.size, found.sha256)


def _signature(manifest: Union[Path, bytes], key: OfficeKey) -> bytes:
    content = manifest if isinstance(manifest, bytes) else manifest.read_bytes()
    told = {"algorithm": ALGORITHM, "key": key.id, "name": key.name, "signature": key.sign(content)}
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1).encode("utf-8")


def seal(path: Path) -> None:
    """End the zip with the SHA-256 of all its bytes before that, as its comment: not one of them changes unseen."""
    with zipfile.ZipFile(path, "a") as archive:
        archive.comment = b"0" * SEAL_LENGTH
    with path.open("r+b") as file:
        body = file.seek(0, 2) - SEAL_LENGTH
        file.seek(0)
        digest = digest_of(file, body)
        file.seek(body)
        file.write(digest.encode("ascii"))
