"""Prepares a reference layer once, so that it is used by itself from then on; and looks at what is prepared."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Mapping, Optional, Sequence, Tuple, Union

from ...domain.errors import WeipianError, sentence
from ...domain.feedback import Feedback
from ...domain.records import ReferenceLayer
from ...domain.sentences import SENTENCES
from .interpreter import user_folder
from .question import Question, error_of
from .references import source_text
from .worker import OverlayWorker

NONE, CURRENT, OUTDATED, BROKEN, OTHER_ZONE = "none", "current", "outdated", "broken", "other_zone"
"""What there is of a prepared copy: nothing, one of the source as it is, of the source as it was, a damaged one, or
one for another zone (a source in degrees).
"""


@dataclass(frozen=True)
class FindingSummary:
    """How often the report met one kind of finding (a code of the catalogue), and how much ground (m²) it concerns."""

    kind: str
    count: int
    area_m2: float

    def title(self, language: str) -> str:
        """The kind in a few words."""
        return finding_title(self.kind, language)

    def sentence(self, language: str) -> str:
        """What was found, and what to do."""
        if self.kind not in SENTENCES:
            return f"{self.kind}: {self.count}"
        return sentence(self.kind, language, count=self.count, area=f"{self.area_m2:.2f}")


@dataclass(frozen=True)
class PrepareReport:
    """A prepared layer: what it holds, how long it took, where the report is (empty: none was asked for)."""

    reference: ReferenceLayer
    features: int
    seconds: float
    report: str
    findings: Tuple[FindingSummary, ...] = ()
    source_changed: bool = False


@dataclass(frozen=True)
class LayerState:
    """What a source is, and what is prepared of it; ``error`` says why it cannot be used."""

    reference: ReferenceLayer
    layer: str = ""
    fields: Tuple[str, ...] = ()
    crs: str = ""
    features: int = 0
    driver: str = ""
    class_field: str = ""
    prepared: str = NONE
    prepared_at: str = ""
    error: Optional[WeipianError] = None


def finding_title(kind: str, language: str) -> str:
    """A kind of finding in a few words; a kind nobody knows shows as it is."""
    return sentence(f"{kind}_NAME", language) if f"{kind}_NAME" in SENTENCES else kind


def prepared_folder(setting: str = "") -> Path:
    """Where prepared layers are kept: as set, else in the profile, where they survive an update of the plugin."""
    return Path(setting) if setting.strip() else user_folder() / "prepared"


class PrepareJob(Question):
    """`finished` brings a `PrepareReport`. It has a worker of its own: measuring goes on beside it, and a cancel
    ends it at once. A copy that is not whole is never used.
    """

    answer_kind = "prepared"

    def __init__(self, reference: ReferenceLayer, folder: Union[str, Path], report: Union[str, Path] = "",
                 county: str = "", python: str = "", worker: Optional[OverlayWorker] = None) -> None:
        """``report``: the GeoPackage to write, empty for none; ``county``: PATH[|LAYER] of the county's boundary."""
        super().__init__(worker if worker is not None else OverlayWorker(python), own=worker is None)
        self.reference = reference
        self._folder, self._report, self._county = Path(folder), str(report), county

    def message(self) -> Tuple[Dict[str, object], bytes]:
        """The ``prepare`` frame. Raises PREPARED_FOLDER."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            detail = error.strerror or type(error).__name__
            raise WeipianError("PREPARED_FOLDER", folder=self._folder, detail=detail) from error
        reference = self.reference
        layer = {**_layer(reference), "version_date": reference.version_date, "title": reference.title}
        return {"kind": "prepare", "prepared": str(self._folder), "layer": layer, "report": self._report,
                "county": self._county}, b""

    def take(self, header: Mapping[str, Any]) -> PrepareReport:
        """The ``prepared`` frame as a report."""
        findings = tuple(FindingSummary(str(each["kind"]), int(each["count"]), float(each.get("area_m2") or 0.0))
                         for each in header.get("findings") or ())
        return PrepareReport(self.reference, int(header["features"]), float(header["seconds"]),
                             str(header.get("report") or ""), findings, bool(header.get("source_changed")))


class InspectJob(Question):
    """`finished` brings a list of `LayerState`, one for each reference, in order."""

    answer_kind = "inspected"

    def __init__(self, references: Sequence[ReferenceLayer], folder: Union[str, Path],
                 worker: Optional[OverlayWorker] = None) -> None:
        """``references`` have a source each; ``worker``: this window's shared one by default."""
        super().__init__(worker)
        self._references, self._folder = list(references), Path(folder)

    def message(self) -> Tuple[Dict[str, object], bytes]:
        """The ``inspect`` frame."""
        return {"kind": "inspect", "prepared": str(self._folder),
                "layers": [_layer(reference) for reference in self._references]}, b""

    def take(self, header: Mapping[str, Any]) -> List[LayerState]:
        """The ``inspected`` frame: the worker answers in the order it was asked."""
        return [_state(reference, told) for reference, told in zip(self._references, header.get("layers") or ())]


def prepare(reference: ReferenceLayer, folder: Union[str, Path], report: Union[str, Path] = "", county: str = "",
            feedback: Optional[Feedback] = None, python: str = "") -> PrepareReport:
    """Prepare, waiting. Raises what `PrepareJob` tells."""
    job = PrepareJob(reference, folder, report, county, python)
    job.start()
    result: PrepareReport = job.wait(feedback)
    return result


def _layer(reference: ReferenceLayer) -> Dict[str, object]:
    return {"role": reference.role, "source": source_text(reference), "class_field": reference.class_field}


def _state(reference: ReferenceLayer, told: Mapping[str, Any]) -> LayerState:
    if told.get("code"):
        return LayerState(reference, error=error_of(told))
    return LayerState(
        reference, str(told.get("layer") or ""), tuple(str(name) for name in told.get("fields") or ()),
        str(told.get("crs") or ""), int(told.get("features") or 0), str(told.get("driver") or ""),
        str(told.get("class_field") or ""), str(told.get("prepared") or NONE), str(told.get("prepared_at") or ""))
