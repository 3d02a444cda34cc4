"""What a batch asks again and what it keeps, and the living parcel: with a worker that answers by the protocol."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from qgis.core import QgsGeometry
from qgis.PyQt.QtCore import QObject, pyqtSignal

from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, ReferenceLayer
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.judging.suggest import suggest
from weipian_plugin.jobs.measuring.live import MeasureLive, measure_shapes
from weipian_plugin.jobs.measuring.measure import MeasureJob, MeasureReport, measure
from weipian_plugin.jobs.measuring.reuse import Layers, changed_roles
from weipian_plugin.overlay.protocol import pack_columns, unpack_blobs
from weipian_plugin.workspace.workspace import Workspace

SHARES = {"dltb": 1.0, "yjjbnt": 0.5, "stbhhx": 0.25, "pzyd": 0.1}
PASSWORD = "geheim'|x"


class Answering(QObject):
    """Stands in the worker's place: every layer covers a share of each patch, and lies inside the one before it."""

    received = pyqtSignal(object, object)
    failed = pyqtSignal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[dict] = []
        self.cancelled: list[int] = []
        self.kills = 0
        self.deaf = False
        self._waiting: list[tuple[dict, bytes]] = []

    def send(self, header: dict, body: bytes = b"") -> None:
        if header["kind"] == "cancel":
            self.cancelled.append(header["job"])
            waiting = [frame for frame in self._waiting if frame[0]["job"] != header["job"]]
            if not self.deaf and len(waiting) < len(self._waiting):
                self._waiting = waiting
                self.received.emit({"kind": "cancelled", "job": header["job"]}, b"")
            return
        self.asked.append(header)
        self._waiting.append((header, body))

    def start(self) -> None:
        """It always runs."""

    def pump(self, milliseconds: int = 100) -> None:
        waiting, self._waiting = ([], self._waiting) if self.deaf else (self._waiting, [])
        for header, body in waiting:
            self._answer(header, [QgsGeometry.fromWkt("Polygon EMPTY") if not blob else _geometry(blob)
                                  for blob in unpack_blobs(body)])

    def kill(self) -> None:
        self.kills += 1
        self.deaf, self._waiting = False, []
        self.failed.emit(WeipianError("WORKER_DIED", detail="killed"))

    def _answer(self, header: dict, shapes: list[QgsGeometry]) -> None:
        job, roles = header["job"], list(dict.fromkeys(layer["role"] for layer in header["layers"]))
        areas = [shape.area() for shape in shapes]
        pairs = [(patch, role, area * SHARES[key]) for patch, area in enumerate(areas)
                 for role, key in enumerate(roles)]
        common = {"job": job, "start": 0, "stop": len(shapes), "roles": roles}
        columns, body = pack_columns([
            ("patch", "i", [p for p, _, _ in pairs]), ("role", "i", [r for _, r, _ in pairs]),
            ("area_m2", "d", [a for _, _, a in pairs]), ("net_area_m2", "d", [0.9 * a for _, _, a in pairs])])
        classes = ["0101" if roles[role] == "dltb" else "" for _, role, _ in pairs]
        self.received.emit({"kind": "rows", **common, "classes": classes, "features": [], "columns": columns}, body)
        inside = [tuple(zones) for zones in header["inside"]]
        nested = [(patch, number, text, area * min(SHARES[key] for key in zones)) for patch, area in enumerate(areas)
                  for number, zones in enumerate(inside) for text in ("", "0101")]
        columns, body = pack_columns([
            ("patch", "i", [row[0] for row in nested]), ("zones", "i", [row[1] for row in nested]),
            ("area_m2", "d", [row[3] for row in nested]), ("net_area_m2", "d", [0.9 * row[3] for row in nested])])
        self.received.emit({"kind": "nested", "job": job, "start": 0, "stop": len(shapes), "columns": columns,
                            "zones": [list(zones) for zones in inside], "classes": [row[2] for row in nested]}, body)
        columns, body = pack_columns([
            ("patch", "i", [p for p, _, _ in pairs]), ("role", "i", [r for _, r, _ in pairs]),
            ("area_m2", "d", [a for _, _, a in pairs]), ("net_area_m2", "d", [0.9 * a for _, _, a in pairs]),
            ("uncovered_m2", "d", [0.0 for _ in pairs]), ("patch_area_m2", "d", areas)])
        self.received.emit({"kind": "totals", **common, "columns": columns}, body)
        layers = [{**layer, "layer": layer["source"].split("|")[-1], "class_field": layer["class_field"] or "DLBM"}
                  for layer in header["layers"]]
        self.received.emit({
            "kind": "done", "job": job, "roles": roles, "zone": 4525, "engine": "exact", "pairs": len(pairs),
            "redone": 0, "remarks": [{"code": "LAYER_OVERLAPS_ITSELF", "values": {"role": role, "count": 1}}
                                     for role in roles if role == "yjjbnt"],
            "provenance": {"layers": layers, "method_code": "METHOD_EQUAL_AREA"}}, b"")


