"""The maps of a review's sheet: both dates and the layers a parcel was held against, inside the file itself."""

from __future__ import annotations

import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path

import pytest
from qgis.PyQt.QtGui import QImage

from weipian_plugin.domain.records import Record, ReferenceLayer
from weipian_plugin.intake import IntakeOptions
from weipian_plugin.jobs.import_batch import import_package, opened
from weipian_plugin.jobs.registers.review_maps import SIZE, ReviewMaps
from weipian_plugin.jobs.registers.review_sheet import export_review_sheet

LAYERS = {"dltb": "dltb_pseudo", "yjjbnt": "yjjbnt_pseudo", "stbhhx": "stbhhx_pseudo"}


@pytest.fixture(scope="module")
def county(demo, tmp_path_factory, qgis_app) -> Path:
    path = tmp_path_factory.mktemp("review") / "w.gpkg"
    images = tuple(str(each) for each in demo.glob("*_rgb8.tif"))
    import_package(next((demo / "delivery").glob("*.zip")), path, IntakeOptions(imagery=images), profile_id="GX2023",
                   unclassified=True)
    with opened(path) as workspace:
        for role, layer in LAYERS.items():
            workspace.set_reference(ReferenceLayer(role, str(demo / "beihai_scene.gpkg"), layer,
                                                   version_date="2016-12-09"))
    return path


@pytest.fixture
def workspace(county):
    with opened(county) as found:
        yield found


def picture(jpeg: bytes) -> QImage:
    image = QImage()
    assert image.loadFromData(jpeg, "JPEG")
    return image


def colours(image: QImage) -> set[int]:
    return {image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)}


def test_a_parcel_has_three_pictures_that_show_something_and_are_outlined(workspace):
    maps = ReviewMaps(workspace)
    parcel = workspace.parcel(workspace.queue()[1].parcel_uuid)
    before, after, overlay = maps.of(parcel)
    assert before.caption.startswith("前时相 2016-12-09") and after.caption.startswith("后时相 2018-03-09")
    assert "永久基本农田" in overlay.caption and "2016-12-09" in overlay.caption and "未能绘出" not in overlay.caption
    shown = [picture(each.jpeg) for each in (before, after, overlay)]
    assert all((image.width(), image.height()) == SIZE for image in shown)
    assert all(len(colours(image)) > 20 for image in shown) and shown[0] != shown[1]


def test_what_cannot_be_drawn_is_said_and_what_nobody_cleared_is_not_shown(workspace, monkeypatch):
    layers = [*workspace.references(), ReferenceLayer("pzyd", "/no/such/place.gpkg", "pzyd")]
    monkeypatch.setattr(type(workspace), "references", lambda _self: layers)
    secret = [replace(scene, unclassified=False) for scene in workspace.scenes()]
    monkeypatch.setattr(type(workspace), "scenes", lambda _self: secret)
    before, after, overlay = ReviewMaps(workspace).of(workspace.parcel(workspace.queue()[0].parcel_uuid))
    assert (before.jpeg, after.jpeg) == (b"", b"") and "无可用影像" in before.caption
    assert "未能绘出：批准用地" in overlay.caption and overlay.jpeg


def test_a_parcel_without_a_shape_has_no_maps(workspace):
    parcel = workspace.parcel(workspace.queue()[0].parcel_uuid)
    assert ReviewMaps(workspace).of(replace(parcel, uuid="a row without a shape")) == ()


def test_the_sheet_carries_the_maps_in_itself(workspace, tmp_path):
    uuids = tuple(row.parcel_uuid for row in workspace.queue()[:2])
    review = Record("", "review", uuids, "", {"HSSJ": "2023-09-05", "HSDW": "自然资源"})
    page = export_review_sheet(workspace, review, tmp_path / "a.html").read_text(encoding="utf-8")
    images = re.findall(r'src="data:image/jpeg;base64,([^"]+)"', page)
    assert len(images) == 6 and all(picture(b64decode(image)).width() == SIZE[0] for image in images)
    assert "套合图（红线为本地块）" in page
    pdf = export_review_sheet(workspace, review, tmp_path / "a.pdf").read_bytes()
    assert pdf.count(b"/Subtype /Image") >= 6
