"""The worker as a real process: ready, measure, cancel, errors told, and gone when nobody is left to ask."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterator, List, Tuple

import numpy as np
import pytest
import shapely

from weipian_plugin.overlay import answers, measure
from weipian_plugin.overlay.layers import LayerCache, LayerRequest
from weipian_plugin.overlay.measure import Measurement
from weipian_plugin.overlay.protocol import COMPILING, FrameReader, encode, pack_blobs, unpack_columns
from weipian_plugin.overlay.sources import open_source, read_features

ROOT = Path(__file__).resolve().parents[2]
SCENE = ROOT / "resources" / "demo" / "beihai_scene.gpkg"
LAYERS = [{"role": "dltb", "source": f"{SCENE}|dltb_pseudo", "class_field": "DLBM"},
          {"role": "yjjbnt", "source": f"{SCENE}|yjjbnt_pseudo", "class_field": "", "attributes": ["YJJBNTTBBH"]}]
Frame = Tuple[Dict[str, Any], bytes]


class Worker:
    """A running worker; ``until`` reads frames up to one of a kind."""

    def __init__(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "weipian_plugin.overlay", "--serve"], cwd=ROOT, stdin=subprocess.PIPE,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self._reader = FrameReader()
        self._frames: List[Frame] = []

    def send(self, header: Dict[str, Any], body: bytes = b"") -> None:
        self.process.stdin.write(encode(header, body))
        self.process.stdin.flush()

    def measure(self, job: int, wkb: List[bytes], layers: List[Dict[str, Any]], **more: Any) -> None:
        self.send({"kind": "measure", "job": job, "patches": len(wkb), "crs": "EPSG:4525", "layers": layers, **more},
                  pack_blobs(wkb))

    def until(self, *kinds: str) -> List[Frame]:
        """Every frame up to and with the first of ``kinds``."""
        seen: List[Frame] = []
        while True:
            while self._frames:
                seen.append(self._frames.pop(0))
                if seen[-1][0]["kind"] in kinds:
                    return seen
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            assert data, f"the worker ended: {self.process.stderr.read().decode()}"
            self._frames += self._reader.feed(data)


@pytest.fixture
def worker() -> Iterator[Worker]:
    running = Worker()
    yield running
    running.process.kill()
    running.process.wait()
    for pipe in (running.process.stdin, running.process.stdout, running.process.stderr):
        pipe.close()


@pytest.fixture(scope="module")
def patches() -> List[bytes]:
    return shapely.to_wkb(read_features(open_source(f"{SCENE}|wptb_auto"), []).geometries).tolist()


def rows_of(frames: List[Frame]) -> Dict[Tuple[int, str, str], Tuple[float, float]]:
    rows = {}
    for header, body in frames:
        if header["kind"] == "rows":
            columns = unpack_columns(header["columns"], body)
            for row, text in enumerate(header["classes"]):
                key = (columns["patch"][row], header["roles"][columns["role"][row]], text)
                rows[key] = (columns["area_m2"][row], columns["net_area_m2"][row])
    return rows


def test_it_says_its_versions_first(worker: Worker) -> None:
    (header, _), = worker.until("ready")
    assert header["protocol"] == 2
    assert {"shapely", "geos", "proj", "gdal"} <= set(header["versions"])


def test_the_scene_comes_back_as_measured_in_process(worker: Worker, patches: List[bytes]) -> None:
    worker.measure(7, patches, LAYERS)
    frames = worker.until("done")
    assert {header["job"] for header, _ in frames[1:]} == {7}
    kinds = [header["kind"] for header, _ in frames]
    assert kinds.count("rows") == kinds.count("totals") == 9
    requests = [LayerRequest(layer["role"], layer["source"], layer["class_field"],
                             tuple(layer.get("attributes", ()))) for layer in LAYERS]
    source = open_source(f"{SCENE}|wptb_auto")
    measurement = Measurement(shapely.from_wkb(np.array(patches, dtype=object)), source.crs, requests)
    expected = {(patch, measurement.roles[role], text): (area, net) for batch in measurement.batches()
                for patch, role, text, area, net in zip(batch.patch, batch.role, batch.classes, batch.area, batch.net)}
    assert rows_of(frames) == expected
    done = frames[-1][0]
    assert done["provenance"]["layers"][0]["layer"] == "dltb_pseudo"
    assert [remark["code"] for remark in done["remarks"]] == ["LAYER_OVERLAPS_ITSELF"]
    assert done["zone"] == 4525


def test_totals_and_features_come_with_the_rows(worker: Worker, patches: List[bytes]) -> None:
    worker.measure(1, patches[:3], LAYERS)
    frames = {header["kind"]: (header, body) for header, body in worker.until("done")}
    header, body = frames["totals"]
    totals = unpack_columns(header["columns"], body)
    assert totals["patch"] == [0, 1, 2, 0, 1, 2]
    assert totals["role"] == [0, 0, 0, 1, 1, 1]
    assert totals["patch_area_m2"][0] == pytest.approx(599.64, abs=0.005)
    assert totals["area_m2"][0] + totals["uncovered_m2"][0] == pytest.approx(totals["patch_area_m2"][0], abs=1e-6)
    feature = frames["rows"][0]["features"][0]
    assert feature["role"] == "yjjbnt"
    assert list(feature["attributes"]) == ["YJJBNTTBBH"]


def test_an_error_is_a_frame_and_the_worker_goes_on(worker: Worker, patches: List[bytes]) -> None:
    worker.measure(1, patches[:1], [{**LAYERS[0], "class_field": "DLDM"}])
    error = worker.until("error")[-1][0]
    assert (error["job"], error["code"], error["values"]["field"]) == (1, "CLASS_FIELD_MISSING", "DLDM")
    worker.measure(2, patches[:1], LAYERS)
    assert worker.until("done")[-1][0]["job"] == 2


def test_the_unexpected_is_told_too(worker: Worker) -> None:
    worker.send({"kind": "measure", "job": 3}, b"no blobs")
    error = worker.until("error")[-1][0]
    assert (error["job"], error["code"]) == (3, "WORKER_FAILED")
    assert error["values"]["detail"]
    worker.send({"kind": "dance", "job": 4})
    assert worker.until("error")[-1][0]["job"] == 4


@pytest.mark.skipif(sys.platform != "linux", reason="only here are names bytes")
def test_a_file_whose_name_is_not_utf8_is_told_of_and_the_worker_goes_on(
        worker: Worker, patches: List[bytes], tmp_path: Path) -> None:
    foreign = tmp_path / "地类图斑.gpkg".encode("gbk").decode("utf-8", "surrogateescape")
    foreign.write_bytes(SCENE.read_bytes())
    lost, there = {**LAYERS[0], "source": f"{foreign}|dltb_pseudo"}, LAYERS[0]
    copies = str(tmp_path / "copies")
    worker.send({"kind": "inspect", "job": 1, "layers": [lost, there]})
    refused, found = worker.until("inspected")[-1][0]["layers"]
    assert (refused["code"], refused["values"]["name"]) == ("NAME_NOT_UTF8", "地类图斑.gpkg")
    assert found["features"] == 3902
    worker.measure(2, patches[:1], [lost])
    worker.send({"kind": "prepare", "job": 3, "prepared": copies, "layer": lost})
    worker.send({"kind": "prepare", "job": 4, "prepared": copies, "layer": there, "report": str(foreign)})
    for job in (2, 3, 4):
        error = worker.until("error", "done", "prepared")[-1][0]
        assert (error["job"], error["code"]) == (job, "NAME_NOT_UTF8")
    worker.measure(5, patches[:1], LAYERS)
    assert worker.until("done")[-1][0]["job"] == 5


def test_unknown_roles_are_refused_with_what_there_is(worker: Worker, patches: List[bytes]) -> None:
    worker.measure(1, patches[:1], LAYERS, inside=[["yjjbnt"], ["yjjbnt", "jbnt"]])
    error = worker.until("error", "done")[-1][0]
    assert (error["code"], error["values"]["role"]) == ("INSIDE_UNKNOWN_ROLE", "jbnt")
    assert error["values"]["inside"] == "yjjbnt+jbnt" and "stbhhx" in error["values"]["known"]
    worker.measure(2, patches[:1], [{**LAYERS[0], "role": "dltu"}])
    error = worker.until("error", "done")[-1][0]
    assert (error["job"], error["code"], error["values"]["role"]) == (2, "UNKNOWN_ROLE", "dltu")
    worker.send({"kind": "inspect", "job": 3, "layers": [{**LAYERS[0], "role": "dltu"}, LAYERS[0]]})
    wrong, right = worker.until("inspected")[-1][0]["layers"]
    assert wrong["code"] == "UNKNOWN_ROLE" and right["features"] == 3902
    worker.measure(4, patches[:5], LAYERS, inside=[["YJJBNT"]])
    assert worker.until("done")[-1][0]["job"] == 4


def test_a_prepared_folder_that_is_not_there_is_remarked(
        worker: Worker, patches: List[bytes], tmp_path: Path) -> None:
    worker.measure(1, patches[:1], LAYERS, prepared=str(tmp_path / "gone"))
    worker.measure(2, patches[:1], LAYERS, prepared=str(tmp_path))
    remarks = worker.until("done")[-1][0]["remarks"]
    assert {"code": "PREPARED_NOT_THERE", "values": {"folder": str(tmp_path / "gone")}} in remarks
    assert "PREPARED_NOT_THERE" not in {remark["code"] for remark in worker.until("done")[-1][0]["remarks"]}


def test_patches_with_heights_or_open_rings_are_told_and_measured_as_their_plane_shapes(
        worker: Worker, patches: List[bytes]) -> None:
    flat = shapely.from_wkb(patches[:6])
    raised = [*shapely.to_wkb(shapely.force_3d(flat[:3], 12.5), flavor="iso").tolist(), *patches[3:6]]
    whole, count = patches[5], int.from_bytes(patches[5][9:13], "little")
    assert whole[1] == shapely.GeometryType.POLYGON
    raised[5] = whole[:9] + (count - 1).to_bytes(4, "little") + whole[13:13 + 16 * (count - 1)]
    worker.measure(1, patches[:6], LAYERS)
    plain = worker.until("done")
    assert not [remark for remark in plain[-1][0]["remarks"] if remark["code"].startswith("PATCHES_")]
    worker.measure(2, raised, LAYERS)
    frames = worker.until("done")
    told = {remark["code"]: remark["values"] for remark in frames[-1][0]["remarks"]}
    assert told["PATCHES_FLATTENED"] == {"count": 3} and told["PATCHES_CLOSED"] == {"count": 1}
    assert rows_of(frames) == rows_of(plain)


def test_a_cancelled_job_stops_and_the_next_one_runs(worker: Worker, patches: List[bytes]) -> None:
    worker.measure(1, patches * 20, LAYERS)
    worker.until("rows")
    worker.send({"kind": "cancel", "job": 1})
    frames = worker.until("cancelled", "done")
    assert frames[-1][0] == {"kind": "cancelled", "job": 1}
    worker.measure(2, patches[:1], LAYERS)
    assert worker.until("done")[-1][0]["job"] == 2


def test_a_job_cancelled_while_it_waits_never_starts(worker: Worker, patches: List[bytes]) -> None:
    worker.measure(1, patches, LAYERS)
    worker.measure(2, patches, LAYERS)
    worker.send({"kind": "cancel", "job": 2})
    frames = worker.until("cancelled")
    assert frames[-1][0]["job"] == 2
    assert not [header for header, _ in frames if header["kind"] == "rows" and header["job"] == 2]


def test_it_ends_when_its_stdin_ends_even_while_busy(worker: Worker, patches: List[bytes]) -> None:
    worker.measure(1, patches * 50, LAYERS)
    worker.until("rows")
    worker.process.stdin.close()
    assert worker.process.wait(20) == 0


def test_quit_ends_it_after_the_jobs_before(worker: Worker, patches: List[bytes]) -> None:
    worker.measure(1, patches[:1], LAYERS)
    worker.send({"kind": "quit"})
    assert worker.until("done")[-1][0]["job"] == 1
    assert worker.process.wait(20) == 0


def test_a_broken_stream_is_told_and_ends_it(worker: Worker) -> None:
    worker.process.stdin.write(b"this is not a frame")
    worker.process.stdin.flush()
    assert worker.until("error")[-1][0]["code"] == "WORKER_FAILED"
    assert worker.process.wait(20) == 1


def test_what_a_library_prints_does_not_reach_the_frames() -> None:
    program = ("import os; from weipian_plugin.overlay.server import _private_stdout; out = _private_stdout();"
               "print('noise', flush=True); os.system('echo noise'); os.write(out, b'frame')")
    ended = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, timeout=60, check=True)
    assert ended.stdout == b"frame"
    assert ended.stderr.count(b"noise") == 2


def test_a_missing_package_is_told_in_a_frame_and_in_words(tmp_path: Path) -> None:
    (tmp_path / "shapely.py").write_text("raise ModuleNotFoundError('x', name='shapely')")
    ended = subprocess.run([sys.executable, "-m", "weipian_plugin.overlay", "--serve"], cwd=ROOT, stdin=subprocess.PIPE,
                           env={**os.environ, "PYTHONPATH": str(tmp_path)}, capture_output=True, timeout=60)
    (header, _), = FrameReader().feed(ended.stdout)
    assert (header["code"], header["values"]["package"]) == ("WORKER_PACKAGE_MISSING", "shapely")
    assert ended.returncode == 1
    assert "shapely" in ended.stderr.decode()


def test_while_the_engine_is_compiled_a_measurement_and_a_preparation_say_so_and_can_be_cancelled(
        tmp_path: Path, patches: List[bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    told: List[Dict[str, Any]] = []

    def compiling(tick: Any) -> None:
        assert told[-1] == {"kind": "progress", "job": 1, "done": 0, "total": told[-1]["total"], "text": COMPILING}
        tick()

    for module in (answers, measure):
        monkeypatch.setattr(module, "is_ready", lambda: False)
    monkeypatch.setattr(answers, "make_ready", compiling)
    monkeypatch.setattr(measure, "engine_named", lambda name, tick: compiling(tick))
    asked = answers.Answers(1, lambda header, body: told.append(header), LayerCache(), lambda: bool(told))
    for request in ({"kind": "measure", "crs": "EPSG:4525", "layers": LAYERS},
                    {"kind": "prepare", "prepared": str(tmp_path), "layer": LAYERS[0]}):
        told.clear()
        with pytest.raises(measure.Cancelled):
            asked.to(request, pack_blobs(patches))


@pytest.mark.parametrize("kept, told", [(False, ["compiling", "compiled"]), (True, [])])
def test_the_caller_is_told_of_the_first_compiling_alone(monkeypatch, kept, told):
    from weipian_plugin.overlay import server

    sent = []
    monkeypatch.setattr(server, "is_kept", lambda: kept)
    monkeypatch.setattr(server, "make_ready", lambda: None)
    monkeypatch.setattr(server.Server, "send", lambda _self, header, body=b"": sent.append(header["kind"]))
    server._compile(server.Server(1))
    assert sent == told
