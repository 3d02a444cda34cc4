"""How long the suggestions for a county take, part by part: 10,000 measured parcels, in memory and in a workspace.

Run: python -m benchmarks.suggestions [parcels]
"""

from __future__ import annotations

import gc
import sqlite3
import struct
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

from weipian_plugin.domain.judging.facts import collect_facts
from weipian_plugin.domain.judging.suggest import Suggester
from weipian_plugin.domain.judging.suggestion_parts import Sharing
from weipian_plugin.domain.profiles import PolicyProfile
from weipian_plugin.domain.records import (
    ClassArea,
    FeatureArea,
    IssuedPatch,
    Measured,
    NestedAreas,
    NewBatch,
    OverlayRun,
    RoleAreas,
)
from weipian_plugin.jobs.judging.suggest import suggest
from weipian_plugin.jobs.rules.profiles import load_profile
from weipian_plugin.workspace.events import to_json
from weipian_plugin.workspace.workspace import Workspace

PARCELS = 10_000
PROFILE = "GX_ZY2023"
ROUNDS = 3
Ground = List[Tuple[Dict[str, object], Measured]]
_TYPES = ("20", "TD", "DL1", "ND", "GF", "CK", "YH", "20")
_STORED = ("SELECT sum(length(CAST(content AS BLOB))) FROM suggestions",
           "SELECT sum(length(CAST(content AS BLOB))) FROM suggestion_parts")
_EMPTY = ("pzyd", "gd", "ssnyd", "lsyd", "bdc", "zjgg", "ckq")
_PAPERS: Dict[str, Dict[str, Any]] = {
    "pzyd": {"PZWH": "示例政批〔2022〕1号", "PZRQ": "2022-05-01"}, "gd": {"DZJGH": "示例1", "GDSJ": "2022-09-01"},
    "ssnyd": {"BAH": "示例备1", "BARQ": "2023-02-01"},
    "lsyd": {"PZWH": "示例临1", "PZRQ": "2022-03-01", "DQRQ": "2023-05-01"},
}


def parcel(number: int) -> Measured:
    """One of a county's parcels: most without papers, each with its own areas, m²."""
    area = 700.0 + number * 7.31 % 30000
    classes = (ClassArea("0103", area * 0.6, area * 0.55), ClassArea("0301", area * 0.3, area * 0.3),
               ClassArea("1006", area * 0.1, area * 0.1))
    basic = area * 0.2 if number % 4 == 0 else 0.0
    roles = {key: RoleAreas(key, declared_empty=True) for key in _EMPTY}
    roles.update(dltb=RoleAreas("dltb", area, area, classes), yjjbnt=RoleAreas("yjjbnt", basic, basic),
                 stbhhx=RoleAreas("stbhhx"))
    for place, (role, attributes) in enumerate(_PAPERS.items()):
        if number % 10 == place:
            roles[role] = RoleAreas(role, area, area, features=(FeatureArea("", area, attributes),))
    inside = NestedAreas(("yjjbnt",), basic, (ClassArea("0103", basic, basic * 0.9),) if basic else ())
    return Measured(area, roles, {("yjjbnt",): inside})


def issued(number: int) -> Dict[str, object]:
    """What a patch brings with it."""
    return {"TBLX": _TYPES[number % len(_TYPES)], "JCLB": "XZFN", "XFSJ": f"2023-{1 + number % 9:02d}-15",
            "HSX": "2023-06-01", "XZQDM": "450329", "JCBH": f"示例{number:06d}"}


class Clock:
    """Seconds of this process's CPU by part of the work: the machine's other work does not count."""

    def __init__(self) -> None:
        self.parts: Dict[str, float] = {}

    def of(self, part: str, work: Callable[[], Any]) -> Any:
        """Do ``work``, its best time kept as that of ``part``."""
        gc.collect()
        begun = time.process_time()
        found = work()
        took = time.process_time() - begun
        self.parts[part] = min(took, self.parts.get(part, took))
        return found


