"""A process of its own that builds dossiers: frames in on stdin, frames out on a private copy of stdout.

``open`` (once: workspace, folder, templates, settings) is answered with ``ready`` and versions, or ``refused``;
``build`` (a task) with ``built`` or ``failed``; ``quit`` ends it, and so does the end of stdin. Frames are those of
`overlay.protocol`.
"""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from dataclasses import asdict
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, Mapping, Optional

from ....domain.errors import WeipianError
from ....overlay.protocol import BrokenStream, FrameReader, encode

if TYPE_CHECKING:
    from .building import Outcome

PACKAGES = ("openpyxl", "python-docx", "docxtpl", "pypdf")
_READ_BYTES = 1 << 16


def versions() -> Dict[str, str]:
    """What the bytes of a dossier depend on: two processes build the same where these are the same."""
    from qgis.core import Qgis
    from qgis.PyQt.QtCore import qVersion

    found = {"qgis": str(Qgis.version()), "qt": str(qVersion())}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = ""
    return found


def outcome_to_json(outcome: Outcome) -> Dict[str, Any]:
    """Plain, for the other process."""
    told = asdict(outcome)
    told["remarks"] = [[one.code, one.severity, dict(one.values)] for one in outcome.remarks]
    return told


def main() -> int:
    """Serve until ``quit`` or the end of stdin."""
    out = _private_stdout()
    jobs: queue.Queue[Optional[Dict[str, Any]]] = queue.Queue()
    threading.Thread(target=_read, args=(sys.stdin.fileno(), jobs), daemon=True).start()
    opening = jobs.get()
    if opening is not None and opening.get("kind") == "open":
        _Helper(out, opening).serve(jobs)
    # Qt and QGIS are not unwound: layers that are alive would end this process with a crash.
    os._exit(0)


class _Helper:
    """One workspace, one folder."""

    def __init__(self, out: int, opening: Mapping[str, Any]) -> None:
        self._out, self._opening = out, opening

    def serve(self, jobs: queue.Queue[Optional[Dict[str, Any]]]) -> None:
        """Open everything, then build what is asked for, in order."""
        application = _application(self._opening)
        from ....workspace.workspace import Workspace
        from .building import DossierBuilder

        try:
            workspace = Workspace.open(str(self._opening["workspace"]), read_only=True)
            folder, templates = (str(self._opening[name]) for name in ("folder", "templates"))
            builder = DossierBuilder(workspace, Path(folder), Path(templates) if templates else None)
        except WeipianError as error:
            self._send({"kind": "refused", "code": error.code, "values": _plain(error.values)})
            return
        self._send({"kind": "ready", "versions": versions()})
        while (job := jobs.get()) is not None and job.get("kind") == "build":
            self._send(self._built(builder, job["task"]))
        workspace.close()
        del application

    def _built(self, builder: Any, given: Mapping[str, Any]) -> Dict[str, Any]:
        from .contents import Task

        task = Task.from_json(given)
        try:
            return {"kind": "built", "patch": task.patch, "outcome": outcome_to_json(builder.build(task))}
        except WeipianError as error:
            return {"kind": "failed", "patch": task.patch, "code": error.code, "values": _plain(error.values)}
        except Exception as error:  # never a silent end: who asked is told, the place in the code goes to stderr
            traceback.print_tb(error.__traceback__, file=sys.stderr)
            return {"kind": "failed", "patch": task.patch, "code": "DOSSIER_BROKE",
                    "values": {"detail": f"{type(error).__name__}: {error}"[:300]}}

    def _send(self, header: Mapping[str, Any]) -> None:
        data = memoryview(encode(header))
        try:
            while data:
                data = data[os.write(self._out, data):]
        except BrokenPipeError:
            os._exit(0)


def _application(opening: Mapping[str, Any]) -> object:
    """QGIS without a window, with the profile and the settings of the one that asks."""
    from qgis.core import QgsApplication
    from qgis.PyQt.QtCore import QCoreApplication, QSettings

    QCoreApplication.setOrganizationName(str(opening["organisation"]))
    QCoreApplication.setApplicationName(str(opening["application"]))
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, str(opening["settings"]))
    if opening.get("prefix"):
        QgsApplication.setPrefixPath(str(opening["prefix"]), True)
    application = QgsApplication([], False, str(opening["profile"]))
    application.initQgis()
    return application


def _private_stdout() -> int:
    """A copy of stdout for frames alone: whatever a library prints goes to stderr from here on."""
    private = os.dup(1)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(private, os.O_BINARY)
        msvcrt.setmode(sys.stdin.fileno(), os.O_BINARY)
    return private


def _read(stdin: int, jobs: queue.Queue[Optional[Dict[str, Any]]]) -> None:
    """Until the end of ``stdin``: then the process ends, whatever it is doing; what it was writing is swept later."""
    reader = FrameReader()
    while True:
        try:
            data = os.read(stdin, _READ_BYTES)
            frames = reader.feed(data)
        except (BrokenStream, OSError):
            os._exit(1)
        if not data:
            os._exit(0)
        for header, _ in frames:
            jobs.put(None if header.get("kind") == "quit" else header)


def _plain(values: Mapping[str, Any]) -> Dict[str, Any]:
    return {key: value if isinstance(value, (str, int, float)) else str(value) for key, value in values.items()}


if __name__ == "__main__":
    sys.exit(main())
