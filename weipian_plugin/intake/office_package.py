"""Opens what another office handed over: all of it is verified before any of it is handed on."""

from __future__ import annotations

import zipfile
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Callable, Dict, Iterator, List, Mapping, Sequence, Tuple

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.records import Finding
from ..domain.review.office_keys import ALGORITHM, UNKNOWN_KEY, UNSIGNED, VALID, OfficeKey, Signature, key_with_id
from ..domain.review.office_state import FORMAT, FORMAT_VERSION, TABLES, OfficeState, Row
from ..domain.review.package_form import (
    LONGEST_MANIFEST,
    LONGEST_SIGNATURE,
    MANIFEST,
    SEAL_LENGTH,
    SIGNATURE,
    NewerForm,
    PackageManifest,
    PackedMember,
    digest_of,
    manifest_of,
    table_member,
)
from ..workspace.without_collecting import without_collecting
from .archive import MAX_BYTES, MAX_ENTRIES, swells
from .office_rows import rows_of, strict_json

_CHUNK = 1 << 20
_NOBODY = NullFeedback()
_KNOWN_WAYS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x1
_BROKEN = (OSError, EOFError, ValueError, RuntimeError, NotImplementedError, OverflowError, MemoryError,
           zipfile.BadZipFile, zlib.error)
"""What reading a damaged zip may raise, besides what is ours."""


@dataclass(frozen=True)
class OfficePackage:
    """A package of which every byte is as it was made. ``digest``: its SHA-256; ``findings`` what is to be told."""

    path: Path
    manifest: PackageManifest
    signature: Signature
    state: OfficeState
    digest: str
    findings: Tuple[Finding, ...] = field(default=())

    @property
    def files(self) -> Tuple[PackedMember, ...]:
        """The attachments that came with it."""
        return self.manifest.files


def read_office_package(path: Path, keys: Sequence[OfficeKey] = (), schema_version: int = 0,
                        feedback: Feedback = _NOBODY) -> OfficePackage:
    """Verify the package at ``path`` and read its state. ``keys`` are those that are known here; ``schema_version`` is
    the workspace's, 0 where none is open.

    Raises ``OFFICE_NO_PACKAGE`` (cut off, or none), ``OFFICE_MEMBER_MISSING``, ``OFFICE_MEMBER_UNLISTED``,
    ``OFFICE_MEMBER_DOUBLE``, ``OFFICE_DAMAGED`` (which member, which lines), ``OFFICE_NOT_AS_MADE``,
    ``OFFICE_TOO_LARGE``, ``OFFICE_FORGED``, ``OFFICE_NEWER``,
    ``OFFICE_SCHEMA_NEWER``, ``OFFICE_CLASSIFIED``, ``JOB_CANCELLED``.
    """
    with _opened(path) as reading:
        content = reading.short(MANIFEST, LONGEST_MANIFEST)
        manifest = reading.manifest(content)
        _require_known_versions(path, manifest, schema_version)
        signature = reading.signature(content, manifest, keys)
        reading.require_members(manifest)
        with without_collecting():
            tables = reading.tables(manifest, feedback)
        reading.require_files(manifest, feedback)
    digest = _sealed(path)
    state = OfficeState(manifest.meta, tables)
    return OfficePackage(path, manifest, signature, state, digest, _told(manifest, signature, schema_version))


def read_manifest(path: Path, keys: Sequence[OfficeKey] = ()) -> Tuple[PackageManifest, Signature]:
    """What a package says of itself and how it is signed; its tables are not looked at. Raises as the whole does."""
    with _opened(path) as reading:
        content = reading.short(MANIFEST, LONGEST_MANIFEST)
        manifest = reading.manifest(content)
        return manifest, reading.signature(content, manifest, keys)


def copy_files(package: OfficePackage, keep: Callable[[BinaryIO, PackedMember], str],
               feedback: Feedback = _NOBODY) -> int:
    """Hand each attachment that came along to ``keep``, which says the SHA-256 of what it kept; how many they were.

    Raises ``OFFICE_DAMAGED`` where the file is no longer what was verified.
    """
    with _opened(package.path) as reading:
        for number, member in enumerate(package.files):
            stop_if_cancelled(feedback)
            feedback.progress(number, len(package.files), "")
            with reading.told(member.name), reading.open(member.name) as source:
                if keep(source, member) != member.sha256:
                    raise reading.damaged(member.name)
    return len(package.files)


