"""``python -m benchmarks.four_processes --seconds 300``: four processes on one GeoPackage, the one that writes killed.

Each opens the workspace as a window of QGIS does, with its layers. One may write; the others are refused and told by
whom, and try again. The one that writes merges another office's package now and then. It is killed with SIGKILL after
a while that follows from the seed, and another takes its place. At the end every decision that was confirmed must be
there once, no decision twice, of each package all or nothing, every refusal must have been told, and the tables must
say what the events add up to. Exits with 1 where that is not so. ``--results FILE`` keeps what was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Dict, List, Optional, Set

ROOT = Path(__file__).resolve().parents[1]
PATCHES = 40
SHORTEST, LONGEST = 0.05, 2.5
"""Seconds for which a process may write before it is killed."""
TOKEN = r"<[wo]\d+-\d+>"
PACKAGES, RECORDS, EVERY = 24, 400, 30
"""So many packages of other offices, so many records in each, one merged after so many decisions."""

WINDOW = '''
import itertools, sys, time
from pathlib import Path
from qgis.core import QgsApplication, QgsFeatureRequest
application = QgsApplication([], False)
application.initQgis()
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import Record
from weipian_plugin.jobs.offices.merging import merge_packages
from weipian_plugin.workspace.layers import make_layers
from weipian_plugin.workspace.workspace import Workspace
path, name = sys.argv[1:3]
packages = sorted(Path(path).parent.glob("offices/*.wpk"))

def say(*words):
    sys.stdout.write("\\t".join(map(str, words)) + "\\n")
    sys.stdout.flush()

def decide(workspace, number):
    uuid = uuids[number % len(uuids)]
    token = f"<{name}-{number}>"
    if number % 5 == 3:
        workspace.set_note(uuid, token)
    elif number % 5 == 4:
        workspace.put_record(Record("", "act", (uuid,), "", {"WFXWMS": token}))
    else:
        workspace.save_draft(uuid, {"PDLX": ("合法", "违法", "其他")[number % 3], "FJ": token})
    return token

def merge(workspace, turn):
    package = packages[turn % len(packages)]
    say("merges", package.stem)
    [merged] = merge_packages(workspace, [package])
    say("merged" if merged.receipt else "unmerged", package.stem, merged.refused or "")

def work(workspace):
    global uuids
    uuids = [row.parcel_uuid for row in workspace.queue()]
    if workspace.writable:
        layers = make_layers(workspace)
        say("writing")
        for number in numbers:
            say("done", decide(workspace, number))
            if number % 7 == 0:
                list(layers[0].getFeatures(QgsFeatureRequest().setLimit(3)))
            if packages and number % EVERY == 5:
                merge(workspace, int(name[1:]) + number // EVERY)
            time.sleep(0.004)
    say("try")
    try:
        say("wrote", decide(workspace, next(numbers)))
    except WeipianError as error:
        say("refused", error.code, error.sentence())

EVERY = int(sys.argv[3])
say("alive")
numbers = itertools.count()
while True:
    try:
        with Workspace.open(path, actor=name) as workspace:
            work(workspace)
    except WeipianError as error:
        say("waits", error.code, error.sentence())
    time.sleep(0.15)
'''


@dataclass
class Outcome:
    """What happened, and what of it should not have."""

    seconds: float = 0.0
    kills: int = 0
    confirmed: int = 0
    recorded: int = 0
    refused: int = 0
    waited: int = 0
    merges: int = 0
    killed_in_a_merge: int = 0
    wrong: List[str] = field(default_factory=list)


class _Window:
    """One process and what it has said."""

    def __init__(self, path: Path, name: str) -> None:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
        self.name, self.lines, self.since = name, [], 0.0
        self._process = subprocess.Popen(
            [sys.executable, "-c", WINDOW, str(path), name, str(EVERY)], cwd=ROOT, env=environment,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.errors: List[str] = []
        self._readers = [threading.Thread(target=self._read), threading.Thread(target=self._read_errors)]
        for reader in self._readers:
            reader.start()

    lines: List[List[str]]

    def _read(self) -> None:
        for line in self._process.stdout or ():
            if line.endswith("\n"):
                self.lines.append(line.rstrip("\n").split("\t"))
                if self.lines[-1] == ["writing"]:
                    self.since = time.monotonic()

    def _read_errors(self) -> None:
        self.errors += list(self._process.stderr or ())

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_dead(self) -> bool:
        return self._process.poll() is not None

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        for reader in self._readers:
            reader.join()


def run(seconds: float, folder: Path, seed: str = "四个进程", processes: int = 4, packages: int = PACKAGES) -> Outcome:
    """Let ``processes`` at one workspace in ``folder`` for so long, with so many packages to be merged."""
    path, outcome = make_workspace(folder), Outcome()
    make_packages(path, packages)
    numbers = iter(range(10**9))
    windows = [_Window(path, f"w{next(numbers)}") for _ in range(processes)]
    dead: List[_Window] = []
    begun: Optional[float] = None
    try:
        while begun is None or time.monotonic() - begun < seconds:
            time.sleep(0.005)
            if begun is None and all(one.lines for one in windows):
                begun = time.monotonic()
            for one in [each for each in windows if each.is_dead]:
                one.kill()
                outcome.wrong.append(f"{one.name} ended by itself: {''.join(one.errors)[-2500:]}")
                return outcome
            writing = next((one for one in windows if one.since), None)
            if begun is None or writing is None or time.monotonic() - max(writing.since, begun) < _life(seed, writing):
                continue
            writing.kill()
            outcome.kills += 1
            windows.remove(writing)
            dead.append(writing)
            windows.append(_Window(path, f"w{next(numbers)}"))
        outcome.seconds = time.monotonic() - begun
    finally:
        for one in windows:
            one.kill()
            dead.append(one)
    check(path, dead, outcome)
    return outcome


def _life(seed: str, window: _Window) -> float:
    part = hashlib.sha256(f"{seed}:{window.name}".encode()).digest()[0] / 255
    return SHORTEST + (LONGEST - SHORTEST) * part


def make_workspace(folder: Path) -> Path:
    """A workspace with patches to decide on."""
    from weipian_plugin.domain.records import IssuedPatch, NewBatch
    from weipian_plugin.workspace.workspace import Workspace

    with Workspace.create(folder / "four.gpkg", quarantine_path=folder / "q.sqlite") as workspace:
        workspace.add_batch(NewBatch("b", "2023-08-01", "x.zip", "d"), [
            IssuedPatch(f"{number:05}", {}, _square(37500000.0 + 30 * number)) for number in range(PATCHES)])
    return folder / "four.gpkg"


def make_packages(path: Path, count: int) -> None:
    """What so many other offices recorded on the same patches, each in a package beside the workspace."""
    from weipian_plugin.domain.records import Record
    from weipian_plugin.jobs.offices.making import PackageWish, make_package
    from weipian_plugin.workspace.workspace import Workspace

    place = path.parent / "offices"
    place.mkdir()
    for number in range(count):
        copy = place / f"o{number}.gpkg"
        shutil.copy(path, copy)
        with Workspace.open(copy, actor=f"o{number}", quarantine_path=place / "q.sqlite") as workspace:
            uuids = [row.parcel_uuid for row in workspace.queue()]
            for token in _tokens(f"o{number}"):
                workspace.put_record(Record("", "act", (uuids[len(token) % len(uuids)],), "", {"WFXWMS": token}))
            made = make_package(workspace, place, PackageWish(f"o{number}", with_files=False))
            made.path.rename(place / f"o{number}.wpk")
        copy.unlink()


def _tokens(office: str) -> List[str]:
    return [f"<{office}-{number}>" for number in range(RECORDS)]


def _square(x: float, y: float = 2400000.0, side: float = 20.0) -> bytes:
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


def check(path: Path, windows: List[_Window], outcome: Outcome) -> None:
    """Hold what the processes said against what the workspace has."""
    confirmed = Counter(line[1] for one in windows for line in one.lines if line[0] in ("done", "wrote"))
    found = _recorded(path, outcome)
    _check_merges(windows, found, outcome)
    recorded = Counter({token: times for token, times in found.items() if token.startswith("<w")})
    outcome.confirmed, outcome.recorded = len(confirmed), len(recorded)
    outcome.wrong += [f"lost: {token}" for token in confirmed if token not in recorded]
    outcome.wrong += [f"doubled: {token}" for token, times in recorded.items() if times > 1]
    unconfirmed: Dict[str, Set[str]] = {}
    for token in recorded:
        if token not in confirmed:
            unconfirmed.setdefault(token[1:].partition("-")[0], set()).add(token)
    # The one that was being confirmed when its process was killed.
    outcome.wrong += [f"never confirmed: {tokens}" for tokens in unconfirmed.values() if len(tokens) > 1]
    pids = {one.pid for one in windows}
    for one in windows:
        tries = sum(line[0] == "try" for line in one.lines)
        told = [line for line in one.lines if line[0] in ("refused", "wrote")]
        refusals = [line for line in told if line[0] == "refused"]
        outcome.refused += len(refusals)
        waits = [line for line in one.lines if line[0] == "waits"]
        outcome.waited += len(waits)
        # The one that wrote is dead in the middle of a transaction, and its heir has not looked yet.
        outcome.wrong += [f"{one.name}: {line}" for line in waits if line[1] != "WORKSPACE_BUSY"]
        if ["writing"] in one.lines and any(line[0] == "waits" for line in one.lines[one.lines.index(["writing"]):]):
            outcome.wrong.append(f"{one.name} was refused while it was the one that writes")
        if tries - len(told) > 1:  # killed while it tried
            outcome.wrong.append(f"{one.name}: {tries} tries, {len(told)} answers")
        outcome.wrong += [f"{one.name}: {line}" for line in refusals if not _names_who_writes(line, pids)]


def _check_merges(windows: List[_Window], found: Counter[str], outcome: Outcome) -> None:
    """Of each package all or nothing, once; all of it where a merge was confirmed."""
    said = {word: [line[1] for one in windows for line in one.lines if line[0] == word]
            for word in ("merges", "merged", "unmerged")}
    outcome.merges = len(said["merged"])
    outcome.killed_in_a_merge = len(said["merges"]) - len(said["merged"]) - len(said["unmerged"])
    outcome.wrong += [f"not merged: {line}" for one in windows for line in one.lines if line[0] == "unmerged"]
    for office in sorted(set(said["merges"])):
        times = {found[token] for token in _tokens(office)}
        if times not in ({0}, {1}) or (times == {0} and office in said["merged"]):
            outcome.wrong.append(f"of {office}'s package there is {sorted(times)} of each record")


def _names_who_writes(refusal: List[str], pids: Set[int]) -> bool:
    """A holder that was killed a moment before can no longer be named; then nobody is."""
    code, sentence = refusal[1], refusal[2]
    named = {int(number) for number in re.findall(r"\d+", sentence)} & pids
    return bool(named) if code == "WORKSPACE_READ_ONLY" else code == "WORKSPACE_NOT_WRITABLE"


def _recorded(path: Path, outcome: Outcome) -> Counter[str]:
    from weipian_plugin.workspace.events import replay
    from weipian_plugin.workspace.workspace import Workspace

    with Workspace.open(path) as workspace:
        if not workspace.writable:
            outcome.wrong.append("nobody can write any more")
        if workspace._database.value("PRAGMA integrity_check") != "ok":
            outcome.wrong.append("the file is damaged")
        events = {}
        for row in workspace.queue():
            events.update({event.uuid: event for event in workspace.history(row.parcel_uuid)})
        in_order = sorted(events.values(), key=lambda event: event.sequence)
        for uuid, state in replay(in_order).items():
            draft = workspace.draft(uuid)
            if (dict(draft.answers), draft.note) != (state["answers"], state["note"]):
                outcome.wrong.append(f"events and tables differ: {uuid}")
        records = {str(record.values["WFXWMS"]) for record in workspace.records("act")}
        found = Counter(token for event in in_order
                        for token in re.findall(TOKEN, json.dumps(event.payload.get("after"))))
        told = {token for event in in_order if event.record
                for token in re.findall(TOKEN, json.dumps(event.payload.get("after")))}
        outcome.wrong += [f"record without its event, or the reverse: {token}" for token in records ^ told]
        return found


def main() -> int:
    """0 where nothing was lost, doubled or left untold."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=300.0)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--seed", default="四个进程")
    parser.add_argument("--results", type=Path)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        outcome = run(given.seconds, Path(folder), given.seed, given.processes)
    told = {"processes": given.processes, "seconds": round(outcome.seconds, 1), "kills": outcome.kills,
            "confirmed": outcome.confirmed, "recorded": outcome.recorded, "refused_and_told": outcome.refused,
            "told_to_wait": outcome.waited, "merges": outcome.merges,
            "killed_in_a_merge": outcome.killed_in_a_merge, "wrong": outcome.wrong[:20]}
    text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
    sys.stdout.write(text)
    if given.results:
        given.results.write_text(text, encoding="utf-8")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
