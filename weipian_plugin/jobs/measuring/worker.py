"""The client of the overlay worker: starts the process, passes frames, survives its death, ends it."""

from __future__ import annotations

import atexit
import re
from typing import Dict, List, Mapping, Optional, Tuple
from weakref import WeakSet

from qgis.core import Qgis, QgsMessageLog
from qgis.PyQt.QtCore import QObject, QProcess, QThread, pyqtSignal

from ...domain.errors import WeipianError
from ...overlay.protocol import BrokenStream, FrameReader, encode
from ...paths import ROOT
from .deadline import Deadline
from .interpreter import PACKAGES, Candidate, candidates, environment, user_folder

LOG = "Weipian"
ARGUMENTS = ("-m", "weipian_plugin.overlay", "--serve")
READY_SECONDS = 60.0
STOP_MILLISECONDS = 1000
PROBE_MILLISECONDS = 5000

_MISSING = re.compile(r"No module named '?([A-Za-z0-9_]+)")
_NO_ANSWER = "no answer"
_NOTES_KEPT = 4000
_PROBE = ("import importlib.util, sys; "
          "sys.stdout.write(' '.join(n for n in sys.argv[1:] if importlib.util.find_spec(n) is None))")


class OverlayWorker(QObject):
    """One worker process at a time, kept alive between jobs; a new one takes the place of one that died.

    It has no Qt parent on purpose: a process that dies with the main window's children aborts QGIS.
    """

    ready = pyqtSignal(object)  # versions: Dict[str, str]
    received = pyqtSignal(object, object)  # header: Dict, body: bytes
    failed = pyqtSignal(object)  # WeipianError: no interpreter would do, or the process died
    compilingChanged = pyqtSignal()  # noqa: N815 - Qt's way of naming signals; of `compiling`

    def __init__(self, python: str = "") -> None:
        """``python``: the interpreter a person set, empty to look in the usual places."""
        super().__init__()
        self._python = python
        self._process: Optional[QProcess] = None
        self._frames = FrameReader()
        self._garbled = False
        self._versions: Dict[str, str] = {}
        self._compiling = False
        self._accepted: Optional[Candidate] = None
        self._candidate: Optional[Candidate] = None
        self._untried: List[Candidate] = []
        self._refused: List[Tuple[Candidate, str]] = []
        self._unsent: List[bytes] = []
        self._notes = ""
        self._patience = Deadline(self._not_ready_in_time)

    @property
    def versions(self) -> Mapping[str, str]:
        """What the running worker reported; empty before it is ready."""
        return self._versions

    @property
    def running(self) -> bool:
        """True from start() until the process has ended."""
        return self._process is not None

    @property
    def compiling(self) -> bool:
        """True while the engine is compiled for the first time after an installation: a minute or less."""
        return self._compiling

    @property
    def pid(self) -> int:
        """The process's id, 0 if there is none."""
        return int(self._process.processId()) if self._process is not None else 0

    @property
    def python(self) -> str:
        """The interpreter that was accepted, empty before."""
        return self._accepted.path if self._accepted is not None else ""

    def start(self) -> None:
        """Start the process unless it runs; `ready` or `failed` tells the outcome."""
        if self._process is not None:
            return
        _remember(self)
        self._refused = []
        self._untried = [self._accepted] if self._accepted is not None else candidates(self._python)
        self._start_next()

    def send(self, header: Mapping[str, object], body: bytes = b"") -> None:
        """Pass a frame to the process, or keep it until the process is ready."""
        frame = encode(header, body)
        if self._process is not None and self._versions:
            self._process.write(frame)
        else:
            self._unsent.append(frame)

    def pump(self, milliseconds: int = 100) -> None:
        """Let the process speak where no event loop runs; returns after ``milliseconds`` at the latest."""
        if self._process is not None:
            self._process.waitForReadyRead(milliseconds)
        if self._process is not None and self._process.state() == QProcess.ProcessState.NotRunning:
            self._ended()
        self._patience.check()

    def kill(self) -> None:
        """End the process at once; `failed` tells the job that was at it."""
        self._untried = []
        self._end_now()

    def stop(self) -> None:
        """End the process in good order, and in any case; nothing is told."""
        process, self._process = self._process, None
        self._forget()
        if process is None:
            return
        _silence(process)
        process.closeWriteChannel()
        if not process.waitForFinished(STOP_MILLISECONDS):
            process.kill()
            process.waitForFinished(STOP_MILLISECONDS)
        process.deleteLater()

    def _start_next(self) -> None:
        if not self._untried:
            self._forget()
            self.failed.emit(self._nothing_will_do())
            return
        candidate = self._untried.pop(0)
        process = QProcess()
        process.setProcessEnvironment(environment(candidate))
        process.setWorkingDirectory(str(ROOT))
        process.readyReadStandardOutput.connect(self._read)
        process.readyReadStandardError.connect(self._take_notes)
        process.finished.connect(self._ended)
        process.errorOccurred.connect(self._went_wrong)
        self._candidate, self._process = candidate, process
        self._frames, self._garbled, self._notes, self._versions = FrameReader(), False, "", {}
        self._patience.set(READY_SECONDS)
        process.start(candidate.path, list(ARGUMENTS))

    def _read(self) -> None:
        if self._process is None or self._garbled:
            return
        try:
            for header, body in self._frames.feed(bytes(self._process.readAllStandardOutput())):
                self._dispatch(header, body)
        except BrokenStream as error:
            self._garbled = True
            self._notes += f"\n{error}"
            self._end_now()

    def _dispatch(self, header: Dict[str, object], body: bytes) -> None:
        if header.get("kind") == "ready" and not self._versions:
            self._accept(header)
        elif not self._versions:
            values = header.get("values")
            self._notes += f"\nNo module named '{values.get('package')}'" if isinstance(values, dict) else ""
        elif header.get("kind") in ("compiling", "compiled"):
            self._set_compiling(header.get("kind") == "compiling")
        else:
            self.received.emit(header, body)

    def _set_compiling(self, on: bool) -> None:
        if on != self._compiling:
            self._compiling = on
            self.compilingChanged.emit()

    def _accept(self, header: Mapping[str, object]) -> None:
        versions = header.get("versions")
        self._versions = {str(k): str(v) for k, v in versions.items()} if isinstance(versions, dict) else {}
        self._patience.clear()
        self._accepted = self._candidate
        unsent, self._unsent = self._unsent, []
        for frame in unsent:
            if self._process is not None:
                self._process.write(frame)
        self.ready.emit(dict(self._versions))

    def _take_notes(self) -> None:
        if self._process is not None:
            text = bytes(self._process.readAllStandardError()).decode("utf-8", "replace")
            self._notes = (self._notes + text)[-_NOTES_KEPT:]

    def _went_wrong(self, error: QProcess.ProcessError) -> None:
        # Every other error is followed by `finished`.
        if error == QProcess.ProcessError.FailedToStart:
            if self._process is not None:
                self._notes += self._process.errorString()
            self._ended()

    def _not_ready_in_time(self) -> None:
        self._notes += f"\n{_NO_ANSWER} within {READY_SECONDS:.0f} s"
        self._end_now()

    def _end_now(self) -> None:
        process = self._process
        if process is not None:
            process.kill()
            process.waitForFinished(STOP_MILLISECONDS)
            self._ended()

    def _ended(self) -> None:
        process = self._process
        if process is None:
            return
        self._read()
        self._take_notes()
        self._process = None
        was_ready, self._versions = bool(self._versions), {}
        if not self._notes.strip():
            self._notes = f"exit {process.exitCode()}"
        QgsMessageLog.logMessage(self._notes.strip() or str(process.errorString()), LOG, Qgis.MessageLevel.Warning)
        _silence(process)
        process.deleteLater()  # not at once: this may be its own signal
        self._patience.clear()
        if was_ready:
            self._forget()
            self.failed.emit(WeipianError("WORKER_DIED", detail=_last_line(self._notes)))
            return
        if self._candidate is not None:
            self._refused.append((self._candidate, self._notes))
        self._accepted = None
        self._start_next()

    def _forget(self) -> None:
        self._versions, self._unsent, self._untried = {}, [], []
        self._patience.clear()
        self._set_compiling(False)

    def _nothing_will_do(self) -> WeipianError:
        """One sentence: what is missing where it was looked for, and how to install it offline."""
        if not self._refused:
            return WeipianError("PYTHON_NOT_FOUND", setting=self._python or "WEIPIAN_PYTHON")
        candidate, notes = self._refused[0]
        if any(name in PACKAGES for name in _MISSING.findall(notes)):
            return WeipianError("PACKAGES_MISSING", packages=" ".join(_missing_packages(candidate)),
                                python=candidate.path, requirements=ROOT / "requirements.txt",
                                folder=user_folder() / "venv")
        if _last_line(notes).startswith(_NO_ANSWER):
            return WeipianError("PYTHON_SILENT", python=candidate.path, seconds=f"{READY_SECONDS:g}")
        return WeipianError("PYTHON_NOT_USABLE", python=candidate.path, detail=_last_line(notes))