@contextmanager
def _opened(path: Path) -> Iterator[_Reading]:
    try:
        archive = zipfile.ZipFile(path)
    except _BROKEN as error:
        if isinstance(error, OSError) and error.strerror:
            raise WeipianError("OFFICE_NOT_READABLE", file=path.name, detail=error.strerror) from error
        raise WeipianError("OFFICE_NO_PACKAGE", file=path.name) from error
    with archive:
        yield _Reading(path, archive)


class _Reading:
    """An open package: what is wrong is said with the name of the member."""

    def __init__(self, path: Path, archive: zipfile.ZipFile) -> None:
        self._path, self._archive = path, archive
        self._infos: Dict[str, zipfile.ZipInfo] = {}
        infos = archive.infolist()
        if len(infos) > MAX_ENTRIES:
            raise WeipianError("OFFICE_TOO_LARGE", file=path.name)
        for info in infos:
            if info.filename in self._infos:
                raise self._members("OFFICE_MEMBER_DOUBLE", info.filename)
            self._infos[info.filename] = info
            if swells(info):
                raise WeipianError("OFFICE_TOO_LARGE", file=path.name)
        if sum(info.file_size for name, info in self._infos.items() if name.endswith((".json", ".jsonl"))) > MAX_BYTES:
            raise WeipianError("OFFICE_TOO_LARGE", file=path.name)

    def _members(self, code: str, *names: str) -> WeipianError:
        return WeipianError(code, file=self._path.name, member="、".join(_shown(name) for name in names[:3]))

    def damaged(self, member: str, place: str = "", place_en: str = "") -> WeipianError:
        """Something in this member is not as it was made."""
        return WeipianError("OFFICE_DAMAGED", file=self._path.name, member=member, place=place, place_en=place_en)

    @contextmanager
    def told(self, member: str) -> Iterator[None]:
        """What zip, JSON and the disk say of a member, in our words."""
        try:
            yield
        except _BROKEN as error:
            raise self.damaged(member) from error

    def open(self, name: str) -> BinaryIO:
        """A member as a stream. Raises ``OFFICE_MEMBER_MISSING``."""
        info = self._infos.get(name)
        if info is None:
            raise self._members("OFFICE_MEMBER_MISSING", name)
        if info.compress_type not in _KNOWN_WAYS or info.flag_bits & _ENCRYPTED:
            raise self.damaged(name)
        return self._archive.open(info)  # type: ignore[return-value]

    def short(self, name: str, longest: int) -> bytes:
        """All of a short member."""
        with self.told(name), self.open(name) as source:
            content = source.read(longest + 1)
        if len(content) > longest:
            raise WeipianError("OFFICE_TOO_LARGE", file=self._path.name)
        return content

    def manifest(self, content: bytes) -> PackageManifest:
        """What the package says of itself."""
        try:
            return manifest_of(strict_json(content))
        except NewerForm as error:
            raise WeipianError("OFFICE_NEWER", file=self._path.name, found=error.args[0]) from error
        except RecursionError as error:
            raise self.damaged(MANIFEST) from error
        except ValueError as error:
            raise self.damaged(MANIFEST, str(error)[:80], str(error)[:80]) from error

    def signature(self, content: bytes, manifest: PackageManifest, keys: Sequence[OfficeKey]) -> Signature:
        """How the manifest is signed. Raises ``OFFICE_FORGED``."""
        if not manifest.key_id:
            return Signature(UNSIGNED)
        with self.told(SIGNATURE):
            told = strict_json(self.short(SIGNATURE, LONGEST_SIGNATURE))
        if not isinstance(told, Mapping) or told.get("algorithm") != ALGORITHM or told.get("key") != manifest.key_id:
            raise WeipianError("OFFICE_FORGED", file=self._path.name, key=manifest.key_name)
        key = key_with_id(keys, manifest.key_id)
        if key is None:
            return Signature(UNKNOWN_KEY, manifest.key_id, manifest.key_name)
        if not key.holds(content, str(told.get("signature"))):
            raise WeipianError("OFFICE_FORGED", file=self._path.name, key=key.name)
        return Signature(VALID, key.id, key.name)

    def require_members(self, manifest: PackageManifest) -> None:
        """Raises ``OFFICE_MEMBER_MISSING``, ``OFFICE_MEMBER_UNLISTED``, ``OFFICE_DAMAGED`` where a size is another."""
        listed = {one.name for one in manifest.members} | {MANIFEST} | ({SIGNATURE} if manifest.key_id else set())
        missing, unlisted = sorted(listed - set(self._infos)), sorted(set(self._infos) - listed)
        if missing:
            raise self._members("OFFICE_MEMBER_MISSING", *missing)
        if unlisted:
            raise self._members("OFFICE_MEMBER_UNLISTED", *unlisted)
        for one in manifest.members:
            if self._infos[one.name].file_size != one.size:
                raise self.damaged(one.name)

    def tables(self, manifest: PackageManifest, feedback: Feedback) -> Dict[str, Sequence[Row]]:
        """Every table, verified line by line."""
        members = {one.name: one for one in manifest.members}
        found: Dict[str, Sequence[Row]] = {}
        known: Dict[str, str] = {}
        for number, table in enumerate(TABLES):
            stop_if_cancelled(feedback)
            feedback.progress(number, len(TABLES), "")
            member = members[table_member(table)]
            with self.told(member.name), self.open(member.name) as source:
                found[table] = rows_of(source, table, member, self._path.name, feedback, known)
        return found

    def require_files(self, manifest: PackageManifest, feedback: Feedback) -> None:
        """Raises ``OFFICE_DAMAGED`` where an attachment is not what its digest says."""
        for member in manifest.files:
            stop_if_cancelled(feedback)
            with self.told(member.name), self.open(member.name) as source:
                if digest_of(source, member.size + 1) != member.sha256:
                    raise self.damaged(member.name)


