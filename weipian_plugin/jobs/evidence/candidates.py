"""What lies in a folder of photos or in a package, and to which patch each piece would go; nothing is attached yet."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from ...domain.exchange.pathnames import shown_name
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.codes import is_classified
from ...domain.records import Finding, Value
from ...intake.evidence_package import Piece, is_evidence_package, opened_package
from ...intake.photos.facts import PhotoFacts, believed, facts_of_file, read_moment
from ...intake.photos.folder import Index, index_of, photos_in
from .names import Names, numbers_in, only
from .options import EvidenceOptions
from .places import Places, Stand
from .remarks import issued_on, of_values, values_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

NAME, INDEX, PACKAGE, PLACE, HAND = "name", "index", "package", "place", "hand"
"""How a piece came to its patch, as GLFS keeps it."""
_UNUSABLE = ("PHOTO_EMPTY", "PHOTO_NOT_A_PICTURE", "PHOTO_UNREADABLE", "EVIDENCE_PIECE_BROKEN")
_INDEX_APART_M = 100.0
PACKAGES = (".db", ".sqlite", ".sqlite3")


@dataclass(frozen=True)
class Candidate:
    """A photo that could be attached. ``key`` tells it from all others of its source; ``folder`` is below the source.

    ``parcel``: where it would go, "" where a person has to say; ``how``: one of the ways above; ``piece``: its row in a
    package. ``findings``: what is told of it.
    """

    key: str
    name: str
    folder: str
    size: int
    facts: PhotoFacts
    path: Optional[Path] = None
    piece: Optional[Piece] = None
    parcel: str = ""
    how: str = ""
    distance: Optional[float] = None
    findings: Tuple[Finding, ...] = ()

    @property
    def usable(self) -> bool:
        """Can it be attached at all?"""
        return not any(one.code in _UNUSABLE for one in self.findings)


@dataclass(frozen=True)
class Preview:
    """A source as it was looked through. ``set_apart``: pieces of patches in quarantine, which are not listed."""

    source: Path
    candidates: Tuple[Candidate, ...]
    set_apart: int = 0
    findings: Tuple[Finding, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def left(self) -> Tuple[Candidate, ...]:
        """Those that only a person can give to a patch."""
        return tuple(one for one in self.candidates if one.usable and not one.parcel)


def look_through(workspace: Workspace, source: Path, options: Optional[EvidenceOptions] = None,
                 feedback: Optional[Feedback] = None) -> Preview:
    """Read what a folder, a single photo or a package (.db) holds, and find the patch of each.

    Raises ``PHOTO_FOLDER_UNREADABLE``, ``JOB_CANCELLED``, and what `evidence_package.opened_package` raises.
    """
    watched = feedback or NullFeedback()
    chosen = replace(options or EvidenceOptions(), today=(options.today if options else None) or _today())
    found = _Finder(workspace, chosen)
    pieces, told = _pieces(source, found, watched)
    if not pieces:
        told = [*told, Finding("PHOTO_NONE_FOUND", values={"file": shown_name(str(source))})]
    listed = tuple(found.without_set_apart(pieces))
    return Preview(source, listed, len(pieces) - len(listed), tuple(told), found.labels)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the day where the person works


def _pieces(source: Path, finder: _Finder, feedback: Feedback) -> Tuple[List[Candidate], Sequence[Finding]]:
    if source.is_file() and (source.suffix.lower() in PACKAGES or is_evidence_package(source)):
        return _package(source, finder, feedback)
    return _folder(source, finder, feedback)


def _folder(source: Path, finder: _Finder, feedback: Feedback) -> Tuple[List[Candidate], Sequence[Finding]]:
    told: List[Finding] = []
    folder = source.parent if source.is_file() else source

    def unreadable(error: OSError) -> None:
        told.append(Finding("PHOTO_FOLDER_SKIPPED", values={"file": shown_name(str(error.filename or source))}))

    paths = [source] if source.is_file() else list(photos_in(source, unreadable))
    index = index_of(folder)
    found = []
    for number, path in enumerate(paths):
        stop_if_cancelled(feedback)
        feedback.progress(number, len(paths), shown_name(path.name))
        found.append(finder.of_file(path, folder, index))
    return found, [*told, *index.findings]


def _package(source: Path, finder: _Finder, feedback: Feedback) -> Tuple[List[Candidate], Sequence[Finding]]:
    with opened_package(source) as package:
        strangers = finder.strangers(package.patches())
        told = [Finding("EVIDENCE_STRANGERS", values={"count": strangers})] if strangers else []
        return [finder.of_piece(piece) for piece in package.pieces(feedback)], told


class _Finder:
    """Knows the patches, by number and by place."""

    def __init__(self, workspace: Workspace, options: EvidenceOptions) -> None:
        self._workspace, self._options = workspace, options
        rows = workspace.queue()
        self._names, self._places = Names(rows), Places(workspace)
        self._days: Dict[str, Optional[str]] = {}
        self._patches = {row.parcel_uuid: row.jcbh for row in rows}
        self.labels = {row.parcel_uuid: row.dkbh for row in rows}

    def of_file(self, path: Path, folder: Path, index: Index) -> Candidate:
        """A photo in a folder."""
        below = [shown_name(part) for part in path.relative_to(folder).parent.parts]
        name = shown_name(path.name)
        try:
            facts, size = facts_of_file(path, self._options.today), path.stat().st_size
        except OSError as error:
            lost = Finding("PHOTO_UNREADABLE", values={"detail": error.strerror or type(error).__name__})
            return Candidate(str(path), name, "/".join(below), 0, PhotoFacts(), path, findings=(lost,))
        facts, indexed = self._with_index(facts, path, index)
        named = self._names.named_by(Path(name).stem, [shown_name(folder.name), *below])
        line = index.line_for(path)
        by_index = self._names.of_number(line.patch) if line is not None and line.patch else ()
        ways = ((by_index, INDEX), (named, NAME))
        one = Candidate(str(path), name, "/".join(below), size, facts, path)
        return self._placed(one, ways, INDEX if indexed else PLACE)

    def of_piece(self, piece: Piece) -> Candidate:
        """A row of a package: what its columns say; its bytes are not read yet."""
        if not piece.size:
            broken = Finding("EVIDENCE_PIECE_BROKEN", values={"file": "", "name": piece.shown, "row": piece.row})
            return Candidate(str(piece.row), piece.shown, piece.patch, 0, PhotoFacts(), piece=piece, findings=(broken,))
        facts = facts_of_piece(piece, self._options.today)
        facts = self._unshifted(facts)
        one = Candidate(str(piece.row), piece.shown, piece.patch, piece.size, facts, piece=piece)
        ways = ((self._names.of_number(piece.patch), PACKAGE), (self._names.named_by(Path(piece.name).stem, []), NAME))
        return self._placed(one, ways, PLACE)

    def strangers(self, numbers: Sequence[str]) -> int:
        """How many of a package's patches this workspace does not have, those that were set apart not counted."""
        unknown = [number for number in numbers if not self._names.of_number(number)]
        return len(set(unknown) - self._workspace.many.set_apart(unknown))

    def without_set_apart(self, found: Sequence[Candidate]) -> Iterator[Candidate]:
        """Those that name no patch in quarantine; the others are not even listed."""
        texts = [(one, (Path(one.name).stem, *one.folder.split("/"))) for one in found]
        secret = self._workspace.many.set_apart(sorted(numbers_in(text for _one, some in texts for text in some)))
        for one, some in texts:
            if not secret or not (numbers_in(some) & secret):
                yield one

    def _with_index(self, facts: PhotoFacts, path: Path, index: Index) -> Tuple[PhotoFacts, bool]:
        """The photo's own position wins; an index fills what it lacks, and what differs is told."""
        facts, line = self._unshifted(facts), index.line_for(path)
        if line is None:
            return facts, False
        filled = line.longitude is not None and not facts.is_placed and not self._options.shifted
        if filled:
            facts = replace(facts, longitude=line.longitude, latitude=line.latitude)
        elif facts.is_placed and line.longitude is not None and line.latitude is not None:
            apart = self._places.apart(facts.longitude or 0, facts.latitude or 0, line.longitude, line.latitude)
            if apart > _INDEX_APART_M:
                facts = replace(facts, findings=(*facts.findings, Finding(
                    "PHOTO_INDEX_DIFFERS", values={"file": line.file, "distance": round(apart)})))
        if facts.azimuth is None and line.azimuth is not None:
            facts = replace(facts, azimuth=line.azimuth)
        return facts, filled

    def _unshifted(self, facts: PhotoFacts) -> PhotoFacts:
        if not self._options.shifted or not facts.is_placed:
            return facts
        return replace(facts, longitude=None, latitude=None, findings=(*facts.findings, Finding("PHOTO_SHIFTED")))

    def _placed(self, one: Candidate, ways: Sequence[Tuple[Tuple[str, ...], str]], by_place: str) -> Candidate:
        one = replace(one, findings=one.facts.findings)
        if not one.usable:
            return one
        told, parcel, how = list(one.findings), "", ""
        for uuids, way in ways:
            chosen = only(uuids) or self._nearest_of(uuids, one.facts)
            if uuids and chosen is None:
                told.append(Finding("PHOTO_SEVERAL_PATCHES", values={
                    "patches": "、".join(self.labels.get(uuid, uuid) for uuid in uuids[:6])}))
                return replace(one, findings=tuple(told))
            if chosen is not None:
                parcel, how = chosen, way
                break
        stand = self._stand(parcel, one.facts)
        if not parcel and self._options.by_place and one.facts.is_placed:
            stand = self._nearest(one.facts)
            parcel, how = (stand.parcel, by_place) if stand is not None else ("", "")
            if stand is None:
                told.append(Finding("PHOTO_NO_PATCH_NEAR", values={"reach": round(self._options.reach_m)}))
        if not parcel and not one.facts.is_placed and not told:
            told.append(Finding("PHOTO_NO_PLACE"))
        issued = self._issued_on(parcel) if parcel else ""
        if issued is None:
            return replace(one, findings=(*told, Finding("ANSWER_IS_CLASSIFIED")))
        if parcel:
            told += of_values(values_of(one.facts), issued, stand, self._options)
        if one.size > self._options.limit_bytes:
            told.append(Finding("PHOTO_TOO_LARGE", values={"name": one.name, "size": round(one.size / 1e6, 1),
                                                           "limit": round(self._options.limit_bytes / 1e6, 1)}))
        distance = stand.distance if stand is not None else None
        return replace(one, parcel=parcel, how=how, distance=distance, findings=tuple(told))

    def _nearest_of(self, uuids: Sequence[str], facts: PhotoFacts) -> Optional[str]:
        """Of the parts of a patch that was split: that in which the camera stood, or which is the nearest."""
        stands = [stand for uuid in uuids if (stand := self._stand(uuid, facts)) is not None]
        first = min(stands, key=lambda each: (each.distance > 0, each.looks_at is False, each.distance), default=None)
        one_patch = len({self._patches.get(uuid) for uuid in uuids}) == 1
        return first.parcel if first is not None and one_patch else None

    def _stand(self, parcel: str, facts: PhotoFacts) -> Optional[Stand]:
        if not parcel or facts.longitude is None or facts.latitude is None:
            return None
        return self._places.stand(parcel, facts.longitude, facts.latitude, facts.azimuth, self._options.reach_m)

    def _nearest(self, facts: PhotoFacts) -> Optional[Stand]:
        return self._places.nearest(facts.longitude or 0, facts.latitude or 0, facts.azimuth, self._options.reach_m)

    def _issued_on(self, parcel: str) -> Optional[str]:
        """When the parcel's patch was issued (ISO, "" where unknown); ``None`` for one that is classified."""
        if parcel not in self._days:
            found = self._workspace.parcel(parcel)
            plain = not is_classified(found.attributes) and not is_classified(found.extra)
            self._days[parcel] = issued_on(self._workspace, parcel) if plain else None
        return self._days[parcel]


def facts_of_piece(piece: Piece, today: Optional[date]) -> PhotoFacts:
    """What the columns of a package say of a piece; from which north its azimuth is, they do not say."""
    moment, taken = read_moment(piece.taken_at), ""
    told: Tuple[Finding, ...] = ()
    if moment is not None:
        taken, told = believed(moment, today)
    elif piece.taken_at:
        told = (Finding("PHOTO_TIME_UNREADABLE", values={"text": piece.taken_at}),)
    return PhotoFacts(taken, piece.longitude, piece.latitude, azimuth=piece.azimuth, findings=told)


def values_of_piece(piece: Piece) -> Dict[str, Value]:
    """Where a piece came from, as an attachment keeps it."""
    values: Dict[str, Value] = {"LYBH": piece.number, "LYLX": piece.kind, "LYJYM": piece.check_code,
                                "PSR": piece.taken_by}
    return {code: value for code, value in values.items() if value not in (None, "")}
