"""The check before anything leaves: what blocks, what warns, what is to be known; each line with its parcels."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Dict, Iterator, List, Optional, Sequence, Tuple

from ...domain.calendar.dates import parse_date
from ...domain.feedback import Feedback, NullFeedback
from ...domain.judging.suggestion import Suggestion
from ...domain.records import SIGNED, Finding, TableRow
from ...domain.validation import BY_ID, CLASSIFIED, ERROR
from ..checking.validate import OPEN, UNCHECKED, Stated, validate
from ..evidence.options import LIMIT_BYTES
from ..measuring.reuse import Layers, changed_roles, layers_changed
from ..progress import part_of
from .attached_files import CHANGED, MISSING, THERE, AttachedFile, attached_files, marked_classified
from .dossier.completeness import ACT_REGISTERED
from .material import without_act
from .photo_doubts import BROKEN, FAR, NOT_SHOWN, PhotoDoubts
from .scope import Scope
from .state import State, state_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

BLOCKS, WARNS, NOTES = "E", "W", "N"
UNSIGNED = "unsigned"
_CODES = {UNCHECKED: "CHECK_NOT_MADE", UNSIGNED: "CHECK_STANDS_UNSIGNED"}
_OF_PHOTOS = {BROKEN: "PHOTOS_BROKEN", NOT_SHOWN: "PHOTOS_NOT_SHOWN", FAR: "PHOTOS_FAR"}
_NAMED = 5
_CHECKED = 80
Named = Tuple[Tuple[str, str], ...]
"""(uuid, 地块编号)."""


@dataclass(frozen=True)
class Line:
    """One thing that is told. ``parcels`` it is about; ``check``: the rule of §2.9 it comes from, "" for none;
    ``hard``: it cannot go out even as a draft; ``here``: it is of this machine, and stands in no product.
    """

    grade: str
    finding: Finding
    parcels: Named = ()
    check: str = ""
    hard: bool = False
    here: bool = False

    def sentence(self, language: str = "zh") -> str:
        """In words."""
        return self.finding.sentence(language)


@dataclass(frozen=True)
class SelfCheck:
    """What the check of a hand-in gave, as of a state."""

    title: str
    batches: Tuple[str, ...]
    state: State
    lines: Tuple[Line, ...]
    parcels: int
    signed: int

    def of_grade(self, grade: str) -> List[Line]:
        """The lines of a grade."""
        return [line for line in self.lines if line.grade == grade]

    @property
    def may_go(self) -> bool:
        """Does nothing hold it back?"""
        return not self.of_grade(BLOCKS)

    @property
    def may_go_as_draft(self) -> bool:
        """Is all that holds it back such that a draft may carry it?"""
        return not any(line.hard for line in self.lines)


def check_hand_in(workspace: Workspace, scope: Scope, feedback: Optional[Feedback] = None,
                  tell_quarantined: bool = False, limit: int = LIMIT_BYTES) -> SelfCheck:
    """Check what would be handed in of a scope; nothing is written. Days are held against the state's, so that the same
    state is told of in the same way. What depends on folder and products is for `hand_in_place.check_place`.

    Raises JOB_CANCELLED.
    """
    feedback, state = feedback or NullFeedback(), state_of(workspace)
    rows = scope.rows(workspace)
    entries = _entries(workspace, scope, rows, state, part_of(feedback, 0, _CHECKED))
    signed = {row.parcel_uuid for row in workspace.queue() if row.status == SIGNED}
    secret = {row.parcel.uuid for row in rows if marked_classified(row)} | {
        entry.found.parcel for entry in entries if entry.found.check == CLASSIFIED and entry.state == OPEN}
    told = [row for row in rows if row.parcel.uuid not in secret]
    lines: List[Line] = []
    if secret:
        lines.append(Line(BLOCKS, Finding("CLASSIFIED_NOT_SET_APART", "E", {"count": len(secret)}), hard=True))
    lines += _of_checks([entry for entry in entries if entry.found.parcel not in secret], signed)
    feedback.progress(_CHECKED, 100, "")
    lines += _of_progress(workspace, told, signed)
    files = attached_files(workspace, rows)
    lines += [*_of_attachments(files, limit), *_of_photos(workspace, files)]
    lines += _of_layers(workspace, told)
    stubs = sum(workspace.progress(batch.uuid)["stub"] for batch in scope.batches)
    if tell_quarantined and stubs:
        lines.append(Line(NOTES, Finding("QUARANTINED_APART", "W", {"count": stubs})))
    feedback.progress(100, 100, "")
    order = {BLOCKS: 0, WARNS: 1, NOTES: 2}
    lines.sort(key=lambda line: (order[line.grade], not line.hard))
    return SelfCheck(scope.title, tuple(batch.uuid for batch in scope.batches), state, tuple(lines), len(rows),
                     sum(row.parcel.uuid in signed for row in rows))


def _entries(workspace: Workspace, scope: Scope, rows: Sequence[TableRow], state: State, feedback: Feedback
             ) -> List[Stated]:
    one = scope.batches[0].uuid if len(scope.batches) == 1 else None
    here = {row.parcel.uuid for row in rows}
    report = validate(workspace, one, feedback, today=parse_date(state.day))
    return [entry for entry in report.entries if entry.found.parcel in here]


def _of_checks(entries: Sequence[Stated], signed: set[str]) -> Iterator[Line]:
    """A line for each check: errors that hold signed rows back, what else stands open, what could not be checked."""
    grouped: Dict[Tuple[str, str], List[Stated]] = defaultdict(list)
    for entry in entries:
        if entry.holds_back and entry.found.parcel in signed:
            grouped[BLOCKS, entry.found.check].append(entry)
        elif entry.state == OPEN:
            on_signed = entry.found.parcel in signed
            unsigned_error = entry.found.severity == ERROR and not on_signed
            grade = WARNS + UNSIGNED if unsigned_error else WARNS if on_signed else NOTES
            grouped[grade, entry.found.check].append(entry)
        elif entry.state == UNCHECKED and entry.found.parcel in signed:
            grouped[NOTES + UNCHECKED, entry.found.check].append(entry)
    for (grade, check), found in sorted(grouped.items()):
        parcels = tuple(dict.fromkeys((entry.found.parcel, entry.found.place or "—") for entry in found))
        code = _CODES.get(grade[1:], "CHECK_STANDS")
        yield _line(grade[:1], code, parcels, check, check=check, title=BY_ID[check].title("zh"),
                    title_en=BY_ID[check].title("en"))


def _of_progress(workspace: Workspace, rows: Sequence[TableRow], signed: set[str]) -> Iterator[Line]:
    unsigned = _named(row for row in rows if row.parcel.uuid not in signed)
    if unsigned:
        yield _line(WARNS, "PARCELS_NOT_SIGNED", unsigned)
    shapeless = _named(row for row in rows if row.measured is None and row.parcel.wkb is None)
    if shapeless:
        yield _line(WARNS, "PARCELS_WITHOUT_SHAPE", shapeless)
    unmeasured = _named(row for row in rows if row.measured is None and row.parcel.wkb is not None)
    if unmeasured:
        yield _line(WARNS, "PARCELS_NOT_MEASURED", unmeasured)
    unregistered = without_act(rows, workspace.records("act"))
    if unregistered:
        yield _line(WARNS, "ACTS_NOT_REGISTERED", _named(unregistered))
    pieces: Dict[str, None] = {}
    lacking = []
    for row in rows:
        titles = _missing_evidence(workspace, row) if row.parcel.uuid in signed else []
        titles += [ACT_REGISTERED] if row in unregistered else []
        if titles:
            lacking.append(row)
            pieces.update(dict.fromkeys(titles))
    if lacking:
        shown = "、".join(list(pieces)[:_NAMED]) + (" …" if len(pieces) > _NAMED else "")
        yield _line(WARNS, "EVIDENCE_INCOMPLETE", _named(lacking), pieces=shown)


def _missing_evidence(workspace: Workspace, row: TableRow) -> List[str]:
    """The evidence that the rule asks for which came to the same outcome as the person who signed."""
    stored = workspace.suggestion(row.parcel.uuid)
    if not stored or row.judgement is None:
        return []
    suggestion, answers = Suggestion.from_json(stored), row.judgement.answers
    case = next((answers.get(code) for code in ("HFJTQX", "WFLX1", "QTJTQX") if answers.get(code)), "")
    if (suggestion.pdlx, suggestion.code) != (answers.get("PDLX"), case):
        return []
    return [piece.title for piece in suggestion.evidence_missing]


def _of_attachments(files: Sequence[AttachedFile], limit: int) -> Iterator[Line]:
    for code, wrong, further in (
            ("ATTACHMENTS_MISSING", [one for one in files if one.state == MISSING], {}),
            ("ATTACHMENTS_CHANGED", [one for one in files if one.state == CHANGED], {}),
            ("ATTACHMENTS_TOO_LARGE", [one for one in files if one.size > limit], {"limit": limit // 1_000_000})):
        if wrong:
            shown = "、".join(one.shown for one in wrong[:_NAMED]) + (" …" if len(wrong) > _NAMED else "")
            parcels = tuple(dict.fromkeys((one.parcel, one.number) for one in wrong))
            yield Line(WARNS, Finding(code, "W", {"count": len(wrong), "files": shown, **further}), parcels)


def _of_photos(workspace: Workspace, files: Sequence[AttachedFile]) -> Iterator[Line]:
    """Photos that are there, but broken, not to be shown, or taken elsewhere."""
    doubts = PhotoDoubts(workspace)
    found: Dict[str, List[AttachedFile]] = defaultdict(list)
    for one in files:
        if one.state == THERE:
            for code in {doubt.code for doubt in doubts.of(one.record, one.path)}:
                found[code].append(one)
    for code, wrong in sorted(found.items()):
        shown = "、".join(one.shown for one in wrong[:_NAMED]) + (" …" if len(wrong) > _NAMED else "")
        parcels = tuple(dict.fromkeys((one.parcel, one.number) for one in wrong))
        yield Line(WARNS, Finding(_OF_PHOTOS[code], "W", {"count": len(wrong), "files": shown}), parcels)


def _of_layers(workspace: Workspace, rows: Sequence[TableRow]) -> Iterator[Line]:
    changed = changed_roles(workspace, Layers(workspace.references()), [row.parcel.uuid for row in rows])
    if changed:
        yield Line(WARNS, layers_changed(changed, "zh"))


def _named(rows: object) -> Named:
    return tuple((row.parcel.uuid, row.parcel.dkbh or row.parcel.jcbh) for row in rows)  # type: ignore[attr-defined]


def _line(grade: str, code: str, parcels: Named, rule: str = "", **values: object) -> Line:
    shown = "、".join(name for _, name in parcels[:_NAMED]) + (" …" if len(parcels) > _NAMED else "")
    return Line(grade, Finding(code, grade, {"count": len(parcels), "parcels": shown, **values}), parcels, rule)
