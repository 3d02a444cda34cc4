"""What another office sent, read: rows by their uuids, shapes in this workspace's coordinates."""

from __future__ import annotations

from typing import Collection, Dict, List, Optional, Sequence, Set

from qgis.core import (  # type: ignore[attr-defined]
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsGeometry,
)

from ...domain.errors import WeipianError
from ...domain.review.office_state import OfficeState, Row
from ...domain.review.units import county_of_patch
from ..geopackage import crs_of
from .told import mapping

_DRAWN = frozenset({"BHTX", "FPTX", "FXZB"})
"""Values of records that are WKT in the workspace's CRS."""
_DIGITS = 17


class Incoming:
    """An office's state as it can enter a workspace in the CRS of that name. ``unknown``: fields that are not known
    here, and left out.
    """

    def __init__(self, state: OfficeState, crs: str, unknown: Sequence[str] = ()) -> None:
        self.unknown = unknown
        self.meta, self.workspace_id = state.meta, state.meta.get("workspace_id", "")
        self._transform = _transform_between(state.meta["crs"], crs)
        self._tables = state.tables
        self.batches: Dict[str, Row] = {str(row["uuid"]): row for row in self.rows("batches")}
        self.patches: Dict[str, Row] = {str(row["uuid"]): self._placed(row) for row in self.rows("patches")}
        self.parcels: Dict[str, Row] = {str(row["uuid"]): self._placed(row) for row in self.rows("parcels")
                                        if row["patch_uuid"] in self.patches}
        self.patch_of: Dict[str, str] = {uuid: str(row["patch_uuid"]) for uuid, row in self.parcels.items()}
        self.events: List[Row] = [self._event(row) for row in self.rows("events")]

    def rows(self, table: str) -> Sequence[Row]:
        """The rows of a table as they came."""
        return self._tables.get(table, ())

    def counties(self, patches: Collection[str]) -> Set[str]:
        """The counties (codes) of these patches."""
        named = {uuid: str(row.get("county") or "") for uuid, row in self.batches.items()}
        rows = [self.patches[uuid] for uuid in patches]
        return {county_of_patch(row, named.get(str(row.get("batch_uuid")), ""), str(row.get("JCBH") or ""))
                for row in rows} - {""}

    def parcels_of(self) -> Dict[str, List[str]]:
        """The parcels by patch."""
        found: Dict[str, List[str]] = {}
        for uuid, patch in self.patch_of.items():
            found.setdefault(patch, []).append(uuid)
        return found

    def _placed(self, row: Row) -> Row:
        shape = str(row.get("geom") or "")
        return {**row, "geom": self._moved(shape)} if self._transform is not None and shape else row

    def _event(self, row: Row) -> Row:
        payload = mapping(row["payload"])
        if self._transform is None or not ("ground" in payload or "record" in payload):
            return row
        if "record" in payload:
            sides = {side: self._record(payload.get(side)) for side in ("before", "after")}
            return {**row, "payload": {**payload, **sides}}
        ground = {side: {uuid: self._ground(content) for uuid, content in mapping(part).items()}
                  for side, part in mapping(payload["ground"]).items()}
        records = {side: {uuid: self._record(content) for uuid, content in mapping(part).items()}
                   for side, part in mapping(payload.get("records")).items()}
        return {**row, "payload": {**payload, "ground": ground, "records": records}}

    def _ground(self, content: object) -> object:
        if not isinstance(content, dict):
            return content
        return {**content, **{name: self._moved(str(content.get(name) or "")) for name in ("wkb", "actual")}}

    def _record(self, content: object) -> object:
        if not isinstance(content, dict):
            return content
        values = {code: self._text_moved(str(value)) if code in _DRAWN and value else value
                  for code, value in mapping(content.get("values")).items()}
        return {**content, "values": values}

    def _moved(self, text: str) -> str:
        if not text or self._transform is None:
            return text
        shape = QgsGeometry()
        shape.fromWkb(bytes.fromhex(text))
        self._move(shape)
        return bytes(shape.asWkb().data()).hex()

    def _text_moved(self, text: str) -> str:
        shape = QgsGeometry.fromWkt(text)
        if shape.isNull():
            return text
        self._move(shape)
        return str(shape.asWkt(_DIGITS))

    def _move(self, shape: QgsGeometry) -> None:
        if self._transform is None:
            return
        try:
            shape.transform(self._transform)
        except QgsCsException as error:
            raise WeipianError("OFFICE_STATE_ROW", table="patches", row=0, detail=str(error)) from error


def _transform_between(source: str, target: str) -> Optional[QgsCoordinateTransform]:
    """``None`` where both are the same: then shapes stay as they are, to the bit."""
    if source == target:
        return None
    return QgsCoordinateTransform(crs_of(source), crs_of(target), QgsCoordinateTransformContext())
