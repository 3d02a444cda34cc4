"""Training: the shipped scenarios, cases taken from a workspace, workspaces that are for training and nothing else."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Dict, Mapping, Optional, Sequence, Tuple, Union

from ...domain.errors import WeipianError
from ...domain.judging.analyst_facts import facts_of
from ...domain.judging.suggest import Context
from ...domain.records import IssuedPatch, NewBatch
from ...domain.training import STAMP
from ...domain.training.case import Case
from ...domain.training.scenario import Scenario, scenarios_of
from ...paths import DEMO, TRAINING
from ..demo import SCENES
from ..measuring.interpreter import user_folder
from ..registers.attachments import evidence_at_hand, rectified_by

if TYPE_CHECKING:
    from ...workspace.workspace import Workspace

SCENARIOS = TRAINING / "scenarios.yaml"
SCENARIO_BATCH = f"{STAMP} 情景"
_SCENE, _PATCHES = DEMO / "beihai_scene.gpkg", "wptb_auto"


def load_scenarios(path: Path = SCENARIOS) -> Tuple[Scenario, ...]:
    """The scenarios of a file, read anew when it has changed. Raises SCENARIO_WRONG, PACKAGE_MISSING."""
    return _scenarios(str(path), path.stat().st_mtime_ns)


@lru_cache(maxsize=4)
def _scenarios(path: str, _changed: int) -> Tuple[Scenario, ...]:
    try:
        import yaml
    except ImportError:
        raise WeipianError("PACKAGE_MISSING", package="PyYAML") from None
    try:
        document = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise WeipianError("SCENARIO_WRONG", scenario="-", place=Path(path).name, detail=str(error)) from error
    return scenarios_of(document)


def case_of_parcel(workspace: Workspace, uuid: str, with_answers: bool = True) -> Case:
    """What is known of a parcel, to be explained and varied; the workspace is only read.

    ``with_answers``: also what a person stated in the 初判 and attached, as for the stored suggestion. Raises
    UNKNOWN_PARCEL.
    """
    parcel = workspace.parcel(uuid)
    batch = next(one for one in workspace.batches() if one.uuid == parcel.batch_uuid)
    issued = dict(parcel.attributes)
    issued["XFSJ"] = issued.get("XFSJ") or batch.issued
    issued["XZQDM"] = issued.get("XZQDM") or batch.county
    if not with_answers:
        return Case(issued, workspace.measured(uuid))
    answers = workspace.draft(uuid).answers
    stated = facts_of(answers)
    rectified = rectified_by(workspace.records("rectification", parcel=uuid)).get(uuid)
    if rectified:
        stated["rectified"] = rectified
    acts = workspace.records("act", parcel=uuid)
    at_hand = evidence_at_hand(answers, workspace.attachments().get(uuid, ()), issued, acts)
    return Case(issued, workspace.measured(uuid), stated, context=Context(have=at_hand))


def training_folder() -> Path:
    """Where workspaces lie that a training makes for itself."""
    return user_folder() / "training"


def scenario_workspace(path: Union[str, Path], scenarios: Sequence[Scenario], actor: str = "",
                       anew: bool = False) -> Workspace:
    """A new training workspace with the ground of the scenarios, over the bundled imagery; open.

    ``anew``: an earlier one at that place, which nobody has open, goes. Raises SCENARIO_GROUND_MISSING,
    WORKSPACE_EXISTS (also for what is no training workspace), and what `Workspace.create` raises.
    """
    if anew:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        _remove_earlier(Path(path))
    shapes, crs = _ground([one.jcbh for one in scenarios])
    for one in scenarios:
        if one.jcbh not in shapes:
            raise WeipianError("SCENARIO_GROUND_MISSING", scenario=one.id, jcbh=one.jcbh)
    patches = [IssuedPatch(one.jcbh, _issued_of(one), shapes[one.jcbh]) for one in scenarios]
    workspace = new_training_workspace(path, crs, actor)
    try:
        issued = max(str(patch.attributes["XFSJ"]) for patch in patches)
        workspace.add_batch(NewBatch(SCENARIO_BATCH, issued, SCENARIOS.name, "", scenarios[0].variants[0].profile),
                            patches)
        for scene in SCENES:
            workspace.set_scene(scene)
    except BaseException:
        workspace.close()
        Path(path).unlink(missing_ok=True)
        raise
    return workspace


def _remove_earlier(path: Path) -> None:
    """Take an earlier training workspace away, never anything else and never from under another window."""
    from ...workspace.workspace import Workspace

    if not path.exists():
        return
    earlier = Workspace.open(path)
    is_training, writable, holder = earlier.is_training, earlier.writable, earlier.holder
    earlier.close()
    if not writable:
        raise WeipianError("WORKSPACE_READ_ONLY", file=str(path), holder=holder)
    if is_training:
        path.unlink()


def new_training_workspace(path: Union[str, Path], crs: str, actor: str = "") -> Workspace:
    """An empty one, open; its quarantine lies beside it. Raises what `Workspace.create` raises."""
    from ...workspace.workspace import Workspace

    place = Path(path)
    return Workspace.create(place, crs=crs, actor=actor, training=True,
                            quarantine_path=place.with_name(f"{place.stem}-quarantine.gpkg"))


def scenario_of_parcel(workspace: Workspace, uuid: str) -> Optional[Scenario]:
    """The scenario that plays on a parcel of the scenarios' workspace, ``None`` for any other parcel."""
    if not workspace.is_training:
        return None
    parcel = workspace.parcel(uuid)
    batch = next((one for one in workspace.batches() if one.uuid == parcel.batch_uuid), None)
    if batch is None or batch.label != SCENARIO_BATCH:
        return None
    return next((one for one in load_scenarios() if one.jcbh == parcel.jcbh), None)


def parcels_of_scenarios(workspace: Workspace, scenarios: Sequence[Scenario]) -> Dict[str, str]:
    """Scenario id → parcel of the workspace on whose ground it plays; those that are not there are left out."""
    parcels = {row.jcbh: row.parcel_uuid for row in workspace.queue()}
    return {one.id: parcels[one.jcbh] for one in scenarios if one.jcbh in parcels}


def _issued_of(scenario: Scenario) -> Mapping[str, object]:
    """As issued, but with the dates of the imagery: ground and pictures are borrowed, the lesson has its own dates."""
    before, after = sorted(scene.date for scene in SCENES)
    return {**scenario.case.issued, "QSX": before, "HSX": after}


def _ground(jcbhs: Sequence[str]) -> Tuple[Dict[str, bytes], str]:
    """WKB of these patches of the bundled scene, and its CRS."""
    from qgis.core import QgsFeatureRequest, QgsVectorLayer

    layer = QgsVectorLayer(f"{_SCENE}|layername={_PATCHES}", _PATCHES, "ogr")
    quoted = ",".join(f"'{jcbh}'" for jcbh in jcbhs if jcbh.isalnum())
    request = QgsFeatureRequest().setFilterExpression(f'"JCBH" IN ({quoted})')
    shapes = {str(feature["JCBH"]): bytes(feature.geometry().asWkb()) for feature in layer.getFeatures(request)}
    return shapes, layer.crs().authid()


def profile_of_case(workspace: Workspace, uuid: str) -> str:
    """The id of the profile that the parcel's batch is judged by, empty where none is chosen."""
    batch_uuid = workspace.parcel(uuid).batch_uuid
    return next((one.profile_id for one in workspace.batches() if one.uuid == batch_uuid), "")
