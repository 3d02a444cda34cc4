"""Which cases are measured, and running them: interleaved rounds, one process a run."""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

from benchmarks.agreement import Agreement, judge
from benchmarks.job import Job
from benchmarks.once import METHODS, NOT_EXACT

ROOT = Path(__file__).resolve().parent.parent
# QGIS's bindings belong to the system's Python; the wheels bring GDAL and PROJ of their own.
QGIS_PYTHON = "/usr/bin/python3"
WRONG_ROWS = ROOT / "build" / "bench" / "wrong"
LAYER_NAMES = {"dltb": "parcels", "nt": "basic farmland", "hx": "redline", "pz": "approved land"}


@dataclass(frozen=True)
class Case:
    """Patches of one county on a layer of the same or another; ``curve`` names what is ten times as much."""

    patches_county: str
    county: str
    layer: str
    curve: str = ""

    @property
    def name(self) -> str:
        """For people."""
        return f"{self.patches_county.split('-')[0]} {self.curve or LAYER_NAMES[self.layer]}"

    @property
    def key(self) -> str:
        """For file names."""
        return f"{self.patches_county}-on-{self.county}-{self.layer}"


CURVES = (Case("S", "S", "dltb", "as it is"), Case("S", "M", "dltb", "parcels ×10"),
          Case("S-patches10", "S", "dltb", "patches ×10"), Case("S-vertices10", "S-vertices10", "dltb", "vertices ×10"))
Run = Dict[str, Any]


@dataclass
class Measured:
    """What came of one case: the runs of each method, how it agrees, and why others were left out."""

    case: Case
    runs: Dict[str, List[Run]] = field(default_factory=dict)
    agreement: Dict[str, Agreement] = field(default_factory=dict)
    left_out: Dict[str, str] = field(default_factory=dict)

    def median(self, method: str, what: str) -> float:
        """Over the rounds."""
        return float(statistics.median(run[what] for run in self.runs[method]))

    def by_cpu(self) -> List[str]:
        """Methods, cheapest first."""
        return sorted(self.runs, key=lambda method: self.median(method, "cpu_s"))

    def judged(self, method: str, rows: Path, referee: Path) -> None:
        """Of all rounds the worst agreement counts; rows that are wrong are kept for whoever looks into it."""
        agreed = judge(rows, referee)
        if agreed.beyond and method not in NOT_EXACT:
            WRONG_ROWS.mkdir(parents=True, exist_ok=True)
            shutil.copy(rows, WRONG_ROWS / f"{self.case.key}-{method}.csv")
        kept = self.agreement.get(method)
        if kept is None or (agreed.beyond, agreed.largest_m2) > (kept.beyond, kept.largest_m2):
            self.agreement[method] = agreed

    def wrong(self) -> List[str]:
        """Exact methods with rows out of tolerance."""
        return [method for method, agreed in self.agreement.items() if agreed.beyond and method not in NOT_EXACT]


def measure(case: Case, methods: Sequence[str], rounds: int, timeout: float, folders: Dict[str, Path]) -> Measured:
    """All rounds of a case; a method that cannot run, fails or takes too long is left out of the next ones."""
    job = Job(folders[case.patches_county], folders[case.county], case.layer)
    _read_once(job.patches, job.reference)
    measured = Measured(case)
    referee = referee_of(case, job)
    with tempfile.TemporaryDirectory() as temporary:
        for number in range(rounds):
            for method in methods:
                if method in measured.left_out:
                    continue
                rows = Path(temporary) / f"{method}.csv"
                run, reason = run_once(method, job, rows, timeout)
                if reason:
                    measured.left_out[method] = reason
                    measured.runs.pop(method, None)
                    print(f"{case.name}: {method} left out: {reason}", flush=True)
                    continue
                measured.runs.setdefault(method, []).append({**run, "case": case.key, "round": number + 1})
                measured.judged(method, rows, referee)
                print(f"{case.name}: round {number + 1}: {method} {run['wall_s']:.3f} s wall, {run['cpu_s']:.3f} s "
                      f"CPU, largest difference {measured.agreement[method].largest_m2:.1e} m²", flush=True)
    return measured


def run_once(method: str, job: Job, rows: Path, timeout: float, **environment: str) -> Tuple[Run, str]:
    """What the run printed, or the reason why there is nothing."""
    python = QGIS_PYTHON if "qgis" in method else sys.executable
    command = [python, "-m", "benchmarks.once", method, str(job.patches_county), str(job.county), job.layer, str(rows)]
    try:
        ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=timeout,
                               check=False, env={**os.environ, **environment})
    except subprocess.TimeoutExpired:
        return {}, f"more than {timeout:.0f} s"
    except OSError as error:
        return {}, str(error)
    try:
        run: Run = json.loads(ended.stdout.strip().splitlines()[-1])
    except (IndexError, ValueError):
        lines = ended.stderr.strip().splitlines()
        return {}, lines[-1] if lines else f"ended with {ended.returncode}"
    return run, str(run.get("left_out", ""))


def referee_of(case: Case, job: Job) -> Path:
    """The referee's rows for a case, computed once and kept with the county."""
    kept = job.county / f"referee-{case.key}.csv"
    if not kept.exists():
        print(f"{case.name}: the referee computes …", flush=True)
        subprocess.run([sys.executable, "-m", "benchmarks.agreement", str(job.patches_county), str(job.county),
                        job.layer, str(kept)], cwd=ROOT, check=True)
    return kept


def compile_times(folders: Dict[str, Path]) -> Tuple[float, float]:
    """Seconds until the exact engine has done the tiny county, compiling everything, and with all compiled before."""
    tiny = Job(folders["XS"], folders["XS"], "dltb")
    with tempfile.TemporaryDirectory() as empty:
        times = []
        for _ in range(2):
            run, reason = run_once("ours", tiny, Path(empty) / "rows.csv", 600.0, NUMBA_CACHE_DIR=empty)
            times.append(float("nan") if reason else float(run["warm_s"]))
    return times[0], times[1]


def _read_once(*paths: Path) -> None:
    """So that every round finds the files in the system's cache."""
    for path in paths:
        with path.open("rb") as file:
            while file.read(1 << 24):
                pass


def known(names: str) -> List[str]:
    """Methods of a comma-separated list. SystemExit where one is not known."""
    wanted = [name for name in names.split(",") if name]
    unknown = [name for name in wanted if name not in METHODS]
    if unknown:
        raise SystemExit(f"Unknown: {', '.join(unknown)}. There are: {', '.join(METHODS)}")
    return wanted
