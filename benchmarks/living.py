"""The worker as QGIS uses it: how soon a changed parcel is measured again, how soon a job ends when it is cancelled.

``python -m benchmarks.living COUNTY OUT.json``; the worker is the real process, spoken to in its own protocol.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence

import shapely

from benchmarks.job import CLASS_FIELDS, MAP_CRS, PATCH_ID, peak_memory_of
from benchmarks.ours import ROLES, prepare_layer, prepared_folder
from weipian_plugin.overlay.protocol import Frame, FrameReader, encode, pack_blobs

PARCELS = 400
MOVED = (0.37, -0.21)
MOMENTS = (0.02, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.95)
ALL_LAYERS = tuple(ROLES)


class Worker:
    """A running worker, ready: everything compiled."""

    def __init__(self, county: Path) -> None:
        """Started, and the tiny county measured once."""
        self.process = subprocess.Popen([sys.executable, "-m", "weipian_plugin.overlay", "--serve"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._reader = FrameReader()
        self._frames: List[Frame] = []
        self._job = 0
        self.until("ready")
        tiny = county.parent / "XS"
        self.measure(tiny, patches_of(tiny), ["dltb"])
        self.until("done")

    def __enter__(self) -> Worker:
        """Itself."""
        return self

    def __exit__(self, *_: Any) -> None:
        """Gone."""
        self.process.kill()
        self.process.wait()

    def measure(self, county: Path, blobs: List[bytes], layers: Sequence[str], prepared: bool = False) -> None:
        """Ask for a job."""
        asked = [{"role": ROLES[layer], "source": str(county / f"{layer}.gpkg"), "class_field": CLASS_FIELDS[layer],
                  "attributes": []} for layer in layers]
        more = {"prepared": str(prepared_folder(county))} if prepared else {}
        self.send({"kind": "measure", "patches": len(blobs), "crs": MAP_CRS, "layers": asked, **more},
                  pack_blobs(blobs))

    def prepare(self, county: Path, folder: str) -> None:
        """Ask for the land-class layer to be prepared in ``folder``."""
        layer = {"role": ROLES["dltb"], "source": str(county / "dltb.gpkg"), "class_field": CLASS_FIELDS["dltb"],
                 "attributes": [], "version_date": "", "title": ""}
        self.send({"kind": "prepare", "prepared": folder, "layer": layer, "report": "", "county": ""})

    def send(self, header: Dict[str, Any], body: bytes = b"") -> None:
        """One frame, as a new job."""
        self._job += 1
        self._write({**header, "job": self._job}, body)

    def cancel(self) -> None:
        """The job asked for last."""
        self._write({"kind": "cancel", "job": self._job}, b"")

    def _write(self, header: Dict[str, Any], body: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(encode(header, body))
        self.process.stdin.flush()

    def until(self, *kinds: str) -> Dict[str, Any]:
        """The next frame of one of ``kinds``. RuntimeError where the worker tells an error or ends."""
        assert self.process.stdout is not None
        while True:
            while self._frames:
                header, _ = self._frames.pop(0)
                if header["kind"] == "error":
                    raise RuntimeError(f"{header['code']} {header['values']}")
                if header["kind"] in kinds:
                    return header
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            if not data:
                raise RuntimeError("the worker ended")
            self._frames += self._reader.feed(data)


def patches_of(county: Path) -> List[bytes]:
    """The county's patches, WKB."""
    import pyogrio

    return list(pyogrio.raw.read(county / "tb.gpkg", columns=[PATCH_ID])[2])


def latency(county: Path, layers: Sequence[str], prepared: bool) -> Dict[str, float]:
    """Milliseconds from asking to the last frame of the answer, for parcels of which one vertex was moved."""
    blobs = patches_of(county)
    shapes = shapely.from_wkb(blobs[:: max(1, len(blobs) // PARCELS)][:PARCELS])
    with Worker(county) as worker:
        worker.measure(county, blobs, layers, prepared)
        worker.until("done")
        times = []
        for shape in shapes:
            blob = shapely.to_wkb(with_moved_vertex(shape))
            started = time.perf_counter()
            worker.measure(county, [blob], layers, prepared)
            worker.until("done")
            times.append(1000 * (time.perf_counter() - started))
        memory = peak_memory_of(worker.process.pid)
    times.sort()
    return {"median_ms": statistics.median(times), "p95_ms": times[int(0.95 * len(times))], "max_ms": times[-1],
            "parcels": len(times), "memory_mb": memory}


def with_moved_vertex(shape: Any) -> Any:
    """A copy with one vertex moved by decimetres; less where that would make it cross itself."""
    xy = shapely.get_coordinates(shape)
    step = 1.0
    while True:
        moved = xy.copy()
        moved[1] += [step * MOVED[0], step * MOVED[1]]
        changed = shapely.set_coordinates(shapely.from_wkb(shapely.to_wkb(shape)), moved)
        if shapely.is_valid(changed):
            return changed
        step /= 4


def cancelling(county: Path, prepared: Optional[bool]) -> Dict[str, Any]:
    """Seconds from ``cancel`` to ``cancelled`` at several moments of a job (``prepared`` None: of preparing)."""
    blobs = patches_of(county)
    waits: List[float] = []
    with tempfile.TemporaryDirectory() as folder, Worker(county) as worker:

        def start() -> None:
            if prepared is None:
                worker.prepare(county, folder)
            else:
                worker.measure(county, blobs, ["dltb", "hx"], prepared)

        started = time.perf_counter()
        start()
        worker.until("done", "prepared")
        whole = time.perf_counter() - started
        missed = 0
        for moment in MOMENTS:
            start()
            time.sleep(moment * whole)
            asked = time.perf_counter()
            worker.cancel()
            if worker.until("cancelled", "done", "prepared")["kind"] == "cancelled":
                waits.append(time.perf_counter() - asked)
            else:
                missed += 1
        memory = peak_memory_of(worker.process.pid)
    return {"whole_s": whole, "moments": len(waits), "ended_before": missed, "memory_mb": memory,
            "median_s": statistics.median(waits) if waits else None, "max_s": max(waits) if waits else None}


def main(county: Path, out: Path) -> None:
    """Everything about one county."""
    for layer in ALL_LAYERS:
        prepare_layer(county, layer)
    found = {
        "latency": {"land class, prepared": latency(county, ["dltb"], True),
                    "four layers, prepared": latency(county, ALL_LAYERS, True),
                    "land class, GeoPackage": latency(county, ["dltb"], False)},
        "cancel": {"measuring, GeoPackage": cancelling(county, False), "measuring, prepared": cancelling(county, True),
                   "preparing": cancelling(county, None)},
    }
    out.write_text(json.dumps(found, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
