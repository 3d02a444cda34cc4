"""How far the blind reading of a sample is: what was handed out, what is read, where two sides disagree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Mapping, Optional, Set, Tuple

from ...domain.definitions import is_mineral
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.review.blind_files import CANNOT_TELL, NOT_MINE
from ...domain.review.readings import Disagreement
from .rulings import disagreements

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


@dataclass(frozen=True)
class ReviewerProgress:
    """Patches of one reviewer: ``handed`` out (in files that were not made anew since, or collected), ``read``
    (collected here, with or without an answer).
    """

    reviewer: str
    handed: int
    read: int
    cannot_tell: int
    not_mine: int
    files: Tuple[str, ...]

    @property
    def left(self) -> int:
        """Not collected yet."""
        return max(0, self.handed - self.read)


@dataclass(frozen=True)
class SampleLine:
    """A sample to choose from: its uuid, name and number of parcels drawn."""

    uuid: str
    name: str
    drawn: int


@dataclass(frozen=True)
class BlindOverview:
    """What the page shows. ``numbers``: DKBH by parcel; ``mineral``: parcels of mineral patches."""

    samples: Tuple[SampleLine, ...]
    sample: str = ""
    handed_patches: int = 0
    progress: Tuple[ReviewerProgress, ...] = ()
    disagreements: Tuple[Disagreement, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    mineral: FrozenSet[str] = frozenset()

    @property
    def open_ones(self) -> int:
        """Disagreements upon which nobody has ruled."""
        return sum(one.is_open for one in self.disagreements)


def overview(workspace: Workspace, sample: str = "", by_case: bool = False, feedback: Optional[Feedback] = None
             ) -> BlindOverview:
    """Of a sample (uuid); of the latest where none is named or the one named is gone."""
    feedback = feedback or NullFeedback()
    drawn: Dict[str, int] = {}
    for record in workspace.records("drawn"):
        drawn[record.act] = drawn.get(record.act, 0) + 1
    samples = tuple(SampleLine(one.uuid, str(one.values.get("CYMC") or one.uuid), drawn.get(one.uuid, 0))
                    for one in workspace.records("sample"))
    if not samples:
        return BlindOverview(())
    chosen = sample if sample in {one.uuid for one in samples} else samples[-1].uuid
    stop_if_cancelled(feedback)
    progress = reviewers_progress(workspace, chosen)
    stop_if_cancelled(feedback)
    found = disagreements(workspace, chosen, by_case)
    parcels = {one.parcel: workspace.parcel(one.parcel) for one in found}
    return BlindOverview(
        samples, chosen, sum(one.handed for one in progress), tuple(progress), tuple(found),
        {uuid: parcel.dkbh or parcel.jcbh for uuid, parcel in parcels.items()},
        frozenset(uuid for uuid, parcel in parcels.items() if is_mineral(parcel.attributes)))


def reviewers_progress(workspace: Workspace, sample: str) -> List[ReviewerProgress]:
    """By reviewer, in the order in which files were made for them; patches, not parcels, are counted.

    Files that were made anew take the place of those before: of these only what was collected counts.
    """
    drawn = [one.parcels[0] for one in workspace.records("drawn", act=sample)]
    to_collect = {workspace.blind.stands_for(patch) for patch in workspace.blind.patches_of(drawn)}
    makings = workspace.blind.handed_out(sample)
    given: Dict[str, _Given] = {}
    for number, made in enumerate(makings):
        holds = not any(later.takes_the_place_of(made) for later in makings[number + 1:])
        for reviewer, file_id, name, count in made.files:
            mine = given.setdefault(reviewer, _Given())
            mine.files.append(name)
            if holds and file_id in made.dealt:
                mine.patches |= made.dealt[file_id] & to_collect
            elif holds:
                mine.uncounted += count
    by_reviewer = _results(workspace, sample)
    found = []
    for reviewer in dict.fromkeys((*given, *by_reviewer)):
        read, mine = by_reviewer.get(reviewer, {}), given.get(reviewer, _Given())
        results = list(read.values())
        handed = max(len(mine.patches | {*read}), mine.uncounted)
        if handed:
            found.append(ReviewerProgress(reviewer, handed, len(results), results.count(CANNOT_TELL),
                                          results.count(NOT_MINE), tuple(mine.files)))
    return found


@dataclass
class _Given:
    """What one reviewer has: of files that still hold ``patches`` (as `BlindDesk.stands_for` them), and how many of
    which nobody knows which they are; the names of all files.
    """

    patches: Set[str] = field(default_factory=set)
    uncounted: int = 0
    files: List[str] = field(default_factory=list)


def _results(workspace: Workspace, sample: str) -> Dict[str, Dict[str, str]]:
    """By reviewer and patch (as `BlindDesk.stands_for` it) what was collected."""
    readings = [one for one in workspace.records("recheck", act=sample) if one.act]
    patch_of = {parcel: workspace.blind.stands_for(patch) for patch, parcels in workspace.blind.patches_of(
        [one.parcels[0] for one in readings]).items() for parcel in parcels}
    found: Dict[str, Dict[str, str]] = {}
    for one in readings:
        parcel = one.parcels[0]
        found.setdefault(str(one.values.get("FPR")), {})[patch_of.get(parcel, parcel)] = str(one.values.get("FPJG"))
    return found
