"""How a measurement was made, as it is stored: what the worker said, who asked, and which layers were used again."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Sequence

from ...domain.records import Finding, OverlayRun, ReferenceLayer
from .measure_checks import without_passwords
from .references import source_text

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_RECOMPUTED = frozenset({"LAND_CLASSES_INCOMPLETE"})


class Provenance:
    """Makes the `OverlayRun` of one measurement. A run describes every layer its parcels' figures rest on: those that
    were kept come from the run they were measured in, marked ``reused``.
    """

    def __init__(self, workspace: Workspace, references: Sequence[ReferenceLayer], empty: Sequence[str]) -> None:
        """``references``: the layers of this measurement, those of the worker's answer in the order it was asked."""
        self._workspace, self._empty = workspace, list(empty)
        self._references = [reference for reference in references if reference.source]
        self._earlier = list(reversed(workspace.overlay_runs()))

    def layers_told(self, header: Mapping[str, Any], asked: Sequence[ReferenceLayer]) -> List[Dict[str, Any]]:
        """The layers of the worker's answer, with what a person said of them."""
        told = header.get("provenance")
        layers = told.get("layers") if isinstance(told, dict) else None
        return [{**without_passwords(layer), "version_date": reference.version_date, "title": reference.title}
                for layer, reference in zip(layers if isinstance(layers, list) else [], asked)]

    def run(self, header: Mapping[str, Any], asked: Sequence[ReferenceLayer], parcels: int,
            findings: Sequence[Finding]) -> OverlayRun:
        """The record of an answer (of nothing asked: ``header`` empty), with what was kept of earlier ones."""
        told = header.get("provenance")
        base: Dict[str, Any] = without_passwords(told) if isinstance(told, dict) else self._latest()
        fresh = dict(zip(map(_key, asked), self.layers_told(header, asked)))
        layers = [fresh.get(_key(reference)) or self._kept_layer(reference) for reference in self._references]
        kept_roles = {reference.role for reference in self._references} - {reference.role for reference in asked}
        remarks = [{"code": finding.code, "values": dict(finding.values)} for finding in findings]
        provenance = {
            **base, "layers": [layer for layer in layers if layer], "declared_empty": self._empty,
            "zone": header.get("zone") or base.get("zone"), "actor": self._workspace.actor,
            "workspace_crs": self._workspace.crs_authid, "parcels": parcels,
            "measured_at": datetime.now(timezone.utc).astimezone().isoformat(timespec="seconds"),
            **{name: header[name] for name in ("engine", "pairs", "redone") if name in header},
        }
        return OverlayRun(provenance, (*remarks, *self._kept_remarks(kept_roles, remarks)))

    def _latest(self) -> Dict[str, Any]:
        return dict(self._earlier[0].provenance) if self._earlier else {}

    def _kept_layer(self, reference: ReferenceLayer) -> Optional[Dict[str, Any]]:
        for run in self._earlier:
            layers = run.provenance.get("layers")
            for layer in layers if isinstance(layers, list) else []:
                if layer.get("role") == reference.role and _names(layer, reference):
                    at = layer.get("measured_at") or run.provenance.get("measured_at")
                    return {**layer, "title": reference.title, "reused": True, "measured_at": at}
        return None

    def _kept_remarks(self, roles: set[str], fresh: Sequence[Mapping[str, Any]]) -> List[Mapping[str, Any]]:
        """What was remarked on the layers that were kept, in the latest measurement."""
        latest = self._earlier[0].remarks if self._earlier else ()
        kept: List[Mapping[str, Any]] = []
        for remark in latest:
            values = remark.get("values")
            role = values.get("role_key") if isinstance(values, dict) else None
            if role in roles and remark["code"] not in _RECOMPUTED and remark not in fresh:
                kept.append(remark)
        return kept


def _key(reference: ReferenceLayer) -> str:
    return f"{reference.role}={source_text(reference)}"


def _names(layer: Mapping[str, Any], reference: ReferenceLayer) -> bool:
    source = str(layer.get("source")).split("|")[0]
    ours = without_passwords(reference.source)
    return (source == ours or str(layer.get("source")) == ours) and reference.layer in ("", layer.get("layer"))
