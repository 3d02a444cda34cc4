"""The file itself: a GeoPackage that QGIS takes for one, brought up to date, refused with a sentence, held by one."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
import struct
import threading
from pathlib import Path

import pytest
from qgis.core import QgsExpression, QgsExpressionContext, QgsFeatureRequest, QgsRectangle, QgsVectorLayer
from qgis.PyQt.QtCore import QLockFile

from weipian_plugin.domain.definitions import ISSUED, JUDGEMENT
from weipian_plugin.domain.errors import WeipianError
from weipian_plugin.domain.forms.fields import Field, FieldType
from weipian_plugin.domain.judging.facts import nested_facts
from weipian_plugin.domain.records import ClassArea, IssuedPatch, NestedAreas, NewBatch, OverlayRun, Record
from weipian_plugin.workspace import layers as layers_module
from weipian_plugin.workspace import migrations, schema
from weipian_plugin.workspace.database import insert
from weipian_plugin.workspace.geopackage import create_table
from weipian_plugin.workspace.workspace import Workspace

OF_VERSION_1 = Path(__file__).parents[1] / "data" / "workspace_v1.gpkg"
OF_VERSION_2 = OF_VERSION_1.with_name("workspace_v2.gpkg")
OF_VERSION_3 = OF_VERSION_1.with_name("workspace_v3.gpkg")
BATCH = NewBatch("2023-08", "2023-08-01", "x.zip", "d")


def square(x, y, side=20.0):
    ring = (x, y, x + side, y, x + side, y + side, x, y + side, x, y)
    return struct.pack("<BII", 1, 3, 1) + struct.pack("<I10d", 5, *ring)


PACKAGE = [
    IssuedPatch(f"4505122023{i:05}", {"TBLX": "20"}, square(37500000.0 + 30 * i, 2400000.0)) for i in range(50)]


@pytest.fixture
def workspace(tmp_path):
    made = Workspace.create(tmp_path / "工作库 1#%.gpkg", actor="甲", quarantine_path=tmp_path / "q.sqlite")
    made.add_batch(BATCH, PACKAGE)
    yield made
    made.close()


@pytest.fixture
def layers(workspace):
    return {Path(layer.source().split("|")[0]).suffix + layer.source().split("layername=")[1].split("|")[0]: layer
            for layer in layers_module.make_layers(workspace)}


def code_of(call):
    with pytest.raises(WeipianError) as caught:
        call()
    assert "{" not in caught.value.sentence("zh") and "{" not in caught.value.sentence("en")
    return caught.value.code


def test_qgis_opens_it_as_ordinary_layers_in_its_crs_with_a_spatial_index(layers):
    for name in ("parcels", "patches"):
        layer = layers[".gpkg" + name]
        assert layer.isValid() and layer.featureCount() == 50
        assert layer.crs().authid() == "EPSG:4525"
        assert layer.dataProvider().hasSpatialIndex() == 2  # SpatialIndexPresent
        assert layer.extent() == QgsRectangle(37500000, 2400000, 37501490, 2400020)
        inside = QgsFeatureRequest(QgsRectangle(37500035, 2400005, 37500040, 2400010))
        assert len(list(layer.getFeatures(inside))) == 1
        assert layer.getFeature(1).geometry().isGeosValid()
    assert all(layer.isValid() for layer in layers.values())


def test_layers_cannot_be_edited(layers):
    assert all(layer.readOnly() and not layer.startEditing() for layer in layers.values())


@pytest.mark.parametrize("looking", [True, False], ids=["a window that looks", "the window that writes"])
def test_showing_layers_writes_nothing(workspace, looking):
    file = Path(workspace.path)
    if looking:
        workspace.close()
    before = file.read_bytes(), file.stat().st_mtime_ns
    with Workspace.open(file, read_only=True) as looker:
        shown = layers_module.make_layers(looker if looking else workspace)
        assert all(list(layer.getFeatures()) is not None and layer.extent() is not None for layer in shown)
        layers_module.refresh(shown)
        assert not any(layer.dataProvider().addAttributes([]) for layer in shown if layer.startEditing())
        assert (file.read_bytes(), file.stat().st_mtime_ns) == before
    del shown
    assert (file.read_bytes(), file.stat().st_mtime_ns) == before


@pytest.fixture
def writing(workspace, monkeypatch):
    """Another window in the midst of writing: its journal beside the file is complete, as when pages are written."""
    monkeypatch.setenv("SQLITE_BUSY_TIMEOUT", "10")  # ms that GDAL waits for each table; else 5 s
    other = sqlite3.connect(workspace.path, isolation_level=None, check_same_thread=False)

    def begin():
        other.execute("PRAGMA cache_size = 5")  # pages that find no room here are written before the end
        other.execute("BEGIN IMMEDIATE")
        other.execute("CREATE TABLE filler (bytes BLOB)")
        other.executemany("INSERT INTO filler VALUES (zeroblob(3000))", [()] * 100)
        assert Path(workspace.path + "-journal").read_bytes()[:1] != b"\0"
        return other

    yield begin
    other.close()


def assert_dressed(layers):
    assert all(layer.isValid() for layer in layers)
    assert layers[0].attributeAlias(layers[0].fields().indexOf("status")) == "状态"
    assert layers[0].renderer().type() == "categorizedSymbol"


def test_layers_wait_for_a_decision_another_window_is_writing(workspace, writing):
    end = threading.Timer(0.1, writing().rollback)
    end.start()
    assert_dressed(layers_module.make_layers(workspace))
    end.join()


def test_a_layer_that_could_not_be_opened_is_with_the_next_refresh(workspace, writing):
    other = writing()
    layers = layers_module.make_layers(workspace)
    assert not layers[0].isValid()
    other.rollback()
    layers_module.refresh(layers)
    assert_dressed(layers)


def test_columns_have_chinese_names_and_value_lists(layers):
    patches, drafts = layers[".gpkgpatches"], layers[".gpkgdrafts"]
    for layer, fields in ((patches, ISSUED), (drafts, JUDGEMENT)):
        for field in fields:
            assert layer.attributeAlias(layer.fields().indexOf(field.code)) == field.zh
    for layer in layers.values():
        names = layer.fields().names()
        assert [name for i, name in enumerate(names) if not layer.attributeAlias(i)] == ["fid"] * ("fid" in names)
    setup = patches.editorWidgetSetup(patches.fields().indexOf("TBLX"))
    assert setup.type() == "ValueMap" and {"建/构筑物": "20"} in setup.config()["map"]


def test_status_is_drawn_by_shape_and_text_as_well_as_colour(layers):
    layer = layers[".gpkgparcels"]
    categories = {category.value(): category.symbol().clone() for category in layer.renderer().categories()}
    assert set(categories) == {"todo", "draft", "合法", "违法", "其他"}
    patterns = [tuple((part.useCustomDashPattern() and tuple(part.customDashVector()), round(part.width(), 2))
                      for part in symbol.symbolLayers()) for symbol in categories.values()]
    assert len(set(patterns)) >= 4
    assert all(part.layerType() == "SimpleLine" for symbol in categories.values() for part in symbol.symbolLayers())
    settings = layer.labeling().settings()
    assert layer.labelsEnabled() and settings.format().buffer().enabled()
    context = QgsExpressionContext()
    context.setFeature(next(layer.getFeatures()))
    assert QgsExpression(settings.fieldName).evaluate(context) == "○ 00000"
    chosen = QgsExpression(layer.renderer().classAttribute())
    assert chosen.evaluate(context) == "todo"


def test_layers_show_what_was_decided_after_a_refresh(workspace, layers):
    layer = layers[".gpkgparcels"]
    workspace.save_draft(workspace.queue()[0].parcel_uuid, {"PDLX": "违法"})
    layers_module.refresh(layers.values())
    assert [feature["outcome"] for feature in layer.getFeatures("outcome <> ''")] == ["违法"]


def test_superseded_and_quarantined_parcels_are_not_drawn(workspace):
    changed = dataclasses.replace(PACKAGE[0], attributes={"TBLX": "YH"})
    workspace.add_batch(BATCH, [changed], decisions={changed.jcbh: "replace"})
    workspace.quarantine(workspace.queue()[5].parcel_uuid)
    parcels = layers_module.make_layers(workspace)[0]
    assert len(list(parcels.getFeatures())) == 49


def test_extent_in_the_contents_follows_what_comes_in(workspace):
    workspace.add_batch(BATCH, [IssuedPatch("far", {}, square(37600000.0, 2500000.0))])
    found = workspace._database.row("SELECT * FROM gpkg_contents WHERE table_name = 'parcels'")
    assert (found["min_x"], found["min_y"], found["max_x"], found["max_y"]) == (
        37500000.0, 2400000.0, 37600020.0, 2500020.0)


def test_file_is_written_safely(workspace):
    assert workspace._database.value("PRAGMA journal_mode") == "delete"
    assert workspace._database.value("PRAGMA synchronous") == 2
    assert workspace._database.value("PRAGMA secure_delete") == 1
    assert workspace._database.value("PRAGMA busy_timeout") == 5000
    assert workspace._database.value("PRAGMA integrity_check") == "ok"


def test_a_transaction_has_the_file_before_it_reads(workspace):
    workspace._database.connection.execute("PRAGMA busy_timeout=50")
    other = sqlite3.connect(workspace.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    entered = []

    def decide():
        with workspace._database.transaction():
            entered.append(True)

    assert code_of(decide) == "WORKSPACE_BUSY" and not entered
    other.execute("ROLLBACK")
    other.close()
    decide()
    assert entered


def test_wal_left_by_another_program_is_turned_off(workspace):
    workspace.close()
    other = sqlite3.connect(workspace.path)
    other.execute("PRAGMA journal_mode=WAL")
    other.execute("CREATE TABLE theirs (x)")
    other.close()
    with Workspace.open(workspace.path) as again:
        assert again._database.value("PRAGMA journal_mode") == "delete"
        assert len(again.queue()) == 50
    assert Path(workspace.path).read_bytes()[18:20] == b"\x01\x01"


@pytest.mark.parametrize("crs", ["EPSG:4490", "EPSG:4525", "EPSG:4508"])
def test_crs_is_described_in_the_file(tmp_path, crs):
    with Workspace.create(tmp_path / "w.gpkg", crs=crs) as made:
        assert (made.crs_authid, made.srid) == (crs, int(crs[5:]))
    layer = QgsVectorLayer(f"{tmp_path / 'w.gpkg'}|layername=patches", "p", "ogr")
    assert layer.crs().authid() == crs


def test_crs_nobody_knows_is_refused(tmp_path):
    assert code_of(lambda: Workspace.create(tmp_path / "w.gpkg", crs="EPSG:1")) == "WORKSPACE_CRS"
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_workspace_is_refused_and_left_alone(tmp_path, demo):
    (tmp_path / "text.gpkg").write_text("no database")
    (tmp_path / "empty.gpkg").touch()
    (tmp_path / "broken.gpkg").write_bytes(b"SQLite format 3\x00" + bytes(range(256)) * 40)
    shutil.copy(demo / "beihai_scene.gpkg", tmp_path / "scene.gpkg")
    for file in sorted(tmp_path.glob("*.gpkg")):
        before = file.read_bytes()
        assert code_of(lambda file=file: Workspace.open(file)) == "NOT_A_WORKSPACE"
        assert file.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["broken.gpkg", "empty.gpkg", "scene.gpkg", "text.gpkg"]
    assert code_of(lambda: Workspace.open(tmp_path / "none.gpkg")) == "WORKSPACE_MISSING"
    assert code_of(lambda: Workspace.create(tmp_path / "text.gpkg")) == "WORKSPACE_EXISTS"
    assert code_of(lambda: Workspace.create(tmp_path / "nowhere" / "w.gpkg")) == "WORKSPACE_NOT_WRITABLE"


def test_another_kind_of_name_is_refused(tmp_path):
    for name in ("w", "w.txt", "w.gpkg.zip"):
        assert code_of(lambda name=name: Workspace.create(tmp_path / name)) == "WORKSPACE_NAME"
    assert list(tmp_path.iterdir()) == []


def test_what_a_kill_left_while_it_was_made_is_in_nobodys_way(tmp_path):
    (tmp_path / "w.gpkg.new").touch()  # SQLite makes the file before it holds anything
    (tmp_path / "w.gpkg.new-journal").write_bytes(bytes(512))
    with Workspace.create(tmp_path / "w.gpkg") as workspace:
        workspace.add_batch(BATCH, PACKAGE[:1])
    assert [file.name for file in tmp_path.iterdir()] == ["w.gpkg"]


def test_making_that_fails_leaves_nothing_and_names_the_file_that_was_wanted(tmp_path, monkeypatch):
    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("weipian_plugin.workspace.opening.create_schema", full)
    with pytest.raises(WeipianError) as caught:
        Workspace.create(tmp_path / "w.gpkg")
    assert (caught.value.code, caught.value.values["file"]) == ("WORKSPACE_DISK_FULL", str(tmp_path / "w.gpkg"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("damage", [
    "UPDATE meta SET value = 'x' WHERE key = 'srs_id'", "DELETE FROM meta WHERE key = 'salt'",
    "DROP TABLE overlay_areas"])
def test_a_workspace_that_lacks_something_of_its_own_is_refused(workspace, damage):
    workspace.close()
    with sqlite3.connect(workspace.path) as connection:
        connection.execute(damage)
    connection.close()
    for read_only in (False, True):
        assert code_of(lambda r=read_only: Workspace.open(workspace.path, read_only=r)) == "NOT_A_WORKSPACE"


def test_truncated_workspace_is_refused(workspace):
    workspace.close()
    path = Path(workspace.path)
    path.write_bytes(path.read_bytes()[:8192])
    assert code_of(lambda: Workspace.open(path)) in ("NOT_A_WORKSPACE", "WORKSPACE_IO")


def test_newer_workspace_is_refused_and_not_touched(workspace):
    with workspace._database.transaction() as connection:
        migrations.write_meta(connection, "schema_version", "99")
    workspace.close()
    before = Path(workspace.path).read_bytes()
    with pytest.raises(WeipianError) as caught:
        Workspace.open(workspace.path)
    assert caught.value.code == "WORKSPACE_NEWER"
    assert (caught.value.values["found"], caught.value.values["known"]) == ("99", migrations.current_version())
    assert Path(workspace.path).read_bytes() == before


def test_older_workspace_takes_the_steps_it_has_not_taken(workspace, monkeypatch):
    workspace.save_draft(workspace.queue()[0].parcel_uuid, {"PDLX": "合法"})
    workspace.close()

    def add_photos(connection):
        connection.execute("CREATE TABLE photos (fid INTEGER PRIMARY KEY, path TEXT)")
        insert(connection, "photos", [{"path": str(connection.execute("SELECT count(*) FROM drafts").fetchone()[0])}])

    today = migrations.current_version()
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, add_photos))
    for _ in range(2):
        with Workspace.open(workspace.path) as again:
            assert again._database.value("SELECT group_concat(path) FROM photos") == "1"
            assert migrations.read_meta(again._database.connection)["schema_version"] == str(today + 1)
            assert again.queue()[0].status == "draft"
    monkeypatch.undo()
    assert code_of(lambda: Workspace.open(workspace.path)) == "WORKSPACE_NEWER"


def test_a_workspace_of_version_1_opens_and_gains_areas_inside_areas(tmp_path):
    """The file was made by the plugin as it was then: imported, measured, suggested, judged."""
    path = tmp_path / "v1.gpkg"
    shutil.copy(OF_VERSION_1, path)
    assert code_of(lambda: Workspace.open(path, read_only=True)) == "WORKSPACE_OLDER_HELD"
    with Workspace.open(path, "乙") as opened:
        assert migrations.read_meta(opened._database.connection)["schema_version"] == str(migrations.current_version())
        found = opened.all_measured()
        assert len(found) == 6 and opened.progress()["signed"] == 1
        assert all(areas.roles["dltb"].classes and areas.nested == {} for areas in found.values())
        uuid, areas = next(iter(found.items()))
        assert opened.overlay_digests()[uuid] == {}
        assert "ybgd_m2" not in nested_facts(areas)
        inside = NestedAreas(("yjjbnt",), 3.5, (ClassArea("0101", 2.5, 2.25),))
        nothing = NestedAreas(("yjjbnt", "pzyd"))
        measured = dataclasses.replace(areas, nested={inside.zones: inside, nothing.zones: nothing})
        opened.store_overlay(OverlayRun({}), {uuid: measured}, digests={uuid: {"yjjbnt": "d"}})
    with Workspace.open(path, read_only=True) as again:
        assert again.measured(uuid) == measured and again.all_measured()[uuid] == measured
        assert again.overlay_digests()[uuid] == {"yjjbnt": "d"}
        assert again._database.value("SELECT count(*) FROM gpkg_contents WHERE table_name = 'overlay_nested'") == 1
        assert again._database.value("PRAGMA integrity_check") == "ok"
        created = [again._database.value("SELECT sql FROM sqlite_master WHERE name = 'overlay_nested'")]
    with Workspace.create(tmp_path / "new.gpkg") as new:
        created.append(new._database.value("SELECT sql FROM sqlite_master WHERE name = 'overlay_nested'"))
    assert created[0] == created[1]


def structure(path):
    """Columns of every table (in whatever order), indexes and triggers, the GeoPackage's list of contents."""
    with sqlite3.connect(path) as connection:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'rtree_%'")
        columns = {name: sorted(connection.execute(f"SELECT name, type, \"notnull\", dflt_value FROM "
                                                   f"pragma_table_info('{name}')").fetchall())
                   for (name,) in names.fetchall()}
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE type <> 'table'").fetchall()
        contents = sorted(connection.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall())
    connection.close()
    return columns, sorted(found, key=str), contents


