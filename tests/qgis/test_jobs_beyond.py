"""Beyond a mining right: direction and distance from the layer on disk, unknown wherever they cannot be told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsVectorFileWriter,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)

from weipian_plugin.domain.judging.suggestion import Suggestion
from weipian_plugin.domain.records import (
    FeatureArea,
    IssuedPatch,
    Measured,
    NewBatch,
    OverlayRun,
    ReferenceLayer,
    RoleAreas,
)
from weipian_plugin.jobs.judging.suggest import SuggestAnew, suggest
from weipian_plugin.jobs.measuring.reuse import Layers
from weipian_plugin.workspace.workspace import Workspace

X, Y, SIDE = 37500000.0, 2750000.0, 100.0
LICENCE = {"XKZH": "示例C1", "YXQQ": "2020-01-01", "YXQZ": "2030-01-01"}


def square(x: float, y: float, side: float = SIDE) -> QgsGeometry:
    return QgsGeometry.fromWkt(f"Polygon(({x} {y},{x + side} {y},{x + side} {y + side},{x} {y + side},{x} {y}))")


def write_rights(path: Path, ends: str = "2030-01-01", crs: str = "EPSG:4525") -> Path:
    """One right: a square of 100 m."""
    fields = "field=XKZH:string&field=YXQQ:string&field=YXQZ:string"
    layer = QgsVectorLayer(f"Polygon?crs={crs}&{fields}", "ckq", "memory")
    shape = square(X, Y)
    plane = QgsCoordinateReferenceSystem("EPSG:4525")
    shape.transform(QgsCoordinateTransform(plane, layer.crs(), QgsCoordinateTransformContext()))
    attributes = dict(enumerate([LICENCE["XKZH"], LICENCE["YXQQ"], ends]))
    layer.dataProvider().addFeature(QgsVectorLayerUtils.createFeature(layer, shape, attributes))
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsCoordinateTransformContext(), options)
    return path


@pytest.fixture
def workspace(tmp_path: Path, qgis_app) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "w.gpkg", "EPSG:4525", "tester", tmp_path / "q.sqlite") as made:
        yield made


def told(workspace: Workspace, rights: Path, dx: float, dy: float, kind: str = "CK", inside: float = 2500.0,
         ends: str = "2030-01-01") -> dict[str, object]:
    """The facts shown of one parcel, a square of 100 m moved off the right by (dx, dy)."""
    issued = {"TBLX": kind, "JCLB": "XZFN", "HSX": "2023-06-01", "XFSJ": "2023-08-15"}
    workspace.add_batch(NewBatch("示例", "2023-08-15", "x.zip", "d", "GX_ZY2023", "450329"), [
        IssuedPatch("450329WP0000001", issued, bytes(square(X + dx, Y + dy).asWkb()))])
    workspace.set_reference(ReferenceLayer("ckq", str(rights)))
    uuid = workspace.table_rows()[0].parcel.uuid
    paper = FeatureArea("", inside, {**LICENCE, "YXQZ": ends})
    workspace.store_overlay(OverlayRun({}), {uuid: Measured(10000.0, {
        "ckq": RoleAreas("ckq", inside, inside, features=(paper,) if inside else ())})})
    suggest(workspace)
    return shown(workspace, uuid)


def shown(workspace: Workspace, uuid: str) -> dict[str, object]:
    found = Suggestion.from_json(workspace.suggestion(uuid))
    return {fact.name: fact.value for fact in (found.mineral.facts if found.mineral else ())}


@pytest.mark.parametrize(("dx", "dy", "direction", "reach"), [
    (50, 0, "东", 50), (-50, 0, "西", 50), (0, 30, "北", 30), (0, -30, "南", 30), (50, 50, "东北", 70.7),
    (-50, -50, "西南", 70.7), (50, -50, "东南", 70.7), (-50, 50, "西北", 70.7)])
def test_the_side_on_which_a_parcel_leaves_its_right_is_told_with_the_farthest_distance(
        workspace: Workspace, tmp_path: Path, dx: float, dy: float, direction: str, reach: float) -> None:
    found = told(workspace, write_rights(tmp_path / "ckq.gpkg"), dx, dy)
    assert found["outside_direction"] == direction
    assert found["outside_reach_m"] == pytest.approx(reach, abs=0.2)


def test_a_right_in_degrees_tells_the_same(workspace: Workspace, tmp_path: Path) -> None:
    found = told(workspace, write_rights(tmp_path / "ckq.gpkg", crs="EPSG:4490"), 50, 0)
    assert (found["outside_direction"], found["outside_reach_m"]) == ("东", pytest.approx(50, abs=0.2))


def test_suggesting_anew_on_one_parcel_keeps_the_direction(workspace: Workspace, tmp_path: Path) -> None:
    told(workspace, write_rights(tmp_path / "ckq.gpkg"), 50, 0)
    uuid = workspace.table_rows()[0].parcel.uuid
    assert SuggestAnew(workspace).suggest(uuid) is False
    assert suggest(workspace).remade == 0
    assert shown(workspace, uuid)["outside_direction"] == "东"


@pytest.mark.parametrize(("what", "more"), [
    ("no mining", {"kind": "20"}), ("wholly inside", {"inside": 10000.0}), ("no right at all", {"inside": 0.0}),
    ("an expired right", {"ends": "2023-01-01"})])
def test_where_there_is_nothing_to_tell_nothing_is(workspace: Workspace, tmp_path: Path, what: str,
                                                  more: dict[str, object]) -> None:
    rights = write_rights(tmp_path / "ckq.gpkg", ends=str(more.get("ends", "2030-01-01")))
    assert "outside_direction" not in told(workspace, rights, 50, 0, **more), what  # type: ignore[arg-type]


def test_figures_of_a_layer_that_was_changed_since_get_no_direction(workspace: Workspace, tmp_path: Path) -> None:
    rights = write_rights(tmp_path / "ckq.gpkg")
    told(workspace, rights, 50, 0)
    row = workspace.table_rows()[0]
    digests = {row.parcel.uuid: Layers(workspace.references()).digests(row.parcel.wkb, 0)}
    workspace.store_overlay(OverlayRun({}), {row.parcel.uuid: row.measured}, digests=digests)
    suggest(workspace, force=True)
    assert shown(workspace, row.parcel.uuid)["outside_direction"] == "东"
    os.utime(rights, (1, 1))
    suggest(workspace)
    assert "outside_direction" not in shown(workspace, row.parcel.uuid)


def test_a_layer_that_is_gone_leaves_it_unknown(workspace: Workspace, tmp_path: Path) -> None:
    found = told(workspace, tmp_path / "gone.gpkg", 50, 0)
    assert found and "outside_direction" not in found