def workspace_with(ground: Ground, folder: Path) -> Workspace:
    """A workspace in which ``ground`` was issued and measured, and nothing suggested."""
    made = Workspace.create(folder / "county.gpkg", "EPSG:4525", "benchmark", folder / "quarantine.sqlite")
    patches = [IssuedPatch(str(values["JCBH"]), values, _square(number)) for number, (values, _) in enumerate(ground)]
    made.add_batch(NewBatch("示例", "2023-08-15", "x.zip", "d", PROFILE, "450329"), patches)
    rows = made.table_rows()
    made.store_overlay(OverlayRun({}), {row.parcel.uuid: ground[place][1] for place, row in enumerate(rows)})
    return made


def _square(number: int) -> bytes:
    """A patch's geometry, which nobody looks at here: WKB of a square of 20 m."""
    x, y = 37500000.0 + 30 * (number % 200), 2400000.0 + 30 * (number // 200)
    ring = (x, y, x + 20, y, x + 20, y + 20, x, y + 20, x, y)
    return struct.pack("<BIII10d", 1, 3, 1, 5, *ring)


def measure_parts(ground: Ground, clock: Clock) -> None:
    """The rules in memory, part by part."""
    profile = load_profile(PROFILE)
    for _ in range(ROUNDS):
        _measure_once(ground, profile, clock)
    for each in ground[:200]:
        clock.of("one alone", partial(Suggester(profile).suggest_for, *each))


def _measure_once(ground: Ground, profile: PolicyProfile, clock: Clock) -> None:
    facts = clock.of("facts", lambda: [collect_facts(*each, profile.grouping) for each in ground])
    suggester = Suggester(profile)
    clock.of("suggestions on these facts", lambda: [suggester.suggest(each).kind for each in facts])
    facts.clear()
    suggester = Suggester(profile)
    clock.of("facts and suggestions", lambda: [suggester.suggest_for(*each).kind for each in ground])
    found, sharing = [suggester.suggest_for(*each) for each in ground], Sharing()
    own = clock.of("taken apart", lambda: [sharing.own(each) for each in found])
    clock.of("text", lambda: [len(to_json(each)) for each in own])


def measure_job(ground: Ground, clock: Clock) -> Tuple[float, float, float]:
    """The job on a real workspace, everything anew and with nothing changed; MB of text: whole, as it is stored with
    the parcels, and what they share.
    """
    with tempfile.TemporaryDirectory() as folder:
        workspace = workspace_with(ground, Path(folder))
        with workspace:
            clock.of("read from the workspace", lambda: _read(workspace))
            for _ in range(ROUNDS):
                clock.of("whole job, all anew", lambda: suggest(workspace, force=True))
            clock.of("whole job, nothing changed", lambda: suggest(workspace))
            uuids = workspace.rules.parcels()[:200]
            whole = sum(len(to_json(workspace.suggestion(uuid)).encode()) for uuid in uuids) / len(uuids)
        with sqlite3.connect(workspace.path) as base:
            own, shared = [base.execute(query).fetchone()[0] for query in _STORED]
        return whole * len(ground) / 1e6, own / 1e6, shared / 1e6


def _read(workspace: Workspace) -> None:
    batches, uuids = {one.uuid: one for one in workspace.batches()}, workspace.rules.parcels()
    for start in range(0, len(uuids), 100):
        workspace.rules.inputs(uuids[start:start + 100], batches)


def main(parcels: int = PARCELS) -> None:
    """Print the seconds for all parcels, part by part, and the milliseconds for one alone."""
    clock, ground = Clock(), [(issued(number), parcel(number)) for number in range(parcels)]
    measure_parts(ground, clock)
    whole, own, shared = measure_job(ground, clock)
    out, profile = sys.stdout.write, load_profile(PROFILE)
    out(f"{parcels} parcels, {len(profile.rules)} rules, {len(profile.flags)} flags, {len(profile.onsite)} duties; "
        f"best of {ROUNDS}, CPU\n")
    alone = clock.parts.pop("one alone")
    for part, took in clock.parts.items():
        out(f"{part}: {took:.2f} s\n")
    out(f"one alone, by a fresh suggester: {alone * 1000:.2f} ms\n"
        f"stored: {own:.1f} MB with the parcels, {shared:.1f} MB shared; whole it would be {whole:.0f} MB\n")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else PARCELS)
