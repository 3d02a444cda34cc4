"""What reviewers have read comes back into the workspace that handed it out: a record for each parcel and reviewer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.record_kinds import checked
from ...domain.records import Finding, Record, Value
from ...domain.review.blind_files import CANNOT_TELL, NOT_MINE, ReviewFile
from ...workspace.blind import Reading
from ..import_batch import opened
from .reading_files import FileReader, Read, moment

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_NAMED = 5
_UNSAID = "unsaid_in"
"""In the origin of a reading that holds again: the file that says another no more."""


@dataclass(frozen=True)
class Collected:
    """What a review file brought. ``total``: patches in it; ``read``: those with an answer, in `cannot_tell` and
    ``not_mine`` of them the reviewer gave none; ``new``, ``changed``, ``withdrawn``, ``unchanged``: records.
    ``error``: why nothing was taken (then all else is empty).
    """

    path: Path
    reviewer: str = ""
    sample: str = ""
    total: int = 0
    read: int = 0
    cannot_tell: int = 0
    not_mine: int = 0
    new: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    parcels: Tuple[str, ...] = ()
    findings: Tuple[Finding, ...] = ()
    error: Optional[WeipianError] = None

    @property
    def changed_nothing(self) -> bool:
        """Was all of it known?"""
        return not (self.new or self.changed or self.withdrawn)


def collect(workspace: Workspace, path: Union[str, Path], sample: str = "", feedback: Optional[Feedback] = None
            ) -> Collected:
    """Take the readings of a review file in, all in one transaction; the same file a second time changes nothing.

    A newer reading of the same reviewer takes the place of the older, as an event; an older file changes nothing. What
    a file said and says no more is withdrawn, and what the reviewer had said in another file before that holds again.
    Of a file that is not finished what is read is taken. ``sample`` (uuid): files of another are refused. Raises
    BLIND_NO_REVIEW_FILE, BLIND_OTHER_WORKSPACE, BLIND_OTHER_SAMPLE, BLIND_SAMPLE_GONE, NOT_A_WORKSPACE,
    WORKSPACE_MISSING, WORKSPACE_READ_ONLY, JOB_CANCELLED.
    """
    workspace.require_writable()
    feedback = feedback or NullFeedback()
    with opened(path, read_only=True) as file:
        review = _require_ours(workspace, file, Path(path).name, sample)
        reader = FileReader(workspace, file, review, feedback)
        read = reader.readings()
        origin = reader.origin(Path(path).name)
    stop_if_cancelled(feedback)
    return _Taking(workspace, review, Path(path), origin).take(reader, read)


def collect_all(workspace: Workspace, paths: Sequence[Union[str, Path]], sample: str = "",
                feedback: Optional[Feedback] = None) -> List[Collected]:
    """Several files one after another; what is wrong with one is told with it, and the others are taken.

    Stopped on its way it returns those it had come to, which stay taken. Raises ``JOB_CANCELLED`` where there are none.
    """
    workspace.require_writable()
    feedback = feedback or NullFeedback()
    done: List[Collected] = []
    for number, path in enumerate(paths):
        if done and feedback.cancelled():
            break
        stop_if_cancelled(feedback)
        feedback.progress(number, len(paths), Path(path).name)
        try:
            done.append(collect(workspace, path, sample))
        except WeipianError as error:
            done.append(Collected(Path(path), error=error))
    return done


def _require_ours(workspace: Workspace, file: Workspace, name: str, sample: str) -> ReviewFile:
    review = file.review
    if review is None:
        raise WeipianError("BLIND_NO_REVIEW_FILE", file=name)
    if review.workspace != workspace.workspace_id:
        raise WeipianError("BLIND_OTHER_WORKSPACE", file=name, reviewer=review.reviewer)
    names = {one.uuid: str(one.values.get("CYMC") or one.uuid) for one in workspace.records("sample")}
    if review.sample not in names:
        raise WeipianError("BLIND_SAMPLE_GONE", file=name)
    if sample and sample != review.sample:
        raise WeipianError("BLIND_OTHER_SAMPLE", file=name, found=names[review.sample],
                           wanted=names.get(sample, sample))
    return review


class _Taking:
    """One file's readings held against those of its reviewer that are here."""

    def __init__(self, workspace: Workspace, review: ReviewFile, path: Path, origin: Mapping[str, object]) -> None:
        self._workspace, self._review, self._path, self._origin = workspace, review, path, origin
        self._known = {one.parcels[0]: one for one in workspace.records("recheck", act=review.sample)
                       if one.values.get("FPR") == review.reviewer}

    def take(self, reader: FileReader, read: Sequence[Read]) -> Collected:
        """Keep what is new."""
        wanted = [Reading(checked(self._record(each)), {**self._origin, "read_at": one.at})
                  for one in read for each in one.records]
        new = [one for one in wanted if one.record.parcels[0] not in self._known]
        differing = [pair for one in wanted if (pair := self._differing(one)) is not None]
        taken = [one for one in differing if not self._is_newer(one)]
        unsaid = [self._known[parcel] for parcel in reader.unread
                  if parcel in self._known and self._is_of_this_file(self._known[parcel])]
        before = {one.uuid: self._said_elsewhere(one) for one in unsaid}
        back = [one for one in before.values() if one is not None]
        gone = [uuid for uuid, one in before.items() if one is None]
        if new or taken or unsaid:
            self._workspace.blind.take([*new, *taken, *back], gone, self._origin)
        results = [one.result for one in read]
        return Collected(
            self._path, self._review.reviewer, self._review.sample, reader.total, len(read),
            results.count(CANNOT_TELL), results.count(NOT_MINE), len(new), len(taken), len(unsaid),
            len(wanted) - len(new) - len(taken),
            tuple(one.parcels[0] for one in (*(each.record for each in (*new, *taken)), *unsaid)),
            self._findings(reader, read, len(differing) - len(taken)))

    def _record(self, values: Tuple[str, Mapping[str, object]]) -> Record:
        parcel, said = values
        return Record("", "recheck", (parcel,), self._review.sample, {
            "FPR": self._review.reviewer, **said, "FPMP": 1, "FPWJ": self._path.name})

    def _differing(self, wanted: Reading) -> Optional[Reading]:
        known = self._known.get(wanted.record.parcels[0])
        if known is None or _without_file(known) == _without_file(wanted.record):
            return None
        return Reading(replace(wanted.record, uuid=known.uuid), wanted.origin)

    def _is_newer(self, wanted: Reading) -> bool:
        """Is what is kept in its place of a later state of the file, or was it read later in another file?"""
        kept = self._origin_of(self._known[wanted.record.parcels[0]])
        if "file_id" not in kept:
            return False
        if kept["file_id"] == self._origin["file_id"]:
            return int(str(kept["sequence"])) > int(str(self._origin["sequence"]))
        return moment(kept.get("read_at")) > moment(wanted.origin["read_at"])

    def _is_of_this_file(self, known: Record) -> bool:
        """Does what is kept come from this file, and not from a later state of it?"""
        kept = self._origin_of(known)
        return kept.get("file_id") == self._origin["file_id"] and (
            int(str(kept["sequence"])) <= int(str(self._origin["sequence"])))

    def _origin_of(self, known: Record) -> Mapping[str, object]:
        """From which file what is kept was taken; empty where it was kept by hand."""
        told = [event.payload for event in self._workspace.history(known.uuid) if _file_of(event.payload)]
        same = [payload for payload in told if _values(payload) == known.values]
        last = (same or told)[-1]["origin"] if told else {}
        return last if isinstance(last, dict) else {}

    def _said_elsewhere(self, known: Record) -> Optional[Reading]:
        """What the reviewer had last said of the same parcel in another file, and has not taken back there."""
        unsaid = {"", str(self._origin["file_id"])}
        for event in reversed(self._workspace.history(known.uuid)):
            origin = event.payload.get("origin")
            if isinstance(origin, dict) and _file_of(event.payload) not in unsaid:
                values = _values(event.payload)
                told = {**origin, _UNSAID: self._origin["file_id"]}
                return Reading(replace(known, values=values), told) if values else None
            unsaid.add(str(origin.get(_UNSAID) or "") if isinstance(origin, dict) else "")
        return None

    def _findings(self, reader: FileReader, read: Sequence[Read], older: int) -> Tuple[Finding, ...]:
        name, found = self._path.name, []

        def tell(code: str, count: int, **more: object) -> None:
            if count:
                found.append(Finding(code, "W", {"file": name, "count": count, **more}))

        if not read:
            tell("BLIND_NOTHING_READ", reader.total)
        elif len(read) < reader.total:
            tell("BLIND_UNFINISHED", reader.total, left=reader.total - len(read), read=len(read))
        tell("BLIND_LACKING", sum(one.lacking for one in read))
        for code, numbers in (("BLIND_RESHAPED", [one.jcbh for one in read if one.reshaped]),
                              ("BLIND_SEVERAL_PARTS", [one.jcbh for one in read if one.parts > 1]),
                              ("BLIND_MOVED_SINCE", reader.moved)):
            tell(code, len(numbers), numbers=_some(numbers))
        tell("BLIND_GONE_SINCE", reader.gone)
        tell("BLIND_SET_APART", reader.set_apart)
        tell("BLIND_OLDER", older)
        others = sorted({actor for one in read for actor in one.actors} - {self._review.reviewer})
        tell("BLIND_OTHER_HAND", len(others), reviewer=self._review.reviewer, names="、".join(others[:_NAMED]))
        return tuple(found)


def _without_file(record: Record) -> Dict[str, object]:
    return {code: value for code, value in record.values.items() if code != "FPWJ"}


def _file_of(payload: Mapping[str, object]) -> str:
    origin = payload.get("origin")
    return str(origin.get("file_id") or "") if isinstance(origin, dict) else ""


def _values(payload: Mapping[str, object]) -> Dict[str, Value]:
    after = payload.get("after")
    values = after.get("values") if isinstance(after, dict) else None
    return dict(values) if isinstance(values, dict) else {}


def _some(numbers: Sequence[str]) -> str:
    return "、".join(numbers[:_NAMED]) + (" …" if len(numbers) > _NAMED else "")