def _geometry(wkb: bytes) -> QgsGeometry:
    geometry = QgsGeometry()
    geometry.fromWkb(wkb)
    return geometry


def square(x: float, side: float = 20.0) -> bytes:
    geometry = QgsGeometry.fromWkt(f"Polygon(({x} 2400000,{x + side} 2400000,{x + side} {2400000 + side},"
                                   f"{x} {2400000 + side},{x} 2400000))")
    return bytes(geometry.asWkb())


@pytest.fixture
def worker(qgis_app) -> Answering:
    return Answering()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {role: tmp_path / f"{role}.gpkg" for role in SHARES}
    for path in found.values():
        path.write_bytes(b"a layer as it was issued")
    return found


@pytest.fixture
def workspace(tmp_path: Path, files: dict[str, Path], qgis_app) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.gpkg", "EPSG:4525", "tester", tmp_path / "q.sqlite") as made:
        made.add_batch(NewBatch("示例", "2023-08-15", "x.zip", "d", "GX_ZY2023", "450329"), [
            IssuedPatch(f"4503292023000{i}", {"TBLX": "20"}, square(37500000.0 + 30 * i)) for i in range(5)])
        for role in ("dltb", "yjjbnt", "pzyd"):
            made.set_reference(ReferenceLayer(role, str(files[role]), version_date="2022-12-31"))
        made.set_reference(ReferenceLayer("zjgg", declared_empty=True))
        yield made


def run(workspace: Workspace, worker: Answering, **more: object) -> MeasureReport:
    worker.asked.clear()
    return measure(workspace, worker=worker, **more)  # type: ignore[arg-type]


def changed(workspace: Workspace) -> tuple[str, ...]:
    return changed_roles(workspace, Layers(workspace.references()), list(workspace.overlay_digests()))


def test_a_layer_that_is_replaced_changed_added_or_taken_away_is_told_until_it_is_measured(
        workspace: Workspace, worker: Answering, files: dict[str, Path], tmp_path: Path) -> None:
    assert changed(workspace) == ()  # nothing is measured, nothing is of another layer
    assert workspace.lists.some_measured() == []
    run(workspace, worker)
    assert changed(workspace) == ()
    os.utime(files["yjjbnt"], (1, 1))
    assert changed(workspace) == ("yjjbnt",)
    few = workspace.lists.some_measured()
    assert len(set(few)) == min(3, len(workspace.all_measured())) and set(few) <= set(workspace.all_measured())
    assert changed_roles(workspace, Layers(workspace.references()), few) == ("yjjbnt",)
    other = tmp_path / "other.gpkg"
    other.write_bytes(b"another layer")
    workspace.remove_reference("dltb", "")
    workspace.set_reference(ReferenceLayer("dltb", str(other)))
    workspace.remove_reference("pzyd", "")
    workspace.set_reference(ReferenceLayer("stbhhx", str(files["stbhhx"])))
    assert set(changed(workspace)) == {"dltb", "yjjbnt", "stbhhx", "pzyd"}
    run(workspace, worker)
    assert changed(workspace) == ()


