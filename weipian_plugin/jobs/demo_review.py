"""The review of the demonstration, as three made-up counties and a province would have it; every answer is made up.

The scene's patches are dealt to three counties by the places of their centres. Each files its state as a package; the
province merges them, draws the sample of its profile, has it read blind by two reviewers, rules where they differ,
sends back what is wrong, and merges what comes again.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Dict, List, Mapping, Sequence, Tuple

from ..domain.errors import WeipianError
from ..domain.forms.codes import ILLEGAL, LEGAL, OTHER
from ..domain.records import IssuedPatch, Measured, NewBatch, OverlayRun, QueueRow, Record
from .demo import OPERATOR, REFERENCES, SCENES, WORKSPACE_NAME, build_demo
from .import_batch import opened
from .offices.making import COUNTY, PackageScope, PackageWish, make_package
from .offices.merging import merge_packages
from .offices.own_level import settle_level
from .reviewing.blind import BlindWish, make_files
from .reviewing.collecting import collect_all
from .reviewing.image_checks import keep_check, walk
from .reviewing.returning import answer, send_back, today
from .reviewing.rulings import disagreements, rule
from .reviewing.sampling import draw_sample, plan_of_profile
from .rules.profiles import load_profile

if TYPE_CHECKING:
    from ..workspace.workspace import Workspace

PROFILE = "GD_JM2021"
ISSUED_ON = "2021-06-10"
OFFICES: Tuple[Tuple[str, str], ...] = (("450591", "示例甲县"), ("450592", "示例乙县"), ("450593", "示例丙县"))
PROVINCE, REVIEWERS, SEED = "示例省厅", ("复判一", "复判二"), "2021-示例"
SAMPLE = "2021年第二季度抽查（示例）"
REASON, WORDS = "证明材料的充分性", "示例：批准文件范围与图斑不符，请补充"
_CONCEALED, _WRONG, _DIFFERENTLY = 9, 23, 29  # one of so many is 违法 and filed as 合法, is wrong, is read otherwise
_ILLEGAL_OF, _OTHER_OF = 4, 2
_MARK = "演示用虚构判读"
_ANSWERS: Dict[str, Mapping[str, object]] = {
    LEGAL: {"PDLX": LEGAL, "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": f"{_MARK}：已依法批准，范围一致",
            "NZYPZWH": "示例批〔2020〕1号", "NZYPZSJ": "2020-03-01"},
    ILLEGAL: {"PDLX": ILLEGAL, "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业",
              "WFPDYJSM": f"{_MARK}：未批先建，现场已核实"},
    OTHER: {"PDLX": OTHER, "QTJTQX": "Q5", "QTPDYJSM": f"{_MARK}：前后影像一致，仅作物季节变化", "WBHBZ": "=无变化"},
}


@dataclass(frozen=True)
class ReviewDemo:
    """Where everything lies: the province's workspace, the counties' by name, their packages, the review files."""

    province: Path
    counties: Mapping[str, Path]
    packages: Tuple[Path, ...]
    review_files: Tuple[Path, ...]
    sample: str
    returned: Tuple[str, ...]


def build_review(folder: Path) -> ReviewDemo:
    """Make the whole review in ``folder``, which holds none yet: up to what was sent back and came again."""
    counties = _counties(folder)
    packages = tuple(_filed(path, folder, name) for name, path in counties.items())
    place = folder / "示例省.gpkg"
    with _made(place, PROVINCE) as province:
        settle_level(province, "省级")  # of three counties of one city alone it would be taken for the city
        _require_merged(province, packages)
        sample = _sampled(province)
        files = _read_blind(province, sample, folder)
        _ruled(province, sample)
        _rectified(province)
        returned = _sent_back(province, sample)
        back = tuple(_filed_back(province, folder, name, code) for code, name in OFFICES[:1])
    again = _answered(counties[OFFICES[0][1]], back, folder)
    with opened(place, PROVINCE) as province:
        _require_merged(province, again)
    return ReviewDemo(place, counties, packages, files, sample, returned)


def _chance(number: str, salt: str) -> int:
    """A number that is always the same for a patch."""
    return int(sha256(f"{salt}/{number}".encode()).hexdigest()[:8], 16)


def truth_of(number: str) -> str:
    """What a patch of the demonstration is made up to be."""
    lot = _chance(number, "truth")
    return ILLEGAL if lot % _ILLEGAL_OF == 0 else (OTHER if lot % _OTHER_OF == 0 else LEGAL)


def filed_of(number: str) -> str:
    """What its county files: not always the truth."""
    truth, lot = truth_of(number), _chance(number, "filed")
    if truth == ILLEGAL and lot % _CONCEALED == 0:
        return LEGAL
    return OTHER if truth == LEGAL and lot % _WRONG == 0 else truth


def _made(path: Path, actor: str) -> Workspace:
    from ..workspace.workspace import Workspace

    workspace = Workspace.create(path, actor=actor, quarantine_path=path.with_suffix(".quarantine.sqlite"))
    for reference in REFERENCES:
        workspace.set_reference(reference)
    for scene in SCENES:
        workspace.set_scene(scene)
    return workspace


def _counties(folder: Path) -> Dict[str, Path]:
    build_demo(folder / "演示")
    found: Dict[str, Path] = {}
    with opened(folder / "演示" / WORKSPACE_NAME, OPERATOR, read_only=True) as scene:
        measured = scene.all_measured()
        runs = scene.overlay_runs()
        rows = sorted((row for row in scene.queue() if row.centre and row.parcel_uuid in measured),
                      key=lambda row: row.centre or (0.0, 0.0))
        third = -(-len(rows) // len(OFFICES))
        for number, (code, name) in enumerate(OFFICES):
            mine = rows[number * third:(number + 1) * third]
            patches = [_issued(scene, row, code, name) for row in mine]
            found[name] = _county(folder / f"{name}.gpkg", code, name, patches,
                                  {_number(row, code): measured[row.parcel_uuid] for row in mine}, runs[-1])
    return found


def _number(row: QueueRow, code: str) -> str:
    """The patch's number as if it lay in a county of this code."""
    return code + row.jcbh[len(code):]


