"""Prepared layers: the same polygons, pairs and values as the source, and never a copy that is not whole."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
import threading
import time
from pathlib import Path
from typing import Any, Dict, List, Optional

import geopandas
import numpy as np
import pytest
import shapely

from weipian_plugin.domain.areas.zones import GaussKruger
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.overlay.engine_geos import GeosEngine
from weipian_plugin.overlay.kernels.plane import JobPlane, choose_plane, source_crs
from weipian_plugin.overlay.kernels.polygons import IndexedPolygons, from_geometries, indexed
from weipian_plugin.overlay.layers import LayerRequest, fields_of
from weipian_plugin.overlay.measure import Cancelled
from weipian_plugin.overlay.prepared import coverage, preparing
from weipian_plugin.overlay.prepared.prepared import PreparedLayer, _opened, find_prepared
from weipian_plugin.overlay.prepared.preparing import Prepared, prepare
from weipian_plugin.overlay.prepared.stages import Stages
from weipian_plugin.overlay.prepared.stamps import STAMP
from weipian_plugin.overlay.prepared.stored import let_go, open_array, write_array
from weipian_plugin.overlay.protocol import BORDERS, COUNTY, DOUBLED, GAPS, INDEXING, READING, REPORT, STORING, VALUES
from weipian_plugin.overlay.shapes import all_fit
from weipian_plugin.overlay.sources import open_source, read_features

ROOT = Path(__file__).resolve().parents[2]
SCENE = ROOT / "resources" / "demo" / "beihai_scene.gpkg"
X, Y = 37_500_000.0, 2_400_000.0
PLANE = JobPlane(GaussKruger(3, 37, True))


def box(x: float, y: float, width: float = 50, height: float = 50) -> Any:
    return shapely.box(X + x, Y + y, X + x + width, Y + y + height)


def write_layer(path: Path, shapes: List[Any], crs: str = "EPSG:4525", **columns: List[Any]) -> str:
    frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs)
    frame.to_file(path, layer="dltb", driver="GPKG", engine="pyogrio")
    return f"{path}|dltb"


def grid(path: Path, side: int = 6) -> str:
    """side × side parcels of 50 m, classes by column."""
    cells = [(i, j) for i in range(side) for j in range(side)]
    return write_layer(path, [box(50 * i, 50 * j) for i, j in cells], DLBM=[("0101", "0301")[i % 2] for i, _ in cells],
                       KCXS=[0.1 if i % 2 == 0 else 0.0 for i, _ in cells],
                       BSM=[f"{number:018d}" for number in range(len(cells))])


def prepared(source: str, root: Path, role: str = "dltb", plane: JobPlane = PLANE, **options: Any) -> Prepared:
    return prepare(LayerRequest(role, source), open_source(source), plane, root, engine=GeosEngine(), **options)


def found(source: str, root: Path, role: str = "dltb", plane: JobPlane = PLANE) -> tuple[Optional[PreparedLayer], str]:
    opened = open_source(source)
    return find_prepared(root, opened, role, fields_of(LayerRequest(role, source), opened).class_field, plane)


def current(source: str, root: Path, role: str = "dltb", plane: JobPlane = PLANE) -> PreparedLayer:
    layer, state = found(source, root, role, plane)
    assert state == "current" and layer is not None
    return layer


def in_plane(shapes: List[Any]) -> IndexedPolygons:
    return indexed(PLANE.project(from_geometries(np.array(shapes, dtype=object)), source_crs("EPSG:4525", "test")))


def nothing(_: Any = None) -> None:
    return None


@pytest.fixture(scope="module")
def scene_copy(tmp_path_factory: pytest.TempPathFactory) -> PreparedLayer:
    root = tmp_path_factory.mktemp("copies")
    source = f"{SCENE}|dltb_pseudo"
    prepared(source, root, plane=choose_plane([open_source(source).crs], 109))
    return current(source, root)


def test_a_copy_of_the_real_scene_gives_each_patch_the_areas_its_source_gives(scene_copy: PreparedLayer) -> None:
    patches = open_source(f"{SCENE}|wptb_auto")
    own = indexed(PLANE.project(from_geometries(read_features(patches, []).geometries), patches.crs))
    view = scene_copy.view(own, (), nothing)
    areas = GeosEngine().pair_areas(own, view.features, view.patch, view.feature, view.whole, nothing).area
    by_class: Dict[tuple[int, str], float] = {}
    for patch, name, area in zip(view.patch.tolist(), view.classes[view.feature], areas):
        by_class[patch, name] = by_class.get((patch, name), 0.0) + area

    source = open_source(f"{SCENE}|dltb_pseudo")
    read = read_features(source, ["DLBM"])
    features = all_fit(PLANE.project(from_geometries(read.geometries), source.crs)).polygons.geometries()
    shapes = own.polygons.geometries()
    expected: Dict[tuple[int, str], float] = {}
    for patch, feature in shapely.STRtree(features).query(shapes, predicate="intersects").T.tolist():
        key = (patch, read.columns["DLBM"][feature])
        expected[key] = expected.get(key, 0.0) + shapely.intersection(shapes[patch], features[feature]).area

    assert {key for key, area in by_class.items() if area > 1e-6} == {
        key for key, area in expected.items() if area > 1e-6}
    assert max(abs(by_class.get(key, 0.0) - area) for key, area in expected.items()) < 1e-6


def test_what_is_appended_block_by_block_is_what_indexing_all_at_once_gives(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "_STEP_VERTICES", 500)
    source = open_source(f"{SCENE}|yjjbnt_pseudo")
    prepared(f"{SCENE}|yjjbnt_pseudo", tmp_path, "yjjbnt")
    layer = current(f"{SCENE}|yjjbnt_pseudo", tmp_path, "yjjbnt")
    raw = from_geometries(read_features(source, []).geometries)
    expected = indexed(all_fit(PLANE.project(raw, source.crs)).polygons)
    for part in ("polygons", "index"):
        for name, values in vars(getattr(expected, part)).items():
            np.testing.assert_array_equal(getattr(getattr(layer.features, part), name), values, err_msg=name)


def test_classes_net_factors_and_ids_are_kept(tmp_path: Path) -> None:
    source = grid(tmp_path / "a.gpkg")
    prepared(source, tmp_path / "copies", version_date="2023-12-31", title="变更调查")
    layer = current(source, tmp_path / "copies")
    view = layer.view(in_plane([box(40, 10, 20, 20)]), (), nothing)
    rows = view.feature.tolist()
    assert [view.classes[row] for row in rows] == ["0101", "0301"]
    assert [view.net_factor[row] for row in rows] == [0.9, 1.0]
    assert layer.arrays["fid"][rows].tolist() == [1, 7]
    assert view.shared is not None and len(view.shared) == 0
    assert (layer.stamp.version_date, layer.stamp.title, layer.stamp.features) == ("2023-12-31", "变更调查", 36)


def test_values_of_papers_come_back_as_they_were(tmp_path: Path) -> None:
    source = write_layer(tmp_path / "a.gpkg", [box(0, 0), box(50, 0), box(100, 0)],
                         PZWH=["桂政土批函〔2019〕7号", "", None], PZRQ=[20190301, 20200102, 20210203],
                         XMMC=["甲", "乙", "丙“引号”"])
    prepared(source, tmp_path / "copies", "pzyd")
    view = current(source, tmp_path / "copies", "pzyd").view(
        in_plane([box(0, 0, 150)]), ("PZRQ", "XMMC", "PZWH"), nothing)
    assert list(view.attributes) == [(20190301, "甲", "桂政土批函〔2019〕7号"), (20200102, "乙", ""),
                                     (20210203, "丙“引号”", None)]
    with pytest.raises(WeipianError) as error:
        current(source, tmp_path / "copies", "pzyd").view(in_plane([box(0, 0)]), ("MISSING",), nothing)
    assert error.value.code == "PREPARED_LACKS_FIELD"


def test_a_copy_is_found_until_its_source_changes_and_then_told_to_be_outdated(tmp_path: Path) -> None:
    source, root = grid(tmp_path / "a.gpkg"), tmp_path / "copies"
    assert found(source, root) == (None, "none")
    prepared(source, root)
    assert found(source, root)[1] == "current"
    assert found(source, root, "yjjbnt")[1] == "none"
    os.utime(tmp_path / "a.gpkg", ns=(1, 1))
    assert found(source, root) == (None, "outdated")
    prepared(source, root)
    assert found(source, root)[1] == "current"
    assert len(list(root.iterdir())) == 1  # the older copy is gone


def test_data_in_degrees_belongs_to_the_zone_it_was_densified_in(tmp_path: Path) -> None:
    degrees = shapely.box(109.10, 21.5, 109.11, 21.51)
    source = write_layer(tmp_path / "a.gpkg", [degrees], crs="EPSG:4490", DLBM=["0101"])
    prepared(source, tmp_path / "copies", plane=JobPlane(GaussKruger(3, 36, True)))
    assert found(source, tmp_path / "copies", plane=JobPlane(GaussKruger(3, 36, False)))[1] == "current"
    assert found(source, tmp_path / "copies", plane=JobPlane(GaussKruger(6, 19, False)))[1] == "other_zone"


def test_an_array_cut_short_an_edited_stamp_and_a_missing_file_are_broken_copies(tmp_path: Path) -> None:
    def spoil_array(folder: Path) -> None:
        with (folder / "xy.npy").open("r+b") as file:
            file.truncate(1000)

    def spoil_stamp(folder: Path) -> None:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        stamp["identity"][-1] = "1"
        (folder / STAMP).write_text(json.dumps(stamp), encoding="utf-8")

    def cut_stamp(folder: Path) -> None:
        text = (folder / STAMP).read_text(encoding="utf-8")
        (folder / STAMP).write_text(text[:len(text) // 2], encoding="utf-8")

    for number, spoil in enumerate((spoil_array, spoil_stamp, cut_stamp, lambda folder: (folder / STAMP).unlink(),
                                    lambda folder: (folder / "tree_box.npy").unlink())):
        source, root = grid(tmp_path / f"{number}.gpkg"), tmp_path / f"copies{number}"
        folder = prepared(source, root).folder
        assert found(source, root)[1] == "current"  # also opened before it is spoilt
        spoil(folder)
        assert found(source, root) == (None, "broken"), number
        prepared(source, root)
        assert found(source, root)[1] == "current"


def spoil(path: Path) -> None:
    """One bit other than it was written."""
    with path.open("r+b") as file:
        file.seek(200)
        byte = file.read(1)[0]
        file.seek(200)
        file.write(bytes([byte ^ 1]))
    later = time.time_ns() + 1_000_000_000
    os.utime(path, ns=(later, later))


def test_verifying_names_the_array_in_which_one_byte_is_wrong(tmp_path: Path) -> None:
    source = grid(tmp_path / "a.gpkg")
    folder = prepared(source, tmp_path / "copies").folder
    whole = current(source, tmp_path / "copies")
    assert whole.verify() == []
    spoil(folder / "ring_area.npy")
    assert whole.verify() == ["ring_area"]


@pytest.mark.parametrize("array", ["class_code", "start", "tree_child", "xy", "ring_start"])
def test_a_copy_whose_bytes_are_not_those_written_is_broken_and_never_measured(tmp_path: Path, array: str) -> None:
    source = grid(tmp_path / "a.gpkg")
    root = tmp_path / "copies"
    folder = prepared(source, root).folder
    assert found(source, root)[1] == "current"
    spoil(folder / f"{array}.npy")
    assert found(source, root) == (None, "broken")


def test_a_copy_brought_from_elsewhere_is_read_in_full_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = grid(tmp_path / "a.gpkg")
    root = tmp_path / "copies"
    folder = prepared(source, root).folder
    for path in folder.glob("*.npy"):
        os.utime(path, (1, 1))
    assert found(source, root)[1] == "current"
    monkeypatch.setattr(PreparedLayer, "verify", lambda *_: ["read again"])
    _opened.clear()
    assert found(source, root)[1] == "current"


def test_features_without_ground_are_counted_and_repaired_ones_say_by_how_much(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(X, Y), (X + 40, Y + 40), (X + 40, Y), (X, Y + 30)])
    source = write_layer(tmp_path / "a.gpkg", [box(100, 0), None, bow_tie], DLBM=["0101", "0301", "0201"])
    prepared(source, tmp_path / "copies")
    layer = current(source, tmp_path / "copies")
    assert np.diff(layer.features.polygons.start).tolist() == [1, 0, 2]
    view = layer.view(in_plane([box(0, 0, 10, 40)]), (), nothing)
    assert view.feature.tolist() == [2]
    assert view.counts == {"FEATURES_WITHOUT_SHAPE": 1, "FEATURES_REPAIRED": 1}
    # Two triangles of 1800/7 and 3200/7 m², whose difference the crossing ring's own area is.
    assert view.repaired_m2 == pytest.approx(2 * 1800 / 7, rel=2e-3)
    lattice = layer.features.polygons.xy * 2.0 ** 29
    assert np.array_equal(lattice, np.rint(lattice))
    assert shapely.is_valid(layer.whole(np.array([2]))).all()


def test_an_empty_layer_is_prepared_and_meets_nothing(tmp_path: Path) -> None:
    empty = geopandas.GeoDataFrame({"DLBM": []}, geometry=geopandas.GeoSeries([], crs="EPSG:4525"))
    empty.astype({"DLBM": str}).to_file(tmp_path / "a.gpkg", layer="dltb", driver="GPKG", geometry_type="Polygon")
    source = f"{tmp_path / 'a.gpkg'}|dltb"
    made = prepared(source, tmp_path / "copies", report=str(tmp_path / "report.gpkg"))
    assert (made.features, [each["kind"] for each in made.findings]) == (0, ["REPORT_NO_FEATURES"])
    assert len(current(source, tmp_path / "copies").view(in_plane([box(0, 0)]), (), nothing).patch) == 0


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    ticks = []

    def tick() -> None:
        ticks.append(1)
        if len(ticks) > 5:
            raise Cancelled

    with pytest.raises(Cancelled):
        prepared(f"{SCENE}|dltb_pseudo", tmp_path / "copies", tick=tick)
    assert list((tmp_path / "copies").iterdir()) == []


CHILD = textwrap.dedent("""
    import os, resource, signal, sys
    from pathlib import Path
    from weipian_plugin.domain.errors import WeipianError
    from weipian_plugin.domain.areas.zones import GaussKruger
    from weipian_plugin.overlay.engine_geos import GeosEngine
    from weipian_plugin.overlay.layers import LayerRequest
    from weipian_plugin.overlay.kernels.plane import JobPlane
    from weipian_plugin.overlay.prepared.preparing import prepare
    from weipian_plugin.overlay.sources import open_source

    source, root, way = sys.argv[1:]
    ticks = []

    def tick():
        ticks.append(1)
        if way == "killed" and len(ticks) > 5:
            os.kill(os.getpid(), signal.SIGKILL)

    if way == "full":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (300_000, 300_000))
    try:
        prepare(LayerRequest("dltb", source), open_source(source), JobPlane(GaussKruger(3, 37, True)), Path(root),
                tick=tick, engine=GeosEngine())
    except WeipianError as error:
        sys.stdout.write(error.code)
