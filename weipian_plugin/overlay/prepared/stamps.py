"""The stamp of a prepared layer: what it was made of, when, how, and which arrays belong to it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any, Dict, List, Mapping

from ..kernels.plane import LONGEST_EDGE, JobPlane
from ..kernels.polygons import CHUNK_EDGES, GROUP_CHUNKS
from ..kernels.projection import PLANE_MERIDIAN
from ..sources import Source
from .stored import write_synced

FORMAT = 1
STAMP = "stamp.json"
CONSTANTS: Dict[str, Any] = {"meridian": PLANE_MERIDIAN, "lattice": -29, "longest_edge": LONGEST_EDGE,
                             "chunk_edges": CHUNK_EDGES, "group_chunks": GROUP_CHUNKS}


class BrokenCopy(ValueError):
    """The folder is no whole copy."""


@dataclass(frozen=True)
class Stamp:
    """``identity``: the source's state when it was read; ``zone``: central meridian (degrees) of the zone in which
    data in degrees was densified; ``remarks``: code → how many features; ``arrays``: name → bytes, rows, sha256;
    ``report``: the summary of `report.Findings`; ``made_at``: UTC, ISO 8601.
    """

    place: str
    layer: str
    role: str
    identity: List[str]
    crs: str
    zone: int
    class_field: str
    deduction: str
    attributes: List[str]
    classes: List[str]
    version_date: str
    title: str
    features: int
    remarks: Dict[str, int]
    made_at: str
    versions: Dict[str, str]
    arrays: Dict[str, Dict[str, Any]]
    report: List[Dict[str, Any]] = field(default_factory=list)
    format: int = FORMAT
    constants: Dict[str, Any] = field(default_factory=lambda: dict(CONSTANTS))

    def write(self, folder: Path) -> None:
        """Put the stamp, sealed with its own checksum, onto the disk. Raises OSError."""
        content = asdict(self)
        write_synced(folder / STAMP, json.dumps({**content, "seal": _seal(content)}, ensure_ascii=False, indent=1))

    @classmethod
    def read(cls, folder: Path) -> Stamp:
        """The stamp in ``folder``. Raises BrokenCopy where there is none, or it was edited, or is of another format."""
        try:
            content = json.loads((folder / STAMP).read_text(encoding="utf-8"))
            if content.pop("seal") != _seal(content):
                raise BrokenCopy(f"{folder.name}: {STAMP}")
            stamp = cls(**{known.name: content[known.name] for known in fields(cls)})
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BrokenCopy(f"{folder.name}: {error}") from error
        if stamp.format != FORMAT or stamp.constants != CONSTANTS:
            raise BrokenCopy(f"{folder.name}: format")
        return stamp

    def check_sizes(self, folder: Path) -> None:
        """Raises BrokenCopy unless every array has the length the stamp says."""
        for name, written in self.arrays.items():
            try:
                size = (folder / f"{name}.npy").stat().st_size
            except OSError as error:
                raise BrokenCopy(f"{folder.name}: {error}") from error
            if size != written["bytes"]:
                raise BrokenCopy(f"{folder.name}: {name}")


def key_of(place: str, layer: str, role: str, class_field: str) -> str:
    """What the names of a layer's copies begin with."""
    return hashlib.sha256(json.dumps([place, layer, role, class_field]).encode()).hexdigest()[:24]


def identity_of(source: Source) -> List[str]:
    """The source's state as a stamp keeps it."""
    return [str(part) for part in source.identity]


def densified_in(plane: JobPlane) -> int:
    """What of the job's zone decides how data in degrees is densified: zones of either width with one central meridian
    are one projection.
    """
    return plane.zone.central_meridian


def _seal(content: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
