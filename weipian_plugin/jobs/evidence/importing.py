"""Attaches what was found: bytes beside the workspace, one event a piece, in portions; begun again it goes on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Iterable, Iterator, List, Mapping, Optional, Set, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.exchange.pathnames import shown_name
from ...domain.feedback import Feedback, NullFeedback
from ...domain.records import Finding, Record, Value
from ...intake.evidence_package import EvidencePackage, opened_package
from ...intake.photos.facts import HEAD_BYTES, TAIL_BYTES, PhotoFacts, facts_of_bytes
from .candidates import HAND, INDEX, PLACE, Candidate, Preview, look_through, values_of_piece
from .options import EvidenceOptions
from .places import Places
from .remarks import issued_on, remarks_on, values_of

if TYPE_CHECKING:
    from ...workspace.attached import KeptFile
    from ...workspace.workspace import Workspace

PORTION, PORTION_BYTES = 50, 64 << 20
ON_SITE_PHOTO = "zp"
"""The piece of evidence (现场照片) that photos brought this way are; a person may say otherwise of each."""
_CHUNK = 1 << 20
_DIFFERS_M = 100.0
_SUFFIXES = {b"\xff\xd8\xff": ".jpg", b"\x89PNG": ".png"}
_FATAL = ("ATTACHMENT_NOT_KEPT",)


@dataclass
class EvidenceReport:
    """What an import did. ``attached``: uuids of the attachments by the way they came to their patch; ``already``: the
    same bytes were there; ``elsewhere``: they are another patch's; ``left``: for a person to attach; ``broken``: no
    use; ``set_apart``: of patches in quarantine; ``told``: (file, remark). ``cancelled``: again goes on from there.
    """

    attached: Dict[str, List[str]] = field(default_factory=dict)
    already: int = 0
    elsewhere: int = 0
    left: int = 0
    broken: int = 0
    set_apart: int = 0
    told: List[Tuple[str, Finding]] = field(default_factory=list)
    parcels: Set[str] = field(default_factory=set)
    cancelled: bool = False

    @property
    def count(self) -> int:
        """How many were attached."""
        return sum(map(len, self.attached.values()))

    def counts(self) -> Dict[str, object]:
        """The report in figures, for logs and scripts."""
        return {"attached": self.count, "by": {way: len(some) for way, some in sorted(self.attached.items())},
                "already": self.already, "elsewhere": self.elsewhere, "left": self.left, "broken": self.broken,
                "set_apart": self.set_apart, "remarks": len(self.told), "cancelled": self.cancelled}


def import_photos(workspace: Workspace, source: Union[str, Path], options: Optional[EvidenceOptions] = None,
                  feedback: Optional[Feedback] = None) -> EvidenceReport:
    """Look through a folder or a package and attach all that says of itself where it belongs; the rest is left.

    Raises what `look_through` and `attach_candidates` raise.
    """
    preview = look_through(workspace, Path(source), options, feedback)
    return attach_candidates(workspace, preview, {}, options, feedback)


def attach_candidates(workspace: Workspace, preview: Preview, by_hand: Mapping[str, str],
                      options: Optional[EvidenceOptions] = None, feedback: Optional[Feedback] = None) -> EvidenceReport:
    """Attach the candidates of a preview; ``by_hand``: parcel by key where a person decided, "" to leave one out.

    Cancelled, what was attached stays and the report says so. Raises ``ATTACHMENT_NOT_KEPT`` where the disk is full
    (what was attached stays), and what says that nothing can be written.
    """
    workspace.require_writable()
    report = EvidenceReport(set_apart=preview.set_apart)
    report.told += [(preview.source.name, one) for one in preview.findings]
    wanted = list(_wanted(preview, by_hand, report))
    work = _Attaching(workspace, preview.source, options or EvidenceOptions(), report)
    watched = feedback or NullFeedback()
    if any(one.piece is not None for one in wanted):
        with opened_package(preview.source) as package:
            work.attach_all(wanted, watched, package)
    else:
        work.attach_all(wanted, watched, None)
    return report


def suggest_again(workspace: Workspace, parcels: Iterable[str]) -> List[str]:
    """Let the suggestions of these parcels know what was attached; those that are others now."""
    from ..judging.suggest import SuggestAnew

    anew = SuggestAnew(workspace)
    return [uuid for uuid in parcels if anew.suggest(uuid)]


def _wanted(preview: Preview, by_hand: Mapping[str, str], report: EvidenceReport) -> Iterator[Candidate]:
    for one in preview.candidates:
        chosen = replace(one, parcel=by_hand[one.key], how=HAND) if one.key in by_hand else one
        if not one.usable:
            report.broken += 1
        elif not chosen.parcel:
            report.left += 1
        else:
            yield chosen
            continue
        report.told += [(one.name, finding) for finding in one.findings]


class _Attaching:
    """One import: what is kept already, and the portion that waits to be written."""

    def __init__(self, workspace: Workspace, source: Path, options: EvidenceOptions, report: EvidenceReport) -> None:
        self._workspace, self._source, self._options, self._report = workspace, source, options, report
        self._home, self._places = Path(workspace.path), Places(workspace)
        self._owners: Dict[str, Set[str]] = {}
        for record in workspace.records("attachment"):
            self._owners.setdefault(str(record.values["SHA256"]), set()).update(record.parcels)
        self._waiting: List[Tuple[Record, KeptFile]] = []
        self._written: Set[str] = set()
        self._days: Dict[str, str] = {}
        self._bytes = 0

    def attach_all(self, wanted: List[Candidate], feedback: Feedback, package: Optional[EvidencePackage]) -> None:
        """All of them, or as many as there was time and room for."""
        try:
            for number, one in enumerate(wanted):
                if feedback.cancelled():
                    self._report.cancelled = True
                    break
                feedback.progress(number, len(wanted), one.name)
                self._attach(one, package)
                if len(self._waiting) >= PORTION or self._bytes >= PORTION_BYTES:
                    self._write()
        finally:
            self._write()

    def _attach(self, one: Candidate, package: Optional[EvidencePackage]) -> None:
        try:
            content = package.content(one.piece) if package is not None and one.piece is not None else None
            digest = hashlib.sha256(content).hexdigest() if content is not None else _digest(one.path)
            if self._is_there(one, digest):
                return
            facts = one.facts if content is None else self._with_bytes(one.facts, content)
            if content is not None and any(told.code == "PHOTO_NOT_A_PICTURE" for told in facts.findings):
                self._report.broken += 1
                self._report.told.append((one.name, facts.findings[-1]))
                return
            kept = self._keep(one, content)
        except WeipianError as error:
            if error.code in _FATAL:
                raise
            self._report.broken += 1
            self._report.told.append((one.name, Finding(error.code, values=error.values)))
            return
        record = self._record(one, facts, kept)
        self._owners.setdefault(kept.sha256, set()).add(one.parcel)
        self._waiting.append((record, kept))
        self._bytes += kept.size
        self._report.told += [(one.name, told) for told in self._remarks(record)]

    def _remarks(self, record: Record) -> List[Finding]:
        """Of where it goes now, which a person may have said, with what its bytes say."""
        parcel = record.parcels[0]
        try:
            if parcel not in self._days:
                self._days[parcel] = issued_on(self._workspace, parcel)
            return remarks_on(record, self._days[parcel], self._places, self._options)
        except WeipianError as error:
            if error.code != "UNKNOWN_PARCEL":
                raise
            return []  # it went meanwhile, as will be told

    def _is_there(self, one: Candidate, digest: str) -> bool:
        owners = self._owners.get(digest, set())
        if one.parcel in owners:
            self._report.already += 1
            return True
        if owners and one.how in (PLACE, INDEX):
            self._report.elsewhere += 1
            self._report.told.append((one.name, Finding("PHOTO_ELSEWHERE")))
            return True
        return False

    def _with_bytes(self, facts: PhotoFacts, content: bytes) -> PhotoFacts:
        """A package's columns, completed from the picture itself; what the two say differently is told."""
        own = facts_of_bytes(content[:HEAD_BYTES], ".jpg", self._options.today,
                             content[HEAD_BYTES:][-TAIL_BYTES:], len(content))
        told = list(own.findings)
        if facts.is_placed and own.is_placed:
            apart = self._places.apart(facts.longitude or 0, facts.latitude or 0, own.longitude or 0, own.latitude or 0)
            if apart > _DIFFERS_M:
                told.append(Finding("PHOTO_PACKAGE_DIFFERS", values={"distance": round(apart)}))
        placed = facts if facts.is_placed or self._options.shifted else own
        turned = facts if facts.azimuth is not None else own
        return replace(own, taken_at=facts.taken_at or own.taken_at, longitude=placed.longitude,
                       latitude=placed.latitude, azimuth=turned.azimuth, reference=turned.reference,
                       findings=(*facts.findings, *told))

    def _keep(self, one: Candidate, content: Optional[bytes]) -> KeptFile:
        from ...workspace.attached import keep_bytes, keep_file

        if content is None:
            return keep_file(self._home, one.path or Path(one.key))
        return keep_bytes(self._home, content, _suffix_of(content, one.name))

    def _record(self, one: Candidate, facts: PhotoFacts, kept: KeptFile) -> Record:
        values: Dict[str, Value] = {
            "FJLX": "photo", "ZJDM": ON_SITE_PHOTO, "FJLJ": kept.place, "FJMC": one.name, "SHA256": kept.sha256,
            "FJDX": kept.size, "YWJM": "/".join(part for part in (one.folder, one.name) if part), "GLFS": one.how,
            "LYB": shown_name(self._source.name), **values_of(facts),
        }
        if one.piece is not None:
            values.update(values_of_piece(one.piece))
        return Record("", "attachment", (one.parcel,), "", values)

    def _write(self) -> None:
        """The portion becomes part of the workspace; where a patch went meanwhile, the others' photos still do."""
        waiting, self._waiting, self._bytes = self._waiting, [], 0
        if not waiting:
            return
        try:
            try:
                for record in self._workspace.many.put_records([record for record, _kept in waiting]):
                    self._count(record)
            except WeipianError as error:
                if error.code != "UNKNOWN_PARCEL":
                    raise
                for record, _kept in waiting:
                    self._write_one(record)
        finally:
            self._drop_unnamed([kept for _record, kept in waiting])

    def _write_one(self, record: Record) -> None:
        try:
            self._count(self._workspace.put_record(record))
        except WeipianError as error:
            if error.code != "UNKNOWN_PARCEL":
                raise
            self._report.left += 1
            self._report.told.append((str(record.values["FJMC"]), Finding("PHOTO_PATCH_GONE")))

    def _count(self, record: Record) -> None:
        self._report.attached.setdefault(str(record.values["GLFS"]), []).append(record.uuid)
        self._report.parcels.update(record.parcels)
        self._written.add(str(record.values["FJLJ"]))

    def _drop_unnamed(self, kept: List[KeptFile]) -> None:
        from ...workspace.attached import drop_file

        for one in kept:
            if one.fresh and one.place not in self._written:
                drop_file(self._home, one.place)


def _digest(path: Optional[Path]) -> str:
    digest = hashlib.sha256()
    try:
        with (path or Path()).open("rb") as opened:
            while chunk := opened.read(_CHUNK):
                digest.update(chunk)
    except OSError as error:
        raise WeipianError("ATTACHMENT_UNREADABLE", file=shown_name(str(path)),
                           detail=error.strerror or type(error).__name__) from error
    return digest.hexdigest()


def _suffix_of(content: bytes, name: str) -> str:
    for start, suffix in _SUFFIXES.items():
        if content.startswith(start):
            return suffix
    return ".mp4" if content[4:8] == b"ftyp" else Path(name).suffix
