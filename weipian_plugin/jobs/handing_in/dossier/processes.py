"""Dossiers built by several processes: started beside QGIS, fed one patch after the other, survived when they die."""

from __future__ import annotations

import sys
import time
from collections import deque
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable, Deque, Dict, List, Mapping, Optional, Sequence

from qgis.core import QgsApplication, QgsSettings
from qgis.PyQt.QtCore import QCoreApplication, QProcess

from ....domain.errors import WeipianError
from ....domain.records import Finding
from ....overlay.protocol import BrokenStream, FrameReader, encode
from ....paths import ROOT
from ...measuring.interpreter import OWN, Candidate, environment, usual_candidates
from .building import Outcome
from .contents import Task
from .helper import versions

if TYPE_CHECKING:
    from ....domain.feedback import Feedback

MODULE = "weipian_plugin.jobs.handing_in.dossier.helper"
READY_SECONDS, STOP_MILLISECONDS, WAIT_MILLISECONDS = 30.0, 2000, 20
_IN_FLIGHT = 2
"""Patches a process is given at once, so that it never waits for the next."""
_MOST_DEATHS = 3
_NOTES_KEPT = 2000

Told = Callable[[Task, Optional[Outcome], Optional[WeipianError]], None]
_accepted: Dict[str, Candidate] = {}


class Helper:
    """One process. It has no Qt parent: one that dies with the main window's children aborts QGIS."""

    def __init__(self, candidate: Candidate, opening: Mapping[str, Any]) -> None:
        self._frames, self.notes = FrameReader(), ""
        self.given: Deque[Task] = deque()
        self._process = QProcess()
        variables = environment(candidate)
        if sys.platform.startswith("linux"):
            variables.insert("QT_QPA_PLATFORM", "offscreen")
        if candidate.kind == OWN or _is_odd(_qgis_folder()):
            variables.insert("PYTHONPATH", str(_qgis_folder()))
        self._process.setProcessEnvironment(variables)
        self._process.setWorkingDirectory(str(ROOT))
        self._process.start(candidate.path, ["-m", MODULE])
        self._process.write(encode({"kind": "open", **opening}))

    @property
    def alive(self) -> bool:
        """Does it run?"""
        return bool(self._process.state() != QProcess.ProcessState.NotRunning)

    @property
    def pid(self) -> int:
        """The process's id."""
        return int(self._process.processId())

    def give(self, task: Task) -> None:
        """Ask for one more dossier."""
        self.given.append(task)
        self._process.write(encode({"kind": "build", "task": task.to_json()}))

    def answers(self, milliseconds: int) -> List[Dict[str, Any]]:
        """What it has said; waits so long at most. Works where no event loop runs."""
        if self.alive:
            self._process.waitForReadyRead(milliseconds)
        complaint = bytes(self._process.readAllStandardError()).decode("utf-8", "replace")
        self.notes = (self.notes + complaint)[-_NOTES_KEPT:]
        try:
            return [header for header, _ in self._frames.feed(bytes(self._process.readAllStandardOutput()))]
        except BrokenStream:
            self.stop(at_once=True)
            return []

    def stop(self, at_once: bool = False) -> None:
        """End it in good order (between two files of a dossier where it is at one), and in any case."""
        self._process.blockSignals(True)
        self._process.closeWriteChannel()
        if at_once or not self._process.waitForFinished(STOP_MILLISECONDS):
            self._process.kill()
            self._process.waitForFinished(STOP_MILLISECONDS)

    def trouble(self) -> str:
        """The last line of what it complained about."""
        lines = [line.strip() for line in self.notes.splitlines() if line.strip()]
        return lines[-1][:200] if lines else f"exit {self._process.exitCode()}"


