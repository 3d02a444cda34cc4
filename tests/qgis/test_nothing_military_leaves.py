"""Military and classified patches are in no product, no file beside, no log, no project, no temporary folder (§8.6)."""

from __future__ import annotations

import random
import shutil
import struct
import tempfile

import pytest
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
)

from tests.qgis.classified_traces import needles, readings, traces
from tests.qgis.intake.photo_bytes import place_tags, with_tags
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.records import (
    ClassArea,
    IssuedPatch,
    Measured,
    NewBatch,
    OverlayRun,
    Record,
    ReferenceLayer,
    RoleAreas,
)
from weipian_plugin.gui.layers.project_layers import ProjectLayers
from weipian_plugin.gui.session import Session
from weipian_plugin.gui.settings import Settings
from weipian_plugin.jobs.handing_in.deliver_all import deliver_all
from weipian_plugin.jobs.handing_in.products import (
    DOSSIERS,
    LISTS,
    PACKAGE,
    PRODUCTS,
    TABLES,
    WALL_MAPS,
    PackageOptions,
    Wish,
)
from weipian_plugin.jobs.handing_in.scope import everything
from weipian_plugin.jobs.handing_in.tables import write_tables
from weipian_plugin.jobs.judging.calendar import export_calendar
from weipian_plugin.jobs.registers.attachments import attach
from weipian_plugin.jobs.registers.survey_flags import export_survey_flags
from weipian_plugin.workspace.workspace import Workspace

CRS, X, Y = "EPSG:4525", 37500000.0, 2400000.0
SECRET, AT_THE_DOOR, NEAR = (3, 4), 8, (2, 5, 9)
NAME = "某某部队训练场"
FORMATS = ("xlsx", "csv", "csv-gbk", "gpkg", "shp")
MAPPINGS = ("platform_proposed", "provincial_example")
draw = random.Random(7)
TOPS = [(X + 40 * i + draw.uniform(-9, 9), Y + 55 + draw.uniform(-9, 9)) for i in range(13)]
BOTTOMS = [(X + 40 * i + draw.uniform(-9, 9), Y + draw.uniform(-9, 9)) for i in range(13)]
PEAKS = [(X + 40 * i + 20 + draw.uniform(-5, 5), Y + 80 + draw.uniform(-5, 5)) for i in range(12)]


def jcbh(number):
    return f"450512WP23{number * 7919 % 100000:05}"


def ring(number):
    return [BOTTOMS[number], BOTTOMS[number + 1], TOPS[number + 1], PEAKS[number], TOPS[number], BOTTOMS[number]]


def patch(number, **attributes):
    corners = [value for corner in ring(number) for value in corner]
    shape = struct.pack("<BII", 1, 3, 1) + struct.pack(f"<I{len(corners)}d", 6, *corners)
    town = NAME if number in (*SECRET, AT_THE_DOOR) else ("营盘镇", "南康镇")[number % 2]
    issued = {"TBLX": "20", "JCLB": "XZFN", "XMC": "铁山港区", "XZMC": town, "XFSJ": "2023-08-15", "QSX": "2022-12-09",
              "HSX": "2023-03-09"}
    return IssuedPatch(jcbh(number), {**issued, **attributes}, shape)


def centre(number):
    return QgsGeometry.fromPolygonXY([[QgsPointXY(*corner) for corner in ring(number)]]).centroid().asPoint()


def degrees(point):
    onto = QgsCoordinateTransform(QgsCoordinateReferenceSystem(CRS), QgsCoordinateReferenceSystem("EPSG:4326"),
                                  QgsCoordinateTransformContext())
    return onto.transform(point)


def secret_texts():
    """Numbers, names, and centres in degrees and metres as somebody might write them."""
    texts = [NAME]
    for number in (*SECRET, AT_THE_DOOR):
        texts += [jcbh(number), f"哨所{number}号", f"岗亭{number}.jpg"]
        at = degrees(centre(number))
        texts += [f"{value:.{digits}f}" for value in (at.x(), at.y()) for digits in (5, 6, 7)]
        texts += [f"{value:.{digits}f}" for value in centre(number) for digits in (1, 2, 3)]
    return texts


def secret_vertices():
    """Those that no neighbour has."""
    return [*(PEAKS[number] for number in (*SECRET, AT_THE_DOOR)), TOPS[4], BOTTOMS[4]]


LOOKED_FOR = needles(secret_texts(), secret_vertices())


def uuid_of(workspace, number):
    return next(row.parcel_uuid for row in workspace.queue() if row.jcbh == jcbh(number))