def test_a_workspace_of_version_2_opens_and_gains_records_and_a_second_judgement(tmp_path):
    """The file was made by the plugin as it was then: measured inside zones, two judgements signed, one in work."""
    path = tmp_path / "v2.gpkg"
    shutil.copy(OF_VERSION_2, path)
    assert code_of(lambda: Workspace.open(path, read_only=True)) == "WORKSPACE_OLDER_HELD"
    with Workspace.open(path, "甲") as opened:
        assert migrations.read_meta(opened._database.connection)["schema_version"] == str(migrations.current_version())
        assert opened.progress() == {"total": 6, "todo": 3, "draft": 1, "signed": 2, "flagged": 1, "stub": 0}
        signed = {row.parcel_uuid: opened.judgement(row.parcel_uuid) for row in opened.queue()
                  if row.status == "signed"}
        assert sorted(judgement.answers["PDLX"] for judgement in signed.values()) == ["其他", "合法"]
        assert {judgement.subject for judgement in signed.values()} == {"land"}
        assert opened.records() == [] and opened.survey_flags() == []
        uuid = next(iter(signed))
        kept = opened.put_record(Record("", "act", (uuid,), values={"WFXWBH": "1", "SXWFMJ": 10}))
        opened.save_draft(uuid, {"KPDLX": "其他", "KPDYJSM": "当年没有勘查开采活动"})
        mineral = opened.sign(uuid, "乙", "实地", subject="mineral")
        assert opened.judgement(uuid) == signed[uuid]
        assert opened.undo() and opened.undo() and opened.undo()
        assert kept.uuid and opened.records() == []
        opened.undo()  # what was decided before, by the older plugin
        assert opened.progress()["flagged"] == 0
        assert mineral.signed_by == "乙"
        assert opened._database.value("PRAGMA integrity_check") == "ok"
    with Workspace.create(tmp_path / "new.gpkg"):
        pass
    for migrated, made in zip(structure(path), structure(tmp_path / "new.gpkg")):
        assert migrated == made


