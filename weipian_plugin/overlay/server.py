"""The worker's loop: frames in on stdin, frames out on a private copy of stdout, until stdin ends."""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from typing import Any, Dict, List, Mapping, Optional, Set, Tuple

from ..domain.errors import WeipianError
from ..domain.zones import zone_of_epsg
from .layers import LayerCache, LayerRequest
from .measure import Batch, Cancelled, Measurement, versions
from .plane import JobPlane, source_crs
from .protocol import VERSION, BrokenStream, FrameReader, encode, pack_columns, unpack_blobs
from .sources import parse_wkb

_READ_BYTES = 1 << 20


def serve() -> int:
    """Answer requests until ``quit`` or the end of stdin; see `protocol`."""
    out = _private_stdout()
    server = Server(out)
    threading.Thread(target=server.read_requests, args=(sys.stdin.fileno(),), daemon=True).start()
    server.send({"kind": "ready", "protocol": VERSION, "versions": versions()})
    server.work()
    return 0


def _private_stdout() -> int:
    """A copy of stdout for frames alone: whatever a library prints goes to stderr from here on."""
    private = os.dup(1)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        # Frames are bytes: no line ends may be translated on the way.
        msvcrt.setmode(private, os.O_BINARY)
        msvcrt.setmode(sys.stdin.fileno(), os.O_BINARY)
    return private


class Server:
    """One job at a time; requests are read by a thread so that ``cancel`` and the end of stdin are seen at once."""

    def __init__(self, out: int) -> None:
        """``out`` is the file descriptor frames are written to."""
        self._out = out
        self._sending = threading.Lock()
        self._jobs: queue.Queue[Optional[Tuple[Dict[str, Any], bytes]]] = queue.Queue()
        self._cancelled: Set[Any] = set()
        self._cache = LayerCache()

    def read_requests(self, stdin: int) -> None:
        """Until the end of ``stdin``; then the process ends, whatever it is doing: nobody is left to ask."""
        reader = FrameReader()
        while True:
            try:
                data = os.read(stdin, _READ_BYTES)
                frames = reader.feed(data)
            except (BrokenStream, OSError) as error:
                self.send(_failure(None, error))
                os._exit(1)
            if not data:
                os._exit(0)
            for header, body in frames:
                if header.get("kind") == "cancel":
                    self._cancelled.add(header.get("job"))
                else:
                    self._jobs.put(None if header.get("kind") == "quit" else (header, body))

    def work(self) -> None:
        """Do the jobs in order; whatever goes wrong in one is told in an ``error`` frame."""
        while True:
            request = self._jobs.get()
            if request is None:
                return
            header, body = request
            job = header.get("job")
            try:
                if header.get("kind") != "measure":
                    raise WeipianError("WORKER_FAILED", detail=f"unknown request {header.get('kind')!r}")
                self._measure(header, body)
            except Cancelled:
                self.send({"kind": "cancelled", "job": job})
            except WeipianError as error:
                self.send({"kind": "error", "job": job, "code": error.code, "values": _json_values(error.values)})
            except Exception as error:  # never a silent end: the caller is told, the details go to the log
                traceback.print_exc(file=sys.stderr)
                self.send(_failure(job, error))
            self._cancelled.discard(job)

    def _measure(self, header: Dict[str, Any], body: bytes) -> None:
        job = header["job"]
        patches = parse_wkb(unpack_blobs(body))
        layers = [LayerRequest(str(layer["role"]), str(layer["source"]), str(layer.get("class_field") or ""),
                               tuple(layer.get("attributes") or ())) for layer in header["layers"]]

        def progress(done: int, total: int, text: str) -> None:
            self.send({"kind": "progress", "job": job, "done": done, "total": total, "text": text})

        zone = zone_of_epsg(int(header["zone"])) if header.get("zone") else None
        measurement = Measurement(patches, source_crs(header.get("crs"), "patches"), layers, cache=self._cache,
                                  plane=JobPlane(zone) if zone else None, progress=progress,
                                  cancelled=lambda: job in self._cancelled)
        for batch in measurement.batches():
            self._send_batch(job, measurement.roles, batch)
        self.send({"kind": "done", "job": job, "roles": measurement.roles, "zone": measurement.plane.zone.epsg,
                   "provenance": measurement.provenance(), "remarks": measurement.remarks()})

    def _send_batch(self, job: Any, roles: List[str], batch: Batch) -> None:
        common = {"job": job, "start": batch.start, "stop": batch.stop, "roles": roles}
        columns, body = pack_columns([("patch", "i", batch.patch.tolist()), ("role", "i", batch.role.tolist()),
                                      ("area_m2", "d", batch.area.tolist()), ("net_area_m2", "d", batch.net.tolist())])
        features = [{"patch": row.patch, "role": row.role, "class": row.class_text, "attributes": row.attributes,
                     "area_m2": row.area_m2, "net_area_m2": row.net_area_m2} for row in batch.features]
        self.send({"kind": "rows", **common, "classes": batch.classes, "features": features, "columns": columns}, body)
        columns, body = pack_columns([
            ("patch", "i", batch.total_patch.tolist()), ("role", "i", batch.total_role.tolist()),
            ("area_m2", "d", batch.total_area.tolist()), ("net_area_m2", "d", batch.total_net.tolist()),
            ("uncovered_m2", "d", batch.uncovered.tolist()), ("patch_area_m2", "d", batch.patch_area.tolist())])
        self.send({"kind": "totals", **common, "columns": columns}, body)

    def send(self, header: Mapping[str, Any], body: bytes = b"") -> None:
        """Write one frame whole. When nobody reads any more the process ends."""
        data = memoryview(encode(header, body))
        try:
            with self._sending:
                while data:
                    data = data[os.write(self._out, data):]
        except BrokenPipeError:
            os._exit(0)


def _failure(job: Any, error: BaseException) -> Dict[str, Any]:
    detail = f"{type(error).__name__}: {error}"[:500]
    return {"kind": "error", "job": job, "code": "WORKER_FAILED", "values": {"detail": detail}}


def _json_values(values: Mapping[str, object]) -> Dict[str, object]:
    return {name: value if isinstance(value, (str, int, float, bool, type(None), list)) else str(value)
            for name, value in values.items()}
