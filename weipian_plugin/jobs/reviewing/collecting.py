"""What reviewers have read comes back into the workspace that handed it out: a record for each parcel and reviewer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.forms.record_kinds import checked
from ...domain.records import Finding, Record
from ...domain.review.blind_files import ReviewFile
from ..import_batch import opened
from .reading_files import FileReader, Read

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_NAMED = 5


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

    A newer reading of the same reviewer takes the place of the older, as an event; an older file changes nothing. Of a
    file that is not finished what is read is taken. ``sample`` (uuid): files of another are refused. Raises
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
        wanted = [checked(self._record(each)) for one in read for each in one.records]
        new = [one for one in wanted if one.parcels[0] not in self._known]
        differing = [pair for one in wanted if (pair := self._differing(one)) is not None]
        taken, older = self._split(differing)
        gone = [self._known[parcel] for parcel in reader.unread if parcel in self._known]
        gone = [one for one in gone if not self._is_newer(one)]
        put = self._workspace.blind.keep([*new, *taken], self._origin) if new or taken else []
        for record in gone:
            self._workspace.remove_record(record.uuid)
        results = [one.result for one in read]
        return Collected(
            self._path, self._review.reviewer, self._review.sample, reader.total, len(read),
            results.count("无法判断"), results.count("非本人任务"), len(new), len(taken), len(gone),
            len(wanted) - len(new) - len(taken), tuple(one.parcels[0] for one in [*put, *gone]),
            self._findings(reader, read, older))

    def _record(self, values: Tuple[str, Mapping[str, object]]) -> Record:
        parcel, said = values
        return Record("", "recheck", (parcel,), self._review.sample, {
            "FPR": self._review.reviewer, **said, "FPMP": 1, "FPWJ": self._path.name})

    def _differing(self, wanted: Record) -> Optional[Record]:
        known = self._known.get(wanted.parcels[0])
        if known is None or _without_file(known) == _without_file(wanted):
            return None
        return replace(wanted, uuid=known.uuid)

    def _split(self, differing: Sequence[Record]) -> Tuple[List[Record], int]:
        taken = [one for one in differing if not self._is_newer(one)]
        return taken, len(differing) - len(taken)

    def _is_newer(self, record: Record) -> bool:
        """Is what is kept of this record of a later state of the file, or of another file that was worked on later?"""
        last = self._workspace.history(record.uuid)[-1].payload.get("origin")
        if not isinstance(last, dict) or "file_id" not in last:
            return False
        if last["file_id"] == self._origin["file_id"]:
            return int(last["sequence"]) > int(str(self._origin["sequence"]))
        return _moment(last.get("read_at")) > _moment(self._origin["read_at"])

    def _findings(self, reader: FileReader, read: Sequence[Read], older: int) -> Tuple[Finding, ...]:
        name, found = self._path.name, []

        def tell(code: str, count: int, **more: object) -> None:
            if count:
                found.append(Finding(code, "W", {"file": name, "count": count, **more}))

        if len(read) < reader.total:
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


def _moment(text: object) -> float:
    return datetime.fromisoformat(str(text)).timestamp() if text else 0.0


def _some(numbers: Sequence[str]) -> str:
    return "、".join(numbers[:_NAMED]) + (" …" if len(numbers) > _NAMED else "")