def test_areas_of_which_nobody_knows_what_they_rest_on_are_not_called_old(
        workspace: Workspace, worker: Answering, files: dict[str, Path], monkeypatch) -> None:
    run(workspace, worker)
    os.utime(files["yjjbnt"], (1, 1))
    monkeypatch.setattr(workspace, "overlay_digests", lambda uuid: {uuid: {}})
    assert changed_roles(workspace, Layers(workspace.references()), list(workspace.all_measured())) == ()


def test_a_table_of_areas_of_an_old_layer_says_so_on_its_sheet_of_remarks(
        workspace: Workspace, worker: Answering, files: dict[str, Path], tmp_path: Path) -> None:
    from openpyxl import load_workbook

    run(workspace, worker)
    sheets = []
    for folder in ("before", "after"):
        report = write_tables(workspace, everything(workspace), tmp_path / folder, ("2-1",))
        rows = load_workbook(report.paths[0])["说明"].iter_rows(values_only=True)
        sheets.append(("\n".join(str(cell) for row in rows for cell in row), [each.code for each in report.remarks]))
        os.utime(files["dltb"], (1, 1))
    (before, fresh), (after, old) = sheets
    assert "套合图层已变更" not in before and "LAYERS_CHANGED" not in fresh
    assert "面积为旧图层的结果，请重新测算：地类图斑" in after and "LAYERS_CHANGED" in old


def roles_asked(worker: Answering) -> set[str]:
    return {layer["role"] for header in worker.asked for layer in header["layers"]}


def inside_asked(worker: Answering) -> set[tuple[str, ...]]:
    return {tuple(zones) for header in worker.asked for zones in header["inside"]}


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b", and then corrected")


def test_the_first_time_everything_is_asked_and_the_worker_chooses_the_fields(workspace, worker) -> None:
    report = run(workspace, worker, prepared="a folder/prepared")
    assert (report.parcels, report.remeasured, report.reused) == (5, 5, 0)
    assert all("attributes" not in layer and layer["class_field"] == "" for layer in worker.asked[0]["layers"])
    assert inside_asked(worker) == {("yjjbnt",), ("pzyd",), ("yjjbnt", "pzyd")}
    assert worker.asked[0]["engine"] == "auto" and worker.asked[0]["prepared"].endswith("prepared")
    found = next(iter(workspace.all_measured().values()))
    assert found.nested["yjjbnt", "pzyd"].total_m2 == pytest.approx(40.0)
    assert found.nested[("yjjbnt",)].classes[0].net_area_m2 == pytest.approx(180.0)


def test_a_second_time_nothing_is_asked_and_the_report_says_so(workspace, worker) -> None:
    first = run(workspace, worker)
    before = workspace.all_measured()
    report = run(workspace, worker)
    assert worker.asked == []
    assert (report.remeasured, report.reused) == (0, 5)
    assert "重算 0" in report.findings[0].sentence("zh") and "沿用 5" in report.findings[0].sentence("zh")
    assert workspace.all_measured() == before
    assert workspace.overlay_runs() == [first.run]


def test_by_force_everything_is_asked_again(workspace, worker) -> None:
    run(workspace, worker)
    report = run(workspace, worker, force=True)
    assert (report.remeasured, report.reused) == (5, 0)
    assert roles_asked(worker) == {"dltb", "yjjbnt", "pzyd"}
    assert "zone" not in worker.asked[0]