class Helpers:
    """Builds tasks with as many processes as are wanted and can be started; ``remarks`` tell what went wrong."""

    def __init__(self, workspace: Path, folder: Path, templates: Optional[Path], count: int) -> None:
        self._opening = _opening(workspace, folder, templates)
        self._count = count
        self._helpers: List[Helper] = []
        self._started: Optional[Candidate] = None
        self.remarks: List[Finding] = []

    def launch(self) -> None:
        """Start them with the interpreter that is most likely to do, so that they get ready meanwhile."""
        candidates = self._candidates()
        if candidates:
            self._start(candidates[0])

    def start(self) -> bool:
        """Wait for the first of them to be ready; with another interpreter where it is not. Raises what the process
        says of templates and the workspace.
        """
        trouble = "QGIS Python"
        for candidate in self._candidates():
            if self._started != candidate:
                self._start(candidate)
            first = self._helpers[0]
            answer = _ready(first)
            if answer.get("kind") == "ready" and answer.get("versions") == versions():
                _accepted[str(ROOT)] = candidate
                return True
            trouble = first.trouble() if answer.get("kind") != "ready" else f"{candidate.path}: {answer['versions']}"
            self.stop(at_once=True)
            if answer.get("kind") == "refused":
                raise WeipianError(str(answer["code"]), **answer["values"])
        self.remarks.append(Finding("DOSSIER_ONE_PROCESS", "W", {"detail": trouble}))
        return False

    def _start(self, candidate: Candidate) -> None:
        self.stop(at_once=True)
        self._started = candidate
        self._helpers = [Helper(candidate, self._opening) for _ in range(self._count)]

    def run(self, tasks: Sequence[Task], told: Told, feedback: Feedback) -> List[Task]:
        """Build them; each outcome is ``told``. The tasks that are left where processes died too often. Raises
        JOB_CANCELLED.
        """
        waiting: Deque[Task] = deque(tasks)
        tried: Dict[str, int] = {}
        deaths = 0
        while waiting or any(helper.given for helper in self._helpers):
            if feedback.cancelled():
                raise WeipianError("JOB_CANCELLED")
            for place, helper in enumerate(self._helpers):
                self._feed(helper, waiting)
                for answer in helper.answers(WAIT_MILLISECONDS):
                    _tell(helper, answer, told)
                if helper.alive:
                    continue
                deaths += 1
                self.remarks.append(Finding("DOSSIER_PROCESS_DIED", "W", {"detail": helper.trouble()}))
                _again(helper, waiting, tried, told)
                if deaths > _MOST_DEATHS:
                    return [*(task for one in self._helpers for task in one.given), *waiting]
                self._helpers[place] = Helper(_accepted[str(ROOT)], self._opening)
        return []

    def stop(self, at_once: bool = False) -> None:
        """No process stays."""
        helpers, self._helpers, self._started = self._helpers, [], None
        for helper in helpers:
            helper.stop(at_once)

    def _feed(self, helper: Helper, waiting: Deque[Task]) -> None:
        # Towards the end one at a time, so that none works through two while another has nothing to do.
        most = _IN_FLIGHT if len(waiting) > _IN_FLIGHT * len(self._helpers) else 1
        while waiting and len(helper.given) < most:
            helper.give(waiting.popleft())

    def _candidates(self) -> List[Candidate]:
        known = _accepted.get(str(ROOT))
        return [*([known] if known is not None else []), *(one for one in usual_candidates() if one != known)]


def _tell(helper: Helper, answer: Mapping[str, Any], told: Told) -> None:
    if answer.get("kind") not in ("built", "failed") or not helper.given:
        return
    task = helper.given.popleft()
    if answer["kind"] == "failed":
        told(task, None, WeipianError(str(answer["code"]), **answer["values"]))
        return
    given = dict(answer["outcome"])
    given["missing"] = tuple(given["missing"])
    given["remarks"] = tuple(Finding(str(code), str(severity), values) for code, severity, values in given["remarks"])
    told(task, Outcome(**given), None)


def _again(helper: Helper, waiting: Deque[Task], tried: Dict[str, int], told: Told) -> None:
    """What a dead process was at is tried once more; the second time it is the patch that is to blame."""
    for place, task in enumerate(list(helper.given)):
        tried[task.patch] = tried.get(task.patch, 0) + (place == 0)
        if tried[task.patch] > 1:
            told(task, None, WeipianError("DOSSIER_BROKE", detail=helper.trouble()))
        else:
            waiting.appendleft(task)
    helper.given.clear()


def _ready(helper: Helper) -> Mapping[str, Any]:
    end = time.monotonic() + READY_SECONDS
    while helper.alive and time.monotonic() < end:
        for answer in helper.answers(WAIT_MILLISECONDS):
            return answer
    return next(iter(helper.answers(0)), {})


def _opening(workspace: Path, folder: Path, templates: Optional[Path]) -> Dict[str, Any]:
    settings = Path(str(QgsSettings().fileName()))
    return {"workspace": str(workspace), "folder": str(folder), "templates": str(templates or ""),
            "settings": str(settings.parent.parent), "profile": str(QgsApplication.qgisSettingsDirPath()).rstrip("/"),
            "organisation": QCoreApplication.organizationName(), "application": QCoreApplication.applicationName(),
            "prefix": "" if sys.platform.startswith("linux") else str(QgsApplication.prefixPath())}


def _qgis_folder() -> Path:
    found = find_spec("qgis")
    return Path(str(found.origin if found is not None else "")).resolve().parent.parent


def _is_odd(folder: Path) -> bool:
    """Does QGIS's Python lie where an interpreter would not look by itself?"""
    return folder.name not in ("dist-packages", "site-packages")
