"""Drawing on real parcels: what a line or an outline makes of them, in areas that independent tools confirm."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import geopandas
import pytest
import shapely
from osgeo import ogr
from qgis.core import QgsGeometry, QgsPointXY
from shapely.ops import split as shapely_split

from weipian_plugin.domain.areas.parcel_parts import SMALLEST_M2, number_of_merged, numbers_of_parts, own_number
from weipian_plugin.domain.areas.units import mu_round2
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import IssuedPatch, NewBatch, Record, ReferenceLayer
from weipian_plugin.jobs.basis import basis_lines
from weipian_plugin.jobs.checking.validate import validate
from weipian_plugin.jobs.drawing.geometry import Cutter, polygon_of
from weipian_plugin.jobs.drawing.shape_edits import Remeasure, ShapeEdits, remeasure, told_of_merge, told_of_split
from weipian_plugin.jobs.drawing.sketches import DOUBT, REMARK, change_text, keep_sketch, sketches_of
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.judging.suggest import suggest
from weipian_plugin.jobs.measuring.measure import MeasureJob, measure
from weipian_plugin.jobs.measuring.reuse import Layers, changed_roles
from weipian_plugin.jobs.measuring.worker import OverlayWorker
from weipian_plugin.jobs.registers.survey_text import export_survey_text
from weipian_plugin.workspace.workspace import Workspace

ogr.UseExceptions()
CRS = "EPSG:4525"
X, Y = 37500000.0, 2400000.0
EQUAL_AREA = "+proj=aea +lat_1=21 +lat_2=22 +lat_0=21.5 +lon_0=109.2 +ellps=GRS80 +units=m"
LEGAL = {"PDLX": "合法", "HFJTQX": "H1", "HFSJYT": "工业", "HFPDYJSM": "桂政土批函〔2019〕12号已批准",
         "NZYPZWH": "桂政土批函〔2019〕12号", "NZYPZSJ": "2019-03-12", "NZYPZMJ": 20000.0}


@pytest.fixture(scope="module")
def worker(qgis_app) -> Iterator[OverlayWorker]:
    made = OverlayWorker()
    yield made
    made.stop()


@pytest.fixture(scope="module")
def untouched(tmp_path_factory, demo: Path, worker: OverlayWorker) -> Path:
    """Forty patches of the scene, measured and suggested on."""
    scene = ogr.Open(str(demo / "beihai_scene.gpkg"))
    patches = [IssuedPatch(f["JCBH"], {"JCBH": f["JCBH"], "TBLX": f["TBLX"], "XFSJ": "2023-08-15", "XZQDM": "450512"},
                           bytes(f.GetGeometryRef().ExportToWkb(ogr.wkbNDR)))
               for f in list(scene.GetLayer("wptb_auto"))[:40]]
    path = tmp_path_factory.mktemp("geometry") / "scene.gpkg"
    with Workspace.create(path, CRS, "甲") as made:
        made.add_batch(NewBatch("示例", "2023-08-15", "scene", "0", "GX2023", "450512"), patches)
        for layer in (ReferenceLayer("dltb", str(demo / "beihai_scene.gpkg"), "dltb_pseudo", "DLBM", "2016-12-09"),
                      ReferenceLayer("yjjbnt", str(demo / "beihai_scene.gpkg"), "yjjbnt_pseudo"),
                      ReferenceLayer("zjgg", declared_empty=True)):
            made.set_reference(layer)
        measure(made, worker=worker)
        suggest(made)
    return path


@pytest.fixture
def workspace(untouched: Path, tmp_path: Path) -> Iterator[Workspace]:
    copy = tmp_path / "scene.gpkg"
    shutil.copyfile(untouched, copy)
    with Workspace.open(copy, "甲", quarantine_path=tmp_path / "q.sqlite") as opened:
        yield opened


@pytest.fixture
def edits(workspace: Workspace) -> ShapeEdits:
    return ShapeEdits(workspace)


@pytest.fixture
def uuid(workspace: Workspace) -> str:
    return max(workspace.queue(), key=lambda row: row.area_m2).parcel_uuid


def points(*pairs: tuple[float, float]) -> list[QgsPointXY]:
    return [QgsPointXY(x, y) for x, y in pairs]


def at(*pairs: tuple[float, float]) -> list[QgsPointXY]:
    return [QgsPointXY(X + x, Y + y) for x, y in pairs]


def square(side: float = 100.0) -> QgsGeometry:
    return polygon_of(at((0, 0), (side, 0), (side, side), (0, side)))


def of(workspace: Workspace, uuid: str) -> shapely.Geometry:
    return shapely.from_wkb(workspace.parcel(uuid).wkb)


def across(shape: shapely.Geometry, share: float = 0.5) -> list[QgsPointXY]:
    """A line from below to above, at a share of the width."""
    x0, y0, x1, y1 = shape.bounds
    return points((x0 + share * (x1 - x0), y0 - 5), (x0 + share * (x1 - x0) + 7, y1 + 5))


def code_of(call, *values) -> str:
    with pytest.raises(WeipianError) as caught:
        call(*values)
    assert "{" not in caught.value.sentence("zh") and "{" not in caught.value.sentence("en")
    return caught.value.code


def by_class(demo: Path, shape: shapely.Geometry, table: str = "dltb_pseudo") -> dict[str, float]:
    """m² by land class by another way: geopandas in an equal-area projection."""
    layer = geopandas.read_file(demo / "beihai_scene.gpkg", layer=table, bbox=shape.bounds)
    parcel = geopandas.GeoSeries([shapely.segmentize(shape, 20)], crs=CRS).to_crs(EQUAL_AREA).iloc[0]
    pieces = layer.to_crs(CRS).segmentize(20).to_crs(EQUAL_AREA).intersection(parcel)
    classes = layer["DLBM"] if "DLBM" in layer else layer.index.astype(str)
    return {code: area for code, area in pieces.area.groupby(classes).sum().items() if area > 0.01}


def test_the_parts_of_a_line_are_measured_on_the_spot_in_all_layers(workspace, edits, uuid, worker, demo) -> None:
    whole, before = of(workspace, uuid), workspace.measured(uuid)
    parts = edits.split(uuid, across(whole))
    assert remeasure(workspace, parts, worker) is not None
    found = [workspace.measured(part) for part in parts]
    assert {role for each in found for role in each.roles} == {"dltb", "yjjbnt", "zjgg"}
    for part, each in zip(parts, found):
        independent = by_class(demo, of(workspace, part))
        assert {area.class_code: area.area_m2 for area in each.roles["dltb"].classes} == pytest.approx(
            independent, rel=1e-6, abs=0.02)
        own = geopandas.GeoSeries([shapely.segmentize(of(workspace, part), 20)], crs=CRS).to_crs(EQUAL_AREA).area[0]
        assert each.area_m2 == pytest.approx(own, rel=1e-6)
        assert workspace.suggestion(part) is not None
        assert set(workspace.overlay_digests(part)[part]) >= {"dltb", "yjjbnt"}
    assert sum(each.area_m2 for each in found) == pytest.approx(before.area_m2, abs=0.01)
    for role in ("dltb", "yjjbnt"):
        assert sum(each.roles[role].total_m2 for each in found) == pytest.approx(before.roles[role].total_m2, abs=0.02)
    assert [one.found.zh for one in validate(workspace).entries if one.found.check == "V04"] == []


def test_undone_it_is_measured_and_suggested_on_as_before(workspace, edits, uuid, worker) -> None:
    before, suggested = workspace.measured(uuid), workspace.suggestion(uuid)
    remeasure(workspace, edits.split(uuid, across(of(workspace, uuid))), worker)
    event = workspace.undo()
    assert workspace.measured(uuid).roles == {} and workspace.measured(uuid).area_m2 == pytest.approx(before.area_m2)
    remeasure(workspace, event.parcels, worker)
    assert workspace.measured(uuid) == before and workspace.suggestion(uuid) == suggested
    assert [workspace.measured(each) for each in event.parcels[1:]] == [None]


def test_without_layers_the_own_area_is_there_and_suggestions_follow(workspace, edits, uuid) -> None:
    workspace.replace_references([])
    parts = edits.split(uuid, across(of(workspace, uuid)))
    assert remeasure(workspace, parts) == ()
    for part in parts:
        own = geopandas.GeoSeries([shapely.segmentize(of(workspace, part), 20)], crs=CRS).to_crs(EQUAL_AREA).area[0]
        assert workspace.measured(part).area_m2 == pytest.approx(own, rel=1e-6)
        assert workspace.measured(part).roles == {} and workspace.suggestion(part) is not None


def test_figures_of_a_shape_that_was_changed_while_it_was_measured_are_not_kept(workspace, edits, uuid, worker) -> None:
    other = next(row.parcel_uuid for row in workspace.queue() if row.parcel_uuid != uuid)
    job = MeasureJob(workspace, [uuid, other], worker, force=True)
    job.start()
    parts = edits.split(uuid, across(of(workspace, uuid)))
    job.wait()
    assert [workspace.measured(part).roles for part in parts] == [{}] * len(parts)
    assert workspace.measured(uuid).area_m2 == pytest.approx(workspace.own_area(workspace.parcel(uuid).wkb))
    assert workspace.measured(other).roles


def test_own_areas_alone_are_no_figures_of_layers_that_have_changed(workspace, edits, uuid) -> None:
    parts, layers = edits.split(uuid, across(of(workspace, uuid))), Layers(workspace.references())
    assert changed_roles(workspace, layers, parts) == ()
    everything = [row.parcel_uuid for row in workspace.queue()]
    assert changed_roles(workspace, layers, everything) == ()


def test_a_worker_that_cannot_measure_costs_no_shape_and_says_so(workspace, edits, uuid, tmp_path) -> None:
    workspace.replace_references([ReferenceLayer("dltb", str(tmp_path / "gone.gpkg"), "x", "DLBM")])
    parts = edits.split(uuid, across(of(workspace, uuid)))
    worker = OverlayWorker()
    told = remeasure(workspace, parts, worker)
    worker.stop()
    assert told[0].code == "AREA_OWN_ONLY" and len(told) == 2
    assert [finding for finding in told if "{" in finding.sentence("zh")] == []
    assert all(workspace.measured(part).area_m2 > 0 for part in parts)
    assert len(workspace.siblings(uuid)) == len(parts)


def test_what_is_handed_in_shows_the_parts_with_their_numbers_and_areas(workspace, edits, uuid, worker, tmp_path):
    import openpyxl

    parts = edits.split(uuid, across(of(workspace, uuid), 0.3))
    for part, share in zip(list(parts), (0.37, 0.61)):
        parts += edits.split(part, across(of(workspace, part), share))[1:]
    parts.sort(key=lambda each: int(workspace.parcel(each).dkbh.rpartition("_")[2]))
    remeasure(workspace, parts, worker)
    jcbh = workspace.parcel(uuid).jcbh
    report = write_tables(workspace, everything(workspace), tmp_path, ("2-1",))
    sheet = openpyxl.load_workbook(report.paths[0]).worksheets[0]
    codes = next({cell.value: cell.column for cell in row} for row in sheet.iter_rows()
                 if "DKBH" in [cell.value for cell in row])
    shown = {row[codes["DKBH"] - 1].value: float(row[codes["DKMJ"] - 1].value) for row in sheet.iter_rows()
             if row[codes["JCBH"] - 1].value == jcbh}
    assert list(shown) == [f"{jcbh}_{number}" for number in range(1, len(parts) + 1)]
    whole = sum(workspace.measured(part).area_m2 for part in parts)
    assert sum(Decimal(str(figure)) for figure in shown.values()) == mu_round2(whole)
    for part in parts:
        assert abs(shown[workspace.parcel(part).dkbh] - workspace.measured(part).area_m2 * 0.0015) < 0.01
    text = tmp_path / "survey.txt"
    export_survey_text(workspace, text, worker=worker)
    written = text.read_text(encoding="gb18030")
    assert all(f"{jcbh}_{number}" in written for number in range(1, len(parts) + 1))


def test_the_sheet_tells_once_how_areas_were_measured_however_often_a_shape_was_changed(
        workspace, edits, uuid, worker) -> None:
    once = basis_lines(workspace.overlay_runs(), "口径")
    for share in (0.3, 0.6, 0.45):
        remeasure(workspace, edits.split(uuid, across(of(workspace, uuid), share)), worker)
    told = basis_lines(workspace.overlay_runs(), "口径")
    assert [name for name, _ in told].count("面积") == [name for name, _ in once].count("面积") == 1
    assert [text for name, text in told if name == "其后重算"][0].startswith("3 次")
    assert [text for name, text in told if "不相交" in text] == []


def test_a_parcel_beside_the_basic_farmland_is_no_sign_of_a_wrong_layer(workspace, edits, worker) -> None:
    beside = next(row.parcel_uuid for row in workspace.queue() if row.basic_farmland_m2 == 0 and row.area_m2 > 2000)
    parts = edits.split(beside, across(of(workspace, beside)))
    assert [finding.code for finding in remeasure(workspace, parts, worker)] == []


def test_the_extent_on_the_ground_brings_its_areas_from_the_layers(workspace, edits, uuid, worker, demo) -> None:
    reach = of(workspace, uuid).buffer(30, join_style="mitre")
    assert edits.set_actual(uuid, points(*reach.exterior.coords), worker) == [uuid]
    answers, kept = workspace.draft(uuid).answers, shapely.from_wkb(workspace.parcel(uuid).actual)
    own = geopandas.GeoSeries([shapely.segmentize(kept, 20)], crs=CRS).to_crs(EQUAL_AREA).area[0]
    assert answers["SJDKMJ"] == pytest.approx(own, rel=1e-6)
    independent = by_class(demo, kept)
    assert answers["SJGDMJ"] == pytest.approx(sum(a for c, a in independent.items() if c.startswith("01")), abs=0.05)
    assert answers["SJJBNTMJ"] == pytest.approx(sum(by_class(demo, kept, "yjjbnt_pseudo").values()), abs=0.05)
    edits.clear_actual(uuid)
    assert workspace.parcel(uuid).actual is None and workspace.draft(uuid).answers == {}


def test_a_patch_of_ones_own_is_measured_and_suggested_on(workspace, edits, uuid, worker) -> None:
    x0, y0, x1, y1 = of(workspace, uuid).bounds
    made = edits.draw(points((x1 + 50, y0), (x1 + 150, y0), (x1 + 150, y0 + 80)), {}, workspace.batches()[0].uuid)
    remeasure(workspace, made, worker)
    assert workspace.measured(made[0]).roles["dltb"].total_m2 > 0 and workspace.suggestion(made[0])
    assert workspace.parcel(made[0]).jcbh == own_number("450512", "2023", (), workspace.workspace_id)


def test_the_person_is_told_what_became_of_answers_and_records(workspace, edits, uuid) -> None:
    parts = edits.split(uuid, across(of(workspace, uuid)))
    told = [finding.sentence("zh") for finding in told_of_split(workspace, parts)]
    assert all(workspace.parcel(part).dkbh in told[0] for part in parts)
    assert len(told) == 1  # there are neither answers nor records
    assert workspace.parcel(uuid).jcbh in told_of_merge(workspace, edits.merge(parts)[0]).sentence("zh")


def test_of_a_split_only_what_there_is_is_told(workspace, edits, uuid) -> None:
    workspace.save_draft(uuid, {"PDLX": "违法"})
    workspace.put_record(Record("", "act", (uuid,), "", {"WFXWBH": "1"}))
    workspace.put_record(Record("", "audit", (uuid,), "", {"SHJB": "县级"}))
    workspace.put_record(Record("", "finding", (uuid,), "", {"JYBH": "V16"}))
    parts = edits.split(uuid, across(of(workspace, uuid)))
    found = told_of_split(workspace, parts)
    assert [finding.code for finding in found] == [
        "SPLIT_TOLD", "SPLIT_ANSWERS", "SPLIT_SHARED", "SPLIT_COPIED", "SPLIT_STAYING"]
    said = [finding.sentence("zh") for finding in found]
    assert said[2].startswith("违法行为属于") and said[3].startswith("审核复制") and "校验处理留在" in said[4]
    assert "容错纠错" not in "".join(said)


def test_measuring_again_is_told_once_and_leaves_out_what_stands_no_more(workspace, edits, uuid, worker) -> None:
    parts = edits.split(uuid, across(of(workspace, uuid)))
    merged = edits.merge(parts)
    told: list[object] = []
    again = Remeasure(workspace, merged, worker)
    again.finished.connect(told.append)
    again.start()
    again.wait()
    assert len(told) == 1 and workspace.measured(merged[0]).roles and workspace.measured(merged[1]) is None


@pytest.fixture
def cutter(qgis_app) -> Cutter:
    return Cutter(CRS)


@pytest.mark.parametrize(("line", "code"), [
    (at((-10, 50), (50, 50)), "LINE_DOES_NOT_CROSS"),  # ends inside
    (at((20, 20), (80, 80)), "LINE_DOES_NOT_CROSS"),  # inside altogether
    (at((-10, 150), (150, 150)), "LINE_DOES_NOT_CROSS"),  # beside
    (at((-50, 50), (50, 150)), "LINE_ONLY_TOUCHES"),  # a vertex
    (at((-10, 0), (110, 0)), "LINE_ONLY_TOUCHES"),  # an edge
    (at((20, 0), (80, 0)), "LINE_ONLY_TOUCHES"),
    (at((-10, 50), (110, 50), (50, 110), (50, -10)), "LINE_CROSSES_ITSELF"),
    (at((-10, 50)), "SHAPE_TOO_SHORT"),
    (at((-10, 50), (-10, 50)), "SHAPE_TOO_SHORT"),
    (at((0.05, -10), (0.05, 110)), "PART_TOO_SMALL"),
])
def test_a_line_that_makes_no_parts_says_why(cutter, line, code) -> None:
    assert code_of(cutter.split, square(), line) == code


def test_a_line_through_vertices_and_along_the_way_of_real_work_splits(cutter) -> None:
    for line in (at((0, 0), (100, 100)), at((-10, 50), (50, 60), (110, 50)), at((0, 50), (100, 50))):
        parts = cutter.split(square(), line)
        assert len(parts) == 2 and cutter.ground.area(parts[0]) >= cutter.ground.area(parts[1])
        cutter.ground.require_tiles(square(), parts)


def test_a_line_whose_ends_were_snapped_to_slanting_edges_splits(cutter) -> None:
    slanting = polygon_of(at((0, 0), (97.3, 11.7), (71.9, 103.1), (-19.7, 79.3)))
    bottom, top = ((0, 0), (97.3, 11.7)), ((71.9, 103.1), (-19.7, 79.3))
    for share in (number / 40 for number in range(8, 33)):
        ends = []
        for (x0, y0), (x1, y1) in (bottom, top):
            meant = QgsPointXY(X + x0 + share * (x1 - x0) + 0.3, Y + y0 + share * (y1 - y0) - 0.2)
            ends.append(QgsPointXY(slanting.closestSegmentWithContext(meant)[1]))
        cutter.ground.require_tiles(slanting, cutter.split(slanting, ends))


def test_a_concave_parcel_falls_into_as_many_parts_as_the_line_makes(cutter) -> None:
    comb = polygon_of(at((0, 0), (100, 0), (100, 100), (70, 100), (70, 20), (30, 20), (30, 100), (0, 100)))
    parts = cutter.split(comb, at((-10, 60), (110, 60)))
    expected = shapely_split(shapely.from_wkb(bytes(comb.asWkb())),
                             shapely.LineString([(X - 10, Y + 60), (X + 110, Y + 60)])).geoms
    assert sorted(round(part.area(), 3) for part in parts) == sorted(round(part.area, 3) for part in expected)
    assert len(parts) == 3


def test_pieces_the_line_does_not_meet_stay_with_the_largest_part_and_holes_stay_holes(cutter) -> None:
    holed = square().difference(polygon_of(at((40, 40), (60, 40), (60, 60), (40, 60))))
    several = QgsGeometry.collectGeometry([holed, polygon_of(at((200, 0), (220, 0), (220, 20), (200, 20)))])
    parts = cutter.split(several, at((50, -10), (50, 110)))
    assert sorted(round(part.area()) for part in parts) == [4800, 5200]
    cutter.ground.require_tiles(several, parts)
    assert code_of(cutter.split, several, at((50, -10), (50, 50))) == "LINE_DOES_NOT_CROSS"  # ends in the hole
    beside = cutter.split(several, at((20, -10), (20, 110)))
    assert sum(part.area() for part in beside) == pytest.approx(several.area())


@pytest.mark.parametrize(("ring", "code"), [
    (at((0, 0), (10, 10)), "SHAPE_TOO_SHORT"),
    (at((0, 0), (50, 50), (50, 0), (0, 50)), "SHAPE_CROSSES_ITSELF"),
    (at((0, 0), (50, 0), (100, 0)), "SHAPE_CROSSES_ITSELF"),
    (at((200, 0), (250, 0), (250, 50)), "CUT_OUT_MISSES"),
    (at((100, 0), (150, 0), (150, 50), (100, 50)), "CUT_OUT_MISSES"),  # beside it, edge to edge
    (at((-10, -10), (110, -10), (110, 110), (-10, 110)), "CUT_OUT_IS_ALL"),
    (at((10, 10), (12, 10), (12, 12), (10, 12)), "PART_TOO_SMALL"),
    (at((-1, 0.02), (101, 0.02), (101, 101), (-1, 101)), "PART_TOO_SMALL"),
])
def test_an_outline_that_cuts_nothing_out_says_why(cutter, ring, code) -> None:
    assert code_of(cutter.cut_out, square(), ring) == code


def test_a_cut_out_leaves_the_rest_with_a_hole_or_without_a_corner(cutter) -> None:
    rest, cut = cutter.cut_out(square(), at((20, 20), (40, 20), (40, 40), (20, 40)))
    assert (round(rest.area()), round(cut.area())) == (9600, 400)
    cutter.ground.require_tiles(square(), [rest, cut])
    rest, cut = cutter.cut_out(square(), at((50, 50), (150, 50), (150, 150), (50, 150)))
    assert (round(rest.area()), round(cut.area())) == (7500, 2500)


def test_a_boundary_is_drawn_anew_between_two_neighbours(cutter) -> None:
    left, right = cutter.split(square(), at((60, -10), (60, 110)))
    new = cutter.redrawn({"l": left, "r": right}, at((30, -10), (40, 50), (30, 110)))
    assert [round(new[name].area()) for name in "lr"] == [3583, 6417]
    cutter.ground.require_tiles(square(), list(new.values()))
    far = polygon_of(at((300, 0), (350, 0), (350, 50)))
    assert code_of(cutter.redrawn, {"l": left, "x": far}, at((30, -10), (40, 110))) == "NOT_ADJACENT"
    assert code_of(cutter.redrawn, {"l": left}, at((30, -10), (40, 110))) == "NOTHING_TO_MERGE"


def test_only_a_boundary_between_parcels_moves_and_the_ground_stays_the_same(cutter) -> None:
    left, right = cutter.split(square(), at((60, -10), (60, 110)))
    shapes = {"l": left, "r": right}
    bent = cutter.moved(shapes, *at((60, 50), (30, 50)))
    assert [round(bent[name].area()) for name in "lr"] == [4500, 5500]
    cutter.ground.require_tiles(square(), list(bent.values()))
    slid = cutter.moved(shapes, *at((60, 0), (20, 0)))
    assert [round(slid[name].area()) for name in "lr"] == [4000, 6000]
    assert {(p.x() - X, p.y() - Y) for p in cutter.shared_places(shapes)} == {(60, 0), (60, 100)}
    assert code_of(cutter.moved, shapes, *at((0, 0), (10, 10))) == "BOUNDARY_NOT_SHARED"
    assert code_of(cutter.moved, shapes, *at((60, 0), (60, -20))) == "PARTS_DO_NOT_TILE"
    assert code_of(cutter.moved, shapes, *at((60, 50), (150, 50))) in ("SHAPE_CROSSES_ITSELF", "PARTS_DO_NOT_TILE")


def test_where_three_parcels_meet_all_three_follow(cutter) -> None:
    left, right = cutter.split(square(), at((50, -10), (50, 110)))
    top, bottom = cutter.split(right, at((40, 50), (110, 50)))
    shapes = {"l": left, "t": top, "b": bottom}
    moved = cutter.moved(shapes, *at((50, 50), (30, 50)))
    assert set(moved) == {"l", "t", "b"} and sum(shape.area() for shape in moved.values()) == pytest.approx(10000)
    cutter.ground.require_tiles(square(), list(moved.values()))


def test_parcels_are_numbered_as_the_forms_number_them() -> None:
    assert numbers_of_parts("A_3", "A_3", [], 2) == ["A_3_1", "A_3_2"]
    assert numbers_of_parts("A", "A_2", ["A_1", "A_7"], 3) == ["A_2", "A_8", "A_9"]
    assert number_of_merged("A", ["A_4", "A_2"], ["A_1"]) == "A_2" and number_of_merged("A", ["A_4", "A_2"], []) == "A"
    assert own_number("450512", "2023", ["450512ZZ20230009", "450512ZZ20230009_1", "450512202300001"]) == (
        "450512ZZ20230010")
    numbers = {own_number("450512", "2023", ["450512ZZ20230009"], each) for each in ("甲库", "乙库")}
    assert len(numbers) == 2 and all(len(each) == 20 and each.endswith("0001") for each in numbers)
    assert 6.66 < SMALLEST_M2 < 6.67


def test_a_sketch_is_shown_to_whoever_opens_any_part_of_the_patch_next(workspace, edits, uuid) -> None:
    x, y = of(workspace, uuid).centroid.coords[0]
    workspace.actor = "乙"
    kept = keep_sketch(workspace, uuid, QgsGeometry.fromPointXY(QgsPointXY(x, y)), " 这里是新建厂房 ", DOUBT)
    keep_sketch(workspace, uuid, QgsGeometry.fromPolylineXY(across(of(workspace, uuid))))
    workspace.actor = "甲"
    parts = edits.split(uuid, across(of(workspace, uuid)))
    found = sketches_of(workspace, parts[-1])
    assert [(each.text, each.role, each.author) for each in found] == [
        ("这里是新建厂房", DOUBT, "乙"), ("", REMARK, "乙")]
    place = found[0].shape.asPoint()
    assert (place.x(), place.y()) == pytest.approx((x, y), abs=1e-4)
    change_text(workspace, kept.uuid, "已拆除")
    assert sketches_of(workspace, uuid)[0].text == "已拆除"
    workspace.undo()
    assert sketches_of(workspace, uuid)[0].text == "这里是新建厂房"
    other = next(row.parcel_uuid for row in workspace.queue() if row.parcel_uuid not in parts)
    assert sketches_of(workspace, other) == []
    assert code_of(keep_sketch, workspace, uuid, QgsGeometry()) == "SKETCH_EMPTY"