""")


def in_child(source: str, root: Path, way: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", CHILD, source, str(root), way], cwd=ROOT, capture_output=True,
                          text=True, timeout=120, check=False)


@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
def test_a_killed_process_leaves_no_copy_and_its_remains_are_cleared_later(tmp_path: Path) -> None:
    source, root = f"{SCENE}|dltb_pseudo", tmp_path / "copies"
    assert in_child(source, root, "killed").returncode == -signal.SIGKILL
    [part] = root.iterdir()
    assert part.name.endswith(".part")
    assert found(source, root) == (None, "none")
    prepared(source, root)
    assert part.exists()  # somebody may still be writing there
    for path in (*part.iterdir(), part):
        os.utime(path, (1, 1))
    prepared(source, root)
    assert not part.exists() and found(source, root)[1] == "current"


@pytest.mark.skipif(sys.platform == "win32", reason="signals and limits of POSIX")
def test_a_full_disk_is_a_sentence_and_leaves_nothing(tmp_path: Path) -> None:
    child = in_child(f"{SCENE}|dltb_pseudo", tmp_path / "copies", "full")
    assert (child.stdout, child.returncode) == ("OUTPUT_NOT_WRITTEN", 0), child.stderr
    assert list((tmp_path / "copies").iterdir()) == []


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "copies").write_text("a file is in the way")
    with pytest.raises(WeipianError) as error:
        prepared(grid(tmp_path / "a.gpkg"), tmp_path / "copies")
    assert error.value.code == "OUTPUT_NOT_WRITTEN"


def test_two_who_prepare_the_same_layer_at_once_do_not_disturb_each_other(tmp_path: Path) -> None:
    source, root = grid(tmp_path / "a.gpkg"), tmp_path / "copies"
    meeting = threading.Barrier(2, timeout=30)
    errors: List[BaseException] = []

    def run() -> None:
        met = []

        def tick() -> None:
            if not met:
                met.append(1)
                meeting.wait()

        try:
            prepared(source, root, tick=tick)
        except BaseException as error:  # told by the test, not by the thread
            errors.append(error)

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert found(source, root)[1] == "current"
    assert current(source, root).verify() == []


def test_a_copy_that_a_newer_one_replaces_the_moment_it_is_in_place_was_prepared_all_the_same(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, root = grid(tmp_path / "a.gpkg"), tmp_path / "copies"

    def thrown_away_by_the_other(folder: Path) -> None:
        if folder == root:
            for copy in root.iterdir():
                shutil.rmtree(copy)

    monkeypatch.setattr(preparing, "sync_folder", thrown_away_by_the_other)
    assert prepared(source, root).features > 0
    assert found(source, root) == (None, "none")


def test_a_source_that_changes_after_it_was_read_is_told_and_its_copy_is_outdated(tmp_path: Path) -> None:
    source, root = grid(tmp_path / "a.gpkg"), tmp_path / "copies"
    opened = open_source(source)

    def change(done: int, total: int, text: str) -> None:
        if text == BORDERS:  # all is read, and is being examined
            os.utime(tmp_path / "a.gpkg", ns=(5, 5))

    made = prepare(LayerRequest("dltb", source), opened, PLANE, root, progress=change, engine=GeosEngine())
    assert made.source_changed
    assert found(source, root) == (None, "outdated")


def test_progress_says_what_is_being_examined_and_only_grows(tmp_path: Path) -> None:
    source = f"{SCENE}|dltb_pseudo"
    for role, stages in (("dltb", [READING, INDEXING, BORDERS, GAPS, VALUES, DOUBLED, COUNTY, REPORT, STORING]),
                         ("czkfbj", [READING, INDEXING, GAPS, VALUES, DOUBLED, COUNTY, REPORT, STORING])):
        told: List[tuple[int, int, str]] = []
        prepared(source, tmp_path / role, role, progress=lambda *step: told.append(step),  # noqa: B023
                 report=str(tmp_path / f"{role}.gpkg"))
        done = [step[0] for step in told]
        assert list(dict.fromkeys(text for _, _, text in told)) == stages
        assert done == sorted(done) and done[-1] == 1000 and {total for _, total, _ in told} == {1000}
        assert len(told) == len(set(told))
        # Where there are no borders to match, reading is most of the work.
        assert (max(share for share, _, text in told if text == READING) > 700) == (BORDERS not in stages)
        assert [share for share, _, text in told if text == GAPS][-1] > [share for share, _, text in told
                                                                         if text == GAPS][0]


def test_progress_moves_while_the_borders_of_neighbours_are_matched(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(coverage, "_VERTICES_AT_ONCE", 2_000)
    monkeypatch.setattr(coverage, "_EDGES_SORTED", 20_000)
    told: List[tuple[int, str]] = []
    prepared(f"{SCENE}|dltb_pseudo", tmp_path, progress=lambda done, total, text: told.append((done, text)))
    at = [done for done, text in told if text in (INDEXING, BORDERS, GAPS)]
    assert len(at) > 20 and max(np.diff(at)) < 60


def test_stages_never_go_back_and_say_nothing_twice() -> None:
    told: List[tuple[int, int, str]] = []
    at = Stages({READING: 3, GAPS: 1}, lambda *step: told.append(step))
    for stage, done, total in ((READING, 0, 0), (READING, 1, 2), (READING, 1, 2), (READING, 0, 2), (GAPS, 0, 1),
                               (GAPS, 5, 1)):
        at(stage, done, total)
    assert told == [(0, 1000, READING), (375, 1000, READING), (750, 1000, GAPS), (1000, 1000, GAPS)]


def test_a_source_that_changes_while_it_is_read_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    source, root = grid(tmp_path / "a.gpkg"), tmp_path / "copies"
    opened = open_source(source)
    os.utime(tmp_path / "a.gpkg", ns=(5, 5))
    with pytest.raises(WeipianError) as error:
        prepare(LayerRequest("dltb", source), opened, PLANE, root, engine=GeosEngine())
    assert error.value.code == "SOURCE_CHANGED_WHILE_READ"
    assert list(root.iterdir()) == []


def test_a_mapped_array_whose_memory_was_given_back_is_read_again(tmp_path: Path) -> None:
    rows = np.arange(3000.0).reshape(-1, 2)
    write_array(tmp_path, "rows", rows)
    mapped = open_array(tmp_path / "rows.npy")
    first = mapped[:10].copy()
    let_go(mapped)
    let_go(mapped[5:])
    let_go(rows)  # not mapped: nothing to give back
    np.testing.assert_array_equal(mapped, rows)
    np.testing.assert_array_equal(first, rows[:10])
