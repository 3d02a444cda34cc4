"""Review files for the reviewers of a sample: who reads what is dealt by lot; the files hold nobody's answers."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from itertools import count as counting
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Optional, Sequence, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.records import Finding, Record
from ...domain.review.blind_files import ISSUED_SHAPES, HandedOut, ReviewFile, dealt
from .review_guard import refuse_review_file
from .sampling import sample_record

if TYPE_CHECKING:
    from ...workspace.blind import MadeFile
    from ...workspace.workspace import Workspace

_NOT_IN_A_NAME = re.compile(r'[\\/:*?"<>|\s]+')
_SHORT = 8


@dataclass(frozen=True)
class BlindWish:
    """For whom files are made, and what they show. ``several``: the share (0 to 1) that as many as ``readers`` (1 to 3)
    read; the rest is read by one.

    ``again``: patches that were handed out before are handed out once more.
    """

    reviewers: Tuple[str, ...]
    several: Fraction = Fraction(0)
    hides_suggestions: bool = True
    shapes: str = ISSUED_SHAPES
    again: bool = False
    readers: int = 2


class _Part:
    """The feedback of one step of several: what it tells is put behind what is done."""

    def __init__(self, whole: Feedback, text: str, done: int, total: int) -> None:
        self._whole, self._text, self._done, self._total = whole, text, done, total

    def progress(self, done: int, _total: int, _text: str) -> None:
        """``done`` of this step."""
        self._whole.progress(self._done + done, self._total, self._text)

    def cancelled(self) -> bool:
        """Of the whole."""
        return self._whole.cancelled()


def make_files(workspace: Workspace, sample: str, folder: Union[str, Path], wish: BlindWish,
               feedback: Optional[Feedback] = None) -> HandedOut:
    """A review file for each reviewer, into ``folder``; all of them, or none where one cannot be made. None
    takes a name that is there, or that a file of this sample had before.

    Of a sample that was topped up only what is new is handed out. Raises NO_SUCH_SAMPLE, BLIND_NOTHING_TO_HAND_OUT,
    what `blind_files.dealt` raises, JOB_CANCELLED.
    """
    workspace.require_writable()
    refuse_review_file(workspace)
    record, feedback = sample_record(workspace, sample), feedback or NullFeedback()
    rounds, patches = to_hand_out(workspace, record, wish)
    given = dealt(list(patches), wish.reviewers, wish.several, f"{record.uuid} {rounds}", wish.readers)
    places = _free_places(workspace, Path(folder), record.uuid, list(given), rounds)
    made: Dict[str, MadeFile] = {}
    total = sum(map(len, given.values()))
    try:
        for name, mine in given.items():
            step = _Part(feedback, name, sum(one.patches for one in made.values()), total)
            review = ReviewFile(record.uuid, name, workspace.workspace_id, wish.hides_suggestions, wish.shapes, rounds)
            drawn = [parcel for patch in mine for parcel in patches[patch]]
            made[name] = workspace.blind.make(places[name], review, drawn, step, workspace.is_training)
            if not wish.hides_suggestions:
                _suggest(places[name], step)
        stop_if_cancelled(feedback)
        handed = _handed(record.uuid, rounds, wish, made,
                         () if workspace.scenes() else (Finding("BLIND_NO_IMAGERY", "W", {}),))
        workspace.blind.remember(handed)
    except BaseException:
        for one in made.values():
            one.path.unlink(missing_ok=True)
        raise
    return handed


def to_hand_out(workspace: Workspace, sample: Record, wish: BlindWish) -> Tuple[Tuple[int, ...], Dict[str, List[str]]]:
    """The rounds of a sample that are handed out next, and by patch the parcels that were drawn of it."""
    drawn = workspace.records("drawn", act=sample.uuid)
    done = set() if wish.again else {one for handed in workspace.blind.handed_out(sample.uuid) for one in handed.rounds}
    rounds = tuple(sorted({_round(one) for one in drawn} - done))
    patches = workspace.blind.patches_of([one.parcels[0] for one in drawn if _round(one) in rounds])
    if wish.shapes == ISSUED_SHAPES:
        # Another part of a patch may be drawn later: who read the patch has read that, too.
        before = workspace.blind.patches_of([one.parcels[0] for one in drawn if _round(one) in done])
        patches = {patch: parcels for patch, parcels in patches.items() if patch not in before}
    if not patches:
        raise WeipianError("BLIND_NOTHING_TO_HAND_OUT", sample=sample.values.get("CYMC") or sample.uuid,
                           count=len(drawn))
    return rounds, patches


def _handed(sample: str, rounds: Tuple[int, ...], wish: BlindWish, made: Dict[str, MadeFile],
            findings: Tuple[Finding, ...]) -> HandedOut:
    left_out: Dict[str, int] = {}
    for one in made.values():
        for reason, count in one.left_out.items():
            left_out[reason] = left_out.get(reason, 0) + count
    files = tuple((name, one.file_id, one.path.name, one.patches) for name, one in made.items())
    return HandedOut(sample, rounds, files, shapes=wish.shapes, hides_suggestions=wish.hides_suggestions,
                     left_out=left_out, dealt={one.file_id: one.dealt for one in made.values()}, findings=findings)


def _suggest(path: Path, feedback: Feedback) -> None:
    """The rules are asked anew: what they said here rests upon what the county stated and attached."""
    from ...workspace.workspace import Workspace
    from ..judging.suggest import suggest

    with Workspace.open(path) as file:
        suggest(file, feedback=feedback)


def _round(drawn: Record) -> int:
    return int(str(drawn.values.get("CYLC") or 1))


def _free_places(workspace: Workspace, folder: Path, sample: str, names: Sequence[str], rounds: Sequence[int]
                 ) -> Dict[str, Path]:
    """By reviewer where the file goes; the files of one making are called alike."""
    used = {file for handed in workspace.blind.handed_out(sample) for _, _, file, _ in handed.files}
    for time in counting():
        places = {name: folder / _file_name(sample, name, rounds, time) for name in names}
        if not any(place.exists() or place.name in used for place in places.values()):
            break
    return places


def _file_name(sample: str, reviewer: str, rounds: Sequence[int], time: int) -> str:
    """``time``: how often it was made before."""
    number = "-".join(str(one) for one in rounds)
    again = "" if not time else "_再次" if time == 1 else f"_再次{time}"
    return f"复判_{_NOT_IN_A_NAME.sub('_', reviewer)}_{sample[:_SHORT]}_第{number}轮{again}.gpkg"
