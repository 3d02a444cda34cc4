"""An act on shapes as a whole: kept at once with its own areas, then measured in the layers and suggested on anew."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Dict, List, Mapping, Optional, Sequence, Tuple

from qgis.core import QgsGeometry, QgsPointXY
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ...domain.errors import WeipianError
from ...domain.forms.record_kinds import RECORD_KINDS, RecordKind
from ...domain.judging.facts import Grouping, collect_facts
from ...domain.records import RETIRED, Finding
from ..judging.suggest import SuggestAnew
from ..measuring.live import measure_shapes
from ..measuring.measure import MeasureJob
from ..measuring.measure_checks import class_table_of
from ..measuring.references import layer_requests
from ..measuring.worker import OverlayWorker, shared_worker
from ..rules.profiles import load_profile
from .geometry import Cutter, Points, Shapes, polygon_of, shape_from, wkbs_of
from .townships import township_of

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

_ACTUAL = {"SJDKMJ": "patch_m2", "SJGDMJ": "farmland_m2", "SJJBNTMJ": "yjjbnt_m2"}


class ShapeEdits:
    """What can be drawn on parcels of a workspace. Every method keeps one event, or raises and keeps nothing; whoever
    calls it then measures the parcels it names (`Remeasure`). Raises what `geometry.Cutter` and the workspace raise.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.cutter = Cutter(workspace.crs_authid, workspace.geographic)

    def parts_of_line(self, uuid: str, line: Points) -> List[float]:
        """m² of the parts that a line would make, to be shown while it is drawn; nothing is kept."""
        return [area for area, _ in self.cutter.measured_split(self._shape(uuid), line)]

    def parts_of_outline(self, uuid: str, ring: Points) -> List[float]:
        """m² of the rest and of what an outline would cut out; nothing is kept."""
        return [self.cutter.ground.area(part) for part in self.cutter.cut_out(self._shape(uuid), ring)]

    def split(self, uuid: str, line: Points) -> List[str]:
        """Cut a parcel along a line; the parts, the largest first."""
        return self.workspace.split(uuid, wkbs_of(self.cutter.split(self._shape(uuid), line)))

    def cut_out(self, uuid: str, ring: Points) -> List[str]:
        """Cut an area out of a parcel; the rest and the area."""
        return self.workspace.split(uuid, wkbs_of(self.cutter.cut_out(self._shape(uuid), ring)))

    def merge(self, uuids: Sequence[str]) -> List[str]:
        """Make one of parcels; the one that stays first, then those that are gone."""
        first = self.workspace.merge(uuids)
        return [first, *(uuid for uuid in dict.fromkeys(uuids) if uuid != first)]

    def redraw_boundary(self, uuids: Sequence[str], line: Points) -> List[str]:
        """Let the boundary between two neighbours run along a line."""
        return self._reshape(self.cutter.redrawn({uuid: self._shape(uuid) for uuid in dict.fromkeys(uuids)}, line))

    def move_vertex(self, uuid: str, start: QgsPointXY, end: QgsPointXY) -> List[str]:
        """Move a place of the boundary between a parcel and the others of its patch."""
        return self._reshape(self.cutter.moved(self.shapes_of_patch(uuid), start, end))

    def shapes_of_patch(self, uuid: str) -> Shapes:
        """The shapes of the parcels of the same patch, by uuid."""
        return {each: self._shape(each) for each in self.workspace.siblings(uuid)}

    def set_actual(self, uuid: str, ring: Points, worker: Optional[OverlayWorker] = None) -> List[str]:
        """Keep the extent found on the ground, with its areas measured on the spot; without layers its own area."""
        wkb = wkbs_of([polygon_of(ring)])[0]
        self.workspace.set_actual(uuid, wkb, self.actual_areas(uuid, wkb, worker))
        return [uuid]

    def clear_actual(self, uuid: str) -> List[str]:
        """Take the extent found on the ground away, and its areas."""
        self.workspace.set_actual(uuid, None, dict.fromkeys(_ACTUAL))
        return [uuid]

    def actual_areas(self, uuid: str, wkb: bytes, worker: Optional[OverlayWorker] = None) -> Dict[str, object]:
        """实际地块面积, of it 耕地 and 永久基本农田 (m²); what no layer tells is taken away, not left from before."""
        areas: Dict[str, object] = {**dict.fromkeys(_ACTUAL), "SJDKMJ": self.workspace.own_area(wkb)}
        references = self.workspace.references()
        found = measure_shapes(self.workspace, [wkb], worker)[0] if layer_requests(references) else None
        if found is not None:
            facts = collect_facts({}, replace(found, class_table=class_table_of(references)), self._grouping(uuid), {})
            areas.update({code: facts.get(name) for code, name in _ACTUAL.items()})
        return areas

    def draw(self, ring: Points, attributes: Optional[Mapping[str, object]] = None, batch: str = "") -> List[str]:
        """Keep a patch of one's own; its parcel. Its township is what a layer of them says, where nobody says it."""
        shape, given = polygon_of(ring), dict(attributes or {})
        if not given.get("XZMC"):
            given["XZMC"] = township_of(self.workspace.references(), shape, self.workspace.crs_authid)
        return [self.workspace.draw_patch(wkbs_of([shape])[0], given, batch)]

    def _reshape(self, shapes: Shapes) -> List[str]:
        self.workspace.reshape(dict(zip(shapes, wkbs_of(shapes.values()))))
        return list(shapes)

    def _grouping(self, uuid: str) -> Grouping:
        batch = self.workspace.batch_of(uuid)
        profile = batch.profile_id if batch is not None else ""
        return load_profile(profile).grouping if profile else Grouping()

    def _shape(self, uuid: str) -> QgsGeometry:
        parcel = self.workspace.parcel(uuid)
        if not parcel.wkb:
            raise WeipianError("PARCEL_WITHOUT_SHAPE", parcel=parcel.dkbh)
        return shape_from(parcel.wkb)


