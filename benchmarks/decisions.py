"""How long a decision takes until it is on the disk, beside the bare commit of the very same rows; by size and kind.

``python -m benchmarks.decisions [parcels …]``: 405, 10,000 and 100,000 by default; 100,000 take a minute to make.
The writing statements of each decision are heard and carried out again, alone, on a twin of the file over a connection
with the same settings: the same rows, pages and syncs. Both take turns, so that they meet the disk in the same mood.
What is read and checked beside the writing may cost twice as much as it: `GOAL` times in all, in the median.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Callable, Dict, List, Sequence, Tuple

from weipian_plugin.workspace.database import connect
from weipian_plugin.workspace.workspace import Workspace

from .synthetic_workspace import make

SIZES = (405, 10_000, 100_000)
TIMES = 200
GOAL = 3.0
_WRITING = ("BEGIN", "INSERT", "UPDATE", "DELETE", "COMMIT")
_COMPLETE = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后时相一致，实地没有变化。"}
Decision = Callable[[], object]


class Twin:
    """A copy of a workspace on which what each decision writes is written again."""

    def __init__(self, workspace: Workspace, path: Path) -> None:
        shutil.copy(workspace.path, path)
        self._heard: List[str] = []
        self._bare = connect(path, "rw")
        workspace._database.connection.set_trace_callback(self._heard.append)

    def took(self, decide: Decision) -> Tuple[float, float]:
        """Milliseconds of ``decide`` and of its bare commit."""
        self._heard.clear()
        begun = time.perf_counter()
        decide()
        ours = time.perf_counter() - begun
        statements = [text for text in self._heard if text.startswith(_WRITING)]
        begun = time.perf_counter()
        for text in statements:
            self._bare.execute(text)
        return ours * 1000, (time.perf_counter() - begun) * 1000

    def close(self) -> None:
        """Let go of the copy."""
        self._bare.close()


def decisions(workspace: Workspace, uuids: Sequence[str]) -> Dict[str, List[Decision]]:
    """What a person does to each of these parcels, in this order: all of one kind, then all of the next."""
    return {
        "answer": [partial(workspace.save_draft, uuid, {"PDLX": "合法"}) for uuid in uuids],
        "answer anew": [partial(workspace.save_draft, uuid, _COMPLETE) for uuid in uuids],
        "note": [partial(workspace.set_note, uuid, "看过两个时相") for uuid in uuids],
        "flag": [partial(workspace.set_flag, uuid, "边界不清") for uuid in uuids],
        "sign": [partial(workspace.sign, uuid, "甲", "内业") for uuid in uuids],
        "undo": [workspace.undo for _ in uuids],
        "redo": [workspace.redo for _ in uuids],
    }


def measure(parcels: int, folder: Path) -> Dict[str, List[Tuple[float, float]]]:
    """By kind of decision: milliseconds until it is on the disk, and of the bare commit; on `TIMES` parcels."""
    path = folder / f"{parcels}.gpkg"
    make(path, parcels)
    with Workspace.open(path, actor="甲") as workspace:
        uuids = [row.parcel_uuid for row in workspace.queue()][-TIMES:]
        twin = Twin(workspace, folder / f"{parcels}-twin.gpkg")
        try:
            return {kind: [twin.took(decide) for decide in each] for kind, each in decisions(workspace, uuids).items()}
        finally:
            twin.close()


def main(sizes: Sequence[int] = SIZES) -> int:
    """Print medians and worst cases; 1 where a median misses the goal."""
    missed = 0
    sys.stdout.write("parcels, decision: ms median (worst) until on the disk | bare commit | times\n")
    with tempfile.TemporaryDirectory() as folder:
        for parcels in sizes:
            for kind, took in measure(parcels, Path(folder)).items():
                ours, bare = zip(*took)
                times = statistics.median(ours) / statistics.median(bare)
                missed += times > GOAL
                sys.stdout.write(
                    f"{parcels:>7}, {kind:<11}: {statistics.median(ours):6.2f} ({max(ours):7.1f}) | "
                    f"{statistics.median(bare):6.2f} ({max(bare):7.1f}) | {times:.2f}\n")
    return int(missed > 0)


if __name__ == "__main__":
    sys.exit(main([int(each) for each in sys.argv[1:]] or SIZES))