def test_a_parcel_with_facts_alone_is_still_to_be_judged_after_the_step(tmp_path):
    """Until version 3 whatever was entered made a 初判 of it."""
    path = tmp_path / "v2.gpkg"
    shutil.copy(OF_VERSION_2, path)
    with sqlite3.connect(path) as connection:
        for name in ("ST_IsEmpty", "ST_MinX", "ST_MaxX", "ST_MinY", "ST_MaxY"):
            connection.create_function(name, 1, lambda _shape: None)  # named by the layer's triggers, not asked here
        todo = connection.execute("SELECT uuid FROM parcels WHERE status = 'todo' AND NOT flagged").fetchone()[0]
        connection.execute("UPDATE parcels SET status = 'draft', outcome = '' WHERE uuid = ?", (todo,))
    connection.close()
    with Workspace.open(path, "甲") as opened:
        assert opened.parcel(todo).status == "todo"
        assert (opened.progress()["todo"], opened.progress()["draft"]) == (3, 1)


def test_a_new_workspace_has_todays_tables_and_takes_no_step(tmp_path, monkeypatch):
    photos = schema.Table("photos", "照片", (("path", "TEXT"),))

    def add_photos(connection):
        create_table(connection, photos, 0)

    with Workspace.create(tmp_path / "older.gpkg"):
        pass
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, add_photos))
    monkeypatch.setattr(migrations, "TABLES", (*schema.TABLES, photos))
    with Workspace.create(tmp_path / "newer.gpkg"), Workspace.open(tmp_path / "older.gpkg"):
        pass
    for name in ("older", "newer"):
        with Workspace.open(tmp_path / f"{name}.gpkg") as workspace:
            assert workspace._database.value("SELECT count(*) FROM photos") == 0
            version = migrations.read_meta(workspace._database.connection)["schema_version"]
            assert version == str(migrations.current_version())


