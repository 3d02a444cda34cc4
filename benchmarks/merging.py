"""How long it takes until a county of a hundred thousand patches is part of a province's workspace, from file to file.

``python -m benchmarks.merging [100000]`` prints a table and writes ``benchmarks/results/merging.json``. Two counties of
synthetic patches, measured, make a package each: of three patches two are signed, the third is a draft with a flag or
a second answer; one in five has an attached photo (named, not sent), one in twenty an act with its rectification, one
in forty an image check or the county's own audit. That is about 2.3 entries a patch. The first is merged into an empty
workspace, then once more; then again with fifty new answers; then the other, which has half of the same patches and
judged them otherwise. Each step is a process of its own: its peak of memory is its own, QGIS's included.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Callable, Dict, List, Sequence, Tuple

from weipian_plugin.domain.records import NewBatch, OverlayRun, Record
from weipian_plugin.jobs.offices.making import PackageWish, make_package
from weipian_plugin.jobs.offices.merging import merge_packages
from weipian_plugin.workspace import decisions, events
from weipian_plugin.workspace.schema import ANSWER_FIELDS, as_stored
from weipian_plugin.workspace.workspace import Workspace

from .job import cpu_seconds, peak_memory
from .synthetic_workspace import CRS, _measured, _mixed, _patch

RESULTS = Path(__file__).resolve().parent / "results" / "merging.json"
OUTCOMES = ("合法", "违法", "其他")
ANSWERS = {
    "合法": {"PDLX": "合法", "HFJTQX": "H1", "HCYJ": "同意", "HFPDYJSM": "批准文号已核实，在红线范围内"},
    "违法": {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
             "WFPDYJSM": "未批先建厂房，现场已核实", "WFMJ": 1000.0, "WFGDMJ": 500.0, "WFJBNTMJ": 0.0},
    "其他": {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "前后影像一致，仅作物季节变化", "WBHBZ": "=无变化"},
}
STEPS = (("a package of it", "pack", "a"), ("into an empty workspace", "merge", "a"), ("the same again", "merge", "a"),
         ("50 new answers", "merge", "newer"), ("half of it judged otherwise", "merge", "b"),
         ("list of conflicts", "conflicts", ""))


def county(path: Path, first: int, count: int, seed: int) -> Workspace:
    """A workspace of ``count`` patches from number ``first`` on, judged as this module says."""
    workspace = Workspace.create(path, crs=CRS, actor=f"bench{seed}")
    numbers = range(first, first + count)
    workspace.add_batch(NewBatch("2023-08", "2023-08-01", "synthetic", f"synthetic{seed}", "GX_ZY2023", "450512"),
                        [_patch(number, "2023-08-01") for number in numbers])
    uuids = [row.parcel_uuid for row in workspace.queue()]
    workspace.store_overlay(OverlayRun({"engine": f"synthetic{seed}"}), {
        uuid: _measured(number) for number, uuid in zip(numbers, uuids)})
    with workspace._database.transaction() as connection:
        for number, uuid in enumerate(uuids):
            state = events.blank_state()
            for kind, change in _said(number, seed):
                before = events.reverse(state, change)
                events.append(connection, kind, workspace.actor, {"before": before, "after": change}, uuid)
                state = events.merged(state, change)
            decisions.project(connection, uuid, state)
    _add_records(workspace, uuids)
    return workspace


def _said(number: int, seed: int) -> Sequence[Tuple[str, events.State]]:
    answers = {code: as_stored(ANSWER_FIELDS[code], value)
               for code, value in ANSWERS[OUTCOMES[_mixed(number + seed) % 3]].items()}
    if number % 3:
        judged = {"answers": answers, "signed_by": f"bench{seed}", "signed_at": "2023-09-01T10:00:00+08:00",
                  "basis": "内业", "reason": "核对无误"}
        return (events.DRAFTED, {"answers": answers}), (events.SIGNED, {"judgement": judged})
    second = {"flag": "边界不清"} if number % 2 else {"answers": {"PDLX": OUTCOMES[_mixed(number) % 3]}}
    return (events.DRAFTED, {"answers": answers}), (events.FLAGGED if number % 2 else events.DRAFTED, second)


def _add_records(workspace: Workspace, uuids: Sequence[str]) -> None:
    """Photos, acts, rectifications, image checks and audits, as the module says."""
    photos = [Record("", "attachment", (uuid,), "", {
        "FJMC": f"现场{number}.jpg", "FJLJ": f"{number:06}.jpg", "SHA256": f"{number:064x}", "FJDX": 1_000_000})
        for number, uuid in enumerate(uuids) if number % 5 == 0]
    acts = workspace.many.put_records([Record("", "act", (uuid,), "", {
        "WFND": 2023, "WFXWMS": "未经批准占用耕地建设厂房"}) for uuid in uuids[::20]])
    checks = [Record("", "image_check", (uuid,), "", {
        "YXJG": "已拆除", "YXMC": "影像", "YXRQ": "2023-12-01", "YXR": "某", "YXSJ": "2023-12-09", "YXJB": "县级"})
        for uuid in uuids[::80]]
    audits = [Record("", "audit", (uuid,), "", {
        "SHJB": "县级", "SHLC": 1, "SHJG": "通过", "SHR": "某", "SHSJ": "2023-09-09"}) for uuid in uuids[40::80]]
    workspace.many.put_records([*photos, *checks, *audits, *(Record("", "rectification", act.parcels, act.uuid, {
        "ZGFS": "拆除复耕", "SFZGDW": 1, "ZGDWSJ": "2023-11-20", "FGDWMJ": 500.0}) for act in acts)])


def prepare(place: Path, count: int) -> None:
    """The counties, their packages (of the first a newer one too), and the province's empty workspace."""
    with county(place / "b.gpkg", count // 2, count, 2) as workspace:
        make_package(workspace, place / "b.wpk", PackageWish("乙县"))
    with county(place / "a.gpkg", 0, count, 1) as workspace:
        make_package(workspace, place / "a.wpk", PackageWish("甲县"))
    Workspace.create(place / "p.gpkg", crs=CRS, actor="bench").close()


def answer_more(place: Path) -> None:
    """Fifty new answers in the first county, and the package that has them."""
    with Workspace.open(place / "a.gpkg", actor="bench1") as workspace:
        for row in workspace.queue()[:50]:
            workspace.save_draft(row.parcel_uuid, {"PDLX": "合法", "HFJTQX": "H1"})
        make_package(workspace, place / "newer.wpk", PackageWish("甲县"))


def step(place: Path, what: str, which: str) -> Dict[str, object]:
    """One measured step."""
    name = "a.gpkg" if what == "pack" else "p.gpkg"
    with Workspace.open(place / name, actor="bench") as workspace:
        does: Dict[str, Callable[[], Dict[str, object]]] = {
            "pack": lambda: _packed(workspace, place / "packed.wpk"),
            "merge": lambda: _merged(workspace, place / f"{which}.wpk"),
            "conflicts": lambda: {"conflicts": len(workspace.offices.conflicts())}}
        wall, cpu = time.perf_counter(), cpu_seconds()
        told = does[what]()
        return {"wall_s": round(time.perf_counter() - wall, 2), "cpu_s": round(cpu_seconds() - cpu, 2),
                "peak_mb": round(peak_memory()), **told}


def _packed(workspace: Workspace, path: Path) -> Dict[str, object]:
    make_package(workspace, path, PackageWish("甲县"))
    return {"package_mb": round(path.stat().st_size / 1e6, 1)}


def _merged(workspace: Workspace, path: Path) -> Dict[str, object]:
    (done,) = merge_packages(workspace, [path])
    if done.receipt is None:
        raise SystemExit(str(done.refused))
    told = done.receipt
    return {"new_patches": told.new_patches, "new_events": told.new_events, "changed_patches": told.changed_patches,
            "conflicts": told.conflicts}


def alone(*arguments: str) -> str:
    """What a process of its own prints."""
    return subprocess.run([sys.executable, "-m", "benchmarks.merging", *arguments], check=True, text=True,
                          stdout=subprocess.PIPE).stdout


def main(count: int) -> List[Dict[str, object]]:
    """All steps one after the other; the rows of the table."""
    with tempfile.TemporaryDirectory() as folder:
        alone("prepare", folder, str(count))
        rows = []
        for name, what, which in STEPS:
            if which == "newer":
                alone("answer", folder)
            rows.append({"name": name, **json.loads(alone("step", folder, what, which))})
            sys.stdout.write("  ".join(f"{key}={value}" for key, value in rows[-1].items()) + "\n")
        return rows


def report(count: int) -> None:
    """Print the table, keep it as JSON."""
    rows = main(count)
    RESULTS.write_text(json.dumps({
        "date": date.today().isoformat(), "patches": count, "python": platform.python_version(), "rows": rows},
        ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["prepare"]:
        prepare(Path(sys.argv[2]), int(sys.argv[3]))
    elif sys.argv[1:2] == ["answer"]:
        answer_more(Path(sys.argv[2]))
    elif sys.argv[1:2] == ["step"]:
        sys.stdout.write(json.dumps(step(Path(sys.argv[2]), sys.argv[3], "".join(sys.argv[4:5]))) + "\n")
    else:
        report(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
