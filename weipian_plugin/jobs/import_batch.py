"""Brings an issued package into a workspace: read, compare, link to earlier batches, enter in one transaction."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple, Union

from ..domain.errors import WeipianError, sentence
from ..domain.feedback import Feedback, NullFeedback, stop_if_cancelled
from ..domain.records import KEEP, REPLACE, BatchReceipt, Comparison, Finding, IssuedPatch, NewBatch, Scene
from .progress import part_of
from .rules.profiles import choose_profile
from .training.training_guard import refuse_training_source

if TYPE_CHECKING:
    from qgis.core import QgsGeometry

    from ..intake import Delivery, IntakeOptions
    from ..workspace.workspace import Workspace

ASK = "ask"
POLICIES = (ASK, KEEP, REPLACE)
"""What becomes of a patch issued again unlike what is there: asked about, kept as it was, replaced."""

LINK_FROM_IOU = 0.1
"""Patches of two batches are one place from this intersection over union on (拟)."""



@dataclass(frozen=True)
class Questions:
    """What only a person can answer before the package enters; empty where nothing is open."""

    differing: Tuple[str, ...] = ()
    profile_candidates: Tuple[str, ...] = ()
    imagery: Tuple[Scene, ...] = ()


@dataclass(frozen=True)
class ImportPlan:
    """A package that was read and held against the workspace; nothing has entered yet."""

    package: str
    delivery: Delivery
    comparison: Comparison
    profile_id: str = ""
    questions: Questions = field(default_factory=Questions)


def plan_import(
    path: Union[str, Path], options: IntakeOptions, feedback: Optional[Feedback] = None,
    workspace: Optional[Workspace] = None, profile_id: str = "",
) -> ImportPlan:
    """Read the package at ``path`` and compare it with ``workspace`` (None: it is still to be made).

    Raises what `intake.read_package` raises, UNKNOWN_PROFILE for a ``profile_id`` there is not, and
    TRAINING_NOT_IMPORTED for what came out of a training.
    """
    from ..intake import read_package

    refuse_training_source(path)
    if workspace is not None:
        options = replace(options, target_crs=workspace.crs_authid)
    delivery = read_package(Path(path), options, feedback or NullFeedback())
    comparison = (workspace.compare(delivery.patches) if workspace is not None
                  else Comparison(new=tuple(patch.jcbh for patch in delivery.patches)))
    chosen, candidates = choose_profile(delivery.issued, delivery.county, profile_id)
    questions = Questions(tuple(difference.jcbh for difference in comparison.differing), candidates,
                          tuple(scene for scene in delivery.imagery if not scene.unclassified))
    return ImportPlan(str(path), delivery, comparison, chosen, questions)


def import_batch(
    workspace: Workspace, plan: ImportPlan, reissued: str = ASK, profile_id: str = "",
    unclassified: bool = False, feedback: Optional[Feedback] = None,
    decisions: Optional[Mapping[str, str]] = None,
) -> BatchReceipt:
    """Enter the package of ``plan`` in one transaction; nothing changes where all of it is there already.

    ``reissued`` decides the patches that differ from what is there, ``decisions`` (by JCBH) single ones.
    ``unclassified``: a person says that the package's imagery is 非涉密. Raises REISSUE_UNDECIDED, PROFILE_UNDECIDED,
    JOB_CANCELLED, and what the workspace raises.
    """
    feedback = feedback or NullFeedback()
    delivery = plan.delivery
    changed = {difference.jcbh for difference in plan.comparison.differing}
    decided = {jcbh: (decisions or {}).get(jcbh, reissued) for jcbh in changed}
    chosen = profile_id or plan.profile_id
    if not chosen and (plan.comparison.new or changed):
        raise WeipianError("PROFILE_UNDECIDED", issued=delivery.issued or "-", county=delivery.county or "-",
                           candidates="、".join(plan.questions.profile_candidates))
    entering = set(plan.comparison.new) | changed
    links = links_to_earlier(workspace, [patch for patch in delivery.patches if patch.jcbh in entering], feedback)
    stop_if_cancelled(feedback)
    batch = NewBatch(delivery.label, delivery.issued, Path(plan.package).name, delivery.digest, chosen,
                     delivery.county, tuple(delivery.findings))
    return workspace.add_batch(batch, delivery.patches, classified=delivery.classified, decisions=decided, links=links,
                               scenes=_new_imagery(workspace, delivery.imagery, unclassified))


def import_package(
    package: Union[str, Path], workspace_path: Union[str, Path], options: IntakeOptions, *, reissued: str = ASK,
    profile_id: str = "", unclassified: bool = False, actor: str = "", feedback: Optional[Feedback] = None,
) -> Tuple[BatchReceipt, ImportPlan]:
    """Import into the workspace at ``workspace_path``, which is made if there is none and gone again if that fails."""
    feedback = feedback or NullFeedback()
    target = Path(workspace_path)
    if target.exists():
        with opened(target, actor) as workspace:
            plan = plan_import(package, options, part_of(feedback, 0, 70), workspace, profile_id)
            return _enter(workspace, plan, reissued, unclassified, feedback), plan
    plan = plan_import(package, options, part_of(feedback, 0, 70), None, profile_id)
    stop_if_cancelled(feedback)
    with _created(target, plan.delivery.crs, actor) as workspace:
        return _enter(workspace, plan, reissued, unclassified, feedback), plan


def _enter(workspace: Workspace, plan: ImportPlan, reissued: str, unclassified: bool,
           feedback: Feedback) -> BatchReceipt:
    return import_batch(workspace, plan, reissued, "", unclassified, part_of(feedback, 70, 100))


@contextmanager
def opened(path: Union[str, Path], actor: str = "", read_only: bool = False) -> Iterator[Workspace]:
    """The workspace at ``path``, closed again afterwards. Raises what `Workspace.open` raises.

    One of an older plugin is brought up to date even where it is only to be read.
    """
    from ..workspace.workspace import Workspace

    try:
        workspace = Workspace.open(str(path), actor=actor, read_only=read_only)
    except WeipianError as error:
        if not read_only or error.code != "WORKSPACE_OLDER_HELD":
            raise
        Workspace.open(str(path), actor=actor).close()
        workspace = Workspace.open(str(path), actor=actor, read_only=True)
    try:
        yield workspace
    finally:
        workspace.close()


@contextmanager
def _created(path: Path, crs: str, actor: str) -> Iterator[Workspace]:
    from ..workspace.workspace import Workspace

    workspace = Workspace.create(str(path), crs=crs, actor=actor)
    try:
        yield workspace
    except BaseException:
        workspace.close()
        path.unlink(missing_ok=True)
        path.with_name(path.name + "-journal").unlink(missing_ok=True)
        raise
    workspace.close()


def told_findings(delivery: Delivery, language: str) -> List[str]:
    """What was found, in sentences: each remark on the batch, and one for each kind of remark on patches."""
    told = [finding.sentence(language) for finding in delivery.findings]
    kinds: Dict[str, List[Tuple[str, Finding]]] = {}
    for patch in delivery.patches:
        for code, finding in {finding.code: finding for finding in reversed(patch.findings)}.items():
            kinds.setdefault(code, []).append((patch.jcbh, finding))
    for found in kinds.values():
        jcbh, finding = found[0]
        told.append(sentence("PATCHES_WITH_FINDING", language, count=len(found), jcbh=jcbh,
                             told=finding.sentence(language)))
    return told


def links_to_earlier(
    workspace: Workspace, patches: Sequence[IssuedPatch], feedback: Optional[Feedback] = None,
) -> Dict[str, List[Tuple[str, float]]]:
    """JCBH → (uuid, IoU) of patches already in the workspace that lie in the same place, most alike first.

    Intersection over union is a ratio in the workspace's plane: no area is taken from here.
    """
    from qgis.core import QgsSpatialIndex

    feedback = feedback or NullFeedback()
    there: List[Tuple[str, str, QgsGeometry]] = []
    index = QgsSpatialIndex()
    for uuid, jcbh, wkb in workspace.patch_shapes():
        shape = _geometry(wkb)
        if shape is not None:
            index.addFeature(len(there), shape.boundingBox())
            there.append((uuid, jcbh, shape))
    links: Dict[str, List[Tuple[str, float]]] = {}
    if not there:
        return links
    for number, patch in enumerate(patches):
        if number % 50 == 0:
            stop_if_cancelled(feedback)
            feedback.progress(number, len(patches), "")
        shape = _geometry(patch.repaired or patch.wkb)
        if shape is None:
            continue
        alike = [(there[i][0], iou(shape, there[i][2])) for i in index.intersects(shape.boundingBox())
                 if there[i][1] != patch.jcbh]
        found = sorted((link for link in alike if link[1] >= LINK_FROM_IOU), key=lambda link: -link[1])
        if found:
            links[patch.jcbh] = found
    return links


def iou(first: QgsGeometry, second: QgsGeometry) -> float:
    """Intersection over union, 0…1; 0 where GEOS cannot tell."""
    shared = first.intersection(second)
    common = shared.area() if not shared.isNull() else 0.0
    union = first.area() + second.area() - common
    return common / union if union > 0 and common > 0 else 0.0


def _geometry(wkb: Optional[bytes]) -> Optional[QgsGeometry]:
    from qgis.core import QgsGeometry

    if not wkb:
        return None
    shape = QgsGeometry()
    shape.fromWkb(bytes(wkb))
    return None if shape.isNull() or shape.isEmpty() else shape


def _new_imagery(workspace: Workspace, imagery: Sequence[Scene], unclassified: bool) -> List[Scene]:
    known = {scene.path for scene in workspace.scenes()}
    return [replace(scene, unclassified=scene.unclassified or unclassified)
            for scene in imagery if scene.path not in known]
