"""The workspaces of the review's pictures: the demonstration's, with a conflict, packages that wait, and a sketch."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from qgis.core import QgsApplication, QgsGeometry  # noqa: E402

from weipian_plugin.domain.forms.codes import ILLEGAL, LEGAL  # noqa: E402
from weipian_plugin.domain.records import SIGNED, UNJUDGED  # noqa: E402
from weipian_plugin.domain.review.office_keys import OfficeKey  # noqa: E402
from weipian_plugin.jobs.demo_review import OFFICES, PROVINCE, build_review  # noqa: E402
from weipian_plugin.jobs.drawing.sketches import CORRECTION, keep_sketch  # noqa: E402
from weipian_plugin.jobs.import_batch import opened  # noqa: E402
from weipian_plugin.jobs.judging.suggest import suggest  # noqa: E402
from weipian_plugin.jobs.offices.keys import make_key  # noqa: E402
from weipian_plugin.jobs.offices.making import COUNTY, PackageScope, PackageWish, make_package  # noqa: E402
from weipian_plugin.jobs.offices.merging import merge_packages  # noqa: E402
from weipian_plugin.jobs.reviewing.returning import send_back, today  # noqa: E402
from weipian_plugin.workspace.workspace import Workspace  # noqa: E402

CITY, WAITING = "示例市", "待合并"
MARKED = "450591WP1800159"
"""A violation on basic farmland, well inside the scene, that its county filed as it is."""
REASON, WORDS = "数据信息的完备性", "示例：标绘处已硬化，请补充现场照片和占地面积"
IN_ORDER = {"PDLX": "其他", "QTJTQX": "Q5", "QTPDYJSM": "演示用虚构判读：前后影像一致", "WBHBZ": "=无变化"}
BUILT = {"PDLX": "违法", "WFLX1": "W1", "SFLZGDJF": 0, "SFWHZJ": 0, "SFFNH": 1, "WFSJYT": "工业", "WFGDMJ": 0.0,
         "WFJBNTMJ": 0.0, "WFPDYJSM": "演示用虚构判读：未批先建，现场已核实"}


def merge(workspace: Workspace, *packages: Path) -> None:
    """All of them, or what refuses one."""
    for merged in merge_packages(workspace, packages):
        if merged.refused is not None:
            raise merged.refused


def filed(workspace: Workspace, place: Path, office: str, key: OfficeKey | None = None) -> Path:
    """The whole state as a package, signed off."""
    wish = PackageWish(office, key=key, signer=f"{office}负责人", signed_on=today())
    return make_package(workspace, place, wish).path


def judged_otherwise(path: Path, office: str, jcbh: str, answers: dict[str, object]) -> None:
    """This office signs an answer of its own for a patch."""
    with opened(path, f"{office}判读员") as workspace:
        uuid = next(row.parcel_uuid for row in workspace.queue() if row.jcbh == jcbh)
        known = workspace.measured(uuid)
        area = {"WFMJ": known.area_m2} if known is not None and answers["PDLX"] == ILLEGAL else {}
        workspace.save_draft(uuid, {**answers, **area})
        workspace.sign(uuid, workspace.actor, "内业", "演示用虚构判读")


def conflict(folder: Path, province: Path, first: Path, county: Path) -> None:
    """City and county change one patch without knowing of each other; the province takes both in."""
    name, city = OFFICES[0][1], folder / f"{CITY}.gpkg"
    Workspace.create(city, actor=CITY, quarantine_path=city.with_suffix(".quarantine.sqlite")).close()
    with opened(city, CITY) as workspace:
        merge(workspace, first)
        jcbh = [row.jcbh for row in workspace.queue() if row.status == SIGNED and row.outcome == LEGAL][4]
    judged_otherwise(city, CITY, jcbh, BUILT)
    judged_otherwise(county, name, jcbh, IN_ORDER)
    packages = []
    for path, office in ((city, CITY), (county, name)):
        with opened(path, f"{office}判读员") as workspace:
            packages.append(filed(workspace, folder / f"{office}_更正.wpk", office))
    with opened(province, PROVINCE) as workspace:
        merge(workspace, *packages)


def sketched(folder: Path, province: Path, county: Path) -> None:
    """One more patch goes back, with a mark on the map; the county has taken it in."""
    code, name = OFFICES[0]
    with opened(province, PROVINCE) as workspace:
        row = next(row for row in workspace.queue() if row.jcbh == MARKED)
        send_back(workspace, [row.parcel_uuid], "省级", REASON, WORDS)
        shape = QgsGeometry()
        shape.fromWkb(workspace.parcel(row.parcel_uuid).wkb)
        mark = shape.pointOnSurface().buffer(0.3 * shape.boundingBox().height(), 12)
        keep_sketch(workspace, row.parcel_uuid, mark, "此处已硬化", CORRECTION)
        wish = PackageWish(PROVINCE, PackageScope(COUNTY, (code,)), signer="示例审核", signed_on=today())
        back = make_package(workspace, folder / f"再次退回_{name}.wpk", wish).path
    with opened(county, f"{name}判读员") as workspace:
        merge(workspace, back)
        suggest(workspace)


def waiting(folder: Path, second: Path, third: Path) -> None:
    """What lies before the province: one in order and signed with a key it knows, one that broke on its way."""
    keys, place, name = folder / "密钥", folder / WAITING, OFFICES[1][1]
    keys.mkdir()
    place.mkdir()
    key = make_key(keys / name, name).key
    with opened(second, f"{name}判读员") as workspace:
        jcbh = [row.jcbh for row in workspace.queue() if row.status == UNJUDGED]
    for number in jcbh[:2]:
        judged_otherwise(second, name, number, IN_ORDER)
    with opened(second, f"{name}判读员") as workspace:
        filed(workspace, place / f"{name}_补报.wpk", name, key)
    content = third.read_bytes()
    (place / third.name).write_bytes(content[:2 * len(content) // 3])


def main(folder: Path) -> None:
    """Everything into ``folder``, which is made."""
    application = QgsApplication([], False)
    application.initQgis()
    folder.mkdir()
    made = build_review(folder)
    counties = [made.counties[name] for _code, name in OFFICES]
    conflict(folder, made.province, made.packages[0], counties[0])
    sketched(folder, made.province, counties[0])
    waiting(folder, counties[1], made.packages[2])


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