def test_failed_step_leaves_the_older_file(workspace, monkeypatch):
    workspace.close()
    before = Path(workspace.path).read_bytes()

    def fail(connection):
        connection.execute("CREATE TABLE photos (fid INTEGER PRIMARY KEY)")
        connection.execute("SELECT * FROM nothing")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, fail))
    assert code_of(lambda: Workspace.open(workspace.path)) == "WORKSPACE_IO"
    assert Path(workspace.path).read_bytes() == before


def test_definition_that_comes_later_gets_its_column(workspace, monkeypatch):
    workspace.close()
    later = Field("SJMJ", "实测面积", "Surveyed area", FieldType.AREA)
    patches = dataclasses.replace(schema.PATCHES, fields=(*ISSUED, later))
    tables = tuple(patches if table is schema.PATCHES else table for table in schema.TABLES)
    monkeypatch.setattr(migrations, "TABLES", tables)
    monkeypatch.setitem(schema.ISSUED_FIELDS, "SJMJ", later)
    holder = QLockFile(workspace.path + ".lock")
    holder.setStaleLockTime(0)
    assert holder.tryLock(0)
    assert code_of(lambda: Workspace.open(workspace.path)) == "WORKSPACE_OLDER_HELD"
    holder.unlock()
    with Workspace.open(workspace.path) as again:
        assert len(again.compare(PACKAGE).identical) == 50
        again.add_batch(BATCH, [IssuedPatch("new", {"SJMJ": 1.5}, square(0, 0))])
        assert again.parcel(again.queue()[-1].parcel_uuid).attributes["SJMJ"] == 1.5