def _require_known_versions(path: Path, manifest: PackageManifest, schema_version: int) -> None:
    meta = manifest.meta
    if meta["format"] != FORMAT or not meta["format_version"].isdigit() or not meta["schema_version"].isdigit():
        raise WeipianError("OFFICE_DAMAGED", file=path.name, member=MANIFEST, place="meta", place_en="meta")
    if int(meta["format_version"]) > FORMAT_VERSION:
        raise WeipianError("OFFICE_NEWER", file=path.name, found=meta["format_version"])
    if schema_version and int(meta["schema_version"]) > schema_version:
        raise WeipianError("OFFICE_SCHEMA_NEWER", file=path.name, found=meta["schema_version"], known=schema_version)


def _sealed(path: Path) -> str:
    """The SHA-256 of the whole file. Raises ``OFFICE_NOT_AS_MADE`` where its seal says otherwise of it."""
    try:
        with path.open("rb") as file:
            length = file.seek(0, 2) - SEAL_LENGTH
            file.seek(0)
            body = digest_of(file, length)
            seal = file.read()
            file.seek(0)
            whole = digest_of(file, length + SEAL_LENGTH)
    except OSError as error:
        raise WeipianError("OFFICE_NOT_READABLE", file=path.name, detail=error.strerror or str(error)) from error
    if seal != body.encode("ascii"):
        raise WeipianError("OFFICE_NOT_AS_MADE", file=path.name)
    return whole


def _told(manifest: PackageManifest, signature: Signature, schema_version: int) -> Tuple[Finding, ...]:
    told: List[Finding] = []
    if signature.state == UNSIGNED:
        told.append(Finding("OFFICE_UNSIGNED", "W", {"office": manifest.office}))
    elif signature.state == UNKNOWN_KEY:
        told.append(Finding("OFFICE_KEY_UNKNOWN", "W", {"office": manifest.office, "key": signature.key_name}))
    elif signature.key_name != manifest.office:
        told.append(Finding("OFFICE_KEY_OF_ANOTHER", "W", {"office": manifest.office, "key": signature.key_name}))
    version = int(manifest.meta["schema_version"])
    if version < schema_version:
        told.append(Finding("OFFICE_SCHEMA_OLDER", "W", {"found": version, "known": schema_version}))
    return tuple(told)


def _shown(name: str) -> str:
    return "".join(sign if sign.isprintable() else "?" for sign in name)[:120]
