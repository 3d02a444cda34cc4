"""A hand-in that ends half way – killed, cancelled, a disk that is really full – and what is there before and after."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from qgis.core import QgsApplication

from tests.qgis.gui.conftest import beihai_patches
from weipian_plugin.delivery.dossier.listing import is_whole, read_list
from weipian_plugin.delivery.dossier.tree import LIST_JSON, TEMPORARY
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import NewBatch, Scene
from weipian_plugin.jobs.field_sheets.field_sheet import print_field_sheets
from weipian_plugin.jobs.handing_in.deliver_all import deliver_all
from weipian_plugin.jobs.handing_in.products import DOSSIERS, LISTS, PACKAGE, TABLES, PackageOptions, Wish
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.workspace.workspace import Workspace

ROOT = Path(__file__).resolve().parents[2]
PRODUCTS = (TABLES, LISTS, DOSSIERS, PACKAGE)
SMALL = PackageOptions(formats=("xlsx", "csv", "gpkg"), report=False)
DELIVER = """
import os, signal, sys, time
from pathlib import Path
from qgis.core import QgsApplication
application = QgsApplication([], True, sys.argv[7])
application.initQgis()
from weipian_plugin.jobs.handing_in.deliver_all import deliver_all
from weipian_plugin.jobs.handing_in.products import PackageOptions, Wish
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.import_batch import opened

BEGUN = time.time()

class Dying:
    def progress(self, done, total, text):
        whole = [path for path in Path(sys.argv[2]).glob("*/~*/04_*/*/*/*/*.json") if path.stat().st_mtime >= BEGUN]
        if text.startswith(sys.argv[3]) and len(whole) >= int(sys.argv[4]):
            os.kill(os.getpid(), signal.SIGKILL)
    def cancelled(self):
        return False

with opened(Path(sys.argv[1]), actor="甲", read_only=True) as workspace:
    wish = Wish(tuple(sys.argv[6].split()), processes=int(sys.argv[5]),
                package=PackageOptions(formats=("xlsx", "csv", "gpkg"), report=False))
    deliver_all(workspace, everything(workspace), sys.argv[2], wish, Dying(), draft=True)
"""


@pytest.fixture
def workspace(tmp_path, demo, qgis_app):
    (tmp_path / "w").mkdir()
    made = Workspace.create(tmp_path / "w" / "w.gpkg", crs="EPSG:4525", actor="甲",
                            quarantine_path=tmp_path / "q.sqlite")
    made.add_batch(NewBatch("2023-08 批", "2023-08-15", "a.zip", "d", "GX_ZY2023", "450512"), beihai_patches(demo, 5))
    made.set_scene(Scene(str(demo / "after_20180309_rgb8.tif"), "2018-03-09", unclassified=True))
    yield made
    made.close()


def deliver(workspace, folder, feedback=None, products=PRODUCTS, processes=1):
    wish = Wish(products, processes=processes, package=SMALL)
    return deliver_all(workspace, everything(workspace), folder, wish, feedback, draft=True)


def digests(folder):
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*")) if path.is_file()}


def built(folder):
    """The whole dossiers below a folder, by number, each with when its list was written."""
    return {path.parent.name: path.stat().st_mtime_ns for path in folder.glob(f"04_*/*/*/*/{LIST_JSON}")
            if is_whole(path.parent, read_list(path.parent))}


def staged(folder):
    return next(iter(folder.glob("*/~生成中*")))


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize(("at", "whole", "processes"), [
    ("清单台账", 0, 1), ("一图斑一卷宗", 2, 2), ("上报包", 5, 1)])
def test_what_was_handed_in_outlives_a_kill_and_only_what_is_missing_is_built(workspace, tmp_path, at, whole,
                                                                             processes):
    first = deliver(workspace, tmp_path / "out")
    before = digests(first.folder)
    for row in workspace.queue():
        workspace.set_note(row.parcel_uuid, "另一状态")
    out, earlier = tmp_path / "out", built(first.folder)
    killed = subprocess.run(
        [sys.executable, "-c", DELIVER, str(workspace.path), str(out), at, str(whole), str(processes),
         " ".join(PRODUCTS), QgsApplication.qgisSettingsDirPath().rstrip("/")],
        cwd=ROOT, timeout=120, capture_output=True,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)})
    assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
    assert digests(first.folder) == before
    there = {name: moment for name, moment in built(staged(out)).items() if moment != earlier[name]}
    assert whole <= len(there) <= whole + processes
    again = deliver(workspace, out)
    after = built(again.folder)
    assert len(after) == 5 and not list(out.rglob(f"{TEMPORARY}*")) and not list(out.rglob("~*"))
    fresh = deliver(workspace, tmp_path / "fresh")
    assert digests(again.folder) == digests(fresh.folder)
    assert {name: after[name] for name in there} == there  # what the killed run had built is taken as it is
    kept = {one.product for one in again.made if one.kept}
    assert (TABLES in kept) and ((LISTS in kept) == (at != "清单台账")) and (DOSSIERS in kept) == (at == "上报包")


class Cancelling:
    """Cancels once so many dossiers are whole."""

    def __init__(self, out: Path, whole: int) -> None:
        self._out, self._whole = out, whole

    def progress(self, done, total, text):
        pass

    def cancelled(self):
        return any(len(built(path)) >= self._whole for path in self._out.glob("*/~生成中*"))


@pytest.mark.parametrize("processes", [1, 2])
def test_a_cancel_among_the_dossiers_leaves_the_set_and_the_next_run_goes_on(workspace, tmp_path, processes):
    out = tmp_path / "out"
    first = deliver(workspace, out, products=(TABLES,))
    before = digests(first.folder)
    with pytest.raises(WeipianError) as told:
        deliver(workspace, out, Cancelling(out, 2), (TABLES, DOSSIERS), processes)
    assert told.value.code == "JOB_CANCELLED" and digests(first.folder) == before
    there = built(staged(out))
    assert 2 <= len(there) < 5 and not list(out.rglob(f"{TEMPORARY}*"))
    again = built(deliver(workspace, out, products=(TABLES, DOSSIERS)).folder)
    assert len(again) == 5 and {name: again[name] for name in there} == there


@pytest.fixture
def small_disk(tmp_path):
    """A disk of its own; where none may be mounted, there is nothing to fill."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=120m", "tmpfs", str(place)], check=False,
                                       capture_output=True).returncode:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(disk: Path, left: int) -> None:
    size = shutil.disk_usage(disk).free - left
    with suppress(OSError), (disk / "ballast").open("wb") as out:
        while size > 0:
            size -= out.write(b"x" * min(size, 1 << 20))


