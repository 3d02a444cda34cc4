"""Measures parcels in the workspace's reference layers: asks the worker what has changed, stores everything at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback
from ..domain.landclass import class_table
from ..domain.records import Finding, Measured, OverlayRun, ReferenceLayer
from ..overlay.protocol import pack_blobs
from .asking import AUTO, Manner, MeasureRequest, next_job, zone_of
from .deadline import Deadline
from .measure_checks import (
    class_table_of,
    refuse_unknown_classes,
    refuse_useless_land_classes,
    remarks_of,
    uncovered_findings,
    without_passwords,
)
from .measured import FRAMES, MeasuredAssembler
from .provenance import Provenance
from .question import error_of, progress_text
from .references import layer_requests
from .reuse import Layers, Plan, plan
from .worker import OverlayWorker, shared_worker

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace

CANCEL_SECONDS = 0.15
"""How long a cancelled job waits for the worker to say so; then the person is told in any case."""

DEAF_SECONDS = 2.0
"""How long a worker that has not said so by then may go on, at one long piece of work perhaps, before it is ended."""

_PUMP_MS, _PUMP_CANCELLING_MS = 100, 20


@dataclass(frozen=True)
class MeasureReport:
    """What a measurement brought: the stored run, how many parcels were measured, which remarks.

    ``reused`` is how many others of those asked for had not changed, nor their layers, and kept their areas.
    """

    run: OverlayRun
    parcels: int
    findings: Tuple[Finding, ...]
    reused: int = 0

    @property
    def remeasured(self) -> int:
        """How many parcels the worker was asked about."""
        return self.parcels


class MeasureJob(QObject):
    """One measurement. Lives in the thread of ``workspace``; the outcome is told once, by `finished` or `failed`.

    Only what changed is measured: parcels, and of them the roles whose layers are others than the stored figures rest
    on. Nothing is stored before everything is there: a job that fails or is cancelled leaves the workspace as it was.
    """

    progressed = pyqtSignal(int, int, str)
    finished = pyqtSignal(object)  # MeasureReport
    failed = pyqtSignal(object)  # WeipianError

    def __init__(self, workspace: Workspace, uuids: Optional[Sequence[str]] = None,
                 worker: Optional[OverlayWorker] = None, references: Optional[Sequence[ReferenceLayer]] = None, *,
                 engine: str = AUTO, prepared: Optional[str] = None, force: bool = False) -> None:
        """``uuids``: these parcels, None for all. ``worker``: this window's shared one by default. ``references`` take
        the place of the workspace's layers, there too once everything is measured. ``engine`` and ``prepared`` as
        `asking.Manner` has them; ``force`` (全部重算) measures also what has not changed.
        """
        super().__init__()
        self.number = next_job()
        self.report: Optional[MeasureReport] = None
        self.error: Optional[WeipianError] = None
        self._workspace = workspace
        self._only = list(uuids) if uuids is not None else None
        self._replacing = references is not None
        self._references = list(references) if references is not None else workspace.references()
        self._manner, self._force = Manner(engine, prepared), force
        self._worker = worker if worker is not None else shared_worker()
        self._cancelling = False
        self._connected = False
        self._limit = Deadline(self._not_heard)
        self._deaf = Deadline(self._end_a_deaf_worker)

    @property
    def over(self) -> bool:
        """True once the outcome was told."""
        return self.report is not None or self.error is not None

    def start(self) -> None:
        """Ask the worker, unless nothing has changed; progress and outcome come by signals."""
        try:
            asked = self._make_plan()
        except WeipianError as error:
            self._fail(error)
            return
        if not asked:
            self._store({})
            return
        end_a_worker_still_at_a_cancelled_job(self._worker)
        self._worker.received.connect(self._receive)
        self._worker.failed.connect(self._worker_failed)
        self._connected = True
        request = MeasureRequest(self._workspace.crs_authid, tuple(self._requests), self._plan.inside, self._zone,
                                 self._manner)
        self._worker.send(request.message(self.number, len(asked)), pack_blobs([wkb for _, wkb in asked]))
        self._worker.start()

    def cancel(self) -> None:
        """Stop; `failed` comes with JOB_CANCELLED within `CANCEL_SECONDS`, whatever the worker is doing."""
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
            self._worker.pump(_PUMP_CANCELLING_MS if self._cancelling else _PUMP_MS)
            self._limit.check()
            if feedback.cancelled():
                self.cancel()
        self.progressed.disconnect(feedback.progress)
        if self.error is not None:
            raise self.error
        if self.report is None:
            raise WeipianError("JOB_CANCELLED")
        return self.report

    def _make_plan(self) -> Sequence[Tuple[str, bytes]]:
        """The parcels to ask about. Raises NOTHING_TO_MEASURE, NO_REFERENCE_LAYERS, UNKNOWN_ROLE, WORKSPACE_READ_ONLY,
        WORKSPACE_NOT_WRITABLE.
        """
        workspace = self._workspace
        workspace.require_writable()
        every_request = layer_requests(self._references)
        if not every_request:
            raise WeipianError("NO_REFERENCE_LAYERS")
        self._shapes = {uuid: bytes(wkb) for uuid, wkb in workspace.parcel_shapes(self._only) if wkb}
        if not self._shapes:
            raise WeipianError("NOTHING_TO_MEASURE")
        run = workspace.overlay_run()
        # Stored figures hold in the zone they were measured in; measured from the ground up, it may be another.
        self._zone = 0 if run is None or (self._force and self._only is None) else zone_of(run.provenance)
        self._layers = Layers(self._references)
        self._plan: Plan = plan(list(self._shapes.items()), self._layers, workspace.all_measured(),
                                workspace.overlay_digests(), self._zone, self._force)
        self._requests = [request for request in every_request if request.reference.role in self._plan.roles]
        self._assembler = MeasuredAssembler(self._plan.inside)
        return self._plan.asked

    def _receive(self, header: Mapping[str, Any], body: bytes) -> None:
        for_everyone = header.get("kind") == "error" and header.get("job") is None
        if header.get("job") != self.number and not for_everyone:
            return
        kind = header.get("kind")
        if self.over:
            if kind in ("cancelled", "done", "error"):
                self._let_go()
        elif kind == "progress":
            self.progressed.emit(int(header["done"]), int(header["total"]), progress_text(header))
        elif kind in FRAMES:
            self._assembler.take(header, body)
        elif kind == "done":
            self._store(header)
        elif kind == "cancelled":
            self._fail(WeipianError("JOB_CANCELLED"))
        elif kind == "error":
            self._fail(_shown(error_of(header)))

    def _worker_failed(self, error: WeipianError) -> None:
        if self.over:
            self._let_go()
        else:
            self._fail(WeipianError("JOB_CANCELLED") if self._cancelling else error)

    def _not_heard(self) -> None:
        """The person is told; the worker has a little more time, and keeps its layers if it listens then."""
        if not self.over:
            _still_at_it.append(self)
            self._deaf.set(DEAF_SECONDS)
            self._fail(WeipianError("JOB_CANCELLED"), still_listening=True)

    def _end_a_deaf_worker(self) -> None:
        self._let_go()
        self._worker.kill()

    def _store(self, header: Mapping[str, Any]) -> None:
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

    def _stored(self, header: Mapping[str, Any]) -> MeasureReport:
        """Put answers and kept figures together and store them. Raises UNKNOWN_LAND_CLASSES, LAND_CLASSES_ELSEWHERE,
        and what storing raises.
        """
        plan, asked = self._plan, [request.reference for request in self._requests]
        answer = self._assembler.measured([uuid for uuid, _ in plan.asked], self._layers.empty)
        provenance = Provenance(self._workspace, self._references, self._layers.empty)
        table = class_table_of(self._references)
        refuse_unknown_classes(answer, provenance.layers_told(header, asked), class_table(table))
        measured = {uuid: replace(areas, class_table=table) for uuid, areas in plan.merged(answer).items()}
        others = {uuid: kept for uuid, kept in plan.kept.items() if uuid not in answer}
        findings = [*remarks_of(header, [uuid for uuid, _ in plan.asked], others), *uncovered_findings(measured)]
        refuse_useless_land_classes(findings)
        reused = len(others)
        if not measured and not plan.asked:
            return self._nothing_changed(reused)
        run = provenance.run(header, asked, len(measured), findings)
        self._workspace.store_overlay(run, measured, self._references if self._replacing else None,
                                      self._digests(measured, header.get("zone") or self._zone))
        return MeasureReport(run, len(answer), (*_reused(len(answer), reused), *findings), reused)

    def _nothing_changed(self, reused: int) -> MeasureReport:
        if self._replacing:
            self._workspace.replace_references(self._references)
        run = self._workspace.overlay_run() or OverlayRun({})
        return MeasureReport(run, 0, _reused(0, reused), reused)

    def _digests(self, measured: Mapping[str, Measured], zone: object) -> Dict[str, Dict[str, str]]:
        return {uuid: self._layers.digests(self._shapes[uuid], zone) for uuid in measured}

    def _fail(self, error: WeipianError, still_listening: bool = False) -> None:
        if not still_listening:
            self._let_go()
        self.error = error
        self.failed.emit(error)

    def _let_go(self) -> None:
        self._limit.clear()
        self._deaf.clear()
        if self in _still_at_it:
            _still_at_it.remove(self)
        if self._connected:
            self._worker.received.disconnect(self._receive)
            self._worker.failed.disconnect(self._worker_failed)
            self._connected = False


_still_at_it: List[MeasureJob] = []
"""Cancelled jobs of which the worker has not yet said that it has stopped."""


def end_a_worker_still_at_a_cancelled_job(worker: OverlayWorker) -> None:
    """Nobody waits behind what nobody wants any more: the next start makes a new process."""
    for job in [job for job in _still_at_it if job._worker is worker]:
        job._end_a_deaf_worker()


def measure(workspace: Workspace, uuids: Optional[Sequence[str]] = None, feedback: Optional[Feedback] = None,
            worker: Optional[OverlayWorker] = None, references: Optional[Sequence[ReferenceLayer]] = None, *,
            engine: str = AUTO, prepared: Optional[str] = None, force: bool = False) -> MeasureReport:
    """Measure and store, waiting; with a worker of its own unless one is given. Raises what `MeasureJob` tells."""
    own = worker is None
    helper = OverlayWorker() if worker is None else worker
    try:
        job = MeasureJob(workspace, uuids, helper, references, engine=engine, prepared=prepared, force=force)
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


def _reused(remeasured: int, reused: int) -> Tuple[Finding, ...]:
    values = {"remeasured": remeasured, "reused": reused}
    return (Finding("MEASURED_REUSED", "W", values),) if reused else ()


def _shown(error: WeipianError) -> WeipianError:
    return WeipianError(error.code, **without_passwords(error.values))
