"""The ``measure`` frame: which layers, which areas inside areas, in which zone, by which engine."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Dict, Optional, Tuple

from ...domain.roles import Zones
from .prepare import prepared_folder
from .references import LayerRequest

AUTO = "auto"
_numbers = count(1)


def next_job() -> int:
    """A number that no other measurement of this process has."""
    return next(_numbers)


@dataclass(frozen=True)
class Manner:
    """How to measure: ``engine`` (auto, exact, geos) and the folder with prepared layers (``None``: the usual one,
    ``""``: use none).
    """

    engine: str = AUTO
    prepared: Optional[str] = None

    @property
    def folder(self) -> str:
        """The folder with prepared layers, empty for none; a folder that somebody named is asked for in any case."""
        usual = prepared_folder()
        folder = str(usual) if self.prepared is None else self.prepared
        # It is made with the first copy.
        return "" if folder == str(usual) and not usual.is_dir() else folder


@dataclass(frozen=True)
class MeasureRequest:
    """Everything of a ``measure`` frame (`overlay.protocol`) but the patches; ``zone`` 0 leaves it to the worker."""

    crs: str
    layers: Tuple[LayerRequest, ...]
    inside: Tuple[Zones, ...] = ()
    zone: int = 0
    manner: Manner = Manner()

    def message(self, job: int, patches: int) -> Dict[str, object]:
        """The frame's header for so many patches."""
        message: Dict[str, object] = {
            "kind": "measure", "job": job, "patches": patches, "crs": self.crs, "engine": self.manner.engine,
            "layers": [layer.as_message() for layer in self.layers], "inside": [list(zones) for zones in self.inside],
        }
        if self.zone:
            message["zone"] = self.zone
        if self.manner.folder:
            message["prepared"] = self.manner.folder
        return message


def zone_of(provenance: object) -> int:
    """The zone a measurement was made in, 0 where there is none."""
    zone = provenance.get("zone") if isinstance(provenance, dict) else None
    return int(zone) if zone else 0
