"""Measures parcels in the workspace's reference layers: asks the worker what has changed, stores everything at once."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Callable, Dict, List, Mapping, Optional, Sequence, Set, Tuple

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.areas.landclass import class_table
from ...domain.errors import WeipianError
from ...domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ...domain.records import Finding, Measured, OverlayRun, ReferenceLayer
from ...overlay.protocol import pack_blobs
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
    from ...workspace.workspace import Workspace

CANCEL_SECONDS = 0.15
"""How long a cancelled job waits for the worker to say so; then the person is told in any case."""

DEAF_SECONDS = 2.0
"""How long a worker that has not said so by then may go on, at one long piece of work perhaps, before it is ended."""

_PUMP_MS, _PUMP_CANCELLING_MS = 100, 20
_FEW = 20
_PAUSE = 0.02  # between two portions that are stored: whoever waits to decide something comes in here

Aside = Callable[[Callable[[Feedback], Any], Callable[[Any], None], Callable[[BaseException], None]], None]
"""Does work in another thread; its result, or what it raised, comes back in the thread that asked."""


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
    on. Nothing is stored before everything is there: a job that fails or is cancelled until then leaves the workspace
    as it was. All is then stored at once; ``aside`` (another thread plans and stores, over a connection of its own) a
    few parcels at a time, so that nobody who decides meanwhile waits. Who cancels or is killed there has the new areas
    of some parcels and the former of the others, each parcel's whole and with the layers they rest on: MEASURE_STOPPED
    says so, and the next measurement goes on from there.
    """

    progressed = pyqtSignal(int, int, str)
    finished = pyqtSignal(object)  # MeasureReport
    failed = pyqtSignal(object)  # WeipianError

    def __init__(self, workspace: Workspace, uuids: Optional[Sequence[str]] = None,
                 worker: Optional[OverlayWorker] = None, references: Optional[Sequence[ReferenceLayer]] = None, *,
                 engine: str = AUTO, prepared: Optional[str] = None, force: bool = False,
                 aside: Optional[Aside] = None) -> None:
        """``uuids``: these parcels, None for all. ``worker``: this window's shared one by default. ``references`` take
        the place of the workspace's layers, there too once everything is measured. ``engine`` and ``prepared`` as
        `asking.Manner` has them; ``force`` (全部重算) measures also what has not changed.
        """
        super().__init__()
        self.number = next_job()
        self.report: Optional[MeasureReport] = None
        self.error: Optional[BaseException] = None
        self._workspace, self._run_aside = workspace, aside
        self._only = list(uuids) if uuids is not None else None
        self._replacing = references is not None
        self._references = list(references) if references is not None else workspace.references()
        self._manner, self._force = Manner(engine, prepared), force
        self._worker = worker if worker is not None else shared_worker()
        self._cancelling = False
        self._connected = self._storing = False
        self._limit = Deadline(self._not_heard)
        self._deaf = Deadline(self._end_a_deaf_worker)

    @property
    def over(self) -> bool:
        """True once the outcome was told."""
        return self.report is not None or self.error is not None

    def start(self) -> None:
        """Ask the worker, unless nothing has changed; progress and outcome come by signals."""
        if not self.over:
            self._do(lambda workspace, _feedback: self._make_plan(workspace), self._ask)

    def _do(self, work: Callable[[Workspace, Feedback], Any], done: Callable[[Any], None]) -> None:
        """Here, or aside in the thread that is for it."""
        if self._run_aside is not None:
            self._run_aside(lambda feedback: self._over_own_connection(work, feedback), done, self._fail)
            return
        try:
            result = work(self._workspace, NullFeedback())
        except WeipianError as error:
            self._fail(error)
            return
        done(result)

    def _over_own_connection(self, work: Callable[[Workspace, Feedback], Any], feedback: Feedback) -> Any:
        self._workspace.require_writable()
        with self._workspace.again() as beside:
            return work(beside, feedback)

    def _ask(self, asked: Sequence[Tuple[str, bytes]]) -> None:
        if self.over:
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
        if self._storing:
            return  # seen between two portions
        if not self._connected:
            self._fail(WeipianError("JOB_CANCELLED"))
            return
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

    def _make_plan(self, workspace: Workspace) -> Sequence[Tuple[str, bytes]]:
        """The parcels to ask about. Raises NOTHING_TO_MEASURE, NO_REFERENCE_LAYERS, UNKNOWN_ROLE, WORKSPACE_READ_ONLY,
        WORKSPACE_NOT_WRITABLE.
        """
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
        stored, rests_on = self._known(workspace)
        self._plan: Plan = plan(list(self._shapes.items()), self._layers, stored, rests_on, self._zone, self._force)
        self._requests = [request for request in every_request if request.reference.role in self._plan.roles]
        self._assembler = MeasuredAssembler(self._plan.inside)
        return self._plan.asked

    def _known(self, workspace: Workspace) -> Tuple[Mapping[str, Measured], Mapping[str, Mapping[str, str]]]:
        """The stored figures and what they rest on; of a few parcels only theirs is read."""
        if len(self._shapes) > _FEW:
            return workspace.all_measured(), workspace.overlay_digests()
        found = {uuid: workspace.measured(uuid) for uuid in self._shapes}
        rests_on: Dict[str, Mapping[str, str]] = {}
        for uuid in self._shapes:
            rests_on.update(workspace.overlay_digests(uuid))
        return {uuid: measured for uuid, measured in found.items() if measured is not None}, rests_on

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
        self._storing = True
        self._do(lambda workspace, feedback: self._stored(workspace, header, feedback), self._tell)

    def _tell(self, report: MeasureReport) -> None:
        self._let_go()
        self.report = report
        self.finished.emit(report)

    def _stored(self, workspace: Workspace, header: Mapping[str, Any], feedback: Feedback) -> MeasureReport:
        """Put answers and kept figures together and store them. Raises UNKNOWN_LAND_CLASSES, LAND_CLASSES_ELSEWHERE,
        and what storing raises.
        """
        read = workspace.rules.now()
        plan, asked = self._plan, [request.reference for request in self._requests]
        answer = self._assembler.measured([uuid for uuid, _ in plan.asked], self._layers.empty)
        provenance = Provenance(workspace, self._references, self._layers.empty)
        table = class_table_of(self._references)
        refuse_unknown_classes(answer, provenance.layers_told(header, asked), class_table(table))
        unchanged = self._of_the_same_shape(workspace)
        measured = {uuid: replace(areas, class_table=table) for uuid, areas in plan.merged(answer).items()
                    if uuid in unchanged}
        others = {uuid: kept for uuid, kept in plan.kept.items() if uuid not in answer}
        remarks = remarks_of(header, [uuid for uuid, _ in plan.asked], others)
        findings = [*(each for each in remarks if not self._meets_others(each)), *uncovered_findings(measured)]
        refuse_useless_land_classes(findings)
        reused = len(others)
        if not measured and not plan.asked:
            return self._nothing_changed(workspace, reused)
        run = provenance.run(header, asked, len(measured), findings)
        self._stop_if_cancelled(feedback)
        workspace.store_overlay(run, measured, self._references if self._replacing else None,
                                self._digests(measured, header.get("zone") or self._zone),
                                self._between(feedback, len(measured)) if self._run_aside is not None else None, read)
        return MeasureReport(run, len(answer), (*_reused(len(answer), reused), *findings), reused)

    def _stop_if_cancelled(self, feedback: Feedback) -> None:
        stop_if_cancelled(feedback)
        if self._cancelling:
            raise WeipianError("JOB_CANCELLED")

    def _between(self, feedback: Feedback, total: int) -> Callable[[int], None]:
        def between(stored: int) -> None:
            if self._cancelling or feedback.cancelled():
                raise WeipianError("MEASURE_STOPPED", stored=stored, total=total)
            time.sleep(_PAUSE)

        return between

    def _of_the_same_shape(self, workspace: Workspace) -> Set[str]:
        """The parcels that nobody has split, merged or reshaped while they were being measured."""
        now = workspace.parcel_shapes(list(self._shapes))
        return {uuid for uuid, wkb in now if bytes(wkb) == self._shapes[uuid]}

    def _meets_others(self, remark: Finding) -> bool:
        """Does a layer that meets none of a few parcels meet others of the workspace? That is nothing to remark."""
        return (self._only is not None and remark.code == "LAYER_COVERS_NOTHING"
                and self._workspace.meets(str(remark.values.get("role_key"))))

    def _nothing_changed(self, workspace: Workspace, reused: int) -> MeasureReport:
        if self._replacing:
            workspace.replace_references(self._references)
        run = workspace.overlay_run() or OverlayRun({})
        return MeasureReport(run, 0, _reused(0, reused), reused)

    def _digests(self, measured: Mapping[str, Measured], zone: object) -> Dict[str, Dict[str, str]]:
        return {uuid: self._layers.digests(self._shapes[uuid], zone) for uuid in measured}

    def _fail(self, error: BaseException, still_listening: bool = False) -> None:
        if self.over:
            return
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
