"""``python -m benchmarks.figures``: the review's figures over 100,000 patches, as of now and as of a past day.

``--patches 100000`` ``--results FOLDER``. All patches are signed, three in ten read again, one in a hundred ruled on,
one in ten has an act; of one in five the answer was changed after the past day. Computing time, not the clock's.
"""

from __future__ import annotations

import argparse
import json
import resource
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Dict, List

from benchmarks.cases import ROOT
from benchmarks.synthetic_workspace import make
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs.reviewing.figures import figures_as_of
from weipian_plugin.jobs.reviewing.review_input import Wish
from weipian_plugin.workspace import decisions, events
from weipian_plugin.workspace.workspace import Workspace

OUTCOMES = ("合法", "违法", "其他")
CASES = {"合法": {"HFJTQX": "H1"}, "违法": {"WFLX1": "W1"}, "其他": {"QTJTQX": "Q5"}}
PAST, LATER = date(2023, 10, 1), "2023-11-05T10:00:00.000+08:00"
SIGNED = "2023-09-01T10:00:00.000+08:00"


def main() -> None:
    """Make the workspace, measure, write figures.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--patches", type=int, default=100_000)
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.gpkg"
        make(path, given.patches, 0.0)
        fill(path)
        found = {name: measured(path, day) for name, day in (("now", None), ("past", PAST))}
    for name, each in found.items():
        print(f"{name:<6}" + "   ".join(f"{key} {value:.2f}" for key, value in each.items()))
    given.results.mkdir(parents=True, exist_ok=True)
    text = json.dumps({"patches": given.patches, **found}, indent=1)
    (given.results / "figures.json").write_text(text + "\n", "utf-8")


def measured(path: Path, day: object) -> Dict[str, float]:
    """Seconds of computing, from the file to the last figure, and MB of memory at most."""
    wish = Wish(day if isinstance(day, date) else None, profile="GD_JM2021")
    with Workspace.open(path, read_only=True) as workspace:
        begin = time.process_time()
        figures = figures_as_of(workspace, wish)
        end = time.process_time()
    sampled = figures.of("").figure("truthfulness")
    return {"cpu_s": end - begin, "sampled": float(len(sampled.denominator)), "truthful": float(len(sampled.numerator)),
            "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def fill(path: Path) -> None:
    """Sign everything, read three in ten again, and change one in five later; each kind in one transaction."""
    plain = events.now
    try:
        with Workspace.open(path, actor="bench") as workspace:
            uuids = [row.parcel_uuid for row in workspace.queue()]
            events.now = lambda: SIGNED
            _sign(workspace, uuids, 0)
            events.now = lambda: "2023-09-20T10:00:00.000+08:00"
            workspace.many.put_records(_records(uuids))
            events.now = lambda: LATER
            _sign(workspace, uuids[::5], 1)
    finally:
        events.now = plain


def _sign(workspace: Workspace, uuids: List[str], shift: int) -> None:
    with workspace._database.transaction() as connection:
        for number, uuid in enumerate(uuids):
            outcome = OUTCOMES[(number * 7 + shift) % 3]
            area = {"WFMJ": 2000.0 + number % 997 / 7, "WFGDMJ": 900.0 + number % 991 / 3, "WFJBNTMJ": 0.0}
            answers = {"PDLX": outcome, **CASES[outcome], **(area if outcome == "违法" else {})}
            signature = {"answers": answers, "signed_by": "bench", "signed_at": events.now(), "basis": "内业",
                         "reason": ""}
            state = decisions.state_now(connection, uuid)
            change: events.State = {"answers": {**dict.fromkeys(state["answers"] or {}), **answers},
                                    "judgement": signature}
            before = events.reverse(state, change)
            events.append(connection, events.SIGNED, "bench", {"before": before, "after": change}, uuid)
            decisions.project(connection, uuid, events.merged(state, change))


def _records(uuids: List[str]) -> List[Record]:
    found = []
    for number, uuid in enumerate(uuids):
        said = OUTCOMES[(number * 7 + (number % 90 == 0)) % 3]
        if number % 10 < 3:
            found.append(Record("", "recheck", (uuid,), "", {
                "FPR": f"复判人{number % 7}", "FPSJ": "2023-09-20", "FPJG": "已判", "FPDLX": said}))
        if number % 100 == 0:
            found.append(Record("", "ruling", (uuid,), "", {
                "CDDLX": "违法", "CDSM": "会商后裁定", "CDR": "省厅", "CDSJ": "2023-09-20"}))
        if number % 10 == 1:
            found.append(Record("", "act", (uuid,), "", {"WFXWBH": f"A{number}", "CLFS": "立案"}))
        if number % 100 == 2:
            found.append(Record("", "discovery", (uuid,), "", {
                "FXLY": "巡查", "FXSJ": "2023-02-01", "FXZB": "POINT(1 1)"}))
    return found


if __name__ == "__main__":
    main()
