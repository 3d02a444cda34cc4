"""What the worker does for each kind of request, and the frames it answers with; see `protocol`."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable, Dict, List, Mapping, Optional

from ..domain.areas.zones import zone_of_epsg
from ..domain.errors import WeipianError, refuse_foreign_name
from ..domain.roles import role_of
from .compiled import is_ready, make_ready
from .engines import AUTO
from .incoming import patches_of_wkb
from .kernels.plane import JobPlane, choose_plane, source_crs
from .layers import LayerCache, LayerRequest, fields_of
from .measure import Batch, Cancelled, Measurement
from .nested import asked_zones
from .prepared.prepared import find_prepared
from .prepared.preparing import prepare
from .protocol import COMPILING, pack_columns, unpack_blobs
from .sources import parse_wkb
from .survey_text_writer import write_survey_text


class Answers:
    """The answers to one request (``job``)."""

    def __init__(self, job: Any, send: Callable[..., None], cache: LayerCache, cancelled: Callable[[], bool]) -> None:
        """``send(header, body)`` writes a frame; ``cache`` outlives the request."""
        self._job = job
        self._send = send
        self._cache = cache
        self._cancelled = cancelled

    def to(self, header: Mapping[str, Any], body: bytes) -> None:
        """Do what ``header`` asks. Raises WeipianError, Cancelled."""
        known = {"measure": self._measure, "inspect": self._inspect, "prepare": self._prepare,
                 "survey_text": self._survey_text}
        answer = known.get(str(header.get("kind")))
        if answer is None:
            raise WeipianError("WORKER_FAILED", detail=f"kind={header.get('kind')!r}")
        answer(header, body)

    def _tell(self, kind: str, body: bytes = b"", **values: Any) -> None:
        self._send({"kind": kind, "job": self._job, **values}, body)

    def _progress(self, done: int, total: int, text: str) -> None:
        self._tell("progress", done=done, total=total, text=text)

    def _tick(self) -> None:
        if self._cancelled():
            raise Cancelled

    def _measure(self, header: Mapping[str, Any], body: bytes) -> None:
        patches = patches_of_wkb(unpack_blobs(body))
        measurement = Measurement(
            patches.geometries, source_crs(header.get("crs"), "patches"),
            [_request(layer) for layer in header["layers"]], cache=self._cache, plane=_plane(header),
            engine=str(header.get("engine") or AUTO), prepared=_folder(header),
            inside=asked_zones(header.get("inside") or ()), told=patches.told,
            progress=self._progress, cancelled=self._cancelled)
        for batch in measurement.batches():
            self._batch(measurement.roles, batch)
        provenance = measurement.provenance()
        self._tell("done", roles=measurement.roles, zone=measurement.plane.zone.epsg, provenance=provenance,
                   remarks=measurement.remarks(), engine=provenance["engine"], pairs=measurement.pairs,
                   redone=measurement.redone)

    def _batch(self, roles: List[str], batch: Batch) -> None:
        common = {"start": batch.start, "stop": batch.stop}
        columns, body = pack_columns([("patch", "i", batch.patch.tolist()), ("role", "i", batch.role.tolist()),
                                      ("area_m2", "d", batch.area.tolist()), ("net_area_m2", "d", batch.net.tolist())])
        features = [{"patch": row.patch, "role": row.role, "class": row.class_text, "attributes": row.attributes,
                     "area_m2": row.area_m2, "net_area_m2": row.net_area_m2} for row in batch.features]
        self._tell("rows", body, **common, roles=roles, classes=batch.classes, features=features, columns=columns)
        if batch.nested:
            zones = list(dict.fromkeys(row.zones for row in batch.nested))
            columns, body = pack_columns([
                ("patch", "i", [row.patch for row in batch.nested]),
                ("zones", "i", [zones.index(row.zones) for row in batch.nested]),
                ("area_m2", "d", [row.area_m2 for row in batch.nested]),
                ("net_area_m2", "d", [row.net_area_m2 for row in batch.nested])])
            self._tell("nested", body, **common, zones=[list(zone) for zone in zones],
                       classes=[row.class_text for row in batch.nested], columns=columns)
        columns, body = pack_columns([
            ("patch", "i", batch.total_patch.tolist()), ("role", "i", batch.total_role.tolist()),
            ("area_m2", "d", batch.total_area.tolist()), ("net_area_m2", "d", batch.total_net.tolist()),
            ("uncovered_m2", "d", batch.uncovered.tolist()), ("patch_area_m2", "d", batch.patch_area.tolist())])
        self._tell("totals", body, **common, roles=roles, columns=columns)

    def _inspect(self, header: Mapping[str, Any], body: bytes) -> None:
        del body
        found: List[Dict[str, Any]] = []
        for layer in header["layers"]:
            self._tick()
            try:
                found.append(self._looked_at(_request(layer), _folder(header), _plane(header)))
            except WeipianError as error:
                found.append({"source": str(layer["source"]), "code": error.code, "values": json_values(error.values)})
        self._tell("inspected", layers=found)

    def _looked_at(self, request: LayerRequest, folder: Optional[Path], plane: Optional[JobPlane]) -> Dict[str, Any]:
        source = self._cache.source(request)
        class_field = fields_of(request, source).class_field
        state, made = "none", ""
        if folder is not None:
            copy, state = find_prepared(folder, source, request.role, class_field,
                                        plane or choose_plane([source.crs], source.middle_longitude))
            made = copy.stamp.made_at if copy is not None else ""
        return {"source": request.source, "layer": source.layer, "fields": list(source.fields),
                "crs": source.crs.text, "features": source.count, "driver": source.driver,
                "class_field": class_field, "prepared": state, "prepared_at": made}

    def _prepare(self, header: Mapping[str, Any], body: bytes) -> None:
        del body
        layer, folder = header["layer"], _folder(header)
        if folder is None:
            raise WeipianError("WORKER_FAILED", detail="prepared=''")
        refuse_foreign_name(str(header.get("report") or ""))
        request = _request(layer)
        source = self._cache.source(request)
        if not is_ready():
            self._progress(0, source.count, COMPILING)
            make_ready(self._tick)
        made = prepare(
            request, source, _plane(header) or choose_plane([source.crs], source.middle_longitude), folder,
            version_date=str(layer.get("version_date") or ""), title=str(layer.get("title") or ""),
            report=str(header.get("report") or ""), county=str(header.get("county") or ""),
            progress=self._progress, tick=self._tick)
        self._tell("prepared", features=made.features, seconds=made.seconds, report=made.report,
                   source_changed=made.source_changed, findings=made.findings)

    def _survey_text(self, header: Mapping[str, Any], body: bytes) -> None:
        shapes = parse_wkb(unpack_blobs(body))
        path = Path(str(header["path"]))
        written = write_survey_text(path, shapes, header["parcels"], source_crs(header.get("crs"), "parcels"),
                                    encoding=str(header.get("encoding") or "GBK"))
        self._tell("written", path=str(path), parcels=written)


def json_values(values: Mapping[str, object]) -> Dict[str, object]:
    """An error's values as JSON knows them."""
    return {name: value if isinstance(value, (str, int, float, bool, type(None), list)) else str(value)
            for name, value in values.items()}


def _request(layer: Mapping[str, Any]) -> LayerRequest:
    """Raises WeipianError UNKNOWN_ROLE."""
    attributes = layer.get("attributes")
    return LayerRequest(role_of(str(layer["role"])).key, str(layer["source"]), str(layer.get("class_field") or ""),
                        None if attributes is None else tuple(attributes))


def _plane(header: Mapping[str, Any]) -> Optional[JobPlane]:
    zone = zone_of_epsg(int(header["zone"])) if header.get("zone") else None
    return JobPlane(zone) if zone else None


def _folder(header: Mapping[str, Any]) -> Optional[Path]:
    return Path(str(header["prepared"])) if header.get("prepared") else None