def told_of_split(workspace: Workspace, uuids: Sequence[str]) -> Tuple[Finding, ...]:
    """What the person is told of a split: numbers, and what became of the answers and records that there are."""
    numbers = [workspace.parcel(uuid).dkbh for uuid in uuids]
    told = [Finding("SPLIT_TOLD", "W", {"count": len(numbers), "numbers": "、".join(numbers)})]
    if workspace.draft(uuids[0]).answers:
        told.append(Finding("SPLIT_ANSWERS", "W"))
    there = {record.kind for record in workspace.records(parcel=uuids[0])}
    kinds = [kind for name, kind in RECORD_KINDS.items() if name in there]
    shared = _of_kinds([kind for kind in kinds if kind.many_parcels])
    copied = _of_kinds([kind for kind in kinds if kind.follows_parts and not kind.many_parcels])
    staying = _of_kinds([kind for kind in kinds if not kind.follows_parts and not kind.many_parcels])
    told += [Finding("SPLIT_SHARED", "W", shared)] if shared else []
    told += [Finding("SPLIT_COPIED", "W", copied)] if copied else []
    told += [Finding("SPLIT_STAYING", "W", staying)] if staying else []
    return tuple(told)


def _of_kinds(kinds: Sequence[RecordKind]) -> Dict[str, object]:
    """Their names, as a sentence says them; empty for none."""
    return {"kinds": "、".join(kind.zh for kind in kinds), "kinds_en": ", ".join(kind.en for kind in kinds)} if (
        kinds) else {}


def told_of_merge(workspace: Workspace, uuid: str) -> Finding:
    """What the person is told of a merge."""
    return Finding("MERGED_TOLD", "W", {"number": workspace.parcel(uuid).dkbh})


class Remeasure(QObject):
    """Measures parcels whose shapes were changed (or changed back), then asks the rules about them; told once.

    The own areas stand already. Where there are no layers, or the worker cannot measure, suggestions follow from those,
    and ``finished`` brings the reason as a finding.
    """

    finished = pyqtSignal(object)  # Tuple[Finding, ...]

    def __init__(self, workspace: Workspace, uuids: Sequence[str], worker: Optional[OverlayWorker] = None) -> None:
        super().__init__()
        self._workspace = workspace
        self._uuids = [uuid for uuid in uuids if workspace.parcel(uuid).status != RETIRED]
        self._worker = worker
        self._job: Optional[MeasureJob] = None
        self._cancelled = False
        self.findings: Optional[Tuple[Finding, ...]] = None

    @property
    def uuids(self) -> Tuple[str, ...]:
        """The parcels that are measured: those that stand."""
        return tuple(self._uuids)

    @property
    def over(self) -> bool:
        """True once it was told."""
        return self.findings is not None

    def start(self) -> None:
        """Ask the worker; the end comes by `finished`, at once where there is nothing to ask."""
        if not self._uuids or not layer_requests(self._workspace.references()):
            self._end(())
            return
        worker = self._worker if self._worker is not None else shared_worker()
        self._job = MeasureJob(self._workspace, self._uuids, worker)
        self._job.finished.connect(lambda report: self._end(report.findings))
        self._job.failed.connect(self._failed)
        self._job.start()

    def cancel(self) -> None:
        """Nobody waits any more, and the workspace may be closed; the own areas stay."""
        self._cancelled = True
        if self._job is not None and not self._job.over:
            self._job.cancel()

    def wait(self) -> Tuple[Finding, ...]:
        """Until it is over, without an event loop."""
        if self._job is not None and not self._job.over:
            try:
                self._job.wait()
            except WeipianError:
                return self.findings or ()
        return self.findings or ()

    def _failed(self, error: WeipianError) -> None:
        self._end((Finding("AREA_OWN_ONLY", "W"), Finding(error.code, "W", error.values)))

    def _end(self, findings: Sequence[Finding]) -> None:
        told = list(findings)
        if self._cancelled:
            self.findings = tuple(told)
            return
        anew = SuggestAnew(self._workspace)
        for uuid in self._uuids:
            try:
                anew.suggest(uuid, first=True)
            except WeipianError as error:  # an unreadable profile stops no shape, and no other parcel's suggestion
                finding = Finding(error.code, "W", error.values)
                if error.code != "UNKNOWN_PARCEL" and finding not in told:  # set apart while it was measured
                    told.append(finding)
        self.findings = tuple(told)
        self.finished.emit(self.findings)


def remeasure(workspace: Workspace, uuids: Sequence[str],
              worker: Optional[OverlayWorker] = None) -> Tuple[Finding, ...]:
    """Measure and suggest, waiting."""
    again = Remeasure(workspace, uuids, worker)
    again.start()
    return again.wait()
