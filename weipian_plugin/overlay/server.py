"""The worker's loop: frames in on stdin, frames out on a private copy of stdout, until stdin ends."""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from functools import partial
from typing import Any, Dict, Mapping, Optional, Set, Tuple

from ..domain.errors import WeipianError
from .answers import Answers, json_values
from .compiled import is_kept, make_ready
from .layers import LayerCache
from .measure import Cancelled, versions
from .protocol import VERSION, BrokenStream, FrameReader, encode

_READ_BYTES = 1 << 20


def serve() -> int:
    """Answer requests until ``quit`` or the end of stdin; see `protocol`."""
    out = _private_stdout()
    server = Server(out)
    threading.Thread(target=server.read_requests, args=(sys.stdin.fileno(),), daemon=True).start()
    server.send({"kind": "ready", "protocol": VERSION, "versions": versions()})
    # The first time after an installation this takes a while: it need not wait for the first job.
    threading.Thread(target=_compile, args=(server,), daemon=True).start()
    server.work()
    return 0


def _compile(server: Server) -> None:
    """Who waits is told why, where there is something to compile at all."""
    first_time = not is_kept()
    if first_time:
        server.send({"kind": "compiling"})
    make_ready()
    if first_time:
        server.send({"kind": "compiled"})


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
        self._cancelled: Set[str] = set()
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
                    self._cancelled.add(repr(header.get("job")))
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
                answers = Answers(job, self.send, self._cache, partial(self._is_cancelled, job))
                answers.to(header, body)
            except Cancelled:
                self.send({"kind": "cancelled", "job": job})
            except WeipianError as error:
                self.send({"kind": "error", "job": job, "code": error.code, "values": json_values(error.values)})
            except Exception as error:  # never a silent end: the caller is told, the details go to the log
                traceback.print_exc(file=sys.stderr)
                self.send(_failure(job, error))
            self._cancelled.discard(repr(job))

    def _is_cancelled(self, job: Any) -> bool:
        return repr(job) in self._cancelled

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