def test_a_changed_layer_is_asked_again_with_what_lies_inside_it_and_nothing_else(workspace, worker, files) -> None:
    workspace.set_reference(ReferenceLayer("stbhhx", str(files["stbhhx"])))
    run(workspace, worker)
    change(files["stbhhx"])
    report = run(workspace, worker)
    assert (report.remeasured, report.reused) == (5, 0)
    assert inside_asked(worker) == {("stbhhx",), ("yjjbnt", "stbhhx"), ("stbhhx", "pzyd")}
    assert worker.asked[0]["zone"] == 4525
    workspace.remove_reference("stbhhx")
    change(files["pzyd"])
    run(workspace, worker)
    assert roles_asked(worker) == {"pzyd", "yjjbnt", "dltb"}
    assert inside_asked(worker) == {("pzyd",), ("yjjbnt", "pzyd")}


def test_a_layer_without_land_classes_beside_it_is_asked_alone(workspace, worker, files) -> None:
    workspace.remove_reference("dltb")
    workspace.remove_reference("yjjbnt")
    run(workspace, worker)
    workspace.set_reference(ReferenceLayer("gd", str(files["stbhhx"])))
    SHARES["gd"] = 0.3
    run(workspace, worker)
    assert roles_asked(worker) == {"gd"} and inside_asked(worker) == set()
    assert set(workspace.all_measured().popitem()[1].roles) == {"pzyd", "gd", "zjgg"}


@pytest.mark.parametrize("changed", [
    lambda layer: ReferenceLayer(layer.role, layer.source, version_date="2023-12-31"),
    lambda layer: ReferenceLayer(layer.role, layer.source, class_field="HXLX", version_date=layer.version_date),
    lambda layer: ReferenceLayer(layer.role, layer.source, "other", version_date=layer.version_date),
], ids=["version date", "class field", "layer"])
def test_another_date_field_or_layer_is_another_layer(workspace, worker, changed: Callable) -> None:
    run(workspace, worker)
    layers = [changed(layer) if layer.role == "yjjbnt" else layer for layer in workspace.references()]
    assert run(workspace, worker, references=layers).remeasured == 5
    assert run(workspace, worker).reused == 5


def test_a_corrected_shape_is_asked_again_in_all_roles_and_the_other_parcels_are_not(workspace, worker) -> None:
    run(workspace, worker)
    changed = IssuedPatch("45032920230002", {"TBLX": "20"}, square(37500060.0, 25.0))
    workspace.add_batch(NewBatch("补发", "2023-09-15", "y.zip", "e", "GX_ZY2023", "450329"), [changed],
                        decisions={changed.jcbh: "replace"})
    report = run(workspace, worker)
    assert worker.asked[0]["patches"] == 1 and roles_asked(worker) == {"dltb", "yjjbnt", "pzyd"}
    assert (report.remeasured, report.reused) == (1, 4)
    areas = sorted(areas.area_m2 for areas in workspace.all_measured(None).values())
    assert areas == [400.0, 400.0, 400.0, 400.0, 625.0]


def test_a_role_that_is_gone_or_declared_empty_is_settled_without_asking(workspace, worker) -> None:
    run(workspace, worker)
    workspace.set_reference(ReferenceLayer("pzyd", declared_empty=True))
    report = run(workspace, worker)
    assert worker.asked == [] and report.reused == 5
    for areas in workspace.all_measured().values():
        assert areas.roles["pzyd"].declared_empty
        assert ("pzyd",) not in areas.nested and ("yjjbnt",) in areas.nested
    told = workspace.overlay_runs()
    assert [layer["role"] for layer in told[0].provenance["layers"]] == ["dltb", "yjjbnt"]
    assert told[0].provenance["declared_empty"] == ["zjgg", "pzyd"] and len(told) == 1


