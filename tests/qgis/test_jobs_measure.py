"""Measuring a real workspace of the 405 patches with the real worker: right areas, no half results, no dead ends."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from osgeo import ogr

from weipian_plugin.domain.areas.table_areas import shown_areas, shown_farmland
from weipian_plugin.domain.areas.units import MU, SQUARE_METRES
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, ReferenceLayer
from weipian_plugin.jobs.measuring.live import measure_shapes
from weipian_plugin.jobs.measuring.measure import MeasureJob, measure
from weipian_plugin.jobs.measuring.question import progress_text
from weipian_plugin.jobs.measuring.worker import OverlayWorker
from weipian_plugin.overlay.protocol import COMPILING
from weipian_plugin.workspace import areas as areas_module
from weipian_plugin.workspace.workspace import Workspace

ogr.UseExceptions()


@pytest.fixture(scope="module")
def patches(demo: Path) -> list[IssuedPatch]:
    scene = ogr.Open(str(demo / "beihai_scene.gpkg"))
    return [IssuedPatch(feature["JCBH"], {"JCBH": feature["JCBH"], "TBLX": feature["TBLX"], "XFSJ": "2023-08-15"},
                        bytes(feature.GetGeometryRef().ExportToWkb(ogr.wkbNDR)))
            for feature in scene.GetLayer("wptb_auto")]


@pytest.fixture(scope="module")
def untouched(tmp_path_factory, patches: list[IssuedPatch], qgis_app) -> Path:
    path = tmp_path_factory.mktemp("measure") / "scene.gpkg"
    workspace = Workspace.create(path, "EPSG:4525", "tester")
    workspace.add_batch(NewBatch("示例", "2023-08-15", "scene", "0", "GX2023", "450512"), patches)
    workspace.close()
    return path


@pytest.fixture
def workspace(untouched: Path, tmp_path: Path) -> Iterator[Workspace]:
    copy = tmp_path / "scene.gpkg"
    shutil.copyfile(untouched, copy)
    opened = Workspace.open(copy, "tester")
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def worker(qgis_app) -> Iterator[OverlayWorker]:
    made = OverlayWorker()
    yield made
    made.stop()


@pytest.fixture
def layers(demo: Path) -> list[ReferenceLayer]:
    scene, made_up = str(demo / "beihai_scene.gpkg"), str(demo / "made_up.gpkg")
    return [
        ReferenceLayer("dltb", scene, "dltb_pseudo", "DLBM", "2016-12-09"),
        ReferenceLayer("yjjbnt", scene, "yjjbnt_pseudo", version_date="2016-12-09"),
        ReferenceLayer("pzyd", made_up, "pzyd_example"),
        ReferenceLayer("zjgg", declared_empty=True),
    ]


def set_layers(workspace: Workspace, layers: list[ReferenceLayer]) -> None:
    for layer in layers:
        workspace.set_reference(layer)


def parcel_of(workspace: Workspace, number: str) -> str:
    return next(row.parcel_uuid for row in workspace.queue() if row.jcbh.endswith(number))


class CancelAfter:
    """Wants to stop once the worker has told this much."""

    def __init__(self, tellings: int) -> None:
        self.left = tellings

    def progress(self, done: int, total: int, text: str) -> None:
        self.left -= 1

    def cancelled(self) -> bool:
        return self.left <= 0


def test_every_patch_of_the_scene_is_measured_and_its_classes_sum_to_it(workspace, worker, layers) -> None:
    set_layers(workspace, layers)
    report = measure(workspace, worker=worker)
    measured = workspace.all_measured()
    assert report.parcels == len(measured) == 405
    for areas in measured.values():
        land = areas.roles["dltb"]
        assert sum(row.area_m2 for row in land.classes) == pytest.approx(areas.area_m2, abs=0.01)
        assert land.total_m2 == pytest.approx(areas.area_m2, abs=0.01)
        assert areas.roles["yjjbnt"].total_m2 <= areas.area_m2 + 0.01
        assert areas.roles["zjgg"].declared_empty
        assert "gd" not in areas.roles


@pytest.mark.parametrize("unit", [MU, SQUARE_METRES])
def test_shown_figures_of_every_patch_of_the_scene_add_up(workspace, worker, layers, unit) -> None:
    set_layers(workspace, layers)
    measure(workspace, worker=worker)
    for areas in workspace.all_measured().values():
        found = shown_areas(areas, unit=unit)
        assert found.balanced
        for classes in (found.classes, found.net_classes):
            assert sum(area for _, area in classes) + found.values["WTHMJ"] == found.values["DKMJ"]
        farmland = shown_farmland(areas, ("yjjbnt",), unit=unit)
        assert farmland.inside + farmland.outside == found.values["GDMJ"]
        assert farmland.inside <= found.values["YJJBNTMJ"] <= found.values["DKMJ"]


def test_ground_is_counted_once_where_a_layer_overlaps_itself(workspace, worker, layers) -> None:
    set_layers(workspace, layers)
    report = measure(workspace, worker=worker)
    remark = next(finding for finding in report.findings if finding.code == "LAYER_OVERLAPS_ITSELF")
    assert remark.values["count"] == 2
    for uuid in remark.values["patches"]:
        areas = workspace.measured(uuid)
        assert areas.roles["yjjbnt"].total_m2 <= areas.area_m2 + 1e-3


def test_what_lies_inside_a_zone_is_the_zone_by_land_class(workspace, worker, layers) -> None:
    set_layers(workspace, layers)
    measure(workspace, worker=worker)
    found = workspace.all_measured()
    touched = [areas for areas in found.values() if areas.roles["yjjbnt"].total_m2 > 0]
    assert len(touched) > 50
    for areas in found.values():
        assert set(areas.nested) == {("yjjbnt",), ("pzyd",), ("yjjbnt", "pzyd")}
        basic = areas.nested[("yjjbnt",)]
        assert basic.total_m2 == pytest.approx(areas.roles["yjjbnt"].total_m2, abs=0.01)
        assert sum(row.area_m2 for row in basic.classes) == pytest.approx(basic.total_m2, abs=0.01)
        whole = {row.class_code: row.area_m2 for row in areas.roles["dltb"].classes}
        assert all(row.area_m2 <= whole[row.class_code] + 0.01 for row in basic.classes)
        assert areas.nested["yjjbnt", "pzyd"].total_m2 <= min(
            basic.total_m2, areas.nested[("pzyd",)].total_m2) + 0.01


def test_a_second_run_of_the_scene_measures_nothing_and_one_layer_alone_gives_the_same_figures(
    workspace, worker, layers, tmp_path: Path
) -> None:
    copied = [ReferenceLayer(layer.role, str(shutil.copy(layer.source, tmp_path / f"{layer.role}.gpkg")), layer.layer,
                             layer.class_field) if layer.source else layer for layer in layers]
    set_layers(workspace, copied)
    measure(workspace, worker=worker)
    before = workspace.all_measured()
    assert measure(workspace, worker=worker).reused == 405
    os.utime(tmp_path / "pzyd.gpkg", (1_600_000_000, 1_600_000_000))
    assert measure(workspace, worker=worker).remeasured == 405
    for uuid, areas in workspace.all_measured().items():
        assert areas.roles["yjjbnt"] == before[uuid].roles["yjjbnt"]
        assert areas.roles["pzyd"].total_m2 == pytest.approx(before[uuid].roles["pzyd"].total_m2, abs=1e-5)
    told = {layer["role"]: layer for layer in workspace.overlay_run().provenance["layers"]}
    assert set(told) == {"dltb", "yjjbnt", "pzyd"} and told["dltb"]["class_field"] == "DLBM"


def test_the_living_parcel_has_the_areas_it_will_be_stored_with(workspace, worker, layers) -> None:
    set_layers(workspace, layers)
    measure(workspace, worker=worker)
    uuid = parcel_of(workspace, "0218")
    ((_, wkb),) = workspace.parcel_shapes([uuid])
    found, nothing = measure_shapes(workspace, [wkb, b""], worker)
    stored = workspace.measured(uuid)
    assert found.area_m2 == pytest.approx(stored.area_m2, abs=1e-6)
    assert set(found.roles) == set(stored.roles) and set(found.nested) == set(stored.nested)
    for role, areas in stored.roles.items():
        assert found.roles[role].total_m2 == pytest.approx(areas.total_m2, abs=1e-5)
    assert nothing is None


def test_papers_come_with_number_and_date(workspace, worker, layers) -> None:
    set_layers(workspace, layers)
    measure(workspace, worker=worker)
    papers = workspace.measured(parcel_of(workspace, "0315")).roles["pzyd"].features
    assert papers[0].attributes["PZWH"] == "示例批〔2017〕1号"
    assert papers[0].attributes["PZRQ"] == "2017-06-01"


def test_the_record_names_layers_versions_fields_crs_and_method(workspace, worker, layers) -> None:
    set_layers(workspace, layers)
    measure(workspace, worker=worker)
    told = workspace.overlay_run().provenance
    assert told["layers"][0]["role"] == "dltb"
    assert told["layers"][0]["version_date"] == "2016-12-09"
    assert told["layers"][0]["class_field"] == "DLBM"
    assert told["layers"][0]["crs"] == "EPSG:4525"
    assert "CGCS2000" in told["method"]
    assert told["versions"]["geos"]
    assert told["declared_empty"] == ["zjgg"]
    assert told["actor"] == "tester"


def test_one_parcel_again_is_measured_alike_and_the_others_stay(workspace, worker, layers) -> None:
    set_layers(workspace, layers)
    measure(workspace, worker=worker)
    before = workspace.all_measured()
    uuid = parcel_of(workspace, "0218")
    assert measure(workspace, [uuid], worker=worker, force=True).parcels == 1
    after = workspace.all_measured()
    assert len(after) == 405
    assert after[uuid].area_m2 == pytest.approx(before[uuid].area_m2, abs=1e-6)


def test_without_a_layer_it_says_what_to_do(workspace, worker) -> None:
    workspace.set_reference(ReferenceLayer("zjgg", declared_empty=True))
    with pytest.raises(WeipianError) as raised:
        measure(workspace, worker=worker)
    assert raised.value.code == "NO_REFERENCE_LAYERS"


def test_a_worker_killed_in_the_middle_fails_the_job_in_a_sentence_and_the_next_works(workspace, layers) -> None:
    set_layers(workspace, layers)
    worker = OverlayWorker()
    try:
        job = MeasureJob(workspace, worker=worker)
        job.start()
        while not worker.versions:
            worker.pump()
        os.kill(worker.pid, signal.SIGSTOP)  # in the middle of the job, whatever the machine's speed
        os.kill(worker.pid, signal.SIGKILL)
        with pytest.raises(WeipianError) as raised:
            job.wait()
        assert raised.value.code == "WORKER_DIED"
        assert workspace.all_measured() == {}
        assert workspace.overlay_run() is None
        assert measure(workspace, worker=worker).parcels == 405
    finally:
        worker.stop()


def test_a_cancelled_job_stores_nothing_and_the_worker_goes_on(workspace, worker, layers) -> None:
    set_layers(workspace, layers)
    measure(workspace, [parcel_of(workspace, "0001")], worker=worker)
    pid = worker.pid
    with pytest.raises(WeipianError) as raised:
        measure(workspace, feedback=CancelAfter(2), worker=worker)
    assert raised.value.code == "JOB_CANCELLED"
    assert len(workspace.all_measured()) == 1
    assert worker.pid == pid


def test_a_result_that_comes_after_cancel_is_not_stored(workspace, worker, layers) -> None:
    set_layers(workspace, layers)
    job = MeasureJob(workspace, [parcel_of(workspace, "0001")], worker)

    def cancel_at_the_end(header: dict[str, object], _: bytes) -> None:
        if header["kind"] == "done":
            job.cancel()

    worker.received.connect(cancel_at_the_end)
    job.start()
    with pytest.raises(WeipianError) as raised:
        job.wait()
    worker.received.disconnect(cancel_at_the_end)
    assert raised.value.code == "JOB_CANCELLED"
    assert (workspace.all_measured(), workspace.overlay_run()) == ({}, None)


def test_who_cancels_is_told_though_the_worker_does_not_listen_and_the_next_job_starts_another(
    workspace, layers
) -> None:
    set_layers(workspace, layers)
    worker = OverlayWorker()
    try:
        job = MeasureJob(workspace, worker=worker)
        job.start()
        while not worker.versions:
            worker.pump()
        os.kill(worker.pid, signal.SIGSTOP)  # deaf: neither works nor reads
        with pytest.raises(WeipianError) as raised:
            job.wait(CancelAfter(0))
        assert raised.value.code == "JOB_CANCELLED"
        deaf = worker.pid
        assert measure(workspace, worker=worker).parcels == 405
        assert worker.pid != deaf
    finally:
        worker.stop()


def test_with_an_event_loop_it_tells_by_signals(workspace, worker, layers, qtbot) -> None:
    set_layers(workspace, layers)
    job = MeasureJob(workspace, worker=worker)
    told: list[tuple[int, int, str]] = []
    job.progressed.connect(lambda done, total, text: told.append((done, total, text)))
    with qtbot.waitSignal(job.finished, timeout=30000) as finished:
        job.start()
    assert finished.args[0].parcels == 405
    assert told[-1][:2] == (405, 405)
    assert "地类图斑" in {text for _, _, text in told}


def test_who_waits_for_the_engine_is_told_why_and_how_long(qgis_app) -> None:
    told = progress_text({"text": COMPILING})
    assert "engine" in told and "minute" in told
    assert progress_text({"text": "yjjbnt"}) == "永久基本农田"


def test_a_python_without_packages_fails_the_measurement_only(workspace, layers, tmp_path: Path) -> None:
    bare = tmp_path / "bare"
    bare.write_text('#!/bin/sh\nexec /usr/bin/python3 -S "$@"\n')
    bare.chmod(0o755)
    set_layers(workspace, layers)
    with pytest.raises(WeipianError) as raised:
        measure(workspace, worker=OverlayWorker(str(bare)))
    assert raised.value.code == "PACKAGES_MISSING"
    workspace.set_note(parcel_of(workspace, "0001"), "still works")


@pytest.mark.parametrize(
    ("layer", "code"),
    [
        (ReferenceLayer("dltb", "{demo}/beihai_scene.gpkg", "dltb_pseudo", "NOFIELD"), "CLASS_FIELD_MISSING"),
        (ReferenceLayer("dltb", "{demo}/beihai_scene.gpkg", "yjjbnt_pseudo"), "CLASS_FIELD_MISSING"),
        (ReferenceLayer("dltb", "{demo}/beihai_scene.gpkg", "dltb_pseudo", "ZLDWDM"), "UNKNOWN_LAND_CLASSES"),
        (ReferenceLayer("dltb", "{demo}/beihai_scene.gpkg", "nowhere", "DLBM"), "LAYER_MISSING"),
        (ReferenceLayer("yjjbnt", "{demo}/gone.gpkg", "x"), "SOURCE_MISSING"),
        (ReferenceLayer("dltb", "{demo}/beihai_scene.gpkg"), "LAYER_NOT_NAMED"),
        (ReferenceLayer("yjjbnt", "{tmp}/half.shp"), "SOURCE_PART_MISSING"),
        (ReferenceLayer("dltb", "{tmp}/far.gpkg", "far", "DLBM"), "LAND_CLASSES_ELSEWHERE"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{value.role}-{value.layer}-{value.class_field}",
)
def test_a_layer_that_will_not_do_is_told_and_the_workspace_stays(
    workspace, worker, demo, tmp_path, layer, code
) -> None:
    write_layer(tmp_path / "far.gpkg", "far", [("0101", "POLYGON((37400000 2500000,37400100 2500000,37400100 2500100,"
                                                         "37400000 2500000))")])
    (tmp_path / "half.shp").touch()  # its .shx and .dbf stayed at the office
    source = layer.source.format(demo=demo, tmp=tmp_path)
    before = workspace.references()
    references = [ReferenceLayer(layer.role, source, layer.layer, layer.class_field)]
    with pytest.raises(WeipianError) as raised:
        measure(workspace, worker=worker, references=references)
    assert raised.value.code == code
    assert "?" not in raised.value.sentence("zh")
    assert workspace.all_measured() == {}
    assert workspace.references() == before


def test_land_classes_that_leave_gaps_are_remarked(workspace, worker, tmp_path, demo: Path) -> None:
    scene = ogr.Open(str(demo / "beihai_scene.gpkg"))
    some = [(f["DLBM"], f.GetGeometryRef().ExportToWkt()) for f in scene.GetLayer("dltb_pseudo")][:2000]
    write_layer(tmp_path / "half.gpkg", "half", some)
    report = measure(workspace, worker=worker,
                     references=[ReferenceLayer("dltb", str(tmp_path / "half.gpkg"), "half", "DLBM")])
    remark = next(finding for finding in report.findings if finding.code == "LAND_CLASSES_INCOMPLETE")
    assert 0 < remark.values["count"] < 405
    assert workspace.references()[0].layer == "half"


def test_nobody_measures_a_workspace_another_window_writes(workspace, worker, layers) -> None:
    looking = Workspace.open(workspace.path, "other")
    with pytest.raises(WeipianError) as raised:
        measure(looking, worker=worker, references=layers)
    looking.close()
    assert raised.value.code == "WORKSPACE_READ_ONLY"
    assert "?" not in raised.value.sentence("zh")


def test_a_file_that_nobody_may_write_is_not_said_to_be_held(workspace, worker, layers) -> None:
    with Workspace.open(workspace.path, read_only=True) as looking, pytest.raises(WeipianError) as raised:
        measure(looking, worker=worker, references=layers)
    assert raised.value.code == "WORKSPACE_NOT_WRITABLE"


def test_areas_that_cannot_be_stored_leave_the_layers_as_they_were(workspace, worker, layers, monkeypatch) -> None:
    def full(*_: object) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    before, history = workspace.references(), workspace.history()
    monkeypatch.setattr(areas_module, "put_measured", full)
    with pytest.raises(WeipianError) as raised:
        measure(workspace, worker=worker, references=layers)
    assert raised.value.code == "WORKSPACE_DISK_FULL"
    assert (workspace.references(), workspace.history(), workspace.overlay_run()) == (before, history, None)


def write_layer(path: Path, name: str, rows: list[tuple[str, str]]) -> None:
    from osgeo import osr

    system = osr.SpatialReference()
    system.ImportFromEPSG(4525)
    target = ogr.GetDriverByName("GPKG").CreateDataSource(str(path))
    layer = target.CreateLayer(name, system, ogr.wkbUnknown)
    layer.CreateField(ogr.FieldDefn("DLBM", ogr.OFTString))
    layer.StartTransaction()
    for code, wkt in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        feature["DLBM"] = code
        feature.SetGeometry(ogr.CreateGeometryFromWkt(wkt))
        layer.CreateFeature(feature)
    layer.CommitTransaction()
