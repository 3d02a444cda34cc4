"""The whole way on the bundled scene: import, measure, suggest, replay demonstration decisions, write the table."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Dict, List, Mapping, Optional, Tuple, Union

from ..domain.areas.landclass import classify
from ..domain.areas.nested import farmland_inside, general_farmland
from ..domain.areas.units import mu_round2
from ..domain.errors import WeipianError
from ..domain.feedback import Feedback, NullFeedback
from ..domain.records import SIGNED, STUB, SUPERSEDED, BatchReceipt, ReferenceLayer, Scene
from ..domain.roles import LANDCLASS, ROLES
from ..paths import DEMO
from .checking.validation_cases import Surroundings
from .handing_in.scope import everything
from .handing_in.tables import TABLE_2_1, write_tables
from .import_batch import import_package, opened
from .judging.sign import sign_checked
from .judging.suggest import suggest
from .measuring.measure import measure, role_totals
from .progress import Stopwatch, part_of

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace
    from .handing_in.deliver_all import DeliveryReport

WORKSPACE_NAME = "weipian.gpkg"
HAND_IN = "上报"
OPERATOR = "demo"
# The county plan is the one that has the duties and deadlines the made-up dates are for; the place is another county.
PROFILE = "GX_ZY2023"
PROFILE_REMARK = f"政策口径 {PROFILE}：演示选用；示例区域不在该县，其县区代码对应 GX2023"
DECISIONS = DEMO / "decisions.json"

_SCENE, _MADE_UP = DEMO / "beihai_scene.gpkg", DEMO / "made_up.gpkg"
REFERENCES = (
    ReferenceLayer("dltb", str(_SCENE), "dltb_pseudo", "DLBM", "2016-12-09", "地类图斑（示例，非官方）"),
    ReferenceLayer("yjjbnt", str(_SCENE), "yjjbnt_pseudo", "", "2016-12-09", "永久基本农田（示例，非官方）"),
    ReferenceLayer("stbhhx", str(_SCENE), "stbhhx_pseudo", "", "2016-12-09", "生态保护红线（示例，非官方）"),
    ReferenceLayer("pzyd", str(_MADE_UP), "pzyd_example", "", "2023-08-15", "批准用地（虚构）"),
    ReferenceLayer("gd", str(_MADE_UP), "gd_example", "", "2023-08-15", "供地（虚构）"),
    ReferenceLayer("ssnyd", str(_MADE_UP), "ssnyd_example", "", "2023-08-15", "设施农用地备案（虚构）"),
    ReferenceLayer("lsyd", str(_MADE_UP), "lsyd_example", "", "2023-08-15", "临时用地（虚构）"),
    *(ReferenceLayer(role, title="示例中声明为空", declared_empty=True) for role in ("bdc", "zjgg", "ckq")),
)
SCENES = (
    Scene(str(DEMO / "before_20161209_rgb8.tif"), "2016-12-09", "前时相 2016-12-09 Sentinel-2", True),
    Scene(str(DEMO / "after_20180309_rgb8.tif"), "2018-03-09", "后时相 2018-03-09 Sentinel-2", True),
)


@dataclass(frozen=True)
class DemoReport:
    """What the demonstration made. Areas in 亩; seconds by step in order."""

    receipt: BatchReceipt
    patches: int
    measured: int
    land_classes: Tuple[Tuple[str, str, Decimal], ...]
    roles: Tuple[Tuple[str, Decimal], ...]
    farmland: Tuple[Tuple[str, Decimal], ...]
    suggestions: Mapping[str, int]
    decisions: Mapping[str, int]
    findings: Tuple[str, ...]
    seconds: Tuple[Tuple[str, float], ...]
    workspace: Path
    tables: Tuple[Path, ...]


def build_demo(folder: Union[str, Path], feedback: Optional[Feedback] = None) -> DemoReport:
    """Make the demonstration in ``folder``, anew each time.

    Raises WORKSPACE_READ_ONLY where a window has the workspace of an earlier run open, and what the steps raise.
    """
    from ..intake import IntakeOptions

    feedback = feedback or NullFeedback()
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    path = target / WORKSPACE_NAME
    _remove_earlier(path)
    watch = Stopwatch()
    receipt, plan = import_package(_package(), path, IntakeOptions(), profile_id=PROFILE, actor=OPERATOR,
                                   feedback=part_of(feedback, 0, 40))
    watch.lap("导入")
    with opened(path, OPERATOR) as workspace:
        for reference in REFERENCES:
            workspace.set_reference(reference)
        for scene in SCENES:
            workspace.set_scene(scene)
        watch.lap("登记图层与影像")
        run = measure(workspace, None, part_of(feedback, 40, 60))
        watch.lap("套合")
        kinds = suggest(workspace, feedback=part_of(feedback, 60, 75))
        watch.lap("判定建议")
        decisions = replay_decisions(workspace, DECISIONS)
        watch.lap("重放演示判读")
        tables = write_tables(workspace, everything(workspace), target, TABLE_2_1, feedback=part_of(feedback, 75, 100))
        watch.lap("写附表2-1")
        findings = [*plan.delivery.summary("zh").splitlines(), PROFILE_REMARK,
                    *(remark.sentence("zh") for remark in run.findings)]
        return DemoReport(
            receipt, len([row for row in workspace.queue() if row.status not in (STUB, SUPERSEDED)]), run.parcels,
            land_class_totals(workspace), other_role_totals(workspace), farmland_totals(workspace), kinds, decisions,
            tuple(findings), tuple(watch.steps), path, tables.paths,
        )


def deliver_demo(path: Path, feedback: Optional[Feedback] = None) -> DeliveryReport:
    """Hand the demonstration in, all products beside its workspace; dossiers of the signed patches only, for time.

    Raises what `deliver_all` raises.
    """
    from .handing_in.deliver_all import deliver_all
    from .handing_in.products import PRODUCTS, PackageOptions, Wish

    with opened(path, OPERATOR, read_only=True) as workspace:
        signed = tuple(dict.fromkeys(row.jcbh for row in workspace.queue() if row.status == SIGNED))
        package = PackageOptions(mappings=("platform_proposed", "provincial_example"))
        wish = Wish(products=tuple(PRODUCTS), package=package, patches=signed)
        return deliver_all(workspace, everything(workspace), path.parent / HAND_IN, wish, feedback)


def replay_decisions(workspace: Workspace, path: Path) -> Dict[str, int]:
    """Replay a file of demonstration decisions, each as a person would have made it; how many of each kind.

    What is signed passes its checks. Raises DECISION_OF_UNKNOWN_PATCH, and what the decisions themselves raise
    (NOT_COMPLETE, ERRORS_WANT_REASON …).
    """
    script: Dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    parcels = {row.jcbh: row.parcel_uuid for row in workspace.queue()}
    around = Surroundings(workspace)
    counts = {"初判": 0, "签署": 0, "标记": 0, "备注": 0}
    for decision in script["decisions"]:
        if decision["jcbh"] not in parcels:
            raise WeipianError("DECISION_OF_UNKNOWN_PATCH", file=path.name, jcbh=decision["jcbh"])
        _replay(around, parcels[decision["jcbh"]], decision, str(script["operator"]), counts)
    return counts


def land_class_totals(workspace: Workspace) -> Tuple[Tuple[str, str, Decimal], ...]:
    """(DLBM, its name, 亩) over all parcels, in the order of the codes."""
    totals = [(code, area) for role, code, area, _ in workspace.class_totals() if ROLES[role].kind == LANDCLASS]
    return tuple((code, classify(code).zh, mu_round2(area)) for code, area in sorted(totals))


def other_role_totals(workspace: Workspace) -> Tuple[Tuple[str, Decimal], ...]:
    """(role, 亩) over all parcels for the loaded layers without land classes."""
    totals = role_totals(workspace)
    loaded = {reference.role for reference in workspace.references() if not reference.declared_empty}
    return tuple((role.zh, mu_round2(totals[role.key])) for role in ROLES.values()
                 if role.key in loaded and role.key in totals and role.kind != LANDCLASS)


def farmland_totals(workspace: Workspace) -> Tuple[Tuple[str, Decimal], ...]:
    """(where, 亩) of 耕地 over all parcels: 一般耕地, and inside the loaded zones as far as there is any."""
    totals: Dict[str, float] = {}
    for measured in workspace.all_measured().values():
        found = {"、".join(ROLES[key].zh for key in zones) + "内": farmland_inside(measured, zones)
                 for zones in measured.nested}
        for name, area in {"一般耕地": general_farmland(measured), **found}.items():
            if area is not None:
                totals[name] = totals.get(name, 0.0) + area.gross
    return tuple((name, mu_round2(area)) for name, area in totals.items() if area > 0)


def _replay(around: Surroundings, uuid: str, decision: Mapping[str, Any], operator: str,
            counts: Dict[str, int]) -> None:
    workspace = around.workspace
    if "draft" in decision:
        workspace.save_draft(uuid, decision["draft"])
        counts["初判"] += 1
    if "confidence" in decision:
        workspace.set_confidence(uuid, decision["confidence"])
    if "note" in decision:
        workspace.set_note(uuid, decision["note"])
        counts["备注"] += 1
    if "flag" in decision:
        workspace.set_flag(uuid, decision["flag"])
        counts["标记"] += 1
    if "sign" in decision:
        sign_checked(around, uuid, operator, decision["sign"]["basis"], decision["sign"].get("reason", ""))
        counts["签署"] += 1


def _package() -> Path:
    """The issued package of the example. Raises DEMO_FILE_MISSING."""
    folder = DEMO / "delivery"
    found = sorted(folder.glob("*.zip"))
    if not found:
        raise WeipianError("DEMO_FILE_MISSING", file=str(folder / "*.zip"))
    return found[0]


def _remove_earlier(path: Path) -> None:
    """Take an earlier run's files away; only ours, and not from under a window that has them open."""
    from ..workspace.workspace import Workspace

    if path.exists():
        earlier = Workspace.open(str(path), actor=OPERATOR)
        writable, holder = earlier.writable, earlier.holder
        earlier.close()
        if not writable:
            raise WeipianError("WORKSPACE_READ_ONLY", file=str(path), holder=holder)
    ours: List[Path] = [made for made in path.parent.iterdir()
                        if made.is_file() and made.name.startswith((path.stem, "附表2-1"))]
    for made in ours:
        made.unlink()
