"""``python -m benchmarks``: make the counties, run everybody in turns, compare, write benchmarks/results.

``--scale S,M,L`` ``--layers dltb,hx`` ``--rounds 3`` ``--methods ours,strtree,…`` ``--timeout 600`` ``--no-curves``
``--no-living`` ``--quote`` (bring the tables in both READMEs up to date) ``--results FOLDER``
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Dict, List

from benchmarks import postgis_server
from benchmarks.cases import CURVES, ROOT, Case, Measured, compile_times, known, measure
from benchmarks.county import SCALES, county
from benchmarks.once import METHODS
from benchmarks.report import Everything, write

# Cost curves are of the methods that matter there.
CURVE_METHODS = ("ours", "ours_prepared", "ours_geos", "strtree", "duckdb")


def main() -> int:
    """0 when every exact method agrees with the referee, row by row."""
    given = _arguments()
    methods = known(given.methods)
    scales = given.scale.split(",")
    cases = [Case(scale, scale, layer) for scale in scales for layer in given.layers.split(",")]
    curves = CURVES if given.curves else ()
    folders = {name: county(name) for name in dict.fromkeys(
        ["XS", *(name for case in (*cases, *curves) for name in (case.patches_county, case.county))])}
    with postgis_server.running() if "postgis" in methods else nullcontext():
        measured = [measure(case, methods, given.rounds, given.timeout, folders) for case in cases]
        on_curves = [measure(case, [method for method in methods if method in CURVE_METHODS], given.rounds,
                             given.timeout, folders) for case in curves]
    living = {scale: _living(folders[scale]) for scale in scales} if given.living and "ours" in methods else {}
    compiling = compile_times(folders) if "ours" in methods else (float("nan"), float("nan"))
    sizes = {name: folders[name] for name in scales}
    write(Everything(measured, on_curves, living, compiling, sizes), given.results, given.quote)
    return _verdict([*measured, *on_curves])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", default="S,M", help=f"of {', '.join(name for name in SCALES if '-' not in name)}")
    parser.add_argument("--layers", default="dltb,hx", help="dltb parcels, nt farmland, hx redline, pz approved land")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--methods", default=",".join(METHODS))
    parser.add_argument("--timeout", type=float, default=600.0, help="seconds after which a run is given up")
    parser.add_argument("--no-curves", dest="curves", action="store_false")
    parser.add_argument("--no-living", dest="living", action="store_false")
    parser.add_argument("--quote", action="store_true", help="write the tables in README.md and README.zh.md")
    parser.add_argument("--results", type=Path, default=ROOT / "benchmarks" / "results")
    return parser.parse_args()


def _living(folder: Path) -> Dict[str, Any]:
    """Latency and cancelling at one county; the reason where that failed."""
    out = folder / "living.json"
    ended = subprocess.run([sys.executable, "-m", "benchmarks.living", str(folder), str(out)], cwd=ROOT,
                           capture_output=True, text=True, check=False)
    if ended.returncode:
        reason = ended.stderr.strip().splitlines()[-1]
        print(f"{folder.name}: worker: {reason}", flush=True)
        return {"left_out": reason}
    found: Dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    print(f"{folder.name}: worker: {json.dumps(found)}", flush=True)
    return found


def _verdict(measured: List[Measured]) -> int:
    wrong = []
    for one in measured:
        for method in one.wrong():
            agreed = one.agreement[method]
            wrong.append(f"{one.case.name}: {method}: {agreed.beyond} rows, up to {agreed.largest_m2:.1e} m² "
                         f"(patch, class: {', '.join(agreed.worst)}); see build/bench/wrong")
    if wrong:
        print("These differ by more than rounding:\n" + "\n".join(wrong))
        return 1
    print("All exact methods agree, row by row.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