def test_second_window_looks_and_is_told_who_writes(workspace):
    uuid = workspace.queue()[0].parcel_uuid
    with Workspace.open(workspace.path) as second:
        assert not second.writable and "pid" in second.holder
        workspace.save_draft(uuid, {"PDLX": "合法"})
        assert second.draft(uuid).answers == {"PDLX": "合法"}
        act = Record("", "act", (uuid,))
        writes = (
            lambda: second.put_record(act), lambda: second.remove_record("x"),
            lambda: second.save_draft(uuid, {"PDLX": "违法"}), lambda: second.add_batch(BATCH, PACKAGE),
            second.undo, lambda: second.quarantine(uuid), lambda: second.set_profile("x", "y"))
        assert {code_of(write) for write in writes} == {"WORKSPACE_READ_ONLY"}
    assert workspace.writable
    workspace.close()
    with Workspace.open(workspace.path) as third:
        assert third.writable and third.holder == ""


def test_asked_for_read_only_it_does_not_take_the_lock(workspace):
    workspace.close()
    with Workspace.open(workspace.path, read_only=True) as looking, Workspace.open(workspace.path) as writing:
        assert not looking.writable and writing.writable
        assert code_of(lambda: looking.set_note(looking.queue()[0].parcel_uuid, "x")) == "WORKSPACE_NOT_WRITABLE"


