"""Measures parcels in the workspace's reference layers: asks the worker, puts records together, stores them at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timezone
from itertools import count
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback
from ..domain.landclass import known
from ..domain.records import Finding, Measured, OverlayRun, ReferenceLayer
from ..domain.roles import LANDCLASS, ROLES
from ..overlay.protocol import pack_blobs
from .deadline import Deadline
from .measured import MeasuredAssembler
from .references import LayerRequest, declared_empty, layer_name, layer_requests
from .worker import OverlayWorker, shared_worker

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace

CANCEL_SECONDS = 2.0
"""How long a cancelled job may take to say so before its worker is ended."""

UNCOVERED_TOLERANCE_M2 = 1.0
"""Ground that no land class covers is told from here on: below it are the slivers between neighbours (§5.6)."""

_NAMED_IN_A_REMARK = 20
_job_numbers = count(1)


@dataclass(frozen=True)
class MeasureReport:
    """What a measurement brought: the stored run, how many parcels, which remarks."""

    run: OverlayRun
    parcels: int
    findings: Tuple[Finding, ...]


class MeasureJob(QObject):
    """One measurement. Lives in the thread of ``workspace``; the outcome is told once, by `finished` or `failed`.

    Nothing is stored before everything is measured: a job that fails or is cancelled leaves the workspace as it was.
    """

    progressed = pyqtSignal(int, int, str)
    finished = pyqtSignal(object)  # MeasureReport
    failed = pyqtSignal(object)  # WeipianError

    def __init__(self, workspace: Workspace, uuids: Optional[Sequence[str]] = None,
                 worker: Optional[OverlayWorker] = None,
                 references: Optional[Sequence[ReferenceLayer]] = None) -> None:
        """``uuids``: these parcels, None for all. ``worker``: this window's shared one by default. ``references`` take
        the place of the workspace's layers, there too once everything is measured.
        """
        super().__init__()
        self.number = next(_job_numbers)
        self.report: Optional[MeasureReport] = None
        self.error: Optional[WeipianError] = None
        self._workspace = workspace
        self._only = list(uuids) if uuids is not None else None
        self._replacing = references is not None
        self._references = list(references) if references is not None else workspace.references()
        self._worker = worker if worker is not None else shared_worker()
        self._parcels: List[str] = []
        self._requests: List[LayerRequest] = []
        self._assembler = MeasuredAssembler()
        self._cancelling = False
        self._connected = False
        self._limit = Deadline(self._end_a_deaf_worker)

    @property
    def over(self) -> bool:
        """True once the outcome was told."""
        return self.report is not None or self.error is not None

    def start(self) -> None:
        """Ask the worker; progress and outcome come by signals."""
        try:
            message, body = self._question()
        except WeipianError as error:
            self._fail(error)
            return
        self._worker.received.connect(self._receive)
        self._worker.failed.connect(self._worker_failed)
        self._connected = True
        self._worker.send(message, body)
        self._worker.start()

    def cancel(self) -> None:
        """Stop soon; `failed` comes with JOB_CANCELLED. A worker that does not listen is ended."""
        if self.over or self._cancelling:
            return
        self._cancelling = True
        self._worker.send({"kind": "cancel", "job": self.number})
        self._limit.set(CANCEL_SECONDS)

    def wait(self, feedback: Optional[Feedback] = None) -> MeasureReport:
        """Until it is over, without an event loop. Raises what `failed` tells."""
        feedback = feedback or NullFeedback()
        self.progressed.connect(feedback.progress)
        while not self.over:
            self._worker.pump()
            self._limit.check()
            if feedback.cancelled():
                self.cancel()
        self.progressed.disconnect(feedback.progress)
        if self.error is not None:
            raise self.error
        if self.report is None:
            raise WeipianError("JOB_CANCELLED")
        return self.report

    def _question(self) -> Tuple[Dict[str, object], bytes]:
        """The ``measure`` frame. Raises NOTHING_TO_MEASURE, NO_REFERENCE_LAYERS, WORKSPACE_READ_ONLY,
        WORKSPACE_NOT_WRITABLE, and what looking at the layers raises.
        """
        workspace = self._workspace
        workspace.require_writable()
        self._requests = layer_requests(self._references)
        if not self._requests:
            raise WeipianError("NO_REFERENCE_LAYERS")
        shapes = [(uuid, wkb) for uuid, wkb in workspace.parcel_shapes(self._only) if wkb]
        if not shapes:
            raise WeipianError("NOTHING_TO_MEASURE")
        self._parcels = [uuid for uuid, _ in shapes]
        message: Dict[str, object] = {
            "kind": "measure", "job": self.number, "patches": len(shapes), "crs": workspace.crs_authid,
            "layers": [request.as_message() for request in self._requests],
        }
        earlier = workspace.overlay_run() if self._only is not None else None
        if earlier is not None and earlier.provenance.get("zone"):
            message["zone"] = earlier.provenance["zone"]
        return message, pack_blobs([bytes(wkb) for _, wkb in shapes])

    def _receive(self, header: Mapping[str, object], body: bytes) -> None:
        if self.over or (header.get("job") != self.number and not self._concerns_everyone(header)):
            return
        kind = header.get("kind")
        if kind == "progress":
            self.progressed.emit(int(str(header["done"])), int(str(header["total"])), _progress_text(header))
        elif kind in ("rows", "totals"):
            self._assembler.take(header, body)
        elif kind == "done":
            self._store(header)
        elif kind == "cancelled":
            self._fail(WeipianError("JOB_CANCELLED"))
        elif kind == "error":
            values = header.get("values")
            self._fail(WeipianError(str(header["code"]), **_readable(values if isinstance(values, dict) else {})))

    @staticmethod
    def _concerns_everyone(header: Mapping[str, object]) -> bool:
        return header.get("kind") == "error" and header.get("job") is None

    def _worker_failed(self, error: WeipianError) -> None:
        if not self.over:
            self._fail(WeipianError("JOB_CANCELLED") if self._cancelling else error)

    def _end_a_deaf_worker(self) -> None:
        if not self.over:
            self._worker.kill()

    def _store(self, header: Mapping[str, object]) -> None:
        if self._cancelling:
            self._fail(WeipianError("JOB_CANCELLED"))
            return
        try:
            report = self._stored(header)
        except WeipianError as error:
            self._fail(error)
            return
        self._let_go()
        self.report = report
        self.finished.emit(report)

    def _stored(self, header: Mapping[str, object]) -> MeasureReport:
        empty = declared_empty(self._references)
        measured = self._assembler.measured(self._parcels, empty)
        refuse_unknown_classes(measured, self._requests)
        findings = [*self._remarks(header), *uncovered_findings(measured)]
        refuse_useless_land_classes(findings)
        run = OverlayRun(
            self._provenance(header, empty),
            tuple({"code": finding.code, "values": dict(finding.values)} for finding in findings),
        )
        self._workspace.store_overlay(run, measured, self._references if self._replacing else None)
        return MeasureReport(run, len(measured), tuple(findings))

    def _provenance(self, header: Mapping[str, object], empty: Sequence[str]) -> Dict[str, object]:
        told = header.get("provenance")
        provenance: Dict[str, object] = dict(told) if isinstance(told, dict) else {}
        layers = provenance.get("layers")
        # The worker answers in the order it was asked; the version date is what a person said of the layer.
        provenance["layers"] = [
            {**layer, "version_date": request.reference.version_date, "title": request.reference.title}
            for layer, request in zip(layers if isinstance(layers, list) else [], self._requests)
        ]
        return {
            **provenance, "zone": header.get("zone"), "declared_empty": list(empty), "actor": self._workspace.actor,
            "workspace_crs": self._workspace.crs_authid, "parcels": len(self._parcels),
            "measured_at": datetime.now(timezone.utc).astimezone().isoformat(timespec="seconds"),
        }

    def _remarks(self, header: Mapping[str, object]) -> List[Finding]:
        remarks = header.get("remarks")
        found = []
        for remark in remarks if isinstance(remarks, list) else []:
            values = _readable(remark.get("values") or {})
            if isinstance(values.get("patches"), list):
                values["patches"] = [self._parcels[index] for index in values["patches"][:_NAMED_IN_A_REMARK]]
            found.append(Finding(str(remark["code"]), "W", values))
        return found

    def _fail(self, error: WeipianError) -> None:
        self._let_go()
        self.error = error
        self.failed.emit(error)

    def _let_go(self) -> None:
        self._limit.clear()
        if self._connected:
            self._worker.received.disconnect(self._receive)
            self._worker.failed.disconnect(self._worker_failed)
            self._connected = False


def measure(workspace: Workspace, uuids: Optional[Sequence[str]] = None, feedback: Optional[Feedback] = None,
            worker: Optional[OverlayWorker] = None,
            references: Optional[Sequence[ReferenceLayer]] = None) -> MeasureReport:
    """Measure and store, waiting; with a worker of its own unless one is given. Raises what `MeasureJob` tells."""
    own = worker is None
    helper = OverlayWorker() if worker is None else worker
    try:
        job = MeasureJob(workspace, uuids, helper, references)
        job.start()
        return job.wait(feedback)
    finally:
        if own:
            helper.stop()


def role_totals(workspace: Workspace) -> Dict[str, float]:
    """Role → m² over all parcels, ground of a parcel counted once; a role declared empty has 0."""
    totals: Dict[str, float] = {}
    for measured in workspace.all_measured().values():
        for role, areas in measured.roles.items():
            totals[role] = totals.get(role, 0.0) + areas.total_m2
    return totals


def refuse_unknown_classes(measured: Mapping[str, Measured], requests: Sequence[LayerRequest]) -> None:
    """Raises UNKNOWN_LAND_CLASSES: the codes of a land-class layer that the table does not have, and how many patches
    they touch. Nothing is ever silently counted as 未利用地 (§5.3)."""
    for request in requests:
        role = ROLES[request.reference.role]
        if role.kind != LANDCLASS:
            continue
        unknown: Dict[str, int] = {}
        touched = set()
        for uuid, areas in measured.items():
            for row in areas.roles[role.key].classes if role.key in areas.roles else ():
                if not known(row.class_code):
                    unknown[row.class_code or "（空）"] = unknown.get(row.class_code or "（空）", 0) + 1
                    touched.add(uuid)
        if unknown:
            listed = "、".join(f"{code}（{number}）" for code, number in sorted(unknown.items())[:_NAMED_IN_A_REMARK])
            raise WeipianError("UNKNOWN_LAND_CLASSES", file=request.reference.source,
                               layer=layer_name(request.reference), field=request.class_field, codes=listed,
                               patches=len(touched))


def refuse_useless_land_classes(findings: Sequence[Finding]) -> None:
    """Raises LAND_CLASSES_ELSEWHERE where the land-class layer lies beside all patches: the wrong file was named."""
    for finding in findings:
        role = ROLES.get(str(finding.values.get("role_key")))
        if finding.code == "LAYER_COVERS_NOTHING" and role is not None and role.kind == LANDCLASS:
            raise WeipianError("LAND_CLASSES_ELSEWHERE", layer=finding.values.get("layer"))


def uncovered_findings(measured: Mapping[str, Measured]) -> List[Finding]:
    """A remark for each land-class role that leaves ground of some patches without a class."""
    found = []
    for role in (role for role in ROLES.values() if role.kind == LANDCLASS):
        gaps = [(uuid, areas.area_m2 - areas.roles[role.key].total_m2) for uuid, areas in measured.items()
                if role.key in areas.roles and not areas.roles[role.key].declared_empty]
        gaps = [gap for gap in gaps if gap[1] >= UNCOVERED_TOLERANCE_M2]
        if gaps:
            found.append(Finding("LAND_CLASSES_INCOMPLETE", "W", {
                "role_key": role.key, "count": len(gaps), "area": round(sum(area for _, area in gaps), 2),
                "patches": [uuid for uuid, _ in gaps[:_NAMED_IN_A_REMARK]],
            }))
    return found


def _readable(values: Mapping[str, Any]) -> Dict[str, Any]:
    """The worker's values as sentences show them: the role by its name too, areas to 0.0001 m²."""
    readable = {name: round(value, 4) if isinstance(value, float) else value for name, value in values.items()}
    role = ROLES.get(str(values.get("role")))
    if role is not None:
        readable.update(role=f"{role.zh}（{role.key}）", role_key=role.key)
    return readable


def _progress_text(header: Mapping[str, object]) -> str:
    role = ROLES.get(str(header.get("text") or ""))
    return role.zh if role is not None else ""
