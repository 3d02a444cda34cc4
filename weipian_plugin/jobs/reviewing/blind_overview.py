"""How far the blind reading of a sample is: what was handed out, what is read, where two sides disagree."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Dict, FrozenSet, List, Mapping, Optional, Tuple

from ...domain.definitions import is_mineral
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.review.readings import Disagreement
from .rulings import disagreements

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


@dataclass(frozen=True)
class ReviewerProgress:
    """Patches of one reviewer: ``handed`` out, ``read`` (collected here, with or without an answer)."""

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
    """By reviewer, in the order in which files were made for them; patches, not parcels, are counted."""
    handed: Dict[str, int] = {}
    files: Dict[str, List[str]] = {}
    for made in workspace.blind.handed_out(sample):
        for reviewer, _file_id, name, count in made.files:
            handed[reviewer] = handed.get(reviewer, 0) + count
            files.setdefault(reviewer, []).append(name)
    readings = [one for one in workspace.records("recheck", act=sample) if one.act]
    patch_of = {parcel: patch for patch, parcels in workspace.blind.patches_of(
        [one.parcels[0] for one in readings]).items() for parcel in parcels}
    by_reviewer: Dict[str, Dict[str, str]] = {}
    for one in readings:
        patch = patch_of.get(one.parcels[0], one.parcels[0])
        by_reviewer.setdefault(str(one.values.get("FPR")), {})[patch] = str(one.values.get("FPJG"))
    found = []
    for reviewer in dict.fromkeys((*handed, *by_reviewer)):
        results = list(by_reviewer.get(reviewer, {}).values())
        found.append(ReviewerProgress(reviewer, handed.get(reviewer, 0), len(results), results.count("无法判断"),
                                      results.count("非本人任务"), tuple(files.get(reviewer, ()))))
    return found
