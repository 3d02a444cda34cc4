"""Review files (复判文件): of which sample and for whom one is; who is given what, fairly and by a lot that repeats."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from math import ceil
from typing import Dict, FrozenSet, List, Mapping, Sequence, Tuple

from ..errors import WeipianError
from ..records import Finding

ISSUED_SHAPES, COUNTY_SHAPES = "issued", "county"
SHAPES = (ISSUED_SHAPES, COUNTY_SHAPES)
"""What a review file shows: each patch as it was issued, or the county's parcels (their shapes only)."""

CANNOT_TELL, NOT_MINE = "无法判断", "非本人任务"
"""What a reviewer says instead of an answer: a flag with one of these reasons, and codes of FPJG."""
REASONS_EN = {CANNOT_TELL: "Cannot be told", NOT_MINE: "Not mine"}

TELLING = frozenset((
    "PDJG", "HFSJYT", "WFLX", "XZJSYDWFXW", "CLJSYDSWFXW", "NYXMPHGD", "QTSJYT", "PDYJSM", "SHYJ", "RDSJ", "BZ",
    "YSWFLX"))
"""Columns of the issued tables in which an office may have written what it judged, or why: no review file has them."""


@dataclass(frozen=True)
class ReviewFile:
    """What a review file knows of itself. ``workspace``: the id of the one it was made from; ``rounds``: of the sample,
    whose patches are in it; ``shapes`` of `SHAPES`.
    """

    sample: str
    reviewer: str
    workspace: str
    hides_suggestions: bool = True
    shapes: str = ISSUED_SHAPES
    rounds: Tuple[int, ...] = (1,)

    @property
    def seed(self) -> str:
        """Draws the file's own order."""
        return f"{self.sample} {self.reviewer}"

    def to_json(self) -> str:
        """As the file keeps it."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, text: str) -> ReviewFile:
        """As it was kept."""
        kept = json.loads(text)
        return cls(str(kept["sample"]), str(kept["reviewer"]), str(kept["workspace"]),
                   bool(kept["hides_suggestions"]), str(kept["shapes"]), tuple(int(one) for one in kept["rounds"]))


@dataclass(frozen=True)
class HandedOut:
    """One making of review files, as it is remembered: ``files`` are (reviewer, file's workspace id, name, patches).

    ``dealt``: by file's workspace id what stands for each of its patches in the workspace that made it; empty where
    that was not kept.
    """

    sample: str
    rounds: Tuple[int, ...]
    files: Tuple[Tuple[str, str, str, int], ...]
    recorded_at: str = ""
    by: str = ""
    shapes: str = ISSUED_SHAPES
    hides_suggestions: bool = True
    left_out: Mapping[str, int] = field(default_factory=dict)
    dealt: Mapping[str, FrozenSet[str]] = field(default_factory=dict)
    findings: Tuple[Finding, ...] = ()
    """What whoever makes them should know; it is not remembered."""

    def takes_the_place_of(self, earlier: HandedOut) -> bool:
        """Were the patches of an earlier making handed out once more in this? They are dealt anew then, all of them."""
        return bool({*self.rounds} & {*earlier.rounds})


def by_lot(things: Sequence[str], seed: str) -> List[str]:
    """A shuffle by the hash of each thing with the seed: the same whenever it is made anew."""
    return sorted(things, key=lambda one: hashlib.sha256(f"{seed}{one}".encode()).digest()[:8])


MOST_READERS = 3


def dealt(patches: Sequence[str], reviewers: Sequence[str], several: Fraction, seed: str, readers: int = 2
          ) -> Dict[str, List[str]]:
    """By reviewer the patches given to them. ``several``: the share (0 to 1), rounded up, that as many as ``readers``
    (1 to `MOST_READERS`) read, each without knowing of the others; the rest is read by one.

    No reviewer has more than one patch more than another; which is whose follows from ``seed`` alone. Raises
    BLIND_NO_REVIEWER, BLIND_REVIEWER_TWICE, BLIND_SHARE, BLIND_READERS, BLIND_FEW_REVIEWERS.
    """
    names = [name.strip() for name in reviewers if name.strip()]
    if not names:
        raise WeipianError("BLIND_NO_REVIEWER")
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise WeipianError("BLIND_REVIEWER_TWICE", names="、".join(twice))
    if not 0 <= several <= 1:
        raise WeipianError("BLIND_SHARE", value=float(several * 100))
    if not 1 <= readers <= MOST_READERS:
        raise WeipianError("BLIND_READERS", value=readers, most=MOST_READERS)
    if several and len(names) < readers:
        raise WeipianError("BLIND_FEW_REVIEWERS", count=len(names), readers=readers)
    shuffled = by_lot(patches, f"{seed} deal ")
    together = ceil(len(shuffled) * several)
    given: Dict[str, List[str]] = {name: [] for name in names}
    for place, patch in enumerate(shuffled):
        # Who has fewest comes first; of those that have as many the lot decides, so that who reads together changes.
        order = sorted(by_lot(names, f"{seed} {patch} "), key=lambda name: len(given[name]))
        for name in order[:readers if place < together else 1]:
            given[name].append(patch)
    return {name: by_lot(mine, f"{seed} {name}") for name, mine in given.items()}
