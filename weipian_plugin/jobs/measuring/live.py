"""The living parcel: areas of shapes that are not stored anywhere, again and again, while somebody is drawing them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, List, Mapping, Optional, Sequence

from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import WeipianError
from ...domain.records import Measured
from ...domain.roles import nested_zones
from ...overlay.protocol import pack_blobs
from .asking import AUTO, Manner, MeasureRequest, next_job, zone_of
from .measure_checks import without_passwords
from .measured import FRAMES, MeasuredAssembler
from .question import error_of
from .references import declared_empty, layer_requests
from .worker import OverlayWorker, shared_worker

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace


class MeasureLive(QObject):
    """Measures shapes in the workspace's layers as they are now; the workspace is only read, when this is made.

    Make one as an edit begins and `ask` with every change: the latest request wins, an older one that is not answered
    yet is given up and never told. Answers come by signal with the request's number; areas are m², comparable with the
    stored ones (same method, same zone).
    """

    measured = pyqtSignal(int, object)  # request, List[Optional[Measured]] in the order asked
    failed = pyqtSignal(int, object)  # request, WeipianError

    def __init__(self, workspace: Workspace, worker: Optional[OverlayWorker] = None, *, engine: str = AUTO,
                 prepared: Optional[str] = None) -> None:
        """``worker``: this window's shared one by default, which has the layers in hand after a measurement. Raises
        NO_REFERENCE_LAYERS.
        """
        super().__init__()
        references = workspace.references()
        requests = layer_requests(references)
        if not requests:
            raise WeipianError("NO_REFERENCE_LAYERS")
        run = workspace.overlay_run()
        inside = nested_zones([request.reference.role for request in requests])
        self._request = MeasureRequest(workspace.crs_authid, tuple(requests), tuple(inside),
                                       zone_of(run.provenance) if run is not None else 0, Manner(engine, prepared))
        self._empty = declared_empty(references)
        self._worker = worker if worker is not None else shared_worker()
        self._asked = 0
        self._names: List[str] = []
        self._assembler = MeasuredAssembler()
        self._worker.received.connect(self._receive)
        self._worker.failed.connect(self._worker_failed)

    @property
    def waiting(self) -> bool:
        """True while the latest request is not answered."""
        return self._asked != 0

    def ask(self, shapes: Sequence[bytes]) -> int:
        """Measure polygons (WKB in the workspace's CRS); the request's number, which its answer will bear."""
        self.cancel()
        self._asked = next_job()
        self._names = [str(number) for number in range(len(shapes))]
        self._assembler = MeasuredAssembler(self._request.inside)
        self._worker.send(self._request.message(self._asked, len(shapes)), pack_blobs(shapes))
        self._worker.start()
        return self._asked

    def cancel(self) -> None:
        """Give the latest request up; nothing is told of it any more."""
        if self._asked:
            self._worker.send({"kind": "cancel", "job": self._asked})
            self._asked = 0

    def close(self) -> None:
        """The edit is over. The worker stays up."""
        self.cancel()
        self._worker.received.disconnect(self._receive)
        self._worker.failed.disconnect(self._worker_failed)

    def _receive(self, header: Mapping[str, Any], body: bytes) -> None:
        kind = header.get("kind")
        for_everyone = kind == "error" and header.get("job") is None
        if not self._asked or (header.get("job") != self._asked and not for_everyone):
            return
        if kind in FRAMES:
            self._assembler.take(header, body)
        elif kind == "done":
            request, self._asked = self._asked, 0
            found = self._assembler.measured(self._names, self._empty)
            self.measured.emit(request, [_with_ground(found.get(name)) for name in self._names])
        elif kind == "error":
            error = error_of(header)
            self._fail(WeipianError(error.code, **without_passwords(error.values)))

    def _worker_failed(self, error: WeipianError) -> None:
        if self._asked:
            self._fail(error)

    def _fail(self, error: WeipianError) -> None:
        request, self._asked = self._asked, 0
        self.failed.emit(request, error)


def measure_shapes(workspace: Workspace, shapes: Sequence[bytes], worker: Optional[OverlayWorker] = None, *,
                   engine: str = AUTO, prepared: Optional[str] = None) -> List[Optional[Measured]]:
    """Measure shapes without storing them, waiting; ``None`` for one that has no ground. Raises what `failed` tells."""
    live = MeasureLive(workspace, worker, engine=engine, prepared=prepared)
    answers: List[List[Optional[Measured]]] = []
    errors: List[WeipianError] = []
    live.measured.connect(lambda _, found: answers.append(found))
    live.failed.connect(lambda _, error: errors.append(error))
    try:
        live.ask(shapes)
        while live.waiting:
            live._worker.pump()
    finally:
        live.close()
    if errors:
        raise errors[0]
    return answers[0]


def _with_ground(measured: Optional[Measured]) -> Optional[Measured]:
    return measured if measured is not None and measured.area_m2 > 0 else None