def test_kept_figures_keep_their_provenance_and_its_remarks(workspace, worker, files) -> None:
    first = run(workspace, worker)
    change(files["dltb"])
    layers = [layer for layer in workspace.references() if layer.role in ("dltb", "yjjbnt")]
    run(workspace, worker, references=[layers[0]])
    workspace.set_reference(ReferenceLayer("gd", str(files["stbhhx"])))
    SHARES["gd"] = 0.3
    run(workspace, worker, references=[*layers, ReferenceLayer("gd", str(files["stbhhx"]))])
    change(files["stbhhx"])
    workspace.remove_reference("dltb")
    report = run(workspace, worker)
    told = {layer["role"]: layer for layer in report.run.provenance["layers"]}
    assert told["yjjbnt"]["reused"] and not told["gd"].get("reused")
    assert told["yjjbnt"]["measured_at"] >= first.run.provenance["measured_at"]
    assert [remark["code"] for remark in report.run.remarks] == ["LAYER_OVERLAPS_ITSELF"]


def test_another_profile_measures_nothing(workspace, worker) -> None:
    run(workspace, worker)
    suggest(workspace, profile_id="GX2023")
    assert run(workspace, worker).reused == 5


def test_a_database_may_have_changed_and_is_always_asked(workspace, worker) -> None:
    source = "PG:host=db dbname=gt user=u"
    workspace.set_reference(ReferenceLayer("yjjbnt", source, "gis.yjjbnt"))
    run(workspace, worker)
    assert next(layer["source"] for layer in worker.asked[0]["layers"] if "PG:" in layer["source"]).startswith(source)
    assert run(workspace, worker).remeasured == 5


def test_a_connection_with_its_password_is_refused_and_kept_nowhere(workspace, worker) -> None:
    with_password = ReferenceLayer("yjjbnt", f"PG:host=db dbname=gt user=u password='{PASSWORD}'", "gis.yjjbnt")
    for attempt in (lambda: workspace.set_reference(with_password),
                    lambda: run(workspace, worker, references=[*workspace.references(), with_password])):
        with pytest.raises(WeipianError) as error:
            attempt()
        assert error.value.code == "PASSWORD_IN_SOURCE"
        assert PASSWORD not in error.value.sentence("zh") and "password=***" in error.value.sentence("zh")
    kept = [str(event.payload) for event in workspace.history()] + [str(workspace.references())]
    assert not any("password" in text for text in kept)


def test_a_missing_layer_is_not_taken_for_an_unchanged_one(workspace, worker, files) -> None:
    run(workspace, worker)
    files["yjjbnt"].unlink()
    assert run(workspace, worker).remeasured == 5


def test_a_shapefile_is_all_of_its_files(workspace, worker, tmp_path: Path) -> None:
    for suffix in (".shp", ".dbf", ".shx"):
        (tmp_path / f"sheet{suffix}").write_bytes(b"x")
    workspace.set_reference(ReferenceLayer("stbhhx", str(tmp_path / "sheet.shp")))
    run(workspace, worker)
    (tmp_path / "other.dbf").write_bytes(b"x")
    assert run(workspace, worker).reused == 5
    change(tmp_path / "sheet.dbf")
    assert run(workspace, worker).remeasured == 5


def test_an_older_layer_put_in_its_place_is_a_change_too(workspace, worker, files) -> None:
    run(workspace, worker)
    os.utime(files["dltb"], (1_000_000_000, 1_000_000_000))
    assert run(workspace, worker).remeasured == 5


def test_cancelling_is_told_though_the_worker_is_deaf_and_the_next_job_gets_a_new_one(workspace, worker, qtbot) -> None:
    worker.deaf = True
    job = MeasureJob(workspace, worker=worker)
    job.start()
    with qtbot.waitSignal(job.failed, timeout=5000) as told:
        job.cancel()
    assert told.args[0].code == "JOB_CANCELLED"
    assert worker.kills == 0 and workspace.all_measured() == {}
    assert run(workspace, worker).remeasured == 5
    assert worker.kills == 1


def test_a_worker_that_stops_late_keeps_its_process(workspace, worker, qtbot) -> None:
    worker.deaf = True
    job = MeasureJob(workspace, worker=worker)
    job.start()
    with qtbot.waitSignal(job.failed, timeout=5000):
        job.cancel()
    worker.received.emit({"kind": "cancelled", "job": job.number}, b"")
    worker.deaf = False
    worker._waiting = []
    assert run(workspace, worker).remeasured == 5
    assert worker.kills == 0