def test_closed_workspace_says_so(workspace):
    workspace.close()
    workspace.close()
    assert code_of(workspace.queue) == "WORKSPACE_CLOSED"
    assert not Path(workspace.path + ".lock").exists()


def test_a_workspace_of_version_3_opens_and_gains_letters_and_audits(tmp_path):
    """The file was made by the plugin as it was then: an act of two parcels with a part, a paper, a review."""
    path = tmp_path / "v3.gpkg"
    shutil.copy(OF_VERSION_3, path)
    assert code_of(lambda: Workspace.open(path, read_only=True)) == "WORKSPACE_OLDER_HELD"
    with Workspace.open(path, "甲") as opened:
        assert migrations.read_meta(opened._database.connection)["schema_version"] == str(migrations.current_version())
        assert {record.kind for record in opened.records()} == {
            "act", "rectification", "review", "attachment", "finding"}
        (act,) = opened.records("act")
        (part,) = opened.records("rectification", act=act.uuid)
        assert len(act.parcels) == 2 and part.values["ZGMJ"] == 800.0
        letter = opened.put_record(Record("", "letter", act.parcels, act.uuid, {
            "HJLX": "约谈", "HJWH": "资卫〔2023〕7号", "HJRQ": "2023-09-12", "HJZS": "某镇人民政府"}))
        audit = opened.put_record(Record("", "audit", act.parcels[:1], "", {"SHJB": "市级", "SHLC": 1, "SHJG": "退回"}))
        assert opened.records("letter", act=act.uuid) == [letter]
        again = opened.put_record(Record("", "audit", act.parcels[:1], "", {"SHJB": "市级", "SHLC": 1, "SHJG": "通过"}))
        assert again.uuid == audit.uuid and opened.records("audit") == [again]
        assert opened.undo() and opened.undo() and opened.undo() and opened.records("audit") == []
        assert opened._database.value("PRAGMA integrity_check") == "ok"
    with Workspace.create(tmp_path / "new.gpkg"):
        pass
    for migrated, made in zip(structure(path), structure(tmp_path / "new.gpkg")):
        assert migrated == made