def _issued(scene: Workspace, row: QueueRow, code: str, name: str) -> IssuedPatch:
    parcel = scene.parcel(row.parcel_uuid)
    attributes = {**parcel.attributes, "XZQDM": code, "XMC": name, "XFSJ": ISSUED_ON}
    return IssuedPatch(_number(row, code), attributes, parcel.wkb)


def _county(path: Path, code: str, name: str, patches: Sequence[IssuedPatch], measured: Mapping[str, Measured],
            run: OverlayRun) -> Path:
    with _made(path, f"{name}判读员") as workspace:
        workspace.add_batch(NewBatch("2021-06 批（示例）", ISSUED_ON, f"{name}.zip", code, PROFILE, code), patches)
        rows = workspace.queue()
        workspace.store_overlay(run, {row.parcel_uuid: measured[row.jcbh] for row in rows})
        for row in rows[:-3]:  # a few are still to be done when it files
            _judge(workspace, row.parcel_uuid, filed_of(row.jcbh))
        _claim(workspace, [row for row in workspace.queue() if filed_of(row.jcbh) == ILLEGAL][:3])
    return path


def _judge(workspace: Workspace, uuid: str, outcome: str) -> None:
    answers = dict(_ANSWERS[outcome])
    known = workspace.measured(uuid)
    if outcome == ILLEGAL and known is not None:
        farmland = workspace.lists.rows([uuid])[0].farmland_m2 or 0.0
        answers.update(WFMJ=known.area_m2, WFGDMJ=min(farmland, known.area_m2), WFJBNTMJ=0.0)
    elif outcome == LEGAL and known is not None:
        answers.update(NZYPZMJ=known.area_m2)
    workspace.save_draft(uuid, answers)
    workspace.sign(uuid, workspace.actor, "内业", _MARK)


def _claim(workspace: Workspace, rows: Sequence[QueueRow]) -> None:
    """Acts whose ground is said to have been demolished and restored."""
    for number, row in enumerate(rows, 1):
        area = row.area_m2 or 0.0
        act = workspace.put_record(Record("", "act", (row.parcel_uuid,), "", {
            "WFXWBH": f"示例-{number:03}", "WFXWMS": f"{_MARK}：未批先建", "WFZRZT": "企业", "SXDSR": "示例公司",
            "CLFS": "立案", "AJBH": f"示例案〔2021〕{number}号", "LASJ": "2021-06-20", "SXWFMJ": area}))
        workspace.put_record(Record("", "rectification", (row.parcel_uuid,), act.uuid, {
            "ZRBM": "示例镇人民政府", "ZGFS": "拆除复耕", "ZGMJ": area, "SFZGDW": 1, "ZGDWSJ": "2018-01-15",
            "HFYMMJ": area, "ZGCS": "拆除地上建筑物，恢复耕种条件"}))