_shared: List[OverlayWorker] = []


def shared_worker(python: str = "") -> OverlayWorker:
    """The worker of this QGIS window, for jobs of the main thread; one of another interpreter replaces it."""
    if _shared and _shared[0]._python != python:
        stop_shared_worker()
    if not _shared:
        _shared.append(OverlayWorker(python))
    return _shared[0]


def stop_shared_worker() -> None:
    """The next who asks for it gets another."""
    while _shared:
        _shared.pop().stop()


_started: WeakSet[OverlayWorker] = WeakSet()


def stop_workers() -> None:
    """For the plugin's unload, and for an interpreter that ends without one: no process stays, whoever started it.

    A process that is alive when its QProcess goes is killed by Qt, and tells of it to what is gone already. Those of
    other threads are theirs to stop.
    """
    stop_shared_worker()
    for worker in list(_started):
        if worker.thread() == QThread.currentThread():
            worker.stop()
    atexit.unregister(stop_workers)


def _remember(worker: OverlayWorker) -> None:
    _started.add(worker)
    atexit.unregister(stop_workers)  # once, and the last told is asked first: Qt is whole then
    atexit.register(stop_workers)


def _missing_packages(candidate: Candidate) -> List[str]:
    """All that the interpreter lacks: an import stops at the first."""
    probe = QProcess()
    probe.setProcessEnvironment(environment(candidate))
    probe.start(candidate.path, ["-c", _PROBE, *PACKAGES])
    if not probe.waitForFinished(PROBE_MILLISECONDS):
        probe.kill()
        probe.waitForFinished(STOP_MILLISECONDS)
    found = bytes(probe.readAllStandardOutput()).decode("utf-8", "replace").split()
    return found or list(PACKAGES)


def _silence(process: QProcess) -> None:
    process.blockSignals(True)


def _last_line(notes: str) -> str:
    lines = [line.strip() for line in notes.splitlines() if line.strip()]
    return lines[-1][:300] if lines else "-"
