"""Sketches: what somebody marked on the map for a remark, shown to whoever opens the patch next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, List, Optional

from qgis.core import QgsGeometry

from ...domain.errors import WeipianError
from ...domain.records import Record

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

REMARK, DOUBT, CORRECTION, EVIDENCE = "remark", "doubt", "correct", "evidence"
ROLES = (REMARK, DOUBT, CORRECTION, EVIDENCE)
_PLACES = 4  # decimals of a coordinate: a tenth of a millimetre
_PLACES_DEGREES = 9


@dataclass(frozen=True)
class Sketch:
    """A point, line or polygon in the workspace's CRS, what is said of it, by whom and when (ISO date); ``level`` and
    ``round`` of the return that it was drawn for, "" and 0 for none.
    """

    uuid: str
    parcel: str
    shape: QgsGeometry
    text: str = ""
    role: str = REMARK
    author: str = ""
    day: str = ""
    level: str = ""
    round: int = 0


def sketches_of(workspace: Workspace, uuid: str) -> List[Sketch]:
    """The sketches of a parcel and of the others of its patch, in the order they were drawn."""
    found = [sketch for parcel in workspace.siblings(uuid) for record in workspace.records("sketch", parcel)
             if (sketch := _sketch(record)) is not None]
    return sorted(found, key=lambda sketch: sketch.day)


def keep_sketch(workspace: Workspace, uuid: str, shape: QgsGeometry, text: str = "", role: str = REMARK) -> Record:
    """Keep a sketch with a parcel, as one event. Raises ``SKETCH_EMPTY``, and what keeping a record raises."""
    drawn = wkt_of(workspace, shape)
    today = datetime.now().astimezone().date().isoformat()
    return workspace.put_record(Record("", "sketch", (uuid,), values={
        "BHTX": drawn, "BHNR": text.strip(), "BHYS": role, "BHR": workspace.actor, "BHSJ": today}))


def wkt_of(workspace: Workspace, shape: QgsGeometry) -> str:
    """A shape in the workspace's CRS as sketches keep it. Raises ``SKETCH_EMPTY``."""
    if shape.isNull() or shape.isEmpty():
        raise WeipianError("SKETCH_EMPTY")
    return str(shape.asWkt(_PLACES_DEGREES if workspace.geographic else _PLACES))


def change_text(workspace: Workspace, uuid: str, text: str) -> Record:
    """Say something else of a sketch. Raises ``UNKNOWN_RECORD``."""
    record = workspace.record(uuid)
    return workspace.put_record(Record(record.uuid, record.kind, record.parcels, record.act,
                                       {**record.values, "BHNR": text.strip()}))


def _sketch(record: Record) -> Optional[Sketch]:
    shape = QgsGeometry.fromWkt(str(record.values.get("BHTX") or ""))
    if shape.isNull() or shape.isEmpty():
        return None
    values = {code: str(record.values.get(code) or "") for code in ("BHNR", "BHYS", "BHR", "BHSJ", "SHJB", "SHLC")}
    return Sketch(record.uuid, record.parcels[0], shape, values["BHNR"], values["BHYS"] or REMARK, values["BHR"],
                  values["BHSJ"], values["SHJB"], int(values["SHLC"] or 0))