def _filed(path: Path, folder: Path, name: str) -> Path:
    with opened(path, f"{name}判读员") as workspace:
        return make_package(workspace, folder, PackageWish(name, signer=f"{name}负责人", signed_on=today())).path


def _require_merged(workspace: Workspace, packages: Sequence[Path]) -> None:
    for merged in merge_packages(workspace, packages):
        if merged.refused is not None:
            raise merged.refused


def _sampled(province: Workspace) -> str:
    plan = plan_of_profile(load_profile(PROFILE))
    if plan is None:
        raise WeipianError("DESIGN_NONE_CLAIMED")
    return draw_sample(province, SAMPLE, plan, SEED, profile=PROFILE).head.uuid


def _read_blind(province: Workspace, sample: str, folder: Path) -> Tuple[Path, ...]:
    make_files(province, sample, folder, BlindWish(REVIEWERS, Fraction(1, 5)))
    files = tuple(sorted(folder.glob("复判_*.gpkg")))
    for path, reviewer in zip(files, sorted(REVIEWERS)):
        with opened(path, reviewer) as file:
            for row in file.queue():
                truth = truth_of(row.jcbh)
                lot = _chance(row.jcbh, reviewer)
                _judge(file, row.parcel_uuid, OTHER if lot % _DIFFERENTLY == 0 else truth)
    for collected in collect_all(province, files):
        if collected.error is not None:
            raise collected.error
    return files


def _ruled(province: Workspace, sample: str) -> None:
    """Half of what they read differently is ruled upon; the rest waits."""
    open_ones = disagreements(province, sample)
    numbers = {row.parcel_uuid: row.jcbh for row in province.queue()}
    for one in open_ones[:len(open_ones) // 2]:
        rule(province, sample, one.parcel, truth_of(numbers[one.parcel]), f"{_MARK}：经会商，按现场照片认定")


def _rectified(province: Workspace) -> None:
    """The first claims are looked at; one is found still standing."""
    for number, listed in enumerate(walk(province).claims[:4]):
        if listed.newest:
            tick, false = (("未拆除", True), ("已拆除", False), ("不确定", False), ("已拆除", False))[number]
            keep_check(province, listed.claim, tick, "后时相 2018-03-09", listed.newest, f"{_MARK}：影像所见", false)


def _sent_back(province: Workspace, sample: str) -> Tuple[str, ...]:
    numbers = {row.parcel_uuid: row.jcbh for row in province.queue()}
    drawn = {each for record in province.records("drawn", act=sample) for each in record.parcels}
    wrong = [uuid for uuid in numbers if uuid in drawn and filed_of(numbers[uuid]) != truth_of(numbers[uuid])]
    return send_back(province, wrong[:6], "省级", REASON, WORDS).parcels


def _filed_back(province: Workspace, folder: Path, name: str, code: str) -> Path:
    wish = PackageWish(PROVINCE, PackageScope(COUNTY, (code,)), signer="示例审核", signed_on=today())
    return make_package(province, folder / f"退回_{name}.wpk", wish).path


def _answered(path: Path, back: Sequence[Path], folder: Path) -> Tuple[Path, ...]:
    """The county finds what came back, corrects half of it and answers, and files once more."""
    with opened(path, f"{OFFICES[0][1]}判读员") as county:
        _require_merged(county, back)
        waiting: List[QueueRow] = [row for row in county.queue() if row.returned]
        for row in waiting[:-(-len(waiting) // 2)]:
            _judge(county, row.parcel_uuid, truth_of(row.jcbh))
            answer(county, [row.parcel_uuid], f"{_MARK}：已按要求改正")
        wish = PackageWish(OFFICES[0][1], signer=f"{OFFICES[0][1]}负责人", signed_on=today())
        return (make_package(county, folder / f"{OFFICES[0][1]}_再次上报.wpk", wish).path,)