def worked_on(workspace, tmp_path, number):
    """Everything a person may do with a patch, its neighbours' records mentioning it."""
    uuid, name = uuid_of(workspace, number), f"哨所{number}号"
    at = degrees(centre(number))
    photo = tmp_path / f"岗亭{number}.jpg"
    photo.write_bytes(with_tags(DateTimeOriginal="2023:09:01 10:00:00", Software=name, **place_tags(at.x(), at.y())))
    attach(workspace, uuid, photo, "zp")
    photo.unlink()
    corner = PEAKS[number]
    workspace.put_record(Record("", "sketch", (uuid,), "", {"BHNR": name, "BHTX": f"Point ({corner[0]} {corner[1]})"}))
    workspace.set_note(uuid, name)
    workspace.set_flag(uuid, name)
    workspace.save_draft(uuid, {"PDLX": "其他", "QTJTQX": "Q9", "QTPDYJSM": f"{name}，由实地核查确认", "WYHCSM": name})
    workspace.sign(uuid, "甲", "实地")
    workspace.put_record(Record("", "act", (uuid,), values={"WFXWBH": f"铁{number}", "WFZRZT": name}))
    workspace.put_record(Record("", "survey", (uuid,), values={"BGDCBS": "单独标识为违法用地", "BGDCSM": name}))
    workspace.put_record(Record("", "review", (uuid, uuid_of(workspace, NEAR[0])),
                                values={"HSJL": f"{jcbh(number)} 无异议", "HSSJ": "2023-09-20"}))
    workspace.set_note(uuid_of(workspace, NEAR[1]), f"与 {jcbh(number)} 相邻")
    workspace.set_flag(uuid_of(workspace, NEAR[2]), f"同 {jcbh(number)}")


@pytest.fixture
def workspace(tmp_path, qgis_app):
    (tmp_path / "w").mkdir()
    made = Workspace.create(tmp_path / "w" / "库.gpkg", crs=CRS, actor="甲",
                            quarantine_path=tmp_path / "away" / "q.sqlite")
    patches = [patch(number) for number in range(12) if number != AT_THE_DOOR]
    made.add_batch(NewBatch("2023-08 批", "2023-08-15", "a.zip", "d", "GX_ZY2023", "450512"), patches,
                   classified=[patch(AT_THE_DOOR, SFJY="1")])
    made.set_reference(ReferenceLayer("dltb", declared_empty=True))
    made.store_overlay(OverlayRun({"method_code": "METHOD_EQUAL_AREA", "method_values": {}}),
                       {row.parcel_uuid: Measured(2000.0 + 10 * place, {"dltb": RoleAreas(
                           "dltb", 2000.0 + 10 * place, 2000.0, (ClassArea("0101", 2000.0 + 10 * place, 2000.0),))})
                        for place, row in enumerate(made.queue()) if row.status != "stub"})
    for number in SECRET:
        worked_on(made, tmp_path, number)
    for number in NEAR:
        uuid = uuid_of(made, number)
        photo = tmp_path / f"现场{number}.jpg"
        photo.write_bytes(with_tags(DateTimeOriginal="2023:09:02 10:00:00", Software=f"现场{number}"))
        attach(made, uuid, photo, "zp")
        photo.unlink()
        made.put_record(Record("", "survey", (uuid,), values={"BGDCBS": "单独标识为违法用地"}))
    yield made
    made.close()


@pytest.fixture
def log():
    """Everything that is logged."""
    told = []

    def note(text, tag, level):
        told.append(f"{tag} {level} {text}")

    QgsApplication.messageLog().messageReceived.connect(note)
    yield told
    QgsApplication.messageLog().messageReceived.disconnect(note)


class Watching:
    """A feedback that remembers its texts; stops at ``until``."""

    def __init__(self, until=""):
        self.texts, self.until, self.over = [], until, False

    def progress(self, done, total, text):
        self.texts.append(text)
        self.over = self.over or bool(self.until and self.until in text)

    def cancelled(self):
        return self.over


def wish(*products):
    package = PackageOptions(mappings=MAPPINGS, smaller=True, formats=FORMATS)
    return Wish(products=products or tuple(PRODUCTS), patches=tuple(jcbh(number) for number in NEAR), processes=1,
                package=package)