def test_a_worker_that_never_stops_is_ended_by_itself(workspace, worker, qtbot, monkeypatch) -> None:
    monkeypatch.setattr("weipian_plugin.jobs.measuring.measure.DEAF_SECONDS", 0.05)
    worker.deaf = True
    job = MeasureJob(workspace, worker=worker)
    job.start()
    job.cancel()
    qtbot.waitUntil(lambda: worker.kills == 1, timeout=5000)
    assert job.error is not None and job.error.code == "JOB_CANCELLED"


def test_a_shape_that_is_not_stored_is_measured_like_a_stored_one(workspace, worker) -> None:
    run(workspace, worker)
    events, before = len(workspace.history()), workspace.all_measured()
    found = measure_shapes(workspace, [square(37500000.0), square(37500000.0, 40.0), b""], worker)
    assert found[0] == workspace.measured(workspace.queue()[0].parcel_uuid)
    assert found[1] is not None and found[1].area_m2 == 1600.0
    assert found[2] is None
    assert worker.asked[-1]["zone"] == 4525
    assert (len(workspace.history()), workspace.all_measured()) == (events, before)


def test_while_a_vertex_is_dragged_only_the_latest_shape_is_told(workspace, worker) -> None:
    live = MeasureLive(workspace, worker)
    told: list[tuple[int, object]] = []
    live.measured.connect(lambda request, found: told.append((request, found)))
    requests = [live.ask([square(37500000.0, 20.0 + step)]) for step in range(4)]
    assert worker.cancelled == requests[:3]
    worker.pump()
    assert [request for request, _ in told] == requests[3:]
    assert told[0][1][0].area_m2 == pytest.approx(529.0)
    assert not live.waiting


def test_an_answer_that_comes_after_the_edit_is_over_is_told_to_nobody(workspace, worker) -> None:
    live = MeasureLive(workspace, worker)
    told: list[object] = []
    live.measured.connect(lambda *answer: told.append(answer))
    worker.deaf = True
    live.ask([square(37500000.0)])
    live.close()
    worker.deaf = False
    worker.pump()
    assert told == []


def test_the_living_parcel_outlives_its_worker(workspace, worker) -> None:
    live = MeasureLive(workspace, worker)
    told: list[object] = []
    live.failed.connect(lambda request, error: told.append((request, error.code)))
    live.measured.connect(lambda request, _: told.append((request, "measured")))
    first = live.ask([square(37500000.0)])
    worker.kill()
    second = live.ask([square(37500000.0)])
    worker.pump()
    assert told == [(first, "WORKER_DIED"), (second, "measured")]


def test_without_layers_there_is_no_living_parcel(workspace, worker) -> None:
    for role in ("dltb", "yjjbnt", "pzyd"):
        workspace.remove_reference(role)
    with pytest.raises(WeipianError) as raised:
        MeasureLive(workspace, worker)
    assert raised.value.code == "NO_REFERENCE_LAYERS"


def test_suggestions_are_made_again_only_where_something_changed(workspace, worker, files) -> None:
    first = suggest(workspace)
    assert (first.remade, first.reused) == (5, 0)
    again = suggest(workspace)
    assert (again.remade, again.reused) == (0, 5) and again == first
    measure(workspace, [workspace.queue()[0].parcel_uuid], worker=worker)
    measured = suggest(workspace)
    assert (measured.remade, measured.reused) == (1, 4)
    other = suggest(workspace, profile_id="GX2023")
    assert other.remade == 5 and workspace.suggestion(workspace.queue()[0].parcel_uuid)["profile"] == "GX2023"
    assert suggest(workspace, force=True).remade == 5


def test_measuring_by_force_with_the_same_result_makes_no_suggestion_again(workspace, worker) -> None:
    run(workspace, worker)
    suggest(workspace)
    run(workspace, worker, force=True)
    assert suggest(workspace).remade == 0