class Filling:
    """Fills the disk but for ``left`` bytes when a product begins, or once so many dossiers are whole."""

    def __init__(self, disk: Path, at: str, left: int, whole: int = 0) -> None:
        self._disk, self._at, self._left, self._whole, self.full = disk, at, left, whole, False

    def progress(self, done, total, text):
        if self.full or not text.startswith(self._at):
            return
        if all(len(built(path)) < self._whole for path in self._disk.glob("out/*/~生成中*")):
            return
        self.full = True
        fill(self._disk, self._left)

    def cancelled(self):
        return False


@pytest.mark.parametrize(("at", "left", "whole"), [
    ("附表", 0, 0), ("清单台账", 30_000, 0), ("一图斑一卷宗", 0, 1), ("一图斑一卷宗", 150_000, 1),
    ("一图斑一卷宗", 700_000, 2), ("上报包", 100_000, 5)])
def test_a_disk_that_is_really_full_is_told_and_what_was_delivered_stays(workspace, small_disk, at, left, whole):
    out = small_disk / "out"
    first = deliver(workspace, out)
    before = digests(first.folder)
    for row in workspace.queue():
        workspace.set_note(row.parcel_uuid, "另一状态")
    filling = Filling(small_disk, at, left, whole)
    with pytest.raises(WeipianError) as told:
        deliver(workspace, out, filling)
    assert filling.full and told.value.code == "OUTPUT_NOT_WRITABLE" and "磁盘" in told.value.sentence("zh")
    assert digests(first.folder) == before
    (small_disk / "ballast").unlink()
    assert digests(deliver(workspace, out).folder) == digests(deliver(workspace, small_disk / "other").folder)
    assert not list(small_disk.rglob("~*"))


@pytest.mark.parametrize("left", [0, 20_000, 200_000])
def test_field_sheets_on_a_full_disk_are_none_and_earlier_ones_stay(workspace, small_disk, left):
    path = small_disk / "核查表.pdf"
    parcels = [row.parcel_uuid for row in workspace.queue()]
    print_field_sheets(workspace, path, parcels[:1])
    before = path.read_bytes()
    fill(small_disk, left)
    with pytest.raises(WeipianError) as told:
        print_field_sheets(workspace, path, parcels)
    assert told.value.code == "OUTPUT_NOT_WRITABLE" and path.read_bytes() == before
    assert {one.name for one in small_disk.iterdir()} == {"核查表.pdf", "ballast"}
