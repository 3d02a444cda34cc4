"""Writes parcels as 勘测定界 TXT, the coordinate file that approval and survey systems read; the worker writes it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.feedback import Feedback
from ...domain.records import STUB
from ...overlay.protocol import pack_blobs
from ..measuring.question import Question
from ..measuring.worker import OverlayWorker
from ..training.training_guard import refuse_training

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

GB18030, UTF8 = "GB18030", "UTF-8"
ENCODINGS = (GB18030, UTF8)
"""GB18030 is what the systems that read these files expect; every GBK file is one."""


@dataclass(frozen=True)
class SurveyTextReport:
    """What was written: the file, how many parcels; ``left_out`` are the names of those without a polygon."""

    path: str
    parcels: int
    left_out: Tuple[str, ...] = ()


class SurveyTextJob(Question):
    """`finished` brings a `SurveyTextReport`. The workspace is read at the start, and only read."""

    answer_kind = "written"

    def __init__(self, workspace: Workspace, path: Union[str, Path], batch: Optional[str] = None,
                 encoding: str = GB18030, worker: Optional[OverlayWorker] = None) -> None:
        """``batch``: the uuid of one batch, None for all. Raises TRAINING_NOT_DELIVERED."""
        refuse_training(workspace)
        super().__init__(worker)
        self._path, self._encoding, self._crs = str(path), encoding, workspace.crs_authid
        self._names, self._shapes, self._left_out = _parcels(workspace, batch)

    def message(self) -> Tuple[Dict[str, object], bytes]:
        """The ``survey_text`` frame. Raises NOTHING_TO_EXPORT."""
        if not self._names:
            raise WeipianError("NOTHING_TO_EXPORT")
        return {"kind": "survey_text", "path": self._path, "encoding": self._encoding, "crs": self._crs,
                "parcels": self._names}, pack_blobs(self._shapes)

    def take(self, header: Mapping[str, Any]) -> SurveyTextReport:
        """The ``written`` frame as a report."""
        return SurveyTextReport(str(header.get("path") or self._path), len(self._names), tuple(self._left_out))


def export_survey_text(workspace: Workspace, path: Union[str, Path], batch: Optional[str] = None,
                       encoding: str = GB18030, feedback: Optional[Feedback] = None,
                       worker: Optional[OverlayWorker] = None) -> SurveyTextReport:
    """Write, waiting; with a worker of its own unless one is given. Raises what `SurveyTextJob` tells."""
    helper = OverlayWorker() if worker is None else worker
    try:
        job = SurveyTextJob(workspace, path, batch, encoding, helper)
        job.start()
        result: SurveyTextReport = job.wait(feedback)
        return result
    finally:
        if worker is None:
            helper.stop()


def _parcels(workspace: Workspace, batch: Optional[str]) -> Tuple[List[str], List[bytes], List[str]]:
    """Names and WKB of the parcels in the queue's order, and the names of those that have no polygon."""
    names: Dict[str, str] = {row.parcel_uuid: row.dkbh or row.jcbh for row in workspace.queue(batch)
                             if row.status != STUB}
    shapes = dict(workspace.parcel_shapes(list(names)))
    there: Sequence[str] = [uuid for uuid in names if shapes.get(uuid)]
    return ([names[uuid] for uuid in there], [bytes(shapes[uuid]) for uuid in there],
            [names[uuid] for uuid in names if not shapes.get(uuid)])
