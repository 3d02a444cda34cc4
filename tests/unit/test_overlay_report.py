"""The report on a reference layer: every kind of fault is found where it was put, counted and measured."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Tuple

import geopandas
import numpy as np
import pyogrio
import pytest
import shapely

from weipian_plugin.domain.areas.zones import GaussKruger
from weipian_plugin.domain.errors import sentence
from weipian_plugin.overlay.engine_geos import GeosEngine
from weipian_plugin.overlay.kernels.plane import JobPlane, choose_plane, source_crs
from weipian_plugin.overlay.kernels.polygons import from_geometries, indexed
from weipian_plugin.overlay.layers import LayerRequest
from weipian_plugin.overlay.prepared import coverage
from weipian_plugin.overlay.prepared.prepared import PreparedLayer
from weipian_plugin.overlay.prepared.preparing import prepare
from weipian_plugin.overlay.prepared.report import FINDINGS_LAYER, NAMES, SUMMARY_LAYER, in_crs, plane_to_degrees
from weipian_plugin.overlay.sources import open_source

SCENE = Path(__file__).resolve().parents[2] / "resources" / "demo" / "beihai_scene.gpkg"
X, Y = 37_500_000.0, 2_400_000.0
PLANE = JobPlane(GaussKruger(3, 37, True))
CRS = source_crs("EPSG:4525", "test")


def box(x: float, y: float, width: float = 50, height: float = 50) -> Any:
    return shapely.box(X + x, Y + y, X + x + width, Y + y + height)


def cells(side: int = 4) -> List[Any]:
    """side × side parcels of 50 m, column by column."""
    return [box(50 * i, 50 * j) for i in range(side) for j in range(side)]


def area(*shapes: Any) -> float:
    """m² on the ellipsoid."""
    return float(indexed(PLANE.project(from_geometries(np.array(shapes, dtype=object)), CRS)).areas().sum())


class Report:
    """What preparing a made-up layer found."""

    def __init__(self, folder: Path, shapes: List[Any], role: str = "dltb", crs: str = "EPSG:4525", county: Any = None,
                 **columns: List[Any]) -> None:
        folder.mkdir(exist_ok=True)
        if role == "dltb":
            columns.setdefault("DLBM", ["0301"] * len(shapes))
        self.path = folder / "report.gpkg"
        self._write(folder / "a.gpkg", shapes, crs, columns)
        if county is not None:
            self._write(folder / "county.gpkg", [county], "EPSG:4525", {})
        source = f"{folder / 'a.gpkg'}|a"
        made = prepare(LayerRequest(role, source), open_source(source), PLANE, folder / "copies", engine=GeosEngine(),
                       report=str(self.path), county=str(folder / "county.gpkg") if county is not None else "")
        self.summary: Dict[str, Tuple[int, float]] = {
            entry["kind"]: (entry["count"], entry["area_m2"]) for entry in made.findings}
        self.layer = PreparedLayer.open(made.folder)

    @staticmethod
    def _write(path: Path, shapes: List[Any], crs: str, columns: Dict[str, List[Any]]) -> None:
        frame = geopandas.GeoDataFrame(columns, geometry=shapes, crs=crs)
        frame.to_file(path, layer=path.stem, driver="GPKG", engine="pyogrio")

    def rows(self, kind: str) -> geopandas.GeoDataFrame:
        """The rows of one kind in the file."""
        rows = pyogrio.read_dataframe(self.path, layer=FINDINGS_LAYER)
        return rows[rows["代码"] == kind].reset_index(drop=True)


def test_a_sound_layer_has_nothing_to_report(tmp_path: Path) -> None:
    report = Report(tmp_path, cells(), BSM=[str(n) for n in range(16)], KCXS=[0.0] * 16)
    assert report.summary == {}
    assert len(pyogrio.read_dataframe(report.path, layer=FINDINGS_LAYER)) == 0
    assert len(pyogrio.read_dataframe(report.path, layer=SUMMARY_LAYER)) == 0


def test_a_missing_parcel_is_a_gap_and_the_outside_is_none(tmp_path: Path) -> None:
    shapes = cells()
    hole = shapes.pop(5)
    report = Report(tmp_path, shapes)
    assert report.summary == {"REPORT_GAP": (1, pytest.approx(area(hole), abs=1e-4))}
    [shape] = report.rows("REPORT_GAP").geometry
    assert shapely.hausdorff_distance(shape, shapely.multipolygons([hole])) < 1e-6  # in the layer's own coordinates


def test_a_parcel_taken_from_the_rim_is_no_gap(tmp_path: Path) -> None:
    assert Report(tmp_path, cells()[1:]).summary == {}


def test_parcels_that_overlap_are_listed_in_pairs_with_the_ground_they_share(tmp_path: Path) -> None:
    report = Report(tmp_path, [*cells(), box(190, 0, 60, 50)], BSM=[f"B{n}" for n in range(17)])
    shared = area(box(190, 0, 10, 50))
    assert report.summary == {"REPORT_OVERLAP": (1, pytest.approx(shared, abs=1e-4))}
    [row] = report.rows("REPORT_OVERLAP").itertuples()
    assert (row.要素号, row.另一要素号, row.标识码, row.地类编码) == ("13", "17", "B12", "0301")
    assert row.面积_平方米 == pytest.approx(shared, abs=1e-4)
    # Beyond its corner the upper neighbour shares no vertex with it: a hair, counted once all the same.
    assert report.layer.arrays["shared"].tolist() == [[12, 16], [13, 16]]


def test_ground_under_three_parcels_is_counted_once(tmp_path: Path) -> None:
    report = Report(tmp_path, [box(0, 0, 100), box(20, 0, 100), box(40, 0, 100)])
    count, ground = report.summary["REPORT_OVERLAP"]
    assert count == 3
    assert ground == pytest.approx(area(box(20, 0, 100)), rel=1e-6)  # from 20 to 120
    pairs = report.rows("REPORT_OVERLAP")["面积_平方米"].sum()
    assert pairs == pytest.approx(area(box(20, 0, 80)) + area(box(40, 0, 60)) + area(box(40, 0, 80)), rel=1e-6)


def test_a_whole_second_tiling_on_top_is_found_though_its_inner_edges_all_have_twins(tmp_path: Path) -> None:
    upper = [box(40 * i, 40 * j, 40, 40) for i in range(5) for j in range(5)]
    report = Report(tmp_path, [*cells(), *upper])
    expected = {(i, 16 + j) for i, one in enumerate(cells()) for j, two in enumerate(upper)
                if shapely.intersection(one, two).area > 0}
    assert {tuple(pair) for pair in report.layer.arrays["shared"].tolist()} == expected
    assert report.summary["REPORT_OVERLAP"] == (len(expected), pytest.approx(area(box(0, 0, 200, 200)), rel=1e-6))


def test_pairs_are_the_same_whether_found_by_faces_or_by_boxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    generator = np.random.default_rng(5)
    shapes = cells(8) + [box(x, y, 30, 20) for x, y in generator.uniform(0, 370, (60, 2))]
    by_faces = Report(tmp_path / "a", shapes)
    monkeypatch.setattr(coverage, "_MOST_EDGES", 0)
    by_boxes = Report(tmp_path / "b", shapes)
    assert by_faces.layer.arrays["shared"].tolist() == by_boxes.layer.arrays["shared"].tolist()
    assert by_faces.summary["REPORT_OVERLAP"] == by_boxes.summary["REPORT_OVERLAP"]
    assert "REPORT_GAPS_NOT_SOUGHT" in by_boxes.summary and "REPORT_GAPS_NOT_SOUGHT" not in by_faces.summary


def test_edges_are_matched_in_shares_as_in_one_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    layer = Report(tmp_path, [*cells(6)[1:], box(290, 0, 60, 50)]).layer
    whole = coverage.edges_without_twin(layer.features.polygons, lambda: None)
    monkeypatch.setattr(coverage, "_EDGES_SORTED", 20)
    monkeypatch.setattr(coverage, "_VERTICES_AT_ONCE", 7)
    shares = coverage.edges_without_twin(layer.features.polygons, lambda: None)
    assert sorted(whole.tolist()) == sorted(shares.tolist())
    assert 20 < len(whole) < 40


def test_a_t_junction_leaves_hairs_that_are_counted_apart(tmp_path: Path) -> None:
    # One long oblique border; the right neighbours have a vertex that the left one lacks, a micrometre off its line.
    a, b = np.array([X, Y]), np.array([X + 30, Y + 400])
    middle = a + (b - a) * 0.37 + [1e-6, 0]
    left = shapely.Polygon([a, b, b - [100, 0], a - [100, 0]])
    right = [shapely.Polygon([a, a + [100, 0], middle + [100, 0], middle]),
             shapely.Polygon([middle, middle + [100, 0], b + [100, 0], b])]
    report = Report(tmp_path, [left, *right])
    assert set(report.summary) == {"REPORT_HAIR"}
    assert report.summary["REPORT_HAIR"][0] >= 1
    assert report.summary["REPORT_HAIR"][1] < 400 * 1e-3
    assert len(report.rows("REPORT_HAIR")) == 0


def test_a_crack_of_two_millimetres_is_a_gap(tmp_path: Path) -> None:
    report = Report(tmp_path, [box(0, 0, 50, 20), box(0, 20.002, 50, 20), box(-10, 0, 10, 40.002),
                               box(50, 0, 10, 40.002), box(-10, -10, 70, 10), box(-10, 40.002, 70, 10)])
    assert report.summary["REPORT_GAP"] == (1, pytest.approx(0.1, abs=2e-3))


def test_class_codes_that_are_empty_or_unknown(tmp_path: Path) -> None:
    codes = ["0301", "", None, "9999", "0201K", "1201", "05H1", "ABC"] + ["0101"] * 8
    report = Report(tmp_path, cells(), DLBM=codes)
    shapes = cells()
    assert report.summary == {
        "REPORT_CLASS_EMPTY": (2, pytest.approx(area(shapes[1], shapes[2]), abs=1e-3)),
        "REPORT_CLASS_UNKNOWN": (2, pytest.approx(area(shapes[3], shapes[7]), abs=1e-3))}
    assert report.rows("REPORT_CLASS_UNKNOWN")["地类编码"].tolist() == ["9999", "ABC"]


@pytest.mark.parametrize("as_text", [False, True])
def test_deductions_out_of_range_or_on_other_than_farmland(tmp_path: Path, as_text: bool) -> None:
    values: List[Any] = [0.1, 1.0, -0.2, 0.0, None, 0.25] + [0.0] * 10
    shares = ["" if value is None else str(value) for value in values] if as_text else values
    report = Report(tmp_path, cells(), DLBM=["0101"] * 5 + ["0301"] * 11, KCXS=shares)
    assert {kind: count for kind, (count, _) in report.summary.items()} == {
        "REPORT_KCXS_RANGE": 2, "REPORT_KCXS_ELSEWHERE": 1}
    assert report.rows("REPORT_KCXS_RANGE")["值"].tolist() == ["KCXS=1.0", "KCXS=-0.2"]
    assert report.rows("REPORT_KCXS_ELSEWHERE")["要素号"].tolist() == ["6"]
    assert report.layer.arrays["bad_net"].tolist() == [False, True, True] + [False] * 13
    assert report.layer.arrays["net_factor"][:6].tolist() == [0.9, 1.0, 1.0, 1.0, 1.0, 1.0]


def test_doubled_numbers_and_doubled_polygons_name_the_first_that_has_them(tmp_path: Path) -> None:
    numbers = ["a", "b", "a", "", "", "a"] + [str(n) for n in range(10)] + ["last"]
    turned = shapely.Polygon(np.roll(shapely.get_coordinates(cells()[4])[:-1], 2, axis=0)[::-1])
    report = Report(tmp_path, [*cells(), turned], BSM=numbers)
    rows = report.rows("REPORT_BSM_DOUBLED")
    assert list(zip(rows["要素号"], rows["另一要素号"])) == [("3", "1"), ("6", "1")]
    rows = report.rows("REPORT_SHAPE_DOUBLED")
    assert list(zip(rows["要素号"], rows["另一要素号"])) == [("17", "5")]
    assert report.summary["REPORT_OVERLAP"][0] == 1


def test_repaired_and_lost_features_are_reported(tmp_path: Path) -> None:
    bow_tie = shapely.Polygon([(X, Y), (X + 40, Y + 40), (X + 40, Y), (X, Y + 30)])
    report = Report(tmp_path, [bow_tie, None, box(100, 0)])
    assert report.summary["REPORT_REPAIRED"] == (1, pytest.approx(3600 / 7, rel=2e-3))
    assert report.summary["REPORT_LOST"][0] == 1
    assert report.rows("REPORT_LOST").geometry.isna().all()
    assert set(report.summary) == {"REPORT_REPAIRED", "REPORT_LOST"}


def test_without_a_boundary_places_of_another_county_are_told_by_their_codes(tmp_path: Path) -> None:
    report = Report(tmp_path, cells(), ZLDWDM=["4505121001"] * 14 + ["450502100", ""])
    assert report.summary == {"REPORT_OTHER_COUNTY": (1, pytest.approx(area(cells()[14]), abs=1e-3))}
    assert report.rows("REPORT_OTHER_COUNTY")["值"].tolist() == ["XZQDM=450502"]


def test_with_a_boundary_what_lies_outside_it_is_drawn_and_measured(tmp_path: Path) -> None:
    report = Report(tmp_path, cells(8), county=box(-1000, -1000, 1320, 2000),
                    ZLDWDM=["450512"] * 60 + ["450502"] * 4)
    # 320 m from the left the boundary cuts the seventh column, and leaves the eighth outside.
    assert report.summary == {"REPORT_OUTSIDE_COUNTY": (16, pytest.approx(area(box(320, 0, 80, 400)), abs=1e-2))}
    parts = report.rows("REPORT_OUTSIDE_COUNTY")
    assert parts.geometry.bounds["minx"].min() == pytest.approx(X + 320, abs=1e-3)


def test_coordinates_that_are_not_in_china(tmp_path: Path) -> None:
    degrees = [shapely.box(109.1, 21.5, 109.1005, 21.5005), shapely.box(139.1, 21.5, 139.1005, 21.5005)]
    report = Report(tmp_path, degrees, crs="EPSG:4490")
    assert report.summary["REPORT_FAR_AWAY"][0] == 1
    assert report.rows("REPORT_FAR_AWAY")["要素号"].tolist() == ["2"]


def test_layers_without_land_classes_are_asked_neither_for_gaps_nor_for_classes(tmp_path: Path) -> None:
    shapes = cells()
    del shapes[5]
    report = Report(tmp_path, [*shapes, box(10, 10, 10, 10)], role="yjjbnt", KCXS=[2.0] * 16, DLBM=[""] * 16)
    assert set(report.summary) == {"REPORT_OVERLAP"}


def test_the_real_land_classes_have_hairs_but_neither_gaps_nor_overlaps(tmp_path: Path) -> None:
    assert set(of_scene(tmp_path, "dltb_pseudo", "dltb")) == {"REPORT_HAIR"}


def test_the_real_basic_farmland_overlaps_where_an_independent_computation_says(tmp_path: Path) -> None:
    shapes = pyogrio.read_dataframe(SCENE, layer="yjjbnt_pseudo").geometry.to_numpy()
    left, right = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    shared = shapely.intersection(shapes[left[left < right]], shapes[right[left < right]])
    told = shared[shapely.area(shared) > 1e-3]
    summary = of_scene(tmp_path, "yjjbnt_pseudo", "yjjbnt")
    # On the map, 150 km from the central meridian, areas are larger by half a thousandth.
    assert summary == {"REPORT_OVERLAP": (len(told), pytest.approx(shapely.union_all(told).area, rel=1e-3))}


def of_scene(folder: Path, layer: str, role: str) -> Dict[str, Tuple[int, float]]:
    source = open_source(f"{SCENE}|{layer}")
    made = prepare(LayerRequest(role, f"{SCENE}|{layer}"), source, choose_plane([source.crs], 109), folder,
                   engine=GeosEngine())
    return {entry["kind"]: (entry["count"], entry["area_m2"]) for entry in made.findings}


def test_the_summary_is_a_table_with_sentences_and_every_kind_has_its_own(tmp_path: Path) -> None:
    report = Report(tmp_path, cells()[:5] + cells()[6:])
    table = pyogrio.read_dataframe(report.path, layer=SUMMARY_LAYER)
    assert table.columns.tolist() == ["问题", "个数", "面积_平方米", "说明", "代码"]
    assert table["说明"][0] == sentence("REPORT_GAP", count=1, area=f"{table['面积_平方米'][0]:.4f}")
    for kind, name in NAMES.items():
        assert "?" not in sentence(kind, count=1, area="1") + sentence(kind, "en", count=1, area="1") + sentence(name)


def test_an_older_report_is_replaced_and_nothing_else_is_left_beside_it(tmp_path: Path) -> None:
    Report(tmp_path, cells()[:5] + cells()[6:])
    Report(tmp_path, cells())
    report = Report(tmp_path, cells()[:5] + cells()[6:])
    assert len(report.rows("REPORT_GAP")) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.gpkg", "copies", "report.gpkg"]


def test_the_way_back_from_the_plane_is_exact_to_a_micrometre() -> None:
    corners = np.array([[37_400_000.0, 2_000_000.0], [37_600_000.0, 5_900_000.0], [37_500_000.0, 2_400_000.0]])
    triangle = np.array([shapely.Polygon(corners)], dtype=object)
    back = in_crs(PLANE.project(from_geometries(triangle), CRS).geometries(), CRS)
    found = shapely.get_coordinates(back[0])
    assert max(np.abs(found - corner).max(axis=1).min() for corner in corners) < 1e-6
    assert np.allclose(plane_to_degrees(np.array([[0.0, 0.0]])), [[105.0, 0.0]])