def test_the_search_finds_what_is_handed_in_of_patches_that_are_not_set_apart(workspace, tmp_path, temporary):
    report = deliver_all(workspace, everything(workspace), tmp_path / "before", wish(TABLES, PACKAGE), draft=True)
    found = {needle for place, content in ((path, path.read_bytes()) for path in report.folder.rglob("*") if
             path.is_file()) for where, inside in readings(str(place), content)
             for needle, text in LOOKED_FOR.items() if needle in inside}
    told = {LOOKED_FOR[needle] for needle in found}
    for number in SECRET:
        assert {jcbh(number), f"哨所{number}号", f"岗亭{number}.jpg"} <= told
        assert f"({PEAKS[number][0]}, {PEAKS[number][1]}) as doubles" in told
    assert jcbh(AT_THE_DOOR) not in told


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The temporary folder of everything that runs here."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def can_be_read(path, number):
    """Does the search see a number that stands in a PDF?"""
    return any(number.encode() in inside for _, inside in readings(str(path), path.read_bytes()))


def test_nothing_of_patches_that_are_set_apart_is_in_any_product_or_beside_it(workspace, tmp_path, temporary, log):
    scope, out = everything(workspace), tmp_path / "out"
    with pytest.raises(WeipianError, match="ancel"):
        deliver_all(workspace, scope, out, wish(TABLES, DOSSIERS, PACKAGE), Watching("上报包"), draft=True)
    assert traces(out, LOOKED_FOR)  # half a hand-in of before
    half = next(out.glob("*/~*"))
    shutil.copytree(half, half.with_name(half.name + "的前一天"))

    for number in SECRET:
        workspace.quarantine(uuid_of(workspace, number))
    some = deliver_all(workspace, scope, out, wish(LISTS), draft=True)
    assert not any((some.folder / PRODUCTS[product].folder).exists() for product in (DOSSIERS, TABLES))
    assert traces(out, LOOKED_FOR) == []
    watching = Watching()
    report = deliver_all(workspace, scope, out, wish(), watching, draft=True)
    assert {one.product for one in report.made if one.files} == set(PRODUCTS)
    forms = ("2-1", "2-2", "4", "5", *wish().lists)
    write_tables(workspace, scope, out / "tables", forms, FORMATS, draft=True)
    export_calendar(workspace, out / "期限.ics")
    export_survey_flags(workspace, out / "标识.xlsx")
    saved_project(workspace.path, out / "工程.qgz")

    (out / "told.txt").write_text("\n".join([*log, *watching.texts, *(one.sentence() for one in report.check.lines)]))
    assert traces(tmp_path, LOOKED_FOR, besides=[tmp_path / "away"]) == []
    for number in NEAR:
        books = [path for path in report.folder.rglob("*.pdf") if jcbh(number) in path.as_posix()]
        assert books and all(can_be_read(path, jcbh(number)) for path in books if path.name == f"{jcbh(number)}.pdf")
    for product in (WALL_MAPS, DOSSIERS):
        sheets = list((report.folder / PRODUCTS[product].folder).rglob("*.pdf"))
        assert any(can_be_read(path, jcbh(number)) for path in sheets for number in NEAR), sheets


def saved_project(path, target):
    """The project as QGIS saves it while the workspace is open, and its journal."""
    project, session = QgsProject(), Session(Settings.load())
    layers = ProjectLayers(session, project=project)
    session.open(str(path))
    session.select(session.order[0])
    assert project.write(str(target))
    layers.shut_down()
    session.close()


def test_how_many_are_set_apart_is_told_only_where_a_person_allows_it(workspace, tmp_path):
    from dataclasses import replace

    for number in SECRET:
        workspace.quarantine(uuid_of(workspace, number))
    scope, quiet = everything(workspace), wish(PACKAGE)
    silent = deliver_all(workspace, scope, tmp_path / "a", quiet, draft=True)
    telling = deliver_all(workspace, scope, tmp_path / "b", replace(quiet, tell_quarantined=True), draft=True)
    line = "另有 3 条按机要程序处理".encode()
    for report, told in ((silent, False), (telling, True)):
        inside = [content for path in report.folder.rglob("*") if path.is_file()
                  for _, content in readings(str(path), path.read_bytes())]
        assert any(line in content for content in inside) == told


def test_a_patch_that_is_marked_and_not_set_apart_yet_holds_everything_back_drafts_too(tmp_path, qgis_app):
    made = Workspace.create(tmp_path / "库.gpkg", crs=CRS, actor="甲", quarantine_path=tmp_path / "away" / "q.sqlite")
    made.add_batch(NewBatch("批", "2023-08-15", "a.zip", "d", "GX_ZY2023"), [patch(1), patch(2, SFJY="1")])
    with pytest.raises(WeipianError) as told:
        deliver_all(made, everything(made), tmp_path / "out", wish(TABLES), draft=True, reason="急")
    assert told.value.code == "SELF_CHECK_BLOCKS" and jcbh(2) not in told.value.sentence()
    assert not (tmp_path / "out").exists()
    made.close()
